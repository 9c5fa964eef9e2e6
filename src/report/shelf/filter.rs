//! What is typed to narrow a list: words, and `field:value` with a few fields. All parts must hold; `-` before one turns it
//! round. Nothing that can be typed is refused: what is not understood is said and left aside.

use super::Entry;
use crate::evidence::nearest;

/// What can be asked for by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// Lever.
    Lever,
    /// Outcome, or indicator.
    Outcome,
    /// Country.
    Country,
    /// Sector.
    Sector,
    /// Place.
    Place,
    /// Grade, A to E.
    Grade,
    /// Kind of record.
    Kind,
    /// `direct` or `secondary`.
    Read,
    /// `yes` or `no`.
    Used,
    /// Source.
    Source,
    /// Level of the design, 0–5; a range.
    Design,
    /// Years; a range.
    Year,
}

impl Field {
    /// Every one.
    pub const ALL: [Self; 12] = [
        Self::Lever,
        Self::Outcome,
        Self::Country,
        Self::Sector,
        Self::Place,
        Self::Grade,
        Self::Kind,
        Self::Read,
        Self::Used,
        Self::Source,
        Self::Design,
        Self::Year,
    ];

    /// As it is typed.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Lever => "lever",
            Self::Outcome => "outcome",
            Self::Country => "country",
            Self::Sector => "sector",
            Self::Place => "place",
            Self::Grade => "grade",
            Self::Kind => "kind",
            Self::Read => "read",
            Self::Used => "used",
            Self::Source => "source",
            Self::Design => "design",
            Self::Year => "year",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|f| f.as_str().eq_ignore_ascii_case(text))
    }
}

/// What a part asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Test {
    /// A word, anywhere in the record.
    Word(String),
    /// A field that holds a text.
    Holds(Field, String),
    /// A number from, to; both ends count.
    Between(Field, Option<i32>, Option<i32>),
}

/// One part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Whether it must not hold.
    pub not: bool,
    /// What it asks for.
    pub test: Test,
}

/// A filter as it was understood.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Parts, all of which must hold.
    pub parts: Vec<Part>,
    /// What was not understood, in words.
    pub problems: Vec<String>,
}

/// Lines that are left.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// Their places in the list, in its order.
    pub rows: Vec<usize>,
    /// How the filter was read, in words; blank for an empty one.
    pub said: String,
}

impl Filter {
    /// Reads what was typed.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let mut filter = Self::default();
        for token in tokens(text) {
            let (not, bare) = match token.strip_prefix('-') {
                Some(rest) if !rest.is_empty() => (true, rest),
                _ => (false, token.as_str()),
            };
            match test(bare) {
                Ok(Some(test)) => filter.parts.push(Part { not, test }),
                Ok(None) => {}
                Err(problem) => filter.problems.push(problem),
            }
        }
        filter
    }

    /// The lines that pass. A text that no line holds is read as the nearest that one does, and that is said.
    #[must_use]
    pub fn apply(&self, entries: &[Entry]) -> Found {
        let mut said = Vec::new();
        let mut parts = Vec::new();
        for part in &self.parts {
            let (part, instead) = helped(part, entries);
            said.push(format!("{}{}", in_words(&part), instead));
            parts.push(part);
        }
        said.extend(self.problems.iter().cloned());
        let passes = |e: &Entry| parts.iter().all(|p| holds(&p.test, e) != p.not);
        let rows = entries.iter().enumerate().filter(|(_, e)| passes(e)).map(|(i, _)| i).collect();
        Found { rows, said: said.join("; ") }
    }
}

/// Splits at blanks; text between double quotes stays together.
fn tokens(text: &str) -> Vec<String> {
    let (mut out, mut token, mut quoted) = (Vec::new(), String::new(), false);
    for c in text.chars() {
        match c {
            '"' => quoted = !quoted,
            c if c.is_whitespace() && !quoted => out.push(std::mem::take(&mut token)),
            c => token.push(c),
        }
    }
    out.push(token);
    out.retain(|t| !t.is_empty());
    out
}

fn test(token: &str) -> Result<Option<Test>, String> {
    let Some((name, value)) = token.split_once(':') else { return Ok(Some(Test::Word(folded(token)))) };
    let Some(field) = Field::parse(name) else {
        let known = Field::ALL.map(Field::as_str);
        let hint = nearest(name, known)
            .map_or_else(|| format!("known: {}", known.join(", ")), |best| format!("did you mean ‘{best}:’?"));
        return Err(format!("there is no field ‘{name}’ ({hint})"));
    };
    if value.trim().is_empty() {
        return Ok(None);
    }
    match field {
        Field::Design | Field::Year => range(value)
            .map(|(from, to)| Some(Test::Between(field, from, to)))
            .ok_or_else(|| format!("‘{value}’ is no range of {}; write 4, 4+, 2-3 or -3", field.as_str())),
        _ => Ok(Some(Test::Holds(field, folded(value)))),
    }
}

