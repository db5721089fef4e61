//! Text on pages: every word is there, in order, between the borders, and what belongs together stays together.

use redtape::draw::prose::{Block, Prose, Tone, scenes};
use redtape::draw::scene::{Anchor, Item, Scene, Text};
use redtape::draw::sheet::Lang;
use redtape::draw::text::clean;

/// The white border of the pages, in pixels, but for the foot.
const BORDER: f64 = 60.0;

fn prose(lang: Lang, blocks: Vec<Block>) -> Prose {
    let title = match lang {
        Lang::En => "Minutes: a shop",
        Lang::Zh => "会议纪要：食品经营许可",
    };
    Prose {
        lang,
        title: title.to_owned(),
        blocks,
    }
}

fn sentence(lang: Lang, number: usize) -> String {
    match lang {
        Lang::En => format!(
            "Sentence {number}: the registry takes the application over as it was handed in at the first desk, and asks for nothing twice."
        ),
        Lang::Zh => format!(
            "第{number}句：登记机关直接沿用申请人在第一个窗口提交的材料，不再重复索要，也不再要求另行盖章。"
        ),
    }
}

/// Everything that a text may have in it, of some length.
fn long(lang: Lang, count: usize) -> Vec<Block> {
    let mut blocks = Vec::new();
    for number in 0..count {
        let said = (0..=number % 5).map(|at| {
            let tone = [Tone::Plain, Tone::Strong, Tone::Small, Tone::Struck][at % 4];
            (tone, sentence(lang, 10 * number + at))
        });
        match number % 7 {
            0 => blocks.push(Block::Heading(format!(
                "{number} {}",
                sentence(lang, number)
            ))),
            3 => blocks.push(Block::Paragraph(said.collect())),
            6 => blocks.push(Block::Table(
                ["a", "b", "c"].map(str::to_owned).to_vec(),
                (0..number)
                    .map(|row| vec![sentence(lang, row), row.to_string(), String::new()])
                    .collect(),
            )),
            _ => blocks.push(Block::Item(format!("{number}."), said.collect())),
        }
    }
    blocks
}

fn texts(scene: &Scene) -> Vec<&Text> {
    let texts = scene.items.iter().filter_map(|item| match item {
        Item::Text(text) => Some(text),
        _ => None,
    });
    texts.collect()
}

/// The texts of a page without its foot.
fn body(scene: &Scene) -> Vec<&Text> {
    let texts = texts(scene).into_iter();
    texts
        .filter(|text| text.at.y < scene.height - BORDER)
        .collect()
}

fn words(block: &Block) -> Vec<&str> {
    match block {
        Block::Heading(text) => vec![text],
        Block::Paragraph(said) | Block::Item(_, said) => {
            said.iter().map(|(_, text)| text.as_str()).collect()
        }
        Block::Table(heads, rows) => {
            let cells = heads.iter().chain(rows.iter().flatten());
            cells.map(String::as_str).collect()
        }
    }
}

fn bare(text: &str) -> String {
    text.split_whitespace().collect()
}

#[test]
fn every_word_is_on_a_page_and_between_its_borders() {
    for lang in [Lang::En, Lang::Zh] {
        let prose = prose(lang, long(lang, 60));
        let pages = scenes(&prose);
        assert!(pages.len() > 3, "{}", pages.len());
        let all: Vec<_> = pages.iter().flat_map(body).collect();
        let all = bare(
            &all.iter()
                .map(|text| text.text.as_str())
                .collect::<String>(),
        );
        for block in &prose.blocks {
            for text in words(block) {
                assert!(all.contains(&bare(&clean(text))), "{text}");
            }
        }
        for (number, page) in (1..).zip(&pages) {
            for text in texts(page) {
                let left = match text.anchor {
                    Anchor::Start => text.at.x,
                    Anchor::Middle => text.at.x - text.length / 2.0,
                    Anchor::End => text.at.x - text.length,
                };
                let inside = left >= BORDER && left + text.length <= page.width - BORDER + 1e-6;
                assert!(inside, "{}: {left} + {}", text.text, text.length);
            }
            let says = |what: &str| texts(page).iter().any(|text| text.text.contains(what));
            let of = match lang {
                Lang::En => format!("page {number} of {}", pages.len()),
                Lang::Zh => format!("第 {number} 页，共 {} 页", pages.len()),
            };
            assert!(says(&of), "{of}");
        }
        assert_eq!(pages, scenes(&prose), "the same every time");
    }
}

/// Whatever goes before it, a heading is never the last thing on a page, and an item that a page holds is on one.
#[test]
fn headings_and_items_stay_with_what_they_belong_to() {
    for before in 0..60 {
        let lang = Lang::En;
        let mut blocks: Vec<Block> = (0..before)
            .map(|at| Block::Paragraph(vec![(Tone::Plain, format!("line {at}"))]))
            .collect();
        blocks.push(Block::Heading("HEAD".to_owned()));
        let said = (0..4).map(|at| (Tone::Plain, sentence(lang, at)));
        blocks.push(Block::Item("ITEM".to_owned(), said.collect()));
        let pages = scenes(&prose(lang, blocks));
        let on = |what: &str| {
            let holds = |page: &&Scene| body(page).iter().any(|text| text.text.contains(what));
            pages.iter().filter(holds).count()
        };
        let page_of = |what: &str| {
            let holds = |page: &Scene| body(page).iter().any(|text| text.text.contains(what));
            pages.iter().position(holds)
        };
        assert_eq!(page_of("HEAD"), page_of("ITEM"), "{before}");
        assert_eq!(page_of("ITEM"), page_of("Sentence 3"), "{before}");
        assert_eq!(on("HEAD"), 1, "{before}");
    }
}

#[test]
fn a_table_repeats_its_head_and_a_text_longer_than_a_page_goes_on() {
    let heads = vec!["Measure".to_owned(), "Now".to_owned()];
    let rows = (0..90).map(|row| vec![format!("row {row}"), row.to_string()]);
    let long = (0..400)
        .map(|at| sentence(Lang::En, at))
        .collect::<Vec<_>>()
        .join(" ");
    let blocks = vec![
        Block::Table(heads, rows.collect()),
        Block::Item("1.".to_owned(), vec![(Tone::Plain, long)]),
    ];
    let pages = scenes(&prose(Lang::En, blocks));
    let says = |page: &Scene, what: &str| body(page).iter().any(|text| text.text == what);
    let rows = |page: &&Scene| body(page).iter().any(|text| text.text.starts_with("row "));
    for page in pages.iter().filter(rows) {
        assert!(says(page, "Measure") && says(page, "Now"));
    }
    assert!(pages.iter().filter(rows).count() > 1);
    let last = pages.last().unwrap();
    assert!(body(last).iter().any(|text| text.text.contains("twice")));
    let all = pages.iter().flat_map(body);
    assert!(all.into_iter().all(|text| text.at.y <= 1122.5 - BORDER));
}
