//! A group of places: counts add, ratios are recomputed from the sums, never averaged.

use super::{Cell, Path, Quality};
use crate::evidence::{Place, SectorId};
use crate::model::kinds::{Input, Mark};

/// One member: its cell of the sector and its cell of all sectors.
pub(super) struct Member {
    pub cell: Cell,
    pub all: Cell,
}

/// The starting numbers of a group. Marks are the weakest of the members'; standard deviations, drift, age, step and number
/// of changes are job-weighted means of the members' (their errors are taken as shared).
/// `uk_intensity`: UK business R&D ÷ GVA.
pub(super) fn cell(place: &Place, sector: &SectorId, members: &[Member], uk_intensity: f64) -> Cell {
    let mut out = Cell {
        place: place.clone(),
        sector: sector.clone(),
        values: [0.0; Input::COUNT],
        quality: [Quality { mark: Mark::Observed, place_sd: 0.0, sector_sd: 0.0 }; Input::COUNT],
        paths: [Path::STILL; Input::COUNT],
    };
    for input in Input::ALL {
        out.values[input.index()] = value(*input, members, uk_intensity);
        out.quality[input.index()] = quality(*input, members);
        out.paths[input.index()] = path(*input, members);
    }
    out
}

/// Inputs that a place has once, whatever the sector: they are weighted by all jobs.
pub(super) const fn is_place_level(input: Input) -> bool {
    matches!(
        input,
        Input::Population | Input::Students | Input::GvaHead | Input::SkillRatio | Input::RdRatio | Input::Capacity
    )
}

fn value(input: Input, members: &[Member], uk_intensity: f64) -> f64 {
    let sum = |i: Input| members.iter().map(|m| m.cell.get(i)).sum::<f64>();
    let sum_all = |i: Input| members.iter().map(|m| m.all.get(i)).sum::<f64>();
    let mean = |w: Input| members.iter().map(|m| m.cell.get(input) * m.cell.get(w)).sum::<f64>() / sum(w);
    match input {
        Input::Workforce
        | Input::Firms
        | Input::Smes
        | Input::GvaM
        | Input::RdM
        | Input::Population
        | Input::Students => sum(input),
        Input::GvaHour => {
            let hours: f64 = members.iter().map(|m| m.cell.get(Input::GvaM) / m.cell.get(Input::GvaHour)).sum();
            sum(Input::GvaM) / hours
        }
        Input::InnovationPct | Input::CollabPct | Input::PracticeScore => mean(Input::Firms),
        Input::TrainedPct => mean(Input::Workforce),
        Input::SmeGvaShare => mean(Input::GvaM),
        Input::SkillRatio | Input::Capacity => mean(Input::Population),
        Input::SectorShare => sum(Input::Workforce) / sum_all(Input::Workforce),
        Input::GvaHead => sum_all(Input::GvaM) * 1e6 / sum(Input::Population),
        Input::RdRatio => sum_all(Input::RdM) / sum_all(Input::GvaM) / uk_intensity,
    }
}

/// Job-weighted mean of a number of each member.
fn weighted(input: Input, members: &[Member], f: impl Fn(&Cell) -> f64) -> f64 {
    let jobs = |m: &Member| if is_place_level(input) { &m.all } else { &m.cell }.get(Input::Workforce);
    members.iter().map(|m| f(&m.cell) * jobs(m)).sum::<f64>() / members.iter().map(jobs).sum::<f64>()
}

fn quality(input: Input, members: &[Member]) -> Quality {
    let mark = members.iter().map(|m| m.cell.quality(input).mark).max().unwrap_or(Mark::Judgement);
    let place_sd = weighted(input, members, |c| c.quality(input).place_sd);
    let sector_sd = weighted(input, members, |c| c.quality(input).sector_sd);
    let mean = weighted(input, members, |c| c.quality(input).added_sd());
    // The two steps are scaled alike so that together they are the mean of the members' totals.
    let both = (place_sd * place_sd + sector_sd * sector_sd).sqrt();
    let k = if both > 0.0 { mean / both } else { 0.0 };
    Quality { mark, place_sd: place_sd * k, sector_sd: sector_sd * k }
}

fn path(input: Input, members: &[Member]) -> Path {
    let Some(first) = members.first().map(|m| m.cell.path(input)) else { return Path::STILL };
    Path {
        drift: weighted(input, members, |c| c.path(input).drift),
        age: weighted(input, members, |c| c.path(input).age),
        step_sd: weighted(input, members, |c| c.path(input).step_sd),
        changes: weighted(input, members, |c| c.path(input).changes),
        gamma: first.gamma,
        c: first.c,
    }
}
