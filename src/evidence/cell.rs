//! One cell of a table as a typed value. Each kind of cell is read by code that is compiled once; the reader that serde
//! makes of a whole row was 13 kB for each of 22 tables.

use serde::Deserialize;
use serde::de::IntoDeserializer as _;
use serde::de::value::{Error, StrDeserializer};

/// What is wrong with a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    /// It is not a number.
    Number,
    /// It is not a whole number that fits.
    Whole,
    /// What serde says of a word.
    Word(String),
}

/// What a cell can be read as.
pub trait Cell: Sized {
    /// Reads the text of a cell.
    ///
    /// # Errors
    /// What is wrong with it.
    fn read(text: &str) -> Result<Self, Wrong>;
}

/// Reads a cell as serde reads a word.
///
/// # Errors
/// What serde says.
pub fn word<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, Wrong> {
    let word: StrDeserializer<'a, Error> = text.into_deserializer();
    T::deserialize(word).map_err(|e| Wrong::Word(e.to_string()))
}

/// Kinds of cells that serde reads as words.
macro_rules! words {
    ($($kind:ty),* $(,)?) => {$(
        impl $crate::evidence::cell::Cell for $kind {
            fn read(text: &str) -> Result<Self, $crate::evidence::cell::Wrong> {
                $crate::evidence::cell::word(text)
            }
        }
    )*};
}
pub(crate) use words;

impl Cell for String {
    fn read(text: &str) -> Result<Self, Wrong> {
        Ok(text.to_owned())
    }
}

impl Cell for f64 {
    fn read(text: &str) -> Result<Self, Wrong> {
        text.parse().map_err(|_| Wrong::Number)
    }
}

macro_rules! whole {
    ($($kind:ty),*) => {$(
        impl Cell for $kind {
            fn read(text: &str) -> Result<Self, Wrong> {
                let read = match text.strip_prefix("0x") {
                    Some(digits) => <$kind>::from_str_radix(digits, 16),
                    None => text.parse(),
                };
                read.map_err(|_| Wrong::Whole)
            }
        }
    )*};
}
whole!(i32, u32, u16, u8);

impl<T: Cell> Cell for Option<T> {
    fn read(text: &str) -> Result<Self, Wrong> {
        if text.is_empty() { Ok(None) } else { T::read(text).map(Some) }
    }
}

/// The cells of one record by name. The first of them that is wrong, in the order of the file, is kept.
#[derive(Debug)]
pub struct Cells<'a> {
    names: &'a csv::StringRecord,
    record: &'a csv::StringRecord,
    /// Where the next one is expected.
    next: usize,
    wrong: Option<(usize, Wrong)>,
}

impl<'a> Cells<'a> {
    /// Of a record under a header.
    pub(super) const fn of(names: &'a csv::StringRecord, record: &'a csv::StringRecord) -> Self {
        Self { names, record, next: 0, wrong: None }
    }

    /// The cell of a column; `None` if it is wrong.
    pub fn take<T: Cell>(&mut self, column: &str) -> Option<T> {
        let (at, text) = self.find(column);
        T::read(text).map_err(|wrong| self.keep(at, wrong)).ok()
    }

    /// The first cell that was wrong, by the order of the file.
    pub(super) fn wrong(self) -> Option<(usize, Wrong)> {
        self.wrong
    }

    fn find(&mut self, column: &str) -> (usize, &'a str) {
        if self.names.get(self.next) != Some(column) {
            self.next = self.names.iter().position(|name| name == column).unwrap_or(self.names.len());
        }
        let at = self.next;
        self.next += 1;
        (at, self.record.get(at).unwrap_or(""))
    }

    fn keep(&mut self, at: usize, wrong: Wrong) {
        if self.wrong.as_ref().is_none_or(|(first, _)| at < *first) {
            self.wrong = Some((at, wrong));
        }
    }
}
