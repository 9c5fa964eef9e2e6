//! Arrows: channels, links and pairs (`channels.csv`, `links.csv`, `pairs.csv`).

use serde::{Deserialize, Serialize};

use super::Band;
use crate::evidence::{ChannelId, LeverId, LinkId, PairId};
use crate::model::kinds::{Grade, Node, Structure};

/// Where a channel leads: into a node or into one of two modifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Target {
    /// A node.
    Node(Node),
    /// Delivery capacity of the place.
    Capacity,
    /// Weight of the named pair of places.
    LinkWeight,
}

impl Target {
    /// The target of that name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "capacity" => Some(Self::Capacity),
            "link_weight" => Some(Self::LinkWeight),
            other => Node::parse(other).map(Self::Node),
        }
    }

    /// Its name in the files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Node(node) => node.as_str(),
            Self::Capacity => "capacity",
            Self::LinkWeight => "link_weight",
        }
    }

    /// The node, unless a modifier.
    #[must_use]
    pub const fn node(self) -> Option<Node> {
        match self {
            Self::Node(node) => Some(node),
            Self::Capacity | Self::LinkWeight => None,
        }
    }
}

/// How an effect per unit reached becomes the unit of its node (`judgements.ron` scales).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scale {
    /// As it is.
    None,
    /// × output share of the SMEs that join.
    SmeGva,
    /// × output share of the firms that join.
    FirmGva,
    /// Jobs per unit reached → log points.
    Jobs,
    /// People per unit reached → percentage points.
    Heads,
    /// £m of R&D per unit reached → ln(1+z).
    Rd,
    /// Links only: × R&D intensity.
    RdIntensity,
}

impl Scale {
    /// The scale of that name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "none" => Self::None,
            "sme_gva" => Self::SmeGva,
            "firm_gva" => Self::FirmGva,
            "jobs" => Self::Jobs,
            "heads" => Self::Heads,
            "rd" => Self::Rd,
            "rd_intensity" => Self::RdIntensity,
            _ => return None,
        })
    }
}

/// An arrow from a lever to a node (`channels.csv`).
#[derive(Debug, Clone, PartialEq)]
pub struct Channel {
    /// Id.
    pub id: ChannelId,
    /// Structures in which it runs.
    pub structures: Vec<Structure>,
    /// From.
    pub lever: LeverId,
    /// To.
    pub target: Target,
    /// Effect per unit of the pool fully exposed, before `ref_weight` and `scale`.
    pub effect: Band,
    /// Reference-class weight on the centre.
    pub ref_weight: f64,
    /// Unit of the effect as text.
    pub effect_unit: String,
    /// Scale.
    pub scale: Scale,
    /// Whether the absorptive factor of the place applies.
    pub absorptive: bool,
    /// Years before the first effect.
    pub lag: f64,
    /// Years to the full effect.
    pub peak: f64,
    /// Years to half of it afterwards.
    pub half_life: f64,
    /// `prior` or `judgement`.
    pub basis: String,
    /// Recorded priors behind it.
    pub prior_ids: Vec<String>,
    /// Findings behind it.
    pub pooled_from: Vec<String>,
    /// Maryland level as text.
    pub sms: String,
    /// Grade.
    pub grade: Grade,
    /// Why it may stand beside a chain path.
    pub distinct: String,
    /// Reasoning.
    pub note: String,
    /// Line in the file.
    pub line: u64,
}

impl Channel {
    /// Whether it runs in a structure.
    #[must_use]
    pub fn runs_in(&self, structure: Structure) -> bool {
        self.structures.contains(&structure)
    }
}

/// Within a place, or between places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkKind {
    /// Within.
    Link,
    /// Between.
    Spill,
}

/// An arrow from a node to a node (`links.csv`).
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// Id.
    pub id: LinkId,
    /// From.
    pub from: Node,
    /// To.
    pub to: Node,
    /// Kind.
    pub kind: LinkKind,
    /// Gain before `ref_weight`.
    pub gain: Band,
    /// Reference-class weight on the centre.
    pub ref_weight: f64,
    /// Years.
    pub lag: u32,
    /// Scale.
    pub scale: Scale,
    /// Structures in which it runs.
    pub structures: Vec<Structure>,
    /// Paths whose product is taken off.
    pub residual_of: Vec<Vec<LinkId>>,
    /// Why a second path may add.
    pub additional: String,
    /// Grade.
    pub grade: Grade,
    /// Source ids or words.
    pub sources: Vec<String>,
    /// Reasoning.
    pub note: String,
    /// Line in the file.
    pub line: u64,
}

impl Link {
    /// Whether it runs in a structure.
    #[must_use]
    pub fn runs_in(&self, structure: Structure) -> bool {
        self.structures.contains(&structure)
    }
}

/// A complementarity or substitution between two levers (`pairs.csv`), ecosystem only.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// Id.
    pub id: PairId,
    /// Lever whose channels change.
    pub a: LeverId,
    /// Lever whose exposure changes them.
    pub b: LeverId,
    /// Node it acts on; `None` means any.
    pub node: Option<Node>,
    /// γ, within ±`gamma_bound`.
    pub gamma: Band,
    /// Exposure of `b` at which γ is whole.
    pub e_ref: f64,
    /// Structures in which it runs.
    pub structures: Vec<Structure>,
    /// `complement` or `substitute`.
    pub kind: String,
    /// Grade.
    pub grade: Grade,
    /// Source ids or words.
    pub sources: Vec<String>,
    /// Reasoning.
    pub note: String,
    /// Line in the file.
    pub line: u64,
}
