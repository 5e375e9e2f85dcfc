//! Arrow tables of other libraries through the PyCapsule interface: a stream of facts in, a stream of answers out.

use std::ffi::CStr;
use std::ptr::NonNull;
use std::sync::{Arc, Mutex, PoisonError};

use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema, from_ffi};
use arrow_array::ffi_stream::{ArrayStreamReader, FFI_ArrowArrayStream};
use arrow_array::{Array, ArrayReader, RecordBatch, RecordBatchReader, make_array};
use arrow_schema::{ArrowError, Field, SchemaRef};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyCapsule;
use tuoyu::python::PyPlan;
use tuoyu::{Batches, Error, PlanReader, Request};

const STREAM: &CStr = c"arrow_array_stream";
const ARRAY: &CStr = c"arrow_array";
const SCHEMA: &CStr = c"arrow_schema";

type Reader = Box<dyn RecordBatchReader + Send>;

/// 批量结果: outcomes by row, for any library that reads Arrow streams, such as `pyarrow.table(answers)` and
/// `polars.DataFrame(answers)`. They are computed as they are read, and can be read once.
#[pyclass(frozen, module = "tuoyu")]
pub(crate) struct Answers(Mutex<Option<Reader>>);

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
        let reader = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        let reader = reader.ok_or_else(|| {
            PyValueError::new_err("the answers were read already; run the plan again")
        })?;
        PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(reader), STREAM)
    }
}

#[pyfunction]
#[pyo3(signature = (plan, data, threads, details, reasons))]
pub(crate) fn _run(
    plan: &Bound<'_, PyPlan>,
    data: &Bound<'_, PyAny>,
    threads: usize,
    details: bool,
    reasons: bool,
) -> PyResult<Answers> {
    let request = Request { details, reasons, threads };
    let answers = PlanReader::new(plan.get().plan().clone(), facts(data)?, request)?;
    Ok(Answers(Mutex::new(Some(Box::new(Detached(answers))))))
}

/// What an object gives as Arrow data.
fn facts(data: &Bound<'_, PyAny>) -> PyResult<Reader> {
    if data.hasattr("__arrow_c_stream__")? {
        let capsule = data.call_method0("__arrow_c_stream__")?.cast_into::<PyCapsule>()?;
        let stream = pointer::<FFI_ArrowArrayStream>(&capsule, STREAM)?;
        // SAFETY: a capsule of this name holds a stream, which is moved out and left as a released one.
        let arrays = unsafe { ArrayStreamReader::from_raw(stream.as_ptr()) };
        let arrays = arrays.map_err(Error::from)?;
        let field = Arc::clone(arrays.field());
        return Ok(Box::new(Batches::new(arrays, &field)?));
    }
    if data.hasattr("__arrow_c_array__")? {
        let capsules = data.call_method0("__arrow_c_array__")?;
        let (schema, array): (Bound<'_, PyCapsule>, Bound<'_, PyCapsule>) = capsules.extract()?;
        let schema = pointer::<FFI_ArrowSchema>(&schema, SCHEMA)?;
        let array = pointer::<FFI_ArrowArray>(&array, ARRAY)?;
        // SAFETY: capsules of these names hold a schema and an array of it. The array is moved out and left as a
        // released one; the schema is only looked at while its capsule lives.
        let data = unsafe { from_ffi(FFI_ArrowArray::from_raw(array.as_ptr()), schema.as_ref()) };
        let array = make_array(data.map_err(Error::from)?);
        let field = Field::new("", array.data_type().clone(), true);
        return Ok(Box::new(Batches::new([Ok(array)].into_iter(), &field)?));
    }
    let name = data.get_type().name()?;
    Err(PyTypeError::new_err(format!(
        "expected an Arrow table (`__arrow_c_stream__` or `__arrow_c_array__`), found {name}; for dicts use run_rows()"
    )))
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
        match Python::try_attach(|py| py.detach(|| self.0.next())) {
            Some(batch) => batch,
            None => self.0.next(),
        }
    }
}

impl<R: RecordBatchReader + Send> RecordBatchReader for Detached<R> {
    fn schema(&self) -> SchemaRef {
        self.0.schema()
    }
}
