//! Pooling: its edges, its laws, and whether it finds again what a simulation put in.

use proptest::prelude::*;
use tiller::model::pooling::{Pooled, Study, paule_mandel, pool};
use tiller::model::stats::{normal_ppf, student_t_ppf};
use tiller::model::studies::level_of;

const FLOOR: f64 = 0.5;

fn study(effect: f64, variance: f64) -> Study {
    Study { effect, variance }
}

#[track_caller]
fn near(got: f64, expect: f64, tolerance: f64) {
    assert!((got - expect).abs() <= tolerance, "got {got:?}, expected {expect:?} ± {tolerance:e}");
}

#[test]
fn two_studies_pool_with_one_degree_of_freedom() {
    let p = pool(&[study(1.0, 0.04), study(2.0, 0.04)], FLOOR).unwrap();
    // Q = 0.5/0.04 = 12.5 against 1: τ² = sample variance − common variance.
    near(p.tau2, 0.5 - 0.04, 1e-12);
    near(p.mu, 1.5, 1e-12);
    near(p.p90 - p.mu, student_t_ppf(0.9, 1.0) * (p.se * p.se + p.tau_used * p.tau_used).sqrt(), 1e-12);
    near(student_t_ppf(0.9, 1.0), 3.077_683_537, 1e-9);
    assert_eq!(p.k, 2);
}

#[test]
fn identical_studies_have_no_spread_of_their_own_and_keep_the_floor() {
    let p = pool(&[study(0.4, 0.01); 4], FLOOR).unwrap();
    assert_eq!((p.tau2, p.q), (0.0, 0.0));
    near(p.se, 0.05, 1e-15);
    near(p.tau_used, 0.2, 1e-15);
    // Four nulls: no floor, only their error.
    let null = pool(&[study(0.0, 0.01); 4], FLOOR).unwrap();
    assert_eq!((null.mu, null.tau_used), (0.0, 0.0));
    near(null.p90, student_t_ppf(0.9, 3.0) * 0.05, 1e-12);
}

#[test]
fn a_study_of_huge_variance_counts_for_nothing_but_its_degree_of_freedom() {
    let three = [study(1.0, 0.1), study(1.2, 0.2), study(0.8, 0.15)];
    let without = pool(&three, 0.0).unwrap();
    let with = pool(&[three[0], three[1], three[2], study(500.0, 1e12)], 0.0).unwrap();
    near(with.mu, without.mu, 1e-6);
    assert!(with.p10.is_finite() && with.tau2 >= 0.0);
}

#[test]
fn what_is_no_study_is_refused() {
    let good = [study(1.0, 0.1), study(2.0, 0.1)];
    for bad in [
        study(f64::NAN, 0.1),
        study(f64::INFINITY, 0.1),
        study(1.0, f64::NAN),
        study(1.0, f64::INFINITY),
        study(1.0, 0.0),
        study(1.0, -0.1),
    ] {
        assert_eq!(pool(&[good[0], good[1], bad], FLOOR), None, "{bad:?}");
        assert_eq!(paule_mandel(&[good[0], good[1], bad]), 0.0, "{bad:?}");
    }
    assert_eq!(pool(&[], FLOOR), None);
    assert_eq!(pool(&good[..1], FLOOR), None);
}

#[test]
fn only_an_interval_of_a_stated_level_is_an_error() {
    for (kind, level) in [
        ("95% CI", Some(0.95)),
        ("90 % confidence interval", Some(0.9)),
        ("robust 99.5% CI", Some(0.995)),
        ("95% credible interval", Some(0.95)),
        ("range in source, not a CI", None),
        ("95 % of projects", None),
        ("CI", None),
        ("95% range, not a CI", None),
        ("0% CI", None),
        ("values under 2 ruled out at 5%", None),
        ("", None),
    ] {
        assert_eq!(level_of(kind), level, "{kind}");
    }
}

fn any_study() -> impl Strategy<Value = Study> {
    (-3.0_f64..3.0, 0.01_f64..2.0).prop_map(|(effect, variance)| study(effect, variance))
}

