//! Areas, sectors, and where they lie.

use serde::{Deserialize, Deserializer, de::Error as _};

use super::lists::{AreaList, MaybeArea, SourceList};
use crate::evidence::ids::{AreaCode, SectorId, SourceId};
use crate::evidence::table::row;

/// Which kind of area.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tier {
    /// Comparison row only: UK, Great Britain, England.
    Benchmark,
    /// One of the 12 nations and regions.
    Itl1,
    /// Area of one of the 38 former LEPs.
    Lep,
}

impl Tier {
    /// The word in the files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Benchmark => "benchmark",
            Self::Itl1 => "itl1",
            Self::Lep => "lep",
        }
    }
}

/// Region and share of a LEP area's people who live in it, 0–1.
#[derive(Debug, Clone, PartialEq)]
pub struct Share {
    /// Region.
    pub region: AreaCode,
    /// Share of people, 0–1.
    pub share: f64,
}

row! {
    /// An area.
    Area, "evidence/areas.csv" {
        /// Code.
        code: AreaCode = "area_code",
        /// Name.
        name: String = "name",
        /// Tier.
        tier: Tier = "tier",
        /// Region that holds most of a LEP area's people.
        parent: MaybeArea = "parent_itl1",
        /// Other regions it reaches into.
        overlap: Shares = "overlap",
        /// ITL or NUTS code as text.
        itl_code: String = "itl_code",
        /// Residents in mid-2021.
        population_mid2021: Option<f64> = "population_mid2021",
        /// km².
        area_km2: Option<f64> = "area_km2",
        /// Remark, e.g. on districts counted twice.
        note: String = "note",
    }
}

impl Area {
    /// Regions a LEP area lies in with the share of its people in each; they add to 1. Empty for other tiers.
    #[must_use]
    pub fn regions(&self) -> Vec<Share> {
        let Some(parent) = &self.parent.0 else { return Vec::new() };
        let others: f64 = self.overlap.0.iter().map(|s| s.share).sum();
        let main = Share { region: parent.clone(), share: 1.0 - others };
        std::iter::once(main).chain(self.overlap.0.iter().cloned()).collect()
    }
}

/// Shares written `E12000006=39.6%; E12000008=16.2%`.
#[derive(Debug, Clone, PartialEq)]
pub struct Shares(pub Vec<Share>);

impl<'de> Deserialize<'de> for Shares {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = String::deserialize(d)?;
        let part = |part: &str| -> Option<Share> {
            let (region, share) = part.split_once('=')?;
            let share: f64 = share.trim().strip_suffix('%')?.trim().parse().ok()?;
            let known = (0.0..=100.0).contains(&share);
            known.then(|| Share { region: AreaCode::new(region.trim()), share: share / 100.0 })
        };
        let parts = text.split(';').map(str::trim).filter(|p| !p.is_empty()).map(part).collect::<Option<Vec<_>>>();
        let shares =
            parts.ok_or_else(|| D::Error::custom(format!("unreadable `{text}`: write it as 'E12000006=39.6%'")))?;
        if shares.iter().map(|s| s.share).sum::<f64>() > 1.0 {
            return Err(D::Error::custom(format!("unreadable `{text}`: the shares are more than 100 %")));
        }
        Ok(Self(shares))
    }
}

row! {
    /// A sector.
    Sector, "evidence/sectors.csv" {
        /// Id.
        id: SectorId = "sector_id",
        /// Name.
        name: String = "sector_name",
        /// 1 for the six priority sectors.
        priority: u8 = "priority",
        /// Government definition.
        official_definition: String = "official_definition",
        /// Its SIC 2007 codes.
        official_sic2007: String = "official_sic2007",
        /// How codes claimed by two sectors are given to one.
        exclusive_rule: String = "exclusive_rule",
        /// SIC divisions of jobs and GVA in this program: they do not overlap.
        gva_basis_sic2007: String = "gva_basis_sic2007",
        /// SIC section that stands for it in tables of LEP areas.
        section_proxy: String = "section_proxy",
        /// Group of the Employer Skills Survey.
        ess_group: String = "ess_group",
        /// What the mapping misses.
        what_the_mapping_misses: String = "what_the_mapping_misses",
        /// Source.
        source: SourceId = "source_id",
    }
}

row! {
    /// How well a mapping stands for a sector's official definition, Great Britain 2021.
    SectorMapping, "evidence/sector_mapping_quality.csv" {
        /// Sector.
        sector: SectorId = "sector_id",
        /// `exclusive`, `gva_basis` or `section_proxy`.
        proxy: String = "proxy",
        /// Jobs of the official definition.
        official_jobs: f64 = "official_jobs_gb_2021",
        /// Jobs of the mapping.
        proxy_jobs: f64 = "proxy_jobs_gb_2021",
        /// Jobs in both.
        overlap_jobs: f64 = "overlap_jobs",
        /// Share of official jobs caught, %.
        coverage_pct: f64 = "coverage_pct",
        /// Share of the mapping's jobs that are official, %.
        purity_pct: f64 = "purity_pct",
        /// Mapping ÷ official.
        size_ratio: f64 = "size_ratio",
        /// Source.
        source: SourceId = "source_id",
    }
}

row! {
    /// People-weighted centre of an area.
    Centroid, "evidence/centroids.csv" {
        /// Area.
        area: AreaCode = "area_code",
        /// Tier.
        tier: Tier = "tier",
        /// Degrees north.
        lat: f64 = "lat",
        /// Degrees east.
        lon: f64 = "lon",
        /// Districts behind it.
        districts: u32 = "districts",
        /// How it was computed.
        method: String = "method",
        /// Sources.
        sources: SourceList = "source_id",
    }
}

row! {
    /// Two areas that touch.
    Neighbour, "evidence/neighbours.csv" {
        /// `itl1`, `lep` or `lep-nation`.
        tier: String = "tier",
        /// Area.
        area: AreaCode = "area_code",
        /// Its neighbour.
        neighbour: AreaCode = "neighbour_code",
        /// `land`, a fixed crossing, or shared districts.
        kind: String = "kind",
        /// km; 0 for a crossing.
        shared_boundary_km: f64 = "shared_boundary_km",
    }
}

row! {
    /// A local authority or county: a name that people search by, and the areas that hold it.
    Alias, "evidence/aliases.csv" {
        /// Code of the district (December 2022); blank for a county.
        district: String = "district_code",
        /// Name.
        name: String = "name",
        /// `district` or `county`.
        kind: String = "kind",
        /// Nation or region.
        region: AreaCode = "region_code",
        /// LEP areas it lies in with the whole of it: seven districts lie in two; none outside England.
        leps: AreaList = "lep_codes",
        /// Residents in mid-2021.
        residents: u32 = "residents_mid2021",
        /// Sources.
        sources: SourceList = "source_id",
    }
}

impl Alias {
    /// The areas that can be chosen for it: the LEP areas that hold the whole of it, else its nation or region.
    #[must_use]
    pub fn chosen(&self) -> &[AreaCode] {
        if self.leps.is_empty() { std::slice::from_ref(&self.region) } else { &self.leps }
    }
}

row! {
    /// Place of an area on the tile map.
    Tile, "evidence/tiles.csv" {
        /// Area.
        area: AreaCode = "area_code",
        /// Tier: each has its own map.
        tier: Tier = "tier",
        /// Row from 0 (north).
        row: u16 = "row",
        /// Column from 0 (west).
        col: u16 = "col",
        /// Short name of two to four letters.
        short: String = "short",
    }
}
