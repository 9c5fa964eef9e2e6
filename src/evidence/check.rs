//! Whether the tables hold together: unique ids, areas and sectors that exist, references that resolve.

use std::collections::BTreeSet;

use super::book::Evidence;
use super::fault::{Fault, Faults, nearest};
use super::ids::{AreaCode, EffectId, SourceId};

/// Words that stand where a source id may: there is no source, and the row says so.
pub const WORDS: [&str; 3] = ["judgement", "accounting", "convention"];

/// A reference of the bundled tables that does not resolve, known and accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exception {
    /// File.
    pub file: &'static str,
    /// Column.
    pub column: &'static str,
    /// Value.
    pub value: &'static str,
    /// Why it is accepted.
    pub reason: &'static str,
}

/// Every accepted exception.
pub const EXCEPTIONS: [Exception; 4] = [
    Exception {
        file: "evidence/programme_figures.csv",
        column: "programme_id",
        value: "catapult_network",
        reason: "figures of the whole network of Catapults, kept as context; only the manufacturing one is a programme row",
    },
    Exception {
        file: "evidence/clusters.csv",
        column: "area_codes",
        value: "E37000042",
        reason: "code of 2017 of Greater Cambridge and Greater Peterborough; areas.csv has the area of 2021, E37000059",
    },
    Exception {
        file: "evidence/clusters.csv",
        column: "area_codes",
        value: "E37000027",
        reason: "code of 2017 of Oxfordshire; areas.csv has the area of 2021, E37000053",
    },
    Exception {
        file: "evidence/cases.csv",
        column: "place_code",
        value: "E12000001-E12000009",
        reason: "all nine English regions",
    },
];

/// Names that references of one kind may use.
pub(crate) struct Known<'a> {
    names: BTreeSet<&'a str>,
    what: &'static str,
}

impl<'a> Known<'a> {
    /// `what` ends the sentence "is not …".
    pub(crate) fn new(what: &'static str, names: impl IntoIterator<Item = &'a str>) -> Self {
        Self { names: names.into_iter().collect(), what }
    }

    /// Adds further names.
    pub(crate) fn and(mut self, names: impl IntoIterator<Item = &'a str>) -> Self {
        self.names.extend(names);
        self
    }

    /// Adds a fault unless `value` is known or an accepted exception.
    pub(crate) fn check(&self, at: &At<'_>, value: &str, faults: &mut Faults) {
        let excepted = |x: &Exception| x.file == at.file && x.column == at.column && x.value == value;
        if self.names.contains(value) || EXCEPTIONS.iter().any(excepted) {
            return;
        }
        let mut fault = Fault::new(at.file, format!("is not {}", self.what)).cell(at.column, value);
        if at.line > 0 {
            fault = fault.at(at.line);
        }
        faults.push(match nearest(value, self.names.iter().copied()) {
            Some(best) => fault.hint(format!("did you mean '{best}'?")),
            None => fault,
        });
    }
}

/// Where a reference stands; line 0: unknown.
pub(crate) struct At<'a> {
    pub(crate) file: &'a str,
    pub(crate) line: u64,
    pub(crate) column: &'a str,
}

/// Everything a claim may cite: sources, findings, priors, interactions, or one of [`WORDS`].
pub(crate) fn citable(e: &Evidence) -> Known<'_> {
    Known::new("a source, finding, prior or interaction, nor one of judgement, accounting, convention", WORDS)
        .and(e.sources().iter().map(|s| s.id.as_str()))
        .and(e.effects().iter().map(|x| x.id.as_str()))
        .and(e.priors().iter().map(|p| p.id.as_str()))
        .and(e.interactions().iter().map(|i| i.id.as_str()))
}

/// Area codes of `areas.csv`.
pub(crate) fn areas(e: &Evidence) -> Known<'_> {
    Known::new("an area of evidence/areas.csv", e.areas().iter().map(|a| a.code.as_str())).and(replaced_areas(e))
}

/// Bundled areas that a user's own table leaves out: studies, programmes and figures of them are still about them.
fn replaced_areas(e: &Evidence) -> Vec<&'static str> {
    if !e.library().replaces("evidence/areas.csv") {
        return Vec::new();
    }
    let text = super::load::bundled_text("evidence/areas.csv").unwrap_or("");
    text.lines().skip(1).filter_map(|line| line.split(',').next()).collect()
}

