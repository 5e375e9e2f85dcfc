//! Checks of C structures before they are read: everything but what a pointer leads to, which nobody can check.

use std::ffi::{CStr, c_char, c_void};

use arrow_data::layout;
use arrow_schema::{ArrowError, DataType};

/// The most levels of arrays within arrays.
const DEEPEST: u8 = 64;

/// The most values of an array, so that no count of bits overflows.
const MOST_VALUES: i64 = 1 << 48;

/// The most fields of one field.
const MOST_FIELDS: i64 = 1 << 16;

/// An array as the interface lays it out.
#[repr(C)]
pub(crate) struct RawArray {
    pub(crate) length: i64,
    pub(crate) null_count: i64,
    pub(crate) offset: i64,
    pub(crate) n_buffers: i64,
    pub(crate) n_children: i64,
    pub(crate) buffers: *mut *const c_void,
    pub(crate) children: *mut *mut RawArray,
    pub(crate) dictionary: *mut RawArray,
    pub(crate) release: Option<unsafe extern "C" fn(*mut RawArray)>,
    pub(crate) private_data: *mut c_void,
}

/// A schema as the interface lays it out.
#[repr(C)]
pub(crate) struct RawSchema {
    pub(crate) format: *const c_char,
    pub(crate) name: *const c_char,
    pub(crate) metadata: *const c_char,
    pub(crate) flags: i64,
    pub(crate) n_children: i64,
    pub(crate) children: *mut *mut RawSchema,
    pub(crate) dictionary: *mut RawSchema,
    pub(crate) release: Option<unsafe extern "C" fn(*mut RawSchema)>,
    pub(crate) private_data: *mut c_void,
}

/// Checks a schema and all below it.
///
/// # Safety
/// Each pointer is null or leads to what the interface says.
pub(crate) unsafe fn check_schema(schema: *const RawSchema, depth: u8) -> Result<(), ArrowError> {
    // SAFETY: the caller vouches for it.
    let schema = unsafe { aligned(schema) }?;
    if depth >= DEEPEST {
        return wrong("types are nested too deep");
    }
    if schema.release.is_none() && depth == 0 {
        return wrong("the schema is released");
    }
    for (text, needed) in [(schema.format, true), (schema.name, false)] {
        // SAFETY: a text that is there ends with a zero.
        let text = (!text.is_null()).then(|| unsafe { CStr::from_ptr(text) });
        if text.map_or(needed, |text| text.to_str().is_err()) {
            return wrong("a format or a name is no text");
        }
    }
    // SAFETY: there are as many children as the structure says.
    for child in unsafe { children(schema.children, schema.n_children, MOST_FIELDS) }? {
        // SAFETY: the child is laid out likewise.
        unsafe { check_schema(*child, depth + 1) }?;
    }
    match schema.dictionary.is_null() {
        true => Ok(()),
        // SAFETY: the dictionary is laid out likewise.
        false => unsafe { check_schema(schema.dictionary, depth + 1) },
    }
}

/// Checks an array and all below it. From arrays of nothing that come with buffers, as those of polars do, it takes them.
///
/// # Safety
/// Each pointer is null or leads to what the interface says of an array of the type with that many values.
pub(crate) unsafe fn check_array(
    array: *mut RawArray,
    of: &DataType,
    depth: u8,
) -> Result<(), ArrowError> {
    // SAFETY: the caller vouches for it.
    unsafe { aligned(array) }?;
    // SAFETY: it is aligned and not null.
    let Some(array) = (unsafe { array.as_mut() }) else { return wrong("an array is missing") };
    if depth >= DEEPEST {
        return wrong("arrays are nested too deep");
    }
    let RawArray { length, offset, null_count, .. } = *array;
    let most = 0..=MOST_VALUES;
    if !most.contains(&length) || !most.contains(&offset) || !(-1..=length).contains(&null_count) {
        return wrong("a length, an offset or a count of nulls cannot be");
    }
    if *of == DataType::Null {
        array.n_buffers = 0;
    }
    // SAFETY: there are as many buffers as the structure says.
    unsafe { check_buffers(array, of) }?;
    let types: Vec<&DataType> = match of {
        DataType::Struct(fields) => fields.iter().map(|field| field.data_type()).collect(),
        DataType::Union(fields, _) => fields.iter().map(|(_, field)| field.data_type()).collect(),
        DataType::List(field)
        | DataType::LargeList(field)
        | DataType::FixedSizeList(field, _)
        | DataType::ListView(field)
        | DataType::LargeListView(field)
        | DataType::Map(field, _) => vec![field.data_type()],
        DataType::RunEndEncoded(ends, values) => vec![ends.data_type(), values.data_type()],
        _ => Vec::new(),
    };
    // SAFETY: there are as many children as the structure says.
    let children = unsafe { children(array.children, array.n_children, MOST_FIELDS) }?;
    if children.len() != types.len() {
        return wrong("an array has not as many children as its type");
    }
    for (child, of) in children.iter().zip(types) {
        // SAFETY: the child is laid out likewise, and of its type.
        unsafe { check_array(*child, of, depth + 1) }?;
    }
    match (of, array.dictionary.is_null()) {
        // SAFETY: the dictionary is laid out likewise, and of its type.
        (DataType::Dictionary(_, of), false) => unsafe {
            check_array(array.dictionary, of, depth + 1)
        },
        (DataType::Dictionary(..), true) | (_, false) => wrong("a dictionary is missing or stray"),
        (_, true) => Ok(()),
    }
}

