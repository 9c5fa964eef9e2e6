//! What can be done next, and how much work stands behind the figures.

use ratatui::layout::Rect;

use super::hit::HitMap;
use super::look::Role;
use super::pen::Pen;
use crate::report::words;
use crate::tui::app::commands::Scope;
use crate::tui::app::{COMMANDS, Chord, CommandId, Key, Pane, Screen, State, Target};

/// Draws the last line.
pub(super) fn draw(pen: &mut Pen<'_>, area: Rect, state: &State, hits: &mut HitMap) {
    let work = work(state, area.width);
    let work_width = pen.width(&work);
    let room = area.width.saturating_sub(work_width + 3);
    if state.roundtable.types() && state.overlays.is_empty() && state.screen == Screen::Roundtable {
        let told = "⏎ takes the line · ↑ the last one · u undo · Esc leaves the line";
        let told = if pen.look.ascii() { told.replace('⏎', "Enter").replace('↑', "Up") } else { told.to_owned() };
        pen.put(area.x + 1, area.y, room, &told, Role::Dim);
    } else if let Some(notice) = &state.notice {
        pen.put(area.x + 1, area.y, room, notice, Role::Accent);
    } else {
        keys(pen, Rect { x: area.x + 1, width: room, ..area }, state, hits);
    }
    pen.put_right(area.right() - 1, area.y, work_width, &work, Role::Dim);
}

/// Order in which commands take the room there is.
const ORDER: [CommandId; 15] = [
    CommandId::LeverRaise,
    CommandId::CardDown,
    CommandId::WhyHere,
    CommandId::Help,
    CommandId::WhyMoved,
    CommandId::Place,
    CommandId::Sector,
    CommandId::Palette,
    CommandId::ComparePin,
    CommandId::Undo,
    CommandId::LeverType,
    CommandId::ChartMode,
    CommandId::Save,
    CommandId::Open,
    CommandId::LeverRaiseCoarse,
];

fn keys(pen: &mut Pen<'_>, area: Rect, state: &State, hits: &mut HitMap) {
    let ascii = pen.look.ascii();
    let usable = |id: &CommandId| {
        let row = id.row();
        let doubled = *id == CommandId::WhyMoved && state.focus() == Pane::Indicators;
        row.scope.covers(state.focus()) && (row.enabled)(state).is_ok() && !doubled
    };
    let together = |ids: &[CommandId]| {
        let keys: Vec<Chord> = ids.iter().filter_map(|id| state.keymap.keys(*id).first().copied()).collect();
        joined(&keys, ascii)
    };
    let label = |id: CommandId| {
        let keys = match id {
            CommandId::LeverRaise => together(&[CommandId::LeverLower, id]),
            CommandId::LeverRaiseCoarse => together(&[CommandId::LeverLowerCoarse, id]),
            CommandId::CardDown => together(&[CommandId::CardUp, id, CommandId::CardPrevious, CommandId::CardNext]),
            CommandId::CompareRight => together(&[CommandId::CompareLeft, id]),
            CommandId::CompareDown => together(&[CommandId::CompareUp, id]),
            _ => together(&[id]),
        };
        (keys, id.row().footer.unwrap_or(id.row().title))
    };
    let mut left = area.width;
    let mut chosen = Vec::new();
    let own = COMMANDS.iter().filter(|c| c.scope != Scope::Everywhere && c.footer.is_some()).map(|c| c.id);
    let order: Vec<CommandId> = match state.screen {
        Screen::Explore => ORDER.to_vec(),
        _ => own.chain(ORDER).collect(),
    };
    for id in order.into_iter().filter(usable) {
        let (key, word) = label(id);
        let width = pen.width(&key) + 1 + pen.width(word) + 2;
        if width <= left + 2 {
            left = left.saturating_sub(width);
            chosen.push(id);
        }
    }
    // On the screen they stand in the order of the table.
    let mut x = area.x;
    for command in COMMANDS.iter().filter(|c| chosen.contains(&c.id)) {
        let (key, word) = label(command.id);
        let start = x;
        x = pen.put(x, area.y, area.right().saturating_sub(x), &key, Role::Key);
        x = pen.put(x + 1, area.y, area.right().saturating_sub(x + 1), word, Role::Dim);
        hits.add(Rect { x: start, y: area.y, width: x - start, height: 1 }, Target::Command(command.id));
        x += 2;
    }
}

/// Keys that belong together as people read them: `←→`, `⇧←→`, `h/l`.
fn joined(keys: &[Chord], ascii: bool) -> String {
    let shown: Vec<String> = keys.iter().map(|k| k.shown(ascii)).collect();
    if ascii && keys.len() == 4 && keys.iter().all(|k| matches!(k.key, Key::Up | Key::Down | Key::Left | Key::Right)) {
        return String::from("arrows");
    }
    let arrow = |s: &String| s.trim_start_matches('⇧').chars().all(|c| "←→↑↓".contains(c));
    match shown.as_slice() {
        all @ [_, _, ..] if all.iter().all(arrow) => {
            // The mark of shift stands once.
            let shift = if all.iter().all(|s| s.starts_with('⇧')) { "⇧" } else { "" };
            let bare: String = all.iter().map(|s| s.trim_start_matches('⇧')).collect();
            format!("{shift}{bare}")
        }
        all => all.join("/"),
    }
}

/// "10,240 draws of our assumptions · 9 ms"; honest about what is still on its way.
fn work(state: &State, width: u16) -> String {
    let Some(answer) = &state.answer else {
        return String::from(if state.refusal.is_some() { "no figures" } else { "computing…" });
    };
    let ms = (answer.micros + 500) / 1000;
    let draws = words::count(answer.projection.draws as u64, "draw", "draws");
    let more = if state.settled() { "" } else { "…" };
    if width >= 110 {
        format!("{draws} of our assumptions · {ms} ms{more}")
    } else {
        format!("{draws} · {ms} ms{more}")
    }
}
