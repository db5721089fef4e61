//! The report as plain text: figures, findings, and what each proposal still needs.

use crate::fact::Verdict;
use crate::graph::Graph;
use crate::measure::{Convention, measure};
use crate::message::{Lang, words};
use crate::model::Procedure;
use crate::simplify::{Proposal, Simplification};
use std::io::{Result, Write};

/// Writes the report of one procedure.
///
/// # Errors
/// Those of `out`.
pub fn write(
    p: &Procedure,
    result: &Simplification,
    lang: Lang,
    out: &mut impl Write,
) -> Result<()> {
    writeln!(out, "{}\n", p.name.say(lang))?;
    for row in measure(p, &Graph::of(p), Convention::Plain).rows() {
        writeln!(
            out,
            "  {}: {}",
            row.label.say(lang, p),
            row.figure.message().say(lang, p)
        )?;
    }
    writeln!(out, "\n{}", words("report-findings", lang))?;
    for finding in &result.findings {
        writeln!(
            out,
            "  {} [{}, {}]",
            finding.id(),
            finding.severity.word(),
            finding.confidence.word()
        )?;
        writeln!(out, "    {}", finding.message.say(lang, p))?;
        for label in &finding.labels {
            writeln!(out, "    - {}: {}", label.at, label.message.say(lang, p))?;
        }
    }
    section(
        "report-sure",
        result.sure.derivation.iter().map(|entry| &entry.proposal),
        p,
        lang,
        out,
    )?;
    let waiting = &result.if_answered.derivation[result.sure.derivation.len()..];
    section(
        "report-if-answered",
        waiting.iter().map(|entry| &entry.proposal),
        p,
        lang,
        out,
    )?;
    writeln!(out, "\n{}", words("report-questions", lang))?;
    for (number, open) in result.questions.iter().enumerate() {
        writeln!(
            out,
            "  ?{} {} [{}]",
            number + 1,
            open.fact.question().say(lang, p),
            open.fact.text()
        )?;
    }
    section("report-blocked", result.blocked.iter(), p, lang, out)
}

fn section<'a>(
    title: &'static str,
    proposals: impl Iterator<Item = &'a Proposal>,
    p: &Procedure,
    lang: Lang,
    out: &mut impl Write,
) -> Result<()> {
    writeln!(out, "\n{}", words(title, lang))?;
    for proposal in proposals {
        writeln!(out, "  {}", proposal.id())?;
        for (_, verdict) in &proposal.verdicts {
            if let Verdict::Fails(message) = verdict {
                writeln!(out, "    {}", message.say(lang, p))?;
            }
        }
    }
    Ok(())
}
