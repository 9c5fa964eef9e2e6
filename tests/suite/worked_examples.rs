//! Worked examples with known answers, published or computed by an independent program.
//!
//! Ids A1 … H7 name the example; `[M02]` is a row of `assets/evidence/sources.csv`, test data of open-source packages are
//! named in words. A tolerance is half a unit
//! of the last digit printed in the source.

use tiller::evidence::load::Library;
use tiller::insight::distribution::{gi_star, gini, location_quotients, theil, theil_parts};
use tiller::insight::shapley;
use tiller::model::pooling::{Distance, Study, discount_study, paule_mandel, pool};
use tiller::model::stats::{
    Spread, annual_sd, discount_factor, distributional_weight, drift_path, lumpiness, mixed_bias, normal_ppf, spread,
    step_sd, student_t_ppf, takes, two_piece, two_piece_mean, uk_drift, with_optimism_bias,
};
use tiller::model::{Appraisal, Band, Judgements, Model};

/// Eight printed decimals.
const PRINTED: f64 = 5e-9;

#[track_caller]
fn close(got: f64, expect: f64, tolerance: f64) {
    assert!((got - expect).abs() <= tolerance, "got {got:?}, expected {expect:?} ± {tolerance:e}");
}

fn model() -> Model {
    Model::load(&Library::embedded()).map_err(|f| f.to_string()).unwrap()
}

fn appraisal() -> Appraisal {
    model().appraisal
}

fn judgements() -> Judgements {
    model().judgements
}

#[expect(clippy::cast_possible_truncation, reason = "a handful of years")]
fn present_value(flows: &[f64]) -> f64 {
    let schedule = appraisal().discount_schedule;
    flows.iter().enumerate().map(|(year, flow)| flow * discount_factor(year as u32, &schedule)).sum()
}

#[test]
fn a1_standard_discount_factors_and_their_kinks() {
    // [M02, M03]
    let schedule = appraisal().discount_schedule;
    let df = |y| discount_factor(y, &schedule);
    let printed = [
        (0, 1.0),
        (1, 0.966_183_57),
        (2, 0.933_510_70),
        (3, 0.901_942_71),
        (4, 0.871_442_23),
        (5, 0.841_973_17),
        (10, 0.708_918_81),
        (20, 0.502_565_88),
        (30, 0.356_278_41),
        (31, 0.345_901_37),
        (40, 0.265_104_60),
        (60, 0.146_781_99),
        (75, 0.094_213_77),
        (76, 0.091_915_88),
        (100, 0.050_818_02),
        (126, 0.026_873_30),
    ];
    for (year, factor) in printed {
        close(df(year), factor, PRINTED);
    }
    close(df(31), df(30) / 1.03, 1e-15);
    close(df(76), df(75) / 1.025, 1e-15);
}

#[test]
fn a2_lower_rate_sensitivity() {
    // [M02]
    let schedule = appraisal().sensitivity_schedule;
    for (year, factor) in [(10, 0.744_093_91), (30, 0.411_986_76), (31, 0.401_663_99), (60, 0.192_429_92)] {
        close(discount_factor(year, &schedule), factor, PRINTED);
    }
}

#[test]
fn a3_the_discount_rate_is_time_preference_and_growth() {
    // [M01]: δ + L + μg = 0.5 + 1 + 1 × 2 per cent a year.
    let (_, rate) = appraisal().discount_schedule[0];
    close(100.0 * rate, 0.5 + 1.0 + 1.0 * 2.0, 1e-12);
}

#[test]
fn a4_net_present_value_and_its_annual_equivalent() {
    // [M03]
    let npv = present_value(&[-100.0, 30.0, 30.0, 30.0, 30.0, 30.0]);
    close(npv, 35.451_571_26, PRINTED);
    close(present_value(&[-100.0, 50.0, 50.0, 50.0]), 40.081_849_05, PRINTED);
    close(npv / present_value(&[0.0, 1.0, 1.0, 1.0, 1.0, 1.0]), 7.851_862_68, PRINTED);
}

#[test]
fn a5_benefit_cost_ratio_and_switching_value() {
    // [M03]
    let pvb = 30.0 * present_value(&[0.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0]);
    close(pvb, 228.230_595_27, PRINTED);
    close(pvb / 100.0, 2.282_305_95, PRINTED);
    close(100.0 / pvb, 0.438_153_35, PRINTED);
}

