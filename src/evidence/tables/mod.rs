//! One struct per table of `assets/evidence`.

mod conversions;
mod lists;
mod places;
mod programmes;
mod series;
mod studies;

pub use conversions::{CaseConversion, CaseFindings, Quantity, Unscored};
pub use lists::{AreaList, EffectList, LeverList, MaybeArea, ReferenceList, SourceList};
pub use places::{Alias, Area, Centroid, Neighbour, Sector, SectorMapping, Share, Shares, Tier, Tile};
pub use programmes::{Case, CaseCode, CaseOutcome, Cluster, Programme, ProgrammeFigure, Role};
pub use series::{Imputation, Series, Uncertainty, Volatility};
pub use studies::{Effect, Interaction, Prior, Source, Usable};

use super::cell::words;
use super::ids::{AreaCode, ChannelId, EffectId, PriorId, SectorId, SeriesId, SourceId};

words! {
    AreaCode, ChannelId, EffectId, PriorId, SectorId, SeriesId, SourceId,
    AreaList, EffectList, LeverList, MaybeArea, ReferenceList, SourceList, Shares,
    Quantity, Role, Tier, Unscored, Usable,
}
