//! The figures of a Green Book appraisal summary table: a plan beside doing nothing new and an alternative (MODEL.md section 8).

use super::half_width;
use super::watch::Watch;
use crate::evidence::AreaCode;
use crate::model::stats::{distributional_weight, five_quantiles, quantiles7};
use crate::model::{Basis, Grade, Indicator, Input};
use crate::projection::drivers::{Driver, drivers};
use crate::projection::futures::futures;
use crate::projection::{DrawKey, Draws, Quantiles, Stopped, project};
use crate::scenario::{Plan, Scenario};

/// Series of household income a head that weights are made of.
const INCOME: &str = "gdhi_per_head_gbp";
/// Indicators that the money does not count, in the order in which they are told.
const UNCOUNTED: [Indicator; 6] = [
    Indicator::TrainedWorkforce,
    Indicator::ManagementScore,
    Indicator::FirmsCollaborating,
    Indicator::InnovationActive,
    Indicator::BusinessRd,
    Indicator::NetJobs,
];

/// One tier of evidence.
#[derive(Debug, Clone, PartialEq)]
pub struct Tier {
    /// Id.
    pub id: String,
    /// Grades counted.
    pub grades: String,
    /// Net present social value (UK), £m; `None`: no benefit can be counted.
    pub npsv: Option<Quantiles>,
    /// GVA-based benefit–cost ratio (UK).
    pub bcr: Option<Quantiles>,
    /// Cost-weighted share of the package that cannot be tested at this tier, 0–1.
    pub untested: f64,
}

/// Values at which the middle net present social value (all grades) would be zero.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Switching {
    /// Factor on the middle UK benefit.
    pub benefit: Option<f64>,
    /// Factor on the middle public cost; `None` where the benefit does not cover the private cost.
    pub cost: Option<f64>,
    /// Share displaced within the UK: as drawn in the middle, and at the switch (first plan). `None` where no share between 0 and 1 does.
    pub displacement: Option<(f64, f64)>,
}

/// Net present social value with weights, £m.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weighted {
    /// η.
    pub eta: f64,
    /// Weight on gains of the (first) place.
    pub weight: f64,
    /// Over the draws.
    pub npsv: Quantiles,
}

/// One column of the table.
#[derive(Debug, Clone, PartialEq)]
pub struct Appraised {
    /// Title of the scenario.
    pub title: String,
    /// Present value of public cost, £m.
    pub cost: Quantiles,
    /// Present value of private cost, £m.
    pub private: f64,
    /// Tiers, narrowest first.
    pub tiers: Vec<Tier>,
    /// Present value of net GVA at the places, £m.
    pub gva_here: Quantiles,
    /// For the UK.
    pub gva_uk: Quantiles,
    /// Net jobs at the places in the last year.
    pub jobs_here: Quantiles,
    /// For the UK.
    pub jobs_uk: Quantiles,
    /// Share of futures in which the UK is better off than with no new policy (all grades), 0–1.
    pub better: f64,
    /// Weighted beside unweighted, by η; empty where incomes are not published.
    pub weighted: Vec<Weighted>,
    /// What the money does not count: change in the last year (first plan).
    pub uncounted: Vec<(Indicator, Quantiles)>,
    /// Switching values.
    pub switching: Switching,
    /// Grade of net GVA (first plan).
    pub grade: Grade,
    /// 95 % half-width of the middle net present social value over the scrambles, £m.
    pub error: f64,
}

