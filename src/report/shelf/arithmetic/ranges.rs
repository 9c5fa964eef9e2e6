//! What the studies say together, the recorded prior beside it, and the way to the range that is drawn.

use super::{DRAWN, POOL, PRIOR, Record, Steps, Tab, drawn_band};
use crate::evidence::EffectId;
use crate::model::pooling::{POOL_MIN, Pooled};
use crate::model::studies::Standing;
use crate::model::{Band, Basis, Channel, Node};
use crate::report::words::{count, figure};

/// What the studies say together, or why nothing is pooled.
pub(super) fn pooling(basis: &Basis, channel: &Channel, standing: &Standing<'_>, out: &mut Steps) {
    let (ready, all) = (standing.studies().len(), standing.behind.len());
    let Some(p) = &standing.pooled else {
        let said = if ready >= POOL_MIN {
            String::from(
                "The studies cannot be pooled: their weights leave no finite number. The recorded prior stands.",
            )
        } else {
            let of = match all {
                0 => String::from("No finding stands behind it"),
                n => format!("{ready} of {} can be pooled", count(n as u64, "finding", "findings")),
            };
            let needs = "that print an error in a unit with a recorded conversion";
            format!("{of}; pooling needs {POOL_MIN} {needs}. The recorded prior stands.")
        };
        out.number(POOL, "", "studies pooled", (ready as f64, "studies"), said);
        return;
    };
    let unit = channel.effect_unit.as_str();
    let names: Vec<&str> = standing.studies().iter().map(|(id, _)| id.as_str()).collect();
    out.number(POOL, "", "studies pooled", (p.k as f64, "studies"), format!("{} studies: {}.", p.k, names.join(", ")));
    let text =
        format!("Variance between places (Paule–Mandel): τ² = {}, τ = {}.", figure(p.tau2), figure(p.tau2.sqrt()));
    out.number(POOL, "", "τ²", (p.tau2, "unit²"), text);
    out.number(POOL, "", "mean", (p.mu, unit), format!("Mean, weights 1/(variance + τ²): {} {unit}.", figure(p.mu)));
    let held = if p.q > 1.0 { "it widens the error" } else { "the plain error stands" };
    out.number(POOL, "", "q", (p.q, ""), format!("Modified Knapp–Hartung factor q = {}: {held}.", figure(p.q)));
    out.number(
        POOL,
        "",
        "plain standard error",
        (p.se_plain, unit),
        format!("Plain standard error {}.", figure(p.se_plain)),
    );
    out.number(POOL, "", "standard error", (p.se, unit), format!("Standard error of the mean: {}.", figure(p.se)));
    let share = basis.model.judgements.tau_floor_share;
    let floor = if p.tau_used > p.tau2.sqrt() { "the floor holds" } else { "above its floor" };
    let text = format!("τ that is used: {}, at least {} of the mean: {floor}.", figure(p.tau_used), figure(share));
    out.number(POOL, "", "τ used", (p.tau_used, unit), text);
    new_place(p, unit, out);
}

fn new_place(p: &Pooled, unit: &str, out: &mut Steps) {
    let text = format!(
        "In a new place 8 in 10 effects lie between {} and {} {unit} (Student's t, {} degrees of freedom; 80 % prediction interval).",
        figure(p.p10),
        figure(p.p90),
        p.k - 1
    );
    out.say(POOL, "", "a new place", text);
    out.number(POOL, "", "p10", (p.p10, unit), String::new());
    out.number(POOL, "", "p90", (p.p90, unit), String::new());
    let text = format!("95 in 100 lie between {} and {}.", figure(p.pi95[0]), figure(p.pi95[1]));
    out.say(POOL, "", "a new place", text);
}

