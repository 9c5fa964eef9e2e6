//! What a user sets once: keys and looks, read from two small files. Whatever does not read is named with its place in the
//! file, and the rest holds: the program always starts.

use std::fmt::Write as _;

use ron::Value;

use super::app::keymap::{Binding, Keymap};
use super::app::{COMMANDS, Chord};
use super::{ColorChoice, GlyphChoice, ThemeChoice};
use crate::evidence::Fault;

/// Name of the file of keys.
pub const KEYS: &str = "keys.ron";
/// Name of the file of everything else.
pub const CONFIG: &str = "config.ron";

/// What the files say; `None` where they say nothing.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Settings {
    /// Name of a theme, or a file that holds one (beside the settings unless it is a full path).
    pub theme: Option<String>,
    /// Characters.
    pub glyphs: Option<GlyphChoice>,
    /// Colour.
    pub color: Option<ColorChoice>,
    /// Whether the pointer is taken.
    pub mouse: Option<bool>,
    /// Scenario that is opened when there is none to resume: a file, or the name of a built-in one.
    pub scenario: Option<String>,
    /// Keys.
    pub keymap: Keymap,
    /// What does not read.
    pub warnings: Vec<Fault>,
}

/// Names in the file of settings.
const FIELDS: [&str; 5] = ["theme", "glyphs", "color", "mouse", "scenario"];

impl Settings {
    /// Reads the file of settings into these; `file` is its name.
    pub fn read_config(&mut self, file: &str, text: &str) {
        let Some(entries) = self.entries(file, text, "(theme: \"dark\", mouse: false)") else { return };
        for (name, value) in entries {
            let place = Place::of(file, text, &name);
            let taken = match (name.as_str(), &value) {
                ("theme", Value::String(v)) => {
                    self.theme = Some(v.clone());
                    Ok(())
                }
                ("scenario", Value::String(v)) => {
                    self.scenario = Some(v.clone());
                    Ok(())
                }
                ("mouse", Value::Bool(v)) => {
                    self.mouse = Some(*v);
                    Ok(())
                }
                ("glyphs", Value::String(v)) => v.parse().map(|v| self.glyphs = Some(v)),
                ("color", Value::String(v)) => v.parse().map(|v| self.color = Some(v)),
                ("mouse", _) => Err(Fault::new(file, "must be true or false")),
                (known, _) if FIELDS.contains(&known) => Err(Fault::new(file, "must be a text in quotation marks")),
                (unknown, _) => Err(Fault::new(file, "is no setting").nearest(unknown, FIELDS)),
            };
            if let Err(fault) = taken {
                self.warnings.push(place.fault(&name, fault.problem, fault.hint));
            }
        }
    }

    /// Reads the file of keys into these; `file` is its name.
    pub fn read_keys(&mut self, file: &str, text: &str) {
        let Some(entries) = self.entries(file, text, "{\"lever.raise\": [\"Right\", \"l\"]}") else { return };
        let mut bindings = Vec::new();
        for (name, value) in entries {
            let place = Place::of(file, text, &name);
            let Some(command) = COMMANDS.iter().find(|c| c.name == name) else {
                let fault = Fault::new(file, "is no command").nearest(&name, COMMANDS.iter().map(|c| c.name));
                self.warnings.push(place.fault(&name, fault.problem, fault.hint));
                continue;
            };
            let mut chords = Vec::new();
            for word in words(&value) {
                if let Some(chord) = word.as_deref().and_then(Chord::parse) {
                    chords.push(chord);
                    continue;
                }
                let word = word.unwrap_or_else(|| String::from("?"));
                let hint = "keys are written as Right, Shift-Left, Ctrl-P, F1, Space, PgDn or one character";
                let problem = format!("has a key that is none: '{word}'");
                self.warnings.push(place.fault(&name, problem, Some(hint.to_owned())));
            }
            bindings.push(Binding { id: command.id, chords });
        }
        let (keymap, clashes) = Keymap::with(&bindings);
        self.keymap = keymap;
        for clash in clashes {
            let name = clash.wanted.row().name;
            let problem = match clash.keeps {
                Some(other) => format!("wants {}, which stays with '{}'", clash.chord, other.row().name),
                None => format!("wants {}, which closes layers and never leaves the program", clash.chord),
            };
            let hint = clash.keeps.map(|_| String::from("give one of the two another key"));
            self.warnings.push(Place::of(file, text, name).fault(name, problem, hint));
        }
    }

