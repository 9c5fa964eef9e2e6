//! Why an indicator moves, in words and tables: the screen's "why?", its copy and `tiller explain` are written from here.

mod applies;
mod cite;
mod page;
mod shares;
mod sheets;

pub use cite::{citation, citation_text, sources_of};
pub use page::{
    Part, Tone, effect_words, interval_words, level_marks, page, page_text, place_of_study, step_title, study,
};
pub use shares::{Contributions, contributions, way, ways, years};
pub(in crate::report) use shares::{WAYS_NOTE, periods};
pub use sheets::{findings, path, sources};

use crate::evidence::EffectId;
use crate::insight::applies::NoReach;
use crate::model::{Basis, Cell, Indicator};
use crate::scenario::Plan;

/// Stands wherever the evidence does not reach.
pub const NO_USABLE: &str = "no usable evidence";

/// What is explained.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// What is known and assumed.
    pub basis: &'a Basis,
    /// The plan.
    pub plan: &'a Plan,
    /// Starting numbers of its place and sector, if there are any.
    pub cell: Option<&'a Cell>,
    /// The indicator.
    pub indicator: Indicator,
    /// How many different places the scenario has plans in.
    pub places: usize,
    /// Findings that the scenario leaves out.
    pub excluded: &'a [EffectId],
}

/// Why the evidence does not reach, as a sentence.
#[must_use]
pub fn no_reach(why: &NoReach) -> String {
    let reason = match why {
        NoReach::NoStudy => String::from("no study measures this; the range is a judgement"),
        NoReach::Dose(lever) => format!("{lever} goes beyond what anyone has tested"),
        NoReach::Elsewhere => String::from("every study is from abroad and none is about this sector"),
        NoReach::GradeE => String::from("most of this rests on judgement (grade E)"),
    };
    format!("{NO_USABLE}: {reason}")
}
