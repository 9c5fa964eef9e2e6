//! Grades with their reasons: monotone in every criterion, never better than the record, and the same in the reasons as on
//! the cards; flags of what nobody tried; the share of spread that is judged.

use std::collections::BTreeSet;
use std::sync::atomic::AtomicBool;

use proptest::prelude::*;
use tiller::evidence::{AreaCode, EffectId, Land, LeverId, Place, SectorId};
use tiller::insight::extrapolation::{self, Flag, flags};
use tiller::insight::grades::{self, Maker, explain};
use tiller::insight::spread::{Judged, spread};
use tiller::model::{Grade, Indicator, LeverKind};
use tiller::projection::grade::{Basis as Rests, Criterion, Decides, Facts, Reasoned, Tried, reasoned};
use tiller::projection::{DrawKey, Draws, project};
use tiller::report;
use tiller::scenario::{Scenario, Setting};

use crate::desk::basis;

fn plan(sector: &str, levers: &[(&str, f64)]) -> Scenario {
    let mut s = Scenario::empty(Place::Area(AreaCode::new("E12000005")), SectorId::new(sector));
    s.title = String::from("Grades");
    for (id, amount) in levers {
        let setting = Setting { amount: *amount, from: s.start, to: s.last_year(), partner: None };
        s.plans[0].levers.insert(LeverId::new(id), setting);
    }
    s
}

fn facts() -> impl Strategy<Value = Facts> {
    let few = 0..4_usize;
    let tried = prop::sample::select(vec![Tried::Inside, Tried::Edge, Tried::Beyond]);
    let rests = prop::sample::select(vec![Rests::Pooled, Rests::Weighed, Rests::Judged, Rests::Nothing]);
    ((few.clone(), few.clone(), few.clone()), (few.clone(), few.clone(), few), tried, rests).prop_map(
        |((strong, fair, weak), (same, near, far), tried, basis)| Facts {
            strong,
            fair,
            weak,
            same,
            near,
            far,
            uk: same,
            tried,
            basis,
        },
    )
}

fn here(facts: &Facts, recorded: Grade) -> Grade {
    Reasoned { recorded, facts: facts.clone() }.here()
}

proptest! {
    #[test]
    fn a_grade_is_monotone_in_every_criterion(f in facts(), which in 0..8_usize, recorded in 0..5_usize) {
        let recorded = Grade::ALL[recorded];
        let mut better = f.clone();
        match which {
            0 => better.strong += 1,
            1 => better.fair += 1,
            2 => better.weak += 1,
            // A study counts once nearer, or at a stronger design.
            3 if f.far > 0 => (better.far, better.near) = (f.far - 1, f.near + 1),
            4 if f.near > 0 => (better.near, better.same) = (f.near - 1, f.same + 1),
            5 if f.weak > 0 => (better.weak, better.fair) = (f.weak - 1, f.fair + 1),
            6 => better.tried = Tried::Inside,
            _ => better.basis = Rests::Pooled,
        }
        prop_assert!(here(&better, recorded) <= here(&f, recorded), "{f:?} {better:?}");
        prop_assert!(here(&f, recorded) >= recorded);
        for criterion in Criterion::ALL {
            prop_assert!(here(&f, recorded) >= f.grade(criterion));
        }
    }

    /// Whatever is left out, in whatever sector: nothing gets better.
    #[test]
    fn leaving_studies_out_never_raises_a_channel(row in 0..62_usize, mask in any::<u16>(), sector in 0..7_usize) {
        let basis = basis();
        let row = row % basis.model.channels.len();
        let channel = &basis.model.channels[row];
        let sectors = ["all", "advanced_manufacturing", "digital_creative", "business_professional_services", "retail",
            "construction", "healthcare_life_sciences"];
        let sector = SectorId::new(sectors[sector]);
        let ids: Vec<EffectId> = channel.pooled_from.iter().map(|id| EffectId::new(id)).collect();
        let out: Vec<EffectId> =
            ids.iter().enumerate().filter(|(i, _)| mask & (1 << (i % 16)) != 0).map(|(_, id)| id.clone()).collect();
        let graded = |out: &[EffectId]| reasoned(&basis.evidence, channel, &sector, out, Tried::Inside);
        let (whole, less) = (graded(&[]), graded(&out));
        prop_assert!(less.here() >= whole.here());
        for criterion in Criterion::ALL {
            prop_assert!(less.facts.grade(criterion) >= whole.facts.grade(criterion), "{} {criterion:?}", channel.id);
        }
    }
}

