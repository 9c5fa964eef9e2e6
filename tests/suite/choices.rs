//! What makes a choice arguable: judgements set otherwise, packages tried, evidence of another version, the fair test.

use std::sync::atomic::AtomicBool;

use proptest::prelude::*;
use tiller::evidence::LeverId;
use tiller::insight::fair::{Failed, Fair, SETTINGS, fair, settings};
use tiller::insight::revision::{figures, revision};
use tiller::model::local::{Override, Value, ids, value_of};
use tiller::model::{Band, Grade, Indicator};
use tiller::projection::{DrawKey, Draws, Projection, project};
use tiller::report::{self, wording};
use tiller::scenario::{Scenario, Tried, check, document, package, write};
use tiller::tui::app::shelf::open_id;
use tiller::tui::app::told::{Told, lines};
use tiller::tui::app::{Action, Effect, Overlay, Seen, State, update};

use crate::desk::{answer, basis, dark, draw, press, scenario, state, text};

const SEEN: Seen = Seen { columns: 1, cards: 1, rows: 10 };
const CHANNEL: &str = "skills_provision.skills";
const DRAWS: u32 = 160;

fn run(scenario: &Scenario) -> Projection {
    let basis = basis();
    let draws = Draws::make(&basis, &DrawKey::of(scenario, DRAWS));
    project(&basis, scenario, &draws, &AtomicBool::new(false)).unwrap()
}

fn own(id: &str, parts: &[f64]) -> Override {
    Override {
        id: id.to_owned(),
        value: Value::from_parts(parts).unwrap(),
        name: String::from("A. Reader"),
        reason: String::from("our own survey of 2025"),
    }
}

fn with(parts: &[(&str, &[f64])]) -> Scenario {
    let mut s = scenario();
    s.overrides = parts.iter().map(|(id, parts)| own(id, parts)).collect();
    s
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    /// An override equal to the record changes nothing, bit for bit, whatever it is about and however many there are.
    #[test]
    fn the_recorded_value_changes_nothing(picks in prop::collection::vec(any::<prop::sample::Index>(), 1..6)) {
        let basis = basis();
        let all = ids(&basis.model);
        let mut s = scenario();
        for pick in picks {
            let id = &all[pick.index(all.len())];
            if s.overrides.iter().all(|o| &o.id != id) {
                s.overrides.push(own(id, &value_of(&basis.model, id).unwrap().parts()));
            }
        }
        prop_assert!(check::problems(&s, &basis).is_empty());
        prop_assert_eq!(run(&s), run(&scenario()));
    }
}

#[test]
fn every_judgement_can_be_set_and_is_recorded_beside() {
    let basis = basis();
    for id in ids(&basis.model) {
        let recorded = value_of(&basis.model, &id).unwrap();
        let moved: Vec<f64> = recorded.parts().iter().map(|x| x * 0.75).collect();
        let under = basis.under(&[own(&id, &moved)]);
        assert_eq!(value_of(&under.model, &id), Value::from_parts(&moved), "{id}");
        let change = under.changed(&id).unwrap();
        assert_eq!((change.recorded, change.differs()), (recorded, moved != recorded.parts()), "{id}");
        assert_eq!(*under.recorded(), basis.model);
        assert_eq!(under.under(&[]).model, basis.model, "{id}: taken back");
    }
}

#[test]
fn an_arrow_that_is_not_on_the_way_moves_nothing() {
    let s = with(&[("peer_learning.practice", &[0.0, 0.5, 0.9])]);
    let basis = basis();
    assert!(value_of(&basis.model, "peer_learning.practice").is_some());
    assert_eq!(run(&s), run(&scenario()));
}

