//! Screen 6: a room decides. A state, keys, a state; and nobody's answer before the reveal.

use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use tiller::projection::{DrawKey, Draws, project};
use tiller::roundtable::{Answer, Ballot, Entry, Event, Question, Round, RunningOrder, Session, Voter};
use tiller::scenario::Scenario;
use tiller::tui::app::roundtable::{Ask, Beside, Opened, Part, Phones, Table, Told, wake_after};
use tiller::tui::app::{Action, Chord, Done, Effect, Job, Overlay, Screen, Seen, State, update};
use tiller::tui::view::wall;
use tiller::tui::{ColorChoice, GlyphChoice, ThemeChoice};

use crate::desk::{basis, dark, draw, look, scenario, text};

const SEEN: Seen = Seen { columns: 2, cards: 4, rows: 10 };

fn start() -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2027, 3, 1).unwrap().and_hms_opt(9, 30, 0).unwrap()
}

/// A desk with a journal in memory: what the screen asks for happens at once, and the clock moves only when it is told.
struct Sitting {
    state: State,
    journal: Session,
    now: NaiveDateTime,
    asked: Vec<Ask>,
}

impl Sitting {
    fn new() -> Self {
        let state = State::new(basis(), scenario());
        let mut sitting = Self { state, journal: Session::default(), now: start(), asked: Vec::new() };
        sitting.keys("6");
        sitting
    }

    /// With a session open, at its first page.
    fn begun() -> Self {
        let mut sitting = Self::new();
        sitting.keys("n");
        sitting
    }

    fn act(&mut self, action: Action) {
        for effect in update(&mut self.state, action, &SEEN) {
            match effect {
                Effect::Room(ask) => self.perform(ask),
                Effect::Work(Job::Packages { stamp, scenarios }) => {
                    let found = scenarios.iter().map(|s| Ok(Arc::new(figures(s)))).collect();
                    self.act(Action::Done(Done::Packages(stamp, found)));
                }
                Effect::Work(Job::Report(wanted)) => {
                    self.act(Action::Done(Done::Reported(wanted, Ok(String::from("# Minutes")))));
                }
                _ => {}
            }
        }
    }

    fn perform(&mut self, ask: Ask) {
        self.asked.push(ask.clone());
        match ask {
            Ask::Begin { question, rehearsal } => {
                self.journal = Session::default();
                let name = String::from(if rehearsal { "rehearsal-west-midlands" } else { "west-midlands" });
                let opened = Opened { name, session: Session::default(), now: self.now, remark: None };
                self.act(Action::Room(Told::Opened(Box::new(opened))));
                self.perform(Ask::Write(vec![Event::Asked(question), Event::Ordered(RunningOrder::ninety())]));
            }
            Ask::Write(events) => {
                for event in events {
                    match self.journal.admit(event) {
                        Ok(Some(event)) => {
                            let entry = Entry { n: self.journal.last() + 1, at: self.now, event };
                            self.journal.apply(&entry);
                            self.act(Action::Room(Told::Entered(vec![Arc::new(entry)], self.now)));
                        }
                        Ok(None) => {}
                        Err(why) => self.act(Action::Room(Told::Refused(why.to_string()))),
                    }
                }
            }
            Ask::Now => self.act(Action::Room(Told::Clock(self.now))),
            Ask::Minutes(_) => self.act(Action::Room(Told::Minutes(String::from("Minutes: here")))),
            _ => {}
        }
    }

    fn keys(&mut self, keys: &str) {
        for key in keys.split_whitespace() {
            let chord = Chord::parse(key).unwrap_or_else(|| panic!("no key is called {key}"));
            self.act(Action::Press(chord));
        }
    }

    /// Types a text and presses Enter.
    fn line(&mut self, text: &str) {
        for c in text.chars() {
            self.act(Action::Press(Chord::char(c)));
        }
        self.keys("Enter");
    }

    fn later(&mut self, minutes: i64) {
        self.now += TimeDelta::minutes(minutes);
        self.act(Action::Room(Told::Clock(self.now)));
    }

    fn table(&self) -> &Table {
        self.state.roundtable.table.as_deref().unwrap()
    }

    fn shown(&self, width: u16, height: u16) -> String {
        text(&draw(&self.state, &dark(), width, height).0)
    }

