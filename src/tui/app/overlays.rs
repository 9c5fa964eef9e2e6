//! Keys while a layer lies over the screen.

use std::sync::Arc;

use super::action::Effect;
use super::commands::CommandId;
use super::entries::{ALIASES, Choice, Entry, entries};
use super::export;
use super::key::{Chord, Key};
use super::levers;
use super::overlay::{Cite, Narrowing, Overlay, Pick, Why, edit};
use super::screen::Screen;
use super::state::{Pane, Seen, State};
use super::{explore, judged, places, presets, reports, roundtable, run, shelf, told, why};
use crate::scenario::Scenario;

/// A key for the topmost layer.
pub(super) fn press(state: &mut State, chord: Chord, seen: &Seen) -> Vec<Effect> {
    if chord == Chord::ctrl('c') {
        return vec![Effect::Quit];
    }
    if chord == Chord::ctrl('z') {
        return run::run(state, CommandId::Suspend, seen);
    }
    if chord.key == Key::Esc {
        state.overlays.pop();
        return Vec::new();
    }
    let Some(mut top) = state.overlays.pop() else { return Vec::new() };
    if let Some(n) = top.narrowing_mut() {
        if chord.key == Key::Enter {
            let list = entries(state, &top);
            return chosen(state, top, &list, seen);
        }
        narrow(n, chord);
        return keep(state, top);
    }
    match &mut top {
        Overlay::Save(_) => save(state, top, chord),
        Overlay::Amount(_) => amount(state, top, chord),
        Overlay::Aim(..) => explore::aim(state, top, chord),
        Overlay::Override(..) => judged::press(state, top, chord),
        Overlay::Room(..) => roundtable::press(state, top, chord),
        Overlay::Phones(shown) => roundtable::press_phones(state, *shown, chord),
        Overlay::Told(..) => told::press(state, top, chord, seen),
        Overlay::Replay(_) => explore::last_change(state, top, chord),
        Overlay::Why(layer) => why::press(state, *layer, chord, seen),
        Overlay::Cite(layer) => why::press_cite(state, layer.clone(), chord, seen),
        // Lists were seen to above.
        _ => Vec::new(),
    }
}

/// Puts a layer back, its selection within its list.
fn keep(state: &mut State, mut overlay: Overlay) -> Vec<Effect> {
    let count = entries(state, &overlay).len();
    if let Some(n) = overlay.narrowing_mut() {
        n.selected = n.selected.min(count.saturating_sub(1));
    }
    state.overlays.push(overlay);
    Vec::new()
}

/// Lines that a page of a list is taken to have.
pub(super) const PAGE: usize = 10;

fn narrow(n: &mut Narrowing, chord: Chord) {
    match chord.key {
        Key::Up | Key::BackTab => n.selected = n.selected.saturating_sub(1),
        Key::Down | Key::Tab => n.selected += 1,
        Key::Char('p') if chord.ctrl => n.selected = n.selected.saturating_sub(1),
        Key::Char('n') if chord.ctrl => n.selected += 1,
        Key::PageUp => n.selected = n.selected.saturating_sub(PAGE),
        Key::PageDown => n.selected += PAGE,
        _ => {
            let before = n.query.value().to_owned();
            edit(&mut n.query, chord);
            if n.query.value() != before {
                n.selected = 0;
            }
        }
    }
}

/// Chooses line `row` of the topmost list.
pub(super) fn choose_row(state: &mut State, row: usize, seen: &Seen) -> Vec<Effect> {
    let Some(mut top) = state.overlays.pop() else { return Vec::new() };
    if let Some(n) = top.narrowing_mut() {
        n.selected = row;
        let list = entries(state, &top);
        return chosen(state, top, &list, seen);
    }
    if let Overlay::Why(layer) = &mut top {
        why::select(layer, row);
    }
    state.overlays.push(top);
    Vec::new()
}

/// Scrolls the topmost layer.
pub(super) fn wheel(state: &mut State, by: i32, seen: &Seen) {
    let Some(mut top) = state.overlays.pop() else { return };
    if let Some(n) = top.narrowing_mut() {
        n.selected = n.selected.saturating_add_signed(by as isize);
    }
    if let Overlay::Told(_, scroll) = &mut top {
        *scroll = scroll.saturating_add_signed(by as isize).min(1000);
    }
    if let Overlay::Why(Why { scroll, .. }) | Overlay::Cite(Cite { scroll, .. }) | Overlay::Replay(scroll) = &mut top {
        *scroll = scroll.saturating_add_signed(by as isize).min(seen.rows);
    }
    keep(state, top);
}

