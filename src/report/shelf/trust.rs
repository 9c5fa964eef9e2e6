//! How far one can trust this, as records: dials of the ranges, errors, targets, forecasts filed, grades, and what of the
//! scenario's spread is judged.

use super::page::Page;
use super::{Column, Entry, Record, Tab, col};
use crate::evidence::order::InOrder as _;
use crate::insight::backtest::{Part, Score, Tested, Verdict};
use crate::insight::grades;
use crate::insight::hindcast::Rule;
use crate::insight::spread::{Judged, Spread};
use crate::insight::trust::{Scored, Trust};
use crate::model::Basis;
use crate::projection::grade::Reasoned;
use crate::report::sheet::{Datum, Sheet};
use crate::report::words::{self, Unit, count, digits, percent};
use crate::report::{grades as said, spread as spread_said, validity};

/// Cells of a bar.
const BAR: usize = 10;
/// Said until the work is done.
pub const WORKING: &str =
    "working… forecasts are made from past years, evaluated programmes are run, both are held against what happened";
/// Said until the shares are worked out.
pub const WORKING_SPREAD: &str = "working… the draws of this scenario are run once more with judged parts held";
/// Nominal shares of the ranges.
const NOMINAL: [u32; 3] = [50, 80, 95];

/// Shares of the spread of the scenario shown, or why there are none.
#[derive(Debug, Clone)]
pub struct Spreads {
    /// Title of the scenario.
    pub title: String,
    /// Different places that it has plans in.
    pub places: usize,
    /// The shares of the plan shown.
    pub found: Result<Spread, String>,
}

/// What the records are made from, as far as it is known yet.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// Baseline and register.
    pub trust: Option<std::sync::Arc<Trust>>,
    /// Shares of the spread.
    pub spread: Option<std::sync::Arc<Spreads>>,
}

/// A share as a bar: `▮▮▮▮▮▮▮▮▯▯`.
fn bar(share: f64, full: f64) -> String {
    let cells = BAR as f64 * (share / full).clamp(0.0, 1.0);
    let on = (1..=BAR).filter(|k| *k as f64 <= cells + 0.5).count();
    format!("{}{}", "▮".repeat(on), "▯".repeat(BAR - on))
}

fn name(tested: &Tested) -> String {
    let tier = tested.panel.tier.replace("itl1", "regions").replace("lep", "LEP areas");
    if tested.panel.label.contains("neighbours") {
        // The label says that they are groups; the tier says of what.
        return format!("{} ({})", tested.panel.label, tier.trim_start_matches("groups of "));
    }
    format!("{}, {tier}", tested.panel.label)
}

fn id(tested: &Tested) -> String {
    format!("trust-{}-{}", tested.panel.series, tested.panel.tier.replace(' ', "-"))
}

/// "50 % held 46 % ▮▮▮▮▮▯▯▯▯▯" for each range; a dial is never broken over two lines.
fn dials(score: &Score) -> String {
    let one = |(nominal, seen): (&u32, &f64)| {
        format!("{nominal} % held {} {}", whole(*seen), bar(*seen, 1.0)).replace(' ', "\u{a0}")
    };
    NOMINAL.iter().zip(&score.coverage).map(one).collect::<Vec<_>>().join(" ")
}

/// A share as seen, without a step of rounding that a nominal one could hide behind.
fn whole(share: f64) -> String {
    format!("{} %", digits(100.0 * share, 0))
}

/// "0.94 of no change (0.90 … 0.99) ▮▮▮▮▮▮▯▯▯▯", the bar full at one and a half.
fn error(score: &Score) -> String {
    let (lo, hi) = score.relative_range;
    format!("{:.2} (range {lo:.2} … {hi:.2}) {}", score.relative, bar(score.relative, 1.5))
}

/// Columns of the list.
pub(super) const COLUMNS: [Column; 4] =
    [col("what", 0, 0), col("80 % range held", 15, 54), col("error ÷ no change", 17, 66), col("stands", 18, 34)];

