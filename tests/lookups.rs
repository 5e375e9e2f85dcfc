//! Look-ups as people type them: a matter and a department are found whatever stands around them, and never in another place.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use tuoyu::{Department, LookUpState, PolicyBook, PolicyText, Responsibility};

const PLACE: &str = "370303";

static BOOK: LazyLock<PolicyBook> =
    LazyLock::new(|| PolicyBook::bundled().expect("the bundled book is sound"));

fn asked(query: &str) -> Responsibility {
    BOOK.responsible(query, PLACE, "2026-06-01".parse().expect("a day")).expect("an answer")
}

/// The answer without the words under which it was recognised.
fn sources(found: &Responsibility) -> impl PartialEq + std::fmt::Debug {
    (
        found.state,
        found.named.clone(),
        found.duties.clone(),
        found.seats.clone(),
        found.not_covered.clone(),
    )
}

fn topics() -> BTreeSet<String> {
    let clauses = BOOK.clauses(PLACE, "2026-06-01".parse().expect("a day")).expect("clauses");
    let local =
        clauses.clauses.into_iter().filter(|one| one.citation.instrument == "zhangdian-2021-8");
    local.flat_map(|clause| clause.topics).collect()
}

fn departments() -> Vec<Department> {
    let found = BOOK.departments(PLACE, "2026-06-01".parse().expect("a day"));
    found.expect("departments").departments
}

const QUESTIONS: [&str; 19] = [
    "谁管{}",
    "谁负责{}？",
    "{}谁负责",
    "{}找谁",
    "{}找谁办",
    "{}归谁管",
    "{}去哪办",
    "{}怎么办?",
    "{}怎么办理",
    "{}由哪个部门负责",
    "{}是哪个部门",
    "{}是哪个部门管的",
    "哪个部门管{}",
    "哪个部门负责{}呢",
    "请问{}归哪个部门管？",
    "我想问一下，{}找谁啊",
    "张店区{}谁管",
    "我区的{}由谁负责",
    "淄博市张店区{}找哪个部门",
];

#[test]
fn a_matter_is_found_by_every_question_on_it() {
    let topics = topics();
    assert!(topics.len() > 300, "{}", topics.len());
    for (position, topic) in topics.into_iter().enumerate() {
        let plain = asked(&topic);
        assert_eq!(plain.state, LookUpState::Found, "{topic}: {plain:?}");
        // Every question is asked of many topics, and every topic by many questions.
        for question in QUESTIONS.iter().skip(position % 4).step_by(4) {
            let query = question.replace("{}", &topic);
            let found = asked(&query);
            assert_eq!(sources(&found), sources(&plain), "{query}");
            assert_eq!(found.matters, plain.matters, "{query}");
        }
    }
}

/// Names as they are typed, without a place.
const NAMES: [(&str, &[&str]); 23] = [
    ("publicity", &["宣传部", "宣传部门"]),
    (
        "development_reform",
        &["发改局", "发改委", "发展改革局", "发展和改革局", "发展和改革委员会", "发改部门"],
    ),
    ("education_sports", &["教体局", "教育体育局", "教育和体育局", "教育局", "体育局", "教育部门"]),
    ("public_security", &["公安局", "公安分局", "公安部门", "公安"]),
    (
        "administrative_approval",
        &["行政审批局", "行政审批服务局", "审批局", "审批服务局", "行政审批部门"],
    ),
    ("civil_affairs", &["民政局", "民政部门"]),
    ("establishment", &["编办", "编委办", "机构编制委员会办公室", "机构编制部门"]),
    ("finance", &["财政局", "财政部门"]),
    (
        "human_resources",
        &["人社局", "人力资源社会保障局", "人力资源和社会保障局", "人社部门", "劳动局"],
    ),
    (
        "natural_resources",
        &["自然资源局", "自然资源和规划局", "自规局", "国土局", "国土资源局", "规划局"],
    ),
    (
        "housing_construction",
        &[
            "住建局",
            "住建委",
            "住房建设局",
            "住房城乡建设局",
            "住房和城乡建设局",
            "建设局",
            "房管局",
        ],
    ),
    (
        "health",
        &[
            "卫健局",
            "卫健委",
            "卫生健康局",
            "卫生健康委",
            "卫生健康委员会",
            "卫健部门",
            "卫计委",
            "卫计局",
            "卫生局",
            "计生局",
            "计生办",
            "卫生健康主管部门",
        ],
    ),
    ("emergency_management", &["应急局", "应急管理局", "应急管理部门", "安监局"]),
    ("fire_rescue", &["消防大队", "消防救援大队", "消防队", "消防部门"]),
    ("tax", &["税务局", "国税局", "地税局", "税务部门"]),
    (
        "market_regulation",
        &[
            "市场监管局",
            "市场监督管理局",
            "市监局",
            "工商局",
            "质监局",
            "药监局",
            "食药监局",
            "市场监管部门",
        ],
    ),
    ("civil_air_defence", &["人防办", "人防办公室", "人民防空办公室", "人防部门"]),
    ("public_utilities", &["公用事业服务中心", "公用事业局", "公用事业服务部门"]),
    ("trade_union", &["工会", "总工会"]),
    ("womens_federation", &["妇联", "妇女联合会"]),
    ("family_planning_association", &["计生协", "计生协会", "计划生育协会"]),
    ("power_supply", &["供电中心", "供电局", "供电公司"]),
    ("towns", &["乡镇", "镇街", "街道办", "乡镇政府", "乡镇街道办事处"]),
];

