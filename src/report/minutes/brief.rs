//! One page to send in advance: what is asked, the place, the levers, how the time is used.

use crate::model::Basis;
use crate::report::places::Atlas;
use crate::report::places::profile::profile;
use crate::report::sheet::{Datum, Sheet};
use crate::report::takehome::{Document, Print, Section};
use crate::report::wording;
use crate::report::words::{exact_millions, typed};
use crate::roundtable::{Kind, Question, RunningOrder};
use crate::scenario::Plan;

/// Columns of the starting numbers that fit a page.
const KEPT: [&str; 4] = ["measure", "here", "United Kingdom", "unit"];
/// Rows of them.
const ROWS: usize = 8;

/// The page. `plan`: place and sector that the room starts from.
#[must_use]
pub fn brief(basis: &Basis, atlas: &Atlas, question: &Question, plan: &Plan, order: &RunningOrder) -> Document {
    Document {
        title: question.heading(),
        about: vec![format!(
            "A roundtable on {}, {}, {}–{}. {} minutes.",
            question.place,
            question.sector.to_lowercase(),
            question.years.0,
            question.years.1,
            order.minutes()
        )],
        print: Print::Sheet,
        sections: vec![asked(question), place(basis, atlas, plan), time(order)],
        made: vec![wording::TITLE_LINE.to_owned(), wording::SCREEN_FIRST.to_owned()],
    }
}

fn asked(question: &Question) -> Section {
    let mut section = Section::new("What is asked");
    let money = question.budget.map_or_else(String::new, |b| format!(" There is {} a year.", exact_millions(b)));
    match question.kind {
        Kind::Package => {
            section.say(format!("How much of each lever, if any?{money} Nothing is a full answer too."));
            let mut sheet = Sheet::new("The levers", ["lever", "what it is", "how much"]);
            for lever in &question.levers {
                sheet.row([
                    Datum::text(&lever.name),
                    Datum::text(&lever.says),
                    Datum::text(format!("{} to {} {}", typed(lever.low), typed(lever.high), lever.unit)),
                ]);
            }
            section.sheet(sheet);
        }
        Kind::Choice => {
            section.say(format!("Which of these could you live with?{money} You may approve as many as you like."));
            section.list(question.choices.iter().map(|c| format!("{}: {}", c.name, c.says)).collect());
        }
    }
    if let Some(guess) = &question.guess {
        section.say(format!(
            "Before the program shows its range, everyone guesses the change of {} by {}. Nobody is marked on the guess.",
            guess.name, guess.year
        ));
    }
    section
}

fn place(basis: &Basis, atlas: &Atlas, plan: &Plan) -> Section {
    let mut section = Section::new("The place");
    let Ok(found) = profile(basis, atlas, &plan.place, &plan.sector) else {
        section.say("There are no starting numbers for this place and sector.");
        return section;
    };
    let all = found.numbers(basis, atlas);
    let mut sheet = Sheet::new(all.title.clone(), KEPT);
    let at = |name: &str| all.columns.iter().position(|c| c == name);
    for row in all.rows.iter().take(ROWS) {
        let cell = |name: &&str| at(name).and_then(|k| row.get(k)).cloned().unwrap_or_else(Datum::missing);
        sheet.row(KEPT.iter().map(cell));
    }
    sheet.notes = all.notes.iter().skip(1).cloned().collect();
    section.sheet(sheet);
    section
}

fn time(order: &RunningOrder) -> Section {
    let mut section = Section::new("How the time is used");
    let mut from = 0u32;
    let line = |step: &crate::roundtable::Step| {
        let start = from;
        from = from.saturating_add(step.minutes);
        format!("{start}–{from} minutes: {}", step.title)
    };
    section.list(order.steps.iter().map(line).collect());
    section.say(
        "Ballots carry no name. What you write is shown to the room only once the facilitator has read it. Bring what you \
         know of the place: where the program judges, your judgement can be set beside it.",
    );
    section
}
