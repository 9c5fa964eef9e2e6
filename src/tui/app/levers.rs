//! Setting levers: steps, exact amounts, years. Every change of the scenario goes through [`change`].

use std::sync::Arc;

use super::action::Effect;
use super::commands::CommandId;
use super::judged;
use super::money::Cost;
use super::replay::{Before, Face};
use super::state::State;
use crate::evidence::{LeverId, Place, SectorId};
use crate::model::dose::{self, Slider};
use crate::model::{Lever, LeverGroup, LeverKind};
use crate::report::words;
use crate::scenario::{Scenario, Setting, check};

/// A lever as its line shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct LeverRow {
    /// Amount, £m a year or % coverage.
    pub amount: f64,
    /// First year in force.
    pub from: i32,
    /// Last year in force.
    pub to: i32,
    /// Range of the slider here; `None` without starting numbers.
    pub slider: Option<Slider>,
}

impl LeverRow {
    /// Whether the amount passes the evidence.
    #[must_use]
    pub fn beyond(&self) -> bool {
        self.slider.is_some_and(|s| self.amount > s.edge * (1.0 + 1e-9))
    }

    /// Largest amount that the keys reach.
    #[must_use]
    pub fn reach_max(&self) -> f64 {
        self.slider.map_or(0.0, |s| s.max.min(s.ceiling))
    }
}

/// An amount with its unit: `£2.6m a year`, `40 % coverage`.
#[must_use]
pub(super) fn amount_text(lever: &Lever, amount: f64) -> String {
    match lever.kind {
        LeverKind::Spend => format!("£{}m a year", tidy(amount)),
        LeverKind::Reform => format!("{} % coverage", tidy(amount)),
    }
}

fn tidy(x: f64) -> f64 {
    words::round_to(x, 9)
}

impl State {
    /// The line of a lever.
    #[must_use]
    pub fn lever_row(&self, lever: &Lever) -> LeverRow {
        let slider = self.cell.as_ref().ok().map(|cell| dose::slider(lever, cell));
        let (from, to) = (self.scenario.start, self.scenario.last_year());
        self.plan().levers.get(&lever.id).map_or(LeverRow { amount: 0.0, from, to, slider }, |s| LeverRow {
            amount: s.amount,
            from: s.from,
            to: s.to,
            slider,
        })
    }

    /// Whether the selected lever is hidden under the heading of its group.
    #[must_use]
    pub fn on_heading(&self) -> bool {
        self.selected_lever().is_some_and(|l| self.folded.contains(&l.group))
    }

    /// Whether a lever joins two places and so needs a partner.
    #[must_use]
    pub fn needs_partner(&self, lever: &LeverId) -> bool {
        check::takes_partner(&self.basis, lever)
    }
}

/// Makes a change: remembers the scenario before it, asks for new figures and for it to be kept safe.
/// Nothing happens if the change leaves the scenario as it was.
pub(super) fn change(state: &mut State, what: String, edit: impl FnOnce(&mut Scenario)) -> Vec<Effect> {
    let mut next = Scenario::clone(&state.scenario);
    edit(&mut next);
    if next.plans != state.scenario.plans {
        // Figures that the author expected hold for the author's plan only.
        next.expect.clear();
    }
    if next == *state.scenario {
        return Vec::new();
    }
    // Nothing is ever on the screen that could not be written and read again.
    if let Some(problem) = check::problems(&next, &state.basis).first() {
        state.notice = Some(problem.to_fault(&state.scenario.title).to_string());
        return Vec::new();
    }
    if !state.dragging {
        state.history.remember(Arc::clone(&state.scenario), what);
    }
    replace(state, Arc::new(next))
}

