//! What is known: areas, sectors, observations, effects, sources and programmes, loaded, checked and cited.
//!
//! This room knows files only through [`load`]; it knows nothing of levers, scenarios or screens.

mod book;
mod fault;
mod ids;
pub mod load;
mod place;
pub mod table;

pub use book::{Area, Evidence, Sector, Tier};
pub use fault::{Fault, Faults, nearest};
pub use ids::{AreaCode, ChannelId, EffectId, LeverId, LinkId, PairId, PriorId, SectorId, SeriesId, SourceId};
pub use place::Place;
