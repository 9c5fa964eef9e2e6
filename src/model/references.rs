//! `tiller check`: every file reads, and everything the model cites exists.

use super::baseline::{self, Baseline, PathRule};
use super::book::{Basis, Model};
use super::conversions;
use super::inputs::Inputs;
use crate::evidence::check::{At, Known, areas, citable, sectors, series};
use crate::evidence::load::Library;
use crate::evidence::{AreaCode, Evidence, Fault, Faults, LeverId, SectorId, Tier};

/// Reads every file of a library, bundled or a user's own, and collects every fault: tables that cannot be read, ids that
/// repeat, references that do not resolve, starting numbers that cannot be derived, files nobody reads.
#[must_use]
pub fn check_library(library: &Library) -> Faults {
    let mut faults = Faults::default();
    for fault in library.strangers() {
        add(&mut faults, fault);
    }
    let (evidence, found) = Evidence::read(library);
    let sound = found.0.is_empty();
    found.0.into_iter().for_each(|fault| add(&mut faults, fault));
    let model = keep(&mut faults, Model::load(library));
    let rules = keep(&mut faults, Baseline::load(library));
    let _ = keep(&mut faults, super::stresses::load(library));
    let _ = keep(&mut faults, super::evaluation::load(library));
    let mut between = Faults::default();
    if let Some(model) = &model {
        model_references(&evidence, model, &mut between);
        keep(&mut between, conversions::load(library, &evidence, model));
    }
    if let Some(rules) = &rules {
        rule_references(&evidence, rules, &mut between);
    }
    between.0.retain(|f| f.value.as_ref().is_none_or(|v| !evidence.lost(v)));
    between.0.into_iter().for_each(|fault| add(&mut faults, fault));
    if sound && rules.is_some() {
        starting_numbers(library, &mut faults);
    }
    library.located(faults)
}

/// What [`check_library`] finds between the rooms, for a basis whose rooms are each in order by themselves.
pub(super) fn between(basis: &Basis) -> Faults {
    let mut faults = Faults::default();
    model_references(&basis.evidence, &basis.model, &mut faults);
    if let Some(rules) = basis.inputs.rules() {
        rule_references(&basis.evidence, rules, &mut faults);
    }
    cells(&basis.inputs, &mut faults);
    basis.evidence.library().located(faults)
}

/// Adds a fault unless another room has found it already.
fn add(faults: &mut Faults, fault: Fault) {
    if !faults.0.contains(&fault) {
        faults.push(fault);
    }
}

fn keep<T>(faults: &mut Faults, result: Result<T, Faults>) -> Option<T> {
    match result {
        Ok(value) => Some(value),
        Err(more) => {
            more.0.into_iter().for_each(|fault| add(faults, fault));
            None
        }
    }
}

/// Adds a fault for every name that is not known.
fn each<'a>(
    faults: &mut Faults,
    known: &Known<'_>,
    (file, line, column): (&str, u64, &str),
    names: impl IntoIterator<Item = &'a str>,
) {
    for name in names {
        known.check(&At { file, line, column }, name, faults);
    }
}

/// The parts of a `;`-separated text that are names: parts with a blank inside are prose.
fn names(text: &str) -> impl Iterator<Item = &str> {
    text.split(';').map(str::trim).filter(|part| !part.is_empty() && !part.contains(' '))
}

