//! Reading a running order: RON that a facilitator may edit.

use ron::extensions::Extensions;
use serde::Deserialize;

use super::clean::{NAME_MAX, lines, one_line};
use super::order::{RunningOrder, Step, StepKind};
use crate::evidence::load::RUNNING_ORDERS;
use crate::evidence::{Fault, Faults};

/// Number of the format that is read.
const FORMAT: u64 = 1;
/// Largest running order, bytes.
const BYTES_MAX: usize = 256 * 1024;

#[derive(Deserialize)]
#[serde(rename = "RunningOrder", deny_unknown_fields)]
struct Document {
    format: u64,
    name: String,
    steps: Vec<StepShape>,
}

#[derive(Deserialize)]
#[serde(rename = "Step", deny_unknown_fields)]
struct StepShape {
    title: String,
    kind: StepKind,
    minutes: u32,
    #[serde(default)]
    script: String,
}

impl RunningOrder {
    /// Reads a running order; `file` is what messages call it. Lines of a script are joined to paragraphs, which empty lines part.
    ///
    /// # Errors
    /// With the line if it is no RON or has a field that is unknown or missing, with the step and the value if that is out of range.
    pub fn read(file: &str, text: &str) -> Result<Self, Faults> {
        if text.len() > BYTES_MAX {
            return Err(Fault::new(file, "is larger than 256 KiB, more than any running order needs").into());
        }
        let ron = ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME);
        let document: Document = ron.from_str(text).map_err(|e| {
            let fault = Fault::new(file, format!("is no running order: {}", said(&e.code)));
            fault.at(e.span.start.line as u64).hint("compare it with one that ships: tiller roundtable order")
        })?;
        if document.format != FORMAT {
            let newer = document.format > FORMAT;
            let hint = if newer { "a newer tiller may read it" } else { "write format: 1" };
            return Err(Fault::new(file, "must be 1").cell("format", document.format.to_string()).hint(hint).into());
        }
        let steps = document.steps.into_iter().map(|s| Step {
            title: one_line(&s.title, NAME_MAX),
            kind: s.kind,
            minutes: s.minutes,
            script: paragraphs(&s.script),
        });
        let order = Self { name: one_line(&document.name, NAME_MAX), steps: steps.collect() };
        order.check(file)?;
        Ok(order)
    }

    /// The shipped running orders: the short name of each (`ninety`, `forty-five`) and what it holds, the default first.
    #[must_use]
    pub fn shipped() -> Vec<(&'static str, Self)> {
        // A test reads them all.
        RUNNING_ORDERS.iter().filter_map(|(file, text)| Some((short(file), Self::read(file, text).ok()?))).collect()
    }

    /// The text of a shipped running order by its short name, to be copied and changed; `None` if none is called so.
    #[must_use]
    pub fn text_of(name: &str) -> Option<&'static str> {
        RUNNING_ORDERS.iter().find(|(file, _)| short(file) == name).map(|(_, text)| *text)
    }

    /// The default: ninety minutes.
    #[must_use]
    pub fn ninety() -> Self {
        Self::shipped().into_iter().next().map(|(_, order)| order).unwrap_or_default()
    }

    /// The first step of a kind, counted from 0.
    #[must_use]
    pub fn first(&self, kind: StepKind) -> Option<usize> {
        self.steps.iter().position(|s| s.kind == kind)
    }
}

fn short(file: &'static str) -> &'static str {
    file.trim_start_matches("roundtable/").trim_end_matches(".ron")
}

fn said(error: &ron::Error) -> String {
    one_line(&error.to_string(), 200)
}

fn paragraphs(script: &str) -> String {
    let whole = lines(script, usize::MAX / 4);
    let joined: Vec<String> =
        whole.split("\n\n").map(|p| one_line(p, usize::MAX / 4)).filter(|p| !p.is_empty()).collect();
    joined.join("\n\n")
}
