//! What keys do: a state, keys, a state.

use std::sync::Arc;

use proptest::prelude::*;
use tiller::evidence::LeverId;
use tiller::model::Indicator;
use tiller::tui::app::entries::entries;
use tiller::tui::app::{Action, COMMANDS, Chord, Effect, Key, Overlay, Pane, Seen, State, Target};
use tiller::tui::{ColorChoice, GlyphChoice, ThemeChoice};

use crate::desk::{act, dark, draw, look, press, scenario, state, text};

const SEEN: Seen = Seen { columns: 2, cards: 4, rows: 10 };

/// What a test looks at, on one line.
fn brief(state: &State) -> String {
    let lever = state.selected_lever().unwrap();
    let row = state.lever_row(lever);
    let pane = match state.focus() {
        Pane::Levers => "levers",
        Pane::Indicators => "indicators",
        Pane::Compare => "compare",
        Pane::Places => "places",
        Pane::Evidence => "evidence",
        Pane::Insight => "insight",
        Pane::Roundtable => "roundtable",
        Pane::Presenting => "presenting",
    };
    let layers: Vec<&str> = state
        .overlays
        .iter()
        .map(|o| match o {
            Overlay::Help(_) => "help",
            Overlay::Palette(_) => "palette",
            Overlay::Picker(..) => "picker",
            Overlay::Open(..) => "open",
            Overlay::Export(_) => "export",
            Overlay::Pin(..) => "pin",
            Overlay::Save(_) => "save",
            Overlay::Amount(_) => "amount",
            Overlay::Aim(..) => "aim",
            Overlay::Override(..) => "override",
            Overlay::Told(..) => "told",
            Overlay::Presets(..) => "presets",
            Overlay::Replay(_) => "replay",
            Overlay::Why(_) => "why",
            Overlay::Cite(_) => "source",
            Overlay::Sessions(..) => "sessions",
            Overlay::Room(..) => "room",
            Overlay::Phones(_) => "phones",
        })
        .collect();
    format!("{} {} {}–{} | {pane} {} | {}", lever.id, row.amount, row.from, row.to, state.indicator, layers.join(","))
}

#[test]
fn keys_lead_from_state_to_state() {
    let table: &[(&str, &str)] = &[
        ("", "skills_provision 3 2027–2041 | levers innovation_active | "),
        ("Right", "skills_provision 4 2027–2041 | levers innovation_active | "),
        ("l h h", "skills_provision 2 2027–2041 | levers innovation_active | "),
        ("Shift-Right", "skills_provision 8 2027–2041 | levers innovation_active | "),
        ("Shift-Left", "skills_provision 0 2027–2041 | levers innovation_active | "),
        ("Down", "non_accredited_courses 0 2027–2041 | levers innovation_active | "),
        ("Down Up Up", "skills_provision 3 2027–2041 | levers innovation_active | "),
        ("0", "skills_provision 0 2027–2041 | levers innovation_active | "),
        ("Home u", "skills_provision 3 2027–2041 | levers innovation_active | "),
        ("Right Right u U", "skills_provision 5 2027–2041 | levers innovation_active | "),
        ("Right u Ctrl-R", "skills_provision 4 2027–2041 | levers innovation_active | "),
        ("= 2 . 5 Enter", "skills_provision 2.5 2027–2041 | levers innovation_active | "),
        ("= 2 . 5 Enter Right", "skills_provision 3 2027–2041 | levers innovation_active | "),
        ("= 2 . 5 Enter Left", "skills_provision 2 2027–2041 | levers innovation_active | "),
        ("= 7 Esc", "skills_provision 3 2027–2041 | levers innovation_active | "),
        ("= 9 9 9 9 Enter", "skills_provision 3 2027–2041 | levers innovation_active | amount"),
        ("] ]", "skills_provision 3 2029–2041 | levers innovation_active | "),
        ("[", "skills_provision 3 2027–2041 | levers innovation_active | "),
        ("{ {", "skills_provision 3 2027–2039 | levers innovation_active | "),
        ("{ {  }", "skills_provision 3 2027–2040 | levers innovation_active | "),
        ("Tab", "skills_provision 3 2027–2041 | indicators innovation_active | "),
        ("Tab Down Right", "skills_provision 3 2027–2041 | indicators management_score | "),
        ("Tab PgDn", "skills_provision 3 2027–2041 | indicators business_rd | "),
        ("PgDn PgDn PgDn PgUp", "skills_provision 3 2027–2041 | levers net_jobs | "),
        ("Tab Enter", "skills_provision 3 2027–2041 | indicators innovation_active | why"),
        ("Tab Enter Right Esc", "skills_provision 3 2027–2041 | indicators firms_collaborating | "),
        ("? Esc", "skills_provision 3 2027–2041 | levers innovation_active | "),
        ("F1", "skills_provision 3 2027–2041 | levers innovation_active | help"),
        (": u n d o Esc", "skills_provision 3 2027–2041 | levers innovation_active | "),
        ("Ctrl-P o t h e r Enter", "skills_provision 3 2027–2041 | indicators innovation_active | "),
        ("Esc Esc", "skills_provision 3 2027–2041 | levers innovation_active | "),
        ("= 1", "skills_provision 3 2027–2041 | levers innovation_active | amount"),
        ("Tab 1", "skills_provision 3 2027–2041 | indicators innovation_active | "),
    ];
    for (keys, expected) in table {
        let mut state = state();
        press(&mut state, keys, &SEEN);
        assert_eq!(brief(&state), *expected, "after {keys}");
    }
}

