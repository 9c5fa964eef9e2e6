//! Why an indicator moves: parts that sum, axes that hold what is on them, and no sure picture where no study reaches.

use std::collections::BTreeMap;

use proptest::prelude::*;
use tiller::evidence::{AreaCode, LeverId, Place, SectorId};
use tiller::insight::applies::{Fit, NoReach, dose, no_reach, origins};
use tiller::insight::attribution::Contribution;
use tiller::insight::findings::{behind, forest};
use tiller::insight::paths::{Step, steps};
use tiller::insight::waterfall;
use tiller::model::{Cell, Grade, Indicator};
use tiller::report::why::{self, Contributions, NO_USABLE, Part, Subject};
use tiller::report::wording;
use tiller::scenario::{Plan, Scenario, Setting};
use tiller::tui::app::{Effect, Overlay, Seen, State, Why, WhyPart};
use tiller::tui::{ColorChoice, GlyphChoice, ThemeChoice};

use crate::desk::{act, answer, basis, dark, draw, look, press, scenario, state, styled, text};

const SEEN: Seen = Seen { columns: 2, cards: 4, rows: 10 };

/// A plan with one lever at its smallest step, or at `amount`.
fn with(lever: &str, amount: Option<f64>) -> Scenario {
    let basis = basis();
    let id = LeverId::new(lever);
    let row = basis.model.lever(&id).unwrap();
    let mut s = Scenario::empty(Place::Area(AreaCode::new("E12000005")), SectorId::new("advanced_manufacturing"));
    let setting = Setting { amount: amount.unwrap_or(row.step), from: s.start, to: s.last_year(), partner: None };
    s.plans[0].levers.insert(id, setting);
    s
}

fn cell(plan: &Plan) -> Cell {
    basis().inputs.cell(&plan.place, &plan.sector).unwrap()
}

fn all_steps() -> Vec<Step> {
    let model = &basis().model;
    let channels = (0..model.channels.len()).map(Step::Channel);
    channels.chain((0..model.links.len()).map(Step::Link)).chain((0..model.pairs.len()).map(Step::Pair)).collect()
}

proptest! {
    #[test]
    fn a_waterfall_ends_at_the_sum_and_has_no_gap(parts in proptest::collection::vec(-1e3_f64..1e3, 1..12)) {
        let bars = waterfall::bars(&parts);
        let sum: f64 = parts.iter().sum();
        prop_assert!((bars.last().unwrap().to - sum).abs() < 1e-9);
        prop_assert_eq!(bars[0].from, 0.0);
        let (lo, hi) = waterfall::ends(&bars);
        for pair in bars.windows(2) {
            prop_assert_eq!(pair[0].to, pair[1].from);
        }
        for bar in &bars {
            prop_assert!(lo <= bar.from.min(bar.to) && bar.from.max(bar.to) <= hi);
            prop_assert!((bar.to - bar.from - parts[bar.part]).abs() < 1e-9);
        }
    }

    #[test]
    fn printed_shares_sum_to_the_printed_total_or_say_that_they_are_rounded(shares in proptest::collection::vec(-9.0_f64..9.0, 1..9)) {
        let total: f64 = shares.iter().sum();
        let part = |s: &f64| tiller::insight::share_out::Part { shapley: *s, ..Default::default() };
        let parts = shares.iter().map(|s| Contribution { lever: LeverId::new("peer_learning"), part: part(s) }).collect();
        let found = Contributions { year: 2041, parts, total };
        let unit = tiller::report::words::Unit::Points;
        let decimals = found.decimals(unit);
        let rounded = |x: f64| tiller::report::words::round_to(x, decimals);
        let printed: f64 = shares.iter().map(|s| rounded(*s)).sum();
        let same = (printed - rounded(total)).abs() < 0.5 * libm::pow(10.0, -f64::from(decimals));
        prop_assert_eq!(found.caption(unit).contains("rounded"), !same);
    }
}

