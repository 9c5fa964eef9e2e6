//! The tables of "why?": what each lever adds, the arrows, the findings, the sources.

use super::Subject;
use super::cite::sources_of;
use super::page::{effect_words, interval_words, place_of_study, step_title};
use crate::insight::applies;
use crate::insight::findings::{Point, behind, forest};
use crate::insight::grades;
use crate::insight::paths::{Step, steps};
use crate::report::sheet::{Datum, Sheet};
use crate::report::wording;
use crate::report::words::figure;

/// The arrows from levers to the indicator.
#[must_use]
pub fn path(subject: &Subject<'_>) -> Sheet {
    let model = &subject.basis.model;
    let columns =
        ["arrow", "grade", "grade here", "structures", "p10", "middle", "p90", "unit", "findings", "applies here"];
    let mut sheet = Sheet::new("By which mechanism", columns);
    for step in steps(model, subject.plan, subject.indicator) {
        let structures: Vec<&str> = step.structures(model).iter().map(|s| s.as_str()).collect();
        let number = |x: Option<f64>| x.map_or_else(Datum::missing, |x| Datum::number(x, figure(x)));
        let band = step.band(subject.basis);
        let unit = match step {
            Step::Channel(row) => model.channels.get(row).map_or("", |c| c.effect_unit.as_str()),
            Step::Link(_) => "gain",
            Step::Pair(_) => "factor",
        };
        let here = match step {
            Step::Channel(row) => {
                let graded = grades::channel(subject.basis, subject.plan, subject.cell, subject.excluded, row);
                graded.map(|g| g.here())
            }
            Step::Link(_) | Step::Pair(_) => step.grade(model),
        };
        let findings = behind(subject.basis, step);
        #[expect(clippy::cast_precision_loss, reason = "a count of findings")]
        let count = findings.len() as f64;
        sheet.row([
            Datum::text(step_title(subject.basis, step)),
            Datum::text(step.grade(model).map_or("", |g| g.as_str())),
            Datum::text(here.map_or("", |g| g.as_str())),
            Datum::text(structures.join(", ")),
            number(band.map(|b| b.p10)),
            number(band.map(|b| b.central)),
            number(band.map(|b| b.p90)),
            Datum::text(unit),
            Datum::number(count, findings.len().to_string()),
            Datum::text(fit_word(subject, step)),
        ]);
    }
    let steps = steps(model, subject.plan, subject.indicator);
    for step in steps {
        if let Some(change) = step.id(model).and_then(|id| subject.basis.changed(id)) {
            let arrow = step_title(subject.basis, step);
            sheet.note(format!("{arrow}: {}. {}", crate::report::changed::here(change), wording::MARKED));
        }
    }
    sheet.note("Ranges hold 8 chances in 10 and are per unit reached (levers) or per unit of what the arrow comes from (links).");
    sheet
}

/// "beyond the dose", "not from here", "yes", in one or two words.
fn fit_word(subject: &Subject<'_>, step: Step) -> &'static str {
    use applies::Fit;
    if applies::dose(subject.basis, subject.plan, subject.cell, step).is_some_and(|d| d.fit == Fit::Outside) {
        return "dose outside";
    }
    let findings = behind(subject.basis, step);
    let from = applies::origins(subject.basis, subject.plan, &findings);
    match (from.place(), from.sector(&subject.plan.sector)) {
        (Fit::Unknown, _) => super::NO_USABLE,
        (Fit::Outside, Fit::Outside) => "place and sector outside",
        (Fit::Outside, _) => "place outside",
        (_, Fit::Outside) => "sector outside",
        (Fit::Inside, Fit::Inside) => "inside",
        _ => "near",
    }
}

/// Every finding behind the arrows.
#[must_use]
pub fn findings(subject: &Subject<'_>) -> Sheet {
    let columns = [
        "arrow",
        "finding",
        "estimate",
        "low",
        "high",
        "interval",
        "says",
        "axis",
        "level",
        "where and when",
        "n",
        "source",
    ];
    let mut sheet = Sheet::new("On whose findings", columns);
    for step in steps(&subject.basis.model, subject.plan, subject.indicator) {
        let arrow = step_title(subject.basis, step);
        let forest = forest(subject.basis, step);
        for panel in &forest.panels {
            for point in &panel.points {
                sheet.row(finding_row(&arrow, point.effect, Some(point), &panel.unit));
            }
        }
        for effect in &forest.words {
            sheet.row(finding_row(&arrow, effect, None, "no number"));
        }
        if forest.count() == 0 {
            let blank = || Datum::Missing(String::new());
            let head = [Datum::text(arrow), Datum::text(super::NO_USABLE), blank(), blank(), blank()];
            sheet.row(head.into_iter().chain(std::iter::repeat_n(String::new(), 7).map(Datum::text)));
        }
    }
    sheet
}

fn finding_row(arrow: &str, effect: &crate::evidence::Effect, point: Option<&Point<'_>>, axis: &str) -> Vec<Datum> {
    let interval = point.and_then(|p| p.interval.as_ref());
    let number = |x: Option<f64>| x.map_or_else(Datum::missing, |x| Datum::number(x, x.to_string()));
    vec![
        Datum::text(arrow),
        Datum::text(effect.id.to_string()),
        number(point.map(|p| p.value)),
        number(interval.map(|i| i.lo)),
        number(interval.map(|i| i.hi)),
        Datum::text(interval_words(interval)),
        Datum::text(effect_words(effect)),
        Datum::text(axis),
        Datum::text(effect.sms.clone()),
        Datum::text(place_of_study(effect)),
        Datum::text(effect.n.clone()),
        Datum::text(effect.source.to_string()),
    ]
}

/// Every source behind the arrows, with its address.
#[must_use]
pub fn sources(subject: &Subject<'_>) -> Sheet {
    let columns = ["source", "title", "authors", "publisher", "published", "address", "licence", "kind"];
    let mut sheet = Sheet::new("Sources", columns);
    let mut seen = Vec::new();
    for step in steps(&subject.basis.model, subject.plan, subject.indicator) {
        for id in sources_of(subject.basis, step) {
            if seen.contains(&id) {
                continue;
            }
            if let Some(s) = subject.basis.evidence.source(&id) {
                let texts =
                    [&id, &s.title, &s.authors, &s.publisher, &s.published, &s.url].map(|t| Datum::text(t.clone()));
                sheet.row(texts.into_iter().chain([Datum::text(s.licence()), Datum::text(s.seen.clone())]));
            } else {
                let blank = std::iter::repeat_n(String::new(), 6).map(Datum::text);
                sheet.row([Datum::text(id.clone()), Datum::text("no publication")].into_iter().chain(blank));
            }
            seen.push(id);
        }
    }
    sheet
}
