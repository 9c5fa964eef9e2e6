//! How unequal places are, what they are specialised in, and where high values cluster.
//!
//! Every function is held against published examples (Rey & Smith; Hidalgo; Getis & Ord: `tests/suite/worked_examples.rs`).

pub use crate::model::stats::theil;

/// Theil's T of a set of places, split by groups of them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TheilParts {
    /// T of the whole.
    pub total: f64,
    /// Part between the groups.
    pub between: f64,
    /// Part within the groups: total − between.
    pub within: f64,
}

/// Theil's T with its part between groups; `group` names the group of each place by any number.
///
/// Shapes and units as in [`theil`]; the three lists have equal length.
#[must_use]
pub fn theil_parts(y: &[f64], people: &[f64], group: &[usize]) -> TheilParts {
    let (income, heads) = totals(y, people);
    let mut sums = std::collections::BTreeMap::<usize, (f64, f64)>::new();
    for ((y, p), g) in y.iter().zip(people).zip(group) {
        let sum = sums.entry(*g).or_default();
        sum.0 += y * p;
        sum.1 += p;
    }
    let total = theil(y, people);
    let between = sums.values().map(|(income_g, heads_g)| share_term(income_g / income, heads_g / heads)).sum();
    TheilParts { total, between, within: total - between }
}

fn totals(y: &[f64], people: &[f64]) -> (f64, f64) {
    (y.iter().zip(people).map(|(y, p)| y * p).sum(), people.iter().sum())
}

/// s·ln(s/p), 0 at s = 0.
fn share_term(s: f64, p: f64) -> f64 {
    if s > 0.0 { s * libm::log(s / p) } else { 0.0 }
}

/// Gini coefficient: twice the area between the Lorenz curve and the line of equality, 0–1.
///
/// Shapes and units as in [`theil`]. NaN if there is no place or no income.
#[must_use]
pub fn gini(y: &[f64], people: &[f64]) -> f64 {
    let (income, heads) = totals(y, people);
    if income.is_nan() || income <= 0.0 {
        return f64::NAN;
    }
    let mut order: Vec<(f64, f64)> = y.iter().copied().zip(people.iter().copied()).collect();
    order.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut below, mut area) = (0.0, 0.0);
    for (y, p) in order {
        let above = below + y * p / income;
        area += p / heads * (below + above);
        below = above;
    }
    1.0 - area
}

/// Location quotients of a table of places (rows) by sectors (columns): share of the sector in the place ÷ its share in the
/// whole. 1 is the average place; NaN where a row or a column is empty. All rows have equal length, counts ≥ 0.
#[must_use]
pub fn location_quotients(table: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let whole: f64 = table.iter().flatten().sum();
    let columns: Vec<f64> =
        (0..table.first().map_or(0, Vec::len)).map(|j| table.iter().filter_map(|row| row.get(j)).sum()).collect();
    table
        .iter()
        .map(|row| {
            let here: f64 = row.iter().sum();
            row.iter().zip(&columns).map(|(count, column)| (count / here) / (column / whole)).collect()
        })
        .collect()
}

/// Getis and Ord's Gi* of every place as a z-score, binary weights, the place itself included: above about 2 a place and its
/// neighbours together stand high, below about −2 low (Ord & Getis 1995).
///
/// `neighbours[i]` lists the positions of the neighbours of place i, without i and without repeats; positions past the end
/// are passed over. 0 where all values are equal or a place neighbours every other.
#[must_use]
pub fn gi_star(y: &[f64], neighbours: &[Vec<usize>]) -> Vec<f64> {
    let n = y.len() as f64;
    let mean = y.iter().sum::<f64>() / n;
    let variance = y.iter().map(|v| v * v).sum::<f64>() / n - mean * mean;
    y.iter()
        .zip(neighbours)
        .map(|(own, near)| {
            let around: Vec<f64> = near.iter().filter_map(|j| y.get(*j)).copied().collect();
            // Weights are 0 or 1, so their sum is also the sum of their squares.
            let weight = around.len() as f64 + 1.0;
            let spread = variance * weight * (n - weight) / (n - 1.0);
            if spread > 0.0 { (own + around.iter().sum::<f64>() - mean * weight) / spread.sqrt() } else { 0.0 }
        })
        .collect()
}
