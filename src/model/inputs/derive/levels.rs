//! Output, jobs, firms, output per hour and business R&D.

use super::ground::{ALL, Grid, Ground, ipf};
use crate::model::kinds::Input;

/// Years over which scientists are averaged, last one included.
const STEM_YEARS: i32 = 4;
/// Weeks of work in a year, for hours a job.
const WEEKS: f64 = 52.0;

/// GVA at current prices, places × (all, the six, other), in the year of output and in the year of jobs.
pub(super) struct Gva {
    pub jobs_year: Grid,
}

/// Registered jobs of a region on the basis of whole divisions.
fn jobs(g: &Ground<'_>, r: usize, s: usize, year: i32) -> f64 {
    g.need_at(if s == ALL { "sector_emp_all" } else { "sector_emp_gvabasis" }, r, s, year)
}

fn jobs_years(g: &Ground<'_>) -> (i32, i32) {
    (g.year(Input::Workforce, "sector_emp_gvabasis", "itl1"), g.year(Input::Workforce, "sector_emp_all", "lep"))
}

/// Own hours a job of a split LEP area against its parents', 1 for the others.
fn split_factor(g: &Ground<'_>, l: usize, now: i32, then: i32) -> f64 {
    if !g.places[l].split {
        return 1.0;
    }
    let hourly = g.need_at("gva_per_hour_lep_fw", l, ALL, now);
    let output = g.need_at("sector_gva_current", l, ALL, now) * 1e6;
    let own = output / (hourly * WEEKS * g.need_at("sector_emp_all", l, ALL, then));
    let parents = g.parent(l, |r| g.need_at("weekly_hours", r, ALL, now) / g.need_at("sector_emp_all", r, ALL, then));
    parents / own
}

/// GVA of one year: regions as published; LEP areas scaled to England by sector, split ones to their own hours.
fn gva_of(g: &Ground<'_>, year: i32, split: &[f64]) -> Grid {
    let raw = |p: usize, s: usize| g.need_at("sector_gva_current", p, s, year);
    let scale: Vec<f64> = g
        .shown()
        .map(|s| {
            let england = g.need("sector_gva_current", g.b.england.as_str(), g.sectors[s], year);
            england / g.lep.iter().map(|l| raw(*l, s)).sum::<f64>()
        })
        .collect();
    (0..g.places.len())
        .map(|p| {
            let factor = |s: usize| if g.is_lep(p) { scale[s] * split[p] } else { 1.0 };
            let mut row: Vec<f64> = g.shown().map(|s| raw(p, s) * factor(s)).collect();
            row.push(row[ALL] - row[1..].iter().sum::<f64>());
            row
        })
        .collect()
}

/// `Gva`: value of its year in base-year prices.
pub(super) fn gva(g: &mut Ground<'_>) -> Gva {
    let (now, then) = jobs_years(g);
    let year = g.year(Input::GvaM, "sector_gva_current", "itl1");
    let split: Vec<f64> = (0..g.places.len()).map(|p| split_factor(g, p, now, then)).collect();
    let current = gva_of(g, year, &split);
    let jobs_year = gva_of(g, now, &split);
    let real = g.real(year);
    for (p, row) in current.iter().enumerate() {
        for s in g.shown() {
            g.put(p, s, Input::GvaM, row[s] * real);
        }
        g.put_other(p, Input::GvaM);
    }
    Gva { jobs_year }
}

/// `Workforce` and `SectorShare`.
pub(super) fn workforce(g: &mut Ground<'_>, gva: &Gva) {
    let (now, then) = jobs_years(g);
    let british: Vec<usize> = g.itl.iter().copied().filter(|r| *r != g.ni).collect();
    for r in &british {
        for s in g.shown() {
            let value = jobs(g, *r, s, now);
            g.put(*r, s, Input::Workforce, value);
        }
        g.put_other(*r, Input::Workforce);
    }
    northern_ireland(g, gva, &british);
    for l in g.lep.clone() {
        let growth = g.parent(l, |r| jobs(g, r, ALL, now) / jobs(g, r, ALL, then));
        let all = g.need_at("sector_emp_all", l, ALL, then) * growth;
        g.put(l, ALL, Input::Workforce, all);
        for s in g.six() {
            let value = lep_jobs(g, gva, l, s, now, then);
            g.put(l, s, Input::Workforce, value);
        }
        g.put_other(l, Input::Workforce);
    }
    for p in 0..g.places.len() {
        for s in g.shown() {
            let share = g.get(p, s, Input::Workforce) / g.get(p, ALL, Input::Workforce);
            g.put(p, s, Input::SectorShare, share);
        }
    }
}

