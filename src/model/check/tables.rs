//! Rules of the tables that no arrow is needed for: nodes, levers, structures, indicators, appraisal, judgements.

use std::collections::BTreeSet;

use super::{ADDITIONALITY, APPRAISAL, INDICATORS, JUDGEMENTS, LEVERS, NODES, STRUCTURES, require};
use crate::evidence::{Fault, Faults};
use crate::model::book::Model;
use crate::model::kinds::{Grade, Indicator, Node, Structure};
use crate::model::types::{Band, Component, Level, Lever, LeverKind, LinkKind, Measure, StructureRow};

/// Nine nodes, each once and in order, with rates of adjustment in (0, 1].
pub(super) fn nodes(model: &Model, faults: &mut Faults) {
    let found: Vec<Node> = model.nodes.iter().map(|n| n.id).collect();
    require(faults, found == Node::ALL, || {
        let wanted: Vec<&str> = Node::ALL.iter().map(|n| n.as_str()).collect();
        Fault::new(NODES, "must list each node once, in the order of evaluation")
            .hint(format!("the order is {}", wanted.join(", ")))
    });
    for node in &model.nodes {
        for (field, rate) in [("up", node.up), ("down", node.down)] {
            require(faults, rate > 0.0 && rate <= 1.0, || {
                Fault::new(NODES, "must be above 0 and at most 1: the share of the gap closed in a year")
                    .cell(format!("{}.{field}", node.id), rate.to_string())
            });
        }
    }
}

/// Levers: ids once, costs and doses in order, shares within bounds.
pub(super) fn levers(model: &Model, faults: &mut Faults) {
    let mut seen = BTreeSet::new();
    for lever in &model.levers {
        require(faults, seen.insert(&lever.id), || {
            Fault::new(LEVERS, "stands twice").cell("id", lever.id.as_str()).hint("give each lever its own id")
        });
        lever_numbers(lever, faults);
    }
}

fn lever_numbers(lever: &Lever, faults: &mut Faults) {
    let mut rule = |field: &str, value: f64, ok: bool, problem: &str| {
        require(faults, ok && value.is_finite(), || {
            Fault::new(LEVERS, problem).cell(format!("{}.{field}", lever.id), value.to_string())
        });
    };
    let cost = Band::new(lever.unit_cost.p10, lever.unit_cost.central, lever.unit_cost.p90);
    rule("unit_cost.p10", cost.p10, cost.p10 > 0.0, "must be above 0");
    rule("unit_cost.central", cost.central, cost.is_ordered(), "must lie between p10 and p90");
    rule("cap", lever.cap, lever.cap > 0.0 && lever.cap <= 1.0, "must be above 0 and at most 1: a share of the pool");
    let dose = &lever.evidence_dose;
    rule("evidence_dose.lo", dose.lo, dose.lo >= 0.0, "must not be negative");
    rule("evidence_dose.hi", dose.hi, dose.hi > dose.lo, "must be above lo");
    rule("min", lever.min, lever.min >= 0.0, "must not be negative");
    rule("default", lever.default, lever.min <= lever.default && lever.default <= lever.max, "must lie in min–max");
    let most = if lever.kind == LeverKind::Reform { 100.0 } else { f64::MAX };
    rule("max", lever.max, lever.max > lever.min && lever.max <= most, "must be above min (and ≤ 100 % for a reform)");
    rule("step", lever.step, lever.step > 0.0, "must be above 0");
    rule("ramp_years", lever.ramp_years, lever.ramp_years >= 1.0, "must be 1 or more");
    rule("private_cost_ratio", lever.private_cost_ratio, lever.private_cost_ratio >= 0.0, "must not be negative");
}

/// Three structures, each once; what they say they use agrees with the tables.
pub(super) fn structures(model: &Model, faults: &mut Faults) {
    for structure in Structure::ALL {
        let count = model.structures.iter().filter(|row| row.id == *structure).count();
        require(faults, count == 1, || {
            Fault::new(STRUCTURES, format!("stands {count} times, must stand once")).cell("id", structure.as_str())
        });
    }
    let total: f64 = model.structures.iter().map(|row| row.weight).sum();
    let fair = model.structures.iter().all(|row| row.weight >= 0.0) && total > 0.0 && total.is_finite();
    require(faults, fair, || {
        Fault::new(STRUCTURES, "must not be negative, and one of them must be above 0")
            .cell("weight", total.to_string())
    });
    for row in &model.structures {
        structure_uses(model, row, faults);
    }
}

