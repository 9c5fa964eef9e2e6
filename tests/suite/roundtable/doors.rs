//! Ways in: a scenario as a question, running orders, keypad lines, pasted codes, tables.

use std::sync::OnceLock;

use proptest::prelude::*;
use tiller::evidence::LeverId;
use tiller::evidence::load::Library;
use tiller::model::Basis;
use tiller::roundtable::{Answer, Ballot, Kind, Question, Round, RunningOrder, StepKind, Voter, import, keypad, paste};
use tiller::scenario::{Scenario, document};

use super::tally::round;
use super::{lever, paper, question};

fn basis() -> &'static Basis {
    static BASIS: OnceLock<Basis> = OnceLock::new();
    BASIS.get_or_init(|| Basis::load(&Library::embedded()).unwrap())
}

fn bundled(name: &str) -> Scenario {
    let text = tiller::evidence::load::SCENARIOS.iter().find(|(n, _)| *n == name).unwrap().1;
    document::read(name, text, basis()).unwrap().scenario
}

#[test]
fn every_bundled_scenario_makes_a_question_and_takes_a_package_back() {
    for (name, text) in tiller::evidence::load::SCENARIOS {
        let mut scenario = document::read(name, text, basis()).unwrap().scenario;
        for budget in [None, Some(3.6), Some(0.4)] {
            scenario.budget = budget;
            if scenario.plans[0].on().count() > 6 {
                continue;
            }
            let asked = Question::from_scenario(&scenario, basis(), None).unwrap_or_else(|e| panic!("{name}: {e}"));
            assert_eq!(asked.levers.len(), 6, "{name}");
            for lever in &asked.levers {
                let steps = lever.notches();
                assert!((1..=12).contains(&steps), "{name}: {lever:?}");
                assert!(budget.is_some() || steps >= 8, "{name}: {lever:?}");
                assert!(lever.high.to_string().len() <= 6 && lever.step.to_string().len() <= 5, "{name}: {lever:?}");
            }
            let most: Vec<f64> = asked.levers.iter().map(|l| l.high).collect();
            let package = asked.package(&most, basis()).unwrap_or_else(|e| panic!("{name}: {e}"));
            for (lever, amount) in asked.levers.iter().zip(&most) {
                assert_eq!(package.plans[0].levers[&lever.id].amount, *amount, "{name}");
            }
            let nothing = asked.package(&[0.0; 6], basis()).unwrap();
            assert!(asked.levers.iter().all(|l| nothing.plans[0].levers.get(&l.id).is_none_or(|s| s.amount == 0.0)));
        }
    }
}

#[test]
fn a_question_offers_what_is_named_and_says_what_it_does_not_know() {
    let scenario = bundled("collective-learning-first");
    let ids = ["network_facilitation", "work_organisation"].map(LeverId::new);
    let asked = Question::from_scenario(&scenario, basis(), Some(&ids)).unwrap();
    assert_eq!(
        asked.levers.iter().map(|l| l.id.as_str()).collect::<Vec<_>>(),
        ["network_facilitation", "work_organisation"]
    );
    assert_eq!((asked.years, asked.kind), ((2027, 2034), Kind::Package));
    // The third lever of the scenario is not on the ballot and stays as it is.
    assert_eq!(asked.package(&[0.0, 0.0], basis()).unwrap().plans[0].levers.len(), 3);
    let refused = |ids: &[&str]| {
        let ids: Vec<LeverId> = ids.iter().map(|i| LeverId::new(i)).collect();
        Question::from_scenario(&scenario, basis(), Some(&ids)).unwrap_err().to_string()
    };
    assert_eq!(
        refused(&["work_organization"]),
        "the question, levers 'work_organization': there is no lever of that name; did you mean 'work_organisation'?"
    );
    assert!(refused(&[]).contains("a ballot has one to six levers"));
    assert!(refused(&["work_organisation", "work_organisation"]).contains("is named twice"));
}

