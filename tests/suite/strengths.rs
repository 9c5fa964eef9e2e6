//! Find strengths: the known line from the data, a planted cluster, noise, and laws (MODEL.md section 14).

use std::path::Path;
use std::sync::OnceLock;

use tiller::evidence::load::Library;
use tiller::evidence::{AreaCode, Place, SectorId, Tier};
use tiller::insight::distribution::gi_star;
use tiller::insight::strengths::{Cuts, Field, Reason, Research, Site, Strengths, field, find, known, permutation_p};
use tiller::model::Basis;

fn basis() -> &'static Basis {
    static BASIS: OnceLock<Basis> = OnceLock::new();
    BASIS.get_or_init(|| Basis::load(&Library::embedded()).map_err(|f| f.to_string()).unwrap())
}

fn bundled() -> Field {
    field(basis(), &SectorId::new("advanced_manufacturing"), Tier::Lep).map_err(|f| f.to_string()).unwrap()
}

const DERBY: &str = "E37000045";

fn line() -> Vec<AreaCode> {
    let row = basis().evidence.clusters().iter().find(|c| c.id == "hvm_line").unwrap();
    assert_eq!(row.areas.0.len(), 5);
    row.areas.0.clone()
}

#[test]
fn the_known_north_south_line_is_found_from_the_data() {
    let field = bundled();
    assert_eq!((field.sites.len(), field.year, field.research), (38, Some(2019), Research::Contracts));
    let found = find(&field, &Cuts::default());
    let with_research = |p: &&tiller::insight::strengths::Proposal| p.reasons.contains(&Reason::Research);
    let proposals: Vec<_> = found.proposals.iter().filter(with_research).collect();
    let [line_found] = proposals.as_slice() else { panic!("one connected block, not {}", proposals.len()) };
    let members = line_found.place.members();
    assert!(line().iter().all(|code| members.contains(code)), "{members:?}");
    // Leicester and Sheffield do not touch: the data add the area between them, and nothing else.
    assert_eq!(members.len(), 6);
    assert!(members.contains(&DERBY.into()));
    assert!(line_found.crosses() && line_found.regions.len() >= 3, "{:?}", line_found.regions);
    let (north, east) = line_found.extent_km.unwrap();
    assert!(north > 1.5 * east, "it runs north–south: {north} by {east} km");
    let published = known(basis(), &field.sector, &line_found.place);
    assert!(published.iter().any(|k| k.areas.len() == 5 && k.inside == 5), "{published:?}");
    // Combined quotients come from sums: inside the members' range, and not their mean.
    let (lo, hi) = line_found.quotients;
    assert!(line_found.gva_quotient > 1.25 && line_found.gva_quotient < hi && lo < hi);
    assert!(line_found.surplus > 0.0 && line_found.steady.iter().all(|k| *k >= 10), "{:?}", line_found.steady);
}

/// The inputs of the reproduction as they were compiled apart from the program: the documented rule over them.
#[test]
fn the_fixture_gives_the_line_by_the_documented_rule() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/hvm_line_inputs.csv");
    let mut reader = csv::Reader::from_path(path).unwrap();
    let header = reader.headers().unwrap().clone();
    let column = |name: &str| header.iter().position(|h| h == name).unwrap();
    let ours = find(&bundled(), &Cuts::default());
    let (mut selected, mut agree, mut rows) = (Vec::new(), 0, 0);
    for row in reader.records() {
        let row = row.unwrap();
        let number = |name: &str| row[column(name)].parse::<f64>().unwrap();
        let strong = number("lq_emp_sectionC_2017").max(number("lq_gva_26_30_2017")) >= 1.25;
        let code = AreaCode::new(&row[column("lep")]);
        if strong && number("he_business_contract_per_job_rel_2016_18") >= 1.0 {
            selected.push(code.clone());
        }
        let area = ours.areas.iter().find(|a| a.area == code).unwrap();
        rows += 1;
        agree += u32::from((area.jobs_quotient - number("lq_emp_sectionC_2017")).abs() < 0.12);
    }
    assert!(line().iter().all(|code| selected.contains(code)));
    assert_eq!(rows, 38);
    assert!(agree >= 34, "quotients of jobs two years apart: {agree} of {rows} are near");
    let passing = ours.areas.iter().filter(|a| a.specialised(&ours.cuts) && a.active(&ours.cuts));
    let passing: Vec<&AreaCode> = passing.map(|a| &a.area).collect();
    assert!(passing.iter().filter(|c| selected.contains(c)).count() >= 7, "{passing:?} and {selected:?}");
}

