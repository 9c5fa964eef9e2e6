//! Presentation mode: one thing large, few words, one line of keys.

use ratatui::layout::Rect;

use super::big::Big;
use super::hit::HitMap;
use super::look::Role;
use super::pen::{Pen, wrap};
use super::{cards, strip};
use crate::model::{Grade, Indicator};
use crate::projection::{IndicatorOutcome, PlanOutcome};
use crate::report::wording;
use crate::report::words::{self, Counts, Unit};
use crate::scenario::diff::in_words;
use crate::tui::app::{CommandId, Slide, State, Target};

/// Draws the whole window.
pub(super) fn draw(pen: &mut Pen<'_>, area: Rect, state: &State, slide: Slide, hits: &mut HitMap) {
    hits.add(area, Target::Body);
    let inside = Rect { x: area.x + 1, width: area.width - 1, height: area.height - 1, ..area };
    explore(pen, inside, state, slide);
    keys(pen, Rect { y: area.bottom() - 1, height: 1, ..inside }, state, hits);
}

fn explore(pen: &mut Pen<'_>, area: Rect, state: &State, slide: Slide) {
    let mut top = area;
    head(pen, &mut top, state, slide);
    let Some(plan) = state.outcome() else {
        let text = state.refusal.as_deref().unwrap_or("computing…");
        line(pen, &mut top, text, Role::Dim);
        return;
    };
    let outcome = plan.indicator(state.indicator);
    match slide {
        Slide::Headline => headline(pen, top, state, plan, outcome),
        Slide::Dots => dots(pen, top, state, plan, outcome),
        Slide::Fan => fan(pen, top, state, plan, outcome),
        Slide::Plan => levers(pen, top, state, plan),
    }
}

/// Name of the thing, and where and when.
fn head(pen: &mut Pen<'_>, top: &mut Rect, state: &State, slide: Slide) {
    let plan = state.plan();
    let place = state.basis.evidence.place_name(&plan.place);
    let sector = state.basis.evidence.sector(&plan.sector).map_or("", |s| s.name.as_str());
    let title = if slide == Slide::Plan { String::from("The plan") } else { cards::title(state, state.indicator) };
    line(pen, top, &title.to_uppercase(), Role::Accent);
    let year = state.scenario.last_year();
    let long = format!("{place}, {sector}: by {year}, compared with no new policy");
    let short = format!("{place}: by {year}, compared with no new policy");
    let text = if pen.width(&long) <= top.width { long } else { short };
    line(pen, top, &text, Role::Text);
}

/// The range as large as it goes, counts, twenty dots, how sure that is.
fn headline(pen: &mut Pen<'_>, area: Rect, state: &State, plan: &PlanOutcome, outcome: &IndicatorOutcome) {
    let mut foot = area;
    let floor = feet(pen, &mut foot, state, plan, outcome);
    let mut top = Rect { height: floor.saturating_sub(area.y), ..area };
    let (text, said) = figure(state, plan, outcome);
    let counted = counted(state, outcome);
    let below = lines_of(&said, area.width) + if counted.is_some() { 4 } else { 0 };
    let room = top.height.saturating_sub(below);
    let big = Big::fit(&text, area.width, room, pen.look.ascii());
    // What is left over stands above, between and below.
    let used = big.as_ref().map_or(1, Big::height) + below;
    let gap = (top.height.saturating_sub(used) / 3).min(4);
    skip(&mut top, gap);
    match big {
        Some(big) => {
            big.draw(pen, top, Role::Title);
            skip(&mut top, big.height());
        }
        None => line(pen, &mut top, &text, Role::Title),
    }
    skip(&mut top, gap.min(1));
    paragraph(pen, &mut top, &said, Role::Text);
    if let Some(counts) = counted {
        skip(&mut top, gap.saturating_sub(1));
        let text = sentence(pen, counts, top.width);
        line(pen, &mut top, &text, Role::Title);
        let air = u16::from(top.height > 2);
        skip(&mut top, air);
        row_of_dots(pen, top, counts);
    }
}

