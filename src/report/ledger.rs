//! The good-neighbour ledger as sheets: here, elsewhere and the UK always together, then every other place.

use super::sheet::{Datum, Sheet};
use super::wording::{MEAN_LABEL, SCREEN_FIRST};
use super::words::{Counts, Unit, amount, range};
use crate::insight::ledger::{Account, Amount, Entry, Ledger, Measure};
use crate::model::Basis;

/// What every ledger says.
pub const BALANCED: &str = "Here and elsewhere add up to the UK in every future; ends and middles of ranges need not.";

/// Unit of a measure.
#[must_use]
pub const fn unit(measure: Measure) -> Unit {
    match measure {
        Measure::Gva => Unit::MillionPounds,
        Measure::Jobs => Unit::Jobs,
    }
}

/// What is counted, in words; `last_year` of the run.
#[must_use]
pub fn counted(measure: Measure, last_year: i32) -> String {
    match measure {
        Measure::Gva => format!("net GVA, present value up to {last_year}"),
        Measure::Jobs => format!("net jobs in {last_year}"),
    }
}

/// One sheet for each measure.
#[must_use]
pub fn sheets(basis: &Basis, ledger: &Ledger) -> Vec<Sheet> {
    ledger.accounts.iter().map(|account| sheet(basis, account, ledger.last_year)).collect()
}

/// One measure: totals first, then who gets and who gives.
#[must_use]
pub fn sheet(basis: &Basis, account: &Account, last_year: i32) -> Sheet {
    let unit = unit(account.measure);
    let mut sheet = Sheet::new(
        format!("Good-neighbour ledger: {}", counted(account.measure, last_year)),
        ["place", "net range", "middle", "given (spillover)", "taken (displacement)"],
    );
    for (name, total) in totals(account) {
        sheet.row([Datum::text(name), ranged(total, unit), middle(total, unit), Datum::text(""), Datum::text("")]);
    }
    for entry in &account.entries {
        let name = basis.evidence.place_name(&entry.place);
        sheet.row([
            Datum::text(if entry.here { format!("{name} (plan here)") } else { name }),
            ranged(&entry.net, unit),
            middle(&entry.net, unit),
            ranged(&entry.spilled, unit),
            ranged(&entry.displaced, unit),
        ]);
    }
    let same = account.uk_of_plans.range;
    sheet.note(format!("{BALANCED} {}", futures(&account.elsewhere)));
    sheet.note(format!(
        "The UK without what spills over, as Explore shows it: {}. The rest of the UK total is spillover, whose range \
         includes zero by evidence.",
        range(&same, unit)
    ));
    sheet.note(
        "Taken: output that moves here from other places, by their output in the sector and nearness; the model knows \
         no firm that moves.",
    );
    sheet.note(SCREEN_FIRST);
    sheet
}

/// The three figures that stand together wherever one of them stands.
#[must_use]
pub const fn totals(account: &Account) -> [(&'static str, &Amount); 3] {
    [("Here", &account.here), ("Elsewhere", &account.elsewhere), ("UK total", &account.uk)]
}

/// How often the other places together gain and lose.
#[must_use]
pub fn futures(elsewhere: &Amount) -> String {
    format!("Elsewhere, against no new policy: {}.", Counts::from_shares(elsewhere.above, elsewhere.below).sentence())
}

fn ranged(a: &Amount, unit: Unit) -> Datum {
    if a.above == 0.0 && a.below == 0.0 { Datum::text("no change") } else { Datum::text(range(&a.range, unit)) }
}

fn middle(a: &Amount, unit: Unit) -> Datum {
    Datum::number(a.range.p50, amount(a.range.p50, unit))
}

/// Every number in one long table, for CSV and JSON; means add up over places.
#[must_use]
pub fn table(basis: &Basis, ledger: &Ledger) -> Sheet {
    let mut sheet = Sheet::new(
        "Good-neighbour ledger",
        ["measure", "code", "place", "plan_here", "part", "p10", "p25", "p50", "p75", "p90", "mean", "above", "below"],
    );
    for account in &ledger.accounts {
        let measure = match account.measure {
            Measure::Gva => "net_gva_pv_gbp_m",
            Measure::Jobs => "net_jobs_last_year",
        };
        let mut line = |code: String, place: &str, here: &str, part: &str, a: &Amount| {
            let texts = [measure, &code, place, here, part].map(Datum::text);
            let numbers = [a.range.p10, a.range.p25, a.range.p50, a.range.p75, a.range.p90, a.mean, a.above, a.below];
            sheet.row(texts.into_iter().chain(numbers.map(|v| Datum::number(v, v.to_string()))));
        };
        for (name, total) in totals(account) {
            line(String::new(), name, "", "net", total);
        }
        line(String::new(), "UK total", "", "without_spillover", &account.uk_of_plans);
        for entry in &account.entries {
            let Entry { place, here, own, spilled, displaced, net } = entry;
            let name = basis.evidence.place_name(place);
            let here = if *here { "yes" } else { "no" };
            for (part, a) in [("own", own), ("spillover", spilled), ("displacement", displaced), ("net", net)] {
                line(place.to_string(), &name, here, part, a);
            }
        }
    }
    sheet.note(BALANCED);
    sheet.note(format!("The {MEAN_LABEL} adds up over places."));
    sheet.note(SCREEN_FIRST);
    sheet
}
