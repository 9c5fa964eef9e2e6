//! The shelf of evidence: every record as a line of a list and as a page of sentences, with what it is used for in the
//! model. The Evidence screen and `tiller evidence` are two ways of reading it.

pub mod arithmetic;
pub mod filter;
mod findings;
mod graded;
mod judged;
mod lists;
pub mod page;
mod programmes;
mod series;
pub mod trust;

use std::collections::BTreeMap;

use super::own;
use super::sheet::{Datum, Sheet};
use crate::evidence::Change;
use crate::insight::coverage::Coverage;
use crate::insight::uses::Uses;
use crate::model::Basis;
use filter::Field;

/// One of the lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Tab {
    /// Policy levers, with how well each is studied.
    #[default]
    Levers,
    /// Findings of studies.
    Findings,
    /// Publications, tables and pages.
    Sources,
    /// Named and evaluated programmes.
    Programmes,
    /// Series of official figures.
    Observations,
    /// Judged constants, recorded priors and arrows of the model, each with its reason.
    Judgements,
    /// Proposed and not modelled, and findings left out.
    NotModelled,
    /// Channels by grade, with what decides it.
    Grades,
    /// How far one can trust this.
    Trust,
}

/// How many lists there are.
pub const LISTS: usize = Tab::ALL.len();

/// A column: name, width on screen (0 takes what is left), and whether it goes first where room is short.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Name.
    pub name: &'static str,
    /// Width in cells; 0 takes what is left.
    pub width: u16,
    /// Kept down to this width of the list.
    pub from: u16,
}

const fn col(name: &'static str, width: u16, from: u16) -> Column {
    Column { name, width, from }
}

impl Tab {
    /// In the order of the screen.
    pub const ALL: [Self; 9] = [
        Self::Levers,
        Self::Findings,
        Self::Sources,
        Self::Programmes,
        Self::Observations,
        Self::Judgements,
        Self::NotModelled,
        Self::Grades,
        Self::Trust,
    ];

    /// Its name.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Levers => "Levers",
            Self::Findings => "Findings",
            Self::Sources => "Sources",
            Self::Programmes => "Programmes",
            Self::Observations => "Observations",
            Self::Judgements => "Judgements",
            Self::NotModelled => "Not modelled",
            Self::Grades => "Grades",
            Self::Trust => "Trust",
        }
    }

    /// Its columns, in the order of the cells of an entry; the first is the id.
    #[must_use]
    pub const fn columns(self) -> &'static [Column] {
        match self {
            Self::Levers => {
                &const {
                    [
                        col("lever", 0, 0),
                        col("findings", 8, 40),
                        col("best design", 14, 60),
                        col("grades", 9, 48),
                        col("standing", 20, 34),
                    ]
                }
            }
            Self::Findings => {
                &const {
                    [
                        col("id", 7, 0),
                        col("outcome", 0, 0),
                        col("as printed", 22, 74),
                        col("level", 5, 44),
                        col("country", 12, 58),
                        col("years", 11, 92),
                        col("lever", 22, 110),
                        col("used", 8, 34),
                    ]
                }
            }
            Self::Sources => {
                &const {
                    [
                        col("id", 14, 0),
                        col("title", 0, 0),
                        col("year", 10, 46),
                        col("findings", 8, 56),
                        col("read", 10, 70),
                    ]
                }
            }
            Self::Programmes => {
                &const {
                    [
                        col("programme", 0, 0),
                        col("place", 16, 52),
                        col("years", 11, 64),
                        col("a year", 9, 76),
                        col("kind", 10, 40),
                    ]
                }
            }
            Self::Observations => {
                &const {
                    [
                        col("series", 0, 0),
                        col("unit", 12, 56),
                        col("places", 6, 44),
                        col("years", 9, 36),
                        col("figures", 7, 66),
                    ]
                }
            }
            Self::Judgements => {
                &const { [col("what", 0, 0), col("value", 20, 44), col("grade", 5, 60), col("kind", 12, 34)] }
            }
            Self::NotModelled => &const { [col("what", 26, 0), col("why", 0, 0)] },
            Self::Grades => &graded::COLUMNS,
            Self::Trust => &trust::COLUMNS,
        }
    }

    /// The tab of that name, as it is typed: `findings`, `not-modelled`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tab| tab.label().to_lowercase().replace(' ', "-") == text.to_lowercase())
    }
}

