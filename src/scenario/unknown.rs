//! Fields that mean nothing: each is named with its line and the nearest known one.

use super::check::field_name;
use super::locate::Spots;
use crate::evidence::{Fault, nearest};

/// Known fields by the kind of part they stand in, for the advice beside an unknown one.
const FIELDS: [(&str, &[&str]); 8] = [
    ("switches", &["reference_class", "critical_mass", "flatten", "takes", "structures"]),
    ("plans", &["place", "sector", "levers"]),
    ("levers", &["amount", "from", "to", "partner"]),
    ("expect", &["plan", "indicator", "year", "change_p50", "tolerance"]),
    ("targets", &["plan", "indicator", "level"]),
    ("overrides", &["id", "value", "p10", "central", "p90", "name", "reason"]),
    ("figures", &["plan", "indicator", "year", "p10", "p50", "p90", "error"]),
    (
        "",
        &[
            "format",
            "title",
            "notes",
            "created",
            "edited",
            "start",
            "horizon",
            "seed",
            "draws",
            "switches",
            "exclude_studies",
            "plans",
            "expect",
            "budget",
            "targets",
            "overrides",
            "tried",
            "evidence",
            "figures",
        ],
    ),
];

pub(super) fn unknown_field(file: &str, spots: &Spots<'_>, path: &str) -> Fault {
    let (parent, field) = path.rsplit_once('.').unwrap_or(("", path));
    let mut within = parent.split('.').filter(|p| p.parse::<usize>().is_err() && *p != "?");
    let kind = if parent.contains(".levers.") { "levers" } else { within.next().unwrap_or("") };
    let known = FIELDS.iter().find(|(name, _)| *name == kind).map_or(&[] as &[&str], |(_, fields)| fields);
    let line = spots.find(path).map_or(1, |s| s.line);
    let shown = if parent.is_empty() { String::from("field") } else { format!("{}, field", field_name(parent)) };
    let mut fault = Fault::new(file, "means nothing here and was passed over").at(line).cell(shown, field);
    fault.hint = Some(match nearest(field, known.iter().copied()) {
        Some(best) => format!("did you mean '{best}'?"),
        None => format!("known here: {}", known.join(", ")),
    });
    fault
}
