//! What a room takes home: minutes and report of a session of twenty-four ballots in two rounds, by command and from the screen, in every
//! form; with hostile words in every place where somebody can write.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use chrono::{NaiveDate, NaiveDateTime};
use tiller::evidence::LeverId;
use tiller::evidence::load::SCENARIOS;
use tiller::model::Basis;
use tiller::report::minutes::{self, Held};
use tiller::report::takehome::Form;
use tiller::roundtable::journal::Held as Pen;
use tiller::roundtable::{
    About, Answer, Ballot, Entry, Event, Header, Journal, Question, Room, Round, RunningOrder, Session, Voter,
};
use tiller::scenario::{Scenario, document};

const DAY: &str = "2026-12-01";

/// Words that mean something to one of the writers.
pub const HOSTILE: [&str; 6] = [
    "<script>alert(1)</script>",
    "=cmd|' /C calc'!A0",
    "| a | b |\\ `code` **bold** [x](javascript:x)",
    "</svg></main><img src=x onerror=y>",
    "&amp; &lt; \u{202e}turned",
    "@sum(1) # heading",
];

fn day() -> NaiveDate {
    DAY.parse().unwrap()
}

pub fn ten() -> NaiveDateTime {
    day().and_hms_opt(10, 0, 0).unwrap()
}

fn basis() -> Arc<Basis> {
    super::desk::basis()
}

fn bundled(name: &str) -> Scenario {
    let text = SCENARIOS.iter().find(|(n, _)| *n == name).unwrap().1;
    Scenario { draws: 1280, ..document::read(name, text, &basis()).unwrap().scenario }
}

fn question(words: &str) -> Question {
    let scenario = Scenario { budget: Some(6.0), ..bundled("collective-learning-first") };
    let mut asked = Question::from_scenario(&scenario, &basis(), None).unwrap();
    asked.title = format!("What next? {words}");
    asked.roles = ["local authority", "firm", "college"].map(String::from).to_vec();
    asked
}

/// One of `n` ballots; two camps in the first round, close together in the second.
fn ballot(question: &Question, i: u16, round: Round, reason: Option<String>) -> Ballot {
    let low = round == Round::First && i.is_multiple_of(2);
    let amounts = question.levers.iter().enumerate().map(|(k, lever)| {
        let step = if low == k.is_multiple_of(2) { 1 } else { 3 } + usize::from(i.is_multiple_of(5));
        // Nothing of what costs most, so that every ballot can be paid for.
        if lever.high > 4.5 { lever.low } else { lever.amount(step.min(lever.notches())) }
    });
    let guess = (round == Round::First).then(|| f64::from(i % 7) / 2.0);
    Ballot {
        voter: Voter::Paper(i),
        answer: Answer::Package(amounts.collect()),
        guess,
        reason,
        role: Some(usize::from(i % 3)),
    }
}

/// Everything that happens in a session of that many ballots.
pub fn events(n: u16, word: impl Fn(usize) -> String) -> Vec<Event> {
    let asked = question(&word(0));
    let ids: Vec<LeverId> = asked.levers.iter().map(|l| l.id.clone()).collect();
    let levers = asked.levers.clone();
    let mut out = vec![Event::Asked(Box::new(asked.clone())), Event::Ordered(RunningOrder::ninety())];
    for round in [Round::First, Round::Second] {
        out.push(Event::Opened(round));
        for i in 1..=n {
            let reason = i.is_multiple_of(4).then(|| word(usize::from(i)));
            out.push(Event::Cast { round, ballot: ballot(&asked, i, round, reason) });
        }
        out.extend([Event::Closed(round), Event::Revealed { round, shown: true }]);
        for i in (1..=n).filter(|i| i.is_multiple_of(4)) {
            out.push(Event::Judged { round, voter: Voter::Paper(i), accepted: true });
        }
    }
    out.push(Event::Sorted { lever: ids[0].clone(), about: About::Both });
    out.push(Event::Challenged { says: word(1), scenario: asked.base.clone() });
    for (k, id) in ids.iter().take(4).enumerate() {
        out.push(Event::Settled { lever: id.clone(), amount: levers[k].amount(2), reason: word(k) });
    }
    out.extend([
        Event::Dissented(word(4)),
        Event::Acted { what: word(2), owner: word(3), due: NaiveDate::from_ymd_opt(2027, 1, 29) },
        Event::Acted { what: String::from("Ask again"), owner: word(5), due: None },
        Event::Noted(String::from("zebra: for nobody's eyes")),
        Event::Finished,
    ]);
    out
}

