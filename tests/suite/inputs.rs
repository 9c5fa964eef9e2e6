//! The starting numbers: equal to an independent implementation, quick to read, and what they refuse.

use std::collections::BTreeMap;
use std::fs;
use std::time::Instant;

use tiller::evidence::load::Library;
use tiller::evidence::{AreaCode, Place, SectorId, Tier};
use tiller::model::{Cell, Input, Inputs};

const REWRITE: &str = "cargo test --test suite rewrite_derived -- --ignored";

fn inputs() -> Inputs {
    Inputs::load(&Library::embedded()).map_err(|f| f.to_string()).unwrap()
}

fn place(text: &str) -> Place {
    Place::parse(text).unwrap()
}

fn cell(inputs: &Inputs, at: &str, sector: &str) -> Cell {
    inputs.cell(&place(at), &SectorId::new(sector)).map_err(|f| f.to_string()).unwrap()
}

fn derived_path() -> std::path::PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "assets", "derived", "baseline.csv"].iter().collect()
}

#[test]
fn the_derived_file_is_what_the_rules_give() {
    let text = Inputs::derive_text(&Library::embedded()).map_err(|f| f.to_string()).unwrap();
    let stored = fs::read_to_string(derived_path()).unwrap();
    assert!(text == stored, "assets/derived/baseline.csv is stale; rewrite it with: {REWRITE}");
}

#[test]
#[ignore = "writes assets/derived/baseline.csv"]
fn rewrite_derived() {
    let text = Inputs::derive_text(&Library::embedded()).map_err(|f| f.to_string()).unwrap();
    fs::write(derived_path(), text).unwrap();
}

/// Values and errors to 1e-9 relative to max(1, |x|), marks exactly: 4,500 rows of places and 30 of a group.
#[test]
fn every_starting_number_equals_the_reference() {
    let golden = include_str!("../fixtures/golden/k_baseline_inputs.csv");
    let inputs = inputs();
    let mut cells: BTreeMap<(String, String), Cell> = BTreeMap::new();
    let mut rows = 0;
    let mut worst: f64 = 0.0;
    for record in csv::Reader::from_reader(golden.as_bytes()).records() {
        let record = record.unwrap();
        let (at, sector) = (record[0].trim_start_matches("GROUP:").to_owned(), record[1].to_owned());
        let cell = cells.entry((at.clone(), sector.clone())).or_insert_with(|| cell(&inputs, &at, &sector));
        let input = Input::parse(&record[2]).unwrap();
        let number = |i: usize| record[i].parse::<f64>().unwrap();
        let quality = cell.quality(input);
        for (have, want) in [(cell.get(input), number(3)), (quality.added_sd(), number(6))] {
            let off = (have - want).abs() / want.abs().max(1.0);
            assert!(off <= 1e-9, "{at} {sector} {input}: {have} against {want}");
            worst = worst.max(off);
        }
        assert_eq!(quality.mark.as_str(), &record[5], "{at} {sector} {input}");
        rows += 1;
    }
    assert_eq!(rows, 4_530);
    assert!(worst <= 1e-9);
}

#[test]
fn regions_add_to_the_united_kingdom() {
    let inputs = inputs();
    let sum = |input: Input, sector: &str| -> f64 {
        let cells = inputs.tier_cells(Tier::Itl1, &SectorId::new(sector)).unwrap();
        assert_eq!(cells.len(), 12);
        cells.iter().map(|c| c.get(input)).sum()
    };
    let near = |have: f64, want: f64, share: f64| assert!((have / want - 1.0).abs() < share, "{have} against {want}");
    let gva = tiller::evidence::Observations::parse("o", &Library::embedded().observations().unwrap().1).unwrap();
    let uk = |series: &str, year: i32| gva.value(series, "K02000001", "all", year).unwrap();
    near(sum(Input::Firms, "all"), uk("enterprises_10plus", 2024), 0.001);
    near(sum(Input::RdM, "all"), uk("berd_gbp_m", 2024), 0.005);
    near(sum(Input::GvaM, "all"), uk("sector_gva_current", 2022) * 100.0 / 90.5005, 0.001);
    near(inputs.uk_gva_head(), sum(Input::GvaM, "all") * 1e6 / sum(Input::Population, "all"), 1e-12);
    assert_eq!(inputs.places(Tier::Lep).len(), 38);
}

