//! 问句: what was typed is taken apart into words of the policy files, names of departments and places, and words that only ask.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::policy::departments::Department;
use crate::policy::lookup::department_names::{Body, DepartmentNames, LEVELS, PlaceNames, forms};
use crate::policy::terms::SeatRole;

/// The letters of a text as they are looked up: white space, marks and invisible letters left out, full-width forms
/// made half-width but for parentheses, capitals made small.
pub fn plain(text: &str) -> String {
    Query::new(text).text
}

/// What was typed, plain.
#[derive(Debug, Default)]
pub struct Query {
    pub text: String,
    /// Where in the plain text white space or marks were left out.
    breaks: Vec<usize>,
    /// Where one of them was the mark of a list.
    listed: Vec<usize>,
}

impl Query {
    pub fn new(typed: &str) -> Self {
        let half = |c: char| match c {
            '(' | '（' => '（',
            ')' | '）' => '）',
            '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
            other => other,
        };
        let mut query = Self::default();
        for c in typed.chars().map(half) {
            if c.is_alphanumeric() || matches!(c, '（' | '）') {
                query.text.extend(c.to_lowercase());
            } else {
                query.breaks.push(query.text.len());
                if "、,;/|".contains(c) {
                    query.listed.push(query.text.len());
                }
            }
        }
        query
    }
}

/// A word that a query may hold, and what it means there.
#[derive(Clone, Debug)]
pub struct QueryWord {
    /// As `plain` has it.
    pub(crate) text: String,
    /// As it is shown.
    pub(crate) shown: String,
    pub(crate) meaning: Meaning,
}

/// What a word of a query means.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Meaning {
    /// It asks, or joins others.
    Asking,
    /// Of whom or where: a matter only where no other is named.
    Subject,
    /// The post of a person, without the unit.
    Title,
    /// The place that is asked of.
    Here,
    /// A level of government: the end of a place's name, or a place by itself.
    Level,
    /// Another place, or a level above.
    Elsewhere,
    /// Nothing that is looked up here.
    Other,
    /// A clause, by its number.
    Clause(String),
    /// A topic of the clauses.
    Topic(String),
    /// The topic that comes nearest to a matter that is not covered.
    See(String),
    /// A department of the place, by identifier.
    Department(String, Body),
    /// A seat, by its position among those of the source.
    Seat { source: usize, seat: usize },
    /// The seats of a role, or all.
    Role(Option<SeatRole>),
    /// A matter that the document does not speak of, by its position in the source.
    NotCovered { source: usize, matter: usize },
}

impl Meaning {
    fn is_matter(&self) -> bool {
        matches!(
            self,
            Self::Clause(_)
                | Self::Topic(_)
                | Self::See(_)
                | Self::Department(..)
                | Self::Seat { .. }
                | Self::Role(_)
                | Self::NotCovered { .. }
        )
    }
}

/// What a query was recognised to ask.
#[derive(Debug, Default)]
pub struct Asked {
    /// What it asks for, as the words are shown, in the order of the query.
    pub matters: Vec<String>,
    pub clauses: Vec<String>,
    pub topics: Vec<String>,
    pub see: Vec<String>,
    pub departments: Vec<String>,
    pub seats: Vec<(usize, usize)>,
    pub roles: Vec<Option<SeatRole>>,
    pub not_covered: Vec<(usize, usize)>,
    /// It names another place, or a level of government above.
    pub elsewhere: bool,
    /// It holds words that nothing is known of.
    pub unknown: bool,
    /// It asks for a clause by a number that none has.
    pub no_clause: bool,
    /// The clauses that come near such a number.
    pub near: Vec<String>,
    /// It asks for the clause that lists the seats.
    pub of_seats: bool,
    /// It names a post without its unit.
    pub title: bool,
    /// What is left of the text without words that ask and names of places.
    pub core: String,
    /// The same with words of one letter that ask, which may be letters of a name that was mistyped: 证 of 民证局.
    pub letters: String,
}

/// A part of a query: a word with its meanings, or letters of which nothing is known.
#[derive(Debug)]
struct Part<'a> {
    text: &'a str,
    /// Where it begins in the query.
    at: usize,
    words: Vec<&'a QueryWord>,
}

