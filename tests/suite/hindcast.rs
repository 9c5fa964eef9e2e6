//! Evaluated programmes held against the program, and where a plan sits among what others published.

use tiller::evidence::{EffectId, LeverId, Place, Quantity, SectorId, Unscored};
use tiller::insight::hindcast::{self, Direction, Excluded, Figure, Hindcast, Nearness, Rule, Verdict, score};
use tiller::insight::outside::{self, Class, Published, Reference, Side};
use tiller::model::{Node, Structure};
use tiller::projection::treated::{Part, Treated, treated, year_at};
use tiller::projection::{DrawKey, Draws, Quantiles, bands};
use tiller::report::sheet::Sheet;
use tiller::report::{validity, wording};
use tiller::scenario::Scenario;

use crate::desk::basis;

fn usual() -> Hindcast {
    hindcast::run(&basis(), &Excluded::default())
}

fn exact(value: f64) -> Figure {
    Figure { central: Some(value), ..Figure::default() }
}

/// Futures spread evenly from `lo` to `hi`.
fn even(lo: f64, hi: f64) -> Vec<f64> {
    (0..=1000).map(|i| lo + (hi - lo) * f64::from(i) / 1000.0).collect()
}

fn hits(rule: Rule, futures: &[f64], figure: Figure, direction: Direction, cost: bool) -> bool {
    score(rule, futures, &figure, direction, cost).hit
}

/// Every rule both ways, on futures made by hand.
#[test]
fn each_rule_holds_and_fails_where_it_should() {
    let none = Direction::Unsaid;
    let wide = even(0.0, 10.0);
    assert!(hits(Rule::Target, &wide, exact(9.0), none, false) && hits(Rule::Target, &wide, exact(1.0), none, false));
    assert!(!hits(Rule::Target, &wide, exact(9.1), none, false) && !hits(Rule::Target, &wide, exact(0.9), none, false));
    // A null is more than 0 inside the range: at most 90 % may lie on one side.
    assert!(hits(Rule::Target, &even(-2.0, 10.0), exact(0.0), none, false));
    assert!(!hits(Rule::Target, &even(-1.0, 10.0), exact(0.0), none, false));
    assert!(!hits(Rule::Target, &even(0.1, 10.0), exact(0.0), none, false));

    let figure = Figure::default();
    assert!(hits(Rule::Sign, &even(-1.0, 2.0), figure, Direction::Up, false));
    assert!(!hits(Rule::Sign, &even(-2.0, 1.0), figure, Direction::Up, false));
    assert!(hits(Rule::Sign, &even(-2.0, 1.0), figure, Direction::Down, false));
    assert!(!hits(Rule::Sign, &even(-1.0, 2.0), figure, Direction::Down, false));
    assert!(hits(Rule::Sign, &even(-2.0, 2.0), figure, Direction::Null, false));
    assert!(!hits(Rule::Sign, &even(1.0, 2.0), figure, Direction::Null, false));
    assert!(hits(Rule::Sign, &even(1.0, 2.0), figure, Direction::UpOrNull, false));
    assert!(!hits(Rule::Sign, &even(-2.0, -1.0), figure, Direction::UpOrNull, false));
    assert!(!hits(Rule::Sign, &even(1.0, 2.0), figure, Direction::Unsaid, false));
    // All futures at zero have no direction.
    assert!(!hits(Rule::Sign, &[0.0; 9], figure, Direction::Up, false));

    assert!(
        hits(Rule::Ceiling, &wide, exact(5.1), none, false) && !hits(Rule::Ceiling, &wide, exact(4.9), none, false)
    );
    assert!(hits(Rule::Ceiling, &wide, exact(4.9), none, true) && !hits(Rule::Ceiling, &wide, exact(5.1), none, true));
    assert!(
        hits(Rule::Friction, &wide, exact(2.0), none, false) && !hits(Rule::Friction, &wide, exact(9.5), none, false)
    );
    assert!(hits(Rule::Cost, &wide, exact(14.9), none, true) && !hits(Rule::Cost, &wide, exact(15.1), none, true));
    assert!(hits(Rule::Cost, &wide, exact(1.7), none, true) && !hits(Rule::Cost, &wide, exact(1.6), none, true));
}

