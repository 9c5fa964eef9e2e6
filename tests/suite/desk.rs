//! A screen without a terminal: one basis for all tests, made-up figures, and screens as text with their styles.

use std::fmt::Write as _;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, OnceLock};

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};
use tiller::evidence::load::Library;
use tiller::evidence::{AreaCode, LeverId, Place, SectorId};
use tiller::insight::attribution::Contribution;
use tiller::insight::compare::{Comparison, Entry, compare};
use tiller::insight::share_out::Part;
use tiller::model::{Basis, Grade, Indicator};
use tiller::projection::{
    AppraisalOutcome, DrawKey, Draws, IndicatorOutcome, PlanOutcome, Projection, Quantiles, TierOutcome,
};
use tiller::report::places::Atlas;
use tiller::scenario::{Scenario, Setting};
use tiller::tui::app::past::Past;
use tiller::tui::app::{Action, Answer, Attribution, Chord, Compared, Done, Effect, Job, Seen, State, update};
use tiller::tui::terminal::environment;
use tiller::tui::view::{self, HitMap, Look};
use tiller::tui::{ColorChoice, GlyphChoice, ThemeChoice};

/// The bundled basis.
pub fn basis() -> Arc<Basis> {
    static BASIS: OnceLock<Arc<Basis>> = OnceLock::new();
    Arc::clone(BASIS.get_or_init(|| Arc::new(Basis::load(&Library::embedded()).unwrap())))
}

/// What Places compares, read once.
pub fn atlas() -> Arc<Atlas> {
    static ATLAS: OnceLock<Arc<Atlas>> = OnceLock::new();
    Arc::clone(ATLAS.get_or_init(|| Arc::new(Atlas::make(&basis()).unwrap())))
}

/// A plan of two levers in the West Midlands.
pub fn scenario() -> Scenario {
    let mut s = Scenario::empty(Place::Area(AreaCode::new("E12000005")), SectorId::new("advanced_manufacturing"));
    s.title = String::from("Two levers");
    for (id, amount) in [("skills_provision", 3.0), ("network_facilitation", 1.0)] {
        let setting = Setting { amount, from: s.start, to: s.last_year(), partner: None };
        s.plans[0].levers.insert(LeverId::new(id), setting);
    }
    s
}

/// A state with figures.
pub fn state() -> State {
    let mut state = State::new(basis(), scenario());
    answer(&mut state);
    state
}

/// Answers the newest request with made-up figures that grow with the plan.
pub fn answer(state: &mut State) {
    let projection = Arc::new(figures(&state.scenario));
    let generation = state.generation;
    let answer = Answer { generation, projection, micros: 9_000, coarse: false };
    update(state, Action::Projected(answer), &Seen::default());
}

