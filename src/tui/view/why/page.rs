//! The findings behind the selected arrow: a forest plot, the range that the model uses, and whether it applies here.

use super::line;
use crate::insight::findings::{Panel, Point};
use crate::model::Band;
use crate::report::why::{self, Part, Tone, interval_words};
use crate::report::words::figure;
use crate::tui::app::{State, Why};
use crate::tui::view::look::Role;
use crate::tui::view::pen::{Pen, Pieces, wrap};
use crate::tui::view::plot::{Row, axis};

/// The page line by line.
pub(super) fn lines(pen: &Pen<'_>, state: &State, layer: &Why, width: u16) -> Vec<Pieces> {
    let steps = state.steps(layer.indicator);
    let Some(step) = steps.get(layer.step.min(steps.len().saturating_sub(1))) else {
        return vec![line("ON WHOSE EVIDENCE", Role::Title), line("There is no arrow to look behind.", Role::Dim)];
    };
    let subject = state.subject(layer.indicator);
    let mut out: Vec<Pieces> = Vec::new();
    for part in why::page(&subject, *step) {
        match part {
            Part::Heading(text) => {
                if !out.is_empty() {
                    out.push(Vec::new());
                }
                out.extend(wrap(&text, usize::from(width)).into_iter().map(|l| line(l, Role::Title)));
            }
            Part::Text(text, tone) => {
                let role = match tone {
                    Tone::Plain => Role::Text,
                    Tone::Dim => Role::Dim,
                    Tone::Warn => Role::Warn,
                };
                out.extend(wrap(&text, usize::from(width)).into_iter().map(|l| line(l, role)));
            }
            Part::Forest(panel) => forest(pen, &panel, width, &mut out),
            Part::Hatched(panel, text) => {
                hatched(pen, &panel, width, &mut out);
                out.extend(wrap(&text, usize::from(width)).into_iter().map(|l| line(l, Role::Warn)));
            }
        }
    }
    out
}

/// Every finding on one axis with its interval, then the range that the model uses, then the axis.
fn forest(pen: &Pen<'_>, panel: &Panel<'_>, width: u16, out: &mut Vec<Pieces>) {
    let ends = panel.ends();
    for point in &panel.points {
        for l in wrap(&head(point), usize::from(width)) {
            out.push(line(l, Role::Text));
        }
        let mut row = Row::new(ends, width);
        if let Some(interval) = &point.interval {
            row.run(interval.lo, interval.hi, '─', Role::Inner);
            row.mark(interval.lo, '[', Role::Inner);
            row.mark(interval.hi, ']', Role::Inner);
        }
        row.mark(point.value, '●', Role::Median);
        out.push(row.pieces());
        let said = format!("  {}; {}", why::effect_words(point.effect), interval_words(point.interval.as_ref()));
        out.extend(wrap(&said, usize::from(width)).into_iter().map(|l| line(l, Role::Dim)));
    }
    if let Some(band) = panel.band {
        let (shade, middle) = if pen.look.ascii() { ('=', '*') } else { ('▒', '◆') };
        let mut row = Row::new(ends, width);
        row.run(band.p10, band.p90, shade, Role::Outer);
        row.mark(band.central, middle, Role::Median);
        out.push(line(format!("The model's range, {}", band_words(band, &panel.unit)), Role::Text));
        out.push(row.pieces());
    }
    out.push(axis(pen, ends, width));
    out.push(line(format!("axis: {}", panel.unit), Role::Dim));
}

/// A range that no study supports: hatched.
fn hatched(pen: &Pen<'_>, panel: &Panel<'_>, width: u16, out: &mut Vec<Pieces>) {
    let Some(band) = panel.band else { return };
    let ends = panel.ends();
    let mut row = Row::new(ends, width);
    row.run(band.p10, band.p90, if pen.look.ascii() { '/' } else { '╱' }, Role::Warn);
    row.mark(0.0, '│', Role::Baseline);
    out.push(line(format!("Judged range, {}", band_words(band, &panel.unit)), Role::Text));
    out.push(row.pieces());
    out.push(axis(pen, ends, width));
    out.push(line(format!("axis: {}", panel.unit), Role::Dim));
}

fn band_words(band: Band, unit: &str) -> String {
    format!("{} … {}, middle {} ({unit})", figure(band.p10), figure(band.p90), figure(band.central))
}

fn head(point: &Point<'_>) -> String {
    why::study(point.effect)
}
