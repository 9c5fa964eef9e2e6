//! Letters and digits for bytes: Crockford's base 32, in pieces that each carry a check of their own.
//!
//! A piece is up to [`PIECE`] symbols of five bits and two more for its check, so a slip of the pen or a line that went
//! missing on the way is found where it is.

/// Digits and letters without I, L, O and U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Symbols of a piece that carry bytes: 40 symbols are 25 bytes.
pub(super) const PIECE: usize = 40;
/// Symbols of its check.
pub(super) const CHECK: usize = 2;

/// Value of a symbol: letters of either case; O reads as 0, I and L as 1.
pub(super) fn value(c: char) -> Option<u8> {
    let c = match c.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        c => c,
    };
    ALPHABET.iter().position(|known| char::from(*known) == c).and_then(|k| u8::try_from(k).ok())
}

fn symbol(value: u8) -> char {
    char::from(ALPHABET[usize::from(value & 31)])
}

/// Ten bits that change with any symbol of the piece and with its number.
fn check(number: usize, symbols: &[u8]) -> [u8; CHECK] {
    let mut crc = flate2::Crc::new();
    crc.update(&u32::try_from(number).unwrap_or(u32::MAX).to_le_bytes());
    crc.update(symbols);
    let sum = crc.sum().to_le_bytes();
    [sum[0] & 31, sum[1] & 31]
}

/// Symbols that so many bytes take.
pub(super) const fn symbols_of(bytes: usize) -> usize {
    let bare = (8 * bytes).div_ceil(5);
    bare + CHECK * bare.div_ceil(PIECE)
}

/// The bytes in symbols, piece by piece.
pub(super) fn spell(bytes: &[u8]) -> String {
    let mut bare = Vec::with_capacity(symbols_of(bytes.len()));
    let (mut held, mut bits) = (0u32, 0u32);
    for byte in bytes {
        held = (held << 8) | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            bare.push(low_five(held >> bits));
        }
        held &= (1 << bits) - 1;
    }
    if bits > 0 {
        bare.push(low_five(held << (5 - bits)));
    }
    let mut out = String::with_capacity(symbols_of(bytes.len()));
    for (number, piece) in bare.chunks(PIECE).enumerate() {
        out.extend(piece.iter().chain(&check(number, piece)).map(|v| symbol(*v)));
    }
    out
}

fn low_five(x: u32) -> u8 {
    x.to_le_bytes()[0] & 31
}

/// The bytes behind the values of one piece with its check; `None` if the check does not fit.
pub(super) fn piece(number: usize, values: &[u8]) -> Option<Vec<u8>> {
    let (bare, given) = values.split_at_checked(values.len().checked_sub(CHECK)?)?;
    (check(number, bare) == given).then(|| {
        let mut out = Vec::with_capacity(bare.len() * 5 / 8);
        let (mut held, mut bits) = (0u32, 0u32);
        for v in bare {
            held = (held << 5) | u32::from(*v);
            bits += 5;
            if bits >= 8 {
                bits -= 8;
                out.push((held >> bits).to_le_bytes()[0]);
                held &= (1 << bits) - 1;
            }
        }
        out
    })
}
