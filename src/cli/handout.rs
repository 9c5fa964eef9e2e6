//! What a roundtable hands out on paper: the ballot, the brief that goes out in advance, the report everyone takes home, and the
//! sheet to look back with.

use std::path::Path;

use chrono::NaiveDate;

use super::args::{Handout, Page};
use super::error::{CliError, Kind};
use super::{choose, output, report, roundtable, weigh};
use crate::evidence::Faults;
use crate::model::Basis;
use crate::report::minutes::{self, Held};
use crate::report::places::Atlas;
use crate::report::takehome::scenario::Reproduction;
use crate::report::takehome::{Document, gather};
use crate::report::today;
use crate::roundtable::{Kind as Asks, Question, Session};

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

/// Writes a sheet of a session.
pub(super) fn handout(args: &Handout, which: Which, data: Option<&Path>) -> Result<(), CliError> {
    let (path, loaded) = roundtable::find(&args.session)?;
    let session = Session::replay(&loaded.entries);
    let no_question = || CliError::new(Kind::Content, format!("{}: has no question yet", path.display()));
    let question = session.question.clone().ok_or_else(no_question)?;
    let day = args.date.unwrap_or_else(today);
    let file = args.html.as_deref().or(args.out.as_deref());
    let page = args.html.as_ref().map(|_| Page::Html).or(args.format).unwrap_or(report::by_ending(file));
    let made = match which {
        Which::Paper => minutes::ballot(&question),
        Which::Brief => brief(&choose::basis(data)?, &question, &session)?,
        Which::LookBack => minutes::look_back(&Held::of(&session, day).ok_or_else(no_question)?),
        Which::Report => {
            let name = path.file_stem().map_or_else(|| args.session.clone(), |n| n.to_string_lossy().into_owned());
            let own = if data.is_some() { " --data DIR" } else { "" };
            let form = report::named(page);
            let command =
                format!("tiller roundtable report {} --format {form} --date {day}{own}", report::quoted(&name));
            whole(&choose::basis(data)?, (&session, day), (command, data.is_some()))?
        }
    };
    output::to(file, &report::written(&made, page)?)
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
fn whole(
    basis: &Basis,
    (session, day): (&Session, NaiveDate),
    (command, own): (String, bool),
) -> Result<Document, CliError> {
    let options = minutes::options(basis, session).map_err(|faults| unreadable(&faults))?;
    let held = weigh::work(|watch| minutes::work_out(basis, session, day, watch))?;
    let material = weigh::work(|watch| gather(basis, &options, watch))?;
    let mut again = Reproduction::of_session(command);
    again.needs.extend(own.then(|| String::from(report::OWN)));
    Ok(minutes::whole(basis, &held, &material, &again))
}

fn unreadable(faults: &Faults) -> CliError {
    CliError::faults(Kind::Content, &faults.0)
}
