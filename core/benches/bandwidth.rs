//! How near columns come to what the memory gives, with ten million rows: part of `make bench`.

#![allow(missing_docs, reason = "a benchmark has no users")]
#![allow(clippy::unwrap_used, reason = "a benchmark that cannot go on has failed")]

mod held;

use std::hint::black_box;
use std::time::Instant;

use tuoyu::{Answers, Column, PolicyBook, Request};

const ROWS: usize = 10_000_000;
const ROUNDS: usize = 9;
const BUFFER: usize = 1 << 26;

/// Seconds of the quickest round.
fn quickest(mut run: impl FnMut()) -> f64 {
    let rounds = (0..ROUNDS).map(|_| {
        let start = Instant::now();
        run();
        start.elapsed().as_secs_f64()
    });
    rounds.fold(f64::INFINITY, f64::min)
}

fn share(buffer: &mut [u64], threads: usize, work: impl Fn(&mut [u64]) + Sync) {
    let size = buffer.len().div_ceil(threads);
    std::thread::scope(|scope| {
        for part in buffer.chunks_mut(size) {
            scope.spawn(|| work(part));
        }
    });
}

fn main() {
    let mut buffer = vec![1_u64; BUFFER];
    let bytes = size_of_val(&*buffer) as f64;
    let book = PolicyBook::bundled().unwrap();
    let plan = book.plan("2026-03-01".parse().unwrap(), &[]).unwrap();
    let held = held::held(&book, ROWS);
    let words: Vec<Vec<&str>> = held.iter().map(held::Held::words).collect();
    for threads in [1, 2] {
        let read = bytes
            / quickest(|| {
                share(&mut buffer, threads, |part| {
                    let mut sums = [0_u64; 8];
                    for eight in part.as_chunks::<8>().0 {
                        sums.iter_mut().zip(eight).for_each(|(sum, word)| *sum ^= word);
                    }
                    black_box(sums);
                });
            });
        let written =
            bytes / quickest(|| share(&mut buffer, threads, |part| part.fill(black_box(7))));
        println!(
            "{threads} threads: reading {:.1} GB/s, writing {:.1} GB/s",
            read / 1e9,
            written / 1e9
        );
        for missing in [true, false] {
            let columns: Vec<Column<'_>> =
                held.iter().zip(&words).map(|(held, words)| held.column(words, missing)).collect();
            let mut answers = Answers::default();
            let request = Request { threads, ..Request::default() };
            let seconds =
                quickest(|| plan.run_into(ROWS, &columns, &request, &mut answers).unwrap());
            let output = held::bytes_of(&answers, &plan);
            let input: usize = held.iter().map(|held| held.bytes(missing)).sum();
            let limit = input as f64 / read + output as f64 / written;
            println!(
                "{threads} threads, {}: {} + {} bytes a row, {:.2} ns a row, the memory alone {:.2}: {:.0} %",
                if missing { "unknowns" } else { "complete" },
                input / ROWS,
                output / ROWS,
                seconds * 1e9 / ROWS as f64,
                limit * 1e9 / ROWS as f64,
                100.0 * limit / seconds,
            );
        }
    }
}
