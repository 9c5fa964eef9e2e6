//! Grades in words and tables: each channel by five criteria, and what makes the grade of a result.

use super::sheet::{Datum, Sheet};
use super::why::step_title;
use super::wording;
use super::words::count;
use crate::insight::grades::{self, Explained, Maker, PlanGrades};
use crate::insight::paths::Step;
use crate::model::{Basis, Grade, Indicator};
use crate::projection::grade::{Basis as Rests, Criterion, Decides, Facts, Reasoned, Tried};
use crate::scenario::Scenario;

/// Why a criterion has its grade, from the tables.
#[must_use]
pub fn reason(criterion: Criterion, facts: &Facts) -> String {
    match criterion {
        Criterion::Design => design(facts),
        Criterion::Studies => match facts.studies() {
            0 => String::from("no study that compares anything"),
            n => count(n as u64, "independent study", "independent studies"),
        },
        Criterion::Distance => format!(
            "{} of {} from the UK and about this sector or firms in general, {} from another advanced economy or sector, {} \
             from elsewhere",
            facts.same,
            count(facts.studies() as u64, "study", "studies"),
            facts.near,
            facts.far
        ),
        Criterion::Dose => String::from(match facts.tried {
            Tried::Off => "the lever is off: nothing to compare",
            Tried::Inside => "inside what was tried",
            Tried::Edge => "in the last tenth of what was tried",
            Tried::Beyond => "beyond what anyone has tested",
        }),
        Criterion::Judgement => String::from(match facts.basis {
            Rests::Pooled => "findings pooled by their standard errors",
            Rests::Weighed => "a recorded prior: findings weighed by judgement",
            Rests::Judged => "a judgement that looks at findings",
            Rests::Nothing => "all of it: no finding stands behind the range",
        }),
    }
}

fn design(facts: &Facts) -> String {
    let parts: Vec<String> =
        [(facts.strong, "at level 4 or 5"), (facts.fair, "at level 3"), (facts.weak, "below level 3")]
            .into_iter()
            .filter(|(n, _)| *n > 0)
            .map(|(n, level)| format!("{n} {level}"))
            .collect();
    if parts.is_empty() { String::from("none that compares anything") } else { parts.join(", ") }
}

/// What decides the grade of a channel, in plain words.
#[must_use]
pub fn decides(graded: &Reasoned) -> String {
    match graded.decides() {
        Decides::Recorded => {
            String::from("the recorded grade: the outcome was converted, or only a direction is known")
        }
        Decides::Criteria(all) => {
            let one = |c: &Criterion| format!("{} ({})", c.label(), reason(*c, &graded.facts));
            all.iter().map(one).collect::<Vec<_>>().join("; ")
        }
    }
}

/// The grade of a channel at a plan in one sentence, and why where it is worse than recorded.
#[must_use]
pub fn sentence(graded: &Reasoned) -> String {
    let (recorded, here) = (graded.recorded, graded.here());
    if here == recorded {
        format!("Grade {here} here, as recorded; decided by {}.", decides(graded))
    } else {
        format!("Grade {here} here, recorded {recorded}: worse in this place, for {}.", decides(graded))
    }
}

/// The five criteria of a channel, a sentence each.
#[must_use]
pub fn criteria(graded: &Reasoned) -> Vec<String> {
    let one = |c: Criterion| {
        let mut label = c.label().to_owned();
        label[..1].make_ascii_uppercase();
        format!("{label}: {} ({}).", graded.facts.grade(c), reason(c, &graded.facts))
    };
    Criterion::ALL.into_iter().map(one).collect()
}

/// How many channels have each grade: `A 0, B 6, C 21, D 17, E 12`.
#[must_use]
pub fn counted(counts: [usize; Grade::COUNT]) -> String {
    Grade::ALL.iter().map(|g| format!("{g} {}", counts[g.index()])).collect::<Vec<_>>().join(", ")
}

/// The counts over all channels, as recorded and as the tables give them, in two sentences.
#[must_use]
pub fn tally(graded: &[Reasoned]) -> [String; 2] {
    [
        format!(
            "{} by recorded grade: {}.",
            count(graded.len() as u64, "channel", "channels"),
            counted(grades::counts(graded, |g| g.recorded))
        ),
        format!(
            "By the worse of the record and the five criteria, for any sector and inside the dose: {}.",
            counted(grades::counts(graded, Reasoned::here))
        ),
    ]
}

/// What makes a grade, in a sentence: "What makes it D: number of studies; links on the way."
#[must_use]
pub fn makes(found: &Explained) -> String {
    let word = |maker: Maker| match maker {
        Maker::Criterion(c) => c.label(),
        Maker::Recorded => "the grades recorded for its channels",
        Maker::Links => "links on the way, most of them judged",
        Maker::Net => "the step from gross to net, which rests mostly on judged rows",
        Maker::Together => "no single criterion: weak arrows of several kinds together",
    };
    let all: Vec<&str> = found.makers().into_iter().map(word).collect();
    format!("What makes it {}: {}.", found.reasons.grade, all.join("; "))
}

