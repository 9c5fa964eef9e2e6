//! The twelve indicators as cards: range first, counts, grade, and a fan or twenty futures.

use std::fmt::Write as _;

use ratatui::layout::Rect;

use super::fan::{self, Fan};
use super::hit::HitMap;
use super::look::Role;
use super::pen::{Pen, wrap};
use super::strip::{self, Dots};
use crate::insight::outside::{self, View};
use crate::model::{Direction, Grade, Indicator, Input};
use crate::projection::{IndicatorOutcome, PlanOutcome, Quantiles};
use crate::report::effects::has_level;
use crate::report::validity::outside as said;
use crate::report::words::{self, Counts, Unit};
use crate::report::{why, wording};
use crate::tui::app::{ChartMode, Overlay, Pane, Picture, Seen, State, Target};

/// Least card.
const CARD_WIDTH: u16 = 34;
const CARD_HEIGHT: u16 = 8;
/// A card that is comfortable to read, where there is room.
const CARD_HEIGHT_GOOD: u16 = 12;

/// From this height inside on a card says that it is a leap of faith in a sentence; below it the corner does.
const FAITH_HEIGHT: u16 = 10;

/// Under every fan.
const OUTSIDE: [&str; 3] = ["1 in 5 futures lie outside", "1 in 5 lie outside", "1 in 5 outside"];

/// Columns and rows of cards in an area.
fn grid(area: Rect) -> (u16, u16) {
    let columns = (area.width / CARD_WIDTH).clamp(1, 4);
    let height = if area.height >= 2 * CARD_HEIGHT_GOOD { CARD_HEIGHT_GOOD } else { CARD_HEIGHT };
    let rows = (area.height / height).max(1);
    let needed = u16::try_from(Indicator::COUNT).unwrap_or(12).div_ceil(columns);
    (columns, rows.min(needed))
}

/// Draws the page that holds the selected indicator.
pub(super) fn draw(pen: &mut Pen<'_>, area: Rect, state: &State, hits: &mut HitMap) {
    hits.add(area, Target::Cards);
    let all = Indicator::COUNT;
    let (columns, rows) = grid(area);
    let per_page = usize::from(columns * rows);
    hits.seen = Seen { columns: usize::from(columns), cards: per_page, ..hits.seen };
    let page = state.indicator.index() / per_page;
    let shown = Indicator::ALL.iter().enumerate().skip(page * per_page).take(per_page);
    for (i, indicator) in shown {
        let place = u16::try_from(i - page * per_page).unwrap_or(0);
        let card = slot(area, columns, rows, place);
        hits.add(card, Target::Card(*indicator));
        draw_card(pen, card, state, *indicator);
    }
    let last = ((page + 1) * per_page).min(all);
    if per_page < all {
        let arrows = match (page > 0, last < all) {
            (true, true) => "↑↓",
            (true, false) => "↑",
            _ => "↓",
        };
        let first = page * per_page + 1;
        let away = state.moved_most.filter(|i| i.index() < page * per_page || i.index() >= last);
        let moved = away.map_or_else(String::new, |i| format!(" ◆ {} moved most ·", title(state, i)));
        let long = format!("{moved} more indicators {arrows} PgUp PgDn · {first}–{last} of {all} ");
        let short = format!("{moved} more {arrows} · {first}–{last} of {all} ");
        let shorter = format!("{moved} {first}–{last} of {all} ");
        let named = away.map_or_else(String::new, |i| format!(" ◆ {}", title(state, i)));
        let shortest = format!("{named} · {first}–{last} of {all} ");
        let width = area.width.saturating_sub(4);
        let text = [long, short, shorter].into_iter().find(|t| pen.width(t) <= width).unwrap_or(shortest);
        pen.put_right(area.right() - 2, area.bottom() - 1, width, &text, Role::Dim);
    }
}