/// Checks the number of buffers, that those are there which hold something, and the sizes that are written down.
unsafe fn check_buffers(array: &RawArray, of: &DataType) -> Result<(), ArrowError> {
    let layout = layout(of);
    let nulls = usize::from(layout.can_contain_null_mask);
    let fixed = nulls + layout.buffers.len();
    let count = usize::try_from(array.n_buffers).ok().filter(|count| *count <= 1 << 16);
    let as_many = |count: &usize| match layout.variadic {
        true => *count > fixed,
        false => *count == fixed,
    };
    let Some(count) = count.filter(as_many) else {
        return wrong("an array has not as many buffers as its type");
    };
    if count == 0 {
        return Ok(());
    }
    // SAFETY: the pointer leads to that many buffers.
    unsafe { aligned(array.buffers.cast_const()) }?;
    // SAFETY: it is aligned and not null.
    let buffers = unsafe { std::slice::from_raw_parts(array.buffers.cast_const(), count) };
    let held = array.length + array.offset > 0;
    let data = buffers.get(nulls..fixed).unwrap_or_default();
    if array.null_count > 0 && nulls == 1 && buffers.first().is_some_and(|first| first.is_null()) {
        return wrong("nulls are counted and not told");
    }
    if layout.variadic {
        return if held && data.iter().any(|buffer| buffer.is_null()) {
            wrong("a buffer is missing")
        } else {
            // SAFETY: the buffers are those of an array of views.
            unsafe { check_variadic(buffers.get(fixed..).unwrap_or_default()) }
        };
    }
    let last = usize::try_from(array.length + array.offset).unwrap_or_default();
    // SAFETY: the buffer of offsets holds one more than there are values.
    let end = match of {
        DataType::Utf8 | DataType::Binary if held => unsafe { number::<i32>(data, last) }?.into(),
        DataType::LargeUtf8 | DataType::LargeBinary if held => {
            unsafe { number::<i64>(data, last) }?
        }
        DataType::Utf8 | DataType::Binary | DataType::LargeUtf8 | DataType::LargeBinary => {
            return Ok(());
        }
        _ => {
            let missing = held && data.iter().any(|buffer| buffer.is_null());
            return if missing { wrong("a buffer is missing") } else { Ok(()) };
        }
    };
    if end < 0 || end > 0 && data.get(1).is_none_or(|buffer| buffer.is_null()) {
        return wrong("a text has no bytes or ends before it begins");
    }
    Ok(())
}

/// Checks the buffers of texts of views, the last of which holds the sizes of the others.
unsafe fn check_variadic(buffers: &[*const c_void]) -> Result<(), ArrowError> {
    let Some((sizes, texts)) = buffers.split_last() else { return Ok(()) };
    if texts.is_empty() {
        return Ok(());
    }
    // SAFETY: the pointer leads to a size for each text.
    unsafe { aligned(sizes.cast::<i64>()) }?;
    // SAFETY: it is aligned and not null.
    let sizes = unsafe { std::slice::from_raw_parts(sizes.cast::<i64>(), texts.len()) };
    let sound = |(size, text): (&i64, &*const c_void)| {
        *size == 0 || (1..=MOST_VALUES).contains(size) && !text.is_null()
    };
    match sizes.iter().zip(texts).all(sound) {
        true => Ok(()),
        false => wrong("a size of a buffer cannot be"),
    }
}

/// The number at a position of the first buffer.
unsafe fn number<T: Copy>(buffers: &[*const c_void], at: usize) -> Result<T, ArrowError> {
    let numbers = buffers.first().map_or(std::ptr::null(), |buffer| buffer.cast::<T>());
    // SAFETY: the caller vouches for what it leads to.
    unsafe { aligned(numbers) }?;
    // SAFETY: it is aligned and not null, and there are that many numbers.
    Ok(unsafe { *numbers.add(at) })
}

/// Target of a pointer, if it is not null and aligned.
unsafe fn aligned<'a, T>(pointer: *const T) -> Result<&'a T, ArrowError> {
    match pointer.is_null() || !pointer.is_aligned() {
        true => wrong("a pointer is null or misaligned"),
        // SAFETY: the caller vouches for what it leads to.
        false => Ok(unsafe { &*pointer }),
    }
}

/// The pointers of children.
unsafe fn children<'a, T>(
    of: *mut *mut T,
    count: i64,
    most: i64,
) -> Result<&'a [*mut T], ArrowError> {
    match usize::try_from(count).ok().filter(|_| count <= most) {
        None => wrong("a number of children cannot be"),
        Some(0) => Ok(&[]),
        Some(count) => {
            // SAFETY: the caller vouches for it.
            unsafe { aligned(of.cast_const()) }?;
            // SAFETY: it is aligned and not null.
            Ok(unsafe { std::slice::from_raw_parts(of.cast_const(), count) })
        }
    }
}

fn wrong<T>(told: &str) -> Result<T, ArrowError> {
    Err(ArrowError::CDataInterface(told.to_owned()))
}
