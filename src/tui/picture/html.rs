//! The frame as a block of HTML; the page round it is written by `report::export`.

use std::fmt::Write as _;

use ratatui::buffer::Buffer;
use ratatui::style::Modifier;

use super::{hex, rows};
use crate::report::export::escape;
use crate::tui::view::Theme;

/// A `<pre>` with the colours of the frame inline.
#[must_use]
pub fn html(buffer: &Buffer, theme: &Theme) -> String {
    let paper = theme.papers.first().copied().unwrap_or_default();
    let mut out = format!("<pre class=\"screen\" style=\"color:{};background:{}\">", hex(theme.ink), hex(paper));
    for row in rows(buffer, theme) {
        for run in row {
            let mut style = String::new();
            if run.ink != theme.ink {
                let _ = write!(style, "color:{};", hex(run.ink));
            }
            if run.paper != paper {
                let _ = write!(style, "background:{};", hex(run.paper));
            }
            for (modifier, rule) in [
                (Modifier::BOLD, "font-weight:bold;"),
                (Modifier::UNDERLINED, "text-decoration:underline;"),
                (Modifier::DIM, "opacity:.75;"),
            ] {
                if run.modifier.contains(modifier) {
                    style.push_str(rule);
                }
            }
            let text = escape(&run.text);
            if style.is_empty() {
                out.push_str(&text);
            } else {
                let _ = write!(out, "<span style=\"{style}\">{text}</span>");
            }
        }
        out.push('\n');
    }
    out.push_str("</pre>\n");
    out
}
