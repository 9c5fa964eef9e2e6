//! How much of the spread of a change rests on judgement: the same draws once more with what is judged held at its middle.

use std::sync::atomic::AtomicBool;

use crate::model::stats::quantiles7;
use crate::model::{Band, Basis, Grade, Indicator, Model, Status};
use crate::projection::{DrawKey, Draws, Quantiles, Stopped, futures};
use crate::scenario::Scenario;

/// A group of judgements that can be held at its middle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Judged {
    /// Effects, gains and pairs of grade D or E, or whose basis is a judgement.
    Effects,
    /// Rows from gross to net that are judged.
    Net,
    /// Whether programmes take, and how unevenly.
    Takes,
}

impl Judged {
    /// In the order in which they are shown.
    pub const ALL: [Self; 3] = [Self::Effects, Self::Net, Self::Takes];

    /// In words.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Effects => "judged effects",
            Self::Net => "judged gross to net",
            Self::Takes => "whether programmes take",
        }
    }
}

/// The spread of one indicator's change in the last year.
#[derive(Debug, Clone, PartialEq)]
pub struct Share {
    /// Indicator.
    pub indicator: Indicator,
    /// As it is.
    pub whole: Quantiles,
    /// With everything judged held at its middle.
    pub held: Quantiles,
    /// Share of the width of the 8-in-10 range that goes when everything judged is held, 0–1; `None` where nothing moves.
    pub judged: Option<f64>,
    /// The same for each of [`Judged::ALL`] alone; these do not add up.
    pub each: [Option<f64>; 3],
}

/// Shares of every indicator of one plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Spread {
    /// Draws.
    pub draws: usize,
    /// Last year.
    pub year: i32,
    /// By indicator, public cost and value for money left out.
    pub shares: Vec<Share>,
}

/// Works out the shares for plan `plan` (from 0) on `count` draws of the scenario's seed.
///
/// # Errors
/// [`Stopped::Cancelled`] once `cancel` is set; [`Stopped::Refused`] if a plan has no starting numbers or there is no such
/// plan.
pub fn spread(
    basis: &Basis,
    scenario: &Scenario,
    (plan, count): (usize, u32),
    cancel: &AtomicBool,
) -> Result<Spread, Stopped> {
    let run = |held: &[Judged]| ranges(basis, scenario, (plan, count), held, cancel);
    let whole = run(&[])?;
    let held = run(&Judged::ALL)?;
    let each = [run(&[Judged::Effects])?, run(&[Judged::Net])?, run(&[Judged::Takes])?];
    let shown = Indicator::ALL.iter().filter(|i| !matches!(i, Indicator::PublicCostPv | Indicator::ValueForMoney));
    let shares = shown
        .map(|indicator| {
            let i = indicator.index();
            Share {
                indicator: *indicator,
                whole: whole[i],
                held: held[i],
                judged: gone(&whole[i], &held[i]),
                each: std::array::from_fn(|k| gone(&whole[i], &each[k][i])),
            }
        })
        .collect();
    Ok(Spread { draws: count as usize, year: scenario.last_year(), shares })
}

/// Share of a width that is gone, 0–1: what widens a range when it is held (a spike at zero taken away, say) counts as none.
fn gone(whole: &Quantiles, held: &Quantiles) -> Option<f64> {
    let width = |q: &Quantiles| q.p90 - q.p10;
    (width(whole) > 0.0).then(|| (1.0 - width(held) / width(whole)).clamp(0.0, 1.0))
}

/// Ranges of every indicator in the last year, in the order of [`Indicator::ALL`], with some judgements held.
fn ranges(
    basis: &Basis,
    scenario: &Scenario,
    (plan, count): (usize, u32),
    held: &[Judged],
    cancel: &AtomicBool,
) -> Result<Vec<Quantiles>, Stopped> {
    // From the judgements as they are set for this scenario: what is held is held at those.
    let mut basis = basis.under(&scenario.overrides).into_owned();
    let mut scenario = scenario.clone();
    for group in held {
        match group {
            Judged::Effects => hold_effects(&mut basis.model, scenario.switches.reference_class),
            Judged::Net => hold_net(&mut basis.model),
            // Without the spike at zero the mean effect is the same; MODEL.md section 5, point 4.
            Judged::Takes => scenario.switches.takes = false,
        }
    }
    let draws = Draws::make(&basis, &DrawKey::of(&scenario, count));
    let found = futures(&basis, &scenario, &draws, (plan, scenario.last_year()), cancel)?;
    Ok(found.indicators.into_iter().map(|i| quantiles(i.change)).collect())
}

fn quantiles(mut values: Vec<f64>) -> Quantiles {
    let [p10, p25, p50, p75, p90] = quantiles7(&mut values, [0.1, 0.25, 0.5, 0.75, 0.9]);
    Quantiles { p10, p25, p50, p75, p90 }
}

fn middle(band: &mut Band) {
    *band = Band::new(band.central, band.central, band.central);
}

/// `weighted`: the reference-class weight is on. It acts on the centre alone, so the held ends stand where the centre then is.
fn hold_effects(model: &mut Model, weighted: bool) {
    let held = |band: Band, weight: f64| {
        let at = band.central * if weighted { weight } else { 1.0 };
        Band { central: band.central, p10: at, p90: at }
    };
    for c in model.channels.iter_mut().filter(|c| c.grade >= Grade::D || c.basis == "judgement") {
        c.effect = held(c.effect, c.ref_weight);
    }
    for l in model.links.iter_mut().filter(|l| l.grade >= Grade::D) {
        l.gain = held(l.gain, l.ref_weight);
    }
    model.pairs.iter_mut().filter(|p| p.grade >= Grade::D).for_each(|p| middle(&mut p.gamma));
}

fn hold_net(model: &mut Model) {
    let judged = |s: Status| matches!(s, Status::Judgement | Status::Placeholder);
    model.additionality.iter_mut().filter(|a| judged(a.status)).for_each(|a| middle(&mut a.band));
}
