//! Elements are the articles of one mark-up stream that holds many, found without parsing what is inside them: records of
//! Reuters-21578, pages of a wiki's dump.
//!
//! Cutting the stream first keeps one article at a time in memory, and lets a bad one cost no other.

use std::{io::Read, ops::ControlFlow};

use memchr::memmem;

use super::{
    problem::Problem,
    sniff::Format,
    unit::{Limits, Raw, Unit},
};
use crate::article::Location;

/// Bytes read at once.
const CHUNK: usize = 256 * 1024;
/// Most bytes before the first element that are given with each.
const HEAD: usize = 64 * 1024;

/// Which elements of a stream are its articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Elements {
    /// The name of the element, as it is written.
    pub(super) name: &'static str,
    /// What each of them is.
    pub(super) format: Format,
    /// Whether what stands before the first belongs to each of them.
    pub(super) headed: bool,
}

struct Stream<'a> {
    reader: &'a mut dyn Read,
    buffer: Vec<u8>,
    /// Bytes of the buffer that are done with.
    done: usize,
    /// Where in the stream the buffer begins.
    offset: u64,
    ended: bool,
    error: Option<String>,
}

impl Stream<'_> {
    /// What has been read and is not done with.
    fn rest(&self) -> &[u8] {
        &self.buffer[self.done..]
    }

    /// Reads on; `false` at the end.
    fn more(&mut self) -> bool {
        if self.ended {
            return false;
        }
        self.buffer.drain(..self.done);
        self.offset += self.done as u64;
        self.done = 0;
        let before = self.buffer.len();
        match self.reader.take(CHUNK as u64).read_to_end(&mut self.buffer) {
            Ok(_) => {}
            Err(error) => self.error = Some(error.to_string()),
        }
        self.ended = self.error.is_some() || self.buffer.len() == before;
        !self.ended
    }

    fn drop_front(&mut self, count: usize) {
        self.done += count;
    }

    fn position(&self) -> u64 {
        self.offset + self.done as u64
    }
}

/// Where an element of this name opens in `bytes`, from `from`.
fn opening(bytes: &[u8], tag: &memmem::Finder<'_>, from: usize) -> Option<usize> {
    let length = tag.needle().len();
    tag.find_iter(bytes.get(from..)?)
        .map(|at| from + at)
        .find(|at| bytes.get(at + length).is_none_or(|b| b.is_ascii_whitespace() || matches!(b, b'>' | b'/')))
}

/// Gives each element of the stream to `each`, in order. One that is too long, or never closed, is a problem, and the next
/// ones are read all the same.
pub(super) fn elements(
    reader: &mut dyn Read,
    elements: Elements,
    location: &Location,
    limits: &Limits,
    each: &mut dyn FnMut(Unit) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let (open, close) = (format!("<{}", elements.name), format!("</{}>", elements.name));
    let (open, close) = (memmem::Finder::new(&open), memmem::Finder::new(&close));
    let limit = usize::try_from(limits.entry_bytes).unwrap_or(usize::MAX);
    let mut stream = Stream { reader, buffer: Vec::new(), done: 0, offset: 0, ended: false, error: None };
    let mut head: Option<Vec<u8>> = None;
    let mut number = 0;
    loop {
        // To the next beginning. What is kept of what came before may hold half a tag.
        let start = loop {
            if let Some(start) = opening(stream.rest(), &open, 0) {
                break Some(start);
            }
            if head.is_some() || stream.rest().len() > HEAD {
                head.get_or_insert_default();
                let kept = stream.rest().len().saturating_sub(open.needle().len());
                stream.drop_front(kept);
            }
            if !stream.more() {
                break None;
            }
        };
        let Some(start) = start else { break };
        let head = head.get_or_insert_with(|| stream.rest()[..start].to_vec());
        stream.drop_front(start);
        number += 1;
        let location = location.record(number, stream.position());
        let mut fail = |reason: String| each(Unit::Problem(Problem::new(location.clone(), reason)));
        // To its end, or to the next beginning, whichever comes first.
        let (mut end, mut next) = (None, None);
        let mut searched = open.needle().len();
        while end.is_none() && next.is_none() {
            let rest = stream.rest();
            end = close.find(&rest[searched..]).map(|at| searched + at + close.needle().len());
            next = opening(&rest[..end.unwrap_or(rest.len())], &open, searched);
            if next.is_some() {
                end = None;
            } else if end.is_none() {
                // Half a tag may stand at the end, and what follows its name.
                let kept = close.needle().len().max(open.needle().len() + 1);
                searched = searched.max(rest.len().saturating_sub(kept));
                if rest.len() > limit || !stream.more() {
                    break;
                }
            }
        }
        match (end, next) {
            (Some(end), None) if end <= limit => {
                let mut bytes = if elements.headed { head.clone() } else { Vec::new() };
                bytes.extend_from_slice(&stream.rest()[..end]);
                stream.drop_front(end);
                each(Unit::Raw(Raw { location, bytes, format: elements.format }))?;
            }
            (_, Some(next)) => {
                fail(format!("<{}> is not closed before the next one opens", elements.name))?;
                stream.drop_front(next);
            }
            (None, None) if stream.ended => {
                let reason = stream.error.take().unwrap_or_else(|| "the file ends".to_owned());
                fail(format!("breaks off before its end: {reason}"))?;
                return ControlFlow::Continue(());
            }
            _ => {
                fail(format!(
                    "has more than the limit of {limit} bytes for one document; raise --max-document or split it"
                ))?;
                // The opening is passed over, and what follows is sought for the next.
                stream.drop_front(end.unwrap_or(open.needle().len()));
            }
        }
    }
    if let Some(error) = stream.error {
        return each(Unit::Problem(Problem::new(location.clone(), format!("breaks off: {error}"))));
    }
    if number == 0 {
        let reason = format!("holds no <{}>", elements.name);
        return each(Unit::Skipped { location: location.clone(), reason });
    }
    ControlFlow::Continue(())
}

