//! Quantiles of long columns, and the medians of their groups, in one pass of sorting into bins and one of picking out.
//!
//! A draw's place among 10,240 is not wanted, only ten order statistics are: values are put into equal bins between the edges
//! of a small sample, counted, and only the bins that hold a wanted one are looked at again. Medians of groups are looked for around
//! the median of all; a group whose median lies elsewhere is selected by itself. The result is that of sorting, bit for bit: bins
//! keep the order, and what is picked out is compared as it stands.

use std::ops::Range;

use super::elementary::wide;
use super::quantile::{between, from_key, order_key, position, quantiles7, select_all};

/// Bins at most; whole numbers below it index the tables without a check.
const BINS: usize = 1024;

/// Values looked at, at most, to find the edges of the bins.
const SAMPLE: usize = 128;

/// Below this many values plain selection is as fast.
const FEW: usize = 512;

/// Bins marked at a time, so that they stay in the nearest cache over all windows.
const PART: usize = 1024;

/// Half-width of the window around the median of all, in standard errors of the rank of a group's median: few groups miss it.
const REACH: f64 = 1.0;

/// 2⁵²: adding it leaves a whole number in the low bits.
const WHOLE: f64 = 4_503_599_627_370_496.0;

/// A value that is looked at again, and one in whose bin a wanted rank of the whole lies: the latter has both bits.
const KEPT: u16 = 1;
const RANK: u16 = 2;

/// Bins in a row, all of which are looked at again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Window {
    first: u16,
    last: u16,
}

/// Buffers kept between columns, so that nothing is allocated per column.
#[derive(Debug, Default)]
pub struct Selector {
    bins: Vec<u16>,
    /// By value: [`KEPT`] and [`RANK`] where its bin is looked at again.
    marks: Vec<u16>,
    /// Values in lower bins, by bin; one entry more than there are bins.
    below: Vec<u32>,
    windows: Vec<Window>,
    kept: Vec<f64>,
    kept_marks: Vec<u16>,
    /// What is kept, group by group.
    keys: Vec<i64>,
    /// What is kept for the ranks of the whole.
    sought: Vec<i64>,
    /// Where each group's values start in `keys`.
    starts: Vec<usize>,
    ranks: Vec<usize>,
    /// The same in `sought`.
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

    /// The bin of one value, as [`Self::fill`] finds it.
    fn bin(self, value: f64) -> u16 {
        let mut out = [0];
        self.fill(&[value], &mut out);
        out[0]
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
        self.count(values, edges);
        self.ranks.clear();
        for q in qs {
            let (below, _) = position(last, q);
            self.ranks.extend([below, (below + 1).min(last)]);
        }
        self.ranks.sort_unstable();
        self.ranks.dedup();
        let middle = self.around_the_middle(last, medians.len());
        self.find_windows();
        self.mark((!medians.is_empty()).then_some(middle));
        self.pick_out(values, groups);
        for (g, median) in medians.iter_mut().enumerate() {
            *median = self.median(values, edges, (g, &groups[g]), middle);
        }
        self.find_spots();
        select_all(&mut self.sought, 0, &self.spots);
        let order =
            |rank: usize| self.ranks.binary_search(&rank).map_or(f64::NAN, |at| from_key(self.sought[self.spots[at]]));
        qs.map(|q| {
            let (below, share) = position(last, q);
            between(order(below), order((below + 1).min(last)), share)
        })
    }

    /// Finds the bin of every value and how many lie below each bin.
    fn count(&mut self, values: &[f64], edges: Edges) {
        self.bins.resize(values.len(), 0);
        edges.fill(values, &mut self.bins);
        let mut counts = [0_u32; BINS];
        for bin in &self.bins {
            counts[usize::from(*bin) % BINS] += 1;
        }
        self.below.clear();
        self.below.push(0);
        let mut sum = 0;
        self.below.extend(counts.iter().take(edges.bins).map(|count| {
            sum += count;
            sum
        }));
    }

    /// The bin that holds a rank of the whole.
    #[expect(clippy::cast_possible_truncation, reason = "below 1,024")]
    fn bin_of(&self, rank: usize) -> u16 {
        (self.below.partition_point(|below| *below as usize <= rank) - 1) as u16
    }

    /// The bins in which the medians of `groups` groups of like size are looked for; `last`: the highest rank.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of a length in memory")]
    fn around_the_middle(&self, last: usize, groups: usize) -> Window {
        let reach = (0.5 * REACH * (last as f64 * groups as f64).sqrt()) as usize;
        let rank = last / 2;
        Window { first: self.bin_of(rank.saturating_sub(reach)), last: self.bin_of((rank + reach).min(last)) }
    }

    /// Windows that hold the wanted ranks: rising, none touching another.
    fn find_windows(&mut self) {
        self.windows.clear();
        for at in 0..self.ranks.len() {
            let bin = self.bin_of(self.ranks[at]);
            match self.windows.last_mut() {
                Some(window) if bin <= window.last + 1 => window.last = bin,
                _ => self.windows.push(Window { first: bin, last: bin }),
            }
        }
    }

