//! Series of official figures: what they are, what they cover, what they start.

use super::filter::Field;
use super::page::{Page, cite};
use super::{Entry, Record, Tab};
use crate::evidence::{AreaCode, SectorId, Series, Tier};
use crate::insight::coverage::{Coverage, SeriesCover};
use crate::model::Basis;
use crate::report::sheet::Datum;
use crate::report::words::{count, digits, figure};

/// Said while the figures are being read.
const WAITING: &str = "…";

/// Starting numbers that a series feeds.
fn feeds(basis: &Basis, id: &str) -> Vec<String> {
    let Some(rules) = basis.inputs.rules() else { return Vec::new() };
    let of = |row: &&crate::model::baseline::InputRow| row.series.iter().any(|(name, _, _)| name == id);
    rules.inputs.iter().filter(of).map(|row| row.id.as_str().replace('_', " ")).collect()
}

pub(super) fn entries(basis: &Basis, coverage: Option<&Coverage>) -> Vec<Entry> {
    let entry = |s: &Series| {
        let cover = coverage.and_then(|c| c.series.get(s.id.as_str()));
        let number = |n: usize| Datum::number(n as f64, digits(n as f64, 0));
        let waiting = || Datum::Missing(String::from(if coverage.is_some() { "none" } else { WAITING }));
        let years = cover.and_then(SeriesCover::span).map_or_else(waiting, |(a, b)| Datum::text(format!("{a}–{b}")));
        let cells = vec![
            Datum::text(&s.label),
            Datum::text(&s.unit),
            cover.map_or_else(waiting, |c| number(c.areas.len())),
            years,
            cover.map_or_else(waiting, |c| number(c.figures)),
        ];
        let feeds = feeds(basis, s.id.as_str());
        let mut entry = Entry::new(s.id.as_str(), cells)
            .facet(Field::Kind, &s.theme)
            .facet(Field::Outcome, &s.label)
            .facet(Field::Used, if feeds.is_empty() { "no" } else { "yes" });
        if let Some(c) = cover {
            let place = |code: &String| basis.evidence.area(&AreaCode::new(code)).map(|a| a.name.clone());
            let sector = |id: &String| basis.evidence.sector(&SectorId::new(id)).map(|s| s.name.clone());
            entry = entry
                .facets(Field::Place, c.areas.keys().filter_map(place))
                .facets(Field::Sector, c.sectors.keys().filter_map(sector))
                .facets(Field::Source, c.sources.keys().cloned())
                .facets(Field::Read, c.seen.keys().map(|s| s.as_str()));
            entry.years = c.span();
            entry.weakness =
                c.areas.keys().map(|a| c.gaps(a).len()).sum::<usize>() as f64 / c.areas.len().max(1) as f64;
        }
        // Places stand in the facets; words are looked for in what the series is.
        let text = [s.id.as_str(), &s.label, &s.unit, &s.definition, &s.theme, &s.suggested_use].join("\n");
        entry.text = text.to_lowercase();
        entry
    };
    basis.evidence.series().iter().map(entry).collect()
}

pub(super) fn page(basis: &Basis, s: &Series, coverage: Option<&Coverage>) -> Page {
    let e = &basis.evidence;
    let mut page = Page::new(format!("{} ({})", s.label, s.unit));
    page.head("What it is");
    page.say(&s.definition);
    page.fact("Direction", &s.direction);
    page.fact("Breaks across which levels are never joined", &s.comparability_breaks);
    page.head("What it is used for");
    let feeds = feeds(basis, s.id.as_str());
    page.say(if feeds.is_empty() {
        String::from("No starting number is read from it.")
    } else {
        format!("Starting numbers: {}.", feeds.join(", "))
    });
    page.fact("Good for", &s.suggested_use);
    page.head("How sure it is");
    let intervals = e.series_uncertainty().iter().filter(|u| u.series == s.id).count();
    page.say(match intervals {
        0 => String::from("No interval or revision is published."),
        n => format!("{} published.", count(n as u64, "interval or revision is", "intervals and revisions are")),
    });
    for v in e.series_volatility().iter().filter(|v| v.series == s.id) {
        let tier = if v.tier == Tier::Itl1 { "nations and regions" } else { "areas of former LEPs" };
        page.say(format!(
            "Over {} {tier}, {}–{}: the middle change from one point to the next is {} %, one in ten moves more than {} %.",
            v.areas,
            v.first,
            v.last,
            figure(v.median_abs_change_pct),
            figure(v.p90_abs_change_pct)
        ));
    }
    for i in e.series_imputations().iter().filter(|i| i.series == s.id) {
        let years = format!("{}–{}", i.period_start, i.period_end);
        page.warn(format!("Imputed, {} {years}: {} ({} to {}). {}.", i.areas, i.value, i.low, i.high, i.method));
    }
    match coverage {
        None => {
            page.head("What it covers");
            page.say("reading the official figures…");
        }
        Some(all) => cover(basis, all.series.get(s.id.as_str()), &mut page),
    }
    page
}

fn cover(basis: &Basis, cover: Option<&SeriesCover>, page: &mut Page) {
    page.head("What it covers");
    let Some(c) = cover else {
        page.warn("No figure is recorded.");
        return;
    };
    let (first, last) = c.span().unwrap_or_default();
    let figures = count(c.figures as u64, "figure", "figures");
    let places = count(c.areas.len() as u64, "place", "places");
    page.say(format!("{figures} for {places}, {first}–{last} ({}).", count(c.years.len() as u64, "year", "years")));
    let seen: Vec<String> = c.seen.iter().map(|(s, n)| format!("{} {}", digits(*n as f64, 0), s.as_str())).collect();
    page.say(format!("How they were read: {}.", seen.join(", ")));
    let sector = |id: &String| basis.evidence.sector(&SectorId::new(id)).map_or_else(|| id.clone(), |s| s.name.clone());
    page.say(format!("Sectors: {}.", c.sectors.keys().map(sector).collect::<Vec<_>>().join(", ")));
    for (tier, name) in [(Tier::Itl1, "nations and regions"), (Tier::Lep, "areas of former LEPs")] {
        let all: Vec<_> = basis.evidence.areas().iter().filter(|a| a.tier == tier).collect();
        let missing: Vec<&str> =
            all.iter().filter(|a| !c.areas.contains_key(a.code.as_str())).map(|a| a.name.as_str()).collect();
        let there = all.len() - missing.len();
        page.say(format!("{there} of {} {name}.", all.len()));
        if there > 0 && !missing.is_empty() {
            page.say(format!("Missing: {}.", missing.join(", ")));
        }
    }
    page.head("Gaps: years that other places have");
    let mut none = true;
    for code in c.areas.keys() {
        let gaps = c.gaps(code);
        if !gaps.is_empty() {
            none = false;
            let name = basis.evidence.area(&AreaCode::new(code)).map_or_else(|| code.clone(), |a| a.name.clone());
            page.say(format!("{name}: {}.", gaps.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")));
        }
    }
    if none {
        page.say("None.");
    }
    page.head("Who says so");
    for (id, n) in &c.sources {
        page.link(format!("{id}  {}", count(*n as u64, "figure", "figures")), Record::new(Tab::Sources, id.as_str()));
    }
    if let [only] = c.sources.keys().collect::<Vec<_>>()[..] {
        cite(basis, only, page);
    }
}
