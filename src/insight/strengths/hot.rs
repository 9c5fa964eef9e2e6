//! Whether a place and its neighbours stand higher than chance would have it: conditional permutation of Gi*, and the
//! correction for looking at every place (MODEL.md section 14).

/// Permutations behind each p-value: the smallest that can be found is 2 in 10,000.
pub const PERMUTATIONS: u32 = 9_999;

/// Two-sided p-values of Gi* by conditional permutation (Anselin 1995): a place keeps its own value, its neighbours' values are drawn
/// without replacement from all others. With the place fixed, Gi* rises with the sum of its neighbours, so sums are compared.
/// Draws depend on the seed, the number of neighbours and the sorted values alone: the order of the places changes nothing.
#[must_use]
pub fn permutation_p(y: &[f64], neighbours: &[Vec<usize>], seed: u64) -> Vec<f64> {
    let p = |(i, near): (usize, &Vec<usize>)| {
        let seen: f64 = ascending(near.iter().map(|j| y[*j])).iter().sum();
        let mut others = ascending(y.iter().enumerate().filter(|(j, _)| *j != i).map(|(_, v)| *v));
        if near.is_empty() || near.len() >= others.len() {
            return 1.0;
        }
        let mut state = seed ^ near.len() as u64;
        let (mut up, mut down) = (1_u32, 1_u32);
        for _ in 0..PERMUTATIONS {
            let drawn = draw(&mut others, near.len(), &mut state);
            // A hair's breadth for sums of the same numbers in another order.
            let slack = 1e-12 * (1.0 + seen.abs());
            up += u32::from(drawn >= seen - slack);
            down += u32::from(drawn <= seen + slack);
        }
        (2.0 * f64::from(up.min(down)) / f64::from(PERMUTATIONS + 1)).min(1.0)
    };
    neighbours.iter().enumerate().map(p).collect()
}

fn ascending(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values
}

/// Sum of `count` values drawn without replacement (Fisher and Yates, as far as needed).
fn draw(values: &mut [f64], count: usize, state: &mut u64) -> f64 {
    let mut sum = 0.0;
    for k in 0..count {
        let left = (values.len() - k) as u64;
        let pick = k + usize::try_from(next(state) % left).unwrap_or(0);
        values.swap(k, pick);
        sum += values[k];
    }
    sum
}

/// `SplitMix64` (Steele, Lea and Flood 2014): the same draws for the same seed everywhere.
pub(super) fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// Adjusted p-values of Benjamini and Hochberg (1995): an adjusted value at or below q keeps the expected share of false
/// findings among all findings at or below q. In the order given.
#[must_use]
pub fn false_discovery(p: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|a, b| p[*b].total_cmp(&p[*a]));
    let m = p.len() as f64;
    let mut least = 1.0_f64;
    let mut adjusted = vec![1.0; p.len()];
    for (from_top, i) in order.into_iter().enumerate() {
        least = least.min(p[i] * m / (m - from_top as f64));
        adjusted[i] = least;
    }
    adjusted
}

/// The largest p-value that still counts as a finding at rate `q`; `None` if none does.
#[must_use]
pub fn threshold(p: &[f64], q: f64) -> Option<f64> {
    let found = p.iter().zip(false_discovery(p)).filter(|(_, adjusted)| *adjusted <= q).map(|(p, _)| *p);
    found.reduce(f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_example_of_the_false_discovery_rate() {
        // Benjamini and Hochberg 1995, section 4.1: fifteen p-values, of which four are found at 5 %.
        let p = [
            0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528,
            0.7590, 1.0,
        ];
        assert_eq!(threshold(&p, 0.05), Some(0.0095));
        assert_eq!(false_discovery(&p).iter().filter(|a| **a <= 0.05).count(), 4);
        assert!((false_discovery(&p)[3] - 0.0095 * 15.0 / 4.0).abs() < 1e-12);
        assert_eq!(threshold(&[0.9, 0.4], 0.1), None);
    }
}
