//! `tiller explain`: the screen's "why?" as text, JSON or CSV, written from the same tables.

use std::path::Path;

use serde_json::json;

use super::args::{Explain, ExplainPart, Format};
use super::choose;
use super::error::{CliError, Kind};
use super::run::{in_pool, project};
use super::{output, sheets};
use crate::insight::applies::no_reach;
use crate::insight::attribution;
use crate::insight::matters::matters;
use crate::insight::paths::steps;
use crate::model::Basis;
use crate::report::sheet::Sheet;
use crate::report::why::{self, Contributions, Subject};
use crate::report::words::{self, Unit};
use crate::report::{self, layout, text, wording};
use crate::scenario::{DRAWS_COARSE, Scenario};

/// Prints why an indicator moves.
pub(super) fn explain(args: &Explain, data: Option<&Path>) -> Result<(), CliError> {
    let basis = choose::basis(data)?;
    let scenario = choose::named(&basis, &args.scenario)?;
    let number = args.plan.wrapping_sub(1);
    let Some(plan) = scenario.plans.get(number) else {
        let count = scenario.plans.len();
        return Err(CliError::new(Kind::Usage, format!("--plan {}: the scenario has plans 1 to {count}", args.plan)));
    };
    let Some(indicator) = &args.indicator else { return matter(&basis, &scenario, number, args.format) };
    let indicator = choose::indicator(&basis, indicator, "INDICATOR")?;
    let cell = basis.inputs.cell(&plan.place, &plan.sector).map_err(|f| CliError::faults(Kind::Content, &[f]))?;
    let subject = Subject { basis: &basis, plan, cell: Some(&cell), indicator, places: text::places(&scenario) };
    let wanted = match (args.part, args.format) {
        (Some(part), _) => vec![part],
        (None, Format::Csv) => vec![ExplainPart::Findings],
        (None, _) => vec![ExplainPart::Levers, ExplainPart::Path, ExplainPart::Findings, ExplainPart::Sources],
    };
    let sheets = wanted.iter().map(|part| sheet(&subject, &scenario, number, *part)).collect::<Result<Vec<_>, _>>()?;
    let bug = |e: String| CliError::new(Kind::Bug, format!("the explanation could not be written ({e})"));
    let written = match args.format {
        Format::Text => as_text(&subject, &scenario, number, &wanted, &sheets)?,
        Format::Json => {
            let value = json!({
                "scenario": scenario.title,
                "plan": args.plan,
                "indicator": indicator.as_str(),
                "notice": wording::SCREEN_FIRST,
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
    // Parts are means of differences on the same draws; the coarse table gives them to two figures, as on the screen.
    let coarse = Scenario { draws: scenario.draws.min(DRAWS_COARSE), ..scenario.clone() };
    let found = in_pool(basis, &coarse, |draws, cancel| matters(basis, scenario, plan, draws, cancel, &|_| {}))?;
    let mut tables = report::matters::sheets(basis, scenario, plan, Some(&projection), &found);
    if format == Format::Csv {
        tables.drain(..1);
    }
    sheets::write(&tables, format, None)
}

fn sheet(subject: &Subject<'_>, scenario: &Scenario, plan: usize, part: ExplainPart) -> Result<Sheet, CliError> {
    Ok(match part {
        ExplainPart::Path => why::path(subject),
        ExplainPart::Findings => why::findings(subject),
        ExplainPart::Sources => why::sources(subject),
        ExplainPart::Levers => {
            let what = (plan, subject.indicator, scenario.last_year());
            let found = in_pool(subject.basis, scenario, |draws, cancel| {
                attribution::attribute(subject.basis, scenario, draws, what, cancel)
            })?;
            let parts = found.levers.iter().map(|c| (c.lever.clone(), [c.shapley, c.alone, c.if_removed]));
            let found = Contributions { year: found.year, parts: parts.collect(), total: found.total };
            why::contributions(subject, &found)
        }
    })
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
    if let Some(outcome) = projection.plans.get(plan).map(|p| p.indicator(subject.indicator)) {
        let unit = Unit::of_change(subject.indicator, subject.places);
        let label = &subject.basis.model.indicator(subject.indicator).label;
        let change = outcome.change.last().map_or_else(
            || words::NOT_QUANTIFIED.to_owned(),
            |q| if subject.plan.is_off() { wording::NO_CHANGE.to_owned() } else { words::range_and_middle(q, unit) },
        );
        out.push_str(&layout::wrap(&format!("{label}, {}: {change}.", scenario.last_year()), "", ""));
        out.push_str(&layout::wrap(&format!("Grade {}.", wording::grade(outcome.grade)), "", ""));
        if let Some(why) = no_reach(subject.basis, subject.plan, subject.cell, (subject.indicator, outcome.grade)) {
            out.push_str(&layout::wrap(&format!("{}.", why::no_reach(&why)), "", ""));
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
        } else {
            out.push_str(&sheet.as_text());
        }
    }
    Ok(out)
}
