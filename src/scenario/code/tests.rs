//! Codes come back whole, and whatever else is pasted is refused.

use proptest::prelude::*;

use super::super::document::read_names;
use super::super::tests::{BASIS, scenarios};
use super::*;
use crate::evidence::load::SCENARIOS;

fn built_in(name: &str) -> Scenario {
    let text = SCENARIOS.iter().find(|(known, _)| *known == name).unwrap().1;
    BASIS.with(|b| read(name, text, b)).unwrap().scenario
}

fn said(text: &str) -> String {
    decode(text).map_or_else(|fault| fault.to_string(), |held| panic!("read as {held:?}"))
}

/// As a mail program leaves it: quoted, wrapped elsewhere, in small letters, with a signature.
fn mailed(code: &str) -> String {
    let flat: Vec<char> =
        code.replace('\n', "-").to_lowercase().replace('0', "o").replace("tiller1:", "Tiller1: ").chars().collect();
    let lines: Vec<String> = flat.chunks(53).map(|c| format!("> {} =\r\n", c.iter().collect::<String>())).collect();
    format!("Dear all,\nopen this with tiller: \n{}\n> \n>  Best wishes, the planning team\n", lines.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn every_scenario_comes_back(scenario in scenarios(), evidence in "[0-9a-f]{16}") {
        let code = encode(&scenario, &evidence).unwrap();
        prop_assert!(code.lines().all(|l| l.len() <= 70));
        for text in [code.clone(), mailed(&code)] {
            let held = decode(&text);
            prop_assert!(held.is_ok(), "{held:?}");
            let held = held.unwrap();
            prop_assert_eq!(&held.evidence, &evidence);
            let back = BASIS.with(|b| read_names("code", &held.text, b)).map(|o| o.scenario);
            prop_assert_eq!(back.ok(), Some(scenario.clone()));
        }
    }

    #[test]
    fn a_changed_code_is_refused_or_the_same(
        scenario in scenarios(), at in 0..4_000_usize, other in any::<char>(), how in 0..4_u8, with in 1..60_usize,
    ) {
        let code = encode(&scenario, "0123456789abcdef").unwrap();
        let mut letters: Vec<char> = code.chars().collect();
        let at = at % letters.len();
        let end = (at + with).min(letters.len());
        match how {
            0 => letters[at] = other,
            1 => letters.insert(at, other),
            2 => drop(letters.drain(at..end)),
            _ => letters[at..end].reverse(),
        }
        let changed: String = letters.into_iter().collect();
        if let Ok(held) = decode(&changed) {
            prop_assert_eq!(held, decode(&code).unwrap(), "{}", changed);
        }
    }

    #[test]
    fn anything_pasted_is_read_or_refused(text in "(?s).{0,200}|TILLER1:[0-9A-Z \n-]{0,300}") {
        let _ = decode(&text);
    }
}

#[test]
fn built_in_scenarios_are_short() {
    for (name, _) in SCENARIOS {
        let scenario = built_in(name);
        let code = encode(&scenario, "0123456789abcdef").unwrap();
        let bare = Scenario { notes: String::new(), expect: Vec::new(), ..scenario.clone() };
        let short = encode(&bare, "0123456789abcdef").unwrap();
        let (opened, held) = BASIS.with(|b| open(&code, b)).unwrap();
        assert_eq!(opened.scenario, scenario, "{name}");
        assert_eq!(held.evidence, "0123456789abcdef");
        assert!(code.len() < 2_400 && short.len() < 700, "{name}: {} and {}", code.len(), short.len());
    }
}

#[test]
fn damage_is_told_with_its_place() {
    let code = encode(&built_in("hvm-line"), "0123456789abcdef").unwrap();
    assert!(said("").contains("one starts with TILLER1:"));
    assert!(said("tiller open it: x").contains("there is none"));
    assert!(said("TILLER1:").contains("cut off after the mark"));
    assert!(said(&code.replacen("TILLER1", "TILLER2", 1)).contains("has format 2; this tiller reads format 1"));
    let cut = said(&code[..code.len() / 2]);
    assert!(cut.contains("is cut off: it has ") && cut.contains(" of "), "{cut}");
    // The 50th symbol lies in the second piece.
    let at = code.char_indices().filter(|(_, c)| symbols::value(*c).is_some()).nth(MARK.len() + 1 + 50 - 1).unwrap().0;
    let mut torn = code.clone().into_bytes();
    torn[at] = if torn[at] == b'7' { b'8' } else { b'7' };
    let torn = String::from_utf8(torn).unwrap();
    assert!(said(&torn).contains("between characters 43 and 84"), "{}", said(&torn));
    let strange = code.replacen('-', "£", 1);
    assert!(said(&strange).contains("before character 7 stands '£'"), "{}", said(&strange));
}

#[test]
fn what_unpacks_without_end_is_refused() {
    assert_eq!(TEXT_BYTES_MAX as u64, super::super::store::FILE_BYTES_MAX);
    let bomb = pack(&vec![b' '; 64 * 1024 * 1024]).unwrap();
    assert!(bomb.len() < 100_000);
    assert!(unpack(&bomb).unwrap_err().to_string().contains("more than 1 MiB"));
    assert!(unpack(&bomb[..bomb.len() / 2]).unwrap_err().to_string().contains("more than 1 MiB"));
    assert!(unpack(&[0xff; 9]).unwrap_err().to_string().contains("cannot be unpacked"));
    assert!(unpack(&[]).unwrap_err().to_string().contains("cannot be unpacked"));
    // Phrases that are written short could swell it too.
    let swell = vec![0x0b; TEXT_BYTES_MAX];
    assert_eq!(phrases::lengthen(&swell, TEXT_BYTES_MAX), None);
    let mut large = built_in("hvm-line");
    large.notes = "x".repeat(TEXT_BYTES_MAX);
    assert!(encode(&large, "").unwrap_err().to_string().contains("cannot be shared as a code"));
}

/// Written by hand by another program (another deflate, other code), so that both directions are held to the format.
#[test]
fn the_first_format_stays_readable() {
    let held = decode(include_str!("first.txt")).unwrap();
    let scenario = Scenario { notes: String::new(), expect: Vec::new(), ..built_in("hvm-line") };
    assert_eq!(held.text, write(&scenario), "a code that was mailed must stay readable");
    assert_eq!(held.evidence, "0123456789abcdef");
    let now = encode(&scenario, &held.evidence).unwrap();
    assert_eq!(decode(&now).unwrap(), held);
}
