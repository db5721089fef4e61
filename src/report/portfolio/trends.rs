//! What became of a portfolio since an earlier day, and whether the cuts that were aimed at were reached.

use super::tables::Names;
use super::{Cell, PortfolioReport, Table};
use crate::portfolio::{Change, trend};

/// Percent of one.
const PERCENT: f64 = 100.0;

/// The table; none without an earlier portfolio.
pub(super) fn table(report: &PortfolioReport<'_>, names: &Names) -> Option<Table> {
    let since = report.since?;
    let columns = [
        "column-measure",
        "portfolio-unit",
        "portfolio-mean-before",
        "portfolio-mean-now",
        "portfolio-cut",
        "portfolio-target",
        "portfolio-verdict",
    ];
    let note = Some("portfolio-trend-note");
    let mut table = report.table("trend", "portfolio-trend", note, &columns);
    for change in trend(since, report.summary) {
        let means = change.means();
        let (target, verdict) = judged(report, &change);
        table.rows.push(vec![
            names.measure(change.measure).into(),
            names.unit(change.unit).into(),
            means.map(|(before, _)| before).into(),
            means.map(|(_, now)| now).into(),
            change.cut().map(|cut| cut * PERCENT).into(),
            target,
            verdict,
        ]);
    }
    Some(table)
}

/// The cut that was aimed at in percent, and whether it was reached; not measurable is never reached.
fn judged(report: &PortfolioReport<'_>, change: &Change<'_>) -> (Cell, Cell) {
    let mut targets = report.targets.into_iter().flat_map(|all| &all.targets);
    let wanted = targets.find_map(|target| {
        let cut = target.cut?;
        (target.measure == change.measure).then_some(cut)
    });
    let Some(wanted) = wanted else {
        return (Cell::Nothing, Cell::Nothing);
    };
    let key = match change.cut() {
        None => "portfolio-not-measurable",
        Some(cut) if cut >= wanted => "portfolio-reached",
        Some(_) => "portfolio-missed",
    };
    (Cell::Number(wanted * PERCENT), report.word(key).into())
}
