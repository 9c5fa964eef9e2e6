//! The model's files as one value: rows, lookups, and the version that results are stamped with.

use std::sync::Arc;

use super::conversions::{self, Conversion};
use super::evaluation::{self, Evaluation};
use super::inputs::Inputs;
use super::kinds::Indicator;
use super::local::Local;
use super::stresses::{self, Stress};
use super::types::{
    Additionality, Appraisal, Channel, IndicatorRow, Judgements, Lever, Link, NodeRow, Pair, StructureRow,
};
use crate::evidence::load::Library;
use crate::evidence::{Evidence, Faults, LeverId};

/// Everything that is assumed (MODEL.md sections 2–5, 8, 9).
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// Nine nodes in evaluation order.
    pub nodes: Vec<NodeRow>,
    /// Levers in file order.
    pub levers: Vec<Lever>,
    /// Lever to node.
    pub channels: Vec<Channel>,
    /// Node to node.
    pub links: Vec<Link>,
    /// Two levers together.
    pub pairs: Vec<Pair>,
    /// Gross to net.
    pub additionality: Vec<Additionality>,
    /// Green Book conventions.
    pub appraisal: Appraisal,
    /// Judgement constants.
    pub judgements: Judgements,
    /// Three structures.
    pub structures: Vec<StructureRow>,
    /// Twelve indicators.
    pub indicators: Vec<IndicatorRow>,
    /// 16 hexadecimal digits over the texts of all model files.
    pub version: String,
}

impl Model {
    /// Reads and checks the model's files.
    ///
    /// # Errors
    /// Every fault found.
    pub fn load(library: &Library) -> Result<Self, Faults> {
        super::parse::model(library)
    }

    /// The lever of that id.
    #[must_use]
    pub fn lever(&self, id: &LeverId) -> Option<&Lever> {
        self.levers.iter().find(|l| &l.id == id)
    }

    /// The row of an indicator.
    #[must_use]
    pub fn indicator(&self, id: Indicator) -> &IndicatorRow {
        // The loader refuses a file in which one is missing and sorts them by `Indicator::ALL`.
        &self.indicators[id.index()]
    }
}

/// What every projection stands on: what is known, what is assumed, and where each place starts.
#[derive(Debug, Clone)]
pub struct Basis {
    /// What is known.
    pub evidence: Arc<Evidence>,
    /// What is assumed, as it is used: under the overrides of a scenario if there are any ([`Basis::under`]).
    pub model: Model,
    /// Starting numbers.
    pub inputs: Arc<Inputs>,
    pub(super) local: Option<Local>,
    /// How findings become effects of channels; none as bundled.
    pub conversions: Vec<Conversion>,
    /// Harder worlds that plans are tried out in.
    pub stresses: Vec<Stress>,
    /// What evaluations are designed with.
    pub evaluation: Evaluation,
}

/// Every fault of a user's folder; those that stopped the reading if, against all expectation, there is no other.
fn check_or(first: Faults, library: &Library) -> Faults {
    let all = super::check_library(library);
    if all.0.is_empty() { first } else { all }
}

impl Basis {
    /// Loads everything from the bundled files and a user's own laid over them.
    ///
    /// # Errors
    /// Every fault found.
    pub fn load(library: &Library) -> Result<Self, Faults> {
        if library.overlay().is_none() {
            return Self::parts(library);
        }
        // A user's folder is mended in one go, not one room after another; the bundled files are held by tests.
        let basis = Self::parts(library).map_err(|first| check_or(first, library))?;
        super::references::between(&basis).into_result(basis)
    }

    fn parts(library: &Library) -> Result<Self, Faults> {
        // One after another: threads that read side by side take longer to start than they save, and each grows a heap of its
        // own page by page.
        let (evidence, model, inputs) = (Evidence::load(library), Model::load(library), Inputs::load(library));
        let (evidence, model) = (evidence?, model?);
        let conversions = conversions::load(library, &evidence, &model)?;
        Ok(Self {
            evidence: Arc::new(evidence),
            model,
            inputs: Arc::new(inputs?),
            local: None,
            conversions,
            stresses: stresses::load(library)?,
            evaluation: evaluation::load(library)?,
        })
    }
}
