//! Where each value of a document stands, so that a refusal can name its line.
//!
//! A small scanner over RON, independent of the reader: it walks the text once and notes path, line and extent of every
//! value (`plans.0.levers.skills_provision.amount`). It never fails; in a text that is no RON it stops early.

/// Nesting that is followed; deeper text has no spots.
const DEPTH_MAX: usize = 64;

/// One value of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Spot {
    /// Field names, map keys and list positions joined by dots; empty for the whole document.
    pub path: String,
    /// Line of the key (or of the value, in a list), counted from 1.
    pub line: u64,
    /// Byte range of the value.
    pub start: usize,
    /// See `start`.
    pub end: usize,
}

/// All values of one text.
#[derive(Debug)]
pub(super) struct Spots<'a> {
    text: &'a str,
    spots: Vec<Spot>,
}

impl<'a> Spots<'a> {
    /// Walks the text.
    pub fn of(text: &'a str) -> Self {
        let mut scanner = Scanner { bytes: text.as_bytes(), at: 0, spots: Vec::new(), depth: 0 };
        scanner.space();
        scanner.value("", None);
        Self { text, spots: scanner.spots }
    }

    /// The value at a path; the last one if the path is given twice.
    pub fn find(&self, path: &str) -> Option<&Spot> {
        self.spots.iter().rfind(|s| s.path == path)
    }

    /// The value at a path or, if the text leaves it out, of the nearest part that holds it.
    pub fn nearest(&self, path: &str) -> Option<&Spot> {
        let mut path = path;
        loop {
            if let Some(spot) = self.find(path) {
                return Some(spot);
            }
            path = path.rsplit_once('.').map_or("", |(parent, _)| parent);
            if path.is_empty() {
                return self.find("");
            }
        }
    }

    /// The text of a value, as written.
    pub fn text_of(&self, spot: &Spot) -> &'a str {
        self.text.get(spot.start..spot.end).unwrap_or("").trim()
    }

    /// The innermost value that holds a position (line and column counted from 1, in characters).
    pub fn at(&self, line: usize, column: usize) -> Option<&Spot> {
        let start: usize = self.text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
        let rest = self.text.get(start..)?;
        let offset = start + rest.chars().take(column.saturating_sub(1)).map(char::len_utf8).sum::<usize>();
        self.spots.iter().filter(|s| s.start <= offset && offset <= s.end).min_by_key(|s| s.end - s.start)
    }

    /// Paths that are given more than once, with the line of the second.
    pub fn repeated(&self) -> Vec<&Spot> {
        let mut seen = std::collections::BTreeSet::new();
        self.spots.iter().filter(|s| !s.path.is_empty() && !seen.insert(s.path.as_str())).collect()
    }
}

struct Scanner<'a> {
    bytes: &'a [u8],
    at: usize,
    spots: Vec<Spot>,
    depth: usize,
}

