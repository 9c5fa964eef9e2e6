//! The outside view: where a plan sits among published evaluations of other programmes, before anything about its own case.
//!
//! Reference classes are read from the tables of cases and findings (Kahneman and Tversky 1979: take the class first). One
//! programme counts once: several figures of it are put to their median. Values stand as published: money is not brought
//! to one price level, because several have no year.

use std::collections::{BTreeMap, BTreeSet};

use crate::evidence::order::InOrder as _;
use crate::evidence::{CaseOutcome, Evidence};
use crate::model::stats::quantile7;
use crate::model::{Basis, Indicator, Pool};
use crate::projection::{PlanOutcome, Quantiles};

/// Least Maryland level of a study of productivity.
const LEVEL_MIN: u8 = 3;

/// A class of published evaluations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Public £ per net job.
    CostPerJob,
    /// Net GVA per £1 of public money.
    GvaPerPound,
    /// Effect on output per hour of treated firms, %, Maryland level 3 and better.
    Productivity,
}

impl Class {
    /// All, in the order in which they are said.
    pub const ALL: [Self; 3] = [Self::CostPerJob, Self::GvaPerPound, Self::Productivity];

    /// The indicator that it is held against.
    #[must_use]
    pub const fn indicator(self) -> Indicator {
        match self {
            Self::CostPerJob => Indicator::NetJobs,
            Self::GvaPerPound => Indicator::ValueForMoney,
            Self::Productivity => Indicator::GvaPerHour,
        }
    }
}

/// One published evaluation.
#[derive(Debug, Clone, PartialEq)]
pub struct Published {
    /// Case, or finding where no case holds it.
    pub id: String,
    /// Name of the programme.
    pub name: String,
    /// Value in the unit of the class: the median where one programme has several.
    pub value: f64,
    /// Outcomes or findings behind it.
    pub figures: Vec<String>,
    /// Sources.
    pub sources: Vec<String>,
}

/// A class with its members.
#[derive(Debug, Clone, PartialEq)]
pub struct Reference {
    /// Class.
    pub class: Class,
    /// Members by rising value.
    pub members: Vec<Published>,
}

impl Reference {
    /// A type-7 quantile of the members; `None` without any.
    #[must_use]
    pub fn quantile(&self, q: f64) -> Option<f64> {
        let values: Vec<f64> = self.members.iter().map(|m| m.value).collect();
        (!values.is_empty()).then(|| quantile7(&values, q))
    }

    /// Lowest and highest.
    #[must_use]
    pub fn ends(&self) -> Option<(f64, f64)> {
        Some((self.members.first()?.value, self.members.last()?.value))
    }
}

/// The three classes, read from the tables.
#[must_use]
pub fn references(evidence: &Evidence) -> Vec<Reference> {
    Class::ALL.into_iter().map(|class| Reference { class, members: members(evidence, class) }).collect()
}

/// Whether an outcome belongs to a class: net, as published, in its unit. Forecasts, gross and self-reported figures do not.
fn belongs(evidence: &Evidence, class: Class, o: &CaseOutcome) -> bool {
    let level = || evidence.cases().iter().find(|c| c.id == o.case).map_or(0, |c| c.sms);
    o.gross_or_net == "net"
        && match class {
            Class::CostPerJob => o.kind == "cost per job" && o.unit.starts_with("GBP per"),
            Class::GvaPerPound => o.kind == "BCR",
            Class::Productivity => o.kind == "productivity" && level() >= LEVEL_MIN,
        }
}

fn members(evidence: &Evidence, class: Class) -> Vec<Published> {
    let mut by_case: BTreeMap<&str, Vec<(&CaseOutcome, f64)>> = BTreeMap::new();
    for o in evidence.case_outcomes().iter().filter(|o| belongs(evidence, class, o)) {
        let middle = o.low.zip(o.high).map(|(low, high)| f64::midpoint(low, high));
        if let Some(value) = o.central.or(middle) {
            by_case.entry(o.case.as_str()).or_default().push((o, value));
        }
    }
    let of_case = |(id, figures): (&str, Vec<(&CaseOutcome, f64)>)| {
        let mut values: Vec<f64> = figures.iter().map(|(_, v)| *v).collect();
        values.sort_by(f64::total_cmp);
        let sources: BTreeSet<String> =
            figures.iter().flat_map(|(o, _)| o.sources.iter().map(ToString::to_string)).collect();
        let case = evidence.cases().iter().find(|c| c.id == id);
        Published {
            id: id.to_owned(),
            name: case.map_or_else(|| id.to_owned(), |c| c.programme.clone()),
            value: quantile7(&values, 0.5),
            figures: figures.iter().map(|(o, _)| o.id.clone()).collect(),
            sources: sources.into_iter().collect(),
        }
    };
    let mut out: Vec<Published> = by_case.into_iter().map(of_case).collect();
    if class == Class::GvaPerPound {
        out.extend(findings(evidence));
    }
    out.order_by(|a, b| a.value.total_cmp(&b.value));
    out
}

