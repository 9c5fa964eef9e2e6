//! The whole program as numbered choices and sentences, for screen readers and pipes.
//!
//! The same state, update and table of commands as the screens; what they draw is said here, line by line: no escape
//! sequences, no boxes, no colour. A layer that a command opens (a list, a field) becomes choices or a question.

mod line;
mod menu;
mod say;
mod words;

use std::io::{self, BufRead, IsTerminal as _, Write};
use std::sync::Arc;

use super::app::{Action, Chord, CommandId, Effect, Key, Overlay, Screen, Seen, State, Target, update};
use super::terminal::direct::{self, Came, Direct};
use super::terminal::environment;
use super::view::Look;
use super::{Options, RunError};
use crate::model::{Basis, Indicator};
use crate::report::layout::tame;
use line::Line;
use menu::{Act, Menu};
use words::Asked;

/// What follows from a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Flow {
    On,
    Quit,
}

/// Talks over standard input and output until the user leaves or the input ends.
///
/// # Errors
/// If input or output fails; an output that was closed is no failure.
pub(super) fn run(basis: &Arc<Basis>, options: Options) -> Result<(), RunError> {
    let env = |name: &str| std::env::var(name).ok().filter(|v| !v.is_empty());
    let look = environment::look(options.theme, options.glyphs, options.color, &env)?;
    let echo = !io::stdin().is_terminal();
    let talked = direct::with(basis, options, |state, world| {
        let out = Box::new(io::BufWriter::new(io::stdout().lock()));
        Talk { state, world, out, look, echo, menu: Menu::Home }.talk(&mut io::stdin().lock())
    });
    match talked {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other.map_err(RunError::Terminal),
    }
}

struct Talk<'a> {
    state: State,
    world: Direct<'a>,
    out: Box<dyn Write + 'a>,
    look: Look,
    /// Whether what was typed is repeated, so that a piped session can be read.
    echo: bool,
    menu: Menu,
}

