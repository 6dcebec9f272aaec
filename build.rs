//! Names the tables and models that annotation reads by one hash, so that no question has to read them to know which they
//! are.

use std::{fs, path::Path};

fn main() {
    println!("cargo:rerun-if-changed=src/annotate/data");
    println!("cargo:rerun-if-changed=models");
    let mut files = Vec::new();
    for (folder, ending) in [("src/annotate/data", "tsv"), ("models", "bin")] {
        let Ok(entries) = fs::read_dir(folder) else { continue };
        files.extend(entries.flatten().map(|e| e.path()).filter(|p| p.extension().is_some_and(|e| e == ending)));
    }
    files.sort();
    let mut hasher = blake3::Hasher::new();
    for file in &files {
        hasher.update(Path::new(file).file_name().unwrap_or_default().as_encoded_bytes());
        hasher.update(&fs::read(file).unwrap_or_default());
    }
    println!("cargo:rustc-env=DEMARCHE_DATA={}", hasher.finalize().to_hex());
}
