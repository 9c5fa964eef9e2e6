//! The stamp of everything that a projection stands on.

use crate::evidence::load::Library;

/// FNV-1a, 64 bits: a stamp that is the same on every platform.
#[derive(Debug, Clone)]
pub struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Fnv {
    /// Takes in bytes.
    pub fn write(&mut self, bytes: &[u8]) {
        for b in bytes {
            self.0 = (self.0 ^ u64::from(*b)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }

    /// 16 hexadecimal digits.
    #[must_use]
    pub fn hex(&self) -> String {
        format!("{:016x}", self.0)
    }
}

/// A user's own evidence and starting numbers are part of the version too; the bundled ones are part of the program's.
/// `counted`: files that are in it already.
pub(super) fn stamp_overlay(library: &Library, counted: &[&str], version: &mut Fnv) {
    let Some(overlay) = library.overlay() else { return };
    for text in overlay.files().filter(|(file, _)| !counted.contains(file)).filter_map(|(file, _)| overlay.text(file)) {
        version.write(text.as_bytes());
    }
}