/// The nth card; spare cells go to the last column and row.
fn slot(area: Rect, columns: u16, rows: u16, n: u16) -> Rect {
    let (column, row) = (n % columns, n / columns);
    let (w, h) = (area.width / columns, area.height / rows);
    Rect {
        x: area.x + column * w,
        y: area.y + row * h,
        width: if column + 1 == columns { area.width - column * w } else { w },
        height: if row + 1 == rows { area.height - row * h } else { h },
    }
}

fn draw_card(pen: &mut Pen<'_>, area: Rect, state: &State, indicator: Indicator) {
    let selected = state.indicator == indicator;
    let heavy = selected && state.pane == Pane::Indicators && state.overlays.is_empty();
    let moved = if state.moved_most == Some(indicator) { "◆ " } else { "" };
    let title = format!("{moved}{}", title(state, indicator));
    let inside = pen.frame(area, &title, heavy);
    if inside.height < 3 {
        return;
    }
    let Some(plan) = state.outcome() else {
        let text = state.refusal.as_deref().unwrap_or("computing…");
        for (y, line) in (inside.y..inside.bottom()).zip(wrap(text, usize::from(inside.width.saturating_sub(2)))) {
            pen.put(inside.x + 1, y, inside.width - 1, &line, Role::Dim);
        }
        return;
    };
    let outcome = plan.indicator(indicator);
    grade(pen, area, &title, outcome);
    let mut lines = lines(pen, state, plan, outcome, inside.width.saturating_sub(1));
    // A level with its history, or a target, needs the room for itself.
    let bare = state.mode != ChartMode::Level && state.target(indicator).is_none();
    if bare && inside.height >= FAITH_HEIGHT && !state.shows_nothing_on() && !unmoved(outcome) {
        let faith = faith(plan, outcome).into_iter().flat_map(|text| wrap(&text, usize::from(inside.width - 2)));
        lines.extend(faith.map(|line| (line, Role::Warn)));
    }
    // The second line, so that a small card does not lose it.
    if outside_mark(state, plan, outcome) {
        lines.insert(lines.len().min(1), (format!("! {}", said::MARK), Role::Warn));
    }
    // A target takes a line from the chart where there is no other.
    let chart_least = match (is_figure(indicator), state.target(indicator)) {
        (true, _) => 1,
        (false, Some(_)) => 3,
        (false, None) => 4,
    };
    let keep = usize::from(inside.height.saturating_sub(chart_least)).max(1);
    let mut y = inside.y;
    for (text, role) in lines.into_iter().take(keep) {
        pen.put(inside.x + 1, y, inside.width.saturating_sub(1), &text, role);
        y += 1;
    }
    let chart = Rect { y, height: inside.bottom().saturating_sub(y), ..inside };
    draw_chart(pen, chart, state, outcome);
}

/// What is said of a change of grade D or E.
fn faith(plan: &PlanOutcome, outcome: &IndicatorOutcome) -> Option<String> {
    let shown = outcome.indicator != Indicator::PublicCostPv;
    wording::faith(outcome.grade, plan.links_judged, plan.links_total).filter(|_| shown)
}

/// Whether the card is marked: the middle lies outside everything that was published about other programmes.
fn outside_mark(state: &State, plan: &PlanOutcome, outcome: &IndicatorOutcome) -> bool {
    let has_class = outside::Class::ALL.iter().any(|c| c.indicator() == outcome.indicator);
    let moves = has_class && !state.shows_nothing_on() && !unmoved(outcome);
    moves && said::of_indicator(&outside::views(&state.basis, plan), outcome.indicator).is_some_and(View::is_outside)
}

/// The name on the card: short, the full one is in "why?".
pub(super) fn title(state: &State, indicator: Indicator) -> String {
    match indicator {
        Indicator::ValueForMoney => String::from("Value for money"),
        Indicator::NetJobs => String::from("Net additional jobs here"),
        _ => state.basis.model.indicator(indicator).label.clone(),
    }
}

/// Whether an indicator is one figure over the whole horizon rather than a path over years.
pub(super) const fn is_figure(indicator: Indicator) -> bool {
    matches!(indicator, Indicator::NetGvaPv | Indicator::PublicCostPv | Indicator::ValueForMoney)
}

