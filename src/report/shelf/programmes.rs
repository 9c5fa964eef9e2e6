//! Named programmes and evaluated programmes, with their published figures.

use super::filter::{Field, years_in};
use super::findings::{design_word, mark, number};
use super::page::{Page, cite};
use super::{Entry, Record, Tab};
use crate::evidence::{Case, Programme};
use crate::model::Basis;
use crate::report::sheet::Datum;
use crate::report::words::{digits, figure};

/// Money in millions of its own currency, two significant figures.
fn money(millions: Option<f64>, currency: &str) -> Datum {
    let sign = match currency.to_lowercase().as_str() {
        "gbp" => "£",
        "eur" => "€",
        "usd" => "$",
        _ => "",
    };
    let tail = if sign.is_empty() { format!(" {currency}") } else { String::new() };
    millions.map_or_else(Datum::missing, |m| Datum::number(m, format!("{sign}{}m{tail}", figure(m))))
}

pub(super) fn entries(basis: &Basis) -> Vec<Entry> {
    let named = |p: &Programme| {
        let cells = vec![
            Datum::text(&p.name),
            Datum::text(&p.place),
            Datum::text(&p.years),
            money(p.annual_budget.map(|x| x / 1e6), &p.unit),
            Datum::text("named"),
        ];
        let mut entry = Entry::new(&p.id, cells)
            .facet(Field::Kind, "named")
            .facet(Field::Place, &p.place)
            .facet(Field::Lever, &p.comparable_lever)
            .facets(Field::Source, p.sources.iter().map(ToString::to_string));
        entry.years = years_in(&p.years);
        entry.weakness = 1.0;
        entry.words(&[&p.reach, &p.reported_outcomes, &p.caveat])
    };
    let evaluated = |c: &Case| {
        let years =
            [c.year_start, c.year_end].into_iter().flatten().map(|y| y.to_string()).collect::<Vec<_>>().join("–");
        let cells = vec![
            Datum::text(&c.programme),
            Datum::text(&c.place),
            Datum::text(years),
            money(c.annual_spend_m, &c.currency),
            Datum::text("evaluated"),
        ];
        let mut entry = Entry::new(&c.id, cells)
            .facet(Field::Kind, "evaluated")
            .facet(Field::Place, &c.place)
            .facet(Field::Country, &c.country)
            .facets(Field::Lever, mix(basis, c).into_iter().map(|(l, _)| l))
            .facets(Field::Sector, sectors(basis, c))
            .facets(Field::Source, c.sources.iter().map(ToString::to_string));
        entry.years = c.year_start.or(c.year_end).map(|y| (y, c.year_end.unwrap_or(y)));
        entry.level = Some(c.sms);
        entry.weakness = 1.0 - f64::from(c.sms) / 10.0;
        entry.words(&[&c.beneficiaries, &c.method, &c.caveat])
    };
    let e = &basis.evidence;
    e.programmes().iter().map(named).chain(e.cases().iter().map(evaluated)).collect()
}

/// Levers of a mix with their shares as text.
fn mix(basis: &Basis, c: &Case) -> Vec<(String, String)> {
    let lever = |code: &str| {
        let row = basis.evidence.case_codes().iter().find(|k| k.kind == "lever" && k.code == code);
        row.map_or_else(|| code.to_owned(), |k| k.id.clone())
    };
    c.mix
        .split(';')
        .filter_map(|part| part.split_once(':'))
        .map(|(code, share)| (lever(code.trim()), share.to_owned()))
        .collect()
}

fn sectors(basis: &Basis, c: &Case) -> Vec<String> {
    let code = |word: &str| {
        let row = basis.evidence.case_codes().iter().find(|k| k.kind == "sector" && k.code == word)?;
        basis.evidence.sectors().iter().find(|s| s.id.as_str() == row.id).map(|s| s.name.clone())
    };
    c.sectors.split([';', ' ', '(', ')']).filter_map(code).collect()
}