/// Northern Ireland: filled jobs × registered per filled in Great Britain, spread by output and jobs per output there.
fn northern_ireland(g: &mut Ground<'_>, gva: &Gva, british: &[usize]) {
    let year = g.year(Input::Workforce, "filled_jobs", g.b.northern_ireland.as_str());
    let filled = |area: &str| g.need("filled_jobs", area, "all", year);
    let (uk, own) = (filled(g.b.united_kingdom.as_str()), filled(g.b.northern_ireland.as_str()));
    let registered: f64 = british.iter().map(|r| g.get(*r, ALL, Input::Workforce)).sum();
    let total = own * registered / (uk - own);
    let seed: Vec<f64> = g
        .parts()
        .map(|s| {
            let jobs: f64 = british.iter().map(|r| g.get(*r, s, Input::Workforce)).sum();
            let output: f64 = british.iter().map(|r| gva.jobs_year[*r][s]).sum();
            gva.jobs_year[g.ni][s] * jobs / output
        })
        .collect();
    let sum: f64 = seed.iter().sum();
    for (s, value) in g.parts().zip(seed) {
        g.put(g.ni, s, Input::Workforce, value * total / sum);
    }
    g.put(g.ni, ALL, Input::Workforce, total);
}

/// Jobs of a sector in a LEP area: section jobs × England's ratio × the parents' growth; manufacturing, whose section is
/// three times too wide, by output and the parents' jobs per output.
fn lep_jobs(g: &Ground<'_>, gva: &Gva, l: usize, s: usize, now: i32, then: i32) -> f64 {
    let sector = g.sectors[s];
    if sector == "advanced_manufacturing" {
        return gva.jobs_year[l][s] * g.parent(l, |r| jobs(g, r, s, now) / gva.jobs_year[r][s]);
    }
    let england = g.b.england.as_str();
    let ratio = g.need("sector_emp_gvabasis", england, sector, then)
        / g.need("sector_emp_section_proxy", england, sector, then);
    let growth = g.parent(l, |r| jobs(g, r, s, now) / jobs(g, r, s, then));
    g.need_at("sector_emp_section_proxy", l, s, then) * ratio * growth
}

/// `Firms`, `Smes` and `SmeGvaShare`.
pub(super) fn firms(g: &mut Ground<'_>) {
    let year = g.year(Input::Firms, "enterprises_10plus", "all");
    let national_year = g.year(Input::Firms, "national_enterprises_10plus", g.b.united_kingdom.as_str());
    let count = |g: &Ground<'_>, p: usize| g.need_at("enterprises_10plus", p, ALL, year);
    let rows: Vec<f64> = g.itl.iter().map(|r| count(g, *r)).collect();
    let uk = g.b.united_kingdom.as_str();
    let mut cols: Vec<f64> =
        g.six().map(|s| g.need("national_enterprises_10plus", uk, g.sectors[s], national_year)).collect();
    cols.push(rows.iter().sum::<f64>() - cols.iter().sum::<f64>());
    spread(g, Input::Workforce, Input::Firms, &rows, &cols);
    for l in g.lep.clone() {
        let seed: Vec<f64> = g
            .parts()
            .map(|s| {
                let per_job = g.parent(l, |r| g.get(r, s, Input::Firms) / g.get(r, s, Input::Workforce));
                g.get(l, s, Input::Workforce) * per_job
            })
            .collect();
        let (total, sum) = (count(g, l), seed.iter().sum::<f64>());
        for (s, value) in g.parts().zip(seed) {
            g.put(l, s, Input::Firms, value * total / sum);
        }
        g.put(l, ALL, Input::Firms, total);
    }
    let per_job = g.uk(ALL, Input::Firms) / g.uk(ALL, Input::Workforce);
    let (small, judged) = (1.0 - g.b.large_share_of_firms.value, &g.b.sme_gva_share);
    for p in 0..g.places.len() {
        for s in g.shown() {
            let firms = g.get(p, s, Input::Firms);
            let relative = firms / g.get(p, s, Input::Workforce) / per_job;
            g.put(p, s, Input::Smes, firms * small);
            g.put(p, s, Input::SmeGvaShare, (judged.value * relative).max(judged.lo).min(judged.hi));
        }
    }
}

/// Spreads UK sector amounts over the regions by `by`, raked to the regions' totals.
fn spread(g: &mut Ground<'_>, by: Input, input: Input, rows: &[f64], cols: &[f64]) {
    let seed: Grid = g
        .itl
        .iter()
        .map(|r| g.parts().zip(cols).map(|(s, col)| g.get(*r, s, by) * col / g.uk(s, by)).collect())
        .collect();
    let fitted = ipf(seed, rows, cols, g.b.ipf_rounds);
    for ((r, row), total) in g.itl.clone().into_iter().zip(&fitted).zip(rows) {
        for (s, value) in g.parts().zip(row) {
            g.put(r, s, input, *value);
        }
        g.put(r, ALL, input, *total);
    }
}

