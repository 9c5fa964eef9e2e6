//! The machine-readable report. Field names are stable within a format number; `null` stands for "not quantified".

use serde::Serialize;

use super::text::places;
use super::validity::outside as said;
use super::words::Unit;
use super::{citations, extrapolation, grades as why_graded, reach, wording};
use crate::insight::grades::{self, PlanGrades};
use crate::insight::outside;
use crate::model::{Basis, Grade, Indicator};
use crate::projection::grade::Criterion;
use crate::projection::{AppraisalOutcome, IndicatorOutcome, PlanOutcome, Projection, Quantiles};
use crate::scenario::{Plan, Scenario};

/// Number of the export's format.
pub const FORMAT: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    format: u32,
    program: &'static str,
    version: &'static str,
    notice: &'static str,
    title: &'a str,
    evidence_version: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    your_evidence: Option<String>,
    seed: u64,
    draws: usize,
    year_zero: i32,
    horizon: u32,
    price_base: &'a str,
    /// Judgements that the scenario sets otherwise, beside what is recorded.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    changed_here: Vec<ChangeRow>,
    /// "N packages were tried before this one was kept."
    #[serde(skip_serializing_if = "Option::is_none")]
    packages_tried: Option<String>,
    /// The scenario document that gives these numbers again.
    scenario: String,
    plans: Vec<PlanRow<'a>>,
    citations: Vec<Citation<'a>>,
    not_modelled: &'static [&'static str],
}

#[derive(Serialize)]
struct ChangeRow {
    id: String,
    value: Vec<f64>,
    recorded: Vec<f64>,
    name: String,
    reason: String,
    text: String,
}

#[derive(Serialize)]
struct PlanRow<'a> {
    plan: usize,
    place: String,
    place_name: String,
    sector: &'a str,
    sector_name: &'a str,
    no_change: bool,
    links_total: usize,
    links_judged: usize,
    levers: Vec<LeverRow<'a>>,
    indicators: Vec<IndicatorRow<'a>>,
    appraisal: &'a AppraisalOutcome,
    /// Where the plan goes beyond what anyone has tried.
    extrapolation: Vec<FlagRow>,
    outside_view: Vec<OutsideRow>,
}

#[derive(Serialize)]
struct FlagRow {
    flag: &'static str,
    sentence: String,
}

#[derive(Serialize)]
struct ReasonRow {
    /// Grade by each criterion, over the channels that lead to the indicator.
    criteria: std::collections::BTreeMap<&'static str, Grade>,
    recorded: Grade,
    links: Grade,
    what_makes_it: String,
}

/// Where the plan sits among published evaluations of other programmes.
#[derive(Serialize)]
struct OutsideRow {
    indicator: &'static str,
    p10: Option<f64>,
    p50: Option<f64>,
    p90: Option<f64>,
    published: usize,
    published_below: Option<usize>,
    quartiles: [Option<f64>; 3],
    lowest: Option<f64>,
    highest: Option<f64>,
    outside: Option<&'static str>,
    sentence: String,
    members: Vec<MemberRow>,
}

#[derive(Serialize)]
struct MemberRow {
    id: String,
    name: String,
    value: f64,
    sources: Vec<String>,
}

fn outside_row(view: &outside::View) -> OutsideRow {
    let seat = view.seat.ok();
    let ends = view.reference.ends();
    let member = |m: &outside::Published| MemberRow {
        id: m.id.clone(),
        name: m.name.clone(),
        value: m.value,
        sources: m.sources.clone(),
    };
    OutsideRow {
        indicator: view.reference.class.indicator().as_str(),
        p10: seat.map(|s| s.own.p10),
        p50: seat.map(|s| s.own.p50),
        p90: seat.map(|s| s.own.p90),
        published: view.reference.members.len(),
        published_below: seat.map(|s| s.lower),
        quartiles: [0.25, 0.5, 0.75].map(|q| view.reference.quantile(q)),
        lowest: ends.map(|e| e.0),
        highest: ends.map(|e| e.1),
        outside: seat.as_ref().map(said::side),
        sentence: said::sentence(view),
        members: view.reference.members.iter().map(member).collect(),
    }
}

#[derive(Serialize)]
struct Citation<'a> {
    id: &'a str,
    title: &'a str,
    authors: &'a str,
    publisher: &'a str,
    published: &'a str,
    url: &'a str,
}

