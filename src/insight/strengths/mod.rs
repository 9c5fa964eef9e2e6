//! Find strengths: groups of neighbouring areas that are specialised in a sector (MODEL.md section 14).
//!
//! It shows where a sector clusters, not that its firms are linked. Every area is looked at, so Gi* is corrected for that.

mod field;
mod group;
mod hot;

use crate::evidence::AreaCode;

use super::distribution::gi_star;

pub use field::{Field, Known, Research, Site, field, known};
pub use group::{Proposal, Reason, SETTINGS};
pub use hot::{PERMUTATIONS, false_discovery, permutation_p, threshold};

/// Where lines are drawn: conventions of a search, not findings; each answer says how much hangs on them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cuts {
    /// Least location quotient of a specialised area (1.25 is common in cluster mapping).
    pub quotient: f64,
    /// Least research signal relative to the average area, 1 = average.
    pub research: f64,
    /// Expected share of false findings among hot areas, 0–1.
    pub false_share: f64,
    /// Fewest jobs of the sector in an area: below, survey figures are too rough.
    pub jobs: f64,
    /// Seed of the permutations.
    pub seed: u64,
}

impl Default for Cuts {
    fn default() -> Self {
        Self { quotient: 1.25, research: 1.0, false_share: 0.10, jobs: 1_000.0, seed: 1 }
    }
}

/// What was found about one area.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    /// Area.
    pub area: AreaCode,
    /// Jobs of the sector.
    pub jobs: f64,
    /// Location quotient of jobs: share of the sector in the area's jobs ÷ its share in all areas.
    pub jobs_quotient: f64,
    /// Location quotient of GVA.
    pub gva_quotient: f64,
    /// Research signal relative to the average area; `None` where nothing is reported.
    pub research: Option<f64>,
    /// Gi* of the larger quotient over the area and its neighbours (Ord and Getis 1995), a z-score.
    pub z: f64,
    /// Two-sided p by conditional permutation.
    pub p: f64,
    /// p corrected for the number of areas looked at (Benjamini and Hochberg 1995).
    pub corrected_p: f64,
}

impl Standing {
    /// The larger of the two location quotients.
    #[must_use]
    pub fn quotient(&self) -> f64 {
        self.jobs_quotient.max(self.gva_quotient)
    }

    /// Whether the area is specialised.
    #[must_use]
    pub fn specialised(&self, cuts: &Cuts) -> bool {
        self.quotient() >= cuts.quotient && self.jobs >= cuts.jobs
    }

    /// Whether the area and its neighbours together stand high, after correction.
    #[must_use]
    pub fn hot(&self, cuts: &Cuts) -> bool {
        self.z > 0.0 && self.corrected_p <= cuts.false_share
    }

    /// Whether its research signal reaches the cut.
    #[must_use]
    pub fn active(&self, cuts: &Cuts) -> bool {
        self.research.is_some_and(|r| r >= cuts.research)
    }
}

/// What a search found.
#[derive(Debug, Clone, PartialEq)]
pub struct Strengths {
    /// Every area, in the order of the field.
    pub areas: Vec<Standing>,
    /// Proposed groups, those with most jobs beyond the average share first.
    pub proposals: Vec<Proposal>,
    /// Largest uncorrected p that still counts as a finding; `None`: no area stands out.
    pub p_threshold: Option<f64>,
    /// Where lines were drawn.
    pub cuts: Cuts,
}

/// Looks for strengths.
#[must_use]
pub fn find(field: &Field, cuts: &Cuts) -> Strengths {
    let areas = standings(field, cuts.seed);
    let p: Vec<f64> = areas.iter().map(|a| a.p).collect();
    let proposals = group::proposals(field, &areas, cuts);
    Strengths { areas, proposals, p_threshold: threshold(&p, cuts.false_share), cuts: *cuts }
}

fn standings(field: &Field, seed: u64) -> Vec<Standing> {
    let [jobs, all_jobs, gva, all_gva] = field.totals();
    let quotient = |part: f64, whole: f64, of: f64, all: f64| {
        if whole > 0.0 && of > 0.0 { part / whole / (of / all) } else { 0.0 }
    };
    let mut areas: Vec<Standing> = field
        .sites
        .iter()
        .map(|site| Standing {
            area: site.code.clone(),
            jobs: site.jobs,
            jobs_quotient: quotient(site.jobs, site.all_jobs, jobs, all_jobs),
            gva_quotient: quotient(site.gva, site.all_gva, gva, all_gva),
            research: site.research,
            z: 0.0,
            p: 1.0,
            corrected_p: 1.0,
        })
        .collect();
    let y: Vec<f64> = areas.iter().map(Standing::quotient).collect();
    let z = gi_star(&y, &field.neighbours);
    let p = permutation_p(&y, &field.neighbours, seed);
    for (((area, z), p), corrected) in areas.iter_mut().zip(z).zip(&p).zip(false_discovery(&p)) {
        (area.z, area.p, area.corrected_p) = (z, *p, corrected);
    }
    areas
}