    /// What a test looks at, on one line.
    fn brief(&self) -> String {
        let t = self.table();
        let s = &t.session;
        let count = |r: Round| s.round(r).ballots.len();
        format!(
            "{} {} | open {} | {} {} | shown {} {}{}",
            s.step + 1,
            t.part().label(),
            s.open.map_or("-", Round::words),
            count(Round::First),
            count(Round::Second),
            s.is_shown(Round::First),
            s.is_shown(Round::Second),
            if t.typing.on { " | typing" } else { "" },
        )
    }
}

/// Figures on few draws.
fn figures(scenario: &Scenario) -> tiller::projection::Projection {
    let draws = Draws::make(&basis(), &DrawKey::of(scenario, 160));
    project(&basis(), scenario, &draws, &AtomicBool::new(false)).unwrap()
}

/// A dozen ballots on six levers, in two camps, some with reasons.
fn a_dozen(sitting: &mut Sitting) {
    let levers = sitting.table().question().unwrap().levers.clone();
    for i in 0..12 {
        let amounts: Vec<String> = levers
            .iter()
            .enumerate()
            .map(|(l, lever)| {
                let notch = if (l + usize::from(i < 7)) % 2 == 0 { lever.notches() / 4 } else { i % 2 };
                format!("#{}", notch.min(lever.notches()))
            })
            .collect();
        let reason = if i % 4 == 0 { format!("; reason number {i}") } else { String::new() };
        sitting.line(&format!("{} g {}.5 r {}{reason}", amounts.join(" "), i % 3, 1 + i % 2));
        assert_eq!(sitting.table().typing.problem, None);
    }
}

#[test]
fn keys_lead_through_a_session() {
    let mut s = Sitting::new();
    assert_eq!(s.state.screen, Screen::Roundtable);
    let page = s.shown(80, 24);
    for words in ["New session", "Rehearse", "Open a session", "tiller present"] {
        assert!(page.contains(words), "{words}\n{page}");
    }
    s.keys("n");
    assert_eq!(s.brief(), "1 Ballots | open - | 0 0 | shown false false");
    assert_eq!(s.table().time_left(), "not begun");
    let steps: &[(&str, &str)] = &[
        ("Enter", "1 Ballots | open - | 0 0 | shown false false"),
        ("]", "2 Question | open - | 0 0 | shown false false"),
        ("[", "1 Ballots | open - | 0 0 | shown false false"),
        ("] ]", "3 Ballots | open first | 0 0 | shown false false"),
        ("Right", "3 Question | open first | 0 0 | shown false false"),
        ("Left", "3 Ballots | open first | 0 0 | shown false false"),
        ("Enter", "3 Ballots | open first | 0 0 | shown false false | typing"),
    ];
    for (keys, expected) in steps {
        s.keys(keys);
        assert_eq!(s.brief(), *expected, "after {keys}");
    }
    a_dozen(&mut s);
    assert_eq!(s.brief(), "3 Ballots | open first | 12 0 | shown false false | typing");
    // A slip is said and the line stays; the number of a ballot that is there replaces it.
    s.line("99");
    assert!(s.table().typing.problem.is_some() && s.table().typing.line.value() == "99");
    s.keys("Ctrl-U u");
    assert_eq!(s.brief(), "3 Ballots | open first | 11 0 | shown false false | typing");
    s.keys("U");
    assert_eq!(s.brief(), "3 Ballots | open first | 12 0 | shown false false | typing");
    let steps: &[(&str, &str)] = &[
        ("Esc ]", "4 Room | open - | 12 0 | shown false false"),
        ("v", "4 Room | open - | 12 0 | shown true false"),
        ("v", "4 Room | open - | 12 0 | shown false false"),
        ("u", "4 Room | open - | 12 0 | shown true false"),
        ("Right Right Right Right", "4 Reasons | open - | 12 0 | shown true false"),
    ];
    for (keys, expected) in steps {
        s.keys(keys);
        assert_eq!(s.brief(), *expected, "after {keys}");
    }
    s.keys("a a");
    assert_eq!(s.table().session.round(Round::First).accepted(), ["reason number 0", "reason number 4"]);
    s.keys("Up Up a");
    assert_eq!(s.table().session.round(Round::First).accepted(), ["reason number 4"]);
}

