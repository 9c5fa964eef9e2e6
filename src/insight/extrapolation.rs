//! Where a plan goes beyond what anybody tried: one lever past its studied range, or the package as a whole past every
//! programme that the tables hold. A closed set of flags.

use std::collections::BTreeSet;

use super::applies;
use super::paths::Step;
use crate::evidence::{AreaCode, Case, LeverId, Programme};
use crate::model::{Basis, Cell, Input, LeverKind};
use crate::scenario::{Plan, Scenario};

/// Words of `programmes.csv` that name a lever.
const LEVER_WORDS: [(&str, &str); 15] = [
    ("peer-learning", "peer_learning"),
    ("conditional", "conditional_collaboration"),
    ("capacity", "policy_capacity"),
    ("pilot", "pilot_projects"),
    ("network", "network_facilitation"),
    ("commercialisation", "commercialisation"),
    ("inter-regional", "interregional_links"),
    ("university-business", "university_access"),
    ("leadership", "leadership_management"),
    ("placements", "graduate_placements"),
    ("non-accredited", "non_accredited_courses"),
    ("inward", "inward_investment"),
    ("marketing", "place_marketing"),
    ("skills", "skills_provision"),
    ("business advice", "leadership_management"),
];

/// A way in which a plan leaves what was tried.
#[derive(Debug, Clone, PartialEq)]
pub enum Flag {
    /// A lever reaches more of its pool a year than studies cover.
    Dose {
        /// Its label.
        lever: String,
        /// Reach here, least and most tried: shares of the pool a year (coverage for reforms).
        here: f64,
        /// Least tried.
        lo: f64,
        /// Most tried.
        hi: f64,
    },
    /// More levers at once than any programme of the tables.
    Levers {
        /// Levers on.
        here: usize,
        /// Most instruments of one programme.
        most: usize,
        /// That programme.
        programme: String,
    },
    /// Levers that no programme of the tables had together.
    Mix {
        /// Their labels.
        levers: Vec<String>,
        /// Largest number of them that one programme had.
        most: usize,
        /// That programme; blank if none had any of them.
        programme: String,
    },
    /// More public money a resident and year than any programme of the tables.
    Spend {
        /// £ a resident and year in the dearest year.
        here: f64,
        /// Most that a programme spent, £ a resident and year as published, in the prices of its time.
        most: f64,
        /// That programme.
        programme: String,
    },
}

impl Flag {
    /// Its name in tables.
    #[must_use]
    pub const fn id(&self) -> &'static str {
        match self {
            Self::Dose { .. } => "dose",
            Self::Levers { .. } => "levers at once",
            Self::Mix { .. } => "combination",
            Self::Spend { .. } => "spend a head",
        }
    }
}

/// A programme of the tables: what it combined and, where both money and residents are known, what it spent a head.
#[derive(Debug, Clone, PartialEq)]
pub struct Tried {
    /// Name.
    pub name: String,
    /// Levers of the model that it had; an instrument outside the list stands for its nearest lever.
    pub levers: BTreeSet<LeverId>,
    /// Instruments, those outside the list of levers included.
    pub instruments: usize,
    /// £ a resident of its area and year, as published.
    pub spend_per_head: Option<f64>,
}

/// Every named and evaluated programme of the tables.
#[must_use]
pub fn tried(basis: &Basis) -> Vec<Tried> {
    let cases = basis.evidence.cases().iter().map(|c| of_case(basis, c));
    cases.chain(basis.evidence.programmes().iter().map(|p| of_programme(basis, p))).collect()
}

fn of_case(basis: &Basis, case: &Case) -> Tried {
    let codes = basis.evidence.case_codes();
    let parts: Vec<&str> = case.mix.split(';').filter_map(|part| part.split(':').next()).map(str::trim).collect();
    let find = |code: &&str| codes.iter().find(|c| c.kind == "lever" && c.code == **code).map(|c| c.id.clone());
    let pounds = case.annual_spend_m.filter(|_| case.currency == "GBP").map(|m| m * 1e6);
    Tried {
        name: case.programme.clone(),
        levers: parts.iter().filter_map(find).filter(|id| !id.is_empty()).map(|id| LeverId::new(&id)).collect(),
        instruments: parts.iter().filter(|p| !p.is_empty()).count(),
        spend_per_head: per_head(basis, pounds, &case.places),
    }
}

fn of_programme(basis: &Basis, programme: &Programme) -> Tried {
    let parts = || programme.comparable_lever.split(';').map(|part| part.trim().to_lowercase());
    let find = |part: String| LEVER_WORDS.iter().find(|(word, _)| part.contains(word)).map(|(_, id)| LeverId::new(id));
    let pounds = programme.annual_budget.filter(|_| programme.unit == "gbp");
    Tried {
        name: programme.name.clone(),
        levers: parts().filter_map(find).collect(),
        instruments: parts().filter(|p| !p.is_empty()).count(),
        spend_per_head: per_head(basis, pounds, &programme.areas),
    }
}

