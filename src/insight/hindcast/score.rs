//! The rules by which a published outcome and the futures of the program are held against each other (docs/VALIDITY.md).

use crate::evidence::Role;

/// Probabilities of the range within which eight futures in ten lie.
const RANGE: [f64; 3] = [0.1, 0.5, 0.9];
/// A null does not hold if more of the futures than this lie on one side of it.
const NULL_MAX: f64 = 0.9;
/// A cost per job within this factor counts as near.
pub const COST_FACTOR: f64 = 3.0;

/// A range wider than so many times its middle has no middle to speak of.
const WIDTHS_MAX: f64 = 100.0;

/// A rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// Published value inside the 80 % range; a null as in [`Rule::Sign`].
    Target,
    /// Direction matches; a null counts only if the range holds 0 and at most 90 % of futures lie on one side.
    Sign,
    /// The middle lies below the gross or self-reported figure (a cost: above it).
    Ceiling,
    /// The band of deadweight, displacement or gross to net holds it.
    Friction,
    /// Cost per net job: the middle within a factor of three.
    Cost,
}

impl Rule {
    /// All, in the order of the tables.
    pub const ALL: [Self; 5] = [Self::Target, Self::Sign, Self::Ceiling, Self::Friction, Self::Cost];

    /// The rule of a role; `None` for inputs. A cost per job that is a target has its own.
    #[must_use]
    pub const fn of(role: Role, cost: bool) -> Option<Self> {
        match role {
            Role::Target if cost => Some(Self::Cost),
            Role::Target => Some(Self::Target),
            Role::Sign => Some(Self::Sign),
            Role::Ceiling => Some(Self::Ceiling),
            Role::Friction => Some(Self::Friction),
            Role::Input => None,
        }
    }

    /// Name in the tables.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Target => "target",
            Self::Sign => "sign",
            Self::Ceiling => "ceiling",
            Self::Friction => "friction",
            Self::Cost => "cost per net job",
        }
    }

    /// What it asks.
    #[must_use]
    pub const fn asks(self) -> &'static str {
        match self {
            Self::Target => "published value inside the 80 % range",
            Self::Sign => "direction matches; a null needs 0 in the range and at most 90 % of futures on one side",
            Self::Ceiling => "our net middle on the modest side of a gross or self-reported figure",
            Self::Friction => "published share inside the 80 % range",
            Self::Cost => "our middle within a factor of 3",
        }
    }

    /// Share of hits that the protocol asks for, least and most.
    #[must_use]
    pub const fn wanted(self) -> (f64, f64) {
        match self {
            Self::Target | Self::Friction => (0.7, 0.9),
            Self::Sign => (0.8, 1.0),
            Self::Ceiling => (1.0, 1.0),
            // The median error within the factor: half of the rows at least.
            Self::Cost => (0.5, 1.0),
        }
    }
}

/// A published figure: any of the three may be missing.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Figure {
    /// Lower value.
    pub low: Option<f64>,
    /// Central value.
    pub central: Option<f64>,
    /// Upper value.
    pub high: Option<f64>,
}

impl Figure {
    /// The value that is held against the program: the central one, else the middle of a range, else the end that is printed.
    #[must_use]
    pub fn value(&self) -> Option<f64> {
        let middle = self.low.zip(self.high).map(|(low, high)| f64::midpoint(low, high));
        self.central.or(middle).or(self.low).or(self.high)
    }

    /// In other units.
    #[must_use]
    pub fn times(self, factor: f64) -> Self {
        let by = |x: Option<f64>| x.map(|x| x * factor);
        Self { low: by(self.low), central: by(self.central), high: by(self.high) }
    }
}

/// Which way a published result points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Up.
    Up,
    /// Down.
    Down,
    /// No effect.
    Null,
    /// Up or none.
    UpOrNull,
    /// Not said.
    Unsaid,
}

impl Direction {
    /// As the table writes it: `+`, `-`, `0`, `0/+`.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        match text.trim() {
            "+" => Self::Up,
            "-" | "−" => Self::Down,
            "0" => Self::Null,
            "0/+" => Self::UpOrNull,
            _ => Self::Unsaid,
        }
    }
}

