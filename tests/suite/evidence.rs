//! The tables of evidence: they read, hold together, are read late, and say what is wrong with a damaged file.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use proptest::prelude::*;
use tempfile::TempDir;
use tiller::evidence::load::{BUNDLED, Library};
use tiller::evidence::{
    Area, Case, EXCEPTIONS, Evidence, Faults, Observations, Place, Seen, Tile, Usable, WORDS, table,
};
use tiller::model::{Inputs, Model, check_library};

fn embedded() -> Evidence {
    Evidence::load(&Library::embedded()).map_err(|f| f.to_string()).unwrap()
}

fn asset(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets").join(name);
    fs::read_to_string(path).unwrap()
}

/// A user's folder that holds the given files.
fn overlay(files: &[(&str, &[u8])]) -> (TempDir, Library) {
    let dir = TempDir::new().unwrap();
    for (name, bytes) in files {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    let library = Library::with_overlay(dir.path()).unwrap();
    (dir, library)
}

/// A bundled table with one text replaced by another, laid over the rest.
fn damaged(name: &str, from: &str, to: &str) -> String {
    let text = asset(name);
    assert!(text.contains(from), "{name} has no {from}");
    faults_of(&[(name, text.replacen(from, to, 1).as_bytes())])
}

fn faults_of(files: &[(&str, &[u8])]) -> String {
    let (_dir, library) = overlay(files);
    check_library(&library).to_string()
}

#[test]
fn the_bundled_files_pass() {
    assert_eq!(check_library(&Library::embedded()), Faults::default(), "{}", check_library(&Library::embedded()));
}

#[test]
fn the_bundled_files_pass_as_an_overlay_too() {
    let texts: Vec<(&str, String)> =
        BUNDLED.iter().filter(|n| !n.starts_with("derived")).map(|n| (*n, asset(n))).collect();
    let files: Vec<(&str, &[u8])> = texts.iter().map(|(n, t)| (*n, t.as_bytes())).collect();
    assert_eq!(faults_of(&files), "");
}

#[test]
fn tables_hold_what_they_held() {
    let e = embedded();
    let rows = [
        (e.areas().len(), 53),
        (e.sectors().len(), 8),
        (e.sources().len(), 563),
        (e.effects().len(), 246),
        (e.priors().len(), 81),
        (e.interactions().len(), 111),
        (e.programmes().len(), 22),
        (e.programme_figures().len(), 136),
        (e.clusters().len(), 125),
        (e.cases().len(), 41),
        (e.case_outcomes().len(), 107),
        (e.case_codes().len(), 26),
        (e.case_conversions().len(), 107),
        (e.case_findings().len(), 21),
        (e.centroids().len(), 50),
        (e.neighbours().len(), 240),
        (e.tiles().len(), 50),
        (e.aliases().len(), 404),
        (e.series().len(), 175),
        (e.series_uncertainty().len(), 818),
        (e.series_volatility().len(), 138),
        (e.series_imputations().len(), 7),
        (e.sector_mapping().len(), 18),
        (e.observations().len(), 39_289),
        (e.observations().repeats(), 3),
    ];
    for (i, (have, want)) in rows.iter().enumerate() {
        assert_eq!(have, want, "table {i}");
    }
}

#[test]
fn tables_are_read_when_asked_for() {
    let e = embedded();
    assert!(e.read_so_far().is_empty());
    assert_eq!(e.source("P-S001").unwrap().id.as_str(), "P-S001");
    assert_eq!(e.read_so_far(), ["evidence/sources.csv"]);
    assert_eq!(e.effect("P-E001").unwrap().usable, Usable::Yes);
    assert_eq!(e.prior("P-P01").unwrap().central, Some(0.3));
    assert!(!e.read_so_far().contains(&"evidence/observations.csv"));
    assert!(e.observations().value("sector_emp_all", "E12000005", "all", 2021).is_some());
    assert!(e.read_so_far().contains(&"evidence/observations.csv"));
    let (_dir, library) = overlay(&[]);
    assert_eq!(Evidence::load(&library).unwrap().read_so_far().len(), 22);
}

#[test]
fn a_source_without_a_licence_says_so() {
    let e = embedded();
    assert_eq!(e.source("C-S01").unwrap().licence(), "no licence stated");
    assert_eq!(e.source("M01").unwrap().licence(), "facts only");
    assert_eq!(e.source("C-S00"), None);
}

#[test]
fn a_claim_leads_to_its_sources() {
    let e = embedded();
    assert_eq!(e.sources_behind("P-E001"), ["P-S001"]);
    assert_eq!(e.sources_behind("P-I003").len(), e.interaction("P-I003").unwrap().sources.len());
    assert_eq!(e.sources_behind("P-S001"), ["P-S001"]);
    assert_eq!(e.sources_behind("judgement"), ["judgement"]);
    for prior in e.priors() {
        let behind = e.sources_behind(prior.id.as_str());
        assert!(!behind.is_empty() && behind.is_sorted());
        for id in &behind {
            assert!(e.source(id).is_some() || WORDS.contains(&id.as_str()), "{} leads to {id}", prior.id);
        }
    }
}

#[test]
fn areas_know_their_regions_and_places_their_names() {
    let e = embedded();
    let midlands = e.area(&"E37000057".into()).unwrap();
    let shares: Vec<(String, f64)> = midlands.regions().iter().map(|s| (s.region.to_string(), s.share)).collect();
    assert_eq!(shares[0].0, "E12000004");
    assert!((shares[0].1 - 0.442).abs() < 1e-12 && (shares[1].1 - 0.396).abs() < 1e-12);
    assert_eq!(e.place_name(&Place::parse("E37000053+E37000006").unwrap()), "Coventry and Warwickshire + 1 more");
}

#[test]
fn the_first_row_of_a_figure_counts() {
    let e = embedded();
    let all = e.observations();
    let years = all.years("sector_gva_current", "E12000005", "retail", 2020, 2022);
    assert_eq!(years.iter().map(|(y, _)| *y).collect::<Vec<i32>>(), [2020, 2021, 2022]);
    let o = all.find("sector_gva_current", "E12000005", "retail", "", 2022).unwrap();
    assert_eq!((o.value, o.unit, o.seen), (years[2].1, "gbp_m", Seen::Direct));
    assert_eq!(all.value("sector_gva_current", "nowhere", "retail", 2022), None);
    assert_eq!(all.iter().count(), all.len());
    let head = "indicator,area,sector,detail,period_start,period_end,value,unit,source_id,quality,note\n";
    let rows = "a,x,all,one,2020,2020,1,u,s,direct,\na,x,all,two,2020,2020,2,u,s,direct,\na,x,all,one,2020,2020,3,u,s,direct,\n";
    let few = Observations::parse("o.csv", &format!("{head}{rows}")).unwrap();
    assert_eq!((few.value("a", "x", "all", 2020), few.len(), few.repeats()), (Some(1.0), 2, 1));
    assert_eq!(few.find("a", "x", "all", "two", 2020).unwrap().value, 2.0);
}

#[test]
fn a_damaged_table_is_named_by_line_column_and_value() {
    let text = asset("evidence/sources.csv");
    let cut = text.trim_end().rfind(',').unwrap() - 40;
    let message = faults_of(&[("evidence/sources.csv", &text.as_bytes()[..cut])]);
    assert!(message.contains("line 564") && message.contains("cut off"), "{message}");

    let message = damaged("evidence/centroids.csv", "54.8472", "north");
    assert_eq!(message, "evidence/centroids.csv, line 2, lat 'north': is not a number");

    let message = damaged("evidence/priors.csv", ",0.3,0.05,0.6,", ",NaN,0.05,0.6,");
    assert!(message.contains("line 2, central 'NaN': is not a finite number"), "{message}");

    let message = damaged("evidence/series_uncertainty.csv", ",2022,2022,", ",2022.5,2022,");
    assert!(message.contains("line 2, period_start '2022.5': is not a whole number"), "{message}");

    let message = damaged("evidence/areas.csv", "London,itl1", "London,itl2");
    assert!(message.contains("line 11, tier 'itl2': is not a known word; did you mean 'itl1'?"), "{message}");

    let message = damaged("evidence/areas.csv", "E12000006=43.6%", "E12000006: 43.6");
    assert!(message.contains("overlap 'E12000006: 43.6': cannot be read; write it as"), "{message}");

    let message = damaged("evidence/effects.csv", "P-E002,", "P-E001,");
    assert!(message.contains("line 3, effect_id 'P-E001': stands on line 2 already"), "{message}");

    let message = damaged("evidence/tiles.csv", "area_code,tier,row", "area_kode,tier,row");
    assert!(
        message.contains("column 'area_code': is missing from the header; the header has 'area_kode'"),
        "{message}"
    );

    let message = faults_of(&[("evidence/tiles.csv", b"")]);
    assert!(message.contains("evidence/tiles.csv: is empty"), "{message}");
}

#[test]
fn a_reference_that_leads_nowhere_is_named_with_the_nearest() {
    let message = damaged("evidence/effects.csv", ",P-S001,", ",P-S0001,");
    assert!(message.contains("line 2, source_id 'P-S0001': is not a source"), "{message}");
    assert!(message.contains("did you mean 'P-S001'?"), "{message}");

    let message = damaged("evidence/tiles.csv", "S92000003", "S92000004");
    assert!(message.contains("line 2, area_code 'S92000004': is not an area"), "{message}");
    assert!(message.contains("has no row for an area of evidence/areas.csv"), "{message}");

    let message = damaged("evidence/effects.csv", ",skills_provision,", ",skils_provision,");
    assert!(message.contains("lever_ids 'skils_provision'") && message.contains("'skills_provision'?"), "{message}");

    let message = damaged("model/levers.ron", "source: \"C-S09\"", "source: \"C-S9\"");
    assert!(message.contains("model/levers.ron, skills_provision.comparators.source 'C-S9'"), "{message}");

    let message = damaged("evidence/case_outcomes.csv", ",UK-CREDITS-2009,", ",UK-CREDITS-2019,");
    assert!(message.contains("did you mean 'UK-CREDITS-2009'?"), "{message}");

    let message = damaged("evidence/case_conversions.csv", "O007,,,,not_modelled", "O007,net_jobs,,,not_modelled");
    assert!(message.contains("outcome_id 'O007': must hold a quantity or a reason"), "{message}");
    let message = damaged("evidence/case_conversions.csv", "O007,", "O9007,");
    assert!(message.contains("outcome_id 'O9007': is not an outcome of") && message.contains("'O007'?"), "{message}");
    let message = damaged("evidence/case_findings.csv", "P-E081", "P-E0811");
    assert!(message.contains("effect_ids 'P-E0811': is not a finding"), "{message}");

    let message = damaged("evidence/cases.csv", "XADV:0.5;NET:0.5", "XADV:0.5;NIT:0.4");
    assert!(message.contains("instrument_mix 'NIT'") && message.contains("add to 1"), "{message}");
}

#[test]
fn what_spreadsheets_do_to_a_file() {
    let marked = [b"\xef\xbb\xbf", asset("evidence/tiles.csv").as_bytes()].concat();
    assert_eq!(faults_of(&[("evidence/tiles.csv", &marked)]), "");
    let message = faults_of(&[("evidence/tiles.csv", asset("evidence/tiles.csv").replace(',', ";").as_bytes())]);
    assert!(message.contains("is not separated by commas"), "{message}");
    assert_eq!(faults_of(&[("evidence/tiles.csv", asset("evidence/tiles.csv").replace('\n', "\r\n").as_bytes())]), "");
    let message = damaged("evidence/areas.csv", "E37000062,", "\"E37,62\",");
    assert!(message.contains("area_code 'E37,62': may hold letters"), "{message}");
}

#[test]
fn every_exception_is_still_needed() {
    for x in EXCEPTIONS {
        assert!(asset(x.file).contains(x.value), "{} no longer holds {}", x.file, x.value);
        assert!(asset(x.file).lines().next().unwrap().contains(x.column) && !x.reason.is_empty());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever is cut, changed or put in: faults, never a panic.
    #[test]
    fn no_text_breaks_the_reader(noise in "\\PC{0,40}", at in 0_usize..10_000, drop in 0_usize..60) {
        for name in ["evidence/areas.csv", "evidence/tiles.csv", "evidence/cases.csv"] {
            let text = asset(name);
            let cut = text.len() * at / 10_000;
            let end = (cut + drop).min(text.len());
            let mut bytes = text.as_bytes()[..cut].to_vec();
            bytes.extend_from_slice(noise.as_bytes());
            bytes.extend_from_slice(&text.as_bytes()[end..]);
            let changed = String::from_utf8_lossy(&bytes);
            let _ = table::read_rows::<Area>(name, &changed);
            let _ = table::read_rows::<Tile>(name, &changed);
            let _ = table::read_rows::<Case>(name, &changed);
            let _ = Observations::parse(name, &changed);
        }
    }
}

#[test]
fn every_fault_is_collected_not_the_first() {
    let tiles = asset("evidence/tiles.csv").replace("itl1,0,2", "itl1,zero,2").replace("itl1,0,3", "itl1,0,three");
    let areas = asset("evidence/areas.csv").replace("London,itl1", "London,itl2");
    let message = faults_of(&[
        ("evidence/tiles.csv", tiles.as_bytes()),
        ("evidence/areas.csv", areas.as_bytes()),
        ("model/links.csv", b"nothing\n1\n"),
        ("evidence/sorces.csv", b"x\n"),
    ]);
    for part in ["row 'zero'", "col 'three'", "tier 'itl2'", "model/links.csv", "did you mean 'evidence/sources.csv'?"]
    {
        assert!(message.contains(part), "{part}: {message}");
    }
}

#[test]
fn an_overlay_file_must_be_utf8() {
    let message = faults_of(&[("evidence/tiles.csv", b"area_code,tier,row,col,short\nE12\xff0001,itl1,0,3,NE\n")]);
    assert!(message.contains("tiles.csv, line 2: is not UTF-8 text; save it as UTF-8"), "{message}");
}

#[test]
fn an_unknown_field_of_the_rules_gets_the_nearest_name() {
    let message = damaged("model/baseline.ron", "ipf_rounds: 200", "ipf_round: 200");
    assert!(
        message.contains("model/baseline.ron, line 2") && message.contains("did you mean 'ipf_rounds'?"),
        "{message}"
    );
    let message = damaged("model/baseline.ron", "path: Follow, series: \"gva_m\"", "path: Follow, series: \"gva\"");
    assert!(message.contains("series 'gva': must name an input with a path of its own"), "{message}");
    let message = damaged("model/baseline.ron", "gamma: 0.5", "gamma: -0.5");
    assert!(message.contains("forecast.gamma '-0.5': must lie between"), "{message}");
}

#[test]
fn own_figures_change_the_starting_numbers() {
    let bundled = Library::embedded().observations().unwrap().1;
    let from = "enterprises_10plus,E12000001,all,,2024,2024,9025,";
    assert!(bundled.contains(from));
    let own = bundled.replacen(from, "enterprises_10plus,E12000001,all,,2024,2024,9500,", 1);
    let (_dir, library) = overlay(&[("evidence/observations.csv", own.as_bytes())]);
    let firms = |library: &Library| {
        let inputs = Inputs::load(library).map_err(|f| f.to_string()).unwrap();
        inputs.cell(&Place::parse("E12000001").unwrap(), &"all".into()).unwrap().get(tiller::model::Input::Firms)
    };
    assert_eq!((firms(&library), firms(&Library::embedded())), (9500.0, 9025.0));

    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(own.as_bytes()).unwrap();
    let (_dir, library) = overlay(&[("evidence/observations.csv.gz", &packer.finish().unwrap())]);
    assert_eq!(firms(&library), 9500.0);

    let (_dir, library) = overlay(&[("evidence/observations.csv.gz", b"no gzip")]);
    assert!(check_library(&library).to_string().contains("cannot be unpacked"));

    let gap = bundled.replacen(from, "enterprises_10plus,E12000001,all,,2023,2023,9025,", 1);
    let message = faults_of(&[("evidence/observations.csv", gap.as_bytes())]);
    assert!(message.contains("figure 'enterprises_10plus, E12000001, all, 2024': is missing"), "{message}");

    let odd = bundled.replacen("9025,enterprises", "9 025,enterprises", 1);
    let message = faults_of(&[("evidence/observations.csv", odd.as_bytes())]);
    assert!(message.contains("value '9 025': is not a number"), "{message}");
}

#[test]
fn own_rules_change_the_starting_numbers() {
    let own = asset("model/baseline.ron").replacen("capacity: (value: 1.0", "capacity: (value: 0.9", 1);
    let (_dir, library) = overlay(&[("model/baseline.ron", own.as_bytes())]);
    let inputs = Inputs::load(&library).map_err(|f| f.to_string()).unwrap();
    let cell = inputs.cell(&Place::parse("E12000001").unwrap(), &"retail".into()).unwrap();
    assert_eq!(cell.get(tiller::model::Input::Capacity), 0.9);
    assert!(Model::load(&library).is_ok());
}
