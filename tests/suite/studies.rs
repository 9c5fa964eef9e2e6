//! Studies that print an error, in a user's layer: from the table to the range that is drawn, and to the figures.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;
use tiller::evidence::load::Library;
use tiller::evidence::{EffectId, Usable};
use tiller::insight::findings::behind;
use tiller::insight::leave_out::leave_one_out;
use tiller::insight::paths::Step;
use tiller::insight::uses::Uses;
use tiller::model::conversions::{Form, base_rate};
use tiller::model::pooling::{Study, pool};
use tiller::model::studies::{self, Barrier, Standing};
use tiller::model::{Band, Basis, check_library};
use tiller::projection::bands;
use tiller::report::shelf::arithmetic;
use tiller::report::shelf::{Catalogue, Record, Tab};
use tiller::report::studies as leave_out_report;

use crate::desk;

const WORK: &str = "work_organisation.productivity.direct";
const LEAD: &str = "leadership_management.practice";

const EFFECTS: &str = include_str!("../fixtures/studies/effects.csv");
const SOURCES: &str = include_str!("../fixtures/studies/sources.csv");
const CONVERSIONS: &str = include_str!("../fixtures/studies/conversions.csv");

/// The bundled table with rows of a fixture behind it.
fn with_rows(name: &str, rows: &str) -> String {
    let bundled = Library::embedded().text(name).unwrap();
    let (header, rows) = rows.split_once('\n').unwrap();
    assert_eq!(bundled.lines().next(), Some(header), "{name}: the fixture has other columns");
    format!("{}\n{rows}", bundled.trim_end())
}

/// A user's layer with invented studies, their conversions as given.
fn layer(conversions: &str) -> TempDir {
    layer_of(EFFECTS, conversions)
}

fn layer_of(effects: &str, conversions: &str) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    for folder in ["evidence", "model"] {
        fs::create_dir(dir.path().join(folder)).unwrap();
    }
    let write = |name: &str, text: &str| fs::write(dir.path().join(name), text).unwrap();
    write("evidence/effects.csv", &with_rows("evidence/effects.csv", effects));
    write("evidence/sources.csv", &with_rows("evidence/sources.csv", SOURCES));
    write("model/conversions.csv", conversions);
    dir
}

fn load(dir: &TempDir) -> Basis {
    Basis::load(&Library::with_overlay(dir.path()).unwrap()).map_err(|f| f.to_string()).unwrap()
}

fn invented() -> Basis {
    load(&layer(CONVERSIONS))
}

fn row(basis: &Basis, id: &str) -> usize {
    basis.model.channels.iter().position(|c| c.id.as_str() == id).unwrap()
}

fn ids(names: &[&str]) -> Vec<EffectId> {
    names.iter().map(|n| EffectId::new(n)).collect()
}

fn near(got: f64, expect: f64) {
    assert!((got - expect).abs() <= 1e-12 * (1.0 + expect.abs()), "got {got:?}, expected {expect:?}");
}

/// Conversion and discount of the fixture by hand.
fn by_hand() -> [Study; 5] {
    let log = |x: f64| 0.5 * libm::log1p(x / 100.0);
    let slope = |x: f64, se: f64| 0.5 * se / (100.0 + x);
    let discounted = |y: f64, se: f64, s: f64, int: f64, ext: f64| {
        let y = s * y;
        Study { effect: y, variance: s * s * se * se + (int * y) * (int * y) + (ext * y) * (ext * y) }
    };
    let z975 = 1.959_963_984_540_054;
    [
        // T-E2: a null, level 4, same; T-E3: interval 3 to 11, level 4, near; T-E4: level 3, near.
        discounted(0.0, slope(0.0, 1.5), 0.75, 0.20, 0.10),
        discounted(log(7.0), (log(11.0) - log(3.0)) / (2.0 * z975), 0.75, 0.20, 0.25),
        discounted(log(2.5), slope(2.5, 1.2), 0.60, 0.35, 0.25),
        // T-E5 stands for its study (T-E1 is the other result); T-E8 was discounted before it was entered.
        discounted(log(5.0), slope(5.0, 2.5), 0.90, 0.10, 0.10),
        Study { effect: 0.2 * log(3.0), variance: libm::pow(0.2 * slope(3.0, 1.0), 2.0) },
    ]
}

