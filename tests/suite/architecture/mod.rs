//! The rules of the house (`ARCHITECTURE.md`), read off the sources.
//!
//! Each rule lists every breach as `file:line: what stands there`, then says what to do.

mod source;

use source::Source;

/// Rooms from left to right: each uses only what lies left of it.
const ROOMS: [&str; 10] =
    ["evidence", "model", "scenario", "projection", "insight", "roundtable", "report", "serve", "tui", "cli"];
/// Where files and streams may be named: room, or a path inside one.
const FILES_AND_STREAMS: [&str; 10] = [
    "src/main.rs",
    "src/evidence/load",
    "src/scenario/store",
    "src/roundtable/journal",
    "src/report/",
    "src/serve/",
    "src/tui/mod.rs",
    "src/tui/terminal",
    // Plain mode is a conversation over two streams; it is the twin of the terminal.
    "src/tui/plain",
    "src/cli/",
];
/// Most lines of a file, and of a function.
const FILE_LINES_MAX: usize = 450;
const FUNCTION_LINES_MAX: usize = 75;

#[track_caller]
fn none(breaches: &[String], rule: &str) {
    assert!(breaches.is_empty(), "\n{}\n\n{rule}\n", breaches.join("\n"));
}

fn place(room: &str) -> Option<usize> {
    ROOMS.iter().position(|r| *r == room)
}

/// Whether the file lies right of `insight`, where the outside world begins.
fn is_outer(source: &Source) -> bool {
    source.room().is_none_or(|room| place(room) > place("insight"))
}

/// Breaches of the order of rooms in one file.
fn rooms_to_the_right(source: &Source) -> Vec<String> {
    let Some(room) = source.room() else { return Vec::new() };
    let mut named = source.names_after("crate");
    // A chain of `super::` as long as the module path climbs to the crate itself.
    let climb = vec!["super"; source.modules().len()].join("::");
    named.extend(source.names_after(&climb));
    named
        .into_iter()
        .filter(|(_, name)| place(name) > place(room))
        .map(|(line, name)| format!("{}:{line}: {room} names {name}", source.path))
        .collect()
}

#[test]
fn a_room_uses_only_what_lies_left_of_it() {
    let breaches: Vec<String> = Source::all().iter().flat_map(rooms_to_the_right).collect();
    none(&breaches, &format!("The rooms run {}; hand the value in from the right instead.", ROOMS.join(" → ")));
}

#[test]
fn every_folder_is_a_room() {
    let strangers: Vec<String> = Source::all()
        .iter()
        .filter(|s| s.room().is_some_and(|room| place(room).is_none()))
        .map(|s| s.path.clone())
        .collect();
    none(&strangers, "Give the file a room, or name the new room in ARCHITECTURE.md and here.");
}

#[test]
fn files_and_streams_stay_at_the_doors() {
    let mut breaches = Vec::new();
    for source in Source::all() {
        if FILES_AND_STREAMS.iter().any(|door| source.path.starts_with(door)) {
            continue;
        }
        for (line, name) in source.names_after("std") {
            if ["fs", "io"].contains(&name.as_str()) {
                breaches.push(format!("{}:{line}: std::{name}", source.path));
            }
        }
    }
    none(&breaches, &format!("Files and streams belong to {}.", FILES_AND_STREAMS.join(", ")));
}

#[test]
fn bundled_files_come_in_by_one_door() {
    let mut breaches = Vec::new();
    for source in Source::all().iter().filter(|s| s.path != "src/evidence/load.rs") {
        for word in ["include_str!", "include_bytes!", "include_dir!"] {
            breaches.extend(source.lines_with(word).iter().map(|line| format!("{}:{line}: {word}", source.path)));
        }
    }
    none(&breaches, "Name the file in src/evidence/load.rs and ask the Library for it.");
}

