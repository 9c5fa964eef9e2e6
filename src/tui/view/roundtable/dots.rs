//! Where the room stands on each lever: one dot a ballot, the middle, half of the room, and how far that is agreement.

use ratatui::layout::Rect;

use super::super::hit::HitMap;
use super::super::look::Role;
use super::super::pen::Pen;
use super::{hidden, keys, line, paragraph, skip};
use crate::report::room;
use crate::roundtable::{About, Kind, LeverTally, Offered, Tally};
use crate::tui::app::roundtable::{LINES_FROM, Table};
use crate::tui::app::{CommandId, State, Target};

/// Draws the part.
pub(super) fn room(pen: &mut Pen<'_>, area: Rect, state: &State, table: &Table, hits: &mut HitMap) {
    if !table.sees() {
        return hidden(pen, area, state, table);
    }
    let mut top = area;
    draw(pen, &mut top, table, Some(hits));
    let gap = u16::from(top.height > 2);
    skip(&mut top, gap);
    let roomy = top.height > 3 || pen.width(room::ASK_FIRST) <= top.width;
    paragraph(pen, &mut top, if roomy { room::ASK_FIRST } else { ASK_SHORT }, Role::Dim);
    keys(pen, top, state, &[(CommandId::RoundSort, "facts, values or both, as the room says")]);
}

/// Most rows of a lever: its name, ten dots, the line.
const ROWS_MAX: u16 = 12;

/// The cue for the talk where there is little room.
const ASK_SHORT: &str = "Hear the quietest first. + is ten or more ballots.";

/// What stands in a strip of dots.
const LEGEND: &str =
    "Figures count the ballots at an amount, + from ten on; ▲ is the middle; half of the room is in brackets.";

/// The levers with their dots, or the scenarios with their votes; of the selected line it is said on the screen of the facilitator.
pub(in super::super) fn draw(pen: &mut Pen<'_>, top: &mut Rect, table: &Table, mut hits: Option<&mut HitMap>) {
    let Some(question) = table.question() else { return };
    let ballots = table.session.round(table.round());
    let count = ballots.ballots.len();
    let head = format!(
        "{} in the {} round",
        crate::report::words::count(count as u64, "ballot", "ballots"),
        table.round().words()
    );
    line(pen, top, &head, Role::Text);
    let tally = Tally::of(question, ballots);
    if question.kind == Kind::Choice {
        return votes(pen, top, table, (&tally, hits));
    }
    // As many dots above one another as there is room for, or figures alone.
    let each = top.height / u16::try_from(question.levers.len().max(1)).unwrap_or(u16::MAX);
    let rows = if each >= 4 { each.min(ROWS_MAX) } else { 2 };
    // The selected lever is in sight.
    let fits = usize::from(top.height / rows).max(1);
    let from = (table.at + 1).saturating_sub(fits).min(question.levers.len().saturating_sub(fits));
    // All in the same words, so that they are read alike.
    let short = question.levers.iter().zip(&tally.levers).any(|(lever, spread)| {
        let text = format!("{}: {}", lever.name, room::spread_in_words(spread));
        pen.width(&text) + 12 > top.width
    });
    for (i, lever) in question.levers.iter().enumerate().skip(from).take(fits) {
        let here = hits.is_some() && i == table.at;
        if let Some(hits) = hits.as_deref_mut() {
            hits.add(Rect { height: rows, ..*top }, Target::Item(LINES_FROM + i));
        }
        let Some(spread) = tally.levers.get(i) else { continue };
        let about = table.session.sorted.get(&lever.id).map_or("", |a| sorted(*a));
        let mark = if here { "▸" } else { " " };
        let said = if short { room::spread_in_short(spread) } else { room::spread_in_words(spread) };
        let colon = if short { "" } else { ":" };
        let text = format!("{mark}{}{colon} {said}{about}", lever.name);
        let role = if here { Role::Selected } else { Role::Title };
        line(pen, top, &text, role);
        strip(pen, Rect { x: top.x + 1, width: top.width.saturating_sub(1), height: rows - 1, ..*top }, lever, spread);
        skip(top, rows - 1);
    }
    if hits.is_none() && top.height > 2 {
        skip(top, 1);
        paragraph(pen, top, LEGEND, Role::Dim);
    }
}

