//! What is tested: the files, the settings, how the program has done before.

use std::path::PathBuf;

use clap::{Args as ArgGroup, ValueEnum, ValueHint};

use super::Format;

#[derive(Debug, ArgGroup)]
#[command(after_long_help = "\
A scenario that was kept on another version of the evidence is run again: what changed in
its figures is listed, old range to new, and which moved beyond the Monte-Carlo error.
That is no fault.")]
pub(in crate::cli) struct Check {
    /// Scenario files to check as well
    #[arg(value_name = "SCENARIO", value_hint = ValueHint::FilePath)]
    pub scenarios: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ConfigWhat {
    /// Print the folder of the settings
    Path,
    /// Print every fault in them
    Check,
    /// Print every command with its keys, as a file to start from
    Keys,
}

#[derive(Debug, ArgGroup)]
pub(in crate::cli) struct Validate {
    /// What is tested
    #[arg(value_enum)]
    pub what: Validated,
    /// Form of the tables
    #[arg(long, value_enum, value_name = "FORM", default_value = "text")]
    pub format: Format,
    /// File for the tables instead of standard output
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub out: Option<PathBuf>,
    /// Also write every forecast, or every outcome, with what happened (CSV)
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub cases: Option<PathBuf>,
    /// Leave a finding out of every case (hindcast; may be given again)
    #[arg(long, value_name = "ID")]
    pub exclude_study: Vec<String>,
    /// Leave a case out, with its findings out of every other (hindcast; may be given again)
    #[arg(long, value_name = "ID")]
    pub exclude_case: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Validated {
    /// Forecasts of the baseline from past origins, against what happened
    Baseline,
    /// Dated forecasts of figures that are not out yet, and how those did that are
    Forecasts,
    /// One study left out, held against the others of its channel
    Studies,
    /// Evaluated programmes: what was published against what the program says without their own evidence
    Hindcast,
}