#[test]
fn scenarios_are_chosen_among() {
    let scenarios = [bundled("qualifications-only"), bundled("collective-learning-first")];
    let asked = Question::of_choices(&scenarios, basis()).unwrap();
    assert_eq!((asked.kind, asked.choices.len(), asked.levers.len()), (Kind::Choice, 2, 0));
    assert_eq!(asked.choice(1, basis()).unwrap().plans, scenarios[1].plans);
    assert!(asked.choice(2, basis()).is_err());
    assert!(Question::of_choices(&scenarios[..1], basis()).unwrap_err().to_string().contains("two to six"));
}

#[test]
fn the_running_orders_have_the_times_of_the_form() {
    let shipped = RunningOrder::shipped();
    assert_eq!(shipped.len(), tiller::evidence::load::RUNNING_ORDERS.len());
    assert_eq!(
        shipped.iter().map(|(name, o)| (*name, o.minutes())).collect::<Vec<_>>(),
        [("ninety", 90), ("forty-five", 45)]
    );
    let ninety = RunningOrder::ninety();
    let ends: Vec<u32> = ninety
        .steps
        .iter()
        .scan(0, |at, s| {
            *at += s.minutes;
            Some(*at)
        })
        .collect();
    assert_eq!(ends, [10, 20, 30, 45, 58, 66, 80, 88, 90]);
    assert_eq!(ninety.first(StepKind::Ballot(Round::Second)), Some(5));
    for (name, order) in shipped {
        for step in &order.steps {
            assert!(step.script.chars().count() > 80, "{name}: {}", step.title);
            for word in ["predict", "proven", "optimal", "guarantee", "will prove"] {
                assert!(!step.script.to_lowercase().contains(word), "{name}: {}: {word}", step.title);
            }
        }
        let said: String = order.steps.iter().map(|s| s.script.as_str()).collect();
        for needed in ["facts", "values", "neither your guess nor the model is the truth", "shortest time speak first"]
        {
            assert!(said.to_lowercase().contains(needed), "{name}: {needed}");
        }
    }
}

#[test]
fn a_running_order_that_is_wrong_is_named_with_line_and_value() {
    let refused = |text: &str| RunningOrder::read("my.ron", text).unwrap_err().to_string();
    let step = |kind: &str, minutes: &str| {
        format!(
            "(format: 1, name: \"Mine\",\n steps: [\n (title: \"One\", kind: {kind}, minutes: {minutes}, script: \"Hello\"),\n])"
        )
    };
    assert!(RunningOrder::read("my.ron", &step("ballot(first)", "5")).is_ok());
    assert!(
        refused(&step("dance", "5")).starts_with("my.ron, line 3: is no running order: "),
        "{}",
        refused(&step("dance", "5"))
    );
    assert_eq!(refused(&step("close", "0")), "my.ron, step 1, minutes '0': must be 1 to 1,440");
    assert!(
        refused("(format: 2, name: \"x\", steps: [])")
            .starts_with("my.ron, format '2': must be 1; a newer tiller may read it")
    );
    assert!(refused("(format: 1, name: \"x\", steps: [])").contains("a running order has 1 to 40 steps"));
    assert!(refused("hello").starts_with("my.ron, line 1: "));
    let read = RunningOrder::read("my.ron", &step("close", "1").replace("Hello", "a\n  b\n\n\n c\\u{1b}[2J")).unwrap();
    assert_eq!(read.steps[0].script, "a b\n\nc");
}

fn six() -> Question {
    let levers = ["a", "b", "c", "d", "e", "f"].map(|id| lever(id, 4.0, 0.5)).to_vec();
    Question { levers, budget: None, ..question() }
}

#[test]
fn a_line_is_a_ballot() {
    let read = |line: &str| keypad::read(&six(), 3, line).unwrap();
    let full = read("7: 2 0 1.5 3 - 1 g 2.5 r 2 ; colleges are full");
    assert_eq!(full.voter, Voter::Paper(7));
    assert_eq!(full.answer, Answer::Package(vec![2.0, 0.0, 1.5, 3.0, 0.0, 1.0]));
    assert_eq!((full.guess, full.role, full.reason.as_deref()), (Some(2.5), Some(1), Some("colleges are full")));
    let short = read("2 0 1,5 3 - 1");
    assert_eq!((&short.voter, &short.answer), (&Voter::Paper(3), &full.answer));
    assert_eq!(read("7 2 0 1.5 3 - 1").voter, Voter::Paper(7));
    assert_eq!(read("7:#4 #0 #3 #6 #0 #2 r2 g-1").answer, full.answer);
    assert_eq!(read("7:#4 #0 #3 #6 #0 #2 r2 g-1").guess, Some(-1.0));
    // Twenty keys, the number and Enter included: 25 of them at two keys a second take four and a quarter minutes.
    assert!("2 0 1.5 3 - 1 g2.5\n".len() <= 20);
}