#[test]
fn a_department_is_found_under_every_form_of_its_names() {
    let known = departments();
    for (id, names) in NAMES {
        let department = known.iter().find(|one| one.id == id).expect("a department");
        let shown = department.office.as_ref().unwrap_or(&department.name);
        let wanted = asked(id);
        for name in names {
            for before in
                ["", "区", "张店", "张店区", "淄博市张店区", "山东省淄博市张店区", "本区", "我区"]
            {
                let after = ["", "管什么", "的职责", "负责什么？", " 有哪些职责"];
                let query =
                    format!("{before}{name}{}", after[(before.len() + name.len()) % after.len()]);
                let found = asked(&query);
                assert_eq!(found.matters, [shown.as_str()], "{query}");
                assert_eq!(sources(&found), sources(&wanted), "{query}");
            }
        }
    }
}

#[test]
fn a_department_of_another_place_is_never_this_ones() {
    let places = [
        "淄川区",
        "淄川",
        "博山区",
        "周村区",
        "临淄区",
        "桓台县",
        "高青县",
        "沂源县",
        "高新区",
        "淄博高新区",
        "经开区",
        "历下区",
        "浦东新区",
        "上城区",
        "莒县",
        "济南市",
        "济南市历下区",
        "山东省济南市历下区",
        "淄博市",
        "市",
        "省",
        "山东省",
        "国家",
        "全国",
        "县",
    ];
    for (_, names) in NAMES {
        for name in names {
            for place in places {
                let query = format!("{place}{name}");
                let found = asked(&query);
                let told = (&found.named, &found.duties, &found.seats);
                assert!(
                    found.named.is_empty() && found.duties.is_empty() && found.seats.is_empty(),
                    "{query}: {told:?}"
                );
                assert_eq!(found.state, LookUpState::Elsewhere, "{query}");
            }
        }
    }
}

#[test]
fn a_name_is_of_one_department() {
    for (_, names) in NAMES {
        for name in names {
            assert_eq!(asked(name).matters.len(), 1, "{name}");
        }
    }
}

/// Names of offices that the document does not name, and of none that is like them.
const NOT_NAMED: [&str; 12] = [
    "环保局",
    "环境保护局",
    "生态环境局",
    "水务局",
    "商务局",
    "审计局",
    "统计局",
    "农业局",
    "交通局",
    "城管局",
    "综合执法局",
    "文旅局",
];

#[test]
fn no_office_stands_for_another_that_is_not_named() {
    for name in NOT_NAMED {
        for before in ["", "区", "张店", "张店区", "淄博市张店区", "本区"] {
            for after in ["", "管什么", "找谁", "电话"] {
                let query = format!("{before}{name}{after}");
                let found = asked(&query);
                assert_eq!(found.state, LookUpState::NotCovered, "{query}");
                let told = (&found.named, &found.duties, &found.seats, &found.nearest);
                assert_eq!(told, (&vec![], &vec![], &vec![], &vec![]), "{query}");
            }
        }
        assert_eq!(asked(&format!("淄川区{name}")).state, LookUpState::Elsewhere, "{name}");
    }
    // Offices that no list has: two letters of any kind and a suffix.
    let letters: Vec<char> = "盐务气象烟草铁路医管监环安粮贸林渔".chars().collect();
    let known: BTreeSet<String> =
        departments().into_iter().filter_map(|one| one.office).chain(["医保局".into()]).collect();
    for (first, second) in letters.iter().flat_map(|one| letters.iter().map(move |two| (one, two)))
    {
        for suffix in ["局", "委"] {
            let query = format!("{first}{second}{suffix}");
            let found = asked(&query);
            let offices = found.nearest.iter().filter(|word| known.contains(*word));
            assert_eq!(offices.count(), 0, "{query}: {:?}", found.nearest);
        }
    }
}

#[test]
fn a_clause_is_found_however_its_number_is_written() {
    let clauses = BOOK.clauses(PLACE, "2026-06-01".parse().expect("a day")).expect("clauses");
    let figures =
        ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三"];
    let figure = |text: &str| figures.iter().position(|one| *one == text).map(|one| one + 1);
    let mut written = 0;
    for clause in clauses.clauses {
        let number = clause.citation.clause.as_str();
        let Some((section, rest)) = number.split_once('（') else { continue };
        let Some((part, item)) = rest.split_once('）') else { continue };
        if clause.citation.instrument != "zhangdian-2021-8" {
            continue;
        }
        let (wanted, half) = (asked(number), number.replace('（', "(").replace('）', ")"));
        let (section_figure, part_figure) =
            (figure(section).expect("a figure"), figure(part).expect("a figure"));
        let mut forms = vec![
            half,
            format!("{section}、（{part}）{item}"),
            format!("{section}{part}{item}"),
            format!("{section_figure}（{part_figure}）{item}"),
            format!("第{section}部分第（{part}）项{item}"),
        ];
        if let Ok(value) = item.parse::<usize>() {
            let chinese = figures[value - 1];
            forms.push(format!("{section_figure}.{part_figure}.{item}"));
            for level in ["条", "项", "点"] {
                forms.push(format!("第{item}{level}"));
                forms.push(format!("第{chinese}{level}"));
                forms.push(format!("{chinese}{level}"));
                forms.push(format!("{item}{level}"));
            }
            forms.push(item.to_owned());
        }
        for form in forms {
            for query in
                [form.clone(), format!("{form}谁负责"), format!("张店区{form}由哪个部门管？")]
            {
                let found = asked(&query);
                assert_eq!(found.matters, [number], "{query}");
                assert_eq!(sources(&found), sources(&wanted), "{query}");
                written += 1;
            }
        }
    }
    assert!(written > 500, "{written}");
}

