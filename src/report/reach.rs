//! What the money reaches, in a sentence per lever: "£2.6m a year ≈ 830 learners a year ≈ 0.8 % of the sector's workforce".

use super::wording;
use super::words::{digits, exact_millions, figure, percent};
use crate::evidence::SectorId;
use crate::model::{Lever, LeverKind, Pool, Scope};
use crate::projection::LeverReach;
use crate::scenario::Setting;

/// Who the pool is, as the end of "0.8 % of …".
#[must_use]
pub fn pool_words(pool: Pool, sector: &SectorId) -> &'static str {
    match (pool, sector.is_all()) {
        (Pool::Workforce, false) => "the sector's workforce",
        (Pool::Workforce, true) => "the workforce",
        (Pool::Firms, false) => "the sector's firms with 10 or more staff",
        (Pool::Firms, true) => "firms with 10 or more staff",
        (Pool::Smes, false) => "the sector's firms with 10 to 249 staff",
        (Pool::Smes, true) => "firms with 10 to 249 staff",
        (Pool::Students, false) => "students who may enter the sector",
        (Pool::Students, true) => "students",
        (Pool::None, _) => "one full programme",
    }
}

/// The reach sentence of one lever. `year_zero` is the calendar year before the scenario starts.
#[must_use]
pub fn sentence(lever: &Lever, setting: &Setting, reach: &LeverReach, sector: &SectorId, year_zero: i32) -> String {
    match lever.kind {
        LeverKind::Reform => reform(setting, reach, year_zero),
        LeverKind::Spend => spend(lever, setting, reach, sector, year_zero),
    }
}

/// Largest share reached in one year, 0–1.
#[must_use]
pub fn top_share(reach: &LeverReach) -> f64 {
    reach.share.iter().copied().fold(0.0, f64::max)
}

fn spend(lever: &Lever, setting: &Setting, reach: &LeverReach, sector: &SectorId, year_zero: i32) -> String {
    let mut place_wide = String::new();
    if lever.scope == Scope::Place && !sector.is_all() {
        let first = usize::try_from(setting.from - year_zero).unwrap_or(0);
        let here = reach.cost.get(first).copied().unwrap_or(0.0);
        place_wide = format!(" in the whole place, of which £{}m falls on this sector,", figure(here));
    }
    let units = if lever.pool == Pool::None {
        format!("{} of {}", percent(top_share(reach)), pool_words(lever.pool, sector))
    } else {
        format!(
            "{} {} a year ≈ {} of {}",
            figure(reach.units_a_year),
            plain_unit(&lever.unit),
            percent(top_share(reach)),
            pool_words(lever.pool, sector)
        )
    };
    format!("{} a year{place_wide} ≈ {units}.", exact_millions(setting.amount))
}

/// "jobs landed (before deadweight)" → "jobs landed, before deadweight,": brackets do not read aloud.
fn plain_unit(unit: &str) -> String {
    match unit.split_once(" (") {
        Some((what, note)) => format!("{what}, {},", note.trim_end_matches(')')),
        None => unit.to_owned(),
    }
}

fn reform(setting: &Setting, reach: &LeverReach, year_zero: i32) -> String {
    let top = top_share(reach);
    let first = reach.share.iter().position(|s| *s > 0.0);
    let full = reach.share.iter().position(|s| *s >= top - 1e-12);
    let year = |t: usize| year_zero + i32::try_from(t).unwrap_or(0);
    match (first, full) {
        (Some(a), Some(b)) if a < b => format!(
            "{} % coverage ≈ {} delivered in {}, {} in {}.",
            setting.amount,
            percent(reach.share[a]),
            year(a),
            percent(top),
            year(b)
        ),
        (Some(a), _) => format!("{} % coverage, delivered from {}.", setting.amount, year(a)),
        _ => format!("{} % coverage.", setting.amount),
    }
}

/// The tested range of a lever as two texts, `0` and `3 % of the sector's workforce newly reached a year`.
#[must_use]
pub fn tested(lever: &Lever, sector: &SectorId) -> (String, String) {
    let dose = &lever.evidence_dose;
    let lo = digits(100.0 * dose.lo, if dose.lo == 0.0 { 0 } else { super::words::decimals_of(100.0 * dose.lo) });
    let hi = match lever.kind {
        LeverKind::Reform => format!("{} coverage", percent(dose.hi)),
        LeverKind::Spend => format!("{} of {} a year", percent(dose.hi), pool_words(lever.pool, sector)),
    };
    (lo, hi)
}

/// What is said of a lever that goes past the studies; `None` if it does not.
#[must_use]
pub fn beyond(lever: &Lever, reach: &LeverReach, sector: &SectorId) -> Option<String> {
    let (lo, hi) = tested(lever, sector);
    reach.beyond.then(|| wording::beyond(&lo, &hi))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::LeverId;
    use crate::evidence::load::Library;
    use crate::model::Model;

    fn setting(amount: f64) -> Setting {
        Setting { amount, from: 2027, to: 2034, partner: None }
    }

    fn reach(lever: &str, units: f64, share: Vec<f64>, cost: Vec<f64>, beyond: bool) -> LeverReach {
        LeverReach { lever: LeverId::new(lever), units_a_year: units, share, cost, beyond }
    }

    #[test]
    fn money_becomes_people_and_firms() {
        let model = Model::load(&Library::embedded()).unwrap();
        let am = SectorId::new("advanced_manufacturing");
        let lever = |id: &str| model.lever(&LeverId::new(id)).unwrap();
        let r = reach("skills_provision", 825.4, vec![0.0, 0.0082, 0.0082], vec![0.0, 2.6, 2.6], false);
        assert_eq!(
            sentence(lever("skills_provision"), &setting(2.6), &r, &am, 2026),
            "£2.6m a year ≈ 830 learners a year ≈ 0.82 % of the sector's workforce."
        );
        assert_eq!(beyond(lever("skills_provision"), &r, &am), None);
        let r = reach("skills_provision", 8_254.0, vec![0.0, 0.082], vec![0.0, 26.0], true);
        assert_eq!(
            beyond(lever("skills_provision"), &r, &am).unwrap(),
            "Beyond what anyone has tested (tested: 0–3 % of the sector's workforce a year). The shape here is an assumption."
        );
        let r = reach("policy_capacity", 0.5, vec![0.0, 0.05], vec![0.0, 0.05], false);
        assert_eq!(
            sentence(lever("policy_capacity"), &setting(0.5), &r, &am, 2026),
            "£0.5m a year in the whole place, of which £0.050m falls on this sector, ≈ 5 % of one full programme."
        );
        let r = reach("devolved_powers", 1.0, vec![0.0, 0.15, 0.3, 0.45, 0.6, 0.6], vec![0.0; 6], false);
        assert_eq!(
            sentence(lever("devolved_powers"), &setting(60.0), &r, &am, 2026),
            "60 % coverage ≈ 15 % delivered in 2027, 60 % in 2030."
        );
    }
}
