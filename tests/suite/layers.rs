//! A user's own evidence: rows laid over the bundled tables, templates, and a whole other country.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use tempfile::TempDir;
use tiller::evidence::load::{BUNDLED, Library};
use tiller::evidence::{Evidence, Faults, How, Place, SectorId, Tier};
use tiller::model::{Basis, Model, check_library};
use tiller::projection::{DrawKey, Draws, project};
use tiller::report::shelf::{Catalogue, Record, Tab};
use tiller::report::{csv, json, layer, own, text};
use tiller::scenario::Scenario;
use tiller::tui::app::State;

use crate::desk::{answer, basis as bundled, dark, draw, press, text as screen};

pub fn asset(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets").join(name);
    fs::read_to_string(path).unwrap()
}

/// A user's folder that holds the given files.
pub fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let dir = TempDir::new().unwrap();
    for (name, bytes) in files {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    dir
}

pub fn library(dir: &TempDir) -> Library {
    Library::with_overlay(dir.path()).unwrap()
}

pub fn faults_of(files: &[(&str, &[u8])]) -> String {
    check_library(&library(&folder(files))).to_string()
}

pub fn basis(dir: &TempDir) -> Basis {
    Basis::load(&library(dir)).map_err(|f| f.to_string()).unwrap()
}

pub fn header(table: &str) -> String {
    asset(table).lines().next().unwrap().to_owned()
}

pub const SOURCES: &str = "evidence/sources.add.csv";
pub const EFFECTS: &str = "evidence/effects.add.csv";

pub fn source(id: &str, title: &str) -> String {
    format!("{id},{title},,Somebody,2025,,,direct,\n")
}

pub fn sources(rows: &str) -> String {
    format!("{}\n{rows}", header("evidence/sources.csv"))
}

