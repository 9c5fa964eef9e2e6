//! What this machine can do at most, one thread: `cargo bench --bench peak`. The denominators of docs/PERFORMANCE.md.
//!
//! Each figure is the best of many short bursts, so that another program in between does not count.
#![allow(clippy::print_stdout, missing_docs, reason = "a benchmark prints")]

use std::hint::black_box;
use std::time::Instant;

/// Best rate of `work`, which does `amount` of something each time, in 10⁹ a second.
fn best(amount: f64, mut work: impl FnMut()) -> f64 {
    let mut best = 0.0_f64;
    for _ in 0..400 {
        let start = Instant::now();
        work();
        best = best.max(amount / start.elapsed().as_secs_f64() / 1e9);
    }
    best
}

/// `rounds` multiplications and additions on each of `N` lanes that do not wait for one another.
#[inline(always)]
fn multiply_and_add<const N: usize>(lanes: &mut [f64; N], rounds: usize) {
    let (a, b) = (black_box(0.999_999), black_box(1e-9));
    for _ in 0..rounds {
        for v in lanes.iter_mut() {
            *v = *v * a + b;
        }
    }
}

fn main() {
    let rounds = 20_000;
    let mut lanes = [1.0; 16];
    let flops = best((2 * 16 * rounds) as f64, || multiply_and_add(black_box(&mut lanes), rounds));
    println!("multiplications and additions, 128-bit registers: {flops:.1} · 10⁹ a second");
    let mut lanes = [1.0; 64];
    let flops = best((2 * 64 * rounds) as f64, || {
        pulp::Arch::new().dispatch(
            #[inline(always)]
            || multiply_and_add(black_box(&mut lanes), rounds),
        );
    });
    println!("the same, widest registers chosen at run time:    {flops:.1} · 10⁹ a second");
    for (name, count) in [("a column of 10,240 draws", 10_240), ("24 MB", 3_000_000)] {
        let from = vec![1.0_f64; count];
        let mut to = vec![0.0_f64; count];
        let bytes = best((16 * count) as f64, || black_box(&mut to).copy_from_slice(black_box(&from)));
        println!("read and written, {name}: {bytes:.1} · 10⁹ bytes a second");
    }
}
