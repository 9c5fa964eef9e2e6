//! Phrases that every scenario document holds, each written as one or two bytes before it is packed.
//!
//! The table belongs to format 1 of the code and never changes: a code that was mailed must stay readable. What is not in
//! it is written out in full, so a new lever costs a few letters more and nothing else.

use crate::evidence::order::InOrder as _;
/// What a document looks like: one byte each, from [`FIRST`].
const FRAME: [&str; 21] = [
    "(format: 1,\n title: \"",
    "\",\n notes: r#\"",
    "\"#,\n created: \"20",
    "\",\n edited: \"20",
    "\",\n start: 2027, horizon: 15, seed: 1, draws: 10240,\n",
    " plans: [\n  (place: \"",
    "\", sector: \"",
    "\", levers: {\n    \"",
    "\": (amount: ",
    ", from: 2027, to: 20",
    "),\n    \"",
    "),\n  }),\n ],\n",
    "),\n  }),\n  (place: \"",
    ", partner: \"",
    "  (plan: 1, indicator: \"",
    "\", year: 20",
    ", change_p50: ",
    ", tolerance: ",
    " evidence: \"",
    "\",\n figures: [\n",
    " expect: [\n",
];

/// Ids: [`ID`] and one byte, from a space upward.
const IDS: [&str; 55] = [
    "skills_provision",
    "non_accredited_courses",
    "work_organisation",
    "leadership_management",
    "graduate_placements",
    "careers_guidance",
    "vocational_quality",
    "network_facilitation",
    "peer_learning",
    "conditional_collaboration",
    "collaboration_condition",
    "university_access",
    "interregional_links",
    "pilot_projects",
    "commercialisation",
    "inward_investment",
    "place_marketing",
    "policy_capacity",
    "devolved_powers",
    "innovation_active",
    "firms_collaborating",
    "trained_workforce",
    "management_score",
    "business_rd",
    "rd_intensity",
    "gva_per_hour",
    "net_jobs",
    "net_gva_pv",
    "public_cost_pv",
    "gap",
    "value_for_money",
    "advanced_manufacturing",
    "healthcare_life_sciences",
    "digital_creative",
    "construction",
    "retail",
    "business_professional_services",
    "E12000",
    "E37000",
    "W92000004",
    "S92000003",
    "N92000002",
    ", horizon: ",
    ", seed: ",
    ", draws: ",
    " switches: (reference_class: ",
    ", critical_mass: ",
    ", flatten: ",
    ", takes: ",
    ", structures: [direct, chain, ecosystem]),\n",
    " exclude_studies: [\"",
    " overrides: [\n  (id: \"",
    ", central: ",
    ", reason: \"",
    ", error: ",
];

/// The byte of the first phrase of the frame; those below and [`ID`] are control characters, which a document never holds
/// unescaped (line breaks apart, which lie outside).
const FIRST: u8 = 0x0b;
/// The byte of the last one.
const LAST: u8 = FIRST + 20;
/// Says that the next byte is an id.
const ID: u8 = 0x01;
/// The byte of the first id.
const FIRST_ID: u8 = b' ';

/// The bytes of a phrase, by its place in the two tables.
fn phrases() -> impl Iterator<Item = (&'static str, Option<u8>, u8)> {
    let frame = FRAME.iter().zip(0u8..).map(|(text, k)| (*text, None, FIRST + k));
    let ids = IDS.iter().zip(0u8..).map(|(text, k)| (*text, Some(ID), FIRST_ID + k));
    frame.chain(ids)
}

/// Whether a byte of the text means a phrase once it is written short.
const fn is_mark(byte: u8) -> bool {
    byte == ID || (byte >= FIRST && byte <= LAST)
}

/// The text with every known phrase written short; `None` if it holds a byte that means a phrase.
pub(super) fn shorten(text: &str) -> Option<Vec<u8>> {
    if text.bytes().any(is_mark) {
        return None;
    }
    let mut known: Vec<_> = phrases().collect();
    // The longest phrase that fits is the one that is taken.
    known.order_by_key(|(text, ..)| std::cmp::Reverse(text.len()));
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        if let Some((phrase, lead, byte)) = known.iter().find(|(phrase, ..)| rest.starts_with(phrase)) {
            out.extend(*lead);
            out.push(*byte);
            rest = &rest[phrase.len()..];
        } else {
            let step = rest.chars().next().map_or(1, char::len_utf8);
            out.extend_from_slice(&rest.as_bytes()[..step]);
            rest = &rest[step..];
        }
    }
    Some(out)
}

/// The text back, of at most `most` bytes; `None` if it is longer, no UTF-8, or names a phrase that is not in the table.
pub(super) fn lengthen(short: &[u8], most: usize) -> Option<String> {
    let mut out: Vec<u8> = Vec::with_capacity(short.len());
    let mut bytes = short.iter();
    while let Some(byte) = bytes.next() {
        let phrase = match *byte {
            ID => Some(IDS.get(usize::from(bytes.next()?.checked_sub(FIRST_ID)?))?),
            mark if is_mark(mark) => Some(FRAME.get(usize::from(mark - FIRST))?),
            _ => None,
        };
        match phrase {
            Some(text) => out.extend_from_slice(text.as_bytes()),
            None => out.push(*byte),
        }
        if out.len() > most {
            return None;
        }
    }
    String::from_utf8(out).ok()
}
