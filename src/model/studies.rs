//! The studies behind a channel, one by one: what is read of each, what it becomes, and what they say together
//! (MODEL.md section 5).
//!
//! Where at least [`POOL_MIN`] independent studies print an error in a unit that a row of `conversions.csv` turns into the
//! channel's, their pooled distribution is the channel's band; otherwise the recorded one stands.

use super::book::Basis;
use super::conversions::{Conversion, Discounted, Form, base_rate};
use super::pooling::{Discount, POOL_MIN, Pooled, Study, pool};
use super::stats::normal_ppf;
use super::types::{Band, Channel};
use crate::evidence::order::InOrder as _;
use crate::evidence::{Effect, EffectId, Usable};

/// Studies left out whose every part is tried again for the width of the rest: 1,024 pools at most.
pub const PARTS_MAX: usize = 10;

/// From where a standard error was taken.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ErrorFrom {
    /// Printed as such.
    Printed(f64),
    /// From both ends of an interval that holds this share of cases, 0–1: width ÷ 2z, ends converted first.
    Interval(f64),
}

/// What was read of a study that can be pooled, step by step.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reading {
    /// Where its error is from.
    pub from: ErrorFrom,
    /// In the unit of the channel, per unit fully exposed.
    pub converted: Study,
    /// The discount; `None` if the number had been discounted before it was entered.
    pub discount: Option<Discount>,
    /// What enters the pool.
    pub enters: Study,
}

/// Why a finding is not pooled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Barrier {
    /// It is left out on demand, alone or with another result of its study.
    LeftOut,
    /// Its record does not let it be used as a number.
    NotANumber(Usable),
    /// It prints no estimate.
    NoEstimate,
    /// It prints no standard error and no interval of a stated level.
    NoError,
    /// Its error is zero, below zero, or not a number.
    BadError,
    /// No row says how its unit becomes the channel's.
    NoConversion,
    /// The form of its conversion cannot take its number.
    OutsideForm(Form),
    /// It has no Maryland level 1–5 and has not been discounted already.
    NoLevel,
    /// Another result of the same study, less certain, stands for it.
    SameStudy(EffectId),
}

/// A finding behind a channel.
#[derive(Debug, Clone, PartialEq)]
pub struct Behind<'a> {
    /// The finding.
    pub effect: &'a Effect,
    /// How it is converted, if a row says so.
    pub conversion: Option<&'a Conversion>,
    /// What was read of it, or everything that keeps it out.
    pub reading: Result<Reading, Vec<Barrier>>,
}

/// What stands behind a channel.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing<'a> {
    /// Findings that the channel names, then those that a conversion brings.
    pub behind: Vec<Behind<'a>>,
    /// What they say together, if at least [`POOL_MIN`] can be pooled.
    pub pooled: Option<Pooled>,
}

impl Standing<'_> {
    /// What enters the pool, in the order of the ids, so that the order of rows changes nothing.
    #[must_use]
    pub fn studies(&self) -> Vec<(&EffectId, Study)> {
        let mut all: Vec<_> =
            self.behind.iter().filter_map(|b| Some((&b.effect.id, b.reading.as_ref().ok()?.enters))).collect();
        all.order_by(|a, b| a.0.cmp(b.0));
        all
    }
}

/// What stands behind a channel of that row, with some findings left out. A channel that does not exist has nothing behind it.
#[must_use]
pub fn standing<'a>(basis: &'a Basis, row: usize, excluded: &[EffectId]) -> Standing<'a> {
    let Some(channel) = basis.model.channels.get(row) else { return Standing { behind: Vec::new(), pooled: None } };
    let mut behind = findings(basis, channel);
    let groups = groups(&behind);
    for (i, one) in behind.iter_mut().enumerate() {
        one.reading = read(basis, channel, one.effect, one.conversion);
        if left_out(&groups, i, excluded) {
            one.reading = Err(vec![Barrier::LeftOut]);
        }
    }
    one_per_study(&mut behind, &groups);
    let mut standing = Standing { behind, pooled: None };
    let studies: Vec<Study> = standing.studies().into_iter().map(|(_, study)| study).collect();
    if studies.len() >= POOL_MIN {
        standing.pooled = pool(&studies, basis.model.judgements.tau_floor_share);
    }
    standing
}

/// What stands behind a channel that conversions lead to; `None` for all others, whose findings need not be looked at.
#[must_use]
pub fn standing_if_converted(basis: &Basis, row: usize) -> Option<Standing<'_>> {
    let channel = basis.model.channels.get(row)?;
    basis.conversions.iter().any(|c| c.channel == channel.id).then(|| standing(basis, row, &[]))
}

