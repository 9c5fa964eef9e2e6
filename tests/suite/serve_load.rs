//! A room full of phones at once, and a server that dies under them: no ballot lost, none counted twice.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier, Condvar, Mutex};
use std::time::Instant;

use tiller::roundtable::{Answer, Ballot, Desk, Event, Paper, Refusal, Round, Voter, journal};
use tiller::serve::{Config, Server, start};

use crate::serve_room::{Phone, TestRoom, package, room, serve};

/// The amounts by which a phone is known again: no two alike.
fn amounts(phone: usize) -> [String; 4] {
    [format!("{}", phone as f64 / 2.0 % 10.0), format!("{}", (phone / 20) as f64 / 4.0), "0.5".into(), "10".into()]
}

fn answer(phone: usize) -> Answer {
    Answer::Package(amounts(phone).iter().map(|a| a.parse().unwrap()).collect())
}

fn fields(amounts: &[String; 4]) -> Vec<(&str, &str)> {
    let levers = ["lever0", "lever1", "lever2", "lever3"];
    levers.into_iter().zip(amounts.iter().map(String::as_str)).chain([("reason", "=1+1 as I see it")]).collect()
}

/// Each phone's answer stands in the session and on disk exactly once.
#[track_caller]
fn nothing_lost_or_doubled(room: &TestRoom, phones: usize) {
    let sort = |ballots: &BTreeMap<Voter, Ballot>| {
        let mut answers: Vec<String> = ballots.values().map(|b| format!("{:?}", b.answer)).collect();
        answers.sort();
        answers
    };
    let mut expected: Vec<String> = (0..phones).map(|phone| format!("{:?}", answer(phone))).collect();
    expected.sort();
    assert_eq!(sort(&room.session().round(Round::First).ballots), expected);
    let written = journal::load(&room.path).unwrap();
    let on_disk = tiller::roundtable::Session::replay(&written.entries);
    assert_eq!(sort(&on_disk.round(Round::First).ballots), expected);
    let casts = written.entries.iter().filter(|e| matches!(e.event, Event::Cast { .. })).count();
    assert_eq!(casts, phones, "a ballot sent again is not written again");
}

#[test]
fn sixty_phones_vote_at_once_and_each_sends_twice_more() {
    const PHONES: usize = 60;
    let room = room(package());
    room.record(Event::Opened(Round::First)).unwrap();
    let server = serve(&room);
    let together = Barrier::new(PHONES);
    let began = Instant::now();
    std::thread::scope(|scope| {
        for phone in 0..PHONES {
            let (server, together) = (&server, &together);
            scope.spawn(move || {
                let mut client = Phone::joined(server);
                let page = client.get();
                let serial = page.field("serial").to_owned();
                let amounts = amounts(phone);
                let mut form = vec![("round", "first"), ("serial", serial.as_str())];
                form.extend(fields(&amounts));
                together.wait();
                for _ in 0..3 {
                    assert_eq!(client.post("", &form).unwrap().status, 303);
                }
                client.get().says(200, "Your first ballot is in");
            });
        }
    });
    println!("{PHONES} phones joined, voted and sent again twice in {:.2} s", began.elapsed().as_secs_f64());
    nothing_lost_or_doubled(&room, PHONES);
    assert_eq!(server.devices(), PHONES);
}

/// A desk whose every third ballot is written, and answered only once it is let go: the answer can be lost on its way.
struct Held {
    room: Arc<TestRoom>,
    taken: AtomicUsize,
    shut: Mutex<bool>,
    changed: Condvar,
}

impl Held {
    fn let_go(&self) {
        *self.shut.lock().unwrap() = false;
        self.changed.notify_all();
    }

    fn wait_for(&self, ballots: usize) {
        let held = self.shut.lock().unwrap();
        drop(self.changed.wait_while(held, |_| self.taken.load(Ordering::SeqCst) < ballots).unwrap());
    }
}

impl Desk for Held {
    fn paper(&self) -> Paper {
        self.room.paper()
    }

    fn take(&self, round: Round, ballot: Ballot) -> Result<(), Refusal> {
        self.room.take(round, ballot)?;
        let held = self.shut.lock().unwrap();
        let n = self.taken.fetch_add(1, Ordering::SeqCst);
        self.changed.notify_all();
        if n.is_multiple_of(3) {
            drop(self.changed.wait_while(held, |held| *held).unwrap());
        }
        Ok(())
    }

    fn handed_in(&self, round: Round, voter: &Voter) -> Option<Ballot> {
        self.room.handed_in(round, voter)
    }
}

/// The server as phones find it: there, or away until it is started again.
struct Place {
    /// How often it was started.
    starts: Mutex<usize>,
    started: Condvar,
}

#[test]
fn a_server_that_dies_under_the_ballots_loses_and_doubles_none() {
    const PHONES: usize = 24;
    let room = room(package());
    room.record(Event::Opened(Round::First)).unwrap();
    let desk = Arc::new(Held {
        room: Arc::clone(&room),
        taken: AtomicUsize::new(0),
        shut: Mutex::new(true),
        changed: Condvar::new(),
    });
    let serve_at = |config: Config| -> Server {
        let desk: Arc<dyn Desk> = Arc::<Held>::clone(&desk);
        start(config, desk).unwrap()
    };
    let server = serve_at(Config::loopback());
    let (address, code) = (server.address(), server.code().clone());
    let place = Place { starts: Mutex::new(1), started: Condvar::new() };
    let resent = AtomicUsize::new(0);
    let clients: Vec<Phone> = (0..PHONES).map(|_| Phone::joined(&server)).collect();
    let again = std::thread::scope(|scope| {
        for (phone, mut client) in clients.into_iter().enumerate() {
            let (place, resent) = (&place, &resent);
            scope.spawn(move || {
                let amounts = amounts(phone);
                let mut form = vec![("round", "first"), ("serial", "5")];
                form.extend(fields(&amounts));
                loop {
                    let seen = *place.starts.lock().unwrap();
                    match client.post("", &form) {
                        Ok(reply) if reply.status == 303 => break,
                        Ok(reply) => panic!("{}: {}", reply.status, reply.main()),
                        // No answer: once the server is back, the same again.
                        Err(_) => {
                            resent.fetch_add(1, Ordering::SeqCst);
                            let starts = place.starts.lock().unwrap();
                            drop(place.started.wait_while(starts, |starts| *starts == seen).unwrap());
                        }
                    }
                }
            });
        }
        // Some are written, some of those not answered, some not yet sent.
        desk.wait_for(4);
        server.stop();
        desk.let_go();
        let again = serve_at(Config { code: Some(code), ..Config::at(address) });
        *place.starts.lock().unwrap() += 1;
        place.started.notify_all();
        // The scope ends when every phone has its answer.
        again
    });
    assert!(again.runs());
    println!("{} of {PHONES} ballots were sent again", resent.load(Ordering::SeqCst));
    assert!(resent.load(Ordering::SeqCst) > 0, "the server died too late to tell");
    nothing_lost_or_doubled(&room, PHONES);
}
