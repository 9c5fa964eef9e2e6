//! What the grade of a channel is made of at one plan: five criteria, each graded from the tables, the worst of which counts
//! together with the recorded grade (MODEL.md sections 5 and 13).
//!
//! Criteria go by counts, never by shares, so that leaving a study out cannot raise one.

use std::collections::BTreeMap;

use crate::evidence::{Effect, EffectId, Evidence, Land, SectorId};
use crate::model::{Channel, Grade};

/// Share of the most that was tried from which on a dose is at the edge.
const EDGE: f64 = 0.9;

/// What a grade is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Criterion {
    /// Maryland levels of the studies.
    Design,
    /// Number of independent studies.
    Studies,
    /// How far their country and sector are from the plan's.
    Distance,
    /// Reach of the plan against what was tried.
    Dose,
    /// Share that rests on judgement.
    Judgement,
}

impl Criterion {
    /// In the order in which they are shown.
    pub const ALL: [Self; 5] = [Self::Design, Self::Studies, Self::Distance, Self::Dose, Self::Judgement];

    /// In plain words.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Design => "design of the studies",
            Self::Studies => "number of studies",
            Self::Distance => "distance in place and sector",
            Self::Dose => "dose",
            Self::Judgement => "share resting on judgement",
        }
    }

    /// The name of its column.
    #[must_use]
    pub const fn column(self) -> &'static str {
        match self {
            Self::Design => "design",
            Self::Studies => "studies",
            Self::Distance => "distance",
            Self::Dose => "dose",
            Self::Judgement => "judgement",
        }
    }
}

/// The reach of a lever against what studies tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tried {
    /// The lever is off, or no plan is looked at: nothing to compare.
    Off,
    /// Inside the range.
    Inside,
    /// In the last tenth of it.
    Edge,
    /// Beyond it.
    Beyond,
}

impl Tried {
    /// From the largest yearly reach (or coverage) and the most that was tried, both shares of the pool.
    #[must_use]
    pub fn of(reach: f64, most: f64) -> Self {
        if reach <= 0.0 {
            Self::Off
        } else if reach > most * (1.0 + 1e-9) {
            Self::Beyond
        } else if reach > EDGE * most {
            Self::Edge
        } else {
            Self::Inside
        }
    }
}

/// What a range rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Basis {
    /// Findings pooled by their standard errors.
    Pooled,
    /// A recorded prior: findings weighed by judgement.
    Weighed,
    /// A judgement that looks at findings.
    Judged,
    /// Nothing but judgement.
    Nothing,
}

/// What the tables hold about a channel, for one plan. Studies are independent ones: findings of one source, or marked as of
/// the same study, count once, by their highest level. Findings at level 0 compare nothing and count for nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// Studies at Maryland level 4 or 5.
    pub strong: usize,
    /// At level 3.
    pub fair: usize,
    /// At level 1 or 2, or without a level of their own.
    pub weak: usize,
    /// From the United Kingdom, and about the plan's sector or about firms or people in general.
    pub same: usize,
    /// From another advanced economy, or from the United Kingdom about another sector.
    pub near: usize,
    /// From anywhere else.
    pub far: usize,
    /// From the United Kingdom, whatever the sector.
    pub uk: usize,
    /// Reach against what was tried.
    pub tried: Tried,
    /// What the range rests on.
    pub basis: Basis,
}

impl Facts {
    /// Independent studies.
    #[must_use]
    pub const fn studies(&self) -> usize {
        self.strong + self.fair + self.weak
    }

    /// The grade by one criterion. Each is monotone: more or nearer or stronger studies, less dose and less judgement never
    /// make it worse.
    #[must_use]
    pub const fn grade(&self, criterion: Criterion) -> Grade {
        match criterion {
            Criterion::Design => match (self.strong, self.fair, self.weak) {
                (2.., ..) => Grade::A,
                (1, ..) | (_, 2.., _) => Grade::B,
                (_, 1, _) => Grade::C,
                (_, _, 1..) => Grade::D,
                _ => Grade::E,
            },
            Criterion::Studies => match self.studies() {
                0 => Grade::E,
                1 => Grade::C,
                2 => Grade::B,
                _ => Grade::A,
            },
            Criterion::Distance => match (self.same, self.near, self.far) {
                (2.., ..) => Grade::A,
                (1, ..) | (_, 2.., _) => Grade::B,
                (_, 1, _) | (_, _, 2..) => Grade::C,
                (_, _, 1) => Grade::D,
                _ => Grade::E,
            },
            Criterion::Dose => match self.tried {
                Tried::Off | Tried::Inside => Grade::A,
                Tried::Edge => Grade::B,
                Tried::Beyond => Grade::E,
            },
            Criterion::Judgement => match self.basis {
                Basis::Pooled => Grade::A,
                Basis::Weighed => Grade::B,
                Basis::Judged => Grade::D,
                Basis::Nothing => Grade::E,
            },
        }
    }
}

