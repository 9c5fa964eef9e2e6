//! What is assumed: levers, channels, nodes, links, indicators and structures; evidence as distributions.

pub mod baseline;
mod baseline_check;
mod book;
mod check;
pub mod dose;
pub mod inputs;
mod kinds;
mod parse;
pub mod pooling;
pub mod stats;
mod types;

pub use book::{Basis, Model};
pub use check::check;
pub use inputs::{Cell, InputScale, Inputs, Path, Quality};
pub use kinds::{Grade, Indicator, Input, Mark, Node, Structure};
pub use types::*;
