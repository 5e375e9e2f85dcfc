//! Medians of interleaved rounds.

use std::time::{Duration, Instant};

/// Something that is timed, one row at a time.
pub struct Contender<'a> {
    pub name: String,
    run: Box<dyn FnMut(usize) + 'a>,
    /// How many rows make a round.
    rows: usize,
    next: usize,
    rounds: Vec<f64>,
}

/// How long one round of one contender is to take.
const ROUND: Duration = Duration::from_millis(20);

impl<'a> Contender<'a> {
    pub fn new(name: impl Into<String>, run: impl FnMut(usize) + 'a) -> Self {
        Self { name: name.into(), run: Box::new(run), rows: 1, next: 0, rounds: Vec::new() }
    }

    fn round(&mut self, of: usize) -> f64 {
        let start = Instant::now();
        for _ in 0..self.rows {
            (self.run)(self.next);
            self.next = if self.next + 1 < of { self.next + 1 } else { 0 };
        }
        start.elapsed().as_secs_f64() * 1e9 / self.rows as f64
    }

    /// Warms up, and finds how many rows take long enough to be timed.
    fn calibrate(&mut self, of: usize) {
        while self.round(of) * (self.rows as f64) < ROUND.as_secs_f64() * 1e9 && self.rows < 1 << 24
        {
            self.rows *= 2;
        }
    }

    /// The median, in nanoseconds a row.
    pub fn median(&self) -> f64 {
        median(self.rounds.clone())
    }

    /// Nanoseconds a row, round by round.
    pub fn rounds(&self) -> &[f64] {
        &self.rounds
    }

    /// The median of how many times longer than another it took in the same round.
    pub fn ratio(&self, other: &Self) -> f64 {
        median(self.rounds.iter().zip(&other.rounds).map(|(mine, its)| mine / its).collect())
    }
}

/// Every contender in turn, again and again, so that what slows the machine slows them all.
pub fn race(contenders: &mut [Contender<'_>], rounds: usize, rows: usize) {
    contenders.iter_mut().for_each(|contender| contender.calibrate(rows));
    for _ in 0..rounds {
        for contender in &mut *contenders {
            let round = contender.round(rows);
            contender.rounds.push(round);
        }
    }
}

pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    match values.len() {
        0 => f64::NAN,
        count if count % 2 == 1 => values[count / 2],
        count => f64::midpoint(values[count / 2 - 1], values[count / 2]),
    }
}
