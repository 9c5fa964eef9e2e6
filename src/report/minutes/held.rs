//! What a session came to: the fold of its journal on a day, with what its packages could change.

use std::sync::Arc;

use chrono::NaiveDate;

use crate::projection::Projection;
use crate::report::room;
use crate::report::sheet::Sheet;
use crate::roundtable::{Kind, Question, Round, Session};
use crate::scenario::Scenario;

/// What minutes are written from. Rounds that the room has not been shown stay out: minutes tell no more than the reveal did.
#[derive(Debug, Clone, PartialEq)]
pub struct Held {
    /// Where the session stands.
    pub session: Session,
    /// Its question.
    pub question: Arc<Question>,
    /// The day.
    pub day: NaiveDate,
    /// Packages with their figures; empty if they were not worked out.
    pub packages: Vec<Worked>,
    /// Which of them is the room's own.
    pub room: Option<usize>,
    /// Why packages could not be worked out, in words.
    pub unread: Option<String>,
}

/// A package with its figures.
#[derive(Debug, Clone, PartialEq)]
pub struct Worked {
    /// What it is, a few words.
    pub label: String,
    /// The scenario.
    pub scenario: Scenario,
    /// What could follow.
    pub projection: Projection,
}

impl Held {
    /// A session on a day, without figures; `None` before it has a question.
    #[must_use]
    pub fn of(session: &Session, day: NaiveDate) -> Option<Self> {
        let question = Arc::clone(session.question.as_ref()?);
        Some(Self { session: session.clone(), question, day, packages: Vec::new(), room: None, unread: None })
    }

    /// Rounds that the room was shown and that hold a ballot; practice is never one of them.
    #[must_use]
    pub fn rounds(&self) -> Vec<Round> {
        let shown = |r: &Round| self.session.is_shown(*r) && !self.session.round(*r).ballots.is_empty();
        [Round::First, Round::Second].into_iter().filter(shown).collect()
    }

    /// Whether anything is settled or chosen.
    #[must_use]
    pub fn decided(&self) -> bool {
        match self.question.kind {
            Kind::Package => !self.session.settled.is_empty(),
            Kind::Choice => self.session.chosen.is_some(),
        }
    }

    /// What the packages could change; `None` without figures.
    #[must_use]
    pub(super) fn figures(&self, basis: &crate::model::Basis) -> Option<Sheet> {
        let all: Vec<room::Package<'_>> =
            self.packages.iter().map(|p| (p.label.as_str(), &p.scenario, &p.projection)).collect();
        (!all.is_empty()).then(|| room::packages(basis, &all))
    }

    /// The room's own package with its figures.
    #[must_use]
    pub(super) fn own(&self) -> Option<room::Package<'_>> {
        let own = self.packages.get(self.room?)?;
        Some((own.label.as_str(), &own.scenario, &own.projection))
    }
}
