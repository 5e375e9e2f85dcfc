//! Declares the list of facts: the enum of them, and what each record that has them as fields can do.

/// The name of a fact in conditions: that of its field, unless another record has the same.
macro_rules! fact_name {
    ($field:ident) => {
        stringify!($field)
    };
    ($field:ident $alias:literal) => {
        $alias
    };
}

/// Reason why no rule tests a fact; none where rules do.
macro_rules! reason_given {
    () => {
        None
    };
    ($zh:literal, $en:literal) => {
        Some(($zh, $en))
    };
}

macro_rules! facts {
    (
        $($(#[$struct_meta:meta])* record $record:ident {
            $($(#[$meta:meta])* $fact:ident $field:ident $(as $alias:literal)?: $type:ty = $kind:expr, $change:ident, $label:literal, $ask:literal, $ask_en:literal
                $(, informative $why:literal, $why_en:literal)?;)*
        })*
        derived {
            $($(#[$derived_meta:meta])* $derived:ident $derived_field:ident = $derived_kind:expr, from [$($source:ident),*], $derived_label:literal;)*
        }
    ) => {
        /// A fact that a condition can test: a field of a record, or one derived from several.
        #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        pub enum Fact {
            /// 作答日: the day that the answer is for.
            Day,
            $($($fact,)*)*
            $($derived,)*
        }

        impl Fact {
            /// Every fact, in the order of the vocabulary.
            pub const ALL: &'static [Self] = &[Self::Day, $($(Self::$fact,)*)* $(Self::$derived,)*];

            /// The fact of a stable name.
            pub fn of_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|fact| fact.name() == name)
            }

            /// The stable name.
            pub fn name(self) -> &'static str {
                match self {
                    Self::Day => "as_of",
                    $($(Self::$fact => fact_name!($field $($alias)?),)*)*
                    $(Self::$derived => stringify!($derived_field),)*
                }
            }

            /// The name of the field that states it; that of the fact where none does.
            pub fn field(self) -> &'static str {
                match self {
                    $($(Self::$fact => stringify!($field),)*)*
                    other => other.name(),
                }
            }

            /// The Chinese term.
            pub fn label(self) -> &'static str {
                match self {
                    Self::Day => "作答日",
                    $($(Self::$fact => $label,)*)*
                    $(Self::$derived => $derived_label,)*
                }
            }

            pub fn kind(self) -> Kind {
                match self {
                    Self::Day => Kind::Date,
                    $($(Self::$fact => $kind,)*)*
                    $(Self::$derived => $derived_kind,)*
                }
            }

            /// The question that learns it, in Chinese and in English.
            pub fn question(self) -> (&'static str, &'static str) {
                match self {
                    $($(Self::$fact => ($ask, $ask_en),)*)*
                    _ => ("", ""),
                }
            }

            /// Reason why it is kept though no rule of the bundled files tests it, in Chinese and in English.
            pub fn informative(self) -> Option<(&'static str, &'static str)> {
                match self {
                    $($(Self::$fact => reason_given!($($why, $why_en)?),)*)*
                    _ => None,
                }
            }

            pub fn changeable(self) -> Changeable {
                match self {
                    $($(Self::$fact => Changeable::$change,)*)*
                    _ => Changeable::Fixed,
                }
            }

            /// The fact that a caller states it by: of what is read off a text, the text.
            pub fn stated_as(self) -> Self {
                match (self.record(), self.sources()) {
                    (None, [only]) if only.kind() == Kind::Text => *only,
                    _ => self,
                }
            }

            /// The fields that a derived fact is computed from; a field is its own source.
            pub fn sources(self) -> &'static [Self] {
                match self {
                    $(Self::$derived => &[$(Self::$source),*],)*
                    Self::Day => &[],
                    $($(Self::$fact => &[Self::$fact],)*)*
                }
            }

            /// The name of the record that has the fact as a field.
            pub fn record(self) -> Option<&'static str> {
                match self {
                    $($(Self::$fact => Some(stringify!($record)),)*)*
                    _ => None,
                }
            }
        }

        $(
            #[derive(Clone, Default, Eq, Hash, PartialEq, serde::Serialize)]
            #[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
            $(#[$struct_meta])*
            #[cfg_attr(feature = "pyo3", pyo3::pyclass(frozen, get_all, eq, hash, module = "tuoyu"))]
            pub struct $record {
                $(
                    $(#[$meta])*
                    #[serde(skip_serializing_if = "Option::is_none")]
                    #[cfg_attr(feature = "uniffi", uniffi(default))]
                    pub $field: Option<$type>,
                )*
            }

            impl $record {
                /// The code of a field; none where it is unknown or is text.
                pub fn code(&self, fact: Fact) -> Option<i64> {
                    match fact {
                        $(Fact::$fact => self.$field.as_ref().and_then(FactValue::code),)*
                        _ => None,
                    }
                }

                /// Tells the code of each field that has one.
                #[inline]
                pub(crate) fn each_code(&self, tell: &mut impl FnMut(Fact, i64)) {
                    $(if let Some(code) = self.$field.as_ref().and_then(FactValue::code) {
                        tell(Fact::$fact, code);
                    })*
                }

                /// The fact of a field, under its name or its Chinese term.
                pub fn field(name: &str) -> Result<Fact, Error> {
                    match name {
                        $(stringify!($field) => Ok(Fact::$fact),)*
                        _ => {
                            let known = [$(Fact::$fact),*];
                            let labelled = known.into_iter().find(|fact| fact.is_called(name));
                            labelled.ok_or_else(|| unknown_fact(name, &known))
                        }
                    }
                }

                /// Sets one field from what a caller wrote.
                pub fn set(&mut self, field: Fact, value: &Value) -> Result<(), Error> {
                    let value = match value {
                        Value::Text(text) if field.is_own_label(text) => &Value::Bool(true),
                        Value::Text(text) if field.is_without_end(text) => &Value::Date(last_day()),
                        value => value,
                    };
                    match field {
                        $(Fact::$fact => {
                            let read: $type = FactValue::read_value(value, $kind)?;
                            read.check($kind)?;
                            field.check_own(read.code())?;
                            self.$field = Some(read);
                        })*
                        _ => {}
                    }
                    Ok(())
                }

                /// Refuses facts that cannot be together.
                fn check_together(&self, faults: &mut Faults) {
                    let code = |fact| self.code(fact);
                    for constraint in Self::CONSTRAINTS.iter().filter(|one| one.is_broken(code)) {
                        faults.add(constraint.error());
                    }
                }

                /// Checks the ranges of a record that came typed.
                fn check_ranges(&self, faults: &mut Faults) {
                    $(if let Some(value) = &self.$field {
                        let checked = value.check($kind).and_then(|()| Fact::$fact.check_own(value.code()));
                        faults.take(checked.map_err(|error| error.inside(stringify!($field))));
                    })*
                }

                /// Checks a record that came typed, as `from_fields` checks one that came as text.
                ///
                /// # Errors
                /// A value out of range, a credit code that cannot be one, or facts that cannot be together.
                pub fn check(&self) -> Result<(), Error> {
                    let mut faults = Faults::default();
                    self.check_ranges(&mut faults);
                    self.check_together(&mut faults);
                    faults.or(())
                }

                /// Reads a record from named values: an unknown or repeated name, a wrong type, an
                /// unknown word and a value out of range are errors that name the field. A null is a
                /// fact that is not known.
                ///
                /// # Errors
                /// The first field that cannot be read, and in [`Error::errors`] all of them.
                pub fn from_fields(
                    fields: impl IntoIterator<Item = (String, Value)>,
                ) -> Result<Self, Error> {
                    let fields = fields.into_iter().map(|(name, value)| (name, Ok(value)));
                    let (record, faults) = Self::gather(fields);
                    faults.or(record)
                }

                /// Reads what can be read of a record, and gathers everything that is wrong with it. A value that could
                /// not even be taken over is a fault already.
                pub fn gather(
                    fields: impl IntoIterator<Item = (String, Result<Value, Error>)>,
                ) -> (Self, Faults) {
                    let (mut record, mut faults) = (Self::default(), Faults::default());
                    let mut seen = [false; Fact::ALL.len()];
                    for (name, value) in fields {
                        if faults.is_full() {
                            break;
                        }
                        let inside = |error: Error| error.inside(told_name(&name));
                        let Some(value) = faults.take(value.map_err(inside)) else { continue };
                        let field = Self::field(&name).map_err(|error| inside(leave_out(error, &name)));
                        let Some(field) = faults.take(field) else {
                            continue;
                        };
                        match seen.get_mut(field as usize) {
                            Some(true) => {
                                faults.add(duplicate_field(told_name(&name)));
                                continue;
                            }
                            seen => seen.into_iter().for_each(|seen| *seen = true),
                        }
                        if !value.is_unknown() {
                            let set = record.set(field, &value);
                            faults.take(set.map_err(|error| error.inside(field.field())));
                        }
                    }
                    record.check_together(&mut faults);
                    (record, faults)
                }
            }

            /// The known facts; of a text that may be personal data, its length.
            impl fmt::Debug for $record {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    let mut shown = f.debug_struct(stringify!($record));
                    $(if let Some(value) = &self.$field {
                        shown.field(stringify!($field), &format_args!("{}", value.shown()));
                    })*
                    shown.finish()
                }
            }

            impl Canonical for $record {
                fn canonical(&self) -> String {
                    let mut fields = Vec::new();
                    $(if let Some(value) = &self.$field {
                        fields.push((stringify!($field), value.canonical()));
                    })*
                    object(fields)
                }
            }
        )*
    };
}