#[test]
fn a6_optimism_bias_of_a_project_of_two_kinds() {
    // [M09]: 30 % non-standard and 70 % standard building: capital 51 % and 24 %, duration 39 % and 4 %.
    close(mixed_bias(&[(0.3, 0.51), (0.7, 0.24)]), 0.321, 1e-12);
    close(mixed_bias(&[(0.3, 0.39), (0.7, 0.04)]), 0.145, 1e-12);
}

#[test]
fn a7_optimism_bias_that_is_managed() {
    // [M09]: £100m of non-standard building with 92 % of the bias managed; [M03]: none managed, and half of it.
    close(with_optimism_bias(100.0, 0.51, 0.92), 104.08, 1e-9);
    close(with_optimism_bias(100.0, 0.51, 0.0), 151.0, 1e-9);
    close(with_optimism_bias(50.0, 0.51, 0.0), 75.5, 1e-9);
    close(with_optimism_bias(100.0, 0.5, 0.5), 125.0, 1e-9);
}

#[test]
fn a8_distributional_weights() {
    // [M07]: a pound at £20k is worth two at £40k when η = 1.
    close(distributional_weight(20.0, 40.0, 1.0), 2.0, 1e-15);
    let eta = appraisal().inequality_aversion;
    close(distributional_weight(20.0, 50.0, eta), 3.290_955_51, PRINTED);
    close(distributional_weight(50.0, 50.0, eta), 1.0, 0.0);
    close(distributional_weight(80.0, 50.0, eta), 0.542_805_23, PRINTED);
}

/// A model whose rows of gross to net are these, for jobs at the place.
fn with_shares(rows: &[(tiller::model::Component, Option<&str>, f64)]) -> Model {
    let mut model = model();
    let row =
        |(component, sector, value): &(tiller::model::Component, Option<&str>, f64)| tiller::model::Additionality {
            id: String::new(),
            component: *component,
            lever_type: None,
            sector: sector.map(Into::into),
            level: Some(tiller::model::Level::Place),
            measure: Some(tiller::model::Measure::Jobs),
            band: Band::new(*value, *value, *value),
            status: tiller::model::Status::Judgement,
            source: String::new(),
            note: String::new(),
            line: 0,
        };
    model.additionality = rows.iter().map(row).collect();
    model
}

/// What is left of gross jobs at the place, in a sector.
fn net_jobs(model: &Model, gross: f64, sector: &str) -> f64 {
    use tiller::projection::net::{NetBands, NetScores};
    let bands = NetBands::find(
        model,
        "business_support",
        &sector.into(),
        tiller::model::Level::Place,
        tiller::model::Measure::Jobs,
    );
    gross * bands.factor(&NetScores::default())
}

#[test]
fn a9_gross_to_net_of_a_programme_and_of_the_reference_case() {
    // [M10]: leakage 0.1, displacement 0.25, no substitution, multiplier 1.25.
    use tiller::model::Component;
    let model = with_shares(&[
        (Component::Leakage, None, 0.1),
        (Component::Displacement, None, 0.25),
        (Component::Substitution, None, 0.0),
        (Component::Multiplier, None, 1.25),
    ]);
    let (programme, reference) = (net_jobs(&model, 100.0, "retail"), net_jobs(&model, 20.0, "retail"));
    close(programme, 84.375, 1e-12);
    close(reference, 16.875, 1e-12);
    close(programme - reference, 67.5, 1e-12);
}

#[test]
fn a10_a_local_multiplier_adds_jobs() {
    // [M50]: 0.75 more local jobs for each: 375 for 500.
    let model = with_shares(&[(tiller::model::Component::Multiplier, None, 1.75)]);
    close(net_jobs(&model, 500.0, "retail") - 500.0, 375.0, 1e-12);
}

#[test]
fn a12_prices_of_one_year_in_those_of_another() {
    // [M03]: index 75.1536 in 2015, 81.1085 in 2019, 100 in 2024.
    let rules = tiller::model::baseline::Baseline::load(&Library::embedded()).map_err(|f| f.to_string()).unwrap();
    close(100.0 * rules.deflator.factor(2015).unwrap(), 133.060_824_76, 5e-4);
    close(13_000.0 * rules.deflator.factor(2019).unwrap(), 16_027.91, 0.05);
    assert_eq!(rules.deflator.factor(2024), Some(1.0));
    assert_eq!(rules.deflator.factor(1066), None);
}

