//! Round trips and refusals of the document.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use proptest::prelude::*;

use super::document::{Opened, read, read_names};
use super::write::write;
use super::{Aim, Expectation, Figure, Plan, Record, Scenario, Setting, Switches};
use crate::evidence::load::Library;
use crate::evidence::{EffectId, LeverId, Place, SectorId};
use crate::model::local::{Override, Value};
use crate::model::{Band, Basis, Indicator};

thread_local! {
    pub(in crate::scenario) static BASIS: Basis = Basis::load(&Library::embedded()).unwrap();
}

fn places() -> impl Strategy<Value = Place> {
    let codes = ["E12000001", "E12000005", "W92000004", "E37000006", "E37000053", "E37000059"];
    prop::collection::vec(prop::sample::select(codes.to_vec()), 1..4)
        .prop_map(|codes| Place::parse(&codes.join("+")).unwrap())
}

fn settings() -> impl Strategy<Value = Setting> {
    let amount = prop_oneof![Just(0.0), 0.0..1e6_f64, Just(1e-9), Just(1e21)];
    (amount, 2000..2100_i32, 2000..2100_i32, prop::option::of(places()))
        .prop_map(|(amount, from, to, partner)| Setting { amount, from, to, partner })
}

fn plans() -> impl Strategy<Value = Plan> {
    let levers = ["skills_provision", "peer_learning", "interregional_links", "devolved_powers"];
    let sectors = ["all", "advanced_manufacturing", "retail"];
    (
        places(),
        prop::sample::select(sectors.to_vec()),
        prop::collection::btree_map(prop::sample::select(levers.to_vec()), settings(), 0..4),
    )
        .prop_map(|(place, sector, levers)| Plan {
            place,
            sector: SectorId::new(sector),
            levers: levers.into_iter().map(|(id, s)| (LeverId::new(id), s)).collect(),
        })
}

fn switches() -> impl Strategy<Value = Switches> {
    (any::<[bool; 4]>(), any::<[bool; 3]>()).prop_map(|([a, b, c, d], structures)| Switches {
        reference_class: a,
        critical_mass: b,
        flatten: c,
        takes: d,
        structures,
    })
}

prop_compose! {
    fn expectations()(plan in 1..5_usize, i in 0..Indicator::COUNT, year in 1990..2200_i32,
                      change_p50 in -1e9..1e9_f64, tolerance in 0.0..10.0_f64) -> Expectation {
        Expectation { plan, indicator: Indicator::ALL[i], year, change_p50, tolerance }
    }
}

prop_compose! {
    fn aims()(plan in 1..5_usize, i in 0..Indicator::COUNT, level in -1e9..1e9_f64) -> Aim {
        Aim { plan, indicator: Indicator::ALL[i], level }
    }
}

prop_compose! {
    fn overrides()(id in "[a-z_.]{1,20}", band in any::<bool>(), x in prop::array::uniform3(-1e9..1e9_f64),
                   name in ".{0,20}", reason in ".{0,40}") -> Override {
        let value = if band { Value::Band(Band::new(x[0], x[1], x[2])) } else { Value::Number(x[0]) };
        Override { id, value, name, reason }
    }
}

prop_compose! {
    fn figures()(plan in 1..5_usize, i in 0..Indicator::COUNT, year in 1990..2200_i32,
                 x in prop::array::uniform4(-1e9..1e9_f64)) -> Figure {
        Figure { plan, indicator: Indicator::ALL[i], year, p10: x[0], p50: x[1], p90: x[2], error: x[3] }
    }
}

prop_compose! {
    fn records()(evidence in ".{0,20}", figures in prop::collection::vec(figures(), 0..3)) -> Record {
        Record { evidence, figures }
    }
}

prop_compose! {
    pub(in crate::scenario) fn scenarios()(
        title in ".{0,40}",
        notes in "(?s).{0,80}|[a-z\"#\n]{0,30}",
        (created, edited) in (prop::option::of(0..3_000_000), prop::option::of(0..3_000_000)),
        (start, horizon) in (2000..2100_i32, 5..31_u32),
        seed in any::<u64>(),
        draws in 0..100_000_u32,
        switches in switches(),
        exclude in prop::collection::vec("[A-Z]-[A-Z][0-9]{3}", 0..3),
        plans in prop::collection::vec(plans(), 1..4),
        expect in prop::collection::vec(expectations(), 0..3),
        (budget, tried) in (prop::option::of(0.0..1e6_f64), any::<u32>()),
        targets in prop::collection::vec(aims(), 0..3),
        (overrides, record) in (prop::collection::vec(overrides(), 0..3), prop::option::of(records())),
    ) -> Scenario {
        let day = |n: Option<i32>| n.and_then(NaiveDate::from_num_days_from_ce_opt);
        Scenario {
            title, notes, created: day(created), edited: day(edited), start, horizon, seed, draws, switches,
            exclude_studies: exclude.iter().map(|id| EffectId::new(id)).collect(), plans, expect,
            overrides, budget, targets, tried, record,
        }
    }
}

