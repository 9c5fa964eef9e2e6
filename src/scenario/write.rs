//! Scenario to text: laid out for a person to read and edit, and read back without loss.

use std::fmt::{self, Write as _};

use super::document::FORMAT;
use super::types::{Figure, Plan, Scenario, Setting, Switches};
use crate::model::local::{Override, Value};

/// The document of a scenario: RON, format 1.
#[must_use]
pub fn write(scenario: &Scenario) -> String {
    let mut out = String::from("// tiller scenario\n");
    // Writing to a String cannot fail.
    let _ = body(&mut out, scenario);
    out
}

fn body(out: &mut String, s: &Scenario) -> fmt::Result {
    writeln!(out, "(format: {FORMAT},")?;
    writeln!(out, " title: {},", quoted(&s.title))?;
    if !s.notes.is_empty() {
        writeln!(out, " notes: {},", text(&s.notes))?;
    }
    for (name, date) in [("created", s.created), ("edited", s.edited)] {
        if let Some(date) = date {
            writeln!(out, " {name}: \"{date}\",")?;
        }
    }
    writeln!(out, " start: {}, horizon: {}, seed: {}, draws: {},", s.start, s.horizon, s.seed, s.draws)?;
    if s.switches != Switches::default() {
        writeln!(out, " switches: {},", switches(s.switches))?;
    }
    if let Some(budget) = s.budget {
        writeln!(out, " budget: {},", number(budget))?;
    }
    if !s.exclude_studies.is_empty() {
        let ids: Vec<String> = s.exclude_studies.iter().map(|id| quoted(id.as_str())).collect();
        writeln!(out, " exclude_studies: [{}],", ids.join(", "))?;
    }
    if s.tried > 0 {
        writeln!(out, " tried: {},", s.tried)?;
    }
    list(out, "overrides", s.overrides.iter().map(write_override))?;
    writeln!(out, " plans: [")?;
    for plan in &s.plans {
        write_plan(out, plan)?;
    }
    writeln!(out, " ],")?;
    if !s.targets.is_empty() {
        writeln!(out, " targets: [")?;
        for t in &s.targets {
            writeln!(out, "  (plan: {}, indicator: \"{}\", level: {}),", t.plan, t.indicator, number(t.level))?;
        }
        writeln!(out, " ],")?;
    }
    if !s.expect.is_empty() {
        writeln!(out, " expect: [")?;
        for e in &s.expect {
            writeln!(
                out,
                "  (plan: {}, indicator: \"{}\", year: {}, change_p50: {}, tolerance: {}),",
                e.plan,
                e.indicator,
                e.year,
                number(e.change_p50),
                number(e.tolerance)
            )?;
        }
        writeln!(out, " ],")?;
    }
    if let Some(record) = &s.record {
        writeln!(out, " evidence: {},", quoted(&record.evidence))?;
        list(out, "figures", record.figures.iter().map(write_figure))?;
    }
    writeln!(out, ")")
}

/// A list of parts, one a line; nothing if it is empty.
fn list(out: &mut String, name: &str, parts: impl ExactSizeIterator<Item = String>) -> fmt::Result {
    if parts.len() == 0 {
        return Ok(());
    }
    writeln!(out, " {name}: [")?;
    for part in parts {
        writeln!(out, "  {part},")?;
    }
    writeln!(out, " ],")
}

fn write_override(own: &Override) -> String {
    let value = match own.value {
        Value::Number(x) => format!("value: {}", number(x)),
        Value::Band(b) => {
            format!("p10: {}, central: {}, p90: {}", number(b.p10), number(b.central), number(b.p90))
        }
    };
    format!("(id: {}, {value}, name: {}, reason: {})", quoted(&own.id), quoted(&own.name), quoted(&own.reason))
}

fn write_figure(f: &Figure) -> String {
    let [p10, p50, p90, error] = [f.p10, f.p50, f.p90, f.error].map(number);
    let (plan, indicator, year) = (f.plan, f.indicator, f.year);
    format!(
        "(plan: {plan}, indicator: \"{indicator}\", year: {year}, p10: {p10}, p50: {p50}, p90: {p90}, error: {error})"
    )
}

fn write_plan(out: &mut String, plan: &Plan) -> fmt::Result {
    let place = quoted(&plan.place.to_string());
    write!(out, "  (place: {place}, sector: {}, levers: {{", quoted(plan.sector.as_str()))?;
    if plan.levers.is_empty() {
        return writeln!(out, "}}),");
    }
    writeln!(out)?;
    for (lever, setting) in &plan.levers {
        writeln!(out, "    {}: {},", quoted(lever.as_str()), write_setting(setting))?;
    }
    writeln!(out, "  }}),")
}

fn write_setting(s: &Setting) -> String {
    let mut text = format!("(amount: {}, from: {}, to: {}", number(s.amount), s.from, s.to);
    if let Some(partner) = &s.partner {
        let _ = write!(text, ", partner: {}", quoted(&partner.to_string()));
    }
    text.push(')');
    text
}

fn switches(s: Switches) -> String {
    let on: Vec<&str> =
        ["direct", "chain", "ecosystem"].into_iter().zip(s.structures).filter(|(_, on)| *on).map(|(n, _)| n).collect();
    format!(
        "(reference_class: {}, critical_mass: {}, flatten: {}, takes: {}, structures: [{}])",
        s.reference_class,
        s.critical_mass,
        s.flatten,
        s.takes,
        on.join(", ")
    )
}

/// The shortest decimal that reads back as the same double.
fn number(x: f64) -> String {
    format!("{x:?}")
}

/// A quoted string on one line.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => {
                let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Free text: raw and as typed if it has lines, quoted otherwise.
fn text(s: &str) -> String {
    let tame = s.chars().all(|c| c == '\n' || !c.is_control());
    if !(tame && s.contains('\n')) {
        return quoted(s);
    }
    let mut hashes = String::from("#");
    while s.contains(&format!("\"{hashes}")) {
        hashes.push('#');
    }
    format!("r{hashes}\"{s}\"{hashes}")
}
