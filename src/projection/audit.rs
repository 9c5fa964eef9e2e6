//! The audit trail: every draw's parameter values and results, so that another program can recompute them.

use std::sync::atomic::AtomicBool;

use serde::Serialize;

use super::base::Base;
use super::draws::{Draws, UNCERTAIN};
use super::run::{self, SHOWN, Tiers, WorldRun};
use super::summary::{self, PlaceColumns, Triple};
use super::{Stopped, cell_scores, columns, worlds};
use crate::evidence::order::InOrder as _;
use crate::model::{Basis, Cell, Indicator, Input, Structure};
use crate::scenario::Scenario;

/// What a recomputation needs beside the draws.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Header {
    /// 1.
    pub audit_format: u32,
    /// Title of the scenario.
    pub scenario: String,
    /// Sector of the plan.
    pub sector: String,
    /// Which place of `places` the results are of.
    pub place: usize,
    /// Places run together, with their starting numbers and settings.
    pub places: Vec<PlaceHeader>,
    /// Distances, km; −1 where unknown.
    pub km: Vec<Vec<f64>>,
    /// Similarities, 0–1.
    pub similarity: Vec<Vec<f64>>,
    /// Years after year 0.
    pub horizon: u32,
    /// Calendar year 0.
    pub year_zero: i32,
    /// Seed.
    pub seed: u64,
    /// Draws.
    pub draws: usize,
    /// Evidence version.
    pub evidence_version: String,
    /// Reference-class weight on.
    pub reference_class: bool,
    /// Critical mass on.
    pub critical_mass: bool,
    /// Flattening on.
    pub flatten: bool,
    /// Judgements set otherwise: id, and p10, central, p90 or the one number. Bands are in the drawn values already; a
    /// recomputation takes constants and unit costs from here.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub overrides: Vec<(String, Vec<f64>)>,
}

/// One place of the world.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlaceHeader {
    /// Codes joined by `+`.
    pub code: String,
    /// Central inputs by name.
    pub inputs: Vec<(String, f64)>,
    /// Lever, amount, first and last year on the model's clock, partner's place if it is in the world.
    pub plan: Vec<(String, f64, u32, u32, Option<usize>)>,
}

/// One draw.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Number of the draw.
    pub draw: u32,
    /// Scramble, 0–9.
    pub scramble: usize,
    /// Structure.
    pub structure: Structure,
    /// Values by column.
    pub values: Vec<f64>,
}

/// The audit trail of one plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Audit {
    /// What else is needed.
    pub header: Header,
    /// Names of the value columns: parameters by id, then `factor:`, `start:`, `base:`, `x:` and `change:` columns.
    pub columns: Vec<String>,
    /// Draws in their own order.
    pub rows: Vec<Row>,
}

/// Runs a scenario and keeps every draw of one plan (counted from 0) in the last year.
///
/// # Errors
/// As `project`.
pub fn audit(
    basis: &Basis,
    scenario: &Scenario,
    draws: &Draws,
    plan: usize,
    cancel: &AtomicBool,
) -> Result<Audit, Stopped> {
    let basis = &*basis.under(&scenario.overrides);
    let calendar = run::calendar(basis, scenario);
    let runs = worlds(basis, scenario, draws, Tiers::Skip, cancel)?;
    let scores = cell_scores(draws, &runs);
    let columns = columns(basis, draws, calendar, &runs, &scores);
    let found = runs
        .iter()
        .enumerate()
        .find_map(|(w, run)| run.world.plan_index.iter().position(|index| *index == plan).map(|r| (w, r)));
    let Some((w, r)) = found else {
        let fault = crate::evidence::Fault::new("scenario", format!("has no plan {}", plan + 1));
        return Err(Stopped::Refused(fault));
    };
    let run = &runs[w];
    let mut table = Table::default();
    parameters(basis, draws, &mut table);
    if scenario.switches.takes {
        factors(basis, draws, run, &mut table);
    }
    starting(draws, &run.world.cells[r], calendar, &mut table);
    results(&columns[w][r], run, r, calendar.horizon, &mut table);
    let mut rows: Vec<Row> = Vec::with_capacity(draws.len());
    for (structure, slots) in draws.segments() {
        for slot in slots.clone() {
            rows.push(Row {
                draw: draws.order()[slot],
                scramble: draws.scramble(slot),
                structure: *structure,
                values: table.columns.iter().map(|c| c[slot]).collect(),
            });
        }
    }
    rows.order_by_key(|row| row.draw);
    Ok(Audit { header: header(basis, scenario, draws, run, r), columns: table.names, rows })
}

