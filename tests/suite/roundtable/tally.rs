//! The count: golden values, and what may not matter.

use proptest::prelude::*;
use tiller::roundtable::camps::SILHOUETTE_MIN;
use tiller::roundtable::tally::agreement;
use tiller::roundtable::{
    Answer, Ballot, Camps, Choice, Kind, Minority, Movement, Package, Question, RoundState, Tally, Voter,
};

use super::{lever, paper, question};

pub fn round(ballots: impl IntoIterator<Item = Ballot>) -> RoundState {
    RoundState { ballots: ballots.into_iter().map(|b| (b.voter.clone(), b)).collect(), ..RoundState::default() }
}

fn numbered(packages: &[[f64; 3]]) -> RoundState {
    round((1..).zip(packages).map(|(n, p)| paper(n, p)))
}

#[test]
fn agreement_is_the_consensus_of_tastle_and_wierman() {
    let near = |values: &[f64], wanted: f64| {
        let got = agreement(values, 1.0, 5.0).unwrap();
        assert!((got - wanted).abs() < 5e-4, "{values:?}: {got}");
    };
    // The five-point scale: all the same, half at either end, spread evenly, two steps side by side.
    near(&[3.0, 3.0, 3.0, 3.0], 1.0);
    near(&[1.0, 1.0, 5.0, 5.0], 0.0);
    near(&[1.0, 2.0, 3.0, 4.0, 5.0], 0.434);
    near(&[2.0, 3.0], 0.807);
    near(&[1.0, 5.0, 5.0, 5.0], 1.0 + 0.25 * -2.0 + 0.75 * libm::log2(0.75));
    assert_eq!(agreement(&[2.0], 1.0, 5.0), None);
    assert_eq!(agreement(&[2.0, 2.0], 1.0, 1.0), None);
}

#[test]
fn the_middle_of_a_lever_and_where_it_splits() {
    let split = Tally::of(
        &question(),
        &numbered(&[[0.0; 3], [0.5, 0.0, 0.0], [0.0; 3], [5.0, 0.0, 0.0], [5.5, 0.0, 0.0], [6.0, 0.0, 0.0]]),
    );
    let lever = &split.levers[0];
    assert_eq!(lever.dots, [0.0, 0.0, 0.5, 5.0, 5.5, 6.0]);
    let middle = lever.middle.unwrap();
    assert_eq!((middle.lower, middle.median, middle.upper), (0.125, 2.75, 5.375));
    let found = lever.split.unwrap();
    assert_eq!((found.between, found.sizes), ((0.5, 5.0), (3, 3)));
    assert_eq!(split.levers[1].split, None, "all the same");
    let even: Vec<[f64; 3]> = (0..13).map(|i| [0.5 * f64::from(i), 0.0, 0.0]).collect();
    assert_eq!(Tally::of(&question(), &numbered(&even)).levers[0].split, None, "spread evenly");
    let one = Tally::of(&question(), &numbered(&[[0.0; 3], [0.0; 3], [0.0; 3], [0.0; 3], [0.0; 3], [6.0, 0.0, 0.0]]));
    assert_eq!(one.levers[0].split, None, "nobody is shown alone");
}

#[test]
fn medians_that_cost_too_much_together_are_scaled_down_and_it_is_said() {
    // Each costs 10 at most; the medians 4, 4, 0.5 × 10.
    let mut dear = question();
    dear.levers[2].cost = 10.0;
    let package = Package::within(&dear, vec![4.0, 4.0, 0.5]);
    assert_eq!(package.scaled_from, Some(13.0));
    assert!(package.cost <= 10.0 + 1e-6, "{package:?}");
    // 10 ÷ 13 of each is 3.08, 3.08, 0.385: down to 3, 3, 0.3, and the step that lost most is the third's.
    assert_eq!(package.amounts, [3.0, 3.0, 0.4]);
    let within = Package::within(&dear, vec![4.0, 1.0, 0.5]);
    assert_eq!((within.amounts, within.cost, within.scaled_from), (vec![4.0, 1.0, 0.5], 10.0, None));
}

