//! Standard output and standard error.

use super::exit::Failure;
use anyhow::Context;
use std::io::{self, BufWriter, Write};

/// Prints a text as it stands.
pub(crate) fn text(text: &str) -> Result<(), Failure> {
    bytes(text.as_bytes())
}

/// Prints bytes as they stand.
pub(crate) fn bytes(bytes: &[u8]) -> Result<(), Failure> {
    stream(|out| out.write_all(bytes))
}

/// Prints what is too long to be held.
pub(crate) fn stream(fill: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Failure> {
    let mut out = BufWriter::new(io::stdout().lock());
    fill(&mut out)
        .and_then(|()| out.flush())
        .map_err(|error| match error.kind() {
            io::ErrorKind::BrokenPipe => Failure::Closed,
            _ => Failure::Io(anyhow::Error::new(error).context("standard output")),
        })
}

/// Prints a line on standard error; nothing is left to do where that fails.
pub(crate) fn error(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}

/// Reads standard input whole.
pub(crate) fn input() -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let mut limited = std::io::Read::take(
        std::io::stdin().lock(),
        redtape::source::MAX_BYTES as u64 + 1,
    );
    std::io::Read::read_to_end(&mut limited, &mut bytes).context("standard input")?;
    Ok(bytes)
}
