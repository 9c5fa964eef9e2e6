//! Drawings as SVG that stands inside the page and takes its colours from it.

mod bars;
mod fan;
mod pairs;
mod pen;
mod waterfall;

use super::chart::{Chart, Drawing};
use crate::report::export::escape;

/// The hatching of bands that no evidence reaches, defined once a page.
pub(super) const DEFINED: &str = "<svg width=\"0\" height=\"0\" aria-hidden=\"true\" style=\"position:absolute\"><defs>\
    <pattern id=\"hatch\" width=\"7\" height=\"7\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">\
    <line class=\"hatch\" x1=\"0\" y1=\"0\" x2=\"0\" y2=\"7\"/></pattern></defs></svg>\n";

/// A drawing; its words are those of the chart, so that who hears the page is told what who sees it is shown.
pub(super) fn draw(chart: &Chart) -> String {
    let (width, height, inside) = match &chart.drawing {
        Drawing::Fan(fan) => fan::draw(fan),
        Drawing::Pairs(pairs) => pairs::draw(pairs),
        Drawing::Bars(groups) => bars::draw(groups),
        Drawing::Waterfall(waterfall) => waterfall::draw(waterfall),
    };
    let label = escape(&format!("{}. {} The values stand in the table that follows.", chart.title, chart.says));
    format!("<svg viewBox=\"0 0 {width:.0} {height:.0}\" role=\"img\" aria-label=\"{label}\">\n{inside}</svg>\n")
}
