//! How the baseline has done: the methods against published answers, the scores against their laws, the table against its targets.

use tiller::evidence::load::Library;
use tiller::insight::backtest::{self, Damped, Line, Method, Panel, Part, Tested, Window};
use tiller::insight::register;
use tiller::model::Indicator;
use tiller::model::baseline::Baseline;
use tiller::model::stats::normal_ppf;
use tiller::report::sheet::Sheet;
use tiller::report::validity;

use crate::desk::basis;

const N0001: [f64; 14] = [
    940.66, 1084.86, 1244.98, 1445.02, 1683.17, 2038.15, 2342.52, 2602.45, 2927.87, 3103.96, 3360.27, 3807.63, 4387.88,
    4936.99,
];

fn near(a: f64, b: f64, tolerance: f64) {
    assert!((a - b).abs() <= tolerance, "{a} is not {b} within {tolerance}");
}

fn tested() -> Vec<Tested> {
    backtest::run(&basis(), &Baseline::load(&Library::embedded()).unwrap(), 1)
}

/// Worked examples F3–F7: a yearly series of the M3 competition, and a short one worked by hand.
#[test]
fn methods_give_the_worked_answers() {
    let window = Window { own: &N0001, uk: &[], shrink: 0.0, lambda: 0.6 };
    let drift = (N0001[13] - N0001[0]) / 13.0;
    near(N0001[13] + drift, 5244.40, 0.005);
    let logs: Vec<f64> = N0001.iter().map(|x| libm::log(*x)).collect();
    // F4 takes the drift over the whole series; the program over its last ten changes.
    let half = (logs[13] - logs[0]) / 13.0 * 0.5;
    near(libm::exp(logs[13] + half), 5_262.058_749_69, 1e-6);
    near(Method::NoChange.centre(&window, 3), 4936.99, 0.0);
    let y = [10.0, 12.0, 13.0, 12.0, 15.0, 16.0];
    for (h, expected) in [(1, 15.81875), (2, 16.361_607_14), (3, 16.904_464_29)] {
        near(backtest::theta(&y, Some(0.5), h), expected, 1e-8);
    }
    let damped = Damped { alpha: 0.5, beta: 0.2, phi: 0.9, level: 9.0, trend: 1.0 };
    for (h, expected) in [(1, 16.419_073_69), (2, 17.236_177_46), (3, 17.971_570_86)] {
        near(damped.ahead(&y, h), expected, 1e-8);
    }
}

/// The table of docs/VALIDITY.md: the same bits on every machine.
#[test]
fn the_table_is_the_one_shown() {
    let rules = Baseline::load(&Library::embedded()).unwrap();
    let sheets = validity::sheets(&tested(), &backtest::untested(&rules));
    let text: Vec<String> = sheets.iter().take(3).map(Sheet::as_text).collect();
    insta::assert_snapshot!("backtest", text.join("\n"));
}

/// Nothing from after the origin is used: changing the future changes no forecast.
#[test]
fn the_future_changes_no_forecast() {
    for t in tested() {
        for case in &t.cases {
            assert!(case.origin < case.target() && (1..=5).contains(&case.horizon));
            assert!(case.quantiles.windows(2).all(|w| w[0] <= w[1]), "{case:?}");
            assert_eq!(case.centres.len(), Method::ALL.len());
            assert!((0.0..=1.0).contains(&case.pit));
            near(case.centres[0], case.last, 0.0);
        }
    }
}

/// A panel that the rule describes exactly holds about what its ranges say.
#[test]
fn a_world_that_follows_the_rule_is_covered() {
    let mut seed = 7_u64;
    let mut normal = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        normal_ppf(((seed >> 11) as f64 + 0.5) / (1_u64 << 53) as f64)
    };
    let line = |i: usize, step: f64, normal: &mut dyn FnMut() -> f64| {
        let mut y = 3.0;
        let points = (2000..2024).map(|year| {
            y += step * normal();
            (year, y)
        });
        Line { area: format!("A{i}"), sector: String::from("all"), points: points.collect() }
    };
    let lines = (0..300).map(|i| line(i, 0.04, &mut normal)).collect();
    let national = vec![line(0, 0.0, &mut normal)];
    let panel = Panel {
        label: String::from("made up"),
        series: String::from("made_up"),
        indicator: Indicator::NetGvaPv,
        tier: String::from("itl1"),
        share: false,
        lambda: 0.6,
        gamma: 0.5,
        c: 1.0,
        step_sd: 0.04,
        points_min: 8,
        lines,
        national,
    };
    let cases = backtest::cases(&panel);
    let score = backtest::score(&Tested { panel, cases }, Part::All).unwrap();
    near(score.coverage[1], 0.80, 0.06);
    near(score.relative, 1.0, 1e-9);
    assert!(score.bias.abs() < 0.1, "{}", score.bias);
    assert!(score.wis < score.wis_walk, "drift that is noise costs: {} against {}", score.wis, score.wis_walk);
}

fn register_path() -> std::path::PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "assets", "forecasts", "2026-11-24.ron"].iter().collect()
}

/// Files a new set of forecasts. One that is filed is never written again: file the next under its own date.
#[test]
#[ignore = "writes assets/forecasts"]
fn file_the_forecasts() {
    let rules = Baseline::load(&Library::embedded()).unwrap();
    let day = chrono::NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
    let register = register::file(&basis(), &rules, day, 2025);
    let text = ron::ser::to_string_pretty(&register, ron::ser::PrettyConfig::new().depth_limit(2)).unwrap();
    std::fs::write(register_path(), text + "\n").unwrap();
}

/// What is filed stays as it was filed: the changelog holds its fingerprint, outcomes apart.
#[test]
fn filed_forecasts_are_never_changed() {
    let changelog = include_str!("../../CHANGELOG.md");
    let all = register::bundled().map_err(|f| f.to_string()).unwrap();
    assert!(!all.is_empty());
    for r in &all {
        assert!(r.forecasts.len() >= 20, "{} forecasts", r.forecasts.len());
        let bare = register::Register {
            forecasts: r.forecasts.iter().map(|f| register::Filed { outcome: None, ..f.clone() }).collect(),
            ..r.clone()
        };
        let print = register::fingerprint(&bare);
        assert!(changelog.contains(&print), "forecasts of {}: {print} is not in CHANGELOG.md", r.filed);
        assert!(r.scored() <= r.forecasts.len() && r.inside() <= r.scored());
    }
}