/// Benefit–cost ratios among the findings, which no case holds.
fn findings(evidence: &Evidence) -> impl Iterator<Item = Published> {
    let ratios = evidence.effects().iter().filter(|e| e.outcome == "benefit-cost ratio");
    ratios.filter_map(|e| {
        Some(Published {
            id: e.id.to_string(),
            name: e.population.clone(),
            value: e.estimate?,
            figures: vec![e.id.to_string()],
            sources: vec![e.source.to_string()],
        })
    })
}

/// Beyond which end of everything published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Below the lowest.
    Below,
    /// Above the highest.
    Above,
}

/// Where a plan sits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Seat {
    /// Range and middle of the plan, in the unit of the class.
    pub own: Quantiles,
    /// Published values below the middle.
    pub lower: usize,
    /// Published values.
    pub of: usize,
    /// Set where the middle is outside the observed range.
    pub outside: Option<Side>,
}

/// Why a plan has no seat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoSeat {
    /// Fewer than half of the futures gain a job.
    FewJobs,
    /// It costs nothing.
    NoCost,
    /// Some levers reach people, students or the place, so that the effect on treated firms is not known.
    NotFirms,
    /// Nothing is published.
    Nothing,
}

/// A plan against one class.
#[derive(Debug, Clone, PartialEq)]
pub struct View {
    /// Class with its members.
    pub reference: Reference,
    /// Where the plan sits, or why nowhere.
    pub seat: Result<Seat, NoSeat>,
}

impl View {
    /// Whether the middle lies outside everything that was published.
    #[must_use]
    pub fn is_outside(&self) -> bool {
        self.seat.is_ok_and(|s| s.outside.is_some())
    }
}

/// A plan against every class; empty if no lever of it reaches anything.
#[must_use]
pub fn views(basis: &Basis, plan: &PlanOutcome) -> Vec<View> {
    if plan.reach.is_empty() {
        return Vec::new();
    }
    let own = |class: Class| match class {
        Class::CostPerJob => plan.appraisal.cost_per_net_job.ok_or(NoSeat::FewJobs),
        Class::GvaPerPound => plan.appraisal.gva_per_pound_place.ok_or(NoSeat::NoCost),
        Class::Productivity => on_firms(basis, plan).ok_or(NoSeat::NotFirms),
    };
    let seated = |reference: Reference| {
        let seat = own(reference.class).and_then(|own| seat(&reference, own));
        View { reference, seat }
    };
    references(&basis.evidence).into_iter().map(seated).collect()
}

/// Where a plan's own range sits among the members of a class.
///
/// # Errors
/// [`NoSeat::Nothing`] if the class has no member.
pub fn seat(reference: &Reference, own: Quantiles) -> Result<Seat, NoSeat> {
    let (lowest, highest) = reference.ends().ok_or(NoSeat::Nothing)?;
    let outside = if own.p50 < lowest {
        Some(Side::Below)
    } else if own.p50 > highest {
        Some(Side::Above)
    } else {
        None
    };
    let lower = reference.members.iter().filter(|m| m.value < own.p50).count();
    Ok(Seat { own, lower, of: reference.members.len(), outside })
}

/// The effect on each firm reached that would make up the change of output per hour, %: change in the last year ÷ share of
/// firms reached in all, if every lever that is on reaches firms. Firms are taken as reached by one lever each, so that the
/// share is the largest and the effect the smallest it can be.
#[must_use]
pub fn on_firms(basis: &Basis, plan: &PlanOutcome) -> Option<Quantiles> {
    let mut reached = 0.0;
    for r in &plan.reach {
        let lever = basis.model.lever(&r.lever)?;
        if !matches!(lever.pool, Pool::Firms | Pool::Smes) {
            return None;
        }
        reached += r.share.iter().sum::<f64>().min(lever.cap);
    }
    let outcome = plan.indicator(Indicator::GvaPerHour);
    let base = outcome.baseline.last()?.p50;
    let by = 100.0 / (base * reached.min(1.0));
    let q = outcome.change.last().filter(|_| by.is_finite())?;
    Some(Quantiles { p10: q.p10 * by, p25: q.p25 * by, p50: q.p50 * by, p75: q.p75 * by, p90: q.p90 * by })
}