/// Figures of the table; do-minimum is no new policy and has none.
///
/// # Errors
/// [`Stopped::Cancelled`] once the watch says so; [`Stopped::Refused`] if a plan has no starting numbers.
pub fn appraise(basis: &Basis, scenario: &Scenario, seed: u64, watch: &Watch<'_>) -> Result<Appraised, Stopped> {
    let basis = &*basis.under(&scenario.overrides);
    let draws = Draws::make(basis, &DrawKey { seed, ..DrawKey::of(scenario, scenario.draws) });
    let mut sum = Sum::new(basis, draws.len());
    let mut first = None;
    for (p, plan) in scenario.plans.iter().enumerate() {
        watch.step(p, scenario.plans.len() + 1)?;
        let found = futures(basis, scenario, &draws, (p, scenario.last_year()), watch.cancel)?;
        let change = |i: Indicator| found.indicator(i).change.clone();
        let cost = change(Indicator::PublicCostPv);
        let ratio = change(Indicator::ValueForMoney);
        let private = found.appraisal.private_cost;
        // The ratio is (benefit − private) ÷ cost by draw.
        let uk: Vec<f64> = ratio.iter().zip(&cost).map(|(r, c)| if *c > 0.0 { r * c + private } else { 0.0 }).collect();
        let here = change(Indicator::NetGvaPv);
        sum.add(basis, plan, &found.tiers, (&cost, &uk, &here), private);
        let middle_cost = found.appraisal.public_cost.p50;
        for (tier, outcome) in sum.untested.iter_mut().zip(&found.appraisal.tiers) {
            *tier += outcome.untested_share * middle_cost;
        }
        plus(&mut sum.jobs_here, &change(Indicator::NetJobs));
        if p == 0 {
            let told = |i: &Indicator| (*i, quantiles(&change(*i)));
            first = Some((UNCOUNTED.iter().map(told).collect::<Vec<_>>(), found.appraisal.jobs_uk));
        }
    }
    watch.step(scenario.plans.len(), scenario.plans.len() + 1)?;
    let shown = project(basis, scenario, &draws, watch.cancel)?;
    let grade = shown.plans.first().map_or(Grade::E, |p| p.indicator(Indicator::NetGvaPv).grade);
    let (uncounted, jobs_uk) = first.unwrap_or_default();
    let displaced = drivers(basis, scenario, &draws, 0)?.into_iter().find(|c| c.driver == Driver::Displacement);
    let displaced = displaced.map(|c| quantiles7(&mut c.values.clone(), [0.5])[0]);
    Ok(sum.done(basis, scenario, (uncounted, jobs_uk, grade, displaced)))
}

/// Sums over plans by draw.
struct Sum {
    cost: Vec<f64>,
    uk: Vec<f64>,
    here: Vec<f64>,
    jobs_here: Vec<f64>,
    private: f64,
    /// By tier: benefit less private cost; `None` while no plan counts one.
    tiers: Vec<Option<Vec<f64>>>,
    untested: Vec<f64>,
    /// By η: weighted gains, the weight of the first place; `None` where an income is missing.
    weighted: Vec<Option<(f64, Vec<f64>, f64)>>,
}

impl Sum {
    fn new(basis: &Basis, draws: usize) -> Self {
        let a = &basis.model.appraisal;
        let etas = std::iter::once(a.inequality_aversion).chain(a.inequality_aversion_alternatives.iter().copied());
        Self {
            cost: vec![0.0; draws],
            uk: vec![0.0; draws],
            here: vec![0.0; draws],
            jobs_here: vec![0.0; draws],
            private: 0.0,
            tiers: vec![None; a.tiers.len()],
            untested: vec![0.0; a.tiers.len()],
            weighted: etas.map(|eta| Some((eta, vec![0.0; draws], f64::NAN))).collect(),
        }
    }

    fn add(
        &mut self,
        basis: &Basis,
        plan: &Plan,
        tiers: &[Option<Vec<f64>>],
        (cost, uk, here): (&[f64], &[f64], &[f64]),
        private: f64,
    ) {
        plus(&mut self.cost, cost);
        plus(&mut self.uk, uk);
        plus(&mut self.here, here);
        self.private += private;
        for (sum, ratio) in self.tiers.iter_mut().zip(tiers) {
            if let Some(ratio) = ratio {
                let net: Vec<f64> = ratio.iter().zip(cost).map(|(r, c)| r * c).collect();
                plus(sum.get_or_insert_with(|| vec![0.0; net.len()]), &net);
            }
        }
        for slot in &mut self.weighted {
            let Some((eta, gains, of_first)) = slot else { continue };
            let Some(weight) = weight(basis, plan, *eta) else {
                *slot = None;
                continue;
            };
            if of_first.is_nan() {
                *of_first = weight;
            }
            // What the place gains is weighted by its people's income; what others gain or lose counts as that of the average.
            for ((g, here), uk) in gains.iter_mut().zip(here).zip(uk) {
                *g += weight * here + (uk - here);
            }
        }
    }

