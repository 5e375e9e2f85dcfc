//! Asks every question about every institution of a ledger: where to register, where to file, what support is
//! met, open or unmet and why, and what still has to be asked.
//!
//! `cargo run -p tuoyu-examples --bin demo -- [ledger.json] [--json]`

use std::collections::BTreeMap;
use std::io::{IsTerminal, Write};
use std::process::ExitCode;

use serde_json::Value;
use tuoyu::{
    Assessment, Beneficiary, Dossier, Finding, Force, Institution, NoRemedy, OpenBecause,
    PolicyBook, ScopeState, Severity, Status,
};

const LEDGER: &str = include_str!("data/institutions.json");
const COLUMNS: usize = 78;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let as_json = arguments.iter().any(|argument| argument == "--json");
    let ledger = match arguments.iter().find(|argument| !argument.starts_with("--")) {
        Some(path) => std::fs::read_to_string(path)?,
        None => LEDGER.to_owned(),
    };
    let rows: Vec<Value> = serde_json::from_str(&ledger)?;
    let book = PolicyBook::bundled()?;
    let mut out = std::io::stdout().lock();
    let colour = out.is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let mut answers = Vec::new();
    for row in &rows {
        let name = row["name"].as_str().unwrap_or("（未命名）");
        let as_of = row["as_of"].as_str().unwrap_or_default();
        let as_of = as_of.parse().map_err(|error| format!("{name}: {as_of}: {error}"))?;
        let institution = Institution::from_json(&row["facts"].to_string())
            .map_err(|error| format!("{name}: {error}"))?;
        let dossier = row.get("dossier").map(|dossier| Dossier::from_json(&dossier.to_string()));
        let assessment = match dossier.transpose() {
            Ok(Some(dossier)) => book.assess_filing(&institution, &dossier, as_of),
            Ok(None) => book.assess(&institution, as_of),
            Err(error) => Err(error),
        };
        let assessment = assessment.map_err(|error| format!("{name}: {error}"))?;
        if as_json {
            answers.push(serde_json::json!({ "name": name, "assessment": assessment }));
        } else {
            let note = row["note"].as_str().unwrap_or_default();
            let hopeless = hopeless(&book, &institution, &assessment)?;
            let filed = institution.filed;
            let page = Page { colour, name, note, filed, hopeless, assessment: &assessment };
            write!(out, "{}", page.text())?;
        }
    }
    if as_json {
        serde_json::to_writer_pretty(&mut out, &answers)?;
        writeln!(out)?;
    } else {
        writeln!(
            out,
            "{} 家机构；政策版本 {}。合成数据，不是行政决定。",
            rows.len(),
            book.edition()
        )?;
    }
    Ok(())
}

/// Which class a finding is of, counted from 1.
fn class_number(finding: &Finding) -> Option<usize> {
    let position = finding.subject.as_deref()?.strip_prefix("classes[")?.strip_suffix(']')?;
    position.parse::<usize>().ok().map(|position| position + 1)
}

/// The unmet supports that turn on what no sponsor changes to this end.
fn hopeless(
    book: &PolicyBook,
    institution: &Institution,
    assessment: &Assessment,
) -> Result<Vec<String>, tuoyu::Error> {
    let findings = assessment.supports.findings.iter();
    let mut hopeless = Vec::new();
    for finding in findings.filter(|finding| finding.status == Status::Unmet) {
        let what_if = book.what_if(&finding.id, institution, assessment.as_of)?;
        if what_if.no_remedy == Some(NoRemedy::BeyondSponsor) {
            hopeless.push(finding.id.clone());
        }
    }
    Ok(hopeless)
}

/// One institution on an 80-column terminal.
struct Page<'a> {
    colour: bool,
    name: &'a str,
    note: &'a str,
    filed: Option<bool>,
    hopeless: Vec<String>,
    assessment: &'a Assessment,
}

