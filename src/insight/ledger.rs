//! The good-neighbour ledger: what a scenario gives to every other place and takes from it, balanced to the UK (MODEL.md section 14).

use std::sync::atomic::AtomicBool;

use crate::evidence::Place;
use crate::evidence::order::InOrder as _;
use crate::model::Basis;
use crate::model::stats::five_quantiles;
use crate::projection::exchange::{self, Balance, Flows};
use crate::projection::{Draws, Quantiles, Stopped};
use crate::scenario::Scenario;

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Measure {
    /// Present value of net GVA over the years run, £m, 2024 prices.
    Gva,
    /// Net jobs in the last year.
    Jobs,
}

impl Measure {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Gva, Self::Jobs];
}

/// One number over all draws.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Amount {
    /// Quantiles.
    pub range: Quantiles,
    /// Mean over the draws: the one figure of a distribution that adds up over places.
    pub mean: f64,
    /// Share of draws above zero, 0–1.
    pub above: f64,
    /// Share of draws below zero, 0–1.
    pub below: f64,
}

impl Amount {
    fn new(mut values: Vec<f64>) -> Self {
        let n = values.len().max(1) as f64;
        let share = |f: &dyn Fn(f64) -> bool| values.iter().filter(|v| f(**v)).count() as f64 / n;
        let (above, below) = (share(&|v| v > 0.0), share(&|v| v < 0.0));
        let mean = values.iter().sum::<f64>() / n;
        let [p10, p25, p50, p75, p90] = five_quantiles(&mut values);
        Self { range: Quantiles { p10, p25, p50, p75, p90 }, mean, above, below }
    }
}

/// One place's line.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Place.
    pub place: Place,
    /// Whether a plan of the scenario runs here.
    pub here: bool,
    /// From its own plans; zero in other places.
    pub own: Amount,
    /// What the scenario gives it: spilled over from plans elsewhere.
    pub spilled: Amount,
    /// What the scenario takes from it (below zero): others' gains that the UK as a whole does not make.
    pub displaced: Amount,
    /// All three together.
    pub net: Amount,
}

/// One measure, balanced: in every draw the entries sum to `uk`, and so do `here` and `elsewhere`.
#[derive(Debug, Clone, PartialEq)]
pub struct Account {
    /// What is counted.
    pub measure: Measure,
    /// Places with a plan first, then the others by rising net mean: who loses most stands first.
    pub entries: Vec<Entry>,
    /// All places with a plan together.
    pub here: Amount,
    /// All other places together.
    pub elsewhere: Amount,
    /// The UK.
    pub uk: Amount,
    /// The part of the UK's figure that the plans' own places make, as Explore shows it; the rest has spilled over.
    pub uk_of_plans: Amount,
}

/// The ledger of a scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct Ledger {
    /// GVA, then jobs.
    pub accounts: Vec<Account>,
    /// Last calendar year of the run.
    pub last_year: i32,
    /// Draws behind it.
    pub draws: usize,
}

impl Ledger {
    /// One measure.
    #[must_use]
    pub fn account(&self, measure: Measure) -> Option<&Account> {
        self.accounts.iter().find(|a| a.measure == measure)
    }
}

/// Draws up the ledger of a scenario; several plans are summed. Must be called inside the pool that shall do the work.
///
/// # Errors
/// [`Stopped::Cancelled`] once `cancel` is set; [`Stopped::Refused`] if a place has no starting numbers.
pub fn ledger(basis: &Basis, scenario: &Scenario, draws: &Draws, cancel: &AtomicBool) -> Result<Ledger, Stopped> {
    let found = exchange::exchange(basis, scenario, draws, cancel)?;
    let account = |measure: Measure| {
        let balance = match measure {
            Measure::Gva => &found.gva,
            Measure::Jobs => &found.jobs,
        };
        account(measure, &found.places, &found.here, balance)
    };
    Ok(Ledger { accounts: Measure::ALL.map(account).into(), last_year: scenario.last_year(), draws: draws.len() })
}

fn account(measure: Measure, places: &[Place], here: &[bool], balance: &Balance) -> Account {
    let entry = |((place, here), flows): ((&Place, &bool), &Flows)| Entry {
        place: place.clone(),
        here: *here,
        own: Amount::new(flows.own.clone()),
        spilled: Amount::new(flows.spilled.clone()),
        displaced: Amount::new(flows.displaced.clone()),
        net: Amount::new(flows.net()),
    };
    let mut entries: Vec<Entry> = places.iter().zip(here).zip(&balance.places).map(entry).collect();
    let order = |a: &Entry, b: &Entry| b.here.cmp(&a.here).then(a.net.mean.total_cmp(&b.net.mean));
    entries.order_by(|a, b| order(a, b).then_with(|| a.place.cmp(&b.place)));
    let together = |wanted: bool| {
        let mut sum = vec![0.0; balance.uk.len()];
        for (_, flows) in here.iter().zip(&balance.places).filter(|(here, _)| **here == wanted) {
            for (s, v) in sum.iter_mut().zip(flows.net()) {
                *s += v;
            }
        }
        Amount::new(sum)
    };
    Account {
        measure,
        entries,
        here: together(true),
        elsewhere: together(false),
        uk: Amount::new(balance.uk.clone()),
        uk_of_plans: Amount::new(balance.uk_of_plans.clone()),
    }
}
