//! Scenarios side by side: laws of the comparison, the screen, and its twin on the command line.

use std::sync::Arc;

use tiller::evidence::load::SCENARIOS;
use tiller::evidence::{AreaCode, LeverId, Place};
use tiller::insight::compare::{Comparison, Measure, Row, Rule, Why, measures};
use tiller::model::{Direction, Indicator};
use tiller::report::compare as words;
use tiller::report::wording::unused_words_in;
use tiller::scenario::diff::contrast;
use tiller::scenario::{Scenario, document};
use tiller::tui::app::compare::View;
use tiller::tui::app::{Action, Effect, Job, Listed, Origin, Overlay, Screen, Seen, State, Target};
use tiller::tui::{ColorChoice, GlyphChoice, ThemeChoice};

use crate::desk::{act, basis, compared, dark, draw, look, press, scenario, state, styled, text};

const SEEN: Seen = Seen { columns: 2, cards: 4, rows: 10 };

fn built_in(name: &str) -> Arc<Scenario> {
    let (_, source) = SCENARIOS.iter().find(|(known, _)| *known == name).unwrap();
    Arc::new(document::read(name, source, &basis()).map_err(|f| f.to_string()).unwrap().scenario)
}

fn run(scenarios: &[Arc<Scenario>]) -> Comparison {
    compared(&basis(), scenarios)
}

fn row(comparison: &Comparison, measure: Measure) -> &Row {
    comparison.rows.iter().find(|r| r.measure == measure).unwrap()
}

fn counts_add_up(comparison: &Comparison) {
    for row in &comparison.rows {
        for (a, b) in [(1, 2), (1, 0), (2, 0)] {
            if let Some(Ok(pair)) = row.pair(a, b) {
                let c = words::counts(&pair);
                assert_eq!(c.above + c.same + c.below, 20, "{:?}", row.measure);
            }
        }
    }
}

#[test]
fn a_scenario_against_itself_is_the_same_in_all_twenty() {
    let a = Arc::new(scenario());
    let found = run(&[Arc::clone(&a), a]);
    for row in &found.rows {
        if let Some(Ok(pair)) = row.pair(1, 2) {
            assert_eq!((pair.higher, pair.lower), (0.0, 0.0), "{:?}", row.measure);
            assert_eq!(words::counts(&pair).same, 20);
        }
        if let Ok(standing) = &row.standing {
            for rule in Rule::ALL {
                assert_eq!(standing.ranks(rule)[1], standing.ranks(rule)[2], "{:?}", row.measure);
            }
        }
    }
    counts_add_up(&found);
}

#[test]
fn swapping_two_scenarios_mirrors_the_counts() {
    let (a, b) = (built_in("collective-learning-first"), built_in("qualifications-only"));
    let here = run(&[Arc::clone(&a), Arc::clone(&b)]);
    let there = run(&[b, a]);
    for (x, y) in here.rows.iter().zip(&there.rows) {
        match (x.pair(1, 2), y.pair(1, 2)) {
            (Some(Ok(x)), Some(Ok(y))) => {
                assert_eq!((x.higher, x.lower), (y.lower, y.higher));
                let (c, d) = (words::counts(&x), words::counts(&y));
                assert!(c.above.abs_diff(d.below) <= 1 && c.below.abs_diff(d.above) <= 1, "only halves are rounded");
                assert!((x.difference.p50 + y.difference.p50).abs() <= 1e-9 * x.difference.p50.abs().max(1e-12));
            }
            (x, y) => assert_eq!(x, y),
        }
        // The same pair asked for the other way round.
        if let (Some(Ok(x)), Some(Ok(back))) = (x.pair(1, 2), x.pair(2, 1)) {
            assert_eq!(back.mirrored(), x);
        }
    }
    counts_add_up(&here);
}

