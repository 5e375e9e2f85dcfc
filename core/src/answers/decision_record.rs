//! 回执: what a decision was made from, and whether that is still so (`docs/receipts.md`).

use std::borrow::Cow;
use std::sync::Arc;

use chrono::NaiveDate;
use tuoyu_shared::Shared;

use crate::answers::assessment::VERSION;
use crate::answers::filing::Review;
use crate::answers::registration::Registration;
use crate::answers::standing::Kept;
use crate::answers::supports::Supports;
use crate::error::{Error, ErrorCode};
use crate::facts::{
    Canonical, CreditCode, Dossier, Institution, Jurisdictions, object, sha256, text,
};
use crate::policy::PolicyBook;
use crate::text::Text;

choices! {
    /// Verdict of a replay of a receipt.
    Verdict is answer {
        /// Same rules, same input, same outcome.
        Confirmed = "confirmed" "一致",
        /// A field of the receipt is not what it was when the receipt was written.
        Altered = "altered" "回执被改动过",
        /// The receipt is of another version of the library.
        VersionDiffers = "version_differs" "程序版本不同",
        /// The receipt is of another policy edition.
        EditionDiffers = "edition_differs" "政策版本不同",
        /// The receipt is of another calendar of working days.
        CalendarDiffers = "calendar_differs" "工作日历不同",
        /// The receipt is of another input.
        InputDiffers = "input_differs" "输入不同",
        /// Rules and input agree, and the outcome does not.
        OutcomeDiffers = "outcome_differs" "结论不同",
    }
}

records! {
    /// 回执: what a decision was made from, enough to replay it.
    DecisionRecord with methods {
        /// Layout of the receipt: `tuoyu-receipt-1`.
        format: String,
        /// Version of the library.
        version: String,
        /// Policy edition.
        edition: String,
        /// SHA-256 of the policy files.
        edition_sha256: String,
        /// SHA-256 of the files of working days.
        calendar_sha256: String,
        /// The day that the answer is for.
        as_of: NaiveDate,
        /// SHA-256 of the canonical input.
        input_sha256: String,
        /// The outcome, `id=status` separated by spaces.
        outcome: String,
        /// SHA-256 of every other field.
        sha256: String,
    }

    /// Result of a replay of a receipt.
    Verification {
        /// The verdict.
        verdict: Verdict,
        /// In a sentence.
        message: Text,
        /// The receipt of the replay.
        replayed: DecisionRecord,
    }
}

/// The layout of receipts that this library writes and reads.
const FORMAT: &str = "tuoyu-receipt-1";

impl PolicyBook {
    /// The input of a receipt in its canonical form, whose SHA-256 the receipt has as `input_sha256`: the known facts as
    /// JSON (RFC 8785), with the place by its code, words by their stable names, and sets in order.
    ///
    /// ```
    /// use tuoyu::{Institution, Mode};
    ///
    /// # let book = tuoyu::PolicyBook::bundled()?;
    /// let known = Institution {
    ///     jurisdiction: Some("张店区".into()),
    ///     modes: Some(vec![Mode::Hourly, Mode::FullDay, Mode::Hourly]),
    ///     ..Institution::default()
    /// };
    /// assert_eq!(
    ///     book.canonical_input(&known, None)?,
    ///     r#"{"facts":{"jurisdiction":"370303","modes":["full_day","hourly"]}}"#,
    /// );
    /// # Ok::<(), tuoyu::Error>(())
    /// ```
    ///
    /// # Errors
    /// A fact out of range, or an unknown place.
    pub fn canonical_input(
        &self,
        institution: &Institution,
        dossier: Option<&Dossier>,
    ) -> Result<String, Error> {
        institution.check()?;
        if let Some(place) = &institution.jurisdiction {
            self.places.id(place)?;
        }
        if let Some(dossier) = dossier {
            dossier.check().map_err(|error| error.inside("dossier"))?;
        }
        Ok(canonical(institution, dossier, &self.places))
    }

    /// Origin of the book's records, the same in each of them.
    pub(super) fn provenance(&self, kept: &Kept) -> Arc<Provenance> {
        let known = kept.provenance.get_or_init(|| {
            Arc::new(Provenance {
                edition: self.edition(),
                edition_sha256: self.sha256(),
                calendar_sha256: self.calendar_sha256(),
                places: self.places.clone(),
            })
        });
        Arc::clone(known)
    }
}

