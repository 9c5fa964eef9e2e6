//! `tiller list`: what can be named, as a table, JSON or CSV.

use std::path::Path;

use serde_json::{Map, Value};

use super::args::{Format, List, Listed};
use super::choose;
use super::error::{CliError, Kind};
use super::output;
use crate::evidence::Tier;
use crate::evidence::load::SCENARIOS;
use crate::model::{Basis, LeverKind};
use crate::report::layout::{Lean, Table};
use crate::report::sheet::harmless;
use crate::scenario::document;
use crate::scenario::names::tier_word;

/// Listing under named columns; the first `shown` columns make the text table, all of them the other forms.
struct Listing {
    columns: &'static [&'static str],
    shown: usize,
    rows: Vec<Vec<String>>,
}

/// Prints a list.
pub(super) fn list(args: &List, data: Option<&Path>) -> Result<(), CliError> {
    let basis = choose::basis(data)?;
    let rows = match args.what {
        Listed::Places => places(&basis),
        Listed::Sectors => sectors(&basis),
        Listed::Levers => levers(&basis),
        Listed::Indicators => indicators(&basis),
        Listed::Scenarios => scenarios(&basis),
    };
    let text = match args.format {
        Format::Text => Ok(as_text(&rows)),
        Format::Json => as_json(&rows),
        Format::Csv => as_csv(&rows),
    };
    output::out(&text.map_err(|e| CliError::new(Kind::Bug, format!("the list could not be written ({e})")))?)
}

fn places(basis: &Basis) -> Listing {
    let areas = basis.evidence.areas().iter().filter(|a| a.tier != Tier::Benchmark);
    Listing {
        columns: &["code", "name", "kind"],
        shown: 3,
        rows: areas.map(|a| vec![a.code.to_string(), a.name.clone(), tier_word(a.tier).to_owned()]).collect(),
    }
}

fn sectors(basis: &Basis) -> Listing {
    let sectors = basis.evidence.sectors().iter().filter(|s| s.id.as_str() != "other");
    let rows = sectors.map(|s| vec![s.id.to_string(), s.name.clone(), yes(s.priority == 1)]).collect();
    Listing { columns: &["id", "name", "priority"], shown: 2, rows }
}

fn levers(basis: &Basis) -> Listing {
    let rows = basis.model.levers.iter().map(|l| {
        let kind = match l.kind {
            LeverKind::Spend => "£m a year",
            LeverKind::Reform => "% coverage",
        };
        let proposed: Vec<&str> = l.proposed_by.iter().map(|p| p.source.as_str()).collect();
        vec![
            l.id.to_string(),
            l.label.clone(),
            l.group.label().to_owned(),
            kind.to_owned(),
            l.unit.clone(),
            l.sentence.clone(),
            l.does_not.clone(),
            proposed.join(";"),
        ]
    });
    Listing {
        columns: &["id", "label", "group", "amount", "unit", "sentence", "does_not", "proposed_by"],
        shown: 4,
        rows: rows.collect(),
    }
}

fn indicators(basis: &Basis) -> Listing {
    let rows = basis.model.indicators.iter().map(|i| vec![i.id.to_string(), i.label.clone(), i.unit.clone()]);
    Listing { columns: &["id", "label", "unit"], shown: 3, rows: rows.collect() }
}

fn scenarios(basis: &Basis) -> Listing {
    let rows = SCENARIOS.iter().map(|(name, text)| {
        let scenario = document::read(name, text, basis).map(|opened| opened.scenario);
        let (title, notes) = scenario.map_or_else(
            |faults| (format!("cannot be used with this evidence: {faults}"), String::new()),
            |s| (s.title, s.notes),
        );
        vec![(*name).to_owned(), title, notes]
    });
    Listing { columns: &["name", "title", "notes"], shown: 2, rows: rows.collect() }
}

fn yes(on: bool) -> String {
    String::from(if on { "yes" } else { "no" })
}

type Written = Result<String, Box<dyn std::error::Error>>;

fn as_text(rows: &Listing) -> String {
    let mut table = Table::new(&vec![Lean::Left; rows.shown], 0);
    table.row(rows.columns.iter().take(rows.shown).copied());
    for row in &rows.rows {
        table.row(row.iter().take(rows.shown).cloned());
    }
    table.render()
}

fn as_json(rows: &Listing) -> Written {
    let object = |row: &Vec<String>| {
        let pairs = rows.columns.iter().zip(row).map(|(name, cell)| ((*name).to_owned(), Value::from(cell.as_str())));
        Value::from(pairs.collect::<Map<String, Value>>())
    };
    let values: Vec<Value> = rows.rows.iter().map(object).collect();
    Ok(serde_json::to_string_pretty(&values)? + "\n")
}

fn as_csv(rows: &Listing) -> Written {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(rows.columns)?;
    for row in &rows.rows {
        writer.write_record(row.iter().map(|cell| harmless(cell)))?;
    }
    Ok(String::from_utf8(writer.into_inner()?)?)
}
