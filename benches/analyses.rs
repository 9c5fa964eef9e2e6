//! What the questions beyond a lever key cost: who did it, what matters, what does well for the money.
//! `cargo bench --bench analyses`; on two cores with `RAYON_NUM_THREADS=2`.
#![allow(clippy::unwrap_used, missing_docs, reason = "a benchmark says no by failing")]

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use criterion::{Criterion, criterion_group, criterion_main};
use tiller::evidence::Place;
use tiller::evidence::load::Library;
use tiller::insight::attribution::attribute;
use tiller::insight::lean::{Choice, tornado};
use tiller::insight::seek::{Aim, Limits, Seeker};
use tiller::insight::sensitivity::by_group;
use tiller::insight::watch::Watch;
use tiller::insight::yardstick::Yardstick;
use tiller::model::{Basis, Indicator};
use tiller::projection::{DrawKey, Draws};
use tiller::scenario::{DRAWS_COARSE, DRAWS_DEFAULT, Scenario, Setting};

/// Eight levers, all inside the evidence.
const PACKAGE: [(&str, f64); 8] = [
    ("skills_provision", 4.0),
    ("work_organisation", 0.6),
    ("network_facilitation", 0.5),
    ("conditional_collaboration", 6.0),
    ("pilot_projects", 2.0),
    ("policy_capacity", 0.5),
    ("vocational_quality", 40.0),
    ("commercialisation", 3.0),
];

fn package() -> Scenario {
    let mut s = Scenario::empty(Place::Area("E12000005".into()), "advanced_manufacturing".into());
    for (lever, amount) in PACKAGE {
        s.plans[0].levers.insert(lever.into(), Setting { amount, from: 2027, to: 2034, partner: None });
    }
    s
}

/// Shapley values of eight levers, and a tornado of every quantity that can move the answer.
fn who(c: &mut Criterion) {
    let basis = Basis::load(&Library::embedded()).unwrap();
    let scenario = package();
    let cancel = AtomicBool::new(false);
    let watch = Watch { cancel: &cancel, progress: &|_| {} };
    let plain = [Arc::new(Draws::make(&basis, &DrawKey::of(&scenario, DRAWS_COARSE)))];
    let last = (0, Indicator::GvaPerHour, 2041);
    let shapley = || attribute(&basis, &scenario, &plain[0], last, &cancel).unwrap();
    let bars = || {
        let yardstick = Yardstick::Npsv;
        let choice =
            Choice { basis: &basis, plan: &scenario, other: None, yardstick, count: DRAWS_COARSE, plain: &plain };
        let quantities = choice.quantities().unwrap();
        tornado(&choice, &quantities, (0, 1), &watch).unwrap()
    };
    assert_eq!(shapley().levers.len(), PACKAGE.len());
    c.bench_function("Shapley values of eight levers, 1,280 draws", |b| b.iter(shapley));
    c.bench_function("tornado, 1,280 draws", |b| b.iter(bars));
    c.bench_function("Shapley values of eight levers and tornado, 1,280 draws", |b| b.iter(|| (shapley(), bars())));
}

/// Sobol' indices of five groups, from seven tables of draws.
fn groups(c: &mut Criterion) {
    let basis = Basis::load(&Library::embedded()).unwrap();
    let scenario = package();
    let cancel = AtomicBool::new(false);
    let watch = Watch { cancel: &cancel, progress: &|_| {} };
    c.bench_function("Sobol' indices by group, 10,240 draws", |b| {
        b.iter(|| by_group(&basis, &scenario, Yardstick::Npsv, DRAWS_DEFAULT, &watch).unwrap());
    });
}

/// 500 mixes on 1,280 draws, the best run again in full.
fn search(c: &mut Criterion) {
    let basis = Basis::load(&Library::embedded()).unwrap();
    let scenario = package();
    let cancel = AtomicBool::new(false);
    let watch = Watch { cancel: &cancel, progress: &|_| {} };
    let limits = Limits { budget: 15.0, locked: Vec::new(), most: 6, least: 0.1, gap: None, tries: 500 };
    c.bench_function("search over 500 mixes, 1,280 draws, the best in full", |b| {
        b.iter(|| {
            let mut seeker = Seeker::new(&basis, &scenario, Yardstick::Npsv, limits.clone()).unwrap();
            seeker.mixes(Aim::Median, DRAWS_DEFAULT, &watch).unwrap()
        });
    });
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(10).without_plots();
    targets = who, groups, search
}
criterion_main!(benches);
