//! What the model's files may not say: the bundled model is accepted, and each rule refuses a damaged copy of it.

use tiller::evidence::LeverId;
use tiller::evidence::load::Library;
use tiller::model::{
    Band, Channel, Grade, Indicator, Link, LinkKind, Model, Node, Scale, Structure, Target, check_rules,
};

fn model() -> Model {
    Model::load(&Library::embedded()).map_err(|f| f.to_string()).unwrap()
}

/// One damage, and what the fault must say of it.
struct Damage {
    name: &'static str,
    harm: fn(&mut Model),
    says: &'static str,
}

const fn damage(name: &'static str, harm: fn(&mut Model), says: &'static str) -> Damage {
    Damage { name, harm, says }
}

fn channel<'a>(m: &'a mut Model, id: &str) -> &'a mut Channel {
    m.channels.iter_mut().find(|c| c.id.as_str() == id).unwrap()
}

fn link<'a>(m: &'a mut Model, id: &str) -> &'a mut Link {
    m.links.iter_mut().find(|l| l.id.as_str() == id).unwrap()
}

/// A new chain channel from skills provision, made from an existing one.
fn add_channel(m: &mut Model, id: &str, node: Node) {
    let mut new = channel(m, "skills_provision.productivity.direct").clone();
    new.id = id.into();
    new.target = Target::Node(node);
    new.structures = vec![Structure::Chain];
    new.line = 99;
    m.channels.push(new);
}

const ARROWS: &[Damage] = &[
    damage(
        "duplicate id across files",
        |m| link(m, "skills.innovation").id = "skills_provision.skills".into(),
        "model/links.csv, line 3, link_id 'skills_provision.skills': is already the id of model/channels.csv, line 2",
    ),
    damage(
        "unknown lever of a channel",
        |m| channel(m, "skills_provision.skills").lever = "skill_provision".into(),
        "model/channels.csv, line 2, lever 'skill_provision': names no lever of levers.ron; did you mean 'skills_provision'?",
    ),
    damage("unknown lever of a pair", |m| m.pairs[0].b = LeverId::new("x"), "model/pairs.csv, line 2, lever_b 'x'"),
    damage("a pair of one", |m| m.pairs[0].b = m.pairs[0].a.clone(), "is the same lever twice"),
    damage(
        "band out of order",
        |m| channel(m, "skills_provision.skills").effect = Band::new(10.0, 70.0, 60.0),
        "effect_central '70': must lie between p10 and p90",
    ),
    damage(
        "band out of order only before the reference weight comes off",
        |m| link(m, "practice.productivity").ref_weight = 1.0,
        "gain_central '0.064': must lie between p10 and p90",
    ),
    damage("not a number", |m| channel(m, "skills_provision.skills").effect.p90 = f64::NAN, "must lie between p10"),
    damage("peak before lag", |m| channel(m, "skills_provision.skills").peak = 0.0, "must be 0 ≤ lag ≤ peak"),
    damage("no half-life", |m| channel(m, "skills_provision.skills").half_life = 0.0, "half_life above 0"),
    damage(
        "grade E without room for harm",
        |m| channel(m, "careers_guidance.skills").effect = Band::new(0.001, 0.01, 0.02),
        "must be 0 or less at grade E",
    ),
    damage("backwards without lag", |m| link(m, "innovation.ties").lag = 0, "runs forward in the order of nodes.ron"),
    damage("a spillover at once", |m| link(m, "spill.tacit.tacit").lag = 0, "must be 1 or more for a spillover"),
    damage(
        "γ too large",
        |m| m.pairs[0].gamma.p90 = 0.31,
        "model/pairs.csv, line 2, gamma '0.31': must lie within ±0.3",
    ),
    damage("γ without reference exposure", |m| m.pairs[0].e_ref = 0.0, "e_ref '0': must be above 0"),
    damage(
        "two channels to one node",
        |m| add_channel(m, "again", Node::Skills),
        "model/channels.csv, line 99, node 'skills': is the second channel from skills_provision in chain",
    ),
    damage(
        "an outcome reached by a channel and a chain",
        |m| add_channel(m, "double", Node::Productivity),
        "line 99, channel_id 'double': counts twice: 'skills_provision.skills' reaches productivity too, through",
    ),
    damage(
        "a distinct reason removed",
        |m| channel(m, "pilot_projects.innovation").distinct.clear(),
        "channel_id 'pilot_projects.innovation': counts twice",
    ),
    damage(
        "a residual forgotten",
        |m| link(m, "skills.productivity").residual_of.clear(),
        "link_id 'skills.productivity': counts twice: skills.innovation*innovation.productivity joins the same nodes",
    ),
    damage(
        "an additional leg no longer declared",
        |m| m.links.iter_mut().filter(|l| l.id.as_str().contains("tacit")).for_each(|l| l.additional.clear()),
        "link_id 'ties.innovation': counts twice: ties.tacit*tacit.innovation",
    ),
    damage(
        "a residual of nothing",
        |m| link(m, "skills.productivity").residual_of[0][0] = "skills.inovation".into(),
        "residual_of 'skills.inovation': names no link; did you mean 'skills.innovation'?",
    ),
    damage(
        "a residual that leads elsewhere",
        |m| {
            link(m, "skills.productivity").residual_of[0].pop();
        },
        "does not lead from skills to productivity",
    ),
    damage(
        "direct is no longer direct",
        |m| link(m, "skills.innovation").structures.push(Structure::Direct),
        "no link may lead into an outcome",
    ),
    damage(
        "loops that grow",
        |m| link(m, "innovation.rd_spend").gain.p90 = 9.0,
        "the loops of 'ecosystem' grow by themselves",
    ),
];

