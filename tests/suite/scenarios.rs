//! The built-in scenarios are documentation and tests at once: each opens, is written as it stands, and gives the
//! figures that it expects. No test here may say which plan does better.

use std::collections::BTreeSet;
use std::sync::atomic::AtomicBool;

use tiller::evidence::load::{Library, SCENARIOS};
use tiller::model::Basis;
use tiller::projection::{DrawKey, Draws, Projection, project};
use tiller::report::wording;
use tiller::scenario::{Scenario, differences, document, write};

fn basis() -> Basis {
    Basis::load(&Library::embedded()).unwrap()
}

fn open(basis: &Basis, name: &str) -> Scenario {
    let (_, text) = SCENARIOS.iter().find(|(known, _)| *known == name).unwrap();
    document::read(name, text, basis).unwrap_or_else(|faults| panic!("{faults}")).scenario
}

fn run(basis: &Basis, scenario: &Scenario) -> Projection {
    let draws = Draws::make(basis, &DrawKey::of(scenario, scenario.draws));
    project(basis, scenario, &draws, &AtomicBool::new(false)).unwrap()
}

#[test]
fn there_are_at_least_fourteen_and_each_stands_as_the_program_writes_it() {
    let basis = basis();
    assert!(SCENARIOS.len() >= 14);
    let mut titles = BTreeSet::new();
    for (name, text) in SCENARIOS {
        let opened = document::read(name, text, &basis).unwrap_or_else(|faults| panic!("{faults}"));
        assert!(opened.warnings.is_empty(), "{name}: {:?}", opened.warnings);
        assert_eq!(&write(&opened.scenario), text, "{name}");
        assert!(titles.insert(opened.scenario.title.clone()), "{name}: title used twice");
    }
}

#[test]
fn notes_say_whose_argument_it_is_and_what_is_judged() {
    let basis = basis();
    for (name, _) in SCENARIOS {
        let scenario = open(&basis, name);
        let unused = wording::unused_words_in(&format!("{} {}", scenario.title, scenario.notes));
        assert!(unused.is_empty(), "{name}: {unused:?}");
        if !scenario.is_off() {
            assert!(scenario.notes.contains("POL-"), "{name}: no publication named");
            assert!(scenario.notes.contains("judgement"), "{name}: amounts are chosen, and the notes do not say so");
        }
        assert!(!scenario.expect.is_empty(), "{name}: expects nothing");
    }
}

#[test]
fn every_lever_is_argued_for_somewhere() {
    let basis = basis();
    let used: BTreeSet<_> = SCENARIOS
        .iter()
        .flat_map(|(name, _)| open(&basis, name).plans)
        .flat_map(|plan| plan.on().map(|(id, _)| id.clone()).collect::<Vec<_>>())
        .collect();
    let unused: Vec<_> = basis.model.levers.iter().map(|l| &l.id).filter(|id| !used.contains(*id)).collect();
    assert!(unused.is_empty(), "{unused:?}");
}

#[test]
fn the_figures_are_the_expected_ones() {
    let basis = basis();
    let mut wrong = Vec::new();
    for (name, _) in SCENARIOS {
        let scenario = open(&basis, name);
        let projection = run(&basis, &scenario);
        for e in &scenario.expect {
            let t = usize::try_from(e.year - scenario.year_zero()).unwrap();
            let got = projection.plans[e.plan - 1].indicator(e.indicator).change[t].p50;
            if (got - e.change_p50).abs() > e.tolerance {
                wrong.push(format!(
                    "{name}, plan {}, {}, {}: {got}, expected {} ± {}",
                    e.plan, e.indicator, e.year, e.change_p50, e.tolerance
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The pair differs in nothing but the levers, costs the same in every year, and stays inside the evidence.
#[test]
fn the_fair_test_is_fair() {
    let basis = basis();
    let pair = ["qualifications-only", "collective-learning-first"].map(|name| open(&basis, name));
    let [a, b] = &pair;
    assert!(differences(&basis, a, b).iter().all(|d| basis.model.levers.iter().any(|l| l.label == d.what)));
    let yearly = pair.each_ref().map(|scenario| {
        let plan = run(&basis, scenario).plans.remove(0);
        assert!(plan.reach.iter().all(|r| !r.beyond), "{}: beyond the evidence", scenario.title);
        let years = plan.reach[0].cost.len();
        (0..years).map(|t| plan.reach.iter().map(|r| r.cost[t]).sum::<f64>()).collect::<Vec<_>>()
    });
    for (x, y) in yearly[0].iter().zip(&yearly[1]) {
        assert!((x - y).abs() < 1e-9, "{yearly:?}");
    }
    assert!(yearly[0].iter().any(|x| *x > 0.0));
}

/// Backing strength and innovation for all: same levers, years and money, other places.
#[test]
fn the_two_sides_of_the_place_argument_spend_the_same() {
    let basis = basis();
    let spent = ["backing-strength", "innovation-for-all"].map(|name| {
        let scenario = open(&basis, name);
        let mut total = std::collections::BTreeMap::new();
        for (id, setting) in scenario.plans.iter().flat_map(|p| &p.levers) {
            let key = (id.clone(), setting.from, setting.to);
            *total.entry(key).or_insert(0.0) += setting.amount;
        }
        total.into_iter().map(|(key, sum)| (key, (1e6_f64 * sum).round())).collect::<Vec<_>>()
    });
    assert_eq!(spent[0], spent[1]);
}

/// For whoever changes the model on purpose: prints what the scenarios now give, to be copied into them.
#[test]
#[ignore = "prints, asserts nothing"]
fn print_the_figures() {
    let basis = basis();
    for (name, _) in SCENARIOS {
        let scenario = open(&basis, name);
        let projection = run(&basis, &scenario);
        println!("{name}");
        for e in &scenario.expect {
            let t = usize::try_from(e.year - scenario.year_zero()).unwrap();
            let q = projection.plans[e.plan - 1].indicator(e.indicator).change[t];
            println!(
                "  (plan: {}, indicator: \"{}\", year: {}, change_p50: {:.3e}, band {:.3e} … {:.3e})",
                e.plan, e.indicator, e.year, q.p50, q.p10, q.p90
            );
        }
    }
}
