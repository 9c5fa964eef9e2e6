//! The running order: steps with minutes and a spoken script.

use serde::{Deserialize, Serialize};

use super::event::Round;

/// A running order. Shipped ones are `assets/roundtable/*.ron`; a facilitator may edit a copy.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RunningOrder {
    /// Its name.
    pub name: String,
    /// Steps, in order; never empty.
    pub steps: Vec<Step>,
}

/// A step.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// Heading, a few words.
    pub title: String,
    /// What the screen does in it.
    pub kind: StepKind,
    /// Minutes planned, above zero.
    pub minutes: u32,
    /// What the facilitator says, word for word.
    pub script: String,
}

/// What the screen does in a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    /// Welcome, ground rules, consent, practice ballot.
    Welcome,
    /// The question and the place.
    Question,
    /// A ballot, silent.
    Ballot(Round),
    /// The reveal and the talk after it.
    Reveal(Round),
    /// One assumption is changed; both versions are kept.
    Challenge,
    /// Decision, reasons, dissent.
    Decide,
    /// Actions.
    Actions,
    /// Close.
    Close,
}

impl RunningOrder {
    /// Minutes in all.
    #[must_use]
    pub fn minutes(&self) -> u32 {
        self.steps.iter().map(|s| s.minutes).sum()
    }
}

impl Default for RunningOrder {
    /// One open step: what a session has until its running order is set.
    fn default() -> Self {
        let step =
            Step { title: String::from("Session"), kind: StepKind::Question, minutes: 90, script: String::new() };
        Self { name: String::from("No running order"), steps: vec![step] }
    }
}
