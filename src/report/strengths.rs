//! Proposed groups of areas as sheets: groups, their members, and every area of the tier.

use std::fmt::Write as _;

use super::sheet::{Datum, Sheet};
use super::words::{digits, figure};
use crate::evidence::AreaCode;
use crate::insight::strengths::{self, Field, PERMUTATIONS, Proposal, Reason, Research, SETTINGS, Standing, Strengths};
use crate::model::Basis;

/// What every list of proposals says.
pub const CLUSTER_NOT_LINK: &str =
    "This shows where the sector clusters, not that its firms are linked or that a policy works better there.";

/// Groups, then members with their figures; what is to be known stands below the groups.
#[must_use]
pub fn sheets(basis: &Basis, field: &Field, found: &Strengths) -> Vec<Sheet> {
    vec![groups(basis, field, found), members(basis, found)]
}

/// Why areas are proposed together, in a few words.
#[must_use]
pub fn why(reasons: &[Reason]) -> String {
    let word = |r: &Reason| match r {
        Reason::Hot => "hot spot",
        Reason::Research => "with research",
    };
    reasons.iter().map(word).collect::<Vec<_>>().join(", ")
}

fn sector_name(basis: &Basis, field: &Field) -> String {
    basis.evidence.sector(&field.sector).map_or_else(|| field.sector.to_string(), |s| s.name.to_lowercase())
}

fn groups(basis: &Basis, field: &Field, found: &Strengths) -> Sheet {
    let mut sheet = Sheet::new(
        format!("Groups of neighbouring areas specialised in {}", sector_name(basis, field)),
        ["group", "areas", "why", "jobs", "LQ jobs", "LQ GVA", "Gi* z", "corrected p", "crosses regions"],
    );
    for (k, p) in found.proposals.iter().enumerate() {
        let crosses = if p.crosses() { format!("yes ({})", p.regions.len()) } else { String::from("no") };
        sheet.row([
            count(k + 1),
            count(p.place.members().len()),
            Datum::text(why(&p.reasons)),
            Datum::number(p.jobs, figure(p.jobs)),
            quotient(p.jobs_quotient),
            quotient(p.gva_quotient),
            quotient(p.z),
            small(p.corrected_p),
            Datum::text(crosses),
        ]);
    }
    if found.proposals.is_empty() {
        sheet.note("No two neighbouring areas pass: the sector is not clustered at this scale, by these figures.");
    }
    for (k, p) in found.proposals.iter().enumerate() {
        sheet.note(said(basis, field, k + 1, p));
    }
    for note in notes(field, found) {
        sheet.note(note);
    }
    sheet
}

/// One proposal in a sentence or two.
#[must_use]
pub fn said(basis: &Basis, field: &Field, number: usize, p: &Proposal) -> String {
    let names: Vec<String> = p.place.members().iter().map(|code| name(basis, code)).collect();
    // Writing into a String cannot fail.
    let mut text = format!("Group {number}: {}.", names.join("; "));
    if let Some((north, east)) = p.extent_km {
        let way = if north > 1.5 * east {
            "runs north–south"
        } else if east > 1.5 * north {
            "runs east–west"
        } else {
            "is about as long as it is wide"
        };
        let _ = write!(text, " It {way}: centres {} km by {} km.", figure(north), figure(east));
    }
    for known in strengths::known(basis, &field.sector, &p.place).into_iter().filter(|k| k.inside > 0) {
        let _ = write!(
            text,
            " It holds {} of the {} areas of the {} ({}).",
            known.inside,
            known.areas.len(),
            known.name,
            known.mapping
        );
    }
    for warning in basis.inputs.warnings(&p.place) {
        let _ = write!(text, " {warning}.");
    }
    text
}

