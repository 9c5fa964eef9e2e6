//! Text to scenario. Nothing here touches a file: texts come in, values and faults go out.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use ron::extensions::Extensions;
use serde::Deserialize;

use super::check::{Problem, field_name, problems};
use super::locate::Spots;
use super::names::{self, NameFault};
use super::overrides::{FigureShape, OverrideShape};
use super::types::{
    Aim, DRAWS_DEFAULT, Expectation, HORIZON_DEFAULT, Plan, Record, START_DEFAULT, Scenario, Setting, Switches,
};
use super::unknown::unknown_field;
use crate::evidence::{EffectId, Fault, Faults, Place, SectorId};
use crate::model::Basis;

/// Number of the format that is read and written.
pub const FORMAT: u64 = 1;

/// A scenario read from a text, and what was passed over while reading it.
#[derive(Debug, Clone, PartialEq)]
pub struct Opened {
    /// The scenario, checked.
    pub scenario: Scenario,
    /// Fields of the text that mean nothing here: each named with its line and the nearest known field.
    pub warnings: Vec<Fault>,
}

/// Reads a scenario document; `file` is what messages call it.
///
/// # Errors
/// Every fault found, each with its line: text that is no RON, a document of a newer format, unknown names,
/// values out of range.
pub fn read(file: &str, text: &str, basis: &Basis) -> Result<Opened, Faults> {
    let opened = read_names(file, text, basis)?;
    let found = problems(&opened.scenario, basis);
    if found.is_empty() {
        return Ok(opened);
    }
    let spots = Spots::of(text);
    Err(Faults(found.iter().map(|p| located(file, &spots, p)).collect()))
}

/// Reads the text and resolves its names; ranges are left to [`problems`].
pub(super) fn read_names(file: &str, text: &str, basis: &Basis) -> Result<Opened, Faults> {
    let spots = Spots::of(text);
    let format = format_of(text).map_err(|e| syntax(file, &spots, &e))?;
    match format {
        Some(FORMAT) => {}
        Some(newer) if newer > FORMAT => return Err(newer_format(file, newer).into()),
        Some(other) => {
            return Err(located(file, &spots, &Problem::new("format", other, "must be 1")).into());
        }
        None => {
            return Err(Fault::new(file, "does not say which format it has, so it may not be a scenario")
                .hint("a scenario starts with (format: 1, plans: [...])")
                .into());
        }
    }
    let mut unknown = Vec::new();
    let document = shape(text, &mut unknown).map_err(|e| syntax(file, &spots, &e))?;
    let warnings = unknown.iter().map(|path| unknown_field(file, &spots, path)).collect();
    let mut found: Vec<Problem> = spots
        .repeated()
        .iter()
        .map(|s| Problem::new(s.path.clone(), spots.text_of(s), "is given twice").hint("keep one of the two"))
        .collect();
    let scenario = document.name(basis, &mut found);
    Faults(found.iter().map(|p| located(file, &spots, p)).collect()).into_result(Opened { scenario, warnings })
}

/// The format number that a text gives itself, whatever else it holds; `None` if it gives none.
///
/// # Errors
/// If the text is no RON.
pub(super) fn format_of(text: &str) -> Result<Option<u64>, ron::error::SpannedError> {
    #[derive(Deserialize)]
    #[serde(rename = "Scenario")]
    struct Stamp {
        #[serde(default)]
        format: Option<u64>,
    }
    reader().from_str::<Stamp>(text).map(|stamp| stamp.format)
}

/// A document made by a program that knows more than this one.
pub(super) fn newer_format(file: &str, format: u64) -> Fault {
    Fault::new(file, format!("was made by a newer tiller (format {format}); this one reads {FORMAT}"))
        .hint("nothing was changed; open it with the newer program")
}

pub(super) fn reader() -> ron::Options {
    ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME)
}

fn shape(text: &str, unknown: &mut Vec<String>) -> Result<Document, ron::error::SpannedError> {
    let mut ron = ron::Deserializer::from_str_with_options(text, &reader())?;
    let document: Document =
        serde_ignored::deserialize(&mut ron, |path| unknown.push(path.to_string())).map_err(|e| ron.span_error(e))?;
    ron.end().map_err(|e| ron.span_error(e))?;
    Ok(document)
}