/// The bands of channels whose studies are pooled, by row; `None` where the recorded band stands.
///
/// Leaving a study out pools the rest again, never to a narrower range than with it, whatever else is left out: to look away is
/// not to know more. Beyond [`PARTS_MAX`] studies left out the first of them by id are looked at.
#[must_use]
pub fn bands(basis: &Basis, excluded: &[EffectId]) -> Vec<Option<Band>> {
    (0..basis.model.channels.len()).map(|row| band(basis, row, excluded)).collect()
}

/// The band of one channel; see [`bands`].
#[must_use]
pub fn band(basis: &Basis, row: usize, excluded: &[EffectId]) -> Option<Band> {
    // No study stands behind a band that somebody set.
    if basis.model.channels.get(row).is_some_and(Channel::is_overridden) {
        return None;
    }
    let all = standing_if_converted(basis, row)?;
    let rest = standing(basis, row, excluded);
    let half = half_width(&all, &rest, basis.model.judgements.tau_floor_share)?;
    rest.pooled.map(|rest| Band::new(rest.mu - half, rest.mu, rest.mu + half))
}

/// Half of the 80 % range of what is left: the widest that any part of what was left out would give if it were still in.
fn half_width(all: &Standing<'_>, rest: &Standing<'_>, floor_share: f64) -> Option<f64> {
    let half = |p: Pooled| p.p90 - p.mu;
    let kept: Vec<&EffectId> = rest.studies().into_iter().map(|(id, _)| id).collect();
    let all = all.studies();
    let out: Vec<&EffectId> = all.iter().map(|(id, _)| *id).filter(|id| !kept.contains(id)).take(PARTS_MAX).collect();
    let with = |mask: u32| {
        let back = |id: &EffectId| out.iter().enumerate().any(|(bit, o)| mask >> bit & 1 == 1 && *o == id);
        let studies: Vec<Study> =
            all.iter().filter(|(id, _)| kept.contains(id) || back(id)).map(|(_, study)| *study).collect();
        pool(&studies, floor_share).map(half)
    };
    let least = rest.pooled.map(half)?;
    Some((0..1_u32 << out.len()).filter_map(with).fold(least, f64::max))
}

fn findings<'a>(basis: &'a Basis, channel: &'a Channel) -> Vec<Behind<'a>> {
    let own = || basis.conversions.iter().filter(|c| c.channel == channel.id);
    let named = channel.pooled_from.iter().map(String::as_str);
    let brought = own().map(|c| c.effect.as_str()).filter(|id| !channel.pooled_from.iter().any(|p| p == id));
    named
        .chain(brought)
        .filter_map(|id| basis.evidence.effect(id))
        .map(|effect| Behind {
            effect,
            conversion: own().find(|c| c.effect == effect.id),
            reading: Err(vec![Barrier::NoConversion]),
        })
        .collect()
}

/// Reads one finding, or says everything that keeps it out.
fn read(
    basis: &Basis,
    channel: &Channel,
    effect: &Effect,
    conversion: Option<&Conversion>,
) -> Result<Reading, Vec<Barrier>> {
    let mut barriers = Vec::new();
    if effect.usable != Usable::Yes {
        barriers.push(Barrier::NotANumber(effect.usable));
    }
    let estimate = effect.estimate.filter(|x| x.is_finite());
    if estimate.is_none() {
        barriers.push(Barrier::NoEstimate);
    }
    let error = printed_error(effect);
    match error {
        None => barriers.push(Barrier::NoError),
        Some(ErrorFrom::Printed(se)) if !(se.is_finite() && se > 0.0) => barriers.push(Barrier::BadError),
        Some(_) => {}
    }
    if conversion.is_none() {
        barriers.push(Barrier::NoConversion);
    }
    let (Some(estimate), Some(from), Some(conversion), true) = (estimate, error, conversion, barriers.is_empty())
    else {
        return Err(barriers);
    };
    let converted = convert(effect, estimate, from, conversion, base_rate(channel, &basis.model.judgements))
        .map_err(|barrier| vec![barrier])?;
    let discount = match conversion.discounted {
        Discounted::Yes => None,
        Discounted::No => {
            let level = effect.sms_number.unwrap_or(0);
            let found = Discount::of(level, conversion.distance, &basis.model.judgements);
            Some(found.ok_or_else(|| vec![Barrier::NoLevel])?)
        }
    };
    let enters = discount.map_or(converted, |d| d.apply(converted));
    Ok(Reading { from, converted, discount, enters })
}

