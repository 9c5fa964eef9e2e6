//! Stress tests, appraisal, evaluation design, search and allocation: known answers, laws, and what every form says.

use std::sync::OnceLock;
use std::sync::atomic::AtomicBool;

use tiller::evidence::LeverId;
use tiller::evidence::load::{Library, SCENARIOS};
use tiller::insight::allocate::{Shared, allocate};
use tiller::insight::appraise::appraise;
use tiller::insight::evaluate::{self, NoDesign, Outcome};
use tiller::insight::seek::{Aim, Limits, Seeker};
use tiller::insight::stress::{Line, Rule, red_team, stress, under};
use tiller::insight::watch::Watch;
use tiller::insight::yardstick::{Yardstick, same_years};
use tiller::model::{Basis, Indicator};
use tiller::projection::totals::totals;
use tiller::projection::{DrawKey, Draws, Stopped, project};
use tiller::report;
use tiller::report::sheet::Sheet;
use tiller::report::weigh::appraise::Schedule;
use tiller::report::wording::{SCREEN_FIRST, unused_words_in};
use tiller::scenario::{Scenario, document};

fn basis() -> &'static Basis {
    static BASIS: OnceLock<Basis> = OnceLock::new();
    BASIS.get_or_init(|| Basis::load(&Library::embedded()).map_err(|f| f.to_string()).unwrap())
}

fn named(name: &str) -> Scenario {
    let text = SCENARIOS.iter().find(|(known, _)| *known == name).unwrap().1;
    document::read(name, text, basis()).map_err(|f| f.to_string()).unwrap().scenario
}

fn watched<T>(run: impl FnOnce(&Watch<'_>) -> Result<T, Stopped>) -> T {
    run(&Watch { cancel: &AtomicBool::new(false), progress: &|_| {} }).map_err(|e| e.to_string()).unwrap()
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1e-9)
}

#[track_caller]
fn well_said(sheets: &[Sheet]) {
    let text: String = sheets.iter().map(Sheet::as_text).collect();
    assert!(unused_words_in(&text).is_empty(), "{:?}", unused_words_in(&text));
    assert!(text.contains("A first screen for discussion") && text.contains("draws"), "{text}");
    assert!(sheets.iter().any(|s| s.notes.iter().any(|n| n == SCREEN_FIRST)));
    for sheet in sheets {
        assert!(sheet.as_csv().is_ok() && sheet.rows.iter().all(|r| r.len() == sheet.columns.len()), "{}", sheet.title);
    }
}

#[test]
fn totals_are_those_of_the_projection() {
    let s = named("collective-learning-first");
    let draws = Draws::make(basis(), &DrawKey::of(&s, 1_280));
    let cancel = AtomicBool::new(false);
    let found = totals(basis(), &s, &draws, &[(0, Indicator::GvaPerHour)], &cancel).unwrap();
    let shown = project(basis(), &s, &draws, &cancel).unwrap();
    let plan = &shown.plans[0];
    let middle = |v: &[f64]| tiller::model::stats::quantiles7(&mut v.to_vec(), [0.5])[0];
    assert!(close(middle(&found.gva_uk), plan.appraisal.gva_uk.p50));
    assert!(close(middle(&found.cost), plan.appraisal.public_cost.p50));
    assert!(close(middle(&found.npsv()), plan.appraisal.tiers.last().unwrap().npsv.unwrap().p50));
    let gva = plan.indicator(Indicator::GvaPerHour);
    assert!(close(middle(&found.asked[0].change), gva.change.last().unwrap().p50));
    assert!(close(middle(&found.asked[0].level), gva.scenario.last().unwrap().p50));
}

#[test]
fn a_stress_of_nothing_changes_nothing_and_money_that_stops_is_not_paid() {
    let s = named("collective-learning-first");
    let mut still = basis().stresses[0].clone();
    (still.capacity, still.absorptive, still.output) = (1.0, 1.0, 1.0);
    let (run, key) = under(&s, 160, Some(&still));
    assert_eq!((&run, &key), (&s, &DrawKey::of(&s, 160)));
    let stops = basis().stresses.iter().find(|s| s.paid_years.is_some()).unwrap();
    let (run, _) = under(&s, 160, Some(stops));
    assert!(run.plans[0].levers.values().all(|l| l.from == 2027 && l.to == 2029), "{run:?}");
}

