//! Total-effect checks: six programmes whose overall results are held against the program, and two traps that a model with
//! too simple a structure cannot show (docs/VALIDITY.md).

use super::case::Hosted;
use super::futures::Engine;
use super::{Hindcast, Line, Verdict};
use crate::evidence::{CaseConversion, LeverId, Quantity, Unscored};

/// The outcomes that are checked, by programme.
const CHECKED: [(&str, &[&str]); 6] = [
    ("UK grants for R&D: jobs after 3 and 6 years", &["O058", "O059"]),
    ("Bavaria: innovators up, R&D down", &["O078", "O079"]),
    ("Local Enterprise Growth Initiative: no net jobs, neighbours lose", &["O172", "O173"]),
    ("Dutch vouchers: 8 in 10 additional, no productivity", &["O045", "O046"]),
    ("Creative Credits: an effect at 6 months, none at 12", &["O002", "O003"]),
    ("Employer Training Pilots: 10 to 15 % additional", &["O032", "O033"]),
];

/// Points of the chance to innovate that a trial of this size could tell from none: judgement.
const VISIBLE_POINTS: f64 = 1.0;

/// How near the middle comes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Nearness {
    /// Within a factor of 2.
    Two(f64),
    /// Within a factor of 4.
    Four(f64),
    /// Further off, or zero or of the other sign (`None`).
    Further(Option<f64>),
    /// A sign or a null: whether the rule holds.
    Direction(bool),
    /// Not compared.
    None(Unscored),
}

/// One outcome of one of the six.
#[derive(Debug, Clone, PartialEq)]
pub struct Check {
    /// What is checked.
    pub label: &'static str,
    /// Position of its line.
    pub line: usize,
    /// How near.
    pub near: Nearness,
}

/// The six, in order. A factor is asked only of published numbers other than zero.
pub(super) fn checks(lines: &[Line]) -> Vec<Check> {
    let of = |(label, ids): &(&'static str, &[&str])| -> Vec<Check> {
        let found = ids.iter().filter_map(|id| lines.iter().position(|l| l.outcome == *id));
        found.map(|line| Check { label, line, near: nearness(&lines[line]) }).collect()
    };
    CHECKED.iter().flat_map(of).collect()
}

fn nearness(line: &Line) -> Nearness {
    let score = match &line.verdict {
        Verdict::Unscored(why) => return Nearness::None(*why),
        Verdict::Scored(score) => score,
    };
    match line.published.value() {
        None | Some(0.0) => Nearness::Direction(score.hit),
        Some(_) => match score.log_error.map(libm::exp) {
            Some(f) if f <= 2.0 => Nearness::Two(f),
            Some(f) if f <= 4.0 => Nearness::Four(f),
            factor => Nearness::Further(factor),
        },
    }
}

/// A trap: a pattern that was published, and how many futures show it.
#[derive(Debug, Clone, PartialEq)]
pub struct Trap {
    /// What was published.
    pub label: &'static str,
    /// What counts as showing it.
    pub asks: String,
    /// Share of futures that show it, 0–1.
    pub share: f64,
    /// Share of futures that show a first half of it at all.
    pub first: f64,
    /// What the model can and cannot do, in one sentence.
    pub said: String,
}

/// A row of conversions that nothing was published for.
fn asked(years: f64) -> CaseConversion {
    CaseConversion {
        outcome: String::new(),
        quantity: None,
        years: Some(years),
        staff: None,
        reason: None,
        note: String::new(),
        line: 0,
    }
}

/// The lever whose channels rest on the findings about vouchers.
const VOUCHERS: &str = "university_access";

/// The traps of a case; none of most.
pub(super) fn traps(engine: &Engine<'_>) -> Vec<Trap> {
    match engine.hosted.case.id.as_str() {
        "DE-BAVARIA-1999" => innovation_up_research_down(engine).into_iter().collect(),
        "UK-CREDITS-2009" => {
            let lever = LeverId::new(VOUCHERS);
            let with = Hosted { mix: vec![(lever, 1.0)], ..engine.hosted.clone() };
            let vouchers = Engine { hosted: &with, ..*engine };
            vec![gone_within_a_year(engine, RECORDED), gone_within_a_year(&vouchers, AS_VOUCHERS)]
        }
        _ => Vec::new(),
    }
}

const RECORDED: &str =
    "Creative Credits: innovation up at 6 months, no difference at 12 (advice and networks, as recorded)";
const AS_VOUCHERS: &str = "Creative Credits: the same, taken as vouchers for a university";

/// Innovation up and R&D down in the same future.
fn innovation_up_research_down(engine: &Engine<'_>) -> Option<Trap> {
    let innovation = engine.innovation(3.0);
    let research = engine.futures(Quantity::FirmRdPct, &asked(3.0)).ok()?;
    let n = innovation.len().max(1) as f64;
    let up = innovation.iter().filter(|x| **x >= VISIBLE_POINTS).count() as f64 / n;
    let both = innovation.iter().zip(&research).filter(|(i, r)| **i >= VISIBLE_POINTS && **r < 0.0).count() as f64 / n;
    Some(Trap {
        label: "Bavaria: innovators up 4.6 to 5.7 points and R&D down 19 %",
        asks: String::from("chance to innovate up by a point or more, and R&D down, after 3 years"),
        share: both,
        first: up,
        said: String::from(
            "The two arrows have ranges of their own and R&D may fall in any future, so the pattern is inside what the \
             program shows. It does not know why: nothing makes firms that innovate more spend less.",
        ),
    })
}

/// An effect that is seen in the first year and gone in the second.
fn gone_within_a_year(engine: &Engine<'_>, label: &'static str) -> Trap {
    let (early, late) = (engine.innovation(0.5), engine.innovation(1.0));
    let n = early.len().max(1) as f64;
    let seen = early.iter().filter(|x| **x >= VISIBLE_POINTS).count() as f64 / n;
    let gone =
        early.iter().zip(&late).filter(|(e, l)| **e >= VISIBLE_POINTS && l.abs() < VISIBLE_POINTS).count() as f64 / n;
    let left: Vec<f64> = early.iter().zip(&late).filter(|(e, _)| **e >= VISIBLE_POINTS).map(|(e, l)| l / e).collect();
    let said = match super::score::median(&left) {
        None => String::from("In no future is there an effect in the first year: these levers begin later."),
        Some(left) => format!(
            "Of an effect of the first year {:.0} % is left in the second, in the middle of the futures that have one: \
             fading is a halving, never an end, and a step of one year does not tell 6 months from 12.",
            100.0 * left
        ),
    };
    Trap {
        label,
        asks: String::from(
            "chance to innovate up by a point or more in the first year, by less than a point in the second",
        ),
        share: gone,
        first: seen,
        said,
    }
}

/// Counts of the six: published numbers, within a factor of 2, within 4.
#[must_use]
pub fn near(hindcast: &Hindcast) -> (usize, usize, usize) {
    let mut counts = (0, 0, 0);
    for check in &hindcast.checks {
        match check.near {
            Nearness::Two(_) => counts = (counts.0 + 1, counts.1 + 1, counts.2 + 1),
            Nearness::Four(_) => counts = (counts.0 + 1, counts.1, counts.2 + 1),
            Nearness::Further(_) => counts.0 += 1,
            Nearness::Direction(_) | Nearness::None(_) => {}
        }
    }
    counts
}
