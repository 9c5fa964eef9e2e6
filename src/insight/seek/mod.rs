//! What would it take, and what does well for the money: a seeded search over lever mixes of one plan.
//!
//! Every mix is run on the same few draws, so that the search compares mixes and not luck; the best are run again in full. The search
//! is random mixes, then steps of money from one lever to another from the best and most different of them: simple, reproducible,
//! and no claim that nothing better exists.

mod mix;

use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use super::watch::Watch;
use super::yardstick::Yardstick;
use crate::evidence::LeverId;
use crate::model::dose::slider;
use crate::model::{Basis, Direction, Indicator, LeverKind};
use crate::projection::totals::{Totals, totals};
use crate::projection::{DrawKey, Draws, Stopped};
use crate::scenario::{DRAWS_COARSE, Scenario};
pub use mix::Reach;
use mix::{FINALISTS, KEPT, Random, by_regret, distinct, keep, quantile, two_figures};

/// What a good mix is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aim {
    /// The middle future.
    Median,
    /// The quantile that 1 future in 10 falls short of.
    WorstTenth,
    /// The regret against the best mix of each future that 1 future in 10 passes.
    Regret,
}

/// What the search may do.
#[derive(Debug, Clone, PartialEq)]
pub struct Limits {
    /// £m a year for all levers of money together, in every year.
    pub budget: f64,
    /// Levers whose setting stays.
    pub locked: Vec<LeverId>,
    /// Most levers that are on, locked ones included.
    pub most: usize,
    /// Least amount of a lever that is on, £m a year.
    pub least: f64,
    /// Least middle change of the gap of the place (GVA a head ÷ UK), as a ratio; `None`: none.
    pub gap: Option<f64>,
    /// Mixes tried.
    pub tries: usize,
}

/// A mix of levers.
#[derive(Debug, Clone, PartialEq)]
pub struct Mix {
    /// Lever with £m a year, in the order of the model; locked levers are not among them.
    pub amounts: Vec<(LeverId, f64)>,
    /// What the aim gives on the few draws, more being better.
    pub score: f64,
    /// Whether the floor on the gap holds.
    pub allowed: bool,
    /// Values by draw on the few draws, more being better.
    values: Vec<f64>,
}

/// A mix run in full.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// The mix.
    pub mix: Mix,
    /// Yardstick: 10 %, middle, 90 %.
    pub range: [f64; 3],
    /// Regret against the other mixes found (90 % quantile), ≥ 0.
    pub regret: f64,
    /// Share of futures better than no new policy, 0–1.
    pub better: f64,
    /// Middle change of the gap.
    pub gap: f64,
    /// Middle present value of public cost, £m.
    pub cost: f64,
    /// 95 % half-width of the middle over the scrambles.
    pub error: f64,
}

/// What a search gave.
#[derive(Debug, Clone, PartialEq)]
pub struct Search {
    /// Different mixes, best first by the aim on the full draws; empty if none is allowed.
    pub found: Vec<Found>,
    /// Mixes tried.
    pub tried: usize,
    /// Draws of the search, and of the last run.
    pub few: usize,
    /// See `few`.
    pub draws: usize,
}

/// A search over the first plan of a scenario. Levers keep their years where the scenario sets them, else they run the whole horizon.
pub struct Seeker<'a> {
    basis: &'a Basis,
    scenario: &'a Scenario,
    yardstick: Yardstick,
    limits: Limits,
    /// Levers of money that can be moved, each with the edge of its evidence, £m a year.
    free: Vec<(LeverId, f64)>,
    draws: Draws,
    tried: usize,
}

impl<'a> Seeker<'a> {
    /// Makes a search ready.
    ///
    /// # Errors
    /// [`Stopped::Refused`] if the plan has no starting numbers or nothing can be moved.
    pub fn new(
        basis: &'a Basis,
        scenario: &'a Scenario,
        yardstick: Yardstick,
        limits: Limits,
    ) -> Result<Self, Stopped> {
        let refused =
            |what: &str| Stopped::Refused(crate::evidence::Fault::new(scenario.title.clone(), what.to_owned()));
        let plan = scenario.plans.first().ok_or_else(|| refused("holds no plan"))?;
        let cell = basis.inputs.cell(&plan.place, &plan.sector).map_err(Stopped::Refused)?;
        let free: Vec<(LeverId, f64)> = basis
            .model
            .levers
            .iter()
            // A lever with a partner needs a second place; reforms are paid by coverage, not from a budget.
            .filter(|l| l.kind == LeverKind::Spend && l.id.as_str() != "interregional_links")
            .filter(|l| !limits.locked.contains(&l.id))
            .map(|l| (l.id.clone(), slider(l, &cell).edge))
            .filter(|(_, edge)| *edge >= limits.least.max(f64::MIN_POSITIVE))
            .collect();
        if free.is_empty() {
            return Err(refused("leaves no lever of money to move: unlock one, or lower the least amount"));
        }
        let draws = Draws::make(basis, &DrawKey::of(scenario, DRAWS_COARSE));
        Ok(Self { basis, scenario, yardstick, limits, free, draws, tried: 0 })
    }

