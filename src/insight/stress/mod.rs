//! Does it hold up? Plans in futures = draws × structures × named stresses: regret, the share that reaches a stated line, ranks by
//! several rules, where they disagree, when a plan falls short, and the worst world the evidence still allows.

mod discover;
mod red;
pub mod rules;

use super::watch::Watch;
use super::yardstick::Yardstick;
use crate::model::stats::{five_quantiles, quantiles7};
use crate::model::stresses::{Displacement, Stress};
use crate::model::{Basis, Direction, Structure};
use crate::projection::drivers::structure_of;
use crate::projection::totals::totals;
use crate::projection::variant::{Harder, Held, Quantity, Variant};
use crate::projection::{DrawKey, Draws, Quantiles, Stopped};
use crate::scenario::Scenario;

pub use discover::{Discovery, Limit, Sign, What};
pub use red::{RedTeam, Told, red_team};
pub use rules::{Rule, Verdict};

/// When a future counts as reached.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Line {
    /// All targets of the scenario are met in the last year.
    Targets,
    /// The yardstick is at or beyond this value.
    AtLeast(f64),
    /// The yardstick is better than under no new policy.
    Better,
}

/// One plan in one world.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cell {
    /// The yardstick over the draws.
    pub range: Quantiles,
    /// Share of draws that reach the line, 0–1.
    pub reached: f64,
    /// Behind the best of this world in the middle future, ≥ 0.
    pub regret: f64,
}

/// Plans in harder worlds.
#[derive(Debug, Clone, PartialEq)]
pub struct Robustness {
    /// What is judged by.
    pub yardstick: Yardstick,
    /// The line of each plan.
    pub lines: Vec<Line>,
    /// Seed.
    pub seed: u64,
    /// Draws of each world.
    pub draws: usize,
    /// Draws behind discovery and the worst world.
    pub few: usize,
    /// The futures as drawn (`None`), then each stress by its row.
    pub worlds: Vec<Option<usize>>,
    /// `[world][plan]`.
    pub cells: Vec<Vec<Cell>>,
    /// Regret of no new policy by world, ≥ 0.
    pub regret_of_nothing: Vec<f64>,
    /// Middle of the yardstick by structure: `[structure][plan]`; structures that are not run are left out.
    pub structures: Vec<(Structure, Vec<f64>)>,
    /// Ranks by rule; column 0 is no new policy.
    pub verdicts: Vec<Verdict>,
    /// 95 % half-width of each plan's median, all worlds together, over the scrambles.
    pub error: Vec<f64>,
    /// When each plan reaches or misses its line.
    pub found: Vec<Discovery>,
    /// The worst world of each plan.
    pub red: Vec<RedTeam>,
}

/// A plan under a stress: the scenario as it is run there, and the key of its draws.
#[must_use]
pub fn under(scenario: &Scenario, count: u32, stress: Option<&Stress>) -> (Scenario, DrawKey) {
    let mut scenario = scenario.clone();
    let mut key = DrawKey::of(&scenario, count);
    let Some(stress) = stress else { return (scenario, key) };
    key.variant = Variant {
        harder: Harder { capacity: stress.capacity, absorptive: stress.absorptive, output: stress.output },
        held: match stress.displacement {
            Displacement::Drawn => Vec::new(),
            Displacement::High => vec![(Quantity::Displacement, Held::High)],
        },
        ..Variant::default()
    };
    if let Some(years) = stress.paid_years {
        let last = scenario.start + i32::try_from(years).unwrap_or(i32::MAX).saturating_sub(1);
        for plan in &mut scenario.plans {
            plan.levers.retain(|_, setting| setting.from <= last);
            for setting in plan.levers.values_mut() {
                setting.to = setting.to.min(last);
            }
        }
    }
    (scenario, key)
}

/// One plan in one world by draw.
struct Column {
    /// More is better.
    good: Vec<f64>,
    reached: Vec<bool>,
    structure: Vec<Structure>,
    /// Share of draws in which no new policy reaches the line, 0–1.
    nothing: f64,
}

