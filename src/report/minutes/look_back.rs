//! A sheet to look back on three months later, to be filled in by hand: one side of A4.

use super::{Held, looked_back_on, said};
use crate::report::room;
use crate::report::sheet::{Datum, Sheet};
use crate::report::takehome::{Document, Print, Section};
use crate::report::wording;

/// What the room asks itself then.
pub(super) const QUESTIONS: [&str; 5] = [
    "What has been seen that speaks for or against the decision?",
    "What has changed since that the room did not know then?",
    "Which assumption looks different now, and who can say so in numbers?",
    "Would the room decide the same today? If not, what?",
    "What was said in dissent, and was there something in it?",
];

/// The sheet.
#[must_use]
pub fn look_back(held: &Held) -> Document {
    let mut done = Section::new("What became of it");
    let mut sheet = Sheet::new("Actions", ["what", "who", "by", "done?", "what came of it"]);
    for action in &held.session.actions {
        let by = action.due.map_or_else(|| String::from("no date"), said);
        let room = "\u{2003}".repeat(8);
        sheet.row([action.what.clone(), action.owner.clone(), by, String::from("☐"), room].map(Datum::text));
    }
    if sheet.rows.is_empty() {
        done.say("No action was agreed.");
    } else {
        done.sheet(sheet);
    }
    let mut then = Section::new("What was decided");
    if held.decided() {
        then.sheet(room::decision(&held.question, &held.session));
    } else {
        then.say("Nothing was decided.");
    }
    then.list(held.session.dissents.iter().map(|d| format!("Dissent: {}", d.text)).collect());
    let mut back = Section::new("Looking back");
    for question in QUESTIONS {
        back.write(question, 2);
    }
    Document {
        title: format!("Three months on: {}", held.question.heading()),
        about: vec![format!(
            "Decided on {}; to be filled in by {}. {}",
            said(held.day),
            said(looked_back_on(held.day)),
            wording::SCREEN_FIRST
        )],
        print: Print::Sheet,
        sections: vec![then, done, back],
        made: Vec::new(),
    }
}