#[test]
fn a_decision_needs_reasons_and_keeps_dissent() {
    let mut s = Sitting::begun();
    s.keys("] ] ] Enter");
    a_dozen(&mut s);
    s.keys("Esc ] v ]");
    assert_eq!(s.brief(), "5 Challenge | open - | 12 0 | shown true false");
    s.keys("Enter");
    s.keys("Enter");
    let Some(Overlay::Room(_, field)) = s.state.overlays.last() else { panic!("the field stays") };
    assert!(field.problem.as_deref().is_some_and(|p| p.contains("why")));
    s.line("nobody agrees on the discount");
    assert_eq!(s.table().session.challenges.len(), 1);
    let labels: Vec<&str> = s.table().figures.of.iter().map(|p| p.label.as_str()).collect();
    assert_eq!(labels, ["Middle, first", "Challenge 1"], "both versions are kept");
    let [a, b] = &s.table().figures.of[..] else { panic!() };
    assert_eq!(a.scenario.plans, b.scenario.plans);
    assert_ne!(a.scenario.switches, b.scenario.switches);
    s.keys("] Enter");
    a_dozen(&mut s);
    s.keys("Esc ]");
    assert_eq!(s.brief(), "7 Decision | open - | 12 12 | shown true false");
    s.keys("v Enter Ctrl-U");
    s.line("1");
    let Some(Overlay::Room(_, field)) = s.state.overlays.last() else { panic!("the field stays") };
    assert!(field.problem.as_deref().is_some_and(|p| p.contains("reason")), "{:?}", field.problem);
    s.keys("Ctrl-U");
    s.line("9999; far too much");
    assert!(!s.state.overlays.is_empty());
    s.keys("Ctrl-U");
    s.line("0; others pay for it already");
    s.keys("d");
    s.line("We would rather have waited.");
    let session = &s.table().session;
    assert_eq!((session.settled.len(), session.dissents.len()), (1, 1));
    s.keys("] Enter");
    s.line("Write to the college; the authority; 2027-04-01");
    s.keys("Enter");
    s.line("Ask again; nobody");
    assert_eq!(s.table().session.actions.len(), 2);
    s.keys("] Enter");
    assert!(s.asked.iter().any(|ask| matches!(ask, Ask::Minutes(_))));
    assert_eq!(s.state.notice.as_deref(), Some("Minutes: here"));
}

#[test]
fn every_step_at_two_sizes() {
    let mut s = Sitting::begun();
    let mut all = String::new();
    let mut shoot = |s: &mut Sitting, name: &str| {
        for (width, height) in [(80, 24), (120, 36)] {
            let _ = writeln!(all, "=== {name} {width}×{height}\n{}", s.shown(width, height));
        }
    };
    shoot(&mut s, "before the first step");
    s.keys("]");
    s.later(3);
    shoot(&mut s, "welcome");
    s.keys("]");
    shoot(&mut s, "question");
    s.keys("] Enter");
    a_dozen(&mut s);
    shoot(&mut s, "first ballot");
    s.keys("Esc ]");
    shoot(&mut s, "reveal, hidden");
    s.keys("v");
    s.later(20);
    shoot(&mut s, "reveal");
    for _ in 0..4 {
        s.keys("Right");
        let name = s.table().part().label().to_lowercase();
        shoot(&mut s, &name);
    }
    s.keys("] Enter");
    s.line("a doubt of the room");
    shoot(&mut s, "challenge");
    s.keys("] Enter");
    a_dozen(&mut s);
    s.keys("Esc ] v Enter");
    s.line("; what most of us want");
    s.keys("d");
    s.line("Too early.");
    shoot(&mut s, "decision");
    s.keys("Right Right");
    shoot(&mut s, "movement");
    s.keys("] Enter");
    s.line("Write to the college; the authority; 2027-04-01");
    shoot(&mut s, "actions");
    s.keys("]");
    shoot(&mut s, "close");
    insta::assert_snapshot!("steps", all);
}

#[test]
fn approval_voting_among_scenarios() {
    let mut s = Sitting::new();
    s.keys("N");
    assert!(s.state.notice.as_deref().is_some_and(|n| n.contains("pin")), "{:?}", s.state.notice);
    s.keys("1 c 6 N");
    assert_eq!(s.table().question().unwrap().choices.len(), 2);
    s.keys("] ] ] Enter");
    for line in ["1", "1 2", "-", "2"] {
        s.line(line);
        assert_eq!(s.table().typing.problem, None, "{line}");
    }
    s.keys("Esc ] v");
    let page = s.shown(80, 24);
    assert!(page.contains("2 of 4 approve"), "{page}");
    s.keys("] ] ]");
    s.keys("Enter");
    s.line("It was clearer");
    assert_eq!(s.table().session.chosen.as_ref().map(|c| c.choice), Some(0));
}

