//! Starting numbers as the other rooms ask for them.

use std::borrow::Cow;
use std::sync::OnceLock;

use super::derive::{Sources, derive};
use super::group::{self, Member};
use super::{Cell, Path, Quality, derived, given, space};
use crate::evidence::load::Library;
use crate::evidence::order::InOrder as _;
use crate::evidence::{self, Area, AreaCode, Centroid, Fault, Faults, Imputation, Observations, Place, SectorId, Tier};
use crate::model::baseline::{self, Baseline};
use crate::model::kinds::{Input, Mark};

/// Files that the rules read: a user's own copy of any of them means that the numbers are derived anew.
const DERIVED_FROM: [&str; 3] = [baseline::FILE, "evidence/areas.csv", "evidence/series_imputations.csv"];

/// Starting numbers of every place and sector: the derived text, and small tables that are parsed when first asked for.
#[derive(Debug, Clone, Default)]
pub struct Inputs {
    library: Library,
    text: Cow<'static, str>,
    areas: OnceLock<Vec<Area>>,
    centroids: OnceLock<Vec<Centroid>>,
    rules: OnceLock<Baseline>,
    uk: OnceLock<Uk>,
}

/// Sums over the nations and regions.
#[derive(Debug, Clone, Copy)]
struct Uk {
    gva_m: f64,
    rd_m: f64,
    people: f64,
}

impl Inputs {
    /// Takes the bundled derived inputs, or derives them anew where the overlay replaces what they are made of
    /// (official figures, imputations, areas, `model/baseline.ron`). An overlay's `derived/baseline.csv` is never read; the
    /// starting numbers it gives stand in `derived/baseline.add.csv` and go before derived ones.
    ///
    /// # Errors
    /// Every fault found.
    pub fn load(library: &Library) -> Result<Self, Faults> {
        let mut inputs = Self { library: library.clone(), ..Self::default() };
        if library.overlay().is_none() {
            inputs.text = library.text(derived::FILE)?;
            return Ok(inputs);
        }
        let mut faults = Faults::default();
        let mut keep = |f: Faults| faults.0.extend(f.0);
        match Baseline::load(library) {
            Ok(rules) => drop(inputs.rules.set(rules)),
            Err(more) => keep(more),
        }
        match evidence::rows::<Area>(library) {
            Ok(areas) => drop(inputs.areas.set(areas)),
            Err(more) => keep(more),
        }
        match evidence::rows::<Centroid>(library) {
            Ok(rows) => drop(inputs.centroids.set(rows)),
            Err(more) => keep(more),
        }
        let mut inputs = faults.into_result(inputs).map_err(|faults| library.located(faults))?;
        inputs.text = given::text(library, inputs.rules(), || base_text(library)).map_err(|f| library.located(f))?;
        Ok(inputs)
    }

    /// The starting numbers of one place (area or group) and sector. In a group counts add and ratios are recomputed; its
    /// errors and paths (drift, age, step, number of changes) are job-weighted means of the members', its mark the weakest.
    ///
    /// # Errors
    /// If an area or the sector is unknown or has no starting numbers, or a group may not be summed (a LEP area with a
    /// region it lies in).
    pub fn cell(&self, place: &Place, sector: &SectorId) -> Result<Cell, Fault> {
        match place.members() {
            [] => Err(Fault::new("place", "names no area")),
            [one] => self.area_cell(place, one, sector),
            several => {
                self.may_be_summed(several)?;
                let mut members = Vec::with_capacity(several.len());
                for code in several {
                    let area = Place::Area(code.clone());
                    let cell = self.area_cell(&area, code, sector)?;
                    let all = self.area_cell(&area, code, &SectorId::all())?;
                    members.push(Member { cell, all });
                }
                let uk = self.uk();
                Ok(group::cell(place, sector, &members, uk.rd_m / uk.gva_m))
            }
        }
    }

    /// Every place of a tier that has starting numbers, by code: 12 nations and regions, 38 LEP areas.
    #[must_use]
    pub fn places(&self, tier: Tier) -> Vec<Place> {
        let mut codes: Vec<AreaCode> =
            self.areas().iter().filter(|a| a.tier == tier && tier != Tier::Benchmark).map(|a| a.code.clone()).collect();
        codes.order();
        codes.into_iter().map(Place::Area).collect()
    }

    /// The cells of all places of a tier in one sector, by code: for what compares places (gap, spillover, maps).
    ///
    /// # Errors
    /// As [`Inputs::cell`].
    pub fn tier_cells(&self, tier: Tier, sector: &SectorId) -> Result<Vec<Cell>, Fault> {
        self.places(tier).iter().map(|place| self.cell(place, sector)).collect()
    }

