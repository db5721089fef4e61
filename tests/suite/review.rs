//! The server of a review: who is let in, that no decision is lost and none is overwritten.

mod together;

use crate::golden::repository;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

const NAME: &str = "cn-shanghai-start-business";

/// A button that accepts a proposal.
const ACCEPT: &str = "<button type=\"button\" data-act=\"accept\"";

/// A server on a folder; it is ended with the test.
struct Server {
    child: Child,
    host: String,
    token: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What came back: status, headers, body.
struct Answer {
    status: u16,
    head: String,
    body: String,
}

impl Server {
    fn start(folder: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_redtape"))
            .args(["review", ".", "--as-of", "2026-01-01"])
            .current_dir(folder)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        out.read_line(&mut line).unwrap();
        let address = line.split("http://").nth(1).unwrap().trim();
        let (host, token) = address.trim_end_matches('/').split_once('/').unwrap();
        Self {
            child,
            host: host.to_owned(),
            token: token.to_owned(),
        }
    }

    /// Sends a request as it stands; nothing where the server went away.
    fn raw(&self, request: &str) -> Option<Answer> {
        let mut stream = TcpStream::connect(&self.host).ok()?;
        stream.set_read_timeout(Some(Duration::from_mins(1))).ok()?;
        stream.write_all(request.as_bytes()).ok()?;
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).ok()?;
        let text = String::from_utf8(bytes).ok()?;
        let (head, body) = text.split_once("\r\n\r\n")?;
        let status = head.split(' ').nth(1)?.parse().ok()?;
        Some(Answer {
            status,
            head: head.to_lowercase(),
            body: body.to_owned(),
        })
    }

    fn request(&self, method: &str, path: &str, headers: &str, body: &str) -> Option<Answer> {
        let (host, token) = (&self.host, &self.token);
        self.raw(&format!(
            "{method} /{token}/{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Length: {}\r\n{headers}\r\n{body}",
            body.len()
        ))
    }

    fn get(&self, path: &str) -> Answer {
        self.request("GET", path, "", "").unwrap()
    }

    fn tag(&self) -> Option<String> {
        let answer = self.request("GET", &format!("{NAME}/tag"), "", "")?;
        (answer.status == 200).then_some(answer.body)
    }

    fn decide(&self, tag: &str, decision: &Value) -> Option<Answer> {
        let headers = format!("If-Match: \"{tag}\"\r\n");
        self.request(
            "POST",
            &format!("{NAME}/decide"),
            &headers,
            &decision.to_string(),
        )
    }
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let file = format!("{NAME}.json");
    std::fs::copy(
        repository(&format!("procedures/{file}")),
        folder.path().join(file),
    )
    .unwrap();
    folder
}

fn recorded(folder: &Path) -> Vec<Value> {
    let text = std::fs::read_to_string(folder.join(format!("{NAME}.decisions.json")));
    let Ok(text) = text else { return Vec::new() };
    let all: Value = serde_json::from_str(&text).unwrap();
    all["decisions"].as_array().unwrap().clone()
}

/// An answer to a question that is asked, with a mark by which it is known again.
fn answer(mark: &str) -> Value {
    json!({"by": mark, "answer": {"fact": "may-share(aic, hr, *)", "answer": "yes", "by": mark}})
}