    /// Names and values of a file; what is wrong with it is noted.
    fn entries(&mut self, file: &str, text: &str, example: &str) -> Option<Vec<(String, Value)>> {
        let parsed: Result<Value, _> = ron::from_str(text.trim_start_matches('\u{feff}'));
        match parsed {
            Ok(Value::Unit) => Some(Vec::new()),
            Ok(Value::Map(map)) => {
                let name = |key: &Value| match key {
                    Value::String(s) => s.clone(),
                    other => format!("{other:?}"),
                };
                Some(map.iter().map(|(k, v)| (name(k), v.clone())).collect())
            }
            Ok(_) => {
                self.warnings.push(Fault::new(file, "cannot be read as settings").hint(format!("write {example}")));
                None
            }
            Err(error) => {
                let (line, column) = (error.span.start.line, error.span.start.col);
                let problem = format!("{}; none of this file is used", error.code);
                let place = Place { file: file.to_owned(), at: Some((line, column)) };
                self.warnings.push(place.bare(problem, None));
                None
            }
        }
    }
}

/// One text or a list of texts; `None` for what is neither.
fn words(value: &Value) -> Vec<Option<String>> {
    let word = |v: &Value| match v {
        Value::String(s) => Some(s.clone()),
        Value::Char(c) => Some(c.to_string()),
        _ => None,
    };
    match value {
        Value::Seq(list) => list.iter().map(word).collect(),
        one => vec![word(one)],
    }
}

/// Where a name stands in a file.
struct Place {
    file: String,
    at: Option<(usize, usize)>,
}

impl Place {
    /// The last line that gives this name, comments left out.
    fn of(file: &str, text: &str, name: &str) -> Self {
        let (quoted, field) = (format!("\"{name}\""), format!("{name}:"));
        let found = text.lines().enumerate().filter_map(|(i, line)| {
            let code = line.split("//").next().unwrap_or(line);
            let at = code.find(&quoted).or_else(|| code.find(&field))?;
            Some((i + 1, code[..at].chars().count() + 1))
        });
        Self { file: file.to_owned(), at: found.last() }
    }

    fn fault(&self, name: &str, problem: String, hint: Option<String>) -> Fault {
        let mut fault = self.bare(problem, hint);
        fault.value = Some(name.to_owned());
        fault
    }

    fn bare(&self, problem: String, hint: Option<String>) -> Fault {
        let mut fault = Fault::new(&self.file, problem);
        fault.hint = hint;
        if let Some((line, column)) = self.at {
            fault.line = u64::try_from(line).ok();
            fault.column = Some(format!("column {column}"));
        }
        fault
    }
}

/// The theme that a name means.
///
/// # Errors
/// If it is neither the name of a theme nor looks like a file.
pub fn theme(name: &str) -> Result<ThemeWanted, Fault> {
    match name.parse::<ThemeChoice>() {
        Ok(choice) => Ok(ThemeWanted::Named(choice)),
        Err(_) if name.contains(['/', '\\']) || name.to_lowercase().ends_with(".ron") => {
            Ok(ThemeWanted::File(name.to_owned()))
        }
        Err(fault) => Err(fault),
    }
}

/// A theme by name, or a file that holds one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ThemeWanted {
    /// One that comes with the program.
    Named(ThemeChoice),
    /// A file.
    File(String),
}

