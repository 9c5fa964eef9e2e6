//! A question from a scenario, and a package back into one.

use super::clean::{NAME_MAX, NOTE_MAX, one_line};
use super::question::{CHOICES_MAX, Choice, Guessed, Kind, LEVERS_MAX, Offered, Question};
use crate::evidence::order::InOrder as _;
use crate::evidence::{Fault, Faults, LeverId, nearest};
use crate::model::dose::{pool_size, slider};
use crate::model::{Basis, Cell, Indicator, Input, Lever, LeverKind};
use crate::scenario::{self, Plan, Scenario, check, document};

/// Roles that are offered unless the facilitator names others.
pub const ROLES: [&str; 6] =
    ["Local authority", "Firm", "College or training provider", "University", "National government", "Other"];

/// Steps of a lever on a ballot: few enough to weigh, enough to differ.
const STEPS: (f64, f64) = (8.0, 12.0);

impl Question {
    /// A question about the levers of a scenario's first plan: which amounts, within its budget, for its years.
    ///
    /// `levers`: those on the ballot, at most six; otherwise those that are on in the plan, then one lever of money after the other
    /// from each group in turn until there are six (levers that need a partner place are left out unless the plan has them on). A lever runs from nothing to the edge of
    /// the evidence, or what the plan has if that is more, at most the budget, in 8 to 12 round steps. What stays in the scenario beside them is kept as it is.
    ///
    /// # Errors
    /// If the place or a lever is unknown, or there are more than six.
    pub fn from_scenario(scenario: &Scenario, basis: &Basis, levers: Option<&[LeverId]>) -> Result<Self, Faults> {
        let plan =
            scenario.plans.first().ok_or_else(|| wrong("plans", "0", "a question needs a scenario with a plan"))?;
        let cell = basis.inputs.cell(&plan.place, &plan.sector)?;
        let chosen = match levers {
            Some(ids) => named(ids, basis)?,
            None => usual(plan, basis),
        };
        if chosen.len() > LEVERS_MAX {
            let problem = "more than six levers cannot be weighed on one ballot";
            return Err(wrong("levers", chosen.len().to_string(), problem)
                .hint("name the six that the talk is about")
                .into());
        }
        let offered = chosen.iter().map(|lever| offer(lever, plan, &cell, scenario.budget)).collect();
        let on = || plan.on().filter(|(id, _)| chosen.iter().any(|l| l.id == **id)).map(|(_, s)| s);
        let years = (
            on().map(|s| s.from).min().unwrap_or(scenario.start),
            on().map(|s| s.to).max().unwrap_or_else(|| scenario.last_year()),
        );
        let question = Self { kind: Kind::Package, years, levers: offered, ..framed(scenario, plan, basis, &cell) };
        let title = format!("What should be done in {}, {}?", question.place, question.sector);
        let question = Self { title: one_line(&title, NAME_MAX), ..question };
        question.check("the question")?;
        Ok(question)
    }

    /// A question that chooses among scenarios; the first gives place and sector.
    ///
    /// # Errors
    /// If there are fewer than two or more than six.
    pub fn of_choices(scenarios: &[Scenario], basis: &Basis) -> Result<Self, Faults> {
        let n = scenarios.len();
        let (Some(first), 2..=CHOICES_MAX) = (scenarios.first(), n) else {
            return Err(wrong("scenarios", n.to_string(), "a choice is among two to six scenarios").into());
        };
        let plan = first.plans.first().ok_or_else(|| wrong("plans", "0", "a question needs a scenario with a plan"))?;
        let cell = basis.inputs.cell(&plan.place, &plan.sector)?;
        let choices = scenarios.iter().enumerate().map(|(i, s)| Choice {
            name: Some(one_line(&s.title, NAME_MAX))
                .filter(|t| !t.is_empty())
                .unwrap_or_else(|| format!("Scenario {}", i + 1)),
            says: first_sentence(&s.notes),
            scenario: scenario::write(&bare(s)),
        });
        let settings = || scenarios.iter().flat_map(|s| &s.plans).flat_map(Plan::on).map(|(_, s)| s);
        let years = (
            settings().map(|s| s.from).min().unwrap_or(first.start),
            settings().map(|s| s.to).max().unwrap_or_else(|| first.last_year()),
        );
        let question =
            Self { kind: Kind::Choice, years, choices: choices.collect(), ..framed(first, plan, basis, &cell) };
        let title = format!("Which of these would you support in {}, {}?", question.place, question.sector);
        let question = Self { title: one_line(&title, NAME_MAX), budget: None, ..question };
        question.check("the question")?;
        Ok(question)
    }

