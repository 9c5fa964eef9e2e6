//! Reach, trajectories, spillover, net effect and Shapley values: golden a–f.

use serde_json::{Value, json};
use tiller::evidence::LeverId;
use tiller::model::stats::two_piece_mean;
use tiller::model::{Cell, Grade, Input, Level, Model, Node, Structure};
use tiller::projection::bands;
use tiller::projection::kernel::{self, Block, Params, Scratch};
use tiller::projection::net::{self, Appraised, NetScores, PackageBands};
use tiller::projection::program::{Bands, GradeMask, PlanDoses, Program, Rules};
use tiller::projection::{reach, spillover};

use super::fixture::{cell, model, params, plan};
use super::{check, number, numbers};

fn horizon(v: &Value) -> usize {
    usize::try_from(v["T"].as_u64().unwrap()).unwrap()
}

fn structure(v: &Value) -> Structure {
    Structure::parse(v["structure"].as_str().unwrap()).unwrap()
}

fn rules(v: &Value) -> Rules {
    let grades = match v.get("grades").and_then(Value::as_str) {
        None => GradeMask::ALL,
        Some(letters) => GradeMask::of(&tiller::model::Tier { id: String::new(), grades: letters.to_owned() }),
    };
    Rules { horizon: horizon(v), grades, flatten: v["flatten"].as_bool().unwrap_or(true), critical_mass: true }
}

#[test]
fn exposure() {
    check("a_exposure", |v, m| {
        let m = model(m);
        let lever = m.lever(&v["lever"].as_str().unwrap().into()).unwrap();
        let channel = m.channels.iter().find(|c| c.id.as_str() == v["channel"]).unwrap();
        let place = cell(&v["place"]);
        let one = plan(&json!({ lever.id.as_str(): v["plan"] }));
        let dose = &one[0].1;
        let share = reach::reach(lever, &place, dose, horizon(v));
        let widening = reach::dose_widening(lever, &share, m.judgements.extrapolation_max_variance);
        let mean = two_piece_mean(channel.effect);
        let cost: Vec<f64> = (0..=horizon(v)).map(|t| reach::cost(lever, &place, dose, t)).collect();
        json!({
            "reach": share,
            "cost": cost,
            "exposure": reach::exposure(lever, channel, &share, v["flatten"].as_bool().unwrap()),
            "theta_used": mean + (number(v, "theta") - mean) * widening,
        })
    });
}

#[test]
fn profile() {
    check("a2_profile", |v, _| {
        let k = |age: &f64| reach::profile(*age, number(v, "lag"), number(v, "peak"), number(v, "half_life"));
        json!(numbers(&v["ages"]).iter().map(k).collect::<Vec<f64>>())
    });
}

/// `[place][lever or place]` columns over draws.
type Columns<'a> = &'a [Vec<Vec<f64>>];

/// States of one draw: `[place][node][year]`.
struct States(Vec<Vec<Vec<f64>>>);

impl States {
    fn get(&self, place: usize, node: Node, t: usize) -> f64 {
        self.0[place][node.index()][t]
    }

    fn json(&self) -> Value {
        let rows = |n: &Node| json!(self.0.iter().map(|p| &p[n.index()]).collect::<Vec<_>>());
        Value::Object(Node::ALL.iter().map(|n| (n.as_str().to_owned(), rows(n))).collect())
    }
}

#[expect(clippy::too_many_arguments, reason = "a case is what it is")]
fn run_one(
    m: &Model,
    bands: &Bands,
    structure: Structure,
    cells: &[Cell],
    plans: &[PlanDoses],
    params: &Params,
    rules: &Rules,
    more: (Option<Columns<'_>>, Columns<'_>),
) -> States {
    let refs: Vec<&Cell> = cells.iter().collect();
    let program = Program::compile(m, bands, structure, &refs, plans, rules);
    let mut scratch = Scratch::default();
    let block = Block { params, at: 0, len: 1, factors: more.0, weights: more.1 };
    kernel::run(&program, &m.judgements, &block, &mut scratch);
    let node = |r: usize, n: &Node| (0..=rules.horizon).map(|t| scratch.states.at(r, *n, t)[0]).collect();
    States((0..cells.len()).map(|r| Node::ALL.iter().map(|n| node(r, n)).collect()).collect())
}

/// Take × lumpiness in the order of the compiled levers.
fn factors(m: &Model, plans: &[PlanDoses], v: &Value) -> Option<Vec<Vec<Vec<f64>>>> {
    let list = v.get("factors")?.as_array()?;
    let known = |id: &LeverId| m.lever(id).is_some();
    Some(
        plans
            .iter()
            .zip(list)
            .map(|(plan, f)| {
                let on = plan.iter().filter(|(l, d, _)| d.amount > 0.0 && known(l));
                on.map(|(l, ..)| vec![f.get(l.as_str()).and_then(Value::as_f64).unwrap_or(1.0)]).collect()
            })
            .collect(),
    )
}

