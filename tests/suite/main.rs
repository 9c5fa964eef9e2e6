//! One integration binary: each module is one reader of the design.
mod evidence;
mod inputs;
mod model;
