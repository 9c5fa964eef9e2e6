//! The tables as one value.

use serde::Deserialize;

use super::fault::Faults;
use super::ids::{AreaCode, SectorId};
use super::load::Library;
use super::place::Place;
use super::table;

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

/// An area (`areas.csv`).
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Area {
    /// Code.
    #[serde(rename = "area_code")]
    pub code: AreaCode,
    /// Name.
    pub name: String,
    /// Tier.
    pub tier: Tier,
}

/// A sector (`sectors.csv`).
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Sector {
    /// Id.
    #[serde(rename = "sector_id")]
    pub id: SectorId,
    /// Name.
    #[serde(rename = "sector_name")]
    pub name: String,
    /// 1 for the six priority sectors.
    pub priority: u8,
}

/// Everything that is known.
#[derive(Debug)]
pub struct Evidence {
    areas: Vec<Area>,
    sectors: Vec<Sector>,
}

impl Evidence {
    /// Loads the tables.
    ///
    /// # Errors
    /// Every fault found.
    pub fn load(library: &Library) -> Result<Self, Faults> {
        let areas = table::read("evidence/areas.csv", &library.text("evidence/areas.csv")?)?;
        let sectors = table::read("evidence/sectors.csv", &library.text("evidence/sectors.csv")?)?;
        Ok(Self {
            areas: areas.into_iter().map(|l| l.row).collect(),
            sectors: sectors.into_iter().map(|l| l.row).collect(),
        })
    }

    /// Sources behind an id.
    #[must_use]
    pub fn sources_behind(&self, id: &str) -> Vec<String> {
        vec![id.to_owned()]
    }

    /// All areas.
    #[must_use]
    pub fn areas(&self) -> &[Area] {
        &self.areas
    }

    /// The area of that code.
    #[must_use]
    pub fn area(&self, code: &AreaCode) -> Option<&Area> {
        self.areas.iter().find(|a| &a.code == code)
    }

    /// All sectors of the file, `all` and `other` included.
    #[must_use]
    pub fn sectors(&self) -> &[Sector] {
        &self.sectors
    }

    /// The sector of that id.
    #[must_use]
    pub fn sector(&self, id: &SectorId) -> Option<&Sector> {
        self.sectors.iter().find(|s| &s.id == id)
    }

    /// The name of a place as people say it: "West Midlands", "Oxfordshire + 4 more".
    #[must_use]
    pub fn place_name(&self, place: &Place) -> String {
        let name = |code: &AreaCode| self.area(code).map_or_else(|| code.to_string(), |a| a.name.clone());
        match place.members() {
            [one] => name(one),
            [first, rest @ ..] => format!("{} + {} more", name(first), rest.len()),
            [] => String::new(),
        }
    }
}
