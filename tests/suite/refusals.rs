//! Every kind of bad file in a user's folder: refused in words, without waiting, and the rest is checked all the same.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use tiller::evidence::load::BUNDLED;
use tiller::model::{Basis, check_library};
use tiller::report::own;
use tiller::report::shelf::{Catalogue, Tab};

use crate::layers::{
    EFFECTS, SOURCES, asset, basis, effect, effects, faults_of, folder, header, library, source, sources,
};

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
            "line 2: has 11 cells where the header has 9",
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
        assert!(start.elapsed() < Duration::from_secs(60), "{}: {:?}", case.name, start.elapsed());
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
        "sources.add.csv, line 3: has 2 cells where the header has 9",
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
