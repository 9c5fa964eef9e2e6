//! Places: maps, classes, legend, groups, search, profile, and the same figures on the command line.

use std::collections::BTreeSet;

use tiller::evidence::load::Library;
use tiller::evidence::{AreaCode, Evidence, Place, SectorId, Tier};
use tiller::model::Input;
use tiller::report::places::map::MapView;
use tiller::report::places::profile::profile;
use tiller::report::places::{self, Measure, Order};
use tiller::scenario::names;
use tiller::tui::app::places::Face;
use tiller::tui::app::{Action, Effect, Screen, Seen, Target};
use tiller::tui::{ColorChoice, GlyphChoice, ThemeChoice};

use crate::desk::{act, atlas, basis, dark, draw, look, press, state, styled, text};

const SEEN: Seen = Seen { columns: 2, cards: 4, rows: 10 };

fn sector() -> SectorId {
    SectorId::new("advanced_manufacturing")
}

#[test]
fn every_place_has_a_tile_and_no_two_share_one() {
    let evidence = &basis().evidence;
    for (tier, count) in [(Tier::Itl1, 12), (Tier::Lep, 38)] {
        let tiles: Vec<_> = evidence.tiles().iter().filter(|t| t.tier == tier).collect();
        assert_eq!(tiles.iter().map(|t| (t.row, t.col)).collect::<BTreeSet<_>>().len(), count);
        assert_eq!(tiles.iter().map(|t| t.short.as_str()).collect::<BTreeSet<_>>().len(), count);
        let areas = evidence.areas().iter().filter(|a| a.tier == tier);
        assert!(areas.clone().all(|a| tiles.iter().any(|t| t.area == a.code)) && areas.count() == count);
    }
}

#[test]
fn every_measure_has_a_value_or_says_that_there_is_none_and_its_classes_cover() {
    for tier in [Tier::Itl1, Tier::Lep] {
        for measure in Measure::all(tier, &sector()) {
            let map = places::view(&basis().evidence, &atlas(), tier, measure, &sector(), Order::Name);
            let have = map.values.iter().filter(|v| v.value.is_some()).count();
            assert!(have > map.values.len() / 2, "{}: {have}", measure.id());
            assert_eq!(map.classes.iter().map(|c| c.places).sum::<usize>(), have, "{}", measure.id());
            for value in &map.values {
                assert_eq!(value.value.is_some(), value.value.and_then(|x| map.class(x)).is_some());
                assert_eq!(value.value.is_some(), !value.mark.is_empty(), "{} of {}", measure.id(), value.area);
            }
            assert!(!atlas().sources(measure).is_empty(), "{} has no source", measure.id());
            assert_eq!(Measure::parse(measure.id(), tier), Some(measure));
        }
    }
}

#[test]
fn location_quotients_weighted_by_jobs_average_one() {
    let (mut sum, mut weight) = (0.0, 0.0);
    for place in basis().inputs.places(Tier::Itl1) {
        let code = &place.members()[0];
        let jobs = atlas().cell(code, &SectorId::all()).unwrap().get(Input::Workforce);
        sum += jobs * atlas().value(Measure::Quotient, code, &sector()).value.unwrap();
        weight += jobs;
    }
    assert!((sum / weight - 1.0).abs() < 1e-6, "{}", sum / weight);
}

#[test]
fn the_legend_reads_the_same_without_colour() {
    let mut state = state();
    press(&mut state, "3 t", &SEEN);
    let map = state.places_map().unwrap();
    let plain = look(ThemeChoice::Mono, GlyphChoice::Braille, ColorChoice::Never);
    let ascii = look(ThemeChoice::Mono, GlyphChoice::Ascii, ColorChoice::Never);
    for (width, height) in [(80, 24), (120, 36), (200, 60)] {
        let colours = text(&draw(&state, &dark(), width, height).0);
        assert_eq!(colours, text(&draw(&state, &plain, width, height).0));
        let letters = text(&draw(&state, &ascii, width, height).0);
        for class in &map.classes {
            let range = MapView::range(class);
            assert!(colours.contains(&format!("{range} ({})", class.places)), "{range}: {colours}");
            let number = class.index + 1;
            let signs = format!("{number}{number} {} ({})", ascii.text(&range), class.places);
            assert!(letters.contains(&signs), "{signs}: {letters}");
        }
        assert!(letters.is_ascii(), "{letters}");
        assert_eq!(letters.matches('?').count(), colours.matches('?').count(), "a sign without ASCII: {letters}");
        for tile in basis().evidence.tiles().iter().filter(|t| t.tier == Tier::Lep) {
            assert!(colours.contains(&tile.short), "{} at {width}x{height}: {colours}", tile.short);
        }
    }
}

