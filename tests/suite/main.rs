//! One integration binary: each module is one reader of the design.
mod model;
mod oracle;
mod stats;
