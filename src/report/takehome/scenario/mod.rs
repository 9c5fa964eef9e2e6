//! The sections on one to four scenarios: question, place, options, effects, pairs, reasons, evidence, appraisal, method.

mod again;
mod effects;
mod evidence;
mod method;
mod options;
mod pairs;
mod place;
mod reasons;

use chrono::NaiveDate;

use super::{Candidate, Document, Material, Print, Section};
use crate::insight::compare::Measure;
use crate::model::{Basis, Indicator};
use crate::projection::PlanOutcome;
use crate::report::compare::{column, unit_name};
use crate::report::{own, text, wording};
use crate::scenario::{Plan, Scenario};

pub use again::Reproduction;

/// Most plans of one scenario that are drawn beside each other.
const PANELS_MAX: usize = 4;

/// A document on scenarios; `date` is the day it is dated with.
#[must_use]
pub fn document(basis: &Basis, material: &Material, date: NaiveDate, again: &Reproduction) -> Document {
    let titles: Vec<String> = material.candidates.iter().map(|c| named(&c.scenario).to_owned()).collect();
    let title = match titles.as_slice() {
        [one] => one.clone(),
        many => many.join(" or "),
    };
    Document {
        title,
        about: vec![wording::TITLE_LINE.to_owned(), wording::SCREEN_FIRST.to_owned()],
        print: Print::Desk,
        sections: sections(basis, material, date, again),
        made: made(basis, material, date),
    }
}

/// The sections alone, for a document that has more to tell.
#[must_use]
pub fn sections(basis: &Basis, material: &Material, date: NaiveDate, again: &Reproduction) -> Vec<Section> {
    let mut out = vec![options::question(basis, material)];
    out.extend(place::section(basis, material));
    out.push(options::section(basis, material));
    out.push(effects::section(basis, material));
    out.extend(pairs::section(basis, material));
    out.extend(reasons::section(basis, material));
    out.extend(evidence::section(basis, material));
    out.push(method::appraisal(basis, material, date));
    out.push(method::section(basis, material));
    out.push(again::section(basis, material, again));
    out
}

/// How it was made, a line each.
#[must_use]
pub fn made(basis: &Basis, material: &Material, date: NaiveDate) -> Vec<String> {
    let seeds: Vec<String> = material.candidates.iter().map(|c| c.scenario.seed.to_string()).collect();
    let draws: Vec<String> = material.candidates.iter().map(|c| c.projection.draws.to_string()).collect();
    let one = |mut all: Vec<String>| {
        all.dedup();
        all.join(", ")
    };
    let mine = own::said(basis.evidence.library()).map_or_else(String::new, |said| format!("; {said}"));
    vec![
        format!(
            "tiller {}; {}; evidence {}{mine}; seed {}; draws {}",
            env!("CARGO_PKG_VERSION"),
            date.format("%-d %B %Y"),
            basis.model.version,
            one(seeds),
            one(draws)
        ),
        wording::SCREEN_FIRST.to_owned(),
    ]
}

fn named(scenario: &Scenario) -> &str {
    if scenario.title.trim().is_empty() { "Untitled scenario" } else { &scenario.title }
}

/// One plan that is drawn: the first of each scenario, or the plans of the only one.
struct Shown<'a> {
    candidate: &'a Candidate,
    plan: &'a Plan,
    index: usize,
    outcome: &'a PlanOutcome,
    /// How many different places the scenario has plans in.
    places: usize,
    /// "A", "B" where there are several scenarios.
    letter: Option<&'static str>,
}

impl Shown<'_> {
    /// As headings and charts call it.
    fn name(&self, basis: &Basis) -> String {
        match self.letter {
            Some(letter) => format!("{letter}: {}", named(&self.candidate.scenario)),
            None if self.candidate.scenario.plans.len() > 1 => {
                format!("Plan {}: {}", self.index + 1, basis.evidence.place_name(&self.plan.place))
            }
            None => named(&self.candidate.scenario).to_owned(),
        }
    }

    /// As tables call it, where headings have said its name: "A", "plan 2", "the plan".
    fn who(&self) -> String {
        match self.letter {
            Some(letter) => letter.to_owned(),
            None if self.candidate.scenario.plans.len() > 1 => format!("plan {}", self.index + 1),
            None => String::from("the plan"),
        }
    }
}

/// The unit of a change, spelled out.
fn unit_of(indicator: Indicator, places: usize) -> &'static str {
    match unit_name(Measure::Indicator(indicator), places) {
        "pp" => "percentage points",
        "pp of UK" => "percentage points of the UK level",
        other => other,
    }
}

fn shown<'a>(material: &'a Material) -> Vec<Shown<'a>> {
    let several = material.candidates.len() > 1;
    let of = |(k, candidate): (usize, &'a Candidate)| {
        let most = if several { 1 } else { PANELS_MAX };
        let letter = several.then(|| column(k + 1));
        let places = text::places(&candidate.scenario);
        let plans = candidate.scenario.plans.iter().zip(&candidate.projection.plans).enumerate().take(most);
        plans.map(move |(index, (plan, outcome))| Shown { candidate, plan, index, outcome, places, letter })
    };
    material.candidates.iter().enumerate().flat_map(of).collect()
}

/// What is said where not every plan is drawn.
fn left_out(material: &Material) -> Option<String> {
    let several = material.candidates.len() > 1;
    let more = material.candidates.iter().any(|c| c.scenario.plans.len() > if several { 1 } else { PANELS_MAX });
    more.then(|| {
        String::from(if several {
            "Of a scenario with several plans the first is shown here; the appraisal counts them all."
        } else {
            "The first four plans are drawn; the appraisal counts them all, and 'tiller run' prints every one."
        })
    })
}

/// "West Midlands, advanced manufacturing".
fn place_and_sector(basis: &Basis, plan: &Plan) -> String {
    let sector = basis.evidence.sector(&plan.sector).map_or_else(|| plan.sector.to_string(), |s| s.name.clone());
    format!("{}, {}", basis.evidence.place_name(&plan.place), sector.to_lowercase())
}

/// Labels without what stands in brackets.
fn short(label: &str) -> &str {
    label.split(" (").next().unwrap_or(label)
}