#[test]
fn a_group_is_the_sum_of_its_members_and_its_ratios_are_recomputed() {
    let codes = ["E37000001", "E37000006", "E37000036"].map(AreaCode::new);
    let place = Place::from_members(codes.to_vec()).unwrap();
    let group = profile(&basis(), &atlas(), &place, &sector()).unwrap();
    let sum = |input: Input| codes.iter().map(|c| atlas().cell(c, &sector()).unwrap().get(input)).sum::<f64>();
    for input in [Input::Workforce, Input::Firms, Input::GvaM, Input::RdM, Input::Population] {
        assert!((group.cell.get(input) / sum(input) - 1.0).abs() < 1e-12, "{input}");
    }
    let (intensity, _) = atlas().of_cell(Measure::RdIntensity, &group.cell).unwrap();
    assert!((intensity - 100.0 * sum(Input::RdM) / sum(Input::GvaM)).abs() < 1e-9);
    let mean =
        codes.iter().map(|c| atlas().value(Measure::RdIntensity, c, &sector()).value.unwrap()).sum::<f64>() / 3.0;
    assert!((intensity - mean).abs() > 1e-6, "the mean of the ratios would be another number");
}

#[test]
fn areas_are_collected_refused_in_words_and_used() {
    let mut state = state();
    press(&mut state, "3 t", &SEEN);
    state.places_screen.selected = Some(AreaCode::new("E37000038"));
    press(&mut state, "Space", &SEEN);
    state.places_screen.selected = Some(AreaCode::new("E37000012"));
    press(&mut state, "Space", &SEEN);
    assert!(state.notice.as_ref().unwrap().contains("share districts"), "{:?}", state.notice);
    press(&mut state, "t Space", &SEEN);
    assert!(state.notice.as_ref().unwrap().contains("would count twice"), "{:?}", state.notice);
    assert_eq!(state.places_screen.group.len(), 1);
    state.places_screen.tier = Tier::Lep;
    state.places_screen.selected = Some(AreaCode::new("E37000006"));
    press(&mut state, "Space", &SEEN);
    let shown = text(&draw(&state, &dark(), 120, 36).0);
    assert!(
        shown.contains("Functional cluster of 2 areas") && shown.contains("+COVW") || shown.contains("◆COVW"),
        "{shown}"
    );
    press(&mut state, "G", &SEEN);
    assert_eq!(state.screen, Screen::Explore);
    assert_eq!(state.plan().place.to_string(), "E37000006+E37000038");
    press(&mut state, "u", &SEEN);
    assert_eq!(state.plan().place.to_string(), "E12000005");
}

#[test]
fn arrows_move_between_tiles_and_every_tile_can_be_reached() {
    for start in ["3", "3 t"] {
        let mut first = state();
        press(&mut first, start, &SEEN);
        let count = first.places_map().unwrap().values.len();
        let mut seen = BTreeSet::from([first.selected_area().unwrap()]);
        let mut waiting: Vec<AreaCode> = seen.iter().cloned().collect();
        while let Some(code) = waiting.pop() {
            for key in ["Up", "Down", "Left", "Right"] {
                first.places_screen.selected = Some(code.clone());
                press(&mut first, key, &SEEN);
                let next = first.selected_area().unwrap();
                if seen.insert(next.clone()) {
                    waiting.push(next);
                }
            }
        }
        assert_eq!(seen.len(), count, "{start}");
    }
}

#[test]
fn twenty_well_known_names_are_found_where_they_lie() {
    let evidence = Evidence::load(&Library::embedded()).unwrap();
    for (name, code) in [
        ("Coventry", "E37000006"),
        ("Stoke", "E37000032"),
        ("Sunderland", "E37000025"),
        ("Manchester", "E37000015"),
        ("Liverpool", "E37000022"),
        ("Leeds", "E37000062"),
        ("Sheffield", "E37000054"),
        ("Bristol", "E37000037"),
        ("Hull", "E37000061"),
        ("Newcastle upon Tyne", "E37000025"),
        ("Nottingham", "E37000045"),
        ("Leicester", "E37000021"),
        ("Plymouth", "E37000016"),
        ("Southampton", "E37000055"),
        ("Norwich", "E37000052"),
        ("Telford", "E37000036"),
        ("Middlesbrough", "E37000034"),
        ("Cardiff", "W92000004"),
        ("Glasgow City", "S92000003"),
        ("Belfast", "N92000002"),
        ("Kent", "E37000056"),
        ("Hampshire", "E12000008"),
    ] {
        assert_eq!(names::place(&evidence, name).map(|p| p.to_string()).as_deref(), Ok(code), "{name}");
        assert!(names::lies_in(&evidence, name)[0].contains(code), "{name}");
    }
    assert!(names::place(&evidence, "Newcastle").unwrap_err().problem.contains("Newcastle-under-Lyme"));
    let two = names::place(&evidence, "Tamworth").unwrap_err();
    assert!(two.problem.contains("E37000012") && two.problem.contains("E37000032"), "{two:?}");
    assert!(names::lies_in(&evidence, "Oxfordshire").is_empty(), "an area's own name needs no word");
}

