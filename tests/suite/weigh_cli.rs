//! `tiller stress` and its neighbours as a person meets them: text, JSON, CSV, and what is refused.

use std::fs;
use std::process::{Command, Stdio};

const GOOD: &str = "(format: 1, title: \"Mine\", draws: 1280, plans: [\n (place: \"Wales\", sector: \"retail\", levers: {\n  \"peer_learning\": (amount: 0.5, to: 2031),\n })])\n";

struct Said {
    code: i32,
    out: String,
    err: String,
}

fn say(args: &[&str]) -> Said {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("mine.ron"), GOOD).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_tiller"))
        .args(args)
        .current_dir(folder.path())
        .env_clear()
        .env("HOME", folder.path())
        .stdin(Stdio::null())
        .output()
        .unwrap();
    Said {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

const COMMANDS: [&[&str]; 9] = [
    &["stress", "mine.ron"],
    &["stress", "mine.ron", "--red-team"],
    &["sensitivity", "mine.ron"],
    &["value-of-information", "mine.ron"],
    &["appraise", "mine.ron", "--date", "2026-12-01"],
    &["evaluate", "mine.ron", "--lever", "peer_learning", "--icc", "0.1", "--cluster", "5"],
    &["seek", "mine.ron", "--budget", "2", "--tries", "16"],
    &["seek", "mine.ron", "--indicator", "management_score", "--level", "0.5", "--tries", "56"],
    &["allocate", "mine.ron"],
];

#[test]
fn every_form_of_every_command() {
    for args in COMMANDS {
        let text = say(args);
        assert_eq!((text.code, text.err.as_str()), (0, ""), "{args:?}");
        assert!(
            text.out.contains("A first screen for discussion") && text.out.contains("draws"),
            "{args:?}: {}",
            text.out
        );
        let json = say(&[args, &["--format", "json"]].concat());
        let json: serde_json::Value = serde_json::from_str(&json.out).unwrap_or_else(|e| panic!("{args:?}: {e}"));
        let sheets = json.as_array().unwrap();
        assert!(sheets.iter().any(|s| s["rows"].as_array().is_some_and(|r| !r.is_empty())), "{args:?}");
        let csv = say(&[args, &["--format", "csv"]].concat());
        assert!(csv.code == 0 && csv.out.lines().count() > 1, "{args:?}: {}", csv.out);
    }
}

#[test]
fn the_same_arguments_give_the_same_bytes() {
    let args = ["stress", "mine.ron", "--format", "json"];
    assert_eq!(say(&args).out, say(&args).out);
}

#[test]
fn what_cannot_be_asked_is_refused_with_a_way_out() {
    for (args, code, words) in [
        (&["stress", "mine.ron", "--measure", "gap"][..], 2, "neither more nor less"),
        (&["stress", "mine.ron", "--measure", "npvs"][..], 2, "--measure 'npvs'"),
        (&["sensitivity", "gone.ron"][..], 4, "gone.ron"),
        (&["evaluate", "mine.ron", "--lever", "work_organisation"][..], 2, "is off in this plan"),
        (&["evaluate", "mine.ron", "--icc", "2"][..], 2, "icc"),
        (&["seek", "mine.ron"][..], 2, "--budget"),
        (&["seek", "mine.ron", "--budget", "0"][..], 2, "--budget must be above 0"),
        (&["seek", "mine.ron", "--budget", "1", "--least", "1000000"][..], 3, "no lever of money to move"),
        (&["allocate", "no-new-policy"][..], 3, "nothing to share out"),
        (&["appraise", "mine.ron", "--date", "1.12.2026"][..], 2, "1.12.2026"),
    ] {
        let said = say(args);
        assert!(said.code == code && said.err.contains(words), "{args:?}: {} {}", said.code, said.err);
    }
}