impl Page<'_> {
    fn text(&self) -> String {
        let mut text = String::new();
        let title = format!("{}（{}，{}）", self.name, self.note, self.assessment.as_of);
        text.push_str(&self.painted("1", &title));
        text.push('\n');
        self.registration(&mut text);
        self.filing(&mut text);
        self.review(&mut text);
        self.supports(&mut text);
        self.questions(&mut text);
        text.push('\n');
        text
    }

    fn registration(&self, text: &mut String) {
        let registration = &self.assessment.registration;
        let colour = match registration.status {
            Status::Met => "32",
            Status::Open => "33",
            Status::Unmet => "31",
        };
        let message = registration.message.zh.trim_start_matches("登记：");
        let clauses = registration.citations.first().map_or_else(String::new, |citation| {
            format!("（{} {}）", citation.number, citation.clause)
        });
        self.line(text, "登记", colour, &format!("{message}{clauses}"));
        for conflict in &registration.conflicts {
            self.line(text, "", "31", &conflict.message.zh);
        }
    }

    fn filing(&self, text: &mut String) {
        let registration = &self.assessment.registration;
        if registration.scope.state != ScopeState::InForce {
            return;
        }
        let step = registration.steps.iter().find(|step| step.id == "file-with-health");
        let office = step
            .and_then(|step| step.departments.first())
            .map_or("", |department| department.office.as_deref().unwrap_or(&department.name));
        let (colour, message) = match self.filed {
            Some(true) => ("32", format!("已向{office}备案")),
            Some(false) => ("31", format!("未备案：登记后及时到{office}备案（备案不是许可）")),
            None => ("33", format!("到{office}备案；是否已备案待核实")),
        };
        self.line(text, "备案", colour, &message);
    }

    /// The gaps of the dossier, with their cures, and when each answer is due.
    fn review(&self, text: &mut String) {
        let Some(review) = &self.assessment.review else { return };
        let colour = match review.status {
            Status::Met => "32",
            Status::Open => "33",
            Status::Unmet => "31",
        };
        self.line(text, "备案审查", colour, &review.message.zh);
        for finding in &review.findings {
            let weight = match (finding.status, finding.severity) {
                (Status::Unmet, Some(Severity::Defect)) => "应补正",
                (Status::Unmet, Some(Severity::Warning)) => "提示",
                _ => continue,
            };
            let class =
                class_number(finding).map_or_else(String::new, |class| format!("第{class}个班："));
            let cure = finding.cure.as_ref().map_or("", |cure| cure.zh.trim_end_matches('。'));
            self.line(text, "", "31", &format!("{weight}：{class}{}。{cure}", finding.title.zh));
        }
        for due in &review.due {
            self.line(text, "", "0", &due.message.zh);
        }
    }

    fn supports(&self, text: &mut String) {
        let supports = &self.assessment.supports;
        if supports.scope.state != ScopeState::InForce {
            self.line(text, "本区政策", "33", &supports.scope.message.zh);
        }
        let of_institution: Vec<&Finding> = supports
            .findings
            .values()
            .filter(|finding| {
                !matches!(finding.beneficiary, Some(Beneficiary::Family | Beneficiary::Staff))
            })
            .collect();
        let chosen = |wanted: &dyn Fn(&Finding) -> bool| -> Vec<&Finding> {
            of_institution.iter().copied().filter(|finding| wanted(finding)).collect()
        };
        let right = |finding: &Finding| matches!(finding.force, Force::Required | Force::Entitled);
        let met = |finding: &Finding| finding.status == Status::Met;
        self.group(text, "可以享受", "32", &chosen(&|one| met(one) && right(one)), titles);
        self.group(text, "允许或鼓励", "36", &chosen(&|one| met(one) && !right(one)), titles);
        let unmet = |one: &Finding, hopeless: bool| {
            one.status == Status::Unmet && self.hopeless.contains(&one.id) == hopeless
        };
        self.group(text, "不符合", "31", &chosen(&|one| unmet(one, false)), gaps);
        self.group(text, "不适用", "2", &chosen(&|one| unmet(one, true)), titles);
        let open = |because| chosen(&|one: &Finding| one.open_because == Some(because));
        self.group(text, "文件未明确", "33", &open(OpenBecause::Unsettled), unsettled);
        self.group(text, "事实矛盾", "31", &open(OpenBecause::Conflict), titles);
        self.group(text, "待核实", "33", &open(OpenBecause::Facts), missing);
        if !supports.lapsed.is_empty() {
            let mut days: BTreeMap<&str, usize> = BTreeMap::new();
            for lapsed in &supports.lapsed {
                *days.entry(lapsed.scope.message.zh.as_str()).or_default() += 1;
            }
            let lines: Vec<String> =
                days.iter().map(|(message, count)| format!("{count} 项：{message}")).collect();
            self.line(text, "没有依据", "2", &lines.join("；"));
        }
    }

    fn questions(&self, text: &mut String) {
        for (position, missing) in self.assessment.missing.iter().take(5).enumerate() {
            let label = if position == 0 { "还需回答" } else { "" };
            self.line(text, label, "0", &format!("{}. {}", position + 1, missing.question.zh));
        }
        let more = self.assessment.missing.len().saturating_sub(5);
        if more > 0 {
            self.line(text, "", "2", &format!("另有 {more} 个问题"));
        }
    }

    fn group(
        &self,
        text: &mut String,
        label: &str,
        colour: &str,
        findings: &[&Finding],
        lines: fn(&[&Finding]) -> Vec<String>,
    ) {
        if findings.is_empty() {
            return;
        }
        for (position, line) in lines(findings).iter().enumerate() {
            let label = if position == 0 { label } else { "" };
            self.line(text, label, colour, line);
        }
    }

    /// A label in a column of its own, and what follows wrapped beside it.
    fn line(&self, text: &mut String, label: &str, colour: &str, message: &str) {
        const INDENT: usize = 14;
        let wrapped = textwrap::wrap(message, COLUMNS - INDENT);
        for (position, line) in wrapped.iter().enumerate() {
            let label = if position == 0 { label } else { "" };
            let padding = INDENT - 2 - textwrap::core::display_width(label);
            text.push_str("  ");
            text.push_str(&self.painted(colour, label));
            text.push_str(&" ".repeat(padding));
            text.push_str(line);
            text.push('\n');
        }
    }

    fn painted(&self, colour: &str, text: &str) -> String {
        if self.colour && !text.is_empty() {
            format!("\u{1b}[{colour}m{text}\u{1b}[0m")
        } else {
            text.to_owned()
        }
    }
}

