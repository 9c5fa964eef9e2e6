//! A document as one page of HTML: headings in order, a skip link, a list of contents, tables with captions and row
//! headings, drawings as inline SVG with their tables beside or below.

use std::fmt::Write as _;

use super::chart::{Chart, Drawing};
use super::style::{POLICY, RULES};
use super::{Block, Document, Print, Section, svg};
use crate::report::export::escape;
use crate::report::layout::tame;
use crate::report::sheet::{Datum, Sheet};

/// Columns from which a table is set smaller.
const WIDE: usize = 7;
/// Columns from which a table may have to be scrolled sideways, and is reached by the keyboard for it.
const SCROLLED: usize = 3;
/// Rows up to which a table, or a drawing with its table, stays on one sheet of paper.
const KEPT: usize = 8;
/// The same where a table stands small beside or below ranges by year.
const KEPT_YEARS: usize = 20;
/// Characters from which a cell asks for room.
const LONG: usize = 40;
/// Lines from which a list is set small in columns on paper.
const MANY: usize = 12;
/// Sections from which a list of contents is worth its room.
const CONTENTS: usize = 4;

/// What is written so far, and how many drawings stand in it.
struct Page {
    out: String,
    drawings: usize,
}

/// The whole page.
pub(super) fn write(document: &Document) -> String {
    let title = escape(&document.title);
    let class = match document.print {
        Print::Desk => "",
        Print::Sheet => " class=\"sheet\"",
        Print::Large => " class=\"large\"",
    };
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"generator\" content=\"tiller {}\">\n\
         <title>{title}</title>\n<style>\n{RULES}</style>\n</head>\n<body{class}>\n\
         <a class=\"skip\" href=\"#main\">To the text</a>\n{}<div class=\"page\">\n<header>\n<h1>{title}</h1>\n",
        env!("CARGO_PKG_VERSION"),
        svg::DEFINED
    );
    for said in &document.about {
        let _ = writeln!(out, "<p class=\"about\">{}</p>", escape(said));
    }
    out.push_str("</header>\n");
    contents(&mut out, document);
    out.push_str("<main id=\"main\" tabindex=\"-1\">\n");
    let mut page = Page { out, drawings: 0 };
    for (n, section) in document.sections.iter().enumerate() {
        self::section(&mut page, n, section);
    }
    let mut out = page.out;
    out.push_str("</main>\n");
    if !document.made.is_empty() {
        out.push_str("<footer>\n");
        for said in &document.made {
            let _ = writeln!(out, "<p>{}</p>", escape(said));
        }
        out.push_str("</footer>\n");
    }
    out.push_str("</div>\n</body>\n</html>\n");
    out
}

fn contents(out: &mut String, document: &Document) {
    let named = || document.sections.iter().enumerate().filter(|(_, s)| !s.heading.is_empty());
    if named().count() < CONTENTS {
        return;
    }
    out.push_str("<nav aria-label=\"Contents\">\n<p>Contents</p>\n<ol>\n");
    for (n, section) in named() {
        let _ = writeln!(out, "<li><a href=\"#s{}\">{}</a></li>", n + 1, escape(&section.heading));
    }
    out.push_str("</ol>\n</nav>\n");
}

fn section(page: &mut Page, n: usize, section: &Section) {
    let out = &mut page.out;
    let class = if section.new_page { " class=\"new-page\"" } else { "" };
    if section.heading.is_empty() {
        let _ = writeln!(out, "<div{class}>");
    } else {
        let id = n + 1;
        let _ = writeln!(
            out,
            "<section{class} aria-labelledby=\"s{id}\">\n<h2 id=\"s{id}\">{}</h2>",
            escape(&section.heading)
        );
    }
    for block in &section.blocks {
        self::block(page, block);
    }
    page.out.push_str(if section.heading.is_empty() { "</div>\n" } else { "</section>\n" });
}

