//! Cells that hold a list or may be blank.

use std::ops::Deref;

use serde::{Deserialize, Deserializer};

use crate::evidence::ids::{AreaCode, EffectId, LeverId, SourceId};

macro_rules! lists {
    ($($(#[$doc:meta])* $name:ident($item:ty)),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Default)]
        pub struct $name(pub Vec<$item>);

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let text = String::deserialize(d)?;
                Ok(Self(text.split(';').map(str::trim).filter(|part| !part.is_empty()).map(<$item>::from).collect()))
            }
        }

        impl Deref for $name {
            type Target = [$item];

            fn deref(&self) -> &[$item] {
                &self.0
            }
        }
    )*};
}

macro_rules! maybes {
    ($($(#[$doc:meta])* $name:ident($item:ty)),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Default)]
        pub struct $name(pub Option<$item>);

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let text = String::deserialize(d)?;
                let text = text.trim();
                Ok(Self((!text.is_empty()).then(|| text.into())))
            }
        }
    )*};
}

lists! {
    /// Area codes separated by `;`, maybe none.
    AreaList(AreaCode),
    /// Source ids separated by `;`; the word judgement may stand for one.
    SourceList(SourceId),
    /// Ids of findings separated by `;`, maybe none.
    EffectList(EffectId),
    /// Ids of findings, interactions or priors, or words, separated by `;`.
    ReferenceList(String),
    /// Lever ids separated by `;`; `none` for context.
    LeverList(LeverId),
}

maybes! {
    /// An area code that may be blank.
    MaybeArea(AreaCode),
}
