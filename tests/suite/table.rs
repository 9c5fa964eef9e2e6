//! Screen 6: a room decides. A state, keys, a state; and nobody's answer before the reveal.

use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Color;
use tiller::projection::{DrawKey, Draws, project};
use tiller::roundtable::paste::code;
use tiller::roundtable::{
    Answer, Ballot, Desk, Entry, Event, Paper, Question, Refusal, Round, RunningOrder, Session, Voter,
};
use tiller::scenario::Scenario;
use tiller::serve;
use tiller::tui::app::roundtable::{Ask, Beside, Network, Opened, Part, Phones, Table, Told, wake_after};
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
            Ask::Begin { question } => {
                self.journal = Session::default();
                let name = String::from(if question.rehearsal { "rehearsal-west-midlands" } else { "west-midlands" });
                let opened = Opened { name, session: Session::default(), now: self.now, used: None, remark: None };
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
            Ask::Networks => self.act(Action::Room(Told::Networks(vec![Network {
                address: String::from("192.168.1.20"),
                says: String::from("wlan0, a local network"),
            }]))),
            Ask::Serve(address) if address == "192.168.1.20" => {
                let dots = vec![vec![true; 33]; 33];
                let phones = Phones { url: format!("http://{address}:8642"), code: String::from("K7QMT"), dots };
                self.act(Action::Room(Told::Phones(Some(phones))));
            }
            Ask::Unserve => self.act(Action::Room(Told::Phones(None))),
            Ask::Check => self.act(Action::Room(Told::Way(vec![String::from("The page answers here.")]))),
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

/// A desk without a session, for a page that nobody asks for.
#[derive(Debug)]
struct Bare;

impl Desk for Bare {
    fn paper(&self) -> Paper {
        Paper { question: Arc::default(), open: None, version: 0 }
    }

    fn take(&self, _: Round, _: Ballot) -> Result<(), Refusal> {
        Err(Refusal::Closed)
    }

    fn handed_in(&self, _: Round, _: &Voter) -> Option<Ballot> {
        None
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
    // After the last step the session ends, once; the end can be taken back.
    s.keys("] ]");
    let ended = |s: &Sitting| (s.table().session.finished.is_some(), s.table().time_left());
    assert_eq!(ended(&s), (true, String::from("ended")));
    assert!(s.state.notice.as_deref().is_some_and(|n| n.contains("u takes the end back")), "{:?}", s.state.notice);
    s.keys("u");
    assert!(!ended(&s).0);
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
fn a_rehearsal_says_so_and_fills_its_rounds() {
    let mut s = Sitting::new();
    s.keys("R ] ] ]");
    assert!(s.table().question().unwrap().rehearsal);
    s.keys("G");
    assert_eq!(s.brief(), "3 Ballots | open first | 24 0 | shown false false");
    s.keys("] v Right");
    let page = s.shown(80, 24);
    assert!(page.contains("Rehearsal"), "{page}");
    assert!(page.contains("camp"), "two camps are there to talk about\n{page}");
    s.keys("] ] G ] v");
    assert_eq!(s.brief(), "7 Decision | open - | 24 24 | shown true true");
    // Where the parts take two lines there is no room for the last keys: they stay off the frame.
    s.keys("Right");
    let page = s.shown(80, 24);
    let frame = page.lines().nth(22).unwrap();
    assert!(frame.contains("━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┛"), "{page}");
    assert!(page.contains("0 typed, 24 elsewhere"), "{page}");
    // In a session that counts nobody is made up.
    let mut s = Sitting::begun();
    s.keys("] ] ] G");
    assert_eq!(s.brief(), "3 Ballots | open first | 0 0 | shown false false");
    assert!(s.state.notice.as_deref().is_some_and(|n| n.contains("rehearsal")), "{:?}", s.state.notice);
}

#[test]
fn a_ballot_code_is_pasted_where_ballots_are_typed() {
    let mut s = Sitting::begun();
    s.keys("] ] ] Enter");
    let question = Arc::clone(s.table().question().unwrap());
    let ballot = |guess| Ballot {
        voter: Voter::Pasted(String::from("0102030405")),
        answer: Answer::Package(question.levers.iter().map(|l| l.amount(1)).collect()),
        guess: Some(guess),
        reason: Some(String::from("I could not come")),
        role: None,
    };
    let code = |round, guess| code(&question, round, [1, 2, 3, 4, 5], &ballot(guess)).unwrap();
    s.act(Action::Paste(format!("{}\n", code(Round::First, 1.5))));
    assert_eq!(s.table().typing.problem, None);
    assert_eq!(s.brief(), "3 Ballots | open first | 1 0 | shown false false | typing");
    assert!(s.shown(80, 24).contains("1 from elsewhere"), "{}", s.shown(80, 24));
    // The same person again replaces; another round, and a slip, are refused in words.
    s.act(Action::Paste(format!("{}\n", code(Round::First, 2.5).to_lowercase())));
    assert_eq!(s.brief(), "3 Ballots | open first | 1 0 | shown false false | typing");
    s.act(Action::Paste(format!("{}\n", code(Round::Second, 2.5))));
    assert!(s.table().typing.problem.as_deref().is_some_and(|p| p.contains("for the second ballot")));
    s.keys("Ctrl-U");
    let broken = code(Round::First, 1.5).replacen('0', "1", 1);
    s.act(Action::Paste(format!("{broken}\n")));
    assert!(s.table().typing.problem.as_deref().is_some_and(|p| p.contains("ballot code")), "{:?}", s.table().typing);
}

#[test]
fn phones_are_let_in_on_a_page_that_says_whether_they_get_through() {
    let mut s = Sitting::begun();
    s.keys("S");
    let page = s.shown(80, 24);
    for words in
        ["192.168.1.20: wlan0, a local network", "127.0.0.1: this machine alone", "Another address", "Paper needs"]
    {
        assert!(page.contains(words), "{words}\n{page}");
    }
    s.keys("h");
    assert!(s.shown(80, 24).contains("Hand out paper ballots"), "{}", s.shown(80, 24));
    s.keys("h Enter");
    let page = s.shown(80, 24);
    for words in ["http://192.168.1.20:8642", "Join code: K7QMT", "The page answers here.", "█"] {
        assert!(page.contains(words), "{words}\n{page}");
    }
    let checks = |s: &Sitting| s.asked.iter().filter(|a| **a == Ask::Check).count();
    let before = checks(&s);
    s.keys("c");
    assert_eq!(checks(&s), before + 1);
    s.keys("Esc S o");
    assert!(s.table().phones.is_none() && s.state.overlays.is_empty());
    // An address of one's own is typed.
    s.keys("S Down Down Enter");
    assert!(matches!(s.state.overlays.last(), Some(Overlay::Room(..))));
}

#[test]
fn money_can_be_changed_until_the_first_ballot() {
    let mut s = Sitting::begun();
    s.keys("] ] B Ctrl-U");
    s.line("four");
    let Some(Overlay::Room(_, field)) = s.state.overlays.last() else { panic!("the field stays") };
    assert!(field.problem.as_deref().is_some_and(|p| p.contains("'four'")), "{:?}", field.problem);
    s.keys("Ctrl-U");
    s.line("£4.5m");
    assert_eq!(s.table().question().unwrap().budget, Some(4.5));
    s.keys("u");
    assert_eq!(
        s.table().question().unwrap().budget,
        Question::from_scenario(&scenario(), &basis(), None).unwrap().budget
    );
    s.keys("] Enter");
    a_dozen(&mut s);
    s.keys("Esc B");
    assert!(s.state.overlays.is_empty() && s.state.notice.as_deref().is_some_and(|n| n.contains("budget")));
}

#[test]
fn keys_faster_than_the_disk_count_each() {
    let mut s = Sitting::begun();
    s.keys("]");
    // Both keys come before the journal has answered either.
    let mut asked = Vec::new();
    for _ in 0..2 {
        for effect in update(&mut s.state, Action::Press(Chord::char(']')), &SEEN) {
            if let Effect::Room(ask) = effect {
                asked.push(ask);
            }
        }
    }
    for ask in asked {
        s.perform(ask);
    }
    assert_eq!(s.brief(), "3 Ballots | open first | 0 0 | shown false false");
    // A refusal forgets what was asked for.
    s.act(Action::Room(Told::Refused(String::from("the disk is full"))));
    s.keys("[");
    assert_eq!(s.table().session.step + 1, 2);
}

#[test]
fn a_session_that_lay_closed_says_that_its_clock_ran_on() {
    let mut s = Sitting::begun();
    s.keys("]");
    let opened = |minutes: i64, s: &Sitting| Opened {
        name: String::from("s"),
        session: s.journal.clone(),
        now: s.now + TimeDelta::minutes(minutes),
        used: Some(s.now),
        remark: None,
    };
    for (minutes, said) in [(1, None), (5, Some("the clock of the step ran on")), (30, Some("begin a step afresh"))] {
        let opened = opened(minutes, &s);
        s.state.notice = None;
        s.act(Action::Room(Told::Opened(Box::new(opened))));
        let notice = s.state.notice.clone();
        assert!(
            said.map_or(notice.is_none(), |said| notice.as_deref().is_some_and(|n| n.contains(said))),
            "{notice:?}"
        );
    }
}

#[test]
fn the_picture_on_the_wall_and_in_the_layer_is_read_by_a_machine() {
    let desk: Arc<dyn Desk> = Arc::new(Bare);
    let server = serve::start(serve::Config::at(([127, 0, 0, 1], 0).into()), desk).unwrap();
    let dots = server.qr().unwrap().squares().to_vec();
    let phones = Phones { url: server.door(), code: server.code().to_string(), dots };
    let mut s = Sitting::begun();
    s.keys("] ] ]");
    s.act(Action::Room(Told::Phones(Some(phones.clone()))));
    s.keys("S");
    let layer = draw(&s.state, &dark(), 80, 24).0;
    let shown = Buffer::empty(Rect::new(0, 0, 80, 24));
    let mut on_wall = shown.clone();
    wall(&basis(), s.table(), &dark(), &mut on_wall);
    for (where_, buffer) in [("layer", &layer), ("wall", &on_wall)] {
        assert_eq!(read_picture(buffer).to_lowercase(), server.url().to_lowercase(), "on the {where_}");
    }
}

/// What a camera reads off a screen: every cell is two squares of light or dark, drawn eight dots wide.
fn read_picture(buffer: &Buffer) -> String {
    const SIDE: usize = 8;
    let (width, height) = (usize::from(buffer.area.width) * SIDE, usize::from(buffer.area.height) * 2 * SIDE);
    let dark = |x: usize, y: usize| {
        let [column, row] = [x / SIDE, y / (2 * SIDE)].map(|n| u16::try_from(n).unwrap());
        let cell = &buffer[(column, row)];
        let picture = cell.bg == Color::White && cell.fg == Color::Black;
        let lower = (y / SIDE) % 2 == 1;
        match cell.symbol() {
            "█" if picture => true,
            "▀" if picture => !lower,
            "▄" if picture => lower,
            _ if picture => false,
            // The theme around it.
            _ => true,
        }
    };
    let mut seen = rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| if dark(x, y) { 0 } else { 255 });
    let grids = seen.detect_grids();
    let [grid] = &grids[..] else { panic!("{} pictures were found", grids.len()) };
    grid.decode().expect("the picture can be read").1
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
    let opened =
        Opened { name: String::from("s"), session: Session::replay(entries), now: start(), used: None, remark: None };
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
            let opened =
                Opened { name: String::from("s"), session: s.journal.clone(), now: s.now, used: None, remark: None };
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
