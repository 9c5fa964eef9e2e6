//! Levers, sources, and what is not modelled.

use super::filter::{Field, years_in};
use super::page::{Page, channel_name, uses};
use super::{Catalogue, Entry, Record, Tab, findings};
use crate::evidence::{Effect, Source};
use crate::insight::uses::{Uses, left_out};
use crate::model::{Basis, Channel, Grade, Lever};
use crate::report::sheet::Datum;
use crate::report::wording::{NO_CUTS, NO_EVIDENCE, NOT_MODELLED};
use crate::report::words::count;

fn of_lever<'a>(basis: &'a Basis, lever: &'a Lever) -> impl Iterator<Item = &'a Effect> {
    basis.evidence.effects().iter().filter(|e| e.levers.contains(&lever.id))
}

fn channels<'a>(basis: &'a Basis, lever: &'a Lever) -> impl Iterator<Item = (usize, &'a Channel)> {
    basis.model.channels.iter().enumerate().filter(|(_, c)| c.lever == lever.id)
}

/// How a lever stands, in words and as a number; larger is weaker. Judged: grade D or E.
fn standing(basis: &Basis, lever: &Lever) -> (&'static str, f64) {
    let all: Vec<&Channel> = channels(basis, lever).map(|(_, c)| c).collect();
    let weak = all.iter().filter(|c| c.grade >= Grade::D).count();
    let mean = all.iter().map(|c| c.grade.index() as f64).sum::<f64>() / all.len().max(1) as f64;
    let share = weak as f64 / all.len().max(1) as f64;
    let word = if of_lever(basis, lever).next().is_none() {
        "no study"
    } else if all.iter().all(|c| c.pooled_from.is_empty()) {
        "no study in its bands"
    } else if weak == all.len() {
        "weak throughout"
    } else if weak > 0 {
        "weak in part"
    } else {
        "studied throughout"
    };
    (word, 10.0 * share + mean)
}

pub(super) fn levers(basis: &Basis, _uses: &Uses) -> Vec<Entry> {
    let entry = |lever: &Lever| {
        let found: Vec<&Effect> = of_lever(basis, lever).collect();
        let best = found.iter().filter_map(|e| e.sms_number).max();
        let mut grades: Vec<&str> = channels(basis, lever).map(|(_, c)| c.grade.as_str()).collect();
        grades.sort_unstable();
        grades.dedup();
        let (word, weakness) = standing(basis, lever);
        let n = found.len();
        let best_word = best.map_or_else(|| String::from("no study"), |b| format!("{b} {}", findings::design_word(b)));
        let cells = vec![
            Datum::text(&lever.label),
            Datum::number(n as f64, n.to_string()),
            Datum::text(best_word),
            Datum::text(grades.join(" ")),
            Datum::text(word),
        ];
        let mut entry = Entry::new(lever.id.as_str(), cells)
            .facet(Field::Lever, &lever.label)
            .facet(Field::Lever, lever.id.as_str())
            .facet(Field::Kind, word)
            .facets(Field::Grade, grades)
            .facets(Field::Country, found.iter().map(|e| e.country.clone()))
            .facets(Field::Outcome, found.iter().map(|e| e.outcome.clone()))
            .facets(Field::Source, lever.proposed_by.iter().map(|p| p.source.clone()));
        let years: Vec<(i32, i32)> = found.iter().filter_map(|e| years_in(&e.years)).collect();
        entry.years = years.iter().copied().reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)));
        entry.level = best;
        entry.weakness = weakness;
        entry.words(&[&lever.sentence, &lever.does_not, lever.group.label()])
    };
    basis.model.levers.iter().map(entry).collect()
}

pub(super) fn lever_page(basis: &Basis, catalogue: &Catalogue, lever: &Lever) -> Page {
    let mut page = Page::new(lever.label.clone());
    page.say(&lever.sentence);
    page.say(&lever.does_not);
    if let Some(change) = basis.changed(&format!("{}{}", crate::model::local::UNIT_COST, lever.id)) {
        page.warn(format!("Unit cost £{}, {}.", change.local.value, crate::report::changed::here(change)));
    }
    let found: Vec<&Effect> = of_lever(basis, lever).collect();
    page.head("How strong is it?");
    if found.is_empty() {
        page.warn(format!("No study. {NO_EVIDENCE}"));
    } else {
        let used = found.iter().filter(|e| catalogue.uses.in_a_band(e.id.as_str())).count();
        let uk = found.iter().filter(|e| findings::is_uk(&e.country)).count();
        let best = found.iter().filter_map(|e| e.sms_number).max();
        let best = best.map_or_else(String::new, |b| format!(" Best design: level {b}, {}.", findings::design_word(b)));
        let n = count(found.len() as u64, "finding speaks", "findings speak");
        page.say(format!("{n} of it; {used} in its bands, {uk} from the United Kingdom.{best}"));
    }
    let (word, _) = standing(basis, lever);
    page.say(format!("As a whole: {word}."));
    page.head("By which mechanisms, on which findings");
    for (row, c) in channels(basis, lever) {
        let judged = if c.pooled_from.is_empty() { ", no study" } else { "" };
        page.link(
            format!("{}: grade {}{judged}", channel_name(basis, row), c.grade.as_str()),
            Record::new(Tab::Judgements, c.id.as_str()),
        );
    }
    page.head("Findings");
    for x in &found {
        page.lines.push(findings::line(x));
    }
    if found.is_empty() {
        page.say("None.");
    }
    page.head("What it costs and how far it reaches");
    let cost = &lever.unit_cost;
    page.say(format!(
        "£{} a {} ({:?}): {}.",
        crate::report::words::digits(cost.central, 0),
        cost.per,
        cost.status,
        cost.source
    ));
    page.fact("Studied reach", &lever.evidence_dose.source);
    page.fact("Most that can be reached", &lever.cap_note);
    page.named_in(basis, &format!("{} {} {}", cost.source, lever.evidence_dose.source, lever.cap_note));
    page.head("Who proposed it");
    for p in &lever.proposed_by {
        page.refer(basis, &p.source);
    }
    page
}