fn pooled_names<'a>(standing: &'a Standing<'_>) -> Vec<&'a str> {
    standing.studies().into_iter().map(|(id, _)| id.as_str()).collect()
}

fn why<'a>(standing: &'a Standing<'_>, id: &str) -> &'a [Barrier] {
    standing.behind.iter().find(|b| b.effect.id.as_str() == id).unwrap().reading.as_ref().unwrap_err()
}

#[test]
fn studies_are_converted_discounted_once_and_pooled() {
    let basis = invented();
    let standing = studies::standing(&basis, row(&basis, WORK), &[]);
    assert_eq!(pooled_names(&standing), ["T-E2", "T-E3", "T-E4", "T-E5", "T-E8"]);
    for ((id, got), expect) in standing.studies().into_iter().zip(by_hand()) {
        println!("{id}");
        near(got.effect, expect.effect);
        near(got.variance, expect.variance);
    }
    let expect = pool(&by_hand(), 0.5).unwrap();
    let got = standing.pooled.unwrap();
    for (a, b) in [(got.tau2, expect.tau2), (got.mu, expect.mu), (got.se, expect.se), (got.p90, expect.p90)] {
        assert!((a - b).abs() < 1e-12, "{a} is not {b}");
    }
    assert_eq!(why(&standing, "T-E1"), [Barrier::SameStudy(EffectId::new("T-E5"))]);
    assert_eq!(why(&standing, "T-E6"), [Barrier::NoError]);
    assert!(why(&standing, "P-E052").contains(&Barrier::NoConversion));
}

#[test]
fn two_studies_are_too_few_and_the_recorded_prior_stands() {
    let basis = invented();
    let lead = row(&basis, LEAD);
    let standing = studies::standing(&basis, lead, &[]);
    assert_eq!(pooled_names(&standing), ["T-E10", "T-E9"]);
    assert_eq!((standing.pooled, studies::band(&basis, lead, &[])), (None, None));
}

/// Channels without enough studies keep their bands to the last bit, and as bundled every channel does.
#[test]
fn what_cannot_be_pooled_leaves_every_band_as_it_was() {
    let (bundled, own) = (desk::basis(), invented());
    let bits = |b: &Band| [b.p10, b.central, b.p90].map(f64::to_bits);
    for excluded in [vec![], ids(&["P-E013"]), ids(&["P-E013", "P-E042", "P-E014"])] {
        let none = studies::bands(&bundled, &excluded);
        assert!(none.iter().all(Option::is_none));
        for weight in [true, false] {
            let before = bands::resolve(&bundled.model, &[], weight, &excluded);
            let now = bands::resolve(&bundled.model, &none, weight, &excluded);
            let layered = bands::resolve(&own.model, &studies::bands(&own, &excluded), weight, &excluded);
            for (i, channel) in bundled.model.channels.iter().enumerate() {
                assert_eq!(bits(&before.channels[i]), bits(&now.channels[i]), "{}", channel.id);
                let same = bits(&before.channels[i]) == bits(&layered.channels[i]);
                assert_eq!(same, channel.id.as_str() != WORK, "{}", channel.id);
            }
            assert_eq!((&before.links, &before.pairs), (&layered.links, &layered.pairs));
        }
    }
    for (i, channel) in bundled.model.channels.iter().enumerate() {
        let band = bands::resolve(&bundled.model, &[], true, &[]).channels[i];
        let outcome = channel.target.node().is_some_and(tiller::model::Node::is_outcome);
        let factor = if outcome { 1.0 } else { 1.3 };
        let central = channel.effect.central * channel.ref_weight;
        near(band.central, central);
        near(band.p10, central + factor * (channel.effect.p10 - central));
        near(band.p90, central + factor * (channel.effect.p90 - central));
    }
    assert_eq!(bundled.model.version, tiller::model::Model::load(&Library::embedded()).unwrap().version);
    assert_ne!(bundled.model.version, own.model.version, "a layer's conversions are part of the version");
}

