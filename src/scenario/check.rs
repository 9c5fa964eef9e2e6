//! What a scenario may say: ranges, years, amounts and partners. The same rules hold for a file, a command line and a screen.

use std::collections::BTreeMap;
use std::fmt;

use super::types::{Aim, Expectation, Plan, Scenario, Setting};
use crate::evidence::{Fault, Faults, LeverId, Place, nearest};
use crate::model::{Basis, Cell, Indicator, Lever, LeverKind, Pool, Target, dose};

/// Fewest and most years run.
pub const HORIZON_RANGE: (u32, u32) = (5, 30);
/// Earliest and latest start year.
pub const START_RANGE: (i32, i32) = (2000, 2100);
/// Numbers of draws that can be run: 10 scrambles × a power of two.
pub const DRAWS_ALLOWED: [u32; 6] = [1_280, 2_560, 5_120, 10_240, 20_480, 40_960];
/// Most plans in one scenario.
pub const PLANS_MAX: usize = 60;
/// Longest title, characters.
pub const TITLE_CHARS_MAX: usize = 120;

/// One breach: where in the document, what stands there, what is wrong, what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Field names, lever ids and positions from 0, joined by dots: `plans.0.levers.skills_provision.amount`.
    pub path: String,
    /// The value that is refused.
    pub value: String,
    /// What is wrong, as the end of a sentence.
    pub problem: String,
    /// What to do.
    pub hint: Option<String>,
}

impl Problem {
    pub(super) fn new(path: impl Into<String>, value: impl fmt::Display, problem: impl Into<String>) -> Self {
        Self { path: path.into(), value: format!("{value}"), problem: problem.into(), hint: None }
    }

    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// As a fault of a file, or of whatever `origin` names.
    #[must_use]
    pub fn to_fault(&self, origin: &str) -> Fault {
        let mut fault = Fault::new(origin, self.problem.clone()).cell(field_name(&self.path), self.value.clone());
        fault.hint.clone_from(&self.hint);
        fault
    }
}

/// `plans.0.levers.skills_provision.amount` → `plan 1, skills_provision, amount`: as a person counts.
#[must_use]
pub fn field_name(path: &str) -> String {
    let mut out: Vec<String> = Vec::new();
    let mut parts = path.split('.').filter(|p| *p != "?").peekable();
    while let Some(part) = parts.next() {
        let list = match part {
            "plans" => Some("plan"),
            "expect" => Some("expectation"),
            "targets" => Some("target"),
            "overrides" => Some("override"),
            "figures" => Some("figure"),
            "exclude_studies" => Some("excluded study"),
            "scenarios" => Some("scenario"),
            "places" => Some("place"),
            "sectors" => Some("sector"),
            "indicators" => Some("indicator"),
            _ => None,
        };
        match (list, parts.peek().and_then(|next| next.parse::<usize>().ok())) {
            (Some(name), Some(index)) => {
                parts.next();
                out.push(format!("{name} {}", index + 1));
            }
            _ if part == "levers" && parts.peek().is_some() => {}
            _ => out.push(part.to_owned()),
        }
    }
    out.join(", ")
}

/// Checks a scenario against what is known and assumed.
///
/// # Errors
/// Every breach, as faults of `origin` ("the command line", a file's name).
pub fn check(scenario: &Scenario, basis: &Basis, origin: &str) -> Result<(), Faults> {
    let problems = problems(scenario, basis);
    Faults(problems.iter().map(|p| p.to_fault(origin)).collect()).into_result(())
}

