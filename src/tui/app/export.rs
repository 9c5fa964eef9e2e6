//! Exporting the current screen: in which form, and where to.

use super::action::Effect;
use super::neighbours::Layer;
use super::roundtable;
use super::screen::Screen;
use super::state::State;
use crate::report::export::Provenance;
use crate::report::sheet::Sheet;
use crate::report::shelf::Tab;
use crate::report::{self, explore};
use crate::scenario::Scenario;

/// What an export is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// The picture in characters.
    Text,
    /// The picture in colours.
    Svg,
    /// Picture and values as a page.
    Html,
    /// The values, one file per table.
    Csv,
    /// The values, all tables.
    Json,
}

impl Form {
    /// Ending of its files.
    #[must_use]
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Text => "txt",
            Self::Svg => "svg",
            Self::Html => "html",
            Self::Csv => "csv",
            Self::Json => "json",
        }
    }
}

/// Where an export goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sink {
    /// A file in the user's folder of exports.
    File,
    /// The clipboard.
    Clipboard,
}

/// A way to export: form, where to, name, and what it holds.
pub type Way = (Form, Sink, &'static str, &'static str);

/// Every way, in the order of the list.
pub const WAYS: [Way; 8] = [
    (Form::Html, Sink::File, "HTML page", "Picture and values; opens in any browser."),
    (Form::Text, Sink::File, "Text", "The screen in characters."),
    (Form::Svg, Sink::File, "SVG picture", "The screen in colours, for slides and papers."),
    (Form::Csv, Sink::File, "CSV", "The values, one file per table; for spreadsheets."),
    (Form::Json, Sink::File, "JSON", "The values of all tables; for programs."),
    (Form::Text, Sink::Clipboard, "Text to the clipboard", "The screen in characters."),
    (Form::Csv, Sink::Clipboard, "CSV to the clipboard", "The values of the first table."),
    (Form::Json, Sink::Clipboard, "JSON to the clipboard", "The values of all tables."),
];

/// The values of the screen shown, the most telling table first.
#[must_use]
pub fn sheets(state: &State) -> Vec<Sheet> {
    if let Some(sheets) = super::told::on_top(state) {
        return sheets;
    }
    let projection = state.answer.as_ref().map(|a| &*a.projection);
    match state.screen {
        Screen::Evidence => evidence(state),
        Screen::Compare => comparison(state),
        Screen::Places => places(state),
        Screen::Explore => explore::sheets(&state.basis, &state.scenario, projection),
        Screen::Roundtable => roundtable::sheets(state),
        Screen::Insight => match state.insight_sheets() {
            Some(sheets) => sheets.to_vec(),
            None => explore::sheets(&state.basis, &state.scenario, projection),
        },
    }
}

/// The scenarios side by side; before their figures the levers of the one shown.
fn comparison(state: &State) -> Vec<Sheet> {
    let kept = state.to_keep();
    let all: Vec<&Scenario> = std::iter::once(&kept).chain(state.compare.pinned.iter().map(|s| &**s)).collect();
    // Figures of other scenarios than those shown are never written under their names.
    let current = state.compare.answer.as_ref().filter(|a| a.stamp == state.compare.stamp);
    match current.filter(|a| a.comparison.plans == all.len()) {
        Some(answer) => report::compare::sheets(&state.basis, &all, &answer.comparison, &|_| true),
        None => explore::sheets(&state.basis, &state.scenario, None),
    }
}

/// What stands in place of the map: its values and the profile beside it, strengths, or the ledger.
fn places(state: &State) -> Vec<Sheet> {
    let basis = &state.basis;
    let found = match state.neighbours.layer {
        Layer::Map => map(state),
        Layer::Strengths => state
            .strengths()
            .and_then(|f| f.as_ref().ok())
            .map_or_else(Vec::new, |f| report::strengths::sheets(basis, &f.field, &f.strengths)),
        Layer::Ledger => {
            state.ledger().and_then(|l| l.as_ref().ok()).map_or_else(Vec::new, |l| report::ledger::sheets(basis, l))
        }
    };
    if found.is_empty() { explore::sheets(basis, &state.scenario, None) } else { found }
}

