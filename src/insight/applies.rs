//! Does it apply here? Place, sector and dose of the plan against those of the studies, and where no study reaches at all.

use std::collections::BTreeMap;

use super::findings::behind;
use super::paths::{Step, steps};
use crate::evidence::{Effect, Land, SectorId};
use crate::model::dose::{annual_share, slider};
use crate::model::{Basis, Cell, Grade, Indicator, LeverKind};
use crate::scenario::Plan;

/// How near the studies are in one respect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    /// Covered.
    Inside,
    /// Covered nearby: elsewhere in the country, or firms in general.
    Near,
    /// Not covered.
    Outside,
    /// The table does not say.
    Unknown,
}

/// Where findings come from, against the place and sector of a plan.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Origins {
    /// Findings in all.
    pub all: usize,
    /// In the United Kingdom.
    pub uk: usize,
    /// Where the description names the place of the plan.
    pub here: usize,
    /// By country abroad, as the table writes it.
    pub abroad: BTreeMap<String, usize>,
    /// By sector named in the description.
    pub sectors: BTreeMap<SectorId, usize>,
    /// About firms or people in general.
    pub general: usize,
    /// By Maryland level.
    pub levels: BTreeMap<u8, usize>,
    /// First and last year that the table names.
    pub years: Option<(i32, i32)>,
}

impl Origins {
    /// How near in place.
    #[must_use]
    pub fn place(&self) -> Fit {
        match self {
            Self { all: 0, .. } => Fit::Unknown,
            Self { here: 1.., .. } => Fit::Inside,
            Self { uk: 1.., .. } => Fit::Near,
            _ => Fit::Outside,
        }
    }

    /// How near in sector.
    #[must_use]
    pub fn sector(&self, sector: &SectorId) -> Fit {
        let all = *sector == SectorId::all();
        match self {
            Self { all: 0, .. } => Fit::Unknown,
            _ if self.sectors.contains_key(sector) || (all && self.general > 0) => Fit::Inside,
            _ if self.general > 0 || all => Fit::Near,
            _ => Fit::Outside,
        }
    }
}

/// Counts findings by where they come from.
#[must_use]
pub fn origins(basis: &Basis, plan: &Plan, effects: &[&Effect]) -> Origins {
    let names: Vec<String> =
        plan.place.members().iter().filter_map(|m| basis.evidence.area(m)).map(|a| a.name.to_lowercase()).collect();
    let mut out = Origins { all: effects.len(), ..Origins::default() };
    for effect in effects {
        let about = format!("{} {}", effect.country, effect.population).to_lowercase();
        out.here += usize::from(names.iter().any(|n| about.contains(n.as_str())));
        let Some(origin) = basis.evidence.origin(&effect.id) else { continue };
        if origin.land == Land::Uk {
            out.uk += 1;
        } else {
            let country = if effect.country == "see population" { &effect.population } else { &effect.country };
            *out.abroad.entry(country.clone()).or_default() += 1;
        }
        match &origin.sector {
            Some(sector) => *out.sectors.entry(sector.clone()).or_default() += 1,
            None => out.general += 1,
        }
        if let Some(level) = effect.sms_number {
            *out.levels.entry(level).or_default() += 1;
        }
        for year in years(&format!("{} {}", effect.years, effect.population)) {
            let (first, last) = out.years.unwrap_or((year, year));
            out.years = Some((first.min(year), last.max(year)));
        }
    }
    out
}

/// Years of four digits in a text.
fn years(text: &str) -> impl Iterator<Item = i32> {
    text.split(|c: char| !c.is_ascii_digit())
        .filter(|w| w.len() == 4)
        .filter_map(|w| w.parse().ok())
        .filter(|y| (1900..2100).contains(y))
}

/// What a plan does with a lever against what was tried, as shares of the pool reached a year (coverage for reforms), 0–1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dose {
    /// Least tried.
    pub lo: f64,
    /// Most tried.
    pub hi: f64,
    /// Here.
    pub here: f64,
    /// Inside or outside.
    pub fit: Fit,
}

/// The dose of the lever of an arrow; `None` for links and where nothing can be said.
#[must_use]
pub fn dose(basis: &Basis, plan: &Plan, cell: Option<&Cell>, step: Step) -> Option<Dose> {
    let id = step.lever(&basis.model)?;
    let lever = basis.model.lever(id)?;
    let setting = plan.levers.get(id)?;
    let cell = cell?;
    let here = match lever.kind {
        LeverKind::Spend => annual_share(lever, cell, setting.amount),
        LeverKind::Reform => setting.amount / 100.0,
    };
    let beyond = setting.amount > slider(lever, cell).edge * (1.0 + 1e-9);
    let fit = if beyond { Fit::Outside } else { Fit::Inside };
    Some(Dose { lo: lever.evidence_dose.lo, hi: lever.evidence_dose.hi, here, fit })
}

/// Why the evidence does not reach a displayed change (MODEL.md section 13).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoReach {
    /// No channel that leads to the indicator has a finding behind it.
    NoStudy,
    /// A lever goes beyond what was tried; its label.
    Dose(String),
    /// Every finding is from another country and none is about this sector.
    Elsewhere,
    /// The change as a whole is a leap of faith.
    GradeE,
}

/// Whether the evidence reaches a change that a plan makes to an indicator, and if not, why. Nothing is said of a plan
/// that does nothing, or of public cost, which is accounting.
#[must_use]
pub fn no_reach(
    basis: &Basis,
    plan: &Plan,
    cell: Option<&Cell>,
    (indicator, grade): (Indicator, Grade),
) -> Option<NoReach> {
    let steps = steps(&basis.model, plan, indicator);
    let channels: Vec<Step> = steps.into_iter().filter(|s| matches!(s, Step::Channel(_))).collect();
    if channels.is_empty() {
        return None;
    }
    let beyond = channels.iter().find(|s| dose(basis, plan, cell, **s).is_some_and(|d| d.fit == Fit::Outside));
    if let Some(lever) = beyond.and_then(|s| s.lever(&basis.model)).and_then(|id| basis.model.lever(id)) {
        return Some(NoReach::Dose(lever.label.clone()));
    }
    let findings: Vec<&Effect> = channels.iter().flat_map(|s| behind(basis, *s)).collect();
    if findings.is_empty() {
        return Some(NoReach::NoStudy);
    }
    let from = origins(basis, plan, &findings);
    if from.place() == Fit::Outside && from.sector(&plan.sector) != Fit::Inside {
        return Some(NoReach::Elsewhere);
    }
    (grade == Grade::E).then_some(NoReach::GradeE)
}
