//! What is the same whatever the levers, future by future, kept between answers: what happens anyway, and the steps from gross to net.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::Draws;
use crate::model::Cell;
use crate::projection::base::Calendar;
use crate::projection::net::NetBands;

/// Memory that all kept columns of one table may take, bytes.
const MOST: usize = 12 << 20;

/// Columns of one cell by row and year, each made on first use, in slot order.
#[derive(Debug)]
pub(in crate::projection) struct Levels(Vec<Vec<OnceLock<Vec<f64>>>>);

impl Levels {
    fn new(rows: usize, years: usize) -> Self {
        let row = || (0..years).map(|_| OnceLock::new()).collect();
        Self((0..rows).map(|_| row()).collect())
    }

    /// The column of a row in year `t`; `make` fills an empty one.
    pub fn column(&self, row: usize, t: usize, make: impl FnOnce(&mut Vec<f64>)) -> Option<&[f64]> {
        let fill = || {
            let mut out = Vec::new();
            make(&mut out);
            out
        };
        self.0.get(row)?.get(t).map(|kept| kept.get_or_init(fill).as_slice())
    }
}

/// Bands of the step from gross to net whose columns are kept, at most.
const BANDS: usize = 32;

/// Factors before and after the multiplier, by the bands they are made of.
#[derive(Debug, Default)]
pub(super) struct NetFactors(Mutex<Vec<Known>>);

type Known = (NetBands, Arc<[Vec<f64>; 2]>);

/// The cells asked for last, the latest at the end.
#[derive(Debug, Default)]
pub(super) struct Recent(Mutex<Vec<(String, Arc<Levels>)>>);

impl Draws {
    /// Net factors of a lever type's bands before and after the multiplier, by slot; made on first use. Weights alone follow the levers.
    pub(in crate::projection) fn net_of(&self, bands: &NetBands) -> Arc<[Vec<f64>; 2]> {
        let lock = || self.net_factors.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, found)) = lock().iter().find(|(known, _)| known == bands) {
            return Arc::clone(found);
        }
        let made = Arc::new(bands.columns(self.net()));
        let mut known = lock();
        if known.len() >= BANDS {
            known.remove(0);
        }
        known.push((*bands, Arc::clone(&made)));
        made
    }

    /// Columns kept for a cell on a calendar, by `rows` of which `used` hold one a year. `None` if those of `cells` cells, all of
    /// which are asked for in each answer, would take too much memory: they are then worked out anew.
    pub(in crate::projection) fn levels(
        &self,
        cell: &Cell,
        calendar: Calendar,
        (rows, used, cells): (usize, usize, usize),
    ) -> Option<Arc<Levels>> {
        let years = calendar.horizon + 1;
        let most = MOST / (8 * used * years * self.len()).max(1);
        if cells > most {
            return None;
        }
        let id = super::on_calendar(cell, calendar);
        let mut recent = self.recent.0.lock().unwrap_or_else(PoisonError::into_inner);
        let found = match recent.iter().position(|(known, _)| *known == id) {
            Some(at) => recent.remove(at),
            None => (id, Arc::new(Levels::new(rows, years))),
        };
        recent.push(found);
        let surplus = recent.len().saturating_sub(most);
        recent.drain(..surplus);
        recent.last().map(|(_, levels)| Arc::clone(levels))
    }
}
