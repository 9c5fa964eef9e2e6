//! Whatever words and values come in, the page stays one page that runs and fetches nothing.

use proptest::prelude::*;

use super::chart::{Bar, DotRow, Drawing, Fan, Group, PairRow, Pairs, Panel, Part, Strip, Waterfall, Whose};
use super::*;
use crate::projection::Quantiles;
use crate::report::sheet::Datum;
use crate::report::words::Counts;

fn document(words: &str, numbers: &[f64]) -> Document {
    let mut sheet = Sheet::new(words, ["what", words]);
    for x in numbers {
        sheet.row([Datum::text(words), Datum::number(*x, words)]);
    }
    sheet.note(words);
    let q = |x: f64| Quantiles { p10: x - 1.0, p25: x - 0.5, p50: x, p75: x, p90: x + 2.0 };
    let text = || words.to_owned();
    let panel = Panel {
        name: text(),
        series: 1,
        ranges: numbers.iter().map(|x| q(*x)).collect(),
        ends: [text(), text()],
        hatched: Some(text()),
    };
    let first = numbers.first().copied().unwrap_or(0.0);
    let drawings = [
        Drawing::Fan(Fan {
            axis: text(),
            first_year: 2026,
            panels: vec![panel.clone(), Panel { hatched: None, ..panel }],
        }),
        Drawing::Pairs(Pairs {
            names: [text(), text()],
            series: [0, 1],
            rows: vec![PairRow {
                label: text(),
                dots: numbers.to_vec(),
                counts: Some(Counts { above: 9, same: 3, below: 8 }),
            }],
        }),
        Drawing::Bars(vec![Group {
            heading: text(),
            base: 1.0,
            base_name: text(),
            bars: numbers
                .iter()
                .map(|x| Bar { label: text(), series: 7, value: *x, shown: text(), edge: Some(*x) })
                .collect(),
        }]),
        Drawing::Dots(vec![Strip {
            label: text(),
            unit: text(),
            ends: [0.0, first],
            rows: vec![DotRow {
                label: text(),
                whose: Whose::Room,
                dots: numbers.to_vec(),
                middle: Some([first, first, f64::NAN]),
                said: text(),
            }],
            decided: Some((first, text())),
        }]),
        Drawing::Waterfall(Waterfall {
            parts: vec![Part { label: text(), from: 0.0, to: first, shown: text() }],
            total: first,
            total_shown: text(),
        }),
    ];
    let mut section = Section::new(words).on_new_page();
    section.heading(words);
    section.lead(words);
    section.say(words);
    section.list(vec![text(), text()]);
    section.code(words);
    section.sheet(sheet.clone());
    section.write(words, 2);
    for drawing in drawings {
        section.chart(Chart { title: text(), says: text(), drawing, values: sheet.clone() });
    }
    Document { title: text(), about: vec![text()], print: Print::Large, sections: vec![section], made: vec![text()] }
}

/// Names of all tags.
fn tags(html: &str) -> Vec<String> {
    let names = html
        .split('<')
        .skip(1)
        .map(|t| t.chars().take_while(|c| c.is_ascii_alphanumeric() || "/!".contains(*c)).collect());
    names.collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn nothing_typed_leaves_its_place(
        words in "(?s).{0,30}|[<>&\"'=/a-z \n|`#*]{0,40}|</?(script|style|svg)[ />]{0,3}",
        numbers in prop::collection::vec(prop_oneof![-1e12..1e12_f64, Just(0.0), Just(f64::NAN), Just(f64::INFINITY)], 0..5),
    ) {
        let page = document(&words, &numbers).as_html();
        // The same tags as with harmless words of the same lengths, so nothing became markup.
        let harmless: String = words.chars().map(|c| if c.is_whitespace() { c } else { 'x' }).collect();
        prop_assert_eq!(tags(&page), tags(&document(&harmless, &numbers).as_html()));
        for bad in ["NaN", "inf", "\u{1b}", "\u{0}"] {
            let in_words = words.contains(bad);
            prop_assert!(in_words || !page.contains(bad), "{}", bad);
        }
        let markdown = document(&words, &numbers).as_markdown();
        prop_assert!(markdown.chars().all(|c| c == '\n' || !c.is_control()));
        let json = document(&words, &numbers).as_json().map_err(|e| e.to_string());
        prop_assert!(json.is_ok_and(|text| serde_json::from_str::<serde_json::Value>(&text).is_ok()));
        let csv = document(&words, &numbers).as_csv().map_err(|e| e.to_string());
        prop_assert!(csv.is_ok());
    }
}

#[test]
fn the_page_has_what_a_reader_needs() {
    let page = document("x", &[1.0]).as_html();
    for part in [
        "lang=\"en-GB\"",
        "class=\"skip\"",
        "<main id=\"main\"",
        "default-src 'none'",
        "<caption>",
        "scope=\"row\"",
        "role=\"img\"",
    ] {
        assert!(page.contains(part), "{part}");
    }
    assert_eq!(page.matches("<svg viewBox").count(), 5);
    assert_eq!(page.matches("<details open>").count(), 5, "a table beside every drawing");
}
