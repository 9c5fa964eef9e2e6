//! A ballot as a browser sends it: a plain HTML form, with scripts and without.

use crate::roundtable::{Answer, Ballot, Kind, Question, Refusal, Round, Voter};

/// What was filled in, word for word, so that a refused form comes back as it was sent.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Filled {
    /// Amounts, in the order of the levers.
    pub amounts: Vec<String>,
    /// Scenarios ticked.
    pub approved: Vec<usize>,
    /// Guess.
    pub guess: String,
    /// Reason.
    pub reason: String,
    /// Role.
    pub role: Option<usize>,
}

/// A form that came in.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Sent {
    /// Round it is for.
    pub round: Round,
    /// Number of the form: a later one of the same device has a larger number.
    pub serial: u64,
    /// What it holds.
    pub filled: Filled,
}

/// Name of a round in forms and addresses.
pub(super) fn name(round: Round) -> &'static str {
    round.words()
}

/// Reads a form. `None` if it is none of ours.
pub(super) fn read(question: &Question, body: &[u8]) -> Option<Sent> {
    let (mut round, mut serial) = (None, 0);
    let mut filled = Filled { amounts: vec![String::new(); question.levers.len()], ..Filled::default() };
    for (key, value) in form_urlencoded::parse(body) {
        match key.as_ref() {
            "round" => round = Round::ALL.into_iter().find(|r| name(*r) == value),
            "serial" => serial = value.parse().ok()?,
            "guess" => value.trim().clone_into(&mut filled.guess),
            "reason" => filled.reason = value.into_owned(),
            "role" => filled.role = value.parse().ok(),
            "approve" => filled.approved.extend(value.parse::<usize>().ok()),
            key => {
                let index = key.strip_prefix("lever").and_then(|n| n.parse::<usize>().ok());
                if let Some(amount) = index.and_then(|i| filled.amounts.get_mut(i)) {
                    value.trim().clone_into(amount);
                }
            }
        }
    }
    filled.approved.sort_unstable();
    filled.approved.dedup();
    Some(Sent { round: round?, serial, filled })
}

impl Filled {
    /// The form as it stood when this ballot was sent.
    pub fn of(ballot: &Ballot) -> Self {
        let (amounts, approved) = match &ballot.answer {
            Answer::Package(amounts) => (amounts.iter().map(|a| plain(*a)).collect(), Vec::new()),
            Answer::Approval(approved) => (Vec::new(), approved.clone()),
        };
        Self {
            amounts,
            approved,
            guess: ballot.guess.map(plain).unwrap_or_default(),
            reason: ballot.reason.clone().unwrap_or_default(),
            role: ballot.role,
        }
    }

    /// The ballot. What it may hold, the desk says; here it only has to be there and be a number.
    ///
    /// # Errors
    /// What is missing or is no number.
    pub fn ballot(&self, question: &Question, voter: Voter) -> Result<Ballot, Refusal> {
        let answer = match question.kind {
            Kind::Package => {
                let named = question.levers.iter().zip(&self.amounts);
                let amounts = named.map(|(lever, text)| number(text).ok_or_else(|| missing(&lever.name, text)));
                Answer::Package(amounts.collect::<Result<_, _>>()?)
            }
            Kind::Choice => Answer::Approval(self.approved.clone()),
        };
        let guess = match self.guess.as_str() {
            "" => None,
            text => Some(number(text).ok_or_else(|| missing("Your guess", text))?),
        };
        let reason = Some(self.reason.trim()).filter(|r| !r.is_empty()).map(str::to_owned);
        Ok(Ballot { voter, answer, guess, reason, role: self.role })
    }
}

fn missing(what: &str, text: &str) -> Refusal {
    let said: String = text.chars().take(20).collect();
    Refusal::Invalid(if said.is_empty() {
        format!("{what}: no amount is filled in")
    } else {
        format!("{what}: \"{said}\" is not a number")
    })
}

/// A finite number; a decimal comma and a true minus sign are taken as meant.
fn number(text: &str) -> Option<f64> {
    let text = text.replace('−', "-");
    let text = if text.contains('.') { text } else { text.replacen(',', ".", 1) };
    text.parse().ok().filter(|x: &f64| x.is_finite())
}

/// A number as a field holds it: as few digits as say the same, never in powers of ten.
pub(super) fn plain(x: f64) -> String {
    format!("{}", x + 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_type_them() {
        assert_eq!(
            ["1.5", "1,5", "−2", "-0.25", "1e999", "NaN", "inf", "", "2 m"].map(number),
            [Some(1.5), Some(1.5), Some(-2.0), Some(-0.25), None, None, None, None, None]
        );
        assert_eq!([0.1, -0.0, 20.0, 0.000_25].map(plain), ["0.1", "0", "20", "0.00025"]);
    }
}
