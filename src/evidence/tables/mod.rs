//! One struct per table of `assets/evidence`.

mod places;
mod series;

pub use places::{Area, Centroid, Neighbour, Sector, SectorMapping, Tier, Tile};
pub use series::{Imputation, Series, Uncertainty, Volatility};
