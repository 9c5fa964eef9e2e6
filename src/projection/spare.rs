//! Buffers that outlive a run, so that the next answer allocates nothing.

use std::sync::{Mutex, PoisonError};

use super::block::WorldBlock;
use super::kernel::Scratch;
use super::summary::Desk;

/// Everything a run borrows.
#[derive(Debug, Default)]
pub(super) struct Spares {
    /// One for each thread.
    pub scratch: Spare<Scratch>,
    /// Results of a block.
    pub blocks: Spare<WorldBlock>,
    /// Weights between places of a block.
    pub weights: Spare<Vec<Vec<Vec<f64>>>>,
    /// Columns over all slots.
    pub columns: Spare<Vec<f64>>,
    /// One for each thread.
    pub desks: Spare<Desk>,
}

/// Buffers nobody uses at the moment. Which one is handed out makes no difference: its holder writes before it reads.
#[derive(Debug, Default)]
pub(super) struct Spare<T>(Mutex<Vec<T>>);

impl<T: Default> Spare<T> {
    /// One that was given back, or a new one.
    pub fn take(&self) -> T {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default()
    }

    /// Gives one back.
    pub fn give(&self, buffer: T) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(buffer);
    }

    /// Takes one, works with it and gives it back.
    pub fn with<R>(&self, work: impl FnOnce(&mut T) -> R) -> R {
        let mut buffer = self.take();
        let result = work(&mut buffer);
        self.give(buffer);
        result
    }
}
