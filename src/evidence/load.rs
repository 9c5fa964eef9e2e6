//! The only door to the bundled files, and to a user's own laid over them (`--data DIR`).

use std::borrow::Cow;
use std::fs;
use std::io::Read as _;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use super::fault::{Fault, Faults};
use super::order::InOrder as _;
use super::overlay::Overlay;

/// Where texts come from: compiled in, or compiled in with a folder laid over. A folder is read once, when it is named.
#[derive(Debug, Clone, Default)]
pub struct Library {
    overlay: Option<Arc<Overlay>>,
}

/// Largest file of official figures that is read from a user's folder, bytes, packed or not.
const FIGURES_BYTES_MAX: u64 = 64 * 1024 * 1024;

/// Largest file of any other kind, bytes.
const FILE_BYTES_MAX: u64 = 8 * 1024 * 1024;

impl Library {
    /// The compiled-in files.
    #[must_use]
    pub const fn embedded() -> Self {
        Self { overlay: None }
    }

    /// The compiled-in files with a user's folder laid over them: `DIR/model/levers.ron` replaces `model/levers.ron`,
    /// `DIR/evidence/effects.add.csv` adds to `evidence/effects.csv`. What is wrong with the files is in [`Self::faults`].
    ///
    /// # Errors
    /// If `dir` is not a folder.
    pub fn with_overlay(dir: &Path) -> Result<Self, Fault> {
        if dir.is_dir() {
            Ok(Self { overlay: Some(Arc::new(Overlay::read(dir))) })
        } else {
            Err(Fault::new(dir.display().to_string(), "is not a folder")
                .hint("give a folder that holds evidence/ or model/"))
        }
    }

    /// The user's folder, if any.
    #[must_use]
    pub fn overlay(&self) -> Option<&Overlay> {
        self.overlay.as_deref()
    }

    /// Whether the overlay replaces or adds to this file.
    #[must_use]
    pub fn replaces(&self, name: &str) -> bool {
        self.overlay().is_some_and(|o| o.text(name).is_some())
    }

    /// What is wrong with the user's files as files and as rows; nothing without a folder.
    #[must_use]
    pub fn faults(&self) -> Faults {
        self.overlay().map_or_else(Faults::default, |o| o.faults().clone())
    }

    /// Faults with the file and line on which a user's row stands, each said once.
    #[must_use]
    pub fn located(&self, faults: Faults) -> Faults {
        match self.overlay() {
            Some(overlay) => overlay.located(faults),
            None => faults,
        }
    }

    /// The text of a file such as `model/levers.ron` or `evidence/areas.csv`, a user's rows over it. A file of the user's
    /// that cannot be read stands in [`Self::faults`]; the bundled one is given in its place, so that the rest can be checked.
    ///
    /// # Errors
    /// If the file is unknown.
    pub fn text(&self, name: &str) -> Result<Cow<'static, str>, Fault> {
        if let Some(text) = self.overlay().and_then(|o| o.text(name)) {
            return Ok(Cow::Owned(text.to_owned()));
        }
        bundled_text(name)
            .map(Cow::Borrowed)
            .ok_or_else(|| Fault::new(name, "is not one of the bundled files").nearest(name, BUNDLED.iter().copied()))
    }

    /// The official figures, and the file they come from: the user's `evidence/observations.csv` or
    /// `evidence/observations.csv.gz`, else the bundled ones; rows of `evidence/observations.add.csv` over them.
    ///
    /// # Errors
    /// If the bundled figures cannot be unpacked.
    pub fn observations(&self) -> Result<(&'static str, String), Faults> {
        match self.overlay().and_then(|o| o.text(OBSERVATIONS)) {
            Some(text) => Ok((OBSERVATIONS, text.to_owned())),
            None => Ok((OBSERVATIONS, bundled_figures()?)),
        }
    }

    /// Files of the overlay that look like ours but that nothing reads: a misspelt name changes nothing, silently.
    #[must_use]
    pub fn strangers(&self) -> Vec<Fault> {
        self.overlay().map_or_else(Vec::new, |o| o.strangers().to_vec())
    }

    /// Whether the overlay touches the official figures.
    #[must_use]
    pub fn replaces_observations(&self) -> bool {
        self.replaces(OBSERVATIONS)
    }
}

pub(super) const DERIVED: &str = "derived/baseline.csv";
pub(super) const OBSERVATIONS: &str = "evidence/observations.csv";
pub(super) const OBSERVATIONS_GZ: &str = "evidence/observations.csv.gz";
const OBSERVATIONS_BYTES: &[u8] = include_bytes!("../../assets/evidence/observations.csv.gz");

/// The bundled official figures.
pub(super) fn bundled_figures() -> Result<String, Fault> {
    unpacked(OBSERVATIONS_GZ, OBSERVATIONS_BYTES)
}

