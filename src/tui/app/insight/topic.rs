//! The questions of Insight.

use std::sync::Arc;

use crate::insight::yardstick::same_years;
use crate::scenario::Scenario;

/// A question that a person asks of a scenario, or of several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Topic {
    /// Which lever is behind each indicator.
    #[default]
    Matters,
    /// What the answer hangs on.
    Sensitivity,
    /// What holds up when things go wrong.
    Stress,
    /// The worst world that the evidence still allows.
    Worst,
    /// What would change our minds.
    Information,
    /// What it would take to reach a target.
    Target,
    /// Mixes that do well for the money.
    Mixes,
    /// The money: appraisal summary.
    Appraisal,
    /// A pilot that would show it.
    Pilot,
    /// Innovation for all, or back strength.
    Everyone,
}

impl Topic {
    /// In the order in which they are shown.
    pub const ALL: [Self; 10] = [
        Self::Matters,
        Self::Sensitivity,
        Self::Stress,
        Self::Worst,
        Self::Information,
        Self::Target,
        Self::Mixes,
        Self::Appraisal,
        Self::Pilot,
        Self::Everyone,
    ];

    /// A short name.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Matters => "Matters",
            Self::Sensitivity => "Hinges",
            Self::Stress => "Stress",
            Self::Worst => "Worst",
            Self::Information => "Learn",
            Self::Target => "Target",
            Self::Mixes => "Mixes",
            Self::Appraisal => "Money",
            Self::Pilot => "Pilot",
            Self::Everyone => "For all",
        }
    }

    /// The question in full.
    #[must_use]
    pub const fn question(self) -> &'static str {
        match self {
            Self::Matters => "Which lever is behind the change of each indicator, and how much of it?",
            Self::Sensitivity => "Which assumption does the answer hinge on, and which single study or judgement most?",
            Self::Stress => {
                "What holds up when delivery is weak, jobs are displaced or the money stops, and when does the plan fail?"
            }
            Self::Worst => {
                "What is the worst world that the evidence still allows, and which study could turn the choice?"
            }
            Self::Information => "What would it be worth to know before deciding?",
            Self::Target => "What would it take to reach the target of the selected indicator?",
            Self::Mixes => "Which mixes of levers do well for this money under these assumptions?",
            Self::Appraisal => "What does it cost, what could it bring, and at what would it break even?",
            Self::Pilot => {
                "How large and long would a pilot have to be to show its effect, and what should be seen when?"
            }
            Self::Everyone => {
                "Innovation for all, or back strength: what does spreading the money do to output and to the gap?"
            }
        }
    }

    /// What the term for it is, beside the plain words.
    #[must_use]
    pub const fn term(self) -> &'static str {
        match self {
            Self::Matters => "attribution by Shapley values",
            Self::Sensitivity => "sensitivity: tornado and Sobol' indices by group",
            Self::Stress => "robustness, regret and scenario discovery (PRIM)",
            Self::Worst => "red team: assumptions at the ends of their ranges, one after another",
            Self::Information => "expected value of (partial) perfect information",
            Self::Target => "target seeking at least cost",
            Self::Mixes => "search over portfolios",
            Self::Appraisal => "appraisal summary table after the Green Book",
            Self::Pilot => "power and minimum detectable effect",
            Self::Everyone => "efficiency against equity; Theil index",
        }
    }

    /// The command line that prints the same.
    #[must_use]
    pub const fn twin(self) -> &'static str {
        match self {
            Self::Matters => "tiller explain SCENARIO",
            Self::Sensitivity => "tiller sensitivity SCENARIO",
            Self::Stress => "tiller stress SCENARIO…",
            Self::Worst => "tiller stress SCENARIO --red-team",
            Self::Information => "tiller value-of-information SCENARIO…",
            Self::Target => "tiller seek SCENARIO --indicator INDICATOR --level LEVEL",
            Self::Mixes => "tiller seek SCENARIO --budget £m",
            Self::Appraisal => "tiller appraise SCENARIO…",
            Self::Pilot => "tiller evaluate SCENARIO",
            Self::Everyone => "tiller allocate SCENARIO",
        }
    }

    /// Whether it is about a choice among the scenario shown and those pinned on Compare.
    #[must_use]
    pub const fn of_several(self) -> bool {
        matches!(self, Self::Stress | Self::Information | Self::Appraisal)
    }

    /// Whether what is judged by can be chosen: net present social value, or the selected indicator.
    #[must_use]
    pub const fn takes_measure(self) -> bool {
        matches!(self, Self::Sensitivity | Self::Stress | Self::Worst | Self::Information | Self::Mixes)
    }

    /// Whether it has options of its own.
    #[must_use]
    pub const fn has_options(self) -> bool {
        matches!(self, Self::Target | Self::Mixes | Self::Appraisal)
    }

    /// Whether it can be asked of these scenarios.
    ///
    /// # Errors
    /// The reason and what to do, in a sentence.
    pub fn can_be_asked(self, scenarios: &[Arc<Scenario>]) -> Result<(), String> {
        let off = scenarios.iter().all(|s| s.is_off());
        let refs: Vec<&Scenario> = scenarios.iter().map(|s| &**s).collect();
        match self {
            Self::Target if scenarios.first().is_none_or(|s| s.targets.is_empty()) => {
                Err(String::from("No target is set. Select an indicator on Explore (1) and type one with T."))
            }
            Self::Mixes if off && scenarios.first().is_none_or(|s| s.budget.is_none()) => {
                Err(String::from("There is no money to spread: set a budget with B on Explore (1), or move a lever."))
            }
            Self::Target | Self::Mixes => Ok(()),
            _ if off => Err(String::from("No lever is on, so nothing moves. Move one on Explore (1).")),
            _ if self.of_several() => same_years(&refs).map_or(Ok(()), |why| Err(format!("{why}."))),
            _ => Ok(()),
        }
    }

    /// The question after or before this one; at an end it stays.
    #[must_use]
    pub fn step(self, by: isize) -> Self {
        let at = Self::ALL.iter().position(|t| *t == self).unwrap_or(0);
        Self::ALL[at.saturating_add_signed(by).min(Self::ALL.len() - 1)]
    }
}