/// Every command with its keys as a file to start from.
#[must_use]
pub fn keys_file(keymap: &Keymap) -> String {
    let mut out = String::from(
        "// Keys of tiller: the file keys.ron in the folder that `tiller config path` names. Leave out what may stay as it is.\n\
         // A key is one character, Up Down Left Right Home End PgUp PgDn Enter Esc Tab Backspace Delete Space F1 to F12,\n\
         // with Shift-, Ctrl- or Alt- before it. An empty list takes the keys away.\n{\n",
    );
    for command in COMMANDS {
        let keys: Vec<String> = keymap.keys(command.id).iter().map(|k| format!("{:?}", k.to_string())).collect();
        let _ = writeln!(out, "    // {}\n    {:?}: [{}],", command.title, command.name, keys.join(", "));
    }
    out.push_str("}\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::app::CommandId;

    #[test]
    fn the_table_of_keys_reads_back_as_it_is() {
        let mut settings = Settings::default();
        settings.read_keys(KEYS, &keys_file(&Keymap::default()));
        assert_eq!(settings.warnings, []);
        assert_eq!(settings.keymap, Keymap::default());
    }

    #[test]
    fn what_does_not_read_is_named_with_its_place_and_the_rest_holds() {
        let mut settings = Settings::default();
        let text = "{\n  \"lever.rise\": [\"x\"],\n  \"scenario.undo\": [\"Q\", \"Strg-Z\"],\n  // \"quit\": [\"p\"]\n  \"quit\": \"p\",\n}";
        settings.read_keys("keys.ron", text);
        let said: Vec<String> = settings.warnings.iter().map(ToString::to_string).collect();
        assert!(
            said[0].starts_with("keys.ron, line 2, column 3 'lever.rise': is no command; did you mean 'lever.raise'?")
        );
        assert!(said[1].contains("line 3") && said[1].contains("'Strg-Z'"), "{}", said[1]);
        assert!(said[2].contains("line 5") && said[2].contains("scenario.place"), "{}", said[2]);
        assert_eq!(settings.keymap.shown(CommandId::Undo, false), "Q");
        assert_eq!(settings.keymap.shown(CommandId::Quit, false), "Ctrl-C");
    }

    #[test]
    fn settings_are_taken_one_by_one() {
        let mut settings = Settings::default();
        settings
            .read_config("config.ron", "(theme: \"light\", glyph: \"ascii\",\n color: \"sometimes\", mouse: false)");
        assert_eq!((settings.theme.as_deref(), settings.mouse), (Some("light"), Some(false)));
        let said: Vec<String> = settings.warnings.iter().map(ToString::to_string).collect();
        assert_eq!(said.len(), 2);
        assert!(said.iter().any(|s| s.contains("line 1") && s.contains("did you mean 'glyphs'?")), "{said:?}");
        assert!(
            said.iter().any(|s| s.contains("line 2, column 2 'color'") && s.contains("auto, always, never")),
            "{said:?}"
        );
    }

    #[test]
    fn a_file_that_is_no_ron_changes_nothing_and_says_where() {
        let mut settings = Settings::default();
        settings.read_keys("keys.ron", "{\n  \"quit\": [\n");
        assert_eq!(settings.keymap, Keymap::default());
        assert!(settings.warnings[0].to_string().starts_with("keys.ron, line "), "{}", settings.warnings[0]);
        settings.read_config("config.ron", "");
        assert_eq!(settings.warnings.len(), 2);
    }

    #[test]
    fn a_theme_is_a_name_or_a_file() {
        assert_eq!(theme("dark"), Ok(ThemeWanted::Named(ThemeChoice::Dark)));
        assert_eq!(theme("mine.ron"), Ok(ThemeWanted::File(String::from("mine.ron"))));
        assert!(theme("drak").is_err_and(|f| f.to_string().contains("dark")));
    }
}
