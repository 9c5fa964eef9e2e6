//! The room: written before answered, once and no more.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use tiller::evidence::Fault;
use tiller::roundtable::{
    Desk as _, Entry, Event, Header, Journal, Pen, Refusal, Room, Round, Session, Voter, journal,
};

use super::{cast, entries, paper, phone, question, start};

/// A pen that counts, remembers, and fails when told.
#[derive(Clone, Default)]
struct Slate {
    written: Arc<Mutex<Vec<Entry>>>,
    syncs: Arc<AtomicUsize>,
    fails: Arc<AtomicBool>,
}

impl Pen for Slate {
    fn write(&mut self, entries: &[Entry]) -> Result<(), Fault> {
        if self.fails.load(Ordering::SeqCst) {
            return Err(Fault::new("slate", "is full"));
        }
        self.syncs.fetch_add(1, Ordering::SeqCst);
        self.written.lock().unwrap().extend_from_slice(entries);
        Ok(())
    }
}

fn room() -> (Slate, Room) {
    let slate = Slate::default();
    let room = Room::start(slate.clone(), Session::default(), start, |_| {});
    room.record(Event::Asked(Box::new(question()))).unwrap();
    room.record(Event::Opened(Round::First)).unwrap();
    (slate, room)
}

#[test]
fn the_same_ballot_again_is_taken_and_written_once() {
    let (slate, room) = room();
    let ballot = phone("aa", &[1.0, 1.0, 0.0]);
    for _ in 0..3 {
        assert_eq!(room.take(Round::First, ballot.clone()), Ok(()));
    }
    assert_eq!(slate.written.lock().unwrap().len(), 3);
    assert_eq!(room.handed_in(Round::First, &Voter::Phone(String::from("aa"))), Some(ballot.clone()));
    room.record(Event::Closed(Round::First)).unwrap();
    assert_eq!(room.take(Round::First, ballot), Ok(()), "the answer was lost, not the ballot");
    assert_eq!(room.take(Round::First, phone("aa", &[2.0, 1.0, 0.0])), Err(Refusal::Closed));
    assert_eq!(room.take(Round::First, phone("bb", &[2.0, 1.0, 0.0])), Err(Refusal::Closed));
}

#[test]
fn sixty_phones_at_once_lose_and_double_nothing() {
    let (slate, room) = room();
    let room = Arc::new(room);
    let phones: Vec<_> = (0..60)
        .map(|i| {
            let room = Arc::clone(&room);
            std::thread::spawn(move || {
                let mark = format!("phone{i}");
                for amount in [1.0, 2.0, 2.0, 3.0] {
                    room.take(Round::First, phone(&mark, &[amount, 1.0, 0.0])).unwrap();
                }
            })
        })
        .collect();
    for phone in phones {
        phone.join().unwrap();
    }
    let written = slate.written.lock().unwrap().clone();
    assert_eq!(written.len(), 2 + 60 * 3);
    assert!(written.iter().zip(1..).all(|(e, n)| e.n == n), "no gaps");
    assert_eq!(room.session().round(Round::First).ballots.len(), 60);
    assert_eq!(*room.session(), Session::replay(&written));
    assert!(slate.syncs.load(Ordering::SeqCst) <= written.len());
}

#[test]
fn a_ballot_that_could_not_be_written_is_not_in_the_room_and_may_be_sent_again() {
    let (slate, room) = room();
    slate.fails.store(true, Ordering::SeqCst);
    let ballot = phone("aa", &[1.0, 1.0, 0.0]);
    assert_eq!(room.take(Round::First, ballot.clone()), Err(Refusal::Unwritten(String::from("slate: is full"))));
    assert!(room.session().round(Round::First).ballots.is_empty());
    slate.fails.store(false, Ordering::SeqCst);
    assert_eq!(room.take(Round::First, ballot), Ok(()));
    assert_eq!(slate.written.lock().unwrap().last().unwrap().n, 3);
}

#[test]
fn the_paper_changes_its_version_when_a_participant_sees_something_else() {
    let (_, room) = room();
    let before = room.paper();
    assert_eq!((before.open, before.question.levers.len()), (Some(Round::First), 3));
    room.take(Round::First, phone("aa", &[1.0, 1.0, 0.0])).unwrap();
    room.record(Event::Noted(String::from("hello"))).unwrap();
    assert_eq!(room.paper(), before, "nobody else's answer is seen");
    room.record(Event::Closed(Round::First)).unwrap();
    let closed = room.paper();
    assert!(closed.open.is_none() && closed.version > before.version);
    room.undo().unwrap();
    assert!(room.paper().open == Some(Round::First) && room.paper().version > closed.version);
    room.redo().unwrap();
    assert_eq!(room.paper().open, None);
    assert_eq!(room.redo(), Ok(None));
}

#[test]
fn what_was_answered_is_in_the_file_and_a_restart_goes_on_there() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.tiller");
    let seen = Arc::new(Mutex::new(Vec::new()));
    let told = Arc::clone(&seen);
    let pen = Journal::create(&path, &Header::new("s", "v")).unwrap();
    let room = Room::start(pen, Session::default(), start, move |e| told.lock().unwrap().extend_from_slice(e));
    room.record(Event::Asked(Box::new(question()))).unwrap();
    room.record(Event::Opened(Round::First)).unwrap();
    let taken = room.take_all(Round::First, (1..=25).map(|n| paper(n, &[1.0, 2.0, 0.3])).collect());
    assert!(taken.iter().all(Result::is_ok));
    // As after kill -9: the file is read while nobody closed it.
    let loaded = journal::load(&path).unwrap();
    assert_eq!(loaded.entries, *seen.lock().unwrap());
    assert_eq!(Session::replay(&loaded.entries), *room.session());
    assert_eq!(room.session().next_paper(Round::First), 26);
    let version = room.paper().version;
    drop(room);
    let (journal::Held::Writing(pen), loaded) = Journal::open(&path).unwrap() else { panic!() };
    let again = Room::start(pen, Session::replay(&loaded.entries), start, |_| {});
    assert!(again.paper().version >= version);
    again.take(Round::First, phone("late", &[0.0, 0.0, 0.0])).unwrap();
    assert_eq!(journal::load(&path).unwrap().entries.len(), 28);
}

#[test]
fn a_room_without_a_question_takes_nothing() {
    let slate = Slate::default();
    let room = Room::start(slate.clone(), Session::replay(&entries(vec![])), start, |_| {});
    assert_eq!(room.take(Round::First, paper(1, &[])), Err(Refusal::Closed));
    assert_eq!(room.paper().open, None);
    assert!(room.record(Event::Opened(Round::First)).is_err());
    assert!(room.record(cast(Round::First, paper(1, &[]))).is_err());
    assert!(slate.written.lock().unwrap().is_empty());
}