#[test]
fn a11_a_return_that_starts_late_and_decays() {
    // [M20]: £40m a year from year 6 to 20, lasting or falling by a fifth a year.
    let flows = |keep: f64| -> Vec<f64> {
        (0..=20).map(|t| if t < 6 { 0.0 } else { 40.0 * libm::pow(keep, f64::from(t - 6)) }).collect()
    };
    close(present_value(&flows(1.0)), 387.894_037_06, PRINTED);
    close(present_value(&flows(0.8)), 140.304_800_30, PRINTED);
}

/// Thirteen BCG vaccine trials (metadat `dat.bcg`): log relative risk and its variance.
fn bcg() -> Vec<Study> {
    let trials: [[f64; 4]; 13] = [
        [4.0, 119.0, 11.0, 128.0],
        [6.0, 300.0, 29.0, 274.0],
        [3.0, 228.0, 11.0, 209.0],
        [62.0, 13536.0, 248.0, 12619.0],
        [33.0, 5036.0, 47.0, 5761.0],
        [180.0, 1361.0, 372.0, 1079.0],
        [8.0, 2537.0, 10.0, 619.0],
        [505.0, 87886.0, 499.0, 87892.0],
        [29.0, 7470.0, 45.0, 7232.0],
        [17.0, 1699.0, 65.0, 1600.0],
        [186.0, 50448.0, 141.0, 27197.0],
        [5.0, 2493.0, 3.0, 2338.0],
        [27.0, 16886.0, 29.0, 17825.0],
    ];
    let study = |[a, b, c, d]: [f64; 4]| Study {
        effect: libm::log(a / (a + b) / (c / (c + d))),
        variance: 1.0 / a - 1.0 / (a + b) + 1.0 / c - 1.0 / (c + d),
    };
    trials.into_iter().map(study).collect()
}

#[test]
fn b5_paule_mandel_on_the_bcg_trials() {
    // metafor's own test files; one web report prints 0.2660, which does not satisfy the defining equation.
    let pooled = pool(&bcg(), 0.0).unwrap();
    close(pooled.tau2, 0.3181, 5e-5);
    close(pooled.mu, -0.714_968_15, PRINTED);
    close(pooled.se_plain, 0.180_892_19, PRINTED);
    close(pooled.q, 1.0, 1e-9);
}

#[test]
fn b9_paule_mandel_on_six_trials() {
    // Six CLASP trials, log odds ratio: τ 0.3681, μ −0.3811, se 0.2060.
    let n = [[156.0, 74.0], [303.0, 303.0], [565.0, 477.0], [1570.0, 1565.0], [103.0, 105.0], [4659.0, 4650.0]];
    let events = [[5.0, 8.0], [5.0, 17.0], [12.0, 9.0], [69.0, 94.0], [9.0, 11.0], [313.0, 352.0]];
    let studies: Vec<Study> = n
        .iter()
        .zip(events)
        .map(|([n1, n2], [e1, e2])| Study {
            effect: libm::log(e1 / (n1 - e1) / (e2 / (n2 - e2))),
            variance: 1.0 / e1 + 1.0 / (n1 - e1) + 1.0 / e2 + 1.0 / (n2 - e2),
        })
        .collect();
    let pooled = pool(&studies, 0.0).unwrap();
    close(pooled.tau2.sqrt(), 0.3681, 5e-5);
    close(pooled.mu, -0.3811, 5e-5);
    close(pooled.se_plain, 0.2060, 5e-5);
}

#[test]
fn b_edges_of_pooling() {
    let study = |effect, variance| Study { effect, variance };
    // One study pools with nothing; neither does one with a variance of zero.
    assert_eq!(pool(&[study(0.3, 0.1)], 0.5), None);
    assert_eq!(paule_mandel(&[study(0.3, 0.1)]), 0.0);
    assert_eq!(pool(&[study(0.3, 0.1), study(0.4, 0.0)], 0.5), None);
    assert_eq!(pool(&[study(0.3, 0.1), study(f64::NAN, 0.1)], 0.5), None);
    // Studies that agree better than their errors allow: τ² is zero, and Knapp–Hartung must not shrink the error.
    let alike = [study(1.0, 0.5), study(1.1, 0.5), study(0.9, 0.5)];
    let pooled = pool(&alike, 0.5).unwrap();
    assert!(pooled.q < 1.0);
    assert_eq!((pooled.tau2, pooled.se), (0.0, pooled.se_plain));
    close(pooled.tau_used, 0.5, 1e-12);
    // Equal variances: Paule–Mandel and DerSimonian–Laird agree (sample variance less the common variance).
    close(paule_mandel(&[study(1.0, 0.2), study(2.0, 0.2), study(4.0, 0.2)]), 7.0 / 3.0 - 0.2, 1e-12);
}