fn structure_uses(model: &Model, row: &StructureRow, faults: &mut Faults) {
    let mut links = model.links.iter().filter(|l| l.runs_in(row.id));
    let into_outcomes = links.clone().any(|l| l.kind == LinkKind::Link && l.to.is_outcome());
    let spills = links.any(|l| l.kind == LinkKind::Spill);
    let pairs = model.pairs.iter().any(|p| p.structures.contains(&row.id));
    let mass = model.levers.iter().any(|l| l.mass);
    let said = row.uses;
    let mut agree = |field: &str, says: bool, found: bool, table: &str| {
        require(faults, says == found, || {
            let (does, opposite) = if found { ("holds some", "true") } else { ("holds none", "false") };
            Fault::new(STRUCTURES, format!("does not agree with {table}, which {does} for this structure"))
                .cell(format!("{}.uses.{field}", row.id), says.to_string())
                .hint(format!("write {opposite}, or change {table}"))
        });
    };
    agree("links_into_outcomes", said.links_into_outcomes, into_outcomes, "links.csv");
    agree("pairs", said.pairs, pairs, "pairs.csv");
    agree("spillover", said.spillover, spills, "links.csv");
    agree("critical_mass", said.critical_mass, said.critical_mass && mass, "levers.ron (mass)");
    require(faults, row.id != Structure::Direct || !into_outcomes, || {
        Fault::new(STRUCTURES, "the direct structure holds reduced-form effects only; no link may lead into an outcome")
            .hint("take 'direct' out of the structures of that link in links.csv")
    });
}

/// Twelve indicators, each once.
pub(super) fn indicators(model: &Model, faults: &mut Faults) {
    for indicator in Indicator::ALL {
        let count = model.indicators.iter().filter(|row| row.id == *indicator).count();
        require(faults, count == 1, || {
            Fault::new(INDICATORS, format!("stands {count} times, must stand once")).cell("id", indicator.as_str())
        });
    }
}

/// Discount schedules that rise in years, tiers that name grades.
pub(super) fn appraisal(model: &Model, faults: &mut Faults) {
    let a = &model.appraisal;
    for (field, schedule) in
        [("discount_schedule", &a.discount_schedule), ("sensitivity_schedule", &a.sensitivity_schedule)]
    {
        let rises = !schedule.is_empty() && schedule.windows(2).all(|w| w[0].0 < w[1].0);
        require(faults, rises, || {
            Fault::new(APPRAISAL, "must hold bands whose last years rise").cell(field, format!("{schedule:?}"))
        });
        for (last, rate) in schedule {
            require(faults, (0.0..1.0).contains(rate), || {
                Fault::new(APPRAISAL, format!("of the band to year {last} must be a rate from 0 to below 1"))
                    .cell(field, rate.to_string())
                    .hint("write 3.5 % as 0.035")
            });
        }
    }
    for tier in &a.tiers {
        let known = |c: char| Grade::ALL.iter().any(|g| g.as_str().starts_with(c));
        require(faults, !tier.grades.is_empty() && tier.grades.chars().all(known), || {
            Fault::new(APPRAISAL, "must name grades A to E, e.g. \"AB\"")
                .cell(format!("tiers.{}.grades", tier.id), tier.grades.as_str())
        });
    }
}

