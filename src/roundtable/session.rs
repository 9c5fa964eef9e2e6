//! A session as the fold of its journal: the same entries give the same session on any machine.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};

use super::ballot::{Ballot, Voter};
use super::event::{About, Entry, Event, Round};
use super::order::{RunningOrder, Step};
use super::question::Question;
use crate::evidence::LeverId;

/// Where a session stands.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Session {
    /// What is asked; `None` before it was set.
    pub question: Option<Arc<Question>>,
    /// Running order.
    pub order: RunningOrder,
    /// Step of the running order, counted from 0.
    pub step: usize,
    /// When the step began; `None` before the first.
    pub step_began: Option<NaiveDateTime>,
    /// Since when the clock stands; `None` while it runs.
    pub paused: Option<NaiveDateTime>,
    /// How long the clock has stood in this step, up to the last time it was set going.
    pub stood: TimeDelta,
    /// Round that is open.
    pub open: Option<Round>,
    /// Rounds, in the order of [`Round::ALL`].
    pub rounds: [RoundState; 3],
    /// What the room said its disagreement on a lever is about.
    pub sorted: BTreeMap<LeverId, About>,
    /// Assumptions challenged, in order.
    pub challenges: Vec<Challenge>,
    /// The group's amounts and reasons.
    pub settled: BTreeMap<LeverId, Settled>,
    /// The group's choice among scenarios.
    pub chosen: Option<Chosen>,
    /// Dissents, in order.
    pub dissents: Vec<Said>,
    /// Actions, in order.
    pub actions: Vec<Action>,
    /// The facilitator's notes; never shown to the room.
    pub notes: Vec<Said>,
    /// When the session ended.
    pub finished: Option<NaiveDateTime>,
    /// Numbers of entries that could not be used: a ballot that does not fit the question, a step that is not there.
    pub passed_over: Vec<u32>,
    entries: Vec<Arc<Entry>>,
    taken_back: BTreeSet<u32>,
}

/// One round of ballots.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RoundState {
    /// Ballots that count: the last of each voter.
    pub ballots: BTreeMap<Voter, Ballot>,
    /// Whether it was opened and has been closed.
    pub closed: bool,
    /// Whether the room may see it; read [`Session::is_shown`].
    pub revealed: bool,
    /// Reasons that the facilitator let be seen (`true`) or kept back (`false`); those not looked at yet are absent.
    pub judged: BTreeMap<Voter, bool>,
    /// Ballots that came, changes and retries of a changed mind included.
    pub casts: u32,
}

/// A challenged assumption.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Challenge {
    /// Entry.
    pub n: u32,
    /// What was changed and why.
    pub says: String,
    /// Document of the changed scenario.
    pub scenario: String,
}

/// The group's amount of a lever.
#[derive(Debug, Clone, PartialEq)]
pub struct Settled {
    /// Entry.
    pub n: u32,
    /// Amount.
    pub amount: f64,
    /// Reason.
    pub reason: String,
}

/// The group's choice among scenarios.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    /// Entry.
    pub n: u32,
    /// Index of the scenario.
    pub choice: usize,
    /// Reason.
    pub reason: String,
}

/// Something said or noted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Entry.
    pub n: u32,
    /// When.
    pub at: NaiveDateTime,
    /// What.
    pub text: String,
}

/// An action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    /// Entry.
    pub n: u32,
    /// What.
    pub what: String,
    /// Who sees to it.
    pub owner: String,
    /// By when.
    pub due: Option<NaiveDate>,
}

/// The clock of a step at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clock {
    /// Time planned.
    pub planned: TimeDelta,
    /// Time gone, pauses left out; zero before the step began.
    pub gone: TimeDelta,
    /// Whether it runs.
    pub runs: bool,
}

impl Clock {
    /// Time left; below zero once the step runs over.
    #[must_use]
    pub fn left(self) -> TimeDelta {
        self.planned - self.gone
    }
}

impl RoundState {
    /// Reasons given, with the facilitator's word on each: `None` until it was looked at.
    pub fn reasons(&self) -> impl Iterator<Item = (&Voter, &str, Option<bool>)> {
        self.ballots.iter().filter_map(|(voter, ballot)| {
            ballot.reason.as_deref().map(|reason| (voter, reason, self.judged.get(voter).copied()))
        })
    }

