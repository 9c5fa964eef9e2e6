//! What one key costs: `cargo bench --bench live -- THREADS PLACES DRAWS RUNS [--json]`.
//!
//! A plain loop around `project`, a lever moved each time, so that two builds can be run in turn on a machine that others use.
#![allow(clippy::unwrap_used, clippy::print_stdout, missing_docs, reason = "a benchmark says no by failing")]

use std::sync::atomic::AtomicBool;
use std::time::Instant;

use tiller::evidence::Place;
use tiller::evidence::load::Library;
use tiller::model::Basis;
use tiller::projection::{DrawKey, Draws, project};
use tiller::scenario::{Plan, Scenario, Setting};

/// Seven levers of three kinds, all inside the evidence.
const PACKAGE: [(&str, f64); 7] = [
    ("skills_provision", 4.0),
    ("work_organisation", 0.6),
    ("network_facilitation", 0.5),
    ("conditional_collaboration", 6.0),
    ("pilot_projects", 2.0),
    ("policy_capacity", 0.5),
    ("vocational_quality", 40.0),
];

const PLACES: [&str; 12] = [
    "E12000005",
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

fn main() {
    // Cargo adds `--bench`.
    let given: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    let number = |k: usize, default: usize| given.get(k).and_then(|a| a.parse().ok()).unwrap_or(default);
    let (threads, places, count, runs) = (number(0, 2), number(1, 1).clamp(1, 12), number(2, 10_240), number(3, 30));
    let basis = Basis::load(&Library::embedded()).unwrap();
    let mut scenario = Scenario::empty(Place::Area(PLACES[0].into()), "advanced_manufacturing".into());
    for (lever, amount) in PACKAGE {
        scenario.plans[0].levers.insert(lever.into(), Setting { amount, from: 2027, to: 2034, partner: None });
    }
    let first = scenario.plans[0].clone();
    let beside = PLACES[1..places].iter().map(|code| Plan { place: Place::Area((*code).into()), ..first.clone() });
    scenario.plans.extend(beside);
    let cancel = AtomicBool::new(false);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    let (draws, made, first, mut times, used) = pool.install(|| {
        let start = Instant::now();
        let draws = Draws::make(&basis, &DrawKey::of(&scenario, u32::try_from(count).unwrap()));
        let made = milliseconds(start);
        let start = Instant::now();
        project(&basis, &scenario, &draws, &cancel).unwrap();
        let first = milliseconds(start);
        let mut times = Vec::with_capacity(runs);
        let before = processor();
        for k in 0..runs {
            let lever = scenario.plans[0].levers.get_mut("skills_provision").unwrap();
            lever.amount = 3.0 + 0.1 * (k % 10) as f64;
            let start = Instant::now();
            std::hint::black_box(project(&basis, &scenario, &draws, &cancel).unwrap());
            times.push(milliseconds(start));
        }
        (draws.len(), made, first, times, (processor() - before) / runs.max(1) as f64)
    });
    times.sort_by(f64::total_cmp);
    let (least, median) = (times[0], times[times.len() / 2]);
    if given.iter().any(|a| a == "--json") {
        println!(
            r#"{{"draws":{draws},"made_ms":{made:.2},"first_ms":{first:.2},"least_ms":{least:.3},"median_ms":{median:.3},"cpu_ms":{used:.3}}}"#
        );
    } else {
        println!(
            "{threads} thread(s), {places} place(s), {draws} draws: draws made in {made:.1} ms, first answer {first:.1} ms"
        );
        println!("then each key: least {least:.2} ms, median {median:.2} ms of {runs}; {used:.2} ms of processor time");
    }
}

/// Processor time of all threads so far, ms; 0 where the system does not say. In steps of ten: many runs average them out.
fn processor() -> f64 {
    let Ok(stat) = std::fs::read_to_string("/proc/self/stat") else { return 0.0 };
    // After the name in brackets: user and system time are the 12th and 13th field, in hundredths of a second.
    let ticks = stat.rsplit(')').next().unwrap_or_default().split_whitespace().skip(11).take(2);
    ticks.filter_map(|t| t.parse::<f64>().ok()).sum::<f64>() * 10.0
}

fn milliseconds(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1e3
}