/// Position, width, error, and a cost without end.
#[test]
fn a_score_says_where_how_wide_and_how_far() {
    let s = score(Rule::Target, &even(0.0, 10.0), &exact(2.5), Direction::Unsaid, false);
    assert!((s.pit.unwrap() - 0.25).abs() < 1e-3 && s.inside == Some(true));
    assert!((s.width_to_middle.unwrap() - 8.0 / 5.0).abs() < 1e-9);
    assert!((s.width_to_published.unwrap() - 8.0 / 2.5).abs() < 1e-9);
    assert!((s.log_error.unwrap() - libm::log(2.0)).abs() < 1e-9);
    assert_eq!(score(Rule::Target, &even(1.0, 2.0), &exact(-1.0), Direction::Unsaid, false).log_error, None);
    // Ties count half: a range that is one number has its published value in the middle.
    assert!((score(Rule::Target, &[3.0; 10], &exact(3.0), Direction::Unsaid, false).pit.unwrap() - 0.5).abs() < 1e-12);

    let mut futures = even(10.0, 20.0);
    futures.extend(vec![f64::INFINITY; 1001]);
    let half = score(Rule::Cost, &futures, &exact(15.0), Direction::Unsaid, true);
    assert!(half.hit && half.range[2] < 20.0, "half of the futures gain a job: {half:?}");
    futures.push(f64::INFINITY);
    let fewer = score(Rule::Cost, &futures, &exact(15.0), Direction::Unsaid, true);
    assert!(!fewer.hit && fewer.range[2].is_infinite() && fewer.width_to_middle.is_none(), "{fewer:?}");

    let range = Figure { low: Some(2.0), central: None, high: Some(4.0) };
    assert_eq!((range.value(), range.times(10.0).value()), (Some(3.0), Some(30.0)));
    assert_eq!(Figure { central: Some(9.0), ..range }.value(), Some(9.0));
    assert_eq!(Figure { low: Some(2.0), central: None, high: None }.value(), Some(2.0));
    assert_eq!(hindcast::median(&[]), None);
    assert_eq!(hindcast::median(&[1.0, f64::INFINITY, f64::INFINITY]), Some(f64::INFINITY));
}

/// Every published outcome is scored or has one reason of the closed list; nothing is lost, counted twice or tuned.
#[test]
fn every_outcome_is_scored_or_has_its_reason() {
    let (basis, h) = (basis(), usual());
    let outcomes = basis.evidence.case_outcomes();
    let ids: Vec<&str> = outcomes.iter().map(|o| o.id.as_str()).collect();
    assert_eq!(h.lines.iter().map(|l| l.outcome.as_str()).collect::<Vec<_>>(), ids);
    let unscored: usize = h.reasons().iter().map(|(_, n)| n).sum();
    let scored: usize = Rule::ALL.iter().map(|r| h.tally(*r).rows).sum();
    assert_eq!((scored + unscored, scored), (outcomes.len(), h.scored()));
    let hits: usize = Rule::ALL.iter().map(|r| h.tally(*r).hits).sum();
    assert_eq!(hits + h.misses().count(), scored);
    for (line, outcome) in h.lines.iter().zip(outcomes) {
        let row = basis.evidence.case_conversions().iter().find(|r| r.outcome == line.outcome).unwrap();
        match &line.verdict {
            // What the file says stands; a quantity may still lack money, prices or a place.
            Verdict::Unscored(why) => assert!(
                row.reason == Some(*why)
                    || [Unscored::NoSpend, Unscored::NoPrices, Unscored::NoPlace].contains(why) && row.reason.is_none(),
                "{line:?}"
            ),
            Verdict::Scored(s) => {
                let cost = [
                    Quantity::CostPerNetJob,
                    Quantity::CostPerFirmJob,
                    Quantity::CostPerJobYear,
                    Quantity::CostPerJobOfMillion,
                ];
                let cost = row.quantity.is_some_and(|q| cost.contains(&q));
                assert_eq!(Some(s.rule), Rule::of(outcome.role, cost));
                assert!(s.range[0] <= s.range[1] && s.range[1] <= s.range[2], "{line:?}");
            }
        }
    }
    // Each case left out its own findings and no other's.
    for row in basis.evidence.case_findings() {
        assert!(h.lines.iter().filter(|l| l.case == row.case).all(|l| l.own == row.effects.len()));
    }
}

/// The same numbers for any number of threads.
#[test]
fn the_hindcast_does_not_depend_on_threads() {
    let basis = basis();
    let alone = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    assert_eq!(alone.install(|| hindcast::run(&basis, &Excluded::default())), usual());
}

