//! A list of parts, itself held by any number of answers.

use std::ops::Deref;
use std::sync::Arc;

use serde::{Deserialize, Deserializer};

use crate::shared::Shared;

/// List of shared parts: a clone is the same list. It reads as a slice.
pub struct List<T>(Option<Arc<[Shared<T>]>>);

impl<T> List<T> {
    /// A list of nothing.
    pub const fn new() -> Self {
        Self(None)
    }

    /// The values of the parts.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &T> + Clone {
        self.iter().map(|part| &**part)
    }
}

impl<T> Deref for List<T> {
    type Target = [Shared<T>];

    fn deref(&self) -> &[Shared<T>] {
        self.0.as_deref().unwrap_or_default()
    }
}

impl<T> Clone for List<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T> Default for List<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> From<Vec<Shared<T>>> for List<T> {
    fn from(parts: Vec<Shared<T>>) -> Self {
        Self((!parts.is_empty()).then(|| parts.into()))
    }
}

impl<T> From<Vec<T>> for List<T> {
    fn from(values: Vec<T>) -> Self {
        values.into_iter().collect()
    }
}

impl<T> FromIterator<Shared<T>> for List<T> {
    fn from_iter<I: IntoIterator<Item = Shared<T>>>(parts: I) -> Self {
        parts.into_iter().collect::<Vec<_>>().into()
    }
}

impl<T> FromIterator<T> for List<T> {
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Self {
        values.into_iter().map(Shared::new).collect()
    }
}

impl<'a, T> IntoIterator for &'a List<T> {
    type Item = &'a Shared<T>;
    type IntoIter = std::slice::Iter<'a, Shared<T>>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T: PartialEq> PartialEq for List<T> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::<Shared<T>>::deserialize(deserializer).map(Self::from)
    }
}
