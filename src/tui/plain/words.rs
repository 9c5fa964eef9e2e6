//! From a typed line to what is asked: a number, a command of the one table with what follows it, or one of the few
//! words that only this mode has.

use crate::tui::app::Keymap;
use crate::tui::app::entries::{Choice, Entry};
use crate::tui::app::{COMMANDS, Chord, CommandId, Pane};

/// What a line asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Asked {
    /// Nothing: the choices again.
    Nothing,
    /// The nth of the choices; 0 goes back.
    Number(usize),
    /// A command, and what was typed after it.
    Command(CommandId, String),
    /// A lever by number or name, and an amount, which may be empty.
    Lever(String),
    /// "Why?" for an indicator by number or name.
    Why(String),
    /// The list of levers.
    Levers,
    /// The list of figures.
    Figures,
    /// The first list of choices, with where things stand.
    Home,
    /// One step back.
    Back,
    /// Not understood; the nearest word that is.
    Unknown(Option<String>),
}

/// Words of this mode, each with the command that it stands for. A command's own name and title work as well.
const WORDS: [(&str, CommandId); 21] = [
    ("place", CommandId::Place),
    ("sector", CommandId::Sector),
    ("open", CommandId::Open),
    ("save", CommandId::Save),
    ("undo", CommandId::Undo),
    ("redo", CommandId::Redo),
    ("help", CommandId::Help),
    ("commands", CommandId::Palette),
    ("amount", CommandId::LeverType),
    ("partner", CommandId::LeverPartner),
    ("raise", CommandId::LeverRaise),
    ("lower", CommandId::LeverLower),
    ("off", CommandId::LeverOff),
    ("copy", CommandId::Copy),
    ("explore", CommandId::ScreenExplore),
    ("compare", CommandId::ScreenCompare),
    ("places", CommandId::ScreenPlaces),
    ("evidence", CommandId::ScreenEvidence),
    ("insight", CommandId::ScreenInsight),
    ("quit", CommandId::Quit),
    ("exit", CommandId::Quit),
];

/// Words that only this mode has.
const OWN: [&str; 8] = ["lever", "why", "levers", "figures", "menu", "home", "back", "state"];

/// Reads a line.
pub(super) fn read(line: &str) -> Asked {
    let text = line.trim();
    if text.is_empty() {
        return Asked::Nothing;
    }
    if text.chars().all(|c| c.is_ascii_digit()) {
        return text.parse().map_or(Asked::Unknown(None), Asked::Number);
    }
    let lower = text.to_lowercase();
    if let Some(row) = COMMANDS.iter().find(|c| c.name == lower || c.title.to_lowercase() == lower) {
        return Asked::Command(row.id, String::new());
    }
    if let Some(own) = own(&lower, text) {
        return own;
    }
    if let Some((id, rest)) = named(&lower, text) {
        return Asked::Command(id, rest);
    }
    if let Some(command) = by_key(text) {
        return Asked::Command(command, String::new());
    }
    Asked::Unknown(nearest(&lower))
}

fn own(lower: &str, text: &str) -> Option<Asked> {
    let rest = |word: &str| after(lower, text, word);
    Some(match lower {
        "levers" => Asked::Levers,
        "figures" => Asked::Figures,
        "menu" | "home" | "state" => Asked::Home,
        "back" => Asked::Back,
        _ => match (rest("lever"), rest("why")) {
            (Some(what), _) => Asked::Lever(what),
            (_, Some(what)) => Asked::Why(what.trim_end_matches('?').trim().to_owned()),
            _ => return None,
        },
    })
}

/// What follows a word; `None` if the line does not begin with it.
fn after(lower: &str, text: &str, word: &str) -> Option<String> {
    let left = lower.strip_prefix(word)?;
    if !(left.is_empty() || left.starts_with(' ')) {
        return None;
    }
    // Lower case may be longer or shorter than what was typed, the word itself is ASCII.
    Some(text.get(word.len()..).unwrap_or_default().trim().to_owned())
}

/// The command whose name, title or word the line begins with; the longest counts.
fn named(lower: &str, text: &str) -> Option<(CommandId, String)> {
    let rows = COMMANDS.iter().flat_map(|c| [(c.name.to_owned(), c.id), (c.title.to_lowercase(), c.id)]);
    let words = WORDS.iter().map(|(word, id)| ((*word).to_owned(), *id));
    let begins =
        rows.chain(words).filter_map(|(word, id)| after(lower, text, &word).map(|rest| (word.len(), id, rest)));
    // Of two that are as long the first of the table counts.
    let longest = begins.fold(None, |best: Option<(usize, CommandId, String)>, next| match best {
        Some(b) if b.0 >= next.0 => Some(b),
        _ => Some(next),
    });
    longest.map(|(_, id, rest)| (id, rest))
}

