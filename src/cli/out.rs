//! Standard output: as it is, or through a pager where a person reads more than fits the screen.

use std::{
    io::{self, IsTerminal, Write},
    process::{Child, Command, Stdio},
};

/// Where results go.
pub(super) enum Out {
    /// To standard output, without colours where it is no terminal.
    Plain(anstream::AutoStream<io::StdoutLock<'static>>),
    /// To a pager.
    Paged(Child),
}

/// Standard output.
pub(super) fn out() -> Out {
    Out::Plain(anstream::stdout().lock())
}

/// Standard output, through a pager on a terminal: that of `DEMARCHE_PAGER` or `PAGER`, else `less`; none if that is
/// empty or `cat`, or if there is none. `less` ends by itself where all fits the screen.
pub(super) fn paged() -> Out {
    if !io::stdout().is_terminal() {
        return out();
    }
    let pager = ["DEMARCHE_PAGER", "PAGER"].iter().find_map(|name| std::env::var(name).ok());
    let pager = pager.unwrap_or_else(|| "less".to_owned());
    let mut words = pager.split_whitespace();
    let Some(program) = words.next().filter(|program| *program != "cat") else { return out() };
    let mut command = Command::new(program);
    command.args(words).stdin(Stdio::piped());
    if std::env::var_os("LESS").is_none() {
        command.env("LESS", "FRX");
    }
    command.spawn().map_or_else(|_| out(), Out::Paged)
}

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(out) => out.write(bytes),
            Self::Paged(pager) => match &mut pager.stdin {
                Some(input) if anstream::AutoStream::choice(&io::stdout()) == anstream::ColorChoice::Never => {
                    input.write_all(&anstream::adapter::strip_bytes(bytes).into_vec()).map(|()| bytes.len())
                }
                Some(input) => input.write(bytes),
                None => Ok(bytes.len()),
            },
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(out) => out.flush(),
            Self::Paged(pager) => pager.stdin.as_mut().map_or(Ok(()), Write::flush),
        }
    }
}

impl Drop for Out {
    fn drop(&mut self) {
        if let Self::Paged(pager) = self {
            // The pager ends when its input does; what it then says is not ours.
            drop(pager.stdin.take());
            pager.wait().ok();
        }
    }
}
