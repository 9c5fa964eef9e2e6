//! Twenty futures as dots on one line: two dots wide and four high in each character.

use ratatui::layout::Rect;

use crate::insight::compare::{Cell, Why};
use crate::model::Direction;
use crate::tui::view::look::{Glyphs, Role};
use crate::tui::view::pen::Pen;

/// Dots of a character from the bottom: left column, right column (the order of the Braille block).
const LEFT: [u32; 4] = [0x40, 0x04, 0x02, 0x01];
const RIGHT: [u32; 4] = [0x80, 0x20, 0x10, 0x08];

/// Ends of the axis that the columns of a row share; nothing is always on it.
pub(super) fn ends(cells: &[Result<Cell, Why>]) -> (f64, f64) {
    let all = cells.iter().flatten().flat_map(|c| &c.futures).filter(|f| f.is_finite());
    let (lo, hi) = all.fold((0.0_f64, 0.0_f64), |(lo, hi), f| (lo.min(*f), hi.max(*f)));
    if hi - lo > 0.0 { (lo, hi) } else { (-1.0, 1.0) }
}

/// Draws the dots on one line; where there is none the place of nothing is marked. Without Braille each character is the
/// number of futures that it stands for.
pub(super) fn draw(pen: &mut Pen<'_>, line: Rect, futures: &[f64], (lo, hi): (f64, f64), direction: Direction) {
    if line.width < 4 || futures.is_empty() || futures.iter().any(|f| !f.is_finite()) {
        return;
    }
    let fine = pen.look.glyphs == Glyphs::Braille;
    let bins = usize::from(line.width) * if fine { 2 } else { 1 };
    let bin = |v: f64| {
        let at = (v - lo) / (hi - lo) * (bins - 1) as f64;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "held to the line")]
        let at = at.round().clamp(0.0, (bins - 1) as f64) as usize;
        at
    };
    let counts = stacked(futures, bins, if fine { 4 } else { futures.len() }, &bin);
    let zero = bin(0.0) / if fine { 2 } else { 1 };
    for (i, x) in (line.x..line.right()).enumerate() {
        let of = |k: usize| counts.get(k).copied().unwrap_or(0);
        let (left, right) = if fine { (of(2 * i), of(2 * i + 1)) } else { (of(i), 0) };
        let role = match (i.cmp(&zero), direction) {
            (std::cmp::Ordering::Equal, _) | (_, Direction::Context) => Role::Inner,
            (std::cmp::Ordering::Greater, Direction::Up) | (std::cmp::Ordering::Less, Direction::Down) => Role::Better,
            _ => Role::Worse,
        };
        let symbol = match (left + right, fine) {
            (0, _) if i == zero => String::from("│"),
            (0, _) => continue,
            (_, true) => braille(left, right),
            (n @ 1..=9, false) => n.to_string(),
            (_, false) => String::from("+"),
        };
        let style = pen.style(if symbol == "│" { Role::Baseline } else { role });
        pen.cell(x, line.y, &symbol, style);
    }
}

/// Futures by bin; what does not fit on a stack stands on the nearest one that has room.
fn stacked(futures: &[f64], bins: usize, room: usize, bin: &impl Fn(f64) -> usize) -> Vec<usize> {
    let mut counts = vec![0; bins];
    for f in futures {
        let wanted = bin(*f);
        let free = |k: &usize| counts[*k] < room;
        if let Some(at) = (0..bins).filter(free).min_by_key(|k| k.abs_diff(wanted)) {
            counts[at] += 1;
        }
    }
    counts
}

fn braille(left: usize, right: usize) -> String {
    let bits = |dots: &[u32; 4], n: usize| dots.iter().take(n).sum::<u32>();
    char::from_u32(0x2800 + bits(&LEFT, left) + bits(&RIGHT, right)).map(String::from).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_twenty_are_seen() {
        let futures = vec![0.3; 20];
        for bins in [8, 20, 60] {
            let counts = stacked(&futures, bins, 4, &|_| bins / 2);
            assert_eq!(counts.iter().sum::<usize>(), 20, "{bins}");
            assert!(counts.iter().all(|n| *n <= 4));
        }
        assert_eq!(braille(4, 4), "⣿");
        assert_eq!(braille(1, 0), "⡀");
    }
}
