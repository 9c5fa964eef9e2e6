//! Judgements: constants, recorded priors, arrows, shares of gross to net, costs; each with the reason that can be argued with.

use super::filter::Field;
use super::page::{Line, Page, channel_name, node_name, uses};
use super::{Catalogue, Entry, Record, Tab};
use crate::insight::uses::named;
use crate::model::local::UNIT_COST;
use crate::model::{Band, Basis, Judgements, Status, studies};
use crate::report::sheet::Datum;
use crate::report::words::figure;

/// A judged constant.
struct Constant {
    id: &'static str,
    name: &'static str,
    value: String,
    reason: String,
}

fn band(b: Band) -> String {
    format!("{} ({} to {})", b.central, b.p10, b.p90).replace('-', "−")
}

/// Every constant of `judgements.ron`, with its reason.
fn constants(j: &Judgements) -> Vec<Constant> {
    let mut all = of_studies(j);
    all.extend(of_places(j));
    all
}

fn constant(id: &'static str, name: &'static str, value: String, reason: &str) -> Constant {
    Constant { id, name, value, reason: reason.to_owned() }
}

/// How findings become bands.
fn of_studies(j: &Judgements) -> Vec<Constant> {
    let c = constant;
    let shrink: Vec<String> = j.shrink_by_sms.iter().map(|(l, f, _)| format!("level {l}: {f}")).collect();
    vec![
        c("shrink_by_sms", "How far a finding is discounted by its design", shrink.join(", "), &j.shrink_reason),
        c(
            "cv_ext",
            "Widening by distance of the study",
            format!("same {}, near {}, far {}", j.cv_ext.same, j.cv_ext.near, j.cv_ext.far),
            "same country and sector, another advanced economy or sector, otherwise; no further reason is recorded",
        ),
        c(
            "tau_floor_share",
            "Least spread between studies",
            j.tau_floor_share.to_string(),
            "share of the pooled size; no further reason is recorded",
        ),
        c("optimism_rho", "One optimism factor common to all effects", j.optimism_rho.to_string(), &j.rho_reason),
        c(
            "reference_class_weight",
            "Weight on a lever's own studies against the record of UK programmes",
            j.reference_class_weight.to_string(),
            &j.reference_class_reason,
        ),
        c(
            "extrapolation_max_variance",
            "Most widening beyond the evidence",
            format!("variance × {}", j.extrapolation_max_variance),
            &j.extrapolation,
        ),
        c(
            "study_base",
            "Base rates behind published points",
            format!("{} % innovating, {} % collaborating", j.study_base_innovation_pct, j.study_base_collab_pct),
            &j.study_base_reason,
        ),
    ]
}

/// How places, programmes and money behave.
fn of_places(j: &Judgements) -> Vec<Constant> {
    let c = constant;
    let bounds = |b: crate::model::Bounds| format!("{} to {}", b.lo, b.hi);
    let nodes: Vec<&str> = j.null_applies_to.iter().map(|n| n.as_str()).collect();
    let mass = &j.critical_mass;
    vec![
        c(
            "practice_sd_points",
            "Score points for one standard deviation of practice",
            j.practice_sd_points.to_string(),
            &j.practice_sd_reason,
        ),
        c(
            "treated_relative_size",
            "Size of firms that join",
            format!("{} of small firms, {} of all", j.treated_sme_relative_size, j.treated_firm_relative_size),
            &j.size_reason,
        ),
        c("rd_depreciation", "Yearly loss of knowledge capital", band(j.rd_depreciation), &j.rd_depreciation_reason),
        c(
            "capacity",
            "Delivery capacity of a place",
            format!("{}, bounds {}", j.capacity_default, bounds(j.capacity_bounds)),
            &j.capacity_reason,
        ),
        c(
            "absorptive_bounds",
            "Bounds of how well a place takes knowledge up",
            bounds(j.absorptive_bounds),
            &j.absorptive_reason,
        ),
        c("gamma_bound", "Most that two levers change each other", format!("±{}", j.gamma_bound), &j.gamma_reason),
        c(
            "critical_mass",
            "Critical mass",
            format!("half at £{} a head, {} years; floor {}", band(mass.half_spend), band(mass.half_years), mass.floor),
            &j.critical_mass_reason,
        ),
        c("optimism_bias_revenue", "Optimism bias on cost", band(j.optimism_bias_revenue), &j.optimism_bias_reason),
        c(
            "spill",
            "Fading of spillover with distance",
            format!("{} a km, up to {} km", band(j.spill_kappa_per_km), j.spill_max_km),
            &j.spill_reason,
        ),
        c(
            "null_share",
            "Places in which a programme does nothing",
            format!("{} of 10", figure(10.0 * j.null_share)),
            &j.null_share_reason,
        ),
        c(
            "null_correlation",
            "How far levers fail together",
            j.null_correlation.to_string(),
            &j.null_correlation_reason,
        ),
        c("null_applies_to", "What programmes may fail to move", nodes.join(", "), &j.null_applies_reason),
        c(
            "band_widening",
            "Widening of recorded bands",
            format!("outcomes × {}, others × {}", j.band_widening.outcomes, j.band_widening.others),
            &j.band_widening_reason,
        ),
        c("lumpiness_cv", "How uneven results are between projects", j.lumpiness_cv.to_string(), &j.lumpiness_reason),
        c("structure_weights", "Weights of the three structures", String::from("equal"), &j.structure_weights_reason),
    ]
}

