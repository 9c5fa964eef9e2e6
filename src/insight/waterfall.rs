//! Parts of a whole as a waterfall: each bar starts where the last one ended.

use crate::evidence::order::InOrder as _;
/// One bar.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bar {
    /// Which of the parts.
    pub part: usize,
    /// Where it starts.
    pub from: f64,
    /// Where it ends.
    pub to: f64,
}

/// Bars from nothing to the sum, largest part first; the last ends at the sum of the parts.
#[must_use]
pub fn bars(parts: &[f64]) -> Vec<Bar> {
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.order_by(|a, b| parts[*b].total_cmp(&parts[*a]));
    let mut level = 0.0;
    order
        .into_iter()
        .map(|part| {
            let from = level;
            level += parts[part];
            Bar { part, from, to: level }
        })
        .collect()
}

/// Ends of the axis: zero and every level lie between them.
#[must_use]
pub fn ends(bars: &[Bar]) -> (f64, f64) {
    let (lo, hi) = bars.iter().fold((0.0_f64, 0.0_f64), |(lo, hi), b| (lo.min(b.to), hi.max(b.to)));
    if hi - lo > 0.0 { (lo, hi) } else { (-1.0, 1.0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_bar_starts_where_the_last_ended() {
        let bars = bars(&[-1.0, 3.0, 0.5]);
        assert_eq!(bars.iter().map(|b| b.part).collect::<Vec<_>>(), [1, 2, 0]);
        assert!(bars.windows(2).all(|w| w[0].to == w[1].from));
        assert_eq!((bars[0].from, bars[2].to), (0.0, 2.5));
        assert_eq!(ends(&bars), (0.0, 3.5));
    }
}
