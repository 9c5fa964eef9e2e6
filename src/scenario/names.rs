//! What people call things: places, sectors, levers and indicators by id or by name, with the nearest name on offer
//! when there is no such thing.

use crate::evidence::{Alias, Area, AreaCode, Evidence, LeverId, Place, SectorId, Tier, nearest};
use crate::model::{Indicator, Model};

/// Why a name names nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameFault {
    /// What is wrong, as the end of a sentence.
    pub problem: String,
    /// What to do.
    pub hint: Option<String>,
}

impl NameFault {
    fn unknown(what: &str, text: &str, known: &[&str], otherwise: &str) -> Self {
        let hint = nearest(text, known.iter().copied())
            .map_or_else(|| otherwise.to_owned(), |best| format!("did you mean '{best}'?"));
        Self { problem: format!("there is no {what} of that name"), hint: Some(hint) }
    }
}

/// A place from what a person typed: a code, an area's name in any case, or several of either joined by `+`.
/// `LEP:North East` or `North East (LEP)` tells an area of a former LEP from the region of the same name;
/// `region:` and `(region)` the other way round. A local authority, city or county stands for the area that holds it.
///
/// # Errors
/// If a part names no area, names two, or names a comparison row such as England.
pub fn place(evidence: &Evidence, text: &str) -> Result<Place, NameFault> {
    let mut members = Vec::new();
    for part in text.split('+').map(str::trim) {
        members.push(match area(evidence, part) {
            Ok(area) => area.code.clone(),
            Err(fault) if fault.hint.as_deref().is_some_and(|h| h.starts_with(WRITE)) => return Err(fault),
            Err(fault) => match alias(evidence, part) {
                Some(found) => found?.clone(),
                None => return Err(fault),
            },
        });
    }
    Place::from_members(members)
        .ok_or_else(|| NameFault { problem: String::from("names no place"), hint: Some(place_help()) })
}

/// How the hint of a name begins that an area and a region share.
const WRITE: &str = "write";

/// The area that a local authority, city or county lies in; `None` if there is none of that name. A name stands for itself
/// or, where only one has it, as a word of a longer one ("Stoke").
fn alias<'a>(evidence: &'a Evidence, part: &str) -> Option<Result<&'a AreaCode, NameFault>> {
    let found = aliases(evidence, part);
    let [one] = found.as_slice() else {
        let names: Vec<&str> = found.iter().map(|a| a.name.as_str()).collect();
        return (!found.is_empty()).then(|| {
            Err(NameFault {
                problem: format!("may be any of: {}", names.join(", ")),
                hint: Some(String::from("write the whole name of one of them")),
            })
        });
    };
    Some(match one.chosen() {
        [code] => Ok(code),
        several => {
            let both: Vec<String> = several.iter().map(|c| format!("{} ({c})", area_name(evidence, c))).collect();
            Err(NameFault {
                problem: format!("{} lies in {} areas: {}", one.name, several.len(), both.join(", ")),
                hint: Some(String::from("write the code of one of them")),
            })
        }
    })
}

/// Local authorities, cities and counties of that name, else those whose name holds it as a whole word.
fn aliases<'a>(evidence: &'a Evidence, part: &str) -> Vec<&'a Alias> {
    let wanted = part.trim().to_lowercase();
    if wanted.is_empty() {
        return Vec::new();
    }
    let exact: Vec<&Alias> = evidence.aliases().iter().filter(|a| a.name.to_lowercase() == wanted).collect();
    if !exact.is_empty() {
        return exact;
    }
    let holds = |a: &&Alias| {
        let name = a.name.to_lowercase();
        name.match_indices(&wanted).any(|(at, hit)| {
            let before = name[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
            let after = name[at + hit.len()..].chars().next().is_none_or(|c| !c.is_alphanumeric());
            before && after
        })
    };
    evidence.aliases().iter().filter(holds).collect()
}

