//! Places side by side: one value per place for any measure, profiles, and groups of areas.
//!
//! The Places screen, its exports and `tiller places` are writers over what is made here.

pub mod atlas;
pub mod map;
pub mod measure;
pub mod profile;

pub use atlas::{Atlas, Point};
pub use measure::{Measure, Order, SERIES};

use crate::evidence::order::InOrder as _;
use crate::evidence::{AreaCode, Evidence, Place, SectorId, Tier};
use crate::report::sheet::{Datum, Sheet};
use crate::scenario::names::tier_word;
use map::{MapView, PlaceValue};

/// Said beside every list that is sorted by value.
pub const NO_LEAGUE: &str = "Not a league table: neighbouring values often lie within each other's error, \
                             and an estimate (*) may only repeat the value of its region or nation.";

/// What stands behind the values of LEP areas.
pub const FORMER: &str = "Figures are for the area of the former LEP (boundaries of May 2021).";

/// A place with what it is: "Black Country, area of the former LEP".
#[must_use]
pub fn title(evidence: &Evidence, place: &Place) -> String {
    match place {
        Place::Area(code) => {
            evidence.area(code).map_or_else(|| code.to_string(), |a| format!("{}, {}", a.name, tier_word(a.tier)))
        }
        Place::Group(codes) => format!("Functional cluster of {} areas", codes.len()),
    }
}

/// The places of a tier with their names, by name.
#[must_use]
pub fn by_name(evidence: &Evidence, tier: Tier) -> Vec<(AreaCode, String)> {
    let of_tier = evidence.areas().iter().filter(|a| a.tier == tier);
    let mut out: Vec<(AreaCode, String)> = of_tier.map(|a| (a.code.clone(), a.name.clone())).collect();
    out.order_by(|a, b| a.1.cmp(&b.1));
    out
}

/// The map of a measure in a sector: values by the name of the place, or in the order asked for.
#[must_use]
pub fn view(
    evidence: &Evidence,
    atlas: &Atlas,
    tier: Tier,
    measure: Measure,
    sector: &SectorId,
    order: Order,
) -> MapView {
    let mut values: Vec<PlaceValue> =
        by_name(evidence, tier).into_iter().map(|(code, _)| atlas.value(measure, &code, sector)).collect();
    let change = |v: &PlaceValue| atlas.change(measure, &v.area).map(|c| c.by);
    match order {
        Order::Name => {}
        Order::Value => values.order_by(|a, b| highest(a.value, b.value)),
        Order::Change => values.order_by(|a, b| highest(change(a), change(b))),
    }
    let name = evidence.sector(sector).map_or_else(|| sector.to_string(), |s| s.name.clone());
    let of_sector = if measure.by_sector() { format!(", {}", name.to_lowercase()) } else { String::new() };
    let year = measure.series().and_then(|s| atlas.year(s, tier)).map_or_else(String::new, |y| format!(", {y}"));
    MapView::new(format!("{}{of_sector}{year} ({})", measure.label(), measure.unit()), tier, values)
}

/// Higher values first, missing ones last.
fn highest(a: Option<f64>, b: Option<f64>) -> std::cmp::Ordering {
    match (a, b) {
        (Some(a), Some(b)) => b.total_cmp(&a),
        (a, b) => b.is_some().cmp(&a.is_some()),
    }
}

/// The map as a table: one row per place, in the order of its values.
#[must_use]
pub fn sheet(
    evidence: &Evidence,
    atlas: &Atlas,
    view: &MapView,
    (measure, sector): (Measure, &SectorId),
    order: Order,
) -> Sheet {
    let mut sheet = Sheet::new(
        view.title.clone(),
        ["place", "code", "value", "8 in 10, from", "to", "how known", "class", "change"],
    );
    for v in &view.values {
        let name = evidence.area(&v.area).map_or_else(|| v.area.to_string(), |a| a.name.clone());
        let value =
            v.value.map_or_else(|| Datum::Missing(map::NO_FIGURE.to_owned()), |x| Datum::number(x, MapView::shown(v)));
        let class = v.value.and_then(|x| view.class(x)).map_or(Datum::text(""), |c| {
            let number = u8::try_from(c + 1).unwrap_or(u8::MAX);
            Datum::number(f64::from(number), number.to_string())
        });
        let change = atlas.change(measure, &v.area).map_or(Datum::text(""), |c| Datum::number(c.by, c.shown()));
        let mark = if v.mark.is_empty() { "—" } else { v.mark };
        let range = atlas.cell(&v.area, sector).and_then(|cell| atlas.range(measure, cell));
        let (low, high) = range.map_or_else(
            || (Datum::missing(), Datum::missing()),
            |(a, b)| (Datum::number(a, map::short(a)), Datum::number(b, map::short(b))),
        );
        sheet.row([
            Datum::text(name),
            Datum::text(v.area.to_string()),
            value,
            low,
            high,
            Datum::text(mark),
            class,
            change,
        ]);
    }
    for class in &view.classes {
        sheet.note(format!("Class {}: {} ({} places).", class.index + 1, MapView::range(class), class.places));
    }
    if order != Order::Name {
        sheet.note(NO_LEAGUE);
    }
    if view.values.iter().any(PlaceValue::estimated) {
        sheet.note("* estimated, taken over from the region or nation, or judged: see \"how known\".");
    }
    if view.tier == Tier::Lep {
        sheet.note(FORMER);
    }
    sheet.note(format!("Source: {}.", atlas.sources(measure)));
    sheet
}