/// Judgement constants within the bounds that the formulas need.
pub(super) fn judgements(model: &Model, faults: &mut Faults) {
    let j = &model.judgements;
    let mut rule = |field: &str, value: f64, ok: bool, problem: &str| {
        require(faults, ok && value.is_finite(), || Fault::new(JUDGEMENTS, problem).cell(field, value.to_string()));
    };
    let share = |v: f64| (0.0..=1.0).contains(&v);
    rule("optimism_rho", j.optimism_rho, share(j.optimism_rho), "must lie in 0–1");
    rule("null_correlation", j.null_correlation, share(j.null_correlation), "must lie in 0–1");
    rule("null_share", j.null_share, (0.0..1.0).contains(&j.null_share), "must be 0 or more and below 1");
    rule("gamma_bound", j.gamma_bound, j.gamma_bound >= 0.0 && j.gamma_bound < 1.0, "must be 0 or more and below 1");
    rule("tau_floor_share", j.tau_floor_share, j.tau_floor_share >= 0.0, "must not be negative");
    rule("lumpiness_cv", j.lumpiness_cv, j.lumpiness_cv >= 0.0, "must not be negative");
    rule("practice_sd_points", j.practice_sd_points, j.practice_sd_points > 0.0, "must be above 0");
    let widest = j.extrapolation_max_variance;
    rule("extrapolation_max_variance", widest, widest >= 1.0, "must be 1 or more: variance never falls");
    rule("band_widening.outcomes", j.band_widening.outcomes, j.band_widening.outcomes >= 1.0, "must be 1 or more");
    rule("band_widening.others", j.band_widening.others, j.band_widening.others >= 1.0, "must be 1 or more");
    for (field, b) in [("capacity_bounds", j.capacity_bounds), ("absorptive_bounds", j.absorptive_bounds)] {
        rule(field, b.lo, b.lo >= 0.0 && b.lo <= b.hi, "must hold lo ≤ hi, neither negative");
    }
    let bands = [
        ("rd_depreciation", j.rd_depreciation, 1.0),
        ("critical_mass.half_spend", j.critical_mass.half_spend, f64::MAX),
        ("spill_kappa_per_km", j.spill_kappa_per_km, f64::MAX),
    ];
    for (field, b, most) in bands {
        rule(field, b.central, b.is_ordered() && b.p10 > 0.0 && b.p90 <= most, "must be 0 < p10 ≤ central ≤ p90");
    }
    rule(
        "optimism_bias_revenue",
        j.optimism_bias_revenue.central,
        j.optimism_bias_revenue.is_ordered(),
        "must be in order",
    );
    let m = &j.critical_mass;
    rule("critical_mass.floor", m.floor, share(m.floor), "must lie in 0–1");
    rule("critical_mass.reference", m.reference, m.reference > 0.0, "must be above 0");
    rule("critical_mass.years_width", m.years_width, m.years_width > 0.0, "must be above 0");
    for level in 1..=5_u8 {
        let rows: Vec<_> = j.shrink_by_sms.iter().filter(|(l, _, _)| *l == level).collect();
        let ok = matches!(rows[..], [(_, factor, cv)] if *factor > 0.0 && *factor <= 1.0 && *cv >= 0.0);
        rule("shrink_by_sms", f64::from(level), ok, "needs one row with a factor in (0, 1] and a CV of 0 or more");
    }
}

/// Every lever type finds a value for each part of the step from gross to net; shares lie in 0–1.
pub(super) fn additionality(model: &Model, faults: &mut Faults) {
    for row in &model.additionality {
        let most = if row.component == Component::Multiplier { f64::MAX } else { 1.0 };
        require(faults, row.band.p10 >= 0.0 && row.band.p90 <= most, || {
            Fault::new(ADDITIONALITY, "must lie in 0–1 (a multiplier: 0 or more)")
                .at(row.line)
                .cell("central", row.band.central.to_string())
        });
        if let Some(wanted) = &row.lever_type {
            let known = model.levers.iter().map(|l| l.add_type.as_str());
            require(faults, known.clone().any(|t| t == wanted), || {
                Fault::new(ADDITIONALITY, "is the type of no lever")
                    .at(row.line)
                    .cell("lever_type", wanted.as_str())
                    .nearest(wanted, known)
            });
        }
    }
    let types: BTreeSet<&str> = model.levers.iter().map(|l| l.add_type.as_str()).collect();
    let parts = [Component::Leakage, Component::Displacement, Component::Substitution, Component::Multiplier];
    for (add_type, component) in types.iter().flat_map(|t| parts.map(|c| (*t, c))) {
        for (level, measure) in
            [Level::Place, Level::Uk].into_iter().flat_map(|l| [(l, Measure::Jobs), (l, Measure::Gva)])
        {
            let answered = model.additionality.iter().any(|row| {
                row.component == component
                    && row.sector.is_none()
                    && row.lever_type.as_deref().is_none_or(|t| t == add_type)
                    && row.level.is_none_or(|l| l == level)
                    && row.measure.is_none_or(|m| m == measure)
            });
            require(faults, answered, || {
                Fault::new(
                    ADDITIONALITY,
                    format!("has no row for {component:?}, {level:?}, {measure:?} of '{add_type}'"),
                )
                .hint("add one with sector *")
            });
        }
    }
}
