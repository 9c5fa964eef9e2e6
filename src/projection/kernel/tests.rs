//! The loops of a block give the same bits however wide the registers are.

use std::sync::Arc;

use super::*;
use crate::evidence::load::Library;
use crate::evidence::{Place, SectorId};
use crate::model::{Basis, Structure};
use crate::projection::bands;
use crate::projection::program::{GradeMask, Rules};
use crate::projection::reach::Dose;

/// Seven levers over eight years.
const LEVERS: [(&str, f64); 7] = [
    ("skills_provision", 4.0),
    ("work_organisation", 0.6),
    ("network_facilitation", 0.5),
    ("conditional_collaboration", 60.0),
    ("pilot_projects", 2.0),
    ("policy_capacity", 0.5),
    ("vocational_quality", 40.0),
];

#[test]
fn wider_registers_give_the_same_states() {
    let basis = Basis::load(&Library::embedded()).unwrap();
    let model = &basis.model;
    let bands = bands::recorded(model);
    let cell = basis.inputs.cell(&Place::Area("E12000005".into()), &SectorId::new("advanced_manufacturing")).unwrap();
    let dose = |amount: f64| Dose { amount, start: 2, end: 9 };
    let plan: Vec<_> = LEVERS.iter().map(|(l, amount)| ((*l).into(), dose(*amount), None)).collect();
    let rules = Rules { horizon: 15, grades: GradeMask::ALL, flatten: true, critical_mass: true };
    // An odd number of draws, so that the rest of a loop is run too.
    let len = 251;
    let column = |band: &crate::model::Band| -> Column {
        let share = |i: usize| i as f64 / len as f64;
        Arc::new((0..len).map(|i| band.p10 + (band.p90 - band.p10) * share(i * 97 % len)).collect())
    };
    let params = Params {
        channels: bands.channels.iter().map(column).collect(),
        links: bands.links.iter().map(column).collect(),
        pairs: bands.pairs.iter().map(column).collect(),
        rd_depreciation: column(&model.judgements.rd_depreciation),
        half_spend: column(&model.judgements.critical_mass.half_spend),
    };
    let block = Block { params: &params, at: 0, len, factors: None, weights: &[] };
    for structure in Structure::ALL {
        let program = Program::compile(model, &bands, *structure, &[&cell], std::slice::from_ref(&plan), &rules);
        let (mut one, mut other) = (Scratch::default(), Scratch::default());
        run(&program, &model.judgements, &block, &mut one);
        run_block(&program, &model.judgements, &block, &mut other);
        let bits = |s: &Scratch| s.states.data.iter().map(|v| v.to_bits()).collect::<Vec<_>>();
        assert!(one.states.data.iter().any(|v| *v != 0.0));
        assert_eq!(bits(&one), bits(&other), "{structure:?}");
    }
}
