//! What lies under the pointer, as the last frame drew it.

use ratatui::layout::Rect;

use crate::tui::app::{Seen, Target};

/// Areas of the last frame, the last drawn on top.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct HitMap {
    zones: Vec<(Rect, Target)>,
    /// What the frame had room for.
    pub seen: Seen,
}

impl HitMap {
    /// Adds an area.
    pub(super) fn add(&mut self, area: Rect, target: Target) {
        if !area.is_empty() {
            self.zones.push((area, target));
        }
    }

    /// What lies at a cell.
    #[must_use]
    pub fn at(&self, x: u16, y: u16) -> Option<Target> {
        let (area, target) = self.zones.iter().rev().find(|(area, _)| area.contains((x, y).into()))?;
        Some(with_share(*area, *target, x))
    }

    /// The bar of a lever at a column, whatever the row: a drag may leave its line.
    #[must_use]
    pub fn bar(&self, lever: usize, x: u16) -> Option<Target> {
        let of = |t: &Target| matches!(t, Target::LeverBar(l, _) if *l == lever);
        let (area, target) = self.zones.iter().rev().find(|(_, t)| of(t))?;
        Some(with_share(*area, *target, x.clamp(area.left().saturating_sub(1), area.right())))
    }
}

/// Gives a bar the share of its width: left of it is nothing, its last cell is all.
fn with_share(area: Rect, target: Target, x: u16) -> Target {
    let Target::LeverBar(lever, _) = target else { return target };
    let cells = (x + 1).saturating_sub(area.left());
    let share = u32::from(cells) * 1000 / u32::from(area.width.max(1));
    Target::LeverBar(lever, u16::try_from(share.min(1000)).unwrap_or(1000))
}
