//! `tiller fairtest`: two plans at equal cost under every switch that could decide the argument; the twin of the screen.

use std::path::Path;
use std::sync::atomic::AtomicBool;

use super::args::FairArgs;
use super::choose;
use super::compare::about;
use super::error::{CliError, Kind};
use super::sheets;
use crate::insight::fair;
use crate::projection::Stopped;
use crate::report;
use crate::scenario::Scenario;

/// Prints a fair test.
pub(super) fn fairtest(args: &FairArgs, data: Option<&Path>) -> Result<(), CliError> {
    let basis = choose::basis(data)?;
    let first = choose::named(&basis, &args.first)?;
    let wanted = args.indicator.as_deref().map(|name| choose::indicator(&basis, name, "--indicator")).transpose()?;
    let [a, b] = match &args.second {
        Some(second) => [first, choose::named(&basis, second)?],
        None => two_plans(&first)?,
    };
    let pool = rayon::ThreadPoolBuilder::new()
        .build()
        .map_err(|e| CliError::new(Kind::Bug, format!("no threads could be started ({e})")))?;
    let found = pool.install(|| fair::fair(&basis, &a, &b, a.draws, &AtomicBool::new(false))).map_err(|s| match s {
        Stopped::Refused(fault) => CliError::faults(Kind::Content, &[fault]),
        Stopped::Cancelled => CliError::new(Kind::Bug, "the test ended before it was done"),
    })?;
    let only = |m| wanted.is_none_or(|i| about(m, i));
    sheets::write(&report::fair::sheets(&basis, [&a, &b], &found, &only), args.format, None)
}

fn two_plans(scenario: &Scenario) -> Result<[Scenario; 2], CliError> {
    scenario.first_two().ok_or_else(|| {
        CliError::new(Kind::Usage, "the scenario holds one plan, and a fair test needs two")
            .hint("name a second scenario: 'tiller fairtest A B'")
    })
}