/// Judged numbers of the starting position, by name, value and reason.
fn starting(basis: &Basis) -> Vec<Constant> {
    let Some(b) = basis.inputs.rules() else { return Vec::new() };
    let c = constant;
    vec![
        c("stem_exponent", "How places split by sector", b.stem_exponent.to_string(), &b.stem_reason),
        c(
            "innovation_shrinkage",
            "Shrinkage of innovation by sector",
            b.innovation_shrinkage.to_string(),
            &b.innovation_shrinkage_reason,
        ),
        c(
            "large_share_of_firms",
            "Large firms among firms",
            b.large_share_of_firms.value.to_string(),
            &b.large_share_of_firms.reason,
        ),
        c(
            "sme_gva_share",
            "Share of small firms in output",
            format!("{} ({} to {})", b.sme_gva_share.value, b.sme_gva_share.lo, b.sme_gva_share.hi),
            &b.sme_gva_share.reason,
        ),
        c("starting_capacity", "Delivery capacity at the start", b.capacity.value.to_string(), &b.capacity.reason),
    ]
}

fn entry(id: &str, kind: &str, cells: [String; 3], weakness: f64, reason: &str) -> Entry {
    let [what, value, grade] = cells;
    let data = vec![Datum::text(what), Datum::text(value), Datum::text(&grade), Datum::text(kind)];
    let mut entry = Entry::new(id, data).facet(Field::Kind, kind).facet(Field::Grade, grade);
    entry.facets.extend(named(reason).map(|id| (Field::Source, id.to_owned())));
    entry.weakness = weakness;
    entry.words(&[reason])
}

