//! The appraisal summary table: do-minimum, preferred, alternative; dated, with its assumptions; no pass mark.

use chrono::NaiveDate;

use super::{computed, error, whole_percent};
use crate::insight::appraise::Appraised;
use crate::model::{Basis, Indicator};
use crate::projection::Quantiles;
use crate::report::sheet::{Datum, Sheet};
use crate::report::text::places;
use crate::report::value::{RATIO_NAME, grades, ratio};
use crate::report::wording::{self, NOT_MODELLED, SCREEN_FIRST};
use crate::report::words::{Unit, amount, count, digits, percent, range, range_and_middle};
use crate::scenario::Scenario;

/// The two discount schedules that the data hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Schedule {
    /// The standard one.
    Standard,
    /// The lower-rate sensitivity.
    Lower,
}

const MONEY: Unit = Unit::MillionPounds;

/// Table and assumptions. `options`: preferred, then alternatives, with their scenarios.
#[must_use]
pub fn sheets(basis: &Basis, options: &[(&Scenario, &Appraised)], schedule: Schedule, today: NaiveDate) -> Vec<Sheet> {
    vec![table(basis, options, schedule, today), assumptions(basis, options, schedule)]
}

fn name(k: usize) -> String {
    match k {
        0 => String::from("preferred"),
        1 => String::from("alternative"),
        _ => format!("alternative {k}"),
    }
}

fn table(basis: &Basis, options: &[(&Scenario, &Appraised)], schedule: Schedule, today: NaiveDate) -> Sheet {
    let head = ["", "do-minimum"].map(String::from).into_iter().chain((0..options.len()).map(name));
    let mut sheet = Sheet::new(format!("Appraisal summary table, {}", today.format("%-d %B %Y")), head);
    let mut row = |label: String, minimum: &str, cell: &dyn Fn(&Appraised) -> Datum| {
        let first = [Datum::text(label), Datum::text(minimum)];
        sheet.row(first.into_iter().chain(options.iter().map(|(_, o)| cell(o))));
    };
    row(String::from("scenario"), "no new policy", &|o| Datum::text(&o.title));
    for (k, tier) in basis.model.appraisal.tiers.iter().enumerate() {
        let label = format!("net present social value (UK), {}: grades {}", tier.id, grades(&tier.grades));
        row(label, "£0m", &|o| money(o.tiers.get(k).and_then(|t| t.npsv)));
    }
    row(String::from("public cost, present value"), "£0m", &|o| unsigned(&o.cost));
    row(String::from("private cost, present value"), "£0m", &|o| Datum::number(o.private, amount(o.private, MONEY)));
    for (k, tier) in basis.model.appraisal.tiers.iter().enumerate() {
        row(format!("benefit–cost ratio, {}: grades {}", tier.id, grades(&tier.grades)), "–", &|o| match o
            .tiers
            .get(k)
            .and_then(|t| t.bcr)
        {
            Some(q) => Datum::number(q.p50, ratio(&q)),
            None => Datum::Missing(String::from("no benefit can be counted")),
        });
        row(format!("share not testable at {}", tier.id), "–", &|o| {
            o.tiers.get(k).map_or_else(Datum::missing, |t| Datum::number(t.untested, whole_percent(t.untested)))
        });
    }
    let etas = options.iter().map(|(_, o)| o.weighted.len()).max().unwrap_or(0);
    for k in 0..etas {
        let eta = options.iter().find_map(|(_, o)| o.weighted.get(k)).map_or(0.0, |w| w.eta);
        row(format!("illustrative, weighted by income (η = {eta})"), "£0m", &|o| match o.weighted.get(k) {
            Some(w) => Datum::number(
                w.npsv.p50,
                format!("{} (weight {})", range_and_middle(&w.npsv, MONEY), digits(w.weight, 2)),
            ),
            None => Datum::missing(),
        });
    }
    row(String::from("net GVA here, present value"), "£0m", &|o| money(Some(o.gva_here)));
    row(String::from("net GVA for the UK, present value"), "£0m", &|o| money(Some(o.gva_uk)));
    row(String::from("net jobs here, last year"), "0", &|o| jobs(&o.jobs_here));
    row(String::from("net jobs for the UK, last year (first plan)"), "0", &|o| jobs(&o.jobs_uk));
    row(String::from("UK better off than with do-minimum"), "–", &|o| {
        Datum::number(o.better, format!("in {} of futures", whole_percent(o.better)))
    });
    let factor = |x: Option<f64>| x.map_or_else(Datum::missing, |x| Datum::number(x, format!("× {}", digits(x, 2))));
    row(String::from("switching value: middle benefit"), "–", &|o| factor(o.switching.benefit));
    row(String::from("switching value: middle public cost"), "–", &|o| factor(o.switching.cost));
    row(String::from("switching value: displacement (UK)"), "–", &|o| match o.switching.displacement {
        Some((drawn, at)) => Datum::number(at, format!("{} (drawn: {})", whole_percent(at), whole_percent(drawn))),
        None => Datum::Missing(String::from("none between 0 and 100 %")),
    });
    row(String::from("grade of the evidence"), "–", &|o| Datum::text(o.grade.to_string()));
    uncounted(basis, options, &mut sheet);
    let at = match schedule {
        Schedule::Standard => "standard discount rates",
        Schedule::Lower => "the lower discount rates (sensitivity)",
    };
    sheet.note(format!(
        "{RATIO_NAME}. There is no pass mark. At {at}. Ranges hold 8 futures in 10; the middle comes second."
    ));
    for (k, (_, o)) in options.iter().enumerate() {
        sheet.note(format!("{}: {}", name(k), error("the middle net present social value", o.error, MONEY)));
    }
    sheet.note(SCREEN_FIRST);
    sheet
}

