//! The folder of the user's settings and what is read from it.

use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;

use crate::evidence::Fault;
use crate::tui::settings::{CONFIG, KEYS, Settings};

/// Largest file that is read, bytes.
const FILE_BYTES_MAX: u64 = 256 * 1024;

/// The folder of this user's settings by the XDG conventions; on Windows the folder that stands for it.
#[must_use]
pub fn folder() -> Option<PathBuf> {
    etcetera::choose_base_strategy().ok().map(|base| base.config_dir().join("tiller"))
}

/// Reads the settings of a folder. A file that is not there is no fault; one that cannot be read is named.
#[must_use]
pub fn read(folder: &Path) -> Settings {
    let mut settings = Settings::default();
    for name in [CONFIG, KEYS] {
        let path = folder.join(name);
        match text(&path) {
            Ok(Some(text)) if name == KEYS => settings.read_keys(&path.display().to_string(), &text),
            Ok(Some(text)) => settings.read_config(&path.display().to_string(), &text),
            Ok(None) => {}
            Err(fault) => settings.warnings.push(fault),
        }
    }
    settings
}

/// Reads a theme file; a relative name is looked for beside the settings first.
///
/// # Errors
/// If it cannot be read.
pub fn theme(name: &str, folder: Option<&Path>) -> Result<(String, String), Fault> {
    let beside = folder.map(|f| f.join(name)).filter(|p| p.exists());
    let path = beside.unwrap_or_else(|| PathBuf::from(name));
    let shown = path.display().to_string();
    match text(&path) {
        Ok(Some(text)) => Ok((shown, text)),
        Ok(None) => Err(Fault::new(shown, "is not there").hint("name a theme (dark, light, contrast, mono) or a file")),
        Err(fault) => Err(fault),
    }
}

/// The text of a file, `None` if there is none.
fn text(path: &Path) -> Result<Option<String>, Fault> {
    let fault = |problem: String| Fault::new(path.display().to_string(), problem);
    let file = match fs::File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(fault(format!("cannot be read ({error})"))),
    };
    let mut bytes = Vec::new();
    file.take(FILE_BYTES_MAX + 1).read_to_end(&mut bytes).map_err(|e| fault(format!("cannot be read ({e})")))?;
    if bytes.len() as u64 > FILE_BYTES_MAX {
        return Err(fault(String::from("is larger than 256 KiB, more than any settings need")));
    }
    String::from_utf8(bytes).map(Some).map_err(|_| fault(String::from("is not UTF-8 text")).hint("save it as UTF-8"))
}
