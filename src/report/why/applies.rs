//! Does it apply here? In words: place, sector, designs, years and dose of the studies against those of the plan.

use super::Subject;
use super::page::{Part, Tone};
use crate::evidence::order::InOrder as _;
use crate::insight::applies::{self, Fit, Origins};
use crate::insight::findings::behind;
use crate::insight::paths::Step;
use crate::report::wording;
use crate::report::words::{self, percent};

/// Whether the findings apply to this place, sector and dose.
pub(super) fn here<'a>(subject: &Subject<'a>, step: Step) -> Vec<Part<'a>> {
    let findings = behind(subject.basis, step);
    let dose = applies::dose(subject.basis, subject.plan, subject.cell, step);
    let mut out = vec![Part::Heading(String::from("DOES IT APPLY HERE?"))];
    if findings.is_empty() {
        out.push(Part::Text(String::from("Place and sector: no study to compare with."), Tone::Warn));
    } else {
        let origins = applies::origins(subject.basis, subject.plan, &findings);
        out.push(toned(origins.place(), place_words(subject, &origins)));
        out.push(toned(origins.sector(&subject.plan.sector), sector_words(subject, &origins)));
        out.push(Part::Text(design_words(&origins), Tone::Plain));
    }
    match (dose, step.lever(&subject.basis.model).and_then(|id| subject.basis.model.lever(id))) {
        (Some(dose), Some(lever)) => {
            let (lo, hi) = (percent(dose.lo), percent(dose.hi));
            let fit = if dose.fit == Fit::Outside { "outside" } else { "inside" };
            let text = format!(
                "Dose: tested {lo} to {hi} ({}); here {}: {fit}. {}.",
                lever.evidence_dose.per,
                percent(dose.here),
                lever.evidence_dose.source
            );
            out.push(toned(dose.fit, text));
            if dose.fit == Fit::Outside {
                out.push(Part::Text(wording::beyond(&lo, &hi), Tone::Warn));
            }
        }
        (None, Some(_)) => out.push(Part::Text(String::from("Dose: there are no starting numbers here."), Tone::Warn)),
        _ => {}
    }
    out
}

fn toned<'a>(fit: Fit, text: String) -> Part<'a> {
    match fit {
        Fit::Outside => Part::Text(format!("! {text}"), Tone::Warn),
        _ => Part::Text(text, Tone::Plain),
    }
}

fn place_words(subject: &Subject<'_>, from: &Origins) -> String {
    let here = subject.basis.evidence.place_name(&subject.plan.place);
    let abroad = from.all - from.uk;
    let mut countries: Vec<(&String, &usize)> = from.abroad.iter().collect();
    countries.order_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
    let named: Vec<String> = countries.into_iter().map(|(c, n)| format!("{c} {n}")).collect();
    let named = if named.is_empty() { String::new() } else { format!(" ({})", named.join(", ")) };
    let local = match from.here {
        0 => format!("none names {here}"),
        n => format!("{n} in {here}"),
    };
    let all = words::count(from.all as u64, "finding", "findings");
    format!("Place: {all}: {} from the UK, {abroad} from abroad{named}; {local}.", from.uk)
}

fn sector_words(subject: &Subject<'_>, from: &Origins) -> String {
    let name = |id| subject.basis.evidence.sector(id).map_or_else(|| id.to_string(), |s| s.name.clone());
    let mut named: Vec<String> = from.sectors.iter().map(|(id, n)| format!("{n} {}", name(id))).collect();
    if from.general > 0 {
        named.push(format!("{} naming no sector", from.general));
    }
    let fit = match from.sector(&subject.plan.sector) {
        Fit::Inside => "covered",
        Fit::Near => "covered only by studies of firms or people in general",
        _ => "not covered",
    };
    format!("Sector: {}; {} here: {fit}.", named.join(", "), name(&subject.plan.sector))
}

fn design_words(from: &Origins) -> String {
    let levels: Vec<String> = from.levels.iter().rev().map(|(level, n)| format!("{n} at level {level}")).collect();
    let designs = if levels.is_empty() { String::from("no level recorded") } else { levels.join(", ") };
    let years = from.years.map_or_else(|| String::from("not recorded"), |(a, b)| format!("{a} to {b}"));
    format!("Designs (0 no comparison, 5 randomised): {designs}. Years: {years}.")
}