/// One bundled finding with a cell of another value; `find` is its id.
pub fn effect(find: &str, id: &str, cells: &[(&str, &str)]) -> String {
    let text = asset("evidence/effects.csv");
    let mut reader = ::csv::Reader::from_reader(text.as_bytes());
    let names = reader.headers().unwrap().clone();
    let mut row: Vec<String> =
        reader.records().map(Result::unwrap).find(|r| &r[0] == find).unwrap().iter().map(String::from).collect();
    id.clone_into(&mut row[0]);
    for (name, value) in cells {
        let at = names.iter().position(|n| n == *name).unwrap();
        (*value).clone_into(&mut row[at]);
    }
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    writer.write_record(&row).unwrap();
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

pub fn effects(rows: &[String]) -> String {
    format!("{}\n{}", header("evidence/effects.csv"), rows.concat())
}

/// A study of the user's, one bundled finding changed, one withdrawn that nothing refers to.
fn mixed() -> TempDir {
    let withdrawn = unused_finding();
    let head = format!("{},withdraw\n", header("evidence/effects.csv"));
    let line = |row: String, mark: &str| format!("{},{mark}\n", row.trim_end());
    let rows = [
        line(effect("P-E001", "MY-1", &[("source_id", "MY-S"), ("estimate", "0.7")]), ""),
        line(effect("P-E002", "P-E002", &[("estimate", "0.35")]), "no"),
        line(effect(&withdrawn, &withdrawn, &[]), "yes"),
    ];
    let text = format!("{head}{}", rows.concat());
    folder(&[(SOURCES, sources(&source("MY-S", "My survey")).as_bytes()), (EFFECTS, text.as_bytes())])
}

/// A finding that no other row names.
fn unused_finding() -> String {
    let all: String = BUNDLED.iter().filter(|n| **n != "evidence/effects.csv").map(|n| asset(n)).collect();
    let effects = asset("evidence/effects.csv");
    let named = |id: &str| all.contains(id) || effects.matches(id).count() > 1;
    bundled().evidence.effects().iter().map(|e| e.id.to_string()).find(|id| !named(id)).unwrap()
}

#[test]
fn rows_are_added_changed_and_withdrawn_by_id() {
    let dir = mixed();
    assert_eq!(check_library(&library(&dir)), Faults::default());
    let (with, without) = (basis(&dir), bundled());
    assert_eq!(with.evidence.effects().len(), without.evidence.effects().len());
    assert_eq!(with.evidence.effect("MY-1").unwrap().estimate, Some(0.7));
    assert_eq!(with.evidence.effect("P-E002").unwrap().estimate, Some(0.35));
    assert_eq!(with.evidence.effect(&unused_finding()), None);
    assert_eq!(with.evidence.sources().len(), without.evidence.sources().len() + 1);
    // Every other finding is as it was, in the same order.
    let others = |b: &Basis| -> Vec<String> {
        let skip = ["MY-1".to_owned(), "P-E002".to_owned(), unused_finding()];
        b.evidence.effects().iter().map(|e| e.id.to_string()).filter(|id| !skip.contains(id)).collect()
    };
    assert_eq!(others(&with), others(&without));
    assert_ne!(with.model.version, without.model.version);
}

#[test]
fn what_a_folder_changes_is_listed_with_old_and_new_values() {
    let dir = mixed();
    let with = basis(&dir);
    let changes = with.evidence.library().overlay().unwrap().changes();
    let short: Vec<(&str, How, Option<u64>)> = changes.iter().map(|c| (c.id(), c.how, c.line)).collect();
    let gone = unused_finding();
    assert_eq!(short.len(), 4);
    for wanted in [
        ("MY-1", How::Added, Some(2)),
        ("P-E002", How::Changed, Some(3)),
        (gone.as_str(), How::Withdrawn, None),
        ("MY-S", How::Added, Some(2)),
    ] {
        assert!(short.contains(&wanted), "{wanted:?}: {short:?}");
    }
    let cells = changes.iter().find(|c| c.id() == "P-E002").unwrap().cells();
    assert_eq!((cells.len(), cells[0].column.as_str()), (1, "estimate"));
    assert_eq!((cells[0].old.as_str(), cells[0].new.as_str()), ("0.3", "0.35"));
    let sheets = layer::sheets(&bundled(), &with, true);
    let said: String = sheets.iter().map(tiller::report::sheet::Sheet::as_text).collect();
    for part in [
        &bundled().model.version,
        &with.model.version,
        "Your evidence: 2 rows added, 1 changed, 1 withdrawn.",
        "0.3 → 0.35",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let full = layer::sheets(&bundled(), &with, false)[1].as_csv().unwrap();
    assert!(
        full.lines().count() > 10
            && full
                .contains("evidence/effects.csv,P-E002,changed,\"evidence/effects.add.csv, line 3\",estimate,0.3,0.35"),
        "{full}"
    );
}

#[test]
fn a_changed_mechanism_and_a_given_starting_number_are_listed_as_results() {
    let channels = asset("model/channels.csv");
    let line = channels.lines().nth(1).unwrap();
    assert!(line.starts_with("skills_provision.skills,direct;chain;ecosystem,skills_provision,skills,30,10,60,"));
    let own_channel = line.replacen("skills,30,10,60,", "skills,31,10,60,", 1);
    let model = format!("{}\n{own_channel}\n", header("model/channels.csv"));
    let given = format!("{}\nE12000001,all,workforce,1000000,judgement,0.05,0,,,,\n", header("derived/baseline.csv"));
    let dir = folder(&[("model/channels.add.csv", model.as_bytes()), ("derived/baseline.add.csv", given.as_bytes())]);
    let with = basis(&dir);
    let cell = |b: &Basis| b.inputs.cell(&Place::parse("E12000001").unwrap(), &SectorId::all()).unwrap();
    assert_eq!(cell(&with).get(tiller::model::Input::Workforce), 1_000_000.0);
    assert_eq!(cell(&with).get(tiller::model::Input::Firms), cell(&bundled()).get(tiller::model::Input::Firms));
    let result = layer::sheets(&bundled(), &with, false)[2].as_csv().unwrap();
    assert_eq!(result.lines().count(), 3, "{result}");
    assert!(result.contains("mechanism,skills_provision.skills") && result.contains("31 (10 to 60)"), "{result}");
    assert!(result.contains("workforce: E12000001, all") && result.contains("1000000"), "{result}");
}

#[test]
fn own_records_are_marked_wherever_they_stand() {
    let dir = mixed();
    let with = Arc::new(basis(&dir));
    let all = Catalogue::new(&with);
    let line = |tab: Tab, id: &str| {
        let entry = all.list(tab).iter().find(|e| e.id == id).unwrap();
        entry.cells.iter().map(|d| d.shown().to_owned()).collect::<Vec<_>>().join(" | ")
    };
    assert!(line(Tab::Findings, "MY-1").contains("yours: ") && line(Tab::Sources, "MY-S").contains("yours: My survey"));
    assert!(line(Tab::Findings, "P-E002").contains("yours: ") && !line(Tab::Findings, "P-E001").contains("yours"));
    let page = all.page(&with, &Record::new(Tab::Findings, "P-E002"), None).unwrap().as_text();
    assert!(page.contains("Yours: changed by your evidence/effects.add.csv, line 3."), "{page}");
    assert!(page.contains("estimate: was “0.3”, is “0.35”."), "{page}");

    let said = "your evidence: 2 rows added, 1 changed, 1 withdrawn";
    assert_eq!(own::said(with.evidence.library()).as_deref(), Some(said));
    assert_eq!(own::said(bundled().evidence.library()), None);
    let scenario = crate::desk::scenario();
    let draws = Draws::make(&with, &DrawKey::of(&scenario, 256));
    let projection = project(&with, &scenario, &draws, &AtomicBool::new(false)).unwrap();
    let report = text::write(&with, &scenario, &projection).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(report.contains(&format!("With {said};")), "{report}");
    assert!(json::write(&with, &scenario, &projection).unwrap().contains(&format!("\"your_evidence\": \"{said}\"")));
    assert!(csv::write(&with, &scenario, &projection).unwrap().contains(said));

    let mut state = State::new(Arc::clone(&with), scenario);
    answer(&mut state);
    for (width, height) in [(80, 24), (120, 36), (200, 60)] {
        let shown = screen(&draw(&state, &dark(), width, height).0);
        assert!(shown.contains("your evidence: 2 rows added"), "{width}×{height}\n{shown}");
    }
    let foot = tiller::tui::app::export::provenance(&state);
    assert!(foot.run().contains(said) && foot.lines().join("\n").contains(said), "{}", foot.run());
}

fn country() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/own_country")
}

#[test]
fn a_whole_other_country_runs_from_end_to_end() {
    let library = Library::with_overlay(&country()).unwrap();
    assert_eq!(check_library(&library).to_string(), "");
    let basis = Arc::new(Basis::load(&library).map_err(|f| f.to_string()).unwrap());
    assert_eq!((basis.inputs.places(Tier::Itl1).len(), basis.inputs.places(Tier::Lep).len()), (3, 0));
    let place = tiller::scenario::names::place(&basis.evidence, "Midvale").unwrap();
    assert_eq!(place.to_string(), "XN2");
    let mut scenario = Scenario::empty(place, SectorId::new("advanced_manufacturing"));
    let lever = basis.model.levers[0].id.clone();
    scenario.set(0, &lever, 3.0);
    let draws = Draws::make(&basis, &DrawKey::of(&scenario, 512));
    let projection = project(&basis, &scenario, &draws, &AtomicBool::new(false)).unwrap();
    let jobs = projection.plans[0].indicator(tiller::model::Indicator::TrainedWorkforce);
    assert!(jobs.change.last().unwrap().p90 > 0.0);
    for outcome in &projection.plans[0].indicators {
        assert!(outcome.scenario.iter().all(|q| q.p10.is_finite() && q.p90.is_finite()), "{:?}", outcome.indicator);
    }
    let report = text::write(&basis, &scenario, &projection);
    assert!(report.contains("Midvale") && !report.contains("NaN"), "{report}");

    let mut state = State::new(Arc::clone(&basis), scenario);
    answer(&mut state);
    let seen = tiller::tui::app::Seen { columns: 1, cards: 1, rows: 10 };
    assert!(screen(&draw(&state, &dark(), 120, 36).0).contains("Midvale"));
    press(&mut state, "3", &seen);
    let atlas = tiller::report::places::Atlas::make(&basis).unwrap();
    assert_eq!(atlas.sectors.len(), 6);
    let _ = draw(&state, &dark(), 120, 36);
}

#[test]
fn a_hundred_thousand_figures_are_read_in_time() {
    const ROWS: usize = 100_000;
    let mut add =
        String::from("indicator,area,sector,detail,period_start,period_end,value,unit,source_id,quality,note\n");
    for i in 0..ROWS {
        let (year, detail) = (1900 + i % 120, i / 120);
        let _ = writeln!(
            add,
            "gva_per_hour_gbp,E12000001,all,d{detail},{year},{year},{},GBP an hour,P-S001,direct,",
            i % 97
        );
    }
    let dir = folder(&[("evidence/observations.add.csv", add.as_bytes())]);
    let start = Instant::now();
    let found = check_library(&library(&dir)).to_string();
    let checked = start.elapsed();
    // Places that share a year with the starting numbers keep theirs: the first row of a year counts.
    assert_eq!(found, "");
    let with = basis(&dir);
    assert_eq!(with.evidence.observations().len(), bundled().evidence.observations().len() + ROWS);
    assert_eq!(own::said(with.evidence.library()).as_deref(), Some("your evidence: 100,000 rows added"));
    println!("{ROWS} rows: checked in {checked:?}, all in {:?}", start.elapsed());
    assert!(checked < Duration::from_secs(60), "{checked:?}");
    // A table whose rows are few says where it ends.
    let areas = asset("evidence/areas.csv");
    let many = (0..600).map(|i| format!("X{i},n,itl1,,,,1,1,\n")).collect::<Vec<_>>().concat();
    let said =
        faults_of(&[("evidence/areas.add.csv", format!("{}\n{many}", areas.lines().next().unwrap()).as_bytes())]);
    assert!(said.contains("evidence/areas.add.csv, line 502: has more than the 500 rows"), "{}", &said[..400]);
}

#[test]
fn model_and_evidence_agree_on_what_a_folder_holds() {
    let dir = mixed();
    let library = library(&dir);
    assert!(Evidence::load(&library).is_ok() && Model::load(&library).is_ok());
}

/// The program, run in a folder of its own: exit code, and everything it said.
fn run(at: &Path, args: &[&str]) -> (i32, String) {
    let out =
        Command::new(env!("CARGO_BIN_EXE_tiller")).args(args).current_dir(at).env_clear().env("HOME", at).output();
    let out = out.unwrap();
    let said = [out.stdout, out.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
    (out.status.code().unwrap(), said)
}

#[test]
fn a_template_is_written_filled_in_checked_and_listed() {
    let dir = folder(&[]);
    let at = dir.path();
    let (code, said) = run(at, &["evidence", "add"]);
    assert!(code == 0 && said.contains("evidence/effects.add.csv") && said.contains("model/levers.ron"), "{said}");
    let add = ["evidence", "add", "--template", "sources", "--out", "mine"];
    let (code, said) = run(at, &add);
    assert!(code == 0 && said.contains("wrote mine/evidence/sources.add.csv"), "{said}");
    let file = at.join("mine/evidence/sources.add.csv");
    fs::write(&file, fs::read_to_string(&file).unwrap().replace("EXAMPLE-S", "MINE-S")).unwrap();
    let before = fs::read_to_string(&file).unwrap();
    // The companion alone is there: still nothing is written.
    let (code, said) = run(at, &add);
    assert!(code == 4 && said.contains("is there already and was left as it is"), "{said}");
    fs::remove_file(&file).unwrap();
    assert_eq!(run(at, &add).0, 4);
    assert!(!file.exists());
    fs::write(&file, before).unwrap();
    assert_eq!(run(at, &["check", "--data", "mine"]), (0, String::from("no faults found\n")));
    for (form, part) in
        [("text", "added  MINE-S"), ("json", "\"row\": \"MINE-S\""), ("csv", "sources.csv,MINE-S,added")]
    {
        let (code, said) = run(at, &["evidence", "changed", "--data", "mine", "--format", form]);
        assert!(code == 0 && said.contains(part), "{form}: {said}");
    }
    let (code, said) = run(at, &["evidence", "changed"]);
    assert!(code == 2 && said.contains("--data DIR"), "{said}");
    let (code, said) = run(at, &["evidence", "add", "--template", "efects"]);
    assert!(code == 2 && said.contains("did you mean 'effects'?"), "{said}");
}