#[test]
fn paths_follow_the_united_kingdom() {
    let inputs = inputs();
    // % a year, 0.6 of the UK drift (0.7 for GVA per hour); figures of the design, one decimal of the drift itself.
    let gva = [("all", 1.6), ("advanced_manufacturing", 0.0), ("digital_creative", 1.9), ("retail", 0.9)];
    let more = [("business_professional_services", 3.2), ("construction", 2.9), ("healthcare_life_sciences", 1.7)];
    for (sector, drift) in gva.into_iter().chain(more) {
        let have = 100.0 * cell(&inputs, "E12000005", sector).path(Input::GvaM).drift / 0.6;
        assert!((have - drift).abs() < 0.06, "{sector}: {have}");
    }
    let jobs = [("all", 0.9), ("advanced_manufacturing", -0.7), ("digital_creative", 1.9), ("retail", -0.3)];
    let more = [("business_professional_services", 1.4), ("construction", 1.9), ("healthcare_life_sciences", 2.7)];
    for (sector, drift) in jobs.into_iter().chain(more) {
        let have = 100.0 * cell(&inputs, "E37000006", sector).path(Input::Workforce).drift / 0.6;
        assert!((have - drift).abs() < 0.06, "{sector}: {have}");
    }
    let c = cell(&inputs, "E12000005", "retail");
    assert!((100.0 * c.path(Input::GvaHour).drift / 0.7 - 0.2).abs() < 0.06);
    assert_eq!(c.path(Input::RdM).drift, c.path(Input::GvaM).drift);
    assert_eq!(c.path(Input::InnovationPct).drift, 0.0);
    assert_eq!(c.path(Input::Population), tiller::model::Path::STILL);
}

#[test]
fn ages_and_changes_count_what_stands_behind_a_path() {
    let inputs = inputs();
    let ages = |at: &str| -> Vec<f64> {
        use Input::{CollabPct, GvaHour, GvaM, InnovationPct, PracticeScore, RdM, TrainedPct, Workforce};
        let c = cell(&inputs, at, "retail");
        [Workforce, GvaM, GvaHour, RdM, InnovationPct, CollabPct, TrainedPct, PracticeScore]
            .iter()
            .map(|i| c.path(*i).age)
            .collect()
    };
    assert_eq!(ages("E12000005"), [3.0, 2.0, 1.0, 0.0, 4.0, 6.0, 5.0, 1.0]);
    assert_eq!(ages("E37000006"), [5.0, 2.0, 1.0, 0.0, 4.0, 6.0, 5.0, 1.0]);
    let changes = |at: &str, sector: &str, input: Input| cell(&inputs, at, sector).path(input).changes;
    assert_eq!(changes("E12000005", "retail", Input::GvaM), 18.0);
    assert_eq!(changes("E37000006", "retail", Input::GvaM), 9.0);
    assert_eq!(changes("E12000005", "all", Input::GvaHour), 19.0);
    assert_eq!(changes("E12000005", "retail", Input::GvaHour), 10.0);
    assert_eq!(changes("N92000002", "retail", Input::Workforce), 6.0);
    let thin = |at: &str, sector: &str, input: Input| cell(&inputs, at, sector).path(input).step_sd;
    assert_eq!(thin("N92000002", "retail", Input::Workforce), 0.04);
    assert_eq!(thin("E12000005", "retail", Input::GvaHour), 0.03);
    assert_ne!(thin("E12000005", "retail", Input::GvaM), 0.05);
}

/// s² = (m·s²own + 4·s²panel)/(m+4), worked by hand from the official figures for one cell.
#[test]
fn the_step_of_a_path_pools_own_and_panel() {
    let inputs = inputs();
    let evidence = tiller::evidence::Evidence::load(&Library::embedded()).unwrap();
    let jobs = evidence.observations().years("sector_emp_gvabasis", "E12000005", "construction", 2015, 2021);
    assert_eq!(jobs.len(), 7);
    let d: Vec<f64> = jobs.windows(2).map(|w| libm::log(w[1].1) - libm::log(w[0].1)).collect();
    let mean = d.iter().sum::<f64>() / 6.0;
    let own = d.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / 5.0;
    let want = ((6.0 * own + 4.0 * 0.04 * 0.04) / 10.0_f64).sqrt();
    let path = cell(&inputs, "E12000005", "construction").path(Input::Workforce);
    assert!((path.step_sd - want).abs() < 1e-12 && path.changes == 6.0, "{path:?} against {want}");
    // A group: job-weighted means of its members.
    let pair = ["E12000005", "E12000001"].map(|at| cell(&inputs, at, "construction"));
    let total: f64 = pair.iter().map(|c| c.get(Input::Workforce)).sum();
    let want: f64 =
        pair.iter().map(|c| c.path(Input::Workforce).step_sd * c.get(Input::Workforce)).sum::<f64>() / total;
    let group = cell(&inputs, "E12000005+E12000001", "construction");
    assert!((group.path(Input::Workforce).step_sd - want).abs() < 1e-12);
    assert!((group.get(Input::Workforce) - total).abs() < 1e-9);
}

