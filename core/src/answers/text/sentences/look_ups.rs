//! Sentences about who answers for a matter.

use crate::answers::responsibility::{LookUpState, Responsibility, Seat};
use crate::policy::{Asked, Department};
use crate::text::Text;

/// The answer in a sentence.
pub fn look_up_sentence(
    answer: &Responsibility,
    departments: &[Department],
    asked: &Asked,
    place: &str,
) -> Text {
    match answer.state {
        LookUpState::Elsewhere => {
            let here = names(departments);
            let (zh, en) = match here.is_empty() {
                true => (String::new(), String::new()),
                false => (
                    format!("；{place}的同类部门是{here}"),
                    format!("; in {place} the department of that kind is {here}"),
                ),
            };
            Text::new(
                format!("问的是别处或者上级的部门、事项，这里只按{place}的文件作答{zh}"),
                format!(
                    "another place or level of government was asked of; the answers here are from the files of {place}{en}"
                ),
            )
        }
        LookUpState::Unclear if asked.title => Text::new(
            "只写了职务，没有写是哪个单位的，请写单位名称",
            "a post without its unit; name the unit",
        ),
        LookUpState::Unclear => Text::new(
            "没有看出要问什么，可以写事项（如消防）、部门或者条款号",
            "nothing to look up; give a matter, a department or the number of a clause",
        ),
        LookUpState::NotFound if asked.no_clause => {
            let nearest = answer.nearest.join("、");
            let (near_zh, near_en) = match nearest.is_empty() {
                true => (String::new(), String::new()),
                false => (format!("，相近的有：{nearest}"), format!("; near it are: {nearest}")),
            };
            Text::new(
                format!("文件里没有这个编号的条款{near_zh}"),
                format!("the files have no clause of that number{near_en}"),
            )
        }
        LookUpState::NotFound if answer.nearest.is_empty() => Text::new(
            "文件里没有查到所问的事项或者部门",
            "the files have no such matter or department",
        ),
        LookUpState::NotFound => {
            let nearest = answer.nearest.join("、");
            Text::new(
                format!("文件里没有完全对得上的事项或者部门，相近的有：{nearest}"),
                format!("the files have no such matter or department; near it are: {nearest}"),
            )
        }
        LookUpState::Found | LookUpState::NotCovered => found(answer, departments, asked),
    }
}

pub(super) fn found(answer: &Responsibility, departments: &[Department], asked: &Asked) -> Text {
    let mut zh: Vec<String> = Vec::new();
    let mut en: Vec<String> = Vec::new();
    for matter in &answer.not_covered {
        zh.push(matter.message.zh.clone());
        en.push(matter.message.en.clone());
    }
    let see = asked.topics.is_empty() && asked.clauses.is_empty();
    let by_matter = !see || !asked.see.is_empty();
    if !asked.roles.is_empty() {
        let seats = answer.seats.iter().map(seated).collect::<Vec<_>>().join("、");
        zh.push(format!("“{}”：{seats}", answer.matters.join("、")));
        en.push(format!("{}: {seats}", answer.matters.join("、")));
    } else if by_matter {
        let (near_zh, near_en) = if see { ("最接近的是", "nearest is ") } else { ("", "") };
        let shown = if see { asked.see.join("、") } else { answer.matters.join("、") };
        let Text { zh: sources_zh, en: sources_en } = by_sources(answer, &asked.topics);
        zh.push(format!("{near_zh}“{shown}”：{sources_zh}"));
        en.push(format!("{near_en}{shown}: {sources_en}"));
        for department in departments {
            let name = department.shown();
            let listed = answer.named.iter().any(|named| {
                named.departments.contains(department) || named.mentioned.contains(department)
            }) || answer.duties.iter().any(|duty| duty.department == *department)
                || (asked.of_seats
                    && answer
                        .seats
                        .iter()
                        .any(|seat| seat.department.as_ref() == Some(department)));
            let (is_zh, is_en) =
                if listed { ("在其中", "is") } else { ("不在其中", "is not") };
            zh.push(format!("{name}{is_zh}"));
            en.push(format!("{name} {is_en} among them"));
        }
    } else {
        for department in departments {
            let Text { zh: of_zh, en: of_en } = of_department(answer, department);
            zh.push(of_zh);
            en.push(of_en);
        }
    }
    let of_unit = |seat: &&Seat| {
        !by_matter
            && asked.roles.is_empty()
            && departments.iter().all(|one| seat.department.as_ref() != Some(one))
    };
    for seat in answer.seats.iter().filter(of_unit) {
        let (unit, role, post) = (&seat.unit, seat.role.label(), &seat.post);
        let (more_zh, more_en) = match &seat.department {
            Some(department) => (
                format!("归入{}，职责见该部门", department.name),
                format!("counted with {}, whose duties are told", department.name),
            ),
            None => (
                "文件没有另写它的职责".to_owned(),
                "the document gives it no duty of its own".to_owned(),
            ),
        };
        zh.push(format!("{unit}：联席会议{role}，职务为{post}；{more_zh}"));
        en.push(format!(
            "{unit}: {} of the joint conference, post {post}; {more_en}",
            seat.role.name()
        ));
    }
    Text::new(zh.join("。"), en.join(". "))
}