impl Part<'_> {
    fn means(&self, meaning: &Meaning) -> bool {
        self.words.iter().any(|word| word.meaning == *meaning)
    }

    fn is_unknown(&self) -> bool {
        self.words.is_empty()
    }

    /// Whether it is part of a question that is looked up here.
    fn is_foreign(&self) -> bool {
        self.is_unknown() || self.words.iter().all(|word| word.meaning == Meaning::Other)
    }

    fn is_matter(&self) -> bool {
        self.words.iter().any(|word| word.meaning.is_matter())
    }

    fn is_not_covered(&self) -> bool {
        self.words.iter().any(|word| matches!(word.meaning, Meaning::NotCovered { .. }))
    }

    /// The departments that have this form of a name.
    fn departments(&self, body: Body) -> Vec<String> {
        let of_body = |word: &&QueryWord| match &word.meaning {
            Meaning::Department(id, found) if *found == body => Some(id.clone()),
            _ => None,
        };
        self.words.iter().filter_map(of_body).collect()
    }

    /// Tells whether it is an office that no file has as a department, with the name of this place inside.
    fn is_placed(&self, own: &PlaceNames) -> bool {
        self.is_not_covered()
            && self
                .text
                .strip_suffix("分局")
                .is_some_and(|rest| own.names.iter().any(|name| rest.ends_with(name.as_str())))
    }

    fn is_one_letter(&self) -> bool {
        self.text.chars().nth(1).is_none()
    }
}

/// Words that only ask, or that only join others.
const ASKING: &str = "附件 附件1 附件2 附件一 附件二 第 条 项 款 条款 条文 内容 原文 意见 实施意见 本意见 本文件 请问 您好 你好 想问 想问一下 问一下 问下 咨询 请教 打听 谁 谁管 谁来管 谁在管 谁负责 谁来负责 谁主管 谁办 谁来办 \
    找谁 找谁办 问谁 归谁 归谁管 该谁管 由谁 由谁管 由谁负责 向谁 跟谁 和谁 是谁 谁是 哪个 哪些 哪个部门 哪些部门 什么部门 哪个单位 哪些单位 哪家单位 什么单位 哪个局 哪些局 \
    哪家 哪里 哪儿 哪 在哪 在哪里 去哪 去哪里 去哪儿 到哪 到哪里 到哪儿 上哪 上哪儿 上哪里 哪里办 哪办 怎么 怎么办 怎么办理 怎样 怎样办 如何 如何办理 什么 啥 什么时候 \
    多少 多少钱 多久 几天 为什么 为啥 吗 呢 吧 啊 呀 么 嘛 哦 哈 了 的 是 由 归 找 去 到 在 向 对 给 把 和 与 及 跟 或 或者 还是 以及 还有 有 没有 有没有 有无 能 能不能 能否 可以 \
    可不可以 要 要不要 需要 想 想要 准备 打算 我 我们 我想 你 你们 咱 咱们 他们 大家 这个 那个 这 那 个 一个 一家 一所 家 一下 关于 有关 相关 涉及 方面 问题 的话 事 事情 事项 工作 业务 管 管理 管不管 管着 \
    负责 负责人 主管 分管 办 办理 申请 申报 申领 手续 流程 程序 步骤 条件 要求 政策 规定 文件 职责 职能 职责分工 职责是什么 责任 责任部门 负责部门 管理部门 主管单位 经办 \
    部门 单位 管什么 管哪些 管啥 负责什么 负责哪些 干什么 干啥 做什么 干什么的 什么职责 哪些职责 有哪些 有什么 是什么 是哪个 是哪 属于 属 应该 应当 应 该 会 就 都 也 还 又 让 \
    用 开 开办 举办 做 搞 领 领取 交 报 查 查询 检查 监督检查 督查 抽查 新 现在 目前 今年 以后 以前 之前 之后 时候 里 从 及其 等 发展 促进 推动 推进 落实 当 设 设在 新增 具体 主要 到底 究竟 证 费 费用 钱 款 \
    服务 情况 享受 帮忙 帮助 解决 处理 反映 怎么样 行不行 行吗 好吗 谢谢";

