//! From arguments to a scenario: a file or a built-in one, changed by what was typed, checked like any other.

use std::path::Path;

use super::args::Run;
use super::error::{CliError, Kind, warnings};
use super::output;
use crate::evidence::load::{Library, SCENARIOS};
use crate::evidence::{Place, nearest};
use crate::model::{Basis, Indicator};
use crate::scenario::names::{self, NameFault};
use crate::scenario::{Scenario, check, document, overrides, package, store};

/// What the bare command shows where there is no terminal.
pub(super) const DEFAULT: &str = "collective-learning-first";

/// Stands behind the title of a scenario that was changed by arguments.
const CHANGED: &str = " (changed on the command line)";

/// Loads everything that is known and assumed.
pub(super) fn basis(data: Option<&Path>) -> Result<Basis, CliError> {
    let library = library(data)?;
    Basis::load(&library).map_err(CliError::from)
}

/// The bundled files, with the user's folder over them.
pub(super) fn library(data: Option<&Path>) -> Result<Library, CliError> {
    match data {
        None => Ok(Library::embedded()),
        Some(dir) => Library::with_overlay(dir).map_err(|fault| CliError::faults(Kind::File, &[fault])),
    }
}

/// A scenario by file or built-in name; warnings go to standard error.
pub(super) fn named(basis: &Basis, name: &str) -> Result<Scenario, CliError> {
    let path = Path::new(name);
    let opened = if path.exists() {
        store::open(path, basis)?
    } else if let Some((_, text)) = SCENARIOS.iter().find(|(known, _)| *known == name) {
        document::read(&format!("built-in scenario {name}"), text, basis)?
    } else if name.contains(['/', '\\']) || Path::new(name).extension().is_some() {
        return Err(store::open(path, basis)
            .err()
            .map_or_else(|| CliError::new(Kind::File, format!("{name}: cannot be read")), CliError::from));
    } else {
        let error = CliError::new(Kind::Usage, format!("'{name}' is neither a file nor a built-in scenario"));
        return Err(match nearest(name, SCENARIOS.iter().map(|(known, _)| *known)) {
            Some(best) => error.hint(format!("did you mean '{best}'?")),
            None => error.hint("'tiller list scenarios' shows the built-in ones"),
        });
    };
    output::err(&warnings(&opened.warnings));
    Ok(opened.scenario)
}

/// The scenario of a run: named or empty, then changed as typed, then checked.
pub(super) fn scenario(basis: &Basis, args: &Run) -> Result<Scenario, CliError> {
    let mut scenario = match &args.scenario {
        Some(name) => named(basis, name)?,
        None => empty(basis, args)?,
    };
    let before = package(&scenario);
    let changed = change(basis, &mut scenario, args)?;
    if scenario.tried > 0 && package(&scenario) != before {
        scenario.tried = scenario.tried.saturating_add(1);
    }
    if changed && args.scenario.is_some() {
        // The title and notes speak of the scenario as it was.
        scenario.expect.clear();
        scenario.record = None;
        let room = check::TITLE_CHARS_MAX - CHANGED.chars().count();
        scenario.title = scenario.title.chars().take(room).chain(CHANGED.chars()).collect();
    }
    check::check(&scenario, basis, "command line").map_err(|faults| CliError::faults(Kind::Usage, &faults.0))?;
    Ok(scenario)
}

fn empty(basis: &Basis, args: &Run) -> Result<Scenario, CliError> {
    let Some(place) = &args.place else {
        return Err(CliError::new(Kind::Usage, "nothing says what to run")
            .hint("give a scenario, or at least --place; 'tiller list scenarios' shows the built-in ones"));
    };
    let place = names::place(&basis.evidence, place).map_err(|f| misnamed("--place", place, f))?;
    let mut scenario = Scenario::empty(place, crate::evidence::SectorId::all());
    if !args.set.is_empty() {
        scenario.title = String::from("From the command line");
    }
    Ok(scenario)
}

