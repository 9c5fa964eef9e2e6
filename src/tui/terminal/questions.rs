//! The questions of Insight, worked out: each hands back the tables that its command line prints.

use std::sync::Arc;
use std::sync::atomic::AtomicU16;
use std::sync::atomic::Ordering::Relaxed;

use super::worker::Bench;
use crate::insight::matters;
use crate::projection::{Stopped, project};
use crate::report;
use crate::report::sheet::Sheet;
use crate::scenario::{DRAWS_COARSE, Scenario};
use crate::tui::app::Done;
use crate::tui::app::insight::Topic;

/// A question as it was asked.
pub(super) struct Question<'a> {
    pub stamp: u64,
    pub topic: Topic,
    pub plan: usize,
    pub scenarios: &'a [Arc<Scenario>],
}

/// Answers a question; `None` if it was stopped.
pub(super) fn answer(bench: &mut Bench<'_>, question: &Question<'_>) -> Option<Done> {
    let found = match question.topic {
        Topic::Matters => matters(bench, question),
    };
    let (stamp, topic) = (question.stamp, question.topic);
    match found {
        Ok(sheets) => Some(Done::Insight(stamp, topic, Ok(Arc::new(sheets)))),
        Err(Stopped::Cancelled) => None,
        Err(Stopped::Refused(fault)) => Some(Done::Insight(stamp, topic, Err(fault.to_string()))),
    }
}

/// Tells how far a question is, not more often than every hundredth.
fn follow<'a>(bench: &'a Bench<'_>, stamp: u64) -> impl Fn(f64) + Sync + 'a {
    let told = AtomicU16::new(0);
    move |share: f64| {
        // A share is 0 to 1, so this is at most a thousand.
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0..=1000")]
        let now = (share * 1000.0).clamp(0.0, 1000.0) as u16;
        if now >= told.load(Relaxed).saturating_add(10) {
            told.store(now, Relaxed);
            bench.tell(Done::Progress(stamp, now));
        }
    }
}

fn matters(bench: &mut Bench<'_>, question: &Question<'_>) -> Result<Vec<Sheet>, Stopped> {
    let Some(scenario) = question.scenarios.first() else { return Ok(Vec::new()) };
    let full = bench.draws(scenario, scenario.draws);
    let draws = bench.draws(scenario, scenario.draws.min(DRAWS_COARSE));
    let cancel = bench.cancel();
    let progress = follow(bench, question.stamp);
    bench.inside(|basis| {
        let projection = project(basis, scenario, &full, &cancel)?;
        let found = matters::matters(basis, scenario, question.plan, &draws, &cancel, &progress)?;
        Ok(report::matters::sheets(basis, scenario, question.plan, Some(&projection), &found))
    })
}
