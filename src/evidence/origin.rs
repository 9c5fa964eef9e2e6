//! Where a finding comes from, read from the words of its description: country and sector (MODEL.md section 5, distance).

use super::ids::SectorId;
use super::tables::Effect;

/// Words in the description of a study that name a sector; what names none of them is taken to be about firms or people
/// in general.
const SECTOR_WORDS: [(&str, &str); 14] = [
    ("manufactur", "advanced_manufacturing"),
    ("textile", "advanced_manufacturing"),
    ("garment", "advanced_manufacturing"),
    ("auto-parts", "advanced_manufacturing"),
    ("creative", "digital_creative"),
    ("software", "digital_creative"),
    ("digital", "digital_creative"),
    ("retail", "retail"),
    ("construction", "construction"),
    ("biotech", "healthcare_life_sciences"),
    ("health", "healthcare_life_sciences"),
    ("call-centre", "business_professional_services"),
    ("sales agents", "business_professional_services"),
    ("professional services", "business_professional_services"),
];

/// Words that place a study in the United Kingdom.
const UK_WORDS: [&str; 10] =
    ["uk", "gb", "england", "english", "scotland", "scottish", "wales", "welsh", "manchester", "british"];

/// Words that place a study in another advanced economy; a table that names only "international" does not say so.
const ADVANCED_WORDS: [&str; 34] = [
    "usa",
    "us",
    "states",
    "oecd",
    "europe",
    "eu",
    "eu15",
    "eu27",
    "germany",
    "bavaria",
    "france",
    "italy",
    "netherlands",
    "belgium",
    "denmark",
    "sweden",
    "norway",
    "finland",
    "austria",
    "switzerland",
    "spain",
    "portugal",
    "ireland",
    "greece",
    "canada",
    "australia",
    "zealand",
    "japan",
    "korea",
    "israel",
    "singapore",
    "taiwan",
    "iceland",
    "luxembourg",
];

/// Whose economy a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Land {
    /// The United Kingdom, or a part of it.
    Uk,
    /// Another advanced economy.
    Advanced,
    /// Anywhere else, or the table does not say.
    Elsewhere,
}

/// Where a finding comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// Economy.
    pub land: Land,
    /// Sector named in the description; `None`: about firms or people in general.
    pub sector: Option<SectorId>,
}

impl Origin {
    /// Reads the description of a finding.
    #[must_use]
    pub fn of(effect: &Effect) -> Self {
        let about = format!("{} {}", effect.country, effect.population).to_lowercase();
        let named =
            |text: &str, words: &[&str]| text.split(|c: char| !c.is_alphanumeric()).any(|word| words.contains(&word));
        // Who is studied may name places that have nothing to do with where: only the country column counts abroad.
        let country = if effect.country == "see population" { &effect.population } else { &effect.country };
        let land = if named(&about, &UK_WORDS) {
            Land::Uk
        } else if named(&country.to_lowercase(), &ADVANCED_WORDS) {
            Land::Advanced
        } else {
            Land::Elsewhere
        };
        let about = format!("{} {}", effect.population, effect.channel).to_lowercase();
        let sector = SECTOR_WORDS.iter().find(|(word, _)| about.contains(word)).map(|(_, s)| SectorId::new(s));
        Self { land, sector }
    }
}
