//! The values of a document for programs: CSV and JSON.

use serde_json::{Value, json};

use super::{Block, Document, Section};
use crate::report::sheet::harmless;

/// Every table under its title and that of its section.
pub(super) fn csv(document: &Document) -> Result<String, csv::Error> {
    let mut out = Vec::new();
    for (section, sheet) in document.sheets() {
        let title = format!("{section}: {}", sheet.title).replace(['\n', '\r'], " ");
        out.push(format!("# {}\n{}", harmless(&title), sheet.as_csv()?));
    }
    let foot: Vec<String> =
        document.made.iter().map(|said| format!("# {}\n", said.replace(['\n', '\r'], " "))).collect();
    out.push(foot.concat());
    Ok(out.join("\n"))
}

/// Everything, in order.
pub(super) fn json(document: &Document) -> Result<String, serde_json::Error> {
    let value = json!({
        "program": "tiller",
        "version": env!("CARGO_PKG_VERSION"),
        "title": document.title,
        "about": document.about,
        "sections": document.sections.iter().map(section).collect::<Vec<_>>(),
        "made": document.made,
    });
    serde_json::to_string_pretty(&value).map(|text| text + "\n")
}

fn section(section: &Section) -> Value {
    json!({"heading": section.heading, "blocks": section.blocks.iter().map(block).collect::<Vec<_>>()})
}

fn block(block: &Block) -> Value {
    match block {
        Block::Heading(text) => json!({"heading": text}),
        Block::Lead(text) => json!({"lead": text}),
        Block::Paragraph(text) => json!({"text": text}),
        Block::List(lines) => json!({"list": lines}),
        Block::Code(text) => json!({"code": text}),
        Block::Sheet(sheet) => json!({"sheet": sheet.as_json()}),
        Block::Chart(chart) => json!({"chart": chart.title, "says": chart.says, "sheet": chart.values.as_json()}),
        Block::Write(asked, lines) => json!({"write": asked, "lines": lines}),
    }
}
