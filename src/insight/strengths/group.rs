//! From areas that pass to groups that touch, with how steady each is when the lines are drawn elsewhere.

use std::collections::BTreeSet;

use super::field::Field;
use super::{Cuts, Standing};
use crate::evidence::order::InOrder as _;
use crate::evidence::{AreaCode, Place};

/// Settings of the cuts tried for steadiness: four location quotients by five of the other cut.
pub const SETTINGS: u32 = 20;
const QUOTIENTS: [f64; 4] = [1.15, 1.20, 1.25, 1.30];
const RESEARCH: [f64; 5] = [0.8, 0.9, 1.0, 1.1, 1.2];
const FALSE_SHARES: [f64; 5] = [0.05, 0.075, 0.10, 0.15, 0.20];

/// Why areas are proposed together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// Specialised, and Gi* stays high after the correction.
    Hot,
    /// Specialised, and research for firms is at or above the average.
    Research,
}

/// A proposed group.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// Why; both where both lead to the same areas.
    pub reasons: Vec<Reason>,
    /// The group.
    pub place: Place,
    /// Jobs of the sector in all members.
    pub jobs: f64,
    /// Jobs beyond what the average share would give.
    pub surplus: f64,
    /// Location quotient of jobs from summed jobs, never a mean of quotients.
    pub jobs_quotient: f64,
    /// Location quotient of GVA from summed GVA.
    pub gva_quotient: f64,
    /// Lowest and highest larger-of-both quotient of a member.
    pub quotients: (f64, f64),
    /// Highest Gi* of a member.
    pub z: f64,
    /// Lowest corrected p of a member.
    pub corrected_p: f64,
    /// In how many of [`SETTINGS`] each member stays in a group, in the order of the place's members.
    pub steady: Vec<u32>,
    /// Regions it lies in, by code.
    pub regions: Vec<AreaCode>,
    /// Extent of the members' centres, km: north–south and east–west; `None` where a centre is missing.
    pub extent_km: Option<(f64, f64)>,
}

impl Proposal {
    /// Whether it lies in more than one region.
    #[must_use]
    pub fn crosses(&self) -> bool {
        self.regions.len() > 1
    }
}

/// All proposals, largest surplus of jobs first.
pub(super) fn proposals(field: &Field, areas: &[Standing], cuts: &Cuts) -> Vec<Proposal> {
    let mut out: Vec<Proposal> = Vec::new();
    for reason in [Reason::Hot, Reason::Research] {
        for members in groups(field, areas, reason, cuts) {
            let Some(new) = proposal(field, areas, reason, &members, cuts) else { continue };
            match out.iter_mut().find(|o| o.place == new.place) {
                Some(same) => same.reasons.push(reason),
                None => out.push(new),
            }
        }
    }
    out.order_by(|a, b| b.surplus.total_cmp(&a.surplus).then_with(|| a.place.cmp(&b.place)));
    out
}

fn passes(area: &Standing, reason: Reason, cuts: &Cuts) -> bool {
    area.specialised(cuts)
        && match reason {
            Reason::Hot => area.hot(cuts),
            Reason::Research => area.active(cuts),
        }
}

/// Blocks of two or more neighbours that pass.
fn groups(field: &Field, areas: &[Standing], reason: Reason, cuts: &Cuts) -> Vec<BTreeSet<usize>> {
    let mut left: BTreeSet<usize> = (0..areas.len()).filter(|i| passes(&areas[*i], reason, cuts)).collect();
    let mut out = Vec::new();
    while let Some(first) = left.pop_first() {
        let (mut block, mut edge) = (BTreeSet::from([first]), vec![first]);
        while let Some(i) = edge.pop() {
            for j in &field.neighbours[i] {
                if left.remove(j) {
                    block.insert(*j);
                    edge.push(*j);
                }
            }
        }
        if block.len() > 1 {
            out.push(block);
        }
    }
    out
}

fn proposal(
    field: &Field,
    areas: &[Standing],
    reason: Reason,
    members: &BTreeSet<usize>,
    cuts: &Cuts,
) -> Option<Proposal> {
    let place = Place::from_members(members.iter().map(|i| field.sites[*i].code.clone()).collect())?;
    let [jobs, all_jobs, gva, all_gva] = field.totals();
    let [own_jobs, own_all, own_gva, own_all_gva] = field.sums(members.iter().copied());
    let of = |f: fn(&Standing) -> f64| members.iter().map(move |i| f(&areas[*i]));
    let regions: BTreeSet<AreaCode> = members.iter().filter_map(|i| field.sites[*i].region.clone()).collect();
    let position = |code: &AreaCode| field.sites.iter().position(|s| &s.code == code);
    let steadiness = steady(field, areas, reason, cuts);
    Some(Proposal {
        reasons: vec![reason],
        jobs: own_jobs,
        surplus: own_jobs - own_all * jobs / all_jobs,
        jobs_quotient: own_jobs / own_all / (jobs / all_jobs),
        gva_quotient: own_gva / own_all_gva / (gva / all_gva),
        quotients: (
            of(Standing::quotient).fold(f64::INFINITY, f64::min),
            of(Standing::quotient).fold(f64::NEG_INFINITY, f64::max),
        ),
        z: of(|a| a.z).fold(f64::NEG_INFINITY, f64::max),
        corrected_p: of(|a| a.corrected_p).fold(1.0, f64::min),
        steady: place.members().iter().filter_map(position).map(|i| steadiness[i]).collect(),
        regions: regions.into_iter().collect(),
        extent_km: extent(field, members),
        place,
    })
}

/// In how many settings each area is in a group.
fn steady(field: &Field, areas: &[Standing], reason: Reason, cuts: &Cuts) -> Vec<u32> {
    let mut count = vec![0; areas.len()];
    for quotient in QUOTIENTS {
        for k in 0..RESEARCH.len() {
            let tried = match reason {
                Reason::Hot => Cuts { quotient, false_share: FALSE_SHARES[k], ..*cuts },
                Reason::Research => Cuts { quotient, research: RESEARCH[k], ..*cuts },
            };
            for i in groups(field, areas, reason, &tried).into_iter().flatten() {
                count[i] += 1;
            }
        }
    }
    count
}

fn extent(field: &Field, members: &BTreeSet<usize>) -> Option<(f64, f64)> {
    /// km in one degree of latitude, and of longitude at the equator.
    const DEGREE: f64 = 111.2;
    let at: Vec<(f64, f64)> = members.iter().map(|i| field.sites[*i].at).collect::<Option<_>>()?;
    let span = |values: &mut dyn Iterator<Item = f64>| {
        let (lo, hi) = values.fold((f64::INFINITY, f64::NEG_INFINITY), |(lo, hi), v| (lo.min(v), hi.max(v)));
        (hi - lo, f64::midpoint(hi, lo))
    };
    let (north, middle) = span(&mut at.iter().map(|a| a.0));
    let (east, _) = span(&mut at.iter().map(|a| a.1));
    Some((DEGREE * north, DEGREE * east * libm::cos(middle.to_radians())))
}
