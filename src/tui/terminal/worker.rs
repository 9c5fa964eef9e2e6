//! The one thread that works out figures: newest request first, coarse answer first, stale work dropped.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::Instant;

use super::{Message, jobs};
use crate::model::Basis;
use crate::projection::{self, DrawKey, Draws, Stopped};
use crate::scenario::{DRAWS_COARSE, Scenario};
use crate::tui::app::{Action, Answer, Done, Job};

/// Tables of draws that are kept.
const TABLES_MAX: usize = 4;

/// Draws of the very first answer, while larger tables are still to be made: 10 scrambles × 8. A frame later the coarse answer
/// or the full one takes its place.
const DRAWS_SKETCH: u32 = 80;

/// What waits: the newest of each kind.
#[derive(Default)]
struct Waiting {
    project: Option<(u64, Arc<Scenario>)>,
    jobs: VecDeque<Job>,
    /// The question of Insight that is under way is not to be taken up again.
    given_up: bool,
    /// The first frame is on the screen: full answers may take every core.
    shown: bool,
}

/// Requests wait here until the thread takes them.
#[derive(Clone)]
pub(super) struct Worker {
    waiting: Arc<(Mutex<Waiting>, Condvar)>,
    /// Stops what is running once something newer waits.
    cancel: Arc<AtomicBool>,
}

impl Worker {
    /// Starts the thread.
    pub fn start(basis: Arc<Basis>, answers: Sender<Message>) -> std::io::Result<Self> {
        let worker = Self { waiting: Arc::default(), cancel: Arc::default() };
        let mine = worker.clone();
        thread::Builder::new().name(String::from("figures")).spawn(move || {
            let run = std::panic::AssertUnwindSafe(|| Bench::new(basis, &mine, &answers).work());
            if std::panic::catch_unwind(run).is_err() {
                let _ = answers.send(Message::Died);
            }
        })?;
        Ok(worker)
    }

    /// Without a thread: for work that is done where it is asked for. Nothing ever waits, so nothing is stopped.
    pub fn absent() -> Self {
        Self { waiting: Arc::default(), cancel: Arc::default() }
    }

    /// Asks for figures; an older request that still waits is forgotten.
    pub fn project(&self, generation: u64, scenario: Arc<Scenario>) {
        self.put(|w| w.project = Some((generation, scenario)));
    }

    /// Asks for a piece of work; an older one of its kind that still waits is forgotten.
    pub fn work(&self, job: Job) {
        self.put(|w| {
            w.given_up &= !is_question(&job);
            w.jobs.retain(|j| !in_place_of(&job, j));
            w.jobs.push_back(job);
        });
    }

    /// Lets full answers begin: the first frame, which shows a sketch, is on the screen.
    pub fn go_on(&self) {
        let (lock, bell) = &*self.waiting;
        lock.lock().unwrap_or_else(PoisonError::into_inner).shown = true;
        bell.notify_one();
    }

    /// Gives up the question of Insight that waits or is under way.
    pub fn give_up(&self) {
        self.put(|w| {
            w.given_up = true;
            w.jobs.retain(|job| !is_question(job));
        });
    }

    /// Puts stopped work back, unless a newer one of its kind waits.
    fn again(&self, job: Job) {
        let (lock, _) = &*self.waiting;
        let mut waiting = lock.lock().unwrap_or_else(PoisonError::into_inner);
        if is_question(&job) && std::mem::take(&mut waiting.given_up) {
            return;
        }
        if waiting.jobs.iter().any(|j| in_place_of(&job, j)) {
            return;
        }
        // A report is for later: what somebody looks at comes before it.
        if matches!(job, Job::Report(_)) {
            waiting.jobs.push_back(job);
        } else {
            waiting.jobs.push_front(job);
        }
    }

    fn put(&self, edit: impl FnOnce(&mut Waiting)) {
        let (lock, bell) = &*self.waiting;
        let mut waiting = lock.lock().unwrap_or_else(PoisonError::into_inner);
        edit(&mut waiting);
        self.cancel.store(true, Ordering::Relaxed);
        bell.notify_one();
    }

