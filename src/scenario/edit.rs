//! Changing a scenario: the few moves that screens and commands share.

use chrono::NaiveDate;

use super::types::{Plan, Scenario, Setting};
use crate::evidence::{LeverId, Place};

impl Scenario {
    /// A setting of `amount` (£m a year, or % coverage) over the whole horizon, without partner.
    #[must_use]
    pub fn whole_horizon(&self, amount: f64) -> Setting {
        Setting { amount, from: self.start, to: self.last_year(), partner: None }
    }

    /// Sets the amount of a lever in a plan (counted from 0), keeping its years and partner; a lever that was not there
    /// runs the whole horizon. An amount of zero takes out what carries no other choice. Nothing happens if there is no such plan.
    pub fn set(&mut self, plan: usize, lever: &LeverId, amount: f64) {
        let fresh = self.whole_horizon(amount);
        let Some(plan) = self.plans.get_mut(plan) else { return };
        let setting = plan.levers.entry(lever.clone()).or_insert_with(|| fresh.clone());
        setting.amount = amount;
        if amount == 0.0 && *setting == fresh {
            plan.levers.remove(lever);
        }
    }

    /// Sets the years of a lever in a plan, kept inside the horizon and in order. Nothing happens if the lever is not there.
    pub fn set_years(&mut self, plan: usize, lever: &LeverId, from: i32, to: i32) {
        let (first, last) = (self.start, self.last_year());
        let Some(setting) = self.plans.get_mut(plan).and_then(|p| p.levers.get_mut(lever)) else { return };
        setting.from = from.clamp(first, last);
        setting.to = to.clamp(setting.from, last);
    }

    /// Sets or clears the partner place of a lever. Nothing happens if the lever is not there.
    pub fn set_partner(&mut self, plan: usize, lever: &LeverId, partner: Option<Place>) {
        if let Some(setting) = self.plans.get_mut(plan).and_then(|p| p.levers.get_mut(lever)) {
            setting.partner = partner;
        }
    }

    /// Moves the calendar. Levers that ran the whole horizon still do; others keep their years as far as these fit,
    /// and expectations outside the new years are dropped.
    pub fn set_calendar(&mut self, start: i32, horizon: u32) {
        let (old_first, old_last) = (self.start, self.last_year());
        self.start = start;
        self.horizon = horizon;
        let (first, last) = (self.start, self.last_year());
        for setting in self.plans.iter_mut().flat_map(|p| p.levers.values_mut()) {
            let whole = (setting.from, setting.to) == (old_first, old_last);
            setting.from = if whole { first } else { setting.from.clamp(first, last) };
            setting.to = if whole { last } else { setting.to.clamp(setting.from, last) };
        }
        self.expect.retain(|e| (first - 1..=last).contains(&e.year));
    }

    /// The scenario as it is written away on a day: edited then, and made then unless it says otherwise.
    #[must_use]
    pub fn stamped(&self, today: NaiveDate) -> Self {
        Self { created: self.created.or(Some(today)), edited: Some(today), ..self.clone() }
    }

    /// Plans 1 and 2, each as a scenario of its own; `None` with fewer than two.
    #[must_use]
    pub fn first_two(&self) -> Option<[Self; 2]> {
        let [first, second, ..] = self.plans.as_slice() else { return None };
        let alone = |number: usize, plan: &Plan| Self {
            title: format!("{}, plan {number}", self.title),
            plans: vec![plan.clone()],
            expect: Vec::new(),
            targets: Vec::new(),
            record: None,
            ..self.clone()
        };
        Some([alone(1, first), alone(2, second)])
    }

    /// Whether nothing is on in any plan.
    #[must_use]
    pub fn is_off(&self) -> bool {
        self.plans.iter().all(Plan::is_off)
    }
}

impl Plan {
    /// Whether no lever is on.
    #[must_use]
    pub fn is_off(&self) -> bool {
        self.on().next().is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::SectorId;

    fn scenario() -> Scenario {
        Scenario::empty(Place::parse("E12000005").unwrap(), SectorId::all())
    }

    #[test]
    fn setting_and_clearing_leaves_no_trace() {
        let mut s = scenario();
        let lever = LeverId::new("skills_provision");
        s.set(0, &lever, 2.5);
        assert_eq!(s.plans[0].levers[&lever], Setting { amount: 2.5, from: 2027, to: 2041, partner: None });
        s.set(0, &lever, 0.0);
        assert_eq!(s, scenario());
        s.set(7, &lever, 1.0);
        assert_eq!(s, scenario());
    }

    #[test]
    fn years_stay_inside_and_follow_the_calendar() {
        let mut s = scenario();
        let (a, b) = (LeverId::new("a"), LeverId::new("b"));
        s.set(0, &a, 1.0);
        s.set(0, &b, 1.0);
        s.set_years(0, &b, 2000, 2030);
        assert_eq!((s.plans[0].levers[&b].from, s.plans[0].levers[&b].to), (2027, 2030));
        s.set_calendar(2029, 5);
        assert_eq!((s.plans[0].levers[&a].from, s.plans[0].levers[&a].to), (2029, 2033));
        assert_eq!((s.plans[0].levers[&b].from, s.plans[0].levers[&b].to), (2029, 2030));
        s.set(0, &b, 0.0);
        assert!(s.plans[0].levers.contains_key(&b), "chosen years are kept while the amount rests at zero");
        s.set(0, &a, 0.0);
        assert!(s.is_off());
    }
}
