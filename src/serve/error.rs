//! Why the page cannot be served, one sentence each, with what to do.

use std::io;
use std::net::SocketAddr;

/// Why the page cannot be served.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ServeError {
    /// Another program has the port.
    #[error("port {} of {} is in use by another program; choose another port, or close that program", .0.port(), .0.ip())]
    InUse(SocketAddr),
    /// The address belongs to another machine, or to none.
    #[error("{} is not an address of this machine{}", .address.ip(), there(.here))]
    NotHere {
        /// Address asked for.
        address: SocketAddr,
        /// Addresses that there are.
        here: Vec<String>,
    },
    /// A port below 1024, or a firewall.
    #[error("this machine does not let tiller open port {} of {}; choose a port above 1023", .0.port(), .0.ip())]
    Denied(SocketAddr),
    /// Whatever else.
    #[error(
        "the ballot page cannot be served at {address} ({said}); choose another address or port, or use paper ballots"
    )]
    Unserved {
        /// Address asked for.
        address: SocketAddr,
        /// What the system said.
        said: String,
    },
    /// No network but the machine itself.
    #[error("this machine is on no local network; join one, open a hot spot, or use paper ballots")]
    NoNetwork,
    /// No random numbers.
    #[error("the system gives no random numbers, so no safe join code can be made; use paper ballots")]
    NoRandom,
    /// Not a code.
    #[error("\"{0}\" is not a join code; one has five letters or digits, such as K7QMT")]
    NoCode(String),
}

fn there(here: &[String]) -> String {
    if here.is_empty() { String::from("; it is on no local network") } else { format!("; it has {}", here.join(", ")) }
}

impl ServeError {
    /// What a system's refusal to listen means.
    pub(super) fn listening(address: SocketAddr, e: &io::Error) -> Self {
        match e.kind() {
            io::ErrorKind::AddrInUse => Self::InUse(address),
            io::ErrorKind::AddrNotAvailable => {
                let here = super::lan::candidates().iter().map(|c| c.address.to_string()).collect();
                Self::NotHere { address, here }
            }
            io::ErrorKind::PermissionDenied => Self::Denied(address),
            _ => {
                let said = e.to_string();
                let said = said.split(" (os error").next().unwrap_or(&said).to_lowercase();
                Self::Unserved { address, said }
            }
        }
    }
}
