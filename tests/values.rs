//! Values that each kind of fact accepts, as `values.json` has it: the same verdict from JSON, from named values and from a column.

use chrono::NaiveDateTime;
use serde_json::Value as Json;
use tuoyu::{
    Column, ErrorCode, Institution, Outcomes, Plan, PolicyBook, PolicyText, Request, Scalar,
    Scalars, Value, Values, bundled_texts,
};

const ROWS: &str = include_str!("values.json");

/// A value, and whether JSON can write it.
fn given(row: &Json) -> (Value, bool) {
    let text = |name: &str| row[name].as_str().expect("text");
    if row.get("given").is_some() {
        return (value(&row["given"]), true);
    }
    let value = match () {
        () if row.get("number").is_some() => {
            Value::Float(text("number").parse().expect("a number"))
        }
        () if row.get("day").is_some() => Value::Date(text("day").parse().expect("a day")),
        () => Value::DateTime(text("moment").parse::<NaiveDateTime>().expect("a moment")),
    };
    (value, false)
}

fn value(json: &Json) -> Value {
    match json {
        Json::Null => Value::Null,
        Json::Bool(flag) => Value::Bool(*flag),
        Json::Number(number) => match number.as_i64() {
            Some(whole) => Value::Int(whole),
            None => Value::Float(number.as_f64().expect("a number")),
        },
        Json::String(text) => Value::Text(text.clone()),
        Json::Array(items) => Value::List(items.iter().map(value).collect()),
        Json::Object(fields) => {
            Value::Table(fields.iter().map(|(name, of)| (name.clone(), value(of))).collect())
        }
    }
}

/// A column of one row.
struct One(Value);

impl Scalars for One {
    fn scalar(&self, _: usize) -> Scalar<'_> {
        scalar(&self.0)
    }
}

fn scalar(value: &Value) -> Scalar<'_> {
    let since = |day: chrono::NaiveDate| (day - chrono::NaiveDate::default()).num_days();
    match value {
        Value::Null => Scalar::Null,
        Value::Bool(flag) => Scalar::Bool(*flag),
        Value::Int(number) => Scalar::Int(*number),
        Value::Float(number) => Scalar::Real(*number),
        Value::Text(text) => Scalar::Text(text),
        Value::Date(day) => Scalar::Day(since(*day)),
        Value::DateTime(moment) if moment.time() == chrono::NaiveTime::MIN => {
            Scalar::Day(since(moment.date()))
        }
        Value::DateTime(_) => Scalar::Moment,
        Value::List(items) => Scalar::List(items.iter().map(scalar).collect()),
        Value::Table(_) => Scalar::Other("对象", "an object"),
    }
}

/// Outcomes of a record by a plan, or its faults.
fn decided(
    plan: &Plan,
    read: Result<Institution, tuoyu::Error>,
) -> Result<Vec<tuoyu::Outcome>, ErrorCode> {
    let facts = read.and_then(|read| plan.facts(&read)).map_err(|error| error.code)?;
    let mut outcomes = Outcomes::default();
    plan.outcomes(&facts, &mut outcomes).expect("facts of the plan");
    Ok(outcomes.iter().collect())
}