/// Of whom or where a matter is: none narrows the answer, and none keeps a word from being found.
const SUBJECTS: &str = "托育 托育机构 托育服务 托育服务机构 托育园 托育中心 托育点 托育所 托儿所 托位 入托 全日托 半日托 计时托 临时托 托 行业 婴幼儿 婴幼儿照护 婴幼儿照护服务 婴幼儿照护服务机构 照护 照护服务 照护机构 \
    3岁以下 三岁以下 03岁 0至3岁 0到3岁 孩子 小孩 小孩子 宝宝 宝贝 娃 婴儿 幼儿 儿童 家长 父母 家庭 老师 教师 员工 职工 人员 工作人员 从业人员 保育员 保育师 育婴员 育婴师 幼师 厨师 炊事员 保健员 保健医 卫生保健员 机构 园 园所 园区 场所 企业 公司 个人 \
    社会力量 民办 公办 社会组织 幼儿园 托班 幼儿园托班 家庭托育点 小区 社区 街区 片区 城区 市区 老城区 居民区 住宅区 生活区 居住区 农村 城乡 园长 负责人 举办者 用人单位 机关 企事业单位 国企 国有企业 事业单位 营利性 非营利性 非营利 营利 普惠 普惠性 普惠托育 优惠 优惠政策 扶持 扶持政策 支持 政府 人民政府 价格";

/// Posts of persons; none is anything without its unit.
const TITLES: &str = "局长 副局长 主任 副主任 办主任 部长 副部长 大队长 副大队长 队长 书记 副书记 区长 副区长 市长 县长 镇长 科长 处长 所长 主席 会长 理事长 主任科员 四级主任科员 正科级干部 \
    一级助理员 党组成员 干部 领导 一把手 分管领导 负责同志 联系人 名字 姓名 叫什么";

/// Levels above the district, and what is said of places elsewhere.
const ELSEWHERE: &str = "国家 全国 中央 国务院 省级 市级 我省 全省 本省 全市 外区 外县 外市 外省 外地 其他区 别的区 其他区县 外区县 上城区 下城区 新城区 中城区 开发区 经济开发区 新区";

/// Words that end like the name of a place and are none.
const NO_PLACES: &str = "城市 工业区 商业区 旅游区 保护区 风景区 度假区 服务区 办公区 活动区 游戏区 教学区 实验区 示范区 试验区 县城 市场";

/// What is said of the place that is asked of.
const HERE: &str = "区县 县区 县级 区级 本地 当地 所在地 属地 辖区 辖区内 中共";

/// What is done about any matter, and so is no part of its name.
const COMPLAINTS: [&str; 3] = ["投诉", "举报", "投诉举报"];

/// Words of one letter that may stand before the name of a place.
const BEFORE: &str = "的了是由归找去到在向对给把和与及跟或有要想我你咱管能会就都也还又让从";

const ROLES: [(&str, Option<SeatRole>); 10] = [
    ("召集人", Some(SeatRole::Convener)),
    ("副召集人", Some(SeatRole::DeputyConvener)),
    ("联席会议召集人", Some(SeatRole::Convener)),
    ("联席会议副召集人", Some(SeatRole::DeputyConvener)),
    ("成员", Some(SeatRole::Member)),
    ("联席会议成员", None),
    ("成员单位", None),
    ("组成人员", None),
    ("席位", None),
    ("联席会议", None),
];

/// The words of the language, whatever the files and the place.
static LANGUAGE: LazyLock<Vec<QueryWord>> = LazyLock::new(|| {
    let lists = [
        (ASKING, Meaning::Asking),
        (SUBJECTS, Meaning::Subject),
        (TITLES, Meaning::Title),
        (ELSEWHERE, Meaning::Elsewhere),
        (HERE, Meaning::Here),
        (NO_PLACES, Meaning::Other),
    ];
    let listed = lists.into_iter().flat_map(|(list, meaning)| {
        list.split_whitespace().map(move |text| (text.to_owned(), meaning.clone()))
    });
    let levels = LEVELS.iter().map(|level| (level.to_string(), Meaning::Level));
    let roles = ROLES.iter().map(|(text, role)| ((*text).to_owned(), Meaning::Role(*role)));
    let word =
        |(text, meaning): (String, Meaning)| QueryWord { shown: text.clone(), text, meaning };
    listed.chain(levels).chain(roles).map(word).collect()
});

/// Stems of the departments' names, by identifier.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stems {
    current: BTreeMap<String, Vec<String>>,
    former: BTreeMap<String, Vec<String>>,
    former_short: BTreeMap<String, Vec<String>>,
}

static STEMS: LazyLock<Stems> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../data/department-stems.toml")).unwrap_or_default()
});