#[test]
fn the_clock_wakes_when_its_words_change_and_not_otherwise() {
    let mut s = Sitting::begun();
    assert_eq!(s.state.wake_after(s.now), None, "before the first step nothing ticks");
    s.keys("]");
    let seconds = |s: &Sitting, now| wake_after(&s.table().session, now).map(|d| d.as_secs());
    assert_eq!(seconds(&s, s.now), Some(60));
    assert_eq!(seconds(&s, s.now + TimeDelta::seconds(17)), Some(43));
    for (minutes, words) in [(0, "10 min left"), (9, "1 min left"), (1, "time is up"), (5, "over by 5 min")] {
        s.later(minutes);
        assert_eq!(s.table().time_left(), words);
        assert!(s.shown(80, 24).contains(words));
    }
    s.keys("z");
    assert_eq!(s.state.wake_after(s.now), None, "a clock that stands wakes nobody");
    s.keys("z 1");
    assert_eq!(s.state.wake_after(s.now), None, "nor does one that is not shown");
}

#[test]
fn nobody_sees_an_answer_before_the_reveal() {
    let mut s = Sitting::begun();
    s.keys("] ] ] Enter");
    s.line("#1 #1 #1 #1 #1 #1 g 7.25 ; zebra crossing");
    s.line("#2 #2 #2 #2 #2 #2");
    s.keys("Esc Left Left");
    for keys in ["", "Right", "]", "Right", "Right", "Right", "Right"] {
        s.keys(keys);
        for (width, height) in [(80, 24), (200, 60)] {
            let page = s.shown(width, height);
            assert!(!page.contains("zebra") && !page.contains("7.25"), "{}\n{page}", s.brief());
        }
        let words: Vec<String> =
            tiller::tui::app::sheets(&s.state).iter().map(tiller::report::sheet::Sheet::as_text).collect();
        assert!(!words.join("").contains("zebra"), "an export shows no more than the screen");
    }
}

// ---- the wall

fn wall_text(table: &Table, width: u16, height: u16) -> String {
    let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
    wall(&basis(), table, &look(ThemeChoice::Contrast, GlyphChoice::Braille, ColorChoice::Always), &mut buffer);
    text(&buffer)
}

fn on_the_wall(entries: &[Entry], part: Part, figures_too: bool) -> String {
    let opened = Opened { name: String::from("s"), session: Session::replay(entries), now: start(), remark: None };
    let mut table = Table::open(&basis(), opened);
    table.follow(&basis(), Beside { part: Some(part), phones: None });
    if let Some(Job::Packages { stamp, scenarios }) = table.request(&basis()).filter(|_| figures_too) {
        table.worked_out(stamp, scenarios.iter().map(|s| Ok(Arc::new(figures(s)))).collect());
    }
    // The packages that would be worked out are part of what is shown.
    let mut out = wall_text(&table, 80, 24);
    for package in &table.figures.of {
        let _ = write!(out, "{} {:?}", package.label, package.scenario.plans);
    }
    out
}

/// The same journal as the room may know it: ballots of rounds that are not shown say something else, and so do notes and reasons that
/// were not accepted.
fn veiled(entries: &[Entry]) -> Vec<Entry> {
    let session = Session::replay(entries);
    let question = session.question.clone();
    let veil = |e: &Entry| {
        let mut e = e.clone();
        match &mut e.event {
            Event::Cast { round, ballot } => {
                let accepted = session.round(*round).judged.get(&ballot.voter) == Some(&true);
                let counts = session.round(*round).ballots.get(&ballot.voter) == Some(ballot);
                if !session.is_shown(*round) {
                    let levers = question.as_ref().map_or(0, |q| q.levers.len());
                    ballot.answer = Answer::Package(vec![0.0; levers]);
                    ballot.guess = None;
                    ballot.reason = ballot.reason.as_ref().map(|_| String::from("veiled"));
                } else if !(accepted && counts) {
                    ballot.reason = ballot.reason.as_ref().map(|_| String::from("veiled"));
                }
            }
            Event::Noted(text) => *text = String::from("veiled"),
            _ => {}
        }
        e
    };
    entries.iter().map(veil).collect()
}

