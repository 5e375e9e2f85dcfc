//! A place in the book for what a room above it keeps there.

use std::any::Any;
use std::fmt::{Debug, Formatter};
use std::sync::OnceLock;

/// Something of one type that is made when it is first asked for, and kept for as long as the book.
#[derive(Default)]
pub struct Kept(OnceLock<Box<dyn Any + Send + Sync>>);

impl Kept {
    /// The thing kept; none where it is of another type.
    pub fn of<T: Any + Default + Send + Sync>(&self) -> Option<&T> {
        self.0.get_or_init(|| Box::new(T::default())).downcast_ref()
    }
}

impl Debug for Kept {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Kept")
    }
}
