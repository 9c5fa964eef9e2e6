//! Who and what is behind a change, as tables: by lever, by way, between years.

use super::Subject;
use crate::insight::attribution::{Attribution, Contribution};
use crate::insight::share_out::Part;
use crate::insight::waterfall;
use crate::insight::ways::{Way, Ways};
use crate::report::sheet::{Datum, Sheet};
use crate::report::wording;
use crate::report::words::{self, Unit};

/// Shares of a change, in the indicator's unit.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Contributions {
    /// Calendar year.
    pub year: i32,
    /// What each lever adds.
    pub parts: Vec<Contribution>,
    /// The change that the shares add up to.
    pub total: f64,
}

impl From<Attribution> for Contributions {
    fn from(found: Attribution) -> Self {
        Self { year: found.year, parts: found.levers, total: found.total }
    }
}

impl Contributions {
    /// One number of decimals for every share and the total, so that the parts are seen to add up.
    #[must_use]
    pub fn decimals(&self, unit: Unit) -> i32 {
        decimals(self.parts.iter().map(|c| &c.part), self.total, unit)
    }

    /// Whether the parts as printed miss the total as printed by a step of the last digit or more.
    #[must_use]
    pub fn rounded(&self, unit: Unit) -> bool {
        let decimals = self.decimals(unit);
        let printed = |x: f64| words::round_to(x * unit.factor(), decimals);
        let parts: f64 = self.parts.iter().map(|c| printed(c.part.shapley)).sum();
        let half_step = 0.5 * libm::pow(10.0, -f64::from(decimals));
        (parts - printed(self.total)).abs() > half_step
    }

    /// What the numbers are, in one sentence.
    #[must_use]
    pub fn caption(&self, unit: Unit) -> String {
        let rounded = if self.rounded(unit) { "; parts are rounded" } else { "" };
        format!(
            "Share of the modelled change in {}: {}, with the range that holds 8 futures in 10{rounded}.",
            self.year,
            wording::MEAN_LABEL
        )
    }

    /// What the levers do together beyond what each does alone.
    #[must_use]
    pub fn interaction(&self) -> f64 {
        self.total - self.parts.iter().map(|c| c.part.alone).sum::<f64>()
    }
}

fn decimals<'a>(parts: impl Iterator<Item = &'a Part>, total: f64, unit: Unit) -> i32 {
    words::decimals_of(parts.map(|p| p.shapley.abs()).fold(total.abs(), f64::max) * unit.factor())
}

/// What each lever adds, as a waterfall: a bar starts where the one above ends.
#[must_use]
pub fn contributions(subject: &Subject<'_>, found: &Contributions) -> Sheet {
    let unit = Unit::of_change(subject.indicator, subject.places);
    let label = &subject.basis.model.indicator(subject.indicator).label;
    let title = format!("What each lever adds: {label}, {}", found.year);
    let name = |lever: &Contribution| {
        let row = subject.basis.model.lever(&lever.lever);
        row.map_or_else(|| lever.lever.to_string(), |l| l.label.clone())
    };
    let parts: Vec<(String, Part)> = found.parts.iter().map(|c| (name(c), c.part)).collect();
    let mut sheet = table((title, "lever"), &parts, found.total, unit);
    sheet.note(found.caption(unit));
    sheet.note("Alone: with no other lever. If removed: what is lost without it. These do not add up; the shares do.");
    if found.parts.len() > 1 {
        let together = words::signed(found.interaction(), found.decimals(unit), unit);
        sheet.note(format!("Together beyond the sum of what each does alone: {together}."));
    }
    sheet
}

/// A way, named.
#[must_use]
pub const fn way(way: Way) -> &'static str {
    match way {
        Way::Skills => "Skills",
        Way::Practice => "Management practice",
        Way::Ties => "Ties and tacit knowledge",
        Way::Rd => "R&D",
        Way::Spillover => "Other places",
        Way::Straight => "Straight, as measured",
    }
}