#[test]
fn place_and_sector_are_picked_by_typing() {
    let mut state = state();
    press(&mut state, "p w a l e s Enter s r e t a i l Enter", &SEEN);
    assert_eq!(state.plan().place.to_string(), "W92000004");
    assert_eq!(state.plan().sector.as_str(), "retail");
    press(&mut state, "u u", &SEEN);
    assert_eq!(*state.scenario, scenario());
}

#[test]
fn a_refused_amount_says_what_would_be_all() {
    let mut state = state();
    press(&mut state, "= 9 9 9 9 Enter", &SEEN);
    let Some(Overlay::Amount(field)) = state.overlays.last() else { panic!("the field stays") };
    let problem = field.problem.clone().unwrap();
    assert!(problem.contains("100 % of the pool"), "{problem}");
    let (buffer, _) = draw(&state, &dark(), 80, 24);
    assert!(text(&buffer).contains("100 % of the pool"));
    // What is offered is accepted.
    let offered: String = problem.chars().skip(1).take_while(|c| c.is_ascii_digit() || *c == '.').collect();
    let keys: Vec<String> = offered.chars().map(String::from).collect();
    press(&mut state, &format!("Ctrl-U {} Enter", keys.join(" ")), &SEEN);
    assert!(state.overlays.is_empty(), "{offered} was refused");
}

#[test]
fn quitting_and_only_quitting_quits() {
    let mut state = state();
    assert_eq!(press(&mut state, "q", &SEEN), [Effect::Quit]);
    assert_eq!(press(&mut state, "Ctrl-C", &SEEN), [Effect::Quit]);
    assert_eq!(press(&mut state, "Esc", &SEEN), []);
    assert_eq!(press(&mut state, "? q", &SEEN), []);
    assert_eq!(press(&mut state, "Ctrl-C", &SEEN), [Effect::Quit]);
}

#[test]
fn every_change_asks_for_figures_and_is_kept() {
    let mut state = state();
    let effects = press(&mut state, "Right", &SEEN);
    assert!(matches!(effects[..], [Effect::Project { generation: 2, .. }, Effect::Autosave(_)]), "{effects:?}");
    assert!(state.edited());
    press(&mut state, "u", &SEEN);
    assert!(!state.edited());
}

#[test]
fn saving_takes_a_name() {
    let mut state = state();
    let effects = press(&mut state, "w Ctrl-U M i n e Enter", &SEEN);
    let [Effect::Save(saved)] = &effects[..] else { panic!("{effects:?}") };
    assert_eq!(saved.title, "Mine");
}

#[test]
fn the_indicator_that_moved_most_is_marked_and_explained() {
    let mut state = state();
    press(&mut state, "Right", &SEEN);
    let moved = state.moved_most.expect("something moved");
    assert_ne!(moved, Indicator::PublicCostPv);
    press(&mut state, "e", &SEEN);
    assert!(matches!(state.overlays.last(), Some(Overlay::Why(w)) if w.indicator == moved));
    assert!(state.attribution.is_some());
}

#[test]
fn answers_of_another_place_are_dropped() {
    let mut state = state();
    let old = state.answer.clone().unwrap();
    press(&mut state, "p w a l e s Enter", &SEEN);
    let newer = state.answer.clone().unwrap().generation;
    act(&mut state, Action::Projected(old), &SEEN);
    assert_eq!(state.answer.as_ref().unwrap().generation, newer);
}

#[test]
fn a_drag_is_one_step_of_undo() {
    let mut state = state();
    let before = Arc::clone(&state.scenario);
    act(&mut state, Action::Click(Target::LeverBar(0, 200)), &SEEN);
    for share in [300, 400, 500] {
        act(&mut state, Action::Drag(Target::LeverBar(0, share)), &SEEN);
    }
    act(&mut state, Action::Release, &SEEN);
    let amount = |s: &State| s.plan().levers[&LeverId::new("skills_provision")].amount;
    assert!(amount(&state) > 10.0, "{}", amount(&state));
    press(&mut state, "u", &SEEN);
    assert_eq!(state.scenario, before);
}

#[test]
fn the_pointer_finds_what_is_drawn() {
    let mut state = state();
    let (buffer, hits) = draw(&state, &dark(), 120, 36);
    let lines = text(&buffer);
    let row = lines.lines().position(|l| l.contains("Peer learning")).unwrap();
    let target = hits.at(3, u16::try_from(row).unwrap()).unwrap();
    act(&mut state, Action::Click(target), &hits.seen);
    assert_eq!(state.selected_lever().unwrap().id.as_str(), "peer_learning");
    let card = hits.at(100, 6).unwrap();
    assert_eq!(card, Target::Card(Indicator::FirmsCollaborating));
    act(&mut state, Action::Click(card), &hits.seen);
    assert_eq!((state.pane, state.indicator), (Pane::Indicators, Indicator::FirmsCollaborating));
    let place = hits.at(2, 1).unwrap();
    act(&mut state, Action::Click(place), &hits.seen);
    assert!(matches!(state.overlays.last(), Some(Overlay::Picker(..))));
    act(&mut state, Action::Click(Target::Outside), &hits.seen);
    assert!(state.overlays.is_empty());
}