#[test]
fn scenarios_in_another_order_keep_their_figures_and_ranks() {
    let [a, b, c] = ["collective-learning-first", "qualifications-only", "courses-and-work-organisation"].map(built_in);
    let here = run(&[Arc::clone(&a), Arc::clone(&b), Arc::clone(&c)]);
    let there = run(&[c, a, b]);
    for (x, y) in here.rows.iter().zip(&there.rows) {
        // Columns: no new policy, A, B, C against no new policy, C, A, B.
        for (from, to) in [(0, 0), (1, 2), (2, 3), (3, 1)] {
            assert_eq!(x.cells[from], y.cells[to], "{:?}", x.measure);
            if let (Ok(x), Ok(y)) = (&x.standing, &y.standing) {
                for rule in Rule::ALL {
                    assert_eq!(x.ranks(rule)[from], y.ranks(rule)[to]);
                    assert_eq!(x.figures(rule)[from], y.figures(rule)[to]);
                }
            }
        }
    }
}

#[test]
fn figures_are_those_of_the_projection() {
    let a = built_in("collective-learning-first");
    let found = run(std::slice::from_ref(&a));
    let draws = tiller::projection::Draws::make(&basis(), &tiller::projection::DrawKey::of(&a, 160));
    let never = std::sync::atomic::AtomicBool::new(false);
    let projection = tiller::projection::project(&basis(), &a, &draws, &never).unwrap();
    let plan = &projection.plans[0];
    for row in &found.rows {
        let cell = row.cells[1].as_ref().ok().map(|c| c.range);
        match row.measure {
            Measure::Indicator(i) => {
                let outcome = plan.indicator(i);
                assert_eq!(cell, outcome.change.last().copied(), "{i}");
                let Some(Ok(pair)) = row.pair(1, 0) else { panic!("{i} is set against no new policy") };
                let last = |v: &[f64]| v.last().copied().unwrap();
                assert_eq!((pair.higher, pair.lower), (last(&outcome.above), last(&outcome.below)), "{i}");
                let level = row.level.is_some();
                assert!(!level || row.level == outcome.baseline.last().copied(), "{i}");
            }
            Measure::Tier(k) => assert_eq!(cell, plan.appraisal.tiers[k].bcr),
            Measure::GvaPerPound => assert_eq!(cell, plan.appraisal.gva_per_pound_place),
            Measure::CostPerNetJob => assert_eq!(cell, plan.appraisal.cost_per_net_job),
        }
    }
}

#[test]
fn regret_is_nothing_for_the_best_and_less_is_better_for_cost() {
    let found = run(&[built_in("collective-learning-first"), built_in("qualifications-only")]);
    for row in &found.rows {
        let Ok(standing) = &row.standing else { continue };
        assert!(standing.figures(Rule::Regret).iter().flatten().all(|r| *r >= 0.0), "{:?}", row.measure);
    }
    let cost = row(&found, Measure::Indicator(Indicator::PublicCostPv));
    assert_eq!(cost.direction, Direction::Down);
    let standing = cost.standing.as_ref().unwrap();
    for rule in Rule::ALL {
        assert_eq!(standing.ranks(rule)[0], Some(1), "nothing is cheaper than no new policy");
    }
    assert_eq!(standing.figures(Rule::Regret)[0], Some(0.0));
}

#[test]
fn what_has_no_common_unit_stands_empty_and_says_why() {
    let mut other = scenario();
    other.plans[0].place = Place::Area(AreaCode::new("W92000004"));
    let mut short = scenario();
    short.set_calendar(short.start, 10);
    let mut late = scenario();
    late.set_calendar(2030, 12);
    let here = Arc::new(scenario());
    let against = |other: Scenario, measure: Measure| {
        row(&run(&[Arc::clone(&here), Arc::new(other)]), measure).pair(1, 2).unwrap().map(|_| ())
    };
    let of = Measure::Indicator;
    assert_eq!(against(other.clone(), of(Indicator::Gap)), Err(Why::OtherPlace));
    assert_eq!(against(other, of(Indicator::InnovationActive)), Ok(()));
    assert_eq!(against(short.clone(), Measure::Tier(2)), Err(Why::OtherHorizon));
    assert_eq!(against(short.clone(), of(Indicator::NetGvaPv)), Ok(()));
    assert_eq!(run(&[Arc::clone(&here), Arc::new(short)]).year, 2036);
    assert_eq!(against(late.clone(), of(Indicator::NetGvaPv)), Err(Why::OtherStart));
    assert_eq!(against(late, of(Indicator::NetJobs)), Ok(()));
    let off = Scenario::empty(here.plans[0].place.clone(), here.plans[0].sector.clone());
    assert_eq!(against(off, Measure::GvaPerPound), Err(Why::CostsNothing));
}

