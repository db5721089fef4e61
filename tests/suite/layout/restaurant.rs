//! Opening a restaurant: 25 nodes on five lanes before, 20 after. An invented example.

use redtape::draw::sheet::{
    Change, Documents, FigureRow, Flow, Lane, Lang, Mark, Name, Node, Question, Shape, Sheet,
    TableRow,
};

const LANES: [(&str, &str, &str); 5] = [
    ("applicant", "申请人", "Applicant"),
    ("centre", "政务服务中心", "Service centre"),
    ("market", "市场监督管理局", "Market Regulation"),
    ("fire", "消防救援支队", "Fire & Rescue"),
    ("city", "生态环境与城管局", "Environment & Urban Mgmt"),
];

struct Made(Node);

impl Made {
    fn change(mut self, change: Change) -> Self {
        self.0.change = Some(change);
        self
    }
    fn marks(mut self, marks: &[Mark]) -> Self {
        self.0.marks = marks.to_vec();
        self
    }
    fn documents(mut self, asked: u32, again: u32) -> Self {
        self.0.documents = Documents { asked, again };
        self
    }
    fn anchor(mut self, anchor: &str) -> Self {
        self.0.anchor = Some(anchor.to_owned());
        self
    }
    fn open(mut self, question: u32) -> Self {
        (self.0.question, self.0.open) = (Some(question), true);
        self
    }
    fn siblings(mut self, letter: char) -> Self {
        self.0.siblings = Some(letter);
        self
    }
    fn critical(mut self) -> Self {
        self.0.critical = true;
        self
    }
}

fn step(id: &str, number: &str, lane: usize, zh: &str, en: &str, days: &str) -> Made {
    Made(Node {
        id: id.to_owned(),
        number: number.to_owned(),
        lane,
        name: Name::new(zh, en),
        duration: days.to_owned(),
        ..Node::default()
    })
}

fn gate(id: &str, lane: usize, shape: Shape, zh: &str, en: &str) -> Made {
    Made(Node {
        shape,
        ..step(id, "", lane, zh, en, "").0
    })
}

fn flows(list: &[(&str, &str, &str)]) -> Vec<Flow> {
    let flow = |&(from, to, label): &(&str, &str, &str)| {
        let (rework, label) = label
            .strip_prefix('^')
            .map_or((false, label), |rest| (true, rest));
        let (critical, label) = label
            .strip_prefix('!')
            .map_or((false, label), |rest| (true, rest));
        Flow {
            from: from.into(),
            to: to.into(),
            label: label.into(),
            rework,
            critical,
        }
    };
    list.iter().map(flow).collect()
}

fn sheet(title: Name, nodes: Vec<Made>, flows: Vec<Flow>) -> Sheet {
    let nodes: Vec<Node> = nodes.into_iter().map(|made| made.0).collect();
    let row = |node: &Node| TableRow {
        number: node.number.clone(),
        step: node.id.clone(),
        name: node.name.clone(),
        lane: LANES[node.lane].1.to_owned(),
        duration: node.duration.clone(),
        change: node.change,
        note: String::new(),
    };
    Sheet {
        lang: Lang::Zh,
        second: Some(Lang::En),
        title,
        lanes: LANES
            .iter()
            .map(|&(id, zh, en)| Lane {
                id: id.into(),
                name: Name::new(zh, en),
            })
            .collect(),
        table: nodes
            .iter()
            .filter(|node| !node.number.is_empty())
            .map(row)
            .collect(),
        nodes,
        flows,
        figures: figures(),
        questions: vec![Question {
            number: 1,
            text: Name::new(
                "领取执照是否只为申报消防检查？",
                "Is the licence collected only to file for the fire check?",
            ),
        }],
        foot: vec![
            "来源 Source: 示例 invented example · 截至 as of 2026-03-01".into(),
            "redtape 0.1.0 · input 3f9a…c2 · convention: working days".into(),
        ],
        page: Some((1, 1)),
    }
}

fn figures() -> Vec<FigureRow> {
    let row = |zh: &str, en: &str, before: &str, after: &str, yes: Option<&str>| FigureRow {
        label: Name::new(zh, en),
        before: before.into(),
        after: Some(after.into()),
        if_yes: yes.map(Into::into),
        note: String::new(),
    };
    vec![
        row("环节", "Steps", "21", "15", Some("14")),
        row("审批签字", "Sign-offs", "4", "2", None),
        row("材料", "Documents", "19", "11", None),
        row("到场", "Visits", "6", "2", None),
        row("办理时长", "Lead time", "48 d", "27 d", Some("25 d")),
        row("费用", "Cost", "¥ 1,260", "¥ 800", None),
    ]
}

