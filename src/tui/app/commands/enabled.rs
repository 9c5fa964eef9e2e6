//! Whether a command can be used now, or why not: the reason is shown in help and palette, and said when it is tried.

use crate::tui::app::present::View;
use crate::tui::app::screen::Screen;
use crate::tui::app::state::State;

#[expect(clippy::unnecessary_wraps, reason = "the signature of the table")]
pub(super) fn always(_: &State) -> Result<(), &'static str> {
    Ok(())
}

pub(super) fn can_set(state: &State) -> Result<(), &'static str> {
    if state.cell.is_ok() { Ok(()) } else { Err("there are no starting numbers for this place and sector") }
}

pub(super) fn can_move(state: &State) -> Result<(), &'static str> {
    if state.on_heading() { Err("the group is folded; z opens it") } else { can_set(state) }
}

pub(super) fn group_on(state: &State) -> Result<(), &'static str> {
    let group = state.selected_lever().map(|l| l.group);
    let on = state.plan().levers.keys().filter_map(|id| state.basis.model.lever(id)).any(|l| Some(l.group) == group);
    if on { Ok(()) } else { Err("no lever of this group is on") }
}

pub(super) fn has_change(state: &State) -> Result<(), &'static str> {
    if state.before.is_some() && state.answer.is_some() { Ok(()) } else { Err("nothing was changed here yet") }
}

pub(super) fn has_plans(state: &State) -> Result<(), &'static str> {
    if state.scenario.plans.len() > 1 { Ok(()) } else { Err("the scenario has one plan only") }
}

pub(super) fn can_aim(state: &State) -> Result<(), &'static str> {
    if crate::scenario::check::takes_target(state.indicator) {
        Ok(())
    } else {
        Err("this indicator takes no target; cost is held against the budget")
    }
}

pub(super) fn is_on(state: &State) -> Result<(), &'static str> {
    if state.on_heading() {
        return Err("the group is folded; z opens it");
    }
    let on = state.selected_lever().and_then(|l| state.plan().levers.get(&l.id)).is_some();
    if on { Ok(()) } else { Err("this lever is off") }
}

pub(super) fn has_options(state: &State) -> Result<(), &'static str> {
    if state.insight.topic.has_options() { Ok(()) } else { Err("this question has none") }
}

pub(super) fn any_on(state: &State) -> Result<(), &'static str> {
    if state.nothing_on() { Err("no lever is on") } else { Ok(()) }
}

pub(super) fn takes_partner(state: &State) -> Result<(), &'static str> {
    let takes = state.selected_lever().is_some_and(|l| state.needs_partner(&l.id));
    if takes { Ok(()) } else { Err("this lever acts in one place only") }
}

pub(super) fn has_figures(state: &State) -> Result<(), &'static str> {
    if state.outcome().is_some() { Ok(()) } else { Err("there are no figures yet") }
}

pub(super) fn has_group(state: &State) -> Result<(), &'static str> {
    if state.places_screen.group.is_empty() { Err("no area was collected; space takes one in") } else { Ok(()) }
}

pub(super) fn can_copy(state: &State) -> Result<(), &'static str> {
    if matches!(state.screen, Screen::Evidence | Screen::Places | Screen::Insight | Screen::Roundtable) {
        Ok(())
    } else {
        has_figures(state)
    }
}

pub(super) fn has_pinned(state: &State) -> Result<(), &'static str> {
    if state.compare.pinned.is_empty() { Err("nothing is pinned beside this scenario") } else { Ok(()) }
}

pub(super) fn can_bring_back(state: &State) -> Result<(), &'static str> {
    if state.compare.can_restore() { Ok(()) } else { Err("nothing was taken out") }
}

pub(super) fn no_session(state: &State) -> Result<(), &'static str> {
    if state.roundtable.table.is_none() {
        Ok(())
    } else {
        Err("a session is open; L leaves it, and everything is kept")
    }
}

pub(super) fn in_session(state: &State) -> Result<(), &'static str> {
    if state.roundtable.table.is_some() { Ok(()) } else { Err("no session is open") }
}

pub(super) fn rehearses(state: &State) -> Result<(), &'static str> {
    let question = state.roundtable.table.as_deref().and_then(|t| t.question());
    if question.is_some_and(|q| q.rehearsal) { Ok(()) } else { Err("ballots are made up in a rehearsal only") }
}

pub(super) fn can_choose(state: &State) -> Result<(), &'static str> {
    no_session(state)?;
    if state.compare.pinned.is_empty() { Err("pin scenarios first: c on Explore") } else { Ok(()) }
}

/// Whether undo and redo are about the session.
fn about_session(state: &State) -> Option<&crate::tui::app::roundtable::Table> {
    state.roundtable.table.as_deref().filter(|_| state.screen == Screen::Roundtable)
}

pub(super) fn can_undo(state: &State) -> Result<(), &'static str> {
    if let Some(table) = about_session(state) {
        return if table.to_undo().is_some() {
            Ok(())
        } else {
            Err("nothing was done here yet that can be taken back")
        };
    }
    if state.history.can_undo() { Ok(()) } else { Err("nothing was changed yet") }
}

pub(super) fn can_redo(state: &State) -> Result<(), &'static str> {
    if let Some(table) = about_session(state) {
        return if table.to_redo().is_some() { Ok(()) } else { Err("nothing was taken back") };
    }
    if state.history.can_redo() { Ok(()) } else { Err("nothing was taken back") }
}

pub(super) fn can_suspend(_: &State) -> Result<(), &'static str> {
    if cfg!(unix) { Ok(()) } else { Err("this system has no job control") }
}

pub(super) fn can_present(state: &State) -> Result<(), &'static str> {
    if state.screen == Screen::Explore {
        Ok(())
    } else {
        Err("Explore has a large form, this screen has none; a roundtable has `tiller present`")
    }
}

pub(super) fn presents(state: &State) -> Result<(), &'static str> {
    if state.view == View::Full { Err("nothing is presented; F begins") } else { Ok(()) }
}

pub(super) fn presents_and_can_set(state: &State) -> Result<(), &'static str> {
    presents(state).and_then(|()| can_set(state))
}

pub(super) fn has_revision(state: &State) -> Result<(), &'static str> {
    let other = |r: &crate::scenario::Record| r.evidence != state.basis.model.version;
    if state.revision.is_some() || state.kept.record.as_ref().is_some_and(other) {
        Ok(())
    } else {
        Err("this scenario was not kept on another version of the evidence")
    }
}