pub(super) fn sources(basis: &Basis) -> Vec<Entry> {
    let entry = |s: &Source| {
        let found: Vec<&Effect> = basis.evidence.effects().iter().filter(|e| e.source == s.id).collect();
        let n = found.len();
        let cells = vec![
            Datum::text(s.id.as_str()),
            Datum::text(&s.title),
            Datum::text(&s.published),
            Datum::number(n as f64, n.to_string()),
            Datum::text(&s.seen),
        ];
        let mut entry = Entry::new(s.id.as_str(), cells)
            .facet(Field::Read, &s.seen)
            .facet(Field::Source, s.id.as_str())
            .facets(Field::Lever, found.iter().flat_map(|e| e.levers.iter()).map(ToString::to_string))
            .facets(Field::Country, found.iter().map(|e| e.country.clone()))
            .facets(Field::Outcome, found.iter().map(|e| e.outcome.clone()));
        entry.years = years_in(&s.published);
        entry.level = found.iter().filter_map(|e| e.sms_number).max();
        entry.weakness = if s.seen.starts_with("direct") { 0.0 } else { 1.0 };
        entry.words(&[&s.authors, &s.publisher, &s.url, &s.licence, &s.note])
    };
    basis.evidence.sources().iter().map(entry).collect()
}

pub(super) fn source_page(basis: &Basis, catalogue: &Catalogue, s: &Source) -> Page {
    let e = &basis.evidence;
    let mut page = Page::new(format!("{}: {}", s.id, s.title));
    page.head("Who says so");
    page.fact("Authors", &s.authors);
    page.fact("Publisher", &s.publisher);
    page.fact("Published", &s.published);
    page.say(if s.url.is_empty() { String::from("No address recorded.") } else { s.url.clone() });
    page.say(format!("Licence: {}.", s.licence()));
    page.say(format!("Read {}.", findings::mark(&s.seen)));
    page.fact("Remark", &s.note);
    page.head("What it says here");
    let id = s.id.as_str();
    let before = page.lines.len();
    for x in e.effects().iter().filter(|x| x.source == s.id) {
        page.lines.push(findings::line(x));
    }
    for x in e.interactions().iter().filter(|x| x.sources.contains(&s.id)) {
        page.refer(basis, &x.id);
    }
    let cites = |sources: &[crate::evidence::SourceId]| sources.contains(&s.id);
    for p in e.programmes().iter().filter(|p| cites(&p.sources)) {
        page.link(format!("Programme: {}", p.name), Record::new(Tab::Programmes, p.id.as_str()));
    }
    for c in e.cases().iter().filter(|c| cites(&c.sources)) {
        page.link(format!("Evaluated programme: {}", c.programme), Record::new(Tab::Programmes, c.id.as_str()));
    }
    if page.lines.len() == before {
        page.say("No finding or programme is recorded from it.");
    }
    page.head("What it is used for");
    let before = page.lines.len();
    uses(basis, catalogue, id, &mut page);
    super::judged::cited_by(basis, id, &mut page);
    if page.lines.len() == before {
        page.say("Nothing of the model cites it directly; its findings may be used.");
    }
    page
}

pub(super) fn not_modelled(basis: &Basis, all: &Uses) -> Vec<Entry> {
    let idea = |(i, text): (usize, &&str)| {
        let why = if *text == "cuts to existing programmes" {
            NO_CUTS
        } else {
            "proposed in the sources, no lever or link here"
        };
        let mut entry = Entry::new(format!("idea-{}", i + 1), vec![Datum::text(*text), Datum::text(why)])
            .facet(Field::Kind, "proposed")
            .words(&[NO_CUTS]);
        entry.weakness = 2.0;
        entry
    };
    let cuts = ["cuts to existing programmes"];
    let ideas = NOT_MODELLED.iter().chain(&cuts).enumerate().map(idea);
    let finding = |x: &Effect| {
        let why = left_out(basis, all, x)?;
        let cells = vec![Datum::text(format!("{} {}", x.id, x.outcome)), Datum::text(why)];
        let mut entry = Entry::new(x.id.as_str(), cells)
            .facet(Field::Kind, "finding left out")
            .facets(Field::Lever, x.levers.iter().map(ToString::to_string))
            .facet(Field::Outcome, &x.outcome)
            .facet(Field::Country, &x.country)
            .facet(Field::Source, x.source.as_str());
        entry.years = years_in(&x.years);
        entry.level = x.sms_number;
        Some(entry.words(&[&x.channel, &x.note]))
    };
    ideas.chain(basis.evidence.effects().iter().filter_map(finding)).collect()
}

/// The page of something that is proposed and not modelled.
pub(super) fn idea_page(id: &str) -> Option<Page> {
    let n: usize = id.strip_prefix("idea-")?.parse().ok()?;
    let text = NOT_MODELLED.iter().copied().chain(["cuts to existing programmes"]).nth(n.checked_sub(1)?)?;
    let mut page = Page::new(format!("Not modelled: {text}"));
    page.say("No lever, channel or link of the model stands for this. That is a limit of the model, not a finding that it does nothing.");
    if n > NOT_MODELLED.len() {
        page.say(NO_CUTS);
    } else {
        page.say("It is proposed in the source publications; docs/MODEL.md, section 12, lists it.");
    }
    Some(page)
}
