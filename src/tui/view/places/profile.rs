//! The profile of a place: against the United Kingdom, its sectors, the places most like it, income and pay, history.

use ratatui::layout::Rect;

use crate::evidence::Place;
use crate::report::places::map::short;
use crate::report::places::profile::Profile;
use crate::report::places::{Atlas, FORMER, Point, title};
use crate::report::sheet::Datum;
use crate::report::words;
use crate::tui::app::{State, Target};
use crate::tui::view::hit::HitMap;
use crate::tui::view::look::Role;
use crate::tui::view::pen::{Pen, Piece, Pieces, wrap};

/// The pane beside the map: the group once there is one, else the selected place; as much as there is room for.
pub(super) fn pane(pen: &mut Pen<'_>, area: Rect, state: &State) {
    let p = &state.places_screen;
    let Some(shown) = p.total.as_ref().or(p.profile.as_ref()) else { return };
    draw(pen, area, (state, shown), 0, false);
}

/// The profile over the whole screen; the group's stands beside it where there is room.
pub(super) fn whole(pen: &mut Pen<'_>, area: Rect, state: &State, hits: &mut HitMap) {
    let p = &state.places_screen;
    hits.add(area, Target::Body);
    hits.seen.rows = usize::from(area.height.saturating_sub(3)).max(1);
    match (&p.profile, &p.total) {
        (Some(own), Some(total)) if area.width >= 150 => {
            let half = area.width / 2;
            draw(pen, Rect { width: half, ..area }, (state, own), p.scroll, true);
            draw(pen, Rect { x: area.x + half, width: area.width - half, ..area }, (state, total), p.scroll, false);
        }
        (Some(own), _) => draw(pen, area, (state, own), p.scroll, true),
        (None, _) => {}
    }
}

fn draw(
    pen: &mut Pen<'_>,
    area: Rect,
    (state, shown): (&State, &Result<Box<Profile>, String>),
    scroll: usize,
    heavy: bool,
) {
    let Some(atlas) = state.places_screen.atlas.as_ref() else { return };
    let head = match shown {
        Ok(profile) => title(&state.basis.evidence, &profile.place),
        Err(_) => String::from("Profile"),
    };
    let inside = pen.frame(area, &head, heavy);
    let width = usize::from(inside.width.saturating_sub(2)).max(20);
    let lines = match shown {
        Ok(profile) => lines(state, atlas, profile, (width, pen.look.ascii())),
        Err(why) => wrap(why, width).into_iter().map(|l| vec![(l, Role::Warn)]).collect(),
    };
    let room = usize::from(inside.height);
    let from = scroll.min(lines.len().saturating_sub(room));
    for (y, line) in (inside.y..inside.bottom()).zip(lines.iter().skip(from)) {
        pen.pieces(inside.x + 1, y, inside.width.saturating_sub(2), line);
    }
    if lines.len() > room {
        let more = if heavy {
            format!(" {}–{} of {} ↑↓ ", from + 1, from + room, lines.len())
        } else {
            String::from(" Enter: more ")
        };
        pen.put_right(
            area.right().saturating_sub(2),
            area.bottom() - 1,
            area.width.saturating_sub(4),
            &more,
            Role::Dim,
        );
    }
}

fn heading(text: &str) -> Pieces {
    vec![(text.to_owned(), Role::Title)]
}

/// Every line of a profile.
fn lines(state: &State, atlas: &Atlas, profile: &Profile, (width, ascii): (usize, bool)) -> Vec<Pieces> {
    let mut out = quotients(state, profile, (width, ascii));
    out.push(Vec::new());
    out.extend(context(state, atlas, profile, (width, ascii)));
    out.push(Vec::new());
    out.extend(numbers(state, atlas, profile, width));
    out.push(Vec::new());
    out.extend(like(state, atlas, profile, width));
    if profile.former(&state.basis) {
        out.push(Vec::new());
        out.extend(wrap(FORMER, width).into_iter().map(|l| vec![(l, Role::Dim)]));
    }
    for warning in &profile.warnings {
        out.extend(wrap(warning, width).into_iter().map(|l| vec![(l, Role::Warn)]));
    }
    out
}

/// Location quotients as bars; the mark stands at 1, the share of the United Kingdom.
fn quotients(state: &State, profile: &Profile, (width, ascii): (usize, bool)) -> Vec<Pieces> {
    let mut out = vec![heading("Location quotients (UK share of jobs = 1)")];
    let (full, empty, one) = if ascii { ("#", ".", "|") } else { ("█", "·", "│") };
    let names = if width < 56 { 20 } else { 27 };
    let room = width.saturating_sub(names + 18).clamp(6, 40);
    for q in &profile.quotients {
        // The bar ends at twice the share of the United Kingdom.
        let cells = (0..room).map(|i| {
            let at =
                2.0 * (f64::from(u16::try_from(i).unwrap_or(0)) + 0.5) / f64::from(u16::try_from(room).unwrap_or(1));
            if i == room / 2 {
                one
            } else if at <= q.quotient {
                full
            } else {
                empty
            }
        });
        let own = q.sector == state.plan().sector;
        let role = if own { Role::Accent } else { Role::Text };
        out.push(vec![
            (format!("{:<names$}", short_name(&q.name, names - 1)), role),
            (cells.collect(), Role::BarOn),
            (format!(" {:>5}", words::figure(q.quotient)), role),
            (format!("  {} jobs", short(q.jobs)), Role::Dim),
        ]);
    }
    out
}

/// Cells for a name before two columns of figures.
const fn name_width(width: usize) -> usize {
    if width < 56 { 24 } else { 34 }
}

fn short_name(name: &str, width: usize) -> String {
    if name.chars().count() <= width { name.to_owned() } else { name.chars().take(width - 1).chain(['…']).collect() }
}