pub fn session(n: u16, word: impl Fn(usize) -> String) -> Session {
    let entry = |(n, event): (u32, Event)| Entry { n, at: ten(), event };
    Session::replay(&(1..).zip(events(n, word)).map(entry).collect::<Vec<_>>())
}

/// The session as a file, through the same door as on the screen.
pub fn written(folder: &Path, name: &str, n: u16, word: impl Fn(usize) -> String) -> PathBuf {
    let path = folder.join(format!("{name}.tiller"));
    Journal::create(&path, &Header::new("x", &basis().model.version)).unwrap();
    let (held, _) = Journal::open(&path).unwrap();
    let Pen::Writing(pen) = held else { panic!("nobody else has it") };
    let room = Room::start(pen, Session::default(), ten, |_| {});
    for event in events(n, word) {
        room.record(event).unwrap();
    }
    path
}

pub fn say(home: &Path, args: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tiller"));
    let done = command.args(args).current_dir(home).env_clear().env("HOME", home).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (done.status.code().unwrap(), text(done.stdout), text(done.stderr))
}

pub fn plain(_: usize) -> String {
    String::from("said plainly")
}

fn worked_out(session: &Session) -> Held {
    let never = std::sync::atomic::AtomicBool::new(false);
    let watch = tiller::insight::watch::Watch { cancel: &never, progress: &|_| {} };
    minutes::work_out(&basis(), session, day(), &watch).unwrap()
}

