//! The screens, and which of them is shown.

/// A screen; the number keys go to them in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Screen {
    /// What happens if these levers are moved here?
    #[default]
    Explore,
    /// Which of these options is better, on what, and how sure is that?
    Compare,
    /// Where are we, how do we stand against others, which areas belong together?
    Places,
    /// Who says so, how strong is it, and does it apply here?
    Evidence,
    /// What matters most, what would it take, what is the best use of the money, what would change our minds?
    Insight,
    /// What does this room think, where does it split, what was decided and why?
    Roundtable,
}

impl Screen {
    /// In the order of the number keys.
    pub const ALL: [Self; 6] =
        [Self::Explore, Self::Compare, Self::Places, Self::Evidence, Self::Insight, Self::Roundtable];

    /// Its name.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Explore => "Explore",
            Self::Compare => "Compare",
            Self::Places => "Places",
            Self::Evidence => "Evidence",
            Self::Insight => "Insight",
            Self::Roundtable => "Roundtable",
        }
    }

    /// Its name where there is little room.
    #[must_use]
    pub const fn short(self) -> &'static str {
        match self {
            Self::Roundtable => "Room",
            other => other.label(),
        }
    }

    /// The question it answers.
    #[must_use]
    pub const fn question(self) -> &'static str {
        match self {
            Self::Explore => "what could happen if these levers are moved here?",
            Self::Compare => "which of these options does better, on what, and how sure is that?",
            Self::Places => "where are we, how do we stand against others, which areas belong together?",
            Self::Evidence => "who says so, how strong is it, and does it apply here?",
            Self::Insight => "what matters, what would it take, what would change our minds?",
            Self::Roundtable => "what does this room think, where does it split, what is decided and why?",
        }
    }
}
