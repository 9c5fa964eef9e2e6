//! A record as a page of sentences, with lines that lead to other records.

use serde_json::{Value, json};

use super::{Catalogue, Record, Tab, findings, graded, judged, lists, programmes, series, trust};
use crate::insight::coverage::Coverage;
use crate::insight::uses::{Use, named};
use crate::model::{Basis, Grade};
use crate::report::layout::{tame, wrap};
use crate::report::own;
use crate::report::sheet::{Datum, Sheet};

/// A line.
#[derive(Debug, Clone, PartialEq)]
pub enum Line {
    /// A heading.
    Head(String),
    /// A sentence.
    Text(String),
    /// Something to notice.
    Warn(String),
    /// A line that leads to a record.
    Link(String, Record),
}

impl Line {
    /// What it says.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Head(text) | Self::Text(text) | Self::Warn(text) | Self::Link(text, _) => text,
        }
    }
}

/// A page.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Page {
    /// Title.
    pub title: String,
    /// Lines.
    pub lines: Vec<Line>,
}

impl Page {
    pub(super) fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), lines: Vec::new() }
    }

    pub(super) fn head(&mut self, text: &str) {
        self.lines.push(Line::Head(text.to_owned()));
    }

    pub(super) fn say(&mut self, text: impl Into<String>) {
        let text: String = text.into();
        if !text.trim().is_empty() {
            self.lines.push(Line::Text(text));
        }
    }

    pub(super) fn warn(&mut self, text: impl Into<String>) {
        self.lines.push(Line::Warn(text.into()));
    }

    /// "Name: value." unless there is no value.
    pub(super) fn fact(&mut self, name: &str, value: &str) {
        if !value.trim().is_empty() {
            self.say(format!("{name}: {}.", value.trim().trim_end_matches('.')));
        }
    }

    pub(super) fn link(&mut self, text: impl Into<String>, to: Record) {
        let line = Line::Link(text.into(), to);
        if !self.lines.contains(&line) {
            self.lines.push(line);
        }
    }

    /// A line that leads to whatever an id names; an id that names nothing is said as it stands.
    pub(super) fn refer(&mut self, basis: &Basis, id: &str) {
        let e = &basis.evidence;
        if let Some(x) = e.effect(id) {
            self.lines.push(findings::line(x));
        } else if let Some(s) = e.source(id) {
            self.link(format!("{id}  {}", s.title), Record::new(Tab::Sources, id));
        } else if let Some(p) = e.prior(id) {
            self.link(format!("{id}  recorded prior: {}", p.outcome), Record::new(Tab::Judgements, id));
        } else if let Some(i) = e.interaction(id) {
            self.link(format!("{id}  {} ({})", i.outcome, i.kind), Record::new(Tab::Findings, id));
        } else {
            self.say(id.to_owned());
        }
    }

    /// Lines that lead to what a text names by id.
    pub(super) fn named_in(&mut self, basis: &Basis, text: &str) {
        let e = &basis.evidence;
        for id in named(text) {
            let known = e.effect(id).is_some()
                || e.source(id).is_some()
                || e.prior(id).is_some()
                || e.interaction(id).is_some();
            if known {
                self.refer(basis, id);
            }
        }
    }

    /// Records that the page leads to, in order.
    pub fn links(&self) -> impl Iterator<Item = &Record> {
        self.lines.iter().filter_map(|line| match line {
            Line::Link(_, to) => Some(to),
            _ => None,
        })
    }

    /// As text in lines of at most eighty columns.
    #[must_use]
    pub fn as_text(&self) -> String {
        let mut out = wrap(&tame(&self.title), "", "");
        for line in &self.lines {
            if matches!(line, Line::Head(_)) {
                out.push('\n');
            }
            out.push_str(&match line {
                Line::Head(text) => wrap(&tame(text), "", ""),
                Line::Text(text) | Line::Warn(text) => wrap(&tame(text), "  ", "  "),
                Line::Link(text, _) => wrap(&tame(text), "  → ", "    "),
            });
        }
        out
    }

    /// As JSON: title, and lines with their parts and what they lead to.
    #[must_use]
    pub fn as_json(&self) -> Value {
        let mut part = "";
        let mut lines = Vec::new();
        for line in &self.lines {
            match line {
                Line::Head(text) => part = text,
                Line::Link(text, to) => lines.push(json!({ "part": part, "text": text, "goes_to": to.id })),
                Line::Text(text) | Line::Warn(text) => lines.push(json!({ "part": part, "text": text })),
            }
        }
        json!({ "title": self.title, "lines": lines })
    }

    /// As a sheet: part, text, where it leads.
    #[must_use]
    pub fn as_sheet(&self) -> Sheet {
        let mut sheet = Sheet::new(self.title.clone(), ["part", "text", "goes to"]);
        let mut part = "";
        for line in &self.lines {
            match line {
                Line::Head(text) => part = text,
                Line::Link(text, to) => sheet.row([Datum::text(part), Datum::text(text), Datum::text(&to.id)]),
                Line::Text(text) | Line::Warn(text) => {
                    sheet.row([Datum::text(part), Datum::text(text), Datum::text("")]);
                }
            }
        }
        sheet
    }
}

impl Catalogue {
    /// The page of a record; `None` if there is none of that id. `coverage`: what the official figures cover, once read.
    #[must_use]
    pub fn page(&self, basis: &Basis, record: &Record, coverage: Option<&Coverage>) -> Option<Page> {
        let mut page = self.made(basis, record, coverage)?;
        if let Some(change) = own::by_id(basis.evidence.library()).get(record.id.as_str()) {
            page.lines.splice(0..0, own::origin(change).into_iter().map(Line::Warn));
        }
        Some(page)
    }