#[test]
fn every_cell_is_whole() {
    let inputs = inputs();
    let sectors = inputs.rules().unwrap().sectors.clone();
    for tier in [Tier::Itl1, Tier::Lep] {
        for sector in sectors.iter().chain([&SectorId::all()]) {
            for c in inputs.tier_cells(tier, sector).unwrap() {
                for input in Input::ALL {
                    let p = c.path(*input);
                    assert!(c.get(*input) > 0.0, "{} {sector} {input}", c.place);
                    assert!(p.changes >= 1.0 && p.step_sd >= 0.0 && p.age >= 0.0 && p.drift.abs() < 0.1);
                    assert!(p.step_sd < 0.4, "{} {sector} {input}: {p:?}", c.place);
                }
            }
        }
    }
}

#[test]
fn what_has_no_starting_numbers_says_why() {
    let inputs = inputs();
    let refused = |at: &str, sector: &str| inputs.cell(&place(at), &SectorId::new(sector)).unwrap_err().to_string();
    assert!(refused("E12000055", "all").contains("did you mean 'E12000005' (West Midlands)?"));
    assert!(refused("Oxfordshir", "all").contains("(Oxfordshire)"));
    assert!(refused("K02000001", "all").contains("comparison row"));
    assert!(refused("E12000005", "constuction").contains("did you mean 'construction'?"));
    assert!(refused("E12000005", "other").contains("has no starting numbers"));
    assert!(refused("E37000006+E12000005", "all").contains("count twice"));
    assert!(refused("E37000057+E12000006", "all").contains("count twice"));
    assert!(inputs.cell(&place("E12000005+E12000006"), &SectorId::all()).is_ok());
}

#[test]
fn leps_that_share_districts_are_warned_of() {
    let inputs = inputs();
    assert!(inputs.warnings(&place("E37000006+E37000053")).is_empty());
    let warnings = inputs.warnings(&place("E37000012+E37000032+E37000038"));
    assert_eq!(warnings.len(), 2);
    assert!(warnings[0].contains("Greater Birmingham and Solihull and Stoke-on-Trent and Staffordshire"));
    assert!(inputs.cell(&place("E37000012+E37000032"), &SectorId::all()).is_ok());
}

#[test]
fn distances_and_similarities() {
    let inputs = inputs();
    let all: Vec<Place> = inputs.places(Tier::Itl1);
    let mut km = Vec::new();
    let mut alike = Vec::new();
    for (i, a) in all.iter().enumerate() {
        for b in &all[i + 1..] {
            km.push(inputs.distance_km(a, b).unwrap());
            alike.push(inputs.similarity(a, b).unwrap());
        }
    }
    km.sort_by(f64::total_cmp);
    alike.sort_by(f64::total_cmp);
    assert_eq!((km[0].round(), km[65].round()), (37.0, 587.0));
    assert_eq!(km.iter().filter(|d| **d <= 300.0).count(), 43);
    assert!((alike[0] - 0.74).abs() < 0.005 && (alike[33] - 0.98).abs() < 0.005);
    let group = place("E12000001+E12000002");
    let middle = inputs.distance_km(&group, &all[0]).unwrap();
    assert!(middle > 0.0 && middle < inputs.distance_km(&all[0], &all[1]).unwrap());
    assert!((inputs.similarity(&group, &group).unwrap() - 1.0).abs() < 1e-12);
    assert_eq!(inputs.distance_km(&group, &Place::Area(AreaCode::new("X"))), None);
}

/// Not a bound of the design (that is measured in release), only a guard against reading everything.
#[test]
fn one_cell_is_read_quickly() {
    let inputs = inputs();
    let (at, sector) = (place("E12000005"), SectorId::new("retail"));
    inputs.cell(&at, &sector).unwrap();
    let clock = Instant::now();
    for _ in 0..100 {
        inputs.cell(&at, &sector).unwrap();
    }
    assert!(clock.elapsed().as_millis() < 500, "100 cells took {:?}", clock.elapsed());
}
