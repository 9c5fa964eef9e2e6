//! `tiller evidence add` and `tiller evidence changed`: files to start from, and what a user's own evidence changes.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use super::args::{Evidence, Format};
use super::choose;
use super::error::{CliError, Kind};
use super::output;
use super::sheets;
use crate::evidence::load::Library;
use crate::model::Basis;
use crate::report::layer;
use crate::report::template::{self, Template};

/// Lists the tables, or writes a file to fill in.
pub(super) fn add(args: &Evidence) -> Result<(), CliError> {
    let Some(name) = &args.template else {
        return sheets::write(&[template::list()], args.format, None);
    };
    let files = template::of(name).map_err(|near| {
        let error = CliError::new(Kind::Usage, format!("--template '{name}': there is no such table"));
        match near {
            Some(near) => error.hint(format!("did you mean '{near}'?")),
            None => error.hint("tiller evidence add lists the tables"),
        }
    })?;
    let folder = args.out.as_deref().unwrap_or_else(|| Path::new("."));
    // Nothing is written if one of the files is there.
    for file in &files {
        let path = folder.join(&file.name);
        if fs::symlink_metadata(&path).is_ok() {
            return Err(CliError::new(
                Kind::File,
                format!("{}: is there already and was left as it is", path.display()),
            )
            .hint("choose another folder with --out, or move the file away"));
        }
    }
    let mut said = String::new();
    for file in &files {
        said.extend(["wrote ", &write_new(folder, file)?, "\n"]);
    }
    said.extend(["next: fill it in, then tiller check --data ", &folder.display().to_string(), "\n"]);
    output::out(&said)
}

/// Writes a file that is not there yet.
fn write_new(folder: &Path, file: &Template) -> Result<String, CliError> {
    let path = folder.join(&file.name);
    let made = path.parent().map_or(Ok(()), fs::create_dir_all);
    let written = made.and_then(|()| fs::File::create_new(&path)).and_then(|mut f| f.write_all(file.text.as_bytes()));
    let shown = path.display().to_string();
    written.map(|()| shown.clone()).map_err(|e| CliError::new(Kind::File, format!("{shown}: cannot be written ({e})")))
}

/// Lists what the folder of `--data` changes.
pub(super) fn changed(args: &Evidence, data: Option<&Path>) -> Result<(), CliError> {
    if data.is_none() {
        return Err(CliError::new(Kind::Usage, "there is no folder of your own to compare with the bundled evidence")
            .hint("give it with --data DIR"));
    }
    let own = choose::basis(data)?;
    let bundled = Basis::load(&Library::embedded())?;
    sheets::write(&layer::sheets(&bundled, &own, args.format == Format::Text), args.format, None)
}
