//! One paper ballot a line, typed from the number pad: `7: 2 0 1.5 3 - 1 g 2.5 r 2 ; why`.

use std::ops::Range;

use super::ballot::{Answer, Ballot, Refusal, Voter};
use super::question::{Kind, Offered, Question};

/// What is wrong with a line, and which of its words it is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{says}")]
pub struct Slip {
    /// Bytes of the line that the word takes; empty at the end if something is missing there.
    pub at: Range<usize>,
    /// What is wrong, one line.
    pub says: String,
}

struct Word<'a> {
    text: &'a str,
    at: Range<usize>,
}

/// Reads one ballot. `next` is its number if the line gives none.
///
/// The line: the number of the ballot and a colon (both may be left out); an amount for each lever, in order, with a point or a comma; `#3` is the third step
/// above the least, `-` the least amount. For a choice: the numbers of the scenarios approved, or `-` for none. Then, in any
/// order, `g` and the guess, `r` and the number of the role; a semicolon begins the reason. Amounts must be steps of the ballot, so
/// that a slip of the finger is seen.
///
/// # Errors
/// The first word that cannot be read.
pub fn read(question: &Question, next: u16, line: &str) -> Result<Ballot, Slip> {
    let (front, reason) = line.split_once(';').map_or((line, None), |(front, reason)| (front, Some(reason)));
    let end = front.trim_end().len();
    let mut words = words(front);
    let number = number(question, &mut words)?.unwrap_or(next);
    let tail = words.iter().position(|w| w.text.starts_with(['g', 'G', 'r', 'R'])).unwrap_or(words.len());
    let extras = words.split_off(tail);
    let answer = match question.kind {
        Kind::Package => Answer::Package(amounts(question, &words, end)?),
        Kind::Choice => Answer::Approval(approved(question, &words, end)?),
    };
    let (guess, role) = guess_and_role(question, &extras, end)?;
    let reason = reason.map(str::to_owned);
    let ballot = Ballot { voter: Voter::Paper(number), answer, guess, reason, role };
    question.check_ballot(&ballot).map_err(|why| Slip {
        at: 0..end,
        says: match why {
            Refusal::Invalid(says) => says,
            other => other.to_string(),
        },
    })
}

fn words(line: &str) -> Vec<Word<'_>> {
    let mut out = Vec::new();
    let mut start = None;
    for (i, c) in line.char_indices().chain([(line.len(), ' ')]) {
        match (c.is_whitespace(), start) {
            (false, None) => start = Some(i),
            (true, Some(from)) => {
                out.push(Word { text: &line[from..i], at: from..i });
                start = None;
            }
            _ => {}
        }
    }
    out
}

/// Takes the number of the ballot off the front: a word that ends in a colon, or one word more than there are levers.
fn number(question: &Question, words: &mut Vec<Word<'_>>) -> Result<Option<u16>, Slip> {
    let Some(first) = words.first() else { return Ok(None) };
    let colon = first.text.find(':');
    let amounts = words.iter().take_while(|w| !w.text.starts_with(['g', 'G', 'r', 'R'])).count();
    let bare = question.kind == Kind::Package && amounts == question.levers.len() + 1;
    if colon.is_none() && !bare {
        return Ok(None);
    }
    let digits = &first.text[..colon.unwrap_or(first.text.len())];
    let number = digits.parse().ok().filter(|n| *n > 0);
    let Some(number) = number else {
        return Err(slip(first.at.clone(), format!("'{digits}' is not the number of a ballot, 1 to 65,535")));
    };
    match colon {
        // `7:2` typed without a space.
        Some(at) if at + 1 < first.text.len() => {
            let (text, from) = (&first.text[at + 1..], first.at.start + at + 1);
            words[0] = Word { text, at: from..from + text.len() };
        }
        _ => {
            words.remove(0);
        }
    }
    Ok(Some(number))
}

