//! The arrows from levers to the indicator, as a list to choose from.

use ratatui::layout::Rect;

use super::line;
use crate::insight::findings::behind;
use crate::insight::paths::Step;
use crate::model::{Grade, Indicator};
use crate::report::why::{NO_USABLE, step_title};
use crate::report::words::{self, figure};
use crate::tui::app::{State, Target, Why, WhyPart};
use crate::tui::view::hit::HitMap;
use crate::tui::view::look::Role;
use crate::tui::view::pen::{Pen, Pieces};

/// A line of the list and the arrow it stands for; headings stand for none.
type Entry = (Pieces, Option<usize>);

/// Draws the list so that the selected arrow is seen.
pub(super) fn draw(pen: &mut Pen<'_>, area: Rect, state: &State, why: &Why, hits: &mut HitMap) {
    let entries = entries(pen, state, why, area.width);
    let height = usize::from(area.height);
    let at = entries.iter().position(|(_, step)| *step == Some(why.step)).unwrap_or(0);
    // The heading above the selected arrow stays in sight.
    let offset = at.saturating_sub(height.saturating_sub(2)).min(entries.len().saturating_sub(height));
    for (y, (pieces, step)) in (area.y..area.bottom()).zip(entries.iter().skip(offset)) {
        pen.pieces(area.x, y, area.width, pieces);
        if let Some(step) = step {
            hits.add(Rect { y, height: 1, ..area }, Target::Row(*step));
        }
    }
    let hidden = entries.len().saturating_sub(offset + height);
    if hidden > 0 && area.height > 1 {
        let more = format!(" {hidden} more ↓");
        pen.put_right(area.right(), area.y, area.width, &more, Role::Dim);
    }
}

fn entries(pen: &Pen<'_>, state: &State, why: &Why, width: u16) -> Vec<Entry> {
    let mut out: Vec<Entry> = vec![(line("BY WHICH MECHANISM", Role::Title), None)];
    let steps = state.steps(why.indicator);
    if steps.is_empty() {
        let text = match why.indicator {
            _ if state.nothing_on() => "No lever is on.",
            Indicator::PublicCostPv => "Its cost, from amounts and years: accounting, no mechanism.",
            _ => "No lever that is on has a modelled effect on this indicator.",
        };
        out.push((line(text, Role::Dim), None));
        return out;
    }
    let mut heading = String::new();
    for (i, step) in steps.iter().enumerate() {
        let here = heading_of(state, *step);
        if here != heading {
            let mut pieces = line(here.clone(), Role::Accent);
            pieces.extend(years(state, *step));
            out.push((pieces, None));
            heading = here;
        }
        out.push((entry(pen, state, *step, (i == why.step).then_some(why.part), width), Some(i)));
    }
    out
}

fn heading_of(state: &State, step: Step) -> String {
    match step {
        Step::Channel(_) => step
            .lever(&state.basis.model)
            .and_then(|id| state.basis.model.lever(id))
            .map_or_else(String::new, |l| l.label.clone()),
        Step::Link(_) => String::from("From mechanism to mechanism"),
        Step::Pair(_) => String::from("Levers that change one another"),
    }
}

/// The years in force, and whether the lever goes beyond the evidence.
fn years(state: &State, step: Step) -> Pieces {
    let Step::Channel(_) = step else { return Vec::new() };
    let Some(lever) = step.lever(&state.basis.model).and_then(|id| state.basis.model.lever(id)) else {
        return Vec::new();
    };
    let row = state.lever_row(lever);
    let mut out = line(format!("  {}–{}", row.from, row.to), Role::Dim);
    if row.beyond() {
        out.push((String::from("  beyond the evidence"), Role::Warn));
    }
    out
}

fn entry(pen: &Pen<'_>, state: &State, step: Step, selected: Option<WhyPart>, width: u16) -> Pieces {
    let model = &state.basis.model;
    let grade = step.grade(model);
    let findings = behind(&state.basis, step).len();
    let title = step_title(&state.basis, step);
    let title = match step {
        // The lever stands in the heading.
        Step::Channel(_) => title.split_once(" → ").map_or(title.clone(), |(_, to)| format!("→ {to}")),
        _ => title,
    };
    let basis = match (findings, step) {
        (0, Step::Channel(_)) => NO_USABLE.to_owned(),
        (0, Step::Link(row)) if model.links.get(row).is_some_and(|l| l.sources.iter().any(|s| s == "accounting")) => {
            String::from("accounting")
        }
        (0, _) => String::from("no finding"),
        (n, _) => words::count(n as u64, "finding", "findings"),
    };
    // Weak evidence is dimmer, and says so.
    let weak = findings == 0 || grade.is_none_or(|g| g >= Grade::D);
    let role = match selected {
        Some(WhyPart::Path) => Role::Selected,
        Some(_) => Role::Focus,
        None if weak => Role::Dim,
        None => Role::Text,
    };
    let mark = if selected.is_some() { "▸ " } else { "  " };
    let structures: Vec<&str> = step.structures(model).iter().map(|s| s.as_str()).collect();
    let long = step
        .band(&state.basis)
        .filter(|_| width >= 60)
        .map_or_else(String::new, |b| format!("  {} … {}, middle {}", figure(b.p10), figure(b.p90), figure(b.central)));
    let tail = format!("  {}  {basis}", grade.map_or("", |g| g.as_str()));
    let structures = format!("  ({})", structures.join(", "));
    let mut pieces = vec![(format!("{mark}{title}"), role), (tail, role)];
    let used: u16 = pieces.iter().map(|(t, _)| pen.width(t)).sum();
    let mut room = width.saturating_sub(used);
    for extra in [long, structures] {
        let w = pen.width(&extra);
        if w > 0 && w <= room {
            pieces.push((extra, Role::Dim));
            room -= w;
        }
    }
    pieces
}
