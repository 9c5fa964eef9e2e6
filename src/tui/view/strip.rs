//! Twenty futures as dots on an axis: each dot is 1 in 20.

use ratatui::layout::Rect;

use super::look::Role;
use super::pen::Pen;
use super::ticks;

/// Draws dots stacked over their values, the axis below. Filled dots are above zero, hollow ones at zero or below.
pub(super) fn draw(pen: &mut Pen<'_>, area: Rect, futures: &[f64], plain: bool) {
    draw_dots(pen, area, &Dots { futures, plain, level: false, target: None });
}

/// What is drawn.
pub(super) struct Dots<'a> {
    /// Twenty futures.
    pub futures: &'a [f64],
    /// One colour, whatever side of zero.
    pub plain: bool,
    /// A level: zero means nothing and need not be on the axis, and every dot is filled.
    pub level: bool,
    /// Marked on the axis.
    pub target: Option<f64>,
}

/// Draws dots stacked over their values, the axis below.
pub(super) fn draw_dots(pen: &mut Pen<'_>, area: Rect, dots: &Dots<'_>) {
    let Dots { futures, plain, level, target } = *dots;
    let plain = plain || level;
    if area.height < 2 || area.width < 12 || futures.is_empty() || futures.iter().any(|f| !f.is_finite()) {
        return;
    }
    // Taller than twenty dots ever need, it would only part the picture from its words.
    let area = Rect { height: area.height.min(11), ..area };
    let (lo, hi) = ends(futures, level, target);
    let plot = Rect { x: area.x + 1, width: area.width - 2, ..area };
    let floor = plot.bottom() - 2;
    let column = |v: f64| {
        let x = (v - lo) / (hi - lo) * f64::from(plot.width - 1);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the plot")]
        let c = x.round().clamp(0.0, f64::from(plot.width - 1)) as u16;
        c
    };
    let (stacks, bin) = stacked(futures, plot, &column);
    let ascii = pen.look.ascii();
    for (i, dots) in stacks.iter().enumerate() {
        let x = plot.x + u16::try_from(i).unwrap_or(0) * bin;
        for (h, value) in (0_u16..).zip(dots) {
            if h >= plot.height - 1 {
                break;
            }
            let (symbol, role) = match (level || *value > 0.0, plain, ascii) {
                (true, _, true) => ("o", Role::Better),
                (false, _, true) => (".", Role::Worse),
                (true, true, false) => ("●", Role::Inner),
                (true, false, false) => ("●", Role::Better),
                (false, _, false) => ("○", Role::Worse),
            };
            let style = pen.style(role);
            pen.cell(x, floor - h, symbol, style);
        }
    }
    axis(pen, plot, (lo, hi), target.map(&column), &column);
    if let Some(target) = target {
        let style = pen.style(Role::Accent);
        let symbol = if ascii { "^" } else { "▲" };
        pen.cell(plot.x + column(target), plot.bottom() - 1, symbol, style);
    }
}

/// Ends of the axis: zero is always on that of a change, a target always.
fn ends(futures: &[f64], level: bool, target: Option<f64>) -> (f64, f64) {
    let start = if level { (f64::INFINITY, f64::NEG_INFINITY) } else { (0.0, 0.0) };
    let (lo, hi) = futures.iter().chain(&target).fold(start, |(lo, hi), f| (lo.min(*f), hi.max(*f)));
    if hi - lo > 0.0 {
        return (lo, hi);
    }
    let pad = if lo == 0.0 { 1.0 } else { lo.abs() * 0.05 };
    (lo - pad, lo + pad)
}

/// Dots by column, in the widest bins whose stacks keep a readable height; never fewer than twenty dots.
fn stacked(futures: &[f64], plot: Rect, column: &impl Fn(f64) -> u16) -> (Vec<Vec<f64>>, u16) {
    let room = usize::from(plot.height - 1);
    let binned = |bin: u16| {
        let mut stacks: Vec<Vec<f64>> = vec![Vec::new(); usize::from((plot.width - 1) / bin) + 1];
        for f in futures {
            if let Some(stack) = stacks.get_mut(usize::from(column(*f) / bin)) {
                stack.push(*f);
            }
        }
        stacks
    };
    let tall = |stacks: &[Vec<f64>]| stacks.iter().map(Vec::len).max().unwrap_or(0);
    let fits = |bin: &u16| tall(&binned(*bin)) <= room.min(7);
    let bin = [4, 3, 2, 1].into_iter().find(fits).unwrap_or(2);
    let mut stacks = binned(bin);
    spread(&mut stacks, room);
    (stacks, bin)
}

/// Moves what does not fit on a stack to the next one, so that all twenty are seen.
fn spread(stacks: &mut [Vec<f64>], room: usize) {
    let last = stacks.len().saturating_sub(1);
    for i in 0..last {
        while stacks[i].len() > room {
            match stacks[i].pop() {
                Some(dot) => stacks[i + 1].insert(0, dot),
                None => break,
            }
        }
    }
    for i in (1..=last).rev() {
        while stacks[i].len() > room {
            let dot = stacks[i].remove(0);
            stacks[i - 1].push(dot);
        }
    }
}

/// Round values under the dots; none where the mark of a target stands.
fn axis(pen: &mut Pen<'_>, plot: Rect, (lo, hi): (f64, f64), mark: Option<u16>, column: &impl Fn(f64) -> u16) {
    let y = plot.bottom() - 1;
    let mut free = plot.x;
    for (value, label) in ticks::between(lo, hi, usize::from(plot.width / 12).clamp(2, 6)) {
        let width = pen.width(&label);
        let x = (plot.x + column(value)).saturating_sub(width / 2).clamp(plot.x, plot.right().saturating_sub(width));
        let hidden = mark.is_some_and(|m| (x..x + width).contains(&(plot.x + m)));
        if x >= free && !hidden {
            pen.put(x, y, width, &label, Role::Dim);
            free = x + width + 1;
        }
    }
    let key = "each dot is 1 in 20 futures";
    let width = pen.width(key);
    let marked = mark.is_some_and(|m| plot.x + m + width + 1 >= plot.right());
    if free + width + 2 <= plot.right() && !marked {
        pen.put_right(plot.right(), y, width, key, Role::Dim);
    }
}
