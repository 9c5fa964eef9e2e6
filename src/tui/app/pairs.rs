//! Levers that act differently together, in words (`pairs.csv`; MODEL.md section 4: the ecosystem structure alone uses them).

use super::state::State;
use crate::evidence::LeverId;
use crate::evidence::order::InOrder as _;
use crate::model::{Grade, Pair};

/// How a lever that is on stands to others that are on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Together {
    /// They add to each other.
    Better,
    /// They take from each other.
    Worse,
    /// Some of each.
    Mixed,
}

/// Whether two levers together do more than each alone; what is recorded as a substitute does less.
fn complements(pair: &Pair) -> bool {
    pair.kind == "complement"
}

impl State {
    fn is_on(&self, lever: &LeverId) -> bool {
        self.plan().levers.get(lever).is_some_and(|s| s.amount > 0.0)
    }

    /// How a lever that is on stands to the others that are on; `None` if it is off or has no such pair.
    #[must_use]
    pub fn together(&self, lever: &LeverId) -> Option<Together> {
        let pairs = &self.basis.model.pairs;
        let mine = pairs.iter().filter(|p| (&p.a == lever || &p.b == lever) && self.is_on(&p.a) && self.is_on(&p.b));
        mine.map(|p| if complements(p) { Together::Better } else { Together::Worse })
            .reduce(|a, b| if a == b { a } else { Together::Mixed })
    }

    /// What is recorded about a lever and others, those that are on first; nothing if there is no such pair.
    #[must_use]
    pub fn pairs_said(&self, lever: &LeverId) -> Option<String> {
        let pairs = &self.basis.model.pairs;
        let of = |together: bool| {
            let mut found: Vec<(bool, &LeverId, Grade)> = Vec::new();
            for pair in pairs.iter().filter(|p| (&p.a == lever || &p.b == lever) && complements(p) == together) {
                let other = if &pair.a == lever { &pair.b } else { &pair.a };
                // Both directions of one pair are said once.
                if found.iter().all(|(_, o, _)| *o != other) {
                    found.push((self.is_on(other), other, pair.grade));
                }
            }
            found.order_by_key(|(on, ..)| !on);
            let one = |(on, other, grade): &(bool, &LeverId, Grade)| {
                let name = self.basis.model.lever(other).map_or(other.as_str(), |l| l.label.as_str());
                format!("{name} ({}): {}", stands_on(*grade), if *on { "on" } else { "off" })
            };
            found.iter().map(one).collect::<Vec<_>>().join(", ")
        };
        let (better, worse) = (of(true), of(false));
        let mut said = Vec::new();
        if !better.is_empty() {
            said.push(format!("Works better with {better}."));
        }
        if !worse.is_empty() {
            said.push(format!("Partly does the same as {worse}."));
        }
        if said.is_empty() {
            return None;
        }
        let runs = self.scenario.switches.structures.last().copied().unwrap_or(true);
        said.push(String::from(if runs {
            "Only the ecosystem structure, one of three, counts this."
        } else {
            "The ecosystem structure, which alone counts this, is off."
        }));
        Some(said.join(" "))
    }
}

const fn stands_on(grade: Grade) -> &'static str {
    match grade {
        Grade::A => "grade A",
        Grade::B => "grade B",
        Grade::C => "grade C",
        Grade::D => "grade D",
        Grade::E => "judgement",
    }
}