/// The canonical form of facts that were read: their place and their code are known to be ones.
fn canonical(
    institution: &Institution,
    dossier: Option<&Dossier>,
    places: &Jurisdictions,
) -> String {
    let mut institution = institution.clone();
    if let Some(place) = &mut institution.jurisdiction
        && let Ok(id) = places.id(place)
    {
        *place = id;
    }
    if let Some(code) = &mut institution.credit_code
        && let Ok(read) = CreditCode::parse(code)
    {
        *code = read.code;
    }
    let mut input = vec![("facts", institution.canonical())];
    input.extend(dossier.map(|dossier| ("dossier", dossier.canonical())));
    object(input)
}

impl DecisionRecord {
    /// SHA-256 of every other field, as a canonical JSON object.
    pub(crate) fn seal(&self) -> String {
        let Self {
            format,
            version,
            edition,
            edition_sha256,
            calendar_sha256,
            as_of,
            input_sha256,
            outcome,
            sha256: _,
        } = self;
        sha256(&object([
            ("format", format.canonical()),
            ("version", version.canonical()),
            ("edition", edition.canonical()),
            ("edition_sha256", edition_sha256.canonical()),
            ("calendar_sha256", calendar_sha256.canonical()),
            ("as_of", as_of.canonical()),
            ("input_sha256", input_sha256.canonical()),
            ("outcome", outcome.canonical()),
        ]))
    }

    /// Refuses a receipt of a layout that this library does not know.
    pub(super) fn check_format(&self) -> Result<(), Error> {
        if self.format == FORMAT {
            return Ok(());
        }
        Err(Error::new(
            ErrorCode::UnknownWord,
            "receipt.format",
            format!("不认识这种回执，本程序只核验 {FORMAT}"),
            format!("a receipt of another format; this library verifies {FORMAT}"),
        ))
    }

    /// Verdict of a replay: the first thing that differs.
    pub(crate) fn compared(&self, replayed: Self) -> Verification {
        let verdict = if self.sha256 != self.seal() {
            Verdict::Altered
        } else if (&self.edition_sha256, &self.edition)
            != (&replayed.edition_sha256, &replayed.edition)
        {
            Verdict::EditionDiffers
        } else if self.calendar_sha256 != replayed.calendar_sha256 {
            Verdict::CalendarDiffers
        } else if self.input_sha256 != replayed.input_sha256 {
            Verdict::InputDiffers
        } else if self.outcome != replayed.outcome {
            Verdict::OutcomeDiffers
        } else if self.version != replayed.version {
            Verdict::VersionDiffers
        } else if *self != replayed {
            Verdict::Altered
        } else {
            Verdict::Confirmed
        };
        let message = Text::new(
            format!("核验结果：{}", verdict.label()),
            format!("verification: {}", verdict.name()),
        );
        Verification { verdict, message, replayed }
    }
}

/// Origin that every record of a book states.
#[derive(Debug)]
pub struct Provenance {
    edition: String,
    edition_sha256: String,
    calendar_sha256: String,
    places: Jurisdictions,
}

/// An assessment's facts, and its answers.
#[derive(Debug)]
pub struct Decided {
    pub institution: Institution,
    pub dossier: Option<Dossier>,
    pub registration: Shared<Registration>,
    pub supports: Shared<Supports>,
    pub review: Option<Shared<Review>>,
}

impl Provenance {
    pub fn record(&self, decided: &Decided) -> DecisionRecord {
        let input = canonical(&decided.institution, decided.dossier.as_ref(), &self.places);
        let review = decided.review.as_deref();
        let mut record = DecisionRecord {
            format: FORMAT.to_owned(),
            version: VERSION.to_owned(),
            edition: self.edition.clone(),
            edition_sha256: self.edition_sha256.clone(),
            calendar_sha256: self.calendar_sha256.clone(),
            as_of: decided.registration.as_of,
            input_sha256: sha256(&input),
            outcome: outcome(&decided.registration, &decided.supports, review),
            sha256: String::new(),
        };
        record.sha256 = record.seal();
        record
    }
}