/// `GvaHour`: place observed; sector = place × GVA per weighted hour against the place's mean.
pub(super) fn gva_hour(g: &mut Ground<'_>, gva: &Gva) {
    for p in 0..g.places.len() {
        let (series, who) = if g.is_lep(p) { ("gva_per_hour_lep_fw", "lep") } else { ("gva_per_hour_gbp", "itl1") };
        let year = g.year(Input::GvaHour, series, who);
        let place = g.need_at(series, p, ALL, year) * g.real(year);
        g.put(p, ALL, Input::GvaHour, place);
        let hours = |s: usize| {
            g.get(p, s, Input::Workforce) * g.national(s, |n| n.all_jobs_factor) * g.national(s, |n| n.hours)
        };
        let output = &gva.jobs_year[p];
        let mean = g.parts().map(|s| output[s]).sum::<f64>() / g.parts().map(hours).sum::<f64>();
        let values: Vec<f64> = g.six().map(|s| place * output[s] / hours(s) / mean).collect();
        for (s, value) in g.six().zip(values) {
            g.put(p, s, Input::GvaHour, value);
        }
    }
}

/// Scientists a resident, mean of the years that are published.
fn scientists(g: &Ground<'_>, p: usize, last: i32) -> f64 {
    let years = (last - STEM_YEARS + 1)..=last;
    let found: Vec<f64> =
        years.filter_map(|year| g.observed("stem_professionals_soc2020", g.places[p].code, "all", year)).collect();
    if found.is_empty() {
        return g.need_at("stem_professionals_soc2020", p, ALL, last);
    }
    found.iter().sum::<f64>() / found.len() as f64 / g.places[p].people
}

/// `Rd`: regions by UK shares of sectors, raked; LEP areas by output, the parents' intensity and scientists, benchmarked.
pub(super) fn rd(g: &mut Ground<'_>) {
    let year = g.year(Input::RdM, "berd_gbp_m", "itl1");
    let last = g.year(Input::RdM, "stem_professionals_soc2020", "itl1;lep");
    let rows: Vec<f64> = g.itl.iter().map(|r| g.need_at("berd_gbp_m", *r, ALL, year)).collect();
    let total: f64 = rows.iter().sum();
    let mut cols: Vec<f64> = g.six().map(|s| g.national(s, |n| n.rd_share) * total).collect();
    cols.push(total - cols.iter().sum::<f64>());
    spread(g, Input::GvaM, Input::RdM, &rows, &cols);
    let pull: Vec<f64> = g
        .lep
        .iter()
        .map(|l| libm::pow(scientists(g, *l, last) / g.parent(*l, |r| scientists(g, r, last)), g.b.stem_exponent))
        .collect();
    let doubled: Vec<f64> = g
        .itl
        .iter()
        .map(|r| g.lep.iter().map(|l| g.share(*l, *r) * g.places[*l].people).sum::<f64>() / g.places[*r].people)
        .collect();
    for s in g.parts() {
        let seed: Vec<f64> = g
            .lep
            .iter()
            .zip(&pull)
            .map(|(l, pull)| {
                let intensity = g.parent(*l, |r| g.get(r, s, Input::RdM) / g.get(r, s, Input::GvaM));
                g.get(*l, s, Input::GvaM) * intensity * pull
            })
            .collect();
        let fitted = benchmark(g, seed, s, &doubled);
        for (l, value) in g.lep.clone().into_iter().zip(fitted) {
            g.put(l, s, Input::RdM, value);
        }
    }
    for l in g.lep.clone() {
        let sum = g.parts().map(|s| g.get(l, s, Input::RdM)).sum();
        g.put(l, ALL, Input::RdM, sum);
    }
}

/// LEP amounts scaled so that those of each English region add to the region, times the people counted twice.
fn benchmark(g: &Ground<'_>, mut x: Vec<f64>, s: usize, doubled: &[f64]) -> Vec<f64> {
    for _ in 0..g.b.benchmark_rounds {
        let factor: Vec<f64> = g
            .itl
            .iter()
            .zip(doubled)
            .map(|(r, twice)| {
                let sum: f64 = g.lep.iter().zip(&x).map(|(l, v)| g.share(*l, *r) * v).sum();
                g.get(*r, s, Input::RdM) * twice / sum
            })
            .collect();
        for (l, value) in g.lep.iter().zip(&mut x) {
            *value *= g.places[*l].regions.iter().map(|(r, w)| w * factor[*r]).sum::<f64>();
        }
    }
    x
}
