//! The report as plain text: first what is sure, then the questions whose answers unlock most, then
//! what is blocked, and what could not be judged.

use super::effects::{self, Detail};
use super::{Report, proposal, targets, work};
use crate::diff::Table;
use crate::effect::{Effect, outlay};
use crate::finding::Finding;
use crate::message::{Arg, Lang, Message, words};
use crate::simplify::{Entry, Proposal, Standing};
use comfy_table::presets::NOTHING;
use std::io::{Result, Write};

/// Writes the whole report.
///
/// # Errors
/// Those of `out`.
pub fn write(report: &Report<'_>, out: &mut impl Write) -> Result<()> {
    head(report, out)?;
    table(report, report.table(), out)?;
    work::write(report, out)?;
    targets::write(report, out)?;
    proposals(report, out)?;
    findings(report, out)?;
    waived(report, out)?;
    not_judged(report, out)
}

/// Writes what a terminal shows after `simplify`: the table, the first questions, and what was refused.
///
/// # Errors
/// Those of `out`.
pub fn write_summary(report: &Report<'_>, out: &mut impl Write) -> Result<()> {
    head(report, out)?;
    table(report, report.table(), out)?;
    work::write(report, out)?;
    targets::write(report, out)?;
    questions(report, FEW, out)?;
    undone(report, out)
}

/// Questions shown on a terminal.
const FEW: usize = 7;

impl Report<'_> {
    fn say(&self, message: &Message) -> String {
        message.say(self.lang, self)
    }

    fn title(&self, key: &'static str, out: &mut impl Write) -> Result<()> {
        writeln!(out, "\n{}", words(self.key(key), self.lang))
    }
}

fn head(report: &Report<'_>, out: &mut impl Write) -> Result<()> {
    writeln!(out, "{}", report.procedure.name.say(report.lang))?;
    for line in report.provenance() {
        writeln!(out, "{line}")?;
    }
    Ok(())
}

fn table(report: &Report<'_>, table: &Table, out: &mut impl Write) -> Result<()> {
    let mut grid = comfy_table::Table::new();
    grid.load_style(NOTHING);
    let titles = [
        "column-measure",
        "column-now",
        "column-sure",
        "column-if-answered",
    ];
    grid.set_header(titles.map(|key| words(report.key(key), report.lang)));
    for line in table.head() {
        let show = |figure: &crate::measure::figure::Figure| report.say(&figure.message());
        let now = show(&line.now);
        let same = |figure| Some(show(figure)).filter(|text| *text != now);
        grid.add_row([
            report.say(&line.label),
            now.clone(),
            same(&line.sure).unwrap_or_else(|| "=".to_owned()),
            same(&line.if_answered).unwrap_or_else(|| "=".to_owned()),
        ]);
    }
    writeln!(out)?;
    for line in grid.to_string().lines() {
        writeln!(out, "{}", line.trim_end())?;
    }
    given_up(report, out)
}

/// What the figures rest on that is given up: beside every result.
fn given_up(report: &Report<'_>, out: &mut impl Write) -> Result<()> {
    let parts = [
        ("given-up-decided", &report.result.sure.derivation[..]),
        ("given-up-if-answered", report.waiting()),
    ];
    for (key, derivation) in parts {
        let all = proposal::all_given_up(derivation);
        if all.is_empty() {
            continue;
        }
        report.title(key, out)?;
        for relaxed in all {
            writeln!(out, "  {}", report.say(&relaxed.message()))?;
        }
    }
    Ok(())
}

