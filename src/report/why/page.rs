//! One arrow in words: what it says, on which findings, and whether they apply here.

use super::applies::here;
use super::cite::sources_of;
use super::{NO_USABLE, Subject};
use crate::evidence::Effect;
use crate::insight::findings::{Interval, Panel, Point, forest};
use crate::insight::grades;
use crate::insight::paths::{Step, route_of};
use crate::model::{Basis, Channel, Grade, Node, Target, studies};
use crate::report::words::{self, figure, percent};
use crate::report::{grades as said, layout, wording};

/// How a sentence is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Ordinary.
    Plain,
    /// Less important.
    Dim,
    /// To be noticed.
    Warn,
}

/// A piece of the page.
#[derive(Debug, Clone, PartialEq)]
pub enum Part<'a> {
    /// Heading.
    Heading(String),
    /// Sentences.
    Text(String, Tone),
    /// An axis with findings and, on the arrow's own axis, the range that the model uses.
    Forest(Panel<'a>),
    /// An axis on which nothing was measured: hatched, with the range that the model uses and the words.
    Hatched(Panel<'a>, String),
}

/// The short name of an arrow, `Skills provision → Trained workforce`.
#[must_use]
pub fn step_title(basis: &Basis, step: Step) -> String {
    let model = &basis.model;
    let lever = |id: &crate::evidence::LeverId| model.lever(id).map_or_else(|| id.to_string(), |l| l.label.clone());
    match step {
        Step::Channel(row) => {
            model.channels.get(row).map_or_else(String::new, |c| format!("{} → {}", lever(&c.lever), target(basis, c)))
        }
        Step::Link(row) => model
            .links
            .get(row)
            .map_or_else(String::new, |l| format!("{} → {}", node(basis, l.from), node(basis, l.to))),
        Step::Pair(row) => {
            model.pairs.get(row).map_or_else(String::new, |p| format!("{} with {}", lever(&p.a), lever(&p.b)))
        }
    }
}

/// The plain name of a node.
pub(super) fn node(basis: &Basis, id: Node) -> String {
    basis.model.nodes.iter().find(|n| n.id == id).map_or_else(|| id.as_str().to_owned(), |n| n.label.clone())
}

/// Where a channel leads, in plain words.
pub(super) fn target(basis: &Basis, channel: &Channel) -> String {
    match channel.target {
        Target::Node(id) => node(basis, id),
        Target::Capacity => String::from("delivery capacity"),
        Target::LinkWeight => String::from("ties with the partner place"),
    }
}

/// Everything about one arrow: what it says, on which findings, whether they apply here, and the reasoning.
#[must_use]
pub fn page<'a>(subject: &Subject<'a>, step: Step) -> Vec<Part<'a>> {
    let mut out = vec![Part::Heading(step_title(subject.basis, step))];
    out.extend(standing(subject, step));
    out.extend(evidence(subject, step));
    out.extend(here(subject, step));
    out.extend(criteria(subject, step));
    out.extend(reasoning(subject, step));
    out
}

/// What the grade of a channel is made of here.
fn criteria<'a>(subject: &Subject<'a>, step: Step) -> Vec<Part<'a>> {
    let Step::Channel(row) = step else { return Vec::new() };
    let graded = grades::channel(subject.basis, subject.plan, subject.cell, subject.excluded, row);
    let Some(graded) = graded else { return Vec::new() };
    let head = Part::Heading(String::from("WHAT THE GRADE IS MADE OF"));
    let said = said::criteria(&graded).into_iter().map(|text| Part::Text(text, Tone::Plain));
    std::iter::once(head).chain(said).collect()
}

/// The forest: the arrow's own axis, other axes, then what has no number.
fn evidence<'a>(subject: &Subject<'a>, step: Step) -> Vec<Part<'a>> {
    let basis = subject.basis;
    let forest = forest(basis, step);
    let interactions = interactions(basis, step);
    let found = forest.count() + interactions.len();
    let mut out = vec![Part::Heading(match found {
        0 => String::from("FINDINGS: none in the table"),
        n => format!("{} BEHIND IT", words::count(n as u64, "FINDING", "FINDINGS")),
    })];
    let bare = found == 0 && !rests_on_something(basis, step);
    for (i, panel) in forest.panels.into_iter().enumerate() {
        if i == 0 && bare {
            out.push(Part::Hatched(panel, format!("{NO_USABLE}: no study measures this; the range is a judgement")));
            out.push(Part::Text(wording::NO_EVIDENCE.to_owned(), Tone::Warn));
            continue;
        }
        if i > 0 {
            let unit = &panel.unit;
            let text = format!("In another unit ({unit}), so not on that axis; the sign compares, the size does not:");
            out.push(Part::Text(text, Tone::Dim));
        } else if panel.points.is_empty() {
            let text = format!("No finding is printed in the unit of this arrow ({}).", panel.unit);
            out.push(Part::Text(text, Tone::Dim));
        }
        out.push(Part::Forest(panel));
    }
    if !forest.words.is_empty() || !interactions.is_empty() {
        out.push(Part::Text(String::from("Without a number in a unit of its own, so on no axis:"), Tone::Dim));
        out.extend(forest.words.iter().map(|e| Part::Text(format!("{}  {}", study(e), effect_words(e)), Tone::Plain)));
        out.extend(interactions.into_iter().map(|text| Part::Text(text, Tone::Plain)));
    }
    if forest_has_points(&out) {
        let text = "Each finding is per what stands beside it; the range is per unit fully reached, after what would have \
                    happened anyway.";
        out.push(Part::Text(String::from(text), Tone::Dim));
    }
    out
}

