//! How strong the evidence behind a displayed change is, and whose it is (MODEL.md section 5, grades; RISKS fixed wording).

use std::collections::{BTreeMap, BTreeSet};

use super::grade::{Criterion, Reasoned, Tried, reasoned};
use super::program::{Bands, ChannelOn, Program};
use crate::evidence::{EffectId, Evidence, SectorId};
use crate::model::{Band, Grade, Indicator, Model, Node, Status};

/// Share of an effect that must rest on a grade or worse before the result takes that grade.
const A_QUARTER: f64 = 0.25;

/// Grade, arrows and sources of one indicator.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    /// Grade of the displayed change.
    pub grade: Grade,
    /// Sources and the words judgement, accounting, convention; sorted.
    pub sources: Vec<String>,
}

/// Nodes that an indicator reads.
#[must_use]
pub const fn nodes_of(indicator: Indicator) -> &'static [Node] {
    match indicator {
        Indicator::InnovationActive => &[Node::Innovation],
        Indicator::FirmsCollaborating => &[Node::Ties],
        Indicator::TrainedWorkforce => &[Node::Skills],
        Indicator::ManagementScore => &[Node::Practice],
        Indicator::BusinessRd => &[Node::RdSpend],
        Indicator::RdIntensity => &[Node::RdSpend, Node::Productivity, Node::Jobs],
        Indicator::GvaPerHour => &[Node::Productivity],
        Indicator::NetJobs => &[Node::Jobs],
        Indicator::NetGvaPv | Indicator::ValueForMoney | Indicator::Gap => &[Node::Productivity, Node::Jobs],
        Indicator::PublicCostPv => &[],
    }
}

/// Weight of a node's possible movement by the grade of the weakest arrow on the way to it.
type ByGrade = [f64; Grade::COUNT];

/// The grade of every channel that is on at place `r` for its plan, by row of the model's table.
pub type Grades = BTreeMap<usize, Reasoned>;

/// Grades the channels that are on at place `r`, in its sector and without the findings left out, at the plan's own reach.
#[must_use]
pub fn grades(
    model: &Model,
    evidence: &Evidence,
    programs: &[Program],
    (r, sector, excluded): (usize, &SectorId, &[EffectId]),
) -> Grades {
    let mut out = Grades::new();
    for program in programs {
        for on in channels_on(program, r) {
            let lever = &program.places[r].levers[on.lever];
            let top = lever.share.iter().fold(0.0_f64, |a, b| a.max(*b));
            let tried = Tried::of(top, model.levers[lever.row].evidence_dose.hi);
            let graded = || reasoned(evidence, &model.channels[on.row], sector, excluded, tried);
            out.entry(on.row).or_insert_with(graded);
        }
    }
    out
}

/// The standing of every indicator of place `r`, over the structures that are run.
#[must_use]
pub fn standings(
    model: &Model,
    evidence: &Evidence,
    bands: &Bands,
    programs: &[Program],
    r: usize,
    grades: &Grades,
) -> Vec<Standing> {
    let here = |row: usize| grades.get(&row).map_or(Grade::E, Reasoned::here);
    let paths = paths(bands, programs, r, &here, &|row| model.links[row].grade);
    Indicator::ALL
        .iter()
        .map(|indicator| Standing {
            grade: grade(model, programs, r, &paths, *indicator),
            sources: sources(model, evidence, programs, r, *indicator),
        })
        .collect()
}

/// What the grade of one indicator is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reasons {
    /// The grade, as displayed.
    pub grade: Grade,
    /// By each of [`Criterion::ALL`], over the channels that lead to it.
    pub criteria: [Grade; 5],
    /// By the grades recorded for the channels alone.
    pub recorded: Grade,
    /// By the links on the way alone; A where no link is passed.
    pub links: Grade,
    /// Whether the step from gross to net holds it at C.
    pub net: bool,
}

