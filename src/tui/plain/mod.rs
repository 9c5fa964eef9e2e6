//! The whole program as numbered choices and sentences, for screen readers and pipes.
//!
//! The same state, update and table of commands as the screens; what they draw is said here, line by line: no escape
//! sequences, no boxes, no colour. A layer that a command opens (a list, a field) becomes choices or a question.

mod answers;
mod line;
mod menu;
mod say;
mod words;

use std::io::{self, BufRead, IsTerminal as _, Write};
use std::sync::Arc;

use super::app::{
    Action, CommandId, Effect, Overlay, Screen, Seen, State, Target, compare, judged, roundtable, told, update,
};
use super::terminal::direct::{self, Came, Direct};
use super::terminal::environment;
use super::view::Look;
use super::{Options, RunError};
use crate::model::Basis;
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
            if screen == Screen::Compare {
                let said = compare::sentences(&self.state);
                self.say_all(&said)?;
            }
            if screen == Screen::Insight {
                let said = answers::insight(&self.state);
                self.say_all(&said)?;
            }
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
        self.numbered(&lines.collect::<Vec<_>>())
    }

    fn numbered(&mut self, lines: &[String]) -> io::Result<()> {
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
            return self.numbered(&entries.iter().map(menu::line).collect::<Vec<_>>());
        }
        match self.state.overlays.last() {
            Some(Overlay::Amount(field)) => {
                let problem = field.problem.clone();
                let name = self.state.selected_lever().map_or_else(String::new, |l| l.label.clone());
                self.say(&problem.map_or(format!("Amount of {name}, for example 2.5; or back."), |p| {
                    format!("Not set: {p}; or back.")
                }))
            }
            Some(Overlay::Save(field)) => {
                let text =
                    field.problem.clone().unwrap_or_else(|| format!("a name, or = for “{}”", field.text.value()));
                self.say(&format!("Save under which name? Type {text}; or back."))
            }
            Some(Overlay::Aim(aimed, field)) => {
                let what = say::aim(&self.state, *aimed);
                let problem = field.problem.clone();
                self.say(&problem.map_or(format!("{what}, or none; or back."), |p| format!("Not set: {p}; or back.")))
            }
            Some(Overlay::Override(id, field)) => {
                let (title, hint) = judged::titles(&self.state, id);
                let problem = field.problem.clone();
                self.say(
                    &problem.map_or(format!("{title}. Type {hint} Or back."), |p| format!("Not set: {p}; or back.")),
                )
            }
            Some(Overlay::Room(typed, field)) => {
                let (title, hint) = roundtable::asked(&self.state, *typed);
                let problem = field.problem.clone();
                self.say(&problem.map_or(format!("{title}. {hint} Or back."), |p| format!("Not taken: {p}; or back.")))
            }
            Some(Overlay::Phones(_)) => {
                let said = roundtable::way_in_words(&self.state);
                self.state.overlays.clear();
                self.say_all(&said)
            }
            Some(Overlay::Told(told, _)) => {
                let said = told::lines(&self.state, *told);
                self.state.overlays.clear();
                self.say_all(&said)
            }
            Some(Overlay::Replay(_)) => {
                let said = say::last_change(&self.state);
                self.state.overlays.clear();
                self.say_all(&said)
            }
            Some(Overlay::Why(layer)) => {
                let said = say::why(&self.state, layer.indicator);
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
            // In a list the bare words of this mode still work, and an amount is a number: other lines leave the question.
            let leaves = match self.state.overlays.last() {
                Some(Overlay::Amount(_)) => !words::is_amount(text),
                Some(Overlay::Override(..)) => !text.contains(';') && text.trim() != "none",
                Some(Overlay::Aim(..)) => !words::is_amount(text) && text.trim() != "none",
                _ => menu::list(&self.state).is_some() && words::is_word(text),
            };
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
        self.show_screen_of(id)?;
        if self.update(Action::Click(Target::Command(id)))? == Flow::Quit {
            return Ok(Flow::Quit);
        }
        if !rest.is_empty() && !self.state.overlays.is_empty() {
            return self.fill(rest);
        }
        let said = self.report(&before)?;
        if self.state.screen != shown {
            return self.go(Menu::Home).map(|()| Flow::On);
        }
        if !self.state.overlays.is_empty() {
            self.layer()?;
        } else if !said && id != CommandId::Copy {
            self.say("Nothing changed.")?;
        }
        Ok(Flow::On)
    }

    /// Goes to the screen whose command it is.
    fn show_screen_of(&mut self, id: CommandId) -> io::Result<()> {
        use super::app::commands::Scope;
        let screen = match id.row().scope {
            Scope::Everywhere | Scope::Presenting => return Ok(()),
            Scope::Explore | Scope::Levers | Scope::Indicators => Screen::Explore,
            Scope::Compare => Screen::Compare,
            Scope::Places => Screen::Places,
            Scope::Evidence => Screen::Evidence,
            Scope::Insight => Screen::Insight,
            Scope::Roundtable => Screen::Roundtable,
        };
        if screen != self.state.screen {
            self.update(Action::Click(Target::Screen(screen)))?;
        }
        Ok(())
    }

    /// What changed, a sentence each; whether anything was said.
    fn report(&mut self, before: &say::Before) -> io::Result<bool> {
        let mut said = false;
        if let Some(notice) = self.state.notice.take() {
            let stop = if notice.ends_with('.') { "" } else { "." };
            self.say(&format!("{}{stop}", say::spoken(&notice)))?;
            said = true;
        }
        let changes = say::changes(&self.state, before);
        self.say_all(&changes)?;
        Ok(said || !changes.is_empty())
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
        match self.world.perform(&self.state, effect) {
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
