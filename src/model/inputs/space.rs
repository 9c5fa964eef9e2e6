//! How far places lie apart, and how alike their jobs are.

use crate::evidence::{AreaCode, Centroid, Place};

/// Mean radius of the Earth, km.
const EARTH_KM: f64 = 6371.0;

/// Great-circle distance of two points given in degrees (north, east), km.
#[must_use]
pub(super) fn haversine(a: (f64, f64), b: (f64, f64)) -> f64 {
    let rad = std::f64::consts::PI / 180.0;
    let half = |x: f64| {
        let s = libm::sin(x * rad / 2.0);
        s * s
    };
    let h = half(b.0 - a.0) + libm::cos(a.0 * rad) * libm::cos(b.0 * rad) * half(b.1 - a.1);
    2.0 * EARTH_KM * libm::asin(h.min(1.0).sqrt())
}

/// Centroid of a place in degrees (north, east); of a group the mean weighted by `people`.
pub(super) fn centre(
    place: &Place,
    centroids: &[Centroid],
    people: impl Fn(&AreaCode) -> Option<f64>,
) -> Option<(f64, f64)> {
    let of = |code: &AreaCode| centroids.iter().find(|c| &c.area == code).map(|c| (c.lat, c.lon));
    if let [one] = place.members() {
        return of(one);
    }
    let (mut lat, mut lon, mut weight) = (0.0, 0.0, 0.0);
    for code in place.members() {
        let (at, w) = (of(code)?, people(code)?);
        lat += at.0 * w;
        lon += at.1 * w;
        weight += w;
    }
    (weight > 0.0).then(|| (lat / weight, lon / weight))
}

/// Cosine of the angle between two vectors of job shares, 0–1.
#[must_use]
pub fn cosine(a: &[f64], b: &[f64]) -> f64 {
    let dot = |x: &[f64], y: &[f64]| x.iter().zip(y).map(|(u, v)| u * v).sum::<f64>();
    dot(a, b) / (dot(a, a) * dot(b, b)).sqrt()
}
