//! The thread that holds the pen: what comes in together is written with one sync, and answered after it.

use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use chrono::{NaiveDateTime, Timelike as _};

use super::ballot::Refusal;
use super::event::{Entry, Event};
use super::session::Session;
use crate::evidence::Fault;

/// Most requests written with one sync.
const BATCH_MAX: usize = 256;
/// Requests waiting before senders wait too.
const QUEUE_MAX: usize = 1_024;

/// Something that entries are written with: all of them on disk when it returns, or none.
pub trait Pen: Send {
    /// Writes entries.
    ///
    /// # Errors
    /// Why none of them was written.
    fn write(&mut self, entries: &[Entry]) -> Result<(), Fault>;
}

/// Decides what is written, given the session as it will stand once everything before is written: `None` if nothing is.
pub type Stage = Box<dyn FnOnce(&Session) -> Result<Option<Event>, Refusal> + Send>;

/// What came of a request: the number of its entry, or `None` if nothing had to be written.
pub type Answer = Result<Option<u32>, Refusal>;

struct Letter {
    stage: Stage,
    answer: Sender<Answer>,
}

/// The session as it is on disk, and what a participant's page goes by.
#[derive(Debug, Clone)]
pub(super) struct Published {
    pub(super) session: Arc<Session>,
    /// Last entry that changed the question or the open round; rises over restarts too.
    pub(super) version: u64,
}

/// Owns the pen and the order of things.
pub struct Keeper {
    letters: Option<SyncSender<Letter>>,
    thread: Option<JoinHandle<()>>,
    shared: Arc<Mutex<Published>>,
}

impl std::fmt::Debug for Keeper {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Keeper").field("last", &self.published().session.last()).finish_non_exhaustive()
    }
}

/// What the thread works with.
struct Desk<Clock, Notify> {
    pen: Box<dyn Pen>,
    shared: Arc<Mutex<Published>>,
    clock: Clock,
    notify: Notify,
}

impl Keeper {
    /// Starts the thread. `session` is what the pen's file holds; `clock` gives universal time; `notify` is called with entries once
    /// they are on disk, on the keeper's thread, and should only pass them on.
    pub fn start(
        pen: impl Pen + 'static,
        session: Session,
        clock: impl Fn() -> NaiveDateTime + Send + 'static,
        notify: impl Fn(&[Entry]) + Send + 'static,
    ) -> Self {
        let version = u64::from(session.last());
        let shared = Arc::new(Mutex::new(Published { session: Arc::new(session), version }));
        let (letters, queue) = sync_channel(QUEUE_MAX);
        let mut desk = Desk { pen: Box::new(pen), shared: Arc::clone(&shared), clock, notify };
        let thread = std::thread::Builder::new().name(String::from("journal")).spawn(move || desk.run(&queue)).ok();
        Self { letters: Some(letters), thread, shared }
    }

    /// Hands in a request without waiting; the answer comes once it is on disk. Dropping the receiver takes nothing back.
    pub fn post(
        &self,
        stage: impl FnOnce(&Session) -> Result<Option<Event>, Refusal> + Send + 'static,
    ) -> Receiver<Answer> {
        let (answer, receiver) = channel();
        let letter = Letter { stage: Box::new(stage), answer };
        // With the thread gone the letter is dropped, and the receiver says so.
        let _ = self.letters.as_ref().map(|letters| letters.send(letter));
        receiver
    }

    /// Hands in a request and waits until it is on disk.
    ///
    /// # Errors
    /// Why nothing was written.
    pub fn ask(&self, stage: impl FnOnce(&Session) -> Result<Option<Event>, Refusal> + Send + 'static) -> Answer {
        answer_of(&self.post(stage))
    }

    pub(super) fn published(&self) -> Published {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Waits for an answer.
///
/// # Errors
/// Why nothing was written.
pub fn answer_of(receiver: &Receiver<Answer>) -> Answer {
    receiver.recv().unwrap_or_else(|_| Err(Refusal::Unwritten(String::from("the journal is closed"))))
}

impl Drop for Keeper {
    /// Writes what was handed in, then lets the file go.
    fn drop(&mut self) {
        self.letters = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl<Clock: Fn() -> NaiveDateTime, Notify: Fn(&[Entry])> Desk<Clock, Notify> {
    fn run(&mut self, queue: &Receiver<Letter>) {
        while let Ok(first) = queue.recv() {
            let mut batch = vec![first];
            while batch.len() < BATCH_MAX {
                let Ok(next) = queue.try_recv() else { break };
                batch.push(next);
            }
            self.serve(batch);
        }
    }

    fn serve(&mut self, batch: Vec<Letter>) {
        let before = self.shared.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let mut session = Arc::clone(&before.session);
        let mut version = before.version;
        let (mut entries, mut answers) = (Vec::new(), Vec::with_capacity(batch.len()));
        for Letter { stage, answer } in batch {
            let staged = stage(&session).map(|event| {
                let event = event?;
                let at = (self.clock)();
                let entry = Entry { n: session.last() + 1, at: at.with_nanosecond(0).unwrap_or(at), event };
                let paper = (session.question.clone(), session.open);
                Arc::make_mut(&mut session).apply(&entry);
                if paper != (session.question.clone(), session.open) {
                    version = u64::from(entry.n);
                }
                entries.push(entry);
                Some(session.last())
            });
            answers.push((answer, staged));
        }
        if !entries.is_empty() {
            if let Err(fault) = self.pen.write(&entries) {
                // Everything was decided on a session that did not come to be.
                for (answer, _) in answers {
                    let _ = answer.send(Err(Refusal::Unwritten(fault.to_string())));
                }
                return;
            }
            *self.shared.lock().unwrap_or_else(PoisonError::into_inner) = Published { session, version };
            (self.notify)(&entries);
        }
        for (answer, staged) in answers {
            let _ = answer.send(staged);
        }
    }
}
