//! Ballots coming in: the line that is typed into, how many came, and where phones send theirs.

use ratatui::layout::Rect;

use super::super::look::Role;
use super::super::pen::Pen;
use super::{keys, line, paragraph, skip};
use crate::report::room::range_in_words;
use crate::roundtable::Kind;
use crate::tui::app::roundtable::{Table, came, form};
use crate::tui::app::{CommandId, State};
use crate::tui::view::qr;

/// Draws the part; the cursor's place comes back while a ballot is typed.
pub(super) fn draw(pen: &mut Pen<'_>, area: Rect, state: &State, table: &Table) -> Option<(u16, u16)> {
    let mut top = area;
    let session = &table.session;
    let round = table.round();
    let open = session.open == Some(round);
    let question = table.question()?;
    line(pen, &mut top, &question.title, Role::Title);
    if !open {
        let closed = session.round(round).closed;
        let text = if closed {
            format!(
                "The {} ballot is closed; what came is kept. Opening it again takes more and changes.",
                round.words()
            )
        } else {
            format!("The {} ballot is not open yet.", round.words())
        };
        paragraph(pen, &mut top, &text, Role::Text);
        skip(&mut top, 1);
        let word = if closed { "opens it again and types ballots" } else { "opens it and types ballots" };
        keys(pen, top, state, &[(CommandId::RoundAct, word)]);
        skip(&mut top, 1);
        keys(pen, top, state, &[(CommandId::RoundNext, "next step"), (CommandId::RoundAgain, "run the round afresh")]);
        return None;
    }
    // The picture for phones stands at the right where there is room for it.
    if let Some(phones) = &table.phones {
        let (width, height) = qr::size(&phones.dots);
        let at = Rect { x: top.right().saturating_sub(width), width, ..top };
        if width + 28 <= top.width && height <= top.height {
            qr::draw(pen, at, &phones.dots);
            top.width = top.width.saturating_sub(width + 2);
        }
        line(pen, &mut top, &format!("Phones: {}", phones.url), Role::Text);
        line(pen, &mut top, &format!("Join code: {}", phones.code), Role::Title);
        skip(&mut top, 1);
    }
    let count = came(table, round).typed;
    let numbered = crate::report::words::count(count as u64, "ballot", "ballots");
    line(pen, &mut top, &format!("{numbered} typed"), Role::Title);
    let mut cursor = None;
    if table.typing.on {
        cursor = Some(field(pen, top, table));
        skip(&mut top, 1);
    } else {
        keys(pen, top, state, &[(CommandId::RoundAct, "types ballots"), (CommandId::RoundBallot, "closes")]);
        skip(&mut top, 1);
    }
    if let Some(problem) = &table.typing.problem {
        paragraph(pen, &mut top, problem, Role::Warn);
    } else if let Some((_, echo)) = &table.typing.last {
        paragraph(pen, &mut top, echo, Role::Accent);
    }
    skip(&mut top, 1);
    names(pen, &mut top, table);
    if table.typing.on {
        paragraph(pen, &mut top, &form(question), Role::Dim);
        paragraph(
            pen,
            &mut top,
            "↑ brings the last line back · u on an empty line undoes · Esc leaves the line",
            Role::Dim,
        );
    }
    cursor
}

/// Numbers of the levers, as on the paper.
fn names(pen: &mut Pen<'_>, top: &mut Rect, table: &Table) {
    let Some(question) = table.question() else { return };
    match question.kind {
        Kind::Package => {
            for (i, lever) in question.levers.iter().enumerate() {
                line(pen, top, &format!("{} {}: {}", i + 1, lever.name, range_in_words(lever)), Role::Text);
            }
        }
        Kind::Choice => {
            for (i, choice) in question.choices.iter().enumerate() {
                line(pen, top, &format!("{} {}", i + 1, choice.name), Role::Text);
            }
        }
    }
}

fn field(pen: &mut Pen<'_>, area: Rect, table: &Table) -> (u16, u16) {
    let row = Rect { height: 1, ..area };
    let style = pen.style(Role::Field);
    pen.buf.set_style(row.intersection(*pen.buf.area()), style);
    let mark = if pen.look.ascii() { "> " } else { "› " };
    pen.put(row.x, row.y, 2, mark, Role::Field);
    let text = table.typing.line.value();
    let room = usize::from(row.width.saturating_sub(4));
    let at = table.typing.line.visual_cursor();
    let skip = at.saturating_sub(room);
    let shown: String = text.chars().skip(skip).collect();
    pen.put(row.x + 2, row.y, row.width.saturating_sub(3), &shown, Role::Field);
    let x = u16::try_from(at - skip.min(at)).unwrap_or(0);
    (row.x + 2 + x.min(row.width.saturating_sub(3)), row.y)
}
