//! Columns of answers: their names and their types.

use std::sync::Arc;

use arrow_schema::{DataType, Field, Fields, Schema, SchemaRef};

use crate::logic::Outcome;
use crate::plan::Plan;
use crate::plan::columns::Request;

/// Reasons why an outcome is open, in the order of the keys.
pub const OPEN: [&str; 4] = ["facts", "unsettled", "conflict", "not_in_force"];

/// Outcomes as categories, the least first.
pub const CATEGORIES: [Outcome; 6] = [
    Outcome::NotInForce,
    Outcome::Unmet,
    Outcome::OpenFacts,
    Outcome::OpenUnsettled,
    Outcome::OpenConflict,
    Outcome::Met,
];

impl Plan {
    /// The columns of the answers to any batch: for each target a nullable Boolean of its name, true where it is met
    /// and false where it is not, or with `categories` a dictionary of outcomes in order, `not_in_force` < `unmet` <
    /// `open_facts` < `open_unsettled` < `open_conflict` < `met`; with details, `<target>:open`, why it is neither
    /// (`facts`, `unsettled`, `conflict`, `not_in_force`); with reasons, `<target>:reasons`, one bit for each name of
    /// the field's metadata `facts`, separated by commas, the first in the lowest bit; with classes, for each target that is
    /// asked of each, `<target>:classes`, a list of the outcome of each, null where none are listed; with faults, `faults`, a list of
    /// every fault of the row; and last `error`, such as `legal_form: unknown_word; storey: out_of_range`, null in the
    /// rows that could be read. A row with an error is null in every other column of answers.
    ///
    /// In long form the columns are `row`, counted from 0, `target` and `fact`: a line for each fact that decided a
    /// target, or that it still turns on; of a row with an error one line, which has neither.
    pub fn answer_schema(&self, request: &Request) -> SchemaRef {
        let names = || self.targets().iter();
        let mut fields: Vec<Field> = Vec::new();
        if request.long {
            fields.push(Field::new("row", DataType::UInt64, false));
            fields.push(Field::new_dictionary("target", DataType::Int16, DataType::Utf8, true));
            fields.push(Field::new_dictionary("fact", DataType::Int8, DataType::Utf8, true));
        } else {
            fields.extend(names().map(|name| match request.categories {
                true => category(name),
                false => Field::new(name, DataType::Boolean, true),
            }));
            if request.details {
                let open = |name| {
                    let name = format!("{name}:open");
                    Field::new_dictionary(name, DataType::Int8, DataType::Utf8, true)
                };
                fields.extend(names().map(open));
            }
            if request.reasons {
                fields.extend(names().map(|name| {
                    let facts = ("facts".to_owned(), self.reason_facts().join(","));
                    let name = format!("{name}:reasons");
                    Field::new(name, DataType::UInt64, true).with_metadata([facts])
                }));
            }
            if request.classes {
                let item = Arc::new(Field::new_list_field(category("").data_type().clone(), false));
                let of_classes = self.of_classes().map(|(name, _)| {
                    let name = format!("{name}:classes");
                    Field::new(name, DataType::List(Arc::clone(&item)), true)
                });
                fields.extend(of_classes);
            }
        }
        if request.faults {
            let item = Field::new_list_field(DataType::Struct(fault_fields()), false);
            fields.push(Field::new("faults", DataType::List(Arc::new(item)), true));
        }
        fields.push(Field::new("error", DataType::Utf8, true));
        Arc::new(Schema::new(fields))
    }
}

/// The parts of a fault.
pub fn fault_fields() -> Fields {
    let text = |name, nullable| Field::new(name, DataType::Utf8, nullable);
    Fields::from(vec![
        text("path", false),
        text("code", false),
        text("message", false),
        text("message_en", false),
        text("hint", true),
        text("hint_zh", true),
    ])
}

/// A column of outcomes in their order. Polars takes the list of them from the metadata, and makes an `Enum`.
fn category(name: &str) -> Field {
    let type_of = DataType::Dictionary(Box::new(DataType::Int8), Box::new(DataType::Utf8));
    let words = CATEGORIES.iter().map(|outcome| outcome.name());
    let listed: String = words.map(|word| format!("{};{word}", word.len())).collect();
    let names = ["_PL_ENUM_VALUES", "_PL_ENUM_VALUES2"];
    let metadata = names.map(|name| (name.to_owned(), listed.clone()));
    Field::new(name, type_of, true).with_dict_is_ordered(true).with_metadata(metadata)
}
