//! The ballot page in a real browser, driven as a person would: keys, taps, no mouse.

use std::sync::Arc;

use tiller::roundtable::{Answer, Desk, Event, Round, paste};
use tiller::serve::{Config, away, start};

use crate::browser::Browser;
use crate::serve_room::{TestRoom, choice, package, room, serve};

#[track_caller]
fn quiet(browser: &Browser, door: &str) {
    let complaints = browser.complaints();
    assert!(complaints.is_empty(), "the console is not empty:\n{}", complaints.join("\n"));
    let elsewhere: Vec<String> = browser
        .requests()
        .into_iter()
        .filter(|url| !url.starts_with(door) && !url.starts_with("data:") && url != "about:blank")
        .collect();
    assert!(elsewhere.is_empty(), "asked elsewhere: {elsewhere:?}");
}

#[test]
fn a_person_joins_sets_sliders_by_key_and_sends() {
    let Some(mut browser) = Browser::start() else { return };
    let room = room(package());
    let server = serve(&room);
    browser.open(&server.door());
    browser.keep_picture("door");
    browser.value("document.getElementById('code').focus()");
    browser.type_text(&server.code().to_string().to_lowercase());
    browser.press("Enter");
    browser.until("document.body.innerText.includes('Take part')");
    browser.keep_picture("welcome");
    browser.value("document.querySelector('button').focus()");
    browser.press("Enter");
    browser.until("document.body.innerText.includes('You are connected')");
    browser.keep_picture("waiting");

    // The round opens while the page lies there.
    room.record(Event::Opened(Round::First)).unwrap();
    browser.until("document.querySelector('#ballot') && document.activeElement.id === 'state'");
    assert_eq!(browser.value("document.querySelector('#lever0').type"), "range");
    assert_eq!(browser.value("document.querySelector('#lever0').getAttribute('aria-valuetext')"), "£0m a year");
    browser.keep_picture("ballot");
    browser.value("document.querySelector('#lever0').focus()");
    for _ in 0..9 {
        browser.press("ArrowRight");
    }
    assert_eq!(browser.value("document.querySelector('#lever0').getAttribute('aria-valuetext')"), "£4.5m a year");
    assert_eq!(browser.value("document.querySelector('output[for=lever0]').textContent"), "£4.5m a year");
    browser.press("Tab");
    browser.press("End");
    assert_eq!(browser.value("document.activeElement.id"), "lever1", "one stop for each slider");
    browser.press("Tab");
    browser.press("End");
    assert_eq!(browser.value("document.querySelector('#sum').textContent"), "£22.5m of £20m a year");
    assert_eq!(browser.value("document.querySelector('#over').textContent"), "Over the budget. Lower a lever to send.");
    assert_eq!(browser.value("document.querySelector('#left').textContent"), "£2.5m over");
    browser.keep_picture("over");
    browser.value("document.querySelector('#ballot').requestSubmit()");
    assert!(room.session().round(Round::First).ballots.is_empty(), "nothing over the budget is sent");
    browser.press("Home");
    assert_eq!(browser.value("document.querySelector('#over').textContent"), "");
    browser.value("document.querySelector('#guess').focus()");
    browser.type_text("1.5");
    browser.value("document.querySelector('#reason').focus()");
    browser.type_text("Firms learn from firms");
    assert_eq!(browser.value("document.querySelector('#count').textContent"), "22 of 200");
    browser.keep_picture("filled");
    // A reload keeps what was filled in.
    browser.call("Page.reload", serde_json::json!({}));
    browser.until("document.querySelector('#reason').value === 'Firms learn from firms'");
    assert_eq!(browser.value("document.querySelector('output[for=lever0]').textContent"), "£4.5m a year");

    browser.value("document.querySelector('#send').focus()");
    browser.press("Enter");
    browser
        .until("document.activeElement.id === 'state' && document.body.innerText.includes('Your first ballot is in')");
    browser.keep_picture("sent");
    browser.scheme("dark");
    browser.keep_picture("sent-dark");
    let session = room.session();
    let ballot = session.round(Round::First).ballots.values().next().unwrap();
    assert_eq!(ballot.answer, Answer::Package(vec![4.5, 10.0, 0.0, 0.0]));
    assert_eq!((ballot.guess, ballot.reason.as_deref()), (Some(1.5), Some("Firms learn from firms")));

    // A change of mind.
    browser.value("document.querySelector('summary').focus()");
    browser.press("Enter");
    browser.until("document.querySelector('.change').open");
    browser.value("document.querySelector('#lever0').focus()");
    browser.press("ArrowLeft");
    browser.keep_picture("change-dark");
    browser.value("document.querySelector('#ballot').requestSubmit()");
    browser.until("document.querySelector('.mine dd').textContent === '£4m a year'");
    room.record(Event::Closed(Round::First)).unwrap();
    browser.until("document.body.innerText.includes('The first ballot is closed')");
    browser.keep_picture("closed-dark");
    quiet(&browser, &server.door());
}