/// Sector ids of `sectors.csv`.
pub(crate) fn sectors(e: &Evidence) -> Known<'_> {
    Known::new("a sector of evidence/sectors.csv", e.sectors().iter().map(|s| s.id.as_str()))
}

/// Series with a description or with figures.
pub(crate) fn series(e: &Evidence) -> Known<'_> {
    Known::new("a series of evidence/series.csv", e.series().iter().map(|s| s.id.as_str()))
}

/// Adds every breach between the tables of evidence.
pub(super) fn tables(e: &Evidence, faults: &mut Faults) {
    unique_ids(e, faults);
    shapes(e, faults);
    citations(e, faults);
    places(e, faults);
    programmes(e, faults);
    cases(e, faults);
    conversions(e, faults);
    official(e, faults);
    given(e, faults);
    numbers(e, faults);
}

fn unique<'a>(file: &str, column: &str, ids: impl Iterator<Item = (&'a str, u64)>, faults: &mut Faults) {
    let mut seen = std::collections::BTreeMap::new();
    for (id, line) in ids {
        if id.trim().is_empty() {
            faults.push(Fault::new(file, "must not be blank").at(line).cell(column, id));
        } else if let Some(first) = seen.insert(id, line) {
            faults.push(Fault::new(file, format!("stands on line {first} already")).at(line).cell(column, id));
        }
    }
}

/// For every row of a table: file, column, and what stands there (one name or several).
macro_rules! refs {
    ($faults:ident: $($rows:expr, $file:literal, $column:literal, $row:ident => $names:expr, $known:expr;)*) => {
        $(for $row in $rows {
            for name in $names {
                let at = At { file: $file, line: $row.line, column: $column };
                $known.check(&at, name, $faults);
            }
        })*
    };
}

macro_rules! ids {
    ($faults:ident: $($rows:expr, $file:literal, $column:literal, $row:ident => $id:expr;)*) => {
        $(unique($file, $column, $rows.iter().map(|$row| ($id, $row.line)), $faults);)*
    };
}

fn unique_ids(e: &Evidence, faults: &mut Faults) {
    ids! { faults:
        e.areas(), "evidence/areas.csv", "area_code", r => r.code.as_str();
        e.sectors(), "evidence/sectors.csv", "sector_id", r => r.id.as_str();
        e.sources(), "evidence/sources.csv", "source_id", r => r.id.as_str();
        e.effects(), "evidence/effects.csv", "effect_id", r => r.id.as_str();
        e.priors(), "evidence/priors.csv", "prior_id", r => r.id.as_str();
        e.interactions(), "evidence/interactions.csv", "interaction_id", r => r.id.as_str();
        e.programmes(), "evidence/programmes.csv", "programme_id", r => r.id.as_str();
        e.cases(), "evidence/cases.csv", "case_id", r => r.id.as_str();
        e.case_outcomes(), "evidence/case_outcomes.csv", "outcome_id", r => r.id.as_str();
        e.case_codes(), "evidence/case_codes.csv", "code", r => r.code.as_str();
        e.case_conversions(), "evidence/case_conversions.csv", "outcome_id", r => r.outcome.as_str();
        e.case_findings(), "evidence/case_findings.csv", "case_id", r => r.case.as_str();
        e.series(), "evidence/series.csv", "indicator", r => r.id.as_str();
        e.centroids(), "evidence/centroids.csv", "area_code", r => r.area.as_str();
        e.tiles(), "evidence/tiles.csv", "area_code", r => r.area.as_str();
        e.aliases(), "evidence/aliases.csv", "name", r => r.name.as_str();
    }
}

