//! What is seen: `app` knows and does, `view` draws, `terminal` is the world, `plain` says the same in sentences.

pub mod app;
pub mod picture;
mod plain;
pub mod settings;
pub mod terminal;
pub mod view;

pub(crate) use terminal::roundtable as sessions;

use std::io;
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;

use crate::evidence::Fault;
use crate::model::Basis;
use crate::scenario::Scenario;

/// Which theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ThemeChoice {
    /// Light if the environment says that the background is, else dark.
    #[default]
    Auto,
    /// For dark backgrounds.
    Dark,
    /// For light backgrounds.
    Light,
    /// Strong contrast.
    Contrast,
    /// No colour.
    Mono,
}

/// Which characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum GlyphChoice {
    /// By terminal and locale.
    #[default]
    Auto,
    /// Braille and blocks.
    Braille,
    /// Blocks without braille.
    Blocks,
    /// ASCII only.
    Ascii,
}

/// Whether colour may be set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ColorChoice {
    /// Unless `NO_COLOR` is set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

macro_rules! named {
    ($name:ident, $flag:literal, { $($text:literal => $variant:ident),* $(,)? }) => {
        impl FromStr for $name {
            type Err = Fault;

            fn from_str(text: &str) -> Result<Self, Fault> {
                match text {
                    $($text => Ok(Self::$variant),)*
                    _ => {
                        let known = [$($text),*];
                        let fault = Fault::new($flag, format!("'{text}' is not known; known: {}", known.join(", ")));
                        Err(fault.nearest(text, known))
                    }
                }
            }
        }
    };
}

named!(ThemeChoice, "--theme", { "auto" => Auto, "dark" => Dark, "light" => Light, "contrast" => Contrast, "mono" => Mono });
named!(GlyphChoice, "--glyphs", { "auto" => Auto, "braille" => Braille, "blocks" => Blocks, "ascii" => Ascii });
named!(ColorChoice, "--color", { "auto" => Auto, "always" => Always, "never" => Never });

/// How the screen is opened.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The scenario to show; without one the last session resumes.
    pub scenario: Option<Scenario>,
    /// The scenario to show when there is no last session.
    pub first: Option<Scenario>,
    /// The user's own files, which the basis was loaded with; said on the screen.
    pub data: Option<PathBuf>,
    /// Theme.
    pub theme: ThemeChoice,
    /// A theme of the user's own: the name of its file and the text. It stands before `theme`.
    pub own_theme: Option<(String, String)>,
    /// Characters.
    pub glyphs: GlyphChoice,
    /// Colour.
    pub color: ColorChoice,
    /// Whether the pointer is taken.
    pub mouse: bool,
    /// Keys.
    pub keymap: app::keymap::Keymap,
    /// What is wrong with the user's settings; the first is said on the screen.
    pub warnings: Vec<Fault>,
    /// The roundtable that is opened.
    pub session: Option<OpenSession>,
}

/// A roundtable that is opened from the start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenSession {
    /// Its file.
    pub path: PathBuf,
    /// Where phones are let in: `lan`, or an address of this machine; nowhere unless it was asked for.
    pub serve: Option<String>,
}

/// Why the screen closed without being left.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// Input or output is not a terminal: print the report instead.
    #[error("this is not a terminal")]
    NoTerminal,
    /// The terminal failed.
    #[error("the terminal failed: {0}")]
    Terminal(#[from] io::Error),
    /// A theme does not read.
    #[error("{0}")]
    Theme(#[from] Fault),
    /// A signal asked the program to end, and the system did not end it.
    #[error("ended by signal {0}")]
    Signal(i32),
    /// A roundtable cannot be opened.
    #[error("{0}")]
    Session(String),
    /// A mistake of ours; the scenario was kept.
    #[error("the program made a mistake and had to stop; your scenario was kept")]
    Bug,
}

/// Opens the screen and returns when the user leaves. The terminal is as it was, however it ends.
///
/// # Errors
/// See [`RunError`].
pub fn run(basis: &Arc<Basis>, options: Options) -> Result<(), RunError> {
    terminal::run(basis, options)
}

/// Shows a roundtable to the room: follows its file, never writes, shows nobody's answer before the reveal. Returns when it is
/// left.
///
/// # Errors
/// See [`RunError`].
pub fn present(basis: &Arc<Basis>, path: &std::path::Path, options: &Options) -> Result<(), RunError> {
    terminal::present(basis, path, options)
}

/// Folder in which roundtables of this user are kept.
#[must_use]
pub fn roundtables() -> Option<PathBuf> {
    terminal::roundtables()
}

/// The same program as numbered choices and sentences, line by line: for screen readers and pipes. Returns when the
/// user leaves or the input ends; a reader of the output that went away is no failure.
///
/// # Errors
/// See [`RunError`].
pub fn run_plain(basis: &Arc<Basis>, options: Options) -> Result<(), RunError> {
    plain::run(basis, options)
}