#[test]
fn what_rests_on_a_changed_arrow_is_graded_d_at_best_and_the_rest_stays() {
    let (before, after) = (run(&scenario()), run(&with(&[(CHANNEL, &[20.0, 40.0, 70.0])])));
    let of = |p: &Projection, i: Indicator| p.plans[0].indicator(i).clone();
    let (was, is) = (of(&before, Indicator::TrainedWorkforce), of(&after, Indicator::TrainedWorkforce));
    assert!(is.change.last().unwrap().p50 > was.change.last().unwrap().p50);
    assert!(was.grade < Grade::D && is.grade >= Grade::D, "{:?} {:?}", was.grade, is.grade);
    assert!(is.sources.iter().any(|s| s == "judgement"));
    assert_eq!(of(&before, Indicator::PublicCostPv), of(&after, Indicator::PublicCostPv));
}

#[test]
fn a_changed_band_does_not_hang_on_the_findings_behind_the_recorded_one() {
    let mut s = with(&[(CHANNEL, &[20.0, 40.0, 70.0])]);
    let whole = run(&s);
    let behind = basis().model.channels.iter().find(|c| c.id.as_str() == CHANNEL).unwrap().pooled_from.clone();
    assert!(!behind.is_empty());
    let only = |p: &Projection| p.plans[0].indicator(Indicator::TrainedWorkforce).change.clone();
    s.exclude_studies = behind.iter().map(|id| tiller::evidence::EffectId::new(id)).collect();
    assert_eq!(only(&run(&s)), only(&whole));
}

#[test]
fn switches_of_the_argument_act() {
    let (before, after) = (run(&scenario()), run(&with(&[("null_share", &[0.0])])));
    let still = |p: &Projection| p.plans[0].indicator(Indicator::InnovationActive).above.last().copied().unwrap();
    assert!(still(&after) > still(&before), "no lever fails to take");
    let cost = run(&with(&[("unit_cost.skills_provision", &[1.0, 2.0, 3.0])]));
    let reach =
        |p: &Projection| p.plans[0].reach.iter().find(|r| r.lever.as_str() == "skills_provision").unwrap().units_a_year;
    assert!(reach(&cost) > reach(&before));
    assert_eq!(cost.plans[0].indicator(Indicator::PublicCostPv).grade, Grade::D);
}

#[test]
fn refusals_come_all_at_once_with_line_and_advice() {
    let file = "(format: 1, plans: [(place: \"E12000005\")],\n overrides: [\n\
        (id: \"null_share\", value: 1.5, name: \"A\", reason: \"b\"),\n\
        (id: \"skills_provision.skill\", p10: 1, central: 2, p90: 3, name: \"A\", reason: \"b\"),\n\
        (id: \"skills_provision.skills\", p10: 9, central: 2, p90: 3, name: \"A\", reason: \"b\"),\n\
        (id: \"optimism_rho\", p10: 0, central: 0.1, p90: 0.2, name: \"A\", reason: \"b\"),\n\
        (id: \"lumpiness_cv\", value: 2, name: \" \"),\n\
        (id: \"lumpiness_cv\", value: inf, name: \"A\", reason: \"b\"),\n])";
    let said = document::read("mine.ron", file, &basis()).unwrap_err().to_string();
    for part in [
        "line 3, override 1 '0.5",
        "line 4, override 2, id 'skills_provision.skill': there is no judgement of that id; did you mean 'skills_provision.skills'?",
        "line 5, override 3, central '2': must lie between p10 and p90",
        "override 4",
        "takes one number",
        "line 7, override 5, name",
        "must say who says so",
        "must say why",
        "already has override 5",
        "line 8, override 6, value 'inf': must be a number",
    ] {
        let part = part.replace("override 1 '0.5", "override 1 ");
        assert!(said.contains(part.trim_end()), "{part}\n{said}");
    }
    assert!(said.contains("must be 0 or more and below 1"), "{said}");
    let half = "(format: 1, plans: [(place: \"E12000005\")], overrides: [(id: \"spill\", p10: 1, name: \"A\", reason: \"b\")])";
    let said = document::read("mine.ron", half, &basis()).unwrap_err().to_string();
    assert!(said.contains("must give either value, or p10, central and p90"), "{said}");
}

