//! One C array or C schema, also as libraries lay it out that do not keep to the interface.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema, from_ffi_and_data_type};
use arrow_array::{ArrayRef, make_array, new_empty_array};
use arrow_data::ArrayData;
use arrow_schema::extension::{EXTENSION_TYPE_METADATA_KEY, EXTENSION_TYPE_NAME_KEY};
use arrow_schema::{ArrowError, DataType, Field, FieldRef};

use crate::check::{check_array, check_schema};

/// An array of a field: as sound as can be told without reading its values.
///
/// # Safety
/// Each pointer of the array is null or leads to what the interface says of an array of the field.
pub(crate) unsafe fn import(
    mut array: FFI_ArrowArray,
    field: &Field,
) -> Result<ArrayRef, ArrowError> {
    // SAFETY: both are laid out as the interface says.
    unsafe { check_array((&raw mut array).cast(), field.data_type(), 0) }?;
    guarded(|| {
        if array.is_empty() {
            return Ok(new_empty_array(field.data_type()));
        }
        // SAFETY: the caller vouches for what pointers lead to, and the rest was checked.
        let data = unsafe { from_ffi_and_data_type(array, field.data_type().clone()) }?;
        let data = mended(data);
        data.validate()?;
        Ok(make_array(data))
    })
}

/// Arrays of no values have none of the offsets that some producers leave in them.
fn mended(data: ArrayData) -> ArrayData {
    if data.is_empty() {
        return ArrayData::new_empty(data.data_type());
    }
    let children: Vec<ArrayData> = data.child_data().iter().cloned().map(mended).collect();
    match children.is_empty() {
        true => data,
        // SAFETY: nothing was changed but what holds no values; the whole is validated next.
        false => unsafe { data.into_builder().child_data(children).build_unchecked() },
    }
}

/// The field of a schema.
///
/// # Safety
/// Each pointer of the schema is null or leads to what the interface says.
pub(crate) unsafe fn field_of(schema: &FFI_ArrowSchema) -> Result<Field, ArrowError> {
    // SAFETY: both are laid out as the interface says.
    unsafe { check_schema(std::ptr::from_ref(schema).cast(), 0) }?;
    guarded(|| with_extensions(Field::try_from(schema)?, schema))
}

/// The field with the names of the types of others that the values of dictionaries are of, within it and in itself: they
/// stand with those values, where a type of `arrow-schema` has no place for a name.
fn with_extensions(field: Field, schema: &FFI_ArrowSchema) -> Result<Field, ArrowError> {
    let mut metadata = field.metadata().clone();
    let mut values = schema.dictionary();
    while let Some(of) = values {
        let told = of.metadata()?;
        for key in [EXTENSION_TYPE_NAME_KEY, EXTENSION_TYPE_METADATA_KEY] {
            if let Some(value) = told.get(key).filter(|_| !metadata.contains_key(key)) {
                metadata.insert(key, value.as_str());
            }
        }
        values = of.dictionary();
    }
    let of = extended(field.data_type(), schema)?;
    Ok(field.with_data_type(of).with_metadata(metadata))
}

fn extended(of: &DataType, schema: &FFI_ArrowSchema) -> Result<DataType, ArrowError> {
    let field = |field: &FieldRef, at: usize| -> Result<FieldRef, ArrowError> {
        Ok(Arc::new(with_extensions(field.as_ref().clone(), schema.child(at))?))
    };
    Ok(match of {
        DataType::Struct(fields) => {
            let fields = fields.iter().enumerate().map(|(at, inner)| field(inner, at));
            DataType::Struct(fields.collect::<Result<_, _>>()?)
        }
        DataType::List(item) => DataType::List(field(item, 0)?),
        DataType::LargeList(item) => DataType::LargeList(field(item, 0)?),
        DataType::FixedSizeList(item, length) => DataType::FixedSizeList(field(item, 0)?, *length),
        DataType::ListView(item) => DataType::ListView(field(item, 0)?),
        DataType::LargeListView(item) => DataType::LargeListView(field(item, 0)?),
        DataType::RunEndEncoded(ends, values) => {
            DataType::RunEndEncoded(Arc::clone(ends), field(values, 1)?)
        }
        DataType::Dictionary(keys, values) => match schema.dictionary() {
            Some(schema) => DataType::Dictionary(keys.clone(), Box::new(extended(values, schema)?)),
            None => of.clone(),
        },
        other => other.clone(),
    })
}

/// Reads what somebody else wrote; a panic is an error.
fn guarded<T>(read: impl FnOnce() -> Result<T, ArrowError>) -> Result<T, ArrowError> {
    let panicked = || Err(ArrowError::CDataInterface("the table cannot be read".to_owned()));
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| panicked())
}
