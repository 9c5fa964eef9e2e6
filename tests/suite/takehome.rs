//! What everyone takes home, through the real binary: the report in its four forms, and scenarios as codes.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use tempfile::TempDir;
use tiller::report::wording;

/// Two small scenarios, `a.ron` and `b.ron`.
pub fn small(folder: &Path) {
    let scenario = |title: &str, levers: &str| {
        format!(
            "(format: 1, title: \"{title}\", draws: 1280, seed: 7, plans: [\n (place: \"E12000005\", sector: \
             \"advanced_manufacturing\", levers: {{{levers}}})])\n"
        )
    };
    let a = "\"peer_learning\": (amount: 1.5, to: 2034), \"devolved_powers\": (amount: 40)";
    let b = "\"skills_provision\": (amount: 2.5, to: 2034)";
    fs::write(folder.join("a.ron"), scenario("Peers <b>first</b>", a)).unwrap();
    fs::write(folder.join("b.ron"), scenario("Courses & co", b)).unwrap();
}

struct Said {
    code: i32,
    out: String,
    err: String,
}

fn say(folder: &Path, args: &[&str], input: &str) -> Said {
    let mut child = Command::new(env!("CARGO_BIN_EXE_tiller"))
        .args(args)
        .current_dir(folder)
        .env_clear()
        .env("HOME", folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A command that reads no input may be gone before it is written.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    Said {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    small(folder.path());
    folder
}

const DAY: [&str; 2] = ["--date", "2026-12-01"];

#[test]
fn the_report_holds_everything_and_is_one_page() {
    let f = folder();
    let said = say(f.path(), &["report", "a.ron", "b.ron", "--format", "html", DAY[0], DAY[1]], "");
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    let page = &said.out;
    for heading in [
        "The question",
        "The place",
        "What is on the table",
        "What could change",
        "The options compared",
        "Why",
        "On whose evidence",
        "Appraisal",
        "Method and limits",
        "Make it again, and go on from here",
    ] {
        assert!(page.contains(&format!(">{heading}</h2>")), "{heading}");
    }
    for part in [
        wording::TITLE_LINE,
        wording::SCREEN_FIRST,
        wording::BAND,
        wording::NO_WINNER,
        "A better in ",
        " of 20 futures",
        "1 December 2026",
        "tiller report a.ron b.ron --format html --date 2026-12-01",
        "TILLER1:",
        "Peers &lt;b&gt;first&lt;/b&gt;",
        "seed 7",
    ] {
        assert!(page.contains(part), "{part}");
    }
    // Nothing is fetched, nothing runs: no address is followed but those inside the page.
    for (what, allowed) in [("href=\"", "#"), ("url(", "#hatch")] {
        for rest in page.split(what).skip(1) {
            assert!(rest.starts_with(allowed), "{what}{}", &rest[..40]);
        }
    }
    for bad in ["<script", "src=", "@import", "javascript:", "onload", "<link", "<iframe", "NaN"] {
        assert!(!page.contains(bad), "{bad}");
    }
    assert_eq!(page.matches("<svg viewBox").count(), page.matches("<details open>").count());
    // Headings go down one step at a time, one h1.
    assert_eq!(page.matches("<h1").count(), 1);
    assert!(page.find("<h2") < page.find("<h3"));
}

#[test]
fn same_arguments_same_bytes_on_any_number_of_threads() {
    let f = folder();
    let run = |threads: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tiller"));
        command.args(["report", "a.ron", "b.ron", "--format", "json"]).args(DAY).current_dir(f.path());
        command.env_clear().env("HOME", f.path()).env("RAYON_NUM_THREADS", threads).output().unwrap()
    };
    let (one, many) = (run("1"), run("4"));
    assert!(one.status.success() && one.stdout == many.stdout);
    let json: serde_json::Value = serde_json::from_slice(&one.stdout).unwrap();
    assert_eq!(json["sections"].as_array().map(Vec::len), Some(10));
}

#[test]
fn every_form_holds_the_same_values() {
    let f = folder();
    let form = |form: &str| say(f.path(), &["report", "a.ron", "--format", form, DAY[0], DAY[1]], "").out;
    let (md, csv, json) = (form("md"), form("csv"), form("json"));
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let mut tables = 0;
    for block in json["sections"].as_array().unwrap().iter().flat_map(|s| s["blocks"].as_array().unwrap()) {
        let Some(title) = block["sheet"]["title"].as_str() else { continue };
        tables += 1;
        assert!(csv.contains(title), "{title}");
        assert!(md.contains(&title.replace('*', "\\*").replace('_', "\\_").replace('&', "&amp;")), "{title}");
    }
    assert!(tables > 15, "{tables}");
    assert!(md.starts_with("# Peers \\<b\\>first\\</b\\>\n"), "{}", &md[..60]);
    // The words that stand on no screen stand on no page, but for what studies say of themselves.
    let own: String = md.lines().take_while(|l| !l.starts_with("## On whose evidence")).collect::<Vec<_>>().join("\n");
    assert!(wording::unused_words_in(&own).is_empty(), "{:?}", wording::unused_words_in(&own));
}

#[test]
fn a_plan_that_does_nothing_says_so_and_nothing_else_about_effects() {
    let f = folder();
    let said = say(f.path(), &["report", "no-new-policy", DAY[0], DAY[1]], "");
    assert!(said.code == 0 && said.out.contains(wording::NO_CHANGE), "{}", said.err);
    assert!(!said.out.contains("## Why") && !said.out.contains("better in"), "{}", said.out);
}

#[test]
fn files_are_kept_and_endings_are_heard() {
    let f = folder();
    let said = say(f.path(), &["report", "a.ron", "--out", "a.ron"], "");
    assert!(said.code == 2 && said.err.contains("is the scenario 'a.ron' itself"), "{}", said.err);
    assert_eq!(say(f.path(), &["report", "a.ron", "-o", "r.csv", DAY[0], DAY[1]], "").code, 0);
    assert!(fs::read_to_string(f.path().join("r.csv")).unwrap().starts_with("# "));
    assert_eq!(say(f.path(), &["report", "a.ron", "--html", "no/such/folder.html"], "").code, 4);
    assert_eq!(say(f.path(), &["report", "a.ron", "--date", "2026-13-01"], "").code, 2);
    assert_eq!(say(f.path(), &["report"], "").code, 2);
}

#[test]
fn a_scenario_goes_out_as_a_code_and_comes_back() {
    let f = folder();
    let shared = say(f.path(), &["share", "a.ron"], "");
    assert_eq!(shared.code, 0, "{}", shared.err);
    assert!(shared.out.contains("TILLER1:") && shared.out.contains("tiller open"), "{}", shared.out);
    // The whole message, quoted, is enough.
    let message = format!("> {}\r\n", shared.out.trim_end().replace('\n', "\r\n> "));
    let opened = say(f.path(), &["open", "-", "-o", "copy.ron"], &message);
    assert!(opened.code == 0 && opened.err.contains("was saved as copy.ron"), "{}", opened.err);
    let run = |name: &str| say(f.path(), &["run", name, "--format", "csv"], "").out;
    assert_eq!(run("a.ron"), run("copy.ron"));
    // On the command line, in words as a shell parts them; printed where nobody sees a screen.
    let bare = say(f.path(), &["share", "a.ron", "--bare", "--brief"], "").out;
    let words: Vec<&str> = std::iter::once("open").chain(bare.split_whitespace()).collect();
    let printed = say(f.path(), &words, "");
    assert!(printed.code == 0 && printed.out.starts_with("// tiller scenario\n(format: 1,"), "{}", printed.err);
}

#[test]
fn codes_that_cannot_be_read_are_refused_with_what_to_do() {
    let f = folder();
    let code = say(f.path(), &["share", "a.ron", "--bare"], "").out;
    let cases = [
        (String::from("hello"), "starts with TILLER1:"),
        (code.replacen("TILLER1", "TILLER9", 1), "has format 9"),
        (code[..code.trim_end().len() - 20].to_owned(), "is cut off"),
        (String::from("TILLER1:"), "cut off after the mark"),
        ("A".repeat(5 * 1024 * 1024), "larger than 4 MiB"),
    ];
    for (text, part) in cases {
        let said = say(f.path(), &["open", "-"], &text);
        assert!(said.code == 3 && said.err.contains(part) && said.err.contains("error: the code"), "{}", said.err);
        assert!(said.out.is_empty() && !said.err.contains("panicked"));
    }
    // Made on another version of the evidence: opened, and said.
    let basis = tiller::model::Basis::load(&tiller::evidence::load::Library::embedded()).unwrap();
    let text = fs::read_to_string(f.path().join("a.ron")).unwrap();
    let scenario = tiller::scenario::document::read("a.ron", &text, &basis).unwrap().scenario;
    let other = tiller::scenario::code::encode(&scenario, "0000000000000000").unwrap();
    let said = say(f.path(), &["open", &other], "");
    assert!(said.code == 0 && said.err.contains("Kept on evidence 0000000000000000"), "{}", said.err);
    // A file that is no scenario is never replaced.
    fs::write(f.path().join("notes.txt"), "mine").unwrap();
    assert_eq!(say(f.path(), &["open", &other, "-o", "notes.txt"], "").code, 3);
    assert_eq!(fs::read_to_string(f.path().join("notes.txt")).unwrap(), "mine");
}
