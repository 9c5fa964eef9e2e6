//! The selected lever: what it is, how far it reaches here, on whose evidence, and what it does not do.

use std::collections::BTreeSet;

use ratatui::layout::Rect;

use super::levers;
use super::look::Role;
use super::pen::{Pen, wrap};
use crate::insight::extrapolation::{self, Flag};
use crate::model::{Cell, Lever, LeverGroup, LeverKind, Pool, Scope, dose};
use crate::report::wording;
use crate::report::words;
use crate::tui::app::{LeverRow, State};

/// Draws the panel.
pub(super) fn draw(pen: &mut Pen<'_>, area: Rect, state: &State) {
    let Some(lever) = state.selected_lever() else { return };
    if state.on_heading() {
        return group(pen, area, state, lever.group);
    }
    let inside = pen.frame(area, &format!("This lever: {}", lever.label), false);
    let width = usize::from(inside.width.saturating_sub(2));
    let row = state.lever_row(lever);
    let mut texts: Vec<(String, Role)> = Vec::new();
    if let Ok(cell) = &state.cell {
        texts.push((reach(lever, &row, cell), Role::Text));
        if row.beyond() {
            texts.push((beyond(lever, cell), Role::Warn));
        }
    } else if let Err(fault) = &state.cell {
        texts.push((format!("No starting numbers: {fault}"), Role::Warn));
    }
    texts.extend(flags(state).map(|said| (said, Role::Warn)));
    texts.push((evidence(state, lever, &row), Role::Text));
    texts.extend(state.pairs_said(&lever.id).map(|said| (said, Role::Text)));
    texts.push((lever.sentence.clone(), Role::Dim));
    texts.push((lever.does_not.clone(), Role::Dim));
    texts.push((wording::does_nothing(state.basis.model.judgements.null_share), Role::Dim));
    paragraphs(pen, inside, texts, width);
}

/// Where the package as a whole goes beyond what anyone tried; the dose of the lever has a line of its own.
fn flags(state: &State) -> Option<String> {
    let found = extrapolation::flags(&state.basis, &state.scenario, state.plan(), state.cell.as_deref().ok());
    let named: Vec<&str> = found.iter().map(Flag::id).filter(|id| *id != "dose").collect();
    let named = named.join(", ");
    (!named.is_empty()).then(|| format!("This package goes beyond what anyone has tried: {named}."))
}

/// Texts line by line; where there is no room for all of them those of one role run on, so that no line is half empty.
fn paragraphs(pen: &mut Pen<'_>, inside: Rect, texts: Vec<(String, Role)>, width: usize) {
    let wrapped = |texts: &[(String, Role)]| -> Vec<(String, Role)> {
        texts.iter().flat_map(|(t, role)| wrap(t, width).into_iter().map(move |l| (l, *role))).collect()
    };
    let room = usize::from(inside.height);
    let mut lines = wrapped(&texts);
    if lines.len() > room {
        let mut joined: Vec<(String, Role)> = Vec::new();
        for (text, role) in texts {
            match joined.last_mut() {
                Some((last, same)) if *same == role => {
                    last.push(' ');
                    last.push_str(&text);
                }
                _ => joined.push((text, role)),
            }
        }
        lines = wrapped(&joined);
    }
    for (y, (i, (line, role))) in (inside.y..inside.bottom()).zip(lines.iter().enumerate()) {
        let cut = i + 1 == room && lines.len() > room;
        let shown = if cut { format!("{line} …") } else { line.clone() };
        pen.put(inside.x + 1, y, inside.width.saturating_sub(2), &shown, *role);
    }
}

/// A folded group: what is on in it.
fn group(pen: &mut Pen<'_>, area: Rect, state: &State, group: LeverGroup) {
    let inside = pen.frame(area, &format!("This group: {}", group.label()), false);
    let width = usize::from(inside.width.saturating_sub(2));
    let of = || state.basis.model.levers.iter().filter(|l| l.group == group);
    let on: Vec<&str> = of().filter(|l| state.lever_row(l).amount > 0.0).map(|l| l.label.as_str()).collect();
    let count = words::count(of().count() as u64, "lever", "levers");
    let on = if on.is_empty() { String::from("none is on") } else { format!("on: {}", on.join(", ")) };
    let texts = vec![
        (format!("{count}, {}; {on}.", levers::group_said(state, group)), Role::Text),
        (String::from("z opens the group, G turns it off."), Role::Dim),
    ];
    paragraphs(pen, inside, texts, width);
}

