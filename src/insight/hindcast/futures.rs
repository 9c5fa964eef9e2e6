//! What the program says of a case: one number per future, in the quantity that was published.

use std::sync::atomic::AtomicBool;

use super::case::{Hosted, Money};
use crate::evidence::{CaseConversion, LeverId, Quantity, Unscored};
use crate::model::stats::two_piece;
use crate::model::{Band, Basis, Cell, Component, Level, Measure, Node, Structure, Target};
use crate::projection::Draws;
use crate::projection::net::{NetBands, NetScores, best_row};
use crate::projection::treated::{Deviations, Treated, treated, year_at};
use crate::projection::yearly::yearly;

/// Staff of a firm where the conversion names none: no quantity that needs it lacks it.
const ONE: f64 = 1.0;

/// Whether more of a quantity is worse, so that a ceiling is a floor.
pub(super) const fn is_cost(quantity: Quantity) -> bool {
    use Quantity as Q;
    matches!(quantity, Q::CostPerNetJob | Q::CostPerFirmJob | Q::CostPerJobYear | Q::CostPerJobOfMillion)
}

/// Whether a published figure of this quantity is money that has to be brought to the prices of the program.
pub(super) const fn is_money(quantity: Quantity) -> bool {
    is_cost(quantity) || matches!(quantity, Quantity::NetGvaM)
}

/// A case with the draws that leave its own findings out.
pub(super) struct Engine<'a> {
    pub basis: &'a Basis,
    pub hosted: &'a Hosted<'a>,
    pub cell: &'a Cell,
    pub draws: &'a Draws,
}

