//! `tiller validate`: how the program has done before.

use std::path::Path;

use super::args::{Format, Validate, Validated};
use super::error::CliError;
use super::{choose, output, sheets};
use crate::evidence::load::Library;
use crate::insight::trust::SEED;
use crate::insight::{backtest, register};
use crate::model::Basis;
use crate::model::baseline::Baseline;
use crate::report::validity;

/// Prints a table of validity.
pub(super) fn validate(args: &Validate, data: Option<&Path>) -> Result<(), CliError> {
    let library = choose::library(data)?;
    let basis = Basis::load(&library).map_err(CliError::from)?;
    match args.what {
        Validated::Baseline => baseline(args, &basis, &library),
        Validated::Forecasts => {
            let registers = register::bundled().map_err(CliError::from)?;
            sheets::write(&[validity::forecasts(&basis, &registers)], args.format, args.out.as_deref())
        }
    }
}

fn baseline(args: &Validate, basis: &Basis, library: &Library) -> Result<(), CliError> {
    let rules = Baseline::load(library).map_err(CliError::from)?;
    let tested = backtest::run(basis, &rules, SEED);
    if let Some(path) = &args.cases {
        sheets::write(&[validity::cases(&tested)], Format::Csv, Some(path))?;
        output::err(&format!("every forecast is in {}\n", path.display()));
    }
    sheets::write(&validity::sheets(&tested, &backtest::untested(&rules)), args.format, args.out.as_deref())
}
