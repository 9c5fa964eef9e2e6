//! The yearly step of MODEL.md section 3 for a block of draws of one structure, struct of arrays, draws contiguous.

use super::program::{ChannelOn, LinkOn, Program};
use crate::model::{Judgements, Node};

/// Draws in one block: small enough for the cache, fixed so that results never depend on the number of threads.
pub const BLOCK: usize = 256;

/// Parameter values by row of the model's tables, each a column over draws in slot order.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Params {
    /// Effects.
    pub channels: Vec<Vec<f64>>,
    /// Gains.
    pub links: Vec<Vec<f64>>,
    /// γ.
    pub pairs: Vec<Vec<f64>>,
    /// Depreciation of knowledge capital, share a year.
    pub rd_depreciation: Vec<f64>,
    /// h of critical mass, £.
    pub half_spend: Vec<f64>,
}

/// What a block reads beside its program.
#[derive(Debug, Clone, Copy)]
pub struct Block<'a> {
    /// Parameter columns.
    pub params: &'a Params,
    /// First slot.
    pub at: usize,
    /// Number of draws, ≤ [`BLOCK`].
    pub len: usize,
    /// Take × lumpiness: `factors[place][lever]`, columns over all slots; `None` means 1.
    pub factors: Option<&'a [Vec<Vec<f64>>]>,
    /// Weights between places: `weights[r][q]`, each a column over the block's draws; empty for one place.
    pub weights: &'a [Vec<Vec<f64>>],
}

/// States `x[place][node][year][draw]` of one block.
#[derive(Debug, Clone, Default)]
pub struct States {
    data: Vec<f64>,
    years: usize,
    len: usize,
}

impl States {
    fn reset(&mut self, places: usize, years: usize, len: usize) {
        self.years = years;
        self.len = len;
        self.data.clear();
        self.data.resize(places * Node::COUNT * years * len, 0.0);
    }

    fn offset(&self, place: usize, node: Node, t: usize) -> usize {
        ((place * Node::COUNT + node.index()) * self.years + t) * self.len
    }

    /// The block's draws of one node in year `t` (0…T) at a place.
    #[must_use]
    pub fn at(&self, place: usize, node: Node, t: usize) -> &[f64] {
        let start = self.offset(place, node, t);
        &self.data[start..start + self.len]
    }
}

/// Buffers kept between blocks so that the steady loop allocates nothing.
#[derive(Debug, Default)]
pub struct Scratch {
    /// States of the last block.
    pub states: States,
    effects: Vec<Vec<Vec<f64>>>,
    gains: Vec<Vec<f64>>,
    target: Vec<f64>,
    term: Vec<f64>,
    capacity: Vec<f64>,
}

/// Runs one block and leaves its states in `scratch.states`.
pub fn run(program: &Program, judgements: &Judgements, block: &Block<'_>, scratch: &mut Scratch) {
    let len = block.len;
    let years = program.horizon + 1;
    scratch.states.reset(program.places.len(), years, len);
    for buffer in [&mut scratch.target, &mut scratch.term, &mut scratch.capacity] {
        buffer.clear();
        buffer.resize(len, 0.0);
    }
    prepare(program, judgements, block, scratch);
    let mut weights = block.weights.to_vec();
    for t in 1..years {
        if !block.weights.is_empty() {
            link_weights(program, block, scratch, t, &mut weights);
        }
        for r in 0..program.places.len() {
            capacity(program, judgements, block, scratch, r, t);
            for &(node, up, down) in &program.order {
                if program.places[r].live[node.index()] {
                    step(program, block, scratch, &weights, (r, node, t), (up, down));
                }
            }
        }
    }
}

