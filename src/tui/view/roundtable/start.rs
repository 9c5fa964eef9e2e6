//! The first page: what can be begun.

use ratatui::layout::Rect;

use super::super::hit::HitMap;
use super::super::look::Role;
use super::super::pen::Pen;
use super::{line, paragraph, skip};
use crate::tui::app::commands::COMMANDS;
use crate::tui::app::{CommandId, Screen, State, Target};

/// Draws the page.
pub(super) fn draw(pen: &mut Pen<'_>, area: Rect, state: &State, hits: &mut HitMap) {
    let title = format!("{}: {}", Screen::Roundtable.label(), Screen::Roundtable.question());
    let inside = pen.frame(area, &title, true);
    let mut top = Rect { x: inside.x + 1, width: inside.width.saturating_sub(2), ..inside };
    let about = "A room of people weighs a question: ballots on paper or phones, a reveal, talk, a second ballot, a decision with its \
                 reasons and its dissent, minutes. Every entry is on disk as it happens.";
    paragraph(pen, &mut top, about, Role::Text);
    skip(&mut top, 1);
    let plan = state.plan();
    let place = state.basis.evidence.place_name(&plan.place);
    let pinned: Vec<String> = state.compare.pinned.iter().map(|s| format!("“{}”", s.title)).collect();
    let among = if pinned.is_empty() {
        String::from("Scenarios are pinned on Compare: c on Explore.")
    } else {
        format!("Among “{}” and {}.", state.scenario.title, pinned.join(", "))
    };
    let money = if state.scenario.budget.is_none() { " No budget is set: B on Explore." } else { "" };
    let all = [
        (CommandId::RoundNew, format!("How much of each lever in {place}: from “{}”.{money}", state.scenario.title)),
        (CommandId::RoundChoice, among),
        (CommandId::RoundRehearse, String::from("The same, marked as a rehearsal; G hands in made-up ballots.")),
        (CommandId::RoundList, String::from("A session opens at the step where it was left.")),
    ];
    for (id, about) in all {
        let command = &COMMANDS[id as usize];
        let key = state.keymap.shown(id, pen.look.ascii());
        let why = (command.enabled)(state).err();
        let role = if why.is_some() { Role::Dim } else { Role::Title };
        let y = top.y;
        let x = pen.put(top.x, y, 3, &key, Role::Key);
        pen.put(x.max(top.x + 2), y, top.width.saturating_sub(2), command.title, role);
        hits.add(Rect { y, height: 1, ..top }, Target::Command(id));
        skip(&mut top, 1);
        let mut indented = Rect { x: top.x + 2, width: top.width.saturating_sub(2), ..top };
        paragraph(pen, &mut indented, &about, Role::Dim);
        top = Rect { y: indented.y, height: indented.height, ..top };
        if top.height > 6 {
            skip(&mut top, 1);
        }
    }
    line(pen, &mut top, "On the command line: tiller roundtable new, open, list, show, export, import", Role::Dim);
    line(pen, &mut top, "For the wall, in a second terminal: tiller present SESSION", Role::Dim);
}
