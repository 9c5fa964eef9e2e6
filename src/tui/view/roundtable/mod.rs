//! Draws the roundtable: the steps with the clock on the left, what the step is for on the right.
//!
//! Nothing that anybody answered is drawn before the reveal: the wall behind the facilitator sees this window too.

mod ballots;
mod decide;
pub(super) mod dots;
mod parts;
mod phones;
mod start;
mod steps;

pub(super) use phones::draw as phones;
use ratatui::layout::Rect;

use super::hit::HitMap;
use super::look::Role;
use super::pen::{Pen, wrap};
use crate::report::fit::{self, Kind};
use crate::report::sheet::Sheet;
use crate::roundtable::StepKind;
use crate::tui::app::roundtable::{Part, Table};
use crate::tui::app::{CommandId, State, Target};

/// Most lines of the script while it is shown in short.
const SCRIPT_LINES: usize = 2;

/// Draws the screen between top bar and footer; the cursor's place comes back while ballots are typed.
pub(super) fn draw(pen: &mut Pen<'_>, area: Rect, state: &State, hits: &mut HitMap) -> Option<(u16, u16)> {
    let Some(table) = state.roundtable.table.as_deref() else {
        start::draw(pen, area, state, hits);
        return None;
    };
    let left = match area.width {
        0..72 => 20,
        72..110 => 26,
        _ => 36,
    };
    steps::draw(pen, Rect { width: left, ..area }, table);
    let right = Rect { x: area.x + left, width: area.width - left, ..area };
    let title = table.session.current().map_or("Roundtable", |s| s.title.as_str());
    let inside = pen.frame(right, title, true);
    let inside = Rect { x: inside.x + 1, width: inside.width.saturating_sub(2), ..inside };
    if table.script {
        whole_script(pen, inside, table, hits);
        return None;
    }
    let mut top = inside;
    script(pen, &mut top, state, table);
    tabs(pen, &mut top, table, hits);
    hits.seen.rows = usize::from(top.height.saturating_sub(2).max(1));
    part(pen, top, state, table, hits)
}

fn part(pen: &mut Pen<'_>, area: Rect, state: &State, table: &Table, hits: &mut HitMap) -> Option<(u16, u16)> {
    match table.part() {
        Part::Ballots => return ballots::draw(pen, area, state, table),
        Part::Question => parts::question(pen, area, state, table),
        Part::Room => dots::room(pen, area, state, table, hits),
        Part::Camps | Part::Guesses | Part::Packages | Part::Movement => parts::tables(pen, area, state, table),
        Part::Reasons => parts::reasons(pen, area, state, table, hits),
        Part::Challenge => parts::challenge(pen, area, state, table, hits),
        Part::Decision => decide::decision(pen, area, state, table, hits),
        Part::Actions => decide::actions(pen, area, state, table),
        Part::Notes => decide::notes(pen, area, state, table),
    }
    None
}

/// What to say in the step, in short.
fn script(pen: &mut Pen<'_>, top: &mut Rect, state: &State, table: &Table) {
    let Some(step) = table.session.current() else { return };
    let lines: Vec<String> = step.script.lines().flat_map(|l| wrap(l, usize::from(top.width))).collect();
    let most = match table.kind() {
        _ if top.height >= 28 => 6,
        StepKind::Welcome | StepKind::Actions | StepKind::Close if !table.typing.on => 4,
        _ => SCRIPT_LINES,
    };
    let cut = lines.len() > most;
    for (i, text) in lines.iter().take(most).enumerate() {
        let last = cut && i + 1 == most;
        let key = state.keymap.shown(CommandId::RoundScript, pen.look.ascii());
        let more = if last { format!(" … {key}: all of it") } else { String::new() };
        let room = top.width.saturating_sub(pen.width(&more));
        let x = pen.put(top.x, top.y, room, text, Role::Accent);
        pen.put(x, top.y, top.right().saturating_sub(x), &more, Role::Dim);
        skip(top, 1);
    }
}

/// All that is to be said, over the whole of the step.
fn whole_script(pen: &mut Pen<'_>, area: Rect, table: &Table, hits: &mut HitMap) {
    let text = table.session.current().map_or("", |s| s.script.as_str());
    let lines: Vec<(Kind, String)> =
        text.lines().flat_map(|l| wrap(l, usize::from(area.width))).map(|l| (Kind::Row, l)).collect();
    hits.seen.rows = usize::from(area.height.max(1));
    scrolled(pen, area, &lines, table.scroll);
}