impl Talk<'_> {
    fn talk(&mut self, input: &mut dyn BufRead) -> io::Result<()> {
        let first = Effect::Project { generation: self.state.generation, scenario: Arc::clone(&self.state.scenario) };
        self.perform(first)?;
        self.say("tiller in plain mode. Type a number or a command; help lists every command, menu the choices, quit leaves.")?;
        if let Some(notice) = self.state.notice.take() {
            self.say(&notice)?;
        }
        self.home()?;
        loop {
            self.out.write_all(b"> ")?;
            self.out.flush()?;
            let line = line::read(input)?;
            let flow = match line {
                Line::End => {
                    self.say("")?;
                    Flow::Quit
                }
                Line::TooLong => {
                    self.repeat("(a long line)")?;
                    self.say(&format!("That line is longer than {} bytes and was left out.", line::BYTES_MAX))?;
                    Flow::On
                }
                Line::NoText => {
                    self.repeat("(no text)")?;
                    self.say("That line is not plain text and was left out.")?;
                    Flow::On
                }
                Line::Text(text) => {
                    self.repeat(&text)?;
                    self.answer(&text)?
                }
            };
            if flow == Flow::Quit {
                return self.out.flush();
            }
        }
    }

    fn repeat(&mut self, text: &str) -> io::Result<()> {
        if self.echo { self.say(text) } else { Ok(()) }
    }

    fn say(&mut self, text: &str) -> io::Result<()> {
        let text = tame(text);
        let shown = self.look.text(&text);
        writeln!(self.out, "{}", shown.trim_end())
    }

    fn say_all(&mut self, said: &[String]) -> io::Result<()> {
        said.iter().try_for_each(|s| self.say(s))
    }

    /// Where things stand, then the choices.
    fn home(&mut self) -> io::Result<()> {
        self.menu = Menu::Home;
        let standing = say::standing(&self.state);
        self.say_all(&standing)?;
        self.choices()
    }

    /// The choices of where the conversation is.
    fn choices(&mut self) -> io::Result<()> {
        if !self.state.overlays.is_empty() {
            return self.layer();
        }
        if self.menu == Menu::Home && self.state.screen != Screen::Explore {
            let screen = self.state.screen;
            self.say(&format!("{}: {}", screen.label(), screen.question()))?;
        }
        if self.menu == Menu::Lever {
            let lever = say::lever(&self.state);
            self.say_all(&lever)?;
        }
        if self.menu == Menu::Figures {
            let year = self.state.scenario.last_year();
            self.say(&format!("What could change by {year}, compared with no new policy. A number says why:"))?;
        }
        let choices = menu::choices(&self.state, self.menu);
        let lines = choices.iter().map(|(said, _)| said.clone());
        self.numbered(lines.collect())
    }

    fn numbered(&mut self, lines: Vec<String>) -> io::Result<()> {
        for (i, said) in lines.iter().enumerate() {
            self.say(&format!("{}. {said}", i + 1))?;
        }
        if self.menu == Menu::Home && self.state.overlays.is_empty() { Ok(()) } else { self.say("0. Back.") }
    }

    /// The topmost layer as choices or as a question.
    fn layer(&mut self) -> io::Result<()> {
        if let Some(entries) = menu::list(&self.state) {
            if matches!(self.state.overlays.last(), Some(Overlay::Help(_) | Overlay::Palette(_))) {
                self.say("Also: lever 3 2.5 sets the third lever; why 1 explains the first figure; a word after help narrows the list.")?;
            }
            if entries.is_empty() {
                return self.say("The list is empty; back leaves it.");
            }
            return self.numbered(entries.iter().map(menu::line).collect());
        }
        match self.state.overlays.last() {
            Some(Overlay::Amount(field)) => {
                let problem = field.problem.clone();
                let name = self.state.selected_lever().map_or_else(String::new, |l| l.label.clone());
                self.say(&problem.map_or(format!("Amount of {name}, for example 2.5; or back."), |p| format!("Not set: {p}; or back.")))
            }
            Some(Overlay::Save(field)) => {
                let text = field.problem.clone().unwrap_or_else(|| format!("a name, or = for “{}”", field.text.value()));
                self.say(&format!("Save under which name? Type {text}; or back."))
            }
            Some(Overlay::Why(indicator, _)) => {
                let said = say::why(&self.state, *indicator);
                self.state.overlays.clear();
                self.say_all(&said)
            }
            _ => {
                self.state.overlays.clear();
                Ok(())
            }
        }
    }

    /// One line that was typed.
    fn answer(&mut self, text: &str) -> io::Result<Flow> {
        let asked = words::read(text);
        if !self.state.overlays.is_empty() {
            if asked == Asked::Back || asked == Asked::Number(0) && menu::list(&self.state).is_some() {
                self.state.overlays.pop();
                self.say("Back.")?;
                return Ok(Flow::On);
            }
            // In a list the bare words of this mode still work; in a field everything is an answer.
            let leaves = menu::list(&self.state).is_some() && words::is_word(text);
            if !leaves {
                return self.fill(text);
            }
            self.state.overlays.clear();
        }
        self.follow(asked, text)
    }

    fn follow(&mut self, asked: Asked, text: &str) -> io::Result<Flow> {
        match asked {
            Asked::Nothing => self.choices()?,
            Asked::Home => self.home()?,
            Asked::Back | Asked::Number(0) => {
                self.menu = if self.menu == Menu::Lever { Menu::Levers } else { Menu::Home };
                if self.state.screen != Screen::Explore && self.menu == Menu::Home {
                    return self.command(CommandId::ScreenExplore, "");
                }
                self.choices()?;
            }
            Asked::Levers => self.go(Menu::Levers)?,
            Asked::Figures => self.go(Menu::Figures)?,
            Asked::Number(n) => {
                let act = menu::choices(&self.state, self.menu).get(n - 1).map(|c| c.1);
                match act {
                    Some(act) => return self.act(act),
                    None => self.say(&format!("There is no choice {n} here; menu lists the choices."))?,
                }
            }
            Asked::Command(id, rest) => return self.command(id, &rest),
            Asked::Lever(what) => return self.lever(&what),
            Asked::Why(what) => return self.why(&what),
            Asked::Unknown(nearest) => {
                let shown: String = text.chars().take(60).collect();
                let hint = nearest.map_or_else(String::new, |word| format!(" The nearest is “{word}”."));
                self.say(&format!("“{shown}” is no command.{hint} Type help for all of them."))?;
            }
        }
        Ok(Flow::On)
    }

    fn go(&mut self, menu: Menu) -> io::Result<()> {
        self.menu = menu;
        self.choices()
    }

    fn act(&mut self, act: Act) -> io::Result<Flow> {
        match act {
            Act::Go(menu) => self.go(menu).map(|()| Flow::On),
            Act::Run(id) => self.command(id, ""),
            Act::Lever(i) => self.lever(&(i + 1).to_string()),
            Act::Why(indicator) => self.explain(indicator),
        }
    }

    /// Runs a command; what was typed after it goes into the layer that it opens.
    fn command(&mut self, id: CommandId, rest: &str) -> io::Result<Flow> {
        if let Some(why) = menu::useless(id) {
            self.say(&format!("{}: {why}.", id.row().title))?;
            return Ok(Flow::On);
        }
        let shown = self.state.screen;
        let before = say::before(&self.state);
        self.to_screen_of(id)?;
        if self.update(Action::Click(Target::Command(id)))? == Flow::Quit {
            return Ok(Flow::Quit);
        }
        if !rest.is_empty() && !self.state.overlays.is_empty() {
            return self.fill(rest);
        }
        self.report(&before)?;
        if self.state.screen != shown {
            return self.go(Menu::Home).map(|()| Flow::On);
        }
        if !self.state.overlays.is_empty() {
            self.layer()?;
        }
        Ok(Flow::On)
    }

    /// Goes to the screen whose command it is.
    fn to_screen_of(&mut self, id: CommandId) -> io::Result<()> {
        use super::app::commands::Scope;
        let screen = match id.row().scope {
            Scope::Everywhere => return Ok(()),
            Scope::Explore | Scope::Levers | Scope::Indicators => Screen::Explore,
            Scope::Compare => Screen::Compare,
            Scope::Places => Screen::Places,
            Scope::Evidence => Screen::Evidence,
        };
        if screen != self.state.screen {
            self.update(Action::Click(Target::Screen(screen)))?;
        }
        Ok(())
    }

    /// `3`, `3 2.5`, `skills provision 2.5`, `3 off`: selects a lever, and sets it if an amount follows.
    fn lever(&mut self, what: &str) -> io::Result<Flow> {
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
        self.to_screen_of(CommandId::LeverType)?;
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

    fn why(&mut self, what: &str) -> io::Result<Flow> {
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

    fn explain(&mut self, indicator: Indicator) -> io::Result<Flow> {
        self.to_screen_of(CommandId::WhyHere)?;
        self.update(Action::Click(Target::Card(indicator)))?;
        // A second click on the same card has answered already.
        if self.state.overlays.is_empty() {
            return self.command(CommandId::WhyHere, "");
        }
        self.layer().map(|()| Flow::On)
    }

    /// An answer to the topmost layer.
    fn fill(&mut self, text: &str) -> io::Result<Flow> {
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

    /// What changed, a sentence each.
    fn report(&mut self, before: &say::Before) -> io::Result<()> {
        if let Some(notice) = self.state.notice.take() {
            let stop = if notice.ends_with('.') { "" } else { "." };
            self.say(&format!("{}{stop}", say::spoken(&notice)))?;
        }
        let changes = say::changes(&self.state, before);
        self.say_all(&changes)
    }

    /// Changes the state and does what that asks of the world.
    fn update(&mut self, action: Action) -> io::Result<Flow> {
        for effect in update(&mut self.state, action, &Seen::default()) {
            if self.perform(effect)? == Flow::Quit {
                return Ok(Flow::Quit);
            }
        }
        Ok(Flow::On)
    }

    fn perform(&mut self, effect: Effect) -> io::Result<Flow> {
        match self.world.perform(effect) {
            Came::Quit => return Ok(Flow::Quit),
            Came::Text(text) => self.say(&say::spoken(&text))?,
            Came::Actions(actions) => {
                for action in actions {
                    if self.update(action)? == Flow::Quit {
                        return Ok(Flow::Quit);
                    }
                }
            }
        }
        Ok(Flow::On)
    }
}