/// Every answer, `name=answer` separated by spaces.
fn outcome(registration: &Registration, supports: &Supports, review: Option<&Review>) -> String {
    let mut outcome = String::with_capacity(4_096);
    let authorities = registration.authorities.values();
    let authorities: Vec<_> = authorities.map(|one| plain(&one.department.id)).collect();
    let (status, scope) = (registration.status.name(), registration.scope.state.name());
    outcome.extend(["register=", status, "(", &authorities.join(","), ")[", scope, "]"]);
    let mut add = |parts: &[&str]| {
        outcome.push(' ');
        outcome.extend(parts.iter().copied());
    };
    for one in supports.findings.values() {
        add(&[&plain(&one.id), "=", one.status.name()]);
    }
    for one in supports.lapsed.values() {
        add(&[&plain(&one.id), "=", one.scope.state.name()]);
    }
    for one in registration.steps.values() {
        add(&[&plain(&one.id), "=", one.status.name()]);
    }
    for one in registration.conflicts.values() {
        add(&["conflict/", &plain(&one.id)]);
    }
    let Some(review) = review else { return outcome };
    add(&["review=", review.status.name(), "[", review.regime.name(), "]"]);
    for one in review.findings.values() {
        let id = plain(&one.id);
        match &one.subject {
            Some(subject) => add(&[&id, "@", &plain(subject), "=", one.status.name()]),
            None => add(&[&id, "=", one.status.name()]),
        }
    }
    for one in review.conflicts.values() {
        add(&["conflict/", &plain(&one.id)]);
    }
    for due in review.due.values() {
        let day = due.deadline.as_ref().and_then(|deadline| deadline.due);
        let day = day.map_or_else(|| "open".to_owned(), |day| day.to_string());
        let count = |days: Option<i32>| days.map_or_else(String::new, |days| days.to_string());
        let (left, over) = (count(due.working_days_left), count(due.working_days_over));
        let state = due.state.name();
        add(&["due/", &plain(&due.id), "=", &day, "[", state, ",", &left, ",", &over, "]"]);
    }
    outcome
}

/// An identifier as it is, or quoted where it could be taken for something else.
fn plain(id: &str) -> Cow<'_, str> {
    let is_plain = |letter: u8| letter.is_ascii_alphanumeric() || b"-_.[]".contains(&letter);
    match !id.is_empty() && id.bytes().all(is_plain) {
        true => id.into(),
        false => text(id).into(),
    }
}

