//! An audit trail for the independent implementation: two neighbouring places, linked, doses inside and beyond the evidence.

use std::fs;
use std::io::BufWriter;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use tiller::evidence::load::Library;
use tiller::evidence::{LeverId, Place};
use tiller::model::Basis;
use tiller::projection::{DrawKey, Draws, audit};
use tiller::report;
use tiller::scenario::{Scenario, Setting};

/// Not a check by itself: writes `target/audit.csv`, which `tests/oracle/recompute.py` reads (`.ci/run` does both).
#[test]
#[ignore = "writes target/audit.csv for tests/oracle/recompute.py"]
fn write_an_audit_file() {
    let basis = Basis::load(&Library::embedded()).map_err(|f| f.to_string()).unwrap();
    let (west, east) = (Place::Area("E12000005".into()), Place::Area("E12000004".into()));
    let mut scenario = Scenario::empty(west, "advanced_manufacturing".into());
    let mut second = scenario.plans[0].clone();
    second.place = east.clone();
    let mut set = |lever: &str, amount: f64, from: i32, to: i32, partner: Option<Place>| {
        scenario.plans[0].levers.insert(LeverId::new(lever), Setting { amount, from, to, partner });
    };
    for (lever, amount) in [
        ("skills_provision", 4.0),
        ("work_organisation", 0.6),
        ("peer_learning", 60.0),
        ("network_facilitation", 0.5),
        ("conditional_collaboration", 6.0),
        ("policy_capacity", 0.5),
        ("vocational_quality", 40.0),
        ("careers_guidance", 1.0),
        ("inward_investment", 3.0),
    ] {
        set(lever, amount, 2027, 2034, None);
    }
    set("pilot_projects", 2.0, 2029, 2031, None);
    set("interregional_links", 1.0, 2028, 2041, Some(east));
    second
        .levers
        .insert(LeverId::new("university_access"), Setting { amount: 1.0, from: 2027, to: 2036, partner: None });
    scenario.plans.push(second);
    let draws = Draws::make(&basis, &DrawKey::of(&scenario, 1280));
    let audit = audit::audit(&basis, &scenario, &draws, 0, &AtomicBool::new(false)).map_err(|e| e.to_string()).unwrap();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/audit.csv");
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    report::audit::write(&audit, &mut BufWriter::new(fs::File::create(path).unwrap())).unwrap();
}
