//! Made-up ballots to rehearse with: two camps, some people in between, and a few who move in the second ballot.
//!
//! They are nobody's opinion. They are there so that a facilitator has seen every screen with a full room before a room is full.

use sobol_burley::sample;

use super::ballot::{Answer, Ballot, Voter};
use super::check::{tidy, whole};
use super::event::Round;
use super::question::{Guessed, Kind, Question};

/// People made up at a time.
pub const PEOPLE: u32 = 24;

/// One in so many stands between the camps.
const BETWEEN: u32 = 6;
/// Share of people who move half way towards the middle in the second ballot.
const MOVE: f64 = 0.3;
/// Where the camps stand on the levers they like, on those they do not, and in the practice of those between.
const LIKED: f64 = 0.75;
const DISLIKED: f64 = 0.15;

/// Reasons that are marked as made up wherever they are shown.
const REASONS: [&str; 4] = [
    "Made up: this is where we have people who can do it",
    "Made up: small sums here have never changed anything",
    "Made up: nobody else will pay for this if we do not",
    "Made up: we should learn whether it works before we spend more",
];

/// What a number of the sequence decides; each has a dimension of its own.
const MOVES: u32 = 0;
const GUESS: u32 = 1;
const LEVERS: u32 = 2;

/// Ballots of `people` made-up participants, the same for the same `seed`; a person keeps name and camp through all rounds. Packages are
/// within the budget. One in three gives a reason, and it says that it is made up.
#[must_use]
pub fn made_up(question: &Question, round: Round, people: u32, seed: u32) -> Vec<Ballot> {
    (0..people).map(|person| Made { question, round, person, seed }.ballot()).collect()
}

struct Made<'a> {
    question: &'a Question,
    round: Round,
    person: u32,
    seed: u32,
}

