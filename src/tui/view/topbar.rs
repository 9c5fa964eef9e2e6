//! Where we are, in which sector and years, with which plan, on what evidence, at what cost.

use ratatui::layout::Rect;

use super::hit::HitMap;
use super::look::Role;
use super::pen::Pen;
use crate::report::{self, wording, words};
use crate::tui::app::{CommandId, Face, Screen, State, Target};

/// Draws the three lines.
pub(super) fn draw(pen: &mut Pen<'_>, [first, second, third]: [Rect; 3], state: &State, hits: &mut HitMap) {
    let free = screens(pen, first, state, hits);
    let (head, tail) = wording::TITLE_LINE.rsplit_once(". ").unwrap_or((wording::TITLE_LINE, ""));
    let head = if tail.is_empty() { head.to_owned() } else { format!("{head}.") };
    let changed = remarks(state);
    let changed_width = if changed.is_empty() { 0 } else { (pen.width(&changed) + 2).min(third.width / 2) };
    let room = third.width.saturating_sub(2 + changed_width);
    // What this is not must never be cut away: it stands on the first line where the third is too short for both.
    let free = if pen.width(wording::TITLE_LINE) <= room {
        pen.put(third.x + 1, third.y, room, wording::TITLE_LINE, Role::Dim);
        free
    } else if pen.width(&head) <= room && free.width > pen.width(tail) + 9 {
        pen.put(third.x + 1, third.y, room, &head, Role::Dim);
        let x = pen.put(free.x, free.y, free.width, tail, Role::Dim) + 2;
        Rect { x, width: free.right().saturating_sub(x), ..free }
    } else {
        let x = pen.put(third.x + 1, third.y, room.saturating_sub(pen.width(tail) + 1), &head, Role::Dim);
        pen.put(x + 1, third.y, room, tail, Role::Dim);
        free
    };
    title(pen, free, state, hits);
    place(pen, second, state, hits);
    pen.put_right(third.right().saturating_sub(1), third.y, changed_width, &changed, Role::Warn);
}

/// What about these figures is not as usual.
fn remarks(state: &State) -> String {
    let mut said = report::text::changed_switches(state.scenario.switches);
    said.extend(report::own::said(state.basis.evidence.library()));
    let left_out = state.scenario.exclude_studies.len() as u64;
    if left_out > 0 {
        said.push(words::count(left_out, "finding left out", "findings left out"));
    }
    let changed = state.basis.changes().iter().filter(|c| c.differs()).count() as u64;
    if changed > 0 {
        said.push(words::count(changed, "judgement changed here", "judgements changed here"));
    }
    if state.face == Face::Before {
        said.insert(0, String::from("before the last change: b goes back"));
    }
    said.join("; ")
}

/// The names of the screens with their keys, the one shown marked; what is free beside them comes back.
fn screens(pen: &mut Pen<'_>, area: Rect, state: &State, hits: &mut HitMap) -> Rect {
    // Where there is little room the key stands at the name, and one blank between the names.
    let narrow = area.width < 100;
    let mut x = if narrow { area.x } else { area.x + 1 };
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
        x = pen.put(
            x,
            area.y,
            area.right().saturating_sub(x),
            &if narrow { screen.short().to_owned() } else { format!(" {} ", screen.label()) },
            role,
        );
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
        Screen::Insight => CommandId::ScreenInsight,
        Screen::Roundtable => CommandId::ScreenRoundtable,
    }
}

/// The title of the scenario, at the right.
fn title(pen: &mut Pen<'_>, area: Rect, state: &State, hits: &mut HitMap) {
    let plans = state.scenario.plans.len();
    let part = match (plans > 1, area.width < 40) {
        (false, _) => String::new(),
        (true, false) => format!("plan {} of {plans}: ", state.plan_at + 1),
        (true, true) => format!("plan {}/{plans} ", state.plan_at + 1),
    };
    let mark = if state.edited() && area.width >= 24 { " (edited)" } else { "" };
    // Which plan, and whether it was edited, is said before all of the title is.
    let room = area.width.saturating_sub(pen.width(&part) + pen.width(mark) + 2);
    let name = pen.fit(&state.scenario.title, room);
    let title = format!("{part}“{name}”{mark}");
    let width = pen.width(&title).min(area.width);
    let x = area.right() - width;
    pen.put(x, area.y, width, &title, Role::Dim);
    hits.add(Rect { x, width, ..area }, Target::Command(CommandId::Open));
}

/// Place, sector and years at the left, evidence and cost at the right.
fn place(pen: &mut Pen<'_>, area: Rect, state: &State, hits: &mut HitMap) {
    let plan = state.plan();
    let budget = state.scenario.budget;
    let cost = state.cost.said(budget, state.scenario.plans.len() > 1);
    let bar = evidence_text(state, area.width);
    let bar = if pen.width(&cost) > area.width / 4 && area.width < 100 { String::new() } else { bar };
    let right_width = pen.width(&bar) + pen.width(&cost) + 1;
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
    let x = pen.put(area.right().saturating_sub(right_width), area.y, right_width, &bar, Role::Text);
    let role = if state.cost.over(budget) { Role::Warn } else { Role::Text };
    let start = x;
    let x = pen.put(x, area.y, right_width, &cost, role);
    hits.add(Rect { x: start, y: area.y, width: x - start, height: 1 }, Target::Command(CommandId::Budget));
}

fn evidence_text(state: &State, width: u16) -> String {
    let Some(plan) = state.outcome().filter(|p| p.links_total > 0) else { return String::new() };
    let firm = plan.links_total.saturating_sub(plan.links_judged);
    // Of five dots as many are filled as the share of links that rest on studies.
    let dots = (firm * 5 + plan.links_total / 2) / plan.links_total;
    let bar: String = (0..5).map(|i| if i < dots { '●' } else { '○' }).collect();
    if width >= 150 {
        format!("evidence {bar} {} of {} links rest on judgement   ", plan.links_judged, plan.links_total)
    } else if width >= 100 {
        format!("evidence {bar}  ")
    } else {
        format!("{bar} ")
    }
}