#[test]
fn every_field_has_a_name_and_room_for_a_thumb() {
    let Some(mut browser) = Browser::start() else { return };
    for (name, question) in [("package", package()), ("choice", choice())] {
        let room = room(question);
        room.record(Event::Opened(Round::First)).unwrap();
        let server = serve(&room);
        browser.forget();
        browser.open(&server.url());
        browser.value("document.querySelector('form').requestSubmit()");
        browser.until("document.querySelector('#ballot')");
        for scheme in ["light", "dark"] {
            browser.scheme(scheme);
            browser.keep_picture(&format!("{name}-{scheme}"));
        }
        let unnamed = "Array.from(document.querySelectorAll('input:not([type=hidden]), textarea, select')).filter((f) => !f.labels.length).length";
        assert_eq!(browser.value(unnamed), 0);
        let small = "Array.from(document.querySelectorAll('button, select, textarea, input[type=range], label.choice')).filter((f) => f.getBoundingClientRect().height < 44).map((f) => f.outerHTML).join()";
        assert_eq!(browser.value(small), "");
        assert_eq!(browser.value("document.documentElement.lang"), "en-GB");
        assert_eq!(
            browser.value("document.documentElement.scrollWidth <= innerWidth"),
            true,
            "nothing to scroll sideways"
        );
        assert_eq!(browser.value("document.querySelectorAll('h1').length"), 1);
        // The last card is not covered by the foot.
        browser.value("window.scrollTo(0, document.body.scrollHeight)");
        browser.keep_picture(&format!("{name}-end"));
        quiet(&browser, &server.door());
    }
}

#[test]
fn a_ballot_sent_while_the_computer_is_away_arrives_when_it_is_back() {
    let Some(mut browser) = Browser::start() else { return };
    let room = room(package());
    room.record(Event::Opened(Round::First)).unwrap();
    let server = serve(&room);
    let (address, code, url) = (server.address(), server.code().clone(), server.url());
    browser.open(&url);
    browser.value("document.querySelector('form').requestSubmit()");
    browser.until("document.querySelector('#ballot')");
    browser.value("document.querySelector('#lever0').focus()");
    browser.press("ArrowRight");
    server.stop();
    browser.value("document.querySelector('#ballot').requestSubmit()");
    browser.until("document.querySelector('#away').textContent.includes('sent again by itself')");
    browser.keep_picture("away");
    assert!(room.session().round(Round::First).ballots.is_empty());
    let desk: Arc<dyn Desk> = Arc::<TestRoom>::clone(&room);
    let again = start(Config { code: Some(code), ..Config::at(address) }, desk).unwrap();
    browser.until("document.body.innerText.includes('Your first ballot is in')");
    assert_eq!(browser.value("document.querySelector('#away').textContent"), "");
    let session = room.session();
    let answers: Vec<&Answer> = session.round(Round::First).ballots.values().map(|b| &b.answer).collect();
    assert_eq!(answers, [&Answer::Package(vec![0.5, 0.0, 0.0, 0.0])]);
    drop(again);
}

#[test]
fn the_ballot_works_without_scripts() {
    let Some(mut browser) = Browser::start() else { return };
    browser.call("Emulation.setScriptExecutionDisabled", serde_json::json!({ "value": true }));
    let room = room(package());
    room.record(Event::Opened(Round::First)).unwrap();
    let server = serve(&room);
    browser.open(&server.url());
    // The driver's own questions still run; the page's script does not.
    browser.value("document.querySelector('button').focus()");
    browser.press("Enter");
    browser.until_loaded("document.readyState === 'complete' && Boolean(document.querySelector('#ballot'))");
    assert_eq!(browser.value("document.querySelector('#lever0').type"), "number");
    browser.keep_picture("no-script");
    browser.value("document.querySelector('#lever0').value = '3.5'");
    browser.value("document.querySelector('#send').focus()");
    browser.press("Enter");
    browser.until_loaded("document.body.innerText.includes('Your first ballot is in')");
    let session = room.session();
    assert_eq!(
        session.round(Round::First).ballots.values().next().unwrap().answer,
        Answer::Package(vec![3.5, 0.0, 0.0, 0.0])
    );
    quiet(&browser, &server.door());
}

#[test]
fn somebody_elsewhere_makes_a_code_from_a_file() {
    let Some(mut browser) = Browser::start() else { return };
    for question in [package(), choice()] {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("away.html");
        std::fs::write(&file, away(&question)).unwrap();
        let address = format!("file://{}", file.display());
        browser.open(&address);
        browser.until("document.querySelector('#ballot')");
        let set = if question.levers.is_empty() {
            "document.querySelectorAll('[name=approve]')[1].click();"
        } else {
            "const one = document.querySelector('#lever0'); one.value = '4.5'; one.dispatchEvent(new Event('input', { bubbles: true }));
             document.querySelector('#guess').value = '-1.25'; document.querySelector('#role').value = '1';"
        };
        browser.value(&format!(
            "(() => {{ {set} document.querySelector('#reason').value = 'Ünter  Größe £ 9'; return 1; }})()"
        ));
        let made = |browser: &mut Browser| {
            browser.value("document.querySelector('#ballot').requestSubmit()");
            browser.until("!document.querySelector('#made').hidden && document.activeElement.id === 'made-head'");
            let code = browser.value("document.querySelector('#made-code').value");
            paste::read(&question, code.as_str().unwrap()).unwrap()
        };
        let (round, first) = made(&mut browser);
        browser.keep_picture(if question.levers.is_empty() { "away-choice" } else { "away" });
        assert_eq!(round, Round::First);
        assert_eq!(first.reason.as_deref(), Some("Ünter Größe £ 9"));
        match &first.answer {
            Answer::Package(amounts) => {
                assert_eq!(amounts[0], 4.5);
                assert_eq!((first.guess, first.role), (Some(-1.25), Some(1)));
            }
            Answer::Approval(all) => assert_eq!(*all, [1]),
        }
        // The second ballot is the same person's, without a guess.
        browser.value("document.querySelectorAll('[name=round]')[1].click()");
        browser.until("document.querySelector('#made').hidden");
        let (round, second) = made(&mut browser);
        assert_eq!((round, &second.voter, second.guess), (Round::Second, &first.voter, None));
        quiet(&browser, &address);
        browser.forget();
    }
}
