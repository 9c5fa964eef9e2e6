//! What a question may ask and what a ballot may say.

use super::ballot::{Answer, Ballot, REASON_MAX, Refusal, Voter};
use super::clean::{NAME_MAX, NOTE_MAX, one_line};
use super::order::RunningOrder;
use super::question::{CHOICES_MAX, Kind, LEVERS_MAX, Offered, Question, ROLES_MAX};
use crate::evidence::{Fault, Faults};

/// Largest document of a scenario, bytes: as for a scenario file.
pub const DOCUMENT_BYTES_MAX: usize = 1024 * 1024;
/// Most steps between the least and the largest amount of a lever.
pub const NOTCHES_MAX: usize = 1_000;
/// Most steps of a running order, and most minutes of one.
const STEPS_MAX: usize = 40;
const MINUTES_MAX: u32 = 24 * 60;
/// Longest spoken script of a step, characters.
const SCRIPT_MAX: usize = 4_000;
/// Amounts and costs closer than this are the same.
const NEAR: f64 = 1e-6;

impl Offered {
    /// Number of steps from the least to the largest amount.
    #[must_use]
    pub fn notches(&self) -> usize {
        let steps = libm::floor((self.high - self.low) / self.step + NEAR);
        whole(steps)
    }

    /// Amount at a step counted from 0, as a short decimal.
    #[must_use]
    pub fn amount(&self, notch: usize) -> f64 {
        tidy(self.low + self.step * notch.min(self.notches()) as f64)
    }

    /// The step nearest to an amount.
    #[must_use]
    pub fn notch(&self, amount: f64) -> usize {
        let steps = libm::round((amount - self.low) / self.step);
        whole(steps).min(self.notches())
    }

    /// The allowed amount nearest to `amount`.
    #[must_use]
    pub fn snap(&self, amount: f64) -> f64 {
        self.amount(self.notch(amount))
    }

    /// Whether an amount lies between the least and the largest.
    #[must_use]
    pub fn holds(&self, amount: f64) -> bool {
        amount.is_finite() && amount >= self.low - NEAR && amount <= self.high + NEAR
    }
}

/// A count from a number that may be anything: nothing below zero, at most four thousand million, without its fraction.
pub(super) fn whole(x: f64) -> usize {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "held between 0 and what any count can hold"
    )]
    let n = if x.is_finite() { x.clamp(0.0, 4e9) as usize } else { 0 };
    n
}

/// The nearest decimal of nine places, so that sums of steps print short.
pub(super) fn tidy(x: f64) -> f64 {
    libm::round(x * 1e9) / 1e9
}

impl Question {
    /// What a package costs, £m a year: amounts in the order of the levers.
    #[must_use]
    pub fn cost(&self, amounts: &[f64]) -> f64 {
        tidy(self.levers.iter().zip(amounts).map(|(lever, amount)| lever.cost * amount).sum())
    }

    /// By how much a package is over the budget, £m a year; `None` within it, without one, or for an approval.
    #[must_use]
    pub fn over(&self, answer: &Answer) -> Option<f64> {
        let (Some(budget), Answer::Package(amounts)) = (self.budget, answer) else { return None };
        let over = self.cost(amounts) - budget;
        (over > NEAR).then_some(over)
    }

    /// Whether ballots on the one can be counted with ballots on the other: the same levers or scenarios in the same order,
    /// and the same roles.
    #[must_use]
    pub fn counts_with(&self, other: &Self) -> bool {
        self.kind == other.kind
            && self.levers == other.levers
            && self.choices == other.choices
            && self.roles == other.roles
            && self.guess == other.guess
    }

    /// Checks a ballot and gives it as it is kept: amounts on their steps, approvals rising, the reason one harmless line.
    /// A phone is refused what is over the budget; what was written on paper is kept as it is and marked ([`Self::over`]).
    ///
    /// # Errors
    /// [`Refusal::Invalid`] in words for the person who sent it.
    pub fn check_ballot(&self, ballot: &Ballot) -> Result<Ballot, Refusal> {
        let answer = match (&ballot.answer, self.kind) {
            (Answer::Package(amounts), Kind::Package) => self.amounts(amounts)?,
            (Answer::Approval(chosen), Kind::Choice) => self.approved(chosen)?,
            (_, Kind::Package) => return Err(refused("this ballot sets amounts, not approvals")),
            (_, Kind::Choice) => return Err(refused("this ballot approves scenarios, it sets no amounts")),
        };
        if let (Voter::Phone(_), Some(over), Some(budget)) = (&ballot.voter, self.over(&answer), self.budget) {
            let over = libm::round(over * 100.0) / 100.0;
            return Err(refused(format!(
                "this is £{over}m a year over the budget of £{budget}m; lower something first"
            )));
        }
        let guess = self.guessed(ballot.guess)?;
        if let Some(role) = ballot.role
            && role >= self.roles.len()
        {
            return Err(refused(format!(
                "there is no role {}; there are {}",
                role.saturating_add(1),
                self.roles.len()
            )));
        }
        let reason = ballot.reason.as_deref().map(|r| one_line(r, REASON_MAX)).filter(|r| !r.is_empty());
        Ok(Ballot { voter: voter(&ballot.voter)?, answer, guess, reason, role: ballot.role })
    }