#[test]
fn reports_say_whose_value_it_is_and_what_is_recorded() {
    let basis = basis();
    let mut s = with(&[(CHANNEL, &[20.0, 40.0, 70.0]), ("null_share", &[0.4])]);
    s.tried = 7;
    let projection = run(&s);
    let plain = report::text::write(&basis, &s, &projection);
    let flat = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in [
        "40 (20 to 70), changed here by A. Reader: our own survey of 2025; recorded: 30 (10 to 60).",
        "recorded: 0.4 (the same: nothing moves).",
        wording::MARKED,
        "7 packages were tried before this one was kept.",
    ] {
        assert!(flat.contains(part), "{part}\n{plain}");
    }
    let json: serde_json::Value = serde_json::from_str(&report::json::write(&basis, &s, &projection).unwrap()).unwrap();
    assert_eq!(json["changed_here"][0]["recorded"], serde_json::json!([10.0, 30.0, 60.0]));
    assert_eq!(json["packages_tried"], "7 packages were tried before this one was kept.");
    let csv = report::csv::write(&basis, &s, &projection).unwrap();
    assert!(csv.lines().skip(1).all(|l| l.contains("changed here by A. Reader") && l.contains("7 packages")));
    s.overrides.clear();
    s.tried = 1;
    let plain = report::text::write(&basis, &s, &projection);
    assert!(!plain.contains("changed here") && !plain.contains("packages were tried"));
}

#[test]
fn differences_name_both_values() {
    let found = tiller::scenario::differences(&basis(), &scenario(), &with(&[("null_share", &[0.2])]));
    let said: Vec<String> = found.iter().map(ToString::to_string).collect();
    assert_eq!(said, ["Judgement null_share: 0.4 as recorded → 0.2 by A. Reader: our own survey of 2025"]);
}

fn typed(s: &mut State, what: &str) {
    update(s, Action::Paste(what.to_owned()), &SEEN);
}

#[test]
fn a_judgement_is_set_on_evidence_marked_undone_and_taken_back() {
    let mut s = state();
    open_id(&mut s, CHANNEL);
    press(&mut s, "v", &SEEN);
    assert!(matches!(s.overlays.last(), Some(Overlay::Override(id, _)) if id == CHANNEL));
    let asked = text(&draw(&s, &dark(), 120, 36).0);
    assert!(asked.contains("Recorded: 30 (10 to"), "{asked}");
    typed(&mut s, "50, 40, 70; A. Reader; our survey");
    press(&mut s, "Enter", &SEEN);
    let Some(Overlay::Override(_, field)) = s.overlays.last() else { panic!("a wrong value was taken") };
    assert!(field.problem.as_ref().unwrap().contains("between p10 and p90"), "{field:?}");
    press(&mut s, "Ctrl-U", &SEEN);
    typed(&mut s, "20, 40, 70; A. Reader; our survey");
    let effects = press(&mut s, "Enter", &SEEN);
    assert!(effects.iter().any(|e| matches!(e, Effect::Project { .. })), "{effects:?}");
    assert!(s.overlays.is_empty() && s.scenario.overrides.len() == 1);
    let shown = text(&draw(&s, &dark(), 120, 36).0);
    assert!(shown.contains("1 judgement changed here") && shown.contains("changed here by A. Reader"), "{shown}");
    let kept = write(&s.scenario);
    assert!(document::read("x", &kept, &basis()).unwrap().scenario.overrides == s.scenario.overrides);
    press(&mut s, "u", &SEEN);
    assert!(s.scenario.overrides.is_empty() && s.basis.changes().is_empty());
    press(&mut s, "U v Ctrl-U Enter", &SEEN);
    assert!(s.scenario.overrides.is_empty(), "nothing typed goes back to the record");
    assert!(s.notice.as_ref().unwrap().contains("as recorded"));
    open_id(&mut s, "P-E013");
    press(&mut s, "v", &SEEN);
    assert!(s.overlays.is_empty() && s.notice.as_ref().unwrap().contains("set otherwise"));
}