/// Puts another scenario on the screen.
pub(super) fn replace(state: &mut State, next: Arc<Scenario>) -> Vec<Effect> {
    let at = state.plan_at.min(next.plans.len().saturating_sub(1));
    let moved = |s: &Scenario, at: usize| s.plans.get(at).map(|p| (p.place.clone(), p.sector.clone()));
    let elsewhere = moved(&next, at) != moved(&state.scenario, state.plan_at) || next.horizon != state.scenario.horizon;
    let same = same_figures(&state.scenario, &next);
    state.face = Face::Now;
    if elsewhere {
        state.before = None;
        state.moved_most = None;
    } else if let Some(answer) = state.answer.as_ref().filter(|a| a.generation == state.generation && !same) {
        let (scenario, projection) = (Arc::clone(&state.scenario), Arc::clone(&answer.projection));
        state.before = Some(Before { scenario, projection });
    }
    if elsewhere {
        state.answer = None;
    }
    state.scenario = next;
    judged::follow(state);
    state.plan_at = at;
    state.cost = Cost::of(&state.basis, &state.scenario, at);
    if same {
        // A budget or a target changes no figure: what is shown still holds.
        return vec![Effect::Autosave(Arc::new(state.to_keep()))];
    }
    state.refusal = None;
    state.attribution = None;
    if elsewhere {
        state.refresh_cell();
    }
    state.generation += 1;
    if elsewhere {
        state.since = state.generation;
    }
    let project = Effect::Project { generation: state.generation, scenario: Arc::clone(&state.scenario) };
    let mut effects = vec![project, Effect::Autosave(Arc::new(state.to_keep()))];
    effects.extend(super::run::refresh(state));
    effects
}

/// Whether two scenarios differ at most in what changes no figure.
fn same_figures(a: &Scenario, b: &Scenario) -> bool {
    a.plans == b.plans && {
        let bare = |s: &Scenario| Scenario {
            title: String::new(),
            notes: String::new(),
            created: None,
            edited: None,
            expect: Vec::new(),
            budget: None,
            targets: Vec::new(),
            tried: 0,
            record: None,
            ..s.clone()
        };
        bare(a) == bare(b)
    }
}

/// Shows another plan of the scenario.
pub(super) fn step_plan(state: &mut State, by: isize) -> Vec<Effect> {
    let last = state.scenario.plans.len().saturating_sub(1);
    let next = state.plan_at.saturating_add_signed(by).min(last);
    if next == state.plan_at {
        state.notice = Some(format!("This is plan {} of {}", next + 1, last + 1));
        return Vec::new();
    }
    state.plan_at = next;
    state.face = Face::Now;
    state.attribution = None;
    state.moved_most = None;
    state.cost.shown = super::money::running(&state.basis, state.plan());
    state.refresh_cell();
    let place = state.basis.evidence.place_name(&state.plan().place);
    state.notice = Some(format!("Plan {} of {}: {place}", next + 1, last + 1));
    super::run::refresh(state)
}

/// Turns every lever of the selected lever's group off.
pub(super) fn group_off(state: &mut State) -> Vec<Effect> {
    let Some(group) = state.selected_lever().map(|l| l.group) else { return Vec::new() };
    let (at, basis) = (state.plan_at, Arc::clone(&state.basis));
    change(state, format!("{} off", group.label()), |scenario| {
        if let Some(plan) = scenario.plans.get_mut(at) {
            plan.levers.retain(|id, _| basis.model.lever(id).is_none_or(|l| l.group != group));
        }
    })
}

/// Folds a group under its heading, or opens it.
pub(super) fn fold(state: &mut State, group: LeverGroup) {
    if !state.folded.remove(&group) {
        state.folded.insert(group);
    }
    // A heading stands for the first lever of its group.
    let levers = &state.basis.model.levers;
    let here = levers.get(state.lever).is_some_and(|l| l.group == group);
    if let Some(first) = levers.iter().position(|l| l.group == group).filter(|_| here && state.folded.contains(&group))
    {
        state.lever = first;
    }
}

