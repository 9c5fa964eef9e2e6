//! The ballot page over HTTP, on loopback: who gets in, what is taken, what is refused, and what nobody can do.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::Duration;

use tiller::roundtable::{Answer, Desk, Event, Round, Voter};
use tiller::serve::{Config, ServeError, start};

use crate::serve_room::{Phone, choice, package, room, serve};

#[test]
fn a_phone_joins_votes_changes_its_mind_and_comes_back() {
    let room = room(package());
    let server = serve(&room);
    let mut phone = Phone::new(&server);
    phone.get().says(200, "Take part").says(200, "How should the West Midlands spend");
    assert!(phone.cookie.is_none(), "looking gives no token");
    let joined = phone.post("/join", &[]).unwrap();
    let cookie = joined.header("set-cookie").to_owned();
    for flag in ["HttpOnly", "SameSite=Strict", "Path=/", "Max-Age="] {
        assert!(cookie.contains(flag), "{cookie}");
    }
    phone.get().says(200, "You are connected").says(200, "No ballot is open yet");

    room.record(Event::Opened(Round::First)).unwrap();
    let page = phone.get();
    page.says(200, "First ballot").says(200, "Skills provision").says(200, "£20m a year").says(200, "Your guess");
    let sent = phone.vote(["5", "2.5", "1", "20"], &[("guess", "1.5"), ("reason", "People first"), ("role", "1")]);
    assert_eq!((sent.status, sent.header("location")), (303, format!("/{}", server.code()).as_str()));
    phone
        .get()
        .says(200, "Your first ballot is in")
        .says(200, "£2.5m a year")
        .says(200, "People first")
        .says(200, "Firm");

    assert_eq!(phone.vote(["6", "2.5", "1", "20"], &[]).status, 303);
    let session = room.session();
    let ballots = &session.round(Round::First).ballots;
    assert_eq!(ballots.len(), 1, "a change replaces");
    let (voter, ballot) = ballots.first_key_value().unwrap();
    assert_eq!(ballot.answer, Answer::Package(vec![6.0, 2.5, 1.0, 20.0]));
    let Voter::Phone(mark) = voter else { panic!("{voter:?}") };
    assert!(mark.len() == 16 && !cookie.contains(mark.as_str()), "the session knows no token");

    // The same phone with its cookie, later; and a tap on Take part again.
    let mut later = Phone::new(&server);
    later.cookie.clone_from(&phone.cookie);
    later.get().says(200, "Your first ballot is in");
    assert_eq!(later.post("/join", &[]).unwrap().status, 303);
    assert_eq!(later.cookie, phone.cookie, "a device keeps its token");

    room.record(Event::Closed(Round::First)).unwrap();
    phone.get().says(200, "The first ballot is closed").says(200, "Yours is in");
    room.record(Event::Opened(Round::Second)).unwrap();
    let second = phone.get();
    second.says(200, "Second ballot").says(200, "This starts from your first ballot");
    assert_eq!(second.field("lever0"), "6");
    assert!(!second.body.contains("Your guess"), "after the reveal there is nothing to guess");
    assert_eq!(server.devices(), 1);
}

#[test]
fn scenarios_are_ticked_and_none_is_an_answer_too() {
    let room = room(choice());
    room.record(Event::Opened(Round::First)).unwrap();
    let server = serve(&room);
    let mut phone = Phone::joined(&server);
    let page = phone.get();
    page.says(200, "Tick every one you could support").says(200, "Qualifications only");
    let serial = page.field("serial").to_owned();
    for (fields, expected) in [(vec!["0", "2", "2"], vec![0, 2]), (vec![], vec![])] {
        let mut form = vec![("round", "first"), ("serial", serial.as_str())];
        form.extend(fields.into_iter().map(|i| ("approve", i)));
        assert_eq!(phone.post("", &form).unwrap().status, 303);
        let mine = room.session().round(Round::First).ballots.values().next().unwrap().answer.clone();
        assert_eq!(mine, Answer::Approval(expected));
    }
    phone
        .post("", &[("round", "first"), ("serial", &serial), ("approve", "7")])
        .unwrap()
        .says(422, "There is no scenario");
}

