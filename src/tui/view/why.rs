//! Why an indicator moves: the fan large, what each lever adds, by which mechanism, on whose evidence.

use ratatui::layout::Rect;

use super::cards;
use super::hit::HitMap;
use super::look::Role;
use super::pen::{Pen, Pieces, wrap};
use super::strip;
use crate::evidence::LeverId;
use crate::model::{Channel, Grade, Indicator, Target as ModelTarget};
use crate::projection::IndicatorOutcome;
use crate::projection::standing::nodes_of;
use crate::report::wording;
use crate::report::words::{self, Unit};
use crate::tui::app::{Attribution, State, Target};

/// Draws the layer over nearly the whole screen.
pub(super) fn draw(
    pen: &mut Pen<'_>,
    area: Rect,
    state: &State,
    indicator: Indicator,
    scroll: usize,
    hits: &mut HitMap,
) {
    let outer = Rect { x: area.x + 1, y: area.y + 1, width: area.width - 2, height: area.height - 2 };
    pen.clear(outer);
    hits.add(outer, Target::Overlay);
    let inside = pen.frame(outer, &format!("Why? {}", cards::title(state, indicator)), true);
    let foot = " ←→ other indicators  ↑↓ scroll  y copy  Esc back ";
    pen.put(outer.x + 2, outer.bottom() - 1, outer.width - 4, foot, Role::Dim);
    let Some(plan) = state.outcome() else {
        pen.put(inside.x + 1, inside.y, inside.width - 1, "computing…", Role::Dim);
        return;
    };
    let outcome = plan.indicator(indicator);
    let wide = inside.width >= 100;
    let (left, right) = if wide {
        let w = inside.width / 2;
        (Rect { width: w - 1, ..inside }, Rect { x: inside.x + w, width: inside.width - w, ..inside })
    } else {
        let h = (inside.height / 2).max(8);
        (Rect { height: h, ..inside }, Rect { y: inside.y + h, height: inside.height - h, ..inside })
    };
    draw_left(pen, left, state, outcome);
    let lines = evidence(pen, state, outcome, right.width);
    let offset = scroll.min(lines.len().saturating_sub(usize::from(right.height)));
    for (y, line) in (right.y..right.bottom()).zip(lines.iter().skip(offset)) {
        pen.pieces(right.x + 1, y, right.width.saturating_sub(1), line);
    }
    let below = lines.len().saturating_sub(offset + usize::from(right.height));
    if below > 0 {
        let more = format!(" {} ↓ ", words::count(below as u64, "more line", "more lines"));
        pen.put_right(outer.right() - 2, outer.bottom() - 1, outer.width / 3, &more, Role::Dim);
    }
}

/// Sentences, then the chart, then twenty futures.
fn draw_left(pen: &mut Pen<'_>, area: Rect, state: &State, outcome: &IndicatorOutcome) {
    let width = usize::from(area.width.saturating_sub(2));
    let mut y = area.y;
    let stripped = area.height >= 20 && !cards::is_figure(outcome.indicator) && !state.nothing_on();
    let strip_height = if stripped { (area.height / 4).clamp(6, 13) } else { 0 };
    let texts = sentences(pen, state, outcome, area.width.saturating_sub(2));
    let room = area.bottom().saturating_sub(strip_height + 5);
    for (text, role) in texts {
        for line in wrap(&text, width) {
            if y >= room {
                break;
            }
            pen.put(area.x + 1, y, area.width - 1, &line, role);
            y += 1;
        }
    }
    let chart = Rect { y, height: area.bottom().saturating_sub(y + strip_height), ..area };
    cards::draw_chart(pen, chart, state, outcome);
    if strip_height > 0 {
        let strip = Rect { y: area.bottom() - strip_height + 1, height: strip_height - 1, ..area };
        pen.put(area.x + 1, strip.y - 1, area.width - 1, "Twenty futures of the last year, each as likely:", Role::Dim);
        strip::draw(pen, strip, &outcome.futures, false);
    }
}

