//! Any bytes are text in some charset, or there is a first byte that does not fit.
#![no_main]

use demarche::source::decode;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let label = bytes.split(|byte| *byte == b'\n').next().and_then(|line| std::str::from_utf8(line).ok());
    for declared in [None, label] {
        match decode(bytes, declared) {
            Ok((text, _)) => assert!(text.len() <= bytes.len() * 3 + 3),
            Err(error) => assert!(error.offset <= bytes.len()),
        }
    }
});
