//! Packs the tables that nothing reads before the first figures: 0.40 MB of text become 0.10 MB of the binary.

use std::error::Error;
use std::fs;
use std::io::Write as _;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;

/// Marked `late` in `src/evidence/load.rs`, which takes them from here.
const LATE: [&str; 18] = [
    "evidence/aliases.csv",
    "evidence/case_codes.csv",
    "evidence/case_conversions.csv",
    "evidence/case_findings.csv",
    "evidence/case_outcomes.csv",
    "evidence/cases.csv",
    "evidence/centroids.csv",
    "evidence/clusters.csv",
    "evidence/neighbours.csv",
    "evidence/programme_figures.csv",
    "evidence/programmes.csv",
    "evidence/sector_mapping_quality.csv",
    "evidence/series.csv",
    "evidence/series_imputations.csv",
    "evidence/series_uncertainty.csv",
    "evidence/series_volatility.csv",
    "evidence/sources.csv",
    "evidence/tiles.csv",
];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    let out = std::env::var("OUT_DIR")?;
    for name in LATE {
        let file = Path::new("assets").join(name);
        println!("cargo::rerun-if-changed={}", file.display());
        let packed = Path::new(&out).join(format!("{name}.gz"));
        if let Some(folder) = packed.parent() {
            fs::create_dir_all(folder)?;
        }
        let mut writer = GzEncoder::new(fs::File::create(packed)?, Compression::best());
        writer.write_all(&fs::read(&file)?)?;
        writer.finish()?;
    }
    Ok(())
}