fn proposals(report: &Report<'_>, out: &mut impl Write) -> Result<()> {
    let effects = report.effects();
    let each = effects.each.as_deref();
    let at = |range: std::ops::Range<usize>| each.and_then(|each| each.get(range));
    let (sure, waiting) = (&report.result.sure.derivation, report.waiting());
    let all = sure.len() + waiting.len();
    report.title("report-sure", out)?;
    let known = Layer {
        entries: sure,
        all: sure,
        each: at(0..sure.len()),
        together: &effects.sure,
    };
    layer(report, &known, out)?;
    questions(report, usize::MAX, out)?;
    report.title("report-if-answered", out)?;
    let open = Layer {
        entries: waiting,
        all: &report.result.if_answered.derivation,
        each: at(sure.len()..all),
        together: &effects.if_answered,
    };
    layer(report, &open, out)?;
    rejected(report, out)?;
    report.title("report-blocked", out)?;
    let stops = proposal::stops_today(report);
    for item in &report.result.blocked {
        head_of(report, item, out)?;
        for (_, reason) in proposal::failures(item) {
            writeln!(out, "    - {}", report.say(reason))?;
        }
        if let Some(line) = effects::blocking(report.procedure, item) {
            writeln!(out, "    {}", report.say(&line))?;
        }
        for stopped in proposal::stopped(&stops, item) {
            writeln!(out, "    {}", report.say(stopped))?;
        }
    }
    if report.result.blocked.is_empty() {
        writeln!(out, "  {}", words("report-none", report.lang))?;
    }
    undone(report, out)
}

/// The changes of a layer.
struct Layer<'r> {
    entries: &'r [Entry],
    /// Those of the layers before it, too.
    all: &'r [Entry],
    /// What each of its changes does.
    each: Option<&'r [Effect]>,
    /// What all do together.
    together: &'r Effect,
}

/// The changes of a layer, what each does alone, and what they do together; those that give something up come last.
fn layer(report: &Report<'_>, layer: &Layer<'_>, out: &mut impl Write) -> Result<()> {
    let Layer {
        entries,
        each,
        together,
        ..
    } = *layer;
    if entries.is_empty() {
        return writeln!(out, "  {}", words("report-none", report.lang));
    }
    let one = report.result.if_answered.derivation.len() == 1;
    let detail = if one { Detail::Full } else { Detail::Brief };
    let effect = |at: usize| each.and_then(|each| each.get(at));
    let all = entries.iter().enumerate();
    let (trading, preserving): (Vec<_>, Vec<_>) =
        all.partition(|(_, entry)| entry.proposal.rewrite.trades.is_some());
    for (at, entry) in preserving {
        change(report, &entry.proposal, effect(at), detail, out)?;
    }
    if !trading.is_empty() {
        report.title("report-trading", out)?;
    }
    for (at, entry) in trading {
        change(report, &entry.proposal, effect(at), detail, out)?;
    }
    if each.is_none() {
        writeln!(out, "  {}", words("effect-too-many", report.lang))?;
    }
    if one {
        return Ok(());
    }
    writeln!(out, "  {}", words("effect-together", report.lang))?;
    for line in effects::lines(report, together, Detail::Full) {
        writeln!(out, "    {}", report.say(&line))?;
    }
    let proposals = layer.all.iter().map(|entry| &entry.proposal);
    if let Some(outlay) = outlay(report.procedure, proposals, together) {
        writeln!(out, "    {}", report.say(&effects::outlay_line(&outlay)))?;
    }
    Ok(())
}

/// What a meeting rejected.
fn rejected(report: &Report<'_>, out: &mut impl Write) -> Result<()> {
    if report.decided.is_none() {
        return Ok(());
    }
    report.title("report-rejected", out)?;
    for item in &report.result.rejected {
        head_of(report, item, out)?;
    }
    if report.result.rejected.is_empty() {
        writeln!(out, "  {}", words("report-none", report.lang))?;
    }
    Ok(())
}

/// One change: why, what it gives up, what it does, and what it hangs on.
fn change(
    report: &Report<'_>,
    item: &Proposal,
    effect: Option<&Effect>,
    detail: Detail,
    out: &mut impl Write,
) -> Result<()> {
    head_of(report, item, out)?;
    let because = Message::new("effect-because").with("finding", item.finding.message.clone());
    writeln!(out, "    {}", report.say(&because))?;
    for given_up in proposal::given_up(item) {
        writeln!(out, "    {}", report.say(&given_up))?;
    }
    let lines = effect.map(|effect| effects::lines(report, effect, detail));
    for line in lines.into_iter().flatten() {
        writeln!(out, "    {}", report.say(&line))?;
    }
    for line in effects::stakes(report, item, effect) {
        writeln!(out, "    {}", report.say(&line))?;
    }
    Ok(())
}