/// The document as it stands in the text: names not yet resolved, numbers as wide as they come.
#[derive(Debug, Deserialize)]
#[serde(rename = "Scenario")]
struct Document {
    #[expect(dead_code, reason = "read by format_of; named here so that it is not taken for an unknown field")]
    format: u64,
    #[serde(default)]
    title: String,
    #[serde(default)]
    notes: String,
    #[serde(default)]
    created: Option<NaiveDate>,
    #[serde(default)]
    edited: Option<NaiveDate>,
    #[serde(default = "start_default")]
    start: i64,
    #[serde(default = "horizon_default")]
    horizon: i64,
    #[serde(default = "seed_default")]
    seed: u64,
    #[serde(default = "draws_default")]
    draws: i64,
    #[serde(default)]
    switches: SwitchesShape,
    #[serde(default)]
    exclude_studies: Vec<String>,
    plans: Vec<PlanShape>,
    #[serde(default)]
    expect: Vec<ExpectShape>,
    #[serde(default)]
    budget: Option<f64>,
    #[serde(default)]
    targets: Vec<AimShape>,
    #[serde(default)]
    overrides: Vec<OverrideShape>,
    #[serde(default)]
    tried: u32,
    #[serde(default)]
    evidence: Option<String>,
    #[serde(default)]
    figures: Vec<FigureShape>,
}

#[derive(Debug, Deserialize)]
#[serde(rename = "Switches", default)]
#[expect(clippy::struct_excessive_bools, reason = "the shape of a file")]
struct SwitchesShape {
    reference_class: bool,
    critical_mass: bool,
    flatten: bool,
    takes: bool,
    structures: Vec<StructureShape>,
}

impl Default for SwitchesShape {
    fn default() -> Self {
        use StructureShape::{Chain, Direct, Ecosystem};
        let Switches { reference_class, critical_mass, flatten, takes, .. } = Switches::default();
        Self { reference_class, critical_mass, flatten, takes, structures: vec![Direct, Chain, Ecosystem] }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename = "structure", rename_all = "snake_case")]
enum StructureShape {
    Direct,
    Chain,
    Ecosystem,
}

#[derive(Debug, Deserialize)]
#[serde(rename = "Plan")]
struct PlanShape {
    place: String,
    #[serde(default = "sector_default")]
    sector: String,
    #[serde(default)]
    levers: BTreeMap<String, SettingShape>,
}

#[derive(Debug, Deserialize)]
#[serde(rename = "Lever")]
struct SettingShape {
    amount: f64,
    #[serde(default)]
    from: Option<i64>,
    #[serde(default)]
    to: Option<i64>,
    #[serde(default)]
    partner: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename = "Expectation")]
struct ExpectShape {
    #[serde(default = "first")]
    plan: i64,
    indicator: String,
    year: i64,
    change_p50: f64,
    tolerance: f64,
}

#[derive(Debug, Deserialize)]
#[serde(rename = "Target")]
struct AimShape {
    #[serde(default = "first")]
    plan: i64,
    indicator: String,
    level: f64,
}

const fn start_default() -> i64 {
    START_DEFAULT as i64
}
const fn horizon_default() -> i64 {
    HORIZON_DEFAULT as i64
}
const fn draws_default() -> i64 {
    DRAWS_DEFAULT as i64
}
const fn seed_default() -> u64 {
    1
}
const fn first() -> i64 {
    1
}
fn sector_default() -> String {
    String::from("all")
}

impl Document {
    /// Resolves names; what names nothing is added to `found` and left out.
    fn name(self, basis: &Basis, found: &mut Vec<Problem>) -> Scenario {
        let start = narrow(self.start);
        let horizon = u32::try_from(self.horizon).unwrap_or(if self.horizon < 0 { 0 } else { u32::MAX });
        let frame = Scenario { start, horizon, ..Scenario::empty(Place::Group(Vec::new()), SectorId::all()) };
        let years = (start, frame.last_year());
        let plans = self
            .plans
            .into_iter()
            .enumerate()
            .filter_map(|(i, plan)| plan.name(&format!("plans.{i}"), years, basis, found))
            .collect();
        let expect =
            self.expect.into_iter().enumerate().filter_map(|(i, e)| e.name(&format!("expect.{i}"), basis, found));
        let expect = expect.collect();
        let targets =
            self.targets.into_iter().enumerate().filter_map(|(i, t)| t.name(&format!("targets.{i}"), basis, found));
        let targets = targets.collect();
        let overrides =
            self.overrides.into_iter().enumerate().filter_map(|(i, o)| o.name(&format!("overrides.{i}"), found));
        let overrides = overrides.collect();
        let figures =
            self.figures.into_iter().enumerate().filter_map(|(i, f)| f.name(&format!("figures.{i}"), basis, found));
        let figures = figures.collect();
        Scenario {
            title: self.title,
            notes: self.notes,
            created: self.created,
            edited: self.edited,
            seed: self.seed,
            draws: u32::try_from(self.draws).unwrap_or(if self.draws < 0 { 0 } else { u32::MAX }),
            switches: self.switches.into(),
            exclude_studies: self.exclude_studies.iter().map(|id| EffectId::new(id)).collect(),
            plans,
            expect,
            overrides,
            budget: self.budget,
            targets,
            tried: self.tried,
            record: self.evidence.map(|evidence| Record { evidence, figures }),
            ..frame
        }
    }
}