/// What is to be said when a typed name is not an area's own: "Coventry lies in Coventry and Warwickshire (E37000006)".
#[must_use]
pub fn lies_in(evidence: &Evidence, text: &str) -> Vec<String> {
    let parts = text.split('+').map(str::trim).filter(|part| area(evidence, part).is_err());
    let said = parts.filter_map(|part| {
        let [one] = aliases(evidence, part)[..] else { return None };
        let [code] = one.chosen() else { return None };
        let found = evidence.area(code)?;
        let region = area_name(evidence, &one.region);
        let inside = if found.code == one.region { String::new() } else { format!("; its region is {region}") };
        Some(format!("{} lies in {}, {} ({code}){inside}", one.name, found.name, tier_word(found.tier)))
    });
    said.collect()
}

fn area_name<'a>(evidence: &'a Evidence, code: &AreaCode) -> &'a str {
    evidence.area(code).map_or("", |a| a.name.as_str())
}

fn place_help() -> String {
    String::from("'tiller list places' shows codes and names; join several with +")
}

fn area<'a>(evidence: &'a Evidence, part: &str) -> Result<&'a Area, NameFault> {
    let (name, tier) = split_tier(part);
    let found: Vec<&Area> = match evidence.area(&AreaCode::new(&name.to_uppercase())) {
        Some(area) => vec![area],
        None => evidence
            .areas()
            .iter()
            .filter(|a| a.name.to_lowercase() == name.to_lowercase() && tier.is_none_or(|t| t == a.tier))
            .collect(),
    };
    match found.as_slice() {
        [one] if one.tier == Tier::Benchmark => Err(NameFault {
            problem: format!("{} is a comparison row, not a place with starting numbers", one.name),
            hint: Some(String::from("choose a nation, a region or an area, or join several with +")),
        }),
        [one] => Ok(one),
        [] => {
            let known: Vec<&str> =
                evidence.areas().iter().filter(|a| a.tier != Tier::Benchmark).map(|a| a.name.as_str()).collect();
            Err(NameFault::unknown("place", name, &known, &place_help()))
        }
        several => {
            let both: Vec<String> =
                several.iter().map(|a| format!("{} is the {}", a.code, tier_word(a.tier))).collect();
            Err(NameFault {
                problem: format!("names {} places: {}", several.len(), both.join(", ")),
                hint: Some(format!("{WRITE} '{name} (region)', '{name} (LEP)' or the code")),
            })
        }
    }
}

/// "region", or what else an area is.
#[must_use]
pub const fn tier_word(tier: Tier) -> &'static str {
    match tier {
        Tier::Benchmark => "comparison row",
        Tier::Itl1 => "nation or region",
        Tier::Lep => "area of the former LEP",
    }
}

/// Takes `LEP:` or `(LEP)` off a name.
fn split_tier(part: &str) -> (&str, Option<Tier>) {
    for (prefix, suffix, tier) in [("lep:", "(lep)", Tier::Lep), ("region:", "(region)", Tier::Itl1)] {
        if part.get(..prefix.len()).is_some_and(|head| head.eq_ignore_ascii_case(prefix)) {
            return (part[prefix.len()..].trim(), Some(tier));
        }
        let cut = part.len().saturating_sub(suffix.len());
        if part.get(cut..).is_some_and(|tail| tail.eq_ignore_ascii_case(suffix)) {
            return (part[..cut].trim(), Some(tier));
        }
    }
    (part, None)
}

/// A sector by id or name; `other` is a remainder and no sector to plan for.
///
/// # Errors
/// If there is none.
pub fn sector(evidence: &Evidence, text: &str) -> Result<SectorId, NameFault> {
    let open = || evidence.sectors().iter().filter(|s| s.id.as_str() != "other");
    let wanted = text.trim().to_lowercase();
    if let Some(sector) = open().find(|s| s.id.as_str() == loose(&wanted) || s.name.to_lowercase() == wanted) {
        return Ok(sector.id.clone());
    }
    let known: Vec<&str> = open().flat_map(|s| [s.id.as_str(), s.name.as_str()]).collect();
    Err(NameFault::unknown("sector", &wanted, &known, "'tiller list sectors' shows them"))
}

