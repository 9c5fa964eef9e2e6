//! What places can be compared by.

use crate::evidence::{SectorId, Tier};
use crate::model::{Indicator, Input};

/// A series of official figures that is context for a place, not an input of the model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Context {
    /// Id in `series.csv`.
    pub id: &'static str,
    /// Plain name.
    pub label: &'static str,
    /// Unit.
    pub unit: &'static str,
    /// Whether the nations and regions have it.
    pub regions: bool,
    /// Whether the LEP areas have it.
    pub leps: bool,
}

/// Series shown beside the starting numbers, in the order in which they are offered.
pub const SERIES: [Context; 10] = [
    Context {
        id: "gdhi_per_head_gbp",
        label: "Household income a head (GDHI)",
        unit: "£ a year, current prices",
        regions: true,
        leps: false,
    },
    Context {
        id: "median_weekly_pay_gbp",
        label: "Median weekly pay",
        unit: "£ a week, current prices",
        regions: true,
        leps: false,
    },
    Context { id: "employment_rate", label: "Employment rate, 16 to 64", unit: "%", regions: true, leps: false },
    Context { id: "employment_rate_lep", label: "Employment rate, 16 to 64", unit: "%", regions: false, leps: true },
    Context {
        id: "gva_per_hour_gbp",
        label: "GVA per hour, all sectors",
        unit: "£ an hour, current prices",
        regions: true,
        leps: false,
    },
    Context {
        id: "gva_per_hour_lep_fw",
        label: "GVA per hour, all sectors",
        unit: "£ an hour, current prices",
        regions: false,
        leps: true,
    },
    Context {
        id: "level4plus_pct",
        label: "People with a degree-level qualification",
        unit: "% of 16 to 64",
        regions: true,
        leps: true,
    },
    Context {
        id: "high_growth_share",
        label: "High-growth firms",
        unit: "% of firms with 10 or more staff",
        regions: true,
        leps: true,
    },
    Context {
        id: "business_births_rate",
        label: "Business births",
        unit: "% of active firms",
        regions: true,
        leps: true,
    },
    Context { id: "population", label: "Residents", unit: "people", regions: true, leps: true },
];

/// What a map shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Share of jobs in the sector here ÷ in the United Kingdom; 1 = the same.
    Quotient,
    /// Business R&D ÷ GVA, %.
    RdIntensity,
    /// A starting number of the model.
    Input(Input),
    /// A series of official figures, by its place in [`SERIES`].
    Series(usize),
}

/// How a list of places is sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// By name.
    #[default]
    Name,
    /// Highest value first.
    Value,
    /// Largest rise first.
    Change,
}

impl Order {
    /// The next one.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::Name => Self::Value,
            Self::Value => Self::Change,
            Self::Change => Self::Name,
        }
    }

    /// As it is said.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Name => "by name",
            Self::Value => "by value",
            Self::Change => "by change",
        }
    }
}

/// Starting numbers that are offered, in order.
const INPUTS: [Input; 15] = [
    Input::InnovationPct,
    Input::CollabPct,
    Input::TrainedPct,
    Input::PracticeScore,
    Input::RdM,
    Input::GvaHour,
    Input::GvaM,
    Input::Workforce,
    Input::Firms,
    Input::SectorShare,
    Input::GvaHead,
    Input::SkillRatio,
    Input::RdRatio,
    Input::Students,
    Input::Population,
];

impl Measure {
    /// The measures that a tier and sector have figures for.
    #[must_use]
    pub fn all(tier: Tier, sector: &SectorId) -> Vec<Self> {
        let mut out = Vec::new();
        if !sector.is_all() {
            out.push(Self::Quotient);
        }
        let (first, last) = INPUTS.split_at(5);
        out.extend(first.iter().copied().map(Self::Input));
        out.push(Self::RdIntensity);
        out.extend(last.iter().copied().map(Self::Input));
        let has = |s: &Context| if tier == Tier::Lep { s.leps } else { s.regions };
        // Residents are a starting number already; the series is there for its history.
        let new = |s: &Context| INPUTS.iter().all(|i| i.as_str() != s.id);
        out.extend(SERIES.iter().enumerate().filter(|(_, s)| has(s) && new(s)).map(|(i, _)| Self::Series(i)));
        out
    }

