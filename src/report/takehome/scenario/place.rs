//! The place: what it starts from, and in which sectors it is strong.

use super::{place_and_sector, shown};
use crate::model::Basis;
use crate::report::places::profile::{Profile, Quotient, profile};
use crate::report::takehome::chart::{Bar, Chart, Drawing, Group};
use crate::report::takehome::{Material, Section};
use crate::report::words;

/// Profiles of the places of the plans shown, each place and sector once; nothing where there are no numbers.
pub(super) fn section(basis: &Basis, material: &Material) -> Option<Section> {
    let mut section = Section::new("The place");
    let mut seen = Vec::new();
    let all = shown(material);
    for one in &all {
        let what = (&one.plan.place, &one.plan.sector);
        if seen.contains(&what) {
            continue;
        }
        seen.push(what);
        let Ok(found) = profile(basis, &material.atlas, &one.plan.place, &one.plan.sector) else { continue };
        section.heading(place_and_sector(basis, one.plan));
        section.chart(strengths(&found));
        section.sheet(found.numbers(basis, &material.atlas));
    }
    (!section.blocks.is_empty()).then_some(section)
}

/// Location quotients: right of the line there are more jobs than in the United Kingdom.
fn strengths(found: &Profile) -> Chart {
    let mut values = found.sectors();
    "Jobs by sector".clone_into(&mut values.title);
    let bars = found.quotients.iter().map(|q| {
        let shown = words::figure(q.quotient);
        let series = usize::from(q.sector == found.sector);
        Bar { label: q.name.clone(), series, value: q.quotient, shown, edge: None }
    });
    let group = Group {
        heading: String::from("Share of jobs ÷ share in the UK"),
        base: 1.0,
        base_name: String::from("1 = as in the UK"),
        bars: bars.collect(),
    };
    let (most, least) = extremes(found);
    let this = if found.sector.is_all() { "" } else { "; the sector of the plan has the other colour" };
    Chart {
        title: String::from("Where the jobs are."),
        says: format!(
            "Compared with the United Kingdom, {most} has the largest share of jobs here and {least} the smallest{this}."
        ),
        drawing: Drawing::Bars(vec![group]),
        values,
    }
}

fn extremes(found: &Profile) -> (String, String) {
    let by = |a: &&Quotient, b: &&Quotient| a.quotient.total_cmp(&b.quotient);
    let name = |q: Option<&Quotient>| q.map_or_else(String::new, |q| q.name.to_lowercase());
    (name(found.quotients.iter().max_by(by)), name(found.quotients.iter().min_by(by)))
}
