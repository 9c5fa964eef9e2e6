//! What leaves the program: eighty columns, no bare figure, no unused word, nothing that is no number.

use std::sync::atomic::AtomicBool;

use tiller::evidence::load::{Library, SCENARIOS};
use tiller::model::Basis;
use tiller::projection::{DrawKey, Draws, Projection, Quantiles, project};
use tiller::report::{csv, json, text, wording};
use tiller::scenario::{Scenario, document};
use unicode_width::UnicodeWidthStr as _;

fn run(basis: &Basis, scenario: &Scenario) -> Projection {
    let draws = Draws::make(basis, &DrawKey::of(scenario, 1_280));
    project(basis, scenario, &draws, &AtomicBool::new(false)).unwrap()
}

fn each(mut look: impl FnMut(&str, &Basis, &Scenario, &Projection)) {
    let basis = Basis::load(&Library::embedded()).unwrap();
    for (name, text) in SCENARIOS {
        let scenario = document::read(name, text, &basis).unwrap().scenario;
        look(name, &basis, &scenario, &run(&basis, &scenario));
    }
}

#[test]
fn the_text_report_keeps_its_promises() {
    each(|name, basis, scenario, projection| {
        let report = text::write(basis, scenario, projection);
        for line in report.lines() {
            assert!(line.width() <= 80, "{name}: {line}");
            assert_eq!(line.trim_end(), line, "{name}: trailing space");
        }
        // Titles of publications are quoted as they are.
        let titles = report.split("\n\n").filter(|part| !part.starts_with("Publications behind"));
        let unused = wording::unused_words_in(&titles.collect::<Vec<_>>().join("\n"));
        assert!(unused.is_empty(), "{name}: {unused:?}");
        assert!(report.split(|c: char| !c.is_alphanumeric()).all(|w| w != "NaN" && w != "inf"), "{name}");
        assert!(report.contains("Not a forecast") || report.contains("Not a\nforecast"), "{name}");
        assert!(report.contains(wording::SCREEN_FIRST), "{name}");
        assert!(report.contains(&format!("evidence {}", projection.evidence_version)), "{name}");
    });
}

#[test]
fn a_plan_without_levers_says_no_change_and_nothing_else_about_effects() {
    each(|name, basis, scenario, projection| {
        let report = text::write(basis, scenario, projection);
        if scenario.is_off() {
            assert!(report.contains("no change from baseline"), "{name}");
            for word in ["futures", "chances in 10", "grade", "ratio", "Public cost", "middle", "leap of faith"] {
                assert!(!report.contains(word), "{name}: {word}\n{report}");
            }
        } else {
            assert!(!report.contains("no change from baseline"), "{name}");
        }
    });
}

#[test]
fn json_reads_back_and_holds_no_missing_numbers() {
    each(|name, basis, scenario, projection| {
        let report: serde_json::Value =
            serde_json::from_str(&json::write(basis, scenario, projection).unwrap()).unwrap();
        assert_eq!(report["format"], 1, "{name}");
        assert_eq!(report["seed"], scenario.seed);
        let again = document::read(name, report["scenario"].as_str().unwrap(), basis).unwrap().scenario;
        assert_eq!(&again, scenario, "{name}: the document inside gives the scenario again");
        let plans = report["plans"].as_array().unwrap();
        assert_eq!(plans.len(), scenario.plans.len());
        for plan in plans {
            let indicators = plan["indicators"].as_array().unwrap();
            assert_eq!(indicators.len(), 12);
            for indicator in indicators {
                let years = indicator["years"].as_array().unwrap();
                let moves = years.iter().any(|y| y["share_above"] != 0.0 || y["share_below"] != 0.0);
                let cited = !indicator["sources"].as_array().unwrap().is_empty();
                assert!(cited || !moves, "{name}, {}: moves without a source", indicator["indicator"]);
                assert_eq!(years.len(), 1 + scenario.horizon as usize);
                for year in years {
                    for series in ["baseline", "scenario", "change"] {
                        assert!(year[series]["p50"].is_number(), "{name}: {year}");
                    }
                }
            }
        }
    });
}

#[test]
fn csv_is_long_and_regular() {
    each(|name, basis, scenario, projection| {
        let report = csv::write(basis, scenario, projection).unwrap();
        let mut reader = ::csv::Reader::from_reader(report.as_bytes());
        assert_eq!(reader.headers().unwrap().iter().collect::<Vec<_>>(), csv::COLUMNS);
        let mut rows = 0;
        for record in reader.records() {
            let record = record.unwrap();
            for i in 7..12 {
                assert!(record[i].parse::<f64>().is_ok_and(f64::is_finite), "{name}: {record:?}");
            }
            assert!(record[16].contains(wording::SCREEN_FIRST));
            rows += 1;
        }
        // Every plan that does something has a line for each class of published evaluations.
        let published = 3 * scenario.plans.iter().filter(|p| !p.is_off()).count();
        assert_eq!(rows, scenario.plans.len() * 12 * 3 * (1 + scenario.horizon as usize) + published, "{name}");
    });
}

#[test]
fn what_is_no_number_is_said_or_left_empty() {
    let basis = Basis::load(&Library::embedded()).unwrap();
    let (name, text) = SCENARIOS[1];
    let scenario = document::read(name, text, &basis).unwrap().scenario;
    let mut projection = run(&basis, &scenario);
    let broken = Quantiles { p10: f64::NAN, p25: 0.0, p50: f64::INFINITY, p75: 0.0, p90: f64::NEG_INFINITY };
    for outcome in &mut projection.plans[0].indicators {
        outcome.change.fill(broken);
        outcome.scenario.fill(broken);
        outcome.mc_error.fill(f64::NAN);
    }
    projection.plans[0].appraisal.public_cost = broken;
    let report = text::write(&basis, &scenario, &projection);
    assert!(report.contains("not quantified"));
    assert!(!report.contains("NaN") && !report.contains("inf "), "{report}");
    let report = json::write(&basis, &scenario, &projection).unwrap();
    assert!(!report.contains("NaN") && !report.contains("Infinity"));
    let report = csv::write(&basis, &scenario, &projection).unwrap();
    assert!(!report.contains("NaN") && !report.contains("inf,"));
}

#[test]
fn terminal_escapes_in_a_file_do_not_reach_the_terminal() {
    let basis = Basis::load(&Library::embedded()).unwrap();
    let (name, text) = SCENARIOS[0];
    let mut scenario = document::read(name, text, &basis).unwrap().scenario;
    scenario.notes = String::from("red \u{1b}[31m bell \u{7}");
    let report = text::write(&basis, &scenario, &run(&basis, &scenario));
    assert!(!report.contains('\u{1b}') && !report.contains('\u{7}'));
}
