//! The plans of a scenario sorted into worlds: places of one sector that are run together, because they can spill over.

use super::Stopped;
use super::kernel::BLOCK;
use super::program::PlanDoses;
use super::reach::Dose;
use crate::evidence::SectorId;
use crate::model::stats::elementary::{self, wide};
use crate::model::{Basis, Cell};
use crate::scenario::{Plan, Scenario};

/// Places of one sector run together.
#[derive(Debug, Clone)]
pub struct World {
    /// Sector.
    pub sector: SectorId,
    /// Starting numbers of each place.
    pub cells: Vec<Cell>,
    /// Settings of each place, on the model's clock.
    pub plans: Vec<PlanDoses>,
    /// Which plan of the scenario each place is.
    pub plan_index: Vec<usize>,
    /// Distances, km; infinite where unknown.
    km: Vec<Vec<f64>>,
    similarity: Vec<Vec<f64>>,
}

impl World {
    /// Sorts a scenario's plans into worlds.
    ///
    /// # Errors
    /// If a plan has no starting numbers.
    pub fn all(basis: &Basis, scenario: &Scenario) -> Result<Vec<Self>, Stopped> {
        let mut sectors: Vec<&SectorId> = Vec::new();
        for plan in &scenario.plans {
            if !sectors.contains(&&plan.sector) {
                sectors.push(&plan.sector);
            }
        }
        sectors.into_iter().map(|sector| Self::of(basis, scenario, sector)).collect()
    }

    fn of(basis: &Basis, scenario: &Scenario, sector: &SectorId) -> Result<Self, Stopped> {
        let members: Vec<(usize, &Plan)> =
            scenario.plans.iter().enumerate().filter(|(_, p)| &p.sector == sector).collect();
        let cells = members
            .iter()
            .map(|(_, p)| basis.inputs.cell(&p.place, &p.sector).map_err(Stopped::Refused))
            .collect::<Result<Vec<_>, _>>()?;
        let plans = members.iter().map(|(_, plan)| doses(scenario, plan, &members)).collect();
        let places: Vec<_> = members.iter().map(|(_, p)| &p.place).collect();
        let square = |f: &dyn Fn(usize, usize) -> f64| -> Vec<Vec<f64>> {
            (0..places.len()).map(|r| (0..places.len()).map(|q| f(r, q)).collect()).collect()
        };
        let km = square(&|r, q| basis.inputs.distance_km(places[r], places[q]).unwrap_or(f64::INFINITY));
        let similarity = square(&|r, q| basis.inputs.similarity(places[r], places[q]).unwrap_or(0.0));
        let plan_index = members.iter().map(|(i, _)| *i).collect();
        Ok(Self { sector: sector.clone(), cells, plans, plan_index, km, similarity })
    }

    /// Distances between the places, km; infinite where unknown.
    #[must_use]
    pub fn km(&self) -> &[Vec<f64>] {
        &self.km
    }

    /// Similarity of the places, 0–1.
    #[must_use]
    pub fn similarity(&self) -> &[Vec<f64>] {
        &self.similarity
    }

    /// References to the cells.
    #[must_use]
    pub fn cell_refs(&self) -> Vec<&Cell> {
        self.cells.iter().collect()
    }

    /// Weights `[r][q]` as columns over a block's κ, as [`super::spillover::weights`] gives them for each; a column is empty
    /// where it would hold nothing but 0, and all is empty for one place.
    pub fn weights(&self, kappa: &[f64], km_max: f64, out: &mut Vec<Vec<Vec<f64>>>) {
        let n = self.cells.len();
        out.resize_with(if n < 2 { 0 } else { n }, Vec::new);
        let mut sum = [0.0; BLOCK];
        let sum = &mut sum[..kappa.len()];
        for (r, row) in out.iter_mut().enumerate() {
            row.resize_with(n, Vec::new);
            sum.fill(0.0);
            for (q, column) in row.iter_mut().enumerate() {
                let (km, similarity) = (self.km[r][q], self.similarity[r][q]);
                let none = q == r || km > km_max;
                column.resize(if none { 0 } else { kappa.len() }, 0.0);
                wide(
                    #[inline(always)]
                    || {
                        for ((w, k), s) in column.iter_mut().zip(kappa).zip(sum.iter_mut()) {
                            *w = similarity * elementary::exp(-k * km);
                            *s += *w;
                        }
                    },
                );
            }
            let sum = &*sum;
            wide(
                #[inline(always)]
                || {
                    for column in &mut *row {
                        for (w, s) in column.iter_mut().zip(sum) {
                            *w = if *s > 1.0 { *w / s } else { *w };
                        }
                    }
                },
            );
        }
    }
}

fn doses(scenario: &Scenario, plan: &Plan, members: &[(usize, &Plan)]) -> PlanDoses {
    let last = scenario.horizon;
    let clock = |year: i32| u32::try_from((year - scenario.year_zero()).max(0)).unwrap_or(0);
    plan.on()
        .map(|(lever, setting)| {
            let dose =
                Dose { amount: setting.amount, start: clock(setting.from).max(1), end: clock(setting.to).min(last) };
            let partner = setting.partner.as_ref().and_then(|p| members.iter().position(|(_, m)| &m.place == p));
            (lever.clone(), dose, partner)
        })
        .collect()
}
