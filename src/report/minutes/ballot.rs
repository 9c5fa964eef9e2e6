//! The ballot on paper: one side of A4 in 16 points, filled in by hand, typed in by its number.

use crate::report::sheet::{Datum, Sheet};
use crate::report::takehome::{Document, Print, Section};
use crate::report::words::{exact_millions, typed};
use crate::roundtable::{Kind, Offered, Question};

/// Most amounts that are printed to be ringed; beyond it every second, third … one, the ends kept.
const RINGED: usize = 7;
/// A gap that no reader of the page closes.
const GAP: &str = "\u{2003}";

/// The page.
#[must_use]
pub fn ballot(question: &Question) -> Document {
    let mut section = Section::default();
    section.say(format!("Ballot number ________{GAP}☐ practice{GAP}☐ first{GAP}☐ second"));
    match question.kind {
        Kind::Package => {
            section.sheet(levers(question));
            if let Some(budget) = question.budget {
                section.say(format!("There is {} a year. My levers cost ________ a year.", exact_millions(budget)));
            }
        }
        Kind::Choice => section.sheet(choices(question)),
    }
    if let Some(guess) = &question.guess {
        section.say(format!("My guess: change of {} by {}: ________ {}.", guess.name, guess.year, guess.unit));
    }
    if !question.roles.is_empty() {
        let roles: Vec<String> = question.roles.iter().map(|role| format!("☐\u{a0}{role}")).collect();
        section.say(format!("I speak from (may stay empty):{GAP}{}", roles.join(GAP)));
    }
    section.write("My reason, one line (shown to the room only once the facilitator has read it):", 2);
    Document {
        title: question.heading(),
        about: vec![format!(
            "{}, {}, {}–{}. No name, please.",
            question.place,
            question.sector.to_lowercase(),
            question.years.0,
            question.years.1
        )],
        print: Print::Large,
        sections: vec![section],
        made: Vec::new(),
    }
}

/// A line for each lever: amounts to ring, and room for another.
fn levers(question: &Question) -> Sheet {
    let mut sheet = Sheet::new("Ring one amount in each line, or write another", ["lever", "amounts", "other"]);
    for lever in &question.levers {
        // An amount stays on its line with its neighbours apart, so that a ring finds room.
        let amounts: Vec<String> = ringed(lever).into_iter().map(typed).collect();
        sheet.row([
            Datum::text(format!("{}, {}", lever.name, lever.unit)),
            Datum::text(amounts.join(GAP)),
            Datum::text("_____"),
        ]);
    }
    sheet
}

/// Amounts from low to high on the steps of the lever, at most [`RINGED`].
pub(super) fn ringed(lever: &Offered) -> Vec<f64> {
    let span = lever.high - lever.low;
    if !(span.is_finite() && lever.step > 0.0 && span >= 0.0) {
        return vec![lever.low];
    }
    let steps = libm::floor(span / lever.step + 1e-9).clamp(0.0, 10_000.0);
    let every = libm::ceil(steps / (RINGED - 1) as f64).max(1.0);
    let mut out = Vec::new();
    for k in 0..RINGED {
        let at = k as f64 * every;
        if at >= steps {
            break;
        }
        out.push(lever.low + at * lever.step);
    }
    out.truncate(RINGED - 1);
    out.push(lever.low + steps * lever.step);
    out
}

/// A line for each scenario.
fn choices(question: &Question) -> Sheet {
    let mut sheet =
        Sheet::new("Tick every one that you could live with, as many as you like", ["tick", "option", "what it is"]);
    for choice in &question.choices {
        sheet.row([Datum::text("☐"), Datum::text(&choice.name), Datum::text(&choice.says)]);
    }
    sheet
}