#[derive(Serialize)]
struct LeverRow<'a> {
    lever: &'a str,
    label: &'a str,
    amount: f64,
    amount_unit: &'a str,
    from: i32,
    to: i32,
    partner: Option<String>,
    unit: &'a str,
    units_a_year: Option<f64>,
    share_by_year: &'a [f64],
    cost_by_year: &'a [f64],
    beyond_evidence: bool,
    sentence: String,
}

#[derive(Serialize)]
struct IndicatorRow<'a> {
    indicator: &'static str,
    label: &'a str,
    unit: String,
    change_unit: String,
    grade: Grade,
    grade_text: &'static str,
    /// What the grade is made of; null for public cost, and where nothing moves.
    grade_reasons: Option<ReasonRow>,
    leap_of_faith: Option<String>,
    sources: &'a [String],
    years: Vec<YearRow<'a>>,
    /// Twenty evenly spaced quantiles of the change in the last year.
    futures: &'a [f64],
}

#[derive(Serialize)]
struct YearRow<'a> {
    year: i32,
    baseline: &'a Quantiles,
    scenario: &'a Quantiles,
    change: &'a Quantiles,
    share_above: f64,
    share_below: f64,
    mean: f64,
    monte_carlo_error: f64,
}

/// The JSON text, indented, ending in a line break.
///
/// # Errors
/// Only if a value cannot be written as JSON, which would be a bug.
pub fn write(basis: &Basis, scenario: &Scenario, projection: &Projection) -> Result<String, serde_json::Error> {
    let document = Document {
        format: FORMAT,
        program: "tiller",
        version: env!("CARGO_PKG_VERSION"),
        notice: wording::SCREEN_FIRST,
        title: &scenario.title,
        evidence_version: &projection.evidence_version,
        your_evidence: super::own::said(basis.evidence.library()),
        seed: projection.seed,
        draws: projection.draws,
        year_zero: projection.year_zero,
        horizon: projection.horizon,
        price_base: &basis.model.appraisal.price_base,
        changed_here: changes(basis, scenario),
        packages_tried: wording::packages_tried(scenario.tried),
        scenario: crate::scenario::write(scenario),
        plans: scenario
            .plans
            .iter()
            .zip(&projection.plans)
            .enumerate()
            .map(|(i, (plan, outcome))| plan_row(basis, scenario, plan, outcome, i + 1, projection.year_zero))
            .collect(),
        citations: citations::behind(&basis.evidence, projection)
            .into_iter()
            .map(|s| Citation {
                id: s.id.as_str(),
                title: &s.title,
                authors: &s.authors,
                publisher: &s.publisher,
                published: &s.published,
                url: &s.url,
            })
            .collect(),
        not_modelled: &wording::NOT_MODELLED,
    };
    serde_json::to_string_pretty(&document).map(|text| text + "\n")
}

fn changes(basis: &Basis, scenario: &Scenario) -> Vec<ChangeRow> {
    let basis = basis.under(&scenario.overrides);
    let row = |c: &crate::model::local::Change| ChangeRow {
        id: c.local.id.clone(),
        value: c.local.value.parts(),
        recorded: c.recorded.parts(),
        name: c.local.name.clone(),
        reason: c.local.reason.clone(),
        text: super::changed::here(c),
    };
    basis.changes().iter().map(row).collect()
}

fn plan_row<'a>(
    basis: &'a Basis,
    scenario: &Scenario,
    plan: &'a Plan,
    outcome: &'a PlanOutcome,
    number: usize,
    year_zero: i32,
) -> PlanRow<'a> {
    let places = places(scenario);
    let found = grades::explain(basis, scenario, number - 1).ok().filter(|_| !plan.is_off());
    let flags = extrapolation::of_plan(basis, scenario, number - 1);
    let row = |o| indicator_row(basis, o, outcome, found.as_ref(), (places, year_zero));
    PlanRow {
        plan: number,
        place: plan.place.to_string(),
        place_name: basis.evidence.place_name(&plan.place),
        sector: plan.sector.as_str(),
        sector_name: basis.evidence.sector(&plan.sector).map_or(plan.sector.as_str(), |s| s.name.as_str()),
        no_change: plan.is_off(),
        links_total: outcome.links_total,
        links_judged: outcome.links_judged,
        levers: plan.on().filter_map(|(id, _)| lever_row(basis, plan, outcome, id.as_str(), year_zero)).collect(),
        indicators: outcome.indicators.iter().map(row).collect(),
        appraisal: &outcome.appraisal,
        extrapolation: flags.iter().map(|f| FlagRow { flag: f.id(), sentence: extrapolation::sentence(f) }).collect(),
        outside_view: outside::views(basis, outcome).iter().map(outside_row).collect(),
    }
}