/// Words of a place: its own names, and those of the places that are not it.
pub fn place_words(
    own: &PlaceNames,
    others: impl IntoIterator<Item = PlaceNames>,
) -> Vec<QueryWord> {
    let mut words: Vec<QueryWord> = Vec::new();
    let mut put =
        |text: String, meaning| words.push(QueryWord { shown: text.clone(), text, meaning });
    for name in &own.names {
        put(name.clone(), Meaning::Here);
        put(format!("{name}委"), Meaning::Here);
    }
    if let Some(level) = own.level {
        for before in ["本", "我", "咱", "全", "我们", "咱们"] {
            put(format!("{before}{level}"), Meaning::Here);
        }
        for after in ["级", "里", "内", "委"] {
            put(format!("{level}{after}"), Meaning::Here);
        }
    }
    for other in others {
        for name in other.names.into_iter().filter(|name| !own.names.contains(name)) {
            put(name, Meaning::Elsewhere);
        }
    }
    words
}

/// The forms of a department's names that a text holds; where there is no text, every form.
pub fn department_words(
    department: &Department,
    place: &PlaceNames,
    text: Option<&str>,
) -> Vec<QueryWord> {
    let stems = |listed: &'static BTreeMap<String, Vec<String>>| -> Vec<&str> {
        listed.get(&department.id).into_iter().flatten().map(String::as_str).collect()
    };
    let names = DepartmentNames {
        names: std::iter::once(department.name.as_str())
            .chain(department.office.as_deref())
            .collect(),
        aliases: department.aliases.iter().map(String::as_str).collect(),
        stems: stems(&STEMS.current),
        former: stems(&STEMS.former),
        former_short: stems(&STEMS.former_short),
    };
    let shown = department.shown();
    let word = |text: String, body| QueryWord {
        text,
        shown: shown.to_owned(),
        meaning: Meaning::Department(department.id.clone(), body),
    };
    let mut words: Vec<QueryWord> =
        forms(&names, place, text).into_iter().map(|form| word(form.text, form.body)).collect();
    words.push(word(plain(&department.id), Body::Placed));
    words
}

/// Words that only ask and are part of a number all the same.
const OF_NUMBERS: [&str; 11] =
    ["附件", "附件1", "附件2", "附件一", "附件二", "第", "条", "项", "款", "点", "个"];

/// The numbers that a text consists of, words that only ask and names of the place left out; of several, each apart. A space
/// stands for white space and marks, 、 for the mark of a list.
pub fn numbers(query: &Query, words: &[QueryWord]) -> Vec<String> {
    let idle: Vec<&QueryWord> = LANGUAGE
        .iter()
        .chain(words)
        .filter(|word| matches!(word.meaning, Meaning::Asking | Meaning::Here))
        .filter(|word| !OF_NUMBERS.contains(&word.text.as_str()))
        .filter(|word| query.text.contains(&word.text))
        .collect();
    let mut numbers = vec![String::new()];
    let mut put = |text: &str, apart: bool| {
        if apart {
            numbers.push(String::new());
        }
        if let Some(last) = numbers.last_mut() {
            last.push_str(text);
        }
    };
    for part in parts_with(query, &idle, true) {
        if !part.is_unknown() {
            put("", true);
            continue;
        }
        if query.listed.contains(&part.at) {
            put("、", false);
        } else if query.breaks.contains(&part.at) {
            put(" ", false);
        }
        put(part.text, false);
    }
    numbers.retain(|number| !number.trim().is_empty());
    numbers
}