#[test]
fn what_is_not_allowed_is_said_and_stays_on_the_page() {
    let room = room(package());
    let server = serve(&room);
    let mut phone = Phone::joined(&server);
    let closed = phone.post(
        "",
        &[("round", "first"), ("serial", "1"), ("lever0", "1"), ("lever1", "1"), ("lever2", "1"), ("lever3", "5")],
    );
    closed.unwrap().says(409, "The round is closed");
    room.record(Event::Opened(Round::First)).unwrap();
    phone
        .vote(["15", "9", "1", "20"], &[("reason", "Too much")])
        .says(422, "over the budget")
        .says(422, "Too much")
        .says(422, "value=\"15\"");
    phone.vote(["21", "0", "0", "0"], &[]).says(422, "Skills provision");
    phone.vote(["some", "0", "0", "0"], &[]).says(422, "&quot;some&quot; is not a number");
    phone.vote(["", "0", "0", "0"], &[]).says(422, "no amount is filled in");
    phone.vote(["NaN", "0", "0", "0"], &[]).says(422, "is not a number");
    phone.vote(["1", "0", "0", "0"], &[("guess", "900")]).says(422, "guess");
    phone.vote(["1", "0", "0", "0"], &[("role", "17")]).says(422, "role");
    assert!(room.session().round(Round::First).ballots.is_empty());
    // Another round than the one that is open; nonsense; and one that came late behind a later one.
    let other = phone.post(
        "",
        &[("round", "second"), ("serial", "1"), ("lever0", "1"), ("lever1", "0"), ("lever2", "0"), ("lever3", "0")],
    );
    other.unwrap().says(409, "another round");
    phone.post("", &[("round", "final")]).unwrap().says(422, "not a ballot of this page");
    assert_eq!(phone.vote(["3", "0", "0", "0"], &[]).status, 303);
    let late = phone.post(
        "",
        &[("round", "first"), ("serial", "1"), ("lever0", "9"), ("lever1", "0"), ("lever2", "0"), ("lever3", "0")],
    );
    late.unwrap().says(409, "A later ballot of this device").says(409, "Your first ballot is in");
    let answer = room.session().round(Round::First).ballots.values().next().unwrap().answer.clone();
    assert_eq!(answer, Answer::Package(vec![3.0, 0.0, 0.0, 0.0]));
}

#[test]
fn a_wrong_code_opens_nothing_and_trying_is_limited() {
    let room = room(package());
    let server = serve(&room);
    let mut inside = Phone::joined(&server);
    let mut guesser = Phone::new(&server);
    let right = server.code().to_string();
    guesser.get_at("/", &[]).unwrap().says(200, "Join code");
    let wrong = if right == "CCCCC" { "DDDDD" } else { "CCCCC" };
    let typed = guesser.get_at(&format!("/?code={wrong}"), &[]).unwrap();
    typed.says(404, "not the code of this session");
    let by_path = guesser.get_at(&format!("/{wrong}"), &[]).unwrap();
    let elsewhere = guesser.get_at("/etc/passwd", &[]).unwrap();
    assert_eq!((by_path.status, &by_path.body), (404, &elsewhere.body), "one answer to every wrong address");
    for page in [&typed, &by_path, &elsewhere] {
        assert!(!page.body.contains(&right) && !page.body.contains("West Midlands"));
    }
    // As people type it.
    let lower = format!("/?code={}-{}", right[..2].to_lowercase(), &right[2..]);
    assert_eq!(guesser.get_at(&lower, &[]).unwrap().header("location"), format!("/{right}"));
    for _ in 0..70 {
        guesser.get_at(&format!("/{wrong}"), &[]).unwrap();
    }
    guesser.get_at(&format!("/{wrong}"), &[]).unwrap().says(429, "Too many wrong codes");
    guesser.get_at(&format!("/{right}"), &[]).unwrap().says(429, "Too many wrong codes");
    inside.get().says(200, "You are connected");
}

