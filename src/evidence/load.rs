//! The only door to the bundled files, and to a user's own laid over them (`--data DIR`).

use std::borrow::Cow;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use super::fault::Fault;

/// Where texts come from: compiled in, or compiled in with a folder laid over.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Library {
    overlay: Option<PathBuf>,
}

/// Largest file that is read from a user's folder, bytes.
const FILE_BYTES_MAX: u64 = 64 * 1024 * 1024;

impl Library {
    /// The compiled-in files.
    #[must_use]
    pub const fn embedded() -> Self {
        Self { overlay: None }
    }

    /// The compiled-in files with a user's folder laid over them: `DIR/model/levers.ron` replaces `model/levers.ron`.
    ///
    /// # Errors
    /// If `dir` is not a folder.
    pub fn with_overlay(dir: &Path) -> Result<Self, Fault> {
        if dir.is_dir() {
            Ok(Self { overlay: Some(dir.to_path_buf()) })
        } else {
            Err(Fault::new(dir.display().to_string(), "is not a folder")
                .hint("give a folder that holds evidence/ or model/"))
        }
    }

    /// The user's folder, if any.
    #[must_use]
    pub fn overlay(&self) -> Option<&Path> {
        self.overlay.as_deref()
    }

    /// The user's own copy of a file, if the overlay holds one.
    fn own(&self, name: &str) -> Option<PathBuf> {
        self.overlay.as_ref().map(|dir| dir.join(name)).filter(|path| path.is_file())
    }

    /// Whether the overlay replaces this file.
    #[must_use]
    pub fn replaces(&self, name: &str) -> bool {
        self.own(name).is_some()
    }

    /// The text of a file such as `model/levers.ron` or `evidence/areas.csv`.
    ///
    /// # Errors
    /// If the file is unknown, unreadable, too large or not UTF-8.
    pub fn text(&self, name: &str) -> Result<Cow<'static, str>, Fault> {
        match self.own(name) {
            Some(path) => read_own(&path).map(Cow::Owned),
            None => embedded_text(name).map(Cow::Borrowed).ok_or_else(|| {
                Fault::new(name, "is not one of the bundled files").nearest(name, BUNDLED.iter().copied())
            }),
        }
    }

    /// The official figures, and the file they come from: the overlay's `evidence/observations.csv` or
    /// `evidence/observations.csv.gz`, else the bundled ones.
    ///
    /// # Errors
    /// If the file is unreadable, too large (also when unpacked), not gzip or not UTF-8.
    pub fn observations(&self) -> Result<(&'static str, String), Fault> {
        if let Some(path) = self.own(OBSERVATIONS) {
            return Ok((OBSERVATIONS, read_own(&path)?));
        }
        let packed = match self.own(OBSERVATIONS_GZ) {
            Some(path) => Cow::Owned(read_bytes(&path)?),
            None => Cow::Borrowed(OBSERVATIONS_BYTES),
        };
        let mut bytes = Vec::with_capacity(packed.len() * 17);
        let unpacked = flate2::read::GzDecoder::new(&*packed).take(FILE_BYTES_MAX + 1).read_to_end(&mut bytes);
        if let Err(e) = unpacked {
            return Err(Fault::new(OBSERVATIONS_GZ, format!("cannot be unpacked ({e})"))
                .hint("give it as a plain evidence/observations.csv"));
        }
        if bytes.len() as u64 > FILE_BYTES_MAX {
            return Err(Fault::new(OBSERVATIONS_GZ, format!("unpacks to more than {FILE_BYTES_MAX} bytes")));
        }
        utf8(OBSERVATIONS_GZ, bytes).map(|text| (OBSERVATIONS_GZ, text))
    }

    /// Files of the overlay that look like ours but that nothing reads: a misspelt name changes nothing, silently.
    #[must_use]
    pub fn strangers(&self) -> Vec<Fault> {
        let Some(dir) = &self.overlay else { return Vec::new() };
        let known = || BUNDLED.iter().copied().filter(|n| *n != DERIVED).chain([OBSERVATIONS, OBSERVATIONS_GZ]);
        let mut found: Vec<String> = Vec::new();
        for folder in ["evidence", "model", "derived"] {
            let entries = fs::read_dir(dir.join(folder)).into_iter().flatten().flatten();
            found.extend(entries.map(|entry| format!("{folder}/{}", entry.file_name().to_string_lossy())));
        }
        found.retain(|name| {
            [".csv", ".ron", ".gz"].iter().any(|end| name.ends_with(end)) && !known().any(|k| k == name)
        });
        found.sort();
        found.into_iter().map(|name| Fault::new(&name, "is not a file that is read").nearest(&name, known())).collect()
    }

    /// Whether the overlay replaces the official figures.
    #[must_use]
    pub fn replaces_observations(&self) -> bool {
        self.replaces(OBSERVATIONS) || self.replaces(OBSERVATIONS_GZ)
    }
}