#[test]
fn removing_the_only_uk_study_never_improves_and_sometimes_lowers() {
    let basis = basis();
    let (mut alone, mut fell) = (0, 0);
    for channel in &basis.model.channels {
        let uk: Vec<EffectId> = basis
            .evidence
            .findings_behind(channel.pooled_from.iter().map(String::as_str))
            .into_iter()
            .filter(|e| basis.evidence.origin(&e.id).is_some_and(|o| o.land == Land::Uk))
            .map(|e| e.id.clone())
            .collect();
        let graded = |out: &[EffectId]| reasoned(&basis.evidence, channel, &SectorId::all(), out, Tried::Inside);
        if graded(&[]).facts.uk == 1 {
            alone += 1;
            let (with, without) = (graded(&[]).here(), graded(&uk).here());
            assert!(without >= with, "{}", channel.id);
            fell += usize::from(without > with);
            assert_eq!(graded(&uk).facts.uk, 0);
        }
    }
    assert!(alone > 5 && fell > 0, "{alone} channels with one UK study, {fell} fell");
}

#[test]
fn the_reasons_give_the_grade_on_the_card() {
    let basis = basis();
    for s in [
        plan("advanced_manufacturing", &[("skills_provision", 3.0), ("peer_learning", 0.5)]),
        plan(
            "retail",
            &[("conditional_collaboration", 5.0), ("network_facilitation", 1.0), ("collaboration_condition", 50.0)],
        ),
        plan("all", &[("place_marketing", 1.0)]),
    ] {
        let draws = Draws::make(&basis, &DrawKey::of(&s, 160));
        let shown = project(&basis, &s, &draws, &AtomicBool::new(false)).unwrap().plans.remove(0);
        let found = explain(&basis, &s, 0).unwrap();
        assert_eq!((found.links_total, found.links_judged), (shown.links_total, shown.links_judged));
        for one in &found.results {
            assert_eq!(one.reasons.grade, shown.indicator(one.indicator).grade, "{}", one.indicator);
            assert!(!one.makers().is_empty());
            let said = report::grades::makes(one);
            assert!(said.starts_with(&format!("What makes it {}: ", one.reasons.grade)), "{said}");
        }
    }
}

/// Only levers whose channels are all E: never better than E, whatever the sector and the amounts.
#[test]
fn a_package_of_e_levers_is_never_better_than_e() {
    let basis = basis();
    let only_e = |id: &LeverId| basis.model.channels.iter().filter(|c| &c.lever == id).all(|c| c.grade == Grade::E);
    let weak: Vec<&str> = basis.model.levers.iter().filter(|l| only_e(&l.id)).map(|l| l.id.as_str()).collect();
    assert!(weak.len() > 1, "{weak:?}");
    for sector in ["retail", "advanced_manufacturing", "all"] {
        for amount in [0.1, 1.0] {
            let s = plan(sector, &weak.iter().map(|l| (*l, amount)).collect::<Vec<_>>());
            for one in explain(&basis, &s, 0).unwrap().results {
                assert_eq!(one.reasons.grade, Grade::E, "{}", one.indicator);
            }
        }
    }
}

