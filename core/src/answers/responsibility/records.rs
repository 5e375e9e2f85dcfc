//! Records that look-ups answer with.

use chrono::NaiveDate;
use tuoyu_shared::{List, Shared};

use crate::policy::{Citation, Department, Scope, SeatRole, SourceQuality};
use crate::text::Text;

choices! {
    /// 查找结果: what came of a look-up.
    LookUpState {
        /// The document speaks of it.
        Found = "found" "已找到",
        /// A known matter that the document does not speak of.
        NotCovered = "not_covered" "文件没有写",
        /// A department or a matter of another place, or of a level above.
        Elsewhere = "elsewhere" "别处的部门或事项",
        /// Nothing was asked, or a post without its unit.
        Unclear = "unclear" "没有写明要问什么",
        /// Nothing was found.
        NotFound = "not_found" "没有查到",
    }
}

records! {
    /// 责任单位: the departments that a clause names as responsible.
    ResponsibleUnits {
        /// The clause.
        citation: Shared<Citation>,
        /// The departments, in the order of the text.
        departments: Vec<Department>,
        /// Departments that the running text of the clause names, and its 责任单位 may not.
        mentioned: Vec<Department>,
    }

    /// 附件1: what a department answers for.
    Duty {
        /// The department.
        department: Department,
        /// The paragraph.
        citation: Shared<Citation>,
        /// The duty in short.
        gist: String,
    }

    /// 附件2: a seat of the joint conference, by unit and post; never a person.
    Seat {
        /// Its part.
        role: SeatRole,
        /// The unit.
        unit: String,
        /// The post.
        post: String,
        /// The department, where the unit is part of one.
        department: Option<Department>,
    }

    /// A matter that the document does not speak of.
    NotCovered {
        /// Stable identifier.
        id: String,
        /// The matter.
        name: String,
        /// Says that the document does not speak of it, and what was seen of it elsewhere.
        message: Text,
        /// Quality of the source of that.
        evidence: SourceQuality,
        /// The clauses of other instruments that were seen.
        citations: List<Citation>,
    }

    /// 职责: who answers for a matter, the three sources apart.
    Responsibility {
        /// Matters that were recognised, in words of the policy files; never what was typed.
        matters: Vec<String>,
        /// Result of the look-up.
        state: LookUpState,
        /// The day that the answer is for.
        as_of: NaiveDate,
        /// Tells whether there is law to answer from.
        scope: Scope,
        /// 责任单位 of the clauses on the matter.
        named: Vec<ResponsibleUnits>,
        /// 附件1 duties on the matter.
        duties: Vec<Duty>,
        /// 附件2 seats of the departments concerned.
        seats: Vec<Seat>,
        /// Departments that have a duty in 附件1 or stand in the running text, and that no 责任单位 list above names.
        not_listed: Vec<Department>,
        /// Matters asked for that the document does not speak of.
        not_covered: Vec<NotCovered>,
        /// The nearest words of the files, where nothing matched.
        nearest: Vec<String>,
        /// The answer in a sentence.
        message: Text,
    }

    /// 工作目标: what was to be reached by a day.
    Goal {
        /// The last day for it.
        by: NaiveDate,
        /// Tells whether that day is past.
        past: bool,
        /// The goal.
        text: String,
        /// The clause.
        citation: Shared<Citation>,
    }

    /// Every goal.
    Goals {
        /// The day that the answer is for.
        as_of: NaiveDate,
        /// Tells whether there is law to answer from.
        scope: Scope,
        /// The goals, by day.
        goals: Vec<Goal>,
    }

    /// Every seat, and the rules of the joint conference.
    Seats {
        /// The day that the answer is for.
        as_of: NaiveDate,
        /// Tells whether there is law to answer from.
        scope: Scope,
        /// The seats, in the order of the text.
        seats: Vec<Seat>,
        /// The clauses on convening, office and succession.
        citations: List<Citation>,
    }

    /// One clause of an instrument.
    ClauseSummary {
        /// The clause.
        citation: Shared<Citation>,
        /// Gist of the clause, in our words.
        gist: String,
        /// 责任单位, in the order of the text.
        responsible: Vec<Department>,
        /// The words to look it up by.
        topics: Vec<String>,
        /// Reason why nothing in it is for a machine to decide, where nothing is.
        undecidable: Option<String>,
    }

    /// Every clause in force.
    Clauses {
        /// The day that the answer is for.
        as_of: NaiveDate,
        /// Tells whether there is law to answer from.
        scope: Scope,
        /// The clauses, by instrument and in the order of the text.
        clauses: Vec<ClauseSummary>,
    }

    /// Every department.
    Departments {
        /// The day that the answer is for.
        as_of: NaiveDate,
        /// Tells whether there is law to answer from.
        scope: Scope,
        /// The departments, in the order of the text.
        departments: Vec<Department>,
    }
}
