//! Work that is shared changes nothing: a table beside its kin is the table made alone, and one run for many questions answers as many runs.

use std::sync::atomic::AtomicBool;
use std::sync::{Arc, OnceLock};

use tiller::evidence::EffectId;
use tiller::evidence::load::{Library, SCENARIOS};
use tiller::insight::attribution::{attribute, attribute_all};
use tiller::insight::watch::Watch;
use tiller::model::{Basis, Indicator, Structure};
use tiller::projection::totals::{npsv, totals};
use tiller::projection::variant::{Group, Harder, Held, Quantity, Reseeded, Variant};
use tiller::projection::{DrawKey, Draws};
use tiller::scenario::{Scenario, document};

fn basis() -> &'static Basis {
    static BASIS: OnceLock<Basis> = OnceLock::new();
    BASIS.get_or_init(|| Basis::load(&Library::embedded()).map_err(|f| f.to_string()).unwrap())
}

fn named(name: &str) -> Scenario {
    let text = SCENARIOS.iter().find(|(known, _)| *known == name).unwrap().1;
    document::read(name, text, basis()).map_err(|f| f.to_string()).unwrap().scenario
}

fn varied(scenario: &Scenario, variant: Variant) -> DrawKey {
    DrawKey { variant, ..DrawKey::of(scenario, 320) }
}

/// Tables that differ from the plain one in one way each.
fn keys(scenario: &Scenario) -> Vec<DrawKey> {
    let mut keys: Vec<DrawKey> = Group::ALL
        .iter()
        .map(|g| varied(scenario, Variant { reseeded: Reseeded::new([*g], 99), ..Variant::default() }))
        .collect();
    let held = [
        (Quantity::Channel(0), Held::Low),
        (Quantity::Channel(3), Held::Nothing),
        (Quantity::Link(1), Held::High),
        (Quantity::Pair(0), Held::Nothing),
        (Quantity::CommonOptimism, Held::High),
        (Quantity::UnitCost, Held::Low),
        (Quantity::OptimismBias, Held::High),
        (Quantity::Leakage, Held::Low),
        (Quantity::Displacement, Held::High),
        (Quantity::Substitution, Held::Low),
        (Quantity::Multiplier, Held::High),
    ];
    keys.extend(held.map(|h| varied(scenario, Variant::holding([h]))));
    keys.push(varied(scenario, Variant::holding(held)));
    let harder = Harder { capacity: 0.5, absorptive: 0.9, output: 0.8 };
    keys.push(varied(scenario, Variant { harder, ..Variant::default() }));
    let plain = varied(scenario, Variant::default());
    let finding = basis().model.channels.iter().flat_map(|c| &c.pooled_from).next().unwrap();
    keys.push(DrawKey { excluded: vec![EffectId::new(finding)], ..plain.clone() });
    keys.push(DrawKey { reference_class: !plain.reference_class, ..plain.clone() });
    for only in Structure::ALL {
        keys.push(DrawKey { structures: std::array::from_fn(|k| k == only.index()), ..plain.clone() });
    }
    keys.push(DrawKey { seed: 5, ..plain.clone() });
    keys.push(DrawKey { count: 160, ..plain });
    keys
}

#[test]
fn a_table_beside_its_kin_is_the_table_made_alone() {
    let scenario = named("collective-learning-first");
    let all = Variant { reseeded: Reseeded::new(Group::ALL, 99), ..Variant::default() };
    let kin = [Variant::default(), all].map(|variant| Arc::new(Draws::make(basis(), &varied(&scenario, variant))));
    let plan = &scenario.plans[0];
    let cell = basis().inputs.cell(&plan.place, &plan.sector).unwrap();
    let never = AtomicBool::new(false);
    for key in keys(&scenario) {
        let (alone, beside) = (Draws::make(basis(), &key), Draws::beside(basis(), &key, &kin));
        let said = format!("{:?}", key.variant);
        assert_eq!(alone.order(), beside.order(), "{said}");
        assert_eq!(alone.segments(), beside.segments(), "{said}");
        assert_eq!(alone.scrambles(), beside.scrambles(), "{said}");
        assert_eq!(alone.bands(), beside.bands(), "{said}");
        assert_eq!(alone.params(), beside.params(), "{said}");
        assert_eq!(alone.net(), beside.net(), "{said}");
        let columns = |d: &Draws| [d.common_optimism(), d.kappa(), d.cost_score(), d.optimism()].map(<[f64]>::to_vec);
        assert_eq!(columns(&alone), columns(&beside), "{said}");
        assert_eq!(alone.cell(&cell), beside.cell(&cell), "{said}");
        for (id, _) in plan.on() {
            let lever = basis().model.lever(id).unwrap();
            assert_eq!(alone.cost(lever), beside.cost(lever), "{said}");
            let take = |d: &Draws| d.take(&basis().model, &plan.place, &plan.sector, id);
            assert_eq!(take(&alone), take(&beside), "{said}");
        }
        let whole = totals(basis(), &scenario, &alone, &[], &never).unwrap();
        assert_eq!(whole.npsv(), npsv(basis(), &scenario, &beside, &never).unwrap(), "{said}");
    }
}

#[test]
fn net_value_alone_is_that_of_the_whole_run_over_several_places() {
    let never = AtomicBool::new(false);
    for name in ["cambridge-manchester", "innovation-for-all", "no-new-policy", "pilots-in-six-sectors"] {
        let scenario = named(name);
        let draws = Draws::make(basis(), &DrawKey::of(&scenario, 160));
        let whole = totals(basis(), &scenario, &draws, &[], &never).unwrap();
        assert_eq!(whole.npsv(), npsv(basis(), &scenario, &draws, &never).unwrap(), "{name}");
    }
}

#[test]
fn indicators_shared_out_together_are_those_shared_out_alone() {
    let scenario = named("collective-learning-first");
    let draws = Draws::make(basis(), &DrawKey::of(&scenario, 160));
    let never = AtomicBool::new(false);
    let both = [Indicator::GvaPerHour, Indicator::Gap, Indicator::NetGvaPv];
    let watch = Watch { cancel: &never, progress: &|_| {} };
    let last = scenario.last_year();
    let together =
        attribute_all(basis(), &scenario, &draws, (0, &both.map(|indicator| (indicator, last))), &watch).unwrap();
    for (indicator, found) in both.into_iter().zip(together) {
        assert_eq!(found, attribute(basis(), &scenario, &draws, (0, indicator, last), &never).unwrap());
    }
}
