//! Opens the screen.

use std::process::ExitCode;
use std::sync::Arc;

use tiller::evidence::load::Library;
use tiller::model::Basis;
use tiller::tui::{Options, run};

fn main() -> ExitCode {
    let basis = match Basis::load(&Library::embedded()) {
        Ok(basis) => Arc::new(basis),
        Err(faults) => {
            eprintln!("{faults}");
            return ExitCode::from(3);
        }
    };
    match run(&basis, Options { mouse: true, ..Options::default() }) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
