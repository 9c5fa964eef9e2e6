//! What is taken home and handed on: report, share, open.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args as ArgGroup, ValueEnum, ValueHint};

#[derive(Debug, ArgGroup)]
#[command(after_long_help = "\
One to four scenarios: the question, the place, levers, ranges year by year, the options
future by future, why, evidence with its grades, appraisal, method, and the command that
makes it again. The page needs no network and runs nothing; it prints on A4, and every
drawing has its table. The same date gives the same bytes on any machine. Without --format
the ending of the file decides; without a file it is Markdown.

Examples:
  tiller report collective-learning-first --html report.html
  tiller report collective-learning-first qualifications-only -o both.html --date 2026-12-01
  tiller report mine.ron --format json > everything.json")]
pub(in crate::cli) struct Report {
    /// One to four scenario files, or names of built-in scenarios; the first is A
    #[arg(value_name = "SCENARIO", value_hint = ValueHint::FilePath, required = true, num_args = 1..=4)]
    pub scenarios: Vec<String>,
    /// File for the report as one HTML page
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with_all = ["out", "format"])]
    pub html: Option<PathBuf>,
    /// File for the report instead of standard output
    #[arg(long, short, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub out: Option<PathBuf>,
    /// Form of the report
    #[arg(long, value_enum, value_name = "FORM")]
    pub format: Option<Page>,
    /// Day that the report is dated with; without it, today
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub date: Option<NaiveDate>,
}

/// Form of a report to take home.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Page {
    /// One page for any browser, and for paper
    Html,
    /// Text for people and for version control
    Md,
    /// Every table, one after another
    Csv,
    /// Every section, table and sentence, for programs
    Json,
}

#[derive(Debug, ArgGroup)]
#[command(after_long_help = "\
The code is letters and digits in groups. It can be pasted into a message and read back
whatever a mail program does to line breaks, spaces, quoting marks and capitals. It holds
plans, years, seed, switches, notes and the version of the evidence, and no figures but
those that the scenario file holds.

Examples:
  tiller share collective-learning-first
  tiller share mine.ron --brief
  tiller share mine.ron --bare | tiller open - -o copy.ron")]
pub(in crate::cli) struct Share {
    /// Scenario file, or name of a built-in scenario
    #[arg(value_name = "SCENARIO", value_hint = ValueHint::FilePath)]
    pub scenario: String,
    /// Leave out notes, expected figures and the figures it was kept with: a shorter code
    #[arg(long)]
    pub brief: bool,
    /// Print the code alone, without how to open it
    #[arg(long)]
    pub bare: bool,
}

#[derive(Debug, ArgGroup)]
#[command(after_long_help = "\
The code may have anything around it: the whole message can be given. On a terminal the
scenario opens on the screens; where the output is not a terminal, or the code is read from
standard input, the scenario file is printed.

Examples:
  tiller open 'TILLER1:0G3M…'
  tiller open - < message.txt
  tiller open - -o theirs.ron < message.txt")]
pub(in crate::cli) struct Open {
    /// Code of a scenario, or '-' to read it from standard input
    #[arg(value_name = "CODE", required = true, num_args = 1..)]
    pub code: Vec<String>,
    /// Save the scenario as this file instead of opening it
    #[arg(long, short, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub out: Option<PathBuf>,
}
