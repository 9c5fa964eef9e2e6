//! Leave one study out, as a sheet: what `tiller validate studies` prints.

use super::sheet::{Datum, Sheet};
use super::words::{count, figure, percent};
use crate::insight::leave_out::{LeaveOneOut, STUDIES_MIN, TARGET};
use crate::model::Basis;

/// Every study held against the others of its channel; in words where no channel has enough.
#[must_use]
pub fn sheet(basis: &Basis, found: &LeaveOneOut) -> Sheet {
    let columns = ["channel", "study", "found", "8 in 10 from", "to", "mean of the others", "inside"];
    let mut sheet = Sheet::new("Evidence: one study left out, held against the others", columns);
    let number = |x: f64| Datum::number(x, figure(x));
    for h in &found.held {
        let id = basis.model.channels.get(h.channel).map_or("", |c| c.id.as_str());
        sheet.row([
            Datum::text(id),
            Datum::text(h.study.as_str()),
            number(h.found),
            number(h.range[0]),
            number(h.range[1]),
            number(h.mean),
            Datum::text(if h.inside() { "yes" } else { "no" }),
        ]);
    }
    let channels = count(found.channels as u64, "channel", "channels");
    match found.share() {
        None => {
            let most = count(found.most as u64, "study", "studies");
            sheet.note(format!(
                "No channel qualifies today: the test needs {STUDIES_MIN} independent studies that print an error in a unit with \
                 a recorded conversion, and the most that any of {channels} has is {most}. Nothing is tested, so nothing is claimed."
            ));
        }
        Some(share) => {
            let inside = found.held.iter().filter(|h| h.inside()).count();
            let verdict =
                if (TARGET.0..=TARGET.1).contains(&share) { "as it should be" } else { "outside what it should be" };
            sheet.note(format!(
                "{inside} of {} inside ({}); target {} to {}: {verdict}. {} of {channels} tested.",
                count(found.held.len() as u64, "study", "studies"),
                percent(share),
                percent(TARGET.0),
                percent(TARGET.1),
                found.tested.len(),
            ));
            sheet.note("After conversion and discount, in the unit of the channel. The range is the 80 % prediction interval of the other studies widened by the study's own error.");
            sheet.note("With few studies the share itself is uncertain: of ten at 80 %, between six and ten inside is nothing unusual.");
        }
    }
    sheet
}
