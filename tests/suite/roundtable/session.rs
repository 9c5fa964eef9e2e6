//! The fold: replay, undo, what may happen.

use chrono::TimeDelta;
use proptest::prelude::*;
use tiller::roundtable::clean::{lines, one_line};
use tiller::roundtable::{Answer, Ballot, Event, Refusal, Round, Session, Voter};

use super::{cast, entries, full, order, paper, phone, question, start};

fn rounds() -> impl Strategy<Value = Round> {
    prop::sample::select(Round::ALL.to_vec())
}

fn ballots() -> impl Strategy<Value = Ballot> {
    let voter = prop_oneof![
        (1_u16..6).prop_map(Voter::Paper),
        "[a-c]{1}".prop_map(Voter::Phone),
        "[a-c]{1}".prop_map(Voter::Imported)
    ];
    let amounts =
        (0_u8..13, 0_u8..9, 0_u8..8).prop_map(|(a, b, c)| vec![0.5 * f64::from(a), f64::from(b), f64::from(c) / 10.0]);
    (voter, amounts, prop::option::of(-5.0..15.0), prop::option::of("[a-z]{1,9}"), prop::option::of(0_usize..2))
        .prop_map(|(voter, amounts, guess, reason, role)| Ballot {
            voter,
            answer: Answer::Package(amounts),
            guess,
            reason,
            role,
        })
}

fn events() -> impl Strategy<Value = Event> {
    prop_oneof![
        4 => (rounds(), ballots()).prop_map(|(round, ballot)| cast(round, ballot)),
        1 => rounds().prop_map(Event::Opened),
        1 => rounds().prop_map(Event::Closed),
        1 => rounds().prop_map(Event::Cleared),
        1 => (rounds(), any::<bool>()).prop_map(|(round, shown)| Event::Revealed { round, shown }),
        1 => (0_usize..3).prop_map(Event::Stepped),
        1 => any::<bool>().prop_map(Event::Paused),
        1 => "[a-z ]{1,20}".prop_map(Event::Noted),
        2 => (1_u32..40).prop_map(Event::Undone),
        1 => (rounds(), 1_u16..6, any::<bool>())
            .prop_map(|(round, n, accepted)| Event::Judged { round, voter: Voter::Paper(n), accepted }),
    ]
}

fn sessions() -> impl Strategy<Value = Vec<Event>> {
    prop::collection::vec(events(), 0..40).prop_map(|more| {
        let mut all = vec![Event::Asked(Box::new(question())), Event::Ordered(order())];
        all.extend(more);
        all
    })
}

proptest! {
    #[test]
    fn replay_of_any_prefix_is_the_session_as_it_was_then(events in sessions()) {
        let entries = entries(events);
        let mut going = Session::default();
        for (i, entry) in entries.iter().enumerate() {
            going.apply(entry);
            prop_assert_eq!(&going, &Session::replay(&entries[..=i]));
        }
    }

    #[test]
    fn what_is_taken_back_is_as_if_it_had_not_been_and_taking_that_back_brings_it_again(events in sessions(), which in 0_usize..40) {
        let all = entries(events);
        let which = &all[which % all.len()];
        let session = Session::replay(&all);
        prop_assume!(!session.is_taken_back(which.n));
        let undo = |mut s: Session, n: u32| {
            let last = s.last();
            let mut entry = entries(vec![Event::Undone(n)]).remove(0);
            (entry.n, entry.at) = (last + 1, start());
            s.apply(&entry);
            s
        };
        let once = undo(session.clone(), which.n);
        let twice = undo(once, session.last() + 1);
        let bare = |s: &Session| format!("{:?}", (&s.question, &s.rounds, &s.open, s.step, s.paused, s.step_began, &s.notes, s.stood));
        prop_assert_eq!(bare(&twice), bare(&session));
    }

    #[test]
    fn ballots_of_different_voters_may_come_in_any_order(ballots in prop::collection::vec(ballots(), 0..12).prop_shuffle()) {
        let mut one_each: Vec<Ballot> = Vec::new();
        for ballot in ballots {
            if one_each.iter().all(|b| b.voter != ballot.voter) {
                one_each.push(ballot);
            }
        }
        let held = |ballots: Vec<Ballot>| {
            let mut events = vec![Event::Asked(Box::new(question())), Event::Opened(Round::First)];
            events.extend(ballots.into_iter().map(|b| cast(Round::First, b)));
            Session::replay(&entries(events)).round(Round::First).ballots.clone()
        };
        let there = held(one_each.clone());
        one_each.reverse();
        prop_assert_eq!(there, held(one_each));
    }

    #[test]
    fn any_text_is_harmless_once_cleaned(text in any::<String>(), most in 0_usize..300) {
        for clean in [one_line(&text, most), lines(&text, most)] {
            prop_assert!(clean.chars().count() <= most);
            prop_assert!(clean.chars().all(|c| c == '\n' || !c.is_control()));
            let unseen = clean.contains(['\u{202e}', '\u{2066}', '\u{200b}', '\u{feff}']);
            prop_assert!(!unseen);
        }
        let line = one_line(&text, most);
        prop_assert_eq!(line.trim(), line.as_str());
        prop_assert_eq!(one_line(&line, most), line);
        let several = lines(&text, most);
        prop_assert_eq!(lines(&several, most), several.clone());
    }

    #[test]
    fn a_checked_ballot_checks_again_as_itself(amounts in prop::collection::vec(-2.0..12.0_f64, 2..5), guess in -9.0..20.0_f64, reason in any::<String>()) {
        let ballot = Ballot { guess: Some(guess), reason: Some(reason), ..paper(3, &amounts) };
        if let Ok(kept) = question().check_ballot(&ballot) {
            prop_assert_eq!(question().check_ballot(&kept), Ok(kept.clone()));
            let Answer::Package(held) = &kept.answer else { panic!() };
            for (lever, (held, sent)) in question().levers.iter().zip(held.iter().zip(&amounts)) {
                prop_assert!((held - sent).abs() <= lever.step / 2.0 + 1e-6);
                prop_assert!(held.to_string().len() <= 4, "{} is a short decimal", held);
            }
        } else {
            prop_assert!(amounts.len() != 3 || !(-5.0..=15.0).contains(&guess) || amounts.iter().any(|a| !(0.0..=6.0).contains(a)) || amounts[2] > 0.7);
        }
    }
}