#[test]
fn harder_worlds_hurt_and_the_story_only_gets_worse() {
    let (a, b) = (named("collective-learning-first"), named("qualifications-only"));
    let found = watched(|w| stress(basis(), &[&a, &b], Yardstick::Npsv, None, (1_280, 320), w));
    assert_eq!((found.worlds.len(), found.cells.len(), found.lines[0]), (6, 6, Line::Better));
    let middle = |world: usize, plan: usize| found.cells[world][plan].range.p50;
    let row = |id: &str| 1 + basis().stresses.iter().position(|s| s.id == id).unwrap();
    for plan in 0..2 {
        for id in ["weak_delivery", "high_displacement"] {
            assert!(middle(row(id), plan) < middle(0, plan), "{id}, plan {plan}");
        }
    }
    // Regret is behind the best, no new policy included: somebody has none in every world.
    for (cells, nothing) in found.cells.iter().zip(&found.regret_of_nothing) {
        let least = cells.iter().map(|c| c.regret).fold(*nothing, f64::min);
        assert!(least.abs() < 1e-9 && cells.iter().all(|c| c.regret >= 0.0 && (0.0..=1.0).contains(&c.reached)));
    }
    assert_eq!(found.verdicts.iter().map(|v| v.rule).collect::<Vec<_>>(), Rule::ALL);
    for verdict in &found.verdicts {
        assert!(verdict.ranks.contains(&1) && verdict.ranks.len() == 3, "{verdict:?}");
    }
    for red in &found.red {
        let margins: Vec<f64> = std::iter::once(red.margin).chain(red.story.iter().map(|t| t.margin)).collect();
        assert!(margins.len() > 3 && margins.windows(2).all(|m| m[1] < m[0]), "{margins:?}");
    }
    well_said(&report::weigh::stress::sheets(basis(), &[&a, &b], &found));
}

#[test]
fn targets_are_the_line_where_a_scenario_has_them() {
    let mut s = named("collective-learning-first");
    let aim = |level: f64| tiller::scenario::Aim { plan: 1, indicator: Indicator::InnovationActive, level };
    s.targets = vec![aim(0.0)];
    let reached = |s: &Scenario| {
        let found = watched(|w| stress(basis(), &[s], Yardstick::Npsv, None, (320, 160), w));
        assert_eq!(found.lines, [Line::Targets]);
        found.cells[0][0].reached
    };
    assert_eq!(reached(&s), 1.0, "every future has some innovation-active firms");
    s.targets = vec![aim(100.0)];
    assert_eq!(reached(&s), 0.0);
}

#[test]
fn plans_of_other_years_are_not_weighed() {
    let a = named("collective-learning-first");
    let mut b = a.clone();
    b.set_calendar(2028, 15);
    assert!(same_years(&[&a, &b]).is_some_and(|why| why.contains("2028")));
    assert_eq!(same_years(&[&a, &a]), None);
}

#[test]
fn the_appraisal_table_says_what_the_projection_says() {
    let s = named("collective-learning-first");
    let found = watched(|w| appraise(basis(), &s, s.seed, w));
    let draws = Draws::make(basis(), &DrawKey::of(&s, s.draws));
    let shown = project(basis(), &s, &draws, &AtomicBool::new(false)).unwrap();
    let appraisal = &shown.plans[0].appraisal;
    assert!(close(found.cost.p50, appraisal.public_cost.p50) && close(found.gva_uk.p50, appraisal.gva_uk.p50));
    assert!(close(found.switching.benefit.unwrap(), appraisal.switching_benefit.unwrap()));
    for (mine, theirs) in found.tiers.iter().zip(&appraisal.tiers) {
        assert_eq!(mine.npsv.is_some(), theirs.npsv.is_some(), "{}", mine.id);
        if let (Some(a), Some(b)) = (mine.npsv, theirs.npsv) {
            assert!(close(a.p10, b.p10) && close(a.p50, b.p50) && close(a.p90, b.p90), "{}", mine.id);
        }
        assert!(close(mine.untested, theirs.untested_share));
    }
    // West Midlands households have less than the average: their gains weigh more; 1.3 lies between 1 and 1.5.
    let weight = |eta: f64| found.weighted.iter().find(|w| w.eta == eta).unwrap().weight;
    assert!(1.0 < weight(1.0) && weight(1.0) < weight(1.3) && weight(1.3) < weight(1.5));
    let date = chrono::NaiveDate::from_ymd_opt(2026, 12, 1).unwrap();
    let sheets = report::weigh::appraise::sheets(basis(), &[(&s, &found)], Schedule::Standard, date);
    well_said(&sheets);
    assert!(sheets[0].title.contains("1 December 2026") && sheets[0].columns[1] == "do-minimum");
    assert!(sheets[0].notes.iter().any(|n| n.contains("There is no pass mark.")), "{:?}", sheets[0].notes);
}

