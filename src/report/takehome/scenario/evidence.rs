//! On whose evidence: what makes each grade, what goes beyond what anyone tried, the findings and their publications.

use std::collections::BTreeSet;

use super::{named, short};
use crate::evidence::order::InOrder as _;
use crate::insight::grades as insight;
use crate::model::Basis;
use crate::report::compare::column;
use crate::report::effects::SHOWN;
use crate::report::sheet::{Datum, Sheet};
use crate::report::takehome::{Candidate, Material, Section};
use crate::report::validity::outside as said;
use crate::report::why::{self, Subject};
use crate::report::{citations, extrapolation, grades, text, wording};

/// Columns of the findings that are read on paper.
const FINDINGS: [&str; 7] = ["arrow", "finding", "says", "level", "where and when", "n", "source"];

/// Evidence of every scenario that does something; nothing if none does.
pub(super) fn section(basis: &Basis, material: &Material) -> Option<Section> {
    let on: Vec<(usize, &Candidate)> =
        material.candidates.iter().enumerate().filter(|(_, c)| !c.scenario.is_off()).collect();
    if on.is_empty() {
        return None;
    }
    let mut section = Section::new("On whose evidence");
    for (k, candidate) in &on {
        if material.candidates.len() > 1 {
            section.heading(format!("{}: {}", column(k + 1), named(&candidate.scenario)));
        }
        standing(&mut section, basis, candidate);
    }
    section.heading("Findings behind the arrows");
    section.say(format!(
        "What published studies found, as they say it. Level: the strength of the design on the Maryland scale, 1 to 5. \
         Nothing here was made for this place. {}",
        wording::NO_EVIDENCE
    ));
    section.sheet(findings(basis, &on));
    section.heading("Publications");
    let mut sources = Vec::new();
    for (_, candidate) in &on {
        for source in citations::behind(&basis.evidence, &candidate.projection) {
            let line = if source.url.trim().is_empty() {
                citations::sentence(source)
            } else {
                format!("{} {}", citations::sentence(source), source.url)
            };
            if !sources.contains(&line) {
                sources.push(line);
            }
        }
    }
    sources.order();
    section.list(sources);
    Some(section)
}

/// Grades, flags, and how the first plan sits among published evaluations.
fn standing(section: &mut Section, basis: &Basis, candidate: &Candidate) {
    let scenario = &candidate.scenario;
    let basis = &*basis.under(&scenario.overrides);
    if let Ok(found) = insight::explain(basis, scenario, 0) {
        let mut sheet =
            Sheet::new("What makes each grade", ["indicator", "grade", "what makes it", "criteria", "weakest arrows"]);
        for one in found.results.iter().filter(|r| SHOWN.contains(&r.indicator) && grades::moved(r)) {
            sheet.row([
                Datum::text(short(&basis.model.indicator(one.indicator).label)),
                Datum::text(one.reasons.grade.as_str()),
                Datum::text(grades::makes(one)),
                Datum::text(grades::line(one)),
                Datum::text(grades::weakest(basis, one).unwrap_or_default()),
            ]);
        }
        section.sheet(sheet);
        section.list(grades::remarks(basis, &found));
    }
    section.sheet(extrapolation::sheet(basis, scenario));
    if let Some(outcome) = candidate.projection.plans.first() {
        let views = crate::insight::outside::views(basis, outcome);
        if !views.is_empty() {
            section.say(format!("{}:", said::HEADING.trim_end_matches(':')));
            section.list(views.iter().map(said::sentence).collect());
            section.say(said::AS_PUBLISHED);
        }
    }
}

/// Every finding behind the first plans, each with its arrow once.
fn findings(basis: &Basis, on: &[(usize, &Candidate)]) -> Sheet {
    let mut sheet = Sheet::new("Findings", FINDINGS);
    let mut seen = BTreeSet::new();
    for (_, candidate) in on {
        let scenario = &candidate.scenario;
        let Some(plan) = scenario.plans.first() else { continue };
        for indicator in SHOWN {
            let places = text::places(scenario);
            let excluded = scenario.exclude_studies.as_slice();
            let all = why::findings(&Subject { basis, plan, cell: None, indicator, places, excluded });
            let at = |name: &str| all.columns.iter().position(|c| c == name);
            for row in &all.rows {
                let cell = |name: &&str| at(name).and_then(|k| row.get(k)).cloned().unwrap_or_else(Datum::missing);
                let cells: Vec<Datum> = FINDINGS.iter().map(cell).collect();
                let key: String = cells.iter().map(Datum::shown).take(2).collect::<Vec<_>>().join("\n");
                if seen.insert(key) {
                    sheet.row(cells);
                }
            }
        }
    }
    sheet
}
