//! The columns of a table, in slot order: drawn, or taken over from a table that holds the same.

use std::cell::OnceCell;
use std::sync::Arc;

use super::DrawKey;
use super::kin::{Relative, Relatives};
use crate::model::stats::{normal_ppf, two_piece};
use crate::model::{Band, Model};
use crate::projection::kernel::Column;
use crate::projection::net::NetColumns;
use crate::projection::sampling::Points;
use crate::projection::variant::{Group, Quantity, Variant};

/// Columns over all slots.
#[derive(Debug)]
pub(super) struct Columns {
    /// Depreciation of knowledge capital, share a year.
    pub rd_depreciation: Column,
    /// h of critical mass, £.
    pub half_spend: Column,
    /// Score of the optimism that all effects and gains share.
    pub common: Column,
    /// κ per km.
    pub kappa: Column,
    /// Score of unit costs.
    pub cost: Column,
    /// Optimism bias on costs, ≥ 0.
    pub optimism: Column,
    pub net: NetColumns,
}

impl Columns {
    /// Draws what no relative holds.
    pub fn draw(model: &Model, key: &DrawKey, points: &Points, relatives: &Relatives) -> Self {
        let judgements = &model.judgements;
        let own = Own { variant: &key.variant, relatives };
        let evidence = Group::Evidence;
        let global = Block::new(points, evidence, "global:structure");
        let common = own.column((evidence, Some(Quantity::CommonOptimism)), |c| &c.common, || global.scores(1));
        let by_distance = Block::new(points, evidence, "global:delivery");
        let kappa = own.column(
            (evidence, None),
            |c| &c.kappa,
            || {
                let of = |z: &f64| two_piece(judgements.spill_kappa_per_km, *z).max(0.0);
                by_distance.scores(0).iter().map(of).collect()
            },
        );
        let delivery = Block::new(points, Group::Delivery, "global:delivery");
        let cost = own.column((Group::Delivery, Some(Quantity::UnitCost)), |c| &c.cost, || delivery.scores(1));
        let optimism = own.made(
            (Group::Delivery, Quantity::OptimismBias),
            |c| &c.optimism,
            || delivery.scores(2),
            |z| {
                // An uplift below nothing would be a discount on cost: the guide knows none.
                two_piece(judgements.optimism_bias_revenue, z).max(0.0)
            },
        );
        let displacement = Group::Displacement;
        let leaks = Block::new(points, displacement, "global:delivery");
        let net = Block::new(points, displacement, "global:net");
        let net = NetColumns {
            leakage: own.column((displacement, Some(Quantity::Leakage)), |c| &c.net.leakage, || leaks.scores(3)),
            displacement: own.column(
                (displacement, Some(Quantity::Displacement)),
                |c| &c.net.displacement,
                || net.scores(0),
            ),
            substitution: own.column(
                (displacement, Some(Quantity::Substitution)),
                |c| &c.net.substitution,
                || net.scores(1),
            ),
            multiplier: own.column((displacement, Some(Quantity::Multiplier)), |c| &c.net.multiplier, || net.scores(2)),
        };
        let scored = |k: usize, of: &dyn Fn(f64) -> f64| global.scores(k).into_iter().map(of).collect::<Vec<f64>>();
        let rate = |z: f64| two_piece(judgements.rd_depreciation, z).max(0.05);
        let rd_depreciation = own.column((evidence, None), |c| &c.rd_depreciation, || scored(2, &rate));
        let h = judgements.critical_mass.half_spend;
        let logs = Band::new(libm::log(h.p10), libm::log(h.central), libm::log(h.p90));
        let half = |z: f64| libm::exp(two_piece(logs, z));
        let half_spend = own.column((evidence, None), |c| &c.half_spend, || scored(3, &half));
        Self { rd_depreciation, half_spend, common, kappa, cost, optimism, net }
    }

    /// Whether factors on costs are the same.
    pub fn same_costs(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.cost, &other.cost) && Arc::ptr_eq(&self.optimism, &other.optimism)
    }
}

/// One block of dimensions, drawn on first use.
struct Block<'a> {
    points: &'a Points,
    group: Group,
    id: &'static str,
    drawn: OnceCell<[Vec<f64>; 4]>,
}

impl<'a> Block<'a> {
    const fn new(points: &'a Points, group: Group, id: &'static str) -> Self {
        Self { points, group, id, drawn: OnceCell::new() }
    }

    /// Standard-normal scores of one of its columns.
    fn scores(&self, column: usize) -> Vec<f64> {
        let drawn = self.drawn.get_or_init(|| self.points.block_of(self.group, self.id));
        drawn[column].iter().map(|u| normal_ppf(*u)).collect()
    }
}

/// What a table draws itself.
pub(super) struct Own<'a> {
    pub variant: &'a Variant,
    pub relatives: &'a Relatives,
}

impl Own<'_> {
    /// A relative that draws a group alike and holds a quantity alike.
    pub fn relative(&self, group: Group, quantity: Option<Quantity>) -> Option<&Relative> {
        let alike = |r: &&Relative| quantity.is_none_or(|q| r.table.key.variant.held_at(q) == self.variant.held_at(q));
        self.relatives.of_group(group).filter(alike)
    }

    /// A column of scores, held if its quantity is.
    fn column(
        &self,
        (group, quantity): (Group, Option<Quantity>),
        read: impl Fn(&Columns) -> &Column,
        draw: impl FnOnce() -> Vec<f64>,
    ) -> Column {
        match self.relative(group, quantity) {
            Some(r) => r.take(read(&r.table.columns)),
            None => Arc::new(match quantity {
                Some(quantity) => self.variant.hold(quantity, draw()),
                None => draw(),
            }),
        }
    }

    /// The same, each score made into a value.
    fn made(
        &self,
        (group, quantity): (Group, Quantity),
        read: impl Fn(&Columns) -> &Column,
        draw: impl FnOnce() -> Vec<f64>,
        value: impl Fn(f64) -> f64,
    ) -> Column {
        match self.relative(group, Some(quantity)) {
            Some(r) => r.take(read(&r.table.columns)),
            None => Arc::new(self.variant.hold(quantity, draw()).into_iter().map(value).collect()),
        }
    }
}
