//! Explore: folding, aims, presets, plans, the last change, twenty dots, history, pairs in words.

use std::sync::Arc;

use tiller::evidence::{AreaCode, LeverId, Place, SectorId};
use tiller::insight::observed::observed;
use tiller::model::{Indicator, LeverGroup, dose};
use tiller::scenario::{Aim, Plan, Scenario, differences};
use tiller::tui::app::entries::entries;
use tiller::tui::app::presets::presets;
use tiller::tui::app::{Action, Effect, Face, Overlay, Picture, Seen, State, Target, Together};
use tiller::tui::{ColorChoice, GlyphChoice, ThemeChoice};

use crate::desk::{act, answer, basis, dark, draw, look, press, scenario, state, styled, text};

const SEEN: Seen = Seen { columns: 2, cards: 4, rows: 10 };

fn screen(state: &State, width: u16, height: u16) -> String {
    text(&draw(state, &dark(), width, height).0)
}

fn place(code: &str) -> Place {
    Place::Area(AreaCode::new(code))
}

/// All sectors of the West Midlands: what has a history.
fn with_history() -> State {
    let mut s = scenario();
    s.plans[0].sector = SectorId::all();
    let mut state = State::new(basis(), s);
    answer(&mut state);
    state
}

#[test]
fn what_this_is_not_is_never_cut_away() {
    let mut state = state();
    for switch in ["", ": c r i t i c a l Enter"] {
        press(&mut state, switch, &SEEN);
        for (width, height) in [(60, 18), (72, 20), (80, 24), (100, 30), (120, 36), (200, 60)] {
            let shown = screen(&state, width, height);
            let head: Vec<&str> = shown.lines().take(3).collect();
            assert!(head.join("\n").contains("Not a forecast."), "{width}×{height}\n{shown}");
            if width >= 80 && switch.is_empty() {
                assert!(head[2].contains("compared with doing nothing new."), "{width}×{height}\n{shown}");
            }
        }
    }
}

#[test]
fn small_screens_keep_two_whole_cards_and_large_ones_show_all() {
    let small = screen(&state(), 80, 24);
    assert_eq!(small.matches("14 of 20 above").count(), 2, "{small}");
    assert_eq!(small.matches("1 in 5 futures lie outside").count(), 2, "{small}");
    let large = screen(&state(), 200, 60);
    for indicator in ["Innovation-active", "Net additional GVA", "Gap between places"] {
        assert!(large.contains(indicator), "{indicator}\n{large}");
    }
}

#[test]
fn a_folded_group_is_one_line_that_says_what_it_hides() {
    let mut state = state();
    press(&mut state, "z", &SEEN);
    assert!(state.folded.contains(&LeverGroup::Learning) && state.on_heading());
    let shown = screen(&state, 120, 36);
    assert!(shown.contains("+ LEARNING") && shown.contains("1 on, £3.0m/yr"), "{shown}");
    assert!(!shown.contains("Careers guidance"), "{shown}");
    // The heading takes no steps of a lever, and is one stop on the way down.
    assert!(press(&mut state, "Right", &SEEN).is_empty());
    assert!(state.notice.as_deref().is_some_and(|n| n.contains("z opens it")), "{:?}", state.notice);
    press(&mut state, "Down", &SEEN);
    assert_eq!(state.selected_lever().unwrap().group, LeverGroup::Networks);
    press(&mut state, "Up z", &SEEN);
    assert!(state.folded.is_empty() && screen(&state, 120, 36).contains("Careers guidance"));
    act(&mut state, Action::Click(Target::Group(LeverGroup::Governance)), &SEEN);
    assert!(state.folded.contains(&LeverGroup::Governance));
    assert_eq!(state.selected_lever().unwrap().group, LeverGroup::Learning, "a click elsewhere moves no selection");
}

#[test]
fn a_group_is_turned_off_in_one_step() {
    let mut state = state();
    press(&mut state, "Down Right G", &SEEN);
    let on: Vec<&str> = state.plan().on().map(|(id, _)| id.as_str()).collect();
    assert_eq!(on, ["network_facilitation"], "only the group of the selected lever");
    press(&mut state, "u", &SEEN);
    assert_eq!(state.plan().on().count(), 3);
}

