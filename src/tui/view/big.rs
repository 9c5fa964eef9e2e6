//! Figures large enough for the back of a room: seven rows of cells a letter, or a multiple.
//!
//! Letters are drawn with whole cells, so that they look the same in ASCII and grow with the window; where there is
//! little room half cells halve their height.

use ratatui::layout::Rect;

use super::look::Role;
use super::pen::Pen;

/// Rows of a letter.
const ROWS: u16 = 7;

/// The letters that figures need: width in dots, then rows from the top, the leftmost dot in the highest bit.
const LETTERS: [(char, u16, [u8; ROWS as usize]); 25] = [
    ('0', 5, [0x0E, 0x11, 0x11, 0x11, 0x11, 0x11, 0x0E]),
    ('1', 3, [0x02, 0x06, 0x02, 0x02, 0x02, 0x02, 0x07]),
    ('2', 5, [0x0E, 0x11, 0x01, 0x02, 0x04, 0x08, 0x1F]),
    ('3', 5, [0x0E, 0x11, 0x01, 0x06, 0x01, 0x11, 0x0E]),
    ('4', 5, [0x02, 0x06, 0x0A, 0x12, 0x1F, 0x02, 0x02]),
    ('5', 5, [0x1F, 0x10, 0x1E, 0x01, 0x01, 0x11, 0x0E]),
    ('6', 5, [0x06, 0x08, 0x10, 0x1E, 0x11, 0x11, 0x0E]),
    ('7', 5, [0x1F, 0x01, 0x02, 0x04, 0x08, 0x08, 0x08]),
    ('8', 5, [0x0E, 0x11, 0x11, 0x0E, 0x11, 0x11, 0x0E]),
    ('9', 5, [0x0E, 0x11, 0x11, 0x0F, 0x01, 0x02, 0x0C]),
    ('+', 5, [0x00, 0x04, 0x04, 0x1F, 0x04, 0x04, 0x00]),
    ('−', 4, [0x00, 0x00, 0x00, 0x0F, 0x00, 0x00, 0x00]),
    ('.', 2, [0x00, 0x00, 0x00, 0x00, 0x00, 0x03, 0x03]),
    (',', 2, [0x00, 0x00, 0x00, 0x00, 0x03, 0x01, 0x02]),
    ('…', 5, [0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x15]),
    (' ', 2, [0x00; 7]),
    ('n', 5, [0x00, 0x00, 0x16, 0x19, 0x11, 0x11, 0x11]),
    ('o', 5, [0x00, 0x00, 0x0E, 0x11, 0x11, 0x11, 0x0E]),
    ('c', 5, [0x00, 0x00, 0x0E, 0x10, 0x10, 0x11, 0x0E]),
    ('h', 5, [0x10, 0x10, 0x16, 0x19, 0x11, 0x11, 0x11]),
    ('a', 5, [0x00, 0x00, 0x0E, 0x01, 0x0F, 0x11, 0x0F]),
    ('g', 5, [0x00, 0x00, 0x0F, 0x11, 0x0F, 0x01, 0x0E]),
    ('e', 5, [0x00, 0x00, 0x0E, 0x11, 0x1F, 0x10, 0x0E]),
    ('f', 5, [0x06, 0x09, 0x08, 0x1C, 0x08, 0x08, 0x08]),
    ('£', 5, [0x06, 0x09, 0x08, 0x1C, 0x08, 0x08, 0x1F]),
];

/// Cells of a dot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Dot {
    /// Columns and rows.
    Cells(u16, u16),
    /// One column, half a row.
    Half,
}

/// A text laid out: its lines, and how large.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Big {
    lines: Vec<String>,
    dot: Dot,
}

impl Big {
    /// The largest form that fits; `None` if none does, or if the text has other letters than figures need. A text with
    /// "…" in it may break after it.
    pub fn fit(text: &str, width: u16, height: u16, ascii: bool) -> Option<Self> {
        let one = vec![text.to_owned()];
        let two = text.split_once(" … ").map(|(a, b)| vec![format!("{a} …"), b.to_owned()]);
        let mut forms: Vec<(Vec<String>, Dot)> = Vec::new();
        let cells = [(6, 3), (4, 2), (3, 2), (2, 1), (1, 1)].map(|(x, y)| Dot::Cells(x, y));
        forms.extend(cells.iter().map(|dot| (one.clone(), *dot)));
        forms.extend(two.iter().flat_map(|two| cells[2..].iter().map(|dot| (two.clone(), *dot))));
        if !ascii {
            forms.push((one, Dot::Half));
            forms.extend(two.map(|two| (two, Dot::Half)));
        }
        let all = forms.into_iter().map(|(lines, dot)| Self { lines, dot });
        all.into_iter().find(|big| big.width().is_some_and(|w| w <= width) && big.height() <= height)
    }