#[test]
fn only_who_knows_the_token_and_comes_to_the_machines_own_name_is_let_in() {
    let folder = folder();
    let server = Server::start(folder.path());
    let (host, token) = (&server.host, &server.token);
    let port = host.split(':').nth(1).unwrap();
    let with = |path: &str, headers: &str| {
        server
            .raw(&format!(
                "GET {path} HTTP/1.1\r\nConnection: close\r\n{headers}\r\n"
            ))
            .unwrap()
            .status
    };
    let home = format!("/{token}/");
    assert_eq!(with(&home, &format!("Host: {host}\r\n")), 200);
    assert_eq!(with(&home, &format!("Host: localhost:{port}\r\n")), 200);
    let ours = format!("Host: {host}\r\n");
    let paths = [
        ("/".to_owned(), "no token"),
        (format!("/{}/", "0".repeat(32)), "another token"),
        (format!("/{}/", &token[..31]), "a part of the token"),
        (format!("/{token}0/"), "more than the token"),
        (format!("http://evil.example{home}"), "another authority"),
    ];
    let headers = [
        (
            "Host: evil.example\r\n".to_owned(),
            "a name that was made to lead here",
        ),
        (
            format!("Host: evil.example:{port}\r\n"),
            "the same with the port",
        ),
        ("Host: 127.0.0.1\r\n".to_owned(), "without the port"),
        (format!("{ours}Host: evil.example\r\n"), "two hosts"),
        (
            format!("{ours}Origin: http://evil.example\r\n"),
            "another site",
        ),
        (format!("{ours}Origin: null\r\n"), "a page of nowhere"),
    ];
    let paths = paths.map(|(path, what)| (path, ours.clone(), what));
    let headers = headers.map(|(headers, what)| (home.clone(), headers, what));
    let refused = paths.into_iter().chain(headers);
    for (path, headers, what) in refused {
        let status = with(&path, &headers);
        assert!(status == 404 || status == 400, "{what}: {status}");
    }
}

#[test]
fn a_page_loads_nothing_and_is_stored_and_framed_nowhere() {
    let folder = folder();
    let server = Server::start(folder.path());
    let page = server.get(NAME);
    assert_eq!(page.status, 200);
    for part in [
        "content-security-policy: default-src 'none';",
        "connect-src 'self'",
        "frame-ancestors 'none'",
        "cache-control: no-store",
        "referrer-policy: no-referrer",
        "x-content-type-options: nosniff",
    ] {
        assert!(page.head.contains(part), "{part}: {}", page.head);
    }
    assert!(
        !page.body.contains(&server.token),
        "the token stands in no page"
    );
}

#[test]
fn nothing_outside_the_folder_and_nothing_that_is_no_procedure_is_shown() {
    let outer = tempfile::tempdir().unwrap();
    let inner = outer.path().join("in");
    std::fs::create_dir(&inner).unwrap();
    let procedure = repository(&format!("procedures/{NAME}.json"));
    std::fs::copy(&procedure, outer.path().join("secret.json")).unwrap();
    std::fs::copy(&procedure, inner.join("a b 企业 <i>.json")).unwrap();
    std::fs::write(inner.join("broken.json"), "{\"redtape\": 1, <b>").unwrap();
    let server = Server::start(&inner);
    for path in [
        "../secret",
        "..%2fsecret",
        "..%2Fsecret/minutes.md",
        "%2e%2e/secret",
        "nowhere",
        "nowhere/tag",
    ] {
        assert_eq!(server.get(path).status, 404, "{path}");
    }
    let list = server.get("");
    assert_eq!(list.status, 200);
    assert!(
        list.body
            .contains("href=\"a%20b%20%E4%BC%81%E4%B8%9A%20%3Ci%3E?lang=en\""),
        "{}",
        list.body
    );
    assert!(
        !list.body.contains("<i>") && !list.body.contains("<b>"),
        "names are text"
    );
    assert_eq!(
        server.get("a%20b%20%E4%BC%81%E4%B8%9A%20%3Ci%3E").status,
        200
    );
    let broken = server.get("broken");
    assert_eq!(broken.status, 422, "{}", broken.body);
    assert!(broken.body.contains("broken.json:1:16"), "{}", broken.body);
    assert!(broken.head.contains("text/plain"), "{}", broken.head);
}

#[test]
fn a_decision_is_taken_only_about_what_its_window_showed() {
    let folder = folder();
    let server = Server::start(folder.path());
    let tag = server.tag().unwrap();
    let url = format!("{NAME}/decide");
    let status = |answer: Option<Answer>| answer.unwrap().status;
    let body = answer("first").to_string();
    assert_eq!(
        status(server.request("POST", &url, "", &body)),
        428,
        "which state, it has to say"
    );
    let saved = server.decide(&tag, &answer("first")).unwrap();
    assert_eq!(saved.status, 200);
    let late = server.decide(&tag, &answer("second")).unwrap();
    assert_eq!(late.status, 409);
    assert!(
        late.body.contains("Not saved") && late.body.contains("first"),
        "{}",
        late.body
    );
    assert_eq!(recorded(folder.path()).len(), 1);

    // A file that somebody edits meanwhile is another state too.
    let path = folder.path().join(format!("{NAME}.json"));
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text + "\n").unwrap();
    assert_eq!(
        status(server.decide(&tag, &json!({"by": "x", "undo": 1}))),
        409
    );
}

