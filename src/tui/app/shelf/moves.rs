//! Moving over lists and pages, along references and back.

use super::{Effect, Mode, Order, Record, Shelf, State, Tab, filter_by, narrow, read_figures, turn};
use crate::model::Node;
use crate::report::shelf::page::Line;

/// Most steps back that are kept.
const TRAIL_MAX: usize = 100;

/// A word under which the tables speak of a node.
pub(super) const fn outcome_word(node: Node) -> &'static str {
    match node {
        Node::Skills => "training",
        Node::Practice => "practice",
        Node::Ties => "collab",
        Node::RdSpend | Node::RdStock | Node::Tacit => "R&D",
        Node::Innovation => "innovation",
        Node::Productivity => "productivity",
        Node::Jobs => "employment",
    }
}

/// Selects a line of the list.
pub(super) fn select(state: &mut State, line: usize) {
    let shelf = &mut state.shelf;
    let last = shelf.here().found.rows.len().saturating_sub(1);
    shelf.here_mut().selected = line.min(last);
    turn(state);
}

/// Steps over the list, or over the lines of the page that lead somewhere.
pub(super) fn step(state: &mut State, by: isize) {
    let links = state.shelf.page.links().count();
    match &mut state.shelf.mode {
        Mode::Page(link) if links > 0 => {
            let next = link.saturating_add_signed(by).min(links - 1);
            let stuck = next == *link;
            *link = next;
            if stuck {
                scroll(state, by.signum());
            } else {
                show_link(&mut state.shelf, next);
            }
        }
        Mode::Page(_) => scroll(state, by),
        Mode::List | Mode::Filter(..) => {
            let line = state.shelf.here().selected.saturating_add_signed(by);
            select(state, line);
        }
    }
}

/// Scrolls so far that a line that leads somewhere is near; the drawing keeps it in sight.
fn show_link(shelf: &mut Shelf, link: usize) {
    let lines = shelf.page.lines.iter().enumerate().filter(|(_, l)| matches!(l, Line::Link(..)));
    shelf.scroll = lines.map(|(i, _)| i).nth(link).unwrap_or(0).saturating_sub(3);
}

/// Scrolls the page by lines of it.
pub(super) fn scroll(state: &mut State, by: isize) {
    let last = state.shelf.page.lines.len().saturating_sub(1);
    state.shelf.scroll = state.shelf.scroll.saturating_add_signed(by).min(last);
}

/// Into the page, or along the chosen reference of it.
pub(super) fn enter(state: &mut State) -> Vec<Effect> {
    match state.shelf.mode {
        Mode::Page(link) => follow_click(state, link),
        Mode::List | Mode::Filter(..) => {
            if state.shelf.record().is_some() {
                state.shelf.mode = Mode::Page(0);
            }
            Vec::new()
        }
    }
}

/// Follows the nth reference of the page.
pub fn follow_click(state: &mut State, link: usize) -> Vec<Effect> {
    let Some(to) = state.shelf.page.links().nth(link).cloned() else { return Vec::new() };
    go(state, &to, true)
}

/// Goes to a record; a filter that hides it is cleared.
pub(super) fn go(state: &mut State, to: &Record, remember: bool) -> Vec<Effect> {
    let Some(catalogue) = state.shelf.catalogue.clone() else { return Vec::new() };
    let Some(row) = catalogue.list(to.tab).iter().position(|e| e.id == to.id) else {
        state.notice = Some(format!("{} stands in no list", to.id));
        return Vec::new();
    };
    let from = state.shelf.record();
    if let Some(from) = from.filter(|from| remember && from != to) {
        state.shelf.trail.push(from);
        if state.shelf.trail.len() > TRAIL_MAX {
            state.shelf.trail.remove(0);
        }
    }
    state.shelf.tab = to.tab;
    let place = |shelf: &Shelf| shelf.here().found.rows.iter().position(|r| *r == row);
    if place(&state.shelf).is_none() {
        state.shelf.here_mut().filter.clear();
        narrow(&mut state.shelf, to.tab);
    }
    let line = place(&state.shelf).unwrap_or(0);
    state.shelf.mode = Mode::Page(0);
    select(state, line);
    read_figures(state)
}

/// Out of the page, then back along the trail, then the filter is cleared.
pub(super) fn back(state: &mut State) -> Vec<Effect> {
    if let Some(to) = state.shelf.trail.pop() {
        return go(state, &to, false);
    }
    match state.shelf.mode {
        Mode::Page(_) => state.shelf.mode = Mode::List,
        Mode::List | Mode::Filter(..) => {
            let kept = state.shelf.record();
            if !state.shelf.here().filter.is_empty() {
                filter_by(state, String::new());
                // What was selected stays selected.
                if let Some(record) = kept {
                    let effects = go(state, &record, false);
                    state.shelf.mode = Mode::List;
                    return effects;
                }
            }
        }
    }
    Vec::new()
}

/// The next list, or the one before.
pub(super) fn switch(state: &mut State, by: isize) -> Vec<Effect> {
    let count = Tab::ALL.len().cast_signed();
    let next = (state.shelf.tab as isize + by).rem_euclid(count);
    match Tab::ALL.get(next.unsigned_abs()) {
        Some(tab) => show(state, *tab),
        None => Vec::new(),
    }
}

/// Shows a list.
pub(super) fn show(state: &mut State, tab: Tab) -> Vec<Effect> {
    state.shelf.tab = tab;
    state.shelf.mode = Mode::List;
    state.shelf.trail.clear();
    turn(state);
    read_figures(state)
}

/// The next order; what was selected stays selected.
pub(super) fn reorder(state: &mut State) {
    let kept = state.shelf.here().found.rows.get(state.shelf.here().selected).copied();
    let tab = state.shelf.tab;
    let here = state.shelf.here_mut();
    here.order = match here.order {
        Order::Table => Order::Weakest,
        Order::Weakest => Order::Name,
        Order::Name => Order::Table,
    };
    // The first lines are what one wants to see of an order.
    here.selected = 0;
    let order = here.order;
    narrow(&mut state.shelf, tab);
    if order == Order::Table {
        let rows = &state.shelf.here().found.rows;
        state.shelf.here_mut().selected = kept.and_then(|k| rows.iter().position(|r| *r == k)).unwrap_or(0);
    }
    turn(state);
    state.notice = Some(format!("Order: {}", order.label()));
}