#[test]
fn an_appraisal_of_several_plans_adds_them_up() {
    let mut s = named("backing-strength");
    s.draws = 1_280;
    let found = watched(|w| appraise(basis(), &s, s.seed, w));
    let draws = Draws::make(basis(), &DrawKey::of(&s, 1_280));
    let all = totals(basis(), &s, &draws, &[], &AtomicBool::new(false)).unwrap();
    let middle = |v: &[f64]| tiller::model::stats::quantiles7(&mut v.to_vec(), [0.5])[0];
    assert!(close(found.cost.p50, middle(&all.cost)) && close(found.private, all.private));
    assert!((found.gva_uk.p50 - middle(&all.gva_uk)).abs() <= 1e-6 * found.gva_uk.p50.abs());
    let last = found.tiers.last().unwrap().npsv.unwrap();
    assert!((last.p50 - middle(&all.npsv())).abs() <= 1e-6 * last.p50.abs().max(1.0));
}

#[test]
fn a9_additionality() {
    use tiller::model::{Additionality, Band, Component, Level, Measure, Status};

    // Gross 100 jobs, leakage 0.1, displacement 0.25, no substitution, multiplier 1.25; 20 jobs of the reference case.
    let net = |gross: f64| gross * (1.0 - 0.1) * (1.0 - 0.25) * (1.0 - 0.0) * 1.25;
    assert!((net(100.0) - 84.375).abs() < 1e-12 && (net(100.0) - net(20.0) - 67.5).abs() < 1e-12);
    let mut model = tiller::model::Model::load(&Library::embedded()).map_err(|f| f.to_string()).unwrap();
    let row = |component, value: f64| Additionality {
        id: String::new(),
        component,
        lever_type: None,
        sector: None,
        level: None,
        measure: None,
        band: Band::new(value, value, value),
        status: Status::Judgement,
        source: String::new(),
        note: String::new(),
        line: 0,
    };
    model.additionality = vec![
        row(Component::Leakage, 0.1),
        row(Component::Displacement, 0.25),
        row(Component::Substitution, 0.0),
        row(Component::Multiplier, 1.25),
    ];
    let sector = tiller::evidence::SectorId::all();
    let bands = tiller::projection::net::NetBands::find(&model, "any", &sector, Level::Place, Measure::Jobs);
    let factor = bands.factor(&tiller::projection::net::NetScores::default());
    assert!((100.0 * factor - 84.375).abs() < 1e-12 && (100.0 * factor - 20.0 * factor - 67.5).abs() < 1e-12);
}

#[test]
fn a12_prices_of_other_years() {
    let deflator = &basis().inputs.rules().unwrap().deflator;
    assert!((100.0 * deflator.factor(2015).unwrap() - 133.060_824_76).abs() < 5e-9);
    assert!((13_000.0 * deflator.factor(2019).unwrap() - 16_027.91).abs() < 5e-3);
}

#[test]
fn sample_sizes_are_those_of_the_textbooks() {
    let mut rules = basis().evaluation.clone();
    (rules.attrition, rules.cluster_size) = (0.0, 1.0);
    // Half a standard deviation: 63 in each arm; 50 % against 60 %: 385 (normal approximation, no pooling).
    let half = Outcome::Mean { difference: 0.5, sd: 1.0 };
    let share = Outcome::Share { without: 0.5, with: 0.6 };
    assert_eq!((half.per_arm(&rules).ceil(), share.per_arm(&rules).ceil()), (63.0, 385.0));
    // What n units detect is what n units are needed for.
    assert!((half.detectable(half.per_arm(&rules), &rules) - 0.5).abs() < 1e-12);
    // Ten at a time, alike by 0.05: 1.45 times as many.
    (rules.cluster_size, rules.icc) = (10.0, 0.05);
    assert!((rules.design_effect() - 1.45).abs() < 1e-12);
    assert_eq!(Outcome::Mean { difference: 0.0, sd: 1.0 }.per_arm(&rules), f64::INFINITY);
}

