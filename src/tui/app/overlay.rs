//! What can lie over the screen: a stack of one enumeration, never a set of flags.

use tui_input::{Input, InputRequest};

use super::action::Listed;
use super::key::{Chord, Key};
use super::presets::Preset;
use super::roundtable::{Kept, Phoned, Typed};
use super::told::Told;
use crate::model::Indicator;

/// A list that narrows as one types.
#[derive(Debug, Clone, Default)]
pub struct Narrowing {
    /// What was typed.
    pub query: Input,
    /// Chosen line among those that are left.
    pub selected: usize,
}

/// What a picker is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pick {
    /// The plan's place.
    Place,
    /// The plan's sector.
    Sector,
    /// The partner of a lever that joins two places.
    Partner,
    /// A place to look at on the map.
    Find,
    /// Options of a question of Insight.
    Options,
}

/// A text field with what is wrong with its text.
#[derive(Debug, Clone, Default)]
pub struct Field {
    /// What was typed.
    pub text: Input,
    /// Why it was not accepted.
    pub problem: Option<String>,
}

/// What a typed aim is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aimed {
    /// Money there is for all plans, £m a year.
    Budget,
    /// What an indicator is to come to in the last year.
    Target(Indicator),
}

/// One layer.
#[derive(Debug, Clone)]
pub enum Overlay {
    /// Every key, searchable.
    Help(Narrowing),
    /// Every command by name.
    Palette(Narrowing),
    /// Places or sectors.
    Picker(Pick, Narrowing),
    /// Scenarios to open; `None` while they are being read.
    Open(Option<Vec<Listed>>, Narrowing),
    /// Ways to take the screen away.
    Export(Narrowing),
    /// Scenarios to set beside the one shown; `None` while they are being read.
    Pin(Option<Vec<Listed>>, Narrowing),
    /// The name to save under.
    Save(Field),
    /// The exact amount of the selected lever.
    Amount(Field),
    /// A budget or a target.
    Aim(Aimed, Field),
    /// A judgement, by its id, that is set otherwise.
    Override(String, Field),
    /// Tables over the screen; lines scrolled.
    Told(Told, usize),
    /// Ready-made mixes of levers.
    Presets(Vec<Preset>, Narrowing),
    /// The last change once more; lines scrolled.
    Replay(usize),
    /// Why an indicator moves.
    Why(Why),
    /// Sources in full, over "why?".
    Cite(Cite),
    /// Sessions that are kept; `None` while they are being read.
    Sessions(Option<Vec<Kept>>, Narrowing),
    /// Something typed for a session.
    Room(Typed, Field),
    /// Phones in the room.
    Phones(Phoned),
}

/// Which part of "why?" has the keys; where there is no room for all, it is the one shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum WhyPart {
    /// The chart and what it says.
    #[default]
    Chart,
    /// What each lever adds.
    Levers,
    /// The arrows from levers to the indicator.
    Path,
    /// The findings behind the selected arrow.
    Findings,
}

impl WhyPart {
    /// In the order of Tab.
    pub const ALL: [Self; 4] = [Self::Chart, Self::Levers, Self::Path, Self::Findings];

    /// Its name.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Chart => "Chart",
            Self::Levers => "Levers",
            Self::Path => "Path",
            Self::Findings => "Evidence",
        }
    }
}

/// What "why?" shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Why {
    /// Indicator.
    pub indicator: Indicator,
    /// Part that has the keys.
    pub part: WhyPart,
    /// Selected arrow, by its place among the arrows of the indicator.
    pub step: usize,
    /// Lines scrolled in the part.
    pub scroll: usize,
}

impl Why {
    /// The first look at an indicator.
    #[must_use]
    pub const fn of(indicator: Indicator) -> Self {
        Self { indicator, part: WhyPart::Chart, step: 0, scroll: 0 }
    }
}

/// Sources in full, one at a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cite {
    /// The indicator they speak for.
    pub indicator: Indicator,
    /// Their ids.
    pub sources: Vec<String>,
    /// The one shown.
    pub at: usize,
    /// Lines scrolled.
    pub scroll: usize,
}

impl Overlay {
    /// What was typed and chosen, if the layer is a list that narrows.
    #[must_use]
    pub const fn narrowing(&self) -> Option<&Narrowing> {
        match self {
            Self::Help(n)
            | Self::Palette(n)
            | Self::Export(n)
            | Self::Picker(_, n)
            | Self::Open(_, n)
            | Self::Pin(_, n)
            | Self::Sessions(_, n)
            | Self::Presets(_, n) => Some(n),
            Self::Save(_)
            | Self::Room(..)
            | Self::Phones(_)
            | Self::Amount(_)
            | Self::Aim(..)
            | Self::Override(..)
            | Self::Told(..)
            | Self::Replay(_)
            | Self::Why(_)
            | Self::Cite(_) => None,
        }
    }

    /// The same, to be changed.
    pub const fn narrowing_mut(&mut self) -> Option<&mut Narrowing> {
        match self {
            Self::Help(n)
            | Self::Palette(n)
            | Self::Export(n)
            | Self::Picker(_, n)
            | Self::Open(_, n)
            | Self::Pin(_, n)
            | Self::Sessions(_, n)
            | Self::Presets(_, n) => Some(n),
            Self::Save(_)
            | Self::Room(..)
            | Self::Phones(_)
            | Self::Amount(_)
            | Self::Aim(..)
            | Self::Override(..)
            | Self::Told(..)
            | Self::Replay(_)
            | Self::Why(_)
            | Self::Cite(_) => None,
        }
    }
}

/// Applies a key to a text field; whether it was used.
pub fn edit(input: &mut Input, chord: Chord) -> bool {
    let request = match chord.key {
        Key::Char('u') if chord.ctrl => InputRequest::DeleteLine,
        Key::Char('w') if chord.ctrl => InputRequest::DeletePrevWord,
        Key::Char('a') if chord.ctrl => InputRequest::GoToStart,
        Key::Char('e') if chord.ctrl => InputRequest::GoToEnd,
        Key::Char('k') if chord.ctrl => InputRequest::DeleteTillEnd,
        Key::Char(c) if !chord.ctrl && !chord.alt && !c.is_control() => InputRequest::InsertChar(c),
        Key::Backspace => InputRequest::DeletePrevChar,
        Key::Delete => InputRequest::DeleteNextChar,
        Key::Left => InputRequest::GoToPrevChar,
        Key::Right => InputRequest::GoToNextChar,
        Key::Home => InputRequest::GoToStart,
        Key::End => InputRequest::GoToEnd,
        _ => return false,
    };
    input.handle(request);
    true
}