#[test]
fn every_value_has_one_verdict() {
    let book = PolicyBook::bundled().expect("the bundled book is sound");
    let plan = book.plan("2026-03-01".parse().expect("a day"), &[]).expect("a plan");
    let kinds: Vec<Json> = serde_json::from_str(ROWS).expect("JSON");
    let mut tried = 0;
    for kind in &kinds {
        let fact = kind["fact"].as_str().expect("a fact");
        let rows = kind["rows"].as_array().expect("rows").iter();
        for row in rows.filter(|row| row.get("written").is_none()) {
            let (value, is_json) = given(row);
            let wanted = row["error"].as_str();
            let named = Institution::from_fields([(fact.to_owned(), value.clone())]);
            if wanted.is_none() {
                let read = named.as_ref().expect("a value that is accepted");
                let canonical = book.canonical_input(read, None).expect("facts");
                let canonical: Json = serde_json::from_str(&canonical).expect("JSON");
                assert_eq!(canonical["facts"][fact], row["reads"], "{row}");
            }
            let told = decided(&plan, named);
            let code = told.as_ref().err().map(|code| code.name());
            assert_eq!(code.as_deref(), wanted, "{fact} {row}");
            if is_json {
                let json = serde_json::json!({ fact: row["given"] }).to_string();
                assert_eq!(decided(&plan, Institution::from_json(&json)), told, "{row}");
            }
            let one = One(value);
            let column = Column { name: fact, values: Values::Scalars(&one), valid: None };
            let answers = plan.run(1, &[column], &Request { details: true, ..Request::default() });
            let answers = answers.expect("a column");
            let found = match answers.errors.first() {
                Some(error) => Err(error.code),
                None => Ok((0..plan.targets().len())
                    .filter_map(|target| answers.outcome(0, target))
                    .collect()),
            };
            assert_eq!(found, told, "{fact} {row}");
            tried += 1;
        }
    }
    assert!(tried > 120, "{tried}");
}

#[test]
fn every_label_that_is_told_is_read() {
    let book = PolicyBook::bundled().expect("the bundled book is sound");
    let text = |of: &String| Value::Text(of.clone());
    for fact in book.vocabulary() {
        let values: Vec<(Value, Value)> = match fact.kind.as_str() {
            "bool" => vec![
                (Value::Text("是".into()), Value::Bool(true)),
                (Value::Text("否".into()), Value::Bool(false)),
                (Value::Text(fact.label.clone()), Value::Bool(true)),
            ],
            "choice" => {
                let words = fact.word_labels.iter().zip(&fact.words);
                words.map(|(label, id)| (text(label), text(id))).collect()
            }
            "set" => {
                let words = fact.word_labels.iter().zip(&fact.words);
                let list = |of: &String| Value::List(vec![text(of)]);
                words.map(|(label, id)| (list(label), list(id))).collect()
            }
            _ => continue,
        };
        for (label, word) in values {
            let read = |name: &str, value: Value| {
                Institution::from_fields([(name.to_owned(), value)]).expect("a value that is told")
            };
            let wanted = read(&fact.name, word);
            assert_eq!(read(&fact.name, label.clone()), wanted, "{}", fact.label);
            assert_eq!(read(&fact.label, label), wanted, "{}", fact.label);
        }
    }
}

