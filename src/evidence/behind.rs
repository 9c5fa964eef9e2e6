//! From what a claim cites to the sources behind it.

use std::collections::{BTreeMap, BTreeSet};

use super::book::Evidence;
use super::tables::{Effect, Prior};

/// Sources behind every finding, interaction and prior, sorted.
pub(super) fn all(e: &Evidence) -> BTreeMap<String, Vec<String>> {
    let mut out: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for effect in e.effects() {
        out.insert(effect.id.to_string(), vec![effect.source.to_string()]);
    }
    for interaction in e.interactions() {
        let sources: BTreeSet<String> = interaction.sources.iter().map(ToString::to_string).collect();
        out.insert(interaction.id.clone(), sources.into_iter().collect());
    }
    let priors: BTreeMap<&str, &Prior> = e.priors().iter().map(|p| (p.id.as_str(), p)).collect();
    let resolved: Vec<(String, Vec<String>)> = e
        .priors()
        .iter()
        .map(|prior| {
            let mut sources = BTreeSet::new();
            collect(prior, &priors, &out, &mut BTreeSet::new(), &mut sources);
            (prior.id.to_string(), sources.into_iter().collect())
        })
        .collect();
    out.extend(resolved);
    out
}

/// Adds the sources of a prior; priors may rest on priors, and a circle ends where it closes.
fn collect<'a>(
    prior: &'a Prior,
    priors: &BTreeMap<&'a str, &'a Prior>,
    direct: &BTreeMap<String, Vec<String>>,
    seen: &mut BTreeSet<&'a str>,
    sources: &mut BTreeSet<String>,
) {
    if !seen.insert(prior.id.as_str()) {
        return;
    }
    for id in prior.evidence.iter() {
        if let Some(next) = priors.get(id.as_str()) {
            collect(next, priors, direct, seen, sources);
        } else if let Some(found) = direct.get(id) {
            sources.extend(found.iter().cloned());
        } else {
            sources.insert(id.clone());
        }
    }
    if prior.evidence.is_empty() {
        sources.insert(String::from("judgement"));
    }
}

/// A finding stands for itself, a recorded prior for the findings it rests on; each once.
pub(super) fn findings<'a>(e: &Evidence, ids: impl IntoIterator<Item = &'a str>) -> Vec<&Effect> {
    let (mut seen, mut out) = (BTreeSet::new(), Vec::new());
    for id in ids {
        gather(e, id, &mut seen, &mut out);
    }
    out
}

fn gather<'a>(e: &'a Evidence, id: &str, seen: &mut BTreeSet<String>, out: &mut Vec<&'a Effect>) {
    if !seen.insert(id.to_owned()) {
        return;
    }
    if let Some(effect) = e.effect(id) {
        out.push(effect);
    } else if let Some(prior) = e.prior(id) {
        prior.evidence.iter().for_each(|next| gather(e, next, seen, out));
    }
}
