//! What is computed from a scenario: run, explain, compare, ledger.

use std::path::PathBuf;

use clap::{Args as ArgGroup, ValueEnum, ValueHint};

use super::Format;

#[derive(Debug, ArgGroup)]
#[command(after_long_help = "\
A setting is LEVER=AMOUNT[@FROM-TO][:PARTNER]: £m a year, or % coverage for reforms;
without years it runs the whole horizon; an amount of 0 turns the lever off.

An override sets a recorded judgement otherwise: ID=LOW,MIDDLE,HIGH;NAME;REASON, one number
for a constant. 'tiller evidence judgements' shows the ids; unit_cost.LEVER is what a lever
costs a unit. The recorded value stands beside it in every report; results that rest on a
changed arrow have grade D at best.

Examples:
  --set skills_provision=2.6
  --set peer_learning=0.6@2027-2034
  --set interregional_links=0.5@2027-2036:'East Midlands'
  --override 'null_share=0.2;A. Reader;half of ours took last time'
  --override 'skills_provision.productivity.direct=0,0.02,0.06;A. Reader;our own survey'")]
pub(in crate::cli) struct Run {
    /// Scenario file, or name of a built-in scenario; without it the plan starts empty
    #[arg(value_name = "SCENARIO", value_hint = ValueHint::FilePath)]
    pub scenario: Option<String>,
    /// Place: code or name, several joined with '+'; 'NAME (LEP)' for an area of a former LEP
    #[arg(long, value_name = "PLACE")]
    pub place: Option<String>,
    /// Sector: id or name
    #[arg(long, value_name = "SECTOR")]
    pub sector: Option<String>,
    /// Setting of a lever: LEVER=AMOUNT[@FROM-TO][:PARTNER]; may be repeated
    #[arg(long, value_name = "SETTING")]
    pub set: Vec<String>,
    /// Judgement set otherwise: ID=LOW,MIDDLE,HIGH;NAME;REASON (one number for a constant); may be repeated
    #[arg(long = "override", value_name = "OVERRIDE")]
    pub overrides: Vec<String>,
    /// Plan that --place, --sector and --set change, counted from 1
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub plan: usize,
    /// First year of the policy
    #[arg(long, value_name = "YEAR")]
    pub start: Option<i32>,
    /// Years run, 5 to 30
    #[arg(long, value_name = "YEARS")]
    pub horizon: Option<u32>,
    /// Seed of the draws
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    /// Draws: 1280, 2560, 5120, 10240, 20480 or 40960
    #[arg(long, value_name = "N")]
    pub draws: Option<u32>,
    /// Form of the report; without it, by the ending of --out, else text
    #[arg(long, value_enum, value_name = "FORM")]
    pub format: Option<Format>,
    /// File for the report instead of standard output
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub out: Option<PathBuf>,
    /// Also write every draw's parameters and results of the plan, for recomputation (CSV)
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub draws_out: Option<PathBuf>,
    /// Also save the scenario as it was run
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub save: Option<PathBuf>,
}

#[derive(Debug, ArgGroup)]
pub(in crate::cli) struct Compare {
    /// Scenario files, or names of built-in scenarios; the first is A
    #[arg(value_name = "SCENARIO", value_hint = ValueHint::FilePath, required = true, num_args = 2..=4)]
    pub scenarios: Vec<String>,
    /// Only this indicator, by id or name
    #[arg(long, value_name = "INDICATOR")]
    pub indicator: Option<String>,
    /// Form of the comparison
    #[arg(long, value_enum, value_name = "FORM", default_value = "text")]
    pub format: Format,
}

#[derive(Debug, ArgGroup)]
#[command(after_long_help = "\
Equal cost and years, both inside the evidence: where costs differ by more than 5 %,
every amount of B is multiplied so that it costs as much as A. Where a condition
cannot be met, the test says which and counts nothing. It never says who wins overall.

Examples:
  tiller fairtest mine.ron theirs.ron
  tiller fairtest two-plans.ron --indicator net_jobs --format csv")]
