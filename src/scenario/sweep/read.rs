//! Text to sweep: every fault with its line.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{AXES_MAX, Axis, Design, RUNS_MAX, Spec};
use crate::evidence::{Evidence, Fault, Faults, Place, Tier, nearest};
use crate::model::{Basis, LeverKind};
use crate::scenario::check::{DRAWS_ALLOWED, Problem, TITLE_CHARS_MAX};
use crate::scenario::document::{FORMAT, located, named, reader, syntax};
use crate::scenario::locate::Spots;
use crate::scenario::names;

/// Points of a sample: as many as the sequence has.
const SAMPLE_MAX: u64 = 65_536;

const FIELDS: [&str; 10] =
    ["format", "title", "scenarios", "places", "sectors", "vary", "sample", "draws", "indicators", "years"];

/// The document as it stands in the text.
#[derive(Debug, Deserialize)]
#[serde(rename = "Sweep")]
struct Shape {
    format: u64,
    #[serde(default)]
    title: String,
    scenarios: Vec<String>,
    #[serde(default)]
    places: Vec<String>,
    #[serde(default)]
    sectors: Vec<String>,
    #[serde(default)]
    vary: BTreeMap<String, Vec<f64>>,
    #[serde(default)]
    sample: Option<SampleShape>,
    #[serde(default)]
    draws: Option<u32>,
    #[serde(default)]
    indicators: Vec<String>,
    #[serde(default)]
    years: Vec<i32>,
}

#[derive(Debug, Deserialize)]
#[serde(rename = "Sample")]
struct SampleShape {
    runs: u64,
    #[serde(default = "first_seed")]
    seed: u32,
}

const fn first_seed() -> u32 {
    1
}

/// Reads a sweep; `file` is what messages call it.
///
/// # Errors
/// Every fault found, each with its line: text that is no RON, unknown fields and names, amounts that are no amounts,
/// more than [`RUNS_MAX`] runs.
pub fn read(file: &str, text: &str, basis: &Basis) -> Result<Spec, Faults> {
    let spots = Spots::of(text);
    let mut unknown = Vec::new();
    let shape = shape(text, &mut unknown).map_err(|error| syntax(file, &spots, &error))?;
    let mut found: Vec<Problem> = unknown.iter().map(|path| passed_over(path)).collect();
    for spot in spots.repeated() {
        found.push(Problem::new(spot.path.clone(), spots.text_of(spot), "is given twice").hint("keep one of the two"));
    }
    let spec = shape.name(basis, &mut found);
    Faults(found.iter().map(|problem| located(file, &spots, problem)).collect::<Vec<Fault>>()).into_result(spec)
}

fn shape(text: &str, unknown: &mut Vec<String>) -> Result<Shape, ron::error::SpannedError> {
    let mut ron = ron::Deserializer::from_str_with_options(text, &reader())?;
    let shape: Shape =
        serde_ignored::deserialize(&mut ron, |path| unknown.push(path.to_string())).map_err(|e| ron.span_error(e))?;
    ron.end().map_err(|e| ron.span_error(e))?;
    Ok(shape)
}

fn passed_over(path: &str) -> Problem {
    let field = path.rsplit('.').next().unwrap_or(path);
    let problem = Problem::new(path, field, "means nothing here");
    match nearest(field, FIELDS) {
        Some(best) => problem.hint(format!("did you mean '{best}'?")),
        None => problem.hint(format!("known here: {}", FIELDS.join(", "))),
    }
}

impl Shape {
    fn name(self, basis: &Basis, found: &mut Vec<Problem>) -> Spec {
        self.frame(found);
        let places = self
            .places
            .iter()
            .enumerate()
            .flat_map(|(i, text)| places(&basis.evidence, text, &format!("places.{i}"), found))
            .collect();
        let mut sectors = Vec::new();
        for (i, text) in self.sectors.iter().enumerate() {
            sectors.extend(named(found, &format!("sectors.{i}"), text, names::sector(&basis.evidence, text)));
        }
        let mut indicators = Vec::new();
        for (i, text) in self.indicators.iter().enumerate() {
            indicators.extend(named(found, &format!("indicators.{i}"), text, names::indicator(&basis.model, text)));
        }
        let axes = axes(&self.vary, basis, found);
        let design = match self.sample {
            None => Design::Grid,
            Some(SampleShape { runs, seed }) => {
                sampled(runs, &axes, found);
                Design::Sample { runs: u32::try_from(runs).unwrap_or(u32::MAX), seed }
            }
        };
        let spec = Spec {
            title: self.title,
            scenarios: self.scenarios,
            places,
            sectors,
            axes,
            design,
            draws: self.draws,
            indicators,
            years: self.years,
        };
        repeats("places", &spec.places, found);
        repeats("sectors", &spec.sectors, found);
        repeats("indicators", &spec.indicators, found);
        repeats("years", &spec.years, found);
        if spec.runs() > RUNS_MAX {
            let problem = format!("makes {} runs; a sweep has at most {RUNS_MAX}", spec.runs());
            found.push(Problem::new("vary", spec.points(), problem).hint("take fewer amounts, or a sample: (runs: …)"));
        }
        spec
    }

