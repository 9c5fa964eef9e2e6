//! Scenario files: whole or not at all, where they were, as they were allowed; and what differs between two.

use std::fs;

use tiller::evidence::load::Library;
use tiller::evidence::{LeverId, Place, SectorId};
use tiller::model::Basis;
use tiller::scenario::store::{StoreError, open, save};
use tiller::scenario::{Scenario, differences};

fn basis() -> Basis {
    Basis::load(&Library::embedded()).unwrap()
}

fn scenario() -> Scenario {
    let mut scenario = Scenario::empty(Place::parse("W92000004").unwrap(), SectorId::new("retail"));
    scenario.set(0, &LeverId::new("peer_learning"), 0.5);
    scenario
}

#[test]
fn saving_and_opening_gives_the_same_and_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mine.ron");
    for amount in [0.5, 0.25] {
        let mut scenario = scenario();
        scenario.set(0, &LeverId::new("peer_learning"), amount);
        save(&path, &scenario).unwrap();
        assert_eq!(open(&path, &basis()).unwrap().scenario, scenario);
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "no half-written file is left");
}

#[test]
fn marks_and_line_ends_of_other_systems_are_taken() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("windows.ron");
    let text = tiller::scenario::write(&scenario()).replace('\n', "\r\n");
    fs::write(&path, format!("\u{feff}{text}")).unwrap();
    assert_eq!(open(&path, &basis()).unwrap().scenario, scenario());
}

#[test]
fn a_folder_that_is_not_there_is_a_fault_of_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let error = save(&folder.path().join("no/such/mine.ron"), &scenario()).unwrap_err();
    assert!(matches!(&error, StoreError::File(fault) if fault.problem.contains("cannot be saved")), "{error}");
    let error = open(&folder.path().join("none.ron"), &basis()).unwrap_err();
    assert!(matches!(error, StoreError::File(_)));
}

#[test]
fn text_that_is_not_utf8_is_refused_with_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("latin.ron");
    fs::write(&path, b"(format: 1,\n title: \"caf\xe9\")").unwrap();
    let error = open(&path, &basis()).unwrap_err();
    assert!(error.to_string().contains("line 2: is not UTF-8 text"), "{error}");
    assert!(save(&path, &scenario()).is_err(), "what cannot be read is not overwritten");
}

#[cfg(unix)]
#[test]
fn links_and_permissions_stay() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let folder = tempfile::tempdir().unwrap();
    let (real, link) = (folder.path().join("real.ron"), folder.path().join("link.ron"));
    save(&real, &scenario()).unwrap();
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_ne!(mode(&real), 0o600, "a new file is as open as any other");
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
    symlink(&real, &link).unwrap();
    let mut changed = scenario();
    changed.seed = 7;
    save(&link, &changed).unwrap();
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(open(&real, &basis()).unwrap().scenario, changed);
    assert_eq!(mode(&real), 0o640);
}

#[test]
fn differences_are_said_in_words() {
    let basis = basis();
    let a = scenario();
    assert!(differences(&basis, &a, &a).is_empty());
    let mut b = a.clone();
    b.title = String::from("another name changes no number");
    assert!(differences(&basis, &a, &b).is_empty());
    b.set(0, &LeverId::new("skills_provision"), 2.6);
    b.set_years(0, &LeverId::new("skills_provision"), 2027, 2034);
    b.set(0, &LeverId::new("peer_learning"), 0.0);
    b.switches.takes = false;
    b.plans[0].place = Place::parse("E12000005").unwrap();
    let said: Vec<String> = differences(&basis, &a, &b).iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        [
            "Levers may fail to take: on → off",
            "Place: Wales → West Midlands",
            "Skills provision: off → £2.6m a year, 2027–2034",
            "Peer learning: £0.5m a year, 2027–2041 → off",
        ]
    );
}

#[test]
fn plans_are_matched_by_place_and_sector() {
    let basis = basis();
    let a = scenario();
    let mut b = a.clone();
    let mut more = b.plans[0].clone();
    more.place = Place::parse("E12000005").unwrap();
    b.plans.insert(0, more);
    let said: Vec<String> = differences(&basis, &a, &b).iter().map(ToString::to_string).collect();
    assert_eq!(said, ["West Midlands, Retail: Peer learning: off → £0.5m a year, 2027–2041"]);
}
