//! What Places knows and does.

use std::sync::Arc;

use super::action::Effect;
use super::commands::CommandId;
use super::job::Job;
use super::levers;
use super::neighbours::{self, Layer};
use super::overlay::{Narrowing, Overlay, Pick};
use super::run::show;
use super::screen::Screen;
use super::state::{Seen, State};
use crate::evidence::{AreaCode, Place, Tier};
use crate::report::places::map::MapView;
use crate::report::places::profile::{Profile, profile};
use crate::report::places::{self, Atlas, Measure, Order};

/// What the arrow keys move through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Face {
    /// From tile to tile.
    #[default]
    Map,
    /// Down the list.
    List,
    /// Through the profile, which takes the whole screen.
    Profile,
}

/// What the screen shows.
#[derive(Debug, Clone)]
pub struct PlacesScreen {
    /// Which map.
    pub tier: Tier,
    /// What the map shows; falls back to the first measure where the tier or sector does not have it.
    pub measure: Measure,
    /// How the list is sorted.
    pub order: Order,
    /// Where the keys go.
    pub face: Face,
    /// Selected area.
    pub selected: Option<AreaCode>,
    /// Areas collected into a group, in the order in which they were taken.
    pub group: Vec<AreaCode>,
    /// Lines of the profile scrolled over.
    pub scroll: usize,
    /// The figures; `None` until they were read.
    pub atlas: Option<Arc<Atlas>>,
    /// The profile shown: of the selected area, or of the group.
    pub profile: Option<Result<Box<Profile>, String>>,
    /// The group's own numbers, once there are two areas in it.
    pub total: Option<Result<Box<Profile>, String>>,
}

impl Default for PlacesScreen {
    fn default() -> Self {
        Self {
            tier: Tier::Itl1,
            measure: Measure::Quotient,
            order: Order::Name,
            face: Face::Map,
            selected: None,
            group: Vec::new(),
            scroll: 0,
            atlas: None,
            profile: None,
            total: None,
        }
    }
}

impl State {
    /// The measure that the map shows.
    #[must_use]
    pub fn measure(&self) -> Measure {
        let all = Measure::all(self.places_screen.tier, &self.plan().sector);
        let wanted = self.places_screen.measure;
        if all.contains(&wanted) { wanted } else { all.first().copied().unwrap_or(wanted) }
    }

    /// The map shown, its values in the order of the list; `None` until the figures were read.
    #[must_use]
    pub fn places_map(&self) -> Option<MapView> {
        let p = &self.places_screen;
        let atlas = p.atlas.as_ref()?;
        Some(places::view(&self.basis.evidence, atlas, p.tier, self.measure(), &self.plan().sector, p.order))
    }

    /// The area that is selected, or the plan's own, or the first.
    #[must_use]
    pub fn selected_area(&self) -> Option<AreaCode> {
        let tier = self.places_screen.tier;
        let of_tier = |code: &&AreaCode| self.basis.evidence.area(code).is_some_and(|a| a.tier == tier);
        let first = || self.basis.evidence.areas().iter().find(|a| a.tier == tier).map(|a| a.code.clone());
        let selected = self.places_screen.selected.as_ref().filter(of_tier);
        selected.or_else(|| self.plan().place.members().iter().find(of_tier)).cloned().or_else(first)
    }
}

/// Asks for what the screen needs when it is opened, and again after a change of the scenario while it is shown.
pub(super) fn refresh(state: &mut State) -> Vec<Effect> {
    if state.places_screen.selected.is_none() {
        let own = state.plan().place.members().first().and_then(|c| state.basis.evidence.area(c)).map(|a| a.tier);
        state.places_screen.tier = own.filter(|t| *t != Tier::Benchmark).unwrap_or(Tier::Itl1);
        state.places_screen.selected = state.selected_area();
    }
    let mut effects = neighbours::refresh(state);
    if state.places_screen.atlas.is_none() {
        effects.push(Effect::Work(Job::Survey));
    } else {
        reread(state);
    }
    effects
}

/// The figures were read, or cannot be.
pub(super) fn surveyed(state: &mut State, found: Result<Arc<Atlas>, String>) {
    match found {
        Ok(atlas) => {
            state.places_screen.atlas = Some(atlas);
            reread(state);
        }
        Err(why) => state.places_screen.profile = Some(Err(why)),
    }
}

/// Works out the profile of what is selected and the totals of the group.
fn reread(state: &mut State) {
    let Some(atlas) = state.places_screen.atlas.clone() else { return };
    let sector = state.plan().sector.clone();
    let of =
        |place: Place| profile(&state.basis, &atlas, &place, &sector).map(Box::new).map_err(|fault| fault.to_string());
    let selected = state.selected_area().map(|code| of(Place::Area(code)));
    let total = Place::from_members(state.places_screen.group.clone()).filter(|p| p.members().len() > 1).map(of);
    state.places_screen.profile = selected;
    state.places_screen.total = total;
}

