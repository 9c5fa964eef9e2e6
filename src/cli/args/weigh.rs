//! So what? Stress tests, sensitivity, value of information, appraisal, evaluation, search, allocation.

use chrono::NaiveDate;
use clap::{Args as ArgGroup, ValueEnum, ValueHint};

use super::Format;

#[derive(Debug, ArgGroup)]
#[command(after_long_help = "\
Each plan is run as drawn and in every harder world of model/stresses.ron. Without
--reach a future counts as reached if it meets the targets of the scenario, or, where
it has none, does no worse than doing nothing new.

Examples:
  tiller stress collective-learning-first
  tiller stress collective-learning-first qualifications-only --measure gva_per_hour
  tiller stress hvm-line --reach 10 --format csv
  tiller stress backing-strength --red-team")]
pub(in crate::cli) struct Stress {
    /// One to four scenario files, or names of built-in scenarios; the first is A
    #[arg(value_name = "SCENARIO", value_hint = ValueHint::FilePath, required = true, num_args = 1..=4)]
    pub scenarios: Vec<String>,
    /// What is judged by: npsv (net present social value, UK) or an indicator
    #[arg(long, value_name = "MEASURE", default_value = "npsv")]
    pub measure: String,
    /// Value of the measure that a future must reach, in its unit (£m for npsv)
    #[arg(long, value_name = "VALUE", allow_negative_numbers = true)]
    pub reach: Option<f64>,
    /// Only the worst world that the evidence still allows, for the first scenario
    #[arg(long, conflicts_with = "reach")]
    pub red_team: bool,
    /// Form of the answer
    #[arg(long, value_enum, value_name = "FORM", default_value = "text")]
    pub format: Format,
}

#[derive(Debug, ArgGroup)]
#[command(after_long_help = "\
Text shows the longest bars; JSON and CSV hold all.

Examples:
  tiller sensitivity collective-learning-first
  tiller sensitivity hvm-line --measure innovation_active --format json")]
pub(in crate::cli) struct Sensitivity {
    /// Scenario file, or name of a built-in scenario
    #[arg(value_name = "SCENARIO", value_hint = ValueHint::FilePath)]
    pub scenario: String,
    /// What is judged by: npsv (net present social value, UK) or an indicator of the first plan
    #[arg(long, value_name = "MEASURE", default_value = "npsv")]
    pub measure: String,
    /// Form of the answer
    #[arg(long, value_enum, value_name = "FORM", default_value = "text")]
    pub format: Format,
}

#[derive(Debug, ArgGroup)]
#[command(after_long_help = "\
The choice is between the scenarios and no new policy.

Examples:
  tiller value-of-information collective-learning-first qualifications-only
  tiller value-of-information hvm-line --measure gva_per_hour")]
pub(in crate::cli) struct Information {
    /// One to four scenario files, or names of built-in scenarios; the first is A
    #[arg(value_name = "SCENARIO", value_hint = ValueHint::FilePath, required = true, num_args = 1..=4)]
    pub scenarios: Vec<String>,
    /// What is judged by: npsv (net present social value, UK) or an indicator of the first plan
    #[arg(long, value_name = "MEASURE", default_value = "npsv")]
    pub measure: String,
    /// Form of the answer
    #[arg(long, value_enum, value_name = "FORM", default_value = "text")]
    pub format: Format,
}

#[derive(Debug, ArgGroup)]
#[command(after_long_help = "\
The first scenario is the preferred one; do-minimum is no new policy.

Examples:
  tiller appraise collective-learning-first qualifications-only
  tiller appraise hvm-line --schedule lower --date 2026-12-01")]