#[test]
fn every_axis_holds_everything_that_is_drawn_on_it() {
    let basis = basis();
    let mut drawn = 0;
    for step in all_steps() {
        let forest = forest(&basis, step);
        assert_eq!(forest.count(), behind(&basis, step).len(), "{step:?}: a finding is lost");
        for panel in &forest.panels {
            let (lo, hi) = panel.ends();
            assert!(lo < hi && lo <= 0.0 && hi >= 0.0, "{step:?}");
            for point in &panel.points {
                drawn += 1;
                let interval = point.interval.as_ref().map_or([point.value; 2], |i| [i.lo, i.hi]);
                assert!([point.value, interval[0], interval[1]].iter().all(|x| (lo..=hi).contains(x)), "{step:?}");
                assert_eq!(point.interval.is_some(), has_interval(point.effect), "{}", point.effect.id);
            }
            if let Some(band) = panel.band {
                assert!(lo <= band.p10 && band.p90 <= hi, "{step:?}");
            }
        }
    }
    assert!(drawn > 90, "{drawn} findings are drawn");
}

/// Whether the table prints an interval, read by hand.
fn has_interval(e: &tiller::evidence::Effect) -> bool {
    (e.range_low.is_some() && e.range_high.is_some()) || (e.estimate.is_some() && e.standard_error.is_some())
}

#[test]
fn what_no_study_measures_is_hatched_and_says_so() {
    let basis = basis();
    let plan = &scenario().plans[0];
    let cell = cell(plan);
    let subject =
        Subject { basis: &basis, plan, cell: Some(&cell), indicator: Indicator::GvaPerHour, places: 1, excluded: &[] };
    let mut hatched = 0;
    for step in all_steps() {
        let page = why::page(&subject, step);
        let text = why::page_text(&page);
        let is_hatched = page.iter().any(|p| matches!(p, Part::Hatched(..)));
        if let Step::Channel(row) = step {
            let none = basis.model.channels[row].pooled_from.is_empty();
            assert_eq!(is_hatched, none, "{}", basis.model.channels[row].id);
        }
        if is_hatched {
            hatched += 1;
            assert!(text.contains(NO_USABLE), "{text}");
            assert!(page.iter().any(|p| matches!(p, Part::Text(t, _) if t == wording::NO_EVIDENCE)), "{text}");
            assert!(!page.iter().any(|p| matches!(p, Part::Forest(_))), "no sure band beside a hatched one");
        }
    }
    assert!(hatched >= 7, "{hatched}");
    let accounting = basis.model.links.iter().position(|l| l.sources.iter().any(|s| s == "accounting")).unwrap();
    let page = why::page(&subject, Step::Link(accounting));
    assert!(!page.iter().any(|p| matches!(p, Part::Hatched(..))), "an identity needs no study");
}

#[test]
fn every_arrow_of_every_lever_is_drawn_at_every_size() {
    let basis = basis();
    let levers: Vec<String> = basis.model.levers.iter().map(|l| l.id.to_string()).collect();
    let ascii = look(ThemeChoice::Dark, GlyphChoice::Ascii, ColorChoice::Never);
    for lever in levers {
        let mut state = State::new(basis.clone(), with(&lever, None));
        answer(&mut state);
        for indicator in Indicator::ALL {
            let count = state.steps(*indicator).len();
            for step in 0..count.max(1) {
                state.overlays = vec![Overlay::Why(Why { part: WhyPart::Findings, step, ..Why::of(*indicator) })];
                // The small sizes differ only in how much is cut: every arrow at one, the first at all.
                let sizes = if step == 0 { vec![(60, 18), (80, 24), (120, 36), (200, 60)] } else { vec![(80, 24)] };
                for (width, height) in sizes {
                    let shown = text(&draw(&state, &ascii, width, height).0);
                    assert!(shown.is_ascii(), "{lever} {indicator}");
                    assert!(shown.contains("Why?"), "{shown}");
                }
            }
        }
    }
}

