//! Inequality between places.

/// Theil's T: `Σ sᵢ·ln(sᵢ/pᵢ)`, s the shares of the total income and p the shares of people; 0 is equality, ln n the most.
///
/// `y` is income a head (≥ 0), `people` the weights (> 0), of equal length. A place without income adds nothing.
/// NaN if there is no place or no income.
#[must_use]
pub fn theil(y: &[f64], people: &[f64]) -> f64 {
    let income: f64 = y.iter().zip(people).map(|(y, p)| y * p).sum();
    let heads: f64 = people.iter().sum();
    let term = |(y, p): (&f64, &f64)| {
        let (share, of_people) = (y * p / income, p / heads);
        if share > 0.0 { share * libm::log(share / of_people) } else { 0.0 }
    };
    if income > 0.0 { y.iter().zip(people).map(term).sum() } else { f64::NAN }
}
