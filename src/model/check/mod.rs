//! What the files may not say: double counting, unit mismatch, unknown ids, unstable loops (MODEL.md section 4).
//!
//! Every breach is a [`Fault`] with file, line where the file has one, the value found, and what to do. All are reported,
//! not the first.

mod arrows;
mod paths;
mod stability;
mod tables;

use super::book::Model;
use crate::evidence::{Fault, Faults};

const CHANNELS: &str = "model/channels.csv";
const LINKS: &str = "model/links.csv";
const PAIRS: &str = "model/pairs.csv";
const ADDITIONALITY: &str = "model/additionality.csv";
const LEVERS: &str = "model/levers.ron";
const NODES: &str = "model/nodes.ron";
const STRUCTURES: &str = "model/structures.ron";
const INDICATORS: &str = "model/indicators.ron";
const APPRAISAL: &str = "model/appraisal.ron";
const JUDGEMENTS: &str = "model/judgements.ron";

/// Every breach of the rules in `model`; empty if it is accepted.
#[must_use]
pub fn check(model: &Model) -> Faults {
    let mut faults = Faults::default();
    rules(model, &mut faults);
    faults
}

/// Adds every breach to `faults`.
pub(super) fn rules(model: &Model, faults: &mut Faults) {
    tables::nodes(model, faults);
    tables::levers(model, faults);
    tables::structures(model, faults);
    tables::indicators(model, faults);
    tables::appraisal(model, faults);
    tables::judgements(model, faults);
    tables::additionality(model, faults);
    arrows::ids(model, faults);
    arrows::channels(model, faults);
    arrows::links(model, faults);
    arrows::pairs(model, faults);
    paths::double_counting(model, faults);
    stability::loops(model, faults);
}

/// Adds `fault()` unless `ok`.
fn require(faults: &mut Faults, ok: bool, fault: impl FnOnce() -> Fault) {
    if !ok {
        faults.push(fault());
    }
}
