//! A golden file's own model, places and plans, as the engine takes them: later edits of the assets do not touch them.

use std::sync::Arc;

use serde_json::Value;
use tiller::evidence::load::Library;
use tiller::evidence::{Place, SectorId};
use tiller::model::{
    Additionality, Band, Cell, Channel, Component, Grade, Input, Level, Link, LinkKind, Mark, Measure, Model, Node,
    Pair, Path, Quality, Scale, Status, Structure, Target,
};
use tiller::projection::kernel::Params;
use tiller::projection::program::{Bands, PlanDoses};
use tiller::projection::reach::Dose;

use super::number;

fn text<'a>(v: &'a Value, key: &str) -> &'a str {
    v[key].as_str().unwrap_or_else(|| panic!("{key} is not text in {v}"))
}

fn structures(v: &Value) -> Vec<Structure> {
    v["structures"].as_array().unwrap().iter().map(|s| Structure::parse(s.as_str().unwrap()).unwrap()).collect()
}

fn band(v: &Value) -> Band {
    let n = super::numbers(v);
    Band::new(n[0], n[1], n[2])
}

fn grade(v: &Value) -> Grade {
    Grade::parse(text(v, "grade")).unwrap()
}

/// The model of a golden file laid over the bundled one (labels and texts stay the bundled ones').
pub fn model(v: &Value) -> Model {
    let mut m = Model::load(&Library::embedded()).map_err(|f| f.to_string()).unwrap();
    m.levers.retain(|l| v["levers"].get(l.id.as_str()).is_some());
    for lever in &mut m.levers {
        let g = &v["levers"][lever.id.as_str()];
        lever.cap = number(g, "cap");
        lever.mass = g["mass"].as_bool().unwrap();
        lever.unit_cost.central = number(&g["unit_cost"], "central");
        lever.evidence_dose.lo = number(&g["evidence_dose"], "lo");
        lever.evidence_dose.hi = number(&g["evidence_dose"], "hi");
        lever.ramp_years = number(g, "ramp_years");
        lever.private_cost_ratio = number(g, "private_cost_ratio");
        text(g, "add_type").clone_into(&mut lever.add_type);
    }
    m.channels = v["channels"].as_array().unwrap().iter().map(channel).collect();
    m.links = v["links"].as_array().unwrap().iter().map(link).collect();
    m.pairs = v["pairs"].as_array().unwrap().iter().map(pair).collect();
    m.additionality = v["additionality"].as_array().unwrap().iter().map(additionality).collect();
    for row in &mut m.nodes {
        let g = v["nodes"].as_array().unwrap().iter().find(|n| n["id"] == row.id.as_str()).unwrap();
        (row.up, row.down) = (number(g, "up"), number(g, "down"));
    }
    m
}

fn channel(v: &Value) -> Channel {
    Channel {
        id: text(v, "id").into(),
        structures: structures(v),
        lever: text(v, "lever").into(),
        target: Target::parse(text(v, "node")).unwrap(),
        effect: band(&v["effect"]),
        ref_weight: 1.0,
        effect_unit: String::new(),
        scale: Scale::parse(text(v, "scale")).unwrap(),
        absorptive: v["absorptive"].as_bool().unwrap(),
        lag: number(v, "lag"),
        peak: number(v, "peak"),
        half_life: number(v, "half_life"),
        basis: String::new(),
        prior_ids: Vec::new(),
        pooled_from: Vec::new(),
        sms: String::new(),
        grade: grade(v),
        distinct: text(v, "distinct").to_owned(),
        note: String::new(),
        line: 0,
    }
}

