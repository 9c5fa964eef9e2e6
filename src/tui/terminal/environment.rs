//! What the terminal can show, from the environment alone: it is never asked.

use crate::evidence::Fault;
use crate::evidence::load::THEMES;
use crate::tui::view::{Depth, Glyphs, Look, Theme};
use crate::tui::{ColorChoice, GlyphChoice, ThemeChoice};

/// Reads a variable of the environment; empty counts as unset.
pub type Env<'a> = &'a dyn Fn(&str) -> Option<String>;

/// The look for these choices in this environment.
///
/// # Errors
/// If a theme file does not read.
pub fn look(theme: ThemeChoice, glyphs: GlyphChoice, color: ColorChoice, env: Env<'_>) -> Result<Look, Fault> {
    look_with(None, theme, glyphs, color, env)
}

/// The same with a theme of the user's own (name of its file, text), which stands before `theme` wherever there is colour.
///
/// # Errors
/// If a theme file does not read.
pub fn look_with(
    own: Option<&(String, String)>,
    theme: ThemeChoice,
    glyphs: GlyphChoice,
    color: ColorChoice,
    env: Env<'_>,
) -> Result<Look, Fault> {
    let depth = depth(color, env);
    if let Some((file, text)) = own.filter(|_| depth != Depth::None) {
        return Ok(Look { glyphs: characters(glyphs, env), theme: Theme::read(file, text, depth)? });
    }
    let name = match (depth, theme) {
        (Depth::None, _) | (_, ThemeChoice::Mono) => "mono",
        (_, ThemeChoice::Auto) if light(env) => "light",
        (_, ThemeChoice::Auto | ThemeChoice::Dark) => "dark",
        (_, ThemeChoice::Light) => "light",
        (_, ThemeChoice::Contrast) => "contrast",
    };
    let depth = if name == "mono" { Depth::None } else { depth };
    let file = format!("themes/{name}.ron");
    let text = THEMES.iter().find(|(n, _)| *n == name).map(|(_, t)| *t);
    let text = text.ok_or_else(|| Fault::new(&file, "is not one of the bundled themes"))?;
    Ok(Look { glyphs: characters(glyphs, env), theme: Theme::read(&file, text, depth)? })
}

/// How many colours may be set.
fn depth(color: ColorChoice, env: Env<'_>) -> Depth {
    match color {
        ColorChoice::Never => return Depth::None,
        ColorChoice::Auto if env("NO_COLOR").is_some() => return Depth::None,
        ColorChoice::Auto | ColorChoice::Always => {}
    }
    let term = env("TERM").unwrap_or_default();
    let has = |name: &str, part: &str| env(name).is_some_and(|v| v.contains(part));
    if has("COLORTERM", "truecolor") || has("COLORTERM", "24bit") || term.ends_with("-direct") {
        return Depth::True;
    }
    // Apple's Terminal shows 24-bit colours wrongly and says it has 256.
    if term.contains("256color") || has("TERM_PROGRAM", "Apple_Terminal") {
        return Depth::Indexed;
    }
    match (term.as_str(), color) {
        ("dumb", ColorChoice::Auto) => Depth::None,
        ("", _) if cfg!(windows) => Depth::True,
        _ => Depth::Sixteen,
    }
}

/// Whether the environment says that the background is light.
fn light(env: Env<'_>) -> bool {
    let background = env("COLORFGBG").and_then(|v| v.rsplit(';').next().and_then(|b| b.parse::<u8>().ok()));
    background.is_some_and(|b| b == 7 || b >= 9)
}

fn characters(choice: GlyphChoice, env: Env<'_>) -> Glyphs {
    match choice {
        GlyphChoice::Braille => Glyphs::Braille,
        GlyphChoice::Blocks => Glyphs::Blocks,
        GlyphChoice::Ascii => Glyphs::Ascii,
        GlyphChoice::Auto => {
            let term = env("TERM").unwrap_or_default();
            let locale = ["LC_ALL", "LC_CTYPE", "LANG"].iter().find_map(|n| env(n));
            let utf8 = locale.is_none_or(|l| {
                let l = l.to_lowercase();
                l.contains("utf-8") || l.contains("utf8")
            });
            if matches!(term.as_str(), "linux" | "dumb") || !utf8 { Glyphs::Ascii } else { Glyphs::Braille }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(color: ColorChoice, vars: &[(&str, &str)]) -> Look {
        let env = |name: &str| vars.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned());
        look(ThemeChoice::Auto, GlyphChoice::Auto, color, &env).unwrap()
    }

    #[test]
    fn the_environment_decides() {
        let plain = of(ColorChoice::Auto, &[("TERM", "xterm-256color"), ("LANG", "en_GB.UTF-8")]);
        assert_eq!((plain.theme.depth, plain.glyphs), (Depth::Indexed, Glyphs::Braille));
        assert_eq!(of(ColorChoice::Auto, &[("COLORTERM", "truecolor")]).theme.depth, Depth::True);
        assert_eq!(of(ColorChoice::Auto, &[("NO_COLOR", "1"), ("COLORTERM", "truecolor")]).theme.name, "mono");
        assert_eq!(of(ColorChoice::Always, &[("NO_COLOR", "1")]).theme.depth, Depth::Sixteen);
        assert_eq!(of(ColorChoice::Never, &[("COLORTERM", "truecolor")]).theme.depth, Depth::None);
        assert_eq!(of(ColorChoice::Auto, &[("TERM", "linux")]).glyphs, Glyphs::Ascii);
        assert_eq!(of(ColorChoice::Auto, &[("LC_ALL", "C"), ("LANG", "en_GB.UTF-8")]).glyphs, Glyphs::Ascii);
        assert_eq!(of(ColorChoice::Auto, &[("COLORFGBG", "0;15"), ("TERM", "xterm")]).theme.name, "light");
    }
}