/// The tables of docs/VALIDITY.md: the same on every machine.
#[test]
fn the_hindcast_is_the_one_shown() {
    let sheets = validity::hindcast(&basis(), &usual());
    let text: Vec<String> = sheets.iter().take(6).map(Sheet::as_text).collect();
    insta::assert_snapshot!("hindcast", text.join("\n"));
    for sheet in sheets {
        let unused = wording::unused_words_in(&sheet.notes.join("\n"));
        assert!(unused.is_empty(), "{}: {unused:?}", sheet.title);
    }
}

/// Ends are moved and scaled: the last digit of a width may differ.
const ROUNDING: f64 = 1e-12;

/// Leaving a finding out never narrows what an arrow is drawn from, whatever else is left out.
#[test]
fn leaving_a_study_out_never_narrows() {
    let model = &basis().model;
    let mut all: Vec<EffectId> =
        model.channels.iter().flat_map(|c| c.pooled_from.iter().map(|id| EffectId::new(id.as_str()))).collect();
    all.sort();
    all.dedup();
    assert!(all.len() > 50);
    let width = |left: &[EffectId]| -> Vec<f64> {
        bands::resolve(model, &[], true, left).channels.iter().map(|b| b.p90 - b.p10).collect()
    };
    let whole = width(&[]);
    let mut widened = 0;
    for n in 1..=all.len() {
        let alone = width(&all[n - 1..n]);
        let after = width(&all[..n]);
        for (i, (b, a)) in whole.iter().zip(&alone).enumerate() {
            assert!(*a >= b - ROUNDING, "{}: {b} to {a} without {}", model.channels[i].id, all[n - 1]);
            widened += usize::from(a > b);
        }
        // Once the last finding is gone the band is the recorded one with 0 inside: not narrower than with all of them.
        assert!(after.iter().zip(&whole).all(|(a, b)| *a >= b - ROUNDING));
    }
    assert!(widened > 50);
}

/// A case that is left out is not scored, and the others are predicted without its findings.
#[test]
fn a_case_left_out_is_named_and_its_findings_with_it() {
    let basis = basis();
    let usual = usual();
    let excluded = Excluded { cases: vec![String::from("DE-BAVARIA-1999")], ..Excluded::default() };
    let without = hindcast::run(&basis, &excluded);
    let of = |h: &Hindcast, case: &str| -> Vec<Verdict> {
        h.lines.iter().filter(|l| l.case == case).map(|l| l.verdict.clone()).collect()
    };
    assert!(of(&without, "DE-BAVARIA-1999").iter().all(|v| *v == Verdict::Unscored(Unscored::Asked)));
    assert_eq!(without.lines.len(), usual.lines.len());
    assert_ne!(of(&without, "JP-ICP-2001"), of(&usual, "JP-ICP-2001"), "networks rest on Bavaria too");
    assert_eq!(of(&without, "UK-ETP"), of(&usual, "UK-ETP"), "training does not");
    // A study given by hand is the same as one of its own.
    let own: Vec<EffectId> = basis
        .evidence
        .case_findings()
        .iter()
        .filter(|f| f.case == "UK-ETP")
        .flat_map(|f| f.effects.0.clone())
        .collect();
    let again = hindcast::run(&basis, &Excluded { studies: own, ..Excluded::default() });
    assert_eq!(of(&again, "UK-ETP"), of(&usual, "UK-ETP"));
}

/// The six total effects, each with its verdict; nothing within 4 that is not a number.
#[test]
fn total_effects_are_near_or_said_to_be_far() {
    let h = usual();
    assert_eq!(h.checks.len(), 12);
    let (all, two, four) = hindcast::near(&h);
    assert!(two <= four && four <= all && all > 0);
    for check in &h.checks {
        let line = &h.lines[check.line];
        match check.near {
            Nearness::Two(f) => assert!((1.0..=2.0).contains(&f)),
            Nearness::Four(f) => assert!(f > 2.0 && f <= 4.0),
            Nearness::Further(f) => assert!(f.is_none_or(|f| f > 4.0)),
            Nearness::Direction(holds) => assert_eq!(holds, line.score().unwrap().hit),
            Nearness::None(why) => assert_eq!(line.verdict, Verdict::Unscored(why)),
        }
    }
    assert_eq!(h.traps.len(), 3);
    assert!(h.traps.iter().all(|t| t.share <= t.first && t.first <= 1.0));
}

