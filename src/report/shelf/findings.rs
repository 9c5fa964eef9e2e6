//! Findings and interactions: their lines, and how they are said.

use super::filter::{Field, years_in};
use super::page::{Line, Page};
use super::{Catalogue, Entry, Record, Tab};
use crate::evidence::{Effect, Interaction};
use crate::insight::uses::{Uses, left_out};
use crate::model::Basis;
use crate::report::sheet::Datum;

/// Levels of the Maryland scale in words.
#[must_use]
pub(super) const fn design_word(level: u8) -> &'static str {
    match level {
        5 => "randomised",
        4 => "near-random",
        3 => "compared groups",
        2 => "weak comparison",
        1 => "association",
        _ => "no comparison",
    }
}

const fn design_sentence(level: u8) -> &'static str {
    match level {
        5 => "a trial in which chance decided who took part",
        4 => "a setting in which who took part was as good as random",
        3 => "treated and untreated groups compared before and after",
        2 => "groups compared, with controls or before and after, but not both",
        1 => "an association at one point in time",
        _ => "nothing to compare with",
    }
}

/// The estimate with its unit, as the source prints it.
pub(super) fn printed(e: &Effect) -> String {
    match e.estimate {
        Some(x) => format!("{} {}", number(x), e.outcome_unit).trim().to_owned(),
        None if e.finding.is_empty() => String::from("no number printed"),
        None => e.finding.clone(),
    }
}

/// A number as it stands in the table, with a true minus sign.
pub(super) fn number(x: f64) -> String {
    x.to_string().replace('-', "−")
}

fn interval(e: &Effect) -> String {
    let kind = if e.range_kind.is_empty() { String::new() } else { format!(" ({})", e.range_kind) };
    let mut text = match (e.range_low, e.range_high) {
        (Some(lo), Some(hi)) => format!("Range {} to {}{kind}.", number(lo), number(hi)),
        (Some(lo), None) => format!("At least {}{kind}.", number(lo)),
        (None, Some(hi)) => format!("At most {}{kind}.", number(hi)),
        (None, None) if e.standard_error.is_none() => String::from("No interval printed."),
        (None, None) => String::new(),
    };
    if let Some(se) = e.standard_error {
        let blank = if text.is_empty() { "" } else { " " };
        text.extend([blank, "Standard error ", &number(se), "."]);
    }
    text
}

/// Whether a country column speaks of the United Kingdom or a part of it.
pub(super) fn is_uk(country: &str) -> bool {
    ["UK", "England", "Scotland", "Wales", "Northern Ireland", "Manchester", "Britain"]
        .iter()
        .any(|w| country.contains(w))
}

pub(super) fn entries(basis: &Basis, uses: &Uses) -> Vec<Entry> {
    let e = &basis.evidence;
    let label =
        |id: &crate::evidence::LeverId| basis.model.lever(id).map_or_else(|| id.to_string(), |l| l.label.clone());
    let finding = |x: &Effect| {
        let used = uses.in_a_band(x.id.as_str());
        let levers: Vec<String> = x.levers.iter().map(label).collect();
        let level = x
            .sms_number
            .map_or_else(|| Datum::Missing(String::from("?")), |n| Datum::number(f64::from(n), n.to_string()));
        let cells = vec![
            Datum::text(x.id.as_str()),
            Datum::text(&x.outcome),
            Datum::text(printed(x)),
            level,
            Datum::text(&x.country),
            Datum::text(&x.years),
            Datum::text(levers.join(", ")),
            Datum::text(if used { "used" } else { "left out" }),
        ];
        let mut entry = Entry::new(x.id.as_str(), cells)
            .facets(Field::Lever, levers)
            .facets(Field::Lever, x.levers.iter().map(crate::evidence::LeverId::as_str))
            .facet(Field::Outcome, &x.outcome)
            .facet(Field::Country, &x.country)
            .facet(Field::Sector, &x.population)
            .facet(Field::Read, &x.directness)
            .facet(Field::Used, if used { "yes" } else { "no" })
            .facet(Field::Kind, &x.usability)
            .facet(Field::Source, x.source.as_str());
        if is_uk(&x.country) {
            entry = entry.facet(Field::Country, "UK");
        }
        entry.years = years_in(&x.years);
        entry.level = x.sms_number;
        entry.weakness = 6.0 - f64::from(x.sms_number.unwrap_or(0)) + if used { 0.0 } else { 0.5 };
        let title = e.source(x.source.as_str()).map_or("", |s| s.title.as_str());
        entry.words(&[&x.channel, &x.finding, &x.population, &x.design, &x.note, title])
    };
    let together = |x: &Interaction| {
        let used = !uses.get(&x.id).is_empty();
        let cells = vec![
            Datum::text(&x.id),
            Datum::text(format!("{}: {} × {}", x.outcome, x.lever_a, x.other)),
            Datum::text(format!("{} {} {}", x.sign, x.size, x.size_unit).trim()),
            Datum::text(&x.sms),
            Datum::text(""),
            Datum::text(""),
            Datum::text(&x.lever_a),
            Datum::text(if used { "used" } else { "left out" }),
        ];
        let mut entry = Entry::new(&x.id, cells)
            .facet(Field::Lever, &x.lever_a)
            .facet(Field::Outcome, &x.outcome)
            .facet(Field::Kind, &x.kind)
            .facet(Field::Read, &x.directness)
            .facet(Field::Used, if used { "yes" } else { "no" })
            .facets(Field::Source, x.sources.iter().map(crate::evidence::SourceId::as_str));
        entry.level = x.sms.chars().next().and_then(|c| c.to_digit(10)).and_then(|d| u8::try_from(d).ok());
        entry.weakness = 6.0 - f64::from(entry.level.unwrap_or(0));
        entry.words(&[&x.design, &x.population, &x.used_for, &x.note])
    };
    e.effects().iter().map(finding).chain(e.interactions().iter().map(together)).collect()
}

