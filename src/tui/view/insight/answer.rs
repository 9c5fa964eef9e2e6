//! The answer to a question: its tables one under the other, each drawn where it can be.

use ratatui::layout::Rect;

use super::{frontier, tornado, waterfall};
use crate::report::fit::{self, Kind};
use crate::report::sheet::{Plot, Sheet};
use crate::tui::view::look::Role;
use crate::tui::view::pen::{Pen, Pieces};

/// Widest text that is read with ease.
const WIDTH_MAX: u16 = 160;

/// Draws the lines from a scrolled place on; where there are more than fit, the frame says which are shown.
pub(super) fn draw(pen: &mut Pen<'_>, area: Rect, sheets: &[Sheet], scroll: usize) {
    let lines: Vec<Pieces> = sheets.iter().flat_map(|sheet| lines(pen, sheet, (area.width, area.height))).collect();
    let last = lines.len().saturating_sub(usize::from(area.height));
    let from = scroll.min(last);
    for (y, line) in (area.y..area.bottom()).zip(lines.iter().skip(from)) {
        pen.pieces(area.x, y, area.width, line);
    }
    if last > 0 {
        let place = format!(" lines {}–{} of {} ", from + 1, from + usize::from(area.height), lines.len());
        pen.put_right(area.right(), area.bottom(), area.width, &place, Role::Dim);
    }
}

/// A sheet with an empty line below. A picture stands in place of the table where it says the same.
fn lines(pen: &Pen<'_>, sheet: &Sheet, (width, height): (u16, u16)) -> Vec<Pieces> {
    let wide = usize::from(width.min(WIDTH_MAX));
    let plain = |(kind, text): (Kind, String)| {
        let role = match kind {
            Kind::Title => Role::Title,
            Kind::Head => Role::Accent,
            Kind::Row => Role::Text,
            Kind::Note => Role::Dim,
        };
        vec![(text, role)]
    };
    let (picture, instead) = match &sheet.plot {
        Some(Plot::Tornado { columns, middle }) => {
            (tornado::lines(pen, sheet, (*columns, middle), width.min(WIDTH_MAX)), true)
        }
        Some(Plot::Waterfall { columns, totals }) => {
            (waterfall::lines(pen, sheet, (*columns, totals), width.min(WIDTH_MAX)), true)
        }
        Some(Plot::Frontier { columns, axes }) => {
            (frontier::lines(pen, sheet, (*columns, axes), (width.min(WIDTH_MAX), height)), false)
        }
        None => (Vec::new(), false),
    };
    let told = fit::lines(sheet, wide);
    let mut out: Vec<Pieces> = Vec::new();
    let mut picture = Some(picture).filter(|p| !p.is_empty());
    let drawn = picture.is_some();
    for (kind, text) in told {
        if kind != Kind::Title
            && let Some(picture) = picture.take()
        {
            out.extend(picture);
            if !instead {
                out.push(Pieces::new());
            }
        }
        if !(drawn && instead && matches!(kind, Kind::Head | Kind::Row)) {
            out.push(plain((kind, text)));
        }
    }
    out.push(Pieces::new());
    out
}
