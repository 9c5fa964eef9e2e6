//! The schema, the bundled tables and their readers say the same.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use tempfile::TempDir;
use tiller::evidence::load::{BUNDLED, Library};
use tiller::evidence::schema::{self, Kind, Table};
use tiller::model::{Basis, check_library};
use tiller::report::template;

use crate::layers::asset;

fn bundled(table: &Table) -> String {
    if table.name == "observations" {
        return Library::embedded().observations().unwrap().1;
    }
    asset(&table.file)
}

fn records(text: &str) -> (Vec<String>, Vec<csv::StringRecord>) {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let names = reader.headers().unwrap().iter().map(String::from).collect();
    (names, reader.records().map(Result::unwrap).collect())
}

#[test]
fn every_table_has_a_schema_with_its_columns() {
    let tables = schema::read().map_err(|f| f.to_string()).unwrap();
    let files: BTreeSet<&str> = tables.iter().map(|t| t.file.as_str()).collect();
    let csv: BTreeSet<&str> =
        BUNDLED.iter().copied().filter(|n| n.contains(".csv")).chain(["evidence/observations.csv"]).collect();
    assert_eq!(files, csv);
    for table in &tables {
        let (names, rows) = records(&bundled(table));
        let columns: Vec<&str> = table.columns.iter().map(|c| c.name.as_str()).collect();
        assert_eq!(names, columns, "{}", table.file);
        assert_eq!(schema::header(&table.file), Some(names), "{}", table.file);
        assert!(rows.len() <= table.rows_max && table.columns.iter().all(|c| !c.meaning.is_empty()), "{}", table.file);
        for column in &table.columns {
            let (least, most) = column.range();
            let said = column.allowed.is_empty() || !column.words().is_empty() || least.is_some() || most.is_some();
            assert!(said, "{} {}: {}", table.file, column.name, column.allowed);
            assert!(column.kind != Kind::Word || !column.words().is_empty(), "{} {}", table.file, column.name);
        }
    }
}

#[test]
fn every_bundled_row_keeps_to_the_schema_and_has_its_own_key() {
    for table in schema::tables() {
        let (names, rows) = records(&bundled(table));
        let at = |name: &str| names.iter().position(|n| n == name).unwrap();
        let keys: Vec<usize> = table.key.iter().map(|k| at(k)).collect();
        let mut seen = BTreeMap::new();
        for (i, row) in rows.iter().enumerate() {
            for (column, value) in table.columns.iter().zip(row) {
                assert_eq!(column.wrong(value), None, "{} row {i} {} '{value}'", table.file, column.name);
            }
            *seen.entry(keys.iter().map(|k| row[*k].to_owned()).collect::<Vec<_>>()).or_insert(0) += 1;
        }
        let twice = seen.values().filter(|n| **n > 1).count();
        // Three figures stand twice in the official tables; the first counts.
        assert_eq!(twice, if table.name == "observations" { 3 } else { 0 }, "{}", table.file);
    }
}

/// A folder whose one row has `value` in a column: everything that is said of it.
fn said(table: &Table, column: usize, value: &str) -> String {
    let text = bundled(table);
    let (names, rows) = records(&text);
    // A table that is empty as bundled is tried with its example.
    let example = || table.columns.iter().map(|c| c.example.as_str()).collect();
    let mut row: Vec<&str> = rows.first().map_or_else(example, |first| first.iter().collect());
    row[column] = value;
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&names).unwrap();
    writer.write_record(&row).unwrap();
    let bytes = writer.into_inner().unwrap();
    // As a whole file: no schema stands before the reader for a word.
    let file = if table.name == "baseline" { table.add_file() } else { table.file.clone() };
    let dir = TempDir::new().unwrap();
    let path = dir.path().join(&file);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
    check_library(&Library::with_overlay(dir.path()).unwrap()).to_string()
}

#[test]
fn closed_lists_of_words_are_those_of_the_readers() {
    let mut checked = 0;
    for table in schema::tables() {
        for (i, column) in table.columns.iter().enumerate().filter(|(_, c)| !c.words().is_empty()) {
            let known: BTreeSet<&str> = column.words().into_iter().collect();
            let said = said(table, i, "qqqq");
            let line = said
                .lines()
                .find(|l| l.contains("'qqqq'") && l.contains("is not a known word"))
                .unwrap_or_else(|| panic!("{} {} takes any word:\n{said}", table.file, column.name));
            let (_, listed) = line.split_once("use one of: ").unwrap_or_else(|| panic!("{line}"));
            let listed: BTreeSet<&str> = listed.split(", ").map(str::trim).collect();
            assert_eq!(known, listed, "{} {}", table.file, column.name);
            checked += 1;
        }
    }
    assert!(checked > 25, "{checked}");
}

#[test]
fn every_template_passes_as_it_stands() {
    for table in schema::tables() {
        let dir = TempDir::new().unwrap();
        let files = template::of(&table.name).unwrap();
        assert_eq!(files.len(), 2, "{}", table.name);
        for file in &files {
            let path = dir.path().join(&file.name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, &file.text).unwrap();
        }
        let library = Library::with_overlay(dir.path()).unwrap();
        assert_eq!(check_library(&library).to_string(), "", "{}", table.name);
        assert!(Basis::load(&library).is_ok(), "{}", table.name);
        let companion = &files[1].text;
        for column in &table.columns {
            assert!(companion.lines().any(|l| l == column.name), "{} {}", table.name, column.name);
            for word in column.words() {
                assert!(companion.contains(word), "{} {} {word}", table.name, column.name);
            }
        }
        assert!(companion.lines().all(|l| l.chars().count() <= 80), "{}", table.name);
    }
    for name in ["levers", "judgements", "rules", "model/baseline.ron"] {
        let files = template::of(name).unwrap();
        assert_eq!((files.len(), files[0].text.as_str()), (1, asset(&files[0].name).as_str()), "{name}");
    }
    assert_eq!(template::of("efects").unwrap_err().as_deref(), Some("effects"));
}

#[test]
fn the_document_names_every_table() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/EVIDENCE.md");
    let text = fs::read_to_string(path).unwrap();
    for table in schema::tables() {
        let row = format!("| `{}` | `{}` | {} |", table.name, table.add_file(), table.key.join(" + "));
        assert!(text.contains(&row), "docs/EVIDENCE.md lacks: {row}");
    }
}
