//! Scenario discovery: in which corner of what is unsure do the cases of interest lie? PRIM (Friedman & Fisher 1999), as used by
//! Bryant & Lempert (2010): peel off the slice whose loss raises the share of cases most, then paste back what does no harm.
//!
//! Held against the published box of Bryant and Lempert's data (`tests/suite/prim.rs`).

/// How far one peel or paste goes, and how small a box may get.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rules {
    /// Share of the box that one peel takes off, 0–1.
    pub peel: f64,
    /// Share that one paste adds.
    pub paste: f64,
    /// Least share of all futures that a box holds.
    pub mass_min: f64,
}

impl Default for Rules {
    fn default() -> Self {
        Self { peel: 0.05, paste: 0.05, mass_min: 0.05 }
    }
}

/// One box on the way.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Lower and upper end of each dimension, both inside.
    pub limits: Vec<(f64, f64)>,
    /// Futures inside.
    pub inside: usize,
    /// Cases of interest inside.
    pub cases: usize,
    /// Share of all cases that lie inside, 0–1.
    pub coverage: f64,
    /// Share of what lies inside that is of interest, 0–1.
    pub density: f64,
    /// Share of all futures inside, 0–1.
    pub mass: f64,
    /// Dimensions that are limited.
    pub restricted: Vec<usize>,
}

/// Boxes from the whole to the smallest, in the order in which they were found.
#[must_use]
pub fn peel(columns: &[Vec<f64>], of_interest: &[bool], rules: Rules) -> Vec<Step> {
    let rows = of_interest.len();
    let whole: Vec<(f64, f64)> = columns
        .iter()
        .map(|c| c.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(lo, hi), v| (lo.min(*v), hi.max(*v))))
        .collect();
    let search = Search { columns, of_interest, whole: whole.clone(), rules };
    let all: Vec<usize> = (0..rows).collect();
    let mut steps = vec![search.step(whole, &all)];
    let mut inside = all;
    while let Some((limits, left)) = search.best_peel(&steps, &inside) {
        steps.push(search.step(limits, &left));
        inside = left;
    }
    while let Some((limits, more)) = search.best_paste(&steps, &inside) {
        steps.push(search.step(limits, &more));
        inside = more;
    }
    steps
}

struct Search<'a> {
    columns: &'a [Vec<f64>],
    of_interest: &'a [bool],
    whole: Vec<(f64, f64)>,
    rules: Rules,
}

/// A box that might come next, with the rows inside.
type Candidate = (Vec<(f64, f64)>, Vec<usize>);

impl Search<'_> {
    fn cases(&self, rows: &[usize]) -> usize {
        rows.iter().filter(|r| self.of_interest[**r]).count()
    }

    fn mean(&self, rows: &[usize]) -> f64 {
        if rows.is_empty() { 0.0 } else { self.cases(rows) as f64 / rows.len() as f64 }
    }

    fn restricted(&self, limits: &[(f64, f64)]) -> Vec<usize> {
        (0..limits.len()).filter(|k| limits[*k] != self.whole[*k]).collect()
    }

    fn step(&self, limits: Vec<(f64, f64)>, rows: &[usize]) -> Step {
        let (cases, all) = (self.cases(rows), self.of_interest.iter().filter(|y| **y).count());
        Step {
            inside: rows.len(),
            cases,
            coverage: cases as f64 / all.max(1) as f64,
            density: self.mean(rows),
            mass: rows.len() as f64 / self.of_interest.len().max(1) as f64,
            restricted: self.restricted(&limits),
            limits,
        }
    }

    /// Gain in the share of cases for each future lost or won; ties go to the box with fewer limits, then to the first.
    fn best(&self, candidates: Vec<Candidate>, inside: &[usize]) -> Option<(f64, Candidate)> {
        let old = self.mean(inside);
        let mut best: Option<(f64, usize, Candidate)> = None;
        for (limits, rows) in candidates {
            let changed = inside.len().abs_diff(rows.len());
            let gain = if changed == 0 { 0.0 } else { (self.mean(&rows) - old) / changed as f64 };
            let free = limits.len() - self.restricted(&limits).len();
            if best.as_ref().is_none_or(|(g, f, _)| (gain, free) > (*g, *f)) {
                best = Some((gain, free, (limits, rows)));
            }
        }
        best.map(|(gain, _, candidate)| (gain, candidate))
    }

    fn best_peel(&self, steps: &[Step], inside: &[usize]) -> Option<Candidate> {
        let limits = &steps.last()?.limits;
        let mut candidates = Vec::new();
        for (k, column) in self.columns.iter().enumerate() {
            let mut sorted: Vec<f64> = inside.iter().map(|r| column[*r]).collect();
            sorted.sort_by(f64::total_cmp);
            for upper in [true, false] {
                let at = edge(&sorted, if upper { 1.0 - self.rules.peel } else { self.rules.peel });
                let mut next = limits.clone();
                next[k] = if upper { (next[k].0, at) } else { (at, next[k].1) };
                let stays = |r: &&usize| if upper { column[**r] <= at } else { column[**r] >= at };
                candidates.push((next, inside.iter().filter(stays).copied().collect()));
            }
        }
        let (gain, (next, left)) = self.best(candidates, inside)?;
        let mass = left.len() as f64 / self.of_interest.len() as f64;
        (mass >= self.rules.mass_min && left.len() < inside.len() && gain > 0.0).then_some((next, left))
    }

    fn best_paste(&self, steps: &[Step], inside: &[usize]) -> Option<Candidate> {
        let limits = &steps.last()?.limits;
        let restricted = self.restricted(limits);
        let within = |limits: &[(f64, f64)]| -> Vec<usize> {
            let holds =
                |r: &usize| restricted.iter().all(|k| (limits[*k].0..=limits[*k].1).contains(&self.columns[*k][*r]));
            (0..self.of_interest.len()).filter(holds).collect()
        };
        let mut candidates = Vec::new();
        for &k in &restricted {
            for upper in [false, true] {
                let (lo, hi) = limits[k];
                let mut outside = limits.clone();
                outside[k] = if upper { (hi, self.whole[k].1) } else { (self.whole[k].0, lo) };
                let mut values: Vec<f64> = within(&outside).iter().map(|r| self.columns[k][*r]).collect();
                values.sort_by(f64::total_cmp);
                let at = match (values.is_empty(), upper) {
                    (true, true) => self.whole[k].1,
                    (true, false) => self.whole[k].0,
                    (false, true) => edge(&values, self.rules.paste),
                    (false, false) => edge(&values, 1.0 - self.rules.paste),
                };
                let mut next = limits.clone();
                next[k] = if upper { (lo, at) } else { (at, hi) };
                let rows = within(&next);
                candidates.push((next, rows));
            }
        }
        let (gain, (next, more)) = self.best(candidates, inside)?;
        (more.len() > inside.len() && gain > 0.0 && self.mean(&more) > self.mean(inside)).then_some((next, more))
    }
}

