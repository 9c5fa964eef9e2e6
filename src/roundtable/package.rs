//! Many ballots as one package that can be paid for.

use super::question::Question;
use super::tally::{column, median};
use crate::evidence::order::InOrder as _;

/// A package on the steps of the ballot and within the budget.
#[derive(Debug, Clone, PartialEq)]
pub struct Package {
    /// Amounts in the order of the question.
    pub amounts: Vec<f64>,
    /// £m a year.
    pub cost: f64,
    /// £m a year that the medians together would have cost, where that is more than the budget and they were scaled down.
    pub scaled_from: Option<f64>,
}

impl Package {
    /// The medians of some packages, lever by lever, each on its nearest step. Medians of different levers come from different
    /// people, so that together they may cost more than the budget although no ballot did; then all that cost money are lowered in the same
    /// proportion, rounded down to their steps, and what is left of the budget goes, a step each, to the levers that rounding
    /// took most from (largest remainder; the earlier lever on the ballot if equal). `None` of none.
    #[must_use]
    pub fn median(question: &Question, packages: &[&[f64]]) -> Option<Self> {
        let levers = question.levers.iter().enumerate();
        let medians: Option<Vec<f64>> = levers.map(|(i, l)| median(column(packages, i)).map(|m| l.snap(m))).collect();
        medians.filter(|m| !m.is_empty()).map(|m| Self::within(question, m))
    }

    /// A package on its steps, scaled down to the budget by the rule of [`Package::median`] if it costs more.
    #[must_use]
    pub fn within(question: &Question, amounts: Vec<f64>) -> Self {
        let cost = question.cost(&amounts);
        let Some(budget) = question.budget.filter(|b| cost > b + 1e-6) else {
            return Self { amounts, cost, scaled_from: None };
        };
        let lows: Vec<f64> =
            question.levers.iter().zip(&amounts).map(|(l, a)| if l.cost > 0.0 { l.low } else { *a }).collect();
        let least = question.cost(&lows);
        let kept = ((budget - least) / (cost - least)).clamp(0.0, 1.0);
        let mut scaled = Vec::with_capacity(amounts.len());
        let mut remainders = Vec::new();
        for (i, (lever, (amount, low))) in question.levers.iter().zip(amounts.iter().zip(&lows)).enumerate() {
            let wanted = low + kept * (amount - low);
            let steps = libm::floor((wanted - lever.low) / lever.step + 1e-9);
            let held = lever.amount(super::check::whole(steps));
            if lever.cost > 0.0 {
                remainders.push((i, (wanted - held) / lever.step));
            }
            scaled.push(if lever.cost > 0.0 { held } else { *amount });
        }
        remainders.order_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        for (i, remainder) in remainders {
            let lever = &question.levers[i];
            let mut more = scaled.clone();
            more[i] = lever.amount(lever.notch(scaled[i]) + 1);
            if remainder > 1e-9 && more[i] <= amounts[i] + 1e-9 && question.cost(&more) <= budget + 1e-6 {
                scaled = more;
            }
        }
        Self { cost: question.cost(&scaled), amounts: scaled, scaled_from: Some(cost) }
    }
}
