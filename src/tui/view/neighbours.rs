//! Draws what Places knows about neighbours: proposed groups, and the ledger; a map beside the list where there is room.

use ratatui::layout::Rect;

use super::hit::HitMap;
use super::look::Role;
use super::pen::Pen;
use crate::evidence::{AreaCode, Tier};
use crate::insight::ledger::{Amount, Entry};
use crate::insight::strengths::Proposal;
use crate::report::words::{Counts, digits, figure, range_and_middle};
use crate::report::{ledger as words_of, strengths as said_of};
use crate::tui::app::neighbours::{Found, Layer};
use crate::tui::app::{State, Target};

/// Least width at which a map stands beside the list.
const WITH_MAP: u16 = 76;
/// Cells of one tile.
const TILE: u16 = 5;

/// Draws the layer shown into the whole of the screen's area.
pub(super) fn draw(pen: &mut Pen<'_>, area: Rect, state: &State, hits: &mut HitMap) {
    let title = match state.neighbours.layer {
        Layer::Map => return,
        Layer::Strengths => String::from("Find strengths: areas that touch and are specialised. Esc: the map"),
        Layer::Ledger => format!("Good-neighbour ledger: {}. i: money or jobs", counted(state)),
    };
    let inside = pen.frame(area, &title, true);
    let inside = Rect { x: inside.x + 1, width: inside.width.saturating_sub(2), ..inside };
    match state.neighbours.layer {
        Layer::Map => {}
        Layer::Strengths => match state.strengths() {
            None => waiting(pen, inside, "Looking at every area …"),
            Some(Err(why)) => waiting(pen, inside, why),
            Some(Ok(found)) => strengths(pen, inside, state, found, hits),
        },
        Layer::Ledger => match state.ledger() {
            None => waiting(pen, inside, "Running every other place beside the plan …"),
            Some(Err(why)) => waiting(pen, inside, why),
            Some(Ok(_)) => ledger(pen, inside, state, hits),
        },
    }
}

fn counted(state: &State) -> String {
    let measure = state.account().map_or(crate::insight::ledger::Measure::Gva, |a| a.measure);
    words_of::counted(measure, state.scenario.last_year())
}

fn waiting(pen: &mut Pen<'_>, area: Rect, text: &str) {
    pen.paragraph(area, text, Role::Dim);
}

/// Map on the left where there is room; returns what is left for the list.
fn with_map(
    pen: &mut Pen<'_>,
    area: Rect,
    (state, tier): (&State, Tier),
    sign: &dyn Fn(&AreaCode) -> (String, Role),
    legend: &[&str],
) -> Rect {
    let tiles: Vec<_> = state.basis.evidence.tiles().iter().filter(|t| t.tier == tier).collect();
    let columns = tiles.iter().map(|t| t.col + 1).max().unwrap_or(0);
    let rows = tiles.iter().map(|t| t.row + 1).max().unwrap_or(0);
    if area.width < WITH_MAP || rows >= area.height {
        return area;
    }
    let high = ((area.height.saturating_sub(3)) / rows.max(1)).clamp(1, 2);
    for tile in &tiles {
        let (x, y) = (area.x + tile.col * TILE, area.y + tile.row * high);
        let (mark, role) = sign(&tile.area);
        let end = pen.put(x, y, TILE - 1, &tile.short, role);
        pen.put(end, y, (x + TILE).saturating_sub(end), &mark, role);
    }
    let wide = columns * TILE;
    for (y, line) in (area.y + rows * high..area.bottom()).zip(legend) {
        pen.put(area.x, y, wide, line, Role::Dim);
    }
    Rect { x: area.x + wide + 1, width: area.width - wide - 1, ..area }
}

/// Proposals, then everything about the selected one.
fn strengths(pen: &mut Pen<'_>, area: Rect, state: &State, found: &Found, hits: &mut HitMap) {
    let proposals = &found.strengths.proposals;
    let chosen = proposals.get(state.neighbours.selected);
    let sign = |code: &AreaCode| {
        let inside = |p: &Proposal| p.place.members().contains(code);
        let collected = state.places_screen.group.contains(code);
        match (chosen.is_some_and(inside), proposals.iter().any(inside)) {
            (true, _) => (String::from(if collected { "◆" } else { "●" }), Role::Selected),
            (false, true) => (String::from("○"), Role::Accent),
            (false, false) => (String::from(if collected { "+" } else { "·" }), Role::Dim),
        }
    };
    let legend = ["● selected group  ◆ collected", "○ another group"];
    let list = with_map(pen, area, (state, state.tier_searched()), &sign, &legend);
    let mut y = list.y;
    for (k, p) in proposals.iter().enumerate() {
        if y >= list.bottom() {
            break;
        }
        let role = if k == state.neighbours.selected { Role::Selected } else { Role::Text };
        let mark = if k == state.neighbours.selected { "▸" } else { " " };
        let text = format!(
            "{mark} {}. {}, {} areas, LQ {} / {}",
            k + 1,
            said_of::why(&p.reasons),
            p.place.members().len(),
            digits(p.jobs_quotient, 2),
            digits(p.gva_quotient, 2)
        );
        pen.put(list.x, y, list.width, &text, role);
        hits.add(Rect { y, height: 1, ..list }, Target::Item(k));
        y += 1;
    }
    hits.seen.rows = proposals.len().max(1);
    let mut rest = Rect { y, height: list.bottom().saturating_sub(y), ..list };
    let mut say = |pen: &mut Pen<'_>, text: &str, role: Role| {
        let next = pen.paragraph(rest, text, role);
        rest = Rect { y: next, height: list.bottom().saturating_sub(next), ..list };
    };
    match chosen {
        None => say(
            pen,
            "No two neighbouring areas pass: the sector is not clustered at this scale, by these figures.",
            Role::Text,
        ),
        Some(p) => {
            say(pen, said_of::CLUSTER_NOT_LINK, Role::Accent);
            say(pen, "Enter or space collects the group.", Role::Dim);
            say(pen, &figures(state, p), Role::Text);
            say(pen, &said_of::said(&state.basis, &found.field, state.neighbours.selected + 1, p), Role::Text);
        }
    }
    for note in said_of::notes(&found.field, &found.strengths).into_iter().skip(1) {
        say(pen, &note, Role::Dim);
    }
}

