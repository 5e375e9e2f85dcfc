//! Arrow tables of other libraries through the PyCapsule interface: a stream of facts in, a stream of answers out.

use std::ffi::{CStr, c_void};
use std::ptr::NonNull;
use std::sync::{Arc, Mutex, PoisonError};

use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema, from_ffi_and_data_type};
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::{ArrayRef, RecordBatch, RecordBatchReader, make_array};
use arrow_schema::{ArrowError, DataType, Field, FieldRef, Schema, SchemaRef};
use pyo3::exceptions::{PyKeyboardInterrupt, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyCapsule;
use tuoyu::python::PyPlan;
use tuoyu::{Batches, Error, Extra, PlanReader, Request};

const STREAM: &CStr = c"arrow_array_stream";
const ARRAY: &CStr = c"arrow_array";
const SCHEMA: &CStr = c"arrow_schema";

type Reader = Box<dyn RecordBatchReader + Send>;

/// 批量结果: outcomes by row, for any library that reads Arrow streams, such as `pyarrow.table(answers)` and
/// `polars.DataFrame(answers)`. They are computed as they are read, and each time that they are read.
#[pyclass(frozen, module = "tuoyu")]
pub(crate) struct Answers {
    plan: Py<PyPlan>,
    data: Py<PyAny>,
    request: Request,
    schema: SchemaRef,
    /// Answers of which nothing was read yet.
    fresh: Shelf,
    /// True for a stream, which is read once.
    is_stream: bool,
}

/// Store of answers until somebody reads them.
type Shelf = Arc<Mutex<Option<Reader>>>;

#[pymethods]
impl Answers {
    #[pyo3(signature = (requested_schema: "object" = None) -> "object")]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        // The interface allows to answer with another schema than the one requested.
        drop(requested_schema);
        let fresh = self.fresh.lock().unwrap_or_else(PoisonError::into_inner).take();
        let reader = match fresh {
            Some(reader) => reader,
            None if self.is_stream => {
                return Err(PyValueError::new_err(
                    "the answers were read already, and so was the stream that they are of; run the plan again",
                ));
            }
            None => answers(&self.plan.bind(py).clone(), self.data.bind(py), self.request)?,
        };
        let lent = Lent { reader: Some(reader), shelf: Arc::clone(&self.fresh), touched: false };
        PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(Box::new(lent)), STREAM)
    }

    #[pyo3(signature = () -> "object")]
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        let schema = FFI_ArrowSchema::try_from(self.schema.as_ref()).map_err(Error::from)?;
        PyCapsule::new_with_value(py, schema, SCHEMA)
    }
}

/// Answers that go back where nobody has read any of them: some libraries look at the schema of one stream, and read another.
struct Lent {
    reader: Option<Reader>,
    shelf: Shelf,
    touched: bool,
}

impl Iterator for Lent {
    type Item = Result<RecordBatch, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.touched = true;
        self.reader.as_mut()?.next()
    }
}

impl RecordBatchReader for Lent {
    fn schema(&self) -> SchemaRef {
        let schema = self.reader.as_ref().map(RecordBatchReader::schema);
        schema.unwrap_or_else(|| Arc::new(Schema::empty()))
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        if !self.touched {
            *self.shelf.lock().unwrap_or_else(PoisonError::into_inner) = self.reader.take();
        }
    }
}

#[pyfunction]
#[pyo3(signature = (plan, data, threads, details, reasons, keep))]
pub(crate) fn _run(
    plan: &Bound<'_, PyPlan>,
    data: &Bound<'_, PyAny>,
    threads: usize,
    details: bool,
    reasons: bool,
    keep: bool,
) -> PyResult<Answers> {
    let extra = if keep { Extra::Keep } else { Extra::Refuse };
    let request = Request { details, reasons, threads, extra };
    let reader = answers(plan, data, request)?;
    Ok(Answers {
        plan: plan.clone().unbind(),
        data: data.clone().unbind(),
        request,
        schema: reader.schema(),
        fresh: Arc::new(Mutex::new(Some(reader))),
        is_stream: data.hasattr("read_next_batch")? || data.hasattr("__next__")?,
    })
}