fn indicators(m: &Model, c: &Cell, x: &States, r: usize, t: usize) -> Value {
    let at = |n: Node| x.get(r, n, t);
    let base = |i: Input| c.get(i);
    let shift = |p: f64, x: f64| 100.0 / (1.0 + libm::exp(-(libm::log(p / (100.0 - p)) + x)));
    let rd = base(Input::RdM) * libm::exp(at(Node::RdSpend));
    let gva = base(Input::GvaM) * libm::exp(at(Node::Productivity) + at(Node::Jobs));
    json!({
        "innovation_active": shift(base(Input::InnovationPct), at(Node::Innovation)),
        "firms_collaborating": shift(base(Input::CollabPct), at(Node::Ties)),
        "trained_workforce": (base(Input::TrainedPct) + at(Node::Skills)).clamp(0.0, 100.0),
        "management_score": base(Input::PracticeScore) + at(Node::Practice) * m.judgements.practice_sd_points,
        "business_rd": rd,
        "rd_intensity": 100.0 * rd / gva,
        "gva_per_hour": base(Input::GvaHour) * libm::exp(at(Node::Productivity)),
    })
}

fn run_case(v: &Value, m: &Value) -> Value {
    let m = model(m);
    let bands = bands::recorded(&m);
    let cells: Vec<Cell> = v["places"].as_array().unwrap().iter().map(cell).collect();
    let plans: Vec<PlanDoses> = v["plans"].as_array().unwrap().iter().map(plan).collect();
    let params = params(&m, &bands, &v["params"]);
    let factors = factors(&m, &plans, v);
    let weights: Vec<Vec<Vec<f64>>> = v.get("W").and_then(Value::as_array).map_or_else(Vec::new, |rows| {
        rows.iter().map(|row| numbers(row).into_iter().map(|w| vec![w]).collect()).collect()
    });
    let more = (factors.as_deref(), weights.as_slice());
    let x = run_one(&m, &bands, structure(v), &cells, &plans, &params, &rules(v), more);
    let mut out = json!({ "states": x.json() });
    if let Some(t) = v.get("indicator_year").and_then(Value::as_u64) {
        let t = usize::try_from(t).unwrap();
        let all: Vec<Value> = cells.iter().enumerate().map(|(r, c)| indicators(&m, c, &x, r, t)).collect();
        out["indicators"] = json!(all);
    }
    out
}

#[test]
fn trajectories() {
    check("b_trajectories", run_case);
}

#[test]
fn two_regions() {
    check("c_two_regions", run_case);
}

#[test]
fn spillover_weights() {
    check("c2_weights", |v, _| {
        let square = |key: &str| v[key].as_array().unwrap().iter().map(numbers).collect::<Vec<_>>();
        json!(spillover::weights(&square("dist_km"), &square("sim"), number(v, "kappa"), 300.0))
    });
}

struct Net {
    factors: net::PackageFactors,
    jobs: Vec<f64>,
    gva: Vec<f64>,
    appraised: Appraised,
}

#[expect(clippy::too_many_arguments, reason = "a case is what it is")]
fn net_and_appraise(
    m: &Model,
    bands: &Bands,
    c: &Cell,
    doses: &PlanDoses,
    x: &dyn Fn(Node, usize) -> f64,
    v: &Value,
    structure: Structure,
    level: Level,
    scores: &NetScores,
    (bias, cost_factor): (f64, f64),
) -> Net {
    let t_max = horizon(v);
    let shares = net::type_shares(m, bands, structure, c, doses, &rules(v));
    let sector = v["sector"].as_str().unwrap().into();
    let factors = PackageBands::find(m, &shares, &sector, level).factors(scores);
    let (gva_m, workforce) = (c.get(Input::GvaM), c.get(Input::Workforce));
    let jobs: Vec<f64> =
        (0..=t_max).map(|t| net::net_jobs(workforce, libm::expm1(x(Node::Jobs, t)), &factors)).collect();
    let relative = |n: Node, t: usize| libm::expm1(x(n, t));
    let gva_year = |t| net::net_gva(gva_m, relative(Node::Productivity, t), relative(Node::Jobs, t), &factors);
    let gva: Vec<f64> = (0..=t_max).map(gva_year).collect();
    let discount = net::discount_factors(m, t_max);
    let (mut public, mut private) = (0.0, 0.0);
    for (id, dose, _) in doses {
        let lever = m.lever(id).unwrap();
        let flow: Vec<f64> = (0..=t_max).map(|t| reach::cost(lever, c, dose, t)).collect();
        let pv = net::present_value(&flow, &discount);
        public += pv;
        private += pv * lever.private_cost_ratio;
    }
    let appraised = Appraised::new(&jobs, &gva, &discount, public * cost_factor * (1.0 + bias), private);
    Net { factors, jobs, gva, appraised }
}