/// The values of the map, the profile of the selected area, and that of the group.
fn map(state: &State) -> Vec<Sheet> {
    let (Some(view), Some(atlas)) = (state.places_map(), &state.places_screen.atlas) else { return Vec::new() };
    let basis = &state.basis;
    let what = (state.measure(), &state.plan().sector);
    let mut all = vec![report::places::sheet(&basis.evidence, atlas, &view, what, state.places_screen.order)];
    for profile in [&state.places_screen.profile, &state.places_screen.total].into_iter().flatten().flatten() {
        all.extend(profile.sheets(basis, atlas));
    }
    all
}

/// The list shown as it is narrowed, and the record beside it.
fn evidence(state: &State) -> Vec<Sheet> {
    let shelf = &state.shelf;
    if let Some(catalogue) = shelf.catalogue.as_ref().filter(|_| shelf.tab == Tab::Trust) {
        return report::shelf::trust::sheets(&state.basis, catalogue.trust());
    }
    let list = shelf.catalogue.as_ref().map(|c| c.sheet(shelf.tab, &shelf.here().found.rows, false));
    list.into_iter().chain([shelf.page.as_sheet()]).collect()
}

/// Tables that go only into forms for programs, because nobody reads them on a page: every forecast of the backtest.
#[must_use]
pub fn long_sheets(state: &State) -> Vec<Sheet> {
    let on = state.screen == Screen::Evidence && state.shelf.tab == Tab::Trust;
    let catalogue = state.shelf.catalogue.as_ref().filter(|_| on);
    catalogue.and_then(|c| report::shelf::trust::cases(c.trust())).into_iter().collect()
}

/// Where an export of the screen shown comes from.
#[must_use]
pub fn provenance(state: &State) -> Provenance {
    let projection = state.answer.as_ref().map(|a| &a.projection);
    Provenance {
        title: state.scenario.title.clone(),
        screen: state.screen.label().to_owned(),
        date: report::today(),
        evidence_version: projection.map(|p| p.evidence_version.clone()),
        own: report::own::said(state.basis.evidence.library()),
        seed: state.scenario.seed,
        draws: projection.map_or(0, |p| p.draws),
        remarks: remarks(state),
    }
}

/// What stands on every export of figures: leaps of faith, and where the plan goes beyond what anyone tried,
/// judgements changed here, packages tried.
fn remarks(state: &State) -> Vec<String> {
    let mut said = match state.screen {
        Screen::Explore if !state.nothing_on() => report::grades::said_over(&state.basis, &state.scenario),
        // Compare says them of each scenario in its own notes.
        Screen::Compare => state.compare.answer.as_ref().map_or_else(Vec::new, |answer| {
            let shown = std::iter::once(&state.scenario).chain(&state.compare.pinned);
            let all: Vec<&Scenario> = shown.map(|s| &**s).collect();
            report::compare::standing_notes(&state.basis, &all, &answer.comparison)
        }),
        _ => Vec::new(),
    };
    said.extend(report::changed::remarks(&state.basis, &state.to_keep()));
    said
}

/// Asks for an export.
pub(super) fn export(form: Form, sink: Sink) -> Vec<Effect> {
    vec![Effect::Export(form, sink)]
}

/// The scenario shown as a code, for the clipboard. Figures that it was kept with stay behind: who opens it has their own.
pub(super) fn code(state: &mut State) -> Vec<Effect> {
    let shared = Scenario { record: None, ..state.to_keep() };
    match crate::scenario::code::encode(&shared, &state.basis.model.version) {
        Ok(code) => vec![Effect::Copy(code)],
        Err(fault) => {
            state.notice = Some(fault.to_string());
            Vec::new()
        }
    }
}
