//! The left column: the clock, the steps of the running order, and how the ballots stand.

use ratatui::layout::Rect;

use super::super::look::Role;
use super::super::pen::Pen;
use super::{line, skip};
use crate::roundtable::{Round, StepKind};
use crate::tui::app::roundtable::{Table, came};

/// Draws the column.
pub(super) fn draw(pen: &mut Pen<'_>, area: Rect, table: &Table) {
    let inside = pen.frame(area, &table.name, false);
    let mut top = Rect { x: inside.x + 1, width: inside.width.saturating_sub(2), ..inside };
    let session = &table.session;
    let late = session.step_began.is_some() && session.clock(table.now).left().num_seconds() <= 0;
    let role = if late && session.finished.is_none() { Role::Warn } else { Role::Title };
    line(pen, &mut top, &table.time_left(), role);
    // The steps have the room first; what stands below them takes four lines.
    let room = usize::from(top.height.saturating_sub(5)).max(3);
    let steps = &session.order.steps;
    let from = session.step.saturating_sub(room / 2).min(steps.len().saturating_sub(room));
    for (i, step) in steps.iter().enumerate().skip(from).take(room) {
        let begun = session.step_began.is_some();
        let (mark, role) = match i.cmp(&session.step) {
            std::cmp::Ordering::Less => ("·", Role::Dim),
            std::cmp::Ordering::Equal if begun => ("▸", Role::Selected),
            _ => (" ", Role::Text),
        };
        line(pen, &mut top, &format!("{mark}{:>3} {}", step.minutes, step.title), role);
    }
    skip(&mut top, 1);
    for (text, role) in below(table) {
        line(pen, &mut top, &text, role);
    }
}

/// How the ballots stand: how many were typed, never who answered by phone.
fn below(table: &Table) -> Vec<(String, Role)> {
    let session = &table.session;
    let mut said = Vec::new();
    let round = table.round();
    if let Some(open) = session.open {
        said.push((format!("{} ballot open", sentence(open.words())), Role::Accent));
    } else if matches!(table.kind(), StepKind::Ballot(_) | StepKind::Reveal(_)) {
        let shown = if session.is_shown(round) { "shown" } else { "closed, hidden" };
        let stands = if session.round(round).closed { shown } else { "not begun" };
        said.push((format!("{} ballot {stands}", sentence(round.words())), Role::Text));
    }
    let came = came(table, round);
    if round != Round::Practice || came.typed > 0 {
        said.push((format!("{} typed{}", came.typed, more(came.elsewhere, "elsewhere")), Role::Text));
    }
    if session.open.is_none() && came.phones > 0 {
        said.push((format!("{} by phone", came.phones), Role::Text));
    }
    let phones = if table.phones.is_some() { "Phones on" } else { "Phones off" };
    said.push((phones.to_owned(), Role::Dim));
    if table.question().is_some_and(|q| q.rehearsal) {
        said.insert(0, (String::from("Rehearsal"), Role::Warn));
    }
    said
}

fn more(n: usize, what: &str) -> String {
    if n == 0 { String::new() } else { format!(", {n} {what}") }
}

fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}
