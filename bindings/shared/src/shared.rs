//! One part, held by any number of answers.

use std::ops::Deref;
use std::sync::Arc;

use serde::{Deserialize, Deserializer};

/// Part of an answer that others have too: a clone is the same part, and reads as the part itself.
pub struct Shared<T>(Arc<Part<T>>);

pub(crate) struct Part<T> {
    pub(crate) value: T,
    /// The object that Python sees, made when it is first asked for.
    #[cfg(feature = "pyo3")]
    pub(crate) object: pyo3::sync::PyOnceLock<pyo3::Py<pyo3::PyAny>>,
}

impl<T> Shared<T> {
    /// Holds a value.
    pub fn new(value: T) -> Self {
        Self(Arc::new(Part {
            value,
            #[cfg(feature = "pyo3")]
            object: pyo3::sync::PyOnceLock::new(),
        }))
    }

    /// Tells whether two are one and the same part, not only equal ones.
    pub fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    #[cfg(feature = "pyo3")]
    pub(crate) fn part(&self) -> &Part<T> {
        &self.0
    }
}

impl<T: Clone> Shared<T> {
    /// The value for oneself: a copy where others hold it too.
    pub fn into_inner(self) -> T {
        match Arc::try_unwrap(self.0) {
            Ok(part) => part.value,
            Err(part) => part.value.clone(),
        }
    }
}

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> Deref for Shared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0.value
    }
}

impl<T> AsRef<T> for Shared<T> {
    fn as_ref(&self) -> &T {
        self
    }
}

impl<T> From<T> for Shared<T> {
    fn from(value: T) -> Self {
        Self::new(value)
    }
}

impl<T: PartialEq> PartialEq for Shared<T> {
    fn eq(&self, other: &Self) -> bool {
        self.is_same(other) || **self == **other
    }
}

impl<T: PartialEq> PartialEq<T> for Shared<T> {
    fn eq(&self, other: &T) -> bool {
        **self == *other
    }
}

impl<T: Default> Default for Shared<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Shared<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(Self::new)
    }
}
