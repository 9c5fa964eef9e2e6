//! Laws of the projection over real places (MODEL.md section 11).

use std::sync::OnceLock;
use std::sync::atomic::AtomicBool;

use tiller::evidence::Place;
use tiller::evidence::load::Library;
use tiller::model::{Basis, Grade, Indicator};
use tiller::projection::{DrawKey, Draws, Projection, Quantiles, project};
use tiller::scenario::{Scenario, Setting};

fn basis() -> &'static Basis {
    static BASIS: OnceLock<Basis> = OnceLock::new();
    BASIS.get_or_init(|| Basis::load(&Library::embedded()).map_err(|f| f.to_string()).unwrap())
}

fn west_midlands(levers: &[(&str, f64)]) -> Scenario {
    let mut s = Scenario::empty(Place::Area("E12000005".into()), "advanced_manufacturing".into());
    for (lever, amount) in levers {
        let setting = Setting { amount: *amount, from: 2027, to: 2034, partner: None };
        s.plans[0].levers.insert((*lever).into(), setting);
    }
    s
}

fn run(s: &Scenario, count: u32) -> Projection {
    let draws = Draws::make(basis(), &DrawKey::of(s, count));
    project(basis(), s, &draws, &AtomicBool::new(false)).map_err(|e| e.to_string()).unwrap()
}

const PACKAGE: [(&str, f64); 6] = [
    ("skills_provision", 4.0),
    ("work_organisation", 0.6),
    ("network_facilitation", 0.5),
    ("conditional_collaboration", 6.0),
    ("policy_capacity", 0.5),
    ("vocational_quality", 40.0),
];

#[test]
fn zero_levers_zero_deviation_bit_for_bit() {
    let none = run(&west_midlands(&[]), 1280);
    for i in &none.plans[0].indicators {
        assert!(i.change.iter().all(|q| *q == Quantiles::default()), "{}: {:?}", i.indicator, i.change);
        assert_eq!(i.baseline, i.scenario, "{}", i.indicator);
        assert!(i.above.iter().chain(&i.below).all(|s| *s == 0.0));
    }
    let off: Vec<(&str, f64)> = PACKAGE.iter().map(|(l, _)| (*l, 0.0)).collect();
    assert_eq!(run(&west_midlands(&off), 1280), none, "a lever at zero is a lever that is not there");
}

#[test]
fn same_seed_same_bytes_for_one_thread_and_many() {
    let s = west_midlands(&PACKAGE);
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let p = pool.install(|| run(&s, 2560));
        serde_json::to_vec(&p).unwrap()
    };
    assert_eq!(with(1), with(3));
}

/// Baselines, factors and buffers are kept between answers: what was asked before makes no difference.
#[test]
fn what_is_kept_between_answers_changes_nothing() {
    let s = west_midlands(&PACKAGE);
    let other = west_midlands(&PACKAGE[2..4]);
    let mut elsewhere = s.clone();
    elsewhere.plans[0].place = Place::Area("E12000001".into());
    let mut both = s.clone();
    both.plans.push(elsewhere.plans[0].clone());
    for count in [1280, 10_240] {
        let draws = Draws::make(basis(), &DrawKey::of(&s, count));
        let again = |s: &Scenario| project(basis(), s, &draws, &AtomicBool::new(false)).unwrap();
        let bytes = |p: &Projection| serde_json::to_vec(p).unwrap();
        for asked in [&s, &other, &s, &elsewhere, &both, &other, &s] {
            assert_eq!(bytes(&again(asked)), bytes(&run(asked, count)));
        }
    }
}

#[test]
fn another_seed_differs_within_its_printed_error() {
    let s = west_midlands(&PACKAGE);
    let runs: Vec<Projection> = (1..=8).map(|seed| run(&Scenario { seed, ..s.clone() }, 10_240)).collect();
    let (mut far, mut all) = (0, 0);
    for (k, a) in runs.iter().enumerate() {
        for b in &runs[k + 1..] {
            for (x, y) in a.plans[0].indicators.iter().zip(&b.plans[0].indicators) {
                let t = x.change.len() - 1;
                let error = (x.mc_error[t] * x.mc_error[t] + y.mc_error[t] * y.mc_error[t]).sqrt();
                all += 1;
                if (x.change[t].p50 - y.change[t].p50).abs() > error {
                    far += 1;
                }
            }
        }
    }
    // Nominal 5 %; pairs of runs share runs and indicators share draws, so the count itself is rough.
    assert!(f64::from(far) <= 0.08 * f64::from(all), "{far} of {all} medians lie outside the printed error");
}

#[test]
fn only_weak_levers_never_earn_a_better_grade() {
    let weak: Vec<&str> = basis()
        .model
        .levers
        .iter()
        .filter(|l| basis().model.channels.iter().filter(|c| c.lever == l.id).all(|c| c.grade == Grade::E))
        .map(|l| l.id.as_str())
        .collect();
    assert!(weak.contains(&"place_marketing"), "{weak:?}");
    let s = west_midlands(&weak.iter().map(|l| (*l, 1.0)).collect::<Vec<_>>());
    for i in &run(&s, 1280).plans[0].indicators {
        if i.indicator != Indicator::PublicCostPv {
            assert_eq!(i.grade, Grade::E, "{}", i.indicator);
        }
    }
}

#[test]
fn beyond_the_evidence_is_said_and_graded() {
    let p = run(&west_midlands(&[("peer_learning", 50.0)]), 1280);
    assert!(p.plans[0].reach[0].beyond);
    assert_eq!(p.plans[0].indicator(Indicator::GvaPerHour).grade, Grade::E);
}

