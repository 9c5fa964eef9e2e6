//! `tiller strengths` and `tiller ledger`: what the Places screen finds, as tables.

use std::path::Path;

use serde_json::Value;

use super::args::{Format, LedgerArgs, OfTier, StrengthsArgs};
use super::choose;
use super::error::{CliError, Kind};
use super::output;
use super::run::in_pool;
use crate::evidence::Tier;
use crate::insight::{ledger, strengths};
use crate::report;
use crate::report::sheet::Sheet;
use crate::scenario::DRAWS_COARSE;
use crate::scenario::names;

/// `tiller strengths`.
pub(super) fn strengths(args: &StrengthsArgs, data: Option<&Path>) -> Result<(), CliError> {
    let basis = choose::basis(data)?;
    let sector =
        names::sector(&basis.evidence, &args.sector).map_err(|f| choose::misnamed("--sector", &args.sector, f))?;
    let tier = match args.tier {
        OfTier::Lep => Tier::Lep,
        OfTier::Nation => Tier::Itl1,
    };
    let field = strengths::field(&basis, &sector, tier).map_err(|f| CliError::faults(Kind::Content, &[f]))?;
    let found = strengths::find(&field, &strengths::Cuts::default());
    let sheets = || report::strengths::sheets(&basis, &field, &found);
    print(args.format, sheets, || report::strengths::table(&basis, &found))
}

/// `tiller ledger`.
pub(super) fn ledger(args: &LedgerArgs, data: Option<&Path>) -> Result<(), CliError> {
    let basis = choose::basis(data)?;
    let scenario = choose::named(&basis, &args.scenario)?;
    // Every place of the tier is run: the small set of draws keeps that within memory.
    let few = crate::scenario::Scenario { draws: scenario.draws.min(DRAWS_COARSE), ..scenario };
    let found = in_pool(&basis, &few, |draws, cancel| ledger::ledger(&basis, &few, draws, cancel))?;
    let remarks = report::changed::remarks(&basis, &few);
    let sheets = || {
        let mut all = report::ledger::sheets(&basis, &found);
        if let Some(first) = all.first_mut() {
            first.notes.extend(remarks);
        }
        all
    };
    print(args.format, sheets, || report::ledger::table(&basis, &found))
}

/// Sheets for people; one table of numbers for programs.
fn print(format: Format, sheets: impl FnOnce() -> Vec<Sheet>, table: impl FnOnce() -> Sheet) -> Result<(), CliError> {
    let bug = |e: String| CliError::new(Kind::Bug, format!("the table could not be written ({e})"));
    let text = match format {
        Format::Text => sheets().iter().map(Sheet::as_text).collect::<Vec<_>>().join("\n"),
        Format::Json => {
            let all = sheets().iter().chain([&table()]).map(Sheet::as_json).collect::<Vec<Value>>();
            serde_json::to_string_pretty(&all).map_err(|e| bug(e.to_string()))? + "\n"
        }
        Format::Csv => table().as_csv().map_err(|e| bug(e.to_string()))?,
    };
    output::out(&text)
}
