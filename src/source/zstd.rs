//! A zstd stream is a row of frames, some of which only carry notes (RFC 8878, section 3.1).

use std::io::{self, Read};

use ruzstd::decoding::{
    BlockDecodingStrategy, FrameDecoder,
    errors::{FrameDecoderError, ReadFrameHeaderError},
};

/// The decompressed bytes of all frames of a stream, their checksums verified.
pub(super) struct Zstd<R> {
    reader: R,
    decoder: FrameDecoder,
    state: State,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    BetweenFrames,
    InFrame,
    /// At the end, or after an error: a broken stream is not read on.
    Done,
}

impl<R: Read> Zstd<R> {
    pub(super) fn new(reader: R) -> Self {
        Self { reader, decoder: FrameDecoder::new(), state: State::BetweenFrames }
    }

    /// Starts the next frame that holds data.
    fn start(&mut self) -> io::Result<State> {
        loop {
            let mut magic = Vec::with_capacity(4);
            self.reader.by_ref().take(4).read_to_end(&mut magic)?;
            if magic.is_empty() {
                return Ok(State::Done);
            }
            match self.decoder.init(magic.as_slice().chain(&mut self.reader)) {
                Ok(()) => return Ok(State::InFrame),
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame { length, .. })) => {
                    let skipped = io::copy(&mut self.reader.by_ref().take(u64::from(length)), &mut io::sink())?;
                    if skipped < u64::from(length) {
                        return Err(io::ErrorKind::UnexpectedEof.into());
                    }
                }
                Err(error) => return Err(damaged(&error)),
            }
        }
    }

    /// Decodes blocks until some bytes can be taken or the frame is done.
    fn fill(&mut self) -> io::Result<()> {
        while self.decoder.can_collect() == 0 && !self.decoder.is_finished() {
            self.decoder
                .decode_blocks(&mut self.reader, BlockDecodingStrategy::UptoBlocks(1))
                .map_err(|e| damaged(&e))?;
        }
        Ok(())
    }

    fn verify(&self) -> io::Result<()> {
        match (self.decoder.get_checksum_from_data(), self.decoder.get_calculated_checksum()) {
            (Some(stored), Some(real)) if stored != real => {
                Err(io::Error::other("damaged zstd: its checksum is wrong"))
            }
            _ => Ok(()),
        }
    }

    fn step(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            match self.state {
                State::Done => return Ok(0),
                State::BetweenFrames => self.state = self.start()?,
                State::InFrame => {
                    self.fill()?;
                    let size = self.decoder.read(buffer)?;
                    if size > 0 {
                        return Ok(size);
                    }
                    self.verify()?;
                    self.state = State::BetweenFrames;
                }
            }
        }
    }
}

impl<R: Read> Read for Zstd<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        let read = self.step(buffer);
        if read.is_err() {
            self.state = State::Done;
        }
        read
    }
}

fn damaged(error: &FrameDecoderError) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("damaged zstd: {error}"))
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use ruzstd::encoding::{CompressionLevel, compress_to_vec};

    use super::Zstd;

    #[test]
    fn frames_follow_each_other() {
        let mut bytes = compress_to_vec(&b"one "[..], CompressionLevel::Fastest);
        bytes.extend_from_slice(b"\x50\x2a\x4d\x18\x03\0\0\0abc");
        bytes.extend(compress_to_vec(&b"two"[..], CompressionLevel::Fastest));
        let mut text = String::new();
        Zstd::new(bytes.as_slice()).read_to_string(&mut text).unwrap();
        assert_eq!(text, "one two");
        bytes.truncate(bytes.len() - 3);
        let mut kept = vec![];
        assert!(Zstd::new(bytes.as_slice()).read_to_end(&mut kept).is_err());
        assert!(kept.starts_with(b"one "), "what stands before the break is kept");
    }
}
