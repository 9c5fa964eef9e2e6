//! Sweeps: numbered runs, parts that make the whole, faults with their lines.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::AtomicBool;

use proptest::prelude::*;
use tiller::evidence::load::Library;
use tiller::insight::sweep::run;
use tiller::model::Basis;
use tiller::projection::{DrawKey, Draws, Stopped, project};
use tiller::scenario::Scenario;
use tiller::scenario::document;
use tiller::scenario::sweep::{Spec, read};

fn basis() -> &'static Basis {
    static BASIS: OnceLock<Basis> = OnceLock::new();
    BASIS.get_or_init(|| Basis::load(&Library::embedded()).map_err(|f| f.to_string()).unwrap())
}

fn spec(text: &str) -> Spec {
    read("sweep.ron", text, basis()).map_err(|f| f.to_string()).unwrap()
}

/// One plan with a lever of its own, so that what is not varied is seen to stay.
fn base() -> Scenario {
    let text = "(format: 1, draws: 1280, plans: [(place: \"Wales\", sector: \"retail\", levers: {\n \
                \"leadership_management\": (amount: 0.4, from: 2028, to: 2033)})])";
    document::read("base", text, basis()).map_err(|f| f.to_string()).unwrap().scenario
}

const GRID: &str = "Sweep(format: 1, scenarios: [\"base\"], places: [\"Wales\", \"Scotland\"], sectors: [\"retail\", \"construction\"], \
                    vary: {\"peer_learning\": [0, 0.2], \"skills_provision\": [0, 0.3, 0.6]}, indicators: [\"net_jobs\"])";

#[test]
fn a_grid_holds_every_combination_once_in_a_fixed_order() {
    let spec = spec(GRID);
    assert_eq!(spec.runs(), 2 * 2 * 2 * 3);
    let bases = [base()];
    let all: Vec<Scenario> = (0..spec.runs()).map(|k| spec.scenario(&bases, k).unwrap()).collect();
    assert_eq!(spec.scenario(&bases, spec.runs()).map(|_| ()), None, "there is no run after the last");
    for (i, a) in all.iter().enumerate() {
        assert!(all.iter().skip(i + 1).all(|b| a != b), "run {} is there twice", i + 1);
    }
    let amounts = |k: usize| spec.amounts(k % spec.points());
    assert_eq!([amounts(0), amounts(1), amounts(3)], [vec![0.0, 0.0], vec![0.0, 0.3], vec![0.2, 0.0]]);
    let own = &all[5].plans[0].levers;
    let kept =
        own.iter().find(|(lever, _)| lever.as_str() == "leadership_management").map(|(_, s)| (s.amount, s.from, s.to));
    assert_eq!(kept, Some((0.4, 2028, 2033)), "what is not varied stays");
}

proptest! {
    #[test]
    fn parts_make_the_whole_without_a_gap(parts in 1usize..60, runs in 1usize..70) {
        let spec = spec(&format!("Sweep(format: 1, scenarios: [\"base\"], vary: {{\"peer_learning\": [0, 1]}}, sample: (runs: {runs}))"));
        let mut at = 0;
        for part in 1..=parts {
            let range = spec.part(part, parts);
            prop_assert_eq!(range.start, at, "part {} of {}", part, parts);
            prop_assert!(range.len() <= runs.div_ceil(parts) , "part {} of {} has {}", part, parts, range.len());
            at = range.end;
        }
        prop_assert_eq!(at, runs);
    }

    #[test]
    fn a_sample_stays_inside_its_ranges_and_hangs_on_its_seed(seed in 0u32..1000, point in 0usize..500) {
        let text = |seed: u32| format!("Sweep(format: 1, scenarios: [\"base\"], \
            vary: {{\"peer_learning\": [0.2, 0.9], \"skills_provision\": [3, 1]}}, sample: (runs: 500, seed: {seed}))");
        let amounts = spec(&text(seed)).amounts(point);
        prop_assert!((0.2..=0.9).contains(&amounts[0]) && (1.0..=3.0).contains(&amounts[1]), "{:?}", amounts);
        prop_assert_eq!(&amounts, &spec(&text(seed)).amounts(point));
    }

    #[test]
    fn no_text_breaks_the_reader(text in "\\PC{0,80}", at in 0usize..200, put in "[\\[\\](){}:,\"0-9a-z]{1,3}") {
        let _ = read("x", &text, basis());
        let mut broken = GRID.to_owned();
        let at = (0..=at.min(broken.len())).rev().find(|i| broken.is_char_boundary(*i)).unwrap_or(0);
        broken.insert_str(at, &put);
        let _ = read("x", &broken, basis());
    }
}

#[test]
fn a_run_is_the_projection_of_its_scenario() {
    let spec = spec(GRID);
    let bases = [base()];
    let pool = rayon::ThreadPoolBuilder::new().num_threads(2).build().unwrap();
    let mut seen = 0;
    run(basis(), &spec, &bases, 5..9, &AtomicBool::new(false), &pool, |runs| {
        for run in runs {
            let draws = Draws::make(basis(), &DrawKey::of(&run.scenario, 1280));
            let alone = project(basis(), &run.scenario, &draws, &AtomicBool::new(false)).map_err(|e| e.to_string());
            assert_eq!(run.outcome, alone, "run {}", run.number);
            seen += 1;
        }
        true
    })
    .unwrap();
    assert_eq!(seen, 4);
    let stopped = run(basis(), &spec, &bases, 0..9, &AtomicBool::new(true), &pool, |_| true);
    assert_eq!(stopped, Err(Stopped::Cancelled));
}

