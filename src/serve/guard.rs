//! What stands before every page: who may ask, how often, and what every answer carries.

use std::collections::{HashMap, HashSet};
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use axum::body::Body;
use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::http::{Response, StatusCode};

use super::limits::{Allowance, Buckets, address_key};

/// Both ends of a connection.
#[derive(Debug, Clone, Copy)]
pub(super) struct Peer {
    /// Who asks.
    pub address: IpAddr,
    /// Where they reached this machine.
    pub here: SocketAddr,
}

/// Requests of one address: sixty phones behind one router ask every few seconds, all at once when a round opens.
const REQUESTS: Allowance = Allowance { burst: 1_500.0, per_second: 150.0 };
/// Wrong codes of one address: sixty phones behind one router may each mistype it once.
const WRONG_CODES: Allowance = Allowance { burst: 60.0, per_second: 0.5 };
/// Wrong codes of everybody; above what any one address may, so that none can keep the others out.
const WRONG_CODES_OF_ALL: Allowance = Allowance { burst: 240.0, per_second: 1.0 };
/// New devices of one address.
const NEW_DEVICES: Allowance = Allowance { burst: 80.0, per_second: 0.2 };
/// Ballots of one device: each is written to disk.
const BALLOTS: Allowance = Allowance { burst: 12.0, per_second: 0.25 };

/// Counts of who asked for what.
#[derive(Debug)]
pub(super) struct Guard {
    counts: Mutex<Counts>,
    /// A name of this machine that is allowed beside its addresses.
    public_name: Option<String>,
    /// Most devices let in.
    devices_max: usize,
}

#[derive(Debug)]
struct Counts {
    requests: Buckets<IpAddr>,
    wrong_codes: Buckets<IpAddr>,
    wrong_codes_of_all: Buckets<()>,
    new_devices: Buckets<IpAddr>,
    ballots: Buckets<String>,
    devices: HashSet<String>,
    addresses: HashSet<IpAddr>,
    connections: HashMap<IpAddr, usize>,
}

/// Whether a device is let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Admitted {
    Yes,
    /// Too many new ones from one address just now.
    Later,
    /// As many as the session takes.
    Full,
}

impl Guard {
    pub fn new(public_name: Option<String>, devices_max: usize) -> Self {
        let counts = Counts {
            requests: Buckets::new(REQUESTS),
            wrong_codes: Buckets::new(WRONG_CODES),
            wrong_codes_of_all: Buckets::new(WRONG_CODES_OF_ALL),
            new_devices: Buckets::new(NEW_DEVICES),
            ballots: Buckets::new(BALLOTS),
            devices: HashSet::new(),
            addresses: HashSet::new(),
            connections: HashMap::new(),
        };
        Self { counts: Mutex::new(counts), public_name: public_name.map(|n| n.to_ascii_lowercase()), devices_max }
    }