impl Engine<'_> {
    /// One number per future.
    ///
    /// # Errors
    /// Why there is none.
    pub fn futures(&self, quantity: Quantity, row: &CaseConversion) -> Result<Vec<f64>, Unscored> {
        use Quantity as Q;
        let years = row.years.unwrap_or(0.0);
        match quantity {
            Q::FirmProductivityPct | Q::FirmJobsPct | Q::FirmJobs | Q::FirmOutputPct | Q::FirmRdPct => {
                Ok(self.of_firm(quantity, years, row.staff.unwrap_or(ONE)))
            }
            Q::FirmInnovationPp => Ok(self.innovation(years)),
            Q::LinksPct => Ok(self.links(years)),
            Q::AdditionalTrainingPct => Ok(self.training(years)),
            Q::AdditionalPct => Ok(self.friction(None)),
            Q::NetShareJobs => Ok(self.friction(Some(Measure::Jobs))),
            Q::NetShareGva => Ok(self.friction(Some(Measure::Gva))),
            Q::JobsPerMillion | Q::CostPerJobOfMillion => {
                let prices = self.hosted.prices.ok_or(Unscored::NoPrices)?;
                self.of_place(quantity, years, Money { annual: prices, years: 1 })
            }
            Q::NetJobs
            | Q::JobYears
            | Q::CostPerNetJob
            | Q::CostPerFirmJob
            | Q::CostPerJobYear
            | Q::GvaPerPound
            | Q::NetGvaM => self.of_place(quantity, years, self.hosted.money?),
        }
    }

    fn deviations(&self, years: f64, staff: f64) -> (Deviations, usize) {
        let t = year_at(years);
        let parts = self.hosted.parts(self.basis);
        let case = Treated { cell: self.cell, parts: &parts, staff, years: t };
        (treated(self.basis, self.draws, &case), t)
    }

    fn of_firm(&self, quantity: Quantity, years: f64, staff: f64) -> Vec<f64> {
        let (x, t) = self.deviations(years, staff);
        let percent = |x: &f64| 100.0 * libm::expm1(*x);
        let (productivity, jobs) = (x.at(Node::Productivity, t), x.at(Node::Jobs, t));
        match quantity {
            Quantity::FirmProductivityPct => productivity.iter().map(percent).collect(),
            Quantity::FirmJobsPct => jobs.iter().map(percent).collect(),
            Quantity::FirmJobs => jobs.iter().map(|x| staff * libm::expm1(*x)).collect(),
            Quantity::FirmRdPct => x.at(Node::RdSpend, t).iter().map(percent).collect(),
            _ => productivity.iter().zip(jobs).map(|(p, j)| percent(&(p + j))).collect(),
        }
    }

    /// Percentage points at the base rate from which the channels were converted.
    pub fn innovation(&self, years: f64) -> Vec<f64> {
        let (x, t) = self.deviations(years, ONE);
        let base = self.basis.model.judgements.study_base_innovation_pct / 100.0;
        let odds = libm::log(base / (1.0 - base));
        let share = |x: &f64| 1.0 / (1.0 + libm::exp(-(odds + x)));
        x.at(Node::Innovation, t).iter().map(|x| 100.0 * (share(x) - base)).collect()
    }

    /// The conversion by which the channels into ties were made, turned back: only firms without a partner can gain one. In the
    /// direct structure alone, where the channel is the contact itself.
    fn links(&self, years: f64) -> Vec<f64> {
        let (x, t) = self.deviations(years, ONE);
        let base = self.basis.model.judgements.study_base_collab_pct / 100.0;
        let ties = x.at(Node::Ties, t);
        let direct = self.draws.segments().iter().filter(|(s, _)| *s == Structure::Direct);
        direct.flat_map(|(_, slots)| ties[slots.clone()].iter().map(|x| 100.0 * base * x)).collect()
    }

    /// Extra training per 100 paid for, of the levers of the mix that train.
    fn training(&self, years: f64) -> Vec<f64> {
        let (x, t) = self.deviations(years, ONE);
        let skills = Target::Node(Node::Skills);
        let trains = |l: &LeverId| self.basis.model.channels.iter().any(|c| c.lever == *l && c.target == skills);
        let share: f64 = self.hosted.mix.iter().filter(|(l, _)| trains(l)).map(|(_, s)| s).sum();
        x.at(Node::Skills, t).iter().map(|x| x / share).collect()
    }

    /// What is left of a gross figure: after deadweight (%, without a measure), or after deadweight, leakage, displacement and
    /// substitution and with the multiplier (share). Each lever type counts with its share of the money. Deadweight has no
    /// dimension of its own among the draws, because it acts on monitoring figures alone: the score of unit costs serves.
    fn friction(&self, measure: Option<Measure>) -> Vec<f64> {
        let (model, sector) = (&self.basis.model, &self.hosted.sector);
        let kept = |lever: &LeverId| {
            let kind = model.lever(lever).map_or("", |l| l.add_type.as_str());
            let looked = measure.unwrap_or(Measure::Gva);
            let dead = best_row(&model.additionality, Component::Deadweight, kind, sector, Level::Place, looked);
            let net = NetBands::find(model, kind, sector, Level::Place, looked);
            (dead.map(|row| row.band), net)
        };
        let types: Vec<_> = self.hosted.mix.iter().map(|(lever, share)| (*share, kept(lever))).collect();
        let future = |(z, scores): (&f64, NetScores)| -> f64 {
            let part = |(share, (dead, net)): &(f64, (Option<Band>, NetBands))| {
                let additional = 1.0 - dead.map_or(0.0, |b| two_piece(b, *z).clamp(0.0, 1.0));
                share * if measure.is_some() { additional * net.factor(&scores) } else { 100.0 * additional }
            };
            types.iter().map(part).sum()
        };
        self.draws.cost_score().iter().zip(self.draws.net().scores()).map(future).collect()
    }

    /// The scenario run at the host.
    fn of_place(&self, quantity: Quantity, years: f64, money: Money) -> Result<Vec<f64>, Unscored> {
        use Quantity as Q;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "1 to 30")]
        let horizon = years.clamp(1.0, 30.0) as u32;
        let draws = u32::try_from(self.draws.len()).unwrap_or(u32::MAX);
        let scenario = self.hosted.scenario(money, horizon, draws);
        let run = yearly(self.basis, &scenario, self.draws, &AtomicBool::new(false)).map_err(|_| Unscored::NoPlace)?;
        let last = horizon as usize;
        let each = |figure: &dyn Fn(usize) -> f64| (0..self.draws.len()).map(figure).collect();
        let cost = |i: usize| run.cost[last][i] * 1e6;
        Ok(match quantity {
            Q::NetJobs => run.net_jobs[last].clone(),
            Q::JobYears => each(&|i| total(&run.net_jobs, i)),
            Q::CostPerNetJob | Q::CostPerJobOfMillion => each(&|i| per(cost(i), created(&run.net_jobs, i))),
            Q::CostPerFirmJob => each(&|i| per(cost(i), created(&run.firm_jobs, i))),
            Q::CostPerJobYear => each(&|i| per(cost(i), total(&run.net_jobs, i))),
            Q::JobsPerMillion => each(&|i| created(&run.net_jobs, i)),
            Q::GvaPerPound => each(&|i| per(total(&run.net_gva, i), run.cost[last][i])),
            _ => each(&|i| total(&run.net_gva, i)),
        })
    }
}

/// Sum over the years of one future.
fn total(years: &[Vec<f64>], i: usize) -> f64 {
    years.iter().map(|year| year[i]).sum()
}

/// Sum of yearly increases of one future: jobs created.
fn created(years: &[Vec<f64>], i: usize) -> f64 {
    years.windows(2).map(|w| (w[1][i] - w[0][i]).max(0.0)).sum()
}

/// `a ÷ b`; without end where there is nothing to divide by: a cost without a job has no upper bound.
fn per(a: f64, b: f64) -> f64 {
    if b > 0.0 { a / b } else { f64::INFINITY }
}
