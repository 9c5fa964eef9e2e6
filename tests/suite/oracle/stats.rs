//! Distributions, quantiles, discounting and baseline paths against the golden files.

use serde_json::{Value, json};
use tiller::model::Band;
use tiller::model::stats::{
    baseline_quantiles, discount_factor, distributional_weight, drift_path, lumpiness, spread, student_t_ppf, takes,
    two_piece, uk_drift,
};

use super::{check, number, numbers};

fn schedule(input: &Value) -> Vec<(f64, f64)> {
    input["schedule"].as_array().unwrap().iter().map(|b| (b[0].as_f64().unwrap(), b[1].as_f64().unwrap())).collect()
}

#[expect(clippy::cast_possible_truncation, reason = "years of a golden file")]
fn present_value(flows: &[f64], schedule: &[(f64, f64)]) -> f64 {
    flows.iter().enumerate().map(|(year, flow)| flow * discount_factor(year as u32, schedule)).sum()
}

#[test]
fn student_t() {
    check("h2_student_t", |input, _| {
        let pairs = input["pairs"].as_array().unwrap();
        json!(pairs.iter().map(|p| student_t_ppf(p[0].as_f64().unwrap(), p[1].as_f64().unwrap())).collect::<Vec<_>>())
    });
}

#[test]
fn split_normal() {
    check("h3_split_normal", |i, _| {
        let band = Band::new(number(i, "p10"), number(i, "central"), number(i, "p90"));
        let (rho, z0) = (number(i, "rho"), number(i, "z0"));
        let score = |z: f64| rho.sqrt() * z0 + (1.0 - rho).sqrt() * z;
        json!(numbers(&i["z"]).into_iter().map(|z| two_piece(band, score(z))).collect::<Vec<_>>())
    });
}

#[test]
fn baseline() {
    check("g_baseline", |i, _| {
        let (y, uk) = (numbers(&i["y"]), numbers(&i["uk"]));
        let years = u32::try_from(i["H"].as_u64().unwrap()).unwrap();
        let drift = uk_drift(&uk, 10);
        let path = drift_path(y[y.len() - 1], drift, number(i, "lam"), years);
        let spread = spread(&y, number(i, "panel_sd"), number(i, "gamma"), number(i, "c"));
        let sd: Vec<f64> = (1..=years).map(|h| spread.at(f64::from(h))).collect();
        let q = numbers(&i["q"]);
        let quantiles: Vec<_> = path.iter().zip(&sd).map(|(f, s)| baseline_quantiles(*f, *s, &q, 5.0)).collect();
        json!({"drift": drift, "path": path, "sd": sd, "quantiles": quantiles})
    });
}

#[test]
fn discounting() {
    check("j_discount", |i, _| {
        let schedule = schedule(i);
        let factor = |y: &Value| discount_factor(u32::try_from(y.as_u64().unwrap()).unwrap(), &schedule);
        json!(i["years"].as_array().unwrap().iter().map(factor).collect::<Vec<_>>())
    });
}

#[test]
fn takes_and_lumps() {
    check("l_takes_and_lumps", |i, _| {
        let take = |u: f64| takes(u, number(i, "theta"), number(i, "null_share"));
        let lump = |z: f64| lumpiness(z, number(i, "n"), number(i, "cv"));
        json!({
            "takes": numbers(&i["u"]).into_iter().map(take).collect::<Vec<_>>(),
            "lump": numbers(&i["z"]).into_iter().map(lump).collect::<Vec<_>>(),
        })
    });
}

#[test]
fn appraisal_formulas() {
    check("d2_formulas", |i, _| match i["f"].as_str().unwrap() {
        "npv" => json!(present_value(&numbers(&i["flows"]), &schedule(i))),
        "appraise_flows" => {
            let schedule = schedule(i);
            let b = present_value(&numbers(&i["benefits"]), &schedule);
            let c = present_value(&numbers(&i["costs"]), &schedule);
            json!({"pvb": b, "npsv": b - c, "bcr": b / c, "switching": c / b})
        }
        "weight" => {
            let weight = |y: f64| distributional_weight(y, number(i, "y_ref"), number(i, "eta"));
            json!(numbers(&i["y"]).into_iter().map(weight).collect::<Vec<_>>())
        }
        "additionality" => {
            let kept = (1.0 - number(i, "leakage")) * (1.0 - number(i, "displacement"));
            let factor = kept * (1.0 - number(i, "substitution")) * number(i, "multiplier");
            json!((number(i, "gross") - number(i, "reference")) * factor)
        }
        other => panic!("no formula '{other}'"),
    });
}
