//! The outside view in words and as sheets: one source for cards, "why?", reports, exports and the plain twin.

use crate::insight::outside::{Class, NoSeat, Reference, Seat, Side, View};
use crate::model::Indicator;
use crate::projection::Quantiles;
use crate::report::sheet::{Datum, Sheet};
use crate::report::words::figure;

/// Said wherever a plan lies outside everything that was published.
pub const OUTSIDE: &str = "Outside anything that was published: say why.";

/// The mark on a card.
pub const MARK: &str = "outside anything published";

/// Heading of the part.
pub const HEADING: &str = "Against published evaluations of other programmes";

/// How the published figures stand.
pub const AS_PUBLISHED: &str =
    "Published figures as printed: money is not brought to one price level, and few were found.";

/// What the class is.
pub(in crate::report) const fn title(class: Class) -> &'static str {
    match class {
        Class::CostPerJob => "Public cost per net job, £, evaluations that printed a net figure",
        Class::GvaPerPound => "Net GVA for £1 of public money",
        Class::Productivity => "Effect on output per hour of firms reached, %, comparison studies (level 3 and better)",
    }
}

/// A value of a class as people read it.
fn value(class: Class, x: f64) -> String {
    match class {
        Class::CostPerJob | Class::GvaPerPound => format!("{}£{}", if x < 0.0 { "−" } else { "" }, figure(x.abs())),
        Class::Productivity => format!("{} %", figure(x)),
    }
}

fn ends(class: Class, lo: f64, hi: f64) -> String {
    match class {
        Class::CostPerJob | Class::GvaPerPound => format!("{} … {}", value(class, lo), value(class, hi)),
        Class::Productivity => format!("{} … {} %", figure(lo), figure(hi)),
    }
}

/// Where a plan sits, one or two sentences: range first, then where its middle stands.
#[must_use]
pub fn sentence(view: &View) -> String {
    let class = view.reference.class;
    match &view.seat {
        Ok(seat) => seated(&view.reference, seat),
        Err(NoSeat::FewJobs) => format!(
            "Cost per net job is not given: fewer than half of the futures gain a job. {}",
            published(&view.reference)
        ),
        Err(NoSeat::NoCost) => String::from("It costs nothing, so nothing is set against its cost."),
        Err(NoSeat::NotFirms) => format!(
            "Not set against the effect on treated firms: some of its levers reach people or the place. {}",
            published(&view.reference)
        ),
        Err(NoSeat::Nothing) => format!("{}: nothing published was found.", title(class)),
    }
}

fn seated(reference: &Reference, seat: &Seat) -> String {
    let class = reference.class;
    let (what, than) = match class {
        Class::CostPerJob => ("a net job", "dearer than"),
        Class::GvaPerPound => ("of net GVA here for £1", "more than"),
        Class::Productivity => {
            ("more output per hour in each firm reached, if they make up all of the change", "more than")
        }
    };
    let Quantiles { p10, p50, p90, .. } = seat.own;
    let own = format!("{}, middle {} {what}", ends(class, p10, p90), value(class, p50));
    let warning = if seat.outside.is_some() { format!(" {OUTSIDE}") } else { String::new() };
    format!("{own}: {than} {} of {} published. {}{warning}", seat.lower, seat.of, published(reference))
}

/// "Published: £8,400 … £53,000, half of them between £14,000 and £51,000."
fn published(reference: &Reference) -> String {
    let class = reference.class;
    let all = (reference.ends(), reference.quantile(0.25), reference.quantile(0.75));
    let (Some((lo, hi)), Some(low), Some(high)) = all else { return String::from("Nothing published was found.") };
    let half = format!("{} and {}", value(class, low), value(class, high));
    format!("Published: {}, half of them between {half}.", ends(class, lo, hi))
}

/// The view of an indicator, if it has one.
#[must_use]
pub fn of_indicator(views: &[View], indicator: Indicator) -> Option<&View> {
    views.iter().find(|v| v.reference.class.indicator() == indicator)
}

/// Where the plans of a scenario sit, and every evaluation behind that.
#[must_use]
pub fn outside(plans: &[Vec<View>]) -> Vec<Sheet> {
    vec![seats(plans), behind(plans)]
}

fn seats(plans: &[Vec<View>]) -> Sheet {
    let columns = [
        "plan",
        "class",
        "p10",
        "p50",
        "p90",
        "published below",
        "published",
        "lowest",
        "25 %",
        "50 %",
        "75 %",
        "highest",
        "said",
    ];
    let mut sheet = Sheet::new(HEADING, columns);
    for (i, views) in plans.iter().enumerate() {
        for view in views {
            let class = view.reference.class;
            let own = view.seat.ok();
            let datum = |x: Option<f64>| x.map_or_else(Datum::missing, |x| Datum::number(x, value(class, x)));
            let count = |n: Option<usize>| n.map_or_else(Datum::missing, |n| Datum::number(n as f64, n.to_string()));
            let ends = view.reference.ends();
            sheet.row([
                count(Some(i + 1)),
                Datum::text(title(class)),
                datum(own.map(|s| s.own.p10)),
                datum(own.map(|s| s.own.p50)),
                datum(own.map(|s| s.own.p90)),
                count(own.map(|s| s.lower)),
                count(Some(view.reference.members.len())),
                datum(ends.map(|e| e.0)),
                datum(view.reference.quantile(0.25)),
                datum(view.reference.quantile(0.5)),
                datum(view.reference.quantile(0.75)),
                datum(ends.map(|e| e.1)),
                Datum::text(sentence(view)),
            ]);
        }
    }
    sheet.note(AS_PUBLISHED);
    sheet
}

fn behind(plans: &[Vec<View>]) -> Sheet {
    let mut sheet = Sheet::new("The evaluations behind it", ["class", "programme", "value", "figures", "sources"]);
    let Some(views) = plans.iter().find(|v| !v.is_empty()) else { return sheet };
    for reference in views.iter().map(|v| &v.reference) {
        rows(&mut sheet, reference);
    }
    sheet.note(AS_PUBLISHED);
    sheet
}

/// The classes with their members, whatever the plan.
#[must_use]
pub fn references(all: &[Reference]) -> Sheet {
    let mut sheet = Sheet::new("What was published, by class", ["class", "programme", "value", "figures", "sources"]);
    for reference in all {
        rows(&mut sheet, reference);
        sheet.note(format!("{}: {}", title(reference.class), published(reference)));
    }
    sheet.note(AS_PUBLISHED);
    sheet
}

fn rows(sheet: &mut Sheet, reference: &Reference) {
    for member in &reference.members {
        sheet.row([
            Datum::text(title(reference.class)),
            Datum::text(&member.name),
            Datum::number(member.value, value(reference.class, member.value)),
            Datum::text(member.figures.join("; ")),
            Datum::text(member.sources.join("; ")),
        ]);
    }
}

/// "below the lowest" or "above the highest", for files.
#[must_use]
pub const fn side(seat: &Seat) -> &'static str {
    match seat.outside {
        Some(Side::Below) => "below the lowest",
        Some(Side::Above) => "above the highest",
        None => "within",
    }
}
