//! Judgements that a scenario overrides: someone's own value for a recorded one, with a name and a reason.
//!
//! A basis with overrides holds both versions: `model` as it is used, and the recorded one beside it. An override equal to
//! the recorded value changes nothing, not even a grade; any other arrow counts as a judgement: grade D at best.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use super::book::{Basis, Model};
use super::check::check;
use super::kinds::Grade;
use super::types::{Band, Channel, Judgements, Status};

/// `Channel::basis` of an arrow whose band was set by an override.
pub const OVERRIDDEN: &str = "override";

/// Prefix of the id of a lever's unit cost; the lever's id follows.
pub const UNIT_COST: &str = "unit_cost.";

/// A judged value: one number, or three quantiles. Two are equal if all their bits are.
#[derive(Debug, Clone, Copy)]
pub enum Value {
    /// A single number.
    Number(f64),
    /// 10 %, 50 % and 90 % quantiles.
    Band(Band),
}

impl Value {
    /// p10, central, p90; the number itself.
    #[must_use]
    pub fn parts(&self) -> Vec<f64> {
        match self {
            Self::Number(x) => vec![*x],
            Self::Band(b) => vec![b.p10, b.central, b.p90],
        }
    }

    /// From one number or three.
    #[must_use]
    pub fn from_parts(parts: &[f64]) -> Option<Self> {
        match parts {
            [x] => Some(Self::Number(*x)),
            [p10, central, p90] => Some(Self::Band(Band::new(*p10, *central, *p90))),
            _ => None,
        }
    }

    /// What this kind of value is given as.
    #[must_use]
    pub const fn form(&self) -> &'static str {
        match self {
            Self::Number(_) => "one number",
            Self::Band(_) => "three numbers: low, middle, high (10 %, 50 %, 90 %)",
        }
    }
}

impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        let bits = |v: &Self| v.parts().into_iter().map(f64::to_bits).collect::<Vec<_>>();
        bits(self) == bits(other)
    }
}

impl Eq for Value {}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Self::Number(x) => x.to_string(),
            Self::Band(b) => format!("{} ({} to {})", b.central, b.p10, b.p90),
        };
        f.write_str(&text.replace('-', "−"))
    }
}

/// Someone's own value for a recorded judgement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Override {
    /// A channel, link, pair, row of gross to net, `unit_cost.` with a lever, or one of [`CONSTANTS`].
    pub id: String,
    /// The value.
    pub value: Value,
    /// Who says so.
    pub name: String,
    /// Why.
    pub reason: String,
}

/// An override beside what is recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The override.
    pub local: Override,
    /// What is recorded.
    pub recorded: Value,
}

impl Change {
    /// Whether it says anything else than what is recorded.
    #[must_use]
    pub fn differs(&self) -> bool {
        self.local.value != self.recorded
    }
}

/// Overrides of a basis, and the model without them.
#[derive(Debug, Clone)]
pub(super) struct Local {
    recorded: Arc<Model>,
    overrides: Vec<Override>,
    changes: Vec<Change>,
}

type Get = fn(&Judgements) -> Value;
type Set = fn(&mut Judgements, Value);

/// Constants of `judgements.ron` that the argument can turn on and that the engine reads as single values: id, value, how it
/// is put in. Ids are those of the records on Evidence.
pub const CONSTANTS: [(&str, Get, Set); 9] = [
    ("null_share", |j| Value::Number(j.null_share), |j, v| number(v, &mut j.null_share)),
    ("null_correlation", |j| Value::Number(j.null_correlation), |j, v| number(v, &mut j.null_correlation)),
    ("optimism_rho", |j| Value::Number(j.optimism_rho), |j, v| number(v, &mut j.optimism_rho)),
    ("lumpiness_cv", |j| Value::Number(j.lumpiness_cv), |j, v| number(v, &mut j.lumpiness_cv)),
    (
        "extrapolation_max_variance",
        |j| Value::Number(j.extrapolation_max_variance),
        |j, v| number(v, &mut j.extrapolation_max_variance),
    ),
    ("rd_depreciation", |j| Value::Band(j.rd_depreciation), |j, v| band(v, &mut j.rd_depreciation)),
    ("optimism_bias_revenue", |j| Value::Band(j.optimism_bias_revenue), |j, v| band(v, &mut j.optimism_bias_revenue)),
    ("critical_mass", |j| Value::Band(j.critical_mass.half_spend), |j, v| band(v, &mut j.critical_mass.half_spend)),
    ("spill", |j| Value::Band(j.spill_kappa_per_km), |j, v| band(v, &mut j.spill_kappa_per_km)),
];