    /// What concerns no name.
    fn frame(&self, found: &mut Vec<Problem>) {
        if self.format != FORMAT {
            found.push(Problem::new("format", self.format, format!("must be {FORMAT}")));
        }
        if self.title.chars().any(char::is_control) || self.title.chars().count() > TITLE_CHARS_MAX {
            let problem = format!("must be one line of at most {TITLE_CHARS_MAX} characters");
            found.push(Problem::new("title", self.title.escape_debug(), problem));
        }
        if self.scenarios.is_empty() {
            let problem = Problem::new("scenarios", "[]", "names no scenario");
            found.push(problem.hint("give a file or a built-in name, e.g. scenarios: [\"hvm-line\"]"));
        }
        repeats("scenarios", &self.scenarios, found);
        if let Some(draws) = self.draws.filter(|draws| !DRAWS_ALLOWED.contains(draws)) {
            found.push(Problem::new("draws", draws, "must be 1280, 2560, 5120, 10240, 20480 or 40960"));
        }
    }
}

/// A place, or all of a tier: `nations` or `areas`.
fn places(evidence: &Evidence, text: &str, path: &str, found: &mut Vec<Problem>) -> Vec<Place> {
    let tier = match text.trim().to_lowercase().as_str() {
        "nations" => Tier::Itl1,
        "areas" => Tier::Lep,
        _ => return named(found, path, text, names::place(evidence, text)).into_iter().collect(),
    };
    evidence.areas().iter().filter(|area| area.tier == tier).map(|area| Place::Area(area.code.clone())).collect()
}

fn axes(vary: &BTreeMap<String, Vec<f64>>, basis: &Basis, found: &mut Vec<Problem>) -> Vec<Axis> {
    let mut axes: Vec<Axis> = Vec::new();
    for (text, amounts) in vary {
        let path = format!("vary.{text}");
        let Some(lever) = named(found, &path, text, names::lever(&basis.model, text)) else { continue };
        if axes.iter().any(|axis| axis.lever == lever) {
            found.push(Problem::new(path, text, "is the same lever again").hint("keep one of the two"));
            continue;
        }
        let reform = basis.model.lever(&lever).is_some_and(|l| l.kind == LeverKind::Reform);
        if amounts.is_empty() {
            found.push(Problem::new(&path, "[]", "has no amounts").hint("e.g. [0, 0.6, 1.2]"));
        }
        for (i, amount) in amounts.iter().enumerate() {
            let path = format!("{path}.{i}");
            if !(amount.is_finite() && *amount >= 0.0) || (reform && *amount > 100.0) {
                let range = if reform { "from 0 to 100 (% coverage)" } else { "that is zero or more (£m a year)" };
                found.push(Problem::new(path, amount, format!("must be a number {range}")));
            } else if amounts.iter().take(i).any(|before| before == amount) {
                found.push(Problem::new(path, amount, "is given twice"));
            }
        }
        axes.push(Axis { lever, amounts: amounts.clone() });
    }
    if axes.len() > AXES_MAX {
        found.push(Problem::new("vary", axes.len(), format!("at most {AXES_MAX} levers are varied at once")));
    }
    axes
}

fn sampled(runs: u64, axes: &[Axis], found: &mut Vec<Problem>) {
    if !(1..=SAMPLE_MAX).contains(&runs) {
        found.push(Problem::new("sample.runs", runs, format!("must be 1 to {SAMPLE_MAX}")));
    }
    if axes.is_empty() {
        let problem = Problem::new("sample", "", "has nothing to sample");
        found.push(problem.hint("name levers with their lowest and highest amount in vary"));
    }
    for axis in axes.iter().filter(|axis| axis.amounts.len() != 2) {
        let problem = "a sample takes anything between two amounts: give the lowest and the highest";
        found.push(Problem::new(format!("vary.{}", axis.lever), axis.amounts.len(), problem));
    }
}

/// Whatever stands in a list twice would be run twice.
fn repeats<T: PartialEq + std::fmt::Debug>(list: &str, all: &[T], found: &mut Vec<Problem>) {
    for (i, one) in all.iter().enumerate() {
        if all.iter().take(i).any(|before| before == one) {
            found.push(Problem::new(list, format!("{one:?}"), format!("entry {} is there already", i + 1)));
        }
    }
}