/// Names that people give to columns, and the fields that a hint names; `-` for what no rule asks about.
const HEADERS: &str = "
地区 jurisdiction|区划 jurisdiction|行政区划 jurisdiction|行政区划代码 jurisdiction|所在区县 jurisdiction|所在地区 jurisdiction|所属区划 jurisdiction|区（县） jurisdiction
region jurisdiction|District jurisdiction
信用代码 credit_code|统一信用代码 credit_code|社会信用代码 credit_code|统一社会信用代码证号 credit_code|统一社会信用代码(18位) credit_code|uscc credit_code
经营性质 nature|营利性 nature|是否营利 nature|非营利 nature|盈利性质 nature|性质 nature,legal_form,operator|单位性质 nature,legal_form,operator
法人类型 legal_form|注册类型 legal_form|企业类型 legal_form|登记形式 legal_form|机构类型 service,legal_form|类型 service,legal_form
举办者 operator|举办单位 operator|办学主体 operator|托育类型 service|服务方式 modes|托育模式 modes|全日托 modes
是否登记 registered|登记状态 registered|是否备案 filed|备案状态 filed|备案 filed|有无备案 filed|备案情况 filed|备案与否 filed
备案号 -|备案编号 -|备案机关 -|登记机关 -|登记日期 -|注册日期 -|成立日期 -|成立时间 -|开业日期 -|登记号 -
备案日期 receipt_given_on|备案时间 receipt_given_on|受理日期 received_on|收件日期 received_on
托位 places|核定托位 places|托位总数 places|规划托位数 places|托位数（个） places|普惠托位 -|新增托位 new_places|capacity places
楼层 storey|层数 storey|所在层数 storey|最高楼层 storey|总层数 -|面积 -|建筑面积 -|收费 -|收费标准 -|月收费 -
普惠性 inclusive|是否普惠 inclusive|普惠机构 inclusive|是否普惠性机构 inclusive
租赁 premises|是否租赁 premises|场地性质 premises|房屋产权 premises|租期 lease_from,lease_until|租期起 lease_from|租期止 lease_until|租赁到期日 lease_until|租赁到期日期 lease_until
合同到期日 lease_until|租期开始日期 lease_from|租赁起始时间 lease_from
住宅 dwelling|是否住宅 dwelling|社区 serves_community|用地 land_use|土地 land_use,land_supply|土地性质 land_use|兼营 other_business|是否兼营 other_business
供餐 meals|是否供餐 meals|单独核算 separate_accounting|经营范围 scope_names_childcare
消防 fire_proof,fire_evidence|消防合格证明 fire_proof,fire_evidence|食品经营许可证 food_licence|卫生评价 health_evaluation|卫生评价报告 health_evaluation|健康证 staff_health_certificates
营业执照 licence|营业执照有效期 licence_valid_until|执照到期日期 licence_valid_until|学历 head_degree|备案承诺书 commitment|保安人数 guards
托班数 toddler_classes|最小月龄 youngest_months|月龄 youngest_months,oldest_months|班型 band|在托人数 children,children|保育人员 carers,carers
名称 -|机构名称 -|地址 -|负责人 -|联系人 -|联系电话 -|手机号 -|身份证号 -|备注 -|序号 -|经度 -|状态 -|日期 -|代码 -|名称（全称） -
作答日 as_of|作答日期 as_of|天气 -|颜色 -";

#[test]
fn header_gets_a_hint_at_what_is_meant_or_at_nothing() {
    for pair in HEADERS.split(['|', '\n']).filter(|pair| !pair.is_empty()) {
        let (name, wanted) = pair.rsplit_once(' ').expect("a name and fields");
        let error = Institution::from_fields([(name.to_owned(), Value::Null)]).expect_err(name);
        assert_eq!(error.code, ErrorCode::UnknownField, "{name}");
        let told = error.hint.as_deref().expect(name);
        let named: Vec<&str> = told.split('`').skip(1).step_by(2).collect();
        let named = if named.is_empty() { "-".to_owned() } else { named.join(",") };
        assert_eq!(named, wanted, "{name}: {told}");
    }
}

#[test]
fn place_written_otherwise_gets_a_hint_at_it() {
    let book = PolicyBook::bundled().expect("the bundled book is sound");
    let plan = book.plan("2026-03-01".parse().expect("a day"), &[]).expect("a plan");
    for (given, meant) in [
        ("３７０３０３", "370303"),
        ("370303000", "370303"),
        ("370303000000", "370303"),
        (" 370303", "370303"),
        ("山东省淄博市张店区", "张店区"),
        ("张店", "张店区"),
    ] {
        let there = Institution { jurisdiction: Some(given.to_owned()), ..Institution::default() };
        let error = plan.facts(&there).expect_err(given);
        assert_eq!(error.code, ErrorCode::UnknownJurisdiction, "{given}");
        assert_eq!(error.hint, Some(format!("did you mean `{meant}`?")), "{given}");
    }
}