#[test]
fn other_switches_are_compared_on_the_same_points() {
    let here = Arc::new(scenario());
    let mut direct = scenario();
    direct.switches.structures = [true, false, false];
    let found = run(&[Arc::clone(&here), Arc::new(direct)]);
    // What a switch cannot reach is the same future by future: the forecast and what programmes cost.
    let Some(Ok(pair)) = row(&found, Measure::Indicator(Indicator::PublicCostPv)).pair(1, 2) else { panic!("cost") };
    assert_eq!((pair.higher, pair.lower), (0.0, 0.0));
}

#[test]
fn small_differences_are_counted_and_hidden() {
    let a = scenario();
    let mut b = scenario();
    b.plans[0].levers.get_mut(&LeverId::new("skills_provision")).unwrap().amount = 3.01;
    b.plans[0].levers.get_mut(&LeverId::new("network_facilitation")).unwrap().to -= 1;
    b.seed = 7;
    let found = contrast(&basis(), &[&a, &b]);
    assert_eq!((found.lines.len(), found.hidden), (1, 1), "{found:?}");
    assert_eq!(found.lines[0].1, ["£1m a year, 2027–2041", "£1m a year, 2027–2040"]);
    b.plans[0].levers.get_mut(&LeverId::new("skills_provision")).unwrap().amount = 3.1;
    assert_eq!(contrast(&basis(), &[&a, &b]).hidden, 0);
    assert_eq!(contrast(&basis(), &[&a, &a]).lines, []);
}

/// A state with two scenarios pinned beside the one shown.
fn desk() -> State {
    let mut state = state();
    press(&mut state, "2", &SEEN);
    for name in ["collective-learning-first", "qualifications-only"] {
        let found = Scenario::clone(&built_in(name));
        act(&mut state, Action::OpenedBeside(Box::new(found)), &SEEN);
    }
    state.notice = None;
    state
}

fn brief(state: &State) -> String {
    let titles: Vec<&str> = state.compare.pinned.iter().map(|s| s.title.as_str()).collect();
    let c = &state.compare;
    format!("{} | {} {:?} | row {} pair {:?}", state.screen.label(), titles.join(", "), c.view, c.row, c.pair())
}

#[test]
fn keys_lead_from_state_to_state() {
    let both = "Collective learning first, Qualifications only";
    for (keys, expected) in [
        ("", format!("Compare | {both} Figures | row 0 pair Some((1, 3))")),
        ("Down j Down k", format!("Compare | {both} Figures | row 2 pair Some((1, 3))")),
        ("Up", format!("Compare | {both} Figures | row 0 pair Some((1, 3))")),
        ("PgDn PgDn PgDn", format!("Compare | {both} Figures | row 15 pair Some((1, 3))")),
        ("Left", format!("Compare | {both} Figures | row 0 pair Some((1, 2))")),
        ("Left Left", format!("Compare | {both} Figures | row 0 pair None")),
        ("Left Left Left", format!("Compare | {both} Figures | row 0 pair Some((1, 0))")),
        ("b Left", format!("Compare | {both} Figures | row 0 pair Some((2, 3))")),
        ("r", format!("Compare | {both} Ranks(Median) | row 0 pair Some((1, 3))")),
        ("r r r", format!("Compare | {both} Ranks(Regret) | row 0 pair Some((1, 3))")),
        ("r r r r", format!("Compare | {both} Figures | row 0 pair Some((1, 3))")),
        ("d d", format!("Compare | {both} Figures | row 0 pair Some((1, 3))")),
        ("Delete", String::from("Compare | Collective learning first Figures | row 0 pair Some((1, 2))")),
        ("Left Delete i", format!("Compare | {both} Figures | row 0 pair Some((1, 2))")),
        ("Delete Delete", String::from("Compare |  Figures | row 0 pair Some((1, 0))")),
        ("c", format!("Compare | {both}, Two levers Figures | row 0 pair Some((1, 4))")),
        ("Enter", format!("Explore | {both} Figures | row 0 pair Some((1, 3))")),
    ] {
        let mut state = desk();
        press(&mut state, keys, &SEEN);
        assert_eq!(brief(&state), expected, "after {keys}");
    }
}