/// Names of the parts on as many lines as they need, the one shown marked.
fn tabs(pen: &mut Pen<'_>, top: &mut Rect, table: &Table, hits: &mut HitMap) {
    let (mut x, mut y) = (top.x, top.y);
    for (i, part) in table.parts().iter().enumerate() {
        let here = *part == table.part();
        let text = format!("{}{} ", if here { "▸" } else { " " }, part.label());
        let width = pen.width(&text);
        if x + width > top.right() {
            (x, y) = (top.x, y + 1);
        }
        let role = if here { Role::Selected } else { Role::Dim };
        let end = pen.put(x, y, width, &text, role);
        hits.add(Rect { x, y, width, height: 1 }, Target::Item(i));
        x = end;
    }
    skip(top, y - top.y + 1);
}

/// Tables one under the other, scrolled.
pub(super) fn sheets(pen: &mut Pen<'_>, area: Rect, sheets: &[Sheet], scroll: usize) {
    let width = usize::from(area.width);
    let mut lines: Vec<(Kind, String)> = Vec::new();
    for sheet in sheets {
        lines.extend(fit::lines(sheet, width));
        lines.push((Kind::Note, String::new()));
    }
    scrolled(pen, area, &lines, scroll);
}

fn scrolled(pen: &mut Pen<'_>, area: Rect, lines: &[(Kind, String)], scroll: usize) {
    let last = lines.len().saturating_sub(usize::from(area.height));
    let from = scroll.min(last);
    for (y, (kind, text)) in (area.y..area.bottom()).zip(lines.iter().skip(from)) {
        let role = match kind {
            Kind::Title => Role::Title,
            Kind::Head => Role::Accent,
            Kind::Row => Role::Text,
            Kind::Note => Role::Dim,
        };
        pen.put(area.x, y, area.width, text, role);
    }
    if last > 0 {
        let place = format!(" lines {}–{} of {} ", from + 1, from + usize::from(area.height), lines.len());
        pen.put_right(area.right(), area.bottom(), area.width, &place, Role::Dim);
    }
}

/// One line at the top of what is left.
pub(super) fn line(pen: &mut Pen<'_>, top: &mut Rect, text: &str, role: Role) {
    if top.height > 0 {
        pen.put(top.x, top.y, top.width, text, role);
        skip(top, 1);
    }
}

/// A text over as many lines as it needs.
pub(super) fn paragraph(pen: &mut Pen<'_>, top: &mut Rect, text: &str, role: Role) {
    let y = pen.paragraph(*top, text, role);
    skip(top, y - top.y);
}

pub(super) fn skip(top: &mut Rect, rows: u16) {
    let rows = rows.min(top.height);
    top.y += rows;
    top.height -= rows;
}

/// Keys of commands with what they do here: "Enter types ballots  b closes".
pub(super) fn keys(pen: &mut Pen<'_>, area: Rect, state: &State, all: &[(CommandId, &str)]) {
    if area.height == 0 {
        return;
    }
    let mut x = area.x;
    for (id, word) in all {
        let key = state.keymap.shown(*id, pen.look.ascii());
        let width = pen.width(&key) + 1 + pen.width(word);
        if x > area.x && x + width > area.right() {
            break;
        }
        x = pen.put(x, area.y, area.right().saturating_sub(x), &key, Role::Key);
        x = pen.put(x + 1, area.y, area.right().saturating_sub(x + 1), word, Role::Dim) + 2;
    }
}

/// What is said in place of ballots before the reveal.
pub(super) fn hidden(pen: &mut Pen<'_>, area: Rect, state: &State, table: &Table) {
    let round = table.round();
    let mut top = area;
    let open = table.session.open == Some(round);
    let text = if table.session.round(round).ballots.is_empty() {
        format!("There are no ballots in the {} round yet.", round.words())
    } else if open {
        format!("The {} ballot is open. Nobody sees an answer before the reveal, here neither.", round.words())
    } else {
        format!("The {} ballot is closed and hidden, here as on the wall.", round.words())
    };
    paragraph(pen, &mut top, &text, Role::Text);
    skip(&mut top, 1);
    let word = if open { "closes the ballot and shows it to the room" } else { "shows it to the room" };
    keys(pen, top, state, &[(CommandId::RoundReveal, word)]);
}
