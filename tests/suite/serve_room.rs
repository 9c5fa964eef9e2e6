//! A room for the ballot page: a question, a journal on disk, and a phone that speaks HTTP.

use std::ops::Deref;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tiller::evidence::LeverId;
use tiller::roundtable::journal::{Header, Journal};
use tiller::roundtable::{
    Ballot, Choice, Desk, Event, Guessed, Kind, Offered, Paper, Question, Refusal, Room, Round, Session, Voter,
};
use tiller::serve::{Config, Server, start};
use ureq::http::header;

/// Levers within a budget.
pub fn package() -> Question {
    let lever = |id: &str, name: &str, says: &str, unit: &str, cost: f64, high: f64, step: f64| Offered {
        id: LeverId::new(id),
        name: name.into(),
        says: says.into(),
        unit: unit.into(),
        cost,
        low: 0.0,
        high,
        step,
    };
    let money = "£m a year";
    Question {
        title: "How should the West Midlands spend £20m a year to help its manufacturers learn?".into(),
        kind: Kind::Package,
        base: "(made up)".into(),
        place: "West Midlands".into(),
        sector: "Advanced manufacturing".into(),
        years: (2027, 2034),
        budget: Some(20.0),
        levers: vec![
            lever(
                "skills_provision",
                "Skills provision",
                "Public money for training programmes run with training groups, colleges and universities.",
                money,
                1.0,
                20.0,
                0.5,
            ),
            lever(
                "work_organisation",
                "Work organisation",
                "Advice and small grants that help a firm reorganise work so that teams learn.",
                money,
                1.0,
                10.0,
                0.25,
            ),
            lever(
                "network_facilitation",
                "Network facilitation",
                "People whose job is to bring firms together and keep them together.",
                money,
                1.0,
                8.0,
                0.1,
            ),
            lever(
                "policy_capacity",
                "Policy capacity",
                "Time and skill in the authority to run all this.",
                "% of the team",
                0.05,
                100.0,
                5.0,
            ),
        ],
        choices: Vec::new(),
        guess: Some(Guessed {
            indicator: "innovation_active".into(),
            name: "Innovation-active firms".into(),
            unit: "percentage points".into(),
            year: 2034,
            low: -5.0,
            high: 10.0,
        }),
        roles: ["Local authority", "Firm", "College", "University"].map(String::from).into(),
        rehearsal: false,
    }
}

/// Scenarios to choose among.
pub fn choice() -> Question {
    let one = |name: &str, says: &str| Choice { name: name.into(), says: says.into(), scenario: "(made up)".into() };
    Question {
        title: "Which of these could you support?".into(),
        kind: Kind::Choice,
        budget: None,
        levers: Vec::new(),
        choices: vec![
            one("Collective learning first", "Networks and work organisation before courses."),
            one("Qualifications only", "All of the money into accredited courses."),
            one("Backing strength", "Everything behind the sector that is already ahead."),
        ],
        guess: None,
        roles: Vec::new(),
        ..package()
    }
}

/// A room with its journal on disk.
#[derive(Debug)]
pub struct TestRoom {
    room: Room,
    pub path: PathBuf,
    _dir: tempfile::TempDir,
}

impl Deref for TestRoom {
    type Target = Room;

    fn deref(&self) -> &Room {
        &self.room
    }
}

impl Desk for TestRoom {
    fn paper(&self) -> Paper {
        self.room.paper()
    }

    fn take(&self, round: Round, ballot: Ballot) -> Result<(), Refusal> {
        self.room.take(round, ballot)
    }

    fn handed_in(&self, round: Round, voter: &Voter) -> Option<Ballot> {
        self.room.handed_in(round, voter)
    }
}

/// A room in which this is asked.
pub fn room(question: Question) -> Arc<TestRoom> {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("session.tiller");
    let journal = Journal::create(&path, &Header::new("A room for the ballot page", "test")).unwrap();
    let noon = chrono::NaiveDate::from_ymd_opt(2026, 11, 30).unwrap().and_hms_opt(12, 0, 0).unwrap();
    let room = Room::start(journal, Session::default(), move || noon, |_| {});
    room.record(Event::Asked(Box::new(question))).unwrap();
    Arc::new(TestRoom { room, path, _dir: dir })
}

