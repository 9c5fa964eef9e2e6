//! eˣ, eˣ − 1 and ln x written without branches, tables or calls, so that a compiler can work on several draws at once.
//!
//! Only additions, multiplications, divisions and whole-number steps in a fixed order, never a fused one: the bits are the
//! same on every machine, whatever the width of its registers. Tested against `libm`: at most [`MAX_ULP`] units in the last
//! place apart.

/// Runs a loop over draws compiled for the widest registers that this processor has (SSE2, AVX2 or AVX-512), chosen once at run
/// time. The loop must be written out in `work`, or in functions that are always inlined. Wider registers do the same
/// operations on more draws at once, and no two are fused, so the result is the same bits.
#[inline(always)]
pub fn wide<R>(work: impl FnOnce() -> R) -> R {
    pulp::Arch::new().dispatch(work)
}

/// Largest distance from `libm`, units in the last place, over the whole range.
pub const MAX_ULP: u64 = 3;

/// Above this eˣ is that of 709, below its negative (less one) that of −708: nothing overflows or becomes subnormal.
const HIGH: f64 = 709.0;
const LOW: f64 = -708.0;

/// ln 2 in two parts: a whole number below 2¹¹ times the first is exact (fdlibm).
const LN2_HIGH: f64 = 6.931_471_803_691_238e-1;
const LN2_LOW: f64 = 1.908_214_929_270_587_7e-10;

/// 1.5 · 2⁵²: added and taken away again it rounds to a whole number, which stands in the low bits meanwhile.
const ROUND: f64 = 6_755_399_441_055_744.0;

/// (eʳ − 1 − r − r²/2) ÷ r³ on |r| ≤ ½ ln 2: interpolated at Chebyshev nodes, error below 0.03 units in the last place of eʳ − 1.
const TAIL: [f64; 10] = [
    0.166_666_666_666_666_69,
    0.041_666_666_666_666_664,
    0.008_333_333_333_330_062,
    0.001_388_888_888_888_655_2,
    0.000_198_412_698_630_536_18,
    2.480_158_731_714_449_8e-5,
    2.755_726_845_999_706_4e-6,
    2.755_728_296_954_995e-7,
    2.510_038_549_551_032e-8,
    2.091_123_663_026_154_5e-9,
];

/// Parts of ln((1 + s)/(1 − s)) beyond 2s, by powers of s² (fdlibm, `e_log.c`; error below 2⁻⁵⁸).
const LOG: [f64; 7] = [
    6.666_666_666_666_735e-1,
    3.999_999_999_940_942e-1,
    2.857_142_874_366_239e-1,
    2.222_219_843_214_978_4e-1,
    1.818_357_216_161_805e-1,
    1.531_383_769_920_937_3e-1,
    1.479_819_860_511_658_6e-1,
];

/// x = k·ln 2 + r: 2ᵏ and eʳ − 1.
#[inline(always)]
fn reduced(x: f64) -> (f64, f64) {
    let x = if x > HIGH { HIGH } else { x };
    let x = if x < LOW { LOW } else { x };
    let shifted = x * std::f64::consts::LOG2_E + ROUND;
    let k = shifted - ROUND;
    let r = (x - k * LN2_HIGH) - k * LN2_LOW;
    let mut tail = TAIL[9];
    for c in TAIL[..9].iter().rev() {
        tail = tail * r + c;
    }
    let power = f64::from_bits((shifted.to_bits() << 52).wrapping_add(1.0_f64.to_bits()));
    (power, r + r * r * (0.5 + r * tail))
}

/// eˣ, x held to −708 … 709.
#[inline(always)]
#[must_use]
pub fn exp(x: f64) -> f64 {
    let (power, rest) = reduced(x);
    power + power * rest
}

/// eˣ − 1, exactly 0 at 0; x held to −708 … 709.
#[inline(always)]
#[must_use]
pub fn expm1(x: f64) -> f64 {
    let (power, rest) = reduced(x);
    power * rest + (power - 1.0)
}

