//! Budget and targets: what figures are held against. They change no figure.

use super::action::Effect;
use super::levers;
use super::overlay::Aimed;
use super::state::State;
use crate::evidence::order::InOrder as _;
use crate::model::{Direction, Indicator};
use crate::projection::IndicatorOutcome;
use crate::report::effects::has_level;
use crate::report::words::{self, Unit};
use crate::scenario::Aim;
use crate::scenario::check::takes_target;

impl State {
    /// The target of the plan shown for an indicator, in the unit of the projection.
    #[must_use]
    pub fn target(&self, indicator: Indicator) -> Option<f64> {
        self.scenario.target(self.plan_at, indicator)
    }

    /// The unit in which a target is typed and said.
    #[must_use]
    pub fn target_unit(&self, indicator: Indicator) -> Unit {
        let places = self.places();
        if has_level(indicator) { Unit::of_level(indicator, places) } else { Unit::of_change(indicator, places) }
    }

    /// Whether less is better: for the gap between several places. For one place the gap is its output a head against the
    /// United Kingdom, and more is better.
    #[must_use]
    pub fn aims_below(&self, indicator: Indicator) -> bool {
        let down = self.basis.model.indicator(indicator).direction == Direction::Down;
        down && (indicator != Indicator::Gap || self.places() > 1)
    }

    /// How many of twenty futures reach the target of an indicator in the last year.
    #[must_use]
    pub fn reaching(&self, outcome: &IndicatorOutcome) -> Option<u32> {
        let target = self.target(outcome.indicator)?;
        let level = has_level(outcome.indicator);
        let futures = if level { &outcome.level_futures } else { &outcome.futures };
        let below = self.aims_below(outcome.indicator);
        let reached = futures.iter().filter(|f| if below { **f <= target } else { **f >= target }).count();
        (!futures.is_empty()).then(|| u32::try_from(reached).unwrap_or(0))
    }

    /// "at least 45 %", "at most 30".
    #[must_use]
    pub fn target_said(&self, indicator: Indicator) -> Option<String> {
        let target = self.target(indicator)?;
        let unit = self.target_unit(indicator);
        let shown = words::round_to(target * unit.factor(), 6);
        let digits = shown.abs().to_string();
        let sign = if shown < 0.0 { "−" } else { "" };
        let most = if self.aims_below(indicator) { "at most" } else { "at least" };
        Some(format!("{most} {}", unit.dress(sign, &digits)))
    }
}

/// What the field starts with.
pub(super) fn written(state: &State, aimed: Aimed) -> String {
    let value = match aimed {
        Aimed::Budget => state.scenario.budget,
        Aimed::Target(i) => state.target(i).map(|t| words::round_to(t * state.target_unit(i).factor(), 6)),
    };
    value.map_or_else(String::new, |v| v.to_string())
}

/// Takes what was typed; an empty field takes the aim away.
pub(super) fn typed(state: &mut State, aimed: Aimed, text: &str) -> Result<Vec<Effect>, String> {
    let value = number(text)?;
    match aimed {
        Aimed::Budget => {
            if value.is_some_and(|v| v <= 0.0) {
                return Err(String::from("type a number above zero, or nothing for no budget"));
            }
            let what = value.map_or_else(|| String::from("no budget"), |v| format!("budget of £{v}m a year"));
            Ok(levers::change(state, what, |scenario| scenario.budget = value))
        }
        Aimed::Target(indicator) => {
            if !takes_target(indicator) {
                return Err(String::from("this indicator takes no target"));
            }
            let plan = state.plan_at + 1;
            let level = value.map(|v| v / state.target_unit(indicator).factor());
            let name = &state.basis.model.indicator(indicator).label;
            let what = if level.is_some() { format!("target for {name}") } else { format!("no target for {name}") };
            Ok(levers::change(state, what, |scenario| {
                scenario.targets.retain(|t| (t.plan, t.indicator) != (plan, indicator));
                scenario.targets.extend(level.map(|level| Aim { plan, indicator, level }));
                scenario.targets.order_by_key(|t| (t.plan, t.indicator.index()));
            }))
        }
    }
}

fn number(text: &str) -> Result<Option<f64>, String> {
    let unit = |c: &char| c.is_whitespace() || matches!(c, '£' | 'm' | '%' | ',' | '+');
    let cleaned: String = text.replace('−', "-").chars().filter(|c| !unit(c)).collect();
    if cleaned.is_empty() || text.trim() == "none" {
        return Ok(None);
    }
    let value: f64 = cleaned.parse().map_err(|_| format!("'{}' is not a number", text.trim()))?;
    if value.is_finite() { Ok(Some(value)) } else { Err(String::from("type a number")) }
}
