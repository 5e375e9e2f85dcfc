//! Structures of the C interface that do not keep to it: each is answered or an error, and none ends the process.
//!
//! Lengths and offsets are changed by what the buffers here have room for, or to
//! what cannot be at all.

use std::ffi::{CString, c_int, c_void};
use std::ptr::{NonNull, null, null_mut};

use arrow_array::RecordBatchReader;
use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema};
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_data::ArrayData;
use arrow_schema::DataType;
use tuoyu::ffi::PlanHandle;
use tuoyu::{Error, PolicyBook, Request};

use crate::check::{RawArray, RawSchema};
use crate::tables::{Random, columns, strange, table};
use crate::{Reader, facts_of_array, facts_of_stream};

/// Structures that are changed; `TUOYU_DRAWS` makes as many as it says.
const DRAWS: u64 = 4_000;

/// Bytes behind each buffer.
const ROOM: usize = 1 << 13;

/// Targets of structures, kept until they were read.
#[derive(Default)]
struct Kept {
    bytes: Vec<Box<[u128]>>,
    buffers: Vec<Box<[*const c_void]>>,
    children: Vec<Box<[*mut RawArray]>>,
    arrays: Vec<*mut RawArray>,
}

impl Drop for Kept {
    fn drop(&mut self) {
        for array in self.arrays.drain(..) {
            // SAFETY: each was boxed here, and nothing reads it any more.
            drop(unsafe { Box::from_raw(array) });
        }
    }
}

unsafe extern "C" fn release(array: *mut RawArray) {
    // SAFETY: whoever releases an array has it.
    unsafe { (*array).release = None };
}

impl Kept {
    /// Bytes with room behind them.
    fn bytes(&mut self, bytes: &[u8]) -> *mut u8 {
        let mut kept = vec![0_u128; (bytes.len() + ROOM).div_ceil(16)].into_boxed_slice();
        let at = kept.as_mut_ptr().cast::<u8>();
        // SAFETY: there is room for the bytes.
        unsafe { std::ptr::copy_nonoverlapping(bytes.as_ptr(), at, bytes.len()) };
        self.bytes.push(kept);
        at
    }

    fn array(&mut self, data: &ArrayData) -> *mut RawArray {
        let of = data.data_type();
        let mut buffers: Vec<*const c_void> = Vec::new();
        if arrow_data::layout(of).can_contain_null_mask {
            // Its bits begin where those of the array do.
            let nulls = data.nulls().map(|nulls| {
                let mut bits = vec![0_u8; (data.offset() + data.len()).div_ceil(8)];
                for row in (0..data.len()).filter(|row| nulls.is_valid(*row)) {
                    bits[(data.offset() + row) / 8] |= 1 << ((data.offset() + row) % 8);
                }
                self.bytes(&bits)
            });
            buffers.push(nulls.map_or(null(), |bits| bits.cast_const().cast()));
        }
        for buffer in data.buffers() {
            buffers.push(self.bytes(buffer.as_slice()).cast_const().cast());
        }
        if *of == DataType::Utf8View {
            let sizes = data
                .buffers()
                .iter()
                .skip(1)
                .flat_map(|buffer| (buffer.len() as i64).to_ne_bytes());
            let sizes: Vec<u8> = sizes.collect();
            buffers.push(self.bytes(&sizes).cast_const().cast());
        }
        let is_dictionary = matches!(of, DataType::Dictionary(..));
        let below: Vec<*mut RawArray> =
            data.child_data().iter().map(|child| self.array(child)).collect();
        let dictionary = if is_dictionary { below[0] } else { null_mut() };
        let mut children = if is_dictionary { Box::default() } else { below.into_boxed_slice() };
        let mut buffers = buffers.into_boxed_slice();
        let array = RawArray {
            length: data.len() as i64,
            null_count: data.nulls().map_or(0, |nulls| nulls.null_count() as i64),
            offset: data.offset() as i64,
            n_buffers: buffers.len() as i64,
            n_children: children.len() as i64,
            buffers: buffers.as_mut_ptr(),
            children: children.as_mut_ptr(),
            dictionary,
            release: Some(release),
            private_data: null_mut(),
        };
        self.buffers.push(buffers);
        self.children.push(children);
        self.arrays.push(Box::into_raw(Box::new(array)));
        self.arrays[self.arrays.len() - 1]
    }

