//! Type-7 quantiles (linear interpolation between order statistics; Hyndman & Fan 1996), without sorting everything.

/// The probabilities of [`five_quantiles`].
const FIVE: [f64; 5] = [0.1, 0.25, 0.5, 0.75, 0.9];

/// Type-7 quantile of values that are already sorted, `q` in 0–1. NaN if there is no value.
#[must_use]
pub fn quantile7(sorted: &[f64], q: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else {
        return f64::NAN;
    };
    let (below, share) = position(last, q);
    between(sorted[below], sorted[(below + 1).min(last)], share)
}

/// The 10, 25, 50, 75 and 90 % quantiles of `values`, which are reordered. NaN throughout if there is no value.
///
/// Selection, not sorting: about twice the length in comparisons. NaN values count as larger than every number.
#[must_use]
pub fn five_quantiles(values: &mut [f64]) -> [f64; 5] {
    quantiles7(values, FIVE)
}

/// Type-7 quantiles of `values` at rising probabilities `qs` (each 0–1); `values` are reordered.
///
/// Equal to sorting and [`quantile7`], bit for bit.
#[must_use]
pub fn quantiles7<const N: usize>(values: &mut [f64], qs: [f64; N]) -> [f64; N] {
    let Some(last) = values.len().checked_sub(1) else {
        return [f64::NAN; N];
    };
    let mut wanted = Vec::with_capacity(2 * N);
    for q in qs {
        let (below, _) = position(last, q);
        wanted.push(below);
        wanted.push((below + 1).min(last));
    }
    wanted.sort_unstable();
    wanted.dedup();
    // Whole numbers in the same total order compare several times faster than floats do.
    let mut keys: Vec<i64> = values.iter().map(|v| order_key(*v)).collect();
    select_all(&mut keys, 0, &wanted);
    for (value, key) in values.iter_mut().zip(&keys) {
        *value = from_key(*key);
    }
    qs.map(|q| {
        let (below, share) = position(last, q);
        between(values[below], values[(below + 1).min(last)], share)
    })
}

/// A whole number that orders as `f64::total_cmp` does.
pub(super) fn order_key(value: f64) -> i64 {
    let bits = value.to_bits().cast_signed();
    bits ^ ((bits >> 63).cast_unsigned() >> 1).cast_signed()
}

/// Back from [`order_key`], bit for bit.
pub(super) fn from_key(key: i64) -> f64 {
    f64::from_bits((key ^ ((key >> 63).cast_unsigned() >> 1).cast_signed()).cast_unsigned())
}

/// Where quantile `q` stands among 0…`last`: the order statistic below, and the share of the way to the next.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 ≤ place ≤ last, a length in memory")]
pub(super) fn position(last: usize, q: f64) -> (usize, f64) {
    let place = last as f64 * q.clamp(0.0, 1.0);
    let below = place.floor();
    (below as usize, place - below)
}

pub(super) fn between(low: f64, high: f64, share: f64) -> f64 {
    // Also keeps infinities: ∞ − ∞ would be NaN.
    if share == 0.0 || low == high { low } else { low + (high - low) * share }
}

/// Puts the order statistics `wanted` (sorted, counted over the whole) into their places; `values` starts at `offset`.
pub(super) fn select_all(values: &mut [i64], offset: usize, wanted: &[usize]) {
    if wanted.is_empty() {
        return;
    }
    let middle = wanted.len() / 2;
    let at = wanted[middle] - offset;
    let (left, _, right) = values.select_nth_unstable(at);
    select_all(left, offset, &wanted[..middle]);
    select_all(right, offset + at + 1, &wanted[middle + 1..]);
}
