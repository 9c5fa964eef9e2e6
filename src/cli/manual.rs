//! Completions and manual page, made from the same arguments that are parsed.

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Command, CommandFactory as _};
use clap_complete::Shell;

use super::args::Args;
use super::choose;
use super::error::{CliError, Kind};
use super::output;
use crate::evidence::Tier;

/// Prints completions; places and sectors are offered by code, with their names where the shell shows them.
pub(super) fn completions(shell: Shell) -> Result<(), CliError> {
    let mut bytes = Vec::new();
    clap_complete::generate(shell, &mut with_names()?, "tiller", &mut bytes);
    output::out(&String::from_utf8_lossy(&bytes))
}

/// The command with the known places and sectors as values, for completion only: parsing also takes names and groups.
fn with_names() -> Result<Command, CliError> {
    let basis = choose::basis(None)?;
    let places = basis.evidence.areas().iter().filter(|a| a.tier != Tier::Benchmark);
    let places: Vec<PossibleValue> =
        places.map(|a| PossibleValue::new(a.code.to_string()).help(a.name.clone())).collect();
    let sectors = basis.evidence.sectors().iter().filter(|s| s.id.as_str() != "other");
    let sectors: Vec<PossibleValue> =
        sectors.map(|s| PossibleValue::new(s.id.to_string()).help(s.name.clone())).collect();
    Ok(Args::command().mut_subcommand("run", |run| {
        run.mut_arg("place", |a| a.value_parser(PossibleValuesParser::new(places)))
            .mut_arg("sector", |a| a.value_parser(PossibleValuesParser::new(sectors)))
    }))
}

/// Prints the manual page in roff: of the program, or of one of its commands.
pub(super) fn man(of: Option<&str>) -> Result<(), CliError> {
    let mut command = Args::command();
    command.build();
    if let Some(name) = of
        && let Some(sub) = command.find_subcommand(name)
    {
        command = sub.clone().name(format!("tiller-{name}"));
    }
    let mut bytes = Vec::new();
    clap_mangen::Man::new(command)
        .render(&mut bytes)
        .map_err(|e| CliError::new(Kind::Bug, format!("the manual page could not be written ({e})")))?;
    output::out(&String::from_utf8_lossy(&bytes))
}
