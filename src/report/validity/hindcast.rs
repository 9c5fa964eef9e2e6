//! The hindcast of evaluated programmes as sheets: what `tiller validate hindcast` prints and the screen shows.

use crate::evidence::Quantity;
use crate::insight::hindcast::{self, Direction, Figure, Hindcast, HostReason, Line, Nearness, Rule, Score, Verdict};
use crate::model::Basis;
use crate::report::sheet::{Datum, Sheet};
use crate::report::words::{self, figure, percent};

/// What leaving evidence out does and does not do: said wherever the hindcast is.
pub const LEFT_OUT: &str = "Each case is run without the findings of its own study. That widens the ranges of the arrows \
    concerned, and halves a middle that rests on nothing else; it does not make the recorded middle anew, and whoever \
    recorded it had read the study. A hit is therefore less than a forecast that came true.";

/// Why nulls come easily.
pub const NULLS: &str =
    "A null on jobs, innovation or productivity is easily met: 4 futures in 10 are zero by assumption.";

/// Every table: counts by rule, every outcome scored, the misses by name, what is not scored and why, total effects, traps.
#[must_use]
pub fn hindcast(basis: &Basis, h: &Hindcast) -> Vec<Sheet> {
    vec![tallies(h), scored(h), misses(h), totals(h), traps(h), reasons(h), unscored(h), runs(basis, h)]
}

fn count(n: usize) -> Datum {
    Datum::number(n as f64, n.to_string())
}

fn share(x: f64) -> Datum {
    Datum::number(x, percent(x))
}

fn tallies(h: &Hindcast) -> Sheet {
    let columns = ["rule", "scored", "hits", "share", "asked for", "verdict", "cases", "instruments in the list"];
    let mut sheet = Sheet::new("Evaluated programmes: what was published against what the program says", columns);
    for tally in Rule::ALL.map(|rule| h.tally(rule)) {
        let (least, most) = tally.rule.wanted();
        let verdict = match tally.share() {
            None => "nothing to score",
            Some(s) if s < least => "too few",
            Some(s) if s > most => "more than asked: ranges may be too wide",
            Some(_) => "holds",
        };
        let wanted = if least >= most { percent(least) } else { format!("{} to {}", percent(least), percent(most)) };
        sheet.row([
            Datum::text(tally.rule.label()),
            count(tally.rows),
            count(tally.hits),
            tally.share().map_or(Datum::Missing(String::from("–")), share),
            Datum::text(wanted),
            Datum::text(verdict),
            count(tally.cases),
            Datum::text(format!("{} of {}", tally.listed.1, tally.listed.0)),
        ]);
    }
    let (all, scored, missed) = (h.lines.len(), h.scored(), h.misses().count());
    sheet.note(format!(
        "{all} published outcomes: {scored} scored, {} hits and {missed} misses; {} not scored, each with its reason.",
        scored - missed,
        all - scored
    ));
    for rule in Rule::ALL {
        sheet.note(format!("{}: {}.", rule.label(), rule.asks()));
    }
    sheet.note(
        "Instruments in the list: hits among the outcomes of programmes none of whose instruments is held by the nearest \
         lever, because the lever list has no such instrument.",
    );
    if let Some(error) = h.tally(Rule::Cost).median_log_error {
        let text = if error.is_finite() {
            format!("Cost per net job: half of the middles are within a factor of {}.", figure(libm::exp(error)))
        } else {
            String::from("Cost per net job: in most of these the program gives no middle: too few futures gain a job.")
        };
        sheet.note(text);
    }
    sheet.note("Fewer than 20 outcomes a rule: the share asked for is a mark to look at, not a pass.");
    sheet.note(LEFT_OUT);
    sheet.note(NULLS);
    if !h.excluded.studies.is_empty() || !h.excluded.cases.is_empty() {
        let studies = h.excluded.studies.iter().map(ToString::to_string);
        let all: Vec<String> = studies.chain(h.excluded.cases.iter().cloned()).collect();
        sheet.note(format!("Left out because you asked: {}.", all.join(", ")));
    }
    sheet
}

/// What a lay reader needs: programme, what was published, what the program says, whether it is inside, the rule.
fn scored(h: &Hindcast) -> Sheet {
    let columns =
        ["programme", "what", "published", "the program says: 8 futures in 10", "middle", "inside", "rule", "holds"];
    let mut sheet = Sheet::new("Every outcome that was scored", columns);
    for line in &h.lines {
        let Some(score) = line.score() else { continue };
        sheet.row([
            Datum::text(&line.programme),
            Datum::text(line.quantity.map_or("", Quantity::label)),
            published(line),
            Datum::text(range(score)),
            open(score.range[1]),
            Datum::text(yes(score.inside)),
            Datum::text(score.rule.label()),
            Datum::text(if score.hit { "yes" } else { "no" }),
        ]);
    }
    sheet.note("Money in 2024 prices. Where a range is published its middle is compared.");
    sheet.note("A cost per job is over the futures that gain a job, if at least half do; \"no end\": fewer do.");
    sheet
}

