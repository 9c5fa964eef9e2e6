//! From 24-bit colour to what a terminal has: one nearest-colour function.

use ratatui::style::Color;

/// How many colours a terminal shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// None: no colour is ever set.
    None,
    /// The 16 of ANSI.
    Sixteen,
    /// The 256 of xterm.
    Indexed,
    /// 24 bits.
    True,
}

/// The nearest colour of a depth; `None` when no colour may be set.
#[must_use]
pub fn fit((r, g, b): (u8, u8, u8), depth: Depth) -> Option<Color> {
    match depth {
        Depth::None => None,
        Depth::True => Some(Color::Rgb(r, g, b)),
        Depth::Indexed => Some(Color::Indexed(nearest((r, g, b), 16, 255))),
        Depth::Sixteen => Some(Color::Indexed(nearest((r, g, b), 0, 15))),
    }
}

/// Index of the palette colour nearest to `colour` between two indices.
fn nearest(colour: (u8, u8, u8), first: u8, last: u8) -> u8 {
    (first..=last).min_by_key(|i| distance(colour, palette(*i))).unwrap_or(first)
}

/// Squared distance weighted as the eye does ("redmean").
fn distance(a: (u8, u8, u8), b: (u8, u8, u8)) -> u32 {
    let d = |x: u8, y: u8| u32::from(x.abs_diff(y)) * u32::from(x.abs_diff(y));
    let red = u32::midpoint(u32::from(a.0), u32::from(b.0));
    ((512 + red) * d(a.0, b.0) + 1024 * d(a.1, b.1) + (767 - red) * d(a.2, b.2)) >> 8
}

/// The usual value of a palette index.
pub(super) fn palette(index: u8) -> (u8, u8, u8) {
    const ANSI: [(u8, u8, u8); 16] = [
        (0, 0, 0),
        (205, 0, 0),
        (0, 205, 0),
        (205, 205, 0),
        (0, 0, 238),
        (205, 0, 205),
        (0, 205, 205),
        (229, 229, 229),
        (127, 127, 127),
        (255, 0, 0),
        (0, 255, 0),
        (255, 255, 0),
        (92, 92, 255),
        (255, 0, 255),
        (0, 255, 255),
        (255, 255, 255),
    ];
    match index {
        0..=15 => ANSI[usize::from(index)],
        16..=231 => {
            let step = |n: u8| if n == 0 { 0 } else { 55 + 40 * n };
            let i = index - 16;
            (step(i / 36), step(i / 6 % 6), step(i % 6))
        }
        232..=255 => {
            let grey = 8 + 10 * (index - 232);
            (grey, grey, grey)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn palette_colours_fit_themselves() {
        for i in 16..=255_u8 {
            let Some(Color::Indexed(j)) = fit(palette(i), Depth::Indexed) else { panic!("no colour") };
            assert_eq!(palette(j), palette(i));
        }
        assert_eq!(fit((255, 0, 0), Depth::Sixteen), Some(Color::Indexed(9)));
        assert_eq!(fit((1, 2, 3), Depth::None), None);
        assert_eq!(fit((1, 2, 3), Depth::True), Some(Color::Rgb(1, 2, 3)));
    }
}
