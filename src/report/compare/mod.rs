//! Plans side by side in words: labels, ranges, the fixed sentences of pairs, and the reasons of what stands empty.

mod sheets;

pub use sheets::{frame_notes, hidden, paired, rank_notes, sheets, standing_notes};

use super::words::{Counts, FUTURES, NOT_QUANTIFIED, Unit, decimals_of, digits, sign, two_packages};
use crate::insight::compare::{Measure, Pair, Rule, Why};
use crate::model::{Basis, Direction, Indicator};
use crate::projection::Quantiles;

/// Names of the columns: letters, because titles can be the same.
pub const COLUMNS: [&str; 5] = ["no new policy", "A", "B", "C", "D"];

/// The name of a column.
#[must_use]
pub fn column(index: usize) -> &'static str {
    COLUMNS.get(index).copied().unwrap_or("?")
}

/// What a row is about, short; the unit stands beside it.
#[must_use]
pub fn label(basis: &Basis, measure: Measure) -> String {
    match measure {
        Measure::Indicator(Indicator::PublicCostPv) => String::from("Public cost"),
        Measure::Indicator(Indicator::NetJobs) => String::from("Net jobs here"),
        Measure::Indicator(Indicator::NetGvaPv) => String::from("Net GVA here"),
        Measure::Indicator(i) => {
            let label = &basis.model.indicator(i).label;
            label.split(" (").next().unwrap_or(label).to_owned()
        }
        Measure::GvaPerPound => String::from("GVA here per £1"),
        Measure::Tier(k) => {
            let letters = basis.model.appraisal.tiers.get(k).map_or("", |t| t.grades.as_str());
            format!("UK ratio, grades {}", super::value::grades(letters))
        }
        Measure::CostPerNetJob => String::from("Cost per net job"),
    }
}

/// The unit beside the label.
#[must_use]
pub const fn unit_name(measure: Measure, places: usize) -> &'static str {
    match measure {
        Measure::Indicator(i) => match Unit::of_change(i, places) {
            Unit::Percent => "%",
            Unit::Points => "pp",
            Unit::Score => "points",
            Unit::MillionPounds => "£m",
            Unit::PoundsAnHour => "£ an hour",
            Unit::Jobs => "jobs",
            Unit::Ratio => "ratio",
            Unit::PercentOfUk => "% of UK",
            Unit::PointsOfUk => "pp of UK",
            Unit::Index => "index",
        },
        Measure::Tier(_) => "ratio",
        Measure::GvaPerPound | Measure::CostPerNetJob => "£",
    }
}

/// Whether figures are said with their sign: changes are, costs and ratios are not.
const fn is_signed(measure: Measure) -> bool {
    match measure {
        Measure::Indicator(i) => !matches!(i, Indicator::PublicCostPv | Indicator::ValueForMoney),
        Measure::GvaPerPound | Measure::Tier(_) | Measure::CostPerNetJob => false,
    }
}

/// What a value of the row is multiplied by to be said in its unit.
#[must_use]
pub const fn factor(measure: Measure, places: usize) -> f64 {
    match measure {
        Measure::Indicator(i) => Unit::of_change(i, places).factor(),
        _ => 1.0,
    }
}

/// Decimals that leave two significant figures of the largest end.
fn decimals(measure: Measure, q: &Quantiles, places: usize) -> i32 {
    decimals_of(q.p10.abs().max(q.p90.abs()).max(q.p50.abs()) * factor(measure, places))
}

/// A figure without its unit: the unit stands in the label.
fn bare(measure: Measure, x: f64, decimals: i32, (places, signed): (usize, bool)) -> String {
    let x = x * factor(measure, places);
    if !x.is_finite() {
        return NOT_QUANTIFIED.to_owned();
    }
    let mark = if signed || x < 0.0 { sign(x) } else { "" };
    format!("{mark}{}", digits(x, decimals))
}