#[test]
fn c_on_explore_sets_a_copy_beside_and_a_follows_the_levers() {
    let mut state = state();
    press(&mut state, "c", &SEEN);
    assert_eq!((state.screen, state.compare.pinned.len()), (Screen::Compare, 1));
    let same = text(&draw(&state, &dark(), 120, 36).0);
    assert!(same.contains("A better in 0, same in 20, B better in 0 of 20 futures"), "{same}");
    press(&mut state, "1 Right 2", &SEEN);
    assert_ne!(*state.scenario, *state.compare.pinned[0]);
    let moved = text(&draw(&state, &dark(), 120, 36).0);
    assert!(!moved.contains("same in 20"), "{moved}");
    // The same once more is not pinned twice; four is all there is room for.
    press(&mut state, "c c", &SEEN);
    assert_eq!(state.compare.pinned.len(), 2);
    press(&mut state, "1 Right c 1 Right c", &SEEN);
    assert_eq!(state.compare.pinned.len(), 3);
    assert!(state.notice.as_ref().is_some_and(|n| n.contains("Delete")), "{:?}", state.notice);
}

#[test]
fn opening_a_column_can_be_taken_back() {
    let mut state = desk();
    let before = Arc::clone(&state.scenario);
    press(&mut state, "Enter", &SEEN);
    assert_eq!(state.scenario.title, "Qualifications only");
    press(&mut state, "u", &SEEN);
    assert_eq!(state.scenario, before);
}

#[test]
fn a_scenario_is_added_from_the_list() {
    let mut state = state();
    let asked = press(&mut state, "2 a", &SEEN);
    assert!(asked.contains(&Effect::List));
    let origin = Origin::BuiltIn(String::from("qualifications-only"));
    let listed = Listed { title: String::from("Qualifications only"), about: String::new(), origin: origin.clone() };
    act(&mut state, Action::ListedScenarios(vec![listed]), &SEEN);
    assert!(matches!(state.overlays.last(), Some(Overlay::Pin(Some(_), _))));
    assert_eq!(press(&mut state, "Enter", &SEEN), [Effect::OpenBeside(origin)]);
}

#[test]
fn work_is_asked_for_once_coarse_first_and_late_answers_are_dropped() {
    let mut state = state();
    let asked = press(&mut state, "2", &SEEN);
    let coarse = |e: &Effect| matches!(e, Effect::Work(Job::Compare { coarse: true, .. }));
    assert_eq!(asked.iter().filter(|e| coarse(e)).count(), 1);
    assert!(state.compare.settled(), "the coarse answer asked for the full one");
    assert_eq!(press(&mut state, "1 2", &SEEN), [], "nothing has changed");
    assert!(press(&mut state, "1 Right", &SEEN).iter().all(|e| !coarse(e)), "only while the screen is shown");
    let late = state.compare.answer.clone().unwrap();
    assert!(press(&mut state, "2", &SEEN).iter().any(coarse));
    let newest = state.compare.answer.as_ref().unwrap().stamp;
    act(&mut state, Action::Done(tiller::tui::app::Done::Compared(late)), &SEEN);
    assert_eq!(state.compare.answer.as_ref().unwrap().stamp, newest);
}

#[test]
fn kept_scenarios_come_back() {
    let mut state = state();
    state.compare.restore([built_in("hvm-line"), built_in("hvm-line"), built_in("hvm-line"), built_in("hvm-line")]);
    assert_eq!((state.compare.pinned.len(), state.compare.pair()), (3, Some((1, 4))));
}