    fn newer_waits(&self) -> bool {
        self.cancel.load(Ordering::Relaxed)
    }
}

/// Whether of two pieces of work only one is to be done: those of one kind, but for reports, which are files of their own.
fn in_place_of(a: &Job, b: &Job) -> bool {
    match (a, b) {
        (Job::Report(a), Job::Report(b)) => a == b,
        _ => std::mem::discriminant(a) == std::mem::discriminant(b),
    }
}

const fn is_question(job: &Job) -> bool {
    matches!(job, Job::Insight { .. })
}

/// The thread's own things.
pub(super) struct Bench<'a> {
    basis: Arc<Basis>,
    worker: &'a Worker,
    answers: &'a Sender<Message>,
    pool: Option<rayon::ThreadPool>,
    tables: Vec<Arc<Draws>>,
    /// A full answer put off by a newer "why?".
    owed: Option<(u64, Arc<Scenario>)>,
}

enum Task {
    Project(u64, Arc<Scenario>),
    Full(u64, Arc<Scenario>),
    Work(Job),
}

impl<'a> Bench<'a> {
    pub fn new(basis: Arc<Basis>, worker: &'a Worker, answers: &'a Sender<Message>) -> Self {
        // The thread that asks works too: one fewer to start before the first figures, and none to hand them over to. Without a
        // pool of our own the work runs in rayon's.
        let builder = rayon::ThreadPoolBuilder::new().thread_name(|i| format!("draws-{i}"));
        let pool = builder.use_current_thread().build().ok();
        Self { basis, worker, answers, pool, tables: Vec::new(), owed: None }
    }

    fn work(&mut self) {
        // Nothing is asked yet: the scenario of the first question is still being read.
        self.basis.evidence.read_ahead();
        loop {
            match self.next() {
                Task::Project(generation, scenario) => {
                    self.owed = None;
                    // The coarse answer is never cancelled: while a key is held, something has to move.
                    let never = AtomicBool::new(false);
                    let coarse = scenario.draws.min(DRAWS_COARSE);
                    let more = coarse < scenario.draws;
                    // Until a table is made a sketch stands in: the first frame has charts, and one repaint fewer follows.
                    let sketch = more && !self.has_table(&scenario, coarse);
                    let count = if sketch { DRAWS_SKETCH } else { coarse };
                    if self.answer(generation, &scenario, count, more, &never) && more {
                        self.owed = Some((generation, scenario));
                    }
                }
                Task::Full(generation, scenario) => {
                    let cancel = Arc::clone(&self.worker.cancel);
                    if !self.answer(generation, &scenario, scenario.draws, false, &cancel) && self.worker.newer_waits()
                    {
                        self.owed = Some((generation, scenario));
                    } else {
                        self.warm(&scenario);
                    }
                }
                Task::Work(job) => self.job(job),
            }
        }
    }

    /// Makes the table of the coarse answer, with what it keeps, while nobody waits: the next key then finds it ready.
    fn warm(&mut self, scenario: &Scenario) {
        let coarse = scenario.draws.min(DRAWS_COARSE);
        if !self.has_table(scenario, coarse) {
            let draws = self.draws(scenario, coarse);
            let cancel = Arc::clone(&self.worker.cancel);
            // The figures are dropped: only what the table keeps between runs is wanted.
            drop(self.inside(|basis| projection::project(basis, scenario, &draws, &cancel)));
        }
    }

