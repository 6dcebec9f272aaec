//! A [`Peek`] is a stream whose first bytes have been looked at and are still to be read.

use std::io::{self, Read};

/// A reader with a buffered start. An error met while looking ahead is given when reading gets that far.
pub(super) struct Peek<'a> {
    prefix: Vec<u8>,
    at: usize,
    ended: bool,
    error: Option<io::Error>,
    inner: &'a mut dyn Read,
}

impl<'a> Peek<'a> {
    /// Reads up to `size` bytes ahead.
    pub(super) fn new(inner: &'a mut dyn Read, size: usize) -> Self {
        let mut peek = Self { prefix: vec![], at: 0, ended: false, error: None, inner };
        peek.extend(size);
        peek
    }

    /// The bytes that have been looked at.
    pub(super) fn prefix(&self) -> &[u8] {
        &self.prefix
    }

    /// Takes the bytes that have been looked at; what is read from here on comes after them.
    pub(super) fn take_prefix(&mut self) -> Vec<u8> {
        self.prefix.drain(..std::mem::take(&mut self.at));
        std::mem::take(&mut self.prefix)
    }

    /// Whether the prefix is the whole stream.
    pub(super) fn is_whole(&self) -> bool {
        self.ended
    }

    /// The error that ended looking ahead, if one did.
    pub(super) fn error(&self) -> Option<&io::Error> {
        self.error.as_ref()
    }

    /// Looks further ahead until `enough` is content with the prefix, or it has `limit` bytes, or the stream ends.
    pub(super) fn extend_until(&mut self, limit: usize, enough: impl Fn(&[u8]) -> bool) {
        while !self.ended && self.error.is_none() && self.prefix.len() < limit && !enough(&self.prefix) {
            let target = self.prefix.len().saturating_mul(2).max(1024).min(limit);
            self.extend(target);
        }
    }

    fn extend(&mut self, size: usize) {
        let wanted = size.saturating_sub(self.prefix.len()) as u64;
        let before = self.prefix.len();
        match self.inner.take(wanted).read_to_end(&mut self.prefix) {
            Ok(_) => self.ended = ((self.prefix.len() - before) as u64) < wanted,
            // What was read before the error stays in the prefix.
            Err(error) => self.error = Some(error),
        }
    }
}

impl Read for Peek<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let rest = &self.prefix[self.at..];
        if !rest.is_empty() {
            let size = rest.len().min(buffer.len());
            buffer[..size].copy_from_slice(&rest[..size]);
            self.at += size;
            return Ok(size);
        }
        if let Some(error) = self.error.take() {
            // A stream that failed once must not go on as if nothing had happened.
            self.error = Some(io::Error::new(error.kind(), error.to_string()));
            return Err(error);
        }
        if self.ended { Ok(0) } else { self.inner.read(buffer) }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::Peek;

    #[test]
    fn what_was_looked_at_is_read_again() {
        let mut bytes: &[u8] = b"one\ntwo";
        let mut peek = Peek::new(&mut bytes, 2);
        assert_eq!((peek.prefix(), peek.is_whole()), (&b"on"[..], false));
        peek.extend_until(100, |prefix| prefix.contains(&b'\n'));
        assert!(peek.prefix().starts_with(b"one\n"));
        let mut all = String::new();
        peek.read_to_string(&mut all).unwrap();
        assert_eq!(all, "one\ntwo");
    }
}
