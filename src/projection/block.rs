//! What one block of draws leaves behind: states, net jobs and present values of every place.

use super::kernel::{BLOCK, Block, Scratch, States};
use super::net::FactorColumns;
use crate::model::Node;
use crate::model::stats::elementary::{self, wide};

/// One place's yearly results in one block.
#[derive(Debug, Clone, Default)]
pub(super) struct PlaceBlock {
    /// Relative change of jobs before gross to net, `[t]` as columns one after the other.
    jobs: Vec<f64>,
    /// Present value of net GVA up to each year, £m, at the place and for the UK: as `jobs`.
    pv: [Vec<f64>; 2],
    len: usize,
}

impl PlaceBlock {
    /// Relative change of jobs in year `t`, before gross to net.
    pub fn jobs(&self, t: usize) -> &[f64] {
        &self.jobs[t * self.len..(t + 1) * self.len]
    }

    /// Present value of net GVA up to year `t`, £m.
    pub fn pv(&self, t: usize, uk: bool) -> &[f64] {
        &self.pv[usize::from(uk)][t * self.len..(t + 1) * self.len]
    }

    /// Jobs and present values by year of a block from slot `at` at place `r`; `p` and `flow` are room for one year.
    #[inline(always)]
    fn value(
        &mut self,
        states: &States,
        (r, at): (usize, usize),
        money: Money<'_>,
        (p, flow): (&mut [f64], &mut [f64]),
    ) {
        let len = self.len;
        for (t, by) in money.discount.iter().enumerate().skip(1) {
            let year = t * len..(t + 1) * len;
            let j = &mut self.jobs[year.clone()];
            relative(states.at(r, Node::Productivity, t), p);
            relative(states.at(r, Node::Jobs, t), j);
            for (pv, factors) in self.pv.iter_mut().zip(&money.factors[r]) {
                money.flow(r, at, (p, j), factors, flow);
                let (past, present) = pv[year.start - len..year.end].split_at_mut(len);
                for ((v, before), flow) in present.iter_mut().zip(past).zip(&*flow) {
                    *v = *before + by * flow;
                }
            }
        }
    }

    /// Makes room. Columns after year 0 hold what a former block left where `written` says that they are all written next.
    fn reset(&mut self, columns: usize, len: usize, written: bool) {
        self.len = len;
        for column in self.pv.iter_mut().chain([&mut self.jobs]) {
            column.resize(columns * len, 0.0);
            column[..if written { len } else { columns * len }].fill(0.0);
        }
    }
}

/// One block of a world.
#[derive(Debug, Clone, Default)]
pub(super) struct WorldBlock {
    /// First slot.
    pub at: usize,
    /// Draws.
    pub len: usize,
    /// Places.
    pub places: Vec<PlaceBlock>,
    states: States,
}

/// What turns deviations into net GVA: discount factors by year, starting GVA (£m) and net factors of each place by slot.
#[derive(Debug, Clone, Copy)]
pub(super) struct Money<'a> {
    pub discount: &'a [f64],
    pub gva: &'a [Vec<f64>],
    pub factors: &'a [[FactorColumns; 2]],
}

impl WorldBlock {
    /// A node's deviations at place `r` in year `t`.
    pub fn x(&self, r: usize, node: Node, t: usize) -> &[f64] {
        self.states.at(r, node, t)
    }

    /// Its slots.
    pub const fn slots(&self) -> std::ops::Range<usize> {
        self.at..self.at + self.len
    }

    /// Takes over the states of a block that has just been run, and works out jobs and present values by year.
    pub fn take_over(&mut self, block: &Block<'_>, money: Money<'_>, scratch: &mut Scratch) {
        (self.at, self.len) = (block.at, block.len);
        std::mem::swap(&mut self.states, &mut scratch.states);
        let years = money.discount.len();
        self.places.resize_with(money.gva.len(), PlaceBlock::default);
        let (mut p, mut flow) = ([0.0; BLOCK], [0.0; BLOCK]);
        let (p, flow) = (&mut p[..block.len], &mut flow[..block.len]);
        for (r, place) in self.places.iter_mut().enumerate() {
            let moves = moves_output(&self.states, r);
            place.reset(years, block.len, moves);
            if moves {
                wide(
                    #[inline(always)]
                    || place.value(&self.states, (r, self.at), money, (p, flow)),
                );
            }
        }
    }
}

/// Present value of UK GVA over all years at place `r` of a block that has just been run, £m, added to `out`.
pub(super) fn add_present_value(block: &Block<'_>, money: Money<'_>, scratch: &Scratch, r: usize, out: &mut [f64]) {
    if !moves_output(&scratch.states, r) {
        return;
    }
    let (mut p, mut j, mut flow) = ([0.0; BLOCK], [0.0; BLOCK], [0.0; BLOCK]);
    let (p, j, flow) = (&mut p[..block.len], &mut j[..block.len], &mut flow[..block.len]);
    wide(
        #[inline(always)]
        || {
            for (t, by) in money.discount.iter().enumerate().skip(1) {
                relative(scratch.states.at(r, Node::Productivity, t), p);
                relative(scratch.states.at(r, Node::Jobs, t), j);
                money.flow(r, block.at, (p, j), &money.factors[r][1], flow);
                for (v, flow) in out.iter_mut().zip(&*flow) {
                    *v += by * flow;
                }
            }
        },
    );
}

impl Money<'_> {
    /// [`super::net::net_gva`] of one year, draw by draw.
    #[inline(always)]
    fn flow(
        &self,
        r: usize,
        at: usize,
        (productivity, jobs): (&[f64], &[f64]),
        factors: &FactorColumns,
        out: &mut [f64],
    ) {
        let slots = at..at + out.len();
        let (gva, by_gva) = (&self.gva[r][slots.clone()], &factors.gva[slots.clone()]);
        let by_jobs = &factors.jobs_before_multiplier[slots];
        let all = out.iter_mut().zip(gva).zip(by_gva).zip(by_jobs).zip(productivity).zip(jobs);
        for (((((v, g), by_gva), by_jobs), p), j) in all {
            *v = g * p * by_gva + g * j * by_jobs;
        }
    }
}

/// eˣ − 1 of a column.
#[inline(always)]
fn relative(x: &[f64], out: &mut [f64]) {
    for (v, x) in out.iter_mut().zip(x) {
        *v = elementary::expm1(*x);
    }
}

/// Whether GVA can change at a place.
fn moves_output(states: &States, r: usize) -> bool {
    states.moves(r, Node::Productivity) || states.moves(r, Node::Jobs)
}
