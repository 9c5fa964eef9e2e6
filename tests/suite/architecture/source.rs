//! Rust sources as the house rules read them: code without comments, literals and tests; literals apart.

use std::fs;
use std::path::{Path, PathBuf};

/// One source file, cut for reading.
pub struct Source {
    /// Path from the top of the repository, with `/`.
    pub path: String,
    /// The file as it stands.
    pub text: String,
    /// Code alone: comments, literals and `#[cfg(test)]` modules are blanked, lines kept.
    pub code: String,
    /// String literals outside tests, with their lines.
    pub literals: Vec<(usize, String)>,
}

impl Source {
    /// Cuts a text.
    pub fn cut(path: &str, text: &str) -> Self {
        let (code, literals) = strip(text);
        let tests = test_lines(&code);
        let outside = |line: usize| !tests.iter().any(|(from, to)| (*from..=*to).contains(&line));
        let kept: Vec<&str> =
            code.lines().enumerate().map(|(i, line)| if outside(i + 1) { line } else { "" }).collect();
        Self {
            path: path.to_owned(),
            text: text.to_owned(),
            code: kept.join("\n"),
            literals: literals.into_iter().filter(|(line, _)| outside(*line)).collect(),
        }
    }

    /// Every file under `src`, sorted, but for `tests.rs` files.
    pub fn all() -> Vec<Self> {
        let top = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
        let mut files = Vec::new();
        collect(&top.join("src"), &mut files);
        files.sort();
        files
            .iter()
            .map(|file| {
                let shown = file.strip_prefix(&top).unwrap().components();
                let shown: Vec<_> = shown.map(|c| c.as_os_str().to_string_lossy()).collect();
                Self::cut(&shown.join("/"), &fs::read_to_string(file).unwrap())
            })
            .collect()
    }

    /// Module path inside the crate: `src/model/stats/mod.rs` is `["model", "stats"]`.
    pub fn modules(&self) -> Vec<&str> {
        let inner = self.path.trim_start_matches("src/").trim_end_matches(".rs");
        inner.split('/').filter(|part| !["mod", "lib", "main"].contains(part)).collect()
    }

    /// The room: first folder, or nothing for `lib.rs` and `main.rs`.
    pub fn room(&self) -> Option<&str> {
        self.modules().first().copied()
    }

    /// Where `needle` stands in the code as a word of its own (its last character may be punctuation), as line numbers.
    pub fn lines_with(&self, needle: &str) -> Vec<usize> {
        self.code.lines().enumerate().filter(|(_, line)| has_word(line, needle)).map(|(i, _)| i + 1).collect()
    }

    /// Names that follow `root::` in the code, groups in braces opened, with their lines.
    pub fn names_after(&self, root: &str) -> Vec<(usize, String)> {
        let mut found = Vec::new();
        let start = format!("{root}::");
        for (at, _) in self.code.match_indices(&start) {
            let before = self.code[..at].chars().next_back();
            if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':') {
                continue;
            }
            let line = 1 + self.code[..at].matches('\n').count();
            for name in first_names(&self.code[at + start.len()..]) {
                found.push((line, name));
            }
        }
        found
    }

    /// Functions with their first line and number of lines.
    pub fn functions(&self) -> Vec<(usize, String, usize)> {
        let mut found = Vec::new();
        for (at, _) in self.code.match_indices("fn ") {
            let before = self.code[..at].chars().next_back();
            let name: String = self.code[at + 3..].chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            let Some(open) = self.code[at..].find(['{', ';']).map(|i| at + i) else { continue };
            if before.is_some_and(|c| c.is_alphanumeric() || c == '_')
                || name.is_empty()
                || self.code[open..].starts_with(';')
            {
                continue;
            }
            let close = closing(&self.code, open);
            let line = 1 + self.code[..at].matches('\n').count();
            found.push((line, name, 1 + self.code[at..close].matches('\n').count()));
        }
        found
    }
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|e| e == "rs") && !path.ends_with("tests.rs") {
            files.push(path);
        }
    }
}

fn has_word(line: &str, needle: &str) -> bool {
    line.match_indices(needle).any(|(at, _)| {
        let word = |c: char| c.is_alphanumeric() || c == '_';
        let own_start = !needle.starts_with(word) || !line[..at].chars().next_back().is_some_and(word);
        let own_end = !needle.ends_with(word) || !line[at + needle.len()..].chars().next().is_some_and(word);
        own_start && own_end
    })
}

/// `fs::read` → `fs`; `{fs, io::{Read}}` → `fs`, `io`.
fn first_names(rest: &str) -> Vec<String> {
    let ident = |s: &str| s.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    if !rest.starts_with('{') {
        return vec![ident(rest)];
    }
    let inside = &rest[1..closing(rest, 0)];
    let (mut depth, mut start, mut names) = (0, 0, Vec::new());
    for (i, c) in inside.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                names.push(ident(&inside[start..i]));
                start = i + 1;
            }
            _ => {}
        }
    }
    names.push(ident(&inside[start..]));
    names.retain(|n| !n.is_empty());
    names
}

