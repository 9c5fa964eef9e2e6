//! Ballots coming in: the line that is typed into, how many came, and where phones send theirs.

use ratatui::layout::Rect;

use super::super::look::Role;
use super::super::pen::Pen;
use super::{keys, line, paragraph, skip};
use crate::report::room::range_in_words;
use crate::roundtable::Answer;
use crate::tui::app::roundtable::{Table, came, form};
use crate::tui::app::{CommandId, State};
use crate::tui::view::qr;

/// Columns in which amounts of the last ballot are read back.
const READ: u16 = 6;

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
    // The picture for phones stands at the right where there is room for it; whoever types has it on the wall.
    let cramped = table.typing.on && top.height < 20;
    if let Some(phones) = table.phones.as_ref().filter(|_| !cramped) {
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
    let came = came(table, round);
    let numbered = crate::report::words::count(came.typed as u64, "ballot", "ballots");
    let elsewhere = if came.elsewhere > 0 { format!(", {} from elsewhere", came.elsewhere) } else { String::new() };
    line(pen, &mut top, &format!("{numbered} typed{elsewhere}"), Role::Title);
    let mut cursor = None;
    if table.typing.on {
        cursor = Some(field(pen, top, table));
        skip(&mut top, 1);
    } else {
        let made = question.rehearsal.then_some((CommandId::RoundMadeUp, "made-up ballots"));
        let usual = [(CommandId::RoundAct, "types ballots"), (CommandId::RoundBallot, "closes")];
        keys(pen, top, state, &usual.into_iter().chain(made).collect::<Vec<_>>());
        skip(&mut top, 1);
    }
    if let Some(problem) = &table.typing.problem {
        paragraph(pen, &mut top, problem, Role::Warn);
    } else if let Some(taken) = &table.typing.last {
        paragraph(pen, &mut top, &taken.says, Role::Accent);
    }
    if !cramped {
        skip(&mut top, 1);
    }
    names(pen, &mut top, table);
    if table.typing.on {
        paragraph(pen, &mut top, &form(question), Role::Dim);
    }
    cursor
}

/// The levers or scenarios by their number on the paper, and before them what the last ballot says on each.
fn names(pen: &mut Pen<'_>, top: &mut Rect, table: &Table) {
    let Some(question) = table.question() else { return };
    let last = table.typing.last.as_ref().filter(|_| table.typing.problem.is_none()).map(|taken| &taken.answer);
    let mut say = |i: usize, read: Option<String>, text: &str| {
        if top.height == 0 {
            return;
        }
        let number = pen.put(top.x, top.y, top.width, &format!("{} ", i + 1), Role::Text);
        let room = if last.is_some() { READ } else { 0 };
        if let Some(read) = read {
            pen.put_right(number + room - 1, top.y, room - 1, &read, Role::Accent);
        }
        pen.put(number + room, top.y, top.right().saturating_sub(number + room), text, Role::Text);
        skip(top, 1);
    };
    for (i, lever) in question.levers.iter().enumerate() {
        let read = last.and_then(|answer| match answer {
            Answer::Package(amounts) => amounts.get(i).map(ToString::to_string),
            Answer::Approval(_) => None,
        });
        say(i, read, &format!("{}: {}", lever.name, range_in_words(lever)));
    }
    for (i, choice) in question.choices.iter().enumerate() {
        let yes = matches!(last, Some(Answer::Approval(all)) if all.contains(&i));
        say(i, yes.then(|| String::from("yes")), &choice.name);
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
