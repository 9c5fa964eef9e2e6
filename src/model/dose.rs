//! From money to people and firms reached: pools, attribution, and the slider of a lever (MODEL.md section 2).

use super::inputs::Cell;
use super::kinds::Input;
use super::types::{Lever, LeverKind, Pool, Scope};

/// The range of a lever's slider in one place and sector, in the lever's own amount unit (£m a year, or % coverage).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Slider {
    /// Largest amount of the slider.
    pub max: f64,
    /// One step.
    pub step: f64,
    /// Amount at which annual reach meets the edge of the evidence; beyond it the lever is hatched.
    pub edge: f64,
    /// Amount at which the whole pool would be reached in a year: more is refused.
    pub ceiling: f64,
}

/// Number of units that can be reached at all: jobs, firms, learners; 1 for levers without a pool.
#[must_use]
pub fn pool_size(lever: &Lever, cell: &Cell) -> f64 {
    match lever.pool {
        Pool::Workforce => cell.get(Input::Workforce),
        Pool::Firms => cell.get(Input::Firms),
        Pool::Smes => cell.get(Input::Smes),
        // Students of a cell are the place's × sector_share (BASELINE.md section 2).
        Pool::Students => cell.get(Input::Students) * cell.get(Input::SectorShare),
        Pool::None => 1.0,
    }
}

/// Share of the amount that falls on this sector: `sector_share` for place-wide levers, else 1.
#[must_use]
pub fn attributed(lever: &Lever, cell: &Cell) -> f64 {
    match lever.scope {
        Scope::Place => cell.get(Input::SectorShare),
        Scope::Sector => 1.0,
    }
}

/// Share of the pool newly reached in a year by a Spend lever of `amount` £m a year.
#[must_use]
pub fn annual_share(lever: &Lever, cell: &Cell, amount: f64) -> f64 {
    amount * attributed(lever, cell) * 1e6 / (lever.unit_cost.central * pool_size(lever, cell))
}

/// The slider: 0 to 3·A*, A* the amount at the edge of the evidence, step A*/10 rounded to 1-2-5;
/// levers without a pool and reforms keep the range of `levers.ron`.
#[must_use]
pub fn slider(lever: &Lever, cell: &Cell) -> Slider {
    if lever.kind == LeverKind::Reform {
        let edge = 100.0 * lever.evidence_dose.hi;
        return Slider { max: lever.max, step: lever.step, edge, ceiling: 100.0 };
    }
    let whole = lever.unit_cost.central * pool_size(lever, cell) / 1e6 / attributed(lever, cell);
    let edge = lever.evidence_dose.hi * whole;
    if lever.pool == Pool::None {
        return Slider { max: lever.max, step: lever.step, edge, ceiling: lever.max.max(whole) };
    }
    Slider { max: 3.0 * edge, step: nice_step(edge / 10.0), edge, ceiling: whole }
}

/// The 1-2-5 number nearest to `x` on the log scale; `x` > 0.
#[must_use]
pub fn nice_step(x: f64) -> f64 {
    if !(x.is_finite() && x > 0.0) {
        return 0.01;
    }
    let power = libm::pow(10.0, libm::floor(libm::log10(x)));
    let mantissa = x / power;
    let nice = if mantissa < 1.5 {
        1.0
    } else if mantissa < 3.5 {
        2.0
    } else if mantissa < 7.5 {
        5.0
    } else {
        10.0
    };
    nice * power
}
