//! Sets of whole numbers as sorted, disjoint, inclusive ranges.

/// A set of codes.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Ranges(Vec<(i64, i64)>);

impl Ranges {
    pub fn between(low: i64, high: i64) -> Self {
        Self(if low <= high { vec![(low, high)] } else { Vec::new() })
    }

    pub fn only(code: i64) -> Self {
        Self(vec![(code, code)])
    }

    /// The union of any ranges, in any order.
    pub fn of(mut parts: Vec<(i64, i64)>) -> Self {
        parts.retain(|(low, high)| low <= high);
        parts.sort_unstable();
        let mut merged: Vec<(i64, i64)> = Vec::with_capacity(parts.len());
        for (low, high) in parts {
            match merged.last_mut() {
                Some(last) if low <= last.1.saturating_add(1) => last.1 = last.1.max(high),
                _ => merged.push((low, high)),
            }
        }
        Self(merged)
    }

    pub fn contains(&self, code: i64) -> bool {
        let next = self.0.partition_point(|(low, _)| *low <= code);
        let range = next.checked_sub(1).and_then(|before| self.0.get(before));
        range.is_some_and(|(_, high)| code <= *high)
    }

    pub fn meets(&self, other: &Self) -> bool {
        self.0.iter().any(|(low, high)| {
            other.0.iter().any(|(other_low, other_high)| low <= other_high && other_low <= high)
        })
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn bounds(&self) -> &[(i64, i64)] {
        &self.0
    }
}