/// Every way into the library that is text: a record and its filing, a question, a plan, and an example of a policy file.
fn read_as_text(
    book: &PolicyBook,
    plan: &Plan,
    fact: &str,
    written: &str,
) -> Vec<Result<Option<String>, ErrorCode>> {
    let json = format!("{{\"{fact}\": {written}}}");
    let request =
        format!("{{\"question\": \"register\", \"as_of\": \"2026-03-01\", \"facts\": {json}}}");
    let input = |read: Result<Institution, tuoyu::Error>| {
        let read = read.and_then(|read| book.canonical_input(&read, None));
        read.map(Some).map_err(|error| error.code)
    };
    let filing = tuoyu::Filing::from_json(&json).map(|filing| filing.institution);
    vec![
        input(Institution::from_json(&json)),
        input(filing),
        book.ask(&request).map(|_| None).map_err(|error| error.code),
        plan.ask(&json).map(|_| None).map_err(|error| error.code),
    ]
}

#[test]
fn number_is_read_as_it_is_written() {
    let book = PolicyBook::bundled().expect("the bundled book is sound");
    let plan = book.plan("2026-03-01".parse().expect("a day"), &[]).expect("a plan");
    let kinds: Vec<Json> = serde_json::from_str(ROWS).expect("JSON");
    let mut tried = 0;
    for kind in &kinds {
        let fact = kind["fact"].as_str().expect("a fact");
        for row in kind["rows"].as_array().expect("rows") {
            let Some(written) = row["written"].as_str() else { continue };
            for (way, read) in read_as_text(&book, &plan, fact, written).into_iter().enumerate() {
                let code = read.as_ref().err().map(|code| code.name());
                assert_eq!(code.as_deref(), row["error"].as_str(), "{way}: {row}");
                if let Ok(Some(input)) = read {
                    let input: Json = serde_json::from_str(&input).expect("JSON");
                    assert_eq!(input["facts"][fact], row["reads"], "{row}");
                }
            }
            tried += 1;
        }
    }
    assert!(tried > 15, "{tried}");
}

#[test]
fn number_of_a_policy_file_is_read_as_it_is_written() {
    const LAW: &str = "# 虚构〔2030〕1号\n\n```toml\nid = \"fictitious\"\nnumber = \"虚构〔2030〕1号\"\ntitle = \"虚构\"\n\
        issuer = \"虚构\"\njurisdiction = \"990101\"\nfrom = 2030-01-01\nverified_on = 2026-11-23\nevidence = \"verbatim\"\n\n\
        [[place]]\nid = \"990101\"\nname = \"虚构区\"\n```\n\n## 一 补助\n\n给补助。\n\n> 虚构的第一条\n\n\
        ```toml\n[[rule]]\nid = \"grant\"\nwhen = { filed = true }\nthen = \"support\"\nforce = \"entitled\"\n\
        title = \"虚构的补助\"\ndepartments = [\"health\"]\n\n[[example]]\n\
        given = { jurisdiction = \"990101\", filed = true, places = NUMBER }\nexpect = { grant = \"met\" }\n```\n";
    let read = |number: &str| {
        let text = LAW.replace("NUMBER", number);
        let law = PolicyText { name: "fictitious.md".to_owned(), text };
        PolicyBook::parse(&[bundled_texts(), vec![law]].concat())
    };
    for whole in ["0", "30.0", "0.1e1", "-0.0", "0e-400", "1_0.0"] {
        read(whole).expect(whole);
    }
    read("30.0").and_then(|book| book.check()).expect("a whole number");
    let line = LAW.lines().position(|line| line.contains("NUMBER")).expect("a line");
    let line = i32::try_from(line + 1).ok();
    for rounded in ["1e-400", "30.0000000000000000001", "29.99999999999999999999"] {
        let error = read(rounded).expect_err(rounded);
        assert_eq!((error.code, error.line), (ErrorCode::WrongType, line), "{error}");
        assert_eq!(error.message.zh, "应为整数，收到的是小数", "{rounded}");
    }
    let error = read("30.5").and_then(|book| book.check()).expect_err("a fraction");
    assert_eq!(error.code, ErrorCode::WrongType, "{error}");
    assert_eq!(error.message.zh, "应为整数，收到的是小数", "{error}");
}
