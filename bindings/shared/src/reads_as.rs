//! A part is shown, hashed and written as its value.

use std::fmt::{Debug, Formatter};
use std::hash::{Hash, Hasher};

use serde::{Serialize, Serializer};

use crate::{Lazy, List, Shared};

macro_rules! reads_as_its_value {
    ($($part:ident)*) => { $(
        impl<T: Debug> Debug for $part<T> {
            fn fmt(&self, formatter: &mut Formatter<'_>) -> std::fmt::Result {
                (**self).fmt(formatter)
            }
        }

        impl<T: Eq> Eq for $part<T> {}

        impl<T: Hash> Hash for $part<T> {
            fn hash<H: Hasher>(&self, state: &mut H) {
                (**self).hash(state);
            }
        }

        impl<T: Serialize> Serialize for $part<T> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                (**self).serialize(serializer)
            }
        }
    )* };
}

reads_as_its_value! { Lazy List Shared }
