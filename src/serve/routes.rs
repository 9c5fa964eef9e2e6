//! The four things that can be asked for, and nothing else.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Extension, RawQuery};
use axum::http::header::{self, HeaderMap, HeaderValue};
use axum::http::{Method, Request, Response, StatusCode, Uri};
use axum::routing::{get, post};
use tower_service::Service as _;

use super::ballot::{self, Form};
use super::code::JoinCode;
use super::device::Token;
use super::form::{self, Filled, Sent};
use super::guard::{Admitted, Guard, Peer, harden};
use super::page::{Page, Shell, now};
use crate::roundtable::{Ballot, Desk, Paper, Refusal, Round, Voter};

/// Largest form, bytes: a reason of 200 characters, each up to twelve bytes on the way, and room for the rest.
const FORM_BYTES_MAX: usize = 8 * 1024;
/// How long a form may take to arrive.
const FORM_WAIT: Duration = Duration::from_secs(10);

/// What the page is served from.
pub(super) struct Site {
    code: JoinCode,
    pub guard: Arc<Guard>,
    desk: Arc<dyn Desk>,
    shell: Shell,
    policy: HeaderValue,
    router: Router,
    taken: Arc<Taken>,
}

/// The last form of each device and round that was taken: a form that was held up on the way does not undo a later one.
#[derive(Debug, Default)]
struct Taken(Mutex<HashMap<(Voter, Round), Arc<Last>>>);

#[derive(Debug, Default)]
struct Last {
    /// Held while a ballot of this device is written; others are written beside it.
    turn: Mutex<()>,
    serial: AtomicU64,
}

impl Taken {
    fn of(&self, voter: &Voter, round: Round) -> Arc<Last> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(all.entry((voter.clone(), round)).or_default())
    }

    fn take(&self, desk: &dyn Desk, round: Round, serial: u64, ballot: Ballot) -> Result<(), Untaken> {
        let last = self.of(&ballot.voter, round);
        // Nothing is kept under this lock that a panic could leave half done.
        let turn = last.turn.lock().unwrap_or_else(PoisonError::into_inner);
        if last.serial.load(Ordering::Acquire) > serial {
            return Err(Untaken::Older);
        }
        desk.take(round, ballot).map_err(Untaken::Refused)?;
        last.serial.store(serial, Ordering::Release);
        drop(turn);
        Ok(())
    }
}

type Reply = Response<Body>;

impl Site {
    pub fn new(code: JoinCode, guard: Arc<Guard>, desk: Arc<dyn Desk>) -> Self {
        let router = Router::new()
            .route("/", get(door))
            .route("/{code}", get(show).post(hand_in))
            .route("/{code}/join", post(join))
            .route("/{code}/now", get(ask_now))
            .fallback(nowhere)
            .method_not_allowed_fallback(nowhere);
        let shell = Shell::new();
        // Made of our own style and script; base64 fits a header.
        let policy = HeaderValue::from_str(&shell.policy).unwrap_or(HeaderValue::from_static("default-src 'none'"));
        Self { code, guard, desk, shell, policy, router, taken: Arc::default() }
    }

    fn page(&self, status: StatusCode, page: &Page) -> Reply {
        let mut reply = Response::new(Body::from(self.shell.page(page)));
        *reply.status_mut() = status;
        reply.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
        reply
    }

    /// Asks the desk away from the network: it may wait for the disk. `None` if it broke down.
    async fn ask<T: Send + 'static>(&self, ask: impl FnOnce(&dyn Desk) -> T + Send + 'static) -> Option<T> {
        let desk = Arc::clone(&self.desk);
        tokio::task::spawn_blocking(move || ask(desk.as_ref())).await.ok()
    }

    /// A number for a form that goes out now: above every earlier one, across restarts too as long as the clock runs on.
    fn serial(&self, voter: &Voter, round: Round) -> u64 {
        let clock = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_millis());
        u64::try_from(clock)
            .unwrap_or(0)
            .max(self.taken.of(voter, round).serial.load(Ordering::Acquire).saturating_add(1))
    }
}

/// Answers one request. Every answer is hardened, whatever it is.
pub(super) async fn answer(site: Arc<Site>, peer: Peer, mut request: Request<Body>) -> Reply {
    let posts = request.method() == Method::POST;
    let mut reply = if let Err((status, said)) = site.guard.lets(peer, posts, request.headers(), Instant::now()) {
        plain(status, said)
    } else {
        request.extensions_mut().insert(peer);
        request.extensions_mut().insert(Arc::clone(&site));
        let Ok(reply) = site.router.clone().call(request).await;
        reply
    };
    harden(&mut reply, &site.policy);
    reply
}

