//! From studies to the range that is drawn: every step of a channel's arithmetic, once. The page of the channel and
//! `tiller evidence channel` are two ways of reading these steps.

mod ranges;
mod read;

use super::page::{Line, Page, channel_name};
use super::{Record, Tab};
use crate::evidence::EffectId;
use crate::model::pooling::Pooled;
use crate::model::{Band, Basis, Grade, Judgements, studies};
use crate::projection::bands;
use crate::report::sheet::{Datum, Sheet};
use crate::report::words::figure;

/// One step.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Part of the arithmetic.
    pub part: &'static str,
    /// Finding or prior, if it is about one.
    pub id: String,
    /// What is worked out.
    pub name: &'static str,
    /// Its value, where it is one number.
    pub value: Option<f64>,
    /// Unit of the value.
    pub unit: String,
    /// In a sentence; blank where the one before says it.
    pub said: String,
    /// Where it leads.
    pub to: Option<Record>,
}

const BEHIND: &str = "Studies behind it";
const POOL: &str = "What they say together";
const PRIOR: &str = "The recorded prior";
const DRAWN: &str = "From there to the range that is drawn";
const GRADE: &str = "Grade";

/// A list that grows by sentences.
#[derive(Default)]
struct Steps(Vec<Step>);

impl Steps {
    fn say(&mut self, part: &'static str, id: &str, name: &'static str, said: impl Into<String>) {
        let (id, said) = (id.to_owned(), said.into());
        self.0.push(Step { part, id, name, value: None, unit: String::new(), said, to: None });
    }

    fn number(&mut self, part: &'static str, id: &str, name: &'static str, value: (f64, &str), said: String) {
        self.say(part, id, name, said);
        if let Some(last) = self.0.last_mut() {
            (last.value, last.unit) = (Some(value.0), value.1.to_owned());
        }
    }

    fn lead(&mut self, to: Record) {
        if let Some(last) = self.0.last_mut() {
            last.to = Some(to);
        }
    }
}

/// Every step of a channel by its row, with findings left out; empty for a row that does not exist.
#[must_use]
pub fn steps(basis: &Basis, row: usize, excluded: &[EffectId]) -> Vec<Step> {
    let Some(channel) = basis.model.channels.get(row) else { return Vec::new() };
    let standing = studies::standing(basis, row, excluded);
    let mut out = Steps::default();
    for one in &standing.behind {
        read::study(channel, one, &mut out);
    }
    if standing.behind.is_empty() {
        out.say(BEHIND, "", "none", "No study: judgement.");
    }
    ranges::pooling(basis, channel, &standing, &mut out);
    ranges::prior(basis, channel, standing.pooled.is_some(), &mut out);
    ranges::drawn(basis, row, channel, &standing, excluded, &mut out);
    let j = &basis.model.judgements;
    let mut text = format!("{}: {}.", channel.grade.as_str(), reason(j, channel.grade));
    if channel.sms != "none" {
        text = format!("{text} Design of the studies: level {}.", channel.sms);
    }
    out.say(GRADE, "", "grade", text);
    if standing.pooled.is_some() {
        out.say(
            GRADE,
            "",
            "grade",
            "The grade is the recorded one: pooling does not raise it. Set it in model/channels.csv.",
        );
    }
    out.0
}

const fn reason(j: &Judgements, grade: Grade) -> &String {
    match grade {
        Grade::A => &j.grades.a,
        Grade::B => &j.grades.b,
        Grade::C => &j.grades.c,
        Grade::D => &j.grades.d,
        Grade::E => &j.grades.e,
    }
}

/// The band of a channel as it is drawn from, with findings left out and the reference weight on.
#[must_use]
pub fn drawn_band(basis: &Basis, row: usize, excluded: &[EffectId]) -> Option<Band> {
    let pooled = studies::bands(basis, excluded);
    bands::resolve(&basis.model, &pooled, true, excluded).channels.get(row).copied()
}

