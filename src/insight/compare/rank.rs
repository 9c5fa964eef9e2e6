//! Ranks by three rules, each on its own indicator: no score is made of several.

use super::Why;
use super::pairs::parted;
use crate::model::Direction;
use crate::model::stats::quantiles7;

/// A rule that puts plans in an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// The middle future.
    Median,
    /// The worse end: the quantile that 1 future in 10 falls short of.
    WorstTenth,
    /// Regret: in each future, how far a column stands behind the best of that future. Ranked by the regret that 1 future
    /// in 10 passes (its 90 % quantile); the largest regret of all would be an accident of the draws.
    Regret,
}

impl Rule {
    /// In the order in which they are shown.
    pub const ALL: [Self; 3] = [Self::Median, Self::WorstTenth, Self::Regret];
}

/// Where columns stand in one row.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    /// Figure by rule (order of [`Rule::ALL`]) and column, in the unit of the row: the median, the worse end, the regret
    /// (never below zero). `None`: the column has no figure of single futures.
    pub figures: [Vec<Option<f64>>; 3],
    /// Rank by rule and column, 1 is best; columns that are level share the better rank.
    pub ranks: [Vec<Option<usize>>; 3],
}

impl Standing {
    /// Ranks by one rule.
    #[must_use]
    pub fn ranks(&self, rule: Rule) -> &[Option<usize>] {
        &self.ranks[rule as usize]
    }

    /// Figures by one rule.
    #[must_use]
    pub fn figures(&self, rule: Rule) -> &[Option<f64>] {
        &self.figures[rule as usize]
    }

    /// Whether the three rules put the columns in the same order.
    #[must_use]
    pub fn rules_agree(&self) -> bool {
        self.ranks.windows(2).all(|two| two[0] == two[1])
    }
}

/// Ranks the columns of a row; `Err` where nothing can be ranked.
pub(super) fn standing(values: &[Result<Vec<f64>, Why>], direction: Direction) -> Result<Standing, Why> {
    let sign = match direction {
        Direction::Up => 1.0,
        Direction::Down => -1.0,
        Direction::Context => return Err(Why::NoDirection),
    };
    let known = values.iter().filter(|v| v.is_ok()).count();
    if known < 2 {
        // The plans come after no new policy: theirs is the reason worth saying.
        let why = values.iter().rev().find_map(|v| v.as_ref().err()).cloned();
        return Err(why.unwrap_or(Why::NoPolicy));
    }
    let good: Vec<Option<Vec<f64>>> =
        values.iter().map(|v| v.as_ref().ok().map(|v| v.iter().map(|x| sign * x).collect())).collect();
    let regrets = regrets(&good);
    let quantile = |column: &Option<Vec<f64>>, q: f64| column.clone().map(|mut v| quantiles7(&mut v, [q])[0]);
    let goodness = [
        good.iter().map(|v| quantile(v, 0.5)).collect::<Vec<_>>(),
        good.iter().map(|v| quantile(v, 0.1)).collect(),
        regrets.iter().map(|v| quantile(v, 0.9).map(|r| -r)).collect(),
    ];
    let ranks = goodness.each_ref().map(|g| ranks(g));
    let [median, worst, regret] = goodness;
    let back = |v: Vec<Option<f64>>| v.into_iter().map(|x| x.map(|x| sign * x)).collect();
    let figures = [back(median), back(worst), regret.into_iter().map(|x| x.map(|x| 0.0 - x)).collect()];
    Ok(Standing { figures, ranks })
}

/// In each future the best column's figure less the column's own.
fn regrets(good: &[Option<Vec<f64>>]) -> Vec<Option<Vec<f64>>> {
    let count = good.iter().flatten().map(Vec::len).min().unwrap_or(0);
    let best: Vec<f64> =
        (0..count).map(|i| good.iter().flatten().fold(f64::NEG_INFINITY, |best, v| best.max(v[i]))).collect();
    let of = |v: &Vec<f64>| best.iter().zip(v).map(|(best, own)| parted(*best, *own).max(0.0)).collect();
    good.iter().map(|v| v.as_ref().map(of)).collect()
}

