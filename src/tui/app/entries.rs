//! The lines of the lists that narrow as one types: commands, places, levers, sources, scenarios, ways to export.

use std::path::PathBuf;

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use super::action::{Listed, Origin};
use super::commands::{COMMANDS, CommandId, Group};
use super::export::{Form, Sink, WAYS, Way};
use super::insight;
use super::overlay::{Overlay, Pick};
use super::reports;
use super::roundtable::Kept;
use super::state::State;
use crate::evidence::order::InOrder as _;
use crate::evidence::{EffectId, Place, SectorId, SourceId, Tier};
use crate::model::Indicator;
use crate::report::takehome;

/// What choosing a line does.
#[derive(Debug, Clone, PartialEq)]
pub enum Choice {
    /// Runs a command.
    Command(CommandId),
    /// Goes to a place.
    Place(Place),
    /// Goes to a sector.
    Sector(SectorId),
    /// Puts the nth preset on the plan shown.
    Preset(usize),
    /// Opens a scenario.
    Scenario(Origin),
    /// Selects a lever, by its place in the model's list.
    Lever(usize),
    /// Selects an indicator.
    Indicator(Indicator),
    /// Opens a source on Evidence.
    Source(SourceId),
    /// Opens a finding on Evidence.
    Finding(EffectId),
    /// Takes the screen away.
    Export(Form, Sink),
    /// Writes a report to take home.
    Report(reports::What, takehome::Form),
    /// Changes an option of a question.
    Option(insight::Change),
    /// Opens a session.
    Session(PathBuf),
}

/// A line.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Heading it stands under; shown while nothing is typed.
    pub heading: &'static str,
    /// Left.
    pub title: String,
    /// Middle, dimmer.
    pub about: String,
    /// Right: a key.
    pub key: String,
    /// Why it cannot be chosen.
    pub disabled: Option<&'static str>,
    /// What choosing it does.
    pub choice: Choice,
}

/// The lines of an overlay that are left after what was typed, best first. Empty for overlays without a list.
#[must_use]
pub fn entries(state: &State, overlay: &Overlay) -> Vec<Entry> {
    match overlay {
        Overlay::Help(n) => narrowed(help(state), n.query.value()),
        Overlay::Palette(n) => {
            let mut all = commands(state);
            all.extend(things(state));
            if !n.query.value().trim().is_empty() {
                all.extend(aliases(state));
            }
            narrowed(all, n.query.value())
        }
        Overlay::Picker(Pick::Options, n) => narrowed(insight::entries(state), n.query.value()),
        Overlay::Picker(Pick::Sector, n) => narrowed(sectors(state), n.query.value()),
        Overlay::Picker(Pick::Place | Pick::Partner | Pick::Find, n) => {
            let mut all = places(state);
            if !n.query.value().trim().is_empty() {
                all.extend(aliases(state));
            }
            narrowed(all, n.query.value())
        }
        Overlay::Open(Some(listed), n) | Overlay::Pin(Some(listed), n) => narrowed(scenarios(listed), n.query.value()),
        Overlay::Export(n) => narrowed(exports(state), n.query.value()),
        Overlay::Sessions(Some(kept), n) => narrowed(sessions(kept), n.query.value()),
        Overlay::Presets(all, n) => {
            let all = all.iter().enumerate().map(|(i, p)| Entry {
                heading: p.heading,
                title: p.title.clone(),
                about: p.about.clone(),
                key: String::new(),
                disabled: None,
                choice: Choice::Preset(i),
            });
            narrowed(all.collect(), n.query.value())
        }
        Overlay::Open(None, _)
        | Overlay::Pin(None, _)
        | Overlay::Sessions(None, _)
        | Overlay::Room(..)
        | Overlay::Phones(_)
        | Overlay::Save(_)
        | Overlay::Amount(_)
        | Overlay::Aim(..)
        | Overlay::Override(..)
        | Overlay::Told(..)
        | Overlay::Replay(_)
        | Overlay::Why(_)
        | Overlay::Cite(_) => Vec::new(),
    }
}

fn sessions(kept: &[Kept]) -> Vec<Entry> {
    let line = |k: &Kept| Entry {
        heading: "Sessions",
        title: k.name.clone(),
        about: k.about.clone(),
        key: String::new(),
        disabled: None,
        choice: Choice::Session(k.path.clone()),
    };
    kept.iter().map(line).collect()
}

fn commands(state: &State) -> Vec<Entry> {
    COMMANDS
        .iter()
        .map(|c| Entry {
            heading: c.group.label(),
            title: c.title.to_owned(),
            about: c.help.to_owned(),
            key: keys(state.keymap.keys(c.id)),
            disabled: (c.enabled)(state).err(),
            choice: Choice::Command(c.id),
        })
        .collect()
}

fn help(state: &State) -> Vec<Entry> {
    let mut all = commands(state);
    // What works on the screen shown comes first.
    let rank = |e: &Entry| {
        let at = Group::ALL.iter().position(|g| g.label() == e.heading);
        let here = at.and_then(|i| Group::ALL[i].screen()) == Some(state.screen);
        (!here, at)
    };
    all.order_by_key(rank);
    all
}

fn keys(chords: &[super::key::Chord]) -> String {
    let shown: Vec<String> = chords.iter().map(ToString::to_string).collect();
    shown.join(" ")
}

fn places(state: &State) -> Vec<Entry> {
    let of = |tier: Tier, heading: &'static str, one: &'static str| {
        state.basis.evidence.areas().iter().filter(move |a| a.tier == tier).map(move |a| Entry {
            heading,
            title: a.name.clone(),
            about: one.to_owned(),
            key: a.code.to_string(),
            disabled: None,
            choice: Choice::Place(Place::Area(a.code.clone())),
        })
    };
    of(Tier::Itl1, "Nations and regions", "nation or region")
        .chain(of(Tier::Lep, "Areas of former LEPs", "area of a former LEP"))
        .collect()
}

