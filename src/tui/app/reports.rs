//! Reports to take home from a screen: asked for by a key, worked out beside the screen, written once they are there.

use std::sync::Arc;

use chrono::NaiveDate;

use super::action::Effect;
use super::compare;
use super::job::Job;
use super::roundtable::Ask;
use super::screen::Screen;
use super::state::State;
use crate::report::takehome::Form;
use crate::report::{self, export};
use crate::roundtable::Session;
use crate::scenario::Scenario;

/// Most scenarios of one report.
const COMPARED: usize = 4;

/// What is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum What {
    /// Everything that is known of one to four scenarios, or of a session with its minutes first.
    Report,
    /// The minutes of a session alone.
    Minutes,
}

impl What {
    const fn word(self) -> &'static str {
        match self {
            Self::Report => "report",
            Self::Minutes => "minutes",
        }
    }
}

/// What it is written of.
#[derive(Debug, Clone, PartialEq)]
pub enum On {
    /// One to four scenarios.
    Scenarios(Vec<Arc<Scenario>>),
    /// A session, by the name it is kept under.
    Session(String, Arc<Session>),
}

/// Where it goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum To {
    /// The folder of exports.
    Exports,
    /// Beside the file of the session.
    Session,
}

/// A report that is asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Wanted {
    /// What.
    pub what: What,
    /// Of what.
    pub on: On,
    /// In which form.
    pub form: Form,
    /// The day it is dated with.
    pub day: NaiveDate,
    /// Where to.
    pub to: To,
}

/// A file that is ready to be written under a name that nobody has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Name without its ending.
    pub name: String,
    /// Ending.
    pub ending: &'static str,
    /// What is in it.
    pub text: String,
}

/// A way to write one: what, in which form, how it is called, what it holds.
pub type Way = (What, Form, &'static str, &'static str);

const REPORTS: [Way; 4] = [
    (
        What::Report,
        Form::Html,
        "Report, HTML page",
        "Everything behind it: ranges, why, evidence, appraisal; prints on A4.",
    ),
    (What::Report, Form::Markdown, "Report, Markdown", "The same as text with its tables."),
    (What::Report, Form::Csv, "Report, CSV", "Every table of the report, one after another."),
    (What::Report, Form::Json, "Report, JSON", "Every section, table and sentence of the report; for programs."),
];

const MINUTES: [Way; 2] = [
    (What::Minutes, Form::Html, "Minutes, HTML page", "The draft alone, a few pages; prints on A4."),
    (What::Minutes, Form::Markdown, "Minutes, Markdown", "The draft alone as text, to be corrected."),
];

/// The ways that the screen shown has: scenarios on Explore and Compare, a session on Roundtable.
#[must_use]
pub fn ways(state: &State) -> Vec<Way> {
    let minutes = matches!(on(state), Some(On::Session(..)));
    let reports = on(state).is_some();
    REPORTS.into_iter().filter(|_| reports).chain(MINUTES.into_iter().filter(|_| minutes)).collect()
}

/// What a report of the screen shown would be of; `None` where there is nothing of that kind.
fn on(state: &State) -> Option<On> {
    match state.screen {
        Screen::Explore => Some(On::Scenarios(vec![reported(state.to_keep())])),
        Screen::Compare => {
            let pinned = compare::scenarios(state).into_iter().skip(1).map(|s| Scenario::clone(&s));
            let all = std::iter::once(state.to_keep()).chain(pinned);
            Some(On::Scenarios(all.take(COMPARED).map(reported).collect()))
        }
        Screen::Roundtable => {
            let table = state.roundtable.table.as_deref().filter(|t| t.question().is_some())?;
            Some(On::Session(table.name.clone(), Arc::new(table.session.clone())))
        }
        Screen::Places | Screen::Evidence | Screen::Insight => None,
    }
}

/// A scenario as its report has it: without figures of an earlier day, and as its file has it while only one package was looked at.
fn reported(scenario: Scenario) -> Arc<Scenario> {
    let tried = if scenario.tried > 1 { scenario.tried } else { 0 };
    Arc::new(Scenario { record: None, tried, ..scenario })
}

/// Asks for a report of the screen shown.
pub(super) fn ask(state: &mut State, what: What, form: Form) -> Vec<Effect> {
    begin(state, what, form, To::Exports)
}

/// Asks for the minutes of the session that is open, beside its file.
pub(super) fn minutes(state: &mut State) -> Vec<Effect> {
    begin(state, What::Minutes, Form::Markdown, To::Session)
}

fn begin(state: &mut State, what: What, form: Form, to: To) -> Vec<Effect> {
    let Some(on) = on(state) else {
        state.notice = Some(String::from("There is nothing to report on here"));
        return Vec::new();
    };
    state.notice = Some(format!("Working out the {}; you can go on meanwhile", what.word()));
    vec![Effect::Work(Job::Report(Arc::new(Wanted { what, on, form, day: report::today(), to })))]
}

/// Takes a report that is ready, or why there is none.
pub(super) fn worked_out(state: &mut State, wanted: &Wanted, found: Result<String, String>) -> Vec<Effect> {
    let text = match found {
        Ok(text) => text,
        Err(why) => {
            state.notice = Some(format!("Not written: {why}"));
            return Vec::new();
        }
    };
    match wanted.to {
        To::Session => vec![Effect::Room(Ask::Minutes(text))],
        To::Exports => {
            vec![Effect::Keep(Kept { name: name(wanted), ending: wanted.form.ending(), text })]
        }
    }
}

fn name(wanted: &Wanted) -> String {
    let of = match &wanted.on {
        On::Scenarios(all) => {
            let titles: Vec<&str> = all.iter().map(|s| s.title.as_str()).collect();
            export::file_name(&titles.join(" or "))
        }
        On::Session(name, _) => export::file_name(name),
    };
    format!("{of}-{}-{}", wanted.what.word(), wanted.day)
}
