//! The tables as one value. Areas and sectors are read at once, because every screen names them; every other table when it
//! is first asked for, so that a start stays short. With a user's own folder laid over, everything is read and checked at once.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use super::behind;
use super::check;
use super::fault::Faults;
use super::ids::{AreaCode, EffectId, SectorId};
use super::load::Library;
use super::observations::Observations;
use super::origin::Origin;
use super::place::Place;
use super::table::{self, Row};
use super::tables::{
    Alias, Area, Case, CaseCode, CaseConversion, CaseFindings, CaseOutcome, Centroid, Cluster, Effect, Imputation,
    Interaction, Neighbour, Prior, Programme, ProgrammeFigure, Sector, SectorMapping, Series, Source, Tile,
    Uncertainty, Volatility,
};

/// Reads one table from a library.
pub(crate) fn rows<T: Row>(library: &Library) -> Result<Vec<T>, Faults> {
    table::read_rows(T::FILE, &library.text(T::FILE)?)
}

/// A table that is read when it is first asked for.
type Lazy<T> = OnceLock<Vec<T>>;

/// What is wrong so far, and ids of rows that could not be read: what refers to them is not called unknown.
#[derive(Default)]
struct Found {
    faults: Faults,
    lost: BTreeSet<String>,
}

impl Found {
    /// The rows of a table that can be read.
    fn rows<T: Row>(&mut self, library: &Library) -> Vec<T> {
        match library.text(T::FILE) {
            Ok(text) => {
                let part = table::read_some(T::FILE, &text);
                self.faults.0.extend(part.faults.0);
                self.lost.extend(part.lost);
                part.rows
            }
            Err(fault) => {
                self.faults.push(fault);
                Vec::new()
            }
        }
    }

    /// Reads a table into its place.
    fn fill<T: Row>(&mut self, slot: &Lazy<T>, library: &Library) {
        if slot.get().is_none() {
            drop(slot.set(self.rows(library)));
        }
    }
}

