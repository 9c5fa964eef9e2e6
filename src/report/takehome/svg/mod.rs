//! Drawings as SVG that stands inside the page and takes its colours from it.

mod bars;
mod dots;
mod fan;
mod pairs;
mod pen;
mod waterfall;

use super::chart::{Chart, Drawing, Strip};
use crate::report::export::escape;

/// The hatching of bands that no evidence reaches, defined once a page.
pub(super) const DEFINED: &str = "<svg class=\"apart\" width=\"0\" height=\"0\" aria-hidden=\"true\"><defs>\
    <pattern id=\"hatch\" width=\"7\" height=\"7\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">\
    <line class=\"hatch\" x1=\"0\" y1=\"0\" x2=\"0\" y2=\"7\"/></pattern></defs></svg>\n";

/// Width up to which a drawing can be read on a phone as it is.
const NARROW: f64 = 500.0;

/// The drawing of that number on its page; a room's answers are a drawing for each question, so that a page of paper may end between
/// them. Its words are those of the chart, so that who hears the page is told what who sees
/// it is shown.
pub(super) fn draw(chart: &Chart, number: usize) -> String {
    let says = format!("{} The values stand in the table that follows.", chart.says);
    let drawn = match &chart.drawing {
        Drawing::Fan(fan) => fan::draw(fan),
        Drawing::Pairs(pairs) => pairs::draw(pairs),
        Drawing::Bars(groups) => bars::draw(groups),
        Drawing::Waterfall(waterfall) => waterfall::draw(waterfall),
        Drawing::Dots(strips) => {
            let radius = dots::radius(strips);
            let one = |(k, strip): (usize, &Strip)| {
                let title = format!("{} {}", chart.title, strip.label);
                framed(&title, &dots::said(strip), &format!("{number}-{k}"), dots::draw(strip, radius))
            };
            return strips.iter().enumerate().map(one).collect();
        }
    };
    framed(&chart.title, &says, &number.to_string(), drawn)
}

fn framed(title: &str, says: &str, number: &str, (width, height, inside): (f64, f64, String)) -> String {
    let (title, says) = (escape(title), escape(says));
    // Where a wide drawing is too small to read it is scrolled, by the keyboard too.
    let (open, close) = if width > NARROW {
        (format!("<div class=\"draw\" role=\"group\" aria-label=\"{title}\" tabindex=\"0\">\n"), "</div>\n")
    } else {
        (String::new(), "")
    };
    format!(
        "{open}<svg viewBox=\"0 0 {width:.0} {height:.0}\" role=\"img\" aria-labelledby=\"t{number}\" aria-describedby=\"d{number}\">\n\
         <title id=\"t{number}\">{title}</title>\n<desc id=\"d{number}\">{says}</desc>\n{inside}</svg>\n{close}"
    )
}
