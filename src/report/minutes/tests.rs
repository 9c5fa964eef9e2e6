//! Pages for a room.

use super::ballot::ringed;
use super::*;
use crate::evidence::load::Library;
use crate::evidence::{LeverId, Place, SectorId};
use crate::model::Basis;
use crate::report::places::Atlas;
use crate::report::wording::unused_words_in;
use crate::roundtable::{Answer, Ballot, Kind, Offered, Question, Round, RunningOrder, Step, StepKind, Voter};
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
    assert_eq!(amount(0.1 + 0.2), "0.3");
}

#[test]
fn the_ballot_is_large_and_harmless() {
    let page = ballot(&question());
    let html = page.as_html();
    assert!(html.contains("<body class=\"large\">") && html.contains("16pt"));
    assert!(html.contains("Peer learning &lt;b&gt;") && !html.contains("<b>"));
    let text = page.as_markdown();
    assert!(text.contains("£5m a year") && text.contains("☐ college") && text.contains("Ballot number"), "{text}");
}

#[test]
fn the_brief_says_what_is_asked_and_how_long() {
    let basis = Basis::load(&Library::embedded()).unwrap();
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

fn cast(n: u16, amounts: [f64; 2], guess: f64) -> Ballot {
    let answer = Answer::Package(amounts.to_vec());
    Ballot { voter: Voter::Paper(n), answer, guess: Some(guess), reason: None, role: None }
}

#[test]
fn the_minutes_are_a_draft_of_the_room_and_name_nobody() {
    let day = NaiveDate::from_ymd_opt(2026, 12, 1).unwrap();
    let mut question = question();
    question.guess = Some(crate::roundtable::Guessed {
        indicator: String::from("innovation_active"),
        name: String::from("innovation-active firms"),
        unit: String::from("percentage points"),
        year: 2041,
        low: -5.0,
        high: 5.0,
    });
    let held = Held {
        question,
        day,
        rounds: vec![
            (Round::Practice, vec![cast(1, [9.0, 9.0], 9.0)]),
            (Round::First, vec![cast(1, [2.0, 0.5], 3.0), cast(2, [0.0, 1.0], 1.0), cast(3, [1.0, 0.0], f64::NAN)]),
            (Round::Second, vec![cast(1, [1.5, 0.5], 0.0), cast(2, [0.5, 0.5], 0.0)]),
        ],
        reasons: vec![(Round::First, vec![String::from("zeal"), String::from("<i>firms ask</i>")])],
        range: Some(String::from("−0.1 … +1.6 pp, middle 0.2")),
        challenges: vec![String::from("Half as many take part")],
        decided: vec![(
            String::from("Peer learning"),
            String::from("£1m a year"),
            String::from("most could live with it"),
        )],
        dissents: vec![String::from("Too little for small firms")],
        actions: vec![
            (String::from("Ask the college"), String::from("the chair"), Some(day)),
            (String::from("Costs"), String::from("a firm"), None),
        ],
        finished: true,
    };
    let text = minutes(&held).as_markdown();
    for part in [
        "Corrections until 6 December 2026",
        "0, 1, 2",
        "1, 3",
        "−0.1 … +1.6 pp",
        "Too little for small firms",
        "Ask the college",
        "Half as many",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    // Before the talk the middle of the first lever was 1, after it 1 again; practice counts for nothing.
    assert!(text.contains("| Peer learning \\<b\\> | £m a year | 1 | 1 |") && !text.contains('9'), "{text}");
    assert!(text.find("firms ask") < text.find("zeal"));
    assert!(unused_words_in(&text).is_empty(), "{:?}", unused_words_in(&text));
    let back = follow_up(&held).as_html();
    assert!(back.contains("1 March 2027") && back.contains("no date") && back.contains("class=\"write\""));
    let empty = Held { rounds: Vec::new(), actions: Vec::new(), decided: Vec::new(), finished: false, ..held };
    let text = minutes(&empty).as_markdown();
    assert!(
        text.contains("Nothing was decided") && text.contains("No ballot was counted") && text.contains("still open"),
        "{text}"
    );
}
