//! Recorded bands made into the bands that are drawn (MODEL.md section 5, order per draw).

use super::program::Bands;
use crate::evidence::EffectId;
use crate::model::{Band, Channel, Model};

/// Reference-class weight on the centre (if `reference_class`), exclusion of findings, then widening of half-widths:
/// `band_widening.outcomes` on channels into outcomes, `.others` elsewhere. `pooled` holds, by channel, the band of its
/// studies where enough of them print an error ([`studies::bands`], exclusions applied): it takes the place of the recorded one.
///
/// [`studies::bands`]: crate::model::studies::bands
#[must_use]
pub fn resolve(model: &Model, pooled: &[Option<Band>], reference_class: bool, excluded: &[EffectId]) -> Bands {
    let widening = model.judgements.band_widening;
    Bands {
        channels: model
            .channels
            .iter()
            .enumerate()
            .map(|(row, c)| {
                let factor = if c.target.node().is_some_and(crate::model::Node::is_outcome) {
                    widening.outcomes
                } else {
                    widening.others
                };
                let own =
                    pooled.get(row).copied().flatten().map(|band| towards_zero(band, c.ref_weight, reference_class));
                let band =
                    own.unwrap_or_else(|| without(c, centred(c.effect, c.ref_weight, reference_class), excluded));
                widened(band, factor)
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

/// The weight on a pooled band: the centre moves towards zero and takes the side that looks there along with its half-width;
/// the far end stands, so that the weight never narrows.
fn towards_zero(band: Band, ref_weight: f64, weighted: bool) -> Band {
    if !weighted {
        return band;
    }
    let central = band.central * ref_weight;
    let moved = central - band.central;
    if band.central >= 0.0 {
        Band { p10: band.p10 + moved, central, p90: band.p90 }
    } else {
        Band { p10: band.p10, central, p90: band.p90 + moved }
    }
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
