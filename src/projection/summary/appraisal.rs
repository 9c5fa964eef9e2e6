//! Appraisal of one place over the draws (MODEL.md section 8).

use super::PlaceColumns;
use crate::model::{Model, Target, Tier};
use crate::projection::net::Appraised;
use crate::projection::outcome::{AppraisalOutcome, Quantiles, TierOutcome};
use crate::projection::program::{GradeMask, LeverOn, Program, Rules};

/// Appraisal of one place (MODEL.md section 8): UK level for ratios and NPSV, GVA per £1 for the place.
pub(in crate::projection) fn appraisal(model: &Model, c: &PlaceColumns<'_>) -> AppraisalOutcome {
    let horizon = c.calendar.horizon;
    let mut cost = Vec::new();
    c.public_cost(horizon, &mut cost);
    let private_cost = c.private_cost(horizon);
    let (mut place, mut uk) = (Vec::new(), Vec::new());
    c.gva_pv(horizon, false, &mut place);
    c.gva_pv(horizon, true, &mut uk);
    let (mut jobs_place, mut jobs_uk) = (Vec::new(), Vec::new());
    c.jobs(horizon, false, &mut jobs_place);
    c.jobs(horizon, true, &mut jobs_uk);
    let futures = futures(c, &place, &cost);
    let tiers = tiers(model, c, &cost);
    let (public_cost, gva_uk) = (c.five(&cost), c.five(&uk));
    let middle = Appraised {
        pv_benefit: gva_uk.p50,
        pv_public_cost: public_cost.p50,
        pv_private_cost: private_cost,
        ..Appraised::default()
    };
    AppraisalOutcome {
        public_cost,
        private_cost,
        gva_place: c.five(&place),
        gva_uk,
        jobs_place: c.five(&jobs_place),
        jobs_uk: c.five(&jobs_uk),
        gva_per_pound_place: over(c, &futures, 1.0, Appraised::benefit_per_pound),
        // A figure of the good futures alone would mislead: at least half must gain a job.
        cost_per_net_job: over(c, &futures, 0.5, Appraised::cost_per_net_job),
        cost_per_job_year: over(c, &futures, 0.5, Appraised::cost_per_job_year),
        switching_benefit: middle.switching_benefit().filter(|s| *s > 0.0),
        tiers,
    }
}

/// Every future appraised at the place.
fn futures(c: &PlaceColumns<'_>, benefit: &[f64], cost: &[f64]) -> Vec<Appraised> {
    let horizon = c.calendar.horizon;
    let mut by_year = vec![Vec::new(); horizon + 1];
    for (t, jobs) in by_year.iter_mut().enumerate() {
        c.jobs(t, false, jobs);
    }
    let mut jobs = vec![0.0; horizon + 1];
    let future = |(slot, (benefit, cost)): (usize, (&f64, &f64))| {
        for (year, all) in jobs.iter_mut().zip(&by_year) {
            *year = all[slot];
        }
        Appraised::from_present_values(&jobs, *benefit, *cost, c.private_cost(horizon))
    };
    benefit.iter().zip(cost).enumerate().map(future).collect()
}

/// Quantiles of a figure over the futures that have it; `None` if less than `share` of them do, or the plan costs nothing.
fn over(
    c: &PlaceColumns<'_>,
    futures: &[Appraised],
    share: f64,
    figure: impl Fn(&Appraised) -> Option<f64>,
) -> Option<Quantiles> {
    let costs = futures.iter().all(|f| f.pv_public_cost > 0.0);
    let known: Vec<f64> = futures.iter().filter_map(figure).collect();
    let enough = !known.is_empty() && known.len() as f64 >= share * futures.len() as f64;
    (costs && enough).then(|| c.five(&known))
}

impl PlaceColumns<'_> {
    /// Every future appraised for the UK at each tier, by slot; empty where a tier counts no benefit: its private cost is
    /// masked with it.
    fn tier_futures(&self, cost: &[f64]) -> Vec<Vec<Appraised>> {
        let private = self.private_cost(self.calendar.horizon);
        let future = |(b, k): (&f64, &f64)| Appraised::from_present_values(&[], *b, *k, private);
        let benefits = self.run.tiers.iter().map(|by_place| by_place[self.r].as_deref().unwrap_or_default());
        benefits.map(|benefit| benefit.iter().zip(cost).map(future).collect()).collect()
    }

    /// Benefit–cost ratio of each tier by slot; `None` where it has none.
    pub(in crate::projection) fn tier_ratios(&self) -> Vec<Option<Vec<f64>>> {
        let mut cost = Vec::new();
        self.public_cost(self.calendar.horizon, &mut cost);
        let known = |futures: Vec<Appraised>| -> Option<Vec<f64>> {
            if futures.is_empty() { None } else { futures.iter().map(Appraised::bcr).collect() }
        };
        self.tier_futures(&cost).into_iter().map(known).collect()
    }
}

fn tiers(model: &Model, c: &PlaceColumns<'_>, cost: &[f64]) -> Vec<TierOutcome> {
    let of_tier = |(tier, futures): (&Tier, Vec<Appraised>)| TierOutcome {
        id: tier.id.clone(),
        grades: tier.grades.clone(),
        bcr: over(c, &futures, 1.0, Appraised::bcr),
        npsv: over(c, &futures, 1.0, |f| Some(f.npsv())),
        untested_share: untested(model, c, tier),
    };
    model.appraisal.tiers.iter().zip(c.tier_futures(cost)).map(of_tier).collect()
}

/// Share of the package's present cost in levers that move no outcome by arrows of this tier.
fn untested(model: &Model, c: &PlaceColumns<'_>, tier: &Tier) -> f64 {
    let Some(first) = c.run.programs.first() else { return 0.0 };
    let horizon = c.calendar.horizon;
    let (mut all, mut untested) = (0.0, 0.0);
    for (lever, cost) in first.places[c.r].levers.iter().zip(c.costs.by_lever(horizon)) {
        all += cost;
        if !tested(model, c, lever, tier) {
            untested += cost;
        }
    }
    if all > 0.0 { untested / all } else { 0.0 }
}

/// Whether a lever alone moves an outcome by arrows of the tier, or delivery capacity, which acts through the others.
fn tested(model: &Model, c: &PlaceColumns<'_>, lever: &LeverOn, tier: &Tier) -> bool {
    let id = &model.levers[lever.row].id;
    let capacity =
        |ch: &crate::model::Channel| &ch.lever == id && ch.target == Target::Capacity && tier.admits(ch.grade);
    if model.channels.iter().any(capacity) {
        return true;
    }
    let rules = Rules { grades: GradeMask::of(tier), ..c.run.rules };
    let alone = vec![(id.clone(), lever.dose, None)];
    c.run.programs.iter().any(|p| {
        let plan = std::slice::from_ref(&alone);
        Program::compile(model, c.draws.bands(), p.structure, &[c.cell], plan, &rules).moves_outcomes(0)
    })
}
