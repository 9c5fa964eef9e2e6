//! The fan chart: two bands as half blocks, the middle thinner than either, no new policy as a dotted line.
//!
//! Drawn straight into the buffer, so that ticks and labels stand where the values are.

mod words;

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::look::{Glyphs, Role};
use super::pen::Pen;
use super::ticks;
use crate::projection::Quantiles;

/// What is drawn.
pub struct Fan<'a> {
    /// By year.
    pub bands: &'a [Quantiles],
    /// No new policy, dim behind it; without it the dotted line stands at zero.
    pub behind: Option<&'a [Quantiles]>,
    /// What was observed before, (year, value) by rising year; drawn with `behind` only, and joined to it.
    pub past: &'a [(i32, f64)],
    /// First observed year of a new basis: no line is drawn across it.
    pub break_at: Option<i32>,
    /// A level to be reached.
    pub target: Option<f64>,
    /// Calendar year of the first of the bands.
    pub year_zero: i32,
    /// Words under the chart: the first that there is room for.
    pub captions: &'a [&'a str],
    /// Why the evidence does not reach: the range is then hatched, without a middle, and the words stand in the chart.
    pub hatched: Option<&'a str>,
}

impl Fan<'_> {
    /// First and last year on the axis.
    fn span(&self) -> (f64, f64) {
        let last = self.year_zero + i32::try_from(self.bands.len() - 1).unwrap_or(0);
        let first = self.past.first().map_or(self.year_zero, |(year, _)| *year).min(self.year_zero);
        (f64::from(first), f64::from(last))
    }

    /// The year at a share of the width.
    fn year(&self, column: u16, width: u16) -> f64 {
        let (first, last) = self.span();
        first + (last - first) * f64::from(column) / f64::from((width - 1).max(1))
    }

    /// Where a year stands, in columns.
    fn column(&self, year: f64, width: u16) -> u16 {
        let (first, last) = self.span();
        let x = (year - first) / (last - first) * f64::from((width - 1).max(1));
        whole(x.round()).min(width.saturating_sub(1))
    }

    /// Quantiles at a column; `None` before year 0.
    fn at(&self, bands: &[Quantiles], column: u16, width: u16) -> Option<Quantiles> {
        let t = self.year(column, width) - f64::from(self.year_zero);
        (t > -1e-9).then(|| at(bands, t / (bands.len() - 1).max(1) as f64))
    }

    /// No new policy at a column: zero, or along the middle of the band behind.
    fn baseline(&self, column: u16, width: u16) -> Option<f64> {
        match self.behind {
            None => self.at(self.bands, column, width).map(|_| 0.0),
            Some(behind) => self.at(behind, column, width).map(|q| q.p50).or_else(|| self.joint(column, width)),
        }
    }

    /// Between the last observation and year 0: a straight line, drawn as no new policy is.
    fn joint(&self, column: u16, width: u16) -> Option<f64> {
        let (year, value) = self.past.last().map(|(y, v)| (f64::from(*y), *v))?;
        let zero = f64::from(self.year_zero);
        let to = self.behind?.first()?.p50;
        let x = self.year(column, width);
        (x > year && zero > year).then(|| value + (to - value) * (x - year) / (zero - year))
    }

    /// What was observed at a column, straight lines between the years but for the break.
    fn observed(&self, column: u16, width: u16) -> Option<f64> {
        let x = self.year(column, width);
        let step = self.past.windows(2).find(|w| f64::from(w[0].0) <= x && x <= f64::from(w[1].0))?;
        let ((a, from), (b, to)) = (step[0], step[1]);
        if self.break_at.is_some_and(|year| a < year && b >= year) {
            return None;
        }
        Some(from + (to - from) * (x - f64::from(a)) / f64::from((b - a).max(1)))
    }
}

/// What a half cell shows, faintest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Class {
    Nothing,
    Behind,
    Outer,
    Inner,
}

impl Class {
    const fn role(self) -> Option<Role> {
        match self {
            Self::Nothing => None,
            Self::Behind => Some(Role::Behind),
            Self::Outer => Some(Role::Outer),
            Self::Inner => Some(Role::Inner),
        }
    }
}

/// From values to rows of a plot.
struct Scale {
    lo: f64,
    hi: f64,
    height: u16,
}

