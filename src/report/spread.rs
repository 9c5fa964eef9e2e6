//! How much of the spread of each change rests on judgement, in words and as a table.

use super::sheet::{Datum, Sheet};
use super::words::{self, Unit, percent};
use crate::insight::spread::{Judged, Share, Spread};
use crate::model::Basis;

/// "Of the width of the 8-in-10 range about 62 % rests on judgement."
#[must_use]
pub fn sentence(share: &Share) -> String {
    match share.judged {
        None => String::from("Nothing moves, so no share of a spread rests on anything."),
        Some(judged) => format!("Of the width of the 8-in-10 range {} rests on judgement.", percent(judged)),
    }
}

/// One row per indicator that moves.
#[must_use]
pub fn sheet(basis: &Basis, spread: &Spread, places: usize) -> Sheet {
    let each = Judged::ALL.map(|j| format!("{} alone", j.label()));
    let head = ["indicator", "8 in 10 within", "judged parts at their middle", "rests on judgement"].map(String::from);
    let title = format!("How much of the spread in {} rests on judgement", spread.year);
    let mut sheet = Sheet::new(title, head.into_iter().chain(each));
    for share in spread.shares.iter().filter(|s| s.judged.is_some()) {
        let unit = Unit::of_change(share.indicator, places);
        let part = |x: Option<f64>| x.map_or_else(Datum::missing, |x| Datum::number(x, percent(x)));
        let row = [
            Datum::text(&basis.model.indicator(share.indicator).label),
            Datum::text(words::range(&share.whole, unit)),
            Datum::text(words::range(&share.held, unit)),
            part(share.judged),
        ];
        sheet.row(row.into_iter().chain(share.each.map(part)));
    }
    sheet.note(
        "The same draws once more with every judged effect, gain and pair (grade D or E, or a judgement), every judged row from \
         gross to net, and whether programmes take held at its middle: the share of the width of the range that goes. Parts \
         alone do not add up. The rest is findings weighed, structure and baseline.",
    );
    sheet.note(format!("{} draws.", words::digits(spread.draws as f64, 0)));
    sheet
}