    /// What must be said beside a group that was summed: LEP areas that share districts.
    #[must_use]
    pub fn warnings(&self, place: &Place) -> Vec<String> {
        let members = place.members();
        if members.len() < 2 {
            return Vec::new();
        }
        let name = |code: &AreaCode| self.area(code).map_or_else(|| code.to_string(), |a| a.name.clone());
        let Some(rules) = self.rules() else { return Vec::new() };
        let pairs = rules.overlap_leps.iter().filter(|(a, b)| members.contains(a) && members.contains(b));
        pairs
            .map(|(a, b)| {
                format!("{} and {} share districts: the shared part is counted twice in their sum", name(a), name(b))
            })
            .collect()
    }

    /// GVA a head of the United Kingdom, £, 2024 prices: sum of the 12 over their residents.
    #[must_use]
    pub fn uk_gva_head(&self) -> f64 {
        let uk = self.uk();
        uk.gva_m * 1e6 / uk.people
    }

    /// Great-circle distance between the centroids of two places, km (groups: people-weighted centroid).
    #[must_use]
    pub fn distance_km(&self, a: &Place, b: &Place) -> Option<f64> {
        let people = |code: &AreaCode| self.number(code, &SectorId::all(), Input::Population);
        let centre = |place: &Place| space::centre(place, self.centroids(), people);
        Some(space::haversine(centre(a)?, centre(b)?))
    }

    /// Cosine similarity of the six job shares of two places, 0–1.
    #[must_use]
    pub fn similarity(&self, a: &Place, b: &Place) -> Option<f64> {
        let shares = |place: &Place| {
            let jobs = |sector: &SectorId| {
                let all = place.members().iter().map(|code| self.number(code, sector, Input::Workforce));
                all.sum::<Option<f64>>()
            };
            // Jobs instead of shares: the cosine does not see the common divisor.
            self.rules()?.sectors.iter().map(jobs).collect::<Option<Vec<f64>>>()
        };
        Some(space::cosine(&shares(a)?, &shares(b)?))
    }

    /// The rules behind the numbers (`model/baseline.ron`); `None` only if the bundled file cannot be read.
    #[must_use]
    pub fn rules(&self) -> Option<&Baseline> {
        if self.rules.get().is_none() {
            drop(self.rules.set(Baseline::load(&self.library).ok()?));
        }
        self.rules.get()
    }

