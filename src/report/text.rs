//! The plain twin of the screens: sentences and aligned tables in eighty columns, made to be read aloud as well.

use super::layout::{tame, wrap};
use super::validity::outside as said;
use super::words::count;
use super::{changed, citations, effects, extrapolation, grades, reach, value, wording};
use crate::evidence::order::InOrder as _;
use crate::insight::grades as insight;
use crate::insight::outside;
use crate::model::{Basis, Grade};
use crate::projection::{PlanOutcome, Projection};
use crate::scenario::diff::in_words;
use crate::scenario::{Plan, Scenario, Switches};

/// Up to this number every plan is put into words; beyond it the first.
const PLANS_IN_WORDS: usize = 3;

/// The whole report on a scenario.
#[must_use]
pub fn write(basis: &Basis, scenario: &Scenario, projection: &Projection) -> String {
    let mut out = heading(scenario);
    let several = scenario.plans.len() > 1;
    for (i, (plan, outcome)) in scenario.plans.iter().zip(&projection.plans).enumerate() {
        let number = several.then_some(i + 1);
        out.push_str(&one_plan(basis, scenario, plan, outcome, number, projection));
    }
    if !scenario.is_off() {
        out.push_str(&section("What each figure rests on (ids of the publications below)"));
        out.push_str(&effects::sources(basis, &projection.plans));
        out.push_str(&section("Publications behind these figures"));
        out.push_str(&citations::list(&citations::behind(&basis.evidence, projection)));
        out.push_str(&section("What is not modelled"));
        let text = format!("Proposed and not modelled: {}. {}", wording::NOT_MODELLED.join("; "), wording::NO_CUTS);
        out.push_str(&wrap(&text, "  ", "  "));
    }
    out.push_str(&section("How it was computed"));
    out.push_str(&wrap(&computed(basis, scenario, projection), "  ", "  "));
    for said in changed::remarks(basis, scenario) {
        out.push_str(&wrap(&tame(&said), "  ", "    "));
    }
    out.push('\n');
    out.push_str(&wrap(wording::SCREEN_FIRST, "", ""));
    out
}

/// How many different places a scenario has plans in: it decides what the gap indicator is.
#[must_use]
pub fn places(scenario: &Scenario) -> usize {
    let mut places: Vec<_> = scenario.plans.iter().map(|p| &p.place).collect();
    places.order();
    places.dedup();
    places.len()
}

fn section(title: &str) -> String {
    format!("\n{title}\n")
}

fn heading(scenario: &Scenario) -> String {
    let title = if scenario.title.is_empty() { "Untitled scenario" } else { &scenario.title };
    let mut out = wrap(&tame(title), "", "");
    out.push_str(&wrap(wording::TITLE_LINE, "", ""));
    if !scenario.notes.trim().is_empty() {
        out.push('\n');
        for paragraph in tame(&scenario.notes).trim().split("\n\n") {
            out.push_str(&wrap(&paragraph.replace('\n', " "), "  ", "  "));
        }
    }
    out
}

fn plan_name(basis: &Basis, plan: &Plan) -> String {
    let names: Vec<String> = plan
        .place
        .members()
        .iter()
        .map(|code| basis.evidence.area(code).map_or_else(|| code.to_string(), |a| a.name.clone()))
        .collect();
    let sector = basis.evidence.sector(&plan.sector).map_or(plan.sector.as_str(), |s| s.name.as_str());
    format!("{} — {sector}", names.join(" + "))
}

fn one_plan(
    basis: &Basis,
    scenario: &Scenario,
    plan: &Plan,
    outcome: &PlanOutcome,
    number: Option<usize>,
    projection: &Projection,
) -> String {
    let name = plan_name(basis, plan);
    let name = number.map_or_else(|| name.clone(), |n| format!("Plan {n}: {name}"));
    let mut out = String::from("\n");
    out.push_str(&wrap(&name, "", "  "));
    for warning in basis.inputs.warnings(&plan.place) {
        out.push_str(&wrap(&format!("Note: {warning}."), "  ", "  "));
    }
    let t = projection.horizon as usize;
    let year = projection.year_zero + i32::try_from(projection.horizon).unwrap_or(0);
    let places = places(scenario);
    if plan.is_off() {
        out.push_str(&wrap(&format!("No lever is on: {}.", wording::NO_CHANGE), "  ", "  "));
        out.push_str(&section(&format!("Levels in {year} without new policy (8 in 10 lie within)")));
        out.push_str(&effects::standing(basis, outcome, t, places));
        return out;
    }
    out.push_str(&levers(basis, plan, outcome, projection.year_zero));
    out.push_str(&section(&format!("What could change by {year}, compared with no new policy")));
    out.push_str(&effects::table(basis, outcome, t, places));
    out.push_str(&wrap(&caption(basis, outcome, scenario), "  ", "  "));
    if scenario.plans.len() <= PLANS_IN_WORDS || number == Some(1) {
        out.push_str(&section("In words"));
        out.push_str(&effects::paragraphs(basis, outcome, t, places, year));
        if scenario.plans.len() > PLANS_IN_WORDS {
            let text = "With so many plans only the first is put into words; JSON and CSV hold every figure of all.";
            out.push_str(&wrap(text, "  ", "  "));
        }
    }
    out.push_str(&standing(basis, scenario, number.map_or(0, |n| n - 1)));
    out.push_str(&section("Cost and value"));
    out.push_str(&value::part(&outcome.appraisal));
    out.push_str(&against_others(basis, outcome));
    out
}