/// Heading of towns, cities and local authorities.
pub(super) const ALIASES: &str = "Local authorities and cities";

/// Local authorities and counties, each once for every area that can be chosen for it.
fn aliases(state: &State) -> Vec<Entry> {
    let mut out = Vec::new();
    for alias in state.basis.evidence.aliases() {
        for code in alias.chosen() {
            let Some(area) = state.basis.evidence.area(code) else { continue };
            out.push(Entry {
                heading: ALIASES,
                title: alias.name.clone(),
                about: format!("in {}, {}", area.name, crate::scenario::names::tier_word(area.tier)),
                key: area.code.to_string(),
                disabled: None,
                choice: Choice::Place(Place::Area(area.code.clone())),
            });
        }
    }
    out
}

fn sectors(state: &State) -> Vec<Entry> {
    let entry = |s: &crate::evidence::Sector| Entry {
        heading: if s.priority == 1 { "Priority sectors" } else { "Others" },
        title: s.name.clone(),
        about: String::new(),
        key: String::new(),
        disabled: None,
        choice: Choice::Sector(s.id.clone()),
    };
    // The remainder is kept so that shares add up; no place has starting numbers for it.
    state.basis.evidence.sectors().iter().filter(|s| s.id.as_str() != "other").map(entry).collect()
}

/// What else the palette finds.
fn things(state: &State) -> Vec<Entry> {
    let entry = |heading, title: &str, about: String, key: &str, choice| Entry {
        heading,
        title: title.to_owned(),
        about,
        key: key.to_owned(),
        disabled: None,
        choice,
    };
    let basis = &state.basis;
    let mut all = Vec::new();
    for (i, lever) in basis.model.levers.iter().enumerate() {
        all.push(entry("Levers: select", &lever.label, String::from("lever"), "", Choice::Lever(i)));
    }
    for indicator in Indicator::ALL {
        let label = &basis.model.indicator(*indicator).label;
        all.push(entry("Indicators: select", label, String::from("indicator"), "", Choice::Indicator(*indicator)));
    }
    let goes = |heading, what: &'static str| {
        move |e: Entry| Entry { heading, about: if e.about.is_empty() { what.to_owned() } else { e.about }, ..e }
    };
    all.extend(places(state).into_iter().map(goes("Places: move the plan there", "place")));
    all.extend(sectors(state).into_iter().map(goes("Sectors: move the plan there", "sector")));
    all.extend(scenarios(&state.listed).into_iter().map(goes("Scenarios: open", "scenario")));
    for source in basis.evidence.sources() {
        let about = format!("source, {} ({})", source.publisher, source.published);
        all.push(entry("Sources", &source.title, about, source.id.as_str(), Choice::Source(source.id.clone())));
    }
    for finding in basis.evidence.effects() {
        let about = format!("finding, {}, {}", finding.country, finding.years);
        let id = finding.id.as_str();
        all.push(entry("Findings", &finding.channel, about, id, Choice::Finding(finding.id.clone())));
    }
    all
}

fn scenarios(listed: &[Listed]) -> Vec<Entry> {
    let entry = |l: &Listed| Entry {
        heading: match l.origin {
            Origin::BuiltIn(_) => "Worked examples",
            Origin::Saved(_) => "Yours",
        },
        title: l.title.clone(),
        about: l.about.clone(),
        key: String::new(),
        disabled: None,
        choice: Choice::Scenario(l.origin.clone()),
    };
    listed.iter().map(entry).collect()
}

fn exports(state: &State) -> Vec<Entry> {
    let report = |(what, form, title, about): reports::Way| Entry {
        heading: "To take home",
        title: title.to_owned(),
        about: about.to_owned(),
        key: form.ending().to_owned(),
        disabled: None,
        choice: Choice::Report(what, form),
    };
    let entry = |(form, sink, title, about): &Way| Entry {
        heading: match sink {
            Sink::File => "To a file",
            Sink::Clipboard => "To the clipboard",
        },
        title: (*title).to_owned(),
        about: (*about).to_owned(),
        key: form.ending().to_owned(),
        disabled: None,
        choice: Choice::Export(*form, *sink),
    };
    WAYS.iter().map(entry).chain(reports::ways(state).into_iter().map(report)).collect()
}

/// Keeps what matches, best first; equal scores keep their order. Title, key and name all count.
fn narrowed(all: Vec<Entry>, query: &str) -> Vec<Entry> {
    if query.trim().is_empty() {
        return all;
    }
    let mut matcher = Matcher::new(Config::DEFAULT);
    let pattern = Pattern::parse(query, CaseMatching::Ignore, Normalization::Smart);
    let mut buffer = Vec::new();
    let mut scored: Vec<(u32, Entry)> = all
        .into_iter()
        .filter_map(|entry| {
            // Commands come before things that match as well, and things before the long titles of studies.
            let (name, rank) = match &entry.choice {
                Choice::Command(id) => (id.row().name, 6),
                Choice::Source(_) | Choice::Finding(_) => ("", 3),
                _ => ("", 5),
            };
            let mut score = |text: &str, weight: u32| {
                pattern.score(Utf32Str::new(text, &mut buffer), &mut matcher).map(|s| s * weight * rank)
            };
            let best = [score(&entry.title, 4), score(&entry.key, 4), score(name, 3), score(&entry.about, 1)];
            best.into_iter().flatten().max().map(|s| (s, entry))
        })
        .collect();
    scored.order_by_key(|(score, _)| std::cmp::Reverse(*score));
    scored.into_iter().map(|(_, e)| e).collect()
}