impl Scale {
    /// Distance from the top in rows.
    fn row(&self, v: f64) -> f64 {
        (self.hi - v) / (self.hi - self.lo) * f64::from(self.height)
    }

    /// The same in parts of a row, within the plot.
    fn part(&self, v: f64, parts: u16) -> u16 {
        let x = (self.row(v) * f64::from(parts)).clamp(0.0, f64::from(self.height * parts - 1));
        whole(x)
    }
}

fn whole(x: f64) -> u16 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to a terminal's size")]
    let n = x.clamp(0.0, f64::from(u16::MAX)) as u16;
    n
}

/// Least height of a chart with a line of its own for the caption.
const HEIGHT_CAPTION: u16 = 9;
/// Least columns a year needs for ten years of history to be drawn in full.
const HISTORY_SHORT: usize = 11;

/// Draws a fan into an area: values at the left, years below.
pub fn draw(pen: &mut Pen<'_>, area: Rect, fan: &Fan<'_>) {
    if area.height < 2 || area.width < 8 || fan.bands.len() < 2 {
        return;
    }
    // In a narrow chart a long history would leave the future no room.
    let late = fan.past.partition_point(|(year, _)| fan.year_zero - year >= whole_years(area.width));
    let fan = &Fan { past: if fan.behind.is_some() { &fan.past[late..] } else { &[] }, ..*fan };
    let (lo, hi) = domain(fan);
    let flat = fan.behind.is_none() && fan.target.is_none() && fan.bands.iter().all(|q| q.p10 == 0.0 && q.p90 == 0.0);
    let labels = if flat {
        vec![(0.0, String::from("0"))]
    } else {
        ticks::between(lo, hi, usize::from((area.height - 1) / 2).clamp(2, 6))
    };
    let gutter = labels.iter().map(|(_, l)| pen.width(l)).max().unwrap_or(0).min(area.width / 3);
    let caption = u16::from(area.height >= HEIGHT_CAPTION && !fan.captions.is_empty());
    let height = area.height - 1 - caption;
    let plot = Rect { x: area.x + gutter + 1, y: area.y, width: area.width - gutter - 1, height };
    let scale = Scale { lo, hi, height: plot.height };
    for (value, label) in &labels {
        pen.put_right(area.x + gutter, plot.y + scale.part(*value, 1), gutter, label, Role::Dim);
    }
    let classes = classes(plot, fan, &scale);
    if fan.hatched.is_none() {
        bands(pen, plot, &classes);
    }
    baseline(pen, plot, fan, &scale, &classes);
    target(pen, plot, fan, &scale, &classes);
    if !fan.past.is_empty() {
        curve(pen, plot, &scale, &classes, Role::Text, &|x, width| fan.observed(x, width));
    }
    // Nothing moves: the dotted line says so alone.
    if let Some(why) = fan.hatched {
        words::hatch(pen, plot, &classes, why);
    } else if fan.behind.is_some() || fan.bands.iter().any(|q| q.p10 != 0.0 || q.p90 != 0.0) {
        curve(pen, plot, &scale, &classes, Role::Median, &|x, width| fan.at(fan.bands, x, width).map(|q| q.p50));
    }
    words::name_baseline(pen, plot, fan, &scale, &classes);
    words::years(pen, plot, fan, caption > 0);
}

/// How many years before year 0 a chart of that width has room for.
fn whole_years(width: u16) -> i32 {
    if width >= 44 { 40 } else { i32::try_from(HISTORY_SHORT).unwrap_or(11) }
}

/// Values to be shown, with a little air; zero is in it unless a baseline is drawn behind.
fn domain(fan: &Fan<'_>) -> (f64, f64) {
    let all = fan.bands.iter().chain(fan.behind.into_iter().flatten());
    let start = if fan.behind.is_some() { (f64::INFINITY, f64::NEG_INFINITY) } else { (0.0, 0.0) };
    let (lo, hi) = all
        .filter(|q| q.p10.is_finite() && q.p90.is_finite())
        .fold(start, |(lo, hi), q| (lo.min(q.p10), hi.max(q.p90)));
    let marks = fan.past.iter().map(|(_, v)| *v).chain(fan.target);
    let (lo, hi) = marks.fold((lo, hi), |(lo, hi), v| (lo.min(v), hi.max(v)));
    if !(lo.is_finite() && hi.is_finite()) {
        return (-1.0, 1.0);
    }
    let width = hi - lo;
    if width <= 1e-12 * hi.abs().max(1e-9) {
        let pad = if hi == 0.0 { 1.0 } else { hi.abs() * 0.05 };
        return (lo - pad, hi + pad);
    }
    (lo - 0.06 * width, hi + 0.06 * width)
}