#[test]
fn nothing_typed_is_told_again() {
    let number = format!("1101051949{}002X", "1231");
    let phone = format!("138{}", "0".repeat(8));
    for secret in ["赵钱孙", number.as_str(), phone.as_str(), "Zhang San"] {
        for query in [
            "{}",
            "{}卫健局",
            "卫健局{}",
            "消防{}",
            "{}消防",
            "淄川区{}卫健局",
            "医保{}",
            "{}局长",
            "附件1{}",
            "谁管{}",
        ] {
            let query = query.replace("{}", secret);
            let found = format!("{:?}", asked(&query));
            for part in secret.split(' ') {
                assert!(!found.contains(part) && !found.contains(&part.to_lowercase()), "{found}");
            }
        }
    }
}

/// Letters of the policy file in no order: words come out of nowhere, in pieces and beside each other.
#[test]
fn any_letters_have_an_answer_that_agrees_with_itself() {
    let letters: Vec<char> = "张店区市省县卫健局消防谁管的水电热补贴登记备案医保（一）10附件·部门委公安分中心镇街道，？ 王xX".chars().collect();
    let mut state: u64 = 7;
    for _ in 0..4000 {
        let mut query = String::new();
        for _ in 0..(state >> 20) % 9 {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let letter = usize::try_from(state >> 33).expect("31 bits") % letters.len();
            query.push(letters[letter]);
        }
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let found = asked(&query);
        let answered = matches!(found.state, LookUpState::Found | LookUpState::NotCovered);
        assert_eq!(!found.matters.is_empty(), answered, "{query}: {found:?}");
        let told = !found.named.is_empty()
            || !found.duties.is_empty()
            || !found.seats.is_empty()
            || !found.not_covered.is_empty();
        assert_eq!(told, answered, "{query}: {found:?}");
        assert!(found.nearest.is_empty() || found.state == LookUpState::NotFound, "{query}");
        assert!(!found.message.zh.is_empty() && !found.message.en.is_empty());
    }
}

#[test]
fn suggestion_shares_a_word_with_the_query() {
    for (query, lacks) in
        [("医保卡", "保安"), ("医保卡", "保险"), ("保姆", "保安"), ("婚检", "产假")]
    {
        assert!(!asked(query).nearest.iter().any(|word| word == lacks), "{query}");
    }
}

#[test]
fn words_of_a_file_that_point_nowhere_are_refused_at_their_line() {
    let file = |look_up: &str| {
        let text = format!(
            "# A\n\n```toml\nid = \"a\"\nnumber = \"甲\"\ntitle = \"甲\"\nissuer = \"甲\"\njurisdiction = \"000000\"\nfrom = 2020-01-01\nverified_on = 2026-11-26\nevidence = \"verbatim\"\n\n[look_up]\n{look_up}\n```\n\n## 一 甲\n\n甲。\n\n```toml\ntopics = [\"甲事\"]\nundecidable = \"甲\"\n```\n"
        );
        PolicyBook::parse(&[PolicyText { name: "a.md".into(), text }])
    };
    assert!(file("[look_up.synonyms]\n\"甲事\" = [\"乙事\"]").is_ok());
    let matter = |id: &str, see: &str| {
        format!(
            "[[look_up.not_covered]]\nid = \"{id}\"\nname = \"丙\"\ntext = \"没有写\"\ntext_en = \"not said\"\nevidence = \"verbatim\"\nsee = [\"{see}\"]\n"
        )
    };
    assert!(file(&matter("c", "甲事")).is_ok());
    for (look_up, code, line) in [
        ("[look_up.synonyms]\n\"丁事\" = [\"乙事\"]".to_owned(), "unknown_reference", 15),
        ("[look_up.synonyms]\n\"甲事\" = [\"甲事\"]".to_owned(), "duplicate_id", 15),
        (matter("c", "丁事"), "unknown_reference", 20),
        (matter("c", "甲事") + &matter("c", "甲事"), "duplicate_id", 15),
        (matter("", "甲事"), "bad_policy", 15),
    ] {
        let error = file(&look_up).expect_err("it points nowhere");
        assert_eq!((error.code.name().as_str(), error.line), (code, Some(line)), "{look_up}");
    }
}
