//! The filled table as rows, each with its mark, its errors and its path.

use super::ground::{ALL, Ground};
use super::paths;
use crate::evidence::order::InOrder as _;
use crate::evidence::{Fault, Tier};
use crate::model::baseline::{InputLevel, InputRow, MarkId, Step};
use crate::model::inputs::Quality;
use crate::model::inputs::derived::Row;
use crate::model::kinds::{Input, Mark};

/// All rows, in the order of the file: place, sector, input.
pub(super) fn rows(g: &Ground<'_>) -> Vec<Row> {
    let mut rows = Vec::with_capacity(g.places.len() * g.shown().len() * Input::COUNT);
    for p in 0..g.places.len() {
        for s in g.shown() {
            for input in Input::ALL {
                let Some(rule) = g.b.input(*input) else { continue };
                if rule.level == InputLevel::Place && s != ALL {
                    continue;
                }
                let value = g.get(p, s, *input);
                if !value.is_finite() && !g.is_faulty() {
                    let cell = format!("{}, {}, {value}", g.places[p].code, g.sectors[s]);
                    let fault = Fault::new("model/baseline.ron", "does not come out as a finite number");
                    g.fault(fault.cell(input.as_str(), cell));
                }
                rows.push(Row {
                    place: g.places[p].code.into(),
                    sector: g.sectors[s].into(),
                    input: *input,
                    value,
                    quality: quality(g, rule, p, s),
                    path: g.b.forecast(*input).map(|f| paths::path(g, f, rule, p, s)),
                });
            }
        }
    }
    rows.order_by(|a, b| (&a.place, &a.sector, a.input).cmp(&(&b.place, &b.sector, b.input)));
    rows
}

/// Whether a line of marks or series is meant for a place.
pub(super) fn fits(g: &Ground<'_>, who: &str, p: usize) -> bool {
    let spot = &g.places[p];
    who.split(';').any(|w| w == spot.tier.as_str() || w == spot.code || w == "all" || (w == "split" && spot.split))
}

fn mark(g: &Ground<'_>, lines: &[(String, MarkId)], p: usize) -> Mark {
    let line = lines.iter().rev().find(|(who, _)| fits(g, who, p));
    line.map_or(Mark::Judgement, |(_, id)| (*id).into())
}

fn step_sd(g: &Ground<'_>, rule: &InputRow, tier: Tier, step: Step, mark: Mark) -> f64 {
    let measured = g.b.sd_extra.iter().find(|x| x.input == rule.id && x.tier == tier.as_str() && x.step == step);
    measured.map_or_else(|| g.b.mark_sd(mark), |x| x.sd)
}

fn quality(g: &Ground<'_>, rule: &InputRow, p: usize, s: usize) -> Quality {
    let tier = g.places[p].tier;
    let of_place = mark(g, &rule.place_marks, p);
    let place = step_sd(g, rule, tier, Step::Place, of_place);
    let place_sd = (rule.measurement_sd * rule.measurement_sd + place * place).sqrt();
    if s == ALL {
        return Quality { mark: of_place, place_sd, sector_sd: 0.0 };
    }
    let of_sector = mark(g, &rule.sector_marks, p);
    let sector_sd = step_sd(g, rule, tier, Step::Sector, of_sector);
    Quality { mark: of_place.max(of_sector), place_sd, sector_sd }
}