    /// Changes something of one of the arrays, or of what they hold.
    fn change(&mut self, random: &mut Random) {
        let at = self.arrays[random.below(self.arrays.len())];
        // SAFETY: it was boxed here, and nothing else reads it meanwhile.
        let array = unsafe { &mut *at };
        let small = random.below(24) as i64;
        let impossible = [-1, i64::MIN, i64::MAX, i64::MIN + 1, i64::MAX - 63];
        let any =
            |random: &mut Random| if random.below(3) == 0 { random.of(&impossible) } else { small };
        let fewer = |random: &mut Random, count: i64| match random.below(3) {
            0 => random.of(&impossible),
            _ => random.below(usize::try_from(count).unwrap_or(0).max(1)) as i64,
        };
        match random.below(13) {
            0 => array.length = any(random),
            1 => array.offset = any(random),
            2 => array.null_count = any(random),
            3 => array.n_buffers = fewer(random, array.n_buffers),
            4 => array.n_children = fewer(random, array.n_children),
            5 if random.below(4) == 0 => array.buffers = null_mut(),
            6 if random.below(4) == 0 => array.children = null_mut(),
            7 => array.dictionary = random.of(&[null_mut(), at]),
            8 => {
                let pointers = self.buffers.iter_mut().filter(|pointers| !pointers.is_empty());
                let mut pointers: Vec<_> = pointers.collect();
                let of = random.below(pointers.len());
                if let Some(pointers) = pointers.get_mut(of) {
                    let position = random.below(pointers.len());
                    pointers[position] = match random.below(3) {
                        0 => pointers[position].wrapping_byte_add(1 + random.below(7)),
                        _ => null(),
                    };
                }
            }
            9 if random.below(4) == 0 => {
                let of = random.below(self.children.len());
                let children = &mut self.children[of];
                let position = random.below(children.len());
                if let Some(child) = children.get_mut(position) {
                    *child = null_mut();
                }
            }
            _ if self.bytes.is_empty() => {}
            _ => {
                let of = random.below(self.bytes.len());
                let bytes = &mut self.bytes[of];
                let at = random.below(64);
                // SAFETY: there is that much room.
                let bytes = unsafe {
                    std::slice::from_raw_parts_mut(bytes.as_mut_ptr().cast::<u8>(), ROOM)
                };
                match random.below(3) {
                    // A number that is too large for its place, or negative; never one beyond the room.
                    0 => bytes[4 * at..4 * at + 4]
                        .copy_from_slice(&random.of(&[-1, i32::MIN, 3, 200, 2_000]).to_ne_bytes()),
                    1 => bytes[8 * at..8 * at + 8]
                        .copy_from_slice(&random.of(&[-1, i64::MIN, 3, 200, 2_000]).to_ne_bytes()),
                    _ => bytes[at] = random.of(&[0xff, 0xc0, 0x80, 0, 1]),
                }
            }
        }
    }
}

fn plan() -> PlanHandle {
    let targets = ["register", "price-water", "requirements"].map(str::to_owned);
    let plan = PolicyBook::bundled().unwrap().plan("2026-06-01".parse().unwrap(), &targets);
    PlanHandle::new(plan.unwrap())
}

/// Reads every answer; the last one, if it is an error.
fn read(
    plan: &PlanHandle,
    facts: Result<Reader, Error>,
    request: Request,
) -> Result<usize, String> {
    let answers = facts.and_then(|facts| plan.answers(facts, request));
    let mut rows = 0;
    for batch in answers.map_err(|error| error.to_string())?.take(100) {
        rows += batch.map_err(|error| error.to_string())?.num_rows();
    }
    Ok(rows)
}

