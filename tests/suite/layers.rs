//! A user's own evidence: rows laid over the bundled tables, a whole other country, and every kind of bad input.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use tempfile::TempDir;
use tiller::evidence::load::{BUNDLED, Library};
use tiller::evidence::{Evidence, Faults, How, Place, SectorId, Tier};
use tiller::model::{Basis, Model, check_library};
use tiller::projection::{DrawKey, Draws, project};
use tiller::report::shelf::{Catalogue, Record, Tab};
use tiller::report::{changed, csv, json, own, text};
use tiller::scenario::Scenario;
use tiller::tui::app::State;

use crate::desk::{answer, basis as bundled, dark, draw, press, text as screen};

pub fn asset(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets").join(name);
    fs::read_to_string(path).unwrap()
}

/// A user's folder that holds the given files.
fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let dir = TempDir::new().unwrap();
    for (name, bytes) in files {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    dir
}

fn library(dir: &TempDir) -> Library {
    Library::with_overlay(dir.path()).unwrap()
}

fn faults_of(files: &[(&str, &[u8])]) -> String {
    check_library(&library(&folder(files))).to_string()
}

fn basis(dir: &TempDir) -> Basis {
    Basis::load(&library(dir)).map_err(|f| f.to_string()).unwrap()
}

fn header(table: &str) -> String {
    asset(table).lines().next().unwrap().to_owned()
}

const SOURCES: &str = "evidence/sources.add.csv";
const EFFECTS: &str = "evidence/effects.add.csv";

fn source(id: &str, title: &str) -> String {
    format!("{id},{title},,Somebody,2025,,,direct,\n")
}

fn sources(rows: &str) -> String {
    format!("{}\n{rows}", header("evidence/sources.csv"))
}