fn figures(scenario: &Scenario) -> Projection {
    let plan = &scenario.plans[0];
    let size: f64 = plan.on().map(|(_, s)| s.amount).sum();
    let years = scenario.horizon as usize + 1;
    let grades = [Grade::D, Grade::C, Grade::B, Grade::D, Grade::A, Grade::E];
    let indicator = |i: &Indicator| {
        let scale = [1.0, 2.0, 1.5, 0.012, 20.0, 0.3, 0.4, 250.0, 300.0, 80.0, 3.0, 0.001][i.index()];
        let path = |share: f64| {
            (0..years).map(|t| scale * size / 4.0 * share * t as f64 / (t as f64 + 4.0)).collect::<Vec<f64>>()
        };
        let [p10, p25, p50, p75, p90] = [path(-0.2), path(0.1), path(0.4), path(1.0), path(1.8)];
        let band = |t: usize, base: f64| Quantiles {
            p10: base + p10[t],
            p25: base + p25[t],
            p50: base + p50[t],
            p75: base + p75[t],
            p90: base + p90[t],
        };
        let change: Vec<Quantiles> = (0..years).map(|t| band(t, 0.0)).collect();
        let base = 40.0;
        let on = size > 0.0;
        IndicatorOutcome {
            indicator: *i,
            baseline: (0..years).map(|t| band(t, base)).collect(),
            scenario: (0..years).map(|t| band(t, base + p50[t])).collect(),
            above: vec![if on { 0.7 } else { 0.0 }; years],
            below: vec![if on { 0.15 } else { 0.0 }; years],
            mean: p50.clone(),
            futures: (0..20).map(|k| scale * size / 4.0 * (f64::from(k * k) / 140.0 - 0.3)).collect(),
            level_futures: (0..20).map(|k| base + scale * size / 4.0 * (f64::from(k * k) / 140.0 - 0.3)).collect(),
            mc_error: vec![0.0; years],
            grade: grades[i.index() % grades.len()],
            sources: vec![String::from("P-E013"), String::from("judgement")],
            change,
        }
    };
    let q = |p50: f64| Quantiles { p10: p50 / 2.0, p25: p50 / 1.5, p50, p75: p50 * 1.5, p90: p50 * 2.0 };
    let tier = |id: &str, grades: &str, bcr: Option<Quantiles>| TierOutcome {
        id: id.to_owned(),
        grades: grades.to_owned(),
        bcr,
        npsv: bcr,
        untested_share: 0.2,
    };
    let appraisal = AppraisalOutcome {
        public_cost: q(90.0),
        private_cost: 12.0,
        gva_place: q(130.0),
        gva_uk: q(60.0),
        jobs_place: q(300.0),
        jobs_uk: q(40.0),
        gva_per_pound_place: (size > 0.0).then(|| q(1.4)),
        cost_per_net_job: None,
        cost_per_job_year: None,
        switching_benefit: None,
        tiers: vec![
            tier("core", "AB", None),
            tier("adjusted", "ABC", Some(q(0.6))),
            tier("illustrative", "ABCDE", Some(q(0.9))),
        ],
    };
    Projection {
        seed: scenario.seed,
        draws: 10_240,
        year_zero: scenario.year_zero(),
        horizon: scenario.horizon,
        evidence_version: String::from("0123456789abcdef"),
        plans: vec![PlanOutcome {
            place: plan.place.clone(),
            sector: plan.sector.clone(),
            indicators: Indicator::ALL.iter().map(indicator).collect(),
            reach: Vec::new(),
            appraisal,
            links_total: 30,
            links_judged: 12,
        }],
    }
}

/// Presses keys, written as `Right Shift-Left ? t e x t`, and answers what is asked for. What was asked comes back.
pub fn press(state: &mut State, keys: &str, seen: &Seen) -> Vec<Effect> {
    let mut all = Vec::new();
    for key in keys.split_whitespace() {
        let chord = Chord::parse(key).unwrap_or_else(|| panic!("no key is called {key}"));
        all.extend(act(state, Action::Press(chord), seen));
    }
    all
}

/// Applies an action and answers what is asked for.
pub fn act(state: &mut State, action: Action, seen: &Seen) -> Vec<Effect> {
    let effects = update(state, action, seen);
    for effect in &effects {
        match effect {
            Effect::Project { .. } => answer(state),
            Effect::Work(Job::History { place, sector }) => {
                let past = Past::gather(&basis(), place, sector);
                update(state, Action::Done(Done::Observed(past)), seen);
            }
            Effect::Work(Job::Explain { generation, scenario, plan, indicator }) => {
                let part = |x: f64| Part {
                    shapley: x,
                    range: Quantiles { p10: 0.5 * x, p25: 0.8 * x, p50: x, p75: 1.2 * x, p90: 1.5 * x },
                    alone: x,
                    if_removed: x,
                    ..Part::default()
                };
                let one =
                    |(lever, s): (&LeverId, &Setting)| Contribution { lever: lever.clone(), part: part(s.amount) };
                let shares: Vec<Contribution> = scenario.plans[*plan].on().map(one).collect();
                let total = shares.iter().map(|s| s.part.shapley).sum();
                let found = Attribution { plan: *plan, indicator: *indicator, generation: *generation, shares, total };
                update(state, Action::Done(Done::Explained(found)), seen);
            }
            Effect::Work(Job::Survey) => {
                update(state, Action::Done(Done::Surveyed(Ok(atlas()))), seen);
            }
            Effect::Work(Job::Compare { stamp, scenarios, coarse }) => {
                let comparison = Arc::new(compared(&basis(), scenarios));
                let found = Compared { stamp: *stamp, comparison, coarse: *coarse };
                act(state, Action::Done(Done::Compared(found)), seen);
            }
            _ => {}
        }
    }
    effects
}

