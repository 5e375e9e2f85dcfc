//! 惯用名: what columns of tables are mostly called, and the facts that are meant.

use crate::facts::records::Fact;

/// Names by custom, and the facts that each may stand for; without a fact, one that no rule asks about.
#[rustfmt::skip]
pub const CUSTOMARY: &[(&[Fact], &str)] = &[
    (&[Fact::Jurisdiction],
        "地区 区域 区划 辖区 行政区 行政区域 行政区划 行政区划代码 行政区划编码 区划代码 区划编码 地区代码 区域代码 所属区划 所属区域 所属地区 所在地区 所在区域 所在区 \
        所在区县 所在县区 所属区县 所属辖区 区县 县区 区（县） 区县名称 区县代码 属地 管辖区 管辖地 region district county zone region_code district_code area_code adcode zoning_name"),
    (&[Fact::CreditCode],
        "信用代码 统一代码 统一信用代码 社会信用代码 统一社会代码 信用代码证 信用代码证号 机构代码 单位代码 uscc social_credit_code unified_code credit_no"),
    (&[Fact::Nature], "营利性 非营利 非营利性 营利 盈利 是否营利 是否非营利 是否盈利 营利性质 盈利性质 盈利性 经营性质 登记性质 是否营利性 profit for_profit nonprofit"),
    (&[Fact::Nature, Fact::LegalForm], "institution_type inst_nature"),
    (&[Fact::Nature, Fact::LegalForm, Fact::Operator], "性质 单位性质 办学性质 办园性质 办托性质 举办性质 公办民办 公办或民办 公民办"),
    (&[Fact::LegalForm], "法人类型 法人性质 法人形式 法人类别 主体类型 主体性质 市场主体类型 企业类型 注册类型 注册类别 登记类别 登记形式 登记方式 注册形式 组织形式 组织类型 单位类型 单位类别 \
        form legal_type company_type"),
    (&[Fact::Operator], "举办者 举办方 举办者类型 举办者性质 举办主体性质 举办主体类型 举办单位 举办类型 主办单位 主办方 主办者 开办主体 开办单位 办学主体 办托主体 办园主体 运营主体 sponsor sponsor_kind owner_type"),
    (&[Fact::Service], "托育类型 托育机构类型 托育服务类型 托育机构服务类型 机构形态 服务类别 办托类型 办托形式 托育类别"),
    (&[Fact::Service, Fact::LegalForm], "类型 类别 机构类型 机构类别 机构分类 机构种类 type category"),
    (&[Fact::Modes], "服务方式 服务模式 托育方式 托育模式 托育形式 托育服务形式 收托形式 收托方式 收托类型 入托方式 全日托 半日托 计时托 临时托 service_modes"),
    (&[Fact::Registered], "是否登记 是否注册 是否已注册 已注册 登记状态 登记情况 注册状态 注册情况 有无登记 是否注册登记 是否登记注册 is_registered"),
    (&[Fact::Filed], "备案 备案状态 备案情况 机构备案情况 备案结果 是否备案 有无备案 备案与否 完成备案 是否完成备案 备案完成情况 is_filed filing_status filing"),
    (&[Fact::Inclusive], "普惠性 普惠机构 普惠性机构 普惠托育 普惠托育机构 普惠性托育机构 普惠认定 普惠情况 普惠性质 普惠类型 is_inclusive"),
    (&[Fact::ServesCommunity], "社区 社区托育 社区服务 为社区服务 为社区提供服务 社区嵌入式 社区嵌入式托育 community community_service"),
    (&[Fact::ScopeNamesChildcare], "经营范围 业务范围 服务范围 营业范围 范围 business_scope"),
    (&[Fact::NameShowsChildcare], "名称含托育 名称中有托育 名称带托育"),
    (&[Fact::Premises], "场地性质 场地类型 场地来源 场所类型 场所来源 用房性质 房屋性质 房产性质 房屋产权 房屋来源 产权 产权性质 房屋权属 场地权属 权属 租赁 租赁情况 是否租赁 自有或租赁 premises_kind"),
    (&[Fact::LeaseFrom, Fact::LeaseUntil], "租期 租赁期 租赁期限 租赁期间 租赁时间 租约 租约期限 合同期限 lease lease_term"),
    (&[Fact::LeaseFrom], "租期起 租期开始 租期开始日 租期起始日 租期起始 租赁开始 租赁开始日 租赁起始 租赁起始日 租赁起日 租赁起 起租日 起租 租约开始 租约起日 lease_start lease_begin"),
    (&[Fact::LeaseUntil], "租期止 租期结束 租期结束日 租期终止日 租期截止 租期截止日 租期到期 租期到期日 租期届满日 租赁到期 租赁到期日 租赁截止 租赁截止日 租赁终止 租赁终止日 租赁结束 租赁结束日 租赁止日 \
        租赁止 租赁合同到期 租赁合同到期日 合同到期日 租约到期 租约到期日 lease_end lease_to expiry"),
    (&[Fact::Storey], "楼层 层数 所在层 所在层数 最高层 最高楼层 楼层数 用房楼层 所处楼层 floor floors level story"),
    (&[Fact::Dwelling], "住宅 民宅 居民楼 居住用房 住宅用房 是住宅 住宅性质 住房"),
    (&[Fact::OwnersConsent], "业主同意 业主一致同意 利害关系业主同意 邻居同意"),
    (&[Fact::LandUse], "用地 用地性质 用地类型 土地性质 土地类型 用地类别 规划用途 土地规划用途"),
    (&[Fact::LandUse, Fact::LandSupply], "土地 土地情况 land"),
    (&[Fact::LandSupply], "土地来源 土地取得方式 用地方式 土地供应方式 供地"),
    (&[Fact::Meals], "供餐 就餐 就餐方式 餐饮 餐饮方式 用餐方式 膳食 膳食方式 配餐 食堂 有无食堂 供餐情况 供餐类型 meal"),
    (&[Fact::Capacity], "托位 总托位 总托位数 托位总数 核定托位 核定托位数 规划托位 规划托位数 设计托位 设计托位数 备案托位 备案托位数 实有托位 实有托位数 现有托位 现有托位数 实际托位 实际托位数 托位数量 \
        收托规模 托育规模 办托规模 建设规模 规模 容量 capacity seats slots"),
    (&[Fact::NewPlaces], "新增托位 新增托位数量 增加托位 增加托位数 新建托位 新建托位数"),
    (&[Fact::OtherBusiness], "兼营 其他业务 其他经营 其他项目"),
    (&[Fact::SeparateAccounting], "单独核算 独立核算 分开核算 分别核算"),
    (&[Fact::OpenToPublic], "对外开放 社会开放 面向社会 对外招生 对外招收"),
    (&[Fact::SupervisorConsent], "主管单位同意 主管部门同意 业务主管部门同意 主管意见"),
    (&[Fact::ReceivedOn], "收件 收件日 收到日 受理日 材料接收日 接收日 提交日 收到备案材料日 申请日 申报日"),
    (&[Fact::ReceiptGivenOn], "备案日 备案通过日 备案完成日 回执日 回执 备案回执 filed_on"),
    (&[Fact::FilingForm], "备案申请书 备案登记表 备案申请表 备案表"),
    (&[Fact::Commitment], "承诺书 备案承诺 承诺"),
    (&[Fact::Licence], "营业执照 执照 证照 登记证书 法人登记证书 法人证书 license"),
    (&[Fact::LicenceValidUntil], "执照有效期 执照到期日 营业执照有效期 营业执照到期日 证照有效期 证照到期日 登记证书有效期"),
    (&[Fact::PremisesProof], "场所证明 房产证 房产证明 产权证 产权证明 租赁合同 租赁协议 房屋租赁合同 场地证明材料"),
    (&[Fact::StaffQualifications], "资格证明 资格证 资质证明 专业资格 人员资质 人员资格证"),
    (&[Fact::StaffHealthCertificates], "健康证 健康证明 健康合格证 健康合格证明 人员健康证 体检 体检合格证"),
    (&[Fact::StaffHealthValidUntil], "健康证有效期 健康证到期日"),
    (&[Fact::HealthEvaluation], "卫生评价 卫评 卫评报告 卫生评估 卫生评价结论"),
    (&[Fact::FireProof, Fact::FireEvidence], "消防 消防手续 消防验收 消防备案 消防检查 消防材料 消防情况 消防证明 消防合格 消防合格证 消防合格证明 消防安全 通过消防 消防许可"),
    (&[Fact::FoodLicence], "食品 食品证 食品许可 食品许可证 食品经营许可 餐饮许可 餐饮许可证 餐饮服务许可证"),
    (&[Fact::FoodLicenceValidUntil], "食品许可证有效期 食品许可证到期日 食品经营许可证到期日"),
    (&[Fact::HeadDegree], "学历 园长学历 文化程度"),
    (&[Fact::HeadExperienceYears], "工作年限 从业年限 管理年限 负责人年限"),
    (&[Fact::Guards], "保安 保安员 保安人员 保安数 保安员数 保安人数"),
    (&[Fact::Carers, Fact::ClassCarers], "照护人员 照护人员数 照护人数 照护者 保育员 保育员数 保育人员 保育人员数 保育师 保育师数 看护人员 看护人员数 caregivers carer"),
    (&[Fact::Children, Fact::ClassChildren], "在托人数 在托数 在托婴幼儿数 在园数 在园人数 入托人数 入托数 收托人数 收托数 实际收托数 婴幼儿数 婴幼儿人数 幼儿数 幼儿人数 儿童数 孩子数 enrolled"),
    (&[Fact::ToddlerClasses], "托班 托班数 托班数量 托班班数"),
    (&[Fact::Classes], "班级数 班数 班级数量 班级情况"),
    (&[Fact::ApprovedClasses], "核定班数 核定班级数 规划班数 办园规模"),
    (&[Fact::YoungestMonths, Fact::OldestMonths], "月龄 年龄 年龄段 月龄段 age"),
    (&[Fact::Day], "作答日期 答复日 答复日期 查询日"),
    (&[], "名称 机构名称 单位名称 企业名称 园所名称 托育机构名称 全称 简称 机构简称 别名 字号 地址 详细地址 机构地址 机构住所 住所 住址 注册地址 经营地址 办公地址 托育场所地址 街道 镇街 镇办 乡镇 街道镇 省 市 \
        省份 城市 省市 经度 纬度 坐标 负责人 园长 法人 法人代表 法定代表人 法人姓名 姓名 联系人 联系方式 联系电话 电话 手机 手机号 手机号码 邮箱 身份证 身份证号 身份证号码 证件号 证件号码 营业执照号 执照号 \
        注册号 税号 编号 序号 备案号 备案编号 备案证号 许可证号 证号 备注 说明 原因 附件 面积 建筑面积 使用面积 室内面积 户外面积 占地面积 总层数 建筑层数 成立日 成立 建成 建园 开业日 开业 开办日 注册日 登记日 \
        注销日 收费 收费标准 月收费 托育费 保育费 价格 金额 补贴 补助 注册资金 注册资本 职工数 职工人数 教职工数 员工数 员工人数 从业人员 从业人员数 登记机关 登记部门 注册登记机关 备案机关 备案部门 主管部门 主管单位 \
        业务主管单位 审批部门 状态 经营状态 运营状态 营业状态 日期 时间 日 数量 人数 代码 编码 名字 保健人员 保健员 卫生保健人员 纳税人类型 小规模 小规模纳税人 \
        name address phone tel mobile email id no code status remark note area date contact founded_on city province street"),
];
