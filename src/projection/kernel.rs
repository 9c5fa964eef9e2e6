//! The yearly step of MODEL.md section 3 for a block of draws of one structure, struct of arrays, draws contiguous.

use std::sync::Arc;

use super::program::{ChannelOn, Program};
use crate::model::stats::elementary::{self, wide};
use crate::model::{Judgements, Node};

/// Draws in one block: small enough for the cache, fixed so that results never depend on the number of threads.
pub const BLOCK: usize = 256;

/// Values over all slots, shared by the tables that hold the same.
pub type Column = Arc<Vec<f64>>;

/// Parameter values by row of the model's tables, each a column over draws in slot order.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Params {
    /// Effects.
    pub channels: Vec<Column>,
    /// Gains.
    pub links: Vec<Column>,
    /// γ.
    pub pairs: Vec<Column>,
    /// Depreciation of knowledge capital, share a year.
    pub rd_depreciation: Column,
    /// h of critical mass, £.
    pub half_spend: Column,
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
    /// Weights between places: `weights[r][q]`, each a column over the block's draws, empty where there is none; empty for
    /// one place.
    pub weights: &'a [Vec<Vec<f64>>],
}

/// States `x[place][node][year][draw]` of one block. Only nodes that can move are kept; the others stay at 0.
#[derive(Debug, Clone, Default)]
pub struct States {
    data: Vec<f64>,
    /// Row of each place and node in `data`, counted in whole nodes.
    rows: Vec<Option<usize>>,
    /// What a node that cannot move holds.
    still: Vec<f64>,
    years: usize,
    len: usize,
}

impl States {
    /// Makes room for a program. Years after year 0 hold what a former block left: they are written before they are read.
    fn reset(&mut self, program: &Program, years: usize, len: usize) {
        (self.years, self.len) = (years, len);
        self.still.resize(len, 0.0);
        self.rows.clear();
        let mut next = 0;
        for place in &program.places {
            for node in Node::ALL {
                let live = place.live[node.index()];
                self.rows.push(live.then_some(next));
                next += usize::from(live);
            }
        }
        self.data.resize(next * years * len, 0.0);
        for row in 0..next {
            let start = row * years * len;
            self.data[start..start + len].fill(0.0);
        }
    }

    fn offset(&self, place: usize, node: Node, t: usize) -> Option<usize> {
        let row = self.rows.get(place * Node::COUNT + node.index())?;
        row.map(|row| (row * self.years + t) * self.len)
    }

    /// Whether the node can move at the place.
    #[must_use]
    pub fn moves(&self, place: usize, node: Node) -> bool {
        self.offset(place, node, 0).is_some()
    }

    /// The block's draws of one node in year `t` (0…T) at a place.
    #[must_use]
    pub fn at(&self, place: usize, node: Node, t: usize) -> &[f64] {
        match self.offset(place, node, t) {
            Some(start) => &self.data[start..start + self.len],
            None => &self.still[..self.len],
        }
    }
}

/// Buffers kept between blocks so that the steady loop allocates nothing.
#[derive(Debug, Default)]
pub struct Scratch {
    /// States of the last block.
    pub states: States,
    /// Effects by place and channel, `len` draws each.
    effects: Vec<f64>,
    /// Where each place's effects start, counted in channels.
    first_effect: Vec<usize>,
    /// Gains by place and link.
    gains: Vec<f64>,
    target: Vec<f64>,
    term: Vec<f64>,
    capacity: Vec<f64>,
    hill: Vec<f64>,
    weights: Vec<Vec<Vec<f64>>>,
}

/// Runs one block and leaves its states in `scratch.states`.
pub fn run(program: &Program, judgements: &Judgements, block: &Block<'_>, scratch: &mut Scratch) {
    // Registers are chosen once for the whole block: a loop over 256 draws is too short to choose them anew each time.
    wide(
        #[inline(always)]
        || run_block(program, judgements, block, scratch),
    );
}

#[inline(always)]
fn run_block(program: &Program, judgements: &Judgements, block: &Block<'_>, scratch: &mut Scratch) {
    let len = block.len;
    let years = program.horizon + 1;
    scratch.states.reset(program, years, len);
    for buffer in [&mut scratch.target, &mut scratch.term, &mut scratch.capacity, &mut scratch.hill] {
        buffer.resize(len, 0.0);
    }
    prepare_effects(program, judgements, block, scratch);
    prepare_gains(program, block, scratch);
    let moved = program.places.iter().any(|p| !p.link_weight.is_empty());
    let mut own = std::mem::take(&mut scratch.weights);
    for t in 1..years {
        if moved && !block.weights.is_empty() {
            link_weights(program, block, scratch, t, &mut own);
        }
        let weights = if moved { own.as_slice() } else { block.weights };
        for r in 0..program.places.len() {
            if program.places[r].live.contains(&true) {
                capacity(program, judgements, scratch, r, t);
            }
            for &(node, up, down) in &program.order {
                if program.places[r].live[node.index()] {
                    step(program, block, scratch, weights, (r, node, t), (up, down));
                }
            }
        }
    }
    scratch.weights = own;
}

