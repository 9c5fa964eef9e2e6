//! What is known: areas, sectors, observations, effects, sources and programmes, loaded, checked and cited.
//!
//! This room knows files only through [`load`]; it knows nothing of levers, scenarios or screens.

mod behind;
mod book;
pub(crate) mod cell;
mod changes;
pub(crate) mod check;
mod fault;
mod ids;
mod lay;
pub mod load;
mod observations;
pub(crate) mod order;
mod origin;
mod overlay;
mod place;
mod records;
pub mod schema;
pub mod table;
mod tables;

pub use book::Evidence;
pub(crate) use book::rows;
pub use changes::{Cell as ChangedCell, Change, How};
pub use check::{EXCEPTIONS, Exception, WORDS};
pub use fault::{Fault, Faults, nearest};
pub use ids::{AreaCode, ChannelId, EffectId, LeverId, LinkId, PairId, PriorId, SectorId, SeriesId, SourceId};
pub use lay::WITHDRAW;
pub use observations::{Observation, Observations, Seen};
pub use origin::{Land, Origin};
pub use overlay::Overlay;
pub use place::Place;
pub use tables::*;
