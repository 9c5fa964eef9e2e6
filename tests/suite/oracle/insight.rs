//! Pooling, inequality, place and attribution against the golden files.

use serde_json::{Value, json};
use tiller::evidence::load::Library;
use tiller::insight::{distribution, shapley};
use tiller::model::Model;
use tiller::model::pooling::{Distance, Study, discount_study, pool};

use super::{check, number, numbers};

#[test]
fn pooling() {
    let judgements = Model::load(&Library::embedded()).map_err(|f| f.to_string()).unwrap().judgements;
    check("h_pooling", |i, _| {
        let mut studies: Vec<Study> = numbers(&i["y"])
            .into_iter()
            .zip(numbers(&i["v"]))
            .map(|(effect, variance)| Study { effect, variance })
            .collect();
        if let Some(marks) = i["discount"].as_array() {
            for (study, mark) in studies.iter_mut().zip(marks) {
                let sms = u8::try_from(mark[0].as_u64().unwrap()).unwrap();
                *study = discount_study(*study, sms, distance(&mark[1]), &judgements).unwrap();
            }
        }
        let floor = if i["floor"] == true { judgements.tau_floor_share } else { 0.0 };
        let p = pool(&studies, floor).unwrap();
        json!({
            "tau2": p.tau2, "mu": p.mu, "q": p.q, "se_plain": p.se_plain, "se": p.se, "ci": p.ci, "tau_used": p.tau_used,
            "p10": p.p10, "p90": p.p90, "pi95": p.pi95,
            "y_used": studies.iter().map(|s| s.effect).collect::<Vec<_>>(),
            "v_used": studies.iter().map(|s| s.variance).collect::<Vec<_>>(),
        })
    });
}

fn distance(value: &Value) -> Distance {
    match value.as_str().unwrap() {
        "same" => Distance::Same,
        "near" => Distance::Near,
        "far" => Distance::Far,
        other => panic!("no distance '{other}'"),
    }
}

#[test]
fn place() {
    check("i_place", |i, _| {
        let rows = |v: &Value| v.as_array().unwrap().iter().map(numbers).collect::<Vec<_>>();
        let weights = |y: &[f64]| i.get("p").map_or_else(|| vec![1.0; y.len()], numbers);
        match i["f"].as_str().unwrap() {
            "theil" => {
                let y = numbers(&i["y"]);
                let p = weights(&y);
                let Some(group) = i["group"].as_array() else {
                    return json!(distribution::theil(&y, &p));
                };
                let group: Vec<usize> = group.iter().map(|g| usize::try_from(g.as_u64().unwrap()).unwrap()).collect();
                let parts = distribution::theil_parts(&y, &p, &group);
                json!({"total": parts.total, "between": parts.between})
            }
            "gini" => {
                let y = numbers(&i["y"]);
                json!(distribution::gini(&y, &weights(&y)))
            }
            "lq" => json!(distribution::location_quotients(&rows(&i["table"]))),
            "gi_star" => {
                let neighbours: Vec<Vec<usize>> = rows(&i["adj"])
                    .iter()
                    .map(|row| row.iter().enumerate().filter(|(_, a)| **a > 0.0).map(|(j, _)| j).collect())
                    .collect();
                json!(distribution::gi_star(&numbers(&i["y"]), &neighbours))
            }
            other => panic!("no measure '{other}'"),
        }
    });
}

#[test]
fn shapley_of_published_games() {
    check("e_shapley_published", |i, _| {
        let players: Vec<&str> = i["players"].as_array().unwrap().iter().map(|p| p.as_str().unwrap()).collect();
        let key = |mask: u32| {
            let named = players.iter().enumerate().filter(|(bit, _)| mask >> bit & 1 == 1).map(|(_, p)| *p);
            named.collect::<Vec<_>>().join(",")
        };
        let n = u32::try_from(players.len()).unwrap();
        let out = shapley::attribute(n, |mask| number(&i["values"], &key(mask))).unwrap();
        json!(players.iter().map(|p| (*p).to_owned()).zip(out.shapley).collect::<std::collections::BTreeMap<_, _>>())
    });
}
