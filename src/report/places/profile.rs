//! One place against the United Kingdom and the places most like it.

use super::atlas::Atlas;
use super::map::{MapView, short};
use super::measure::{Measure, SERIES};
use super::{FORMER, title};
use crate::evidence::order::InOrder as _;
use crate::evidence::{AreaCode, Fault, Place, SectorId, Tier};
use crate::model::{Basis, Cell, Input, cosine};
use crate::report::sheet::{Datum, Sheet};
use crate::report::words;

/// Places that are named as most similar.
const SIMILAR: usize = 5;

/// How similar places are found.
pub const SIMILAR_RULE: &str = "Similar: the closest mix of jobs over the six sectors (cosine of the job shares, 1 = the \
                                same mix), the same measure by which the model lets effects spill over; size, income and \
                                skills play no part in it.";

/// Location quotient of one sector.
#[derive(Debug, Clone, PartialEq)]
pub struct Quotient {
    /// Sector.
    pub sector: SectorId,
    /// Its name.
    pub name: String,
    /// Registered jobs.
    pub jobs: f64,
    /// Share of jobs here ÷ share in the United Kingdom.
    pub quotient: f64,
    /// How the share is known.
    pub mark: &'static str,
}

/// A place with its numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct Profile {
    /// Place.
    pub place: Place,
    /// Sector of the starting numbers.
    pub sector: SectorId,
    /// Starting numbers.
    pub cell: Cell,
    /// The six sectors.
    pub quotients: Vec<Quotient>,
    /// The places of the same kind with the most similar mix of jobs, the most similar first.
    pub similar: Vec<(AreaCode, f64)>,
    /// What must be said beside the numbers.
    pub warnings: Vec<String>,
}

/// The profile of an area or of a group; in a group counts are summed and ratios recomputed from the sums.
///
/// # Errors
/// If there are no starting numbers, or the group may not be summed.
pub fn profile(basis: &Basis, atlas: &Atlas, place: &Place, sector: &SectorId) -> Result<Profile, Fault> {
    let cell = |sector: &SectorId| match place {
        Place::Area(code) => atlas.cell(code, sector).cloned().map_or_else(|| basis.inputs.cell(place, sector), Ok),
        Place::Group(_) => basis.inputs.cell(place, sector),
    };
    let mut quotients = Vec::new();
    for id in &atlas.sectors {
        let cell = cell(id)?;
        let Some((quotient, mark)) = atlas.of_cell(Measure::Quotient, &cell) else { continue };
        let name = basis.evidence.sector(id).map_or_else(|| id.to_string(), |s| s.name.clone());
        let jobs = cell.get(Input::Workforce);
        quotients.push(Quotient { sector: id.clone(), name, jobs, quotient, mark: mark.as_str() });
    }
    let similar = similar(basis, atlas, place, &quotients);
    let warnings = basis.inputs.warnings(place);
    Ok(Profile { place: place.clone(), sector: sector.clone(), cell: cell(sector)?, quotients, similar, warnings })
}

fn similar(basis: &Basis, atlas: &Atlas, place: &Place, own: &[Quotient]) -> Vec<(AreaCode, f64)> {
    let Some(tier) = place.members().first().and_then(|c| basis.evidence.area(c)).map(|a| a.tier) else {
        return Vec::new();
    };
    let here: Vec<f64> = own.iter().map(|q| q.jobs).collect();
    let others = basis.evidence.areas().iter().filter(|a| a.tier == tier && !place.members().contains(&a.code));
    let mut out: Vec<(AreaCode, f64)> = others
        .filter_map(|a| {
            let jobs = |s: &SectorId| atlas.cell(&a.code, s).map(|c| c.get(Input::Workforce));
            let there = atlas.sectors.iter().map(jobs).collect::<Option<Vec<f64>>>()?;
            Some((a.code.clone(), cosine(&here, &there)))
        })
        .collect();
    out.order_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    out.truncate(SIMILAR);
    out
}

impl Profile {
    /// The profile as tables: starting numbers, sectors, similar places, context, and the series over time.
    #[must_use]
    pub fn sheets(&self, basis: &Basis, atlas: &Atlas) -> Vec<Sheet> {
        vec![
            self.numbers(basis, atlas),
            self.sectors(),
            self.like(basis, atlas),
            self.context(basis, atlas),
            self.history(basis, atlas),
        ]
    }

