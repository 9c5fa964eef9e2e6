//! From studies to the range that is drawn: every step of a channel's arithmetic, once. The page of the channel and
//! `tiller evidence channel` are two ways of reading these steps.

use super::page::{Line, Page, channel_name};
use super::{Record, Tab, findings};
use crate::evidence::{Effect, EffectId, Usable};
use crate::model::conversions::Form;
use crate::model::pooling::{POOL_MIN, Pooled};
use crate::model::studies::{self, Barrier, Behind, ErrorFrom, Reading, Standing};
use crate::model::{Band, Basis, Channel, Grade, Judgements, Node};
use crate::projection::bands;
use crate::report::sheet::{Datum, Sheet};
use crate::report::words::{count, figure};

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
    /// In a sentence.
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
        study(channel, one, &mut out);
    }
    if standing.behind.is_empty() {
        out.say(BEHIND, "", "none", "No study: judgement.");
    }
    pooling(basis, channel, &standing, &mut out);
    prior(basis, channel, standing.pooled.is_some(), &mut out);
    drawn(basis, row, channel, &standing, excluded, &mut out);
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

fn per(x: &Effect) -> String {
    if x.intensity_unit.is_empty() { String::new() } else { format!(", for {}", x.intensity_unit) }
}

/// A finding as published, then how it enters or what keeps it out.
fn study(channel: &Channel, one: &Behind<'_>, out: &mut Steps) {
    let (x, id) = (one.effect, one.effect.id.as_str());
    let level = x.sms_number.map_or_else(|| String::from("no level of design"), |n| format!("level {n} of 5"));
    let published = findings::printed(x);
    let text = format!("{id}  {}: {published}{} ({}, {}; {level})", x.outcome, per(x), x.country, x.years);
    out.say(BEHIND, id, "as published", text);
    if let Some(last) = out.0.last_mut() {
        (last.value, last.unit) = (x.estimate, x.outcome_unit.clone());
    }
    out.lead(Record::new(Tab::Findings, id));
    if !x.population.trim().is_empty() {
        out.say(BEHIND, id, "who was studied", format!("Who was studied: {}.", x.population.trim_end_matches('.')));
    }
    match &one.reading {
        Ok(reading) => enters(channel, one, reading, out),
        Err(barriers) => {
            let why: Vec<String> = barriers.iter().map(|b| barrier(channel, x, b)).collect();
            out.say(BEHIND, id, "not pooled", format!("Not pooled: {}.", why.join("; ")));
        }
    }
}

fn enters(channel: &Channel, one: &Behind<'_>, reading: &Reading, out: &mut Steps) {
    let (x, id, unit) = (one.effect, one.effect.id.as_str(), channel.effect_unit.as_str());
    let se = reading.converted.variance.sqrt();
    let from = match reading.from {
        ErrorFrom::Printed(se) => format!("Standard error {}, as printed.", figure(se)),
        ErrorFrom::Interval(level) => {
            let ends = [x.range_low, x.range_high].map(|end| figure(end.unwrap_or(f64::NAN)));
            format!("{} % interval {} to {}: width ÷ 2z after conversion.", figure(100.0 * level), ends[0], ends[1])
        }
    };
    out.say(BEHIND, id, "error", from);
    if let Some(how) = one.conversion {
        let formula = match how.form {
            Form::Linear => "x",
            Form::PercentToLog => "ln(1 + x/100)",
            Form::PointsToLogOdds => "x/100 ÷ p(1 − p)",
            Form::RatioToLog => "ln x",
        };
        let text = format!(
            "Converted by {formula} × {}: {} {unit} per unit fully exposed, standard error {}. Why: {}.",
            figure(how.factor),
            figure(reading.converted.effect),
            figure(se),
            how.reason.trim().trim_end_matches('.')
        );
        out.number(BEHIND, id, "converted", (reading.converted.effect, unit), text);
        out.number(BEHIND, id, "standard error", (se, unit), format!("Variance {}.", figure(se * se)));
    }
    let text = match reading.discount {
        Some(d) => format!(
            "Discounted once: × {} for its design; spread of {} of itself for what the design cannot rule out, {} for distance.",
            figure(d.shrink),
            figure(d.cv_int),
            figure(d.cv_ext)
        ),
        None => String::from("Discounted before it was entered; not a second time."),
    };
    let factor = reading.discount.map_or(1.0, |d| d.shrink);
    out.number(BEHIND, id, "discount", (factor, "factor"), text);
    let (effect, variance) = (reading.enters.effect, reading.enters.variance);
    let text = format!("Enters with {} {unit}, standard error {}.", figure(effect), figure(variance.sqrt()));
    out.number(BEHIND, id, "enters", (effect, unit), text);
    out.number(
        BEHIND,
        id,
        "variance that enters",
        (variance, "unit²"),
        format!("Variance that enters: {}.", figure(variance)),
    );
}