proptest! {
    #[test]
    fn the_order_of_studies_changes_nothing(mut studies in prop::collection::vec(any_study(), 2..9), by in 0_usize..8) {
        let first = pool(&studies, FLOOR).unwrap();
        let n = studies.len();
        studies.rotate_left(by % n);
        let again = pool(&studies, FLOOR).unwrap();
        for read in [|p: &Pooled| p.tau2, |p: &Pooled| p.mu, |p: &Pooled| p.se, |p: &Pooled| p.p10, |p: &Pooled| p.p90] {
            prop_assert!((read(&first) - read(&again)).abs() < 1e-9);
        }
    }

    #[test]
    fn the_mean_lies_among_the_studies_and_the_error_is_never_below_the_plain_one(
        studies in prop::collection::vec(any_study(), 2..9),
    ) {
        let p = pool(&studies, FLOOR).unwrap();
        let (lo, hi) = studies.iter().fold((f64::MAX, f64::MIN), |(lo, hi), s| (lo.min(s.effect), hi.max(s.effect)));
        prop_assert!(lo - 1e-12 <= p.mu && p.mu <= hi + 1e-12);
        prop_assert!(p.se >= p.se_plain && p.tau_used >= FLOOR * p.mu.abs());
        prop_assert!(p.p10 <= p.mu && p.mu <= p.p90 && p.pi95[0] <= p.p10 && p.p90 <= p.pi95[1]);
        let one_more = p.range_of_a_study(0.5);
        prop_assert!(one_more[0] < p.p10 && p.p90 < one_more[1]);
    }

    /// With errors of one size the mean is the plain mean, and one more null takes k ÷ (k + 1) of it, exactly.
    #[test]
    fn a_null_study_draws_the_centre_towards_zero(effects in prop::collection::vec(-3.0_f64..3.0, 2..9), v in 0.01_f64..2.0) {
        let mut studies: Vec<Study> = effects.iter().map(|e| study(*e, v)).collect();
        let before = pool(&studies, FLOOR).unwrap().mu;
        studies.push(study(0.0, v));
        let k = effects.len() as f64;
        let after = pool(&studies, FLOOR).unwrap().mu;
        prop_assert!((after - before * k / (k + 1.0)).abs() < 1e-9, "{before} became {after}");
    }

    /// A change of unit changes nothing but the unit.
    #[test]
    fn a_change_of_unit_scales_everything(studies in prop::collection::vec(any_study(), 2..9), c in 0.1_f64..10.0) {
        let scaled: Vec<Study> = studies.iter().map(|s| study(c * s.effect, c * c * s.variance)).collect();
        let (a, b) = (pool(&studies, FLOOR).unwrap(), pool(&scaled, FLOOR).unwrap());
        for (x, y) in [(a.mu, b.mu), (a.se, b.se), (a.p10, b.p10), (a.p90, b.p90), (a.tau_used, b.tau_used)] {
            prop_assert!((c * x - y).abs() < 1e-6 * (1.0 + y.abs()), "{x} × {c} is not {y}");
        }
    }
}

/// Numbers between 0 and 1, the same on every machine.
struct Dice(u64);

impl Dice {
    fn normal(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let mut z = self.0;
        z = (z ^ (z >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
        z ^= z >> 33;
        normal_ppf(((z >> 11) as f64 + 0.5) / (1_u64 << 53) as f64)
    }
}

/// Share of simulated worlds in which the 80 % range holds the effect in a new place: effects of places normal about 1 with
/// standard deviation τ, study errors lognormal about 0.45 of the mean.
fn coverage(k: usize, tau: f64, floor: f64, dice: &mut Dice) -> f64 {
    let worlds = 4000;
    let inside = (0..worlds).filter(|_| {
        let studies: Vec<Study> = (0..k)
            .map(|_| {
                let se = 0.45 * libm::exp(0.4 * dice.normal());
                study(1.0 + tau * dice.normal() + se * dice.normal(), se * se)
            })
            .collect();
        let new_place = 1.0 + tau * dice.normal();
        let p = pool(&studies, floor).unwrap();
        (p.p10..=p.p90).contains(&new_place)
    });
    inside.count() as f64 / f64::from(worlds)
}

/// The reference table of the protocol (80 % nominal): k, τ ÷ mean, the full rule, the rule without floors.
const TABLE: [(usize, f64, f64, f64); 5] =
    [(3, 0.5, 0.92, 0.76), (5, 0.5, 0.89, 0.73), (8, 0.5, 0.87, 0.73), (3, 1.0, 0.85, 0.76), (8, 1.0, 0.79, 0.77)];

#[test]
fn what_a_simulation_put_in_is_found_again() {
    let mut dice = Dice(20_261_124);
    for (k, tau, full, bare) in TABLE {
        let (with, without) = (coverage(k, tau, FLOOR, &mut dice), coverage(k, tau, 0.0, &mut dice));
        println!("k {k}, τ {tau}: full {with:.3} ({full}), no floors {without:.3} ({bare})");
        near(with, full, 0.04);
        near(without, bare, 0.05);
        assert!((0.72..=0.98).contains(&with), "k {k}, τ {tau}: {with}");
        assert!(with >= without, "a floor never lowers coverage");
    }
}
