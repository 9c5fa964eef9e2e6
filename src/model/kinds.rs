//! The small closed vocabularies of the model: what the engine itself must know by name.

use std::borrow::Cow;
use std::fmt;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

macro_rules! vocabulary {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$vdoc])* $variant),*
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = Cow::<'de, str>::deserialize(deserializer)?;
                Self::parse(&text).ok_or_else(|| D::Error::unknown_variant(&text, &[$($text),*]))
            }
        }

        impl $name {
            /// Every one, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];
            /// How many there are.
            pub const COUNT: usize = Self::ALL.len();

            /// The name in the files.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),* }
            }

            /// Position in [`Self::ALL`].
            #[must_use]
            pub const fn index(self) -> usize {
                self as usize
            }

            /// The one of that name.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                match text { $($text => Some(Self::$variant),)* _ => None }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }
    };
}

vocabulary! {
    /// A state variable: deviation from the baseline (MODEL.md section 3). Units in `nodes.ron`.
    Node {
        /// Share of the workforce with extra training, percentage points.
        Skills = "skills",
        /// Management and work organisation, standard deviations of the score.
        Practice = "practice",
        /// Firms collaborating, log-odds.
        Ties = "ties",
        /// Business R&D, log points.
        RdSpend = "rd_spend",
        /// Knowledge capital, log points.
        RdStock = "rd_stock",
        /// Collective knowledge, log points; ecosystem structure only.
        Tacit = "tacit",
        /// Innovation-active firms, log-odds.
        Innovation = "innovation",
        /// GVA per hour, log points.
        Productivity = "productivity",
        /// Employment, log points.
        Jobs = "jobs",
    }
}

impl Node {
    /// Outcomes: what a lever may fail to move even when it is delivered (MODEL.md section 5).
    #[must_use]
    pub const fn is_outcome(self) -> bool {
        matches!(self, Self::Innovation | Self::Productivity | Self::Jobs)
    }
}

vocabulary! {
    /// One of the three structures that are run side by side (MODEL.md section 4).
    Structure {
        /// Lever to outcome, reduced-form effects only.
        Direct = "direct",
        /// Lever to inputs to innovation to productivity to jobs.
        Chain = "chain",
        /// Chain with tacit knowledge, feedbacks, pairs and critical mass.
        Ecosystem = "ecosystem",
    }
}

vocabulary! {
    /// Strength of evidence, A best (texts in `judgements.ron`).
    Grade {
        /// Several strong UK studies.
        A = "A",
        /// Strong, few or foreign.
        B = "B",
        /// Mixed.
        C = "C",
        /// Weak: informed leap of faith.
        D = "D",
        /// No comparison evidence.
        E = "E",
    }
}

vocabulary! {
    /// The twelve indicators (MODEL.md section 9); labels, units and directions in `indicators.ron`.
    Indicator {
        /// Innovation-active firms, % of firms with 10 or more staff.
        InnovationActive = "innovation_active",
        /// Firms collaborating, % of firms with 10 or more staff.
        FirmsCollaborating = "firms_collaborating",
        /// Extra staff trained, percentage points of the workforce (change only).
        TrainedWorkforce = "trained_workforce",
        /// Management practice, score 0–1.
        ManagementScore = "management_score",
        /// Business R&D, £m a year, real.
        BusinessRd = "business_rd",
        /// R&D intensity, % of GVA.
        RdIntensity = "rd_intensity",
        /// GVA per hour, £ an hour, real.
        GvaPerHour = "gva_per_hour",
        /// Net additional jobs here, jobs in the year.
        NetJobs = "net_jobs",
        /// Net additional GVA, £m present value.
        NetGvaPv = "net_gva_pv",
        /// Public cost, £m present value.
        PublicCostPv = "public_cost_pv",
        /// GVA-based benefit–cost ratio (UK); at a place GVA here per £1 of public cost.
        ValueForMoney = "value_for_money",
        /// GVA a head here ÷ UK; over several places Theil × 1000.
        Gap = "gap",
    }
}

vocabulary! {
    /// A number that the baseline provides for a place or a cell (BASELINE.md section 2).
    Input {
        /// Registered jobs.
        Workforce = "workforce",
        /// Enterprises with 10 or more staff.
        Firms = "firms",
        /// Enterprises with 10–249 staff.
        Smes = "smes",
        /// GVA, £m, 2024 prices.
        GvaM = "gva_m",
        /// GVA per hour, £, 2024 prices.
        GvaHour = "gva_hour",
        /// Business R&D, £m a year, 2024 prices.
        RdM = "rd_m",
        /// Innovation-active, % of firms.
        InnovationPct = "innovation_pct",
        /// Collaborating, % of firms.
        CollabPct = "collab_pct",
        /// Staff trained, % of workforce.
        TrainedPct = "trained_pct",
        /// Management practice score, 0–1.
        PracticeScore = "practice_score",
        /// Share of GVA in SMEs.
        SmeGvaShare = "sme_gva_share",
        /// Share of the place's jobs in the sector.
        SectorShare = "sector_share",
        /// Residents.
        Population = "population",
        /// Learners on courses that may lead to the sector, of the whole place.
        Students = "students",
        /// GVA a resident, £, 2024 prices.
        GvaHead = "gva_head",
        /// Degree-level share, UK = 1.
        SkillRatio = "skill_ratio",
        /// R&D intensity, UK = 1.
        RdRatio = "rd_ratio",
        /// Delivery capacity, 1 = the setting of the studies.
        Capacity = "capacity",
    }
}

vocabulary! {
    /// How a baseline number came about, strongest first (BASELINE.md section 1).
    Mark {
        /// Read from an official series.
        Observed = "observed",
        /// Computed from official series of the same place.
        Derived = "derived",
        /// Estimated from related series.
        Proxy = "proxy",
        /// The value of the region it lies in.
        Parent = "parent",
        /// The national value.
        National = "national",
        /// A judgement.
        Judgement = "judgement",
    }
}
