//! What differs between two scenarios, in words.

use std::collections::BTreeSet;
use std::fmt;

use super::types::{Plan, Scenario, Setting, Switches};
use crate::evidence::{EffectId, LeverId};
use crate::model::local::{Override, value_of};
use crate::model::{Basis, LeverKind};

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// What it is about: "Horizon", "West Midlands, Advanced manufacturing: Skills provision".
    pub what: String,
    /// What the first says.
    pub before: String,
    /// What the second says.
    pub after: String,
    /// Whether it is a lever's amount alone, by less than [`SMALL`] of the larger.
    pub small: bool,
}

/// Share of the larger amount below which a difference in a lever's amount is trivial: 1 %, far inside the spread of unit
/// costs (judgement).
pub const SMALL: f64 = 0.01;

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} → {}", self.what, self.before, self.after)
    }
}

/// Every difference that could change a number, the frame first, then plan by plan; titles, notes, dates and
/// expectations are left aside. Budget and targets, which change no number but what is said of it, come last. Empty: both
/// scenarios give the same numbers and hold them against the same aims.
#[must_use]
pub fn differences(basis: &Basis, a: &Scenario, b: &Scenario) -> Vec<Difference> {
    let mut out = Vec::new();
    let mut say = |what: &str, before: String, after: String| {
        if before != after {
            out.push(Difference { what: what.to_owned(), before, after, small: false });
        }
    };
    say("Start", a.start.to_string(), b.start.to_string());
    say("Horizon", format!("{} years", a.horizon), format!("{} years", b.horizon));
    say("Seed", a.seed.to_string(), b.seed.to_string());
    say("Draws", a.draws.to_string(), b.draws.to_string());
    for ((what, before), (_, after)) in switch_words(a.switches).into_iter().zip(switch_words(b.switches)) {
        say(what, before, after);
    }
    say("Findings left out", studies(&a.exclude_studies), studies(&b.exclude_studies));
    overrides(basis, a, b, &mut out);
    plans(basis, a, b, &mut out);
    aims(basis, a, b, &mut out);
    out
}

/// Judgements set otherwise by one of them, or otherwise by each.
fn overrides(basis: &Basis, a: &Scenario, b: &Scenario, out: &mut Vec<Difference>) {
    let ids: BTreeSet<&str> = a.overrides.iter().chain(&b.overrides).map(|o| o.id.as_str()).collect();
    for id in ids {
        let recorded = value_of(basis.recorded(), id);
        let of = |s: &Scenario| s.overrides.iter().find(|o| o.id == id).cloned();
        let said = |own: Option<Override>| match (own, recorded) {
            (Some(own), _) => format!("{} by {}: {}", own.value, own.name, own.reason),
            (None, Some(recorded)) => format!("{recorded} as recorded"),
            (None, None) => String::from("as recorded"),
        };
        let (before, after) = (said(of(a)), said(of(b)));
        if before != after {
            out.push(Difference { what: format!("Judgement {id}"), before, after, small: false });
        }
    }
}

/// Budget and targets.
fn aims(basis: &Basis, a: &Scenario, b: &Scenario, out: &mut Vec<Difference>) {
    let money = |budget: Option<f64>| budget.map_or_else(|| String::from("none"), |m| format!("£{m}m a year"));
    if a.budget != b.budget {
        out.push(Difference {
            what: String::from("Budget"),
            before: money(a.budget),
            after: money(b.budget),
            small: false,
        });
    }
    let level = |t: Option<f64>| t.map_or_else(|| String::from("none"), |t| t.to_string());
    for plan in 0..a.plans.len().max(b.plans.len()) {
        for indicator in crate::model::Indicator::ALL {
            let (before, after) = (a.target(plan, *indicator), b.target(plan, *indicator));
            if before != after {
                let name = &basis.model.indicator(*indicator).label;
                let of = if plan == 0 { String::new() } else { format!(" of plan {}", plan + 1) };
                let what = format!("Target{of}: {name}");
                out.push(Difference { what, before: level(before), after: level(after), small: false });
            }
        }
    }
}

