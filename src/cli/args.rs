//! What can be typed.

use std::path::PathBuf;

use clap::{Args as ArgGroup, Parser, Subcommand, ValueEnum, ValueHint};
use clap_complete::Shell;

const AFTER: &str = "\
Examples:
  tiller                                      open the screens
  tiller hvm-line                             open a built-in scenario
  tiller --plain                              numbered choices and sentences
  tiller run collective-learning-first        print a report
  tiller run --place 'West Midlands' --sector advanced_manufacturing \\
             --set peer_learning=0.6 --set skills_provision=2.6@2027-2034
  tiller run mine.ron --format json --out mine.json
  tiller explain hvm-line gva_per_hour
  tiller compare collective-learning-first qualifications-only
  tiller list levers
  tiller places --tier lep --measure gva_hour
  tiller places Coventry --sector advanced_manufacturing
  tiller strengths --sector advanced_manufacturing
  tiller ledger hvm-line
  tiller evidence findings lever:skills design:3+
  tiller check --data my-evidence
  tiller validate baseline
  tiller completions fish > ~/.config/fish/completions/tiller.fish

Where the output is not a terminal, 'tiller [SCENARIO]' prints the report instead
of opening the screens. With --plain it reads commands from the input and says
what they change, for screen readers and scripts.

Exit codes:
  0   done (also when a pipe was closed early)
  1   a check found faults
  2   the command line cannot be understood
  3   a scenario or the evidence cannot be used
  4   a file cannot be read or written
  70  a bug in tiller";

/// Explore regional innovation policy before committing to it
#[derive(Debug, Parser)]
#[command(
    name = "tiller",
    version,
    about = "Explore regional innovation policy before committing to it",
    long_about = "Explore regional innovation policy before committing to it: move policy levers in a UK region and \
                  sector, and see what the evidence suggests could change, how sure that is, and who says so. Not a forecast.",
    after_long_help = AFTER,
    args_conflicts_with_subcommands = true,
    max_term_width = 100
)]
pub(super) struct Args {
    #[command(subcommand)]
    pub command: Option<Command>,
    #[command(flatten)]
    pub screens: Screens,
    /// Folder with your own evidence and model, laid over the bundled files
    #[arg(long, global = true, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub data: Option<PathBuf>,
}

#[derive(Debug, ArgGroup)]
pub(super) struct Screens {
    /// Scenario file, or name of a built-in scenario
    #[arg(value_name = "SCENARIO", value_hint = ValueHint::FilePath)]
    pub scenario: Option<String>,
    /// Colours of the screens, by name
    #[arg(long, value_name = "NAME")]
    pub theme: Option<String>,
    /// Signs that charts are drawn with
    #[arg(long, value_name = "SET", value_parser = ["auto", "braille", "blocks", "ascii"])]
    pub glyphs: Option<String>,
    /// When to use colour
    #[arg(long, value_name = "WHEN", value_parser = ["auto", "always", "never"])]
    pub color: Option<String>,
    /// Numbered choices and sentences instead of screens: for screen readers and pipes
    #[arg(long, conflicts_with_all = ["theme", "color", "no_mouse"])]
    pub plain: bool,
    /// Leave the mouse to the terminal
    #[arg(long)]
    pub no_mouse: bool,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Compute a scenario and print or save the report
    Run(Run),
    /// Say why an indicator moves: what each lever adds, by which mechanism, on whose evidence
    Explain(Explain),
    /// Compare up to four scenarios on the same draws
    Compare(Compare),
    /// List what can be named: places, sectors, levers, indicators, scenarios
    List(List),
    /// Compare places by one measure, or print the profile of one place
    Places(Places),
    /// Find groups of neighbouring areas that are specialised in a sector
    Strengths(StrengthsArgs),
    /// Show what a scenario gives to and takes from every other place
    Ledger(LedgerArgs),
    /// Browse the evidence: levers, findings, sources, programmes, official figures, judgements
    Evidence(Evidence),
    /// Check the evidence, the model and scenario files; every fault is printed
    Check(Check),
    /// Show how the program has done before: its baseline against what happened
    Validate(Validate),
    /// Print completions for a shell
    Completions {
        /// Shell
        shell: Shell,
    },
    /// Print the manual page, of the program or of one command
    Man {
        /// Command
        #[arg(
            value_name = "COMMAND",
            value_parser = ["run", "explain", "compare", "list", "places", "strengths", "ledger", "evidence", "check", "validate", "completions", "man"]
        )]
        of: Option<String>,
    },
}

#[derive(Debug, ArgGroup)]
#[command(after_long_help = "\
A setting is LEVER=AMOUNT[@FROM-TO][:PARTNER]: £m a year, or % coverage for reforms;
without years it runs the whole horizon; an amount of 0 turns the lever off.

Examples:
  --set skills_provision=2.6
  --set peer_learning=0.6@2027-2034
  --set interregional_links=0.5@2027-2036:'East Midlands'")]
pub(super) struct Run {
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

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// Sentences and tables
    Text,
    /// Everything, for programs
    Json,
    /// One line per indicator, year and series
    Csv,
}

