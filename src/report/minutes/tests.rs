//! Pages for a room.

use super::ballot::ringed;
use super::*;
use crate::evidence::load::Library;
use crate::evidence::{LeverId, Place, SectorId};
use crate::model::Basis;
use crate::report::places::Atlas;
use crate::report::wording::unused_words_in;
use crate::roundtable::{
    About, Answer, Ballot, Entry, Event, Kind, Offered, Question, Round, RunningOrder, Session, Step, StepKind, Voter,
};
use crate::scenario::Plan;
use chrono::NaiveDate;

fn lever(low: f64, high: f64, step: f64) -> Offered {
    Offered {
        id: LeverId::new("peer_learning"),
        name: String::from("Peer learning <b>"),
        says: String::from("Firms learn from firms."),
        unit: String::from("£m a year"),
        cost: 1.0,
        low,
        high,
        step,
    }
}

fn question() -> Question {
    Question {
        title: String::from("Where should the next £5m a year go?"),
        kind: Kind::Package,
        base: String::new(),
        place: String::from("West Midlands"),
        sector: String::from("Advanced manufacturing"),
        years: (2027, 2034),
        budget: Some(5.0),
        levers: vec![lever(0.0, 3.0, 0.1), lever(0.0, 1.0, 0.5)],
        choices: Vec::new(),
        guess: None,
        roles: vec![String::from("firm"), String::from("college")],
        rehearsal: false,
    }
}

#[test]
fn amounts_to_ring_keep_both_ends() {
    assert_eq!(ringed(&lever(0.0, 1.0, 0.5)), [0.0, 0.5, 1.0]);
    let many = ringed(&lever(0.0, 3.0, 0.1));
    assert!(many.len() <= 7 && many.first() == Some(&0.0) && (many.last().unwrap() - 3.0).abs() < 1e-9, "{many:?}");
    assert_eq!(ringed(&lever(1.0, 1.0, 0.5)), [1.0]);
    assert_eq!(ringed(&lever(1.0, f64::NAN, 0.5)), [1.0]);
    assert_eq!(crate::report::words::typed(0.1 + 0.2), "0.3");
}

#[test]
fn the_ballot_is_large_and_harmless() {
    let page = ballot(&question());
    let html = page.as_html();
    assert!(html.contains("<body class=\"large\">") && html.contains("16pt"));
    assert!(html.contains("Peer learning &lt;b&gt;") && !html.contains("<b>"));
    let text = page.as_markdown();
    assert!(text.contains("£5m a year") && text.contains("☐\u{a0}college") && text.contains("Ballot number"), "{text}");
}

#[test]
fn the_brief_says_what_is_asked_and_how_long() {
    let basis = basis();
    let atlas = Atlas::make(&basis).unwrap();
    let plan = Plan {
        place: Place::parse("E12000005").unwrap(),
        sector: SectorId::new("advanced_manufacturing"),
        levers: std::collections::BTreeMap::new(),
    };
    let step = |title: &str, minutes| Step {
        title: title.to_owned(),
        kind: StepKind::Ballot(Round::First),
        minutes,
        script: String::new(),
    };
    let order = RunningOrder { name: String::from("short"), steps: vec![step("Welcome", 10), step("Ballot", 35)] };
    let text = brief(&basis, &atlas, &question(), &plan, &order).as_markdown();
    assert!(text.contains("45 minutes") && text.contains("10–45 minutes: Ballot"), "{text}");
    assert!(text.contains("GVA") && text.contains("Nothing is a full answer too"), "{text}");
    assert!(unused_words_in(&text).is_empty(), "{:?}", unused_words_in(&text));
}

fn at(n: u32, event: Event) -> Entry {
    let start = NaiveDate::from_ymd_opt(2026, 12, 1).unwrap().and_hms_opt(9, 0, 0).unwrap();
    Entry { n, at: start + chrono::TimeDelta::minutes(i64::from(n)), event }
}

fn session(events: Vec<Event>) -> Session {
    let entries: Vec<Entry> = (1..).zip(events).map(|(n, event)| at(n, event)).collect();
    Session::replay(&entries)
}

/// A round of ballots that the room was shown; reasons are accepted.
fn round(round: Round, ballots: &[([f64; 2], Option<f64>, Option<&str>)]) -> Vec<Event> {
    let mut out = vec![Event::Opened(round)];
    for (n, (amounts, guess, reason)) in (1..).zip(ballots) {
        let ballot = Ballot {
            voter: Voter::Paper(n),
            answer: Answer::Package(amounts.to_vec()),
            guess: *guess,
            reason: reason.map(str::to_owned),
            role: None,
        };
        out.push(Event::Cast { round, ballot });
    }
    out.push(Event::Closed(round));
    out.push(Event::Revealed { round, shown: true });
    for (n, _) in (1..).zip(ballots).filter(|(_, b)| b.2.is_some()) {
        out.push(Event::Judged { round, voter: Voter::Paper(n), accepted: true });
    }
    out
}