impl From<SwitchesShape> for Switches {
    fn from(s: SwitchesShape) -> Self {
        let has = |x: StructureShape| s.structures.contains(&x);
        Self {
            reference_class: s.reference_class,
            critical_mass: s.critical_mass,
            flatten: s.flatten,
            takes: s.takes,
            structures: [has(StructureShape::Direct), has(StructureShape::Chain), has(StructureShape::Ecosystem)],
        }
    }
}

impl PlanShape {
    fn name(self, path: &str, years: (i32, i32), basis: &Basis, found: &mut Vec<Problem>) -> Option<Plan> {
        let evidence = &basis.evidence;
        let place = named(found, &format!("{path}.place"), &self.place, names::place(evidence, &self.place));
        let sector = named(found, &format!("{path}.sector"), &self.sector, names::sector(evidence, &self.sector));
        let mut levers = BTreeMap::new();
        for (id, setting) in self.levers {
            let path = format!("{path}.levers.{id}");
            let lever = named(found, &path, &id, names::lever(&basis.model, &id));
            let partner = setting
                .partner
                .as_ref()
                .map(|text| named(found, &format!("{path}.partner"), text, names::place(evidence, text)));
            let setting = Setting {
                amount: setting.amount,
                from: setting.from.map_or(years.0, narrow),
                to: setting.to.map_or(years.1, narrow),
                partner: partner.flatten(),
            };
            if let Some(lever) = lever
                && levers.insert(lever, setting).is_some()
            {
                found.push(Problem::new(path, &id, "is given twice").hint("keep one of the two"));
            }
        }
        Some(Plan { place: place?, sector: sector?, levers })
    }
}

impl ExpectShape {
    fn name(self, path: &str, basis: &Basis, found: &mut Vec<Problem>) -> Option<Expectation> {
        let resolved = names::indicator(&basis.model, &self.indicator);
        let indicator = named(found, &format!("{path}.indicator"), &self.indicator, resolved)?;
        Some(Expectation {
            plan: usize::try_from(self.plan).unwrap_or(0),
            indicator,
            year: narrow(self.year),
            change_p50: self.change_p50,
            tolerance: self.tolerance,
        })
    }
}

impl AimShape {
    fn name(self, path: &str, basis: &Basis, found: &mut Vec<Problem>) -> Option<Aim> {
        let resolved = names::indicator(&basis.model, &self.indicator);
        let indicator = named(found, &format!("{path}.indicator"), &self.indicator, resolved)?;
        Some(Aim { plan: usize::try_from(self.plan).unwrap_or(0), indicator, level: self.level })
    }
}

pub(super) fn named<T>(found: &mut Vec<Problem>, path: &str, text: &str, resolved: Result<T, NameFault>) -> Option<T> {
    resolved
        .map_err(|fault| {
            let mut problem = Problem::new(path, text, fault.problem);
            problem.hint = fault.hint;
            found.push(problem);
        })
        .ok()
}

/// Out of the range of years either way stays out of it; the check says so with the value as written.
fn narrow(year: i64) -> i32 {
    i32::try_from(year.clamp(-1_000_000, 1_000_000)).unwrap_or(0)
}

/// A breach with the line it stands on and the value as it is written.
pub(super) fn located(file: &str, spots: &Spots<'_>, problem: &Problem) -> Fault {
    let mut fault = problem.to_fault(file);
    let exact = spots.find(&problem.path).or_else(|| spots.find(&format!("{}.?", problem.path)));
    if let Some(spot) = exact.or_else(|| spots.nearest(&problem.path)) {
        fault.line = Some(spot.line);
    }
    if let Some(written) = exact.map(|s| spots.text_of(s))
        && !written.starts_with(['(', '[', '{'])
    {
        fault.value = Some(written.trim_matches('"').to_owned());
    }
    fault
}

/// A text that is no scenario at all, with line and, where it helps, the field.
pub(super) fn syntax(file: &str, spots: &Spots<'_>, error: &ron::error::SpannedError) -> Fault {
    use ron::error::Error;
    let line = error.span.end.line;
    let problem = match &error.code {
        Error::Eof => String::from("the text ends too early; a bracket or quote may be missing"),
        Error::MissingStructField { field, .. } => format!("'{field}' is missing"),
        Error::DuplicateStructField { field, .. } => format!("'{field}' is given twice"),
        Error::ExceededRecursionLimit => String::from("is nested too deeply"),
        Error::IntegerOutOfBounds => String::from("is too large a number"),
        Error::InvalidValueForType { expected, found } => format!("expected {expected}, found {found}"),
        other => lower_first(&other.to_string()),
    };
    let fault = Fault::new(file, problem).at(line as u64);
    let spot = spots.at(error.span.start.line, error.span.start.col);
    match spot.filter(|s| !s.path.is_empty()) {
        Some(spot) if spots.text_of(spot).len() <= 80 => {
            fault.cell(field_name(&spot.path), spots.text_of(spot).lines().next().unwrap_or(""))
        }
        _ => fault,
    }
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_lowercase().chain(chars).collect())
}
