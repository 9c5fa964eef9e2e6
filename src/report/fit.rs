//! A sheet in so many cells: columns share the width, words wrap inside their column, and where even that is too narrow each row is
//! told line by line.

use unicode_width::UnicodeWidthStr as _;

use super::layout::tame;
use super::sheet::{Datum, Sheet};

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Title of a sheet.
    Title,
    /// Names of the columns.
    Head,
    /// Values.
    Row,
    /// A sentence below, or nothing.
    Note,
}

/// Cells between two columns.
const GAP: usize = 2;
/// A column of words is not made narrower than this, or than its longest word if that is shorter.
const WORDS_MIN: usize = 12;

/// The lines of a sheet, none wider than `width` cells except for single words that are.
#[must_use]
pub fn lines(sheet: &Sheet, width: usize) -> Vec<(Kind, String)> {
    let mut out: Vec<(Kind, String)> = wrap(&tame(&sheet.title), width).into_iter().map(|l| (Kind::Title, l)).collect();
    if !sheet.columns.is_empty() && !sheet.rows.is_empty() {
        match widths(sheet, width) {
            Some(widths) => table(sheet, &widths, &mut out),
            None => records(sheet, width, &mut out),
        }
    }
    for note in &sheet.notes {
        out.push((Kind::Note, String::new()));
        out.extend(wrap(&tame(note), width).into_iter().map(|l| (Kind::Note, l)));
    }
    out
}

/// Whether a column holds words.
fn is_words(sheet: &Sheet, column: usize) -> bool {
    sheet.rows.iter().filter_map(|row| row.get(column)).any(|d| matches!(d, Datum::Text(_)))
}

fn longest_word(text: &str) -> usize {
    text.split_whitespace().map(str::width).max().unwrap_or(0)
}

/// Cells of each column; `None` if the table does not fit.
fn widths(sheet: &Sheet, width: usize) -> Option<Vec<usize>> {
    let cells = |column: usize| sheet.rows.iter().filter_map(move |row| row.get(column)).map(Datum::shown);
    let count = sheet.columns.len();
    let head = |i: usize| longest_word(&sheet.columns[i]);
    let mut wide: Vec<usize> =
        (0..count).map(|i| cells(i).map(str::width).max().unwrap_or(0).max(head(i)).max(1)).collect();
    let least: Vec<usize> = (0..count)
        .map(|i| {
            if is_words(sheet, i) {
                let word = cells(i).map(longest_word).max().unwrap_or(0);
                word.max(head(i)).max(WORDS_MIN).min(wide[i])
            } else {
                wide[i]
            }
        })
        .collect();
    let room = width.saturating_sub(GAP * count.saturating_sub(1));
    while wide.iter().sum::<usize>() > room {
        let widest = (0..count).filter(|i| wide[*i] > least[*i]).max_by_key(|i| wide[*i])?;
        wide[widest] -= 1;
    }
    Some(wide)
}

fn table(sheet: &Sheet, widths: &[usize], out: &mut Vec<(Kind, String)>) {
    let words: Vec<bool> = (0..widths.len()).map(|i| is_words(sheet, i)).collect();
    let mut row = |kind: Kind, texts: Vec<String>| {
        let wrapped: Vec<Vec<String>> = texts.iter().zip(widths).map(|(t, w)| wrap(t, *w)).collect();
        let high = wrapped.iter().map(Vec::len).max().unwrap_or(0).max(1);
        for y in 0..high {
            let mut line = String::new();
            for (i, cell) in wrapped.iter().enumerate() {
                let text = cell.get(y).map_or("", String::as_str);
                let pad = " ".repeat(widths[i].saturating_sub(text.width()));
                let [before, after] = if words[i] { ["", pad.as_str()] } else { [pad.as_str(), ""] };
                line.extend([before, text, after]);
                if i + 1 < widths.len() {
                    line.push_str(&" ".repeat(GAP));
                }
            }
            out.push((kind, line.trim_end().to_owned()));
        }
    };
    row(Kind::Head, sheet.columns.iter().map(|c| tame(c)).collect());
    for cells in &sheet.rows {
        row(Kind::Row, cells.iter().map(|d| tame(d.shown())).collect());
    }
}

/// Each row as lines of "column: value"; the first value is its heading.
fn records(sheet: &Sheet, width: usize, out: &mut Vec<(Kind, String)>) {
    for cells in &sheet.rows {
        let mut cells = sheet.columns.iter().zip(cells);
        if let Some((_, first)) = cells.next() {
            out.extend(wrap(&tame(first.shown()), width).into_iter().map(|l| (Kind::Head, l)));
        }
        // What a dash stands for needs no line of its own.
        for (column, cell) in cells.filter(|(_, cell)| cell.shown() != "–") {
            let text = format!("{column}: {}", tame(cell.shown()));
            out.extend(wrap(&text, width.saturating_sub(2)).into_iter().map(|l| (Kind::Row, format!("  {l}"))));
        }
    }
}

/// Breaks a text at spaces into lines of at most `width` cells; a longer word stays whole.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.width() + 1 + word.width() <= width => line.extend([" ", word]),
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sheet() -> Sheet {
        let mut sheet = Sheet::new("Parts", ["indicator", "change", "from what it comes most of all"]);
        sheet.row([Datum::text("Net jobs"), Datum::number(12.0, "+12"), Datum::text("peer learning in every firm")]);
        sheet.row([Datum::text("Gap"), Datum::missing(), Datum::text("–")]);
        sheet.note("A note.");
        sheet
    }

    #[test]
    fn words_wrap_inside_their_column_and_numbers_stay_whole() {
        let text: Vec<String> = lines(&sheet(), 48).into_iter().map(|(_, l)| l).collect();
        assert_eq!(text[1], "indicator          change  from what it comes");
        assert!(text.iter().any(|l| l.starts_with("Net jobs") && l.contains("+12  peer learning")), "{text:#?}");
        assert_eq!(text.last().map(String::as_str), Some("A note."));
    }

    #[test]
    fn what_does_not_fit_is_told_line_by_line() {
        let text: Vec<(Kind, String)> = lines(&sheet(), 20);
        assert!(text.contains(&(Kind::Head, String::from("Net jobs"))), "{text:#?}");
        assert!(text.contains(&(Kind::Row, String::from("  change: +12"))), "{text:#?}");
    }

    proptest! {
        #[test]
        fn no_line_is_too_wide(width in 24usize..120, words in prop::collection::vec("[a-z]{1,9}", 0..30)) {
            let mut sheet = sheet();
            sheet.row([Datum::text(words.join(" ")), Datum::number(1.0, "1"), Datum::text(words.join("  "))]);
            for (_, line) in lines(&sheet, width) {
                prop_assert!(line.width() <= width, "{} > {width}: {line}", line.width());
            }
        }
    }
}