pub(super) fn entries(basis: &Basis, known: &Known) -> Vec<Entry> {
    let of = |id: &str, cells: [Datum; 4]| Entry::new(id, cells.into()).words(&[]);
    let blank = || Datum::text("");
    let mut out = vec![of("trust", [Datum::text("In one page"), blank(), blank(), targets(known)])];
    for (tested, scored) in known.trust.iter().flat_map(|t| t.of(Part::All)) {
        let held = format!("{} of {} hold", scored.held(), scored.checks.len());
        let cells = [
            Datum::text(name(tested)),
            Datum::number(scored.score.coverage[1], whole(scored.score.coverage[1])),
            Datum::number(scored.score.relative, format!("{:.2}", scored.score.relative)),
            if scored.checks.is_empty() { Datum::Missing(String::from("no target")) } else { Datum::text(held) },
        ];
        let mut entry = of(&id(tested), cells);
        entry.weakness = (scored.checks.len() - scored.held()) as f64 + scored.score.relative / 10.0;
        out.push(entry);
    }
    let filed =
        known.trust.as_ref().map_or_else(|| Datum::Missing(String::from("working…")), |t| Datum::text(filed(t)));
    let cases =
        known.trust.as_ref().map_or_else(|| Datum::Missing(String::from("working…")), |t| Datum::text(cases_said(t)));
    out.push(of("trust-programmes", [Datum::text("Evaluated programmes"), blank(), blank(), cases]));
    out.push(of("trust-forecasts", [Datum::text("Forecasts filed before the figures"), blank(), blank(), filed]));
    let all = grades::all(basis);
    let weak = grades::counts(&all, |g| g.recorded)[3..].iter().sum::<usize>();
    let weak = Datum::text(format!("{weak} of {} D or E", all.len()));
    out.push(of("trust-grades", [Datum::text("Grades of the channels"), blank(), blank(), weak]));
    out.push(of(
        "trust-judgement",
        [Datum::text("What of this scenario's spread is judged"), blank(), blank(), blank()],
    ));
    out.push(of("trust-untested", [Datum::text("Not tested, and why"), blank(), blank(), blank()]));
    out
}

fn targets(known: &Known) -> Datum {
    known.trust.as_ref().map_or_else(
        || Datum::Missing(String::from("working…")),
        |t| {
            let (held, all) = t.targets();
            Datum::text(format!("{held} of {all} hold"))
        },
    )
}

fn filed(trust: &Trust) -> String {
    let all: usize = trust.registers.iter().map(|r| r.forecasts.len()).sum();
    let scored: usize = trust.registers.iter().map(crate::insight::register::Register::scored).sum();
    format!("{all} filed, {scored} scored")
}

fn cases_said(trust: &Trust) -> String {
    let (scored, missed) = (trust.hindcast.scored(), trust.hindcast.misses().count());
    format!("{} of {scored} hit", scored - missed)
}

pub(super) fn page(basis: &Basis, known: &Known, record: &str) -> Option<Page> {
    Some(match record {
        "trust" => overview(basis, known),
        "trust-forecasts" => forecasts(basis, known),
        "trust-programmes" => programmes(basis, known),
        "trust-grades" => graded(basis),
        "trust-judgement" => judged(basis, known),
        "trust-untested" => untested(basis, known),
        _ => series(known, record)?,
    })
}

