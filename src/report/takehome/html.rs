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
/// Characters from which a cell asks for room.
const LONG: usize = 40;
/// Sections from which a list of contents is worth its room.
const CONTENTS: usize = 4;

/// The whole page.
pub(super) fn write(document: &Document) -> String {
    let title = escape(&document.title);
    let class = if document.print == Print::Large { " class=\"large\"" } else { "" };
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
    for (n, section) in document.sections.iter().enumerate() {
        self::section(&mut out, n, section);
    }
    out.push_str("</main>\n<footer>\n");
    for said in &document.made {
        let _ = writeln!(out, "<p>{}</p>", escape(said));
    }
    out.push_str("</footer>\n</div>\n</body>\n</html>\n");
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

fn section(out: &mut String, n: usize, section: &Section) {
    let class = if section.new_page { " class=\"new-page\"" } else { "" };
    if section.heading.is_empty() {
        let _ = writeln!(out, "<section{class}>");
    } else {
        let id = n + 1;
        let _ = writeln!(
            out,
            "<section{class} aria-labelledby=\"s{id}\">\n<h2 id=\"s{id}\">{}</h2>",
            escape(&section.heading)
        );
    }
    for block in &section.blocks {
        self::block(out, block);
    }
    out.push_str("</section>\n");
}

fn block(out: &mut String, block: &Block) {
    let _ = match block {
        Block::Heading(text) => writeln!(out, "<h3>{}</h3>", escape(text)),
        Block::Lead(text) => writeln!(out, "<p class=\"lead\">{}</p>", escape(text)),
        Block::Paragraph(text) => writeln!(out, "<p>{}</p>", escape(text)),
        Block::List(lines) => {
            let items: Vec<String> = lines.iter().map(|l| format!("<li>{}</li>", escape(l))).collect();
            writeln!(out, "<ul>\n{}\n</ul>", items.join("\n"))
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
            self::chart(out, chart);
            Ok(())
        }
        Block::Write(asked, lines) => {
            let room = "<span></span>".repeat(*lines as usize);
            writeln!(out, "<div class=\"write\"><p>{}</p>{room}</div>", escape(asked))
        }
    };
}

fn chart(out: &mut String, chart: &Chart) {
    // A narrow table fits beside the drawing; others stand below it.
    let narrow = chart.values.columns.len() <= 4 && matches!(&chart.drawing, Drawing::Fan(fan) if fan.panels.len() < 3);
    let class = if narrow { "pair beside" } else { "pair" };
    let _ = write!(
        out,
        "<figure>\n<figcaption><strong>{}</strong> {}</figcaption>\n<div class=\"{class}\">\n",
        escape(&chart.title),
        escape(&chart.says)
    );
    out.push_str(&svg::draw(chart));
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
    let title = escape(&sheet.title);
    let _ = write!(
        out,
        "<div class=\"scroll{wide}\" role=\"region\" aria-label=\"{title}\" tabindex=\"0\">\n<table>\n<caption>{title}</caption>\n<thead><tr>"
    );
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
        let _ = write!(out, "<th scope=\"col\"{class}>{}</th>", escape(column));
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