    /// The scenario the room starts from.
    ///
    /// # Errors
    /// If its document cannot be read against this evidence.
    pub fn scenario(&self, basis: &Basis) -> Result<Scenario, Faults> {
        document::read("the scenario of the session", &self.base, basis).map(|opened| opened.scenario)
    }

    /// The base scenario with a package on it, ready to be projected: amounts in the order of the levers. A lever that the base does not run gets the
    /// years of the question.
    ///
    /// # Errors
    /// If the base cannot be read or an amount is not allowed against this evidence.
    pub fn package(&self, amounts: &[f64], basis: &Basis) -> Result<Scenario, Faults> {
        let mut scenario = self.scenario(basis)?;
        for (lever, amount) in self.levers.iter().zip(amounts) {
            let runs = scenario.plans.first().is_some_and(|p| p.levers.get(&lever.id).is_some_and(|s| s.amount > 0.0));
            scenario.set(0, &lever.id, *amount);
            if !runs {
                scenario.set_years(0, &lever.id, self.years.0, self.years.1);
            }
        }
        check::check(&scenario, basis, "the package")?;
        Ok(scenario)
    }

    /// The scenario of a choice, counted from 0.
    ///
    /// # Errors
    /// If there is none, or its document cannot be read against this evidence.
    pub fn choice(&self, choice: usize, basis: &Basis) -> Result<Scenario, Faults> {
        let asked = self
            .choices
            .get(choice)
            .ok_or_else(|| wrong("choice", (choice + 1).to_string(), "is not on the ballot"))?;
        document::read(&asked.name, &asked.scenario, basis).map(|opened| opened.scenario)
    }
}

impl Guessed {
    /// The indicator to guess, in the last year: a share of firms, jobs, or R&D intensity; `None` for indicators that nobody can guess
    /// without an appraisal. The range is wide enough not to hint at an answer.
    #[must_use]
    pub fn of(indicator: Indicator, basis: &Basis, cell: &Cell, year: i32) -> Option<Self> {
        let (unit, low, high) = match indicator {
            Indicator::InnovationActive | Indicator::FirmsCollaborating => ("percentage points", -10.0, 30.0),
            Indicator::RdIntensity => ("percentage points", -5.0, 10.0),
            Indicator::NetJobs => {
                // A tenth of the jobs there are, as a round number.
                let tenth = cell.get(Input::Workforce) / 10.0;
                let round = libm::pow(10.0, libm::floor(libm::log10(tenth.max(10.0))));
                let most = libm::ceil(tenth.max(10.0) / round) * round;
                ("jobs", -most, most)
            }
            _ => return None,
        };
        let name = basis.model.indicator(indicator).label.split(" (").next().unwrap_or_default();
        Some(Self {
            indicator: indicator.to_string(),
            name: one_line(name, NAME_MAX),
            unit: unit.to_owned(),
            year,
            low,
            high,
        })
    }
}

fn framed(scenario: &Scenario, plan: &Plan, basis: &Basis, cell: &Cell) -> Question {
    let sector = basis.evidence.sector(&plan.sector).map_or_else(|| plan.sector.to_string(), |s| s.name.clone());
    Question {
        title: String::new(),
        base: scenario::write(&bare(&first_plan(scenario))),
        place: one_line(&basis.evidence.place_name(&plan.place), NAME_MAX),
        sector: one_line(&sector, NAME_MAX),
        years: (scenario.start, scenario.last_year()),
        budget: scenario.budget,
        guess: Guessed::of(Indicator::InnovationActive, basis, cell, scenario.last_year()),
        roles: ROLES.map(String::from).to_vec(),
        ..Question::default()
    }
}

/// The first plan alone.
fn first_plan(scenario: &Scenario) -> Scenario {
    Scenario {
        plans: scenario.plans.iter().take(1).cloned().collect(),
        targets: scenario.targets.iter().filter(|t| t.plan == 1).copied().collect(),
        ..scenario.clone()
    }
}

/// Without what belongs to the file it came from.
fn bare(scenario: &Scenario) -> Scenario {
    Scenario { expect: Vec::new(), record: None, created: None, edited: None, tried: 0, ..scenario.clone() }
}

fn named<'a>(ids: &[LeverId], basis: &'a Basis) -> Result<Vec<&'a Lever>, Faults> {
    let mut faults = Faults::default();
    let mut out: Vec<&Lever> = Vec::new();
    for id in ids {
        match basis.model.lever(id) {
            Some(lever) if out.iter().any(|l| l.id == lever.id) => {
                faults.push(wrong("levers", id.as_str(), "is named twice"));
            }
            Some(lever) => out.push(lever),
            None => {
                let fault = wrong("levers", id.as_str(), "there is no lever of that name");
                let best = nearest(id.as_str(), basis.model.levers.iter().map(|l| l.id.as_str()));
                faults.push(match best {
                    Some(best) => fault.hint(format!("did you mean '{best}'?")),
                    None => fault,
                });
            }
        }
    }
    if ids.is_empty() {
        faults.push(wrong("levers", "", "a ballot has one to six levers"));
    }
    faults.into_result(out)
}