fn overview(basis: &Basis, known: &Known) -> Page {
    let mut page = Page::new("How far can you trust this?");
    match &known.trust {
        None => page.warn(WORKING),
        Some(trust) => scores(trust, &mut page),
    }
    page.head("How strong is the evidence?");
    for text in &said::tally(&grades::all(basis)) {
        page.say(text.clone());
    }
    page.head("How much of this scenario's spread rests on judgement?");
    shares(basis, known, &mut page);
    vintage(basis, known, &mut page);
    page.head("One record each");
    for (text, to) in [
        ("Evaluated programmes", "trust-programmes"),
        ("Forecasts filed before the figures exist", "trust-forecasts"),
        ("Grades of the channels", "trust-grades"),
        ("What of this scenario's spread is judged", "trust-judgement"),
        ("Not tested, and why", "trust-untested"),
    ] {
        page.link(text, Record::new(Tab::Trust, to));
    }
    page
}

fn scores(trust: &Trust, page: &mut Page) {
    let plain = |t: &Tested| !t.panel.label.contains("neighbours");
    page.head("How often did the ranges of \"no new policy\" hold what happened?");
    for (tested, scored) in trust.of(Part::All).filter(|(t, _)| plain(t)) {
        page.link(name(tested), Record::new(Tab::Trust, id(tested)));
        page.say(dials(&scored.score));
    }
    page.head("The same for groups of neighbouring areas");
    for (tested, scored) in trust.of(Part::All).filter(|(t, _)| !plain(t)) {
        page.link(name(tested), Record::new(Tab::Trust, id(tested)));
        page.say(dials(&scored.score));
    }
    page.head("Error against assuming \"no change\": below 1 is better");
    for (tested, scored) in trust.of(Part::All) {
        page.say(format!("{}: {}", name(tested), error(&scored.score)));
    }
    let (held, all) = trust.targets();
    page.head("Targets set beforehand");
    page.say(format!("{held} of {all} hold. Those that miss:"));
    for part in Part::ALL {
        for (tested, scored) in trust.of(part) {
            misses(tested, scored, page);
        }
    }
    page.head("Evaluated programmes, each without its own evidence");
    tallies(trust, page);
    page.link("Which outcomes miss, and why others are not scored", Record::new(Tab::Trust, "trust-programmes"));
    page.head("Forecasts filed before the figures exist");
    page.say(format!("{}.", filed(trust)));
    page.head("What to bear in mind");
    page.say(validity::HINDSIGHT);
    page.say(validity::ORIGINS);
}

/// One line for each rule: hits, outcomes, bar.
fn tallies(trust: &Trust, page: &mut Page) {
    page.say(format!("{} of {} outcomes scored.", cases_said(trust), trust.hindcast.lines.len()));
    for tally in Rule::ALL.map(|rule| trust.hindcast.tally(rule)) {
        if let Some(share) = tally.share() {
            let label = tally.rule.label();
            page.say(format!("{label}: {} of {} {}", tally.hits, tally.rows, bar(share, 1.0)));
        }
    }
}

fn programmes(basis: &Basis, known: &Known) -> Page {
    let mut page = Page::new("Evaluated programmes, each without its own evidence");
    let Some(trust) = &known.trust else {
        page.warn(WORKING);
        return page;
    };
    tallies(trust, &mut page);
    // The tables of `tiller validate hindcast`, row by row.
    for sheet in validity::hindcast(basis, &trust.hindcast) {
        page.head(&sheet.title);
        for row in &sheet.rows {
            let said = sheet.columns.iter().zip(row).filter(|(_, d)| !d.shown().trim().is_empty());
            let said: Vec<String> = said.map(|(name, d)| format!("{name} {}", d.shown())).collect();
            page.say(format!("{}.", said.join("; ")));
        }
        for note in &sheet.notes {
            page.say(note.clone());
        }
    }
    page
}

fn misses(tested: &Tested, scored: &Scored, page: &mut Page) {
    for check in scored.checks.iter().filter(|c| c.verdict == Verdict::Misses) {
        let part = scored.score.part.label();
        page.warn(format!("{}, {part}: {}; seen {}.", name(tested), check.target, check.seen));
    }
}

