//! Sentences about periods.

use chrono::NaiveDate;

use crate::answers::due_dates::DueDate;
use crate::calendar::DeadlineState;
use crate::text::{Text, chinese_day};

/// Sentence of where a period of `days` working days stands.
pub fn deadline_sentence(due: &DueDate, days: i32) -> Text {
    let last = due.deadline.as_ref().and_then(|deadline| deadline.due);
    let zh = |day: Option<NaiveDate>| day.map_or_else(String::new, chinese_day);
    let en = |day: Option<NaiveDate>| day.map_or_else(String::new, |day| day.to_string());
    let (last_zh, done_zh) = (zh(last), zh(due.answered_on));
    let (last, done) = (en(last), en(due.answered_on));
    let (why, why_en) = match &due.because {
        Some(because) => (format!("，{}", because.zh), format!("; {}", because.en)),
        None => Default::default(),
    };
    let over = due.working_days_over.filter(|over| *over > 0);
    let left = due.working_days_left.unwrap_or_default();
    let (zh, en) = match due.state {
        DeadlineState::NotStarted => (
            format!("收到材料之日起{days}个工作日内{why}"),
            format!("{days} working days from receipt{why_en}"),
        ),
        DeadlineState::NotComputable => (
            format!("收到材料之日起{days}个工作日内，哪天到期无法计算{why}"),
            format!("{days} working days from receipt, not computable{why_en}"),
        ),
        DeadlineState::Pending => (
            format!("最迟{last_zh}（{days}个工作日），还剩{left}个工作日"),
            format!("{last} at the latest ({days} working days), {left} working days left"),
        ),
        DeadlineState::DueToday => (
            format!("今天（{last_zh}）到期（{days}个工作日）"),
            format!("due today, {last} ({days} working days)"),
        ),
        DeadlineState::Past => match over {
            Some(over) => (
                format!("已于{last_zh}到期（{days}个工作日），已过{over}个工作日"),
                format!("was due on {last} ({days} working days), {over} working days ago"),
            ),
            None => (
                format!("已于{last_zh}到期（{days}个工作日）{why}"),
                format!("was due on {last} ({days} working days){why_en}"),
            ),
        },
        DeadlineState::Answered if done.is_empty() => ("已经办理".to_owned(), "done".to_owned()),
        DeadlineState::Answered => (
            format!("已于{done_zh}办理，是否按期无法计算{why}"),
            format!("done on {done}; in time or not is not computable{why_en}"),
        ),
        DeadlineState::AnsweredInTime => (
            format!("已于{done_zh}按期办理（最迟{last_zh}，{days}个工作日）"),
            format!("done on {done}, in time ({last} at the latest, {days} working days)"),
        ),
        DeadlineState::AnsweredLate => match over {
            Some(over) => (
                format!("已于{done_zh}办理，逾期{over}个工作日（最迟{last_zh}，{days}个工作日）"),
                format!("done on {done}, {over} working days late (due on {last})"),
            ),
            None => (
                format!("已于{done_zh}办理，逾期（最迟{last_zh}，{days}个工作日）{why}"),
                format!("done on {done}, late (due on {last}){why_en}"),
            ),
        },
    };
    Text::new(format!("{}：{zh}", due.title.zh), format!("{}: {en}", due.title.en))
}
