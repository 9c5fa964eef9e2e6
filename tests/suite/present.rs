//! Presentation mode: few things, large, and a lever can be moved in front of the room.

use tiller::model::Indicator;
use tiller::tui::app::{Screen, Seen, Slide, State, View};
use tiller::tui::{ColorChoice, GlyphChoice, ThemeChoice};

use crate::desk::{dark, draw, look, press, state, styled, text};

const SEEN: Seen = Seen { columns: 2, cards: 4, rows: 10 };

fn shown(state: &State, width: u16, height: u16) -> String {
    text(&draw(state, &dark(), width, height).0)
}

fn presenting() -> State {
    let mut state = state();
    press(&mut state, "F", &SEEN);
    state
}

#[test]
fn large_at_every_size() {
    let mut state = presenting();
    insta::assert_snapshot!("present_headline_80x24", styled(&draw(&state, &dark(), 80, 24).0));
    for (width, height) in [(60, 18), (120, 36), (200, 60)] {
        insta::assert_snapshot!(format!("present_headline_{width}x{height}"), shown(&state, width, height));
    }
    for name in ["dots", "fan", "plan"] {
        press(&mut state, "Down", &SEEN);
        for (width, height) in [(60, 18), (80, 24), (120, 36)] {
            insta::assert_snapshot!(format!("present_{name}_{width}x{height}"), shown(&state, width, height));
        }
    }
}

#[test]
fn large_in_ascii() {
    let look = look(ThemeChoice::Contrast, GlyphChoice::Ascii, ColorChoice::Always);
    let mut state = presenting();
    let mut all = text(&draw(&state, &look, 80, 24).0);
    press(&mut state, "Down", &SEEN);
    all.push_str(&text(&draw(&state, &look, 80, 24).0));
    assert!(all.is_ascii(), "{all}");
    insta::assert_snapshot!("present_ascii", all);
}

#[test]
fn keys_move_what_is_presented() {
    let mut state = presenting();
    let view = |s: &State| (s.view, s.indicator);
    assert_eq!(view(&state), (View::Presenting(Slide::Headline), Indicator::InnovationActive));
    let table = [
        ("Right", Slide::Headline, Indicator::FirmsCollaborating),
        ("Left Left", Slide::Headline, Indicator::InnovationActive),
        ("Up", Slide::Headline, Indicator::InnovationActive),
        ("PgDn", Slide::Dots, Indicator::InnovationActive),
        ("Space Down Down", Slide::Plan, Indicator::InnovationActive),
        ("PgUp", Slide::Fan, Indicator::InnovationActive),
    ];
    for (keys, slide, indicator) in table {
        press(&mut state, keys, &SEEN);
        assert_eq!(view(&state), (View::Presenting(slide), indicator), "after {keys}");
    }
    press(&mut state, "Esc", &SEEN);
    assert_eq!(state.view, View::Full);
    press(&mut state, "F F", &SEEN);
    assert_eq!(state.view, View::Full);
    press(&mut state, "F 3", &SEEN);
    assert_eq!((state.view, state.screen), (View::Full, Screen::Places));
    press(&mut state, "F", &SEEN);
    assert!(state.notice.as_deref().is_some_and(|n| n.contains("large form")), "{:?}", state.notice);
}

#[test]
fn a_lever_moves_in_front_of_the_room_and_undo_takes_it_back() {
    let mut state = presenting();
    press(&mut state, "+ +", &SEEN);
    assert!(shown(&state, 80, 24).contains("Skills provision: £5m a year"), "{}", shown(&state, 80, 24));
    press(&mut state, "-", &SEEN);
    assert!(shown(&state, 80, 24).contains("Skills provision: £4m a year"));
    press(&mut state, "u u u", &SEEN);
    assert!(!state.edited());
    press(&mut state, "Tab", &SEEN);
    assert!(shown(&state, 80, 24).contains("Non-accredited courses: off"));
    // Layers lie over it as over everything.
    press(&mut state, "p w a l e s Enter", &SEEN);
    assert!(shown(&state, 80, 24).contains("Wales"));
}

#[test]
fn every_indicator_has_a_large_form() {
    let mut state = presenting();
    for indicator in Indicator::ALL {
        state.indicator = *indicator;
        for (width, height) in [(60, 18), (80, 24), (200, 60)] {
            let shown = shown(&state, width, height);
            assert!(shown.contains('█') || shown.contains('▀'), "{indicator} at {width}×{height}\n{shown}");
        }
    }
    press(&mut state, ": e v e r y Space l e v e r Enter", &SEEN);
    assert!(state.nothing_on());
    assert!(shown(&state, 80, 24).contains("no change from baseline"));
}