fn barrier(channel: &Channel, x: &Effect, why: &Barrier) -> String {
    match why {
        Barrier::LeftOut => String::from("left out, alone or with another result of its study"),
        Barrier::NotANumber(usable) => String::from(match usable {
            Usable::Yes | Usable::No => "its record says that it is not to be used as a number",
            Usable::Direction => "only its direction is known",
            Usable::Timing => "it says when effects come and fade, not how large they are",
            Usable::ContextOnly => "its record says that it is context only",
        }),
        Barrier::NoEstimate => String::from("it prints no number"),
        Barrier::NoError if x.range_low.is_some() || x.range_high.is_some() => {
            format!("it prints no standard error, and its range is no interval of a stated level ({})", x.range_kind)
        }
        Barrier::NoError => String::from("it prints no standard error and no interval"),
        Barrier::BadError => String::from("its error is not a number above 0"),
        Barrier::NoConversion => format!(
            "no row of model/conversions.csv says how {}{} becomes {} per unit fully exposed",
            x.outcome_unit,
            per(x),
            channel.effect_unit
        ),
        Barrier::OutsideForm(form) => format!("its number cannot go through {}", form.as_str()),
        Barrier::NoLevel => String::from("its design has no level 1 to 5, and it has not been discounted already"),
        Barrier::SameStudy(id) => format!("{id}, of the same study and less certain, stands for it"),
    }
}

/// What the studies say together, or why nothing is pooled.
fn pooling(basis: &Basis, channel: &Channel, standing: &Standing<'_>, out: &mut Steps) {
    let (ready, all) = (standing.studies().len(), standing.behind.len());
    let Some(p) = &standing.pooled else {
        let said = if ready > 0 && ready >= POOL_MIN {
            String::from(
                "The studies cannot be pooled: their weights leave no finite number. The recorded prior stands.",
            )
        } else {
            let of = match all {
                0 => String::from("No finding stands behind it"),
                n => format!("{ready} of {} can be pooled", count(n as u64, "finding", "findings")),
            };
            let needs = "that print an error in a unit with a recorded conversion";
            format!("{of}; pooling needs {POOL_MIN} {needs}. The recorded prior stands.")
        };
        out.number(POOL, "", "studies pooled", (ready as f64, "studies"), said);
        return;
    };
    let unit = channel.effect_unit.as_str();
    let names: Vec<&str> = standing.studies().iter().map(|(id, _)| id.as_str()).collect();
    out.number(POOL, "", "studies pooled", (p.k as f64, "studies"), format!("{} studies: {}.", p.k, names.join(", ")));
    let text =
        format!("Variance between places (Paule–Mandel): τ² = {}, τ = {}.", figure(p.tau2), figure(p.tau2.sqrt()));
    out.number(POOL, "", "τ²", (p.tau2, "unit²"), text);
    out.number(POOL, "", "mean", (p.mu, unit), format!("Mean, weights 1/(variance + τ²): {} {unit}.", figure(p.mu)));
    let held = if p.q > 1.0 { "it widens the error" } else { "the plain error stands" };
    out.number(POOL, "", "q", (p.q, ""), format!("Modified Knapp–Hartung factor q = {}: {held}.", figure(p.q)));
    out.number(
        POOL,
        "",
        "plain standard error",
        (p.se_plain, unit),
        format!("Plain standard error {}.", figure(p.se_plain)),
    );
    out.number(POOL, "", "standard error", (p.se, unit), format!("Standard error of the mean: {}.", figure(p.se)));
    let share = basis.model.judgements.tau_floor_share;
    let floor = if p.tau_used > p.tau2.sqrt() { "the floor holds" } else { "above its floor" };
    let text = format!("τ that is used: {}, at least {} of the mean: {floor}.", figure(p.tau_used), figure(share));
    out.number(POOL, "", "τ used", (p.tau_used, unit), text);
    new_place(p, unit, out);
}

fn new_place(p: &Pooled, unit: &str, out: &mut Steps) {
    let text = format!(
        "In a new place 8 in 10 effects lie between {} and {} {unit} (Student's t, {} degrees of freedom; 80 % prediction interval).",
        figure(p.p10),
        figure(p.p90),
        p.k - 1
    );
    out.number(POOL, "", "p10", (p.p10, unit), text);
    out.number(
        POOL,
        "",
        "p90",
        (p.p90, unit),
        format!("95 in 100 lie between {} and {}.", figure(p.pi95[0]), figure(p.pi95[1])),
    );
}

