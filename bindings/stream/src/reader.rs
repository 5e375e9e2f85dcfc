//! The arrays of a C stream.

use std::ffi::CStr;
use std::ptr::NonNull;
use std::sync::Arc;

use arrow_array::ArrayRef;
use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema};
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_schema::{ArrowError, FieldRef};

use crate::array::{field_of, import};

/// The arrays of a stream. The reader of `arrow-array` has no place for the repair that [`import`] makes.
pub(crate) struct ArrayReader {
    stream: FFI_ArrowArrayStream,
    field: FieldRef,
}

impl ArrayReader {
    /// Moves a stream out of its structure.
    ///
    /// # Safety
    /// There is a stream, which nothing else uses meanwhile.
    pub(crate) unsafe fn from_raw(
        stream: NonNull<FFI_ArrowArrayStream>,
    ) -> Result<Self, ArrowError> {
        // SAFETY: the caller vouches for it.
        let mut stream = unsafe { FFI_ArrowArrayStream::from_raw(stream.as_ptr()) };
        let Some(schema_of) = stream.get_schema().filter(|_| stream.release().is_some()) else {
            return Err(ArrowError::CDataInterface("the stream is released".to_owned()));
        };
        let mut schema = FFI_ArrowSchema::empty();
        // SAFETY: the stream is not released, and the schema is empty.
        let failed = unsafe { schema_of(&raw mut stream, &raw mut schema) };
        if failed != 0 {
            return Err(last_error(&mut stream));
        }
        // SAFETY: the stream wrote the schema.
        let field = Arc::new(unsafe { field_of(&schema) }?);
        Ok(Self { stream, field })
    }

    /// The field of every array.
    pub(crate) fn field(&self) -> &FieldRef {
        &self.field
    }
}

impl Iterator for ArrayReader {
    type Item = Result<ArrayRef, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        let next = self.stream.get_next()?;
        let mut array = FFI_ArrowArray::empty();
        // SAFETY: the stream is not released, and the array is empty.
        let failed = unsafe { next(&raw mut self.stream, &raw mut array) };
        if failed != 0 {
            return Some(Err(last_error(&mut self.stream)));
        }
        if array.is_released() {
            return None;
        }
        // SAFETY: the arrays of a stream are of its schema.
        Some(unsafe { import(array, &self.field) })
    }
}

/// Error of the producer of a stream.
fn last_error(stream: &mut FFI_ArrowArrayStream) -> ArrowError {
    let told = stream.get_last_error().and_then(|last| {
        // SAFETY: the stream is not released, and the text is valid until it is called again.
        let text = unsafe { last(stream) };
        // SAFETY: a text that is there ends with a zero.
        (!text.is_null()).then(|| unsafe { CStr::from_ptr(text) }.to_string_lossy().into_owned())
    });
    ArrowError::CDataInterface(told.unwrap_or_else(|| "the table cannot be read".to_owned()))
}