fn column(
    basis: &Basis,
    scenario: &Scenario,
    (yardstick, line): (Yardstick, Line),
    (count, seed): (u32, u64),
    stress: Option<&Stress>,
    watch: &Watch<'_>,
) -> Result<Column, Stopped> {
    let (run, key) = under(scenario, count, stress);
    let draws = Draws::make(basis, &DrawKey { seed, ..key });
    let mut asks = yardstick.asks();
    let first = asks.len();
    if line == Line::Targets {
        asks.extend(run.targets.iter().map(|t| (t.plan.saturating_sub(1), t.indicator)));
    }
    let found = totals(basis, &run, &draws, &asks, watch.cancel)?;
    let sign = yardstick.sign(basis);
    let good: Vec<f64> = yardstick.values(&found).into_iter().map(|v| sign * v).collect();
    let met = |i: usize, with: bool| {
        run.targets.iter().zip(&found.asked[first..]).all(|(aim, asked)| {
            let read = |column: &[f64]| column.get(i).copied().unwrap_or(f64::NAN);
            let level = read(&asked.level) - if with { 0.0 } else { read(&asked.change) };
            match basis.model.indicator(aim.indicator).direction {
                Direction::Down => level <= aim.level,
                Direction::Up | Direction::Context => level >= aim.level,
            }
        })
    };
    let (reached, nothing) = match line {
        Line::AtLeast(at) => (good.iter().map(|v| *v >= sign * at).collect(), f64::from(u8::from(sign * at <= 0.0))),
        Line::Better => (good.iter().map(|v| *v > 0.0).collect(), 0.0),
        Line::Targets => {
            let without = (0..good.len()).filter(|i| met(*i, false)).count();
            ((0..good.len()).map(|i| met(i, true)).collect(), without as f64 / good.len().max(1) as f64)
        }
    };
    Ok(Column { good, reached, structure: structure_of(&draws), nothing })
}

/// Tries one to four plans out. `line`: a stated line for all; without one the targets of each scenario, or where it has none a
/// better figure than under no new policy.
///
/// # Errors
/// [`Stopped::Cancelled`] once the watch says so; [`Stopped::Refused`] if a plan has no starting numbers.
pub fn stress(
    basis: &Basis,
    scenarios: &[&Scenario],
    yardstick: Yardstick,
    line: Option<f64>,
    (count, few): (u32, u32),
    watch: &Watch<'_>,
) -> Result<Robustness, Stopped> {
    let seed = scenarios.first().map_or(1, |s| s.seed);
    let line_of = |s: &&Scenario| match line {
        Some(at) => Line::AtLeast(at),
        None if s.targets.is_empty() => Line::Better,
        None => Line::Targets,
    };
    let lines: Vec<Line> = scenarios.iter().map(line_of).collect();
    let worlds: Vec<Option<usize>> = std::iter::once(None).chain((0..basis.stresses.len()).map(Some)).collect();
    // The worlds are half of the work; the rest is told of by its own parts.
    let all = 2 * worlds.len() * scenarios.len();
    let mut columns: Vec<Vec<Column>> = Vec::new();
    for (w, world) in worlds.iter().enumerate() {
        let stress = world.and_then(|row| basis.stresses.get(row));
        let mut here = Vec::new();
        for (p, scenario) in scenarios.iter().enumerate() {
            watch.step(w * scenarios.len() + p, all)?;
            here.push(column(basis, scenario, (yardstick, lines[p]), (count, seed), stress, watch)?);
        }
        columns.push(here);
    }
    let sign = yardstick.sign(basis);
    let (cells, regret_of_nothing) = table(&columns, sign);
    let verdicts = verdicts(&columns, scenarios.len());
    let (mut found, mut red) = (Vec::new(), Vec::new());
    for (p, scenario) in scenarios.iter().enumerate() {
        let part = |share: f64| 0.5 + 0.5 * (p as f64 + share) / scenarios.len() as f64;
        let scaled = |share: f64| (watch.progress)(part(share));
        let inner = Watch { cancel: watch.cancel, progress: &scaled };
        found.push(discover::discover(basis, scenario, (yardstick, lines[p]), (few, seed), &inner)?);
        red.push(red_team(basis, scenario, yardstick, few, &inner)?);
    }
    Ok(Robustness {
        yardstick,
        lines,
        seed,
        draws: columns.first().and_then(|c| c.first()).map_or(0, |c| c.good.len()),
        few: few as usize,
        structures: by_structure(&columns, scenarios.len(), sign),
        error: (0..scenarios.len()).map(|p| error(&columns, p)).collect(),
        worlds,
        cells,
        regret_of_nothing,
        verdicts,
        found,
        red,
    })
}

