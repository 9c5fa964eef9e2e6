//! Indices on functions whose answer is known, the value of information on the closed-form example, and both on the model.

use std::f64::consts::PI;
use std::sync::OnceLock;
use std::sync::atomic::AtomicBool;

use sobol_burley::sample;
use tiller::evidence::load::{Library, SCENARIOS};
use tiller::insight::information::{information, regress, worth};
use tiller::insight::sensitivity::{by_group, sensitivity};
use tiller::insight::sobol::indices;
use tiller::insight::watch::Watch;
use tiller::insight::yardstick::Yardstick;
use tiller::model::stats::normal_ppf;
use tiller::model::{Basis, Indicator};
use tiller::projection::variant::{Group, Held, Quantity, Reseeded, Variant};
use tiller::projection::{DrawKey, Draws, Stopped};
use tiller::scenario::{Scenario, document};

fn basis() -> &'static Basis {
    static BASIS: OnceLock<Basis> = OnceLock::new();
    BASIS.get_or_init(|| Basis::load(&Library::embedded()).map_err(|f| f.to_string()).unwrap())
}

fn named(name: &str) -> Scenario {
    let text = SCENARIOS.iter().find(|(known, _)| *known == name).unwrap().1;
    document::read(name, text, basis()).map_err(|f| f.to_string()).unwrap().scenario
}

