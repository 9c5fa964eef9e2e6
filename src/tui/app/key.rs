//! Keys as the program names them, free of any terminal library.

use std::fmt;

/// A key without its modifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Key {
    /// A character as typed, shift already applied.
    Char(char),
    /// Function key.
    F(u8),
    /// Enter.
    Enter,
    /// Escape.
    Esc,
    /// Tab.
    Tab,
    /// Shift-Tab.
    BackTab,
    /// Backspace.
    Backspace,
    /// Delete.
    Delete,
    /// Up.
    Up,
    /// Down.
    Down,
    /// Left.
    Left,
    /// Right.
    Right,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
}

/// A key with its modifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Chord {
    /// Key.
    pub key: Key,
    /// Control held.
    pub ctrl: bool,
    /// Alt held.
    pub alt: bool,
    /// Shift held; false for characters, which carry it already.
    pub shift: bool,
}

impl Chord {
    /// The key alone.
    #[must_use]
    pub const fn plain(key: Key) -> Self {
        Self { key, ctrl: false, alt: false, shift: false }
    }

    /// A character alone.
    #[must_use]
    pub const fn char(c: char) -> Self {
        Self::plain(Key::Char(c))
    }

    /// Control and a character.
    #[must_use]
    pub const fn ctrl(c: char) -> Self {
        Self { key: Key::Char(c), ctrl: true, alt: false, shift: false }
    }

    /// Shift and a key that is not a character.
    #[must_use]
    pub const fn shift(key: Key) -> Self {
        Self { key, ctrl: false, alt: false, shift: true }
    }

    /// The character, if it is typed text.
    #[must_use]
    pub const fn text(self) -> Option<char> {
        match self.key {
            Key::Char(c) if !self.ctrl && !self.alt => Some(c),
            _ => None,
        }
    }

    /// Reads the form that [`fmt::Display`] writes, e.g. `Ctrl-P`, `Shift-Left`, `?`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut chord = Self::plain(Key::Esc);
        let mut rest = text;
        loop {
            if let Some(r) = rest.strip_prefix("Ctrl-").filter(|r| !r.is_empty()) {
                chord.ctrl = true;
                rest = r;
            } else if let Some(r) = rest.strip_prefix("Alt-").filter(|r| !r.is_empty()) {
                chord.alt = true;
                rest = r;
            } else if let Some(r) = rest.strip_prefix("Shift-").filter(|r| !r.is_empty()) {
                chord.shift = true;
                rest = r;
            } else {
                break;
            }
        }
        let mut chars = rest.chars();
        chord.key = match (chars.next(), chars.next()) {
            (Some(c), None) => Key::Char(if chord.ctrl { c.to_ascii_lowercase() } else { c }),
            _ => named(rest)?,
        };
        if chord.shift && chord.key == Key::Tab {
            chord = Self::plain(Key::BackTab);
        }
        Some(chord)
    }

    /// As people read it on a screen: `↑`, `⇧→`, `Ctrl-P`; words instead of arrows when `ascii`.
    #[must_use]
    pub fn shown(self, ascii: bool) -> String {
        let arrow = match self.key {
            _ if ascii => None,
            Key::Up => Some("↑"),
            Key::Down => Some("↓"),
            Key::Left => Some("←"),
            Key::Right => Some("→"),
            Key::Enter => Some("⏎"),
            _ => None,
        };
        match arrow {
            Some(a) if self.shift => format!("⇧{a}"),
            Some(a) => a.to_owned(),
            None => self.to_string(),
        }
    }
}

fn named(text: &str) -> Option<Key> {
    Some(match text {
        "Enter" => Key::Enter,
        "Esc" => Key::Esc,
        "Tab" => Key::Tab,
        "Backspace" => Key::Backspace,
        "Delete" => Key::Delete,
        "Up" => Key::Up,
        "Down" => Key::Down,
        "Left" => Key::Left,
        "Right" => Key::Right,
        "Home" => Key::Home,
        "End" => Key::End,
        "PgUp" => Key::PageUp,
        "PgDn" => Key::PageDown,
        "Space" => Key::Char(' '),
        other => Key::F(other.strip_prefix('F')?.parse().ok()?),
    })
}

impl fmt::Display for Chord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.ctrl {
            f.write_str("Ctrl-")?;
        }
        if self.alt {
            f.write_str("Alt-")?;
        }
        if self.shift {
            f.write_str("Shift-")?;
        }
        match self.key {
            Key::Char(' ') => f.write_str("Space"),
            Key::Char(c) if self.ctrl => write!(f, "{}", c.to_ascii_uppercase()),
            Key::Char(c) => write!(f, "{c}"),
            Key::F(n) => write!(f, "F{n}"),
            Key::Enter => f.write_str("Enter"),
            Key::Esc => f.write_str("Esc"),
            Key::Tab => f.write_str("Tab"),
            Key::BackTab => f.write_str("Shift-Tab"),
            Key::Backspace => f.write_str("Backspace"),
            Key::Delete => f.write_str("Delete"),
            Key::Up => f.write_str("Up"),
            Key::Down => f.write_str("Down"),
            Key::Left => f.write_str("Left"),
            Key::Right => f.write_str("Right"),
            Key::Home => f.write_str("Home"),
            Key::End => f.write_str("End"),
            Key::PageUp => f.write_str("PgUp"),
            Key::PageDown => f.write_str("PgDn"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_round_trip() {
        let chords = [
            Chord::char('?'),
            Chord::char('-'),
            Chord::char('U'),
            Chord::char(' '),
            Chord::ctrl('p'),
            Chord::shift(Key::Left),
            Chord::plain(Key::BackTab),
            Chord::plain(Key::F(1)),
            Chord::plain(Key::PageDown),
        ];
        for chord in chords {
            assert_eq!(Chord::parse(&chord.to_string()), Some(chord), "{chord}");
        }
    }
}