fn amounts(question: &Question, words: &[Word<'_>], end: usize) -> Result<Vec<f64>, Slip> {
    let all = question.levers.len();
    if let Some(extra) = words.get(all) {
        return Err(slip(extra.at.clone(), format!("'{}' is one too many: there are {all} amounts", extra.text)));
    }
    let out =
        question.levers.iter().zip(words).map(|(lever, word)| amount(lever, word)).collect::<Result<Vec<_>, _>>()?;
    match question.levers.get(out.len()) {
        Some(missing) => {
            let says = format!("{} of {all} amounts; {} is next (write - for nothing)", out.len(), missing.name);
            Err(slip(end..end, says))
        }
        None => Ok(out),
    }
}

fn amount(lever: &Offered, word: &Word<'_>) -> Result<f64, Slip> {
    if word.text == "-" {
        return Ok(lever.low);
    }
    let wrong = |says: String| slip(word.at.clone(), format!("'{}' for {}: {says}", word.text, lever.name));
    if let Some(notch) = word.text.strip_prefix('#') {
        let most = lever.notches();
        let notch = notch.parse::<usize>().ok().filter(|n| *n <= most);
        return notch.map(|n| lever.amount(n)).ok_or_else(|| wrong(format!("its steps are #0 to #{most}")));
    }
    let Some(amount) = decimal(word.text) else { return Err(wrong(String::from("is not a number"))) };
    let Offered { low, high, step, .. } = lever;
    if !lever.holds(amount) {
        return Err(wrong(format!("it runs from {low} to {high}")));
    }
    let held = lever.snap(amount);
    if (held - amount).abs() > 1e-6 {
        return Err(wrong(format!("it goes in steps of {step}; {held} is nearest")));
    }
    Ok(held)
}

fn approved(question: &Question, words: &[Word<'_>], end: usize) -> Result<Vec<usize>, Slip> {
    let all = question.choices.len();
    if words.is_empty() {
        return Err(slip(end..end, format!("numbers of the scenarios approved, 1 to {all}, or - for none")));
    }
    let mut out = Vec::new();
    for word in words.iter().filter(|w| w.text != "-" || words.len() > 1) {
        let choice = word.text.parse::<usize>().ok().filter(|n| (1..=all).contains(n));
        let Some(choice) = choice else {
            return Err(slip(word.at.clone(), format!("'{}' is not a scenario, 1 to {all}", word.text)));
        };
        if out.contains(&(choice - 1)) {
            return Err(slip(word.at.clone(), format!("scenario {choice} stands there twice")));
        }
        out.push(choice - 1);
    }
    Ok(out)
}

fn guess_and_role(question: &Question, words: &[Word<'_>], end: usize) -> Result<(Option<f64>, Option<usize>), Slip> {
    let (mut guess, mut role) = (None, None);
    let mut left = words.iter();
    while let Some(word) = left.next() {
        let mut letters = word.text.chars();
        let letter = letters.next().map(|c| c.to_ascii_lowercase());
        // `g 2.5` or `g2.5`.
        let value = match letters.as_str() {
            "" => left.next().map(|w| (w.text, w.at.clone())),
            rest => Some((rest, word.at.clone())),
        };
        let missing = || slip(end..end, String::from("g needs the guess after it, r the number of the role"));
        let (value, at) = value.ok_or_else(missing)?;
        match letter {
            Some('g') if guess.is_none() => {
                let read = decimal(value).ok_or_else(|| slip(at, format!("'{value}' is not a number to guess")))?;
                guess = Some(read);
            }
            Some('r') if role.is_none() => {
                role = Some(named(question, value).ok_or_else(|| {
                    let all: Vec<String> =
                        question.roles.iter().enumerate().map(|(i, name)| format!("{} {name}", i + 1)).collect();
                    slip(at, format!("'{value}' is not a role: {}", all.join(", ")))
                })?);
            }
            Some('g' | 'r') => return Err(slip(word.at.clone(), format!("'{}' stands there twice", word.text))),
            _ => return Err(slip(word.at.clone(), format!("'{}' is neither a guess (g) nor a role (r)", word.text))),
        }
    }
    Ok((guess, role))
}

/// A role by its number, or by letters with which only its name begins.
fn named(question: &Question, value: &str) -> Option<usize> {
    let all = question.roles.len();
    if let Ok(number) = value.parse::<usize>() {
        return number.checked_sub(1).filter(|i| *i < all);
    }
    let value = value.to_lowercase();
    let mut fits = (0..all).filter(|i| question.roles[*i].to_lowercase().starts_with(&value));
    let first = fits.next();
    first.filter(|_| fits.next().is_none())
}

/// A plain decimal with a point or a comma; nothing that only computers write.
pub(super) fn decimal(text: &str) -> Option<f64> {
    let plain = text.len() <= 20 && text.bytes().any(|b| b.is_ascii_digit());
    let plain = plain && text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '+' | '−'));
    let text = text.replace(',', ".").replace('−', "-");
    text.parse::<f64>().ok().filter(|x| plain && x.is_finite())
}

fn slip(at: Range<usize>, says: impl AsRef<str>) -> Slip {
    Slip { at, says: super::clean::one_line(says.as_ref(), 160) }
}
