//! The rows of the table, screen by screen.

use super::enabled::{
    always, any_on, can_aim, can_bring_back, can_choose, can_copy, can_move, can_present, can_redo, can_set,
    can_suspend, can_undo, group_on, has_change, has_figures, has_group, has_options, has_pinned, has_plans,
    has_revision, in_session, is_on, no_session, presents, presents_and_can_set, rehearses, takes_partner,
};
use super::{Command, Group, Scope};
use crate::tui::app::key::{Chord, Key};

macro_rules! commands {
    ($($id:ident, $name:literal, $title:literal, $help:literal, $group:ident, $scope:ident,
       [$($key:expr),* $(,)?], $footer:expr, $enabled:expr;)*) => {
        /// A command.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum CommandId {
            $(#[doc = $help] $id),*
        }

        /// Every command, in the order of help and footer.
        pub static COMMANDS: &[Command] = &[$(Command {
            id: CommandId::$id,
            name: $name,
            title: $title,
            help: $help,
            group: Group::$group,
            scope: Scope::$scope,
            keys: &[$($key),*],
            footer: $footer,
            enabled: $enabled,
        }),*];
    };
}

const fn c(key: char) -> Chord {
    Chord::char(key)
}

const fn k(key: Key) -> Chord {
    Chord::plain(key)
}