/// Starting numbers of the sector against the United Kingdom.
fn numbers(state: &State, atlas: &Atlas, profile: &Profile, width: usize) -> Vec<Pieces> {
    let sheet = profile.numbers(&state.basis, atlas);
    let sector = state.basis.evidence.sector(&profile.sector).map_or("", |s| s.name.as_str());
    let mut out = vec![heading(&format!("Starting numbers, {}", sector.to_lowercase()))];
    let names = name_width(width);
    let range = if width >= 56 { "  8 in 10" } else { "" };
    out.push(vec![(format!("{:<names$}{:>8}{:>9}{range}", "", "here", "UK"), Role::Dim)]);
    for row in &sheet.rows {
        let [name, here, low, high, uk, unit, mark, source] = row.as_slice() else { continue };
        let mut line: Pieces = vec![(
            format!("{:<names$}{:>8}{:>9}", short_name(name.shown(), names - 1), here.shown(), uk.shown()),
            Role::Text,
        )];
        if width >= 56 {
            let range = format!("{}–{}", low.shown(), high.shown());
            line.push((format!("  {range:<13}"), Role::Text));
        }
        let tail: Piece = if width >= 130 {
            (format!("  {}, {}; {}", unit.shown(), mark.shown(), source.shown()), Role::Dim)
        } else if width >= 76 {
            (format!("  {}, {}", mark.shown(), source.shown()), Role::Dim)
        } else {
            (format!("  {}", mark.shown()), Role::Dim)
        };
        line.push(tail);
        out.push(line);
    }
    for note in sheet.notes.iter().filter(|n| n.starts_with("Areas: ")) {
        out.extend(wrap(note, width).into_iter().map(|l| vec![(l, Role::Dim)]));
    }
    out
}

/// The places most like it, with the number that the list shows.
fn like(state: &State, atlas: &Atlas, profile: &Profile, width: usize) -> Vec<Pieces> {
    let measure = state.measure();
    let mut out = vec![heading(&format!("Most similar mix of jobs, with {}", measure.label()))];
    let names = name_width(width);
    for (code, likeness) in &profile.similar {
        let name = state.basis.evidence.place_name(&Place::Area(code.clone()));
        let value = atlas.value(measure, code, &profile.sector);
        let shown = crate::report::places::map::MapView::shown(&value);
        out.push(vec![
            (format!("{:<names$}", short_name(&name, names - 1)), Role::Text),
            (format!("{shown:>8}"), Role::Text),
            (format!("  similarity {likeness:.3}"), Role::Dim),
        ]);
    }
    let rule = crate::report::places::profile::SIMILAR_RULE;
    out.extend(wrap(rule, width).into_iter().map(|l| vec![(l, Role::Dim)]));
    out
}

/// Income, pay and other official series: latest value, the same for the United Kingdom, a line over the years, source.
fn context(state: &State, atlas: &Atlas, profile: &Profile, (width, ascii): (usize, bool)) -> Vec<Pieces> {
    let (sheet, figures) = (profile.context(&state.basis, atlas), profile.figures(&state.basis, atlas));
    let mut out = vec![heading("Income, pay and other context: official figures over time")];
    let names = name_width(width);
    for (row, (series, code)) in sheet.rows.iter().zip(&figures) {
        let [label, of, year, value, whose, there, unit, source] = row.as_slice() else { continue };
        let beside = if matches!(whose, Datum::Missing(_)) {
            String::from("no comparison row")
        } else {
            format!("{}: {}", whose.shown(), there.shown())
        };
        out.push(vec![
            (format!("{:<names$}", short_name(label.shown(), names - 1)), Role::Text),
            (format!("{:>9}", value.shown()), Role::Text),
            (format!("  {beside}  ({}, {})", year.shown(), unit.shown()), Role::Dim),
        ]);
        let points = atlas.series(*series, code);
        if points.len() > 1 {
            let room = width.saturating_sub(24).clamp(8, 48);
            let (first, last) = (points.first().map_or(0, |p| p.year), points.last().map_or(0, |p| p.year));
            out.push(vec![
                (format!("  {first} "), Role::Dim),
                (spark(points, room, ascii), Role::BarOn),
                (format!(" {last}  {}; {}", of.shown(), source.shown()), Role::Dim),
            ]);
        }
    }
    for note in &sheet.notes {
        out.extend(wrap(note, width).into_iter().map(|l| vec![(l, Role::Dim)]));
    }
    out
}

/// A line of eighths from the lowest to the highest value, one cell a year; missing years are gaps.
fn spark(points: &[Point], room: usize, ascii: bool) -> String {
    const BARS: [&str; 8] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
    const DIGITS: [&str; 8] = ["1", "2", "3", "4", "5", "6", "7", "8"];
    let (Some(first), Some(last)) = (points.first(), points.last()) else { return String::new() };
    let years = usize::try_from(last.year - first.year + 1).unwrap_or(1);
    let from = last.year - i32::try_from(years.min(room)).unwrap_or(1) + 1;
    let low = points.iter().map(|p| p.value).fold(f64::INFINITY, f64::min);
    let high = points.iter().map(|p| p.value).fold(f64::NEG_INFINITY, f64::max);
    let step = (high - low) / 8.0;
    let signs = if ascii { DIGITS } else { BARS };
    (from..=last.year)
        .map(|year| match points.iter().find(|p| p.year == year) {
            None => " ",
            Some(p) => {
                let at = (0_u8..7).rev().find(|i| step > 0.0 && p.value >= low + step * f64::from(i + 1));
                signs.get(at.map_or(0, |i| usize::from(i) + 1)).copied().unwrap_or(" ")
            }
        })
        .collect()
}