/// Where a slice ends: the middle between the two values around the quantile, moved past repeats, so that something is cut off
/// (the rule of the sdtoolkit). `sorted` is not empty.
#[must_use]
pub fn edge(sorted: &[f64], q: f64) -> f64 {
    let last = sorted.len().saturating_sub(1);
    let at = last as f64 * q;
    let index = |x: f64| {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and the last row")]
        let i = x as usize;
        i.min(last)
    };
    let (mut low, mut high) = (index(libm::floor(at)), index(libm::ceil(at)));
    if q > 0.5 {
        while sorted[low] == sorted[high] && low > 0 {
            low -= 1;
        }
    } else {
        while sorted[low] == sorted[high] && high < last {
            high += 1;
        }
    }
    f64::midpoint(sorted[low], sorted[high])
}

/// One-sided binomial test of each limited dimension: how likely the box would hold as many cases if the limit did nothing
/// (Bryant & Lempert 2010, quasi-p-values): the smaller value of its two ends. In the order of `step.restricted`.
#[must_use]
pub fn quasi_p(columns: &[Vec<f64>], of_interest: &[bool], whole: &Step, step: &Step) -> Vec<f64> {
    let without = |k: usize, upper: bool| -> Option<f64> {
        let (free, own) = (whole.limits[k], step.limits[k]);
        let mut limits = step.limits.clone();
        limits[k] = if upper { (own.0, free.1) } else { (free.0, own.1) };
        if limits[k] == own {
            return None;
        }
        let holds =
            |r: &usize| step.restricted.iter().all(|j| (limits[*j].0..=limits[*j].1).contains(&columns[*j][*r]));
        let rows: Vec<usize> = (0..of_interest.len()).filter(holds).collect();
        let cases = rows.iter().filter(|r| of_interest[**r]).count();
        Some(at_least(step.cases, step.inside, cases as f64 / rows.len().max(1) as f64))
    };
    step.restricted
        .iter()
        .map(|k| [without(*k, false), without(*k, true)].into_iter().flatten().fold(1.0, f64::min))
        .collect()
}

/// P(X ≥ k) of a binomial of n trials with chance p.
fn at_least(k: usize, n: usize, p: f64) -> f64 {
    if k == 0 || p >= 1.0 {
        return 1.0;
    }
    if p <= 0.0 {
        return 0.0;
    }
    let ln = |x: usize| libm::lgamma(x as f64 + 1.0);
    let term = |i: usize| {
        let choose = ln(n) - ln(i) - ln(n - i);
        libm::exp(choose + i as f64 * libm::log(p) + (n - i) as f64 * libm::log1p(-p))
    };
    (k..=n).map(term).sum::<f64>().min(1.0)
}

/// The box that is told: the purest of those that hold at least `coverage_min` of the cases, with at most `most` limits; where
/// two are as pure the larger. `None` if nothing was peeled off.
#[must_use]
pub fn choose(steps: &[Step], coverage_min: f64, most: usize) -> Option<&Step> {
    let fits = |s: &&Step| s.coverage >= coverage_min && s.restricted.len() <= most && !s.restricted.is_empty();
    steps.iter().filter(fits).max_by(|a, b| {
        (a.density, a.coverage).partial_cmp(&(b.density, b.coverage)).unwrap_or(std::cmp::Ordering::Equal)
    })
}
