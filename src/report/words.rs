//! How numbers are said, everywhere: screen, text, and the captions of exports use these functions and no others.
//!
//! Effects get two significant figures, thousands separators, a true minus sign, and a range before a middle
//! ("−0.0 … +3.8 pp, middle 1.1"). Shares of futures are counts of twenty, ties said. A number that is not finite is
//! "not quantified".

use crate::projection::Quantiles;

pub use super::units::Unit;

/// What stands for a number that cannot be given.
pub const NOT_QUANTIFIED: &str = "not quantified";

/// The one denominator of every count of futures.
pub const FUTURES: u32 = 20;

/// Decimals that leave two significant figures of `x`: 1 for 3.8, 0 for 38, −2 for 3,800. 1 for zero.
#[must_use]
pub fn decimals_of(x: f64) -> i32 {
    let size = x.abs();
    if !size.is_finite() || size == 0.0 {
        return 1;
    }
    let wanted = |s: f64| 1 - whole(libm::floor(libm::log10(s)));
    let decimals = wanted(size);
    // 9.96 rounds to 10, which has one decimal too many.
    let rounded = round_to(size, decimals);
    if rounded > 0.0 { wanted(rounded * (1.0 + 1e-12)).clamp(-12, 9) } else { decimals.clamp(-12, 9) }
}

fn whole(x: f64) -> i32 {
    // log10 of a finite double lies within ±324.
    #[expect(clippy::cast_possible_truncation, reason = "bounded by the exponent of a double")]
    let n = x as i32;
    n
}

/// `x` rounded to that many decimals (half away from zero); negative decimals round to tens, hundreds …
#[must_use]
pub fn round_to(x: f64, decimals: i32) -> f64 {
    let scale = libm::pow(10.0, f64::from(decimals.unsigned_abs()));
    if decimals >= 0 { (x * scale).round() / scale } else { (x / scale).round() * scale }
}

/// Digits of |x| with that many decimals and thousands separators, no sign.
#[must_use]
pub fn digits(x: f64, decimals: i32) -> String {
    if !x.is_finite() {
        return String::from(NOT_QUANTIFIED);
    }
    let places = usize::try_from(decimals.max(0)).unwrap_or(0);
    let text = format!("{:.places$}", round_to(x.abs(), decimals));
    let (integer, fraction) = text.split_once('.').map_or((text.as_str(), ""), |(a, b)| (a, b));
    let mut out = String::with_capacity(text.len() + integer.len() / 3);
    for (i, c) in integer.chars().enumerate() {
        if i > 0 && (integer.len() - i) % 3 == 0 {
            out.push(',');
        }
        out.push(c);
    }
    if !fraction.is_empty() {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

/// "−" below zero, "+" above, nothing at zero. A small negative number keeps its sign ("−0.0").
#[must_use]
pub fn sign(x: f64) -> &'static str {
    if x < 0.0 {
        "−"
    } else if x > 0.0 {
        "+"
    } else {
        ""
    }
}

fn minus(x: f64) -> &'static str {
    if x < 0.0 { "−" } else { "" }
}

/// A level with fixed decimals: `38.2 %`, `£1,240m`.
#[must_use]
pub fn level(x: f64, decimals: i32, unit: Unit) -> String {
    let x = x * unit.factor();
    if x.is_finite() { unit.dress(minus(x), &digits(x, decimals)) } else { String::from(NOT_QUANTIFIED) }
}

/// Two significant figures without unit: `830`, `0.012`, `−1,200`.
#[must_use]
pub fn figure(x: f64) -> String {
    if x.is_finite() { format!("{}{}", minus(x), digits(x, decimals_of(x))) } else { String::from(NOT_QUANTIFIED) }
}

/// Two significant figures with the unit: `£2.6m`.
#[must_use]
pub fn amount(x: f64, unit: Unit) -> String {
    level(x, decimals_of(x * unit.factor()), unit)
}

/// An amount as it is typed: as many decimals as it needs, at most three: `0.25`, `2`, `−0.5`.
#[must_use]
pub fn typed(x: f64) -> String {
    let text = digits(x, 3);
    let short = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    format!("{}{short}", if x < 0.0 { "−" } else { "" })
}

/// A change: two significant figures, signed, with the unit: `+3.8 pp`, `−£2.6m`. Zero has no sign.
#[must_use]
pub fn change(x: f64, unit: Unit) -> String {
    signed(x, decimals_of(x * unit.factor()), unit)
}

/// A change with that many decimals, signed, with the unit.
#[must_use]
pub fn signed(x: f64, decimals: i32, unit: Unit) -> String {
    let x = x * unit.factor();
    if x.is_finite() { unit.dress(sign(x), &digits(x, decimals)) } else { String::from(NOT_QUANTIFIED) }
}

/// Decimals that a range is said with: two significant figures of its largest end, so that all of it lines up.
#[must_use]
pub fn range_decimals(q: &Quantiles, unit: Unit) -> i32 {
    decimals_of(q.p10.abs().max(q.p90.abs()).max(q.p50.abs()) * unit.factor())
}

