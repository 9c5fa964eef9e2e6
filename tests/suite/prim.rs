//! Scenario discovery against the published box of Bryant and Lempert (2010), unit cases of the EMA Workbench, and a box
//! that was hidden on purpose.

use std::fs;
use std::path::Path;

use tiller::insight::prim::{self, Rules, Step, edge, peel, quasi_p};

const NAMES: [&str; 4] = ["total_biomass", "demand_elasticity", "biomass_backstop_price", "cellulosic_cost"];

fn published() -> (Vec<String>, Vec<Vec<f64>>, Vec<bool>) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/bryant_lempert_2010.csv");
    let text = fs::read_to_string(path).unwrap();
    let mut lines = text.lines();
    let names: Vec<String> = lines.next().unwrap().split(',').map(String::from).collect();
    let rows: Vec<Vec<f64>> = lines.map(|l| l.split(',').map(|c| c.parse().unwrap()).collect()).collect();
    let columns = (0..9).map(|k| rows.iter().map(|r| r[k]).collect()).collect();
    (names, columns, rows.iter().map(|r| r[9] == 1.0).collect())
}

#[track_caller]
fn near(got: f64, expect: f64) {
    assert!((got - expect).abs() <= 5e-7, "got {got}, expected {expect}");
}

#[test]
fn c8_the_published_box_of_bryant_and_lempert() {
    let (names, columns, cases) = published();
    assert_eq!((cases.len(), cases.iter().filter(|c| **c).count()), (882, 89));
    let steps = peel(&columns, &cases, Rules { peel: 0.1, ..Rules::default() });
    // (box, coverage, density, mass, inside, cases, limited dimensions), as the EMA Workbench 2.5.3 gives them.
    let trajectory: [(usize, f64, f64, f64, usize, usize, usize); 7] = [
        (0, 1.0, 0.100_907, 1.0, 882, 89, 0),
        (5, 1.0, 0.173_489, 0.581_633, 513, 89, 3),
        (10, 1.0, 0.300_676, 0.335_601, 296, 89, 3),
        (15, 0.921_348, 0.482_353, 0.192_744, 170, 82, 4),
        (20, 0.797_753, 0.731_959, 0.109_977, 97, 71, 4),
        (21, 0.752_809, 0.770_115, 0.098_639, 87, 67, 4),
        (25, 0.584_270, 0.928_571, 0.063_492, 56, 52, 5),
    ];
    for (at, coverage, density, mass, inside, found, limits) in trajectory {
        let s = &steps[at];
        near(s.coverage, coverage);
        near(s.density, density);
        near(s.mass, mass);
        assert_eq!((s.inside, s.cases, s.restricted.len()), (inside, found, limits), "box {at}");
    }
    let last = steps.last().unwrap();
    assert_eq!((steps.len(), last.inside, last.cases, last.restricted.len()), (28, 45, 45, 6));

    let told = &steps[21];
    let limit = |name: &str| told.limits[names.iter().position(|n| n == name).unwrap()];
    let mut limited: Vec<&str> = told.restricted.iter().map(|k| names[*k].as_str()).collect();
    limited.sort_unstable();
    let mut expected = NAMES;
    expected.sort_unstable();
    assert_eq!(limited, expected);
    assert!((limit("total_biomass").1 - 755.80).abs() < 0.005 && (limit("total_biomass").0 - 450.0).abs() < 0.005);
    assert!((limit("demand_elasticity").1 + 0.202).abs() < 5e-4 && (limit("demand_elasticity").0 + 0.422).abs() < 5e-4);
    assert!((limit("biomass_backstop_price").0 - 150.05).abs() < 0.005);
    assert!((limit("cellulosic_cost").0 - 72.65).abs() < 0.005);
    let p = quasi_p(&columns, &cases, &steps[0], told);
    for (k, p) in told.restricted.iter().zip(p) {
        if names[*k] == "cellulosic_cost" {
            assert!((p - 0.157).abs() < 5e-4, "{p}");
        } else {
            assert!(p < 5e-6, "{}: {p}", names[*k]);
        }
    }
    assert_eq!(prim::choose(&steps, 0.75, 4), Some(told), "the box that is told holds three cases in four");
}

#[test]
fn edges_of_slices_are_those_of_the_sdtoolkit() {
    let plain: Vec<f64> = (0..10).map(f64::from).collect();
    assert_eq!((edge(&plain, 0.9), edge(&plain, 0.1)), (8.5, 0.5));
    let ties = [1.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 9.0];
    assert_eq!((edge(&ties, 0.9), edge(&ties, 0.1)), (8.5, 1.5));
    assert_eq!(edge(&[2.0, 2.0], 0.1), 2.0, "nothing to cut");
}

#[test]
fn a_hidden_box_is_found_and_noise_is_left_alone() {
    // A fixed lattice on three axes: interest lies where the first is high and the second low; the third is noise.
    let at = |i: usize, by: f64| (i as f64 * by).fract();
    let columns: Vec<Vec<f64>> = [0.754_877_67, 0.569_840_29, 0.324_717_96]
        .iter()
        .map(|by| (0..2000).map(|i| at(i + 1, *by)).collect())
        .collect();
    let cases: Vec<bool> = (0..2000).map(|i| columns[0][i] > 0.6 && columns[1][i] < 0.5).collect();
    let steps = peel(&columns, &cases, Rules::default());
    let found: &Step = prim::choose(&steps, 0.75, 3).unwrap();
    assert_eq!(found.restricted, [0, 1]);
    assert!(found.density > 0.97 && found.coverage > 0.9, "{found:?}");
    assert!((found.limits[0].0 - 0.6).abs() < 0.04 && (found.limits[1].1 - 0.5).abs() < 0.04, "{found:?}");
    // Where every future is of interest no slice can raise the share.
    let steps = peel(&columns, &[true; 2000], Rules::default());
    assert_eq!((steps.len(), prim::choose(&steps, 0.75, 3)), (1, None));
}
