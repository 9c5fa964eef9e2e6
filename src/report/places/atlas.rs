//! Everything the Places screen compares, read once: starting numbers of every place and sector, and series over time.

use std::collections::BTreeMap;

use super::map::PlaceValue;
use super::measure::{Measure, SERIES};
use crate::evidence::{AreaCode, Fault, Place, SectorId, Tier};
use crate::model::{Basis, Cell, Input, Mark};
use crate::report::words;

/// One official figure of a series.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// First year of its period.
    pub year: i32,
    /// Value in the unit of the series.
    pub value: f64,
    /// How it was read (`direct`, `derived`, …).
    pub seen: &'static str,
    /// Source ids.
    pub source: String,
}

/// A change between two years of one series.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Change {
    /// Later value less the earlier one.
    pub by: f64,
    /// Earlier year.
    pub from: i32,
    /// Later year.
    pub to: i32,
}

impl Change {
    /// "+2.1 since 2018".
    #[must_use]
    pub fn shown(&self) -> String {
        let size = super::map::short(self.by.abs());
        format!("{}{size} since {}", words::sign(self.by), self.from)
    }
}

/// 90 % quantile of the standard normal distribution.
const P90: f64 = 1.281_551_565_5;

/// Years over which a change is measured, where the series is long enough.
const CHANGE_YEARS: i32 = 5;

/// Starting numbers of 50 places in seven sectors, the United Kingdom as the sum of the 12, and series over time.
#[derive(Debug, Clone, PartialEq)]
pub struct Atlas {
    cells: BTreeMap<(AreaCode, SectorId), Cell>,
    uk: BTreeMap<SectorId, Cell>,
    points: BTreeMap<(usize, AreaCode), Vec<Point>>,
    sources: BTreeMap<&'static str, String>,
    /// The six sectors.
    pub sectors: Vec<SectorId>,
}

impl Atlas {
    /// Reads it; unpacks the official figures when nobody has yet, which takes a moment.
    ///
    /// # Errors
    /// If a place has no starting numbers.
    pub fn make(basis: &Basis) -> Result<Self, Fault> {
        let six = basis.inputs.rules().map(|r| r.sectors.clone()).unwrap_or_default();
        let mut out = Self {
            cells: BTreeMap::new(),
            uk: BTreeMap::new(),
            points: BTreeMap::new(),
            sources: BTreeMap::new(),
            sectors: six.clone(),
        };
        let regions = basis.inputs.places(Tier::Itl1);
        let whole = Place::from_members(regions.iter().flat_map(|p| p.members().to_vec()).collect());
        for sector in six.iter().chain([&SectorId::all()]) {
            for tier in [Tier::Itl1, Tier::Lep] {
                for cell in basis.inputs.tier_cells(tier, sector)? {
                    if let Place::Area(code) = &cell.place {
                        out.cells.insert((code.clone(), sector.clone()), cell);
                    }
                }
            }
            if let Some(whole) = &whole {
                out.uk.insert(sector.clone(), basis.inputs.cell(whole, sector)?);
            }
        }
        out.read_series(basis);
        for input in Input::ALL {
            let row = basis.inputs.rules().and_then(|r| r.input(*input));
            out.sources.insert(input.as_str(), row.map(|r| r.sources.clone()).unwrap_or_default());
        }
        Ok(out)
    }

    fn read_series(&mut self, basis: &Basis) {
        let observations = basis.evidence.observations();
        for (i, series) in SERIES.iter().enumerate() {
            for area in basis.evidence.areas() {
                let mut points: Vec<Point> = Vec::new();
                for o in observations.series(series.id, area.code.as_str(), "all") {
                    if points.last().is_none_or(|p| p.year != o.period_start) {
                        points.push(Point {
                            year: o.period_start,
                            value: o.value,
                            seen: o.seen.as_str(),
                            source: o.source.to_owned(),
                        });
                    }
                }
                if !points.is_empty() {
                    self.points.insert((i, area.code.clone()), points);
                }
            }
        }
    }

    /// Starting numbers of an area in a sector.
    #[must_use]
    pub fn cell(&self, area: &AreaCode, sector: &SectorId) -> Option<&Cell> {
        self.cells.get(&(area.clone(), sector.clone()))
    }

    /// The United Kingdom in a sector: counts of the 12 summed, ratios recomputed from the sums.
    #[must_use]
    pub fn uk(&self, sector: &SectorId) -> Option<&Cell> {
        self.uk.get(sector)
    }

    /// A series of an area over time; empty if there is none.
    #[must_use]
    pub fn series(&self, series: usize, area: &AreaCode) -> &[Point] {
        self.points.get(&(series, area.clone())).map_or(&[], Vec::as_slice)
    }

