//! All that is wrong with one thing, gathered into one error.

use crate::error::Error;

/// Faults of a record, as they are gathered.
#[derive(Debug, Default)]
pub struct Faults(Vec<Error>);

impl Faults {
    pub fn add(&mut self, mut error: Error) {
        let others = error.more.as_mut().map(|more| std::mem::take(&mut more.others));
        error.more = error.more.filter(|more| more.hint_zh.is_some());
        self.0.push(error);
        self.0.extend(others.unwrap_or_default());
        self.0.truncate(MOST_FAULTS);
    }

    /// The value, or its fault noted.
    pub fn take<T>(&mut self, read: Result<T, Error>) -> Option<T> {
        read.map_err(|error| self.add(error)).ok()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Tells whether no more are gathered.
    pub fn is_full(&self) -> bool {
        self.0.len() >= MOST_FAULTS
    }

    /// All of them as one error.
    pub fn joined(self) -> Option<Error> {
        let mut faults = self.0.into_iter();
        let mut first = faults.next()?;
        let others: Vec<Error> = faults.collect();
        if !others.is_empty() {
            first.more.get_or_insert_default().others = others;
        }
        Some(first)
    }

    /// Gives what was read, if nothing is wrong.
    pub fn or<T>(self, read: T) -> Result<T, Error> {
        self.joined().map_or(Ok(read), Err)
    }
}

/// Both of two things that were read apart.
///
/// # Errors
/// All that is wrong with either, the first one's faults first.
pub fn both<A, B>(first: Result<A, Error>, second: Result<B, Error>) -> Result<(A, B), Error> {
    match (first, second) {
        (Ok(first), Ok(second)) => Ok((first, second)),
        (Err(error), Ok(_)) | (Ok(_), Err(error)) => Err(error),
        (Err(mut first), Err(mut second)) => {
            let more = second.more.as_mut().map(|more| std::mem::take(&mut more.others));
            second.more = second.more.filter(|more| more.hint_zh.is_some());
            let others = &mut first.more.get_or_insert_default().others;
            others.push(second);
            others.extend(more.unwrap_or_default());
            others.truncate(MOST_FAULTS - 1);
            Err(first)
        }
    }
}

/// The most faults that are gathered of one record.
pub const MOST_FAULTS: usize = 128;
