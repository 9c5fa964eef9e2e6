//! Stable sorting that is compiled once, for lists that are short.
//!
//! The standard library's is compiled anew for every kind of row and every comparison, at some 7 kB each. These sort
//! positions through one comparison behind a pointer and then move the rows; the result is the same.

use std::cmp::Ordering;

/// Sorting of rows; equal ones keep their order.
pub(crate) trait InOrder<T> {
    /// Sorts by a comparison, as `sort_by` does.
    fn order_by(&mut self, compare: impl FnMut(&T, &T) -> Ordering);

    /// Sorts by a key, as `sort_by_key` does.
    fn order_by_key<K: Ord>(&mut self, mut key: impl FnMut(&T) -> K) {
        self.order_by(|a, b| key(a).cmp(&key(b)));
    }

    /// Sorts, as `sort` does.
    fn order(&mut self)
    where
        T: Ord,
    {
        self.order_by(Ord::cmp);
    }
}

impl<T> InOrder<T> for [T] {
    fn order_by(&mut self, mut compare: impl FnMut(&T, &T) -> Ordering) {
        let mut from = positions(self.len(), &mut |a, b| compare(&self[a], &self[b]));
        for to in 0..self.len() {
            // What stood in a place that is filled by now has been swapped to where that place's row came from.
            let mut at = from[to];
            while at < to {
                at = from[at];
            }
            from[to] = at;
            self.swap(to, at);
        }
    }
}

/// For each place the position of the row that belongs there.
fn positions(count: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<usize> {
    let mut all: Vec<usize> = (0..count).collect();
    all.sort_by(|a, b| compare(*a, *b));
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn rows_stand_as_the_standard_library_puts_them(rows in prop::collection::vec((0_u8..9, 0_u8..99), 0..60)) {
            let (mut ours, mut theirs) = (rows.clone(), rows);
            ours.order_by_key(|row| row.0);
            theirs.sort_by_key(|row| row.0);
            prop_assert_eq!(&ours, &theirs);
            ours.order();
            theirs.sort_unstable();
            prop_assert_eq!(ours, theirs);
        }
    }
}