fn median(values: &[f64]) -> f64 {
    quantiles7(&mut values.to_vec(), [0.5])[0]
}

fn table(columns: &[Vec<Column>], sign: f64) -> (Vec<Vec<Cell>>, Vec<f64>) {
    let mut nothing = Vec::new();
    let world = |here: &Vec<Column>| {
        let middles: Vec<f64> = here.iter().map(|c| median(&c.good)).collect();
        // No new policy stands at zero in every future.
        let best = middles.iter().fold(0.0_f64, |a, b| a.max(*b));
        nothing.push(best);
        here.iter()
            .zip(middles)
            .map(|(c, middle)| {
                let mut values: Vec<f64> = c.good.iter().map(|v| sign * v).collect();
                let [p10, p25, p50, p75, p90] = five_quantiles(&mut values);
                let reached = c.reached.iter().filter(|r| **r).count() as f64 / c.reached.len().max(1) as f64;
                Cell { range: Quantiles { p10, p25, p50, p75, p90 }, reached, regret: best - middle }
            })
            .collect()
    };
    (columns.iter().map(world).collect(), nothing)
}

fn by_structure(columns: &[Vec<Column>], plans: usize, sign: f64) -> Vec<(Structure, Vec<f64>)> {
    let of = |structure: &Structure| {
        let middle = |p: usize| {
            let all = columns.iter().filter_map(|w| w.get(p));
            let values: Vec<f64> = all
                .flat_map(|c| c.good.iter().zip(&c.structure).filter(|(_, s)| *s == structure).map(|(v, _)| *v))
                .collect();
            (!values.is_empty()).then(|| sign * median(&values))
        };
        let middles: Vec<f64> = (0..plans).filter_map(middle).collect();
        (middles.len() == plans).then_some((*structure, middles))
    };
    Structure::ALL.iter().filter_map(of).collect()
}

/// Ranks over all futures; the middle of each world and structure is one state of the world for regret.
fn verdicts(columns: &[Vec<Column>], plans: usize) -> Vec<Verdict> {
    let pooled = |p: usize| columns.iter().filter_map(move |w| w.get(p));
    let count: usize = pooled(0).map(|c| c.good.len()).sum();
    let mut all: Vec<rules::Candidate> = vec![rules::Candidate {
        values: vec![0.0; count],
        // Targets are those of the first plan.
        reached: pooled(0).map(|c| c.nothing).sum::<f64>() / columns.len().max(1) as f64,
        states: Vec::new(),
        worlds: vec![0.0; columns.len()],
    }];
    for p in 0..plans {
        let values = pooled(p).flat_map(|c| c.good.iter().copied()).collect();
        let reached = pooled(p).flat_map(|c| &c.reached).filter(|r| **r).count() as f64 / count.max(1) as f64;
        let mut states = Vec::new();
        for c in pooled(p) {
            for structure in Structure::ALL {
                let own: Vec<f64> =
                    c.good.iter().zip(&c.structure).filter(|(_, s)| *s == structure).map(|(v, _)| *v).collect();
                if !own.is_empty() {
                    states.push(median(&own));
                }
            }
        }
        all[0].states = vec![0.0; states.len()];
        all.push(rules::Candidate { values, reached, states, worlds: pooled(p).map(|c| median(&c.good)).collect() });
    }
    rules::verdicts(&all)
}

/// 95 % half-width of the median over ten scrambles, all worlds together.
fn error(columns: &[Vec<Column>], p: usize) -> f64 {
    let medians: Vec<f64> = (0..10)
        .map(|s| {
            let part = |c: &Column| {
                let n = c.good.len() / 10;
                c.good[s * n..(s + 1) * n].to_vec()
            };
            median(&columns.iter().filter_map(|w| w.get(p)).flat_map(part).collect::<Vec<f64>>())
        })
        .collect();
    super::half_width(&medians)
}
