//! `tiller evidence`: the lists of the Evidence screen and its records, as text, JSON or CSV.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::args::{Evidence, Format, Shelf};
use super::choose;
use super::error::{CliError, Kind};
use super::{output, sheets};
use crate::evidence::{EffectId, nearest};
use crate::insight::coverage::Coverage;
use crate::insight::{grades, trust};
use crate::model::{Basis, studies};
use crate::projection::Stopped;
use crate::report::grades::tally;
use crate::report::sheet::Sheet;
use crate::report::shelf::arithmetic;
use crate::report::shelf::filter::Filter;
use crate::report::shelf::page::Page;
use crate::report::shelf::trust::{self as shelf_trust, Known};
use crate::report::shelf::{Catalogue, Record, Tab};

/// Prints a list or records.
pub(super) fn evidence(args: &Evidence, data: Option<&Path>) -> Result<(), CliError> {
    match args.what {
        Some(Shelf::Add) => return super::own::add(args),
        Some(Shelf::Changed) => return super::own::changed(args, data),
        _ => {}
    }
    let basis = choose::basis(data)?;
    if args.what == Some(Shelf::Channel) {
        return channel(&basis, args);
    }
    if !args.exclude_study.is_empty() {
        return Err(CliError::new(Kind::Usage, "--exclude-study works with a channel only")
            .hint("e.g. tiller evidence channel skills_provision.skills --exclude-study P-E042"));
    }
    let catalogue = Catalogue::new(&basis);
    let tab = match args.what {
        None | Some(Shelf::Add | Shelf::Changed | Shelf::Channel) => {
            return output::out(&sheet(&catalogue.overview(), args.format)?);
        }
        Some(Shelf::Show) => return show(&basis, &catalogue, args),
        Some(Shelf::Levers) => Tab::Levers,
        Some(Shelf::Findings) => Tab::Findings,
        Some(Shelf::Sources) => Tab::Sources,
        Some(Shelf::Programmes) => Tab::Programmes,
        Some(Shelf::Observations) => Tab::Observations,
        Some(Shelf::Judgements) => Tab::Judgements,
        Some(Shelf::NotModelled) => Tab::NotModelled,
        Some(Shelf::Grades) => Tab::Grades,
        Some(Shelf::Trust) => return trusted(&basis, catalogue, args),
    };
    let catalogue = match tab {
        Tab::Observations => catalogue.with_coverage(&basis, &coverage(&basis)),
        _ => catalogue,
    };
    let filter = Filter::parse(&quoted(&args.words));
    if let Some(problem) = filter.problems.first() {
        return Err(CliError::new(Kind::Usage, problem.clone()));
    }
    let found = filter.apply(catalogue.list(tab));
    let mut list = catalogue.sheet(tab, &found.rows, args.format == Format::Text);
    if tab == Tab::Grades {
        for text in tally(&grades::all(&basis)) {
            list.note(text);
        }
    }
    if !found.said.is_empty() {
        list.note(format!("Filter: {}.", found.said));
    }
    output::out(&sheet(&list, args.format)?)
}

/// How far the program can be trusted: the page as text, the tables in the other forms.
fn trusted(basis: &Basis, catalogue: Catalogue, args: &Evidence) -> Result<(), CliError> {
    let found = trust::gather(basis, &AtomicBool::new(false)).map_err(|stopped| match stopped {
        Stopped::Refused(fault) => CliError::faults(Kind::Content, &[fault]),
        Stopped::Cancelled => CliError::new(Kind::Bug, "the validation ended before it was done"),
    })?;
    let known = Known { trust: Some(Arc::new(found)), spread: None };
    if args.format != Format::Text {
        return sheets::write(&shelf_trust::sheets(basis, &known), args.format, None);
    }
    let catalogue = catalogue.with_trust(basis, known);
    let page = catalogue.page(basis, &Record::new(Tab::Trust, "trust"), None);
    output::out(&page.map_or_else(String::new, |page| page.as_text()))
}

/// Words as the shell split them: what holds a blank was quoted there.
fn quoted(words: &[String]) -> String {
    let word = |w: &String| if w.contains(char::is_whitespace) { format!("\"{w}\"") } else { w.clone() };
    words.iter().map(word).collect::<Vec<_>>().join(" ")
}

