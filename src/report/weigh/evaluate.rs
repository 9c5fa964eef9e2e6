//! The evaluation designer in words: arms and years, what should be seen by when, whose design could be copied.

use super::{computed, quantity, whole_percent};
use crate::evidence::LeverId;
use crate::insight::evaluate::{Arm, NoDesign, Outcome, to_copy};
use crate::model::evaluation::Evaluation;
use crate::model::{Basis, Indicator, Node, Scale};
use crate::projection::Projection;
use crate::projection::variant::Quantity;
use crate::report::effects::counts;
use crate::report::sheet::{Datum, Sheet};
use crate::report::text::places;
use crate::report::why::place_of_study;
use crate::report::wording::SCREEN_FIRST;
use crate::report::words::{Unit, digits, figure, range, range_and_middle, signed};
use crate::scenario::Scenario;

/// Years of the plan in which a monitoring sheet says what should be seen.
const SEEN_BY: [usize; 3] = [2, 5, 10];

/// All sheets: arms, monitoring, designs to copy.
#[must_use]
pub fn sheets(
    basis: &Basis,
    pilot: &Scenario,
    (arms, rules): (&[Arm], &Evaluation),
    projection: &Projection,
    levers: &[LeverId],
) -> Vec<Sheet> {
    vec![designs(basis, pilot, arms, rules), monitoring(basis, pilot, projection), copies(basis, levers)]
}

fn difference(basis: &Basis, arm: &Arm, outcome: Outcome, x: f64) -> String {
    match outcome {
        Outcome::Share { .. } => signed(100.0 * x, 1, Unit::Points),
        Outcome::Mean { .. } => {
            let channel = &basis.model.channels[arm.row];
            let unit = match (channel.scale, channel.target.node()) {
                (Scale::Jobs | Scale::Heads | Scale::Rd, _) => channel.effect_unit.as_str(),
                (_, Some(Node::Practice)) => "SD",
                _ => "log points",
            };
            format!("{}{} {unit}", if x > 0.0 { "+" } else { "" }, figure(x))
        }
    }
}

fn designs(basis: &Basis, pilot: &Scenario, arms: &[Arm], rules: &Evaluation) -> Sheet {
    let mut sheet = Sheet::new(
        format!("How many would show it? {}", pilot.title),
        [
            "central effect",
            "each arm",
            "years to enrol",
            "years to effect",
            "reached in all",
            "they would detect",
            "effect on those reached",
        ],
    );
    let count = |x: f64| Datum::number(x, digits(x, 0));
    for arm in arms {
        let name = quantity(basis, Quantity::Channel(arm.row));
        match &arm.design {
            Ok(d) => sheet.row([
                Datum::number(d.outcome.difference(), difference(basis, arm, d.outcome, d.outcome.difference())),
                count(d.per_arm),
                Datum::number(d.years_to_enrol, figure(d.years_to_enrol)),
                Datum::number(d.years_to_effect, figure(d.years_to_effect)),
                count(d.reached),
                Datum::number(d.detectable, difference(basis, arm, d.outcome, d.detectable)),
                Datum::text(name),
            ]),
            Err(why) => {
                let why = match why {
                    NoDesign::WholePlace => "works on the whole place: no arms",
                    NoDesign::NoSpread => "how far units differ is not known",
                    NoDesign::NoEffect => "the central effect is nothing",
                };
                let none = || Datum::Missing(String::from("–"));
                let first = Datum::Missing(why.to_owned());
                sheet.row([first, none(), none(), none(), none(), none(), Datum::text(name)]);
            }
        }
    }
    sheet.note(sentence(basis, arms));
    sheet.note(format!(
        "Power {}, two-sided level {}. Shares: n = (z₁₋α/₂ + z_power)²·(p₀q₀ + p₁q₁)/(p₁ − p₀)²; means: n = 2·(z₁₋α/₂ + z_power)²·sd²/δ²; × {} for groups of {} assigned \
         together (ICC {}), ÷ {} for what is lost. A lever that works on a whole place can only be set against other places.",
        whole_percent(rules.power),
        whole_percent(rules.alpha),
        figure(rules.design_effect()),
        digits(rules.cluster_size, 0),
        rules.icc,
        whole_percent(1.0 - rules.attrition)
    ));
    for spread in &rules.sd {
        let label = basis.model.nodes.iter().find(|n| n.id == spread.node).map_or("", |n| n.label.as_str());
        sheet.note(format!("{label}, standard deviation between units {}: {}", spread.sd, spread.reason));
    }
    let per_unit = |scale: Scale| {
        let of = |a: &Arm| a.design.is_ok() && basis.model.channels.get(a.row).is_some_and(|c| c.scale == scale);
        arms.iter().any(of)
    };
    if per_unit(Scale::Heads) {
        sheet.note("People per unit reached are taken as a share about a half, where most units are needed.");
    }
    if per_unit(Scale::Jobs) || per_unit(Scale::Rd) {
        sheet.note(format!(
            "Jobs or money per unit reached: standard deviation between units {} × the effect, the judgement on how uneven results are between projects \
             ({}).",
            figure(basis.model.judgements.lumpiness_cv),
            basis.model.judgements.lumpiness_reason
        ));
    }
    sheet.note(SCREEN_FIRST);
    sheet
}

