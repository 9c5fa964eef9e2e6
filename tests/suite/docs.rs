//! The documents say what is so.

use std::fs;
use std::path::Path;

fn text(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
}

#[test]
fn the_readme_starts_with_the_two_commands() {
    let readme = text("README.md");
    let start = readme.find("```console\ncargo run --release\ncargo test\n```");
    let commands = readme.find("## Commands");
    assert!(start.is_some() && start < commands, "README.md must show `cargo run --release` and `cargo test` first");
}

#[test]
fn every_linked_file_exists() {
    for name in [
        "README.md",
        "ARCHITECTURE.md",
        "docs/MODEL.md",
        "docs/BASELINE.md",
        "docs/EVIDENCE.md",
        "docs/VALIDITY.md",
        "docs/ROUNDTABLE.md",
        "docs/FACILITATOR.md",
    ] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
        let folder = folder.parent().unwrap();
        for link in text(name).split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let file = link.split('#').next().unwrap_or("");
            if !file.is_empty() && !link.contains("://") {
                assert!(folder.join(file).exists(), "{name} links to {file}, which does not exist");
            }
        }
    }
}

#[test]
fn the_readme_counts_what_the_files_hold() {
    let basis = tiller::model::Basis::load(&tiller::evidence::load::Library::embedded());
    let basis = basis.map_err(|f| f.to_string()).unwrap();
    assert_eq!(basis.model.levers.len(), 19, "README.md says nineteen levers");
    assert_eq!(basis.model.indicators.len(), 12, "README.md says twelve indicators");
    assert_eq!(basis.model.structures.len(), 3, "README.md says three structures");
    let places = basis.evidence.areas().iter().filter(|a| a.tier != tiller::evidence::Tier::Benchmark).count();
    assert_eq!(places, 50, "README.md says fifty places");
}

/// Commands between the two marks of a document.
fn readme_commands() -> Vec<String> {
    commands("README.md").into_iter().chain(commands("docs/EVIDENCE.md")).collect()
}

fn commands(name: &str) -> Vec<String> {
    let readme = text(name);
    let block = readme.split("<!-- commands -->").nth(1).and_then(|rest| rest.split("<!-- /commands -->").next());
    block.unwrap_or("").lines().filter(|l| l.starts_with("tiller")).map(String::from).collect()
}

#[test]
fn the_readme_shows_commands() {
    assert!(readme_commands().len() >= 5);
}

/// Words of a line as a shell splits them, single quotes only.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (i, part) in line.split('\'').enumerate() {
        if i % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words
}

#[test]
fn every_command_of_the_readme_is_understood() {
    let known = tiller::evidence::load::SCENARIOS;
    for line in readme_commands() {
        let words = words(&line);
        let said = tiller::cli::understands(words.iter().map(String::as_str));
        assert!(said.is_ok(), "{line}\n{said:?}");
        let scenario = words.iter().skip(1).find(|w| *w != "run");
        if words.len() <= 3
            && let Some(name) = scenario.filter(|w| w.contains('-') && !w.starts_with('-'))
        {
            assert!(known.iter().any(|(known, _)| known == name), "{line}: there is no scenario {name}");
        }
    }
}
