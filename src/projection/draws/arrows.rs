//! Effects, gains and γ of a table of draws: gains at once, effects of channels once a run wants them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use super::columns::Own;
use super::kin::{Relative, Relatives};
use super::{DrawKey, Draws};
use crate::model::stats::{normal_ppf, two_piece};
use crate::model::{Band, Channel, Link, Model, Node, Pair, Target};
use crate::projection::kernel::{Column, Params};
use crate::projection::program::{Bands, Program};
use crate::projection::sampling::Points;
use crate::projection::variant::{Group, Quantity};

/// What one table of the model draws.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Of {
    Channels,
    Links,
    Pairs,
}

/// Effects, gains and γ. Effects and gains share the optimism factor z₀; pairs do not.
#[derive(Debug)]
pub(super) struct Arrows {
    /// Block and slot of each channel.
    slots: Vec<(String, usize)>,
    /// Drawn once a run wants them: most levers of most packages are off.
    channels: Vec<OnceLock<Column>>,
    links: Vec<Column>,
    pairs: Vec<Column>,
    /// Weights of z₀ and of an effect's own score.
    weights: (f64, f64),
    bound: f64,
}

impl Arrows {
    /// Gains and γ; room for effects.
    pub fn draw(
        model: &Model,
        points: &Points,
        bands: &Bands,
        common: &Column,
        relatives: &Relatives,
        key: &DrawKey,
    ) -> Self {
        let rho = model.judgements.optimism_rho;
        let channel = |c: &Channel| {
            let (block, slot) = target_slot(c.target);
            (format!("channel:{}:{block}", c.lever), slot)
        };
        let link = |l: &Link| (format!("link:{:?}:{}:{}", l.kind, l.to, l.from.index() / 4), l.from.index() % 4);
        let pair = |p: &Pair| (format!("pair:{}", p.id), 0);
        let mut out = Self {
            slots: model.channels.iter().map(channel).collect(),
            channels: model.channels.iter().map(|_| OnceLock::new()).collect(),
            links: Vec::new(),
            pairs: Vec::new(),
            weights: (rho.sqrt(), (1.0 - rho).sqrt()),
            bound: model.judgements.gamma_bound,
        };
        let own = Own { variant: &key.variant, relatives };
        let evidence = Group::Evidence;
        let kin = own.relative(evidence, Some(Quantity::CommonOptimism));
        let known = kin.map(|r| (r, r.table.bands.links.as_slice(), r.table.arrows.links.as_slice()));
        let links = known_or_not(&bands.links, known);
        let known = own.relative(evidence, None);
        let known = known.map(|r| (r, r.table.bands.pairs.as_slice(), r.table.arrows.pairs.as_slice()));
        let pairs = known_or_not(&bands.pairs, known);
        let slots: Vec<(String, usize)> = model.links.iter().map(link).collect();
        out.links = all(&out.missing(points, Of::Links, (&slots, &bands.links, common), links));
        let slots: Vec<(String, usize)> = model.pairs.iter().map(pair).collect();
        out.pairs = all(&out.missing(points, Of::Pairs, (&slots, &bands.pairs, common), pairs));
        out
    }

    /// Draws what is not known yet; each block once.
    fn missing(
        &self,
        points: &Points,
        of: Of,
        (slots, bands, common): (&[(String, usize)], &[Band], &Column),
        known: Vec<OnceLock<Column>>,
    ) -> Vec<OnceLock<Column>> {
        let wanted = (0..known.len()).filter(|row| known[*row].get().is_none());
        self.fill(points, of, (slots, bands, common), wanted, &known);
        known
    }

