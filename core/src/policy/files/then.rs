//! Consequences of rules: a support, a step, who registers, a conflict, a requirement.

use std::fmt;

use serde::de::{Error as _, IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::policy::files::schema::Question;
use crate::policy::terms::{Act, Regime};

/// Consequence of a rule once its condition holds.
#[derive(Clone, Debug)]
pub enum Then {
    /// The support is given.
    Support(String),
    /// Only these authorities remain, in rank order.
    Register(Vec<String>),
    /// Only these acts of the registry remain.
    Act(Vec<Act>),
    /// Something has to be, or may be, done.
    Step(String),
    /// The facts contradict each other: no completion of them has both.
    Conflict(String),
    /// An institution of this combination is not registered; other answers do not depend on it.
    Impossible(String),
    /// The text settles where an institution of this combination is registered.
    Possible(bool),
    /// A definition that other rules require.
    Define(bool),
    /// The text does not settle this question.
    Unsettled(Question),
    /// A filing has to have this.
    Require(String),
    /// Something has to be done after an event.
    Event(String),
    /// Something is due within working days of receipt.
    Deadline(String),
    /// Filing is of this kind from then on.
    Regime(Regime),
}

/// `then = { support = "an-id" }`, or `then = "support"` for what has the identifier of the rule.
impl<'de> Deserialize<'de> for Then {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Outcome;

        impl<'de> Visitor<'de> for Outcome {
            type Value = Then;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("one outcome")
            }

            fn visit_str<E: serde::de::Error>(self, kind: &str) -> Result<Then, E> {
                // The rule puts its own identifier in.
                let own = String::new();
                Ok(match kind {
                    "support" => Then::Support(own),
                    "step" => Then::Step(own),
                    "require" => Then::Require(own),
                    "event" => Then::Event(own),
                    "deadline" => Then::Deadline(own),
                    "possible" => Then::Possible(true),
                    "define" => Then::Define(true),
                    other => return Err(E::unknown_variant(other, &Then::OF_RULES)),
                })
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Then, A::Error> {
                let Some(kind) = map.next_key::<String>()? else {
                    return Err(A::Error::custom("expected one outcome"));
                };
                let then = match kind.as_str() {
                    "support" => Then::Support(map.next_value()?),
                    "register" => Then::Register(map.next_value()?),
                    "act" => Then::Act(map.next_value()?),
                    "step" => Then::Step(map.next_value()?),
                    "conflict" => Then::Conflict(map.next_value()?),
                    "impossible" => Then::Impossible(map.next_value()?),
                    "possible" => Then::Possible(map.next_value()?),
                    "define" => Then::Define(map.next_value()?),
                    "unsettled" => Then::Unsettled(map.next_value()?),
                    "require" => Then::Require(map.next_value()?),
                    "event" => Then::Event(map.next_value()?),
                    "deadline" => Then::Deadline(map.next_value()?),
                    "regime" => Then::Regime(map.next_value()?),
                    other => return Err(A::Error::unknown_variant(other, &Then::KINDS)),
                };
                match map.next_key::<IgnoredAny>()? {
                    None => Ok(then),
                    Some(_) => Err(A::Error::custom("expected one outcome")),
                }
            }
        }

        deserializer.deserialize_any(Outcome)
    }
}

impl Then {
    /// Consequences that a rule can have.
    pub const KINDS: [&'static str; 13] = [
        "support",
        "register",
        "act",
        "step",
        "conflict",
        "impossible",
        "possible",
        "define",
        "unsettled",
        "require",
        "event",
        "deadline",
        "regime",
    ];

    /// Those that need no more words: of the identifier of the rule, or `true`.
    pub const OF_RULES: [&'static str; 7] =
        ["support", "step", "require", "event", "deadline", "possible", "define"];

    /// Puts the identifier of the rule where none was given.
    pub fn complete(&mut self, id: &str) {
        match self {
            Self::Support(of)
            | Self::Step(of)
            | Self::Require(of)
            | Self::Event(of)
            | Self::Deadline(of)
                if of.is_empty() =>
            {
                id.clone_into(of);
            }
            _ => {}
        }
    }

    /// Tells whether it says something of where an institution is registered.
    pub fn of_registration(&self) -> bool {
        matches!(self, Self::Register(_) | Self::Unsettled(Question::Register))
    }

    pub fn support(&self) -> Option<&String> {
        match self {
            Self::Support(id) => Some(id),
            _ => None,
        }
    }

    pub fn step(&self) -> Option<&String> {
        match self {
            Self::Step(id) => Some(id),
            _ => None,
        }
    }

    pub fn event(&self) -> Option<&String> {
        match self {
            Self::Event(id) => Some(id),
            _ => None,
        }
    }

    pub fn requirement(&self) -> Option<&String> {
        match self {
            Self::Require(id) => Some(id),
            _ => None,
        }
    }
}

/// Things that a requirement is asked of one by one.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "snake_case")]
pub enum Each {
    /// Each class of the dossier.
    #[serde(rename = "class")]
    Class,
}