fn prior(basis: &Basis, channel: &Channel, pooled: bool, out: &mut Steps) {
    for id in &channel.prior_ids {
        let Some(p) = basis.evidence.prior(id) else {
            out.say(PRIOR, id, "reference", id.clone());
            continue;
        };
        let ends = [p.p10, p.central, p.p90].map(|x| x.map_or_else(|| String::from("not quantified"), figure));
        let size = match p.central {
            Some(_) => format!("{} to {}, middle {} ({}, for {})", ends[0], ends[2], ends[1], p.unit, p.intensity),
            None => String::from("no size recorded"),
        };
        let said = format!("{id}  {}: {size}", p.outcome);
        out.say(PRIOR, id, "as recorded", said);
        if let Some(last) = out.0.last_mut() {
            (last.value, last.unit) = (p.central, p.unit.clone());
        }
        out.lead(Record::new(Tab::Judgements, id.as_str()));
        if !p.reasoning.trim().is_empty() {
            out.say(PRIOR, id, "reasoning", p.reasoning.clone());
        }
    }
    if channel.prior_ids.is_empty() {
        out.say(PRIOR, "", "none", "No prior is recorded: the band is a judgement.");
    }
    let set_aside = if pooled { " Set aside: the studies are pooled." } else { "" };
    let b = channel.effect;
    let text = format!(
        "Band recorded for the channel: {} {}. Basis: {}.{set_aside}",
        said(b),
        channel.effect_unit,
        channel.basis
    );
    out.number(PRIOR, "", "recorded band", (b.central, &channel.effect_unit), text);
    if !channel.note.trim().is_empty() {
        out.say(PRIOR, "", "how it was made", format!("How it was made: {}", channel.note));
    }
    out.say(PRIOR, "", "discount", "The recorded numbers are discounted already (discount_applied), and not again.");
}

/// "0.01 to 0.10, middle 0.05".
fn said(b: Band) -> String {
    format!("{} to {}, middle {}", figure(b.p10), figure(b.p90), figure(b.central))
}

/// The band of a channel as it is drawn from, with findings left out and the reference weight on.
#[must_use]
pub fn drawn_band(basis: &Basis, row: usize, excluded: &[EffectId]) -> Option<Band> {
    let pooled = studies::bands(basis, excluded);
    bands::resolve(&basis.model, &pooled, true, excluded).channels.get(row).copied()
}

fn drawn(
    basis: &Basis,
    row: usize,
    channel: &Channel,
    standing: &Standing<'_>,
    excluded: &[EffectId],
    out: &mut Steps,
) {
    let Some(band) = drawn_band(basis, row, excluded) else { return };
    let unit = channel.effect_unit.as_str();
    let start = if standing.pooled.is_some() { "the pooled range" } else { "the recorded band" };
    out.say(DRAWN, "", "start", format!("Starts from {start}."));
    let away = channel.pooled_from.iter().filter(|id| excluded.iter().any(|e| e.as_str() == *id)).count();
    match (&standing.pooled, away, channel.pooled_from.len()) {
        (None, 0, _) => {}
        (None, away, n) if away < n => {
            let factor = (n as f64 / (n - away) as f64).sqrt();
            let text = format!(
                "{away} of {n} findings left out: half-widths × {} (the rule for a recorded prior).",
                figure(factor)
            );
            out.number(DRAWN, "", "left out", (factor, "factor"), text);
        }
        (None, _, n) => {
            let text = format!(
                "All {n} findings left out: the middle is halved and the range made to hold 0 (the rule for a recorded prior)."
            );
            out.say(DRAWN, "", "left out", text);
        }
        (Some(_), _, _) if !excluded.is_empty() => {
            out.say(
                DRAWN,
                "",
                "left out",
                "The rest is pooled again, never to a narrower range than with all studies.",
            );
        }
        (Some(_), _, _) => {}
    }
    let weight = channel.ref_weight;
    let text = if weight < 1.0 {
        format!(
            "Reference weight: the middle × {}, towards the record of UK programmes; no end is drawn in.",
            figure(weight)
        )
    } else {
        String::from("Reference weight 1: the middle stays.")
    };
    out.number(DRAWN, "", "reference weight", (weight, "factor"), text);
    let outcome = channel.target.node().is_some_and(Node::is_outcome);
    let widening = basis.model.judgements.band_widening;
    let factor = if outcome { widening.outcomes } else { widening.others };
    let into = if outcome { "an outcome" } else { "anything but an outcome" };
    let text = format!("Widening: half-widths × {} for a channel into {into}.", figure(factor));
    out.number(DRAWN, "", "widening", (factor, "factor"), text);
    out.number(DRAWN, "", "p10", (band.p10, unit), format!("Drawn from {} {unit} per unit fully exposed.", said(band)));
    out.number(DRAWN, "", "middle", (band.central, unit), String::from("Half of the draws lie above the middle."));
    let mut text =
        String::from("A split normal goes through the three numbers: nothing is cut off, so harm stays possible.");
    if standing.pooled.is_some() {
        text.push_str(
            " Student's t has heavier tails: beyond 1 in 10 on each side the draws lie closer in than it says.",
        );
    }
    out.number(DRAWN, "", "p90", (band.p90, unit), text);
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
    sheet.note("A study is left out with all its results. What is drawn is never narrower than with all studies pooled; with fewer than three left the recorded prior stands, by its own rule.");
    sheet
}
