//! How to make the same document again, and how to go on from it.

use super::named;
use crate::model::Basis;
use crate::report::compare::column;
use crate::report::takehome::{Material, Section};
use crate::scenario::code;

/// The command line that made a document.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reproduction {
    /// The command, as it is typed.
    pub command: String,
    /// Files that it names and that have to be at hand, a sentence each.
    pub needs: Vec<String>,
}

impl Reproduction {
    /// What is to be known of a file that the command names.
    #[must_use]
    pub fn file(name: &str) -> String {
        format!("{name} is a file; 'tiller open CODE -o {name}' writes one of the same contents from its code below.")
    }

    /// Of a session, which is one file.
    #[must_use]
    pub fn of_session(command: String) -> Self {
        let needs = vec![String::from(
            "The session is one file, which can be replayed: 'tiller roundtable export' writes it, 'tiller roundtable import' takes it in \
             under its name, and it holds all that this needs.",
        )];
        Self { command, needs }
    }
}

/// The command, and each scenario as a code.
pub(super) fn section(basis: &Basis, material: &Material, again: &Reproduction) -> Section {
    let mut section = Section::new("Make it again, and go on from here");
    section.say("The same command gives the same bytes on any machine with the same version of the program:");
    section.code(again.command.clone());
    section.list(again.needs.clone());
    section.say(
        "Each scenario as a code: copied from its mark to its end, it opens with 'tiller open CODE', or is saved as a file with \
         'tiller open CODE -o FILE'. It holds plans, years, seed, switches and notes.",
    );
    for (k, candidate) in material.candidates.iter().enumerate() {
        match code::encode(&candidate.scenario, &basis.model.version) {
            Ok(code) => {
                if material.candidates.len() > 1 {
                    section.heading(format!("{}: {}", column(k + 1), named(&candidate.scenario)));
                }
                section.code(code);
            }
            Err(fault) => section.say(format!("{}: {fault}", column(k + 1))),
        }
    }
    section
}
