//! `tiller report`: one to four scenarios as a document to take home.

use std::path::Path;

use super::args::{Page, Report};
use super::error::{CliError, Kind};
use super::{choose, output, weigh};
use crate::evidence::load::SCENARIOS;
use crate::report::takehome::scenario::{Reproduction, document};
use crate::report::takehome::{Document, Form, gather};
use crate::report::today;
use crate::scenario::Scenario;

/// What is said where evidence of one's own is laid over that of the program.
pub(super) const OWN: &str = "DIR is the folder with the evidence of whoever made this; without it figures differ.";

/// Writes the report.
pub(super) fn report(args: &Report, data: Option<&Path>) -> Result<(), CliError> {
    let basis = choose::basis(data)?;
    let scenarios =
        args.scenarios.iter().map(|name| choose::named(&basis, name)).collect::<Result<Vec<Scenario>, CliError>>()?;
    let file = args.html.as_deref().or(args.out.as_deref());
    if let Some(file) = file
        && let Some(own) = args.scenarios.iter().find(|name| output::same_file(file, Path::new(name)))
    {
        return Err(CliError::new(Kind::Usage, format!("{}: is the scenario '{own}' itself", file.display()))
            .hint("choose another file, so that the scenario is kept"));
    }
    let material = weigh::work(|watch| gather(&basis, &scenarios, watch))?;
    let date = args.date.unwrap_or_else(today);
    let page = page(args, file);
    let again = reproduction(args, page, data.is_some(), &date.to_string());
    let text = written(&document(&basis, &material, date, &again), page)?;
    output::to(file, &text)
}

/// The form: as asked for, else by the ending of the file, else Markdown.
fn page(args: &Report, file: Option<&Path>) -> Page {
    if args.html.is_some() {
        return Page::Html;
    }
    args.format.unwrap_or(by_ending(file))
}

/// The form that the ending of a file tells; Markdown without one.
pub(super) fn by_ending(file: Option<&Path>) -> Page {
    match file.and_then(Path::extension).and_then(std::ffi::OsStr::to_str) {
        Some("html" | "htm") => Page::Html,
        Some("csv") => Page::Csv,
        Some("json") => Page::Json,
        _ => Page::Md,
    }
}

/// A document in a form.
pub(super) fn written(document: &Document, page: Page) -> Result<String, CliError> {
    let bug = |e: String| CliError::new(Kind::Bug, format!("the report could not be written ({e})"));
    document.written(form(page)).map_err(bug)
}

/// The command that makes the same bytes again: with the date, and with names of files without their folders, which differ
/// from machine to machine.
fn reproduction(args: &Report, page: Page, own: bool, date: &str) -> Reproduction {
    let form = named(page);
    let mut words = vec![String::from("tiller report")];
    let mut needs = Vec::new();
    for name in &args.scenarios {
        let built_in = !Path::new(name).exists() && SCENARIOS.iter().any(|(known, _)| known == name);
        let shown = Path::new(name).file_name().map_or_else(|| name.clone(), |n| n.to_string_lossy().into_owned());
        words.push(quoted(&shown));
        if !built_in {
            needs.push(Reproduction::file(&shown));
        }
    }
    words.push(format!("--format {form} --date {date}"));
    if own {
        words.push(String::from("--data DIR"));
        needs.push(String::from(OWN));
    }
    needs.dedup();
    Reproduction { command: words.join(" "), needs }
}

/// What the command line calls a form.
pub(super) const fn named(page: Page) -> &'static str {
    form(page).ending()
}

const fn form(page: Page) -> Form {
    match page {
        Page::Html => Form::Html,
        Page::Md => Form::Markdown,
        Page::Csv => Form::Csv,
        Page::Json => Form::Json,
    }
}

/// A word as a shell takes it for one.
pub(super) fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/');
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}