/// What the grade of every indicator of place `r` is made of: the same weights, one criterion at a time.
#[must_use]
pub fn reasons(model: &Model, bands: &Bands, programs: &[Program], r: usize, grades: &Grades) -> Vec<Reasons> {
    let free = |_: usize| Grade::A;
    let link = |row: usize| model.links[row].grade;
    let run = |channel: &dyn Fn(usize) -> Grade, link: &dyn Fn(usize) -> Grade| {
        let paths = paths(bands, programs, r, channel, link);
        Indicator::ALL
            .iter()
            .map(|i| (share_grade(&paths, *i), grade(model, programs, r, &paths, *i)))
            .collect::<Vec<_>>()
    };
    let of = |row: usize, f: &dyn Fn(&Reasoned) -> Grade| grades.get(&row).map_or(Grade::E, f);
    let whole = run(&|row| of(row, &Reasoned::here), &link);
    let criteria = Criterion::ALL.map(|c| run(&|row| of(row, &|g| g.facts.grade(c)), &free));
    let recorded = run(&|row| of(row, &|g| g.recorded), &free);
    let links = run(&free, &link);
    let one = |i: usize| Reasons {
        grade: whole[i].1,
        criteria: std::array::from_fn(|k| criteria[k][i].0),
        recorded: recorded[i].0,
        links: links[i].0,
        net: whole[i].1 > whole[i].0,
    };
    (0..Indicator::COUNT).map(one).collect()
}

/// Arrows on live paths over all structures, and how many rest on judgement (grades D and E, here).
#[must_use]
pub fn arrows(model: &Model, programs: &[Program], r: usize, grades: &Grades) -> (usize, usize) {
    let (mut channels, mut links) = (BTreeSet::new(), BTreeSet::new());
    for program in programs {
        channels.extend(channels_on(program, r).map(|c| c.row));
        links.extend(program.links.iter().flatten().filter(|l| live_link(program, r, l)).map(|l| l.row));
    }
    let judged = |grade: Grade| grade >= Grade::D;
    let weak = channels.iter().filter(|c| grades.get(c).is_none_or(|g| judged(g.here()))).count()
        + links.iter().filter(|l| judged(model.links[**l].grade)).count();
    (channels.len() + links.len(), weak)
}

fn channels_on(program: &Program, r: usize) -> impl Iterator<Item = &ChannelOn> {
    let place = &program.places[r];
    place.by_node.iter().flatten().chain(&place.capacity).chain(&place.link_weight)
}

pub(super) fn live_link(program: &Program, r: usize, link: &super::program::LinkOn) -> bool {
    !link.spill && program.places[r].live[link.from.index()]
}

/// How far an arrow could move things: the largest of its centre and 80 % edges, in absolute terms.
fn size(band: Band) -> f64 {
    band.p10.abs().max(band.central.abs()).max(band.p90.abs())
}

/// Grades of arrows by row.
type Graded<'a> = &'a dyn Fn(usize) -> Grade;

fn paths(
    bands: &Bands,
    programs: &[Program],
    r: usize,
    channel: Graded<'_>,
    link: Graded<'_>,
) -> Vec<[ByGrade; Node::COUNT]> {
    programs.iter().map(|p| weakest(bands, p, r, (channel, link))).collect()
}

fn weakest(
    bands: &Bands,
    program: &Program,
    r: usize,
    (of_channel, of_link): (Graded<'_>, Graded<'_>),
) -> [ByGrade; Node::COUNT] {
    let place = &program.places[r];
    let mut out = [[0.0; Grade::COUNT]; Node::COUNT];
    // A second pass carries what feedbacks with a lag bring back; further rounds are smaller still.
    for _ in 0..2 {
        let before = out;
        for &(node, _, _) in &program.order {
            let mut here = [0.0; Grade::COUNT];
            for channel in &place.by_node[node.index()] {
                let top = channel.exposure.iter().fold(0.0_f64, |a, b| a.max(*b));
                here[of_channel(channel.row).index()] += size(bands.channels[channel.row]) * channel.factor.abs() * top;
            }
            for link in program.links[node.index()].iter().filter(|l| !l.spill) {
                let from = if link.lag == 0 { &out[link.from.index()] } else { &before[link.from.index()] };
                let gain = size(bands.links[link.row]) * link.scale[r].abs();
                let own = of_link(link.row).index();
                for (g, weight) in from.iter().enumerate() {
                    here[g.max(own)] += gain * weight;
                }
            }
            out[node.index()] = here;
        }
    }
    out
}