#[test]
fn every_answer_is_hardened_and_every_other_address_is_empty() {
    let room = room(package());
    room.record(Event::Opened(Round::First)).unwrap();
    let server = serve(&room);
    let mut phone = Phone::joined(&server);
    let code = server.code().to_string();
    let mut replies = vec![phone.get(), phone.get_at(&format!("/{code}/now"), &[]).unwrap()];
    assert_eq!(replies[1].body, format!("{} first", room.paper().version));
    let missing = [
        "/favicon.ico",
        "/index.html",
        "/../Cargo.toml",
        "/%2e%2e/Cargo.toml",
        "/%ff",
        &format!("/{code}/"),
        &format!("/{code}/ballots"),
        &format!("/{code}/../x"),
        &format!("/{code}/join"),
        "//",
    ];
    for path in missing {
        let reply = phone.get_at(path, &[]).unwrap();
        assert_eq!(reply.status, 404, "{path}: {}", reply.main());
        assert!(!reply.body.contains("Cargo") && !reply.body.contains("ballots"), "{path}");
        replies.push(reply);
    }
    replies.push(phone.post("", &[("round", "?")]).unwrap());
    replies.push(phone.get_at("/", &[("host", "evil.example")]).unwrap());
    for reply in &replies {
        let policy = reply.header("content-security-policy");
        for rule in [
            "default-src 'none'",
            "script-src 'sha256-",
            "style-src 'sha256-",
            "frame-ancestors 'none'",
            "form-action 'self'",
            "base-uri 'none'",
            "connect-src 'self'",
        ] {
            assert!(policy.contains(rule), "{policy}");
        }
        assert!(!policy.contains("unsafe"));
        assert_eq!(reply.header("x-content-type-options"), "nosniff");
        assert_eq!(reply.header("cache-control"), "no-store");
        assert_eq!(reply.header("referrer-policy"), "same-origin");
        assert!(reply.header("access-control-allow-origin").is_empty() && reply.header("server").is_empty());
    }
}

#[test]
fn another_host_or_another_sites_form_is_turned_away() {
    let room = room(package());
    room.record(Event::Opened(Round::First)).unwrap();
    let server = serve(&room);
    let mut phone = Phone::joined(&server);
    let port = server.address().port();
    for host in
        ["evil.example", &format!("evil.example:{port}"), "127.0.0.1", "127.0.0.1:1", &format!("127.0.0.2:{port}")]
    {
        let reply = phone.get_at(&format!("/{}", server.code()), &[("host", host)]).unwrap();
        assert_eq!(reply.status, 421, "{host}");
        assert!(!reply.body.contains("West"));
    }
    let body = b"round=first&serial=1&lever0=1&lever1=0&lever2=0&lever3=0";
    let origins: [&[(&str, &str)]; 5] = [
        &[],
        &[("origin", "null")],
        &[("origin", "http://evil.example")],
        &[("origin", &format!("http://127.0.0.1:{port}.evil.example"))],
        &[("origin", &format!("https://127.0.0.1:{port}"))],
    ];
    for headers in origins {
        assert_eq!(phone.post_bytes("", body, headers).unwrap().status, 403, "{headers:?}");
    }
    assert!(room.session().round(Round::First).ballots.is_empty());
    let page = format!("http://127.0.0.1:{port}/{}", server.code());
    assert_eq!(
        phone.post_bytes("", body, &[("referer", &page)]).unwrap().status,
        303,
        "an older browser says where from"
    );
}

#[test]
fn what_is_too_large_is_refused() {
    let room = room(package());
    room.record(Event::Opened(Round::First)).unwrap();
    let server = serve(&room);
    let mut phone = Phone::joined(&server);
    let long = "x".repeat(20_000);
    phone.vote(["1", "0", "0", "0"], &[("reason", &long)]).says(413, "longer than a ballot can be");
    assert_eq!(phone.get_at("/", &[("x-long", &long)]).unwrap().status, 431);
    assert!(matches!(phone.get_at(&format!("/{long}"), &[]).unwrap().status, 414 | 431));
    assert!(room.session().round(Round::First).ballots.is_empty());
    // Longer than a reason may be, shorter than a form may be: cut to what the ballot keeps.
    assert_eq!(phone.vote(["1", "0", "0", "0"], &[("reason", &"long ".repeat(100))]).status, 303);
    let session = room.session();
    let reason = session.round(Round::First).ballots.values().next().unwrap().reason.clone().unwrap();
    assert!(reason.chars().count() <= tiller::roundtable::ballot::REASON_MAX);
}

