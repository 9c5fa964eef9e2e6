//! The good-neighbour ledger: balanced in every draw, the same figures as the projection, and laws (MODEL.md section 14).

use std::sync::OnceLock;
use std::sync::atomic::AtomicBool;

use tiller::evidence::Place;
use tiller::evidence::load::{Library, SCENARIOS};
use tiller::insight::ledger::{Ledger, Measure, ledger};
use tiller::model::Basis;
use tiller::projection::exchange::{Balance, Exchange, exchange};
use tiller::projection::{DrawKey, Draws, Quantiles, Stopped, project};
use tiller::scenario::{Scenario, Setting, document};

const DRAWS: u32 = 1_280;

fn basis() -> &'static Basis {
    static BASIS: OnceLock<Basis> = OnceLock::new();
    BASIS.get_or_init(|| Basis::load(&Library::embedded()).map_err(|f| f.to_string()).unwrap())
}

fn named(name: &str) -> Scenario {
    let text = SCENARIOS.iter().find(|(known, _)| *known == name).unwrap().1;
    document::read(name, text, basis()).map_err(|f| f.to_string()).unwrap().scenario
}

fn draws(s: &Scenario) -> Draws {
    Draws::make(basis(), &DrawKey::of(s, DRAWS))
}

fn moved(s: &Scenario) -> Exchange {
    exchange(basis(), s, &draws(s), &AtomicBool::new(false)).map_err(|e| e.to_string()).unwrap()
}

fn of(s: &Scenario) -> Ledger {
    ledger(basis(), s, &draws(s), &AtomicBool::new(false)).map_err(|e| e.to_string()).unwrap()
}

#[track_caller]
fn balanced(balance: &Balance, what: &str) {
    let nets: Vec<Vec<f64>> = balance.places.iter().map(tiller::projection::exchange::Flows::net).collect();
    for (i, uk) in balance.uk.iter().enumerate() {
        let sum: f64 = nets.iter().map(|n| n[i]).sum();
        let size: f64 = nets.iter().map(|n| n[i].abs()).sum::<f64>().max(1e-12);
        assert!((sum - uk).abs() <= 1e-9 * size, "{what}, draw {i}: places {sum}, UK {uk}");
    }
}

/// Two places, two sectors, and a lever with a partner.
fn several() -> Scenario {
    let mut s = named("collective-learning-first");
    let mut second = s.plans[0].clone();
    second.place = Place::Area("E12000001".into());
    let mut third = s.plans[0].clone();
    third.sector = "digital_creative".into();
    s.plans.extend([second, third]);
    let partner = Some(Place::Area("E12000004".into()));
    s.plans[0].levers.insert("interregional_links".into(), Setting { amount: 0.5, from: 2027, to: 2036, partner });
    s
}

#[test]
fn places_sum_to_the_uk_in_every_draw() {
    for (s, what, places) in [
        (named("collective-learning-first"), "one region", 12),
        (named("hvm-line"), "a group of LEP areas", 1 + 33 + 3),
        (several(), "three plans", 12),
    ] {
        let found = moved(&s);
        assert_eq!(found.places.len(), places, "{what}");
        balanced(&found.gva, what);
        balanced(&found.jobs, what);
        assert!(found.gva.places.iter().any(|p| p.displaced.iter().any(|v| *v < 0.0)), "{what}: something is taken");
        assert!(found.gva.places.iter().any(|p| p.spilled.iter().any(|v| *v > 0.0)), "{what}: something is given");
    }
}

/// Spill-back aside (below 1e-6), the shown place and the UK are what Explore shows.
#[track_caller]
fn near(a: Quantiles, b: Quantiles, what: &str) {
    let pairs = [(a.p10, b.p10), (a.p50, b.p50), (a.p90, b.p90)];
    let size = pairs.iter().fold(1e-9_f64, |m, (_, y)| m.max(y.abs()));
    assert!(pairs.iter().all(|(x, y)| (x - y).abs() <= 1e-4 * size), "{what}: {a:?} and {b:?}");
}

