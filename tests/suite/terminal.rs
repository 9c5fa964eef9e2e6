//! The real program in a real (pseudo) terminal. Every wait is for something on the screen, never for a time.
#![cfg(unix)]

use std::io::{Read, Write};
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// Longest that anything may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// Gives bytes to the emulator. It can trip over a frame of an older size (its own arithmetic, on the way through a storm of
/// sizes); then it starts anew at the size it has, and the next frame fills it.
fn feed(parser: &mut vt100::Parser, bytes: &[u8]) {
    let fed = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| parser.process(bytes)));
    if fed.is_err() {
        let (rows, columns) = parser.screen().size();
        *parser = vt100::Parser::new(rows, columns, 0);
    }
}

type Shared = Arc<(Mutex<vt100::Parser>, Condvar)>;

struct Session {
    screen: Shared,
    raw: Arc<Mutex<Vec<u8>>>,
    child: Box<dyn Child + Send + Sync>,
    keys: Box<dyn Write + Send>,
    master: Box<dyn MasterPty + Send>,
    home: std::rc::Rc<tempfile::TempDir>,
}

impl Session {
    fn of(program: &Path, args: &[&str], size: (u16, u16), home: tempfile::TempDir) -> Self {
        Self::in_home(program, args, size, std::rc::Rc::new(home))
    }

    /// In a home that others may be in too.
    fn in_home(
        program: &Path,
        args: &[&str],
        (columns, rows): (u16, u16),
        home: std::rc::Rc<tempfile::TempDir>,
    ) -> Self {
        let pair =
            native_pty_system().openpty(PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 }).unwrap();
        let mut command = CommandBuilder::new(program);
        command.args(args);
        command.env_clear();
        command.env("HOME", home.path());
        command.env("TERM", "xterm-256color");
        command.env("LANG", "en_GB.UTF-8");
        command.env("PATH", std::env::var("PATH").unwrap_or_default());
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let screen: Shared = Arc::new((Mutex::new(vt100::Parser::new(rows, columns, 0)), Condvar::new()));
        let mut output = pair.master.try_clone_reader().unwrap();
        let theirs = Arc::clone(&screen);
        let raw: Arc<Mutex<Vec<u8>>> = Arc::default();
        let all = Arc::clone(&raw);
        thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(n) = output.read(&mut bytes) {
                if n == 0 {
                    break;
                }
                all.lock().unwrap().extend_from_slice(&bytes[..n]);
                feed(&mut theirs.0.lock().unwrap(), &bytes[..n]);
                theirs.1.notify_all();
            }
        });
        let keys = pair.master.take_writer().unwrap();
        Self { screen, raw, child, keys, master: pair.master, home }
    }

    fn open() -> Self {
        Self::at(tempfile::tempdir().unwrap())
    }

    fn at(home: tempfile::TempDir) -> Self {
        Self::of(Path::new(env!("CARGO_BIN_EXE_tiller")), &[], (120, 36), home)
    }

    /// The program once more, in the home of another one.
    fn again(other: &Self, args: &[&str]) -> Self {
        Self::in_home(Path::new(env!("CARGO_BIN_EXE_tiller")), args, (80, 24), std::rc::Rc::clone(&other.home))
    }

    /// Waits until the screen is as it should be.
    fn until(&self, what: &str, right: impl Fn(&vt100::Screen) -> bool) {
        let start = Instant::now();
        let mut parser = self.screen.0.lock().unwrap();
        while !right(parser.screen()) {
            let left = PATIENCE.saturating_sub(start.elapsed());
            assert!(!left.is_zero(), "never came: {what}\n{}", parser.screen().contents());
            parser = self.screen.1.wait_timeout(parser, left).unwrap().0;
        }
    }

    fn shows(&self, text: &str) {
        self.until(text, |s| s.contents().contains(text));
    }

    fn send(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
        self.keys.flush().unwrap();
    }

    fn ends(&mut self) -> u32 {
        let status = self.child.wait().unwrap();
        self.given_back();
        status.exit_code()
    }

    /// Waits until screen, cursor, pointer, paste and title are as they were.
    fn given_back(&self) {
        self.until("the terminal as it was", |s| {
            let (kept, restored) = (self.times(b"\x1b[22;0t"), self.times(b"\x1b[23;0t"));
            !s.alternate_screen()
                && !s.hide_cursor()
                && !s.bracketed_paste()
                && s.mouse_protocol_mode() == vt100::MouseProtocolMode::None
                && kept == restored
        });
    }

    /// How often these bytes have come.
    fn times(&self, bytes: &[u8]) -> usize {
        self.raw.lock().unwrap().windows(bytes.len()).filter(|w| *w == bytes).count()
    }

    fn resize(&self, columns: u16, rows: u16) {
        self.screen.0.lock().unwrap().screen_mut().set_size(rows, columns);
        self.master.resize(PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 }).unwrap();
    }
}

