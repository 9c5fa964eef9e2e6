//! `tiller compare`: up to four scenarios side by side on the same draws; the twin of the screen.

use std::path::Path;
use std::sync::atomic::AtomicBool;

use super::args::{Compare, Format};
use super::choose;
use super::error::{CliError, Kind};
use super::sheets;
use crate::insight::compare::{self, Comparison, Measure};
use crate::model::{Basis, Indicator};
use crate::projection::Stopped;
use crate::report;
use crate::scenario::Scenario;

/// Prints a comparison.
pub(super) fn compare(args: &Compare, data: Option<&Path>) -> Result<(), CliError> {
    let basis = choose::basis(data)?;
    let scenarios =
        args.scenarios.iter().map(|name| choose::named(&basis, name)).collect::<Result<Vec<Scenario>, CliError>>()?;
    let wanted = args.indicator.as_deref().map(|name| choose::indicator(&basis, name, "--indicator")).transpose()?;
    let found = run(&basis, &scenarios)?;
    let all: Vec<&Scenario> = scenarios.iter().collect();
    let only = |m: Measure| wanted.is_none_or(|i| about(m, i));
    let tables = match args.format {
        Format::Text | Format::Json => report::compare::sheets(&basis, &all, &found, &only),
        Format::Csv => vec![report::compare::paired(&basis, &all, &found, &only)],
    };
    sheets::write(&tables, args.format, None)
}

/// Whether a row belongs to an indicator; value for money is several rows.
pub(super) fn about(measure: Measure, indicator: Indicator) -> bool {
    match measure {
        Measure::Indicator(i) => i == indicator,
        Measure::GvaPerPound | Measure::Tier(_) => indicator == Indicator::ValueForMoney,
        Measure::CostPerNetJob => indicator == Indicator::NetJobs || indicator == Indicator::ValueForMoney,
    }
}

/// Compares on the seed and number of draws of the first scenario, on every core.
fn run(basis: &Basis, scenarios: &[Scenario]) -> Result<Comparison, CliError> {
    let pool = rayon::ThreadPoolBuilder::new()
        .build()
        .map_err(|e| CliError::new(Kind::Bug, format!("no threads could be started ({e})")))?;
    let cancel = AtomicBool::new(false);
    let found = pool.install(|| compare::on_the_draws_of_the_first(basis, scenarios, &cancel));
    found.map_err(|stopped| match stopped {
        Stopped::Refused(fault) => CliError::faults(Kind::Content, &[fault]),
        Stopped::Cancelled => CliError::new(Kind::Bug, "the comparison ended before it was done"),
    })
}
