//! The observed series that are tested, each within one statistical basis, on the scale on which it moves.

use crate::evidence::{Area, Observations, SectorId, Tier};
use crate::model::baseline::{Baseline, Forecast, History};
use crate::model::{Indicator, Input};

use super::POINTS_MIN;

/// Fewest observations before the first origin where a series has no more than eight in all.
const POINTS_THIN: usize = 5;

/// A series of one area and sector, log or logit, by rising year.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Area code, or the members of a group joined by `+`.
    pub area: String,
    /// Sector id.
    pub sector: String,
    /// (year, log or logit).
    pub points: Vec<(i32, f64)>,
}

impl Line {
    /// The value of a year.
    #[must_use]
    pub fn at(&self, year: i32) -> Option<f64> {
        self.points.iter().find(|(y, _)| *y == year).map(|(_, v)| *v)
    }

    /// The values of the years from `from` to `to`.
    #[must_use]
    pub fn between(&self, from: i32, to: i32) -> Vec<f64> {
        self.points.iter().filter(|(y, _)| *y >= from && *y <= to).map(|(_, v)| *v).collect()
    }
}

/// Series that share a unit, a tier and a rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Panel {
    /// Plain name.
    pub label: String,
    /// Series id (`series.csv`).
    pub series: String,
    /// Indicator whose baseline it tests.
    pub indicator: Indicator,
    /// `itl1`, `lep`, or the same with `groups of`.
    pub tier: String,
    /// Whether the values are logits of shares in per cent rather than logs of levels.
    pub share: bool,
    /// λ of the rule.
    pub lambda: f64,
    /// γ of the rule.
    pub gamma: f64,
    /// c of the rule.
    pub c: f64,
    /// Standard deviation of one yearly step over the panel, counted as four observations.
    pub step_sd: f64,
    /// Observations before the first origin.
    pub points_min: usize,
    /// One per area and sector.
    pub lines: Vec<Line>,
    /// The UK (or Great Britain) by sector; empty where the rule has no drift.
    pub national: Vec<Line>,
}

impl Panel {
    /// The UK series of a sector, else that of all sectors.
    #[must_use]
    pub fn uk(&self, sector: &str) -> Option<&Line> {
        let of = |wanted: &str| self.national.iter().find(|l| l.sector == wanted);
        of(sector).or_else(|| of("all"))
    }

    /// First year of any line.
    #[must_use]
    pub fn first_year(&self) -> i32 {
        self.lines.iter().filter_map(|l| l.points.first()).map(|(y, _)| *y).min().unwrap_or(0)
    }

    /// Last year of any line.
    #[must_use]
    pub fn last_year(&self) -> i32 {
        self.lines.iter().filter_map(|l| l.points.last()).map(|(y, _)| *y).max().unwrap_or(0)
    }
}

/// A history that is not tested, with the reason recorded beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Untested {
    /// Indicator.
    pub indicator: Indicator,
    /// Why not.
    pub reason: String,
}

/// Indicators without a backtest, each with its reason.
#[must_use]
pub fn untested(baseline: &Baseline) -> Vec<Untested> {
    let row = |h: &History| Untested { indicator: h.indicator, reason: h.note.clone() };
    let mut out: Vec<Untested> = baseline.history.iter().filter(|h| !h.backtest).map(row).collect();
    out.push(Untested {
        indicator: Indicator::Gap,
        reason: String::from(
            "GVA a head is held level, without a range over time: there is no forecast to score; history is drawn",
        ),
    });
    out
}

/// What the panels of one indicator are made from.
struct Recipe<'a> {
    label: &'static str,
    series: &'a str,
    indicator: Indicator,
    tier: Tier,
    share: bool,
    real: bool,
    years: (i32, i32),
    rule: &'a Forecast,
    lambda: f64,
    national: (&'a str, &'a str),
}

/// Every panel of the bundled figures.
pub(super) fn panels(baseline: &Baseline, areas: &[Area], observations: &Observations) -> Vec<Panel> {
    let recipes = baseline.history.iter().filter(|h| h.backtest).flat_map(|h| recipes(baseline, h));
    let panels = recipes.map(|r| build(&r, baseline, areas, observations));
    panels.filter(|p| !p.lines.is_empty()).collect()
}