#[test]
fn two_camps_are_found_and_a_cloud_is_none() {
    let near = |x: f64, i: u8| x + 0.5 * f64::from(i % 2);
    let camps: Vec<[f64; 3]> =
        (0..7).map(|i| [near(0.0, i), 7.0, 0.1]).chain((0..6).map(|i| [near(5.0, i), 1.0, 0.6])).collect();
    let Camps::Found { camps: found, silhouette } = Camps::of(&question(), &numbered(&camps)) else { panic!() };
    assert_eq!(found.iter().map(|c| c.voters.len()).collect::<Vec<_>>(), [7, 6]);
    assert!(silhouette > SILHOUETTE_MIN);
    assert_eq!(found[0].package.amounts, [0.0, 7.0, 0.1]);
    assert_eq!(found[0].apart_on, 0, "farthest on the first lever");
    assert!(matches!(Camps::of(&question(), &numbered(&camps[..11])), Camps::TooFew(11)));
    let cloud: Vec<[f64; 3]> = (0..24)
        .map(|i: u8| [0.5 * f64::from(i * 7 % 12), f64::from(i * 5 % 9), f64::from(i * 11 % 8) / 10.0])
        .collect();
    assert_eq!(Camps::of(&question(), &numbered(&cloud)), Camps::None);
    assert_eq!(Camps::of(&question(), &numbered(&[[1.0, 1.0, 0.1]; 20])), Camps::None, "all the same");
}

#[test]
fn three_camps_are_three() {
    let camps: Vec<[f64; 3]> = (0..15)
        .map(|i| match i % 3 {
            0 => [0.0, 0.0, 0.0],
            1 => [6.0, 0.0, 0.7],
            _ => [0.0, 8.0, 0.7],
        })
        .collect();
    let Camps::Found { camps: found, .. } = Camps::of(&question(), &numbered(&camps)) else { panic!() };
    assert_eq!(found.iter().map(|c| c.voters.len()).collect::<Vec<_>>(), [5, 5, 5]);
}

#[test]
fn a_role_is_never_shown_below_four_nor_by_what_is_left() {
    let with = |roles: &[Option<usize>]| {
        let ballots = (1..).zip(roles).map(|(n, role)| Ballot { role: *role, ..paper(n, &[1.0, 1.0, 0.1]) });
        Tally::of(&question(), &round(ballots)).roles.iter().map(|r| (r.role, r.ballots)).collect::<Vec<_>>()
    };
    let (firm, college) = (Some(0), Some(1));
    assert_eq!(with(&[firm, firm, firm, firm, college, college, college, college]), [(firm, 4), (college, 4)]);
    assert_eq!(with(&[firm, firm, firm, firm, college, college, college]), []);
    assert_eq!(with(&[firm, firm, firm, firm, college, college, college, None]), [(firm, 4), (None, 4)]);
    assert_eq!(with(&[firm, firm, firm, firm, firm]), []);
}

#[test]
fn approvals_are_counted_and_ties_said() {
    let choice = |name: &str| Choice { name: name.to_owned(), says: String::new(), scenario: String::new() };
    let choices = vec![choice("A"), choice("B"), choice("C")];
    let asked = Question { kind: Kind::Choice, levers: Vec::new(), choices, ..question() };
    let ballots = [vec![0, 1], vec![1], vec![0], vec![], vec![2]];
    let ballots = (1..).zip(ballots).map(|(n, c)| Ballot { answer: Answer::Approval(c), ..paper(n, &[]) });
    let count = Tally::of(&asked, &round(ballots)).approvals.unwrap();
    assert_eq!((count.counts.as_slice(), count.most.as_slice(), count.none), (&[2, 2, 1][..], &[0, 1][..], 1));
    assert!(count.tie());
    let none = Tally::of(&asked, &RoundState::default()).approvals.unwrap();
    assert!(none.most.is_empty() && !none.tie());
}

#[test]
fn movement_is_about_those_who_voted_twice() {
    let before = numbered(&[[0.0; 3], [2.0, 0.0, 0.0], [6.0, 0.0, 0.0]]);
    let after = round([paper(1, &[2.0, 0.0, 0.0]), paper(2, &[2.0, 0.0, 0.0]), paper(9, &[6.0, 0.0, 0.0])]);
    let moved = Movement::between(&question(), &before, &after);
    assert_eq!((moved.both, moved.only), (2, (1, 1)));
    let lever = &moved.levers[0];
    assert_eq!((lever.up, lever.same, lever.down), (1, 1, 0));
    assert_eq!(lever.median, Some((1.0, 2.0)));
    assert!(lever.agreement.unwrap().1 > lever.agreement.unwrap().0);
}

