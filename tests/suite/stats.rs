//! Laws of the statistics that no table states.

use proptest::prelude::*;
use tiller::model::Band;
use tiller::model::stats::{
    five_quantiles, lumpiness, normal_cdf, normal_ppf, quantile7, quantiles7, student_t_cdf, student_t_ppf,
    student_t5_ppf, takes, two_piece, two_piece_mean,
};

fn near(got: f64, expect: f64, tolerance: f64) -> bool {
    (got - expect).abs() <= tolerance * expect.abs().max(1e-300)
}

#[test]
fn the_normal_quantile_undoes_the_normal_distribution() {
    // Published to 10 digits and more (AS 241, table): Φ⁻¹(0.25), Φ⁻¹(0.001), Φ⁻¹(1e-20).
    for (u, x) in [(0.25, -0.674_489_750_196_081_7), (0.001, -3.090_232_306_167_813_5), (1e-20, -9.262_340_089_798_408)]
    {
        assert!(near(normal_ppf(u), x, 1e-14), "{u}: {} is not {x}", normal_ppf(u));
    }
    assert_eq!(normal_ppf(0.5), 0.0);
    assert_eq!((normal_ppf(0.0), normal_ppf(1.0)), (f64::NEG_INFINITY, f64::INFINITY));
    assert!(normal_ppf(f64::NAN).is_nan());
    for i in 1..1000 {
        let u = f64::from(i) / 1000.0;
        assert!(near(normal_cdf(normal_ppf(u)), u, 4e-15), "at {u}");
    }
}

#[test]
fn five_degrees_of_freedom_agree_with_the_general_quantile() {
    for i in 1..2000 {
        let u = f64::from(i) / 2000.0;
        let (fast, slow) = (student_t5_ppf(u), student_t_ppf(u, 5.0));
        assert!((fast - slow).abs() < 2e-13 * slow.abs().max(0.01), "at {u}: {fast} and {slow}");
    }
    for u in [2.0_f64.sqrt() * 1e-8, 1e-10, 1e-5, 0.499_999_9, 1.0 - 1e-7] {
        let (fast, slow) = (student_t5_ppf(u), student_t_ppf(u, 5.0));
        assert!((fast - slow).abs() < 1e-9 * slow.abs().max(0.01), "at {u}: {fast} and {slow}");
        assert!(near(student_t_cdf(fast, 5.0), u, 1e-12), "at {u}");
    }
    assert!(student_t5_ppf(0.5).abs() < 1e-15);
    assert_eq!((student_t5_ppf(0.0), student_t5_ppf(1.0)), (f64::NEG_INFINITY, f64::INFINITY));
    assert!(student_t5_ppf(f64::NAN).is_nan());
}

#[test]
fn student_t_has_its_closed_forms_and_its_limit() {
    for p in [0.001, 0.1, 0.3, 0.6, 0.975] {
        assert!(near(student_t_ppf(p, 1.0), libm::tan(std::f64::consts::PI * (p - 0.5)), 1e-12), "Cauchy at {p}");
        assert!(near(student_t_ppf(p, 2.0), (2.0 * p - 1.0) / (2.0 * p * (1.0 - p)).sqrt(), 1e-12), "ν = 2 at {p}");
        assert!(near(student_t_ppf(p, 1e8), normal_ppf(p), 1e-7), "normal limit at {p}");
    }
    // The two ways of computing 1/B(a, ½) meet at 60 degrees of freedom.
    assert!(near(student_t_ppf(0.9, 59.999_999), student_t_ppf(0.9, 60.000_001), 1e-9));
    assert!(student_t_ppf(0.3, 0.5).is_nan() && student_t_cdf(f64::NAN, 3.0).is_nan());
}

#[test]
fn quantiles_of_nothing_and_of_one() {
    assert!(five_quantiles(&mut []).iter().all(|q| q.is_nan()));
    assert_eq!(five_quantiles(&mut [3.0]), [3.0; 5]);
    assert_eq!(quantile7(&[1.0, 2.0, 3.0, 4.0], 0.5), 2.5);
    let mut with_nan = [f64::NAN, 1.0, 2.0, 3.0];
    assert_eq!(quantiles7(&mut with_nan, [0.0]), [1.0]);
}

proptest! {
    #[test]
    fn selection_equals_sorting(mut values in prop::collection::vec(-1e3_f64..1e3, 1..200)) {
        let mut sorted = values.clone();
        sorted.sort_by(f64::total_cmp);
        let expect = [0.1, 0.25, 0.5, 0.75, 0.9].map(|q| quantile7(&sorted, q));
        prop_assert_eq!(five_quantiles(&mut values), expect);
    }

    #[test]
    fn selection_copes_with_ties(mut values in prop::collection::vec((-3_i8..3).prop_map(f64::from), 1..60)) {
        let mut sorted = values.clone();
        sorted.sort_by(f64::total_cmp);
        let expect = [0.0, 0.001, 0.5, 0.999, 1.0].map(|q| quantile7(&sorted, q));
        prop_assert_eq!(quantiles7(&mut values, [0.0, 0.001, 0.5, 0.999, 1.0]), expect);
    }

    #[test]
    fn student_t_quantile_undoes_its_distribution(p in 1e-6_f64..0.999_999, nu in 1.0_f64..200.0) {
        prop_assert!(near(student_t_cdf(student_t_ppf(p, nu), nu), p, 1e-9));
    }

    #[test]
    fn the_split_normal_gives_back_its_band(a in -5.0_f64..5.0, b in 0.0_f64..5.0, c in 0.0_f64..5.0) {
        let band = Band::new(a, a + b, a + b + c);
        let z = 1.281_551_565_544_600_4;
        prop_assert!((two_piece(band, -z) - band.p10).abs() < 1e-12);
        prop_assert!((two_piece(band, z) - band.p90).abs() < 1e-12);
        prop_assert_eq!(two_piece(band, 0.0), band.central);
    }
}

#[test]
fn factors_that_must_not_move_the_mean_do_not() {
    let n = 200_000;
    let ranks = || (0..n).map(|i| (f64::from(i) + 0.5) / f64::from(n));
    let mean = |values: &mut dyn Iterator<Item = f64>| values.sum::<f64>() / f64::from(n);
    assert!((mean(&mut ranks().map(|u| takes(u, 0.05, 0.4))) - 0.05).abs() < 1e-12);
    let lump = mean(&mut ranks().map(|u| lumpiness(normal_ppf(u), 20.0, 5.0)));
    assert!((lump - 1.0).abs() < 1e-3, "{lump}");
    let band = Band::new(-0.004, 0.0044, 0.0212);
    let split = mean(&mut ranks().map(|u| two_piece(band, normal_ppf(u))));
    assert!((split - two_piece_mean(band)).abs() < 1e-6, "{split}");
}