#[test]
fn shapley_values_add_up_to_the_change() {
    let s = west_midlands(&PACKAGE);
    let draws = Draws::make(basis(), &DrawKey::of(&s, 1280));
    let what = (0, Indicator::InnovationActive, 2036);
    let a = tiller::insight::attribution::attribute(basis(), &s, &draws, what, &AtomicBool::new(false)).unwrap();
    let sum: f64 = a.levers.iter().map(|l| l.part.shapley).sum();
    assert!((sum - a.total).abs() < 1e-12, "{sum} against {}", a.total);
    let p = project(basis(), &s, &draws, &AtomicBool::new(false)).unwrap();
    let mean = p.plans[0].indicator(Indicator::InnovationActive).mean[10];
    assert!((mean - a.total).abs() < 1e-12, "{mean} against {}", a.total);
}

#[test]
fn the_order_of_places_changes_nothing() {
    let mut s = west_midlands(&PACKAGE);
    let mut other = west_midlands(&[("peer_learning", 0.5)]).plans.remove(0);
    other.place = Place::Area("E12000004".into());
    s.plans.push(other);
    let there = run(&s, 1280);
    s.plans.reverse();
    let back = run(&s, 1280);
    for (a, b) in there.plans.iter().zip(back.plans.iter().rev()) {
        assert_eq!(a.place, b.place);
        for (x, y) in a.indicators.iter().zip(&b.indicators) {
            for (p, q) in x.change.iter().zip(&y.change) {
                let near = |u: f64, v: f64| (u - v).abs() <= 1e-9 * u.abs().max(1.0);
                assert!(near(p.p10, q.p10) && near(p.p50, q.p50) && near(p.p90, q.p90), "{}: {p:?} {q:?}", x.indicator);
            }
        }
    }
}

#[test]
fn doubling_a_dose_beyond_the_evidence_never_narrows_a_band() {
    let width = |amount: f64| {
        let p = run(&west_midlands(&[("peer_learning", amount)]), 2560);
        let last = *p.plans[0].indicator(Indicator::ManagementScore).change.last().unwrap();
        last.p90 - last.p10
    };
    // The edge of the evidence is below £1m a year here; flattened reach adds nothing, so only the doubt may grow.
    let (once, twice, four_times) = (width(1.0), width(2.0), width(4.0));
    assert!(once < twice && twice <= four_times, "{once} {twice} {four_times}");
}

#[test]
fn every_switch_changes_the_answer_and_none_touches_no_new_policy() {
    type Turn = fn(&mut Scenario);
    let turns: [(&str, Turn); 5] = [
        ("reference class", |s| s.switches.reference_class = false),
        ("critical mass", |s| s.switches.critical_mass = false),
        ("flatten", |s| s.switches.flatten = false),
        ("takes", |s| s.switches.takes = false),
        ("structures", |s| s.switches.structures = [false, true, false]),
    ];
    let usual = run(&west_midlands(&PACKAGE), 1280);
    for (name, turn) in turns {
        let mut s = west_midlands(&PACKAGE);
        turn(&mut s);
        let turned = run(&s, 1280);
        let of = |p: &Projection| p.plans[0].indicator(Indicator::InnovationActive).change.clone();
        let gva = |p: &Projection| p.plans[0].indicator(Indicator::GvaPerHour).change.clone();
        assert!(of(&turned) != of(&usual) || gva(&turned) != gva(&usual), "{name} changes nothing");
        s.plans[0].levers.clear();
        let none = run(&s, 1280);
        assert!(of(&none).iter().all(|q| *q == Quantiles::default()), "{name} moves something without a lever");
    }
}

#[test]
fn a_plan_elsewhere_changes_nothing_here_but_by_spillover() {
    // Two places run together: the second has no lever, so that all it gets comes over the border.
    let mut s = west_midlands(&PACKAGE);
    let mut neighbour = s.plans[0].clone();
    neighbour.place = Place::Area("E12000004".into());
    neighbour.levers.clear();
    s.plans.push(neighbour);
    let both = run(&s, 1280);
    let alone = run(&west_midlands(&PACKAGE), 1280);
    let p50 = |p: &Projection, plan: usize| p.plans[plan].indicator(Indicator::InnovationActive).change[15].p50;
    let (here, there) = (p50(&both, 0), p50(&both, 1));
    assert!((here - p50(&alone, 0)).abs() < 1e-4, "what comes back is tiny: {here} against {}", p50(&alone, 0));
    assert!(there.abs() < 0.1 * here.abs(), "a neighbour gets a little at most: {there} against {here}");
    assert!(both.plans[1].indicator(Indicator::InnovationActive).above[15] > 0.0, "something comes over the border");
}

#[test]
#[ignore = "prints the figures of one package, for a person to look at"]
fn show() {
    let p = run(&west_midlands(&PACKAGE), 10_240);
    for i in &p.plans[0].indicators {
        let last = i.change.len() - 1;
        println!(
            "{:20} {} base {:.3} change p10 {:+.4} p50 {:+.4} p90 {:+.4} mean {:+.4} mc {:.5} above {:.2} below {:.2}",
            i.indicator.as_str(),
            i.grade,
            i.baseline[last].p50,
            i.change[last].p10,
            i.change[last].p50,
            i.change[last].p90,
            i.mean[last],
            i.mc_error[last],
            i.above[last],
            i.below[last]
        );
    }
    println!("{:#?}", p.plans[0].appraisal);
    println!(
        "{:?}",
        p.plans[0].reach.iter().map(|r| (r.lever.to_string(), r.units_a_year, r.beyond)).collect::<Vec<_>>()
    );
}
