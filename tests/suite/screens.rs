//! Whole screens, with their styles.

use tiller::tui::app::{Seen, State};
use tiller::tui::{ColorChoice, GlyphChoice, ThemeChoice};

use crate::desk::{act, basis, dark, draw, look, press, scenario, state, styled, text};

const SEEN: Seen = Seen { columns: 2, cards: 4, rows: 10 };

#[test]
fn explore_at_three_sizes() {
    let state = state();
    for (width, height) in [(80, 24), (120, 36), (200, 60)] {
        let (buffer, _) = draw(&state, &dark(), width, height);
        insta::assert_snapshot!(format!("explore_{width}x{height}"), styled(&buffer));
    }
}

#[test]
fn explore_in_every_set_of_characters() {
    let state = state();
    for (name, glyphs) in [("blocks", GlyphChoice::Blocks), ("ascii", GlyphChoice::Ascii)] {
        let look = look(ThemeChoice::Dark, glyphs, ColorChoice::Always);
        let (buffer, _) = draw(&state, &look, 80, 24);
        insta::assert_snapshot!(format!("explore_{name}"), text(&buffer));
    }
}

#[test]
fn layers_over_explore() {
    for (name, keys) in [
        ("why", "Tab Enter"),
        ("help", "? u n d"),
        ("place", "p"),
        ("amount", "= 9 9 9 9 Enter"),
        ("level", "d Tab"),
        ("beyond", "Shift-Right Shift-Right"),
    ] {
        let mut state = state();
        press(&mut state, keys, &SEEN);
        let (buffer, _) = draw(&state, &dark(), 120, 36);
        insta::assert_snapshot!(format!("layer_{name}"), text(&buffer));
    }
}

#[test]
fn without_colour_nothing_sets_one_and_the_selection_is_reversed() {
    let look = look(ThemeChoice::Dark, GlyphChoice::Braille, ColorChoice::Never);
    let (buffer, _) = draw(&state(), &look, 120, 36);
    let plain = |c: ratatui::style::Color| c == ratatui::style::Color::Reset;
    assert!(buffer.content.iter().all(|c| plain(c.fg) && plain(c.bg)));
    let reversed = buffer.content.iter().filter(|c| c.modifier.contains(ratatui::style::Modifier::REVERSED)).count();
    assert!(reversed > 20, "the selected line stands out: {reversed} cells");
}

#[test]
fn bands_are_told_apart_in_every_look() {
    for theme in [ThemeChoice::Dark, ThemeChoice::Light, ThemeChoice::Contrast] {
        let look = look(theme, GlyphChoice::Braille, ColorChoice::Always);
        let styles = [view_role("outer"), view_role("inner"), view_role("behind")].map(|r| look.style(r).fg);
        assert!(styles[0] != styles[1] && styles[1] != styles[2] && styles[0] != styles[2], "{}", look.theme.name);
    }
}

fn view_role(name: &str) -> tiller::tui::view::Role {
    *tiller::tui::view::Role::ALL.iter().find(|r| r.name() == name).unwrap()
}

#[test]
fn no_new_policy_says_no_change_and_nothing_else() {
    let mut state = state();
    press(&mut state, ": e v e r y Space l e v e r Enter", &SEEN);
    assert!(state.nothing_on());
    let shown = text(&draw(&state, &dark(), 120, 36).0);
    assert_eq!(shown.matches("no change from baseline").count(), 4, "{shown}");
    assert!(!shown.contains("middle"), "{shown}");
}

#[test]
fn too_small_says_what_is_there_and_what_is_needed() {
    let shown = text(&draw(&state(), &dark(), 59, 18).0);
    assert!(shown.contains("59×18") && shown.contains("60×18"), "{shown}");
    assert!(text(&draw(&state(), &dark(), 60, 18).0).contains("Innovation"));
}

#[test]
fn before_figures_the_levers_are_there_already() {
    let state = State::new(basis(), scenario());
    let shown = text(&draw(&state, &dark(), 80, 24).0);
    assert!(shown.contains("Skills provision") && shown.contains("computing…"), "{shown}");
}

#[test]
fn a_refused_scenario_says_why() {
    let mut state = State::new(basis(), scenario());
    let reason = String::from("derived/baseline.csv: has no row for Atlantis");
    act(&mut state, tiller::tui::app::Action::Refused { generation: 1, reason }, &SEEN);
    assert!(text(&draw(&state, &dark(), 80, 24).0).contains("Atlantis"));
}