#[test]
fn hostile_text_comes_out_harmless() {
    let hostile = "=HYPERLINK(\"http://x\")<script>alert(1)</script>\u{1b}[2J\u{1b}]0;x\u{7}\u{202e}gnp\0\r\nSet-Cookie: a=b' onload='x";
    let mut question = package();
    "Is <b>this</b> \"safe\" & sound?".clone_into(&mut question.title);
    question.levers[0].name = "<img src=x onerror=alert(1)>".into();
    let room = room(question);
    room.record(Event::Opened(Round::First)).unwrap();
    let server = serve(&room);
    let mut phone = Phone::joined(&server);
    let refused = phone.vote(["x<script>", "0", "0", "0"], &[("reason", hostile), ("guess", "\"><script>")]);
    assert_eq!(refused.status, 422);
    assert_eq!(phone.vote(["1", "0", "0", "0"], &[("reason", hostile)]).status, 303);
    for page in [refused, phone.get()] {
        assert_eq!(page.body.matches("<script>").count(), 1, "only our own");
        assert!(!page.body.contains("<img") && !page.body.contains("<b>"), "{}", page.main());
        assert!(!page.body.contains(['\u{1b}', '\0', '\u{7}', '\u{202e}']));
        assert!(!page.main().contains("onload='"), "{}", page.main());
        assert!(page.header("set-cookie").is_empty());
    }
    let session = room.session();
    let reason = session.round(Round::First).ballots.values().next().unwrap().reason.clone().unwrap();
    assert!(!reason.chars().any(char::is_control) && !reason.contains('\u{202e}'), "{reason:?}");
}

#[test]
fn without_its_cookie_a_device_is_told_why_it_cannot_vote() {
    let room = room(package());
    room.record(Event::Opened(Round::First)).unwrap();
    let server = serve(&room);
    let mut phone = Phone::new(&server);
    assert_eq!(phone.post("/join", &[]).unwrap().header("location"), format!("/{}?joined", server.code()));
    phone.cookie = None;
    phone.get_at(&format!("/{}?joined", server.code()), &[]).unwrap().says(200, "did not keep the cookie");
    let sent = phone.post("", &[("round", "first"), ("serial", "1")]).unwrap();
    assert_eq!(sent.status, 303);
    phone.cookie = Some("tiller_ballot=../../x".into());
    phone.get().says(200, "Take part");
    assert!(room.session().round(Round::First).ballots.is_empty());
}

#[test]
fn a_device_that_floods_is_slowed_down_and_loses_nothing() {
    let room = room(package());
    room.record(Event::Opened(Round::First)).unwrap();
    let server = serve(&room);
    let mut phone = Phone::joined(&server);
    let statuses: Vec<u16> = (0..40).map(|i| phone.vote([&format!("{}", i % 2), "0", "0", "0"], &[]).status).collect();
    assert!(statuses.iter().filter(|s| **s == 303).count() < 20 && statuses.contains(&429), "{statuses:?}");
    phone.get().says(200, "Your first ballot is in");
}

#[test]
fn a_port_in_use_and_an_address_of_elsewhere_are_one_sentence() {
    let room = room(package());
    let server = serve(&room);
    let desk: Arc<dyn Desk> = room;
    let taken = start(Config::at(server.address()), Arc::clone(&desk)).unwrap_err();
    assert_eq!(taken, ServeError::InUse(server.address()));
    assert!(taken.to_string().contains("in use by another program; choose another port"));
    // An address set aside for examples: it is nobody's.
    let elsewhere = start(Config::at("192.0.2.1:8047".parse().unwrap()), desk).unwrap_err();
    assert!(elsewhere.to_string().starts_with("192.0.2.1 is not an address of this machine"), "{elsewhere}");
}

