//! The roundtable: its journal, its fold, its doors.

mod doors;
mod journal;
mod room;
mod session;
mod tally;

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use tiller::evidence::LeverId;
use tiller::roundtable::{
    About, Answer, Ballot, Entry, Event, Guessed, Kind, Offered, Question, Round, RunningOrder, Step, StepKind, Voter,
};

/// Half past nine on a day.
pub fn start() -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2027, 3, 1).unwrap().and_hms_opt(9, 30, 0).unwrap()
}

pub fn lever(id: &str, high: f64, step: f64) -> Offered {
    let says = String::from("What it is.");
    let (name, unit) = (format!("Lever {id}"), String::from("£m a year"));
    Offered { id: LeverId::new(id), name, says, unit, cost: 1.0, low: 0.0, high, step }
}

/// Three levers, £10m a year, two roles.
pub fn question() -> Question {
    Question {
        title: String::from("What should we do?"),
        kind: Kind::Package,
        base: String::from("(format: 1)"),
        place: String::from("West Midlands"),
        sector: String::from("All sectors"),
        years: (2027, 2031),
        budget: Some(10.0),
        levers: vec![lever("a", 6.0, 0.5), lever("b", 8.0, 1.0), lever("c", 0.7, 0.1)],
        choices: Vec::new(),
        guess: Some(Guessed {
            indicator: String::from("innovation_active"),
            name: String::from("Innovation-active firms"),
            unit: String::from("percentage points"),
            year: 2031,
            low: -5.0,
            high: 15.0,
        }),
        roles: vec![String::from("firm"), String::from("college")],
        rehearsal: false,
    }
}

pub fn order() -> RunningOrder {
    let step = |title: &str, kind, minutes| Step {
        title: title.to_owned(),
        kind,
        minutes,
        script: String::from("Good morning."),
    };
    let steps = vec![step("Welcome", StepKind::Welcome, 10), step("First ballot", StepKind::Ballot(Round::First), 8)];
    RunningOrder { name: String::from("Short"), steps }
}

pub fn paper(number: u16, amounts: &[f64]) -> Ballot {
    Ballot {
        voter: Voter::Paper(number),
        answer: Answer::Package(amounts.to_vec()),
        guess: None,
        reason: None,
        role: None,
    }
}

pub fn phone(mark: &str, amounts: &[f64]) -> Ballot {
    Ballot { voter: Voter::Phone(mark.to_owned()), ..paper(1, amounts) }
}

/// Events as entries, a minute apart.
pub fn entries(events: Vec<Event>) -> Vec<Entry> {
    let entry = |(n, event): (u32, Event)| Entry { n, at: start() + TimeDelta::minutes(i64::from(n) - 1), event };
    (1..).zip(events).map(entry).collect()
}

pub fn cast(round: Round, ballot: Ballot) -> Event {
    Event::Cast { round, ballot }
}

/// Something of everything.
pub fn full() -> Vec<Event> {
    let lever = LeverId::new("a");
    let said =
        Ballot { reason: Some(String::from("Colleges are ready")), guess: Some(2.0), ..paper(1, &[2.0, 3.0, 0.1]) };
    vec![
        Event::Asked(Box::new(question())),
        Event::Ordered(order()),
        Event::Stepped(0),
        Event::Opened(Round::First),
        cast(Round::First, said),
        cast(Round::First, phone("f00d", &[1.0, 3.0, 0.0])),
        Event::Paused(true),
        Event::Paused(false),
        Event::Closed(Round::First),
        Event::Judged { round: Round::First, voter: Voter::Paper(1), accepted: true },
        Event::Revealed { round: Round::First, shown: true },
        Event::Sorted { lever: lever.clone(), about: About::Facts },
        Event::Challenged { says: String::from("Costs doubled"), scenario: String::from("(format: 1)") },
        Event::Settled { lever, amount: 1.5, reason: String::from("Both camps can live with it") },
        Event::Dissented(String::from("Too little for firms.\nAsk again in a year.")),
        Event::Acted {
            what: String::from("Ask the colleges"),
            owner: String::from("The chair"),
            due: NaiveDate::from_ymd_opt(2027, 4, 1),
        },
        Event::Noted(String::from("Room was cold")),
        Event::Finished,
    ]
}
