//! How long each stage takes inside one process, for the procedures of `commands`: 25 steps and 8 agencies, 100 and 20.

mod made_up;

use divan::{Bencher, black_box};
use redtape::context::{Context, Net};
use redtape::diff::{Diff, Table};
use redtape::draw::version::{self, Lanes, View};
use redtape::draw::{
    Direction, Format, Paper, Parts, Placed, compose, layout_one, layout_pair, pages, pdf, raster,
    svg,
};
use redtape::fact::Facts;
use redtape::measure::Convention;
use redtape::message::Lang;
use redtape::model::{Procedure, load};
use redtape::rules::Found;
use redtape::simplify::{Options, findings, simplify};
use redtape::source::Source;

/// The allocator of the binary.
#[global_allocator]
static GLOBAL: mimalloc::MiMalloc = mimalloc::MiMalloc;

const SIZES: [(usize, usize); 2] = [(25, 8), (100, 20)];

fn source((steps, agencies): (usize, usize)) -> Source {
    Source {
        name: "made-up".to_owned(),
        text: made_up::procedure(steps, agencies),
    }
}

fn procedure(size: (usize, usize)) -> Procedure {
    load(&source(size)).unwrap_or_else(|faults| panic!("{} faults", faults.len()))
}

fn options(procedure: &Procedure) -> Options {
    Options {
        facts: Facts::of(procedure),
        ..Options::default()
    }
}

/// The net of a procedure, with all that figures rest on.
#[divan::bench(args = SIZES)]
fn net(bencher: Bencher<'_, '_>, size: (usize, usize)) {
    let procedure = procedure(size);
    bencher.bench_local(|| made_net(black_box(&procedure)));
}

fn made_net(procedure: &Procedure) -> Net {
    let Ok(net) = Net::of(procedure) else {
        panic!("too large")
    };
    net.base(procedure);
    net
}

/// Every rule over one version whose net is there, each asked once, with all that the rules compute on the way.
#[divan::bench(args = SIZES)]
fn rules_on_a_net(bencher: Bencher<'_, '_>, size: (usize, usize)) {
    let procedure = procedure(size);
    let options = options(&procedure);
    let net = made_net(&procedure);
    bencher.bench_local(|| {
        let cx = Context::with(black_box(&procedure), &options.facts, net.clone());
        findings(&Found::of(&cx), &cx, &options).count()
    });
}

#[divan::bench(args = SIZES)]
fn read(bencher: Bencher<'_, '_>, size: (usize, usize)) {
    let source = source(size);
    bencher.bench_local(|| load(black_box(&source)).is_ok());
}

/// Every rule over one version and its net, which is made too.
#[divan::bench(args = SIZES)]
fn all_rules(bencher: Bencher<'_, '_>, size: (usize, usize)) {
    let procedure = procedure(size);
    let options = options(&procedure);
    bencher.bench_local(|| {
        let Ok(cx) = Context::of(black_box(&procedure), &options.facts) else {
            panic!("too large")
        };
        findings(&Found::of(&cx), &cx, &options).count()
    });
}

#[divan::bench(args = SIZES)]
fn simplified(bencher: Bencher<'_, '_>, size: (usize, usize)) {
    let procedure = procedure(size);
    let options = options(&procedure);
    bencher.bench_local(|| simplify(black_box(&procedure), &options).is_ok());
}

/// Before, after, after compact, and both on one sheet: laid out and written as SVG.
#[divan::bench(args = SIZES)]
fn four_sheets(bencher: Bencher<'_, '_>, size: (usize, usize)) {
    let procedure = procedure(size);
    let Ok(result) = simplify(&procedure, &options(&procedure)) else {
        panic!("too large")
    };
    let table = Table::of(&procedure, &result, Convention::Plain);
    let diff = Diff::of(&procedure, &result);
    let (before, after) = version::pair(&diff, Some(&table), &["made up".to_owned()], VIEW);
    bencher.bench_local(|| {
        let way = Direction::LeftRight;
        let (left, right) = layout_pair(black_box(&before), &after, way);
        let compact = layout_one(&after, way);
        let pages: [&[&Placed]; 4] = [&[&left], &[&right], &[&compact], &[&left, &right]];
        pages.map(|page| {
            let mut bytes = Vec::new();
            let written = svg::write(&compose(page, Parts::default()), &mut bytes);
            written.map(|()| bytes.len()).ok()
        })
    });
}

/// The after-sheet as a PNG at 96 dots to an inch, laid out already.
#[divan::bench]
fn png_of_25_steps(bencher: Bencher<'_, '_>) {
    let placed = layout_one(
        &version::sheet(&procedure((25, 5)), VIEW),
        Direction::LeftRight,
    );
    bencher.bench_local(|| {
        let mut bytes = Vec::new();
        raster::write(
            &compose(&[black_box(&placed)], Parts::default()),
            1.0,
            96,
            &mut bytes,
        )
        .is_ok()
    });
}

/// The same folded onto A3 and drawn at 300 dots to an inch.
#[divan::bench]
fn a3_at_300_dpi(bencher: Bencher<'_, '_>) {
    let placed = layout_one(
        &version::sheet(&procedure((25, 5)), VIEW),
        Direction::LeftRight,
    );
    bencher.bench_local(|| {
        let pages = pages(
            &[black_box(&placed)],
            Parts::default(),
            Paper::landscape(Format::A3),
        );
        let mut bytes = Vec::new();
        raster::write(
            &pages.scenes[0],
            pages.scale * 300.0 / 72.0,
            300,
            &mut bytes,
        )
        .is_ok()
    });
}

/// The same as a PDF.
#[divan::bench]
fn pdf_of_25_steps(bencher: Bencher<'_, '_>) {
    let placed = layout_one(
        &version::sheet(&procedure((25, 5)), VIEW),
        Direction::LeftRight,
    );
    bencher.bench_local(|| {
        let pages = pages(
            &[black_box(&placed)],
            Parts::default(),
            Paper::landscape(Format::A3),
        );
        let leaf = |scene| pdf::Leaf {
            scene,
            scale: pages.scale,
        };
        pdf::document(&pages.scenes.iter().map(leaf).collect::<Vec<_>>()).is_ok()
    });
}

const VIEW: View = View {
    lang: Lang::En,
    lanes: Lanes::Agency,
};

fn main() {
    divan::main();
}
