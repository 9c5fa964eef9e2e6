//! What Insight knows and does: one question at a time, worked out when it is asked, kept until something else is asked of it.

mod topic;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use topic::Topic;

use super::action::Effect;
use super::commands::CommandId;
use super::job::Job;
use super::state::{Seen, State};
use crate::report::sheet::Sheet;
use crate::scenario::Scenario;

/// The answer to one question.
#[derive(Debug, Clone)]
pub enum Page {
    /// It is being worked out.
    Working {
        /// Stamp of the request.
        stamp: u64,
        /// Share done, thousandths.
        done: u16,
        /// Scenarios it is about.
        of: Vec<Arc<Scenario>>,
    },
    /// It is there.
    Ready {
        /// Scenarios it is about.
        of: Vec<Arc<Scenario>>,
        /// What was found.
        sheets: Arc<Vec<Sheet>>,
    },
    /// There is none, with the reason.
    Refused(String),
}

/// What the screen shows.
#[derive(Debug, Clone, Default)]
pub struct Insight {
    /// The question shown.
    pub topic: Topic,
    /// Answers by question.
    pub pages: BTreeMap<Topic, Page>,
    /// Lines scrolled.
    pub scroll: usize,
    /// Stamp of the newest request.
    stamp: u64,
}

impl State {
    /// Scenarios that a question is asked of: the one shown, and for questions about a choice those pinned on Compare.
    #[must_use]
    pub fn asked_of(&self, topic: Topic) -> Vec<Arc<Scenario>> {
        let pinned = if topic.of_several() { &self.compare.pinned[..] } else { &[] };
        std::iter::once(&self.scenario).chain(pinned).map(Arc::clone).collect()
    }

    /// The answer to the question shown.
    #[must_use]
    pub fn insight_page(&self) -> Option<&Page> {
        self.insight.pages.get(&self.insight.topic)
    }

    /// Whether the answer shown is about the scenario as it is.
    #[must_use]
    pub fn insight_is_current(&self) -> bool {
        match self.insight_page() {
            Some(Page::Ready { of, .. }) => *of == self.asked_of(self.insight.topic),
            _ => true,
        }
    }

    /// Tables of the question shown, once they are there.
    #[must_use]
    pub fn insight_sheets(&self) -> Option<&[Sheet]> {
        match self.insight_page() {
            Some(Page::Ready { sheets, .. }) => Some(sheets),
            _ => None,
        }
    }
}

/// Runs a command of the screen; `None` if it is not for this.
pub(super) fn run(state: &mut State, id: CommandId, seen: &Seen) -> Option<Vec<Effect>> {
    let page = isize::try_from(seen.rows.max(1)).unwrap_or(1);
    match id {
        CommandId::InsightNext => choose(state, state.insight.topic.step(1)),
        CommandId::InsightPrevious => choose(state, state.insight.topic.step(-1)),
        CommandId::InsightDown => scroll(state, 1),
        CommandId::InsightUp => scroll(state, -1),
        CommandId::InsightPageDown => scroll(state, page),
        CommandId::InsightPageUp => scroll(state, -page),
        CommandId::InsightAsk => return Some(ask(state)),
        CommandId::InsightStop => return Some(stop(state)),
        _ => return None,
    }
    Some(Vec::new())
}

/// Shows another question.
pub(super) fn choose(state: &mut State, topic: Topic) {
    state.insight.topic = topic;
    state.insight.scroll = 0;
}

/// A click on the nth question; on the one shown it asks.
pub(super) fn click(state: &mut State, item: usize) -> Vec<Effect> {
    match Topic::ALL.get(item) {
        Some(topic) if *topic == state.insight.topic => return ask(state),
        Some(topic) => choose(state, *topic),
        None => {}
    }
    Vec::new()
}

/// Scrolls the answer; the drawing keeps it in sight.
pub(super) fn scroll(state: &mut State, by: isize) {
    // As many lines as a hundred pages hold; the end is found by drawing, which says how much there is.
    state.insight.scroll = state.insight.scroll.saturating_add_signed(by).min(10_000);
}

/// Has the question shown worked out. One at a time: another that is under way is given up.
fn ask(state: &mut State) -> Vec<Effect> {
    let topic = state.insight.topic;
    let scenarios = state.asked_of(topic);
    if let Err(why) = topic.can_be_asked(&scenarios) {
        state.insight.pages.insert(topic, Page::Refused(why));
        return Vec::new();
    }
    state.insight.pages.retain(|_, page| !matches!(page, Page::Working { .. }));
    state.insight.stamp += 1;
    state.insight.scroll = 0;
    let stamp = state.insight.stamp;
    state.insight.pages.insert(topic, Page::Working { stamp, done: 0, of: scenarios.clone() });
    vec![Effect::Work(Job::Insight { stamp, topic, plan: state.plan_at, scenarios })]
}

/// Gives up what is being worked out.
fn stop(state: &mut State) -> Vec<Effect> {
    let before = state.insight.pages.len();
    state.insight.pages.retain(|_, page| !matches!(page, Page::Working { .. }));
    if state.insight.pages.len() == before {
        return Vec::new();
    }
    state.notice = Some(String::from("Given up"));
    vec![Effect::GiveUp]
}

/// Takes in how far an answer is.
pub(super) fn progress(state: &mut State, stamp: u64, thousandths: u16) {
    for page in state.insight.pages.values_mut() {
        if let Page::Working { stamp: of, done, .. } = page
            && *of == stamp
        {
            *done = thousandths;
        }
    }
}

/// Takes in an answer; one that nobody waits for any more is dropped.
pub(super) fn answered(state: &mut State, stamp: u64, topic: Topic, found: Result<Arc<Vec<Sheet>>, String>) {
    let Some(Page::Working { stamp: of_stamp, of, .. }) = state.insight.pages.get(&topic) else { return };
    if *of_stamp != stamp {
        return;
    }
    let of = of.clone();
    let page = match found {
        Ok(sheets) => Page::Ready { of, sheets },
        Err(why) => Page::Refused(why),
    };
    state.insight.pages.insert(topic, page);
}