fn requests() -> [Request; 5] {
    let faults = Request { faults: true, ..Request::default() };
    let long = Request { long: true, ..Request::default() };
    let classes = Request { classes: true, categories: true, ..Request::default() };
    [Request::default(), Request { reasons: true, ..Request::default() }, faults, long, classes]
}

fn draws() -> u64 {
    std::env::var("TUOYU_DRAWS").map_or(DRAWS, |draws| draws.parse().expect("a number"))
}

/// A stream of arrays of one field, some of which fail.
struct Producer {
    schema: FFI_ArrowSchema,
    arrays: Vec<Result<*mut RawArray, c_int>>,
}

unsafe extern "C" fn get_schema(
    stream: *mut FFI_ArrowArrayStream,
    out: *mut FFI_ArrowSchema,
) -> c_int {
    // SAFETY: the private data is a producer.
    let producer = unsafe { &mut *private(stream) };
    // SAFETY: the place is empty.
    unsafe { out.write(std::mem::replace(&mut producer.schema, FFI_ArrowSchema::empty())) };
    0
}

unsafe extern "C" fn get_next(
    stream: *mut FFI_ArrowArrayStream,
    out: *mut FFI_ArrowArray,
) -> c_int {
    // SAFETY: the private data is a producer.
    let producer = unsafe { &mut *private(stream) };
    match producer.arrays.pop() {
        Some(Ok(array)) => {
            // SAFETY: the array is moved into the place, which is empty.
            unsafe { out.cast::<RawArray>().write(array.read()) };
            0
        }
        Some(Err(code)) => code,
        None => 0,
    }
}

/// A stream as the interface lays it out.
#[repr(C)]
struct RawStream {
    get_schema:
        Option<unsafe extern "C" fn(*mut FFI_ArrowArrayStream, *mut FFI_ArrowSchema) -> c_int>,
    get_next: Option<unsafe extern "C" fn(*mut FFI_ArrowArrayStream, *mut FFI_ArrowArray) -> c_int>,
    get_last_error: Option<unsafe extern "C" fn(*mut FFI_ArrowArrayStream) -> *const i8>,
    release: Option<unsafe extern "C" fn(*mut FFI_ArrowArrayStream)>,
    private_data: *mut c_void,
}

unsafe fn private(stream: *mut FFI_ArrowArrayStream) -> *mut Producer {
    // SAFETY: the stream is one of these.
    unsafe { (*stream.cast::<RawStream>()).private_data.cast() }
}

unsafe extern "C" fn release_stream(stream: *mut FFI_ArrowArrayStream) {
    // SAFETY: the stream is one of these.
    unsafe { (*stream.cast::<RawStream>()).release = None };
}

#[test]
fn arrays_that_do_not_keep_to_the_interface_are_errors() {
    let (plan, mut columns, mut random) = (plan(), columns(), Random(1));
    columns.extend(strange());
    let (mut answered, mut refused) = (0, 0);
    for draw in 0..draws() {
        let mut kept = Kept::default();
        let (field, data) = table(&mut random, &columns);
        let array = kept.array(&data);
        for _ in 0..random.below(4) {
            kept.change(&mut random);
        }
        let schema = FFI_ArrowSchema::try_from(&field).unwrap();
        let schema = NonNull::from(&schema);
        // SAFETY: the pointers are null or lead to what has room.
        let facts = unsafe { facts_of_array(schema, NonNull::new(array.cast()).unwrap()) };
        match read(&plan, facts, random.of(&requests())) {
            Ok(_) => answered += 1,
            Err(error) => {
                assert!(!error.is_empty(), "{draw}");
                refused += 1;
            }
        }
    }
    assert!(answered > draws() / 10 && refused > draws() / 10, "{answered} {refused}");
}

