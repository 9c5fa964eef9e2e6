//! How well colours can be told apart: the contrast ratio of WCAG 2.2.

use ratatui::style::Color;

use super::colour::palette;

/// Least contrast of text with what lies behind it (WCAG 2.2, success criterion 1.4.3, level AA).
pub const TEXT_MIN: f64 = 4.5;

/// Red, green and blue, 0–255.
pub type Rgb = (u8, u8, u8);

/// Contrast of two colours, 1 (the same) to 21 (black and white): (lighter + 0.05) / (darker + 0.05) of relative luminance.
#[must_use]
pub fn contrast(a: Rgb, b: Rgb) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// Relative luminance, 0–1.
fn luminance((r, g, b): Rgb) -> f64 {
    0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
}

/// One part of an sRGB colour as an amount of light, 0–1.
#[must_use]
pub fn linear(part: u8) -> f64 {
    let x = f64::from(part) / 255.0;
    if x <= 0.04045 { x / 12.92 } else { libm::pow((x + 0.055) / 1.055, 2.4) }
}

/// The colour that a terminal shows by default settings; `reset` stands for its own colour.
#[must_use]
pub fn rgb(colour: Option<Color>, reset: Rgb) -> Rgb {
    match colour {
        Some(Color::Rgb(r, g, b)) => (r, g, b),
        Some(Color::Indexed(i)) => palette(i),
        Some(Color::Black) => palette(0),
        Some(Color::Red) => palette(1),
        Some(Color::Green) => palette(2),
        Some(Color::Yellow) => palette(3),
        Some(Color::Blue) => palette(4),
        Some(Color::Magenta) => palette(5),
        Some(Color::Cyan) => palette(6),
        Some(Color::Gray) => palette(7),
        Some(Color::DarkGray) => palette(8),
        Some(Color::LightRed) => palette(9),
        Some(Color::LightGreen) => palette(10),
        Some(Color::LightYellow) => palette(11),
        Some(Color::LightBlue) => palette(12),
        Some(Color::LightMagenta) => palette(13),
        Some(Color::LightCyan) => palette(14),
        Some(Color::White) => palette(15),
        Some(Color::Reset) | None => reset,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_is_that_of_the_standard() {
        assert!((contrast((255, 255, 255), (0, 0, 0)) - 21.0).abs() < 1e-9);
        assert!((contrast((0x76, 0x76, 0x76), (255, 255, 255)) - 4.54).abs() < 0.01);
        assert!((contrast((9, 9, 9), (9, 9, 9)) - 1.0).abs() < 1e-12);
    }
}
