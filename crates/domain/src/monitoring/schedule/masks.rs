//! 実施月の早見表: the months of a term as bits, counted back from its end, for every interval and length.

use super::{LONGEST_INTERVAL, LONGEST_TERM};

/// Lengths fit into the bits of one number.
const LENGTHS: usize = 64;

/// Months of monitoring as bits: bit 0 is the first month of the term.
#[derive(Clone, Debug)]
pub struct MonthMasks {
    masks: Vec<u64>,
}

impl Default for MonthMasks {
    fn default() -> Self {
        Self::new()
    }
}

impl MonthMasks {
    /// Counts every interval back from the end of every length.
    pub fn new() -> Self {
        let mut masks = vec![0; LENGTHS];
        for interval in 1..=LONGEST_INTERVAL {
            masks.extend((0..64).map(|length| if length <= LONGEST_TERM { count_back(interval, length) } else { 0 }));
        }
        Self { masks }
    }

    /// The months of a term of `length` months, with its first `first_months` monthly (新規・著しい変更).
    /// None for an interval or a length that is not read, and for interval 0.
    #[inline]
    pub fn months(&self, interval: u32, length: u32, first_months: u32) -> u64 {
        let place = usize::try_from(interval * 64 + (length & 63)).unwrap_or(0);
        let counted = self.masks.get(place).copied().unwrap_or(0);
        // An interval of none has no first months either.
        let first = low_bits(first_months.min(length)) * u64::from(counted != 0);
        counted | first
    }
}

fn low_bits(count: u32) -> u64 {
    1_u64.checked_shl(count).map_or(u64::MAX, |bit| bit - 1)
}

fn count_back(interval: u32, length: u32) -> u64 {
    (0..length).rev().step_by(usize::try_from(interval).unwrap_or(1)).fold(0, |mask, month| mask | 1 << month)
}
