//! Where exports are put: whole files beside those that are there, or the clipboard.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::clipboard;
use super::files::Folders;
use crate::report::export::{Provenance, file_name};
use crate::report::words::count;
use crate::tui::app::State;
use crate::tui::app::export::{Form, Sink, provenance};
use crate::tui::picture::{ExportFile, files};
use crate::tui::view::Look;

/// Most files of one name.
const COPIES_MAX: u32 = 10_000;

/// Exports the screen shown; what is to be said about it.
pub(super) fn export(
    (form, sink): (Form, Sink),
    state: &State,
    look: &Look,
    size: (u16, u16),
    folders: &Folders,
) -> String {
    let from = provenance(state);
    let all = match files(form, state, look, size, &from) {
        Ok(all) => all,
        Err(error) => return format!("Not exported: {error}"),
    };
    match sink {
        Sink::Clipboard => all.first().map_or_else(|| String::from("Nothing to copy"), |f| clipboard::copy(&f.text)),
        Sink::File => match folders.exports() {
            None => String::from("Not exported: no home folder is known"),
            Some(folder) => match write_all(&folder, &all, form, &from) {
                Ok(first) if all.len() > 1 => {
                    let n = u64::try_from(all.len()).unwrap_or(u64::MAX);
                    format!("Exported {} beside {}", count(n, "file", "files"), first.display())
                }
                Ok(path) => {
                    let name = path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
                    format!("Exported {name} to {}", folder.display())
                }
                Err(error) => format!("Not exported: {}: {error}", folder.display()),
            },
        },
    }
}

/// Writes every file; the first one's path comes back.
fn write_all(folder: &Path, all: &[ExportFile], form: Form, from: &Provenance) -> io::Result<PathBuf> {
    fs::create_dir_all(folder)?;
    let mut first = None;
    for file in all {
        let mut name = format!("{}-{}-{}", file_name(&from.title), file_name(&from.screen), from.date);
        if !file.part.is_empty() {
            name = format!("{name}-{}", file.part);
        }
        let path = write_new(folder, &name, form.ending(), &file.text)?;
        first.get_or_insert(path);
    }
    first.ok_or_else(|| io::Error::other("there is nothing to export"))
}

/// Writes a file under a name that nobody has: whole or not at all, never over another.
pub(super) fn write_new(folder: &Path, name: &str, ending: &str, text: &str) -> io::Result<PathBuf> {
    let mut file = temporary(folder)?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    for copy in 1..COPIES_MAX {
        let number = if copy == 1 { String::new() } else { format!("-{copy}") };
        let path = folder.join(format!("{name}{number}.{ending}"));
        match file.persist_noclobber(&path) {
            Ok(_) => return Ok(path),
            Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => file = error.file,
            Err(error) => return Err(error.error),
        }
    }
    Err(io::Error::other(format!("{name} is there {COPIES_MAX} times already")))
}

/// A file that becomes as readable as any other the user makes: exports are there to be handed on.
#[cfg(unix)]
fn temporary(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    use std::os::unix::fs::PermissionsExt as _;
    tempfile::Builder::new().permissions(fs::Permissions::from_mode(0o666)).tempfile_in(folder)
}

/// As the system makes files.
#[cfg(not(unix))]
fn temporary(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    tempfile::NamedTempFile::new_in(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_written_over() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let a = write_new(folder.path(), "x", "csv", "first")?;
        let b = write_new(folder.path(), "x", "csv", "second")?;
        assert_ne!(a, b);
        assert_eq!(fs::read_to_string(a)?, "first");
        assert_eq!(fs::read_to_string(b)?, "second");
        assert_eq!(fs::read_dir(folder.path())?.count(), 2);
        Ok(())
    }
}