/// The same outcomes: how sharp the range is, where the published value lies in it, and how the case was run.
fn runs(basis: &Basis, h: &Hindcast) -> Sheet {
    let columns = [
        "id",
        "programme",
        "futures above 0",
        "futures below published",
        "width ÷ middle",
        "width ÷ published",
        "own findings left out",
        "run at",
        "note",
    ];
    let mut sheet = Sheet::new("How sharp, and how each was run", columns);
    for line in &h.lines {
        let Some(score) = line.score() else { continue };
        let number = |x: Option<f64>| x.map_or(Datum::Missing(String::from("–")), |x| Datum::number(x, figure(x)));
        sheet.row([
            Datum::text(&line.outcome),
            Datum::text(&line.programme),
            share(score.above),
            score.pit.map_or(Datum::Missing(String::from("–")), share),
            number(score.width_to_middle),
            number(score.width_to_published),
            count(line.own),
            Datum::text(host(basis, line)),
            Datum::text(note(line)),
        ]);
    }
    sheet.note("At today's starting numbers of the place: those of the years of the programme are not in the tables.");
    sheet.note("–: the range is more than 100 times as wide as what it is held against, or nothing was published.");
    sheet
}

/// Every outcome with its verdict, one a row: the file of `--cases`.
#[must_use]
pub fn outcomes(basis: &Basis, h: &Hindcast) -> Sheet {
    let columns = [
        "outcome",
        "case",
        "programme",
        "quantity",
        "low",
        "central",
        "high",
        "rule",
        "p10",
        "p50",
        "p90",
        "above",
        "below",
        "pit",
        "inside",
        "hit",
        "own_findings",
        "run_at",
        "reason",
        "note",
    ];
    let mut sheet = Sheet::new("Hindcast", columns);
    for line in &h.lines {
        let raw = |x: Option<f64>| x.map_or_else(Datum::missing, |x| Datum::number(x, x.to_string()));
        let Figure { low, central, high } = line.published;
        let s = line.score();
        let reason = match &line.verdict {
            Verdict::Scored(_) => "",
            Verdict::Unscored(why) => why.as_str(),
        };
        sheet.row([
            Datum::text(&line.outcome),
            Datum::text(&line.case),
            Datum::text(&line.programme),
            Datum::text(line.quantity.map_or("", Quantity::as_str)),
            raw(low),
            raw(central),
            raw(high),
            Datum::text(s.map_or("", |s| s.rule.label())),
            raw(s.map(|s| s.range[0])),
            raw(s.map(|s| s.range[1])),
            raw(s.map(|s| s.range[2])),
            raw(s.map(|s| s.above)),
            raw(s.map(|s| s.below)),
            raw(s.and_then(|s| s.pit)),
            Datum::text(s.map_or("", |s| yes(s.inside))),
            Datum::text(s.map_or("", |s| if s.hit { "yes" } else { "no" })),
            count(line.own),
            Datum::text(host(basis, line)),
            Datum::text(reason),
            Datum::text(note(line)),
        ]);
    }
    sheet
}

const fn yes(inside: Option<bool>) -> &'static str {
    match inside {
        Some(true) => "inside",
        Some(false) => "outside",
        None => "no number",
    }
}

/// The published figure in words, or its direction.
fn published(line: &Line) -> Datum {
    let Figure { low, central, high } = line.published;
    let text = match (low, central, high) {
        (Some(low), _, Some(high)) if low < high => format!("{} to {}", figure(low), figure(high)),
        (Some(low), None, None) => format!("at least {}", figure(low)),
        (None, None, Some(high)) => format!("up to {}", figure(high)),
        _ => match line.published.value() {
            Some(x) => figure(x),
            None => {
                return Datum::text(match line.direction {
                    Direction::Up => "up",
                    Direction::Down => "down",
                    Direction::Null => "no effect",
                    Direction::UpOrNull => "up or none",
                    Direction::Unsaid => "not said",
                });
            }
        },
    };
    line.published.value().map_or_else(|| Datum::text(text.clone()), |x| Datum::number(x, text.clone()))
}

/// A figure that may be without end.
fn open(x: f64) -> Datum {
    if x.is_finite() { Datum::number(x, figure(x)) } else { Datum::Missing(String::from("no end")) }
}