    /// Starting numbers against the United Kingdom.
    #[must_use]
    pub fn numbers(&self, basis: &Basis, atlas: &Atlas) -> Sheet {
        let sector = basis.evidence.sector(&self.sector).map_or_else(|| self.sector.to_string(), |s| s.name.clone());
        let head = format!("{}: starting numbers, {}", title(&basis.evidence, &self.place), sector.to_lowercase());
        let mut sheet = Sheet::new(
            head,
            ["measure", "here", "8 in 10, from", "to", "United Kingdom", "unit", "how known", "source"],
        );
        let uk = atlas.uk(&self.sector);
        for measure in Measure::all(Tier::Itl1, &self.sector).into_iter().filter(|m| m.series().is_none()) {
            let Some((here, mark)) = atlas.of_cell(measure, &self.cell) else { continue };
            let range = atlas.range(measure, &self.cell);
            let there = uk.and_then(|c| atlas.of_cell(measure, c)).map(|(x, _)| x);
            sheet.row([
                Datum::text(measure.label()),
                Datum::number(here, short(here)),
                range.map_or_else(Datum::missing, |(low, _)| Datum::number(low, short(low))),
                range.map_or_else(Datum::missing, |(_, high)| Datum::number(high, short(high))),
                there.map_or_else(Datum::missing, |x| Datum::number(x, short(x))),
                Datum::text(measure.unit()),
                Datum::text(mark.as_str()),
                Datum::text(atlas.sources(measure)),
            ]);
        }
        sheet.note("Range: 8 in 10 of the likely values, from errors of measurement and estimation as marked.");
        if let Place::Group(codes) = &self.place {
            let names: Vec<String> = codes.iter().map(|c| basis.evidence.place_name(&Place::Area(c.clone()))).collect();
            sheet.note(format!("Areas: {}. Counts are summed; ratios are recomputed from the sums.", names.join(", ")));
        }
        if self.former(basis) {
            sheet.note(FORMER);
        }
        for warning in &self.warnings {
            sheet.note(format!("{warning}."));
        }
        sheet
    }

    /// Whether an area of a former LEP is in it.
    #[must_use]
    pub fn former(&self, basis: &Basis) -> bool {
        self.place.members().iter().filter_map(|c| basis.evidence.area(c)).any(|a| a.tier == Tier::Lep)
    }

    /// Jobs and location quotients of the six sectors.
    #[must_use]
    pub fn sectors(&self) -> Sheet {
        let mut sheet = Sheet::new("The six sectors", ["sector", "jobs", "location quotient", "how known"]);
        for q in &self.quotients {
            sheet.row([
                Datum::text(q.name.as_str()),
                Datum::number(q.jobs, short(q.jobs)),
                Datum::number(q.quotient, words::figure(q.quotient)),
                Datum::text(q.mark),
            ]);
        }
        sheet.note("Location quotient: share of jobs here ÷ share of jobs in the United Kingdom (the 12 summed); 1 = the same.");
        sheet
    }

    /// The most similar places, with their location quotient of the sector and GVA per hour.
    #[must_use]
    pub fn like(&self, basis: &Basis, atlas: &Atlas) -> Sheet {
        let mut sheet =
            Sheet::new("Places with the most similar mix of jobs", ["place", "code", "similarity", "GVA per hour, £"]);
        for (code, likeness) in &self.similar {
            let hour = Measure::Input(Input::GvaHour);
            let value = atlas.value(hour, code, &SectorId::all());
            let shown = MapView::shown(&value);
            sheet.row([
                Datum::text(basis.evidence.place_name(&Place::Area(code.clone()))),
                Datum::text(code.to_string()),
                Datum::number(*likeness, format!("{likeness:.3}")),
                value.value.map_or_else(Datum::missing, |x| Datum::number(x, shown)),
            ]);
        }
        sheet.note(SIMILAR_RULE);
        sheet
    }

