//! Ballots typed from paper: one a line, checked at once. How many came is shown; who answered by phone is not.

use tui_input::Input;

use super::super::action::Effect;
use super::super::key::{Chord, Key};
use super::super::overlay::edit;
use super::super::state::{Seen, State};
use super::{Table, back, write};
use crate::roundtable::{Answer, Ballot, Event, Kind, Question, Round, Voter};
use crate::roundtable::{keypad, paste as codes, rehearse};

/// Longest line.
const LINE_MAX: usize = 1_500;
/// Seed of made-up ballots: the same room at every rehearsal.
const MADE_UP_SEED: u32 = 7;

/// Ballots being typed.
#[derive(Debug, Default)]
pub struct Typing {
    /// Whether keys go into the line.
    pub on: bool,
    /// The line.
    pub line: Input,
    /// What is wrong with it.
    pub problem: Option<String>,
    /// Number of the last ballot that was typed: the journal may not have come to it yet when the next one is.
    pub number: u16,
    /// The last line that was taken, and how it was understood.
    pub last: Option<Taken>,
}

/// A line that was taken.
#[derive(Debug, Clone, PartialEq)]
pub struct Taken {
    /// The line.
    pub line: String,
    /// Number, guess, role and what else it says.
    pub says: String,
    /// What it says on each lever or scenario of the question.
    pub answer: Answer,
}

/// Ballots of a round by the way they came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Came {
    /// Typed from paper.
    pub typed: usize,
    /// From elsewhere: pasted or imported.
    pub elsewhere: usize,
    /// By phone; only said once the round is closed.
    pub phones: usize,
}

/// How many ballots a round has.
#[must_use]
pub fn came(table: &Table, round: Round) -> Came {
    let mut came = Came::default();
    for voter in table.session.round(round).ballots.keys() {
        match voter {
            Voter::Paper(_) => came.typed += 1,
            Voter::Phone(_) => came.phones += 1,
            Voter::Pasted(_) | Voter::Imported(_) => came.elsewhere += 1,
        }
    }
    came
}

/// Opens the ballot that the step is about, or closes the one that is open.
pub(super) fn open_or_close(state: &mut State) -> Vec<Effect> {
    let Some(table) = state.roundtable.table.as_deref_mut() else { return Vec::new() };
    if let Some(open) = table.session.open {
        table.typing.on = false;
        return write(vec![Event::Closed(open)]);
    }
    write(vec![Event::Opened(table.round())])
}

/// Goes over to typing; the ballot is opened if it is not.
pub(super) fn begin(state: &mut State) -> Vec<Effect> {
    let Some(table) = state.roundtable.table.as_deref_mut() else { return Vec::new() };
    let round = table.round();
    if table.session.finished.is_some() {
        state.notice = Some(String::from("The session is over"));
        return Vec::new();
    }
    table.typing.on = true;
    if table.session.open == Some(round) { Vec::new() } else { write(vec![Event::Opened(round)]) }
}

/// Runs the round afresh.
pub(super) fn again(state: &mut State) -> Vec<Effect> {
    let Some(table) = state.roundtable.table.as_deref() else { return Vec::new() };
    let round = table.round();
    if table.session.round(round).ballots.is_empty() {
        state.notice = Some(format!("There are no ballots in the {} round", round.words()));
        return Vec::new();
    }
    write(vec![Event::Cleared(round)])
}

/// A key while ballots are typed.
pub(super) fn type_key(state: &mut State, chord: Chord, seen: &Seen) -> Vec<Effect> {
    let Some(table) = state.roundtable.table.as_deref_mut() else { return Vec::new() };
    let empty = table.typing.line.value().is_empty();
    let (undo, redo) = (table.to_undo(), table.to_redo());
    match (chord.key, empty) {
        (Key::Char('c'), _) if chord.ctrl => return vec![Effect::Quit],
        (Key::Char('z'), _) if chord.ctrl => {
            return super::super::run::run(state, super::CommandId::Suspend, seen);
        }
        (Key::Esc, _) => {
            table.typing.on = false;
            table.typing.problem = None;
        }
        (Key::Enter, true) => {}
        (Key::Enter, false) => return submit(state),
        // A ballot begins with a figure: on an empty line letters are commands.
        (Key::Char('u'), true) => return back(undo),
        (Key::Char('U'), true) => return back(redo),
        (Key::Up, _) => {
            if let Some(taken) = &table.typing.last {
                table.typing.line = Input::new(taken.line.clone());
                table.typing.problem = None;
            }
        }
        _ => {
            if edit(&mut table.typing.line, chord) {
                table.typing.problem = None;
            }
        }
    }
    Vec::new()
}

