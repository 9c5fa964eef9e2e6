//! Units of figures: what stands before, after and at the end of a number, by indicator.

use crate::model::Indicator;

/// Unit of a figure, with where it stands: `£2.6m`, `3.8 pp`, `1,200 jobs`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// A share, %.
    Percent,
    /// A change of a share, percentage points.
    Points,
    /// Score between 0 and 1.
    Score,
    /// £m.
    MillionPounds,
    /// £ an hour.
    PoundsAnHour,
    /// Jobs.
    Jobs,
    /// A ratio, 1 = equal.
    Ratio,
    /// A ratio to the United Kingdom, said as % of it: 0.787 is `78.7 % of UK`.
    PercentOfUk,
    /// A change of that ratio, said in percentage points.
    PointsOfUk,
    /// An index without a unit.
    Index,
}

impl Unit {
    /// Unit of an indicator's level. `places`: number of plans in different places, which decides what the gap is.
    #[must_use]
    pub const fn of_level(indicator: Indicator, places: usize) -> Self {
        match indicator {
            Indicator::InnovationActive | Indicator::FirmsCollaborating | Indicator::RdIntensity => Self::Percent,
            Indicator::TrainedWorkforce => Self::Points,
            Indicator::ManagementScore => Self::Score,
            Indicator::BusinessRd | Indicator::NetGvaPv | Indicator::PublicCostPv => Self::MillionPounds,
            Indicator::GvaPerHour => Self::PoundsAnHour,
            Indicator::NetJobs => Self::Jobs,
            Indicator::Gap if places > 1 => Self::Index,
            Indicator::Gap => Self::PercentOfUk,
            Indicator::ValueForMoney => Self::Ratio,
        }
    }

    /// Unit of an indicator's change: a change of a share is in percentage points.
    #[must_use]
    pub const fn of_change(indicator: Indicator, places: usize) -> Self {
        match Self::of_level(indicator, places) {
            Self::Percent => Self::Points,
            Self::PercentOfUk => Self::PointsOfUk,
            other => other,
        }
    }

    /// What a value of the engine is multiplied by to be said in this unit: 100 for ratios said in per cent, else 1.
    /// The functions below that take a unit do it themselves.
    #[must_use]
    pub const fn factor(self) -> f64 {
        match self {
            Self::PercentOfUk | Self::PointsOfUk => 100.0,
            _ => 1.0,
        }
    }

    /// Puts sign, symbol and suffix round digits that carry no sign.
    #[must_use]
    pub fn dress(self, sign: &str, digits: &str) -> String {
        match self {
            Self::Percent => format!("{sign}{digits} %"),
            Self::Points => format!("{sign}{digits} pp"),
            Self::Score => format!("{sign}{digits} points"),
            Self::MillionPounds => format!("{sign}£{digits}m"),
            Self::PoundsAnHour => format!("{sign}£{digits} an hour"),
            Self::Jobs => format!("{sign}{digits} jobs"),
            Self::PercentOfUk => format!("{sign}{digits} % of UK"),
            Self::PointsOfUk => format!("{sign}{digits} pp of UK"),
            Self::Ratio | Self::Index => format!("{sign}{digits}"),
        }
    }

    /// Symbol before the digits.
    pub(super) const fn before(self) -> &'static str {
        match self {
            Self::MillionPounds | Self::PoundsAnHour => "£",
            _ => "",
        }
    }

    /// Letter that may not be parted from the digits.
    pub(super) const fn after(self) -> &'static str {
        match self {
            Self::MillionPounds => "m",
            _ => "",
        }
    }

    /// What is said once, after the last figure of a range.
    pub(super) const fn tail(self) -> &'static str {
        match self {
            Self::Percent => " %",
            Self::Points => " pp",
            Self::Score => " points",
            Self::PoundsAnHour => " an hour",
            Self::Jobs => " jobs",
            Self::PercentOfUk => " % of UK",
            Self::PointsOfUk => " pp of UK",
            Self::MillionPounds | Self::Ratio | Self::Index => "",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_indicator_has_units() {
        for indicator in Indicator::ALL {
            let _ = Unit::of_change(*indicator, 1).dress("+", "1");
            assert_ne!(Unit::of_change(*indicator, 1), Unit::Percent, "{indicator}: a change of a share is in points");
        }
    }
}