#[test]
fn a_slip_names_its_word() {
    let slip = |line: &str| {
        let slip = keypad::read(&six(), 3, line).unwrap_err();
        (line[slip.at.clone()].to_owned(), slip.says)
    };
    let said =
        |line: &str, word: &str, says: &str| assert_eq!(slip(line), (word.to_owned(), says.to_owned()), "{line}");
    said("2 0 1.5 3 - x", "x", "'x' for Lever f: is not a number");
    said("2 0 1.3 3 - 1", "1.3", "'1.3' for Lever c: it goes in steps of 0.5; 1.5 is nearest");
    said("2 0 9 3 - 1", "9", "'9' for Lever c: it runs from 0 to 4");
    said("2 0 #9 3 - 1", "#9", "'#9' for Lever c: its steps are #0 to #8");
    said("2 0 1.5", "", "3 of 6 amounts; Lever d is next (write - for nothing)");
    said("7: 2 0 1.5 3 0 1 4", "4", "'4' is one too many: there are 6 amounts");
    said("0: 2 0 1.5 3 0 1", "0:", "'0' is not the number of a ballot, 1 to 65,535");
    said("2 0 1.5 3 0 1 r 9", "9", "'9' is not a role: 1 firm, 2 college");
    said("2 0 1.5 3 0 1 r uni", "uni", "'uni' is not a role: 1 firm, 2 college");
    said("2 0 1.5 3 0 1 g", "", "g needs the guess after it, r the number of the role");
    said("2 0 1.5 3 0 1 g1 g2", "g2", "'g2' stands there twice");
    said("2 0 1.5 3 0 1 g 1e9", "1e9", "'1e9' is not a number to guess");
}

fn any_ballot() -> impl Strategy<Value = Ballot> {
    let amounts = prop::collection::vec(0_u8..9, 6).prop_map(|n| n.iter().map(|n| 0.5 * f64::from(*n)).collect());
    let guess = prop::option::of((-500_i32..=1500).prop_map(|g| f64::from(g) / 100.0));
    (amounts, guess, prop::option::of(any::<String>()), prop::option::of(0_usize..2)).prop_map(
        |(amounts, guess, reason, role)| {
            let voter = Voter::Pasted(String::from("0102030405"));
            six().check_ballot(&Ballot { voter, answer: Answer::Package(amounts), guess, reason, role }).unwrap()
        },
    )
}

proptest! {
    #[test]
    fn a_code_gives_its_ballot_however_it_is_pasted(ballot in any_ballot(), small in any::<bool>(), at in 0_usize..40) {
        let code = paste::code(&six(), Round::Second, [1, 2, 3, 4, 5], &ballot).unwrap();
        let mut pasted = if small { code.to_lowercase().replace('0', "o").replace('1', "l") } else { code.clone() };
        pasted.insert_str(at.min(pasted.len()), " \n");
        prop_assert_eq!(paste::read(&six(), &pasted), Ok((Round::Second, ballot)));
    }

    #[test]
    fn a_code_with_one_wrong_character_is_refused(ballot in any_ballot(), at in 0_usize..400, to in 0_usize..32) {
        let code = paste::code(&six(), Round::First, [9, 2, 3, 4, 5], &ballot).unwrap();
        let mut letters: Vec<char> = code.chars().filter(|c| *c != '-').collect();
        let at = at % letters.len();
        let other = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".chars().nth(to).unwrap();
        prop_assume!(letters[at] != other);
        letters[at] = other;
        prop_assert!(paste::read(&six(), &letters.iter().collect::<String>()).is_err());
        letters.remove(at);
        prop_assert!(paste::read(&six(), &letters.iter().collect::<String>()).is_err());
    }

    #[test]
    fn any_text_at_a_door_is_taken_or_refused_and_never_more(text in any::<String>(), line in "[0-9:#., gr;-]{0,40}") {
        let _ = paste::read(&six(), &text);
        let _ = keypad::read(&six(), 1, &text);
        if let Err(slip) = keypad::read(&six(), 1, &line) {
            prop_assert!(line.get(slip.at.clone()).is_some() && !slip.says.contains('\n'));
        }
        let _ = import::read("f.csv", &text, &six());
        let _ = RunningOrder::read("f.ron", &text);
    }
}