pub(super) fn entries(basis: &Basis) -> Vec<Entry> {
    let m = &basis.model;
    let mut out = Vec::new();
    for (kind, all) in [("constant", constants(&m.judgements)), ("starting", starting(basis))] {
        out.extend(
            all.into_iter().map(|c| entry(c.id, kind, [c.name.to_owned(), c.value, String::new()], 9.0, &c.reason)),
        );
    }
    for (row, c) in m.channels.iter().enumerate() {
        let range = studies::band(basis, row, &[]).unwrap_or(c.effect);
        let cells = [channel_name(basis, row), band(range), c.grade.as_str().to_owned()];
        let label = m.lever(&c.lever).map_or("", |l| l.label.as_str());
        let mut e = entry(c.id.as_str(), "mechanism", cells, c.grade.index() as f64, &c.note)
            .facet(Field::Lever, c.lever.as_str())
            .facet(Field::Lever, label);
        e.facets.push((Field::Outcome, c.target.as_str().to_owned()));
        out.push(e);
    }
    for l in &m.links {
        let name = format!("{} → {}", node_name(basis, l.from), node_name(basis, l.to));
        let mut e = entry(
            l.id.as_str(),
            "link",
            [name, band(l.gain), l.grade.as_str().to_owned()],
            l.grade.index() as f64,
            &l.note,
        );
        e.facets.push((Field::Outcome, l.to.as_str().to_owned()));
        out.push(e);
    }
    for p in &m.pairs {
        let name = |id| m.lever(id).map_or_else(|| id.to_string(), |l| l.label.clone());
        let cells = [format!("{} with {}", name(&p.a), name(&p.b)), band(p.gamma), p.grade.as_str().to_owned()];
        out.push(
            entry(p.id.as_str(), "pair", cells, p.grade.index() as f64, &p.note).facet(Field::Lever, p.a.as_str()),
        );
    }
    for p in basis.evidence.priors() {
        let value = [p.central, p.p10, p.p90];
        let value = match value {
            [Some(c), Some(lo), Some(hi)] => band(Band::new(lo, c, hi)),
            _ => String::from("shape only"),
        };
        let cells = [format!("{} ({})", p.outcome, p.research_lever.replace('_', " ")), value, String::new()];
        out.push(
            entry(p.id.as_str(), "prior", cells, 1.0, &p.reasoning)
                .facet(Field::Lever, &p.research_lever)
                .facet(Field::Outcome, &p.outcome),
        );
    }
    for a in &m.additionality {
        let judged = matches!(a.status, Status::Judgement | Status::Placeholder);
        let name = format!("{:?}, {}", a.component, share_key(a)).to_lowercase();
        let mut e =
            entry(&a.id, "gross to net", [name, band(a.band), String::new()], if judged { 5.0 } else { 1.0 }, &a.note);
        e.facets.extend(a.sector.iter().map(|s| (Field::Sector, s.to_string())));
        out.push(e);
    }
    for entry in &mut out {
        if let Some(change) = basis.changed(&entry.id) {
            // The list says that a value is not the recorded one; the page says whose it is.
            let value =
                if change.differs() { format!("{} *", change.local.value) } else { change.local.value.to_string() };
            entry.cells[1] = Datum::text(value);
            entry.facets.push((Field::Kind, String::from("changed")));
        }
    }
    out
}

fn share_key(a: &crate::model::Additionality) -> String {
    let any = |text: Option<String>, what: &str| text.unwrap_or_else(|| format!("every {what}"));
    [
        any(a.lever_type.clone(), "type of lever").replace('_', " "),
        any(a.sector.as_ref().map(ToString::to_string), "sector").replace('_', " "),
        any(a.level.map(|l| format!("{l:?}")), "level"),
        any(a.measure.map(|m| format!("{m:?}")), "measure"),
    ]
    .join(", ")
}

/// The page of a judgement; where the scenario sets it otherwise, that comes first.
pub(super) fn page(basis: &Basis, catalogue: &Catalogue, id: &str) -> Option<Page> {
    let mut page = recorded_page(basis, catalogue, id)?;
    if let Some(change) = basis.changed(id) {
        page.lines.insert(0, Line::Warn(format!("{}, {}.", change.local.value, crate::report::changed::here(change))));
        page.lines.insert(1, Line::Warn(crate::report::wording::MARKED.to_owned()));
    }
    Some(page)
}

/// What an override is about, in words.
pub(super) fn name(basis: &Basis, id: &str) -> String {
    let m = &basis.model;
    if let Some(lever) = id.strip_prefix(UNIT_COST) {
        let label = m.levers.iter().find(|l| l.id.as_str() == lever).map_or(lever, |l| l.label.as_str());
        return format!("Unit cost of {label}");
    }
    entries(basis)
        .into_iter()
        .find(|e| e.id == id)
        .and_then(|e| e.cells.first().map(|c| c.shown().to_owned()))
        .unwrap_or_else(|| id.to_owned())
}

