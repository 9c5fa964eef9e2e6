//! The values of the screen as tables: what is exported, printed and drawn. None of what may not be seen yet.

use super::super::state::State;
use super::{Part, Table, figures, step};
use crate::model::Basis;
use crate::report::room;
use crate::report::sheet::Sheet;
use crate::roundtable::Round;

/// The tables of a part.
#[must_use]
pub fn sheets_of(basis: &Basis, table: &Table, part: Part) -> Vec<Sheet> {
    let (session, round) = (&table.session, table.round());
    let Some(question) = table.question() else { return Vec::new() };
    match part {
        Part::Question => vec![room::question(question)],
        Part::Room if table.sees() => vec![room::standing(question, session, round)],
        Part::Camps if table.sees() => room::camps(question, session, round),
        Part::Guesses if table.sees() => {
            let middle = figures::middle(table, question, round).is_some();
            let first = table.figures.ready().next().filter(|_| middle);
            let range = first.map(|(p, f)| (p.label.as_str(), &*p.scenario, &**f));
            room::guesses(question, session, round, range).into_iter().collect()
        }
        Part::Packages => table.packages(basis).into_iter().collect(),
        Part::Movement if step::seen(table) == [Round::First, Round::Second] => {
            room::movement(question, session).into_iter().collect()
        }
        Part::Reasons if table.sees() => room::reasons(session, round).into_iter().collect(),
        Part::Challenge => vec![room::challenges(session)],
        Part::Decision => std::iter::once(room::decision(question, session)).chain(room::dissent(session)).collect(),
        Part::Actions => vec![room::actions(session)],
        _ => Vec::new(),
    }
}

/// What an export of the screen holds: where the session stands, then the part shown. Notes stay here.
pub(in super::super) fn sheets(state: &State) -> Vec<Sheet> {
    let Some(table) = state.roundtable.table.as_deref() else {
        return crate::report::explore::sheets(&state.basis, &state.scenario, None);
    };
    let mut all = sheets_of(&state.basis, table, table.part());
    all.push(room::state(&table.name, &table.session, table.now));
    all
}
