//! The minutes of a session: a draft with five days for corrections, and a sheet to look back on in three months.

use chrono::{Days, Months, NaiveDate};

use super::amount;
use crate::report::sheet::{Datum, Sheet};
use crate::report::takehome::{Document, Print, Section};
use crate::report::wording;
use crate::report::words::{count, exact_millions};
use crate::roundtable::{Answer, Ballot, Kind, Question, Round};

/// Days in which a draft can be corrected.
const CORRECTIONS: u64 = 5;
/// Months after which the room looks back.
const LOOK_BACK: u32 = 3;

/// What a session came to, as its journal tells it. It holds no name but those that owners of actions gave.
#[derive(Debug, Clone, PartialEq)]
pub struct Held {
    /// The question.
    pub question: Question,
    /// The day.
    pub day: NaiveDate,
    /// Ballots that count, by round; the practice round is left out by the writer.
    pub rounds: Vec<(Round, Vec<Ballot>)>,
    /// Reasons that the facilitator let be seen, by round.
    pub reasons: Vec<(Round, Vec<String>)>,
    /// The model's range of the guessed indicator for the package of the room, as it is said, if it was worked out.
    pub range: Option<String>,
    /// Assumptions that were challenged, a line each.
    pub challenges: Vec<String>,
    /// What was decided: lever or scenario, amount with unit or nothing, reason.
    pub decided: Vec<(String, String, String)>,
    /// Dissent, in the words in which it was given.
    pub dissents: Vec<String>,
    /// Actions: what, who, by when.
    pub actions: Vec<(String, String, Option<NaiveDate>)>,
    /// Whether the session was closed.
    pub finished: bool,
}

/// The draft of the minutes; sections on the scenario of the group may be added behind.
#[must_use]
pub fn minutes(held: &Held) -> Document {
    let until = held.day.checked_add_days(Days::new(CORRECTIONS)).unwrap_or(held.day);
    let state = if held.finished { "" } else { " The session is still open." };
    Document {
        title: format!("Minutes (draft): {}", held.question.title),
        about: vec![
            format!(
                "{}, {}, {}. Corrections until {}.{state}",
                said(held.day),
                held.question.place,
                held.question.sector.to_lowercase(),
                said(until)
            ),
            String::from("Who said what is not recorded: figures are of the room."),
        ],
        print: Print::Desk,
        sections: sections(held),
        made: vec![format!("tiller {}", env!("CARGO_PKG_VERSION")), wording::SCREEN_FIRST.to_owned()],
    }
}

/// The sections alone.
#[must_use]
pub fn sections(held: &Held) -> Vec<Section> {
    let mut out = vec![decision(held), room(held)];
    out.extend(guesses(held));
    let mut challenged = Section::new("Assumptions challenged");
    challenged.list(held.challenges.clone());
    if !held.challenges.is_empty() {
        out.push(challenged);
    }
    out.push(actions(held));
    out
}

fn said(day: NaiveDate) -> String {
    day.format("%-d %B %Y").to_string()
}

/// What was decided, why, and who does not agree.
fn decision(held: &Held) -> Section {
    let mut section = Section::new("Decision");
    section.lead(held.question.title.clone());
    if let Some(budget) = held.question.budget {
        section.say(format!("There is {} a year.", exact_millions(budget)));
    }
    if held.decided.is_empty() {
        section.say("Nothing was decided.");
    } else {
        let mut sheet = Sheet::new("What was decided, and why", ["what", "how much", "reason"]);
        for (what, how_much, reason) in &held.decided {
            sheet.row([what, how_much, reason].map(|t| Datum::text(t.clone())));
        }
        section.sheet(sheet);
    }
    section.heading("Dissent");
    if held.dissents.is_empty() {
        section.say("None was recorded.");
    }
    section.list(held.dissents.clone());
    section
}

/// Where the room stood, round by round: each lever on its own, so that no ballot can be put together again.
fn room(held: &Held) -> Section {
    let mut section = Section::new("Where the room stood");
    let counted = || held.rounds.iter().filter(|(round, _)| *round != Round::Practice);
    for (round, ballots) in counted() {
        let n = count(ballots.len() as u64, "ballot", "ballots");
        section.heading(format!("The {} ballot: {n}", round.words()));
        section.sheet(match held.question.kind {
            Kind::Package => amounts(&held.question, ballots),
            Kind::Choice => approvals(&held.question, ballots),
        });
        let reasons = held.reasons.iter().filter(|(of, _)| of == round).flat_map(|(_, all)| all.clone());
        let mut reasons: Vec<String> = reasons.collect();
        // In the order of the alphabet, not of the ballots.
        reasons.sort();
        section.list(reasons);
    }
    let all: Vec<_> = counted().collect();
    if let [(_, before), .., (_, after)] = all.as_slice()
        && held.question.kind == Kind::Package
    {
        section.sheet(movement(&held.question, before, after));
    }
    if all.is_empty() {
        section.say("No ballot was counted.");
    }
    section
}

/// The amounts of one lever, in order.
fn of_lever(ballots: &[Ballot], lever: usize) -> Vec<f64> {
    let amount = |b: &Ballot| match &b.answer {
        Answer::Package(amounts) => amounts.get(lever).copied().filter(|x| x.is_finite()),
        Answer::Approval(_) => None,
    };
    let mut out: Vec<f64> = ballots.iter().filter_map(amount).collect();
    out.sort_by(f64::total_cmp);
    out
}

