//! How published outcomes of evaluated programmes are turned into what the model computes, and which findings come from
//! the same study.

use serde::Deserialize;

use super::lists::EffectList;
use crate::evidence::table::row;

macro_rules! closed {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal, $said:literal);* $(;)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name {
            $($(#[$vdoc])* $variant),*
        }

        impl $name {
            /// Every one, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The name in the file.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),* }
            }

            /// In plain words.
            #[must_use]
            pub const fn label(self) -> &'static str {
                match self { $(Self::$variant => $said),* }
            }
        }
    };
}

closed! {
    /// What a published outcome is compared with (docs/VALIDITY.md).
    Quantity {
        /// Change of output per hour of a treated firm, %.
        FirmProductivityPct = "firm_productivity_pct", "output per hour of a treated firm, %";
        /// Change of employment of a treated firm, %.
        FirmJobsPct = "firm_jobs_pct", "jobs of a treated firm, %";
        /// Extra jobs in a treated firm.
        FirmJobs = "firm_jobs", "extra jobs in a treated firm";
        /// Change of output (output per hour × jobs) of a treated firm, %.
        FirmOutputPct = "firm_output_pct", "output of a treated firm, %";
        /// Change of the chance that a treated firm innovates, percentage points.
        FirmInnovationPp = "firm_innovation_pp", "chance that a treated firm innovates, points";
        /// Change of R&D of a treated firm, %.
        FirmRdPct = "firm_rd_pct", "R&D of a treated firm, %";
        /// Extra projects with a partner per 100 units.
        LinksPct = "links_pct", "extra projects with a partner per 100 paid for";
        /// Extra training per 100 paid for.
        AdditionalTrainingPct = "additional_training_pct", "extra training per 100 paid for";
        /// Share that would not have happened anyway, %: one less the deadweight of the lever type.
        AdditionalPct = "additional_pct", "share that is additional, %";
        /// Net jobs ÷ gross jobs at the place.
        NetShareJobs = "net_share_jobs", "net jobs ÷ gross jobs";
        /// Net output ÷ gross output at the place.
        NetShareGva = "net_share_gva", "net output ÷ gross output";
        /// Net jobs at the place in the last year.
        NetJobs = "net_jobs", "net jobs";
        /// Net jobs summed over the years.
        JobYears = "job_years", "net job-years";
        /// Public £ per net job created.
        CostPerNetJob = "cost_per_net_job", "£ per net job";
        /// Public £ per job created in treated firms, before displacement.
        CostPerFirmJob = "cost_per_firm_job", "£ per job in treated firms";
        /// Public £ per net job-year.
        CostPerJobYear = "cost_per_job_year", "£ per net job-year";
        /// Net jobs created for each £1m.
        JobsPerMillion = "jobs_per_million", "net jobs for £1m";
        /// Public £ per net job created, of £1m.
        CostPerJobOfMillion = "cost_per_job_of_million", "£ per net job, of £1m";
        /// Net GVA at the place for each £1, undiscounted.
        GvaPerPound = "gva_per_pound", "net GVA for £1";
        /// Net GVA at the place, £m, undiscounted.
        NetGvaM = "net_gva_m", "net GVA, £m";
    }
}

closed! {
    /// Why a published outcome is not scored: a closed list, and every outcome has a quantity or one of these.
    Unscored {
        /// Describes what went in.
        Input = "input", "describes what went in, not what came out";
        /// No node or indicator for it.
        NotModelled = "not_modelled", "the program has no such quantity";
        /// Cannot be put into the program's unit.
        OtherUnit = "other_unit", "its base is not printed, so it cannot be put into the program's unit";
        /// Part of the beneficiaries.
        Subgroup = "subgroup", "about a part of the firms that the program does not tell apart";
        /// The money is not known.
        NoSpend = "no_spend", "the public money is not published in what was read";
        /// The money cannot be put into 2024 prices.
        NoPrices = "no_prices", "its years or currency lie outside the bundled deflator";
        /// The answer is in the question.
        OwnInput = "own_input", "a constant of the program comes from this case and cannot be left out";
        /// Chosen because of its outcome.
        Selected = "selected", "picked as the worst: a tail, not a result";
        /// Left out by the person who asked.
        Asked = "asked", "left out because you asked";
        /// No row says how; only for outcomes of a user's own.
        Undecided = "undecided", "no row says yet how it is converted";
        /// No starting numbers for its place or sector.
        NoPlace = "no_place", "its place or sector has no starting numbers";
    }
}

row! {
    /// What a published outcome is compared with, or why it is not.
    CaseConversion, "evidence/case_conversions.csv" {
        /// Outcome.
        outcome: String = "outcome_id",
        /// What it is compared with; blank: a reason stands instead.
        quantity: Option<Quantity> = "quantity",
        /// Years after the start at which it was seen; may be blank where time plays no part.
        years: Option<f64> = "years",
        /// Staff of a treated firm, where jobs are put in relation to it.
        staff: Option<f64> = "staff",
        /// Why it is not scored; blank: it is.
        reason: Option<Unscored> = "reason",
        /// How it was converted, or what is missing.
        note: String = "note",
    }
}

impl CaseConversion {
    /// Whether exactly one of quantity and reason stands in the row.
    #[must_use]
    pub const fn is_decided(&self) -> bool {
        self.quantity.is_some() != self.reason.is_some()
    }
}

row! {
    /// Findings that come from the same study or programme as a case: two results of one programme are one study.
    CaseFindings, "evidence/case_findings.csv" {
        /// Case.
        case: String = "case_id",
        /// Findings left out when the case is predicted.
        effects: EffectList = "effect_ids",
        /// Why they are the same.
        note: String = "note",
    }
}
