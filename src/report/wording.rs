//! Fixed wording: what every screen, page and export says in the same words, because wording is a safeguard too.

use crate::model::Grade;
use crate::projection::Quantiles;
use crate::report::words::{FUTURES, Unit, range_decimals, signed};

/// Over every result.
pub const TITLE_LINE: &str =
    "What the evidence suggests could change, compared with doing nothing new. Not a forecast.";

/// In every export, and beside every appraisal.
pub const SCREEN_FIRST: &str = "A first screen for discussion, not a business case.";

/// What a package without effect says, and nothing else about effects.
pub const NO_CHANGE: &str = "no change from baseline";

/// Beside a channel that no study measures.
pub const NO_EVIDENCE: &str = "We found no study that measures this. No known direction: the model gives it a range \
                               around zero. That is absence of evidence.";

/// Under every fan.
pub const BAND: &str = "The range holds 8 futures in 10; 1 in 10 lies above it and 1 in 10 below.";

/// About how often such programmes do nothing; `share` 0–1.
#[must_use]
pub fn does_nothing(share: f64) -> String {
    format!(
        "We assume such programmes do nothing in {} of 10 places (judgement).",
        super::words::digits(10.0 * share, 0)
    )
}

/// Label of a mean, wherever one is shown.
pub const MEAN_LABEL: &str = "mean (driven by a few very good futures)";

/// Proposed in the source publications and not modelled; listed so that nobody takes silence for zero.
pub const NOT_MODELLED: [&str; 8] = [
    "engagement across sectors at once",
    "the remit of sector skills bodies",
    "amenities and other hard place factors",
    "demand for training among firms",
    "a partner region's existing knowledge",
    "breadth within a place (districts)",
    "fragmentation of many small schemes",
    "regulation, energy and land",
];

/// Why cuts are not among the levers.
pub const NO_CUTS: &str = "Cuts to existing programmes need the amount now spent, which no table holds.";

/// Words that stand on no screen and in no export ("impact" only when qualified, so never here).
pub const UNUSED_WORDS: [&str; 6] = ["predict", "will", "proven", "optimal", "guarantee", "impact"];

/// Words of a text that stand on no screen, for the tests that read screens and exports.
#[must_use]
pub fn unused_words_in(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .map(str::to_lowercase)
        .filter(|w| UNUSED_WORDS.iter().any(|u| w == u || (*u != "will" && w.starts_with(u))))
        .collect()
}

/// Beside a judgement that the scenario sets otherwise.
#[must_use]
pub fn changed_here(name: &str, reason: &str, recorded: &str) -> String {
    format!("changed here by {name}: {}; recorded: {recorded}", reason.trim_end_matches('.'))
}

/// Under results of a scenario that sets judgements otherwise.
pub const MARKED: &str = "Results that rest on a changed arrow have grade D at best (marked judgement).";

/// How many packages were worked out before this one was kept; nothing at one or none.
#[must_use]
pub fn packages_tried(n: u32) -> Option<String> {
    (n > 1).then(|| format!("{n} packages were tried before this one was kept."))
}

/// About a scenario that was kept on another version of the evidence.
#[must_use]
pub fn other_evidence(then: &str, now: &str) -> String {
    format!("Kept on evidence {then}; this is evidence {now}: figures can differ from those it was kept with.")
}

/// Over every fair test.
pub const NO_WINNER: &str = "Each indicator on its own; nothing here says which plan is better overall.";

/// What a grade means, in one line.
#[must_use]
pub const fn grade(grade: Grade) -> &'static str {
    match grade {
        Grade::A => "A: several strong UK studies, inside their range",
        Grade::B => "B: strong, few or foreign",
        Grade::C => "C: mixed",
        Grade::D => "D: weak: informed leap of faith",
        Grade::E => "E: leap of faith: no comparison evidence",
    }
}

/// Headline of a result that rests on judgement (grades D and E). `learn`: the cheapest way to learn more, if known.
#[must_use]
pub fn leap_of_faith(judged: usize, total: usize, learn: Option<&str>) -> String {
    let mut text = format!("Informed leap of faith: {judged} of {total} links rest on judgement.");
    if let Some(learn) = learn {
        text.push_str(" Cheapest way to learn more: ");
        text.push_str(learn);
        text.push('.');
    }
    text
}

/// Headline of a result without comparison evidence (grade E).
pub const NO_COMPARISON: &str = "Leap of faith: no comparison evidence.";

/// What stands beside a result of grade D or E, over `total` links of which `judged` rest on judgement; nothing beside others.
#[must_use]
pub fn faith(grade: Grade, judged: usize, total: usize) -> Option<String> {
    match grade {
        Grade::A | Grade::B | Grade::C => None,
        Grade::D => Some(leap_of_faith(judged, total, None)),
        Grade::E => Some(NO_COMPARISON.to_owned()),
    }
}

/// Beside a lever that goes past the studies; the range as text with its unit.
#[must_use]
pub fn beyond(lo: &str, hi: &str) -> String {
    format!("Beyond what anyone has tested (tested: {lo}–{hi}). The shape here is an assumption.")
}

/// The interval as a sentence; `worse`: count of twenty futures worse than doing nothing, where there is a worse.
#[must_use]
pub fn interval(q: &Quantiles, unit: Unit, worse: Option<u32>) -> String {
    let decimals = range_decimals(q, unit);
    let end = |x: f64| signed(x, decimals, unit);
    let mut text = format!("If these assumptions hold, between {} and {} with 8 chances in 10", end(q.p10), end(q.p90));
    if let Some(n) = worse {
        use std::fmt::Write as _;
        let _ = write!(text, "; {n} of {FUTURES} futures are worse than doing nothing");
    }
    text.push('.');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fixed_wording_uses_none_of_the_unused_words() {
        let mut all = vec![TITLE_LINE.to_owned(), SCREEN_FIRST.to_owned(), NO_EVIDENCE.to_owned(), BAND.to_owned()];
        all.extend([MARKED.to_owned(), NO_WINNER.to_owned(), changed_here("A", "b", "c"), other_evidence("a", "b")]);
        all.extend(packages_tried(7));
        assert_eq!(packages_tried(1), None);
        all.extend(NOT_MODELLED.iter().map(|s| (*s).to_owned()));
        all.extend(Grade::ALL.iter().map(|g| grade(*g).to_owned()));
        for text in all {
            assert!(unused_words_in(&text).is_empty(), "{text}");
        }
    }

    #[test]
    fn the_interval_reads_as_agreed() {
        let q = Quantiles { p10: -0.01, p25: 0.2, p50: 1.1, p75: 2.0, p90: 3.8 };
        assert_eq!(
            interval(&q, Unit::Points, Some(2)),
            "If these assumptions hold, between −0.0 pp and +3.8 pp with 8 chances in 10; \
             2 of 20 futures are worse than doing nothing."
        );
        assert_eq!(
            beyond("0 %", "3 % of the workforce a year"),
            "Beyond what anyone has tested (tested: 0 %–3 % of the workforce a year). The shape here is an assumption."
        );
    }
}
