//! Lines, bands and words at places, and scales.

use std::fmt::Write as _;

use crate::report::export::escape;
use crate::report::words;

/// Where a text is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Held {
    Start,
    Middle,
    End,
}

/// From values to places.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scale {
    /// Values at the two ends.
    pub values: (f64, f64),
    /// Places of the two ends.
    pub places: (f64, f64),
}

impl Scale {
    /// The place of a value; the middle if the scale has no length, or one of the numbers no end.
    pub fn at(&self, x: f64) -> f64 {
        let (lo, hi) = self.values;
        let (from, to) = self.places;
        let place = from + (x - lo) / (hi - lo) * (to - from);
        if hi > lo && place.is_finite() { place } else { f64::midpoint(from, to) }
    }

    /// Round values inside the scale, about `count` of them, each as it is said.
    pub fn ticks(&self, count: u32) -> Vec<(f64, String)> {
        let (lo, hi) = self.values;
        if !(hi > lo && hi.is_finite() && lo.is_finite()) {
            return vec![(lo, words::figure(lo))];
        }
        let step = crate::model::dose::nice_step((hi - lo) / f64::from(count.max(1)));
        // log10 of a step is small; one more decimal for steps such as 0.5.
        let decimals = words::decimals_of(step) - 1;
        let first = libm::ceil(lo / step - 1e-9);
        let said = |k: u32| {
            let x = (first + f64::from(k)) * step;
            let x = if x.abs() < 1e-9 * step { 0.0 } else { x };
            let mark = if x < 0.0 { "−" } else { "" };
            (x, format!("{mark}{}", words::digits(x, decimals.max(0))))
        };
        (0..=2 * count + 1).map(said).take_while(|(x, _)| *x <= hi + 1e-9 * step).collect()
    }
}

/// What is drawn so far.
#[derive(Debug, Default)]
pub(super) struct Pen {
    pub out: String,
}

impl Pen {
    pub fn line(&mut self, class: &str, (x1, y1): (f64, f64), (x2, y2): (f64, f64)) {
        let _ =
            writeln!(self.out, "<line class=\"{class}\" x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" y2=\"{y2:.1}\"/>");
    }

    /// A rectangle between two places; at least a hair wide, so that a small amount is seen.
    pub fn bar(&mut self, class: &str, (x1, x2): (f64, f64), (y, height): (f64, f64)) {
        let (from, to) = (x1.min(x2), x1.max(x2));
        let width = (to - from).max(1.0);
        let _ = writeln!(
            self.out,
            "<rect class=\"{class}\" x=\"{from:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\"/>"
        );
    }

    pub fn dot(&mut self, class: &str, (x, y): (f64, f64), radius: f64) {
        let _ = writeln!(self.out, "<circle class=\"{class}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius:.1}\"/>");
    }

    pub fn text(&mut self, class: &str, held: Held, (x, y): (f64, f64), text: &str) {
        let anchor = match held {
            Held::Start => "start",
            Held::Middle => "middle",
            Held::End => "end",
        };
        let _ = writeln!(
            self.out,
            "<text class=\"{class}\" text-anchor=\"{anchor}\" x=\"{x:.1}\" y=\"{y:.1}\">{}</text>",
            escape(text)
        );
    }

    /// A text in at most two lines round `y`.
    pub fn label(&mut self, class: &str, held: Held, (x, y): (f64, f64), text: &str, most: usize) {
        match two_lines(text, most) {
            (one, None) => self.text(class, held, (x, y + 4.0), &one),
            (one, Some(two)) => {
                self.text(class, held, (x, y - 3.0), &one);
                self.text(class, held, (x, y + 11.0), &two);
            }
        }
    }

    /// A path through points.
    pub fn path(&mut self, class: &str, points: &[(f64, f64)], closed: bool, fill: &str) {
        let mut d = String::new();
        for (k, (x, y)) in points.iter().enumerate() {
            let _ = write!(d, "{}{x:.1} {y:.1}", if k == 0 { "M" } else { "L" });
        }
        let end = if closed { "Z" } else { "" };
        let _ = writeln!(self.out, "<path class=\"{class}\" d=\"{d}{end}\"{fill}/>");
    }

    /// What follows has the colour of a series, until [`Pen::close`].
    pub fn open(&mut self, series: usize) {
        let _ = writeln!(self.out, "<g class=\"s{}\">", series % 4);
    }

    pub fn close(&mut self) {
        self.out.push_str("</g>\n");
    }
}

/// A text parted at a space into at most two lines of about `most` characters; the rest is cut with an ellipsis.
pub(super) fn two_lines(text: &str, most: usize) -> (String, Option<String>) {
    let clip = |text: &str| {
        if text.chars().count() <= most {
            text.to_owned()
        } else {
            text.chars().take(most.saturating_sub(1)).collect::<String>().trim_end().to_owned() + "…"
        }
    };
    if text.chars().count() <= most {
        return (text.to_owned(), None);
    }
    let mut first = String::new();
    let mut rest = text;
    for word in text.split_inclusive(' ') {
        if !first.is_empty() && first.chars().count() + word.trim_end().chars().count() > most {
            break;
        }
        first.push_str(word);
        rest = &rest[word.len()..];
    }
    (clip(first.trim_end()), (!rest.is_empty()).then(|| clip(rest)))
}
