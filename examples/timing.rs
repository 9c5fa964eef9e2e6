use std::sync::atomic::AtomicBool;
use std::time::Instant;
use tiller::evidence::Place;
use tiller::evidence::load::Library;
use tiller::model::*;
use tiller::projection::*;
use tiller::scenario::*;
fn main() {
    let n: usize = std::env::args().nth(1).map_or(1, |v| v.parse().unwrap());
    rayon::ThreadPoolBuilder::new().num_threads(n).build_global().unwrap();
    let t = Instant::now();
    let basis = Basis::load(&Library::embedded()).unwrap();
    println!("basis {:?}", t.elapsed());
    let mut s = Scenario::empty(Place::Area("E12000005".into()), "advanced_manufacturing".into());
    for (l, a) in [
        ("skills_provision", 4.0),
        ("work_organisation", 0.6),
        ("network_facilitation", 0.5),
        ("conditional_collaboration", 6.0),
        ("pilot_projects", 2.0),
        ("policy_capacity", 0.5),
        ("vocational_quality", 40.0),
    ] {
        s.plans[0].levers.insert(l.into(), Setting { amount: a, from: 2027, to: 2034, partner: None });
    }
    let c = AtomicBool::new(false);
    for count in [1280u32, 10240] {
        let t = Instant::now();
        let d = Draws::make(&basis, &DrawKey::of(&s, count));
        println!("{count} draws {:?}", t.elapsed());
        let mut best = f64::MAX;
        let mut first = 0.0;
        for k in 0..30 {
            let t = Instant::now();
            let p = project(&basis, &s, &d, &c).unwrap();
            std::hint::black_box(&p);
            let e = t.elapsed().as_secs_f64() * 1e3;
            if k == 0 {
                first = e
            }
            best = best.min(e);
        }
        println!("{count} project first {first:.2} best {best:.2} ms");
    }
}