    /// The latest year that most areas of a tier have.
    #[must_use]
    pub fn year(&self, series: usize, tier: Tier) -> Option<i32> {
        let of_tier = |code: &AreaCode| code.as_str().starts_with("E37") == (tier == Tier::Lep);
        let mut counts: BTreeMap<i32, usize> = BTreeMap::new();
        for ((_, code), points) in self.points.range((series, AreaCode::new(""))..(series + 1, AreaCode::new(""))) {
            if of_tier(code) && self.cell(code, &SectorId::all()).is_some() {
                for p in points {
                    *counts.entry(p.year).or_default() += 1;
                }
            }
        }
        let most = counts.values().copied().max()?;
        counts.iter().rev().find(|(_, n)| **n == most).map(|(y, _)| *y)
    }

    /// A measure of an area in a sector; series in the latest year that most areas of the tier have.
    #[must_use]
    pub fn value(&self, measure: Measure, area: &AreaCode, sector: &SectorId) -> PlaceValue {
        let found = match measure {
            Measure::Series(i) => {
                let tier = if area.as_str().starts_with("E37") { Tier::Lep } else { Tier::Itl1 };
                let year = self.year(i, tier);
                self.series(i, area).iter().find(|p| Some(p.year) == year).map(|p| (p.value, p.seen))
            }
            _ => self.cell(area, sector).and_then(|cell| self.of_cell(measure, cell)).map(|(x, m)| (x, m.as_str())),
        };
        match found {
            Some((value, mark)) => PlaceValue { area: area.clone(), value: Some(value), mark },
            None => PlaceValue { area: area.clone(), value: None, mark: "" },
        }
    }

    /// A measure of a cell, which may be of a group or of the United Kingdom; `None` for series.
    #[must_use]
    pub fn of_cell(&self, measure: Measure, cell: &Cell) -> Option<(f64, Mark)> {
        let (value, mark) = match measure {
            Measure::Input(input) => (cell.get(input), cell.quality(input).mark),
            Measure::RdIntensity => {
                let mark = cell.quality(Input::RdM).mark.max(cell.quality(Input::GvaM).mark);
                (100.0 * cell.get(Input::RdM) / cell.get(Input::GvaM), mark)
            }
            Measure::Quotient => {
                let uk = self.uk(&cell.sector)?.get(Input::SectorShare);
                (cell.get(Input::SectorShare) / uk, cell.quality(Input::SectorShare).mark)
            }
            Measure::Series(_) => return None,
        };
        value.is_finite().then_some((value, mark))
    }

    /// The range of a measure of a cell that holds 8 of 10 of its likely values: its middle and its errors of measurement and
    /// estimation, normal on the log scale (levels) or the logit scale (shares in %). `None` for series.
    #[must_use]
    pub fn range(&self, measure: Measure, cell: &Cell) -> Option<(f64, f64)> {
        let (middle, _) = self.of_cell(measure, cell)?;
        let sd = |input: Input| cell.quality(input).added_sd();
        let (sd, share) = match measure {
            Measure::Quotient => (sd(Input::SectorShare), false),
            Measure::RdIntensity => {
                let (a, b) = (sd(Input::RdM), sd(Input::GvaM));
                ((a * a + b * b).sqrt(), false)
            }
            Measure::Input(i) => (sd(i), matches!(i, Input::InnovationPct | Input::CollabPct | Input::TrainedPct)),
            Measure::Series(_) => return None,
        };
        let by = P90 * sd;
        if !share {
            return Some((middle * libm::exp(-by), middle * libm::exp(by)));
        }
        let logit = libm::log(middle / (100.0 - middle));
        let back = |x: f64| 100.0 / (1.0 + libm::exp(-x));
        Some((back(logit - by), back(logit + by)))
    }

    /// How a series moved over the last five years, or over all its years if it is shorter.
    #[must_use]
    pub fn change(&self, measure: Measure, area: &AreaCode) -> Option<Change> {
        let points = self.series(measure.series()?, area);
        let last = points.last()?;
        let first = points.iter().rev().find(|p| p.year <= last.year - CHANGE_YEARS).or_else(|| points.first())?;
        (first.year < last.year).then_some(Change { by: last.value - first.value, from: first.year, to: last.year })
    }

    /// Source ids behind a measure, `;` between.
    #[must_use]
    pub fn sources(&self, measure: Measure) -> String {
        let of = |input: Input| self.sources.get(input.as_str()).cloned().unwrap_or_default();
        match measure {
            Measure::Input(input) => of(input),
            Measure::Quotient => of(Input::SectorShare),
            Measure::RdIntensity => format!("{};{}", of(Input::RdM), of(Input::GvaM)),
            Measure::Series(i) => {
                let of_series = self.points.range((i, AreaCode::new(""))..(i + 1, AreaCode::new("")));
                let mut all: Vec<&str> =
                    of_series.filter_map(|(_, p)| p.last()).flat_map(|p| p.source.split(';')).collect();
                all.sort_unstable();
                all.dedup();
                all.join(";")
            }
        }
    }
}
