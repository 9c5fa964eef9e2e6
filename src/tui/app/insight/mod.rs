//! What Insight knows and does: one question at a time, worked out when it is asked, kept until something else is asked of it.

mod options;
mod topic;

use std::collections::BTreeMap;
use std::sync::Arc;

pub(super) use options::entries;
pub use options::{Change, Options};
pub use topic::Topic;

use super::action::Effect;
use super::commands::CommandId;
use super::job::Job;
use super::overlay::{Narrowing, Overlay, Pick};
use super::state::{Seen, State};
use crate::insight::yardstick::Yardstick;
use crate::model::{Direction, Indicator};
use crate::report::sheet::Sheet;
use crate::scenario::Scenario;

/// What a question was asked of.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// Scenarios, the one shown first.
    pub scenarios: Vec<Arc<Scenario>>,
    /// What was judged by.
    pub yardstick: Yardstick,
    /// Options of the question.
    pub options: Options,
}

/// The answer to one question.
#[derive(Debug, Clone)]
pub enum Page {
    /// It is being worked out.
    Working {
        /// Stamp of the request.
        stamp: u64,
        /// Share done, thousandths.
        done: u16,
        /// What it is about.
        of: Asked,
    },
    /// It is there.
    Ready {
        /// What it is about.
        of: Asked,
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
    /// Whether the selected indicator is judged by, not net present social value.
    pub by_indicator: bool,
    /// Options of the questions.
    pub options: Options,
    /// Lines scrolled.
    pub scroll: usize,
    /// Stamp of the newest request.
    stamp: u64,
}

impl State {
    /// What a question is asked of: the scenario shown, and for questions about a choice those pinned on Compare.
    #[must_use]
    pub fn asked_of(&self, topic: Topic) -> Asked {
        let pinned = if topic.of_several() { &self.compare.pinned[..] } else { &[] };
        let scenarios = std::iter::once(&self.scenario).chain(pinned).map(Arc::clone).collect();
        let yardstick = match topic {
            Topic::Target => Yardstick::Indicator(self.indicator),
            _ if topic.takes_measure() && self.insight.by_indicator && self.can_judge_by(self.indicator) => {
                Yardstick::Indicator(self.indicator)
            }
            _ => Yardstick::Npsv,
        };
        Asked { scenarios, yardstick, options: self.insight.options.of(topic) }
    }

    /// Whether more or less of an indicator is better. What narrows the gap of a poor place widens that of a rich one.
    fn can_judge_by(&self, indicator: Indicator) -> bool {
        let one_place = indicator == Indicator::Gap && self.places() < 2;
        !one_place && self.basis.model.indicator(indicator).direction != Direction::Context
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
        CommandId::InsightMeasure => measure(state),
        CommandId::InsightOptions => {
            state.overlays.push(Overlay::Picker(Pick::Options, Narrowing::default()));
        }
        CommandId::InsightAsk => return Some(ask(state)),
        CommandId::InsightStop => return Some(stop(state)),
        _ => return None,
    }
    Some(Vec::new())
}

/// Judges by net present social value or by the selected indicator.
fn measure(state: &mut State) {
    let label = state.basis.model.indicator(state.indicator).label.clone();
    state.notice = Some(if !state.insight.topic.takes_measure() {
        format!("“{}” is not judged by one figure", state.insight.topic.label())
    } else if !state.insight.by_indicator && !state.can_judge_by(state.indicator) {
        format!("{label}: neither more nor less of it is better; select another indicator on Explore")
    } else {
        state.insight.by_indicator = !state.insight.by_indicator;
        let by = if state.insight.by_indicator { label } else { String::from("net present social value") };
        format!("Judged by {by}")
    });
}

/// The worst world that the evidence still allows, worked out at once unless it is there.
pub(super) fn red_team(state: &mut State) -> Vec<Effect> {
    choose(state, Topic::Worst);
    let known = matches!(state.insight_page(), Some(Page::Ready { .. } | Page::Working { .. }));
    if known && state.insight_is_current() { Vec::new() } else { ask(state) }
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
    let of = state.asked_of(topic);
    if let Err(why) = topic.can_be_asked(&of.scenarios) {
        state.insight.pages.insert(topic, Page::Refused(why));
        return Vec::new();
    }
    state.insight.pages.retain(|_, page| !matches!(page, Page::Working { .. }));
    state.insight.stamp += 1;
    state.insight.scroll = 0;
    let stamp = state.insight.stamp;
    state.insight.pages.insert(topic, Page::Working { stamp, done: 0, of: of.clone() });
    vec![Effect::Work(Job::Insight { stamp, topic, plan: state.plan_at, of })]
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
