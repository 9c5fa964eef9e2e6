//! `tiller roundtable` and `tiller present` as they are called.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

fn say(home: &Path, args: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tiller"));
    command.args(args).current_dir(home).env_clear().env("HOME", home).stdin(Stdio::null());
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[test]
fn a_session_is_made_listed_shown_handed_over_and_taken_in() {
    let (a, b) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let roles = "local authority,firm";
    let made = ["roundtable", "new", "hvm-line", "--name", "Spring Table", "--roles", roles, "--budget", "6"];
    let (code, out, err) = say(a.path(), &made);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    assert!(out.starts_with("spring-table\n"), "{out}");
    let (code, _, err) = say(a.path(), &made);
    assert!(code == 4 && err.contains("is there already"), "nothing is written over: {err}");

    let (_, list, _) = say(a.path(), &["roundtable", "list"]);
    assert!(list.contains("spring-table") && list.contains("not begun"), "{list}");
    let (code, shown, _) = say(a.path(), &["roundtable", "show", "spring-table", "--format", "json"]);
    let value: serde_json::Value = serde_json::from_str(&shown).unwrap();
    assert!(code == 0 && value[0]["title"].as_str().unwrap().contains("spring-table"), "{shown}");
    assert!(shown.contains("local authority") && shown.contains("£6m"), "{shown}");

    let file = a.path().join("out.tiller");
    let (code, ..) = say(a.path(), &["roundtable", "export", "spring-table", file.to_str().unwrap()]);
    assert_eq!(code, 0);
    let (code, out, err) = say(b.path(), &["roundtable", "import", file.to_str().unwrap(), "--name", "theirs"]);
    assert_eq!(code, 0, "{err}");
    assert!(out.starts_with("theirs: "), "{out}");
    let rows = |home: &Path, name: &str| say(home, &["roundtable", "show", name, "--format", "csv"]).1.lines().count();
    assert_eq!(rows(a.path(), "spring-table"), rows(b.path(), "theirs"));
}

#[test]
fn what_cannot_be_done_is_said_with_what_to_do() {
    let home = tempfile::tempdir().unwrap();
    let (code, _, err) = say(home.path(), &["roundtable", "show", "nowhere"]);
    assert!(code == 4 && err.contains("no session 'nowhere'") && err.contains("tiller roundtable list"), "{err}");
    say(home.path(), &["roundtable", "new", "hvm-line", "--name", "here"]);
    let (_, _, err) = say(home.path(), &["roundtable", "show", "heer"]);
    assert!(err.contains("did you mean 'here'?"), "{err}");
    for (args, code, words) in [
        (vec!["roundtable", "new", "hvm-line", "--levers", "skils_provision"], 2, "did you mean"),
        (vec!["roundtable", "new", "hvm-line", "--budget", "0"], 2, "budget"),
        (vec!["roundtable", "new", "hvm-line", "--order", "nofile"], 4, "forty-five"),
        (vec!["roundtable", "new", "no-such-scenario"], 2, "neither a file nor"),
        (vec!["roundtable", "open", "here"], 2, "not a terminal"),
        (vec!["present", "here"], 2, "not a terminal"),
    ] {
        let (found, _, err) = say(home.path(), &args);
        assert!(found == code && err.contains(words), "{args:?}: {found} {err}");
    }
    fs::write(home.path().join("b.csv"), "skills_provision\n1\n").unwrap();
    let (code, _, err) = say(home.path(), &["roundtable", "ballots", "here", "b.csv"]);
    assert!(code == 3 && err.contains("no ballot is open"), "{err}");
    fs::write(home.path().join("broken.tiller"), "hello\n").unwrap();
    let (code, _, err) = say(home.path(), &["roundtable", "show", "broken.tiller"]);
    assert!(code == 4 && err.contains("broken.tiller"), "{err}");
}

#[test]
fn several_scenarios_are_voted_on() {
    let home = tempfile::tempdir().unwrap();
    let made =
        ["roundtable", "new", "collective-learning-first", "qualifications-only", "--name", "vote", "--rehearsal"];
    let (code, out, err) = say(home.path(), &made);
    assert_eq!((code, out.lines().next()), (0, Some("vote")), "{err}");
    let (_, shown, _) = say(home.path(), &["roundtable", "show", "vote"]);
    assert!(shown.contains("Approve as many as you like"), "{shown}");
}

#[test]
fn a_session_is_handed_out_on_paper_and_taken_home() {
    let home = tempfile::tempdir().unwrap();
    say(home.path(), &["roundtable", "new", "collective-learning-first", "--budget", "6", "--name", "room"]);
    let (code, paper, err) = say(home.path(), &["roundtable", "paper", "room"]);
    assert!(code == 0 && paper.contains("Ballot number") && paper.contains("Network facilitation"), "{paper}{err}");
    let (code, brief, err) = say(home.path(), &["roundtable", "brief", "room", "--date", "2026-12-01"]);
    assert!(code == 0 && brief.contains("West Midlands"), "{brief}{err}");
    let (code, sheet, err) = say(home.path(), &["roundtable", "look-back", "room", "--date", "2026-12-01"]);
    assert!(code == 0 && sheet.contains("March 2027") && sheet.contains("No action was agreed."), "{sheet}{err}");

    let page = home.path().join("report.html");
    let report = ["roundtable", "report", "room", "--date", "2026-12-01", "--html", page.to_str().unwrap()];
    let (code, _, err) = say(home.path(), &report);
    assert_eq!(code, 0, "{err}");
    let first = fs::read_to_string(&page).unwrap();
    for part in ["Minutes (draft)", "Corrections until", "Nothing was decided", "Appraisal", "<svg", "default-src"] {
        assert!(first.contains(part), "no {part}");
    }
    say(home.path(), &report);
    assert_eq!(first, fs::read_to_string(&page).unwrap(), "the same session and day give the same bytes");
}
