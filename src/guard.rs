//! A guard turns a panic into an error: what reads foreign bytes, in our code or in a library's, must not end a run.

use std::{
    any::Any,
    cell::Cell,
    panic::{self, AssertUnwindSafe},
};

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// What `act` gives, or the message of its panic on one line.
///
/// # Errors
/// That message.
pub fn guarded<T>(act: impl FnOnce() -> T) -> Result<T, String> {
    let before = GUARDED.replace(true);
    let result = panic::catch_unwind(AssertUnwindSafe(act));
    GUARDED.set(before);
    result.map_err(|panic| message(panic.as_ref()))
}

/// Keeps panics that are guarded from printing: they are told as errors.
pub fn silence() {
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        if !GUARDED.get() {
            usual(panic);
        }
    }));
}

/// The message of a panic on one line.
pub fn message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    text.unwrap_or("no message").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::guarded;

    #[test]
    fn a_panic_is_an_error() {
        assert_eq!(guarded(|| 1), Ok(1));
        let none: [u8; 0] = [];
        assert!(guarded(|| none[std::hint::black_box(0)]).unwrap_err().contains("index out of bounds"));
        assert_eq!(guarded(|| guarded(|| 2)), Ok(Ok(2)));
    }
}
