//! A source in full, and which sources stand behind an arrow.

use std::collections::BTreeSet;

use super::Subject;
use super::page::effect_words;
use crate::insight::paths::Step;
use crate::model::Basis;

/// Ids of the sources behind an arrow, in the order in which the model names them, each once. Words such as
/// `judgement` and `accounting` stay as they are.
#[must_use]
pub fn sources_of(basis: &Basis, step: Step) -> Vec<String> {
    let model = &basis.model;
    let named: Vec<&String> = match step {
        Step::Channel(row) => {
            model.channels.get(row).into_iter().flat_map(|c| c.pooled_from.iter().chain(&c.prior_ids)).collect()
        }
        Step::Link(row) => model.links.get(row).into_iter().flat_map(|l| &l.sources).collect(),
        Step::Pair(row) => model.pairs.get(row).into_iter().flat_map(|p| &p.sources).collect(),
    };
    let mut seen = BTreeSet::new();
    let behind = named.into_iter().flat_map(|id| basis.evidence.sources_behind(id));
    behind.filter(|id| seen.insert(id.clone())).collect()
}

/// A citation as plain text, one line for each of its parts.
#[must_use]
pub fn citation_text(lines: &[(&'static str, String)]) -> String {
    let lines: Vec<String> = lines.iter().map(|(name, text)| format!("{name}: {text}")).collect();
    lines.join("\n") + "\n"
}

/// The full citation of a source, line by line: title, who, when, address, licence, how it was read, what it is used for.
#[must_use]
pub fn citation(subject: &Subject<'_>, id: &str) -> Vec<(&'static str, String)> {
    let Some(source) = subject.basis.evidence.source(id) else {
        let text = match id {
            "judgement" => "a judgement of the model's makers; no publication stands behind it",
            "accounting" => "an identity of accounts; nothing is estimated",
            "convention" => "a convention of appraisal",
            _ => "not in the table of sources",
        };
        return vec![("source", id.to_owned()), ("what", text.to_owned())];
    };
    let or = |text: &str, missing: &str| if text.trim().is_empty() { missing.to_owned() } else { text.to_owned() };
    let mut out = vec![
        ("source", id.to_owned()),
        ("title", source.title.clone()),
        ("authors", or(&source.authors, "not recorded; see the publisher")),
        ("publisher", or(&source.publisher, "not recorded")),
        ("published", or(&source.published, "not recorded")),
        ("address", or(&source.url, "no address recorded")),
        ("licence", source.licence().to_owned()),
        ("how read", or(&source.seen, "not recorded")),
    ];
    if !source.note.trim().is_empty() {
        out.push(("note", source.note.clone()));
    }
    for effect in subject.basis.evidence.effects().iter().filter(|e| e.source.as_str() == id) {
        let read = or(&effect.where_seen, "part not recorded");
        out.push(("finding", format!("{}: {} (read: {read})", effect.id, effect_words(effect))));
    }
    out
}