/// Selects an area, on whichever map it is.
pub(super) fn select(state: &mut State, code: &AreaCode) {
    if let Some(area) = state.basis.evidence.area(code).filter(|a| a.tier != Tier::Benchmark) {
        state.places_screen.tier = area.tier;
        state.places_screen.selected = Some(code.clone());
        state.places_screen.scroll = 0;
        // What was chosen is to be seen.
        state.neighbours.layer = Layer::Map;
        reread(state);
    }
}

/// Takes areas as the group, in place of those collected before.
pub(super) fn gather(state: &mut State, areas: Vec<AreaCode>) {
    state.places_screen.group = areas;
    reread(state);
}

/// Runs a command of this screen; `None` if it is not one.
pub(super) fn run(state: &mut State, id: CommandId, seen: &Seen) -> Option<Vec<Effect>> {
    if let Some(effects) = neighbours::run(state, id, seen) {
        return Some(effects);
    }
    match id {
        CommandId::PlaceUp => step(state, (0, -1), 1),
        CommandId::PlaceDown => step(state, (0, 1), 1),
        CommandId::PlaceLeft => step(state, (-1, 0), 1),
        CommandId::PlaceRight => step(state, (1, 0), 1),
        CommandId::PlacePageUp => step(state, (0, -1), seen.rows.max(1)),
        CommandId::PlacePageDown => step(state, (0, 1), seen.rows.max(1)),
        CommandId::PlaceTier => other_tier(state),
        CommandId::MeasureNext => turn(state, 1),
        CommandId::MeasurePrevious => turn(state, -1),
        CommandId::PlaceOrder => sort(state),
        CommandId::PlaceProfile => {
            let p = &mut state.places_screen;
            p.face = if p.face == Face::Profile { Face::Map } else { Face::Profile };
            p.scroll = 0;
        }
        CommandId::PlaceBack => state.places_screen.face = Face::Map,
        CommandId::PaneNext | CommandId::PanePrevious => {
            let p = &mut state.places_screen;
            p.face = if p.face == Face::Map { Face::List } else { Face::Map };
        }
        CommandId::PlaceCollect => collect(state),
        CommandId::PlaceClear => {
            state.places_screen.group.clear();
            reread(state);
        }
        CommandId::PlaceFind => {
            state.overlays.push(Overlay::Picker(Pick::Find, Narrowing::default()));
        }
        CommandId::PlaceUse => return Some(use_selected(state)),
        CommandId::PlaceUseGroup => return Some(use_group(state)),
        CommandId::Copy => return Some(copy(state)),
        _ => return None,
    }
    Some(Vec::new())
}

/// Moves through what has the keys: right and down are positive.
fn step(state: &mut State, (right, down): (i32, i32), by: usize) {
    match state.places_screen.face {
        Face::Profile => {
            let scroll = &mut state.places_screen.scroll;
            let by = isize::try_from(by).unwrap_or(1) * if down < 0 || right < 0 { -1 } else { 1 };
            *scroll = scroll.saturating_add_signed(by).min(200);
        }
        Face::List => along(state, isize::try_from(by).unwrap_or(1) * if down < 0 || right < 0 { -1 } else { 1 }),
        Face::Map if by > 1 => {}
        Face::Map => {
            if let Some(next) = nearest_tile(state, right, down) {
                select(state, &next);
            }
        }
    }
}

/// Moves along the list.
fn along(state: &mut State, by: isize) {
    let Some(map) = state.places_map() else { return };
    let at = state.selected_area().and_then(|code| map.values.iter().position(|v| v.area == code)).unwrap_or(0);
    let next = at.saturating_add_signed(by).min(map.values.len().saturating_sub(1));
    if let Some(value) = map.values.get(next) {
        select(state, &value.area);
    }
}

/// The tile nearest in a direction: steps in it count once, steps aside twice; tiles further aside than ahead do not count.
fn nearest_tile(state: &State, right: i32, down: i32) -> Option<AreaCode> {
    let here = state.selected_area()?;
    let tiles = state.basis.evidence.tiles();
    let from = tiles.iter().find(|t| t.area == here)?;
    let cost = |t: &crate::evidence::Tile| {
        let dx = i32::from(t.col) - i32::from(from.col);
        let dy = i32::from(t.row) - i32::from(from.row);
        let (ahead, aside) = if right == 0 { (dy * down, dx.abs()) } else { (dx * right, dy.abs()) };
        (ahead > 0 && aside <= ahead + 1).then_some(ahead + 2 * aside)
    };
    let candidates = tiles.iter().filter(|t| t.tier == from.tier);
    candidates
        .filter_map(|t| cost(t).map(|c| (c, t)))
        .min_by_key(|(c, t)| (*c, t.row, t.col))
        .map(|(_, t)| t.area.clone())
}