/// The central 80 % of a change: `−0.0 … +3.8 pp`.
#[must_use]
pub fn range(q: &Quantiles, unit: Unit) -> String {
    if !(q.p10.is_finite() && q.p90.is_finite() && q.p50.is_finite()) {
        return String::from(NOT_QUANTIFIED);
    }
    format!("{}{}", ends(q, unit), unit.tail())
}

fn ends(q: &Quantiles, unit: Unit) -> String {
    let decimals = range_decimals(q, unit);
    let end = |x: f64| format!("{}{}{}{}", sign(x), unit.before(), digits(x * unit.factor(), decimals), unit.after());
    format!("{} … {}", end(q.p10), end(q.p90))
}

/// Range first, middle second: `−0.0 … +3.8 pp, middle 1.1`.
#[must_use]
pub fn range_and_middle(q: &Quantiles, unit: Unit) -> String {
    let range = range(q, unit);
    if range == NOT_QUANTIFIED {
        return range;
    }
    format!("{range}, {}", middle(q, unit))
}

fn middle(q: &Quantiles, unit: Unit) -> String {
    let digits = digits(q.p50 * unit.factor(), range_decimals(q, unit));
    format!("middle {}{}{digits}{}", minus(q.p50), unit.before(), unit.after())
}

/// The same for a narrow column: only percentage points are named, other units stand in the row's label.
#[must_use]
pub fn narrow_range_and_middle(q: &Quantiles, unit: Unit) -> String {
    let points = if matches!(unit, Unit::Points | Unit::PointsOfUk) { " pp" } else { "" };
    match range(q, unit) {
        text if text == NOT_QUANTIFIED => text,
        _ => format!("{}{points}, {}", ends(q, unit), middle(q, unit)),
    }
}

/// The central 80 % of a level: `£31.20 … £38.70 an hour`, with the decimals of the level.
#[must_use]
pub fn level_range(q: &Quantiles, decimals: i32, unit: Unit) -> String {
    if !(q.p10.is_finite() && q.p90.is_finite()) {
        return String::from(NOT_QUANTIFIED);
    }
    let end = |x: f64| format!("{}{}{}{}", minus(x), unit.before(), digits(x * unit.factor(), decimals), unit.after());
    format!("{} … {}{}", end(q.p10), end(q.p90), unit.tail())
}

/// How twenty futures fall: they always sum to [`FUTURES`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    /// Above zero.
    pub above: u32,
    /// No difference.
    pub same: u32,
    /// Below zero.
    pub below: u32,
}

impl Counts {
    /// From shares of draws above and below zero, 0–1. These are the counts of the twenty evenly spaced quantiles
    /// (2.5 %, 7.5 %, …), so they agree with dots drawn from them.
    #[must_use]
    pub fn from_shares(above: f64, below: f64) -> Self {
        let below = of_twenty(below);
        let above = of_twenty(above).min(FUTURES - below);
        Self { above, same: FUTURES - above - below, below }
    }

    /// "above in 14, same in 4, below in 2 of 20 futures"; what is nowhere is left out.
    #[must_use]
    pub fn sentence(self) -> String {
        let mut parts = Vec::new();
        for (name, n) in [("above", self.above), ("same", self.same), ("below", self.below)] {
            if n > 0 {
                parts.push(format!("{name} in {n}"));
            }
        }
        format!("{} of {FUTURES} futures", parts.join(", "))
    }
}

/// A share of draws, 0–1, as a count of twenty; a half goes down, so that a count and its complement never pass twenty.
#[must_use]
pub fn of_twenty(share: f64) -> u32 {
    let clipped = if share.is_nan() { 0.0 } else { share.clamp(0.0, 1.0) };
    let x = libm::ceil(clipped * f64::from(FUTURES) - 0.5 - 1e-9).max(0.0);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0–20")]
    let n = x as u32;
    n.min(FUTURES)
}

/// "in 14 of 20 futures".
#[must_use]
pub fn in_futures(n: u32) -> String {
    format!("in {n} of {FUTURES} futures")
}

/// "A better in 9, same in 3, B better in 8 of 20 futures"; never "A is better".
#[must_use]
pub fn two_packages(a: &str, b: &str, counts: Counts) -> String {
    format!(
        "{a} better in {}, same in {}, {b} better in {} of {FUTURES} futures",
        counts.above, counts.same, counts.below
    )
}

/// A share 0–1 as a percentage with two significant figures: `0.8 %`, `12 %`, `0 %`. Never rounds what is there to nothing.
#[must_use]
pub fn percent(share: f64) -> String {
    if !share.is_finite() {
        return String::from(NOT_QUANTIFIED);
    }
    let x = 100.0 * share;
    let decimals = if x == 0.0 { 0 } else { decimals_of(x) };
    let text = digits(x, decimals);
    let short = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    format!("{}{short} %", minus(x))
}

