//! Rules, rows, the calls of tuoyu and rounds, which the programs of this folder share.

pub mod calls;
pub mod districts;
pub mod hostile;
pub mod rows;
pub mod rules;
pub mod timing;
pub mod told;

/// A number from the environment.
pub fn number(name: &str, default: usize) -> usize {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}
