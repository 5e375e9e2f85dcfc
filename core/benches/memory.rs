//! Memory for ten million rows, beyond the columns and the answers: part of `make bench`.

#![allow(missing_docs, reason = "a benchmark has no users")]
#![allow(clippy::unwrap_used, reason = "a benchmark that cannot go on has failed")]

mod held;

use tuoyu::{Bits, Column, Integers, PolicyBook, Request, Values};

const ROWS: usize = 10_000_000;

/// Peak of the resident memory so far, in KiB, where the system tells.
fn peak() -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

fn main() {
    let book = PolicyBook::bundled().unwrap();
    let plan = book.plan("2026-03-01".parse().unwrap(), &[]).unwrap();
    let bits: Vec<u8> = (0..ROWS / 8).map(|at| (at * 37 % 251) as u8).collect();
    let keys: Vec<u8> = (0..ROWS).map(|at| (at * 7 % 3) as u8).collect();
    let numbers: Vec<i32> = (0..ROWS).map(|at| (at % 5 + 1) as i32).collect();
    let forms = ["enterprise", "public_institution", "individual_business"];
    let valid = Some(Bits { bytes: &bits, offset: 0 });
    let column = |name, values| Column { name, values, valid };
    let columns = [
        column("legal_form", Values::Words { keys: Integers::UInt8(&keys), words: &forms }),
        column("filed", Values::Bits(Bits { bytes: &bits, offset: 0 })),
        column("storey", Values::Integers(Integers::Int32(&numbers))),
    ];
    let before = peak();
    for threads in [1, 2] {
        let answers = plan.run(ROWS, &columns, &Request { threads, ..Request::default() }).unwrap();
        let output = held::bytes_of(&answers, &plan);
        if let (Some(before), Some(after)) = (before, peak()) {
            let beyond = (after - before) as f64 / 1_024.0 - output as f64 / 1_048_576.0;
            println!(
                "{ROWS} rows, {threads} threads: answers {} MiB, beyond them {beyond:.1} MiB",
                output / 1_048_576
            );
        }
    }
}
