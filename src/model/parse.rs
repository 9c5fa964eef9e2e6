//! Texts of `assets/model` to typed rows. RON files refuse unknown fields; CSV rows are converted cell by cell,
//! so that a fault can name file, line, column, value and the nearest valid value.

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::book::Model;
use super::kinds::{Grade, Node, Structure};
use super::stamp::{Fnv, stamp_overlay};
use super::types::{
    Additionality, Appraisal, Band, Channel, Component, IndicatorRow, Judgements, Level, Lever, Link, LinkKind,
    Measure, NodeRow, Pair, Scale, Status, StructureRow, Target,
};
use crate::evidence::load::Library;
use crate::evidence::order::InOrder as _;
use crate::evidence::table::{self, Lined};
use crate::evidence::{Fault, Faults, SectorId, nearest};

/// Files whose texts make the model's version.
const FILES: [&str; 10] = [
    "model/additionality.csv",
    "model/appraisal.ron",
    "model/channels.csv",
    "model/indicators.ron",
    "model/judgements.ron",
    "model/levers.ron",
    "model/links.csv",
    "model/nodes.ron",
    "model/pairs.csv",
    "model/structures.ron",
];

/// Reads and checks all files.
pub(super) fn model(library: &Library) -> Result<Model, Faults> {
    read(library).map_err(|faults| library.located(faults))
}

fn read(library: &Library) -> Result<Model, Faults> {
    let mut faults = Faults::default();
    faults.0.extend(library.faults().0.into_iter().filter(|f| f.file.starts_with("model/")));
    let mut version = Fnv::default();
    let mut texts = std::collections::BTreeMap::new();
    for file in FILES {
        match library.text(file) {
            Ok(text) => {
                version.write(text.as_bytes());
                texts.insert(file, text);
            }
            Err(fault) => faults.push(fault),
        }
    }
    stamp_overlay(library, &FILES, &mut version);
    let text = |file: &str| texts.get(file).map_or("", |t| t.as_ref());
    let nodes = keep(&mut faults, ron_file::<NodesFile>("model/nodes.ron", text("model/nodes.ron")));
    let levers = keep(&mut faults, ron_file::<LeversFile>("model/levers.ron", text("model/levers.ron")));
    let appraisal = keep(&mut faults, ron_file::<Appraisal>("model/appraisal.ron", text("model/appraisal.ron")));
    let judgements = keep(&mut faults, ron_file::<Judgements>("model/judgements.ron", text("model/judgements.ron")));
    let structures =
        keep(&mut faults, ron_file::<StructuresFile>("model/structures.ron", text("model/structures.ron")));
    let indicators =
        keep(&mut faults, ron_file::<IndicatorsFile>("model/indicators.ron", text("model/indicators.ron")));
    let channels = keep(&mut faults, rows("model/channels.csv", text("model/channels.csv"), channel));
    let links = keep(&mut faults, rows("model/links.csv", text("model/links.csv"), link));
    let pairs = keep(&mut faults, rows("model/pairs.csv", text("model/pairs.csv"), pair));
    let additionality =
        keep(&mut faults, rows("model/additionality.csv", text("model/additionality.csv"), additionality_row));
    let parts = (nodes, levers, appraisal, judgements, structures, indicators, channels, links, pairs, additionality);
    let (
        Some(nodes),
        Some(levers),
        Some(appraisal),
        Some(judgements),
        Some(structures),
        Some(indicators),
        Some(channels),
        Some(links),
        Some(pairs),
        Some(additionality),
    ) = parts
    else {
        return Err(faults);
    };
    let mut indicators = indicators.indicators;
    indicators.order_by_key(|row| row.id);
    let model = Model {
        nodes: nodes.nodes,
        levers: levers.levers,
        channels,
        links,
        pairs,
        additionality,
        appraisal,
        judgements,
        structures: structures.structures,
        indicators,
        version: version.hex(),
    };
    super::check::rules(&model, &mut faults);
    faults.into_result(model)
}

