//! The only door from this room to files: reading with a limit, saving whole or not at all.

use std::fs;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use super::document::{FORMAT, Opened, format_of, newer_format, read};
use super::types::Scenario;
use super::write::write;
use crate::evidence::{Fault, Faults};
use crate::model::Basis;

/// Largest scenario file that is read, bytes.
pub const FILE_BYTES_MAX: u64 = 1024 * 1024;

/// Why a file was not opened or saved.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The file system said no.
    #[error("{0}")]
    File(Fault),
    /// What the file holds cannot be used.
    #[error("{0}")]
    Content(Faults),
}

impl StoreError {
    /// Every fault behind it.
    #[must_use]
    pub fn faults(&self) -> &[Fault] {
        match self {
            Self::File(fault) => std::slice::from_ref(fault),
            Self::Content(faults) => &faults.0,
        }
    }
}

/// Reads a scenario file.
///
/// # Errors
/// [`StoreError::File`] if it cannot be read, [`StoreError::Content`] if it is too large, not text, or no scenario.
pub fn open(path: &Path, basis: &Basis) -> Result<Opened, StoreError> {
    let name = path.display().to_string();
    let text = text_of(path)?;
    read(&name, &text, basis).map_err(StoreError::Content)
}

fn text_of(path: &Path) -> Result<String, StoreError> {
    let name = path.display().to_string();
    let unreadable = |e: &io::Error| StoreError::File(Fault::new(&name, format!("cannot be read ({})", plain(e))));
    let content = |fault: Fault| StoreError::Content(fault.into());
    let file = fs::File::open(path).map_err(|e| unreadable(&e))?;
    if file.metadata().map_err(|e| unreadable(&e))?.is_dir() {
        return Err(StoreError::File(Fault::new(&name, "is a folder, not a scenario file")));
    }
    let mut bytes = Vec::new();
    // One byte more than the limit tells a file that just fits from one that does not, even if it grows meanwhile.
    file.take(FILE_BYTES_MAX + 1).read_to_end(&mut bytes).map_err(|e| unreadable(&e))?;
    if bytes.len() as u64 > FILE_BYTES_MAX {
        return Err(content(Fault::new(&name, "is larger than 1 MiB, more than any scenario needs")));
    }
    // Some editors put a byte-order mark before UTF-8.
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").map_or(bytes.clone(), <[u8]>::to_vec);
    String::from_utf8(bytes).map_err(|e| {
        let good = e.utf8_error().valid_up_to();
        let line = e.as_bytes()[..good].split(|b| *b == b'\n').count() as u64;
        content(Fault::new(&name, "is not UTF-8 text").at(line).hint("save it as UTF-8"))
    })
}

/// Saves a scenario: written beside, flushed to disk, then put in place in one step, so that a crash leaves the old
/// file or the new one. A symbolic link keeps pointing where it did; permissions stay.
///
/// # Errors
/// [`StoreError::File`] if it cannot be written; [`StoreError::Content`] if a file stands there that this program did
/// not write or that a newer one did: it is left alone.
pub fn save(path: &Path, scenario: &Scenario) -> Result<(), StoreError> {
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let permissions = guard(&target)?;
    replace(&target, write(scenario).as_bytes(), permissions).map_err(|e| {
        StoreError::File(Fault::new(path.display().to_string(), format!("cannot be saved ({})", plain(&e))))
    })
}

/// Refuses to replace what is not a scenario of this format or an older one. Gives the permissions of what is there.
fn guard(path: &Path) -> Result<Option<fs::Permissions>, StoreError> {
    let Ok(meta) = fs::metadata(path) else { return Ok(None) };
    let name = path.display().to_string();
    let text = text_of(path)?;
    let refused = |fault: Fault| Err(StoreError::Content(fault.into()));
    match format_of(&text) {
        Ok(Some(format)) if format > FORMAT => refused(newer_format(&name, format)),
        Ok(Some(_)) => Ok(Some(meta.permissions())),
        _ if text.trim().is_empty() => Ok(Some(meta.permissions())),
        _ => refused(Fault::new(&name, "holds something that is not a scenario").hint("choose another file name")),
    }
}

fn replace(path: &Path, bytes: &[u8], permissions: Option<fs::Permissions>) -> io::Result<()> {
    let folder = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_path_buf(),
        _ => PathBuf::from("."),
    };
    let mut file = new_file(&folder)?;
    file.write_all(bytes)?;
    if let Some(permissions) = permissions {
        file.as_file().set_permissions(permissions)?;
    }
    file.as_file().sync_all()?;
    file.persist(path).map_err(|e| e.error)?;
    // The new name lasts once the folder is on disk; where folders cannot be opened, the system decides.
    if let Ok(folder) = fs::File::open(&folder) {
        let _ = folder.sync_all();
    }
    Ok(())
}

fn new_file(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".tiller-").suffix(".part");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // As any other new file: the user's mask takes off what it takes off.
        builder.permissions(fs::Permissions::from_mode(0o666)).tempfile_in(folder)
    }
    #[cfg(not(unix))]
    builder.tempfile_in(folder)
}

/// The system's words without its number: "No such file or directory (os error 2)" → "no such file or directory".
fn plain(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or(&text);
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_lowercase().chain(chars).collect())
}