/// The rule and national series of a history; none for those that have no rule of their own.
fn recipes<'a>(baseline: &'a Baseline, h: &'a History) -> Vec<Recipe<'a>> {
    let (label, input, share, drifts) = match h.indicator {
        Indicator::NetGvaPv => ("GVA", Input::GvaM, false, true),
        Indicator::GvaPerHour => ("GVA per hour", Input::GvaHour, false, true),
        Indicator::NetJobs => ("Jobs by sector", Input::Workforce, false, true),
        Indicator::BusinessRd => ("Share of UK business R&D", Input::RdM, true, false),
        Indicator::RdIntensity => ("R&D as % of GDP", Input::RdM, false, false),
        _ => return Vec::new(),
    };
    let Some(rule) = baseline.forecast(input) else { return Vec::new() };
    let until = h.break_after.map_or(h.to, |b| h.to.min(b - 1));
    let tier = |name: &String| if name == "lep" { Tier::Lep } else { Tier::Itl1 };
    let recipe = |name: &String| Recipe {
        label,
        series: h.series.as_str(),
        indicator: h.indicator,
        tier: tier(name),
        share,
        real: h.real,
        years: (h.from, until),
        rule,
        lambda: if drifts { rule.lambda } else { 0.0 },
        national: if drifts { (rule.series.as_str(), rule.area.as_str()) } else { ("", "") },
    };
    let mut out: Vec<Recipe<'a>> = h.tiers.iter().map(recipe).collect();
    if h.indicator == Indicator::GvaPerHour && h.tiers.iter().any(|t| t == "itl1") {
        // Volumes: the check on the deflator.
        out.push(Recipe {
            label: "Output per hour, volumes",
            series: "output_per_hour_cvm",
            indicator: h.indicator,
            tier: Tier::Itl1,
            share: false,
            real: false,
            years: (1998, 2021),
            rule,
            lambda: rule.lambda,
            // There is no UK line: the mean of the regions stands for it.
            national: ("", ""),
        });
    }
    if h.indicator == Indicator::NetJobs {
        // Jobs by sector have seven years; all jobs have twenty, and test the same rule.
        out.extend([Tier::Itl1, Tier::Lep].map(|tier| Recipe {
            label: "Jobs, all sectors",
            series: "filled_jobs",
            indicator: h.indicator,
            tier,
            share: false,
            real: false,
            years: (2002, 2021),
            rule,
            lambda: rule.lambda,
            national: ("filled_jobs", baseline.united_kingdom.as_str()),
        }));
    }
    out
}

fn build(r: &Recipe<'_>, baseline: &Baseline, areas: &[Area], observations: &Observations) -> Panel {
    let sectors = || std::iter::once("all").chain(baseline.sectors.iter().map(SectorId::as_str));
    let line = |series: &str, area: &str, sector: &str| {
        let raw = observations.years(series, area, sector, r.years.0, r.years.1);
        let points: Vec<(i32, f64)> = raw
            .into_iter()
            .filter_map(|(year, value)| {
                let value = if r.real { value * baseline.deflator.factor(year)? } else { value };
                scaled(value, r.share).map(|v| (year, v))
            })
            .collect();
        (points.len() > POINTS_THIN).then(|| Line { area: area.to_owned(), sector: sector.to_owned(), points })
    };
    let places = areas.iter().filter(|a| a.tier == r.tier);
    let lines: Vec<Line> = places.flat_map(|a| sectors().filter_map(|s| line(r.series, a.code.as_str(), s))).collect();
    let longest = lines.iter().map(|l| l.points.len()).max().unwrap_or(0);
    let points_min = if longest > POINTS_MIN + 1 { POINTS_MIN } else { POINTS_THIN };
    let mut national: Vec<Line> = sectors().filter_map(|s| line(r.national.0, r.national.1, s)).collect();
    if national.is_empty() && r.lambda != 0.0 {
        national.extend(mean_line(&lines, r.years));
    }
    Panel {
        label: r.label.to_owned(),
        series: r.series.to_owned(),
        indicator: r.indicator,
        tier: r.tier.as_str().to_owned(),
        share: r.share,
        lambda: r.lambda,
        gamma: r.rule.gamma,
        c: r.rule.c,
        step_sd: r.rule.thin_sd,
        points_min,
        lines,
        national,
    }
}

/// The mean of all lines by year, in the years that every one has; `None` without lines.
fn mean_line(lines: &[Line], (from, to): (i32, i32)) -> Option<Line> {
    let mean = |year: i32| {
        let values: Vec<f64> = lines.iter().map(|l| l.at(year)).collect::<Option<_>>()?;
        Some((year, values.iter().sum::<f64>() / values.len() as f64))
    };
    let points: Vec<(i32, f64)> = (from..=to).filter_map(mean).collect();
    (!lines.is_empty()).then(|| Line { area: String::from("mean"), sector: String::from("all"), points })
}

/// Log of a level, logit of a share in per cent; `None` off the scale.
fn scaled(value: f64, share: bool) -> Option<f64> {
    let odds = if share { value / (100.0 - value) } else { value };
    (odds > 0.0 && odds.is_finite()).then(|| libm::log(odds))
}