#[test]
fn b_a_discount_shrinks_and_widens_but_never_deletes() {
    let judgements = judgements();
    let study = Study { effect: 4.0, variance: 0.0001 };
    let mut last = f64::INFINITY;
    for sms in (1..=5).rev() {
        let near = discount_study(study, sms, Distance::Near, &judgements).unwrap();
        assert!(near.effect > 0.0 && near.effect < last);
        assert!(near.variance > study.variance);
        last = near.effect;
    }
    assert_eq!(discount_study(study, 6, Distance::Same, &judgements), None);
    // A null stays in as a null.
    assert_eq!(
        discount_study(Study { effect: 0.0, variance: 1.0 }, 3, Distance::Far, &judgements).unwrap().effect,
        0.0
    );
}

#[test]
fn b11_doubling_as_an_elasticity() {
    // [M23]: doubling R&D raises ideas by 80–90 %, neighbours' by 2–3 %.
    for (rise, elasticity, digit) in
        [(1.8, 0.848, 5e-4), (1.9, 0.926, 5e-4), (1.02, 0.028_569_15, PRINTED), (1.03, 0.042_644_34, PRINTED)]
    {
        close(libm::log2(rise), elasticity, digit);
    }
    // The bundled spillover sits inside: 0 to 0.043, centre below.
    let model = model();
    let spill = model.links.iter().find(|l| l.id.as_str() == "spill.rd_stock.innovation").unwrap();
    assert!(spill.gain.central <= libm::log2(1.02) && spill.gain.p90 <= libm::log2(1.03) + 5e-4);
}

#[test]
fn b12_distance_decay() {
    // [M25]: 500 km cut a spillover by 55–70 %; the bundled κ is that range, rounded to a tenth of a thousandth.
    let kappa = |lost: f64| -libm::log(1.0 - lost) / 500.0;
    close(kappa(0.55), 0.001_597_02, PRINTED);
    close(kappa(0.70), 0.002_407_95, PRINTED);
    let band = judgements().spill_kappa_per_km;
    close(band.p10, kappa(0.55), 5e-5);
    close(band.p90, kappa(0.70), 5e-5);
}

fn ones(n: usize) -> Vec<f64> {
    vec![1.0; n]
}

#[test]
fn d1_gini() {
    // EconGeo, example matrix
    close(gini(&[0.0, 10.0, 10.0, 30.0, 50.0], &ones(5)), 0.48, 1e-12);
    close(gini(&[0.0, 0.0, 0.0, 0.0, 1.0], &ones(5)), 0.8, 1e-12);
    close(gini(&[0.0, 0.0, 0.0, 1.0, 1.0], &ones(5)), 0.6, 1e-12);
    assert!(gini(&[], &[]).is_nan() && gini(&[0.0, 0.0], &ones(2)).is_nan());
}

#[test]
fn d3_d4_theil_and_its_parts() {
    // PySAL inequality
    let halves = theil_parts(&[0.0, 0.0, 0.0, 10.0, 10.0, 10.0], &ones(6), &[0, 0, 0, 1, 1, 1]);
    close(halves.total, std::f64::consts::LN_2, 1e-15);
    close(halves.between, std::f64::consts::LN_2, 1e-15);
    close(halves.within, 0.0, 1e-15);
    let five = theil_parts(&[10.0, 20.0, 30.0, 40.0, 50.0], &ones(5), &[1, 1, 2, 2, 2]);
    close(five.total, 0.119_687_59, PRINTED);
    close(five.between, 0.091_516_22, PRINTED);
    close(five.within, 0.028_171_37, PRINTED);
    assert!(theil(&[0.0], &[1.0]).is_nan());
}

