//! `tiller config`: where the settings are, whether they read, and the table of keys to start from.

use std::path::{Path, PathBuf};

use super::args::ConfigWhat;
use super::error::{CliError, Kind};
use super::output;
use crate::evidence::Fault;
use crate::report::words::count;
use crate::tui::ThemeChoice;
use crate::tui::settings::{self, CONFIG, KEYS, Settings, ThemeWanted};
use crate::tui::terminal::settings as files;
use crate::tui::view::{Depth, Theme};

/// The folder of settings: the one that was named, else the user's.
pub(super) fn folder(named: Option<&Path>) -> Result<Option<PathBuf>, CliError> {
    match named {
        Some(dir) if !dir.is_dir() => {
            Err(CliError::new(Kind::File, format!("--config {}: is no folder", dir.display()))
                .hint(format!("name the folder that holds {CONFIG} and {KEYS}")))
        }
        Some(dir) => Ok(Some(dir.to_path_buf())),
        None => Ok(files::folder()),
    }
}

/// The settings of a folder; none without one.
pub(super) fn settings(folder: Option<&Path>) -> Settings {
    folder.map(files::read).unwrap_or_default()
}

/// Runs the command.
pub(super) fn config(what: ConfigWhat, named: Option<&Path>) -> Result<(), CliError> {
    let folder = folder(named)?;
    match what {
        ConfigWhat::Path => match &folder {
            Some(folder) => output::out(&format!("{}\n", folder.display())),
            None => Err(CliError::new(Kind::File, "no home folder is known").hint("name a folder with --config")),
        },
        ConfigWhat::Keys => output::out(&settings::keys_file(&settings(folder.as_deref()).keymap)),
        ConfigWhat::Check => check(folder.as_deref()),
    }
}

fn check(folder: Option<&Path>) -> Result<(), CliError> {
    let read = settings(folder);
    let mut faults = read.warnings;
    if let Some(name) = &read.theme {
        faults.extend(theme_faults(name, folder));
    }
    let mut lines = faults.iter().map(|f| format!("{f}\n")).collect::<Vec<_>>().concat();
    if faults.is_empty() {
        let here = folder.map_or_else(String::new, |f| format!(" in {}", f.display()));
        lines = format!("no faults found{here}\n");
    }
    output::out(&lines)?;
    if faults.is_empty() {
        return Ok(());
    }
    let n = u64::try_from(faults.len()).unwrap_or(u64::MAX);
    Err(CliError::new(Kind::CheckFailed, format!("{} found", count(n, "fault", "faults"))))
}

/// What is wrong with a theme: it does not read, or its text is hard to read.
fn theme_faults(name: &str, folder: Option<&Path>) -> Vec<Fault> {
    let read = || -> Result<Vec<Fault>, Fault> {
        let ThemeWanted::File(file) = settings::theme(name)? else { return Ok(Vec::new()) };
        let (file, text) = files::theme(&file, folder)?;
        let theme = Theme::read(&file, &text, Depth::True)?;
        let faint = theme.faint().into_iter();
        Ok(faint
            .map(|what| Fault::new(&file, what).hint("text needs a contrast of 4.5 to 1 with what lies behind it"))
            .collect())
    };
    read().unwrap_or_else(|fault| vec![fault])
}

/// The theme that was asked for on the command line, else in the settings. A faulty setting is a warning, a faulty
/// argument an error.
pub(super) fn theme(
    asked: Option<&str>,
    settings: &mut Settings,
    folder: Option<&Path>,
) -> Result<(ThemeChoice, Option<(String, String)>), CliError> {
    let load = |name: &str, beside: Option<&Path>| match settings::theme(name)? {
        ThemeWanted::Named(choice) => Ok((choice, None)),
        ThemeWanted::File(file) => {
            let own = files::theme(&file, beside)?;
            // Read once here, so that a fault is said before the terminal is taken.
            Theme::read(&own.0, &own.1, Depth::True)?;
            Ok((ThemeChoice::Auto, Some(own)))
        }
    };
    if let Some(name) = asked {
        return load(name, None).map_err(|fault: Fault| CliError::faults(Kind::Usage, &[fault]));
    }
    let Some(name) = settings.theme.clone() else { return Ok((ThemeChoice::Auto, None)) };
    Ok(load(&name, folder).unwrap_or_else(|fault: Fault| {
        settings.warnings.push(fault);
        (ThemeChoice::Auto, None)
    }))
}