fn grade(
    model: &Model,
    programs: &[Program],
    r: usize,
    paths: &[[ByGrade; Node::COUNT]],
    indicator: Indicator,
) -> Grade {
    if indicator == Indicator::PublicCostPv {
        return cost_grade(model, programs, r);
    }
    let net = matches!(indicator, Indicator::NetJobs | Indicator::NetGvaPv | Indicator::ValueForMoney | Indicator::Gap);
    // Gross to net rests mostly on judged rows: such a figure is never better than mixed.
    let floor = if net { Grade::C } else { Grade::A };
    share_grade(paths, indicator).max(floor)
}

/// The grade by the shares of what could move an indicator, over the structures.
fn share_grade(paths: &[[ByGrade; Node::COUNT]], indicator: Indicator) -> Grade {
    let mut sum = [0.0; Grade::COUNT];
    for by_node in paths {
        for node in nodes_of(indicator) {
            let total: f64 = by_node[node.index()].iter().sum();
            if total > 0.0 {
                for (s, w) in sum.iter_mut().zip(&by_node[node.index()]) {
                    *s += w / total;
                }
            }
        }
    }
    from_shares(&sum)
}

/// E if more than half rests there; otherwise the worst grade at which, with all worse ones, a quarter rests.
fn from_shares(sum: &ByGrade) -> Grade {
    let total: f64 = sum.iter().sum();
    if total == 0.0 || sum[Grade::E.index()] > 0.5 * total {
        return Grade::E;
    }
    let mut worse = 0.0;
    for grade in Grade::ALL.iter().rev() {
        worse += sum[grade.index()];
        if worse >= A_QUARTER * total {
            return (*grade).min(Grade::D);
        }
    }
    Grade::A
}

fn cost_grade(model: &Model, programs: &[Program], r: usize) -> Grade {
    let Some(program) = programs.first() else { return Grade::E };
    let (mut all, mut judged) = (0.0, 0.0);
    for lever in &program.places[r].levers {
        let cost: f64 = lever.cost.iter().sum();
        all += cost;
        if matches!(model.levers[lever.row].unit_cost.status, Status::Judgement | Status::Placeholder) {
            judged += cost;
        }
    }
    if all > 0.0 && judged >= A_QUARTER * all { Grade::D } else { Grade::C }
}

/// Whose evidence: every arrow on a live path to the indicator's nodes, in any structure that is run.
fn sources(model: &Model, evidence: &Evidence, programs: &[Program], r: usize, indicator: Indicator) -> Vec<String> {
    let mut out = BTreeSet::new();
    if indicator == Indicator::PublicCostPv {
        out.insert(String::from("judgement"));
    }
    for program in programs {
        let wanted = ancestors(program, r, nodes_of(indicator));
        let place = &program.places[r];
        for (node, channels) in place.by_node.iter().enumerate() {
            if wanted[node] {
                for channel in channels {
                    cite_channel(model, evidence, channel.row, &mut out);
                }
            }
        }
        if wanted.iter().any(|w| *w) {
            for channel in &place.capacity {
                cite_channel(model, evidence, channel.row, &mut out);
            }
        }
        for (node, links) in program.links.iter().enumerate() {
            for link in links.iter().filter(|l| wanted[node] && live_link(program, r, l)) {
                for id in &model.links[link.row].sources {
                    cite(evidence, id, &mut out);
                }
            }
        }
    }
    out.into_iter().collect()
}

fn cite_channel(model: &Model, evidence: &Evidence, row: usize, out: &mut BTreeSet<String>) {
    let channel = &model.channels[row];
    for id in channel.pooled_from.iter().chain(&channel.prior_ids) {
        cite(evidence, id, out);
    }
    if channel.basis != "prior" || channel.pooled_from.is_empty() {
        out.insert(String::from("judgement"));
    }
}

/// A finding stands for its source; a recorded prior for the findings behind it; anything else for itself.
fn cite(evidence: &Evidence, id: &str, out: &mut BTreeSet<String>) {
    out.extend(evidence.sources_behind(id));
}

/// Nodes from which the wanted nodes can be reached along live links.
pub(super) fn ancestors(program: &Program, r: usize, wanted: &[Node]) -> [bool; Node::COUNT] {
    let mut seen = [false; Node::COUNT];
    let mut next: Vec<Node> = wanted.to_vec();
    while let Some(node) = next.pop() {
        if std::mem::replace(&mut seen[node.index()], true) {
            continue;
        }
        next.extend(program.links[node.index()].iter().filter(|l| live_link(program, r, l)).map(|l| l.from));
    }
    seen
}