/// The other map, at the region of the area, or at an area of the region.
fn other_tier(state: &mut State) {
    let Some(here) = state.selected_area() else { return };
    let evidence = &state.basis.evidence;
    let next = match state.places_screen.tier {
        Tier::Lep => evidence.area(&here).and_then(|a| a.parent.0.clone()),
        _ => evidence
            .areas()
            .iter()
            .find(|a| a.tier == Tier::Lep && a.parent.0.as_ref() == Some(&here))
            .or_else(|| evidence.areas().iter().find(|a| a.tier == Tier::Lep))
            .map(|a| a.code.clone()),
    };
    if let Some(next) = next {
        select(state, &next);
    }
}

fn turn(state: &mut State, by: isize) {
    let all = Measure::all(state.places_screen.tier, &state.plan().sector);
    let count = isize::try_from(all.len()).unwrap_or(1).max(1);
    let at = all.iter().position(|m| *m == state.measure()).and_then(|i| isize::try_from(i).ok()).unwrap_or(0);
    let next = usize::try_from((at + by).rem_euclid(count)).unwrap_or(0);
    if let Some(measure) = all.get(next) {
        state.places_screen.measure = *measure;
    }
}

fn sort(state: &mut State) {
    let no_history = state.measure().series().is_none();
    let mut next = state.places_screen.order.next();
    if next == Order::Change && no_history {
        next = next.next();
    }
    state.places_screen.order = next;
    state.notice = (next != Order::Name).then(|| format!("Sorted {}. {}", next.label(), places::NO_LEAGUE));
}

/// Takes the selected area into the group or out of it; what would count twice is refused in words.
fn collect(state: &mut State) {
    let Some(code) = state.selected_area() else { return };
    let name = state.basis.evidence.place_name(&Place::Area(code.clone()));
    if let Some(at) = state.places_screen.group.iter().position(|c| *c == code) {
        state.places_screen.group.remove(at);
        state.notice = Some(format!("{name} taken out of the group"));
        reread(state);
        return;
    }
    let mut members = state.places_screen.group.clone();
    members.push(code);
    let whole = Place::from_members(members.clone());
    let refused = whole.and_then(|place| {
        let shared = state.basis.inputs.warnings(&place).into_iter().next();
        shared.or_else(|| state.basis.inputs.cell(&place, &state.plan().sector).err().map(|f| f.to_string()))
    });
    if let Some(why) = refused {
        state.notice = Some(format!("{name} was not taken in: {why}"));
        return;
    }
    state.places_screen.group = members;
    let count = state.places_screen.group.len();
    let tail = if count > 1 { "; G uses the group in Explore" } else { "; space takes in more" };
    state.notice = Some(format!("{name} taken in, {count} in the group{tail}"));
    reread(state);
}

fn use_selected(state: &mut State) -> Vec<Effect> {
    let Some(code) = state.selected_area() else { return Vec::new() };
    goes(state, Place::Area(code))
}

fn use_group(state: &mut State) -> Vec<Effect> {
    match Place::from_members(state.places_screen.group.clone()) {
        Some(place) => goes(state, place),
        None => Vec::new(),
    }
}

/// Uses a place in Explore, where it can be undone.
fn goes(state: &mut State, place: Place) -> Vec<Effect> {
    let name = state.basis.evidence.place_name(&place);
    let mut effects = levers::relocate(state, Some(place), None);
    effects.extend(show(state, Screen::Explore));
    if state.notice.is_none() {
        state.notice = Some(format!("The plan is now in {name}; u takes it back"));
    }
    effects
}

fn copy(state: &State) -> Vec<Effect> {
    let p = &state.places_screen;
    let (Some(atlas), Some(Ok(profile))) = (&p.atlas, p.total.as_ref().or(p.profile.as_ref())) else {
        return Vec::new();
    };
    let sheets = profile.sheets(&state.basis, atlas);
    let texts: Vec<String> = sheets.iter().take(4).map(crate::report::sheet::Sheet::as_text).collect();
    vec![Effect::Copy(texts.join("\n"))]
}

/// A click on the nth place of the list.
pub(super) fn click(state: &mut State, item: usize) -> Vec<Effect> {
    if neighbours::click(state, item) {
        return Vec::new();
    }
    let code = state.places_map().and_then(|map| map.values.get(item).map(|v| v.area.clone()));
    if let Some(code) = code {
        // A second click opens the profile.
        if state.places_screen.selected.as_ref() == Some(&code) {
            state.places_screen.face = Face::Profile;
        }
        select(state, &code);
    }
    Vec::new()
}

/// The wheel turned over the screen; positive is down.
pub(super) fn wheel(state: &mut State, by: i32, _seen: &Seen) {
    if neighbours::wheel(state, by) {
        return;
    }
    if state.places_screen.face == Face::Profile {
        step(state, (0, by.signum()), 1);
    } else {
        along(state, by as isize);
    }
}
