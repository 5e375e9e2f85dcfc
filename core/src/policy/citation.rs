//! 依据: the clause behind an answer.

choices! {
    /// Quality of the source of a clause's wording.
    SourceQuality {
        /// The wording was seen.
        Verbatim = "verbatim" "已见原文",
        /// Seen in part, or restated elsewhere.
        Partial = "partial" "部分见到",
    }

    /// Role of a citation in an answer.
    CitationRole {
        /// The clause that the answer rests on.
        Basis = "basis" "依据",
        /// A definition that the basis relies on.
        Definition = "definition" "定义",
        /// A clause that another one displaces here.
        Displaced = "displaced" "被本地分工替代",
        /// A clause that repeats the basis or points to it.
        Confirms = "confirms" "呼应",
        /// A clause that supports the reading taken.
        See = "see" "参见",
    }
}

records! {
    /// The clause behind an answer.
    Citation {
        /// Identifier of the instrument.
        instrument: String,
        /// Its document number.
        number: String,
        /// Number of the clause.
        clause: String,
        /// Heading of the clause.
        heading: String,
        /// The rule that encodes it, where one does.
        rule: Option<String>,
        /// The operative words.
        quotations: Vec<String>,
        /// Quality of the source of the wording.
        evidence: SourceQuality,
        /// Role of the clause in the answer.
        role: CitationRole,
    }
}
