//! Insight: questions, their answers, and what happens to an answer that nobody waits for.

use std::sync::atomic::AtomicBool;
use std::sync::{Arc, OnceLock};

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use tiller::evidence::load::{Library, SCENARIOS};
use tiller::insight::matters::{SHARED_OUT, matters};
use tiller::model::Basis;
use tiller::projection::{DrawKey, Draws, Stopped};
use tiller::report::sheet::{Datum, Sheet};
use tiller::scenario::{Scenario, document};
use tiller::tui::app::insight::{Page, Topic};
use tiller::tui::app::{Action, Chord, Done, Effect, Job, Key, Screen, Seen, State, update};
use tiller::tui::view::draw;

use crate::desk::dark;

fn basis() -> &'static Arc<Basis> {
    static BASIS: OnceLock<Arc<Basis>> = OnceLock::new();
    BASIS.get_or_init(|| Arc::new(Basis::load(&Library::embedded()).map_err(|f| f.to_string()).unwrap()))
}

fn named(name: &str) -> Scenario {
    let text = SCENARIOS.iter().find(|(known, _)| *known == name).unwrap().1;
    document::read(name, text, basis()).map_err(|f| f.to_string()).unwrap().scenario
}

fn state(name: &str) -> State {
    State::new(Arc::clone(basis()), named(name))
}

fn press(state: &mut State, key: Key) -> Vec<Effect> {
    update(state, Action::Press(Chord::plain(key)), &Seen::default())
}

fn jobs(effects: &[Effect]) -> Vec<&Job> {
    effects.iter().filter_map(|e| if let Effect::Work(job) = e { Some(job) } else { None }).collect()
}

fn shown(state: &State, (width, height): (u16, u16)) -> String {
    let mut buf = Buffer::empty(Rect::new(0, 0, width, height));
    draw(state, &dark(), &mut buf);
    let line = |y: u16| (0..width).map(|x| buf[(x, y)].symbol().to_owned()).collect::<String>().trim_end().to_owned();
    (0..height).map(line).collect::<Vec<_>>().join("\n")
}

fn sheet(words: &str) -> Arc<Vec<Sheet>> {
    let mut sheet = Sheet::new("Found", ["lever", "share"]);
    sheet.row([Datum::text(words), Datum::number(0.5, "50 %")]);
    Arc::new(vec![sheet])
}

#[test]
fn a_question_is_worked_out_when_it_is_asked_and_kept() {
    let mut s = state("hvm-line");
    update(&mut s, Action::Press(Chord::char('5')), &Seen::default());
    assert_eq!(s.screen, Screen::Insight);
    assert!(shown(&s, (80, 24)).contains("tiller explain SCENARIO"), "{}", shown(&s, (80, 24)));
    let effects = press(&mut s, Key::Enter);
    let [Job::Insight { stamp, topic, .. }] = jobs(&effects)[..] else { panic!("{effects:?}") };
    let (stamp, topic) = (*stamp, *topic);
    update(&mut s, Action::Done(Done::Progress(stamp, 420)), &Seen::default());
    assert!(shown(&s, (80, 24)).contains("42 %"));
    update(&mut s, Action::Done(Done::Insight(stamp, topic, Ok(sheet("peer learning")))), &Seen::default());
    assert!(shown(&s, (80, 24)).contains("peer learning"));
    // A later change leaves the answer where it is and says what it is about.
    press(&mut s, Key::Down);
    update(&mut s, Action::Press(Chord::char('1')), &Seen::default());
    update(&mut s, Action::Press(Chord::char('Z')), &Seen::default());
    update(&mut s, Action::Press(Chord::char('5')), &Seen::default());
    assert!(!s.insight_is_current());
    let text = shown(&s, (80, 24));
    assert!(text.contains("as it was when this was asked") && text.contains("peer learning"), "{text}");
}

#[test]
fn an_answer_that_nobody_waits_for_is_dropped() {
    let mut s = state("hvm-line");
    update(&mut s, Action::Press(Chord::char('5')), &Seen::default());
    let effects = press(&mut s, Key::Enter);
    let [Job::Insight { stamp, topic, .. }] = jobs(&effects)[..] else { panic!("{effects:?}") };
    let (stamp, topic) = (*stamp, *topic);
    assert_eq!(press(&mut s, Key::Esc), vec![Effect::GiveUp]);
    update(&mut s, Action::Done(Done::Insight(stamp, topic, Ok(sheet("late")))), &Seen::default());
    assert!(s.insight_page().is_none());
    assert_eq!(press(&mut s, Key::Esc), Vec::new(), "there is nothing to give up");
    // Asked twice: only the second answer counts.
    press(&mut s, Key::Enter);
    press(&mut s, Key::Enter);
    update(&mut s, Action::Done(Done::Insight(stamp + 1, topic, Ok(sheet("first")))), &Seen::default());
    assert!(matches!(s.insight_page(), Some(Page::Working { .. })));
}

#[test]
fn what_cannot_be_asked_says_what_to_do() {
    let mut s = state("no-new-policy");
    update(&mut s, Action::Press(Chord::char('5')), &Seen::default());
    assert_eq!(press(&mut s, Key::Enter), Vec::new());
    assert!(shown(&s, (80, 24)).contains("Move one on Explore"));
}

#[test]
fn every_question_has_its_words_and_both_ends_hold() {
    for topic in Topic::ALL {
        assert!(topic.question().ends_with('?') && topic.twin().starts_with("tiller "), "{topic:?}");
    }
    let (first, last) = (Topic::ALL[0], Topic::ALL[Topic::ALL.len() - 1]);
    assert_eq!((first.step(-1), last.step(1)), (first, last));
}

#[test]
fn parts_add_up_for_every_indicator_and_stop_when_told() {
    let scenario = named("hvm-line");
    let draws = Draws::make(basis(), &DrawKey::of(&scenario, 1_280));
    let found = matters(basis(), &scenario, 0, &draws, &AtomicBool::new(false), &|_| {}).unwrap();
    assert_eq!(found.len(), SHARED_OUT.len());
    for one in &found {
        let sum: f64 = one.levers.iter().map(|l| l.shapley).sum();
        assert!((sum - one.total).abs() <= 1e-9 * one.total.abs().max(1.0), "{}: {sum} {}", one.indicator, one.total);
    }
    let stopped = matters(basis(), &scenario, 0, &draws, &AtomicBool::new(true), &|_| {});
    assert_eq!(stopped, Err(Stopped::Cancelled));
}