#[test]
fn doubling_a_dose_beyond_its_range_never_improves_a_grade() {
    let basis = basis();
    for lever in basis.model.levers.iter().filter(|l| l.kind == LeverKind::Spend) {
        let cell = basis.inputs.cell(&Place::Area(AreaCode::new("E12000005")), &SectorId::new("retail")).unwrap();
        let edge = tiller::model::dose::slider(lever, &cell).edge;
        let grades = |amount: f64| {
            let s = plan("retail", &[(lever.id.as_str(), amount)]);
            explain(&basis, &s, 0).unwrap().results.into_iter().map(|r| r.reasons.grade).collect::<Vec<_>>()
        };
        let mut before = grades(0.5 * edge);
        for factor in [0.95, 1.5, 3.0] {
            let next = grades(factor * edge);
            assert!(before.iter().zip(&next).all(|(a, b)| b >= a), "{}: {before:?} then {next:?}", lever.id);
            before = next;
        }
    }
}

#[test]
fn a_dose_beyond_and_a_study_from_elsewhere_lower_a_channel_in_this_place() {
    let basis = basis();
    let row = |id: &str| basis.model.channels.iter().position(|c| c.id.as_str() == id).unwrap();
    let graded = |s: &Scenario, id: &str| {
        let cell = basis.inputs.cell(&s.plans[0].place, &s.plans[0].sector).unwrap();
        grades::channel(&basis, &s.plans[0], Some(&cell), &s.exclude_studies, row(id)).unwrap()
    };
    let skills = "skills_provision.skills";
    let inside = graded(&plan("retail", &[("skills_provision", 1.0)]), skills);
    assert_eq!(inside.here(), Grade::B);
    let beyond = graded(&plan("retail", &[("skills_provision", 500.0)]), skills);
    assert_eq!(beyond.here(), Grade::E);
    assert_eq!(beyond.decides(), Decides::Criteria(vec![Criterion::Dose]));
    assert!(
        report::grades::sentence(&beyond).contains("recorded B")
            && report::grades::sentence(&beyond).contains("tested")
    );
    let mut s = plan("retail", &[("skills_provision", 1.0)]);
    s.exclude_studies = ["P-E013", "P-E042"].map(EffectId::new).to_vec();
    let foreign = graded(&s, skills);
    assert_eq!((foreign.facts.uk, foreign.here()), (0, Grade::C));
}

#[test]
fn every_channel_has_a_sentence_for_every_criterion() {
    let basis = basis();
    let all = grades::all(&basis);
    assert_eq!(all.len(), basis.model.channels.len());
    assert_eq!(grades::counts(&all, |g| g.recorded).iter().sum::<usize>(), all.len());
    for (graded, channel) in all.iter().zip(&basis.model.channels) {
        assert!(graded.here() >= channel.grade);
        assert_eq!(report::grades::criteria(graded).len(), 5);
        assert!(report::wording::unused_words_in(&report::grades::sentence(graded)).is_empty());
    }
    insta::assert_snapshot!("grades_of_channels", {
        let line = |(g, c): (&Reasoned, &tiller::model::Channel)| {
            let by = Criterion::ALL.map(|k| g.facts.grade(k).to_string()).join("");
            format!("{:<40} {} {} {by}", c.id.as_str(), g.recorded, g.here())
        };
        all.iter().zip(&basis.model.channels).map(line).collect::<Vec<_>>().join("\n")
    });
}

#[test]
fn one_small_lever_raises_no_flag_and_a_large_mixed_package_raises_its_own() {
    let basis = basis();
    let found = |s: &Scenario| {
        let cell = basis.inputs.cell(&s.plans[0].place, &s.plans[0].sector).unwrap();
        flags(&basis, s, &s.plans[0], Some(&cell))
    };
    assert!(found(&plan("retail", &[])).is_empty());
    assert!(found(&plan("retail", &[("skills_provision", 1.0)])).is_empty());
    // Skills with leadership were combined by a programme of the tables; skills with place marketing and links were not.
    assert!(found(&plan("retail", &[("skills_provision", 1.0), ("leadership_management", 0.5)])).is_empty());
    let mixed = found(&plan("retail", &[("peer_learning", 0.1), ("careers_guidance", 0.1)]));
    assert!(matches!(&mixed[..], [Flag::Mix { levers, .. }] if levers.len() == 2), "{mixed:?}");
    let every: Vec<(&str, f64)> = basis.model.levers.iter().map(|l| (l.id.as_str(), 60.0)).collect();
    let ids: BTreeSet<&str> = found(&plan("retail", &every)).iter().map(Flag::id).collect();
    assert_eq!(ids, BTreeSet::from(["dose", "levers at once", "spend a head"]));
    for flag in found(&plan("retail", &every)).iter().chain(&mixed) {
        let said = report::extrapolation::sentence(flag);
        assert!(said.contains("assumption") && report::wording::unused_words_in(&said).is_empty(), "{said}");
    }
    // What the tables hold: money a head only where a place and pounds are recorded.
    let tried = extrapolation::tried(&basis);
    let rda = tried.iter().find(|t| t.name.starts_with("Regional Development Agencies")).unwrap();
    assert!((rda.spend_per_head.unwrap() - 18.0).abs() < 1.0, "{rda:?}");
    assert!(tried.iter().filter(|t| t.name.contains("Basque")).all(|t| t.spend_per_head.is_none()));
}

