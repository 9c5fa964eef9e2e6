//! The normal distribution and the split normal of an evidence band.

use crate::model::types::Band;

/// 90 % point of the standard normal.
pub const Z10: f64 = 1.281_551_565_544_600_4;

/// Distribution function Φ(x) of the standard normal, relative error about 1e-15 in the lower tail.
#[must_use]
pub fn normal_cdf(x: f64) -> f64 {
    0.5 * libm::erfc(-x * std::f64::consts::FRAC_1_SQRT_2)
}

/// Quantile function of the standard normal for `u` in (0, 1), relative error about 1e-15.
///
/// `u` ≤ 0 gives −∞, `u` ≥ 1 gives +∞, NaN gives NaN. Wichura (1988), algorithm AS 241, routine PPND16: one rational
/// function in the middle 85 %, a logarithm and a square root only in the tails.
#[must_use]
pub fn normal_ppf(u: f64) -> f64 {
    let q = u - 0.5;
    if q.abs() <= 0.425 {
        let r = 0.180_625 - q * q;
        return q * ratio(r, &CENTRE);
    }
    let tail = if q < 0.0 { u } else { 1.0 - u };
    if tail.is_nan() {
        return f64::NAN;
    }
    let size = if tail <= 0.0 {
        f64::INFINITY
    } else {
        let r = (-libm::log(tail)).sqrt();
        if r <= 5.0 { ratio(r - 1.6, &NEAR_TAIL) } else { ratio(r - 5.0, &FAR_TAIL) }
    };
    if q < 0.0 { -size } else { size }
}

/// Quantile of the split normal through the three quantiles of `band` at the standard-normal score `y`:
/// `central + y·(p90 − central)/1.28155` above the centre, `(central − p10)` below (MODEL.md section 5).
///
/// In the unit of the band. No truncation: harm stays possible.
#[must_use]
#[inline]
pub fn two_piece(band: Band, y: f64) -> f64 {
    let side = if y >= 0.0 { band.p90 - band.central } else { band.central - band.p10 };
    band.central + y * side / Z10
}

/// Mean of that split normal: `central + (σ₊ − σ₋)/√(2π)`, σ± the two scales.
#[must_use]
pub fn two_piece_mean(band: Band) -> f64 {
    let skew = ((band.p90 - band.central) - (band.central - band.p10)) / Z10;
    band.central + skew / (2.0 * std::f64::consts::PI).sqrt()
}

/// Numerator and denominator of a rational function, highest power first.
type Rational = ([f64; 8], [f64; 8]);

fn ratio(r: f64, (above, below): &Rational) -> f64 {
    let horner = |c: &[f64; 8]| c.iter().fold(0.0, |sum, c| sum * r + c);
    horner(above) / horner(below)
}

// Coefficients of AS 241, as published.
const CENTRE: Rational = (
    [
        2_509.080_928_730_122_7,
        33_430.575_583_588_13,
        67_265.770_927_008_7,
        45_921.953_931_549_87,
        13_731.693_765_509_46,
        1_971.590_950_306_551_3,
        133.141_667_891_784_38,
        3.387_132_872_796_366_5,
    ],
    [
        5_226.495_278_852_854,
        28_729.085_735_721_943,
        39_307.895_800_092_71,
        21_213.794_301_586_597,
        5_394.196_021_424_751,
        687.187_007_492_057_9,
        42.313_330_701_600_91,
        1.0,
    ],
);
const NEAR_TAIL: Rational = (
    [
        7.745_450_142_783_414e-4,
        0.022_723_844_989_269_184,
        0.241_780_725_177_450_6,
        1.270_458_252_452_368_4,
        3.647_848_324_763_204_5,
        5.769_497_221_460_691,
        4.630_337_846_156_546,
        1.423_437_110_749_683_5,
    ],
    [
        1.050_750_071_644_416_9e-9,
        5.475_938_084_995_345e-4,
        0.015_198_666_563_616_457,
        0.148_103_976_427_480_08,
        0.689_767_334_985_1,
        1.676_384_830_183_803_8,
        2.053_191_626_637_759,
        1.0,
    ],
);
const FAR_TAIL: Rational = (
    [
        2.010_334_399_292_288_1e-7,
        2.711_555_568_743_487_6e-5,
        0.001_242_660_947_388_078_4,
        0.026_532_189_526_576_124,
        0.296_560_571_828_504_87,
        1.784_826_539_917_291_3,
        5.463_784_911_164_114,
        6.657_904_643_501_103,
    ],
    [
        2.044_263_103_389_939_8e-15,
        1.421_511_758_316_446e-7,
        1.846_318_317_510_054_8e-5,
        7.868_691_311_456_133e-4,
        0.014_875_361_290_850_615,
        0.136_929_880_922_735_8,
        0.599_832_206_555_888,
        1.0,
    ],
);
