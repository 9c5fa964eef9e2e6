//! Insight: questions, their answers, and what happens to an answer that nobody waits for.

use std::sync::atomic::AtomicBool;
use std::sync::{Arc, OnceLock};

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use tiller::evidence::load::{Library, SCENARIOS};
use tiller::insight::matters::{SHARED_OUT, matters, milestones};
use tiller::insight::seek::Aim;
use tiller::insight::watch::Watch;
use tiller::model::Basis;
use tiller::projection::Stopped;
use tiller::report::sheet::{Datum, Plot, Sheet};
use tiller::report::weigh::appraise::Schedule;
use tiller::scenario::{Scenario, document};
use tiller::tui::app::insight::{Change, Options, Page, Topic};
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
    let run = |stop: bool| {
        let watch = Watch { cancel: &AtomicBool::new(stop), progress: &|_| {} };
        matters(basis(), &scenario, 0, (&SHARED_OUT, 160), &watch)
    };
    let found = run(false).unwrap();
    assert_eq!(found.len(), SHARED_OUT.len());
    let near = |a: f64, b: f64| (a - b).abs() <= 1e-9 * a.abs().max(1.0);
    for one in &found {
        let of = &one.levers;
        let sum: f64 = of.levers.iter().map(|l| l.part.shapley).sum();
        assert!(near(sum, of.total), "{}: {sum} {}", of.indicator, of.total);
        // Ways share the same change out: with every arrow gone nothing is left of it.
        let ways: f64 = one.ways.parts.iter().map(|(_, p)| p.shapley).sum();
        assert!(near(ways, one.ways.total) && near(of.total, one.ways.total), "{}: {ways} {}", of.indicator, of.total);
        for part in of.levers.iter().map(|l| l.part).chain(one.ways.parts.iter().map(|(_, p)| *p)) {
            assert!(part.range.p10 <= part.range.p50 && part.range.p50 <= part.range.p90, "{}", of.indicator);
        }
        let years: Vec<i32> = one.years.iter().map(|y| y.year).collect();
        assert_eq!((years, one.years.last()), (milestones(&scenario), Some(of)));
    }
    assert_eq!(run(true), Err(Stopped::Cancelled));
}

#[test]
fn the_red_team_answers_from_any_screen_and_is_not_asked_twice() {
    let mut s = state("backing-strength");
    let effects = update(&mut s, Action::Press(Chord::char('!')), &Seen::default());
    assert_eq!((s.screen, s.insight.topic), (Screen::Insight, Topic::Worst));
    let [Job::Insight { stamp, topic: Topic::Worst, .. }] = jobs(&effects)[..] else { panic!("{effects:?}") };
    let stamp = *stamp;
    assert_eq!(update(&mut s, Action::Press(Chord::char('!')), &Seen::default()), Vec::new(), "it is under way");
    update(&mut s, Action::Done(Done::Insight(stamp, Topic::Worst, Ok(sheet("the worst")))), &Seen::default());
    update(&mut s, Action::Press(Chord::char('1')), &Seen::default());
    assert_eq!(update(&mut s, Action::Press(Chord::char('!')), &Seen::default()), Vec::new(), "it is there");
    assert!(shown(&s, (80, 24)).contains("the worst"));
}

