//! Tables that hold some of the same columns: a group of quantities that is drawn from the same seed has the same values, draw by draw.

use std::sync::Arc;

use super::{CellScores, DrawKey, Draws, TakeScores};
use crate::projection::kernel::Column;
use crate::projection::variant::Group;

/// Whether a table draws a group as `key` does.
pub(super) fn same(table: &Draws, key: &DrawKey, group: Group) -> bool {
    let seed = |key: &DrawKey| key.variant.reseeded.seed_of(group, key.seed);
    table.key.count == key.count && table.key.overrides == key.overrides && seed(&table.key) == seed(key)
}

/// Another table, and where it holds what stands in a slot of this one; `None` if in the same slot.
#[derive(Debug, Clone)]
pub(super) struct Relative {
    pub table: Arc<Draws>,
    there: Option<Arc<Vec<u32>>>,
}

impl Relative {
    fn new(table: &Arc<Draws>, order: &[u32]) -> Self {
        let there = (table.order() != order).then(|| {
            let mut slot_of = vec![0_u32; order.len()];
            for (slot, draw) in (0_u32..).zip(table.order()) {
                slot_of[*draw as usize] = slot;
            }
            Arc::new(order.iter().map(|draw| slot_of[*draw as usize]).collect())
        });
        Self { table: Arc::clone(table), there }
    }

    /// A column of the other table in the order of this one.
    pub fn take(&self, column: &Column) -> Column {
        match &self.there {
            None => Arc::clone(column),
            Some(there) => Arc::new(moved(column, there)),
        }
    }

    /// See [`Self::take`].
    pub fn cell(&self, scores: &Arc<CellScores>) -> Arc<CellScores> {
        let Some(there) = &self.there else { return Arc::clone(scores) };
        let all = |columns: &[Vec<f64>]| columns.iter().map(|column| moved(column, there)).collect();
        Arc::new(CellScores { error: all(&scores.error), rank: all(&scores.rank) })
    }

    /// See [`Self::take`].
    pub fn take_scores(&self, scores: &Arc<TakeScores>) -> Arc<TakeScores> {
        let Some(there) = &self.there else { return Arc::clone(scores) };
        Arc::new(TakeScores { take: moved(&scores.take, there), lump: moved(&scores.lump, there) })
    }
}

fn moved(column: &[f64], there: &[u32]) -> Vec<f64> {
    there.iter().map(|slot| column[*slot as usize]).collect()
}

/// By group, a table that draws it alike.
#[derive(Debug, Default)]
pub(super) struct Relatives {
    by_group: [Option<Relative>; Group::ALL.len()],
}

impl Relatives {
    /// Among `kin`, the first for each group.
    pub fn of(key: &DrawKey, order: &[u32], kin: &[Arc<Draws>]) -> Self {
        let mut out = Self::default();
        for table in kin {
            let mut known = None;
            for group in Group::ALL.into_iter().filter(|g| same(table, key, *g)) {
                let place = &mut out.by_group[group as usize];
                if place.is_none() {
                    *place = Some(known.get_or_insert_with(|| Relative::new(table, order)).clone());
                }
            }
        }
        out
    }

    /// The table that draws a group alike.
    pub fn of_group(&self, group: Group) -> Option<&Relative> {
        self.by_group[group as usize].as_ref()
    }

    /// A table whose bands are the same before anything is held.
    pub fn with_bands(&self, key: &DrawKey) -> Option<&Draws> {
        let tables = self.by_group.iter().flatten().map(|r| &*r.table);
        tables.into_iter().find(|t| t.key.reference_class == key.reference_class && t.key.excluded == key.excluded)
    }
}
