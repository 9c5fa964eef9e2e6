//! Taking the terminal and giving it back, however the program ends.

use std::io::{self, Write};
use std::panic;
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};

use ratatui::crossterm::cursor::{Hide, Show};
use ratatui::crossterm::event::{DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste};
use ratatui::crossterm::style::{Attribute, SetAttribute};
use ratatui::crossterm::terminal::{
    EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen, SetTitle, disable_raw_mode, enable_raw_mode,
};
use ratatui::crossterm::{execute, queue};

/// Whether the terminal is ours, and with the pointer.
static TAKEN: AtomicBool = AtomicBool::new(false);
static POINTER: AtomicBool = AtomicBool::new(false);
static HOOK: Once = Once::new();

/// The terminal while it is ours. Dropping it gives the terminal back.
#[derive(Debug)]
pub struct Guard(());

impl Guard {
    /// Takes the terminal: raw mode, alternate screen, and the pointer if `mouse`. Asks the terminal nothing.
    ///
    /// # Errors
    /// If the terminal refuses; what was taken by then is given back.
    pub fn take(mouse: bool, title: &str) -> io::Result<Self> {
        HOOK.call_once(|| {
            let before = panic::take_hook();
            panic::set_hook(Box::new(move |info| {
                give_back();
                before(info);
            }));
        });
        let guard = Self(());
        take(mouse, title)?;
        Ok(guard)
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        give_back();
    }
}

/// Takes the terminal, at the start and after a suspension.
pub(super) fn take(mouse: bool, title: &str) -> io::Result<()> {
    TAKEN.store(true, Ordering::SeqCst);
    enable_raw_mode()?;
    let mut out = io::stdout().lock();
    // The title that stands now is kept on the terminal's own stack.
    out.write_all(b"\x1b[22;0t")?;
    queue!(out, EnterAlternateScreen, Hide, EnableBracketedPaste, SetTitle(title))?;
    out.flush()?;
    drop(out);
    if mouse { pointer(true) } else { Ok(()) }
}

/// Takes or lets go of the pointer.
pub(super) fn pointer(take: bool) -> io::Result<()> {
    POINTER.store(take, Ordering::SeqCst);
    if take { take_pointer() } else { execute!(io::stdout(), DisableMouseCapture) }
}

/// Buttons, drags and the wheel; not every movement, which would wake the program for nothing.
#[cfg(not(windows))]
fn take_pointer() -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(b"\x1b[?1000h\x1b[?1002h\x1b[?1006h")?;
    out.flush()
}

/// As the console does it.
#[cfg(windows)]
fn take_pointer() -> io::Result<()> {
    execute!(io::stdout(), ratatui::crossterm::event::EnableMouseCapture)
}

/// Gives the terminal back. Each step stands alone: one that fails does not stop the next.
pub(super) fn give_back() {
    if !TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    let mut out = io::stdout();
    let _ = queue!(out, EndSynchronizedUpdate);
    if POINTER.swap(false, Ordering::SeqCst) {
        let _ = queue!(out, DisableMouseCapture);
    }
    let _ = queue!(out, DisableBracketedPaste);
    let _ = queue!(out, SetAttribute(Attribute::Reset));
    let _ = queue!(out, LeaveAlternateScreen);
    let _ = queue!(out, Show);
    let _ = out.write_all(b"\x1b[23;0t");
    let _ = out.flush();
    let _ = disable_raw_mode();
}
