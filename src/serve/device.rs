//! A device by its secret token: it keeps the token in a cookie, the session keeps a digest.

use sha2::{Digest as _, Sha256};

use super::error::ServeError;
use crate::roundtable::Voter;

/// Name of the cookie.
const COOKIE: &str = "tiller_ballot";
/// A working day: long enough for any roundtable, too short to follow somebody to the next.
const COOKIE_SECONDS: u32 = 12 * 60 * 60;
/// Hexadecimal digits of a token: 128 bits.
const TOKEN_DIGITS: usize = 32;
/// Hexadecimal digits of a mark: 64 bits, no two alike in a room, and no way back to the token.
const MARK_DIGITS: usize = 16;

/// The secret of one device. Never shown, logged or kept.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Token(String);

impl Token {
    /// A new token.
    ///
    /// # Errors
    /// If the system gives no random numbers.
    pub fn random() -> Result<Self, ServeError> {
        let mut bytes = [0_u8; TOKEN_DIGITS / 2];
        getrandom::fill(&mut bytes).map_err(|_| ServeError::NoRandom)?;
        Ok(Self(hexadecimal(&bytes)))
    }

    /// The token in the values of the `Cookie` header. A token of an earlier start of the server is as good as any: devices
    /// keep theirs, and their ballots, when the server comes back.
    pub fn in_cookies<'a>(headers: impl Iterator<Item = &'a str>) -> Option<Self> {
        let pairs = headers.flat_map(|h| h.split(';')).filter_map(|pair| pair.trim().split_once('='));
        let value = pairs.filter(|(name, _)| *name == COOKIE).map(|(_, value)| value).next()?;
        let sound = value.len() == TOKEN_DIGITS && value.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        sound.then(|| Self(value.to_owned()))
    }

    /// The cookie, kept from scripts and from other sites.
    pub fn set_cookie(&self) -> String {
        format!("{COOKIE}={}; Max-Age={COOKIE_SECONDS}; Path=/; HttpOnly; SameSite=Strict", self.0)
    }

    /// What the session knows the device by.
    pub fn voter(&self) -> Voter {
        let digest = Sha256::new().chain_update(b"tiller ballot page\0").chain_update(self.0.as_bytes()).finalize();
        Voter::Phone(hexadecimal(&digest[..MARK_DIGITS / 2]))
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes
        .iter()
        .flat_map(|b| [b >> 4, b & 15])
        .map(|digit| char::from(b"0123456789abcdef"[usize::from(digit)]))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_comes_back_from_its_cookie_and_stays_out_of_the_mark() {
        let token = Token::random().unwrap();
        let cookie = token.set_cookie();
        for flag in ["HttpOnly", "SameSite=Strict", "Path=/"] {
            assert!(cookie.contains(flag));
        }
        let sent = format!("other=1; {}", cookie.split(';').next().unwrap());
        let back = Token::in_cookies([sent.as_str()].into_iter()).unwrap();
        assert!(back == token && back.voter() == token.voter());
        let Voter::Phone(mark) = token.voter() else { panic!("a phone") };
        assert_eq!(mark.len(), MARK_DIGITS);
        assert!(!token.0.contains(&mark));
        assert!(Token::random().unwrap().voter() != token.voter());
    }

    #[test]
    fn an_odd_cookie_is_no_token() {
        for odd in
            ["", "tiller_ballot=", "tiller_ballot=abc", "tiller_ballot=\u{1b}[2J", "x=0123456789abcdef0123456789abcdef"]
        {
            assert!(Token::in_cookies([odd].into_iter()).is_none(), "{odd:?}");
        }
        let upper = format!("{COOKIE}={}", "A".repeat(TOKEN_DIGITS));
        assert!(Token::in_cookies([upper.as_str()].into_iter()).is_none());
    }
}