fn chosen(state: &mut State, overlay: Overlay, list: &[Entry], seen: &Seen) -> Vec<Effect> {
    let selected = overlay.narrowing().map_or(0, |n| n.selected);
    let Some(entry) = list.get(selected) else { return keep(state, overlay) };
    if let Some(reason) = entry.disabled {
        state.notice = Some(format!("{}: {reason}", entry.title));
        return keep(state, overlay);
    }
    match (&entry.choice, &overlay) {
        (Choice::Command(id), _) => run::run(state, *id, seen),
        (Choice::Place(place), Overlay::Picker(Pick::Partner, _)) => levers::set_partner(state, place.clone()),
        (Choice::Place(place), Overlay::Picker(Pick::Find, _)) => {
            if let Some(code) = place.members().first() {
                places::select(state, code);
            }
            lies_in(state, entry);
            Vec::new()
        }
        (Choice::Place(place), _) => {
            let effects = levers::relocate(state, Some(place.clone()), None);
            lies_in(state, entry);
            effects
        }
        (Choice::Sector(sector), _) => levers::relocate(state, None, Some(sector.clone())),
        (Choice::Preset(n), Overlay::Presets(all, _)) => {
            all.get(*n).map(|preset| presets::choose(state, preset)).unwrap_or_default()
        }
        (Choice::Preset(_), _) => Vec::new(),
        (Choice::Scenario(origin), Overlay::Pin(..)) => vec![Effect::OpenBeside(origin.clone())],
        (Choice::Scenario(origin), _) => vec![Effect::Open(origin.clone())],
        (Choice::Session(path), _) => vec![Effect::Room(roundtable::Ask::Open(path.clone()))],
        (Choice::Export(form, sink), _) => export::export(*form, *sink),
        (Choice::Report(what, form), _) => reports::ask(state, *what, *form),
        (Choice::Lever(at), _) => {
            state.lever = *at;
            state.pane = Pane::Levers;
            run::show(state, Screen::Explore)
        }
        (Choice::Indicator(indicator), _) => {
            state.indicator = *indicator;
            state.pane = Pane::Indicators;
            run::show(state, Screen::Explore)
        }
        (Choice::Option(change), _) => {
            state.insight.options.take(change);
            keep(state, overlay)
        }
        (Choice::Source(id), _) => shelf::open_id(state, id.as_str()),
        (Choice::Finding(id), _) => shelf::open_id(state, id.as_str()),
    }
}

/// Says where a town or a local authority that was chosen lies: the place is the area that holds it.
fn lies_in(state: &mut State, entry: &Entry) {
    if entry.heading == ALIASES && state.notice.is_none() {
        state.notice = Some(format!("{} is {}", entry.title, entry.about));
    }
}

fn save(state: &mut State, mut overlay: Overlay, chord: Chord) -> Vec<Effect> {
    let Overlay::Save(field) = &mut overlay else { return Vec::new() };
    if chord.key != Key::Enter {
        if edit(&mut field.text, chord) {
            field.problem = None;
        }
        state.overlays.push(overlay);
        return Vec::new();
    }
    let title = field.text.value().trim().to_owned();
    if title.is_empty() {
        field.problem = Some(String::from("give it a name"));
        state.overlays.push(overlay);
        return Vec::new();
    }
    state.scenario = Arc::new(Scenario { title, ..state.to_keep() });
    vec![Effect::Save(Arc::clone(&state.scenario))]
}

fn amount(state: &mut State, mut overlay: Overlay, chord: Chord) -> Vec<Effect> {
    let Overlay::Amount(field) = &mut overlay else { return Vec::new() };
    if chord.key != Key::Enter {
        if edit(&mut field.text, chord) {
            field.problem = None;
        }
        state.overlays.push(overlay);
        return Vec::new();
    }
    match levers::typed_amount(state, field.text.value()) {
        Ok(amount) => levers::set_amount(state, state.lever, amount),
        Err(problem) => {
            field.problem = Some(problem);
            state.overlays.push(overlay);
            Vec::new()
        }
    }
}

/// Text pasted into the topmost field; elsewhere it does nothing.
pub(super) fn paste(state: &mut State, text: &str) {
    let Some(mut top) = state.overlays.pop() else { return };
    if field_of(&mut top).is_none() {
        state.overlays.push(top);
        return;
    }
    // A judgement is typed with its reason.
    let most = if matches!(top, Overlay::Override(..) | Overlay::Room(..)) { 600 } else { 200 };
    let Some(input) = field_of(&mut top) else { return };
    for c in text.chars().take(most).map(|c| if c.is_control() { ' ' } else { c }) {
        edit(input, Chord::char(c));
    }
    keep(state, top);
}

/// Where text goes that is typed into a layer.
const fn field_of(overlay: &mut Overlay) -> Option<&mut tui_input::Input> {
    match overlay {
        Overlay::Save(field)
        | Overlay::Amount(field)
        | Overlay::Aim(_, field)
        | Overlay::Override(_, field)
        | Overlay::Room(_, field) => Some(&mut field.text),
        list => match list.narrowing_mut() {
            Some(n) => Some(&mut n.query),
            None => None,
        },
    }
}