#[test]
fn other_sectors_and_nations_can_be_searched_and_all_sectors_not() {
    let named = |found: &Strengths, name: &str| {
        let code =
            &basis().evidence.areas().iter().find(|a| a.name == name && a.tier == Tier::Lep).unwrap().code.clone();
        found.proposals.iter().any(|p| p.place.members().contains(code))
    };
    let digital = field(basis(), &SectorId::new("digital_creative"), Tier::Lep).unwrap();
    let found = find(&digital, &Cuts::default());
    assert!(named(&found, "Thames Valley Berkshire") && named(&found, "London"), "{:?}", found.proposals);
    let nations = field(basis(), &SectorId::new("advanced_manufacturing"), Tier::Itl1).unwrap();
    assert_eq!((nations.sites.len(), nations.research, nations.year), (12, Research::Intensity, None));
    let refused = field(basis(), &SectorId::all(), Tier::Lep).map_err(|f| f.to_string()).unwrap_err();
    assert!(refused.contains("choose one sector"), "{refused}");
    assert!(field(basis(), &SectorId::new("alchemy"), Tier::Lep).is_err());
}

/// Numbers between 0 and 1 from a seed.
fn noise(seed: u64) -> impl FnMut() -> f64 {
    let mut state = seed.wrapping_mul(0x2545_f491_4f6c_dd1d) | 1;
    move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        f64::from(u32::try_from(state >> 33).unwrap()) / f64::from(1_u32 << 31)
    }
}

/// A chequered land of `side` × `side` areas with 10,000 to 20,000 jobs each, `share` of them in the sector.
fn land(side: usize, mut share: impl FnMut(usize, usize) -> f64) -> Field {
    let mut sites = Vec::new();
    let mut neighbours = Vec::new();
    for (r, c) in (0..side * side).map(|i| (i / side, i % side)) {
        let all_jobs = 10_000.0 + 1_000.0 * ((7 * r + 3 * c) % 11) as f64;
        let jobs = all_jobs * share(r, c);
        sites.push(Site {
            code: AreaCode::new(&format!("X{r:02}{c:02}")),
            region: Some(AreaCode::new(&format!("R{}", c * 2 / side))),
            jobs,
            all_jobs,
            gva: jobs / 20.0,
            all_gva: all_jobs / 20.0,
            research: Some(0.5),
            at: Some((55.0 - r as f64 / 4.0, c as f64 / 4.0)),
        });
        let near = [(r.wrapping_sub(1), c), (r + 1, c), (r, c.wrapping_sub(1)), (r, c + 1)];
        neighbours.push(near.into_iter().filter(|(r, c)| *r < side && *c < side).map(|(r, c)| r * side + c).collect());
    }
    Field { sector: "planted".into(), sites, neighbours, year: None, research: Research::Intensity }
}

#[test]
fn a_planted_cluster_is_found_and_its_boundary_is_crossed() {
    let mut chance = noise(11);
    let inside = |r: usize, c: usize| (3..7).contains(&r) && (3..8).contains(&c);
    let field = land(10, |r, c| 0.10 + 0.04 * chance() + if inside(r, c) { 0.15 } else { 0.0 });
    let found = find(&field, &Cuts::default());
    let [only] = found.proposals.as_slice() else { panic!("{:?}", found.proposals) };
    assert_eq!(only.reasons, [Reason::Hot]);
    let centre = AreaCode::new("X0405");
    assert!(only.place.members().contains(&centre) && only.place.members().len() >= 5, "{:?}", only.place);
    assert!(only.place.members().iter().all(|code| {
        let i = field.sites.iter().position(|s| &s.code == code).unwrap();
        inside(i / 10, i % 10)
    }));
    assert!(only.crosses() && only.corrected_p <= 0.10 && only.z > 2.0);
}

#[test]
fn without_specialisation_there_is_no_group() {
    let found = find(&land(6, |_, _| 0.12), &Cuts::default());
    assert!(found.proposals.is_empty() && found.p_threshold.is_none());
    assert!(found.areas.iter().all(|a| (a.jobs_quotient - 1.0).abs() < 1e-12 && a.p > 0.9));
}

#[test]
fn under_noise_alone_false_findings_stay_near_the_rate_asked_for() {
    // Every finding in noise is false, so the share of lands with any finding is what the rate bounds: 10 %.
    let lands = 60;
    let with_finding = (0..lands).filter(|seed| {
        let mut chance = noise(1_000 + seed);
        let field = land(6, |_, _| 0.10 + 0.10 * chance());
        let y: Vec<f64> = field.sites.iter().map(|s| s.jobs / s.all_jobs).collect();
        tiller::insight::strengths::threshold(&permutation_p(&y, &field.neighbours, *seed), 0.10).is_some()
    });
    let share = with_finding.count() as f64 / lands as f64;
    assert!(share <= 0.22, "{share}: 10 % is nominal, 22 % is three standard errors above");
}

