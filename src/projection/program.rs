//! A plan made ready to run: for one structure, every arrow with its exposure, scale and factors worked out once,
//! so that the kernel only multiplies and adds (MODEL.md sections 3 and 4).

use super::reach::{self, Dose};
use crate::evidence::LeverId;
use crate::model::dose::pool_size;
use crate::model::stats::two_piece_mean;
use crate::model::{
    Band, Cell, Channel, Grade, Input, Judgements, Lever, Link, LinkKind, Model, Node, Scale, Structure, Tier,
};

/// Which grades count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GradeMask([bool; Grade::COUNT]);

impl GradeMask {
    /// Every grade.
    pub const ALL: Self = Self([true; Grade::COUNT]);

    /// The grades of a tier.
    #[must_use]
    pub fn of(tier: &Tier) -> Self {
        let mut mask = [false; Grade::COUNT];
        for grade in Grade::ALL {
            mask[grade.index()] = tier.admits(*grade);
        }
        Self(mask)
    }

    /// Whether a grade counts.
    #[must_use]
    pub const fn admits(self, grade: Grade) -> bool {
        self.0[grade.index()]
    }
}

/// Bands as they are drawn: after the reference-class weight, exclusions and widening. One entry per row of the model's table.
#[derive(Debug, Clone, PartialEq)]
pub struct Bands {
    /// Effects of channels.
    pub channels: Vec<Band>,
    /// Gains of links.
    pub links: Vec<Band>,
    /// γ of pairs.
    pub pairs: Vec<Band>,
}

/// One lever that is on.
#[derive(Debug, Clone, PartialEq)]
pub struct LeverOn {
    /// Row in `model.levers`.
    pub row: usize,
    /// Setting.
    pub dose: Dose,
    /// Index of the partner place in the world, if it is there.
    pub partner: Option<usize>,
    /// Share of the pool newly reached (Spend) or coverage (Reform), years 0…T.
    pub share: Vec<f64>,
    /// Public cost falling on the sector, £m, years 0…T.
    pub cost: Vec<f64>,
    /// Units reached in all, at least 1.
    pub units: f64,
    /// Critical mass, if it applies.
    pub mass: Option<Mass>,
}

/// Parts of `m_l` that do not change between draws.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mass {
    /// £ a year per resident attributable to the sector, of the marked levers of the group.
    pub spend: f64,
    /// Logistic of the years the lever runs, 0–1.
    pub long_enough: f64,
}

/// A channel that is live in this structure.
#[derive(Debug, Clone, PartialEq)]
pub struct ChannelOn {
    /// Row in `model.channels`.
    pub row: usize,
    /// Row in [`PlaceProgram::levers`].
    pub lever: usize,
    /// Exposure, years 0…T.
    pub exposure: Vec<f64>,
    /// Mean of the effect's distribution, about which it is widened.
    pub mean: f64,
    /// Factor on the deviation from the mean, ≥ 1.
    pub widening: f64,
    /// Scale into the node's unit × absorptive factor.
    pub factor: f64,
    /// Whether it enters as ln(max(0.05, 1+z)).
    pub logarithmic: bool,
    /// Whether take and lumpiness apply.
    pub outcome: bool,
    /// Pairs that act on it: row in `model.pairs`, and `min(1, E_other/E_ref)` by year.
    pub pairs: Vec<(usize, Vec<f64>)>,
}

/// A link that is live in this structure.
#[derive(Debug, Clone, PartialEq)]
pub struct LinkOn {
    /// Row in `model.links`.
    pub row: usize,
    /// From.
    pub from: Node,
    /// Years.
    pub lag: usize,
    /// Between places?
    pub spill: bool,
    /// Scale at each place of the world.
    pub scale: Vec<f64>,
    /// Residual paths whose legs are all live: rows in `model.links`.
    pub residual: Vec<Vec<usize>>,
}

