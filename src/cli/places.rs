//! `tiller places`: one value per place, or the profile of one place: the Places screen in words.

use std::path::Path;

use super::args::{Format, Places};
use super::choose;
use super::error::{CliError, Kind};
use super::output;
use crate::evidence::{SectorId, Tier, nearest};
use crate::model::Basis;
use crate::report::places::profile::profile;
use crate::report::places::{self, Atlas, Measure, Order};
use crate::report::sheet::Sheet;
use crate::scenario::names;

/// Prints a table of places or a profile.
pub(super) fn places(args: &Places, data: Option<&Path>) -> Result<(), CliError> {
    let basis = choose::basis(data)?;
    let sector =
        names::sector(&basis.evidence, &args.sector).map_err(|f| choose::misnamed("--sector", &args.sector, f))?;
    let atlas = Atlas::make(&basis).map_err(|fault| CliError::faults(Kind::Content, &[fault]))?;
    let sheets = match &args.place {
        Some(text) => {
            let place = choose::place_of(&basis, "PLACE", text)?;
            let found = profile(&basis, &atlas, &place, &sector);
            found.map_err(|fault| CliError::faults(Kind::Usage, &[fault]))?.sheets(&basis, &atlas)
        }
        None => vec![table(&basis, &atlas, args, &sector)?],
    };
    output::out(&written(&sheets, args.format)?)
}

fn table(basis: &Basis, atlas: &Atlas, args: &Places, sector: &SectorId) -> Result<Sheet, CliError> {
    let tier = if args.tier == "lep" { Tier::Lep } else { Tier::Itl1 };
    let order = match args.sort.as_str() {
        "value" => Order::Value,
        "change" => Order::Change,
        _ => Order::Name,
    };
    let measure = Measure::parse(&args.measure, tier).ok_or_else(|| {
        let error =
            CliError::new(Kind::Usage, format!("--measure '{}': these places have no such measure", args.measure));
        let known: Vec<&str> = Measure::all(tier, &SectorId::new("")).into_iter().map(Measure::id).collect();
        match nearest(&args.measure, known.iter().copied()) {
            Some(best) => error.hint(format!("did you mean '{best}'?")),
            None => error.hint(format!("use one of: {}", known.join(", "))),
        }
    })?;
    let view = places::view(&basis.evidence, atlas, tier, measure, sector, order);
    Ok(places::sheet(&basis.evidence, atlas, &view, (measure, sector), order))
}

/// Sheets in one form: text one after another, CSV tables parted by a blank line, JSON an array.
fn written(sheets: &[Sheet], format: Format) -> Result<String, CliError> {
    let bug = |e: &dyn std::fmt::Display| CliError::new(Kind::Bug, format!("the table could not be written ({e})"));
    match format {
        Format::Text => Ok(sheets.iter().map(Sheet::as_text).collect::<Vec<_>>().join("\n")),
        Format::Csv => {
            let all: Result<Vec<String>, _> = sheets.iter().map(Sheet::as_csv).collect();
            Ok(all.map_err(|e| bug(&e))?.join("\n"))
        }
        Format::Json => {
            let all: Vec<serde_json::Value> = sheets.iter().map(Sheet::as_json).collect();
            serde_json::to_string_pretty(&all).map(|text| text + "\n").map_err(|e| bug(&e))
        }
    }
}