pub(in crate::cli) struct FairArgs {
    /// Scenario A: file, or name of a built-in scenario
    #[arg(value_name = "A", value_hint = ValueHint::FilePath)]
    pub first: String,
    /// Scenario B; without it, plans 1 and 2 of A
    #[arg(value_name = "B", value_hint = ValueHint::FilePath)]
    pub second: Option<String>,
    /// Only this indicator, by id or name
    #[arg(long, value_name = "INDICATOR")]
    pub indicator: Option<String>,
    /// Form of the test
    #[arg(long, value_enum, value_name = "FORM", default_value = "text")]
    pub format: Format,
}

#[derive(Debug, ArgGroup)]
#[command(after_long_help = "\
Text and JSON hold every part; CSV holds one table, the findings unless --part says otherwise.

Examples:
  tiller explain collective-learning-first
  tiller explain collective-learning-first innovation_active
  tiller explain hvm-line gva_per_hour --part path
  tiller explain mine.ron net_jobs --format csv > findings.csv")]
pub(in crate::cli) struct Explain {
    /// Scenario file, or name of a built-in scenario
    #[arg(value_name = "SCENARIO", value_hint = ValueHint::FilePath)]
    pub scenario: String,
    /// Indicator: id or label; 'tiller list indicators' shows them. Without it: what matters most for each
    #[arg(value_name = "INDICATOR")]
    pub indicator: Option<String>,
    /// Plan that is explained, counted from 1
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub plan: usize,
    /// Only this part
    #[arg(long, value_enum, value_name = "PART", requires = "indicator")]
    pub part: Option<ExplainPart>,
    /// Form
    #[arg(long, value_enum, value_name = "FORM", default_value = "text")]
    pub format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ExplainPart {
    /// What each lever adds, with its range
    Levers,
    /// By which way: skills, practice, ties, R&D, other places
    Ways,
    /// What each lever adds between milestone years
    Years,
    /// Arrows from levers to the indicator
    Path,
    /// Findings behind the arrows
    Findings,
    /// Sources in full
    Sources,
    /// What makes each grade of the plan
    Grades,
    /// How much of the spread rests on judgement
    Judgement,
}

#[derive(Debug, ArgGroup)]
pub(in crate::cli) struct LedgerArgs {
    /// Scenario file, or name of a built-in scenario
    #[arg(value_name = "SCENARIO", value_hint = ValueHint::FilePath)]
    pub scenario: String,
    /// Form of the answer
    #[arg(long, value_enum, value_name = "FORM", default_value = "text")]
    pub format: Format,
}

#[derive(Debug, ArgGroup)]
#[command(after_long_help = "\
SPEC is a text that names scenarios, places, sectors and amounts; examples/sweep.ron
explains each line. Runs are numbered; the number of a run is its key. Part I of N
holds runs (I-1)·RUNS/N to I·RUNS/N, in order, so the parts put end to end, with one
header line, are the bytes of the whole. One line per run, plan, indicator and year.

Examples:
  tiller sweep examples/sweep.ron --list
  tiller sweep examples/sweep.ron --out all.csv
  tiller sweep examples/sweep.ron --partition 3/8 --threads 1 --out part-3.csv")]
pub(in crate::cli) struct Sweep {
    /// File that says what is run
    #[arg(value_name = "SPEC", value_hint = ValueHint::FilePath)]
    pub spec: PathBuf,
    /// Only part I of N, both counted from 1
    #[arg(long, value_name = "I/N", default_value = "1/1", value_parser = partition)]
    pub partition: (usize, usize),
    /// Threads; without it one for each core
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// File for the table instead of standard output; it appears when it is whole
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub out: Option<PathBuf>,
    /// List the runs without making them
    #[arg(long)]
    pub list: bool,
}

/// `3/8`.
fn partition(text: &str) -> Result<(usize, usize), String> {
    let numbers = text.split_once('/').and_then(|(i, n)| Some((i.trim().parse().ok()?, n.trim().parse().ok()?)));
    match numbers {
        Some((part, parts)) if (1..=parts).contains(&part) => Ok((part, parts)),
        _ => Err(String::from("a partition is I/N with I from 1 to N, e.g. 3/8")),
    }
}