/// Text pasted into the line; lines that end in a line break are taken as they come.
pub(super) fn paste(state: &mut State, text: &str) -> Vec<Effect> {
    let mut effects = Vec::new();
    let mut lines = text.split(['\n', '\r']).peekable();
    while let Some(line) = lines.next() {
        let Some(table) = state.roundtable.table.as_deref_mut() else { return effects };
        let so_far = table.typing.line.value().to_owned();
        let clean: String = line.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        table.typing.line = Input::new((so_far + &clean).chars().take(LINE_MAX).collect());
        if lines.peek().is_some() && !table.typing.line.value().trim().is_empty() {
            effects.extend(submit(state));
            // A line that cannot be read stays, and with it what comes after.
            if state.roundtable.table.as_ref().is_some_and(|t| t.typing.problem.is_some()) {
                break;
            }
        }
    }
    effects
}

/// The number of a ballot whose line gives none.
fn next(table: &Table, round: Round) -> u16 {
    table.session.next_paper(round).max(table.typing.number.saturating_add(1))
}

/// Reads the line; a ballot that can be counted is handed in.
fn submit(state: &mut State) -> Vec<Effect> {
    let Some(table) = state.roundtable.table.as_deref_mut() else { return Vec::new() };
    let round = table.round();
    let Some(question) = table.session.question.clone() else { return Vec::new() };
    let text = table.typing.line.value().trim().to_owned();
    let read = if codes::is_code(&text) {
        from_elsewhere(&question, round, &text)
    } else {
        keypad::read(&question, next(table, round), &text).map_err(|slip| slip.says)
    };
    let admitted = read.and_then(|ballot| match table.session.cast(round, &ballot) {
        Ok(event) => Ok((ballot, event)),
        Err(why) => Err(why.to_string()),
    });
    match admitted {
        Ok((ballot, event)) => {
            let says = echo(&question, &ballot);
            table.typing.last = Some(Taken { line: text, says, answer: ballot.answer.clone() });
            if let Voter::Paper(n) = ballot.voter {
                table.typing.number = n;
            }
            table.typing.line = Input::default();
            table.typing.problem = None;
            write(event.into_iter().collect())
        }
        Err(why) => {
            table.typing.problem = Some(why);
            Vec::new()
        }
    }
}

/// A ballot from its code, if it is for the round that is open.
fn from_elsewhere(question: &Question, round: Round, text: &str) -> Result<Ballot, String> {
    let (of, ballot) = codes::read(question, text).map_err(|why| why.to_string())?;
    if of == round {
        return Ok(ballot);
    }
    Err(format!("this code is for the {} ballot; the {} ballot is open", of.words(), round.words()))
}

/// How a ballot was understood, so that the one who reads it out can hear it back; its amounts stand beside the levers.
fn echo(question: &Question, ballot: &Ballot) -> String {
    let mut said = match ballot.voter {
        Voter::Paper(n) => vec![format!("Ballot {n}")],
        _ => vec![String::from("Ballot from elsewhere")],
    };
    said.extend(ballot.guess.map(|g| format!("guess {g}")));
    said.extend(ballot.role.and_then(|r| question.roles.get(r).cloned()));
    if ballot.reason.is_some() {
        said.push(String::from("with a reason"));
    }
    said.extend(question.over(&ballot.answer).map(|by| format!("over the budget by £{by}m")));
    said.join(", ")
}

/// A room of made-up people hands in ballots in a rehearsal; the ballot is opened if it is not.
pub(super) fn make_up(state: &mut State) -> Vec<Effect> {
    let Some(table) = state.roundtable.table.as_deref() else { return Vec::new() };
    let Some(question) = table.question().filter(|q| q.rehearsal) else { return Vec::new() };
    if table.session.finished.is_some() {
        state.notice = Some(String::from("The session is over"));
        return Vec::new();
    }
    let round = table.round();
    let open = (table.session.open != Some(round)).then_some(Event::Opened(round));
    let made = rehearse::made_up(question, round, rehearse::PEOPLE, MADE_UP_SEED);
    state.notice = Some(format!("{} made-up ballots in the {} round", made.len(), round.words()));
    write(open.into_iter().chain(made.into_iter().map(|ballot| Event::Cast { round, ballot })).collect())
}

/// How a ballot is typed.
#[must_use]
pub fn form(question: &Question) -> String {
    let answer = match question.kind {
        Kind::Package => "amounts in order, - for nothing",
        Kind::Choice => "numbers of those approved, - for none",
    };
    let mut more = Vec::new();
    if question.guess.is_some() {
        more.push("g GUESS");
    }
    if !question.roles.is_empty() {
        more.push("r ROLE");
    }
    more.push("; REASON");
    let more = more.join(" ");
    let roles: Vec<String> = question.roles.iter().enumerate().map(|(i, r)| format!("{} {r}", i + 1)).collect();
    let roles = if roles.is_empty() { String::new() } else { format!(" Roles: {}.", roles.join(", ")) };
    format!("NUMBER: {answer}, {more}. All but the answer may be left out.{roles} Or paste a ballot code.")
}