/// Whether anything that moves a figure was changed.
fn change(basis: &Basis, scenario: &mut Scenario, args: &Run) -> Result<bool, CliError> {
    let before = scenario.clone();
    if args.start.is_some() || args.horizon.is_some() {
        scenario.set_calendar(args.start.unwrap_or(scenario.start), args.horizon.unwrap_or(scenario.horizon));
    }
    scenario.seed = args.seed.unwrap_or(scenario.seed);
    scenario.draws = args.draws.unwrap_or(scenario.draws);
    let count = scenario.plans.len();
    let index = args.plan.wrapping_sub(1);
    let Some(plan) = scenario.plans.get_mut(index) else {
        return Err(CliError::new(Kind::Usage, format!("--plan {}: the scenario has plans 1 to {count}", args.plan)));
    };
    if let Some(text) = &args.place {
        plan.place = place_of(basis, "--place", text)?;
    }
    if let Some(text) = &args.sector {
        plan.sector = names::sector(&basis.evidence, text).map_err(|f| misnamed("--sector", text, f))?;
    }
    for text in &args.set {
        set(basis, scenario, index, text)?;
    }
    for text in &args.overrides {
        let malformed = |what: &str| {
            CliError::new(Kind::Usage, format!("--override '{text}': {what}"))
                .hint("an override is ID=LOW,MIDDLE,HIGH;NAME;REASON, or ID=NUMBER;NAME;REASON for a constant")
        };
        let (id, rest) = text.split_once('=').ok_or_else(|| malformed("there is no '='"))?;
        let own = overrides::typed(id.trim(), rest).map_err(|what| malformed(&what))?;
        // What is typed goes before what the file says.
        scenario.overrides.retain(|o| o.id != own.id);
        scenario.overrides.push(own);
    }
    Ok(*scenario != before)
}

/// One `LEVER=AMOUNT[@FROM-TO][:PARTNER]`.
fn set(basis: &Basis, scenario: &mut Scenario, plan: usize, text: &str) -> Result<(), CliError> {
    let malformed = |what: &str| {
        CliError::new(Kind::Usage, format!("--set '{text}': {what}"))
            .hint("a setting is LEVER=AMOUNT[@FROM-TO][:PARTNER], e.g. peer_learning=0.6@2027-2034")
    };
    let (name, rest) = text.split_once('=').ok_or_else(|| malformed("there is no '='"))?;
    let lever = names::lever(&basis.model, name).map_err(|f| misnamed("--set", name, f))?;
    let (rest, partner) = rest.split_once(':').map_or((rest, None), |(a, b)| (a, Some(b)));
    let (amount, years) = rest.split_once('@').map_or((rest, None), |(a, b)| (a, Some(b)));
    let bare = amount.trim().trim_start_matches('£').trim_end_matches(['m', '%', ' ']);
    let amount: f64 = bare.parse().map_err(|_| malformed(&format!("'{amount}' is not a number")))?;
    if !(amount.is_finite() && amount >= 0.0) {
        return Err(malformed("the amount must be a number that is zero or more"));
    }
    scenario.set(plan, &lever, amount);
    if let Some(years) = years {
        let year = |t: &str| t.trim().parse::<i32>().map_err(|_| malformed(&format!("'{t}' is not a year")));
        let (from, to) = years.split_once(['-', '–']).unwrap_or((years, years));
        let (from, to) = (year(from)?, year(to)?);
        // Written as typed, not clipped: the check refuses years outside the scenario by name.
        if let Some(setting) = scenario.plans.get_mut(plan).and_then(|p| p.levers.get_mut(&lever)) {
            (setting.from, setting.to) = (from, to);
        }
    }
    if let Some(text) = partner {
        let place = place_of(basis, "--set", text)?;
        scenario.set_partner(plan, &lever, Some(place));
    }
    Ok(())
}

/// An indicator by id or label; `option` is where it was typed.
pub(super) fn indicator(basis: &Basis, name: &str, option: &str) -> Result<Indicator, CliError> {
    names::indicator(&basis.model, name).map_err(|fault| misnamed(option, name, fault))
}

/// A place by name; where the name is a town's or a local authority's, what it lies in goes to standard error.
pub(super) fn place_of(basis: &Basis, option: &str, text: &str) -> Result<Place, CliError> {
    let place = names::place(&basis.evidence, text).map_err(|f| misnamed(option, text, f))?;
    for said in names::lies_in(&basis.evidence, text) {
        output::err(&format!("note: {said}\n"));
    }
    Ok(place)
}

/// A name that is not known, with the option it was given to.
pub(super) fn misnamed(option: &str, text: &str, fault: NameFault) -> CliError {
    let error = CliError::new(Kind::Usage, format!("{option} '{text}': {}", fault.problem));
    match fault.hint {
        Some(hint) => error.hint(hint),
        None => error,
    }
}
