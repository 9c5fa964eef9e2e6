//! What a search looks at: the sector's jobs, output and research of every area of a tier, and who touches whom.

use crate::evidence::{AreaCode, Fault, SectorId, Tier};
use crate::model::{Basis, Input};

/// Series of jobs, output and research income from firms that the areas of former LEPs are compared on.
const JOBS: (&str, &str) = ("sector_emp_section_proxy", "sector_emp_all");
const GVA: &str = "sector_gva_current";
const CONTRACTS: [&str; 2] = ["hebci_contract_research_large_gbp", "hebci_contract_research_sme_gbp"];
/// Years of research income, summed because single contracts are lumpy.
const CONTRACT_YEARS: (i32, i32) = (2016, 2018);

/// One area.
#[derive(Debug, Clone, PartialEq)]
pub struct Site {
    /// Code.
    pub code: AreaCode,
    /// Region that holds most of its people; a region's own code.
    pub region: Option<AreaCode>,
    /// Jobs of the sector.
    pub jobs: f64,
    /// All jobs.
    pub all_jobs: f64,
    /// GVA of the sector, £m.
    pub gva: f64,
    /// All GVA, £m.
    pub all_gva: f64,
    /// Research signal relative to the average area (1); `None` where nothing is reported.
    pub research: Option<f64>,
    /// Centre, degrees north and east.
    pub at: Option<(f64, f64)>,
}

/// What the research signal is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Research {
    /// Universities' contract research income from firms per job, 2016–2018, all sectors, booked at the head office.
    Contracts,
    /// Business R&D ÷ GVA relative to the UK, all sectors.
    Intensity,
}

/// The areas of a tier in one sector.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Sector.
    pub sector: SectorId,
    /// Areas.
    pub sites: Vec<Site>,
    /// For each area the positions of its neighbours.
    pub neighbours: Vec<Vec<usize>>,
    /// Year of jobs and GVA; `None`: the model's starting numbers.
    pub year: Option<i32>,
    /// What the research signal is.
    pub research: Research,
}

impl Field {
    /// Jobs of the sector, all jobs, GVA of the sector and all GVA of some areas.
    #[must_use]
    pub fn sums(&self, which: impl Iterator<Item = usize>) -> [f64; 4] {
        let mut sums = [0.0; 4];
        for site in which.filter_map(|i| self.sites.get(i)) {
            for (sum, v) in sums.iter_mut().zip([site.jobs, site.all_jobs, site.gva, site.all_gva]) {
                *sum += v;
            }
        }
        sums
    }

    /// The same of all areas.
    #[must_use]
    pub fn totals(&self) -> [f64; 4] {
        self.sums(0..self.sites.len())
    }
}

/// Reads the field of a sector. Areas of former LEPs are compared on official figures of the latest year that has both jobs (of
/// whole SIC sections) and GVA; nations and regions on the model's starting numbers.
///
/// # Errors
/// If the sector is all sectors or unknown, or figures are missing.
pub fn field(basis: &Basis, sector: &SectorId, tier: Tier) -> Result<Field, Fault> {
    if sector.is_all() {
        return Err(Fault::new("sector", "has no strengths: every area is all of itself")
            .cell("sector", sector.as_str())
            .hint("choose one sector; 'tiller list sectors' shows them"));
    }
    // Also refuses sectors and areas without starting numbers, by name.
    basis.inputs.tier_cells(tier, sector)?;
    let codes: Vec<AreaCode> = basis.inputs.places(tier).iter().flat_map(|p| p.members().to_vec()).collect();
    let (year, research, sites) = if tier == Tier::Lep {
        let year = common_year(basis, sector, &codes).ok_or_else(|| {
            Fault::new("evidence/observations.csv", "has no year with both jobs and GVA of every area")
                .cell("sector", sector.as_str())
                .hint("add rows of sector_emp_section_proxy and sector_gva_current for one common year")
        })?;
        (Some(year), Research::Contracts, official(basis, sector, &codes, year))
    } else {
        (None, Research::Intensity, starting(basis, sector, &codes)?)
    };
    let neighbours = neighbours(basis, &codes);
    Ok(Field { sector: sector.clone(), sites, neighbours, year, research })
}

fn common_year(basis: &Basis, sector: &SectorId, codes: &[AreaCode]) -> Option<i32> {
    let seen = basis.evidence.observations();
    let has = |year: i32, code: &AreaCode| {
        let value = |series: &str, sector: &str| seen.value(series, code.as_str(), sector, year).is_some();
        let s = sector.as_str();
        value(JOBS.0, s) && value(JOBS.1, "all") && value(GVA, s) && value(GVA, "all")
    };
    let first = codes.first()?;
    let years = seen.years(JOBS.0, first.as_str(), sector.as_str(), i32::MIN, i32::MAX);
    years.into_iter().map(|(year, _)| year).rev().find(|year| codes.iter().all(|code| has(*year, code)))
}