/// What a proposal does, its id, and the questions that it waits for.
fn head_of(report: &Report<'_>, item: &Proposal, out: &mut impl Write) -> Result<()> {
    let act = report.say(&proposal::act(report.procedure, item));
    writeln!(out, "  {act}")?;
    writeln!(out, "    {}", item.id())?;
    if let Some(decision) = report.decision(item) {
        writeln!(out, "    {}", report.say(&decision))?;
    }
    let numbers = proposal::questions(report, item);
    if numbers.is_empty() {
        return Ok(());
    }
    let numbers = numbers.iter().map(|number| Arg::from(format!("?{number}")));
    let waits = Message::new("waits-for-questions").with("numbers", Arg::List(numbers.collect()));
    writeln!(out, "    {}", report.say(&waits))
}

fn questions(report: &Report<'_>, most: usize, out: &mut impl Write) -> Result<()> {
    report.title("report-questions", out)?;
    let all = &report.result.questions;
    for (open, number) in all.iter().zip(1..).take(most) {
        let unlocks = Message::new("question-unlocks").with("count", open.unlocks.len());
        writeln!(out, "  ?{number} {}", report.say(&open.question()))?;
        writeln!(out, "     {}  {}", open.text(), report.say(&unlocks))?;
    }
    if all.is_empty() {
        writeln!(out, "  {}", words("report-none", report.lang))?;
    } else if all.len() > most {
        let more = Message::new("questions-more").with("count", all.len() - most);
        writeln!(out, "  {}", report.say(&more))?;
    }
    Ok(())
}

fn undone(report: &Report<'_>, out: &mut impl Write) -> Result<()> {
    if report.result.undone.is_empty() {
        return Ok(());
    }
    report.title("report-undone", out)?;
    for undone in &report.result.undone {
        writeln!(out, "  {} [{}]", undone.proposal.id(), undone.guarantee)?;
        writeln!(out, "    {}", report.say(&undone.lost))?;
    }
    Ok(())
}

fn findings(report: &Report<'_>, out: &mut impl Write) -> Result<()> {
    report.title("report-findings", out)?;
    for finding in &report.result.findings {
        self::finding(report, finding, out)?;
    }
    if report.result.findings.is_empty() {
        writeln!(out, "  {}", words("report-none", report.lang))?;
    }
    Ok(())
}

fn finding(report: &Report<'_>, finding: &Finding, out: &mut impl Write) -> Result<()> {
    let lang = report.lang;
    writeln!(out, "  {}", report.say(&finding.message))?;
    let weight = weight(finding, lang);
    writeln!(out, "    {} [{weight}]", finding.id())?;
    for label in &finding.labels {
        writeln!(out, "    - {}: {}", label.at, report.say(&label.message))?;
    }
    Ok(())
}

fn waived(report: &Report<'_>, out: &mut impl Write) -> Result<()> {
    if report.result.waived.is_empty() {
        return Ok(());
    }
    report.title("report-waived", out)?;
    for waived in &report.result.waived {
        if let Standing::Kept(finding) = &waived.standing {
            writeln!(out, "  {}", report.say(&finding.message))?;
            writeln!(out, "    {}", finding.id())?;
        } else {
            writeln!(out, "  {}", waived.keep.finding)?;
        }
        writeln!(out, "    {}", report.say(&waived.message(report.lang)))?;
    }
    Ok(())
}

/// How much a finding weighs and how sure it is, in words.
pub(super) fn weight(finding: &Finding, lang: Lang) -> String {
    let (severity, confidence) = (finding.severity.key(), finding.confidence.key());
    format!("{}, {}", words(severity, lang), words(confidence, lang))
}

fn not_judged(report: &Report<'_>, out: &mut impl Write) -> Result<()> {
    let gaps = report.not_judged();
    if gaps.is_empty() {
        return Ok(());
    }
    report.title("report-not-judged", out)?;
    for gap in gaps {
        writeln!(out, "  {}", report.say(&gap))?;
    }
    Ok(())
}