#[test]
fn d6_location_quotients() {
    // EconGeo, example matrix
    let table = [
        [100.0, 0.0, 0.0, 0.0, 0.0],
        [0.0, 15.0, 5.0, 70.0, 10.0],
        [0.0, 20.0, 10.0, 20.0, 50.0],
        [0.0, 25.0, 30.0, 5.0, 40.0],
        [0.0, 40.0, 55.0, 5.0, 0.0],
    ];
    let expect = [
        [5.0, 0.0, 0.0, 0.0, 0.0],
        [0.0, 0.75, 0.25, 3.5, 0.5],
        [0.0, 1.0, 0.5, 1.0, 2.5],
        [0.0, 1.25, 1.5, 0.25, 2.0],
        [0.0, 2.0, 2.75, 0.25, 0.0],
    ];
    let got = location_quotients(&table.map(|row| row.to_vec()));
    for (row, expected) in got.iter().flatten().zip(expect.iter().flatten()) {
        close(*row, *expected, 1e-12);
    }
}

#[test]
fn d8_getis_ord() {
    // PySAL esda: six points, neighbours within 15.
    let points = [[10.0, 10.0], [20.0, 10.0], [40.0, 10.0], [15.0, 20.0], [30.0, 20.0], [30.0, 30.0_f64]];
    let near = |i: usize, j: usize| {
        let (dx, dy) = (points[i][0] - points[j][0], points[i][1] - points[j][1]);
        i != j && dx * dx + dy * dy <= 225.0
    };
    let neighbours: Vec<Vec<usize>> = (0..6).map(|i| (0..6).filter(|j| near(i, *j)).collect()).collect();
    let expect = [-1.397_276_26, -0.289_177_62, 0.650_649_64, -0.289_177_62, 1.234_520_88, 2.024_243_31];
    for (z, expected) in gi_star(&[2.0, 3.0, 3.2, 5.0, 8.0, 7.0], &neighbours).into_iter().zip(expect) {
        close(z, expected, 1e-8);
    }
    assert_eq!(gi_star(&[4.0, 4.0, 4.0], &[vec![1], vec![0], vec![]]), [0.0, 0.0, 0.0]);
}

#[test]
fn d10_what_inequality_does_not_notice_and_what_it_must() {
    let (y, p) = ([12.0, 20.0, 31.0, 47.0], [3.0, 5.0, 2.0, 4.0]);
    let scaled = y.map(|v| 7.0 * v);
    close(theil(&scaled, &p), theil(&y, &p), 1e-15);
    close(gini(&scaled, &p), gini(&y, &p), 1e-15);
    let (twice_y, twice_p) = ([y, y].concat(), [p, p].concat());
    close(theil(&twice_y, &twice_p), theil(&y, &p), 1e-15);
    close(gini(&twice_y, &twice_p), gini(&y, &p), 1e-14);
    // From rich to poor, the total kept: both fall.
    let moved = [12.0 + 4.0 / 3.0, 20.0, 31.0, 46.0];
    assert!(theil(&moved, &p) < theil(&y, &p) && gini(&moved, &p) < gini(&y, &p));
}

/// Runway costs: a set of airlines needs the longest runway among them.
fn airport(costs: &[f64]) -> Vec<f64> {
    let longest = |mask: u32| (0..costs.len()).filter(|i| mask >> i & 1 == 1).map(|i| costs[i]).fold(0.0, f64::max);
    let out = shapley::attribute(u32::try_from(costs.len()).unwrap(), longest).unwrap();
    close(out.shapley.iter().sum(), out.total, 1e-12);
    out.shapley
}

#[test]
fn e1_to_e4_airport_games() {
    // published airport games
    let check = |costs: &[f64], expect: &[f64]| {
        for (got, expected) in airport(costs).into_iter().zip(expect) {
            close(got, *expected, 1e-12);
        }
    };
    check(&[8.0, 11.0, 13.0, 18.0], &[2.0, 3.0, 4.0, 9.0]);
    check(&[100.0, 160.0, 200.0], &[100.0 / 3.0, 190.0 / 3.0, 310.0 / 3.0]);
    check(&[40.0, 50.0, 60.0, 70.0, 80.0, 90.0], &[40.0, 52.0, 67.0, 87.0, 117.0, 177.0].map(|v| v / 6.0));
    check(&[100.0, 200.0, 300.0], &[100.0 / 3.0, 250.0 / 3.0, 550.0 / 3.0]);
}