fn number(value: Value, to: &mut f64) {
    if let Value::Number(x) = value {
        *to = x;
    }
}

fn band(value: Value, to: &mut Band) {
    if let Value::Band(b) = value {
        *to = b;
    }
}

/// Where a judgement stands in the model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Item {
    Channel(usize),
    Link(usize),
    Pair(usize),
    Net(usize),
    Cost(usize),
    Constant(usize),
}

fn find(model: &Model, id: &str) -> Option<Item> {
    let row = |mut ids: &mut dyn Iterator<Item = &str>| (&mut ids).position(|own| own == id);
    if let Some(lever) = id.strip_prefix(UNIT_COST) {
        return model.levers.iter().position(|l| l.id.as_str() == lever).map(Item::Cost);
    }
    None.or_else(|| row(&mut model.channels.iter().map(|c| c.id.as_str())).map(Item::Channel))
        .or_else(|| row(&mut model.links.iter().map(|l| l.id.as_str())).map(Item::Link))
        .or_else(|| row(&mut model.pairs.iter().map(|p| p.id.as_str())).map(Item::Pair))
        .or_else(|| row(&mut model.additionality.iter().map(|a| a.id.as_str())).map(Item::Net))
        .or_else(|| row(&mut CONSTANTS.iter().map(|c| c.0)).map(Item::Constant))
}

/// Every id that can be overridden.
#[must_use]
pub fn ids(model: &Model) -> Vec<String> {
    let own = |id: &str| id.to_owned();
    let mut all: Vec<String> = model.channels.iter().map(|c| own(c.id.as_str())).collect();
    all.extend(model.links.iter().map(|l| own(l.id.as_str())));
    all.extend(model.pairs.iter().map(|p| own(p.id.as_str())));
    all.extend(model.additionality.iter().map(|a| a.id.clone()));
    all.extend(model.levers.iter().map(|l| format!("{UNIT_COST}{}", l.id)));
    all.extend(CONSTANTS.iter().map(|c| own(c.0)));
    all
}

/// The value that a model gives a judgement; `None` if none has that id.
#[must_use]
pub fn value_of(model: &Model, id: &str) -> Option<Value> {
    Some(match find(model, id)? {
        Item::Channel(row) => Value::Band(model.channels[row].effect),
        Item::Link(row) => Value::Band(model.links[row].gain),
        Item::Pair(row) => Value::Band(model.pairs[row].gamma),
        Item::Net(row) => Value::Band(model.additionality[row].band),
        Item::Cost(row) => {
            let cost = &model.levers[row].unit_cost;
            Value::Band(Band::new(cost.p10, cost.central, cost.p90))
        }
        Item::Constant(row) => (CONSTANTS[row].1)(&model.judgements),
    })
}

/// What the model's own rules say against a value in place of the recorded one, as ends of sentences; empty if it is accepted.
/// The value must have the form of the recorded one.
#[must_use]
pub fn refused(recorded: &Model, id: &str, value: Value) -> Vec<String> {
    if value_of(recorded, id) == Some(value) {
        return Vec::new();
    }
    let mut model = recorded.clone();
    put(&mut model, id, value);
    let before = check(recorded).0;
    let mut out: Vec<String> = Vec::new();
    for fault in check(&model).0.into_iter().filter(|f| !before.contains(f)) {
        if !out.contains(&fault.problem) {
            out.push(fault.problem);
        }
    }
    out
}