    fn counts(&self) -> MutexGuard<'_, Counts> {
        // Counts are whole after any panic: each is changed in one step.
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether a request may go on: the host it names is this machine (a page elsewhere cannot borrow a name that leads
    /// here), a form comes from our own page, and the address does not ask too often.
    pub fn lets(
        &self,
        peer: Peer,
        posts: bool,
        headers: &HeaderMap,
        now: Instant,
    ) -> Result<(), (StatusCode, &'static str)> {
        if !self.counts().requests.take(&address_key(peer.address), now) {
            return Err((StatusCode::TOO_MANY_REQUESTS, "Too many requests. Wait a moment."));
        }
        let host = single(headers, &header::HOST).filter(|host| self.is_here(host, peer.here));
        let Some(host) = host else {
            return Err((StatusCode::MISDIRECTED_REQUEST, "This is not the address of the ballot page."));
        };
        if posts {
            // Browsers say from which page a form comes; a form of another site's, or of nobody's, is not taken.
            let from = single(headers, &header::ORIGIN).or_else(|| single(headers, &header::REFERER));
            let ours = from
                .and_then(|from| from.strip_prefix("http://"))
                .is_some_and(|rest| rest.split('/').next().is_some_and(|site| site.eq_ignore_ascii_case(host)));
            if !ours {
                return Err((StatusCode::FORBIDDEN, "This was not sent from the ballot page."));
            }
        }
        Ok(())
    }

    /// Whether a host, as a browser names it, is this machine at the place where it was reached.
    fn is_here(&self, host: &str, here: SocketAddr) -> bool {
        let (name, port) = match host.rsplit_once(':') {
            Some((name, port)) if !port.ends_with(']') => (name, port.parse().ok()),
            _ => (host, Some(80)),
        };
        if port != Some(here.port()) {
            return false;
        }
        let address = name.strip_prefix('[').and_then(|n| n.strip_suffix(']')).unwrap_or(name).parse::<IpAddr>().ok();
        let name = name.to_ascii_lowercase();
        address.is_some_and(|a| a.to_canonical() == here.ip().to_canonical())
            || (here.ip().to_canonical().is_loopback() && name == "localhost")
            || self.public_name.as_deref() == Some(&name)
    }

    /// Whether the address may try a code now.
    pub fn may_try(&self, peer: Peer, now: Instant) -> bool {
        let counts = self.counts();
        counts.wrong_codes.has_left(&address_key(peer.address), now) && counts.wrong_codes_of_all.has_left(&(), now)
    }

    /// Counts a wrong code.
    pub fn wrong_code(&self, peer: Peer, now: Instant) {
        let mut counts = self.counts();
        counts.wrong_codes.take(&address_key(peer.address), now);
        counts.wrong_codes_of_all.take(&(), now);
    }

    /// Counts an address that has seen the page, this machine's own left out.
    pub fn seen(&self, peer: Peer) {
        if peer.address.to_canonical() != peer.here.ip().to_canonical() {
            let mut counts = self.counts();
            if counts.addresses.len() < self.devices_max {
                counts.addresses.insert(peer.address.to_canonical());
            }
        }
    }

    /// Lets a device in, known or new.
    pub fn admit(&self, peer: Peer, mark: &str, now: Instant) -> Admitted {
        let mut counts = self.counts();
        if counts.devices.contains(mark) {
            return Admitted::Yes;
        }
        if counts.devices.len() >= self.devices_max {
            return Admitted::Full;
        }
        if !counts.new_devices.take(&address_key(peer.address), now) {
            return Admitted::Later;
        }
        counts.devices.insert(mark.to_owned());
        Admitted::Yes
    }

    /// Whether this device was let in before.
    pub fn knows(&self, mark: &str) -> bool {
        self.counts().devices.contains(mark)
    }

    /// Whether a device may send another ballot now.
    pub fn may_send(&self, mark: &str, now: Instant) -> bool {
        self.counts().ballots.take(&mark.to_owned(), now)
    }

    /// Devices let in, or addresses that have seen the page if those are more.
    pub fn devices(&self) -> usize {
        let counts = self.counts();
        counts.devices.len().max(counts.addresses.len())
    }

    /// Takes a connection of an address, at most `most` at once; it counts until what is given back is dropped.
    pub fn connect(self: &Arc<Self>, address: IpAddr, most: usize) -> Option<Connected> {
        let key = address_key(address);
        let mut counts = self.counts();
        let held = counts.connections.entry(key).or_insert(0);
        if *held >= most {
            return None;
        }
        *held += 1;
        Some(Connected { guard: Arc::clone(self), key })
    }
}

/// One connection of an address, as long as it lives.
#[derive(Debug)]
pub(super) struct Connected {
    guard: Arc<Guard>,
    key: IpAddr,
}

impl Drop for Connected {
    fn drop(&mut self) {
        let mut counts = self.guard.counts();
        if let Some(held) = counts.connections.get_mut(&self.key) {
            *held -= 1;
            if *held == 0 {
                counts.connections.remove(&self.key);
            }
        }
    }
}

/// The value of a header that stands there exactly once.
pub(super) fn single<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?.to_str().ok()?;
    values.next().is_none().then_some(value)
}

/// What every answer carries, refusals included.
pub(super) fn harden(response: &mut Response<Body>, policy: &HeaderValue) {
    let headers = response.headers_mut();
    let fixed = [
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        // Not `no-referrer`: browsers would then send a form without saying where it comes from.
        (header::REFERRER_POLICY, "same-origin"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), "camera=(), microphone=(), geolocation=()"),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.insert(header::CONTENT_SECURITY_POLICY, policy.clone());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn here(host: &str, at: &str) -> bool {
        Guard::new(Some(String::from("Ballot.local")), 10).is_here(host, at.parse().unwrap())
    }

    #[test]
    fn only_this_machine_is_here() {
        assert!(here("192.168.1.20:8047", "192.168.1.20:8047"));
        assert!(here("ballot.LOCAL:8047", "192.168.1.20:8047"));
        assert!(here("localhost:8047", "127.0.0.1:8047") && here("[::1]:8047", "[::1]:8047"));
        assert!(here("192.168.1.20", "192.168.1.20:80"));
        for odd in [
            "evil.example:8047",
            "192.168.1.20",
            "192.168.1.20:80",
            "localhost:8047",
            "",
            ":8047",
            "192.168.1.20:8047:8047",
        ] {
            assert!(!here(odd, "192.168.1.20:8047"), "{odd}");
        }
    }

    #[test]
    fn devices_are_counted_once_and_not_without_end() {
        let guard = Guard::new(None, 2);
        let peer = Peer { address: [192, 168, 1, 30].into(), here: ([192, 168, 1, 20], 8047).into() };
        let now = Instant::now();
        assert_eq!(
            ["a", "a", "b", "c", "a"].map(|m| guard.admit(peer, m, now)),
            [Admitted::Yes, Admitted::Yes, Admitted::Yes, Admitted::Full, Admitted::Yes]
        );
        assert_eq!(guard.devices(), 2);
    }

    #[test]
    fn a_connection_counts_as_long_as_it_lives() {
        let guard = Arc::new(Guard::new(None, 2));
        let address = IpAddr::from([192, 168, 1, 30]);
        let first = guard.connect(address, 1);
        assert!(first.is_some() && guard.connect(address, 1).is_none());
        drop(first);
        assert!(guard.connect(address, 1).is_some());
    }

    #[test]
    fn one_address_uses_up_its_own_tries_and_not_those_of_the_room() {
        let guard = Guard::new(None, 2);
        let at = |last: u8| Peer { address: [192, 168, 1, last].into(), here: ([192, 168, 1, 20], 8047).into() };
        let now = Instant::now();
        for _ in 0..60 {
            assert!(guard.may_try(at(30), now));
            guard.wrong_code(at(30), now);
        }
        assert!(!guard.may_try(at(30), now));
        assert!(guard.may_try(at(31), now));
    }
}
