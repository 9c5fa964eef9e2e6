//! Overrides and figures of a document: their shape in the file, and what may be said.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::check::Problem;
use super::names;
use super::types::{Figure, Scenario};
use crate::evidence::nearest;
use crate::model::local::{self, Override, Value};
use crate::model::{Band, Basis};

/// Longest name, characters.
pub const NAME_CHARS_MAX: usize = 60;
/// Longest reason, characters.
pub const REASON_CHARS_MAX: usize = 400;

#[derive(Debug, Deserialize)]
#[serde(rename = "Override")]
pub(super) struct OverrideShape {
    id: String,
    #[serde(default)]
    value: Option<f64>,
    #[serde(default)]
    p10: Option<f64>,
    #[serde(default)]
    central: Option<f64>,
    #[serde(default)]
    p90: Option<f64>,
    #[serde(default)]
    name: String,
    #[serde(default)]
    reason: String,
}

impl OverrideShape {
    pub(super) fn name(self, path: &str, found: &mut Vec<Problem>) -> Option<Override> {
        let value = match (self.value, self.p10, self.central, self.p90) {
            (Some(x), None, None, None) => Value::Number(x),
            (None, Some(p10), Some(central), Some(p90)) => Value::Band(Band::new(p10, central, p90)),
            _ => {
                let problem = Problem::new(path, &self.id, "must give either value, or p10, central and p90");
                found.push(problem.hint("a constant takes value; a band takes all three"));
                return None;
            }
        };
        Some(Override { id: self.id, value, name: self.name, reason: self.reason })
    }
}

#[derive(Debug, Deserialize)]
#[serde(rename = "Figure")]
pub(super) struct FigureShape {
    #[serde(default = "first")]
    plan: i64,
    indicator: String,
    year: i64,
    p10: f64,
    p50: f64,
    p90: f64,
    #[serde(default)]
    error: f64,
}

const fn first() -> i64 {
    1
}

impl FigureShape {
    pub(super) fn name(self, path: &str, basis: &Basis, found: &mut Vec<Problem>) -> Option<Figure> {
        let resolved = names::indicator(&basis.model, &self.indicator);
        let indicator = super::document::named(found, &format!("{path}.indicator"), &self.indicator, resolved)?;
        let numbers = [("p10", self.p10), ("p50", self.p50), ("p90", self.p90), ("error", self.error)];
        for (field, x) in numbers.into_iter().filter(|(_, x)| !x.is_finite()) {
            found.push(Problem::new(format!("{path}.{field}"), x, "must be a number"));
        }
        Some(Figure {
            plan: usize::try_from(self.plan).unwrap_or(0),
            indicator,
            year: i32::try_from(self.year).unwrap_or(0),
            p10: self.p10,
            p50: self.p50,
            p90: self.p90,
            error: self.error,
        })
    }
}

/// Every breach of the rules of overrides.
pub(super) fn problems(scenario: &Scenario, basis: &Basis, out: &mut Vec<Problem>) {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for (i, own) in scenario.overrides.iter().enumerate() {
        let path = format!("overrides.{i}");
        if let Some(first) = seen.insert(&own.id, i) {
            let problem = format!("already has override {}", first + 1);
            out.push(Problem::new(format!("{path}.id"), &own.id, problem).hint("keep one of the two"));
        }
        said(&format!("{path}.name"), &own.name, ("who says so", NAME_CHARS_MAX), out);
        said(&format!("{path}.reason"), &own.reason, ("why", REASON_CHARS_MAX), out);
        values(basis, &path, own, out);
    }
}

/// A name or a reason: one line, neither empty nor endless.
fn said(path: &str, text: &str, (what, most): (&str, usize), out: &mut Vec<Problem>) {
    if text.trim().is_empty() {
        out.push(Problem::new(path, text, format!("must say {what}")).hint("no judgement is changed without it"));
    } else if text.chars().any(char::is_control) {
        out.push(Problem::new(path, text, "must be one line of text"));
    } else if text.chars().count() > most {
        let length = text.chars().count();
        out.push(Problem::new(path, text, format!("has {length} characters; at most {most} are kept")));
    }
}

fn values(basis: &Basis, path: &str, own: &Override, out: &mut Vec<Problem>) {
    let recorded = basis.recorded();
    let Some(known) = local::value_of(recorded, &own.id) else {
        let mut problem = Problem::new(format!("{path}.id"), &own.id, "there is no judgement of that id");
        let ids = local::ids(recorded);
        problem.hint = Some(match nearest(&own.id, ids.iter().map(String::as_str)) {
            Some(best) => format!("did you mean '{best}'?"),
            None => {
                String::from("'tiller evidence judgements' lists them; unit_cost.LEVER is what a lever costs a unit")
            }
        });
        out.push(problem);
        return;
    };
    let parts = own.value.parts();
    if parts.len() != known.parts().len() {
        out.push(Problem::new(path, &own.id, format!("takes {}", known.form())));
        return;
    }
    let fields: &[&str] = if parts.len() == 1 { &["value"] } else { &["p10", "central", "p90"] };
    let infinite: Vec<_> = fields.iter().zip(&parts).filter(|(_, x)| !x.is_finite()).collect();
    if !infinite.is_empty() {
        let problem = |(field, x): (&&str, &f64)| Problem::new(format!("{path}.{field}"), x, "must be a number");
        out.extend(infinite.into_iter().map(problem));
        return;
    }
    // Recorded centres of business support stand before the reference-class weight and may lie outside their range; a person's may not.
    if let (Value::Band(b), true) = (own.value, own.value != known)
        && !b.is_ordered()
    {
        out.push(Problem::new(format!("{path}.central"), b.central, "must lie between p10 and p90"));
        return;
    }
    for problem in local::refused(recorded, &own.id, own.value) {
        out.push(Problem::new(path, own.value, problem).hint(format!("recorded for {}: {known}", own.id)));
    }
}

/// What is typed for an override: `low, middle, high; name; reason`, or one number for a constant.
///
/// # Errors
/// What is wrong with it, as a sentence without a stop. Ranges are left to [`super::check::problems`].
pub fn typed(id: &str, text: &str) -> Result<Override, String> {
    let mut parts = text.splitn(3, ';').map(str::trim);
    let (numbers, name, reason) = (parts.next().unwrap_or(""), parts.next(), parts.next());
    let (Some(name), Some(reason)) = (name, reason) else {
        return Err(String::from("type numbers; who says so; why, parted by semicolons"));
    };
    let number = |t: &str| {
        let bare = t.trim().trim_start_matches('£').replace('−', "-");
        bare.parse::<f64>().map_err(|_| format!("‘{}’ is not a number", t.trim()))
    };
    let numbers = numbers.split(',').map(number).collect::<Result<Vec<f64>, String>>()?;
    let Some(value) = Value::from_parts(&numbers) else {
        return Err(format!(
            "{} numbers were typed: a constant takes one, a band three: low, middle, high",
            numbers.len()
        ));
    };
    Ok(Override { id: id.to_owned(), value, name: name.to_owned(), reason: reason.to_owned() })
}
