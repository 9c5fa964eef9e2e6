//! The shelf of evidence: every record has a page, every reference leads somewhere, the filter only narrows.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use proptest::prelude::*;
use tiller::insight::coverage::Coverage;
use tiller::insight::uses::left_out;
use tiller::report::shelf::filter::{Filter, Test};
use tiller::report::shelf::page::Line;
use tiller::report::shelf::{Catalogue, Record, Tab};
use tiller::tui::app::shelf::{FIRST_LINE, Mode, open_id};
use tiller::tui::app::{Action, Done, Effect, Job, Seen, State, Target};

use crate::desk::{act, basis, dark, draw, press, state, styled, text};

const SEEN: Seen = Seen { columns: 1, cards: 1, rows: 10 };

fn catalogue() -> &'static Catalogue {
    static ALL: OnceLock<Catalogue> = OnceLock::new();
    ALL.get_or_init(|| Catalogue::new(&basis()))
}

fn coverage() -> Arc<Coverage> {
    static ALL: OnceLock<Arc<Coverage>> = OnceLock::new();
    Arc::clone(ALL.get_or_init(|| Arc::new(Coverage::of(basis().evidence.observations()))))
}

#[test]
fn every_record_has_a_page_and_every_reference_leads_to_one() {
    let (basis, all) = (basis(), catalogue());
    for tab in Tab::ALL {
        assert!(!all.list(tab).is_empty(), "{tab:?}");
        let ids: BTreeSet<&str> = all.list(tab).iter().map(|e| e.id.as_str()).collect();
        assert_eq!(ids.len(), all.list(tab).len(), "ids of {tab:?} repeat");
        for entry in all.list(tab) {
            assert_eq!(entry.cells.len(), tab.columns().len(), "{}", entry.id);
            let record = Record::new(tab, entry.id.clone());
            let page = all.page(&basis, &record, Some(&coverage())).unwrap_or_else(|| panic!("no page: {record:?}"));
            assert!(!page.lines.is_empty(), "{record:?}");
            for to in page.links() {
                let listed = all.list(to.tab).iter().any(|e| e.id == to.id);
                assert!(listed && all.page(&basis, to, None).is_some(), "{record:?} leads to {to:?}");
            }
        }
    }
}

#[test]
fn every_finding_is_in_a_band_or_left_out_with_a_reason() {
    let (basis, all) = (basis(), catalogue());
    let listed: BTreeSet<&str> = all.list(Tab::NotModelled).iter().map(|e| e.id.as_str()).collect();
    let mut used = 0;
    for effect in basis.evidence.effects() {
        let why = left_out(&basis, &all.uses, effect);
        assert_eq!(why.is_none(), all.uses.in_a_band(effect.id.as_str()), "{}", effect.id);
        assert_eq!(why.is_some(), listed.contains(effect.id.as_str()), "{}", effect.id);
        assert!(why.is_none_or(|w| w.len() > 20), "{}", effect.id);
        used += usize::from(all.uses.in_a_band(effect.id.as_str()));
    }
    let named: BTreeSet<&String> = basis.model.channels.iter().flat_map(|c| &c.pooled_from).collect();
    assert_eq!(used, named.len());
}

#[test]
fn levers_without_studies_say_so_and_the_weakest_come_first_on_demand() {
    let mut s = shelf();
    press(&mut s, "S", &SEEN);
    let all = catalogue().list(Tab::Levers);
    let order: Vec<f64> = s.shelf.here().found.rows.iter().map(|r| all[*r].weakness).collect();
    assert!(order.windows(2).all(|w| w[0] >= w[1]) && order[0] > order[order.len() - 1], "{order:?}");
    let first = &all[s.shelf.here().found.rows[0]];
    assert!(first.cells[4].shown().starts_with("no study") || first.cells[4].shown() == "weak throughout");
    for lever in all {
        let none = basis().evidence.effects().iter().all(|e| !e.levers.iter().any(|l| l.as_str() == lever.id));
        assert_eq!(none, lever.cells[4].shown() == "no study", "{}", lever.id);
    }
}