/// As it is.
#[rustfmt::skip]
#[allow(clippy::too_many_lines, reason = "a table")]
pub(super) fn before() -> Sheet {
    use Change::{Changed, Merged, Moved, Parallel, Removed};
    let nodes = vec![
        gate("start", 0, Shape::Start, "开始", "Start"),
        step("s1", "1", 0, "准备申请材料", "Prepare documents", "3 d").documents(7, 0).critical(),
        step("s2", "2", 0, "提交营业执照申请", "Submit licence application", "1 d").documents(7, 0).marks(&[Mark::Visit]).change(Changed).critical(),
        step("s3", "3", 1, "窗口登记取号", "Register at the window", "0.5 d").marks(&[Mark::Visit]).change(Removed).critical(),
        step("s4", "4", 1, "形式审查", "Formal check of documents", "1 d").marks(&[Mark::Check]).critical(),
        gate("g1", 1, Shape::Exclusive, "材料齐全？", "Complete?"),
        step("s5", "5", 1, "出具一次性补正通知书", "Issue correction notice", "1 d"),
        step("s6", "6", 0, "补正材料并重新提交", "Correct and resubmit", "5 d").documents(2, 2),
        step("s7", "7", 2, "受理", "Accept application", "1 d").change(Removed).critical(),
        step("s8", "8", 2, "名称核准", "Approve business name", "2 d").marks(&[Mark::SignOff]).change(Removed).critical(),
        step("s9", "9", 2, "实质审查", "Substantive review", "3 d").marks(&[Mark::Check]).change(Parallel).critical(),
        step("s10", "10", 2, "科长审批", "Section chief sign-off", "2 d").marks(&[Mark::SignOff]).change(Merged).critical(),
        step("s11", "11", 2, "副局长审批", "Deputy director sign-off", "2 d").marks(&[Mark::SignOff]).change(Merged).critical(),
        step("s12", "12", 2, "核发营业执照", "Issue business licence", "1 d").critical(),
        step("s13", "13", 0, "领取执照并申报消防检查", "Collect licence, file for fire check", "2 d").marks(&[Mark::Visit]).documents(4, 3).change(Moved).open(1).critical(),
        step("s14", "14", 3, "消防受理", "Accept fire application", "1 d").change(Removed).critical(),
        step("s15", "15", 3, "复核营业执照复印件", "Re-check licence copy", "1 d").marks(&[Mark::Check]).documents(1, 1).change(Removed).critical(),
        step("s16", "16", 3, "消防现场检查", "Fire site inspection", "5 d").marks(&[Mark::Inspection]).change(Merged).critical(),
        gate("g2", 3, Shape::Exclusive, "检查合格？", "Passed?"),
        step("s17", "17", 0, "限期整改", "Rectify within deadline", "7 d").marks(&[Mark::Wait]),
        step("s18", "18", 3, "出具消防合格意见书", "Issue fire-safety opinion", "2 d").critical(),
        step("s19", "19", 0, "提交环保与招牌申报", "File emissions and signboard forms", "2 d").documents(5, 4).marks(&[Mark::Visit]).change(Removed).critical(),
        gate("p1", 4, Shape::Parallel, "", "").change(Removed),
        step("s20", "20", 4, "油烟排放审核", "Review cooking-fume emission", "4 d").marks(&[Mark::Check]).siblings('A').change(Parallel).critical(),
        step("s21", "21", 4, "环保现场踏勘", "Environmental site visit", "4 d").marks(&[Mark::Inspection]).change(Merged).critical(),
        step("s22", "22", 4, "户外招牌设置审批", "Approve outdoor signboard", "5 d").marks(&[Mark::SignOff]).siblings('A').change(Parallel),
        gate("p2", 4, Shape::Parallel, "", "").change(Removed),
        step("s23", "23", 2, "食品经营许可审查", "Food-licence review", "6 d").marks(&[Mark::Check]).critical(),
        step("s24", "24", 2, "核发食品经营许可证", "Issue food-business licence", "2 d").marks(&[Mark::Payment]).critical(),
        step("s25", "25", 1, "归档并送达申请人", "Archive and deliver", "1 d").critical(),
        gate("end", 0, Shape::End, "结束", "End"),
    ];
    let flows = flows(&[
        ("start", "s1", "!"), ("s1", "s2", "!"), ("s2", "s3", "!"), ("s3", "s4", "!"), ("s4", "g1", "!"),
        ("g1", "s5", "否 28%"), ("g1", "s7", "!是 72%"), ("s5", "s6", ""), ("s6", "s4", "^"),
        ("s7", "s8", "!"), ("s8", "s9", "!"), ("s9", "s10", "!"), ("s10", "s11", "!"),
        ("s11", "s12", "!"), ("s12", "s13", "!"), ("s13", "s14", "!"), ("s14", "s15", "!"),
        ("s15", "s16", "!"), ("s16", "g2", "!"), ("g2", "s18", "!是 85%"), ("g2", "s17", "否 15%"),
        ("s17", "s16", "^"), ("s18", "s19", "!"), ("s19", "p1", "!"), ("p1", "s20", "!"),
        ("p1", "s22", ""), ("s20", "s21", "!"), ("s21", "p2", "!"), ("s22", "p2", ""),
        ("p2", "s23", "!"), ("s23", "s24", "!"), ("s24", "s25", "!"), ("s25", "end", "!"),
    ]);
    sheet(
        Name::new("餐饮店开办（现状）", "Opening a restaurant (as is)"),
        nodes,
        flows,
    )
}