/// "16 of 20" large, the dots, and where they lie.
fn dots(pen: &mut Pen<'_>, area: Rect, state: &State, plan: &PlanOutcome, outcome: &IndicatorOutcome) {
    let Some(counts) = counted(state, outcome) else {
        headline(pen, area, state, plan, outcome);
        return;
    };
    let mut top = area;
    skip(&mut top, u16::from(area.height >= 20));
    let text = format!("{} of {}", counts.above, words::FUTURES);
    let room = (area.height / 2).max(7);
    if let Some(big) = Big::fit(&text, area.width, room, pen.look.ascii()) {
        big.draw(pen, top, Role::Title);
        skip(&mut top, big.height() + 1);
    }
    let text = sentence(pen, counts, top.width);
    line(pen, &mut top, &text, Role::Title);
    let height = row_of_dots(pen, top, counts);
    let air = u16::from(top.height > height + 4);
    skip(&mut top, height + air);
    if top.height >= 3 {
        let lower_better = outcome.indicator == Indicator::PublicCostPv;
        strip::draw(pen, top, &outcome.futures, lower_better);
    }
}

/// The years over the whole window.
fn fan(pen: &mut Pen<'_>, area: Rect, state: &State, plan: &PlanOutcome, outcome: &IndicatorOutcome) {
    let mut top = area;
    let (text, said) = figure(state, plan, outcome);
    paragraph(pen, &mut top, &format!("{text}  {said}"), Role::Title);
    skip(&mut top, u16::from(area.height >= 20));
    let mut foot = Rect { height: 1, y: area.bottom() - 1, ..area };
    lever_line(pen, &mut foot, state);
    let chart = Rect { height: top.height.saturating_sub(2), ..top };
    cards::draw_chart(pen, chart, state, outcome);
}

/// Each lever that is on, in words, and the one that is chosen.
fn levers(pen: &mut Pen<'_>, area: Rect, state: &State, plan: &PlanOutcome) {
    let mut top = area;
    let cost = words::range(&plan.appraisal.public_cost, Unit::MillionPounds).replace('+', "");
    if state.nothing_on() {
        line(pen, &mut top, "No lever is on: no change from baseline", Role::Title);
    } else {
        line(pen, &mut top, &format!("Public cost, present value: {cost}"), Role::Title);
    }
    let on: Vec<usize> = (0..state.basis.model.levers.len())
        .filter(|i| *i == state.lever || state.plan().on().any(|(id, _)| *id == state.basis.model.levers[*i].id))
        .collect();
    let step = if usize::from(top.height) > 3 * on.len() + 1 { 3 } else { 2 };
    let room = usize::from(top.height.saturating_sub(1) / step).max(1);
    let chosen = on.iter().position(|i| *i == state.lever).unwrap_or(0);
    let first = (chosen + 1).saturating_sub(room);
    for i in on.iter().skip(first).take(room) {
        skip(&mut top, step - 1);
        let lever = &state.basis.model.levers[*i];
        let words = in_words(&state.basis, &lever.id, state.plan().levers.get(&lever.id));
        let here = *i == state.lever;
        let mark = if here { "▸ " } else { "  " };
        line(
            pen,
            &mut top,
            &format!("{mark}{}: {words}", lever.label),
            if here { Role::Selected } else { Role::Title },
        );
    }
}

/// The figure in large letters, and what is said beside it: unit, share of futures, middle.
fn figure(state: &State, plan: &PlanOutcome, outcome: &IndicatorOutcome) -> (String, String) {
    let indicator = outcome.indicator;
    if state.nothing_on() || cards::unmoved(outcome) {
        return (String::from("no change"), String::from("no change from baseline in any future"));
    }
    let outside = "8 futures in 10 lie within";
    if indicator == Indicator::ValueForMoney {
        let lines = cards::value_lines(plan);
        let said: Vec<&str> = lines.iter().skip(1).map(|(text, _)| text.as_str()).collect();
        let here = plan.appraisal.gva_per_pound_place.as_ref();
        let range = here.map_or(words::NOT_QUANTIFIED.to_owned(), |q| words::range(q, Unit::Ratio).replace('+', ""));
        return (range, format!("£ of GVA here per £1 of public cost. {}", said.join(". ")));
    }
    let unit = Unit::of_change(indicator, state.places());
    let Some(last) = outcome.change.last() else { return (words::NOT_QUANTIFIED.to_owned(), String::new()) };
    let range = words::range(last, unit);
    let plus = if indicator == Indicator::PublicCostPv { "" } else { "+" };
    // The unit stands in words below, so that the figure has the width to itself.
    let tails = [" pp of UK", " % of UK", " an hour", " points", " jobs", " pp", " %", "£", "m"];
    let text = tails.iter().fold(range, |t, tail| t.replace(tail, "")).replace('+', plus);
    let unit_words = match unit {
        Unit::Points => "percentage points",
        Unit::PointsOfUk => "percentage points of the UK figure",
        Unit::Percent => "per cent",
        Unit::PercentOfUk => "per cent of the UK figure",
        Unit::Score => "points of a score between 0 and 1",
        Unit::MillionPounds => "£ million",
        Unit::PoundsAnHour => "£ an hour",
        Unit::Jobs => "jobs",
        Unit::Ratio | Unit::Index => "as a ratio",
    };
    let middle =
        words::range_and_middle(last, unit).rsplit_once("middle ").map_or(String::new(), |(_, m)| m.to_owned());
    (text, format!("{unit_words}; {outside}, middle {middle}"))
}