/// Low end, high end, middle, each without the unit.
#[must_use]
pub fn ends(measure: Measure, q: &Quantiles, places: usize) -> [String; 3] {
    said(measure, q, (places, is_signed(measure)))
}

/// The same for a difference of two plans, which always has a sign.
#[must_use]
pub fn difference_ends(measure: Measure, q: &Quantiles, places: usize) -> [String; 3] {
    said(measure, q, (places, true))
}

fn said(measure: Measure, q: &Quantiles, (places, signed): (usize, bool)) -> [String; 3] {
    // Money for each pound or job spans powers of ten: there each end has decimals of its own.
    let own = matches!(measure, Measure::GvaPerPound | Measure::CostPerNetJob);
    let together = decimals(measure, q, places);
    let decimals = |x: f64| if own { decimals_of(x) } else { together };
    let end = |x: f64, signed: bool| bare(measure, x, decimals(x), (places, signed));
    [end(q.p10, signed), end(q.p90, signed), end(q.p50, false)]
}

/// One figure of a row with the decimals of two significant figures, no unit.
#[must_use]
pub fn one(measure: Measure, x: f64, places: usize) -> String {
    bare(measure, x, decimals_of(x * factor(measure, places)), (places, false))
}

/// Range first, middle second, unit last: `−0.0 … +1.6, middle 0.2 pp`.
#[must_use]
pub fn range_and_middle([low, high, middle]: &[String; 3], unit: &str) -> String {
    match unit {
        "ratio" | "index" => format!("{low} … {high}, middle {middle}"),
        _ => format!("{low} … {high}, middle {middle} ({unit})"),
    }
}

/// A pair as counts of twenty futures: first better, same, second better; higher and lower where nothing is better.
#[must_use]
pub fn counts(pair: &Pair) -> Counts {
    let (first, second) = pair.better().unwrap_or((pair.higher, pair.lower));
    Counts::from_shares(first, second)
}

/// "A better in 9, same in 3, B better in 8 of 20 futures"; "higher" where neither more nor less is better.
#[must_use]
pub fn sentence(pair: &Pair, first: usize, second: usize) -> String {
    let counts = counts(pair);
    let (a, b) = (column(first), column(second));
    if pair.direction == Direction::Context {
        let Counts { above, same, below } = counts;
        return format!("{a} higher in {above}, same in {same}, {b} higher in {below} of {FUTURES} futures");
    }
    two_packages(a, b, counts)
}

/// Why something stands empty, in words.
#[must_use]
pub fn why(why: &Why) -> String {
    String::from(match why {
        Why::Refused(reason) => return format!("cannot be projected: {reason}"),
        Why::CostsNothing => "costs nothing",
        Why::NoBenefit => "no benefit can be counted",
        Why::FewJobs => "no job is gained in most futures",
        Why::NoPolicy => "no new policy has no such figure",
        Why::NotByFuture => "not compared future by future: where no job is gained there is no cost per job",
        Why::OtherPlace => "not compared: the gap of one place is not that of another",
        Why::OtherHorizon => "not compared: it counts the whole horizon of each, and their years differ",
        Why::OtherStart => "not compared: present values are brought to different years",
        Why::NoCommonYear => "not compared: the plans have no year in common",
        Why::NoDirection => "not ranked: neither more nor less of it is better",
    })
}

/// The name of a rule.
#[must_use]
pub const fn rule(rule: Rule) -> &'static str {
    match rule {
        Rule::Median => "by the middle",
        Rule::WorstTenth => "by the worst tenth",
        Rule::Regret => "by regret",
    }
}

/// What a rule does, in one sentence.
#[must_use]
pub const fn rule_in_words(rule: Rule) -> &'static str {
    match rule {
        Rule::Median => "By the middle: the future that half of all futures fall short of.",
        Rule::WorstTenth => "By the worst tenth: the figure that 1 future in 10 falls short of.",
        Rule::Regret => {
            "By regret: how far a plan stands behind the best of the same future; the regret that 1 future in 10 passes."
        }
    }
}
