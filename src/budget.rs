//! A [`Budget`] holds the bytes in flight between threads under a limit.

use std::{
    sync::{Condvar, Mutex, PoisonError},
    time::Duration,
};

/// Bytes that may be in flight.
pub(crate) struct Budget {
    limit: u64,
    used: Mutex<(u64, bool)>,
    freed: Condvar,
}

impl Budget {
    pub(crate) fn new(limit: u64) -> Self {
        Self { limit, used: Mutex::new((0, false)), freed: Condvar::new() }
    }

    /// Waits until `bytes` fit. One piece larger than the whole budget goes alone.
    pub(crate) fn take(&self, bytes: usize) {
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        while used.0 > 0 && used.0 + bytes as u64 > self.limit && !used.1 {
            used = self.freed.wait(used).unwrap_or_else(PoisonError::into_inner);
        }
        used.0 += bytes as u64;
    }

    /// As [`Budget::take`], but waits no longer than `patience` for anything to be given back: where whoever holds it
    /// is gone, the next one is to find out.
    pub(crate) fn take_patiently(&self, bytes: usize, patience: Duration) {
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        while used.0 > 0 && used.0 + bytes as u64 > self.limit && !used.1 {
            let (waited, timeout) = self.freed.wait_timeout(used, patience).unwrap_or_else(PoisonError::into_inner);
            used = waited;
            if timeout.timed_out() {
                break;
            }
        }
        used.0 += bytes as u64;
    }

    /// Waits until nothing is in flight.
    pub(crate) fn wait(&self) {
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        while used.0 > 0 && !used.1 {
            used = self.freed.wait(used).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Gives them back.
    pub(crate) fn give(&self, bytes: usize) {
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        used.0 = used.0.saturating_sub(bytes as u64);
        drop(used);
        self.freed.notify_all();
    }

    /// Lets everybody through: the run is being given up.
    pub(crate) fn open(&self) {
        self.used.lock().unwrap_or_else(PoisonError::into_inner).1 = true;
        self.freed.notify_all();
    }
}