    /// The measure of an id, e.g. `gva_hour` or `gdhi_per_head_gbp`; an indicator's id names its starting level.
    #[must_use]
    pub fn parse(text: &str, tier: Tier) -> Option<Self> {
        let wanted = text.trim().to_lowercase().replace(['-', ' '], "_");
        let level = Indicator::parse(&wanted).and_then(|i| match i {
            Indicator::InnovationActive => Some(Self::Input(Input::InnovationPct)),
            Indicator::FirmsCollaborating => Some(Self::Input(Input::CollabPct)),
            Indicator::TrainedWorkforce => Some(Self::Input(Input::TrainedPct)),
            Indicator::ManagementScore => Some(Self::Input(Input::PracticeScore)),
            Indicator::BusinessRd => Some(Self::Input(Input::RdM)),
            Indicator::RdIntensity => Some(Self::RdIntensity),
            Indicator::GvaPerHour => Some(Self::Input(Input::GvaHour)),
            Indicator::Gap => Some(Self::Input(Input::GvaHead)),
            _ => None,
        });
        let any_sector = SectorId::new("");
        level.or_else(|| Self::all(tier, &any_sector).into_iter().find(|m| m.id() == wanted))
    }

    /// Its id.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Quotient => "location_quotient",
            Self::RdIntensity => "rd_intensity",
            Self::Input(input) => input.as_str(),
            Self::Series(i) => SERIES.get(i).map_or("", |s| s.id),
        }
    }

    /// Whether it differs between sectors.
    #[must_use]
    pub const fn by_sector(self) -> bool {
        match self {
            Self::Quotient | Self::RdIntensity => true,
            Self::Input(input) => !matches!(
                input,
                Input::Population
                    | Input::Students
                    | Input::GvaHead
                    | Input::SkillRatio
                    | Input::RdRatio
                    | Input::Capacity
            ),
            Self::Series(_) => false,
        }
    }

    /// The series behind it, if it is one.
    #[must_use]
    pub const fn series(self) -> Option<usize> {
        match self {
            Self::Series(i) => Some(i),
            _ => None,
        }
    }

    /// Plain name.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Quotient => "Location quotient",
            Self::RdIntensity => "R&D intensity",
            Self::Series(i) => SERIES.get(i).map_or("", |s| s.label),
            Self::Input(input) => match input {
                Input::Workforce => "Jobs",
                Input::Firms => "Firms with 10 or more staff",
                Input::Smes => "Firms with 10–249 staff",
                Input::GvaM => "GVA",
                Input::GvaHour => "GVA per hour",
                Input::RdM => "Business R&D",
                Input::InnovationPct => "Innovation-active firms",
                Input::CollabPct => "Firms collaborating",
                Input::TrainedPct => "Staff trained",
                Input::PracticeScore => "Management practice",
                Input::SmeGvaShare => "GVA in small and medium firms",
                Input::SectorShare => "Share of the place's jobs",
                Input::Population => "Residents",
                Input::Students => "Learners on relevant courses",
                Input::GvaHead => "GVA a head",
                Input::SkillRatio => "Degree-level share against the UK",
                Input::RdRatio => "R&D intensity against the UK",
                Input::Capacity => "Delivery capacity",
            },
        }
    }

    /// Unit.
    #[must_use]
    pub fn unit(self) -> &'static str {
        match self {
            Self::Quotient => "UK share of jobs = 1",
            Self::RdIntensity => "% of GVA",
            Self::Series(i) => SERIES.get(i).map_or("", |s| s.unit),
            Self::Input(input) => match input {
                Input::Workforce => "registered jobs",
                Input::Firms | Input::Smes => "firms",
                Input::GvaM | Input::RdM => "£m a year, 2024 prices",
                Input::GvaHour => "£ an hour, 2024 prices",
                Input::InnovationPct | Input::CollabPct => "% of firms with 10 or more staff",
                Input::TrainedPct => "% of the workforce",
                Input::PracticeScore => "score 0–1",
                Input::SmeGvaShare | Input::SectorShare => "share, 0–1",
                Input::Population => "people",
                Input::Students => "learners",
                Input::GvaHead => "£ a resident, 2024 prices",
                Input::SkillRatio | Input::RdRatio => "UK = 1",
                Input::Capacity => "1 = setting of the studies",
            },
        }
    }
}