#[test]
fn a_pilot_has_arms_a_monitoring_sheet_and_a_design_to_copy() {
    let s = named("collective-learning-first");
    let plan = &s.plans[0];
    let cell = basis().inputs.cell(&plan.place, &plan.sector).unwrap();
    let lever = LeverId::new("non_accredited_courses");
    let arms = evaluate::arms(basis(), &s, plan, &cell, std::slice::from_ref(&lever), &basis().evaluation);
    assert!(!arms.is_empty() && arms.iter().all(|a| a.lever == lever));
    let designs: Vec<_> = arms.iter().filter_map(|a| a.design.ok()).collect();
    assert!(designs.iter().all(|d| d.per_arm > 1.0 && d.years_to_enrol > 0.0 && d.detectable > 0.0), "{designs:?}");
    let pilot = evaluate::pilot(&s, 0, std::slice::from_ref(&lever));
    assert_eq!(pilot.plans[0].on().count(), 1);
    let draws = Draws::make(basis(), &DrawKey::of(&pilot, 320));
    let shown = project(basis(), &pilot, &draws, &AtomicBool::new(false)).unwrap();
    let rules = &basis().evaluation;
    let sheets = report::weigh::evaluate::sheets(basis(), &pilot, (&arms, rules), &shown, std::slice::from_ref(&lever));
    well_said(&sheets);
    assert!(sheets[1].columns.iter().any(|c| c.contains("year 10")) && !sheets[2].rows.is_empty());
    let whole = LeverId::new("place_marketing");
    let mut marketing = s.clone();
    marketing.plans[0].levers.insert(whole.clone(), s.whole_horizon(1.0));
    let arms = evaluate::arms(basis(), &s, &marketing.plans[0], &cell, &[whole], rules);
    assert!(
        arms.iter().all(|a| a.design.is_err_and(|w| w == NoDesign::WholePlace || w == NoDesign::NoEffect)),
        "{arms:?}"
    );
}

#[test]
fn effects_per_unit_have_a_design_too() {
    let mut s = named("collective-learning-first");
    let levers = ["graduate_placements", "conditional_collaboration"].map(LeverId::new);
    for lever in &levers {
        let setting = s.whole_horizon(1.0);
        s.plans[0].levers.insert(lever.clone(), setting);
    }
    let cell = basis().inputs.cell(&s.plans[0].place, &s.plans[0].sector).unwrap();
    let rules = &basis().evaluation;
    let arms = evaluate::arms(basis(), &s, &s.plans[0], &cell, &levers, rules);
    let of = |id: &str| {
        let row = basis().model.channels.iter().position(|c| c.id.as_str() == id).unwrap();
        arms.iter().find(|a| a.row == row).unwrap().design.unwrap()
    };
    // People per placement: a share about a half.
    let Outcome::Share { without, with } = of("graduate_placements.skills").outcome else { panic!("{arms:?}") };
    assert!(close(without + with, 1.0) && with > without);
    // Jobs per award: as uneven as projects are, so that the size does not hang on the effect.
    let jobs = of("conditional_collaboration.jobs");
    let cv = basis().model.judgements.lumpiness_cv;
    let z = 1.959_963_984_540_054 + 0.841_621_233_572_914;
    assert_eq!(jobs.per_arm, (2.0 * z * z * cv * cv / (1.0 - rules.attrition)).ceil());
    let pilot = evaluate::pilot(&s, 0, &levers);
    let draws = Draws::make(basis(), &DrawKey::of(&pilot, 160));
    let shown = project(basis(), &pilot, &draws, &AtomicBool::new(false)).unwrap();
    let sheets = report::weigh::evaluate::sheets(basis(), &pilot, (&arms, rules), &shown, &levers);
    // The designs to copy are told in the words of the studies.
    well_said(&sheets[..2]);
    let text = sheets[0].as_text();
    assert!(text.contains("jobs per award") && text.contains("about a half"), "{text}");
}

#[test]
fn the_red_team_tells_the_story_that_the_stress_test_tells() {
    let s = named("collective-learning-first");
    let whole = watched(|w| stress(basis(), &[&s], Yardstick::Npsv, None, (160, 160), w));
    let red = watched(|w| red_team(basis(), &s, Yardstick::Npsv, 160, w));
    assert_eq!(whole.red, std::slice::from_ref(&red));
    let sheets = report::weigh::red::sheets(basis(), &s, Yardstick::Npsv, (&red, 160));
    well_said(&sheets);
    let text = sheets[0].as_text();
    assert!(text.contains("Suppose: ") && text.contains("behind no new policy"), "{text}");
}

fn limits(budget: f64) -> Limits {
    Limits { budget, locked: Vec::new(), most: 3, least: 0.1, gap: None, tries: 24 }
}

