//! `tiller share` and `tiller open`: a scenario as a code, and back.

use std::io::{IsTerminal as _, Read as _};
use std::path::Path;

use super::args::{Open, Share};
use super::choose;
use super::error::{CliError, Kind, warnings};
use super::output;
use crate::model::Basis;
use crate::report::wording;
use crate::scenario::{Scenario, code, store, write};

/// Prints the code of a scenario.
pub(super) fn share(args: &Share, data: Option<&Path>) -> Result<(), CliError> {
    let basis = choose::basis(data)?;
    let mut scenario = choose::named(&basis, &args.scenario)?;
    if args.brief {
        scenario = Scenario { notes: String::new(), expect: Vec::new(), record: None, ..scenario };
    }
    let said = code::encode(&scenario, &basis.model.version).map_err(|f| CliError::faults(Kind::Content, &[f]))?;
    if args.bare {
        return output::out(&format!("{said}\n"));
    }
    let how = format!(
        "Open it with tiller: tiller open 'CODE', or 'tiller open -' and the whole message on standard input.\n\
         Made on evidence {}. {}\n",
        basis.model.version,
        wording::SCREEN_FIRST
    );
    output::out(&format!("{}\n\n{said}\n\n{how}", scenario.title))
}

/// What `tiller open` ends in.
pub(super) enum Opened {
    /// Saved or printed: nothing is left to do.
    Done,
    /// To be opened on the screens.
    Screens(Box<Scenario>),
}

/// Reads a code; saves, prints, or hands the scenario on to the screens.
pub(super) fn open(args: &Open, basis: &Basis) -> Result<Opened, CliError> {
    let piped = args.code.len() == 1 && args.code.first().is_some_and(|c| c == "-");
    let text = if piped { input()? } else { args.code.join(" ") };
    let (opened, held) = code::open(&text, basis).map_err(|f| CliError::faults(Kind::Content, &f.0))?;
    output::err(&warnings(&opened.warnings));
    if held.evidence != basis.model.version {
        output::err(&format!("note: {}\n", wording::other_evidence(&held.evidence, &basis.model.version)));
    }
    let scenario = opened.scenario;
    if let Some(path) = &args.out {
        store::save(path, &scenario).map_err(CliError::from)?;
        output::err(&format!("note: “{}” was saved as {}\n", scenario.title, path.display()));
        return Ok(Opened::Done);
    }
    if piped || !std::io::stdout().is_terminal() {
        output::out(&write(&scenario))?;
        return Ok(Opened::Done);
    }
    Ok(Opened::Screens(Box::new(scenario)))
}

/// Everything on standard input, up to what is looked through for a code.
fn input() -> Result<String, CliError> {
    let mut bytes = Vec::new();
    let most = u64::try_from(code::CODE_BYTES_MAX).unwrap_or(u64::MAX);
    let read = std::io::stdin().lock().take(most.saturating_add(1)).read_to_end(&mut bytes);
    read.map_err(|e| CliError::new(Kind::File, format!("standard input: cannot be read ({})", output::plain(&e))))?;
    // A code is ASCII: whatever else stands round it may have any encoding.
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
