//! Rules that put options in an order under deep uncertainty; they are shown beside each other and never merged.

use crate::model::stats::quantiles7;

/// A rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// The middle of all futures.
    Median,
    /// The quantile that 1 future in 10 falls short of.
    WorstTenth,
    /// The middle future of the worst world.
    WorstStress,
    /// The largest regret over worlds and structures, in the middle future of each (minimax regret, Savage 1951).
    MinimaxRegret,
    /// The share of futures that reach the line (satisficing, Starr).
    Satisficing,
}

impl Rule {
    /// In the order in which they are shown.
    pub const ALL: [Self; 5] =
        [Self::Median, Self::WorstTenth, Self::WorstStress, Self::MinimaxRegret, Self::Satisficing];
}

/// What is ranked, more being better.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// One value for each future.
    pub values: Vec<f64>,
    /// Share of futures that reach the line, 0–1.
    pub reached: f64,
    /// One value for each state of the world that regret is taken over.
    pub states: Vec<f64>,
    /// One value for each world.
    pub worlds: Vec<f64>,
}

/// How options stand by one rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// Rule.
    pub rule: Rule,
    /// Figure of each option; of regret the regret itself (≥ 0), of satisficing a share.
    pub figures: Vec<f64>,
    /// Rank of each, 1 is best; level options share the better rank.
    pub ranks: Vec<usize>,
}

/// Largest regret of each option: in each state the best value less the own.
#[must_use]
pub fn max_regret(states: &[Vec<f64>]) -> Vec<f64> {
    let count = states.iter().map(Vec::len).min().unwrap_or(0);
    let best = |k: usize| states.iter().map(|s| s[k]).fold(f64::NEG_INFINITY, f64::max);
    let regret = |own: &Vec<f64>| (0..count).map(|k| best(k) - own[k]).fold(0.0, f64::max);
    states.iter().map(regret).collect()
}

/// Every rule applied to the options.
#[must_use]
pub fn verdicts(options: &[Candidate]) -> Vec<Verdict> {
    let quantile = |q: f64| options.iter().map(|o| quantiles7(&mut o.values.clone(), [q])[0]).collect::<Vec<f64>>();
    let states: Vec<Vec<f64>> = options.iter().map(|o| o.states.clone()).collect();
    Rule::ALL
        .iter()
        .map(|rule| {
            let figures: Vec<f64> = match rule {
                Rule::Median => quantile(0.5),
                Rule::WorstTenth => quantile(0.1),
                Rule::WorstStress => {
                    options.iter().map(|o| o.worlds.iter().copied().fold(f64::INFINITY, f64::min)).collect()
                }
                Rule::MinimaxRegret => max_regret(&states),
                Rule::Satisficing => options.iter().map(|o| o.reached).collect(),
            };
            let good = |x: f64| if *rule == Rule::MinimaxRegret { -x } else { x };
            let above =
                |own: f64| figures.iter().filter(|f| good(**f) - good(own) > 1e-9 * f.abs().max(own.abs())).count();
            let ranks = figures.iter().map(|f| above(*f) + 1).collect();
            Verdict { rule: *rule, figures, ranks }
        })
        .collect()
}

/// Whether all rules put the options in one order.
#[must_use]
pub fn agree(verdicts: &[Verdict]) -> bool {
    verdicts.windows(2).all(|two| two[0].ranks == two[1].ranks)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Worked example C9: three options in three futures.
    fn table() -> Vec<Candidate> {
        [[10.0, 4.0, 0.0], [6.0, 6.0, 2.0], [3.0, 3.0, 3.0]]
            .into_iter()
            .map(|v| Candidate {
                values: v.to_vec(),
                reached: v.iter().filter(|x| **x >= 3.0).count() as f64 / 3.0,
                states: v.to_vec(),
                worlds: v.to_vec(),
            })
            .collect()
    }

    #[test]
    fn c9_three_rules_three_bests() {
        let found = verdicts(&table());
        let of = |rule: Rule| found.iter().find(|v| v.rule == rule).unwrap();
        assert_eq!(of(Rule::MinimaxRegret).figures, [3.0, 4.0, 7.0]);
        assert_eq!(of(Rule::MinimaxRegret).ranks, [1, 2, 3]);
        assert_eq!(of(Rule::WorstStress).figures, [0.0, 2.0, 3.0]);
        assert_eq!(of(Rule::WorstStress).ranks, [3, 2, 1]);
        assert_eq!(of(Rule::Satisficing).figures, [2.0 / 3.0, 2.0 / 3.0, 1.0]);
        assert_eq!(of(Rule::Satisficing).ranks, [2, 2, 1]);
        assert_eq!(of(Rule::Median).ranks, [2, 1, 3]);
        assert!(!agree(&found));
    }
}
