//! Where the room stands, where it splits, what it guessed, how it moved. Counts and medians, never who.

use super::packages::{Package as Projected, guessed};
use crate::report::sheet::{Datum, Sheet};
use crate::report::words;
use crate::roundtable::camps::{CAMPS_FROM, Camps};
use crate::roundtable::movement::{Minority, Movement};
use crate::roundtable::tally::{LeverTally, ROLE_MIN, Tally};
use crate::roundtable::{Kind, Offered, Package, Question, Round, Session};

/// Agreement from here on is said to be close, and from there on to be there in the main; 0 is half at either end.
const CLOSE: f64 = 0.8;
const MAIN: f64 = 0.6;

/// "middle 2, half from 1 to 3: close agreement", and where a lever splits.
#[must_use]
pub fn spread_in_words(tally: &LeverTally) -> String {
    let Some(q) = tally.middle else { return String::from("no ballots") };
    let mut out = format!("middle {}, half {} to {}", figure(q.median), figure(q.lower), figure(q.upper));
    if let Some(word) = agreement_in_words(tally) {
        out.push_str(" · ");
        out.push_str(&word);
    }
    out
}

/// The same where there is little room: "0.5 (0.5–4) splits 5|4", the middle and in brackets half of the room.
#[must_use]
pub fn spread_in_short(tally: &LeverTally) -> String {
    let Some(q) = tally.middle else { return String::from("no ballots") };
    let word = match (tally.split, tally.agreement) {
        (Some(split), _) => format!(" splits {}|{}", split.sizes.0, split.sizes.1),
        (None, Some(a)) if a >= CLOSE => String::from(" close"),
        (None, Some(a)) if a >= MAIN => String::from(" leaning"),
        (None, Some(_)) => String::from(" wide"),
        (None, None) => String::new(),
    };
    format!("{} ({}–{}){word}", figure(q.median), figure(q.lower), figure(q.upper))
}

/// How far the ballots on a lever agree, in words; `None` below two ballots.
#[must_use]
pub fn agreement_in_words(tally: &LeverTally) -> Option<String> {
    let agreement = tally.agreement?;
    if let Some(split) = tally.split {
        return Some(format!("splits: {} below, {} above", split.sizes.0, split.sizes.1));
    }
    Some(String::from(match agreement {
        a if a >= CLOSE => "close together",
        a if a >= MAIN => "leaning one way",
        _ => "wide apart",
    }))
}

/// A figure of the room as it is said: at most two decimals.
#[must_use]
pub fn figure(x: f64) -> String {
    let rounded = words::round_to(x, 2);
    // Nothing is nothing, on whichever side of it.
    if rounded == 0.0 { String::from("0") } else { words::typed(rounded) }
}

fn number(x: f64) -> Datum {
    Datum::number(x, figure(x))
}

/// Each lever with its median, spread and agreement; or each scenario with its approvals.
#[must_use]
pub fn standing(question: &Question, session: &Session, round: Round) -> Sheet {
    let tally = Tally::of(question, session.round(round));
    let title = format!("{} ballot: where the room stands", capital(round.words()));
    let count = words::count(tally.ballots as u64, "ballot", "ballots");
    if let Some(approvals) = &tally.approvals {
        let mut sheet = Sheet::new(title, ["scenario", "approve", "of"]);
        for (choice, n) in question.choices.iter().zip(&approvals.counts) {
            let (n, all) = (*n as f64, tally.ballots as f64);
            sheet.row([Datum::text(&choice.name), number(n), number(all)]);
        }
        if approvals.tie() {
            sheet.note("Several have the most approvals: a tie.");
        }
        sheet.note(format!("{count}; {} approve of none.", approvals.none));
        return sheet;
    }
    let mut sheet = Sheet::new(title, ["lever", "middle", "half of the room", "least to most", "unit", "agreement"]);
    for (lever, t) in question.levers.iter().zip(&tally.levers) {
        let about = session.sorted.get(&lever.id).map_or(String::new(), |a| format!(" ({})", about_in_words(*a)));
        let said = agreement_in_words(t).unwrap_or_else(|| words::NOT_QUANTIFIED.to_owned());
        let (middle, half) = t.middle.map_or((Datum::missing(), Datum::missing()), |q| {
            (number(q.median), Datum::text(format!("{} to {}", figure(q.lower), figure(q.upper))))
        });
        let ends = match (t.dots.first(), t.dots.last()) {
            (Some(a), Some(b)) => Datum::text(format!("{} to {}", figure(*a), figure(*b))),
            _ => Datum::missing(),
        };
        sheet.row([
            Datum::text(&lever.name),
            middle,
            half,
            ends,
            Datum::text(&lever.unit),
            Datum::text(format!("{said}{about}")),
        ]);
    }
    sheet.note(count);
    if let Some(package) = &tally.package {
        sheet.note(cost(question, package));
    }
    sheet
}