#[test]
fn opens_moves_a_lever_and_leaves() {
    let mut s = Session::open();
    s.shows("Skills provision");
    s.shows("Innovation-active firms");
    s.shows("10,240 draws");
    s.until("the alternate screen", |s| s.alternate_screen() && s.hide_cursor());
    s.send("\x1b[C");
    s.shows("(edited)");
    s.shows("◆");
    s.send("u");
    s.until("what was before", |s| !s.contents().contains("(edited)"));
    s.send("\x1b[C?");
    s.shows("Help: every key");
    s.send("\x1b");
    s.until("no help", |s| !s.contents().contains("Help: every key"));
    s.send("q");
    assert_eq!(s.ends(), 0);
    // What was on the screen is there next time, and it says so.
    let mut s = Session::again(&s, &[]);
    s.shows("as you left it");
    s.send("q");
    assert_eq!(s.ends(), 0);
}

#[test]
fn a_window_that_is_too_small_recovers() {
    let mut s = Session::open();
    s.shows("Skills provision");
    s.resize(40, 10);
    s.shows("This window is 40×10");
    s.resize(130, 40);
    s.shows("Skills provision");
    s.send("q");
    assert_eq!(s.ends(), 0);
}

#[test]
fn the_first_minute() {
    let mut s = Session::open();
    s.shows("10,240 draws");
    s.send("\x1b[B\x1b[C");
    s.shows("(edited)");
    s.send("\t\r");
    s.shows("Why? ");
    s.send("\x1b");
    s.until("no why", |s| !s.contents().contains("Why? "));
    s.send("p");
    s.shows("NATIONS AND REGIONS");
    s.send("wales");
    s.until("a shorter list", |s| !s.contents().contains("NATIONS AND REGIONS"));
    s.send("\r");
    s.until("Wales", |s| s.contents().lines().nth(1).is_some_and(|l| l.contains("Wales")));
    for key in ["2", "3", "4"] {
        s.send(key);
        s.until("another screen", |s| !s.contents().contains("This lever"));
    }
    s.send("1");
    s.shows("This lever");
    s.send("?");
    s.shows("Help: every key");
    s.send("\x1b");
    s.until("no help", |s| !s.contents().contains("Help: every key"));
    s.send("F");
    s.shows("INNOVATION-ACTIVE FIRMS");
    s.send("\x1b");
    s.shows("Skills provision");
    s.send(":quit\r");
    assert_eq!(s.ends(), 0);
}

#[test]
fn a_storm_of_sizes_ends_in_calm() {
    let mut s = Session::open();
    s.shows("Skills provision");
    let mut n = 7_u32;
    let mut next = |most: u16| {
        n = n.wrapping_mul(1_103_515_245).wrapping_add(12_345);
        u16::try_from((n >> 16) % u32::from(most)).unwrap() + 1
    };
    for (columns, rows) in [(1, 1), (300, 100), (60, 18), (59, 18)] {
        s.resize(columns, rows);
    }
    for _ in 0..46 {
        s.resize(next(300), next(100));
        s.send("\x1b[C");
    }
    s.resize(121, 37);
    s.until("every key taken and the newest size", |s| {
        let lines: Vec<String> = s.contents().lines().map(str::to_owned).collect();
        lines.len() == 37 && lines[0].contains("(edited)") && lines[36].contains("draws")
    });
    s.send("q");
    assert_eq!(s.ends(), 0);
}

#[test]
fn suspended_and_taken_up_again() {
    // Job control needs a shell; its prompt is a word that nothing else says.
    let home = tempfile::tempdir().unwrap();
    let mut s = Session::of(Path::new("/bin/sh"), &["-i"], (120, 36), home);
    s.send(&format!("PS1='ready'\\>; '{}' --no-mouse\n", env!("CARGO_BIN_EXE_tiller")));
    s.shows("10,240 draws");
    s.send("\x1a");
    s.given_back();
    s.shows("ready>");
    s.send("fg\n");
    s.until("the screen again", |s| s.alternate_screen() && s.hide_cursor() && s.contents().contains("10,240 draws"));
    s.send("q");
    s.until("the shell again", |s| !s.alternate_screen() && s.contents().matches("ready>").count() >= 2);
    s.given_back();
    s.send("exit\n");
    assert_eq!(s.ends(), 0);
}

#[test]
fn a_signal_gives_the_terminal_back() {
    for signal in ["TERM", "HUP", "INT"] {
        let mut s = Session::open();
        s.shows("Skills provision");
        let pid = s.child.process_id().unwrap().to_string();
        assert!(std::process::Command::new("kill").args([&format!("-{signal}"), &pid]).status().unwrap().success());
        assert_ne!(s.ends(), 0, "{signal}");
    }
}