fn coverage(basis: &Basis) -> Coverage {
    Coverage::of(basis.evidence.observations())
}

fn show(basis: &Basis, catalogue: &Catalogue, args: &Evidence) -> Result<(), CliError> {
    if args.words.is_empty() {
        return Err(CliError::new(Kind::Usage, "nothing says which record to show")
            .hint("give an id, e.g. tiller evidence show P-E013"));
    }
    let mut pages = Vec::new();
    for id in &args.words {
        let Some(record) = catalogue.find(id) else {
            let error = CliError::new(Kind::Usage, format!("there is no record '{id}'"));
            return Err(match nearest(id, catalogue.ids()) {
                Some(best) => error.hint(format!("did you mean '{best}'?")),
                None => error.hint("the lists show the ids, e.g. tiller evidence findings"),
            });
        };
        let covered = (record.tab == Tab::Observations).then(|| coverage(basis));
        pages.extend(catalogue.page(basis, &record, covered.as_ref()));
    }
    output::out(&match args.format {
        Format::Text => pages.iter().map(Page::as_text).collect::<Vec<_>>().join("\n"),
        Format::Json => json(&pages.iter().map(Page::as_json).collect())?,
        Format::Csv => {
            let mut all = Sheet::new("", ["record", "part", "text", "goes to"]);
            for page in &pages {
                for row in page.as_sheet().rows {
                    all.row(std::iter::once(crate::report::sheet::Datum::text(&page.title)).chain(row));
                }
            }
            sheet(&all, Format::Csv)?
        }
    })
}

/// How the range of one channel is made; with findings left out, both versions beside each other.
fn channel(basis: &Basis, args: &Evidence) -> Result<(), CliError> {
    let ids = || basis.model.channels.iter().map(|c| c.id.as_str());
    let [id] = args.words.as_slice() else {
        return Err(CliError::new(Kind::Usage, "one channel has to be named")
            .hint("'tiller evidence judgements kind:mechanism' lists their ids"));
    };
    let Some(row) = ids().position(|known| known.eq_ignore_ascii_case(id)) else {
        let error = CliError::new(Kind::Usage, format!("there is no channel '{id}'"));
        return Err(match nearest(id, ids()) {
            Some(best) => error.hint(format!("did you mean '{best}'?")),
            None => error.hint("'tiller evidence judgements kind:mechanism' lists their ids"),
        });
    };
    let behind = studies::standing(basis, row, &[]).behind;
    let mut excluded = Vec::new();
    for id in &args.exclude_study {
        let known = || behind.iter().map(|b| b.effect.id.as_str());
        let Some(found) = known().find(|known| known.eq_ignore_ascii_case(id)) else {
            let error = CliError::new(Kind::Usage, format!("--exclude-study '{id}': is not behind this channel"));
            return Err(match nearest(id, known()) {
                Some(best) => error.hint(format!("did you mean '{best}'?")),
                None if behind.is_empty() => error.hint("no study is behind it: the band is a judgement"),
                None => error.hint(format!("behind it are {}", known().collect::<Vec<_>>().join(", "))),
            });
        };
        excluded.push(EffectId::new(found));
    }
    let beside = (!excluded.is_empty()).then(|| arithmetic::beside(basis, row, &excluded));
    if args.format == Format::Text {
        let mut text = arithmetic::page(basis, row).as_text();
        text.extend(beside.iter().flat_map(|sheet| [String::from("\n"), sheet.as_text()]));
        return output::out(&text);
    }
    let all: Vec<Sheet> = std::iter::once(arithmetic::sheet(basis, row)).chain(beside).collect();
    sheets::write(&all, args.format, None)
}

fn json(value: &serde_json::Value) -> Result<String, CliError> {
    let text = serde_json::to_string_pretty(value);
    Ok(text.map_err(|e| CliError::new(Kind::Bug, format!("the list could not be written ({e})")))? + "\n")
}

fn sheet(sheet: &Sheet, format: Format) -> Result<String, CliError> {
    match format {
        Format::Text => Ok(sheet.as_text()),
        Format::Json => json(&sheet.as_json()),
        Format::Csv => {
            sheet.as_csv().map_err(|e| CliError::new(Kind::Bug, format!("the list could not be written ({e})")))
        }
    }
}
