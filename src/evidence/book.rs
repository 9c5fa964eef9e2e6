//! The tables as one value.

use super::fault::Faults;
use super::ids::{AreaCode, SectorId};
use super::load::Library;
use super::place::Place;
use super::table::{self, Row};
use super::tables::{Area, Sector};

/// Everything that is known.
#[derive(Debug)]
pub struct Evidence {
    areas: Vec<Area>,
    sectors: Vec<Sector>,
}

/// Reads one table from a library.
pub(crate) fn rows<T: Row>(library: &Library) -> Result<Vec<T>, Faults> {
    table::read_rows(T::FILE, &library.text(T::FILE)?)
}

impl Evidence {
    /// Loads the tables.
    ///
    /// # Errors
    /// Every fault found.
    pub fn load(library: &Library) -> Result<Self, Faults> {
        Ok(Self { areas: rows(library)?, sectors: rows(library)? })
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
