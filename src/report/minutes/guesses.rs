//! The room's guesses beside the range of the model: neither is the truth, and nobody is scored.

use super::Held;
use super::stands::{ballot_of, tallied};
use crate::report::room;
use crate::report::sheet::{Datum, Sheet};
use crate::report::takehome::chart::{DotRow, Drawing, Strip, Whose};
use crate::report::takehome::{Chart, Section};
use crate::report::words::{count, figure};
use crate::roundtable::{Guesses, Round, Tally};

/// Drawing and table; `None` if nobody guessed.
pub(super) fn section(held: &Held) -> Option<Section> {
    let asked = held.question.guess.as_ref()?;
    let guessed = |round: Round| Tally::of(&held.question, held.session.round(round)).guesses;
    let all: Vec<(Round, Guesses)> =
        held.rounds().into_iter().filter_map(|round| guessed(round).map(|g| (round, g))).collect();
    if all.is_empty() {
        return None;
    }
    let model = held.own().and_then(|own| room::guessed(&asked.indicator, &own).map(|range| (own.0, range)));
    let mut section = Section::new("Guesses beside the range");
    section.say("Neither is the truth, and nobody is marked. Where they differ, one of them has left something out.");
    section.chart(Chart {
        title: format!("Change of {} by {}, {}.", asked.name, asked.year, asked.unit),
        says: String::from(
            "A dot is a guess, the shaded stretch behind the dots holds half of them, the upright line is the middle. The stretch \
             of the model holds 8 futures in 10.",
        ),
        drawing: Drawing::Dots(vec![strip(held, &all, model)]),
        values: values(&all, model),
    });
    if model.is_none() {
        section.say("The range of the model is not quantified here.");
    }
    Some(section)
}

type Model<'a> = Option<(&'a str, (f64, f64, f64))>;

/// From the least guess or end of the range to the largest, with nothing among them: the range that was allowed is far wider.
fn strip(held: &Held, all: &[(Round, Guesses)], model: Model<'_>) -> Strip {
    let mut rows: Vec<DotRow> = all
        .iter()
        .map(|(round, g)| DotRow {
            label: ballot_of(*round).to_owned(),
            whose: Whose::Room,
            dots: g.dots.clone(),
            middle: Some([g.middle.lower, g.middle.median, g.middle.upper]),
            said: format!(
                "middle {}, half {} to {} · {}",
                room::figure(g.middle.median),
                room::figure(g.middle.lower),
                room::figure(g.middle.upper),
                count(g.dots.len() as u64, "guess", "guesses")
            ),
        })
        .collect();
    if let Some((label, (low, middle, high))) = model {
        rows.push(DotRow {
            label: format!("The model, {}", room::lower(label)),
            whose: Whose::Model,
            dots: Vec::new(),
            middle: Some([low, middle, high]),
            said: format!("{} to {} · middle {}", figure(low), figure(high), figure(middle)),
        });
    }
    let stretches = rows.iter().filter_map(|r| r.middle).flatten();
    let (lo, hi) = rows
        .iter()
        .flat_map(|r| r.dots.iter().copied())
        .chain(stretches)
        .fold((0.0_f64, 0.0_f64), |(lo, hi), x| (lo.min(x), hi.max(x)));
    let (label, unit) =
        held.question.guess.as_ref().map_or_else(Default::default, |g| (g.name.clone(), g.unit.clone()));
    Strip { label, unit, ends: [lo, hi], rows, decided: None }
}

fn values(all: &[(Round, Guesses)], model: Model<'_>) -> Sheet {
    let mut sheet = Sheet::new("Guesses and range", ["who says", "from", "middle", "to", "every guess"]);
    let number = |x: f64| Datum::number(x, room::figure(x));
    for (round, g) in all {
        let (first, name) = (g.dots.first().copied(), ballot_of(*round).to_lowercase());
        sheet.row([
            Datum::text(format!("the room, {name}: middle half")),
            number(g.middle.lower),
            number(g.middle.median),
            number(g.middle.upper),
            Datum::text(tallied(&g.dots)),
        ]);
        if let (Some(low), Some(high)) = (first, g.dots.last()) {
            let who = Datum::text(format!("the room, {name}: all"));
            sheet.row([who, number(low), number(g.middle.median), number(*high), Datum::text("")]);
        }
    }
    if let Some((label, (low, middle, high))) = model {
        let shown = |x: f64| Datum::number(x, figure(x));
        let who = Datum::text(format!("the model, {}: 8 futures in 10", room::lower(label)));
        sheet.row([who, shown(low), shown(middle), shown(high), Datum::text("")]);
    }
    sheet
}
