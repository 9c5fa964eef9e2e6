//! Phones in the room: where the page is served, and whether they get through to it.

use super::super::action::Effect;
use super::super::key::{Chord, Key};
use super::super::overlay::Overlay;
use super::super::state::State;
use super::{Ask, Network, Table, Typed, ask_for};

/// What the layer about phones shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phoned {
    /// Where to serve, the selected line; or, once the page is served, the way to it.
    Way(usize),
    /// How to open a hot spot.
    HotSpot,
}

/// Opens the layer.
pub(super) fn open(state: &mut State) -> Vec<Effect> {
    let Some(table) = state.roundtable.table.as_deref() else { return Vec::new() };
    let ask = if table.phones.is_some() { Ask::Check } else { Ask::Networks };
    state.overlays.push(Overlay::Phones(Phoned::Way(0)));
    vec![Effect::Room(ask)]
}

/// Where the page can be served, the likeliest first: networks, this machine alone, an address that is typed (`None`).
#[must_use]
pub fn choices(table: &Table) -> Vec<(Option<String>, String)> {
    let line = |n: &Network| (Some(n.address.clone()), format!("{}: {}", n.address, n.says));
    let alone = String::from("127.0.0.1");
    let mut all: Vec<_> = table.networks.iter().flatten().map(line).collect();
    all.push((Some(alone), String::from("127.0.0.1: this machine alone, to try the page out")));
    all.push((None, String::from("Another address …")));
    all
}

/// What the layer says, line by line, for a screen that is read out.
#[must_use]
pub fn way_in_words(state: &State) -> Vec<String> {
    let Some(table) = state.roundtable.table.as_deref() else { return Vec::new() };
    match &table.phones {
        Some(phones) => [format!("Phones: {}, join code {}.", phones.url, phones.code)]
            .into_iter()
            .chain(table.way.iter().flatten().cloned())
            .collect(),
        None => [String::from("Phones are off. On the full screen they can be let in at:")]
            .into_iter()
            .chain(choices(table).into_iter().map(|(_, says)| says))
            .collect(),
    }
}

/// A key for the layer.
pub(super) fn press(state: &mut State, shown: Phoned, chord: Chord) -> Vec<Effect> {
    let Some(table) = state.roundtable.table.as_deref_mut() else { return Vec::new() };
    let all = choices(table);
    let served = table.phones.is_some();
    let mut next = Some(shown);
    let mut effects = Vec::new();
    match (chord.key, shown) {
        (Key::Char('q'), _) => next = None,
        (Key::Char('h') | Key::Enter, Phoned::HotSpot) => next = Some(Phoned::Way(0)),
        (Key::Char('h'), Phoned::Way(_)) => next = Some(Phoned::HotSpot),
        (Key::Char('c'), _) if served => {
            table.way = None;
            effects.push(Effect::Room(Ask::Check));
        }
        (Key::Char('o' | 'S'), _) if served => {
            next = None;
            state.notice = Some(String::from("Phones are off; paper goes on"));
            effects.push(Effect::Room(Ask::Unserve));
        }
        (Key::Enter, Phoned::Way(_)) if served => next = None,
        (Key::Up | Key::Char('k'), Phoned::Way(at)) => next = Some(Phoned::Way(at.saturating_sub(1))),
        (Key::Down | Key::Char('j'), Phoned::Way(at)) => next = Some(Phoned::Way((at + 1).min(all.len() - 1))),
        (Key::Enter, Phoned::Way(at)) => match all.get(at) {
            Some((Some(address), _)) => effects.push(Effect::Room(Ask::Serve(address.clone()))),
            Some((None, _)) => return ask_for(state, Typed::Phones, "lan"),
            None => {}
        },
        _ => {}
    }
    state.overlays.extend(next.map(Overlay::Phones));
    effects
}
