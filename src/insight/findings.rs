//! The findings behind an arrow, ready for a forest plot: what was printed, and on which axis it can stand.

use super::paths::Step;
use crate::evidence::Effect;
use crate::model::{Band, Basis};

/// Normal quantile of a 95 % interval.
const Z95: f64 = 1.96;

/// A printed interval, in the unit of its finding.
#[derive(Debug, Clone, PartialEq)]
pub struct Interval {
    /// Lower end.
    pub lo: f64,
    /// Upper end.
    pub hi: f64,
    /// What it is, as the table of findings says.
    pub kind: String,
}

/// A finding with a number.
#[derive(Debug, Clone, PartialEq)]
pub struct Point<'a> {
    /// Row of the table of findings.
    pub effect: &'a Effect,
    /// Estimate in its own unit.
    pub value: f64,
    /// Interval where one is printed.
    pub interval: Option<Interval>,
}

/// Findings that share a unit, on one axis.
#[derive(Debug, Clone, PartialEq)]
pub struct Panel<'a> {
    /// Unit of the axis.
    pub unit: String,
    /// Findings on it.
    pub points: Vec<Point<'a>>,
    /// The range that the model uses, if it is in this unit.
    pub band: Option<Band>,
}

impl Panel<'_> {
    /// Ends of the axis: zero, every point, interval and the range lie between them.
    #[must_use]
    pub fn ends(&self) -> (f64, f64) {
        let points = self.points.iter().flat_map(|p| {
            let interval = p.interval.as_ref().map(|i| [i.lo, i.hi]);
            [p.value].into_iter().chain(interval.into_iter().flatten())
        });
        let band = self.band.iter().flat_map(|b| [b.p10, b.central, b.p90]);
        let (lo, hi) = points.chain(band).fold((0.0_f64, 0.0_f64), |(lo, hi), x| (lo.min(x), hi.max(x)));
        if hi - lo > 0.0 { (lo, hi) } else { (-1.0, 1.0) }
    }
}

/// Everything behind an arrow.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Forest<'a> {
    /// Axes; the first is the arrow's own, with the range that the model uses.
    pub panels: Vec<Panel<'a>>,
    /// Findings without a number: only their direction, or nothing, is printed.
    pub words: Vec<&'a Effect>,
}

impl Forest<'_> {
    /// How many findings there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.words.len() + self.panels.iter().map(|p| p.points.len()).sum::<usize>()
    }
}

/// The findings behind an arrow, in the order of the model's tables.
#[must_use]
pub fn behind(basis: &Basis, step: Step) -> Vec<&Effect> {
    let mut ids: Vec<&str> = Vec::new();
    match step {
        Step::Channel(row) => {
            let Some(channel) = basis.model.channels.get(row) else { return Vec::new() };
            ids.extend(channel.pooled_from.iter().map(String::as_str));
            let brought = basis.conversions.iter().filter(|c| c.channel == channel.id);
            ids.extend(brought.map(|c| c.effect.as_str()));
        }
        Step::Link(row) => {
            ids.extend(basis.model.links.get(row).into_iter().flat_map(|l| l.sources.iter().map(String::as_str)));
        }
        Step::Pair(row) => {
            ids.extend(basis.model.pairs.get(row).into_iter().flat_map(|p| p.sources.iter().map(String::as_str)));
        }
    }
    basis.evidence.findings_behind(ids)
}

/// The forest of an arrow: the arrow's own axis first, then one axis per other unit, then what has no number.
#[must_use]
pub fn forest(basis: &Basis, step: Step) -> Forest<'_> {
    let mut out = Forest::default();
    if let Some(own) = own_axis(basis, step) {
        out.panels.push(own);
    }
    for effect in behind(basis, step) {
        let Some(value) = effect.estimate.filter(|x| x.is_finite() && !effect.outcome_unit.starts_with("sign")) else {
            out.words.push(effect);
            continue;
        };
        let point = Point { effect, value, interval: interval(effect) };
        let unit = family(&effect.outcome_unit);
        match out.panels.iter_mut().find(|p| p.unit == unit) {
            Some(panel) => panel.points.push(point),
            None => out.panels.push(Panel { unit, points: vec![point], band: None }),
        }
    }
    out
}

/// The axis of the arrow's own range. A range in log points is said in per cent, `100·(eˣ − 1)`.
fn own_axis(basis: &Basis, step: Step) -> Option<Panel<'static>> {
    let band = step.band(basis)?;
    let (unit, band) = match step {
        Step::Channel(row) => {
            let unit = basis.model.channels.get(row)?.effect_unit.as_str();
            match unit {
                "log points" => (String::from("%"), map(band, |x| 100.0 * libm::expm1(x))),
                _ if unit.starts_with("pp") => (String::from("percentage points"), band),
                other => (other.to_owned(), band),
            }
        }
        Step::Link(_) => (String::from("gain of the link"), band),
        Step::Pair(_) => (String::from("factor between the levers"), band),
    };
    Some(Panel { unit, points: Vec::new(), band: Some(band) })
}

fn map(band: Band, f: impl Fn(f64) -> f64) -> Band {
    Band::new(f(band.p10), f(band.central), f(band.p90))
}

/// Units that can share an axis: per cent of something, percentage points of something; anything else only with itself.
fn family(unit: &str) -> String {
    if unit.starts_with('%') {
        String::from("%")
    } else if unit.starts_with("pp ") || unit == "pp" || unit.starts_with("percentage point") {
        String::from("percentage points")
    } else {
        unit.to_owned()
    }
}

/// The interval as printed; from a standard error the central 95 %. One printed end alone is no interval.
fn interval(effect: &Effect) -> Option<Interval> {
    if let (Some(lo), Some(hi)) = (effect.range_low, effect.range_high) {
        let kind = if effect.range_kind.is_empty() { "range as printed" } else { effect.range_kind.as_str() };
        return Some(Interval { lo: lo.min(hi), hi: hi.max(lo), kind: kind.to_owned() });
    }
    let (value, error) = (effect.estimate?, effect.standard_error?);
    let kind = String::from("95 %, from the printed standard error");
    Some(Interval { lo: value - Z95 * error, hi: value + Z95 * error, kind })
}
