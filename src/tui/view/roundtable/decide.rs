//! What the group settles, its dissent and its actions; the fields that are typed into.

use ratatui::layout::Rect;

use super::super::hit::HitMap;
use super::super::look::Role;
use super::super::pen::Pen;
use super::{keys, line, paragraph, skip};
use crate::report::room;
use crate::roundtable::{Kind, StepKind};
use crate::tui::app::roundtable::{LINES_FROM, Table, lines};
use crate::tui::app::{CommandId, State, Target};

/// Lever by lever, what is settled and why; then the dissent.
pub(super) fn decision(pen: &mut Pen<'_>, area: Rect, state: &State, table: &Table, hits: &mut HitMap) {
    let mut top = area;
    let last = Rect { y: top.bottom().saturating_sub(1), height: 1, ..top };
    top.height = top.height.saturating_sub(1);
    let act = if table.kind() == StepKind::Close { "writes the minutes" } else { "settle, with a reason" };
    let mut can = vec![(CommandId::RoundAct, act), (CommandId::RoundDissent, "dissent")];
    if !table.sees() && table.kind() == StepKind::Decide {
        can.push((CommandId::RoundReveal, "show the ballot"));
    }
    if table.kind() == StepKind::Close && table.session.finished.is_none() {
        can.insert(1, (CommandId::RoundNext, "ends the session"));
    }
    keys(pen, last, state, &can);
    let package = table.question().is_some_and(|q| q.kind == Kind::Package);
    let all = lines(table);
    // What was said against it is in sight; where there is little room, only the reason of the selected line stands above it.
    let reasons = all.iter().filter(|l| l.settled.is_some()).count();
    let roomy = all.len() + reasons + 2 + 2 * table.session.dissents.len() <= usize::from(top.height);
    for (i, settled) in all.iter().enumerate() {
        let here = i == table.at;
        hits.add(Rect { height: 1, ..top }, Target::Item(LINES_FROM + i));
        let mark = if here { "▸" } else { " " };
        let unit = table.question().and_then(|q| q.levers.get(i)).map_or("", |l| l.unit.as_str());
        let middle = match (settled.middle, package) {
            (None, _) => String::from("not shown"),
            (Some(m), true) => format!("middle {m}"),
            (Some(m), false) => format!("{m} approve"),
        };
        let text = match (&settled.settled, package) {
            (Some((amount, _)), true) => format!("{mark}{}: {amount} {unit} ({middle})", settled.name),
            (Some(_), false) => format!("{mark}{}: chosen ({middle})", settled.name),
            (None, _) => format!("{mark}{}: open ({middle})", settled.name),
        };
        let role = match (here, settled.settled.is_some()) {
            (true, _) => Role::Selected,
            (false, true) => Role::Title,
            (false, false) => Role::Text,
        };
        line(pen, &mut top, &text, role);
        if let Some((_, reason)) = settled.settled.as_ref().filter(|_| roomy || here) {
            let mut indented = Rect { x: top.x + 3, width: top.width.saturating_sub(3), ..top };
            paragraph(pen, &mut indented, reason, Role::Dim);
            top = Rect { y: indented.y, height: indented.height, ..top };
        }
    }
    if let Some(text) = room::group_cost(table.question().map(|q| &**q), &table.session) {
        line(pen, &mut top, &text, Role::Text);
    }
    let gap = u16::from(top.height > 3);
    skip(&mut top, gap);
    for said in &table.session.dissents {
        paragraph(pen, &mut top, &format!("Dissent: {}", said.text), Role::Accent);
    }
}

/// Who does what by when.
pub(super) fn actions(pen: &mut Pen<'_>, area: Rect, state: &State, table: &Table) {
    let mut top = area;
    keys(pen, top, state, &[(CommandId::RoundAct, "adds an action: what; who; by when")]);
    skip(&mut top, 2);
    if table.session.actions.is_empty() {
        line(pen, &mut top, "No action yet. One owner each, and a day.", Role::Text);
    }
    for action in &table.session.actions {
        let due = action.due.map_or_else(String::new, |d| format!(", by {d}"));
        paragraph(pen, &mut top, &format!("{} — {}{due}", action.what, action.owner), Role::Text);
    }
}

/// Notes of the facilitator; never shown to the room.
pub(super) fn notes(pen: &mut Pen<'_>, area: Rect, state: &State, table: &Table) {
    let mut top = area;
    keys(pen, top, state, &[(CommandId::RoundAct, "adds a note; never shown to the room")]);
    skip(&mut top, 2);
    for said in &table.session.notes {
        paragraph(pen, &mut top, &format!("{} {}", said.at.format("%H:%M"), said.text), Role::Text);
    }
}
