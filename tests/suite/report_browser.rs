//! The page that everyone takes home, in a real browser without a window: it renders, says nothing on its console, asks
//! for nothing outside itself, and prints. Skipped with a word where no browser is installed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// What is looked for, in this order, after `CHROMIUM`.
const NAMES: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];

/// The browser: a name or path that can be run.
fn browser() -> Option<PathBuf> {
    let named = std::env::var_os("CHROMIUM").filter(|name| !name.is_empty()).map(PathBuf::from);
    let runs = |name: &PathBuf| {
        let said = Command::new(name).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
        said.is_ok_and(|status| status.success())
    };
    named.into_iter().chain(NAMES.map(PathBuf::from)).find(runs)
}

/// The browser, or a word that there is none.
fn or_skip() -> Option<PathBuf> {
    let found = browser();
    if found.is_none() {
        eprintln!("Skipped: no browser is installed ({} or the variable CHROMIUM).", NAMES.join(", "));
    }
    found
}

/// Runs it on a page with a fresh profile and no way to any name but those in the page.
fn visit(browser: &Path, folder: &Path, page: &Path, what: &[&str]) -> Output {
    let profile = tempfile::tempdir_in(folder).unwrap();
    Command::new(browser)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"])
        .args(["--disable-background-networking", "--disable-component-update", "--disable-sync"])
        .args(["--disable-dev-shm-usage", "--enable-logging=stderr", "--host-resolver-rules=MAP * ~NOTFOUND"])
        .arg(format!("--user-data-dir={}", profile.path().display()))
        .args(what)
        .arg(format!("file://{}", page.display()))
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

/// What the page said on its console.
fn console(output: &Output) -> Vec<String> {
    let said = String::from_utf8_lossy(&output.stderr);
    said.lines().filter(|line| line.contains(":CONSOLE")).map(str::to_owned).collect()
}

fn report(folder: &Path, scenarios: &[&str]) -> PathBuf {
    let page = folder.join("report.html");
    let status = Command::new(env!("CARGO_BIN_EXE_tiller"))
        .arg("report")
        .args(scenarios)
        .args(["--date", "2026-12-01", "--html"])
        .arg(&page)
        .current_dir(folder)
        .env("HOME", folder)
        .status()
        .unwrap();
    assert!(status.success());
    page
}

fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

#[test]
fn the_report_renders_is_silent_and_prints() {
    let Some(browser) = or_skip() else { return };
    let f = folder();
    super::takehome::small(f.path());
    let page = report(f.path(), &["a.ron", "b.ron"]);
    let seen = visit(&browser, f.path(), &page, &["--dump-dom"]);
    let dom = String::from_utf8_lossy(&seen.stdout);
    let text = fs::read_to_string(&page).unwrap();
    for part in ["<h1", "<main", "<svg", "<table", "<details open"] {
        assert_eq!(
            dom.matches(part).count(),
            text.matches(part).count(),
            "{part}: {}",
            String::from_utf8_lossy(&seen.stderr)
        );
    }
    assert!(console(&seen).is_empty(), "{:?}", console(&seen));
    let pdf = f.path().join("report.pdf");
    let print = format!("--print-to-pdf={}", pdf.display());
    let seen = visit(&browser, f.path(), &page, &["--no-pdf-header-footer", &print]);
    assert!(console(&seen).is_empty(), "{:?}", console(&seen));
    let bytes = fs::read(&pdf).unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(&seen.stderr)));
    assert!(bytes.starts_with(b"%PDF") && bytes.len() > 20_000, "{} bytes", bytes.len());
}

/// The same check sees what it is there to see: a page that would fetch something, or run something, is not silent.
#[test]
fn a_page_that_reaches_out_is_noticed() {
    let Some(browser) = or_skip() else { return };
    let f = folder();
    super::takehome::small(f.path());
    let page = report(f.path(), &["a.ron"]);
    let text = fs::read_to_string(&page).unwrap();
    let worse = text.replace(
        "</main>",
        "<img src=\"https://outside.invalid/x.png\" alt=\"\"><script>console.log('ran')</script></main>",
    );
    fs::write(&page, worse).unwrap();
    let said = console(&visit(&browser, f.path(), &page, &["--dump-dom"])).join("\n");
    assert!(said.contains("outside.invalid") && said.contains("Content Security Policy"), "{said}");
    assert!(!said.contains("ran\""), "{said}");
}

/// Pages of a document that the browser printed.
fn pages(pdf: &Path) -> usize {
    let bytes = fs::read(pdf).unwrap();
    let text = String::from_utf8_lossy(&bytes);
    let counts = text.split("/Count ").skip(1);
    let number = |rest: &str| rest.chars().take_while(char::is_ascii_digit).collect::<String>().parse().unwrap_or(0);
    counts.map(number).max().unwrap_or(0)
}

fn printed(browser: &Path, folder: &Path, page: &Path) -> usize {
    let pdf = page.with_extension("pdf");
    let print = format!("--print-to-pdf={}", pdf.display());
    let seen = visit(browser, folder, page, &["--no-pdf-header-footer", &print]);
    assert!(console(&seen).is_empty(), "{:?}", console(&seen));
    pages(&pdf)
}

/// Brief, ballot and the sheet for three months on are one side of A4 with six levers; the report of a session prints, too.
#[test]
fn what_a_room_is_handed_prints_on_one_side() {
    let Some(browser) = or_skip() else { return };
    let f = folder();
    let tiller = |args: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tiller"));
        let done = command.args(args).current_dir(f.path()).env_clear().env("HOME", f.path()).output().unwrap();
        assert!(done.status.success(), "{args:?}: {}", String::from_utf8_lossy(&done.stderr));
    };
    tiller(&["roundtable", "new", "collective-learning-first", "--budget", "6", "--name", "spring"]);
    super::room_report::written(f.path(), "room", 24, |_| String::from("Said in the room, in one line of some length"));
    for (what, session) in [("paper", "spring"), ("brief", "spring"), ("look-back", "room.tiller")] {
        let page = f.path().join(format!("{what}.html"));
        tiller(&["roundtable", what, session, "--date", "2026-12-01", "--html", page.to_str().unwrap()]);
        assert_eq!(printed(&browser, f.path(), &page), 1, "{what}");
    }
    let page = f.path().join("report.html");
    tiller(&["roundtable", "report", "room.tiller", "--date", "2026-12-01", "--html", page.to_str().unwrap()]);
    let pages = printed(&browser, f.path(), &page);
    assert!((10..=45).contains(&pages), "{pages}");
}
