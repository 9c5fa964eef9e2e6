//! What is decided, with its reasons and its dissent; what was challenged; who does what.

use crate::report::sheet::{Datum, Sheet};
use crate::report::words::{self, Unit};
use crate::roundtable::{Kind, Question, Round, Session};

/// Lever by lever what the group settled and why, or the scenario it chose.
#[must_use]
pub fn decision(question: &Question, session: &Session) -> Sheet {
    match question.kind {
        Kind::Package => {
            let mut sheet = Sheet::new("Decision", ["lever", "amount", "unit", "reason"]);
            for lever in &question.levers {
                match session.settled.get(&lever.id) {
                    Some(s) => sheet.row([
                        Datum::text(&lever.name),
                        Datum::number(s.amount, words::typed(s.amount)),
                        Datum::text(&lever.unit),
                        Datum::text(&s.reason),
                    ]),
                    None => sheet.row([
                        Datum::text(&lever.name),
                        Datum::Missing(String::from("open")),
                        Datum::text(&lever.unit),
                        Datum::text(""),
                    ]),
                }
            }
            sheet.notes.extend(group_cost(Some(question), session));
            sheet
        }
        Kind::Choice => {
            let mut sheet = Sheet::new("Decision", ["scenario", "chosen", "reason"]);
            for (i, choice) in question.choices.iter().enumerate() {
                let chosen = session.chosen.as_ref().filter(|c| c.choice == i);
                let reason = chosen.map_or("", |c| c.reason.as_str());
                let word = if chosen.is_some() { "yes" } else { "" };
                sheet.row([Datum::text(&choice.name), Datum::text(word), Datum::text(reason)]);
            }
            sheet
        }
    }
}

/// What the settled amounts cost, against the budget; `None` while nothing is settled.
#[must_use]
pub fn group_cost(question: Option<&Question>, session: &Session) -> Option<String> {
    let question = question.filter(|q| q.kind == Kind::Package && !session.settled.is_empty())?;
    let amount = |l: &crate::roundtable::Offered| session.settled.get(&l.id).map_or(0.0, |s| s.amount);
    let cost: f64 = question.levers.iter().map(|l| l.cost * amount(l)).sum();
    let money = words::amount(cost, Unit::MillionPounds);
    Some(match question.budget {
        Some(budget) if cost > budget * (1.0 + 1e-9) => {
            let over = words::amount(cost - budget, Unit::MillionPounds);
            format!(
                "Settled so far costs {money} a year, over the {} there is by {over}.",
                words::exact_millions(budget)
            )
        }
        Some(budget) => format!("Settled so far costs {money} of {} a year.", words::exact_millions(budget)),
        None => format!("Settled so far costs {money} a year."),
    })
}

/// Dissent in the words it was given; `None` if nobody dissented.
#[must_use]
pub fn dissent(session: &Session) -> Option<Sheet> {
    let mut sheet = Sheet::new("Dissent", ["what was said"]);
    for said in &session.dissents {
        sheet.row([Datum::text(&said.text)]);
    }
    (!sheet.rows.is_empty()).then_some(sheet)
}

/// Actions with owner and date.
#[must_use]
pub fn actions(session: &Session) -> Sheet {
    let mut sheet = Sheet::new("Actions", ["what", "who", "by"]);
    for action in &session.actions {
        let due = action.due.map_or_else(|| Datum::text("no date"), |d| Datum::text(d.to_string()));
        sheet.row([Datum::text(&action.what), Datum::text(&action.owner), due]);
    }
    sheet
}

/// Assumptions that were challenged.
#[must_use]
pub fn challenges(session: &Session) -> Sheet {
    let mut sheet = Sheet::new("Challenged: both versions are kept", ["no.", "what was changed, and why"]);
    for (i, challenge) in session.challenges.iter().enumerate() {
        sheet.row([Datum::number((i + 1) as f64, (i + 1).to_string()), Datum::text(&challenge.says)]);
    }
    sheet
}

/// Reasons that the facilitator accepted; `None` if there is none.
#[must_use]
pub fn reasons(session: &Session, round: Round) -> Option<Sheet> {
    let mut sheet = Sheet::new(format!("Reasons given in the {} round", round.words()), ["reason"]);
    for reason in session.round(round).accepted() {
        sheet.row([Datum::text(reason)]);
    }
    (!sheet.rows.is_empty()).then_some(sheet)
}