/// What one place runs.
#[derive(Debug, Clone, PartialEq)]
pub struct PlaceProgram {
    /// Levers that are on.
    pub levers: Vec<LeverOn>,
    /// Channels by node: `by_node[node]`.
    pub by_node: Vec<Vec<ChannelOn>>,
    /// Channels into delivery capacity.
    pub capacity: Vec<ChannelOn>,
    /// Channels into the weight of a named pair.
    pub link_weight: Vec<ChannelOn>,
    /// c₀.
    pub capacity_base: f64,
    /// Nodes that can move at all.
    pub live: [bool; Node::COUNT],
}

/// A world made ready: places of one sector run together.
#[derive(Debug, Clone, PartialEq)]
pub struct Program {
    /// Structure.
    pub structure: Structure,
    /// Years after year 0.
    pub horizon: usize,
    /// Places.
    pub places: Vec<PlaceProgram>,
    /// Links into each node.
    pub links: Vec<Vec<LinkOn>>,
    /// Evaluation order of the nodes, with rates up and down.
    pub order: Vec<(Node, f64, f64)>,
}

/// How a plan is run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rules {
    /// Years after year 0.
    pub horizon: usize,
    /// Grades that count.
    pub grades: GradeMask,
    /// Flatten reach at the edge of the evidence.
    pub flatten: bool,
    /// Critical mass in the ecosystem structure.
    pub critical_mass: bool,
}

/// A lever's setting in a plan of the world.
pub type PlanDoses = Vec<(LeverId, Dose, Option<usize>)>;

impl Program {
    /// Makes the plans of a world ready. `cells[r]` and `plans[r]` are place *r*'s; unknown levers are left out (the scenario room refuses them).
    #[must_use]
    pub fn compile(
        model: &Model,
        bands: &Bands,
        structure: Structure,
        cells: &[&Cell],
        plans: &[PlanDoses],
        rules: &Rules,
    ) -> Self {
        let links = links_on(model, structure, cells, rules.grades);
        let mut places: Vec<PlaceProgram> = cells
            .iter()
            .zip(plans)
            .map(|(cell, plan)| place_program(model, bands, structure, cell, plan, rules))
            .collect();
        mark_live(&mut places, &links);
        let order = model.nodes.iter().map(|n| (n.id, n.up, n.down)).collect();
        Self { structure, horizon: rules.horizon, places, links, order }
    }

    /// Whether any outcome of place `r` can move.
    #[must_use]
    pub fn moves_outcomes(&self, r: usize) -> bool {
        Node::ALL.iter().any(|n| n.is_outcome() && self.places[r].live[n.index()])
    }
}

fn place_program(
    model: &Model,
    bands: &Bands,
    structure: Structure,
    cell: &Cell,
    plan: &PlanDoses,
    rules: &Rules,
) -> PlaceProgram {
    let mut levers = levers_on(model, cell, plan, rules.horizon);
    if structure == Structure::Ecosystem && rules.critical_mass {
        add_mass(model, cell, &mut levers, rules.horizon);
    }
    let absorptive = absorptive(&model.judgements, cell);
    let mut on: Vec<(usize, usize, Vec<f64>)> = Vec::new();
    for (row, channel) in model.channels.iter().enumerate() {
        if !channel.runs_in(structure) || !rules.grades.admits(channel.grade) {
            continue;
        }
        let Some(l) = levers.iter().position(|l| model.levers[l.row].id == channel.lever) else { continue };
        let lever = &model.levers[levers[l].row];
        on.push((row, l, reach::exposure(lever, channel, &levers[l].share, rules.flatten)));
    }
    let top = top_exposure(&on, levers.len(), rules.horizon);
    let mut program = PlaceProgram {
        by_node: vec![Vec::new(); Node::COUNT],
        capacity: Vec::new(),
        link_weight: Vec::new(),
        capacity_base: cell.get(Input::Capacity),
        live: [false; Node::COUNT],
        levers: Vec::new(),
    };
    for (row, l, exposure) in on {
        let channel = &model.channels[row];
        let lever = &model.levers[levers[l].row];
        let compiled = ChannelOn {
            row,
            lever: l,
            exposure,
            mean: two_piece_mean(bands.channels[row]),
            widening: reach::dose_widening(lever, &levers[l].share, model.judgements.extrapolation_max_variance),
            factor: channel_scale(&model.judgements, channel, lever, cell)
                * if channel.absorptive { absorptive } else { 1.0 },
            logarithmic: channel.scale == Scale::Rd,
            outcome: channel.target.node().is_some_and(|n| model.judgements.null_applies_to.contains(&n)),
            pairs: pairs_on(model, structure, channel, &levers, &top),
        };
        match channel.target {
            crate::model::Target::Node(node) => program.by_node[node.index()].push(compiled),
            crate::model::Target::Capacity => program.capacity.push(compiled),
            crate::model::Target::LinkWeight => program.link_weight.push(compiled),
        }
    }
    program.levers = levers;
    program
}

