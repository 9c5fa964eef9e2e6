//! What a round says: dots, middle and spread of every lever, agreement, where it splits, guesses, approvals, roles.
//!
//! Everything here is the same whatever the order in which ballots came, and names nobody.

use super::ballot::{Answer, Ballot};
use super::package::Package;
use super::question::{Kind, Offered, Question};
use super::session::RoundState;
use crate::evidence::LeverId;

/// Fewest ballots of a role that is shown apart, so that nobody is picked out.
pub const ROLE_MIN: usize = 4;
/// Fewest ballots in which a split of a lever is looked for.
pub const SPLIT_MIN: usize = 6;
/// Share of the variance that two groups must explain for a lever to split; amounts spread evenly give 0.75.
pub const SPLIT_SHARE: f64 = 0.8;

/// A round counted.
#[derive(Debug, Clone, PartialEq)]
pub struct Tally {
    /// Ballots.
    pub ballots: usize,
    /// Ballots over the budget, as only paper can be.
    pub over: usize,
    /// Levers in the order of the question; empty for a choice among scenarios.
    pub levers: Vec<LeverTally>,
    /// Medians as one package that can be paid for; `None` without ballots or for a choice.
    pub package: Option<Package>,
    /// Approvals; `None` where levers are set.
    pub approvals: Option<Approvals>,
    /// Guesses; `None` if nobody guessed.
    pub guesses: Option<Guesses>,
    /// Roles with enough ballots, and the rest together if that is enough; empty if fewer than two can be shown.
    pub roles: Vec<RoleSplit>,
}

/// One lever.
#[derive(Debug, Clone, PartialEq)]
pub struct LeverTally {
    /// Lever.
    pub id: LeverId,
    /// Amounts, rising.
    pub dots: Vec<f64>,
    /// Quartiles; `None` without ballots.
    pub middle: Option<Quartiles>,
    /// Agreement from 0 (half at either end) to 1 (all the same), [`agreement`]; `None` below two ballots.
    pub agreement: Option<f64>,
    /// Where the room splits in two.
    pub split: Option<Split>,
}

/// Quartiles of some amounts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quartiles {
    /// A quarter lie at or below.
    pub lower: f64,
    /// Median.
    pub median: f64,
    /// A quarter lie at or above.
    pub upper: f64,
}

/// Two groups on one lever.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Split {
    /// Largest amount of the lower group, smallest of the upper.
    pub between: (f64, f64),
    /// Ballots in the lower and the upper group.
    pub sizes: (usize, usize),
}

/// Approval voting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approvals {
    /// Approvals of each scenario, in the order of the question.
    pub counts: Vec<usize>,
    /// Scenarios with most approvals: one, several that tie, or none if nothing was approved.
    pub most: Vec<usize>,
    /// Ballots that approve of nothing.
    pub none: usize,
}

impl Approvals {
    /// Whether several share the most approvals.
    #[must_use]
    pub fn tie(&self) -> bool {
        self.most.len() > 1
    }
}

/// The room's guesses of the headline indicator; nobody's is scored.
#[derive(Debug, Clone, PartialEq)]
pub struct Guesses {
    /// Guesses, rising.
    pub dots: Vec<f64>,
    /// Quartiles.
    pub middle: Quartiles,
}

/// The ballots of one role.
#[derive(Debug, Clone, PartialEq)]
pub struct RoleSplit {
    /// Role; `None` for the rest together: roles with fewer than [`ROLE_MIN`] ballots, and those who said none.
    pub role: Option<usize>,
    /// Ballots, at least [`ROLE_MIN`].
    pub ballots: usize,
    /// Medians of the levers, in the order of the question; empty for a choice.
    pub medians: Vec<f64>,
    /// Approvals of the scenarios, in the order of the question; empty where levers are set.
    pub approvals: Vec<usize>,
}

impl Tally {
    /// Counts a round.
    #[must_use]
    pub fn of(question: &Question, round: &RoundState) -> Self {
        let ballots: Vec<&Ballot> = round.ballots.values().collect();
        let packages = packages(&ballots);
        let levers = question.levers.iter().enumerate();
        let levers = levers.map(|(i, lever)| LeverTally::of(lever, column(&packages, i))).collect();
        Self {
            ballots: ballots.len(),
            over: ballots.iter().filter(|b| question.over(&b.answer).is_some()).count(),
            levers,
            package: Package::median(question, &packages),
            approvals: (question.kind == Kind::Choice).then(|| approvals(question.choices.len(), &ballots)),
            guesses: Guesses::of(&ballots),
            roles: roles(question, &ballots),
        }
    }

    /// Agreement over all levers: the mean of theirs; `None` below two ballots.
    #[must_use]
    pub fn agreement(&self) -> Option<f64> {
        let all: Option<Vec<f64>> = self.levers.iter().map(|l| l.agreement).collect();
        all.filter(|a| !a.is_empty()).map(|a| a.iter().sum::<f64>() / a.len() as f64)
    }
}

impl LeverTally {
    fn of(lever: &Offered, mut dots: Vec<f64>) -> Self {
        dots.sort_by(f64::total_cmp);
        let (middle, split) = (Quartiles::of(&dots), split(lever, &dots));
        Self { id: lever.id.clone(), agreement: agreement(&dots, lever.low, lever.high), middle, split, dots }
    }
}

impl Guesses {
    fn of(ballots: &[&Ballot]) -> Option<Self> {
        let mut dots: Vec<f64> = ballots.iter().filter_map(|b| b.guess).collect();
        dots.sort_by(f64::total_cmp);
        Some(Self { middle: Quartiles::of(&dots)?, dots })
    }
}