/// Text of a packed file.
fn unpacked(name: &str, packed: &[u8]) -> Result<String, Fault> {
    let mut bytes = Vec::with_capacity(packed.len().min(1 << 20) * 17);
    let read = flate2::read::GzDecoder::new(packed).take(FIGURES_BYTES_MAX + 1).read_to_end(&mut bytes);
    if let Err(e) = read {
        return Err(
            Fault::new(name, format!("cannot be unpacked ({e})")).hint("give it as a plain evidence/observations.csv")
        );
    }
    if bytes.len() as u64 > FIGURES_BYTES_MAX {
        return Err(Fault::new(name, format!("unpacks to more than the {FIGURES_BYTES_MAX} bytes that are read")));
    }
    utf8(name, bytes)
}

/// The text of a file of a user's folder; `None` if there is nothing of that name.
pub(super) fn own_text(dir: &Path, name: &str) -> Option<Result<String, Fault>> {
    let path = dir.join(name);
    // What the name itself is, a link not followed: a link that leads nowhere is there all the same.
    fs::symlink_metadata(&path).ok()?;
    let figures = name.starts_with("evidence/observations.");
    let read = bytes_of(&path, name, if figures { FIGURES_BYTES_MAX } else { FILE_BYTES_MAX });
    Some(read.and_then(|bytes| {
        let packed = Path::new(name).extension().is_some_and(|end| end == "gz");
        if packed { unpacked(name, &bytes) } else { utf8(name, bytes) }
    }))
}

fn bytes_of(path: &Path, name: &str, most: u64) -> Result<Vec<u8>, Fault> {
    let unread = |e: std::io::Error| {
        let said = e.to_string();
        let said = said.split(" (os error").next().unwrap_or(&said).to_lowercase();
        Fault::new(name, format!("cannot be read ({said})"))
    };
    let meta = fs::metadata(path).map_err(unread)?;
    if meta.is_dir() {
        return Err(Fault::new(name, "is a folder, not a file"));
    }
    // A pipe or a device might never end, and opening it might never return.
    if !meta.is_file() {
        return Err(Fault::new(name, "is a pipe or a device, not a file"));
    }
    let mut bytes = Vec::new();
    fs::File::open(path).and_then(|file| file.take(most + 1).read_to_end(&mut bytes)).map_err(unread)?;
    if bytes.len() as u64 > most {
        let size = meta.len().max(bytes.len() as u64);
        return Err(Fault::new(name, format!("is {size} bytes, more than the {most} that are read")));
    }
    Ok(bytes)
}

/// Names in a user's folder (two levels), at most a thousand of each, sorted: `evidence/effects.csv`.
pub(super) fn names_in(dir: &Path, folders: &[&str]) -> Vec<String> {
    const MOST: usize = 1_000;
    let mut names = Vec::new();
    for folder in std::iter::once(&"").chain(folders) {
        let entries = fs::read_dir(dir.join(folder)).into_iter().flatten().flatten().take(MOST);
        let lead = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        names.extend(entries.map(|entry| format!("{lead}{}", entry.file_name().to_string_lossy())));
    }
    names.order();
    names
}

/// Text of bytes. A byte-order mark, as spreadsheets write it, is taken off; every kind of line break becomes one.
fn utf8(name: &str, mut bytes: Vec<u8>) -> Result<String, Fault> {
    if bytes.starts_with(&[0xef, 0xbb, 0xbf]) {
        bytes.drain(..3);
    }
    let text = String::from_utf8(bytes).map_err(|e| {
        let before = &e.as_bytes()[..e.utf8_error().valid_up_to()];
        let line = before.split(|b| *b == b'\n').count() as u64;
        let hint = if e.as_bytes().starts_with(&[0xff, 0xfe]) || e.as_bytes().starts_with(&[0xfe, 0xff]) {
            "it looks like UTF-16; save it as UTF-8"
        } else {
            "save it as UTF-8"
        };
        Fault::new(name, "is not UTF-8 text").at(line).hint(hint)
    })?;
    Ok(if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text })
}