/// What the plan's own numbers could and could not show, one sentence.
#[must_use]
pub fn sentence(basis: &Basis, arms: &[Arm]) -> String {
    let known = || arms.iter().filter_map(|a| a.design.as_ref().ok().map(|d| (a, d)));
    let within = known().filter(|(_, d)| d.per_arm <= d.reached).min_by(|a, b| a.1.per_arm.total_cmp(&b.1.per_arm));
    let of = known().count();
    let shown = known().filter(|(_, d)| d.per_arm <= d.reached).count();
    match within {
        Some((arm, d)) => format!(
            "The plan reaches enough to show {shown} of {of} effects if they are as large as their middle; the easiest is {} with {} in each arm.",
            quantity(basis, Quantity::Channel(arm.row)),
            digits(d.per_arm, 0)
        ),
        None if of > 0 => format!(
            "The plan reaches too few to show any of its {of} effects at their middle size: a null result would not mean that it does nothing."
        ),
        None => String::from("No effect of this plan can be shown with two arms."),
    }
}

fn monitoring(basis: &Basis, pilot: &Scenario, projection: &Projection) -> Sheet {
    let years: Vec<usize> = SEEN_BY.iter().copied().filter(|t| *t <= projection.horizon as usize).collect();
    let name = |t: &usize| format!("by {} (year {t})", projection.year_zero + i32::try_from(*t).unwrap_or(0));
    let head = std::iter::once(String::from("indicator")).chain(years.iter().map(name));
    let mut sheet = Sheet::new("Monitoring sheet: change against no new policy that should be seen", head);
    let Some(plan) = projection.plans.first() else { return sheet };
    let money = |i: &&Indicator| {
        !matches!(i, Indicator::ValueForMoney | Indicator::Gap | Indicator::PublicCostPv | Indicator::NetGvaPv)
    };
    for indicator in Indicator::ALL.iter().filter(money) {
        let outcome = plan.indicator(*indicator);
        let unit = Unit::of_change(*indicator, places(pilot));
        let cell = |t: &usize| match outcome.change.get(*t) {
            Some(q) if q.p10 == 0.0 && q.p90 == 0.0 => Datum::text("no change"),
            Some(q) if q.p10 < 0.0 && q.p90 > 0.0 => {
                let c = counts(outcome, *t);
                Datum::number(q.p50, format!("{} ({} of 20 above)", range(q, unit), c.above))
            }
            Some(q) => Datum::number(q.p50, range_and_middle(q, unit)),
            None => Datum::missing(),
        };
        let label = Datum::text(&basis.model.indicator(*indicator).label);
        sheet.row(std::iter::once(label).chain(years.iter().map(cell)));
    }
    sheet.note(
        "Eight futures in 10 lie in each range. What lies outside says that the model, the delivery or the times are other than assumed; what lies inside is no proof \
         that the programme did it.",
    );
    sheet.note(computed(projection.draws, projection.seed, basis));
    sheet
}

fn copies(basis: &Basis, levers: &[LeverId]) -> Sheet {
    let mut sheet = Sheet::new(
        "Designs that could be copied (with a comparison group, Maryland level 3 or better)",
        ["id", "level", "where and when", "sample", "design"],
    );
    for lever in levers {
        let (effects, cases) = to_copy(basis, lever);
        let label = basis.model.lever(lever).map_or_else(|| lever.to_string(), |l| l.label.clone());
        for e in effects.iter().take(5) {
            let texts = [e.id.as_str(), e.sms.as_str(), &place_of_study(e), &e.n, &e.design].map(Datum::text);
            sheet.row(texts);
        }
        for c in cases.iter().take(3) {
            let years = c.year_start.map_or_else(String::new, |y| format!(", {y}"));
            let texts =
                [c.id.as_str(), &c.sms.to_string(), &format!("{}, {}{years}", c.programme, c.place), "–", &c.method];
            sheet.row(texts.map(Datum::text));
        }
        if effects.is_empty() && cases.is_empty() {
            sheet.note(format!("{label}: no study with a comparison group was found; yours would be the first."));
        }
    }
    sheet.note("`tiller evidence show ID` prints each in full.");
    sheet
}
