//! Frames on their way to the terminal.

use std::io::{self, Stdout, Write};

/// Bytes of a large first frame, of all colours.
const FRAME_BYTES: usize = 1 << 15;

/// End of a frame: of the synchronised update that it is.
const END: &[u8] = b"\x1b[?2026l";

/// A writer that keeps what is written until a frame is whole, and then hands it to the terminal in one go. The library that
/// draws flushes before the end of the update is written; sent then, a frame would be two writes, and on a machine that
/// works for the next figures meanwhile the second may come milliseconds later.
#[derive(Debug)]
pub(super) struct Frames {
    kept: Vec<u8>,
    out: Stdout,
}

impl Frames {
    /// To the standard output.
    pub fn new() -> Self {
        Self { kept: Vec::with_capacity(FRAME_BYTES), out: io::stdout() }
    }
}

impl Write for Frames {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.kept.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.kept.ends_with(END) {
            let sent = self.out.write_all(&self.kept).and_then(|()| self.out.flush());
            self.kept.clear();
            return sent;
        }
        Ok(())
    }
}
