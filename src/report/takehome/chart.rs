//! Drawings as values: what is drawn, what it shows in words, and the table it is drawn from.

use crate::projection::Quantiles;
use crate::report::sheet::Sheet;
use crate::report::words::Counts;

/// A drawing with its table.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// Title.
    pub title: String,
    /// What it shows, for those who see it and for those who hear it.
    pub says: String,
    /// What is drawn.
    pub drawing: Drawing,
    /// The values behind it.
    pub values: Sheet,
}

/// What is drawn.
#[derive(Debug, Clone, PartialEq)]
pub enum Drawing {
    /// Ranges by year, a panel for each plan, all on one scale.
    Fan(Fan),
    /// Two plans future by future: twenty dots a row.
    Pairs(Pairs),
    /// Amounts.
    Bars(Vec<Group>),
    /// Parts that add up.
    Waterfall(Waterfall),
    /// Answers of a room, a dot each.
    Dots(Vec<Strip>),
}

/// Ranges by year.
#[derive(Debug, Clone, PartialEq)]
pub struct Fan {
    /// What stands on the vertical axis, with its unit.
    pub axis: String,
    /// Calendar year of the first range.
    pub first_year: i32,
    /// Panels.
    pub panels: Vec<Panel>,
}

/// The ranges of one plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Panel {
    /// Name of the plan.
    pub name: String,
    /// Which colour: 0 is the first plan.
    pub series: usize,
    /// By year, in the unit of the axis.
    pub ranges: Vec<Quantiles>,
    /// Low and high end of the last year, as they are said.
    pub ends: [String; 2],
    /// Why the evidence does not reach here: the band is hatched.
    pub hatched: Option<String>,
}

/// Two plans on the same draws.
#[derive(Debug, Clone, PartialEq)]
pub struct Pairs {
    /// Names of the two.
    pub names: [String; 2],
    /// Their colours.
    pub series: [usize; 2],
    /// Rows, each on a scale of its own.
    pub rows: Vec<PairRow>,
}

/// One indicator of a pair.
#[derive(Debug, Clone, PartialEq)]
pub struct PairRow {
    /// What, with its unit.
    pub label: String,
    /// Twenty evenly spaced differences, first less second; turned so that right of nothing the first does better.
    pub dots: Vec<f64>,
    /// First better, same, second better; `None` where neither more nor less is better.
    pub counts: Option<Counts>,
}

/// Bars of one unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// Heading with the unit.
    pub heading: String,
    /// Where bars start: 0, or 1 for ratios.
    pub base: f64,
    /// What the line at the start stands for.
    pub base_name: String,
    /// Bars.
    pub bars: Vec<Bar>,
}

/// A bar.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// What.
    pub label: String,
    /// Which colour.
    pub series: usize,
    /// How much.
    pub value: f64,
    /// As it is said.
    pub shown: String,
    /// Where studies end, if it is to be marked.
    pub edge: Option<f64>,
}

/// Parts that add up.
#[derive(Debug, Clone, PartialEq)]
pub struct Waterfall {
    /// Parts in order: each starts where the last one ended.
    pub parts: Vec<Part>,
    /// The sum.
    pub total: f64,
    /// As it is said.
    pub total_shown: String,
}

/// A part of a sum.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// What.
    pub label: String,
    /// Where it starts.
    pub from: f64,
    /// Where it ends.
    pub to: f64,
    /// As it is said.
    pub shown: String,
}

/// Answers on one scale of its own: a row for each round, and one for a model beside them.
#[derive(Debug, Clone, PartialEq)]
pub struct Strip {
    /// What was answered.
    pub label: String,
    /// Its unit.
    pub unit: String,
    /// Least and largest answer allowed.
    pub ends: [f64; 2],
    /// Rows, from above.
    pub rows: Vec<DotRow>,
    /// What was decided, and how it is said.
    pub decided: Option<(f64, String)>,
}

/// One row of answers.
#[derive(Debug, Clone, PartialEq)]
pub struct DotRow {
    /// Whose.
    pub label: String,
    /// Whether people answered or a model did.
    pub whose: Whose,
    /// Answers, rising; none of a model.
    pub dots: Vec<f64>,
    /// Where the shaded stretch begins, the middle, where the stretch ends; `None` without answers.
    pub middle: Option<[f64; 3]>,
    /// What stands beside it, parted by " · " into lines.
    pub said: String,
}

/// Who answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// The people in the room: the stretch holds half of them.
    Room,
    /// The model: the stretch holds 8 futures in 10.
    Model,
}
