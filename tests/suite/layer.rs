//! The command layer: whatever is pressed the state stays valid, every command is found three ways, exports hold what is shown.

use std::fmt::Write as _;

use proptest::prelude::*;
use tiller::report::export::Provenance;
use tiller::scenario::{check, document, write};
use tiller::tui::app::entries::{Choice, Entry, entries};
use tiller::tui::app::export::{Form, Sink, WAYS, provenance};
use tiller::tui::app::keymap::{Binding, Keymap};
use tiller::tui::app::overlay::{Narrowing, edit};
use tiller::tui::app::reports;
use tiller::tui::app::session::Session;
use tiller::tui::app::{
    Action, COMMANDS, Chord, CommandId, Effect, Key, Overlay, Pane, Screen, Seen, State, Target, sheets,
};
use tiller::tui::picture::{ExportFile, files, rows};
use tiller::tui::view::Look;
use tiller::tui::{ColorChoice, GlyphChoice, ThemeChoice};

use crate::desk::{act, basis, dark, draw, look, press, scenario, state, styled, text};

const SEEN: Seen = Seen { columns: 2, cards: 4, rows: 10 };

fn typed(query: &str) -> Narrowing {
    let mut narrowing = Narrowing::default();
    for c in query.chars() {
        edit(&mut narrowing.query, Chord::char(c));
    }
    narrowing
}

#[test]
fn every_command_is_reached_by_key_palette_and_help() {
    let state = state();
    let of = |list: Vec<Entry>, id| list.into_iter().any(|e| e.choice == Choice::Command(id));
    for command in COMMANDS {
        let chord = command.keys.first();
        let pane = Pane::ALL.into_iter().find(|p| command.scope.covers(*p)).expect("works somewhere");
        let found = chord.and_then(|c| state.keymap.resolve(*c, pane)).map(|c| c.id);
        assert_eq!(found, Some(command.id), "{} has no key of its own", command.name);
        for query in ["", command.title, command.name] {
            assert!(of(entries(&state, &Overlay::Palette(typed(query))), command.id), "palette: {query}");
        }
        for query in ["", command.title] {
            assert!(of(entries(&state, &Overlay::Help(typed(query))), command.id), "help: {query}");
        }
        assert!(!command.help.is_empty());
    }
}

#[test]
fn the_palette_finds_every_kind_of_thing() {
    let mut state = state();
    let effects = press(&mut state, ":", &SEEN);
    assert_eq!(effects, [Effect::List]);
    let first =
        |state: &State, query: &str| entries(state, &Overlay::Palette(typed(query))).first().map(|e| e.choice.clone());
    assert!(matches!(first(&state, "Peer learning"), Some(Choice::Lever(_))));
    assert!(matches!(first(&state, "Wales"), Some(Choice::Place(_))));
    assert!(matches!(first(&state, "Business R&D"), Some(Choice::Indicator(_))));
    assert!(matches!(first(&state, "Retail"), Some(Choice::Sector(_))));
    assert!(matches!(first(&state, "P-S001"), Some(Choice::Source(_))));
    assert!(matches!(first(&state, "P-E001"), Some(Choice::Finding(_))));
    assert!(matches!(first(&state, "undo"), Some(Choice::Command(CommandId::Undo))));
    press(&mut state, "p e e r Space l e a r n Enter", &SEEN);
    assert_eq!((state.selected_lever().unwrap().id.as_str(), state.pane), ("peer_learning", Pane::Levers));
    press(&mut state, "2 : P - S 0 0 1 Enter", &SEEN);
    assert_eq!(state.screen, Screen::Evidence);
}

#[test]
fn footer_help_and_palette_show_the_keys_that_hold_now() {
    let mut state = state();
    let bind = |id, key: char| Binding { id, chords: vec![Chord::char(key)] };
    (state.keymap, _) = Keymap::with(&[bind(CommandId::Place, 'Q'), bind(CommandId::ScreenCompare, 'C')]);
    let shown = text(&draw(&state, &dark(), 120, 36).0);
    assert!(shown.lines().last().unwrap().contains("Q place") && shown.contains("C Compare"), "{shown}");
    press(&mut state, "Q Esc", &SEEN);
    for layer in ["?", ":"] {
        press(&mut state, layer, &SEEN);
        let line = entries(&state, state.overlays.last().unwrap());
        assert!(line.iter().any(|e| e.title == "Choose the place" && e.key == "Q"));
        press(&mut state, "Esc", &SEEN);
    }
    assert!(press(&mut state, "p", &SEEN).is_empty() && state.overlays.is_empty(), "the old key does nothing");
}

