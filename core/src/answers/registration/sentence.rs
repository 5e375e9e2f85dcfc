//! Sentence of where an institution is registered.

use crate::answers::registration::Registration;
use crate::answers::text::questions;
use crate::logic::OpenBecause;
use crate::policy::Act;
use crate::text::Text;

pub fn sentence(registration: &Registration) -> Text {
    let names: Vec<&str> =
        registration.authorities.iter().map(|authority| authority.department.shown()).collect();
    let english =
        registration.authorities.iter().map(|authority| authority.department.in_english());
    let offices: Vec<String> = english.collect();
    let tail = tail(registration);
    let already = registration.already();
    let before = |text: &str, stop: &str| match text {
        "" => String::new(),
        text => format!("{text}{stop}"),
    };
    match registration.open_because {
        None => {
            match [Act::NewRegistration, Act::ChangeOfScope].map(|act| registration.may_be(act)) {
                [true, _] => Text::new(
                    format!("登记：到{}登记", listed(&names)),
                    format!("register with {}", offices.join(" or ")),
                ),
                [false, true] => {
                    let registry = listed(&names);
                    let (zh, en) = match registration.may_be(Act::Registered) {
                        true => (
                            format!(
                                "登记：已经登记，不重新登记；范围没有写明托育服务的，到原登记机关变更，应为{registry}"
                            ),
                            ", unless it does",
                        ),
                        false => (
                            format!(
                                "登记：已经登记，不重新登记；到原登记机关变更业务（经营）范围，写明托育服务，应为{registry}"
                            ),
                            "",
                        ),
                    };
                    Text::new(
                        zh,
                        format!(
                            "registered; have the registry, {}, change the scope so that it names childcare{en}; not registered anew",
                            offices.join(" or ")
                        ),
                    )
                }
                [false, false] => Text::new(
                    format!("登记：{}", already.zh),
                    format!("registration: {}", already.en),
                ),
            }
        }
        Some(OpenBecause::Facts) => Text::new(
            format!(
                "登记：{}到哪里登记还不能确定，可能是{}{tail}",
                before(&already.zh, "。"),
                names.join("、"),
            ),
            format!(
                "{}registration open between {}; to be answered first: {}",
                before(&already.en, "; "),
                offices.join(", "),
                questions(registration.missing.iter()).en
            ),
        ),
        Some(OpenBecause::Unsettled) => {
            let en: Vec<&str> =
                registration.unsettled.iter().map(|text| text.en.as_str()).collect();
            Text::new(
                format!("登记：{}由谁登记，文件没有写明{tail}", before(&already.zh, "。")),
                format!(
                    "{}registration is not settled by the text: {}",
                    before(&already.en, "; "),
                    en.join(" ")
                ),
            )
        }
        Some(OpenBecause::Conflict) => Text::new(
            "登记：所填事实相互矛盾，请先核对",
            "registration: the facts contradict each other",
        ),
    }
}

/// End of the Chinese sentence, after where it stands: the questions, or why the text leaves it open.
pub fn tail(registration: &Registration) -> String {
    match registration.open_because {
        Some(OpenBecause::Facts) => {
            format!("。先回答：{}", questions(registration.missing.iter()).zh)
        }
        Some(OpenBecause::Unsettled) => {
            let unsettled = registration.unsettled.iter().map(|text| text.zh.as_str());
            format!("。{}", unsettled.collect::<String>())
        }
        _ => String::new(),
    }
}

/// The first of several registries, the others as those that the text lists too.
fn listed(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [first] => (*first).to_owned(),
        [first, others @ ..] => format!("{first}（条文也列{}）", others.join("、")),
    }
}