fn titles(findings: &[&Finding]) -> Vec<String> {
    let titles: Vec<&str> = findings.iter().map(|finding| finding.title.zh.as_str()).collect();
    vec![titles.join("；")]
}

/// Supports that fail for the same reason, with the reason first.
fn gaps(findings: &[&Finding]) -> Vec<String> {
    grouped(findings, |finding| {
        let reasons = finding.reasons.iter().map(|reason| {
            let found = reason.found.as_deref().unwrap_or("未知");
            format!("{}现为{found}，须为{}", reason.label, reason.wanted)
        });
        reasons.collect::<Vec<_>>().join("；")
    })
}

fn missing(findings: &[&Finding]) -> Vec<String> {
    grouped(findings, |finding| {
        let labels = finding.missing.iter().map(|missing| missing.label.as_str());
        format!("要看{}", labels.collect::<Vec<_>>().join("、"))
    })
}

fn unsettled(findings: &[&Finding]) -> Vec<String> {
    grouped(findings, |finding| {
        let because = finding.unsettled.iter().map(|text| text.zh.trim_end_matches('。'));
        because.collect::<Vec<_>>().join("；")
    })
}

fn grouped(findings: &[&Finding], reason: impl Fn(&Finding) -> String) -> Vec<String> {
    let mut groups: Vec<(String, Vec<&str>)> = Vec::new();
    for finding in findings {
        let reason = reason(finding);
        match groups.iter_mut().find(|(other, _)| *other == reason) {
            Some((_, titles)) => titles.push(&finding.title.zh),
            None => groups.push((reason, vec![&finding.title.zh])),
        }
    }
    groups.into_iter().map(|(reason, titles)| format!("{reason}：{}", titles.join("；"))).collect()
}
