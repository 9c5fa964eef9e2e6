//! The window on the wall: the question, the step and its minutes, where phones send ballots while a round is open, and after the
//! reveal what the room said. Never a ballot before the reveal, never a note, never a reason that was not accepted.
//!
//! It is drawn from the session alone and takes no part in it.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::look::{Look, Role};
use super::pen::Pen;
use super::roundtable::{dots, line, paragraph, sheets, skip};
use super::{HEIGHT_MIN, WIDTH_MIN, ascii_only, big::Big, qr, too_small};
use crate::model::Basis;
use crate::report::room;
use crate::report::sheet::Sheet;
use crate::roundtable::StepKind;
use crate::tui::app::roundtable::{Part, Table, sheets_of};

/// Draws the whole window.
pub fn wall(basis: &Basis, table: &Table, look: &Look, buf: &mut Buffer) {
    let area = *buf.area();
    let mut pen = Pen { buf, look };
    pen.clear(area);
    if area.width < WIDTH_MIN || area.height < HEIGHT_MIN {
        too_small(&mut pen, area);
        return;
    }
    let inside = Rect { x: area.x + 2, y: area.y + 1, width: area.width - 4, height: area.height - 2 };
    let mut top = inside;
    head(&mut pen, &mut top, table);
    body(&mut pen, top, basis, table);
    if look.ascii() {
        ascii_only(pen.buf);
    }
}

/// Question, step and minutes.
fn head(pen: &mut Pen<'_>, top: &mut Rect, table: &Table) {
    let question = table.question().map_or_else(|| String::from("A question is being set up"), |q| q.heading());
    paragraph(pen, top, &question, Role::Title);
    let step = table.session.current().filter(|_| table.session.step_began.is_some());
    let text = step.map_or_else(String::new, |s| format!("{} · {}", s.title, table.time_left()));
    line(pen, top, &text, Role::Accent);
    skip(top, 1);
}

fn body(pen: &mut Pen<'_>, area: Rect, basis: &Basis, table: &Table) {
    let session = &table.session;
    if session.open.is_some() {
        return open(pen, area, table);
    }
    match table.kind() {
        StepKind::Welcome | StepKind::Question | StepKind::Ballot(_) => place(pen, area, table),
        StepKind::Reveal(_) if !table.sees() => wait(pen, area),
        StepKind::Reveal(_) | StepKind::Challenge | StepKind::Decide => part(pen, area, basis, table),
        StepKind::Actions => tables(pen, area, &[room::actions(session)]),
        StepKind::Close => tables(pen, area, &decided(table)),
    }
}

/// What the room sees before anything was answered.
fn place(pen: &mut Pen<'_>, area: Rect, table: &Table) {
    let Some(question) = table.question() else { return };
    tables(pen, area, &[room::question(question)]);
}

/// A ballot is open: where to send it, and the minutes in large figures.
fn open(pen: &mut Pen<'_>, area: Rect, table: &Table) {
    let mut top = area;
    let round = table.session.open.map_or("", |r| r.words());
    line(pen, &mut top, &format!("The {round} ballot is open. Fill in yours in silence."), Role::Title);
    if let Some(phones) = &table.phones {
        let (width, height) = qr::size(&phones.dots);
        if width < top.width && height <= top.height {
            qr::draw(pen, Rect { x: top.right().saturating_sub(width), width, ..top }, &phones.dots);
            top.width = top.width.saturating_sub(width + 2);
        }
        skip(&mut top, 1);
        paragraph(pen, &mut top, "By phone, in this network:", Role::Text);
        paragraph(pen, &mut top, &phones.url, Role::Title);
        paragraph(pen, &mut top, &format!("Join code: {}", phones.code), Role::Title);
        skip(&mut top, 1);
        paragraph(pen, &mut top, "Or on paper. You may change yours until the ballot closes.", Role::Text);
    } else {
        skip(&mut top, 1);
        paragraph(pen, &mut top, "On paper. No names. You may change yours until the ballot closes.", Role::Text);
    }
    skip(&mut top, 1);
    // Rounded up, as the words beside the step are.
    let minutes = (table.session.clock(table.now).left().num_seconds().max(0) + 59) / 60;
    if let Some(big) = Big::fit(&minutes.to_string(), top.width, top.height.saturating_sub(1), pen.look.ascii()) {
        big.draw(pen, top, Role::Title);
        skip(&mut top, big.height());
        line(pen, &mut top, "minutes left", Role::Text);
    }
}

/// Between ballot and reveal.
fn wait(pen: &mut Pen<'_>, area: Rect) {
    let mut top = area;
    skip(&mut top, 1);
    paragraph(pen, &mut top, "The ballot is closed. The room's answers come next.", Role::Title);
}

/// What the facilitator shows of what may be seen.
fn part(pen: &mut Pen<'_>, area: Rect, basis: &Basis, table: &Table) {
    let mut top = area;
    match table.part() {
        Part::Room if table.sees() => dots::draw(pen, &mut top, table, None),
        Part::Camps | Part::Guesses | Part::Packages | Part::Movement => {
            let all = sheets_of(basis, table, table.part());
            if all.is_empty() { rest(pen, top, basis, table) } else { tables(pen, top, &all) }
        }
        Part::Reasons if table.sees() => reasons(pen, top, table),
        _ => rest(pen, top, basis, table),
    }
}

/// What a step shows when none of its parts is chosen that the room may see.
fn rest(pen: &mut Pen<'_>, area: Rect, basis: &Basis, table: &Table) {
    let mut top = area;
    match table.kind() {
        StepKind::Challenge => {
            let mut all = vec![room::challenges(&table.session)];
            all.extend(sheets_of(basis, table, Part::Packages));
            tables(pen, top, &all);
        }
        StepKind::Decide => tables(pen, top, &decided(table)),
        _ if table.sees() => dots::draw(pen, &mut top, table, None),
        _ => wait(pen, top),
    }
}

fn decided(table: &Table) -> Vec<Sheet> {
    let Some(question) = table.question() else { return Vec::new() };
    let mut all = vec![room::decision(question, &table.session)];
    all.extend(room::dissent(&table.session));
    if table.kind() == StepKind::Close {
        all.push(room::actions(&table.session));
    }
    all
}

/// Reasons that were accepted.
fn reasons(pen: &mut Pen<'_>, area: Rect, table: &Table) {
    let mut top = area;
    line(pen, &mut top, "Reasons given", Role::Accent);
    let all = table.session.round(table.round()).accepted();
    if all.is_empty() {
        line(pen, &mut top, "None yet.", Role::Text);
    }
    for reason in all {
        paragraph(pen, &mut top, &format!("“{reason}”"), Role::Title);
    }
}

fn tables(pen: &mut Pen<'_>, area: Rect, all: &[Sheet]) {
    sheets(pen, area, all, 0);
}
