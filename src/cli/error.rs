//! What went wrong, as a sentence, a hint and an exit code.

use crate::evidence::{Fault, Faults};
use crate::scenario::store::StoreError;

/// Kind of failure; each has its exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A check found faults.
    CheckFailed,
    /// The command line cannot be understood.
    Usage,
    /// A scenario or the evidence cannot be used.
    Content,
    /// A file cannot be read or written.
    File,
    /// The reader of the output went away: no failure at all.
    ClosedPipe,
    /// A bug.
    Bug,
}

impl Kind {
    /// The exit code, as listed in `--help`.
    pub const fn code(self) -> u8 {
        match self {
            Self::ClosedPipe => 0,
            Self::CheckFailed => 1,
            Self::Usage => 2,
            Self::Content => 3,
            Self::File => 4,
            Self::Bug => 70,
        }
    }
}

/// A failure: sentences, each with a hint on a line of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CliError {
    pub kind: Kind,
    /// (sentence, hint).
    pub said: Vec<(String, Option<String>)>,
}

impl CliError {
    pub fn new(kind: Kind, sentence: impl Into<String>) -> Self {
        Self { kind, said: vec![(sentence.into(), None)] }
    }

    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        if let Some(last) = self.said.last_mut() {
            last.1 = Some(hint.into());
        }
        self
    }

    /// From faults of files.
    pub fn faults(kind: Kind, faults: &[Fault]) -> Self {
        Self { kind, said: faults.iter().map(said).collect() }
    }

    /// As it is printed: "error: …", then "hint: …" where there is one.
    pub fn text(&self) -> String {
        lines("error", &self.said)
    }
}

/// "warning: …" lines for faults that do not stop anything.
pub(super) fn warnings(faults: &[Fault]) -> String {
    lines("warning", &faults.iter().map(said).collect::<Vec<_>>())
}

fn lines(label: &str, said: &[(String, Option<String>)]) -> String {
    let mut out = String::new();
    for (sentence, hint) in said {
        out.push_str(label);
        out.push_str(": ");
        out.push_str(sentence);
        out.push('\n');
        if let Some(hint) = hint {
            out.push_str("hint: ");
            out.push_str(hint);
            out.push('\n');
        }
    }
    out
}

fn said(fault: &Fault) -> (String, Option<String>) {
    let mut bare = fault.clone();
    let hint = bare.hint.take();
    (bare.to_string(), hint)
}

impl From<StoreError> for CliError {
    fn from(error: StoreError) -> Self {
        let kind = match error {
            StoreError::File(_) => Kind::File,
            StoreError::Content(_) => Kind::Content,
        };
        Self::faults(kind, error.faults())
    }
}

impl From<Faults> for CliError {
    fn from(faults: Faults) -> Self {
        Self::faults(Kind::Content, &faults.0)
    }
}
