//! What can be typed. Each command's own arguments are in the modules below.

mod browse;
mod compute;
mod roundtable;
mod share;
mod tested;
mod weigh;

use std::path::PathBuf;

use clap::{Args as ArgGroup, Parser, Subcommand, ValueEnum, ValueHint};
use clap_complete::Shell;

pub(in crate::cli) use browse::{Evidence, List, Listed, OfTier, Places, Shelf, StrengthsArgs};
pub(in crate::cli) use compute::{Compare, Explain, ExplainPart, FairArgs, LedgerArgs, Run, Sweep};
pub(in crate::cli) use roundtable::{
    Handout, Present, Roundtable, RoundtableNew, RoundtableOpen, RoundtableShow, RoundtableWhat,
};
pub(in crate::cli) use share::{Open, Page, Report, Share};
pub(in crate::cli) use tested::{Check, ConfigWhat, Validate, Validated};
pub(in crate::cli) use weigh::{Allocate, Appraise, By, Evaluate, Information, Rates, Seek, Sensitivity, Stress};

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
  tiller fairtest mine.ron theirs.ron
  tiller sweep examples/sweep.ron --partition 1/4 --out part-1.csv
  tiller list levers
  tiller places --tier lep --measure gva_hour
  tiller places Coventry --sector advanced_manufacturing
  tiller strengths --sector advanced_manufacturing
  tiller ledger hvm-line
  tiller stress collective-learning-first qualifications-only
  tiller sensitivity hvm-line
  tiller value-of-information collective-learning-first qualifications-only
  tiller appraise collective-learning-first qualifications-only
  tiller evaluate collective-learning-first --lever work_organisation
  tiller seek collective-learning-first --budget 5
  tiller allocate innovation-for-all
  tiller report collective-learning-first qualifications-only --html report.html
  tiller share collective-learning-first --brief
  tiller open - -o theirs.ron < message.txt
  tiller evidence findings lever:skills design:3+
  tiller check --data my-evidence
  tiller config keys > ~/.config/tiller/keys.ron
  tiller validate baseline
  tiller validate hindcast
  tiller roundtable new collective-learning-first
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
#[derive(Debug, Default, Parser)]
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
pub(in crate::cli) struct Args {
    #[command(subcommand)]
    pub command: Option<Command>,
    #[command(flatten)]
    pub screens: Screens,
    /// Folder with your own evidence and model, laid over the bundled files
    #[arg(long, global = true, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub data: Option<PathBuf>,
    /// Folder of your settings (keys.ron, config.ron) instead of the usual one
    #[arg(long, global = true, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub config: Option<PathBuf>,
}

#[derive(Debug, Default, ArgGroup)]
pub(in crate::cli) struct Screens {
    /// Scenario file, or name of a built-in scenario
    #[arg(value_name = "SCENARIO", value_hint = ValueHint::FilePath)]
    pub scenario: Option<String>,
    /// Colours of the screens: auto, dark, light, contrast, mono, or a theme file
    #[arg(long, value_name = "NAME|FILE")]
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
pub(in crate::cli) enum Command {
    /// Compute a scenario and print or save the report
    Run(Run),
    /// Say why an indicator moves: what each lever adds, by which mechanism, on whose evidence
    Explain(Explain),
    /// Compare up to four scenarios on the same draws
    Compare(Compare),
    /// Test two plans at equal cost under every switch that could decide the argument
    Fairtest(FairArgs),
    /// Run a grid or a sample of scenarios, places, sectors and amounts, whole or in parts
    Sweep(Sweep),
    /// List what can be named: places, sectors, levers, indicators, scenarios
    List(List),
    /// Compare places by one measure, or print the profile of one place
    Places(Places),
    /// Find groups of neighbouring areas that are specialised in a sector
    Strengths(StrengthsArgs),
    /// Show what a scenario gives to and takes from every other place
    Ledger(LedgerArgs),
    /// Try plans out in harder worlds: where they hold up, when they fall short, the worst case
    Stress(Stress),
    /// Show what matters: tornado, indices by group, the study the answer leans on most
    Sensitivity(Sensitivity),
    /// Show what it would be worth to know before choosing among scenarios
    ValueOfInformation(Information),
    /// Print the appraisal summary table: do-minimum, preferred, alternative
    Appraise(Appraise),
    /// Design an evaluation of a pilot: how many, how long, what should be seen, whose design to copy
    Evaluate(Evaluate),
    /// Search for mixes that do well for the money, or for what it would take to reach a level
    Seek(Seek),
    /// Share the money out over all places, from need to strength: output against the gap
    Allocate(Allocate),
    /// Write what everyone takes home: one page with charts, tables, evidence and method
    Report(Report),
    /// Print a scenario as a short code that can be pasted into a message
    Share(Share),
    /// Open a scenario from a code
    Open(Open),
    /// Browse the evidence: levers, findings, sources, programmes, official figures, judgements
    Evidence(Evidence),
    /// Check the evidence, the model and scenario files; every fault is printed
    Check(Check),
    /// Show where your settings are, check them, or print the table of keys
    Config {
        /// What to do
        #[arg(value_enum, value_name = "WHAT")]
        what: ConfigWhat,
    },
    /// Show how the program has done before: its baseline against what happened
    Validate(Validate),
    /// Let a room of people decide: set up, open, list, print and hand over sessions
    Roundtable(Roundtable),
    /// Show a session on the projector, from a second terminal
    Present(Present),
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
            value_parser = ["run", "explain", "compare", "fairtest", "sweep", "list", "places", "strengths", "ledger", "stress", "sensitivity", "value-of-information", "appraise", "evaluate", "seek", "allocate", "report", "share", "open", "evidence", "check", "config", "validate", "roundtable", "present", "completions", "man"]
        )]
        of: Option<String>,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Format {
    /// Sentences and tables
    Text,
    /// Everything, for programs
    Json,
    /// One line per indicator, year and series
    Csv,
}
