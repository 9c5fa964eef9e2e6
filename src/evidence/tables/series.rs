//! What each series of official figures is, how sure it is, and how much it moves.

use super::lists::SourceList;
use super::places::Tier;
use crate::evidence::ids::{AreaCode, SeriesId};
use crate::evidence::table::row;

row! {
    /// A series of official figures.
    Series, "evidence/series.csv" {
        /// Id.
        id: SeriesId = "indicator",
        /// Plain name.
        label: String = "label",
        /// Unit.
        unit: String = "unit",
        /// Definition.
        definition: String = "definition",
        /// `higher better`, `lower better`, `neutral` or blank.
        direction: String = "direction",
        /// Heading.
        theme: String = "theme",
        /// Breaks across which levels are never joined.
        comparability_breaks: String = "comparability_breaks",
        /// What it is good for.
        suggested_use: String = "suggested_use",
    }
}

row! {
    /// A published interval or revision of one figure.
    Uncertainty, "evidence/series_uncertainty.csv" {
        /// Series.
        series: SeriesId = "indicator_id",
        /// Area.
        area: AreaCode = "area_code",
        /// First year.
        period_start: i32 = "period_start",
        /// Last year.
        period_end: i32 = "period_end",
        /// What `value` is, e.g. `95% half-width, points`.
        kind: String = "kind",
        /// Value.
        value: f64 = "value",
        /// Sources.
        sources: SourceList = "source_id",
    }
}

row! {
    /// Movement of a series from step to step over the areas of a tier.
    Volatility, "evidence/series_volatility.csv" {
        /// Series.
        series: SeriesId = "indicator_id",
        /// Tier.
        tier: Tier = "tier",
        /// Areas with the series.
        areas: u32 = "areas",
        /// Fewest points of an area.
        min_points: u32 = "min_points",
        /// Most points of an area.
        max_points: u32 = "max_points",
        /// First year.
        first: i32 = "first",
        /// Last year.
        last: i32 = "last",
        /// Years between points.
        step_years: u32 = "step_years",
        /// Median absolute change, %.
        median_abs_change_pct: f64 = "median_abs_change_pct",
        /// 90 % quantile of the absolute change, %.
        p90_abs_change_pct: f64 = "p90_abs_change_pct",
        /// Mean change, %.
        mean_change_pct: f64 = "mean_change_pct",
        /// Standard deviation of the change net of the common one, %.
        sd_change_net_of_common_pct: f64 = "sd_change_net_of_common_pct",
        /// Spread between areas, log × 100.
        cross_area_sd_log_pct: f64 = "cross_area_sd_log_pct",
        /// Rank correlation of the first and the last year.
        rank_corr_first_last: f64 = "rank_corr_first_last",
    }
}

row! {
    /// A value that no office has published, computed as a remainder.
    Imputation, "evidence/series_imputations.csv" {
        /// Series.
        series: SeriesId = "indicator_id",
        /// Area, or areas joined by `+`.
        areas: String = "area_code",
        /// First year.
        period_start: i32 = "period_start",
        /// Last year.
        period_end: i32 = "period_end",
        /// Value in the unit of the series.
        value: f64 = "value",
        /// Lower end of its rounding interval.
        low: f64 = "low",
        /// Upper end.
        high: f64 = "high",
        /// How it was computed.
        method: String = "method",
    }
}