/// The quantiles at a share of the years, straight lines between them.
fn at(bands: &[Quantiles], share: f64) -> Quantiles {
    let last = bands.len().saturating_sub(1);
    let x = share.clamp(0.0, 1.0) * last as f64;
    let i = usize::from(whole(libm::floor(x))).min(last);
    let (Some(a), Some(b)) = (bands.get(i), bands.get((i + 1).min(last))) else { return Quantiles::default() };
    let f = x - i as f64;
    let mix = |a: f64, b: f64| a + (b - a) * f;
    Quantiles {
        p10: mix(a.p10, b.p10),
        p25: mix(a.p25, b.p25),
        p50: mix(a.p50, b.p50),
        p75: mix(a.p75, b.p75),
        p90: mix(a.p90, b.p90),
    }
}

/// Half rows of every column, column after column.
fn classes(plot: Rect, fan: &Fan<'_>, scale: &Scale) -> Vec<Class> {
    let rows = usize::from(plot.height) * 2;
    let mut out = vec![Class::Nothing; usize::from(plot.width) * rows];
    for (x, column) in (0..plot.width).zip(out.chunks_mut(rows)) {
        let mut fill = |lo: f64, hi: f64, class: Class| {
            if hi - lo <= 0.0 || !(hi - lo).is_finite() {
                return;
            }
            let (top, bottom) = (usize::from(scale.part(hi, 2)), usize::from(scale.part(lo, 2)));
            for half in column.iter_mut().take(bottom + 1).skip(top) {
                *half = class.max(*half);
            }
        };
        if let Some(q) = fan.behind.and_then(|behind| fan.at(behind, x, plot.width)) {
            fill(q.p10, q.p90, Class::Behind);
        }
        if let Some(q) = fan.at(fan.bands, x, plot.width) {
            fill(q.p10, q.p90, Class::Outer);
            fill(q.p25, q.p75, Class::Inner);
        }
    }
    out
}

fn halves(plot: Rect, classes: &[Class], x: u16, y: u16) -> (Class, Class) {
    let i = (usize::from(x) * usize::from(plot.height) + usize::from(y)) * 2;
    let get = |i: usize| classes.get(i).copied().unwrap_or(Class::Nothing);
    (get(i), get(i + 1))
}

fn bands(pen: &mut Pen<'_>, plot: Rect, classes: &[Class]) {
    for x in 0..plot.width {
        for y in 0..plot.height {
            let (a, b) = halves(plot, classes, x, y);
            if a.max(b) == Class::Nothing {
                continue;
            }
            let (symbol, style) = if pen.look.tinted() { tint(pen, a, b) } else { shade(pen, a.max(b)) };
            pen.cell(plot.x + x, plot.y + y, symbol, style);
        }
    }
}

/// Two half cells by colour.
fn tint(pen: &Pen<'_>, a: Class, b: Class) -> (&'static str, Style) {
    let fg = |c: Class| c.role().and_then(|r| pen.style(r).fg);
    let mut style = Style::new();
    match (fg(a), fg(b)) {
        (Some(top), None) => {
            style.fg = Some(top);
            ("▀", style)
        }
        (None, Some(bottom)) => {
            style.fg = Some(bottom);
            ("▄", style)
        }
        (top, bottom) => {
            style.fg = top;
            style.bg = bottom;
            if a == b { ("█", style) } else { ("▀", style) }
        }
    }
}

/// A whole cell by character.
fn shade(pen: &Pen<'_>, class: Class) -> (&'static str, Style) {
    let style = class.role().map_or_else(Style::new, |r| pen.style(r));
    let symbol = match (class, pen.look.ascii()) {
        (Class::Nothing, _) => " ",
        (Class::Behind, true) => ",",
        (Class::Outer, true) => ".",
        (Class::Inner, true) => "=",
        (Class::Behind, false) => "·",
        (Class::Outer, false) => "░",
        (Class::Inner, false) => "▒",
    };
    (symbol, style)
}

