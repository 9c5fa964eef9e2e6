//! Weights between places (MODEL.md section 3): similarity × exp(−κ·km) within a limit, rows scaled down to at most 1;
//! and on whom falls what a place gains and the United Kingdom does not (section 8).

use crate::evidence::Place;
use crate::model::Basis;

/// `W[r][q]` for one κ (per km). `km` and `similarity` are square; the diagonal is ignored.
#[must_use]
pub fn weights(km: &[Vec<f64>], similarity: &[Vec<f64>], kappa: f64, km_max: f64) -> Vec<Vec<f64>> {
    (0..km.len())
        .map(|r| {
            let mut row: Vec<f64> =
                (0..km.len())
                    .map(|q| {
                        if q == r || km[r][q] > km_max { 0.0 } else { similarity[r][q] * libm::exp(-kappa * km[r][q]) }
                    })
                    .collect();
            let sum: f64 = row.iter().sum();
            if sum > 1.0 {
                for w in &mut row {
                    *w /= sum;
                }
            }
            row
        })
        .collect()
}

/// Share of what is moved to `from` that falls on each of `places`: sector GVA × exp(−κ·km) with the central κ, 0 for places that
/// have an area in common with `from`. `sector_gva`: £m, one for each place. Sums to 1 unless there is no other place with output.
#[must_use]
pub fn falls_on(basis: &Basis, from: &Place, sector_gva: &[f64], places: &[Place]) -> Vec<f64> {
    let kappa = basis.model.judgements.spill_kappa_per_km.central;
    shares(places.iter().zip(sector_gva).map(|(place, gva)| {
        let common = place.members().iter().any(|code| from.members().contains(code));
        let km = basis.inputs.distance_km(from, place);
        if common { 0.0 } else { gva * km.map_or(0.0, |km| libm::exp(-kappa * km)) }
    }))
}

/// Weights scaled to sum to 1; left alone where they sum to nothing.
#[must_use]
pub fn shares(weights: impl Iterator<Item = f64>) -> Vec<f64> {
    let weights: Vec<f64> = weights.collect();
    let total: f64 = weights.iter().sum();
    if total > 0.0 { weights.iter().map(|w| w / total).collect() } else { weights }
}
