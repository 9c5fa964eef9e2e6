//! Ballots from a table, and to one.

use super::ballot::{Answer, BALLOTS_MAX, Ballot, Refusal, Voter};
use super::keypad::decimal;
use super::question::{Kind, Question};
use super::session::RoundState;
use super::tally::Tally;
use crate::evidence::order::InOrder as _;
use crate::evidence::{Fault, Faults};

/// Largest table, bytes.
pub const TABLE_BYTES_MAX: usize = 1024 * 1024;
/// Most faults that are listed.
const FAULTS_MAX: usize = 20;

/// Ballots read from a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Imported {
    /// Ballots, in the order of their lines.
    pub ballots: Vec<Ballot>,
    /// What a person should know: columns passed over.
    pub said: Vec<String>,
}

#[derive(Clone, Copy, PartialEq)]
enum Column {
    Number,
    Lever(usize),
    Choice(usize),
    Guess,
    Reason,
    Role,
}

/// Reads a table with a header line, parted by commas, semicolons or tabs. Columns are named after the levers (or scenarios) of the question, by name
/// or id, and `ballot`, `guess`, `reason`, `role`, however written ("Ballot no.", "REASON"); other columns are passed over, and said. All
/// ballots or none: with a fault nothing is to be counted.
///
/// # Errors
/// Every fault, at most twenty, with the line, the column and the value.
pub fn read(file: &str, text: &str, question: &Question) -> Result<Imported, Faults> {
    if text.len() > TABLE_BYTES_MAX {
        return Err(Fault::new(file, "is larger than 1 MiB, more than any room's ballots").into());
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let first = text.lines().find(|l| !l.trim().is_empty()).unwrap_or_default();
    let parted =
        [b'\t', b';', b','].into_iter().max_by_key(|d| first.bytes().filter(|b| b == d).count()).unwrap_or(b',');
    let mut reader = csv::ReaderBuilder::new().flexible(true).delimiter(parted).from_reader(text.as_bytes());
    let header = reader.headers().cloned().map_err(|e| Faults::from(Fault::new(file, format!("is no table ({e})"))))?;
    let (columns, said) = columns(file, &header, question)?;
    let mut faults = Faults::default();
    let mut ballots: Vec<Ballot> = Vec::new();
    for record in reader.records() {
        if faults.0.len() >= FAULTS_MAX {
            break;
        }
        let record = match record {
            Ok(record) => record,
            Err(e) => {
                faults.push(Fault::new(file, format!("cannot be read ({e})")));
                break;
            }
        };
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let line = record.position().map_or(0, csv::Position::line);
        if ballots.len() >= BALLOTS_MAX {
            faults.push(Fault::new(file, format!("has more than the {BALLOTS_MAX} ballots of a round")).at(line));
            break;
        }
        let row = Row { file, line, record: &record, header: &header, comma: parted != b',' };
        match row.ballot(&columns, question) {
            Ok(ballot) if ballots.iter().any(|b| b.voter == ballot.voter) => {
                faults.push(row.fault(columns.iter().position(|c| *c == Some(Column::Number)), "stands there twice"));
            }
            Ok(ballot) => ballots.push(ballot),
            Err(found) => faults.0.extend(found.0),
        }
    }
    if ballots.is_empty() && faults.0.is_empty() {
        faults.push(Fault::new(file, "has no ballots").hint("one ballot a line below the header"));
    }
    faults.0.truncate(FAULTS_MAX);
    faults.into_result(Imported { ballots, said })
}

fn columns(
    file: &str,
    header: &csv::StringRecord,
    question: &Question,
) -> Result<(Vec<Option<Column>>, Vec<String>), Faults> {
    let mut faults = Faults::default();
    let (mut out, mut said) = (Vec::new(), Vec::new());
    for name in header {
        let key = bare(name);
        let lever = question.levers.iter().position(|l| bare(&l.name) == key || bare(l.id.as_str()) == key);
        let choice = question.choices.iter().position(|c| bare(&c.name) == key);
        let column = match key.as_str() {
            _ if lever.is_some() => lever.map(Column::Lever),
            _ if choice.is_some() => choice.map(Column::Choice),
            "ballot" | "ballotno" | "ballotnumber" | "number" | "no" | "id" | "row" | "name" | "participant" => {
                Some(Column::Number)
            }
            "guess" => Some(Column::Guess),
            "reason" | "why" | "comment" => Some(Column::Reason),
            "role" => Some(Column::Role),
            _ => None,
        };
        if column.is_some() && out.contains(&column) {
            faults.push(Fault::new(file, "is there twice").at(1).cell("header", name));
        }
        if column.is_none() && !key.is_empty() {
            said.push(format!("column '{}' was passed over", super::clean::one_line(name, 40)));
        }
        out.push(column);
    }
    let known = question.levers.iter().map(|l| &l.name).chain(question.choices.iter().map(|c| &c.name));
    let wanted = (0..question.levers.len()).map(Column::Lever).chain((0..question.choices.len()).map(Column::Choice));
    for (name, column) in known.zip(wanted) {
        if !out.contains(&Some(column)) {
            let hint = "the header names every lever or scenario of the question";
            faults.push(Fault::new(file, "has no column of that name").at(1).cell("header", name.as_str()).hint(hint));
        }
    }
    faults.into_result((out, said))
}

/// Letters and digits alone, small: `Ballot no.` and `ballot_no` are the same.
fn bare(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

struct Row<'a> {
    file: &'a str,
    line: u64,
    record: &'a csv::StringRecord,
    header: &'a csv::StringRecord,
    /// Whether a comma may stand for the decimal point.
    comma: bool,
}

impl Row<'_> {
    fn fault(&self, at: Option<usize>, problem: &str) -> Fault {
        let fault = Fault::new(self.file, problem).at(self.line);
        let cell = |record: &csv::StringRecord| at.and_then(|i| record.get(i)).unwrap_or("").to_owned();
        if at.is_some() { fault.cell(cell(self.header), cell(self.record)) } else { fault }
    }

    fn ballot(&self, columns: &[Option<Column>], question: &Question) -> Result<Ballot, Faults> {
        let mut faults = Faults::default();
        let mut ballot = Ballot {
            voter: Voter::Imported(format!("line {}", self.line)),
            answer: match question.kind {
                Kind::Package => Answer::Package(question.levers.iter().map(|l| l.low).collect()),
                Kind::Choice => Answer::Approval(Vec::new()),
            },
            guess: None,
            reason: None,
            role: None,
        };
        for (i, column) in columns.iter().enumerate() {
            let (Some(column), cell) = (column, self.record.get(i).unwrap_or("").trim()) else { continue };
            if let Err(problem) = self.cell(*column, cell, question, &mut ballot) {
                faults.push(self.fault(Some(i), &problem));
            }
        }
        let ballot = faults.into_result(ballot)?;
        question.check_ballot(&ballot).map_err(|why| match why {
            Refusal::Invalid(says) => self.fault(None, &says).into(),
            other => self.fault(None, &other.to_string()).into(),
        })
    }

    fn cell(&self, column: Column, cell: &str, question: &Question, ballot: &mut Ballot) -> Result<(), String> {
        match (column, &mut ballot.answer) {
            (Column::Lever(i), Answer::Package(amounts)) => {
                let lever = &question.levers[i];
                let amount = self.number(cell)?.ok_or("is empty; write 0 for nothing")?;
                if !lever.holds(amount) {
                    return Err(format!("is not between {} and {} ({})", lever.low, lever.high, lever.unit));
                }
                amounts[i] = amount;
            }
            (Column::Choice(i), Answer::Approval(chosen)) => match bare(cell).as_str() {
                "1" | "x" | "yes" | "y" | "true" => chosen.push(i),
                "" | "0" | "no" | "n" | "false" => {}
                _ => return Err(String::from("is neither yes (1, x) nor no (0, empty)")),
            },
            (Column::Number, _) if !cell.is_empty() => {
                ballot.voter = Voter::Imported(super::clean::one_line(cell, 40));
            }
            (Column::Guess, _) => ballot.guess = self.number(cell)?,
            (Column::Reason, _) => ballot.reason = Some(cell.to_owned()),
            (Column::Role, _) if !cell.is_empty() => {
                let by_name = question.roles.iter().position(|r| bare(r) == bare(cell));
                let by_number =
                    cell.parse::<usize>().ok().filter(|n| (1..=question.roles.len()).contains(n)).map(|n| n - 1);
                let found =
                    by_name.or(by_number).ok_or_else(|| format!("is not one of: {}", question.roles.join(", ")))?;
                ballot.role = Some(found);
            }
            _ => {}
        }
        Ok(())
    }

    /// "1.5", "£1.5m", "1,5" where commas do not part cells; a formula is no number.
    fn number(&self, cell: &str) -> Result<Option<f64>, String> {
        if cell.is_empty() {
            return Ok(None);
        }
        let plain = cell.trim_start_matches('£').trim_end_matches(['m', 'M', '%']).trim();
        if plain.contains(',') && !self.comma {
            return Err(String::from("is not a number; write 1.5 with a point"));
        }
        decimal(plain).map(Some).ok_or_else(|| String::from("is not a number"))
    }
}

