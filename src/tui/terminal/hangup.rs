//! Notices that the terminal has gone away without a signal (its window was killed, its multiplexer died).
//!
//! The library that reads keys would go on reading a terminal that is no more, at full speed. This thread waits for the
//! hang-up alone, so at rest it costs nothing.

use std::sync::mpsc::Sender;

use super::Message;

/// Starts the thread that waits for the end of the terminal.
#[cfg(target_os = "linux")]
pub(super) fn watch(sender: Sender<Message>) -> std::io::Result<()> {
    use rustix::event::{PollFd, PollFlags, poll};
    use rustix::io::Errno;

    std::thread::Builder::new().name(String::from("hang-up")).spawn(move || {
        let input = std::io::stdin();
        loop {
            // No event is asked for: only a hang-up or an error is ever reported.
            let mut watched = [PollFd::new(&input, PollFlags::empty())];
            match poll(&mut watched, None) {
                Err(Errno::INTR) => {}
                Ok(_) if watched[0].revents().intersects(PollFlags::HUP | PollFlags::ERR) => {
                    let _ = sender.send(Message::InputClosed(std::io::ErrorKind::BrokenPipe.into()));
                    return;
                }
                Ok(_) | Err(_) => return,
            }
        }
    })?;
    Ok(())
}

/// Elsewhere the signal of a hang-up has to do.
#[cfg(not(target_os = "linux"))]
pub(super) fn watch(_: Sender<Message>) -> std::io::Result<()> {
    Ok(())
}