#[test]
fn a_dose_beyond_the_studies_hatches_the_chart_and_one_inside_does_not() {
    let basis = basis();
    let small = with("network_facilitation", None);
    let at = |s: &Scenario, grade| {
        no_reach(&basis, &s.plans[0], Some(&cell(&s.plans[0])), (Indicator::InnovationActive, grade))
    };
    assert_eq!(at(&small, Grade::C), None);
    assert_eq!(at(&small, Grade::E), Some(NoReach::GradeE));
    let large = with("network_facilitation", Some(40.0));
    assert_eq!(at(&large, Grade::C), Some(NoReach::Dose(String::from("Network facilitation"))));
    assert_eq!(at(&with("collaboration_condition", None), Grade::E), Some(NoReach::NoStudy));
    // A lever that does not lead to an indicator hatches nothing there.
    let cost = no_reach(&basis, &large.plans[0], Some(&cell(&large.plans[0])), (Indicator::PublicCostPv, Grade::E));
    assert_eq!(cost, None);

    for (s, hatched) in [(small, false), (large, true)] {
        let mut state = State::new(basis.clone(), s);
        answer(&mut state);
        press(&mut state, "Tab Right Right Right Right Enter", &SEEN);
        let indicator = state.indicator;
        assert_eq!(indicator, Indicator::BusinessRd);
        let shown = text(&draw(&state, &dark(), 80, 24).0);
        assert_eq!(shown.contains('╱') && shown.contains(NO_USABLE), hatched, "{shown}");
    }
}

#[test]
fn studies_are_counted_by_where_they_come_from() {
    let basis = basis();
    let plan = &scenario().plans[0];
    let effects: Vec<_> = ["P-E052", "P-E059", "P-E110", "P-E068", "P-E118"]
        .iter()
        .map(|id| basis.evidence.effect(id).unwrap())
        .collect();
    let from = origins(&basis, plan, &effects);
    assert_eq!((from.all, from.uk, from.here), (5, 3, 0));
    assert_eq!(from.abroad, BTreeMap::from([(String::from("Denmark"), 1), (String::from("India"), 1)]));
    assert_eq!(from.sectors.get(&SectorId::new("advanced_manufacturing")), Some(&2), "{from:?}");
    assert_eq!((from.place(), from.sector(&plan.sector)), (Fit::Near, Fit::Inside));
    assert_eq!(from.sector(&SectorId::new("retail")), Fit::Near);
    let abroad = origins(&basis, plan, &effects[3..4]);
    assert_eq!((abroad.place(), abroad.sector(&SectorId::new("retail"))), (Fit::Outside, Fit::Outside));
    assert_eq!(origins(&basis, plan, &[]).place(), Fit::Unknown);
}

#[test]
fn the_dose_is_the_share_reached_against_the_range_of_the_studies() {
    let basis = basis();
    let s = scenario();
    let plan = &s.plans[0];
    let cell = cell(plan);
    let row = basis.model.channels.iter().position(|c| c.id.as_str() == "skills_provision.skills").unwrap();
    let found = dose(&basis, plan, Some(&cell), Step::Channel(row)).unwrap();
    // £3m at £3,150 a learner over the registered jobs of the cell.
    let jobs = cell.get(tiller::model::Input::Workforce);
    assert!((found.here - 3e6 / 3150.0 / jobs).abs() < 1e-12, "{found:?}");
    assert_eq!((found.lo, found.hi, found.fit), (0.0, 0.03, Fit::Inside));
}

#[test]
fn every_arrow_of_a_plan_leads_somewhere() {
    let basis = basis();
    let plan = &scenario().plans[0];
    for indicator in Indicator::ALL {
        for step in steps(&basis.model, plan, *indicator) {
            if let Some(lever) = step.lever(&basis.model) {
                assert!(plan.levers.contains_key(lever), "{step:?} of a lever that is off");
            }
        }
    }
    let to_skills = steps(&basis.model, plan, Indicator::TrainedWorkforce);
    let titles: Vec<String> = to_skills.iter().map(|s| why::step_title(&basis, *s)).collect();
    assert_eq!(titles, ["Skills provision → Trained workforce"]);
    assert!(steps(&basis.model, plan, Indicator::PublicCostPv).is_empty());
}