#[derive(Debug, ArgGroup)]
pub(super) struct Compare {
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
Text and JSON hold every part; CSV holds one table, the findings unless --part says otherwise.

Examples:
  tiller explain collective-learning-first innovation_active
  tiller explain hvm-line gva_per_hour --part path
  tiller explain mine.ron net_jobs --format csv > findings.csv")]
pub(super) struct Explain {
    /// Scenario file, or name of a built-in scenario
    #[arg(value_name = "SCENARIO", value_hint = ValueHint::FilePath)]
    pub scenario: String,
    /// Indicator: id or label; 'tiller list indicators' shows them
    #[arg(value_name = "INDICATOR")]
    pub indicator: String,
    /// Plan that is explained, counted from 1
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub plan: usize,
    /// Only this part
    #[arg(long, value_enum, value_name = "PART")]
    pub part: Option<ExplainPart>,
    /// Form
    #[arg(long, value_enum, value_name = "FORM", default_value = "text")]
    pub format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ExplainPart {
    /// What each lever adds
    Levers,
    /// Arrows from levers to the indicator
    Path,
    /// Findings behind the arrows
    Findings,
    /// Sources in full
    Sources,
}

#[derive(Debug, ArgGroup)]
pub(super) struct List {
    /// What to list
    #[arg(value_enum)]
    pub what: Listed,
    /// Form of the list
    #[arg(long, value_enum, value_name = "FORM", default_value = "text")]
    pub format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Listed {
    /// Nations, regions and areas
    Places,
    /// Sectors
    Sectors,
    /// Policy levers
    Levers,
    /// Indicators
    Indicators,
    /// Built-in scenarios
    Scenarios,
}

#[derive(Debug, ArgGroup)]
#[command(after_long_help = "\
A measure is a starting number (gva_hour, innovation_pct, workforce, ...), location_quotient,
rd_intensity, the id of an indicator (its starting level), or a series of context
(gdhi_per_head_gbp, median_weekly_pay_gbp, level4plus_pct, ...).

Examples:
  tiller places --measure gdhi_per_head_gbp
  tiller places --tier lep --sector construction --format csv
  tiller places Sunderland
  tiller places 'Black Country + Worcestershire' --sector retail")]
pub(super) struct Places {
    /// Place: code or name, several joined with '+'; a local authority or city stands for the area that holds it
    #[arg(value_name = "PLACE")]
    pub place: Option<String>,
    /// Which places are compared
    #[arg(long, value_name = "TIER", value_parser = ["nation", "lep"], default_value = "nation")]
    pub tier: String,
    /// What they are compared by
    #[arg(long, value_name = "ID", default_value = "location_quotient")]
    pub measure: String,
    /// Sector: id or name
    #[arg(long, value_name = "SECTOR", default_value = "advanced_manufacturing")]
    pub sector: String,
    /// Order of the table
    #[arg(long, value_name = "ORDER", value_parser = ["name", "value", "change"], default_value = "name")]
    pub sort: String,
    /// Form of the output
    #[arg(long, value_enum, value_name = "FORM", default_value = "text")]
    pub format: Format,
}

#[derive(Debug, ArgGroup)]
#[command(after_long_help = "\
A filter is words and fields, all of which must hold; - before one turns it round.
Fields: lever, outcome, country, sector, place, grade, kind, read, used, source,
and the ranges design (0 to 5) and year.

Examples:
  tiller evidence levers
  tiller evidence findings lever:skills country:UK design:3+ year:2000-
  tiller evidence not-modelled --format csv
  tiller evidence show P-E013")]
pub(super) struct Evidence {
    /// Which list; without it, how many lines each has
    #[arg(value_enum)]
    pub what: Option<Shelf>,
    /// Filter of the list, or the ids to show
    #[arg(value_name = "FILTER|ID")]
    pub words: Vec<String>,
    /// Form
    #[arg(long, value_enum, value_name = "FORM", default_value = "text")]
    pub format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Shelf {
    /// Policy levers, and how well each is studied
    Levers,
    /// Findings of studies
    Findings,
    /// Publications, tables and pages
    Sources,
    /// Named and evaluated programmes
    Programmes,
    /// Series of official figures, and what they cover
    Observations,
    /// Judged constants, priors and mechanisms, each with its reason
    Judgements,
    /// What was proposed and is not modelled; findings left out, and why
    NotModelled,
    /// Records in sentences, by id
    Show,
}

#[derive(Debug, ArgGroup)]
pub(super) struct Check {
    /// Scenario files to check as well
    #[arg(value_name = "SCENARIO", value_hint = ValueHint::FilePath)]
    pub scenarios: Vec<String>,
}

#[derive(Debug, ArgGroup)]
pub(super) struct StrengthsArgs {
    /// Sector: id or name
    #[arg(long, value_name = "SECTOR", default_value = "advanced_manufacturing")]
    pub sector: String,
    /// Areas looked at
    #[arg(long, value_enum, value_name = "TIER", default_value = "lep")]
    pub tier: OfTier,
    /// Form of the answer
    #[arg(long, value_enum, value_name = "FORM", default_value = "text")]
    pub format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum OfTier {
    /// The 38 areas of former LEPs, England
    Lep,
    /// The 12 nations and regions
    Nation,
}

#[derive(Debug, ArgGroup)]
pub(super) struct LedgerArgs {
    /// Scenario file, or name of a built-in scenario
    #[arg(value_name = "SCENARIO", value_hint = ValueHint::FilePath)]
    pub scenario: String,
    /// Form of the answer
    #[arg(long, value_enum, value_name = "FORM", default_value = "text")]
    pub format: Format,
}

#[derive(Debug, ArgGroup)]
pub(super) struct Validate {
    /// What is tested
    #[arg(value_enum)]
    pub what: Validated,
    /// Form of the tables
    #[arg(long, value_enum, value_name = "FORM", default_value = "text")]
    pub format: Format,
    /// File for the tables instead of standard output
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub out: Option<PathBuf>,
    /// Also write every forecast with what happened (CSV)
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub cases: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Validated {
    /// Forecasts of the baseline from past origins, against what happened
    Baseline,
    /// Dated forecasts of figures that are not out yet, and how those did that are
    Forecasts,
}