fn official(basis: &Basis, sector: &SectorId, codes: &[AreaCode], year: i32) -> Vec<Site> {
    let seen = basis.evidence.observations();
    let value = |series: &str, code: &AreaCode, sector: &str| {
        seen.value(series, code.as_str(), sector, year).unwrap_or(f64::NAN)
    };
    let income = |code: &AreaCode| {
        let of = |series: &&str| seen.years(series, code.as_str(), "all", CONTRACT_YEARS.0, CONTRACT_YEARS.1);
        let rows: Vec<f64> = CONTRACTS.iter().flat_map(of).map(|(_, v)| v).collect();
        (!rows.is_empty()).then(|| rows.iter().sum::<f64>())
    };
    let all_jobs = |code: &AreaCode| value(JOBS.1, code, "all");
    let total: f64 = codes.iter().filter_map(income).sum();
    let average = total / codes.iter().map(all_jobs).sum::<f64>();
    let site = |code: &AreaCode| Site {
        region: region(basis, code),
        jobs: value(JOBS.0, code, sector.as_str()),
        all_jobs: all_jobs(code),
        gva: value(GVA, code, sector.as_str()),
        all_gva: value(GVA, code, "all"),
        research: income(code).map(|income| income / all_jobs(code) / average),
        at: centre(basis, code),
        code: code.clone(),
    };
    codes.iter().map(site).collect()
}

fn starting(basis: &Basis, sector: &SectorId, codes: &[AreaCode]) -> Result<Vec<Site>, Fault> {
    let site = |code: &AreaCode| {
        let place = crate::evidence::Place::Area(code.clone());
        let (cell, all) = (basis.inputs.cell(&place, sector)?, basis.inputs.cell(&place, &SectorId::all())?);
        Ok(Site {
            region: region(basis, code),
            jobs: cell.get(Input::Workforce),
            all_jobs: all.get(Input::Workforce),
            gva: cell.get(Input::GvaM),
            all_gva: all.get(Input::GvaM),
            research: Some(all.get(Input::RdRatio)),
            at: centre(basis, code),
            code: code.clone(),
        })
    };
    codes.iter().map(site).collect()
}

fn region(basis: &Basis, code: &AreaCode) -> Option<AreaCode> {
    let area = basis.evidence.area(code)?;
    if area.tier == Tier::Itl1 { Some(code.clone()) } else { area.parent.0.clone() }
}

fn centre(basis: &Basis, code: &AreaCode) -> Option<(f64, f64)> {
    basis.evidence.centroids().iter().find(|c| &c.area == code).map(|c| (c.lat, c.lon))
}

fn neighbours(basis: &Basis, codes: &[AreaCode]) -> Vec<Vec<usize>> {
    let position = |code: &AreaCode| codes.iter().position(|c| c == code);
    let mut out = vec![std::collections::BTreeSet::new(); codes.len()];
    for row in basis.evidence.neighbours() {
        if let (Some(i), Some(j)) = (position(&row.area), position(&row.neighbour)) {
            out[i].insert(j);
            out[j].insert(i);
        }
    }
    out.into_iter().map(|near| near.into_iter().collect()).collect()
}

/// A published group of areas, and how much of it a proposal holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Name.
    pub name: String,
    /// Mapping that named it, with its year.
    pub mapping: String,
    /// Its areas.
    pub areas: Vec<AreaCode>,
    /// How many of them the proposal holds.
    pub inside: usize,
}

/// Published groups of two or more known areas in a sector, with how many of them a place holds.
#[must_use]
pub fn known(basis: &Basis, sector: &SectorId, place: &crate::evidence::Place) -> Vec<Known> {
    let mut out: Vec<Known> = Vec::new();
    for row in basis.evidence.clusters().iter().filter(|c| &c.sector == sector) {
        let areas = &row.areas.0;
        let all_known = areas.iter().all(|code| basis.evidence.area(code).is_some());
        if areas.len() > 1 && all_known && out.iter().all(|k| k.name != row.name) {
            let inside = areas.iter().filter(|code| place.members().contains(code)).count();
            out.push(Known { name: row.name.clone(), mapping: row.mapping.clone(), areas: areas.clone(), inside });
        }
    }
    out
}
