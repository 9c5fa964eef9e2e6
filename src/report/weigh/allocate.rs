//! Innovation for all or back strength, in words: the trade-off between output and the gap, with the scenario's own package on it.

use super::{computed, figure, share, whole_percent};
use crate::insight::allocate::{Allocation, Point, Shared};
use crate::model::{Basis, LeverKind};
use crate::projection::Quantiles;
use crate::report::sheet::{Datum, Plot, Sheet};
use crate::report::wording::SCREEN_FIRST;
use crate::report::words::{Unit, amount, change, digits, exact_millions, figure as plain, range};
use crate::scenario::Scenario;

/// Both sheets: the trade-off, and inequality before and after.
#[must_use]
pub fn sheets(basis: &Basis, scenario: &Scenario, found: &Allocation) -> Vec<Sheet> {
    vec![trade_off(basis, scenario, found), inequality(found)]
}

fn name(shared: Shared) -> String {
    match shared {
        Shared::By(0.0) => String::from("by need"),
        Shared::By(1.0) => String::from("by strength"),
        Shared::By(omega) => format!("{} strength", whole_percent(omega)),
        Shared::Own => String::from("this scenario"),
    }
}

fn trade_off(basis: &Basis, scenario: &Scenario, found: &Allocation) -> Sheet {
    let mut sheet = Sheet::new(
        format!("Innovation for all, or back strength? {} over {} places", scenario.title, found.places),
        [
            "shared",
            "UK GVA (PV), 8 in 10",
            "middle GVA",
            "gap (Theil × 1000), 8 in 10",
            "middle gap",
            "narrows in",
            "on the line",
            "most to one place",
        ],
    );
    for p in &found.points {
        let place = basis.evidence.area(&p.most.0).map_or_else(|| p.most.0.to_string(), |a| a.name.clone());
        sheet.row([
            Datum::text(name(p.shared)),
            Datum::text(range(&p.gva_uk, Unit::MillionPounds)),
            figure(p.gva_uk.p50, Unit::MillionPounds),
            Datum::text(range(&p.changes[0], Unit::Index)),
            figure(p.changes[0].p50, Unit::Index),
            share(p.narrows),
            Datum::text(if p.beaten { "no" } else { "yes" }),
            Datum::text(format!("{place} {}", whole_percent(p.most.1))),
        ]);
    }
    let axes =
        ["middle UK GVA (PV), £m →", "middle change of the gap (Theil × 1000): lower is more even"].map(String::from);
    sheet.plot = Some(Plot::Frontier { columns: [0, 2, 4], axes });
    sheet.note(sentence(found));
    let levers: Vec<String> = found
        .levers
        .iter()
        .map(|(id, amount)| match basis.model.lever(id) {
            Some(l) if l.kind == LeverKind::Reform => format!("{} {} % coverage in all", l.label, plain(*amount)),
            Some(l) => format!("{} {}", l.label, exact_millions((amount * 1e6).round() / 1e6)),
            None => id.to_string(),
        })
        .collect();
    sheet.note(format!("Shared out, a year: {}.", levers.join("; ")));
    sheet.note(
        "Share of a place: need^(1−ω)·strength^ω; need is residents × UK GVA a head ÷ its own, strength its business R&D in the sector. On the line: no other row has both a \
         higher middle GVA and a larger middle fall of the gap. What is displaced falls on other places, so that places sum to the UK. Where places have little R&D \
         or few firms, the same money reaches further beyond what studies have tested.",
    );
    let worst = |k: usize| found.points.iter().map(|p| p.errors[k]).fold(0.0_f64, f64::max);
    sheet.note(format!(
        "Each row {} Monte-Carlo error (95 %, ten scrambles) of the middles: GVA at most ±{}, gap at most ±{}.",
        computed(found.draws, found.seed, basis),
        amount(worst(0), Unit::MillionPounds),
        plain(worst(1))
    ));
    sheet.note(SCREEN_FIRST);
    sheet
}

/// What the trade-off comes to, one sentence.
#[must_use]
pub fn sentence(found: &Allocation) -> String {
    let of = |omega: f64| found.points.iter().find(|p| p.shared == Shared::By(omega));
    let (Some(need), Some(strength)) = (of(0.0), of(1.0)) else { return String::new() };
    let said = |p: &Point| {
        format!(
            "{} of UK GVA and {} on the gap",
            change(p.gva_uk.p50, Unit::MillionPounds),
            change(p.changes[0].p50, Unit::Index)
        )
    };
    let apart = strength.gva_uk.p50 - need.gva_uk.p50;
    let wider = strength.changes[0].p50 > need.changes[0].p50;
    let more = match (apart.abs() <= strength.errors[0] + need.errors[0], apart > 0.0) {
        (true, _) if wider => "Backing strength widens the gap; what it adds to output is within the error",
        (true, _) => "Backing strength does not widen the gap, and what it adds to output is within the error",
        (false, true) if wider => "Backing strength brings more output and a wider gap",
        (false, true) => "Backing strength brings more output and no wider gap",
        (false, false) if wider => "Sharing by need brings more output and a narrower gap",
        (false, false) => "Sharing by need brings more output but no narrower gap",
    };
    format!("{more}, in the middle future: by need {}, by strength {}.", said(need), said(strength))
}

fn inequality(found: &Allocation) -> Sheet {
    let head = ["measure", "before"].map(String::from).into_iter().chain(found.points.iter().map(|p| name(p.shared)));
    let mut sheet =
        Sheet::new(format!("How unequal places are in GVA a head: before, and change by {}", found.last_year), head);
    let b = &found.before;
    let rows: [(&str, f64, i32); 5] = [
        ("Theil × 1000", b.theil, 1),
        ("between groups × 1000", b.between, 1),
        ("within groups × 1000", b.within, 1),
        ("Gini", b.gini, 3),
        ("top fifth ÷ bottom fifth", b.fifths, 2),
    ];
    for (k, (label, before, decimals)) in rows.into_iter().enumerate() {
        let cell = |p: &Point| ranged(&p.changes[k]);
        let head = [Datum::text(label), Datum::number(before, digits(before, decimals))];
        sheet.row(head.into_iter().chain(found.points.iter().map(cell)));
    }
    sheet.note("Ranges hold 8 futures in 10. Groups: nations of the UK, or regions where places are areas of former LEPs. Fifths are of people.");
    sheet
}

fn ranged(q: &Quantiles) -> Datum {
    if q.p10 == 0.0 && q.p90 == 0.0 {
        Datum::number(0.0, "no change")
    } else {
        Datum::number(q.p50, range(q, Unit::Index))
    }
}