/// The three sources on a matter, the department with the duty first; none of them leads for standing first.
pub(super) fn by_sources(answer: &Responsibility, topics: &[String]) -> Text {
    let mut zh: Vec<String> = Vec::new();
    let mut en: Vec<String> = Vec::new();
    let of_duty = distinct(answer.duties.iter().map(|duty| &duty.department));
    let annex = answer
        .duties
        .first()
        .map_or("", |duty| duty.citation.clause.split('·').next().unwrap_or_default());
    let duties = answer.duties.iter().map(|duty| {
        let gist = duty.gist.trim_end_matches('。');
        (
            format!("{}{gist}", duty.department.shown()),
            format!("{}: {gist}", duty.department.shown()),
        )
    });
    let (duties_zh, duties_en): (Vec<String>, Vec<String>) = duties.unzip();
    if !of_duty.is_empty() {
        zh.push(format!("按{annex}，{}", duties_zh.join("；")));
        en.push(format!("by {annex}, {}", duties_en.join("; ")));
    }
    let listed = distinct(answer.named.iter().flat_map(|named| &named.departments));
    let others: Vec<Department> =
        listed.iter().filter(|department| !of_duty.contains(department)).cloned().collect();
    let lists = answer.named.iter().filter(|named| !named.departments.is_empty());
    let lists: Vec<&str> = lists.map(|named| named.citation.clause.as_str()).collect();
    if !lists.is_empty() {
        let lists = lists.join("、");
        let more = if of_duty.is_empty() { "" } else { "另" };
        let (others_zh, others_en) = match others.is_empty() {
            true => ("没有别的".to_owned(), "nobody else".to_owned()),
            false => (format!("有{}，排列先后不表示谁牵头", names(&others)), names(&others)),
        };
        zh.push(format!("{lists}的责任单位{more}{others_zh}"));
        en.push(format!(
            "responsible under {lists}: {others_en}, in the order of the text, which names no lead"
        ));
    }
    for named in &answer.named {
        let beside = |department: &&Department| {
            !listed.contains(department) && !of_duty.contains(department)
        };
        let mentioned: Vec<Department> = named.mentioned.iter().filter(beside).cloned().collect();
        let clause = &named.citation.clause;
        if !mentioned.is_empty() {
            zh.push(format!("{clause}正文点名{}", names(&mentioned)));
            en.push(format!("the text of {clause} names {}", names(&mentioned)));
        } else if named.departments.is_empty() {
            let quotations = named.citation.quotations.iter();
            let mut said =
                quotations.filter(|words| topics.iter().any(|topic| words.contains(topic)));
            let words = said.next().map(|words| format!("写的是“{words}”")).unwrap_or_default();
            zh.push(format!("{clause}{words}，这一条没有责任单位"));
            en.push(format!("{clause} names nobody as responsible"));
        }
    }
    Text::new(zh.join("；"), en.join("; "))
}

/// Sentence of what the three sources say of a department.
pub(super) fn of_department(answer: &Responsibility, department: &Department) -> Text {
    let shown = department.shown();
    let duties = answer.duties.iter().filter(|duty| duty.department == *department);
    let duties: Vec<&str> = duties.map(|duty| duty.gist.trim_end_matches('。')).collect();
    let lists = answer.named.iter().filter(|named| named.departments.contains(department));
    let lists: Vec<&str> = lists.map(|named| named.citation.clause.as_str()).collect();
    let seats = answer.seats.iter().filter(|seat| seat.department.as_ref() == Some(department));
    let seats: Vec<String> = seats.map(seated).collect();
    let or_none = |list: String| if list.is_empty() { "无".to_owned() } else { list };
    let or_none_en = |list: String| if list.is_empty() { "none".to_owned() } else { list };
    Text::new(
        format!(
            "{shown}：职责分工：{}；列为责任单位的条款：{}；联席会议席位：{}",
            or_none(duties.join("，")),
            or_none(lists.join("、")),
            or_none(seats.join("、")),
        ),
        format!(
            "{shown}: duty: {}; responsible under: {}; seat: {}",
            or_none_en(duties.join(", ")),
            or_none_en(lists.join(", ")),
            or_none_en(seats.join(", ")),
        ),
    )
}

pub(super) fn seated(seat: &Seat) -> String {
    format!("{}{}（{}）", seat.unit, seat.post, seat.role.label())
}

pub(super) fn names(departments: &[Department]) -> String {
    departments.iter().map(Department::shown).collect::<Vec<_>>().join("、")
}

pub(super) fn distinct<'a>(departments: impl Iterator<Item = &'a Department>) -> Vec<Department> {
    let mut found: Vec<Department> = Vec::new();
    for department in departments {
        if !found.contains(department) {
            found.push(department.clone());
        }
    }
    found
}