/// Puts a value in place. An arrow becomes a judgement by that: grade D at best, and no finding stands behind its width.
fn put(model: &mut Model, id: &str, value: Value) {
    let Some(item) = find(model, id) else { return };
    let judged = String::from("judgement");
    match (item, value) {
        (Item::Channel(row), Value::Band(b)) => {
            let channel = &mut model.channels[row];
            channel.effect = b;
            channel.grade = channel.grade.max(Grade::D);
            OVERRIDDEN.clone_into(&mut channel.basis);
        }
        (Item::Link(row), Value::Band(b)) => {
            let link = &mut model.links[row];
            link.gain = b;
            link.grade = link.grade.max(Grade::D);
            link.sources = with(&link.sources, judged);
        }
        (Item::Pair(row), Value::Band(b)) => {
            let pair = &mut model.pairs[row];
            pair.gamma = b;
            pair.grade = pair.grade.max(Grade::D);
            pair.sources = with(&pair.sources, judged);
        }
        (Item::Net(row), Value::Band(b)) => {
            model.additionality[row].band = b;
            model.additionality[row].status = Status::Judgement;
        }
        (Item::Cost(row), Value::Band(b)) => {
            let cost = &mut model.levers[row].unit_cost;
            (cost.p10, cost.central, cost.p90) = (b.p10, b.central, b.p90);
            cost.status = Status::Judgement;
        }
        (Item::Constant(row), value) => (CONSTANTS[row].2)(&mut model.judgements, value),
        _ => {}
    }
}

fn with(sources: &[String], word: String) -> Vec<String> {
    let mut all = sources.to_vec();
    if !all.contains(&word) {
        all.push(word);
    }
    all
}

impl Channel {
    /// Whether its band was set by an override.
    #[must_use]
    pub fn is_overridden(&self) -> bool {
        self.basis == OVERRIDDEN
    }
}

impl Basis {
    /// The basis under exactly these overrides, whichever it had before; ids that name nothing, and values that have not the form
    /// of the recorded one, are passed over (the scenario room refuses them).
    #[must_use]
    pub fn under(&self, overrides: &[Override]) -> Cow<'_, Self> {
        let own: &[Override] = self.local.as_ref().map_or(&[], |l| &l.overrides);
        if own == overrides {
            return Cow::Borrowed(self);
        }
        let recorded = self.local.as_ref().map_or_else(|| Arc::new(self.model.clone()), |l| Arc::clone(&l.recorded));
        let mut model = Model::clone(&recorded);
        let mut changes = Vec::new();
        for local in overrides {
            let Some(value) = value_of(&recorded, &local.id) else { continue };
            if value.parts().len() != local.value.parts().len() {
                continue;
            }
            let change = Change { local: local.clone(), recorded: value };
            if change.differs() {
                put(&mut model, &local.id, local.value);
            }
            changes.push(change);
        }
        let local = (!overrides.is_empty()).then(|| Local { recorded, overrides: overrides.to_vec(), changes });
        Cow::Owned(Self {
            evidence: Arc::clone(&self.evidence),
            inputs: Arc::clone(&self.inputs),
            stresses: self.stresses.clone(),
            evaluation: self.evaluation.clone(),
            conversions: self.conversions.clone(),
            model,
            local,
        })
    }

    /// The model without overrides.
    #[must_use]
    pub fn recorded(&self) -> &Model {
        self.local.as_ref().map_or(&self.model, |l| &l.recorded)
    }

    /// Every override beside what is recorded.
    #[must_use]
    pub fn changes(&self) -> &[Change] {
        self.local.as_ref().map_or(&[], |l| &l.changes)
    }

    /// The override of one judgement, if there is one.
    #[must_use]
    pub fn changed(&self, id: &str) -> Option<&Change> {
        self.changes().iter().find(|c| c.local.id == id)
    }

    /// Whether a judgement stands at another value than the recorded one.
    #[must_use]
    pub fn differs_at(&self, id: &str) -> bool {
        self.changed(id).is_some_and(Change::differs)
    }
}
