//! Signals that end or stop the program.

use std::sync::mpsc::Sender;

use super::Message;

/// Starts the thread that waits for signals.
#[cfg(unix)]
pub(super) fn listen(sender: Sender<Message>) -> std::io::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGTSTP};
    let mut signals = signal_hook::iterator::Signals::new([SIGTERM, SIGHUP, SIGINT, SIGTSTP])?;
    std::thread::Builder::new().name(String::from("signals")).spawn(move || {
        for signal in signals.forever() {
            let message = if signal == SIGTSTP { Message::Stop } else { Message::Signal(signal) };
            if sender.send(message).is_err() {
                break;
            }
        }
    })?;
    Ok(())
}

/// Nothing to listen to.
#[cfg(not(unix))]
pub(super) fn listen(_: Sender<Message>) -> std::io::Result<()> {
    Ok(())
}

/// Stops the process as Ctrl-Z does, until it is told to go on.
#[cfg(unix)]
pub(super) fn stop() {
    let _ = signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP);
}

/// Ends the process by the signal that asked for it, so that whoever sent it sees that.
#[cfg(unix)]
pub(super) fn end(signal: i32) {
    let _ = signal_hook::low_level::emulate_default_handler(signal);
}

/// No signal comes here.
#[cfg(not(unix))]
pub(super) fn end(_: i32) {}

/// Nothing stops here.
#[cfg(not(unix))]
pub(super) fn stop() {}