/// ln x of a normal number above 0, exactly 0 at 1. Anything else gives a number without a meaning.
#[inline(always)]
#[must_use]
pub fn ln(x: f64) -> f64 {
    const HALF_ROOT: u64 = 0x3fe6_a09e_667f_3bcd; // √½
    const ONE: u64 = 0x3ff0_0000_0000_0000;
    // 2⁵² with a whole number in its low bits, less 2⁵² and the exponent's bias.
    const WHOLE: u64 = 0x4330_0000_0000_0000;
    const BIAS: f64 = 4_503_599_627_370_496.0 + 1023.0;
    let shifted = x.to_bits().wrapping_add(ONE - HALF_ROOT);
    let k = f64::from_bits((shifted >> 52) | WHOLE) - BIAS;
    let f = f64::from_bits((shifted & 0x000f_ffff_ffff_ffff) + HALF_ROOT) - 1.0;
    let half = 0.5 * f * f;
    let s = f / (2.0 + f);
    let z = s * s;
    let mut tail = LOG[6];
    for c in LOG[..6].iter().rev() {
        tail = tail * z + c;
    }
    s * (half + z * tail) + k * LN2_LOW - half + f + k * LN2_HIGH
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Distance in units in the last place.
    fn apart(a: f64, b: f64) -> u64 {
        let key = |v: f64| {
            let bits = v.to_bits().cast_signed();
            if bits < 0 { i64::MIN.wrapping_sub(bits) } else { bits }
        };
        key(a).abs_diff(key(b))
    }

    /// Numbers over the whole range: even steps, near 0 by powers, and either side of every multiple of ½ ln 2.
    fn probes() -> impl Iterator<Item = f64> {
        let even = (-40_000..=40_000_i32).map(|i| f64::from(i) * 0.017_7);
        let small = (-1000..=0_i32).map(|i| libm::exp2(f64::from(i)));
        let edges = (-2040..=2040_i32).map(|i| f64::from(i) * 0.5 * std::f64::consts::LN_2);
        let near =
            edges.flat_map(|e| [e, f64::from_bits(e.to_bits() + 1), f64::from_bits(e.to_bits().saturating_sub(1))]);
        let fine = (-200_000..=200_000_i32).map(|i| f64::from(i) * 1.1e-5);
        even.chain(small.flat_map(|v| [v, -v])).chain(near).chain(fine).filter(|x| (LOW..=HIGH).contains(x))
    }

    #[test]
    fn exp_and_expm1_keep_to_libm() {
        let worst =
            |own: fn(f64) -> f64, other: fn(f64) -> f64| probes().map(|x| apart(own(x), other(x))).max().unwrap();
        let (e, m) = (worst(exp, libm::exp), worst(expm1, libm::expm1));
        assert!(e <= MAX_ULP && m <= MAX_ULP, "exp {e}, expm1 {m} units in the last place");
    }

    #[test]
    fn ln_keeps_to_libm() {
        let whole = (-1020..=1020_i32)
            .flat_map(|k| (0..97).map(move |i| libm::exp2(f64::from(k)) * (1.0 + f64::from(i) / 97.0)));
        let near_one = (-100_000..=100_000_i32).map(|i| 1.0 + f64::from(i) * 3.1e-6);
        let worst = whole.chain(near_one).map(|x| apart(ln(x), libm::log(x))).max().unwrap();
        assert!(worst <= MAX_ULP, "{worst} units in the last place");
    }

    #[test]
    fn fixed_points_and_ends() {
        assert_eq!((exp(0.0), expm1(0.0), expm1(-0.0), ln(1.0)), (1.0, 0.0, 0.0, 0.0));
        assert_eq!((exp(1e9), exp(-1e9)), (exp(709.0), exp(-708.0)));
        assert!(exp(-1e9) > 0.0 && exp(1e9).is_finite());
        assert_eq!(expm1(-1e9), -1.0);
        assert!(exp(f64::NAN).is_nan() && expm1(f64::NAN).is_nan());
    }

    #[test]
    fn signs_and_order_are_kept() {
        let mut all: Vec<f64> = probes().collect();
        all.sort_by(f64::total_cmp);
        assert!(all.iter().all(|x| (*x > 0.0) == (expm1(*x) > 0.0) && (*x < 0.0) == (expm1(*x) < 0.0)));
    }

    #[test]
    fn wider_registers_give_the_same_bits() {
        let x: Vec<f64> = probes().collect();
        let mut out = vec![[0_u64; 3]; x.len()];
        wide(
            #[inline(always)]
            || {
                for (o, x) in out.iter_mut().zip(&x) {
                    *o = [exp(*x), expm1(*x), ln(x.abs() + 1.0)].map(f64::to_bits);
                }
            },
        );
        let alone = |x: f64| std::hint::black_box([exp(x), expm1(x), ln(x.abs() + 1.0)].map(f64::to_bits));
        assert!(x.iter().zip(&out).all(|(x, o)| alone(std::hint::black_box(*x)) == *o));
    }

    /// The bits themselves: another compiler or machine must give these.
    #[test]
    fn bits_are_pinned() {
        let sum = probes().fold(0_u64, |h, x| {
            let bits =
                exp(x).to_bits() ^ expm1(x).to_bits().rotate_left(21) ^ ln(x.abs() + 1.0).to_bits().rotate_left(42);
            (h ^ bits).wrapping_mul(0x0000_0100_0000_01b3)
        });
        assert_eq!(sum, 17_242_680_166_427_580_082);
    }
}