#[test]
fn pasted_text_fires_no_command() {
    let mut state = state();
    assert!(act(&mut state, Action::Paste(String::from("q\nu0")), &SEEN).is_empty());
    assert!(!state.edited());
    press(&mut state, "w Ctrl-U", &SEEN);
    act(&mut state, Action::Paste(String::from("two\nlines")), &SEEN);
    let Some(Overlay::Save(field)) = state.overlays.last() else { panic!("the field stays") };
    assert_eq!(field.text.value(), "two lines");
}

#[test]
fn the_palette_finds_every_command_by_title_and_key() {
    let state = state();
    for command in COMMANDS {
        for query in [command.title.to_owned(), command.keys.first().map(ToString::to_string).unwrap_or_default()] {
            if query.is_empty() {
                continue;
            }
            let mut narrowing = tiller::tui::app::overlay::Narrowing::default();
            for c in query.chars() {
                tiller::tui::app::overlay::edit(&mut narrowing.query, Chord::char(c));
            }
            let found = entries(&state, &Overlay::Palette(narrowing));
            assert!(found.iter().any(|e| e.title == command.title), "{query} does not find {}", command.title);
        }
    }
}

#[test]
fn unused_words_are_on_no_screen() {
    let mut state = state();
    let mut all = String::new();
    // Titles of studies use whatever words they like, so "why?" is looked at without a plan.
    for keys in ["", "?", "Esc :", "Esc p", "Esc d", "Tab Enter Esc : e v e r y Space l e v e r Enter Enter"] {
        press(&mut state, keys, &SEEN);
        all.push_str(&text(&draw(&state, &dark(), 200, 60).0));
    }
    for command in COMMANDS {
        all.push_str(command.help);
    }
    for word in all.to_lowercase().split(|c: char| !c.is_alphanumeric()) {
        let banned = ["predict", "will", "proven", "optimal", "guarantee", "impact"].contains(&word);
        assert!(!banned, "'{word}' stands on a screen");
    }
}

fn any_key() -> impl Strategy<Value = Chord> {
    let keys: Vec<Chord> = COMMANDS.iter().flat_map(|c| c.keys.iter().copied()).collect();
    prop_oneof![
        4 => proptest::sample::select(keys),
        2 => proptest::char::range(' ', '~').prop_map(Chord::char),
        1 => proptest::sample::select(vec![Key::Esc, Key::Enter, Key::Backspace, Key::End]).prop_map(Chord::plain),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn no_size_and_no_keys_panic(
        sizes in proptest::collection::vec((1_u16..=220, 1_u16..=70), 1..4),
        keys in proptest::collection::vec(any_key(), 0..24),
        ascii in any::<bool>(),
        figures in any::<bool>(),
        pointer in (0_u16..220, 0_u16..70),
    ) {
        let glyphs = if ascii { GlyphChoice::Ascii } else { GlyphChoice::Blocks };
        let look = look(ThemeChoice::Mono, glyphs, ColorChoice::Never);
        let mut state = if figures { state() } else { State::new(crate::desk::basis(), scenario()) };
        let mut seen = Seen::default();
        for (i, chord) in keys.iter().enumerate() {
            let (width, height) = sizes[i % sizes.len()];
            act(&mut state, Action::Press(*chord), &seen);
            let before = brief(&state);
            let (buffer, hits) = draw(&state, &look, width, height);
            prop_assert_eq!(before, brief(&state));
            seen = hits.seen;
            if ascii {
                let stray = buffer.content.iter().find(|c| !c.symbol().is_ascii()).map(|c| c.symbol().to_owned());
                prop_assert!(stray.is_none(), "{:?} is not ASCII", stray);
            }
            if let Some(target) = hits.at(pointer.0, pointer.1).filter(|_| i % 5 == 4) {
                act(&mut state, Action::Click(target), &seen);
            }
        }
        for (width, height) in sizes {
            draw(&state, &look, width, height);
        }
    }
}

#[test]
fn number_keys_and_names_go_to_the_screens() {
    use tiller::tui::app::Screen;
    let mut state = state();
    for (key, screen) in ["1", "2", "3", "4"].into_iter().zip(Screen::ALL) {
        press(&mut state, key, &SEEN);
        assert_eq!(state.screen, screen);
        let (buffer, hits) = draw(&state, &dark(), 80, 24);
        let first = text(&buffer).lines().next().unwrap_or_default().to_owned();
        assert!(Screen::ALL.iter().all(|s| first.contains(s.short())), "{first}");
        act(&mut state, Action::Click(hits.at(3, 0).unwrap()), &hits.seen);
        assert_eq!(state.screen, Screen::Explore);
    }
}