#[test]
fn why_says_that_an_arrow_was_changed() {
    let mut s = State::new(basis(), with(&[(CHANNEL, &[20.0, 40.0, 70.0])]));
    answer(&mut s);
    let subject = report::why::Subject {
        basis: &s.basis,
        plan: s.plan(),
        cell: s.cell.as_deref().ok(),
        indicator: Indicator::TrainedWorkforce,
        places: 1,
        excluded: &[],
    };
    let row = s.basis.model.channels.iter().position(|c| c.id.as_str() == CHANNEL).unwrap();
    let page = report::why::page_text(&report::why::page(&subject, tiller::insight::paths::Step::Channel(row)));
    let flat = page.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flat.contains("changed here by A. Reader: our own survey of 2025; recorded: 30 (10 to 60)"), "{page}");
    assert!(report::why::path(&subject).notes.iter().any(|n| n.contains("changed here by A. Reader")));
}

#[test]
fn packages_are_counted_once_each_and_only_with_full_answers() {
    let mut s = state();
    assert_eq!(s.tried.count(), 1);
    let one = |s: &mut State, keys: &str| {
        press(s, keys, &SEEN);
        answer(s);
    };
    one(&mut s, "Right");
    one(&mut s, "Right");
    assert_eq!(s.tried.count(), 3);
    one(&mut s, "u");
    one(&mut s, "u");
    one(&mut s, "U");
    assert_eq!(s.tried.count(), 3, "what was seen does not count twice");
    update(&mut s, Action::Press(tiller::tui::app::Chord::parse("F5").unwrap()), &SEEN);
    assert_eq!(s.tried.count(), 3, "no answer yet");
    answer(&mut s);
    assert_eq!(s.tried.count(), 4, "a switch makes another package");
    one(&mut s, "Z");
    assert_eq!(s.tried.count(), 4, "no new policy is no package");
    assert_eq!(s.to_keep().tried, 4);
    press(&mut s, "u", &SEEN);
    let foot = tiller::tui::app::export::provenance(&s).lines().join(" ");
    assert!(foot.contains("4 packages were tried before this one was kept."), "{foot}");
    let effects = press(&mut s, "w Enter", &SEEN);
    let saved = effects.iter().find_map(|e| if let Effect::Save(s) = e { Some(s.clone()) } else { None }).unwrap();
    assert!(write(&saved).contains("tried: 4,"));
    let mut again = Tried::from(&saved);
    again.note(&saved);
    assert_eq!(again.count(), 4, "the package that was opened is among them");
    let seen: Vec<String> = s.tried.seen().cloned().collect();
    again.recall(seen);
    assert_eq!(again.count(), 4);
    again.note(&scenario());
    assert_eq!(again.count(), 4, "seen in the session before");
}

#[test]
fn a_package_is_what_moves_figures() {
    let a = scenario();
    let mut b = scenario();
    b.title = String::from("Other");
    b.notes = String::from("n");
    b.seed = 9;
    b.budget = Some(3.0);
    let resting = b.whole_horizon(0.0);
    b.plans[0].levers.insert(LeverId::new("peer_learning"), resting);
    assert_eq!(package(&a), package(&b));
    let mut named = with(&[("null_share", &[0.2])]);
    let before = package(&named);
    named.overrides[0].reason = String::from("another");
    assert_eq!(package(&named), before);
    assert_ne!(package(&a), before);
    b.plans[0].sector = tiller::evidence::SectorId::new("retail");
    assert_ne!(package(&a), package(&b));
}