    fn done(
        self,
        basis: &Basis,
        scenario: &Scenario,
        (uncounted, jobs_uk, grade, displaced): (Vec<(Indicator, Quantiles)>, Quantiles, Grade, Option<f64>),
    ) -> Appraised {
        let npsv: Vec<f64> = self.uk.iter().zip(&self.cost).map(|(uk, cost)| uk - cost - self.private).collect();
        let middle_cost = quantiles(&self.cost).p50;
        let tiers = basis.model.appraisal.tiers.iter().zip(&self.tiers).zip(&self.untested);
        let tier = |((tier, net), untested): ((&crate::model::Tier, &Option<Vec<f64>>), &f64)| {
            let costs = self.cost.iter().all(|c| *c > 0.0);
            let per = |f: &dyn Fn(f64, f64) -> f64| {
                let by_draw = |net: &Vec<f64>| net.iter().zip(&self.cost).map(|(n, c)| f(*n, *c)).collect::<Vec<f64>>();
                net.as_ref().filter(|_| costs).map(|n| quantiles(&by_draw(n)))
            };
            Tier {
                id: tier.id.clone(),
                grades: tier.grades.clone(),
                npsv: per(&|n, c| n - c),
                bcr: per(&|n, c| n / c),
                untested: if middle_cost > 0.0 { (untested / middle_cost).min(1.0) } else { 0.0 },
            }
        };
        let gva_uk = quantiles(&self.uk);
        let benefit = (gva_uk.p50 > 0.0).then(|| (middle_cost + self.private) / gva_uk.p50);
        let switching = Switching {
            benefit,
            cost: (middle_cost > 0.0 && gva_uk.p50 > self.private).then(|| (gva_uk.p50 - self.private) / middle_cost),
            displacement: displaced.zip(benefit).and_then(|(drawn, factor)| {
                let at = 1.0 - (1.0 - drawn) * factor;
                (0.0..=1.0).contains(&at).then_some((drawn, at))
            }),
        };
        let weigh = |(eta, gains, weight): (f64, Vec<f64>, f64)| {
            let npsv: Vec<f64> = gains.iter().zip(&self.cost).map(|(g, c)| g - c - self.private).collect();
            Weighted { eta, weight, npsv: quantiles(&npsv) }
        };
        let parts = npsv.len() / 10;
        let medians: Vec<f64> = (0..10).map(|k| quantiles(&npsv[k * parts..(k + 1) * parts]).p50).collect();
        Appraised {
            title: scenario.title.clone(),
            private: self.private,
            tiers: tiers.map(tier).collect(),
            gva_here: quantiles(&self.here),
            gva_uk,
            jobs_here: quantiles(&self.jobs_here),
            jobs_uk,
            better: npsv.iter().filter(|v| **v > 0.0).count() as f64 / npsv.len().max(1) as f64,
            weighted: self.weighted.into_iter().flatten().map(weigh).collect(),
            uncounted,
            switching,
            grade,
            error: half_width(&medians),
            cost: quantiles(&self.cost),
        }
    }
}

/// `(y_ref / y)^η` of the people of a place, y household income a head of its region and `y_ref` that of the UK, in the latest year both have.
fn weight(basis: &Basis, plan: &Plan, eta: f64) -> Option<f64> {
    let whole = basis.inputs.rules()?.united_kingdom.clone();
    let years = |code: &AreaCode| basis.evidence.observations().years(INCOME, code.as_str(), "all", 1900, 2100);
    let uk = years(&whole);
    let (mut income, mut people) = (0.0, 0.0);
    for code in plan.place.members() {
        let area = basis.evidence.area(code)?;
        let region = area.parent.0.clone().unwrap_or_else(|| code.clone());
        let own = if years(code).is_empty() { years(&region) } else { years(code) };
        let (year, _) = uk.last()?;
        let (_, value) = own.iter().find(|(y, _)| y == year)?;
        let cell = basis.inputs.cell(&crate::evidence::Place::Area(code.clone()), &plan.sector).ok()?;
        income += value * cell.get(Input::Population);
        people += cell.get(Input::Population);
    }
    let (_, reference) = uk.last()?;
    (people > 0.0).then(|| distributional_weight(income / people, *reference, eta))
}

fn plus(sum: &mut [f64], values: &[f64]) {
    for (s, v) in sum.iter_mut().zip(values) {
        *s += v;
    }
}

fn quantiles(values: &[f64]) -> Quantiles {
    let [p10, p25, p50, p75, p90] = five_quantiles(&mut values.to_vec());
    Quantiles { p10, p25, p50, p75, p90 }
}
