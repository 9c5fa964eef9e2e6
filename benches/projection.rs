//! What a lever key costs: drawing the parameters once, the coarse answer, the full answer, who did it, and the frame.
//! `cargo bench --bench projection`.
#![allow(clippy::unwrap_used, missing_docs, reason = "a benchmark says no by failing")]

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use criterion::{Criterion, criterion_group, criterion_main};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use tiller::evidence::Place;
use tiller::evidence::load::Library;
use tiller::insight::attribution::attribute;
use tiller::model::stats::Selector;
use tiller::model::{Basis, Indicator};
use tiller::projection::{DrawKey, Draws, changes, project};
use tiller::scenario::{DRAWS_COARSE, DRAWS_DEFAULT, Plan, Scenario, Setting};
use tiller::tui::app::State;
use tiller::tui::terminal::environment;
use tiller::tui::{ColorChoice, GlyphChoice, ThemeChoice, view};

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

const PLACES: [&str; 11] = [
    "E12000001",
    "E12000002",
    "E12000003",
    "E12000004",
    "E12000006",
    "E12000007",
    "E12000008",
    "E12000009",
    "W92000004",
    "S92000003",
    "N92000002",
];

/// The package in all twelve nations and regions, run together.
fn nations(c: &mut Criterion) {
    let basis = Basis::load(&Library::embedded()).unwrap();
    let mut scenario = package();
    let first = scenario.plans[0].clone();
    scenario.plans.extend(PLACES.map(|code| Plan { place: Place::Area(code.into()), ..first.clone() }));
    let cancel = AtomicBool::new(false);
    let draws = Draws::make(&basis, &DrawKey::of(&scenario, 1024));
    c.bench_function("project twelve nations and regions, 1,024 draws", |b| {
        b.iter(|| project(&basis, &scenario, &draws, &cancel).unwrap());
    });
}

/// The kernel with the mean of one indicator: no quantiles.
fn kernel(c: &mut Criterion) {
    let basis = Basis::load(&Library::embedded()).unwrap();
    let scenario = package();
    let cancel = AtomicBool::new(false);
    let draws = Draws::make(&basis, &DrawKey::of(&scenario, DRAWS_DEFAULT));
    let wanted = (0, &[(Indicator::InnovationActive, 15)][..]);
    c.bench_function("kernel and one mean, 10,240 draws", |b| {
        b.iter(|| changes(&basis, &scenario, &draws, wanted, &cancel).unwrap());
    });
}

/// Quantiles of one column and the medians of its scrambles.
fn summary(c: &mut Criterion) {
    let values: Vec<f64> = (0..10_240_u32).map(|i| f64::from(i.wrapping_mul(2_654_435_761) >> 8) - 8e6).collect();
    let groups: Vec<Vec<std::ops::Range<usize>>> =
        (0..10).map(|g| (0..3).map(|s| (10 * s + g) * 10_240 / 30..(10 * s + g + 1) * 10_240 / 30).collect()).collect();
    let mut selector = Selector::default();
    let mut medians = [0.0; 10];
    c.bench_function("five quantiles and ten medians of 10,240 values", |b| {
        b.iter(|| selector.with_medians(&values, [0.1, 0.25, 0.5, 0.75, 0.9], &groups, &mut medians));
    });
}

/// From nothing to the first coarse answer, and a whole frame.
fn first(c: &mut Criterion) {
    let basis = Arc::new(Basis::load(&Library::embedded()).unwrap());
    let scenario = package();
    let cancel = AtomicBool::new(false);
    let key = DrawKey::of(&scenario, DRAWS_COARSE);
    c.bench_function("first projection: draws and answer, 1,280 draws", |b| {
        b.iter(|| project(&basis, &scenario, &Draws::make(&basis, &key), &cancel).unwrap());
    });
    let state = State::new(Arc::clone(&basis), scenario);
    let look = environment::look(ThemeChoice::Dark, GlyphChoice::Braille, ColorChoice::Always, &|_| None).unwrap();
    c.bench_function("draw a frame of 200 × 60", |b| {
        b.iter(|| {
            let mut buffer = Buffer::empty(Rect::new(0, 0, 200, 60));
            view::draw(&state, &look, &mut buffer);
            buffer
        });
    });
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
    targets = projection, nations, kernel, summary, first
}
criterion_main!(benches);
