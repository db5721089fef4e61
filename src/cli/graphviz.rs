//! `--engine dot`: the system's Graphviz, which reads our DOT text on its standard input. It gets no argument that
//! comes from the user, a limit of elements, and a limit of time.

use super::exit::Failure;
use super::picture::Form;
use anyhow::{Context, anyhow};
use redtape::draw::Sheet;
use redtape::message::{Ids, Lang, Message};
use std::io::{ErrorKind, Read, Write};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// The most nodes and flows together; Graphviz takes minutes over more.
const MOST: usize = 2_000;
/// The longest that Graphviz may take, in seconds.
const LONGEST: u64 = 20;

/// A sheet as Graphviz draws it.
pub(crate) fn draw(sheet: &Sheet, form: Form, lang: Lang) -> Result<Vec<u8>, Failure> {
    let said = |message: Message| Failure::Io(anyhow!(message.say(lang, &Ids)));
    let option = match form {
        Form::Svg => "-Tsvg",
        Form::Png => "-Tpng",
        Form::Pdf => "-Tpdf",
        Form::Dot | Form::Mermaid | Form::Html => return Err(said(Message::new("dot-form"))),
    };
    let count = sheet.nodes.len() + sheet.flows.len();
    if count > MOST {
        return Err(said(
            Message::new("dot-too-large")
                .with("most", MOST)
                .with("count", count),
        ));
    }
    let text = super::draw::dot(sheet)?;
    let started = Command::new("dot")
        .arg(option)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut child = match started {
        Ok(child) => child,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            return Err(said(Message::new("dot-missing")));
        }
        Err(error) => return Err(Failure::Io(anyhow!(error).context("dot"))),
    };
    let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    std::thread::scope(|scope| {
        // A pipe holds little: it is filled and emptied while Graphviz works.
        scope.spawn(move || stdin.map(|mut stdin| stdin.write_all(&text)));
        let out = scope.spawn(move || all(stdout));
        let complaint = scope.spawn(move || all(stderr));
        let ended = ended(&mut child).context("dot")?;
        let (bytes, complaint) = (
            out.join().unwrap_or_default(),
            complaint.join().unwrap_or_default(),
        );
        match ended {
            None => Err(said(
                Message::new("dot-slow").with("seconds", LONGEST.to_string()),
            )),
            Some(true) => Ok(bytes),
            Some(false) => {
                let complaint = String::from_utf8_lossy(&complaint);
                let first = complaint.lines().next().unwrap_or_default().to_owned();
                Err(said(Message::new("dot-failed").with("said", first)))
            }
        }
    })
}

fn all(pipe: Option<impl Read>) -> Vec<u8> {
    let mut bytes = Vec::new();
    if let Some(mut pipe) = pipe {
        // What was read before a fault is of use in a message, and of none else: the exit code tells.
        let _ = pipe.read_to_end(&mut bytes);
    }
    bytes
}

/// Waits until it ends, and tells whether it did well; none where it had to be ended.
fn ended(child: &mut Child) -> std::io::Result<Option<bool>> {
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status.success()));
        }
        if start.elapsed() > Duration::from_secs(LONGEST) {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        std::thread::sleep(Duration::from_millis(10));
    }
}