fn recorded_page(basis: &Basis, catalogue: &Catalogue, id: &str) -> Option<Page> {
    let m = &basis.model;
    let all = constants(&m.judgements).into_iter().chain(starting(basis));
    if let Some(c) = all.into_iter().find(|c| c.id == id) {
        let mut page = Page::new(c.name);
        page.say(format!("Set to {}. A judgement: nothing here was measured for this program.", c.value));
        reason(basis, &c.reason, &mut page);
        return Some(page);
    }
    if let Some(row) = m.channels.iter().position(|c| c.id.as_str() == id) {
        return Some(channel_page(basis, row));
    }
    if let Some(l) = m.links.iter().find(|l| l.id.as_str() == id) {
        let mut page = Page::new(format!("{} → {}", node_name(basis, l.from), node_name(basis, l.to)));
        page.say(format!("Gain {}, grade {}.", band(l.gain), l.grade.as_str()));
        reason(basis, &l.note, &mut page);
        return Some(cited(basis, &l.sources, page));
    }
    if let Some(p) = m.pairs.iter().find(|p| p.id.as_str() == id) {
        let mut page = Page::new(format!("{} with {}", p.a, p.b).replace('_', " "));
        page.say(format!(
            "A {}: {} at most, grade {}; ecosystem structure only.",
            p.kind,
            band(p.gamma),
            p.grade.as_str()
        ));
        for lever in [&p.a, &p.b].into_iter().filter_map(|id| m.lever(id)) {
            page.link(format!("Lever: {}", lever.label), Record::new(Tab::Levers, lever.id.as_str()));
        }
        reason(basis, &p.note, &mut page);
        return Some(cited(basis, &p.sources, page));
    }
    if let Some(a) = m.additionality.iter().find(|a| a.id == id) {
        let mut page = Page::new(format!("{:?}: {}", a.component, share_key(a)));
        page.say(format!("Share {} ({:?}).", band(a.band), a.status));
        reason(basis, &a.note, &mut page);
        let sources: Vec<String> = named(&a.source).map(str::to_owned).collect();
        return Some(cited(basis, &sources, page));
    }
    let p = basis.evidence.prior(id)?;
    let mut page = Page::new(format!("Recorded prior {}: {}", p.id, p.outcome));
    let ends =
        [p.p10, p.central, p.p90].map(|x| x.map_or_else(|| String::from("not quantified"), super::findings::number));
    page.say(format!("{} to {}, middle {} ({}, for {}).", ends[0], ends[2], ends[1], p.unit, p.intensity));
    page.fact("Confidence", &p.confidence);
    reason(basis, &p.reasoning, &mut page);
    page.head("What it is used for");
    uses(basis, catalogue, id, &mut page);
    Some(cited(basis, &p.evidence, page))
}

fn reason(basis: &Basis, text: &str, page: &mut Page) {
    page.head("Why");
    if text.trim().is_empty() {
        page.warn("No reason is recorded.");
    }
    page.say(text);
    page.named_in(basis, text);
}

fn cited(basis: &Basis, ids: &[String], mut page: Page) -> Page {
    page.head("Stands on");
    if ids.is_empty() {
        page.warn("No study: judgement.");
    }
    for id in ids {
        page.refer(basis, id);
    }
    page
}

fn channel_page(basis: &Basis, row: usize) -> Page {
    let c = &basis.model.channels[row];
    let mut page = Page::new(channel_name(basis, row));
    let pooled = studies::band(basis, row, &[]);
    let how = if pooled.is_some() { "Band pooled from studies" } else { "Band" };
    let range = pooled.unwrap_or(c.effect);
    page.say(format!("{how} {} ({}) for full exposure, grade {}.", band(range), c.effect_unit, c.grade.as_str()));
    page.say(crate::report::wording::grade(c.grade));
    let structures: Vec<&str> = c.structures.iter().map(|s| s.as_str()).collect();
    page.say(format!(
        "Runs in: {}. First effect after {} years, whole after {}, half of it {} years later.",
        structures.join(", "),
        c.lag,
        c.peak,
        c.half_life
    ));
    if let Some(lever) = basis.model.lever(&c.lever) {
        page.link(format!("Lever: {}", lever.label), Record::new(Tab::Levers, lever.id.as_str()));
    }
    super::arithmetic::add(basis, row, &mut page);
    page.named_in(basis, &c.note);
    page
}

/// Constants whose reason names an id.
pub(super) fn cited_by(basis: &Basis, id: &str, page: &mut Page) {
    for c in constants(&basis.model.judgements).into_iter().chain(starting(basis)) {
        if named(&c.reason).any(|word| word == id) {
            page.link(format!("A reason for: {}.", c.name), Record::new(Tab::Judgements, c.id));
        }
    }
}