#[test]
fn another_version_of_the_evidence_is_said_and_its_figures_listed() {
    let basis = basis();
    let projection = run(&scenario());
    let mut all = figures(&projection);
    assert_eq!(all.len(), Indicator::ALL.len() - 1);
    assert!(revision(&scenario().recorded("same", all.clone()).record.unwrap(), &projection).is_some());
    let now = projection.evidence_version.clone();
    assert!(revision(&scenario().recorded(&now, all.clone()).record.unwrap(), &projection).is_none());
    all[0].p50 += 10.0 * all[0].error.max(1e-6);
    let kept = scenario().recorded("fedcba9876543210", all);
    let found = revision(kept.record.as_ref().unwrap(), &projection).unwrap();
    assert_eq!(found.rows.iter().filter(|m| m.beyond_error()).count(), 1);
    let sheet = report::revision::sheet(&basis, &kept, &found);
    assert!(sheet.as_text().contains("1 figure of 11 moved"), "{}", sheet.as_text());
    // Through the file and on the screen.
    let read = document::read("x", &write(&kept), &basis).unwrap().scenario;
    assert_eq!(read, kept);
    let mut s = state();
    update(&mut s, Action::Opened(Box::new(read)), &SEEN);
    assert!(s.notice.as_ref().unwrap().contains("V lists what changed"), "{:?}", s.notice);
    answer(&mut s);
    press(&mut s, "V", &SEEN);
    let said = lines(&s, Told::Revision).join("\n");
    assert!(said.contains("Kept on evidence fedcba9876543210"), "{said}");
    assert!(text(&draw(&s, &dark(), 120, 36).0).contains("What changed in its figures"));
    press(&mut s, "Esc", &SEEN);
    assert!(s.overlays.is_empty());
    // Saving notes the version of now.
    let record = s.to_keep().record.unwrap();
    assert_eq!(
        (record.evidence, record.figures.len()),
        (s.answer.as_ref().unwrap().projection.evidence_version.clone(), 11)
    );
}

#[test]
fn bundled_scenarios_carry_no_version() {
    for (name, text) in tiller::evidence::load::SCENARIOS {
        let opened = document::read(name, text, &basis()).unwrap().scenario;
        assert_eq!((opened.record, opened.tried, opened.overrides.len()), (None, 0, 0), "{name}");
    }
}

fn test(a: &Scenario, b: &Scenario) -> Fair {
    fair(&basis(), a, b, DRAWS, &AtomicBool::new(false)).unwrap()
}

/// Two plans of one place that differ in their levers.
fn two() -> [Scenario; 2] {
    let (mut a, mut b) = (scenario(), scenario());
    for (s, skills, network) in [(&mut a, 1.5, 0.5), (&mut b, 0.9, 0.5)] {
        s.set(0, &LeverId::new("skills_provision"), skills);
        s.set(0, &LeverId::new("network_facilitation"), network);
    }
    [a, b]
}

#[test]
fn a_plan_against_itself_is_level_in_every_setting() {
    let found = test(&scenario(), &scenario());
    assert!(found.terms.failed.is_empty() && found.terms.scaled.is_none(), "{:?}", found.terms);
    let ranked: Vec<_> = found.rows.iter().filter(|r| r.holds().is_some()).collect();
    assert!(ranked.len() >= 9);
    for row in ranked {
        assert_eq!((row.counts(), row.holds()), ([0, SETTINGS, 0], Some(SETTINGS)), "{:?}", row.measure);
    }
}

#[test]
fn the_test_is_the_same_from_either_side() {
    let [a, b] = two();
    let first = test(&a, &b);
    assert!(first.terms.failed.is_empty(), "{:?}", first.terms);
    assert_eq!(settings().len(), SETTINGS);
    // The scaled plan costs as much as the first, so that nothing is scaled on the way back.
    let mut scaled = b.clone();
    for setting in scaled.plans[0].levers.values_mut() {
        setting.amount *= first.terms.scaled.unwrap_or(1.0);
    }
    let back = test(&scaled, &a);
    assert!(back.terms.failed.is_empty() && back.terms.scaled.is_none(), "{:?}", back.terms);
    assert!((back.terms.costs[0] / back.terms.costs[1] - 1.0).abs() < 0.05);
    for (row, other) in first.rows.iter().zip(&back.rows) {
        let [x, same, y] = row.counts();
        assert_eq!(other.counts(), [y, same, x], "{:?}", row.measure);
        assert_eq!(row.cells.len(), SETTINGS);
        for cell in row.cells.iter().flatten() {
            assert!(cell.first_better + cell.second_better <= 1.0 + 1e-12);
        }
    }
}

