//! From what the terminal sends to what the program understands.

use ratatui::crossterm::event::{
    Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};

use crate::tui::app::{Action, Chord, Key, State, Target};
use crate::tui::view::HitMap;

/// The chord of a key event; releases (Windows sends them) and unknown keys are nothing.
pub(super) fn chord(event: KeyEvent) -> Option<Chord> {
    if event.kind == KeyEventKind::Release {
        return None;
    }
    let key = match event.code {
        KeyCode::Char(c) => Key::Char(c),
        KeyCode::F(n) => Key::F(n),
        KeyCode::Enter => Key::Enter,
        KeyCode::Esc => Key::Esc,
        KeyCode::Tab => Key::Tab,
        KeyCode::BackTab => Key::BackTab,
        KeyCode::Backspace => Key::Backspace,
        KeyCode::Delete => Key::Delete,
        KeyCode::Up => Key::Up,
        KeyCode::Down => Key::Down,
        KeyCode::Left => Key::Left,
        KeyCode::Right => Key::Right,
        KeyCode::Home => Key::Home,
        KeyCode::End => Key::End,
        KeyCode::PageUp => Key::PageUp,
        KeyCode::PageDown => Key::PageDown,
        _ => return None,
    };
    let held = |m: KeyModifiers| event.modifiers.contains(m);
    let shift = held(KeyModifiers::SHIFT) && !matches!(key, Key::Char(_) | Key::BackTab);
    let key = match key {
        // Some terminals send the capital with control.
        Key::Char(c) if held(KeyModifiers::CONTROL) => Key::Char(c.to_ascii_lowercase()),
        Key::Tab if shift => Key::BackTab,
        other => other,
    };
    let shift = shift && key != Key::BackTab;
    Some(Chord { key, ctrl: held(KeyModifiers::CONTROL), alt: held(KeyModifiers::ALT), shift })
}

/// What a terminal event means on the frame that is shown.
pub(super) fn action(event: Event, hits: &HitMap, state: &State) -> Option<Action> {
    match event {
        Event::Key(key) => chord(key).map(Action::Press),
        Event::Paste(text) => Some(Action::Paste(text)),
        Event::Mouse(mouse) => pointer(mouse, hits, state),
        Event::Resize(..) | Event::FocusGained | Event::FocusLost => None,
    }
}

fn pointer(mouse: MouseEvent, hits: &HitMap, state: &State) -> Option<Action> {
    let target = hits.at(mouse.column, mouse.row);
    match mouse.kind {
        MouseEventKind::Down(MouseButton::Left) => target.map(Action::Click),
        MouseEventKind::Drag(MouseButton::Left) if state.dragging() => {
            hits.bar(state.lever, mouse.column).map(Action::Drag)
        }
        MouseEventKind::Up(MouseButton::Left) => Some(Action::Release),
        MouseEventKind::ScrollDown => Some(Action::Wheel(target.unwrap_or(Target::Cards), 1)),
        MouseEventKind::ScrollUp => Some(Action::Wheel(target.unwrap_or(Target::Cards), -1)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn releases_are_ignored_and_shift_is_in_the_character() {
        let event = |code, modifiers| KeyEvent::new(code, modifiers);
        let mut release = event(KeyCode::Char('q'), KeyModifiers::NONE);
        release.kind = KeyEventKind::Release;
        assert_eq!(chord(release), None);
        assert_eq!(chord(event(KeyCode::Char('U'), KeyModifiers::SHIFT)), Some(Chord::char('U')));
        assert_eq!(chord(event(KeyCode::Left, KeyModifiers::SHIFT)), Some(Chord::shift(Key::Left)));
        assert_eq!(chord(event(KeyCode::BackTab, KeyModifiers::SHIFT)), Some(Chord::plain(Key::BackTab)));
        assert_eq!(chord(event(KeyCode::Char('P'), KeyModifiers::CONTROL)), Some(Chord::ctrl('p')));
    }
}