    /// Marks the values in windows and in the middle.
    fn mark(&mut self, middle: Option<Window>) {
        self.marks.resize(self.bins.len(), 0);
        let (marks, bins) = (&mut self.marks, &self.bins);
        let windows = self.windows.iter().map(|w| (*w, KEPT | RANK)).chain(middle.map(|w| (w, KEPT)));
        wide(
            #[inline(always)]
            || {
                for (marks, bins) in marks.chunks_mut(PART).zip(bins.chunks(PART)) {
                    marks.fill(0);
                    for (Window { first, last }, as_what) in windows.clone() {
                        let span = last - first;
                        for (mark, bin) in marks.iter_mut().zip(bins) {
                            *mark |= if bin.wrapping_sub(first) <= span { as_what } else { 0 };
                        }
                    }
                }
            },
        );
    }

    /// Copies the marked values, group by group.
    fn pick_out(&mut self, values: &[f64], groups: &[Vec<Range<usize>>]) {
        self.kept.resize(values.len() + 1, 0.0);
        self.kept_marks.resize(values.len() + 1, 0);
        self.starts.clear();
        let mut end = 0;
        for group in groups {
            self.starts.push(end);
            for range in group {
                let room = (&mut self.kept[end..], &mut self.kept_marks[end..]);
                end += picked(&values[range.clone()], &self.marks[range.clone()], room);
            }
        }
        self.starts.push(end);
        self.keys.clear();
        self.keys.extend(self.kept[..end].iter().map(|v| order_key(*v)));
        self.sought.resize(end + 1, 0);
        let mut count = 0;
        for (key, mark) in self.keys.iter().zip(&self.kept_marks) {
            self.sought[count] = *key;
            count += usize::from(mark / RANK);
        }
        self.sought.truncate(count);
    }

    /// The median of one group: among its own kept values, less those below that were left out. A group whose median does not
    /// lie in the middle window is selected from all its values.
    fn median(&mut self, values: &[f64], edges: Edges, (g, group): (usize, &[Range<usize>]), middle: Window) -> f64 {
        let count: usize = group.iter().map(ExactSizeIterator::len).sum();
        let Some(last) = count.checked_sub(1) else { return f64::NAN };
        let skipped = self.left_out_below(group, middle.first);
        let keys = &mut self.keys[self.starts[g]..self.starts[g + 1]];
        let inside = |v: f64| (middle.first..=middle.last).contains(&edges.bin(v));
        if let Some(at) = (last / 2).checked_sub(skipped).filter(|at| at + usize::from(last % 2 == 1) < keys.len()) {
            let (low, high) = middle_of(keys, at, last % 2 == 1);
            if inside(low) && inside(high) {
                return between(low, high, if last % 2 == 0 { 0.0 } else { 0.5 });
            }
        }
        let mut all: Vec<i64> = group.iter().flat_map(|range| &values[range.clone()]).map(|v| order_key(*v)).collect();
        let (low, high) = middle_of(&mut all, last / 2, last % 2 == 1);
        between(low, high, if last % 2 == 0 { 0.0 } else { 0.5 })
    }

    /// How many values of a group lie in bins below `first` and are not marked.
    fn left_out_below(&self, group: &[Range<usize>], first: u16) -> usize {
        wide(
            #[inline(always)]
            || {
                let mut sum = 0;
                for range in group {
                    // Sixteen bits are enough for a part.
                    let (bins, marks) = (&self.bins[range.clone()], &self.marks[range.clone()]);
                    for (bins, marks) in bins.chunks(PART).zip(marks.chunks(PART)) {
                        let mut part = 0_u16;
                        for (bin, mark) in bins.iter().zip(marks) {
                            part += u16::from(*bin < first) & !mark;
                        }
                        sum += usize::from(part);
                    }
                }
                sum
            },
        )
    }

    /// Where the wanted ranks of the whole stand among those sought.
    fn find_spots(&mut self) {
        self.spots.clear();
        let mut windows = self.windows.iter().peekable();
        let (mut end, mut skipped) = (0, 0);
        for rank in &self.ranks {
            // Ranks rise, and each lies in a window: what is left out lies between windows.
            while let Some(window) = windows.next_if(|w| self.below[usize::from(w.first)] as usize <= *rank) {
                skipped += self.below[usize::from(window.first)] as usize - end;
                end = self.below[usize::from(window.last) + 1] as usize;
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

/// Copies the marked values with their marks and says how many there are; there is room for one more than all.
fn picked(values: &[f64], marks: &[u16], (out, out_marks): (&mut [f64], &mut [u16])) -> usize {
    const STEP: usize = 8;
    let mut end = 0;
    let mut copy = |values: &[f64], marks: &[u16]| {
        for (v, mark) in values.iter().zip(marks) {
            (out[end], out_marks[end]) = (*v, *mark);
            end += usize::from(mark & KEPT);
        }
    };
    let ((values, values_left), (marks, marks_left)) = (values.as_chunks::<STEP>(), marks.as_chunks::<STEP>());
    for (values, marks) in values.iter().zip(marks) {
        if *marks != [0; STEP] {
            copy(values, marks);
        }
    }
    copy(values_left, marks_left);
    end
}

/// The value at `at` in order, and the one after it where two are wanted (else the same again).
fn middle_of(keys: &mut [i64], at: usize, two: bool) -> (f64, f64) {
    let (_, low, above) = keys.select_nth_unstable(at);
    let low = from_key(*low);
    (low, if two { above.iter().min().map_or(low, |k| from_key(*k)) } else { low })
}

#[cfg(test)]
mod tests;
