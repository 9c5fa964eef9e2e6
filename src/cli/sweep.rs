//! `tiller sweep`: many runs without a screen, whole or in parts, to one table.

use std::fmt::Write as _;
use std::fs;
use std::io::{self, BufWriter, IsTerminal as _, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use super::args::Sweep;
use super::choose;
use super::error::{CliError, Kind};
use super::output;
use crate::insight;
use crate::model::Basis;
use crate::projection::Stopped;
use crate::report;
use crate::report::words::digits;
use crate::scenario::Scenario;
use crate::scenario::sweep::{self, Spec};

/// Longest text that is read as a sweep.
const TEXT_MAX: u64 = 1 << 20;

/// Makes the runs of one part.
pub(super) fn sweep(args: &Sweep, data: Option<&Path>) -> Result<(), CliError> {
    let basis = choose::basis(data)?;
    let spec = read(&args.spec, &basis)?;
    let bases = spec.scenarios.iter().map(|name| choose::named(&basis, name)).collect::<Result<Vec<_>, _>>()?;
    suits(&spec, &bases)?;
    let (part, parts) = args.partition;
    let runs = spec.part(part, parts);
    if args.list {
        let list = report::sweep::list(&spec, &bases, runs);
        return output::to(args.out.as_deref(), &list.as_csv().map_err(|e| unwritten(&e))?);
    }
    let mut table = Table::open(args.out.as_deref())?;
    let mut told = Told::new(runs.len());
    let mut failure = None;
    let cancel = AtomicBool::new(false);
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(args.threads.map_or(0, usize::from))
        .build()
        .map_err(|e| CliError::new(Kind::Bug, format!("no threads could be started ({e})")))?;
    table.header(&report::sweep::columns(&spec))?;
    // The pool is entered from here, not moved into: the table is written by this thread alone.
    let done = insight::sweep::run(&basis, &spec, &bases, runs, &cancel, &pool, |chunk| {
        told.count(&chunk);
        let written = table.rows(&report::sweep::sheet(&spec, &chunk));
        failure = written.err();
        failure.is_none()
    });
    match (done, failure) {
        (_, Some(error)) => Err(error),
        (Err(Stopped::Cancelled), None) => Err(CliError::new(Kind::Bug, "the sweep ended before it was done")),
        (Err(Stopped::Refused(fault)), None) => Err(CliError::faults(Kind::Content, &[fault])),
        (Ok(()), None) => {
            table.close()?;
            told.end();
            Ok(())
        }
    }
}

fn read(path: &Path, basis: &Basis) -> Result<Spec, CliError> {
    let name = path.display().to_string();
    let unread = |why: String| CliError::new(Kind::File, format!("{name}: cannot be read ({why})"));
    let meta = fs::metadata(path).map_err(|e| unread(output::plain(&e)))?;
    if !meta.is_file() {
        return Err(unread(String::from("it is no file")));
    }
    if meta.len() > TEXT_MAX {
        return Err(unread(format!("it has {} bytes; a sweep has at most {TEXT_MAX}", meta.len())));
    }
    let bytes = fs::read(path).map_err(|e| unread(output::plain(&e)))?;
    let text = String::from_utf8(bytes).map_err(|_| unread(String::from("it is not UTF-8 text")))?;
    sweep::read(&name, &text, basis).map_err(CliError::from)
}

/// Places, sectors and amounts are put into plan 1, which must then be the only one; years must be those of the scenario.
fn suits(spec: &Spec, bases: &[Scenario]) -> Result<(), CliError> {
    for (name, scenario) in spec.scenarios.iter().zip(bases) {
        let plans = scenario.plans.len();
        if spec.changes_plans() && plans > 1 {
            let problem = format!("scenario '{name}' has {plans} plans; places, sectors and amounts are varied in one");
            return Err(CliError::new(Kind::Content, problem)
                .hint("leave out places, sectors and vary, or make a scenario with one plan"));
        }
        let (first, last) = (scenario.year_zero(), scenario.last_year());
        if let Some(year) = spec.years.iter().find(|year| !(first..=last).contains(*year)) {
            let problem = format!("years: {year} is not a year of scenario '{name}', {first} to {last}");
            return Err(CliError::new(Kind::Content, problem));
        }
    }
    Ok(())
}

fn unwritten(error: &csv::Error) -> CliError {
    CliError::new(Kind::Bug, format!("the table could not be written ({error})"))
}

/// Where lines go: standard output, or a file that takes its name when it is whole.
struct Table<'a> {
    to: BufWriter<Box<dyn Write>>,
    /// Name at the end, and until then.
    file: Option<(&'a Path, PathBuf)>,
}

impl<'a> Table<'a> {
    fn open(path: Option<&'a Path>) -> Result<Self, CliError> {
        let Some(path) = path else {
            return Ok(Self { to: BufWriter::new(Box::new(io::stdout())), file: None });
        };
        let mut name = path.as_os_str().to_owned();
        name.push(".part");
        let part = PathBuf::from(name);
        let file = fs::File::create(&part).map_err(|e| refused(&part, &e))?;
        Ok(Self { to: BufWriter::new(Box::new(file)), file: Some((path, part)) })
    }

    fn header(&mut self, columns: &[String]) -> Result<(), CliError> {
        let header = report::sheet::Sheet::new("", columns.iter().cloned());
        self.write(&header.as_csv().map_err(|e| unwritten(&e))?)
    }

    fn rows(&mut self, sheet: &report::sheet::Sheet) -> Result<(), CliError> {
        let text = sheet.as_csv().map_err(|e| unwritten(&e))?;
        // Names of columns hold no line break, so the first line is the header.
        self.write(text.split_once('\n').map_or("", |(_, rows)| rows))
    }

    fn write(&mut self, text: &str) -> Result<(), CliError> {
        let name = self.file.as_ref().map_or(Path::new("standard output"), |(_, part)| part);
        self.to.write_all(text.as_bytes()).and_then(|()| self.to.flush()).map_err(|e| refused(name, &e))
    }

    fn close(mut self) -> Result<(), CliError> {
        self.write("")?;
        let Some((path, part)) = &self.file else { return Ok(()) };
        fs::File::open(part)
            .and_then(|file| file.sync_all())
            .and_then(|()| fs::rename(part, path))
            .map_err(|e| refused(path, &e))
    }
}

fn refused(path: &Path, error: &io::Error) -> CliError {
    match error.kind() {
        io::ErrorKind::BrokenPipe => CliError::new(Kind::ClosedPipe, "the output was closed"),
        _ => CliError::new(Kind::File, format!("{}: cannot be written ({})", path.display(), output::plain(error))),
    }
}

/// How far it is: on a terminal as it goes, and a sentence at the end.
struct Told {
    runs: usize,
    done: usize,
    refused: usize,
    since: Instant,
    live: bool,
}

impl Told {
    fn new(runs: usize) -> Self {
        Self { runs, done: 0, refused: 0, since: Instant::now(), live: io::stderr().is_terminal() }
    }

    fn count(&mut self, chunk: &[insight::sweep::Run]) {
        self.done += chunk.len();
        self.refused += chunk.iter().filter(|run| run.outcome.is_err()).count();
        if self.live && self.done > 0 {
            let left = self.since.elapsed().as_secs_f64() / self.done as f64 * (self.runs - self.done) as f64;
            let (done, runs) = (grouped(self.done), grouped(self.runs));
            output::err(&format!("\r{done} of {runs} runs, about {left:.0} s left   "));
        }
    }

    fn end(&self) {
        let start = if self.live { "\r" } else { "" };
        let made = grouped(self.done - self.refused);
        let mut said = format!("{start}{made} runs made in {:.1} s", self.since.elapsed().as_secs_f64());
        if self.refused > 0 {
            let _ = write!(said, "; {} refused, the reason is in the column 'refused'", grouped(self.refused));
        }
        output::err(&(said + "        \n"));
    }
}

fn grouped(n: usize) -> String {
    digits(n as f64, 0)
}