    fn amounts(&self, amounts: &[f64]) -> Result<Answer, Refusal> {
        if amounts.len() != self.levers.len() {
            let (n, all) = (amounts.len(), self.levers.len());
            return Err(refused(format!("this ballot has {n} amounts; the question has {all} levers")));
        }
        let held = self.levers.iter().zip(amounts).map(|(lever, amount)| {
            if lever.holds(*amount) {
                Ok(lever.snap(*amount))
            } else {
                let Offered { name, low, high, unit, .. } = lever;
                Err(refused(format!("{name}: {amount} is not between {low} and {high} ({unit})")))
            }
        });
        Ok(Answer::Package(held.collect::<Result<_, _>>()?))
    }

    fn approved(&self, chosen: &[usize]) -> Result<Answer, Refusal> {
        let all = self.choices.len();
        if let Some(odd) = chosen.iter().find(|c| **c >= all) {
            return Err(refused(format!("there is no scenario {}; there are {all}", odd.saturating_add(1))));
        }
        let chosen: std::collections::BTreeSet<usize> = chosen.iter().copied().collect();
        Ok(Answer::Approval(chosen.into_iter().collect()))
    }

    fn guessed(&self, guess: Option<f64>) -> Result<Option<f64>, Refusal> {
        let Some(guess) = guess else { return Ok(None) };
        let Some(asked) = &self.guess else { return Err(refused("this question asks for no guess")) };
        let (low, high) = (asked.low, asked.high);
        if !(guess.is_finite() && (low..=high).contains(&guess)) {
            return Err(refused(format!("the guess {guess} is not between {low} and {high} ({})", asked.unit)));
        }
        // A guess of minus nothing is a guess of nothing.
        Ok(Some(tidy(guess) + 0.0))
    }

    /// Checks the question itself; `origin` is what messages call it.
    ///
    /// # Errors
    /// Every breach, with the field and the value.
    pub fn check(&self, origin: &str) -> Result<(), Faults> {
        let mut faults = Faults::default();
        let mut wrong = |field: &str, value: String, problem: &str| {
            faults.push(Fault::new(origin, problem).cell(field, value));
        };
        for (field, text) in [("title", &self.title), ("place", &self.place), ("sector", &self.sector)] {
            name(field, text, &mut wrong);
        }
        if self.years.0 > self.years.1 {
            wrong("years", format!("{}–{}", self.years.0, self.years.1), "must be in order");
        }
        if let Some(budget) = self.budget.filter(|b| !(b.is_finite() && *b > 0.0)) {
            wrong("budget", budget.to_string(), "must be above zero, £m a year; leave it out for none");
        }
        let (levers, choices) = (self.levers.len(), self.choices.len());
        match self.kind {
            Kind::Package if !(1..=LEVERS_MAX).contains(&levers) => {
                wrong("levers", levers.to_string(), "a ballot has one to six levers");
            }
            Kind::Choice if !(2..=CHOICES_MAX).contains(&choices) => {
                wrong("choices", choices.to_string(), "a choice is among two to six scenarios");
            }
            Kind::Package if choices > 0 => wrong("choices", choices.to_string(), "must be empty where levers are set"),
            Kind::Choice if levers > 0 => {
                wrong("levers", levers.to_string(), "must be empty where scenarios are chosen");
            }
            Kind::Package | Kind::Choice => {}
        }
        for (i, lever) in self.levers.iter().take(LEVERS_MAX).enumerate() {
            check_lever(lever, &mut wrong);
            if self.levers[..i].iter().any(|other| other.id == lever.id) {
                wrong("levers", lever.id.to_string(), "is on the ballot twice");
            }
        }
        for choice in self.choices.iter().take(CHOICES_MAX) {
            name("choices, name", &choice.name, &mut wrong);
            sentence("choices, says", &choice.says, &mut wrong);
            document("choices, scenario", &choice.scenario, &mut wrong);
        }
        document("base", &self.base, &mut wrong);
        if let Some(guess) = &self.guess {
            name("guess, name", &guess.name, &mut wrong);
            name("guess, unit", &guess.unit, &mut wrong);
            if !(guess.low.is_finite() && guess.high.is_finite() && guess.low < guess.high) {
                wrong("guess", format!("{} to {}", guess.low, guess.high), "must be two numbers, the lower first");
            }
        }
        if self.roles.len() > ROLES_MAX {
            wrong("roles", self.roles.len().to_string(), "there are at most eight roles");
        }
        for role in self.roles.iter().take(ROLES_MAX) {
            name("roles", role, &mut wrong);
        }
        faults.into_result(())
    }
}

