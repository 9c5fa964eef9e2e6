//! What a roundtable asks of the world, and what comes back.

use std::path::PathBuf;
use std::sync::Arc;

use chrono::NaiveDateTime;

use super::Part;
use crate::roundtable::{Entry, Event, Question, Round, Session};

/// What a roundtable asks of the world.
#[derive(Debug, Clone, PartialEq)]
pub enum Ask {
    /// List the sessions that are kept.
    List,
    /// Set up a session and open it.
    Begin {
        /// What is asked.
        question: Box<Question>,
    },
    /// Open one.
    Open(PathBuf),
    /// Write these entries, in this order.
    Write(Vec<Event>),
    /// What time is it?
    Now,
    /// Serve the ballot page on this address of the machine.
    Serve(String),
    /// Serve it no longer.
    Unserve,
    /// Which addresses of this machine could phones find?
    Networks,
    /// Do phones get through to the page that is served?
    Check,
    /// Read ballots from a file into a round.
    Import(Round, String),
    /// Write these minutes beside the file of the session.
    Minutes(String),
    /// The projector is to show this part.
    Show(Part),
    /// Close the file.
    Leave,
}

/// What comes back.
#[derive(Debug, Clone)]
pub enum Told {
    /// Sessions that are kept, newest first.
    Listed(Vec<Kept>),
    /// A session was opened.
    Opened(Box<Opened>),
    /// Entries were written and synced, at this time.
    Entered(Vec<Arc<Entry>>, NaiveDateTime),
    /// The time.
    Clock(NaiveDateTime),
    /// Phones can send ballots, or can no longer.
    Phones(Option<Phones>),
    /// Addresses of this machine at which phones might find it, the likeliest first.
    Networks(Vec<Network>),
    /// What is known of the way to the page, and what to do.
    Way(Vec<String>),
    /// Minutes were written there.
    Minutes(String),
    /// What was typed cannot be used; the field stays open.
    Refused(String),
}

/// A session in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Name.
    pub name: String,
    /// Its question, when it was last used, and its step.
    pub about: String,
    /// Its file.
    pub path: PathBuf,
}

/// A session as it was opened.
#[derive(Debug, Clone)]
pub struct Opened {
    /// Name.
    pub name: String,
    /// Entries so far.
    pub session: Session,
    /// Now.
    pub now: NaiveDateTime,
    /// When its last entry was written; `None` for a new one.
    pub used: Option<NaiveDateTime>,
    /// What is to be said about the file, e.g. that its last line was torn.
    pub remark: Option<String>,
}

/// What the facilitator's window tells the one on the wall.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Beside {
    /// Part that is shown.
    pub part: Option<Part>,
    /// Where phones send ballots.
    pub phones: Option<Phones>,
}

/// Where phones send ballots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phones {
    /// Address to type.
    pub url: String,
    /// Join code.
    pub code: String,
    /// The address as a picture of dots, line by line; `true` is dark.
    pub dots: Vec<Vec<bool>>,
}

/// An address of this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Network {
    /// Address, as it is asked for.
    pub address: String,
    /// What it is: "wlan0, a local network".
    pub says: String,
}

/// What is typed into a layer over the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Typed {
    /// The question in other words.
    Question,
    /// Amount and reason of the selected lever, or the reason of the selected scenario.
    Settle(usize),
    /// A dissent.
    Dissent,
    /// An action.
    Action,
    /// A note.
    Note,
    /// Why the selected assumption is changed.
    Challenge(usize),
    /// Number of a ballot that is taken out.
    Drop,
    /// Address for phones.
    Phones,
    /// Money there is.
    Budget,
    /// A file of ballots.
    Import,
}
