//! A place: one area, or a group of areas collected by the user.

use std::fmt;

use super::ids::AreaCode;
use super::order::InOrder as _;

/// One area or a group. A group is kept sorted and without repeats, so equal groups compare equal.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// One nation, region or area of a former LEP.
    Area(AreaCode),
    /// Two or more areas, sorted by code.
    Group(Vec<AreaCode>),
}

impl Place {
    /// A place from its members; one member is an area, several a group.
    /// `None` if there is no member.
    #[must_use]
    pub fn from_members(mut members: Vec<AreaCode>) -> Option<Self> {
        members.order();
        members.dedup();
        match members.len() {
            0 => None,
            1 => members.pop().map(Self::Area),
            _ => Some(Self::Group(members)),
        }
    }

    /// Reads the text form: codes joined by `+`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::from_members(text.split('+').map(str::trim).filter(|t| !t.is_empty()).map(AreaCode::new).collect())
    }

    /// The areas it is made of, sorted.
    #[must_use]
    pub fn members(&self) -> &[AreaCode] {
        match self {
            Self::Area(code) => std::slice::from_ref(code),
            Self::Group(codes) => codes,
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, code) in self.members().iter().enumerate() {
            if i > 0 {
                f.write_str("+")?;
            }
            write!(f, "{code}")?;
        }
        Ok(())
    }
}
