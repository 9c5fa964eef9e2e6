//! `tiller check`: every fault of evidence, model and scenarios, one a line.

use std::path::Path;

use super::args::Check;
use super::choose;
use super::error::{CliError, Kind};
use super::output;
use crate::evidence::Fault;
use crate::evidence::load::SCENARIOS;
use crate::model::{Basis, check_library};
use crate::report::words::count;
use crate::scenario::{document, store};

/// Prints every fault; fails if there is one.
pub(super) fn check(args: &Check, data: Option<&Path>) -> Result<(), CliError> {
    let library = choose::library(data)?;
    let (mut faults, mut warnings) = (Vec::new(), Vec::new());
    faults.extend(check_library(&library).0);
    // Scenarios can only be read against evidence that stands.
    if let Ok(basis) = Basis::load(&library) {
        scenarios(&basis, args, &mut faults, &mut warnings);
    }
    let mut lines: Vec<String> = warnings.iter().map(|w| format!("warning: {w}\n")).collect();
    lines.extend(faults.iter().map(|f| format!("{f}\n")));
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

fn scenarios(basis: &Basis, args: &Check, faults: &mut Vec<Fault>, warnings: &mut Vec<Fault>) {
    let mut unfit = 0;
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
            Ok(opened) => warnings.extend(opened.warnings),
            Err(error) => faults.extend(error.faults().iter().cloned()),
        }
    }
}