#[test]
fn a_budget_is_typed_and_being_over_it_is_said() {
    let mut state = state();
    let effects = press(&mut state, "B 5 Enter", &SEEN);
    assert_eq!(state.scenario.budget, Some(5.0));
    assert!(!effects.iter().any(|e| matches!(e, Effect::Project { .. })), "a budget changes no figure: {effects:?}");
    assert!(effects.iter().any(|e| matches!(e, Effect::Autosave(_))), "{effects:?}");
    assert!(screen(&state, 120, 36).contains("£4.0m of £5m/yr"), "{}", screen(&state, 120, 36));
    press(&mut state, "Shift-Right", &SEEN);
    for (width, height) in [(80, 24), (120, 36)] {
        let shown = screen(&state, width, height);
        assert!(shown.contains("£9.0m of £5m/yr: over by £4.0m"), "{shown}");
    }
    press(&mut state, "u u", &SEEN);
    assert_eq!(state.scenario.budget, None);
    press(&mut state, "B 0 Enter", &SEEN);
    assert!(matches!(state.overlays.last(), Some(Overlay::Aim(_, f)) if f.problem.is_some()));
}

#[test]
fn a_target_counts_futures_that_reach_it() {
    let mut state = state();
    press(&mut state, "Tab T 4 0 . 1 % Enter", &SEEN);
    let aim = Aim { plan: 1, indicator: Indicator::InnovationActive, level: 40.1 };
    assert_eq!(state.scenario.targets, [aim]);
    let outcome = state.outcome().unwrap().indicator(Indicator::InnovationActive);
    let reached = outcome.level_futures.iter().filter(|f| **f >= 40.1).count();
    assert!((1..20).contains(&reached));
    assert_eq!(state.reaching(outcome), u32::try_from(reached).ok());
    let words = format!("at least 40.1 %: in {reached} of 20");
    assert!(screen(&state, 120, 36).contains(&words), "{words}\n{}", screen(&state, 120, 36));
    // The line stands in the chart of the level, where the target has a meaning, and not in that of the effect.
    assert!(!screen(&state, 120, 36).contains("━ target"), "{}", screen(&state, 120, 36));
    press(&mut state, "d", &SEEN);
    assert!(screen(&state, 120, 36).contains("━ target"), "{}", screen(&state, 120, 36));
    press(&mut state, "T Ctrl-U Enter", &SEEN);
    assert!(state.scenario.targets.is_empty());
    press(&mut state, "T 4 1 Enter p w a l e s Enter", &SEEN);
    assert!(state.scenario.targets.is_empty(), "a level aimed at elsewhere says nothing here");
    assert!(state.notice.as_deref().is_some_and(|n| n.contains("1 target was left behind")), "{:?}", state.notice);
}

#[test]
fn an_effect_without_a_level_is_aimed_at_by_its_change() {
    let mut state = state();
    state.indicator = Indicator::NetJobs;
    press(&mut state, "T 1 0 0 Enter", &SEEN);
    let outcome = state.outcome().unwrap().indicator(Indicator::NetJobs);
    let reached = outcome.futures.iter().filter(|f| **f >= 100.0).count();
    assert_eq!(state.reaching(outcome), u32::try_from(reached).ok());
    state.indicator = Indicator::PublicCostPv;
    press(&mut state, "T", &SEEN);
    assert!(state.overlays.is_empty() && state.notice.as_deref().is_some_and(|n| n.contains("budget")));
}

#[test]
fn targets_of_one_place_may_be_typed_as_shares() {
    let mut state = state();
    state.indicator = Indicator::Gap;
    press(&mut state, "T 8 5 Enter", &SEEN);
    assert!((state.target(Indicator::Gap).unwrap() - 0.85).abs() < 1e-12);
    assert_eq!(state.target_said(Indicator::Gap).as_deref(), Some("at least 85 % of UK"));
}

#[test]
fn one_key_shows_twenty_dots_for_every_indicator() {
    let mut state = state();
    press(&mut state, "f", &SEEN);
    assert_eq!(state.picture, Picture::Dots);
    let shown = screen(&state, 120, 36);
    let dots = shown.lines().skip(3).take(24).flat_map(str::chars).filter(|c| matches!(c, '●' | '○')).count();
    assert_eq!(dots, 4 * 20, "four cards of twenty\n{shown}");
    assert_eq!(shown.matches("14 of 20 above").count(), 4, "the counts stay\n{shown}");
    press(&mut state, "d", &SEEN);
    let level = screen(&state, 120, 36);
    let dots = level.lines().skip(3).take(24).flat_map(str::chars).filter(|c| *c == '●').count();
    assert!(dots >= 3 * 20, "levels are neither above nor below\n{level}");
    press(&mut state, "f", &SEEN);
    assert_eq!(state.picture, Picture::Fan);
}

