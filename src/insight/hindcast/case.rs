//! An evaluated programme as a scenario: where it is hosted, in which sector, which levers, how much money.

use std::collections::BTreeMap;

use crate::evidence::{AreaCode, Case, LeverId, Place, SectorId, Tier, Unscored};
use crate::model::Basis;
use crate::model::baseline::Deflator;
use crate::projection::treated::Part;
use crate::scenario::{Plan, Scenario, Setting};

/// Why a case is hosted where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HostReason {
    /// Its own place.
    Own,
    /// The area that `case_codes.csv` names for its place.
    Nearest,
    /// It ran abroad: the starting numbers of the United Kingdom stand for it.
    Abroad,
}

/// A case made ready.
#[derive(Debug, Clone)]
pub(super) struct Hosted<'a> {
    pub case: &'a Case,
    pub place: Place,
    pub reason: HostReason,
    pub sector: SectorId,
    /// Levers with their shares of the money.
    pub mix: Vec<(LeverId, f64)>,
    /// Whether an instrument outside the lever list is held by the nearest lever.
    pub nearest_lever: bool,
    /// Factor from the prices of the case to those of the program; `None` outside the deflator.
    pub prices: Option<f64>,
    /// Money, or why it is not known.
    pub money: Result<Money, Unscored>,
}

/// Public money in the prices of the program.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Money {
    /// £m a year.
    pub annual: f64,
    /// Years.
    pub years: i32,
}

impl<'a> Hosted<'a> {
    /// Puts a case into the terms of the model.
    pub fn new(basis: &Basis, case: &'a Case) -> Option<Self> {
        let (place, reason) = host(basis, case)?;
        let (mix, nearest_lever) = mix(basis, case)?;
        let deflator = basis.inputs.rules().map(|r| &r.deflator);
        let prices = deflator.and_then(|d| prices(d, case));
        Some(Self {
            case,
            place,
            reason,
            sector: sector(basis, case)?,
            mix,
            nearest_lever,
            prices,
            money: money(case, prices),
        })
    }

    /// The levers as a firm sees them. Units in all are known only where the money is.
    pub fn parts(&self, basis: &Basis) -> Vec<Part> {
        let units = |lever: &LeverId, share: f64| {
            let money = self.money.ok()?;
            let cost = basis.model.lever(lever)?.unit_cost.central;
            Some(share * money.annual * f64::from(money.years) * 1e6 / cost)
        };
        self.mix.iter().map(|(l, s)| Part { lever: l.clone(), share: *s, units: units(l, *s) }).collect()
    }

    /// The scenario: the same money every year from year 1.
    pub fn scenario(&self, money: Money, horizon: u32, draws: u32) -> Scenario {
        let mut scenario = Scenario::empty(self.place.clone(), self.sector.clone());
        let from = scenario.start;
        let to = from + money.years - 1;
        let setting = |share: f64| Setting { amount: share * money.annual, from, to, partner: None };
        let levers: BTreeMap<_, _> = self.mix.iter().map(|(l, s)| (l.clone(), setting(*s))).collect();
        scenario.title.clone_from(&self.case.programme);
        scenario.plans = vec![Plan { place: self.place.clone(), sector: self.sector.clone(), levers }];
        (scenario.horizon, scenario.draws) = (horizon, draws);
        scenario
    }
}

/// The place whose starting numbers are used. Nations and the UK are groups of regions.
fn host(basis: &Basis, case: &Case) -> Option<(Place, HostReason)> {
    let regions = |keep: &dyn Fn(&str) -> bool| {
        let areas = basis.evidence.areas().iter().filter(|a| a.tier == Tier::Itl1 && keep(a.code.as_str()));
        Place::from_members(areas.map(|a| a.code.clone()).collect())
    };
    let rules = basis.inputs.rules()?;
    let codes: Vec<&str> = case.places.iter().map(AreaCode::as_str).collect();
    let whole = |code: &str| -> Option<Place> {
        if code == rules.united_kingdom.as_str() {
            regions(&|_| true)
        } else if code == rules.great_britain.as_str() {
            regions(&|c| c != rules.northern_ireland.as_str())
        } else if code == rules.england.as_str() || code.contains('-') {
            // The one range of codes in the table is that of the nine English regions.
            regions(&|c| c.starts_with('E'))
        } else {
            None
        }
    };
    match codes.as_slice() {
        [] => Some((whole(rules.united_kingdom.as_str())?, HostReason::Abroad)),
        [one] => {
            let named = basis.evidence.case_codes().iter().find(|c| c.kind == "place" && c.code == *one);
            if let Some(row) = named {
                return Some((Place::parse(&row.id)?, HostReason::Nearest));
            }
            Some((whole(one).or_else(|| Place::parse(one))?, HostReason::Own))
        }
        several => Some((Place::parse(&several.join("+"))?, HostReason::Own)),
    }
}

/// All sectors where the case names them, else the first it names.
fn sector(basis: &Basis, case: &Case) -> Option<SectorId> {
    let codes: Vec<&str> = case.sectors.split(';').filter_map(|s| s.split_whitespace().next()).collect();
    let code = codes.iter().find(|c| **c == "ALL").or(codes.first())?;
    let row = basis.evidence.case_codes().iter().find(|r| r.kind == "sector" && r.code == **code)?;
    Some(SectorId::new(row.id.as_str()))
}

/// Levers with shares; two codes of one lever are added.
fn mix(basis: &Basis, case: &Case) -> Option<(Vec<(LeverId, f64)>, bool)> {
    let mut out: Vec<(LeverId, f64)> = Vec::new();
    let mut nearest = false;
    for part in case.mix.split(';') {
        let (code, share) = part.split_once(':')?;
        let row = basis.evidence.case_codes().iter().find(|r| r.kind == "lever" && r.code == code.trim())?;
        nearest |= row.note.contains("nearest lever");
        let lever = LeverId::new(row.id.as_str());
        let share: f64 = share.trim().parse().ok()?;
        match out.iter_mut().find(|(l, _)| *l == lever) {
            Some((_, sum)) => *sum += share,
            None => out.push((lever, share)),
        }
    }
    Some((out, nearest))
}

/// The years of a case, both known.
fn years(case: &Case) -> Option<(i32, i32)> {
    case.year_start.zip(case.year_end).filter(|(from, to)| from <= to)
}

/// Factor to the prices of the program: that of the year which the price base names, else the mean over the years.
fn prices(deflator: &Deflator, case: &Case) -> Option<f64> {
    if case.currency != "GBP" {
        return None;
    }
    if let Some(year) = case.price_base.get(..4).and_then(|y| y.parse().ok()) {
        return deflator.factor(year);
    }
    let (from, to) = years(case)?;
    let factors: Vec<f64> = (from..=to).map(|y| deflator.factor(y)).collect::<Option<_>>()?;
    Some(factors.iter().sum::<f64>() / factors.len() as f64)
}

fn money(case: &Case, prices: Option<f64>) -> Result<Money, Unscored> {
    let spend = case.public_spend_m.ok_or(Unscored::NoSpend)?;
    let (from, to) = years(case).ok_or(Unscored::NoPrices)?;
    let prices = prices.ok_or(Unscored::NoPrices)?;
    let years = to - from + 1;
    Ok(Money { annual: spend * prices / f64::from(years), years })
}
