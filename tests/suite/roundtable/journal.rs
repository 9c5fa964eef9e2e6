//! The journal: nothing is lost, and what is odd is said with file and line.

use std::fs;
use std::path::PathBuf;

use tiller::roundtable::journal::{self, FORMAT, parse};
use tiller::roundtable::{Entry, Event, Follower, Header, Held, Journal, News, Pen, Session};

use super::{entries, full};

fn folder() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("monday.tiller");
    (folder, path)
}

fn written(path: &std::path::Path) -> Vec<Entry> {
    let entries = entries(full());
    let mut journal = Journal::create(path, &Header::new("Monday", "0123456789abcdef")).unwrap();
    journal.write(&entries).unwrap();
    entries
}

fn open(path: &std::path::Path) -> (Journal, journal::Loaded) {
    let (held, loaded) = Journal::open(path).unwrap();
    let Held::Writing(journal) = held else { panic!("{:?}", loaded.said) };
    (journal, loaded)
}

#[test]
fn what_was_written_is_read_again() {
    let (_folder, path) = folder();
    let entries = written(&path);
    let (_, loaded) = open(&path);
    assert_eq!(loaded.entries, entries);
    assert_eq!((loaded.header.title.as_str(), loaded.said.len()), ("Monday", 0));
    let text = fs::read_to_string(&path).unwrap();
    assert_eq!(text.lines().count(), 1 + entries.len());
    assert!(text.starts_with("{\"tiller\":\"roundtable\",\"format\":1,\"title\":\"Monday\""), "{text}");
    assert_eq!(Session::replay(&loaded.entries), Session::replay(&entries));
}

#[test]
fn a_file_torn_at_any_byte_gives_every_whole_entry_before_it() {
    let (_folder, path) = folder();
    let entries = written(&path);
    let bytes = fs::read(&path).unwrap();
    let head = bytes.iter().position(|b| *b == b'\n').unwrap() + 1;
    for cut in head..=bytes.len() {
        let parsed = parse("monday.tiller", &bytes[..cut]).unwrap();
        let whole = bytes[head..cut].split_inclusive(|b| *b == b'\n').filter(|l| l.ends_with(b"\n")).count();
        // A line that lacks only its line break is whole.
        assert_eq!(parsed.entries.len(), whole + usize::from(parsed.open_end), "cut at {cut}");
        assert_eq!(parsed.entries, entries[..parsed.entries.len()]);
        assert!(parsed.good <= cut && parsed.said.is_empty());
    }
}

#[test]
fn a_torn_line_is_set_aside_and_writing_goes_on() {
    let (folder, path) = folder();
    let all = written(&path);
    let bytes = fs::read(&path).unwrap();
    let cut = bytes.len() - 9;
    for tail in [&bytes[cut - 20..cut], b"\0\0\0\0\0\0\0\0", b"\xff\xfe\n{\"n\":"] {
        let whole = bytes[..cut].iter().rposition(|b| *b == b'\n').unwrap() + 1;
        fs::write(&path, [&bytes[..whole], tail].concat()).unwrap();
        let (mut journal, loaded) = open(&path);
        assert_eq!(loaded.entries, all[..all.len() - 1]);
        assert!(loaded.said[0].starts_with("the last line was not written whole"), "{:?}", loaded.said);
        let aside = fs::read(folder.path().join("monday.tiller.torn")).unwrap();
        assert!(aside.windows(tail.len()).any(|w| w == tail), "kept");
        journal.write(&all[all.len() - 1..]).unwrap();
        drop(journal);
        assert_eq!(fs::read(&path).unwrap(), bytes);
    }
}

#[test]
fn a_line_without_its_break_is_kept_and_ended() {
    let (_folder, path) = folder();
    let all = written(&path);
    let bytes = fs::read(&path).unwrap();
    fs::write(&path, &bytes[..bytes.len() - 1]).unwrap();
    let (_, loaded) = open(&path);
    assert_eq!((loaded.entries, loaded.said.len()), (all, 0));
    assert_eq!(fs::read(&path).unwrap(), bytes);
}

#[test]
fn a_bad_line_in_the_middle_is_named_and_nothing_is_changed() {
    let (_folder, path) = folder();
    written(&path);
    let text = fs::read_to_string(&path).unwrap();
    let mut lines: Vec<&str> = text.lines().collect();
    let fault = |lines: &[&str]| {
        fs::write(&path, lines.join("\n") + "\n").unwrap();
        let before = fs::read(&path).unwrap();
        let said = Journal::open(&path).map(|_| ()).unwrap_err().to_string();
        assert_eq!(fs::read(&path).unwrap(), before);
        said.replace(&path.display().to_string(), "F")
    };
    lines[4] = "{\"n\":4,\"at\":";
    assert_eq!(
        fault(&lines),
        "F, line 5: cannot be read, though lines after it can; nothing was changed; mend the line, or take it out, in a text editor"
    );
    lines[4] = "{\"n\":4,\"at\":\"2027-03-01T09:33:00\",\"event\":{\"danced\":1}}";
    assert!(fault(&lines).starts_with("F, line 5: is not an entry that this tiller knows (unknown variant `danced`"));
    lines[4] = lines[3];
    assert!(fault(&lines).starts_with("F, line 5: entry 3 cannot stand after entry 3"));
    lines.remove(4);
    fs::write(&path, lines.join("\n")).unwrap();
    let (_, loaded) = open(&path);
    assert_eq!(loaded.said, ["entry 4 missing before line 5; the rest was read"]);
}