#[cfg(test)]
mod tests {
    use super::{Elements, elements};
    use crate::{
        article::Location,
        source::{Format, Limits, Unit},
    };
    use std::{io::Read, ops::ControlFlow};

    /// Gives one byte at a time, so that every tag is cut once.
    struct Drip<'a>(&'a [u8]);

    impl Read for Drip<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            let count = self.0.len().min(buffer.len()).min(1);
            buffer[..count].copy_from_slice(&self.0[..count]);
            self.0 = &self.0[count..];
            Ok(count)
        }
    }

    fn cut(text: &str, headed: bool, limit: u64) -> Vec<String> {
        let limits = Limits { entry_bytes: limit, ..Limits::default() };
        let asked = Elements { name: "page", format: Format::Text, headed };
        let of = |reader: &mut dyn Read| {
            let mut found = Vec::new();
            let _ = elements(reader, asked, &Location::file("x"), &limits, &mut |unit| {
                found.push(match unit {
                    Unit::Large => "large".to_owned(),
                    Unit::Raw(raw) => format!(
                        "{}@{} {}",
                        raw.location.record.unwrap(),
                        raw.location.offset.unwrap(),
                        String::from_utf8(raw.bytes).unwrap()
                    ),
                    Unit::Problem(problem) => problem.to_string(),
                    Unit::Skipped { reason, .. } => reason,
                });
                ControlFlow::Continue(())
            });
            found
        };
        let whole = of(&mut text.as_bytes());
        assert_eq!(whole, of(&mut Drip(text.as_bytes())), "{text}");
        whole
    }

    #[test]
    fn elements_are_cut_out() {
        assert_eq!(
            cut("<h><pages><page>a</page> x <page n='1'>b</page></h>", false, 100),
            ["1@10 <page>a</page>", "2@27 <page n='1'>b</page>"]
        );
        assert_eq!(cut("<h>\n<page>a</page>", true, 100), ["1@4 <h>\n<page>a</page>"]);
        assert_eq!(cut("<h></h>", false, 100), ["holds no <page>"]);
    }

    #[test]
    fn a_bad_one_costs_no_other() {
        assert_eq!(
            cut("<page>a<page>b</page><page>c", false, 100),
            [
                "x:1: <page> is not closed before the next one opens",
                "2@7 <page>b</page>",
                "x:3: breaks off before its end: the file ends"
            ]
        );
        let long = format!("<page>{}</page><page>b</page>", "a".repeat(600_000));
        let found = cut(&long, false, 1000);
        assert!(found[0].contains("more than the limit of 1000 bytes"), "{found:?}");
        assert!(found.last().unwrap().ends_with("<page>b</page>"), "{found:?}");
    }
}
