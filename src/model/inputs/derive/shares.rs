//! Shares known from surveys: regions raked both ways, LEP areas scaled to their own value.

use super::ground::{ALL, Grid, Ground, ipf};
use crate::evidence::Fault;
use crate::model::kinds::Input;

/// Natural log-odds of a percentage.
fn logit(percent: f64) -> f64 {
    libm::log(percent / (100.0 - percent))
}

/// Percentage of log-odds.
fn percent(logit: f64) -> f64 {
    100.0 / (1.0 + libm::exp(-logit))
}

/// Regions: two-way raking of `weight` × share to places' values and UK sectors' targets; `other` takes the rest.
fn rake_regions(g: &mut Ground<'_>, input: Input, weight: Input, place: &[f64], target: &[f64]) {
    let w = |p: usize, s: usize| g.get(p, s, weight);
    let rows: Vec<f64> = g.itl.iter().zip(place).map(|(r, v)| w(*r, ALL) * v).collect();
    let mut cols: Vec<f64> = g.six().zip(target).map(|(s, v)| g.uk(s, weight) * v).collect();
    cols.push(rows.iter().sum::<f64>() - cols.iter().sum::<f64>());
    let uk = rows.iter().sum::<f64>() / g.uk(ALL, weight);
    let mut national: Vec<f64> = target.to_vec();
    national.push(cols[cols.len() - 1] / g.uk(g.other(), weight));
    let seed: Grid = g
        .itl
        .iter()
        .zip(place)
        .map(|(r, v)| g.parts().zip(&national).map(|(s, n)| w(*r, s) * v * n / uk).collect())
        .collect();
    let fitted = ipf(seed, &rows, &cols, g.b.ipf_rounds);
    for ((r, row), value) in g.itl.clone().into_iter().zip(&fitted).zip(place) {
        g.put(r, ALL, input, *value);
        for (s, amount) in g.parts().zip(row) {
            let share = amount / g.get(r, s, weight);
            g.put(r, s, input, share);
        }
    }
}

/// A LEP area: sector seeds (of `parts`) scaled so that they average back to the place's value.
fn scale_lep(g: &mut Ground<'_>, l: usize, input: Input, weight: Input, place: f64, seeds: &[f64]) {
    let sum: f64 = g.parts().zip(seeds).map(|(s, v)| g.get(l, s, weight) * v).sum();
    let k = place * g.get(l, ALL, weight) / sum;
    g.put(l, ALL, input, place);
    for (s, v) in g.parts().zip(seeds) {
        g.put(l, s, input, v * k);
    }
}

/// `Innovation`, then `Collab` and `Practice`, which rest on national figures.
pub(super) fn innovation(g: &mut Ground<'_>) {
    let year = g.year(Input::InnovationPct, "ukis_innovation_active_pct", "itl1");
    let pair = &g.b.imputed_pair;
    let imputed = || {
        let mut rows = g.sources.imputations.iter();
        let found = rows
            .find(|i| i.series.as_str() == pair.indicator && i.areas == pair.area_key && i.period_start == pair.period);
        found.map_or_else(
            || {
                let fault = Fault::new("evidence/series_imputations.csv", "has no row that model/baseline.ron names");
                g.fault(fault.cell("area_code", format!("{}, {}", pair.area_key, pair.period)));
                f64::NAN
            },
            |i| i.value,
        )
    };
    let value = |r: usize| {
        if pair.areas.iter().any(|a| a.as_str() == g.places[r].code) {
            imputed()
        } else {
            g.need_at("ukis_innovation_active_pct", r, ALL, year)
        }
    };
    let place: Vec<f64> = g.itl.iter().map(|r| value(*r)).collect();
    let weighted: f64 = g.itl.iter().zip(&place).map(|(r, v)| g.get(*r, ALL, Input::Firms) * v).sum();
    let uk = weighted / g.uk(ALL, Input::Firms);
    let shrinkage = g.b.innovation_shrinkage;
    let target: Vec<f64> = g.six().map(|s| uk * libm::pow(g.national(s, |n| n.innovation_raw), shrinkage)).collect();
    rake_regions(g, Input::InnovationPct, Input::Firms, &place, &target);
    for l in g.lep.clone() {
        let own = g.parent(l, |r| g.get(r, ALL, Input::InnovationPct));
        let seeds: Vec<f64> = g.parts().map(|s| g.parent(l, |r| g.get(r, s, Input::InnovationPct))).collect();
        scale_lep(g, l, Input::InnovationPct, Input::Firms, own, &seeds);
    }
    let coop = &g.b.coop_share_of_innovators;
    let coop = g.need(&coop.series, g.b.united_kingdom.as_str(), "all", coop.period) / 100.0;
    for p in 0..g.places.len() {
        for s in g.shown() {
            let innovative = g.get(p, s, Input::InnovationPct);
            let practice = g.national(s, |n| n.practice);
            g.put(p, s, Input::CollabPct, coop * innovative);
            g.put(p, s, Input::PracticeScore, practice);
        }
    }
}

/// `Trained`: jobs as weights, England's sector rates as targets; a survey cell of a LEP area enters at half weight.
pub(super) fn trained(g: &mut Ground<'_>) {
    let england = g.b.england.as_str();
    let year = g.year(Input::TrainedPct, "ess_staff_trained_pct", "itl1");
    let lep_year = g.year(Input::TrainedPct, "ess_staff_trained_pct", "lep");
    let cell_year = g.year(Input::TrainedPct, "ess_staff_trained", "lep");
    let national_year = g.year(Input::TrainedPct, "national_staff_trained", england);
    let everywhere = g.need("ess_staff_trained_pct", england, "all", year);
    let place: Vec<f64> = g
        .itl
        .iter()
        .map(|r| g.observed("ess_staff_trained_pct", g.places[*r].code, "all", year).unwrap_or(everywhere))
        .collect();
    let target: Vec<f64> =
        g.six().map(|s| g.need("national_staff_trained", england, g.sectors[s], national_year)).collect();
    rake_regions(g, Input::TrainedPct, Input::Workforce, &place, &target);
    for l in g.lep.clone() {
        let own = g.need_at("ess_staff_trained_pct", l, ALL, lep_year);
        let seed = |s: usize| {
            let relative =
                g.parent(l, |r| g.get(r, s, Input::TrainedPct)) / g.parent(l, |r| g.get(r, ALL, Input::TrainedPct));
            let rule = own * relative;
            match g.observed("ess_staff_trained", g.places[l].code, g.sectors[s], cell_year) {
                Some(cell) if s != g.other() => percent(0.5 * logit(cell) + 0.5 * logit(rule)),
                _ => rule,
            }
        };
        let seeds: Vec<f64> = g.parts().map(seed).collect();
        scale_lep(g, l, Input::TrainedPct, Input::Workforce, own, &seeds);
    }
}
