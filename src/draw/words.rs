//! The words that the drawing itself brings along, in both languages.

use super::sheet::{Change, Lang, Mark, Name, Sheet};

/// A word in English and Chinese.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// English.
    pub en: &'static str,
    /// Chinese.
    pub zh: &'static str,
}

const fn word(en: &'static str, zh: &'static str) -> Word {
    Word { en, zh }
}

pub(super) const BOTH: Word = word("Before and after", "现状与优化后");
pub(super) const LEGEND: Word = word("Legend", "图例");
pub(super) const QUESTIONS: Word = word("Open questions", "待确认问题");
pub(super) const NUMBER: Word = word("No.", "编号");
pub(super) const STEP: Word = word("Step", "环节");
pub(super) const AGENCY: Word = word("By, time", "单位、用时");
pub(super) const CHANGE: Word = word("Change", "变化");
pub(super) const IF_YES: Word = word("if answered yes", "如确认");
pub(super) const CRITICAL: Word = word("critical path", "关键路径");
pub(super) const REWORK: Word = word("sent back", "退回补正");
pub(super) const GHOST: Word = word("place before the change", "原有位置");
pub(super) const UNDECIDED: Word = word("not decided yet", "尚未决定");
pub(super) const DASHED: Word = word(
    "only if question n is answered yes",
    "问题 n 确认后方可实施",
);
pub(super) const DOCUMENTS: Word = word("documents asked for", "所需材料数");
pub(super) const AGAIN: Word = word("asked for again", "重复提交");
pub(super) const SIBLINGS: Word = word(
    "same letter: at the same time, unless a line joins them",
    "同字母者同时办理（有连线先后者除外）",
);
pub(super) const GOES_ON: Word = word(
    "goes on at the same letter, on page n",
    "转至同一字母处（第 n 页）",
);
pub(super) const EXCLUSIVE: Word = word("one branch", "择一");
pub(super) const PARALLEL: Word = word("all branches", "并行");
pub(super) const INCLUSIVE: Word = word("one or more branches", "一项或多项");

/// Page n of m.
pub(super) fn page(lang: Lang, n: u32, m: u32) -> String {
    match lang {
        Lang::En => format!("page {n} of {m}"),
        Lang::Zh => format!("第 {n} 页，共 {m} 页"),
    }
}

/// The word on a change badge.
pub fn change(change: Change) -> Word {
    match change {
        Change::Removed => word("removed", "取消"),
        Change::Merged => word("merged", "合并"),
        Change::Moved => word("moved", "移交"),
        Change::Parallel => word("parallel", "并行"),
        Change::Added => word("added", "新增"),
        Change::Changed => word("changed", "调整"),
    }
}

/// The word for a mark in the legend.
pub fn mark(mark: Mark) -> Word {
    match mark {
        Mark::SignOff => word("sign-off", "签批"),
        Mark::Check => word("check", "审查"),
        Mark::Inspection => word("inspection", "现场检查"),
        Mark::Visit => word("visit in person", "到访"),
        Mark::JointVisit => word("joint visit, counted once", "联合检查，只计一次"),
        Mark::Payment => word("payment", "缴费"),
        Mark::Wait => word("waiting period", "等待期"),
    }
}

impl Word {
    /// In one language.
    pub fn in_lang(self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => self.en,
            Lang::Zh => self.zh,
        }
    }

    /// In the languages of a sheet, as a two-line name.
    pub fn name(self, sheet: &Sheet) -> Name {
        Name::new(
            self.in_lang(sheet.lang),
            sheet.second.map_or("", |lang| self.in_lang(lang)),
        )
    }

    /// In the languages of a sheet, on one line.
    pub fn line(self, sheet: &Sheet) -> String {
        match sheet.second {
            Some(second) if second != sheet.lang => {
                format!("{} {}", self.in_lang(sheet.lang), self.in_lang(second))
            }
            _ => self.in_lang(sheet.lang).to_owned(),
        }
    }
}