type Wrong<'a> = dyn FnMut(&str, String, &str) + 'a;

fn check_lever(lever: &Offered, wrong: &mut Wrong<'_>) {
    name("levers, name", &lever.name, wrong);
    name("levers, unit", &lever.unit, wrong);
    sentence("levers, says", &lever.says, wrong);
    let Offered { low, high, step, cost, .. } = *lever;
    let id = &lever.id;
    if !(low.is_finite() && high.is_finite() && low >= 0.0 && low < high && high <= 1e9) {
        wrong(
            "levers, low and high",
            format!("{id}: {low} to {high}"),
            "must be two amounts of zero or more, the lower first",
        );
    } else if !(step.is_finite() && step > 0.0 && lever.notches() > 0) {
        wrong("levers, step", format!("{id}: {step}"), "must be above zero and no longer than the range");
    } else if lever.notches() > NOTCHES_MAX {
        wrong("levers, step", format!("{id}: {step}"), "makes more than a thousand steps; take a longer one");
    }
    if !(cost.is_finite() && (0.0..=1e9).contains(&cost)) {
        wrong("levers, cost", format!("{id}: {cost}"), "must be zero or more, £m a year a unit");
    }
}

fn name(field: &str, text: &str, wrong: &mut Wrong<'_>) {
    if text.is_empty() || one_line(text, NAME_MAX) != text {
        wrong(field, text.to_owned(), "must be one line of 1 to 120 characters without control characters");
    }
}

fn sentence(field: &str, text: &str, wrong: &mut Wrong<'_>) {
    if one_line(text, NOTE_MAX) != text {
        wrong(field, text.to_owned(), "must be one line of at most 1,000 characters without control characters");
    }
}

fn document(field: &str, text: &str, wrong: &mut Wrong<'_>) {
    if text.len() > DOCUMENT_BYTES_MAX {
        wrong(field, text.len().to_string(), "bytes are more than the 1 MiB of a scenario");
    }
}

impl RunningOrder {
    /// Checks a running order; `origin` is what messages call it.
    ///
    /// # Errors
    /// Every breach, with the step and the value.
    pub fn check(&self, origin: &str) -> Result<(), Faults> {
        let mut faults = Faults::default();
        let mut wrong = |field: &str, value: String, problem: &str| {
            faults.push(Fault::new(origin, problem).cell(field, value));
        };
        name("name", &self.name, &mut wrong);
        if !(1..=STEPS_MAX).contains(&self.steps.len()) {
            wrong("steps", self.steps.len().to_string(), "a running order has 1 to 40 steps");
        }
        for (i, step) in self.steps.iter().take(STEPS_MAX).enumerate() {
            let at = |field: &str| format!("step {}, {field}", i + 1);
            name(&at("title"), &step.title, &mut wrong);
            if !(1..=MINUTES_MAX).contains(&step.minutes) {
                wrong(&at("minutes"), step.minutes.to_string(), "must be 1 to 1,440");
            }
            if super::clean::lines(&step.script, SCRIPT_MAX) != step.script {
                let start: String = step.script.chars().take(60).collect();
                wrong(
                    &at("script"),
                    start,
                    "must be at most 4,000 characters without control characters or doubled spaces",
                );
            }
        }
        faults.into_result(())
    }
}

fn refused(words: impl Into<String>) -> Refusal {
    Refusal::Invalid(words.into())
}

/// A voter whose mark is short and plain.
fn voter(voter: &Voter) -> Result<Voter, Refusal> {
    let plain = |mark: &str| {
        (1..=64).contains(&mark.len())
            && mark.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
    };
    match voter {
        Voter::Paper(0) => Err(refused("paper ballots are numbered from 1")),
        Voter::Paper(_) => Ok(voter.clone()),
        Voter::Phone(mark) | Voter::Pasted(mark) if plain(mark) => Ok(voter.clone()),
        Voter::Phone(_) | Voter::Pasted(_) => Err(refused("the mark of this ballot is not one that tiller makes")),
        Voter::Imported(row) => {
            let row = one_line(row, 40);
            if row.is_empty() { Err(refused("a row needs a name or number")) } else { Ok(Voter::Imported(row)) }
        }
    }
}