#[test]
fn help_begins_with_the_screen_that_is_shown() {
    for (key, screen) in ["1", "2", "3", "4"].into_iter().zip(Screen::ALL) {
        let mut state = state();
        press(&mut state, key, &SEEN);
        press(&mut state, "?", &SEEN);
        let shown = text(&draw(&state, &dark(), 120, 36).0);
        let owns = COMMANDS.iter().any(|c| c.group.screen() == Some(screen));
        if owns {
            assert!(shown.contains(screen.question()), "{shown}");
        }
    }
}

/// What has to hold whatever was pressed.
fn sound(state: &State) {
    assert!(check::problems(&state.scenario, &state.basis).is_empty());
    assert!(state.selected_lever().is_some());
    let again = document::read("again", &write(&state.scenario), &state.basis).expect("what is shown can be kept");
    assert_eq!(again.scenario, *state.scenario);
    for overlay in &state.overlays {
        if let Overlay::Help(n)
        | Overlay::Palette(n)
        | Overlay::Export(n)
        | Overlay::Picker(_, n)
        | Overlay::Open(_, n)
        | Overlay::Pin(_, n) = overlay
        {
            let count = entries(state, overlay).len();
            assert!(n.selected < count.max(1), "line {} of {count}", n.selected);
        }
    }
    assert!(Session::read(&Session::of(state).write()).is_ok());
}

fn any_key() -> impl Strategy<Value = Chord> {
    let keys: Vec<Chord> = COMMANDS.iter().flat_map(|c| c.keys.iter().copied()).collect();
    let others = [Key::Esc, Key::Enter, Key::Backspace, Key::End, Key::Tab].map(Chord::plain);
    prop_oneof![
        5 => proptest::sample::select(keys),
        2 => proptest::char::range(' ', '~').prop_map(Chord::char),
        2 => proptest::sample::select(others.to_vec()),
    ]
}

fn any_look() -> impl Strategy<Value = Look> {
    let themes = [ThemeChoice::Dark, ThemeChoice::Light, ThemeChoice::Contrast, ThemeChoice::Mono];
    let glyphs = [GlyphChoice::Braille, GlyphChoice::Blocks, GlyphChoice::Ascii];
    (proptest::sample::select(themes.to_vec()), proptest::sample::select(glyphs.to_vec()))
        .prop_map(|(theme, glyphs)| look(theme, glyphs, ColorChoice::Always))
}