fn range(score: &Score) -> String {
    let [lo, _, hi] = score.range.map(|x| if x.is_finite() { figure(x) } else { String::from("no end") });
    format!("{lo} … {hi}")
}

fn host(basis: &Basis, line: &Line) -> String {
    let Some((place, reason)) = &line.host else { return String::from("nowhere") };
    let whole = match place.members() {
        m if m.len() == 12 => String::from("the UK"),
        m if m.len() == 11 => String::from("Great Britain"),
        m if m.len() == 9 => String::from("England"),
        _ => basis.evidence.place_name(place),
    };
    match reason {
        HostReason::Own => whole,
        HostReason::Nearest => format!("{whole}, nearest area"),
        HostReason::Abroad => format!("{whole}: ran abroad, no starting numbers there"),
    }
}

fn note(line: &Line) -> String {
    let nearest = line.nearest_lever.then_some("instrument outside the lever list: nearest lever");
    let notes = [nearest, (!line.note.is_empty()).then_some(line.note.as_str())];
    notes.into_iter().flatten().collect::<Vec<_>>().join("; ")
}

/// The misses by name.
fn misses(h: &Hindcast) -> Sheet {
    let mut sheet = Sheet::new("The misses, by name", ["programme", "rule", "published", "the program says", "what"]);
    for line in h.misses() {
        let Some(score) = line.score() else { continue };
        let middle = open(score.range[1]);
        sheet.row([
            Datum::text(&line.programme),
            Datum::text(score.rule.label()),
            published(line),
            Datum::text(format!("{}, middle {}", range(score), middle.shown())),
            Datum::text(line.quantity.map_or("", Quantity::label)),
        ]);
    }
    if sheet.rows.is_empty() {
        sheet.note("None.");
    }
    sheet
}

fn reasons(h: &Hindcast) -> Sheet {
    let mut sheet = Sheet::new("Why outcomes are not scored", ["reason", "outcomes"]);
    for (why, n) in h.reasons() {
        sheet.row([Datum::text(why.label()), count(n)]);
    }
    sheet
}

fn unscored(h: &Hindcast) -> Sheet {
    let columns = ["id", "programme", "outcome", "reason", "more"];
    let mut sheet = Sheet::new("Every outcome that is not scored", columns);
    for line in &h.lines {
        let Verdict::Unscored(why) = &line.verdict else { continue };
        sheet.row([
            Datum::text(&line.outcome),
            Datum::text(&line.programme),
            Datum::text(&line.kind),
            Datum::text(why.label()),
            Datum::text(&line.note),
        ]);
    }
    sheet
}

fn totals(h: &Hindcast) -> Sheet {
    let columns = ["programme and outcome", "what", "published", "the program says", "how near"];
    let mut sheet = Sheet::new("Total effects: six programmes", columns);
    for check in &h.checks {
        let Some(line) = h.lines.get(check.line) else { continue };
        let said = line.score().map_or(Datum::Missing(String::from("not compared")), |s| Datum::text(range(s)));
        let near = match check.near {
            Nearness::Two(f) => format!("within a factor of 2 ({})", figure(f)),
            Nearness::Four(f) => format!("within a factor of 4 ({})", figure(f)),
            Nearness::Further(Some(f)) if f.is_finite() => format!("further off: factor {}", figure(f)),
            Nearness::Further(_) => String::from("further off: zero, endless or of the other sign"),
            Nearness::Direction(true) => String::from("direction holds"),
            Nearness::Direction(false) => String::from("direction does not hold"),
            Nearness::None(why) => why.label().to_owned(),
        };
        sheet.row([
            Datum::text(check.label),
            Datum::text(line.quantity.map_or_else(|| line.kind.clone(), |q| q.label().to_owned())),
            published(line),
            said,
            Datum::text(near),
        ]);
    }
    let (all, two, four) = hindcast::near(h);
    sheet.note(format!("Of {all} numbers {two} are within a factor of 2 and {four} within 4; asked for: 60 and 90 %."));
    sheet
}

fn traps(h: &Hindcast) -> Sheet {
    let columns =
        ["pattern that was published", "looked for in every future", "first half", "whole", "what that means"];
    let mut sheet = Sheet::new("Two traps for models that are too simple", columns);
    for trap in &h.traps {
        sheet.row([
            Datum::text(trap.label),
            Datum::text(&trap.asks),
            share(trap.first),
            share(trap.share),
            Datum::text(&trap.said),
        ]);
    }
    sheet.note(format!("Shares of all {} futures.", words::digits(f64::from(crate::scenario::DRAWS_COARSE), 0)));
    sheet
}
