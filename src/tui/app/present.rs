//! Presentation mode: one figure large, few things, for a room that looks at a wall.

use super::action::Effect;
use super::commands::CommandId;
use super::state::{Seen, State};
use super::{levers, run};

/// How the screen is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum View {
    /// Everything.
    #[default]
    Full,
    /// One thing, large.
    Presenting(Slide),
}

/// What is large.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Slide {
    /// The range.
    #[default]
    Headline,
    /// Twenty futures.
    Dots,
    /// The years.
    Fan,
    /// The levers of the plan, in words.
    Plan,
}

impl Slide {
    /// In the order of the keys.
    pub const ALL: [Self; 4] = [Self::Headline, Self::Dots, Self::Fan, Self::Plan];

    /// The one `by` places on; it ends at the ends.
    #[must_use]
    pub fn step(self, by: isize) -> Self {
        let here = Self::ALL.iter().position(|s| *s == self).unwrap_or(0);
        Self::ALL[here.saturating_add_signed(by).min(Self::ALL.len() - 1)]
    }
}

/// Goes into presentation mode, and runs commands while in it; `None` if one means here what it means everywhere.
pub(super) fn run(state: &mut State, id: CommandId, seen: &Seen) -> Option<Vec<Effect>> {
    let View::Presenting(slide) = state.view else {
        return (id == CommandId::Present).then(|| {
            state.view = View::Presenting(Slide::default());
            Vec::new()
        });
    };
    match id {
        CommandId::PresentNext => step(state, 1, seen),
        CommandId::PresentPrevious => step(state, -1, seen),
        CommandId::PresentSlide => state.view = View::Presenting(slide.step(1)),
        CommandId::PresentSlideBack => state.view = View::Presenting(slide.step(-1)),
        CommandId::PresentRaise => return Some(levers::nudge(state, 1.0)),
        CommandId::PresentLower => return Some(levers::nudge(state, -1.0)),
        CommandId::Present | CommandId::PresentLeave => state.view = View::Full,
        CommandId::PaneNext => run::wheel_lever(state, 1),
        CommandId::PanePrevious => run::wheel_lever(state, -1),
        // These have no large form: the screen itself is shown.
        CommandId::ScreenCompare | CommandId::ScreenPlaces | CommandId::ScreenEvidence => {
            state.view = View::Full;
            return None;
        }
        _ => return None,
    }
    Some(Vec::new())
}

/// The next indicator.
fn step(state: &mut State, by: i32, seen: &Seen) {
    run::wheel_cards(state, by, &Seen { columns: 1, ..*seen });
}
