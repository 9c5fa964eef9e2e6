//! What is so and what changed, in sentences made to be heard: no columns, no signs where a word does.

use std::sync::Arc;

use crate::evidence::order::InOrder as _;
use crate::insight::findings::behind;
use crate::insight::outside;
use crate::insight::paths::Step;
use crate::model::{Indicator, LeverKind};
use crate::projection::{IndicatorOutcome, PlanOutcome};
use crate::report::effects::{counts, has_level, is_still, level_decimals};
use crate::report::validity::outside as against;
use crate::report::value::ratio;
use crate::report::why as reasons;
use crate::report::words::{self, Unit};
use crate::report::{citations, grades, text, wording};
use crate::scenario::Scenario;
use crate::scenario::diff::{differences, in_words};
use crate::tui::app::overlay::Aimed;
use crate::tui::app::{ChartMode, State};

/// Signs that a reader of screens stumbles over, as words.
pub(super) fn spoken(text: &str) -> String {
    [
        (" … ", " to "),
        (" pp", " percentage points"),
        ("–", " to "),
        (" → ", " becomes "),
        (" ≈ ", ", about "),
        (" — ", ", "),
    ]
    .iter()
    .fold(text.to_owned(), |said, (sign, word)| said.replace(sign, word))
}

/// Where things stand: title, place, sector, years, what this is, plan, what is switched.
pub(super) fn standing(state: &State) -> Vec<String> {
    let plan = state.plan();
    let sector = state.basis.evidence.sector(&plan.sector).map_or(plan.sector.as_str(), |s| s.name.as_str());
    let scenario = &state.scenario;
    let edited = if state.edited() { ", edited" } else { "" };
    let mut said = vec![
        format!(
            "“{}”{edited}: {}, {sector}, {} to {}.",
            scenario.title,
            state.basis.evidence.place_name(&plan.place),
            scenario.start,
            scenario.last_year()
        ),
        wording::TITLE_LINE.to_owned(),
    ];
    if let Some(own) = crate::report::own::said(state.basis.evidence.library()) {
        said.push(format!("With {own}."));
    }
    if scenario.plans.len() > 1 {
        said.push(format!("This is plan 1 of {}.", scenario.plans.len()));
    }
    let on: Vec<String> = plan.on().map(|(id, _)| lever_words(state, id.as_str())).collect();
    said.push(match on.as_slice() {
        [] => format!("No lever is on: {}.", wording::NO_CHANGE),
        some => format!("The plan: {}.", some.join("; ")),
    });
    let changed = text::changed_switches(scenario.switches);
    if !changed.is_empty() {
        said.push(format!("Changed from the usual: {}.", changed.join("; ")));
    }
    if let Some(reason) = &state.refusal {
        said.push(format!("There are no figures: {reason}."));
    }
    if let Some(outcome) = state.outcome().filter(|p| p.links_total > 0) {
        said.push(wording::leap_of_faith(outcome.links_judged, outcome.links_total, None));
    }
    said.iter().map(|s| spoken(s)).collect()
}

fn lever_words(state: &State, id: &str) -> String {
    let Some(lever) = state.basis.model.levers.iter().find(|l| l.id.as_str() == id) else { return id.to_owned() };
    format!("{} {}", lever.label, in_words(&state.basis, &lever.id, state.plan().levers.get(&lever.id)))
}

/// One line per lever, in the order of their numbers.
pub(super) fn levers(state: &State) -> Vec<String> {
    state.basis.model.levers.iter().map(|l| spoken(&lever_words(state, l.id.as_str()))).collect()
}

