//! One C array, also as libraries lay it out that do not keep to the interface.

use std::ffi::c_void;

use arrow_array::ffi::{FFI_ArrowArray, from_ffi_and_data_type};
use arrow_array::{ArrayRef, make_array};
use arrow_schema::{ArrowError, DataType, Field, FieldRef};

/// An array of a field.
///
/// # Safety
/// The array is of the type of the field.
pub(crate) unsafe fn import(
    mut array: FFI_ArrowArray,
    field: &Field,
) -> Result<ArrayRef, ArrowError> {
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