    /// Money that locked levers take, £m a year.
    fn locked(&self) -> f64 {
        let Some(plan) = self.scenario.plans.first() else { return 0.0 };
        let spend = |id: &LeverId| self.basis.model.lever(id).is_some_and(|l| l.kind == LeverKind::Spend);
        plan.on().filter(|(id, _)| self.limits.locked.contains(id) && spend(id)).map(|(_, s)| s.amount).sum()
    }

    /// The scenario with a mix set.
    #[must_use]
    pub fn with(&self, amounts: &[(LeverId, f64)]) -> Scenario {
        let mut out = self.scenario.clone();
        out.expect.clear();
        // The budget is for this plan: others would only add their own money and effects.
        out.plans.truncate(1);
        let Some(plan) = out.plans.first_mut() else { return out };
        let known = plan.levers.clone();
        plan.levers.retain(|id, _| self.limits.locked.contains(id));
        for (id, amount) in amounts.iter().filter(|(_, a)| *a > 0.0) {
            let mut setting = known.get(id).cloned().unwrap_or_else(|| self.scenario.whole_horizon(*amount));
            setting.amount = *amount;
            plan.levers.insert(id.clone(), setting);
        }
        out
    }

    fn run(&self, amounts: &[(LeverId, f64)], draws: &Draws, watch: &Watch<'_>) -> Result<Totals, Stopped> {
        let mut asks = self.yardstick.asks();
        asks.push((0, Indicator::Gap));
        totals(self.basis, &self.with(amounts), draws, &asks, watch.cancel)
    }

    fn good(&self, found: &Totals) -> Vec<f64> {
        let sign = self.yardstick.sign(self.basis);
        self.yardstick.values(found).into_iter().map(|v| sign * v).collect()
    }

    fn try_out(&self, amounts: Vec<(LeverId, f64)>, aim: Aim, watch: &Watch<'_>) -> Result<Mix, Stopped> {
        let found = self.run(&amounts, &self.draws, watch)?;
        let values = self.good(&found);
        let gap = found.asked.last().map_or(0.0, |a| quantile(&a.change, 0.5));
        let allowed = self.limits.gap.is_none_or(|floor| gap >= floor);
        // Regret needs the other mixes; while searching, mixes are led by their middle.
        let score = quantile(&values, if aim == Aim::WorstTenth { 0.1 } else { 0.5 });
        Ok(Mix { amounts, score, allowed, values })
    }

    /// A random mix: some levers, the money cut at random places, none above the edge of its evidence.
    fn random(&self, random: &mut Random, budget: f64) -> Vec<(LeverId, f64)> {
        let room = self.limits.most.saturating_sub(self.limits.locked.len()).clamp(1, self.free.len());
        let wanted = 1 + random.below(room);
        let mut picked: Vec<usize> = Vec::new();
        while picked.len() < wanted {
            let k = random.below(self.free.len());
            if !picked.contains(&k) {
                picked.push(k);
            }
        }
        let shares: Vec<f64> = picked.iter().map(|_| -libm::log(random.unit().max(1e-12))).collect();
        let all: f64 = shares.iter().sum();
        let mut out: Vec<(LeverId, f64)> = picked
            .iter()
            .zip(shares)
            .map(|(k, s)| (self.free[*k].0.clone(), self.held(*k, budget * s / all)))
            .collect();
        self.tidy(&mut out);
        out
    }

    fn held(&self, k: usize, amount: f64) -> f64 {
        two_figures(amount.min(self.free[k].1))
    }

    fn tidy(&self, mix: &mut Vec<(LeverId, f64)>) {
        for (_, amount) in mix.iter_mut() {
            *amount = two_figures(*amount);
        }
        mix.retain(|(_, a)| *a > 0.0 && *a >= self.limits.least);
        mix.sort_by_key(|(id, _)| self.free.iter().position(|(f, _)| f == id));
    }

