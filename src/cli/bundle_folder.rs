//! A round's bundle in a folder.

use crate::allocation::bundle::{Bundle, Files};
use crate::prioritisation::{Code, InputError};
use std::path::Path;

/// Reads every file of a folder as one bundle.
pub(super) fn read(folder: &Path) -> Result<Bundle, Vec<InputError>> {
    let files = files(folder).map_err(|error| {
        vec![InputError {
            code: Code::I06,
            file: super::files::name(folder),
            place: "(folder)".to_owned(),
            message: format!("cannot be read: {error}"),
        }]
    })?;
    Bundle::from_files(&files)
}

fn files(folder: &Path) -> std::io::Result<Files> {
    let mut files = Files::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if let (Some(name), true) = (path.file_name().and_then(|name| name.to_str()), path.is_file()) {
            files.insert(name.to_owned(), std::fs::read(&path)?);
        }
    }
    Ok(files)
}

/// Writes a bundle into a folder, which is made if it is not there; answers the files' names.
pub(super) fn write(folder: &Path, bundle: &Bundle) -> std::io::Result<Vec<String>> {
    std::fs::create_dir_all(folder)?;
    let files = bundle.to_files()?;
    for (name, bytes) in &files {
        std::fs::write(folder.join(name), bytes)?;
    }
    Ok(files.into_keys().collect())
}