/// How the futures stand to a published figure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Score {
    /// Rule.
    pub rule: Rule,
    /// 10, 50 and 90 % quantile; of a cost per job over the futures that gain one, if at least half do, as everywhere in the
    /// program; else over all, and the upper ones are infinite.
    pub range: [f64; 3],
    /// Share of futures above zero.
    pub above: f64,
    /// Share of futures below zero.
    pub below: f64,
    /// Whether the published value lies in the range; `None` where only a sign is published.
    pub inside: Option<bool>,
    /// Share of futures below the published value, ties counted half.
    pub pit: Option<f64>,
    /// Whether the rule holds.
    pub hit: bool,
    /// |ln(middle ÷ published)|, of two figures of one sign; infinite where the middle is.
    pub log_error: Option<f64>,
    /// Width of the range ÷ |middle|.
    pub width_to_middle: Option<f64>,
    /// Width of the range ÷ |published|.
    pub width_to_published: Option<f64>,
}

/// Scores futures (any order, at least one) against a figure. `cost`: more is worse, so that a ceiling is a floor.
#[must_use]
pub fn score(rule: Rule, futures: &[f64], figure: &Figure, direction: Direction, cost: bool) -> Score {
    let mut sorted = futures.to_vec();
    sorted.sort_by(f64::total_cmp);
    let ends = sorted.iter().filter(|x| x.is_finite()).count();
    if 2 * ends >= sorted.len() {
        sorted.truncate(ends);
    }
    let n = sorted.len().max(1) as f64;
    let share = |keep: &dyn Fn(f64) -> bool| sorted.iter().filter(|x| keep(**x)).count() as f64 / n;
    let range = RANGE.map(|q| open_quantile(&sorted, q));
    let (above, below) = (share(&|x| x > 0.0), share(&|x| x < 0.0));
    let value = figure.value();
    let inside = value.map(|v| range[0] <= v && v <= range[2]);
    let null = range[0] <= 0.0 && range[2] >= 0.0 && above.max(below) <= NULL_MAX;
    let log_error = value.and_then(|v| log_error(range[1], v));
    let hit = match rule {
        Rule::Target if value == Some(0.0) => null,
        Rule::Target | Rule::Friction => inside == Some(true),
        Rule::Sign => match direction {
            Direction::Up => above > below,
            Direction::Down => below > above,
            Direction::Null => null,
            Direction::UpOrNull => above > below || null,
            Direction::Unsaid => false,
        },
        Rule::Ceiling => value.is_some_and(|v| if cost { range[1] > v } else { range[1] < v }),
        Rule::Cost => log_error.is_some_and(|e| e <= libm::log(COST_FACTOR)),
    };
    let width = range[2] - range[0];
    // Against a middle of nearly nothing a width says nothing.
    let over = |by: f64| (by.abs() > width / WIDTHS_MAX && width.is_finite()).then(|| width / by.abs());
    Score {
        rule,
        range,
        above,
        below,
        inside,
        pit: value.map(|v| share(&|x| x < v) + 0.5 * share(&|x| x == v)),
        hit,
        log_error,
        width_to_middle: over(range[1]),
        width_to_published: value.and_then(over),
    }
}

/// |ln(a ÷ b)|; `None` unless both have one sign.
fn log_error(a: f64, b: f64) -> Option<f64> {
    (a * b > 0.0).then(|| libm::log(a / b).abs())
}

/// Type-7 quantile of sorted values; between a finite and an infinite one the upper stands.
fn open_quantile(sorted: &[f64], q: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else { return f64::NAN };
    let at = q * last as f64;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and the length")]
    let below = (libm::floor(at) as usize).min(last);
    let (a, b) = (sorted[below], sorted[(below + 1).min(last)]);
    let part = at - below as f64;
    if part == 0.0 {
        a
    } else if a.is_finite() && b.is_finite() {
        a + part * (b - a)
    } else {
        b
    }
}

/// Median of errors, infinite ones counted; `None` without any.
#[must_use]
pub fn median(errors: &[f64]) -> Option<f64> {
    let mut sorted = errors.to_vec();
    sorted.sort_by(f64::total_cmp);
    (!sorted.is_empty()).then(|| open_quantile(&sorted, 0.5))
}