/// An amount of money in £m as it was typed, without rounding what a person chose: `£2.6m`, `£0.05m`.
#[must_use]
pub fn exact_millions(x: f64) -> String {
    if x.is_finite() { format!("{}£{}m", minus(x), x.abs()) } else { String::from(NOT_QUANTIFIED) }
}

/// "1 job", "2 jobs": the count with thousands separators and the right form of the noun.
#[must_use]
pub fn count(n: u64, one: &str, many: &str) -> String {
    #[expect(clippy::cast_precision_loss, reason = "counts of rows and draws are far below 2^52")]
    let text = digits(n as f64, 0);
    format!("{text} {}", if n == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn q(p10: f64, p50: f64, p90: f64) -> Quantiles {
        Quantiles { p10, p25: p10, p50, p75: p90, p90 }
    }

    #[test]
    fn two_significant_figures() {
        let cases = [
            (0.0, "0.0"),
            (3.84, "3.8"),
            (38.4, "38"),
            (384.0, "380"),
            (3_849.0, "3,800"),
            (12_345_678.0, "12,000,000"),
            (0.012_34, "0.012"),
            (9.96, "10"),
            (99.6, "100"),
            (0.996, "1.0"),
            (-1_250.0, "−1,300"),
            (1e-7, "0.00000010"),
        ];
        for (x, text) in cases {
            assert_eq!(figure(x), text, "{x}");
        }
        assert_eq!(figure(f64::NAN), NOT_QUANTIFIED);
        assert_eq!(change(f64::INFINITY, Unit::Jobs), NOT_QUANTIFIED);
    }

    #[test]
    fn ranges_come_first_and_line_up() {
        assert_eq!(range_and_middle(&q(-0.01, 1.1, 3.8), Unit::Points), "−0.0 … +3.8 pp, middle 1.1");
        assert_eq!(range_and_middle(&q(-120.0, 310.0, 1_240.0), Unit::Jobs), "−100 … +1,200 jobs, middle 300");
        assert_eq!(range_and_middle(&q(-2.0, 1.5, 12.4), Unit::MillionPounds), "−£2m … +£12m, middle £2m");
        assert_eq!(
            range_and_middle(&q(0.0, 0.0, 0.052), Unit::PoundsAnHour),
            "£0.000 … +£0.052 an hour, middle £0.000"
        );
        assert_eq!(
            range_and_middle(&q(0.0, 0.00015, 0.0005), Unit::PointsOfUk),
            "0.000 … +0.050 pp of UK, middle 0.015"
        );
        assert_eq!(narrow_range_and_middle(&q(-0.03, 0.1, 0.54), Unit::PoundsAnHour), "−£0.03 … +£0.54, middle £0.10");
        assert_eq!(range(&q(f64::NAN, 0.0, 1.0), Unit::Points), NOT_QUANTIFIED);
    }

    #[test]
    fn levels_keep_their_decimals() {
        assert_eq!(level(38.25, 1, Unit::Percent), "38.3 %");
        assert_eq!(level(0.7874, 1, Unit::PercentOfUk), "78.7 % of UK");
        assert_eq!(level(1_240.4, 0, Unit::MillionPounds), "£1,240m");
        assert_eq!(level_range(&q(31.2, 33.0, 38.7), 1, Unit::PoundsAnHour), "£31.2 … £38.7 an hour");
    }

    #[test]
    fn counts_agree_with_twenty_quantiles() {
        for below_of in 0..=1_000_u32 {
            let below = f64::from(below_of) / 1_000.0;
            let dots = (0..FUTURES).filter(|i| (f64::from(*i) + 0.5) / 20.0 < below - 1e-9).count();
            assert_eq!(of_twenty(below) as usize, dots, "{below}");
            let c = Counts::from_shares(1.0 - below, below);
            assert_eq!(c.above + c.same + c.below, FUTURES);
        }
        assert_eq!(Counts::from_shares(0.7, 0.1).sentence(), "above in 14, same in 4, below in 2 of 20 futures");
        assert_eq!(Counts::from_shares(1.0, 0.0).sentence(), "above in 20 of 20 futures");
        assert_eq!(in_futures(14), "in 14 of 20 futures");
        let tie = Counts { above: 9, same: 3, below: 8 };
        assert_eq!(two_packages("A", "B", tie), "A better in 9, same in 3, B better in 8 of 20 futures");
    }

    #[test]
    fn shares_money_and_nouns() {
        assert_eq!(percent(0.008), "0.8 %");
        assert_eq!(percent(0.1234), "12 %");
        assert_eq!(percent(1.0), "100 %");
        assert_eq!(percent(0.0), "0 %");
        assert_eq!(exact_millions(2.65), "£2.65m");
        assert_eq!(count(1, "job", "jobs"), "1 job");
        assert_eq!(count(10_240, "draw", "draws"), "10,240 draws");
    }
}
