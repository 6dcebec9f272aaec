//! Any bytes are articles, skipped, or a problem with its place: never a panic.
#![no_main]

use std::ops::ControlFlow;

use demarche::{
    article::Location,
    source::{Limits, ReadOptions, Unit, read, units_of_reader},
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let options = ReadOptions { limits: Limits { entry_bytes: 1 << 20, ..Limits::default() }, ..ReadOptions::default() };
    units_of_reader(bytes, Location::file("input"), &options.limits, &mut |unit| {
        if let Unit::Raw(raw) = unit {
            read(raw, &options).ok();
        }
        ControlFlow::Continue(())
    });
});