    fn made(&self, basis: &Basis, record: &Record, coverage: Option<&Coverage>) -> Option<Page> {
        let (e, id) = (&basis.evidence, record.id.as_str());
        match record.tab {
            Tab::Levers => {
                basis.model.levers.iter().find(|l| l.id.as_str() == id).map(|l| lists::lever_page(basis, self, l))
            }
            Tab::Findings => e
                .effect(id)
                .map(|x| findings::page(basis, self, x))
                .or_else(|| e.interaction(id).map(|x| findings::together(basis, self, x))),
            Tab::Sources => e.source(id).map(|s| lists::source_page(basis, self, s)),
            Tab::Programmes => programmes::page(basis, id),
            Tab::Observations => e.one_series(id).map(|s| series::page(basis, s, coverage)),
            Tab::Judgements => judged::page(basis, self, id),
            Tab::NotModelled => e.effect(id).map(|x| findings::page(basis, self, x)).or_else(|| lists::idea_page(id)),
            Tab::Grades => graded::page(basis, id),
            Tab::Trust => trust::page(basis, self.trust(), id),
        }
    }
}

/// The name of a channel: "Skills provision → Trained workforce".
pub(super) fn channel_name(basis: &Basis, row: usize) -> String {
    let channel = &basis.model.channels[row];
    let lever = basis.model.lever(&channel.lever).map_or(channel.lever.as_str(), |l| l.label.as_str());
    let to = match channel.target {
        crate::model::Target::Node(node) => node_name(basis, node),
        crate::model::Target::Capacity => String::from("delivery capacity"),
        crate::model::Target::LinkWeight => String::from("ties with the partner place"),
    };
    format!("{lever} → {to}")
}

/// The plain name of a node.
pub(super) fn node_name(basis: &Basis, node: crate::model::Node) -> String {
    basis.model.nodes.iter().find(|n| n.id == node).map_or_else(|| node.to_string(), |n| n.label.clone())
}

fn grade(grade: Grade) -> String {
    format!("grade {}", grade.as_str())
}

/// Adds what an id is used for, each with a way to it.
pub(super) fn uses(basis: &Basis, catalogue: &Catalogue, id: &str, page: &mut Page) {
    let m = &basis.model;
    for one in catalogue.uses.get(id) {
        match one {
            Use::Band { channel, among } => {
                let c = &m.channels[*channel];
                let name = channel_name(basis, *channel);
                let text = format!("In the band of {name}, one of {among} with equal weight ({}).", grade(c.grade));
                page.link(text, Record::new(Tab::Judgements, c.id.as_str()));
            }
            Use::Study { channel, pooled } => {
                let c = &m.channels[*channel];
                let how = if *pooled { "Read" } else { "Not pooled" };
                let text = format!("{how} for the band of {} ({}).", channel_name(basis, *channel), grade(c.grade));
                page.link(text, Record::new(Tab::Judgements, c.id.as_str()));
            }
            Use::Prior { prior, channels } => {
                let p = &basis.evidence.priors()[*prior];
                let behind: Vec<String> = channels.iter().map(|c| channel_name(basis, *c)).collect();
                let behind = if behind.is_empty() { String::from("no channel") } else { behind.join("; ") };
                let text = format!("In the recorded prior {} ({}), which stands behind {behind}.", p.id, p.outcome);
                page.link(text, Record::new(Tab::Judgements, p.id.as_str()));
            }
            Use::Channel(row) => {
                let c = &m.channels[*row];
                let text = format!("Behind {} ({}).", channel_name(basis, *row), grade(c.grade));
                page.link(text, Record::new(Tab::Judgements, c.id.as_str()));
            }
            Use::Link(row) => {
                let l = &m.links[*row];
                let text = format!(
                    "Behind the link {} → {} ({}).",
                    node_name(basis, l.from),
                    node_name(basis, l.to),
                    grade(l.grade)
                );
                page.link(text, Record::new(Tab::Judgements, l.id.as_str()));
            }
            Use::Pair(row) => {
                let p = &m.pairs[*row];
                let text = format!("Behind the pair {} with {} ({}).", p.a, p.b, grade(p.grade));
                page.link(text, Record::new(Tab::Judgements, p.id.as_str()));
            }
            Use::Net(row) => {
                let a = &m.additionality[*row];
                page.link(
                    format!("Behind a share of gross to net ({}).", a.id),
                    Record::new(Tab::Judgements, a.id.as_str()),
                );
            }
            Use::Lever(row) => {
                let l = &m.levers[*row];
                let text = format!("Cited by the lever {}: cost, reach, comparison or proposal.", l.label);
                page.link(text, Record::new(Tab::Levers, l.id.as_str()));
            }
        }
    }
}

/// The full citation of a source, with the way to its page.
pub(super) fn cite(basis: &Basis, id: &str, page: &mut Page) {
    let Some(s) = basis.evidence.source(id) else {
        page.say(if id == "judgement" { String::from("Nobody: this is a judgement.") } else { id.to_owned() });
        return;
    };
    page.link(crate::report::citations::sentence(s), Record::new(Tab::Sources, id));
    page.say(if s.url.is_empty() { String::from("No address recorded.") } else { s.url.clone() });
    page.say(format!("Licence: {}. Read {}.", s.licence(), findings::mark(&s.seen)));
}
