//! `tiller validate`: how the program has done before.

use std::path::Path;

use super::args::{Format, Validate, Validated};
use super::error::CliError;
use super::{choose, output, sheets};
use crate::evidence::load::Library;
use crate::insight::{backtest, leave_out, register};
use crate::model::Basis;
use crate::model::baseline::Baseline;
use crate::report::{studies, validity};

/// Groups of neighbours are drawn from this seed: same seed, same table.
const SEED: u64 = 1;

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
        Validated::Studies => {
            let found = leave_out::leave_one_out(&basis);
            sheets::write(&[studies::sheet(&basis, &found)], args.format, args.out.as_deref())
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
