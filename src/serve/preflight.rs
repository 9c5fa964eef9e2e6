//! Before the room fills: do phones get through here? Guest networks often let them onto the internet and nowhere else.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use super::server::Server;

/// How long this machine may take to answer itself.
const WAIT: Duration = Duration::from_secs(2);

/// What is known of the way to the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preflight {
    /// Address of the page, to be opened on one phone as a test.
    pub url: String,
    /// Whether the page is only for this machine (loopback).
    pub alone: bool,
    /// Whether this machine reaches the page at its own address; the text is what went wrong.
    pub itself: Result<(), String>,
    /// Devices that have opened the page so far, this machine's own test left out.
    pub devices: usize,
}

/// A look at the way to a page that is served, to be taken on a thread of its own.
#[derive(Debug, Clone)]
pub struct Look {
    address: SocketAddr,
    url: String,
    devices: usize,
}

impl Look {
    /// Of a page.
    #[must_use]
    pub fn at(server: &Server) -> Self {
        Self { address: server.address(), url: server.url(), devices: server.devices() }
    }

    /// Takes the look: two seconds at most.
    #[must_use]
    pub fn take(self) -> Preflight {
        let Self { address, url, devices } = self;
        Preflight { url, alone: address.ip().is_loopback(), itself: reach(address), devices }
    }
}

/// Looks at the way to a page that is served. Takes two seconds at most; call it away from the screen.
#[must_use]
pub fn preflight(server: &Server) -> Preflight {
    Look::at(server).take()
}

/// Asks the page for its front door, as a phone would.
fn reach(address: SocketAddr) -> Result<(), String> {
    let said = |e: std::io::Error| {
        let said = e.to_string();
        said.split(" (os error").next().unwrap_or(&said).to_lowercase()
    };
    // "Any address" is no address to go to.
    let to = if address.ip().is_unspecified() { SocketAddr::from(([127, 0, 0, 1], address.port())) } else { address };
    let mut stream = TcpStream::connect_timeout(&to, WAIT).map_err(said)?;
    stream.set_read_timeout(Some(WAIT)).map_err(said)?;
    stream.set_write_timeout(Some(WAIT)).map_err(said)?;
    let request = format!("GET / HTTP/1.1\r\nHost: {to}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).map_err(said)?;
    let mut head = [0_u8; 12];
    stream.read_exact(&mut head).map_err(said)?;
    if head == *b"HTTP/1.1 200" { Ok(()) } else { Err(String::from("something else answers there")) }
}

impl Preflight {
    /// What to make of it, in plain words, and what to do next.
    #[must_use]
    pub fn says(&self) -> Vec<String> {
        let mut says = Vec::new();
        match &self.itself {
            Err(said) => {
                says.push(format!(
                    "This machine does not reach its own page ({said}). A firewall may stand before it."
                ));
                says.push(String::from("Allow tiller to receive connections on this network, or use paper ballots."));
                return says;
            }
            Ok(()) if self.alone => {
                says.push(String::from(
                    "The page is open to this machine only. Serve it on the local network to let phones in.",
                ));
                return says;
            }
            Ok(()) => {}
        }
        match self.devices {
            0 => {
                says.push(format!(
                    "The page answers here. Now open {} on one phone that is on the same network.",
                    self.url
                ));
                says.push(String::from(
                    "If it does not load within ten seconds, this network keeps devices apart, as guest networks often do: \
                     open a hot spot, or use paper ballots.",
                ));
            }
            1 => says.push(String::from("One phone has reached the page: this network lets phones in.")),
            n => says.push(format!("{n} phones have reached the page: this network lets phones in.")),
        }
        says
    }
}

/// How to let phones in where the network of the house does not, one way after the other.
pub const HOT_SPOT: [&str; 6] = [
    "Windows: Settings, Network & internet, Mobile hotspot, on. Phones join its name; then serve the page again.",
    "macOS: System Settings, General, Sharing, Internet Sharing, over Wi-Fi. Phones join; then serve the page again.",
    "Linux: the network menu, Wi-Fi, Turn On Wi-Fi Hotspot. Phones join; then serve the page again.",
    "One phone: turn on its personal hotspot, join this machine and the other phones to it (many take only five to ten).",
    "A small travel router without internet serves any room: join this machine and the phones to it.",
    "None of these in two minutes? Hand out paper ballots: they count the same and need no network.",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(alone: bool, itself: Result<(), String>, devices: usize) -> String {
        Preflight { url: String::from("http://192.168.1.20:8047/K7QMT"), alone, itself, devices }.says().join(" ")
    }

    #[test]
    fn each_finding_says_what_to_do() {
        assert!(seen(false, Err("timed out".into()), 0).contains("paper ballots"));
        assert!(seen(true, Ok(()), 0).contains("this machine only"));
        let untested = seen(false, Ok(()), 0);
        assert!(untested.contains("http://192.168.1.20:8047/K7QMT") && untested.contains("hot spot"));
        assert!(seen(false, Ok(()), 1).starts_with("One phone"));
        assert!(seen(false, Ok(()), 3).starts_with("3 phones"));
    }

    #[test]
    fn nobody_at_home_is_said() {
        // A port that was free a moment ago.
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        assert!(reach(free).is_err());
    }
}