proptest! {
    #[test]
    fn nothing_is_lost_on_the_way_through_a_file(scenario in scenarios()) {
        let text = write(&scenario);
        let back = BASIS.with(|b| read_names("file.ron", &text, b));
        match back {
            Ok(Opened { scenario: back, warnings }) => {
                prop_assert!(warnings.is_empty(), "{text}\n{warnings:?}");
                prop_assert_eq!(back, scenario, "{}", text);
            }
            Err(faults) => prop_assert!(false, "{text}\n{faults}"),
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in "[\\(\\)\\[\\]\\{\\}\":,#r/0-9a-f_ \n.-]{0,120}") {
        let _ = BASIS.with(|b| read("file.ron", &text, b));
    }

    /// A document with a piece cut out or doubled is read or refused, never a panic.
    #[test]
    fn a_torn_document_is_read_or_refused(scenario in scenarios(), a in 0..900_usize, b in 0..900_usize) {
        let text: Vec<char> = write(&scenario).chars().collect();
        let (a, b) = (a.min(text.len()), b.min(text.len()));
        let torn: String = text[..a].iter().chain(&text[b..]).collect();
        let _ = BASIS.with(|basis| read("file.ron", &torn, basis));
    }
}

fn refusal(text: &str) -> String {
    BASIS.with(|b| read("plan.ron", text, b)).map_or_else(|f| f.to_string(), |o| panic!("read as {o:?}"))
}

#[test]
fn refusals_name_file_line_field_value_and_range() {
    let cases = [
        ("(format: 2, future: <>)", "plan.ron, line 1"),
        ("(format: 2, plans: 7)", "made by a newer tiller (format 2); this one reads 1"),
        ("(title: \"x\")", "does not say which format"),
        ("(format: 1)", "'plans' is missing"),
        ("(format: 1, plans: [", "line 1"),
        (
            "(format: 1,\n plans: [(place: \"E12000005\", levers: {\"skils_provision\":\n (amount: 1)})])",
            "plan.ron, line 2, plan 1, skils_provision 'skils_provision': there is no lever of that name; did you mean 'skills_provision'?",
        ),
        (
            "(format: 1, plans: [(place: \"E12000005\",\n sector: \"advanced_manufacture\")])",
            "plan.ron, line 2, plan 1, sector 'advanced_manufacture': there is no sector of that name; did you mean 'advanced_manufacturing'?",
        ),
        (
            "(format: 1, plans: [(place: \"E12000005\", levers: {\"peer_learning\": (from: 2027)})])",
            "'amount' is missing",
        ),
        (
            "(format: 1, plans: [(place: \"E12000005\", levers: {\"peer_learning\": (amount: \"ten\")})])",
            "expected float",
        ),
        (
            "(format: 1,\n\n start: 99999999999999999999, plans: [])",
            "line 3, start '99999999999999999999': is too large a number",
        ),
        (
            "(format: 1, plans: [(place: \"E12000005\", levers: {\"peer_learning\": (amount: 1),\n\"peer_learning\": (amount: 2)})])",
            "line 2, plan 1, peer_learning",
        ),
        (
            "(format: 1, plans: [(place: \"E12000005\")],\n budget: 0)",
            "line 2, budget '0': must be a number above zero",
        ),
        (
            "(format: 1, plans: [(place: \"E12000005\")],\n targets: [(indicator: \"public_cost_pv\", level: 3)])",
            "line 2, target 1, indicator 'public_cost_pv': takes no target; set a budget instead",
        ),
        (
            "(format: 1, plans: [(place: \"E12000005\")],\n targets: [(plan: 2, indicator: \"business_rd\", level: 3)])",
            "line 2, target 1, plan '2': must be the number of a plan, 1 to 1",
        ),
        (
            "(format: 1, plans: [(place: \"E12000005\")],\n targets: [(indicator: \"business_rd\", level: 3),\n (indicator: \"business_rd\", level: 4)])",
            "line 3, target 2, indicator 'business_rd': already has target 1",
        ),
    ];
    for (text, part) in cases {
        let said = refusal(text);
        assert!(said.contains(part), "{text}\n{said}");
    }
}

#[test]
fn unknown_fields_are_warnings_and_cost_nothing() {
    let text = "(format: 1, horizn: 9,\n plans: [(place: \"E12000005\",\n levers: {\"peer_learning\": (amount: 1, form: 2027)},\n colour: \"red\")],\n switches: (takes: false, flaten: true))";
    let opened = BASIS.with(|b| read_names("plan.ron", text, b)).unwrap();
    assert!(!opened.scenario.switches.takes && opened.scenario.switches.flatten);
    let said: Vec<String> = opened.warnings.iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        [
            "plan.ron, line 1, field 'horizn': means nothing here and was passed over; did you mean 'horizon'?",
            "plan.ron, line 3, plan 1, peer_learning, field 'form': means nothing here and was passed over; did you mean 'from'?",
            "plan.ron, line 4, plan 1, field 'colour': means nothing here and was passed over; known here: place, sector, levers",
            "plan.ron, line 5, switches, field 'flaten': means nothing here and was passed over; did you mean 'flatten'?",
        ]
    );
}

#[test]
fn what_is_left_out_has_defaults() {
    let text = "(format: 1, plans: [(place: \"west midlands\", levers: {\"peer-learning\": (amount: 1.5)})])";
    let opened = BASIS.with(|b| read_names("plan.ron", text, b)).unwrap();
    let mut expected = Scenario::empty(Place::parse("E12000005").unwrap(), SectorId::all());
    expected.title = String::new();
    expected.set(0, &LeverId::new("peer_learning"), 1.5);
    assert_eq!(opened.scenario, expected);
    assert_eq!(expected.plans[0].levers.len(), BTreeMap::from([(1, 1)]).len());
}
