//! What the official figures cover: places, sectors, years, gaps. Reads all of them, so it is asked for when first shown.

use std::collections::{BTreeMap, BTreeSet};

use crate::evidence::{Observations, Seen};

/// Years in which a place has figures of a series.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AreaCover {
    /// First years of the periods.
    pub years: BTreeSet<i32>,
    /// Figures, every sector and subdivision.
    pub figures: usize,
}

/// What a series covers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SeriesCover {
    /// Figures.
    pub figures: usize,
    /// Places by code.
    pub areas: BTreeMap<String, AreaCover>,
    /// Figures by sector.
    pub sectors: BTreeMap<String, usize>,
    /// First years of the periods, over all places.
    pub years: BTreeSet<i32>,
    /// Figures by how they were read.
    pub seen: BTreeMap<Seen, usize>,
    /// Figures by source.
    pub sources: BTreeMap<String, usize>,
}

impl SeriesCover {
    /// Years that other places have and this one lacks.
    #[must_use]
    pub fn gaps(&self, area: &str) -> Vec<i32> {
        let own = self.areas.get(area).map(|a| &a.years);
        self.years.iter().filter(|year| own.is_none_or(|own| !own.contains(year))).copied().collect()
    }

    /// First and last year.
    #[must_use]
    pub fn span(&self) -> Option<(i32, i32)> {
        Some((*self.years.first()?, *self.years.last()?))
    }
}

/// What every series covers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coverage {
    /// By series.
    pub series: BTreeMap<String, SeriesCover>,
    /// Figures in all.
    pub figures: usize,
    /// Rows left out because the same figure had come before.
    pub repeats: usize,
}

impl Coverage {
    /// Counts every figure.
    #[must_use]
    pub fn of(observations: &Observations) -> Self {
        let mut out = Self { figures: observations.len(), repeats: observations.repeats(), ..Self::default() };
        for o in observations.iter() {
            let cover = entry(&mut out.series, o.indicator);
            cover.figures += 1;
            cover.years.insert(o.period_start);
            *entry(&mut cover.sectors, o.sector) += 1;
            // A figure worked out from several publications counts for each.
            for source in o.source.split(';') {
                *entry(&mut cover.sources, source.trim()) += 1;
            }
            *cover.seen.entry(o.seen).or_default() += 1;
            let area = entry(&mut cover.areas, o.area);
            area.years.insert(o.period_start);
            area.figures += 1;
        }
        out
    }
}

fn entry<'a, T: Default>(map: &'a mut BTreeMap<String, T>, key: &str) -> &'a mut T {
    map.entry(key.to_owned()).or_default()
}