/// The selected lever: setting, what it is, where the evidence ends, what it does not do.
pub(super) fn lever(state: &State) -> Vec<String> {
    let Some(lever) = state.selected_lever() else { return Vec::new() };
    let row = state.lever_row(lever);
    let mut said = vec![format!("{}.", lever_words(state, lever.id.as_str())), lever.sentence.clone()];
    if let Some(slider) = row.slider {
        let said_as = |x: f64| match lever.kind {
            LeverKind::Spend => format!("£{}m a year", words::figure(x)),
            LeverKind::Reform => format!("{} % coverage", words::figure(x)),
        };
        said.push(format!("One step is {}; evidence reaches to {}.", said_as(slider.step), said_as(slider.edge)));
    }
    if row.beyond() {
        said.push(String::from("This amount lies beyond what anyone has tested."));
    }
    said.push(lever.does_not.clone());
    said.iter().filter(|s| !s.is_empty()).map(|s| spoken(s)).collect()
}

/// Name of an indicator as it is said.
pub(super) fn name(state: &State, indicator: Indicator) -> String {
    match indicator {
        Indicator::ValueForMoney => String::from("Value for money"),
        Indicator::NetJobs => String::from("Net additional jobs here"),
        _ => state.basis.model.indicator(indicator).label.clone(),
    }
}

/// One sentence per indicator, in the order of their numbers.
pub(super) fn figures(state: &State, plan: &PlanOutcome) -> Vec<String> {
    let one = |i: &Indicator| format!("{}: {}.", name(state, *i), figure(state, plan, *i));
    Indicator::ALL.iter().map(one).collect()
}

/// What is said after the name of an indicator: range first, then the middle, then the counts.
fn figure(state: &State, plan: &PlanOutcome, indicator: Indicator) -> String {
    let outcome = plan.indicator(indicator);
    let last = outcome.change.len().saturating_sub(1);
    let still = state.nothing_on() || (is_still(outcome, last) && indicator != Indicator::PublicCostPv);
    let said = match indicator {
        Indicator::ValueForMoney => value(plan),
        Indicator::PublicCostPv if state.nothing_on() => wording::NO_CHANGE.to_owned(),
        Indicator::PublicCostPv => {
            words::range_and_middle(&plan.appraisal.public_cost, Unit::MillionPounds).replace('+', "")
        }
        _ if still => wording::NO_CHANGE.to_owned(),
        _ => {
            let unit = Unit::of_change(indicator, state.places());
            let change =
                outcome.change.last().map_or(words::NOT_QUANTIFIED.into(), |q| words::range_and_middle(q, unit));
            format!("{change}; {}; grade {}", counts(outcome, last).sentence(), outcome.grade)
        }
    };
    let views = if still { Vec::new() } else { outside::views(&state.basis, plan) };
    let marked = against::of_indicator(&views, indicator).filter(|v| v.is_outside());
    let said = marked.map_or_else(|| said.clone(), |_| format!("{said}; {}", against::MARK));
    let level = if state.mode == ChartMode::Level { level(state, outcome) } else { None };
    spoken(&level.map_or(said.clone(), |level| format!("{said}; {level}")))
}

fn level(state: &State, outcome: &IndicatorOutcome) -> Option<String> {
    if !has_level(outcome.indicator) {
        return None;
    }
    let unit = Unit::of_level(outcome.indicator, state.places());
    let decimals = level_decimals(state.basis.model.indicator(outcome.indicator), unit);
    let said = |q| words::level_range(q, decimals, unit);
    Some(format!(
        "level without new policy {}, with the plan {}",
        said(outcome.baseline.last()?),
        said(outcome.scenario.last()?)
    ))
}

fn value(plan: &PlanOutcome) -> String {
    let appraisal = &plan.appraisal;
    let Some(here) = &appraisal.gva_per_pound_place else { return String::from("costs nothing") };
    let here = words::range(here, Unit::MillionPounds).replace(['m', '+'], "");
    let mut said = vec![format!("GVA here per £1 of public cost {here}")];
    said.extend(appraisal.tiers.iter().map(|tier| {
        let figures = tier.bcr.as_ref().map_or(String::from("no benefit can be counted"), ratio);
        format!("UK benefit per £1, grades {}, {figures}", tier.grades)
    }));
    said.join("; ")
}

