//! How the baseline has done before, as sheets: what `tiller validate` prints and the screen shows.

mod hindcast;
pub mod outside;

pub use hindcast::{LEFT_OUT, NULLS, hindcast, outcomes};
pub use outside::outside;

use super::sheet::{Datum, Sheet};
use super::words;
use crate::insight::backtest::{self, Case, Part, Score, Tested, Untested, Verdict};
use crate::insight::register::Register;
use crate::model::Basis;

/// Said under every table of the backtest.
pub const HINDSIGHT: &str = "The constants of the rule (λ, γ, c, panel step) were chosen after these years were seen. \
    Chosen strictly beforehand on a few origins they fitted worse: the table is not evidence that next year's ranges hold.";

/// Why few origins count.
pub const ORIGINS: &str = "Areas share their shocks: the sample is nearer the number of origins than of forecasts. The range \
    beside a relative error is that of whole origins drawn again and again.";

/// Every table: scores, targets, candidates, sectors, what is not tested.
#[must_use]
pub fn sheets(tested: &[Tested], untested: &[Untested]) -> Vec<Sheet> {
    vec![middles(tested), ranges(tested), targets(tested), candidates(tested), sectors(tested), left_out(untested)]
}

fn percent(x: f64) -> Datum {
    Datum::number(100.0 * x, format!("{:.0} %", 100.0 * x))
}

fn two(x: f64) -> Datum {
    Datum::number(x, format!("{x:.2}"))
}

/// One row per panel and part.
fn each(tested: &[Tested]) -> impl Iterator<Item = (&Tested, Score)> {
    tested.iter().flat_map(|t| Part::ALL.into_iter().filter_map(move |part| Some((t, backtest::score(t, part)?))))
}

fn tier(name: &str) -> String {
    name.replace("itl1", "regions").replace("lep", "LEP areas")
}

fn named(t: &Tested, part: &str) -> Vec<Datum> {
    vec![Datum::text(t.panel.label.clone()), Datum::text(tier(&t.panel.tier)), Datum::text(part)]
}

fn middles(tested: &[Tested]) -> Sheet {
    let columns = [
        "series",
        "tier",
        "years",
        "forecasts",
        "origins",
        "error ÷ no change",
        "its range",
        "bias ÷ error",
        "sMAPE %",
    ];
    let mut sheet = Sheet::new("Baseline: how far the middle was off, from past origins", columns);
    for (t, s) in each(tested) {
        let (lo, hi) = s.relative_range;
        let mut row = named(t, s.part.label());
        row.extend([
            Datum::number(s.forecasts as f64, words::digits(s.forecasts as f64, 0)),
            Datum::number(s.origins as f64, s.origins.to_string()),
            two(s.relative),
            Datum::text(format!("{lo:.2} … {hi:.2}")),
            two(s.bias),
            two(s.smape),
        ]);
        sheet.row(row);
    }
    sheet.note(
        "Error ÷ no change below 1 is better than assuming that nothing moves. Regions: the 12 nations and regions.",
    );
    sheet.note(ORIGINS);
    sheet.note(HINDSIGHT);
    sheet
}

fn ranges(tested: &[Tested]) -> Sheet {
    let columns = ["series", "tier", "years", "50 %", "80 %", "95 %", "1 year", "5 years", "score", "walk"];
    let mut sheet = Sheet::new("Baseline: how often the ranges held what happened", columns);
    for (t, s) in each(tested) {
        let horizon = |i: usize| {
            s.by_horizon.get(i).copied().filter(|c| c.is_finite()).map_or(Datum::Missing(String::from("–")), percent)
        };
        let mut row = named(t, s.part.label());
        row.extend([
            percent(s.coverage[0]),
            percent(s.coverage[1]),
            percent(s.coverage[2]),
            horizon(0),
            horizon(4),
            two(s.wis),
            two(s.wis_walk),
        ]);
        sheet.row(row);
    }
    sheet.note("Share of outcomes inside the ranges that should hold 50, 80 and 95 %; inside the 80 % range one and five years ahead; \
        weighted interval score (lower is better) of the rule, and of a random walk with the series' own drift.");
    sheet.note("Horizons of 1 to 5 years are tested; years 6 to 15 extrapolate the spread and are untested.");
    sheet
}

fn targets(tested: &[Tested]) -> Sheet {
    let mut sheet = Sheet::new("Targets of the protocol", ["series", "tier", "years", "target", "seen", "verdict"]);
    let (mut held, mut all) = (0_u64, 0_u64);
    for (t, s) in each(tested) {
        for check in backtest::checks(&t.panel, &s) {
            let verdict = match check.verdict {
                Verdict::Holds => "holds",
                Verdict::Misses => "misses",
            };
            all += 1;
            held += u64::from(check.verdict == Verdict::Holds);
            sheet.row([
                Datum::text(t.panel.label.clone()),
                Datum::text(tier(&t.panel.tier)),
                Datum::text(s.part.label()),
                Datum::text(check.target),
                Datum::text(check.seen),
                Datum::text(verdict),
            ]);
        }
    }
    sheet.note(format!("{held} of {all} hold."));
    sheet
}