#[test]
fn the_minutes_hold_what_the_screen_shows_and_more() {
    let session = session(24, plain);
    let held = worked_out(&session);
    let document = minutes::minutes(&basis(), &held);
    let text = document.as_markdown();
    // Every table that the screen has of the whole session says the same here.
    let headings: Vec<&str> = document.sections.iter().map(|s| s.heading.as_str()).collect();
    assert_eq!(
        headings,
        [
            "Decision",
            "Actions",
            "Where the room stood",
            "Guesses beside the range",
            "Assumptions challenged",
            "What the packages could change",
            "What was asked",
            "Three months on"
        ]
    );
    for part in [
        "Camps: middle of each",
        "The view of the few",
        "By role: middles",
        "From the first to the second ballot",
        "24 ballots answered both times",
        "The medians together cost",
        "about facts and values",
        "Middle, first",
        "Middle, second",
        "As settled",
        "Challenge 1",
        "the model, as settled: 8 futures in 10",
        "Left open: ",
        "Settled so far costs",
        "29 January 2027",
        "Corrections until 6 December 2026",
        "1 March 2027",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    assert!(!text.contains("zebra"));
    // A dot for each ballot on each lever in each round, and one for each guess.
    let html = document.as_html();
    let levers = held.question.levers.len();
    assert_eq!(html.matches("<circle class=\"dot\"").count(), 24 * levers * 2 + 24);
    assert_eq!(html.matches("<line class=\"decided\"").count(), 4);
    // The table beside it holds the same ballots.
    let sheet = document.sheets().find(|(_, s)| s.title == "The room on each lever").unwrap().1;
    assert_eq!(sheet.rows.len(), 2 * levers);
    let at = sheet.columns.iter().position(|c| c == "every ballot").unwrap();
    for row in &sheet.rows {
        let n: usize = row[at]
            .shown()
            .split(", ")
            .map(|part| part.split_once("\u{a0}×").map_or(1, |(_, n)| n.parse().unwrap()))
            .sum();
        assert_eq!(n, 24, "{}", row[at].shown());
    }
}

#[test]
fn nobody_is_picked_out_of_a_small_room() {
    let text = minutes::minutes(&basis(), &worked_out(&session(8, plain))).as_markdown();
    assert!(text.contains("Camps are looked for from 12 ballots up; there are 8"), "{text}");
    assert!(!text.contains("By role: middles") && text.contains("Roles are shown apart from 4 ballots"), "{text}");
}

/// A line of Markdown without its backslashes and the signs behind them.
fn without_escapes(line: &str) -> String {
    let (mut out, mut escaped) = (String::new(), false);
    for c in line.chars() {
        if !escaped && c != '\\' {
            out.push(c);
        }
        escaped = !escaped && c == '\\';
    }
    out
}

/// Nothing that was typed starts a tag, a formula, a table cell, a link or a heading.
#[test]
fn hostile_words_stay_words_in_every_form() {
    let word = |i: usize| HOSTILE[i % HOSTILE.len()].to_owned();
    let (hostile, harmless) = (session(12, word), session(12, |_| String::from("words")));
    let (hostile, harmless) = (worked_out(&hostile), worked_out(&harmless));
    for (made, like) in [
        (minutes::minutes(&basis(), &hostile), minutes::minutes(&basis(), &harmless)),
        (minutes::look_back(&hostile), minutes::look_back(&harmless)),
        (minutes::ballot(&hostile.question), minutes::ballot(&harmless.question)),
    ] {
        let tags = |html: &str| html.matches('<').count();
        let page = made.written(Form::Html).unwrap();
        // Six different reasons make a longer list than one said six times: list items aside, the tags are the same.
        let count = |html: &str| tags(html) - 2 * html.matches("<li>").count();
        assert_eq!(count(&page), count(&like.written(Form::Html).unwrap()));
        for bad in ["<script", "<img", "onerror=y>", "javascript:x)\""] {
            assert!(!page.contains(bad), "{bad}");
        }
        let text = made.written(Form::Markdown).unwrap();
        let headings = |text: &str| text.lines().filter(|l| l.starts_with('#')).count();
        assert_eq!(headings(&text), headings(&like.written(Form::Markdown).unwrap()));
        for line in text.lines() {
            // What is left once every sign that was made harmless is taken out.
            let bare = without_escapes(line);
            for bad in ["](", "<script", "<img", " **bold", "`code"] {
                assert!(!bare.contains(bad), "{bad}: {line}");
            }
            assert!(!line.starts_with('|') || bare.ends_with('|'), "{line}");
        }
        let csv = made.written(Form::Csv).unwrap();
        for table in csv.split("\n\n") {
            let body: String = table.lines().filter(|l| !l.starts_with('#')).collect::<Vec<_>>().join("\n");
            let mut reader = csv::ReaderBuilder::new().flexible(false).from_reader(body.as_bytes());
            for record in reader.records() {
                let record = record.unwrap();
                assert!(record.iter().all(|cell| !cell.starts_with(['=', '@', '+'])), "{record:?}");
            }
        }
        let json: serde_json::Value = serde_json::from_str(&made.written(Form::Json).unwrap()).unwrap();
        assert!(json["sections"].as_array().is_some_and(|all| !all.is_empty()));
    }
}

#[test]
fn the_report_of_a_session_is_one_page_and_says_how_to_make_it_again() {
    let home = tempfile::tempdir().unwrap();
    let word = |i: usize| HOSTILE[i % HOSTILE.len()].to_owned();
    written(home.path(), "room", 24, word);
    let report = |form: &str| {
        let args = ["roundtable", "report", "room.tiller", "--date", DAY, "--format", form];
        let (code, out, err) = say(home.path(), &args);
        assert_eq!((code, err.as_str()), (0, ""), "{form}");
        out
    };
    let page = report("html");
    for part in [
        "Minutes (draft)",
        "The room on each lever",
        "The group&#39;s package",
        "The options compared",
        "Appraisal summary table",
        "On whose evidence",
        "tiller roundtable report room --format html --date 2026-12-01",
        "default-src 'none'",
    ] {
        assert!(page.contains(part), "{part}");
    }
    for bad in ["<script", "<img", "zebra", "NaN", "\u{202e}"] {
        assert!(!page.contains(bad), "{bad}");
    }
    // A drawing for each lever of the ballot stands over one table.
    assert_eq!(page.matches("<svg viewBox").count(), page.matches("<details open>").count() + 5);
    let (md, csv, json) = (report("md"), report("csv"), report("json"));
    assert!(md.contains("## Decision") && csv.contains("# Decision: What was decided, and why"), "{csv}");
    assert!(serde_json::from_str::<serde_json::Value>(&json).is_ok());
    for text in [md, csv, json] {
        assert!(!text.contains("zebra"));
    }
    // The same file replayed on another machine gives the same bytes.
    let other = tempfile::tempdir().unwrap();
    let file = home.path().join("room.tiller");
    let (code, _, err) = say(other.path(), &["roundtable", "import", file.to_str().unwrap()]);
    assert_eq!(code, 0, "{err}");
    let again = ["roundtable", "report", "room", "--format", "html", "--date", DAY];
    assert_eq!(say(other.path(), &again).1, page);
}

#[test]
fn a_vote_is_reported_with_its_approvals_and_the_one_that_was_chosen() {
    let scenarios = [bundled("qualifications-only"), bundled("collective-learning-first")];
    let asked = Question::of_choices(&scenarios, &basis()).unwrap();
    let mut events = vec![Event::Asked(Box::new(asked)), Event::Opened(Round::First)];
    for i in 1..=9 {
        let answer = Answer::Approval(if i % 3 == 0 { vec![0, 1] } else { vec![1] });
        let ballot = Ballot { voter: Voter::Paper(i), answer, guess: None, reason: None, role: None };
        events.push(Event::Cast { round: Round::First, ballot });
    }
    events.extend([
        Event::Closed(Round::First),
        Event::Revealed { round: Round::First, shown: true },
        Event::Chosen { choice: 1, reason: String::from("more of us could live with it") },
    ]);
    let entry = |(n, event): (u32, Event)| Entry { n, at: ten(), event };
    let session = Session::replay(&(1..).zip(events).map(entry).collect::<Vec<_>>());
    let held = worked_out(&session);
    let text = minutes::minutes(&basis(), &held).as_markdown();
    for part in ["| first | 9 | 9 | yes |", "| first | 3 | 9 |  |", "more of us could live with it", "9 ballots"] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    let options = minutes::options(&basis(), &session).unwrap();
    assert_eq!(options[0].title, "Collective learning first", "the chosen one comes first");
}

#[test]
fn a_running_order_is_printed_to_be_changed_and_taken_back() {
    let home = tempfile::tempdir().unwrap();
    for (name, order) in RunningOrder::shipped() {
        let (code, out, err) = say(home.path(), &["roundtable", "order", name]);
        assert_eq!((code, err.as_str()), (0, ""));
        assert_eq!(RunningOrder::read("mine.ron", &out).unwrap(), order);
    }
    let (code, usual, _) = say(home.path(), &["roundtable", "order"]);
    assert_eq!((code, Some(usual.as_str())), (0, RunningOrder::text_of("ninety")));
    fs::write(home.path().join("mine.ron"), usual.replace("minutes: 10", "minutes: 12")).unwrap();
    let new = ["roundtable", "new", "collective-learning-first", "--order", "mine.ron", "--name", "mine"];
    assert_eq!(say(home.path(), &new).0, 0);
    let (code, _, err) = say(home.path(), &["roundtable", "order", "sixty"]);
    assert!(code == 2 && err.contains("forty-five"), "{code} {err}");
}

#[test]
fn a_session_that_cannot_be_read_here_still_has_minutes() {
    let mut events = events(12, plain);
    if let Event::Asked(asked) = &mut events[0] {
        asked.base = String::from("(format: 99)");
    }
    let entry = |(n, event): (u32, Event)| Entry { n, at: ten(), event };
    let held = worked_out(&Session::replay(&(1..).zip(events).map(entry).collect::<Vec<_>>()));
    let text = minutes::minutes(&basis(), &held).as_markdown();
    assert!(text.contains("This cannot be worked out here") && text.contains("said plainly"), "{text}");
}