/// Effects and gains that do not change over the years: θ after widening, take, lumpiness, scale, critical mass; gains after residuals.
fn prepare(program: &Program, judgements: &Judgements, block: &Block<'_>, scratch: &mut Scratch) {
    let len = block.len;
    let range = block.at..block.at + len;
    scratch.effects.clear();
    scratch.gains.clear();
    for (r, place) in program.places.iter().enumerate() {
        let masses: Vec<Option<Vec<f64>>> = place
            .levers
            .iter()
            .map(|l| l.mass.map(|m| critical_mass(judgements, m, &block.params.half_spend[range.clone()])))
            .collect();
        let all = place.by_node.iter().flatten().chain(&place.capacity).chain(&place.link_weight);
        let effects = all
            .map(|c| {
                let theta = &block.params.channels[c.row][range.clone()];
                let mut out: Vec<f64> = theta.iter().map(|v| c.mean + (v - c.mean) * c.widening).collect();
                if c.widening == 1.0 {
                    out.copy_from_slice(theta);
                }
                if c.outcome
                    && let Some(factors) = block.factors
                {
                    scale_by(&mut out, &factors[r][c.lever][range.clone()]);
                }
                for v in &mut out {
                    *v *= c.factor;
                }
                if let Some(mass) = &masses[c.lever]
                    && is_node_channel(place, c)
                {
                    scale_by(&mut out, mass);
                }
                out
            })
            .collect();
        scratch.effects.push(effects);
        for link in program.links.iter().flatten() {
            scratch.gains.push(gain(program, block, link, r));
        }
    }
}

/// Critical mass multiplies every channel into a node, not capacity or link weight.
fn is_node_channel(place: &super::program::PlaceProgram, channel: &ChannelOn) -> bool {
    !place.capacity.iter().chain(&place.link_weight).any(|c| c.row == channel.row)
}

fn critical_mass(judgements: &Judgements, mass: super::program::Mass, half_spend: &[f64]) -> Vec<f64> {
    let rule = &judgements.critical_mass;
    let spend = libm::pow(mass.spend, rule.exponent);
    half_spend
        .iter()
        .map(|h| {
            let hill = spend / (spend + libm::pow(*h, rule.exponent));
            (rule.floor + (1.0 - rule.floor) * hill * mass.long_enough) / rule.reference
        })
        .collect()
}

fn gain(program: &Program, block: &Block<'_>, link: &LinkOn, r: usize) -> Vec<f64> {
    let range = block.at..block.at + block.len;
    let mut out = block.params.links[link.row][range.clone()].to_vec();
    if link.spill {
        return out;
    }
    for v in &mut out {
        *v *= link.scale[r];
    }
    for path in &link.residual {
        let mut product = vec![1.0; block.len];
        for leg in path {
            let scale = program.links.iter().flatten().find(|l| l.row == *leg).map_or(1.0, |l| l.scale[r]);
            for (p, g) in product.iter_mut().zip(&block.params.links[*leg][range.clone()]) {
                *p *= g * scale;
            }
        }
        for (v, p) in out.iter_mut().zip(&product) {
            *v -= p;
        }
    }
    out
}

fn capacity(program: &Program, judgements: &Judgements, block: &Block<'_>, scratch: &mut Scratch, r: usize, t: usize) {
    let place = &program.places[r];
    let first = place.by_node.iter().map(Vec::len).sum::<usize>();
    let bounds = judgements.capacity_bounds;
    let capacity = &mut scratch.capacity[..block.len];
    capacity.fill(1.0);
    for (k, channel) in place.capacity.iter().enumerate() {
        add_scaled(capacity, &scratch.effects[r][first + k], channel.exposure[t]);
    }
    for v in capacity {
        *v = (place.capacity_base * *v).clamp(bounds.lo, bounds.hi);
    }
}