fn vintage(basis: &Basis, known: &Known, page: &mut Page) {
    page.head("Which data");
    page.say(format!("Evidence and model {}, tiller {}.", basis.model.version, env!("CARGO_PKG_VERSION")));
    let Some(trust) = &known.trust else { return };
    let last = trust.tested.iter().map(|t| format!("{} {}", name(t), t.panel.last_year()));
    let last: Vec<String> = last.filter(|text| !text.contains("neighbours")).collect();
    page.say(format!("Last year observed: {}.", last.join("; ")));
    let days: Vec<String> = trust.registers.iter().map(|r| format!("{} (evidence {})", r.filed, r.evidence)).collect();
    page.say(format!("Forecasts were filed on {}.", days.join("; ")));
}

fn series(known: &Known, record: &str) -> Option<Page> {
    let trust = known.trust.as_ref()?;
    let (tested, _) = trust.of(Part::All).find(|(t, _)| id(t) == record)?;
    let mut page = Page::new(format!("Baseline of {} against what happened", name(tested)));
    for part in Part::ALL {
        let Some((_, scored)) = trust.of(part).find(|(t, _)| id(t) == record) else { continue };
        let s = &scored.score;
        page.head(if part == Part::All { "Every year" } else { "Years to 2019, before the pandemic" });
        let n = count(s.forecasts as u64, "forecast", "forecasts");
        page.say(format!("{n} from {}.", count(s.origins as u64, "origin", "origins")));
        page.say(dials(s));
        page.say(format!("Error against no change: {}", error(s)));
        page.say(format!(
            "Bias: {:.2} of the error; above 0 the outcome lay above the middle. sMAPE {:.2} %.",
            s.bias, s.smape
        ));
        let ahead = s.by_horizon.iter().enumerate().filter(|(_, c)| c.is_finite());
        let ahead: Vec<String> = ahead.map(|(i, c)| format!("{} {}", i + 1, whole(*c))).collect();
        page.say(format!("Inside the 80 % range, by years ahead: {}.", ahead.join(", ")));
        for check in &scored.checks {
            match check.verdict {
                Verdict::Holds => page.say(format!("Holds: {}; seen {}.", check.target, check.seen)),
                Verdict::Misses => page.warn(format!("Misses: {}; seen {}.", check.target, check.seen)),
            }
        }
    }
    page.head("What to bear in mind");
    page.say(validity::HINDSIGHT);
    page.say(validity::ORIGINS);
    Some(page)
}

fn forecasts(basis: &Basis, known: &Known) -> Page {
    let mut page = Page::new("Forecasts filed before the figures exist");
    let Some(trust) = &known.trust else {
        page.warn(WORKING);
        return page;
    };
    let sheet = validity::forecasts(basis, &trust.registers);
    for note in &sheet.notes {
        page.say(note.clone());
    }
    page.head("Each one");
    for row in &sheet.rows {
        if let [filed, series, area, year, range, middle, outcome, inside] = row.as_slice() {
            let said = [filed, series, area, year, range, middle, outcome, inside].map(Datum::shown);
            let [filed, series, area, year, range, middle, outcome, inside] = said;
            page.say(format!(
                "{series}, {area}, {year}: {range}, middle {middle}; outcome {outcome}, {inside} (filed {filed})."
            ));
        }
    }
    page
}

fn graded(basis: &Basis) -> Page {
    let mut page = Page::new("Grades of the channels");
    let all = grades::all(basis);
    for text in &said::tally(&all) {
        page.say(text.clone());
    }
    page.head("What the letters say");
    for g in crate::model::Grade::ALL {
        page.say(crate::report::wording::grade(*g));
    }
    page.head("Each channel, the weakest first");
    let mut rows: Vec<usize> = (0..all.len()).collect();
    rows.order_by_key(|row| std::cmp::Reverse(all[*row].here()));
    for row in rows {
        let text = format!("{} {}", all[row].here(), super::page::channel_name(basis, row));
        page.link(text, Record::new(Tab::Grades, basis.model.channels[row].id.as_str()));
    }
    page
}

