//! A headless Chromium, spoken to over its own pipe: no driver, no socket, nothing but the browser itself.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use serde_json::{Value, json};

/// Longest that any one answer of the browser may take before the test gives up on it.
const PATIENCE: Duration = Duration::from_secs(60);

/// A browser with one page open, the size of a phone.
pub struct Browser {
    child: Child,
    to: ChildStdin,
    from: Receiver<Value>,
    last: u64,
    session: String,
    /// Everything it reported without being asked: requests, console lines, exceptions.
    pub events: Vec<Value>,
    _profile: tempfile::TempDir,
}

/// Where a browser is installed.
fn installed() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
    std::env::split_paths(&path).flat_map(|dir| names.map(|name| dir.join(name))).find(|p| p.is_file())
}

impl Browser {
    /// Starts a browser; `None`, with a word why, where none is installed. A browser that is installed must start.
    pub fn start() -> Option<Self> {
        let Some(program) = installed().filter(|_| cfg!(unix)) else {
            println!("Skipped: no Chromium is installed, so the page was not looked at in a browser.");
            return None;
        };
        let profile = tempfile::tempdir().unwrap();
        let flags = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-dev-shm-usage",
            "--hide-scrollbars",
            // Nothing outside this machine has a name.
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
            "--remote-debugging-pipe",
        ];
        // The browser reads its orders from file 3 and answers on file 4.
        let mut child = Command::new("sh")
            .args(["-c", "exec \"$0\" \"$@\" 3<&0 4>&1 >/dev/null 2>&1 </dev/null"])
            .arg(program)
            .args(flags)
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .arg("about:blank")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let to = child.stdin.take().unwrap();
        let mut said = BufReader::new(child.stdout.take().unwrap());
        let (sender, from) = channel();
        std::thread::spawn(move || {
            let mut message = Vec::new();
            while said.read_until(0, &mut message).is_ok_and(|n| n > 0) {
                message.pop();
                let Ok(value) = serde_json::from_slice(&message) else { break };
                if sender.send(value).is_err() {
                    break;
                }
                message.clear();
            }
        });
        let mut browser =
            Self { child, to, from, last: 0, session: String::new(), events: Vec::new(), _profile: profile };
        browser.open_page();
        Some(browser)
    }

    fn open_page(&mut self) {
        let target = self.call("Target.createTarget", json!({ "url": "about:blank" }))["targetId"].clone();
        let attached = self.call("Target.attachToTarget", json!({ "targetId": target, "flatten": true }));
        attached["sessionId"].as_str().unwrap().clone_into(&mut self.session);
        for domain in ["Page", "Runtime", "Log", "Network"] {
            self.call(&format!("{domain}.enable"), json!({}));
        }
        let phone = json!({ "width": 390, "height": 844, "deviceScaleFactor": 2, "mobile": true });
        self.call("Emulation.setDeviceMetricsOverride", phone);
    }

    /// Asks the browser; waits for its answer, whatever it reports meanwhile is kept.
    #[track_caller]
    pub fn call(&mut self, method: &str, params: Value) -> Value {
        self.last += 1;
        let mut message = json!({ "id": self.last, "method": method });
        message["params"] = params;
        if !self.session.is_empty() {
            message["sessionId"] = json!(self.session);
        }
        self.to.write_all(message.to_string().as_bytes()).unwrap();
        self.to.write_all(&[0]).unwrap();
        self.to.flush().unwrap();
        loop {
            let mut value =
                self.from.recv_timeout(PATIENCE).unwrap_or_else(|e| panic!("{method}: the browser is silent ({e})"));
            if value["id"] == json!(self.last) {
                assert!(value["error"].is_null(), "{method}: {}", value["error"]);
                return value["result"].take();
            }
            self.events.push(value);
        }
    }

    /// Forgets cookies and what was reported so far, as another phone would know nothing of them.
    pub fn forget(&mut self) {
        self.call("Network.clearBrowserCookies", json!({}));
        self.events.clear();
    }

    /// Value of an expression on the page; a promise is waited for.
    #[track_caller]
    pub fn value(&mut self, expression: &str) -> Value {
        let params = json!({ "expression": expression, "awaitPromise": true, "returnByValue": true });
        let mut result = self.call("Runtime.evaluate", params);
        assert!(result["exceptionDetails"].is_null(), "{expression}: {}", result["exceptionDetails"]);
        result["result"]["value"].take()
    }

    /// Opens an address and waits until it is there.
    #[track_caller]
    pub fn open(&mut self, url: &str) {
        let result = self.call("Page.navigate", json!({ "url": url }));
        assert!(result["errorText"].is_null(), "{url}: {}", result["errorText"]);
        self.until_loaded("document.readyState === 'complete' && location.href !== 'about:blank'");
    }

    /// Waits until something is so on the page.
    #[track_caller]
    pub fn until(&mut self, condition: &str) {
        // The page may be left while it is asked: then the answer is an error, and it is asked again.
        let asked = format!(
            "new Promise((done) => {{ const end = Date.now() + 20000; const look = () => {{ let so = false; \
             try {{ so = {condition}; }} catch (_) {{}} if (so || Date.now() > end) done(Boolean(so)); \
             else setTimeout(look, 15); }}; look(); }})"
        );
        for _ in 0..5 {
            let params = json!({ "expression": asked, "awaitPromise": true, "returnByValue": true });
            let id = self.last + 1;
            let result = self.try_call("Runtime.evaluate", params, id);
            match result {
                Some(result) if result["result"]["value"] == json!(true) => return,
                Some(_) => break,
                None => {}
            }
        }
        let page = self.value("document.body.innerText");
        panic!("never so: {condition}\n{}", page.as_str().unwrap_or(""));
    }

    /// Waits until something is so after a page has loaded; for pages whose scripts, and so their timers, are switched off.
    #[track_caller]
    pub fn until_loaded(&mut self, condition: &str) {
        let params = json!({ "expression": condition, "returnByValue": true });
        loop {
            let id = self.last + 1;
            let asked = self.try_call("Runtime.evaluate", params.clone(), id);
            if asked.is_some_and(|result| result["result"]["value"] == json!(true)) {
                return;
            }
            // Whatever happens next is reported; if nothing does, it will never be so.
            let next = self.from.recv_timeout(PATIENCE).unwrap_or_else(|e| panic!("never so: {condition} ({e})"));
            self.events.push(next);
        }
    }

    fn try_call(&mut self, method: &str, params: Value, id: u64) -> Option<Value> {
        self.last = id;
        let mut message = json!({ "id": id, "method": method, "sessionId": self.session });
        message["params"] = params;
        self.to.write_all(message.to_string().as_bytes()).unwrap();
        self.to.write_all(&[0]).unwrap();
        loop {
            let mut value = self.from.recv_timeout(PATIENCE).unwrap();
            if value["id"] == json!(id) {
                return value["error"].is_null().then(|| value["result"].take());
            }
            self.events.push(value);
        }
    }

    /// Presses a key: `ArrowRight`, `Tab`, `Enter`, `Space`.
    pub fn press(&mut self, key: &str) {
        let (code, name, text) = match key {
            "Tab" => (9, "Tab", ""),
            "Enter" => (13, "Enter", "\r"),
            "Space" => (32, " ", " "),
            "ArrowLeft" => (37, key, ""),
            "ArrowRight" => (39, key, ""),
            "End" => (35, key, ""),
            "Home" => (36, key, ""),
            _ => panic!("no such key: {key}"),
        };
        let down = json!({ "type": "keyDown", "key": name, "code": key, "windowsVirtualKeyCode": code, "text": text });
        self.call("Input.dispatchKeyEvent", down);
        self.call(
            "Input.dispatchKeyEvent",
            json!({ "type": "keyUp", "key": name, "code": key, "windowsVirtualKeyCode": code }),
        );
    }

    /// Types text where the focus is.
    pub fn type_text(&mut self, text: &str) {
        self.call("Input.insertText", json!({ "text": text }));
    }

    /// Light or dark.
    pub fn scheme(&mut self, scheme: &str) {
        let features = json!([{ "name": "prefers-color-scheme", "value": scheme }]);
        self.call("Emulation.setEmulatedMedia", json!({ "features": features }));
    }

    /// A picture of what is seen, base64 of a PNG.
    pub fn picture(&mut self) -> String {
        self.call("Page.captureScreenshot", json!({ "format": "png" }))["data"].as_str().unwrap().to_owned()
    }

    /// A picture put into the folder that `TILLER_PICTURES` names, for a person to look at; nothing without it.
    pub fn keep_picture(&mut self, name: &str) {
        if let Some(dir) = std::env::var_os("TILLER_PICTURES") {
            let picture = self.picture();
            fs::create_dir_all(&dir).unwrap();
            fs::write(Path::new(&dir).join(format!("{name}.png")), base64(&picture)).unwrap();
        }
    }

    /// What went wrong on the page, as the console has it.
    pub fn complaints(&self) -> Vec<String> {
        let wrong = |event: &Value| match event["method"].as_str() {
            Some("Runtime.exceptionThrown") => Some(event["params"]["exceptionDetails"].to_string()),
            Some("Runtime.consoleAPICalled") => Some(event["params"].to_string()),
            Some("Log.entryAdded") => Some(event["params"]["entry"].to_string()),
            _ => None,
        };
        self.events.iter().filter_map(wrong).collect()
    }

    /// Addresses that the page asked for.
    pub fn requests(&self) -> Vec<String> {
        let asked = self.events.iter().filter(|e| e["method"] == "Network.requestWillBeSent");
        asked.map(|e| e["params"]["request"]["url"].as_str().unwrap().to_owned()).collect()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // The browser leaves when its pipe closes; it is waited for so that its profile can go.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn base64(text: &str) -> Vec<u8> {
    let digit = |b: u8| match b {
        b'A'..=b'Z' => u32::from(b - b'A'),
        b'a'..=b'z' => u32::from(b - b'a') + 26,
        b'0'..=b'9' => u32::from(b - b'0') + 52,
        b'+' => 62,
        _ => 63,
    };
    let digits: Vec<u8> = text.bytes().filter(|b| *b != b'=' && !b.is_ascii_whitespace()).collect();
    let mut bytes = Vec::with_capacity(digits.len() * 3 / 4);
    for four in digits.chunks(4) {
        let bits = four.iter().enumerate().fold(0, |bits, (i, b)| bits | digit(*b) << (18 - 6 * i));
        bytes.extend_from_slice(&bits.to_be_bytes()[1..four.len()]);
    }
    bytes
}
