//! The tables of "why?": what each lever adds, the arrows, the findings, the sources.

use super::Subject;
use super::cite::sources_of;
use super::page::{effect_words, interval_words, place_of_study, step_title};
use crate::evidence::LeverId;
use crate::insight::applies;
use crate::insight::findings::{Point, behind, forest};
use crate::insight::grades;
use crate::insight::paths::{Step, steps};
use crate::insight::waterfall;
use crate::report::sheet::{Datum, Sheet};
use crate::report::wording;
use crate::report::words::{self, Unit, figure};

/// Shares of a change, in the indicator's unit.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Contributions {
    /// Calendar year.
    pub year: i32,
    /// Lever, share, alone, if removed.
    pub parts: Vec<(LeverId, [f64; 3])>,
    /// The change that the shares add up to.
    pub total: f64,
}

impl Contributions {
    /// One number of decimals for every share and the total, so that the parts are seen to add up.
    #[must_use]
    pub fn decimals(&self, unit: Unit) -> i32 {
        let largest = self.parts.iter().map(|(_, [s, ..])| s.abs()).fold(self.total.abs(), f64::max);
        words::decimals_of(largest * unit.factor())
    }

    /// Whether the parts as printed miss the total as printed by a step of the last digit or more.
    #[must_use]
    pub fn rounded(&self, unit: Unit) -> bool {
        let decimals = self.decimals(unit);
        let printed = |x: f64| words::round_to(x * unit.factor(), decimals);
        let parts: f64 = self.parts.iter().map(|(_, [s, ..])| printed(*s)).sum();
        let half_step = 0.5 * libm::pow(10.0, -f64::from(decimals));
        (parts - printed(self.total)).abs() > half_step
    }

    /// What the numbers are, in one sentence.
    #[must_use]
    pub fn caption(&self, unit: Unit) -> String {
        let rounded = if self.rounded(unit) { "; parts are rounded" } else { "" };
        format!(
            "Share of the modelled change in {}: {}, no range of a share is worked out{rounded}.",
            self.year,
            wording::MEAN_LABEL
        )
    }
}

/// What each lever adds, as a waterfall.
#[must_use]
pub fn contributions(subject: &Subject<'_>, found: &Contributions) -> Sheet {
    let unit = Unit::of_change(subject.indicator, subject.places);
    let row = subject.basis.model.indicator(subject.indicator);
    let title = format!("What each lever adds: {}, {}", row.label, found.year);
    let mut sheet = Sheet::new(title, ["lever", "share", "from", "to", "alone", "if removed"]);
    let decimals = found.decimals(unit);
    let datum = |x: f64| Datum::number(x, words::signed(x, decimals, unit));
    let shares: Vec<f64> = found.parts.iter().map(|(_, [share, ..])| *share).collect();
    for bar in waterfall::bars(&shares) {
        let Some((lever, [share, alone, removed])) = found.parts.get(bar.part) else { continue };
        let label = subject.basis.model.lever(lever).map_or(lever.as_str(), |l| l.label.as_str());
        sheet.row([Datum::text(label), datum(*share), datum(bar.from), datum(bar.to), datum(*alone), datum(*removed)]);
    }
    let none = || Datum::Missing(String::new());
    sheet.row([Datum::text("together"), datum(found.total), datum(0.0), datum(found.total), none(), none()]);
    sheet.note(found.caption(unit));
    sheet.note("Alone: with no other lever. If removed: what is lost without it. These do not add up; the shares do.");
    sheet
}

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