/// What one indicator rests on: its interval, grade, what each lever adds, publications.
pub(super) fn why(state: &State, indicator: Indicator) -> Vec<String> {
    let Some(plan) = state.outcome() else { return vec![String::from("There are no figures yet.")] };
    let outcome = plan.indicator(indicator);
    let mut said = vec![format!("Why? {}: {}.", name(state, indicator), figure(state, plan, indicator))];
    let unit = Unit::of_change(indicator, state.places());
    let money = matches!(indicator, Indicator::PublicCostPv | Indicator::ValueForMoney);
    if let Some(q) = outcome.change.last().filter(|_| !money && !state.nothing_on()) {
        said.push(wording::interval(q, unit, None));
        said.push(format!("Grade {}.", wording::grade(outcome.grade)));
        said.extend(state.no_reach(outcome).map(|reason| format!("{}.", reasons::no_reach(&reason))));
        said.extend(wording::faith(outcome.grade, plan.links_judged, plan.links_total));
        if let Some(found) = state.explained(indicator) {
            said.extend([grades::makes(&found), grades::line(&found)]);
        }
        said.extend(state.flags_said());
    }
    let views = outside::views(&state.basis, plan);
    said.extend(against::of_indicator(&views, indicator).map(against::sentence));
    if money {
        said.push(wording::SCREEN_FIRST.to_owned());
    }
    let known = state.attribution.as_ref().filter(|a| a.indicator == indicator && a.generation == state.generation);
    if let Some(attribution) = known {
        let decimals = attribution.shares.iter().map(|s| s.part.shapley.abs()).fold(attribution.total.abs(), f64::max);
        let decimals = words::decimals_of(decimals * unit.factor());
        said.push(format!("What each lever adds, as a {}:", wording::MEAN_LABEL));
        let mut shares: Vec<_> = attribution.shares.iter().collect();
        shares.order_by(|a, b| b.part.shapley.total_cmp(&a.part.shapley));
        for share in shares {
            let label = state.basis.model.lever(&share.lever).map_or(share.lever.as_str(), |l| l.label.as_str());
            said.push(format!("{label} {}.", words::signed(share.part.shapley, decimals, unit)));
        }
        said.push(format!("Together {}; parts are rounded.", words::signed(attribution.total, decimals, unit)));
    }
    said.extend(ways(state, indicator));
    let ids = outcome.sources.iter().flat_map(|id| state.basis.evidence.sources_behind(id));
    let mut ids: Vec<String> = ids.collect();
    ids.order();
    ids.dedup();
    let sources: Vec<String> =
        ids.iter().filter_map(|id| state.basis.evidence.source(id)).map(citations::sentence).collect();
    said.push(match (sources.len(), outcome.sources.as_slice()) {
        (0, []) => String::from("It stands on no recorded source."),
        (0, words) => format!("It stands on {}.", words.join(", ")),
        (n, _) => {
            let count = words::count(n as u64, "publication", "publications");
            format!("It stands on {count}, and on judgement where a grade says so:")
        }
    });
    // Titles stay as their authors wrote them.
    said.iter().map(|s| spoken(s)).chain(sources).collect()
}

/// The arrows from levers to an indicator, one sentence each.
fn ways(state: &State, indicator: Indicator) -> Vec<String> {
    let model = &state.basis.model;
    let sentence = |step: &Step| {
        let grade = step.grade(model).map_or("", |g| g.as_str());
        let found = match (behind(&state.basis, *step).len(), step) {
            (0, Step::Channel(_)) => reasons::NO_USABLE.to_owned(),
            (0, _) => String::from("no finding in the table"),
            (n, _) => words::count(n as u64, "finding", "findings"),
        };
        format!("{}: grade {grade}, {found}.", reasons::step_title(&state.basis, *step).replace('→', "to"))
    };
    let ways: Vec<String> = state.steps(indicator).iter().map(sentence).collect();
    let head = (!ways.is_empty()).then(|| String::from("By which mechanism:"));
    head.into_iter().chain(ways).collect()
}

