//! Arrow C data and C streams in and out of a plan, once for every language: the core forbids unsafe code, and reading
//! structures that another library lays out is unsafe.

mod array;
mod check;
#[cfg(test)]
#[expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test fails where it panics"
)]
mod fuzzed;
mod reader;
#[cfg(test)]
#[expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test fails where it panics")]
mod tables;

use std::ptr::NonNull;
use std::sync::Arc;

use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema};
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::{RecordBatch, RecordBatchReader};
use arrow_schema::{ArrowError, SchemaRef};
use tuoyu::ffi::PlanHandle;
use tuoyu::{Batches, Error, ErrorCode, Request};

use crate::array::{field_of, import};
use crate::reader::ArrayReader;

/// Record batches of facts, or of answers.
pub type Reader = Box<dyn RecordBatchReader + Send>;

/// Facts of a stream, which is moved out of its structure and leaves it released.
///
/// # Safety
/// The structure is one of the Arrow C stream interface, which nothing else uses meanwhile.
///
/// # Errors
/// A stream that is released, that fails, or that is not of tables.
pub unsafe fn facts_of_stream(stream: NonNull<FFI_ArrowArrayStream>) -> Result<Reader, Error> {
    // SAFETY: the caller vouches for the structure.
    facts_of(unsafe { ArrayReader::from_raw(stream) }?)
}

fn facts_of(arrays: ArrayReader) -> Result<Reader, Error> {
    let field = Arc::clone(arrays.field());
    Ok(Box::new(Batches::new(arrays, &field)?))
}

/// Facts of one array, which is moved out of its structure and leaves it released. The schema is only read.
///
/// # Safety
/// The structures are those of the Arrow C data interface, the array is of the schema, and nothing else uses either
/// meanwhile.
///
/// # Errors
/// A schema that cannot be read, or an array that is not a table.
pub unsafe fn facts_of_array(
    schema: NonNull<FFI_ArrowSchema>,
    array: NonNull<FFI_ArrowArray>,
) -> Result<Reader, Error> {
    // SAFETY: the caller vouches for the schema.
    let field = unsafe { field_of(schema.as_ref()) }?;
    // SAFETY: the caller vouches for the array, and that it is of the schema.
    let array = unsafe { import(FFI_ArrowArray::from_raw(array.as_ptr()), &field) }?;
    Ok(Box::new(Batches::new([Ok(array)].into_iter(), &field)?))
}

/// Answers a stream by its address, for languages that have no types for Arrow. `input` is moved out of its structure,
/// which is left released; `output` gets the stream of the answers, which reads `input` as it is read itself. Where
/// `interrupted` says so before a batch, on the thread that reads, the batch is an error.
///
/// # Safety
/// `input` and `output` are null or the addresses of structures of the Arrow C stream interface, which nothing else
/// uses meanwhile.
///
/// # Errors
/// An address that is null or misaligned, an `input` that is released, an `output` that is not, or a column that no
/// fact is read from.
pub unsafe fn run(
    plan: &PlanHandle,
    input: *mut FFI_ArrowArrayStream,
    output: *mut FFI_ArrowArrayStream,
    request: Request,
    interrupted: impl FnMut() -> bool + Send + 'static,
) -> Result<(), Error> {
    let structure = |stream: *mut FFI_ArrowArrayStream, path: &str| {
        let aligned = NonNull::new(stream).filter(|stream| stream.is_aligned());
        aligned.ok_or_else(|| bad_table(path, "没有这个地址", "no such address"))
    };
    let (input, output) = (structure(input, "input")?, structure(output, "output")?);
    // SAFETY: the address is of a structure.
    if unsafe { input.as_ref() }.release().is_none() {
        return Err(bad_table("input", "数据流已经释放", "the stream is released"));
    }
    // SAFETY: the address is of a structure.
    if unsafe { output.as_ref() }.release().is_some() {
        return Err(bad_table("output", "数据流还在使用", "the stream is in use"));
    }
    // SAFETY: the address is of a stream, which is moved out.
    let arrays = unsafe { ArrayReader::from_raw(input) };
    let arrays = arrays.map_err(|error| Error::from(error).inside("input"))?;
    let answers = Interruptible { reader: plan.answers(facts_of(arrays)?, request)?, interrupted };
    let answers = FFI_ArrowArrayStream::new(Box::new(answers));
    // SAFETY: the address is of a structure that holds nothing.
    unsafe { output.write(answers) };
    Ok(())
}

/// A reader that whoever reads it can interrupt.
struct Interruptible<R, F> {
    reader: R,
    interrupted: F,
}

impl<R: RecordBatchReader, F: FnMut() -> bool> Iterator for Interruptible<R, F> {
    type Item = Result<RecordBatch, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        if (self.interrupted)() {
            return Some(Err(ArrowError::CDataInterface("interrupted".to_owned())));
        }
        self.reader.next()
    }
}

impl<R: RecordBatchReader, F: FnMut() -> bool> RecordBatchReader for Interruptible<R, F> {
    fn schema(&self) -> SchemaRef {
        self.reader.schema()
    }
}

fn bad_table(path: &str, zh: &str, en: &str) -> Error {
    Error::of_argument(ErrorCode::BadTable, path, zh, en)
}
