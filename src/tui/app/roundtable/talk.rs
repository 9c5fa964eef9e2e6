//! The reveal and the talk after it: what is shown, which reasons, facts or values, challenged assumptions.

use super::super::action::Effect;
use super::super::state::State;
use super::step::Part;
use super::{Table, Typed, ask_for, write};
use crate::evidence::order::InOrder as _;
use crate::roundtable::{About, Event, Round, Voter};
use crate::scenario::{self, Scenario, Switches, overrides};

/// Assumptions that one key changes: name, what is said of it, which switch. After them comes a judgement by its id.
pub const SWITCHES: [(&str, &str); 4] = [
    (
        "Same discount for every lever",
        "business-support effects lean on the record of UK programmes, or every lever's studies are treated alike",
    ),
    ("Critical mass", "whether programmes too small or too short lose effect"),
    ("Programmes may fail to take", "whether programmes do nothing in 4 of 10 places"),
    ("Reach beyond the evidence", "whether money beyond what studies cover adds effect"),
];

/// Shows the round's ballots to the room, or hides them again. A round that is open is closed first.
pub(super) fn reveal(state: &mut State) -> Vec<Effect> {
    let Some(table) = state.roundtable.table.as_deref() else { return Vec::new() };
    let round = table.round();
    let shown = table.session.is_shown(round);
    if round == Round::Practice {
        state.notice = Some(String::from("The practice ballot counts for nothing and is not shown"));
        return Vec::new();
    }
    if !shown && table.session.round(round).ballots.is_empty() {
        state.notice = Some(format!("There are no ballots in the {} round", round.words()));
        return Vec::new();
    }
    let close = table.session.open.filter(|r| *r == round && !shown).map(Event::Closed);
    write(close.into_iter().chain([Event::Revealed { round, shown: !shown }]).collect())
}

/// Enter shows what is hidden; it never hides.
pub(super) fn reveal_if_hidden(state: &mut State) -> Vec<Effect> {
    match state.roundtable.table.as_deref() {
        Some(table) if !table.sees() => reveal(state),
        _ => Vec::new(),
    }
}

/// Shows a reason to the room, or keeps it back: unseen ones are accepted, accepted ones kept back, and so on.
pub(super) fn judge(state: &mut State) -> Vec<Effect> {
    let Some(table) = state.roundtable.table.as_deref() else { return Vec::new() };
    if table.part() != Part::Reasons {
        state.notice = Some(String::from("Reasons are a part of the reveal: ← → goes there"));
        return Vec::new();
    }
    if !table.sees() {
        state.notice = Some(String::from("Reasons are read after the reveal: v shows the ballots"));
        return Vec::new();
    }
    let round = table.round();
    let reason = reasons(table).get(table.at).map(|r| (r.voter.clone(), r.accepted));
    let Some((voter, word)) = reason else {
        state.notice = Some(String::from("No reason was given"));
        return Vec::new();
    };
    let mut effects = write(vec![Event::Judged { round, voter, accepted: word != Some(true) }]);
    // The next one is at hand.
    if word.is_none() && !effects.is_empty() {
        effects.extend(super::step::move_by(state, 1));
    }
    effects
}

/// A reason with the facilitator's word on it.
#[derive(Debug, Clone, PartialEq)]
pub struct Reason<'a> {
    /// Whose; never shown.
    pub voter: &'a Voter,
    /// The reason.
    pub text: &'a str,
    /// Shown, kept back, or not looked at yet.
    pub accepted: Option<bool>,
}

/// Reasons of the round, by their words, so that their order says nothing about who wrote them.
#[must_use]
pub fn reasons(table: &Table) -> Vec<Reason<'_>> {
    let all = table.session.round(table.round()).reasons();
    let mut all: Vec<Reason<'_>> = all.map(|(voter, text, accepted)| Reason { voter, text, accepted }).collect();
    all.order_by(|a, b| a.text.cmp(b.text).then_with(|| a.voter.cmp(b.voter)));
    all
}

/// Facts, values, both: what the room says the disagreement on the selected lever is about.
pub(super) fn sort(state: &mut State) -> Vec<Effect> {
    let Some(table) = state.roundtable.table.as_deref() else { return Vec::new() };
    let levers = table.question().map_or(&[][..], |q| &q.levers);
    if !matches!(table.part(), Part::Room | Part::Decision) || levers.is_empty() {
        state.notice = Some(String::from("Select a lever of the room first"));
        return Vec::new();
    }
    let Some(lever) = levers.get(table.at) else { return Vec::new() };
    let about = match table.session.sorted.get(&lever.id) {
        None | Some(About::Both) => About::Facts,
        Some(About::Facts) => About::Values,
        Some(About::Values) => About::Both,
    };
    write(vec![Event::Sorted { lever: lever.id.clone(), about }])
}

/// Asks why the selected assumption is changed.
pub(super) fn challenge(state: &mut State) -> Vec<Effect> {
    let Some(table) = state.roundtable.table.as_deref() else { return Vec::new() };
    if table.base.is_none() {
        state.notice =
            Some(String::from("The scenario of this session cannot be read here, so nothing can be challenged"));
        return Vec::new();
    }
    ask_for(state, Typed::Challenge(table.at), "")
}

/// The challenge as an entry.
pub(super) fn challenged(state: &State, table: &Table, at: usize, text: &str) -> Result<Vec<Event>, String> {
    let Some(base) = &table.base else { return Err(String::from("the scenario of the session cannot be read")) };
    let mut next = Scenario::clone(base);
    let says = if let Some((name, _)) = SWITCHES.get(at) {
        if text.is_empty() {
            return Err(String::from("say why, in a few words: the minutes keep it"));
        }
        let on = turn(&mut next.switches, at);
        format!("{name}: {}: {text}", if on { "on" } else { "off" })
    } else {
        let malformed = "write ID=LOW,MIDDLE,HIGH;NAME;REASON, or ID=NUMBER;NAME;REASON for a constant";
        let (id, rest) = text.split_once('=').ok_or_else(|| String::from(malformed))?;
        let own = overrides::typed(id.trim(), rest)?;
        let says = format!("{}: {}", own.id, own.reason);
        next.overrides.retain(|o| o.id != own.id);
        next.overrides.push(own);
        says
    };
    if let Some(problem) = scenario::check::problems(&next, &state.basis).first() {
        return Err(problem.to_fault("").to_string());
    }
    Ok(vec![Event::Challenged { says, scenario: scenario::write(&next) }])
}

/// Turns a switch round; whether it is on now.
fn turn(switches: &mut Switches, at: usize) -> bool {
    let which = match at {
        0 => {
            switches.reference_class = !switches.reference_class;
            // The name says the opposite of the switch.
            return !switches.reference_class;
        }
        1 => &mut switches.critical_mass,
        2 => &mut switches.takes,
        _ => {
            switches.flatten = !switches.flatten;
            return !switches.flatten;
        }
    };
    *which = !*which;
    *which
}