#[derive(Default)]
struct Table {
    names: Vec<String>,
    columns: Vec<Vec<f64>>,
}

impl Table {
    fn add(&mut self, name: impl Into<String>, column: Vec<f64>) {
        self.names.push(name.into());
        self.columns.push(column);
    }
}

fn parameters(basis: &Basis, draws: &Draws, table: &mut Table) {
    let model = &basis.model;
    let p = draws.params();
    for (row, column) in model.channels.iter().zip(&p.channels) {
        table.add(row.id.as_str(), column.to_vec());
    }
    for (row, column) in model.links.iter().zip(&p.links) {
        table.add(row.id.as_str(), column.to_vec());
    }
    for (row, column) in model.pairs.iter().zip(&p.pairs) {
        table.add(row.id.as_str(), column.to_vec());
    }
    table.add("rd_depreciation", p.rd_depreciation.to_vec());
    table.add("half_spend", p.half_spend.to_vec());
    table.add("kappa", draws.kappa().to_vec());
    table.add("cost_score", draws.cost_score().to_vec());
    table.add("optimism_bias", draws.optimism().to_vec());
    table.add("leakage_score", draws.net().leakage.to_vec());
    table.add("displacement_score", draws.net().displacement.to_vec());
    table.add("substitution_score", draws.net().substitution.to_vec());
    table.add("multiplier_score", draws.net().multiplier.to_vec());
}

fn factors(basis: &Basis, draws: &Draws, run: &WorldRun, table: &mut Table) {
    let Some(program) = run.programs.first() else { return };
    for (q, (cell, place)) in run.world.cells.iter().zip(&program.places).enumerate() {
        let columns = run::take_factors(&basis.model, draws, cell, &run.world.sector, place);
        for (lever, column) in place.levers.iter().zip(columns) {
            table.add(format!("factor:{q}:{}", basis.model.levers[lever.row].id), column);
        }
    }
}

fn starting(draws: &Draws, cell: &Cell, calendar: super::base::Calendar, table: &mut Table) {
    let scores = draws.cell(cell);
    for input in UNCERTAIN {
        let Some(base) = Base::new(cell, input, &scores, calendar) else { continue };
        let mut column = Vec::new();
        base.starting(0..draws.len(), &mut column);
        table.add(format!("start:{input}"), column);
    }
}

fn results(place: &PlaceColumns<'_>, run: &WorldRun, r: usize, horizon: usize, table: &mut Table) {
    for node in SHOWN {
        let column = run.blocks.iter().flat_map(|b| b.x(r, node, horizon).to_vec()).collect();
        table.add(format!("x:{node}"), column);
    }
    let mut triple = Triple::default();
    for indicator in Indicator::ALL.iter().filter(|i| **i != Indicator::Gap) {
        summary::values(place, (*indicator, horizon), None, &mut triple);
        table.add(format!("base:{indicator}"), std::mem::take(&mut triple.baseline));
        table.add(format!("change:{indicator}"), std::mem::take(&mut triple.change));
    }
}

fn header(basis: &Basis, scenario: &Scenario, draws: &Draws, run: &WorldRun, r: usize) -> Header {
    let known = |km: &f64| if km.is_finite() { *km } else { -1.0 };
    Header {
        audit_format: 1,
        scenario: scenario.title.clone(),
        sector: run.world.sector.to_string(),
        place: r,
        places: run
            .world
            .cells
            .iter()
            .zip(&run.world.plans)
            .map(|(cell, plan)| PlaceHeader {
                code: cell.place.to_string(),
                inputs: Input::ALL.iter().map(|i| (i.to_string(), cell.get(*i))).collect(),
                plan: plan.iter().map(|(l, d, p)| (l.to_string(), d.amount, d.start, d.end, *p)).collect(),
            })
            .collect(),
        km: run.world.km().iter().map(|row| row.iter().map(known).collect()).collect(),
        similarity: run.world.similarity().to_vec(),
        horizon: scenario.horizon,
        year_zero: scenario.year_zero(),
        seed: scenario.seed,
        draws: draws.len(),
        evidence_version: basis.model.version.clone(),
        reference_class: scenario.switches.reference_class,
        critical_mass: scenario.switches.critical_mass,
        flatten: scenario.switches.flatten,
        overrides: scenario.overrides.iter().map(|o| (o.id.clone(), o.value.parts())).collect(),
    }
}