pub(in crate::cli) struct Appraise {
    /// Preferred scenario, then up to two alternatives: files, or names of built-in scenarios
    #[arg(value_name = "SCENARIO", value_hint = ValueHint::FilePath, required = true, num_args = 1..=3)]
    pub scenarios: Vec<String>,
    /// Discount rates
    #[arg(long, value_enum, value_name = "RATES", default_value = "standard")]
    pub schedule: Rates,
    /// Date on the table; without it today
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub date: Option<NaiveDate>,
    /// Form of the answer
    #[arg(long, value_enum, value_name = "FORM", default_value = "text")]
    pub format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Rates {
    /// The standard schedule of the Green Book
    Standard,
    /// Its lower-rate sensitivity
    Lower,
}

#[derive(Debug, ArgGroup)]
#[command(after_long_help = "\
Without --lever every lever of the plan that is on is designed for.

Examples:
  tiller evaluate collective-learning-first --lever work_organisation
  tiller evaluate hvm-line --icc 0.1 --cluster 10")]
pub(in crate::cli) struct Evaluate {
    /// Scenario file, or name of a built-in scenario
    #[arg(value_name = "SCENARIO", value_hint = ValueHint::FilePath)]
    pub scenario: String,
    /// Lever that is piloted: id or label; may be repeated
    #[arg(long, value_name = "LEVER")]
    pub lever: Vec<String>,
    /// Plan, counted from 1
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub plan: usize,
    /// Firms or learners that are assigned together
    #[arg(long, value_name = "N")]
    pub cluster: Option<f64>,
    /// How alike they are, 0 to 1
    #[arg(long, value_name = "ICC")]
    pub icc: Option<f64>,
    /// Share lost before the outcome is measured, 0 to 1
    #[arg(long, value_name = "SHARE")]
    pub attrition: Option<f64>,
    /// Form of the answer
    #[arg(long, value_enum, value_name = "FORM", default_value = "text")]
    pub format: Format,
}

#[derive(Debug, ArgGroup)]
#[command(after_long_help = "\
Give a budget for mixes that do well for it, or an indicator with a level for what it
would take. Place, sector, years and switches are those of the scenario's first plan.

Examples:
  tiller seek collective-learning-first --budget 5
  tiller seek collective-learning-first --budget 5 --by worst-tenth --most 3 --lock work_organisation
  tiller seek collective-learning-first --indicator innovation_active --level 48 --chance 0.5")]
pub(in crate::cli) struct Seek {
    /// Scenario file, or name of a built-in scenario
    #[arg(value_name = "SCENARIO", value_hint = ValueHint::FilePath)]
    pub scenario: String,
    /// Money for all levers together, £m a year
    #[arg(long, value_name = "£m", required_unless_present = "indicator", conflicts_with = "indicator")]
    pub budget: Option<f64>,
    /// Indicator whose level is to be reached in the last year
    #[arg(long, value_name = "INDICATOR", requires = "level")]
    pub indicator: Option<String>,
    /// Level to be reached, in the indicator's unit (of effects the change)
    #[arg(long, value_name = "LEVEL", requires = "indicator", allow_negative_numbers = true)]
    pub level: Option<f64>,
    /// Share of futures that must reach it
    #[arg(long, value_name = "SHARE", default_value_t = 0.5)]
    pub chance: f64,
    /// What a good mix is
    #[arg(long, value_enum, value_name = "RULE", default_value = "median")]
    pub by: By,
    /// What is judged by: npsv (net present social value, UK) or an indicator
    #[arg(long, value_name = "MEASURE", default_value = "npsv")]
    pub measure: String,
    /// Lever whose setting stays; may be repeated
    #[arg(long, value_name = "LEVER")]
    pub lock: Vec<String>,
    /// Most levers that are on
    #[arg(long, value_name = "N", default_value_t = 4)]
    pub most: usize,
    /// Least amount of a lever that is on, £m a year
    #[arg(long, value_name = "£m", default_value_t = 0.1)]
    pub least: f64,
    /// Least middle change of GVA a head here against the UK, percentage points
    #[arg(long, value_name = "POINTS", allow_negative_numbers = true)]
    pub gap: Option<f64>,
    /// Mixes tried
    #[arg(long, value_name = "N", default_value_t = 400)]
    pub tries: usize,
    /// Form of the answer
    #[arg(long, value_enum, value_name = "FORM", default_value = "text")]
    pub format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum By {
    /// The middle future
    Median,
    /// What 1 future in 10 falls short of
    WorstTenth,
    /// How far behind the best mix of each future
    Regret,
}

#[derive(Debug, ArgGroup)]
#[command(after_long_help = "\
The money of all plans together is shared out over every place of the tier of the first
plan, from need to strength, in the sector of the first plan.

Examples:
  tiller allocate innovation-for-all
  tiller allocate backing-strength --format csv")]
pub(in crate::cli) struct Allocate {
    /// Scenario file, or name of a built-in scenario
    #[arg(value_name = "SCENARIO", value_hint = ValueHint::FilePath)]
    pub scenario: String,
    /// Form of the answer
    #[arg(long, value_enum, value_name = "FORM", default_value = "text")]
    pub format: Format,
}