/// Takes a plain text apart, and tells what it asks.
pub fn read(query: &Query, words: &[QueryWord], own: &PlaceNames) -> Asked {
    let text = query.text.as_str();
    let words: Vec<&QueryWord> = LANGUAGE
        .iter()
        .chain(words)
        .filter(|word| !word.text.is_empty() && text.contains(&word.text))
        .collect();
    let parts = parts(query, &words);
    let mut asked = Asked::default();
    let of_place = places(&parts, own, &mut asked);
    let rest = || parts.iter().zip(&of_place).filter(|(_, of_place)| !**of_place);
    asked.unknown = rest().any(|(part, _)| part.is_foreign());
    asked.core = rest()
        .filter(|(part, _)| part.is_foreign() || part.is_matter() || part.means(&Meaning::Subject))
        .map(|(part, _)| part.text)
        .collect();
    asked.letters = rest()
        .filter(|(part, _)| part.is_one_letter() || !part.means(&Meaning::Asking))
        .map(|(part, _)| part.text)
        .collect();
    // One letter before a word is a surname more often than not: 王建设.
    let mut unknown = rest().filter(|(part, _)| part.is_unknown()).map(|(part, _)| part.text);
    let first = unknown.next().filter(|_| unknown.next().is_none());
    if first.is_some_and(|first| asked.core.starts_with(first)) && asked.core.chars().count() < 4 {
        asked.core.clear();
    }
    asked.title = parts.iter().any(|part| part.means(&Meaning::Title));
    let other = rest().any(|(part, _)| part.is_matter() && !part.means(&Meaning::Subject));
    let mut before: Option<&Part<'_>> = None;
    for (part, of_place) in parts.iter().zip(&of_place) {
        let before = before.replace(part);
        if *of_place || !part.is_matter() {
            continue;
        }
        if other && part.means(&Meaning::Subject) {
            continue;
        }
        // One letter is a word where nothing but a question stands beside it: 水 of 谁管水, not of 水管.
        let alone = |(beside, _): (&Part<'_>, _)| {
            std::ptr::eq(beside, part) || (!beside.is_one_letter() && !beside.is_matter())
        };
        if part.is_one_letter() && !rest().all(alone) {
            asked.unknown = true;
            continue;
        }
        // 登记 of 户口登记 is not the matter that the document speaks of; it is in 户口、登记.
        let of_other = !query.breaks.contains(&part.at)
            && before
                .is_some_and(|before| before.is_not_covered() && !before.means(&Meaning::Subject))
            && !part.is_not_covered()
            && !COMPLAINTS.contains(&part.text);
        if !of_other {
            take(part, &mut asked);
        }
    }
    if asked.roles.iter().any(Option::is_some) {
        asked.roles.retain(Option::is_some);
    }
    asked
}

/// Adds what a part means to what is asked.
fn take(part: &Part<'_>, asked: &mut Asked) {
    let topical = part
        .words
        .iter()
        .any(|word| matches!(word.meaning, Meaning::Topic(_) | Meaning::NotCovered { .. }));
    let departmental =
        part.words.iter().any(|word| matches!(word.meaning, Meaning::Department(..)));
    let of_today = |word: &&QueryWord| {
        matches!(word.meaning, Meaning::Department(_, Body::Local | Body::Placed))
    };
    let of_today = part.words.iter().any(of_today);
    for word in &part.words {
        match &word.meaning {
            Meaning::Clause(number) => asked.clauses.push(number.clone()),
            Meaning::Topic(topic) => asked.topics.push(topic.clone()),
            Meaning::See(topic) => {
                asked.see.push(topic.clone());
                continue;
            }
            Meaning::NotCovered { source, matter } => {
                asked.not_covered.push((*source, *matter));
            }
            // A word that is both, such as 消防, is meant as the matter.
            Meaning::Department(id, body)
                if !topical && *body != Body::Above && !(of_today && *body == Body::Former) =>
            {
                if !asked.departments.contains(id) {
                    asked.departments.push(id.clone());
                }
            }
            // The seat of a department is told with the department.
            Meaning::Seat { source, seat } if !departmental => asked.seats.push((*source, *seat)),
            Meaning::Role(role) => asked.roles.push(*role),
            _ => continue,
        }
        if !asked.matters.contains(&word.shown) {
            asked.matters.push(word.shown.clone());
        }
    }
}

