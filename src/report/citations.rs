//! Publications behind figures: from the ids beside an indicator to titles that can be looked up.

use std::collections::BTreeSet;

use super::layout::{tame, wrap};
use crate::evidence::{Evidence, Source};
use crate::projection::Projection;

/// Every source behind the moving figures of a projection, by id, each once. Words such as `judgement` name no source.
#[must_use]
pub fn behind<'a>(evidence: &'a Evidence, projection: &Projection) -> Vec<&'a Source> {
    let cited = projection.plans.iter().flat_map(|plan| &plan.indicators).flat_map(|o| &o.sources);
    let ids: BTreeSet<String> =
        cited.collect::<BTreeSet<_>>().into_iter().flat_map(|id| evidence.sources_behind(id)).collect();
    ids.iter().filter_map(|id| evidence.source(id)).collect()
}

/// One source in a sentence: "P-S018: Title (authors; publisher, year)".
#[must_use]
pub fn sentence(source: &Source) -> String {
    let place = [source.publisher.as_str(), source.published.as_str()];
    let place: Vec<&str> = place.into_iter().filter(|part| !part.is_empty()).collect();
    let about: Vec<String> =
        [source.authors.clone(), place.join(", ")].into_iter().filter(|part| !part.is_empty()).collect();
    let title = source.title.trim_end_matches('.');
    if about.is_empty() {
        format!("{}: {title}.", source.id)
    } else {
        format!("{}: {title} ({}).", source.id, about.join("; "))
    }
}

/// The list as text.
pub(super) fn list(sources: &[&Source]) -> String {
    sources.iter().map(|source| wrap(&tame(&sentence(source)), "  ", "    ")).collect()
}