    /// Reasons that may be seen. Sorted by their words, so that their order says nothing about who wrote them.
    #[must_use]
    pub fn accepted(&self) -> Vec<&str> {
        let mut out: Vec<&str> = self.reasons().filter(|(_, _, word)| *word == Some(true)).map(|(_, r, _)| r).collect();
        out.sort_unstable();
        out
    }
}

impl Session {
    /// The session after these entries, those taken back left out.
    #[must_use]
    pub fn replay(entries: &[Entry]) -> Self {
        Self::fold(entries.iter().map(|e| Arc::new(e.clone())).collect())
    }

    fn fold(entries: Vec<Arc<Entry>>) -> Self {
        let taken_back = taken_back(&entries);
        let mut session = Self::default();
        for entry in entries.iter().filter(|e| !taken_back.contains(&e.n)) {
            session.happen(entry);
        }
        Self { entries, taken_back, ..session }
    }

    /// Goes on by one entry.
    pub fn apply(&mut self, entry: &Entry) {
        self.entries.push(Arc::new(entry.clone()));
        if let Event::Undone(_) = entry.event {
            *self = Self::fold(std::mem::take(&mut self.entries));
        } else {
            self.happen(entry);
        }
    }

    /// Every entry, those taken back included.
    #[must_use]
    pub fn entries(&self) -> &[Arc<Entry>] {
        &self.entries
    }

    /// Number of the last entry; 0 before the first.
    #[must_use]
    pub fn last(&self) -> u32 {
        self.entries.last().map_or(0, |e| e.n)
    }

    /// Whether an entry is taken back.
    #[must_use]
    pub fn is_taken_back(&self, n: u32) -> bool {
        self.taken_back.contains(&n)
    }

    /// What was answered in a round.
    #[must_use]
    pub fn round(&self, round: Round) -> &RoundState {
        &self.rounds[round as usize]
    }

    /// Whether the room may see a round: revealed, and no longer open.
    #[must_use]
    pub fn is_shown(&self, round: Round) -> bool {
        self.round(round).revealed && self.open != Some(round)
    }

    /// The step the session is in; `None` without a running order.
    #[must_use]
    pub fn current(&self) -> Option<&Step> {
        self.order.steps.get(self.step)
    }

    /// The clock of the step at a moment.
    #[must_use]
    pub fn clock(&self, now: NaiveDateTime) -> Clock {
        let planned = TimeDelta::minutes(self.current().map_or(0, |s| i64::from(s.minutes)));
        let until = self.paused.unwrap_or(now);
        let gone = self.step_began.map_or(TimeDelta::zero(), |began| until - began - self.stood);
        // A clock that was set back does not give time.
        Clock { planned, gone: gone.max(TimeDelta::zero()), runs: self.step_began.is_some() && self.paused.is_none() }
    }

    /// The entry that an undo takes back: the last in force, ballots of phones left alone.
    #[must_use]
    pub fn undo_target(&self) -> Option<u32> {
        self.in_force().rev().find(|e| is_step_of_facilitator(e)).map(|e| e.n)
    }

    /// The entry that a redo takes back: the last undo, unless something was done after it.
    #[must_use]
    pub fn redo_target(&self) -> Option<u32> {
        let undo = self.in_force().rev().find(|e| match e.event {
            Event::Undone(target) => self.entry(target).is_some_and(|t| !matches!(t.event, Event::Undone(_))),
            _ => false,
        })?;
        let later = self.in_force().any(|e| e.n > undo.n && is_step_of_facilitator(e));
        // A redo lies between an undo and what it brought back; only a new step stands in the way.
        (!later).then_some(undo.n)
    }

    /// An entry by its number.
    #[must_use]
    pub fn entry(&self, n: u32) -> Option<&Entry> {
        self.entries.binary_search_by_key(&n, |e| e.n).ok().map(|i| &*self.entries[i])
    }

    fn in_force(&self) -> impl DoubleEndedIterator<Item = &Arc<Entry>> {
        self.entries.iter().filter(|e| !self.taken_back.contains(&e.n))
    }

