//! Harder worlds that a plan is tried out in (`stresses.ron`): judgements, each with its reason.

use serde::Deserialize;

use super::parse::ron_file;
use crate::evidence::load::Library;
use crate::evidence::{Fault, Faults};

/// File of the stresses.
pub const FILE: &str = "model/stresses.ron";

/// What happens to displacement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Displacement {
    /// As drawn.
    Drawn,
    /// At the 90 % end of its range in every future.
    High,
}

/// One harder world.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stress {
    /// Id.
    pub id: String,
    /// Short name.
    pub label: String,
    /// What is assumed, as a clause without full stop.
    pub says: String,
    /// Factor on delivery capacity, above 0.
    pub capacity: f64,
    /// Factor on absorptive capacity, above 0.
    pub absorptive: f64,
    /// Factor on output, jobs and R&D of the sector, above 0.
    pub output: f64,
    /// Displacement.
    pub displacement: Displacement,
    /// Years paid before the money stops, at least 1; `None` as planned.
    pub paid_years: Option<u32>,
    /// Why these values.
    pub reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    stresses: Vec<Stress>,
}

/// Reads and checks the stresses.
///
/// # Errors
/// Every fault found.
pub fn load(library: &Library) -> Result<Vec<Stress>, Faults> {
    let text = library.text(FILE)?;
    let stresses = ron_file::<File>(FILE, &text)?.stresses;
    let mut faults = Faults::default();
    for (i, stress) in stresses.iter().enumerate() {
        let mut fault = |name: &str, value: String, problem: &str| {
            faults.push(Fault::new(FILE, format!("stress '{}': {problem}", stress.id)).cell(name, value));
        };
        for (name, factor) in
            [("capacity", stress.capacity), ("absorptive", stress.absorptive), ("output", stress.output)]
        {
            if !(factor.is_finite() && factor > 0.0 && factor <= 10.0) {
                fault(name, factor.to_string(), "must be above 0 and at most 10; 1 changes nothing");
            }
        }
        if stress.paid_years == Some(0) {
            fault("paid_years", String::from("0"), "must be at least 1; leave it None where the money does not stop");
        }
        for (name, words) in [("label", &stress.label), ("says", &stress.says), ("reason", &stress.reason)] {
            if words.trim().is_empty() {
                fault(name, String::new(), "must not be empty");
            }
        }
        if stresses.iter().take(i).any(|s| s.id == stress.id) {
            fault("id", stress.id.clone(), "stands there twice");
        }
    }
    faults.into_result(stresses)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bundled_stresses_are_judgements_with_reasons() {
        let found = load(&Library::embedded()).unwrap();
        assert_eq!(found.len(), 5);
        assert!(found.iter().all(|s| s.reason.starts_with("Judgement.")), "no source gives these values");
    }

    #[test]
    fn what_cannot_be_is_refused_by_name() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir(dir.path().join("model")).unwrap();
        let text = include_str!("../../assets/model/stresses.ron");
        let text = text.replacen("capacity: 0.6", "capacity: -1.0", 1).replacen("Some(3)", "Some(0)", 1);
        std::fs::write(dir.path().join(FILE), text).unwrap();
        let faults = load(&Library::with_overlay(dir.path()).unwrap()).unwrap_err().to_string();
        assert!(faults.contains("weak_delivery") && faults.contains("must be above 0"), "{faults}");
        assert!(faults.contains("funding_stops") && faults.contains("at least 1"), "{faults}");
    }
}
