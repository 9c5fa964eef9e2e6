//! Undo and redo as whole scenarios: small, and never half a change.

use std::sync::Arc;

use crate::scenario::Scenario;

/// Most steps kept.
const STEPS_MAX: usize = 500;

/// Scenarios before and after the one shown.
#[derive(Debug, Clone, Default)]
pub struct History {
    past: Vec<(Arc<Scenario>, String)>,
    future: Vec<(Arc<Scenario>, String)>,
}

impl History {
    /// Remembers `before`; `what` names the change that follows. What was undone is forgotten.
    pub fn remember(&mut self, before: Arc<Scenario>, what: String) {
        if self.past.len() >= STEPS_MAX {
            self.past.remove(0);
        }
        self.past.push((before, what));
        self.future.clear();
    }

    /// Steps back from `now`: the scenario before and the name of the change taken back.
    pub fn undo(&mut self, now: Arc<Scenario>) -> Option<(Arc<Scenario>, String)> {
        let (before, what) = self.past.pop()?;
        self.future.push((now, what.clone()));
        Some((before, what))
    }

    /// Steps forward from `now`.
    pub fn redo(&mut self, now: Arc<Scenario>) -> Option<(Arc<Scenario>, String)> {
        let (after, what) = self.future.pop()?;
        self.past.push((now, what.clone()));
        Some((after, what))
    }

    /// Whether there is something to take back.
    #[must_use]
    pub fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }

    /// Whether there is something to do again.
    #[must_use]
    pub fn can_redo(&self) -> bool {
        !self.future.is_empty()
    }
}
