//! Parts that are words and tables: the question, camps, guesses, packages, reasons, challenges.

use ratatui::layout::Rect;

use super::super::hit::HitMap;
use super::super::look::Role;
use super::super::pen::Pen;
use super::{hidden, keys, line, paragraph, sheets, skip};
use crate::report::room;
use crate::report::sheet::Sheet;
use crate::tui::app::roundtable::{LINES_FROM, Part, SWITCHES, Table, reasons as reasons_of};
use crate::tui::app::{CommandId, State, Target};

/// The question and the place.
pub(super) fn question(pen: &mut Pen<'_>, area: Rect, state: &State, table: &Table) {
    let Some(question) = table.question() else { return };
    let mut top = area;
    paragraph(pen, &mut top, &question.title, Role::Title);
    let gap = u16::from(top.height > 14);
    skip(&mut top, gap);
    let last = Rect { y: top.bottom().saturating_sub(1), height: 1, ..top };
    top.height = top.height.saturating_sub(1);
    sheets(pen, top, &[room::question(question)], table.scroll);
    let all = [
        (CommandId::RoundTitle, "other words"),
        (CommandId::ScreenPlaces, "the place"),
        (CommandId::RoundBudget, "money"),
    ];
    // What is scrolled says where it stands on the same line.
    keys(pen, Rect { width: last.width.saturating_sub(20), ..last }, state, &all);
}

/// The tables of the part.
pub(super) fn tables(pen: &mut Pen<'_>, area: Rect, state: &State, table: &Table) {
    // In a challenge and a decision the first ballot may have been shown while a second is hidden.
    let all = part_sheets(state, table, table.part());
    if all.is_empty() {
        return nothing(pen, area, state, table);
    }
    sheets(pen, area, &all, table.scroll);
}

fn nothing(pen: &mut Pen<'_>, area: Rect, state: &State, table: &Table) {
    if !table.sees() {
        return hidden(pen, area, state, table);
    }
    let mut top = area;
    let text = match table.part() {
        Part::Packages if table.base.is_none() => {
            "The scenario of this session cannot be read here, so there are no figures."
        }
        Part::Packages => match table.figures.refusal() {
            Some(why) => why,
            None if table.figures.of.is_empty() => "There is no package yet.",
            None => "computing…",
        },
        Part::Movement => "Movement is shown once both ballots have been shown.",
        Part::Guesses => "Nobody guessed.",
        _ => "Nothing to show.",
    };
    paragraph(pen, &mut top, text, Role::Text);
}

/// The tables of a part, as they are exported and printed too; none of what may not be seen yet.
pub(in super::super::super) fn part_sheets(state: &State, table: &Table, part: Part) -> Vec<Sheet> {
    crate::tui::app::roundtable::sheets_of(&state.basis, table, part)
}

/// Reasons, each with the facilitator's word on it.
pub(super) fn reasons(pen: &mut Pen<'_>, area: Rect, state: &State, table: &Table, hits: &mut HitMap) {
    if !table.sees() {
        return hidden(pen, area, state, table);
    }
    let mut top = area;
    line(pen, &mut top, "Only reasons that you accept are seen by the room.", Role::Dim);
    let last = Rect { y: top.bottom().saturating_sub(1), height: 1, ..top };
    top.height = top.height.saturating_sub(1);
    keys(pen, last, state, &[(CommandId::RoundAccept, "accept / keep back"), (CommandId::RoundDown, "next")]);
    let all = reasons_of(table);
    if all.is_empty() {
        line(pen, &mut top, "No reason was given.", Role::Text);
    }
    let fits = usize::from(top.height).max(1);
    let from = (table.at + 1).saturating_sub(fits);
    for (i, reason) in all.iter().enumerate().skip(from).take(fits) {
        let word = match reason.accepted {
            Some(true) => "shown    ",
            Some(false) => "kept back",
            None => "?        ",
        };
        let here = i == table.at;
        hits.add(Rect { height: 1, ..top }, Target::Item(LINES_FROM + i));
        let mark = if here { "▸" } else { " " };
        line(pen, &mut top, &format!("{mark}{word} {}", reason.text), if here { Role::Selected } else { Role::Text });
    }
    if let Some(reason) = all.get(table.at).filter(|r| pen.width(r.text) + 11 > area.width) {
        paragraph(pen, &mut top, reason.text, Role::Accent);
    }
}

/// Assumptions that can be changed, what was changed, and both versions' figures.
pub(super) fn challenge(pen: &mut Pen<'_>, area: Rect, state: &State, table: &Table, hits: &mut HitMap) {
    let mut top = area;
    line(pen, &mut top, "Change one assumption; both versions are kept.", Role::Title);
    let all = SWITCHES.iter().map(|(name, says)| (*name, *says)).chain([(
        "Another judgement, by its id",
        "ids stand on Evidence (4) under Judgements; write ID=LOW,MIDDLE,HIGH;NAME;REASON",
    )]);
    for (i, (name, says)) in all.enumerate() {
        let here = i == table.at;
        hits.add(Rect { height: 1, ..top }, Target::Item(LINES_FROM + i));
        let mark = if here { "▸" } else { " " };
        line(pen, &mut top, &format!("{mark}{name}"), if here { Role::Selected } else { Role::Text });
        if here {
            let mut indented = Rect { x: top.x + 2, width: top.width.saturating_sub(2), ..top };
            paragraph(pen, &mut indented, says, Role::Dim);
            top = Rect { y: indented.y, height: indented.height, ..top };
        }
    }
    keys(pen, top, state, &[(CommandId::RoundAct, "change it, with a reason"), (CommandId::RoundPartNext, "figures")]);
    skip(&mut top, 2);
    for (i, challenge) in table.session.challenges.iter().enumerate() {
        paragraph(pen, &mut top, &format!("{}. {}", i + 1, challenge.says), Role::Text);
    }
    if !table.session.challenges.is_empty() && top.height >= 8 {
        sheets(pen, top, &part_sheets(state, table, Part::Packages), table.scroll);
    }
}