fn levers_on(model: &Model, cell: &Cell, plan: &PlanDoses, horizon: usize) -> Vec<LeverOn> {
    plan.iter()
        .filter(|(_, dose, _)| dose.amount > 0.0)
        .filter_map(|(id, dose, partner)| {
            let row = model.levers.iter().position(|l| &l.id == id)?;
            let lever = &model.levers[row];
            let share = reach::reach(lever, cell, dose, horizon);
            let cost = (0..=horizon).map(|t| reach::cost(lever, cell, dose, t)).collect();
            let units = reach::units_in_all(lever, cell, &share).max(1.0);
            Some(LeverOn { row, dose: *dose, partner: *partner, share, cost, units, mass: None })
        })
        .collect()
}

/// Adds critical mass to levers marked `mass` (MODEL.md section 4): the spend of the marked levers of the same group,
/// mean over the years in which any of them is on, per resident attributable to the sector.
fn add_mass(model: &Model, cell: &Cell, levers: &mut [LeverOn], horizon: usize) {
    let rule = &model.judgements.critical_mass;
    let residents = cell.get(Input::Population) * cell.get(Input::SectorShare);
    for i in 0..levers.len() {
        let lever = &model.levers[levers[i].row];
        if !lever.mass {
            continue;
        }
        let peers = levers.iter().filter(|p| model.levers[p.row].mass && model.levers[p.row].group == lever.group);
        let mut yearly = vec![0.0; horizon + 1];
        for peer in peers {
            for (sum, c) in yearly.iter_mut().zip(&peer.cost) {
                *sum += c;
            }
        }
        let on: Vec<f64> = yearly.into_iter().filter(|c| *c > 0.0).collect();
        let spend = 1e6 * on.iter().sum::<f64>() / (on.len().max(1) as f64) / residents;
        let dose = levers[i].dose;
        let years = (dose.end as usize).min(horizon) as f64 - f64::from(dose.start) + 1.0;
        let long_enough = 1.0 / (1.0 + libm::exp(-(years - rule.half_years.central) / rule.years_width));
        levers[i].mass = Some(Mass { spend, long_enough });
    }
}

fn top_exposure(on: &[(usize, usize, Vec<f64>)], levers: usize, horizon: usize) -> Vec<Vec<f64>> {
    let mut top = vec![vec![0.0_f64; horizon + 1]; levers];
    for (_, lever, exposure) in on {
        for (best, e) in top[*lever].iter_mut().zip(exposure) {
            *best = best.max(*e);
        }
    }
    top
}

fn pairs_on(
    model: &Model,
    structure: Structure,
    channel: &Channel,
    levers: &[LeverOn],
    top: &[Vec<f64>],
) -> Vec<(usize, Vec<f64>)> {
    let Some(node) = channel.target.node() else { return Vec::new() };
    model
        .pairs
        .iter()
        .enumerate()
        .filter(|(_, p)| p.structures.contains(&structure) && p.a == channel.lever && p.node.is_none_or(|n| n == node))
        .filter_map(|(row, p)| {
            let other = levers.iter().position(|l| model.levers[l.row].id == p.b)?;
            Some((row, top[other].iter().map(|e| (e / p.e_ref).min(1.0)).collect()))
        })
        .collect()
}

