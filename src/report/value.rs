//! Cost and value of a plan: three tiers, the place beside the UK, no pass mark.

use super::layout::wrap;
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

/// One sentence per tier.
fn tiers(tiers: &[TierOutcome]) -> String {
    let sentence = |tier: &TierOutcome| {
        let figures = match (tier.bcr, tier.npsv) {
            (Some(ratio_of), Some(npsv)) => format!(
                "ratio {}; net present social value {}",
                ratio(&ratio_of),
                range_and_middle(&npsv, Unit::MillionPounds)
            ),
            _ => String::from("no benefit can be counted"),
        };
        let untested = percent(tier.untested_share);
        let text = format!(
            "{}, grades {}: {figures}; {untested} of this package cannot be tested at this tier.",
            tier.id,
            grades(&tier.grades)
        );
        wrap(&text, "  - ", "    ")
    };
    tiers.iter().map(sentence).collect()
}

/// `ABC` → `A–C`.
#[must_use]
pub fn grades(letters: &str) -> String {
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
        said.push(format!("Switching value: {times} times the middle UK benefit would just cover the middle costs."));
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