/// The figures of a proposal in a sentence.
fn figures(state: &State, p: &Proposal) -> String {
    let regions: Vec<String> = p
        .regions
        .iter()
        .map(|code| state.basis.evidence.area(code).map_or_else(|| code.to_string(), |a| a.name.clone()))
        .collect();
    let crosses = if p.crosses() { "crosses regions: yes" } else { "crosses regions: no" };
    let kept = p.steady.iter().min().copied().unwrap_or(0);
    format!(
        "{} jobs; LQ of jobs / of GVA from sums; members' LQ {}–{}; highest Gi* z {}, corrected p {}; {crosses} ({}); every member kept in {kept} or more of {} settings.",
        figure(p.jobs),
        digits(p.quotients.0, 2),
        digits(p.quotients.1, 2),
        digits(p.z, 1),
        digits(p.corrected_p, 3),
        regions.join(", "),
        crate::insight::strengths::SETTINGS
    )
}

/// Totals that always stand together, every place, and the parts of the selected one.
fn ledger(pen: &mut Pen<'_>, area: Rect, state: &State, hits: &mut HitMap) {
    let Some(account) = state.account() else { return };
    let unit = words_of::unit(account.measure);
    let tier_of = |e: &Entry| e.place.members().first().and_then(|c| state.basis.evidence.area(c)).map(|a| a.tier);
    let tier = account.entries.first().and_then(tier_of).unwrap_or(Tier::Itl1);
    let sign = |code: &AreaCode| {
        let at = account.entries.iter().position(|e| e.place.members().contains(code));
        let Some((k, entry)) = at.and_then(|k| account.entries.get(k).map(|e| (k, e))) else {
            return (String::from(" "), Role::Dim);
        };
        let (mark, role) = tendency(entry);
        (mark.to_owned(), if k == state.neighbours.selected { Role::Selected } else { role })
    };
    let legend = ["◆ plan here", "− loses in most futures", "+ gains in most futures", "· neither in most"];
    let list = with_map(pen, area, (state, tier), &sign, &legend);
    let mut y = list.y;
    for (name, total) in words_of::totals(account) {
        line(pen, Rect { y, height: 1, ..list }, (" ", name), &range_and_middle(&total.range, unit), Role::Title);
        y += 1;
    }
    let below = 5_u16;
    let rows = usize::from(list.bottom().saturating_sub(y + below).max(1));
    hits.seen.rows = rows;
    let first = state.neighbours.selected.saturating_sub(rows.saturating_sub(1));
    for (k, entry) in account.entries.iter().enumerate().skip(first).take(rows) {
        let selected = k == state.neighbours.selected;
        let role = if selected { Role::Selected } else { Role::Text };
        let at = Rect { y, height: 1, ..list };
        let name = state.basis.evidence.place_name(&entry.place);
        line(pen, at, (tendency(entry).0, &name), &amount(&entry.net, unit), role);
        hits.add(at, Target::Item(k));
        y += 1;
    }
    let mut rest = Rect { y, height: list.bottom().saturating_sub(y), ..list };
    let texts = [state.entry().map(|e| parts(state, e, unit)), Some(words_of::futures(&account.elsewhere))];
    let closing = [words_of::BALANCED.to_owned(), crate::report::wording::SCREEN_FIRST.to_owned()];
    for (text, role) in
        texts.into_iter().flatten().zip([Role::Accent, Role::Text]).chain(closing.into_iter().zip([Role::Dim; 2]))
    {
        let next = pen.paragraph(rest, &text, role);
        rest = Rect { y: next, height: list.bottom().saturating_sub(next), ..list };
    }
}

/// A sign that reads without colour.
fn tendency(entry: &Entry) -> (&'static str, Role) {
    match entry {
        e if e.here => ("◆", Role::Accent),
        e if e.net.below > 0.5 => ("−", Role::Warn),
        e if e.net.above > 0.5 => ("+", Role::BarOn),
        _ => ("·", Role::Dim),
    }
}

fn amount(a: &Amount, unit: crate::report::words::Unit) -> String {
    if a.above == 0.0 && a.below == 0.0 { String::from("no change") } else { range_and_middle(&a.range, unit) }
}

/// What a place gets and loses, in a sentence.
fn parts(state: &State, entry: &Entry, unit: crate::report::words::Unit) -> String {
    let name = state.basis.evidence.place_name(&entry.place);
    let counts = Counts::from_shares(entry.net.above, entry.net.below).sentence();
    format!(
        "{name}: given (spillover) {}; taken (displacement) {}; {counts}.",
        amount(&entry.spilled, unit),
        amount(&entry.displaced, unit)
    )
}

/// A line with a sign and a name on the left and a text on the right.
fn line(pen: &mut Pen<'_>, at: Rect, (sign, name): (&str, &str), text: &str, role: Role) {
    let wide = pen.width(text).min(at.width);
    pen.put(at.x, at.y, 1, sign, role);
    pen.put(at.x + 2, at.y, at.width.saturating_sub(wide + 3), name, role);
    pen.put_right(at.right(), at.y, at.width, text, role);
}