/// Adds the steps to a page, a heading for each part.
pub(super) fn add(basis: &Basis, row: usize, page: &mut Page) {
    let mut part = "";
    for step in steps(basis, row, &[]) {
        if step.part != part {
            part = step.part;
            page.head(part);
        }
        match step.to {
            Some(to) => page.lines.push(Line::Link(step.said, to)),
            None if step.name == "none" => page.warn(step.said),
            None => page.say(step.said),
        }
    }
}

/// The steps as a page.
#[must_use]
pub fn page(basis: &Basis, row: usize) -> Page {
    let mut page = Page::new(format!("From studies to the range: {}", channel_name(basis, row)));
    add(basis, row, &mut page);
    page
}

/// The steps as a sheet: part, record, step, value, unit, sentence.
#[must_use]
pub fn sheet(basis: &Basis, row: usize) -> Sheet {
    let title = format!("From studies to the range: {}", channel_name(basis, row));
    let mut sheet = Sheet::new(title, ["part", "record", "step", "value", "unit", "in words"]);
    for s in steps(basis, row, &[]) {
        let value = s.value.map_or_else(|| Datum::Missing(String::new()), |x| Datum::number(x, figure(x)));
        let texts = [Datum::text(s.part), Datum::text(s.id), Datum::text(s.name)];
        sheet.row(texts.into_iter().chain([value, Datum::text(s.unit), Datum::text(s.said)]));
    }
    sheet
}

/// The arithmetic with all studies and without some, beside each other.
#[must_use]
pub fn beside(basis: &Basis, row: usize, excluded: &[EffectId]) -> Sheet {
    let names: Vec<&str> = excluded.iter().map(EffectId::as_str).collect();
    let title = format!("Left out: {}", names.join(", "));
    let mut sheet = Sheet::new(title, ["step", "all studies", "without", "unit"]);
    let unit = basis.model.channels.get(row).map_or("", |c| c.effect_unit.as_str());
    let both = [&[][..], excluded].map(|out| (studies::standing(basis, row, out), drawn_band(basis, row, out)));
    let cell = |x: Option<f64>| x.map_or_else(|| Datum::Missing(String::from("–")), |x| Datum::number(x, figure(x)));
    let rests = both.each_ref().map(|(s, _)| Datum::text(if s.pooled.is_some() { "pooled" } else { "recorded" }));
    let whole = |n: usize| Datum::number(n as f64, n.to_string());
    let counts = both.each_ref().map(|(s, _)| whole(s.studies().len()));
    let mut add = |name: &str, cells: [Datum; 2], unit: &str| {
        let [all, without] = cells;
        sheet.row([Datum::text(name), all, without, Datum::text(unit)]);
    };
    add("rests on", rests, "");
    add("studies that can be pooled", counts, "studies");
    let of = |read: fn(&Pooled) -> f64| both.each_ref().map(|(s, _)| cell(s.pooled.as_ref().map(read)));
    add("τ", of(|p| p.tau2.sqrt()), unit);
    add("mean", of(|p| p.mu), unit);
    add("q", of(|p| p.q), "");
    add("standard error", of(|p| p.se), unit);
    add("τ used", of(|p| p.tau_used), unit);
    add("new place, p10", of(|p| p.p10), unit);
    add("new place, p90", of(|p| p.p90), unit);
    let end = |read: fn(&Band) -> f64| both.each_ref().map(|(_, b)| cell(b.as_ref().map(read)));
    add("drawn, p10", end(|b| b.p10), unit);
    add("drawn, middle", end(|b| b.central), unit);
    add("drawn, p90", end(|b| b.p90), unit);
    sheet.note("A study is left out with all its results.");
    let rule = steps(basis, row, excluded).into_iter().find(|s| s.part == DRAWN && s.name == "left out");
    sheet.notes.extend(rule.map(|s| s.said));
    sheet
}