/// Serves on loopback.
pub fn serve(desk: &Arc<impl Desk + 'static>) -> Server {
    let desk = Arc::clone(desk);
    start(Config::loopback(), desk).unwrap()
}

/// What came back.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: header::HeaderMap,
    pub body: String,
}

impl Reply {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |v| v.to_str().unwrap())
    }

    /// Value of an attribute of the element with this name, as in `name="serial" value="…"`.
    pub fn field(&self, name: &str) -> &str {
        let rest =
            self.body.split_once(&format!("name=\"{name}\"")).unwrap_or_else(|| panic!("no {name}: {}", self.body)).1;
        rest.split_once("value=\"").unwrap().1.split_once('"').unwrap().0
    }

    /// What stands in `main`.
    pub fn main(&self) -> &str {
        let from = self.body.find("<main").unwrap_or(0);
        &self.body[from..self.body.find("</main>").unwrap_or(self.body.len())]
    }

    #[track_caller]
    pub fn says(&self, status: u16, text: &str) -> &Self {
        assert_eq!(self.status, status, "{}", self.main());
        assert!(self.body.contains(text), "no \"{text}\" in {}", self.main());
        self
    }
}

/// A phone: it keeps its cookie and follows where it is sent.
#[derive(Debug)]
pub struct Phone {
    agent: ureq::Agent,
    pub site: String,
    pub code: String,
    pub cookie: Option<String>,
}

impl Phone {
    pub fn new(server: &Server) -> Self {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_global(Some(Duration::from_secs(60)))
            .build();
        Self { agent: config.into(), site: server.door(), code: server.code().to_string(), cookie: None }
    }

    /// A phone that takes part.
    pub fn joined(server: &Server) -> Self {
        let mut phone = Self::new(server);
        let reply = phone.post("/join", &[]).unwrap();
        assert_eq!(reply.status, 303, "{}", reply.main());
        phone
    }

    fn keep(&mut self, reply: ureq::http::Response<ureq::Body>) -> Result<Reply, ureq::Error> {
        let (parts, mut body) = reply.into_parts();
        if let Some(cookie) = parts.headers.get(header::SET_COOKIE) {
            let cookie = cookie.to_str().unwrap();
            self.cookie = Some(cookie.split(';').next().unwrap().to_owned());
        }
        Ok(Reply { status: parts.status.as_u16(), headers: parts.headers, body: body.read_to_string()? })
    }

    /// Asks for a path of the site, with further headers.
    pub fn get_at(&mut self, path: &str, headers: &[(&str, &str)]) -> Result<Reply, ureq::Error> {
        let mut request = self.agent.get(format!("{}{path}", self.site));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(cookie) = &self.cookie {
            request = request.header("cookie", cookie);
        }
        let reply = request.call()?;
        self.keep(reply)
    }

    /// Asks for the page.
    pub fn get(&mut self) -> Reply {
        self.get_at(&format!("/{}", self.code), &[]).unwrap()
    }

    /// Sends bytes below the page, as this site unless the headers say otherwise.
    pub fn post_bytes(&mut self, path: &str, body: &[u8], headers: &[(&str, &str)]) -> Result<Reply, ureq::Error> {
        let mut request = self.agent.post(format!("{}/{}{path}", self.site, self.code));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(cookie) = &self.cookie {
            request = request.header("cookie", cookie);
        }
        let reply = request.header("content-type", "application/x-www-form-urlencoded").send(body)?;
        self.keep(reply)
    }

    /// Sends a form as our own page does.
    pub fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Result<Reply, ureq::Error> {
        let site = self.site.clone();
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.post_bytes(path, body.as_bytes(), &[("origin", &site)])
    }

    /// Sends a ballot from the form that is open now.
    pub fn vote(&mut self, amounts: [&str; 4], more: &[(&str, &str)]) -> Reply {
        let page = self.get();
        let (round, serial) = (page.field("round").to_owned(), page.field("serial").to_owned());
        let mut fields = vec![("round", round.as_str()), ("serial", serial.as_str())];
        fields.extend(["lever0", "lever1", "lever2", "lever3"].into_iter().zip(amounts));
        fields.extend(more.iter().copied());
        self.post("", &fields).unwrap()
    }
}
