//! One row of an axis: bars, marks and whiskers as pieces of text; what a chart of lines is made of.

use crate::insight::waterfall::{self, Bar};
use crate::tui::view::look::Role;
use crate::tui::view::pen::{Pen, Pieces};
use crate::tui::view::ticks;

/// A row of cells over an axis from `lo` to `hi`.
pub(in crate::tui::view) struct Row {
    lo: f64,
    hi: f64,
    cells: Vec<(char, Role)>,
}

impl Row {
    /// An empty row.
    pub fn bare((lo, hi): (f64, f64), width: u16) -> Self {
        Self { lo, hi, cells: vec![(' ', Role::Text); usize::from(width.max(1))] }
    }

    /// A row with the line of zero.
    pub fn new(ends: (f64, f64), width: u16) -> Self {
        let mut row = Self::bare(ends, width);
        row.mark(0.0, '│', Role::Baseline);
        row
    }

    /// The cell of a value, always within the row.
    pub fn cell(&self, value: f64) -> usize {
        let last = self.cells.len() - 1;
        let share = ((value - self.lo) / (self.hi - self.lo)).clamp(0.0, 1.0);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of the row")]
        let cell = (share * last as f64).round() as usize;
        cell.min(last)
    }

    /// One character at a value.
    pub fn mark(&mut self, value: f64, mark: char, role: Role) {
        let at = self.cell(value);
        self.cells[at] = (mark, role);
    }

    /// A run of characters between two values, at least one cell.
    pub fn run(&mut self, from: f64, to: f64, mark: char, role: Role) {
        let (a, b) = (self.cell(from.min(to)), self.cell(from.max(to)));
        for cell in &mut self.cells[a..=b] {
            *cell = (mark, role);
        }
    }

    /// As pieces, cells of one role together.
    pub fn pieces(self) -> Pieces {
        let mut out: Pieces = Vec::new();
        for (mark, role) in self.cells {
            match out.last_mut() {
                Some((text, last)) if *last == role => text.push(mark),
                _ => out.push((mark.to_string(), role)),
            }
        }
        out
    }
}

/// A bar of a waterfall over the range of its part: `from` is where the bar before ended.
pub(in crate::tui::view) fn fall(row: &mut Row, from: f64, [low, part, high]: [f64; 3], ascii: bool) {
    if low < high {
        row.run(from + low, from + high, if ascii { '.' } else { '─' }, Role::Dim);
    }
    let (mark, role) = match (part < 0.0, ascii) {
        (false, false) => ('█', Role::Better),
        (true, false) => ('▒', Role::Worse),
        (false, true) => ('#', Role::Better),
        (true, true) => ('-', Role::Worse),
    };
    if part != 0.0 {
        row.run(from, from + part, mark, role);
    }
}

/// Ends of an axis that holds every bar of a waterfall with its range; nothing lies between them.
pub(in crate::tui::view) fn fall_ends(bars: &[Bar], ranges: &[[f64; 3]]) -> (f64, f64) {
    let (mut lo, mut hi) = waterfall::ends(bars);
    if bars.iter().all(|b| b.to == 0.0) {
        (lo, hi) = (0.0, 0.0);
    }
    for bar in bars {
        if let Some([low, _, high]) = ranges.get(bar.part) {
            (lo, hi) = (lo.min(bar.from + low), hi.max(bar.from + high));
        }
    }
    if hi - lo > 0.0 { (lo, hi) } else { (-1.0, 1.0) }
}

/// The numbers under an axis.
pub(in crate::tui::view) fn axis(pen: &Pen<'_>, ends: (f64, f64), width: u16) -> Pieces {
    let row = Row::new(ends, width);
    let mut text = vec![' '; usize::from(width)];
    let mut free = 0;
    for (value, label) in ticks::between(ends.0, ends.1, usize::from(width / 12).clamp(2, 6)) {
        let label: Vec<char> = pen.look.text(&label).chars().collect();
        let most = text.len().saturating_sub(label.len());
        let at = row.cell(value).saturating_sub(label.len() / 2).min(most);
        if at >= free && at + label.len() <= text.len() {
            text[at..at + label.len()].copy_from_slice(&label);
            free = at + label.len() + 1;
        }
    }
    vec![(text.into_iter().collect(), Role::Dim)]
}