/// Which record.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Record {
    /// List it stands in.
    pub tab: Tab,
    /// Its id, unique within the list.
    pub id: String,
}

impl Record {
    /// A record of a list.
    #[must_use]
    pub fn new(tab: Tab, id: impl Into<String>) -> Self {
        Self { tab, id: id.into() }
    }
}

/// A line of a list.
#[derive(Debug, Clone, Default)]
pub struct Entry {
    /// Id.
    pub id: String,
    /// One value per column of its list.
    pub cells: Vec<Datum>,
    /// What it can be filtered by.
    pub facets: Vec<(Field, String)>,
    /// Years it speaks of.
    pub years: Option<(i32, i32)>,
    /// Level of the design, 0–5.
    pub level: Option<u8>,
    /// Larger is weaker: order on demand.
    pub weakness: f64,
    /// Everything that words are looked for in, lower case.
    pub text: String,
}

impl Entry {
    fn new(id: impl Into<String>, cells: Vec<Datum>) -> Self {
        Self { id: id.into(), cells, ..Self::default() }
    }

    fn facet(mut self, field: Field, value: impl Into<String>) -> Self {
        let value = value.into();
        if !value.trim().is_empty() {
            self.facets.push((field, value));
        }
        self
    }

    fn facets<S: Into<String>>(self, field: Field, values: impl IntoIterator<Item = S>) -> Self {
        values.into_iter().fold(self, |entry, value| entry.facet(field, value))
    }

    /// Adds what words are looked for in; cells and facets are looked at too.
    fn words(mut self, texts: &[&str]) -> Self {
        let mut all: Vec<&str> = vec![&self.id];
        all.extend(self.cells.iter().map(Datum::shown));
        all.extend(self.facets.iter().map(|(_, value)| value.as_str()));
        all.extend(texts);
        self.text = all.join("\n").to_lowercase();
        self
    }
}

/// What a judgement that can be overridden is about, in words.
#[must_use]
pub fn judgement_name(basis: &Basis, id: &str) -> String {
    judged::name(basis, id)
}

/// Every list, and what each record is used for.
#[derive(Debug, Clone)]
pub struct Catalogue {
    /// Uses in the model.
    pub uses: Uses,
    lists: [Vec<Entry>; LISTS],
    trust: trust::Known,
    known: BTreeMap<String, Record>,
}

impl Catalogue {
    /// Makes every list. Official figures are not read; see [`Catalogue::with_coverage`].
    #[must_use]
    pub fn new(basis: &Basis) -> Self {
        let mut made = Self::plain(basis);
        made.mark_own(basis);
        made
    }

    /// Marks the records that a user added or changed.
    fn mark_own(&mut self, basis: &Basis) {
        let own = own::by_id(basis.evidence.library());
        if own.is_empty() {
            return;
        }
        for tab in Tab::ALL {
            self.mark_list(tab, &own);
        }
    }

    fn mark_list(&mut self, tab: Tab, own: &BTreeMap<&str, &Change>) {
        let at = usize::from(tab.columns()[0].name == "id");
        for entry in self.lists[tab as usize].iter_mut().filter(|e| own.contains_key(e.id.as_str())) {
            if let Some(cell) = entry.cells.get_mut(at) {
                *cell = Datum::text(format!("{}: {}", own::YOURS, cell.shown()));
            }
            entry.facets.push((Field::Kind, own::YOURS.to_owned()));
            entry.text.push_str(own::YOURS);
        }
    }

