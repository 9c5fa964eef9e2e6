//! Reports to take home, worked out by the thread that works everything out.

use std::path::Path;
use std::sync::Arc;

use super::exports;
use super::files::Folders;
use super::worker::Bench;
use crate::evidence::load::SCENARIOS;
use crate::evidence::{Fault, Faults};
use crate::insight::watch::Watch;
use crate::model::Basis;
use crate::projection::Stopped;
use crate::report::export::file_name;
use crate::report::minutes;
use crate::report::takehome::scenario::{Reproduction, document as on_scenarios};
use crate::report::takehome::{Document, gather};
use crate::roundtable::Session;
use crate::scenario::{Scenario, document};
use crate::tui::app::Done;
use crate::tui::app::reports::{Kept, On, Wanted, What};

/// Works a report out; `None` if it was stopped for something newer.
pub(super) fn run(bench: &Bench<'_>, wanted: &Arc<Wanted>) -> Option<Done> {
    let cancel = bench.cancel();
    let watch = Watch { cancel: &cancel, progress: &|_| {} };
    let written = match bench.inside(|basis| made(basis, wanted, &watch)) {
        Ok(document) => document.written(wanted.form),
        Err(Stopped::Cancelled) => return None,
        Err(Stopped::Refused(fault)) => Err(fault.to_string()),
    };
    Some(Done::Reported(Arc::clone(wanted), written))
}

fn made(basis: &Basis, wanted: &Wanted, watch: &Watch<'_>) -> Result<Document, Stopped> {
    match (&wanted.on, wanted.what) {
        (On::Scenarios(all), _) => {
            let all: Vec<Scenario> = all.iter().map(|s| Scenario::clone(s)).collect();
            let material = gather(basis, &all, watch)?;
            Ok(on_scenarios(basis, &material, wanted.day, &again(basis, &all, wanted)))
        }
        (On::Session(_, session), What::Minutes) => {
            Ok(minutes::minutes(basis, &minutes::work_out(basis, session, wanted.day, watch)?))
        }
        (On::Session(name, session), What::Report) => of_session(basis, (name, session), wanted, watch),
    }
}

fn of_session(
    basis: &Basis,
    (name, session): (&str, &Session),
    wanted: &Wanted,
    watch: &Watch<'_>,
) -> Result<Document, Stopped> {
    let options = minutes::options(basis, session).map_err(refused)?;
    let held = minutes::work_out(basis, session, wanted.day, watch)?;
    let material = gather(basis, &options, watch)?;
    let (form, day) = (wanted.form.ending(), wanted.day);
    let command = format!("tiller roundtable report {} --format {form} --date {day}", file_name(name));
    Ok(minutes::whole(basis, &held, &material, &Reproduction::of_session(command)))
}

fn refused(faults: Faults) -> Stopped {
    let first = faults.0.into_iter().next();
    Stopped::Refused(first.unwrap_or_else(|| Fault::new("the session", "cannot be read")))
}

/// The command that writes the same report: built-in scenarios by their names, others as the files that their codes give.
fn again(basis: &Basis, all: &[Scenario], wanted: &Wanted) -> Reproduction {
    let mut words = vec![String::from("tiller report")];
    let mut needs = Vec::new();
    for scenario in all {
        if let Some(name) = built_in(basis, scenario) {
            words.push(name.to_owned());
            continue;
        }
        // Two scenarios of one title are two files.
        let stem = file_name(&scenario.title);
        let copies = words.iter().filter(|w| w.trim_end_matches(".ron").starts_with(&stem)).count();
        let number = if copies == 0 { String::new() } else { format!("-{}", copies + 1) };
        let file = format!("{stem}{number}.ron");
        needs.push(Reproduction::file(&file));
        words.push(file);
    }
    words.push(format!("--format {} --date {}", wanted.form.ending(), wanted.day));
    Reproduction { command: words.join(" "), needs }
}

/// The name of the built-in scenario that this is, untouched.
fn built_in(basis: &Basis, scenario: &Scenario) -> Option<&'static str> {
    let bare = |s: &Scenario| Scenario { record: None, expect: Vec::new(), ..s.clone() };
    let same = |(name, text): &&(&'static str, &'static str)| {
        document::read(name, text, basis).is_ok_and(|opened| bare(&opened.scenario) == bare(scenario))
    };
    SCENARIOS.iter().find(same).map(|(name, _)| *name)
}

/// Writes a report to the folder of exports; what is to be said about it.
pub(super) fn keep(folders: &Folders, kept: &Kept) -> String {
    let Some(folder) = folders.exports() else { return String::from("Not written: no home folder is known") };
    let written = std::fs::create_dir_all(&folder)
        .and_then(|()| exports::write_new(&folder, &kept.name, kept.ending, &kept.text));
    match written {
        Ok(path) => {
            let name = path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
            format!("Wrote {name} to {}", Path::new(&folder).display())
        }
        Err(error) => format!("Not written: {}: {error}", folder.display()),
    }
}
