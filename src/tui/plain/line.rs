//! Reading lines that may be anything: long, binary, unfinished.

use std::io::{self, BufRead};

/// Longest line that is read, bytes; the longest title of a scenario has room in it many times over.
pub(super) const BYTES_MAX: usize = 4_096;

/// A line as it came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Line {
    /// Text without its line break, without blanks at its ends.
    Text(String),
    /// Longer than [`BYTES_MAX`].
    TooLong,
    /// Not UTF-8, or with control characters.
    NoText,
    /// Nothing more comes.
    End,
}

/// Reads the next line; however long it is, no more than [`BYTES_MAX`] of it is kept.
pub(super) fn read(input: &mut dyn BufRead) -> io::Result<Line> {
    let mut kept: Vec<u8> = Vec::new();
    let mut length = 0_usize;
    loop {
        let chunk = match input.fill_buf() {
            Ok(chunk) => chunk,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        if chunk.is_empty() {
            return Ok(if length == 0 { Line::End } else { line(&kept, length) });
        }
        let end = chunk.iter().position(|b| *b == b'\n');
        let part = &chunk[..end.unwrap_or(chunk.len())];
        length = length.saturating_add(part.len());
        let room = BYTES_MAX.saturating_sub(kept.len());
        kept.extend_from_slice(&part[..part.len().min(room)]);
        let used = end.map_or(part.len(), |e| e + 1);
        input.consume(used);
        if end.is_some() {
            return Ok(line(&kept, length));
        }
    }
}

fn line(kept: &[u8], length: usize) -> Line {
    if length > BYTES_MAX {
        return Line::TooLong;
    }
    match std::str::from_utf8(kept) {
        Ok(text) => {
            let text = text.trim_start_matches('\u{feff}').trim();
            let odd = text.chars().any(|c| c.is_control() && c != '\t');
            if odd { Line::NoText } else { Line::Text(text.replace('\t', " ")) }
        }
        Err(_) => Line::NoText,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_any_kind_are_read_and_told_apart() {
        let mut bytes = b" undo \r\n\n".to_vec();
        bytes.extend(std::iter::repeat_n(b'x', 100_000));
        bytes.extend(b"\n\xff\xfe\nplace\x1b[2J\nlast");
        // A buffer much smaller than the lines.
        let mut input = io::BufReader::with_capacity(7, bytes.as_slice());
        let mut next = || read(&mut input).unwrap();
        assert_eq!(next(), Line::Text(String::from("undo")));
        assert_eq!(next(), Line::Text(String::new()));
        assert_eq!(next(), Line::TooLong);
        assert_eq!(next(), Line::NoText);
        assert_eq!(next(), Line::NoText);
        assert_eq!(next(), Line::Text(String::from("last")));
        assert_eq!(next(), Line::End);
    }
}