#[test]
fn the_inner_rooms_know_no_clock_thread_network_or_terminal() {
    let mut breaches = Vec::new();
    for source in Source::all().iter().filter(|s| !is_outer(s)) {
        for (line, name) in source.names_after("std") {
            if ["env", "net", "process", "thread", "time"].contains(&name.as_str()) {
                breaches.push(format!("{}:{line}: std::{name}", source.path));
            }
        }
        for word in ["Utc::now", "Local::now", "ThreadPoolBuilder", "ratatui", "crossterm", "tokio"] {
            breaches.extend(source.lines_with(word).iter().map(|line| format!("{}:{line}: {word}", source.path)));
        }
    }
    none(&breaches, "Same scenario, same numbers: seed, draws, dates and threads are handed in by tui or cli.");
}

#[test]
fn only_the_ballot_room_names_a_web_framework_or_async_runtime() {
    let mut breaches = Vec::new();
    for source in Source::all().iter().filter(|s| s.room() != Some("serve")) {
        for word in ["tokio", "axum", "hyper", "TcpListener", "TcpStream", "UdpSocket"] {
            breaches.extend(source.lines_with(word).iter().map(|line| format!("{}:{line}: {word}", source.path)));
        }
    }
    none(&breaches, "Keep the web inside src/serve and talk to it through a channel.");
}

#[test]
fn nothing_outside_tests_can_stop_the_program_or_write_past_the_screen() {
    let words = [
        ".unwrap()",
        ".expect(",
        ".unwrap_err()",
        "panic!",
        "todo!",
        "unimplemented!",
        "unsafe",
        "dbg!",
        "print!",
        "println!",
        "eprint!",
        "eprintln!",
        "process::abort",
    ];
    let mut breaches = Vec::new();
    for source in Source::all() {
        for word in words {
            breaches.extend(source.lines_with(word).iter().map(|line| format!("{}:{line}: {word}", source.path)));
        }
    }
    none(&breaches, "Return a Fault or an Option; write through the stream that was handed in.");
}

#[test]
fn files_and_functions_stay_short() {
    let mut breaches = Vec::new();
    for source in Source::all() {
        let lines = source.text.lines().count();
        if lines > FILE_LINES_MAX {
            breaches.push(format!("{}: {lines} lines", source.path));
        }
        for (line, name, length) in source.functions() {
            if length > FUNCTION_LINES_MAX {
                breaches.push(format!("{}:{line}: fn {name}, {length} lines", source.path));
            }
        }
    }
    let rule =
        format!("At most {FILE_LINES_MAX} lines a file and {FUNCTION_LINES_MAX} a function; split along a seam.");
    none(&breaches, &rule);
}

#[test]
fn no_screen_and_no_export_claims_too_much() {
    let mut breaches = Vec::new();
    for source in Source::all().iter().filter(|s| matches!(s.room(), Some("tui" | "report"))) {
        // The list of unused words has to name them.
        let list = source.lines_with("UNUSED_WORDS");
        for (line, literal) in source.literals.iter().filter(|(line, _)| !list.contains(line)) {
            let lower = literal.to_lowercase();
            for word in ["predict", "proven", "optimal", "guarantee"] {
                // "prediction interval" is the statistical term and stays.
                if lower.replace("prediction interval", "").contains(word) {
                    breaches.push(format!("{}:{line}: \"{literal}\"", source.path));
                }
            }
        }
    }
    none(&breaches, "Say what the evidence suggests could change; predict, proven, optimal and guarantee stay unused.");
}

#[test]
fn the_order_of_rooms_is_read_as_meant() {
    let breaches = |path: &str, text: &str| rooms_to_the_right(&Source::cut(path, text)).len();
    assert_eq!(breaches("src/model/x.rs", "use crate::evidence::Place;"), 0);
    assert_eq!(breaches("src/model/x.rs", "use crate::{evidence::Place, tui::State, projection};"), 2);
    assert_eq!(breaches("src/model/x.rs", "use super::super::tui::State;"), 1);
    assert_eq!(breaches("src/model/mod.rs", "use super::report;"), 1);
    assert_eq!(breaches("src/model/a/x.rs", "use super::super::evidence;"), 0);
    assert_eq!(breaches("src/model/x.rs", "// crate::tui\nlet a = \"crate::tui\";"), 0);
    assert_eq!(breaches("src/lib.rs", "pub mod tui;"), 0);
}