/// What a median package costs, and whether it was scaled down to what there is.
fn cost(question: &Question, package: &Package) -> String {
    let money = |x: f64| words::amount(x, words::Unit::MillionPounds);
    match (package.scaled_from, question.budget) {
        (Some(from), Some(budget)) => format!(
            "The medians together would cost {} a year, more than the {} there is; in the package they are lowered in proportion.",
            money(from),
            words::exact_millions(budget)
        ),
        (_, Some(budget)) => {
            format!("The medians together cost {} of {} a year.", money(package.cost), words::exact_millions(budget))
        }
        _ => format!("The medians together cost {} a year.", money(package.cost)),
    }
}

/// What a disagreement is about, in words.
#[must_use]
pub const fn about_in_words(about: crate::roundtable::About) -> &'static str {
    use crate::roundtable::About;
    match about {
        About::Facts => "about facts",
        About::Values => "about values",
        About::Both => "about facts and values",
    }
}

/// Camps, the view of the few, and roles: only where enough people answered that nobody is picked out.
#[must_use]
pub fn camps(question: &Question, session: &Session, round: Round) -> Vec<Sheet> {
    let ballots = session.round(round);
    let mut out = Vec::new();
    if question.kind == Kind::Package {
        out.push(found(question, &Camps::of(question, ballots)));
    }
    out.extend(Minority::of(question, ballots).map(|few| minority(question, &few)));
    out.push(roles(question, &Tally::of(question, ballots)));
    out
}

fn found(question: &Question, camps: &Camps) -> Sheet {
    let Camps::Found { camps, .. } = camps else {
        let mut sheet = Sheet::new("Camps", Vec::<String>::new());
        sheet.note(match camps {
            Camps::TooFew(n) => format!("Camps are looked for from {CAMPS_FROM} ballots up; there are {n}."),
            _ => String::from("The ballots do not fall into camps."),
        });
        return sheet;
    };
    let heads = camps.iter().enumerate().map(|(i, c)| format!("camp {} ({})", letter(i), c.voters.len()));
    let mut sheet = Sheet::new("Camps: middle of each", std::iter::once(String::from("lever")).chain(heads));
    for (i, lever) in question.levers.iter().enumerate() {
        let of = |c: &crate::roundtable::Camp| c.package.amounts.get(i).map_or_else(Datum::missing, |a| number(*a));
        sheet.row(std::iter::once(Datum::text(&lever.name)).chain(camps.iter().map(of)));
    }
    let name = |camp: &crate::roundtable::Camp| question.levers.get(camp.apart_on).map(|lever| lever.name.as_str());
    let first = camps.first().and_then(name);
    sheet.note(match first {
        Some(lever) if camps.iter().all(|camp| name(camp) == first) => {
            format!("They stand farthest apart on {lever}.")
        }
        _ => {
            let apart = camps.iter().enumerate().filter_map(|(i, c)| Some(format!("{} on {}", letter(i), name(c)?)));
            format!("Farthest from the others: {}.", apart.collect::<Vec<_>>().join("; "))
        }
    });
    sheet
}

fn minority(question: &Question, few: &Minority) -> Sheet {
    let title = format!("The view of the few: {}", words::count(few.ballots as u64, "ballot", "ballots"));
    let mut sheet = Sheet::new(title, ["lever", "their middle", "unit"]);
    for (lever, amount) in question.levers.iter().zip(few.package.iter().flat_map(|p| &p.amounts)) {
        sheet.row([Datum::text(&lever.name), number(*amount), Datum::text(&lever.unit)]);
    }
    for reason in &few.reasons {
        sheet.note(format!("“{reason}”"));
    }
    if question.kind == Kind::Choice {
        sheet.note("They approve of none of those that have the most approvals.");
    }
    sheet
}