#[test]
fn the_reference_weight_moves_the_middle_and_never_narrows() {
    let basis = invented();
    let (work, pooled) = (row(&basis, WORK), studies::bands(&basis, &[]));
    let weight = basis.model.channels[work].ref_weight;
    let plain = bands::resolve(&basis.model, &pooled, false, &[]).channels[work];
    let weighted = bands::resolve(&basis.model, &pooled, true, &[]).channels[work];
    assert_eq!(Some(plain), pooled[work], "into an outcome: no widening");
    near(weighted.central, weight * plain.central);
    near(weighted.central - weighted.p10, plain.central - plain.p10);
    assert_eq!(weighted.p90, plain.p90);
    // The other way round: studies that find harm.
    let mut harm = pooled.clone();
    harm[work] = pooled[work].map(|b| Band::new(-b.p90, -b.central, -b.p10));
    let mirrored = bands::resolve(&basis.model, &harm, true, &[]).channels[work];
    near(mirrored.central, -weighted.central);
    near(mirrored.p10, -weighted.p90);
    near(mirrored.p90, -weighted.p10);
}

#[test]
fn leaving_studies_out_never_narrows_and_below_three_the_prior_stands() {
    let basis = invented();
    let work = row(&basis, WORK);
    let width = |b: Band| b.p90 - b.p10;
    let all = studies::band(&basis, work, &[]).unwrap();
    let groups: [&[&str]; 5] = [&["T-E1", "T-E5"], &["T-E2"], &["T-E3"], &["T-E4"], &["T-E8"]];
    for (i, one) in groups.iter().enumerate() {
        for id in *one {
            let out = ids(&[id]);
            let rest = studies::standing(&basis, work, &out);
            assert_eq!(rest.pooled.unwrap().k, 4, "{id}: a study goes with all its results");
            let band = studies::band(&basis, work, &out).unwrap();
            assert!(width(band) >= width(all) - 1e-15, "{id}: {} is narrower than {}", width(band), width(all));
            for other in groups.iter().skip(i + 1) {
                let two = studies::band(&basis, work, &ids(&[id, other[0]])).unwrap();
                assert!(
                    width(two) >= width(band) - 1e-15,
                    "{id}, then {}: {} after {}",
                    other[0],
                    width(two),
                    width(band)
                );
            }
        }
    }
    let out = ids(&["T-E2", "T-E3", "T-E4"]);
    assert_eq!(studies::band(&basis, work, &out), None);
    let now = bands::resolve(&basis.model, &studies::bands(&basis, &out), true, &out).channels[work];
    let recorded = bands::resolve(&desk::basis().model, &[], true, &out).channels[work];
    assert_eq!(now, recorded, "the recorded prior, by its own rule");
}

/// An outlier alone makes the range wide; without it the rule itself would give a narrower one.
#[test]
fn leaving_an_outlier_out_does_not_narrow_either() {
    let basis = load(&layer_of(&EFFECTS.replacen(",7.0,,3.0,11.0,", ",70.0,,66.0,74.0,", 1), CONVERSIONS));
    let work = row(&basis, WORK);
    let (all, out) = (studies::band(&basis, work, &[]).unwrap(), ids(&["T-E3"]));
    let alone = studies::standing(&basis, work, &out).pooled.unwrap();
    let band = studies::band(&basis, work, &out).unwrap();
    assert!(alone.p90 - alone.p10 < 0.5 * (all.p90 - all.p10), "the rule itself narrows");
    assert!(band.p90 - band.p10 >= all.p90 - all.p10 - 1e-15 && band.central < all.central);
    let two = studies::band(&basis, work, &ids(&["T-E3", "T-E2"])).unwrap();
    assert!(two.p90 - two.p10 >= band.p90 - band.p10 - 1e-15);
}

