//! Draws Insight: the questions by name, the one shown in full, and its answer.

mod answer;
mod frontier;
mod tornado;
mod waterfall;

use ratatui::layout::Rect;

use crate::report::weigh;
use crate::tui::app::commands::CommandId;
use crate::tui::app::insight::{Page, Topic};
use crate::tui::app::{Screen, State, Target};
use crate::tui::view::hit::HitMap;
use crate::tui::view::look::Role;
use crate::tui::view::pen::Pen;

/// Draws the screen between top bar and footer.
pub(super) fn draw(pen: &mut Pen<'_>, area: Rect, state: &State, hits: &mut HitMap) {
    let title = format!("{}: {}", Screen::Insight.label(), Screen::Insight.question());
    let inside = pen.frame(area, &title, true);
    let tabs_high = tabs(pen, inside, state, hits);
    let body = Rect {
        x: inside.x + 1,
        y: inside.y + tabs_high,
        width: inside.width.saturating_sub(2),
        height: inside.height.saturating_sub(tabs_high),
    };
    let topic = state.insight.topic;
    let mut y = pen.paragraph(body, topic.question(), Role::Title);
    if let Some(said) = state.insight.options.said(topic, &state.basis) {
        let key = state.keymap.shown(CommandId::InsightOptions, pen.look.ascii());
        let rest = Rect { y, height: body.bottom().saturating_sub(y), ..body };
        y = pen.paragraph(rest, &format!("{said} {key} changes that."), Role::Dim);
    }
    let body = Rect { y, height: body.bottom().saturating_sub(y), ..body };
    hits.seen.rows = usize::from(body.height.saturating_sub(2).max(1));
    match state.insight_page() {
        None => {
            let y = pen.paragraph(body, &invitation(state), Role::Text);
            let rest = Rect { y, height: body.bottom().saturating_sub(y), ..body };
            pen.paragraph(rest, &format!("Without the screen: {}", topic.twin()), Role::Dim);
        }
        Some(Page::Working { done, .. }) => working(pen, body, state, *done),
        Some(Page::Refused(why)) => {
            pen.paragraph(body, why, Role::Warn);
        }
        Some(Page::Ready { of, sheets }) => {
            let body = if state.insight_is_current() {
                body
            } else {
                let about = of.scenarios.first().map_or("", |s| s.title.as_str());
                let key = state.keymap.shown(CommandId::InsightAsk, pen.look.ascii());
                let text = format!("For “{about}” as it was when this was asked; {key} asks again.");
                let y = pen.paragraph(body, &text, Role::Warn);
                Rect { y, height: body.bottom().saturating_sub(y), ..body }
            };
            answer::draw(pen, body, sheets, state.insight.scroll);
        }
    }
}

/// Names of the questions, as many lines as they need; their height comes back.
fn tabs(pen: &mut Pen<'_>, area: Rect, state: &State, hits: &mut HitMap) -> u16 {
    let (mut x, mut y) = (area.x, area.y);
    for (i, topic) in Topic::ALL.into_iter().enumerate() {
        let here = topic == state.insight.topic;
        let mark = match state.insight.pages.get(&topic) {
            Some(Page::Ready { .. }) => "·",
            Some(Page::Working { .. }) => "…",
            _ => " ",
        };
        let text = format!("{}{}{mark}", if here { "▸" } else { " " }, topic.label());
        let width = pen.width(&text);
        if x + width > area.right() {
            (x, y) = (area.x, y + 1);
        }
        let role = if here { Role::Selected } else { Role::Dim };
        let end = pen.put(x, y, width, &text, role);
        hits.add(Rect { x, y, width, height: 1 }, Target::Item(i));
        x = end;
    }
    y - area.y + 1
}

fn invitation(state: &State) -> String {
    let topic = state.insight.topic;
    let of = state.asked_of(topic);
    let titles: Vec<String> = of.scenarios.iter().map(|s| format!("“{}”", s.title)).collect();
    let key = state.keymap.shown(CommandId::InsightAsk, true);
    let more = if topic.of_several() && of.scenarios.len() < 2 {
        " Scenarios pinned on Compare (c on Explore) are taken in too."
    } else {
        ""
    };
    let judged = if topic.takes_measure() {
        let other = state.keymap.shown(CommandId::InsightMeasure, true);
        format!(" Judged by {}; {other} chooses.", weigh::yardstick(&state.basis, of.yardstick))
    } else {
        String::new()
    };
    format!(
        "{key} works it out for {}.{judged}{more} In the language of the field: {}.",
        titles.join(", "),
        topic.term()
    )
}

fn working(pen: &mut Pen<'_>, area: Rect, state: &State, thousandths: u16) {
    let stop = state.keymap.shown(CommandId::InsightStop, pen.look.ascii());
    let text = format!("Working it out: {} %. {stop} gives up; every other key goes on as usual.", thousandths / 10);
    let y = pen.paragraph(area, &text, Role::Text);
    let wide = area.width.min(40);
    let done = u32::from(wide) * u32::from(thousandths.min(1000)) / 1000;
    let done = u16::try_from(done).unwrap_or(0);
    pen.put(area.x, y, done, &"█".repeat(usize::from(done)), Role::BarOn);
    pen.put(area.x + done, y, wide - done, &"░".repeat(usize::from(wide - done)), Role::Dim);
}
