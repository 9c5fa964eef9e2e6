//! Weights between places (MODEL.md section 3): similarity × exp(−κ·km) within a limit, rows scaled down to at most 1.

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