/// How many futures lie above, for indicators that are a change.
fn counted(state: &State, outcome: &IndicatorOutcome) -> Option<Counts> {
    let money = matches!(outcome.indicator, Indicator::PublicCostPv | Indicator::ValueForMoney);
    (!money && !state.nothing_on() && !cards::unmoved(outcome)).then(|| cards::counts(outcome))
}

/// The counts in words, in the longest form that fits.
fn sentence(pen: &Pen<'_>, counts: Counts, width: u16) -> String {
    let mut text = format!("Above no new policy {}", words::in_futures(counts.above));
    for (n, name) in [(counts.same, "same"), (counts.below, "below")] {
        if n > 0 {
            use std::fmt::Write as _;
            let _ = write!(text, ", {name} in {n}");
        }
    }
    if pen.width(&text) <= width { text } else { counts.sentence() }
}

/// Twenty dots in a row: full above, a bar for no difference, a ring below. Returns the rows they take.
fn row_of_dots(pen: &mut Pen<'_>, area: Rect, counts: Counts) -> u16 {
    let count = u16::try_from(words::FUTURES).unwrap_or(20);
    let sizes = [(6, 3, 3), (4, 2, 2), (3, 2, 1), (2, 2, 1), (2, 1, 1)];
    let fits = |(w, h, gap): &(u16, u16, u16)| count * w + (count - 1) * gap <= area.width && *h <= area.height;
    let Some((w, h, gap)) = sizes.into_iter().find(fits) else { return 0 };
    for i in 0..words::FUTURES {
        let x = area.x + u16::try_from(i).unwrap_or(0) * (w + gap);
        let (kind, role) = match i {
            i if i < counts.above => (Kind::Full, Role::Better),
            i if i < counts.above + counts.same => (Kind::Bar, Role::Text),
            _ => (Kind::Ring, Role::Worse),
        };
        dot(pen, Rect { x, y: area.y, width: w, height: h }, kind, role);
    }
    h
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Full,
    Bar,
    Ring,
}

/// A dot from the nine parts of its shape: corners, edges and middle.
fn dot(pen: &mut Pen<'_>, area: Rect, kind: Kind, role: Role) {
    let style = pen.style(role);
    let ascii = pen.look.ascii();
    // A bar takes one row: the lower of two, the middle of three.
    let low = if area.height == 2 { ["▀", "="] } else { [" "; 2] };
    let parts: [&str; 9] = match (kind, area.height == 1, ascii) {
        (Kind::Full, _, true) => ["#"; 9],
        (Kind::Full, true, false) => ["█"; 9],
        (Kind::Full, false, false) => ["▟", "█", "▙", "█", "█", "█", "▜", "█", "▛"],
        (Kind::Bar, true, _) => ["="; 9],
        (Kind::Bar, false, true) => [" ", " ", " ", "=", "=", "=", low[1], low[1], low[1]],
        (Kind::Bar, false, false) => [" ", " ", " ", "▀", "▀", "▀", low[0], low[0], low[0]],
        (Kind::Ring, true, _) => ["(", " ", ")", "(", " ", ")", "(", " ", ")"],
        (Kind::Ring, false, true) => ["/", "-", "\\", "|", " ", "|", "\\", "-", "/"],
        (Kind::Ring, false, false) => ["╭", "─", "╮", "│", " ", "│", "╰", "─", "╯"],
    };
    let third = |at: u16, first: u16, end: u16| match at {
        at if at == first => 0,
        at if at + 1 == end => 2,
        _ => 1,
    };
    for y in area.top()..area.bottom() {
        for x in area.left()..area.right() {
            let part = 3 * third(y, area.top(), area.bottom()) + third(x, area.left(), area.right());
            pen.cell(x, y, parts[part], style);
        }
    }
}

