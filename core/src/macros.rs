//! Declarations that every room makes in the same way: closed sets of terms, and records of answers.

/// Declares closed sets of terms, each with its stable name and its Chinese term. A set that `is answer` says more than yes or
/// no: no bool is made of one.
macro_rules! choices {
    ($($(#[doc = $doc:literal])* $name:ident $(is $answer:ident)? { $($(#[$word_meta:meta])* $word:ident = $id:literal $label:literal,)* })*) => { $(
        $(#[doc = $doc])*
        #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, serde::Deserialize, serde::Serialize)]
        #[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
        pub enum $name {
            $($(#[$word_meta])* #[doc = ""] #[doc = $label] #[serde(rename = $id)] $word,)*
        }

        impl $name {
            /// Every word of the list, in its order.
            pub const ALL: &'static [Self] = &[$(Self::$word),*];

            /// The stable name, as in JSON and policy files.
            pub fn name(self) -> &'static str {
                match self { $(Self::$word => $id,)* }
            }

            /// The Chinese term, as in messages.
            pub fn label(self) -> &'static str {
                match self { $(Self::$word => $label,)* }
            }
        }

        #[cfg(feature = "uniffi")]
        #[uniffi::export]
        impl $name {
            /// The Chinese term, as in messages.
            #[uniffi::method(name = "label")]
            fn foreign_label(self) -> String {
                self.label().to_owned()
            }
        }

        impl $crate::facts::Choice for $name {
            const WORDS: &'static [$crate::facts::Term] = &[$($crate::facts::Term { name: $id, label: $label },)*];
            const SUMMARY: &'static str = concat!($($doc,)*);

            fn position(self) -> i64 {
                self as i64
            }

            fn at(position: usize) -> Option<Self> {
                Self::ALL.get(position).copied()
            }
        }

        #[cfg(feature = "pyo3")]
        $crate::ffi::python::python_terms!($name);
    )*

        /// The sets of this file, for Python's classes of them.
        #[cfg(feature = "pyo3")]
        pub(crate) const TERM_SETS: &[$crate::facts::TermSet] =
            &[$($crate::facts::TermSet::of::<$name>(stringify!($name), &[$(stringify!($answer))?])),*];
    };
}

/// Declares records that an answer is made of. One `with methods` has methods of its own in Python, in `ffi/python/records.rs`.
macro_rules! records {
    ($($(#[$meta:meta])* $name:ident $(with $methods:ident)? { $($(#[$field_meta:meta])* $field:ident: $type:ty,)* })*) => { $(
        $(#[$meta])*
        #[derive(Clone, Debug, serde::Deserialize, Eq, Hash, PartialEq, serde::Serialize)]
        #[serde(deny_unknown_fields)]
        #[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
        #[cfg_attr(feature = "pyo3", pyo3::pyclass(frozen, get_all, eq, hash, module = "tuoyu"))]
        pub struct $name {
            $($(#[$field_meta])* pub $field: $type,)*
        }

        /// So that it is read in the same way as one that is shared.
        impl AsRef<Self> for $name {
            fn as_ref(&self) -> &Self {
                self
            }
        }

        #[cfg(feature = "pyo3")]
        $crate::ffi::python::python_record!($name $($methods)?);
    )* };
}