impl Made<'_> {
    fn ballot(&self) -> Ballot {
        let answer = match self.question.kind {
            Kind::Package => Answer::Package(self.package()),
            Kind::Choice => Answer::Approval(self.approved()),
        };
        let roles = self.question.roles.len();
        let asked = self.question.guess.as_ref().filter(|_| self.round != Round::Second);
        Ballot {
            voter: Voter::Imported(format!("made up {}", self.person + 1)),
            answer,
            guess: asked.map(|guess| self.guess(guess)),
            reason: (self.round != Round::Practice && self.person.is_multiple_of(3))
                .then(|| REASONS[(self.person / 3) as usize % REASONS.len()].to_owned()),
            role: (roles > 0).then(|| self.person as usize % roles),
        }
    }

    /// A number from 0 to 1 that belongs to the person; the round plays no part.
    fn draw(&self, dimension: u32) -> f64 {
        f64::from(sample(self.person, dimension, self.seed))
    }

    /// Whether the person likes lever or scenario `i`; `None` for those between.
    fn likes(&self, i: usize, all: usize) -> Option<bool> {
        let first_half = 2 * i < all;
        (self.person % BETWEEN != BETWEEN - 1).then_some(first_half == self.person.is_multiple_of(2))
    }

    fn package(&self) -> Vec<f64> {
        let all = self.question.levers.len();
        let moved = self.round == Round::Second && self.draw(MOVES) < MOVE;
        let share = |i: usize| {
            let middle = f64::midpoint(LIKED, DISLIKED);
            let stands = match self.likes(i, all) {
                Some(likes) if moved => f64::midpoint(middle, if likes { LIKED } else { DISLIKED }),
                Some(true) => LIKED,
                Some(false) => DISLIKED,
                None => middle,
            };
            let scatter = self.draw(LEVERS + u32::try_from(i).unwrap_or(0)) - 0.5;
            (stands + 0.25 * scatter).clamp(0.0, 1.0)
        };
        let levers = &self.question.levers;
        let wish: Vec<f64> = levers.iter().enumerate().map(|(i, l)| share(i) * (l.high - l.low)).collect();
        // Within the budget: all that cost money are lowered alike, and rounded down to their steps.
        let least: Vec<f64> = levers.iter().map(|l| l.low).collect();
        let costs: f64 = levers.iter().zip(&wish).map(|(l, w)| l.cost * w).sum();
        let room = self.question.budget.map(|budget| (budget - self.question.cost(&least)).max(0.0));
        let scale = room.filter(|room| costs > *room).map_or(1.0, |room| room / costs);
        levers
            .iter()
            .zip(&wish)
            .map(|(lever, wish)| {
                let by = if lever.cost > 0.0 { scale } else { 1.0 };
                lever.amount(whole(libm::floor(by * wish / lever.step + 1e-9)))
            })
            .collect()
    }

    fn approved(&self) -> Vec<usize> {
        let all = self.question.choices.len();
        let first = self.person as usize % all.max(1);
        let moved = self.round == Round::Second && self.draw(MOVES) < MOVE;
        (0..all).filter(|i| self.likes(*i, all).unwrap_or(*i == first) || (moved && *i == first)).collect()
    }

    /// A guess in the lower half of what may be guessed, to a tenth of the range's hundredth.
    fn guess(&self, guess: &Guessed) -> f64 {
        let low = guess.low.max(0.0).min(guess.high);
        let x = low + 0.4 * (guess.high - low) * self.draw(GUESS);
        let step = (guess.high - guess.low) / 400.0;
        if step > 0.0 { tidy(libm::round(x / step) * step).clamp(guess.low, guess.high) } else { low }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::LeverId;
    use crate::roundtable::{Camps, Choice, Event, Offered, Session, Tally};

    fn levers() -> Question {
        let lever = |i: usize| Offered {
            id: LeverId::new(&format!("lever_{i}")),
            name: format!("Lever {i}"),
            says: String::new(),
            unit: String::from("£m a year"),
            cost: 1.0,
            low: 0.0,
            high: 4.0,
            step: 0.5,
        };
        let guess = Guessed {
            indicator: String::from("innovation_active"),
            name: String::from("Innovation-active firms"),
            unit: String::from("percentage points"),
            year: 2041,
            low: -10.0,
            high: 30.0,
        };
        Question {
            title: String::from("What?"),
            base: String::from("(format: 1)"),
            place: String::from("West Midlands"),
            sector: String::from("All sectors"),
            years: (2027, 2034),
            budget: Some(6.0),
            levers: (0..6).map(lever).collect(),
            guess: Some(guess),
            roles: vec![String::from("firm"), String::from("college")],
            rehearsal: true,
            ..Question::default()
        }
    }

    #[test]
    fn every_made_up_ballot_is_one_that_a_phone_could_send() {
        let question = levers();
        for round in Round::ALL {
            let all = made_up(&question, round, PEOPLE, 7);
            assert_eq!(all.len(), PEOPLE as usize);
            for ballot in all {
                assert_eq!(question.over(&ballot.answer), None, "{ballot:?}");
                assert_eq!(question.check_ballot(&ballot).as_ref(), Ok(&ballot));
                assert!(ballot.reason.is_none_or(|r| r.starts_with("Made up: ")));
            }
        }
    }

    #[test]
    fn a_person_keeps_name_and_camp_and_some_move() {
        let question = levers();
        let [first, second] = [Round::First, Round::Second].map(|r| made_up(&question, r, PEOPLE, 7));
        let moved = first.iter().zip(&second).filter(|(a, b)| a.answer != b.answer).count();
        assert!((3..=12).contains(&moved), "{moved} moved");
        assert!(first.iter().zip(&second).all(|(a, b)| a.voter == b.voter));
        assert_eq!(first, made_up(&question, Round::First, PEOPLE, 7));
        assert_ne!(first, made_up(&question, Round::First, PEOPLE, 8));
    }

    #[test]
    fn the_room_has_two_camps_to_talk_about() {
        let question = levers();
        let mut session = Session::default();
        let casts = made_up(&question, Round::First, PEOPLE, 7);
        let events = [Event::Asked(Box::new(question.clone())), Event::Opened(Round::First)].into_iter();
        let events = events.chain(casts.into_iter().map(|ballot| Event::Cast { round: Round::First, ballot }));
        for event in events {
            let event = session.admit(event).unwrap().unwrap();
            let n = session.last() + 1;
            session.apply(&super::super::Entry { n, at: chrono::NaiveDateTime::default(), event });
        }
        let round = session.round(Round::First);
        assert_eq!(Tally::of(&question, round).ballots, PEOPLE as usize);
        let found = Camps::of(&question, round);
        assert!(matches!(&found, Camps::Found { camps, .. } if camps.len() == 2), "{found:?}");
    }

    #[test]
    fn scenarios_are_approved_of_in_camps() {
        let choice = |i: usize| Choice { name: format!("{i}"), says: String::new(), scenario: String::new() };
        let question =
            Question { kind: Kind::Choice, levers: Vec::new(), choices: (0..3).map(choice).collect(), ..levers() };
        let all = made_up(&question, Round::First, PEOPLE, 7);
        assert!(all.iter().all(|b| question.check_ballot(b).as_ref() == Ok(b)));
        assert!(all.iter().any(|b| b.answer != all[0].answer));
    }
}