fn answers(
    plan: &Bound<'_, PyPlan>,
    data: &Bound<'_, PyAny>,
    request: Request,
) -> PyResult<Reader> {
    let answers = PlanReader::new(plan.get().plan().clone(), facts(data)?, request)?;
    Ok(Box::new(Detached(answers)))
}

/// What an object gives as Arrow data.
fn facts(data: &Bound<'_, PyAny>) -> PyResult<Reader> {
    if data.hasattr("__arrow_c_stream__")? {
        let capsule = data.call_method0("__arrow_c_stream__")?.cast_into::<PyCapsule>()?;
        let stream = pointer::<FFI_ArrowArrayStream>(&capsule, STREAM)?;
        // SAFETY: a capsule of this name holds a stream, which is moved out and left as a released one.
        let arrays = unsafe { Stream::from_raw(stream) }.map_err(Error::from)?;
        let field = Arc::clone(&arrays.field);
        return Ok(Box::new(Batches::new(arrays, &field)?));
    }
    if data.hasattr("__arrow_c_array__")? {
        let capsules = data.call_method0("__arrow_c_array__")?;
        let (schema, array): (Bound<'_, PyCapsule>, Bound<'_, PyCapsule>) = capsules.extract()?;
        let schema = pointer::<FFI_ArrowSchema>(&schema, SCHEMA)?;
        let array = pointer::<FFI_ArrowArray>(&array, ARRAY)?;
        // SAFETY: capsules of these names hold a schema and an array of it. The array is moved out and left as a
        // released one; the schema is only looked at while its capsule lives.
        let field = Field::try_from(unsafe { schema.as_ref() }).map_err(Error::from)?;
        // SAFETY: as above.
        let array = unsafe { import(FFI_ArrowArray::from_raw(array.as_ptr()), &field) };
        let array = array.map_err(Error::from)?;
        return Ok(Box::new(Batches::new([Ok(array)].into_iter(), &field)?));
    }
    let name = data.get_type().name()?;
    Err(PyTypeError::new_err(format!(
        "expected an Arrow table (`__arrow_c_stream__` or `__arrow_c_array__`), found {name}; for dicts use run_rows()"
    )))
}

/// The arrays of a stream.
struct Stream {
    stream: FFI_ArrowArrayStream,
    field: FieldRef,
}

impl Stream {
    /// Moves a stream out.
    ///
    /// # Safety
    /// There is a stream, which nothing else uses meanwhile.
    unsafe fn from_raw(stream: NonNull<FFI_ArrowArrayStream>) -> Result<Self, ArrowError> {
        // SAFETY: the caller vouches for it.
        let mut stream = unsafe { FFI_ArrowArrayStream::from_raw(stream.as_ptr()) };
        let Some(schema_of) = stream.get_schema().filter(|_| stream.release().is_some()) else {
            return Err(ArrowError::CDataInterface("the stream is released".to_owned()));
        };
        let mut schema = FFI_ArrowSchema::empty();
        // SAFETY: the stream is not released, and the schema is empty.
        let failed = unsafe { schema_of(&raw mut stream, &raw mut schema) };
        if failed != 0 {
            return Err(fault(&mut stream));
        }
        let field = Arc::new(Field::try_from(&schema)?);
        Ok(Self { stream, field })
    }
}

impl Iterator for Stream {
    type Item = Result<ArrayRef, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        let next = self.stream.get_next()?;
        let mut array = FFI_ArrowArray::empty();
        // SAFETY: the stream is not released, and the array is empty.
        let failed = unsafe { next(&raw mut self.stream, &raw mut array) };
        if failed != 0 {
            return Some(Err(fault(&mut self.stream)));
        }
        if array.is_released() {
            return None;
        }
        // SAFETY: the arrays of a stream are of its schema.
        Some(unsafe { import(array, &self.field) })
    }
}

