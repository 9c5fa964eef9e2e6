//! `tiller stress` and its neighbours: what matters, what holds up, what it would take.

use std::io::{IsTerminal as _, Write as _};
use std::path::Path;
use std::sync::atomic::AtomicBool;

use super::args::{Format, Information, Sensitivity, Stress};
use super::choose;
use super::error::{CliError, Kind};
use super::sheets;
use crate::insight::{information, sensitivity, stress};
use crate::insight::watch::Watch;
use crate::insight::yardstick::{Yardstick, same_years};
use crate::model::{Basis, Direction};
use crate::projection::Stopped;
use crate::report;
use crate::scenario::{DRAWS_COARSE, Scenario};

/// `tiller stress`.
pub(super) fn stress(args: &Stress, data: Option<&Path>) -> Result<(), CliError> {
    let basis = choose::basis(data)?;
    let scenarios = all(&basis, &args.scenarios)?;
    let yardstick = measure(&basis, &args.measure)?;
    let refs: Vec<&Scenario> = scenarios.iter().collect();
    let draws = (count(&refs), DRAWS_COARSE);
    let found = work(|watch| stress::stress(&basis, &refs, yardstick, args.reach, draws, watch))?;
    sheets::write(&report::weigh::stress::sheets(&basis, &refs, &found), args.format, None)
}

/// `tiller sensitivity`.
pub(super) fn sensitivity(args: &Sensitivity, data: Option<&Path>) -> Result<(), CliError> {
    let basis = choose::basis(data)?;
    let scenario = choose::named(&basis, &args.scenario)?;
    let yardstick = measure(&basis, &args.measure)?;
    let draws = (scenario.draws, DRAWS_COARSE);
    let found = work(|watch| sensitivity::sensitivity(&basis, &scenario, yardstick, draws, watch))?;
    let every = args.format != Format::Text;
    sheets::write(&report::weigh::sensitivity::sheets(&basis, &scenario, &found, every), args.format, None)
}

/// `tiller value-of-information`.
pub(super) fn information(args: &Information, data: Option<&Path>) -> Result<(), CliError> {
    let basis = choose::basis(data)?;
    let scenarios = all(&basis, &args.scenarios)?;
    let yardstick = measure(&basis, &args.measure)?;
    let refs: Vec<&Scenario> = scenarios.iter().collect();
    let found = work(|watch| information::information(&basis, &refs, yardstick, count(&refs), watch))?;
    let every = args.format != Format::Text;
    sheets::write(&report::weigh::information::sheets(&basis, &refs, &found, every), args.format, None)
}

/// Scenarios by name, refused where present values of different years would be set against each other.
fn all(basis: &Basis, names: &[String]) -> Result<Vec<Scenario>, CliError> {
    let scenarios = names.iter().map(|name| choose::named(basis, name)).collect::<Result<Vec<_>, _>>()?;
    match same_years(&scenarios.iter().collect::<Vec<_>>()) {
        Some(why) => Err(CliError::new(Kind::Content, why)),
        None => Ok(scenarios),
    }
}

/// Draws of the first scenario.
fn count(scenarios: &[&Scenario]) -> u32 {
    scenarios.first().map_or(DRAWS_COARSE, |s| s.draws)
}

/// What is judged by.
fn measure(basis: &Basis, name: &str) -> Result<Yardstick, CliError> {
    if name.eq_ignore_ascii_case("npsv") {
        return Ok(Yardstick::Npsv);
    }
    let yardstick = Yardstick::Indicator(choose::indicator(basis, name, "--measure")?);
    if yardstick.direction(basis) == Direction::Context {
        return Err(CliError::new(Kind::Usage, format!("--measure '{name}': neither more nor less of it is better"))
            .hint("choose npsv or an indicator that has a better side"));
    }
    Ok(yardstick)
}

/// Runs on every core, in a pool of its own; says on a terminal how far it is.
fn work<T: Send>(run: impl FnOnce(&Watch<'_>) -> Result<T, Stopped> + Send) -> Result<T, CliError> {
    let pool = rayon::ThreadPoolBuilder::new()
        .build()
        .map_err(|e| CliError::new(Kind::Bug, format!("no threads could be started ({e})")))?;
    let (cancel, shown) = (AtomicBool::new(false), std::io::stderr().is_terminal());
    let progress = |share: f64| {
        if shown {
            let _ = write!(std::io::stderr(), "\r{:3.0} % ", 100.0 * share.clamp(0.0, 1.0));
        }
    };
    let found = pool.install(|| run(&Watch { cancel: &cancel, progress: &progress }));
    if shown {
        let _ = write!(std::io::stderr(), "\r      \r");
    }
    found.map_err(|stopped| match stopped {
        Stopped::Refused(fault) => CliError::faults(Kind::Content, &[fault]),
        Stopped::Cancelled => CliError::new(Kind::Bug, "the work ended before it was done"),
    })
}