fn model_references(e: &Evidence, m: &Model, faults: &mut Faults) {
    let any = citable(e);
    for lever in &m.levers {
        let (file, id) = ("model/levers.ron", lever.id.as_str());
        let proposed = lever.proposed_by.iter().flat_map(|p| names(&p.source));
        each(faults, &any, (file, 0, &format!("{id}.proposed_by.source")), proposed);
        let like = lever.comparators.iter().flat_map(|c| names(&c.source));
        each(faults, &any, (file, 0, &format!("{id}.comparators.source")), like);
    }
    for c in &m.channels {
        let file = "model/channels.csv";
        each(faults, &any, (file, c.line, "prior_id"), c.prior_ids.iter().map(String::as_str));
        each(faults, &any, (file, c.line, "pooled_from"), c.pooled_from.iter().map(String::as_str));
    }
    for l in &m.links {
        each(faults, &any, ("model/links.csv", l.line, "sources"), l.sources.iter().map(String::as_str));
    }
    for p in &m.pairs {
        each(faults, &any, ("model/pairs.csv", p.line, "sources"), p.sources.iter().map(String::as_str));
    }
    let sectors = sectors(e);
    for a in &m.additionality {
        let file = "model/additionality.csv";
        each(faults, &any, (file, a.line, "source"), names(&a.source));
        each(faults, &sectors, (file, a.line, "sector"), a.sector.iter().map(SectorId::as_str));
    }
    let levers = || Known::new("a lever of model/levers.ron", m.levers.iter().map(|l| l.id.as_str()));
    let or_none = levers().and(["none"]);
    for x in e.effects() {
        let ids = x.levers.iter().map(LeverId::as_str);
        each(faults, &or_none, ("evidence/effects.csv", x.line, "lever_ids"), ids);
    }
    for code in e.case_codes().iter().filter(|c| c.kind == "lever") {
        each(faults, &levers(), ("evidence/case_codes.csv", code.line, "id"), [code.id.as_str()]);
    }
}

fn rule_references(e: &Evidence, b: &Baseline, faults: &mut Faults) {
    let (any, areas, sectors, series) = (citable(e), areas(e), sectors(e), series(e));
    let at = |column| (baseline::FILE, 0, column);
    for row in &b.inputs {
        each(faults, &any, at("inputs.sources"), names(&row.sources));
        each(faults, &series, at("inputs.series"), row.series.iter().map(|(name, _, _)| name.as_str()));
    }
    for note in &b.national_notes {
        each(faults, &any, at("national_notes.source"), names(&note.source));
    }
    for f in b.forecast.iter().filter(|f| f.path != PathRule::Follow) {
        each(faults, &series, at("forecast.series"), names(&f.series));
        each(faults, &series, at("forecast.own.series"), f.own.iter().map(|o| o.series.as_str()));
        each(faults, &areas, at("forecast.area"), names(&f.area));
    }
    let history = b.history.iter().flat_map(|h| names(&h.series));
    each(faults, &series, at("history.series"), history);
    each(faults, &series, at("imputed_pair.indicator"), [b.imputed_pair.indicator.as_str()]);
    each(faults, &series, at("coop_share_of_innovators.series"), [b.coop_share_of_innovators.series.as_str()]);
    let pairs = b.overlap_leps.iter().flat_map(|(one, other)| [one, other]);
    let named = [&b.united_kingdom, &b.great_britain, &b.england, &b.northern_ireland];
    let codes = b.split_leps.iter().chain(pairs).chain(named).chain(&b.imputed_pair.areas);
    each(faults, &areas, at("areas"), codes.map(AreaCode::as_str));
    each(
        faults,
        &sectors,
        at("sectors"),
        b.sectors.iter().chain(b.national.iter().map(|n| &n.sector)).map(SectorId::as_str),
    );
}

/// Every cell of every place can be read, or derived from a user's own figures.
fn starting_numbers(library: &Library, faults: &mut Faults) {
    if let Some(inputs) = keep(faults, Inputs::load(library)) {
        cells(&inputs, faults);
    }
}

fn cells(inputs: &Inputs, faults: &mut Faults) {
    let sectors = inputs.rules().map(|rules| rules.sectors.clone()).unwrap_or_default();
    for tier in [Tier::Itl1, Tier::Lep] {
        for sector in &sectors {
            if let Err(fault) = inputs.tier_cells(tier, sector) {
                add(faults, fault);
            }
        }
    }
}