#[test]
fn gross_to_net_and_appraisal() {
    check("d_net_and_appraisal", |v, m| {
        let m = model(m);
        let bands = bands::recorded(&m);
        let states = &v["states"];
        let x = |n: Node, t: usize| states[n.as_str()][0][t].as_f64().unwrap();
        let score = |key: &str| v["scores"].get(key).and_then(Value::as_f64).unwrap_or(0.0);
        let scores = NetScores {
            leakage: score("leakage"),
            displacement: score("displacement"),
            substitution: score("substitution"),
            multiplier: score("multiplier"),
        };
        let level = if v["level"] == "uk" { Level::Uk } else { Level::Place };
        let c = cell(&v["place"]);
        let doses = plan(&v["plan"]);
        let money = (number(v, "optimism_bias"), number(v, "cost_factor"));
        let n = net_and_appraise(&m, &bands, &c, &doses, &x, v, structure(v), level, &scores, money);
        let a = &n.appraised;
        json!({
            "factor": {
                "jobs": n.factors.jobs, "gva": n.factors.gva, "jobs_before_multiplier": n.factors.jobs_before_multiplier,
            },
            "net_jobs": n.jobs, "net_gva": n.gva,
            "pv_benefit": a.pv_benefit, "pv_public_cost": a.pv_public_cost, "pv_private_cost": a.pv_private_cost,
            "npsv": a.npsv(), "bcr": a.bcr(), "benefit_per_pound": a.benefit_per_pound(),
            "switching_benefit": a.switching_benefit(), "jobs_created": a.jobs_created,
            "cost_per_net_job": a.cost_per_net_job(), "cost_per_job_year": a.cost_per_job_year(),
        })
    });
}

#[test]
fn twelve_explicit_draws() {
    check("f_ensemble", |v, m| {
        let m = model(m);
        let bands = bands::recorded(&m);
        let c = cell(&v["place"]);
        let doses = plan(&v["plan"]);
        let year = usize::try_from(v["year"].as_u64().unwrap()).unwrap();
        let bias = m.judgements.optimism_bias_revenue.central;
        let rows: Vec<Vec<f64>> = v["draws"]
            .as_array()
            .unwrap()
            .iter()
            .map(|d| {
                let p = params(&m, &bands, &d["params"]);
                let s = structure(d);
                let one = std::slice::from_ref(&c);
                let x = run_one(&m, &bands, s, one, std::slice::from_ref(&doses), &p, &rules(v), (None, &[]));
                let i = indicators(&m, &c, &x, 0, year);
                let at = |n: Node, t: usize| x.get(0, n, t);
                let central = NetScores::default();
                let n = net_and_appraise(&m, &bands, &c, &doses, &at, v, s, Level::Uk, &central, (bias, 1.0));
                vec![number(&i, "innovation_active"), number(&i, "gva_per_hour"), n.jobs[year], n.appraised.npsv()]
            })
            .collect();
        let column = |k: usize| rows.iter().map(|r| r[k]).collect::<Vec<f64>>();
        let q = |k: usize| tiller::model::stats::five_quantiles(&mut column(k)).to_vec();
        let mean = |k: usize| column(k).iter().sum::<f64>() / rows.len() as f64;
        json!({
            "rows": rows,
            "quantiles": { "innovation_active": q(0), "gva_per_hour": q(1), "net_jobs": q(2), "npsv": q(3) },
            "mean": [mean(0), mean(1), mean(2), mean(3)],
        })
    });
}

#[test]
fn shapley_of_levers() {
    check("e2_shapley_levers", |v, m| {
        let m = model(m);
        let bands = bands::recorded(&m);
        let c = cell(&v["place"]);
        let all = plan(&v["plan"]);
        let year = usize::try_from(v["year"].as_u64().unwrap()).unwrap();
        let drawn: Vec<Params> = v["draws"].as_array().unwrap().iter().map(|d| params(&m, &bands, d)).collect();
        let worth = |mask: u32| -> f64 {
            let part: PlanDoses =
                all.iter().enumerate().filter(|(k, _)| mask >> k & 1 == 1).map(|(_, d)| d.clone()).collect();
            let one = |p: &Params| {
                let cells = std::slice::from_ref(&c);
                let x =
                    run_one(&m, &bands, structure(v), cells, std::slice::from_ref(&part), p, &rules(v), (None, &[]));
                number(&indicators(&m, &c, &x, 0, year), v["indicator"].as_str().unwrap())
            };
            drawn.iter().map(one).sum::<f64>() / drawn.len() as f64
        };
        let players = u32::try_from(all.len()).unwrap();
        let a = tiller::insight::shapley::attribute(players, worth).unwrap();
        let named = |values: &[f64]| -> Value {
            Value::Object(all.iter().zip(values).map(|((l, ..), x)| (l.to_string(), json!(x))).collect())
        };
        json!({
            "shapley": named(&a.shapley),
            "alone": named(&a.alone),
            "if_removed": named(&a.if_removed),
            "total": a.total,
        })
    });
}

/// Grades are letters in the golden files; the mask must read them as they stand.
#[test]
fn tier_letters_are_grades() {
    let core = GradeMask::of(&tiller::model::Tier { id: String::from("core"), grades: String::from("AB") });
    let admitted: Vec<bool> = Grade::ALL.iter().map(|g| core.admits(*g)).collect();
    assert_eq!(admitted, [true, true, false, false, false]);
}
