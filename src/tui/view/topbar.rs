//! Where we are, in which sector and years, with which plan, on what evidence, at what cost.

use ratatui::layout::Rect;

use super::hit::HitMap;
use super::look::Role;
use super::pen::Pen;
use crate::model::{LeverKind, dose};
use crate::report::wording;
use crate::report::words::{self, Unit};
use crate::tui::app::{CommandId, Screen, State, Target};

/// Draws the three lines.
pub(super) fn draw(pen: &mut Pen<'_>, [first, second, third]: [Rect; 3], state: &State, hits: &mut HitMap) {
    let free = screens(pen, first, state, hits);
    title(pen, free, state, hits);
    place(pen, second, state, hits);
    let mut changed = crate::report::text::changed_switches(state.scenario.switches);
    let left_out = state.scenario.exclude_studies.len() as u64;
    if left_out > 0 {
        changed.push(words::count(left_out, "finding left out", "findings left out"));
    }
    let changed = changed.join("; ");
    let changed_width = if changed.is_empty() { 0 } else { (pen.width(&changed) + 2).min(third.width / 2) };
    let room = third.width.saturating_sub(2 + changed_width);
    pen.put(third.x + 1, third.y, room, wording::TITLE_LINE, Role::Dim);
    pen.put_right(third.right().saturating_sub(1), third.y, changed_width, &changed, Role::Warn);
}

/// The names of the screens with their keys, the one shown marked; what is free beside them comes back.
fn screens(pen: &mut Pen<'_>, area: Rect, state: &State, hits: &mut HitMap) -> Rect {
    let mut x = area.x + 1;
    for screen in Screen::ALL {
        let here = screen == state.screen;
        let start = x;
        let role = if here { Role::Selected } else { Role::Dim };
        let key = if here { Role::Selected } else { Role::Key };
        x = pen.put(
            x,
            area.y,
            area.right().saturating_sub(x),
            &format!(" {}", state.keymap.shown(command(screen), pen.look.ascii())),
            key,
        );
        x = pen.put(x, area.y, area.right().saturating_sub(x), &format!(" {} ", screen.label()), role);
        hits.add(Rect { x: start, y: area.y, width: x - start, height: 1 }, Target::Screen(screen));
    }
    Rect { x: x + 2, width: area.right().saturating_sub(x + 3), ..area }
}

/// The command that goes to a screen.
const fn command(screen: Screen) -> CommandId {
    match screen {
        Screen::Explore => CommandId::ScreenExplore,
        Screen::Compare => CommandId::ScreenCompare,
        Screen::Places => CommandId::ScreenPlaces,
        Screen::Evidence => CommandId::ScreenEvidence,
    }
}

/// The title of the scenario, at the right.
fn title(pen: &mut Pen<'_>, area: Rect, state: &State, hits: &mut HitMap) {
    let mark = if state.edited() { " (edited)" } else { "" };
    let plans = state.scenario.plans.len();
    let part = if plans > 1 { format!(", plan 1 of {plans}") } else { String::new() };
    let title = format!("“{}”{mark}{part}", state.scenario.title);
    let width = pen.width(&title).min(area.width);
    let x = area.right() - width;
    pen.put(x, area.y, width, &title, Role::Dim);
    hits.add(Rect { x, width, ..area }, Target::Command(CommandId::Open));
}

/// Place, sector and years at the left, evidence and cost at the right.
fn place(pen: &mut Pen<'_>, area: Rect, state: &State, hits: &mut HitMap) {
    let plan = state.plan();
    let right = right_text(state, area.width);
    let right_width = pen.width(&right) + 1;
    let room = area.right().saturating_sub(right_width + 1);
    let mut x = area.x + 1;
    let sector = state.basis.evidence.sector(&plan.sector).map_or_else(|| plan.sector.to_string(), |s| s.name.clone());
    let items = [
        (format!("{} ▾", state.basis.evidence.place_name(&plan.place)), CommandId::Place),
        (format!("{sector} ▾"), CommandId::Sector),
    ];
    for (text, command) in items {
        let end = pen.put(x, area.y, room.saturating_sub(x), &text, Role::Title);
        hits.add(Rect { x, y: area.y, width: end - x, height: 1 }, Target::Command(command));
        x = end + 2;
    }
    let years = format!("{}–{}", state.scenario.start, state.scenario.last_year());
    pen.put(x, area.y, room.saturating_sub(x), &years, Role::Text);
    pen.put_right(area.right().saturating_sub(1), area.y, right_width, &right, Role::Text);
}

fn right_text(state: &State, width: u16) -> String {
    let cost = words::amount(running_cost(state), Unit::MillionPounds);
    let mut text = format!("{cost}/yr");
    if let Some(plan) = state.outcome().filter(|p| p.links_total > 0) {
        let firm = plan.links_total.saturating_sub(plan.links_judged);
        // Of five dots as many are filled as the share of links that rest on studies.
        let dots = (firm * 5 + plan.links_total / 2) / plan.links_total;
        let bar: String = (0..5).map(|i| if i < dots { '●' } else { '○' }).collect();
        text = if width >= 150 {
            format!("evidence {bar} {} of {} links rest on judgement   {text}", plan.links_judged, plan.links_total)
        } else if width >= 100 {
            format!("evidence {bar}  {text}")
        } else {
            format!("{bar} {text}")
        };
    }
    text
}

/// Money a year with every lever in force, £m; coverage costs its unit cost per learner covered.
fn running_cost(state: &State) -> f64 {
    let cost = |(id, setting): (&crate::evidence::LeverId, &crate::scenario::Setting)| {
        let lever = state.basis.model.lever(id)?;
        match lever.kind {
            LeverKind::Spend => Some(setting.amount),
            LeverKind::Reform => {
                let cell = state.cell.as_ref().ok()?;
                let pool = dose::pool_size(lever, cell);
                Some(setting.amount / 100.0 * pool * lever.unit_cost.central / 1e6)
            }
        }
    };
    state.plan().on().filter_map(cost).sum()
}