fn candidates(tested: &[Tested]) -> Sheet {
    let columns = ["series", "tier", "years", "method", "error ÷ no change"];
    let mut sheet = Sheet::new("Other ways of setting the middle", columns);
    for (t, s) in each(tested) {
        let rule = backtest::MethodScore { method: backtest::Method::Rule, relative: s.relative };
        for m in s.methods.iter().chain([&rule]) {
            sheet.row([
                Datum::text(t.panel.label.clone()),
                Datum::text(tier(&t.panel.tier)),
                Datum::text(s.part.label()),
                Datum::text(m.method.label()),
                two(m.relative),
            ]);
        }
    }
    sheet.note(
        "One rule for all areas and sectors: picking the best method per series is noise at 8 to 12 observations.",
    );
    sheet
}

fn sectors(tested: &[Tested]) -> Sheet {
    let columns = ["series", "tier", "years", "sector", "forecasts", "error ÷ no change", "in 80 % range"];
    let mut sheet = Sheet::new("By sector", columns);
    for t in tested {
        let mut names: Vec<&str> = t.panel.lines.iter().map(|l| l.sector.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        if names.len() < 2 {
            continue;
        }
        for name in names {
            let cases: Vec<Case> = t.cases.iter().filter(|c| c.sector == name).cloned().collect();
            let part = Tested { panel: t.panel.clone(), cases };
            for (t, s) in each(&[part]) {
                sheet.row([
                    Datum::text(t.panel.label.clone()),
                    Datum::text(tier(&t.panel.tier)),
                    Datum::text(s.part.label()),
                    Datum::text(name),
                    Datum::number(s.forecasts as f64, words::digits(s.forecasts as f64, 0)),
                    two(s.relative),
                    percent(s.coverage[1]),
                ]);
            }
        }
    }
    sheet
}

fn left_out(untested: &[Untested]) -> Sheet {
    let mut sheet = Sheet::new("Not tested, and why", ["indicator", "reason"]);
    for u in untested {
        sheet.row([Datum::text(u.indicator.as_str()), Datum::text(u.reason.clone())]);
    }
    sheet
}

/// Every forecast with what happened, one a row: the file `backtest.csv`. Values are logs of levels or logits of shares.
#[must_use]
pub fn cases(tested: &[Tested]) -> Sheet {
    let mut columns: Vec<String> =
        ["series", "tier", "area", "sector", "origin", "horizon", "scale", "last", "outcome"]
            .map(String::from)
            .to_vec();
    columns.extend(backtest::PROBABILITIES.iter().map(|p| format!("q{p}")));
    columns.push(String::from("pit"));
    let mut sheet = Sheet::new("Backtest", columns);
    for t in tested {
        let scale = if t.panel.share { "logit" } else { "log" };
        for c in &t.cases {
            let number = |x: f64| Datum::number(x, x.to_string());
            let mut row = vec![
                Datum::text(t.panel.series.clone()),
                Datum::text(t.panel.tier.clone()),
                Datum::text(c.area.clone()),
                Datum::text(c.sector.clone()),
                number(f64::from(c.origin)),
                number(f64::from(c.horizon)),
                Datum::text(scale),
                number(c.last),
                number(c.outcome),
            ];
            row.extend(c.quantiles.map(number));
            row.push(number(c.pit));
            sheet.row(row);
        }
    }
    sheet
}

/// The register of dated forecasts, and how many of them have been scored.
#[must_use]
pub fn forecasts(basis: &Basis, registers: &[Register]) -> Sheet {
    let columns = ["filed", "series", "area", "year", "8 in 10 between", "middle", "outcome", "inside"];
    let mut sheet = Sheet::new("Forecasts filed before the figures exist", columns);
    let (mut all, mut scored, mut inside) = (0, 0, 0);
    for register in registers {
        all += register.forecasts.len();
        scored += register.scored();
        inside += register.inside();
        for f in &register.forecasts {
            let name = basis.evidence.areas().iter().find(|a| a.code.as_str() == f.area).map_or(&f.area, |a| &a.name);
            let [lo, _, middle, _, hi] = f.quantiles;
            let say = |x: f64| words::digits(x, i32::from(x.abs() < 1000.0));
            let (outcome, verdict) = match &f.outcome {
                None => (Datum::Missing(String::from("not yet")), Datum::Missing(String::from("not scored"))),
                Some((value, _)) => {
                    let word = if (lo..=hi).contains(value) { "inside" } else { "outside" };
                    (Datum::number(*value, say(*value)), Datum::text(word))
                }
            };
            sheet.row([
                Datum::text(register.filed.to_string()),
                Datum::text(f.series.clone()),
                Datum::text(name.clone()),
                Datum::number(f64::from(f.year), f.year.to_string()),
                Datum::text(format!("{} … {}", say(lo), say(hi))),
                Datum::number(middle, say(middle)),
                outcome,
                verdict,
            ]);
        }
    }
    sheet.note(match scored {
        0 => format!("{all} forecasts filed, 0 scored."),
        n => format!("{all} forecasts filed, {n} scored, {inside} inside the range that should hold 8 in 10."),
    });
    sheet.notes.extend(registers.iter().map(|r| format!("{}: {}", r.filed, r.note)));
    sheet
}