fn plain(status: StatusCode, said: &'static str) -> Reply {
    let mut reply = Response::new(Body::from(said));
    *reply.status_mut() = status;
    reply.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    reply
}

fn go_to(code: &JoinCode, query: &str) -> Reply {
    let mut reply = Response::new(Body::empty());
    *reply.status_mut() = StatusCode::SEE_OTHER;
    if let Ok(to) = HeaderValue::from_str(&format!("/{code}{query}")) {
        reply.headers_mut().insert(header::LOCATION, to);
    }
    reply
}

type At = Extension<Arc<Site>>;
type By = Extension<Peer>;

const NOT_THE_CODE: &str = "That is not the code of this session. Look at the screen in the room and try again.";
const TOO_MANY_CODES: &str =
    "Too many wrong codes have been tried from here. Wait a minute, then try again; or ask for a paper ballot.";
const NO_ANSWER: &str = "The facilitator’s computer could not answer. Try again.";

/// `/`: a code is typed in.
async fn door(Extension(site): At, Extension(peer): By, RawQuery(query): RawQuery) -> Reply {
    let typed = form_urlencoded::parse(query.unwrap_or_default().as_bytes())
        .find(|(key, _)| key == "code")
        .map(|(_, value)| value.into_owned());
    let Some(typed) = typed else { return site.page(StatusCode::OK, &Page::door(None)) };
    match check(&site, peer, &typed) {
        Ok(()) => go_to(&site.code, ""),
        Err(Wrong::Code) => site.page(StatusCode::NOT_FOUND, &Page::door(Some(NOT_THE_CODE))),
        Err(Wrong::TooOften) => site.page(StatusCode::TOO_MANY_REQUESTS, &Page::door(Some(TOO_MANY_CODES))),
    }
}

/// Why a code does not open the door.
enum Wrong {
    Code,
    TooOften,
}

/// Checks a code. What cannot be a code at all gives nothing away and is not counted.
fn check(site: &Site, peer: Peer, typed: &str) -> Result<(), Wrong> {
    let Some(typed) = JoinCode::typed(typed) else { return Err(Wrong::Code) };
    let at = Instant::now();
    if !site.guard.may_try(peer, at) {
        return Err(Wrong::TooOften);
    }
    if typed != site.code {
        site.guard.wrong_code(peer, at);
        return Err(Wrong::Code);
    }
    Ok(())
}

/// The device, once the code in the path has been found right. A device that was let in before is not held up by wrong
/// codes of others at the same address.
struct Visit {
    token: Option<Token>,
}

fn visit(site: &Site, peer: Peer, path: &str, headers: &HeaderMap) -> Result<Visit, Reply> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|c| c.to_str().ok());
    let token = Token::in_cookies(cookies);
    let known = token.as_ref().is_some_and(|t| site.guard.knows(&mark(&t.voter())));
    let right = JoinCode::typed(path).is_some_and(|code| code == site.code);
    if !(known && right) {
        check(site, peer, path).map_err(|wrong| match wrong {
            Wrong::Code => lost(site),
            Wrong::TooOften => {
                site.page(StatusCode::TOO_MANY_REQUESTS, &Page::plain("Wait a minute", &[TOO_MANY_CODES]))
            }
        })?;
    }
    site.guard.seen(peer);
    Ok(Visit { token })
}

/// The first part of a path, as it was sent: a code has no character that is written otherwise.
fn segment(uri: &Uri) -> &str {
    uri.path().split('/').nth(1).unwrap_or("")
}

fn mark(voter: &Voter) -> String {
    match voter {
        Voter::Phone(mark) | Voter::Pasted(mark) | Voter::Imported(mark) => mark.clone(),
        Voter::Paper(n) => n.to_string(),
    }
}

/// Lets the device in, or says why not.
fn admit(site: &Site, peer: Peer, voter: &Voter) -> Result<(), Reply> {
    let (status, said) = match site.guard.admit(peer, &mark(voter), Instant::now()) {
        Admitted::Yes => return Ok(()),
        Admitted::Later => (
            StatusCode::TOO_MANY_REQUESTS,
            "Many devices have just joined from here. Wait a minute, then open the page again.",
        ),
        Admitted::Full => (
            StatusCode::FORBIDDEN,
            "As many devices as this session takes have joined. Ask the facilitator for a paper ballot.",
        ),
    };
    Err(site.page(status, &Page::plain("Not let in", &[said])))
}