/// Every breach of the rules.
#[must_use]
pub fn problems(scenario: &Scenario, basis: &Basis) -> Vec<Problem> {
    let mut out = Vec::new();
    super::overrides::problems(scenario, basis, &mut out);
    // Unit costs decide which amounts would reach everybody.
    let basis = &*basis.under(&scenario.overrides);
    frame(scenario, &mut out);
    if scenario.plans.is_empty() {
        out.push(Problem::new("plans", "[]", "a scenario needs at least one plan"));
    }
    if scenario.plans.len() > PLANS_MAX {
        out.push(Problem::new("plans", scenario.plans.len(), format!("at most {PLANS_MAX} plans are run at once")));
    }
    let mut seen: BTreeMap<(&Place, &str), usize> = BTreeMap::new();
    for (i, plan) in scenario.plans.iter().enumerate() {
        if let Some(first) = seen.insert((&plan.place, plan.sector.as_str()), i) {
            let name = basis.evidence.place_name(&plan.place);
            out.push(
                Problem::new(
                    format!("plans.{i}.place"),
                    &plan.place,
                    format!("{name}, {}, already has plan {}", plan.sector, first + 1),
                )
                .hint("put all levers of a place and sector into one plan"),
            );
        }
        check_plan(scenario, basis, i, plan, &mut out);
    }
    for (i, study) in scenario.exclude_studies.iter().enumerate() {
        check_study(basis, i, study.as_str(), &mut out);
    }
    for (i, expectation) in scenario.expect.iter().enumerate() {
        check_expectation(scenario, i, expectation, &mut out);
    }
    for (i, aim) in scenario.targets.iter().enumerate() {
        check_aim(scenario, i, aim, &mut out);
    }
    out
}

fn frame(s: &Scenario, out: &mut Vec<Problem>) {
    let length = s.title.chars().count();
    if s.title.chars().any(char::is_control) {
        out.push(Problem::new("title", &s.title, "must be one line of text").hint("longer text belongs in notes"));
    } else if length > TITLE_CHARS_MAX {
        out.push(Problem::new(
            "title",
            &s.title,
            format!("has {length} characters; a title has at most {TITLE_CHARS_MAX}"),
        ));
    }
    let (lo, hi) = START_RANGE;
    if !(lo..=hi).contains(&s.start) {
        out.push(Problem::new("start", s.start, format!("must be a year from {lo} to {hi}")));
    }
    let (lo, hi) = HORIZON_RANGE;
    if !(lo..=hi).contains(&s.horizon) {
        out.push(Problem::new("horizon", s.horizon, format!("must be {lo} to {hi} years")));
    }
    if s.draws > 40_960 {
        out.push(Problem::new(
            "draws",
            s.draws,
            "at most 40,960 draws are run; a figure that has not settled by then is said to be unconverged",
        ));
    } else if !DRAWS_ALLOWED.contains(&s.draws) {
        out.push(Problem::new("draws", s.draws, "must be 1280, 2560, 5120, 10240, 20480 or 40960"));
    }
    if let Some(budget) = s.budget.filter(|b| !(b.is_finite() && *b > 0.0)) {
        out.push(
            Problem::new("budget", budget, "must be a number above zero, £m a year").hint("leave it out for none"),
        );
    }
    if !s.switches.structures.contains(&true) {
        out.push(Problem::new("switches.structures", "[]", "at least one of direct, chain, ecosystem must run"));
    }
}

fn check_plan(s: &Scenario, basis: &Basis, i: usize, plan: &Plan, out: &mut Vec<Problem>) {
    let cell = match basis.inputs.cell(&plan.place, &plan.sector) {
        Ok(cell) => Some(cell),
        Err(fault) => {
            let mut problem = Problem::new(format!("plans.{i}.place"), &plan.place, fault.problem);
            problem.hint = fault.hint;
            out.push(problem);
            None
        }
    };
    for (id, setting) in &plan.levers {
        let path = format!("plans.{i}.levers.{id}");
        let Some(lever) = basis.model.lever(id) else {
            let mut problem = Problem::new(path, id, "there is no lever of that name");
            problem.hint = nearest(id.as_str(), basis.model.levers.iter().map(|l| l.id.as_str()))
                .map(|best| format!("did you mean '{best}'?"));
            out.push(problem);
            continue;
        };
        check_amount(basis, lever, setting, plan, cell.as_ref(), &path, out);
        check_years(s, setting, &path, out);
        check_partner(basis, id, setting, plan, &path, out);
    }
}