fn citations(e: &Evidence, faults: &mut Faults) {
    let sources = Known::new("a source of evidence/sources.csv", e.sources().iter().map(|s| s.id.as_str()));
    let or_judged =
        Known::new("a source, nor the word judgement", e.sources().iter().map(|s| s.id.as_str())).and(WORDS);
    let effects = Known::new("a finding of evidence/effects.csv", e.effects().iter().map(|x| x.id.as_str()));
    let any = citable(e);
    refs! { faults:
        e.sectors(), "evidence/sectors.csv", "source_id", r => [r.source.as_str()], sources;
        e.sector_mapping(), "evidence/sector_mapping_quality.csv", "source_id", r => [r.source.as_str()], sources;
        e.centroids(), "evidence/centroids.csv", "source_id", r => r.sources.iter().map(SourceId::as_str), sources;
        e.aliases(), "evidence/aliases.csv", "source_id", r => r.sources.iter().map(SourceId::as_str), sources;
        e.series_uncertainty(), "evidence/series_uncertainty.csv", "source_id", r => r.sources.iter().map(SourceId::as_str), sources;
        e.effects(), "evidence/effects.csv", "source_id", r => [r.source.as_str()], sources;
        e.effects(), "evidence/effects.csv", "same_study_as", r => r.same_study_as.iter().map(EffectId::as_str), effects;
        e.interactions(), "evidence/interactions.csv", "source_id", r => r.sources.iter().map(SourceId::as_str), or_judged;
        e.priors(), "evidence/priors.csv", "evidence_ids", r => r.evidence.iter().map(String::as_str), any;
        e.programmes(), "evidence/programmes.csv", "source_ids", r => r.sources.iter().map(SourceId::as_str), sources;
        e.programme_figures(), "evidence/programme_figures.csv", "source_id", r => [r.source.as_str()], sources;
        e.clusters(), "evidence/clusters.csv", "source_id", r => r.sources.iter().map(SourceId::as_str), sources;
        e.cases(), "evidence/cases.csv", "source_ids", r => r.sources.iter().map(SourceId::as_str), sources;
        e.case_outcomes(), "evidence/case_outcomes.csv", "source_id", r => r.sources.iter().map(SourceId::as_str), sources;
    }
}

/// Whether a code is of a district (of England, Wales, Scotland, Northern Ireland): finer than `areas.csv`.
fn is_district(code: &str) -> bool {
    let shaped = code.len() == 9 && code.bytes().skip(1).all(|b| b.is_ascii_digit());
    shaped && ["E06", "E07", "E08", "E09", "W06", "S12", "N09"].iter().any(|kind| code.starts_with(kind))
}

fn places(e: &Evidence, faults: &mut Faults) {
    let (areas, sectors) = (areas(e), sectors(e));
    refs! { faults:
        e.areas(), "evidence/areas.csv", "parent_itl1", r => r.parent.0.iter().map(AreaCode::as_str), areas;
        e.areas(), "evidence/areas.csv", "overlap", r => r.overlap.0.iter().map(|s| s.region.as_str()), areas;
        e.centroids(), "evidence/centroids.csv", "area_code", r => [r.area.as_str()], areas;
        e.tiles(), "evidence/tiles.csv", "area_code", r => [r.area.as_str()], areas;
        e.aliases(), "evidence/aliases.csv", "region_code", r => [r.region.as_str()], areas;
        e.aliases(), "evidence/aliases.csv", "lep_codes", r => r.leps.iter().map(AreaCode::as_str), areas;
        e.neighbours(), "evidence/neighbours.csv", "area_code", r => [r.area.as_str()], areas;
        e.neighbours(), "evidence/neighbours.csv", "neighbour_code", r => [r.neighbour.as_str()], areas;
        e.sector_mapping(), "evidence/sector_mapping_quality.csv", "sector_id", r => [r.sector.as_str()], sectors;
        e.clusters(), "evidence/clusters.csv", "sector_id", r => [r.sector.as_str()], sectors;
    }
    for area in e.areas().iter().filter(|a| a.tier != super::Tier::Benchmark) {
        for (file, have) in [
            ("evidence/centroids.csv", e.centroids().iter().any(|c| c.area == area.code)),
            ("evidence/tiles.csv", e.tiles().iter().any(|t| t.area == area.code)),
        ] {
            if !have {
                faults.push(
                    Fault::new(file, "has no row for an area of evidence/areas.csv")
                        .cell("area_code", area.code.as_str()),
                );
            }
        }
    }
}

fn programmes(e: &Evidence, faults: &mut Faults) {
    let areas = areas(e);
    let programmes = Known::new("a programme of evidence/programmes.csv", e.programmes().iter().map(|p| p.id.as_str()));
    refs! { faults:
        e.programmes(), "evidence/programmes.csv", "area_codes", r => r.areas.iter().map(AreaCode::as_str), areas;
        e.clusters(), "evidence/clusters.csv", "area_codes",
            r => r.areas.iter().map(AreaCode::as_str).filter(|c| !is_district(c)), areas;
        e.programme_figures(), "evidence/programme_figures.csv", "programme_id", r => [r.programme.as_str()], programmes;
    }
}

