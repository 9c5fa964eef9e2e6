//! Colours that can be read, and told apart by everybody.

use tiller::evidence::load::THEMES;
use tiller::tui::view::{Depth, Rgb, Role, Theme, contrast, linear};

const DEPTHS: [Depth; 3] = [Depth::True, Depth::Indexed, Depth::Sixteen];

fn themes(depth: Depth) -> Vec<Theme> {
    THEMES.iter().map(|(name, text)| Theme::read(name, text, depth).unwrap()).collect()
}

#[test]
fn every_text_has_a_contrast_of_at_least_four_and_a_half_to_one() {
    let mut faint = Vec::new();
    for depth in DEPTHS {
        for theme in themes(depth) {
            faint.extend(theme.faint().into_iter().map(|what| format!("{} in {depth:?}: {what}", theme.name)));
        }
    }
    assert!(faint.is_empty(), "{}", faint.join("\n"));
}

#[test]
fn a_selected_line_is_seen_at_every_depth() {
    for depth in DEPTHS {
        for theme in themes(depth) {
            for paper in theme.papers.clone() {
                let (_, bar) = theme.pair(Role::Selected, paper);
                let ratio = contrast(bar, paper);
                // A bar of its own colour; bold type and the mark ▸ say the same.
                assert!(ratio >= 1.2, "{} in {depth:?} on {paper:?}: {ratio:.2}", theme.name);
            }
        }
    }
}

/// Least contrast of lines and empty bars with the paper (they frame, and say nothing alone).
const LINES_MIN: f64 = 2.0;
/// Least contrast of areas that touch; what they mean is also said in words beside the chart.
const AREAS_MIN: f64 = 1.3;

#[test]
fn lines_and_bands_stand_off_from_what_they_touch() {
    let mut close = Vec::new();
    // With 16 colours bands are drawn with shades of characters instead; see `Look::tinted`.
    for depth in [Depth::True, Depth::Indexed] {
        for theme in themes(depth).into_iter().filter(|t| t.name != "mono") {
            let paper = theme.papers[0];
            let of = |role| theme.pair(role, paper).0;
            let pairs = [
                ("border", of(Role::Border), paper, LINES_MIN),
                ("bar_off", of(Role::BarOff), paper, LINES_MIN),
                ("outer", of(Role::Outer), paper, AREAS_MIN),
                ("behind", of(Role::Behind), paper, AREAS_MIN),
                ("inner on outer", of(Role::Inner), of(Role::Outer), AREAS_MIN),
                ("median on inner", of(Role::Median), of(Role::Inner), AREAS_MIN),
            ];
            for (what, a, b, least) in pairs {
                let ratio = contrast(a, b);
                if ratio < least {
                    close.push(format!("{} in {depth:?}: {what} {ratio:.2}", theme.name));
                }
            }
        }
    }
    assert!(close.is_empty(), "{}", close.join("\n"));
}

/// Simulation of dichromacy in linear RGB: Machado, Oliveira and Fernandes (2009), "A physiologically-based model for
/// simulation of color vision deficiency", IEEE TVCG 15(6), severity 1.0: protanopia, deuteranopia, tritanopia.
const MACHADO_2009: [(&str, [[f64; 3]; 3]); 3] = [
    (
        "protanopia",
        [[0.152_286, 1.052_583, -0.204_868], [0.114_503, 0.786_281, 0.099_216], [-0.003_882, -0.048_116, 1.051_998]],
    ),
    (
        "deuteranopia",
        [[0.367_322, 0.860_646, -0.227_968], [0.280_085, 0.672_501, 0.047_413], [-0.011_820, 0.042_940, 0.968_881]],
    ),
    (
        "tritanopia",
        [[1.255_528, -0.076_749, -0.178_779], [-0.078_411, 0.930_809, 0.147_602], [0.004_733, 0.691_367, 0.303_900]],
    ),
];

/// CIE 1976 L*a*b* under D65, from linear sRGB.
fn lab([r, g, b]: [f64; 3]) -> [f64; 3] {
    let x = (0.412_456_4 * r + 0.357_576_1 * g + 0.180_437_5 * b) / 0.950_47;
    let y = 0.212_672_9 * r + 0.715_152_2 * g + 0.072_175_0 * b;
    let z = (0.019_333_9 * r + 0.119_192_0 * g + 0.950_304_1 * b) / 1.088_83;
    let f = |t: f64| if t > 0.008_856 { libm::cbrt(t) } else { 7.787 * t + 16.0 / 116.0 };
    [116.0 * f(y) - 16.0, 500.0 * (f(x) - f(y)), 200.0 * (f(y) - f(z))]
}

fn apart(a: [f64; 3], b: [f64; 3]) -> f64 {
    let (a, b) = (lab(a), lab(b));
    a.iter().zip(b).map(|(x, y)| (x - y) * (x - y)).sum::<f64>().sqrt()
}

fn seen(colour: Rgb, matrix: [[f64; 3]; 3]) -> [f64; 3] {
    let light = [linear(colour.0), linear(colour.1), linear(colour.2)];
    matrix.map(|row| row.iter().zip(light).map(|(m, x)| m * x).sum::<f64>().clamp(0.0, 1.0))
}

/// Difference (ΔE*ab) that is plain at a glance; about 2 can just be noticed.
const APART_MIN: f64 = 20.0;

#[test]
fn better_and_worse_stay_apart_for_every_kind_of_colour_vision() {
    const NORMAL: [[f64; 3]; 3] = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];
    let mut close = Vec::new();
    for depth in [Depth::True, Depth::Indexed] {
        for theme in themes(depth).into_iter().filter(|t| t.name != "mono") {
            let paper = theme.papers[0];
            let of = |role| theme.pair(role, paper).0;
            let pairs = [
                ("better and worse", of(Role::Better), of(Role::Worse), 1.0),
                ("bar and warning", of(Role::BarOn), of(Role::Warn), 1.0),
                // Bands differ in lightness, so a smaller difference of colour does.
                ("inner and outer", of(Role::Inner), of(Role::Outer), 0.5),
                ("outer and behind", of(Role::Outer), of(Role::Behind), 0.5),
            ];
            for (kind, matrix) in MACHADO_2009.into_iter().chain([("full", NORMAL)]) {
                for (what, a, b, share) in pairs {
                    let difference = apart(seen(a, matrix), seen(b, matrix));
                    if difference < APART_MIN * share {
                        close.push(format!("{} in {depth:?}, {kind}: {what} {difference:.1}", theme.name));
                    }
                }
            }
        }
    }
    assert!(close.is_empty(), "{}", close.join("\n"));
}

#[test]
fn the_simulation_is_that_of_the_paper() {
    // White stays white; red and green, plain to full sight, come close without the cones for red.
    let (_, protanopia) = MACHADO_2009[0];
    assert!(seen((255, 255, 255), protanopia).iter().all(|x| (x - 1.0).abs() < 1e-3));
    let (red, green) = ((200, 0, 0), (80, 96, 0));
    let full = apart(lab_light(red), lab_light(green));
    assert!(apart(seen(red, protanopia), seen(green, protanopia)) < full / 2.0);
}

fn lab_light(c: Rgb) -> [f64; 3] {
    [linear(c.0), linear(c.1), linear(c.2)]
}
