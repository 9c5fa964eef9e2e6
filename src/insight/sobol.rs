//! First-order and total indices of groups of uncertain quantities, from runs in which one group at a time is drawn anew.
//!
//! A and B are two independent sets of draws, `C_g` is A with group g from B. On V, the variance over A and B:
//! first order `S_g = 1 − E[(f(B) − f(C_g))²] / 2V`, total `T_g = E[(f(A) − f(C_g))²] / 2V` (Jansen 1999, the pair that Saltelli and
//! others 2010 recommend for total indices). Held against the Ishigami function and Sobol's G (`tests/suite/sensitivity.rs`).

/// Indices of one group.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Index {
    /// Share of the variance that goes if only this group were known, 0–1 (a sampled estimate may fall a little below 0).
    pub first: f64,
    /// Share that stays if everything but this group were known, 0–1.
    pub total: f64,
    /// 95 % half-widths over the scrambles.
    pub first_error: f64,
    /// See `first_error`.
    pub total_error: f64,
}

/// Indices of every group. `a`, `b` and each of `c` hold one value for each draw; draws are split into `parts` equal parts in order,
/// each an independent sample, whose spread gives the error. `None` where nothing varies or there are fewer than two parts.
#[must_use]
pub fn indices(a: &[f64], b: &[f64], c: &[Vec<f64>], parts: usize) -> Option<Vec<Index>> {
    let size = a.len() / parts.max(1);
    if parts < 2 || size < 2 {
        return None;
    }
    let whole = variance(a, b);
    if !(whole.is_finite() && whole > 0.0) {
        return None;
    }
    let of = |c: &Vec<f64>| {
        let (first, total) = pair(a, b, c, whole);
        let each: Vec<(f64, f64)> = (0..parts)
            .map(|k| {
                let range = k * size..(k + 1) * size;
                let (a, b, c) = (&a[range.clone()], &b[range.clone()], &c[range]);
                pair(a, b, c, variance(a, b))
            })
            .collect();
        let error = |read: fn(&(f64, f64)) -> f64| super::half_width(&each.iter().map(read).collect::<Vec<_>>());
        Index { first, total, first_error: error(|p| p.0), total_error: error(|p| p.1) }
    };
    Some(c.iter().map(of).collect())
}

fn variance(a: &[f64], b: &[f64]) -> f64 {
    let n = (a.len() + b.len()) as f64;
    let mean = a.iter().chain(b).sum::<f64>() / n;
    a.iter().chain(b).map(|v| (v - mean) * (v - mean)).sum::<f64>() / n
}

fn pair(a: &[f64], b: &[f64], c: &[f64], variance: f64) -> (f64, f64) {
    let apart = |x: &[f64]| x.iter().zip(c).map(|(x, c)| (x - c) * (x - c)).sum::<f64>() / (2.0 * c.len() as f64);
    (1.0 - apart(b) / variance, apart(a) / variance)
}

/// Ranks of values among those of `reference` (sorted), 0–1: what is left when the tail is taken out of a heavy distribution.
#[must_use]
pub fn ranks(values: &[f64], reference: &[f64]) -> Vec<f64> {
    let rank = |v: &f64| {
        let below = reference.partition_point(|r| r < v);
        let not_above = reference.partition_point(|r| r <= v);
        (below + not_above) as f64 / (2.0 * reference.len().max(1) as f64)
    };
    values.iter().map(rank).collect()
}