fn any_target() -> impl Strategy<Value = Target> {
    prop_oneof![
        (0_usize..40).prop_map(Target::Row),
        (0_usize..40).prop_map(Target::Item),
        (0_usize..19).prop_map(Target::Lever),
        (0_usize..19, 0_u16..=1000).prop_map(|(l, s)| Target::LeverBar(l, s)),
        Just(Target::Body),
        Just(Target::Outside),
        proptest::sample::select(Screen::ALL.to_vec()).prop_map(Target::Screen),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn any_keys_and_clicks_leave_the_state_valid(
        steps in proptest::collection::vec((any_key(), proptest::option::weighted(0.2, any_target())), 0..30),
    ) {
        let mut state = state();
        for (chord, target) in steps {
            act(&mut state, Action::Press(chord), &SEEN);
            if let Some(target) = target {
                act(&mut state, Action::Click(target), &SEEN);
                act(&mut state, Action::Wheel(target, 1), &SEEN);
            }
        }
        sound(&state);
    }

    #[test]
    fn undo_then_redo_is_as_if_nothing_had_been_done(keys in proptest::collection::vec(any_key(), 0..40)) {
        let mut state = state();
        for chord in keys {
            act(&mut state, Action::Press(chord), &SEEN);
        }
        state.overlays.clear();
        let (end, steps) = (state.scenario.clone(), 200);
        let mut undone = 0;
        while state.history.can_undo() && undone < steps {
            let before = state.scenario.clone();
            act(&mut state, Action::Press(Chord::char('u')), &SEEN);
            act(&mut state, Action::Press(Chord::char('U')), &SEEN);
            prop_assert_eq!(&state.scenario, &before);
            act(&mut state, Action::Press(Chord::char('u')), &SEEN);
            undone += 1;
        }
        for _ in 0..undone {
            act(&mut state, Action::Press(Chord::char('U')), &SEEN);
        }
        prop_assert_eq!(state.scenario, end);
    }

    #[test]
    fn any_size_draws(
        (width, height) in (0_u16..=300, 0_u16..=100),
        screen in 1..=4,
        layer in proptest::sample::select(vec!["", "?", ":", "x", "p", "s", "w", "o", "b", "1 =", "1 Tab Enter", "1 e"]),
        look in any_look(),
        figures in any::<bool>(),
    ) {
        let mut state = if figures { state() } else { State::new(basis(), scenario()) };
        press(&mut state, &format!("{screen} {layer}"), &SEEN);
        let (buffer, _) = draw(&state, &look, width, height);
        prop_assert_eq!(buffer.content.len(), usize::from(width) * usize::from(height));
        if look.ascii() {
            let stray = buffer.content.iter().find(|c| !c.symbol().is_ascii()).map(|c| c.symbol().to_owned());
            prop_assert!(stray.is_none(), "{:?} is not ASCII", stray);
        }
    }
}

/// Words and marks of a frame, without the bands of charts, which shades of characters stand for where there is no colour.
fn words(buffer: &ratatui::buffer::Buffer) -> Vec<String> {
    let mark = |c: char| c.is_alphanumeric() || "▸◆●○▰▱▨▾“”£%+−-.,:=?…()".contains(c);
    let kept: String = text(buffer).chars().map(|c| if mark(c) { c } else { ' ' }).collect();
    kept.split_whitespace().map(str::to_owned).collect()
}

const PLACES: [&str; 12] =
    ["", "2", "3", "4", "Tab", "d", "Shift-Right Shift-Right", "Tab Enter", "?", ":", "x", "Right 0"];

#[test]
fn without_colour_every_screen_says_and_marks_the_same() {
    for keys in PLACES {
        let mut state = state();
        press(&mut state, keys, &SEEN);
        for (width, height) in [(60, 18), (80, 24), (120, 36), (200, 60)] {
            let colour = words(&draw(&state, &dark(), width, height).0);
            let mono = look(ThemeChoice::Dark, GlyphChoice::Braille, ColorChoice::Never);
            let mono = words(&draw(&state, &mono, width, height).0);
            assert_eq!(colour, mono, "after '{keys}' at {width}×{height}");
        }
    }
}

/// Letters and digits alone: what ASCII has to keep.
fn letters(buffer: &ratatui::buffer::Buffer) -> String {
    text(buffer).chars().filter(char::is_ascii_alphanumeric).collect()
}

#[test]
fn in_ascii_the_names_and_figures_are_the_same() {
    let ascii = look(ThemeChoice::Dark, GlyphChoice::Ascii, ColorChoice::Always);
    let state = state();
    let plain = letters(&draw(&state, &ascii, 120, 36).0);
    for lever in &state.basis.model.levers {
        let name: String = lever.label.chars().filter(char::is_ascii_alphanumeric).take(12).collect();
        let there = letters(&draw(&state, &dark(), 120, 36).0).contains(&name);
        assert_eq!(plain.contains(&name), there, "{}", lever.label);
    }
}

#[test]
fn screens_in_every_depth_of_colour() {
    let sixteen = |glyphs| {
        let env = |name: &str| (name == "TERM").then(|| String::from("xterm"));
        tiller::tui::terminal::environment::look(ThemeChoice::Dark, glyphs, ColorChoice::Always, &env).unwrap()
    };
    let looks = [
        ("colour", dark()),
        ("sixteen", sixteen(GlyphChoice::Braille)),
        ("mono", look(ThemeChoice::Dark, GlyphChoice::Braille, ColorChoice::Never)),
        ("ascii", look(ThemeChoice::Dark, GlyphChoice::Ascii, ColorChoice::Never)),
    ];
    let mut state = state();
    press(&mut state, "x", &SEEN);
    for (name, look) in looks {
        let mut all = String::new();
        for (width, height) in [(60, 18), (80, 24)] {
            let _ = writeln!(all, "{width}×{height}\n{}", styled(&draw(&state, &look, width, height).0));
        }
        insta::assert_snapshot!(format!("export_{name}"), all);
    }
}

fn foot() -> Provenance {
    Provenance { date: chrono::NaiveDate::from_ymd_opt(2027, 1, 2).unwrap(), ..provenance(&state()) }
}

fn exported(state: &State, form: Form) -> Vec<ExportFile> {
    let from = Provenance { title: state.scenario.title.clone(), screen: state.screen.label().to_owned(), ..foot() };
    files(form, state, &dark(), (120, 36), &from).unwrap()
}

/// Whether every tag of an XML text is closed in order.
fn closes(xml: &str) -> bool {
    let mut open = Vec::new();
    for part in xml.split('<').skip(1) {
        let Some((tag, _)) = part.split_once('>') else { return false };
        let name = tag.trim_start_matches('/').split([' ', '/']).next().unwrap_or_default();
        if tag.starts_with('?') || tag.ends_with('/') {
            continue;
        }
        if tag.starts_with('/') {
            if open.pop() != Some(name) {
                return false;
            }
        } else {
            open.push(name);
        }
    }
    open.is_empty()
}

#[test]
fn every_export_says_what_it_is_and_how_it_was_made() {
    for key in ["1", "2", "3", "4"] {
        let mut state = state();
        press(&mut state, key, &SEEN);
        for (form, ..) in WAYS {
            for file in exported(&state, form) {
                let name = format!("{form:?} of {:?}", state.screen);
                for part in ["0123456789abcdef", "A first screen for discussion, not a business case.", "2027-01-02"] {
                    assert!(file.text.contains(part) || file.text.lines().count() == 1, "{name} lacks {part}");
                }
                let outside = file.text.replace("http://www.w3.org/2000/svg", "");
                assert!(form == Form::Json || form == Form::Csv || !outside.contains("src="), "{name}");
                assert!(!outside.contains("<script") && !outside.contains("@import"), "{name}");
            }
        }
    }
}

#[test]
fn the_picture_is_the_screen() {
    let state = state();
    let (buffer, _) = draw(&state, &dark(), 120, 36);
    let shown = text(&buffer);
    let [file] = &exported(&state, Form::Text)[..] else { panic!("one file") };
    assert!(file.text.contains(&shown));
    let [svg] = &exported(&state, Form::Svg)[..] else { panic!("one file") };
    assert!(closes(&svg.text), "{}", svg.text);
    assert!(svg.text.contains("Skills provision") && svg.text.contains("<rect"));
    for (row, line) in rows(&buffer, &dark().theme).into_iter().zip(shown.lines()) {
        let all: String = row.into_iter().map(|r| r.text).collect();
        assert_eq!(all.trim_end(), line);
    }
    let [html] = &exported(&state, Form::Html)[..] else { panic!("one file") };
    assert!(html.text.starts_with("<!DOCTYPE html>") && html.text.contains("Skills provision"));
    assert!(html.text.matches("<table>").count() == sheets(&state).len());
}

#[test]
fn nothing_that_was_typed_becomes_markup_or_formula() {
    let mut state = state();
    let mut named = scenario();
    named.title = String::from("=1+1 <script>alert(\"x\")</script> &");
    act(&mut state, Action::Opened(Box::new(named)), &SEEN);
    for form in [Form::Svg, Form::Html] {
        let [file] = &exported(&state, form)[..] else { panic!("one file") };
        assert!(!file.text.contains("<script") && file.text.contains("&lt;script&gt;"), "{form:?}");
        assert!(form == Form::Html || closes(&file.text));
    }
}

#[test]
fn values_are_those_of_the_screen() {
    let state = state();
    let csv = exported(&state, Form::Csv);
    assert_eq!(csv.len(), sheets(&state).len());
    let mut reader = csv::Reader::from_reader(csv[0].text.as_bytes());
    let header = reader.headers().unwrap().clone();
    let at = header.iter().position(|h| h == "p50").unwrap();
    let outcome = state.outcome().unwrap();
    for (record, indicator) in reader.records().zip(&outcome.indicators) {
        let value: f64 = record.unwrap()[at].parse().unwrap();
        assert_eq!(value, indicator.change.last().unwrap().p50);
    }
    let [json] = &exported(&state, Form::Json)[..] else { panic!("one file") };
    let value: serde_json::Value = serde_json::from_str(&json.text).unwrap();
    assert_eq!(value["sheets"].as_array().unwrap().len(), csv.len());
    assert_eq!(value["draws"], 10_240);
}

#[test]
fn x_offers_every_way_and_asks_for_the_one_that_was_chosen() {
    let mut state = state();
    press(&mut state, "x", &SEEN);
    let offered = WAYS.len() + reports::ways(&state).len();
    assert_eq!(entries(&state, state.overlays.last().unwrap()).len(), offered);
    assert_eq!(press(&mut state, "s v g Enter", &SEEN), [Effect::Export(Form::Svg, Sink::File)]);
    assert!(state.overlays.is_empty());
}

#[test]
fn a_session_is_taken_up_where_it_was_left() {
    let mut left = state();
    press(&mut left, "Down Down Tab Right d 3", &SEEN);
    let kept = Session::of(&left).write();
    let mut next = state();
    act(&mut next, Action::Resumed(Session::read(&kept).unwrap()), &SEEN);
    assert_eq!(Session::of(&next), Session::of(&left));
    assert_eq!((next.screen, next.lever, next.pane), (left.screen, left.lever, left.pane));
    assert!(Session::read("(format: 99)").is_err() && Session::read("nonsense").is_err());
}