    /// Whose figures a series is read from: the place itself, or the region it lies in.
    #[must_use]
    pub fn reads(&self, basis: &Basis, atlas: &Atlas, series: usize) -> Option<AreaCode> {
        let [code] = self.place.members() else { return None };
        let area = basis.evidence.area(code)?;
        let asked = SERIES.get(series)?;
        let own = if area.tier == Tier::Lep { asked.leps } else { asked.regions };
        if own {
            return (!atlas.series(series, code).is_empty()).then(|| code.clone());
        }
        // Income and pay are published for nations and regions only: an area shows those of its region, and says so.
        let of_region = matches!(asked.id, "gdhi_per_head_gbp" | "median_weekly_pay_gbp");
        area.parent.0.clone().filter(|p| of_region && !atlas.series(series, p).is_empty())
    }

    /// The series that the place has, each with the area whose figures they are; rows of [`Profile::context`] in this order.
    #[must_use]
    pub fn figures(&self, basis: &Basis, atlas: &Atlas) -> Vec<(usize, AreaCode)> {
        (0..SERIES.len()).filter_map(|i| self.reads(basis, atlas, i).map(|code| (i, code))).collect()
    }

    /// Income, pay and other official figures beside those of the United Kingdom (England where there is no other).
    #[must_use]
    pub fn context(&self, basis: &Basis, atlas: &Atlas) -> Sheet {
        let columns = ["figure", "of", "year", "value", "compared with", "value there", "unit", "source"];
        let mut sheet = Sheet::new("Income, pay and other context", columns);
        for (i, code) in self.figures(basis, atlas) {
            let Some(series) = SERIES.get(i) else { continue };
            let Some(point) = atlas.series(i, &code).last() else { continue };
            let name = |code: &AreaCode| basis.evidence.place_name(&Place::Area(code.clone()));
            let whole = ["K02000001", "E92000001", "K03000001"].map(AreaCode::new).into_iter().find_map(|w| {
                atlas.series(compared(i), &w).iter().find(|p| p.year == point.year).map(|p| (name(&w), p.value))
            });
            sheet.row([
                Datum::text(series.label),
                Datum::text(name(&code)),
                Datum::number(f64::from(point.year), point.year.to_string()),
                Datum::number(point.value, words::digits(point.value, decimals(point.value))),
                whole.as_ref().map_or_else(Datum::missing, |(n, _)| Datum::text(n.as_str())),
                whole.as_ref().map_or_else(Datum::missing, |(_, x)| Datum::number(*x, words::digits(*x, decimals(*x)))),
                Datum::text(series.unit),
                Datum::text(point.source.as_str()),
            ]);
        }
        if self.place.members().len() > 1 {
            sheet.note("Income, pay and other ratios of a group are not published and not averaged here.");
        } else {
            sheet.note(
                "Context, not inputs of the model. Household income and pay are published for nations and regions.",
            );
        }
        sheet
    }

    /// Every year of the series that the place has.
    #[must_use]
    pub fn history(&self, basis: &Basis, atlas: &Atlas) -> Sheet {
        let mut sheet = Sheet::new("Figures over time", ["figure", "of", "year", "value", "how read", "source"]);
        for (i, code) in self.figures(basis, atlas) {
            let Some(series) = SERIES.get(i) else { continue };
            for point in atlas.series(i, &code) {
                sheet.row([
                    Datum::text(series.label),
                    Datum::text(basis.evidence.place_name(&Place::Area(code.clone()))),
                    Datum::number(f64::from(point.year), point.year.to_string()),
                    Datum::number(point.value, words::digits(point.value, decimals(point.value))),
                    Datum::text(point.seen),
                    Datum::text(point.source.as_str()),
                ]);
            }
        }
        sheet
    }
}

/// The series in which the United Kingdom is found: LEP areas have a series of GVA per hour of their own.
fn compared(series: usize) -> usize {
    let of = |id: &str| SERIES.iter().position(|s| s.id == id);
    if Some(series) == of("gva_per_hour_lep_fw") { of("gva_per_hour_gbp").unwrap_or(series) } else { series }
}

/// Official figures are quoted as published: whole numbers from a hundred, else one decimal.
fn decimals(x: f64) -> i32 {
    i32::from(x.abs() < 100.0)
}