/// What was so before a command: what changed is measured from it.
#[derive(Debug, Clone)]
pub(super) struct Before {
    scenario: Arc<Scenario>,
    lever: usize,
    indicator: Indicator,
    figures: Vec<String>,
}

/// Takes down what is so.
pub(super) fn before(state: &State) -> Before {
    Before {
        scenario: Arc::clone(&state.scenario),
        lever: state.lever,
        indicator: state.indicator,
        figures: state.outcome().map_or_else(Vec::new, |plan| figures(state, plan)),
    }
}

/// One sentence per thing that changed: settings, figures with what they were, what is selected.
pub(super) fn changes(state: &State, before: &Before) -> Vec<String> {
    let mut said: Vec<String> = differences(&state.basis, &before.scenario, &state.scenario)
        .iter()
        .map(|d| spoken(&format!("{}: {}, was {}.", d.what, d.after, d.before)))
        .collect();
    let now = state.outcome().map_or_else(Vec::new, |plan| figures(state, plan));
    let elsewhere = before.scenario.plans.first().map(|p| (&p.place, &p.sector))
        != state.scenario.plans.first().map(|p| (&p.place, &p.sector));
    for (i, after) in now.iter().enumerate() {
        match before.figures.get(i) {
            Some(same) if same == after => {}
            Some(was) if !elsewhere => {
                let head = format!("{}: ", name(state, Indicator::ALL[i]));
                let was = was.strip_prefix(&head).unwrap_or(was).trim_end_matches('.');
                said.push(format!("{} (was {was}).", after.trim_end_matches('.')));
            }
            _ => said.push(after.clone()),
        }
    }
    if let Some(reason) = &state.refusal {
        said.push(format!("There are no figures: {reason}."));
    }
    if before.scenario == state.scenario {
        if before.lever != state.lever {
            said.extend(lever(state).into_iter().take(1).map(|l| format!("Lever {}: {l}", state.lever + 1)));
        }
        if before.indicator != state.indicator {
            let i = state.indicator.index();
            said.extend(now.get(i).map(|figure| format!("Figure {}: {figure}", i + 1)));
        }
    }
    said
}

/// The question for a budget or a target.
pub(super) fn aim(state: &State, aimed: Aimed) -> String {
    let Aimed::Target(indicator) = aimed else {
        return String::from("Budget of all plans, £m a year, for example 20");
    };
    let of = if has_level(indicator) { "level" } else { "difference to no new policy" };
    let most = if state.aims_below(indicator) { "at most" } else { "at least" };
    let unit = state.target_unit(indicator).dress("", "").trim().to_owned();
    let unit = if unit.is_empty() { String::new() } else { format!(" ({unit})") };
    format!("Target for {}: {most} which {of} in {}{unit}", name(state, indicator), state.scenario.last_year())
}

/// The last change, and every figure that it moved.
pub(super) fn last_change(state: &State) -> Vec<String> {
    let mut said: Vec<String> = state.last_change().iter().map(|c| format!("{}.", spoken(c))).collect();
    let moved = state.moved();
    said.extend(
        moved
            .iter()
            .filter(|m| m.differs)
            .map(|m| format!("{}: {}; before {}.", name(state, m.indicator), spoken(&m.after), spoken(&m.before))),
    );
    if moved.iter().all(|m| !m.differs) {
        said.push(String::from("No figure moved."));
    }
    said
}

#[cfg(test)]
mod tests {
    use super::spoken;

    #[test]
    fn signs_become_words() {
        assert_eq!(spoken("−0.0 … +1.6 pp, middle 0.2"), "−0.0 to +1.6 percentage points, middle 0.2");
        assert_eq!(spoken("£2.6m a year, 2027–2034"), "£2.6m a year, 2027 to 2034");
    }
}
