//! Python: what is shared is one object, made when it is first read.

use pyo3::IntoPyObjectExt;
#[cfg(feature = "stubs")]
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::types::PyList;

use crate::{Lazy, List, Shared};

impl<'py, T> IntoPyObject<'py> for &Shared<T>
where
    T: Clone + IntoPyObject<'py>,
{
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const OUTPUT_TYPE: PyStaticExpr = T::OUTPUT_TYPE;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        let part = self.part();
        let object = part.object.get_or_try_init(py, || part.value.clone().into_py_any(py))?;
        Ok(object.bind(py).clone())
    }
}

impl<'py, T> IntoPyObject<'py> for Shared<T>
where
    T: Clone + IntoPyObject<'py>,
{
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const OUTPUT_TYPE: PyStaticExpr = T::OUTPUT_TYPE;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        (&self).into_pyobject(py)
    }
}

impl<'py, T> IntoPyObject<'py> for &Lazy<T>
where
    T: Clone + IntoPyObject<'py>,
{
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const OUTPUT_TYPE: PyStaticExpr = T::OUTPUT_TYPE;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        self.shared().into_pyobject(py)
    }
}

impl<'py, T> IntoPyObject<'py> for &List<T>
where
    T: Clone + IntoPyObject<'py>,
{
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const OUTPUT_TYPE: PyStaticExpr = <Vec<T> as IntoPyObject<'py>>::OUTPUT_TYPE;

    /// A list of its own each time, since Python can change it; of the same objects.
    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        Ok(PyList::new(py, self.iter())?.into_any())
    }
}