const UNITS: &[Damage] = &[
    damage(
        "people into log points",
        |m| channel(m, "graduate_placements.skills").target = Target::Node(Node::Tacit),
        "effect_unit 'people per placement': does not become the unit of tacit by its scale",
    ),
    damage(
        "jobs without the scale",
        |m| channel(m, "pilot_projects.jobs").scale = Scale::None,
        "effect_unit 'jobs per firm'",
    ),
    damage(
        "R&D into innovation",
        |m| channel(m, "conditional_collaboration.rd_spend").target = Target::Node(Node::Innovation),
        "takes 'GBP m a year per …' into rd_spend",
    ),
    damage(
        "output share of log-odds",
        |m| channel(m, "network_facilitation.ties").scale = Scale::FirmGva,
        "log points",
    ),
    damage(
        "a link's scale on a channel",
        |m| channel(m, "skills_provision.skills").scale = Scale::RdIntensity,
        "is for links",
    ),
    damage(
        "wrong unit",
        |m| channel(m, "network_facilitation.ties").effect_unit = "%".into(),
        "this scale takes 'log-odds'",
    ),
    damage(
        "a channel's scale on a link",
        |m| link(m, "skills.innovation").scale = Scale::Heads,
        "does not suit this link",
    ),
    damage("R&D intensity without R&D", |m| link(m, "skills.innovation").scale = Scale::RdIntensity, "from R&D only"),
];