pub(super) fn prior(basis: &Basis, channel: &Channel, pooled: bool, out: &mut Steps) {
    for id in &channel.prior_ids {
        let Some(p) = basis.evidence.prior(id) else {
            out.say(PRIOR, id, "reference", id.clone());
            continue;
        };
        let ends = [p.p10, p.central, p.p90].map(|x| x.map_or_else(|| String::from("not quantified"), figure));
        let size = match p.central {
            Some(_) => format!("{} to {}, middle {} ({}, for {})", ends[0], ends[2], ends[1], p.unit, p.intensity),
            None => String::from("no size recorded"),
        };
        let said = format!("{id}  {}: {size}", p.outcome);
        out.say(PRIOR, id, "as recorded", said);
        if let Some(last) = out.0.last_mut() {
            (last.value, last.unit) = (p.central, p.unit.clone());
        }
        out.lead(Record::new(Tab::Judgements, id.as_str()));
        if !p.reasoning.trim().is_empty() {
            out.say(PRIOR, id, "reasoning", p.reasoning.clone());
        }
    }
    if channel.prior_ids.is_empty() {
        out.say(PRIOR, "", "none", "No prior is recorded: the band is a judgement.");
    }
    let set_aside = if pooled { " Set aside: the studies are pooled." } else { "" };
    let b = channel.effect;
    let text = format!(
        "Band recorded for the channel: {} {}. Basis: {}.{set_aside}",
        said(b),
        channel.effect_unit,
        channel.basis
    );
    out.number(PRIOR, "", "recorded band", (b.central, &channel.effect_unit), text);
    if !channel.note.trim().is_empty() {
        out.say(PRIOR, "", "how it was made", format!("How it was made: {}", channel.note));
    }
    out.say(PRIOR, "", "discount", "The recorded numbers are discounted already (discount_applied), and not again.");
}

/// "0.01 to 0.10, middle 0.05".
fn said(b: Band) -> String {
    format!("{} to {}, middle {}", figure(b.p10), figure(b.p90), figure(b.central))
}

/// What leaving findings out does to the range before it is weighted and widened.
fn left_out(channel: &Channel, standing: &Standing<'_>, excluded: &[EffectId], out: &mut Steps) {
    let away = channel.pooled_from.iter().filter(|id| excluded.iter().any(|e| e.as_str() == *id)).count();
    match (&standing.pooled, away, channel.pooled_from.len()) {
        (None, 0, _) => {}
        (None, away, n) if away < n => {
            let factor = (n as f64 / (n - away) as f64).sqrt();
            let text = format!(
                "{away} of {n} findings left out: half-widths × {} (the rule for a recorded prior).",
                figure(factor)
            );
            out.number(DRAWN, "", "left out", (factor, "factor"), text);
        }
        (None, _, n) => {
            let text = format!(
                "All {n} findings left out: the middle is halved and the range made to hold 0 (the rule for a recorded prior)."
            );
            out.say(DRAWN, "", "left out", text);
        }
        (Some(_), _, _) if !excluded.is_empty() => {
            out.say(DRAWN, "", "left out", "The rest is pooled again, never to a narrower range than with them.");
        }
        (Some(_), _, _) => {}
    }
}

pub(super) fn drawn(
    basis: &Basis,
    row: usize,
    channel: &Channel,
    standing: &Standing<'_>,
    excluded: &[EffectId],
    out: &mut Steps,
) {
    let Some(band) = drawn_band(basis, row, excluded) else { return };
    let unit = channel.effect_unit.as_str();
    let start = if standing.pooled.is_some() { "the pooled range" } else { "the recorded band" };
    out.say(DRAWN, "", "start", format!("Starts from {start}."));
    left_out(channel, standing, excluded, out);
    let weight = channel.ref_weight;
    let text = if weight < 1.0 {
        format!(
            "Reference weight: the middle × {}, towards the record of UK programmes; no end is drawn in. A switch of the scenario takes it off.",
            figure(weight)
        )
    } else {
        String::from("Reference weight 1: the middle stays.")
    };
    out.number(DRAWN, "", "reference weight", (weight, "factor"), text);
    let outcome = channel.target.node().is_some_and(Node::is_outcome);
    let widening = basis.model.judgements.band_widening;
    let factor = if outcome { widening.outcomes } else { widening.others };
    let into = if outcome { "an outcome" } else { "anything but an outcome" };
    let text = format!("Widening: half-widths × {} for a channel into {into}.", figure(factor));
    out.number(DRAWN, "", "widening", (factor, "factor"), text);
    out.say(DRAWN, "", "range", format!("Drawn from {} {unit} per unit fully exposed.", said(band)));
    out.number(DRAWN, "", "p10", (band.p10, unit), String::new());
    out.number(DRAWN, "", "middle", (band.central, unit), String::new());
    out.number(DRAWN, "", "p90", (band.p90, unit), String::new());
    let mut text =
        String::from("A split normal goes through the three numbers: nothing is cut off, so harm stays possible.");
    if standing.pooled.is_some() {
        text.push_str(
            " Student's t has heavier tails: beyond 1 in 10 on each side the draws lie closer in than it says.",
        );
    }
    out.say(DRAWN, "", "shape", text);
}