fn block(page: &mut Page, block: &Block) {
    let out = &mut page.out;
    let _ = match block {
        Block::Heading(text) => writeln!(out, "<h3>{}</h3>", escape(text)),
        Block::Lead(text) => writeln!(out, "<p class=\"lead\">{}</p>", escape(text)),
        Block::Paragraph(text) => writeln!(out, "<p>{}</p>", escape(text)),
        Block::List(lines) => {
            let items: Vec<String> = lines.iter().map(|l| format!("<li>{}</li>", escape(l))).collect();
            let class = if lines.len() >= MANY { " class=\"many\"" } else { "" };
            writeln!(out, "<ul{class}>\n{}\n</ul>", items.join("\n"))
        }
        Block::Code(text) => {
            let lines: Vec<String> = tame(text).lines().map(escape).collect();
            writeln!(out, "<pre><code>{}</code></pre>", lines.join("\n"))
        }
        Block::Sheet(sheet) => {
            table(out, sheet);
            notes(out, sheet);
            Ok(())
        }
        Block::Chart(chart) => {
            self::chart(page, chart);
            Ok(())
        }
        Block::Write(asked, lines) => {
            let room = "<span></span>".repeat(*lines as usize);
            writeln!(out, "<div class=\"write\"><p>{}</p>{room}</div>", escape(asked))
        }
    };
}

fn chart(page: &mut Page, chart: &Chart) {
    page.drawings += 1;
    let (out, number) = (&mut page.out, page.drawings);
    let years = matches!(chart.drawing, Drawing::Fan(_));
    // A narrow table fits beside the drawing; others stand below it.
    let narrow = chart.values.columns.len() <= 4 && matches!(&chart.drawing, Drawing::Fan(fan) if fan.panels.len() < 3);
    let class = match (narrow, years) {
        (true, _) => "pair small beside",
        (false, true) => "pair small",
        (false, false) => "pair",
    };
    let most = if years { KEPT_YEARS } else { KEPT };
    let kept = if chart.values.rows.len() <= most { " class=\"kept\"" } else { "" };
    let _ = write!(
        out,
        "<figure{kept}>\n<figcaption><strong>{}</strong> {}</figcaption>\n<div class=\"{class}\">\n",
        escape(&chart.title),
        escape(&chart.says)
    );
    out.push_str(&svg::draw(chart, number));
    out.push_str("<details open>\n<summary>The values as a table</summary>\n");
    table(out, &chart.values);
    out.push_str("</details>\n</div>\n");
    notes(out, &chart.values);
    out.push_str("</figure>\n");
}

fn table(out: &mut String, sheet: &Sheet) {
    if sheet.rows.is_empty() {
        let _ = writeln!(out, "<p><strong>{}</strong></p>", escape(&sheet.title));
        return;
    }
    let wide = if sheet.columns.len() >= WIDE { " wide" } else { "" };
    let kept = if sheet.rows.len() <= KEPT { " kept" } else { "" };
    let title = escape(&sheet.title);
    let reached = if sheet.columns.len() >= SCROLLED {
        format!(" role=\"group\" aria-label=\"{title}\" tabindex=\"0\"")
    } else {
        String::new()
    };
    let _ =
        write!(out, "<div class=\"scroll{wide}{kept}\"{reached}>\n<table>\n<caption>{title}</caption>\n<thead><tr>");
    let numeric: Vec<bool> = (0..sheet.columns.len())
        .map(|k| {
            sheet
                .rows
                .iter()
                .any(|r| matches!(r.get(k), Some(Datum::Number { shown, .. }) if shown.chars().count() < LONG))
        })
        .collect();
    for (column, numeric) in sheet.columns.iter().zip(&numeric) {
        let class = if *numeric { " class=\"n\"" } else { "" };
        // What has no name is no heading.
        let _ = if column.trim().is_empty() {
            write!(out, "<td{class}></td>")
        } else {
            write!(out, "<th scope=\"col\"{class}>{}</th>", escape(column))
        };
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for row in &sheet.rows {
        out.push_str("<tr>");
        for (k, datum) in row.iter().enumerate() {
            let shown = datum.shown();
            let text = escape(shown);
            let class = match datum {
                Datum::Missing(_) => " class=\"none\"",
                _ if numeric.get(k) == Some(&true) => " class=\"n\"",
                _ if shown.chars().count() >= LONG => " class=\"w\"",
                _ => "",
            };
            // The first cell names the row.
            let _ = if k == 0 {
                write!(out, "<th scope=\"row\"{class}>{text}</th>")
            } else {
                write!(out, "<td{class}>{text}</td>")
            };
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n</div>\n");
}

fn notes(out: &mut String, sheet: &Sheet) {
    for note in &sheet.notes {
        let _ = writeln!(out, "<p class=\"note\">{}</p>", escape(note));
    }
}
