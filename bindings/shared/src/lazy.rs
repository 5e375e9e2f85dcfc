//! A part that is made when it is first read.

use std::ops::Deref;
use std::sync::{Arc, LazyLock};

use serde::{Deserialize, Deserializer};

use crate::shared::Shared;

type Make<T> = Box<dyn FnOnce() -> Shared<T> + Send>;

/// Part of an answer that is made when it is first read, and once: a clone is the same part.
pub struct Lazy<T>(Arc<LazyLock<Shared<T>, Make<T>>>);

impl<T> Lazy<T> {
    /// A part that `make` makes when it is first read.
    pub fn new(make: impl FnOnce() -> T + Send + 'static) -> Self {
        Self(Arc::new(LazyLock::new(Box::new(|| Shared::new(make())))))
    }

    /// The part, made now where it was not.
    pub fn shared(&self) -> &Shared<T> {
        &self.0
    }
}

impl<T> Clone for Lazy<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> Deref for Lazy<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.shared()
    }
}

impl<T: Send + 'static> From<T> for Lazy<T> {
    fn from(value: T) -> Self {
        Self::new(move || value)
    }
}

impl<T: PartialEq> PartialEq for Lazy<T> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || **self == **other
    }
}

impl<'de, T: Deserialize<'de> + Send + 'static> Deserialize<'de> for Lazy<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(Self::from)
    }
}