#[test]
fn a_code_is_short_and_belongs_to_its_question() {
    let code = paste::code(&six(), Round::First, [1, 2, 3, 4, 5], &paper(1, &[0.0, 1.0, 2.0, 3.0, 4.0, 0.5])).unwrap();
    assert!(code.len() <= 40, "{code}");
    let other = Question { title: String::from("Another"), ..six() };
    assert_eq!(paste::read(&other, &code), Err(paste::Unreadable::OtherQuestion));
    assert_eq!(paste::read(&six(), "!"), Err(paste::Unreadable::Character('!')));
    assert_eq!(paste::read(&six(), ""), Err(paste::Unreadable::Damaged));
}

#[test]
fn a_table_is_read_whatever_its_head_looks_like() {
    let table = "\u{feff}Ballot no.; LEVER A;lever_b;c;Guess;Why;Role;Shoe size\n1;£1.5m;2;0,3;2,5;=1+1;College;44\n\n2;0;0;0;;;2;\n";
    let read = import::read("b.csv", table, &question()).unwrap();
    assert_eq!(read.said, ["column 'Shoe size' was passed over"]);
    let [first, second] = read.ballots.as_slice() else { panic!() };
    assert_eq!(first.answer, Answer::Package(vec![1.5, 2.0, 0.3]));
    assert_eq!((first.guess, first.reason.as_deref(), first.role), (Some(2.5), Some("=1+1"), Some(1)));
    assert_eq!((&second.voter, second.guess, second.role), (&Voter::Imported(String::from("2")), None, Some(1)));
    let mut state = round(read.ballots);
    state.judged.insert(Voter::Imported(String::from("1")), true);
    let out = import::write(&question(), &state);
    assert_eq!(
        out,
        "ballot,Lever a,Lever b,Lever c,cost_m_a_year,over_budget,guess,role,reason\n1,0,0,0,0,,,,\n2,1.5,2,0.3,3.8,,2.5,,'=1+1\n"
    );
    assert_eq!(import::read("again.csv", &out, &question()).unwrap().ballots.len(), 2, "what is written can be read");
}

#[test]
fn a_table_that_is_wrong_is_named_cell_by_cell() {
    let refused = |table: &str| import::read("b.csv", table, &question()).unwrap_err().to_string();
    assert_eq!(
        refused("a,b\n1,2\n"),
        "b.csv, line 1, header 'Lever c': has no column of that name; the header names every lever or scenario of the question"
    );
    let said = refused("ballot,a,b,c\n1,=2+3,2,0.1\n1,1,,0.1\n3,1,9,0.1\n");
    assert_eq!(
        said.lines().collect::<Vec<_>>(),
        [
            "b.csv, line 2, a '=2+3': is not a number",
            "b.csv, line 3, b '': is empty; write 0 for nothing",
            "b.csv, line 4, b '9': is not between 0 and 8 (£m a year)",
        ]
    );
    assert!(refused("ballot,a,b,c\n1,1,1,0\n1,1,1,0\n").contains("b.csv, line 3, ballot '1': stands there twice"));
    assert!(refused("a,b,c\n\"1,5\",1,0\n").contains("write 1.5 with a point"));
    assert!(refused("a,a,b,c\n").contains("is there twice"));
    assert!(refused("a,b,c\n").contains("has no ballots"));
    assert!(refused("").contains("header"));
}