#[test]
fn a_session_is_what_its_entries_say() {
    let session = Session::replay(&entries(full()));
    assert_eq!(session.passed_over, Vec::<u32>::new());
    assert_eq!((session.open, session.is_shown(Round::First)), (None, true));
    assert_eq!(session.round(Round::First).ballots.len(), 2);
    assert_eq!(session.round(Round::First).accepted(), ["Colleges are ready"]);
    assert_eq!(
        (session.dissents.len(), session.actions.len(), session.notes.len(), session.challenges.len()),
        (1, 1, 1, 1)
    );
    assert_eq!(session.stood, TimeDelta::minutes(1));
    assert!(session.finished.is_some());
    assert_eq!(session.entries().len(), full().len());
}

#[test]
fn the_clock_counts_without_pauses_and_says_when_a_step_runs_over() {
    let mut session = Session::replay(&entries(vec![Event::Ordered(order()), Event::Stepped(0)]));
    // The step began a minute after the start and has ten.
    let left = |s: &Session, minutes| s.clock(start() + TimeDelta::minutes(minutes)).left().num_minutes();
    assert_eq!((left(&session, 1), left(&session, 6), left(&session, 14), left(&session, -60)), (10, 5, -3, 10));
    let mut all = entries(vec![Event::Noted(String::new()); 5]);
    all.push(entries(vec![Event::Paused(true); 6]).remove(5));
    for entry in &all[2..] {
        session.apply(entry);
    }
    assert_eq!((left(&session, 6), left(&session, 600)), (6, 6));
    assert!(!session.clock(start()).runs);
}

#[test]
fn opening_a_ballot_closes_another_and_hides_its_own() {
    let mut events =
        vec![Event::Asked(Box::new(question())), Event::Opened(Round::Practice), Event::Opened(Round::First)];
    let session = Session::replay(&entries(events.clone()));
    assert_eq!(session.open, Some(Round::First));
    assert!(session.round(Round::Practice).closed);
    events.extend([
        Event::Closed(Round::First),
        Event::Revealed { round: Round::First, shown: true },
        Event::Opened(Round::First),
    ]);
    assert!(!Session::replay(&entries(events)).is_shown(Round::First), "a ballot taken up again is not shown");
}

#[test]
fn a_changed_reason_waits_for_the_facilitator_again() {
    let with = |reason: &str| Ballot { reason: Some(reason.to_owned()), ..phone("aa", &[1.0, 1.0, 0.0]) };
    let judged = Event::Judged { round: Round::First, voter: Voter::Phone(String::from("aa")), accepted: true };
    let mut events =
        vec![Event::Asked(Box::new(question())), Event::Opened(Round::First), cast(Round::First, with("kind")), judged];
    assert_eq!(Session::replay(&entries(events.clone())).round(Round::First).accepted(), ["kind"]);
    events.push(cast(Round::First, with("something else")));
    assert!(Session::replay(&entries(events)).round(Round::First).accepted().is_empty());
}

