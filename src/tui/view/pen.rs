//! Writing text and boxes into a buffer, always inside it.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};
use unicode_width::UnicodeWidthStr;

use super::look::{Look, Role};

/// A piece of text with its meaning.
pub type Piece = (String, Role);

/// A line of pieces.
pub type Pieces = Vec<Piece>;

/// Writes into a buffer in one look.
pub struct Pen<'a> {
    /// Where to.
    pub buf: &'a mut Buffer,
    /// How.
    pub look: &'a Look,
}

impl Pen<'_> {
    /// The style of a role.
    pub fn style(&self, role: Role) -> Style {
        self.look.style(role)
    }

    /// Writes one line, cut to `width` cells; cut text ends in "…". Returns the column after it.
    pub fn put(&mut self, x: u16, y: u16, width: u16, text: &str, role: Role) -> u16 {
        self.put_styled(x, y, width, text, self.style(role))
    }

    /// The same with a style of one's own.
    pub fn put_styled(&mut self, x: u16, y: u16, width: u16, text: &str, style: Style) -> u16 {
        let area = *self.buf.area();
        if y < area.top() || y >= area.bottom() || x < area.left() || x >= area.right() {
            return x;
        }
        let width = width.min(area.right() - x);
        let text = self.look.text(text);
        let shown = cut(&text, usize::from(width), self.look.ascii());
        let style = alone(style);
        self.buf.set_stringn(x, y, shown, usize::from(width), style).0
    }

    /// Writes one line so that it ends before column `right`.
    pub fn put_right(&mut self, right: u16, y: u16, width: u16, text: &str, role: Role) {
        let len = self.width(text).min(width);
        self.put(right.saturating_sub(len), y, len, text, role);
    }

    /// Writes a wrapped text inside an area; returns the line after it.
    pub fn paragraph(&mut self, area: Rect, text: &str, role: Role) -> u16 {
        let mut y = area.y;
        for line in wrap(text, usize::from(area.width.max(1))) {
            if y < area.bottom() {
                self.put(area.x, y, area.width, &line, role);
                y += 1;
            }
        }
        y
    }

    /// Writes pieces one after another.
    pub fn pieces(&mut self, x: u16, y: u16, width: u16, pieces: &[Piece]) -> u16 {
        let end = x.saturating_add(width);
        let mut at = x;
        for (text, role) in pieces {
            if at >= end {
                break;
            }
            at = self.put(at, y, end - at, text, *role);
        }
        at
    }

    /// A text cut to so many cells.
    pub fn fit(&self, text: &str, width: u16) -> String {
        cut(&self.look.text(text), usize::from(width), self.look.ascii())
    }

    /// Cells a text takes.
    pub fn width(&self, text: &str) -> u16 {
        u16::try_from(self.look.text(text).width()).unwrap_or(u16::MAX)
    }

    /// One character in a cell; outside the buffer nothing.
    pub fn cell(&mut self, x: u16, y: u16, symbol: &str, style: Style) {
        if let Some(cell) = self.buf.cell_mut((x, y)) {
            cell.set_symbol(symbol).set_style(alone(style));
        }
    }

    /// Blanks an area.
    pub fn clear(&mut self, area: Rect) {
        let area = area.intersection(*self.buf.area());
        for y in area.top()..area.bottom() {
            for x in area.left()..area.right() {
                if let Some(cell) = self.buf.cell_mut((x, y)) {
                    cell.reset();
                    cell.set_style(self.look.style(Role::Text));
                }
            }
        }
    }

    /// A box with a title; heavy lines mean that it has the keys. Returns what is inside.
    pub fn frame(&mut self, area: Rect, title: &str, heavy: bool) -> Rect {
        let role = if heavy { Role::Focus } else { Role::Border };
        let style = self.style(role);
        let [h, v, a, b, c, d] = match (self.look.ascii(), heavy) {
            (true, false) => ["-", "|", "+", "+", "+", "+"],
            (true, true) => ["=", "|", "#", "#", "#", "#"],
            (false, false) => ["─", "│", "╭", "╮", "╰", "╯"],
            (false, true) => ["━", "┃", "┏", "┓", "┗", "┛"],
        };
        if area.width < 2 || area.height < 2 {
            return Rect { width: 0, height: 0, ..area };
        }
        let (right, bottom) = (area.right() - 1, area.bottom() - 1);
        for x in area.left() + 1..right {
            self.cell(x, area.top(), h, style);
            self.cell(x, bottom, h, style);
        }
        for y in area.top() + 1..bottom {
            self.cell(area.left(), y, v, style);
            self.cell(right, y, v, style);
        }
        self.cell(area.left(), area.top(), a, style);
        self.cell(right, area.top(), b, style);
        self.cell(area.left(), bottom, c, style);
        self.cell(right, bottom, d, style);
        if !title.is_empty() && area.width > 6 {
            let title_role = if heavy { Role::Focus } else { Role::Title };
            let text = format!(" {title} ");
            self.put(area.left() + 1, area.top(), area.width - 3, &text, title_role);
        }
        Rect { x: area.x + 1, y: area.y + 1, width: area.width - 2, height: area.height - 2 }
    }
}

/// A style that takes nothing over from what was in the cell, the background excepted.
fn alone(mut style: Style) -> Style {
    style.fg.get_or_insert(Color::Reset);
    style.sub_modifier = Modifier::all().difference(style.add_modifier);
    style
}

/// A text cut to a number of cells, with a mark where it was cut.
fn cut(text: &str, width: usize, ascii: bool) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mark = if ascii { "~" } else { "…" };
    let mut out = String::new();
    let mut used = 1;
    for c in text.chars() {
        let w = unicode_width::UnicodeWidthChar::width(c).unwrap_or(0);
        if used + w > width {
            break;
        }
        used += w;
        out.push(c);
    }
    out.push_str(mark);
    out
}

/// Breaks a text into lines of at most `width` cells at spaces.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let width = width.max(1);
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut used = 0;
    for word in text.split(' ').filter(|w| !w.is_empty()) {
        let w = word.width();
        if used > 0 && used + 1 + w > width {
            lines.push(std::mem::take(&mut line));
            used = 0;
        }
        if used > 0 {
            line.push(' ');
            used += 1;
        }
        line.push_str(word);
        used += w;
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_wrapped_and_cut_by_cells() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("", 7), Vec::<String>::new());
        assert_eq!(cut("£2.6m a year", 6, false), "£2.6m…");
        assert_eq!(cut("abc", 3, false), "abc");
    }
}