/// Position of the brace that closes the one at `open`; the end of the text if none does.
fn closing(code: &str, open: usize) -> usize {
    let mut depth = 0;
    for (i, c) in code[open..].char_indices() {
        match c {
            '{' => depth += 1,
            '}' => {
                depth -= 1;
                if depth == 0 {
                    return open + i;
                }
            }
            _ => {}
        }
    }
    code.len()
}

/// First and last lines of `#[cfg(test)]` items.
fn test_lines(code: &str) -> Vec<(usize, usize)> {
    let line = |at: usize| 1 + code[..at].matches('\n').count();
    code.match_indices("#[cfg(test)]")
        .map(|(at, _)| {
            let end = code[at..].find(['{', ';']).map_or(code.len(), |i| at + i);
            let end = if code[end..].starts_with('{') { closing(code, end) } else { end };
            (line(at), line(end))
        })
        .collect()
}

/// Blanks comments and literals; gives string literals with their first line.
fn strip(text: &str) -> (String, Vec<(usize, String)>) {
    let chars: Vec<char> = text.chars().collect();
    let (mut code, mut literals, mut i, mut line) = (String::new(), Vec::new(), 0, 1);
    while i < chars.len() {
        let rest = &chars[i..];
        let (length, literal) = match rest {
            ['/', '/', ..] => (rest.iter().position(|c| *c == '\n').unwrap_or(rest.len()), None),
            ['/', '*', ..] => (block_comment(rest), None),
            ['"', ..] => quoted(rest, 0, 0),
            ['r', '"' | '#', ..] if !code.ends_with(|c: char| c.is_alphanumeric() || c == '_') => {
                let hashes = rest[1..].iter().take_while(|c| **c == '#').count();
                if rest.get(1 + hashes) == Some(&'"') { quoted(rest, 1 + hashes, hashes) } else { (0, None) }
            }
            ['\'', '\\', ..] => (2 + rest[3..].iter().position(|c| *c == '\'').unwrap_or(0) + 2, None),
            ['\'', _, '\'', ..] => (3, None),
            _ => (0, None),
        };
        if let Some(literal) = literal {
            literals.push((line, literal));
        }
        if length == 0 {
            code.push(chars[i]);
            line += usize::from(chars[i] == '\n');
            i += 1;
        }
        for c in &chars[i..(i + length).min(chars.len())] {
            code.push(if *c == '\n' { '\n' } else { ' ' });
            line += usize::from(*c == '\n');
        }
        i += length;
    }
    (code, literals)
}

fn block_comment(rest: &[char]) -> usize {
    let (mut depth, mut i) = (0, 0);
    while i < rest.len() {
        match rest[i..] {
            ['/', '*', ..] => {
                depth += 1;
                i += 2;
            }
            ['*', '/', ..] => {
                depth -= 1;
                i += 2;
                if depth == 0 {
                    return i;
                }
            }
            _ => i += 1,
        }
    }
    i
}

/// Length and content of a literal whose opening quote stands at `quote`; `hashes` of a raw one (0 also for `r"…"`).
fn quoted(rest: &[char], quote: usize, hashes: usize) -> (usize, Option<String>) {
    let raw = quote > 0;
    let (mut i, mut content) = (quote + 1, String::new());
    while i < rest.len() {
        if rest[i] == '\\' && !raw {
            content.extend(rest[i..].iter().take(2));
            i += 2;
        } else if rest[i] == '"' && rest[i + 1..].iter().take(hashes).filter(|c| **c == '#').count() == hashes {
            return (i + 1 + hashes, Some(content));
        } else {
            content.push(rest[i]);
            i += 1;
        }
    }
    (i, Some(content))
}

#[test]
fn the_scanner_reads_rust() {
    let text = r##"
// crate::tui in a comment
use std::{fs, io::{Read, Write}, fmt};
const A: &str = "a { brace, crate::tui and \" quote";
const B: &str = r#"raw " { "#; /* { /* nested */ */
fn long<'a>(x: &'a str) -> char {
    '{'
}
#[cfg(test)]
mod tests {
    fn f() { x.unwrap(); let s = "in a test"; }
}
fn after() {}
"##;
    let source = Source::cut("src/model/x.rs", text);
    let std: Vec<String> = source.names_after("std").into_iter().map(|(_, n)| n).collect();
    assert_eq!(std, ["fs", "io", "fmt"]);
    assert!(source.names_after("crate").is_empty());
    assert!(source.lines_with(".unwrap()").is_empty());
    assert_eq!(source.literals.len(), 2);
    assert_eq!(source.literals[1], (5, String::from("raw \" { ")));
    assert_eq!(source.functions(), [(6, "long".into(), 3), (13, "after".into(), 1)]);
    assert_eq!((source.room(), source.modules()), (Some("model"), vec!["model", "x"]));
}