fn cases(e: &Evidence, faults: &mut Faults) {
    let codes = |kind: &'static str| e.case_codes().iter().filter(move |c| c.kind == kind);
    let cases = Known::new("a case of evidence/cases.csv", e.cases().iter().map(|c| c.id.as_str()));
    let places = areas(e).and(codes("place").map(|c| c.code.as_str()));
    let levers = Known::new("a lever code of evidence/case_codes.csv", codes("lever").map(|c| c.code.as_str()));
    let sector_codes = Known::new("a sector code of evidence/case_codes.csv", codes("sector").map(|c| c.code.as_str()));
    let (areas, sectors) = (areas(e), sectors(e));
    refs! { faults:
        e.case_outcomes(), "evidence/case_outcomes.csv", "case_id", r => [r.case.as_str()], cases;
        e.cases(), "evidence/cases.csv", "place_code", r => r.places.iter().map(AreaCode::as_str), places;
        e.cases(), "evidence/cases.csv", "sector",
            r => r.sectors.split(';').filter_map(|s| s.split_whitespace().next()), sector_codes;
        e.cases(), "evidence/cases.csv", "instrument_mix",
            r => r.mix.split(';').map(|part| part.split(':').next().unwrap_or(part).trim()), levers;
        codes("sector"), "evidence/case_codes.csv", "id", r => [r.id.as_str()], sectors;
        codes("place"), "evidence/case_codes.csv", "id", r => [r.id.as_str()].into_iter().filter(|id| !id.is_empty()), areas;
    }
    for case in e.cases() {
        let shares = case
            .mix
            .split(';')
            .map(|part| part.split_once(':').and_then(|(_, share)| share.trim().parse::<f64>().ok()));
        if shares.sum::<Option<f64>>().is_none_or(|sum| (sum - 1.0).abs() > 1e-9) {
            let fault = Fault::new("evidence/cases.csv", "must hold shares that add to 1").at(case.line);
            faults.push(fault.cell("instrument_mix", case.mix.as_str()).hint("write it as CODE:0.6;CODE:0.4"));
        }
    }
}

/// Every outcome has one row that says what it is compared with or why it is not.
fn conversions(e: &Evidence, faults: &mut Faults) {
    const FILE: &str = "evidence/case_conversions.csv";
    let cases = Known::new("a case of evidence/cases.csv", e.cases().iter().map(|c| c.id.as_str()));
    let outcomes =
        Known::new("an outcome of evidence/case_outcomes.csv", e.case_outcomes().iter().map(|o| o.id.as_str()));
    let effects = Known::new("a finding of evidence/effects.csv", e.effects().iter().map(|x| x.id.as_str()));
    refs! { faults:
        e.case_conversions(), "evidence/case_conversions.csv", "outcome_id", r => [r.outcome.as_str()], outcomes;
        e.case_findings(), "evidence/case_findings.csv", "case_id", r => [r.case.as_str()], cases;
        e.case_findings(), "evidence/case_findings.csv", "effect_ids", r => r.effects.iter().map(EffectId::as_str), effects;
    }
    for row in e.case_conversions().iter().filter(|r| !r.is_decided()) {
        let fault = Fault::new(FILE, "must hold a quantity or a reason, one of them").at(row.line);
        faults.push(fault.cell("outcome_id", row.outcome.as_str()));
    }
    if e.library().overlay().is_some() {
        // An outcome of one's own may stand without; the hindcast lists it as not decided yet.
        return;
    }
    let known: BTreeSet<&str> = e.case_conversions().iter().map(|r| r.outcome.as_str()).collect();
    for outcome in e.case_outcomes().iter().filter(|o| !known.contains(o.id.as_str())) {
        let fault = Fault::new("evidence/case_outcomes.csv", "has no row in evidence/case_conversions.csv");
        faults.push(fault.at(outcome.line).cell("outcome_id", outcome.id.as_str()).hint("add one with a reason"));
    }
}