/// Grade, leap of faith, plan, chosen lever and what this is, from the bottom up; returns the row they begin on.
fn feet(pen: &mut Pen<'_>, area: &mut Rect, state: &State, plan: &PlanOutcome, outcome: &IndicatorOutcome) -> u16 {
    let mut said: Vec<(String, Role)> = Vec::new();
    if outcome.indicator != Indicator::PublicCostPv && !state.nothing_on() {
        let weak = matches!(outcome.grade, Grade::D | Grade::E);
        said.push((format!("Grade {}", wording::grade(outcome.grade)), if weak { Role::Warn } else { Role::Text }));
        if area.height >= 19 {
            let faith = wording::faith(outcome.grade, plan.links_judged, plan.links_total);
            said.extend(faith.map(|text| (text, Role::Warn)));
        }
    }
    said.push((plan_line(state), Role::Text));
    if area.height >= 17 {
        let short = "What the evidence suggests could change. Not a forecast.";
        let text = if pen.width(wording::TITLE_LINE) <= area.width { wording::TITLE_LINE } else { short };
        said.push((text.to_owned(), Role::Dim));
    }
    let height = u16::try_from(said.len()).unwrap_or(0) + 1;
    let floor = area.bottom().saturating_sub(height);
    let mut foot = Rect { y: floor, height, ..*area };
    for (text, role) in said {
        line(pen, &mut foot, &text, role);
    }
    lever_line(pen, &mut foot, state);
    floor
}

fn plan_line(state: &State) -> String {
    let on: Vec<String> = state
        .plan()
        .on()
        .map(|(id, setting)| {
            let label = state.basis.model.lever(id).map_or(id.as_str(), |l| l.label.as_str());
            let words = in_words(&state.basis, id, Some(setting));
            format!("{label} {}", words.split(',').next().unwrap_or(&words))
        })
        .collect();
    if on.is_empty() { String::from("Plan: no lever is on") } else { format!("Plan: {}", on.join("; ")) }
}

/// The lever that the keys move, with its amount.
fn lever_line(pen: &mut Pen<'_>, area: &mut Rect, state: &State) {
    let Some(lever) = state.selected_lever() else { return };
    let words = in_words(&state.basis, &lever.id, state.plan().levers.get(&lever.id));
    let beyond = if state.lever_row(lever).beyond() { " (beyond the evidence)" } else { "" };
    line(pen, area, &format!("▸ {}: {words}{beyond}", lever.label), Role::Title);
}

/// The keys, or what there is to say.
fn keys(pen: &mut Pen<'_>, area: Rect, state: &State, hits: &mut HitMap) {
    if let Some(notice) = &state.notice {
        pen.put(area.x, area.y, area.width, notice, Role::Accent);
        return;
    }
    let ascii = pen.look.ascii();
    let arrows = |a: &'static str, words: &'static str| if ascii { words } else { a };
    let all = [
        (arrows("←→", "Left/Right"), CommandId::PresentPrevious),
        (arrows("↑↓", "Up/Down"), CommandId::PresentSlide),
        ("Tab", CommandId::PaneNext),
        ("- +", CommandId::PresentRaise),
        ("Esc", CommandId::PresentLeave),
    ];
    let mut x = area.x;
    for (key, id) in all {
        let word = if id == CommandId::PaneNext { "lever" } else { id.row().footer.unwrap_or(id.row().title) };
        let start = x;
        x = pen.put(x, area.y, area.right().saturating_sub(x), key, Role::Key);
        x = pen.put(x + 1, area.y, area.right().saturating_sub(x + 1), word, Role::Dim);
        hits.add(Rect { x: start, width: x - start, ..area }, Target::Command(id));
        x += 2;
    }
}

/// One line at the top of what is left.
fn line(pen: &mut Pen<'_>, left: &mut Rect, text: &str, role: Role) {
    if left.height > 0 {
        pen.put(left.x, left.y, left.width, text, role);
        skip(left, 1);
    }
}

/// A text over as many lines as it needs.
fn paragraph(pen: &mut Pen<'_>, left: &mut Rect, text: &str, role: Role) {
    for part in wrap(text, usize::from(left.width)) {
        line(pen, left, &part, role);
    }
}

fn lines_of(text: &str, width: u16) -> u16 {
    u16::try_from(wrap(text, usize::from(width)).len()).unwrap_or(1)
}

fn skip(left: &mut Rect, rows: u16) {
    let rows = rows.min(left.height);
    left.y += rows;
    left.height -= rows;
}