#[test]
fn options_are_chosen_from_a_list_that_stays() {
    let mut s = state("hvm-line");
    update(&mut s, Action::Press(Chord::char('5')), &Seen::default());
    update(&mut s, Action::Press(Chord::char('O')), &Seen::default());
    assert!(s.overlays.is_empty() && s.notice.as_ref().is_some_and(|n| n.contains("has none")), "{:?}", s.notice);
    s.insight.topic = Topic::Mixes;
    let before = s.asked_of(Topic::Mixes);
    update(&mut s, Action::Press(Chord::char('O')), &Seen::default());
    let text = shown(&s, (80, 24));
    assert!(text.contains("the worst tenth") && text.contains("must not widen"), "{text}");
    press(&mut s, Key::Down);
    press(&mut s, Key::Enter);
    assert_eq!(s.overlays.len(), 1, "the list stays");
    for _ in 0..2 {
        press(&mut s, Key::Down);
    }
    press(&mut s, Key::Enter);
    press(&mut s, Key::Esc);
    assert_eq!(s.insight.options.aim, Aim::WorstTenth);
    assert!(s.insight.options.gap && s.asked_of(Topic::Mixes) != before);
    // What a question does not ask for changes nothing of what it is asked of.
    assert_eq!(s.asked_of(Topic::Appraisal).options, Options::default());
    assert!(shown(&s, (80, 24)).contains("By the worst tenth; at most 4 levers; none locked; the gap must not widen."));
    // Locked levers are those of the plan; locking twice frees.
    let lever = s.scenario.plans[0].on().next().unwrap().0.clone();
    for locked in [vec![lever.clone()], Vec::new()] {
        s.insight.options.take(&Change::Lock(lever.clone()));
        assert_eq!(s.insight.options.locked, locked);
    }
    s.insight.options.take(&Change::Schedule);
    assert_eq!(s.asked_of(Topic::Appraisal).options.schedule, Schedule::Lower);
}

/// A table that is drawn as a picture, from values that are its own.
fn drawn() -> Vec<Sheet> {
    let number = |x: f64| Datum::number(x, format!("{x}"));
    let mut tornado = Sheet::new("Tornado", ["at low end", "at high end", "held"]);
    tornado.row([number(-12.0), number(30.0), Datum::text("Displacement")]);
    tornado.row([number(9.0), number(-4.0), Datum::text("Unit costs")]);
    tornado.plot = Some(Plot::Tornado { columns: [2, 0, 1], middle: number(5.0) });
    let mut falls = Sheet::new("Parts", ["indicator", "lever", "from", "part", "to"]);
    for (name, low, part, high) in [("Peer learning", 0.5, 3.0, 6.0), ("Place marketing", -2.0, -1.0, 0.0)] {
        falls.row([Datum::text("Net jobs"), Datum::text(name), number(low), number(part), number(high)]);
    }
    falls.plot = Some(Plot::Waterfall { columns: [0, 1, 2, 3, 4], totals: vec![number(2.0)] });
    let mut line = Sheet::new("Trade-off", ["shared", "GVA", "gap"]);
    for (name, x, y) in
        [("by need", 10.0, -0.2), ("half", 14.0, 0.1), ("by strength", 20.0, 0.5), ("this scenario", 16.0, 0.4)]
    {
        line.row([Datum::text(name), number(x), number(y)]);
    }
    line.plot = Some(Plot::Frontier { columns: [0, 1, 2], axes: ["GVA".into(), "gap".into()] });
    vec![tornado, falls, line]
}

#[test]
fn answers_are_drawn_with_every_value_in_words() {
    let mut s = state("hvm-line");
    update(&mut s, Action::Press(Chord::char('5')), &Seen::default());
    for size in [(80, 24), (120, 36), (200, 60)] {
        for (k, words) in [
            (0, &["Displacement", "high", "30", "low", "-12", "as drawn, 5"][..]),
            (1, &["Net jobs: 2 together", "Peer learning", "3", "-1"]),
            (2, &["1 by need", "3 by strength", "◆ this scenario", "GVA", "gap"]),
        ] {
            let effects = press(&mut s, Key::Enter);
            let [Job::Insight { stamp, topic, .. }] = jobs(&effects)[..] else { panic!("{effects:?}") };
            let done = Done::Insight(*stamp, *topic, Ok(Arc::new(vec![drawn()[k].clone()])));
            update(&mut s, Action::Done(done), &Seen::default());
            let text = shown(&s, size);
            for word in words {
                assert!(text.contains(word), "{word} at {size:?}:\n{text}");
            }
        }
    }
}
