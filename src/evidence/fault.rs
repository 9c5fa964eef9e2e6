//! What is wrong with a file, said so that a person can mend it.

use std::fmt;

/// One fault in one file: where it is, what stands there, what is wrong, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// File name as the user knows it, e.g. `evidence/areas.csv`.
    pub file: String,
    /// Line, counted from 1, where known.
    pub line: Option<u64>,
    /// Column name (CSV) or field (RON), where known.
    pub column: Option<String>,
    /// The value that stands there.
    pub value: Option<String>,
    /// What is wrong, as the end of a sentence.
    pub problem: String,
    /// What to do, e.g. the nearest valid value.
    pub hint: Option<String>,
}

impl Fault {
    /// A fault of a whole file.
    #[must_use]
    pub fn new(file: impl Into<String>, problem: impl Into<String>) -> Self {
        Self { file: file.into(), line: None, column: None, value: None, problem: problem.into(), hint: None }
    }

    /// Adds the line, counted from 1.
    #[must_use]
    pub fn at(mut self, line: u64) -> Self {
        self.line = Some(line);
        self
    }

    /// Adds the column name and the value found there.
    #[must_use]
    pub fn cell(mut self, column: impl Into<String>, value: impl Into<String>) -> Self {
        self.column = Some(column.into());
        self.value = Some(value.into());
        self
    }

    /// Adds advice.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Adds "did you mean …?" when one of `known` is near enough to `value`.
    #[must_use]
    pub fn nearest<'a>(self, value: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        match nearest(value, known) {
            Some(best) => self.hint(format!("did you mean '{best}'?")),
            None => self,
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", tame(&self.file))?;
        if let Some(line) = self.line {
            write!(f, ", line {line}")?;
        }
        if let Some(column) = &self.column {
            write!(f, ", {}", clipped(column))?;
        }
        if let Some(value) = &self.value {
            write!(f, " '{}'", clipped(value))?;
        }
        write!(f, ": {}", tame(&self.problem))?;
        if let Some(hint) = &self.hint {
            write!(f, "; {}", tame(hint))?;
        }
        Ok(())
    }
}

impl std::error::Error for Fault {}

/// Every fault found, not the first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Faults(pub Vec<Fault>);

impl Faults {
    /// `Ok(value)` if nothing is wrong.
    ///
    /// # Errors
    /// Itself, if it holds any fault.
    pub fn into_result<T>(self, value: T) -> Result<T, Self> {
        if self.0.is_empty() { Ok(value) } else { Err(self) }
    }

    /// Adds one.
    pub fn push(&mut self, fault: Fault) {
        self.0.push(fault);
    }
}

impl From<Fault> for Faults {
    fn from(fault: Fault) -> Self {
        Self(vec![fault])
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, fault) in self.0.iter().enumerate() {
            if i > 0 {
                writeln!(f)?;
            }
            write!(f, "{fault}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Faults {}

/// The known name nearest to `value`, if any is near enough to be worth offering.
#[must_use]
pub fn nearest<'a>(value: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // Nobody mistypes a name into hundreds of letters, and likeness costs their product.
    if value.len() > 200 {
        return None;
    }
    let wanted = value.to_lowercase();
    known
        .into_iter()
        .map(|k| (strsim::jaro_winkler(&wanted, &k.to_lowercase()), k))
        .filter(|(score, _)| *score >= 0.75)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, k)| k)
}

/// A text that does nothing to a terminal.
fn tame(text: &str) -> String {
    text.chars().map(|c| if super::lay::hidden(c) || c == '\n' { '·' } else { c }).collect()
}

fn clipped(value: &str) -> String {
    let value = tame(&value.chars().take(100).collect::<String>());
    let mut chars = value.chars();
    let mut out: String = chars.by_ref().take(80).collect();
    if chars.next().is_some() {
        out.push('…');
    }
    out
}