#[test]
fn what_is_no_session_is_refused_in_one_sentence() {
    let (folder, path) = folder();
    let fault = |text: &[u8]| {
        fs::write(&path, text).unwrap();
        Journal::open(&path).map(|_| ()).unwrap_err().to_string().replace(&path.display().to_string(), "F")
    };
    assert!(fault(b"").starts_with("F: is empty; "));
    assert!(fault(b"\n").starts_with("F, line 1: is not a session of a roundtable; "));
    assert!(fault(b"(format: 1)\n").starts_with("F, line 1: is not a session of a roundtable; "));
    assert!(fault("[".repeat(100_000).as_bytes()).starts_with("F: is not a session of a roundtable"));
    assert!(fault(("[".repeat(100_000) + "\n").as_bytes()).starts_with("F, line 1: is not a session"));
    assert!(
        fault(b"{\"tiller\":\"roundtable\",\"format\":1}\n").starts_with("F, line 1: cannot be read (missing field")
    );
    assert_eq!(
        fault(b"{\"tiller\":\"roundtable\",\"format\":2}\n"),
        "F: was made by a newer tiller (format 2); this one reads 1; nothing was changed; open it with the newer program"
    );
    let folder = Journal::open(folder.path()).map(|_| ()).unwrap_err().to_string();
    assert!(folder.ends_with("is a folder, not a session file"));
    assert_eq!(FORMAT, 1);
}

#[test]
fn texts_of_a_hostile_file_are_cleaned_as_they_are_read() {
    let header = serde_json::to_string(&Header::new("x", "y")).unwrap().replace("\"x\"", "\"\\u001b[2Jx\"");
    let noted = r#"{"n":1,"at":"2027-03-01T09:33:00","event":{"noted":"a\u001b[31mb\u202e"}}"#;
    let parsed = parse("F", format!("{header}\n{noted}\n").as_bytes()).unwrap();
    assert_eq!(parsed.header.title, "x");
    assert_eq!(parsed.entries[0].event, Event::Noted(String::from("ab")));
}

#[test]
fn one_program_writes_and_a_second_looks_on() {
    let (_folder, path) = folder();
    let all = entries(full());
    let mut journal = Journal::create(&path, &Header::new("Monday", "v")).unwrap();
    let (held, loaded) = Journal::open(&path).unwrap();
    assert!(loaded.said[0].starts_with("another tiller has this session open"));
    let Held::Following(mut follower) = held else { panic!() };
    assert_eq!(follower.poll().unwrap(), News::Same);
    journal.write(&all[..3]).unwrap();
    assert_eq!(follower.poll().unwrap(), News::More(all[..3].to_vec()));
    journal.write(&all[3..]).unwrap();
    assert_eq!(follower.poll().unwrap(), News::More(all[3..].to_vec()));
    assert_eq!(follower.poll().unwrap(), News::Same);
    drop(journal);
    assert!(matches!(Journal::open(&path).unwrap().0, Held::Writing(_)), "the lock goes with the program");
}

#[test]
fn a_follower_sees_every_entry_once_however_the_bytes_arrive() {
    let (folder, path) = folder();
    let all = written(&path);
    let bytes = fs::read(&path).unwrap();
    let head = bytes.iter().position(|b| *b == b'\n').unwrap() + 1;
    let growing = folder.path().join("growing.tiller");
    fs::write(&growing, &bytes[..head]).unwrap();
    let (mut follower, _) = Follower::open(&growing).unwrap();
    let mut seen = Vec::new();
    for cut in head + 1..=bytes.len() {
        fs::write(&growing, &bytes[..cut]).unwrap();
        match follower.poll().unwrap() {
            News::Same => {}
            News::More(more) => seen.extend(more),
            News::Afresh(_) => panic!("cut at {cut}"),
        }
    }
    assert_eq!(seen, all);
    fs::write(&growing, &bytes[..head]).unwrap();
    assert!(matches!(follower.poll().unwrap(), News::Afresh(loaded) if loaded.entries.is_empty()));
}

#[test]
fn a_session_travels_as_one_file_and_replaces_none() {
    let (folder, path) = folder();
    written(&path);
    let copy = folder.path().join("copy.tiller");
    journal::copy(&path, &copy).unwrap();
    assert_eq!(fs::read(&path).unwrap(), fs::read(&copy).unwrap());
    assert!(journal::copy(&path, &copy).unwrap_err().to_string().ends_with("is there already; choose another name"));
    assert!(Journal::create(&path, &Header::new("x", "y")).is_err());
    fs::write(folder.path().join("broken.tiller"), "x").unwrap();
    let list = journal::list(folder.path());
    assert_eq!(list.iter().map(|(_, l)| l.is_ok()).collect::<Vec<_>>(), [false, true, true]);
}

#[test]
fn an_entry_that_would_not_read_back_is_not_written() {
    let (_folder, path) = folder();
    let mut journal = Journal::create(&path, &Header::new("x", "y")).unwrap();
    let endless = Event::Settled { lever: "a".into(), amount: f64::NAN, reason: String::from("x") };
    assert!(journal.write(&entries(vec![endless])).unwrap_err().to_string().contains("would not read back the same"));
    journal.write(&entries(vec![Event::Finished])).unwrap();
    assert!(journal.write(&entries(vec![Event::Finished])).is_err(), "numbers rise");
    assert_eq!(journal::load(&path).unwrap().entries.len(), 1);
}
