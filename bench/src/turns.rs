//! Times of things that take turns: what else the machine does meanwhile meets all alike.

use std::time::Duration;

/// How often each thing is done.
pub fn runs() -> usize {
    std::env::var("RUNS").ok().and_then(|runs| runs.parse().ok()).unwrap_or(5).max(1)
}

/// So many times of each thing.
pub struct Turns<const N: usize> {
    times: [Vec<Duration>; N],
}

impl<const N: usize> Turns<N> {
    pub fn new() -> Self {
        Self { times: [const { Vec::new() }; N] }
    }

    pub fn add(&mut self, which: usize, time: Duration) {
        self.times[which].push(time);
    }

    /// The median of each.
    pub fn medians(self) -> [Duration; N] {
        self.times.map(|times| median(times).unwrap_or_default())
    }
}

/// The order of things in this round: every second one is the other way round.
pub fn order<const N: usize>(round: usize) -> [usize; N] {
    let mut order: [usize; N] = std::array::from_fn(|at| at);
    if round % 2 == 1 {
        order.reverse();
    }
    order
}

/// The one in the middle, or what is between the two there.
pub fn median(mut times: Vec<Duration>) -> Option<Duration> {
    times.sort();
    let (lower, upper) = (times.get((times.len().max(1) - 1) / 2)?, times.get(times.len() / 2)?);
    Some((*lower + *upper) / 2)
}