/// As it could be.
#[rustfmt::skip]
#[allow(clippy::too_many_lines, reason = "a table")]
pub(super) fn after() -> Sheet {
    use Change::{Added, Changed, Merged, Moved, Parallel};
    let nodes = vec![
        gate("start", 0, Shape::Start, "开始", "Start"),
        step("s1", "1", 0, "准备申请材料", "Prepare documents", "2 d").documents(7, 0).critical(),
        step("s2", "2", 0, "提交“一件事”联合申请", "Submit one joint application", "1 d").documents(7, 0).change(Changed).critical(),
        step("s4", "4", 1, "形式审查", "Formal check of documents", "1 d").marks(&[Mark::Check]).critical(),
        gate("g1", 1, Shape::Exclusive, "材料齐全？", "Complete?"),
        step("s5", "5", 1, "出具一次性补正通知书", "Issue correction notice", "1 d"),
        step("s6", "6", 0, "补正材料并重新提交", "Correct and resubmit", "5 d").documents(2, 0),
        step("s13", "13", 1, "并联分发各部门", "Dispatch to all agencies", "0.5 d").change(Moved).open(1).critical(),
        gate("n1", 1, Shape::Parallel, "", "").change(Added),
        step("s9", "9", 2, "实质审查", "Substantive review", "3 d").marks(&[Mark::Check]).siblings('A').change(Parallel),
        step("s10", "10+11", 2, "一次签批（授权科长）", "One delegated sign-off", "1 d").marks(&[Mark::SignOff]).change(Merged).anchor("s10"),
        step("s12", "12", 2, "核发营业执照", "Issue business licence", "1 d"),
        step("s16", "16+21", 3, "联合现场检查", "Joint site inspection", "5 d").marks(&[Mark::Inspection]).siblings('A').change(Merged).critical(),
        gate("g2", 3, Shape::Exclusive, "检查合格？", "Passed?"),
        step("s17", "17", 0, "限期整改", "Rectify within deadline", "7 d").marks(&[Mark::Wait]),
        step("s18", "18", 3, "出具消防合格意见书", "Issue fire-safety opinion", "2 d").critical(),
        step("s20", "20", 4, "油烟排放审核", "Review cooking-fume emission", "4 d").marks(&[Mark::Check]).siblings('A').change(Parallel),
        step("s22", "22", 4, "户外招牌设置审批", "Approve outdoor signboard", "5 d").marks(&[Mark::SignOff]).siblings('A').change(Parallel),
        gate("n2", 2, Shape::Parallel, "", "").change(Added),
        step("s23", "23", 2, "食品经营许可审查", "Food-licence review", "4 d").marks(&[Mark::Check]).critical(),
        step("s24", "24", 2, "核发食品经营许可证", "Issue food-business licence", "1 d").marks(&[Mark::Payment]).critical(),
        step("s25", "25", 1, "归档并送达申请人", "Archive and deliver", "1 d").critical(),
        gate("end", 0, Shape::End, "结束", "End"),
    ];
    let flows = flows(&[
        ("start", "s1", "!"), ("s1", "s2", "!"), ("s2", "s4", "!"), ("s4", "g1", "!"),
        ("g1", "s5", "否 28%"), ("g1", "s13", "!是 72%"), ("s5", "s6", ""), ("s6", "s4", "^"),
        ("s13", "n1", "!"), ("n1", "s9", ""), ("n1", "s16", "!"), ("n1", "s20", ""), ("n1", "s22", ""),
        ("s9", "s10", ""), ("s10", "s12", ""), ("s12", "n2", ""), ("s16", "g2", "!"),
        ("g2", "s18", "!是 85%"), ("g2", "s17", "否 15%"), ("s17", "s16", "^"), ("s18", "n2", "!"),
        ("s20", "n2", ""), ("s22", "n2", ""), ("n2", "s23", "!"), ("s23", "s24", "!"),
        ("s24", "s25", "!"), ("s25", "end", "!"),
    ]);
    sheet(
        Name::new("餐饮店开办（优化后）", "Opening a restaurant (to be)"),
        nodes,
        flows,
    )
}
