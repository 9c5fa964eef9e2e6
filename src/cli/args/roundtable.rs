//! What a roundtable takes.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args as ArgGroup, Subcommand, ValueHint};

use super::Format;
use super::share::Page;

#[derive(Debug, ArgGroup)]
#[command(after_long_help = "\
A session is one file, added to and synced as things happen, in 'tiller/roundtables' of
your data folder; it opens at the same step after a crash. Paper ballots are the default:
they are typed in, one a line. Phones are served only if 'open' is given --lan or --address.

  tiller roundtable new collective-learning-first --roles 'local authority,firm,college'
  tiller roundtable open west-midlands-advanced-manufacturing
  tiller present west-midlands-advanced-manufacturing     (in a second terminal, on the projector)
  tiller roundtable paper west-midlands-advanced-manufacturing --html ballot.html
  tiller roundtable report west-midlands-advanced-manufacturing --html report.html
  tiller roundtable show west-midlands-advanced-manufacturing --format json")]
pub(in crate::cli) struct Roundtable {
    #[command(subcommand)]
    pub what: RoundtableWhat,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum RoundtableWhat {
    /// Set up a session: a question about levers, or about several scenarios
    New(RoundtableNew),
    /// Open a session on the screen where it was left
    Open(RoundtableOpen),
    /// List the sessions kept on this machine
    List {
        /// Form of the table
        #[arg(long, value_enum, value_name = "FORM", default_value = "text")]
        format: Format,
    },
    /// Print where a session stands: question, ballots revealed, movement, decision
    Show(RoundtableShow),
    /// Print the ballot in large type, for paper
    Paper(Handout),
    /// Write the ballot for those elsewhere: a page that makes a code to send back
    Away {
        /// Session, by name or file
        session: String,
        /// HTML file to write
        #[arg(value_hint = ValueHint::FilePath)]
        file: PathBuf,
    },
    /// Print the page on place and question that goes out in advance
    Brief(Handout),
    /// Write what everyone takes home: minutes, options, ranges, evidence, appraisal
    Report(Handout),
    /// Print the sheet to look back with after three months
    LookBack(Handout),
    /// Print a running order that comes with the program, to be changed and given to 'new --order'
    Order {
        /// Its name
        #[arg(value_name = "NAME", default_value = "ninety", value_parser = ["ninety", "forty-five"])]
        name: String,
        /// File instead of standard output
        #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
        out: Option<PathBuf>,
    },
    /// Write a session to one file
    Export {
        /// Session, by name or file
        session: String,
        /// File to write
        #[arg(value_hint = ValueHint::FilePath)]
        file: PathBuf,
    },
    /// Take a session in from a file
    Import {
        /// File that 'export' wrote
        #[arg(value_hint = ValueHint::FilePath)]
        file: PathBuf,
        /// Name to keep it under; else that of the file
        #[arg(long)]
        name: Option<String>,
    },
    /// Take ballots in from a CSV file, into the round that is open
    Ballots {
        /// Session, by name or file
        session: String,
        /// File with one ballot a row
        #[arg(value_name = "FILE.csv", value_hint = ValueHint::FilePath)]
        file: PathBuf,
    },
}

#[derive(Debug, ArgGroup)]
pub(in crate::cli) struct RoundtableNew {
    /// One scenario whose levers are set, or two to six to choose among
    #[arg(value_name = "SCENARIO", value_hint = ValueHint::FilePath)]
    pub scenarios: Vec<String>,
    /// What is asked, one line
    #[arg(long, value_name = "TEXT")]
    pub question: Option<String>,
    /// Running order: ninety, forty-five, or a file like those
    #[arg(long, value_name = "NAME|FILE", default_value = "ninety", value_hint = ValueHint::FilePath)]
    pub order: String,
    /// Levers on the ballot, at most six, parted by commas
    #[arg(long, value_name = "LEVER,…", value_delimiter = ',')]
    pub levers: Vec<String>,
    /// Money there is, £m a year
    #[arg(long, value_name = "£M")]
    pub budget: Option<f64>,
    /// Roles that a ballot may name, parted by commas
    #[arg(long, value_name = "ROLE,…", value_delimiter = ',')]
    pub roles: Vec<String>,
    /// A session to try out with, marked as such
    #[arg(long)]
    pub rehearsal: bool,
    /// Name to keep it under; else made from place and sector
    #[arg(long)]
    pub name: Option<String>,
}

#[derive(Debug, ArgGroup)]
pub(in crate::cli) struct RoundtableOpen {
    /// Session, by name or file
    pub session: String,
    /// Let phones in this network send ballots
    #[arg(long, conflicts_with = "address")]
    pub lan: bool,
    /// The same on one address of this machine
    #[arg(long, value_name = "A[:PORT]")]
    pub address: Option<String>,
}

#[derive(Debug, ArgGroup)]
pub(in crate::cli) struct Handout {
    /// Session, by name or file
    pub session: String,
    /// Write one HTML page to this file
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with_all = ["out", "format"])]
    pub html: Option<PathBuf>,
    /// File instead of standard output; its ending tells the form
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub out: Option<PathBuf>,
    /// Form; else by the ending of the file, else md
    #[arg(long, value_enum, value_name = "FORM")]
    pub format: Option<Page>,
    /// Day that it is dated with; without it, today
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub date: Option<NaiveDate>,
}

#[derive(Debug, ArgGroup)]
pub(in crate::cli) struct RoundtableShow {
    /// Session, by name or file
    pub session: String,
    /// Form of the tables
    #[arg(long, value_enum, value_name = "FORM", default_value = "text")]
    pub format: Format,
    /// File for the tables instead of standard output
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub out: Option<PathBuf>,
}

#[derive(Debug, ArgGroup)]
pub(in crate::cli) struct Present {
    /// Session, by name or file
    pub session: String,
    /// Colours: contrast, dark, light, mono, or a theme file
    #[arg(long, value_name = "NAME|FILE", default_value = "contrast")]
    pub theme: String,
}
