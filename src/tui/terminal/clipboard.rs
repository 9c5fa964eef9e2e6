//! The clipboard by way of the terminal (OSC 52): works over SSH too.

/// Longest text that terminals take.
const BYTES_MAX: usize = 74_000;

/// Copies a text; what is to be said about it.
pub(super) fn copy(text: &str) -> String {
    if text.len() > BYTES_MAX {
        return String::from("Too long to copy");
    }
    match super::raw(&format!("\x1b]52;c;{}\x07", base64(text.as_bytes()))) {
        Ok(()) => {
            let start: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(60).collect();
            format!("Copied: {start}…")
        }
        Err(error) => format!("Not copied: {error}"),
    }
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let at = |i: usize| u32::from(chunk.get(i).copied().unwrap_or(0));
        let word = at(0) << 16 | at(1) << 8 | at(2);
        for i in 0..4 {
            let letter = LETTERS[(word >> (18 - 6 * i)) as usize & 63];
            out.push(if i > chunk.len() { '=' } else { char::from(letter) });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::base64;

    #[test]
    fn base64_as_in_rfc_4648() {
        let cases = [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")];
        for (plain, coded) in cases {
            assert_eq!(base64(plain.as_bytes()), coded);
        }
    }
}
