//! The minutes of a session: a draft with five days for corrections.

use super::look_back::QUESTIONS;
use super::{Held, corrections_until, guesses, looked_back_on, said, stands};
use crate::model::Basis;
use crate::report::room::{self, group};
use crate::report::sheet::{Datum, Sheet};
use crate::report::takehome::{Block, Document, Print, Section};
use crate::report::wording;
use crate::roundtable::Round;

/// The draft of the minutes; sections on the scenarios may be added behind.
#[must_use]
pub fn minutes(basis: &Basis, held: &Held) -> Document {
    let state = if held.session.finished.is_some() { "" } else { " The session is still open." };
    let evidence = held.packages.first().map_or_else(String::new, |p| {
        format!("; evidence {}; seed {}; draws {}", p.projection.evidence_version, p.scenario.seed, p.projection.draws)
    });
    Document {
        title: format!("Minutes (draft): {}", held.question.heading()),
        about: vec![
            format!(
                "{}, {}, {}. Corrections until {}; then it stands.{state}",
                said(held.day),
                held.question.place,
                held.question.sector.to_lowercase(),
                said(corrections_until(held.day))
            ),
            String::from("Who said what is not recorded: figures are of the room."),
        ],
        print: Print::Desk,
        sections: sections(basis, held),
        made: vec![
            format!("tiller {}; {}{evidence}", env!("CARGO_PKG_VERSION"), said(held.day)),
            wording::SCREEN_FIRST.to_owned(),
        ],
    }
}

/// The sections alone: what was decided and who does what, then how the room came to it.
#[must_use]
pub fn sections(basis: &Basis, held: &Held) -> Vec<Section> {
    let mut out = vec![decision(held), actions(held), room(held)];
    out.extend(guesses::section(held));
    out.extend(challenged(held));
    out.extend(packages(basis, held));
    out.push(asked(held));
    out.push(three_months_on(held));
    out
}

/// What was decided, why, and who does not agree.
fn decision(held: &Held) -> Section {
    let mut section = Section::new("Decision");
    section.lead(held.question.title.clone());
    if held.decided() {
        let decision = room::decision(&held.question, &held.session);
        section.sheet(Sheet { title: String::from("What was decided, and why"), ..decision });
    } else {
        section.say("Nothing was decided.");
    }
    let open = group::left_open(&held.question, &held.session);
    if !open.is_empty() {
        section.say(format!(
            "Left open: {}. Where figures are of what was settled, a lever left open stands at the middle of the last ballot.",
            open.join(", ")
        ));
    }
    section.heading("Dissent");
    let said: Vec<String> = held.session.dissents.iter().map(|d| d.text.clone()).collect();
    if said.is_empty() {
        section.say("None was recorded.");
    }
    section.list(said);
    section
}

/// Where the room stood, round by round: each lever on its own, so that no ballot can be put together again.
fn room(held: &Held) -> Section {
    let mut section = Section::new("Where the room stood");
    let Some(chart) = stands::chart(held) else {
        section.say("No ballot was counted.");
        return section;
    };
    section.chart(chart);
    let rounds = held.rounds();
    if rounds == [Round::First, Round::Second] {
        section.blocks.extend(room::movement(&held.question, &held.session).map(Block::Sheet));
    }
    for round in rounds {
        section.heading(format!("Behind the {} ballot", round.words()));
        for sheet in room::camps(&held.question, &held.session, round) {
            told(&mut section, sheet);
        }
        match room::reasons(&held.session, round) {
            Some(reasons) => {
                section.say(format!("{}:", reasons.title));
                section.list(reasons.rows.iter().filter_map(|r| r.first()).map(|d| d.shown().to_owned()).collect());
            }
            None => section.say("No reason was shown to the room."),
        }
    }
    section
}

/// A table, or its sentences where it has no rows.
fn told(section: &mut Section, sheet: Sheet) {
    if sheet.rows.is_empty() {
        for note in sheet.notes {
            section.say(note);
        }
    } else {
        section.sheet(sheet);
    }
}

/// Assumptions that were challenged; `None` if none was.
fn challenged(held: &Held) -> Option<Section> {
    if held.session.challenges.is_empty() {
        return None;
    }
    let mut section = Section::new("Assumptions challenged");
    section.sheet(room::challenges(&held.session));
    Some(section)
}

/// What the packages could change; `None` if that was neither worked out nor refused.
fn packages(basis: &Basis, held: &Held) -> Option<Section> {
    let mut section = Section::new("What the packages could change");
    section.blocks.extend(held.figures(basis).map(Block::Sheet));
    if let Some(why) = &held.unread {
        section.say(format!("This cannot be worked out here: {why}"));
    }
    (!section.blocks.is_empty()).then_some(section)
}

fn actions(held: &Held) -> Section {
    let mut section = Section::new("Actions");
    if held.session.actions.is_empty() {
        section.say("None was agreed.");
        return section;
    }
    let mut sheet = Sheet::new("Who does what by when", ["what", "who", "by"]);
    for action in &held.session.actions {
        let by = action.due.map_or_else(|| Datum::Missing(String::from("no date")), |day| Datum::text(said(day)));
        sheet.row([Datum::text(&action.what), Datum::text(&action.owner), by]);
    }
    section.sheet(sheet);
    section
}

/// The ballot that was put to the room.
fn asked(held: &Held) -> Section {
    let mut section = Section::new("What was asked");
    section.sheet(room::question(&held.question));
    section
}

fn three_months_on(held: &Held) -> Section {
    let mut section = Section::new("Three months on");
    section.say(format!("On {} the room looks back: which actions are done, and", said(looked_back_on(held.day))));
    section.list(QUESTIONS.iter().map(|q| (*q).to_owned()).collect());
    section
}