#[test]
fn lines_and_columns_can_be_clicked() {
    let mut state = desk();
    let (_, hits) = draw(&state, &dark(), 120, 36);
    let seen = hits.seen;
    let line = (0..36).find_map(|y| hits.at(4, y).filter(|t| *t == Target::Item(3)));
    act(&mut state, Action::Click(line.unwrap()), &seen);
    assert_eq!(state.compare.row, 3);
    let column = (0..120).rev().filter_map(|x| hits.at(x, 4)).find(|t| matches!(t, Target::Item(n) if *n == 1002));
    act(&mut state, Action::Click(column.unwrap()), &seen);
    assert_eq!(state.compare.column, 2);
    act(&mut state, Action::Wheel(Target::Body, 2), &seen);
    assert_eq!(state.compare.row, 5);
}

#[test]
fn compare_at_three_sizes() {
    let mut state = desk();
    let (buffer, _) = draw(&state, &dark(), 120, 36);
    insta::assert_snapshot!("compare_120x36", styled(&buffer));
    for (width, height) in [(80, 24), (200, 60)] {
        insta::assert_snapshot!(format!("compare_{width}x{height}"), text(&draw(&state, &dark(), width, height).0));
    }
    let ascii = look(ThemeChoice::Dark, GlyphChoice::Ascii, ColorChoice::Never);
    let shown = text(&draw(&state, &ascii, 100, 30).0);
    assert!(shown.is_ascii() && !shown.contains('?'), "{shown}");
    insta::assert_snapshot!("compare_ascii", shown);
    press(&mut state, "r r r", &SEEN);
    insta::assert_snapshot!("compare_ranks", text(&draw(&state, &dark(), 80, 24).0));
    press(&mut state, "d", &SEEN);
    assert_eq!(state.compare.view, View::Differences);
    insta::assert_snapshot!("compare_differences", text(&draw(&state, &dark(), 80, 24).0));
}

#[test]
fn alone_it_says_what_to_do_and_every_size_is_drawn() {
    let mut state = state();
    press(&mut state, "2", &SEEN);
    for (width, height) in [(60, 18), (80, 24), (120, 36)] {
        let shown = text(&draw(&state, &dark(), width, height).0);
        assert!(shown.contains("Nothing is beside this scenario yet"), "{shown}");
    }
    let mut full = desk();
    press(&mut full, "c", &SEEN);
    for keys in ["", "r", "r", "r", "d"] {
        press(&mut full, keys, &SEEN);
        for row in 0..measures(&basis()).len() {
            full.compare.row = row;
            for (width, height) in [(60, 18), (80, 24), (201, 61)] {
                let shown = text(&draw(&full, &dark(), width, height).0);
                let said = unused_words_in(&shown);
                assert!(said.is_empty(), "{said:?}: {shown}");
            }
        }
    }
}

#[test]
fn y_copies_the_sentence_with_its_titles() {
    let mut state = desk();
    let copied = press(&mut state, "y", &SEEN);
    let [Effect::Copy(text)] = copied.as_slice() else { panic!("{copied:?}") };
    assert!(text.contains("of 20 futures") && text.contains("C: “Qualifications only”"), "{text}");
}

#[test]
fn the_screen_can_be_heard() {
    let said = tiller::tui::app::compare::sentences(&desk());
    assert_eq!(said[2], "C is “Qualifications only”.");
    assert!(said.iter().any(|s| s.starts_with("Public cost: A better in ")), "{said:?}");
    assert_eq!(said.len(), 3 + 1 + measures(&basis()).len());
}

#[test]
fn a_place_without_starting_numbers_leaves_its_column_empty() {
    let mut odd = scenario();
    odd.plans[0].sector = tiller::evidence::SectorId::new("other");
    let found = run(&[Arc::new(scenario()), Arc::new(odd)]);
    let row = row(&found, Measure::Indicator(Indicator::NetJobs));
    assert!(row.cells[1].is_ok() && matches!(row.cells[2], Err(Why::Refused(_))));
    assert!(matches!(row.pair(1, 2), Some(Err(Why::Refused(_)))));
}