/// `/CODE`: the page as it is now.
async fn show(
    Extension(site): At,
    Extension(peer): By,
    uri: Uri,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Reply {
    let visit = match visit(&site, peer, segment(&uri), &headers) {
        Ok(visit) => visit,
        Err(reply) => return reply,
    };
    if segment(&uri) != site.code.as_str() {
        return go_to(&site.code, "");
    }
    let Some(token) = visit.token else {
        let Some(paper) = site.ask(|desk| desk.paper()).await else { return broken(&site) };
        let came_back = query.as_deref() == Some("joined");
        return site.page(StatusCode::OK, &Page::welcome(&site.code, &paper, came_back));
    };
    let voter = token.voter();
    if let Err(reply) = admit(&site, peer, &voter) {
        return reply;
    }
    current(&site, voter, StatusCode::OK, None).await
}

/// The page a device sees now: the ballot, what it has sent, or that there is nothing to do. `problem` goes above it.
async fn current(site: &Site, voter: Voter, status: StatusCode, problem: Option<String>) -> Reply {
    let asked = voter.clone();
    let seen = site
        .ask(move |desk| {
            let paper = desk.paper();
            let mine = Round::ALL.map(|round| desk.handed_in(round, &asked));
            (paper, mine)
        })
        .await;
    let Some((paper, mine)) = seen else { return broken(site) };
    let page = match paper.open {
        None => {
            let last = Round::ALL.into_iter().rev().find(|r| mine[*r as usize].is_some());
            let problem = problem.as_deref().map(ballot::sentence);
            Page::waiting(&site.code, &paper, last, problem.as_deref())
        }
        Some(round) => {
            let (filled, state) = start_from(round, &mine);
            let serial = site.serial(&voter, round);
            Form { code: &site.code, paper: &paper, round, serial, filled, state, problem }.page()
        }
    };
    site.page(status, &page)
}

/// What a form starts from: the ballot sent, the one of the round before, or nothing.
fn start_from(round: Round, mine: &[Option<Ballot>; 3]) -> (Filled, ballot::State) {
    if let Some(sent) = &mine[round as usize] {
        return (Filled::of(sent), ballot::State::In);
    }
    match (round, &mine[Round::First as usize]) {
        // The reason is left out: a change of mind has one of its own.
        (Round::Second, Some(first)) => {
            let filled = Filled { reason: String::new(), guess: String::new(), ..Filled::of(first) };
            (filled, ballot::State::Carried)
        }
        _ => (Filled::default(), ballot::State::Fresh),
    }
}

/// `/CODE`, posted: a ballot.
async fn hand_in(Extension(site): At, Extension(peer): By, uri: Uri, headers: HeaderMap, body: Body) -> Reply {
    let token = match visit(&site, peer, segment(&uri), &headers) {
        Ok(visit) => visit.token,
        Err(reply) => return reply,
    };
    // Without the token this device cannot be told from another; the page asks to be joined first.
    let Some(token) = token else { return go_to(&site.code, "?joined") };
    let voter = token.voter();
    if let Err(reply) = admit(&site, peer, &voter) {
        return reply;
    }
    if !site.guard.may_send(&mark(&voter), Instant::now()) {
        let mut reply = current(
            &site,
            voter,
            StatusCode::TOO_MANY_REQUESTS,
            Some(String::from("That was very often; wait a few seconds and send again")),
        )
        .await;
        reply.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
        return reply;
    }
    let body = match tokio::time::timeout(FORM_WAIT, to_bytes(body, FORM_BYTES_MAX)).await {
        Ok(Ok(body)) => body,
        Ok(Err(_)) => {
            let said = String::from("This ballot is longer than a ballot can be");
            return current(&site, voter, StatusCode::PAYLOAD_TOO_LARGE, Some(said)).await;
        }
        Err(_) => return plain(StatusCode::REQUEST_TIMEOUT, "The ballot did not arrive in time. Send it again."),
    };
    let Some(paper) = site.ask(|desk| desk.paper()).await else { return broken(&site) };
    let Some(sent) = form::read(&paper.question, &body) else {
        let said = String::from("This was not a ballot of this page");
        return current(&site, voter, StatusCode::UNPROCESSABLE_ENTITY, Some(said)).await;
    };
    match take(&site, &paper, &sent, voter.clone()).await {
        Some(Ok(())) => go_to(&site.code, ""),
        Some(Err(refusal)) => refused(&site, &paper, voter, sent, &refusal).await,
        None => broken(&site),
    }
}

/// Why a ballot was not taken: the desk's reason, or that a later one of the same device has been.
enum Untaken {
    Refused(Refusal),
    Older,
}

/// Hands a ballot to the desk, those of one device one after the other, each written before it is answered.
async fn take(site: &Site, paper: &Paper, sent: &Sent, voter: Voter) -> Option<Result<(), Untaken>> {
    let ballot = match sent.filled.ballot(&paper.question, voter.clone()) {
        Ok(ballot) => ballot,
        Err(refusal) => return Some(Err(Untaken::Refused(refusal))),
    };
    let (round, serial, taken) = (sent.round, sent.serial, Arc::clone(&site.taken));
    site.ask(move |desk| taken.take(desk, round, serial, ballot)).await
}

async fn refused(site: &Site, paper: &Paper, voter: Voter, sent: Sent, why: &Untaken) -> Reply {
    let (status, said) = match why {
        Untaken::Older => {
            (StatusCode::CONFLICT, String::from("A later ballot of this device has been taken; here is what it says"))
        }
        Untaken::Refused(refusal) => (status_of(refusal), refusal.to_string()),
    };
    // What was typed stays on the page wherever it may still be sent.
    let may_mend = matches!(why, Untaken::Refused(Refusal::Invalid(_) | Refusal::Unwritten(_) | Refusal::Full));
    if may_mend && paper.open == Some(sent.round) {
        let serial = site.serial(&voter, sent.round);
        let (round, filled, problem) = (sent.round, sent.filled, Some(said));
        let Some(before) = site.ask(move |desk| desk.handed_in(round, &voter)).await else { return broken(site) };
        let state = if before.is_some() { ballot::State::Again } else { ballot::State::Fresh };
        return site.page(status, &Form { code: &site.code, paper, round, serial, filled, state, problem }.page());
    }
    current(site, voter, status, Some(said)).await
}

const fn status_of(refusal: &Refusal) -> StatusCode {
    match refusal {
        Refusal::Closed | Refusal::OtherRound(_) => StatusCode::CONFLICT,
        Refusal::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
        Refusal::Full => StatusCode::FORBIDDEN,
        Refusal::Unwritten(_) => StatusCode::SERVICE_UNAVAILABLE,
    }
}

/// `/CODE/join`, posted: a device takes part. One that has a token keeps it.
async fn join(Extension(site): At, Extension(peer): By, uri: Uri, headers: HeaderMap) -> Reply {
    let visit = match visit(&site, peer, segment(&uri), &headers) {
        Ok(visit) => visit,
        Err(reply) => return reply,
    };
    let Some(token) = visit.token.or_else(|| Token::random().ok()) else { return broken(&site) };
    if let Err(reply) = admit(&site, peer, &token.voter()) {
        return reply;
    }
    let mut reply = go_to(&site.code, "?joined");
    if let Ok(cookie) = HeaderValue::from_str(&token.set_cookie()) {
        reply.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    reply
}

/// `/CODE/now`: a word that changes whenever the page does.
async fn ask_now(Extension(site): At, Extension(peer): By, uri: Uri, headers: HeaderMap) -> Reply {
    if let Err(reply) = visit(&site, peer, segment(&uri), &headers) {
        return reply;
    }
    let Some(paper) = site.ask(|desk| desk.paper()).await else { return broken(&site) };
    let mut reply = plain(StatusCode::OK, "");
    *reply.body_mut() = Body::from(now(&paper));
    reply
}

/// Anything else.
async fn nowhere(Extension(site): At) -> Reply {
    lost(&site)
}

/// The one answer to every wrong address, so that none tells more than another.
fn lost(site: &Site) -> Reply {
    site.page(
        StatusCode::NOT_FOUND,
        &Page::plain("There is no page here", &["Check the join code on the screen in the room."]),
    )
}

fn broken(site: &Site) -> Reply {
    site.page(StatusCode::SERVICE_UNAVAILABLE, &Page::plain("No answer", &[NO_ANSWER]))
}
