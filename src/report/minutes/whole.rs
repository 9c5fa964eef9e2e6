//! What everyone takes home from a session: the minutes, then what is known of the options; and the figures behind both.

use chrono::NaiveDate;

use super::{Held, Worked, minutes};
use crate::evidence::{Fault, Faults};
use crate::insight::watch::Watch;
use crate::model::Basis;
use crate::projection::{DrawKey, Draws, Stopped, project};
use crate::report::room::group;
use crate::report::takehome::scenario::{Reproduction, document};
use crate::report::takehome::{Block, Document, Material};
use crate::roundtable::{Kind, Session};
use crate::scenario::Scenario;

/// Most scenarios that a report sets side by side.
const COMPARED: usize = 4;

/// A session with the figures of its packages, inside the caller's pool. A session whose scenarios cannot be read is held all the same, and
/// says so.
///
/// # Errors
/// [`Stopped::Cancelled`] once the watch says so; [`Stopped::Refused`] if there is no question yet.
pub fn work_out(basis: &Basis, session: &Session, day: NaiveDate, watch: &Watch<'_>) -> Result<Held, Stopped> {
    let none = || Stopped::Refused(Fault::new("the session", "has no question yet"));
    let mut held = Held::of(session, day).ok_or_else(none)?;
    let (named, room) = match group::at_the_end(basis, &held.question, session) {
        Ok(found) => found,
        Err(faults) => {
            held.unread = Some(faults.to_string());
            return Ok(held);
        }
    };
    let all = named.len();
    for (k, group::Named { label, scenario }) in named.into_iter().enumerate() {
        watch.step(k, all)?;
        let own = &*basis.under(&scenario.overrides);
        let draws = Draws::make(own, &DrawKey::of(&scenario, scenario.draws));
        match project(own, &scenario, &draws, watch.cancel) {
            Ok(projection) => held.packages.push(Worked { label, scenario, projection }),
            Err(Stopped::Cancelled) => return Err(Stopped::Cancelled),
            Err(Stopped::Refused(fault)) => {
                held.packages.clear();
                held.unread = Some(fault.to_string());
                return Ok(held);
            }
        }
    }
    held.room = room;
    Ok(held)
}

/// What is set side by side: what the group settled on first, then where it began; or the scenarios of a vote, the chosen first.
///
/// # Errors
/// If a scenario of the session cannot be read against this evidence, or there is no question yet.
pub fn options(basis: &Basis, session: &Session) -> Result<Vec<Scenario>, Faults> {
    let question = session.question.as_ref().ok_or_else(|| Fault::new("the session", "has no question yet"))?;
    let mut out = Vec::new();
    match question.kind {
        Kind::Package => {
            if !session.settled.is_empty() {
                let mut settled = group::settled(basis, question, session)?;
                // The notes are of the scenario that the room began with.
                settled.notes = String::new();
                settled.title = String::from("The group's package");
                out.push(settled);
            }
            out.push(question.scenario(basis)?);
        }
        Kind::Choice => {
            let first = session.chosen.as_ref().map_or(0, |c| c.choice);
            let rest = (0..question.choices.len()).filter(|k| *k != first);
            for k in std::iter::once(first).chain(rest).take(COMPARED) {
                out.push(question.choice(k, basis)?);
            }
        }
    }
    Ok(out)
}

/// The minutes first, then what is known of the options.
#[must_use]
pub fn whole(basis: &Basis, held: &Held, material: &Material, again: &Reproduction) -> Document {
    let known = document(basis, material, held.day, again);
    let mut made = minutes(basis, held);
    let mut rest = known.sections;
    if let Some(first) = rest.first_mut() {
        first.new_page = true;
        first.heading = String::from("The options");
        let all = held.question.choices.len();
        if all > COMPARED {
            first.blocks.insert(
                0,
                Block::Paragraph(format!(
                    "{COMPARED} of the {all} scenarios are set side by side, the chosen one first; the vote and the packages above count them all."
                )),
            );
        }
    }
    made.sections.extend(rest);
    made.about.extend(known.about);
    made.made = known.made;
    made
}
