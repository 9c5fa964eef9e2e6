//! The addresses of this machine at which a phone in the room might find it. Nothing is sent to find them out.

use std::net::{IpAddr, Ipv4Addr};

use super::error::ServeError;
use crate::evidence::order::InOrder as _;

/// An address of this machine on a network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Address.
    pub address: IpAddr,
    /// Name of the interface, as the system calls it.
    pub interface: String,
    /// How likely phones are on it.
    pub likely: Likely,
}

/// How likely the phones of a room are on a network, the likeliest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likely {
    /// A private network: Wi-Fi, cable, hot spot.
    Room,
    /// An address of the open internet; a firewall stands before it as a rule.
    Open,
    /// An address that a machine gives itself when no network gives it one.
    SelfGiven,
    /// A tunnel or a network inside this machine: no phone is there.
    Inside,
}

impl Likely {
    /// As it is said.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Room => "a local network",
            Self::Open => "an address of the open internet",
            Self::SelfGiven => "not joined to a network yet",
            Self::Inside => "a tunnel or a network inside this machine; phones are not on it",
        }
    }
}

/// Beginnings of the names of interfaces that lead nowhere a phone could be.
const INSIDE: [&str; 14] = [
    "docker",
    "veth",
    "br-",
    "virbr",
    "vmnet",
    "vbox",
    "virtualbox",
    "vethernet",
    "tun",
    "tap",
    "utun",
    "wg",
    "zt",
    "tailscale",
];

fn likely(interface: &str, address: IpAddr) -> Likely {
    let name = interface.to_lowercase();
    if INSIDE.iter().any(|start| name.starts_with(start)) {
        return Likely::Inside;
    }
    match address {
        IpAddr::V4(a) if a.is_link_local() => Likely::SelfGiven,
        IpAddr::V4(a) if a.is_private() => Likely::Room,
        _ => Likely::Open,
    }
}

/// Where phones might find this machine, the likeliest first. Addresses of the older kind only: every phone has them, and
/// they fit a small QR code. Another kind can be named by hand.
#[must_use]
pub fn candidates() -> Vec<Candidate> {
    let interfaces = if_addrs::get_if_addrs().unwrap_or_default();
    ranked(interfaces.into_iter().filter_map(|i| match i.ip() {
        IpAddr::V4(a) => Some((i.name, a)),
        IpAddr::V6(_) => None,
    }))
}

fn ranked(found: impl Iterator<Item = (String, Ipv4Addr)>) -> Vec<Candidate> {
    let usable = found.filter(|(_, a)| !a.is_loopback() && !a.is_unspecified());
    let mut all: Vec<Candidate> = usable
        .map(|(interface, a)| {
            let address = IpAddr::V4(a);
            Candidate { address, likely: likely(&interface, address), interface }
        })
        .collect();
    all.order_by(|a, b| (a.likely, &a.interface, a.address).cmp(&(b.likely, &b.interface, b.address)));
    all.dedup_by_key(|c| c.address);
    all
}

/// The address on the local network that phones most likely reach.
///
/// # Errors
/// If this machine is on none.
pub fn local_address() -> Result<IpAddr, ServeError> {
    let best = candidates().into_iter().find(|c| matches!(c.likely, Likely::Room | Likely::Open));
    best.map(|c| c.address).ok_or(ServeError::NoNetwork)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_network_of_the_room_comes_first() {
        let found = [
            ("tun0", [10, 8, 0, 2]),
            ("lo", [127, 0, 0, 1]),
            ("eth1", [169, 254, 3, 4]),
            ("docker0", [172, 17, 0, 1]),
            ("eth0", [203, 0, 113, 9]),
            ("wlan0", [192, 168, 1, 20]),
        ];
        let ranked = ranked(found.into_iter().map(|(name, a)| (String::from(name), Ipv4Addr::from(a))));
        let said: Vec<(&str, Likely)> = ranked.iter().map(|c| (c.interface.as_str(), c.likely)).collect();
        let expected = [
            ("wlan0", Likely::Room),
            ("eth0", Likely::Open),
            ("eth1", Likely::SelfGiven),
            ("docker0", Likely::Inside),
            ("tun0", Likely::Inside),
        ];
        assert_eq!(said, expected);
    }

    #[test]
    fn loopback_is_no_candidate() {
        assert!(candidates().iter().all(|c| !c.address.is_loopback()));
    }
}