fn official(e: &Evidence, faults: &mut Faults) {
    let (areas, sectors, series) = (areas(e), sectors(e), series(e));
    let sources = Known::new("a source of evidence/sources.csv", e.sources().iter().map(|s| s.id.as_str()));
    refs! { faults:
        e.series_uncertainty(), "evidence/series_uncertainty.csv", "indicator_id", r => [r.series.as_str()], series;
        e.series_uncertainty(), "evidence/series_uncertainty.csv", "area_code", r => [r.area.as_str()], areas;
        e.series_volatility(), "evidence/series_volatility.csv", "indicator_id", r => [r.series.as_str()], series;
        e.series_imputations(), "evidence/series_imputations.csv", "indicator_id", r => [r.series.as_str()], series;
        e.series_imputations(), "evidence/series_imputations.csv", "area_code", r => r.areas.split('+').map(str::trim), areas;
    }
    // Each name once: 39,000 rows hold a few hundred.
    let mut checked: BTreeSet<(u8, &str)> = BTreeSet::new();
    for o in e.observations().iter() {
        let columns = [("indicator", o.indicator, &series), ("area", o.area, &areas), ("sector", o.sector, &sectors)];
        for (kind, (column, name, known)) in (0..).zip(columns) {
            if checked.insert((kind, name)) {
                known.check(&At { file: "evidence/observations.csv", line: o.line, column }, name, faults);
            }
        }
        if checked.insert((9, o.source)) {
            for name in o.source.split(';') {
                let at = At { file: "evidence/observations.csv", line: o.line, column: "source_id" };
                sources.check(&at, name.trim(), faults);
            }
        }
    }
}

/// Starting numbers that a user gives are of areas that exist.
fn given(e: &Evidence, faults: &mut Faults) {
    let Some(text) = e.library().overlay().and_then(|o| o.text(super::load::DERIVED)) else { return };
    let areas = Known::new("an area of evidence/areas.csv", e.areas().iter().map(|a| a.code.as_str()));
    for (line, row) in (1..).zip(text.lines()).skip(1).filter(|(_, row)| !row.is_empty()) {
        let at = At { file: super::load::DERIVED, line, column: "place_code" };
        areas.check(&at, row.split(',').next().unwrap_or(""), faults);
    }
}

/// Codes go into file names, place texts and derived tables: letters, digits, `_` and `-` only.
fn shapes(e: &Evidence, faults: &mut Faults) {
    let areas = e.areas().iter().map(|a| ("evidence/areas.csv", "area_code", a.code.as_str(), a.line));
    let sectors = e.sectors().iter().map(|s| ("evidence/sectors.csv", "sector_id", s.id.as_str(), s.line));
    for (file, column, code, line) in areas.chain(sectors) {
        if !code.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-') {
            let problem = "may hold letters, digits, _ and - only";
            faults.push(Fault::new(file, problem).at(line).cell(column, code));
        }
    }
}

fn numbers(e: &Evidence, faults: &mut Faults) {
    for p in e.priors() {
        let ordered = match (p.p10, p.central, p.p90) {
            (Some(low), Some(middle), Some(high)) => low <= middle && middle <= high,
            (None, None, None) => true,
            _ => false,
        };
        if !ordered {
            let value = p.central.map_or_else(String::new, |c| c.to_string());
            let fault = Fault::new("evidence/priors.csv", "must lie between p10 and p90, all three given or none");
            faults.push(fault.at(p.line).cell("central", value));
        }
    }
    // Codes of the Office for National Statistics are of the United Kingdom; other codes may lie anywhere on the globe.
    let british = |code: &str| code.len() == 9 && code.starts_with(['E', 'W', 'S', 'N', 'K']);
    for c in e.centroids() {
        let (lat, lon, place) = if british(c.area.as_str()) {
            (49.0..=61.5, -9.0..=2.5, "the United Kingdom")
        } else {
            (-90.0..=90.0, -180.0..=180.0, "the globe")
        };
        if !lat.contains(&c.lat) || !lon.contains(&c.lon) {
            let fault = Fault::new("evidence/centroids.csv", format!("lies outside {place}")).at(c.line);
            faults.push(fault.cell("lat", format!("{}, {}", c.lat, c.lon)));
        }
    }
    let mut tiles = std::collections::BTreeMap::new();
    for t in e.tiles() {
        if let Some(first) = tiles.insert((t.tier, t.row, t.col), t.line) {
            let fault = Fault::new("evidence/tiles.csv", format!("takes the place of line {first}")).at(t.line);
            faults.push(fault.cell("area_code", t.area.as_str()));
        }
    }
    for a in e.areas().iter().filter(|a| a.tier == super::Tier::Lep && a.parent.0.is_none()) {
        faults
            .push(Fault::new("evidence/areas.csv", "must be given for a LEP area").at(a.line).cell("parent_itl1", ""));
    }
}
