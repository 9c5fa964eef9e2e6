//! What is noted when a scenario is kept: how many packages were tried, and the figures of the day.

use super::types::{Figure, Record, Scenario};
use super::write::write;
use crate::evidence::order::InOrder as _;
use crate::model::{Fnv, Indicator};

/// What makes two packages the same: lever settings, places, sectors, years, switches, findings left out and overridden
/// values. Titles, notes, aims, seed and number of draws do not count. `None`: no lever is on, so there is no package.
#[must_use]
pub fn package(scenario: &Scenario) -> Option<String> {
    if scenario.is_off() {
        return None;
    }
    let empty = Scenario::empty(crate::evidence::Place::Group(Vec::new()), crate::evidence::SectorId::all());
    let mut bare = Scenario {
        start: scenario.start,
        horizon: scenario.horizon,
        switches: scenario.switches,
        exclude_studies: scenario.exclude_studies.clone(),
        overrides: scenario.overrides.clone(),
        plans: scenario.plans.clone(),
        ..empty
    };
    for plan in &mut bare.plans {
        plan.levers.retain(|_, setting| setting.amount > 0.0);
    }
    bare.exclude_studies.order();
    bare.exclude_studies.dedup();
    bare.overrides.order_by(|a, b| a.id.cmp(&b.id));
    // Who says so and why does not make another package.
    for own in &mut bare.overrides {
        own.name.clear();
        own.reason.clear();
    }
    let mut hash = Fnv::default();
    hash.write(write(&bare).as_bytes());
    Some(hash.hex())
}

/// Packages worked out while a scenario was worked on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tried {
    /// Those counted before, the package that was opened left out.
    before: u32,
    seen: std::collections::BTreeSet<String>,
}

impl Tried {
    /// The count goes on from a scenario that was opened.
    #[must_use]
    pub fn from(scenario: &Scenario) -> Self {
        let own = package(scenario);
        let before = scenario.tried.saturating_sub(u32::from(own.is_some()));
        Self { before, seen: own.into_iter().collect() }
    }

    /// Counts a package; one that was seen does not count twice.
    pub fn note(&mut self, scenario: &Scenario) {
        self.seen.extend(package(scenario));
    }

    /// Takes up packages seen in an earlier session on the same scenario: their number is part of `tried` already.
    pub fn recall(&mut self, seen: impl IntoIterator<Item = String>) {
        for id in seen {
            if self.before > 0 && self.seen.insert(id) {
                self.before -= 1;
            }
        }
    }

    /// Marks of the packages seen.
    pub fn seen(&self) -> impl Iterator<Item = &String> {
        self.seen.iter()
    }

    /// How many.
    #[must_use]
    pub fn count(&self) -> u32 {
        self.before.saturating_add(u32::try_from(self.seen.len()).unwrap_or(u32::MAX))
    }
}

/// Headline indicators: those whose change in the last year is noted.
#[must_use]
pub fn is_headline(indicator: Indicator) -> bool {
    indicator != Indicator::ValueForMoney
}

impl Scenario {
    /// With the version of the evidence and the figures worked out on it; without figures only the version is noted.
    #[must_use]
    pub fn recorded(&self, evidence: &str, figures: Vec<Figure>) -> Self {
        Self { record: Some(Record { evidence: evidence.to_owned(), figures }), ..self.clone() }
    }
}