fn lever_row<'a>(
    basis: &'a Basis,
    plan: &'a Plan,
    outcome: &'a PlanOutcome,
    id: &str,
    year_zero: i32,
) -> Option<LeverRow<'a>> {
    let setting = plan.levers.get(id)?;
    let lever = basis.model.levers.iter().find(|l| l.id.as_str() == id)?;
    let reached = outcome.reach.iter().find(|r| r.lever.as_str() == id);
    Some(LeverRow {
        lever: lever.id.as_str(),
        label: &lever.label,
        amount: setting.amount,
        amount_unit: &lever.amount_unit,
        from: setting.from,
        to: setting.to,
        partner: setting.partner.as_ref().map(ToString::to_string),
        unit: &lever.unit,
        units_a_year: reached.map(|r| r.units_a_year),
        share_by_year: reached.map_or(&[], |r| &r.share),
        cost_by_year: reached.map_or(&[], |r| &r.cost),
        beyond_evidence: reached.is_some_and(|r| r.beyond),
        sentence: reached.map_or_else(String::new, |r| reach::sentence(lever, setting, r, &plan.sector, year_zero)),
    })
}

fn reasons(found: &PlanGrades, indicator: Indicator) -> Option<ReasonRow> {
    let one = found.of(indicator).filter(|one| why_graded::moved(one))?;
    let by = Criterion::ALL.into_iter().zip(one.reasons.criteria);
    Some(ReasonRow {
        criteria: by.map(|(c, grade)| (c.column(), grade)).collect(),
        recorded: one.reasons.recorded,
        links: one.reasons.links,
        what_makes_it: why_graded::makes(one),
    })
}

fn indicator_row<'a>(
    basis: &'a Basis,
    o: &'a IndicatorOutcome,
    plan: &PlanOutcome,
    found: Option<&PlanGrades>,
    (places, year_zero): (usize, i32),
) -> IndicatorRow<'a> {
    let years = o.change.iter().enumerate().filter_map(|(t, change)| {
        Some(YearRow {
            year: year_zero + i32::try_from(t).ok()?,
            baseline: o.baseline.get(t)?,
            scenario: o.scenario.get(t)?,
            change,
            share_above: *o.above.get(t)?,
            share_below: *o.below.get(t)?,
            mean: *o.mean.get(t)?,
            monte_carlo_error: *o.mc_error.get(t)?,
        })
    });
    IndicatorRow {
        indicator: o.indicator.as_str(),
        label: &basis.model.indicator(o.indicator).label,
        unit: unit_text(o.indicator, Unit::of_level(o.indicator, places)),
        change_unit: unit_text(o.indicator, Unit::of_change(o.indicator, places)),
        grade: o.grade,
        grade_text: wording::grade(o.grade),
        grade_reasons: found.and_then(|f| reasons(f, o.indicator)),
        leap_of_faith: found
            .and_then(|f| f.of(o.indicator).filter(|one| why_graded::moved(one)))
            .and_then(|_| wording::faith(o.grade, plan.links_judged, plan.links_total)),
        sources: &o.sources,
        years: years.collect(),
        futures: &o.futures,
    }
}

/// A unit as a column of an export says it.
pub(super) fn unit_text(indicator: Indicator, unit: Unit) -> String {
    let text = match unit {
        Unit::Percent => "%",
        Unit::Points => "percentage points",
        Unit::Score => "score 0-1",
        Unit::MillionPounds => match indicator {
            Indicator::NetGvaPv | Indicator::PublicCostPv => "GBP m present value, 2024 prices",
            _ => "GBP m a year, 2024 prices",
        },
        Unit::PoundsAnHour => "GBP an hour, 2024 prices",
        Unit::Jobs => "jobs in the year",
        Unit::Ratio => "ratio",
        Unit::PercentOfUk | Unit::PointsOfUk => "ratio to the United Kingdom",
        Unit::Index => "Theil index x 1000",
    };
    text.to_owned()
}