#[test]
fn the_last_change_is_told_and_turned_without_undoing() {
    let mut state = state();
    press(&mut state, "r", &SEEN);
    assert!(state.overlays.is_empty(), "nothing was changed yet");
    press(&mut state, "Right", &SEEN);
    let before = Arc::clone(&state.scenario);
    press(&mut state, "r", &SEEN);
    let shown = screen(&state, 120, 36);
    assert!(shown.contains("Skills provision: £3m a year, 2027–2041 → £4m a year"), "{shown}");
    assert!(shown.contains("Moved most: ") && shown.contains("→ −0.2 … +1.8 pp"), "{shown}");
    press(&mut state, "b", &SEEN);
    assert_eq!((state.face, state.overlays.len()), (Face::Before, 0));
    assert!(screen(&state, 120, 36).contains("before the last change: b goes back"));
    assert!(screen(&state, 120, 36).contains("−0.2 … +1.4 pp, middle 0.3"));
    press(&mut state, "b", &SEEN);
    assert!(screen(&state, 120, 36).contains("−0.2 … +1.8 pp"), "{}", screen(&state, 120, 36));
    assert!(Arc::ptr_eq(&before, &state.scenario), "turning is no change");
    press(&mut state, "b Right", &SEEN);
    assert_eq!(state.face, Face::Now, "a change shows what follows from it");
}

#[test]
fn a_budget_is_not_the_last_change_of_figures() {
    let mut state = state();
    press(&mut state, "Right B 9 Enter", &SEEN);
    assert!(state.last_change().iter().any(|c| c.starts_with("Skills provision")), "{:?}", state.last_change());
}

#[test]
fn presets_keep_their_promise() {
    let mut state = state();
    let all = presets(&state);
    assert!(all.len() > 12, "{}", all.len());
    let example = all.iter().find(|p| p.title == "Qualifications only" && p.heading.starts_with("Worked")).unwrap();
    // Home of the example: the same reach is the same money.
    assert!((example.levers[&LeverId::new("skills_provision")].amount - 3.6).abs() < 1e-9);
    let equal: Vec<f64> = all
        .iter()
        .filter(|p| p.heading == "At equal cost")
        .map(|p| p.levers.values().map(|s| s.amount).sum::<f64>())
        .collect();
    assert_eq!(equal.len(), 2);
    assert!(equal.iter().all(|m| (m - 4.0).abs() < 1e-4), "what the plan costs now: {equal:?}");

    press(&mut state, "p w a l e s Enter", &SEEN);
    let there = presets(&state);
    let moved = there.iter().find(|p| p.title == "Qualifications only" && p.heading.starts_with("Worked")).unwrap();
    let basis = basis();
    let lever = basis.model.lever(&LeverId::new("skills_provision")).unwrap();
    let home = basis.inputs.cell(&place("E12000005"), &SectorId::new("advanced_manufacturing")).unwrap();
    let share = dose::annual_share(lever, &home, 3.6);
    let here = dose::annual_share(lever, state.cell.as_ref().unwrap(), moved.levers[&lever.id].amount);
    assert!((here / share - 1.0).abs() < 0.06, "two figures of the same reach: {share} {here}");
}

#[test]
fn every_preset_can_be_set_and_taken_back_in_one_step() {
    let mut state = state();
    let count = presets(&state).len();
    for n in 0..count {
        let before = Arc::clone(&state.scenario);
        press(&mut state, "n", &SEEN);
        let overlay = state.overlays.last().unwrap().clone();
        let title = entries(&state, &overlay)[n].title.clone();
        act(&mut state, Action::Click(Target::Row(n)), &SEEN);
        assert!(state.overlays.is_empty(), "{title}");
        let problems = tiller::scenario::check::problems(&state.scenario, &state.basis);
        assert!(problems.is_empty(), "{title}: {problems:?}");
        if state.scenario != before {
            press(&mut state, "u", &SEEN);
        }
        assert_eq!(state.scenario, before, "{title}");
    }
}

#[test]
fn plans_are_stepped_through_and_edited_each() {
    let mut s: Scenario = scenario();
    let second = Plan { place: place("W92000004"), sector: SectorId::all(), levers: std::collections::BTreeMap::new() };
    s.plans.push(second);
    let mut state = State::new(basis(), s);
    answer(&mut state);
    assert!(screen(&state, 120, 36).contains("plan 1 of 2"));
    press(&mut state, ")", &SEEN);
    let shown = screen(&state, 120, 36);
    assert!(shown.contains("plan 2 of 2") && shown.contains("Wales"), "{shown}");
    press(&mut state, ") Right", &SEEN);
    assert_eq!(state.scenario.plans[1].levers.len(), 1, "the plan shown is the one that is set");
    assert!((state.scenario.plans[0].levers[&LeverId::new("skills_provision")].amount - 3.0).abs() < 1e-12);
    press(&mut state, "(", &SEEN);
    assert_eq!(state.plan().place, place("E12000005"));
    press(&mut state, "B 2 0 Enter", &SEEN);
    assert!(screen(&state, 120, 36).contains("of £20m/yr, all plans"), "{}", screen(&state, 120, 36));
}