    /// Rows it takes.
    pub fn height(&self) -> u16 {
        let count = u16::try_from(self.lines.len()).unwrap_or(1);
        self.line_height() * count + count.saturating_sub(1)
    }

    fn line_height(&self) -> u16 {
        match self.dot {
            Dot::Cells(_, y) => ROWS * y,
            Dot::Half => ROWS.div_ceil(2),
        }
    }

    /// Columns it takes; `None` if a letter is missing.
    fn width(&self) -> Option<u16> {
        let x = match self.dot {
            Dot::Cells(x, _) => x,
            Dot::Half => 1,
        };
        let line = |line: &String| -> Option<u16> {
            let dots = line.chars().map(|c| letter(c).map(|l| l.1 + 1)).sum::<Option<u16>>()?;
            Some(dots.saturating_sub(1) * x)
        };
        self.lines.iter().map(line).collect::<Option<Vec<_>>>()?.into_iter().max()
    }

    /// Draws it at the top left of an area.
    pub fn draw(&self, pen: &mut Pen<'_>, area: Rect, role: Role) {
        for (i, line) in (0_u16..).zip(&self.lines) {
            let y = area.y + i * (self.line_height() + 1);
            let mut x = area.x;
            for (_, width, rows) in line.chars().filter_map(letter) {
                match self.dot {
                    Dot::Cells(w, h) => whole(pen, (x, y), (w, h), *width, rows, role),
                    Dot::Half => halves(pen, (x, y), *width, rows, role),
                }
                x += (width + 1) * if let Dot::Cells(w, _) = self.dot { w } else { 1 };
            }
        }
    }
}

fn letter(c: char) -> Option<&'static (char, u16, [u8; ROWS as usize])> {
    LETTERS.iter().find(|(known, ..)| *known == c)
}

/// Whether a dot is set.
fn is_set(row: u8, column: u16, width: u16) -> bool {
    row >> (width - 1 - column) & 1 == 1
}

fn whole(pen: &mut Pen<'_>, (x, y): (u16, u16), (w, h): (u16, u16), width: u16, rows: &[u8], role: Role) {
    let symbol = if pen.look.ascii() { "#" } else { "█" };
    let style = pen.style(role);
    for (r, row) in (0_u16..).zip(rows) {
        for c in (0..width).filter(|c| is_set(*row, *c, width)) {
            for dy in 0..h {
                for dx in 0..w {
                    pen.cell(x + c * w + dx, y + r * h + dy, symbol, style);
                }
            }
        }
    }
}

fn halves(pen: &mut Pen<'_>, (x, y): (u16, u16), width: u16, rows: &[u8], role: Role) {
    let style = pen.style(role);
    for (r, pair) in (0_u16..).zip(rows.chunks(2)) {
        for c in 0..width {
            let set = |i: usize| pair.get(i).is_some_and(|row| is_set(*row, c, width));
            let symbol = match (set(0), set(1)) {
                (true, true) => "█",
                (true, false) => "▀",
                (false, true) => "▄",
                (false, false) => continue,
            };
            pen.cell(x + c, y + r, symbol, style);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_fit_eighty_columns_and_grow() {
        let text = "−0.0 … +1.6";
        let at = |w, h| Big::fit(text, w, h, false).map(|b| (b.lines.len(), b.dot));
        assert_eq!(at(78, 8), Some((1, Dot::Cells(1, 1))));
        assert_eq!(at(118, 8), Some((1, Dot::Cells(2, 1))));
        assert_eq!(at(198, 20), Some((1, Dot::Cells(3, 2))));
        assert_eq!(at(58, 7), Some((1, Dot::Cells(1, 1))));
        assert_eq!(at(40, 9), Some((2, Dot::Half)));
        assert_eq!(at(10, 9), None);
        assert_eq!(Big::fit("not quantified", 200, 50, false), None);
        assert!(Big::fit("no change", 58, 7, true).is_some());
    }
}