/// The command of a key of the screens, e.g. `u` or `?`.
fn by_key(text: &str) -> Option<CommandId> {
    let chord = Chord::parse(text)?;
    // The words of plain mode are fixed, and so are its keys.
    let keys = Keymap::default();
    let anywhere = Pane::ALL.into_iter().find_map(|pane| keys.resolve(chord, pane));
    anywhere.map(|c| c.id)
}

/// The known word nearest to the first of a line, if one is near.
fn nearest(lower: &str) -> Option<String> {
    let first = lower.split(' ').next().unwrap_or(lower);
    let names = COMMANDS.iter().flat_map(|c| [c.name.to_owned(), c.title.to_lowercase()]);
    let words = WORDS.iter().map(|(w, _)| (*w).to_owned()).chain(OWN.iter().map(|w| (*w).to_owned()));
    words
        .chain(names)
        .map(|word| {
            let like = strsim::jaro_winkler(first, &word).max(strsim::jaro_winkler(lower, &word));
            (like, word)
        })
        .filter(|(like, _)| *like > 0.75)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, word)| word)
}

/// Whether a line is one of the bare words of this mode, which leave a list.
pub(super) fn is_word(text: &str) -> bool {
    let lower = text.trim().to_lowercase();
    OWN.contains(&lower.as_str()) || WORDS.iter().any(|(word, _)| *word == lower)
}

/// Whether a line is meant as an amount, however odd.
pub(super) fn is_amount(text: &str) -> bool {
    text.trim_start_matches(['£', '-', '−', '+', '.']).starts_with(|c: char| c.is_ascii_digit())
}

/// `skills provision 2.5` as the name and the amount; a lone number is the name.
pub(super) fn name_and_amount(text: &str) -> (String, Option<String>) {
    let last = text.rsplit_once(' ').filter(|(_, last)| *last == "off" || is_amount(last));
    match last {
        Some((name, amount)) => (name.trim().to_owned(), Some(amount.to_owned())),
        None => (text.to_owned(), None),
    }
}

/// Which of some names is meant, by number from 1, by the whole name, its beginning, or a part that no other has.
pub(super) fn pick(text: &str, names: &[String]) -> Result<usize, String> {
    if let Ok(n) = text.parse::<usize>() {
        let known = (1..=names.len()).contains(&n);
        return if known { Ok(n - 1) } else { Err(format!("choose a number from 1 to {}", names.len())) };
    }
    let wanted = text.to_lowercase();
    let names: Vec<String> = names.iter().map(|n| n.to_lowercase()).collect();
    if let Some(i) = names.iter().position(|n| *n == wanted) {
        return Ok(i);
    }
    for like in [|n: &str, w: &str| n.starts_with(w), |n: &str, w: &str| n.contains(w)] {
        let found: Vec<usize> = (0..names.len()).filter(|i| like(&names[*i], &wanted)).collect();
        match found.as_slice() {
            [] => {}
            [one] => return Ok(*one),
            some => return Err(format!("{} names are like it", some.len())),
        }
    }
    Err(String::from("no name is like it"))
}

/// The command of a line of a list, if it is one.
pub(super) fn command_of(entries: &[Entry], row: usize) -> Option<CommandId> {
    match entries.get(row)?.choice {
        Choice::Command(id) => Some(id),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_understood() {
        let command = |id, rest: &str| Asked::Command(id, String::from(rest));
        let cases = [
            ("", Asked::Nothing),
            ("12", Asked::Number(12)),
            ("place Coventry", command(CommandId::Place, "Coventry")),
            ("PLACE", command(CommandId::Place, "")),
            ("places", command(CommandId::ScreenPlaces, "")),
            ("lever 3 2.5", Asked::Lever(String::from("3 2.5"))),
            ("lever.raise", command(CommandId::LeverRaise, "")),
            ("levers", Asked::Levers),
            ("why 1", Asked::Why(String::from("1"))),
            ("Why?", command(CommandId::WhyHere, "")),
            ("turn every lever off", command(CommandId::AllOff, "")),
            ("u", command(CommandId::Undo, "")),
            ("?", command(CommandId::Help, "")),
            ("undoo", Asked::Unknown(Some(String::from("undo")))),
            ("qqzz", Asked::Unknown(None)),
            ("99999999999999999999999999", Asked::Unknown(None)),
        ];
        for (line, asked) in cases {
            assert_eq!(read(line), asked, "{line}");
        }
    }

    #[test]
    fn every_command_is_reached_by_its_name_and_its_title() {
        for row in COMMANDS {
            assert_eq!(read(row.name), Asked::Command(row.id, String::new()), "{}", row.name);
            let Asked::Command(id, rest) = read(row.title) else { panic!("{} is no command", row.title) };
            assert_eq!((id.row().title, rest.as_str()), (row.title, ""));
        }
    }
}