macro_rules! evidence {
    ($($(#[$doc:meta])* $name:ident: $row:ty),* $(,)?) => {
        /// Everything that is known.
        #[derive(Debug)]
        pub struct Evidence {
            library: Library,
            areas: Vec<Area>,
            sectors: Vec<Sector>,
            observations: OnceLock<Observations>,
            behind: OnceLock<BTreeMap<String, Vec<String>>>,
            lost: OnceLock<BTreeSet<String>>,
            origins: OnceLock<BTreeMap<String, Origin>>,
            $($name: Lazy<$row>,)*
        }

        impl Evidence {
            fn empty(library: &Library, areas: Vec<Area>, sectors: Vec<Sector>) -> Self {
                let library = library.clone();
                let (observations, behind) = (OnceLock::new(), OnceLock::new());
                let (lost, origins) = (OnceLock::new(), OnceLock::new());
                Self { library, areas, sectors, observations, behind, lost, origins, $($name: OnceLock::new(),)* }
            }

            $(
                $(#[$doc])*
                #[must_use]
                pub fn $name(&self) -> &[$row] {
                    // A bundled table that cannot be read fails the tests and `tiller check`; an overlay fails at load.
                    self.$name.get_or_init(|| rows(&self.library).unwrap_or_default())
                }
            )*

            fn fill_all(&self, found: &mut Found) {
                $(found.fill(&self.$name, &self.library);)*
                if self.observations.get().is_none() {
                    match read_observations(&self.library) {
                        Ok(all) => drop(self.observations.set(all)),
                        Err(more) => found.faults.0.extend(more.0),
                    }
                }
            }

            /// File names of the tables that have been read so far, areas and sectors left out.
            #[must_use]
            pub fn read_so_far(&self) -> Vec<&'static str> {
                let mut files = Vec::new();
                $(if self.$name.get().is_some() {
                    files.push(<$row as Row>::FILE);
                })*
                if self.observations.get().is_some() {
                    files.push("evidence/observations.csv");
                }
                files
            }
        }
    };
}

evidence! {
    /// Publications, tables and pages that everything else cites.
    sources: Source,
    /// Findings of studies.
    effects: Effect,
    /// Recorded priors.
    priors: Prior,
    /// Findings about two things together, dose and decay.
    interactions: Interaction,
    /// Named programmes.
    programmes: Programme,
    /// Their published figures.
    programme_figures: ProgrammeFigure,
    /// Published figures of mapped clusters.
    clusters: Cluster,
    /// Evaluated programmes.
    cases: Case,
    /// Their published outcomes.
    case_outcomes: CaseOutcome,
    /// What the short codes of the cases stand for.
    case_codes: CaseCode,
    /// What each of the outcomes is compared with, or why it is not.
    case_conversions: CaseConversion,
    /// Findings of the same study as a case.
    case_findings: CaseFindings,
    /// People-weighted centres of areas.
    centroids: Centroid,
    /// Areas that touch, both ways.
    neighbours: Neighbour,
    /// Local authorities and counties, and the areas they lie in.
    aliases: Alias,
    /// Tile map.
    tiles: Tile,
    /// What each series is.
    series: Series,
    /// Published intervals and revisions.
    series_uncertainty: Uncertainty,
    /// How much each series moves.
    series_volatility: Volatility,
    /// Values computed as remainders; not official.
    series_imputations: Imputation,
    /// How well each sector mapping stands for its definition.
    sector_mapping: SectorMapping,
}

fn read_observations(library: &Library) -> Result<Observations, Faults> {
    let (file, text) = library.observations()?;
    Observations::parse(file, &text)
}

impl Evidence {
    /// Loads areas and sectors; with an overlay everything, checked.
    ///
    /// # Errors
    /// Every fault found.
    pub fn load(library: &Library) -> Result<Self, Faults> {
        if library.overlay().is_some() {
            let (evidence, faults) = Self::read(library);
            return faults.into_result(evidence);
        }
        let mut found = Found::default();
        let evidence = Self::empty(library, found.rows(library), found.rows(library));
        found.faults.into_result(evidence)
    }

    /// Reads every table as far as it can be read, and says everything that is wrong: rows, ids that repeat, references
    /// that do not resolve.
    #[must_use]
    pub fn read(library: &Library) -> (Self, Faults) {
        let mut found = Found { faults: library.faults(), ..Found::default() };
        let evidence = Self::empty(library, found.rows(library), found.rows(library));
        evidence.fill_all(&mut found);
        let Found { mut faults, lost } = found;
        let mut between = Faults::default();
        check::tables(&evidence, &mut between);
        between.0.retain(|f| f.value.as_ref().is_none_or(|v| !lost.contains(v)));
        faults.0.extend(between.0);
        let _ = evidence.lost.set(lost);
        (evidence, library.located(faults))
    }

    /// Reads every table and checks that ids are unique and every reference between tables resolves.
    #[must_use]
    pub fn faults(&self) -> Faults {
        Self::read(&self.library).1
    }

    /// Whether this is the id of a row that could not be read.
    pub(crate) fn lost(&self, id: &str) -> bool {
        self.lost.get().is_some_and(|lost| lost.contains(id))
    }

    /// The files that this was read from.
    #[must_use]
    pub fn library(&self) -> &Library {
        &self.library
    }

    /// Sources behind an id, sorted: a finding stands for its source, a prior for the findings behind it, an interaction for
    /// its sources; a source, a word (judgement, …) or an unknown id for itself.
    #[must_use]
    pub fn sources_behind(&self, id: &str) -> Vec<String> {
        let behind = self.behind.get_or_init(|| behind::all(self));
        behind.get(id).cloned().unwrap_or_else(|| vec![id.to_owned()])
    }

    /// Reads what the first answer asks for: findings, priors, and the sources behind them.
    pub fn read_ahead(&self) {
        self.behind.get_or_init(|| behind::all(self));
    }

    /// Findings that ids stand for, each once, in their order: a finding for itself, a prior for the findings it rests on.
    #[must_use]
    pub fn findings_behind<'a>(&self, ids: impl IntoIterator<Item = &'a str>) -> Vec<&Effect> {
        behind::findings(self, ids)
    }

    /// Where a finding comes from; read from its description once. `None` for an id that is no finding.
    #[must_use]
    pub fn origin(&self, id: &EffectId) -> Option<&Origin> {
        let read = || self.effects().iter().map(|e| (e.id.to_string(), Origin::of(e))).collect();
        self.origins.get_or_init(read).get(id.as_str())
    }

    /// All areas.
    #[must_use]
    pub fn areas(&self) -> &[Area] {
        &self.areas
    }

    /// The area of that code.
    #[must_use]
    pub fn area(&self, code: &AreaCode) -> Option<&Area> {
        self.areas.iter().find(|a| &a.code == code)
    }

    /// All sectors of the file, `all` and `other` included.
    #[must_use]
    pub fn sectors(&self) -> &[Sector] {
        &self.sectors
    }

    /// The sector of that id.
    #[must_use]
    pub fn sector(&self, id: &SectorId) -> Option<&Sector> {
        self.sectors.iter().find(|s| &s.id == id)
    }

    /// The official figures: unpacked and read when first asked for.
    #[must_use]
    pub fn observations(&self) -> &Observations {
        self.observations.get_or_init(|| read_observations(&self.library).unwrap_or_default())
    }

    /// The source of that id.
    #[must_use]
    pub fn source(&self, id: &str) -> Option<&Source> {
        self.sources().iter().find(|s| s.id.as_str() == id)
    }

    /// The finding of that id.
    #[must_use]
    pub fn effect(&self, id: &str) -> Option<&Effect> {
        self.effects().iter().find(|e| e.id.as_str() == id)
    }

    /// The prior of that id.
    #[must_use]
    pub fn prior(&self, id: &str) -> Option<&Prior> {
        self.priors().iter().find(|p| p.id.as_str() == id)
    }

    /// The interaction of that id.
    #[must_use]
    pub fn interaction(&self, id: &str) -> Option<&Interaction> {
        self.interactions().iter().find(|i| i.id == id)
    }

    /// What a series of official figures is.
    #[must_use]
    pub fn one_series(&self, id: &str) -> Option<&Series> {
        self.series().iter().find(|s| s.id.as_str() == id)
    }

    /// The name of a place as people say it: "West Midlands", "Oxfordshire + 4 more".
    #[must_use]
    pub fn place_name(&self, place: &Place) -> String {
        let name = |code: &AreaCode| self.area(code).map_or_else(|| code.to_string(), |a| a.name.clone());
        match place.members() {
            [one] => name(one),
            [first, rest @ ..] => format!("{} + {} more", name(first), rest.len()),
            [] => String::new(),
        }
    }
}
