//! What an export of the current screen holds, file by file.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{html, svg, text};
use crate::report::export::{self, Provenance, file_name};
use crate::tui::app::export::{Form, long_sheets};
use crate::tui::app::{State, sheets};
use crate::tui::view::{self, Look};

/// One file: what stands behind its name, and what is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportFile {
    /// Name of the table, where there is one file per table; else empty.
    pub part: String,
    /// Content.
    pub text: String,
}

/// The files of an export. The picture is the screen as it stands, at `width` × `height` cells.
///
/// # Errors
/// Only if values cannot be written to memory, which would be a bug.
pub fn files(
    form: Form,
    state: &State,
    look: &Look,
    (width, height): (u16, u16),
    from: &Provenance,
) -> Result<Vec<ExportFile>, String> {
    let picture = || {
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
        view::draw(state, look, &mut buffer);
        buffer
    };
    let with_long = || [sheets(state), long_sheets(state)].concat();
    let theme = &look.theme;
    let one = |text: String| vec![ExportFile { part: String::new(), text }];
    Ok(match form {
        Form::Text => one(export::text(&text(&picture(), theme), from)),
        Form::Svg => one(svg(&picture(), theme, &from.heading(), &from.lines())),
        Form::Html => one(export::html(&html(&picture(), theme), &sheets(state), from)),
        Form::Json => one(export::json(&with_long(), from).map_err(|e| e.to_string())?),
        Form::Csv => {
            let sheets = with_long();
            let texts = export::csv(&sheets, from).map_err(|e| e.to_string())?;
            let part = |title: &str| if sheets.len() > 1 { file_name(title) } else { String::new() };
            sheets.iter().zip(texts).map(|(s, text)| ExportFile { part: part(&s.title), text }).collect()
        }
    })
}