/// What the grade letter says, the longest form first.
const fn grade_words(grade: Grade) -> &'static [&'static str] {
    match grade {
        Grade::A => &["A"],
        Grade::B => &["B"],
        Grade::C => &["C mixed", "C"],
        Grade::D => &["D informed leap of faith", "D leap of faith", "D weak", "D"],
        Grade::E => &["E leap of faith: no comparison", "E leap of faith", "E no study", "E"],
    }
}

fn grade(pen: &mut Pen<'_>, area: Rect, title: &str, outcome: &IndicatorOutcome) {
    if outcome.indicator == Indicator::PublicCostPv {
        return;
    }
    let free = area.width.saturating_sub(pen.width(title) + 6);
    let role = if matches!(outcome.grade, Grade::D | Grade::E) { Role::Warn } else { Role::Dim };
    let forms = grade_words(outcome.grade).iter().map(|words| format!(" {words} "));
    if let Some(text) = forms.into_iter().find(|text| pen.width(text) <= free) {
        pen.put_right(area.right() - 1, area.y, free, &text, role);
    }
}

/// Range, counts, and what else a card says above its chart.
fn lines(
    pen: &Pen<'_>,
    state: &State,
    plan: &PlanOutcome,
    outcome: &IndicatorOutcome,
    width: u16,
) -> Vec<(String, Role)> {
    let indicator = outcome.indicator;
    if state.shows_nothing_on() || unmoved(outcome) {
        let mut lines = vec![(wording::NO_CHANGE.to_owned(), Role::Text)];
        lines.extend(target_line(pen, state, outcome, width).map(|l| (l, Role::Accent)));
        lines.extend(level_line(state, outcome).map(|l| (l, Role::Dim)));
        return lines;
    }
    if indicator == Indicator::ValueForMoney {
        return value_lines(plan);
    }
    let mut lines = vec![(headline(pen, state, outcome, width), Role::Title)];
    if indicator == Indicator::PublicCostPv {
        lines.push((String::from("present value, whole horizon"), Role::Dim));
        return lines;
    }
    lines.push((dated_counts(pen, outcome, state.scenario.last_year(), width), Role::Text));
    lines.extend(target_line(pen, state, outcome, width).map(|l| (l, Role::Accent)));
    if state.mode == ChartMode::Level {
        lines.extend(level_line(state, outcome).map(|l| (l, Role::Dim)));
        lines.extend(history_line(state, indicator).map(|l| (l, Role::Dim)));
    }
    if indicator == Indicator::NetJobs {
        let uk = words::range(&plan.appraisal.jobs_uk, Unit::Jobs);
        lines.push((format!("UK total: {uk}"), Role::Dim));
    }
    lines
}

/// Range first, middle second. Where there is no room the unit is left to the title of the card.
pub(super) fn headline(pen: &Pen<'_>, state: &State, outcome: &IndicatorOutcome, width: u16) -> String {
    let Some(last) = outcome.change.last() else { return words::NOT_QUANTIFIED.to_owned() };
    let unit = Unit::of_change(outcome.indicator, state.places());
    let text = words::range_and_middle(last, unit);
    // A cost is not a change: it has no sign.
    let text = if outcome.indicator == Indicator::PublicCostPv { text.replace('+', "") } else { text };
    if pen.width(&text) <= width {
        return text;
    }
    let text = [" an hour", " points", " jobs", " pp"].iter().fold(text, |t, tail| t.replace(tail, ""));
    if pen.width(&text) <= width { text } else { text.replace(", middle", ", mid") }
}

/// The counts with the year they are of, in the longest form that fits.
fn dated_counts(pen: &Pen<'_>, outcome: &IndicatorOutcome, year: i32, width: u16) -> String {
    let counts = counts(outcome);
    let short = short_counts(counts);
    let forms = [format!("{year}: {}", counts.sentence()), format!("{year}: {short}")];
    forms.into_iter().find(|form| pen.width(form) <= width).unwrap_or(short)
}