/// One bundled finding with a cell of another value; `find` is its id.
fn effect(find: &str, id: &str, cells: &[(&str, &str)]) -> String {
    let text = asset("evidence/effects.csv");
    let mut reader = ::csv::Reader::from_reader(text.as_bytes());
    let names = reader.headers().unwrap().clone();
    let mut row: Vec<String> =
        reader.records().map(Result::unwrap).find(|r| &r[0] == find).unwrap().iter().map(String::from).collect();
    row[0] = id.to_owned();
    for (name, value) in cells {
        row[names.iter().position(|n| n == *name).unwrap()] = (*value).to_owned();
    }
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    writer.write_record(&row).unwrap();
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

fn effects(rows: &[String]) -> String {
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
    let sheets = changed::sheets(&bundled(), &with, true);
    let said: String = sheets.iter().map(tiller::report::sheet::Sheet::as_text).collect();
    for part in [
        &bundled().model.version,
        &with.model.version,
        "Your evidence: 2 rows added, 1 changed, 1 withdrawn.",
        "0.3 → 0.35",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let full = changed::sheets(&bundled(), &with, false)[1].as_csv().unwrap();
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
    let result = changed::sheets(&bundled(), &with, false)[2].as_csv().unwrap();
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
    assert_eq!(own::said(with.evidence.library()).as_deref(), Some("your evidence: 100000 rows added"));
    println!("{ROWS} rows: checked in {checked:?}, all in {:?}", start.elapsed());
    assert!(checked < Duration::from_secs(20), "{checked:?}");
    // A table whose rows are few says where it ends.
    let areas = asset("evidence/areas.csv");
    let many = (0..600).map(|i| format!("X{i},n,itl1,,,,1,1,\n")).collect::<Vec<_>>().concat();
    let said =
        faults_of(&[("evidence/areas.add.csv", format!("{}\n{many}", areas.lines().next().unwrap()).as_bytes())]);
    assert!(said.contains("evidence/areas.add.csv, line 502: has more than the 500 rows"), "{}", &said[..400]);
}

/// A folder with one bad thing, and what must be said of it.
struct Bad {
    name: &'static str,
    file: &'static str,
    bytes: Vec<u8>,
    says: &'static str,
}

fn bad(name: &'static str, file: &'static str, bytes: impl Into<Vec<u8>>, says: &'static str) -> Bad {
    Bad { name, file, bytes: bytes.into(), says }
}

fn one_effect(cells: &[(&str, &str)]) -> String {
    effects(&[effect("P-E001", "MY-1", cells)])
}

fn tables_of_bad_text() -> Vec<Bad> {
    let wide = "x".repeat(2 * 1024 * 1024);
    let tiles = asset("evidence/tiles.csv");
    vec![
        bad("a field of two megabytes", SOURCES, sources(&source("M", &wide)), "line 2, title 'xxx"),
        bad(
            "its length",
            SOURCES,
            sources(&source("M", &wide)),
            "holds 2097152 bytes, more than the 16384 of one cell",
        ),
        bad(
            "no UTF-8",
            SOURCES,
            b"source_id,title\nM,\xff\xfe\n".to_vec(),
            "line 2: is not UTF-8 text; save it as UTF-8",
        ),
        bad("UTF-16", SOURCES, b"\xff\xfes\x00o\x00".to_vec(), "it looks like UTF-16"),
        bad("a formula", SOURCES, sources(&source("M", "\"=HYPERLINK(\"\"x\"\")\"")), "line 2, title '=HYPERLINK"),
        bad(
            "a formula with @",
            SOURCES,
            sources(&source("M", "@SUM(A1)")),
            "title '@SUM(A1)': is a formula; write its value",
        ),
        bad("not a number", EFFECTS, one_effect(&[("estimate", "NaN")]), "estimate 'NaN': is not a finite number"),
        bad("infinity", EFFECTS, one_effect(&[("estimate", "-inf")]), "estimate '-inf': is not a finite number"),
        bad(
            "beyond all numbers",
            EFFECTS,
            one_effect(&[("estimate", "1e999")]),
            "estimate '1e999': is not a finite number",
        ),
        bad("words for a number", EFFECTS, one_effect(&[("estimate", "some")]), "estimate 'some': is not a number"),
        bad(
            "a negative standard error",
            EFFECTS,
            one_effect(&[("standard_error", "-0.1")]),
            "standard_error '-0.1': must be 0 or more",
        ),
        bad("a design level of 9", EFFECTS, one_effect(&[("sms_num", "9")]), "sms_num '9': must lie in 0 to 5"),
        bad(
            "a word outside its list",
            EFFECTS,
            one_effect(&[("usable", "yess")]),
            "usable 'yess': is not a known word; did you mean 'yes'?",
        ),
        bad(
            "an unknown lever",
            EFFECTS,
            one_effect(&[("lever_ids", "skills_provison")]),
            "effects.add.csv, line 2, lever_ids 'skills_provison'",
        ),
        bad(
            "an unknown source",
            EFFECTS,
            one_effect(&[("source_id", "P-S0001")]),
            "effects.add.csv, line 2, source_id 'P-S0001': is not a source",
        ),
        bad(
            "an id twice",
            SOURCES,
            sources(&[source("M", "a"), source("M", "b")].concat()),
            "line 3, source_id 'M': stands on line 2 already",
        ),
        bad("a blank id", SOURCES, sources(&source("", "a")), "line 2, source_id '': must not be blank"),
        bad(
            "an escape sequence",
            SOURCES,
            sources(&source("M", "a\u{1b}[31mred")),
            "title 'a·[31mred': holds the control character \\u{1b}",
        ),
        bad("text turned round", SOURCES, sources(&source("M", "a\u{202e}b")), "holds the control character \\u{202e}"),
        bad("a null", SOURCES, sources(&source("M", "a\0b")), "holds the control character \\u{0}"),
        bad("an empty file", SOURCES, "", "sources.add.csv: is empty"),
        bad("an empty whole file", "evidence/tiles.csv", "", "tiles.csv: is empty"),
        bad("blanks only", "evidence/tiles.csv", "\n\n \n", "tiles.csv: is empty"),
        bad("an empty model file", "model/judgements.ron", "", "judgements.ron: is empty"),
        bad(
            "a column twice",
            "evidence/tiles.csv",
            tiles.replacen("short", "short,short", 1),
            "column 'short': stands twice in the header",
        ),
        bad("a column missing", SOURCES, "source_id,title\nM,a\n", "column 'authors': is missing from the header"),
        bad(
            "a column too many",
            "evidence/tiles.csv",
            tiles.replacen("short", "short,shorter", 1),
            "column 'shorter': is not a column of this table",
        ),
        bad(
            "a row too long",
            SOURCES,
            sources("M,a,b,c,d,e,f,g,h,i,j\n"),
            "line 2: has 11 columns where the header has 9",
        ),
        bad("semicolons", SOURCES, sources(&source("M", "a")).replace(',', ";"), "is not separated by commas"),
        bad(
            "withdrawn and unknown",
            SOURCES,
            format!("{},withdraw\nC-S0l,,,,,,,,,yes\n", header("evidence/sources.csv")),
            "'C-S0l': is not a row of evidence/sources.csv, so it cannot be withdrawn; did you mean",
        ),
        bad(
            "withdrawn, half",
            SOURCES,
            format!("{},withdraw\nC-S01,,,,,,,,,perhaps\n", header("evidence/sources.csv")),
            "withdraw 'perhaps': is not a known word; write yes",
        ),
        bad(
            "withdrawn and needed",
            SOURCES,
            format!("{},withdraw\nP-S001,,,,,,,,,yes\n", header("evidence/sources.csv")),
            "source_id 'P-S001': is not a source of evidence/sources.csv",
        ),
        bad(
            "a file nobody reads",
            "evidence/effect.add.csv",
            "x\n",
            "effect.add.csv: is not a file that is read; did you mean 'evidence/effects.add.csv'?",
        ),
        bad("a file in the wrong folder", "effects.add.csv", "x\n", "did you mean 'evidence/effects.add.csv'?"),
        bad("a quotation mark left open", SOURCES, sources(&source("M", "\"open")), "sources.add.csv, line 2"),
    ]
}

fn models_of_bad_text() -> Vec<Bad> {
    let deep = format!("({}", "shrink_by_sms: [".repeat(100_000));
    let brackets = "[".repeat(200_000);
    let links = |from: &str, to: &str| asset("model/links.csv").replacen(from, to, 1);
    let given = |row: &str| format!("{}\n{row}\n", header("derived/baseline.csv"));
    let baseline = "derived/baseline.add.csv";
    vec![
        bad("brackets without end", "model/judgements.ron", brackets.clone(), "model/judgements.ron, line 1"),
        bad("nests without end", "model/baseline.ron", deep, "model/baseline.ron, line 1"),
        bad("levers without end", "model/levers.ron", format!("(levers: {brackets}"), "model/levers.ron, line 1"),
        bad(
            "an escape in RON",
            "model/nodes.ron",
            asset("model/nodes.ron").replacen("label: \"", "label: \"\\u{1b}[2J", 1),
            "model/nodes.ron, line 3: holds the control character \\u{1b}",
        ),
        bad(
            "a file of nine megabytes",
            "model/levers.ron",
            " ".repeat(9 << 20),
            "model/levers.ron: is 9437184 bytes, more than the 8388608 that are read",
        ),
        bad(
            "a link that runs backwards at once",
            "model/links.csv",
            links("skills.innovation,skills,innovation,link", "skills.innovation,innovation,skills,link"),
            "runs forward in the order of nodes.ron",
        ),
        bad(
            "an unknown outcome of a channel",
            "model/channels.add.csv",
            format!(
                "{}\n{}\n",
                header("model/channels.csv"),
                asset("model/channels.csv").lines().nth(1).unwrap().replacen(",skills,30", ",skils,30", 1)
            ),
            "channels.add.csv, line 2, node 'skils': is not a known word; did you mean 'skills'?",
        ),
        bad(
            "a channel counted twice",
            "model/channels.add.csv",
            format!(
                "{}\n{}\n",
                header("model/channels.csv"),
                asset("model/channels.csv").lines().nth(1).unwrap().replacen("skills_provision.skills,", "mine,", 1)
            ),
            "channels.add.csv, line 2, node 'skills': is the second channel",
        ),
        bad(
            "a given number of no place",
            baseline,
            given("X1,all,workforce,10,judgement,0.1,0,,,,"),
            "place_code 'X1': is not an area",
        ),
        bad(
            "a given share of 120 %",
            baseline,
            given("E12000001,all,trained_pct,120,judgement,0.1,0,,,,"),
            "baseline.add.csv, line 2, value '120': must be above 0 and below 100",
        ),
        bad(
            "a given path in part",
            baseline,
            given("E12000001,all,workforce,10,judgement,0.1,0,0.1,,,"),
            "are given in part; give all four, or none",
        ),
        bad(
            "a mark that is none",
            baseline,
            given("E12000001,all,workforce,10,guess,0.1,0,,,,"),
            "mark 'guess': is not a known word; use one of: observed",
        ),
    ]
}

#[test]
fn every_bad_file_is_refused_in_words() {
    for case in tables_of_bad_text().into_iter().chain(models_of_bad_text()) {
        let start = Instant::now();
        let said = faults_of(&[(case.file, &case.bytes)]);
        let short: String = said.chars().take(2_000).collect();
        assert!(said.contains(case.says), "{}: wants {}\n{short}", case.name, case.says);
        assert!(said.lines().all(|l| !l.contains(|c: char| c.is_control())), "{}: {short}", case.name);
        assert!(said.lines().all(|l| l.len() < 1_000), "{}: {short}", case.name);
        assert!(start.elapsed() < Duration::from_secs(20), "{}: {:?}", case.name, start.elapsed());
        let loaded = Basis::load(&library(&folder(&[(case.file, &case.bytes)])));
        let stranger = said.contains("is not a file that is read");
        assert!(loaded.is_err() || stranger, "{}: loads in spite of {short}", case.name);
    }
}

#[test]
fn an_unstable_loop_is_refused_through_a_folder() {
    let links = asset("model/links.csv");
    let mut rows: Vec<String> = links.lines().map(String::from).collect();
    let at = rows.iter().position(|r| r.starts_with("innovation.ties,")).unwrap();
    let gain: Vec<&str> = rows[at].split(',').collect();
    let wild = rows[at].replacen(&format!("link,{},{},{},", gain[4], gain[5], gain[6]), "link,900,800,1000,", 1);
    assert_ne!(wild, rows[at]);
    rows.truncate(1);
    rows.push(wild);
    let said = faults_of(&[("model/links.add.csv", (rows.join("\n") + "\n").as_bytes())]);
    assert!(said.contains("loop") || said.contains("grow"), "{said}");
}

#[test]
fn texts_of_every_kind_of_editor_are_read_alike() {
    let plain = sources(&source("M", "a, with a comma").replace("a, with a comma", "\"a, with a comma\""));
    let forms = [
        ("BOM", format!("\u{feff}{plain}")),
        ("CRLF", plain.replace('\n', "\r\n")),
        ("CR", plain.replace('\n', "\r")),
        ("no last line break", plain.trim_end().to_owned()),
        ("lines between", plain.replace('\n', "\n\n")),
    ];
    for (name, form) in forms {
        let dir = folder(&[(SOURCES, form.as_bytes())]);
        assert_eq!(check_library(&library(&dir)).to_string(), "", "{name}");
        assert_eq!(basis(&dir).evidence.source("M").unwrap().title, "a, with a comma", "{name}");
    }
    let dir = folder(&[(SOURCES, sources("").as_bytes())]);
    assert_eq!(check_library(&library(&dir)).to_string(), "", "a header only adds nothing");
    assert_eq!(own::said(&library(&dir)).as_deref(), Some("your evidence: no row differs"));
    // Signs at the front are words of findings, and negative numbers are numbers.
    let dir = folder(&[
        (SOURCES, sources(&source("M", "+ at six months")).as_bytes()),
        (EFFECTS, one_effect(&[("estimate", "-0.6"), ("note", "-")]).as_bytes()),
    ]);
    assert_eq!(basis(&dir).evidence.effect("MY-1").unwrap().estimate, Some(-0.6));
    let list = Catalogue::new(&basis(&dir)).sheet(Tab::Sources, &[0], false);
    assert!(!list.as_csv().unwrap().contains(",+ at"));
}

#[test]
fn a_fault_does_not_hide_the_rest() {
    let said = faults_of(&[
        (SOURCES, sources(&[source("M", "fine"), "N,short\n".to_owned()].concat()).as_bytes()),
        (
            EFFECTS,
            effects(&[
                effect("P-E001", "A", &[("estimate", "x"), ("source_id", "M")]),
                effect("P-E001", "B", &[("source_id", "NO")]),
            ])
            .as_bytes(),
        ),
        ("evidence/priors.csv", asset("evidence/priors.csv").replacen("P-E001;", "A;P-E001;", 1).as_bytes()),
        ("model/pairs.csv", b"x\n"),
    ]);
    for part in [
        "sources.add.csv, line 3: has 2 columns where the header has 9",
        "effects.add.csv, line 2, estimate 'x': is not a number",
        "effects.add.csv, line 3, source_id 'NO': is not a source",
        "model/pairs.csv, line 1, column 'pair_id': is missing",
    ] {
        assert!(said.contains(part), "{part}\n{said}");
    }
    assert_eq!(said.matches("estimate 'x'").count(), 1, "said twice\n{said}");
    // The row of A cannot be read, but it is there: the prior that names it is not at fault.
    assert!(!said.contains("evidence_ids"), "{said}");
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_refused_without_waiting() {
    use std::os::unix::fs::symlink;
    let said = |make: &dyn Fn(&Path)| {
        let dir = folder(&[("evidence/x.txt", b"")]);
        make(&dir.path().join(SOURCES));
        let start = Instant::now();
        let text = check_library(&library(&dir)).to_string();
        assert!(start.elapsed() < Duration::from_secs(10));
        assert!(Basis::load(&library(&dir)).is_err());
        text
    };
    let text = said(&|path| fs::create_dir(path).unwrap());
    assert!(text.contains("sources.add.csv: is a folder, not a file"), "{text}");
    let text = said(&|path| {
        assert!(std::process::Command::new("mkfifo").arg(path).status().unwrap().success());
    });
    assert!(text.contains("is a pipe or a device, not a file"), "{text}");
    let text = said(&|path| symlink("/dev/zero", path).unwrap());
    assert!(text.contains("is a pipe or a device, not a file"), "{text}");
    let text = said(&|path| symlink(path, path).unwrap());
    assert!(text.contains("sources.add.csv: cannot be read (too many levels of symbolic links"), "{text}");
    let text = said(&|path| symlink("nowhere", path).unwrap());
    assert!(text.contains("sources.add.csv: cannot be read (no such file"), "{text}");
    // Nobody may read this one, not even the owner of the machine.
    if cfg!(target_os = "linux") {
        let text = said(&|path| symlink("/proc/self/mem", path).unwrap());
        assert!(text.contains("sources.add.csv: cannot be read (input/output error"), "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// A bundled file with bytes taken out, put in or changed is either read or refused in words; nothing panics.
    #[test]
    fn damaged_files_are_read_or_refused(file in 0..BUNDLED.len(), at in 0..10_000_usize, cut in 0_usize..40, put in "[ -~\\n\"\\x00-\\x1f£=;,(\\[]{0,12}", over in any::<bool>()) {
        let name = BUNDLED[file];
        let mut bytes = asset(name).into_bytes();
        let from = at * bytes.len() / 10_000;
        let to = (from + cut).min(bytes.len());
        bytes.splice(from..to, put.bytes());
        let add = name.replace(".csv", ".add.csv");
        let laid = if over && add != name { add.as_str() } else { name };
        let dir = folder(&[(laid, &bytes)]);
        let library = library(&dir);
        let faults = check_library(&library);
        match Basis::load(&library) {
            Ok(basis) => {
                let _ = own::said(basis.evidence.library());
                let strange = |f: &tiller::evidence::Fault| f.problem.contains("is not a file that is read");
                prop_assert!(faults.0.iter().all(strange), "{laid} loads with {faults}");
            }
            Err(found) => {
                prop_assert!(!found.0.is_empty() && !faults.0.is_empty());
                prop_assert!(faults.to_string().lines().all(|l| !l.contains(|c: char| c.is_control())));
            }
        }
    }
}

#[test]
fn model_and_evidence_agree_on_what_a_folder_holds() {
    let dir = mixed();
    let library = library(&dir);
    assert!(Evidence::load(&library).is_ok() && Model::load(&library).is_ok());
}
