//! What may happen next: every event passes here before it is written.

use super::ballot::{BALLOTS_MAX, Ballot, REASON_MAX, Refusal, Voter};
use super::check::DOCUMENT_BYTES_MAX;
use super::clean::{NAME_MAX, NOTE_MAX, lines, one_line};
use super::event::{Event, Round};
use super::question::Question;
use super::session::Session;
use crate::evidence::LeverId;

/// Ballots that come in one round, changed minds included, before no more are written: a page left to resend cannot fill a disk.
pub const CASTS_MAX: u32 = 5_000;

impl Event {
    /// With every text harmless: one line where one line is meant. Documents of scenarios stay as they are; they are only
    /// ever read as such.
    #[must_use]
    pub fn cleaned(self) -> Self {
        let line = |text: String| one_line(&text, REASON_MAX);
        match self {
            Self::Challenged { says, scenario } => Self::Challenged { says: line(says), scenario },
            Self::Settled { lever, amount, reason } => Self::Settled { lever, amount, reason: line(reason) },
            Self::Chosen { choice, reason } => Self::Chosen { choice, reason: line(reason) },
            Self::Dissented(text) => Self::Dissented(lines(&text, NOTE_MAX)),
            Self::Noted(text) => Self::Noted(lines(&text, NOTE_MAX)),
            Self::Acted { what, owner, due } => {
                Self::Acted { what: one_line(&what, NOTE_MAX), owner: one_line(&owner, NAME_MAX), due }
            }
            other => other,
        }
    }
}

impl Session {
    /// The event as it is written, or `None` if it would change nothing.
    ///
    /// # Errors
    /// Why it cannot happen now, in words for the facilitator.
    pub fn admit(&self, event: Event) -> Result<Option<Event>, Refusal> {
        let event = event.cleaned();
        let changes = match &event {
            Event::Cast { round, ballot } => return self.cast(*round, ballot),
            Event::Asked(question) => self.may_ask(question)?,
            Event::Ordered(order) => {
                order.check("the running order").map_err(|f| refused(f.to_string()))?;
                *order != self.order
            }
            Event::Stepped(step) => {
                let all = self.order.steps.len();
                if *step >= all {
                    return Err(refused(format!("there is no step {}; there are {all}", step.saturating_add(1))));
                }
                true
            }
            Event::Paused(paused) => *paused != self.paused.is_some(),
            Event::Opened(_) | Event::Closed(_) | Event::Cleared(_) | Event::Revealed { .. } => {
                self.may_turn(&event)?
            }
            Event::Dropped { round, voter } => {
                if !self.round(*round).ballots.contains_key(voter) {
                    return Err(refused("there is no such ballot in this round"));
                }
                true
            }
            Event::Judged { round, voter, accepted } => {
                let state = self.round(*round);
                if state.ballots.get(voter).is_none_or(|b| b.reason.is_none()) {
                    return Err(refused("this ballot gives no reason"));
                }
                state.judged.get(voter) != Some(accepted)
            }
            Event::Undone(n) => self.may_undo(*n)?,
            Event::Finished => self.finished.is_none(),
            _ => self.may_decide(&event)?,
        };
        Ok(changes.then_some(event))
    }

    /// A ballot as it is written; `None` if the very same is written already, so that sending twice is harmless.
    ///
    /// # Errors
    /// Why it is not taken, in words for the person who sent it.
    pub fn cast(&self, round: Round, ballot: &Ballot) -> Result<Option<Event>, Refusal> {
        let question = self.question.as_ref().ok_or(Refusal::Closed)?;
        let ballot = question.check_ballot(ballot)?;
        let state = self.round(round);
        let before = state.ballots.get(&ballot.voter);
        // A retry of what is written is a success even after the round closed: the first answer was lost on its way back.
        if before == Some(&ballot) {
            return Ok(None);
        }
        match self.open {
            None => return Err(Refusal::Closed),
            Some(open) if open != round => return Err(Refusal::OtherRound(open)),
            Some(_) => {}
        }
        if (before.is_none() && state.ballots.len() >= BALLOTS_MAX) || state.casts >= CASTS_MAX {
            return Err(Refusal::Full);
        }
        Ok(Some(Event::Cast { round, ballot }))
    }