    fn fill(
        &self,
        points: &Points,
        of: Of,
        (slots, bands, common): (&[(String, usize)], &[Band], &Column),
        wanted: impl Iterator<Item = usize>,
        into: &[OnceLock<Column>],
    ) {
        let mut blocks: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for row in wanted {
            blocks.entry(slots[row].0.as_str()).or_default().push(row);
        }
        let (shared, alone) = self.weights;
        blocks.into_par_iter().for_each(|(id, rows)| {
            let drawn = points.block(id);
            for row in rows {
                let (band, column) = (bands[row], &drawn[slots[row].1]);
                let values = if of == Of::Pairs {
                    column.iter().map(|u| two_piece(band, normal_ppf(*u)).clamp(-self.bound, self.bound)).collect()
                } else {
                    let effect = |(u, z0): (&f64, &f64)| two_piece(band, shared * z0 + alone * normal_ppf(*u));
                    column.iter().zip(&**common).map(effect).collect()
                };
                // Two threads that draw the same column draw the same values.
                let _ = into[row].set(Arc::new(values));
            }
        });
    }
}

/// The columns of a relative whose bands are the same; the others are still to be drawn.
fn known_or_not(bands: &[Band], known: Option<(&Relative, &[Band], &[Column])>) -> Vec<OnceLock<Column>> {
    let column = |(row, band): (usize, &Band)| {
        let known = known.filter(|(_, bands, _)| bands.get(row) == Some(band));
        known.map_or_else(OnceLock::new, |(relative, _, columns)| OnceLock::from(relative.take(&columns[row])))
    };
    bands.iter().enumerate().map(column).collect()
}

/// Columns as far as they are drawn; an empty one stands where none is.
fn all(columns: &[OnceLock<Column>]) -> Vec<Column> {
    columns.iter().map(|column| column.get().cloned().unwrap_or_default()).collect()
}

impl Draws {
    /// Parameter columns, those of every channel among them.
    #[must_use]
    pub fn params(&self) -> &Params {
        if let Some(known) = self.whole.get() {
            return known;
        }
        let made = self.params_of(0..self.arrows.channels.len());
        self.whole.get_or_init(|| made)
    }

    /// Parameter columns of some programs; those of channels that are in none of them may be empty.
    #[must_use]
    pub fn params_for<'a>(&self, programs: impl IntoIterator<Item = &'a Program>) -> Params {
        let places = programs.into_iter().flat_map(|program| &program.places);
        let channels = places.flat_map(|p| p.by_node.iter().chain([&p.capacity, &p.link_weight]).flatten());
        let rows: BTreeSet<usize> = channels.map(|channel| channel.row).collect();
        self.params_of(rows)
    }

    fn params_of(&self, channels: impl IntoIterator<Item = usize>) -> Params {
        self.draw_channels(channels.into_iter().collect());
        Params {
            channels: all(&self.arrows.channels),
            links: self.arrows.links.clone(),
            pairs: self.arrows.pairs.clone(),
            rd_depreciation: Arc::clone(&self.columns.rd_depreciation),
            half_spend: Arc::clone(&self.columns.half_spend),
        }
    }

    /// Draws the effects of some channels, or takes them over.
    fn draw_channels(&self, mut wanted: Vec<usize>) {
        let channels = &self.arrows.channels;
        wanted.retain(|row| channels[*row].get().is_none());
        let own = Own { variant: &self.key.variant, relatives: &self.relatives };
        if let Some(r) = own.relative(Group::Evidence, Some(Quantity::CommonOptimism)) {
            let same = |row: &usize| r.table.bands.channels.get(*row) == self.bands.channels.get(*row);
            let known: Vec<usize> = wanted.iter().copied().filter(same).collect();
            r.table.draw_channels(known.clone());
            for row in known {
                if let Some(column) = r.table.arrows.channels[row].get() {
                    let _ = channels[row].set(r.take(column));
                }
            }
            wanted.retain(|row| channels[*row].get().is_none());
        }
        let of = (self.arrows.slots.as_slice(), self.bands.channels.as_slice(), &self.columns.common);
        self.arrows.fill(&self.points, Of::Channels, of, wanted.into_iter(), channels);
    }
}

/// Block and slot of a channel within its lever: by what it leads to, so that a row added elsewhere moves nothing.
/// Two channels of one lever to one target never run in the same structure and share their score.
const fn target_slot(target: Target) -> (usize, usize) {
    let index = match target {
        Target::Node(node) => node.index(),
        Target::Capacity => Node::COUNT,
        Target::LinkWeight => Node::COUNT + 1,
    };
    (index / 4, index % 4)
}
