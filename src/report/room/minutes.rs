//! Minutes as Markdown: a draft with five days for corrections, and what to look at after three months.

use std::fmt::Write as _;

use chrono::{Days, NaiveDateTime};

use super::{actions, camps, challenges, decision, dissent, movement, question, reasons, standing};
use crate::report::sheet::{Datum, Sheet};
use crate::roundtable::{Round, Session};

/// Days for corrections.
const CORRECTIONS: u64 = 5;
/// Days until the follow-up.
const FOLLOW_UP: u64 = 91;

/// The minutes of a session on a day, with what its packages could change if that is known.
#[must_use]
pub fn minutes(name: &str, session: &Session, now: NaiveDateTime, packages: &Option<Sheet>) -> String {
    let title = session.question.as_ref().map_or(name, |q| q.title.as_str());
    let day = |days: u64| now.date().checked_add_days(Days::new(days)).unwrap_or(now.date());
    let mut out = format!("# Minutes: {}\n\n", harmless(title));
    let _ = writeln!(out, "Draft of {}. Corrections until {}; then it stands.\n", now.date(), day(CORRECTIONS));
    let mut all = Vec::new();
    if let Some(q) = &session.question {
        all.push(question(q));
        for round in [Round::First, Round::Second].into_iter().filter(|r| session.is_shown(*r)) {
            all.push(standing(q, session, round));
            all.extend(camps(q, session, round));
            all.extend(reasons(session, round));
        }
        if session.is_shown(Round::First) && session.is_shown(Round::Second) {
            all.extend(movement(q, session));
        }
    }
    if !session.challenges.is_empty() {
        all.push(challenges(session));
    }
    all.extend(packages.clone());
    all.extend(session.question.as_ref().map(|q| decision(q, session)));
    all.extend(dissent(session));
    all.push(actions(session));
    for sheet in &all {
        section(&mut out, sheet);
    }
    let _ = writeln!(out, "## Three months on, {}\n", day(FOLLOW_UP));
    out.push_str("Which actions are done? What has been seen that speaks for or against the decision? What would be settled otherwise now?\n");
    out
}

/// A table under its heading.
fn section(out: &mut String, sheet: &Sheet) {
    let _ = writeln!(out, "## {}\n", harmless(&sheet.title));
    if sheet.rows.is_empty() {
        out.push_str("None.\n");
    } else {
        let row = |cells: &mut dyn Iterator<Item = String>| format!("| {} |\n", cells.collect::<Vec<_>>().join(" | "));
        out.push_str(&row(&mut sheet.columns.iter().map(|c| harmless(c))));
        out.push_str(&row(&mut sheet.columns.iter().map(|_| String::from("---"))));
        for cells in &sheet.rows {
            out.push_str(&row(&mut cells.iter().map(Datum::shown).map(harmless)));
        }
    }
    out.push('\n');
    for note in &sheet.notes {
        let _ = writeln!(out, "{}\n", harmless(note));
    }
}

/// What was typed stays text: no mark-up of Markdown or HTML begins in it, no cell ends.
fn harmless(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '|' | '<' | '>' | '&' | '`' | '*' | '_' | '[' | ']' | '#' => {
                out.push('\\');
                out.push(c);
            }
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}