fn forest_has_points(parts: &[Part<'_>]) -> bool {
    parts.iter().any(|p| matches!(p, Part::Forest(panel) if !panel.points.is_empty()))
}

/// Whether a link or pair without a finding of the table rests on accounting or on publications all the same.
fn rests_on_something(basis: &Basis, step: Step) -> bool {
    let studied = step.grade(&basis.model).is_some_and(|g| g < Grade::E);
    let cited = sources_of(basis, step).iter().any(|id| id == "accounting" || basis.evidence.source(id).is_some());
    !matches!(step, Step::Channel(_)) && studied && cited
}

/// Findings about two levers together, in words.
fn interactions(basis: &Basis, step: Step) -> Vec<String> {
    let Step::Pair(row) = step else { return Vec::new() };
    let Some(pair) = basis.model.pairs.get(row) else { return Vec::new() };
    let said = |id: &String| {
        let found = basis.evidence.interaction(id)?;
        let size = if found.size.is_empty() { String::new() } else { format!(" {} {}", found.size, found.size_unit) };
        let (a, b) = (&found.lever_a, &found.other);
        Some(format!(
            "{id}  {}  level {}  {a} with {b}: {}{size} ({})",
            found.population, found.sms, found.sign, found.outcome
        ))
    };
    pair.sources.iter().filter_map(said).collect()
}

/// Grade, structures, range, how it was made, the way on, and when it works.
fn standing<'a>(subject: &Subject<'a>, step: Step) -> Vec<Part<'a>> {
    let basis = subject.basis;
    let model = &basis.model;
    let mut out = Vec::new();
    let plain = |text: String| Part::Text(text, Tone::Plain);
    if let Some(grade) = step.grade(model) {
        let structures: Vec<&str> = step.structures(model).iter().map(|s| s.as_str()).collect();
        out.push(plain(format!("Grade {}. Runs in: {}.", wording::grade(grade), structures.join(", "))));
    }
    if let Step::Channel(row) = step
        && let Some(graded) = grades::channel(basis, subject.plan, subject.cell, subject.excluded, row)
    {
        let tone = if graded.here() > graded.recorded { Tone::Warn } else { Tone::Plain };
        out.push(Part::Text(said::sentence(&graded), tone));
    }
    if let Some(band) = step.band(basis) {
        let (made, unit) = made(basis, step);
        let range = format!("{} … {}, middle {}", figure(band.p10), figure(band.p90), figure(band.central));
        out.push(plain(format!("Range {range} {unit}. {made}")));
    }
    if let Some(change) = step.id(model).and_then(|id| basis.changed(id)) {
        let said = crate::report::changed::here(change);
        out.push(Part::Text(format!("! This range is {said}."), Tone::Warn));
    }
    if let Step::Channel(row) = step
        && let Some(channel) = model.channels.get(row)
    {
        let way: Vec<String> =
            route_of(model, channel, subject.indicator).into_iter().map(|n| node(basis, n)).collect();
        if way.len() > 1 {
            out.push(plain(format!("Way to the indicator: {}.", way.join(" → "))));
        }
        let (lag, peak, half) = (channel.lag, channel.peak, channel.half_life);
        out.push(plain(format!("Years to the first effect {lag}, to the whole {peak}, then to each halving {half}.")));
    }
    out
}

/// The reasoning recorded in the tables.
fn reasoning<'a>(subject: &Subject<'a>, step: Step) -> Vec<Part<'a>> {
    let model = &subject.basis.model;
    let (note, distinct, priors): (&str, &str, &[String]) = match step {
        Step::Channel(row) => {
            model.channels.get(row).map_or(("", "", &[]), |c| (&c.note, &c.distinct, c.prior_ids.as_slice()))
        }
        Step::Link(row) => {
            model.links.get(row).map_or(("", "", &[]), |l| (&l.note, &l.additional, l.sources.as_slice()))
        }
        Step::Pair(row) => model.pairs.get(row).map_or(("", "", &[]), |p| (&p.note, "", p.sources.as_slice())),
    };
    let mut out = vec![Part::Heading(String::from("REASONING RECORDED"))];
    if !note.trim().is_empty() {
        out.push(Part::Text(note.to_owned(), Tone::Plain));
    }
    if !distinct.trim().is_empty() {
        out.push(Part::Text(format!("Why it may stand beside the other ways: {distinct}"), Tone::Plain));
    }
    for prior in priors.iter().filter_map(|id| subject.basis.evidence.prior(id)) {
        out.push(Part::Text(format!("{}: {}", prior.id, prior.reasoning), Tone::Dim));
    }
    let sources = sources_of(subject.basis, step);
    let sources = if sources.is_empty() { String::from("none") } else { sources.join(", ") };
    out.push(Part::Text(format!("Sources: {sources}."), Tone::Dim));
    out
}

