//! Starting numbers that a user gives outright (`derived/baseline.add.csv`): they go before derived ones, and an area for
//! which all are given needs no official figures.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::InputScale;
use super::derived::FILE;
use crate::evidence::load::Library;
use crate::evidence::{Fault, Faults, SectorId};
use crate::model::baseline::{Baseline, InputLevel};
use crate::model::kinds::Input;

/// Place, sector, position of the input.
type Key = (String, String, usize);

/// The given lines, by key; each with its line in the text.
fn lines(text: &str) -> impl Iterator<Item = (u64, Vec<&str>)> {
    (1..).zip(text.lines()).skip(1).filter(|(_, l)| !l.is_empty()).map(|(at, l)| (at, l.split(',').collect()))
}

fn key(cells: &[&str]) -> Option<Key> {
    let [place, sector, input, ..] = cells else { return None };
    Some(((*place).to_owned(), (*sector).to_owned(), Input::parse(input)?.index()))
}

/// Whether an input has a row of its own for a sector.
fn has_row(rules: &Baseline, input: Input, sector: &str) -> bool {
    sector == "all" || rules.input(input).is_none_or(|row| row.level == InputLevel::Cell)
}

/// Areas for which every starting number is given.
pub(super) fn whole_areas(library: &Library, rules: &Baseline) -> BTreeSet<String> {
    let Some(text) = library.overlay().and_then(|o| o.text(FILE)) else { return BTreeSet::new() };
    let given: BTreeSet<Key> = lines(text).filter_map(|(_, cells)| key(&cells)).collect();
    let areas: BTreeSet<&String> = given.iter().map(|(place, ..)| place).collect();
    let sectors: Vec<&str> = rules.sectors.iter().map(SectorId::as_str).chain(["all"]).collect();
    let whole = |area: &&&String| {
        sectors.iter().all(|sector| {
            let wanted = Input::ALL.iter().filter(|input| has_row(rules, **input, sector));
            wanted.into_iter().all(|input| given.contains(&((**area).clone(), (*sector).to_owned(), input.index())))
        })
    };
    areas.iter().filter(whole).map(|area| (*area).clone()).collect()
}

/// The lines of `base` with the given ones over them.
pub(super) fn text(
    library: &Library,
    rules: Option<&Baseline>,
    base: impl FnOnce() -> Result<Cow<'static, str>, Faults>,
) -> Result<Cow<'static, str>, Faults> {
    let Some((text, rules)) = library.overlay().and_then(|o| o.text(FILE)).zip(rules) else { return base() };
    let mut faults = Faults::default();
    for (line, cells) in lines(text) {
        if let Some(fault) = wrong(rules, &cells) {
            faults.push(fault.at(line));
        }
    }
    faults.into_result(())?;
    let base = base()?;
    let header = base.lines().next().unwrap_or("");
    let mut all: BTreeMap<Key, &str> = BTreeMap::new();
    for line in base.lines().skip(1).chain(text.lines().skip(1)) {
        if let Some(key) = key(&line.split(',').collect::<Vec<_>>()) {
            all.insert(key, line);
        }
    }
    let mut out = String::with_capacity(base.len() + text.len());
    for line in std::iter::once(header).chain(all.into_values()) {
        out.push_str(line);
        out.push('\n');
    }
    Ok(Cow::Owned(out))
}

/// What is wrong with a given starting number.
fn wrong(rules: &Baseline, cells: &[&str]) -> Option<Fault> {
    let [_, sector, input, value, _, _, _, path @ ..] = cells else {
        return Some(Fault::new(FILE, "cannot be read").hint("no cell may hold a comma or a quotation mark"));
    };
    let known = || rules.sectors.iter().map(SectorId::as_str).chain(["all"]);
    if !known().any(|s| s == *sector) {
        let fault = Fault::new(FILE, "is not a sector with starting numbers, nor all");
        return Some(fault.cell("sector", *sector).nearest(sector, known()));
    }
    let id = Input::parse(input)?;
    let row = rules.input(id)?;
    if !has_row(rules, id, sector) {
        let fault = Fault::new(FILE, "is one number for the whole place").cell("input", *input);
        return Some(fault.hint("give it with sector all only"));
    }
    let number: f64 = value.parse().ok()?;
    let most = if row.unit.starts_with('%') { 100.0 } else { 1.0 };
    if number <= 0.0 || (row.scale == InputScale::Logit && number >= most) {
        let bound = if row.scale == InputScale::Logit { format!(" and below {most}") } else { String::new() };
        let fault = Fault::new(FILE, format!("must be above 0{bound} ({})", row.unit));
        return Some(fault.cell("value", *value));
    }
    let blank = path.iter().filter(|cell| cell.is_empty()).count();
    (blank != 0 && blank != path.len()).then(|| {
        Fault::new(FILE, "are given in part")
            .cell("drift, age, step_sd, changes", path.join(", "))
            .hint("give all four, or none")
    })
}