/// Moves along the lines that can be selected; the heading of a folded group counts as one.
pub(super) fn step(state: &mut State, by: isize) {
    let levers = &state.basis.model.levers;
    let first_of = |group: LeverGroup| levers.iter().position(|l| l.group == group);
    let mut stops: Vec<usize> = Vec::new();
    for group in LeverGroup::ALL {
        if state.folded.contains(&group) {
            stops.extend(first_of(group));
        } else {
            stops.extend(levers.iter().enumerate().filter(|(_, l)| l.group == group).map(|(i, _)| i));
        }
    }
    let at = stops.iter().position(|i| *i == state.lever).unwrap_or(0);
    let next = at.saturating_add_signed(by).min(stops.len().saturating_sub(1));
    state.lever = stops.get(next).copied().unwrap_or(state.lever);
}

/// Sets the amount of a lever; zero turns it off and forgets the setting unless its years were changed.
pub(super) fn set_amount(state: &mut State, index: usize, amount: f64) -> Vec<Effect> {
    let Some(lever) = state.basis.model.levers.get(index).cloned() else { return Vec::new() };
    let amount = tidy(amount.max(0.0));
    let at = state.plan_at;
    let (start, last) = (state.scenario.start, state.scenario.last_year());
    let what = if amount > 0.0 {
        format!("{} to {}", lever.label, amount_text(&lever, amount))
    } else {
        format!("{} off", lever.label)
    };
    change(state, what, |scenario| {
        let Some(plan) = scenario.plans.get_mut(at) else { return };
        match plan.levers.get_mut(&lever.id) {
            Some(s) if amount > 0.0 || s.from != start || s.to != last || s.partner.is_some() => s.amount = amount,
            Some(_) => {
                plan.levers.remove(&lever.id);
            }
            None if amount > 0.0 => {
                plan.levers.insert(lever.id, Setting { amount, from: start, to: last, partner: None });
            }
            None => {}
        }
    })
}

/// Moves the selected lever by whole steps along its grid.
pub(super) fn nudge(state: &mut State, steps: f64) -> Vec<Effect> {
    let Some(lever) = state.selected_lever() else { return Vec::new() };
    let row = state.lever_row(lever);
    let Some(slider) = row.slider else { return Vec::new() };
    let on_grid = row.amount / slider.step;
    // From between two grid points the first step only reaches the next one.
    let from = if steps > 0.0 { libm::floor(on_grid + 1e-6) } else { libm::ceil(on_grid - 1e-6) };
    let wanted = (from + steps) * slider.step;
    let limit = row.reach_max().max(row.amount.min(slider.ceiling));
    if steps > 0.0 && row.amount >= limit - 1e-9 {
        let key = state.keymap.shown(CommandId::LeverType, true);
        let text = format!("The slider ends here; {key} types an amount up to {}", ceiling_text(lever, slider.ceiling));
        state.notice = Some(text);
        return Vec::new();
    }
    set_amount(state, state.lever, wanted.clamp(0.0, limit))
}

/// The ceiling rounded down to three figures, so that what is offered is accepted.
fn ceiling_text(lever: &Lever, ceiling: f64) -> String {
    amount_text(lever, rounded_down(ceiling))
}

/// Three figures, never above.
pub(super) fn rounded_down(x: f64) -> f64 {
    let step = libm::pow(10.0, libm::floor(libm::log10(x.max(1e-9))) - 2.0);
    libm::floor(x / step + 1e-9) * step
}

/// Sets the selected lever by a share of its bar, on the grid.
pub(super) fn set_share(state: &mut State, index: usize, thousandths: u16) -> Vec<Effect> {
    let Some(lever) = state.basis.model.levers.get(index) else { return Vec::new() };
    let row = state.lever_row(lever);
    let Some(slider) = row.slider else { return Vec::new() };
    let wanted = row.reach_max() * f64::from(thousandths.min(1000)) / 1000.0;
    let amount = ((wanted / slider.step).round() * slider.step).min(row.reach_max());
    set_amount(state, index, amount)
}