fn sentences(pen: &Pen<'_>, state: &State, outcome: &IndicatorOutcome, width: u16) -> Vec<(String, Role)> {
    let indicator = outcome.indicator;
    if state.nothing_on() {
        return vec![(wording::NO_CHANGE.to_owned(), Role::Title)];
    }
    let unit = Unit::of_change(indicator, state.places());
    let Some(last) = outcome.change.last() else { return Vec::new() };
    let mut out = vec![(cards::headline(pen, state, outcome, width), Role::Title)];
    if indicator == Indicator::ValueForMoney {
        out = state.outcome().map(cards::value_lines).unwrap_or_default();
        out.push((wording::SCREEN_FIRST.to_owned(), Role::Dim));
        return out;
    }
    if indicator != Indicator::PublicCostPv {
        let counts = cards::counts(outcome).sentence();
        let year = state.scenario.last_year();
        out.push((format!("In {year}, compared with no new policy: {counts}."), Role::Text));
        out.push((wording::interval(last, unit, cards::worse(state, outcome)), Role::Text));
        out.push((format!("Grade {}.", wording::grade(outcome.grade)), Role::Text));
        if let Some(plan) = state.outcome().filter(|_| matches!(outcome.grade, Grade::D | Grade::E)) {
            out.push((wording::leap_of_faith(plan.links_judged, plan.links_total, None), Role::Warn));
        }
        out.extend(cards::level_line(state, outcome).map(|l| (format!("No new policy: {l}."), Role::Dim)));
    }
    out
}

/// Contributions, mechanisms and studies, line by line.
fn evidence(pen: &Pen<'_>, state: &State, outcome: &IndicatorOutcome, width: u16) -> Vec<Pieces> {
    let mut lines = Vec::new();
    let text = |t: &str, role: Role| vec![(t.to_owned(), role)];
    let width = width.saturating_sub(2);
    lines.push(text("WHAT EACH LEVER ADDS", Role::Title));
    if state.nothing_on() {
        lines.push(text("No lever is on.", Role::Dim));
        return lines;
    }
    let known = state.attribution.as_ref().filter(|a| a.indicator == outcome.indicator);
    match known.filter(|a| a.generation == state.generation) {
        Some(attribution) => shares(pen, state, attribution, width, &mut lines),
        None => lines.push(text("working out what each lever adds…", Role::Dim)),
    }
    lines.push(Vec::new());
    lines.push(text("BY WHICH MECHANISM, ON WHOSE EVIDENCE", Role::Title));
    for (lever, setting) in state.plan().on() {
        let label = state.basis.model.lever(lever).map_or(lever.as_str(), |l| l.label.as_str());
        let beyond = state.basis.model.lever(lever).is_some_and(|l| state.lever_row(l).beyond());
        let mark = if beyond { "  beyond the evidence" } else { "" };
        lines.push(vec![
            (label.to_owned(), Role::Accent),
            (format!("  {}–{}", setting.from, setting.to), Role::Dim),
            (mark.to_owned(), Role::Warn),
        ]);
        mechanisms(state, lever, outcome.indicator, &mut lines);
    }
    lines.push(Vec::new());
    lines.push(text("STANDS ON", Role::Title));
    sources(state, outcome, usize::from(width), &mut lines);
    lines
}

fn shares(pen: &Pen<'_>, state: &State, attribution: &Attribution, width: u16, lines: &mut Vec<Pieces>) {
    let unit = Unit::of_change(attribution.indicator, state.places());
    let largest = attribution.shares.iter().map(|s| s.share.abs()).fold(0.0, f64::max).max(1e-300);
    // One number of decimals for all, so that the parts are seen to add up.
    let decimals = words::decimals_of(largest.max(attribution.total.abs()));
    let said = |x: f64| {
        unit.dress(words::sign(words::round_to(x, decimals)), &words::digits(x, decimals)).replace(" an hour", "/hour")
    };
    let bar = usize::from(width / 4).clamp(4, 20);
    let mut sorted: Vec<_> = attribution.shares.iter().collect();
    sorted.sort_by(|a, b| b.share.total_cmp(&a.share));
    let ascii = pen.look.ascii();
    for share in sorted {
        let label = state.basis.model.lever(&share.lever).map_or(share.lever.as_str(), |l| l.label.as_str());
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and the bar")]
        let cells = (share.share.abs() / largest * bar as f64).round() as usize;
        let full = match (ascii, share.share < 0.0) {
            (true, false) => "#",
            (true, true) => "-",
            (false, false) => "█",
            (false, true) => "▒",
        };
        let role = if share.share < 0.0 { Role::Worse } else { Role::Better };
        lines.push(vec![
            (format!("{label:<28.28} "), Role::Text),
            (full.repeat(cells), role),
            (" ".repeat(bar.saturating_sub(cells) + 1), Role::Text),
            (said(share.share), Role::Text),
        ]);
    }
    lines.push(vec![
        (format!("{:<29}", "together"), Role::Title),
        (" ".repeat(bar + 1), Role::Text),
        (said(attribution.total), Role::Title),
    ]);
    let parts: f64 = attribution.shares.iter().map(|s| words::round_to(s.share, decimals)).sum();
    let whole = words::round_to(attribution.total, decimals);
    // The parts add up; what is printed of them may not.
    let half_step = 0.5 * libm::pow(10.0, -f64::from(decimals));
    let rounded = if (parts - whole).abs() > half_step { "; parts are rounded" } else { "" };
    let caption = format!("share of the modelled change (mean, driven by a few very good futures){rounded}");
    lines.extend(wrap(&caption, usize::from(width)).into_iter().map(|l| vec![(l, Role::Dim)]));
}

