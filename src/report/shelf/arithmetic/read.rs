//! One study: as published, then how it enters or what keeps it out.

use super::{BEHIND, Record, Steps, Tab};
use crate::evidence::{Effect, Usable};
use crate::model::Channel;
use crate::model::conversions::Form;
use crate::model::studies::{Barrier, Behind, ErrorFrom, Reading};
use crate::report::shelf::findings;
use crate::report::words::figure;

fn per(x: &Effect) -> String {
    if x.intensity_unit.is_empty() { String::new() } else { format!(", for {}", x.intensity_unit) }
}

/// A finding as published, then how it enters or what keeps it out.
pub(super) fn study(channel: &Channel, one: &Behind<'_>, out: &mut Steps) {
    let (x, id) = (one.effect, one.effect.id.as_str());
    let level = x.sms_number.map_or_else(|| String::from("no level of design"), |n| format!("level {n} of 5"));
    let published = findings::printed(x);
    let text = format!("{id}  {}: {published}{} ({}, {}; {level})", x.outcome, per(x), x.country, x.years);
    out.say(BEHIND, id, "as published", text);
    if let Some(last) = out.0.last_mut() {
        (last.value, last.unit) = (x.estimate, x.outcome_unit.clone());
    }
    out.lead(Record::new(Tab::Findings, id));
    if !x.population.trim().is_empty() {
        out.say(BEHIND, id, "who was studied", format!("Who was studied: {}.", x.population.trim_end_matches('.')));
    }
    match &one.reading {
        Ok(reading) => enters(channel, one, reading, out),
        Err(barriers) => {
            let why: Vec<String> = barriers.iter().map(|b| barrier(channel, x, b)).collect();
            out.say(BEHIND, id, "not pooled", format!("Not pooled: {}.", why.join("; ")));
        }
    }
}

fn enters(channel: &Channel, one: &Behind<'_>, reading: &Reading, out: &mut Steps) {
    let (x, id, unit) = (one.effect, one.effect.id.as_str(), channel.effect_unit.as_str());
    let se = reading.converted.variance.sqrt();
    let from = match reading.from {
        ErrorFrom::Printed(se) => format!("Standard error {}, as printed.", figure(se)),
        ErrorFrom::Interval(level) => {
            let ends = [x.range_low, x.range_high].map(|end| figure(end.unwrap_or(f64::NAN)));
            format!("{} % interval {} to {}: width ÷ 2z after conversion.", figure(100.0 * level), ends[0], ends[1])
        }
    };
    out.say(BEHIND, id, "error", from);
    if let Some(how) = one.conversion {
        let formula = match how.form {
            Form::Linear => "x",
            Form::PercentToLog => "ln(1 + x/100)",
            Form::PointsToLogOdds => "x/100 ÷ p(1 − p)",
            Form::RatioToLog => "ln x",
        };
        let text = format!(
            "Converted by {formula} × {}: {} {unit} per unit fully exposed, standard error {}. Why: {}.",
            figure(how.factor),
            figure(reading.converted.effect),
            figure(se),
            how.reason.trim().trim_end_matches('.')
        );
        out.number(BEHIND, id, "converted", (reading.converted.effect, unit), text);
        out.number(BEHIND, id, "standard error", (se, unit), format!("Variance {}.", figure(se * se)));
    }
    let text = match reading.discount {
        Some(d) => format!(
            "Discounted once: × {} for its design; spread of {} of itself for what the design cannot rule out, {} for distance.",
            figure(d.shrink),
            figure(d.cv_int),
            figure(d.cv_ext)
        ),
        None => String::from("Discounted before it was entered; not a second time."),
    };
    let factor = reading.discount.map_or(1.0, |d| d.shrink);
    out.number(BEHIND, id, "discount", (factor, "factor"), text);
    let (effect, variance) = (reading.enters.effect, reading.enters.variance);
    let text = format!("Enters with {} {unit}, standard error {}.", figure(effect), figure(variance.sqrt()));
    out.number(BEHIND, id, "enters", (effect, unit), text);
    out.number(
        BEHIND,
        id,
        "variance that enters",
        (variance, "unit²"),
        format!("Variance that enters: {}.", figure(variance)),
    );
}

fn barrier(channel: &Channel, x: &Effect, why: &Barrier) -> String {
    match why {
        Barrier::LeftOut => String::from("left out, alone or with another result of its study"),
        Barrier::NotANumber(usable) => String::from(match usable {
            Usable::Yes | Usable::No => "its record says that it is not to be used as a number",
            Usable::Direction => "only its direction is known",
            Usable::Timing => "it says when effects come and fade, not how large they are",
            Usable::ContextOnly => "its record says that it is context only",
        }),
        Barrier::NoEstimate => String::from("it prints no number"),
        Barrier::NoError if x.range_low.is_some() || x.range_high.is_some() => {
            format!("it prints no standard error, and its range is no interval of a stated level ({})", x.range_kind)
        }
        Barrier::NoError => String::from("it prints no standard error and no interval"),
        Barrier::BadError => String::from("its error is not a number above 0"),
        Barrier::NoConversion => format!(
            "no row of model/conversions.csv says how {}{} becomes {} per unit fully exposed",
            x.outcome_unit,
            per(x),
            channel.effect_unit
        ),
        Barrier::OutsideForm(form) => format!("its number cannot go through {}", form.as_str()),
        Barrier::NoLevel => String::from("its design has no level 1 to 5, and it has not been discounted already"),
        Barrier::SameStudy(id) => format!("{id}, of the same study and less certain, stands for it"),
    }
}