    fn happen(&mut self, entry: &Entry) {
        let (n, at) = (entry.n, entry.at);
        match &entry.event {
            Event::Asked(question) => self.ask(n, question),
            Event::Ordered(order) if order.check("").is_ok() => {
                self.step = self.step.min(order.steps.len() - 1);
                self.order = order.clone();
            }
            Event::Stepped(step) if *step < self.order.steps.len().max(1) => {
                self.step = *step;
                self.step_began = Some(at);
                self.stood = TimeDelta::zero();
                self.paused = None;
            }
            Event::Ordered(_) | Event::Stepped(_) => self.passed_over.push(n),
            Event::Paused(true) => self.paused = self.paused.or(Some(at)),
            Event::Paused(false) => {
                if let Some(since) = self.paused.take() {
                    self.stood += (at - since).max(TimeDelta::zero());
                }
            }
            Event::Challenged { says, scenario } => {
                self.challenges.push(Challenge { n, says: says.clone(), scenario: scenario.clone() });
            }
            Event::Sorted { lever, about } => {
                self.sorted.insert(lever.clone(), *about);
            }
            Event::Settled { lever, amount, reason } => {
                self.settled.insert(lever.clone(), Settled { n, amount: *amount, reason: reason.clone() });
            }
            Event::Chosen { choice, reason } => {
                self.chosen = Some(Chosen { n, choice: *choice, reason: reason.clone() });
            }
            Event::Dissented(text) => self.dissents.push(Said { n, at, text: text.clone() }),
            Event::Noted(text) => self.notes.push(Said { n, at, text: text.clone() }),
            Event::Acted { what, owner, due } => {
                self.actions.push(Action { n, what: what.clone(), owner: owner.clone(), due: *due });
            }
            Event::Undone(_) => {}
            Event::Finished => {
                self.shut();
                self.finished = Some(at);
            }
            event => self.ballots(n, event),
        }
    }

    /// Rounds and what comes in them.
    fn ballots(&mut self, n: u32, event: &Event) {
        match event {
            Event::Opened(round) => {
                if self.open != Some(*round) {
                    self.shut();
                }
                self.open = Some(*round);
                let state = &mut self.rounds[*round as usize];
                (state.closed, state.revealed) = (false, false);
            }
            Event::Closed(round) if self.open == Some(*round) => self.shut(),
            Event::Cleared(round) => self.rounds[*round as usize] = RoundState::default(),
            Event::Cast { round, ballot } => {
                let held = self.question.as_ref().and_then(|q| q.check_ballot(ballot).ok());
                let Some(ballot) = held else { return self.passed_over.push(n) };
                let state = &mut self.rounds[*round as usize];
                state.casts = state.casts.saturating_add(1);
                let (voter, reason) = (ballot.voter.clone(), ballot.reason.clone());
                let before = state.ballots.insert(voter.clone(), ballot);
                // What was let through was another reason.
                if before.is_none_or(|b| b.reason != reason) {
                    state.judged.remove(&voter);
                }
            }
            Event::Dropped { round, voter } => {
                let state = &mut self.rounds[*round as usize];
                state.ballots.remove(voter);
                state.judged.remove(voter);
            }
            Event::Revealed { round, shown } => self.rounds[*round as usize].revealed = *shown,
            Event::Judged { round, voter, accepted } => {
                let state = &mut self.rounds[*round as usize];
                if state.ballots.get(voter).is_some_and(|b| b.reason.is_some()) {
                    state.judged.insert(voter.clone(), *accepted);
                }
            }
            _ => {}
        }
    }

    fn ask(&mut self, n: u32, question: &Question) {
        if question.check("").is_err() {
            return self.passed_over.push(n);
        }
        // Amounts stand in the order of the levers: ballots on other levers mean nothing now.
        if self.question.as_ref().is_some_and(|q| !q.counts_with(question)) {
            for state in &mut self.rounds {
                state.ballots.clear();
                state.judged.clear();
            }
        }
        self.question = Some(Arc::new(question.clone()));
    }

    fn shut(&mut self) {
        if let Some(round) = self.open.take() {
            self.rounds[round as usize].closed = true;
        }
    }
}

/// Numbers of the entries that are not in force: an entry is taken back by a later one that is in force itself.
fn taken_back(entries: &[Arc<Entry>]) -> BTreeSet<u32> {
    let mut out = BTreeSet::new();
    for entry in entries.iter().rev() {
        if let Event::Undone(target) = entry.event
            && target < entry.n
            && !out.contains(&entry.n)
        {
            out.insert(target);
        }
    }
    out
}

fn is_step_of_facilitator(entry: &Entry) -> bool {
    !matches!(entry.event, Event::Undone(_) | Event::Cast { ballot: Ballot { voter: Voter::Phone(_), .. }, .. })
}
