//! Words of the roundtable: the clock, entries, the fields that are typed into.

use std::time::Duration;

use chrono::{NaiveDateTime, TimeDelta};

use super::super::state::State;
use super::{SWITCHES, Typed, lines};
use crate::roundtable::{Event, Kind, Session};

/// The clock of the step in words.
#[must_use]
pub fn time_left(session: &Session, now: NaiveDateTime) -> String {
    let clock = session.clock(now);
    if session.step_began.is_none() {
        return String::from("not begun");
    }
    if session.finished.is_some() {
        return String::from("ended");
    }
    let seconds = clock.left().num_seconds();
    let stands = if clock.runs { "" } else { ", clock stopped" };
    match seconds {
        1.. => format!("{} min left{stands}", (seconds + 59) / 60),
        -59..=0 => format!("time is up{stands}"),
        _ => format!("over by {} min{stands}", -seconds / 60),
    }
}

/// After how long the words of the clock change; `None` while it stands.
#[must_use]
pub fn wake_after(session: &Session, now: NaiveDateTime) -> Option<Duration> {
    let clock = session.clock(now);
    if !clock.runs || session.finished.is_some() {
        return None;
    }
    let left = clock.left().num_milliseconds();
    let minute = TimeDelta::minutes(1).num_milliseconds();
    let rest = left.rem_euclid(minute);
    let wait = if rest == 0 { minute } else { rest };
    u64::try_from(wait).ok().map(Duration::from_millis)
}

/// An entry in a few words, without what anybody answered.
#[must_use]
pub fn in_words(event: &Event) -> String {
    use crate::roundtable::Voter;
    match event {
        Event::Asked(_) => String::from("the question"),
        Event::Ordered(_) => String::from("the running order"),
        Event::Stepped(n) => format!("going to step {}", n + 1),
        Event::Paused(true) => String::from("stopping the clock"),
        Event::Paused(false) => String::from("starting the clock"),
        Event::Opened(round) => format!("opening the {} ballot", round.words()),
        Event::Closed(round) => format!("closing the {} ballot", round.words()),
        Event::Cleared(round) => format!("clearing the {} ballot", round.words()),
        Event::Cast { ballot, .. } => match ballot.voter {
            Voter::Paper(n) => format!("ballot {n}"),
            _ => String::from("a ballot"),
        },
        Event::Dropped { .. } => String::from("taking a ballot out"),
        Event::Revealed { shown: true, .. } => String::from("showing the ballots"),
        Event::Revealed { shown: false, .. } => String::from("hiding the ballots"),
        Event::Judged { .. } => String::from("what was said of a reason"),
        Event::Sorted { .. } => String::from("facts or values"),
        Event::Challenged { .. } => String::from("a challenged assumption"),
        Event::Settled { lever, .. } => format!("the amount of {lever}"),
        Event::Chosen { .. } => String::from("the choice"),
        Event::Dissented(_) => String::from("a dissent"),
        Event::Acted { .. } => String::from("an action"),
        Event::Noted(_) => String::from("a note"),
        Event::Undone(_) => String::from("an undo"),
        Event::Finished => String::from("the end"),
    }
}

/// Title and hint of a field.
#[must_use]
pub fn asked(state: &State, typed: Typed) -> (String, String) {
    let Some(table) = state.roundtable.table.as_deref() else { return Default::default() };
    let at = match typed {
        Typed::Settle(at) | Typed::Challenge(at) => at,
        _ => 0,
    };
    let (title, hint) = match typed {
        Typed::Question => ("The question", String::from("One line. Ballots that come later are given on it.")),
        Typed::Budget => {
            ("Money there is", String::from("£m a year for all levers of the ballot; nothing for no budget."))
        }
        Typed::Settle(_) => {
            let all = lines(table);
            let name = all.get(at).map_or(String::new(), |l| l.name.clone());
            let package = table.question().is_some_and(|q| q.kind == Kind::Package);
            let hint =
                if package { "AMOUNT; REASON. Both are kept in the minutes." } else { "Why this one? One line." };
            return (format!("Settle: {name}"), hint.to_owned());
        }
        Typed::Dissent => {
            ("Dissent", String::from("In the words it was given. It stands in the minutes beside the decision."))
        }
        Typed::Action => ("Action", String::from("WHAT; WHO; BY WHEN (2027-03-31). The date may be left out.")),
        Typed::Note => ("Note", String::from("Never shown to the room.")),
        Typed::Challenge(_) => match SWITCHES.get(at) {
            Some((name, _)) => {
                return (format!("Turn round: {name}"), String::from("Why? A few words for the minutes."));
            }
            None => (
                "Another judgement",
                String::from("ID=LOW,MIDDLE,HIGH;NAME;REASON, or ID=NUMBER;NAME;REASON for a constant."),
            ),
        },
        Typed::Drop => ("Take a ballot out", String::from("Its number on the paper.")),
        Typed::Phones => {
            let hint = "lan lets the phones of this network in; or an address of this machine, such as 127.0.0.1:8080.";
            ("Phones", String::from(hint))
        }
        Typed::Import => ("Ballots from a file", String::from("A CSV file with one ballot a row.")),
    };
    (title.to_owned(), hint)
}
