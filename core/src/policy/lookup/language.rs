//! Words that only ask, that tell of whom or where, and levels of government: those of the language, whatever the files say.

use std::sync::LazyLock;

use crate::policy::lookup::department_names::LEVELS;
use crate::policy::lookup::query::{Meaning, QueryWord};
use crate::policy::terms::SeatRole;

/// Words that only ask, or that only join others.
pub(super) const ASKING: &str = "附件 附件1 附件2 附件一 附件二 第 条 项 款 条款 条文 内容 原文 意见 实施意见 本意见 本文件 请问 您好 你好 想问 想问一下 问一下 问下 咨询 请教 打听 谁 谁管 谁来管 谁在管 谁负责 谁来负责 谁主管 谁办 谁来办 \
    找谁 找谁办 问谁 归谁 归谁管 该谁管 由谁 由谁管 由谁负责 向谁 跟谁 和谁 是谁 谁是 哪个 哪些 哪个部门 哪些部门 什么部门 哪个单位 哪些单位 哪家单位 什么单位 哪个局 哪些局 \
    哪家 哪里 哪儿 哪 在哪 在哪里 去哪 去哪里 去哪儿 到哪 到哪里 到哪儿 上哪 上哪儿 上哪里 哪里办 哪办 怎么 怎么办 怎么办理 怎样 怎样办 如何 如何办理 什么 啥 什么时候 \
    多少 多少钱 多久 几天 为什么 为啥 吗 呢 吧 啊 呀 么 嘛 哦 哈 了 的 是 由 归 找 去 到 在 向 对 给 把 和 与 及 跟 或 或者 还是 以及 还有 有 没有 有没有 有无 能 能不能 能否 可以 \
    可不可以 要 要不要 需要 想 想要 准备 打算 我 我们 我想 你 你们 咱 咱们 他们 大家 这个 那个 这 那 个 一个 一家 一所 家 一下 关于 有关 相关 涉及 方面 问题 的话 事 事情 事项 工作 业务 管 管理 管不管 管着 \
    负责 负责人 主管 分管 办 办理 申请 申报 申领 手续 流程 程序 步骤 条件 要求 政策 规定 文件 职责 职能 职责分工 职责是什么 责任 责任部门 负责部门 管理部门 主管单位 经办 \
    部门 单位 管什么 管哪些 管啥 负责什么 负责哪些 干什么 干啥 做什么 干什么的 什么职责 哪些职责 有哪些 有什么 是什么 是哪个 是哪 属于 属 应该 应当 应 该 会 就 都 也 还 又 让 \
    用 开 开办 举办 做 搞 领 领取 交 报 查 查询 检查 监督检查 督查 抽查 新 现在 目前 今年 以后 以前 之前 之后 时候 里 从 及其 等 发展 促进 推动 推进 落实 当 设 设在 新增 具体 主要 到底 究竟 证 费 费用 钱 款 \
    服务 情况 享受 帮忙 帮助 解决 处理 反映 怎么样 行不行 行吗 好吗 谢谢";

/// Of whom or where a matter is: none narrows the answer, and none keeps a word from being found.
pub(super) const SUBJECTS: &str = "托育 托育机构 托育服务 托育服务机构 托育园 托育中心 托育点 托育所 托儿所 托位 入托 全日托 半日托 计时托 临时托 托 行业 婴幼儿 婴幼儿照护 婴幼儿照护服务 婴幼儿照护服务机构 照护 照护服务 照护机构 \
    3岁以下 三岁以下 03岁 0至3岁 0到3岁 孩子 小孩 小孩子 宝宝 宝贝 娃 婴儿 幼儿 儿童 家长 父母 家庭 老师 教师 员工 职工 人员 工作人员 从业人员 保育员 保育师 育婴员 育婴师 幼师 厨师 炊事员 保健员 保健医 卫生保健员 机构 园 园所 园区 场所 企业 公司 个人 \
    社会力量 民办 公办 社会组织 幼儿园 托班 幼儿园托班 家庭托育点 小区 社区 街区 片区 城区 市区 老城区 居民区 住宅区 生活区 居住区 农村 城乡 园长 负责人 举办者 用人单位 机关 企事业单位 国企 国有企业 事业单位 营利性 非营利性 非营利 营利 普惠 普惠性 普惠托育 优惠 优惠政策 扶持 扶持政策 支持 政府 人民政府 价格";

/// Posts of persons; none is anything without its unit.
pub(super) const TITLES: &str = "局长 副局长 主任 副主任 办主任 部长 副部长 大队长 副大队长 队长 书记 副书记 区长 副区长 市长 县长 镇长 科长 处长 所长 主席 会长 理事长 主任科员 四级主任科员 正科级干部 \
    一级助理员 党组成员 干部 领导 一把手 分管领导 负责同志 联系人 名字 姓名 叫什么";

/// Levels above the district, and what is said of places elsewhere.
pub(super) const ELSEWHERE: &str = "国家 全国 中央 国务院 省级 市级 我省 全省 本省 全市 外区 外县 外市 外省 外地 其他区 别的区 其他区县 外区县 上城区 下城区 新城区 中城区 开发区 经济开发区 新区";

/// Words that end like the name of a place and are none.
pub(super) const NO_PLACES: &str = "城市 工业区 商业区 旅游区 保护区 风景区 度假区 服务区 办公区 活动区 游戏区 教学区 实验区 示范区 试验区 县城 市场";

/// Words for the place that is asked of.
pub(super) const HERE: &str = "区县 县区 县级 区级 本地 当地 所在地 属地 辖区 辖区内 中共";

/// Words for what is done about any matter, no part of its name.
pub(super) const COMPLAINTS: [&str; 3] = ["投诉", "举报", "投诉举报"];

/// Words of one letter that may stand before the name of a place.
pub(super) const BEFORE: &str =
    "的了是由归找去到在向对给把和与及跟或有要想我你咱管能会就都也还又让从";

pub(super) const ROLES: [(&str, Option<SeatRole>); 10] = [
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
pub(super) static LANGUAGE: LazyLock<Vec<QueryWord>> = LazyLock::new(|| {
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
