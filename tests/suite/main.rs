//! One integration binary: each module is one reader of the design.
mod inputs;
mod model;