/// `clip(√(skill_ratio · rd_ratio))` of the place.
#[must_use]
pub fn absorptive(judgements: &Judgements, cell: &Cell) -> f64 {
    let bounds = judgements.absorptive_bounds;
    (cell.get(Input::SkillRatio) * cell.get(Input::RdRatio)).sqrt().clamp(bounds.lo, bounds.hi)
}

/// Factor that turns an effect per unit of exposure into the unit of its node (`judgements.ron` scales).
fn channel_scale(judgements: &Judgements, channel: &Channel, lever: &Lever, cell: &Cell) -> f64 {
    let pool = pool_size(lever, cell);
    match channel.scale {
        Scale::None | Scale::RdIntensity => 1.0,
        Scale::SmeGva => cell.get(Input::SmeGvaShare) * judgements.treated_sme_relative_size,
        Scale::FirmGva => judgements.treated_firm_relative_size,
        Scale::Jobs => pool / cell.get(Input::Workforce),
        Scale::Heads => 100.0 * pool / cell.get(Input::Workforce),
        // R&D of the cell is taken as at least half a per cent of its GVA (MODEL.md section 3).
        Scale::Rd => pool / cell.get(Input::RdM).max(0.005 * cell.get(Input::GvaM)),
    }
}

fn link_scale(judgements: &Judgements, link: &Link, cell: &Cell) -> f64 {
    match link.scale {
        Scale::RdIntensity => cell.get(Input::RdM) / cell.get(Input::GvaM),
        Scale::SmeGva => cell.get(Input::SmeGvaShare) * judgements.treated_sme_relative_size,
        Scale::FirmGva => judgements.treated_firm_relative_size,
        Scale::None | Scale::Jobs | Scale::Heads | Scale::Rd => 1.0,
    }
}

fn links_on(model: &Model, structure: Structure, cells: &[&Cell], grades: GradeMask) -> Vec<Vec<LinkOn>> {
    let live = |link: &Link| link.runs_in(structure) && grades.admits(link.grade);
    let mut by_node = vec![Vec::new(); Node::COUNT];
    for (row, link) in model.links.iter().enumerate().filter(|(_, l)| live(l)) {
        let residual = link
            .residual_of
            .iter()
            .filter_map(|path| {
                path.iter()
                    .map(|id| model.links.iter().position(|l| &l.id == id && live(l)))
                    .collect::<Option<Vec<_>>>()
            })
            .collect();
        by_node[link.to.index()].push(LinkOn {
            row,
            from: link.from,
            lag: link.lag as usize,
            spill: link.kind == LinkKind::Spill,
            scale: cells.iter().map(|c| link_scale(&model.judgements, link, c)).collect(),
            residual,
        });
    }
    by_node
}

/// A node can move if a channel leads into it, or a link from a node that can (between places: at any place).
fn mark_live(places: &mut [PlaceProgram], links: &[Vec<LinkOn>]) {
    for place in places.iter_mut() {
        for (node, channels) in place.by_node.iter().enumerate() {
            place.live[node] = !channels.is_empty();
        }
    }
    loop {
        let anywhere: Vec<bool> = (0..Node::COUNT).map(|n| places.iter().any(|p| p.live[n])).collect();
        let several = places.len() > 1;
        let mut changed = false;
        for place in places.iter_mut() {
            for (to, into) in links.iter().enumerate() {
                let fed = into
                    .iter()
                    .any(|l| if l.spill { several && anywhere[l.from.index()] } else { place.live[l.from.index()] });
                changed |= fed && !place.live[to];
                place.live[to] |= fed;
            }
        }
        if !changed {
            return;
        }
    }
}