#[test]
fn the_minority_is_seen_with_its_reasons_and_never_alone() {
    let mut packages = vec![[1.0, 6.0, 0.1]; 9];
    packages.extend([[6.0, 0.0, 0.7], [6.0, 1.0, 0.7], [5.5, 0.0, 0.6]]);
    let mut state = numbered(&packages);
    for n in [1, 10, 11] {
        state.ballots.get_mut(&Voter::Paper(n)).unwrap().reason = Some(format!("reason {n}"));
    }
    state.judged.extend([(Voter::Paper(1), true), (Voter::Paper(10), true), (Voter::Paper(11), false)]);
    let minority = Minority::of(&question(), &state).unwrap();
    assert_eq!((minority.ballots, minority.reasons.as_slice()), (3, &[String::from("reason 10")][..]));
    assert_eq!(minority.package.unwrap().amounts, [6.0, 0.0, 0.7]);
    assert!(minority.distance.unwrap() > 0.5);
    assert_eq!(Minority::of(&question(), &numbered(&[[1.0, 1.0, 0.1]; 10])), None, "all agree");
    assert_eq!(Minority::of(&question(), &numbered(&packages[5..])), None, "seven are too few");
    // No camps below twelve: the farthest with those nearest to it.
    assert_eq!(Minority::of(&question(), &numbered(&packages[3..])).unwrap().ballots, 3);
}

fn packages() -> impl Strategy<Value = Vec<[f64; 3]>> {
    let package =
        (0_u8..13, 0_u8..9, 0_u8..8).prop_map(|(a, b, c)| [0.5 * f64::from(a), f64::from(b), f64::from(c) / 10.0]);
    prop::collection::vec(package, 0..30)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn who_cast_which_ballot_changes_nothing(packages in packages(), turn in 0_usize..30) {
        let mut turned = packages.clone();
        if !turned.is_empty() {
            let by = turn % turned.len();
            turned.rotate_left(by);
        }
        let (one, two) = (numbered(&packages), numbered(&turned));
        prop_assert_eq!(Tally::of(&question(), &one), Tally::of(&question(), &two));
        let camps = |r: &RoundState| match Camps::of(&question(), r) {
            Camps::Found { camps, .. } => camps.into_iter().map(|c| (c.voters.len(), c.package.amounts)).collect(),
            _ => Vec::new(),
        };
        prop_assert_eq!(camps(&one), camps(&two));
        let minority = |r: &RoundState| Minority::of(&question(), r).map(|m| (m.ballots, m.package.map(|p| p.amounts)));
        prop_assert_eq!(minority(&one), minority(&two));
    }

    #[test]
    fn what_is_counted_keeps_its_bounds(packages in packages()) {
        let asked = question();
        let tally = Tally::of(&asked, &numbered(&packages));
        prop_assert_eq!(tally.ballots, packages.len());
        for lever in &tally.levers {
            prop_assert!(lever.agreement.is_none_or(|a| (0.0..=1.0).contains(&a)));
            prop_assert!(lever.dots.is_sorted());
            if let Some(split) = lever.split {
                prop_assert_eq!(split.sizes.0 + split.sizes.1, packages.len());
                prop_assert!(split.sizes.0.min(split.sizes.1) >= 2);
            }
        }
        if let Some(package) = &tally.package {
            prop_assert!(package.cost <= asked.budget.unwrap() + 1e-6);
            let kept = asked.check_ballot(&paper(1, &package.amounts)).unwrap();
            prop_assert_eq!(kept.answer, Answer::Package(package.amounts.clone()), "on the steps");
        }
        if let Camps::Found { camps, .. } = Camps::of(&asked, &numbered(&packages)) {
            prop_assert_eq!(camps.iter().map(|c| c.voters.len()).sum::<usize>(), packages.len());
            prop_assert!(camps.iter().all(|c| c.voters.len() >= 3));
        }
    }

    #[test]
    fn a_package_that_costs_too_much_is_brought_within_and_no_lever_is_raised(a in 0_u8..13, b in 0_u8..9, cost in 0.1..5.0_f64, budget in 0.5..20.0_f64) {
        let mut asked = question();
        asked.levers = vec![lever("a", 6.0, 0.5), lever("b", 8.0, 1.0)];
        asked.levers[0].cost = cost;
        asked.budget = Some(budget);
        let wanted = vec![0.5 * f64::from(a), f64::from(b)];
        let package = Package::within(&asked, wanted.clone());
        prop_assert!(package.cost <= budget + 1e-6);
        prop_assert!(package.amounts.iter().zip(&wanted).all(|(got, most)| *got <= most + 1e-9));
        prop_assert_eq!(package.scaled_from.is_some(), asked.cost(&wanted) > budget + 1e-6);
    }
}