    /// Every list, with no record marked.
    #[must_use]
    pub fn plain(basis: &Basis) -> Self {
        let uses = Uses::of(basis);
        let lists = [
            lists::levers(basis, &uses),
            findings::entries(basis, &uses),
            lists::sources(basis),
            programmes::entries(basis),
            series::entries(basis, None),
            judged::entries(basis),
            lists::not_modelled(basis, &uses),
            graded::entries(basis),
            trust::entries(basis, &trust::Known::default()),
        ];
        let mut known = BTreeMap::new();
        for (tab, entries) in Tab::ALL.into_iter().zip(&lists) {
            for entry in entries {
                // A finding that is left out stands in two lists; its page is with the findings.
                known.entry(entry.id.clone()).or_insert_with(|| Record::new(tab, entry.id.clone()));
            }
        }
        Self { uses, lists, known, trust: trust::Known::default() }
    }

    /// Fills in what the official figures cover.
    #[must_use]
    pub fn with_coverage(mut self, basis: &Basis, coverage: &Coverage) -> Self {
        self.lists[Tab::Observations as usize] = series::entries(basis, Some(coverage));
        self.mark_list(Tab::Observations, &own::by_id(basis.evidence.library()));
        self
    }

    /// Fills in how the program has done, and what of a scenario's spread is judged, as far as it is known.
    #[must_use]
    pub fn with_trust(mut self, basis: &Basis, known: trust::Known) -> Self {
        self.lists[Tab::Trust as usize] = trust::entries(basis, &known);
        for entry in &self.lists[Tab::Trust as usize] {
            self.known.entry(entry.id.clone()).or_insert_with(|| Record::new(Tab::Trust, entry.id.clone()));
        }
        self.trust = known;
        self
    }

    /// What is known of how far the program can be trusted.
    #[must_use]
    pub const fn trust(&self) -> &trust::Known {
        &self.trust
    }

    /// The lines of a list.
    #[must_use]
    pub fn list(&self, tab: Tab) -> &[Entry] {
        &self.lists[tab as usize]
    }

    /// The record of an id, whatever the list; case does not matter.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<Record> {
        let id = id.trim();
        self.known
            .get(id)
            .or_else(|| self.known.iter().find(|(known, _)| known.eq_ignore_ascii_case(id)).map(|(_, record)| record))
            .cloned()
    }

    /// Every id, for help with a mistyped one.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.known.keys().map(String::as_str)
    }

    /// Lines of a list as a sheet; `narrow` leaves columns out that text has no room for.
    #[must_use]
    pub fn sheet(&self, tab: Tab, rows: &[usize], narrow: bool) -> Sheet {
        let title = format!("{}: {} of {}", tab.label(), rows.len(), self.list(tab).len());
        let shown: Vec<usize> = (0..tab.columns().len()).filter(|i| !narrow || tab.columns()[*i].from <= 60).collect();
        let with_id = tab.columns()[0].name != "id";
        let lead = with_id.then_some("id");
        let mut sheet = Sheet::new(title, lead.into_iter().chain(shown.iter().map(|i| tab.columns()[*i].name)));
        for entry in rows.iter().filter_map(|row| self.list(tab).get(*row)) {
            let lead = with_id.then(|| Datum::text(&entry.id));
            let cells = shown.iter().map(|i| entry.cells.get(*i).cloned().unwrap_or_else(Datum::missing));
            sheet.row(lead.into_iter().chain(cells));
        }
        sheet
    }

    /// How many lines each list has.
    #[must_use]
    pub fn overview(&self) -> Sheet {
        let mut sheet = Sheet::new("What stands on the shelf", ["list", "lines"]);
        for tab in Tab::ALL {
            let n = self.list(tab).len();
            sheet.row([Datum::text(tab.label()), Datum::number(n as f64, super::words::digits(n as f64, 0))]);
        }
        sheet.note("tiller evidence findings lever:skills shows a list; tiller evidence show P-E001 shows a record.");
        sheet
    }
}