/// What decides a grade.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decides {
    /// The recorded grade, worse than every criterion: the record knows what the tables do not count (a converted outcome,
    /// a direction without a size).
    Recorded,
    /// These criteria.
    Criteria(Vec<Criterion>),
}

/// The grade of a channel at one plan, with its reasons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reasoned {
    /// As recorded in the model's table.
    pub recorded: Grade,
    /// What the criteria are read from.
    pub facts: Facts,
}

impl Reasoned {
    /// The worst of the five criteria.
    #[must_use]
    pub fn computed(&self) -> Grade {
        Criterion::ALL.into_iter().map(|c| self.facts.grade(c)).max().unwrap_or(Grade::E)
    }

    /// The grade here: the worse of the recorded and the computed one.
    #[must_use]
    pub fn here(&self) -> Grade {
        self.recorded.max(self.computed())
    }

    /// What decides it.
    #[must_use]
    pub fn decides(&self) -> Decides {
        let here = self.here();
        let worst: Vec<Criterion> = Criterion::ALL.into_iter().filter(|c| self.facts.grade(*c) == here).collect();
        if worst.is_empty() { Decides::Recorded } else { Decides::Criteria(worst) }
    }
}

/// The grade of a channel for a plan in a sector, without the findings left out, at a reach.
#[must_use]
pub fn reasoned(
    evidence: &Evidence,
    channel: &Channel,
    sector: &SectorId,
    excluded: &[EffectId],
    tried: Tried,
) -> Reasoned {
    let found = evidence.findings_behind(channel.pooled_from.iter().map(String::as_str));
    let left: Vec<&Effect> = found.into_iter().filter(|e| !excluded.contains(&e.id)).collect();
    let mut facts = Facts {
        strong: 0,
        fair: 0,
        weak: 0,
        same: 0,
        near: 0,
        far: 0,
        uk: 0,
        tried,
        basis: match channel.basis.as_str() {
            _ if left.is_empty() => Basis::Nothing,
            "judgement" => Basis::Judged,
            "pooled" => Basis::Pooled,
            _ => Basis::Weighed,
        },
    };
    for findings in studies(&left).values() {
        count(evidence, sector, findings, &mut facts);
    }
    Reasoned { recorded: channel.grade, facts }
}

/// Findings that compare something, by study.
fn studies<'a>(findings: &[&'a Effect]) -> BTreeMap<&'a str, Vec<&'a Effect>> {
    let mut out: BTreeMap<&str, Vec<&Effect>> = BTreeMap::new();
    for effect in findings.iter().copied().filter(|e| e.sms_number != Some(0)) {
        let twin =
            |other: &&&Effect| effect.same_study_as.contains(&other.id) || other.same_study_as.contains(&effect.id);
        // The first of two sources of one study names it.
        let first = findings.iter().filter(|e| e.sms_number != Some(0)).find(twin);
        let named = first.map_or(effect.source.as_str(), |other| effect.source.as_str().min(other.source.as_str()));
        out.entry(named).or_default().push(effect);
    }
    out
}

/// Adds one study.
fn count(evidence: &Evidence, sector: &SectorId, findings: &[&Effect], facts: &mut Facts) {
    match findings.iter().filter_map(|e| e.sms_number).max() {
        Some(4..) => facts.strong += 1,
        Some(3) => facts.fair += 1,
        _ => facts.weak += 1,
    }
    let origins = || findings.iter().filter_map(|e| evidence.origin(&e.id));
    let fits = |named: &Option<SectorId>| named.as_ref().is_none_or(|s| s == sector);
    let nearest = origins().map(|o| match (o.land, fits(&o.sector)) {
        (Land::Uk, true) => 0,
        (Land::Uk, false) | (Land::Advanced, true) => 1,
        _ => 2,
    });
    match nearest.min() {
        Some(0) => facts.same += 1,
        Some(1) => facts.near += 1,
        _ => facts.far += 1,
    }
    facts.uk += usize::from(origins().any(|o| o.land == Land::Uk));
}
