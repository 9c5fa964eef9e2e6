//! Official figures by indicator, area, sector and period: 39,000 of them, held in about two megabytes.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use super::fault::{Fault, Faults};
use super::table;

/// Columns of `observations.csv`, in order.
const COLUMNS: [&str; 11] = [
    "indicator",
    "area",
    "sector",
    "detail",
    "period_start",
    "period_end",
    "value",
    "unit",
    "source_id",
    "quality",
    "note",
];

/// How a figure was read (`quality` of `observations.csv`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Seen {
    /// In the official publication.
    Direct,
    /// In a publication that quotes it.
    Secondary,
    /// Computed from official figures, e.g. a sum of districts.
    Derived,
    /// Stands for something near it.
    Proxy,
}

impl Seen {
    const WORDS: [(&'static str, Self); 4] =
        [("direct", Self::Direct), ("secondary", Self::Secondary), ("derived", Self::Derived), ("proxy", Self::Proxy)];

    /// The word in the file.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Secondary => "secondary",
            Self::Derived => "derived",
            Self::Proxy => "proxy",
        }
    }
}

/// One official figure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Observation<'a> {
    /// Series id (`series.csv`).
    pub indicator: &'a str,
    /// Area code.
    pub area: &'a str,
    /// Sector id.
    pub sector: &'a str,
    /// Subdivision, mostly blank.
    pub detail: &'a str,
    /// First year of the period.
    pub period_start: i32,
    /// Last year of the period.
    pub period_end: i32,
    /// Value in `unit`.
    pub value: f64,
    /// Unit.
    pub unit: &'a str,
    /// Source id.
    pub source: &'a str,
    /// How it was read.
    pub seen: Seen,
    /// Remark, mostly blank.
    pub note: &'a str,
    /// Line in the file, counted from 1.
    pub line: u64,
}

/// Texts that repeat, each kept once.
#[derive(Default)]
struct Words {
    ids: HashMap<Arc<str>, u16>,
    texts: Vec<Arc<str>>,
}

impl Words {
    fn intern(&mut self, text: &str) -> Option<u16> {
        if let Some(id) = self.ids.get(text) {
            return Some(*id);
        }
        let id = u16::try_from(self.texts.len()).ok()?;
        let shared: Arc<str> = Arc::from(text);
        self.texts.push(Arc::clone(&shared));
        self.ids.insert(shared, id);
        Some(id)
    }

    fn get(&self, id: u16) -> &str {
        self.texts.get(usize::from(id)).map_or("", |t| t)
    }
}

/// Indicator, area, sector and first year: what the first row of is counted.
type Key = (u16, u16, u16, i16);

#[derive(Clone, Copy)]
struct Packed {
    value: f64,
    line: u32,
    key: Key,
    end: i16,
    detail: u16,
    unit: u16,
    source: u16,
    note: u16,
    seen: Seen,
}

/// All official figures. A key (indicator, area, sector, detail, first year) that repeats keeps its first row.
#[derive(Default)]
pub struct Observations {
    words: Words,
    rows: Vec<Packed>,
    repeats: usize,
}

impl fmt::Debug for Observations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Observations({} rows)", self.rows.len())
    }
}

impl Observations {
    /// Reads the text of `observations.csv`.
    ///
    /// # Errors
    /// Every fault found (up to 200), with line, column and value.
    pub fn parse(file: &str, text: &str) -> Result<Self, Faults> {
        let mut words = Words::default();
        let mut rows = Vec::with_capacity(text.len() / 110);
        table::for_each(file, text, &COLUMNS, |line, record| {
            rows.push(packed(file, line, record, &mut words)?);
            Ok(())
        })?;
        let read = rows.len();
        rows.sort_by_key(|r| r.key);
        let mut seen: Option<Key> = None;
        let mut details: Vec<u16> = Vec::new();
        rows.retain(|r| {
            if seen != Some(r.key) {
                seen = Some(r.key);
                details.clear();
            }
            let new = !details.contains(&r.detail);
            details.push(r.detail);
            new
        });
        rows.shrink_to_fit();
        let repeats = read - rows.len();
        Ok(Self { words, rows, repeats })
    }

    /// Number of figures.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Rows left out because their key had come before.
    #[must_use]
    pub fn repeats(&self) -> usize {
        self.repeats
    }

