//! The join code: short enough to read off a projector, too long to be found by trying.

use std::fmt;
use std::str::FromStr;

use super::error::ServeError;

/// Letters and digits that no other one looks like on a projector (no 0 O, 1 I L, 2 Z, 5 S, 8 B, U V), and no vowel, so
/// that no word comes out.
const LETTERS: &[u8; 20] = b"CDFGHJKMNPQRTWXY3479";
/// Length. Twenty letters give 3.2 million codes: with the limit on wrong ones, ninety minutes of trying find one in 560 times.
const LENGTH: usize = 5;

/// The code of one session. It admits to the ballot; it identifies nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JoinCode(String);

impl JoinCode {
    /// A new code.
    ///
    /// # Errors
    /// If the system gives no random numbers.
    pub fn random() -> Result<Self, ServeError> {
        let mut code = String::with_capacity(LENGTH);
        while code.len() < LENGTH {
            let mut bytes = [0_u8; 16];
            getrandom::fill(&mut bytes).map_err(|_| ServeError::NoRandom)?;
            // 240 is the largest multiple of 20 in a byte: what lies above would make some letters likelier.
            let fair = bytes.iter().filter(|b| **b < 240).map(|b| LETTERS[usize::from(*b) % LETTERS.len()]);
            code.extend(fair.map(char::from).take(LENGTH - code.len()));
        }
        Ok(Self(code))
    }

    /// That of a page which nobody joins.
    pub(super) const fn none() -> Self {
        Self(String::new())
    }

    /// As it is shown.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A code as somebody typed it: any case, spaces and hyphens between. `None` if it cannot be a code at all.
    pub(super) fn typed(text: &str) -> Option<Self> {
        let mut code = String::with_capacity(LENGTH);
        for c in text.chars().filter(|c| !matches!(c, ' ' | '-' | '\u{a0}')).take(LENGTH + 1) {
            let c = c.to_ascii_uppercase();
            u8::try_from(c).ok().filter(|b| LETTERS.contains(b))?;
            code.push(c);
        }
        (code.len() == LENGTH).then_some(Self(code))
    }
}

impl fmt::Display for JoinCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for JoinCode {
    type Err = ServeError;

    /// A code that was kept, so that phones find the page again after a restart.
    fn from_str(text: &str) -> Result<Self, ServeError> {
        Self::typed(text).ok_or_else(|| ServeError::NoCode(text.chars().take(20).collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_have_no_letters_that_look_alike_and_differ() {
        let codes: Vec<JoinCode> = (0..50).map(|_| JoinCode::random().unwrap()).collect();
        assert!(codes.iter().all(|c| c.0.len() == LENGTH && c.0.bytes().all(|b| LETTERS.contains(&b))));
        assert!(codes.iter().any(|c| *c != codes[0]));
        for unclear in "0O1IL2Z5S8BUVAE".bytes() {
            assert!(!LETTERS.contains(&unclear));
        }
    }

    #[test]
    fn a_code_is_read_as_people_type_it() {
        for typed in ["k7qmt", " K7Q-MT ", "k7 q mt"] {
            assert_eq!(JoinCode::typed(typed).unwrap().as_str(), "K7QMT");
        }
        for odd in ["", "K7QM", "K7QMTT", "K7QM0", "K7QM\u{0}", "favicon.ico", "ＫＫＫＫＫ"] {
            assert_eq!(JoinCode::typed(odd), None, "{odd:?}");
        }
        assert!("K7".parse::<JoinCode>().unwrap_err().to_string().contains("K7"));
    }
}