#[test]
fn filters_narrow_by_what_they_say() {
    let list = catalogue().list(Tab::Findings);
    let rows = |text: &str| Filter::parse(text).apply(list).rows;
    let e = basis();
    let level = |row: &usize| e.evidence.effect(&list[*row].id).and_then(|x| x.sms_number);
    let four = rows("design:4+ kind:numeric");
    assert!(!four.is_empty() && four.iter().all(|r| level(r) >= Some(4)));
    assert_eq!(rows("design:4-5 kind:numeric"), four);
    let uk = rows("lever:skills country:UK");
    assert!(!uk.is_empty() && uk.len() < rows("lever:skills").len());
    let both: usize = rows("used:yes").len() + rows("-used:yes").len();
    assert_eq!(both, list.len());
    assert!(rows("lever:\"skills provision\"").len() == rows("lever:skills_provision").len());
    let read = Filter::parse("country:Germny").apply(list);
    assert!(read.said.contains("germany") && read.said.contains("germny") && !read.rows.is_empty(), "{}", read.said);
    let wrong = Filter::parse("levr:skills");
    assert!(wrong.problems[0].contains("lever"), "{:?}", wrong.problems);
    assert_eq!(wrong.apply(list).rows.len(), list.len(), "what is not understood is left aside");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn anything_can_be_typed(text in ".{0,40}") {
        let found = Filter::parse(&text).apply(catalogue().list(Tab::Programmes));
        prop_assert!(found.rows.len() <= catalogue().list(Tab::Programmes).len());
        prop_assert!(found.rows.windows(2).all(|w| w[0] < w[1]));
    }

    #[test]
    fn one_more_part_only_narrows(
        parts in prop::collection::vec(
            prop::sample::select(vec!["uk", "lever:skills", "design:3+", "year:2000-", "-used:yes", "read:direct", "wages"]), 1..5),
    ) {
        let list = catalogue().list(Tab::Findings);
        let rows = |n: usize| -> BTreeSet<usize> { Filter::parse(&parts[..n].join(" ")).apply(list).rows.into_iter().collect() };
        for n in 1..parts.len() {
            prop_assert!(rows(n + 1).is_subset(&rows(n)), "{:?}", parts);
        }
        let mut turned = parts.clone();
        turned.reverse();
        prop_assert_eq!(Filter::parse(&turned.join(" ")).apply(list).rows, Filter::parse(&parts.join(" ")).apply(list).rows);
    }

    #[test]
    fn ranges_hold_what_lies_in_them(a in 0..6_i32, b in 0..6_i32) {
        let parsed = Filter::parse(&format!("design:{a}-{b}"));
        let whole = matches!(parsed.parts[0].test, Test::Between(_, Some(x), Some(y)) if (x, y) == (a, b));
        prop_assert!(whole);
        for row in parsed.apply(catalogue().list(Tab::Findings)).rows {
            let level = i32::from(catalogue().list(Tab::Findings)[row].level.unwrap());
            prop_assert!(a <= level && level <= b);
        }
    }
}

#[test]
fn coverage_counts_every_figure_once() {
    let c = coverage();
    assert_eq!(c.figures, basis().evidence.observations().len());
    assert_eq!(c.series.values().map(|s| s.figures).sum::<usize>(), c.figures);
    for (id, s) in &c.series {
        assert_eq!(s.areas.values().map(|a| a.figures).sum::<usize>(), s.figures, "{id}");
        assert_eq!(s.seen.values().sum::<usize>(), s.figures, "{id}");
        for (code, area) in &s.areas {
            assert_eq!(s.gaps(code).len() + area.years.len(), s.years.len(), "{id} {code}");
        }
    }
}

/// The screen of evidence, its lists made.
fn shelf() -> State {
    let mut s = state();
    press(&mut s, "4", &SEEN);
    s
}

#[test]
fn the_official_figures_are_read_on_demand_by_the_worker() {
    let mut s = shelf();
    assert!(s.shelf.coverage.is_none());
    let mut asked = Vec::new();
    for _ in 0..4 {
        asked = press(&mut s, "Tab", &SEEN);
    }
    assert_eq!(s.shelf.tab, Tab::Observations);
    assert!(asked.contains(&Effect::Work(Job::Cover)), "{asked:?}");
    assert!(s.shelf.page.lines.iter().any(|l| l.text().contains("reading")));
    act(&mut s, Action::Done(Done::Covered(coverage())), &SEEN);
    assert!(s.shelf.page.lines.iter().any(|l| l.text().contains("nations and regions")));
    let again = press(&mut s, "Down", &SEEN);
    assert!(!again.contains(&Effect::Work(Job::Cover)));
}

#[test]
fn references_are_followed_and_traced_back() {
    let mut s = state();
    open_id(&mut s, "p-e013");
    assert_eq!(s.shelf.record(), Some(Record::new(Tab::Findings, "P-E013")));
    let source = s.shelf.page.links().position(|r| r.tab == Tab::Sources).unwrap();
    for _ in 0..source {
        press(&mut s, "Down", &SEEN);
    }
    press(&mut s, "Enter", &SEEN);
    assert_eq!(s.shelf.tab, Tab::Sources);
    assert!(s.shelf.page.links().any(|r| r.id == "P-E013"), "the source leads to its findings");
    press(&mut s, "Backspace", &SEEN);
    assert_eq!(s.shelf.record(), Some(Record::new(Tab::Findings, "P-E013")));
    press(&mut s, "Esc", &SEEN);
    assert!(matches!(s.shelf.mode, Mode::List) && s.overlays.is_empty());
    open_id(&mut s, "nothing-of-that-name");
    assert!(s.notice.as_ref().unwrap().contains("nothing-of-that-name"));
}

