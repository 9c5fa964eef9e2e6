//! Text from anybody made harmless: whatever is typed, pasted or imported does nothing to a terminal, a page or a table.

use unicode_width::UnicodeWidthChar as _;

/// Longest note, dissent or action, characters.
pub const NOTE_MAX: usize = 1_000;
/// Longest name of anything, characters.
pub const NAME_MAX: usize = 120;
/// Most marks of no width kept after one character: more stack up over the lines above.
const MARKS_MAX: usize = 4;

/// One line of at most `most` characters: terminal sequences, control characters, turns of direction and invisible characters are taken out, runs of white
/// space become one space. Cleaning a clean text changes nothing.
#[must_use]
pub fn one_line(text: &str, most: usize) -> String {
    let mut out = String::new();
    let (mut count, mut marks, mut gap) = (0, 0, false);
    for c in visible(text) {
        if c.is_whitespace() {
            gap = count > 0;
            continue;
        }
        let wide = c.width().unwrap_or(0) > 0;
        marks = if wide { 0 } else { marks + 1 };
        if marks > MARKS_MAX {
            continue;
        }
        let room = 1 + usize::from(gap);
        if count + room > most {
            break;
        }
        if gap {
            out.push(' ');
            gap = false;
        }
        out.push(c);
        count += room;
    }
    out
}

/// Several lines, each as [`one_line`], of at most `most` characters in all; empty lines at both ends go.
#[must_use]
pub fn lines(text: &str, most: usize) -> String {
    let unified = text.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}', '\u{85}'], "\n");
    let mut out = String::new();
    let mut left = most;
    for line in unified.split('\n') {
        let line = one_line(line, left);
        let break_before = usize::from(!out.is_empty());
        if left <= break_before {
            break;
        }
        if break_before == 1 {
            out.push('\n');
            left -= 1;
        }
        let line = one_line(&line, left);
        left -= line.chars().count();
        out.push_str(&line);
    }
    out.trim().to_owned()
}

/// The characters of a text that are seen, terminal sequences skipped whole.
fn visible(text: &str) -> impl Iterator<Item = char> + '_ {
    let mut chars = text.chars().peekable();
    std::iter::from_fn(move || {
        loop {
            let c = chars.next()?;
            match c {
                '\u{1b}' => skip_sequence(&mut chars),
                '\u{9b}' => skip_control_sequence(&mut chars),
                '\u{90}' | '\u{98}' | '\u{9d}' | '\u{9e}' | '\u{9f}' => skip_string(&mut chars),
                '\t' | '\n' | '\u{b}' | '\u{c}' | '\r' | '\u{85}' => return Some(' '),
                c if c.is_whitespace() => return Some(' '),
                c if is_hidden(c) => {}
                c => return Some(c),
            }
        }
    })
}

type Rest<'a> = std::iter::Peekable<std::str::Chars<'a>>;

fn skip_sequence(chars: &mut Rest<'_>) {
    match chars.peek() {
        Some('[') => {
            chars.next();
            skip_control_sequence(chars);
        }
        Some(']' | 'P' | 'X' | '^' | '_') => {
            chars.next();
            skip_string(chars);
        }
        _ => {}
    }
}

/// Parameters, then one final character; never more than a sequence is long.
fn skip_control_sequence(chars: &mut Rest<'_>) {
    for _ in 0..64 {
        match chars.peek() {
            Some(' '..='?') => {
                chars.next();
            }
            Some('@'..='~') => {
                chars.next();
                return;
            }
            _ => return,
        }
    }
}

/// Up to its end mark; a string without one reaches as far as a line or 256 characters.
fn skip_string(chars: &mut Rest<'_>) {
    for _ in 0..256 {
        match chars.peek() {
            None | Some('\n' | '\r' | '\u{1b}') => return,
            Some('\u{7}' | '\u{9c}') => {
                chars.next();
                return;
            }
            Some(_) => {
                chars.next();
            }
        }
    }
}

/// Whether a character steers a terminal, turns the order of others round, or is there without being seen.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
        || (u32::from(c) & 0xfffe) == 0xfffe
        || matches!(c, '\u{fdd0}'..='\u{fdef}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_a_terminal_goes_and_what_is_said_stays() {
        assert_eq!(one_line("Train \u{1b}[31mcolleges\u{1b}[0m first", 200), "Train colleges first");
        assert_eq!(one_line("\u{1b}]0;title\u{7}hello", 200), "hello");
        assert_eq!(one_line("a\u{202e}b\u{200b}c\0d", 200), "abcd");
        assert_eq!(one_line("  two\n\tlines  ", 200), "two lines");
        assert_eq!(one_line("żółć – naïve £5 👩‍🔧", 200), "żółć – naïve £5 👩‍🔧");
        assert_eq!(one_line("abc def", 4), "abc");
        assert_eq!(one_line("e\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}x", 200).chars().count(), 6);
    }

    #[test]
    fn lines_are_kept_apart() {
        assert_eq!(lines("\n one \r\n\r\n two\u{1b}[2J \n", 100), "one\n\ntwo");
        assert_eq!(lines("abc\ndef", 5), "abc\nd");
        assert_eq!(lines("abc\ndef", 3), "abc");
    }
}
