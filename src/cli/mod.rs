//! How the program is called: arguments, subcommands, exit codes, completions, manual page.

mod args;
mod check;
mod choose;
mod compare;
mod config;
mod error;
mod evidence;
mod explain;
mod fairtest;
mod handout;
mod list;
mod manual;
mod neighbours;
mod output;
mod own;
mod places;
mod report;
mod roundtable;
mod run;
mod share;
mod sheets;
mod sweep;
mod validate;
mod weigh;

use std::io::IsTerminal as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::sync::Arc;

use clap::Parser as _;

use args::{Args, Command};
use error::{CliError, Kind};

use crate::evidence::Fault;
use crate::model::Basis;
use crate::scenario::Scenario;
use crate::tui::{self, settings::Settings};

/// Runs the program on the arguments of the process; the exit codes are listed in `--help`.
#[must_use]
pub fn main() -> ExitCode {
    // Nothing typed, nothing to be understood: to put up the grammar of every command first would cost the first frame 0.5 ms.
    let typed = std::env::args_os().len() > 1;
    let args = match if typed { Args::try_parse() } else { Ok(Args::default()) } {
        Ok(args) => args,
        Err(error) => {
            // Help and version come this way too. A closed pipe is no failure.
            let _ = error.print();
            return if error.use_stderr() { ExitCode::from(Kind::Usage.code()) } else { ExitCode::SUCCESS };
        }
    };
    let outcome = catch_unwind(AssertUnwindSafe(|| dispatch(&args)));
    let result = outcome.unwrap_or_else(|_| {
        Err(CliError::new(Kind::Bug, "tiller came to a state that it should never be in")
            .hint("this is a bug; please report it with the lines above and the command that was run"))
    });
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            if error.kind != Kind::ClosedPipe {
                output::err(&error.text());
            }
            ExitCode::from(error.kind.code())
        }
    }
}

/// Whether a command line can be understood; nothing is run.
///
/// # Errors
/// What is wrong with it, as it would be printed.
pub fn understands<'a>(words: impl IntoIterator<Item = &'a str>) -> Result<(), String> {
    Args::try_parse_from(words).map(drop).map_err(|error| error.to_string())
}

fn dispatch(args: &Args) -> Result<(), CliError> {
    let data = args.data.as_deref();
    match &args.command {
        Some(Command::Run(run)) => run::run(run, data),
        Some(Command::Explain(explain)) => explain::explain(explain, data),
        Some(Command::Compare(compare)) => compare::compare(compare, data),
        Some(Command::Fairtest(args)) => fairtest::fairtest(args, data),
        Some(Command::Sweep(args)) => sweep::sweep(args, data),
        Some(Command::List(list)) => list::list(list, data),
        Some(Command::Places(places)) => places::places(places, data),
        Some(Command::Strengths(args)) => neighbours::strengths(args, data),
        Some(Command::Ledger(args)) => neighbours::ledger(args, data),
        Some(Command::Stress(args)) => weigh::stress(args, data),
        Some(Command::Sensitivity(args)) => weigh::sensitivity(args, data),
        Some(Command::ValueOfInformation(args)) => weigh::information(args, data),
        Some(Command::Evaluate(args)) => weigh::evaluate(args, data),
        Some(Command::Seek(args)) => weigh::seek(args, data),
        Some(Command::Allocate(args)) => weigh::allocate(args, data),
        Some(Command::Appraise(args)) => weigh::appraise(args, data),
        Some(Command::Report(args)) => report::report(args, data),
        Some(Command::Share(args)) => share::share(args, data),
        Some(Command::Open(open)) => {
            let basis = basis(args)?;
            match share::open(open, &basis)? {
                share::Opened::Done => Ok(()),
                share::Opened::Screens(scenario) => {
                    let mut options = settings(args, args.screens.theme.as_deref(), &basis)?;
                    options.scenario = Some(*scenario);
                    shown(args, &basis, options)
                }
            }
        }
        Some(Command::Evidence(evidence)) => evidence::evidence(evidence, data),
        Some(Command::Check(check)) => check::check(check, data),
        Some(Command::Config { what }) => config::config(*what, args.config.as_deref()),
        Some(Command::Validate(args)) => validate::validate(args, data),
        Some(Command::Roundtable(what)) => roundtable::roundtable(args, what),
        Some(Command::Present(what)) => roundtable::present(args, what),
        Some(Command::Completions { shell }) => manual::completions(*shell),
        Some(Command::Man { of }) => manual::man(of.as_deref()),
        None if args.screens.plain || std::io::stdout().is_terminal() => screens(args),
        None => run::report(args.screens.scenario.as_deref(), data),
    }
}