fn watched<T>(run: impl FnOnce(&Watch<'_>) -> T) -> T {
    run(&Watch { cancel: &AtomicBool::new(false), progress: &|_| {} })
}

/// Ten scrambles of `n` points in `k` dimensions: `[dimension][point]`.
fn points(k: u32, n: u32, seed: u32) -> Vec<Vec<f64>> {
    let at = |d: u32, i: u32| f64::from(sample(i % n, d, seed + i / n)) + f64::from(2.0_f32.powi(-25));
    (0..k).map(|d| (0..10 * n).map(|i| at(d, i)).collect()).collect()
}

/// Estimates of S and T of every input of a function of `k` inputs in (0, 1), the second sample being further dimensions.
fn estimate(k: usize, f: &dyn Fn(&[f64]) -> f64) -> Vec<tiller::insight::sobol::Index> {
    let all = points(2 * u32::try_from(k).unwrap(), 1024, 7);
    let run = |from_b: &dyn Fn(usize) -> bool| -> Vec<f64> {
        (0..all[0].len())
            .map(|i| f(&(0..k).map(|j| all[if from_b(j) { k + j } else { j }][i]).collect::<Vec<f64>>()))
            .collect()
    };
    let c: Vec<Vec<f64>> = (0..k).map(|g| run(&|j| j == g)).collect();
    indices(&run(&|_| false), &run(&|_| true), &c, 10).unwrap()
}

#[test]
fn c1_ishigami() {
    let f = |u: &[f64]| {
        let x: Vec<f64> = u.iter().map(|u| PI * (2.0 * u - 1.0)).collect();
        let (first, second) = (libm::sin(x[0]), libm::sin(x[1]));
        first + 7.0 * second * second + 0.1 * libm::pow(x[2], 4.0) * first
    };
    let first = [0.313_905_19, 0.442_411_14, 0.0];
    let total = [0.557_588_86, 0.442_411_14, 0.243_683_66];
    for ((found, s), t) in estimate(3, &f).iter().zip(first).zip(total) {
        assert!((found.first - s).abs() < 0.01 && (found.total - t).abs() < 0.01, "{found:?}, S {s}, T {t}");
        // Ten scrambles say how far off the estimate may be.
        assert!((found.first - s).abs() <= 2.0 * found.first_error && found.first_error < 0.03, "{found:?}");
    }
}

#[test]
fn c2_sobols_g() {
    let a = [0.0, 1.0, 4.5, 9.0, 99.0, 99.0, 99.0, 99.0];
    let f = |u: &[f64]| u.iter().zip(a).map(|(u, a)| ((4.0 * u - 2.0).abs() + a) / (1.0 + a)).product();
    let first = [0.716_192, 0.179_048, 0.023_676, 0.007_162, 0.000_072];
    let total = [0.787_144, 0.242_198, 0.034_317, 0.010_460, 0.000_105];
    for ((found, s), t) in estimate(8, &f).iter().zip(first).zip(total) {
        assert!((found.first - s).abs() < 0.01 && (found.total - t).abs() < 0.01, "{found:?}, S {s}, T {t}");
    }
}

#[test]
fn indices_of_a_sum_are_its_shares() {
    let f = |u: &[f64]| (0..5).map(|k| (5.0 - k as f64) * u[k]).sum();
    for (k, found) in estimate(5, &f).iter().enumerate() {
        let weight = 5.0 - k as f64;
        let share = weight * weight / 55.0;
        assert!((found.first - share).abs() < 0.005 && (found.total - share).abs() < 0.005, "{k}: {found:?}");
    }
    assert_eq!(indices(&[1.0; 40], &[1.0; 40], &[vec![1.0; 40]], 10), None, "nothing varies");
}

#[test]
fn c4_value_of_information_in_closed_form() {
    // Two options: nothing, and p1 − p2 with p1 ~ N(1, 1), p2 ~ N(0, 2).
    let u = points(2, 4096, 3);
    let p1: Vec<f64> = u[0].iter().map(|u| 1.0 + normal_ppf(*u)).collect();
    let p2: Vec<f64> = u[1].iter().map(|u| 2.0 * normal_ppf(*u)).collect();
    let values = vec![vec![0.0; p1.len()], p1.iter().zip(&p2).map(|(a, b)| a - b).collect()];
    let guided = |column: &Vec<f64>| {
        let guides: Vec<Vec<f64>> = values.iter().map(|v| regress(v, std::slice::from_ref(column), 10)).collect();
        worth(&values, &guides, 10)
    };
    for (found, expect) in
        [(worth(&values, &values, 10), 0.479_810_71), (guided(&p1), 0.083_315_47), (guided(&p2), 0.395_593_11)]
    {
        assert!((found.value - expect).abs() < 0.01, "{found:?}, expected {expect}");
        assert!((found.value - expect).abs() <= 3.0 * found.error, "{found:?}, expected {expect}");
    }
}

#[test]
fn a_group_drawn_anew_changes_what_belongs_to_it_and_nothing_else() {
    let s = named("collective-learning-first");
    let plain = Draws::make(basis(), &DrawKey::of(&s, 160));
    let anew = |group: Group| {
        let variant = Variant { reseeded: Reseeded::new([group], 99), ..Variant::default() };
        Draws::make(basis(), &DrawKey { variant, ..DrawKey::of(&s, 160) })
    };
    let cell = basis().inputs.cell(&s.plans[0].place, &s.plans[0].sector).unwrap();
    let sorted = |d: &Draws, column: &[f64]| {
        let mut both: Vec<(u32, f64)> = d.order().iter().copied().zip(column.iter().copied()).collect();
        both.sort_by_key(|b| b.0);
        both.into_iter().map(|b| b.1).collect::<Vec<f64>>()
    };
    for group in Group::ALL {
        let other = anew(group);
        let structure = plain.order() != other.order();
        let evidence = sorted(&plain, &plain.params().channels[0]) != sorted(&other, &other.params().channels[0]);
        let cost = sorted(&plain, plain.cost_score()) != sorted(&other, other.cost_score());
        let score = |d: &Draws| sorted(d, &d.net().scores().map(|n| n.leakage + n.displacement).collect::<Vec<_>>());
        let net = score(&plain) != score(&other);
        let level = sorted(&plain, &plain.cell(&cell).error[5]) != sorted(&other, &other.cell(&cell).error[5]);
        let changed = [evidence, structure, level, cost, net];
        let expected: Vec<bool> = Group::ALL.iter().map(|g| *g == group).collect();
        assert_eq!(changed.to_vec(), expected, "{group:?}");
    }
}

#[test]
fn what_is_held_does_not_vary_and_shows_in_the_middle() {
    let s = named("collective-learning-first");
    let with = |held| Draws::make(basis(), &DrawKey { variant: Variant::holding([held]), ..DrawKey::of(&s, 160) });
    let (low, high) = (with((Quantity::Channel(0), Held::Low)), with((Quantity::Channel(0), Held::High)));
    let of = |d: &Draws| d.params().channels[0].clone();
    assert!(of(&low).iter().all(|v| *v == of(&low)[0]) && of(&high)[0] > of(&low)[0]);
    assert!(with((Quantity::Channel(0), Held::Nothing)).params().channels[0].iter().all(|v| *v == 0.0));
}

#[test]
fn the_model_has_indices_and_one_study_it_leans_on() {
    let s = named("collective-learning-first");
    let gva = Yardstick::Indicator(Indicator::GvaPerHour);
    let found = watched(|w| sensitivity(basis(), &s, gva, (2_560, 320), w)).unwrap();
    assert_eq!(found.indices.len(), 3);
    let last = found.indices.last().unwrap().rank.clone().unwrap();
    for (group, index) in Group::ALL.iter().zip(&last) {
        assert!(index.total > index.first - index.first_error - index.total_error, "{group:?}: {index:?}");
        assert!((-0.1..1.1).contains(&index.total), "{group:?}: {index:?}");
    }
    // GVA per hour of a place is not moved by what is displaced between places.
    assert_eq!(last[4].total, 0.0);
    assert!(last[0].total > 0.0 && last[1].total > 0.0 && last[3].total > 0.0);
    assert!(found.tornado.windows(2).all(|b| b[0].swing() >= b[1].swing()) && found.tornado[0].swing() > 0.0);
    assert!(!found.left.is_empty());
}

#[test]
fn a_stopped_analysis_says_so() {
    let s = named("collective-learning-first");
    let stopped = Watch { cancel: &AtomicBool::new(true), progress: &|_| {} };
    assert_eq!(by_group(basis(), &s, Yardstick::Npsv, 160, &stopped), Err(Stopped::Cancelled));
    let few = sensitivity(basis(), &s, Yardstick::Npsv, (160, 160), &stopped);
    assert_eq!(few, Err(Stopped::Cancelled));
    assert_eq!(information(basis(), &[&s], Yardstick::Npsv, 160, &stopped), Err(Stopped::Cancelled));
}

#[test]
fn information_is_never_worth_less_than_nothing_nor_more_than_all_of_it() {
    let (a, b) = (named("collective-learning-first"), named("qualifications-only"));
    let found = watched(|w| information(basis(), &[&a, &b], Yardstick::Npsv, 2_560, w)).unwrap();
    assert!(found.all.value > 0.0 && (found.best.iter().sum::<f64>() - 1.0).abs() < 1e-9);
    for (group, worth) in &found.groups {
        assert!(
            worth.value >= 0.0 && worth.value <= found.all.value + 1e-9 && worth.error > 0.0,
            "{group:?}: {worth:?}"
        );
    }
    assert!(found.effects.windows(2).all(|e| e[0].1.value >= e[1].1.value) && !found.effects.is_empty());
    let top = found.means.iter().fold(f64::NEG_INFINITY, |a, b| a.max(*b));
    assert_eq!(found.means[found.today], top);
}