#[test]
fn the_ledger_and_the_projection_show_the_same_place_and_uk() {
    for name in ["collective-learning-first", "hvm-line"] {
        let s = named(name);
        let shown = project(basis(), &s, &draws(&s), &AtomicBool::new(false)).map_err(|e| e.to_string()).unwrap();
        let appraisal = &shown.plans[0].appraisal;
        let ledger = of(&s);
        let gva = ledger.account(Measure::Gva).unwrap();
        assert_eq!(gva.entries[0].place, s.plans[0].place);
        assert!(gva.entries[0].here && gva.entries.iter().skip(1).all(|e| !e.here));
        near(gva.entries[0].own.range, appraisal.gva_place, name);
        near(gva.uk_of_plans.range, appraisal.gva_uk, name);
        let jobs = ledger.account(Measure::Jobs).unwrap();
        near(jobs.entries[0].own.range, appraisal.jobs_place, name);
        near(jobs.uk_of_plans.range, appraisal.jobs_uk, name);
        // Means add up: here and elsewhere, and place by place.
        for account in &ledger.accounts {
            let places: f64 = account.entries.iter().map(|e| e.net.mean).sum();
            let size = account.here.mean.abs() + account.elsewhere.mean.abs();
            assert!((account.here.mean + account.elsewhere.mean - account.uk.mean).abs() <= 1e-9 * size);
            assert!((places - account.uk.mean).abs() <= 1e-9 * size);
        }
    }
}

#[test]
fn no_new_policy_gives_and_takes_nothing() {
    let found = moved(&named("no-new-policy"));
    for balance in [&found.gva, &found.jobs] {
        let all = balance.places.iter().flat_map(|p| [&p.own, &p.spilled, &p.displaced]).chain([&balance.uk]);
        assert!(all.flatten().all(|v| *v == 0.0));
    }
}

#[test]
fn plans_add_up_and_their_order_changes_nothing() {
    let both = several();
    let mut turned = both.clone();
    turned.plans.reverse();
    let (a, b) = (moved(&both), moved(&turned));
    for (place, flows) in a.places.iter().zip(&a.gva.places) {
        let k = b.places.iter().position(|p| p == place).unwrap();
        let (x, y) = (flows.net(), b.gva.places[k].net());
        assert!(x.iter().zip(y).all(|(x, y)| (x - y).abs() <= 1e-9 * (1.0 + x.abs())), "{place}");
    }
}

#[test]
fn nearer_places_with_more_output_lose_more() {
    let found = moved(&named("collective-learning-first"));
    let lost = |code: &str| {
        let k = found.places.iter().position(|p| p == &Place::Area(code.into())).unwrap();
        found.gva.places[k].displaced.iter().map(|v| v.abs()).sum::<f64>()
    };
    // Scotland makes more than the North East but lies farther from the West Midlands; Northern Ireland is small and far.
    assert!(lost("E12000002") > lost("S92000003") && lost("S92000003") > lost("N92000002"));
}

#[test]
fn a_stopped_ledger_says_so() {
    let s = named("hvm-line");
    let stopped = exchange(basis(), &s, &draws(&s), &AtomicBool::new(true));
    assert_eq!(stopped, Err(Stopped::Cancelled));
}

#[test]
fn here_elsewhere_and_uk_stand_together_in_every_form() {
    let ledger = of(&named("collective-learning-first"));
    for sheet in tiller::report::ledger::sheets(basis(), &ledger) {
        let first: Vec<&str> = sheet.rows.iter().take(3).map(|r| r[0].shown()).collect();
        assert_eq!(first, ["Here", "Elsewhere", "UK total"]);
        assert_eq!(sheet.rows.len(), 3 + 12);
        let text = sheet.as_text();
        assert!(text.contains("West Midlands (plan here)") && text.contains("of 20 futures"), "{text}");
        assert!(tiller::report::wording::unused_words_in(&text).is_empty(), "{text}");
    }
    let csv = tiller::report::ledger::table(basis(), &ledger).as_csv().unwrap();
    assert_eq!(csv.lines().count(), 1 + 2 * (4 + 12 * 4));
}