#[cfg(all(test, feature = "json"))]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;
    use proptest::sample::{Index, select};
    use serde_json::{Map, Value as Json, json};

    use super::*;
    use crate::facts::{Fact, Kind, Value};
    use crate::policy::{PolicyText, vocabulary};
    use crate::properties::{BOOK, CREDIT_CODES};

    /// Names of places, and the identifier of each.
    const PLACES: [(&str, &str); 6] = [
        ("370303", "370303"),
        ("张店区", "370303"),
        ("370300-gaoxin", "370300-gaoxin"),
        ("淄博高新区", "370300-gaoxin"),
        ("370321", "370321"),
        ("110101", "110101"),
    ];

    /// A fact as a caller writes it, and as it stands in the canonical input.
    type Given = (Value, Json);

    fn value(fact: Fact) -> BoxedStrategy<Given> {
        let same = |text: &str| (Value::Text(text.to_owned()), json!(text));
        match fact.kind() {
            Kind::Bool => any::<bool>().prop_map(|flag| (Value::Bool(flag), json!(flag))).boxed(),
            Kind::Choice(words) => (select(words), any::<bool>())
                .prop_map(|(word, label)| {
                    let text = if label { word.label } else { word.name };
                    (Value::Text(text.to_owned()), json!(word.name))
                })
                .boxed(),
            Kind::Set(words) => proptest::collection::vec(select(words), 0..6)
                .prop_map(|chosen| {
                    let mut names: Vec<&str> = chosen.iter().map(|word| word.name).collect();
                    let given = names.iter().map(|name| Value::Text((*name).to_owned())).collect();
                    names.sort_unstable();
                    names.dedup();
                    (Value::List(given), json!(names))
                })
                .boxed(),
            Kind::Int { min, max } => (min..=max)
                .prop_map(|number| number + i64::from(number == 0))
                .prop_map(|number| (Value::Int(number), json!(number)))
                .boxed(),
            Kind::Date => {
                // What begins has to come before what ends.
                let first = matches!(fact, Fact::LeaseFrom | Fact::ReceivedOn);
                let year = if first { 1990..2010 } else { 2011..2030 };
                (year, 1..13, 1..29)
                    .prop_map(move |(year, month, day)| {
                        same(&format!("{year}-{month:02}-{day:02}"))
                    })
                    .boxed()
            }
            Kind::Jurisdiction => select(&PLACES)
                .prop_map(|(name, id)| (Value::Text(name.to_owned()), json!(id)))
                .boxed(),
            Kind::Text if fact == Fact::Classes => {
                proptest::collection::vec(record("CareClass"), 0..3)
                    .prop_map(|classes| {
                        let (given, json): (Vec<_>, Vec<_>) = classes.into_iter().unzip();
                        (Value::List(given.into_iter().map(Value::Table).collect()), json!(json))
                    })
                    .boxed()
            }
            Kind::Text => select(&CREDIT_CODES).prop_map(same).boxed(),
        }
    }

    type Record = (Vec<(String, Value)>, Map<String, Json>);

    /// A record with some of its fields, in any order.
    fn record(name: &'static str) -> BoxedStrategy<Record> {
        let fields: Vec<_> = vocabulary(name)
            .map(|fact| proptest::option::of(value(fact).prop_map(move |given| (fact, given))))
            .collect();
        fields
            .prop_map(|fields| {
                let mut record = Record::default();
                for (fact, (value, json)) in fields.into_iter().flatten() {
                    record.0.push((fact.field().to_owned(), value));
                    record.1.insert(fact.field().to_owned(), json);
                }
                record.0.reverse();
                record
            })
            .boxed()
    }

    type Input = (Institution, Option<Dossier>, String);

    /// An input, and its canonical form as another writer of JSON has it.
    fn input() -> impl Strategy<Value = Input> {
        let records = (record("Institution"), proptest::option::of(record("Dossier")));
        records.prop_filter_map("facts that exclude each other", |((facts, json), dossier)| {
            let mut whole = json!({ "facts": json });
            let dossier = dossier.map(|(fields, json)| {
                whole["dossier"] = Json::Object(json);
                Dossier::from_fields(fields)
            });
            let facts = Institution::from_fields(facts).ok()?;
            Some((facts, dossier.transpose().ok()?, whole.to_string()))
        })
    }

    /// Institutions whose answers differ by the day, and their receipts.
    static RECEIPTS: LazyLock<Vec<(Institution, Option<Dossier>, DecisionRecord)>> = LazyLock::new(
        || {
            let facts = r#"{"jurisdiction": "张店区", "service": "institution", "filed": false, "modes": ["hourly", "full_day"]}"#;
            let other = r#"{"jurisdiction": "370321", "legal_form": "enterprise"}"#;
            let dossier = r#"{"received_on": "2022-08-30", "licence": true, "classes": [{"children": 12, "carers": 3}, {}]}"#;
            let mut receipts = Vec::new();
            for (facts, dossier) in
                [(facts, None), (other, None), (facts, Some(dossier)), ("{}", Some("{}"))]
            {
                let facts = Institution::from_json(facts).unwrap();
                let dossier = dossier.map(|json| Dossier::from_json(json).unwrap());
                let receipt = made(&BOOK, &facts, dossier.as_ref(), "2022-09-01");
                receipts.push((facts, dossier, receipt));
            }
            receipts
        },
    );

    fn made(
        book: &PolicyBook,
        facts: &Institution,
        dossier: Option<&Dossier>,
        on: &str,
    ) -> DecisionRecord {
        let on = on.parse().unwrap();
        match dossier {
            Some(dossier) => {
                DecisionRecord::clone(&book.assess_filing(facts, dossier, on).unwrap().receipt)
            }
            None => book.receipt(facts, on).unwrap(),
        }
    }

    fn verdict(
        book: &PolicyBook,
        receipt: &DecisionRecord,
        facts: &Institution,
        dossier: Option<&Dossier>,
    ) -> Result<Verdict, Error> {
        let verification = match dossier {
            Some(dossier) => book.verify_filing(receipt, facts, dossier),
            None => book.verify(receipt, facts),
        };
        verification.map(|verification| verification.verdict)
    }

    #[test]
    fn a_receipt_is_confirmed_by_what_it_was_made_from() {
        for (facts, dossier, receipt) in RECEIPTS.iter() {
            assert_eq!(verdict(&BOOK, receipt, facts, dossier.as_ref()), Ok(Verdict::Confirmed));
            assert_eq!(DecisionRecord::from_json(&receipt.to_json()).as_ref(), Ok(receipt));
            for (other, of_other, _) in RECEIPTS.iter().filter(|(_, _, other)| other != receipt) {
                let found = verdict(&BOOK, receipt, other, of_other.as_ref());
                assert_eq!(found, Ok(Verdict::InputDiffers));
            }
        }
    }

    #[test]
    fn inputs_that_look_alike_have_texts_of_their_own() {
        let dossier = |json: &str| {
            let dossier = Dossier::from_json(json).unwrap();
            BOOK.canonical_input(&Institution::default(), Some(&dossier)).unwrap()
        };
        let mut texts = vec![
            BOOK.canonical_input(&Institution::default(), None).unwrap(),
            dossier("{}"),
            dossier(r#"{"classes": []}"#),
            dossier(r#"{"classes": [{}]}"#),
            dossier(r#"{"classes": [{}, {}]}"#),
            dossier(r#"{"classes": [{"children": 1}, {"carers": 2}]}"#),
            dossier(r#"{"classes": [{"children": 1, "carers": 2}]}"#),
            dossier(r#"{"classes": [{"carers": 2}, {"children": 1}]}"#),
        ];
        assert_eq!(texts[0], r#"{"facts":{}}"#);
        assert_eq!(texts[3], r#"{"dossier":{"classes":[{}]},"facts":{}}"#);
        texts.sort();
        texts.dedup();
        assert_eq!(texts.len(), 8);
    }

    #[test]
    fn another_calendar_is_another_receipt() {
        // Fictitious: no such notice exists.
        let newer = "[[year]]\nyear = 2022\nnumber = \"虚构\"\noff = [2022-09-02]\n";
        let texts = crate::policy::bundled_texts();
        let book = PolicyBook::parse_with_calendar(&texts, newer).unwrap();
        assert_eq!(book.sha256(), BOOK.sha256());
        assert_ne!(book.calendar_sha256(), BOOK.calendar_sha256());
        for (facts, dossier, receipt) in RECEIPTS.iter() {
            let other = made(&book, facts, dossier.as_ref(), "2022-09-01");
            assert_ne!(other.sha256, receipt.sha256);
            let has_days = dossier.as_ref().is_some_and(|dossier| dossier.received_on.is_some());
            assert_eq!(other.outcome != receipt.outcome, has_days, "{}", other.outcome);
            let found = verdict(&book, receipt, facts, dossier.as_ref());
            assert_eq!(found, Ok(Verdict::CalendarDiffers));
        }
    }

    #[test]
    fn an_identifier_is_never_taken_for_more() {
        let told = |ids: &[&str]| ids.iter().map(|id| plain(id)).collect::<Vec<_>>().join(",");
        assert_eq!(told(&["price-water", "classes[0]"]), "price-water,classes[0]");
        assert_ne!(told(&["a,b"]), told(&["a", "b"]));
        assert_ne!(told(&["a=met b"]), "a=met b");
        assert_eq!(told(&["\"a\"", ""]), r#""\"a\"","""#);
    }

    /// A text after a slip, or what a forger makes of it; it may be the same.
    fn edited(text: &str, at: Index, letter: char, kind: u8) -> String {
        let mut letters: Vec<char> = text.chars().collect();
        let at = if letters.is_empty() { 0 } else { at.index(letters.len()) };
        match kind {
            0 if !letters.is_empty() => letters[at] = letter,
            1 if !letters.is_empty() => drop(letters.remove(at)),
            2 => letters.rotate_left(at),
            3 => letters.truncate(at),
            4 => letters.push(' '),
            5 => return text.to_uppercase(),
            _ => letters.insert(at, letter),
        }
        letters.into_iter().collect()
    }

    proptest! {
        #[test]
        fn the_canonical_input_is_what_any_other_writer_of_json_makes_of_it((facts, dossier, json) in input()) {
            prop_assert_eq!(BOOK.canonical_input(&facts, dossier.as_ref()), Ok(json));
        }

        #[test]
        fn another_value_is_another_text(one in input(), two in input()) {
            let text = |(facts, dossier, _): &Input| BOOK.canonical_input(facts, dossier.as_ref()).unwrap();
            prop_assert_eq!(text(&one) == text(&two), one.2 == two.2);
        }

        #[test]
        fn texts_are_escaped_as_any_other_writer_of_json_does(written in any::<String>()) {
            prop_assert_eq!(text(&written), json!(written).to_string());
        }

        #[test]
        fn any_change_of_any_field_is_noticed(
            which in any::<Index>(),
            field in 0..9_usize,
            (at, letter, kind) in (any::<Index>(), any::<char>(), 0..7_u8),
            days in -400..=400_i64,
        ) {
            let (facts, dossier, receipt) = which.get(&RECEIPTS);
            let mut other = receipt.clone();
            let text = [
                &mut other.format,
                &mut other.version,
                &mut other.edition,
                &mut other.edition_sha256,
                &mut other.calendar_sha256,
                &mut other.input_sha256,
                &mut other.outcome,
                &mut other.sha256,
            ];
            match text.into_iter().nth(field) {
                Some(text) => *text = edited(text, at, letter, kind),
                None => other.as_of += chrono::TimeDelta::days(days),
            }
            prop_assume!(other != *receipt);
            let found = verdict(&BOOK, &other, facts, dossier.as_ref());
            // Days before the materials were received are refused.
            prop_assert!(matches!(found, Ok(Verdict::Altered) | Err(_)), "{:?}", found);
            // Whoever writes the hash anew has another day to choose, and nothing else.
            other.sha256 = other.seal();
            match verdict(&BOOK, &other, facts, dossier.as_ref()) {
                Ok(Verdict::Confirmed) => {
                    let restored = DecisionRecord { as_of: receipt.as_of, sha256: receipt.sha256.clone(), ..other.clone() };
                    prop_assert!(other.as_of != receipt.as_of || other == *receipt);
                    prop_assert_eq!(&restored, receipt);
                }
                found => prop_assert!(found != Ok(Verdict::Altered) || field == 7, "{:?}", found),
            }
        }

        #[test]
        fn any_change_of_a_policy_file_or_a_calendar_is_noticed(at in any::<Index>(), letter in "[ -~一-龥\n]", kind in 0..7_u8) {
            const FILE: &str = "# 虚构\n\n```toml\nid = \"a\"\nnumber = \"一\"\ntitle = \"t\"\nissuer = \"i\"\njurisdiction = \"370303\"\nfrom = 2020-01-01\nverified_on = 2026-01-01\nevidence = \"verbatim\"\n```\n\n## 一 H\n\nG.\n\n> 语\n\n```toml\nundecidable = \"u\"\n```\n";
            const YEAR: &str = "[[year]]\nyear = 2022\nnumber = \"虚构\"\noff = [2022-09-02]\n";
            let parsed = |text: &str, calendar: &str| {
                let file = PolicyText { name: "a.md".to_owned(), text: text.to_owned() };
                PolicyBook::parse_with_calendar(&[file], calendar)
            };
            let letter = letter.chars().next().unwrap();
            let book = parsed(FILE, YEAR).unwrap();
            let receipt = book.receipt(&Institution::default(), "2022-09-01".parse().unwrap()).unwrap();
            let other = edited(FILE, at, letter, kind);
            if let (Ok(changed), true) = (parsed(&other, YEAR), other != FILE) {
                let found = changed.verify(&receipt, &Institution::default()).unwrap().verdict;
                prop_assert_eq!(found, Verdict::EditionDiffers, "{}", other);
            }
            let other = edited(YEAR, at, letter, kind);
            if let (Ok(changed), true) = (parsed(FILE, &other), other != YEAR) {
                let found = changed.verify(&receipt, &Institution::default()).unwrap().verdict;
                prop_assert_eq!(found, Verdict::CalendarDiffers, "{}", other);
            }
        }
    }
}
