//! A [`Unit`] is the smallest thing that is parsed by itself: a file, a member of an archive, one record of a list.

use std::{
    cell::Cell,
    fs::File,
    io::{self, BufReader, Read, Seek},
    ops::ControlFlow,
    rc::Rc,
};

use super::{
    container::Opener,
    problem::Problem,
    sniff::{Container, Format, container},
    walk::SourceFile,
};
use crate::article::Location;

/// One unit as bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Raw {
    /// Where it was read from.
    pub location: Location,
    /// Its bytes, decompressed, in its own charset.
    pub bytes: Vec<u8>,
    /// What they hold.
    pub format: Format,
}

/// What reading a file gives, one at a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unit {
    /// Bytes to parse.
    Raw(Raw),
    /// Something that is not read, on purpose.
    Skipped {
        /// What.
        location: Location,
        /// Why.
        reason: String,
    },
    /// Something that should have been read and could not.
    Problem(Problem),
    /// A document of more than 4 MiB is about to be read: whoever is at work on others may finish these first,
    /// so that memory holds one large document at a time.
    Large,
}

/// Documents of more bytes are large.
pub(super) const LARGE: u64 = 4 << 20;

/// How much of a source is read before it is taken for damaged or hostile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Largest single document or line, in decompressed bytes. An archive inside an archive that must be held in
    /// memory may have four times as many.
    pub entry_bytes: u64,
    /// Longest text of one article, in bytes. Annotating takes some twenty times as much memory.
    pub text_bytes: u64,
    /// Deepest nesting of containers in containers. A compressed archive counts once.
    pub depth: usize,
    /// Most members of one container.
    pub entries: u64,
    /// How many times its size on disk a file may have decompressed, all that is in it together, once that is more than
    /// [`Limits::FREE`] bytes.
    pub inflation: u64,
}

impl Limits {
    /// Decompressed bytes that every file may have, however small it is.
    pub const FREE: u64 = 256 << 20;

    /// The most decompressed bytes of a file of this size.
    fn inflated(&self, size: u64) -> u64 {
        size.saturating_mul(self.inflation).max(Self::FREE)
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self { entry_bytes: 64 << 20, depth: 4, entries: 2_000_000, inflation: 250, text_bytes: 8 << 20 }
    }
}

/// Gives the units of one file, in order, to `each`, until it breaks.
///
/// Containers are streamed, never unpacked: memory holds one document at a time. A bad member is reported as
/// [`Unit::Problem`] and the rest goes on; of a container that breaks off, everything before the break is given.
/// Of a single compressed document that breaks off nothing is given but the problem: half an article is none.
pub fn units(file: &SourceFile, limits: &Limits, each: &mut dyn FnMut(Unit) -> ControlFlow<()>) {
    let location = Location::file(&file.shown);
    #[cfg(feature = "parquet")]
    let mut parquet = false;
    let stream = File::open(&file.path).and_then(|mut file| {
        let mut magic = Vec::with_capacity(4);
        file.by_ref().take(4).read_to_end(&mut magic)?;
        file.rewind()?;
        #[cfg(feature = "parquet")]
        {
            parquet = magic == b"PAR1";
        }
        Ok((file, container(&magic)))
    });
    let left = Rc::new(Cell::new(limits.inflated(file.size)));
    let mut opener = Opener { limits, each, left };
    // The caller's wish to stop ends here: there is nothing more to give.
    let _stopped = match stream {
        Err(error) => (opener.each)(Unit::Problem(Problem::new(location, unreadable(&error)))),
        Ok((file, Some(Container::Zip))) => opener.zip(BufReader::new(file), &location, 1),
        #[cfg(feature = "parquet")]
        Ok((file, None)) if parquet => super::parquet::rows(file, &location, limits, opener.each),
        Ok((mut file, _)) => opener.open(&mut file, &location, 0, false),
    };
}

/// Gives the units of a stream, such as standard input, as [`units`] does of a file.
#[expect(clippy::needless_pass_by_value, reason = "a stream has no other place that would own its location")]
pub fn units_of_reader(
    mut reader: impl Read,
    location: Location,
    limits: &Limits,
    each: &mut dyn FnMut(Unit) -> ControlFlow<()>,
) {
    // How large a stream is shows only at its end.
    let left = Rc::new(Cell::new(u64::MAX));
    let _stopped = Opener { limits, each, left }.open(&mut reader, &location, 0, false);
}

fn unreadable(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "the file is gone since it was found; run again".into(),
        io::ErrorKind::PermissionDenied => "permission denied; make it readable or leave it out".into(),
        _ => format!("cannot be read: {error}"),
    }
}