/// Effects that do not change over the years: θ after widening, take, lumpiness, scale and critical mass.
#[inline(always)]
fn prepare_effects(program: &Program, judgements: &Judgements, block: &Block<'_>, scratch: &mut Scratch) {
    let len = block.len;
    let range = block.at..block.at + len;
    let Scratch { effects, first_effect, hill, term, .. } = scratch;
    first_effect.clear();
    let massive = program.places.iter().flat_map(|p| &p.levers).any(|l| l.mass.is_some());
    if massive {
        for (k, h) in hill.iter_mut().zip(&block.params.half_spend[range.clone()]) {
            *k = libm::pow(*h, judgements.critical_mass.exponent);
        }
    }
    let mut next = 0;
    for (r, place) in program.places.iter().enumerate() {
        first_effect.push(next);
        let into_nodes = place.by_node.iter().map(Vec::len).sum::<usize>();
        let all = place.by_node.iter().flatten().chain(&place.capacity).chain(&place.link_weight);
        for (k, c) in all.enumerate() {
            let values = &block.params.channels[c.row][range.clone()];
            if effects.len() < (next + 1) * len {
                effects.resize((next + 1) * len, 0.0);
            }
            // What a former block left is written over.
            let out = &mut effects[next * len..(next + 1) * len];
            next += 1;
            let factors = block.factors.filter(|_| c.outcome).map(|factors| &factors[r][c.lever][range.clone()]);
            if c.widening != 1.0 {
                for (o, v) in out.iter_mut().zip(values) {
                    *o = c.mean + (*v - c.mean) * c.widening;
                }
                if let Some(factors) = factors {
                    scale_by(out, factors);
                }
                for o in &mut *out {
                    *o *= c.factor;
                }
            } else if let Some(factors) = factors {
                for ((o, v), f) in out.iter_mut().zip(values).zip(factors) {
                    *o = v * f * c.factor;
                }
            } else {
                for (o, v) in out.iter_mut().zip(values) {
                    *o = v * c.factor;
                }
            }
            // Critical mass multiplies every channel into a node, not capacity or link weight.
            if let Some(mass) = place.levers[c.lever].mass
                && k < into_nodes
            {
                critical_mass(judgements, mass, hill, term);
                scale_by(out, term);
            }
        }
    }
}

/// `m_l` of a lever, from `hˣ` by draw.
#[inline(always)]
fn critical_mass(judgements: &Judgements, mass: super::program::Mass, hill: &[f64], out: &mut [f64]) {
    let rule = &judgements.critical_mass;
    let spend = libm::pow(mass.spend, rule.exponent);
    let above = (1.0 - rule.floor) * mass.long_enough;
    for (m, h) in out.iter_mut().zip(hill) {
        *m = (rule.floor + above * (spend / (spend + h))) / rule.reference;
    }
}

/// Gains that do not change over the years: scaled, and less what runs along a longer path.
#[inline(always)]
fn prepare_gains(program: &Program, block: &Block<'_>, scratch: &mut Scratch) {
    let range = block.at..block.at + block.len;
    let Scratch { gains, term, .. } = scratch;
    let mut next = 0;
    for r in 0..program.places.len() {
        for link in program.links.iter().flatten() {
            let values = &block.params.links[link.row][range.clone()];
            if gains.len() < (next + 1) * block.len {
                gains.resize((next + 1) * block.len, 0.0);
            }
            let out = &mut gains[next * block.len..(next + 1) * block.len];
            next += 1;
            if link.spill {
                out.copy_from_slice(values);
                continue;
            }
            for (o, v) in out.iter_mut().zip(values) {
                *o = v * link.scale[r];
            }
            for path in &link.residual {
                term.fill(1.0);
                for leg in path {
                    let scale = program.links.iter().flatten().find(|l| l.row == *leg).map_or(1.0, |l| l.scale[r]);
                    for (p, g) in term.iter_mut().zip(&block.params.links[*leg][range.clone()]) {
                        *p *= g * scale;
                    }
                }
                for (v, p) in out.iter_mut().zip(&*term) {
                    *v -= p;
                }
            }
        }
    }
}

#[inline(always)]
fn capacity(program: &Program, judgements: &Judgements, scratch: &mut Scratch, r: usize, t: usize) {
    let place = &program.places[r];
    let first = scratch.first_effect[r] + place.by_node.iter().map(Vec::len).sum::<usize>();
    let bounds = judgements.capacity_bounds;
    let Scratch { capacity, effects, .. } = scratch;
    let len = capacity.len();
    capacity.fill(1.0);
    for (k, channel) in place.capacity.iter().enumerate() {
        add_scaled(capacity, column(effects, first + k, len), channel.exposure[t]);
    }
    for v in capacity {
        let value = place.capacity_base * *v;
        let value = if value > bounds.lo { value } else { bounds.lo };
        *v = if value < bounds.hi { value } else { bounds.hi };
    }
}

