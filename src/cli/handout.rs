//! What a roundtable hands out on paper: the ballot, the brief that goes out in advance, the report everyone takes home, and the
//! sheet to look back with.

use std::path::Path;

use super::args::{Handout, Page};
use super::error::{CliError, Kind};
use super::{choose, output, report, roundtable, weigh};
use crate::evidence::Faults;
use crate::model::Basis;
use crate::report::minutes::{self, Held};
use crate::report::places::Atlas;
use crate::report::takehome::scenario::{Reproduction, document};
use crate::report::takehome::{Document, gather};
use crate::report::today;
use crate::roundtable::{Kind as Asks, Question, Session};
use crate::scenario::Scenario;

/// Which sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Which {
    /// The large-print ballot.
    Paper,
    /// The page on place and question.
    Brief,
    /// Minutes, and the options with their ranges, evidence and appraisal.
    Report,
    /// Three months on.
    LookBack,
}

/// Most scenarios that a report sets side by side.
const COMPARED: usize = 4;

/// Writes a sheet of a session.
pub(super) fn handout(args: &Handout, which: Which, data: Option<&Path>) -> Result<(), CliError> {
    let (path, loaded) = roundtable::find(&args.session)?;
    let session = Session::replay(&loaded.entries);
    let no_question = || CliError::new(Kind::Content, format!("{}: has no question yet", path.display()));
    let question = session.question.clone().ok_or_else(no_question)?;
    let day = args.date.unwrap_or_else(today);
    let made = match which {
        Which::Paper => minutes::ballot(&question),
        Which::Brief => brief(&choose::basis(data)?, &question, &session)?,
        Which::LookBack => minutes::follow_up(&Held::of(&session, day).ok_or_else(no_question)?),
        Which::Report => {
            let held = Held::of(&session, day).ok_or_else(no_question)?;
            let command = format!("tiller roundtable report {} --date {day}", args.session);
            whole(&choose::basis(data)?, &session, &held, command)?
        }
    };
    let file = args.html.as_deref().or(args.out.as_deref());
    let page = args.html.as_ref().map(|_| Page::Html).or(args.format);
    output::to(file, &report::written(&made, page.unwrap_or(report::by_ending(file)))?)
}

fn brief(basis: &Basis, question: &Question, session: &Session) -> Result<Document, CliError> {
    let base = match question.kind {
        Asks::Package => question.scenario(basis),
        Asks::Choice => question.choice(0, basis),
    }
    .map_err(|faults| unreadable(&faults))?;
    let plan =
        base.plans.first().ok_or_else(|| CliError::new(Kind::Content, "the scenario of the session has no plan"))?;
    let atlas = Atlas::make(basis).map_err(|fault| CliError::faults(Kind::Content, &[fault]))?;
    Ok(minutes::brief(basis, &atlas, question, plan, &session.order))
}

/// The minutes first, then what is known of the options.
fn whole(basis: &Basis, session: &Session, held: &Held, command: String) -> Result<Document, CliError> {
    let options = options(basis, session, &held.question)?;
    let material = weigh::work(|watch| gather(basis, &options, watch))?;
    let needs = vec![String::from(
        "The session is one file; 'tiller roundtable export' writes it, and it holds all that this needs.",
    )];
    let known = document(basis, &material, held.day, &Reproduction { command, needs });
    let mut made = minutes::minutes(held);
    made.sections.extend(known.sections);
    made.about.extend(known.about);
    made.made = known.made;
    Ok(made)
}

/// What is set side by side: what the group settled on first, then where it began; or the scenarios of a vote, the chosen first.
fn options(basis: &Basis, session: &Session, question: &Question) -> Result<Vec<Scenario>, CliError> {
    let mut out = Vec::new();
    match question.kind {
        Asks::Package => {
            let base = question.scenario(basis).map_err(|faults| unreadable(&faults))?;
            if !session.settled.is_empty() {
                // A lever that the group did not speak of stays as it was.
                let before = |lever: &crate::evidence::LeverId| {
                    base.plans.first().and_then(|p| p.levers.get(lever)).map_or(0.0, |s| s.amount)
                };
                let amount = |id| session.settled.get(id).map_or_else(|| before(id), |s| s.amount);
                let amounts: Vec<f64> = question.levers.iter().map(|lever| amount(&lever.id)).collect();
                let mut group = question.package(&amounts, basis).map_err(|faults| unreadable(&faults))?;
                group.title = String::from("The group's package");
                out.push(group);
            }
            out.push(base);
        }
        Asks::Choice => {
            let first = session.chosen.as_ref().map_or(0, |c| c.choice);
            let rest = (0..question.choices.len()).filter(|k| *k != first);
            for k in std::iter::once(first).chain(rest).take(COMPARED) {
                out.push(question.choice(k, basis).map_err(|faults| unreadable(&faults))?);
            }
        }
    }
    Ok(out)
}

fn unreadable(faults: &Faults) -> CliError {
    CliError::faults(Kind::Content, &faults.0)
}