#[test]
fn undo_and_redo_step_back_and_forth_over_what_the_facilitator_did() {
    let mut session = Session::replay(&entries(vec![
        Event::Asked(Box::new(question())),
        Event::Opened(Round::First),
        Event::Noted(String::from("one")),
        cast(Round::First, phone("aa", &[1.0, 1.0, 0.0])),
        Event::Noted(String::from("two")),
    ]));
    let mut go = |target: fn(&Session) -> Option<u32>| {
        let n = target(&session)?;
        let next = session.last() + 1;
        let mut entry = entries(vec![Event::Undone(n)]).remove(0);
        entry.n = next;
        session.apply(&entry);
        Some((session.notes.len(), session.round(Round::First).ballots.len()))
    };
    assert_eq!(go(Session::redo_target), None);
    assert_eq!(go(Session::undo_target), Some((1, 1)));
    assert_eq!(go(Session::undo_target), Some((0, 1)), "a phone's ballot is not the facilitator's to undo");
    assert_eq!(go(Session::redo_target), Some((1, 1)));
    assert_eq!(go(Session::redo_target), Some((2, 1)));
    assert_eq!(go(Session::redo_target), None);
    assert_eq!(go(Session::undo_target), Some((1, 1)));
}

#[test]
fn what_cannot_happen_is_refused_in_words() {
    let base = vec![
        Event::Asked(Box::new(question())),
        Event::Ordered(order()),
        Event::Opened(Round::First),
        cast(Round::First, paper(1, &[1.0, 1.0, 0.0])),
    ];
    let session = Session::replay(&entries(base));
    let refused = |event: Event| session.admit(event).unwrap_err().to_string();
    assert_eq!(refused(Event::Stepped(9)), "there is no step 10; there are 2");
    assert_eq!(
        refused(Event::Revealed { round: Round::First, shown: true }),
        "close the first ballot before it is shown"
    );
    assert_eq!(refused(Event::Undone(99)), "there is no entry 99 to take back");
    assert_eq!(refused(Event::Noted(String::from("\u{1b}[2J"))), "a note is needed");
    let other = tiller::roundtable::Question { budget: None, ..question() };
    assert_eq!(
        refused(Event::Asked(Box::new(other))),
        "ballots on the question have been cast; start a new session for another question"
    );
    let settled = |amount: f64, reason: &str| Event::Settled { lever: "a".into(), amount, reason: reason.to_owned() };
    assert_eq!(refused(settled(7.0, "x")), "Lever a: 7 is not between 0 and 6 (£m a year)");
    assert_eq!(refused(settled(1.0, " ")), "a one-line reason is needed");
    assert_eq!(session.admit(Event::Opened(Round::First)), Ok(None), "nothing to change");
}

#[test]
fn ballots_are_held_to_the_question() {
    let refused = |ballot: Ballot| question().check_ballot(&ballot).unwrap_err().to_string();
    assert_eq!(refused(paper(1, &[1.0])), "this ballot has 1 amounts; the question has 3 levers");
    assert_eq!(refused(paper(1, &[1.0, f64::NAN, 0.0])), "Lever b: NaN is not between 0 and 8 (£m a year)");
    assert_eq!(refused(paper(0, &[1.0, 1.0, 0.0])), "paper ballots are numbered from 1");
    assert_eq!(
        refused(Ballot { guess: Some(40.0), ..paper(1, &[0.0; 3]) }),
        "the guess 40 is not between -5 and 15 (percentage points)"
    );
    assert_eq!(refused(Ballot { role: Some(2), ..paper(1, &[0.0; 3]) }), "there is no role 3; there are 2");
    assert_eq!(
        refused(Ballot { answer: Answer::Approval(vec![0]), ..paper(1, &[]) }),
        "this ballot sets amounts, not approvals"
    );
    assert_eq!(refused(phone("<b>", &[0.0; 3])), "the mark of this ballot is not one that tiller makes");
    let over = [6.0, 5.5, 0.3];
    assert_eq!(refused(phone("aa", &over)), "this is £2.3m a year over the budget of £10m; lower something first");
    let kept = question().check_ballot(&paper(1, &over)).unwrap();
    assert_eq!(kept.answer, Answer::Package(vec![6.0, 6.0, 0.3]));
    assert!((question().over(&kept.answer).unwrap() - 2.3).abs() < 1e-9);
}

#[test]
fn a_round_takes_so_many_ballots_and_no_more() {
    let mut session = Session::replay(&entries(vec![Event::Asked(Box::new(question())), Event::Opened(Round::First)]));
    for n in 1..=250_u16 {
        let event = session.cast(Round::First, &paper(n, &[1.0, 1.0, 0.0])).unwrap().unwrap();
        let next = session.last() + 1;
        session.apply(&tiller::roundtable::Entry { n: next, at: start(), event });
    }
    assert_eq!(session.cast(Round::First, &paper(251, &[1.0, 1.0, 0.0])), Err(Refusal::Full));
    assert!(
        matches!(session.cast(Round::First, &paper(250, &[2.0, 1.0, 0.0])), Ok(Some(_))),
        "a changed mind is not another ballot"
    );
    assert_eq!(session.cast(Round::Second, &paper(1, &[1.0, 1.0, 0.0])), Err(Refusal::OtherRound(Round::First)));
}