#[test]
fn more_of_everything_only_adds_flags() {
    let basis = basis();
    let ids = |amount: f64| -> BTreeSet<String> {
        let s = plan("retail", &[("skills_provision", amount), ("peer_learning", amount)]);
        let cell = basis.inputs.cell(&s.plans[0].place, &s.plans[0].sector).unwrap();
        flags(&basis, &s, &s.plans[0], Some(&cell))
            .iter()
            .map(report::extrapolation::sentence)
            .map(|t| t[..12].to_owned())
            .collect()
    };
    let steps: Vec<BTreeSet<String>> = [0.1, 1.0, 10.0, 100.0, 1000.0].into_iter().map(ids).collect();
    assert!(steps.windows(2).all(|w| w[0].len() <= w[1].len()), "{steps:?}");
    assert!(steps[0].len() < steps[4].len());
}

#[test]
fn what_is_judged_holds_a_share_of_the_spread() {
    let basis = basis();
    let s = plan("advanced_manufacturing", &[("skills_provision", 3.0), ("network_facilitation", 1.0)]);
    let never = AtomicBool::new(false);
    let found = spread(&basis, &s, (0, 1280), &never).unwrap();
    assert!(found.shares.iter().any(|s| s.judged.is_some_and(|j| j > 0.05)));
    for share in &found.shares {
        for part in share.each.iter().chain([&share.judged]).flatten() {
            assert!((0.0..=1.0).contains(part), "{share:?}");
        }
    }
    // Held on its own, a judgement that is not there takes nothing away.
    let mut sure = s.clone();
    sure.switches.takes = false;
    let found = spread(&basis, &sure, (0, 320), &never).unwrap();
    assert!(found.shares.iter().all(|s| s.each[2].is_none_or(|x| x == 0.0)));
    // A package of nothing but judged channels owes its trained staff to judgement alone.
    let judged = spread(&basis, &plan("retail", &[("careers_guidance", 1.0)]), (0, 320), &never).unwrap();
    let skills = judged.shares.iter().find(|s| s.indicator == Indicator::TrainedWorkforce).unwrap();
    assert!(skills.judged.unwrap() > 0.95, "{skills:?}");
    assert!(spread(&basis, &plan("retail", &[]), (0, 320), &never).unwrap().shares.iter().all(|s| s.judged.is_none()));
    assert!(spread(&basis, &s, (0, 320), &AtomicBool::new(true)).is_err());
    assert_eq!(Judged::ALL.len(), 3);
    let text = report::spread::sheet(&basis, &judged, 1).as_text();
    assert!(text.contains("rests on judgement") && report::wording::unused_words_in(&text).is_empty(), "{text}");
}

#[test]
fn what_holds_a_net_figure_at_c_is_said() {
    let basis = basis();
    let found = explain(&basis, &plan("advanced_manufacturing", &[("conditional_collaboration", 2.0)]), 0).unwrap();
    let jobs = found.of(Indicator::NetJobs).unwrap();
    assert!(jobs.reasons.grade >= Grade::C);
    if jobs.reasons.net {
        assert!(jobs.makers().contains(&Maker::Net));
    }
    assert!(found.of(Indicator::PublicCostPv).is_none());
}