/// `4`, `4+`, `4-`, `2-4`, `-4`.
fn range(text: &str) -> Option<(Option<i32>, Option<i32>)> {
    let number = |t: &str| t.parse::<u16>().ok().map(i32::from);
    let text = text.trim();
    if let Some(from) = text.strip_suffix(['+', '-', '–']) {
        return Some((Some(number(from)?), None));
    }
    match text.split_once(['-', '–']) {
        Some(("", to)) => Some((None, Some(number(to)?))),
        Some((from, to)) => Some((Some(number(from)?), Some(number(to)?))),
        None => number(text).map(|n| (Some(n), Some(n))),
    }
}

fn folded(text: &str) -> String {
    text.to_lowercase().replace('_', " ")
}

fn holds(test: &Test, entry: &Entry) -> bool {
    let within = |lo: i32, hi: i32, from: Option<i32>, to: Option<i32>| {
        from.is_none_or(|from| hi >= from) && to.is_none_or(|to| lo <= to)
    };
    match test {
        Test::Word(word) => entry.text.contains(word.as_str()) || entry.text.replace('_', " ").contains(word.as_str()),
        Test::Holds(field, value) => {
            entry.facets.iter().any(|(f, text)| f == field && held(*field, &folded(text), value))
        }
        Test::Between(Field::Design, from, to) => {
            entry.level.is_some_and(|level| within(i32::from(level), i32::from(level), *from, *to))
        }
        Test::Between(_, from, to) => entry.years.is_some_and(|(lo, hi)| within(lo, hi, *from, *to)),
    }
}

fn held(field: Field, text: &str, value: &str) -> bool {
    match field {
        // One letter each: "a" is not in "academic".
        Field::Grade | Field::Used => text == value,
        _ => text.contains(value),
    }
}

/// A part that no line passes, with the nearest text that one does.
fn helped(part: &Part, entries: &[Entry]) -> (Part, String) {
    if entries.iter().any(|e| holds(&part.test, e)) {
        return (part.clone(), String::new());
    }
    let none = (part.clone(), String::from(" (no line says so)"));
    match &part.test {
        Test::Word(word) if word.chars().count() >= 4 => {
            let words =
                entries.iter().flat_map(|e| e.text.split(|c: char| !c.is_alphanumeric())).filter(|w| w.len() > 3);
            nearest(word, words)
                .map_or(none, |best| (read_as(part, Test::Word(folded(best))), format!(", read for ‘{word}’")))
        }
        Test::Holds(field, value) => {
            let values = entries.iter().flat_map(|e| &e.facets).filter(|(f, _)| f == field).map(|(_, v)| v.as_str());
            let best = nearest(value, values);
            best.map_or(none, |best| {
                (read_as(part, Test::Holds(*field, folded(best))), format!(", read for ‘{value}’"))
            })
        }
        _ => none,
    }
}

fn read_as(part: &Part, test: Test) -> Part {
    Part { not: part.not, test }
}

fn in_words(part: &Part) -> String {
    let not = if part.not { "not " } else { "" };
    match &part.test {
        Test::Word(word) => format!("{not}with ‘{word}’"),
        Test::Holds(field, value) => format!("{not}{} ‘{value}’", field.as_str()),
        Test::Between(field, from, to) => {
            let name = if *field == Field::Design { "design level" } else { "years" };
            let ends = match (from, to) {
                (Some(a), Some(b)) if a == b => a.to_string(),
                (Some(a), Some(b)) => format!("{a} to {b}"),
                (Some(a), None) => format!("{a} or more"),
                (None, Some(b)) => format!("up to {b}"),
                (None, None) => String::from("any"),
            };
            format!("{not}{name} {ends}")
        }
    }
}

/// First and last year that a text names, "1980s" counting as 1980.
#[must_use]
pub(super) fn years_in(text: &str) -> Option<(i32, i32)> {
    let numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|d| d.len() == 4);
    let years: Vec<i32> = numbers.filter_map(|d| d.parse().ok()).filter(|y| (1900..=2100).contains(y)).collect();
    Some((*years.iter().min()?, *years.iter().max()?))
}