/// How the range was made, and its unit.
fn made(basis: &Basis, step: Step) -> (String, String) {
    match step {
        Step::Channel(row) => basis.model.channels.get(row).map_or_else(Default::default, |c| {
            let mut text = String::from(if c.is_overridden() {
                "Set by hand: the findings below stand behind the recorded range, not this one."
            } else if studies::band(basis, row, &[]).is_some() {
                "Pooled from studies that print an error; their page shows every step."
            } else if c.pooled_from.is_empty() {
                "A judgement: no finding stands behind it."
            } else if c.basis == "judgement" {
                "A judgement that looks at the findings below."
            } else {
                "A recorded prior: the findings below weighed by judgement, not pooled, because fewer than three print a \
                 standard error in one unit."
            });
            if c.ref_weight < 1.0 {
                let share = percent(c.ref_weight);
                text = format!("{text} Its middle is taken at {share}, towards the record of UK programmes (judgement).");
            }
            (text, format!("{} per unit reached", c.effect_unit))
        }),
        Step::Link(row) => basis.model.links.get(row).map_or_else(Default::default, |l| {
            let judged = l.sources.is_empty();
            let text = if judged { "A judgement: no source stands behind it." } else { "Judged from the sources named." };
            let made = if l.sources.iter().all(|s| s == "accounting") && !judged { "An identity of accounts." } else { text };
            (made.to_owned(), String::from("per unit of what it comes from"))
        }),
        Step::Pair(_) => {
            (String::from("Judged from the sources named."), String::from("as a share of the effect, at reference exposure"))
        }
    }
}

/// "P-E065  England 2014-2017  level 5 ▮▮▮▮▮  n >20,000 applicants".
#[must_use]
pub fn study(effect: &Effect) -> String {
    let n = if effect.n.trim().is_empty() { "not recorded" } else { effect.n.trim() };
    format!("{}  {}  level {} {}  n {n}", effect.id, place_of_study(effect), effect.sms, level_marks(effect.sms_number))
}

/// Country and years; where the table points to the description, the description.
#[must_use]
pub fn place_of_study(effect: &Effect) -> String {
    let see = "see population";
    match (effect.country.as_str(), effect.years.as_str()) {
        (c, y) if c == see || y == see => effect.population.clone(),
        (c, y) => format!("{c} {y}"),
    }
}

/// Design strength as five marks; nothing where the table gives no level.
#[must_use]
pub fn level_marks(level: Option<u8>) -> String {
    let Some(level) = level.map(usize::from) else { return String::new() };
    format!("{}{}", "▮".repeat(level.min(5)), "▯".repeat(5_usize.saturating_sub(level)))
}

/// What a finding says, with its unit and per what.
#[must_use]
pub fn effect_words(effect: &Effect) -> String {
    let per = if effect.intensity_unit.is_empty() { String::new() } else { format!(", per {}", effect.intensity_unit) };
    match effect.estimate {
        Some(x) => {
            let number = printed(x);
            let said = match effect.outcome_unit.strip_prefix('%') {
                Some(rest) => {
                    format!("{number} %{}{rest}", if rest.starts_with(' ') || rest.is_empty() { "" } else { " " })
                }
                None => format!("{number} {}", effect.outcome_unit),
            };
            format!("{said}{per} ({})", effect.outcome)
        }
        None if effect.finding.is_empty() => format!("{} ({}), no number printed", effect.outcome_unit, effect.outcome),
        None => format!("{}{per} ({})", effect.finding, effect.outcome),
    }
}

/// A number as the study prints it, with a true minus sign.
fn printed(x: f64) -> String {
    x.to_string().replace('-', "−")
}

/// The interval in words.
#[must_use]
pub fn interval_words(interval: Option<&Interval>) -> String {
    interval.map_or_else(
        || String::from("no interval printed"),
        |i| format!("{} to {}: {}", printed(i.lo), printed(i.hi), i.kind),
    )
}

/// The page as plain text.
#[must_use]
pub fn page_text(parts: &[Part<'_>]) -> String {
    let mut out = String::new();
    for part in parts {
        match part {
            Part::Heading(text) => {
                if !out.is_empty() {
                    out.push('\n');
                }
                out.push_str(&layout::wrap(&layout::tame(text), "", ""));
            }
            Part::Text(text, _) => out.push_str(&layout::wrap(&layout::tame(text), "  ", "    ")),
            Part::Forest(panel) => panel.points.iter().for_each(|p| out.push_str(&point_text(p))),
            Part::Hatched(_, text) => out.push_str(&layout::wrap(text, "  ", "    ")),
        }
    }
    out
}

fn point_text(point: &Point<'_>) -> String {
    let effect = point.effect;
    let text = format!("{}: {}; {}", study(effect), effect_words(effect), interval_words(point.interval.as_ref()));
    layout::wrap(&layout::tame(&text), "  - ", "    ")
}
