//! What a form names a row by: numbers never leave the program.

use crate::keys::Keys;

/// A word that stands for row `id` of a table, on the pages of one person. Whoever has it still needs the right to use it.
pub fn handle(keys: &Keys, table: &str, id: i64, viewer: i64) -> String {
    let parts: [&[u8]; 3] = [table.as_bytes(), &id.to_be_bytes(), &viewer.to_be_bytes()];
    hex::encode(&keys.derive("handle of a row", &parts)[..12])
}