#[test]
fn keys_lead_through_the_parts_and_back() {
    let layer = |s: &State| match s.overlays.last() {
        Some(Overlay::Why(w)) => format!("{} {:?} {} {}", w.indicator, w.part, w.step, w.scroll),
        Some(Overlay::Cite(c)) => format!("source {} of {}", c.at + 1, c.sources.len()),
        Some(_) => String::from("another layer"),
        None => String::from("none"),
    };
    for (keys, expected) in [
        ("", "innovation_active Chart 0 0"),
        ("Tab Tab Down Down Up", "innovation_active Path 1 0"),
        ("Tab Tab Down Enter Down PgDn", "innovation_active Findings 1 10"),
        ("Tab Tab Down Enter Enter", "innovation_active Path 1 0"),
        ("Tab Tab Down Right", "firms_collaborating Path 0 0"),
        ("Shift-Tab", "innovation_active Findings 0 0"),
        ("Tab Tab o", "source 1 of 7"),
        ("Tab Tab o Right Right Left", "source 2 of 7"),
        ("Tab Tab o Esc", "innovation_active Path 0 0"),
        ("Left", "innovation_active Chart 0 0"),
        ("Tab Tab o ? Esc Esc", "none"),
        ("q", "none"),
    ] {
        let mut state = state();
        press(&mut state, "Tab Enter", &SEEN);
        press(&mut state, keys, &SEEN);
        assert_eq!(layer(&state), expected, "after {keys}");
    }
}

#[test]
fn what_is_copied_is_what_has_the_keys() {
    let copied = |keys: &str| {
        let mut state = state();
        press(&mut state, "Tab Enter", &SEEN);
        press(&mut state, keys, &SEEN).into_iter().find_map(|e| if let Effect::Copy(t) = e { Some(t) } else { None })
    };
    assert!(copied("y").unwrap().contains("Innovation-active firms"));
    let levers = copied("Tab y").unwrap();
    assert!(levers.contains("together") && levers.contains(wording::MEAN_LABEL), "{levers}");
    assert!(copied("Tab Tab y").unwrap().contains("Firms collaborating"));
    assert!(copied("Tab Tab Enter y").unwrap().contains("DOES IT APPLY HERE?"));
    let source = copied("Tab Tab o y").unwrap();
    assert!(
        source.contains("address: http") && source.contains("licence:") && source.contains("finding: "),
        "{source}"
    );
}

#[test]
fn why_at_three_sizes() {
    for (width, height) in [(80, 24), (120, 36), (200, 60)] {
        let mut state = state();
        press(&mut state, "Tab Enter Tab Tab Down", &SEEN);
        let (buffer, _) = draw(&state, &dark(), width, height);
        let shown = if width == 120 { styled(&buffer) } else { text(&buffer) };
        insta::assert_snapshot!(format!("why_path_{width}x{height}"), shown);
    }
    let mut state = state();
    for (name, keys) in [("levers", "Tab Enter Tab"), ("evidence", "Tab Enter"), ("source", "o")] {
        press(&mut state, keys, &SEEN);
        insta::assert_snapshot!(format!("why_{name}_80x24"), text(&draw(&state, &dark(), 80, 24).0));
    }
}

#[test]
fn an_arrow_is_chosen_by_the_pointer() {
    let mut state = state();
    press(&mut state, "Tab Enter", &SEEN);
    let (_, hits) = draw(&state, &dark(), 120, 36);
    let target = |n| tiller::tui::app::Target::Row(n);
    let seen = (0..36).flat_map(|y| (0..120).map(move |x| (x, y))).any(|(x, y)| hits.at(x, y) == Some(target(2)));
    assert!(seen, "the third arrow lies under the pointer somewhere");
    act(&mut state, tiller::tui::app::Action::Click(target(2)), &SEEN);
    assert!(matches!(state.overlays.last(), Some(Overlay::Why(w)) if w.step == 2 && w.part == WhyPart::Path));
}