    /// Moves a part of the money from one lever to another, or takes it away.
    fn step(&self, random: &mut Random, mix: &[(LeverId, f64)], budget: f64) -> Vec<(LeverId, f64)> {
        let mut out = mix.to_vec();
        let part = [0.25, 0.5, 1.0][random.below(3)];
        let mut free = (budget - out.iter().map(|(_, a)| a).sum::<f64>()).max(0.0);
        if !out.is_empty() && random.unit() < 0.8 {
            let from = random.below(out.len());
            free += out[from].1 * part;
            out[from].1 *= 1.0 - part;
        }
        let room = self.limits.most.saturating_sub(self.limits.locked.len());
        if random.unit() < 0.9 {
            let k = random.below(self.free.len());
            let id = &self.free[k].0;
            let on = out.iter().filter(|(_, a)| *a > 0.0).count();
            match out.iter_mut().find(|(known, _)| known == id) {
                Some((_, amount)) => *amount = self.held(k, *amount + free),
                None if on < room => out.push((id.clone(), self.held(k, free))),
                None => {}
            }
        }
        self.tidy(&mut out);
        out
    }

    /// Several different mixes that do well for the budget.
    ///
    /// # Errors
    /// [`Stopped::Cancelled`] once the watch says so; [`Stopped::Refused`] if a run is.
    pub fn mixes(&mut self, aim: Aim, count: u32, watch: &Watch<'_>) -> Result<Search, Stopped> {
        let budget = (self.limits.budget - self.locked()).max(0.0);
        let mut random = Random(self.scenario.seed);
        let tries = self.limits.tries.max(8);
        let mut pool: Vec<Mix> = Vec::new();
        // Random mixes do not wait for one another; steps start from the best so far.
        let first: Vec<_> = (self.tried..tries / 2).map(|_| self.random(&mut random, budget)).collect();
        let begun = AtomicUsize::new(self.tried);
        let run = |amounts| {
            watch.step(begun.fetch_add(1, Ordering::Relaxed), tries + tries / 4)?;
            self.try_out(amounts, aim, watch)
        };
        for mix in first.into_par_iter().map(run).collect::<Result<Vec<_>, _>>()? {
            self.tried += 1;
            keep(&mut pool, mix);
        }
        while self.tried < tries {
            watch.step(self.tried, tries + tries / 4)?;
            let next = if pool.is_empty() {
                self.random(&mut random, budget)
            } else {
                let best = distinct(&pool, KEPT);
                let from = best[random.below(best.len())].amounts.clone();
                self.step(&mut random, &from, budget)
            };
            self.tried += 1;
            if pool.iter().all(|m| m.amounts != next) {
                let mix = self.try_out(next, aim, watch)?;
                keep(&mut pool, mix);
            }
        }
        if aim == Aim::Regret {
            by_regret(&mut pool);
        }
        // The different ones that lead, and then the best of all: on few draws the order among them is not sure.
        let mut best: Vec<Mix> = distinct(&pool, KEPT).into_iter().cloned().collect();
        for mix in pool {
            if best.len() < FINALISTS && best.iter().all(|b| b.amounts != mix.amounts) {
                best.push(mix);
            }
        }
        self.in_full(best, aim, count, watch)
    }

    fn in_full(&self, best: Vec<Mix>, aim: Aim, count: u32, watch: &Watch<'_>) -> Result<Search, Stopped> {
        let draws = Draws::make(self.basis, &DrawKey::of(self.scenario, count));
        let tries = self.limits.tries.max(8);
        let begun = AtomicUsize::new(0);
        let all = best.len().max(1);
        let run = |mix: Mix| {
            let done = begun.fetch_add(1, Ordering::Relaxed) * (tries / 4) / all;
            watch.step(tries + done, tries + tries / 4)?;
            let found = self.run(&mix.amounts, &draws, watch)?;
            Ok((mix, self.good(&found), found))
        };
        let runs = best.into_par_iter().map(run).collect::<Result<Vec<_>, Stopped>>()?;
        let n = draws.len();
        let top: Vec<f64> =
            (0..n).map(|i| runs.iter().map(|(_, v, _)| v[i]).fold(f64::NEG_INFINITY, f64::max)).collect();
        let sign = self.yardstick.sign(self.basis);
        let mut found: Vec<Found> = runs
            .iter()
            .map(|(mix, good, totals)| {
                let regret: Vec<f64> = top.iter().zip(good).map(|(t, g)| t - g).collect();
                let size = n / 10;
                let medians: Vec<f64> = (0..10).map(|s| quantile(&good[s * size..(s + 1) * size], 0.5)).collect();
                let mut range = [0.1, 0.5, 0.9].map(|q| sign * quantile(good, q));
                range.sort_by(f64::total_cmp);
                Found {
                    mix: mix.clone(),
                    range,
                    regret: quantile(&regret, 0.9),
                    better: good.iter().filter(|g| **g > 0.0).count() as f64 / n.max(1) as f64,
                    gap: totals.asked.last().map_or(0.0, |a| quantile(&a.change, 0.5)),
                    cost: quantile(&totals.cost, 0.5),
                    error: super::half_width(&medians),
                }
            })
            .collect();
        let key = |f: &Found| match aim {
            Aim::Median => sign * f.range[1],
            Aim::WorstTenth => {
                if sign > 0.0 {
                    f.range[0]
                } else {
                    -f.range[2]
                }
            }
            Aim::Regret => -f.regret,
        };
        found.sort_by(|a, b| key(b).total_cmp(&key(a)));
        let order: Vec<Mix> = found.iter().map(|f| f.mix.clone()).collect();
        let shown = distinct(&order, KEPT);
        found.retain(|f| shown.iter().any(|mix| mix.amounts == f.mix.amounts));
        Ok(Search { found, tried: self.tried, few: self.draws.len(), draws: n })
    }

