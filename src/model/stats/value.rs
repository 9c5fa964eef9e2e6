//! Small rules of value: whether a lever takes, how lumpy it is, and what a later pound is worth.

/// Zero spike: 0 if the rank `u` (0–1) lies below `null_share` (0 ≤ π₀ < 1), else `theta / (1 − π₀)`, so that the mean over
/// `u` stays `theta` (MODEL.md section 5).
#[must_use]
pub fn takes(u: f64, theta: f64, null_share: f64) -> f64 {
    if u < null_share { 0.0 } else { theta / (1.0 - null_share) }
}

/// Mean-one lognormal factor of a programme of `n` ≥ 1 units reached at the standard-normal score `z`:
/// σ² = ln(1 + cv²/n), cv the coefficient of variation of one unit (MODEL.md section 5). `n` below 1 counts as 1.
#[must_use]
pub fn lumpiness(z: f64, n: f64, cv: f64) -> f64 {
    let variance = libm::log1p(cv * cv / n.max(1.0));
    libm::exp(variance.sqrt() * z - 0.5 * variance)
}

/// Discount factor of `year` (0 is the base year, factor 1) under `schedule`: (last year of the band, rate), rising.
///
/// Each year is divided by one plus the rate of its own band, so year 31 is year 30 ÷ 1.03 (Green Book, table of declining
/// rates). Years past the last band keep its rate; an empty schedule discounts nothing.
#[must_use]
pub fn discount_factor(year: u32, schedule: &[(f64, f64)]) -> f64 {
    (1..=year).fold(1.0, |factor, y| {
        let band = schedule.iter().find(|(last, _)| f64::from(y) <= *last).or(schedule.last());
        factor / (1.0 + band.map_or(0.0, |(_, rate)| *rate))
    })
}

/// Weight of a pound that falls where income is `y`, against the reference income `y_ref`: `(y_ref / y)^eta`
/// (Green Book, annex on distributional appraisal; η = 1.3). Both incomes above 0, same unit.
#[must_use]
pub fn distributional_weight(y: f64, y_ref: f64, eta: f64) -> f64 {
    libm::pow(y_ref / y, eta)
}

/// A cost with its optimism bias, less what of the bias is managed: `cost · (1 + bias · (1 − managed))` (Green Book, supplementary
/// guidance on optimism bias). `bias` and `managed` are shares; `managed` lies between 0 and 1.
#[must_use]
pub fn with_optimism_bias(cost: f64, bias: f64, managed: f64) -> f64 {
    cost * (1.0 + bias * (1.0 - managed))
}

/// The bias of a project made of several kinds: the mean of theirs, weighted by their shares of the project, which sum to 1
/// (the same guidance).
#[must_use]
pub fn mixed_bias(parts: &[(f64, f64)]) -> f64 {
    parts.iter().map(|(share, bias)| share * bias).sum()
}
