//! "How far can you trust this?": asked for once, worked out beside, drawn at three sizes, exported with every forecast.

use std::sync::atomic::AtomicBool;
use std::sync::{Arc, OnceLock};

use tiller::insight::backtest::Part;
use tiller::insight::spread::spread;
use tiller::insight::trust::{Trust, gather};
use tiller::projection::Stopped;
use tiller::report::shelf::trust::Spreads;
use tiller::report::shelf::{Record, Tab};
use tiller::tui::app::export::{Form, long_sheets, provenance};
use tiller::tui::app::{Action, Done, Effect, Job, Screen, Seen, State, sheets};
use tiller::tui::picture::files;

use crate::desk::{act, basis, dark, draw, press, state, text};

const SEEN: Seen = Seen { columns: 1, cards: 1, rows: 10 };

fn found() -> Arc<Trust> {
    static ALL: OnceLock<Arc<Trust>> = OnceLock::new();
    Arc::clone(ALL.get_or_init(|| Arc::new(gather(&basis(), &AtomicBool::new(false)).unwrap())))
}

/// Shares of the scenario shown, really worked out.
fn shares(s: &State) -> Arc<Spreads> {
    let found = spread(&basis(), &s.scenario, (0, 320), &AtomicBool::new(false)).map_err(|e| e.to_string());
    Arc::new(Spreads { title: s.scenario.title.clone(), places: 1, found })
}

fn filled(s: &mut State) {
    act(s, Action::Done(Done::Validated(Ok(found()))), &SEEN);
    let (generation, spreads) = (s.generation, shares(s));
    act(s, Action::Done(Done::Spread(generation, spreads)), &SEEN);
}

fn page(s: &State) -> String {
    s.shelf.page.as_text()
}

#[test]
fn the_work_is_asked_for_once_and_again_for_another_scenario() {
    let mut s = state();
    press(&mut s, "4", &SEEN);
    let asked = press(&mut s, "t", &SEEN);
    assert_eq!((s.screen, s.shelf.tab), (Screen::Evidence, Tab::Trust));
    assert!(asked.contains(&Effect::Work(Job::Validate)), "{asked:?}");
    assert!(asked.iter().any(|e| matches!(e, Effect::Work(Job::Spread { plan: 0, .. }))), "{asked:?}");
    assert!(page(&s).contains("working…"));
    filled(&mut s);
    assert!(!page(&s).contains("working…"), "{}", page(&s));
    let again = press(&mut s, "[ ]", &SEEN);
    assert!(again.iter().all(|e| !matches!(e, Effect::Work(_))), "{again:?}");
    // Another scenario: the shares are asked for anew, and those of the one before are not shown under it.
    let late = (s.generation, shares(&s));
    let changed = press(&mut s, "u F5", &SEEN);
    assert!(changed.iter().any(|e| matches!(e, Effect::Work(Job::Spread { .. }))), "{changed:?}");
    assert!(changed.iter().all(|e| !matches!(e, Effect::Work(Job::Validate))), "{changed:?}");
    assert!(page(&s).contains("working…"));
    act(&mut s, Action::Done(Done::Spread(late.0, late.1)), &SEEN);
    assert!(page(&s).contains("working…"), "shares of the scenario before are dropped");
}

