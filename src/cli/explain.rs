//! `tiller explain`: the screen's "why?" as text, JSON or CSV, written from the same tables.

use std::path::Path;

use serde_json::json;

use super::args::{Explain, ExplainPart, Format};
use super::choose;
use super::error::{CliError, Kind};
use super::run::{in_pool, project};
use super::{output, sheets};
use crate::insight::applies::no_reach;
use crate::insight::matters::{SHARED_OUT, Shared, matters};
use crate::insight::paths::steps;
use crate::insight::watch::Watch;
use crate::insight::{grades, outside, spread};
use crate::model::{Basis, Indicator};
use crate::projection::Stopped;
use crate::report::sheet::Sheet;
use crate::report::validity::outside as said;
use crate::report::why::{self, Subject};
use crate::report::words::{self, Unit};
use crate::report::{self, changed, layout, text, wording};
use crate::scenario::{DRAWS_COARSE, Scenario};

/// Prints why an indicator moves.
pub(super) fn explain(args: &Explain, data: Option<&Path>) -> Result<(), CliError> {
    let basis = choose::basis(data)?;
    let scenario = choose::named(&basis, &args.scenario)?;
    let basis = &*basis.under(&scenario.overrides);
    let number = args.plan.wrapping_sub(1);
    let Some(plan) = scenario.plans.get(number) else {
        let count = scenario.plans.len();
        return Err(CliError::new(Kind::Usage, format!("--plan {}: the scenario has plans 1 to {count}", args.plan)));
    };
    let Some(indicator) = &args.indicator else { return matter(basis, &scenario, number, args.format) };
    let indicator = choose::indicator(basis, indicator, "INDICATOR")?;
    let cell = basis.inputs.cell(&plan.place, &plan.sector).map_err(|f| CliError::faults(Kind::Content, &[f]))?;
    let (places, excluded) = (text::places(&scenario), scenario.exclude_studies.as_slice());
    let subject = Subject { basis, plan, cell: Some(&cell), indicator, places, excluded };
    let wanted = match (args.part, args.format) {
        (Some(part), _) => vec![part],
        (None, Format::Csv) => vec![ExplainPart::Findings],
        (None, _) => {
            use ExplainPart::{Findings, Grades, Judgement, Levers, Path, Sources, Ways, Years};
            vec![Levers, Ways, Years, Grades, Judgement, Path, Findings, Sources]
        }
    };
    let shares = [ExplainPart::Levers, ExplainPart::Ways, ExplainPart::Years];
    let shared = if wanted.iter().any(|part| shares.contains(part)) {
        shared(basis, &scenario, number, &[indicator])?.pop()
    } else {
        None
    };
    let sheets = wanted
        .iter()
        .map(|part| sheet(&subject, &scenario, (number, *part), shared.as_ref()))
        .collect::<Result<Vec<_>, _>>()?;
    let bug = |e: String| CliError::new(Kind::Bug, format!("the explanation could not be written ({e})"));
    let written = match args.format {
        Format::Text => as_text(&subject, &scenario, number, &wanted, &sheets)?,
        Format::Json => {
            let value = json!({
                "scenario": scenario.title,
                "plan": args.plan,
                "indicator": indicator.as_str(),
                "notice": wording::SCREEN_FIRST,
                "remarks": changed::remarks(basis, &scenario),
                "parts": sheets.iter().map(Sheet::as_json).collect::<Vec<_>>(),
            });
            serde_json::to_string_pretty(&value).map_err(|e| bug(e.to_string()))? + "\n"
        }
        Format::Csv => match sheets.first() {
            Some(sheet) => sheet.as_csv().map_err(|e| bug(e.to_string()))?,
            None => String::new(),
        },
    };
    output::out(&written)
}

/// What matters most for every indicator; CSV holds every lever's part.
fn matter(basis: &Basis, scenario: &Scenario, plan: usize, format: Format) -> Result<(), CliError> {
    if scenario.is_off() {
        return Err(
            CliError::new(Kind::Content, "no lever is on, so nothing moves").hint("choose a scenario with levers")
        );
    }
    let projection = project(basis, scenario)?;
    let found = shared(basis, scenario, plan, &SHARED_OUT)?;
    let mut tables = report::matters::sheets(basis, scenario, plan, Some(&projection), &found);
    if format == Format::Csv {
        tables.drain(..1);
    }
    sheets::write(&tables, format, None)
}

/// Changes shared out. Parts are means of differences on the same draws; the coarse table gives them to two figures, as on the screen.
fn shared(basis: &Basis, scenario: &Scenario, plan: usize, indicators: &[Indicator]) -> Result<Vec<Shared>, CliError> {
    let count = scenario.draws.min(DRAWS_COARSE);
    let coarse = Scenario { draws: count, ..scenario.clone() };
    in_pool(basis, &coarse, |_, cancel| {
        matters(basis, scenario, plan, (indicators, count), &Watch { cancel, progress: &|_| {} })
    })
}