    fn may_ask(&self, question: &Question) -> Result<bool, Refusal> {
        question.check("the question").map_err(|f| refused(f.to_string()))?;
        if self.question.as_deref() == Some(question) {
            return Ok(false);
        }
        if [Round::First, Round::Second].iter().any(|r| !self.round(*r).ballots.is_empty()) {
            return Err(refused("ballots on the question have been cast; start a new session for another question"));
        }
        Ok(true)
    }

    fn may_turn(&self, event: &Event) -> Result<bool, Refusal> {
        match event {
            Event::Opened(_) if self.question.is_none() => Err(refused("set the question before a ballot is opened")),
            Event::Opened(_) if self.finished.is_some() => {
                Err(refused("the session has ended; take the end back before a ballot is opened"))
            }
            Event::Opened(round) => Ok(self.open != Some(*round)),
            Event::Closed(round) => Ok(self.open == Some(*round)),
            Event::Cleared(round) => Ok(!self.round(*round).ballots.is_empty()),
            Event::Revealed { round, shown: true } if self.open == Some(*round) => {
                Err(refused(format!("close the {} ballot before it is shown", round.words())))
            }
            Event::Revealed { round, shown } => Ok(self.round(*round).revealed != *shown),
            _ => Ok(true),
        }
    }

    fn may_undo(&self, n: u32) -> Result<bool, Refusal> {
        if self.entry(n).is_none() {
            return Err(refused(format!("there is no entry {n} to take back")));
        }
        if self.is_taken_back(n) {
            return Err(refused(format!("entry {n} is taken back already")));
        }
        Ok(true)
    }

    fn may_decide(&self, event: &Event) -> Result<bool, Refusal> {
        let question = self.question.as_ref().ok_or_else(|| refused("set the question first"))?;
        let lever = |id: &LeverId| {
            let found = question.levers.iter().find(|l| l.id == *id);
            found.ok_or_else(|| refused(format!("there is no lever '{id}' on the ballot")))
        };
        let given =
            |text: &str, what: &str| if text.is_empty() { Err(refused(format!("{what} is needed"))) } else { Ok(true) };
        match event {
            Event::Sorted { lever: id, about } => lever(id).map(|_| self.sorted.get(id) != Some(about)),
            Event::Challenged { says, scenario } => {
                if scenario.is_empty() || scenario.len() > DOCUMENT_BYTES_MAX {
                    return Err(refused("a challenge needs the changed scenario, at most 1 MiB"));
                }
                given(says, "one line on what was changed and why")
            }
            Event::Settled { lever: id, amount, reason } => {
                let lever = lever(id)?;
                if !lever.holds(*amount) {
                    let (low, high) = (lever.low, lever.high);
                    return Err(refused(format!(
                        "{}: {amount} is not between {low} and {high} ({})",
                        lever.name, lever.unit
                    )));
                }
                given(reason, "a one-line reason")
            }
            Event::Chosen { choice, reason } => {
                let all = question.choices.len();
                if *choice >= all {
                    return Err(refused(format!("there is no scenario {}; there are {all}", choice.saturating_add(1))));
                }
                given(reason, "a one-line reason")
            }
            Event::Dissented(text) => given(text, "what the dissent says"),
            Event::Acted { what, .. } => given(what, "what is to be done"),
            Event::Noted(text) => given(text, "a note"),
            _ => Ok(true),
        }
    }

    /// The number for the next paper ballot of a round: one more than the largest.
    #[must_use]
    pub fn next_paper(&self, round: Round) -> u16 {
        let numbers = self.round(round).ballots.keys().filter_map(|v| match v {
            Voter::Paper(n) => Some(*n),
            _ => None,
        });
        numbers.max().unwrap_or(0).saturating_add(1)
    }
}

fn refused(words: impl Into<String>) -> Refusal {
    Refusal::Invalid(words.into())
}
