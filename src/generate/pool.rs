//! What made-up procedures share: agencies, papers, fields and names of steps.

/// A name in English and Chinese.
pub(super) type Name = (&'static str, &'static str);

/// Governments whose agencies the portfolio is about.
pub(super) const GOVERNMENTS: usize = 4;

/// Agencies of each government.
pub(super) const AGENCIES: [Name; 14] = [
    ("Planning bureau", "规划局"),
    ("Housing bureau", "住建局"),
    ("Fire service", "消防救援机构"),
    ("Environment bureau", "生态环境局"),
    ("Water bureau", "水务局"),
    ("Health commission", "卫生健康委"),
    ("Market regulation bureau", "市场监管局"),
    ("Tax office", "税务局"),
    ("Social insurance bureau", "社会保险局"),
    ("Police", "公安局"),
    ("Civil affairs bureau", "民政局"),
    ("Education bureau", "教育局"),
    ("Transport bureau", "交通运输局"),
    ("Culture bureau", "文化和旅游局"),
];

/// Papers that applicants are asked for; the first ones are also what procedures of the portfolio issue.
pub(super) const PAPERS: [Name; 18] = [
    ("Business licence", "营业执照"),
    ("Land certificate", "不动产权证"),
    ("Tax certificate", "完税证明"),
    ("Health permit", "卫生许可证"),
    ("Residence certificate", "居住证明"),
    ("Fire opinion", "消防意见书"),
    ("Identity card", "身份证"),
    ("Lease", "租赁合同"),
    ("Floor plan", "平面图"),
    ("Diploma", "学历证书"),
    ("Employment contract", "劳动合同"),
    ("Bank statement", "银行流水"),
    ("Insurance policy", "保险单"),
    ("Photograph", "照片"),
    ("Power of attorney", "授权委托书"),
    ("Articles of association", "公司章程"),
    ("Statement of the applicant", "申请人声明"),
    ("Structural calculation", "结构计算书"),
];

/// Papers that procedures issue: the first so many of [`PAPERS`].
pub(super) const OUTPUTS: usize = 6;

/// Fields that forms ask.
pub(super) const FIELDS: [Name; 12] = [
    ("Name", "姓名"),
    ("Address", "地址"),
    ("Identity number", "身份证号"),
    ("Telephone", "联系电话"),
    ("Company name", "企业名称"),
    ("Tax number", "纳税人识别号"),
    ("Site", "项目地点"),
    ("Floor area", "建筑面积"),
    ("Capital", "注册资本"),
    ("Number of staff", "从业人数"),
    ("Bank account", "银行账号"),
    ("Date of birth", "出生日期"),
];

/// What applicants want.
pub(super) const SUBJECTS: [Name; 10] = [
    ("Opening a shop", "开办商店"),
    ("Opening a restaurant", "开办餐馆"),
    ("Building a house", "建造住宅"),
    ("Building a workshop", "建造厂房"),
    ("Opening a kindergarten", "开办幼儿园"),
    ("Hiring foreign staff", "聘用外籍人员"),
    ("Putting up a sign", "设置户外招牌"),
    ("Holding an event", "举办大型活动"),
    ("Running a clinic", "开办诊所"),
    ("Carrying goods", "从事货运"),
];

/// What is examined.
pub(super) const CRITERIA: [Name; 8] = [
    ("Zoning", "用地性质"),
    ("Safety", "安全"),
    ("Hygiene", "卫生"),
    ("Noise", "噪声"),
    ("Competence", "资质"),
    ("Access", "通行条件"),
    ("Finance", "资金"),
    ("Heritage", "文物保护"),
];
