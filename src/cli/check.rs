//! `tiller check`: every fault of evidence, model and scenarios, one a line.

use std::path::Path;

use super::args::Check;
use super::choose;
use super::error::{CliError, Kind};
use super::output;
use super::run::project;
use crate::evidence::Fault;
use crate::evidence::load::SCENARIOS;
use crate::insight::revision;
use crate::model::{Basis, check_library};
use crate::report;
use crate::report::words::count;
use crate::scenario::{Scenario, document, store};

/// Prints every fault; fails if there is one.
pub(super) fn check(args: &Check, data: Option<&Path>) -> Result<(), CliError> {
    let library = choose::library(data)?;
    let (mut faults, mut warnings, mut revisions) = (Vec::new(), Vec::new(), Vec::new());
    faults.extend(check_library(&library).0);
    // Scenarios can only be read against evidence that stands.
    if let Ok(basis) = Basis::load(&library) {
        let named = scenarios(&basis, args, &mut faults, &mut warnings);
        for scenario in &named {
            revisions.extend(revised(&basis, scenario)?);
        }
    }
    let mut lines: Vec<String> = warnings.iter().map(|w| format!("warning: {w}\n")).collect();
    lines.extend(faults.iter().map(|f| format!("{f}\n")));
    lines.extend(revisions);
    if faults.is_empty() {
        lines.push(String::from("no faults found\n"));
    }
    output::out(&lines.concat())?;
    if faults.is_empty() {
        Ok(())
    } else {
        let n = u64::try_from(faults.len()).unwrap_or(u64::MAX);
        Err(CliError::new(Kind::CheckFailed, format!("{} found", count(n, "fault", "faults"))))
    }
}

/// What another version of the evidence did to the figures of a scenario, if it was kept on one.
fn revised(basis: &Basis, scenario: &Scenario) -> Result<Option<String>, CliError> {
    let other = scenario.record.as_ref().filter(|r| r.evidence != basis.model.version);
    let Some(record) = other else { return Ok(None) };
    let projection = project(basis, scenario)?;
    Ok(revision::revision(record, &projection)
        .map(|found| format!("{}\n{}", scenario.title, report::revision::sheet(basis, scenario, &found).as_text())))
}

fn scenarios(basis: &Basis, args: &Check, faults: &mut Vec<Fault>, warnings: &mut Vec<Fault>) -> Vec<Scenario> {
    let (mut named, mut unfit) = (Vec::new(), 0);
    for (name, text) in SCENARIOS {
        match document::read(&format!("built-in scenario {name}"), text, basis) {
            Ok(opened) => warnings.extend(opened.warnings),
            // A user's own country has none of the places that the built-in scenarios speak of.
            Err(_) if basis.evidence.library().replaces("evidence/areas.csv") => unfit += 1,
            Err(found) => faults.extend(found.0),
        }
    }
    if unfit > 0 {
        let of = SCENARIOS.len();
        warnings.push(Fault::new(
            "evidence/areas.csv",
            format!("leaves out places of {unfit} of the {of} built-in scenarios"),
        ));
    }
    for name in &args.scenarios {
        match store::open(Path::new(name), basis) {
            Ok(opened) => {
                warnings.extend(opened.warnings);
                named.push(opened.scenario);
            }
            Err(error) => faults.extend(error.faults().iter().cloned()),
        }
    }
    named
}
