//! Against sorting.

use super::*;
use crate::model::stats::quantile7;

const FIVE: [f64; 5] = [0.1, 0.25, 0.5, 0.75, 0.9];

/// Numbers between 0 and 1 that look random.
fn noise(n: usize, seed: u64) -> Vec<f64> {
    let mut h = seed;
    let mut next = || {
        h = h.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (h >> 11) as f64 / 9_007_199_254_740_992.0
    };
    (0..n).map(|_| next()).collect()
}

/// Shapes of columns: even, with a spike of exact zeros, long tails, few values, all alike, holes and ends.
fn columns() -> Vec<Vec<f64>> {
    let n = 10_240;
    let even = noise(n, 1);
    let spike = noise(n, 2).into_iter().map(|u| if u < 0.4 { 0.0 } else { u - 0.6 }).collect();
    let tails = noise(n, 3).into_iter().map(|u| libm::tan(3.1 * (u - 0.5))).collect();
    let alike = vec![7.25; n];
    let steps = noise(n, 4).into_iter().map(|u| libm::floor(5.0 * u)).collect();
    let mut rare = vec![0.0; n];
    rare[17] = 1e300;
    rare[9_000] = -1e-300;
    let mut odd = noise(n, 5);
    (odd[3], odd[4], odd[5], odd[6]) = (f64::INFINITY, f64::NEG_INFINITY, f64::NAN, -0.0);
    let mut signs = noise(n, 6);
    signs.iter_mut().enumerate().for_each(|(i, v)| {
        *v = if i % 3 == 0 {
            -0.0
        } else if i % 3 == 1 {
            0.0
        } else {
            *v - 0.5
        }
    });
    let mut all = vec![even, spike, tails, alike, steps, rare, odd, signs];
    for few in [0, 1, 2, 3, 511, 512, 513, 1020, 1280] {
        all.push(noise(few, 8).into_iter().map(|u| if u < 0.3 { 0.0 } else { u * u }).collect());
    }
    // Every tenth part stands higher than the one before: medians of groups lie far from that of all.
    let mut apart = noise(n, 9);
    apart.iter_mut().enumerate().for_each(|(i, v)| *v += (i * 10 / n) as f64);
    all.push(apart);
    all
}

/// Ten groups of three ranges each, as scrambles lie in draws sorted by structure.
fn groups(n: usize) -> Vec<Vec<Range<usize>>> {
    let cut = |k: usize| k * n / 30;
    (0..10).map(|g| (0..3).map(|s| cut(10 * s + g)..cut(10 * s + g + 1)).collect()).collect()
}

#[test]
fn equal_to_sorting_bit_for_bit() {
    let mut selector = Selector::default();
    let twenty: [f64; 20] = std::array::from_fn(|k| (k as f64 + 0.5) / 20.0);
    for values in columns() {
        let mut sorted = values.clone();
        sorted.sort_by(f64::total_cmp);
        let bits = |v: &[f64]| v.iter().map(|v| v.to_bits()).collect::<Vec<_>>();
        let slow = |qs: &[f64]| qs.iter().map(|q| quantile7(&sorted, *q)).collect::<Vec<_>>();
        assert_eq!(bits(&selector.quantiles(&values, FIVE)), bits(&slow(&FIVE)));
        assert_eq!(bits(&selector.quantiles(&values, twenty)), bits(&slow(&twenty)));
        assert_eq!(bits(&selector.quantiles(&values, [0.0, 1.0])), bits(&slow(&[0.0, 1.0])));
    }
}

/// Ten groups that follow one another.
fn in_a_row(n: usize) -> Vec<Vec<Range<usize>>> {
    (0..10).map(|g| std::iter::once(g * n / 10..(g + 1) * n / 10).collect()).collect()
}

#[test]
fn medians_of_groups_are_those_of_sorting() {
    let mut selector = Selector::default();
    for (values, groups) in
        columns().into_iter().flat_map(|v| [(v.clone(), groups(v.len())), (v.clone(), in_a_row(v.len()))])
    {
        let mut medians = [0.0; 10];
        let five = selector.with_medians(&values, FIVE, &groups, &mut medians);
        let whole = selector.quantiles(&values, FIVE);
        assert_eq!(five.map(f64::to_bits), whole.map(f64::to_bits));
        for (group, median) in groups.iter().zip(medians) {
            let mut own: Vec<f64> = group.iter().flat_map(|r| values[r.clone()].to_vec()).collect();
            own.sort_by(f64::total_cmp);
            assert_eq!(median.to_bits(), quantile7(&own, 0.5).to_bits());
        }
    }
}