#[test]
fn e7_glove_game_alone_and_removed() {
    let pairs = |mask: u32| f64::from(mask & 1).min(f64::from((mask >> 1).count_ones()));
    let out = shapley::attribute(3, pairs).unwrap();
    for (got, expect) in out.shapley.iter().zip([2.0 / 3.0, 1.0 / 6.0, 1.0 / 6.0]) {
        close(*got, expect, 1e-15);
    }
    assert_eq!(out.alone, [0.0, 0.0, 0.0]);
    assert_eq!(out.if_removed, [1.0, 0.0, 0.0]);
    assert_eq!(shapley::attribute(0, |_| 3.0).unwrap().total, 0.0);
    assert_eq!(shapley::attribute(17, |_| 0.0), None);
}

/// M3 series N0001, 1975–88 (Mcomp).
const N0001: [f64; 14] = [
    940.66, 1084.86, 1244.98, 1445.02, 1683.17, 2038.15, 2342.52, 2602.45, 2927.87, 3103.96, 3360.27, 3807.63, 4387.88,
    4936.99,
];

#[test]
fn f3_f4_random_walks_with_drift() {
    // Mcomp; drift by hand
    let drift = uk_drift(&N0001, 13);
    let expect = [5244.40, 5551.81, 5859.22, 6166.63, 6474.04, 6781.45];
    for (got, printed) in drift_path(4936.99, drift, 1.0, 6).into_iter().zip(expect) {
        close(got, printed, 5e-3);
    }
    let logs = N0001.map(libm::log);
    let half = [5_262.058_749_69, 5_608.531_166_80, 5_977.816_543_91, 6_371.416_966_40, 6_790.933_422_17];
    for (got, printed) in drift_path(logs[13], uk_drift(&logs, 13), 0.5, 5).into_iter().zip(half) {
        close(libm::exp(got), printed, 1e-7);
    }
}

#[test]
fn f8_spread_of_a_random_walk_with_drift() {
    let sd = annual_sd(&[10.0, 12.0, 13.0, 12.0, 15.0, 16.0]);
    close(sd, 1.483_239_7, 5e-8);
    let walk = Spread { step_sd: sd, changes: 5.0, gamma: 0.5, c: 1.0 };
    for (h, expect) in [(1.0, 1.624_807_68), (3.0, 3.249_615_36), (5.0, 4.690_415_76)] {
        close(walk.at(h), expect, PRINTED);
    }
}

#[test]
fn h1_h2_quantiles_of_a_band() {
    let band = Band::new(3.0, 10.0, 20.0);
    let printed = [
        (0.01, -2.706_812_24),
        (0.1, 3.0),
        (0.25, 6.315_849_96),
        (0.5, 10.0),
        (0.75, 15.263_071_49),
        (0.9, 20.0),
        (0.99, 28.152_588_91),
    ];
    for (u, value) in printed {
        close(two_piece(band, normal_ppf(u)), value, 1e-8);
    }
    close(two_piece_mean(band), 10.933_888_95, PRINTED);
    // Harm is possible: a band of −2 / 2 / 6 lies below zero in 26 % of futures.
    close(two_piece(Band::new(-2.0, 2.0, 6.0), normal_ppf(0.260_834_18)), 0.0, 1e-7);
}

#[test]
fn h3_a_spike_at_zero_keeps_the_mean_and_adds_variance() {
    // Mean 10 and variance 16 before: 6 and 14 with even chances.
    let values = [6.0, 14.0].map(|theta| takes(0.7, theta, 0.4));
    assert_eq!(takes(0.39, 6.0, 0.4), 0.0);
    let mean = 0.6 * (values[0] + values[1]) / 2.0;
    let square = 0.6 * (values[0] * values[0] + values[1] * values[1]) / 2.0;
    close(mean, 10.0, 1e-12);
    close(square - mean * mean, 93.333_333_33, 1e-8);
}

#[test]
fn h6_how_uneven_one_scheme_was() {
    // The top 5 % hold 87 % of a lognormal: σ = z(0.95) + z(0.87); the spread of one unit is that of its CV.
    let sigma = normal_ppf(0.95) + normal_ppf(0.87);
    close(sigma, 2.771_244_76, PRINTED);
    close((libm::exp(sigma * sigma) - 1.0).sqrt(), 46.510_014_79, 5e-7);
    close(libm::log(lumpiness(1.0, 1.0, 46.510_014_79) / lumpiness(0.0, 1.0, 46.510_014_79)), sigma, PRINTED);
    assert!(judgements().lumpiness_cv < 46.0, "the bundled spread is smaller: that figure is self-reported");
}

