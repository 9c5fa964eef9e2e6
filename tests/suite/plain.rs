//! Plain mode as a person types it: the real binary with its input and output as pipes.

use std::io::Write as _;
use std::process::{Command, Stdio};

use tempfile::TempDir;
use tiller::tui::app::COMMANDS;

const MINE: &str = "(format: 1, title: \"Mine\", draws: 1280, plans: [\n (place: \"Wales\", sector: \"retail\", levers: {\n  \"peer_learning\": (amount: 0.5, to: 2031),\n })])\n";

/// What is said to these bytes.
fn talk_bytes(home: &TempDir, args: &[&str], env: &[(&str, &str)], input: &[u8]) -> String {
    let mut child = Command::new(env!("CARGO_BIN_EXE_tiller"))
        .arg("--plain")
        .args(args)
        .current_dir(home.path())
        .env_clear()
        .env("HOME", home.path())
        .envs(env.iter().copied())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let bytes = input.to_vec();
    let typing = std::thread::spawn(move || drop(stdin.write_all(&bytes)));
    let done = child.wait_with_output().unwrap();
    typing.join().unwrap();
    assert_eq!((done.status.code(), String::from_utf8_lossy(&done.stderr).as_ref()), (Some(0), ""));
    String::from_utf8(done.stdout).unwrap().replace(&home.path().display().to_string(), "HOME")
}

fn talk(lines: &[&str]) -> String {
    let home = home();
    talk_bytes(&home, &["mine.ron"], &[], lines.join("\n").as_bytes())
}

fn home() -> TempDir {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("mine.ron"), MINE).unwrap();
    home
}

/// What was said after a line that was typed once.
fn after<'a>(said: &'a str, line: &str) -> &'a str {
    let (_, rest) = said.split_once(&format!("> {line}\n")).unwrap_or_else(|| panic!("{line} is not in\n{said}"));
    rest.split("\n> ").next().unwrap()
}

#[test]
fn a_session_reads_as_sentences() {
    let said = talk(&[
        "figures",
        "lever 3 0.4",
        "lever peer off",
        "why 1",
        "undo",
        "place Coventry",
        "place north",
        "2",
        "lever 2 99999",
        "undp",
        "save Two levers",
        "open two",
        "compare",
        "back",
        "quit",
        "never reached",
    ]);
    assert!(!said.contains("never reached"));
    insta::assert_snapshot!(said);
}

#[test]
fn every_command_is_accepted_or_says_why_not() {
    let rows: Vec<_> = COMMANDS.iter().filter(|c| c.name != "quit").collect();
    let lines: Vec<String> = rows.iter().flat_map(|c| [c.name.to_owned(), String::from("back")]).collect();
    let said = talk(&lines.iter().map(String::as_str).collect::<Vec<_>>());
    for row in rows {
        let reply = after(&said, row.name);
        assert!(!reply.trim().is_empty() && !reply.starts_with('>'), "{} says nothing", row.name);
        assert!(!reply.contains("is no command"), "{}: {reply}", row.name);
    }
}

#[test]
fn nothing_is_drawn_and_nothing_claims_too_much() {
    let said =
        talk(&["levers", "figures", "lever 5", "help", "back", "place", "back", "compare", "places", "evidence"]);
    for c in said.chars() {
        let drawn = ('\u{2500}'..='\u{259f}').contains(&c) || ('\u{2800}'..='\u{28ff}').contains(&c);
        assert!(!drawn && (c == '\n' || !c.is_control()), "{c:?} in\n{said}");
    }
    let unused = tiller::report::wording::unused_words_in(&said);
    assert!(unused.is_empty(), "{unused:?}");
}

#[test]
fn input_of_any_kind_gets_one_sentence() {
    let mut input = vec![b'x'; 1_000_000];
    input.extend(b"\n\xff\xfe\x00\nplace \x1b[31m\n \n99999999999999999999\n=\nlever \xe2\x88\x92 \nlever 1 -5\nlever 1 1e999\nwhy zzz\nundo");
    let home = home();
    let said = talk_bytes(&home, &["mine.ron"], &[], &input);
    assert!(said.len() < 20_000, "{}", said.len());
    assert_eq!(said.matches("was left out.").count(), 3, "{said}");
    assert_eq!(said.matches("Not set: ").count(), 2, "{said}");
    assert!(after(&said, "undo").starts_with("Undo: nothing was changed yet."), "{said}");
}

#[test]
fn what_was_changed_is_there_next_time() {
    let home = home();
    talk_bytes(&home, &["mine.ron"], &[], b"lever 3 0.4");
    let said = talk_bytes(&home, &[], &[], b"");
    assert!(said.contains("“Mine” is as you left it") && said.contains("Work organisation £0.4m a year"), "{said}");
}

#[test]
fn where_the_locale_is_ascii_so_is_every_line() {
    let said = talk_bytes(&home(), &["mine.ron"], &[("LC_ALL", "C")], "figures\nwhy 1\nplace “Wales”".as_bytes());
    assert!(said.is_ascii(), "{said}");
    assert!(said.contains("GBP "), "{said}");
}

#[test]
fn an_output_that_was_closed_ends_it_quietly() {
    let home = home();
    let mut child = Command::new(env!("CARGO_BIN_EXE_tiller"))
        .args(["--plain", "mine.ron"])
        .current_dir(home.path())
        .env_clear()
        .env("HOME", home.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    // The program may be gone before all of it is read.
    let _ = child.stdin.take().unwrap().write_all(&b"levers\n".repeat(1_000));
    let done = child.wait_with_output().unwrap();
    assert_eq!((done.status.code(), done.stderr), (Some(0), Vec::new()));
}

#[test]
fn aims_presets_and_the_last_change_are_said_in_sentences() {
    let said = talk(&[
        "plan.budget",
        "-1",
        "20",
        "indicator.target",
        "45",
        "plan.presets",
        "back",
        "lever 1 4",
        "change.replay",
    ]);
    for part in
        ["Budget of all plans", "Not set: type a number above zero", "Target for", "Qualifications first", "; before "]
    {
        assert!(said.contains(part), "{part}\n{said}");
    }
}

#[test]
fn a_judgement_and_the_fair_test_are_said_in_sentences() {
    let said = talk(&[
        "evidence.override",
        "3, 2, 1; A. Reader; quotes of 2026",
        "back",
        "evidence.override null_share=0.2; A. Reader; half of ours took",
        "compare.fair-test",
        "scenario.revision",
    ]);
    for part in [
        "Set otherwise: Unit cost of",
        "Not set: must lie between p10 and p90",
        "Places in which a programme does nothing is set by A. Reader: figures follow",
        "A fair test needs two plans",
        "was not kept on another version of the evidence",
    ] {
        assert!(said.contains(part), "{part}\n{said}");
    }
}