commands! {
    LeverNext, "lever.next", "Next lever", "Moves down the list of levers.", Levers, Levers,
        [k(Key::Down), c('j')], None, always;
    LeverPrevious, "lever.previous", "Previous lever", "Moves up the list of levers.", Levers, Levers,
        [k(Key::Up), c('k')], None, always;
    LeverLower, "lever.lower", "Lower the lever", "One step down.", Levers, Levers,
        [k(Key::Left), c('h')], None, can_move;
    LeverRaise, "lever.raise", "Raise the lever", "One step up.", Levers, Levers,
        [k(Key::Right), c('l')], Some("adjust"), can_move;
    LeverLowerCoarse, "lever.lower-coarse", "Lower by five steps", "Five steps down.", Levers, Levers,
        [Chord::shift(Key::Left), c('H')], None, can_move;
    LeverRaiseCoarse, "lever.raise-coarse", "Raise by five steps", "Five steps up.", Levers, Levers,
        [Chord::shift(Key::Right), c('L')], Some("coarse"), can_move;
    LeverType, "lever.type", "Type the amount", "Takes an exact amount.", Levers, Levers,
        [c('='), k(Key::Enter)], Some("type"), can_move;
    LeverOff, "lever.off", "Turn the lever off", "Sets the amount to nothing.", Levers, Levers,
        [c('0'), k(Key::Home), k(Key::Delete)], None, is_on;
    LeverStartEarlier, "lever.start-earlier", "Start a year earlier", "Moves the first year in force.", Levers, Levers,
        [c('[')], None, is_on;
    LeverStartLater, "lever.start-later", "Start a year later", "Moves the first year in force.", Levers, Levers,
        [c(']')], None, is_on;
    LeverEndEarlier, "lever.end-earlier", "End a year earlier", "Moves the last year in force.", Levers, Levers,
        [c('{')], None, is_on;
    LeverEndLater, "lever.end-later", "End a year later", "Moves the last year in force.", Levers, Levers,
        [c('}')], None, is_on;
    LeverPartner, "lever.partner", "Choose the partner place", "The place that inter-regional links join.", Levers, Levers,
        [c('P')], None, takes_partner;
    GroupFold, "lever.fold", "Fold or open the group", "Hides the levers of a group under its heading.", Levers, Levers,
        [c('z')], None, always;
    GroupOff, "lever.group-off", "Turn the group off", "Turns off every lever of the selected lever's group.", Levers,
        Levers, [c('G')], None, group_on;
    Presets, "plan.presets", "Ready-made mixes", "Levers of a worked example, scaled to this place; one step of undo.",
        Levers, Explore, [c('n')], Some("presets"), can_set;
    PlanPrevious, "plan.previous", "Plan before", "Shows and edits the plan before.", Levers, Explore,
        [c('(')], None, has_plans;
    PlanNext, "plan.next", "Next plan", "Shows and edits the next plan of the scenario.", Levers, Explore,
        [c(')')], Some("next plan"), has_plans;
    Budget, "plan.budget", "Set a budget", "Money for all plans, £m a year; costs are held against it.", Levers, Explore,
        [c('B')], None, always;
    CardNext, "indicator.next", "Next indicator", "Moves to the indicator on the right.", Indicators, Indicators,
        [k(Key::Right), c('l')], None, always;
    CardPrevious, "indicator.previous", "Previous indicator", "Moves to the indicator on the left.", Indicators, Indicators,
        [k(Key::Left), c('h')], None, always;
    CardDown, "indicator.down", "Indicator below", "Moves to the indicator below.", Indicators, Indicators,
        [k(Key::Down), c('j')], Some("move"), always;
    CardUp, "indicator.up", "Indicator above", "Moves to the indicator above.", Indicators, Indicators,
        [k(Key::Up), c('k')], None, always;
    WhyHere, "indicator.why", "Why?",
        "Which levers, by which mechanism, on whose evidence. In it: Tab next part, o the source in full, y copy.", Indicators, Indicators,
        [k(Key::Enter)], Some("why?"), has_figures;
    WhyMoved, "indicator.why-moved", "Why did it move?", "The same for the indicator that moved most, or the selected one.",
        Indicators, Explore, [c('e')], Some("why?"), has_figures;
    PageNext, "indicator.next-page", "More indicators", "The next page of indicators.", Indicators, Explore,
        [k(Key::PageDown)], None, always;
    PagePrevious, "indicator.previous-page", "Fewer indicators", "The previous page of indicators.", Indicators, Explore,
        [k(Key::PageUp)], None, always;
    ChartMode, "chart.mode", "Effect or level", "Charts show the effect of the plan, or the level of the indicator.",
        Indicators, Explore, [c('d')], Some("effect/level"), always;
    Picture, "chart.picture", "Fan or twenty dots", "Charts show bands over the years, or twenty futures of the last year.",
        Indicators, Explore, [c('f')], Some("dots"), always;
    Target, "indicator.target", "Set a target", "What the indicator is to come to; futures that reach it are counted.",
        Indicators, Explore, [c('T')], None, can_aim;
    Replay, "change.replay", "The last change once more", "What was set, and each indicator before and after.",
        Indicators, Explore, [c('r')], Some("last change"), has_change;
    BeforeAfter, "change.flip", "Before or after", "Cards show the figures before the last change, or after it.",
        Indicators, Explore, [c('b')], None, has_change;
    PlaceUp, "places.up", "Place above", "The tile or line above.", Places, Places,
        [k(Key::Up), c('k')], None, always;
    PlaceDown, "places.down", "Place below", "The tile or line below.", Places, Places,
        [k(Key::Down), c('j')], None, always;
    PlaceLeft, "places.left", "Place to the west", "The tile on the left.", Places, Places,
        [k(Key::Left), c('h')], None, always;
    PlaceRight, "places.right", "Place to the east", "The tile on the right.", Places, Places,
        [k(Key::Right), c('l')], Some("move"), always;
    PlacePageUp, "places.page-up", "A page up", "In the list or the profile.", Places, Places,
        [k(Key::PageUp)], None, always;
    PlacePageDown, "places.page-down", "A page down", "In the list or the profile.", Places, Places,
        [k(Key::PageDown)], None, always;
    MeasureNext, "places.measure", "Next measure", "What the map shows: location quotient, starting numbers, income, pay …",
        Places, Places, [c('i')], Some("measure"), always;
    MeasurePrevious, "places.measure-before", "Measure before", "What the map showed before.", Places, Places,
        [c('I')], None, always;
    PlaceTier, "places.tier", "Regions or areas", "12 nations and regions, or 38 areas of former LEPs.", Places, Places,
        [c('t')], Some("regions/areas"), always;
    PlaceProfile, "places.profile", "Profile", "The place against the United Kingdom and the places most like it.", Places, Places,
        [k(Key::Enter)], Some("profile"), always;
    PlaceBack, "places.back", "Back to the map", "Leaves the profile.", Places, Places, [k(Key::Esc)], None, always;
    PlaceCollect, "places.collect", "Collect the area", "Takes it into a functional cluster, or out of it.", Places, Places,
        [c(' ')], Some("collect"), always;
    PlaceClear, "places.clear", "Empty the group", "Lets go of every area collected.", Places, Places,
        [k(Key::Delete)], None, has_group;
    PlaceOrder, "places.sort", "Sort the list", "By name, value or change.", Places, Places, [c('S')], None, always;
    PlaceStrengths, "places.strengths", "Find strengths",
        "Groups of neighbouring areas specialised in the sector; again goes back to the map.", Places, Places,
        [c('f')], Some("strengths"), always;
    PlaceLedger, "places.ledger", "Good-neighbour ledger",
        "What the scenario gives to and takes from every other place; again goes back to the map.", Places, Places,
        [c('n')], Some("neighbours"), always;
    PlaceFind, "places.find", "Find a place", "By name: nations, regions, areas, local authorities, cities.", Places, Places,
        [c('/')], Some("find"), always;
    PlaceUse, "places.use", "Use this place", "Moves the plan there; undo brings it back.", Places, Places,
        [c('g')], Some("use"), always;
    PlaceUseGroup, "places.use-group", "Use the group", "Moves the plan to the areas collected; undo brings it back.", Places,
        Places, [c('G')], None, has_group;
    ComparePin, "compare.pin", "Set beside another", "Pins a copy of this scenario and goes to Compare.", Compare, Explore,
        [c('c')], Some("compare"), always;
    CompareDown, "compare.down", "Next line", "Moves down the lines of Compare.", Compare, Compare,
        [k(Key::Down), c('j')], Some("line"), always;
    CompareUp, "compare.up", "Line above", "Moves up the lines of Compare.", Compare, Compare,
        [k(Key::Up), c('k')], None, always;
    ComparePageDown, "compare.page-down", "A page down", "Moves down by a page of lines.", Compare, Compare,
        [k(Key::PageDown)], None, always;
    ComparePageUp, "compare.page-up", "A page up", "Moves up by a page of lines.", Compare, Compare,
        [k(Key::PageUp)], None, always;
    CompareRight, "compare.right", "Column to the right", "Chooses the column that is set against the other.",
        Compare, Compare, [k(Key::Right), c('l')], Some("column"), always;
    CompareLeft, "compare.left", "Column to the left", "Chooses the column that is set against the other.",
        Compare, Compare, [k(Key::Left), c('h')], None, always;
    CompareAgainst, "compare.against", "Set columns against this one",
        "The selected column becomes the one that others are set against.", Compare, Compare,
        [c('b')], Some("against this"), always;
    CompareRank, "compare.rank", "Rank", "By the middle, by the worst tenth, by regret, and back to figures.", Compare, Compare,
        [c('r')], Some("rank"), always;
    CompareDifferences, "compare.differences", "What differs", "Levers and settings that differ between the scenarios.",
        Compare, Compare, [c('d')], Some("what differs"), always;
    CompareFair, "compare.fair-test", "Fair test",
        "The two columns at equal cost under every switch that could decide the argument; never says who wins.", Compare, Compare,
        [c('f')], Some("fair test"), always;
    CompareAdd, "compare.add", "Add a scenario", "A worked example or one you saved, beside the one shown.", Compare, Compare,
        [c('a')], Some("add"), always;
    CompareCopy, "compare.copy", "Add a copy of this scenario", "Pins A as it is now, so that it can be changed and compared.",
        Compare, Compare, [c('c')], Some("pin A"), always;
    CompareOpen, "compare.open", "Open the column on Explore", "The scenario of the selected column becomes A; undo goes back.",
        Compare, Compare, [k(Key::Enter)], Some("open"), always;
    CompareRemove, "compare.remove", "Take the scenario out", "The selected one of B, C and D leaves Compare.", Compare, Compare,
        [k(Key::Delete), k(Key::Backspace)], Some("take out"), has_pinned;
    CompareRestore, "compare.bring-back", "Bring it back", "The scenario that was taken out last.", Compare, Compare,
        [c('i')], None, can_bring_back;
    Copy, "figure.copy", "Copy the figure", "Puts the selected figure on the clipboard as text.", Indicators, Everywhere,
        [c('y')], None, can_copy;
    Export, "export", "Export the screen", "Text, SVG, HTML, CSV or JSON, to a file or the clipboard.", Scenario, Everywhere,
        [c('x')], Some("export"), always;
    Place, "scenario.place", "Choose the place", "12 nations and regions, 38 areas of former LEPs.", Scenario, Everywhere,
        [c('p')], Some("place"), always;
    Sector, "scenario.sector", "Choose the sector", "Six priority sectors, or all.", Scenario, Everywhere,
        [c('s')], Some("sector"), always;
    Open, "scenario.open", "Open a scenario", "Worked examples and those you saved.", Scenario, Everywhere,
        [c('o')], Some("open"), always;
    Save, "scenario.save", "Save the scenario", "Writes it under a name.", Scenario, Everywhere,
        [c('w')], Some("save"), always;
    ShareCode, "scenario.code", "Copy the scenario as a code",
        "A short text to paste into a message; 'tiller open' reads it.", Scenario, Everywhere, [c('Y')], None, always;
    Revision, "scenario.revision", "What newer evidence changed",
        "Figures the scenario was kept with, against those of now.", Scenario, Everywhere,
        [c('V')], None, has_revision;
    Undo, "scenario.undo", "Undo", "Takes the last change back.", Scenario, Everywhere,
        [c('u')], Some("undo"), can_undo;
    Redo, "scenario.redo", "Redo", "Makes the change again that was taken back.", Scenario, Everywhere,
        [c('U'), Chord::ctrl('r')], None, can_redo;
    AllOff, "scenario.all-off", "Turn every lever off", "Leaves no new policy; undo brings the plan back.", Scenario,
        Everywhere, [c('Z')], None, any_on;
    SwitchReference, "switch.reference-class", "Same discount for every lever, or not",
        "Business-support effects lean on the record of UK programmes; off treats every lever's studies alike.", Scenario,
        Everywhere, [k(Key::F(5))], None, always;
    SwitchMass, "switch.critical-mass", "Critical mass on or off",
        "Whether programmes too small or too short lose effect (ecosystem structure; judgement).", Scenario,
        Everywhere, [k(Key::F(6))], None, always;
    SwitchTakes, "switch.takes", "Programmes may fail to take, or not",
        "Whether programmes do nothing in 4 of 10 places (judgement).", Scenario, Everywhere,
        [k(Key::F(7))], None, always;
    SwitchFlatten, "switch.flatten", "Flatten reach beyond the evidence, or not",
        "Whether money beyond what studies cover adds effect.", Scenario, Everywhere,
        [k(Key::F(8))], None, always;
    ScreenExplore, "screen.explore", "Explore", "Move levers and see what could follow.", Program, Everywhere,
        [c('1')], None, always;
    ScreenCompare, "screen.compare", "Compare", "Scenarios side by side, on the same draws.", Program, Everywhere,
        [c('2')], None, always;
    ScreenPlaces, "screen.places", "Places", "Maps and profiles of places; groups of areas.", Program, Everywhere,
        [c('3')], None, always;
    ScreenEvidence, "screen.evidence", "Evidence", "Studies, sources, observations and programmes.", Program, Everywhere,
        [c('4')], None, always;
    ScreenInsight, "screen.insight", "Insight", "Questions asked of the scenario: what matters, what would it take.",
        Program, Everywhere, [c('5')], None, always;
    RedTeam, "insight.red-team", "Red team",
        "The worst world that the evidence still allows, and the study that could turn the choice.",
        Insight, Everywhere, [c('!')], None, always;
    ScreenRoundtable, "screen.roundtable", "Roundtable", "A room of people decides: ballots, reveal, decision, minutes.",
        Program, Everywhere, [c('6')], None, always;
    ShelfDown, "evidence.down", "Next record", "Moves down the list, or to the next reference of the record.", Evidence, Evidence,
        [k(Key::Down), c('j')], None, always;
    ShelfUp, "evidence.up", "Record before", "Moves up the list, or to the reference before.", Evidence, Evidence,
        [k(Key::Up), c('k')], None, always;
    ShelfEnter, "evidence.enter", "Open, follow", "Goes into the record, then along the chosen reference.", Evidence, Evidence,
        [k(Key::Enter), k(Key::Right), c('l')], Some("open"), always;
    ShelfBack, "evidence.back", "Back", "Back along the trail, out of the record, then clears the filter.", Evidence, Evidence,
        [k(Key::Esc), k(Key::Backspace), k(Key::Left), c('h')], Some("back"), always;
    ShelfNextList, "evidence.next-list", "Next list", "Levers, findings, sources, programmes and so on.", Evidence,
        Evidence, [c(']')], Some("lists"), always;
    ShelfPreviousList, "evidence.previous-list", "List before", "The list before this one.", Evidence, Evidence,
        [c('[')], None, always;
    ShelfPageDown, "evidence.page-down", "Page down", "A page down the list.", Evidence, Evidence,
        [k(Key::PageDown)], None, always;
    ShelfPageUp, "evidence.page-up", "Page up", "A page up the list.", Evidence, Evidence,
        [k(Key::PageUp)], None, always;
    ShelfFirst, "evidence.first", "First record", "The first line of the list.", Evidence, Evidence,
        [k(Key::Home), c('g')], None, always;
    ShelfLast, "evidence.last", "Last record", "The last line of the list.", Evidence, Evidence,
        [k(Key::End), c('G')], None, always;
    ShelfFilter, "evidence.filter", "Filter", "Words and fields: lever:skills country:UK design:4+ year:2010- used:no.", Evidence,
        Evidence, [c('/')], Some("filter"), always;
    ShelfByLever, "evidence.by-lever", "Only the selected lever", "Filters by the lever that is selected on Explore.", Evidence,
        Evidence, [c('f')], None, always;
    ShelfByIndicator, "evidence.by-indicator", "Only the selected indicator",
        "Filters by what moves the indicator that is selected on Explore.", Evidence, Evidence, [c('i')], None, always;
    ShelfOrder, "evidence.order", "Order of the list", "As in the tables, weakest first, or by name.", Evidence, Evidence,
        [c('S')], Some("order"), always;
    ShelfTrust, "evidence.trust", "How far can you trust this?",
        "Ranges held, errors, targets missed, forecasts filed, grades, what of the spread is judged.", Evidence, Evidence,
        [c('t')], Some("trust"), always;
    ShelfLeaveOut, "evidence.leave-out", "Leave this study out, or not",
        "What if we do not believe it? Figures follow; undo takes it back.", Evidence, Evidence, [c('X')],
        Some("leave out"), always;
    ShelfOverride, "evidence.override", "Change this judgement, or take it back",
        "Your value, name and reason in place of the recorded one, which stays beside it; undo takes it back.", Evidence, Evidence,
        [c('v')], Some("change value"), always;
    InsightAsk, "insight.ask", "Work it out", "Answers the question shown for the scenario as it is.", Insight, Insight,
        [k(Key::Enter)], Some("work it out"), always;
    InsightNext, "insight.next", "Next question", "The question on the right.", Insight, Insight,
        [k(Key::Right), c('l'), c(']')], Some("question"), always;
    InsightPrevious, "insight.previous", "Question before", "The question on the left.", Insight, Insight,
        [k(Key::Left), c('h'), c('[')], None, always;
    InsightDown, "insight.down", "Line down", "Scrolls the answer.", Insight, Insight,
        [k(Key::Down), c('j')], Some("scroll"), always;
    InsightUp, "insight.up", "Line up", "Scrolls the answer back.", Insight, Insight,
        [k(Key::Up), c('k')], None, always;
    InsightPageDown, "insight.page-down", "Page down", "A page down the answer.", Insight, Insight,
        [k(Key::PageDown), c(' ')], None, always;
    InsightPageUp, "insight.page-up", "Page up", "A page up the answer.", Insight, Insight,
        [k(Key::PageUp)], None, always;
    InsightMeasure, "insight.measure", "Judge by another figure",
        "Net present social value, or the indicator selected on Explore.", Insight, Insight,
        [c('i')], Some("judge by"), always;
    InsightOptions, "insight.options", "Options of the question",
        "Rule, number of levers, locked levers and the gap for searches; discount rates for the money.", Insight, Insight,
        [c('O')], Some("options"), has_options;
    InsightStop, "insight.stop", "Give up", "Stops what is being worked out.", Insight, Insight,
        [k(Key::Esc)], None, always;
    RoundNew, "roundtable.new", "New session", "A question about the levers of the scenario shown; the room sets amounts.",
        Roundtable, Roundtable, [c('n')], Some("new session"), no_session;
    RoundChoice, "roundtable.new-choice", "New session: choose among scenarios",
        "Approval voting among the scenario shown and those pinned on Compare.", Roundtable, Roundtable,
        [c('N')], Some("vote on scenarios"), can_choose;
    RoundRehearse, "roundtable.rehearse", "Rehearse", "A session to try out with made-up ballots; no network.",
        Roundtable, Roundtable, [c('R')], Some("rehearse"), no_session;
    RoundList, "roundtable.open", "Open a session", "Sessions kept on this machine, newest first.", Roundtable, Roundtable,
        [c('O')], Some("open"), no_session;
    RoundAct, "roundtable.act", "Do what the step is for",
        "Type ballots, settle a lever, change an assumption, add an action, write the minutes.", Roundtable, Roundtable,
        [k(Key::Enter)], Some("do"), in_session;
    RoundNext, "roundtable.next", "Next step", "The next step of the running order; its clock starts.", Roundtable, Roundtable,
        [c(']')], Some("step"), in_session;
    RoundBack, "roundtable.back", "Step before", "Back to the step before, to do it again.", Roundtable, Roundtable,
        [c('[')], None, in_session;
    RoundBallot, "roundtable.ballot", "Open or close the ballot", "Ballots are taken while it is open; its ballots stay.",
        Roundtable, Roundtable, [c('b')], Some("open/close ballot"), in_session;
    RoundReveal, "roundtable.reveal", "Show the room, or hide again", "Whether the projector shows the ballots of the round.",
        Roundtable, Roundtable, [c('v')], Some("reveal"), in_session;
    RoundPartNext, "roundtable.next-part", "Next part", "The next part of what the step shows.", Roundtable, Roundtable,
        [k(Key::Right), c('l')], Some("part"), in_session;
    RoundPartBack, "roundtable.part-before", "Part before", "The part before.", Roundtable, Roundtable,
        [k(Key::Left), c('h')], None, in_session;
    RoundDown, "roundtable.down", "Next line", "Moves down the lines of the step, or scrolls.", Roundtable, Roundtable,
        [k(Key::Down), c('j')], None, in_session;
    RoundUp, "roundtable.up", "Line before", "Moves up.", Roundtable, Roundtable, [k(Key::Up), c('k')], None, in_session;
    RoundPageDown, "roundtable.page-down", "Page down", "A page down.", Roundtable, Roundtable,
        [k(Key::PageDown), c(' ')], None, in_session;
    RoundPageUp, "roundtable.page-up", "Page up", "A page up.", Roundtable, Roundtable, [k(Key::PageUp)], None, in_session;
    RoundAccept, "roundtable.accept", "Show this reason, or keep it back",
        "Only reasons that you accept are seen by the room.", Roundtable, Roundtable, [c('a')], None, in_session;
    RoundSort, "roundtable.facts-or-values", "Facts, values or both",
        "What the room says the disagreement on this lever is about.", Roundtable, Roundtable, [c('f')], None, in_session;
    RoundDissent, "roundtable.dissent", "Record a dissent", "In the words it was given.", Roundtable, Roundtable,
        [c('d')], None, in_session;
    RoundNote, "roundtable.note", "Note", "For yourself; never shown to the room.", Roundtable, Roundtable,
        [c('e')], None, in_session;
    RoundPause, "roundtable.clock", "Stop or start the clock", "Stops the minutes of the step, or sets them going.",
        Roundtable, Roundtable, [c('z')], None, in_session;
    RoundScript, "roundtable.script", "Script", "What to say in this step, in full or in short.", Roundtable, Roundtable,
        [c('t')], Some("script"), in_session;
    RoundAgain, "roundtable.again", "Run the round afresh", "Its ballots no longer count, but stay in the journal; undo brings them back.",
        Roundtable, Roundtable, [c('K')], None, in_session;
    RoundDrop, "roundtable.drop", "Take a ballot out", "By its number on the paper.", Roundtable, Roundtable,
        [k(Key::Delete)], None, in_session;
    RoundTitle, "roundtable.question", "Change the question", "Until the first ballot has come.", Roundtable, Roundtable,
        [c('i')], None, in_session;
    RoundBudget, "roundtable.budget", "Money there is", "£m a year for all levers of the ballot, until the first ballot has come.",
        Roundtable, Roundtable, [c('B')], None, in_session;
    RoundMadeUp, "roundtable.made-up", "Made-up ballots", "In a rehearsal: a room of two dozen made-up people hands in ballots.",
        Roundtable, Roundtable, [c('G')], None, rehearses;
    RoundPhones, "roundtable.phones", "Phones", "Whether phones get through here; serves the ballot page on an address of this machine; off unless asked.",
        Roundtable, Roundtable, [c('S')], None, in_session;
    RoundImport, "roundtable.import", "Ballots from a file", "Reads a CSV file of ballots into the open round.",
        Roundtable, Roundtable, [c('I')], None, in_session;
    RoundMinutes, "roundtable.minutes", "Write the minutes", "A draft with five days for corrections, beside the session.",
        Roundtable, Roundtable, [c('M')], None, in_session;
    RoundLeave, "roundtable.leave", "Leave the session", "Back to the first page; everything is kept.", Roundtable, Roundtable,
        [c('L')], None, in_session;
    Present, "present", "Presentation mode", "One figure large enough for a room; again to leave.", Presentation, Everywhere,
        [c('F')], Some("present"), can_present;
    PresentNext, "present.next", "Present the next indicator", "The next indicator, large.",
        Presentation, Presenting, [k(Key::Right), c('l')], None, presents;
    PresentPrevious, "present.previous", "Present the previous indicator", "The one before, large.", Presentation,
        Presenting, [k(Key::Left), c('h')], Some("indicator"), presents;
    PresentSlide, "present.slide", "Next large view", "Range, twenty futures, years, levers of the plan.", Presentation,
        Presenting, [k(Key::Down), c('j'), k(Key::PageDown), c(' ')], Some("view"), presents;
    PresentSlideBack, "present.slide-back", "Large view before", "The view before.", Presentation, Presenting,
        [k(Key::Up), c('k'), k(Key::PageUp)], None, presents;
    PresentRaise, "present.raise", "Raise the lever in front of the room", "One step up; Tab chooses the lever.",
        Presentation, Presenting, [Chord::shift(Key::Right), c('+'), c('L')], Some("adjust"), presents_and_can_set;
    PresentLower, "present.lower", "Lower the lever in front of the room", "One step down; Tab chooses the lever.",
        Presentation, Presenting, [Chord::shift(Key::Left), c('-'), c('H')], None, presents_and_can_set;
    PresentLeave, "present.leave", "Leave presentation mode", "Back to everything.", Presentation, Presenting,
        [k(Key::Esc)], Some("leave"), presents;
    PaneNext, "pane.next", "Other pane", "Keys go to the next pane; while presenting, the next lever is chosen.", Program, Everywhere,
        [k(Key::Tab)], Some("pane"), always;
    PanePrevious, "pane.previous", "Pane before", "Keys go to the pane before.", Program, Everywhere,
        [k(Key::BackTab)], None, always;
    Help, "help", "Help", "Every key; type to search.", Program, Everywhere,
        [c('?'), k(Key::F(1))], Some("help"), always;
    Palette, "commands", "Commands", "Commands, places, levers, indicators, sources, scenarios: type to find.", Program, Everywhere,
        [c(':'), Chord::ctrl('p')], Some("commands"), always;
    Mouse, "mouse", "Mouse on or off", "Off leaves the pointer to the terminal, so that text can be selected.", Program,
        Everywhere, [c('m')], None, always;
    Suspend, "suspend", "Suspend", "Back to the shell; fg returns.", Program, Everywhere,
        [Chord::ctrl('z')], None, can_suspend;
    Quit, "quit", "Quit", "Leaves; the scenario is kept for next time.", Program, Everywhere,
        [c('q'), Chord::ctrl('c')], None, always;
}
