//! Leave one study out: does what the others say together hold the one that they have not seen?
//!
//! Protocol C2 of the evidence layer: every channel with at least [`STUDIES_MIN`] independent studies that can be pooled; each in
//! turn is left out, the rest are pooled, and the study should lie in the 80 % prediction interval widened by its own error.

use crate::evidence::EffectId;
use crate::model::pooling::{Study, pool};
use crate::model::{Basis, studies};

/// Studies that a channel needs: one is left out, three are pooled.
pub const STUDIES_MIN: usize = 4;

/// The share of studies that should lie inside, over all channels.
pub const TARGET: (f64, f64) = (0.7, 0.9);

/// One study held against the others.
#[derive(Debug, Clone, PartialEq)]
pub struct Held {
    /// Channel, by its row.
    pub channel: usize,
    /// Finding.
    pub study: EffectId,
    /// What it found, after conversion and discount.
    pub found: f64,
    /// What the others say: mean.
    pub mean: f64,
    /// Where 8 in 10 studies with its error should lie.
    pub range: [f64; 2],
}

impl Held {
    /// Whether it lies inside.
    #[must_use]
    pub fn inside(&self) -> bool {
        (self.range[0]..=self.range[1]).contains(&self.found)
    }
}

/// The test of every channel.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LeaveOneOut {
    /// Channels in all.
    pub channels: usize,
    /// Most studies that any channel can pool.
    pub most: usize,
    /// Channels with enough studies, by row.
    pub tested: Vec<usize>,
    /// Every study of them.
    pub held: Vec<Held>,
}

impl LeaveOneOut {
    /// Share of studies inside, 0–1; `None` if none was tested.
    #[must_use]
    pub fn share(&self) -> Option<f64> {
        let inside = self.held.iter().filter(|h| h.inside()).count();
        (!self.held.is_empty()).then(|| inside as f64 / self.held.len() as f64)
    }
}

/// Runs the test.
#[must_use]
pub fn leave_one_out(basis: &Basis) -> LeaveOneOut {
    let mut out = LeaveOneOut { channels: basis.model.channels.len(), ..LeaveOneOut::default() };
    for row in 0..out.channels {
        let standing = studies::standing(basis, row, &[]);
        let all = standing.studies();
        out.most = out.most.max(all.len());
        if all.len() < STUDIES_MIN {
            continue;
        }
        out.tested.push(row);
        for (i, (id, own)) in all.iter().enumerate() {
            let others: Vec<Study> = all.iter().enumerate().filter(|(j, _)| *j != i).map(|(_, (_, s))| *s).collect();
            let Some(rest) = pool(&others, basis.model.judgements.tau_floor_share) else { continue };
            let range = rest.range_of_a_study(own.variance);
            out.held.push(Held { channel: row, study: (*id).clone(), found: own.effect, mean: rest.mu, range });
        }
    }
    out
}
