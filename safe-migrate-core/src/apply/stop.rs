//! A wish to stop, which is granted between two steps and while nothing but time goes by.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;

use futures_util::future::{Either, select};

/// Whether somebody wants the run to end.
pub(crate) struct Stop<'a> {
    /// Ends when somebody does.
    signal: Option<Pin<Box<dyn Future<Output = ()> + Send + 'a>>>,
    is_wanted: bool,
}

impl<'a> Stop<'a> {
    /// Nobody can.
    pub(crate) fn never() -> Self {
        Self { signal: None, is_wanted: false }
    }

    /// When the future ends.
    pub(crate) fn when(signal: impl Future<Output = ()> + Send + 'a) -> Self {
        Self { signal: Some(Box::pin(signal)), is_wanted: false }
    }

    /// Whether it is wanted by now.
    pub(crate) async fn is_wanted(&mut self) -> bool {
        let signal = &mut self.signal;
        let now = poll_fn(|cx| {
            let is_over = signal.as_mut().is_some_and(|signal| signal.as_mut().poll(cx).is_ready());
            Poll::Ready(is_over)
        })
        .await;
        self.note(now)
    }

    /// Lets time go by, but no longer than until it is wanted.
    pub(crate) async fn pause(&mut self, pause: Duration) {
        match &mut self.signal {
            None => tokio::time::sleep(pause).await,
            Some(signal) => {
                let slept = Box::pin(tokio::time::sleep(pause));
                let is_over = matches!(select(signal, slept).await, Either::Left(_));
                self.note(is_over);
            }
        }
    }

    /// A future that ended must not be polled again.
    fn note(&mut self, is_over: bool) -> bool {
        if is_over {
            self.signal = None;
            self.is_wanted = true;
        }
        self.is_wanted
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_polled_to_its_end_and_no_further() {
        let waker = futures_util::task::noop_waker();
        let mut cx = std::task::Context::from_waker(&waker);
        let mut ask = |stop: &mut Stop<'_>| {
            let Poll::Ready(answer) = std::pin::pin!(stop.is_wanted()).poll(&mut cx) else {
                panic!("it waits");
            };
            answer
        };
        let mut never = Stop::never();
        assert!(!ask(&mut never));
        let mut polls = 0;
        let mut stop = Stop::when(poll_fn(move |_| {
            polls += 1;
            if polls < 3 { Poll::Pending } else { Poll::Ready(()) }
        }));
        let answers: Vec<bool> = (0..5).map(|_| ask(&mut stop)).collect();
        assert_eq!(answers, [false, false, true, true, true]);
    }
}