/// The levers that are on, in the order of the model, then others group by group.
fn usual<'a>(plan: &Plan, basis: &'a Basis) -> Vec<&'a Lever> {
    let levers = &basis.model.levers;
    let is_on = |l: &&Lever| plan.levers.get(&l.id).is_some_and(|s| s.amount > 0.0);
    let mut out: Vec<&Lever> = levers.iter().filter(is_on).collect();
    let mut free: Vec<&Lever> = levers
        .iter()
        .filter(|l| !is_on(l) && l.kind == LeverKind::Spend && !check::takes_partner(basis, &l.id))
        .collect();
    let mut groups: Vec<_> = levers.iter().map(|l| l.group).collect();
    groups.dedup();
    while out.len() < LEVERS_MAX && !free.is_empty() {
        // The group that the ballot has least of, in the order of the model.
        let count = |g| out.iter().filter(|l| l.group == g).count();
        let least = groups.iter().filter(|g| free.iter().any(|l| l.group == **g)).min_by_key(|g| count(**g));
        let next = least.and_then(|g| free.iter().position(|l| l.group == *g)).unwrap_or(0);
        out.push(free.remove(next));
    }
    // As they are listed on every screen.
    out.order_by_key(|l| levers.iter().position(|m| m.id == l.id));
    out
}

fn offer(lever: &Lever, plan: &Plan, cell: &Cell, budget: Option<f64>) -> Offered {
    let range = slider(lever, cell);
    let amount = plan.levers.get(&lever.id).map_or(0.0, |s| s.amount);
    let (cost, unit, reach) = match lever.kind {
        LeverKind::Spend => (1.0, String::from("£m a year"), range.edge.min(range.max)),
        LeverKind::Reform => {
            let cost = pool_size(lever, cell) * lever.unit_cost.central / 1e8;
            (libm::round(cost * 1e6) / 1e6, lever.unit.clone(), range.max)
        }
    };
    let reach = if reach.is_finite() && reach > 0.0 { reach } else { range.max };
    let most = budget.map_or(f64::INFINITY, |b| if cost > 0.0 { b / cost } else { f64::INFINITY });
    let (step, high) = steps(reach.max(amount).min(most), range.ceiling.min(most));
    Offered {
        id: lever.id.clone(),
        name: one_line(&lever.label, NAME_MAX),
        says: one_line(&lever.sentence, NOTE_MAX),
        unit: one_line(&unit, NAME_MAX),
        cost,
        low: 0.0,
        high,
        step,
    }
}

/// Step and largest amount: 8 to 12 steps of 1, 2 or 5 times a power of ten that end nearest to `wanted` and not above `most`.
fn steps(wanted: f64, most: f64) -> (f64, f64) {
    let wanted = if wanted.is_finite() && wanted > 0.0 { wanted } else { 1.0 };
    let power = libm::floor(libm::log10(wanted / 10.0));
    let mut best: Option<(f64, f64, f64)> = None;
    for shift in [-1.0, 0.0, 1.0] {
        for unit in [1.0, 2.0, 5.0] {
            let exponent = power + shift;
            // Dividing by a whole power of ten keeps the decimal short.
            let step =
                if exponent < 0.0 { unit / libm::pow(10.0, -exponent) } else { unit * libm::pow(10.0, exponent) };
            let n = libm::round(wanted / step).clamp(STEPS.0, STEPS.1);
            let fits = libm::floor(most / step + 1e-9);
            let n = n.min(fits);
            if n < 1.0 {
                continue;
            }
            let high = libm::round(n * step * 1e9) / 1e9;
            let few = if n < STEPS.0 { wanted } else { 0.0 };
            let miss = (high - wanted).abs() + few;
            if best.is_none_or(|(least, ..)| miss < least - 1e-12) {
                best = Some((miss, step, high));
            }
        }
    }
    best.map_or((wanted, wanted), |(_, step, high)| (step, high))
}

fn first_sentence(notes: &str) -> String {
    let line = one_line(notes, NOTE_MAX);
    let end = line.find(". ").map_or(line.len(), |i| i + 1);
    line[..end].to_owned()
}

fn wrong(field: &str, value: impl Into<String>, problem: &str) -> Fault {
    Fault::new("the question", problem).cell(field, value)
}