fn roles(question: &Question, tally: &Tally) -> Sheet {
    let name = |role: Option<usize>| role.and_then(|r| question.roles.get(r)).map_or("the others", String::as_str);
    if tally.roles.is_empty() {
        let mut sheet = Sheet::new("Roles", Vec::<String>::new());
        sheet.note(format!("Roles are shown apart from {ROLE_MIN} ballots each up."));
        return sheet;
    }
    let heads = tally.roles.iter().map(|r| format!("{} ({})", name(r.role), r.ballots));
    let first = if question.kind == Kind::Package { "lever" } else { "scenario" };
    let mut sheet = Sheet::new("By role: middles", std::iter::once(String::from(first)).chain(heads));
    match question.kind {
        Kind::Package => {
            for (i, lever) in question.levers.iter().enumerate() {
                let of =
                    |r: &crate::roundtable::RoleSplit| r.medians.get(i).map_or_else(Datum::missing, |m| number(*m));
                sheet.row(std::iter::once(Datum::text(&lever.name)).chain(tally.roles.iter().map(of)));
            }
        }
        Kind::Choice => {
            for (i, choice) in question.choices.iter().enumerate() {
                let of = |r: &crate::roundtable::RoleSplit| {
                    r.approvals.get(i).map_or_else(Datum::missing, |n| number(*n as f64))
                };
                sheet.row(std::iter::once(Datum::text(&choice.name)).chain(tally.roles.iter().map(of)));
            }
        }
    }
    sheet
}

/// The room's guesses beside the range of the model; neither is the truth, and nobody is scored. `None` if nobody guessed.
#[must_use]
pub fn guesses(question: &Question, session: &Session, round: Round, model: Option<Projected<'_>>) -> Option<Sheet> {
    let asked = question.guess.as_ref()?;
    let guesses = Tally::of(question, session.round(round)).guesses?;
    let title = format!("{} by {}, {}", asked.name, asked.year, asked.unit);
    let mut sheet = Sheet::new(title, ["who says", "from", "middle", "to"]);
    let q = guesses.middle;
    sheet.row([Datum::text("the room, middle half"), number(q.lower), number(q.median), number(q.upper)]);
    if let (Some(low), Some(high)) = (guesses.dots.first(), guesses.dots.last()) {
        sheet.row([Datum::text("the room, all"), number(*low), number(q.median), number(*high)]);
    }
    if let Some((label, (p10, p50, p90))) = model.and_then(|p| guessed(&asked.indicator, &p).map(|g| (p.0, g))) {
        sheet.row([Datum::text(format!("the model, {}", lower(label))), number(p10), number(p50), number(p90)]);
    }
    let all: Vec<String> = guesses.dots.iter().map(|g| figure(*g)).collect();
    sheet.note(format!("Guesses: {}.", all.join(", ")));
    sheet.note(
        "Neither is the truth. Where they differ, one of them has left something out. The model: 8 futures in 10.",
    );
    Some(sheet)
}

/// How ballots moved from the first to the second round; `None` without ballots in both.
#[must_use]
pub fn movement(question: &Question, session: &Session) -> Option<Sheet> {
    let (before, after) = (session.round(Round::First), session.round(Round::Second));
    if before.ballots.is_empty() || after.ballots.is_empty() {
        return None;
    }
    let moved = Movement::between(question, before, after);
    let mut sheet = match question.kind {
        Kind::Package => Sheet::new(
            "From the first to the second ballot",
            ["lever", "up", "same", "down", "middle was", "middle is"],
        ),
        Kind::Choice => Sheet::new("From the first to the second ballot", ["scenario", "gained", "lost"]),
    };
    for (lever, m) in question.levers.iter().zip(&moved.levers) {
        let (was, is) = m.median.map_or((Datum::missing(), Datum::missing()), |(a, b)| (number(a), number(b)));
        sheet.row([
            Datum::text(&lever.name),
            number(m.up as f64),
            number(m.same as f64),
            number(m.down as f64),
            was,
            is,
        ]);
    }
    for (choice, t) in question.choices.iter().zip(&moved.choices) {
        sheet.row([Datum::text(&choice.name), number(t.gained as f64), number(t.lost as f64)]);
    }
    sheet.note(format!("{} answered both times.", words::count(moved.both as u64, "ballot", "ballots")));
    if let Some((was, is)) = moved.agreement {
        let word = match is - was {
            d if d > 0.02 => "The room is closer together than before.",
            d if d < -0.02 => "The room is wider apart than before.",
            _ => "The room is as far apart as before.",
        };
        sheet.note(word);
    }
    Some(sheet)
}

/// What a lever may be set to: "0 to 8 £m a year".
#[must_use]
pub fn range_in_words(lever: &Offered) -> String {
    format!("{} to {} {}", lever.low, lever.high, lever.unit)
}

/// A, B, C …
fn letter(i: usize) -> char {
    char::from(b'A' + u8::try_from(i.min(25)).unwrap_or(25))
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

/// The first letter small.
#[must_use]
pub fn lower(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_lowercase().chain(chars).collect())
}