#[test]
fn everything_that_keeps_a_study_out_is_said() {
    let line = EFFECTS.lines().find(|l| l.starts_with("T-E4,")).unwrap();
    let with = |from: &str, to: &str, conversion: (&str, &str)| {
        assert!(line.contains(from), "{from}");
        let row_ = CONVERSIONS.lines().find(|l| l.starts_with("T-E4,")).unwrap();
        let conversions = CONVERSIONS.replace(row_, &row_.replace(conversion.0, conversion.1));
        load(&layer_of(&EFFECTS.replace(line, &line.replacen(from, to, 1)), &conversions))
    };
    let plain = (",no,", ",no,");
    let (estimate, level) = (",2.5,,,,1.2,", "invented,3,3,");
    let cases = [
        (estimate, ",2.5,,,,0,", plain, Barrier::BadError, "not a number above 0"),
        (estimate, ",2.5,,,,,", plain, Barrier::NoError, "no standard error and no interval"),
        (estimate, ",,,,,1.2,", plain, Barrier::NoEstimate, "prints no number"),
        (estimate, ",-100,,,,1.2,", plain, Barrier::OutsideForm(Form::PercentToLog), "percent_to_log"),
        (level, "invented,,,", plain, Barrier::NoLevel, "no level 1 to 5"),
        (level, "invented,0,0,", plain, Barrier::NoLevel, "no level 1 to 5"),
        ("numeric,yes,", "sign,direction,", plain, Barrier::NotANumber(Usable::Direction), "only its direction"),
    ];
    for (from, to, conversion, barrier, says) in cases {
        let basis = with(from, to, conversion);
        let standing = studies::standing(&basis, row(&basis, WORK), &[]);
        assert_eq!(why(&standing, "T-E4"), [barrier], "{to}");
        assert_eq!(standing.pooled.unwrap().k, 4);
        let steps = arithmetic::steps(&basis, row(&basis, WORK), &[]);
        let said = steps.iter().find(|s| s.id == "T-E4" && s.name == "not pooled").unwrap();
        assert!(said.said.contains(says), "{}", said.said);
    }
    // Discounted before it was entered: no level is needed, and none is applied.
    let basis = with(level, "invented,,,", (",no,", ",yes,"));
    let standing = studies::standing(&basis, row(&basis, WORK), &[]);
    let own = standing.behind.iter().find(|b| b.effect.id.as_str() == "T-E4").unwrap();
    let reading = own.reading.as_ref().unwrap();
    assert_eq!((reading.discount, reading.enters), (None, reading.converted));
    near(reading.converted.effect, 0.5 * libm::log1p(0.025));
}

#[test]
fn forms_of_conversion_and_their_slopes() {
    let base = Some(0.4);
    let (value, slope) = Form::PointsToLogOdds.apply(5.0, base).unwrap();
    near(value, 0.05 / 0.24);
    near(slope, 0.01 / 0.24);
    assert_eq!(Form::PointsToLogOdds.apply(5.0, None), None);
    near(Form::RatioToLog.apply(1.5, None).unwrap().0, libm::log(1.5));
    assert_eq!((Form::RatioToLog.apply(0.0, None), Form::PercentToLog.apply(-100.0, None)), (None, None));
    assert_eq!(Form::Linear.apply(-7.0, None), Some((-7.0, 1.0)));
    for form in [Form::Linear, Form::PercentToLog, Form::PointsToLogOdds, Form::RatioToLog] {
        let at = |x: f64| form.apply(x, base).unwrap();
        let (h, x) = (1e-5, 2.0);
        let difference = (at(x + h).0 - at(x - h).0) / (2.0 * h);
        assert!((difference - at(x).1).abs() < 1e-8, "{form:?}");
    }
    let model = &desk::basis().model;
    let rate = |id: &str| base_rate(model.channels.iter().find(|c| c.id.as_str() == id).unwrap(), &model.judgements);
    assert_eq!(
        (rate("peer_learning.innovation.direct"), rate("peer_learning.ties"), rate(WORK)),
        (Some(0.4), Some(0.25), None)
    );
}

