//! Find strengths and the ledger on Places: state, keys, state; and what the screens say.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use tiller::insight::{ledger, strengths};
use tiller::projection::{DrawKey, Draws};
use tiller::report::wording::unused_words_in;
use tiller::tui::app::neighbours::{Found, Layer};
use tiller::tui::app::{Action, Done, Effect, Job, Screen, Seen, State, update};
use tiller::tui::{ColorChoice, GlyphChoice, ThemeChoice};

use super::desk;

/// Does the work that was asked for, as the thread does.
fn work(state: &mut State, effects: &[Effect]) -> usize {
    let basis = Arc::clone(&state.basis);
    let mut done = 0;
    for effect in effects {
        let answer = match effect {
            Effect::Work(Job::Strengths { sector, tier }) => {
                let found = strengths::field(&basis, sector, *tier).map_err(|f| f.to_string()).map(|field| {
                    let strengths = strengths::find(&field, &strengths::Cuts::default());
                    Arc::new(Found { field, strengths })
                });
                Done::Strengths(sector.clone(), *tier, found)
            }
            Effect::Work(Job::Ledger { generation, scenario }) => {
                let draws = Draws::make(&basis, &DrawKey::of(scenario, 1_280));
                let found = ledger::ledger(&basis, scenario, &draws, &AtomicBool::new(false));
                Done::Ledger(*generation, found.map(Arc::new).map_err(|e| e.to_string()))
            }
            _ => continue,
        };
        update(state, Action::Done(answer), &Seen::default());
        done += 1;
    }
    done
}

fn at(keys: &str) -> State {
    let mut state = desk::state();
    let effects = desk::press(&mut state, keys, &Seen::default());
    assert_eq!(work(&mut state, &effects), 1, "one piece of work is asked for");
    state
}

#[test]
fn a_proposed_group_is_collected_into_the_cluster() {
    let mut state = at("3 f");
    assert_eq!((state.screen, state.neighbours.layer), (Screen::Places, Layer::Strengths));
    let seen = Seen::default();
    desk::press(&mut state, "Enter", &seen);
    assert_eq!(state.places_screen.group.len(), 6);
    assert!(state.places_screen.group.contains(&"E37000053".into()), "Oxfordshire is of the line");
    assert!(state.notice.as_deref().is_some_and(|n| n.contains("6 areas collected")), "{:?}", state.notice);
    desk::press(&mut state, "Down Space", &seen);
    assert!(state.places_screen.group.contains(&"E37000032".into()), "the second group takes its place");
    assert!(state.notice.as_deref().is_some_and(|n| n.contains("share districts")), "{:?}", state.notice);
    desk::press(&mut state, "Esc", &seen);
    assert_eq!(state.neighbours.layer, Layer::Map);
    // Known already: nothing is asked for again, and the key toggles.
    assert_eq!(desk::press(&mut state, "f f", &seen).len(), 0);
    desk::press(&mut state, "G", &seen);
    assert_eq!((state.screen, state.plan().place.members().len()), (Screen::Explore, 6));
}

#[test]
fn the_ledger_follows_the_scenario_and_counts_money_or_jobs() {
    let mut state = at("3 n");
    let seen = Seen::default();
    assert_eq!(state.account().unwrap().entries.len(), 12);
    assert!(state.entry().unwrap().here);
    desk::press(&mut state, "Down i", &seen);
    assert!(state.neighbours.jobs && state.neighbours.selected == 0);
    // A change of the scenario makes the ledger old; going back to the screen asks for a new one.
    let effects = desk::press(&mut state, "1 Right 3", &seen);
    assert!(state.ledger().is_none());
    assert_eq!(work(&mut state, &effects), 1);
    assert!(state.ledger().is_some());
    // An answer about other figures is dropped.
    let old = Done::Ledger(state.generation + 7, Err(String::from("old")));
    update(&mut state, Action::Done(old), &seen);
    assert!(state.ledger().is_some_and(Result::is_ok));
}

#[test]
fn both_layers_at_four_sizes() {
    for (keys, name) in [("3 f", "strengths"), ("3 n", "ledger")] {
        let state = at(keys);
        for (width, height) in [(60, 18), (80, 24), (120, 36), (200, 60)] {
            let (buffer, _) = desk::draw(&state, &desk::dark(), width, height);
            let text = desk::text(&buffer);
            assert!(unused_words_in(&text).is_empty(), "{name} {width}×{height}: {text}");
            if name == "ledger" {
                assert!(["Here", "Elsewhere", "UK total"].iter().all(|w| text.contains(w)), "{text}");
            }
            insta::assert_snapshot!(format!("{name}_{width}x{height}"), text);
        }
        let ascii = desk::look(ThemeChoice::Mono, GlyphChoice::Ascii, ColorChoice::Never);
        let text = desk::text(&desk::draw(&state, &ascii, 120, 36).0);
        assert!(text.is_ascii(), "{text}");
    }
}

#[test]
fn a_sector_without_strengths_says_why() {
    let mut state = desk::state();
    let mut all = (*state.scenario).clone();
    all.plans[0].sector = tiller::evidence::SectorId::all();
    update(&mut state, Action::Opened(Box::new(all)), &Seen::default());
    let effects = desk::press(&mut state, "3 f", &Seen::default());
    work(&mut state, &effects);
    let text = desk::text(&desk::draw(&state, &desk::dark(), 120, 36).0);
    assert!(text.contains("every area is all of itself"), "{text}");
}