#[test]
fn residents_of_the_districts_add_up_to_every_area_to_the_person() {
    let evidence = &basis().evidence;
    for area in evidence.areas().iter().filter(|a| a.tier != Tier::Benchmark) {
        let inside = evidence.aliases().iter().filter(|a| a.kind == "district").filter(|a| match area.tier {
            Tier::Lep => a.leps.contains(&area.code),
            _ => a.region == area.code,
        });
        let sum: u32 = inside.map(|a| a.residents).sum();
        assert_eq!(Some(f64::from(sum)), area.population_mid2021, "{}", area.name);
    }
}

#[test]
fn search_by_the_name_of_a_city_goes_there_and_says_where_that_is() {
    let mut state = state();
    press(&mut state, "3 / c o v e n t r y Enter", &SEEN);
    assert_eq!(state.selected_area().unwrap().as_str(), "E37000006");
    press(&mut state, "1 p s u n d e r l a n d Enter", &SEEN);
    assert_eq!(state.plan().place.to_string(), "E37000025");
    assert!(state.notice.as_ref().unwrap().contains("former LEP"), "{:?}", state.notice);
    press(&mut state, "u", &SEEN);
    assert_eq!(state.plan().place.to_string(), "E12000005");
}

#[test]
fn clicks_select_and_open() {
    let mut state = state();
    press(&mut state, "3", &SEEN);
    act(&mut state, Action::Click(Target::Item(0)), &SEEN);
    let first = state.places_map().unwrap().values[0].area.clone();
    assert_eq!(state.selected_area(), Some(first));
    act(&mut state, Action::Click(Target::Item(0)), &SEEN);
    assert_eq!(state.places_screen.face, Face::Profile);
    press(&mut state, "Esc", &SEEN);
    assert_eq!(state.places_screen.face, Face::Map);
    assert!(state.overlays.is_empty());
}

#[test]
fn sorting_by_value_says_what_it_is_not() {
    let mut state = state();
    press(&mut state, "3 S", &SEEN);
    let map = state.places_map().unwrap();
    assert!(map.values.windows(2).all(|w| w[0].value >= w[1].value));
    assert!(text(&draw(&state, &dark(), 80, 24).0).contains("No league table"));
}

#[test]
fn a_profile_names_sources_former_leps_and_never_a_word_that_is_banned() {
    let place = Place::Area(AreaCode::new("E37000001"));
    let found = profile(&basis(), &atlas(), &place, &sector()).unwrap();
    let all: String = found.sheets(&basis(), &atlas()).iter().map(tiller::report::sheet::Sheet::as_text).collect();
    for word in ["former LEP", "GDHI", "Median weekly pay", "R-S_", "similarity", "United Kingdom", "2023"] {
        assert!(all.contains(word), "{word}: {all}");
    }
    let context = found.context(&basis(), &atlas());
    assert_eq!(context.rows.len(), found.figures(&basis(), &atlas()).len());
    let labels: BTreeSet<&str> = context.rows.iter().map(|r| r[0].shown()).collect();
    assert_eq!(labels.len(), context.rows.len(), "one figure, one series");
    let row = |label: &str| context.rows.iter().find(|r| r[0].shown().contains(label)).unwrap();
    assert_eq!((row("GDHI")[1].shown(), row("Residents")[1].shown()), ("West Midlands", "Black Country"));
    assert!(!found.similar.iter().any(|(code, _)| code.as_str() == "E37000001"));
    assert!(found.similar.windows(2).all(|w| w[0].1 >= w[1].1));
}

#[test]
fn the_screen_at_three_sizes() {
    let mut state = state();
    press(&mut state, "3", &SEEN);
    insta::assert_snapshot!("places_120x36", styled(&draw(&state, &dark(), 120, 36).0));
    press(&mut state, "t", &SEEN);
    insta::assert_snapshot!("places_80x24", text(&draw(&state, &dark(), 80, 24).0));
    insta::assert_snapshot!("places_200x60", text(&draw(&state, &dark(), 200, 60).0));
    press(&mut state, "Enter", &SEEN);
    insta::assert_snapshot!("places_profile", text(&draw(&state, &dark(), 120, 36).0));
    let copied = press(&mut state, "y", &SEEN);
    assert!(copied.iter().any(|e| matches!(e, Effect::Copy(t) if t.contains("location quotient"))), "{copied:?}");
}