fn screens(args: &Args) -> Result<(), CliError> {
    let basis = basis(args)?;
    let options = settings(args, args.screens.theme.as_deref(), &basis)?;
    shown(args, &basis, options)
}

fn shown(args: &Args, basis: &Arc<Basis>, options: tui::Options) -> Result<(), CliError> {
    let run = if args.screens.plain { tui::run_plain } else { tui::run };
    match run(basis, options) {
        Err(tui::RunError::NoTerminal) => run::report(args.screens.scenario.as_deref(), args.data.as_deref()),
        other => ended(other),
    }
}

fn basis(args: &Args) -> Result<Arc<Basis>, CliError> {
    choose::basis(args.data.as_deref()).map(Arc::new)
}

/// What the screens are opened with: arguments before settings.
fn settings(args: &Args, theme: Option<&str>, basis: &Basis) -> Result<tui::Options, CliError> {
    let Args { screens, data, config: named, .. } = args;
    let folder = config::folder(named.as_deref())?;
    let mut settings = config::settings(folder.as_deref());
    let (theme, own_theme) = config::theme(theme, &mut settings, folder.as_deref())?;
    let scenario = screens.scenario.as_deref().map(|name| choose::named(basis, name)).transpose()?;
    let usage = |fault: Fault| CliError::faults(Kind::Usage, &[fault]);
    let first = first(basis, &mut settings);
    let options = tui::Options {
        scenario,
        data: data.clone(),
        theme,
        own_theme,
        glyphs: screens.glyphs.as_deref().map_or(Ok(settings.glyphs.unwrap_or_default()), str::parse).map_err(usage)?,
        color: screens.color.as_deref().map_or(Ok(settings.color.unwrap_or_default()), str::parse).map_err(usage)?,
        mouse: !screens.no_mouse && settings.mouse.unwrap_or(true),
        first,
        keymap: settings.keymap,
        warnings: settings.warnings,
        session: None,
    };
    Ok(options)
}

/// How the screens were left.
fn ended(result: Result<(), tui::RunError>) -> Result<(), CliError> {
    match result {
        Ok(()) => Ok(()),
        Err(error @ tui::RunError::NoTerminal) => {
            Err(CliError::new(Kind::Usage, error.to_string()).hint("'tiller roundtable show SESSION' prints the same"))
        }
        Err(tui::RunError::Theme(fault)) => Err(CliError::faults(Kind::Content, &[fault])),
        Err(error @ tui::RunError::Bug) => Err(CliError::new(Kind::Bug, error.to_string())),
        Err(error) => Err(CliError::new(Kind::File, error.to_string())),
    }
}

/// The scenario of the settings, for when there is none to resume.
fn first(basis: &Basis, settings: &mut Settings) -> Option<Scenario> {
    let name = settings.scenario.as_deref()?;
    match choose::named(basis, name) {
        Ok(scenario) => Some(scenario),
        Err(error) => {
            let said = error.said.first().map_or("", |(sentence, _)| sentence.as_str());
            settings.warnings.push(Fault::new(tui::settings::CONFIG, format!("scenario: {said}")));
            None
        }
    }
}