impl Scanner<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn starts(&self, text: &str) -> bool {
        self.bytes.get(self.at..).is_some_and(|rest| rest.starts_with(text.as_bytes()))
    }

    fn line(&self, at: usize) -> u64 {
        self.bytes.get(..at).map_or(1, |head| head.split(|b| *b == b'\n').count() as u64)
    }

    /// Skips white space, comments and `#![…]` lines.
    fn space(&mut self) {
        while let Some(byte) = self.peek() {
            if byte.is_ascii_whitespace() {
                self.at += 1;
            } else if self.starts("//") || self.starts("#!") {
                while self.peek().is_some_and(|b| b != b'\n') {
                    self.at += 1;
                }
            } else if self.starts("/*") {
                self.block_comment();
            } else {
                return;
            }
        }
    }

    fn block_comment(&mut self) {
        let mut open = 0_usize;
        while self.at < self.bytes.len() {
            if self.starts("/*") {
                open += 1;
                self.at += 2;
            } else if self.starts("*/") {
                open -= 1;
                self.at += 2;
                if open == 0 {
                    return;
                }
            } else {
                self.at += 1;
            }
        }
    }

    /// One value; `key_at` is where its key stands.
    fn value(&mut self, path: &str, key_at: Option<usize>) {
        let start = self.at;
        let index = self.spots.len();
        let line = self.line(key_at.unwrap_or(start));
        self.spots.push(Spot { path: path.to_owned(), line, start, end: start });
        self.depth += 1;
        if self.depth <= DEPTH_MAX {
            match self.peek() {
                Some(b'(') => self.parts(path, b')'),
                Some(b'[') => self.parts(path, b']'),
                Some(b'{') => self.parts(path, b'}'),
                Some(b'"') => self.string(),
                Some(_) => self.word(path),
                None => {}
            }
        } else {
            self.at = self.bytes.len();
        }
        self.depth -= 1;
        self.spots[index].end = self.at;
    }

    /// A number, a name, a raw string, or a name with a body (`Some("x")`, `Plan(…)`).
    fn word(&mut self, path: &str) {
        if self.raw_string() {
            return;
        }
        let start = self.at;
        while self.peek().is_some_and(|b| b.is_ascii_alphanumeric() || b"_.+-#'\\".contains(&b) || b >= 0x80) {
            self.at += 1;
        }
        let name = self.bytes.get(start..self.at).unwrap_or(&[]).to_vec();
        let end = self.at;
        self.space();
        if self.peek() != Some(b'(') || name.is_empty() {
            self.at = end;
        } else if name == b"Some" {
            self.at += 1;
            self.space();
            self.value(&format!("{path}.?"), None);
            self.space();
            if self.peek() == Some(b')') {
                self.at += 1;
            }
        } else {
            self.parts(path, b')');
        }
    }

    /// The parts between brackets: fields, map entries or list items.
    fn parts(&mut self, path: &str, close: u8) {
        self.at += 1;
        let mut position = 0_usize;
        loop {
            self.space();
            match self.peek() {
                None => return,
                Some(byte) if byte == close => {
                    self.at += 1;
                    return;
                }
                Some(b',') => self.at += 1,
                Some(_) => {
                    let before = self.at;
                    let key = self.key(close == b'}');
                    let key_at = key.is_some().then_some(before);
                    let name = key.unwrap_or_else(|| position.to_string());
                    position += 1;
                    self.space();
                    let child = if path.is_empty() { name } else { format!("{path}.{name}") };
                    self.value(&child, key_at);
                    if self.at == before {
                        // No RON here; stepping on keeps the walk finite.
                        self.at += 1;
                    }
                }
            }
        }
    }

    /// `name:` of a field, or `"key":` of a map; nothing is consumed if there is none.
    fn key(&mut self, quoted: bool) -> Option<String> {
        let start = self.at;
        if quoted && self.peek() == Some(b'"') {
            self.string();
        } else {
            while self.peek().is_some_and(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'#') {
                self.at += 1;
            }
        }
        let end = self.at;
        self.space();
        if end > start && self.peek() == Some(b':') {
            self.at += 1;
            let key = String::from_utf8_lossy(self.bytes.get(start..end).unwrap_or(&[])).into_owned();
            return Some(key.trim_matches('"').to_owned());
        }
        self.at = start;
        None
    }

    fn string(&mut self) {
        self.at += 1;
        while let Some(byte) = self.peek() {
            self.at += if byte == b'\\' { 2 } else { 1 };
            if byte == b'"' {
                return;
            }
        }
        self.at = self.at.min(self.bytes.len());
    }

    /// `r"…"`, `r#"…"#`.
    fn raw_string(&mut self) -> bool {
        if self.peek() != Some(b'r') {
            return false;
        }
        let hashes = self.bytes[self.at + 1..].iter().take_while(|b| **b == b'#').count();
        if self.bytes.get(self.at + 1 + hashes) != Some(&b'"') {
            return false;
        }
        self.at += hashes + 2;
        while self.at < self.bytes.len() {
            let closes = self.peek() == Some(b'"') && (1..=hashes).all(|i| self.bytes.get(self.at + i) == Some(&b'#'));
            self.at += 1;
            if closes {
                self.at += hashes;
                return true;
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TEXT: &str = r##"// a comment with ( and "
(format: 1, /* one (more) */ title: "a \" quote",
 notes: r#"raw ") text"#,
 plans: [
  (place: "E1", levers: {
     "skills": (amount: 2.5, partner: Some("E2")),
     "links": (amount: -1.0,
        from: 2027),
  }),
 ],
)"##;

    #[test]
    fn every_value_has_its_line() {
        let spots = Spots::of(TEXT);
        let line = |path: &str| spots.find(path).map(|s| (s.line, spots.text_of(s)));
        assert_eq!(line("format"), Some((2, "1")));
        assert_eq!(line("title"), Some((2, "\"a \\\" quote\"")));
        assert_eq!(line("notes"), Some((3, "r#\"raw \") text\"#")));
        assert_eq!(line("plans.0.place"), Some((5, "\"E1\"")));
        assert_eq!(line("plans.0.levers.skills.amount"), Some((6, "2.5")));
        assert_eq!(line("plans.0.levers.skills.partner.?"), Some((6, "\"E2\"")));
        assert_eq!(line("plans.0.levers.links.from"), Some((8, "2027")));
        assert_eq!(spots.nearest("plans.0.levers.links.to").map(|s| s.line), Some(7));
        assert_eq!(spots.at(7, 25).map(|s| s.path.as_str()), Some("plans.0.levers.links.amount"));
        assert!(spots.repeated().is_empty());
    }

    #[test]
    fn repeats_are_seen() {
        let spots = Spots::of("(a: {\"x\": 1,\n \"y\": 2,\n \"x\": 3})");
        assert_eq!(spots.repeated().iter().map(|s| (s.path.as_str(), s.line)).collect::<Vec<_>>(), [("a.x", 3)]);
    }

    #[test]
    fn depth_is_bounded() {
        let _ = Spots::of(&"(".repeat(100_000));
    }

    proptest! {
        #[test]
        fn any_text_is_walked(text in "[\\(\\)\\[\\]\\{\\}\":,#r/\\*a-c \\n\\\\é]{0,80}") {
            let spots = Spots::of(&text);
            let _ = spots.at(1, 3);
            for spot in &spots.spots {
                prop_assert!(spot.start <= spot.end && spot.end <= text.len());
            }
        }
    }
}
