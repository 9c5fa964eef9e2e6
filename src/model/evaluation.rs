//! What an evaluation is designed with (`evaluation.ron`): conventions and judgements, each with its reason.

use serde::Deserialize;

use super::kinds::Node;
use super::parse::ron_file;
use crate::evidence::load::Library;
use crate::evidence::{Fault, Faults};

/// File.
pub const FILE: &str = "model/evaluation.ron";

/// How far units differ in one outcome.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spread {
    /// Outcome.
    pub node: Node,
    /// Standard deviation between units, in the unit of the node, above 0.
    pub sd: f64,
    /// Why.
    pub reason: String,
}

/// Conventions and judgements of a design.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evaluation {
    /// Two-sided level, 0–1.
    pub alpha: f64,
    /// Power, 0–1.
    pub power: f64,
    /// Share lost before the outcome is measured, 0–1.
    pub attrition: f64,
    /// Why.
    pub attrition_reason: String,
    /// Units that are assigned together, at least 1.
    pub cluster_size: f64,
    /// Correlation within such a group, 0–1.
    pub icc: f64,
    /// Why.
    pub icc_reason: String,
    /// Spread by outcome.
    pub sd: Vec<Spread>,
}

impl Evaluation {
    /// Factor on the sample where groups are assigned together: 1 + (m − 1)·ICC.
    #[must_use]
    pub fn design_effect(&self) -> f64 {
        1.0 + (self.cluster_size - 1.0) * self.icc
    }

    /// What cannot be: one sentence a value.
    #[must_use]
    pub fn faults(&self) -> Faults {
        let mut faults = Faults::default();
        let mut check = |name: &str, value: f64, holds: bool, rule: &str| {
            if !holds {
                faults.push(Fault::new(FILE, rule.to_owned()).cell(name, value.to_string()));
            }
        };
        let inside = |x: f64| x > 0.0 && x < 1.0;
        check("alpha", self.alpha, inside(self.alpha), "must lie between 0 and 1");
        check("power", self.power, inside(self.power), "must lie between 0 and 1");
        check("attrition", self.attrition, (0.0..1.0).contains(&self.attrition), "must be at least 0 and below 1");
        check("icc", self.icc, (0.0..=1.0).contains(&self.icc), "must lie between 0 and 1");
        let size = self.cluster_size;
        check("cluster_size", size, size.is_finite() && size >= 1.0, "must be at least 1: units assigned together");
        for spread in &self.sd {
            check("sd", spread.sd, spread.sd.is_finite() && spread.sd > 0.0, "must be above 0");
        }
        faults
    }
}

/// Reads and checks the file.
///
/// # Errors
/// Every fault found.
pub fn load(library: &Library) -> Result<Evaluation, Faults> {
    let text = library.text(FILE)?;
    let found: Evaluation = ron_file(FILE, &text)?;
    found.faults().into_result(found)
}
