//! The real binary: what it prints, where, and with which exit code.

use std::fs;
use std::io::Read as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

const CODES: [(u8, &str); 6] = [
    (0, "done"),
    (1, "a check found faults"),
    (2, "the command line"),
    (3, "a scenario or the evidence"),
    (4, "a file cannot be"),
    (70, "a bug"),
];

/// The binary with an empty environment and an own working folder.
fn tiller(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tiller"));
    command.args(args).current_dir(folder).env_clear().env("HOME", folder).stdin(Stdio::null());
    command
}

struct Said {
    code: i32,
    out: String,
    err: String,
}

fn say(folder: &Path, args: &[&str]) -> Said {
    let Output { status, stdout, stderr } = tiller(folder, args).output().unwrap();
    Said {
        code: status.code().unwrap(),
        out: String::from_utf8(stdout).unwrap(),
        err: String::from_utf8(stderr).unwrap(),
    }
}

fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

const GOOD: &str = "(format: 1, title: \"Mine\", draws: 1280, plans: [\n (place: \"Wales\", sector: \"retail\", levers: {\n  \"peer_learning\": (amount: 0.5, to: 2031),\n })])\n";

#[test]
fn help_names_every_exit_code_and_examples_run() {
    let f = folder();
    let long = say(f.path(), &["--help"]);
    assert_eq!((long.code, long.err.as_str()), (0, ""));
    for (code, words) in CODES {
        let line = long.out.lines().find(|l| l.trim_start().starts_with(&format!("{code} ")));
        assert!(line.is_some_and(|l| l.contains(words)), "{code}: {}", long.out);
    }
    let short = say(f.path(), &["-h"]);
    assert!(short.out.lines().count() < long.out.lines().count() && !short.out.contains("Examples"));
    for line in long.out.lines().filter(|l| l.starts_with("  tiller run c") || l.starts_with("  tiller list")) {
        let args: Vec<&str> = line.trim().split("  ").next().unwrap().split(' ').skip(1).collect();
        assert_eq!(say(f.path(), &args).code, 0, "{line}");
    }
}

#[test]
fn help_and_manual_are_as_agreed() {
    let f = folder();
    insta::assert_snapshot!("help", say(f.path(), &["--help"]).out);
    insta::assert_snapshot!("help_run", say(f.path(), &["run", "--help"]).out);
    let man = say(f.path(), &["man"]).out;
    assert!(man.contains(".TH tiller") && man.contains("Exit codes"), "{man}");
    insta::assert_snapshot!("man", man);
    assert!(say(f.path(), &["man", "run"]).out.contains(".TH tiller-run"));
    assert_eq!(say(f.path(), &["man", "walk"]).code, 2);
}