#[test]
fn streams_that_fail_or_change_are_errors() {
    let (plan, columns, mut random) = (plan(), columns(), Random(2));
    for _ in 0..draws() / 4 {
        let mut kept = Kept::default();
        let (field, data) = table(&mut random, &columns);
        let mut arrays = Vec::new();
        for _ in 0..random.below(4) {
            let other = match random.below(4) {
                // Of another type, as if the schema had changed; with as much room.
                0 => random.of(&columns).1.to_data(),
                _ => data.clone(),
            };
            if *other.data_type() != *field.data_type()
                && !matches!(other.data_type(), DataType::Int32)
            {
                continue;
            }
            arrays.push(Ok(kept.array(&other)));
        }
        if random.below(3) == 0 {
            arrays.insert(random.below(arrays.len() + 1), Err(random.of(&[5, 22, -1])));
        }
        if !kept.arrays.is_empty() && random.below(3) == 0 {
            kept.change(&mut random);
        }
        let mut producer = Producer { schema: FFI_ArrowSchema::try_from(&field).unwrap(), arrays };
        let mut stream = RawStream {
            get_schema: Some(get_schema),
            get_next: random.of(&[Some(get_next as _), Some(get_next as _), None]),
            get_last_error: None,
            release: random.of(&[Some(release_stream as _), Some(release_stream as _), None]),
            private_data: (&raw mut producer).cast(),
        };
        // SAFETY: the stream is laid out as the interface says.
        let facts = unsafe { facts_of_stream(NonNull::from(&mut stream).cast()) };
        let _ = read(&plan, facts, random.of(&requests()));
    }
}

#[test]
fn schemas_that_do_not_keep_to_the_interface_are_errors() {
    let (plan, columns, mut random) = (plan(), columns(), Random(3));
    let formats = [
        &b"\xff\xfe"[..],
        b"",
        b"+w:-1",
        b"+w:",
        b"w:x",
        b"tsx:",
        b"d:99,300",
        b"+ud:1,1",
        b"?",
        b"+s",
        b"+l",
        b"+r",
        b"tsn:\xe4",
    ];
    for _ in 0..draws() / 4 {
        let mut kept = Kept::default();
        let (field, data) = table(&mut random, &columns);
        let array = kept.array(&data);
        let mut schema = FFI_ArrowSchema::try_from(&field).unwrap();
        let mut at: *mut RawSchema = (&raw mut schema).cast();
        // SAFETY: the schema is laid out as the interface says, and its children are there.
        let node = unsafe {
            if random.below(2) == 0 && (*at).n_children > 0 {
                at = *(*at).children.add(random.below((*at).n_children as usize));
            }
            &mut *at
        };
        let (format, name, n_children, children, dictionary) =
            (node.format, node.name, node.n_children, node.children, node.dictionary);
        let text = CString::new(random.of(&formats)).unwrap();
        match random.below(6) {
            0 => node.format = null(),
            1 => node.format = text.as_ptr(),
            2 => node.name = text.as_ptr(),
            3 => node.n_children = random.of(&[-1, i64::MAX, i64::MIN, 0]),
            4 => node.children = null_mut(),
            _ => node.dictionary = random.of(&[null_mut(), at]),
        }
        // SAFETY: the pointers are null or lead to what has room.
        let facts =
            unsafe { facts_of_array(NonNull::from(&schema), NonNull::new(array.cast()).unwrap()) };
        let _ = read(&plan, facts, Request::default());
        // SAFETY: as before; the schema is released as it was made.
        unsafe {
            (*at).format = format;
            (*at).name = name;
            (*at).n_children = n_children;
            (*at).children = children;
            (*at).dictionary = dictionary;
        }
    }
}

#[test]
fn sound_arrays_are_answered() {
    let (plan, columns, mut random) = (plan(), columns(), Random(4));
    for _ in 0..draws() / 10 {
        let mut kept = Kept::default();
        let (field, data) = table(&mut random, &columns);
        let array = kept.array(&data);
        let schema = FFI_ArrowSchema::try_from(&field).unwrap();
        // SAFETY: both are laid out as the interface says.
        let facts =
            unsafe { facts_of_array(NonNull::from(&schema), NonNull::new(array.cast()).unwrap()) };
        let names = facts.as_ref().map(|facts| facts.schema()).ok();
        assert_eq!(read(&plan, facts, Request::default()), Ok(data.len()), "{names:?}");
    }
}
