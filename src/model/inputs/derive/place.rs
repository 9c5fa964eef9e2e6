//! What a place has as a whole: people, students, output a head, degrees, R&D intensity, capacity.

use super::ground::{ALL, Ground};
use crate::model::kinds::Input;

/// `Population`, `Capacity`, `GvaHead`, `SkillRatio`, `RdRatio` and `Students`.
pub(super) fn all(g: &mut Ground<'_>) {
    people(g);
    ratios(g);
    students(g);
}

fn people(g: &mut Ground<'_>) {
    let year = g.year(Input::Population, "population", "itl1");
    let older = g.year(Input::Population, "population", "split");
    for p in 0..g.places.len() {
        let newest = g.observed("population", g.places[p].code, "all", year);
        let value = newest.unwrap_or_else(|| g.need_at("population", p, ALL, older));
        let head = g.get(p, ALL, Input::GvaM) * 1e6 / value;
        g.put(p, ALL, Input::Population, value);
        g.put(p, ALL, Input::GvaHead, head);
        g.put(p, ALL, Input::Capacity, g.b.capacity.value);
    }
}

fn ratios(g: &mut Ground<'_>) {
    let year = g.year(Input::SkillRatio, "level4plus_pct", "itl1;lep");
    let lower = g.year(Input::SkillRatio, "level3plus_pct", g.b.northern_ireland.as_str());
    let people = |p: usize| g.get(p, ALL, Input::Population);
    let mut degrees: Vec<f64> =
        (0..g.places.len()).map(|p| if p == g.ni { 0.0 } else { g.need_at("level4plus_pct", p, ALL, year) }).collect();
    let mean = |rows: &[usize], degrees: &[f64]| {
        let weight: f64 = rows.iter().map(|r| people(*r)).sum();
        rows.iter().map(|r| people(*r) * degrees[*r]).sum::<f64>() / weight
    };
    let british: Vec<usize> = g.itl.iter().copied().filter(|r| *r != g.ni).collect();
    // Northern Ireland has no figure on the new basis: the British mean × its level 3 against the British one.
    let relative = g.need("level3plus_pct", g.b.northern_ireland.as_str(), "all", lower)
        / g.need("level3plus_pct", g.b.great_britain.as_str(), "all", lower);
    degrees[g.ni] = mean(&british, &degrees) * relative;
    let uk = mean(&g.itl, &degrees);
    let intensity = g.uk(ALL, Input::RdM) / g.uk(ALL, Input::GvaM);
    for (p, degree) in degrees.iter().enumerate() {
        let rd = g.get(p, ALL, Input::RdM) / g.get(p, ALL, Input::GvaM) / intensity;
        g.put(p, ALL, Input::SkillRatio, degree / uk);
        g.put(p, ALL, Input::RdRatio, rd);
    }
}

fn students(g: &mut Ground<'_>) {
    let fe_year = g.year(Input::Students, "fes_participation", "itl1;lep");
    let he_year = g.year(Input::Students, "hesa_stem_students", "itl1;lep");
    let people = |p: usize| g.get(p, ALL, Input::Population);
    let english: f64 = g.itl.iter().filter(|r| g.places[**r].code.starts_with('E')).map(|r| people(*r)).sum();
    let england = g.need("fes_participation", g.b.england.as_str(), "all", fe_year) / english;
    let values: Vec<f64> = (0..g.places.len())
        .map(|p| {
            let code = g.places[p].code;
            let further = g.observed("fes_participation", code, "all", fe_year);
            let higher = g.observed("hesa_stem_students", code, "all", he_year);
            let parents = || people(p) * g.parent(p, |r| g.need_at("hesa_stem_students", r, ALL, he_year) / people(r));
            further.unwrap_or_else(|| england * people(p)) + higher.unwrap_or_else(parents)
        })
        .collect();
    for (p, value) in values.into_iter().enumerate() {
        g.put(p, ALL, Input::Students, value);
    }
}
