//! Expectations of an independent implementation (`tests/oracle/reference.py`), recomputed by this program.
//!
//! A golden file holds cases of one kind: an input, what is expected, and a tolerance relative to max(1, |x|).

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use serde_json::Value;

mod audit;
mod engine;
mod fixture;
mod insight;
mod stats;

/// Checks every case of `tests/fixtures/golden/{name}.json`: `run(input, model)` must give what is expected.
/// Every failing case is listed with both values before the test fails.
#[track_caller]
pub fn check(name: &str, mut run: impl FnMut(&Value, &Value) -> Value) {
    let file = golden(name);
    let cases = file["cases"].as_array().unwrap();
    assert!(!cases.is_empty(), "{name}.json holds no case");
    let mut failures = String::new();
    for case in cases {
        let got = run(&case["input"], &file["model"]);
        let tolerance = case.get("tolerance").unwrap_or(&file["tolerance"]).as_f64().unwrap();
        let mut wrong = Vec::new();
        compare("", &got, &case["expect"], tolerance, &mut wrong);
        if !wrong.is_empty() {
            let shown = wrong.iter().take(5).cloned().collect::<Vec<_>>().join("\n    ");
            let more = wrong.len().saturating_sub(5);
            let _ = write!(failures, "\n  {}:\n    {shown}", case["name"]);
            if more > 0 {
                let _ = write!(failures, "\n    … and {more} more");
            }
        }
    }
    assert!(failures.is_empty(), "{name}.json ({}), source: {}{failures}", file["what"], file["source"]);
}

/// The parsed golden file.
#[track_caller]
pub fn golden(name: &str) -> Value {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("tests/fixtures/golden/{name}.json"));
    let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// Compares what was computed with what is expected; what is not expected may be anything.
pub fn compare(path: &str, got: &Value, expect: &Value, tolerance: f64, wrong: &mut Vec<String>) {
    match (got, expect) {
        (Value::Object(g), Value::Object(e)) => {
            for (key, value) in e {
                compare(&format!("{path}.{key}"), g.get(key).unwrap_or(&Value::Null), value, tolerance, wrong);
            }
        }
        (Value::Array(g), Value::Array(e)) if g.len() == e.len() => {
            for (i, (g, e)) in g.iter().zip(e).enumerate() {
                compare(&format!("{path}[{i}]"), g, e, tolerance, wrong);
            }
        }
        (Value::Number(g), Value::Number(e)) => {
            let (g, e) = (g.as_f64().unwrap(), e.as_f64().unwrap());
            let near = (g - e).abs() <= tolerance * e.abs().max(1.0);
            if !near {
                wrong.push(format!("{path}: got {g:?}, expected {e:?} (tolerance {tolerance:e})"));
            }
        }
        (g, e) if g == e => {}
        (g, e) => wrong.push(format!("{path}: got {g}, expected {e}")),
    }
}

/// The numbers of a JSON list.
pub fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|v| v.as_f64().unwrap()).collect()
}

/// A number of a JSON object.
pub fn number(value: &Value, key: &str) -> f64 {
    value[key].as_f64().unwrap_or_else(|| panic!("{key} is not a number in {value}"))
}
