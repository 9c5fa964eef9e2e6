//! `tiller validate`: how the program has done before.

use std::path::Path;

use super::args::{Format, Validate, Validated};
use super::error::{CliError, Kind};
use super::{choose, output, sheets};
use crate::evidence::load::Library;
use crate::evidence::{EffectId, nearest};
use crate::insight::hindcast::Excluded;
use crate::insight::trust::SEED;
use crate::insight::{backtest, hindcast, leave_out, outside, register};
use crate::model::Basis;
use crate::model::baseline::Baseline;
use crate::report::{studies, validity};

/// Prints a table of validity.
pub(super) fn validate(args: &Validate, data: Option<&Path>) -> Result<(), CliError> {
    let library = choose::library(data)?;
    let basis = Basis::load(&library).map_err(CliError::from)?;
    let left_out = [("--exclude-study", &args.exclude_study), ("--exclude-case", &args.exclude_case)];
    if let Some((name, _)) = left_out.iter().find(|(_, ids)| !ids.is_empty() && args.what != Validated::Hindcast) {
        return Err(CliError::new(Kind::Usage, format!("{name}: leaves something out of the hindcast only"))
            .hint("tiller validate hindcast"));
    }
    match args.what {
        Validated::Baseline => baseline(args, &basis, &library),
        Validated::Hindcast => hindcast(args, &basis),
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

/// What is left out, each id checked.
fn excluded(args: &Validate, basis: &Basis) -> Result<Excluded, CliError> {
    let evidence = &basis.evidence;
    let unknown = |name: &str, id: &str, near: Option<String>| {
        let error = CliError::new(Kind::Usage, format!("{name} {id}: there is no such id"));
        match near {
            Some(near) => error.hint(format!("did you mean '{near}'?")),
            None => error,
        }
    };
    for id in &args.exclude_study {
        if evidence.effect(id).is_none() {
            let near = nearest(id, evidence.effects().iter().map(|e| e.id.as_str()));
            return Err(unknown("--exclude-study", id, near.map(str::to_owned)));
        }
    }
    for id in &args.exclude_case {
        if !evidence.cases().iter().any(|c| c.id == *id) {
            let near = nearest(id, evidence.cases().iter().map(|c| c.id.as_str()));
            return Err(unknown("--exclude-case", id, near.map(str::to_owned)));
        }
    }
    Ok(Excluded {
        studies: args.exclude_study.iter().map(|id| EffectId::new(id.as_str())).collect(),
        cases: args.exclude_case.clone(),
    })
}

fn hindcast(args: &Validate, basis: &Basis) -> Result<(), CliError> {
    let found = hindcast::run(basis, &excluded(args, basis)?);
    let mut sheets = vec![validity::outside::references(&outside::references(&basis.evidence))];
    sheets.extend(validity::hindcast(basis, &found));
    if let Some(path) = &args.cases {
        sheets::write(&[validity::outcomes(basis, &found)], Format::Csv, Some(path))?;
        output::err(&format!("every outcome is in {}\n", path.display()));
    }
    sheets::write(&sheets, args.format, args.out.as_deref())
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