/// The page of a finding.
pub(super) fn page(basis: &Basis, catalogue: &Catalogue, x: &Effect) -> Page {
    let mut page = Page::new(format!("{}: {}", x.id, x.outcome));
    page.head("What was found");
    let per = if x.intensity_unit.is_empty() { String::new() } else { format!(", for {}", x.intensity_unit) };
    page.say(format!("{}{per}.", printed(x)));
    if x.estimate.is_some() && !x.finding.is_empty() {
        page.say(format!("In words: {}.", x.finding));
    }
    page.say(interval(x));
    page.fact("Mechanism or programme", &x.channel);
    page.fact("Horizon (years)", &x.horizon);
    page.fact("How long it lasts", &x.persistence);
    page.fact("Cost", &x.unit_cost);
    page.fact("Deadweight and the like", &x.friction);
    page.head("How strong is it?");
    page.say(match x.sms_number {
        Some(n) => format!("Level {n} of 5 on the Maryland scale ({}): {}.", x.sms, design_sentence(n)),
        None => String::from("No level of design is recorded."),
    });
    page.fact("Design", &x.design);
    page.fact("Sample", &x.n);
    page.say(format!("Read {} ({}).", mark(&x.directness), or(&x.where_seen, "part not recorded")));
    page.fact("Remark", &x.note);
    page.head("Does it apply here?");
    page.say(if is_uk(&x.country) {
        format!("Studied in the United Kingdom: {}, {}.", x.country, or(&x.years, "years not recorded"))
    } else {
        let where_ = or(&x.country, "place not recorded");
        format!(
            "Studied elsewhere: {where_}, {}. How far it carries over is a judgement.",
            or(&x.years, "years not recorded")
        )
    });
    page.fact("Who was studied", &x.population);
    page.fact("For whom it differs", &x.heterogeneity);
    for lever in x.levers.iter().filter_map(|id| basis.model.lever(id)) {
        page.link(format!("Lever: {}", lever.label), Record::new(Tab::Levers, lever.id.as_str()));
    }
    page.head("What it is used for");
    if let Some(why) = left_out(basis, &catalogue.uses, x) {
        page.say(format!("Not in any band: {why}."));
    }
    super::page::uses(basis, catalogue, x.id.as_str(), &mut page);
    if !x.same_study_as.is_empty() {
        page.head("Findings of the same study, never pooled with it");
        for id in x.same_study_as.iter() {
            page.refer(basis, id.as_str());
        }
    }
    page.head("Who says so");
    super::page::cite(basis, x.source.as_str(), &mut page);
    page
}

/// The page of a finding about two things together, dose or decay.
pub(super) fn together(basis: &Basis, catalogue: &Catalogue, x: &Interaction) -> Page {
    let mut page = Page::new(format!("{}: {} ({})", x.id, x.outcome, x.kind));
    page.head("What was found");
    page.say(format!("{} × {}: {} {} {}.", x.lever_a, x.other, x.sign, x.size, x.size_unit));
    page.say(String::from("No interval printed."));
    page.head("How strong is it?");
    page.fact("Design", &x.design);
    page.fact("Level of the Maryland scale", &x.sms);
    page.say(format!("Read {}.", mark(&x.directness)));
    page.fact("Who was studied", &x.population);
    page.fact("Remark", &x.note);
    page.head("What it is used for");
    page.fact("Meant for", &x.used_for);
    if catalogue.uses.get(&x.id).is_empty() {
        page.say("Not used: no pair, link or prior of the model names it.");
    }
    super::page::uses(basis, catalogue, &x.id, &mut page);
    page.head("Who says so");
    for id in x.sources.iter() {
        super::page::cite(basis, id.as_str(), &mut page);
    }
    page
}

/// "in the source itself" or "in a text that quotes it".
pub(super) fn mark(read: &str) -> String {
    match read {
        "direct" => String::from("in the source itself (primary)"),
        "secondary" => String::from("in a text that quotes it (secondary)"),
        "" => String::from("in a way that is not recorded"),
        other => format!("as follows: {other}"),
    }
}

fn or<'a>(text: &'a str, other: &'a str) -> &'a str {
    if text.trim().is_empty() { other } else { text }
}

/// A line that leads to a finding: "P-E013  take-up of training, UK, level 4".
pub(super) fn line(x: &Effect) -> Line {
    let level = x.sms_number.map_or(String::new(), |n| format!(", level {n}"));
    let text = format!("{}  {}: {} ({}{level})", x.id, x.outcome, printed(x), x.country);
    Line::Link(text, Record::new(Tab::Findings, x.id.as_str()))
}
