//! Writing: to standard output, standard error and files, with every error seen.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use super::error::{CliError, Kind};

/// Writes to standard output. A reader that went away is [`Kind::ClosedPipe`].
pub(super) fn out(text: &str) -> Result<(), CliError> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()).map_err(|e| closed(&e))
}

fn closed(error: &io::Error) -> CliError {
    match error.kind() {
        io::ErrorKind::BrokenPipe => CliError::new(Kind::ClosedPipe, "the output was closed"),
        _ => CliError::new(Kind::File, format!("standard output: cannot be written ({})", plain(error))),
    }
}

/// Writes to standard error; nobody is left to tell if that fails.
pub(super) fn err(text: &str) {
    let mut stderr = io::stderr().lock();
    let _ = stderr.write_all(text.as_bytes()).and_then(|()| stderr.flush());
}

/// Writes a file, or standard output if there is none.
pub(super) fn to(path: Option<&Path>, text: &str) -> Result<(), CliError> {
    match path {
        None => out(text),
        Some(path) => stream(path, |file| file.write_all(text.as_bytes())),
    }
}

/// Writes a file through a buffer.
pub(super) fn stream(path: &Path, write: impl FnOnce(&mut dyn io::Write) -> io::Result<()>) -> Result<(), CliError> {
    let written = fs::File::create(path).and_then(|file| {
        let mut buffer = io::BufWriter::new(file);
        write(&mut buffer)?;
        buffer.flush()
    });
    written.map_err(|e| match e.kind() {
        io::ErrorKind::BrokenPipe => CliError::new(Kind::ClosedPipe, "the output was closed"),
        _ => CliError::new(Kind::File, format!("{}: cannot be written ({})", path.display(), plain(&e))),
    })
}

/// Whether two names lead to the same file.
pub(super) fn same_file(a: &Path, b: &Path) -> bool {
    matches!((fs::canonicalize(a), fs::canonicalize(b)), (Ok(a), Ok(b)) if a == b)
}

/// The system's words without its number.
pub(super) fn plain(error: &io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or(&text).to_lowercase()
}