#[test]
fn the_list_follows_what_is_typed_and_esc_takes_it_back() {
    let mut s = shelf();
    press(&mut s, "Tab / d e s i g n : 5", &SEEN);
    let narrowed = s.shelf.here().found.rows.len();
    assert!(narrowed > 0 && narrowed < catalogue().list(Tab::Findings).len());
    assert_eq!(s.screen, tiller::tui::app::Screen::Evidence, "digits are typed, not obeyed");
    press(&mut s, "Enter", &SEEN);
    assert_eq!(s.shelf.here().filter, "design:5");
    press(&mut s, "/ q q q Esc", &SEEN);
    assert_eq!(s.shelf.here().filter, "design:5");
    press(&mut s, "Esc", &SEEN);
    assert_eq!(s.shelf.here().found.rows.len(), catalogue().list(Tab::Findings).len());
    press(&mut s, "f", &SEEN);
    assert!(s.shelf.here().filter.starts_with("lever:") && !s.shelf.here().found.rows.is_empty());
    press(&mut s, "i", &SEEN);
    assert!(s.shelf.here().filter.starts_with("outcome:") && !s.shelf.here().found.rows.is_empty());
}

#[test]
fn a_study_left_out_is_undone_marked_and_said() {
    let mut s = state();
    open_id(&mut s, "P-E013");
    let effects = press(&mut s, "X", &SEEN);
    assert!(effects.iter().any(|e| matches!(e, Effect::Project { .. })));
    assert_eq!(s.scenario.exclude_studies.len(), 1);
    let shown = text(&draw(&s, &dark(), 120, 36).0);
    assert!(shown.contains("1 finding left out") && shown.contains("you: out"), "{shown}");
    press(&mut s, "u", &SEEN);
    assert!(s.scenario.exclude_studies.is_empty());
    press(&mut s, "X X", &SEEN);
    assert!(s.scenario.exclude_studies.is_empty());
    open_id(&mut s, "P-E002");
    press(&mut s, "X", &SEEN);
    assert!(s.scenario.exclude_studies.is_empty() && s.notice.as_ref().unwrap().contains("no figure"));
}

#[test]
fn records_are_copied_and_clicked() {
    let mut s = shelf();
    act(&mut s, Action::Click(Target::Item(2)), &SEEN);
    assert_eq!(s.shelf.tab, Tab::Sources);
    act(&mut s, Action::Click(Target::Item(FIRST_LINE + 3)), &SEEN);
    assert_eq!(s.shelf.here().selected, 3);
    act(&mut s, Action::Wheel(Target::Body, 2), &SEEN);
    assert_eq!(s.shelf.here().selected, 5);
    let copied = press(&mut s, "y", &SEEN);
    let id = s.shelf.record().unwrap().id;
    assert!(copied.iter().any(|e| matches!(e, Effect::Copy(text) if text.contains(&id))));
}

#[test]
fn evidence_at_three_sizes() {
    let mut s = shelf();
    press(&mut s, "Tab Down Down Enter", &SEEN);
    let (buffer, _) = draw(&s, &dark(), 80, 24);
    insta::assert_snapshot!("evidence_80x24", styled(&buffer));
    for (width, height) in [(120, 36), (200, 60)] {
        insta::assert_snapshot!(format!("evidence_{width}x{height}"), text(&draw(&s, &dark(), width, height).0));
    }
    press(&mut s, "Backspace ]", &SEEN);
    for (width, height) in [(60, 18), (80, 24)] {
        assert!(text(&draw(&s, &dark(), width, height).0).contains("Sources"));
    }
}

#[test]
fn every_list_draws_at_every_size() {
    let mut s = shelf();
    act(&mut s, Action::Done(Done::Covered(coverage())), &SEEN);
    for tab in Tab::ALL {
        assert_eq!(s.shelf.tab, tab);
        for keys in ["Enter", "Down", "Esc"] {
            for (width, height) in [(60, 18), (80, 24), (120, 36), (200, 60)] {
                draw(&s, &dark(), width, height);
            }
            press(&mut s, keys, &SEEN);
        }
        press(&mut s, "Tab", &SEEN);
    }
}

#[test]
fn lines_of_a_page_are_of_four_kinds() {
    let page = catalogue().page(&basis(), &Record::new(Tab::Levers, "skills_provision"), None).unwrap();
    assert!(page.lines.iter().any(|l| matches!(l, Line::Head(_))) && page.links().count() > 3);
    assert_eq!(page.as_json()["lines"].as_array().unwrap().len(), page.as_sheet().rows.len());
}
