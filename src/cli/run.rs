//! `tiller run`, and the bare command where there is no terminal.

use std::path::Path;
use std::sync::atomic::AtomicBool;

use super::args::{Format, Run};
use super::choose;
use super::error::{CliError, Kind};
use super::output;
use crate::insight::revision::figures;
use crate::model::Basis;
use crate::projection::{self, DrawKey, Draws, Projection, Stopped};
use crate::report;
use crate::scenario::{Scenario, store};

/// `tiller run`.
pub(super) fn run(args: &Run, data: Option<&Path>) -> Result<(), CliError> {
    let basis = choose::basis(data)?;
    let scenario = choose::scenario(&basis, args)?;
    let basis = &*basis.under(&scenario.overrides);
    if let (Some(out), Some(name)) = (&args.out, &args.scenario)
        && output::same_file(out, Path::new(name))
    {
        return Err(CliError::new(Kind::Usage, format!("--out {}: is the scenario itself", out.display()))
            .hint("choose another file, so that the scenario is kept"));
    }
    let projection = project(basis, &scenario)?;
    let format = args.format.unwrap_or_else(|| by_ending(args.out.as_deref()));
    let text = write(basis, &scenario, &projection, format)?;
    output::to(args.out.as_deref(), &text)?;
    if let Some(path) = &args.draws_out {
        draws_out(basis, &scenario, args.plan, path)?;
    }
    match &args.save {
        Some(path) => {
            let kept = scenario.recorded(&basis.model.version, figures(&projection)).stamped(report::today());
            store::save(path, &kept).map_err(CliError::from)
        }
        None => Ok(()),
    }
}

/// The bare command where nobody is looking at a screen.
pub(super) fn report(scenario: Option<&str>, data: Option<&Path>) -> Result<(), CliError> {
    let basis = choose::basis(data)?;
    let scenario = choose::named(&basis, scenario.unwrap_or(choose::DEFAULT))?;
    let basis = &*basis.under(&scenario.overrides);
    let projection = project(basis, &scenario)?;
    output::out(&write(basis, &scenario, &projection, Format::Text)?)
}

/// Writes the audit trail of one plan.
fn draws_out(basis: &Basis, scenario: &Scenario, plan: usize, path: &Path) -> Result<(), CliError> {
    let trail = in_pool(basis, scenario, |draws, cancel| {
        projection::audit::audit(basis, scenario, draws, plan.wrapping_sub(1), cancel)
    })?;
    output::stream(path, |out| report::audit::write(&trail, out))
}

pub(super) fn project(basis: &Basis, scenario: &Scenario) -> Result<Projection, CliError> {
    in_pool(basis, scenario, |draws, cancel| projection::project(basis, scenario, draws, cancel))
}

/// Runs on every core, in a pool of its own.
pub(super) fn in_pool<T: Send>(
    basis: &Basis,
    scenario: &Scenario,
    work: impl FnOnce(&Draws, &AtomicBool) -> Result<T, Stopped> + Send,
) -> Result<T, CliError> {
    let pool = rayon::ThreadPoolBuilder::new()
        .build()
        .map_err(|e| CliError::new(Kind::Bug, format!("no threads could be started ({e})")))?;
    let cancel = AtomicBool::new(false);
    pool.install(|| {
        let draws = Draws::make(basis, &DrawKey::of(scenario, scenario.draws));
        work(&draws, &cancel)
    })
    .map_err(|stopped| match stopped {
        Stopped::Refused(fault) => CliError::faults(Kind::Content, &[fault]),
        Stopped::Cancelled => CliError::new(Kind::Bug, "the projection ended before it was done"),
    })
}

fn write(basis: &Basis, scenario: &Scenario, projection: &Projection, format: Format) -> Result<String, CliError> {
    let bug = |e: String| CliError::new(Kind::Bug, format!("the report could not be written ({e})"));
    match format {
        Format::Text => Ok(report::text::write(basis, scenario, projection)),
        Format::Json => report::json::write(basis, scenario, projection).map_err(|e| bug(e.to_string())),
        Format::Csv => report::csv::write(basis, scenario, projection).map_err(|e| bug(e.to_string())),
    }
}

fn by_ending(path: Option<&Path>) -> Format {
    match path.and_then(Path::extension).and_then(std::ffi::OsStr::to_str) {
        Some("json") => Format::Json,
        Some("csv") => Format::Csv,
        _ => Format::Text,
    }
}