/// The criteria of a result on one line: "Design B, studies A, distance B, dose A, judgement B; recorded C; links D."
#[must_use]
pub fn line(found: &Explained) -> String {
    let by = Criterion::ALL.iter().zip(found.reasons.criteria);
    let parts: Vec<String> = by.map(|(c, g)| format!("{} {g}", c.column())).collect();
    let mut text = parts.join(", ");
    text[..1].make_ascii_uppercase();
    format!("{text}; recorded {}; links {}.", found.reasons.recorded, found.reasons.links)
}

/// The channels that hold a grade down, named: at most three, then how many more.
#[must_use]
pub fn weakest(basis: &Basis, found: &Explained) -> Option<String> {
    const NAMED: usize = 3;
    let name =
        |(row, graded): &(usize, Reasoned)| format!("{} ({})", step_title(basis, Step::Channel(*row)), graded.here());
    let mut names: Vec<String> = found.weak.iter().take(NAMED).map(name).collect();
    if found.weak.len() > NAMED {
        names.push(format!("{} more", found.weak.len() - NAMED));
    }
    let of = count(found.channels as u64, "channel", "channels");
    (!names.is_empty()).then(|| format!("{} of {of} no better: {}.", found.weak.len(), names.join("; ")))
}

/// Whether anything moves an indicator at all.
#[must_use]
pub fn moved(found: &Explained) -> bool {
    found.channels > 0
}

/// What makes each grade of a plan.
#[must_use]
pub fn results(basis: &Basis, found: &PlanGrades, title: &str) -> Sheet {
    let head = ["indicator", "grade"];
    let tail = ["recorded", "links", "what makes it", "leap of faith"];
    let by = Criterion::ALL.map(Criterion::column);
    let mut sheet = Sheet::new(title, head.into_iter().chain(by).chain(tail));
    for one in found.results.iter().filter(|r| moved(r)) {
        let grade = one.reasons.grade;
        let faith = wording::faith(grade, found.links_judged, found.links_total);
        let head = [Datum::text(&basis.model.indicator(one.indicator).label), Datum::text(grade.as_str())];
        let by = one.reasons.criteria.map(|g| Datum::text(g.as_str()));
        let tail = [
            Datum::text(one.reasons.recorded.as_str()),
            Datum::text(one.reasons.links.as_str()),
            Datum::text(makes(one)),
            Datum::text(faith.unwrap_or_default()),
        ];
        sheet.row(head.into_iter().chain(by).chain(tail));
    }
    sheet.note(
        "Each criterion: the grade over the channels that lead to the indicator, by how far each could move it. The worse of \
         the record and the five criteria counts for each channel, then the weakest arrow of each path (docs/MODEL.md, section 13).",
    );
    sheet
}

/// What is to be said over the results of a plan: "Informed leap of faith: 9 of 14 links rest on judgement (grade D: …)."
#[must_use]
pub fn remarks(basis: &Basis, found: &PlanGrades) -> Vec<String> {
    let of = |grade: Grade| -> Vec<&str> {
        let with = found.results.iter().filter(|r| moved(r) && r.reasons.grade == grade);
        with.map(|r| short(basis, r.indicator)).collect()
    };
    let one = |grade: Grade| {
        let names = of(grade);
        let text = wording::faith(grade, found.links_judged, found.links_total)?;
        (!names.is_empty()).then(|| format!("{} (grade {grade}: {}).", text.trim_end_matches('.'), names.join(", ")))
    };
    [Grade::D, Grade::E].into_iter().filter_map(one).collect()
}

/// Everything that is to be said over the figures of a scenario: leaps of faith and flags, plan by plan.
#[must_use]
pub fn said_over(basis: &Basis, scenario: &Scenario) -> Vec<String> {
    let several = scenario.plans.len() > 1;
    let named = |plan: usize, text: String| if several { format!("Plan {plan}: {text}") } else { text };
    let mut out = Vec::new();
    for (i, _) in scenario.plans.iter().enumerate().filter(|(_, p)| !p.is_off()) {
        if let Ok(found) = grades::explain(basis, scenario, i) {
            out.extend(remarks(basis, &found).into_iter().map(|text| named(i + 1, text)));
        }
    }
    let flags = super::extrapolation::sentences(basis, scenario);
    out.extend(flags.into_iter().map(|(plan, _, text)| named(plan, text)));
    out
}

fn short(basis: &Basis, indicator: Indicator) -> &str {
    let label = &basis.model.indicator(indicator).label;
    label.split(" (").next().unwrap_or(label)
}

/// Grades of every plan of a scenario as sheets; plans without starting numbers are left out.
#[must_use]
pub fn sheets(basis: &Basis, scenario: &Scenario) -> Vec<Sheet> {
    let several = scenario.plans.len() > 1;
    let on = scenario.plans.iter().enumerate().filter(|(_, p)| !p.is_off());
    let made = on.filter_map(|(i, _)| {
        let found = grades::explain(basis, scenario, i).ok()?;
        let title = if several {
            format!("What makes each grade, plan {}", i + 1)
        } else {
            String::from("What makes each grade")
        };
        Some(results(basis, &found, &title))
    });
    made.collect()
}