/// What is no decision about what there is.
const REFUSED: [&str; 9] = [
    "not json",
    "[]",
    "3",
    r#"{"by": "x", "accept": "merge-adjacent-steps(no, where)"}"#,
    r#"{"by": "x", "answer": {"fact": "may-share(no, where, never)", "answer": "yes"}}"#,
    r#"{"by": "x", "keep": {"finding": "redundant-approval(x)", "why": "y", "by": "x"}}"#,
    r#"{"by": "", "undo": 1}"#,
    r#"{"by": "x", "undo": 9}"#,
    r#"{"by": "x", "undo": 1, "why": 3}"#,
];

#[test]
fn what_is_no_decision_is_refused_with_a_reason_and_recorded_nowhere() {
    let folder = folder();
    let server = Server::start(folder.path());
    server
        .decide(&server.tag().unwrap(), &answer("first"))
        .unwrap();
    let headers = format!("If-Match: \"{}\"\r\n", server.tag().unwrap());
    let url = format!("{NAME}/decide");
    for body in REFUSED {
        let answer = server.request("POST", &url, &headers, body).unwrap();
        assert_eq!(answer.status, 400, "{body}: {}", answer.body);
        assert!(!answer.body.is_empty(), "{body}");
    }
    let long = "x".repeat(1 << 21);
    let answer = server.request("POST", &url, &headers, &long);
    assert!(answer.is_none_or(|answer| answer.status == 413), "too long");
    assert_eq!(recorded(folder.path()).len(), 1);
}

#[test]
fn decisions_about_an_earlier_version_wait_until_they_are_taken_over() {
    let folder = folder();
    let server = Server::start(folder.path());
    server
        .decide(&server.tag().unwrap(), &answer("Ann"))
        .unwrap();
    let path = folder.path().join(format!("{NAME}.json"));
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text + "\n").unwrap();
    let page = server.get(NAME).body;
    assert!(page.contains("class=\"stale\"") && !page.contains(ACCEPT));
    let refused = server
        .decide(&server.tag().unwrap(), &json!({"by": "Ann", "undo": 1}))
        .unwrap();
    assert_eq!(refused.status, 400);
    let saved =
        std::fs::read_to_string(folder.path().join(format!("{NAME}.decisions.json"))).unwrap();
    let was: Value = serde_json::from_str(&saved).unwrap();
    let carry = json!({"by": "Bob", "carry": was["input_sha256"]});
    let taken = server.decide(&server.tag().unwrap(), &carry).unwrap();
    assert_eq!(taken.status, 200, "{}", taken.body);
    assert!(!taken.body.contains("class=\"stale\"") && taken.body.contains(ACCEPT));
    assert_eq!(recorded(folder.path()).len(), 2);
    let again = server.decide(&server.tag().unwrap(), &carry).unwrap();
    assert_eq!(again.status, 400, "there is nothing left to take over");
}

#[test]
fn what_is_recorded_at_once_is_taken_back_at_once() {
    let folder = folder();
    let server = Server::start(folder.path());
    server
        .decide(&server.tag().unwrap(), &answer("Ann"))
        .unwrap();
    let facts = ["may-share(aic, police, *)", "may-share(aic, tax, *)"];
    let both = facts.map(|fact| json!({"by": "Bob", "answer": {"fact": fact, "answer": "yes"}}));
    let saved = server.decide(&server.tag().unwrap(), &json!(both)).unwrap();
    assert_eq!(saved.status, 200, "{}", saved.body);
    assert!(saved.body.contains("id=\"undo\" data-undo=\"[2,3]\""));
    let all = recorded(folder.path());
    assert!(all.len() == 3 && all[1]["at"] == all[2]["at"] && all[0]["at"] != all[1]["at"]);
    let mixed = json!([{"by": "Bob", "undo": 2}, {"by": "Bob", "undo": 9}]);
    let refused = server.decide(&server.tag().unwrap(), &mixed).unwrap();
    assert_eq!(refused.status, 400);
    assert_eq!(recorded(folder.path()).len(), 3, "all of them or none");
}
