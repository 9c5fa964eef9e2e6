//! What `baseline.ron` may not say.

use std::collections::BTreeSet;

use super::baseline::{Baseline, FILE, PathRule};
use super::kinds::{Input, Mark};
use crate::evidence::{Fault, Faults, SectorId};

/// Adds every breach to `faults`.
pub(super) fn rules(b: &Baseline, faults: &mut Faults) {
    complete(b, faults);
    for row in &b.marks {
        if Mark::from(row.id) != row.word {
            faults.push(Fault::new(FILE, "does not name its own mark").cell("marks.word", row.word.as_str()));
        }
        bound(faults, "marks.sd", row.sd, 0.0, 5.0);
    }
    for row in &b.national {
        bound(faults, "national.innovation_raw", row.innovation_raw, 0.01, 100.0);
        bound(faults, "national.practice", row.practice, 0.0, 1.0);
        bound(faults, "national.rd_share", row.rd_share, 0.0, 1.0);
        bound(faults, "national.hours", row.hours, 1.0, 168.0);
        bound(faults, "national.all_jobs_factor", row.all_jobs_factor, 0.1, 10.0);
    }
    for row in &b.inputs {
        bound(faults, "inputs.measurement_sd", row.measurement_sd, 0.0, 5.0);
        for tier in ["itl1", "lep"] {
            if !row.place_marks.iter().any(|(who, _)| who == tier) {
                faults.push(Fault::new(FILE, format!("has no place mark for {tier}")).cell("inputs", row.id.as_str()));
            }
        }
    }
    for row in &b.forecast {
        bound(faults, "forecast.lambda", row.lambda, 0.0, 2.0);
        bound(faults, "forecast.gamma", row.gamma, 0.0, 2.0);
        bound(faults, "forecast.c", row.c, 0.0, 10.0);
        bound(faults, "forecast.thin_sd", row.thin_sd, 0.0, 5.0);
        bound(faults, "forecast.panel_changes", f64::from(row.panel_changes), 1.0, 1000.0);
        follows(b, row.path, &row.series, faults);
    }
    for (year, index) in &b.deflator.index {
        bound(faults, &format!("deflator.index {year}"), *index, 0.001, 1e6);
    }
    bound(faults, "ipf_rounds", f64::from(b.ipf_rounds), 1.0, 10_000.0);
    bound(faults, "benchmark_rounds", f64::from(b.benchmark_rounds), 1.0, 10_000.0);
    bound(faults, "sme_gva_share.lo", b.sme_gva_share.lo, 0.0, b.sme_gva_share.hi);
    bound(faults, "sme_gva_share.hi", b.sme_gva_share.hi, 0.0, 1.0);
    bound(faults, "large_share_of_firms.value", b.large_share_of_firms.value, 0.0, 1.0);
}

fn complete(b: &Baseline, faults: &mut Faults) {
    let have: BTreeSet<Input> = b.inputs.iter().map(|row| row.id).collect();
    for input in Input::ALL.iter().filter(|i| !have.contains(*i)) {
        faults.push(Fault::new(FILE, "has no row in inputs").cell("inputs", input.as_str()));
    }
    if have.len() != b.inputs.len() {
        faults.push(Fault::new(FILE, "holds an input twice").cell("inputs", format!("{} rows", b.inputs.len())));
    }
    for mark in Mark::ALL.iter().filter(|m| !b.marks.iter().any(|row| row.word == **m)) {
        faults.push(Fault::new(FILE, "has no row in marks").cell("marks", mark.as_str()));
    }
    if b.sectors.is_empty() {
        faults.push(Fault::new(FILE, "names no sector").cell("sectors", "[]"));
    }
    let mut seen = BTreeSet::from(["all", "other"]);
    for sector in b.sectors.iter().map(SectorId::as_str) {
        if !seen.insert(sector) {
            faults.push(Fault::new(FILE, "stands twice, or is all or other").cell("sectors", sector));
        }
    }
    for sector in b.sectors.iter().map(SectorId::as_str).chain(["all", "other"]) {
        if b.national(sector).is_none() {
            let known = b.national.iter().map(|row| row.sector.as_str());
            faults.push(Fault::new(FILE, "has no row in national").cell("sector", sector).nearest(sector, known));
        }
    }
    if b.deflator.factor(b.price_base).is_none() {
        faults.push(Fault::new(FILE, "is not in the deflator's index").cell("price_base", b.price_base.to_string()));
    }
}

fn follows(b: &Baseline, path: PathRule, series: &str, faults: &mut Faults) {
    if path != PathRule::Follow {
        return;
    }
    let leader = Input::parse(series).and_then(|input| b.forecast(input));
    if leader.is_none_or(|row| row.path == PathRule::Follow) {
        let known = b.forecast.iter().filter(|f| f.path != PathRule::Follow).map(|f| f.input.as_str());
        faults.push(
            Fault::new(FILE, "must name an input with a path of its own").cell("series", series).nearest(series, known),
        );
    }
}

fn bound(faults: &mut Faults, field: &str, value: f64, lo: f64, hi: f64) {
    if !(value >= lo && value <= hi) {
        faults.push(Fault::new(FILE, format!("must lie between {lo} and {hi}")).cell(field, value.to_string()));
    }
}