    /// The least budget (£m a year) whose best mix found reaches `level` of an indicator in the last year with chance `chance`; the
    /// search doubles and then halves between budgets. `Err` with the highest chance found if no mix within the evidence does.
    ///
    /// # Errors
    /// As [`Seeker::mixes`].
    pub fn reach(
        &mut self,
        (indicator, level, chance): (Indicator, f64, f64),
        watch: &Watch<'_>,
    ) -> Result<Reach, Stopped> {
        const ROUNDS: usize = 7;
        let whole: f64 = self.free.iter().map(|(_, edge)| edge).sum::<f64>() + self.locked();
        let direction = self.basis.model.indicator(indicator).direction;
        let (mut lo, mut hi) = (0.0, whole);
        let (nothing, middle) = self.chance(&[], (indicator, level, direction), watch)?;
        let mut best = (Vec::new(), nothing, middle);
        if nothing < chance {
            let found = self.best_for(whole, (indicator, level, direction), (0, ROUNDS), watch)?;
            if found.1 > nothing {
                best = found;
            }
        } else {
            hi = self.locked();
        }
        let (most, reached) = (best.1, best.1 >= chance);
        if reached && nothing < chance {
            for round in 1..ROUNDS {
                let middle = f64::midpoint(lo, hi);
                let found = self.best_for(middle, (indicator, level, direction), (round, ROUNDS), watch)?;
                if found.1 >= chance {
                    hi = found.0.iter().map(|(_, a)| a).sum::<f64>() + self.locked();
                    best = found;
                } else {
                    lo = middle;
                }
            }
        }
        Ok(Reach {
            amounts: best.0,
            budget: if reached { hi } else { whole },
            chance: best.1,
            most,
            nothing,
            reached,
            middle: best.2,
            tried: self.tried,
        })
    }

    /// Share of the few draws that reach a level with a mix, and the middle level.
    fn chance(
        &self,
        amounts: &[(LeverId, f64)],
        (indicator, level, direction): (Indicator, f64, Direction),
        watch: &Watch<'_>,
    ) -> Result<(f64, f64), Stopped> {
        let found = totals(self.basis, &self.with(amounts), &self.draws, &[(0, indicator)], watch.cancel)?;
        let levels = found.asked.first().map(|a| a.level.as_slice()).unwrap_or_default();
        let meets = |v: &&f64| if direction == Direction::Down { **v <= level } else { **v >= level };
        let chance = levels.iter().filter(meets).count() as f64 / levels.len().max(1) as f64;
        Ok((chance, quantile(levels, 0.5)))
    }

    /// The mix with the highest chance for a budget: amounts, chance, middle level.
    #[expect(clippy::type_complexity, reason = "three parts of one answer")]
    fn best_for(
        &mut self,
        budget: f64,
        (indicator, level, direction): (Indicator, f64, Direction),
        (round, rounds): (usize, usize),
        watch: &Watch<'_>,
    ) -> Result<(Vec<(LeverId, f64)>, f64, f64), Stopped> {
        let mut random = Random(self.scenario.seed ^ 0x7ee1);
        let left = (budget - self.locked()).max(0.0);
        let mut best: Option<(Vec<(LeverId, f64)>, f64, f64)> = None;
        let tries = (self.limits.tries / rounds).max(8);
        for k in 0..tries {
            watch.step(round * tries + k, rounds * tries)?;
            let next = match &best {
                // Everything at the edge of its evidence first: what lies within the budget at all.
                None if left >= self.free.iter().map(|(_, e)| e).sum::<f64>()
                    && self.limits.most >= self.free.len() =>
                {
                    let mut all: Vec<_> =
                        (0..self.free.len()).map(|k| (self.free[k].0.clone(), self.held(k, self.free[k].1))).collect();
                    self.tidy(&mut all);
                    all
                }
                Some((amounts, ..)) if k > tries / 3 => self.step(&mut random, amounts, left),
                _ => self.random(&mut random, left),
            };
            self.tried += 1;
            let (chance, middle) = self.chance(&next, (indicator, level, direction), watch)?;
            if best.as_ref().is_none_or(|(_, b, _)| chance > *b) {
                best = Some((next, chance, middle));
            }
        }
        Ok(best.unwrap_or_default())
    }
}
