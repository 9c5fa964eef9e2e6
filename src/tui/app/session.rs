//! Where the user was, beside the scenario: kept when the program is left, taken up when it opens.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::action::Effect;
use super::compare::PINNED_MAX;
use super::run;
use super::screen::Screen;
use super::state::{ChartMode, Pane, State};
use crate::evidence::Tier;
use crate::model::Indicator;
use crate::scenario;

/// Number of the file's format.
const FORMAT: u32 = 1;

/// Most marks of packages that are kept.
const TRIED_MAX: usize = 5000;

/// What is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    format: u32,
    screen: String,
    pane: String,
    lever: String,
    indicator: String,
    charts: String,
    /// Scenarios pinned on Compare, each as its own document.
    #[serde(default)]
    pinned: Vec<String>,
    /// Marks of the packages tried on the scenario.
    #[serde(default)]
    tried: Vec<String>,
    /// Area selected on Places.
    #[serde(default)]
    area: String,
}

impl Session {
    /// Of a state.
    #[must_use]
    pub fn of(state: &State) -> Self {
        let pane = if state.pane == Pane::Indicators { "indicators" } else { "levers" };
        let charts = if state.mode == ChartMode::Level { "level" } else { "change" };
        Self {
            format: FORMAT,
            screen: state.screen.label().to_lowercase(),
            pane: pane.to_owned(),
            lever: state.selected_lever().map_or_else(String::new, |l| l.id.to_string()),
            indicator: state.indicator.to_string(),
            charts: charts.to_owned(),
            area: state.places_screen.selected.as_ref().map_or_else(String::new, ToString::to_string),
            tried: state.tried.seen().take(TRIED_MAX).cloned().collect(),
            pinned: state.compare.pinned.iter().map(|s| scenario::write(s)).collect(),
        }
    }

    /// As a file.
    #[must_use]
    pub fn write(&self) -> String {
        let text = ron::ser::to_string_pretty(self, ron::ser::PrettyConfig::default()).unwrap_or_default();
        format!("// Where tiller was left; it may be deleted.\n{text}\n")
    }

    /// From a file.
    ///
    /// # Errors
    /// If it does not read or a newer program wrote it.
    pub fn read(text: &str) -> Result<Self, String> {
        let session: Self = ron::from_str(text).map_err(|e| e.to_string())?;
        if session.format > FORMAT {
            return Err(String::from("a newer tiller wrote it"));
        }
        Ok(session)
    }

    /// Goes where the user was; what is no longer known stays as it is.
    pub(super) fn take_up(&self, state: &mut State) -> Vec<Effect> {
        if let Some(at) = state.basis.model.levers.iter().position(|l| l.id.as_str() == self.lever) {
            state.lever = at;
        }
        if let Some(indicator) = Indicator::ALL.iter().find(|i| i.to_string() == self.indicator) {
            state.indicator = *indicator;
        }
        state.pane = if self.pane == "indicators" { Pane::Indicators } else { Pane::Levers };
        state.mode = if self.charts == "level" { ChartMode::Level } else { ChartMode::Change };
        state.tried.recall(self.tried.iter().cloned());
        let read = |text: &String| scenario::document::read("a pinned scenario", text, &state.basis).ok();
        let pinned = self.pinned.iter().filter_map(read).map(|opened| Arc::new(opened.scenario));
        let pinned: Vec<_> = pinned.take(PINNED_MAX).collect();
        state.compare.pinned = pinned;
        let area = state.basis.evidence.areas().iter().find(|a| a.code.as_str() == self.area);
        if let Some((code, tier)) = area.filter(|a| a.tier != Tier::Benchmark).map(|a| (a.code.clone(), a.tier)) {
            state.places_screen.tier = tier;
            state.places_screen.selected = Some(code);
        }
        let screen = Screen::ALL.into_iter().find(|s| s.label().to_lowercase() == self.screen);
        run::show(state, screen.unwrap_or_default())
    }
}
