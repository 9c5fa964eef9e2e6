//! From official figures to starting numbers: the rules that `baseline.ron` names, in the order of computation.
//!
//! Runs when a user's own figures or rules are laid over the bundled ones, and in the test that rewrites
//! `derived/baseline.csv`; a start of the program reads that file instead.

mod ground;
mod levels;
mod output;
mod paths;
mod place;
mod shares;

use super::derived::Row;
use crate::evidence::{Area, Faults, Imputation, Observations};
use crate::model::baseline::Baseline;

use ground::Ground;

/// Everything the rules read.
#[derive(Debug, Clone, Copy)]
pub struct Sources<'a> {
    /// Rules, marks, national figures.
    pub baseline: &'a Baseline,
    /// Areas with people and parents.
    pub areas: &'a [Area],
    /// Official figures.
    pub observations: &'a Observations,
    /// Remainders for areas without a figure of their own.
    pub imputations: &'a [Imputation],
}

/// Computes every starting number: 12 nations and regions and 38 LEP areas, all sectors and the six.
///
/// # Errors
/// Every figure that is needed and missing, and every number that does not come out finite.
pub fn derive(sources: Sources<'_>) -> Result<Vec<Row>, Faults> {
    let mut ground = Ground::new(sources)?;
    let gva = levels::gva(&mut ground);
    levels::workforce(&mut ground, &gva);
    levels::firms(&mut ground);
    levels::gva_hour(&mut ground, &gva);
    levels::rd(&mut ground);
    shares::innovation(&mut ground);
    shares::trained(&mut ground);
    place::all(&mut ground);
    let rows = output::rows(&ground);
    ground.finish(rows)
}