#[test]
fn p_agrees_with_the_normal_score_where_there_are_many_areas() {
    let mut chance = noise(5);
    let field = land(12, |_, _| 0.10 + 0.10 * chance());
    let y: Vec<f64> = field.sites.iter().map(|s| s.jobs / s.all_jobs).collect();
    let p = permutation_p(&y, &field.neighbours, 1);
    // A place's own value is held fixed, so neighbours alone decide: their mean against all others.
    for (i, near) in field.neighbours.iter().enumerate() {
        let others: Vec<f64> = y.iter().enumerate().filter(|(j, _)| *j != i).map(|(_, v)| *v).collect();
        let (n, k) = (others.len() as f64, near.len() as f64);
        let mean = others.iter().sum::<f64>() / n;
        let variance = others.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / (n - 1.0) * k * (1.0 - k / n);
        let z = (near.iter().map(|j| y[*j]).sum::<f64>() - k * mean) / variance.sqrt();
        let normal = libm::erfc(z.abs() / 2.0_f64.sqrt());
        assert!((p[i] - normal).abs() < 0.06, "area {i}: {} and {normal}", p[i]);
    }
    assert!(gi_star(&y, &field.neighbours).iter().all(|z| z.is_finite()));
}

/// The same areas in another order.
fn relabelled(field: &Field) -> (Field, Vec<usize>) {
    let n = field.sites.len();
    let order: Vec<usize> = (0..n).map(|i| (i * 5 + 3) % n).collect();
    let back = |old: usize| order.iter().position(|o| *o == old).unwrap();
    let near = |old: &usize| field.neighbours[*old].iter().rev().map(|j| back(*j)).collect();
    let sites = order.iter().map(|o| field.sites[*o].clone()).collect();
    (Field { sites, neighbours: order.iter().map(near).collect(), ..field.clone() }, order)
}

#[test]
fn the_order_of_areas_changes_nothing() {
    let field = bundled();
    let (other, order) = relabelled(&field);
    let (a, b) = (find(&field, &Cuts::default()), find(&other, &Cuts::default()));
    let groups = |s: &Strengths| s.proposals.iter().map(|p| (p.place.clone(), p.steady.clone())).collect::<Vec<_>>();
    assert_eq!(groups(&a), groups(&b));
    for (new, old) in order.iter().enumerate() {
        let (x, y) = (&a.areas[*old], &b.areas[new]);
        assert_eq!((&x.area, x.p), (&y.area, y.p));
        assert!((x.z - y.z).abs() < 1e-9);
    }
}

#[test]
fn scaling_all_jobs_or_all_money_changes_no_group() {
    let field = bundled();
    let mut scaled = field.clone();
    for site in &mut scaled.sites {
        (site.jobs, site.all_jobs) = (site.jobs * 4.0, site.all_jobs * 4.0);
        (site.gva, site.all_gva) = (site.gva * 0.5, site.all_gva * 0.5);
    }
    let (a, b) = (find(&field, &Cuts::default()), find(&scaled, &Cuts::default()));
    let places = |s: &Strengths| s.proposals.iter().map(|p| p.place.clone()).collect::<Vec<Place>>();
    assert_eq!(places(&a), places(&b));
    assert_eq!(a.p_threshold, b.p_threshold);
    assert!((b.proposals[0].jobs - 4.0 * a.proposals[0].jobs).abs() < 1e-6);
}

#[test]
fn sheets_say_what_is_shown_and_use_no_forbidden_word() {
    let field = bundled();
    let found = find(&field, &Cuts::default());
    let sheets = tiller::report::strengths::sheets(basis(), &field, &found);
    let text: String = sheets.iter().map(tiller::report::sheet::Sheet::as_text).collect();
    assert!(text.contains("not that its firms are linked"), "{text}");
    assert!(text.contains("runs north–south") && text.contains("5 of the 5 areas"), "{text}");
    assert!(tiller::report::wording::unused_words_in(&text).is_empty(), "{text}");
    let table = tiller::report::strengths::table(basis(), &found);
    assert_eq!(table.rows.len(), 38);
    assert!(table.as_csv().unwrap().lines().any(|l| l.starts_with("E37000053,Oxfordshire,1,")));
}
