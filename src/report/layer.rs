//! What a user's own evidence changes: files, rows with old and new values, and what differs in the model as a result.

use std::collections::BTreeMap;

use super::own;
use super::sheet::{Datum, Sheet};
use super::shelf::{Catalogue, Tab};
use super::words::digits;
use crate::evidence::{Change, How};
use crate::model::{Basis, Input};

/// Most lines of one table in text; JSON and CSV hold all.
const LINES_MAX: usize = 200;

/// Three tables: files, rows, and what differs as a result. `narrow`: for people, cut to what can be read.
#[must_use]
pub fn sheets(bundled: &Basis, own: &Basis, narrow: bool) -> Vec<Sheet> {
    let changes = own.evidence.library().overlay().map_or(&[][..], |o| o.changes());
    let mut all = vec![files(bundled, own, changes), rows(changes, narrow), result(bundled, own)];
    if narrow {
        all.iter_mut().for_each(cut);
    }
    all
}

fn cut(sheet: &mut Sheet) {
    let more = sheet.rows.len().saturating_sub(LINES_MAX);
    if more > 0 {
        sheet.rows.truncate(LINES_MAX);
        sheet.note(format!("And {} more; --format csv or json holds all of them.", digits(more as f64, 0)));
    }
}

fn number(n: usize) -> Datum {
    Datum::number(n as f64, digits(n as f64, 0))
}

fn files(bundled: &Basis, own: &Basis, changes: &[Change]) -> Sheet {
    let mut sheet = Sheet::new("Files", ["file", "added", "changed", "withdrawn"]);
    let mut counts: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    for change in changes {
        counts.entry(&change.file).or_default()[change.how as usize] += 1;
    }
    for (file, [added, changed, withdrawn]) in counts {
        sheet.row([Datum::text(file), number(added), number(changed), number(withdrawn)]);
    }
    match own::said(own.evidence.library()) {
        Some(said) => sheet.note(format!("{}.", capital(&said))),
        None => sheet.note("There is no folder of your own: give one with --data DIR."),
    }
    sheet.note(format!(
        "Evidence version {} without your evidence, {} with it.",
        bundled.model.version, own.model.version
    ));
    sheet
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

/// One line a cell that differs.
fn rows(changes: &[Change], narrow: bool) -> Sheet {
    let mut sheet = Sheet::new("Rows", ["file", "row", "what", "where", "column", "old", "new"]);
    let most = if narrow { LINES_MAX + 1 } else { usize::MAX };
    for change in changes.iter().take(most) {
        let place = change.line.map_or_else(|| change.own.clone(), |line| format!("{}, line {line}", change.own));
        let lead = [change.file.clone(), change.key.join(", "), change.how.as_str().to_owned(), place];
        // For people a new row is one line; its cells are in the user's own file.
        if narrow && change.how != How::Changed {
            sheet.row(lead.into_iter().chain([String::new(), String::new(), String::new()]).map(Datum::text));
            continue;
        }
        for cell in change.cells() {
            sheet.row(lead.clone().into_iter().chain([cell.column, cell.old, cell.new]).map(Datum::text));
        }
    }
    if narrow {
        // Records in blocks: seven columns do not fit a line.
        let mut blocks = Sheet::new("Rows", ["what", "row", "column", "old → new"]);
        for row in &sheet.rows {
            let [_, key, what, place, column, old, new] = row.as_slice() else { continue };
            let change = if column.shown().is_empty() {
                place.shown().to_owned()
            } else {
                format!("{} → {}", old.shown(), new.shown())
            };
            blocks.row(
                [what.shown(), key.shown(), column.shown()].map(Datum::text).into_iter().chain([Datum::text(change)]),
            );
        }
        return blocks;
    }
    sheet
}

/// Mechanisms, links, pairs, priors, shares, costs and constants by id, and starting numbers by place, sector and input.
fn result(bundled: &Basis, own: &Basis) -> Sheet {
    let mut sheet = Sheet::new("What differs in the model as a result", ["kind", "id", "what", "old", "new"]);
    let judged = |basis: &Basis| -> BTreeMap<String, (String, String, String)> {
        let catalogue = Catalogue::plain(basis);
        let cell = |entry: &super::shelf::Entry, i: usize| entry.cells.get(i).map_or("", Datum::shown).to_owned();
        let one = |e: &super::shelf::Entry| {
            (e.id.clone(), (cell(e, 3), cell(e, 0), format!("{} {}", cell(e, 1), cell(e, 2))))
        };
        catalogue.list(Tab::Judgements).iter().map(one).collect()
    };
    differing(&judged(bundled), &judged(own), &mut sheet);
    let starting = |basis: &Basis| -> BTreeMap<String, (String, String, String)> {
        let line = |line: &str| {
            let mut cells = line.split(',');
            let (place, sector, input, value) = (cells.next()?, cells.next()?, cells.next()?, cells.next()?);
            Input::parse(input)?;
            let rest: Vec<&str> = cells.collect();
            let what = format!("{place}, {sector}");
            let value = format!("{value} ({})", rest.join(" ").trim());
            Some((format!("{input}: {what}"), (String::from("starting number"), what, value)))
        };
        basis.inputs.text().lines().skip(1).filter_map(line).collect()
    };
    differing(&starting(bundled), &starting(own), &mut sheet);
    if sheet.rows.is_empty() {
        sheet.note("No mechanism, judgement or starting number differs.");
    }
    sheet
}

type Things = BTreeMap<String, (String, String, String)>;

fn differing(old: &Things, new: &Things, sheet: &mut Sheet) {
    let blank = (String::new(), String::new(), String::new());
    let ids: std::collections::BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    for id in ids {
        let (before, after) = (old.get(id), new.get(id));
        if before.map(|b| &b.2) == after.map(|a| &a.2) {
            continue;
        }
        let (kind, what, _) = after.or(before).unwrap_or(&blank);
        let value = |thing: Option<&(String, String, String)>| thing.map_or("none", |t| t.2.trim()).to_owned();
        sheet.row([kind.clone(), id.clone(), what.clone(), value(before), value(after)].map(Datum::text));
    }
}