impl Quartiles {
    /// Quartiles of rising values, interpolated (type 7 of Hyndman & Fan 1996); `None` of none.
    #[must_use]
    pub fn of(rising: &[f64]) -> Option<Self> {
        Some(Self { lower: quantile(rising, 0.25)?, median: quantile(rising, 0.5)?, upper: quantile(rising, 0.75)? })
    }
}

fn quantile(rising: &[f64], p: f64) -> Option<f64> {
    let last = rising.len().checked_sub(1)?;
    let at = p * last as f64;
    let below = libm::floor(at);
    let (i, part) = (super::check::whole(below), at - below);
    let low = *rising.get(i)?;
    let high = rising.get(i + 1).copied().unwrap_or(low);
    Some(low + part * (high - low))
}

/// Median of values in any order; `None` of none.
#[must_use]
pub fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    quantile(&values, 0.5)
}

/// Consensus of Tastle and Wierman: `1 + Σ pᵢ log₂(1 − |xᵢ − μ| ÷ d)` with μ the mean and d the width of the range that was
/// allowed. 1 if all are the same, 0 if half are at either end; a room spread evenly over five steps has 0.43.
///
/// W. J. Tastle and M. J. Wierman, Consensus and dissention: a measure of ordinal dispersion. International Journal of
/// Approximate Reasoning 45(3), 531–545, 2007. `None` below two values or without a range.
#[must_use]
pub fn agreement(values: &[f64], low: f64, high: f64) -> Option<f64> {
    let width = high - low;
    if values.len() < 2 || width <= 0.0 {
        return None;
    }
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    // Added from the smallest, so that the order in which ballots came leaves no trace in the last bit.
    let mut parts: Vec<f64> =
        values.iter().map(|x| libm::log2((1.0 - (x - mean).abs() / width).max(0.0)) / n).collect();
    parts.sort_by(f64::total_cmp);
    Some((1.0 + parts.iter().sum::<f64>()).clamp(0.0, 1.0))
}

/// The cut of rising amounts into two groups that explains most of their variance (two-means in one dimension, every cut tried), if
/// it explains at least [`SPLIT_SHARE`], both groups have two ballots and a fifth of all, and they lie at least two steps apart.
fn split(lever: &Offered, dots: &[f64]) -> Option<Split> {
    let n = dots.len();
    if n < SPLIT_MIN {
        return None;
    }
    let least = n.div_ceil(5).max(2);
    let whole = squares(dots);
    let cuts = (least..=n - least).map(|cut| (squares(&dots[..cut]) + squares(&dots[cut..]), cut));
    let (within, cut) = cuts.min_by(|a, b| a.0.total_cmp(&b.0))?;
    let between = (dots[cut - 1], dots[cut]);
    let apart = between.1 - between.0 >= 2.0 * lever.step - 1e-9;
    (whole > 0.0 && 1.0 - within / whole >= SPLIT_SHARE && apart).then_some(Split { between, sizes: (cut, n - cut) })
}

/// Sum of squared distances to the mean.
fn squares(values: &[f64]) -> f64 {
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    values.iter().map(|x| (x - mean) * (x - mean)).sum()
}

/// Amounts of the ballots that set any.
pub(super) fn packages<'a>(ballots: &[&'a Ballot]) -> Vec<&'a [f64]> {
    ballots.iter().filter_map(|b| amounts(b)).collect()
}

pub(super) fn amounts(ballot: &Ballot) -> Option<&[f64]> {
    match &ballot.answer {
        Answer::Package(amounts) => Some(amounts),
        Answer::Approval(_) => None,
    }
}

pub(super) fn column(packages: &[&[f64]], i: usize) -> Vec<f64> {
    packages.iter().filter_map(|p| p.get(i).copied()).collect()
}

fn approvals(choices: usize, ballots: &[&Ballot]) -> Approvals {
    let mut counts = vec![0; choices];
    let mut none = 0;
    for ballot in ballots {
        let Answer::Approval(chosen) = &ballot.answer else { continue };
        none += usize::from(chosen.is_empty());
        for choice in chosen {
            if let Some(count) = counts.get_mut(*choice) {
                *count += 1;
            }
        }
    }
    let top = counts.iter().copied().max().unwrap_or(0);
    let most = counts.iter().enumerate().filter(|(_, c)| top > 0 && **c == top).map(|(i, _)| i).collect();
    Approvals { counts, most, none }
}

fn roles(question: &Question, ballots: &[&Ballot]) -> Vec<RoleSplit> {
    let (mut out, mut rest) = (Vec::new(), Vec::new());
    for role in (0..question.roles.len()).map(Some).chain([None]) {
        let of_role: Vec<&Ballot> = ballots.iter().copied().filter(|b| b.role == role).collect();
        if role.is_some() && of_role.len() >= ROLE_MIN {
            out.push(one_role(question, role, &of_role));
        } else {
            rest.extend(of_role);
        }
    }
    // With few left over, the others beside the whole would tell what those few said.
    if !rest.is_empty() {
        if rest.len() < ROLE_MIN {
            return Vec::new();
        }
        out.push(one_role(question, None, &rest));
    }
    if out.len() < 2 { Vec::new() } else { out }
}

fn one_role(question: &Question, role: Option<usize>, ballots: &[&Ballot]) -> RoleSplit {
    let packages = packages(ballots);
    let medians = (0..question.levers.len()).filter_map(|i| median(column(&packages, i))).collect();
    let approvals = match question.kind {
        Kind::Choice => approvals(question.choices.len(), ballots).counts,
        Kind::Package => Vec::new(),
    };
    RoleSplit { role, ballots: ballots.len(), medians, approvals }
}
