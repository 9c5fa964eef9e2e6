//! What is seen.

use std::path::PathBuf;

/// How the screens are opened.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// Scenario file or built-in name; `None`: the scenario of the last session, or the first built-in one.
    pub scenario: Option<String>,
    /// Folder of the user's own evidence and model, laid over the bundled files.
    pub data: Option<PathBuf>,
    /// Theme by name; `None`: what suits the terminal.
    pub theme: Option<String>,
    /// `auto`, `braille`, `blocks` or `ascii`; `None`: `auto`.
    pub glyphs: Option<String>,
    /// `auto`, `always` or `never`; `None`: `auto`.
    pub color: Option<String>,
    /// Leave the mouse to the terminal.
    pub no_mouse: bool,
}

/// Why the screens could not be opened, or ended early.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The terminal or a file said no.
    #[error("{0}")]
    Io(#[from] std::io::Error),
    /// Evidence or scenario cannot be used.
    #[error("{0}")]
    Content(crate::evidence::Faults),
}

/// Opens the screens and stays until the user leaves.
///
/// # Errors
/// See [`Error`].
pub fn run(_options: Options) -> Result<(), Error> {
    Err(std::io::Error::other("the screens are not built yet").into())
}