/// The counts in as few words as say it: "17 of 20 above, 1 same, 2 below".
fn short_counts(c: Counts) -> String {
    let mut text = format!("{} of {} above", c.above, words::FUTURES);
    for (n, name) in [(c.same, "same"), (c.below, "below")] {
        if n > 0 {
            let _ = write!(text, ", {n} {name}");
        }
    }
    text
}

/// "target at least 45 %: reached in 6 of 20 futures", in the longest form that fits.
fn target_line(pen: &Pen<'_>, state: &State, outcome: &IndicatorOutcome, width: u16) -> Option<String> {
    let target = state.target_said(outcome.indicator)?;
    let reached = words::in_futures(state.reaching(outcome)?);
    let short = reached.replace(" futures", "");
    let forms =
        [format!("target {target}: reached {reached}"), format!("{target}: {reached}"), format!("{target}: {short}")];
    let shortest = format!("target {short}");
    Some(forms.into_iter().find(|form| pen.width(form) <= width).unwrap_or(shortest))
}

/// "observed 2004–2023", or why nothing is drawn before year 0.
fn history_line(state: &State, indicator: Indicator) -> Option<String> {
    if !has_level(indicator) {
        return None;
    }
    match state.observed(indicator)? {
        Ok(seen) => {
            let (first, last) = (seen.points.first()?.0, seen.points.last()?.0);
            let broken = seen.break_at.map_or_else(String::new, |year| format!(", new basis from {year}"));
            Some(format!("observed {first}–{last}{broken}"))
        }
        Err(why) => Some(why.to_owned()),
    }
}

/// Whether an indicator stays where it is in every future.
pub(super) fn unmoved(outcome: &IndicatorOutcome) -> bool {
    outcome.change.iter().all(|q| q.p10 == 0.0 && q.p90 == 0.0) && outcome.futures.iter().all(|f| *f == 0.0)
}

/// Counts of twenty futures in the last year.
pub(super) fn counts(outcome: &IndicatorOutcome) -> Counts {
    let last = |v: &[f64]| v.last().copied().unwrap_or(0.0);
    Counts::from_shares(last(&outcome.above), last(&outcome.below))
}

/// Share of futures worse than doing nothing, as a count, where an indicator has a worse.
pub(super) fn worse(state: &State, outcome: &IndicatorOutcome) -> Option<u32> {
    let counts = counts(outcome);
    match state.basis.model.indicator(outcome.indicator).direction {
        Direction::Up => Some(counts.below),
        Direction::Down if outcome.indicator == Indicator::Gap => Some(counts.below),
        Direction::Down => Some(counts.above),
        Direction::Context => None,
    }
}

/// "now 38.2 % (observed); last year 39.1 … 44.0 %".
pub(super) fn level_line(state: &State, outcome: &IndicatorOutcome) -> Option<String> {
    let indicator = outcome.indicator;
    if !has_level(indicator) {
        return None;
    }
    let row = state.basis.model.indicator(indicator);
    let decimals = i32::try_from(row.decimals).unwrap_or(1).max(if indicator == Indicator::Gap { 2 } else { 0 });
    let unit = Unit::of_level(indicator, state.places());
    let now = words::level(outcome.baseline.first()?.p50, decimals, unit);
    let mark = state.cell.as_ref().ok().map(|c| c.quality(input_of(indicator)).mark.as_str());
    Some(format!("now {now} ({})", mark.unwrap_or("not quantified")))
}

/// The starting number an indicator's level comes from.
const fn input_of(indicator: Indicator) -> Input {
    match indicator {
        Indicator::InnovationActive => Input::InnovationPct,
        Indicator::FirmsCollaborating => Input::CollabPct,
        Indicator::TrainedWorkforce => Input::TrainedPct,
        Indicator::ManagementScore => Input::PracticeScore,
        Indicator::BusinessRd | Indicator::RdIntensity => Input::RdM,
        Indicator::GvaPerHour => Input::GvaHour,
        Indicator::NetJobs => Input::Workforce,
        Indicator::NetGvaPv | Indicator::PublicCostPv | Indicator::ValueForMoney => Input::GvaM,
        Indicator::Gap => Input::GvaHead,
    }
}