#[test]
fn a_condition_that_fails_is_named_and_nothing_is_counted() {
    let [a, b] = two();
    let mut later = b.clone();
    later.set_calendar(2028, 15);
    let mut judged = b.clone();
    judged.overrides = vec![own("null_share", &[0.1])];
    let mut large = b.clone();
    large.set(0, &LeverId::new("skills_provision"), 0.8);
    let mut none = b.clone();
    none.plans[0].levers.clear();
    let mut huge = a.clone();
    huge.set(0, &LeverId::new("skills_provision"), 12.0);
    for (first, second, failed) in [
        (&a, &later, Failed::OtherYears),
        (&a, &judged, Failed::OtherJudgements),
        (&a, &none, Failed::CostsNothing(1)),
        (&huge, &large, Failed::Beyond(0, LeverId::new("skills_provision"))),
    ] {
        let found = test(first, second);
        assert!(found.terms.failed.contains(&failed), "{failed:?}: {:?}", found.terms);
        assert!(found.rows.is_empty());
        let said = report::fair::sheets(&basis(), [first, second], &found, &|_| true);
        assert!(said.len() == 1 && said[0].notes.iter().any(|n| n.starts_with("No fair test: ")), "{said:?}");
    }
}

#[test]
fn the_test_in_words_never_says_who_wins_overall() {
    let [a, b] = two();
    let found = test(&a, &b);
    let said: String =
        report::fair::sheets(&basis(), [&a, &b], &found, &|_| true).iter().map(report::sheet::Sheet::as_text).collect();
    assert!(said.contains(wording::NO_WINNER) && said.contains("of 12 settings"), "{said}");
    assert!(said.contains("every amount of B was multiplied by") || said.contains("counts as equal"));
    assert!(wording::unused_words_in(&said).is_empty());
    for word in ["wins", "winner", "best plan", "overall better"] {
        assert!(!said.to_lowercase().contains(word), "{word}");
    }
}

#[test]
fn compare_asks_for_the_test_and_shows_it() {
    let [a, b] = two();
    let mut s = State::new(basis(), a);
    answer(&mut s);
    press(&mut s, "2 f", &SEEN);
    assert!(s.overlays.is_empty() && s.notice.as_ref().unwrap().contains("needs two plans"));
    update(&mut s, Action::OpenedBeside(Box::new(b.clone())), &SEEN);
    let effects = press(&mut s, "f", &SEEN);
    let asked = effects.iter().find_map(|e| match e {
        Effect::Work(tiller::tui::app::Job::Fair { of }) => Some(of.clone()),
        _ => None,
    });
    let of = asked.expect("a piece of work");
    assert_eq!((&*of[0], &*of[1]), (&*s.scenario, &b));
    assert!(text(&draw(&s, &dark(), 120, 36).0).contains("Twelve settings are being worked out"));
    let found = std::sync::Arc::new(test(&of[0], &of[1]));
    update(&mut s, Action::Done(tiller::tui::app::Done::Fair(of, Ok(found))), &SEEN);
    let shown = text(&draw(&s, &dark(), 120, 36).0);
    assert!(shown.contains("equal cost and years"), "{shown}");
    let sheets = tiller::tui::app::sheets(&s);
    assert!(sheets[0].title.starts_with("Fair test") && sheets.len() == 3);
    press(&mut s, "Down x", &SEEN);
    assert!(matches!(s.overlays.last(), Some(Overlay::Export(_))));
    press(&mut s, "Esc q", &SEEN);
    assert!(s.overlays.is_empty());
    assert!(press(&mut s, "f", &SEEN).is_empty(), "the answer is there already");
}

#[test]
fn bands_of_quantiles_keep_their_order_in_words() {
    assert_eq!(Value::Band(Band::new(-0.1, 0.2, 0.3)).to_string(), "0.2 (−0.1 to 0.3)");
    assert_eq!(Value::Number(0.4).to_string(), "0.4");
}