/// The ballots of a round as a table without voters: sorted by what they say, so that the order tells nothing, and with reasons that were accepted
/// alone. Roles stand beside ballots only where the tally may show them.
#[must_use]
pub fn write(question: &Question, round: &RoundState) -> String {
    let shown: Vec<usize> = Tally::of(question, round).roles.iter().filter_map(|r| r.role).collect();
    let mut rows: Vec<Vec<String>> = round.ballots.values().map(|b| row(question, round, b, &shown)).collect();
    rows.order();
    let mut header = vec![String::from("ballot")];
    header
        .extend(question.levers.iter().map(|l| l.name.clone()).chain(question.choices.iter().map(|c| c.name.clone())));
    header.extend(["cost_m_a_year", "over_budget", "guess", "role", "reason"].map(String::from));
    let mut out = line(&header);
    for (i, cells) in rows.into_iter().enumerate() {
        let numbered: Vec<String> = std::iter::once((i + 1).to_string()).chain(cells).collect();
        out.push_str(&line(&numbered));
    }
    out
}

fn row(question: &Question, round: &RoundState, ballot: &Ballot, shown: &[usize]) -> Vec<String> {
    let mut cells: Vec<String> = match &ballot.answer {
        Answer::Package(amounts) => amounts.iter().map(f64::to_string).collect(),
        Answer::Approval(chosen) => {
            (0..question.choices.len()).map(|i| u8::from(chosen.contains(&i)).to_string()).collect()
        }
    };
    let cost = match &ballot.answer {
        Answer::Package(amounts) => question.cost(amounts).to_string(),
        Answer::Approval(_) => String::new(),
    };
    let over = if question.over(&ballot.answer).is_some() { "yes" } else { "" };
    let role = ballot.role.filter(|r| shown.contains(r)).and_then(|r| question.roles.get(r).cloned());
    let accepted = round.judged.get(&ballot.voter) == Some(&true);
    let reason = ballot.reason.clone().filter(|_| accepted);
    let guess = ballot.guess.map(|g| g.to_string());
    cells.extend([cost, over.to_owned()]);
    cells.extend([guess, role, reason].map(Option::unwrap_or_default));
    cells
}

/// One line of a table. A text that a spreadsheet would take for a formula begins with an apostrophe.
fn line(cells: &[String]) -> String {
    let cell = |text: &String| {
        let formula = text.starts_with(['=', '+', '-', '@', '\t']) && text.parse::<f64>().is_err();
        let text = if formula { format!("'{text}") } else { text.clone() };
        let quoted = text.contains([',', '"', '\n', '\r', ';']);
        if quoted { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
    };
    cells.iter().map(cell).collect::<Vec<_>>().join(",") + "\n"
}
