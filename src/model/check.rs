//! What the files may not say: double counting, unit mismatch, unknown ids, unstable loops (MODEL.md section 4).

use super::book::Model;
use crate::evidence::Faults;

/// Adds every breach to `faults`.
pub(super) fn rules(_model: &Model, _faults: &mut Faults) {}