#[test]
fn every_fault_is_told_with_its_line() {
    let text = "Sweep(format: 2,\n scenarios: [],\n places: [\"Narnia\", \"Wales\", \"Wales\"],\n sectors: [\"retail\"],\n \
                vary: {\"peer_learning\": [1, -1], \"skills\": [1]},\n sample: (runs: 0),\n colour: 3, draws: 7)";
    let said = read("s.ron", text, basis()).unwrap_err().to_string();
    for (line, words) in [
        (1, "must be 1"),
        (2, "names no scenario"),
        (3, "no place of that name"),
        (3, "entry 2 is there already"),
        (5, "zero or more"),
        (5, "no lever of that name"),
        (6, "must be 1 to 65536"),
        (7, "means nothing here"),
        (7, "1280, 2560"),
    ] {
        assert!(
            said.lines().any(|l| l.contains(&format!("line {line}")) && l.contains(words)),
            "{line}, {words}:\n{said}"
        );
    }
    let many = "Sweep(format: 1, scenarios: [\"x\"], places: [\"areas\"], vary: {\"peer_learning\": [0, 1]}, sample: (runs: 65536))";
    assert!(read("s.ron", many, basis()).unwrap_err().to_string().contains("at most 1000000"));
}

fn tiller(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_tiller"))
        .args(args)
        .current_dir(folder)
        .env_clear()
        .env("HOME", folder)
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

#[test]
fn parts_put_end_to_end_are_the_bytes_of_the_whole() {
    let folder = tempfile::tempdir().unwrap();
    let text = GRID.replace("\"base\"", "\"no-new-policy\"").replace("format: 1", "format: 1, draws: 1280");
    fs::write(folder.path().join("s.ron"), text).unwrap();
    let whole = tiller(folder.path(), &["sweep", "s.ron"]);
    assert!(whole.status.success(), "{}", String::from_utf8_lossy(&whole.stderr));
    let whole = String::from_utf8(whole.stdout).unwrap();
    assert_eq!(whole.lines().count(), 1 + 24);
    let mut joined = String::new();
    for part in 1..=5 {
        let name = format!("{part}.csv");
        let key = format!("{part}/5");
        let done = tiller(folder.path(), &["sweep", "s.ron", "--partition", &key, "--threads", "1", "--out", &name]);
        assert!(done.status.success() && done.stdout.is_empty(), "{}", String::from_utf8_lossy(&done.stderr));
        let text = fs::read_to_string(folder.path().join(&name)).unwrap();
        joined.push_str(if part == 1 { &text } else { text.split_once('\n').unwrap().1 });
    }
    assert_eq!(joined, whole);
    let left: Vec<_> =
        fs::read_dir(folder.path()).unwrap().filter_map(|e| e.unwrap().file_name().into_string().ok()).collect();
    assert!(left.iter().all(|name| !name.contains(".part")), "{left:?}");
    let list = tiller(folder.path(), &["sweep", "s.ron", "--list", "--partition", "2/24"]);
    let list = String::from_utf8(list.stdout).unwrap();
    assert!(list.ends_with("2,no-new-policy,1,W92000004,retail,0,0.3\n"), "{list}");
}

#[test]
fn what_cannot_be_swept_is_refused_or_told_in_the_table() {
    let folder = tempfile::tempdir().unwrap();
    let put = |text: &str| fs::write(folder.path().join("s.ron"), text).unwrap();
    let err = |args: &[&str]| {
        let said = tiller(folder.path(), args);
        (said.status.code(), String::from_utf8_lossy(&said.stderr).into_owned())
    };
    put("Sweep(format: 1, scenarios: [\"innovation-for-all\"], sectors: [\"retail\"])");
    let (code, said) = err(&["sweep", "s.ron"]);
    assert!(code == Some(3) && said.contains("plans"), "{said}");
    put("Sweep(format: 1, scenarios: [\"no-new-policy\"], years: [2099])");
    let (code, said) = err(&["sweep", "s.ron"]);
    assert!(code == Some(3) && said.contains("2099"), "{said}");
    assert_eq!(err(&["sweep", "."]).0, Some(4));
    assert_eq!(err(&["sweep", "s.ron", "--partition", "0/3"]).0, Some(2));
    put(
        "Sweep(format: 1, scenarios: [\"no-new-policy\"], vary: {\"peer_learning\": [0, 90000]}, indicators: [\"net_jobs\"])",
    );
    let said = tiller(folder.path(), &["sweep", "s.ron"]);
    let table = String::from_utf8(said.stdout).unwrap();
    assert!(said.status.success() && table.lines().nth(2).unwrap().contains("must be 0 to"), "{table}");
    assert!(String::from_utf8_lossy(&said.stderr).contains("1 refused"));
}

#[test]
fn the_example_is_read_and_its_script_gives_the_same_table() {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(top.join("examples/sweep.ron")).unwrap();
    assert_eq!(spec(&text).runs(), 12 * 2 * 3 * 3);
    let has = |name: &str| Command::new(name).arg("--version").output().is_ok_and(|o| o.status.success());
    if !cfg!(unix) || !has("xargs") || !has("seq") {
        eprintln!("skipped: there is no xargs or seq to run examples/sweep.sh with");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("s.ron"), text.replace("[\"nations\"]", "[\"Wales\"]")).unwrap();
    let script = Command::new(top.join("examples/sweep.sh"))
        .args(["s.ron", "joined.csv", "3"])
        .current_dir(folder.path())
        .env("TILLER", env!("CARGO_BIN_EXE_tiller"))
        .output()
        .unwrap();
    assert!(script.status.success(), "{}", String::from_utf8_lossy(&script.stderr));
    let whole = tiller(folder.path(), &["sweep", "s.ron"]);
    assert!(fs::read(folder.path().join("joined.csv")).unwrap() == whole.stdout, "the parts are not the whole");
}
