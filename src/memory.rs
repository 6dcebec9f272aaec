//! What the C library's allocator is told: to give large blocks back.
//!
//! glibc raises the size from which blocks are mapped by themselves each time such a block is freed, up to 32 MiB; after one
//! large document every buffer of a megabyte then lies in the heap of its thread, and stays there in pieces. A fixed
//! threshold halves the peak of a run over documents of tens of megabytes (mallopt(3), `M_MMAP_THRESHOLD`).
//!
//! The one place with `unsafe`: the call has no memory to get wrong, and no safe crate offers it.
#![allow(unsafe_code)]

/// Blocks of more bytes are mapped by themselves, and unmapped when they are freed.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
const LARGE_BLOCK: i32 = 1 << 20;

/// Fixes the size from which blocks are given back at once. Does nothing but on Linux with glibc.
pub(crate) fn give_back_large_blocks() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    // SAFETY: mallopt takes two integers and changes a parameter of the allocator under its own lock; what it returns says
    // whether it knew the parameter, and without it nothing is lost but memory.
    unsafe {
        libc::mallopt(libc::M_MMAP_THRESHOLD, LARGE_BLOCK);
    }
}
