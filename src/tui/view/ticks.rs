//! Round values for an axis.

use crate::report::words;

/// Values on a 1-2-5 grid between two ends, at most `count` or so, each with its label.
pub fn between(lo: f64, hi: f64, count: usize) -> Vec<(f64, String)> {
    if !(lo.is_finite() && hi.is_finite()) || hi <= lo || count == 0 {
        return Vec::new();
    }
    let step = step_over((hi - lo) / count as f64);
    let decimals = decimals(step);
    let first = libm::ceil(lo / step - 1e-9);
    (0..=3 * count)
        .map(|i| (first + i as f64) * step)
        .take_while(|v| *v <= hi + 1e-9 * step)
        .map(|v| {
            let v = if v.abs() < step * 1e-6 { 0.0 } else { v };
            let sign = if v < 0.0 { "−" } else { "" };
            (v, format!("{sign}{}", words::digits(v, decimals)))
        })
        .collect()
}

/// The least 1-2-5 number that is not below `x`.
fn step_over(x: f64) -> f64 {
    let power = libm::pow(10.0, libm::floor(libm::log10(x)));
    let m = x / power;
    let nice = if m <= 1.0 + 1e-9 {
        1.0
    } else if m <= 2.0 + 1e-9 {
        2.0
    } else if m <= 5.0 + 1e-9 {
        5.0
    } else {
        10.0
    };
    nice * power
}

fn decimals(step: f64) -> i32 {
    let d = -libm::floor(libm::log10(step) + 1e-9);
    #[expect(clippy::cast_possible_truncation, reason = "the exponent of a double")]
    let d = d as i32;
    d.clamp(0, 9)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_inside() {
        let labels = |lo, hi, n| between(lo, hi, n).into_iter().map(|(_, l)| l).collect::<Vec<_>>();
        assert_eq!(labels(-0.3, 3.9, 3), ["0", "2"]);
        assert_eq!(labels(-0.3, 4.1, 3), ["0", "2", "4"]);
        assert_eq!(labels(-0.012, 0.02, 4), ["−0.01", "0.00", "0.01", "0.02"]);
        assert_eq!(labels(0.0, 1250.0, 3), ["0", "500", "1,000"]);
        assert!(between(1.0, 1.0, 3).is_empty());
        assert!(between(f64::NAN, 1.0, 3).is_empty());
    }
}
