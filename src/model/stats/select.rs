//! Quantiles of long columns, and the medians of their groups, in one pass of sorting into bins and one of picking out.
//!
//! A draw's place among 10,240 is not wanted, only ten order statistics are: values are put into equal bins between the edges
//! of a small sample, counted, and only the bins that hold a wanted one are looked at again. The result is that of sorting, bit
//! for bit: bins keep the order, and what is picked out is compared as it stands.

use std::ops::Range;

use super::elementary::wide;
use super::quantile::{between, from_key, order_key, position, quantiles7, select_all};

/// Bins at most; whole numbers below it index the tables without a check.
const BINS: usize = 1024;

/// Values looked at, at most, to find the edges of the bins.
const SAMPLE: usize = 128;

/// Below this many values plain selection is as fast.
const FEW: usize = 512;

/// 2⁵²: adding it leaves a whole number in the low bits.
const WHOLE: f64 = 4_503_599_627_370_496.0;

/// Buffers kept between columns, so that nothing is allocated per column.
#[derive(Debug, Default)]
pub struct Selector {
    bins: Vec<u16>,
    counts: Vec<[u32; BINS]>,
    wanted: Vec<bool>,
    kept: Vec<f64>,
    keys: Vec<i64>,
    /// Where each group's values start in `kept`.
    starts: Vec<usize>,
    ranks: Vec<usize>,
    /// The same among what is kept.
    spots: Vec<usize>,
}

/// Equal bins: 0 below `low`, the last above the top, linear between.
#[derive(Debug, Clone, Copy)]
struct Edges {
    low: f64,
    scale: f64,
    bins: usize,
}

impl Edges {
    /// From a sample of the values; `None` if there are few or nearly all are alike.
    fn of(values: &[f64]) -> Option<Self> {
        if values.len() < FEW {
            return None;
        }
        let size = (values.len() / 32).clamp(32, SAMPLE);
        let step = values.len() / size;
        let mut sample: [i64; SAMPLE] = std::array::from_fn(|i| order_key(values[(i % size) * step]));
        let sample = &mut sample[..size];
        sample.sort_unstable();
        let (low, high) = (from_key(sample[1]), from_key(sample[size - 2]));
        let bins = (values.len() / 4).next_power_of_two().min(BINS);
        let scale = (bins - 1) as f64 / (high - low);
        (high > low && scale.is_finite() && scale > 0.0).then_some(Self { low, scale, bins })
    }

    /// The bin of every value. What is not a number counts as larger than every number.
    fn fill(self, values: &[f64], out: &mut [u16]) {
        let top = (self.bins - 1) as f64;
        wide(
            #[inline(always)]
            || {
                for (bin, v) in out.iter_mut().zip(values) {
                    let x = (v - self.low) * self.scale;
                    let x = if x < top { x } else { top };
                    let x = if x > 0.0 { x } else { 0.0 };
                    *bin = low_bits(x + WHOLE);
                }
            },
        );
    }
}

#[inline(always)]
#[expect(clippy::cast_possible_truncation, reason = "the whole number is below 1,024")]
fn low_bits(whole: f64) -> u16 {
    whole.to_bits() as u16
}

impl Selector {
    /// Type-7 quantiles at rising probabilities; equal to sorting and [`super::quantile7`], bit for bit. NaN throughout if
    /// there is no value.
    pub fn quantiles<const N: usize>(&mut self, values: &[f64], qs: [f64; N]) -> [f64; N] {
        let all = [std::iter::once(0..values.len()).collect::<Vec<_>>()];
        self.select(values, qs, &all, &mut [])
    }

    /// The same, and the median of each group. `groups` are ranges of positions; together they cover every value once.
    /// `medians` has one entry for each.
    pub fn with_medians<const N: usize>(
        &mut self,
        values: &[f64],
        qs: [f64; N],
        groups: &[Vec<Range<usize>>],
        medians: &mut [f64],
    ) -> [f64; N] {
        debug_assert_eq!(groups.iter().flatten().map(ExactSizeIterator::len).sum::<usize>(), values.len());
        self.select(values, qs, groups, medians)
    }

    fn select<const N: usize>(
        &mut self,
        values: &[f64],
        qs: [f64; N],
        groups: &[Vec<Range<usize>>],
        medians: &mut [f64],
    ) -> [f64; N] {
        let Some(edges) = Edges::of(values) else {
            return self.plainly(values, qs, groups, medians);
        };
        let last = values.len() - 1;
        self.count(values, edges, groups);
        self.ranks.clear();
        for q in qs {
            let (below, _) = position(last, q);
            self.ranks.extend([below, (below + 1).min(last)]);
        }
        self.ranks.sort_unstable();
        self.ranks.dedup();
        self.mark(edges, groups.len());
        for (g, group) in groups.iter().enumerate().take(medians.len()) {
            self.mark_median(edges, g, group.iter().map(ExactSizeIterator::len).sum());
        }
        self.pick_out(values, groups);
        self.medians(edges, groups, medians);
        self.find_spots(groups.len());
        select_all(&mut self.keys, 0, &self.spots);
        let order =
            |rank: usize| self.ranks.binary_search(&rank).map_or(f64::NAN, |at| from_key(self.keys[self.spots[at]]));
        qs.map(|q| {
            let (below, share) = position(last, q);
            between(order(below), order((below + 1).min(last)), share)
        })
    }

