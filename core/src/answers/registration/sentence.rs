//! Sentence of where an institution is registered.

use crate::answers::registration::Registration;
use crate::logic::OpenBecause;
use crate::policy::Act;
use crate::text::Text;

pub fn sentence(registration: &Registration) -> Text {
    let names: Vec<&str> =
        registration.authorities.iter().map(|authority| authority.department.shown()).collect();
    let ids: Vec<&str> =
        registration.authorities.iter().map(|authority| authority.department.id.as_str()).collect();
    let missing: Vec<&str> = registration.missing.iter().map(|fact| fact.label.as_str()).collect();
    let facts: Vec<&str> = registration.missing.iter().map(|fact| fact.fact.as_str()).collect();
    let already = registration.already();
    let before = |text: &str, stop: &str| match text {
        "" => String::new(),
        text => format!("{text}{stop}"),
    };
    match registration.open_because {
        None => {
            match [Act::NewRegistration, Act::ChangeOfScope].map(|act| registration.may_be(act)) {
                [true, _] => Text::new(
                    format!("登记：到{}", names.join("，或")),
                    format!("register with {}", ids.join(" or ")),
                ),
                [false, true] => {
                    let (zh, en) = match registration.may_be(Act::Registered) {
                        true => ("；已经写明的不用办", ", unless it does"),
                        false => ("", ""),
                    };
                    let (names, ids) = (names.join("，或"), ids.join(" or "));
                    Text::new(
                        format!(
                            "登记：到{names}（原登记机关）变更业务（经营）范围，写明托育服务，不重新登记{zh}"
                        ),
                        format!(
                            "have {ids}, its own registry, change the scope so that it names childcare{en}; not registered anew"
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
                "登记：{}待核实，可能是{}。还需知道：{}",
                before(&already.zh, "。"),
                names.join("、"),
                missing.join("、")
            ),
            format!(
                "{}registration open between {}; still to know: {}",
                before(&already.en, "; "),
                ids.join(", "),
                facts.join(", ")
            ),
        ),
        Some(OpenBecause::Unsettled) => {
            let zh: Vec<&str> =
                registration.unsettled.iter().map(|text| text.zh.as_str()).collect();
            let en: Vec<&str> =
                registration.unsettled.iter().map(|text| text.en.as_str()).collect();
            Text::new(
                format!("登记：{}文件未明确。{}", before(&already.zh, "。"), zh.join("")),
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
