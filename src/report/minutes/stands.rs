//! Where the room stood, as a drawing with its table: a dot for each ballot on each lever, or approvals as bars. Drawn from the count that the
//! screen shows; nobody is named, and no lever is put beside another for one and the same ballot.

use super::Held;
use crate::report::room;
use crate::report::sheet::{Datum, Sheet};
use crate::report::takehome::Chart;
use crate::report::takehome::chart::{Bar, DotRow, Drawing, Group, Strip, Whose};
use crate::report::words::{count, typed};
use crate::roundtable::{Kind, LeverTally, Offered, Quartiles, Round, Tally};

/// Levers with the ballots of every round that was shown, or scenarios with their approvals; `None` without such a round.
pub(super) fn chart(held: &Held) -> Option<Chart> {
    let question = &held.question;
    let tallies: Vec<(Round, Tally)> =
        held.rounds().into_iter().map(|round| (round, Tally::of(question, held.session.round(round)))).collect();
    if tallies.is_empty() {
        return None;
    }
    let mut chart = match question.kind {
        Kind::Package => levers(held, &tallies),
        Kind::Choice => approvals(held, &tallies),
    };
    // How many ballots there were, what the middles cost together, whether votes tie.
    for (round, _) in &tallies {
        let notes = room::standing(question, &held.session, *round).notes;
        chart.values.note(format!("{}: {}", ballot(*round), sentences(&notes)));
    }
    Some(chart)
}

fn levers(held: &Held, tallies: &[(Round, Tally)]) -> Chart {
    let columns =
        ["lever", "ballot", "middle", "half of the room", "least to most", "agreement", "every ballot", "decided"];
    let mut values = Sheet::new("The room on each lever", columns);
    let mut strips = Vec::new();
    for (i, lever) in held.question.levers.iter().enumerate() {
        let settled = held.session.settled.get(&lever.id).map(|s| s.amount);
        let mut rows = Vec::new();
        for (round, tally) in tallies {
            let Some(found) = tally.levers.get(i) else { continue };
            values.row(cells(held, lever, (*round, found), settled));
            rows.push(DotRow {
                label: ballot(*round),
                whose: Whose::Room,
                dots: found.dots.clone(),
                middle: found.middle.map(|q| [q.lower, q.median, q.upper]),
                said: room::spread_in_words(found),
            });
        }
        strips.push(Strip {
            label: lever.name.clone(),
            unit: lever.unit.clone(),
            ends: [lever.low, lever.high],
            rows,
            decided: settled.map(|x| (x, format!("decided: {}", typed(x)))),
        });
    }
    let line = if held.decided() { " The dashed line is what was decided." } else { "" };
    Chart {
        title: String::from("The room on each lever."),
        says: format!(
            "A dot is a ballot, without a name. The shaded stretch holds half of the room, the upright line in it is the middle.{line}"
        ),
        drawing: Drawing::Dots(strips),
        values,
    }
}

fn cells(held: &Held, lever: &Offered, (round, found): (Round, &LeverTally), settled: Option<f64>) -> [Datum; 8] {
    let number = |x: f64| Datum::number(x, room::figure(x));
    let span = |ends: Option<(f64, f64)>| {
        ends.map_or_else(Datum::missing, |(a, b)| Datum::text(format!("{} to {}", room::figure(a), room::figure(b))))
    };
    let about = held.session.sorted.get(&lever.id).map_or("", |a| room::about_in_words(*a));
    let agreement = match (room::agreement_in_words(found), about) {
        (None, "") => Datum::missing(),
        (None, about) => Datum::text(about),
        (Some(word), "") => Datum::text(word),
        (Some(word), about) => Datum::text(format!("{word} ({about})")),
    };
    [
        Datum::text(format!("{}, {}", lever.name, lever.unit)),
        Datum::text(round.words()),
        found.middle.map_or_else(Datum::missing, |q| number(q.median)),
        span(found.middle.map(|Quartiles { lower, upper, .. }| (lower, upper))),
        span(found.dots.first().copied().zip(found.dots.last().copied())),
        agreement,
        Datum::text(tallied(&found.dots)),
        settled.map_or_else(|| Datum::Missing(String::from("open")), |x| Datum::number(x, typed(x))),
    ]
}

/// "0 (3 times), 0.5, 1 (twice)" in as few characters: "0 ×3, 0.5, 1 ×2"; no line ends between an amount and its number.
pub(super) fn tallied(rising: &[f64]) -> String {
    let mut out: Vec<(String, usize)> = Vec::new();
    for said in rising.iter().map(|x| typed(*x)) {
        match out.last_mut() {
            Some((last, n)) if *last == said => *n += 1,
            _ => out.push((said, 1)),
        }
    }
    let one = |(said, n): (String, usize)| if n == 1 { said } else { format!("{said}\u{a0}×{n}") };
    out.into_iter().map(one).collect::<Vec<_>>().join(", ")
}

fn approvals(held: &Held, tallies: &[(Round, Tally)]) -> Chart {
    let mut values = Sheet::new("Approved by", ["scenario", "ballot", "approve", "of", "chosen"]);
    let chosen = held.session.chosen.as_ref().map(|c| c.choice);
    let mut groups = Vec::new();
    for (round, tally) in tallies {
        let all = tally.ballots;
        let counts = tally.approvals.as_ref().map_or(&[][..], |a| &a.counts);
        let mut bars = Vec::new();
        for (i, (choice, n)) in held.question.choices.iter().zip(counts).enumerate() {
            let this = chosen == Some(i);
            values.row([
                Datum::text(&choice.name),
                Datum::text(round.words()),
                Datum::number(*n as f64, n.to_string()),
                Datum::number(all as f64, all.to_string()),
                Datum::text(if this { "yes" } else { "" }),
            ]);
            let shown = format!("{n} of {all}{}", if this { ", chosen" } else { "" });
            bars.push(Bar {
                label: choice.name.clone(),
                series: usize::from(this),
                value: *n as f64,
                shown,
                edge: None,
            });
        }
        let heading = format!("{}, {}", ballot(*round), count(all as u64, "ballot", "ballots"));
        groups.push(Group { heading, base: 0.0, base_name: String::new(), bars });
    }
    Chart {
        title: String::from("Who could live with what."),
        says: String::from(
            "One bar for each scenario: how many ballots approve of it. A ballot may approve of several.",
        ),
        drawing: Drawing::Bars(groups),
        values,
    }
}

/// "First ballot".
pub(super) const fn ballot_of(round: Round) -> &'static str {
    match round {
        Round::Practice => "Practice ballot",
        Round::First => "First ballot",
        Round::Second => "Second ballot",
    }
}

fn ballot(round: Round) -> String {
    ballot_of(round).to_owned()
}

/// Notes of a table as sentences on one line.
fn sentences(notes: &[String]) -> String {
    notes.iter().map(|n| if n.ends_with('.') { n.clone() } else { format!("{n}.") }).collect::<Vec<_>>().join(" ")
}
