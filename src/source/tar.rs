//! The members of a tar (POSIX ustar and pax, GNU), streamed. A damaged header or a name without end costs no sound member
//! after it.

use std::{
    cell::Cell,
    io::{self, Read},
    ops::ControlFlow,
    rc::Rc,
};

use super::{
    container::{BOMB, Opener},
    peek::Peek,
    sniff::{Container, container},
};
use crate::article::Location;

/// Most damaged headers of a tar after which reading goes on.
const RESUMED: usize = 100;
/// Most bytes of the name of a member with all that stands before its content.
const NAME: u64 = 1 << 20;

impl Opener<'_> {
    /// Gives the members of a tar. After a damaged header the next sound one is sought, and what follows it read.
    pub(super) fn tar(&mut self, reader: &mut Peek, location: &Location, depth: usize) -> ControlFlow<()> {
        let (mut count, mut last) = (0, String::from("the start"));
        let mut found = Vec::new();
        for _ in 0..RESUMED {
            let Some(error) =
                self.sound_tar(&mut found.as_slice().chain(&mut *reader), location, depth, &mut count, &mut last)?
            else {
                // A compression's checksum stands behind the end of the tar.
                if let Err(error) = io::copy(reader, &mut io::sink()) {
                    let reason =
                        format!("the compression around its members is damaged: {error}; any of them may be wrong");
                    return self.problem(location, reason);
                }
                return ControlFlow::Continue(());
            };
            found.clear();
            let next = next_header(reader, &mut found);
            let rest = if next {
                "reading goes on at the next member that can be found"
            } else {
                "what stands before is read"
            };
            self.problem(location, format!("damaged tar after {last}: {error}; {rest}"))?;
            if !next {
                return ControlFlow::Continue(());
            }
        }
        self.problem(location, format!("damaged tar: more than {RESUMED} damaged headers; the rest of it is not read"))
    }

    /// Gives the members of a tar up to a damaged header: what is wrong with it.
    fn sound_tar(
        &mut self,
        reader: &mut dyn Read,
        location: &Location,
        depth: usize,
        count: &mut u64,
        last: &mut String,
    ) -> ControlFlow<(), Option<String>> {
        let allowed = Rc::new(Cell::new(NAME));
        let mut archive = ::tar::Archive::new(Allowed { inner: reader, left: Rc::clone(&allowed) });
        let mut entries = match archive.entries() {
            Ok(entries) => entries,
            Err(error) => return ControlFlow::Continue(Some(error.to_string())),
        };
        loop {
            let mut entry = match entries.next() {
                Some(Ok(entry)) => entry,
                Some(Err(error)) => return ControlFlow::Continue(Some(error.to_string())),
                None => return ControlFlow::Continue(None),
            };
            *count += 1;
            if *count > self.limits.entries {
                self.too_many(location)?;
                return ControlFlow::Continue(None);
            }
            if self.left.get() == 0 {
                self.problem(location, format!("{BOMB}; the rest of it is not read"))?;
                return ControlFlow::Continue(None);
            }
            let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
            let kind = entry.header().entry_type();
            let member = location.within(&name);
            let (at, size) = (entry.raw_file_position(), entry.size());
            let mut left = size;
            if kind.is_file() || kind.is_contiguous() || kind.is_gnu_sparse() {
                let broken = Cell::new(false);
                allowed.set(u64::MAX);
                let mut watched = Watched { inner: &mut entry, left, broken: &broken };
                self.member(&mut watched, &member, &name, depth)?;
                left = watched.left;
                if broken.get() {
                    self.problem(location, format!("damaged tar: it breaks off inside {name}, which starts at byte {at}; what stands before is read"))?;
                    return ControlFlow::Continue(None);
                }
            } else if !kind.is_dir() {
                self.skipped(&member, "a link or device, not a file")?;
            }
            // To the next member there is what was not read of this one, a header, and at most a long name.
            allowed.set(left.saturating_add(NAME));
            *last = name;
        }
    }
}

/// A stream of which only so many bytes may be read: a name may say that it is as long as the disk.
struct Allowed<R> {
    inner: R,
    left: Rc<Cell<u64>>,
}

impl<R: Read> Read for Allowed<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.left.get() == 0 && !buffer.is_empty() {
            return Err(io::Error::other(format!("the name of a member has more than {NAME} bytes")));
        }
        let most = buffer.len().min(usize::try_from(self.left.get()).unwrap_or(usize::MAX));
        let read = self.inner.read(&mut buffer[..most])?;
        self.left.set(self.left.get() - read as u64);
        Ok(read)
    }
}

/// Seeks the next header of a tar whose checksum holds, block by block, into `block`; `false` at the end.
fn next_header(reader: &mut dyn Read, block: &mut Vec<u8>) -> bool {
    loop {
        block.clear();
        if reader.take(512).read_to_end(block).is_err() || block.len() < 512 {
            return false;
        }
        if container(block) == Some(Container::Tar) {
            return true;
        }
    }
}

/// A member of a tar that must have as many bytes as its header says.
struct Watched<'a, R> {
    inner: R,
    left: u64,
    broken: &'a Cell<bool>,
}

impl<R: Read> Read for Watched<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer);
        match &read {
            Ok(0) if self.left > 0 && !buffer.is_empty() => {
                self.broken.set(true);
                return Err(io::Error::new(io::ErrorKind::UnexpectedEof, format!("{} bytes are missing", self.left)));
            }
            Ok(size) => self.left = self.left.saturating_sub(*size as u64),
            Err(error) if error.kind() != io::ErrorKind::Interrupted => self.broken.set(true),
            Err(_) => {}
        }
        read
    }
}