const TABLES: &[Damage] = &[
    damage("a node lost", |m| drop(m.nodes.pop()), "must list each node once"),
    damage("nodes out of order", |m| m.nodes.swap(0, 1), "in the order of evaluation"),
    damage("a rate of zero", |m| m.nodes[4].up = 0.0, "model/nodes.ron, rd_stock.up '0': must be above 0"),
    damage(
        "a lever twice",
        |m| m.levers.push(m.levers[0].clone()),
        "model/levers.ron, id 'skills_provision': stands twice",
    ),
    damage("free units", |m| m.levers[0].unit_cost.p10 = 0.0, "skills_provision.unit_cost.p10 '0': must be above 0"),
    damage("costs out of order", |m| m.levers[0].unit_cost.central = 6000.0, "unit_cost.central '6000'"),
    damage(
        "a cap above the pool",
        |m| m.levers[0].cap = 1.4,
        "skills_provision.cap '1.4': must be above 0 and at most 1",
    ),
    damage("no range of evidence", |m| m.levers[0].evidence_dose.hi = 0.0, "evidence_dose.hi '0': must be above lo"),
    damage("default outside", |m| m.levers[0].default = 51.0, "default '51': must lie in min–max"),
    damage("ramp", |m| m.levers[6].ramp_years = 0.5, "vocational_quality.ramp_years '0.5': must be 1 or more"),
    damage("a reform of 120 %", |m| m.levers[6].max = 120.0, "100 % for a reform"),
    damage("no leakage", |m| m.additionality.retain(|a| a.id != "A003"), "has no row for Leakage, Place, Jobs of"),
    damage(
        "values of no type",
        |m| m.additionality[21].lever_type = Some("learnings".into()),
        "lever_type 'learnings': is the type of no lever; did you mean 'learning'?",
    ),
    damage("more than all leaks", |m| m.additionality[2].band.p90 = 1.2, "must lie in 0–1"),
    damage("a structure twice", |m| m.structures[0].id = Structure::Chain, "id 'chain': stands 2 times"),
    damage("no weight", |m| m.structures.iter_mut().for_each(|s| s.weight = 0.0), "one of them must be above 0"),
    damage(
        "a structure that says what is not so",
        |m| m.structures[1].uses.pairs = true,
        "chain.uses.pairs 'true': does not agree with pairs.csv",
    ),
    damage("spillovers kept silent", |m| m.structures[1].uses.spillover = false, "chain.uses.spillover 'false'"),
    damage(
        "links kept silent",
        |m| m.structures[2].uses.links_into_outcomes = false,
        "ecosystem.uses.links_into_outcomes 'false'",
    ),
    damage(
        "critical mass of nothing",
        |m| m.levers.iter_mut().for_each(|l| l.mass = false),
        "ecosystem.uses.critical_mass 'true'",
    ),
    damage("an indicator lost", |m| m.indicators.retain(|i| i.id != Indicator::Gap), "id 'gap': stands 0 times"),
    damage(
        "rates that go back",
        |m| m.appraisal.discount_schedule[1].0 = 20.0,
        "must hold bands whose last years rise",
    ),
    damage("rates in per cent", |m| m.appraisal.discount_schedule[0].1 = 3.5, "write 3.5 % as 0.035"),
    damage("a tier of nothing", |m| m.appraisal.tiers[0].grades = "XY".into(), "must name grades A to E"),
    damage("a null share of one", |m| m.judgements.null_share = 1.0, "null_share '1'"),
    damage("a level without a row", |m| m.judgements.shrink_by_sms.truncate(4), "shrink_by_sms '1'"),
    damage("bounds crossed", |m| m.judgements.capacity_bounds.lo = 2.0, "capacity_bounds '2'"),
];

#[test]
fn the_bundled_model_is_accepted() {
    let faults = check_rules(&model());
    assert!(faults.0.is_empty(), "{faults}");
}

#[test]
fn each_rule_refuses_a_damaged_copy() {
    let sound = model();
    let mut missed = Vec::new();
    for damage in ARROWS.iter().chain(UNITS).chain(TABLES) {
        let mut harmed = sound.clone();
        (damage.harm)(&mut harmed);
        let faults = check_rules(&harmed).to_string();
        if !faults.contains(damage.says) {
            missed.push(format!("{}:\n  wanted: {}\n  said:   {faults}", damage.name, damage.says));
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

#[test]
fn a_breach_in_two_structures_is_told_once() {
    let mut harmed = model();
    link(&mut harmed, "skills.productivity").residual_of.clear();
    let told = check_rules(&harmed)
        .0
        .iter()
        .filter(|f| f.problem.contains("skills.innovation*innovation.productivity"))
        .count();
    assert_eq!(told, 1);
}

#[test]
fn grades_may_fall_and_bands_may_widen_without_asking() {
    // A user may always be more careful than the bundled files.
    let mut careful = model();
    for channel in &mut careful.channels {
        channel.grade = Grade::D;
        channel.effect.p10 -= channel.effect.p10.abs();
    }
    careful.links.retain(|l| l.kind == LinkKind::Link || l.lag > 0);
    assert!(check_rules(&careful).0.is_empty(), "{}", check_rules(&careful));
}
