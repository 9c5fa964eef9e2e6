//! How things look: styles by meaning, and which characters the terminal can show.

use std::borrow::Cow;
use std::collections::BTreeMap;

use ratatui::style::{Color, Modifier, Style};
use serde::Deserialize;

use super::colour::{Depth, fit};
use super::contrast::{Rgb, TEXT_MIN, contrast, rgb};
use crate::evidence::Fault;

/// Which characters charts are drawn with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Glyphs {
    /// Braille dots, half blocks and shades.
    Braille,
    /// Half blocks, shades and box drawing.
    Blocks,
    /// ASCII only.
    Ascii,
}

macro_rules! roles {
    ($($(#[$doc:meta])* $role:ident = $name:literal or $fallback:ident),* $(,)?) => {
        /// What a piece of the screen means; a theme gives each a style.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Role { $($(#[$doc])* $role),* }

        impl Role {
            /// Every one.
            pub const ALL: &'static [Self] = &[$(Self::$role),*];

            /// Its name in theme files.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$role => $name),* }
            }

            /// Whether words are written in it; the others draw lines and areas.
            #[must_use]
            pub const fn is_text(self) -> bool {
                !matches!(self, Self::Border | Self::BarOff | Self::Outer | Self::Inner | Self::Behind)
            }

            /// Whose style it takes when a theme does not give one.
            const fn fallback(self) -> Self {
                match self { $(Self::$role => Self::$fallback),* }
            }
        }
    };
}

roles! {
    /// Ordinary text.
    Text = "text" or Text,
    /// Less important text.
    Dim = "dim" or Text,
    /// Headings and names.
    Title = "title" or Text,
    /// Lines round panes.
    Border = "border" or Dim,
    /// Lines round the pane that has the keys.
    Focus = "focus" or Title,
    /// The selected line.
    Selected = "selected" or Title,
    /// Keys in footer and help.
    Key = "key" or Title,
    /// Things to notice.
    Accent = "accent" or Title,
    /// Warnings: beyond the evidence, leaps of faith.
    Warn = "warn" or Accent,
    /// Filled part of a lever's bar.
    BarOn = "bar_on" or Accent,
    /// Empty part.
    BarOff = "bar_off" or Dim,
    /// 8 futures in 10.
    Outer = "outer" or Dim,
    /// The middle half of futures.
    Inner = "inner" or Text,
    /// Band of no new policy behind it.
    Behind = "behind" or Dim,
    /// The middle.
    Median = "median" or Title,
    /// No new policy.
    Baseline = "baseline" or Dim,
    /// Better than no new policy.
    Better = "better" or Inner,
    /// Worse.
    Worse = "worse" or Warn,
    /// A text field.
    Field = "field" or Selected,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "independent marks of a file, not a state")]
struct Spec {
    fg: Option<String>,
    bg: Option<String>,
    bold: bool,
    dim: bool,
    reverse: bool,
    underline: bool,
    /// Of the 16 colours of old terminals, where the nearest one would not do.
    fg16: Option<u8>,
    /// The same for the background.
    bg16: Option<u8>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ThemeFile {
    name: String,
    #[expect(dead_code, reason = "said in the file for its reader")]
    about: String,
    /// Text colour that is assumed where the theme sets none.
    #[serde(default)]
    ink: Option<String>,
    /// Backgrounds that are assumed where the theme sets none; the first is used in pictures.
    #[serde(default)]
    paper: Vec<String>,
    roles: BTreeMap<String, Spec>,
}

/// Styles by meaning, fitted to what the terminal can show.
#[derive(Debug, Clone, PartialEq)]
pub struct Theme {
    /// Name.
    pub name: String,
    /// Colours it was fitted to.
    pub depth: Depth,
    /// Text colour of the terminals it is made for.
    pub ink: Rgb,
    /// Backgrounds of the terminals it is made for, the usual one first.
    pub papers: Vec<Rgb>,
    styles: Vec<Style>,
}

impl Theme {
    /// Reads a theme file and fits it to a number of colours.
    ///
    /// # Errors
    /// If the file does not read, names an unknown role, or holds a colour that is not `#rrggbb`.
    pub fn read(file: &str, text: &str, depth: Depth) -> Result<Self, Fault> {
        let options = ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME);
        let parsed: ThemeFile = options.from_str(text).map_err(|e| Fault::new(file, e.to_string()))?;
        for name in parsed.roles.keys() {
            if Role::ALL.iter().all(|r| r.name() != name) {
                let known = Role::ALL.iter().map(|r| r.name());
                return Err(Fault::new(file, format!("'{name}' is not a part of the screen")).nearest(name, known));
            }
        }
        let mut styles = Vec::with_capacity(Role::ALL.len());
        for role in Role::ALL {
            let spec = parsed.roles.get(role.name()).or_else(|| parsed.roles.get(role.fallback().name()));
            styles.push(style(file, spec.unwrap_or(&Spec::default()), depth)?);
        }
        let ink = parsed.ink.as_deref().map_or(Ok((0xe6, 0xe6, 0xe6)), |t| parse_colour(file, t))?;
        let mut papers = parsed.paper.iter().map(|t| parse_colour(file, t)).collect::<Result<Vec<Rgb>, Fault>>()?;
        if papers.is_empty() {
            papers.push((0x10, 0x10, 0x10));
        }
        Ok(Self { name: parsed.name, depth, ink, papers, styles })
    }