/// Error of the producer of a stream.
fn fault(stream: &mut FFI_ArrowArrayStream) -> ArrowError {
    let told = stream.get_last_error().and_then(|last| {
        // SAFETY: the stream is not released, and the text is valid until it is called again.
        let text = unsafe { last(stream) };
        // SAFETY: a text that is there ends with a zero.
        (!text.is_null()).then(|| unsafe { CStr::from_ptr(text) }.to_string_lossy().into_owned())
    });
    ArrowError::CDataInterface(told.unwrap_or_else(|| "the table cannot be read".to_owned()))
}

/// An array of a field.
///
/// # Safety
/// The array is of the type of the field.
unsafe fn import(mut array: FFI_ArrowArray, field: &Field) -> Result<ArrayRef, ArrowError> {
    // SAFETY: both are laid out as the interface says.
    unsafe { mend((&raw mut array).cast(), field.data_type(), 0) };
    // SAFETY: the caller vouches for the type.
    let data = unsafe { from_ffi_and_data_type(array, field.data_type().clone()) };
    data.map(make_array)
}

/// An array as the interface lays it out.
#[repr(C)]
struct RawArray {
    length: i64,
    null_count: i64,
    offset: i64,
    n_buffers: i64,
    n_children: i64,
    buffers: *mut *const c_void,
    children: *mut *mut RawArray,
    dictionary: *mut RawArray,
    release: Option<unsafe extern "C" fn(*mut RawArray)>,
    private_data: *mut c_void,
}

/// Takes the buffer from arrays of nothing that come with one, as those of polars do: they have none, and would be refused.
///
/// # Safety
/// The array is laid out as the interface says, and is of the type.
unsafe fn mend(array: *mut RawArray, of: &DataType, depth: u8) {
    // SAFETY: the caller vouches for it.
    let Some(array) = (unsafe { array.as_mut() }).filter(|_| depth < 64) else { return };
    let fields: Vec<&FieldRef> = match of {
        DataType::Null => {
            array.n_buffers = 0;
            return;
        }
        DataType::Struct(fields) => fields.iter().collect(),
        DataType::List(field)
        | DataType::LargeList(field)
        | DataType::FixedSizeList(field, _)
        | DataType::ListView(field)
        | DataType::LargeListView(field) => vec![field],
        _ => return,
    };
    if array.children.is_null() || usize::try_from(array.n_children) != Ok(fields.len()) {
        return;
    }
    for (at, field) in fields.into_iter().enumerate() {
        // SAFETY: there are as many children as fields, and each is of its type.
        unsafe { mend(*array.children.add(at), field.data_type(), depth + 1) };
    }
}

/// What a capsule of a name holds.
fn pointer<T>(capsule: &Bound<'_, PyCapsule>, name: &CStr) -> PyResult<NonNull<T>> {
    Ok(capsule.pointer_checked(Some(name))?.cast())
}

/// Lets other Python threads run while a batch is read and answered.
struct Detached<R>(R);

impl<R: RecordBatchReader + Send> Iterator for Detached<R> {
    type Item = Result<RecordBatch, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        // Whoever reads the stream may hold the interpreter, or not.
        let found = Python::try_attach(|py| match py.check_signals() {
            Ok(()) => py.detach(|| self.0.next()),
            Err(signal) => {
                if signal.is_instance_of::<PyKeyboardInterrupt>(py) {
                    // If it cannot be, the error of the stream is all there is.
                    let _ = interrupt_again(py);
                }
                Some(Err(ArrowError::CDataInterface("interrupted".to_owned())))
            }
        });
        match found {
            Some(batch) => batch,
            None => self.0.next(),
        }
    }
}

/// Interrupts once more, a moment later: the library that reads raises an error of its own, which a program may pass over.
fn interrupt_again(py: Python<'_>) -> PyResult<()> {
    let interrupt = py.import("_thread")?.getattr("interrupt_main")?;
    let timer = py.import("threading")?.getattr("Timer")?.call1((0.2, interrupt))?;
    timer.setattr("daemon", true)?;
    timer.call_method0("start")?;
    Ok(())
}

impl<R: RecordBatchReader + Send> RecordBatchReader for Detached<R> {
    fn schema(&self) -> SchemaRef {
        self.0.schema()
    }
}