/// What the ways are and what their shares are not.
pub(in crate::report) const WAYS_NOTE: &str = "Each way is a group of arrows, switched off and on in every order (Shapley values). Straight: effects on innovation, \
     output or jobs taken as studies measure them, whatever lies between.";

/// By which way the change comes about.
#[must_use]
pub fn ways(subject: &Subject<'_>, found: &Ways) -> Sheet {
    let unit = Unit::of_change(subject.indicator, subject.places);
    let label = &subject.basis.model.indicator(subject.indicator).label;
    let parts: Vec<(String, Part)> = found.parts.iter().map(|(w, part)| (way(*w).to_owned(), *part)).collect();
    let mut sheet = table((format!("By which way: {label}, {}", found.year), "way"), &parts, found.total, unit);
    sheet.note(WAYS_NOTE);
    sheet
}

/// Parts of a total, largest first, with ranges; then the total.
fn table((title, what): (String, &str), parts: &[(String, Part)], total: f64, unit: Unit) -> Sheet {
    let mut sheet = Sheet::new(title, [what, "8 in 10: from", "share", "to", "alone", "if removed"]);
    let decimals = decimals(parts.iter().map(|(_, p)| p), total, unit);
    let datum = |x: f64| Datum::number(x, words::signed(x, decimals, unit));
    let shares: Vec<f64> = parts.iter().map(|(_, p)| p.shapley).collect();
    for bar in waterfall::bars(&shares) {
        let Some((name, p)) = parts.get(bar.part) else { continue };
        let cells = [p.range.p10, p.shapley, p.range.p90, p.alone, p.if_removed].map(datum);
        sheet.row(std::iter::once(Datum::text(name)).chain(cells));
    }
    let none = || Datum::Missing(String::new());
    sheet.row([Datum::text("together"), none(), datum(total), none(), none(), none()]);
    sheet
}

/// What each lever adds between one milestone year and the next: steps add up across to its share in the last year, and down to the
/// step of all.
#[must_use]
pub fn years(subject: &Subject<'_>, found: &[Attribution]) -> Sheet {
    let unit = Unit::of_change(subject.indicator, subject.places);
    let label = &subject.basis.model.indicator(subject.indicator).label;
    let periods = periods(found);
    let heads = periods.iter().map(|(name, ..)| name.clone());
    let columns = std::iter::once(String::from("lever")).chain(heads).chain([String::from("in all")]);
    let mut sheet = Sheet::new(format!("Between years: {label}"), columns);
    let Some(last) = found.last() else { return sheet };
    let decimals = decimals(last.levers.iter().map(|c| &c.part), last.total, unit);
    let datum = |x: f64| Datum::number(x, words::signed(x, decimals, unit));
    for (k, lever) in last.levers.iter().enumerate() {
        let part = |of: &Attribution| of.levers.get(k).map_or(0.0, |l| l.part.shapley);
        let name = subject.basis.model.lever(&lever.lever).map_or(lever.lever.as_str(), |l| l.label.as_str());
        let steps = periods.iter().map(|(_, from, to)| part(to) - from.map_or(0.0, part));
        sheet.row(std::iter::once(Datum::text(name)).chain(steps.map(datum)).chain([datum(part(last))]));
    }
    let steps = periods.iter().map(|(_, from, to)| to.total - from.map_or(0.0, |f| f.total));
    sheet.row(std::iter::once(Datum::text("together")).chain(steps.map(datum)).chain([datum(last.total)]));
    sheet.note("Each step is the share at its end less the share at its start, on the mean; steps below nothing are effects that fade or are displaced.");
    sheet
}

/// From one milestone to the next, named.
pub(in crate::report) fn periods(found: &[Attribution]) -> Vec<(String, Option<&Attribution>, &Attribution)> {
    let mut before: Option<&Attribution> = None;
    found
        .iter()
        .map(|now| {
            let name = before.map_or_else(|| format!("to {}", now.year), |b| format!("{}–{}", b.year, now.year));
            (name, before.replace(now), now)
        })
        .collect()
}
