//! What each piece of evidence is used for in the model, and why the rest is not.

use std::collections::BTreeMap;

use crate::evidence::{Effect, EffectId, Usable};
use crate::model::{Basis, studies};

/// One thing that a piece of evidence is used for; rows by their place in the model's lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Use {
    /// In the band of a channel, as one of `among` findings of equal weight.
    Band {
        /// Channel.
        channel: usize,
        /// Findings in the band.
        among: usize,
    },
    /// Looked at for a channel whose studies are pooled, or brought to one by a conversion.
    Study {
        /// Channel.
        channel: usize,
        /// Whether it is pooled there: only then does leaving it out change figures.
        pooled: bool,
    },
    /// In a recorded prior, which stands behind these channels; maybe none.
    Prior {
        /// Prior, by its place in the table.
        prior: usize,
        /// Channels.
        channels: Vec<usize>,
    },
    /// Behind a channel as a whole: a recorded prior or another reference of it.
    Channel(usize),
    /// Behind the gain of a link.
    Link(usize),
    /// Behind a pair of levers.
    Pair(usize),
    /// Behind a share of gross to net.
    Net(usize),
    /// Behind a lever's cost, reach, comparison or proposal.
    Lever(usize),
}

/// Uses of every finding, interaction, prior and source by its id.
#[derive(Debug, Clone, Default)]
pub struct Uses(BTreeMap<String, Vec<Use>>);

impl Uses {
    /// Follows every reference of the model back to what it cites.
    #[must_use]
    pub fn of(basis: &Basis) -> Self {
        let mut uses = Self::default();
        let model = &basis.model;
        for (row, channel) in model.channels.iter().enumerate() {
            let standing = studies::standing_if_converted(basis, row);
            let pooled = standing.as_ref().is_some_and(|s| s.pooled.is_some());
            for one in standing.iter().flat_map(|s| &s.behind).filter(|b| pooled || b.conversion.is_some()) {
                uses.add(one.effect.id.as_str(), Use::Study { channel: row, pooled: pooled && one.reading.is_ok() });
            }
            for id in channel.pooled_from.iter().filter(|_| !pooled) {
                uses.add(id, Use::Band { channel: row, among: channel.pooled_from.len() });
            }
            for id in &channel.prior_ids {
                uses.add(id, Use::Channel(row));
            }
        }
        for (row, prior) in basis.evidence.priors().iter().enumerate() {
            let cites = |ids: &[String]| ids.iter().any(|id| id == prior.id.as_str());
            let channels: Vec<usize> =
                (0..model.channels.len()).filter(|c| cites(&model.channels[*c].prior_ids)).collect();
            for id in prior.evidence.iter() {
                uses.add(id, Use::Prior { prior: row, channels: channels.clone() });
            }
        }
        for (row, link) in model.links.iter().enumerate() {
            link.sources.iter().for_each(|id| uses.add(id, Use::Link(row)));
        }
        for (row, pair) in model.pairs.iter().enumerate() {
            pair.sources.iter().for_each(|id| uses.add(id, Use::Pair(row)));
        }
        for (row, share) in model.additionality.iter().enumerate() {
            named(&share.source).for_each(|id| uses.add(id, Use::Net(row)));
        }
        for (row, lever) in model.levers.iter().enumerate() {
            let texts = [&lever.unit_cost.source, &lever.cap_note, &lever.evidence_dose.source];
            let proposed = lever.proposed_by.iter().map(|p| &p.source);
            let like = lever.comparators.iter().map(|c| &c.source);
            for id in texts.into_iter().chain(proposed).chain(like).flat_map(|text| named(text)) {
                uses.add(id, Use::Lever(row));
            }
        }
        uses
    }

    fn add(&mut self, id: &str, one: Use) {
        let all = self.0.entry(id.to_owned()).or_default();
        if !all.contains(&one) {
            all.push(one);
        }
    }

    /// Everything that an id is used for; words and unknown ids for nothing.
    #[must_use]
    pub fn get(&self, id: &str) -> &[Use] {
        self.0.get(id).map_or(&[], Vec::as_slice)
    }

    /// Whether a band rests on a finding: only then does leaving it out change figures.
    #[must_use]
    pub fn in_a_band(&self, id: &str) -> bool {
        self.get(id).iter().any(|u| matches!(u, Use::Band { .. } | Use::Study { pooled: true, .. }))
    }
}

/// Words of a text that could be ids: letters, digits, `-`, `_` and inner dots.
pub fn named(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')))
        .map(|word| word.trim_matches('.'))
        .filter(|word| !word.is_empty())
}

/// Why no band rests on a finding, in one sentence; `None` if one does.
#[must_use]
pub fn left_out(basis: &Basis, uses: &Uses, effect: &Effect) -> Option<String> {
    if uses.in_a_band(effect.id.as_str()) {
        return None;
    }
    let twin = |id: &&EffectId| uses.in_a_band(id.as_str());
    let why = match effect.usable {
        Usable::No => "its record says that it is not to be used as a number",
        Usable::ContextOnly => "its record says that it is context only",
        Usable::Timing => "it says when effects come and fade, not how large they are",
        Usable::Direction => "only its direction is known, not a size that could be pooled",
        Usable::Yes if effect.levers.iter().all(|l| basis.model.lever(l).is_none()) => {
            "it speaks of no lever of the model"
        }
        Usable::Yes if uses.get(effect.id.as_str()).iter().any(|u| matches!(u, Use::Study { .. })) => {
            "it cannot be pooled into the range of its channel, or fewer than three studies can; the channel's page says why"
        }
        Usable::Yes => "no channel of the model names it",
    };
    Some(match effect.same_study_as.iter().find(twin) {
        Some(id) => {
            format!("{why}; {id}, of the same study, is used, and findings of one study are never pooled together")
        }
        None => why.to_owned(),
    })
}
