//! Lets the days pass: every use case of the demo runs on the day on which it would have happened.

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

use anyhow::anyhow;
use app::{Cx, Outside, Refusal, Staff};
use calendar::Date;
use store::Tx;

/// The one transaction in which the whole story is told, and the outside it is told with.
pub struct Teller<'a> {
    pub tx: &'a mut Tx,
    pub outside: Outside,
}

/// The real outside, but on another day; the clock of that day moves on by a second with each look at it.
pub fn on_day(outside: &Outside, day: Date) -> Outside {
    let seconds = Arc::new(AtomicU32::new(0));
    let now = move || {
        let second = seconds.fetch_add(1, Ordering::Relaxed);
        // Office hours in Japan are the first hours of the day in UTC.
        format!("{day}T{:02}:{:02}:{:02}.000Z", second / 3600 % 9, second / 60 % 60, second % 60)
    };
    Outside { today: Arc::new(move || day), now: Arc::new(now), ..outside.clone() }
}

impl Teller<'_> {
    /// Runs a use case on `day`; a refusal ends the demo with what was refused, for the story must be right.
    pub fn on<T>(
        &mut self,
        day: Date,
        actor: &Staff,
        what: &str,
        use_case: impl FnOnce(&mut Cx<'_>) -> Result<T, Refusal>,
    ) -> anyhow::Result<T> {
        let outside = on_day(&self.outside, day);
        let mut cx = Cx { actor, tx: self.tx, outside: &outside, today: day, operation: None };
        use_case(&mut cx).map_err(|refusal| match refusal {
            Refusal::Refused(reasons) => {
                let reasons: Vec<&str> = reasons.iter().map(|reason| reason.sentence.as_str()).collect();
                anyhow!("demo: {what} on {day}: {}", reasons.join(" / "))
            }
            other => anyhow!("demo: {what} on {day}: {other}"),
        })
    }
}