#[test]
fn stopping_gives_the_port_back_and_the_code_can_be_kept() {
    let room = room(package());
    let server = serve(&room);
    let (address, code) = (server.address(), server.code().clone());
    let mut phone = Phone::joined(&server);
    assert!(server.runs());
    server.stop();
    assert!(phone.get_at("/", &[]).is_err());
    let desk: Arc<dyn Desk> = room;
    let again = start(Config { code: Some(code), ..Config::at(address) }, desk).unwrap();
    phone.get().says(200, "You are connected");
    drop(again);
    assert!(TcpStream::connect(address).is_err());
}

#[test]
fn one_who_dawdles_is_hung_up_on_and_the_room_goes_on() {
    let room = room(package());
    let desk: Arc<dyn Desk> = room;
    let config = Config { patience: Duration::from_millis(150), ..Config::loopback() };
    let server = start(config, desk).unwrap();
    let mut slow: Vec<TcpStream> = (0..60).map(|_| TcpStream::connect(server.address()).unwrap()).collect();
    for stream in &mut slow {
        stream.write_all(b"GET / HTTP/1.1\r\nHost: ").unwrap();
    }
    Phone::joined(&server).get().says(200, "You are connected");
    for stream in &mut slow {
        // Comes back only when the server hangs up.
        let mut rest = Vec::new();
        drop(stream.read_to_end(&mut rest));
        assert!(!String::from_utf8_lossy(&rest).contains("200 OK"));
    }
}

#[test]
fn one_address_cannot_take_all_connections() {
    let room = room(package());
    let server = serve(&room);
    let held: Vec<TcpStream> = (0..250).map(|_| TcpStream::connect(server.address()).unwrap()).collect();
    let mut next = TcpStream::connect(server.address()).unwrap();
    drop(next.write_all(b"GET / HTTP/1.1\r\n"));
    let mut rest = Vec::new();
    drop(next.read_to_end(&mut rest));
    assert!(rest.is_empty(), "closed at once");
    drop(held);
}

#[test]
fn the_way_in_is_checked_before_the_room_fills() {
    let room = room(package());
    let server = serve(&room);
    let found = tiller::serve::preflight::preflight(&server);
    assert_eq!((found.itself.clone(), found.alone, found.devices), (Ok(()), true, 0));
    assert_eq!(found.url, server.url());
    assert!(found.says().join(" ").contains("this machine only"));
    let qr = server.qr().unwrap();
    assert!(qr.half_blocks().len() <= 18, "fits a screen of 24 lines");
}

#[test]
fn the_page_reads_well_light_and_dark() {
    let [_, style, _] = tiller::evidence::load::BALLOT_PAGE;
    let dark_at = style.find("prefers-color-scheme: dark").unwrap();
    let color = |part: &str, name: &str| {
        let value = part.split_once(&format!("--{name}: #")).unwrap_or_else(|| panic!("{name}")).1;
        let channel = |i: usize| f64::from(u8::from_str_radix(&value[2 * i..2 * i + 2], 16).unwrap()) / 255.0;
        let linear = |c: f64| if c <= 0.040_45 { c / 12.92 } else { libm::pow((c + 0.055) / 1.055, 2.4) };
        0.2126 * linear(channel(0)) + 0.7152 * linear(channel(1)) + 0.0722 * linear(channel(2))
    };
    for part in [&style[..dark_at], &style[dark_at..]] {
        let contrast = |a: &str, b: &str| {
            let (a, b) = (color(part, a), color(part, b));
            (a.max(b) + 0.05) / (a.min(b) + 0.05)
        };
        let text = [
            ("ink", "paper"),
            ("ink", "card"),
            ("ink", "calm"),
            ("ink", "track"),
            ("soft", "paper"),
            ("soft", "card"),
            ("soft", "calm"),
            ("accent", "card"),
            ("accent", "paper"),
            ("on-accent", "accent"),
            ("problem", "paper"),
            ("problem", "problem-back"),
        ];
        for (a, b) in text {
            assert!(contrast(a, b) >= 4.5, "{a} on {b}: {:.2}", contrast(a, b));
        }
    }
}