fn check_amount(
    basis: &Basis,
    lever: &Lever,
    setting: &Setting,
    plan: &Plan,
    cell: Option<&Cell>,
    path: &str,
    out: &mut Vec<Problem>,
) {
    let path = format!("{path}.amount");
    let amount = setting.amount;
    if !(amount.is_finite() && amount >= 0.0) {
        out.push(Problem::new(path, amount, "must be a number that is zero or more"));
        return;
    }
    let Some(cell) = cell else { return };
    let ceiling = dose::slider(lever, cell).ceiling;
    if amount <= ceiling {
        return;
    }
    let problem = match lever.kind {
        LeverKind::Reform => String::from("must be 0 to 100 % coverage"),
        LeverKind::Spend => {
            let place = basis.evidence.place_name(&plan.place);
            format!("must be 0 to {} (£m a year): {}", below(ceiling), whole_pool(lever.pool, &place, plan))
        }
    };
    out.push(Problem::new(path, amount, problem));
}

fn whole_pool(pool: Pool, place: &str, plan: &Plan) -> String {
    let who = match pool {
        Pool::Workforce => "the whole workforce",
        Pool::Firms => "every firm with 10 or more staff",
        Pool::Smes => "every firm with 10 to 249 staff",
        Pool::Students => "every student",
        Pool::None => return String::from("more than the largest programme that is modelled"),
    };
    format!("that amount already reaches {who} of {place}, {}, every year", plan.sector)
}

/// A limit with three figures, rounded down, so that what is offered is also accepted.
fn below(x: f64) -> f64 {
    if !(x.is_finite() && x > 0.0) {
        return 0.0;
    }
    let exponent = libm::floor(libm::log10(x)) - 2.0;
    // Dividing by a whole power of ten keeps the decimal short; the products could print as 0.30000000000000004.
    if exponent < 0.0 {
        let scale = libm::pow(10.0, -exponent);
        libm::floor(x * scale) / scale
    } else {
        let unit = libm::pow(10.0, exponent);
        libm::floor(x / unit) * unit
    }
}

fn check_years(s: &Scenario, setting: &Setting, path: &str, out: &mut Vec<Problem>) {
    let (first, last) = (s.start, s.last_year());
    for (name, year) in [("from", setting.from), ("to", setting.to)] {
        if !(first..=last).contains(&year) {
            let problem = format!("must be a year of the scenario, {first} to {last}");
            out.push(Problem::new(format!("{path}.{name}"), year, problem));
        }
    }
    if setting.from > setting.to {
        let problem = format!("must not be after 'to' ({})", setting.to);
        out.push(Problem::new(format!("{path}.from"), setting.from, problem));
    }
}

/// Whether a lever joins its place to a named partner.
#[must_use]
pub fn takes_partner(basis: &Basis, lever: &LeverId) -> bool {
    basis.model.channels.iter().any(|c| &c.lever == lever && c.target == Target::LinkWeight)
}

fn check_partner(basis: &Basis, id: &LeverId, setting: &Setting, plan: &Plan, path: &str, out: &mut Vec<Problem>) {
    let Some(partner) = &setting.partner else { return };
    let path = format!("{path}.partner");
    if !takes_partner(basis, id) {
        let levers: Vec<&str> =
            basis.model.levers.iter().map(|l| &l.id).filter(|l| takes_partner(basis, l)).map(LeverId::as_str).collect();
        out.push(
            Problem::new(path, partner, format!("{id} has no partner place"))
                .hint(format!("only {} joins two places", levers.join(", "))),
        );
        return;
    }
    let own = plan.place.members();
    if partner.members().iter().any(|code| own.contains(code)) {
        out.push(Problem::new(path, partner, "must be another place than the plan's own"));
    } else if let Err(fault) = basis.inputs.cell(partner, &plan.sector) {
        out.push(Problem::new(path, partner, fault.problem));
    }
}

