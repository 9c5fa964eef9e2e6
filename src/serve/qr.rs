//! The address as a QR code, as squares and as lines of a terminal.

use qrcode::types::Color;
use qrcode::{EcLevel, QrCode};

/// Light squares around the code, without which phones do not find it.
const MARGIN: usize = 4;

/// A QR code: rows of squares, `true` for dark, the light margin included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Qr {
    squares: Vec<Vec<bool>>,
}

impl Qr {
    /// The code of an address. Written in capitals, which need a third less room and mean the same in the scheme, in an
    /// address in figures and in our join code; `None` if it is longer than a code can hold.
    pub(super) fn of(url: &str) -> Option<Self> {
        let code = QrCode::with_error_correction_level(url.to_ascii_uppercase(), EcLevel::M).ok()?;
        let (width, colors) = (code.width(), code.to_colors());
        let full = width + 2 * MARGIN;
        let mut squares = vec![vec![false; full]; full];
        for (i, color) in colors.iter().enumerate() {
            squares[MARGIN + i / width][MARGIN + i % width] = *color == Color::Dark;
        }
        Some(Self { squares })
    }

    /// Rows of squares, `true` for dark.
    #[must_use]
    pub fn squares(&self) -> &[Vec<bool>] {
        &self.squares
    }

    /// Lines of half blocks, two rows of squares a line. To be drawn black on white: what is inked is dark.
    #[must_use]
    pub fn half_blocks(&self) -> Vec<String> {
        let none = Vec::new();
        self.squares
            .chunks(2)
            .map(|pair| {
                let (top, bottom) = (&pair[0], pair.get(1).unwrap_or(&none));
                let square = |row: &Vec<bool>, i: usize| row.get(i).copied().unwrap_or(false);
                (0..top.len())
                    .map(|i| match (square(top, i), square(bottom, i)) {
                        (true, true) => '█',
                        (true, false) => '▀',
                        (false, true) => '▄',
                        (false, false) => ' ',
                    })
                    .collect()
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_address_of_a_room_fits_a_small_code() {
        let qr = Qr::of("http://192.168.100.200:65535/K7QMT").unwrap();
        assert_eq!(qr.squares().len(), 25 + 2 * MARGIN);
        let lines = qr.half_blocks();
        assert_eq!((lines.len(), lines[0].chars().count()), (17, 33));
        assert!(lines[0].trim().is_empty() && lines[2].starts_with("    █▀▀▀▀▀█"), "{}", lines.join("\n"));
        assert_eq!(Qr::of(&"x".repeat(5_000)), None);
    }
}