fn switch_words(s: Switches) -> [(&'static str, String); 5] {
    let on = |on: bool| String::from(if on { "on" } else { "off" });
    let structures: Vec<&str> =
        ["direct", "chain", "ecosystem"].into_iter().zip(s.structures).filter(|(_, on)| *on).map(|(n, _)| n).collect();
    [
        ("Reference-class weight", on(s.reference_class)),
        ("Critical mass", on(s.critical_mass)),
        ("Flat beyond the evidence", on(s.flatten)),
        ("Levers may fail to take", on(s.takes)),
        ("Structures", structures.join(", ")),
    ]
}

fn studies(ids: &[EffectId]) -> String {
    let ids: BTreeSet<&str> = ids.iter().map(EffectId::as_str).collect();
    if ids.is_empty() { String::from("none") } else { ids.into_iter().collect::<Vec<_>>().join(", ") }
}

/// Plans are matched by place and sector; if both scenarios have a single plan, these two are compared wherever they are.
fn plans(basis: &Basis, a: &Scenario, b: &Scenario, out: &mut Vec<Difference>) {
    if let ([one], [other]) = (a.plans.as_slice(), b.plans.as_slice()) {
        for (what, before, after) in [
            ("Place", basis.evidence.place_name(&one.place), basis.evidence.place_name(&other.place)),
            ("Sector", sector(basis, one), sector(basis, other)),
        ] {
            if before != after {
                out.push(Difference { what: what.to_owned(), before, after, small: false });
            }
        }
        settings(basis, "", one, Some(other), out);
        return;
    }
    let several = a.plans.len().max(b.plans.len()) > 1;
    let prefix = |p: &Plan| {
        if several { format!("{}, {}: ", basis.evidence.place_name(&p.place), sector(basis, p)) } else { String::new() }
    };
    let same = |x: &Plan, y: &Plan| x.place == y.place && x.sector == y.sector;
    for plan in &a.plans {
        settings(basis, &prefix(plan), plan, b.plans.iter().find(|p| same(p, plan)), out);
    }
    for plan in b.plans.iter().filter(|p| !a.plans.iter().any(|q| same(q, p))) {
        let none =
            Plan { place: plan.place.clone(), sector: plan.sector.clone(), levers: std::collections::BTreeMap::new() };
        settings(basis, &prefix(plan), &none, Some(plan), out);
    }
}

fn sector(basis: &Basis, plan: &Plan) -> String {
    basis.evidence.sector(&plan.sector).map_or_else(|| plan.sector.to_string(), |s| s.name.clone())
}

fn settings(basis: &Basis, prefix: &str, a: &Plan, b: Option<&Plan>, out: &mut Vec<Difference>) {
    for lever in &basis.model.levers {
        let before = in_words(basis, &lever.id, a.levers.get(&lever.id));
        let after = in_words(basis, &lever.id, b.and_then(|b| b.levers.get(&lever.id)));
        if before != after {
            let small = is_small(a.levers.get(&lever.id), b.and_then(|b| b.levers.get(&lever.id)));
            out.push(Difference { what: format!("{prefix}{}", lever.label), before, after, small });
        }
    }
}

/// Whether two settings differ in their amount only, and in that hardly.
fn is_small(a: Option<&Setting>, b: Option<&Setting>) -> bool {
    let (Some(a), Some(b)) = (a, b) else { return false };
    let rest = (a.from, a.to, &a.partner) == (b.from, b.to, &b.partner);
    rest && (a.amount - b.amount).abs() < SMALL * a.amount.max(b.amount)
}

/// What differs among several scenarios: one line for each thing, with what every scenario says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Contrast {
    /// What it is about, and what each scenario says of it, in their order.
    pub lines: Vec<(String, Vec<String>)>,
    /// Differences left out because they are small.
    pub hidden: usize,
}

/// What differs among scenarios, without differences that are [small](Difference::small). Seed and number of draws are left
/// out: scenarios are compared on the same draws.
#[must_use]
pub fn contrast(basis: &Basis, scenarios: &[&Scenario]) -> Contrast {
    let Some((first, others)) = scenarios.split_first() else { return Contrast::default() };
    let found: Vec<Vec<Difference>> = others.iter().map(|other| differences(basis, first, other)).collect();
    let mut names: Vec<&str> = Vec::new();
    for difference in found.iter().flatten().filter(|d| !matches!(d.what.as_str(), "Seed" | "Draws")) {
        if !names.contains(&difference.what.as_str()) {
            names.push(&difference.what);
        }
    }
    let mut out = Contrast::default();
    for name in names {
        let of: Vec<Option<&Difference>> = found.iter().map(|f| f.iter().find(|d| d.what == name)).collect();
        if of.iter().flatten().all(|d| d.small) {
            out.hidden += 1;
            continue;
        }
        let own = of.iter().flatten().next().map_or("", |d| d.before.as_str());
        let mut said = vec![own.to_owned()];
        said.extend(of.iter().map(|d| d.map_or(own, |d| d.after.as_str()).to_owned()));
        out.lines.push((name.to_owned(), said));
    }
    out
}

/// A setting as a person says it: "£2.6m a year, 2027–2034", "60 % coverage, 2027–2041", "off".
#[must_use]
pub fn in_words(basis: &Basis, lever: &LeverId, setting: Option<&Setting>) -> String {
    let Some(setting) = setting.filter(|s| s.amount > 0.0) else { return String::from("off") };
    let amount = match basis.model.lever(lever).map(|l| l.kind) {
        Some(LeverKind::Reform) => format!("{} % coverage", setting.amount),
        _ => format!("£{}m a year", setting.amount),
    };
    let years = if setting.from == setting.to {
        setting.from.to_string()
    } else {
        format!("{}–{}", setting.from, setting.to)
    };
    match &setting.partner {
        Some(partner) => format!("{amount}, {years}, with {}", basis.evidence.place_name(partner)),
        None => format!("{amount}, {years}"),
    }
}