/// A firm reached in year 1 carries the effect of its channels: here a delivery, which always takes.
#[test]
fn a_treated_firm_carries_the_drawn_effect() {
    let basis = basis();
    let scenario = Scenario::empty(Place::parse("E12000005").unwrap(), SectorId::new("all"));
    let cell = basis.inputs.cell(&scenario.plans[0].place, &SectorId::new("all")).unwrap();
    let draws = Draws::make(&basis, &DrawKey::of(&scenario, 640));
    let run = |share: f64| {
        let parts = [Part { lever: LeverId::new("skills_provision"), share, units: None }];
        treated(&basis, &draws, &Treated { cell: &cell, parts: &parts, staff: 25.0, years: 2 })
    };
    let row = basis.model.channels.iter().position(|c| c.id.as_str() == "skills_provision.skills").unwrap();
    // Years to the peak 1.5: in year 2 the firm is 1.5 years old.
    assert_eq!(year_at(basis.model.channels[row].peak), 2);
    assert_eq!(run(1.0).at(Node::Skills, 2), draws.params().channels[row].as_slice());
    assert!(run(0.0).at(Node::Productivity, 2).iter().all(|x| *x == 0.0));
    assert!(run(1.0).at(Node::Productivity, 0).iter().all(|x| *x == 0.0));
    let direct = draws.segments().iter().find(|(s, _)| *s == Structure::Direct).unwrap().1.clone();
    let zero = run(1.0).at(Node::Productivity, 2)[direct.clone()].iter().filter(|x| **x == 0.0).count() as f64;
    let share = zero / direct.len() as f64;
    assert!((share - basis.model.judgements.null_share).abs() < 0.1, "a lever fails to take in {share}");
    for (years, t) in [(0.0, 1), (0.5, 1), (0.6, 2), (1.0, 2), (3.0, 4), (6.0, 7), (-1.0, 1)] {
        assert_eq!(year_at(years), t, "{years}");
    }
}

fn reference(values: &[f64]) -> Reference {
    let member = |v: &f64| Published {
        id: v.to_string(),
        name: String::new(),
        value: *v,
        figures: Vec::new(),
        sources: Vec::new(),
    };
    Reference { class: Class::CostPerJob, members: values.iter().map(member).collect() }
}

/// Where a plan sits among what was published.
#[test]
fn a_plan_sits_below_within_or_above_what_was_published() {
    let published = reference(&[10.0, 20.0, 30.0, 40.0]);
    let own = |p50: f64| Quantiles { p10: p50 / 2.0, p50, p90: p50 * 2.0, ..Quantiles::default() };
    let seat = |p50: f64| outside::seat(&published, own(p50)).unwrap();
    assert_eq!((seat(25.0).lower, seat(25.0).of, seat(25.0).outside), (2, 4, None));
    assert_eq!((seat(9.0).lower, seat(9.0).outside), (0, Some(Side::Below)));
    assert_eq!((seat(41.0).lower, seat(41.0).outside), (4, Some(Side::Above)));
    assert_eq!((seat(40.0).lower, seat(40.0).outside), (3, None));
    assert!(outside::seat(&reference(&[]), own(1.0)).is_err());
}

/// The classes are read from the tables and give the quartiles that the protocol names.
#[test]
fn reference_classes_are_those_of_the_protocol() {
    let basis = basis();
    let all = outside::references(&basis.evidence);
    let quartiles = |class: Class| {
        let r = all.iter().find(|r| r.class == class).unwrap();
        [0.25, 0.5, 0.75].map(|q| r.quantile(q).unwrap())
    };
    assert_eq!(quartiles(Class::CostPerJob), [14_152.0, 23_000.0, 51_000.0]);
    assert_eq!(quartiles(Class::Productivity), [0.0, 0.0, 1.5]);
    for r in &all {
        assert!(r.members.len() >= 4 && r.members.windows(2).all(|w| w[0].value <= w[1].value));
        for m in &r.members {
            assert!(!m.figures.is_empty() && m.sources.iter().all(|s| basis.evidence.source(s).is_some()), "{m:?}");
        }
        let mut names: Vec<&str> = r.members.iter().map(|m| m.id.as_str()).collect();
        names.dedup();
        assert_eq!(names.len(), r.members.len(), "one programme counts once");
    }
}
