//! What is looked up: lists, places, strengths, evidence.

use std::path::PathBuf;

use clap::{Args as ArgGroup, ValueEnum, ValueHint};

use super::Format;

#[derive(Debug, ArgGroup)]
pub(in crate::cli) struct List {
    /// What to list
    #[arg(value_enum)]
    pub what: Listed,
    /// Form of the list
    #[arg(long, value_enum, value_name = "FORM", default_value = "text")]
    pub format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Listed {
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
pub(in crate::cli) struct Places {
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
pub(in crate::cli) struct StrengthsArgs {
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
pub(in crate::cli) enum OfTier {
    /// The 38 areas of former LEPs, England
    Lep,
    /// The 12 nations and regions
    Nation,
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
  tiller evidence show P-E013
  tiller evidence channel skills_provision.skills --exclude-study P-E042
  tiller evidence add --template effects --out my-evidence
  tiller evidence changed --data my-evidence
  tiller evidence grades grade:D lever:skills
  tiller evidence trust")]
pub(in crate::cli) struct Evidence {
    /// Which list; without it, how many lines each has
    #[arg(value_enum)]
    pub what: Option<Shelf>,
    /// Filter of the list, or the ids to show
    #[arg(value_name = "FILTER|ID")]
    pub words: Vec<String>,
    /// Finding left out of a channel, with its whole study; may be repeated
    #[arg(long, value_name = "ID")]
    pub exclude_study: Vec<String>,
    /// Table of which add writes a file to fill in
    #[arg(long, value_name = "TABLE")]
    pub template: Option<String>,
    /// Folder for that file instead of this one
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath, requires = "template")]
    pub out: Option<PathBuf>,
    /// Form
    #[arg(long, value_enum, value_name = "FORM", default_value = "text")]
    pub format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Shelf {
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
    /// Channels by grade, with the five criteria and what decides
    Grades,
    /// How far to trust the program: ranges held, errors, targets missed, forecasts filed, grades
    Trust,
    /// Records in sentences, by id
    Show,
    /// How the range of one channel is made from its studies, step by step
    Channel,
    /// Tables that you can add to; with --template, a file to fill in
    Add,
    /// What your own evidence (--data) changes
    Changed,
}