    /// The most urgent job; sleeps while there is none.
    fn next(&mut self) -> Task {
        let (lock, bell) = &*self.worker.waiting;
        let mut waiting = lock.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            self.worker.cancel.store(false, Ordering::Relaxed);
            if let Some((generation, scenario)) = waiting.project.take() {
                return Task::Project(generation, scenario);
            }
            if let Some(job) = waiting.jobs.pop_front() {
                return Task::Work(job);
            }
            if waiting.shown
                && let Some((generation, scenario)) = self.owed.take()
            {
                return Task::Full(generation, scenario);
            }
            waiting = bell.wait(waiting).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Works out the figures of every draw at once and sends them.
    pub fn full(&mut self, generation: u64, scenario: &Scenario) {
        let never = AtomicBool::new(false);
        self.answer(generation, scenario, scenario.draws, false, &never);
    }

    /// Works out figures and sends them; whether they were sent.
    fn answer(&mut self, generation: u64, scenario: &Scenario, count: u32, coarse: bool, cancel: &AtomicBool) -> bool {
        let draws = self.draws(scenario, count);
        let start = Instant::now();
        let result = self.inside(|basis| projection::project(basis, scenario, &draws, cancel));
        let micros = u64::try_from(start.elapsed().as_micros()).unwrap_or(u64::MAX);
        let action = match result {
            Ok(projection) => {
                Action::Projected(Answer { generation, projection: Arc::new(projection), micros, coarse })
            }
            Err(Stopped::Cancelled) => return false,
            Err(Stopped::Refused(fault)) => Action::Refused { generation, reason: fault.to_string() },
        };
        let figures = matches!(action, Action::Projected(_));
        self.answers.send(Message::App(action)).is_ok() && figures
    }

    /// Does a piece of work and sends what it came to; stopped work says nothing.
    pub fn job(&mut self, job: Job) {
        if let Some(done) = jobs::run(self, &job) {
            let _ = self.answers.send(Message::App(Action::Done(done)));
        } else if self.worker.newer_waits() {
            self.worker.again(job);
        }
    }

    /// Says something while work goes on.
    pub fn tell(&self, done: Done) {
        let _ = self.answers.send(Message::App(Action::Done(done)));
    }

    fn has_table(&self, scenario: &Scenario, count: u32) -> bool {
        let key = DrawKey::of(scenario, count);
        self.tables.iter().any(|t| *t.key() == key)
    }

    /// What is known and assumed.
    pub fn basis(&self) -> &Basis {
        &self.basis
    }

    /// What stops the work once something newer waits.
    pub fn cancel(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.worker.cancel)
    }

    /// The table of draws for a scenario: made once for a seed and size.
    pub fn draws(&mut self, scenario: &Scenario, count: u32) -> Arc<Draws> {
        let key = DrawKey::of(scenario, count);
        if let Some(at) = self.tables.iter().position(|t| *t.key() == key) {
            let table = self.tables.remove(at);
            self.tables.push(Arc::clone(&table));
            return table;
        }
        let table = Arc::new(self.inside(|basis| Draws::make(basis, &key)));
        if self.tables.len() >= TABLES_MAX {
            self.tables.remove(0);
        }
        self.tables.push(Arc::clone(&table));
        table
    }

    /// Does work inside the pool of threads.
    pub fn inside<T: Send>(&self, work: impl FnOnce(&Basis) -> T + Send) -> T {
        let basis = &*self.basis;
        match &self.pool {
            Some(pool) => pool.install(|| work(basis)),
            None => work(basis),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::{AreaCode, Place, SectorId};
    use crate::report::takehome::Form;
    use crate::tui::app::reports::{On, To, Wanted, What};

    fn report(form: Form) -> Job {
        let scenario = Scenario::empty(Place::Area(AreaCode::new("E12000005")), SectorId::new("all"));
        let day = chrono::NaiveDate::default();
        let on = On::Scenarios(vec![Arc::new(scenario)]);
        Job::Report(Arc::new(Wanted { what: What::Report, on, form, day, to: To::Exports }))
    }

    #[test]
    fn reports_wait_for_each_other_and_for_what_is_looked_at() {
        let worker = Worker::absent();
        let all = [Form::Html, Form::Csv, Form::Html].map(report);
        for job in all.clone() {
            worker.work(job);
        }
        worker.work(Job::Survey);
        worker.work(Job::Survey);
        // The one that was under way goes to the end.
        worker.again(report(Form::Json));
        let waiting = worker.waiting.0.lock().unwrap_or_else(PoisonError::into_inner);
        let jobs: Vec<&Job> = waiting.jobs.iter().collect();
        assert_eq!(jobs, [&all[1], &all[0], &Job::Survey, &report(Form::Json)]);
    }
}