fn guessing() -> Question {
    let mut question = question();
    question.levers[1].id = LeverId::new("pilot_projects");
    question.guess = Some(crate::roundtable::Guessed {
        indicator: String::from("innovation_active"),
        name: String::from("innovation-active firms"),
        unit: String::from("percentage points"),
        year: 2041,
        low: -5.0,
        high: 8.0,
    });
    question
}

fn talk() -> Vec<Event> {
    let mut all = vec![Event::Asked(Box::new(guessing()))];
    all.extend(round(Round::Practice, &[([3.0, 1.0], Some(7.0), None)]));
    all.extend(round(
        Round::First,
        &[
            ([2.0, 0.5], Some(3.0), Some("zeal")),
            ([0.0, 1.0], Some(1.0), Some("<i>firms ask</i>")),
            ([1.0, 0.0], None, None),
        ],
    ));
    all.extend(round(Round::Second, &[([1.5, 0.5], None, None), ([0.5, 0.5], None, None)]));
    all.extend([
        Event::Sorted { lever: LeverId::new("peer_learning"), about: About::Facts },
        Event::Challenged { says: String::from("Half as many take part"), scenario: String::new() },
        Event::Settled {
            lever: LeverId::new("peer_learning"),
            amount: 1.0,
            reason: String::from("most could live with it"),
        },
        Event::Dissented(String::from("Too little for small firms")),
        Event::Acted {
            what: String::from("Ask the college"),
            owner: String::from("the chair"),
            due: NaiveDate::from_ymd_opt(2026, 12, 9),
        },
        Event::Acted { what: String::from("Costs"), owner: String::from("a firm"), due: None },
        Event::Noted(String::from("the one by the door")),
        Event::Finished,
    ]);
    all
}

fn basis() -> Basis {
    Basis::load(&Library::embedded()).unwrap()
}

#[test]
fn the_minutes_are_a_draft_of_the_room_and_name_nobody() {
    let (basis, day) = (basis(), NaiveDate::from_ymd_opt(2026, 12, 1).unwrap());
    let held = Held::of(&session(talk()), day).unwrap();
    let text = minutes(&basis, &held).as_markdown();
    for part in [
        "Corrections until 6 December 2026; then it stands.",
        "| Peer learning \\<b\\>, £m a year | first | 1 | 0.5 to 1.5 | 0 to 2 |",
        "(about facts) | 0, 1, 2 | 1 |",
        "1, 3",
        "Too little for small firms",
        "Ask the college",
        "9 December 2026",
        "no date",
        "Half as many",
        "most could live with it",
        "Left open: Peer learning",
        "On 1 March 2027 the room looks back",
        "3 ballots",
        "Camps are looked for from 12 ballots up",
        "Roles are shown apart from 4 ballots each up",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    assert!(text.find("firms ask") < text.find("zeal"));
    for kept_back in ["the one by the door", "practice", "still open"] {
        assert!(!text.contains(kept_back), "{kept_back}");
    }
    // The question that is put to the room is in words of its own.
    let own: String = text.lines().filter(|l| !l.contains("Guess first")).collect::<Vec<_>>().join("\n");
    assert!(unused_words_in(&own).is_empty(), "{:?}", unused_words_in(&own));
    let back = look_back(&held).as_html();
    assert!(back.contains("1 March 2027") && back.contains("no date") && back.contains("class=\"write\""));
}

#[test]
fn a_session_that_came_to_nothing_says_so() {
    let (basis, day) = (basis(), NaiveDate::from_ymd_opt(2026, 12, 1).unwrap());
    assert_eq!(Held::of(&Session::default(), day), None);
    let mut events = vec![Event::Asked(Box::new(guessing())), Event::Opened(Round::First)];
    events.extend(round(Round::First, &[([2.0, 0.5], Some(3.0), Some("zeal"))]));
    // Hidden again: the minutes tell no more than the room was shown.
    events.push(Event::Revealed { round: Round::First, shown: false });
    let text = minutes(&basis, &Held::of(&session(events), day).unwrap()).as_markdown();
    for part in ["Nothing was decided", "No ballot was counted", "still open", "None was agreed", "None was recorded"] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    assert!(!text.contains("zeal") && !text.contains("Guesses beside"), "{text}");
}

#[test]
fn every_ballot_is_a_dot_in_each_round_and_the_decision_a_line() {
    let (basis, day) = (basis(), NaiveDate::from_ymd_opt(2026, 12, 1).unwrap());
    let held = Held::of(&session(talk()), day).unwrap();
    let html = minutes(&basis, &held).as_html();
    // Two levers, three ballots and two; and two guesses.
    assert_eq!(html.matches("<circle class=\"dot\"").count(), 2 * (3 + 2) + 2);
    assert_eq!(html.matches("<line class=\"decided\"").count(), 1);
    assert!(html.contains("decided: 1<") && html.contains("middle 1, half 0.5 to 1.5"), "{html}");
    assert_eq!(html.matches("<desc id=").count(), html.matches("<svg viewBox").count());
}

#[test]
fn a_rehearsal_says_so_on_every_sheet() {
    let question = Question { rehearsal: true, ..question() };
    assert!(ballot(&question).as_markdown().starts_with("# Rehearsal: "), "{}", ballot(&question).as_markdown());
}
