//! Options of the questions: what the searches may do, and at which rates money is discounted.

use super::Topic;
use crate::evidence::LeverId;
use crate::insight::seek::Aim;
use crate::model::{Basis, LeverKind};
use crate::report::weigh::appraise::Schedule;
use crate::report::weigh::seek::aim;
use crate::report::words::count;
use crate::scenario::Plan;
use crate::tui::app::entries::{Choice, Entry};
use crate::tui::app::state::State;

/// Most levers a search can be held to on the screen.
const MOST_MAX: usize = 6;

/// What was chosen.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// What a good mix is.
    pub aim: Aim,
    /// Most levers that are on.
    pub most: usize,
    /// Whether a mix must not widen the gap in its middle future.
    pub gap: bool,
    /// Levers whose setting stays.
    pub locked: Vec<LeverId>,
    /// Discount schedule.
    pub schedule: Schedule,
}

impl Default for Options {
    fn default() -> Self {
        Self { aim: Aim::Median, most: 4, gap: false, locked: Vec::new(), schedule: Schedule::Standard }
    }
}

/// One change of an option.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// Another rule.
    Aim(Aim),
    /// Another number of levers.
    Most(usize),
    /// The floor on the gap, or none.
    Gap,
    /// Locks or frees a lever.
    Lock(LeverId),
    /// The other schedule.
    Schedule,
}

impl Options {
    /// Only what a question asks for; the rest stands at its default, so that it changes no answer.
    #[must_use]
    pub fn of(&self, topic: Topic) -> Self {
        let none = Self::default();
        match topic {
            Topic::Mixes => Self { schedule: none.schedule, ..self.clone() },
            Topic::Target => Self { aim: none.aim, gap: none.gap, schedule: none.schedule, ..self.clone() },
            Topic::Appraisal => Self { schedule: self.schedule, ..none },
            _ => none,
        }
    }

    /// Takes a change in.
    pub fn take(&mut self, change: &Change) {
        match change {
            Change::Aim(aim) => self.aim = *aim,
            Change::Most(most) => self.most = *most,
            Change::Gap => self.gap = !self.gap,
            Change::Lock(lever) => match self.locked.iter().position(|l| l == lever) {
                Some(at) => {
                    self.locked.remove(at);
                }
                None => self.locked.push(lever.clone()),
            },
            Change::Schedule => {
                self.schedule = if self.schedule == Schedule::Lower { Schedule::Standard } else { Schedule::Lower };
            }
        }
    }

    /// What is in force for a question, one sentence; `None` for a question without options.
    #[must_use]
    pub fn said(&self, topic: Topic, basis: &Basis) -> Option<String> {
        let levers = format!("at most {}", count(self.most as u64, "lever", "levers"));
        let label = |id: &LeverId| basis.model.lever(id).map_or_else(|| id.to_string(), |l| l.label.clone());
        let locked = match self.locked.as_slice() {
            [] => String::from("none locked"),
            some => format!("locked: {}", some.iter().map(label).collect::<Vec<_>>().join(", ")),
        };
        match topic {
            Topic::Mixes => {
                let gap = if self.gap { "the gap must not widen" } else { "no floor on the gap" };
                Some(format!("By {}; {levers}; {locked}; {gap}.", aim(self.aim)))
            }
            Topic::Target => Some(format!("{}; {locked}.", levers.replacen('a', "A", 1))),
            Topic::Appraisal => Some(format!("Discounted at the {} rates.", schedule(self.schedule))),
            _ => None,
        }
    }
}

const fn schedule(schedule: Schedule) -> &'static str {
    match schedule {
        Schedule::Standard => "standard",
        Schedule::Lower => "lower",
    }
}

/// The lines of the list of options of the question shown; what is in force is marked.
pub(in crate::tui::app) fn entries(state: &State) -> Vec<Entry> {
    let (topic, now) = (state.insight.topic, &state.insight.options);
    let line = |heading: &'static str, title: String, about: &str, on: bool, change: Change| Entry {
        heading,
        title,
        about: about.to_owned(),
        key: String::from(if on { "●" } else { "○" }),
        disabled: None,
        choice: Choice::Option(change),
    };
    if topic == Topic::Appraisal {
        let lower = now.schedule == Schedule::Lower;
        let about = "the sensitivity of the Green Book beside the standard rates";
        return vec![line("Discounting", String::from("Lower rates"), about, lower, Change::Schedule)];
    }
    let mut out = Vec::new();
    if topic == Topic::Mixes {
        for rule in [Aim::Median, Aim::WorstTenth, Aim::Regret] {
            let about = match rule {
                Aim::Median => "as good as it can be in the middle",
                Aim::WorstTenth => "what 1 future in 10 falls short of",
                Aim::Regret => "least behind the best mix of each future",
            };
            out.push(line(
                "Good is what does well by",
                aim(rule).to_owned(),
                about,
                now.aim == rule,
                Change::Aim(rule),
            ));
        }
        let about = "mixes whose middle future widens it are left out";
        out.push(line("Gap", String::from("The gap must not widen"), about, now.gap, Change::Gap));
    }
    if topic == Topic::Mixes || topic == Topic::Target {
        for most in 1..=MOST_MAX {
            let title = count(most as u64, "lever", "levers");
            out.push(line("At most", title, "that are on, locked ones included", now.most == most, Change::Most(most)));
        }
        for (id, about) in lockable(state.scenario.plans.first(), &state.basis, now) {
            let title = state.basis.model.lever(&id).map_or_else(|| id.to_string(), |l| l.label.clone());
            let on = now.locked.contains(&id);
            out.push(line("Locked as it is now", title, &about, on, Change::Lock(id)));
        }
    }
    out
}

/// Levers that are on in the first plan, which is the one searched over, and those that are locked.
fn lockable(plan: Option<&Plan>, basis: &Basis, now: &Options) -> Vec<(LeverId, String)> {
    let on: Vec<(LeverId, String)> = plan
        .into_iter()
        .flat_map(Plan::on)
        .map(|(id, s)| {
            let reform = basis.model.lever(id).is_some_and(|l| l.kind == LeverKind::Reform);
            (id.clone(), if reform { format!("{} % coverage", s.amount) } else { format!("£{}m a year", s.amount) })
        })
        .collect();
    let off = now.locked.iter().filter(|id| on.iter().all(|(known, _)| known != *id));
    let off: Vec<(LeverId, String)> = off.map(|id| (id.clone(), String::from("off, stays off"))).collect();
    on.into_iter().chain(off).collect()
}