fn check_study(basis: &Basis, i: usize, study: &str, out: &mut Vec<Problem>) {
    if basis.evidence.effect(study).is_some() {
        return;
    }
    let mut problem = Problem::new(format!("exclude_studies.{i}"), study, "there is no finding of that id");
    problem.hint = nearest(study, basis.evidence.effects().iter().map(|e| e.id.as_str()))
        .map(|best| format!("did you mean '{best}'?"));
    out.push(problem);
}

fn check_expectation(s: &Scenario, i: usize, e: &Expectation, out: &mut Vec<Problem>) {
    if e.plan == 0 || e.plan > s.plans.len() {
        let problem = format!("must be the number of a plan, 1 to {}", s.plans.len().max(1));
        out.push(Problem::new(format!("expect.{i}.plan"), e.plan, problem));
    }
    let (first, last) = (s.year_zero(), s.last_year());
    if !(first..=last).contains(&e.year) {
        out.push(Problem::new(format!("expect.{i}.year"), e.year, format!("must be a year from {first} to {last}")));
    }
    if !e.change_p50.is_finite() {
        out.push(Problem::new(format!("expect.{i}.change_p50"), e.change_p50, "must be a number"));
    }
    if !(e.tolerance.is_finite() && e.tolerance >= 0.0) {
        let problem = "must be a number that is zero or more";
        out.push(Problem::new(format!("expect.{i}.tolerance"), e.tolerance, problem));
    }
}

/// Whether an indicator can have a target: cost is held against the budget, and value for money is not one figure.
#[must_use]
pub const fn takes_target(indicator: Indicator) -> bool {
    !matches!(indicator, Indicator::PublicCostPv | Indicator::ValueForMoney)
}

fn check_aim(s: &Scenario, i: usize, aim: &Aim, out: &mut Vec<Problem>) {
    if aim.plan == 0 || aim.plan > s.plans.len() {
        let problem = format!("must be the number of a plan, 1 to {}", s.plans.len().max(1));
        out.push(Problem::new(format!("targets.{i}.plan"), aim.plan, problem));
    }
    if !takes_target(aim.indicator) {
        let mut problem = Problem::new(format!("targets.{i}.indicator"), aim.indicator, "takes no target");
        problem.hint = (aim.indicator == Indicator::PublicCostPv).then(|| String::from("set a budget instead"));
        out.push(problem);
    }
    if !aim.level.is_finite() {
        out.push(Problem::new(format!("targets.{i}.level"), aim.level, "must be a number"));
    }
    let same = |t: &Aim| (t.plan, t.indicator) == (aim.plan, aim.indicator);
    if let Some(first) = s.targets.iter().take(i).position(same) {
        let problem = format!("already has target {}", first + 1);
        out.push(Problem::new(format!("targets.{i}.indicator"), aim.indicator, problem).hint("keep one of the two"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_read_as_people_count() {
        assert_eq!(field_name("plans.0.levers.skills_provision.amount"), "plan 1, skills_provision, amount");
        assert_eq!(field_name("expect.2.year"), "expectation 3, year");
        assert_eq!(field_name("horizon"), "horizon");
        assert_eq!(field_name("plans"), "plans");
        assert_eq!(field_name("plans.1.levers"), "plan 2, levers");
    }

    #[test]
    fn an_offered_limit_is_below_the_limit() {
        for x in [0.000_123_9, 0.312_345, 3.999, 31.999, 12_345.0, 323.0] {
            let offered = below(x);
            assert!(offered <= x && offered >= 0.989 * x, "{x}: {offered}");
            assert!(offered.to_string().len() <= 9, "{x}: {offered}");
        }
        assert_eq!(below(0.312_345), 0.312);
    }
}
