//! What the group settles, with a reason for everything; dissent, actions, notes.

use std::sync::Arc;

use chrono::NaiveDate;

use super::super::action::Effect;
use super::super::state::State;
use super::{Ask, Event, Table, Typed, start, talk, write};
use crate::report::room::group;
use crate::roundtable::{Answer, Ballot, Kind, Question, Voter};

/// A lever or a scenario of the question with where the room stands on it.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Its name.
    pub name: String,
    /// Middle of the last round that the room has seen: an amount, or how many approve.
    pub middle: Option<f64>,
    /// What is settled, with the reason; of scenarios the one chosen.
    pub settled: Option<(f64, String)>,
}

/// The lines of the decision.
#[must_use]
pub fn lines(table: &Table) -> Vec<Line> {
    let Some(question) = table.question() else { return Vec::new() };
    let session = &table.session;
    let round = session.round(table.last_round());
    let ballots: Vec<&Ballot> =
        if session.is_shown(table.last_round()) { round.ballots.values().collect() } else { Vec::new() };
    match question.kind {
        Kind::Package => {
            let amounts = |i: usize| {
                let of = |b: &&Ballot| match &b.answer {
                    Answer::Package(all) => all.get(i).copied(),
                    Answer::Approval(_) => None,
                };
                ballots.iter().filter_map(of).collect::<Vec<f64>>()
            };
            let line = |(i, lever): (usize, &crate::roundtable::Offered)| Line {
                name: lever.name.clone(),
                middle: median(amounts(i)).map(|m| lever.snap(m)),
                settled: session.settled.get(&lever.id).map(|s| (s.amount, s.reason.clone())),
            };
            question.levers.iter().enumerate().map(line).collect()
        }
        Kind::Choice => {
            let approve = |i: usize| {
                let says = |b: &&&Ballot| matches!(&b.answer, Answer::Approval(all) if all.contains(&i));
                ballots.iter().filter(says).count()
            };
            let line = |(i, choice): (usize, &crate::roundtable::Choice)| Line {
                name: choice.name.clone(),
                middle: (!ballots.is_empty()).then(|| approve(i) as f64),
                settled: session.chosen.as_ref().filter(|c| c.choice == i).map(|c| (1.0, c.reason.clone())),
            };
            question.choices.iter().enumerate().map(line).collect()
        }
    }
}

fn median(mut all: Vec<f64>) -> Option<f64> {
    all.sort_by(f64::total_cmp);
    let n = all.len();
    let (low, high) = (all.get(n.checked_sub(1)? / 2)?, all.get(n / 2)?);
    Some(f64::midpoint(*low, *high))
}

/// The group's amounts, as the minutes have them: settled where they are, else where the room stands, else as before.
#[must_use]
pub fn group(table: &Table) -> Vec<f64> {
    let amounts = |q: &Arc<Question>| group::amounts(q, &table.session, table.base.as_deref());
    table.question().map_or_else(Vec::new, amounts)
}

/// Takes what was typed into a layer.
pub(super) fn take(state: &mut State, typed: Typed, text: &str) -> Result<Vec<Effect>, String> {
    let Some(table) = state.roundtable.table.as_deref() else { return Ok(Vec::new()) };
    let events = match typed {
        Typed::Question => start::retitled(table, text)?,
        Typed::Budget => start::with_budget(table, text)?,
        Typed::Settle(at) => vec![settled(table, at, text)?],
        Typed::Dissent if text.is_empty() => return Err(String::from("write it in the words it was given")),
        Typed::Dissent => vec![Event::Dissented(text.to_owned())],
        Typed::Action => vec![action(text)?],
        Typed::Note if text.is_empty() => return Ok(Vec::new()),
        Typed::Note => vec![Event::Noted(text.to_owned())],
        Typed::Challenge(at) => talk::challenged(state, table, at, text)?,
        Typed::Drop => vec![dropped(table, text)?],
        Typed::Phones if text.is_empty() => return Err(String::from("type lan, or an address of this machine")),
        Typed::Phones => return Ok(vec![Effect::Room(Ask::Serve(text.to_owned()))]),
        Typed::Import if text.is_empty() => return Err(String::from("type the name of a CSV file")),
        Typed::Import => {
            let round = table.session.open.ok_or_else(|| String::from("open a ballot first: b"))?;
            return Ok(vec![Effect::Room(Ask::Import(round, text.to_owned()))]);
        }
    };
    // What the journal would refuse is refused while it can still be put right.
    let mut ahead = table.session.clone();
    for event in &events {
        let admitted = ahead.admit(event.clone()).map_err(|why| why.to_string())?;
        if let Some(event) = admitted {
            let entry = crate::roundtable::Entry { n: ahead.last() + 1, at: table.now, event };
            ahead.apply(&entry);
        }
    }
    Ok(write(events))
}

/// "AMOUNT; REASON" of a lever, or the reason for a scenario.
fn settled(table: &Table, at: usize, text: &str) -> Result<Event, String> {
    let question = table.question().ok_or_else(|| String::from("there is no question"))?;
    if question.kind == Kind::Choice {
        if text.is_empty() {
            return Err(String::from("a choice needs a reason, one line"));
        }
        return Ok(Event::Chosen { choice: at, reason: text.to_owned() });
    }
    let lever = question.levers.get(at).ok_or_else(|| String::from("no lever is selected"))?;
    let (amount, reason) = text.split_once(';').unwrap_or((text, ""));
    let bare = amount.trim().trim_start_matches('£').trim_end_matches(['m', '%', ' ']);
    let amount: f64 =
        bare.parse().map_err(|_| format!("'{}' is not an amount; write AMOUNT; REASON", amount.trim()))?;
    if !lever.holds(amount) {
        return Err(format!("{} may be {} to {} {}", lever.name, lever.low, lever.high, lever.unit));
    }
    // The field offers the amount with its semicolon; a second one is a slip.
    let reason = reason.trim_start_matches([';', ' ']).trim_end();
    if reason.is_empty() {
        return Err(String::from("a reason is needed, one line: AMOUNT; REASON"));
    }
    Ok(Event::Settled { lever: lever.id.clone(), amount, reason: reason.to_owned() })
}

/// "WHAT; WHO; BY WHEN", the last may be left out.
fn action(text: &str) -> Result<Event, String> {
    let mut parts = text.split(';').map(str::trim);
    let what = parts.next().unwrap_or_default();
    let owner = parts.next().unwrap_or_default();
    let due = parts.next().unwrap_or_default();
    if what.is_empty() || owner.is_empty() {
        return Err(String::from("write WHAT; WHO; BY WHEN (2027-03-31); the date may be left out"));
    }
    let due = match due {
        "" => None,
        day => Some(
            NaiveDate::parse_from_str(day, "%Y-%m-%d")
                .map_err(|_| format!("'{day}' is no date; write it as 2027-03-31"))?,
        ),
    };
    Ok(Event::Acted { what: what.to_owned(), owner: owner.to_owned(), due })
}

fn dropped(table: &Table, text: &str) -> Result<Event, String> {
    let round = table.round();
    let number: u16 = text.parse().map_err(|_| format!("'{text}' is not the number of a ballot"))?;
    let voter = Voter::Paper(number);
    if table.session.round(round).ballots.contains_key(&voter) {
        Ok(Event::Dropped { round, voter })
    } else {
        Err(format!("there is no ballot {number} in the {} round", round.words()))
    }
}
