//! What a lever key costs: drawing the parameters once, the coarse answer, the full answer, and who did it.
#![allow(clippy::unwrap_used, missing_docs, reason = "a benchmark says no by failing")]

use std::sync::atomic::AtomicBool;

use criterion::{Criterion, criterion_group, criterion_main};
use tiller::evidence::Place;
use tiller::evidence::load::Library;
use tiller::insight::attribution::attribute;
use tiller::model::{Basis, Indicator};
use tiller::projection::{DrawKey, Draws, project};
use tiller::scenario::{DRAWS_COARSE, DRAWS_DEFAULT, Scenario, Setting};

const PACKAGE: [(&str, f64); 7] = [
    ("skills_provision", 4.0),
    ("work_organisation", 0.6),
    ("network_facilitation", 0.5),
    ("conditional_collaboration", 6.0),
    ("pilot_projects", 2.0),
    ("policy_capacity", 0.5),
    ("vocational_quality", 40.0),
];

fn package() -> Scenario {
    let mut s = Scenario::empty(Place::Area("E12000005".into()), "advanced_manufacturing".into());
    for (lever, amount) in PACKAGE {
        s.plans[0].levers.insert(lever.into(), Setting { amount, from: 2027, to: 2034, partner: None });
    }
    s
}

fn projection(c: &mut Criterion) {
    let basis = Basis::load(&Library::embedded()).unwrap();
    let scenario = package();
    let cancel = AtomicBool::new(false);
    c.bench_function("load the basis", |b| b.iter(|| Basis::load(&Library::embedded()).unwrap()));
    for count in [DRAWS_COARSE, DRAWS_DEFAULT] {
        let key = DrawKey::of(&scenario, count);
        c.bench_function(&format!("draw parameters, {count}"), |b| b.iter(|| Draws::make(&basis, &key)));
        let draws = Draws::make(&basis, &key);
        c.bench_function(&format!("project seven levers, {count} draws"), |b| {
            b.iter(|| project(&basis, &scenario, &draws, &cancel).unwrap());
        });
    }
    let draws = Draws::make(&basis, &DrawKey::of(&scenario, DRAWS_COARSE));
    c.bench_function("Shapley values of seven levers, 1,280 draws", |b| {
        b.iter(|| attribute(&basis, &scenario, &draws, (0, Indicator::GvaPerHour, 2041), &cancel).unwrap());
    });
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20).without_plots();
    targets = projection
}
criterion_main!(benches);
