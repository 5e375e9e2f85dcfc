//! Arrow tables of other libraries through the PyCapsule interface: a stream of facts in, a stream of answers out.

use std::ffi::CStr;
use std::ptr::NonNull;
use std::sync::{Arc, Mutex, PoisonError};

use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema};
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::{RecordBatch, RecordBatchReader};
use arrow_schema::{ArrowError, Schema, SchemaRef};
use pyo3::exceptions::{PyKeyboardInterrupt, PyTypeError, PyValueError};
use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::types::PyCapsule;
use tuoyu::{Error, Request};
use tuoyu_stream::{Reader, facts_of_array, facts_of_stream};

use crate::arguments::FrameKind;
use crate::plan::PyPlan;

const STREAM: &CStr = c"arrow_array_stream";
const ARRAY: &CStr = c"arrow_array";
const SCHEMA: &CStr = c"arrow_schema";

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

    /// Reads the answers into a frame of the same kind as their table: of polars, pandas (with the same index), pyarrow or
    /// DuckDB (a relation of the same connection); or of the kind that is named.
    #[pyo3(signature = (kind: "str" = FrameKind(Ok("same"))) -> "Any")]
    #[pyo3(text_signature = "($self, kind='same')")]
    fn frame<'py>(slf: &Bound<'py, Self>, kind: FrameKind) -> PyResult<Bound<'py, PyAny>> {
        let (py, answers) = (slf.py(), slf.get());
        let own = answers.plan.get().handle().answer_schema(&answers.request);
        let kept = answers.schema.fields().len() - own.fields().len();
        let of_rows = !answers.request.long;
        let frame = py.import("tuoyu._frames")?.getattr("frame")?;
        frame.call1((slf, answers.data.bind(py), kind.0?, kept, of_rows))
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

impl Answers {
    pub(crate) fn new(
        plan: &Bound<'_, PyPlan>,
        data: &Bound<'_, PyAny>,
        request: Request,
    ) -> PyResult<Self> {
        let reader = answers(plan, data, request)?;
        Ok(Self {
            plan: plan.clone().unbind(),
            data: data.clone().unbind(),
            request,
            schema: reader.schema(),
            fresh: Arc::new(Mutex::new(Some(reader))),
            is_stream: data.hasattr("read_next_batch")? || data.hasattr("__next__")?,
        })
    }
}

fn answers(
    plan: &Bound<'_, PyPlan>,
    data: &Bound<'_, PyAny>,
    request: Request,
) -> PyResult<Reader> {
    let answers = plan.get().handle().answers(facts(data)?, request)?;
    Ok(Box::new(Detached(answers)))
}

/// Arrow data that an object gives.
fn facts(data: &Bound<'_, PyAny>) -> PyResult<Reader> {
    if data.hasattr("__arrow_c_stream__")? {
        let capsule = data.call_method0("__arrow_c_stream__")?.cast_into::<PyCapsule>()?;
        let stream = pointer::<FFI_ArrowArrayStream>(&capsule, STREAM)?;
        // SAFETY: a capsule of this name holds a stream, which is moved out and left as a released one.
        return Ok(unsafe { facts_of_stream(stream) }?);
    }
    if data.hasattr("__arrow_c_array__")? {
        let capsules = data.call_method0("__arrow_c_array__")?;
        let (schema, array): (Bound<'_, PyCapsule>, Bound<'_, PyCapsule>) = capsules.extract()?;
        let schema_at = pointer::<FFI_ArrowSchema>(&schema, SCHEMA)?;
        let array_at = pointer::<FFI_ArrowArray>(&array, ARRAY)?;
        // SAFETY: capsules of these names hold a schema and an array of it. The array is moved out and left as a
        // released one; the schema is only looked at while its capsule lives.
        return Ok(unsafe { facts_of_array(schema_at, array_at) }?);
    }
    let name = data.get_type().name()?;
    Err(PyTypeError::new_err(format!(
        "expected an Arrow table (`__arrow_c_stream__` or `__arrow_c_array__`), found {name}; for dicts use run_rows()"
    )))
}

/// Contents of a capsule of a name.
fn pointer<T>(capsule: &Bound<'_, PyCapsule>, name: &CStr) -> PyResult<NonNull<T>> {
    Ok(capsule.pointer_checked(Some(name))?.cast())
}

/// Lets other Python threads run while a batch is read and answered.
struct Detached<R>(R);

impl<R: RecordBatchReader + Send> Iterator for Detached<R> {
    type Item = Result<RecordBatch, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        // Whoever reads the stream may hold the interpreter, or not.
        let _held = Held::new();
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

/// The interpreter, surely held. PyO3 alone takes it for held within a call of a function of its own, though a library
/// that was called from there has let it go.
struct Held(Option<ffi::PyGILState_STATE>);

impl Held {
    fn new() -> Self {
        // SAFETY: the function may be called at any time.
        if unsafe { ffi::Py_IsInitialized() } == 0 {
            return Self(None);
        }
        // SAFETY: there is an interpreter, and it is let go when this is dropped.
        Self(Some(unsafe { ffi::PyGILState_Ensure() }))
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        if let Some(state) = self.0.take() {
            // SAFETY: the state is that of the same thread, and states are let go in reverse.
            unsafe { ffi::PyGILState_Release(state) };
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