/// A style that keeps the band behind a line visible, where colour can do that.
fn over(pen: &Pen<'_>, role: Role, a: Class, b: Class) -> Style {
    let mut style = pen.style(role);
    if pen.look.tinted() {
        style.bg = a.max(b).role().and_then(|r| pen.style(r).fg).or(style.bg);
    }
    style
}

/// No new policy: at zero, or along the middle of the band behind.
fn baseline(pen: &mut Pen<'_>, plot: Rect, fan: &Fan<'_>, scale: &Scale, classes: &[Class]) {
    let symbol = if pen.look.ascii() { "-" } else { "┈" };
    for x in 0..plot.width {
        let value = fan.baseline(x, plot.width).filter(|v| *v >= scale.lo && *v <= scale.hi);
        let Some(value) = value else { continue };
        let y = scale.part(value, 1);
        let (a, b) = halves(plot, classes, x, y);
        let style = over(pen, Role::Baseline, a, b);
        pen.cell(plot.x + x, plot.y + y, symbol, style);
    }
}

/// A level to be reached, over the years to come.
fn target(pen: &mut Pen<'_>, plot: Rect, fan: &Fan<'_>, scale: &Scale, classes: &[Class]) {
    let Some(value) = fan.target else { return };
    let y = scale.part(value, 1);
    let symbol = if pen.look.ascii() { "=" } else { "━" };
    let start = fan.column(f64::from(fan.year_zero), plot.width);
    for x in start..plot.width {
        let (a, b) = halves(plot, classes, x, y);
        let style = over(pen, Role::Accent, a, b);
        pen.cell(plot.x + x, plot.y + y, symbol, style);
    }
    if plot.width > start + 12 {
        // At the right, because no new policy is named at the left.
        pen.put_right(plot.right(), plot.y + y, 8, " target ", Role::Accent);
    }
}

/// Value of a line at a column of so many.
type Line<'a> = &'a dyn Fn(u16, u16) -> Option<f64>;

/// A line, thinner than any band.
fn curve(pen: &mut Pen<'_>, plot: Rect, scale: &Scale, classes: &[Class], role: Role, line: Line<'_>) {
    if pen.look.glyphs == Glyphs::Braille {
        braille_line(pen, plot, scale, classes, role, line);
        return;
    }
    for x in 0..plot.width {
        let Some(value) = line(x, plot.width) else { continue };
        let part = scale.part(value, 3);
        let (y, third) = (part / 3, part % 3);
        let symbol = match (pen.look.ascii(), third) {
            (true, _) => "#",
            (false, 0) => "▔",
            (false, 1) => "─",
            (false, _) => "▁",
        };
        let (a, b) = halves(plot, classes, x, y);
        let style = over(pen, role, a, b);
        pen.cell(plot.x + x, plot.y + y, symbol, style);
    }
}

fn braille_line(pen: &mut Pen<'_>, plot: Rect, scale: &Scale, classes: &[Class], role: Role, line: Line<'_>) {
    const DOTS: [[u32; 4]; 2] = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]];
    let mut cells = vec![0_u32; usize::from(plot.width) * usize::from(plot.height)];
    let mut before: Option<u16> = None;
    for sub in 0..plot.width * 2 {
        let Some(value) = line(sub, plot.width * 2) else {
            before = None;
            continue;
        };
        let here = scale.part(value, 4);
        // Steep pieces are joined, so that the line has no gaps.
        let (from, to) = match before {
            Some(b) if b + 1 < here => (b + 1, here),
            Some(b) if here + 1 < b => (here, b - 1),
            _ => (here, here),
        };
        for dot in from..=to {
            let i = usize::from(sub / 2) * usize::from(plot.height) + usize::from(dot / 4);
            if let Some(cell) = cells.get_mut(i) {
                *cell |= DOTS[usize::from(sub % 2)][usize::from(dot % 4)];
            }
        }
        before = Some(here);
    }
    for x in 0..plot.width {
        for y in 0..plot.height {
            let dots = cells[usize::from(x) * usize::from(plot.height) + usize::from(y)];
            if dots == 0 {
                continue;
            }
            let (a, b) = halves(plot, classes, x, y);
            let style = over(pen, role, a, b);
            let symbol = char::from_u32(0x2800 + dots).unwrap_or('.').to_string();
            pen.cell(plot.x + x, plot.y + y, &symbol, style);
        }
    }
}