/// What a disagreement is about, in a word.
pub(in super::super) const fn sorted(about: About) -> &'static str {
    match about {
        About::Facts => " · facts",
        About::Values => " · values",
        About::Both => " · both",
    }
}

/// "0 ··2·3·▲·1·· 8": how many ballots stand at each amount; the middle has brackets.
fn strip(pen: &mut Pen<'_>, area: Rect, lever: &Offered, tally: &LeverTally) {
    let low = format!("{} ", lever.low);
    let high = format!(" {} {}", lever.high, lever.unit);
    let edge = pen.width(&low) + pen.width(&high);
    let bins = usize::from(area.width.saturating_sub(edge + 1));
    let bottom = area.bottom().saturating_sub(1);
    if bins < 8 {
        return;
    }
    let span = (lever.high - lever.low).max(f64::MIN_POSITIVE);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "held to the line")]
    let bin = |x: f64| ((x - lever.low) / span * (bins - 1) as f64).round().clamp(0.0, (bins - 1) as f64) as usize;
    let mut counts = vec![0_usize; bins];
    for amount in &tally.dots {
        counts[bin(*amount)] += 1;
    }
    let x = pen.put(area.x, bottom, area.width, &low, Role::Dim);
    let middle = tally.middle.map(|q| bin(q.median));
    let stack = usize::from(area.height);
    let most = counts.iter().copied().max().unwrap_or(0);
    let each = most.div_ceil(stack.saturating_sub(1).max(1)).max(1);
    if stack > 1 && most < 100 && each > 1 {
        let said = format!("● up to {each} ballots");
        pen.put_right(area.right(), area.y, area.width, &said, Role::Dim);
    }
    let mut wide = false;
    for (i, n) in counts.iter().enumerate() {
        // The second figure of the count before stands here.
        if std::mem::take(&mut wide) {
            continue;
        }
        let at = x + u16::try_from(i).unwrap_or(0);
        let here = middle == Some(i);
        let symbol = match (n, here) {
            (0, true) => String::from("▲"),
            (0, false) => String::from("·"),
            (n @ 1..=9, _) => n.to_string(),
            _ => String::from("+"),
        };
        let role = match (n, here) {
            (_, true) => Role::Median,
            (0, false) => Role::Dim,
            _ => Role::Better,
        };
        let style = pen.style(role);
        pen.cell(at, bottom, &symbol, style);
        // Both figures only where no other count stands beside them.
        let free = |k: usize| counts.get(k).is_none_or(|n| *n == 0);
        let apart = i.checked_sub(1).is_none_or(free) && free(i + 1) && free(i + 2);
        wide = (10..100).contains(n) && apart && i + 1 < bins && middle != Some(i + 1);
        if wide {
            pen.cell(at, bottom, &(n / 10).to_string(), style);
            pen.cell(at + 1, bottom, &(n % 10).to_string(), style);
        }
        // Where there is room the ballots are stacked over the line, one dot each, or it is said how many a dot is.
        if stack > 1 && most < 100 {
            for k in 0..n.div_ceil(each).min(stack - 1) {
                let y = bottom - 1 - u16::try_from(k).unwrap_or(0);
                pen.cell(at, y, "●", style);
            }
        }
    }
    pen.put(x + u16::try_from(bins).unwrap_or(0), bottom, area.width, &high, Role::Dim);
}

/// How many approve each scenario.
fn votes(pen: &mut Pen<'_>, top: &mut Rect, table: &Table, (tally, mut hits): (&Tally, Option<&mut HitMap>)) {
    let Some(question) = table.question() else { return };
    let all = tally.ballots;
    let counts = tally.approvals.as_ref().map_or(&[][..], |a| &a.counts);
    for (i, n) in counts.iter().copied().enumerate() {
        let here = hits.is_some() && i == table.at;
        if let Some(hits) = hits.as_deref_mut() {
            hits.add(Rect { height: 2, ..*top }, Target::Item(LINES_FROM + i));
        }
        let name = question.choices.get(i).map_or("", |c| c.name.as_str());
        let mark = if here { "▸" } else { " " };
        line(pen, top, &format!("{mark}{name}: {n} of {all} approve"), if here { Role::Selected } else { Role::Title });
        let dots: String = (0..all).map(|k| if k < n { '●' } else { '○' }).collect();
        line(pen, top, &format!("  {dots}"), Role::Better);
    }
}