    /// Counts by bin: one table for each group, then the whole.
    fn count(&mut self, values: &[f64], edges: Edges, groups: &[Vec<Range<usize>>]) {
        self.bins.resize(values.len(), 0);
        edges.fill(values, &mut self.bins);
        self.counts.resize(groups.len() + 1, [0; BINS]);
        for table in &mut self.counts {
            table[..edges.bins].fill(0);
        }
        let (parts, total) = self.counts.split_at_mut(groups.len());
        for (part, group) in parts.iter_mut().zip(groups) {
            for range in group {
                for bin in &self.bins[range.clone()] {
                    part[usize::from(*bin) % BINS] += 1;
                }
            }
            for (sum, count) in total[0].iter_mut().zip(part.iter()).take(edges.bins) {
                *sum += count;
            }
        }
    }

    /// Marks the bins that hold the wanted ranks of the whole.
    fn mark(&mut self, edges: Edges, whole: usize) {
        self.wanted.clear();
        self.wanted.resize(BINS, false);
        let mut ranks = self.ranks.iter().peekable();
        let mut passed = 0;
        for (bin, count) in self.counts[whole].iter().enumerate().take(edges.bins) {
            passed += *count as usize;
            while ranks.next_if(|rank| **rank < passed).is_some() {
                self.wanted[bin] = true;
            }
        }
    }

    /// Marks the bins that hold the middle of one group, of `count` values.
    fn mark_median(&mut self, edges: Edges, group: usize, count: usize) {
        let Some(last) = count.checked_sub(1) else { return };
        let (low, high) = (last / 2, count / 2);
        let mut passed = 0;
        for (bin, count) in self.counts[group].iter().enumerate().take(edges.bins) {
            let before = passed;
            passed += *count as usize;
            if passed > low && before <= high {
                self.wanted[bin] |= *count > 0;
            }
            if passed > high {
                return;
            }
        }
    }

    /// Copies the values in wanted bins, group by group.
    fn pick_out(&mut self, values: &[f64], groups: &[Vec<Range<usize>>]) {
        self.kept.resize(values.len() + 1, 0.0);
        self.starts.clear();
        let mut end = 0;
        if let Some(wanted) = self.wanted.first_chunk::<BINS>() {
            for group in groups {
                self.starts.push(end);
                for range in group {
                    for (v, bin) in values[range.clone()].iter().zip(&self.bins[range.clone()]) {
                        self.kept[end] = *v;
                        end += usize::from(wanted[usize::from(*bin) % BINS]);
                    }
                }
            }
        }
        self.starts.push(end);
        self.keys.clear();
        self.keys.extend(self.kept[..end].iter().map(|v| order_key(*v)));
    }

    /// The middle of each group: among its own kept values, less those in bins that were left out below.
    fn medians(&mut self, edges: Edges, groups: &[Vec<Range<usize>>], medians: &mut [f64]) {
        for (g, median) in medians.iter_mut().enumerate() {
            let count: usize = groups[g].iter().map(ExactSizeIterator::len).sum();
            let Some(last) = count.checked_sub(1) else {
                *median = f64::NAN;
                continue;
            };
            let (mut passed, mut skipped) = (0, 0);
            for (count, wanted) in self.counts[g].iter().zip(&self.wanted).take(edges.bins) {
                passed += *count as usize;
                if *wanted && passed > last / 2 {
                    break;
                }
                skipped += if *wanted { 0 } else { *count as usize };
            }
            let keys = &mut self.keys[self.starts[g]..self.starts[g + 1]];
            let (_, low, above) = keys.select_nth_unstable(last / 2 - skipped);
            let low = from_key(*low);
            let high = if last % 2 == 0 { low } else { above.iter().min().map_or(low, |k| from_key(*k)) };
            *median = between(low, high, if last % 2 == 0 { 0.0 } else { 0.5 });
        }
    }

    /// Where the wanted ranks of the whole stand among the kept values.
    fn find_spots(&mut self, whole: usize) {
        self.spots.clear();
        let (mut bin, mut passed, mut skipped) = (0, 0, 0);
        for rank in &self.ranks {
            // Ranks rise: what was passed for one is passed for the next.
            while let Some(count) = self.counts[whole].get(bin).map(|c| *c as usize)
                && passed + count <= *rank
            {
                passed += count;
                skipped += if self.wanted[bin] { 0 } else { count };
                bin += 1;
            }
            self.spots.push(rank - skipped);
        }
    }

    /// Without bins: few values, or nearly all alike.
    fn plainly<const N: usize>(
        &mut self,
        values: &[f64],
        qs: [f64; N],
        groups: &[Vec<Range<usize>>],
        medians: &mut [f64],
    ) -> [f64; N] {
        for (median, group) in medians.iter_mut().zip(groups) {
            self.kept.clear();
            for range in group {
                self.kept.extend_from_slice(&values[range.clone()]);
            }
            [*median] = quantiles7(&mut self.kept, [0.5]);
        }
        self.kept.clear();
        self.kept.extend_from_slice(values);
        quantiles7(&mut self.kept, qs)
    }
}

#[cfg(test)]
mod tests {
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

    #[test]
    fn medians_of_groups_are_those_of_sorting() {
        let mut selector = Selector::default();
        for values in columns() {
            let groups = groups(values.len());
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
}