#[test]
fn the_order_of_rows_changes_no_bit() {
    let mut lines: Vec<&str> = CONVERSIONS.trim_end().lines().collect();
    lines[1..].reverse();
    let (first, again) = (invented(), load(&layer(&(lines.join("\n") + "\n"))));
    assert_eq!(studies::bands(&first, &[]), studies::bands(&again, &[]));
    let out = ids(&["T-E3"]);
    assert_eq!(studies::bands(&first, &out), studies::bands(&again, &out));
}

#[test]
fn a_null_study_draws_the_middle_towards_zero() {
    let basis = invented();
    let work = row(&basis, WORK);
    let with = studies::band(&basis, work, &[]).unwrap();
    let without = studies::band(&basis, work, &ids(&["T-E2"])).unwrap();
    assert!(0.0 < with.central && with.central < without.central, "{} and {}", with.central, without.central);
}

#[test]
fn a_conversion_that_does_not_fit_is_refused_with_its_line() {
    let head = CONVERSIONS.lines().next().unwrap();
    let good = CONVERSIONS.lines().nth(1).unwrap();
    for (from, to, says) in [
        ("T-E1,", "T-E11,", "line 2, effect_id 'T-E11': is not a finding of evidence/effects.csv"),
        ("productivity.direct", "productivity", "channel_id 'work_organisation.productivity': is not a channel of"),
        ("% value added per hour", "% wages", "from_unit '% wages': is not the unit that is converted"),
        ("firm adopts", "worker adopts", "evidence/effects.csv says 'firm adopts the practice'"),
        ("log points", "log-odds", "model/channels.csv says 'log points'"),
        ("percent_to_log", "percent_to_logs", "did you mean 'percent_to_log'?"),
        ("percent_to_log", "points_to_log_odds", "needs a base rate"),
        (",0.5,", ",0,", "factor '0': must be a number other than 0"),
        (",0.5,", ",NaN,", "is not a finite number"),
        (",same,", ",nearby,", "is not a known word"),
        (",no,", ",maybe,", "is not a known word"),
        ("half of supported firms adopt (invented)", " ", "must not be blank"),
    ] {
        let dir = layer(&format!("{head}\n{}\n", good.replacen(from, to, 1)));
        let library = Library::with_overlay(dir.path()).unwrap();
        let said = Basis::load(&library).unwrap_err().to_string();
        assert!(said.contains(says), "{to}: {said}");
        assert!(check_library(&library).to_string().contains(says), "{to}: tiller check says the same");
    }
    let twice = layer(&format!("{head}\n{good}\n{good}\n"));
    let said = Basis::load(&Library::with_overlay(twice.path()).unwrap()).unwrap_err().to_string();
    assert!(said.contains("line 3, effect_id 'T-E1': stands for this channel on line 2 already"), "{said}");
    assert!(check_library(&Library::with_overlay(layer(CONVERSIONS).path()).unwrap()).0.is_empty());
}