/// What may happen, by a number.
fn happening(question: &Question, (what, voter, amount): (u8, u8, u8)) -> Event {
    let round = [Round::Practice, Round::First, Round::Second][usize::from(amount) % 3];
    let amounts = || question.levers.iter().map(|l| l.amount(usize::from(amount) % (l.notches() + 1))).collect();
    let ballot = || Ballot {
        voter: if voter % 2 == 0 { Voter::Paper(u16::from(voter) + 1) } else { Voter::Phone(format!("p{voter}")) },
        answer: Answer::Package(amounts()),
        guess: (voter % 3 == 0).then(|| f64::from(amount) / 10.0),
        reason: (voter % 3 != 1).then(|| format!("reason {voter} {amount}")),
        role: None,
    };
    match what {
        0 => Event::Opened(round),
        1 => Event::Closed(round),
        2 | 3 => Event::Revealed { round, shown: what == 2 },
        4 => Event::Stepped(usize::from(voter) % 9),
        5 => Event::Judged { round, voter: ballot().voter, accepted: amount % 2 == 0 },
        6 => Event::Noted(format!("note {amount}")),
        7 => Event::Undone(u32::from(amount)),
        8 => Event::Cleared(round),
        _ => Event::Cast { round, ballot: ballot() },
    }
}

fn journal(happened: &[(u8, u8, u8)]) -> Vec<Entry> {
    let question = Question::from_scenario(&scenario(), &basis(), None).unwrap();
    let mut session = Session::default();
    let mut entries = Vec::new();
    let first = [Event::Asked(Box::new(question.clone())), Event::Ordered(RunningOrder::ninety())];
    for event in first.into_iter().chain(happened.iter().map(|h| happening(&question, *h))) {
        if let Ok(Some(event)) = session.admit(event) {
            let entry = Entry { n: session.last() + 1, at: start(), event };
            session.apply(&entry);
            entries.push(entry);
        }
    }
    entries
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn the_wall_shows_nothing_of_ballots_before_their_reveal(
        happened in prop::collection::vec((0_u8..16, 0_u8..24, 0_u8..40), 0..40),
        part in 0_usize..12,
    ) {
        let entries = journal(&happened);
        let part = Part::ALL[part];
        for end in 2..=entries.len() {
            let prefix = &entries[..end];
            prop_assert_eq!(on_the_wall(prefix, part, false), on_the_wall(&veiled(prefix), part, false));
        }
    }
}

#[test]
fn the_wall_of_a_whole_session() {
    let mut s = Sitting::begun();
    let mut all = String::new();
    let shoot = |s: &Sitting, part: Part| {
        let mut table = {
            let opened = Opened { name: String::from("s"), session: s.journal.clone(), now: s.now, remark: None };
            Table::open(&basis(), opened)
        };
        let dots = (0..25).map(|y| (0..25).map(|x| (x * y + x) % 3 == 0).collect()).collect();
        let phones = Phones { url: String::from("http://192.168.1.20:8642"), code: String::from("K7QMT"), dots };
        table.follow(&basis(), Beside { part: Some(part), phones: Some(phones) });
        if let Some(Job::Packages { stamp, scenarios }) = table.request(&basis()) {
            table.worked_out(stamp, scenarios.iter().map(|s| Ok(Arc::new(figures(s)))).collect());
        }
        format!("=== {} {}\n{}", s.brief(), part.label(), wall_text(&table, 80, 24))
    };
    s.keys("]");
    all.push_str(&shoot(&s, Part::Ballots));
    s.keys("] ] Enter");
    a_dozen(&mut s);
    all.push_str(&shoot(&s, Part::Ballots));
    s.keys("Esc ]");
    all.push_str(&shoot(&s, Part::Room));
    s.keys("v Right Right Right Right a");
    for part in [Part::Room, Part::Camps, Part::Guesses, Part::Packages, Part::Reasons, Part::Notes] {
        all.push_str(&shoot(&s, part));
    }
    s.keys("] Enter");
    s.line("a doubt of the room");
    all.push_str(&shoot(&s, Part::Challenge));
    s.keys("] ] Enter");
    s.line("; what most of us want");
    all.push_str(&shoot(&s, Part::Decision));
    s.keys("] Enter");
    s.line("Write to the college; the authority; 2027-04-01");
    all.push_str(&shoot(&s, Part::Actions));
    insta::assert_snapshot!("wall", all);
}
