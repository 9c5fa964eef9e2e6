//! Cost and value of a plan: three tiers, the place beside the UK, no pass mark.

use super::layout::{Lean, Table, wrap};
use super::words::{NOT_QUANTIFIED, Unit, amount, digits, figure, percent, range, range_and_middle};
use crate::model::Grade;
use crate::projection::{AppraisalOutcome, Quantiles, TierOutcome};

/// The name of the ratio, always in full.
pub const RATIO_NAME: &str = "GVA-based benefit–cost ratio (UK); not a full Green Book BCR";

/// The whole part, as text.
pub(super) fn part(a: &AppraisalOutcome) -> String {
    let mut out = String::new();
    let cost = range_and_middle(&a.public_cost, Unit::MillionPounds).replace('+', "");
    out.push_str(&wrap(
        &format!(
            "Public cost, present value: {cost} (with cost uncertainty and optimism bias). Private cost, present value: {}.",
            amount(a.private_cost, Unit::MillionPounds)
        ),
        "  ",
        "  ",
    ));
    out.push_str(&wrap(
        &format!("{RATIO_NAME}, and net present social value, by what evidence is counted:"),
        "  ",
        "  ",
    ));
    out.push_str(&tiers(&a.tiers));
    out.push_str(&wrap("There is no pass mark.", "  ", "  "));
    out.push_str(&wrap(&place(a), "  ", "  "));
    out
}

/// One line per tier.
fn tiers(tiers: &[TierOutcome]) -> String {
    let mut table = Table::new(&[Lean::Left, Lean::Left, Lean::Left, Lean::Right], 2);
    table.row(["tier (grades counted)", "ratio", "net present social value", "cannot be tested"]);
    for tier in tiers {
        table.row([
            format!("{} ({})", tier.id, grades(&tier.grades)),
            tier.bcr.map_or("no benefit can be counted".into(), |q| ratio(&q)),
            tier.npsv.map_or("—".into(), |q| range_and_middle(&q, Unit::MillionPounds)),
            percent(tier.untested_share),
        ]);
    }
    table.render()
}

/// `ABC` → `A–C`.
fn grades(letters: &str) -> String {
    let known: Vec<&Grade> = Grade::ALL.iter().filter(|g| letters.contains(g.as_str())).collect();
    match known.as_slice() {
        [] => letters.to_owned(),
        [one] => one.to_string(),
        [first, .., last] => format!("{first}–{last}"),
    }
}

/// A ratio: range, then middle, one decimal where it says something.
#[must_use]
pub fn ratio(q: &Quantiles) -> String {
    range_and_middle(q, Unit::Ratio).replace('+', "")
}

fn place(a: &AppraisalOutcome) -> String {
    let mut said = Vec::new();
    if let Some(q) = a.gva_per_pound_place {
        said.push(format!("GVA here per £1 of public cost: {} (much of it moved from elsewhere).", pounds_plain(&q)));
    }
    match a.cost_per_net_job {
        Some(q) => said.push(format!("Public cost per net job created here: {}.", pounds_plain(&q))),
        None => said.push(String::from("Public cost per net job created here: no job is created in most futures.")),
    }
    if let Some(q) = a.cost_per_job_year {
        said.push(format!("Public cost per job-year here: {}.", pounds_plain(&q)));
    }
    said.push(format!(
        "Net additional GVA, present value: here {}, UK {}.",
        range(&a.gva_place, Unit::MillionPounds),
        range(&a.gva_uk, Unit::MillionPounds)
    ));
    if let Some(x) = a.switching_benefit.filter(|x| x.is_finite() && *x >= 0.0) {
        let times = digits(x, super::words::decimals_of(x));
        said.push(format!("In the middle future, benefits {times} times as large would just cover the costs (UK)."));
    }
    said.join(" ")
}

/// Range and middle in £, not in millions.
fn pounds_plain(q: &Quantiles) -> String {
    if ![q.p10, q.p50, q.p90].iter().all(|x| x.is_finite()) {
        return String::from(NOT_QUANTIFIED);
    }
    let pounds = |x: f64| format!("{}£{}", if x < 0.0 { "−" } else { "" }, figure(x.abs()));
    format!("{} … {}, middle {}", pounds(q.p10), pounds(q.p90), pounds(q.p50))
}