#[test]
fn h6_lumpiness_falls_with_the_number_of_projects() {
    let cv = judgements().lumpiness_cv;
    for (n, sigma, median) in
        [(1.0, 1.805_019_82, 0.196_116_14), (20.0, 0.900_516_64, 0.666_666_67), (400.0, 0.246_220_68, 0.970_142_50)]
    {
        close(lumpiness(0.0, n, cv), median, PRINTED);
        close(libm::log(lumpiness(1.0, n, cv) / lumpiness(0.0, n, cv)), sigma, PRINTED);
    }
}

#[test]
fn h7_the_baseline_rule() {
    let area = [100.0, 103.0, 101.0, 106.0, 108.0, 111.0, 110.0, 115.0, 118.0, 117.0].map(libm::log);
    let uk = [1000.0, 1020.0, 1015.0, 1040.0, 1066.0, 1085.0, 1090.0, 1118.0, 1139.0, 1150.0].map(libm::log);
    let path = drift_path(area[9], uk_drift(&uk, 10), 0.6, 5);
    for (h, centre) in [(1, 118.095_237_64), (3, 120.316_566_49), (5, 122.579_677_72)] {
        close(libm::exp(path[h - 1]), centre, 1e-8);
    }
    close(step_sd(&area, 0.02), 0.023_106_81, PRINTED);
    let multiplier = student_t_ppf(0.9, 5.0) * 0.6_f64.sqrt();
    close(multiplier, 1.143_214_87, PRINTED);
    let spread = spread(&area, 0.02, 0.5, 1.25);
    for (h, lo, hi) in [(1, 114.055_503, 122.278_055), (5, 111.795_657, 134.403_946)] {
        let half = multiplier * spread.at(f64::from(h));
        let centre = path[usize::try_from(h).unwrap() - 1];
        close(libm::exp(centre - half), lo, 5e-7);
        close(libm::exp(centre + half), hi, 5e-7);
    }
}

/// H5: 200 of 4,000 firms of half the average size gain 4 %: 0.098 log points × 100 of the output of all.
#[test]
fn h5_from_firms_that_join_to_the_output_of_all() {
    use tiller::evidence::{AreaCode, Place, SectorId};
    use tiller::model::{Basis, Node, Structure};
    use tiller::projection::bands::recorded;
    use tiller::projection::program::{GradeMask, Program, Rules};
    use tiller::projection::reach::Dose;

    let basis = Basis::load(&Library::embedded()).map_err(|f| f.to_string()).unwrap();
    let mut model = basis.model.clone();
    model.judgements.treated_firm_relative_size = 0.5;
    let place = Place::Area(AreaCode::new("E12000005"));
    let cell = basis.inputs.cell(&place, &SectorId::new("retail")).unwrap();
    let plan = vec![("network_facilitation".into(), Dose { amount: 1.0, start: 1, end: 10 }, None)];
    let rules = Rules { horizon: 10, grades: GradeMask::ALL, flatten: true, critical_mass: true };
    let program = Program::compile(&model, &recorded(&model), Structure::Direct, &[&cell], &[plan], &rules);
    let jobs = &program.places[0].by_node[Node::Jobs.index()];
    assert_eq!(jobs.len(), 1);
    let exposure = 200.0 / 4_000.0;
    close(100.0 * libm::log(1.04) * jobs[0].factor * exposure, 0.098_051_78, PRINTED);
}

/// H8: 100 gross local jobs, leakage 35 %: retail, displacement 90 %; manufacturing, displacement 10 %, multiplier 1.7.
#[test]
fn h8_gross_to_net_jobs() {
    use tiller::model::Component;
    let model = with_shares(&[
        (Component::Leakage, None, 0.35),
        (Component::Displacement, Some("retail"), 0.9),
        (Component::Displacement, Some("advanced_manufacturing"), 0.1),
        (Component::Multiplier, Some("advanced_manufacturing"), 1.7),
    ]);
    close(net_jobs(&model, 100.0, "retail"), 6.5, 1e-12);
    close(net_jobs(&model, 100.0, "advanced_manufacturing"), 99.45, 1e-12);
}