/// A comparison on few draws of the seed of the first scenario.
pub fn compared(basis: &Basis, scenarios: &[Arc<Scenario>]) -> Comparison {
    let key = |s: &Scenario| DrawKey { seed: scenarios[0].seed, ..DrawKey::of(s, 160) };
    let tables: Vec<Draws> = scenarios.iter().map(|s| Draws::make(basis, &key(s))).collect();
    let entries: Vec<Entry<'_>> =
        scenarios.iter().zip(&tables).map(|(scenario, draws)| Entry { scenario, draws }).collect();
    compare(basis, &entries, &AtomicBool::new(false)).unwrap()
}

/// A look for tests.
pub fn look(theme: ThemeChoice, glyphs: GlyphChoice, color: ColorChoice) -> Look {
    let env = |name: &str| (name == "COLORTERM").then(|| String::from("truecolor"));
    environment::look(theme, glyphs, color, &env).unwrap()
}

/// The look of most tests.
pub fn dark() -> Look {
    look(ThemeChoice::Dark, GlyphChoice::Braille, ColorChoice::Always)
}

/// Draws a frame.
pub fn draw(state: &State, look: &Look, width: u16, height: u16) -> (Buffer, HitMap) {
    let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
    let (hits, _) = view::draw(state, look, &mut buffer);
    (buffer, hits)
}

/// The characters of a frame, line by line.
pub fn text(buffer: &Buffer) -> String {
    let width = usize::from(buffer.area.width.max(1));
    let mut out = String::new();
    for row in buffer.content.chunks(width) {
        let line: String = row.iter().map(ratatui::buffer::Cell::symbol).collect();
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

/// The characters of a frame, then a letter for the style of each cell, then what the letters mean.
pub fn styled(buffer: &Buffer) -> String {
    let width = usize::from(buffer.area.width.max(1));
    let mut known: Vec<Style> = Vec::new();
    let mut letters = String::new();
    for row in buffer.content.chunks(width) {
        let mut line = String::new();
        for cell in row {
            let style = cell.style();
            let at = known.iter().position(|s| *s == style).unwrap_or_else(|| {
                known.push(style);
                known.len() - 1
            });
            line.push(char::from(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"[at % 52]));
        }
        letters.push_str(line.trim_end_matches('a'));
        letters.push('\n');
    }
    let mut out = format!("{}\n{letters}\n", text(buffer));
    for (style, letter) in known.iter().zip("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ".chars()) {
        let _ = writeln!(out, "{letter} {}", words(*style));
    }
    out
}

fn words(style: Style) -> String {
    let mut out = Vec::new();
    let name = |c: Color| match c {
        Color::Rgb(r, g, b) => format!("#{r:02x}{g:02x}{b:02x}"),
        other => format!("{other:?}").to_lowercase(),
    };
    out.extend(style.fg.filter(|c| *c != Color::Reset).map(name));
    out.extend(style.bg.filter(|c| *c != Color::Reset).map(|c| format!("on {}", name(c))));
    let marks = [
        (Modifier::BOLD, "bold"),
        (Modifier::DIM, "dim"),
        (Modifier::REVERSED, "reverse"),
        (Modifier::UNDERLINED, "underline"),
    ];
    out.extend(marks.iter().filter(|(m, _)| style.add_modifier.contains(*m)).map(|(_, n)| (*n).to_owned()));
    if out.is_empty() { String::from("plain") } else { out.join(" ") }
}