/// Where the plan sits among published evaluations.
fn against_others(basis: &Basis, outcome: &PlanOutcome) -> String {
    let views = outside::views(basis, outcome);
    if views.is_empty() {
        return String::new();
    }
    let mut out = section(said::HEADING);
    for view in &views {
        out.push_str(&wrap(&said::sentence(view), "  - ", "    "));
    }
    out.push_str(&wrap(said::AS_PUBLISHED, "  ", "  "));
    out
}

/// The plan: each lever with its years, its reach, where the evidence ends, and what it does not do.
fn levers(basis: &Basis, plan: &Plan, outcome: &PlanOutcome, year_zero: i32) -> String {
    let mut out = section("The plan");
    for (id, setting) in plan.on() {
        let Some(lever) = basis.model.lever(id) else { continue };
        let head = format!("{}: {}", lever.label, in_words(basis, id, Some(setting)));
        out.push_str(&wrap(&head, "  ", "    "));
        if let Some(reached) = outcome.reach.iter().find(|r| &r.lever == id) {
            let sentence = reach::sentence(lever, setting, reached, &plan.sector, year_zero);
            out.push_str(&wrap(&sentence, "    ", "    "));
            if let Some(text) = reach::beyond(lever, reached, &plan.sector) {
                out.push_str(&wrap(&text, "    ", "    "));
            }
        }
        out.push_str(&wrap(&lever.does_not, "    ", "    "));
    }
    out
}

/// What makes each grade of a plan, and where it goes beyond what anyone tried.
fn standing(basis: &Basis, scenario: &Scenario, plan: usize) -> String {
    let mut out = String::new();
    if let Ok(found) = insight::explain(basis, scenario, plan) {
        out.push_str(&section("What makes each grade"));
        for one in found.results.iter().filter(|r| effects::SHOWN.contains(&r.indicator) && grades::moved(r)) {
            let label = &basis.model.indicator(one.indicator).label;
            out.push_str(&wrap(&format!("{label}: {} {}", grades::makes(one), grades::line(one)), "  ", "    "));
        }
    }
    let flags = extrapolation::of_plan(basis, scenario, plan);
    if !flags.is_empty() {
        out.push_str(&section("Beyond what anyone has tried"));
        for flag in &flags {
            out.push_str(&wrap(&extrapolation::sentence(flag), "  ", "    "));
        }
    }
    out
}

/// Under the table: what the band is, how often nothing happens, and what rests on judgement.
fn caption(basis: &Basis, outcome: &PlanOutcome, scenario: &Scenario) -> String {
    let mut said = vec![String::from(wording::BAND)];
    if scenario.switches.takes {
        said.push(wording::does_nothing(basis.model.judgements.null_share));
    }
    for grade in [Grade::D, Grade::E] {
        let moves = |i: &&crate::model::Indicator| {
            let o = outcome.indicator(**i);
            o.grade == grade && o.change.last().is_some_and(|q| q.p10 != 0.0 || q.p90 != 0.0)
        };
        if effects::SHOWN.iter().any(|i| moves(&i)) {
            said.extend(wording::faith(grade, outcome.links_judged, outcome.links_total));
        }
    }
    said.join(" ")
}

fn computed(basis: &Basis, scenario: &Scenario, projection: &Projection) -> String {
    let draws = u64::try_from(projection.draws).unwrap_or(u64::MAX);
    let mut said = vec![format!(
        "{} of our assumptions, seed {}, evidence {}, tiller {}. Years {} to {}; year 0 is {}. Money in 2024 prices.",
        count(draws, "draw", "draws"),
        projection.seed,
        projection.evidence_version,
        env!("CARGO_PKG_VERSION"),
        scenario.start,
        scenario.last_year(),
        projection.year_zero
    )];
    if let Some(own) = super::own::said(basis.evidence.library()) {
        said.push(format!("With {own}; 'tiller evidence changed' lists it."));
    }
    let off = changed_switches(scenario.switches);
    if !off.is_empty() {
        said.push(format!("Changed from the usual: {}.", off.join("; ")));
    }
    if !scenario.exclude_studies.is_empty() {
        let ids: Vec<&str> = scenario.exclude_studies.iter().map(crate::evidence::EffectId::as_str).collect();
        said.push(format!("Findings left out: {}.", ids.join(", ")));
    }
    said.join(" ")
}

/// Switches that do not stand as usual, in words; empty if all do.
#[must_use]
pub fn changed_switches(s: Switches) -> Vec<String> {
    let mut out = Vec::new();
    for (on, text) in [
        (s.reference_class, "same discount for every lever"),
        (s.critical_mass, "critical mass off"),
        (s.flatten, "reach beyond the evidence is not flattened"),
        (s.takes, "every lever takes"),
    ] {
        if !on {
            out.push(text.to_owned());
        }
    }
    if s.structures != [true; 3] {
        let on: Vec<&str> = ["direct", "chain", "ecosystem"]
            .into_iter()
            .zip(s.structures)
            .filter(|(_, on)| *on)
            .map(|(name, _)| name)
            .collect();
        out.push(format!("structures run: {}", on.join(", ")));
    }
    out
}