/// How the search was done, and what it does not show.
#[must_use]
pub fn notes(field: &Field, found: &Strengths) -> Vec<String> {
    let cuts = &found.cuts;
    let figures = match field.year {
        Some(year) => format!("Jobs of whole SIC sections and GVA of {year}, official figures"),
        None => String::from("Jobs and GVA: the model's starting numbers"),
    };
    let research = match field.research {
        Research::Contracts => {
            "universities' contract research income from firms per job, 2016–2018, booked at the head office"
        }
        Research::Intensity => "business R&D ÷ GVA relative to the UK",
    };
    let stands_out = match found.p_threshold {
        Some(p) => format!("p up to {} counts", small(p).shown()),
        None => String::from("no area stands out"),
    };
    vec![
        CLUSTER_NOT_LINK.to_owned(),
        format!(
            "{figures}. Specialised: the larger location quotient (LQ, share of the sector here ÷ its share in all areas) is at \
             least {}, with at least {} jobs; these lines are conventions.",
            digits(cuts.quotient, 2),
            figure(cuts.jobs)
        ),
        format!(
            "Hot spot: Gi* (Ord and Getis 1995) of the larger LQ is high; p from {} permutations, corrected for {} areas \
             (Benjamini and Hochberg 1995) so that about {} in 100 findings may be false: {stands_out}.",
            digits(f64::from(PERMUTATIONS), 0),
            field.sites.len(),
            digits(100.0 * cuts.false_share, 0)
        ),
        format!("With research: {research}, at or above the average."),
        format!("Kept: in how many of {SETTINGS} settings of the two lines the area stays in a group."),
    ]
}

fn members(basis: &Basis, found: &Strengths) -> Sheet {
    let mut sheet = Sheet::new(
        "Members of the groups",
        ["group", "area", "LQ jobs", "LQ GVA", "research", "Gi* z", "corrected p", "kept of 20"],
    );
    for (k, p) in found.proposals.iter().enumerate() {
        for (code, kept) in p.place.members().iter().zip(&p.steady) {
            let Some(area) = found.areas.iter().find(|a| &a.area == code) else { continue };
            let mut row = vec![count(k + 1), Datum::text(name(basis, code))];
            row.extend(figures(area));
            row.push(Datum::number(f64::from(*kept), kept.to_string()));
            sheet.row(row);
        }
    }
    sheet
}

/// Every area in one table, with the numbers of the groups that it is in: for CSV.
#[must_use]
pub fn table(basis: &Basis, found: &Strengths) -> Sheet {
    let mut sheet = Sheet::new(
        "Areas",
        ["code", "area", "groups", "jobs", "lq_jobs", "lq_gva", "research", "gi_star_z", "p", "corrected_p"],
    );
    for area in &found.areas {
        let inside = |(k, p): (usize, &Proposal)| p.place.members().contains(&area.area).then(|| (k + 1).to_string());
        let groups: Vec<String> = found.proposals.iter().enumerate().filter_map(inside).collect();
        let [jobs_quotient, gva_quotient, research, z, corrected] = figures(area);
        sheet.row([
            Datum::text(area.area.as_str()),
            Datum::text(name(basis, &area.area)),
            Datum::text(groups.join(";")),
            Datum::number(area.jobs, figure(area.jobs)),
            jobs_quotient,
            gva_quotient,
            research,
            z,
            small(area.p),
            corrected,
        ]);
    }
    sheet
}

fn figures(area: &Standing) -> [Datum; 5] {
    [
        quotient(area.jobs_quotient),
        quotient(area.gva_quotient),
        area.research.map_or_else(Datum::missing, quotient),
        quotient(area.z),
        small(area.corrected_p),
    ]
}

fn name(basis: &Basis, code: &AreaCode) -> String {
    basis.evidence.area(code).map_or_else(|| code.to_string(), |a| a.name.clone())
}

#[expect(clippy::cast_precision_loss, reason = "counts of areas")]
fn count(n: usize) -> Datum {
    Datum::number(n as f64, n.to_string())
}

fn quotient(x: f64) -> Datum {
    let minus = if x < 0.0 { "−" } else { "" };
    Datum::number(x, format!("{minus}{}", digits(x, 2)))
}

/// A p-value.
fn small(p: f64) -> Datum {
    Datum::number(p, if p < 0.001 { digits(p, 4) } else { digits(p, 3) })
}
