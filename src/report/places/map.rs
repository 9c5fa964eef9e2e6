//! One value per place as a map reads it: five classes by quantile, each with the range of values that it holds.

use crate::evidence::{AreaCode, Tier};
use crate::report::words;

/// Most classes of a map.
pub const CLASSES: usize = 5;

/// What is said where there is no value.
pub const NO_FIGURE: &str = "no figure";

/// The value of one place.
#[derive(Debug, Clone, PartialEq)]
pub struct PlaceValue {
    /// Place.
    pub area: AreaCode,
    /// Value in the unit of the map; `None`: there is no figure.
    pub value: Option<f64>,
    /// How the value came about, in one word (`observed`, `parent`, …); empty without a value.
    pub mark: &'static str,
}

impl PlaceValue {
    /// Whether the value is more than a reading of this place's own figures: an estimate, taken over, or judged.
    #[must_use]
    pub fn estimated(&self) -> bool {
        !matches!(self.mark, "" | "observed" | "derived" | "direct" | "secondary")
    }
}

/// One class: the lowest and the highest value in it, and how many places.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Class {
    /// Number of the class, 0 (lowest) to 4.
    pub index: usize,
    /// Lowest value in it.
    pub low: f64,
    /// Highest value in it.
    pub high: f64,
    /// Places in it.
    pub places: usize,
}

/// A map: one value per place with a title and a legend. Anything that has a value per place can be drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct MapView {
    /// What is shown, with its unit.
    pub title: String,
    /// Which map: the 12 nations and regions or the 38 LEP areas.
    pub tier: Tier,
    /// Values, in the order in which they are listed.
    pub values: Vec<PlaceValue>,
    /// Classes that hold a place, lowest first.
    pub classes: Vec<Class>,
}

impl MapView {
    /// A map of values; classes hold about equally many places, and equal values never part.
    #[must_use]
    pub fn new(title: impl Into<String>, tier: Tier, values: Vec<PlaceValue>) -> Self {
        let classes = classes(&values);
        Self { title: title.into(), tier, values, classes }
    }

    /// The value of an area.
    #[must_use]
    pub fn of(&self, area: &AreaCode) -> Option<&PlaceValue> {
        self.values.iter().find(|v| &v.area == area)
    }

    /// The class of a value, 0 (lowest) to 4.
    #[must_use]
    pub fn class(&self, value: f64) -> Option<usize> {
        self.classes.iter().find(|c| value >= c.low && value <= c.high).map(|c| c.index)
    }

    /// A value in words: two significant figures, with `*` behind an estimate, or "no figure".
    #[must_use]
    pub fn shown(value: &PlaceValue) -> String {
        match value.value {
            Some(x) => format!("{}{}", short(x), if value.estimated() { "*" } else { "" }),
            None => NO_FIGURE.to_owned(),
        }
    }

    /// The range of a class, e.g. `31–34`.
    #[must_use]
    pub fn range(class: &Class) -> String {
        let (low, high) = (short(class.low), short(class.high));
        if low == high { low } else { format!("{low}–{high}") }
    }
}

/// Two significant figures in at most five cells where the size allows it: `0.98`, `38`, `840k`, `1.2m`.
#[must_use]
pub fn short(x: f64) -> String {
    let rounded = words::round_to(x, words::decimals_of(x));
    match rounded.abs() {
        size if size >= 1e6 => format!("{}m", words::figure(rounded / 1e6)),
        size if size >= 1e4 => format!("{}k", words::figure(rounded / 1e3)),
        _ => words::figure(rounded),
    }
}

/// Classes by rank: the value of rank r among n stands in class ⌊5r/n⌋, with equal values in the class of the first.
fn classes(values: &[PlaceValue]) -> Vec<Class> {
    let mut sorted: Vec<f64> = values.iter().filter_map(|v| v.value).filter(|x| x.is_finite()).collect();
    sorted.sort_by(f64::total_cmp);
    let mut out: Vec<Class> = Vec::new();
    for (rank, x) in sorted.iter().enumerate() {
        let index = rank * CLASSES / sorted.len();
        match out.last_mut() {
            Some(last) if last.index == index || same(last.high, *x) => {
                last.high = *x;
                last.places += 1;
            }
            _ => out.push(Class { index, low: *x, high: *x, places: 1 }),
        }
    }
    out
}

/// Whether two values are the same number; sorted values that are equal stand side by side.
fn same(a: f64, b: f64) -> bool {
    a.total_cmp(&b).is_eq()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn map(values: &[f64]) -> MapView {
        let value = |(i, x): (usize, &f64)| PlaceValue {
            area: AreaCode::new(&format!("E{i:08}")),
            value: Some(*x),
            mark: "observed",
        };
        MapView::new("test", Tier::Lep, values.iter().enumerate().map(value).collect())
    }

    #[test]
    fn short_values_keep_two_figures() {
        let shown = [0.98, 38.2, 1234.0, 839_000.0, 1_240_000.0, -3.0].map(short);
        assert_eq!(shown, ["0.98", "38", "1,200", "840k", "1.2m", "−3.0"]);
    }

    #[test]
    fn equal_values_are_one_class() {
        let m = map(&[1.0; 7]);
        assert_eq!(m.classes, [Class { index: 0, low: 1.0, high: 1.0, places: 7 }]);
    }

    proptest! {
        #[test]
        fn classes_cover_and_never_overlap(values in prop::collection::vec(-1e6..1e6_f64, 1..60)) {
            let m = map(&values);
            prop_assert_eq!(m.classes.iter().map(|c| c.places).sum::<usize>(), values.len());
            prop_assert!(values.iter().all(|x| m.class(*x).is_some_and(|c| c < CLASSES)));
            prop_assert!(m.classes.windows(2).all(|w| w[0].high < w[1].low && w[0].index < w[1].index));
        }
    }
}
