//! The file of a preparation pack: one PDF, known by its first bytes and not by its name, of a limited size.

use serde_json::json;
use sha2::{Digest, Sha256};

use super::store;
use crate::audit;
use crate::error::Error;
use crate::tx::Tx;

/// The largest file, in bytes.
pub const LARGEST: usize = 5 * 1024 * 1024;
/// What every PDF file begins with.
const MARK: &[u8] = b"%PDF-";
/// The longest name of a file that is kept, in characters.
const NAME: usize = 80;

/// What is wrong with a file, if anything is.
pub fn wrong(body: &[u8]) -> Option<&'static str> {
    if body.is_empty() {
        Some("Select a PDF file")
    } else if body.len() > LARGEST {
        Some("The file must be 5 MB or smaller")
    } else if !body.starts_with(MARK) {
        Some("The file must be a PDF")
    } else {
        None
    }
}

/// The name of a file as it is kept: letters, digits, spaces, `-` and `_`, ending in `.pdf`. It goes into a header of the answer.
pub fn name(typed: &str) -> String {
    let base = typed.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = base.strip_suffix(".pdf").or_else(|| base.strip_suffix(".PDF")).unwrap_or(base);
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-' | '_');
    let kept: String = stem.chars().filter(|c| fits(*c)).take(NAME).collect();
    match kept.trim() {
        "" => "pack.pdf".to_owned(),
        kept => format!("{kept}.pdf"),
    }
}

/// Keeps a file that nothing is wrong with.
pub fn keep(tx: &mut Tx<'_>, opportunity_id: i64, name: &str, body: &[u8]) -> Result<(), Error> {
    let sha256 = hex::encode(Sha256::digest(body));
    store::save_pack(tx, opportunity_id, name, &sha256, body)?;
    let facts = json!({"size": body.len(), "sha256": sha256});
    audit::record(tx, "pack.stored", "opportunity", opportunity_id, &facts)
}

/// Deletes the file of an opportunity.
pub fn remove(tx: &mut Tx<'_>, opportunity_id: i64) -> Result<(), Error> {
    if store::remove_pack(tx, opportunity_id)? {
        audit::record(tx, "pack.removed", "opportunity", opportunity_id, &json!({}))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_known_by_what_it_is() {
        assert_eq!(wrong(b"%PDF-1.7\n..."), None);
        assert_eq!(wrong(b"<html>%PDF-"), Some("The file must be a PDF"));
        assert_eq!(wrong(b""), Some("Select a PDF file"));
        let mut large = MARK.to_vec();
        large.resize(LARGEST + 1, b' ');
        assert_eq!(wrong(&large), Some("The file must be 5 MB or smaller"));
    }

    #[test]
    fn a_name_cannot_leave_its_header() {
        assert_eq!(name("C:\\packs\\Ward week 3.pdf"), "Ward week 3.pdf");
        assert_eq!(name("../../etc/passwd"), "passwd.pdf");
        assert_eq!(name("a\"; filename=b.html\r\nX: y.pdf"), "a filenamebhtmlX y.pdf");
        assert_eq!(name("…"), "pack.pdf");
    }
}