/// The middle one; of two the mean.
fn middle(sorted: &[f64]) -> Option<f64> {
    let (low, high) = (sorted.len().checked_sub(1)? / 2, sorted.len() / 2);
    Some(f64::midpoint(*sorted.get(low)?, *sorted.get(high)?))
}

fn amounts(question: &Question, ballots: &[Ballot]) -> Sheet {
    let columns = ["lever", "unit", "least", "middle", "most", "all, in order"];
    let mut sheet = Sheet::new("Amounts, each lever on its own", columns);
    for (k, lever) in question.levers.iter().enumerate() {
        let all = of_lever(ballots, k);
        let number = |x: Option<f64>| x.map_or_else(Datum::missing, |x| Datum::number(x, amount(x)));
        sheet.row([
            Datum::text(&lever.name),
            Datum::text(&lever.unit),
            number(all.first().copied()),
            number(middle(&all)),
            number(all.last().copied()),
            Datum::text(all.iter().map(|x| amount(*x)).collect::<Vec<_>>().join(", ")),
        ]);
    }
    sheet
}

fn approvals(question: &Question, ballots: &[Ballot]) -> Sheet {
    let mut sheet = Sheet::new("Approved by", ["option", "ballots", "of"]);
    let number = |n: usize| Datum::number(n as f64, n.to_string());
    for (k, choice) in question.choices.iter().enumerate() {
        let approves = |b: &&Ballot| matches!(&b.answer, Answer::Approval(all) if all.contains(&k));
        sheet.row([Datum::text(&choice.name), number(ballots.iter().filter(approves).count()), number(ballots.len())]);
    }
    sheet
}

fn movement(question: &Question, before: &[Ballot], after: &[Ballot]) -> Sheet {
    let mut sheet = Sheet::new("Movement of the middle", ["lever", "unit", "before the talk", "after it"]);
    for (k, lever) in question.levers.iter().enumerate() {
        let at = |ballots: &[Ballot]| {
            middle(&of_lever(ballots, k)).map_or_else(Datum::missing, |x| Datum::number(x, amount(x)))
        };
        sheet.row([Datum::text(&lever.name), Datum::text(&lever.unit), at(before), at(after)]);
    }
    sheet
}

/// The room's guesses beside the model's range: neither is the truth.
fn guesses(held: &Held) -> Option<Section> {
    let asked = held.question.guess.as_ref()?;
    let (_, ballots) = held.rounds.iter().find(|(round, _)| *round == Round::First)?;
    let mut all: Vec<f64> = ballots.iter().filter_map(|b| b.guess).filter(|x| x.is_finite()).collect();
    all.sort_by(f64::total_cmp);
    let mut section = Section::new("Guesses beside the range");
    section.say(format!(
        "Change of {} by {}, {}. Neither is the truth, and nobody is marked.",
        asked.name, asked.year, asked.unit
    ));
    let mut sheet = Sheet::new("Guesses and range", ["whose", "what"]);
    let listed: Vec<String> = all.iter().map(|x| amount(*x)).collect();
    sheet.row([Datum::text("the room, in order"), Datum::text(listed.join(", "))]);
    if let Some(x) = middle(&all) {
        sheet.row([Datum::text("the middle of the room"), Datum::text(amount(x))]);
    }
    sheet.row([
        Datum::text("the program, 8 futures in 10"),
        held.range.clone().map_or_else(Datum::missing, Datum::text),
    ]);
    section.sheet(sheet);
    Some(section)
}

fn actions(held: &Held) -> Section {
    let mut section = Section::new("Actions");
    if held.actions.is_empty() {
        section.say("None was agreed.");
        return section;
    }
    let mut sheet = Sheet::new("Who does what by when", ["what", "who", "by"]);
    for (what, who, by) in &held.actions {
        let by = by.map_or_else(|| Datum::Missing(String::from("no date")), |day| Datum::text(said(day)));
        sheet.row([Datum::text(what), Datum::text(who), by]);
    }
    section.sheet(sheet);
    section
}

/// A sheet to look back on three months later, to be filled in by hand.
#[must_use]
pub fn follow_up(held: &Held) -> Document {
    let then = held.day.checked_add_months(Months::new(LOOK_BACK)).unwrap_or(held.day);
    let mut done = Section::new("What became of it");
    let mut sheet = Sheet::new("Actions", ["what", "who", "by", "done?", "what came of it"]);
    for (what, who, by) in &held.actions {
        let by = by.map_or_else(|| String::from("no date"), said);
        sheet.row([what.clone(), who.clone(), by, String::from("☐"), String::new()].map(Datum::text));
    }
    if held.actions.is_empty() {
        sheet.note("No action was agreed.");
    }
    done.sheet(sheet);
    let mut back = Section::new("Looking back");
    back.write("What has changed since that the room did not know then?", 3);
    back.write("Which assumption looks different now, and who can say so in numbers?", 3);
    back.write("Would the room decide the same today? If not, what?", 3);
    back.write("What was said in dissent, and was there something in it?", 3);
    Document {
        title: format!("Three months on: {}", held.question.title),
        about: vec![format!("Decided on {}; to be filled in by {}.", said(held.day), said(then))],
        print: Print::Desk,
        sections: vec![done, back],
        made: vec![wording::SCREEN_FIRST.to_owned()],
    }
}