const DERIVED: &str = "derived/baseline.csv";
const OBSERVATIONS: &str = "evidence/observations.csv";
const OBSERVATIONS_GZ: &str = "evidence/observations.csv.gz";
const OBSERVATIONS_BYTES: &[u8] = include_bytes!("../../assets/evidence/observations.csv.gz");

fn read_own(path: &Path) -> Result<String, Fault> {
    utf8(&path.display().to_string(), read_bytes(path)?)
}

fn read_bytes(path: &Path) -> Result<Vec<u8>, Fault> {
    let shown = path.display().to_string();
    let meta = fs::metadata(path).map_err(|e| Fault::new(&shown, format!("cannot be read ({e})")))?;
    if meta.len() > FILE_BYTES_MAX {
        return Err(Fault::new(
            &shown,
            format!("is {} bytes, more than the {FILE_BYTES_MAX} that are read", meta.len()),
        ));
    }
    fs::read(path).map_err(|e| Fault::new(&shown, format!("cannot be read ({e})")))
}

/// Text of bytes; a byte-order mark, as spreadsheets write it, is taken off.
fn utf8(shown: &str, mut bytes: Vec<u8>) -> Result<String, Fault> {
    if bytes.starts_with(&[0xef, 0xbb, 0xbf]) {
        bytes.drain(..3);
    }
    String::from_utf8(bytes).map_err(|e| {
        let before = &e.as_bytes()[..e.utf8_error().valid_up_to()];
        let line = before.split(|b| *b == b'\n').count() as u64;
        Fault::new(shown, "is not UTF-8 text").at(line).hint("save it as UTF-8")
    })
}

macro_rules! bundled {
    ($($name:literal),* $(,)?) => {
        /// Names of the bundled text files.
        pub const BUNDLED: &[&str] = &[$($name),*];

        fn embedded_text(name: &str) -> Option<&'static str> {
            match name {
                $($name => Some(include_str!(concat!("../../assets/", $name))),)*
                _ => None,
            }
        }
    };
}

bundled![
    "derived/baseline.csv",
    "evidence/aliases.csv",
    "evidence/areas.csv",
    "evidence/case_codes.csv",
    "evidence/case_outcomes.csv",
    "evidence/cases.csv",
    "evidence/centroids.csv",
    "evidence/clusters.csv",
    "evidence/effects.csv",
    "evidence/interactions.csv",
    "evidence/neighbours.csv",
    "evidence/priors.csv",
    "evidence/programme_figures.csv",
    "evidence/programmes.csv",
    "evidence/sector_mapping_quality.csv",
    "evidence/sectors.csv",
    "evidence/series.csv",
    "evidence/series_imputations.csv",
    "evidence/series_uncertainty.csv",
    "evidence/series_volatility.csv",
    "evidence/sources.csv",
    "evidence/tiles.csv",
    "model/additionality.csv",
    "model/appraisal.ron",
    "model/baseline.ron",
    "model/channels.csv",
    "model/conversions.csv",
    "model/evaluation.ron",
    "model/indicators.ron",
    "model/judgements.ron",
    "model/levers.ron",
    "model/links.csv",
    "model/nodes.ron",
    "model/pairs.csv",
    "model/stresses.ron",
    "model/structures.ron",
];

/// Themes of the screen, by name.
pub const THEMES: [(&str, &str); 4] = [
    ("dark", include_str!("../../assets/themes/dark.ron")),
    ("light", include_str!("../../assets/themes/light.ron")),
    ("contrast", include_str!("../../assets/themes/contrast.ron")),
    ("mono", include_str!("../../assets/themes/mono.ron")),
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