/// A bar for each indicator that moves.
fn shares(basis: &Basis, known: &Known, page: &mut Page) {
    let Some(spreads) = &known.spread else {
        page.warn(WORKING_SPREAD);
        return;
    };
    let found = match &spreads.found {
        Ok(found) => found,
        Err(reason) => {
            page.warn(format!("There are no figures: {reason}."));
            return;
        }
    };
    let mut any = false;
    for share in &found.shares {
        if let Some(judged) = share.judged {
            any = true;
            let label = &basis.model.indicator(share.indicator).label;
            page.say(format!("{label}: {} {}", percent(judged), bar(judged, 1.0)));
        }
    }
    page.say(if any {
        format!(
            "Share of the width of the 8-in-10 range in {} that goes when what is judged is held at its middle (“{}”).",
            found.year, spreads.title
        )
    } else {
        String::from("No lever is on: no change, and nothing to share.")
    });
}

fn judged(basis: &Basis, known: &Known) -> Page {
    let mut page = Page::new("What of this scenario's spread is judged");
    shares(basis, known, &mut page);
    let Some(Ok(found)) = known.spread.as_ref().map(|s| &s.found) else { return page };
    let places = known.spread.as_ref().map_or(1, |s| s.places);
    page.head("Range, and range with the judged parts at their middle");
    for share in found.shares.iter().filter(|s| s.judged.is_some()) {
        let unit = Unit::of_change(share.indicator, places);
        let each = Judged::ALL.iter().zip(share.each);
        let each: Vec<String> =
            each.filter_map(|(j, x)| Some(format!("{} alone {}", j.label(), percent(x?)))).collect();
        page.say(format!(
            "{}: {}; held {}. {}.",
            basis.model.indicator(share.indicator).label,
            words::range(&share.whole, unit),
            words::range(&share.held, unit),
            each.join(", ")
        ));
    }
    page.head("How it is worked out");
    for note in &spread_said::sheet(basis, found, places).notes {
        page.say(note.clone());
    }
    page
}

fn untested(basis: &Basis, known: &Known) -> Page {
    let mut page = Page::new("Not tested, and why");
    let Some(trust) = &known.trust else {
        page.warn(WORKING);
        return page;
    };
    for u in &trust.untested {
        page.fact(&basis.model.indicator(u.indicator).label, &u.reason);
    }
    page.say("Horizons of 1 to 5 years are tested; years 6 to 15 extrapolate the spread and are untested.");
    page
}

/// Everything on the screen as tables: what an export of it holds.
#[must_use]
pub fn sheets(basis: &Basis, known: &Known) -> Vec<Sheet> {
    let mut out = Vec::new();
    if let Some(trust) = &known.trust {
        out.extend(validity::sheets(&trust.tested, &trust.untested));
        out.push(validity::forecasts(basis, &trust.registers));
        out.extend(validity::hindcast(basis, &trust.hindcast));
    }
    if let Some(Ok(found)) = known.spread.as_ref().map(|s| &s.found) {
        out.push(spread_said::sheet(basis, found, known.spread.as_ref().map_or(1, |s| s.places)));
    }
    let mut tally = Sheet::new("How many channels have each grade", ["grade", "recorded", "here"]);
    let all = grades::all(basis);
    let (recorded, here) = (grades::counts(&all, |g| g.recorded), grades::counts(&all, Reasoned::here));
    for g in crate::model::Grade::ALL {
        let number = |n: usize| Datum::number(n as f64, n.to_string());
        tally.row([Datum::text(g.as_str()), number(recorded[g.index()]), number(here[g.index()])]);
    }
    out.push(tally);
    out
}

/// Every forecast of the backtest with what happened, once it is run: the file `backtest.csv`.
#[must_use]
pub fn cases(known: &Known) -> Option<Sheet> {
    known.trust.as_ref().map(|t| validity::cases(&t.tested))
}
