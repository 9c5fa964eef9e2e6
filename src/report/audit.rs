//! The audit trail as CSV: one line of JSON behind `#`, a header, one line a draw, numbers in full precision.

use std::io::{self, Write};

use crate::projection::audit::Audit;

/// Writes an audit trail.
///
/// # Errors
/// What the stream answers.
pub fn write(audit: &Audit, out: &mut dyn Write) -> io::Result<()> {
    let header = serde_json::to_string(&audit.header).map_err(io::Error::other)?;
    writeln!(out, "# {header}")?;
    let mut writer = csv::Writer::from_writer(out);
    let first = ["draw", "scramble", "structure"].map(String::from);
    writer.write_record(first.iter().chain(&audit.columns)).map_err(io::Error::other)?;
    let mut record: Vec<String> = Vec::with_capacity(audit.columns.len() + 3);
    for row in &audit.rows {
        record.clear();
        record.extend([row.draw.to_string(), row.scramble.to_string(), row.structure.to_string()]);
        // `{}` of an f64 is the shortest text that reads back to the same bits.
        record.extend(row.values.iter().map(f64::to_string));
        writer.write_record(&record).map_err(io::Error::other)?;
    }
    writer.flush()
}