#[test]
fn the_page_says_what_was_found() {
    let mut s = state();
    press(&mut s, "4 t", &SEEN);
    filled(&mut s);
    let said = page(&s).split_whitespace().collect::<Vec<_>>().join(" ");
    let (held, all) = found().targets();
    assert!(held > 0 && held < all && said.contains(&format!("{held} of {all} hold")), "{said}");
    let missed = found()
        .of(Part::All)
        .chain(found().of(Part::Before2020))
        .map(|(_, c)| c.checks.len() - c.held())
        .sum::<usize>();
    assert_eq!(said.matches("; seen ").count(), missed);
    for words in [
        "50 % held",
        "80 % held",
        "95 % held",
        "0 scored",
        "Evaluated programmes, each",
        "outcomes scored",
        "channels by recorded grade",
        "Last year observed",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    assert!(tiller::report::wording::unused_words_in(&said).is_empty(), "{said}");
    // Each series has a page of its own, with every target.
    for (tested, scored) in found().of(Part::All) {
        let record = s
            .shelf
            .catalogue
            .as_ref()
            .unwrap()
            .list(Tab::Trust)
            .iter()
            .find(|e| e.id.contains(&tested.panel.series) && e.id.ends_with(&tested.panel.tier.replace(' ', "-")));
        let record = Record::new(Tab::Trust, record.unwrap().id.clone());
        let page = s.shelf.catalogue.as_ref().unwrap().page(&basis(), &record, None).unwrap().as_text();
        let page = page.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(page.matches("; seen ").count() >= scored.checks.len(), "{page}");
    }
}

#[test]
fn it_is_reached_from_elsewhere_by_the_list_of_commands() {
    let mut s = state();
    press(&mut s, ": t r u s t Enter", &SEEN);
    assert_eq!((s.screen, s.shelf.tab), (Screen::Evidence, Tab::Trust));
}

#[test]
fn the_work_stops_when_told() {
    assert_eq!(gather(&basis(), &AtomicBool::new(true)).unwrap_err(), Stopped::Cancelled);
}

#[test]
fn an_export_holds_the_tables_and_only_forms_for_programs_every_forecast() {
    let mut s = state();
    press(&mut s, "4 t", &SEEN);
    filled(&mut s);
    let tables: Vec<String> = sheets(&s).iter().map(|t| t.title.clone()).collect();
    assert!(
        tables.iter().any(|t| t == "Targets of the protocol")
            && tables.iter().any(|t| t.contains("rests on judgement"))
    );
    assert!(!tables.contains(&String::from("Backtest")));
    let long = long_sheets(&s);
    let cases: usize = found().tested.iter().map(|t| t.cases.len()).sum();
    assert!(long.len() == 1 && long[0].rows.len() == cases && cases > 1000);
    let csv = files(Form::Csv, &s, &dark(), (80, 24), &provenance(&s)).unwrap();
    let backtest = csv.iter().find(|f| f.part == "backtest").unwrap();
    assert_eq!(backtest.text.lines().count(), cases + 1);
    let html = files(Form::Html, &s, &dark(), (80, 24), &provenance(&s)).unwrap();
    assert!(html[0].text.len() < backtest.text.len());
    press(&mut s, "[", &SEEN);
    assert!(long_sheets(&s).is_empty());
}

#[test]
fn trust_at_three_sizes() {
    let mut s = state();
    press(&mut s, "4 t", &SEEN);
    filled(&mut s);
    for (width, height) in [(80, 24), (120, 36), (200, 60)] {
        insta::assert_snapshot!(format!("trust_{width}x{height}"), text(&draw(&s, &dark(), width, height).0));
    }
    press(&mut s, "Enter PgDn", &SEEN);
    insta::assert_snapshot!("trust_page_80x24", text(&draw(&s, &dark(), 80, 24).0));
    press(&mut s, "Esc [", &SEEN);
    assert_eq!(s.shelf.tab, Tab::Grades);
    for (width, height) in [(80, 24), (120, 36), (200, 60)] {
        insta::assert_snapshot!(format!("grades_{width}x{height}"), text(&draw(&s, &dark(), width, height).0));
    }
}

#[test]
fn leaps_of_faith_stand_on_cards_and_on_every_export() {
    let s = state();
    let shown = text(&draw(&s, &dark(), 200, 60).0);
    assert!(shown.contains("Informed leap of faith:") && shown.contains("no comparison"), "{shown}");
    let from = provenance(&s);
    assert!(from.remarks.iter().any(|r| r.contains("links rest on judgement")), "{:?}", from.remarks);
    for form in [Form::Text, Form::Svg, Form::Html, Form::Csv, Form::Json] {
        let all: String = files(form, &s, &dark(), (120, 36), &from).unwrap().into_iter().map(|f| f.text).collect();
        for remark in &from.remarks {
            let escaped = tiller::report::export::escape(remark);
            assert!(all.contains(remark.as_str()) || all.contains(&escaped), "{form:?}: {remark}");
        }
    }
}
