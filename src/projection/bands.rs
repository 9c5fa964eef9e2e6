//! Recorded bands made into the bands that are drawn (MODEL.md section 5, order per draw).

use super::program::Bands;
use crate::evidence::EffectId;
use crate::model::{Band, Channel, Model};

/// Reference-class weight on the centre (if `reference_class`), exclusion of findings, then widening of half-widths:
/// `band_widening.outcomes` on channels into outcomes, `.others` elsewhere.
#[must_use]
pub fn resolve(model: &Model, reference_class: bool, excluded: &[EffectId]) -> Bands {
    let widening = model.judgements.band_widening;
    Bands {
        channels: model
            .channels
            .iter()
            .map(|c| {
                let factor = if c.target.node().is_some_and(crate::model::Node::is_outcome) {
                    widening.outcomes
                } else {
                    widening.others
                };
                widened(without(c, centred(c.effect, c.ref_weight, reference_class), excluded), factor)
            })
            .collect(),
        links: model
            .links
            .iter()
            .map(|l| widened(centred(l.gain, l.ref_weight, reference_class), widening.others))
            .collect(),
        pairs: model.pairs.iter().map(|p| widened(p.gamma, widening.others)).collect(),
    }
}

/// The bands as recorded, with the reference-class weight only: what the reference implementation's cases start from.
#[must_use]
pub fn recorded(model: &Model) -> Bands {
    Bands {
        channels: model.channels.iter().map(|c| centred(c.effect, c.ref_weight, true)).collect(),
        links: model.links.iter().map(|l| centred(l.gain, l.ref_weight, true)).collect(),
        pairs: model.pairs.iter().map(|p| p.gamma).collect(),
    }
}

/// The weight acts on the centre alone; the outer quantiles are stored as they stand with it. Without the weight a centre
/// may pass the stored 90 % quantile: the upper side then keeps its own half-width above the new centre.
fn centred(band: Band, ref_weight: f64, weighted: bool) -> Band {
    let with = band.central * ref_weight;
    if weighted {
        return Band { central: with, ..band };
    }
    let p90 = if band.p90 < band.central { band.central + (band.p90 - with) } else { band.p90 };
    Band { p90, ..band }
}

fn widened(band: Band, factor: f64) -> Band {
    Band {
        central: band.central,
        p10: band.central + (band.p10 - band.central) * factor,
        p90: band.central + (band.p90 - band.central) * factor,
    }
}

/// Leaves findings out of a recorded prior: half-widths × √(n/(n−w)) while some remain; with none left the centre is halved
/// and the band made to include 0.
fn without(channel: &Channel, band: Band, excluded: &[EffectId]) -> Band {
    // No finding stands behind a band that somebody set.
    if channel.is_overridden() {
        return band;
    }
    let n = channel.pooled_from.len();
    let w = channel.pooled_from.iter().filter(|id| excluded.iter().any(|e| e.as_str() == id.as_str())).count();
    if w == 0 {
        band
    } else if w < n {
        widened(band, (n as f64 / (n - w) as f64).sqrt())
    } else {
        let central = 0.5 * band.central;
        Band { central, p10: band.p10.min(0.0), p90: band.p90.max(0.0) }
    }
}
