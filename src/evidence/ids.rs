//! Identifiers as types, so that a sector can never be passed for a place.

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Wraps a text; whether it names anything is for the loader to say.
            #[must_use]
            pub fn new(text: &str) -> Self {
                Self(Arc::from(text))
            }

            /// The text as it stands in the files.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&*self.0, f)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self::new(text)
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
    )*};
}

ids! {
    /// Code of an area, e.g. `E12000005` (nation or region) or `E37000006` (area of a former LEP).
    AreaCode,
    /// A sector of `sectors.csv`: one of the six priority sectors, `all`, or `other`.
    SectorId,
    /// A row of `sources.csv`.
    SourceId,
    /// A row of `effects.csv`.
    EffectId,
    /// A row of `priors.csv`.
    PriorId,
    /// A lever of `levers.ron`.
    LeverId,
    /// A channel of `channels.csv` (lever to node).
    ChannelId,
    /// A link of `links.csv` (node to node).
    LinkId,
    /// A pair of `pairs.csv` (two levers together).
    PairId,
    /// A series of `series.csv`.
    SeriesId,
}

impl SectorId {
    /// All sectors together.
    #[must_use]
    pub fn all() -> Self {
        Self::new("all")
    }

    /// Whether this is the whole economy rather than one sector.
    #[must_use]
    pub fn is_all(&self) -> bool {
        &*self.0 == "all"
    }
}