#[test]
fn a_search_keeps_its_limits_and_gives_the_same_mixes_again() {
    let mut s = named("collective-learning-first");
    s.draws = 1_280;
    let run =
        |limits: Limits, aim: Aim| watched(|w| Seeker::new(basis(), &s, Yardstick::Npsv, limits)?.mixes(aim, 1_280, w));
    let found = run(limits(4.0), Aim::Median);
    assert_eq!(found, run(limits(4.0), Aim::Median), "reproducible by its seed");
    assert!(!found.found.is_empty());
    for f in &found.found {
        let money: f64 = f.mix.amounts.iter().map(|(_, a)| a).sum();
        assert!(money <= 4.0 + 1e-9 && f.mix.amounts.len() <= 3, "{f:?}");
        assert!(f.mix.amounts.iter().all(|(_, a)| *a >= 0.1) && f.regret >= 0.0, "{f:?}");
    }
    assert!(found.found.windows(2).all(|f| f[0].range[1] >= f[1].range[1]), "best middle first");
    let lock = LeverId::new("work_organisation");
    let found = run(Limits { locked: vec![lock.clone()], ..limits(4.0) }, Aim::WorstTenth);
    for f in &found.found {
        assert!(f.mix.amounts.iter().all(|(id, _)| *id != lock) && f.mix.amounts.len() <= 2);
        assert!(f.mix.amounts.iter().map(|(_, a)| a).sum::<f64>() <= 3.5 + 1e-9, "the locked lever takes £0.5m");
    }
    // A floor that nothing keeps leaves no mix, and the sheet says so.
    let none = run(Limits { gap: Some(1.0), ..limits(4.0) }, Aim::Median);
    let sheet = report::weigh::seek::mixes(basis(), &s, (Yardstick::Npsv, Aim::Median, 4.0), &none);
    assert!(none.found.is_empty() && sheet.as_text().contains("No mix within the limits"));
    well_said(&[report::weigh::seek::mixes(basis(), &s, (Yardstick::Npsv, Aim::WorstTenth, 4.0), &found)]);
}

#[test]
fn a_level_is_reached_for_less_money_or_said_to_be_out_of_reach() {
    let s = named("collective-learning-first");
    let run = |level: f64| {
        let asked = (Indicator::TrainedWorkforce, level, 0.5);
        let limits = Limits { tries: 56, most: 19, ..limits(f64::INFINITY) };
        (asked, watched(|w| Seeker::new(basis(), &s, Yardstick::Npsv, limits)?.reach(asked, w)))
    };
    let (asked, near) = run(0.2);
    assert!(near.reached && near.chance >= 0.5 && near.budget > 0.0 && near.middle >= 0.2, "{near:?}");
    let (more, far) = run(1000.0);
    assert!(!far.reached && far.most == 0.0, "{far:?}");
    let say = |asked, found| report::weigh::seek::reach(basis(), &s, asked, found);
    well_said(&[say(asked, &near)]);
    assert!(say(more, &far).as_text().contains("Out of reach within what studies have tested"));
}

#[test]
fn sharing_out_keeps_the_money_and_strength_widens_the_gap() {
    let s = named("innovation-for-all");
    let found = watched(|w| allocate(basis(), &s, 320, w));
    assert_eq!((found.points.len(), found.places), (6, 12));
    let money: f64 = found.levers.iter().map(|(_, a)| a).sum();
    let own: f64 = s.plans.iter().flat_map(|p| p.levers.values()).map(|l| l.amount).sum();
    assert!(close(money, own));
    let gap = |shared: Shared| found.points.iter().find(|p| p.shared == shared).unwrap().changes[0].p50;
    assert!(gap(Shared::By(1.0)) > gap(Shared::By(0.0)), "{:?}", found.points);
    for point in &found.points {
        let [total, between, within, ..] = point.changes.map(|q| q.p50);
        assert!(total.is_finite() && between.is_finite() && within.is_finite() && (0.0..=1.0).contains(&point.narrows));
    }
    assert!(close(found.before.between + found.before.within, found.before.theil) && found.before.fifths > 1.0);
    assert!(found.points.iter().any(|p| !p.beaten), "somebody is on the line");
    well_said(&report::weigh::allocate::sheets(basis(), &s, &found));
    let off = named("no-new-policy");
    let refused = Watch { cancel: &AtomicBool::new(false), progress: &|_| {} };
    assert!(matches!(allocate(basis(), &off, 160, &refused), Err(Stopped::Refused(_))));
}

#[test]
fn stopped_work_says_so() {
    let s = named("collective-learning-first");
    let w = Watch { cancel: &AtomicBool::new(true), progress: &|_| {} };
    assert_eq!(stress(basis(), &[&s], Yardstick::Npsv, None, (160, 160), &w), Err(Stopped::Cancelled));
    assert_eq!(appraise(basis(), &s, 1, &w), Err(Stopped::Cancelled));
    assert_eq!(allocate(basis(), &s, 160, &w), Err(Stopped::Cancelled));
    let mut seeker = Seeker::new(basis(), &s, Yardstick::Npsv, limits(4.0)).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(seeker.mixes(Aim::Median, 160, &w), Err(Stopped::Cancelled));
}