/// A lever by id or label.
///
/// # Errors
/// If there is none.
pub fn lever(model: &Model, text: &str) -> Result<LeverId, NameFault> {
    let wanted = text.trim().to_lowercase();
    let hit = model.levers.iter().find(|l| l.id.as_str() == loose(&wanted) || l.label.to_lowercase() == wanted);
    if let Some(lever) = hit {
        return Ok(lever.id.clone());
    }
    let known: Vec<&str> = model.levers.iter().map(|l| l.id.as_str()).collect();
    Err(NameFault::unknown("lever", &loose(&wanted), &known, "'tiller list levers' shows them"))
}

/// An indicator by id or label.
///
/// # Errors
/// If there is none.
pub fn indicator(model: &Model, text: &str) -> Result<Indicator, NameFault> {
    let wanted = text.trim().to_lowercase();
    if let Some(indicator) = Indicator::parse(&loose(&wanted)) {
        return Ok(indicator);
    }
    if let Some(row) = model.indicators.iter().find(|row| row.label.to_lowercase() == wanted) {
        return Ok(row.id);
    }
    let known: Vec<&str> = Indicator::ALL.iter().map(|i| i.as_str()).collect();
    Err(NameFault::unknown("indicator", &loose(&wanted), &known, "'tiller list indicators' shows them"))
}

/// `skills-provision` and `skills provision` are as good as `skills_provision`.
fn loose(text: &str) -> String {
    text.replace(['-', ' '], "_")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::load::Library;

    fn evidence() -> Evidence {
        Evidence::load(&Library::embedded()).unwrap()
    }

    #[test]
    fn places_by_code_name_and_group() {
        let e = evidence();
        assert_eq!(place(&e, "E12000005").unwrap().to_string(), "E12000005");
        assert_eq!(place(&e, "west midlands").unwrap().to_string(), "E12000005");
        assert_eq!(place(&e, "Oxfordshire + e37000054").unwrap().to_string(), "E37000053+E37000054");
        assert_eq!(place(&e, "LEP:London").unwrap().to_string(), "E37000051");
        assert_eq!(place(&e, "North East (region)").unwrap().to_string(), "E12000001");
        assert_eq!(place(&e, "south east (LEP)").unwrap().to_string(), "E37000056");
    }

    #[test]
    fn misnamed_places_are_helped() {
        let e = evidence();
        let fault = place(&e, "London").unwrap_err();
        assert!(fault.problem.contains("E12000007") && fault.problem.contains("E37000051"), "{fault:?}");
        assert!(place(&e, "Oxfordshir").unwrap_err().hint.unwrap().contains("Oxfordshire"));
        assert!(place(&e, "England").unwrap_err().problem.contains("comparison row"));
        assert!(place(&e, "").is_err());
        assert!(place(&e, "é").is_err());
    }

    #[test]
    fn sectors_levers_and_indicators() {
        let e = evidence();
        let model = Model::load(&Library::embedded()).unwrap();
        assert_eq!(sector(&e, "Advanced manufacturing").unwrap().as_str(), "advanced_manufacturing");
        assert_eq!(sector(&e, "all").unwrap().as_str(), "all");
        assert!(sector(&e, "other").is_err());
        assert_eq!(lever(&model, "peer-learning").unwrap().as_str(), "peer_learning");
        assert!(lever(&model, "skils_provision").unwrap_err().hint.unwrap().contains("skills_provision"));
        assert_eq!(indicator(&model, "GVA per hour").unwrap(), Indicator::GvaPerHour);
        assert!(indicator(&model, "gva_per_hours").unwrap_err().hint.unwrap().contains("gva_per_hour"));
    }
}
