//! The calls that the README of tuoyu shows, over the rows that the peers answer.

use chrono::NaiveDate;
use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::json;
use tuoyu::{Assessment, Dossier, Error, Institution, PolicyBook, Registration, Review, Supports};

use crate::rows::Row;

/// A full dossier with two classes.
pub const DOSSIER: &str = include_str!("../dossier.json");

pub struct Calls<'a> {
    pub book: &'a PolicyBook,
    pub on: NaiveDate,
    institutions: Vec<Institution>,
    dossier: Dossier,
}

impl<'a> Calls<'a> {
    pub fn new(book: &'a PolicyBook, on: NaiveDate, rows: &[Row]) -> Result<Self, Error> {
        Ok(Self {
            book,
            on,
            institutions: rows.iter().map(|row| row.institution.clone()).collect(),
            dossier: Dossier::from_json(DOSSIER)?,
        })
    }

    pub fn rows(&self) -> usize {
        self.institutions.len()
    }

    pub fn register(&self, row: usize) -> Registration {
        self.book.register(&self.institutions[row], self.on).expect("an answer")
    }

    pub fn supports(&self, row: usize) -> Supports {
        self.book.supports(&self.institutions[row], self.on).expect("an answer")
    }

    pub fn review(&self, row: usize) -> Review {
        self.book.review(&self.institutions[row], &self.dossier, self.on).expect("an answer")
    }

    pub fn assess(&self, row: usize) -> Assessment {
        self.book.assess(&self.institutions[row], self.on).expect("an answer")
    }

    /// The same question as one JSON object.
    pub fn requests(&self, question: &str) -> Vec<String> {
        let request = |facts: &Institution| {
            let mut request = json!({ "question": question, "as_of": self.on, "facts": facts });
            if question == "review" {
                request["dossier"] = json!(self.dossier);
            }
            request.to_string()
        };
        self.institutions.iter().map(request).collect()
    }
}

/// A reply read into memory, which serde_json writes again byte by byte: the least that writing it costs.
pub enum Reply {
    Null,
    Bool(bool),
    Int(i64),
    Text(String),
    List(Vec<Self>),
    Table(Vec<(String, Self)>),
}

impl Serialize for Reply {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(yes) => serializer.serialize_bool(*yes),
            Self::Int(number) => serializer.serialize_i64(*number),
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(items) => serializer.collect_seq(items),
            Self::Table(fields) => {
                serializer.collect_map(fields.iter().map(|(name, value)| (name, value)))
            }
        }
    }
}

impl<'de> Deserialize<'de> for Reply {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ReplyVisitor)
    }
}

struct ReplyVisitor;

impl<'de> Visitor<'de> for ReplyVisitor {
    type Value = Reply;

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("a reply")
    }

    fn visit_unit<E>(self) -> Result<Reply, E> {
        Ok(Reply::Null)
    }

    fn visit_bool<E>(self, yes: bool) -> Result<Reply, E> {
        Ok(Reply::Bool(yes))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Reply, E> {
        Ok(Reply::Int(number))
    }

    fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<Reply, E> {
        i64::try_from(number).map(Reply::Int).map_err(E::custom)
    }

    fn visit_str<E>(self, text: &str) -> Result<Reply, E> {
        Ok(Reply::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Reply, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Reply::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Reply, A::Error> {
        let mut table = Vec::new();
        while let Some(field) = fields.next_entry()? {
            table.push(field);
        }
        Ok(Reply::Table(table))
    }
}
