//! What is asked of the room.

use serde::{Deserialize, Serialize};

use crate::evidence::LeverId;

/// Most levers on a ballot: more than six cannot be weighed in eight minutes.
pub const LEVERS_MAX: usize = 6;
/// Most scenarios to choose among.
pub const CHOICES_MAX: usize = 6;
/// Most roles.
pub const ROLES_MAX: usize = 8;

/// The question of a session. Scenarios stand in it as the text of their documents, so that the journal needs no other
/// file and the same bytes give the same figures on any machine.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Question {
    /// What is asked, one line.
    pub title: String,
    /// Lever amounts or approval of scenarios.
    pub kind: Kind,
    /// Scenario that the room starts from: place, sector, years, seed, switches, and the settings that no ballot changes.
    pub base: String,
    /// Name of the place.
    pub place: String,
    /// Name of the sector.
    pub sector: String,
    /// First and last year in which what is chosen is paid for.
    pub years: (i32, i32),
    /// Money there is, £m a year; none if it is left open.
    pub budget: Option<f64>,
    /// Levers on the ballot, at most [`LEVERS_MAX`]; empty when scenarios are chosen among.
    pub levers: Vec<Offered>,
    /// Scenarios to choose among, at most [`CHOICES_MAX`]; empty when levers are set.
    pub choices: Vec<Choice>,
    /// Headline indicator that is guessed before it is revealed.
    pub guess: Option<Guessed>,
    /// Roles that a participant may say they speak from; empty if none are asked.
    pub roles: Vec<String>,
    /// Whether it is only tried out: every screen and sheet says so, and ballots may be made up.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub rehearsal: bool,
}

impl Question {
    /// The title as screens and sheets give it: a rehearsal says that it is one.
    #[must_use]
    pub fn heading(&self) -> String {
        if self.rehearsal { format!("Rehearsal: {}", self.title) } else { self.title.clone() }
    }
}

/// What a ballot is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Amounts of levers within a budget.
    #[default]
    Package,
    /// Approval voting among scenarios: each participant approves as many as they like.
    Choice,
}

/// A lever on the ballot and the range that is allowed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Offered {
    /// Lever.
    pub id: LeverId,
    /// Its name.
    pub name: String,
    /// What it is, one sentence.
    pub says: String,
    /// Unit of the amount, as it is said: "£m a year" or "% of workplaces".
    pub unit: String,
    /// £m a year that one unit costs: 1 for money levers.
    pub cost: f64,
    /// Least amount.
    pub low: f64,
    /// Largest amount.
    pub high: f64,
    /// Step between amounts, above zero.
    pub step: f64,
}

/// A scenario to choose among.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Choice {
    /// Its title.
    pub name: String,
    /// What it is, one sentence.
    pub says: String,
    /// The text of its document.
    pub scenario: String,
}

/// The headline indicator, guessed before the model's range is shown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Guessed {
    /// Key of the indicator, e.g. `innovation_active`.
    pub indicator: String,
    /// Its name.
    pub name: String,
    /// Unit of the guess, as it is said: "percentage points", "jobs".
    pub unit: String,
    /// Calendar year.
    pub year: i32,
    /// Least guess taken.
    pub low: f64,
    /// Largest guess taken.
    pub high: f64,
}