fn money(q: Option<Quantiles>) -> Datum {
    q.map_or_else(
        || Datum::Missing(String::from("no benefit can be counted")),
        |q| Datum::number(q.p50, range_and_middle(&q, MONEY)),
    )
}

fn unsigned(q: &Quantiles) -> Datum {
    Datum::number(q.p50, range_and_middle(q, MONEY).replace('+', ""))
}

fn jobs(q: &Quantiles) -> Datum {
    if q.p10 == 0.0 && q.p90 == 0.0 {
        Datum::number(0.0, "0")
    } else {
        Datum::number(q.p50, range_and_middle(q, Unit::Jobs))
    }
}

/// Effects that no money stands for: a row each, so that it cannot be left blank.
fn uncounted(basis: &Basis, options: &[(&Scenario, &Appraised)], sheet: &mut Sheet) {
    let Some((scenario, first)) = options.first() else { return };
    let places = places(scenario);
    for (k, (indicator, _)) in first.uncounted.iter().enumerate() {
        let jobs = if *indicator == Indicator::NetJobs { ", induced jobs included" } else { "" };
        let label = format!("not in money: {}{jobs} (first plan)", basis.model.indicator(*indicator).label);
        let cell = |o: &Appraised| match o.uncounted.get(k) {
            Some((_, q)) if q.p10 == 0.0 && q.p90 == 0.0 => Datum::text("no change"),
            Some((_, q)) => Datum::text(range(q, Unit::of_change(*indicator, places))),
            None => Datum::missing(),
        };
        let head = [Datum::text(label), Datum::text("no change")];
        sheet.row(head.into_iter().chain(options.iter().map(|(_, o)| cell(o))));
    }
    let unseen = Datum::text("not modelled");
    let head = [Datum::text("neither in money nor modelled"), Datum::text("–")];
    sheet.row(head.into_iter().chain(options.iter().map(|_| unseen.clone())));
    sheet.note(format!("Neither in money nor modelled: {}.", NOT_MODELLED.join("; ")));
}

fn assumptions(basis: &Basis, options: &[(&Scenario, &Appraised)], schedule: Schedule) -> Sheet {
    let mut sheet = Sheet::new("Assumptions", ["what", "assumed"]);
    let mut row = |what: &str, text: String| sheet.row([Datum::text(what), Datum::text(text)]);
    let a = &basis.model.appraisal;
    let rates: Vec<String> =
        a.discount_schedule.iter().map(|(year, rate)| format!("{} to year {year}", percent(*rate))).collect();
    let named = if schedule == Schedule::Lower { "lower-rate sensitivity" } else { "standard" };
    row("discounting", format!("{named}: {}; to year 0, the year before the first", rates.join(", ")));
    row("prices", a.price_base.clone());
    let bias = basis.model.judgements.optimism_bias_revenue;
    row(
        "optimism bias",
        format!(
            "on public cost: middle {}, 8 in 10 between {} and {}; never below zero. {}.",
            percent(bias.central),
            percent(bias.p10),
            percent(bias.p90),
            basis.model.judgements.optimism_bias_reason
        ),
    );
    for (k, (s, _)) in options.iter().enumerate() {
        row(
            &format!("horizon, {}", name(k)),
            format!(
                "{}–{} ({}); effects after it are not valued",
                s.start,
                s.last_year(),
                count(u64::from(s.horizon), "year", "years")
            ),
        );
        let plans: Vec<String> =
            s.plans.iter().take(3).map(|p| format!("{}, {}", basis.evidence.place_name(&p.place), p.sector)).collect();
        let more = if s.plans.len() > 3 { format!("; and {} more plans", s.plans.len() - 3) } else { String::new() };
        row(&format!("place and sector, {}", name(k)), format!("{}{more}", plans.join("; ")));
    }
    row(
        "benefits",
        String::from(
            "net GVA of the UK, gross to net by lever type and sector; what is moved from other places is no gain of the UK",
        ),
    );
    row("private cost", a.private_cost_rule.clone());
    row("jobs of the UK", a.uk_jobs_rule.clone());
    row("tiers", a.tier_rule.clone());
    row(
        "distributional weights",
        String::from(
            "(income of the UK ÷ income of the place)^η on gains of the place, household income a head of its region in the latest year; gains and losses elsewhere \
             count as those of the average; shown beside the unweighted figure, never instead of it",
        ),
    );
    let structures = options.first().map_or(0, |(s, _)| s.switches.structures.iter().filter(|r| **r).count());
    let (draws, seed) = options.first().map_or((0, 0), |(s, _)| (s.draws as usize, s.seed));
    row("computed", format!("{} {} of 3 structures.", computed(draws, seed, basis), structures));
    row("title", String::from(wording::TITLE_LINE));
    sheet
}