/// Estimate and error through the form and the factor. The error of a printed standard error goes along the slope of the form;
/// of an interval both ends are converted, and the width is taken there.
fn convert(effect: &Effect, x: f64, from: ErrorFrom, how: &Conversion, base: Option<f64>) -> Result<Study, Barrier> {
    let through = |x: f64| how.form.apply(x, base).ok_or(Barrier::OutsideForm(how.form));
    let (value, slope) = through(x)?;
    let se = match from {
        ErrorFrom::Printed(se) => se * slope,
        ErrorFrom::Interval(level) => {
            let ends = effect.range_low.zip(effect.range_high).ok_or(Barrier::NoError)?;
            (through(ends.1)?.0 - through(ends.0)?.0) / (2.0 * normal_ppf(0.5 + 0.5 * level))
        }
    };
    let se = (se * how.factor).abs();
    if !(se.is_finite() && se > 0.0) {
        return Err(Barrier::BadError);
    }
    Ok(Study { effect: value * how.factor, variance: se * se })
}

/// The error that a finding prints: a standard error before an interval, and an interval only if its level is stated.
#[must_use]
pub fn printed_error(effect: &Effect) -> Option<ErrorFrom> {
    if let Some(se) = effect.standard_error {
        return Some(ErrorFrom::Printed(se));
    }
    effect.range_low.zip(effect.range_high)?;
    level_of(&effect.range_kind).map(ErrorFrom::Interval)
}

/// The share of cases that an interval holds, from its description: "95% CI", "90 % confidence interval". Ranges that are
/// said not to be one, or without a level, have none.
#[must_use]
pub fn level_of(kind: &str) -> Option<f64> {
    let kind = kind.to_lowercase();
    let is_interval = kind.split(|c: char| !c.is_alphanumeric()).any(|word| word == "ci")
        || ["confidence interval", "credible interval"].iter().any(|name| kind.contains(name));
    if !is_interval || kind.contains("not a") {
        return None;
    }
    let before = kind.split_once('%')?.0.trim_end();
    let start = before.rfind(|c: char| !(c.is_ascii_digit() || c == '.')).map_or(0, |at| at + 1);
    let percent: f64 = before.get(start..)?.parse().ok()?;
    (percent > 0.0 && percent < 100.0).then_some(percent / 100.0)
}

/// Findings of one study share a number: the smallest place in the list of any of them.
fn groups<'a>(behind: &[Behind<'a>]) -> Vec<(usize, Vec<&'a EffectId>)> {
    let twins = |a: &Effect, b: &Effect| a.same_study_as.contains(&b.id) || b.same_study_as.contains(&a.id);
    let mut group: Vec<usize> = (0..behind.len()).collect();
    for i in 0..behind.len() {
        for j in 0..i {
            if twins(behind[i].effect, behind[j].effect) {
                let (from, to) = (group[i].max(group[j]), group[i].min(group[j]));
                group.iter_mut().filter(|g| **g == from).for_each(|g| *g = to);
            }
        }
    }
    let names = |g: usize| {
        let own = behind.iter().zip(&group).filter(|(_, other)| **other == g).map(|(b, _)| b.effect);
        own.flat_map(|e| std::iter::once(&e.id).chain(e.same_study_as.iter())).collect()
    };
    group.iter().map(|g| (*g, names(*g))).collect()
}

/// A study is left out as a whole: two results of one study are one study.
fn left_out(groups: &[(usize, Vec<&EffectId>)], i: usize, excluded: &[EffectId]) -> bool {
    groups[i].1.iter().any(|id| excluded.contains(id))
}

/// Of several results of one study the least certain stands for it.
fn one_per_study(behind: &mut [Behind<'_>], groups: &[(usize, Vec<&EffectId>)]) {
    let weight = |b: &Behind<'_>| b.reading.as_ref().ok().map(|r| (r.enters.variance, b.effect.id.clone()));
    let mut standing_for: Vec<Option<(f64, EffectId)>> = vec![None; behind.len()];
    for (one, (group, _)) in behind.iter().zip(groups) {
        let Some((variance, id)) = weight(one) else { continue };
        let best = &mut standing_for[*group];
        let more = best.as_ref().is_none_or(|(v, best)| variance > *v || (variance >= *v && id < *best));
        if more {
            *best = Some((variance, id));
        }
    }
    for (one, (group, _)) in behind.iter_mut().zip(groups) {
        if let (Ok(_), Some((_, id))) = (&one.reading, &standing_for[*group])
            && *id != one.effect.id
        {
            one.reading = Err(vec![Barrier::SameStudy(id.clone())]);
        }
    }
}
