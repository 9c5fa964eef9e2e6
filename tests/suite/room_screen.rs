//! Reports from the screens: what `x` offers where, what is asked for, and that the file is that of the command which stands in it.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use tiller::report::takehome::Form;
use tiller::tui::app::entries::entries;
use tiller::tui::app::reports::{On, To, What};
use tiller::tui::app::roundtable::{Opened, Told};
use tiller::tui::app::{Action, Done, Effect, Job, Seen, State, update};

use super::room_report::{plain, say, session, ten};

/// What `x` offers on a screen, by the heading it stands under.
fn offered(state: &State) -> Vec<String> {
    let Some(layer) = state.overlays.last() else { return Vec::new() };
    entries(state, layer).into_iter().filter(|e| e.heading == "To take home").map(|e| e.title).collect()
}

fn press(state: &mut State, keys: &str) -> Vec<Effect> {
    super::desk::press(state, keys, &Seen::default())
}

#[test]
fn x_writes_what_the_screen_is_about() {
    let mut state = super::desk::state();
    press(&mut state, "x");
    assert_eq!(offered(&state).len(), 4);
    let effects = press(&mut state, "r e p o r t , Space j s o n Enter");
    let [Effect::Work(Job::Report(wanted))] = &effects[..] else { panic!("{effects:?}") };
    assert_eq!((wanted.what, wanted.form, wanted.to), (What::Report, Form::Json, To::Exports));
    assert!(matches!(&wanted.on, On::Scenarios(all) if all.len() == 1));
    // The screen is free meanwhile, and is told when it is done.
    assert!(state.overlays.is_empty() && state.notice.as_deref().is_some_and(|n| n.contains("go on meanwhile")));
    let done = Done::Reported(Arc::clone(wanted), Ok(String::from("{}")));
    let effects = update(&mut state, Action::Done(done), &Seen::default());
    let [Effect::Keep(kept)] = &effects[..] else { panic!("{effects:?}") };
    assert!(kept.name.starts_with("two-levers-report-2") && kept.ending == "json", "{kept:?}");
    let refused = Done::Reported(Arc::clone(wanted), Err(String::from("no place")));
    assert!(update(&mut state, Action::Done(refused), &Seen::default()).is_empty());
    assert_eq!(state.notice.as_deref(), Some("Not written: no place"));
    // Where there is no scenario and no session in front, there is no report.
    press(&mut state, "4 x");
    assert_eq!(offered(&state), Vec::<String>::new());
    press(&mut state, "Esc 6 x");
    assert_eq!(offered(&state), Vec::<String>::new());
    press(&mut state, "Esc");
    let opened =
        Opened { name: String::from("spring"), session: session(4, plain), now: ten(), used: None, remark: None };
    update(&mut state, Action::Room(Told::Opened(Box::new(opened))), &Seen::default());
    press(&mut state, "x");
    assert_eq!(offered(&state).len(), 6);
    let effects = press(&mut state, "m i n u t e s , Space h t m l Enter");
    let [Effect::Work(Job::Report(wanted))] = &effects[..] else { panic!("{effects:?}") };
    assert!(wanted.what == What::Minutes && matches!(&wanted.on, On::Session(name, _) if name == "spring"));
    let effects = press(&mut state, "M");
    let [Effect::Work(Job::Report(wanted))] = &effects[..] else { panic!("{effects:?}") };
    assert_eq!((wanted.what, wanted.form, wanted.to), (What::Minutes, Form::Markdown, To::Session));
}

/// A report from the screens, and the same from the command that stands in it.
fn from_the_screens(home: &Path, scenario: &str, number: &str, ending: &str) -> String {
    let mut child = Command::new(env!("CARGO_BIN_EXE_tiller"))
        .args(["--plain", scenario])
        .current_dir(home)
        .env_clear()
        .env("HOME", home)
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(format!("x\n{number}\n").as_bytes()).unwrap();
    let said = String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap();
    assert!(said.contains("Wrote "), "{said}");
    let folder = home.join(".local/share/tiller/exports");
    let file = fs::read_dir(folder).unwrap().flatten().map(|e| e.path());
    let file = file.filter(|p| p.extension().is_some_and(|e| e == ending)).max().unwrap();
    fs::read_to_string(file).unwrap()
}

#[test]
fn a_report_from_the_screens_is_that_of_its_command() {
    let home = tempfile::tempdir().unwrap();
    let page = from_the_screens(home.path(), "collective-learning-first", "9", "html");
    let (_, rest) = page.split_once("<code>tiller report ").unwrap();
    let command: Vec<&str> = rest.split("</code>").next().unwrap().split(' ').collect();
    assert_eq!(command[0], "collective-learning-first");
    let again = say(home.path(), &[&["report"], &command[..]].concat());
    assert!(again.0 == 0 && again.1 == page, "{}", again.2);

    super::takehome::small(home.path());
    fs::rename(home.path().join("a.ron"), home.path().join("mine.ron")).unwrap();
    let text = from_the_screens(home.path(), "mine.ron", "10", "md");
    let code = text.lines().skip_while(|l| !l.starts_with("TILLER1:")).take_while(|l| !l.starts_with("```"));
    let code: String = code.collect::<Vec<_>>().join("\n");
    let command = text.lines().find_map(|l| l.strip_prefix("tiller report ")).unwrap();
    let file = command.split(' ').next().unwrap();
    let (code, _, err) = say(home.path(), &["open", &code, "-o", file]);
    assert_eq!(code, 0, "{err}");
    let words: Vec<&str> = std::iter::once("report").chain(command.split(' ')).collect();
    let again = say(home.path(), &words);
    assert!(again.0 == 0, "{}", again.2);
    // The code itself differs by nothing; the command names the same file.
    assert_eq!(again.1, text);
}
