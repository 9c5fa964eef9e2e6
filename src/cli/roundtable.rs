//! `tiller roundtable` and `tiller present`: sessions without the screen, and the way onto it.

use std::fs;
use std::path::{Path, PathBuf};

use super::args::{Args, Present, Roundtable, RoundtableNew, RoundtableOpen, RoundtableShow, RoundtableWhat};
use super::error::{CliError, Kind};
use super::handout::{Which, handout};
use super::{choose, output, sheets};
use crate::evidence::Fault;
use crate::evidence::order::InOrder as _;
use crate::model::Basis;
use crate::report::room;
use crate::report::sheet::{Datum, Sheet};
use crate::roundtable::clean::{NAME_MAX, one_line};
use crate::roundtable::journal::{self, ENDING, Held, Journal, Loaded};
use crate::roundtable::{Event, Question, Room, Round, RunningOrder, Session};
use crate::scenario::{Scenario, names};
use crate::tui::{self, OpenSession, sessions};

/// Does what was asked for a roundtable.
pub(super) fn roundtable(args: &Args, roundtable: &Roundtable) -> Result<(), CliError> {
    let data = args.data.as_deref();
    match &roundtable.what {
        RoundtableWhat::New(new) => begin(new, data),
        RoundtableWhat::Open(open) => screen(args, open),
        RoundtableWhat::List { format } => sheets::write(&[list()?], *format, None),
        RoundtableWhat::Show(show) => print(show),
        RoundtableWhat::Paper(of) => handout(of, Which::Paper, data),
        RoundtableWhat::Away { session, file } => away(session, file),
        RoundtableWhat::Brief(of) => handout(of, Which::Brief, data),
        RoundtableWhat::Report(of) => handout(of, Which::Report, data),
        RoundtableWhat::LookBack(of) => handout(of, Which::LookBack, data),
        RoundtableWhat::Order { name, out } => {
            let text = RunningOrder::text_of(name)
                .ok_or_else(|| CliError::new(Kind::Usage, format!("no running order is called '{name}'")))?;
            output::to(out.as_deref(), text)
        }
        RoundtableWhat::Export { session, file } => {
            let (path, _) = find(session)?;
            let loaded = journal::copy(&path, file).map_err(unusable)?;
            output::out(&format!("{}: {}\n", file.display(), count(&loaded)))
        }
        RoundtableWhat::Import { file, name } => import(file, name.as_deref()),
        RoundtableWhat::Ballots { session, file } => ballots(session, file),
    }
}

/// Writes the ballot for those elsewhere.
fn away(session: &str, file: &Path) -> Result<(), CliError> {
    let (path, loaded) = find(session)?;
    let question = Session::replay(&loaded.entries).question;
    let none = || CliError::new(Kind::Content, format!("{}: has no question yet", path.display()));
    output::to(Some(file), &crate::serve::away(&*question.ok_or_else(none)?))
}

/// Shows a session to the room.
pub(super) fn present(args: &Args, present: &Present) -> Result<(), CliError> {
    let (path, _) = find(&present.session)?;
    let basis = super::basis(args)?;
    let options = super::settings(args, Some(&present.theme), &basis)?;
    super::ended(tui::present(&basis, &path, &options))
}

/// Opens a session on the screen.
fn screen(args: &Args, open: &RoundtableOpen) -> Result<(), CliError> {
    let (path, _) = find(&open.session)?;
    let basis = super::basis(args)?;
    let mut options = super::settings(args, None, &basis)?;
    let serve = if open.lan { Some(String::from("lan")) } else { open.address.clone() };
    options.session = Some(OpenSession { path, serve });
    super::ended(tui::run(&basis, options))
}

fn folder() -> Result<PathBuf, CliError> {
    tui::roundtables()
        .ok_or_else(|| CliError::new(Kind::File, "no home folder is known, so there is no place for sessions"))
}

/// A session by file, or by the name it is kept under.
pub(super) fn find(name: &str) -> Result<(PathBuf, Loaded), CliError> {
    let given = PathBuf::from(name);
    let path = if given.exists() || given.extension().is_some_and(|e| e == ENDING) {
        given
    } else {
        folder()?.join(format!("{name}.{ENDING}"))
    };
    if !path.exists() {
        let kept: Vec<String> =
            folder().map(|f| journal::list(&f)).unwrap_or_default().iter().map(|(p, _)| sessions::name_of(p)).collect();
        let error = CliError::new(Kind::File, format!("there is no session '{name}'"));
        return Err(match crate::evidence::nearest(name, kept.iter().map(String::as_str)) {
            Some(near) => error.hint(format!("did you mean '{near}'?")),
            None => error.hint("'tiller roundtable list' shows those that are kept"),
        });
    }
    let loaded = journal::load(&path).map_err(unusable)?;
    for said in &loaded.said {
        output::err(&format!("note: {}: {said}\n", path.display()));
    }
    Ok((path, loaded))
}

fn unusable(fault: Fault) -> CliError {
    CliError::faults(Kind::File, &[fault])
}

fn count(loaded: &Loaded) -> String {
    crate::report::words::count(loaded.entries.len() as u64, "entry", "entries")
}

