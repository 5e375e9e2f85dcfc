//! Kotlin and Java: what is shared crosses as the part itself.

use uniffi::deps::anyhow::Result;
use uniffi::{Lift, Lower, MetadataBuffer, RustBuffer, TypeId};

use crate::{Lazy, List, Shared};

// SAFETY: these write what a `T` writes.
unsafe impl<UT, T: Lower<UT> + Clone> Lower<UT> for Shared<T> {
    type FfiType = T::FfiType;

    fn lower(part: Self) -> Self::FfiType {
        T::lower(part.into_inner())
    }

    fn write(part: Self, buffer: &mut Vec<u8>) {
        T::write(part.into_inner(), buffer);
    }
}

// SAFETY: these read what a `T` reads.
unsafe impl<UT, T: Lift<UT>> Lift<UT> for Shared<T> {
    type FfiType = T::FfiType;

    fn try_lift(value: Self::FfiType) -> Result<Self> {
        T::try_lift(value).map(Self::new)
    }

    fn try_read(buffer: &mut &[u8]) -> Result<Self> {
        T::try_read(buffer).map(Self::new)
    }
}

impl<UT, T: TypeId<UT>> TypeId<UT> for Shared<T> {
    const TYPE_ID_META: MetadataBuffer = T::TYPE_ID_META;
}

// SAFETY: these write what a `T` writes.
unsafe impl<UT, T: Lower<UT> + Clone> Lower<UT> for Lazy<T> {
    type FfiType = T::FfiType;

    fn lower(part: Self) -> Self::FfiType {
        T::lower(T::clone(&part))
    }

    fn write(part: Self, buffer: &mut Vec<u8>) {
        T::write(T::clone(&part), buffer);
    }
}

// SAFETY: these read what a `T` reads.
unsafe impl<UT, T: Lift<UT> + Send + 'static> Lift<UT> for Lazy<T> {
    type FfiType = T::FfiType;

    fn try_lift(value: Self::FfiType) -> Result<Self> {
        T::try_lift(value).map(Self::from)
    }

    fn try_read(buffer: &mut &[u8]) -> Result<Self> {
        T::try_read(buffer).map(Self::from)
    }
}

impl<UT, T: TypeId<UT>> TypeId<UT> for Lazy<T> {
    const TYPE_ID_META: MetadataBuffer = T::TYPE_ID_META;
}

// SAFETY: these write what a `Vec<T>` writes.
unsafe impl<UT, T: Lower<UT> + Clone> Lower<UT> for List<T> {
    type FfiType = RustBuffer;

    fn lower(list: Self) -> RustBuffer {
        Self::lower_into_rust_buffer(list)
    }

    fn write(list: Self, buffer: &mut Vec<u8>) {
        <Vec<Shared<T>> as Lower<UT>>::write(list.to_vec(), buffer);
    }
}

// SAFETY: these read what a `Vec<T>` reads.
unsafe impl<UT, T: Lift<UT>> Lift<UT> for List<T> {
    type FfiType = RustBuffer;

    fn try_lift(buffer: RustBuffer) -> Result<Self> {
        <Vec<Shared<T>> as Lift<UT>>::try_lift(buffer).map(Self::from)
    }

    fn try_read(buffer: &mut &[u8]) -> Result<Self> {
        <Vec<Shared<T>> as Lift<UT>>::try_read(buffer).map(Self::from)
    }
}

impl<UT, T: TypeId<UT>> TypeId<UT> for List<T> {
    const TYPE_ID_META: MetadataBuffer = <Vec<T> as TypeId<UT>>::TYPE_ID_META;
}
