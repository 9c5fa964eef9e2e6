//! Appraisal of one place over the draws (MODEL.md section 8).

use super::{PlaceColumns, quantiles};
use crate::model::Model;
use crate::projection::outcome::{AppraisalOutcome, Quantiles, TierOutcome};

/// Appraisal of one place (MODEL.md section 8): UK level for ratios and NPSV, GVA per £1 for the place.
pub(in crate::projection) fn appraisal(model: &Model, c: &PlaceColumns<'_>) -> AppraisalOutcome {
    let horizon = c.calendar.horizon;
    let mut cost = Vec::new();
    c.public_cost(horizon, &mut cost);
    let private = c.private[horizon];
    let (mut place, mut uk) = (Vec::new(), Vec::new());
    c.gva_pv(horizon, false, &mut place);
    c.gva_pv(horizon, true, &mut uk);
    let (mut jobs_place, mut jobs_uk) = (Vec::new(), Vec::new());
    c.jobs(horizon, false, &mut jobs_place);
    c.jobs(horizon, true, &mut jobs_uk);
    let costs = cost.iter().all(|v| *v > 0.0);
    let per_pound = costs.then(|| ratio(&place, &cost));
    let (created, years) = job_sums(c);
    let public_cost = quantiles(&mut cost.clone());
    let gva_uk = quantiles(&mut uk);
    AppraisalOutcome {
        private_cost: private,
        gva_per_pound_place: per_pound,
        cost_per_net_job: costs.then(|| per_unit(&cost, &created)).flatten(),
        cost_per_job_year: costs.then(|| per_unit(&cost, &years)).flatten(),
        switching_benefit: (costs && gva_uk.p50 > 0.0).then(|| (public_cost.p50 + private) / gva_uk.p50),
        tiers: tiers(model, c, &cost),
        public_cost,
        gva_place: quantiles(&mut place),
        gva_uk,
        jobs_place: quantiles(&mut jobs_place),
        jobs_uk: quantiles(&mut jobs_uk),
    }
}

fn ratio(top: &[f64], bottom: &[f64]) -> Quantiles {
    quantiles(&mut top.iter().zip(bottom).map(|(a, b)| a / b).collect::<Vec<f64>>())
}

/// £ per unit over the draws in which any unit is gained; `None` if in fewer than half of them: the figure would
/// describe only the good futures.
fn per_unit(cost: &[f64], units: &[f64]) -> Option<Quantiles> {
    let mut out: Vec<f64> = cost.iter().zip(units).filter(|(_, u)| **u > 0.0).map(|(c, u)| c / u * 1e6).collect();
    (2 * out.len() >= cost.len() && !out.is_empty()).then(|| quantiles(&mut out))
}

/// Sums over the years by slot: increases of net jobs, and job-years.
fn job_sums(c: &PlaceColumns<'_>) -> (Vec<f64>, Vec<f64>) {
    let (mut created, mut years) = (vec![0.0; c.draws.len()], vec![0.0; c.draws.len()]);
    let (mut before, mut now) = (vec![0.0; c.draws.len()], Vec::new());
    for t in 1..=c.calendar.horizon {
        c.jobs(t, false, &mut now);
        for (i, v) in now.iter().enumerate() {
            created[i] += (v - before[i]).max(0.0);
            years[i] += v;
        }
        std::mem::swap(&mut before, &mut now);
    }
    (created, years)
}

fn tiers(model: &Model, c: &PlaceColumns<'_>, cost: &[f64]) -> Vec<TierOutcome> {
    let private_all = c.private[c.calendar.horizon];
    model
        .appraisal
        .tiers
        .iter()
        .zip(&c.run.tiers)
        .map(|(tier, by_place)| {
            let untested_share = untested(model, c, tier);
            let benefit = by_place[c.r].as_ref().filter(|_| cost.iter().all(|v| *v > 0.0));
            let figures = benefit.map(|benefit| {
                let net = |b: &f64| b - private_all;
                let bcr = quantiles(&mut benefit.iter().zip(cost).map(|(b, k)| net(b) / k).collect::<Vec<f64>>());
                let npsv = quantiles(&mut benefit.iter().zip(cost).map(|(b, k)| net(b) - k).collect::<Vec<f64>>());
                (bcr, npsv)
            });
            TierOutcome {
                id: tier.id.clone(),
                grades: tier.grades.clone(),
                bcr: figures.map(|f| f.0),
                npsv: figures.map(|f| f.1),
                untested_share,
            }
        })
        .collect()
}

/// Share of the package's present cost in levers of which no arrow counts at this tier.
fn untested(model: &Model, c: &PlaceColumns<'_>, tier: &crate::model::Tier) -> f64 {
    let Some(program) = c.run.programs.first() else { return 0.0 };
    let horizon = c.calendar.horizon;
    let (mut all, mut untested) = (0.0, 0.0);
    for (lever, (pv, _)) in program.places[c.r].levers.iter().zip(&c.cost) {
        let id = &model.levers[lever.row].id;
        let counted = model.channels.iter().any(|ch| &ch.lever == id && tier.admits(ch.grade));
        all += pv[horizon];
        if !counted {
            untested += pv[horizon];
        }
    }
    if all > 0.0 { untested / all } else { 0.0 }
}
