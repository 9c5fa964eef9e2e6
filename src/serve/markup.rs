//! HTML in which text cannot become markup: what is not written here word for word is escaped.

/// A piece of HTML.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Markup(String);

impl Markup {
    pub fn new() -> Self {
        Self::default()
    }

    /// Markup from these sources; only a literal fits.
    pub fn raw(mut self, markup: &'static str) -> Self {
        self.0.push_str(markup);
        self
    }

    /// Text of anybody's, harmless between tags and in quoted attributes.
    pub fn text(mut self, text: &str) -> Self {
        for c in text.chars() {
            match c {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                '\'' => self.0.push_str("&#39;"),
                // Nothing that steers a terminal or turns the direction of what stands beside it.
                c if c.is_control() => self.0.push(' '),
                '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{feff}' => {}
                c => self.0.push(c),
            }
        }
        self
    }

    /// A value as it is written.
    pub fn value(self, value: impl std::fmt::Display) -> Self {
        self.text(&value.to_string())
    }

    /// A piece for each of several.
    pub fn each<T>(self, items: impl IntoIterator<Item = T>, piece: impl FnMut(Self, T) -> Self) -> Self {
        items.into_iter().fold(self, piece)
    }

    /// A piece if something is so.
    pub fn when(self, so: bool, piece: impl FnOnce(Self) -> Self) -> Self {
        if so { piece(self) } else { self }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_text() {
        let hostile = "<script>alert('x')</script>\" onload=\"x\u{1b}[2J\u{202e}&amp;\0=1+1";
        let made = Markup::new().raw("<p title=\"").text(hostile).raw("\">").text(hostile).raw("</p>");
        let made = made.as_str();
        assert_eq!(made.matches('<').count(), 2, "{made}");
        assert_eq!(made.matches('"').count(), 2, "{made}");
        assert!(!made.contains(['\u{1b}', '\0', '\u{202e}']));
        assert!(made.contains("&amp;amp;"), "an escape is escaped");
    }
}
