//! The table that the rules fill in, and the few operations they share.

use std::cell::RefCell;

use super::Sources;
use crate::evidence::order::InOrder as _;
use crate::evidence::{Area, Fault, Faults, SectorId, Tier};
use crate::model::baseline::Baseline;
use crate::model::kinds::Input;

/// All sectors together; the six follow, then the remainder.
pub(super) const ALL: usize = 0;

/// Where figures are missing, as a user knows the file.
const FILE: &str = "evidence/observations.csv";

/// Most missing figures that are listed.
const FAULTS_MAX: usize = 50;

/// A place that gets starting numbers.
pub(super) struct Spot<'a> {
    pub code: &'a str,
    pub tier: Tier,
    pub people: f64,
    /// LEP areas: (region, share of people); regions: empty.
    pub regions: Vec<(usize, f64)>,
    /// LEP area whose GVA is rescaled to its own hours.
    pub split: bool,
}

/// Values of every place × sector × input, filled in rule by rule; missing figures are collected and leave NaN.
pub(super) struct Ground<'a> {
    pub b: &'a Baseline,
    pub sources: Sources<'a>,
    pub places: Vec<Spot<'a>>,
    /// Nations and regions, then LEP areas: positions in `places`.
    pub itl: Vec<usize>,
    pub lep: Vec<usize>,
    /// `all`, the six, `other`.
    pub sectors: Vec<&'a str>,
    /// Northern Ireland.
    pub ni: usize,
    values: Vec<f64>,
    faults: RefCell<Faults>,
}

impl<'a> Ground<'a> {
    pub fn new(sources: Sources<'a>) -> Result<Self, Faults> {
        let b = sources.baseline;
        let mut faults = Faults::default();
        let mut areas: Vec<_> = sources.areas.iter().filter(|a| a.tier != Tier::Benchmark).collect();
        areas.order_by_key(|a| a.tier); // stable: regions first, file order within a tier
        let places: Vec<Spot<'a>> = areas
            .iter()
            .map(|a| {
                let regions = a.regions();
                let regions = regions.iter().filter_map(|s| {
                    let at = areas.iter().position(|r| r.tier == Tier::Itl1 && r.code == s.region);
                    if at.is_none() {
                        faults.push(
                            Fault::new("evidence/areas.csv", "is not a nation or region")
                                .at(a.line)
                                .cell("parent_itl1", s.region.as_str()),
                        );
                    }
                    at.map(|r| (r, s.share))
                });
                Spot {
                    code: a.code.as_str(),
                    tier: a.tier,
                    regions: regions.collect(),
                    people: a.population_mid2021.unwrap_or(f64::NAN),
                    split: b.split_leps.contains(&a.code),
                }
            })
            .collect();
        complete(&places, &areas, &mut faults);
        let of = |tier: Tier| (0..places.len()).filter(|p| places[*p].tier == tier).collect::<Vec<usize>>();
        let ni = places.iter().position(|p| p.code == b.northern_ireland.as_str());
        if ni.is_none() {
            let fault = Fault::new("model/baseline.ron", "is not in evidence/areas.csv");
            faults.push(
                fault
                    .cell("northern_ireland", b.northern_ireland.as_str())
                    .nearest(b.northern_ireland.as_str(), places.iter().map(|p| p.code)),
            );
        }
        let sectors: Vec<&str> =
            std::iter::once("all").chain(b.sectors.iter().map(SectorId::as_str)).chain(["other"]).collect();
        let values = vec![f64::NAN; places.len() * sectors.len() * Input::COUNT];
        let (itl, lep) = (of(Tier::Itl1), of(Tier::Lep));
        let faults = faults.into_result(Faults::default())?;
        let faults = RefCell::new(faults);
        Ok(Self { b, sources, itl, lep, places, sectors, ni: ni.unwrap_or(0), values, faults })
    }

    /// Rows if nothing was missing.
    pub fn finish<T>(self, rows: T) -> Result<T, Faults> {
        self.faults.into_inner().into_result(rows)
    }

    pub fn fault(&self, fault: Fault) {
        let mut faults = self.faults.borrow_mut();
        if faults.0.len() < FAULTS_MAX && !faults.0.contains(&fault) {
            faults.push(fault);
        }
    }

    /// Whether any fault has been found so far.
    pub fn is_faulty(&self) -> bool {
        !self.faults.borrow().0.is_empty()
    }

    fn at(&self, p: usize, s: usize, input: Input) -> usize {
        (p * self.sectors.len() + s) * Input::COUNT + input.index()
    }

    pub fn get(&self, p: usize, s: usize, input: Input) -> f64 {
        self.values[self.at(p, s, input)]
    }

    pub fn put(&mut self, p: usize, s: usize, input: Input, value: f64) {
        let at = self.at(p, s, input);
        self.values[at] = value;
    }

