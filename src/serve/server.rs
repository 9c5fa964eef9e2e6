//! The server: a thread of its own, started and stopped by the one who holds it.

use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, Response};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::sync::{Semaphore, watch};

use super::code::JoinCode;
use super::error::ServeError;
use super::guard::{Guard, Peer};
use super::qr::Qr;
use super::routes::{Site, answer};
use crate::roundtable::Desk;
use crate::roundtable::ballot::BALLOTS_MAX;

/// Connections at once, of all and of one address: a router may stand before the whole room.
const CONNECTIONS_MAX: usize = 400;
const CONNECTIONS_OF_ONE_MAX: usize = 250;
/// Largest head of a request, bytes, and most header fields.
const HEAD_BYTES_MAX: usize = 8 * 1024;
const FIELDS_MAX: usize = 60;
/// How long a connection may live at all.
const CONNECTION_LIFE: Duration = Duration::from_secs(300);
/// How long requests under way may take once the server stops.
const GRACE: Duration = Duration::from_millis(800);
/// Threads on which ballots are written; they wait for the disk, which
/// may take several at once, not for the processor.
const WRITERS: usize = 16;

/// What the facilitator chose.
#[derive(Debug, Clone)]
pub struct Config {
    /// Address and port to listen at; port 0 for any that is free. Loopback keeps the page on this machine.
    pub address: SocketAddr,
    /// Join code; `None` for a new one. Keep [`Server::code`] and hand it in again after a restart, so that phones that
    /// are on the page find it again.
    pub code: Option<JoinCode>,
    /// A name of this machine that phones may use in place of its address, without a port.
    pub public_name: Option<String>,
    /// Most devices let in.
    pub devices: usize,
    /// How long a connection may take over the head of a request, or lie idle between two.
    pub patience: Duration,
}

impl Config {
    /// On this machine only, any free port, a new code.
    #[must_use]
    pub fn loopback() -> Self {
        Self::at(SocketAddr::from(([127, 0, 0, 1], 0)))
    }

    /// At an address, a new code.
    #[must_use]
    pub const fn at(address: SocketAddr) -> Self {
        Self { address, code: None, public_name: None, devices: BALLOTS_MAX, patience: Duration::from_secs(10) }
    }
}

/// A page that is being served. Dropping it stops it.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    code: JoinCode,
    public_name: Option<String>,
    guard: Arc<Guard>,
    stop: watch::Sender<bool>,
    runs: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

/// Starts to serve. Comes back as soon as the port is open.
///
/// # Errors
/// Why it cannot be served there, in one sentence.
pub fn start(config: Config, desk: Arc<dyn Desk>) -> Result<Server, ServeError> {
    let refused = |e: &std::io::Error| ServeError::listening(config.address, e);
    let code = match config.code {
        Some(code) => code,
        None => JoinCode::random()?,
    };
    let listener = TcpListener::bind(config.address).map_err(|e| refused(&e))?;
    listener.set_nonblocking(true).map_err(|e| refused(&e))?;
    let address = listener.local_addr().map_err(|e| refused(&e))?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .max_blocking_threads(WRITERS)
        .thread_name("ballot-writer")
        .build()
        .map_err(|e| refused(&e))?;
    let guard = Arc::new(Guard::new(config.public_name.clone(), config.devices));
    let site = Arc::new(Site::new(code.clone(), Arc::clone(&guard), desk));
    let (stop, stopped) = watch::channel(false);
    let runs = Arc::new(AtomicBool::new(true));
    let running = Arc::clone(&runs);
    let thread = std::thread::Builder::new().name(String::from("ballot-page")).spawn(move || {
        // Registers with the runtime, so it has to be done in it.
        runtime.block_on(async {
            if let Ok(listener) = tokio::net::TcpListener::from_std(listener) {
                listen(listener, site, stopped, config.patience).await;
            }
        });
        running.store(false, Ordering::Release);
        // A ballot that is being written is written to the end; a disk that hangs holds nobody up.
        runtime.shutdown_timeout(GRACE);
    });
    let thread = thread.map_err(|e| refused(&e))?;
    Ok(Server { address, code, public_name: config.public_name, guard, stop, runs, thread: Some(thread) })
}

