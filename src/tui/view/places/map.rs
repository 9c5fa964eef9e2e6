//! A tile map of any list of one value per place, with a legend that reads without colour.

use ratatui::layout::Rect;

use crate::evidence::{AreaCode, Tier};
use crate::report::places::map::{MapView, NO_FIGURE, PlaceValue};
use crate::tui::app::{State, Target};
use crate::tui::view::hit::HitMap;
use crate::tui::view::look::{Look, Role};
use crate::tui::view::pen::Pen;

/// What is marked on a map beside its values.
#[derive(Debug, Clone, Copy)]
pub struct Marks<'a> {
    /// The tile that has the keys.
    pub selected: Option<&'a AreaCode>,
    /// Tiles that were collected.
    pub collected: &'a [AreaCode],
}

/// The sign of a class, `None` for no figure: a shade, in ASCII the number of the class.
pub fn shade(look: &Look, class: Option<usize>) -> &'static str {
    let signs = if look.ascii() { ["1", "2", "3", "4", "5"] } else { ["·", "░", "▒", "▓", "█"] };
    let missing = if look.ascii() { "x" } else { "▨" };
    class.and_then(|c| signs.get(c).copied()).unwrap_or(missing)
}

/// Draws tiles and legend of `map` into `area`. Each tile is a pointer target: [`Target::Item`] of its place in `map.values`.
/// Returns the first line below.
pub fn draw(
    pen: &mut Pen<'_>,
    area: Rect,
    (state, map): (&State, &MapView),
    marks: Marks<'_>,
    hits: &mut HitMap,
) -> u16 {
    let tiles: Vec<_> = state.basis.evidence.tiles().iter().filter(|t| t.tier == map.tier).collect();
    let columns = tiles.iter().map(|t| t.col + 1).max().unwrap_or(1);
    let rows = tiles.iter().map(|t| t.row + 1).max().unwrap_or(1);
    let legend_height = u16::try_from(map.classes.len()).unwrap_or(5) + 2;
    let width = (area.width / columns).clamp(1, if map.tier == Tier::Lep { 12 } else { 16 });
    let room = area.height.saturating_sub(legend_height.min(area.height / 2));
    let height = (room / rows).clamp(1, 3);
    let left = area.x + area.width.saturating_sub(width * columns) / 2;
    for tile in tiles {
        let at = Rect { x: left + tile.col * width, y: area.y + tile.row * height, width, height }.intersection(area);
        if at.is_empty() {
            continue;
        }
        draw_tile(pen, at, &tile.short, (map, &tile.area), marks);
        if let Some(i) = map.values.iter().position(|v| v.area == tile.area) {
            hits.add(at, Target::Item(i));
        }
    }
    let y = area.y + rows * height;
    legend(pen, Rect { y, height: area.bottom().saturating_sub(y), ..area }, map)
}

/// One tile: a mark, its short name and the shade of its class; the value below where there is a second line.
fn draw_tile(pen: &mut Pen<'_>, at: Rect, short: &str, (map, area): (&MapView, &AreaCode), marks: Marks<'_>) {
    let value = map.of(area);
    let class = value.and_then(|v| v.value).and_then(|x| map.class(x));
    let selected = marks.selected == Some(area);
    let role = if selected { Role::Selected } else { Role::Text };
    let (mark, mark_role) = match (selected, marks.collected.contains(area)) {
        (true, true) => ("◆", Role::Selected),
        (true, false) => ("▸", Role::Selected),
        (false, true) => ("+", Role::Accent),
        (false, false) => (" ", Role::Text),
    };
    pen.put(at.x, at.y, 1, mark, mark_role);
    let fill_role = match class {
        None => Role::Warn,
        Some(0) => Role::Dim,
        Some(_) => Role::BarOn,
    };
    // Wide tiles keep a gap to the next one.
    let gap = u16::from(at.width > 6);
    let mut line = |y: u16, text: &str| {
        let end = pen.put(at.x + 1, y, at.width.saturating_sub(2), text, role);
        let spare = at.right().saturating_sub(end + gap);
        let fill = shade(pen.look, class).repeat(usize::from(spare));
        pen.put(end, y, spare, &fill, fill_role);
    };
    line(at.y, short);
    if at.height > 1 {
        let shown = value.filter(|v| v.value.is_some()).map_or_else(|| String::from("none"), MapView::shown);
        line(at.y + 1, &shown);
    }
}

/// Sign, number, range and count of each class. Returns the first line below.
fn legend(pen: &mut Pen<'_>, area: Rect, map: &MapView) -> u16 {
    let mut y = area.y;
    let mut line = |pen: &mut Pen<'_>, text: &str, role: Role| {
        if y < area.bottom() {
            pen.put(area.x + 1, y, area.width.saturating_sub(1), text, role);
            y += 1;
        }
    };
    let texts = legend_lines(pen.look, map);
    // One line where there is room for it, else one line per class.
    let joined = texts.join("  ");
    if pen.width(&joined) < area.width {
        line(pen, &joined, Role::Text);
    } else {
        for pair in texts.chunks(if area.width >= 44 { 2 } else { 1 }) {
            let text = pair.iter().fold(String::new(), |line, t| line + &format!("{t:<21}"));
            line(pen, text.trim_end(), Role::Text);
        }
    }
    y
}

/// What the legend says, class by class.
pub fn legend_lines(look: &Look, map: &MapView) -> Vec<String> {
    let mut out: Vec<String> = map
        .classes
        .iter()
        .map(|c| format!("{} {} ({})", shade(look, Some(c.index)).repeat(2), MapView::range(c), c.places))
        .collect();
    let missing = map.values.iter().filter(|v| v.value.is_none()).count();
    if missing > 0 {
        out.push(format!("{} {NO_FIGURE} ({missing})", shade(look, None).repeat(2)));
    }
    if map.values.iter().any(PlaceValue::estimated) {
        out.push(String::from("* estimate"));
    }
    out
}