fn per_head(basis: &Basis, pounds: Option<f64>, areas: &[AreaCode]) -> Option<f64> {
    let people: f64 = areas.iter().map(|code| residents(basis, code)).sum::<Option<f64>>().filter(|n| *n > 0.0)?;
    Some(pounds? / people)
}

/// Residents of an area, or of all areas from one code to another (`E12000001-E12000009`).
fn residents(basis: &Basis, code: &AreaCode) -> Option<f64> {
    let Some((from, to)) = code.as_str().split_once('-') else {
        return basis.evidence.area(code)?.population_mid2021;
    };
    let within = basis.evidence.areas().iter().filter(|a| (from..=to).contains(&a.code.as_str()));
    within.map(|a| a.population_mid2021).sum()
}

/// Every way in which a plan leaves what was tried, levers first. A plan without levers leaves nothing.
#[must_use]
pub fn flags(basis: &Basis, scenario: &Scenario, plan: &Plan, cell: Option<&Cell>) -> Vec<Flag> {
    let on: BTreeSet<LeverId> = plan.on().map(|(id, _)| id.clone()).collect();
    let mut out: Vec<Flag> = plan.on().filter_map(|(id, _)| beyond(basis, plan, cell, id)).collect();
    let tried = tried(basis);
    let widest = tried.iter().max_by_key(|t| t.instruments);
    // One lever alone is nobody's combination.
    match widest {
        Some(most) if on.len() > most.instruments && on.len() > 1 => {
            out.push(Flag::Levers { here: on.len(), most: most.instruments, programme: most.name.clone() });
        }
        _ => out.extend(mix(basis, &on, &tried)),
    }
    out.extend(spend(basis, scenario, plan, cell, &tried));
    out
}

fn beyond(basis: &Basis, plan: &Plan, cell: Option<&Cell>, lever: &LeverId) -> Option<Flag> {
    let row = basis.model.channels.iter().position(|c| &c.lever == lever)?;
    let dose = applies::dose(basis, plan, cell, Step::Channel(row))?;
    (dose.fit == applies::Fit::Outside).then(|| Flag::Dose {
        lever: label(basis, lever),
        here: dose.here,
        lo: dose.lo,
        hi: dose.hi,
    })
}

fn label(basis: &Basis, lever: &LeverId) -> String {
    basis.model.lever(lever).map_or_else(|| lever.to_string(), |l| l.label.clone())
}

fn mix(basis: &Basis, on: &BTreeSet<LeverId>, tried: &[Tried]) -> Option<Flag> {
    if on.len() < 2 || tried.iter().any(|t| on.is_subset(&t.levers)) {
        return None;
    }
    let shared = |t: &Tried| on.intersection(&t.levers).count();
    // The first of those that share most.
    let best = tried.iter().rev().max_by_key(|t| shared(t));
    let most = best.map_or(0, shared);
    let programme = best.filter(|_| most > 0).map_or_else(String::new, |t| t.name.clone());
    Some(Flag::Mix { levers: on.iter().map(|l| label(basis, l)).collect(), most, programme })
}

/// £ a resident and year, in the dearest year: what is put into levers that cost money, reforms left out.
#[must_use]
pub fn spend_per_head(basis: &Basis, scenario: &Scenario, plan: &Plan, cell: Option<&Cell>) -> Option<f64> {
    let people = cell.map(|c| c.get(Input::Population)).filter(|n| *n > 0.0)?;
    let money = |year: i32| -> f64 {
        let spends = plan.on().filter(|(id, _)| basis.model.lever(id).is_some_and(|l| l.kind == LeverKind::Spend));
        spends.filter(|(_, s)| (s.from..=s.to).contains(&year)).map(|(_, s)| s.amount).sum()
    };
    let dearest = (scenario.start..=scenario.last_year()).map(money).fold(0.0_f64, f64::max);
    Some(dearest * 1e6 / people)
}

fn spend(basis: &Basis, scenario: &Scenario, plan: &Plan, cell: Option<&Cell>, tried: &[Tried]) -> Option<Flag> {
    let here = spend_per_head(basis, scenario, plan, cell)?;
    let most = |t: &&Tried| t.spend_per_head.unwrap_or(0.0);
    let dearest = tried.iter().max_by(|a, b| most(a).total_cmp(&most(b)))?;
    let most = most(&dearest);
    (here > most).then(|| Flag::Spend { here, most, programme: dearest.name.clone() })
}