fn link(v: &Value) -> Link {
    let path = |p: &Value| p.as_array().unwrap().iter().map(|l| l.as_str().unwrap().into()).collect();
    Link {
        id: text(v, "id").into(),
        from: Node::parse(text(v, "from")).unwrap(),
        to: Node::parse(text(v, "to")).unwrap(),
        kind: if text(v, "kind") == "spill" { LinkKind::Spill } else { LinkKind::Link },
        gain: band(&v["gain"]),
        ref_weight: 1.0,
        lag: u32::try_from(v["lag"].as_u64().unwrap()).unwrap(),
        scale: Scale::parse(text(v, "scale")).unwrap(),
        structures: structures(v),
        residual_of: v["residual_of"].as_array().unwrap().iter().map(path).collect(),
        additional: text(v, "additional").to_owned(),
        grade: grade(v),
        sources: Vec::new(),
        note: String::new(),
        line: 0,
    }
}

fn pair(v: &Value) -> Pair {
    Pair {
        id: text(v, "id").into(),
        a: text(v, "a").into(),
        b: text(v, "b").into(),
        node: Node::parse(text(v, "node")),
        gamma: band(&v["gamma"]),
        e_ref: number(v, "e_ref"),
        structures: structures(v),
        kind: String::new(),
        grade: Grade::E,
        sources: Vec::new(),
        note: String::new(),
        line: 0,
    }
}

fn additionality(v: &Value) -> Additionality {
    let any = |key: &str| Some(text(v, key)).filter(|t| *t != "*");
    Additionality {
        id: text(v, "add_id").to_owned(),
        component: Component::parse(text(v, "component")).unwrap(),
        lever_type: any("lever_type").map(str::to_owned),
        sector: any("sector").map(SectorId::new),
        level: any("level").map(|t| if t == "uk" { Level::Uk } else { Level::Place }),
        measure: any("measure").map(|t| if t == "jobs" { Measure::Jobs } else { Measure::Gva }),
        band: Band::new(number(v, "p10"), number(v, "central"), number(v, "p90")),
        status: Status::Judgement,
        source: String::new(),
        note: String::new(),
        line: 0,
    }
}

/// A golden place as a cell. Its `students` are already the cell's; the engine multiplies by `sector_share`.
pub fn cell(v: &Value) -> Cell {
    let mut values = [0.0; Input::COUNT];
    for input in Input::ALL {
        values[input.index()] = number(v, input.as_str());
    }
    values[Input::Students.index()] /= values[Input::SectorShare.index()];
    let sure = Quality { mark: Mark::Judgement, place_sd: 0.0, sector_sd: 0.0 };
    Cell {
        place: Place::Area("PLACEHOLDER".into()),
        sector: "advanced_manufacturing".into(),
        values,
        quality: [sure; Input::COUNT],
        paths: [Path::STILL; Input::COUNT],
    }
}

/// A golden plan.
pub fn plan(v: &Value) -> PlanDoses {
    let year = |p: &Value, key: &str| u32::try_from(p[key].as_u64().unwrap()).unwrap();
    v.as_object()
        .unwrap()
        .iter()
        .map(|(lever, p)| {
            let dose = Dose { amount: number(p, "amount"), start: year(p, "start"), end: year(p, "end") };
            let partner = p.get("partner").and_then(Value::as_u64).map(|q| usize::try_from(q).unwrap());
            (lever.as_str().into(), dose, partner)
        })
        .collect()
}

/// One draw's parameters; what is not named takes its central value.
pub fn params(model: &Model, bands: &Bands, v: &Value) -> Params {
    let value = |id: &str, central: f64| Arc::new(vec![v.get(id).and_then(Value::as_f64).unwrap_or(central)]);
    let judgements = &model.judgements;
    Params {
        channels: model.channels.iter().zip(&bands.channels).map(|(c, b)| value(c.id.as_str(), b.central)).collect(),
        links: model.links.iter().zip(&bands.links).map(|(l, b)| value(l.id.as_str(), b.central)).collect(),
        pairs: model.pairs.iter().zip(&bands.pairs).map(|(p, b)| value(p.id.as_str(), b.central)).collect(),
        rd_depreciation: value("rd_depreciation", judgements.rd_depreciation.central),
        half_spend: value("half_spend", judgements.critical_mass.half_spend.central),
    }
}