/// 1 for the best; what is level shares the better rank.
fn ranks(goodness: &[Option<f64>]) -> Vec<Option<usize>> {
    let above = |own: f64| goodness.iter().flatten().filter(|g| parted(**g, own) > 0.0).count();
    goodness.iter().map(|g| g.map(|own| above(own) + 1)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn columns(columns: usize) -> impl Strategy<Value = Vec<Vec<f64>>> {
        prop::collection::vec(prop::collection::vec(-5.0..5.0_f64, 40), columns)
    }

    fn stand(columns: &[Vec<f64>], direction: Direction) -> Standing {
        let values: Vec<Result<Vec<f64>, Why>> = columns.iter().cloned().map(Ok).collect();
        standing(&values, direction).unwrap()
    }

    proptest! {
        #[test]
        fn regret_is_never_below_zero_and_the_best_of_a_future_has_none(columns in columns(4)) {
            let good: Vec<Option<Vec<f64>>> = columns.into_iter().map(Some).collect();
            let regrets: Vec<Vec<f64>> = regrets(&good).into_iter().flatten().collect();
            for i in 0..40 {
                let all: Vec<f64> = regrets.iter().map(|r| r[i]).collect();
                prop_assert!(all.iter().all(|r| *r >= 0.0));
                prop_assert!(all.contains(&0.0), "{all:?}");
            }
        }

        #[test]
        fn ranks_of_different_columns_are_a_permutation(columns in columns(4)) {
            for direction in [Direction::Up, Direction::Down] {
                for ranks in &stand(&columns, direction).ranks[..2] {
                    let mut found: Vec<usize> = ranks.iter().flatten().copied().collect();
                    found.sort_unstable();
                    prop_assert_eq!(found, vec![1, 2, 3, 4]);
                }
            }
        }

        #[test]
        fn columns_in_another_order_keep_their_ranks(columns in columns(4), turn in 0..4_usize) {
            let here = stand(&columns, Direction::Up);
            let mut turned = columns;
            turned.rotate_left(turn);
            let there = stand(&turned, Direction::Up);
            for (a, b) in here.ranks.iter().zip(&there.ranks) {
                let mut a = a.clone();
                a.rotate_left(turn);
                prop_assert_eq!(&a, b);
            }
        }

        #[test]
        fn a_column_and_its_copy_share_a_rank(columns in columns(3), of in 0..3_usize) {
            let mut columns = columns;
            columns.push(columns[of].clone());
            for ranks in &stand(&columns, Direction::Up).ranks {
                prop_assert_eq!(ranks[of], ranks[3]);
            }
        }

        #[test]
        fn less_is_better_turns_the_median_round(columns in columns(3)) {
            let up = stand(&columns, Direction::Up);
            let down = stand(&columns, Direction::Down);
            for (a, b) in up.ranks(Rule::Median).iter().zip(down.ranks(Rule::Median)) {
                prop_assert_eq!(a.zip(*b).map(|(a, b)| a + b), Some(4));
            }
        }
    }

    #[test]
    fn rules_can_disagree() {
        let safe = vec![1.0; 10];
        let bold: Vec<f64> = (0..10).map(|i| if i < 3 { -4.0 } else { 2.0 }).collect();
        let s = stand(&[safe, bold], Direction::Up);
        assert_eq!(s.ranks(Rule::Median), [Some(2), Some(1)]);
        assert_eq!(s.ranks(Rule::WorstTenth), [Some(1), Some(2)]);
        assert_eq!(s.ranks(Rule::Regret), [Some(1), Some(2)]);
        assert_eq!(s.figures(Rule::Regret), [Some(1.0), Some(5.0)]);
        assert!(!s.rules_agree());
    }

    #[test]
    fn what_has_no_better_is_not_ranked() {
        let values = vec![Ok(vec![0.0]), Ok(vec![1.0])];
        assert_eq!(standing(&values, Direction::Context), Err(Why::NoDirection));
        assert_eq!(standing(&[Err(Why::NoPolicy), Ok(vec![1.0])], Direction::Up), Err(Why::NoPolicy));
    }
}