impl Server {
    /// Where it listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// The join code.
    #[must_use]
    pub const fn code(&self) -> &JoinCode {
        &self.code
    }

    /// Address of the page with its code, as a phone opens it.
    #[must_use]
    pub fn url(&self) -> String {
        format!("{}/{}", self.door(), self.code)
    }

    /// Address of the page without its code, to be typed in by hand.
    #[must_use]
    pub fn door(&self) -> String {
        let at = match &self.public_name {
            Some(name) => format!("{name}:{}", self.address.port()),
            // "Any address" is none a phone could open.
            None if self.address.ip().is_unspecified() => {
                let ip = super::lan::local_address().unwrap_or(std::net::Ipv4Addr::LOCALHOST.into());
                SocketAddr::new(ip, self.address.port()).to_string()
            }
            None => self.address.to_string(),
        };
        format!("http://{at}")
    }

    /// The address as a QR code.
    #[must_use]
    pub fn qr(&self) -> Option<Qr> {
        Qr::of(&self.url())
    }

    /// Devices that have reached the page. Says nothing about who has answered.
    #[must_use]
    pub fn devices(&self) -> usize {
        self.guard.devices()
    }

    /// Whether it still serves.
    #[must_use]
    pub fn runs(&self) -> bool {
        self.runs.load(Ordering::Acquire)
    }

    /// Stops: no new connection, requests under way are answered if they take no longer than a moment.
    pub fn stop(mut self) {
        self.end();
    }

    fn end(&mut self) {
        self.stop.send_replace(true);
        if let Some(thread) = self.thread.take() {
            // A panic in there has been reported by its own thread.
            drop(thread.join());
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.end();
    }
}

async fn listen(
    listener: tokio::net::TcpListener,
    site: Arc<Site>,
    mut stopped: watch::Receiver<bool>,
    patience: Duration,
) {
    let room = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    let ended = stopped.clone();
    loop {
        let accepted = tokio::select! {
            _ = stopped.wait_for(|s| *s) => break,
            accepted = listener.accept() => accepted,
        };
        let Ok((stream, from)) = accepted else {
            // Out of file handles, as a rule: some come back.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let Ok(here) = stream.local_addr() else { continue };
        // Too many: closed at once. Phones try again by themselves.
        let Ok(place) = Arc::clone(&room).try_acquire_owned() else { continue };
        let Some(connected) = site.guard.connect(from.ip(), CONNECTIONS_OF_ONE_MAX) else { continue };
        // Small answers go out at once.
        drop(stream.set_nodelay(true));
        let peer = Peer { address: from.ip(), here };
        let (site, ended) = (Arc::clone(&site), ended.clone());
        tokio::spawn(async move {
            serve(stream, peer, site, ended, patience).await;
            drop((place, connected));
        });
    }
    drop(listener);
    // All places are free again once every connection has ended.
    let all = u32::try_from(CONNECTIONS_MAX).unwrap_or(u32::MAX);
    drop(tokio::time::timeout(GRACE, room.acquire_many(all)).await);
}

async fn serve(
    stream: tokio::net::TcpStream,
    peer: Peer,
    site: Arc<Site>,
    mut ended: watch::Receiver<bool>,
    patience: Duration,
) {
    let service = service_fn(move |request: Request<Incoming>| {
        let site = Arc::clone(&site);
        async move { Ok::<Response<Body>, std::convert::Infallible>(answer(site, peer, request.map(Body::new)).await) }
    });
    let mut http = hyper::server::conn::http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(patience)
        .max_headers(FIELDS_MAX)
        .max_header_size(HEAD_BYTES_MAX)
        .max_buf_size(2 * HEAD_BYTES_MAX);
    let connection = http.serve_connection(TokioIo::new(stream), service);
    tokio::pin!(connection);
    tokio::select! {
        // Whatever broke it off, the phone asks again.
        _ = connection.as_mut() => return,
        _ = ended.wait_for(|s| *s) => (),
        () = tokio::time::sleep(CONNECTION_LIFE) => (),
    }
    connection.as_mut().graceful_shutdown();
    drop(tokio::time::timeout(GRACE, connection).await);
}
