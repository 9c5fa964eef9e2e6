//! Cost and value, and how it was computed with its limits.

use chrono::NaiveDate;

use crate::insight::yardstick::same_years;
use crate::model::{Basis, Grade};
use crate::report::compare::column;
use crate::report::takehome::{Material, Section};
use crate::report::weigh::appraise::{self, Schedule};
use crate::report::words::count;
use crate::report::{changed, own, text, wording};
use crate::scenario::Scenario;

/// The appraisal summary table; one for each scenario where their years differ.
pub(super) fn appraisal(basis: &Basis, material: &Material, date: NaiveDate) -> Section {
    let mut section = Section::new("Appraisal").on_new_page();
    section.lead(wording::SCREEN_FIRST);
    let scenarios: Vec<&Scenario> = material.candidates.iter().map(|c| &c.scenario).collect();
    let options: Vec<_> = material.candidates.iter().map(|c| (&c.scenario, &c.appraised)).collect();
    if let Some(why) = same_years(&scenarios) {
        section.say(format!("The options stand in tables of their own: {why}."));
        for (k, option) in options.iter().enumerate() {
            section.heading(format!("Option {}", column(k + 1)));
            for sheet in appraise::sheets(basis, std::slice::from_ref(option), Schedule::Standard, date) {
                section.sheet(sheet);
            }
        }
    } else {
        for sheet in appraise::sheets(basis, &options, Schedule::Standard, date) {
            section.sheet(sheet);
        }
    }
    section
}

/// Method, limits, and what is not in it.
pub(super) fn section(basis: &Basis, material: &Material) -> Section {
    let mut section = Section::new("Method and limits");
    section.say(
        "A plan is run many times with and without its levers. Each run is one future: how large the effects are, how fast they \
         come and fade, which of three pictures of how places work holds, whether the programmes take at all. What \
         differs between the two is the change. The spread over the futures is the range.",
    );
    section.list(vec![
        wording::TITLE_LINE.to_owned(),
        wording::BAND.to_owned(),
        wording::SCREEN_FIRST.to_owned(),
        format!("Not modelled: {}.", wording::NOT_MODELLED.join("; ")),
        wording::NO_CUTS.to_owned(),
        String::from(
            "It cannot tell a well-run programme from a badly run one, and knows nothing of shocks, wages and land prices, or \
             of what national policy does in answer.",
        ),
    ]);
    section.heading("Grades of evidence");
    section.list(Grade::ALL.iter().map(|g| wording::grade(*g).to_owned()).collect());
    section.heading("How it was computed");
    for (k, candidate) in material.candidates.iter().enumerate() {
        let s = &candidate.scenario;
        let draws = count(candidate.projection.draws as u64, "draw", "draws");
        let mut said = vec![format!(
            "{draws} of our assumptions, seed {}, evidence {}, tiller {}. Years {} to {}; year 0 is {}. Money in 2024 prices.",
            s.seed,
            candidate.projection.evidence_version,
            env!("CARGO_PKG_VERSION"),
            s.start,
            s.last_year(),
            s.year_zero()
        )];
        let off = text::changed_switches(s.switches);
        if !off.is_empty() {
            said.push(format!("Changed from the usual: {}.", off.join("; ")));
        }
        if !s.exclude_studies.is_empty() {
            let ids: Vec<&str> = s.exclude_studies.iter().map(crate::evidence::EffectId::as_str).collect();
            said.push(format!("Findings left out: {}.", ids.join(", ")));
        }
        said.extend(changed::remarks(basis, s));
        let who = if material.candidates.len() > 1 { format!("{}: ", column(k + 1)) } else { String::new() };
        section.say(format!("{who}{}", said.join(" ")));
        section.blocks.extend(changed::sheet(basis, s).map(crate::report::takehome::Block::Sheet));
    }
    section.blocks.extend(own::said(basis.evidence.library()).map(|said| {
        crate::report::takehome::Block::Paragraph(format!("With {said}; 'tiller evidence changed' lists it."))
    }));
    section.say("What is computed and why, how well the baseline has done, and how the program fared on evaluated programmes: docs/MODEL.md and docs/VALIDITY.md, which come with the program.");
    section
}