#[test]
fn the_pages_lead_from_a_study_to_its_channel_and_back() {
    let basis = invented();
    let all = Catalogue::new(&basis);
    let page = |tab, id: &str| all.page(&basis, &Record::new(tab, id), None).unwrap();
    let channel = page(Tab::Judgements, WORK);
    assert!(
        channel.links().any(|r| r.id == "T-E3")
            && channel.as_text().contains("5 studies: T-E2, T-E3, T-E4, T-E5, T-E8")
    );
    assert!(page(Tab::Findings, "T-E3").links().any(|r| r.id == WORK));
    let uses = Uses::of(&basis);
    // What the recorded band rested on is set aside: leaving it out would change nothing.
    assert!(!uses.in_a_band("P-E055") && Uses::of(&desk::basis()).in_a_band("P-E055"));
    assert!(!page(Tab::Findings, "P-E055").as_text().contains("equal weight"));
    let arrow = Step::Channel(row(&basis, WORK));
    assert_eq!(arrow.band(&basis), studies::band(&basis, row(&basis, WORK), &[]));
    assert_eq!(arrow.band(&desk::basis()), Some(desk::basis().model.channels[row(&basis, WORK)].effect));
    assert!(behind(&basis, arrow).iter().any(|e| e.id.as_str() == "T-E3"));
    assert!(uses.in_a_band("T-E3") && !uses.in_a_band("T-E9") && !uses.in_a_band("T-E6"));
    for step in arithmetic::steps(&basis, row(&basis, WORK), &[]) {
        assert!(
            step.said.is_empty() || channel.lines.iter().any(|l| l.text() == step.said),
            "the page leaves out: {}",
            step.said
        );
    }
    // As bundled every channel has its arithmetic, and says that nothing is pooled.
    let bundled = desk::basis();
    for (i, c) in bundled.model.channels.iter().enumerate() {
        let steps = arithmetic::steps(&bundled, i, &[]);
        assert!(steps.iter().any(|s| s.name == "studies pooled" && s.value == Some(0.0)), "{}", c.id);
        let drawn = steps.iter().find(|s| s.name == "middle").unwrap().value.unwrap();
        near(drawn, c.effect.central * c.ref_weight);
        assert!(c.pooled_from.iter().all(|id| steps.iter().any(|s| s.id == *id && s.name == "not pooled")), "{}", c.id);
        assert!(c.prior_ids.iter().all(|id| steps.iter().any(|s| s.id == *id)), "{}", c.id);
    }
}

#[test]
fn one_study_is_held_against_the_others() {
    let bundled = leave_one_out(&desk::basis());
    assert_eq!((bundled.tested.len(), bundled.most, bundled.share()), (0, 0, None));
    let said = leave_out_report::sheet(&desk::basis(), &bundled).as_text();
    assert!(said.contains("No channel qualifies today"), "{said}");
    let basis = invented();
    let found = leave_one_out(&basis);
    assert_eq!((found.tested.as_slice(), found.held.len()), (&[row(&basis, WORK)][..], 5));
    let studies = by_hand();
    for (i, held) in found.held.iter().enumerate() {
        let mut others = studies.to_vec();
        let own = others.remove(i);
        let rest = pool(&others, 0.5).unwrap();
        near(held.found, own.effect);
        let [lo, hi] = rest.range_of_a_study(own.variance);
        assert!((held.range[0] - lo).abs() < 1e-12 && (held.range[1] - hi).abs() < 1e-12);
        assert_eq!(held.inside(), (lo..=hi).contains(&own.effect));
    }
    let sheet = leave_out_report::sheet(&basis, &found);
    assert_eq!(sheet.rows.len(), 5);
    assert!(sheet.notes[0].contains("1 of 60 channels tested"), "{:?}", sheet.notes);
}

struct Said {
    code: i32,
    out: String,
    err: String,
}

fn tiller(folder: &Path, args: &[&str]) -> Said {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tiller"));
    let ran =
        command.args(args).current_dir(folder).env_clear().env("HOME", folder).stdin(Stdio::null()).output().unwrap();
    Said {
        code: ran.status.code().unwrap(),
        out: String::from_utf8(ran.stdout).unwrap(),
        err: String::from_utf8(ran.stderr).unwrap(),
    }
}