pub(super) fn page(basis: &Basis, id: &str) -> Option<Page> {
    let e = &basis.evidence;
    if let Some(p) = e.programmes().iter().find(|p| p.id == id) {
        return Some(named_page(basis, p));
    }
    e.cases().iter().find(|c| c.id == id).map(|c| case_page(basis, c))
}

fn named_page(basis: &Basis, p: &Programme) -> Page {
    let mut page = Page::new(p.name.clone());
    page.head("What it is");
    page.fact("Place", &p.place);
    page.fact("Years", &p.years);
    page.fact("Like the lever", &p.comparable_lever);
    if let Some(x) = p.total_budget {
        page.say(format!("Budget in all: {} {}.", digits(x, 0), p.unit.to_uppercase()));
    }
    if let Some(x) = p.annual_budget {
        page.say(format!("About {} {} a year: {}.", digits(x, 0), p.unit.to_uppercase(), p.annual_basis));
    }
    page.fact("Reached", &p.reach);
    page.head("What was reported");
    page.fact("Outcomes", &p.reported_outcomes);
    page.fact("How strong that is", &p.evidence_strength);
    page.fact("To bear in mind", &p.caveat);
    page.head("Published figures");
    let before = page.lines.len();
    for f in basis.evidence.programme_figures().iter().filter(|f| f.programme == p.id) {
        let note = if f.note.is_empty() { String::new() } else { format!("; {}", f.note) };
        let text =
            format!("{} {}: {} {} ({}{note}; {})", f.metric, f.period, number(f.value), f.unit, f.evidence, f.source);
        page.link(text, Record::new(Tab::Sources, f.source.as_str()));
    }
    if page.lines.len() == before {
        page.say("None recorded.");
    }
    page.head("Who says so");
    p.sources.iter().for_each(|s| cite(basis, s.as_str(), &mut page));
    page
}

fn case_page(basis: &Basis, c: &Case) -> Page {
    let mut page = Page::new(c.programme.clone());
    page.head("What it was");
    page.say(format!("{}, {}.", c.place, c.country));
    let years = [c.year_start, c.year_end].into_iter().flatten().map(|y| y.to_string()).collect::<Vec<_>>();
    page.fact("Years", &years.join("–"));
    page.fact("Sectors", &c.sectors);
    if let Some(x) = c.public_spend_m {
        page.say(format!("Public money in all: {} million {} ({}).", number(x), c.currency, c.price_base));
    }
    page.fact("Spend as published", &c.spend_by_year);
    page.fact("Reached", &c.beneficiaries);
    page.say(format!("What it was made of ({}):", c.mix_basis));
    for (lever, share) in mix(basis, c) {
        let label =
            basis.model.levers.iter().find(|l| l.id.as_str() == lever).map_or(lever.clone(), |l| l.label.clone());
        page.link(format!("{label}: {share}"), Record::new(Tab::Levers, lever));
    }
    page.head("How strong is it?");
    page.say(format!("Level {} of 5 ({}); quality {}. {}.", c.sms, design_word(c.sms), c.quality, c.method));
    page.fact("What makes it hard to use", &c.caveat);
    page.head("Published outcomes");
    for o in basis.evidence.case_outcomes().iter().filter(|o| o.case == c.id) {
        let value = match (o.low, o.central, o.high) {
            (None, None, None) => String::from("no number"),
            (lo, mid, hi) => [lo, mid, hi].into_iter().flatten().map(number).collect::<Vec<_>>().join(" … "),
        };
        let sure = if o.uncertainty.is_empty() { "no interval printed" } else { &o.uncertainty };
        page.say(format!(
            "{} ({}, {}): {value} {}; {sure}; read {}.",
            o.kind,
            o.gross_or_net,
            o.horizon,
            o.unit,
            mark(&o.seen)
        ));
        page.fact("Remark", &o.note);
    }
    page.head("Who says so");
    c.sources.iter().for_each(|s| cite(basis, s.as_str(), &mut page));
    page
}