    /// The value of a key: the first row in the file, whatever its detail. The unit is the series' own.
    #[must_use]
    pub fn value(&self, indicator: &str, area: &str, sector: &str, year: i32) -> Option<f64> {
        let (indicator, area, sector) = self.ids(indicator, area, sector)?;
        let key = (indicator, area, sector, i16::try_from(year).ok()?);
        let at = self.rows.partition_point(|r| r.key < key);
        self.rows.get(at).filter(|r| r.key == key).map(|r| r.value)
    }

    /// The row of a full key.
    #[must_use]
    pub fn find(&self, indicator: &str, area: &str, sector: &str, detail: &str, year: i32) -> Option<Observation<'_>> {
        self.series(indicator, area, sector).find(|o| o.detail == detail && o.period_start == year)
    }

    /// All rows of a series in an area and sector by rising first year, every detail.
    pub fn series(&self, indicator: &str, area: &str, sector: &str) -> impl Iterator<Item = Observation<'_>> {
        let run = self.ids(indicator, area, sector).map_or(&[][..], |(i, a, s)| {
            let from = self.rows.partition_point(|r| (r.key.0, r.key.1, r.key.2) < (i, a, s));
            let to = self.rows.partition_point(|r| (r.key.0, r.key.1, r.key.2) <= (i, a, s));
            self.rows.get(from..to).unwrap_or(&[])
        });
        run.iter().map(|r| self.view(r))
    }

    /// One value a year in [`from`, `to`], first row of each year, by rising year: (year, value).
    #[must_use]
    pub fn years(&self, indicator: &str, area: &str, sector: &str, from: i32, to: i32) -> Vec<(i32, f64)> {
        let mut out: Vec<(i32, f64)> = Vec::new();
        for o in self.series(indicator, area, sector) {
            let year = o.period_start;
            if year >= from && year <= to && out.last().is_none_or(|(last, _)| *last != year) {
                out.push((year, o.value));
            }
        }
        out
    }

    /// Every figure, grouped by series, area and sector, by rising first year.
    pub fn iter(&self) -> impl Iterator<Item = Observation<'_>> {
        self.rows.iter().map(|r| self.view(r))
    }

    fn ids(&self, indicator: &str, area: &str, sector: &str) -> Option<(u16, u16, u16)> {
        let id = |text: &str| self.words.ids.get(text).copied();
        Some((id(indicator)?, id(area)?, id(sector)?))
    }

    fn view(&self, r: &Packed) -> Observation<'_> {
        let text = |id| self.words.get(id);
        Observation {
            indicator: text(r.key.0),
            area: text(r.key.1),
            sector: text(r.key.2),
            detail: text(r.detail),
            period_start: i32::from(r.key.3),
            period_end: i32::from(r.end),
            value: r.value,
            unit: text(r.unit),
            source: text(r.source),
            seen: r.seen,
            note: text(r.note),
            line: u64::from(r.line),
        }
    }
}

fn packed(file: &str, line: u64, record: &csv::StringRecord, words: &mut Words) -> Result<Packed, Fault> {
    let cell = |i: usize| record.get(i).unwrap_or("");
    let fault = |i: usize, problem: &str| Fault::new(file, problem).at(line).cell(COLUMNS[i], cell(i));
    let year = |i: usize| cell(i).parse::<i16>().map_err(|_| fault(i, "is not a year"));
    let value: f64 = cell(6).parse().map_err(|_| fault(6, "is not a number"))?;
    if !value.is_finite() {
        return Err(fault(6, "is not a finite number"));
    }
    let known = Seen::WORDS;
    let seen = known.iter().find(|(word, _)| *word == cell(9)).map(|(_, seen)| *seen);
    let seen = seen.ok_or_else(|| {
        let fault = fault(9, "is not a known word");
        match super::nearest(cell(9), known.map(|(word, _)| word)) {
            Some(best) => fault.hint(format!("did you mean '{best}'?")),
            None => fault.hint(format!("use one of: {}", known.map(|(word, _)| word).join(", "))),
        }
    })?;
    let mut text = |i: usize| words.intern(cell(i)).ok_or_else(|| fault(i, "is one text too many for one file"));
    Ok(Packed {
        value,
        line: u32::try_from(line).unwrap_or(u32::MAX),
        key: (text(0)?, text(1)?, text(2)?, year(4)?),
        end: year(5)?,
        detail: text(3)?,
        unit: text(7)?,
        source: text(8)?,
        note: text(10)?,
        seen,
    })
}