/// Whether a channel can move an indicator in one of its structures, by links from node to node.
fn leads(state: &State, channel: &Channel, indicator: Indicator) -> bool {
    let ModelTarget::Node(first) = channel.target else { return !nodes_of(indicator).is_empty() };
    channel.structures.iter().any(|structure| {
        let mut reached = vec![first];
        let mut next = 0;
        while let Some(node) = reached.get(next).copied() {
            next += 1;
            let links = state.basis.model.links.iter().filter(|l| l.from == node && l.runs_in(*structure));
            for link in links {
                if !reached.contains(&link.to) {
                    reached.push(link.to);
                }
            }
        }
        nodes_of(indicator).iter().any(|n| reached.contains(n))
    })
}

fn mechanisms(state: &State, lever: &LeverId, indicator: Indicator, lines: &mut Vec<Pieces>) {
    let node = |c: &Channel| match c.target {
        ModelTarget::Node(n) => state
            .basis
            .model
            .nodes
            .iter()
            .find(|row| row.id == n)
            .map_or_else(|| n.as_str().to_owned(), |row| row.label.clone()),
        ModelTarget::Capacity => String::from("delivery capacity"),
        ModelTarget::LinkWeight => String::from("ties with the partner place"),
    };
    let mut any = false;
    for channel in state.basis.model.channels.iter().filter(|c| &c.lever == lever && leads(state, c, indicator)) {
        any = true;
        let judged = channel.pooled_from.is_empty();
        let findings = words::count(channel.pooled_from.len() as u64, "finding", "findings");
        let basis = if judged { String::from("judgement, no finding") } else { findings };
        // Weak evidence is dimmer, and its grade says so.
        let role = if judged || matches!(channel.grade, Grade::D | Grade::E) { Role::Dim } else { Role::Text };
        let structures: Vec<&str> = channel.structures.iter().map(|s| s.as_str()).collect();
        lines.push(vec![
            (format!("  → {}", node(channel)), role),
            (format!("  grade {}, {basis}", channel.grade.as_str()), role),
            (format!("  ({})", structures.join(", ")), Role::Dim),
        ]);
        lines.extend(channel.pooled_from.iter().map(|id| vec![(format!("      {}", finding(state, id)), Role::Dim)]));
    }
    if !any {
        let text = if indicator == Indicator::PublicCostPv {
            "  its cost, from amount and years"
        } else {
            "  no modelled effect on this indicator"
        };
        lines.push(vec![(text.to_owned(), Role::Dim)]);
    }
}

/// "P-E013  UK 2006–08, level 4: title".
fn finding(state: &State, id: &str) -> String {
    let Some(effect) = state.basis.evidence.effect(id) else { return id.to_owned() };
    let title = state.basis.evidence.source(effect.source.as_str()).map_or("", |s| s.title.as_str());
    format!("{id}  {} {}, level {}: {title}", effect.country, effect.years, effect.sms)
}

fn sources(state: &State, outcome: &IndicatorOutcome, width: usize, lines: &mut Vec<Pieces>) {
    if outcome.sources.is_empty() {
        lines.push(vec![(String::from("no source is recorded"), Role::Dim)]);
    }
    for id in &outcome.sources {
        let text = match state.basis.evidence.source(id) {
            Some(s) => format!("{id}  {} ({}, {})", s.title, s.publisher, s.published),
            None => id.clone(),
        };
        lines.extend(wrap(&text, width).into_iter().map(|l| -> Pieces { vec![(l, Role::Text)] }));
    }
}
