//! What is assumed: levers, channels, nodes, links, indicators and structures; evidence as distributions.

pub mod baseline;
mod baseline_check;
mod baseline_paths;
mod book;
mod check;
pub mod conversions;
pub mod dose;
pub mod evaluation;
pub mod inputs;
mod kinds;
pub mod local;
mod parse;
pub mod pooling;
mod references;
mod stamp;
pub mod stats;
pub mod stresses;
pub mod studies;
mod types;

pub use book::{Basis, Model};
pub use check::check as check_rules;
pub use inputs::{Cell, InputScale, Inputs, Path, Quality, cosine};
pub use kinds::{Grade, Indicator, Input, Mark, Node, Structure};
pub use references::check_library;
pub use stamp::Fnv;
pub use types::*;