    /// Foreground and background of a role on one of its papers, as a terminal shows them.
    #[must_use]
    pub fn pair(&self, role: Role, paper: Rgb) -> (Rgb, Rgb) {
        let style = self.style(role);
        let (fg, bg) = (rgb(style.fg, self.ink), rgb(style.bg, paper));
        if style.add_modifier.contains(Modifier::REVERSED) { (bg, fg) } else { (fg, bg) }
    }

    /// Roles whose text is hard to read on one of the papers, each with its contrast.
    #[must_use]
    pub fn faint(&self) -> Vec<String> {
        let mut all = Vec::new();
        for role in Role::ALL.iter().filter(|r| r.is_text()) {
            let worst = self.papers.iter().map(|p| {
                let (fg, bg) = self.pair(*role, *p);
                contrast(fg, bg)
            });
            let worst = worst.fold(f64::INFINITY, f64::min);
            if worst < TEXT_MIN {
                all.push(format!("'{}' has a contrast of {worst:.1} to 1", role.name()));
            }
        }
        all
    }

    /// The style of a role.
    #[must_use]
    pub fn style(&self, role: Role) -> Style {
        self.styles.get(role as usize).copied().unwrap_or_default()
    }
}

fn style(file: &str, spec: &Spec, depth: Depth) -> Result<Style, Fault> {
    let mut style = Style::new();
    let colour = |text: &Option<String>| -> Result<Option<Color>, Fault> {
        text.as_deref().map(|t| parse_colour(file, t).map(|c| fit(c, depth))).transpose().map(Option::flatten)
    };
    style.fg = colour(&spec.fg)?;
    style.bg = colour(&spec.bg)?;
    if depth == Depth::Sixteen {
        style.fg = spec.fg16.filter(|i| *i < 16).map(Color::Indexed).or(style.fg);
        style.bg = spec.bg16.filter(|i| *i < 16).map(Color::Indexed).or(style.bg);
    }
    let marks = [
        (spec.bold, Modifier::BOLD),
        (spec.dim, Modifier::DIM),
        (spec.reverse, Modifier::REVERSED),
        (spec.underline, Modifier::UNDERLINED),
    ];
    for (on, modifier) in marks {
        if on {
            style = style.add_modifier(modifier);
        }
    }
    Ok(style)
}

fn parse_colour(file: &str, text: &str) -> Result<(u8, u8, u8), Fault> {
    let bad = || Fault::new(file, format!("'{text}' is not a colour; write #rrggbb"));
    let hex = text.strip_prefix('#').filter(|h| h.len() == 6 && h.is_ascii()).ok_or_else(bad)?;
    let part = |i: usize| u8::from_str_radix(&hex[i..i + 2], 16).map_err(|_| bad());
    Ok((part(0)?, part(2)?, part(4)?))
}

/// How everything is drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Look {
    /// Characters.
    pub glyphs: Glyphs,
    /// Styles.
    pub theme: Theme,
}

impl Look {
    /// The style of a role.
    #[must_use]
    pub fn style(&self, role: Role) -> Style {
        self.theme.style(role)
    }

    /// Whether only ASCII may be written.
    #[must_use]
    pub fn ascii(&self) -> bool {
        self.glyphs == Glyphs::Ascii
    }

    /// Whether bands can be told apart by colour alone; otherwise they are shaded with characters.
    #[must_use]
    pub fn tinted(&self) -> bool {
        !self.ascii() && matches!(self.theme.depth, Depth::True | Depth::Indexed)
    }

    /// A text in the characters that the terminal can show.
    #[must_use]
    pub fn text<'a>(&self, text: &'a str) -> Cow<'a, str> {
        if !self.ascii() || text.is_ascii() {
            return Cow::Borrowed(text);
        }
        let mut out = String::with_capacity(text.len());
        for c in text.chars() {
            match ascii_of(c) {
                Some(s) => out.push_str(s),
                None => out.push(c),
            }
        }
        Cow::Owned(out)
    }
}

/// ASCII in place of a character; `None` for ASCII itself.
#[must_use]
pub fn ascii_of(c: char) -> Option<&'static str> {
    if c.is_ascii() {
        return None;
    }
    Some(match c {
        '−' | '–' | '—' | '┈' | '─' | '━' | '▱' => "-",
        '…' => "..",
        '£' => "GBP ",
        '≈' => "~",
        '×' | '▨' => "x",
        '·' | '○' | '▯' => ".",
        '“' | '”' => "\"",
        '‘' | '’' => "'",
        '▾' | '↓' => "v",
        '▸' | '→' => ">",
        '←' => "<",
        '↑' | '▲' => "^",
        '±' => "+",
        '⇧' => "S-",
        '⏎' => "Enter",
        '●' | 'ö' => "o",
        '◆' => "*",
        '▰' | '▮' => "#",
        '╱' => "/",
        '│' | '┃' => "|",
        'é' => "e",
        'ü' => "u",
        'γ' => "g",
        '\u{a0}' => " ",
        _ => "?",
    })
}
