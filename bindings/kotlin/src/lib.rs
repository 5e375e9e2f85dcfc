//! `tuoyu` as a library that Kotlin and Java load. All of it is defined in `tuoyu` itself, except for what is handed over
//! by its address.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::slice;

use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use mimalloc::MiMalloc;
use tuoyu::ffi::PlanHandle;
use tuoyu::{Dossier, Error, Extra, Institution, Outcomes, Plan, Request, UniFfiTag};
use uniffi::{Handle, Lift, LowerError, RustCallError, RustCallStatus};

tuoyu::uniffi_reexport_scaffolding!();

/// Keeps the memory of answers that are no longer needed for the next ones: fresh pages cost more than deciding does.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// Stand-in for the outcomes of an institution that cannot be read.
const UNREADABLE: u8 = u8::MAX;

/// Answers institutions one after the other: `facts` has them as UniFFI writes them, and `codes` has room for the outcome
/// of each target for each of them. With `of_filings` each institution has its dossier behind it, and its outcomes those
/// of each of its classes. Takes no status and no buffer of UniFFI, which cost more than the answer does.
/// Returns 0 if all of `codes` is written.
///
/// # Safety
/// `plan` is a handle that UniFFI cloned for this call. `facts` and `codes` are the addresses of as many bytes as they
/// are said to have, which nothing else writes meanwhile.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tuoyu_plan_outcomes(
    plan: Handle,
    facts: *const u8,
    facts_length: i32,
    codes: *mut u8,
    codes_length: i32,
    of_filings: i32,
) -> i32 {
    // SAFETY: the handle is of a plan, and this call owns it.
    let plan = unsafe { plan.into_arc::<PlanHandle>() };
    let (Ok(facts_length), Ok(codes_length)) = (facts_length.try_into(), codes_length.try_into())
    else {
        return 1;
    };
    if facts.is_null() || codes.is_null() {
        return 1;
    }
    // SAFETY: the caller vouches for addresses and lengths.
    let (facts, codes) = unsafe {
        (slice::from_raw_parts(facts, facts_length), slice::from_raw_parts_mut(codes, codes_length))
    };
    let answered = catch_unwind(AssertUnwindSafe(|| match of_filings {
        0 => outcomes(&plan, facts, codes),
        _ => outcomes_of_filings(&plan, facts, codes),
    }));
    i32::from(!matches!(answered, Ok(Some(()))))
}

/// As [`tuoyu_plan_outcomes`].
fn outcomes(plan: &Plan, mut facts: &[u8], codes: &mut [u8]) -> Option<()> {
    let mut outcomes = Outcomes::default();
    for codes in codes.chunks_mut(plan.targets().len()) {
        let institution = <Institution as Lift<UniFfiTag>>::try_read(&mut facts).ok()?;
        let facts = plan.facts(&institution);
        match facts.and_then(|facts| plan.outcomes(&facts, &mut outcomes)) {
            Ok(()) => {
                let outcomes = outcomes.iter().map(|outcome| outcome as u8);
                codes.iter_mut().zip(outcomes).for_each(|(code, outcome)| *code = outcome);
            }
            Err(_) => codes.fill(UNREADABLE),
        }
    }
    facts.is_empty().then_some(())
}

/// As [`outcomes`], of filings: of the whole, then of each class.
fn outcomes_of_filings(plan: &Plan, mut facts: &[u8], mut codes: &mut [u8]) -> Option<()> {
    let mut outcomes = Outcomes::default();
    let targets = plan.targets().len();
    while !facts.is_empty() {
        let institution = <Institution as Lift<UniFfiTag>>::try_read(&mut facts).ok()?;
        let dossier = <Dossier as Lift<UniFfiTag>>::try_read(&mut facts).ok()?;
        let classes = dossier.classes.as_ref().map_or(0, Vec::len);
        let (own, rest) = codes.split_at_mut_checked(targets * (1 + classes))?;
        codes = rest;
        own.fill(UNREADABLE);
        let facts = plan.facts_of_filing(&institution, &dossier);
        if facts.and_then(|facts| plan.outcomes(&facts, &mut outcomes)).is_ok() {
            let whole = outcomes.iter().map(Some);
            let of_class = |class: usize| {
                let outcomes = &outcomes;
                (0..targets).map(move |target| outcomes.of_class(target, class))
            };
            let told = whole.chain((0..classes).flat_map(of_class));
            for (code, outcome) in own.iter_mut().zip(told) {
                *code = outcome.map_or(UNREADABLE, |outcome| outcome as u8);
            }
        }
    }
    codes.is_empty().then_some(())
}

/// Requests that can be made of a table, a bit each.
const DETAILS: i32 = 1;
const REASONS: i32 = 2;
const KEEP_EXTRA: i32 = 4;
const CATEGORIES: i32 = 8;
const FAULTS: i32 = 16;
const LONG: i32 = 32;
const CLASSES: i32 = 64;

/// Answers a stream of record batches with a plan. `input` is moved out of its structure, which is left released;
/// `output` gets the stream of the answers, which reads `input` as it is read itself, on the thread that reads it, and
/// asks `interrupted` there before each batch. What is wrong is in `status`, as for the functions that UniFFI generates.
///
/// # Safety
/// `plan` is a handle that UniFFI cloned for this call. `input` and `output` are null or the addresses of structures
/// of the Arrow C stream interface, which nothing else uses meanwhile. `interrupted` may be called as long as the stream of
/// the answers lives.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tuoyu_plan_run(
    plan: Handle,
    input: *mut FFI_ArrowArrayStream,
    output: *mut FFI_ArrowArrayStream,
    threads: i32,
    asked: i32,
    interrupted: extern "C" fn() -> i8,
    status: &mut RustCallStatus,
) {
    // SAFETY: the handle is of a plan, and this call owns it.
    let plan = unsafe { plan.into_arc::<PlanHandle>() };
    let asks = |what: i32| asked & what != 0;
    let request = Request {
        details: asks(DETAILS),
        reasons: asks(REASONS),
        threads: usize::try_from(threads).unwrap_or(0),
        extra: if asks(KEEP_EXTRA) { Extra::Keep } else { Extra::Refuse },
        categories: asks(CATEGORIES),
        faults: asks(FAULTS),
        long: asks(LONG),
        classes: asks(CLASSES),
    };
    uniffi::rust_call(
        status,
        AssertUnwindSafe(|| {
            // SAFETY: the caller vouches for the addresses.
            let run = unsafe {
                tuoyu_stream::run(&plan, input, output, request, move || interrupted() != 0)
            };
            let lower = <Error as LowerError<UniFfiTag>>::lower_error;
            run.map_err(|error| RustCallError::Error(lower(error)))
        }),
    );
}
