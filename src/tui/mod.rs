//! What is seen.

pub mod app;
pub mod view;