/// Which parts only name a place; whether the place is another one is told in `asked`.
fn places(parts: &[Part<'_>], own: &PlaceNames, asked: &mut Asked) -> Vec<bool> {
    let mut of_place = vec![false; parts.len()];
    // Where the letters or names begin that stand right before a part, and whether they name another place.
    let mut before: Option<usize> = None;
    let mut elsewhere = false;
    let mut above: Vec<String> = Vec::new();
    // 新, 开 and the like are letters of a name where a level follows: 新区, 开发区.
    let mut odd = false;
    for (position, part) in parts.iter().enumerate() {
        // 区 and 区委 end the name of another place where unknown letters stand before them; but for counties no
        // place has a name of one letter: 超市, 郊区.
        let letters = parts.iter().take(position).skip(before.unwrap_or(position));
        let letters: usize = letters.map(|part| part.text.chars().count()).sum();
        let is_named = odd || letters > 1 || (letters == 1 && part.text.starts_with('县'));
        let ends_a_name = part.text.starts_with(LEVELS) && is_named;
        let here = part.means(&Meaning::Here) && !ends_a_name;
        let level = part.means(&Meaning::Level) || part.means(&Meaning::Here);
        let of_above = part.departments(Body::Above);
        let mark = |of_place: &mut Vec<bool>, first: Option<usize>| {
            let first = first.unwrap_or(position);
            of_place.iter_mut().take(position + 1).skip(first).for_each(|part| *part = true);
        };
        if here {
            // What stands right before the name of this place belongs to it: 山东省淄博市张店区.
            mark(&mut of_place, before);
            (before, elsewhere) = (None, false);
            above.clear();
        } else if level && ends_a_name {
            elsewhere = true;
            before = before.or(position.checked_sub(1));
            mark(&mut of_place, before);
        } else if level && own.has_level(part.text) {
            mark(&mut of_place, None);
        } else if level
            && part.text != "省"
            && (parts.get(position + 1).is_some_and(Part::is_unknown)
                || (before.is_some() && !elsewhere))
        {
            // 市 of 市政 and 超市 is no level.
            before = before.or(Some(position));
        } else if level || part.means(&Meaning::Elsewhere) || !of_above.is_empty() {
            elsewhere = true;
            above.extend(of_above);
            before = before.or(Some(position));
            mark(&mut of_place, before);
        } else if part.is_unknown() {
            before = before.or(Some(position));
        } else {
            let placed = !part.departments(Body::Placed).is_empty() || part.is_placed(own);
            if let (Some(first), true) = (before, elsewhere || placed) {
                of_place.iter_mut().take(position).skip(first).for_each(|part| *part = true);
            }
            if elsewhere && !placed {
                asked.elsewhere = true;
                asked.departments.append(&mut above);
            }
            (before, elsewhere) = (None, false);
        }
        odd = part.means(&Meaning::Asking) && part.is_one_letter() && !BEFORE.contains(part.text);
    }
    if elsewhere {
        asked.elsewhere = true;
        asked.departments.append(&mut above);
        of_place.iter_mut().skip(before.unwrap_or_default()).for_each(|part| *part = true);
    }
    of_place
}

/// The parts of a text: as many letters as can be are in words, and the words are as few and as long as can be.
/// No word goes over the mark of a list.
fn parts<'a>(query: &'a Query, words: &[&'a QueryWord]) -> Vec<Part<'a>> {
    parts_with(query, words, false)
}

fn parts_with<'a>(query: &'a Query, words: &[&'a QueryWord], parentheses: bool) -> Vec<Part<'a>> {
    let text = query.text.as_str();
    let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    // From each start to the end: letters in words, parts, letters in matters, and how long the first part is.
    type Way = (usize, Reverse<usize>, usize, usize);
    let mut best: Vec<Way> = vec![(0, Reverse(0), 0, 0); starts.len()];
    for position in (0..starts.len().saturating_sub(1)).rev() {
        let from = starts.get(position).copied().unwrap_or_default();
        let mark = query.listed.iter().copied().find(|mark| *mark > from);
        let rest = text.get(from..mark.unwrap_or(text.len())).unwrap_or_default();
        let with = |length: usize, covered: usize, matter: usize| -> Way {
            let (beyond, Reverse(parts), matters, _) =
                best.get(position + length).copied().unwrap_or_default();
            (beyond + covered, Reverse(parts + 1), matters + matter, length)
        };
        let here = words.iter().filter(|word| rest.starts_with(word.text.as_str()));
        let ways = here.map(|word| {
            let length = word.text.chars().count();
            with(length, length, if word.meaning.is_matter() { length } else { 0 })
        });
        let chosen = ways.chain([with(1, 0, 0)]).max();
        if let (Some(best), Some(chosen)) = (best.get_mut(position), chosen) {
            *best = chosen;
        }
    }
    let mut found: Vec<Part<'a>> = Vec::new();
    let mut position = 0;
    while let Some((.., length)) = best.get(position).filter(|(.., length)| *length > 0) {
        let (Some(from), Some(to)) = (starts.get(position), starts.get(position + length)) else {
            break;
        };
        let part = text.get(*from..*to).unwrap_or_default();
        position += length;
        if !parentheses && matches!(part, "（" | "）") {
            continue;
        }
        let words: Vec<&QueryWord> =
            words.iter().copied().filter(|word| word.text == part).collect();
        found.push(Part { text: part, at: *from, words });
    }
    found
}