    /// Sets the remainder outside the six sectors.
    pub fn put_other(&mut self, p: usize, input: Input) {
        let rest = self.get(p, ALL, input) - self.six().map(|s| self.get(p, s, input)).sum::<f64>();
        self.put(p, self.other(), input, rest);
    }

    /// The sectors of the file.
    pub fn six(&self) -> std::ops::Range<usize> {
        1..self.sectors.len() - 1
    }

    /// The sectors of the file and the remainder: together everything, once.
    pub fn parts(&self) -> std::ops::Range<usize> {
        1..self.sectors.len()
    }

    /// All sectors together and each of the file.
    pub fn shown(&self) -> std::ops::Range<usize> {
        0..self.sectors.len() - 1
    }

    /// The remainder.
    pub fn other(&self) -> usize {
        self.sectors.len() - 1
    }

    pub fn is_lep(&self, p: usize) -> bool {
        self.places[p].tier == Tier::Lep
    }

    pub fn observed(&self, series: &str, area: &str, sector: &str, year: i32) -> Option<f64> {
        self.sources.observations.value(series, area, sector, year)
    }

    /// A figure that must be there.
    pub fn need(&self, series: &str, area: &str, sector: &str, year: i32) -> f64 {
        self.observed(series, area, sector, year).unwrap_or_else(|| {
            let key = format!("{series}, {area}, {sector}, {year}");
            self.fault(Fault::new(FILE, "is missing: the starting numbers need it").cell("figure", key));
            f64::NAN
        })
    }

    /// [`Self::need`] for a place of the table.
    pub fn need_at(&self, series: &str, p: usize, s: usize, year: i32) -> f64 {
        self.need(series, self.places[p].code, self.sectors[s], year)
    }

    /// People-weighted mean over the regions of a LEP area.
    pub fn parent(&self, l: usize, f: impl Fn(usize) -> f64) -> f64 {
        self.places[l].regions.iter().map(|(r, w)| w * f(*r)).sum()
    }

    /// Share of a LEP area's people in a region.
    pub fn share(&self, l: usize, r: usize) -> f64 {
        self.places[l].regions.iter().find(|(q, _)| *q == r).map_or(0.0, |(_, w)| *w)
    }

    /// Sum over the nations and regions.
    pub fn uk(&self, s: usize, input: Input) -> f64 {
        self.itl.iter().map(|r| self.get(*r, s, input)).sum()
    }

    /// Factor to prices of the base year.
    pub fn real(&self, year: i32) -> f64 {
        self.b.deflator.factor(year).unwrap_or_else(|| {
            self.fault(
                Fault::new("model/baseline.ron", "is not in the deflator's index").cell("deflator", year.to_string()),
            );
            f64::NAN
        })
    }

    /// The year that `baseline.ron` gives for a series of an input.
    pub fn year(&self, input: Input, series: &str, who: &str) -> i32 {
        let row = self.b.input(input).and_then(|row| row.series.iter().find(|(s, w, _)| s == series && w == who));
        row.map_or_else(
            || {
                let fault = Fault::new("model/baseline.ron", format!("has no row for {who} in inputs.series"));
                self.fault(fault.cell(input.as_str(), series));
                self.b.base_year
            },
            |(_, _, year)| *year,
        )
    }

    /// A national figure of a sector (completeness is checked when the file is read).
    pub fn national(&self, s: usize, f: impl Fn(&crate::model::baseline::National) -> f64) -> f64 {
        self.b.national(self.sectors[s]).map_or(f64::NAN, f)
    }
}

/// Every place needs people, every LEP area a region.
fn complete(places: &[Spot<'_>], areas: &[&Area], faults: &mut Faults) {
    for (spot, area) in places.iter().zip(areas) {
        if spot.people.is_nan() {
            faults.push(
                Fault::new("evidence/areas.csv", "must be given for every place")
                    .at(area.line)
                    .cell("population_mid2021", ""),
            );
        }
        if spot.tier == Tier::Lep && spot.regions.is_empty() {
            faults.push(
                Fault::new("evidence/areas.csv", "must be given for a LEP area").at(area.line).cell("parent_itl1", ""),
            );
        }
    }
}

/// Values by row and column.
pub(super) type Grid = Vec<Vec<f64>>;

/// Iterative proportional fitting: columns first, rows last, so that places add exactly.
pub(super) fn ipf(mut x: Grid, rows: &[f64], cols: &[f64], rounds: u32) -> Grid {
    for _ in 0..rounds {
        for (c, target) in cols.iter().enumerate() {
            let total: f64 = x.iter().map(|row| row[c]).sum();
            for row in &mut x {
                row[c] *= target / total;
            }
        }
        for (row, target) in x.iter_mut().zip(rows) {
            let total: f64 = row.iter().sum();
            for cell in row.iter_mut() {
                *cell *= target / total;
            }
        }
    }
    x
}