/// Inter-regional links add θ·E to both directions of the named pair, after row scaling.
fn link_weights(program: &Program, block: &Block<'_>, scratch: &Scratch, t: usize, weights: &mut [Vec<Vec<f64>>]) {
    for (row, base) in weights.iter_mut().zip(block.weights) {
        for (column, original) in row.iter_mut().zip(base) {
            column.copy_from_slice(original);
        }
    }
    for (r, place) in program.places.iter().enumerate() {
        let first = place.by_node.iter().map(Vec::len).sum::<usize>() + place.capacity.len();
        for (k, channel) in place.link_weight.iter().enumerate() {
            let Some(q) = place.levers[channel.lever].partner else { continue };
            let effect = &scratch.effects[r][first + k];
            add_scaled(&mut weights[r][q], effect, channel.exposure[t]);
            add_scaled(&mut weights[q][r], effect, channel.exposure[t]);
        }
    }
}

/// One node of one place in one year.
fn step(
    program: &Program,
    block: &Block<'_>,
    scratch: &mut Scratch,
    weights: &[Vec<Vec<f64>>],
    (r, node, t): (usize, Node, usize),
    (up, down): (f64, f64),
) {
    let len = block.len;
    let place = &program.places[r];
    let links_all = program.links.iter().map(Vec::len).sum::<usize>();
    let Scratch { states, effects, gains, target, term, capacity } = scratch;
    let target = &mut target[..len];
    target.fill(0.0);
    let first = place.by_node[..node.index()].iter().map(Vec::len).sum::<usize>();
    for (k, channel) in place.by_node[node.index()].iter().enumerate() {
        let exposure = channel.exposure[t];
        if exposure != 0.0 {
            channel_term(channel, &effects[r][first + k], exposure, &capacity[..len], block, t, term);
            add_scaled(target, term, 1.0);
        }
    }
    let first = r * links_all + program.links[..node.index()].iter().map(Vec::len).sum::<usize>();
    for (k, link) in program.links[node.index()].iter().enumerate() {
        if t < link.lag {
            continue;
        }
        let gain = &gains[first + k];
        if link.spill {
            for q in (0..program.places.len()).filter(|q| *q != r && !weights.is_empty()) {
                let from = states.at(q, link.from, t - link.lag);
                for (i, u) in target.iter_mut().enumerate() {
                    *u += gain[i] * weights[r][q][i] * from[i];
                }
            }
        } else if place.live[link.from.index()] {
            let from = states.at(r, link.from, t - link.lag);
            for ((u, g), x) in target.iter_mut().zip(gain).zip(from) {
                *u += g * x;
            }
        }
    }
    let before = states.offset(r, node, t - 1);
    let now = states.offset(r, node, t);
    let (past, present) = states.data.split_at_mut(now);
    let past = &past[before..before + len];
    let present = &mut present[..len];
    if node == Node::RdStock {
        let rates = &block.params.rd_depreciation[block.at..block.at + len];
        for (((x, p), u), b) in present.iter_mut().zip(past).zip(target.iter()).zip(rates) {
            *x = p + b * (u - p);
        }
    } else {
        for ((x, p), u) in present.iter_mut().zip(past).zip(target.iter()) {
            let b = if *u >= *p { up } else { down };
            *x = p + b * (u - p);
        }
    }
}

fn channel_term(
    channel: &ChannelOn,
    effect: &[f64],
    exposure: f64,
    capacity: &[f64],
    block: &Block<'_>,
    t: usize,
    term: &mut [f64],
) {
    let term = &mut term[..block.len];
    for ((z, e), c) in term.iter_mut().zip(effect).zip(capacity) {
        *z = c * e * exposure;
    }
    for (row, strength) in &channel.pairs {
        let s = strength[t];
        if s != 0.0 {
            for (z, g) in term.iter_mut().zip(&block.params.pairs[*row][block.at..block.at + block.len]) {
                *z *= 1.0 + g * s;
            }
        }
    }
    if channel.logarithmic {
        for z in term {
            *z = libm::log((1.0 + *z).max(0.05));
        }
    }
}

fn scale_by(out: &mut [f64], by: &[f64]) {
    for (v, b) in out.iter_mut().zip(by) {
        *v *= b;
    }
}

fn add_scaled(out: &mut [f64], values: &[f64], by: f64) {
    for (o, v) in out.iter_mut().zip(values) {
        *o += v * by;
    }
}
