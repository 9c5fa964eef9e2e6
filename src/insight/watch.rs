//! How long work is stopped and followed: a flag that is asked between runs, and how much is done.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::projection::Stopped;

/// Stops and follows long work.
#[derive(Clone, Copy)]
pub struct Watch<'a> {
    /// Once set, the work ends with [`Stopped::Cancelled`].
    pub cancel: &'a AtomicBool,
    /// Told the share done, 0–1, from time to time.
    pub progress: &'a (dyn Fn(f64) + Sync),
}

impl Watch<'_> {
    /// Says that `done` of `all` steps are done.
    ///
    /// # Errors
    /// [`Stopped::Cancelled`] once the flag is set.
    pub fn step(&self, done: usize, all: usize) -> Result<(), Stopped> {
        if self.cancel.load(Ordering::Relaxed) {
            return Err(Stopped::Cancelled);
        }
        (self.progress)(done as f64 / all.max(1) as f64);
        Ok(())
    }
}