#[test]
fn an_unwritable_home_is_said_once_and_nothing_stops() {
    let home = tempfile::tempdir().unwrap();
    // A file where the folder should be stops even an administrator.
    std::fs::write(home.path().join(".local"), "in the way").unwrap();
    let mut s = Session::at(home);
    // The first full answer is kept with the scenario, so the refusal comes before any key.
    s.shows("autosave is off");
    s.send("\x1b[C");
    s.until("the keys again", |s| !s.contents().contains("autosave is off"));
    s.send("q");
    assert_eq!(s.ends(), 0);
}

#[test]
fn a_panic_gives_the_terminal_back() {
    let me = std::env::current_exe().unwrap();
    let args = ["--exact", "terminal::child_that_panics", "--ignored", "--nocapture"];
    let mut s = Session::of(&me, &args, (80, 24), tempfile::tempdir().unwrap());
    assert_ne!(s.ends(), 0);
    s.shows("on purpose");
}

#[test]
#[ignore = "runs only as the child of the test above"]
fn child_that_panics() {
    let guard = tiller::tui::terminal::guard::Guard::take(true, "a test").unwrap();
    assert!(std::env::var_os("TERM").is_none(), "on purpose");
    drop(guard);
}

/// Types a ballot and waits until it is counted.
fn ballot(s: &mut Session, line: &str, count: usize) {
    s.send(&format!("{line}\r"));
    s.shows(&format!("{count} ballot{} typed", if count == 1 { "" } else { "s" }));
}

#[test]
fn a_roundtable_survives_the_end_of_the_program_and_comes_to_its_minutes() {
    let mut s = Session::of(Path::new(env!("CARGO_BIN_EXE_tiller")), &[], (80, 24), tempfile::tempdir().unwrap());
    s.shows("Skills provision");
    s.send("6");
    s.shows("New session");
    s.send("n");
    s.shows("not begun");
    s.send("]");
    s.shows("10 min left");
    s.send("]");
    s.shows("▸ 10 The question");
    s.send("]");
    s.shows("First ballot open");
    s.send("\r");
    ballot(&mut s, "#1 #2 #1 #2 #1 #2 g 1.5 ; the zebra reason", 1);
    ballot(&mut s, "#2 #2 #1 #2 #1 #2", 2);
    // The wall follows in a second terminal and shows nobody's answer.
    let name = std::fs::read_dir(s.home.path().join(".local/share/tiller/roundtables")).unwrap();
    let name = name.flatten().map(|e| e.path()).find(|p| p.extension().is_some_and(|e| e == "tiller")).unwrap();
    let name = name.file_stem().unwrap().to_str().unwrap().to_owned();
    let mut wall = Session::again(&s, &["present", &name]);
    wall.shows("The first ballot is open");
    let pid = s.child.process_id().unwrap().to_string();
    assert!(std::process::Command::new("kill").args(["-9", &pid]).status().unwrap().success());
    s.child.wait().unwrap();
    wall.shows("The first ballot is open");

    let mut s = Session::again(&s, &["roundtable", "open", &name]);
    s.shows("First ballot open");
    s.shows("2 typed");
    s.send("\r");
    ballot(&mut s, "#3 #3 #1 #2 #1 #2", 3);
    s.send("\x1b");
    s.shows("types ballots");
    s.send("]");
    s.shows("closed and hidden");
    wall.shows("The ballot is closed");
    s.send("v");
    s.shows("3 ballots in the first round");
    wall.shows("3 ballots in the first round");
    assert!(!wall.screen.0.lock().unwrap().screen().contents().contains("zebra"));
    s.send("\x1b[C\x1b[C\x1b[C");
    s.shows("What could change by");
    wall.shows("What could change by");
    s.send("\x1b[C");
    s.shows("zebra");
    s.send("a");
    s.shows("shown");
    wall.shows("zebra");
    s.send("]");
    s.shows("both versions are kept");
    s.send("]");
    s.shows("Second ballot open");
    s.send("]");
    s.shows("settle, with a reason");
    s.send("\r");
    s.shows("AMOUNT; REASON");
    s.send("what most want\r");
    s.shows("what most want");
    s.send("]");
    s.shows("adds an action");
    s.send("]");
    s.shows("writes the minutes");
    s.send("\r");
    s.shows("Minutes: ");
    let minutes = s.home.path().join(format!(".local/share/tiller/roundtables/{name}.minutes.md"));
    let text = std::fs::read_to_string(minutes).unwrap();
    assert!(text.contains("what most want") && text.contains("zebra") && text.contains("Corrections until"), "{text}");
    s.send("q");
    assert_eq!(s.ends(), 0);
    wall.send("q");
    assert_eq!(wall.ends(), 0);
}