#[test]
fn history_is_drawn_where_its_unit_is_that_of_the_level() {
    let basis = basis();
    let (here, all) = (place("E12000005"), SectorId::all());
    let output = observed(&basis, &here, &all, Indicator::GvaPerHour).unwrap();
    assert_eq!((output.points.first().unwrap().0, output.points.last().unwrap().0), (2004, 2023));
    // £36.02 in 2023, at prices of 2024: 36.02 × 100 / 96.2507.
    assert!((output.points.last().unwrap().1 - 37.423).abs() < 0.001, "{:?}", output.points.last());
    let firms = observed(&basis, &here, &all, Indicator::InnovationActive).unwrap();
    assert_eq!((firms.points.len(), firms.break_at), (7, Some(2018)));
    for other in [Indicator::BusinessRd, Indicator::RdIntensity, Indicator::NetJobs, Indicator::Gap] {
        assert!(observed(&basis, &here, &all, other).is_err(), "{other}");
    }
    let sector = SectorId::new("retail");
    assert_eq!(observed(&basis, &here, &sector, Indicator::GvaPerHour), Err("history of all sectors only"));
    let group = Place::parse("E12000005+E12000004").unwrap();
    assert!(observed(&basis, &group, &all, Indicator::GvaPerHour).is_err());
}

#[test]
fn history_joins_the_baseline_in_the_chart_of_the_level_only() {
    let mut state = with_history();
    let effects = press(&mut state, "d", &SEEN);
    assert_eq!(effects.iter().filter(|e| matches!(e, Effect::Work(_))).count(), 1, "{effects:?}");
    let shown = screen(&state, 120, 36);
    assert!(
        shown.contains("observed 2008–2020, new basis from 2018") || shown.contains("observed 2008–2020"),
        "{shown}"
    );
    insta::assert_snapshot!("explore_history_120x36", shown);
    assert!(press(&mut state, "d d", &SEEN).is_empty(), "it is asked for once");
    press(&mut state, "d", &SEEN);
    assert!(!screen(&state, 120, 36).contains("observed"), "an effect has no history");
}

#[test]
fn pairs_are_said_and_marked() {
    let mut state = state();
    let skills = LeverId::new("skills_provision");
    let said = state.pairs_said(&skills).unwrap();
    assert!(said.contains("Work organisation (grade D): off") && said.contains("ecosystem structure"), "{said}");
    assert_eq!(state.together(&skills), None, "no partner is on");
    press(&mut state, "Down Down Right", &SEEN);
    assert_eq!(state.together(&skills), Some(Together::Better));
    assert!(state.pairs_said(&skills).unwrap().starts_with("Works better with Work organisation (grade D): on"));
    assert!(screen(&state, 120, 36).contains("Skills provision          +"), "{}", screen(&state, 120, 36));
    let peers = LeverId::new("peer_learning");
    let said = state.pairs_said(&peers).unwrap();
    assert!(said.starts_with("Partly does the same as Leadership and management (grade C): off"), "{said}");
}

#[test]
fn aims_are_part_of_the_differences() {
    let a = scenario();
    let mut b = a.clone();
    b.budget = Some(12.5);
    b.targets.push(Aim { plan: 1, indicator: Indicator::BusinessRd, level: 700.0 });
    let said: Vec<String> = differences(&basis(), &a, &b).iter().map(ToString::to_string).collect();
    assert_eq!(said, ["Budget: none → £12.5m a year", "Target: Business R&D: none → 700"]);
}

#[test]
fn layers_of_explore() {
    for (name, keys) in [
        ("replay", "Right r"),
        ("presets", "n"),
        ("target", "Tab T"),
        ("folded", "z"),
        ("dots", "f"),
        ("over", "B 3 Enter"),
    ] {
        let mut state = state();
        press(&mut state, keys, &SEEN);
        insta::assert_snapshot!(format!("explore_{name}"), screen(&state, 120, 36));
    }
    let mut state = with_history();
    press(&mut state, "d T 4 1 Enter f", &SEEN);
    insta::assert_snapshot!("explore_level_dots_80x24", styled(&draw(&state, &dark(), 80, 24).0));
}

#[test]
fn ascii_has_no_other_characters() {
    let look = look(ThemeChoice::Dark, GlyphChoice::Ascii, ColorChoice::Never);
    for keys in ["d T 4 1 Enter", "f", "z", "Right r", "n", "B 1 Enter", "Down Down Right"] {
        let mut state = with_history();
        press(&mut state, keys, &SEEN);
        for (width, height) in [(60, 18), (80, 24), (200, 60)] {
            let shown = text(&draw(&state, &look, width, height).0);
            assert!(shown.is_ascii(), "{keys} at {width}×{height}\n{shown}");
        }
    }
}