#[test]
fn compare_prints_the_same_sheets_in_every_form() {
    let f = folder();
    fs::write(f.path().join("mine.ron"), GOOD).unwrap();
    let args = ["compare", "mine.ron", "qualifications-only"];
    let said = say(f.path(), &args);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    assert!(said.out.contains("the same 1,280 draws"));
    assert!(said.out.contains("A better in ") && said.out.contains(" of 20 futures"), "{}", said.out);
    assert!(said.out.contains("What differs between them") && said.out.contains("not a business case"));
    let json = say(f.path(), &["compare", "mine.ron", "qualifications-only", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    // Who, figures, one pair, ranks, grades of each, what differs.
    assert_eq!(json.as_array().map(Vec::len), Some(7));
    let csv =
        say(f.path(), &["compare", "mine.ron", "qualifications-only", "--format", "csv", "--indicator", "net_jobs"]);
    // A, B against no new policy and each other, for jobs and cost per job.
    assert_eq!((csv.code, csv.out.lines().count()), (0, 1 + 2 * 3), "{}", csv.out);
    assert_eq!(say(f.path(), &["compare", "mine.ron"]).code, 2);
    assert_eq!(say(f.path(), &["compare", "mine.ron", "gone.ron"]).code, 4);
    let said = say(f.path(), &["compare", "mine.ron", "qualifications-only", "--indicator", "net_job"]);
    assert!(said.code == 2 && said.err.contains("net_jobs"), "{}", said.err);
}

#[test]
fn completions_know_places_and_sectors() {
    let f = folder();
    for shell in ["elvish", "powershell"] {
        assert_eq!(say(f.path(), &["completions", shell]).code, 0, "{shell}");
    }
    for shell in ["bash", "zsh", "fish"] {
        let said = say(f.path(), &["completions", shell]);
        assert_eq!(said.code, 0, "{shell}");
        assert!(said.out.contains("E12000005") && said.out.contains("digital_creative"), "{shell}");
    }
}

#[test]
fn without_a_terminal_the_report_is_printed() {
    let f = folder();
    let said = say(f.path(), &[]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.out.starts_with("Collective learning first\n"));
    assert!(said.out.contains("not a business case"));
    let said = say(f.path(), &["no-new-policy"]);
    assert!(said.code == 0 && said.out.contains("no change from baseline"));
}

#[test]
fn the_same_arguments_give_the_same_bytes_on_any_number_of_threads() {
    let f = folder();
    let args = ["run", "hvm-line", "--draws", "1280", "--format", "json"];
    let one = tiller(f.path(), &args).env("RAYON_NUM_THREADS", "1").output().unwrap();
    let many = tiller(f.path(), &args).env("RAYON_NUM_THREADS", "5").output().unwrap();
    assert!(one.status.success() && one.stdout == many.stdout);
}

#[test]
fn a_run_from_arguments_alone() {
    let f = folder();
    let args = [
        "run",
        "--place",
        "Oxfordshire+E37000054",
        "--sector",
        "Advanced manufacturing",
        "--draws",
        "1280",
        "--set",
        "peer-learning=0.1@2028-2030",
        "--set",
        "interregional_links=0.5:LEP:London",
        "--save",
        "mine.ron",
        "--out",
        "mine.json",
        "--draws-out",
        "draws.csv",
    ];
    let said = say(f.path(), &args);
    assert_eq!((said.code, said.out.as_str(), said.err.as_str()), (0, "", ""));
    let saved = fs::read_to_string(f.path().join("mine.ron")).unwrap();
    assert!(saved.contains("\"peer_learning\": (amount: 0.1, from: 2028, to: 2030)"), "{saved}");
    assert!(saved.contains("partner: \"E37000051\""), "{saved}");
    assert!(saved.contains("created: \"20") && saved.contains("edited: \"20"), "stamped with the day: {saved}");
    // The day is in the copy of the scenario that the file carries; the numbers do not depend on it.
    let numbers = |text: &str| -> String {
        text.lines().filter(|line| !line.trim_start().starts_with("\"scenario\":")).collect()
    };
    let json = fs::read_to_string(f.path().join("mine.json")).unwrap();
    let from_file = say(f.path(), &["run", "mine.ron", "--format", "json"]);
    assert!(numbers(&json) == numbers(&from_file.out), "the saved scenario gives other numbers");
    let draws = fs::read_to_string(f.path().join("draws.csv")).unwrap();
    assert_eq!(draws.lines().count(), 2 + 1_280);
}

#[test]
fn why_in_three_forms() {
    let f = folder();
    fs::write(f.path().join("mine.ron"), GOOD).unwrap();
    let text = say(f.path(), &["explain", "mine.ron", "gva_per_hour"]);
    assert_eq!((text.code, text.err.as_str()), (0, ""), "{}", text.err);
    for words in ["What each lever adds", "together", "DOES IT APPLY HERE?", "P-E094", "https://"] {
        assert!(text.out.contains(words), "{words}: {}", text.out);
    }
    let json = say(f.path(), &["explain", "mine.ron", "GVA per hour", "--format", "json"]);
    let value: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    let rows = value["parts"][0]["rows"].as_array().unwrap();
    let share = |row: &serde_json::Value| row["share"].as_f64().unwrap();
    let (total, parts) = rows.split_last().unwrap();
    let sum: f64 = parts.iter().map(share).sum();
    assert!((sum - share(total)).abs() < 1e-9 && parts.len() == 1, "{rows:?}");
    let csv = say(f.path(), &["explain", "mine.ron", "gva_per_hour", "--format", "csv"]);
    let mut reader = csv::Reader::from_reader(csv.out.as_bytes());
    assert!(reader.records().all(|r| r.is_ok_and(|r| r.len() == 12)));
    let wrong = say(f.path(), &["explain", "mine.ron", "gva_per_our"]);
    assert!(wrong.code == 2 && wrong.err.contains("gva_per_hour"), "{}", wrong.err);
    let wrong = say(f.path(), &["explain", "mine.ron", "gva_per_hour", "--plan", "2"]);
    assert!(wrong.code == 2 && wrong.err.contains("plans 1 to 1"), "{}", wrong.err);
}

#[test]
fn lists_in_three_forms() {
    let f = folder();
    for (what, name) in [
        ("places", "West Midlands"),
        ("sectors", "retail"),
        ("levers", "peer_learning"),
        ("indicators", "gva_per_hour"),
        ("scenarios", "hvm-line"),
    ] {
        let text = say(f.path(), &["list", what]);
        assert!(text.code == 0 && text.out.contains(name), "{what}: {}", text.err);
        let json: serde_json::Value =
            serde_json::from_str(&say(f.path(), &["list", what, "--format", "json"]).out).unwrap();
        let csv = say(f.path(), &["list", what, "--format", "csv"]).out;
        let rows = ::csv::Reader::from_reader(csv.as_bytes()).into_records().map(Result::unwrap).count();
        assert_eq!(json.as_array().unwrap().len(), rows, "{what}");
    }
}

/// Arguments, text of `plan.ron` if there is one, exit code, what standard error must hold.
type Case<'a> = (&'a [&'a str], Option<String>, i32, &'a [&'a str]);

fn refused(cases: &[Case<'_>]) {
    for (args, file, code, parts) in cases {
        let f = folder();
        if let Some(text) = file {
            fs::write(f.path().join("plan.ron"), text).unwrap();
        }
        let said = say(f.path(), args);
        let shown = file.as_deref().filter(|t| t.len() < 1_000).unwrap_or_default();
        assert_eq!(said.code, *code, "{args:?}\n{shown}\n{}{}", said.out, said.err);
        assert_eq!(said.out, "", "{args:?}: an error prints nothing on standard output");
        for part in *parts {
            assert!(said.err.contains(part), "{args:?}\n{shown}\nwanted {part:?} in\n{}", said.err);
        }
        assert!(said.err.lines().all(|l| !l.contains("panicked")), "{}", said.err);
    }
}

#[test]
fn what_is_wrong_on_the_command_line_is_said_with_a_hint() {
    refused(&[
        (&["run"], None, 2, &["nothing says what to run", "hint:"]),
        (&["run", "missing.ron"], None, 4, &["missing.ron", "no such file"]),
        (&["run", "."], None, 4, &["is a folder"]),
        (&["run", "colective-learning"], None, 2, &["hint: did you mean 'collective-learning-first'?"]),
        (
            &["validate", "hindcast", "--exclude-study", "P-E0133"],
            None,
            2,
            &["there is no such id", "did you mean 'P-E0"],
        ),
        (&["validate", "hindcast", "--exclude-case", "UK-ETTP"], None, 2, &["did you mean 'UK-ETP'?"]),
        (
            &["validate", "baseline", "--exclude-case", "UK-ETP"],
            None,
            2,
            &["leaves something out of the hindcast only"],
        ),
        (&["frobnicate"], None, 2, &["neither a file nor a built-in scenario"]),
        (&["--frobnicate"], None, 2, &["--frobnicate"]),
        (&["run", "hvm-line", "--place", "London"], None, 2, &["E12000007", "E37000051", "(LEP)"]),
        (&["run", "hvm-line", "--place", "Oxfrodshire"], None, 2, &["did you mean 'Oxfordshire'?"]),
        (&["run", "hvm-line", "--sector", "shipping"], None, 2, &["--sector 'shipping'"]),
        (&["run", "hvm-line", "--plan", "2"], None, 2, &["--plan 2: the scenario has plans 1 to 1"]),
        (&["run", "hvm-line", "--set", "peer_learning"], None, 2, &["there is no '='"]),
        (&["run", "hvm-line", "--set", "peer_lerning=1"], None, 2, &["did you mean 'peer_learning'?"]),
        (&["run", "hvm-line", "--set", "peer_learning=lots"], None, 2, &["'lots' is not a number"]),
        (&["run", "hvm-line", "--set", "peer_learning=-1"], None, 2, &["zero or more"]),
        (&["run", "hvm-line", "--set", "peer_learning=1@2027-2060"], None, 2, &["2027 to 2041"]),
        (
            &["run", "hvm-line", "--set", "peer_learning=100000"],
            None,
            2,
            &["peer_learning, amount '100000'", "every year"],
        ),
        (&["run", "hvm-line", "--draws", "1000"], None, 2, &["draws '1000'"]),
        (&["run", "plan.ron", "--out", "plan.ron"], Some(GOOD.into()), 2, &["is the scenario itself"]),
        (&["run", "plan.ron", "--out", "no/such/folder"], Some(GOOD.into()), 4, &["cannot be written"]),
        (&["list", "places", "--data", "nowhere"], None, 4, &["nowhere", "is not a folder"]),
    ]);
}

#[test]
fn what_is_wrong_in_a_file_is_said_with_its_line() {
    let run: &[&str] = &["run", "plan.ron"];
    let with = |from: &str, to: &str| Some(GOOD.replace(from, to));
    refused(&[
        (run, with("peer_learning", "peer_lerning"), 3, &["plan.ron, line 3", "hint: did you mean 'peer_learning'?"]),
        (run, with("draws: 1280", "draws: 1280,\n horizon: 31"), 3, &["line 2, horizon '31': must be 5 to 30 years"]),
        (run, with("1280", "50000"), 3, &["line 1, draws '50000'", "40,960", "unconverged"]),
        (run, with("format: 1", "format: 2"), 3, &["made by a newer tiller (format 2); this one reads 1"]),
        (run, with("0.5", "-0.5"), 3, &["line 3, plan 1, peer_learning, amount '-0.5'", "zero or more"]),
        (run, with("0.5", "inf"), 3, &["line 3", "amount 'inf'"]),
        (run, with("0.5", "900"), 3, &["line 3", "amount '900'", "must be 0 to", "every year"]),
        (run, with("to: 2031", "from: 2031, to: 2028"), 3, &["line 3", "from '2031'", "must not be after"]),
        (run, with("to: 2031", "to: 2045"), 3, &["line 3", "to '2045'", "2027 to 2041"]),
        (
            run,
            with("to: 2031", "to: 2031, partner: \"Scotland\""),
            3,
            &["line 3", "partner 'Scotland'", "no partner place", "hint: only interregional_links"],
        ),
        (
            run,
            with("])\n", ", (place: \"W92000004\", sector: \"retail\")])\n"),
            3,
            &["Wales, retail, already has plan 1"],
        ),
        (run, Some("not ron at all".into()), 3, &["plan.ron, line 1"]),
        (run, Some("(format: 1, plans: [\n(place".into()), 3, &["plan.ron, line 2"]),
        (run, Some("x".repeat(1_100_000)), 3, &["larger than 1 MiB"]),
    ]);
}

#[test]
fn unknown_fields_are_warned_of_and_the_file_still_runs() {
    let f = folder();
    fs::write(f.path().join("plan.ron"), GOOD.replace("title:", "titel: \"x\", title:")).unwrap();
    let said = say(f.path(), &["run", "plan.ron"]);
    assert_eq!(said.code, 0);
    assert_eq!(
        said.err,
        "warning: plan.ron, line 1, field 'titel': means nothing here and was passed over\nhint: did you mean 'title'?\n"
    );
    assert!(said.out.starts_with("Mine\n"));
}

#[test]
fn a_file_of_a_newer_format_is_never_overwritten() {
    let f = folder();
    for (name, text) in [("newer.ron", "(format: 9, secrets: [1, 2])"), ("letter.txt", "Dear Sir")] {
        fs::write(f.path().join(name), text).unwrap();
        let said = say(f.path(), &["run", "no-new-policy", "--draws", "1280", "--save", name]);
        assert_eq!(said.code, 3, "{}", said.err);
        assert_eq!(fs::read_to_string(f.path().join(name)).unwrap(), text);
    }
}

#[test]
fn a_closed_pipe_is_no_failure() {
    let f = folder();
    for args in [&["run", "innovation-for-all", "--draws", "1280", "--format", "csv"][..], &["--help"], &["man"]] {
        let mut child = tiller(f.path(), args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let mut err = String::new();
        child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
        assert_eq!((child.wait().unwrap().code(), err.as_str()), (Some(0), ""), "{args:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_is_said() {
    use std::os::unix::fs::PermissionsExt as _;
    let f = folder();
    let locked = f.path().join("locked");
    fs::create_dir(&locked).unwrap();
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o555)).unwrap();
    if fs::write(locked.join("probe"), "").is_ok() {
        return; // A superuser may write anywhere: there is nothing to see.
    }
    for option in ["--out", "--save"] {
        let said = say(f.path(), &["run", "no-new-policy", "--draws", "1280", option, "locked/x.ron"]);
        assert_eq!(said.code, 4, "{option}: {}", said.err);
        assert!(said.err.contains("locked/x.ron"), "{}", said.err);
    }
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn check_prints_every_fault_and_fails() {
    let f = folder();
    let said = say(f.path(), &["check"]);
    assert_eq!((said.code, said.out.as_str()), (0, "no faults found\n"), "{}", said.err);
    fs::write(f.path().join("bad.ron"), GOOD.replace("0.5", "-1.0").replace("1280", "7")).unwrap();
    let said = say(f.path(), &["check", "bad.ron", "gone.ron"]);
    assert_eq!(said.code, 1);
    assert_eq!(said.out.lines().count(), 3, "{}", said.out);
    assert!(said.err.contains("3 faults found"));
}

#[test]
fn a_judgement_is_set_otherwise_with_a_name_and_a_reason() {
    let f = folder();
    fs::write(f.path().join("mine.ron"), GOOD).unwrap();
    let own = "null_share=0.2;A. Reader;half of ours took";
    let said = say(f.path(), &["run", "mine.ron", "--override", own, "--save", "kept.ron"]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    let flat = said.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flat.contains("0.2, changed here by A. Reader: half of ours took; recorded: 0.4."), "{}", said.out);
    let kept = fs::read_to_string(f.path().join("kept.ron")).unwrap();
    assert!(
        kept.contains("(id: \"null_share\", value: 0.2, name: \"A. Reader\", reason: \"half of ours took\")"),
        "{kept}"
    );
    assert!(kept.contains(" evidence: \"") && kept.contains("indicator: \"net_jobs\", year: 2041"), "{kept}");
    for (text, part) in [
        ("null_share=0.2", "numbers; who says so; why"),
        ("null_share=0.2; ;b", "must say who says so"),
        ("null_share=two;A;b", "‘two’ is not a number"),
        ("null_share=1,2;A;b", "2 numbers were typed"),
        ("null_shares=0.2;A;b", "did you mean 'null_share'?"),
        ("null_share", "there is no '='"),
    ] {
        let said = say(f.path(), &["run", "mine.ron", "--override", text]);
        assert!(said.code == 2 && said.err.contains(part), "{text}: {}", said.err);
    }
}

#[test]
fn check_lists_what_another_version_of_the_evidence_changed() {
    let f = folder();
    fs::write(f.path().join("mine.ron"), GOOD).unwrap();
    assert_eq!(say(f.path(), &["run", "mine.ron", "--save", "kept.ron"]).code, 0);
    let same = say(f.path(), &["check", "kept.ron"]);
    assert_eq!((same.code, same.out.as_str()), (0, "no faults found\n"));
    let kept = fs::read_to_string(f.path().join("kept.ron")).unwrap();
    let at = kept.find(" evidence: \"").unwrap() + " evidence: \"".len();
    let other = format!("{}0123456789abcdef{}", &kept[..at], &kept[at + 16..]);
    fs::write(f.path().join("kept.ron"), other).unwrap();
    let said = say(f.path(), &["check", "kept.ron"]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(
        said.out.contains("Kept on evidence 0123456789abcdef") && said.out.contains("within error"),
        "{}",
        said.out
    );
    assert!(said.out.contains("0 figures of 11 moved"), "{}", said.out);
}

#[test]
fn a_fair_test_prints_the_same_sheets_in_every_form() {
    let f = folder();
    fs::write(f.path().join("mine.ron"), GOOD.replace("amount: 0.5", "amount: 0.05")).unwrap();
    fs::write(
        f.path().join("other.ron"),
        GOOD.replace("peer_learning\": (amount: 0.5", "network_facilitation\": (amount: 0.04"),
    )
    .unwrap();
    let said = say(f.path(), &["fairtest", "mine.ron", "other.ron", "--indicator", "net_jobs"]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    let flat = said.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flat.contains("every amount of B was multiplied by") && flat.contains("of 12 settings"), "{}", said.out);
    assert!(flat.contains("nothing here says which plan is better overall"));
    let json = say(f.path(), &["fairtest", "mine.ron", "other.ron", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(json.as_array().map(Vec::len), Some(3));
    assert_eq!(json[2]["rows"].as_array().map_or(0, Vec::len) % 12, 0);
    let csv = say(f.path(), &["fairtest", "mine.ron", "other.ron", "--format", "csv"]);
    assert!(csv.out.contains("structure,reference class,critical mass"), "{}", csv.out);
    let alone = say(f.path(), &["fairtest", "mine.ron"]);
    assert!(alone.code == 2 && alone.err.contains("needs two"), "{}", alone.err);
    let late = GOOD.replace("draws: 1280", "draws: 1280, horizon: 10");
    fs::write(f.path().join("late.ron"), late).unwrap();
    let said = say(f.path(), &["fairtest", "mine.ron", "late.ron"]);
    assert!(said.code == 0 && said.out.contains("No fair test: start or number of years differ"), "{}", said.out);
}

#[test]
fn evidence_that_is_cut_off_is_refused_with_its_line() {
    let f = folder();
    let data = f.path().join("data/evidence");
    fs::create_dir_all(&data).unwrap();
    let areas = include_str!("../../assets/evidence/areas.csv");
    let cut = &areas[..areas.find("E12000005").unwrap() + 12];
    fs::write(data.join("areas.csv"), cut).unwrap();
    let said = say(f.path(), &["check", "--data", "data"]);
    assert_eq!(said.code, 1, "{}{}", said.out, said.err);
    assert!(said.out.contains("areas.csv, line 9"), "{}", said.out);
    let said = say(f.path(), &["run", "no-new-policy", "--data", "data"]);
    assert_eq!(said.code, 3, "{}", said.err);
    assert!(said.err.contains("areas.csv, line 9") && said.out.is_empty(), "{}", said.err);
}

#[test]
fn settings_are_found_checked_and_printed() {
    let f = folder();
    let path = say(f.path(), &["config", "path"]);
    assert_eq!(path.code, 0);
    assert!(path.out.trim_end().ends_with("tiller"), "{}", path.out);
    let keys = say(f.path(), &["config", "keys"]);
    assert!(keys.out.contains("\"lever.raise\": [\"Right\", \"l\"],"), "{}", keys.out);
    let own = f.path().join("own");
    fs::create_dir(&own).unwrap();
    fs::write(own.join("keys.ron"), &keys.out).unwrap();
    fs::write(own.join("config.ron"), "(theme: \"faint.ron\", mouse: false)").unwrap();
    let theme = |grey: &str| {
        format!("(name: \"faint\", about: \"\", paper: [\"#000000\"], roles: {{\"dim\": (fg: \"{grey}\")}})")
    };
    fs::write(own.join("faint.ron"), theme("#cccccc")).unwrap();
    let check = ["config", "check", "--config", "own"];
    assert_eq!(say(f.path(), &check).code, 0, "{}", say(f.path(), &check).out);
    fs::write(own.join("faint.ron"), theme("#333333")).unwrap();
    fs::write(own.join("keys.ron"), "{\n \"lever.rise\": [\"x\"],\n \"scenario.undo\": [\"p\"],\n}").unwrap();
    let said = say(f.path(), &check);
    assert_eq!(said.code, 1);
    for part in ["line 2, column 2", "lever.raise", "scenario.place", "'dim' has a contrast of 1."] {
        assert!(said.out.contains(part), "{part}: {}", said.out);
    }
    let missing = say(f.path(), &["config", "check", "--config", "nowhere"]);
    assert!(missing.code == 4 && missing.err.contains("nowhere"), "{}", missing.err);
}

#[test]
fn strengths_and_ledger_in_three_forms() {
    let f = folder();
    let said = say(f.path(), &["strengths"]);
    assert!(
        said.code == 0 && said.out.contains("runs north–south") && said.out.contains("Sheffield City Region"),
        "{}",
        said.err
    );
    let json = say(f.path(), &["strengths", "--sector", "retail", "--tier", "nation", "--format", "json"]);
    let sheets: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(sheets[2]["rows"].as_array().unwrap().len(), 12);
    let csv = say(f.path(), &["strengths", "--format", "csv"]);
    assert_eq!(csv.out.lines().count(), 39);
    let all = say(f.path(), &["strengths", "--sector", "all"]);
    assert!(all.code == 3 && all.err.contains("choose one sector"), "{}", all.err);
    assert_eq!(say(f.path(), &["strengths", "--sector", "alchemy"]).code, 2);
    let said = say(f.path(), &["ledger", "collective-learning-first"]);
    assert!(said.code == 0 && said.out.contains("UK total") && said.out.contains("Northern Ireland"), "{}", said.err);
    let csv = say(f.path(), &["ledger", "no-new-policy", "--format", "csv"]);
    assert!(csv.code == 0 && csv.out.contains(",displacement,0,0,0,0,0,0,0,0"), "{}", csv.out);
    assert_eq!(say(f.path(), &["ledger", "nowhere"]).code, 2);
}

#[test]
fn evidence_is_listed_filtered_and_shown() {
    let f = folder();
    let all = say(f.path(), &["evidence"]);
    assert!(all.code == 0 && all.out.contains("Findings") && all.out.contains("Not modelled"), "{}", all.out);
    let csv = say(f.path(), &["evidence", "findings", "lever:skills", "design:3+", "--format", "csv"]);
    assert_eq!(csv.code, 0, "{}", csv.err);
    assert!(csv.out.starts_with("id,outcome,as printed,level,country,years,lever,used\n"), "{}", csv.out);
    let json = say(f.path(), &["evidence", "findings", "lever:skills", "design:3+", "--format", "json"]);
    let rows = serde_json::from_str::<serde_json::Value>(&json.out).unwrap()["rows"].as_array().unwrap().len();
    assert!(rows > 0 && rows == csv.out.lines().count() - 1);
    let shown = say(f.path(), &["evidence", "show", "P-E013"]);
    let said = shown.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("one of 3 with equal weight") && said.contains("Range 0 to 1"), "{said}");
    assert!(say(f.path(), &["evidence", "observations", "population"]).out.contains("Filter"));
    let wrong = say(f.path(), &["evidence", "findings", "levr:skills"]);
    assert!(wrong.code == 2 && wrong.err.contains("lever"), "{}", wrong.err);
    let wrong = say(f.path(), &["evidence", "show", "P-E0133"]);
    assert!(wrong.code == 2 && wrong.err.contains("did you mean"), "{}", wrong.err);
}