const fn pool_name(pool: Pool) -> &'static str {
    match pool {
        Pool::Workforce => "the sector's workforce",
        Pool::Firms => "firms with 10 or more staff",
        Pool::Smes => "firms with 10–249 staff",
        Pool::Students => "learners here",
        Pool::None => "the programme",
    }
}

/// "£2.6m a year ≈ 830 learners a year ≈ 0.8 % of the workforce; evidence reaches to £9m."
fn reach(lever: &Lever, row: &LeverRow, cell: &Cell) -> String {
    let Some(slider) = row.slider else { return String::new() };
    if lever.kind == LeverKind::Reform {
        let edge = words::figure(slider.edge);
        return format!(
            "{} % coverage, reached over {} years; evidence reaches to {edge} %.",
            words::round_to(row.amount, 2),
            words::figure(lever.ramp_years)
        );
    }
    let edge = words::amount(slider.edge, words::Unit::MillionPounds);
    let tail = match lever.pool {
        Pool::None => String::from("one programme, no pool to use up"),
        _ => format!("evidence reaches to {edge}"),
    };
    if row.amount <= 0.0 {
        return format!("Off; {tail}. One step is {} a year.", words::exact_millions(slider.step));
    }
    let share = dose::annual_share(lever, cell, row.amount);
    let units = share * dose::pool_size(lever, cell);
    let money = words::exact_millions(words::round_to(row.amount, 3));
    let local = dose::attributed(lever, cell) * row.amount;
    let whole = match lever.scope {
        Scope::Place => {
            let part = words::amount(local, words::Unit::MillionPounds);
            format!("{money} a year for the whole place, of which {part} falls on this sector")
        }
        Scope::Sector => format!("{money} a year"),
    };
    if lever.pool == Pool::None {
        return format!("{whole}; {tail}.");
    }
    format!(
        "{whole} ≈ {} {} a year ≈ {} of {}; {tail}.",
        words::figure(units),
        lever.unit,
        words::percent(share),
        pool_name(lever.pool)
    )
}

fn beyond(lever: &Lever, cell: &Cell) -> String {
    let edge = dose::slider(lever, cell).edge;
    let (lo, hi) = match lever.kind {
        LeverKind::Spend => (String::from("£0m"), words::amount(edge, words::Unit::MillionPounds)),
        LeverKind::Reform => (String::from("0 %"), format!("{} %", words::figure(edge))),
    };
    wording::beyond(&lo, &hi)
}

/// Years in force, grades and number of findings behind the lever's channels.
fn evidence(state: &State, lever: &Lever, row: &LeverRow) -> String {
    let channels = || state.basis.model.channels.iter().filter(|c| c.lever == lever.id);
    let grades: BTreeSet<&str> = channels().map(|c| c.grade.as_str()).collect();
    let findings: BTreeSet<&String> = channels().flat_map(|c| &c.pooled_from).collect();
    let grades: Vec<&str> = grades.into_iter().collect();
    let stands = if grades.is_empty() {
        String::from("No modelled effect: no study was found")
    } else {
        let letters = if grades.len() == 1 { "Grade" } else { "Grades" };
        format!("{letters} {} from {}", grades.join(", "), words::count(findings.len() as u64, "finding", "findings"))
    };
    let partner = state.plan().levers.get(&lever.id).and_then(|s| s.partner.as_ref());
    let with = match partner {
        Some(place) => format!(" with {}", state.basis.evidence.place_name(place)),
        None if state.needs_partner(&lever.id) => String::from("; no partner place chosen (P)"),
        None => String::new(),
    };
    if row.amount > 0.0 {
        format!("In force {}–{}{with}. {stands}.", row.from, row.to)
    } else {
        format!("{stands}{with}.")
    }
}
