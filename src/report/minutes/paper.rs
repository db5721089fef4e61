//! The minutes as text that flows over pages of paper.

use super::super::summary::straight;
use super::{Change, Minutes, Recorded, Report};
use crate::draw::prose::{Block, Prose, Said, Tone};

/// The minutes, to be set on pages; `command` is how the result is made again.
pub fn prose(report: &Report<'_>, command: &str) -> Prose {
    let minutes = Minutes::of(report, command);
    let mut blocks = minutes.head();
    blocks.extend(minutes.changes("minutes_done", &minutes.done));
    blocks.extend(minutes.changes("minutes_waiting", &minutes.waiting));
    blocks.extend(minutes.changes("minutes_rejected", &minutes.rejected));
    blocks.extend(minutes.decisions("minutes_answers", &minutes.answers));
    blocks.extend(minutes.decisions("minutes_kept", &minutes.kept));
    blocks.extend(minutes.changes("minutes_undecided", &minutes.undecided));
    blocks.extend(minutes.open());
    blocks.extend(minutes.decisions("minutes_record", &minutes.history));
    blocks.extend(minutes.origin());
    Prose {
        lang: report.lang.into(),
        title: straight(minutes.title, report.lang),
        blocks: blocks.into_iter().map(|one| set(one, report)).collect(),
    }
}

/// A block with the quotation marks of its language.
fn set(mut block: Block, report: &Report<'_>) -> Block {
    let texts: Vec<&mut String> = match &mut block {
        Block::Heading(text) => vec![text],
        Block::Paragraph(said) | Block::Item(_, said) => {
            said.iter_mut().map(|(_, text)| text).collect()
        }
        Block::Table(heads, rows) => heads.iter_mut().chain(rows.iter_mut().flatten()).collect(),
    };
    for text in texts {
        *text = straight(std::mem::take(text), report.lang);
    }
    block
}

fn small(text: impl Into<String>) -> Said {
    (Tone::Small, text.into())
}

fn plain(text: impl Into<String>) -> Said {
    (Tone::Plain, text.into())
}

impl Minutes<'_> {
    fn word(&self, key: &str) -> &'static str {
        self.t.get(key).copied().unwrap_or_default()
    }

    /// A heading and what it heads; where that is nothing, it says so.
    fn part(&self, key: &str, items: impl Iterator<Item = Block>) -> Vec<Block> {
        let mut blocks = vec![Block::Heading(self.word(key).to_owned())];
        blocks.extend(items);
        if blocks.len() == 1 {
            blocks.push(Block::Paragraph(vec![small(self.word("report_none"))]));
        }
        blocks
    }

    /// What comes of it, who decided, when, and the figures.
    fn head(&self) -> Vec<Block> {
        let mut said = vec![plain(&self.standing)];
        if !self.people.is_empty() {
            let people = self.people.join(", ");
            said.push(plain(format!("{}: {people}", self.word("minutes_people"))));
        }
        let time = self.time.as_ref();
        said.extend(time.map(|time| plain(format!("{}: {time}", self.word("minutes_time")))));
        let rows = self.figures.iter().map(|row| {
            let [decided, open] = row.then.clone();
            vec![row.label.clone(), row.now.clone(), decided, open]
        });
        let heads = self.heads.map(str::to_owned).to_vec();
        vec![
            Block::Paragraph(said),
            Block::Heading(self.word("minutes_figures").to_owned()),
            Block::Table(heads, rows.collect()),
        ]
    }

    fn changes(&self, key: &str, list: &[Change]) -> Vec<Block> {
        let items = list.iter().zip(1..).map(|(item, number): (_, usize)| {
            let waits = item.waits.iter().map(|number| format!(" ?{number}"));
            let mut said = vec![plain(item.text.clone() + &waits.collect::<String>())];
            said.extend(item.decision.clone().map(|text| (Tone::Strong, text)));
            let because = self.word("html_because");
            said.push(small(format!("{because}: {}", item.because)));
            said.extend(item.given_up.iter().map(small));
            said.push(small(&item.id));
            Block::Item(format!("{number}."), said)
        });
        self.part(key, items)
    }

    fn decisions(&self, key: &str, list: &[Recorded]) -> Vec<Block> {
        let items = list.iter().zip(1..).map(|(one, number): (_, usize)| {
            let tone = match one.word {
                "undone" | "replaced" => Tone::Struck,
                _ => Tone::Plain,
            };
            let note = one.note.iter().map(|note| format!(" ({note})"));
            let signed = one.signed.clone() + &note.collect::<String>();
            Block::Item(
                format!("{number}."),
                vec![(tone, one.text.clone()), small(signed)],
            )
        });
        self.part(key, items)
    }

    fn open(&self) -> Vec<Block> {
        let items = self.questions.iter();
        let items =
            items.map(|one| Block::Item(format!("?{}", one.number), vec![plain(&one.text)]));
        self.part("minutes_questions", items)
    }

    /// Where it all comes from, and how it is made again.
    fn origin(&self) -> Vec<Block> {
        let mut said: Vec<Said> = self.provenance.iter().map(small).collect();
        let again = self.word("minutes_again");
        said.push(small(format!("{again}: {}", self.command)));
        self.part("html_provenance", std::iter::once(Block::Paragraph(said)))
    }
}
