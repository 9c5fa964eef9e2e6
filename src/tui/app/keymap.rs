//! Which key does what: the table's defaults with the user's own bindings over them.

use super::commands::{COMMANDS, Command, CommandId, Scope};
use super::key::{Chord, Key};
use super::state::Pane;
use crate::evidence::order::InOrder as _;

/// Keys of every command, in the order of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keymap {
    chords: Vec<Vec<Chord>>,
}

impl Default for Keymap {
    fn default() -> Self {
        Self { chords: COMMANDS.iter().map(|c| c.keys.to_vec()).collect() }
    }
}

/// Keys that a user wants for a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binding {
    /// Command.
    pub id: CommandId,
    /// Keys, the first is shown; none takes them away.
    pub chords: Vec<Chord>,
}

/// A key that a user wanted and did not get.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clash {
    /// Key.
    pub chord: Chord,
    /// Command it was wanted for.
    pub wanted: CommandId,
    /// Command that keeps it; `None`: Esc closes layers and never leaves the program.
    pub keeps: Option<CommandId>,
}

/// Leaves the program whatever else is bound, also out of a text field.
const ALWAYS_QUITS: Chord = Chord::ctrl('c');

impl Keymap {
    /// The defaults with bindings over them. A key that would mean two things in one pane stays with the command that has
    /// it by default, else with the one bound first; a command that gets none of its keys keeps what is free of its defaults.
    #[must_use]
    pub fn with(bindings: &[Binding]) -> (Self, Vec<Clash>) {
        let mut map = Self::default();
        let mut clashes = Vec::new();
        for b in bindings {
            map.set(b.id, Vec::new());
        }
        map.push(CommandId::Quit, ALWAYS_QUITS);
        for own_default in [true, false] {
            for b in bindings {
                for chord in b.chords.iter().filter(|c| b.id.row().keys.contains(c) == own_default) {
                    if let Some(clash) = map.clash(b.id, *chord) {
                        clashes.push(clash);
                    } else {
                        map.push(b.id, *chord);
                    }
                }
            }
        }
        for b in bindings {
            if map.keys(b.id).is_empty() && !b.chords.is_empty() {
                for chord in b.id.row().keys {
                    if map.clash(b.id, *chord).is_none() {
                        map.push(b.id, *chord);
                    }
                }
            }
            // As the user wrote them: the first is the one that is shown.
            let order = |c: &Chord| b.chords.iter().position(|x| x == c).unwrap_or(usize::MAX);
            if let Some(keys) = map.chords.get_mut(b.id as usize) {
                keys.order_by_key(order);
            }
        }
        (map, clashes)
    }

    fn set(&mut self, id: CommandId, chords: Vec<Chord>) {
        if let Some(keys) = self.chords.get_mut(id as usize) {
            *keys = chords;
        }
    }

    fn push(&mut self, id: CommandId, chord: Chord) {
        if let Some(keys) = self.chords.get_mut(id as usize).filter(|k| !k.contains(&chord)) {
            keys.push(chord);
        }
    }

    fn clash(&self, wanted: CommandId, chord: Chord) -> Option<Clash> {
        if wanted == CommandId::Quit && chord.key == Key::Esc {
            return Some(Clash { chord, wanted, keeps: None });
        }
        let scope = wanted.row().scope;
        let holder =
            COMMANDS.iter().find(|c| c.id != wanted && meet(c.scope, scope) && self.keys(c.id).contains(&chord));
        holder.map(|c| Clash { chord, wanted, keeps: Some(c.id) })
    }

    /// Keys of a command; the first is shown.
    #[must_use]
    pub fn keys(&self, id: CommandId) -> &[Chord] {
        self.chords.get(id as usize).map_or(&[], Vec::as_slice)
    }

    /// The key of a command as people read it, or its name where it has none: `u`, `Ctrl-R`.
    #[must_use]
    pub fn shown(&self, id: CommandId, ascii: bool) -> String {
        self.keys(id).first().map_or_else(|| id.row().name.to_owned(), |k| k.shown(ascii))
    }

    /// The command of a key in a pane.
    #[must_use]
    pub fn resolve(&self, chord: Chord, pane: Pane) -> Option<&'static Command> {
        COMMANDS.iter().find(|c| c.scope.covers(pane) && self.keys(c.id).contains(&chord))
    }
}

/// Whether two scopes share a pane.
fn meet(a: Scope, b: Scope) -> bool {
    Pane::ALL.iter().any(|p| a.covers(*p) && b.covers(*p))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn bind(id: CommandId, keys: &[&str]) -> Binding {
        Binding { id, chords: keys.iter().filter_map(|k| Chord::parse(k)).collect() }
    }

    #[test]
    fn a_binding_takes_the_place_of_the_defaults() {
        let (map, clashes) = Keymap::with(&[bind(CommandId::Undo, &["Q", "Ctrl-U"])]);
        assert!(clashes.is_empty());
        assert_eq!(map.shown(CommandId::Undo, false), "Q");
        assert!(map.resolve(Chord::char('u'), Pane::Levers).is_none());
        assert_eq!(map.resolve(Chord::ctrl('u'), Pane::Places).map(|c| c.id), Some(CommandId::Undo));
    }

    #[test]
    fn a_key_wanted_twice_stays_with_its_default_and_both_are_named() {
        let (map, clashes) = Keymap::with(&[bind(CommandId::Undo, &["p"])]);
        assert_eq!(
            clashes,
            [Clash { chord: Chord::char('p'), wanted: CommandId::Undo, keeps: Some(CommandId::Place) }]
        );
        assert_eq!(map, Keymap::default());
    }

    #[test]
    fn keys_can_change_places() {
        let swap = [bind(CommandId::Place, &["s"]), bind(CommandId::Sector, &["p"])];
        let (map, clashes) = Keymap::with(&swap);
        assert!(clashes.is_empty(), "{clashes:?}");
        assert_eq!(map.resolve(Chord::char('s'), Pane::Levers).map(|c| c.id), Some(CommandId::Place));
    }

    #[test]
    fn there_is_always_a_way_out_and_escape_is_not_it() {
        let (map, clashes) = Keymap::with(&[bind(CommandId::Quit, &["Esc"]), bind(CommandId::Undo, &["Ctrl-C"])]);
        assert_eq!(clashes.len(), 2);
        assert_eq!(map.resolve(Chord::ctrl('c'), Pane::Levers).map(|c| c.id), Some(CommandId::Quit));
        assert!(map.resolve(Chord::plain(Key::Esc), Pane::Levers).is_none());
    }

    proptest! {
        #[test]
        fn whatever_is_bound_no_key_means_two_things(
            wishes in prop::collection::vec((0..COMMANDS.len(), prop::collection::vec(prop::char::range('a', 'k'), 0..4)), 0..12),
        ) {
            let bindings: Vec<Binding> = wishes
                .into_iter()
                .map(|(i, keys)| Binding { id: COMMANDS[i].id, chords: keys.into_iter().map(Chord::char).collect() })
                .collect();
            let (map, _) = Keymap::with(&bindings);
            for pane in Pane::ALL {
                let mut seen = Vec::new();
                for command in COMMANDS.iter().filter(|c| c.scope.covers(pane)) {
                    for key in map.keys(command.id) {
                        prop_assert!(!seen.contains(key), "{} in {:?}", key, pane);
                        seen.push(*key);
                    }
                }
            }
        }
    }
}
