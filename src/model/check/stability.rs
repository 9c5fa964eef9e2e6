//! Feedback must die away: the spectral radius of one year's step stays below 1.

use super::{LINKS, require};
use crate::evidence::{Fault, Faults};
use crate::model::book::Model;
use crate::model::kinds::{Node, Structure};
use crate::model::types::{LinkKind, Scale};

const N: usize = Node::COUNT;
type Matrix = [[f64; N]; N];

/// R&D intensity at which links scaled by it are tested: well above any place and sector.
const RD_INTENSITY: f64 = 0.2;
/// Squarings: the matrix to the power of 2⁴⁰.
const SQUARINGS: u32 = 40;

/// In each structure, with every lag at zero and every gain at the far end of its band (so that no draw inside the band can
/// do worse), the yearly step must shrink.
pub(super) fn loops(model: &Model, faults: &mut Faults) {
    for structure in Structure::ALL {
        let radius = spectral_radius(step(model, *structure));
        require(faults, radius < 1.0, || {
            Fault::new(LINKS, format!("the loops of '{structure}' grow by themselves (spectral radius {radius:.3})"))
                .hint("lower the gains of the links that lead back, or take one of them out of this structure")
        });
    }
}

/// x(t) = A·x(t−1): 1 − b on the diagonal, b·gain from each node to the next.
fn step(model: &Model, structure: Structure) -> Matrix {
    let mut a = [[0.0; N]; N];
    let rate = |node: Node| model.nodes.iter().find(|row| row.id == node).map_or(1.0, |row| row.up);
    for node in Node::ALL {
        a[node.index()][node.index()] = 1.0 - rate(*node);
    }
    for link in model.links.iter().filter(|l| l.kind == LinkKind::Link && l.runs_in(structure)) {
        let scale = if link.scale == Scale::RdIntensity { RD_INTENSITY } else { 1.0 };
        let gain = link.gain.p10.abs().max(link.gain.p90.abs());
        a[link.to.index()][link.from.index()] += rate(link.to) * gain * scale;
    }
    a
}

/// Gelfand's formula ‖A^k‖^(1/k) by repeated squaring, rescaled at every step. Infinite if an entry is not a number.
fn spectral_radius(mut a: Matrix) -> f64 {
    // ln ‖A^(2^k)‖ / 2^k, summed as the norms are divided out.
    let mut log_radius = 0.0;
    let mut power = 1.0;
    for _ in 0..SQUARINGS {
        let norm = a.iter().flatten().map(|v| v * v).sum::<f64>().sqrt();
        if norm == 0.0 {
            return 0.0;
        }
        if !norm.is_finite() {
            return f64::INFINITY;
        }
        log_radius += libm::log(norm) / power;
        power *= 2.0;
        for value in a.iter_mut().flatten() {
            *value /= norm;
        }
        a = product(&a, &a);
    }
    libm::exp(log_radius)
}

fn product(a: &Matrix, b: &Matrix) -> Matrix {
    let mut out = [[0.0; N]; N];
    for (row, left) in out.iter_mut().zip(a) {
        for (j, cell) in row.iter_mut().enumerate() {
            *cell = left.iter().zip(b).map(|(l, right)| l * right[j]).sum();
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Matrix, N, spectral_radius};

    fn with(entries: &[(usize, usize, f64)]) -> Matrix {
        let mut a = [[0.0; N]; N];
        for (i, j, v) in entries {
            a[*i][*j] = *v;
        }
        a
    }

    #[test]
    fn radius_of_matrices_known_by_hand() {
        let cases = [
            (with(&[]), 0.0),
            (with(&[(0, 0, 0.5), (1, 1, -0.9)]), 0.9),
            // Turns by a right angle: eigenvalues ±i.
            (with(&[(0, 1, 1.0), (1, 0, -1.0)]), 1.0),
            // A chain without a loop dies however large its gains.
            (with(&[(0, 1, 900.0), (1, 2, 900.0)]), 0.0),
            // Defective: one Jordan block of 0.7.
            (with(&[(0, 0, 0.7), (1, 1, 0.7), (0, 1, 5.0)]), 0.7),
            // Loop of gains 4 and 0.01.
            (with(&[(0, 1, 4.0), (1, 0, 0.01)]), 0.2),
        ];
        for (matrix, expect) in cases {
            let got = spectral_radius(matrix);
            assert!((got - expect).abs() < 1e-6, "{got} is not {expect}");
        }
        assert_eq!(spectral_radius(with(&[(0, 0, f64::NAN)])), f64::INFINITY);
    }
}