#[test]
fn the_command_line_shows_the_arithmetic_of_a_channel() {
    let dir = layer(CONVERSIONS);
    let data = dir.path().to_str().unwrap();
    let say = |args: &[&str]| tiller(dir.path(), &[args, &["--data", data]].concat());
    let text = say(&["evidence", "channel", WORK, "--exclude-study", "T-E2"]);
    assert_eq!((text.code, text.err.as_str()), (0, ""));
    insta::assert_snapshot!("channel_with_and_without", text.out);
    let json: Value =
        serde_json::from_str(&say(&["evidence", "channel", WORK, "--exclude-study", "T-E2", "--format", "json"]).out)
            .unwrap();
    let basis = invented();
    let pooled = studies::standing(&basis, row(&basis, WORK), &[]).pooled.unwrap();
    let value = |sheet: usize, step: &str, column: &str| {
        let rows = json[sheet]["rows"].as_array().unwrap();
        rows.iter().find(|r| r["step"] == step).unwrap()[column].as_f64().unwrap()
    };
    assert_eq!((value(0, "mean", "value"), value(1, "mean", "all studies")), (pooled.mu, pooled.mu));
    assert!(value(1, "mean", "without") > pooled.mu);
    let csv = say(&["evidence", "channel", WORK, "--format", "csv"]).out;
    assert!(csv.starts_with("part,record,step,value,unit,in words\n"), "{csv}");
    assert_eq!(
        csv::Reader::from_reader(csv.as_bytes()).records().flatten().count(),
        json[0]["rows"].as_array().unwrap().len()
    );
    let validated = say(&["validate", "studies", "--format", "csv"]).out;
    assert_eq!(validated.lines().count(), 6, "{validated}");
    let shown = say(&["evidence", "show", WORK]).out;
    assert!(shown.contains("5 studies: T-E2, T-E3, T-E4, T-E5, T-E8"), "{shown}");
}

#[test]
fn a_channel_that_is_not_there_is_refused_with_the_nearest_name() {
    let dir = tempfile::tempdir().unwrap();
    for (args, says) in [
        (&["evidence", "channel", "skills_provision.skils"][..], "did you mean 'skills_provision.skills'?"),
        (&["evidence", "channel"][..], "one channel has to be named"),
        (
            &["evidence", "channel", "skills_provision.skills", "--exclude-study", "P-E041"][..],
            "is not behind this channel",
        ),
        (&["evidence", "channel", "place_marketing.skills", "--exclude-study", "P-E041"][..], "no study is behind it"),
        (&["evidence", "findings", "--exclude-study", "P-E041"][..], "works with a channel only"),
    ] {
        let said = tiller(dir.path(), args);
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{args:?}");
        assert!(said.err.contains(says), "{args:?}: {}", said.err);
    }
}

/// A run with the layer moves where the pooled channel leads, and nowhere else.
#[test]
fn a_run_follows_the_pooled_band() {
    let dir = layer(CONVERSIONS);
    let run = |set: &str, more: &[&str]| -> Value {
        let args =
            ["run", "--place", "Wales", "--sector", "retail", "--draws", "1280", "--format", "json", "--set", set];
        let said = tiller(dir.path(), &[&args[..], more].concat());
        assert_eq!(said.code, 0, "{}", said.err);
        serde_json::from_str(&said.out).unwrap()
    };
    let data = ["--data", dir.path().to_str().unwrap()];
    let figures = |v: &Value| v["plans"].clone();
    let moved = [run("work_organisation=0.5", &[]), run("work_organisation=0.5", &data)];
    assert_ne!(figures(&moved[0]), figures(&moved[1]), "productivity follows the studies");
    let still = [run("careers_guidance=0.5", &[]), run("careers_guidance=0.5", &data)];
    assert_eq!(figures(&still[0]), figures(&still[1]), "a lever without them stays as it was");
}