fn sheet(
    subject: &Subject<'_>,
    scenario: &Scenario,
    (plan, part): (usize, ExplainPart),
    shared: Option<&Shared>,
) -> Result<Sheet, CliError> {
    Ok(match part {
        ExplainPart::Path => why::path(subject),
        ExplainPart::Findings => why::findings(subject),
        ExplainPart::Sources => why::sources(subject),
        ExplainPart::Grades => {
            let found = grades::explain(subject.basis, scenario, plan).map_err(stopped)?;
            let mut sheet = report::grades::results(subject.basis, &found, "What makes each grade");
            let flags = report::extrapolation::of_plan(subject.basis, scenario, plan);
            for flag in &flags {
                sheet.note(report::extrapolation::sentence(flag));
            }
            sheet
        }
        ExplainPart::Judgement => {
            let what = (plan, scenario.draws.min(DRAWS_COARSE));
            let found =
                in_pool(subject.basis, scenario, |_, cancel| spread::spread(subject.basis, scenario, what, cancel))?;
            report::spread::sheet(subject.basis, &found, subject.places)
        }
        ExplainPart::Levers => {
            shared.map(|s| why::contributions(subject, &s.levers.clone().into())).unwrap_or_default()
        }
        ExplainPart::Ways => shared.map(|s| why::ways(subject, &s.ways)).unwrap_or_default(),
        ExplainPart::Years => shared.map(|s| why::years(subject, &s.years)).unwrap_or_default(),
    })
}

fn stopped(stopped: Stopped) -> CliError {
    match stopped {
        Stopped::Refused(fault) => CliError::faults(Kind::Content, &[fault]),
        Stopped::Cancelled => CliError::new(Kind::Bug, "the explanation ended before it was done"),
    }
}

/// The grades of every indicator are too wide for a text: those of this one, in sentences.
fn grade_text(subject: &Subject<'_>, scenario: &Scenario, plan: usize) -> Result<String, CliError> {
    let mut out = String::from("What makes the grade\n");
    let found = grades::explain(subject.basis, scenario, plan).map_err(stopped)?;
    if let Some(one) = found.of(subject.indicator).filter(|one| report::grades::moved(one)) {
        let mut said = vec![report::grades::makes(one), report::grades::line(one)];
        said.extend(report::grades::weakest(subject.basis, one));
        for text in &said {
            out.push_str(&layout::wrap(text, "  ", "    "));
        }
    }
    for flag in report::extrapolation::of_plan(subject.basis, scenario, plan) {
        out.push_str(&layout::wrap(&report::extrapolation::sentence(&flag), "  ", "    "));
    }
    Ok(out)
}

/// The change with its standing, then the parts; the findings arrow by arrow as on the screen.
fn as_text(
    subject: &Subject<'_>,
    scenario: &Scenario,
    plan: usize,
    wanted: &[ExplainPart],
    sheets: &[Sheet],
) -> Result<String, CliError> {
    let projection = project(subject.basis, scenario)?;
    let mut out = layout::wrap(wording::TITLE_LINE, "", "");
    if let Some(of_plan) = projection.plans.get(plan) {
        let outcome = of_plan.indicator(subject.indicator);
        let unit = Unit::of_change(subject.indicator, subject.places);
        let label = &subject.basis.model.indicator(subject.indicator).label;
        let change = outcome.change.last().map_or_else(
            || words::NOT_QUANTIFIED.to_owned(),
            |q| if subject.plan.is_off() { wording::NO_CHANGE.to_owned() } else { words::range_and_middle(q, unit) },
        );
        out.push_str(&layout::wrap(&format!("{label}, {}: {change}.", scenario.last_year()), "", ""));
        out.push_str(&layout::wrap(&format!("Grade {}.", wording::grade(outcome.grade)), "", ""));
        let links = projection.plans.get(plan).map_or((0, 0), |p| (p.links_judged, p.links_total));
        if let Some(text) = wording::faith(outcome.grade, links.0, links.1).filter(|_| !subject.plan.is_off()) {
            out.push_str(&layout::wrap(&text, "", ""));
        }
        if let Some(why) = no_reach(subject.basis, subject.plan, subject.cell, (subject.indicator, outcome.grade)) {
            out.push_str(&layout::wrap(&format!("{}.", why::no_reach(&why)), "", ""));
        }
        let views = outside::views(subject.basis, of_plan);
        if let Some(view) = said::of_indicator(&views, subject.indicator) {
            out.push_str(&layout::wrap(&said::sentence(view), "", ""));
        }
    }
    for (part, sheet) in wanted.iter().zip(sheets) {
        out.push('\n');
        if *part == ExplainPart::Findings {
            out.push_str("On whose findings\n");
            for step in steps(&subject.basis.model, subject.plan, subject.indicator) {
                out.push('\n');
                out.push_str(&why::page_text(&why::page(subject, step)));
            }
        } else if *part == ExplainPart::Grades {
            out.push_str(&grade_text(subject, scenario, plan)?);
        } else {
            out.push_str(&sheet.as_text());
        }
    }
    for said in changed::remarks(subject.basis, scenario) {
        out.push('\n');
        out.push_str(&layout::wrap(&layout::tame(&said), "", ""));
    }
    Ok(out)
}
