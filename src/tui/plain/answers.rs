//! Levers, figures, lists and fields: what follows a word, or answers a question.

use std::io;

use super::menu::{self, Menu};
use super::{Flow, Talk, say, words};
use crate::model::Indicator;
use crate::report::sheet::Sheet;
use crate::tui::app::insight::Page;
use crate::tui::app::{Action, Chord, CommandId, Key, Overlay, State, Target};

impl Talk<'_> {
    /// `3`, `3 2.5`, `skills provision 2.5`, `3 off`: selects a lever, and sets it if an amount follows.
    pub(super) fn lever(&mut self, what: &str) -> io::Result<Flow> {
        if what.is_empty() {
            return self.go(Menu::Levers).map(|()| Flow::On);
        }
        let labels: Vec<String> = self.state.basis.model.levers.iter().map(|l| l.label.clone()).collect();
        let (name, amount) = words::name_and_amount(what);
        let found = match words::pick(&name, &labels) {
            Ok(found) => found,
            Err(problem) => {
                self.say(&format!("No lever is meant by “{name}”: {problem}."))?;
                return Ok(Flow::On);
            }
        };
        self.show_screen_of(CommandId::LeverType)?;
        let before = say::before(&self.state);
        self.update(Action::Click(Target::Lever(found)))?;
        match amount.as_deref() {
            None => {
                self.menu = Menu::Lever;
                self.choices()?;
            }
            Some("off") => {
                self.update(Action::Click(Target::Command(CommandId::LeverOff)))?;
                self.report(&before)?;
            }
            Some(amount) => {
                self.update(Action::Click(Target::Command(CommandId::LeverType)))?;
                if self.state.overlays.is_empty() {
                    self.report(&before)?;
                } else {
                    self.field(amount)?;
                    if let Some(Overlay::Amount(field)) = self.state.overlays.pop() {
                        let problem = field.problem.unwrap_or_default();
                        self.say(&format!("Not set: {problem}."))?;
                    }
                    self.report(&before)?;
                }
            }
        }
        Ok(Flow::On)
    }

    pub(super) fn why(&mut self, what: &str) -> io::Result<Flow> {
        if what.is_empty() {
            return self.command(CommandId::WhyMoved, "");
        }
        let names: Vec<String> = Indicator::ALL.iter().map(|i| say::name(&self.state, *i)).collect();
        match words::pick(what, &names) {
            Ok(i) => self.explain(Indicator::ALL[i]),
            Err(problem) => {
                self.say(&format!("No figure is meant by “{what}”: {problem}."))?;
                Ok(Flow::On)
            }
        }
    }

    pub(super) fn explain(&mut self, indicator: Indicator) -> io::Result<Flow> {
        self.show_screen_of(CommandId::WhyHere)?;
        self.update(Action::Click(Target::Card(indicator)))?;
        // A second click on the same card has answered already.
        if self.state.overlays.is_empty() {
            return self.command(CommandId::WhyHere, "");
        }
        self.layer().map(|()| Flow::On)
    }

    /// An answer to the topmost layer.
    pub(super) fn fill(&mut self, text: &str) -> io::Result<Flow> {
        let before = say::before(&self.state);
        let Some(entries) = menu::list(&self.state) else {
            let flow = self.field(text)?;
            self.report(&before)?;
            if !self.state.overlays.is_empty() {
                self.layer()?;
            }
            return Ok(flow);
        };
        let narrows = matches!(self.state.overlays.last(), Some(Overlay::Help(_) | Overlay::Palette(_)));
        let titles: Vec<String> = entries.iter().map(|e| e.title.clone()).collect();
        let number = text.chars().all(|c| c.is_ascii_digit());
        let row = match words::pick(text, &titles) {
            Ok(row) if number || !narrows => row,
            Err(problem) if number => {
                self.say(&format!("{problem}."))?;
                return Ok(Flow::On);
            }
            _ => return self.narrow(text).map(|()| Flow::On),
        };
        if let Some(id) = words::command_of(&entries, row) {
            self.state.overlays.clear();
            return self.command(id, "");
        }
        let flow = self.update(Action::Click(Target::Row(row)))?;
        self.report(&before)?;
        Ok(flow)
    }

    /// Narrows the topmost list; where nothing is left it stays as it was.
    fn narrow(&mut self, text: &str) -> io::Result<()> {
        self.update(Action::Press(Chord::ctrl('u')))?;
        self.update(Action::Paste(text.to_owned()))?;
        if menu::list(&self.state).is_none_or(|left| left.is_empty()) {
            self.update(Action::Press(Chord::ctrl('u')))?;
            let shown: String = text.chars().take(60).collect();
            return self.say(&format!("Nothing in this list is like “{shown}”; an empty line says the list again."));
        }
        self.layer()
    }

    /// Types into the topmost field and confirms; `=` keeps what stands there.
    fn field(&mut self, text: &str) -> io::Result<Flow> {
        if text != "=" {
            self.update(Action::Press(Chord::ctrl('u')))?;
            self.update(Action::Paste(text.to_owned()))?;
        }
        self.update(Action::Press(Chord::plain(Key::Enter)))
    }
}

/// The question shown, and its answer line by line.
pub(super) fn insight(state: &State) -> Vec<String> {
    let topic = state.insight.topic;
    let mut said = vec![format!("{}: {}", topic.label(), topic.question())];
    said.extend(state.insight.options.said(topic, &state.basis));
    match state.insight_page() {
        None | Some(Page::Working { .. }) => said.push(String::from("It was not worked out yet.")),
        Some(Page::Refused(why)) => said.push(why.clone()),
        Some(Page::Ready { .. }) => {
            if !state.insight_is_current() {
                said.push(String::from("This is about the scenario as it was when this was asked."));
            }
            let sheets = state.insight_sheets().unwrap_or_default();
            said.extend(sheets.iter().flat_map(told));
        }
    }
    said
}

/// A table as sentences: its title, each row as "column: value", its notes.
fn told(sheet: &Sheet) -> Vec<String> {
    let mut said = vec![format!("{}.", sheet.title)];
    for row in &sheet.rows {
        let cells = sheet.columns.iter().zip(row).map(|(column, cell)| format!("{column}: {}", cell.shown()));
        said.push(format!("{}.", cells.collect::<Vec<_>>().join("; ")));
    }
    said.extend(sheet.notes.iter().cloned());
    said
}