    /// The text that the numbers are read from: one line per place, sector and input, in order.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    fn areas(&self) -> &[Area] {
        self.areas.get_or_init(|| evidence::rows(&self.library).unwrap_or_default())
    }

    fn centroids(&self) -> &[Centroid] {
        self.centroids.get_or_init(|| evidence::rows(&self.library).unwrap_or_default())
    }

    fn area(&self, code: &AreaCode) -> Option<&Area> {
        self.areas().iter().find(|a| &a.code == code)
    }

    fn uk(&self) -> Uk {
        *self.uk.get_or_init(|| {
            let mut uk = Uk { gva_m: 0.0, rd_m: 0.0, people: 0.0 };
            for cell in self.tier_cells(Tier::Itl1, &SectorId::all()).unwrap_or_default() {
                uk.gva_m += cell.get(Input::GvaM);
                uk.rd_m += cell.get(Input::RdM);
                uk.people += cell.get(Input::Population);
            }
            uk
        })
    }

    fn number(&self, code: &AreaCode, sector: &SectorId, wanted: Input) -> Option<f64> {
        let mut found = None;
        let keep = |input: Input, value: f64, _: Quality, _: Path| {
            if input == wanted {
                found = Some(value);
            }
        };
        derived::each(&self.text, self.rules()?, code.as_str(), sector.as_str(), keep).ok()?;
        found
    }

    fn area_cell(&self, place: &Place, code: &AreaCode, sector: &SectorId) -> Result<Cell, Fault> {
        let mut cell = Cell {
            place: place.clone(),
            sector: sector.clone(),
            values: [f64::NAN; Input::COUNT],
            quality: [Quality { mark: Mark::Judgement, place_sd: 0.0, sector_sd: 0.0 }; Input::COUNT],
            paths: [Path::STILL; Input::COUNT],
        };
        let Some(rules) = self.rules() else {
            return Err(Fault::new(baseline::FILE, "cannot be read"));
        };
        let mut put = |only_place: bool| {
            let sector = if only_place { "all" } else { sector.as_str() };
            derived::each(&self.text, rules, code.as_str(), sector, |input, value, quality, path| {
                if !only_place || group::is_place_level(input) {
                    cell.values[input.index()] = value;
                    cell.quality[input.index()] = quality;
                    cell.paths[input.index()] = path;
                }
            })
        };
        let rows = put(false)? + if sector.is_all() { 0 } else { put(true)? };
        if rows == 0 || cell.values.iter().any(|v| v.is_nan()) {
            return Err(self.no_cell(code, sector, rules));
        }
        Ok(cell)
    }

    /// Why there is no cell: the area or the sector is unknown, or a comparison row only.
    fn no_cell(&self, code: &AreaCode, sector: &SectorId, rules: &Baseline) -> Fault {
        match self.area(code) {
            None => self.unknown_area(code),
            Some(area) if area.tier == Tier::Benchmark => {
                Fault::new("place", "has no starting numbers: it is a comparison row only")
                    .cell("area", format!("{} ({})", area.name, area.code))
                    .hint("choose a nation, a region or a LEP area")
            }
            Some(_) => {
                let known = || rules.sectors.iter().map(SectorId::as_str).chain(["all"]);
                let fault = Fault::new("sector", "has no starting numbers").cell("sector", sector.as_str());
                match evidence::nearest(sector.as_str(), known()) {
                    Some(best) => fault.hint(format!("did you mean '{best}'?")),
                    None => fault.hint(format!("use one of: {}", known().collect::<Vec<_>>().join(", "))),
                }
            }
        }
    }

    fn unknown_area(&self, code: &AreaCode) -> Fault {
        let places: Vec<&Area> = self.areas().iter().filter(|a| a.tier != Tier::Benchmark).collect();
        let fault = Fault::new("place", "is not a known area").cell("area", code.as_str());
        let near = evidence::nearest(code.as_str(), places.iter().flat_map(|a| [a.code.as_str(), a.name.as_str()]));
        match near.and_then(|near| places.iter().find(|a| a.code.as_str() == near || a.name == near)) {
            Some(a) => fault.hint(format!("did you mean '{}' ({})?", a.code, a.name)),
            None => fault.hint("give the code of a nation, a region or a LEP area, e.g. E12000005 (West Midlands)"),
        }
    }

    /// Refuses a LEP area together with a region it lies in: the common part would count twice.
    fn may_be_summed(&self, members: &[AreaCode]) -> Result<(), Fault> {
        for lep in members.iter().filter_map(|code| self.area(code)) {
            if let Some(region) = lep.regions().iter().find(|s| members.contains(&s.region)) {
                let name = self.area(&region.region).map_or("", |a| a.name.as_str());
                let problem = format!(
                    "lies in {name} ({}), which is in the same group: its part would count twice",
                    region.region
                );
                return Err(Fault::new("place", problem)
                    .cell("area", format!("{} ({})", lep.name, lep.code))
                    .hint("take one of them off the group"));
            }
        }
        Ok(())
    }
}

/// Derived anew where the overlay touches what they are made of, else as bundled.
fn base_text(library: &Library) -> Result<Cow<'static, str>, Faults> {
    if library.replaces_observations() || DERIVED_FROM.iter().any(|f| library.replaces(f)) {
        Ok(Cow::Owned(derived_text(library)?))
    } else {
        Ok(Library::embedded().text(derived::FILE)?)
    }
}

/// The derived text of a library's own figures and rules.
///
/// # Errors
/// Every fault found.
fn derived_text(library: &Library) -> Result<String, Faults> {
    let baseline = Baseline::load(library)?;
    let mut areas = evidence::rows::<Area>(library)?;
    let given = given::whole_areas(library, &baseline);
    areas.retain(|area| !given.contains(area.code.as_str()));
    if areas.iter().all(|area| area.tier == Tier::Benchmark) {
        return Ok(derived::write(&[]));
    }
    let imputations = evidence::rows::<Imputation>(library)?;
    let (file, text) = library.observations()?;
    let observations = Observations::parse(file, &text)?;
    let sources =
        Sources { baseline: &baseline, areas: &areas, observations: &observations, imputations: &imputations };
    Ok(derived::write(&derive(sources)?))
}

impl Inputs {
    /// The text of `derived/baseline.csv` as the rules give it, whatever the bundled file says.
    ///
    /// # Errors
    /// Every fault found.
    pub fn derive_text(library: &Library) -> Result<String, Faults> {
        derived_text(library)
    }
}