/// Three tiers in words, the strictest first.
pub(super) fn value_lines(plan: &PlanOutcome) -> Vec<(String, Role)> {
    let mut lines = Vec::new();
    let here = plan.appraisal.gva_per_pound_place.as_ref();
    let text = here.map_or_else(
        || String::from("costs nothing"),
        |q| format!("GVA here per £1: {}", words::range(q, Unit::MillionPounds).replace(['m', '+'], "")),
    );
    lines.push((text, Role::Title));
    for tier in &plan.appraisal.tiers {
        let grades: Vec<String> = tier.grades.chars().map(String::from).collect();
        let grades = grades.join("");
        let text = match &tier.bcr {
            Some(q) => format!("UK, grades {grades}: {}", words::range(q, Unit::Ratio).replace('+', "")),
            None => format!("UK, grades {grades}: no benefit can be counted"),
        };
        lines.push((text, Role::Text));
    }
    if let Some(tier) = plan.appraisal.tiers.first().filter(|t| t.untested_share > 0.0) {
        lines.push((
            format!("{} of the cost untested at {}", words::percent(tier.untested_share), tier.grades),
            Role::Dim,
        ));
    }
    lines
}

/// A fan over the years, or twenty futures of the last year.
pub(super) fn draw_chart(pen: &mut Pen<'_>, area: Rect, state: &State, outcome: &IndicatorOutcome) {
    let indicator = outcome.indicator;
    let level = state.mode == ChartMode::Level && has_level(indicator);
    // The axis counts in the unit of the words above it.
    let factor = Unit::of_change(indicator, state.places()).factor();
    // A target is of the level, or of the change of an indicator that has no level: it stands in the chart of the same.
    let target = state.target(indicator).filter(|_| level || !has_level(indicator)).map(|t| t * factor);
    let hatched = if unmoved(outcome) { None } else { state.no_reach(outcome) };
    // "Why?" keeps its fan: it has the dots beside it. Where the evidence does not reach there is nothing to count.
    let dots = state.picture == Picture::Dots
        && hatched.is_none()
        && !state.overlays.iter().any(|o| matches!(o, Overlay::Why(_)));
    if is_figure(indicator) || dots {
        if !state.shows_nothing_on() && (level || !unmoved(outcome)) {
            let lower_better = indicator == Indicator::PublicCostPv;
            let futures = if level { &outcome.level_futures } else { &outcome.futures };
            let futures: Vec<f64> = futures.iter().map(|f| f * factor).collect();
            strip::draw_dots(pen, area, &Dots { futures: &futures, plain: lower_better, level, target });
        }
        return;
    }
    let counted = |bands: &[Quantiles]| -> Vec<Quantiles> {
        let by = |x: f64| x * factor;
        let scaled = |q: &Quantiles| Quantiles {
            p10: by(q.p10),
            p25: by(q.p25),
            p50: by(q.p50),
            p75: by(q.p75),
            p90: by(q.p90),
        };
        bands.iter().map(scaled).collect()
    };
    let bands = counted(if level { &outcome.scenario } else { &outcome.change });
    let behind = counted(&outcome.baseline);
    let seen = state.observed(indicator).and_then(Result::ok).filter(|_| level);
    // A small chart has room for the first words only; "why?" says the rest.
    let words =
        hatched.as_ref().map(|why| if area.height < 8 { why::NO_USABLE.to_owned() } else { why::no_reach(why) });
    let past: Vec<(i32, f64)> =
        seen.map_or_else(Vec::new, |o| o.points.iter().map(|(y, v)| (*y, v * factor)).collect());
    let fan = Fan {
        bands: &bands,
        hatched: words.as_deref(),
        behind: level.then_some(behind.as_slice()),
        past: &past,
        break_at: seen.and_then(|o| o.break_at),
        target,
        year_zero: state.shown_projection().map_or(0, |p| p.year_zero),
        captions: if unmoved(outcome) && !level { &[] } else { &OUTSIDE },
    };
    fan::draw(pen, area, &fan);
}