/// Reads a typed amount; what is wrong with it otherwise.
pub(super) fn typed_amount(state: &State, text: &str) -> Result<f64, String> {
    let Some(lever) = state.selected_lever() else { return Err(String::from("no lever is selected")) };
    let cleaned: String = text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '£' | 'm' | '%' | ',')).collect();
    if cleaned.is_empty() {
        return Err(String::from("type a number, for example 2.5"));
    }
    let amount: f64 = cleaned.parse().map_err(|_| format!("'{}' is not a number", text.trim()))?;
    if !amount.is_finite() || amount < 0.0 {
        return Err(String::from("type a number of zero or more"));
    }
    let Some(slider) = state.lever_row(lever).slider else { return Err(String::from("no starting numbers here")) };
    if amount > slider.ceiling {
        let all = ceiling_text(lever, slider.ceiling);
        return Err(match lever.kind {
            LeverKind::Reform => String::from("coverage ends at 100 %"),
            LeverKind::Spend => format!("{all} would be 100 % of the pool; nobody is left to reach beyond it"),
        });
    }
    Ok(amount)
}

/// Moves first or last year of the selected lever, within the horizon.
pub(super) fn shift_years(state: &mut State, first: i32, last: i32) -> Vec<Effect> {
    let (start, end) = (state.scenario.start, state.scenario.last_year());
    let Some(lever) = state.selected_lever().cloned() else { return Vec::new() };
    let what = format!("years of {}", lever.label);
    let at = state.plan_at;
    change(state, what, |scenario| {
        if let Some(s) = scenario.plans.get_mut(at).and_then(|p| p.levers.get_mut(&lever.id)) {
            s.from = (s.from + first).clamp(start, s.to);
            s.to = (s.to + last).clamp(s.from, end);
        }
    })
}

/// Moves the plan to another place or sector. Amounts that the new place cannot take are lowered, and said.
pub(super) fn relocate(state: &mut State, place: Option<Place>, sector: Option<SectorId>) -> Vec<Effect> {
    let basis = Arc::clone(&state.basis);
    let at = state.plan_at;
    let (mut lowered, mut dropped) = (0_usize, 0_usize);
    let what = if place.is_some() { "place" } else { "sector" };
    let effects = change(state, format!("change of {what}"), |scenario| {
        let Some(plan) = scenario.plans.get_mut(at) else { return };
        plan.place = place.unwrap_or_else(|| plan.place.clone());
        plan.sector = sector.unwrap_or_else(|| plan.sector.clone());
        // A level that was aimed at elsewhere says nothing here.
        let aims = scenario.targets.len();
        scenario.targets.retain(|t| t.plan != at + 1);
        dropped = aims - scenario.targets.len();
        let Ok(cell) = basis.inputs.cell(&plan.place, &plan.sector) else { return };
        for lever in &basis.model.levers {
            let ceiling = dose::slider(lever, &cell).ceiling;
            if let Some(s) = plan.levers.get_mut(&lever.id).filter(|s| s.amount > ceiling) {
                s.amount = rounded_down(ceiling);
                lowered += 1;
            }
        }
    });
    let mut said = Vec::new();
    if lowered > 0 {
        let count = words::count(lowered as u64, "lever was", "levers were");
        said.push(format!("{count} lowered to what this place and sector can take"));
    }
    if dropped > 0 {
        said.push(format!("{} left behind", words::count(dropped as u64, "target was", "targets were")));
    }
    if !said.is_empty() {
        let key = state.keymap.shown(CommandId::Undo, true);
        state.notice = Some(format!("{}; {key} takes it back", said.join(", ")));
    }
    effects
}

/// Sets the partner place of the selected lever.
pub(super) fn set_partner(state: &mut State, place: Place) -> Vec<Effect> {
    let Some(lever) = state.selected_lever().cloned() else { return Vec::new() };
    let (from, to) = (state.scenario.start, state.scenario.last_year());
    let at = state.plan_at;
    change(state, format!("partner of {}", lever.label), |scenario| {
        if let Some(plan) = scenario.plans.get_mut(at) {
            let setting =
                plan.levers.entry(lever.id).or_insert_with(|| Setting { amount: 0.0, from, to, partner: None });
            setting.partner = Some(place);
        }
    })
}
