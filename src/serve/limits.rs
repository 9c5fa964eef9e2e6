//! How often is too often. Buckets fill up slowly and are emptied by use; time is handed in.

use std::collections::HashMap;
use std::hash::Hash;
use std::net::IpAddr;
use std::time::Instant;

/// Keys kept before full buckets are thrown out.
const KEYS_MAX: usize = 2_000;

/// How much may come at once and how fast it comes back.
#[derive(Debug, Clone, Copy)]
pub(super) struct Allowance {
    /// At once.
    pub burst: f64,
    /// Each second.
    pub per_second: f64,
}

/// One bucket for each key.
#[derive(Debug)]
pub(super) struct Buckets<K> {
    allowance: Allowance,
    levels: HashMap<K, (f64, Instant)>,
}

impl<K: Eq + Hash + Clone> Buckets<K> {
    pub fn new(allowance: Allowance) -> Self {
        Self { allowance, levels: HashMap::new() }
    }

    fn level(&self, key: &K, now: Instant) -> f64 {
        let Allowance { burst, per_second } = self.allowance;
        self.levels.get(key).map_or(burst, |(level, at)| {
            (level + now.saturating_duration_since(*at).as_secs_f64() * per_second).min(burst)
        })
    }

    /// Whether there is something left, nothing taken.
    pub fn has_left(&self, key: &K, now: Instant) -> bool {
        self.level(key, now) >= 1.0
    }

    /// Takes one; `false` if nothing is left.
    pub fn take(&mut self, key: &K, now: Instant) -> bool {
        let level = self.level(key, now);
        if self.levels.len() >= KEYS_MAX && !self.levels.contains_key(key) {
            let Allowance { burst, per_second } = self.allowance;
            self.levels.retain(|_, (level, at)| {
                *level + now.saturating_duration_since(*at).as_secs_f64() * per_second < burst
            });
            // So many addresses that are all at it: nobody in a room. New ones wait.
            if self.levels.len() >= KEYS_MAX {
                return false;
            }
        }
        let left = level >= 1.0;
        self.levels.insert(key.clone(), (if left { level - 1.0 } else { level }, now));
        left
    }
}

/// What counts as one address: a machine has a whole /64 of the newer kind to itself.
pub(super) fn address_key(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(a) => IpAddr::V4(a),
        IpAddr::V6(a) => IpAddr::V6((a.to_bits() & !u128::from(u64::MAX)).into()),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_bucket_empties_and_fills_again() {
        let start = Instant::now();
        let mut buckets = Buckets::new(Allowance { burst: 3.0, per_second: 0.5 });
        assert_eq!([(); 4].map(|()| buckets.take(&"a", start)), [true, true, true, false]);
        assert!(!buckets.has_left(&"a", start));
        assert!(buckets.take(&"b", start), "another key has its own");
        let later = start + Duration::from_secs(2);
        assert!(buckets.has_left(&"a", later));
        assert_eq!([(); 2].map(|()| buckets.take(&"a", later)), [true, false]);
        let much_later = start + Duration::from_secs(3_600);
        assert_eq!(
            [(); 4].map(|()| buckets.take(&"a", much_later)),
            [true, true, true, false],
            "never more than a burst"
        );
    }

    #[test]
    fn a_flood_of_keys_does_not_fill_the_memory() {
        let start = Instant::now();
        let mut buckets = Buckets::new(Allowance { burst: 2.0, per_second: 1.0 });
        let taken = (0..3 * KEYS_MAX).filter(|key| buckets.take(key, start)).count();
        assert_eq!(taken, KEYS_MAX);
        assert_eq!(buckets.levels.len(), KEYS_MAX);
        assert!(buckets.take(&usize::MAX, start + Duration::from_secs(60)));
        assert_eq!(buckets.levels.len(), 1);
    }

    #[test]
    fn an_address_is_a_machine() {
        let key = |a: &str| address_key(a.parse().unwrap());
        assert_eq!(key("2001:db8::1"), key("2001:db8::ffff:2"));
        assert_ne!(key("2001:db8::1"), key("2001:db8:0:1::1"));
        assert_eq!(key("::ffff:192.168.1.7"), key("192.168.1.7"));
    }
}