/// A bundled text.
enum Bundled {
    /// As it is.
    Plain(&'static str),
    /// Packed by `build.rs`, and unpacked when it is first asked for.
    Packed(&'static [u8], OnceLock<String>),
}

/// The bundled text of a file, without anything laid over it.
pub(super) fn bundled_text(name: &str) -> Option<&'static str> {
    match TEXTS.iter().find(|(known, _)| *known == name)? {
        (_, Bundled::Plain(text)) => Some(text),
        // One that cannot be unpacked fails a test.
        (_, Bundled::Packed(bytes, text)) => Some(text.get_or_init(|| unpacked(name, bytes).unwrap_or_default())),
    }
}

macro_rules! bundled {
    (early $name:literal) => {
        Bundled::Plain(include_str!(concat!("../../assets/", $name)))
    };
    (late $name:literal) => {
        Bundled::Packed(include_bytes!(concat!(env!("OUT_DIR"), "/", $name, ".gz")), OnceLock::new())
    };
    ($($when:ident $name:literal),* $(,)?) => {
        /// Names of the bundled text files.
        pub const BUNDLED: &[&str] = &[$($name),*];

        static TEXTS: [(&str, Bundled); BUNDLED.len()] = [$(($name, bundled!($when $name))),*];
    };
}

bundled![
    early "derived/baseline.csv",
    late "evidence/aliases.csv",
    early "evidence/areas.csv",
    late "evidence/case_codes.csv",
    late "evidence/case_conversions.csv",
    late "evidence/case_findings.csv",
    late "evidence/case_outcomes.csv",
    late "evidence/cases.csv",
    late "evidence/centroids.csv",
    late "evidence/clusters.csv",
    early "evidence/effects.csv",
    early "evidence/interactions.csv",
    late "evidence/neighbours.csv",
    early "evidence/priors.csv",
    late "evidence/programme_figures.csv",
    late "evidence/programmes.csv",
    late "evidence/sector_mapping_quality.csv",
    early "evidence/sectors.csv",
    late "evidence/series.csv",
    late "evidence/series_imputations.csv",
    late "evidence/series_uncertainty.csv",
    late "evidence/series_volatility.csv",
    late "evidence/sources.csv",
    late "evidence/tiles.csv",
    early "model/additionality.csv",
    early "model/appraisal.ron",
    early "model/baseline.ron",
    early "model/channels.csv",
    early "model/conversions.csv",
    early "model/evaluation.ron",
    early "model/indicators.ron",
    early "model/judgements.ron",
    early "model/levers.ron",
    early "model/links.csv",
    early "model/nodes.ron",
    early "model/pairs.csv",
    early "model/stresses.ron",
    early "model/structures.ron",
];

/// Themes of the screen, by name.
pub const THEMES: [(&str, &str); 4] = [
    ("dark", include_str!("../../assets/themes/dark.ron")),
    ("light", include_str!("../../assets/themes/light.ron")),
    ("contrast", include_str!("../../assets/themes/contrast.ron")),
    ("mono", include_str!("../../assets/themes/mono.ron")),
];

/// The ballot page that `serve` hands out: shell, style, script.
pub const BALLOT_PAGE: [&str; 3] = [
    include_str!("../../assets/serve/page.html"),
    include_str!("../../assets/serve/page.css"),
    include_str!("../../assets/serve/page.js"),
];

/// Script of the ballot that is sent to somebody elsewhere: it makes a code of what was filled in.
pub const AWAY_SCRIPT: &str = include_str!("../../assets/serve/away.js");

/// Running orders of a roundtable: file and text.
pub const RUNNING_ORDERS: [(&str, &str); 2] = [
    ("roundtable/ninety.ron", include_str!("../../assets/roundtable/ninety.ron")),
    ("roundtable/forty-five.ron", include_str!("../../assets/roundtable/forty-five.ron")),
];

macro_rules! scenarios {
    ($($name:literal),* $(,)?) => {
        /// Built-in scenarios: name and document, in the order in which they are listed.
        pub const SCENARIOS: &[(&str, &str)] =
            &[$(($name, include_str!(concat!("../../scenarios/", $name, ".ron")))),*];
    };
}

scenarios![
    "no-new-policy",
    "qualifications-only",
    "collective-learning-first",
    "courses-and-work-organisation",
    "knowledge-sharing-small",
    "knowledge-sharing-large",
    "backing-strength",
    "innovation-for-all",
    "hvm-line",
    "graduates-and-image",
    "niche-inward-investment",
    "cambridge-manchester",
    "pilots-in-six-sectors",
    "devolved-powers",
    "vocational-quality",
    "collaboration-as-condition",
];

macro_rules! forecasts {
    ($($name:literal),* $(,)?) => {
        /// Files of the register of dated forecasts: name and text.
        pub const FORECASTS: &[(&str, &str)] =
            &[$((concat!("forecasts/", $name, ".ron"), include_str!(concat!("../../assets/forecasts/", $name, ".ron")))),*];
    };
}

forecasts!["2026-11-24"];

macro_rules! schema {
    ($($name:literal),* $(,)?) => {
        /// The schema of every table, and the list of tables: name and text.
        pub const SCHEMA: &[(&str, &str)] =
            &[$(($name, include_str!(concat!("../../assets/schema/", $name, ".csv")))),*];
    };
}

schema![
    "tables",
    "sources",
    "effects",
    "priors",
    "interactions",
    "programmes",
    "programme_figures",
    "cases",
    "case_outcomes",
    "case_codes",
    "case_conversions",
    "case_findings",
    "clusters",
    "areas",
    "centroids",
    "tiles",
    "neighbours",
    "aliases",
    "sectors",
    "sector_mapping_quality",
    "series",
    "observations",
    "series_uncertainty",
    "series_volatility",
    "series_imputations",
    "channels",
    "links",
    "pairs",
    "additionality",
    "conversions",
    "baseline",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bundled_text_is_the_asset() {
        for name in BUNDLED {
            let asset = fs::read_to_string(Path::new("assets").join(name)).unwrap();
            assert_eq!(bundled_text(name), Some(asset.as_str()), "{name}");
        }
    }
}