#[inline(always)]
fn column(all: &[f64], at: usize, len: usize) -> &[f64] {
    &all[at * len..(at + 1) * len]
}

/// Inter-regional links add θ·E to both directions of the named pair, after row scaling.
#[inline(always)]
fn link_weights(program: &Program, block: &Block<'_>, scratch: &Scratch, t: usize, weights: &mut Vec<Vec<Vec<f64>>>) {
    weights.resize_with(block.weights.len(), Vec::new);
    for (row, base) in weights.iter_mut().zip(block.weights) {
        row.resize_with(base.len(), Vec::new);
        for (column, original) in row.iter_mut().zip(base) {
            column.clear();
            column.extend_from_slice(original);
        }
    }
    for (r, place) in program.places.iter().enumerate() {
        let into_nodes = place.by_node.iter().map(Vec::len).sum::<usize>();
        let first = scratch.first_effect[r] + into_nodes + place.capacity.len();
        for (k, channel) in place.link_weight.iter().enumerate() {
            let Some(q) = place.levers[channel.lever].partner else { continue };
            let effect = column(&scratch.effects, first + k, block.len);
            for (a, b) in [(r, q), (q, r)] {
                // A pair too far apart for a weight of its own holds none.
                weights[a][b].resize(block.len, 0.0);
                add_scaled(&mut weights[a][b], effect, channel.exposure[t]);
            }
        }
    }
}

/// One node of one place in one year.
#[inline(always)]
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
    let Scratch { states, effects, first_effect, gains, target, term, capacity, .. } = scratch;
    target.fill(0.0);
    let first = first_effect[r] + place.by_node[..node.index()].iter().map(Vec::len).sum::<usize>();
    for (k, channel) in place.by_node[node.index()].iter().enumerate() {
        if channel.exposure[t] != 0.0 {
            add_channel(channel, column(effects, first + k, len), capacity, block, t, (target, term));
        }
    }
    let first = r * links_all + program.links[..node.index()].iter().map(Vec::len).sum::<usize>();
    for (k, link) in program.links[node.index()].iter().enumerate() {
        if t < link.lag {
            continue;
        }
        let gain = column(gains, first + k, len);
        if link.spill {
            for q in (0..program.places.len()).filter(|q| *q != r && states.moves(*q, link.from)) {
                let weight = weights.get(r).and_then(|row| row.get(q)).map_or(&[][..], Vec::as_slice);
                let from = states.at(q, link.from, t - link.lag);
                for (((u, g), w), x) in target.iter_mut().zip(gain).zip(weight).zip(from) {
                    *u += g * w * x;
                }
            }
        } else if place.live[link.from.index()] {
            let from = states.at(r, link.from, t - link.lag);
            for ((u, g), x) in target.iter_mut().zip(gain).zip(from) {
                *u += g * x;
            }
        }
    }
    let (Some(before), Some(now)) = (states.offset(r, node, t - 1), states.offset(r, node, t)) else { return };
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

/// Adds what one channel brings in a year.
#[inline(always)]
fn add_channel(
    channel: &ChannelOn,
    effect: &[f64],
    capacity: &[f64],
    block: &Block<'_>,
    t: usize,
    (target, term): (&mut [f64], &mut [f64]),
) {
    let exposure = channel.exposure[t];
    let acts = |(_, strength): &&(usize, Vec<f64>)| strength[t] != 0.0;
    if !channel.logarithmic && channel.pairs.iter().find(acts).is_none() {
        for ((u, e), c) in target.iter_mut().zip(effect).zip(capacity) {
            *u += c * e * exposure;
        }
        return;
    }
    for ((z, e), c) in term.iter_mut().zip(effect).zip(capacity) {
        *z = c * e * exposure;
    }
    for (row, strength) in channel.pairs.iter().filter(acts) {
        let s = strength[t];
        for (z, g) in term.iter_mut().zip(&block.params.pairs[*row][block.at..block.at + block.len]) {
            *z *= 1.0 + g * s;
        }
    }
    if channel.logarithmic {
        for z in &mut *term {
            let x = 1.0 + *z;
            *z = elementary::ln(if x > 0.05 { x } else { 0.05 });
        }
    }
    add_scaled(target, term, 1.0);
}

#[inline(always)]
fn scale_by(out: &mut [f64], by: &[f64]) {
    for (v, b) in out.iter_mut().zip(by) {
        *v *= b;
    }
}

#[inline(always)]
fn add_scaled(out: &mut [f64], values: &[f64], by: f64) {
    for (o, v) in out.iter_mut().zip(values) {
        *o += v * by;
    }
}

#[cfg(test)]
mod tests;
