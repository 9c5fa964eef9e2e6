//! The questions of Insight.

use std::sync::Arc;

use crate::scenario::Scenario;

/// A question that a person asks of a scenario, or of several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Topic {
    /// Which lever is behind each indicator.
    #[default]
    Matters,
}

impl Topic {
    /// In the order in which they are shown.
    pub const ALL: [Self; 1] = [Self::Matters];

    /// A short name.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Matters => "What matters",
        }
    }

    /// The question in full.
    #[must_use]
    pub const fn question(self) -> &'static str {
        match self {
            Self::Matters => "Which lever is behind the change of each indicator, and how much of it?",
        }
    }

    /// The command line that prints the same.
    #[must_use]
    pub const fn twin(self) -> &'static str {
        match self {
            Self::Matters => "tiller explain SCENARIO",
        }
    }

    /// Whether it is about a choice among the scenario shown and those pinned on Compare.
    #[must_use]
    pub const fn of_several(self) -> bool {
        match self {
            Self::Matters => false,
        }
    }

    /// Whether it can be asked of these scenarios.
    ///
    /// # Errors
    /// The reason and what to do, in a sentence.
    pub fn can_be_asked(self, scenarios: &[Arc<Scenario>]) -> Result<(), String> {
        let off = scenarios.iter().all(|s| s.is_off());
        match self {
            Self::Matters if off => Err(String::from("No lever is on, so nothing moves. Move one on Explore (1).")),
            Self::Matters => Ok(()),
        }
    }

    /// The question after or before this one; at an end it stays.
    #[must_use]
    pub fn step(self, by: isize) -> Self {
        let at = Self::ALL.iter().position(|t| *t == self).unwrap_or(0);
        Self::ALL[at.saturating_add_signed(by).min(Self::ALL.len() - 1)]
    }
}
