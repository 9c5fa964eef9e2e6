//! So what? Stress tests, sensitivity, value of information, appraisal, evaluation, search, allocation.

use clap::{Args as ArgGroup, ValueHint};

use super::Format;

#[derive(Debug, ArgGroup)]
#[command(after_long_help = "\
Each plan is run as drawn and in every harder world of model/stresses.ron. Without
--reach a future counts as reached if it meets the targets of the scenario, or, where
it has none, does no worse than doing nothing new.

Examples:
  tiller stress collective-learning-first
  tiller stress collective-learning-first qualifications-only --measure gva_per_hour
  tiller stress hvm-line --reach 10 --format csv")]
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