fn keep<T>(faults: &mut Faults, result: Result<T, Faults>) -> Option<T> {
    match result {
        Ok(value) => Some(value),
        Err(more) => {
            faults.0.extend(more.0);
            None
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NodesFile {
    nodes: Vec<NodeRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LeversFile {
    levers: Vec<Lever>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StructuresFile {
    structures: Vec<StructureRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct IndicatorsFile {
    indicators: Vec<IndicatorRow>,
}

/// Reads a RON text; a fault carries the line.
///
/// # Errors
/// What `ron` found wrong.
pub fn ron_file<T: DeserializeOwned>(file: &str, text: &str) -> Result<T, Faults> {
    ron::from_str(text).map_err(|e| {
        let mut fault = Fault::new(file, e.code.to_string()).at(e.span.start.line as u64);
        if let ron::Error::NoSuchStructField { found, expected, .. } = &e.code {
            fault = fault.nearest(found, expected.iter().copied());
        } else if let ron::Error::NoSuchEnumVariant { found, expected, .. } = &e.code {
            fault = fault.nearest(found, expected.iter().copied());
        }
        fault.into()
    })
}

/// Reads a CSV text and converts every row; all faults are collected.
fn rows<R: DeserializeOwned, T>(
    file: &str,
    text: &str,
    convert: impl Fn(&Row<'_>, &R) -> Result<T, Fault>,
) -> Result<Vec<T>, Faults> {
    let raw: Vec<Lined<R>> = table::read(file, text)?;
    let mut faults = Faults::default();
    let mut out = Vec::with_capacity(raw.len());
    for lined in &raw {
        match convert(&Row { file, line: lined.line }, &lined.row) {
            Ok(value) => out.push(value),
            Err(fault) => faults.push(fault),
        }
    }
    faults.into_result(out)
}

/// Where a row stands, for its faults.
struct Row<'a> {
    file: &'a str,
    line: u64,
}

impl Row<'_> {
    fn word<T>(
        &self,
        column: &str,
        value: &str,
        parse: impl Fn(&str) -> Option<T>,
        known: impl IntoIterator<Item = &'static str>,
    ) -> Result<T, Fault> {
        parse(value).ok_or_else(|| {
            let known: Vec<&str> = known.into_iter().collect();
            let fault = Fault::new(self.file, "is not a known word").at(self.line).cell(column, value);
            match nearest(value, known.iter().copied()) {
                Some(best) => fault.hint(format!("did you mean '{best}'?")),
                None => fault.hint(format!("use one of: {}", known.join(", "))),
            }
        })
    }

    fn structures(&self, value: &str) -> Result<Vec<Structure>, Fault> {
        list(value)
            .iter()
            .map(|s| self.word("structures", s, Structure::parse, Structure::ALL.iter().map(|s| s.as_str())))
            .collect()
    }

    fn grade(&self, value: &str) -> Result<Grade, Fault> {
        self.word("grade", value, Grade::parse, Grade::ALL.iter().map(|g| g.as_str()))
    }

    fn node(&self, column: &str, value: &str) -> Result<Node, Fault> {
        self.word(column, value, Node::parse, Node::ALL.iter().map(|n| n.as_str()))
    }

    fn scale(&self, value: &str) -> Result<Scale, Fault> {
        self.word("scale", value, Scale::parse, ["none", "sme_gva", "firm_gva", "jobs", "heads", "rd", "rd_intensity"])
    }

    fn band(&self, stem: &str, p10: f64, central: f64, p90: f64, ref_weight: f64) -> Result<Band, Fault> {
        // The weight acts on the centre; the stored quantiles are those after it.
        let band = Band::new(p10, central, p90);
        if Band::new(p10, central * ref_weight, p90).is_ordered() {
            Ok(band)
        } else {
            Err(Fault::new(self.file, "must lie between p10 and p90 (after ref_weight)")
                .at(self.line)
                .cell(format!("{stem}_central"), central.to_string()))
        }
    }
}

fn list(value: &str) -> Vec<String> {
    value.split(';').map(str::trim).filter(|s| !s.is_empty()).map(String::from).collect()
}

#[derive(Deserialize)]
struct ChannelRow {
    channel_id: String,
    structures: String,
    lever: String,
    node: String,
    effect_central: f64,
    effect_p10: f64,
    effect_p90: f64,
    ref_weight: f64,
    effect_unit: String,
    scale: String,
    absorptive: String,
    lag: f64,
    peak: f64,
    half_life: f64,
    dist: String,
    basis: String,
    prior_id: String,
    pooled_from: String,
    discount_applied: String,
    sms: String,
    grade: String,
    distinct: String,
    note: String,
}

fn yes_no(text: &str) -> Option<bool> {
    match text {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

fn channel(at: &Row<'_>, r: &ChannelRow) -> Result<Channel, Fault> {
    at.word("dist", &r.dist, |t| (t == "split_normal").then_some(()), ["split_normal"])?;
    at.word("discount_applied", &r.discount_applied, |t| (t == "yes").then_some(()), ["yes"])?;
    let targets = Node::ALL.iter().map(|n| n.as_str()).chain(["capacity", "link_weight"]);
    Ok(Channel {
        id: r.channel_id.as_str().into(),
        structures: at.structures(&r.structures)?,
        lever: r.lever.as_str().into(),
        target: at.word("node", &r.node, Target::parse, targets)?,
        effect: at.band("effect", r.effect_p10, r.effect_central, r.effect_p90, r.ref_weight)?,
        ref_weight: r.ref_weight,
        effect_unit: r.effect_unit.clone(),
        scale: at.scale(&r.scale)?,
        absorptive: at.word("absorptive", &r.absorptive, yes_no, ["yes", "no"])?,
        lag: r.lag,
        peak: r.peak,
        half_life: r.half_life,
        basis: r.basis.clone(),
        prior_ids: list(&r.prior_id),
        pooled_from: list(&r.pooled_from),
        sms: r.sms.clone(),
        grade: at.grade(&r.grade)?,
        distinct: r.distinct.clone(),
        note: r.note.clone(),
        line: at.line,
    })
}

#[derive(Deserialize)]
struct LinkRow {
    link_id: String,
    from: String,
    to: String,
    kind: String,
    gain_central: f64,
    gain_p10: f64,
    gain_p90: f64,
    ref_weight: f64,
    lag: u32,
    scale: String,
    structures: String,
    residual_of: String,
    additional: String,
    grade: String,
    sources: String,
    note: String,
}

fn link(at: &Row<'_>, r: &LinkRow) -> Result<Link, Fault> {
    let kind = |t: &str| match t {
        "link" => Some(LinkKind::Link),
        "spill" => Some(LinkKind::Spill),
        _ => None,
    };
    Ok(Link {
        id: r.link_id.as_str().into(),
        from: at.node("from", &r.from)?,
        to: at.node("to", &r.to)?,
        kind: at.word("kind", &r.kind, kind, ["link", "spill"])?,
        gain: at.band("gain", r.gain_p10, r.gain_central, r.gain_p90, r.ref_weight)?,
        ref_weight: r.ref_weight,
        lag: r.lag,
        scale: at.scale(&r.scale)?,
        structures: at.structures(&r.structures)?,
        residual_of: list(&r.residual_of).iter().map(|p| p.split('*').map(|l| l.trim().into()).collect()).collect(),
        additional: r.additional.clone(),
        grade: at.grade(&r.grade)?,
        sources: list(&r.sources),
        note: r.note.clone(),
        line: at.line,
    })
}

#[derive(Deserialize)]
struct PairRow {
    pair_id: String,
    lever_a: String,
    lever_b: String,
    node: String,
    gamma_central: f64,
    gamma_p10: f64,
    gamma_p90: f64,
    e_ref: f64,
    structures: String,
    kind: String,
    grade: String,
    sources: String,
    note: String,
}

fn pair(at: &Row<'_>, r: &PairRow) -> Result<Pair, Fault> {
    Ok(Pair {
        id: r.pair_id.as_str().into(),
        a: r.lever_a.as_str().into(),
        b: r.lever_b.as_str().into(),
        node: at.word(
            "node",
            &r.node,
            |t| if t == "any" { Some(None) } else { Node::parse(t).map(Some) },
            Node::ALL.iter().map(|n| n.as_str()).chain(["any"]),
        )?,
        gamma: at.band("gamma", r.gamma_p10, r.gamma_central, r.gamma_p90, 1.0)?,
        e_ref: r.e_ref,
        structures: at.structures(&r.structures)?,
        kind: at.word(
            "kind",
            &r.kind,
            |t| ["complement", "substitute"].contains(&t).then(|| t.to_owned()),
            ["complement", "substitute"],
        )?,
        grade: at.grade(&r.grade)?,
        sources: list(&r.sources),
        note: r.note.clone(),
        line: at.line,
    })
}

#[derive(Deserialize)]
struct AdditionalityRow {
    add_id: String,
    component: String,
    lever_type: String,
    sector: String,
    level: String,
    measure: String,
    central: f64,
    p10: f64,
    p90: f64,
    status: Status,
    source: String,
    note: String,
}

fn additionality_row(at: &Row<'_>, r: &AdditionalityRow) -> Result<Additionality, Fault> {
    let any = |t: &str| if t == "*" { None } else { Some(t.to_owned()) };
    let level = |t: &str| match t {
        "*" => Some(None),
        "place" => Some(Some(Level::Place)),
        "uk" => Some(Some(Level::Uk)),
        _ => None,
    };
    let measure = |t: &str| match t {
        "*" => Some(None),
        "jobs" => Some(Some(Measure::Jobs)),
        "gva" => Some(Some(Measure::Gva)),
        _ => None,
    };
    let components = ["leakage", "displacement", "substitution", "multiplier", "deadweight"];
    Ok(Additionality {
        id: r.add_id.clone(),
        component: at.word("component", &r.component, Component::parse, components)?,
        lever_type: any(&r.lever_type),
        sector: any(&r.sector).map(|s| SectorId::new(&s)),
        level: at.word("level", &r.level, level, ["place", "uk", "*"])?,
        measure: at.word("measure", &r.measure, measure, ["jobs", "gva", "*"])?,
        band: at.band("", r.p10, r.central, r.p90, 1.0)?,
        status: r.status,
        source: r.source.clone(),
        note: r.note.clone(),
        line: at.line,
    })
}
