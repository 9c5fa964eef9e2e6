//! Channels by grade: the recorded one, the five criteria, and which of them decides.

use super::filter::Field;
use super::page::{Page, channel_name};
use super::{Column, Entry, Record, Tab, col};
use crate::insight::grades;
use crate::model::Basis;
use crate::projection::grade::{Criterion, Reasoned};
use crate::report::grades as said;
use crate::report::sheet::Datum;
use crate::report::wording;

/// Columns of the list.
pub(super) const COLUMNS: [Column; 9] = [
    col("channel", 0, 0),
    col("recorded", 8, 40),
    col("here", 4, 30),
    col("design", 6, 54),
    col("studies", 7, 54),
    col("distance", 8, 54),
    col("dose", 4, 60),
    col("judgement", 9, 60),
    col("decided by", 60, 150),
];

pub(super) fn entries(basis: &Basis) -> Vec<Entry> {
    let entry = |(row, graded): (usize, Reasoned)| {
        let channel = &basis.model.channels[row];
        let here = graded.here();
        let letters = Criterion::ALL.map(|c| Datum::text(graded.facts.grade(c).as_str()));
        let mut cells = vec![
            Datum::text(channel_name(basis, row)),
            Datum::text(channel.grade.as_str()),
            Datum::text(here.as_str()),
        ];
        cells.extend(letters);
        cells.push(Datum::text(said::decides(&graded)));
        let lever = basis.model.lever(&channel.lever).map_or(channel.lever.as_str(), |l| l.label.as_str());
        let mut entry = Entry::new(channel.id.as_str(), cells)
            .facet(Field::Grade, here.as_str())
            .facet(Field::Lever, lever)
            .facet(Field::Lever, channel.lever.as_str())
            .facet(Field::Outcome, channel.target.as_str())
            .facet(Field::Kind, &channel.basis);
        entry.weakness = here.index() as f64 + channel.grade.index() as f64 / 10.0;
        entry.words(&[&channel.note])
    };
    grades::all(basis).into_iter().enumerate().map(entry).collect()
}

pub(super) fn page(basis: &Basis, id: &str) -> Option<Page> {
    let row = basis.model.channels.iter().position(|c| c.id.as_str() == id)?;
    let all = grades::all(basis);
    let graded = all.get(row)?;
    let mut page = Page::new(format!("Grade of {}", channel_name(basis, row)));
    page.say(said::sentence(graded));
    page.say(wording::grade(graded.here()));
    page.head("By criterion, for any sector and inside the dose");
    for text in said::criteria(graded) {
        page.say(text);
    }
    page.say("At a plan the sector, the place's dose and findings left out count too: Why? shows the grade there.");
    page.head("What the record says");
    page.say(basis.model.channels[row].note.clone());
    page.link("The channel in full", Record::new(Tab::Judgements, id));
    Some(page)
}
