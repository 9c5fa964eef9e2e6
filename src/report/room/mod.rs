//! A roundtable as tables: the question, where the room stands, what moved, what is decided. Screen, wall, command line and minutes
//! are written from these; none of them says who answered what.

mod decided;
pub mod group;
mod packages;
mod standing;

pub use decided::{actions, challenges, decision, dissent, group_cost, reasons};
pub use packages::{Package, guessed, packages};
pub use standing::{
    about_in_words, agreement_in_words, camps, figure, guesses, lower, movement, range_in_words, spread_in_short,
    spread_in_words, standing,
};

use chrono::NaiveDateTime;

use crate::report::sheet::{Datum, Sheet};
use crate::report::words;
use crate::roundtable::{Kind, Question, Round, Session};

/// A cue for the talk.
pub const ASK_FIRST: &str =
    "Hear those first who speak least often: the newest, the youngest, the furthest from the money.";

/// What is asked: levers with their ranges, or scenarios.
#[must_use]
pub fn question(question: &Question) -> Sheet {
    let (from, to) = question.years;
    let where_to = format!("{}, {}, {from}–{to}", question.place, question.sector);
    let mut sheet = match question.kind {
        Kind::Package => {
            let mut sheet = Sheet::new(where_to, ["lever", "least", "most", "unit"]);
            for lever in &question.levers {
                sheet.row([
                    Datum::text(&lever.name),
                    Datum::number(lever.low, words::typed(lever.low)),
                    Datum::number(lever.high, words::typed(lever.high)),
                    Datum::text(&lever.unit),
                ]);
            }
            sheet
        }
        Kind::Choice => {
            let mut sheet = Sheet::new(where_to, ["scenario", "what it is"]);
            for choice in &question.choices {
                sheet.row([Datum::text(&choice.name), Datum::text(&choice.says)]);
            }
            sheet.note("Approve as many as you like.");
            sheet
        }
    };
    if let Some(budget) = question.budget {
        sheet.note(format!("There is {} a year.", words::exact_millions(budget)));
    }
    if let Some(guess) = &question.guess {
        sheet.note(format!(
            "Guess first: by how many {} will “{}” differ by {} from what it would be with no new policy?",
            guess.unit, guess.name, guess.year
        ));
    }
    if !question.roles.is_empty() {
        sheet.note(format!("Roles: {}.", question.roles.join(", ")));
    }
    sheet
}

/// Where the session stands.
#[must_use]
pub fn state(name: &str, session: &Session, now: NaiveDateTime) -> Sheet {
    let mut sheet = Sheet::new(format!("Roundtable “{name}”"), ["what", "stands at"]);
    let title = session.question.as_ref().map_or("not set", |q| q.title.as_str());
    sheet.row([Datum::text("question"), Datum::text(title)]);
    let step = match (session.finished, session.step_began, session.current()) {
        (Some(at), ..) => format!("finished {}", at.format("%Y-%m-%d %H:%M")),
        (None, Some(_), Some(step)) => format!("{} of {}: {}", session.step + 1, session.order.steps.len(), step.title),
        _ => String::from("not begun"),
    };
    sheet.row([Datum::text("step"), Datum::text(step)]);
    let clock = session.clock(now);
    sheet.row([
        Datum::text("minutes planned in all"),
        Datum::number(f64::from(session.order.minutes()), session.order.minutes().to_string()),
    ]);
    if session.step_began.is_some() && session.finished.is_none() {
        let gone = clock.gone.num_minutes();
        sheet.row([Datum::text("minutes gone in this step"), Datum::number(gone as f64, gone.to_string())]);
    }
    for round in Round::ALL {
        let of = session.round(round);
        let open = session.open == Some(round);
        // While a round is open only its being open is said: a count that grows tells who is late.
        let said = match (open, of.ballots.len(), of.closed) {
            (true, ..) => String::from("open"),
            (false, 0, false) => String::from("not begun"),
            (false, n, _) => {
                let shown = if session.is_shown(round) { "shown" } else { "hidden" };
                format!("{}, {shown}", words::count(n as u64, "ballot", "ballots"))
            }
        };
        sheet.row([Datum::text(format!("{} ballot", round.words())), Datum::text(said)]);
    }
    sheet
}

/// Everything of a session that may be seen: state, question, ballots that were shown, movement, decision.
#[must_use]
pub fn everything(name: &str, session: &Session, now: NaiveDateTime) -> Vec<Sheet> {
    let mut all = vec![state(name, session, now)];
    let Some(q) = &session.question else { return all };
    all.push(question(q));
    let shown: Vec<Round> = [Round::First, Round::Second].into_iter().filter(|r| session.is_shown(*r)).collect();
    for round in &shown {
        all.push(standing(q, session, *round));
        all.extend(camps(q, session, *round));
        all.extend(guesses(q, session, *round, None));
        all.extend(reasons(session, *round));
    }
    if shown.len() == 2 {
        all.extend(movement(q, session));
    }
    if !session.challenges.is_empty() {
        all.push(challenges(session));
    }
    all.push(decision(q, session));
    all.extend(dissent(session));
    all.push(actions(session));
    all
}