/// `tiller roundtable new`.
fn begin(new: &RoundtableNew, data: Option<&Path>) -> Result<(), CliError> {
    let basis = choose::basis(data)?;
    let (question, order) = (asked(&basis, new)?, ordered(&new.order)?);
    let made = sessions::make(&folder()?, new.name.as_deref(), &question, &basis.model.version);
    let path = made.map_err(|why| CliError::new(Kind::File, why))?;
    let (held, loaded) = Journal::open(&path).map_err(unusable)?;
    let Held::Writing(pen) = held else { return Err(CliError::new(Kind::File, "the session is open elsewhere")) };
    let room = Room::start(pen, Session::replay(&loaded.entries), sessions::now, |_| {});
    for event in [Event::Asked(Box::new(question)), Event::Ordered(order)] {
        room.record(event).map_err(|why| CliError::new(Kind::Content, why.to_string()))?;
    }
    let name = sessions::name_of(&path);
    output::out(&format!("{name}\nhint: tiller roundtable open {name}\n"))
}

fn asked(basis: &Basis, new: &RoundtableNew) -> Result<Question, CliError> {
    let names = if new.scenarios.is_empty() { vec![String::from(choose::DEFAULT)] } else { new.scenarios.clone() };
    let all = names.iter().map(|name| choose::named(basis, name)).collect::<Result<Vec<Scenario>, CliError>>()?;
    if let Some(budget) = new.budget.filter(|b| !(b.is_finite() && *b > 0.0)) {
        return Err(CliError::new(Kind::Usage, format!("--budget {budget}: must be above zero, £m a year")));
    }
    let lever =
        |text: &String| names::lever(&basis.model, text).map_err(|fault| choose::misnamed("--levers", text, fault));
    let levers = new.levers.iter().map(lever).collect::<Result<Vec<_>, _>>()?;
    let question = match all.as_slice() {
        [one] => {
            // The ranges of the ballot follow from the money there is.
            let one = Scenario { budget: new.budget.or(one.budget), ..one.clone() };
            Question::from_scenario(&one, basis, Some(&levers[..]).filter(|l| !l.is_empty()))
        }
        several => Question::of_choices(several, basis),
    };
    let mut question = question.map_err(|faults| CliError::faults(Kind::Usage, &faults.0))?;
    if let Some(title) = &new.question {
        question.title = one_line(title, NAME_MAX);
    }
    if !new.roles.is_empty() {
        question.roles = new.roles.iter().map(|r| one_line(r, NAME_MAX)).filter(|r| !r.is_empty()).collect();
    }
    question.check("the question").map_err(|faults| CliError::faults(Kind::Usage, &faults.0))?;
    Ok(question)
}

/// A running order by name, or from a file like those that come with the program.
fn ordered(name: &str) -> Result<RunningOrder, CliError> {
    if let Some((_, order)) = RunningOrder::shipped().into_iter().find(|(known, _)| *known == name) {
        return Ok(order);
    }
    let text = fs::read_to_string(name).map_err(|e| {
        CliError::new(Kind::File, format!("--order {name}: cannot be read ({})", output::plain(&e)))
            .hint("ninety and forty-five come with the program; 'tiller roundtable order' prints one to be changed")
    })?;
    RunningOrder::read(name, &text).map_err(|faults| CliError::faults(Kind::Content, &faults.0))
}

/// The sessions of this machine, newest first.
fn list() -> Result<Sheet, CliError> {
    let mut all: Vec<_> = journal::list(&folder()?).into_iter().map(sessions::kept).collect();
    all.order_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.name.cmp(&b.1.name)));
    let mut sheet = Sheet::new("Sessions", ["name", "last used, step, question"]);
    for (_, kept) in &all {
        sheet.row([Datum::text(&kept.name), Datum::text(&kept.about)]);
    }
    if all.is_empty() {
        sheet.note("None yet: tiller roundtable new SCENARIO");
    }
    Ok(sheet)
}

/// `tiller roundtable show`: the twin of the screen.
fn print(show: &RoundtableShow) -> Result<(), CliError> {
    let (path, loaded) = find(&show.session)?;
    let session = Session::replay(&loaded.entries);
    let all = room::everything(&sessions::name_of(&path), &session, sessions::now());
    sheets::write(&all, show.format, show.out.as_deref())
}

/// Takes a session in.
fn import(file: &Path, name: Option<&str>) -> Result<(), CliError> {
    let stem = name.map_or_else(|| sessions::name_of(file), str::to_owned);
    let folder = folder()?;
    fs::create_dir_all(&folder).map_err(|e| {
        CliError::new(Kind::File, format!("{}: cannot be made ({})", folder.display(), output::plain(&e)))
    })?;
    let to = folder.join(format!("{}.{ENDING}", crate::report::export::file_name(&stem)));
    let loaded = journal::copy(file, &to).map_err(unusable)?;
    output::out(&format!("{}: {}\n", sessions::name_of(&to), count(&loaded)))
}

/// Takes ballots in from a file.
fn ballots(session: &str, file: &Path) -> Result<(), CliError> {
    let (path, _) = find(session)?;
    let (held, loaded) = Journal::open(&path).map_err(unusable)?;
    let Held::Writing(pen) = held else {
        return Err(CliError::new(Kind::File, format!("{session}: is open elsewhere"))
            .hint("import on the screen with I, or close it first"));
    };
    let room = Room::start(pen, Session::replay(&loaded.entries), sessions::now, |_| {});
    let round: Round = room.session().open.ok_or_else(|| {
        CliError::new(Kind::Content, format!("{session}: no ballot is open")).hint("open one on the screen with b")
    })?;
    let said = sessions::import(&room, round, file).map_err(|why| CliError::new(Kind::Content, why))?;
    output::out(&format!("{said}\n"))
}
