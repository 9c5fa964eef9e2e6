//! The two columns that are set against each other: in words, and as twenty dots.

use ratatui::layout::Rect;

use crate::evidence::order::InOrder as _;
use crate::insight::compare::{Row, Rule};
use crate::model::Direction;
use crate::report::compare as said;
use crate::tui::app::State;
use crate::tui::app::compare::View;
use crate::tui::view::look::Role;
use crate::tui::view::pen::{Pen, wrap};
use crate::tui::view::strip;

/// What to do while nothing is beside the scenario.
const ALONE: &str = "Nothing is beside this scenario yet: a adds a worked example or one of yours; c pins a copy of it, so \
                     that you can move levers on Explore and see what that changes.";

/// Draws the lines below the table.
pub(super) fn draw(pen: &mut Pen<'_>, area: Rect, state: &State) {
    let mut area = area;
    if state.compare.pinned.is_empty() {
        area = paragraph(pen, area, ALONE, Role::Accent);
    }
    let Some(row) = state.compare.selected_row() else { return };
    match state.compare.view {
        View::Ranks(rule) => ranks(pen, area, state, row, rule),
        View::Figures | View::Differences => pair(pen, area, state, row),
    }
}

/// Writes a paragraph; what is left below it comes back.
fn paragraph(pen: &mut Pen<'_>, area: Rect, text: &str, role: Role) -> Rect {
    let mut y = area.y;
    let lines = wrap(text, usize::from(area.width));
    for (i, line) in lines.iter().enumerate() {
        if y >= area.bottom() {
            break;
        }
        // A sentence that does not end says so.
        let cut = y + 1 == area.bottom() && i + 1 < lines.len();
        let shown = if cut { format!("{line} …") } else { line.clone() };
        pen.put(area.x, y, area.width, &shown, role);
        y += 1;
    }
    Rect { y, height: area.bottom().saturating_sub(y), ..area }
}

fn pair(pen: &mut Pen<'_>, area: Rect, state: &State, row: &Row) {
    let name = said::label(&state.basis, row.measure);
    let Some((a, b)) = state.compare.pair() else {
        let text = format!("{name}: choose another column with ← → to set it against this one.");
        paragraph(pen, area, &text, Role::Dim);
        return;
    };
    let (first, second) = (said::column(a), said::column(b));
    match row.pair(a, b) {
        Some(Ok(pair)) => {
            let places = state.places();
            let rest = paragraph(pen, area, &format!("{name}: {}", said::sentence(&pair, a, b)), Role::Title);
            let ends = said::difference_ends(row.measure, &pair.difference, places);
            let range = said::range_and_middle(&ends, said::unit_name(row.measure, places));
            let which = match row.direction {
                Direction::Up => "more is better",
                Direction::Down => "less is better",
                Direction::Context => "neither more nor less is better",
            };
            let text = format!("{first} − {second}, future by future: {range}; {which}");
            let rest = paragraph(pen, rest, &text, Role::Text);
            let by = said::factor(row.measure, places);
            let futures: Vec<f64> = pair.futures.iter().map(|f| f * by).collect();
            strip::draw(pen, rest, &futures, row.direction != Direction::Up);
        }
        Some(Err(why)) => {
            let text = format!("{name}, {first} and {second}: {}.", said::why(&why));
            paragraph(pen, area, &text, Role::Dim);
        }
        None => {}
    }
}

/// How the selected line is ranked by each rule.
fn ranks(pen: &mut Pen<'_>, area: Rect, state: &State, row: &Row, rule: Rule) {
    let name = said::label(&state.basis, row.measure);
    let standing = match &row.standing {
        Ok(standing) => standing,
        Err(why) => {
            paragraph(pen, area, &format!("{name}: {}.", said::why(why)), Role::Dim);
            return;
        }
    };
    let agree = if standing.rules_agree() { "the three rules agree" } else { "the three rules do not agree" };
    let mut rest = paragraph(pen, area, &format!("{name}: {agree}."), Role::Title);
    for each in Rule::ALL {
        let mut order: Vec<(usize, &str)> = standing
            .ranks(each)
            .iter()
            .enumerate()
            .filter_map(|(column, rank)| rank.map(|rank| (rank, said::column(column))))
            .collect();
        order.order_by_key(|(rank, _)| *rank);
        let order: Vec<String> = order.iter().map(|(rank, name)| format!("{rank} {name}")).collect();
        let role = if each == rule { Role::Text } else { Role::Dim };
        rest = paragraph(pen, rest, &format!("{}: {}", said::rule(each), order.join(", ")), role);
    }
    let rest = paragraph(pen, rest, said::rule_in_words(rule), Role::Dim);
    paragraph(pen, rest, "Each indicator on its own: no score is made of them. ◆: the rules do not agree.", Role::Dim);
}
