//! What the crate costs, beside what it can't cost less than, and beside its peers: words in, tables
//! of figures out, as text and as JSON.
//!
//! Run by `./dev bench`. Every figure is a median; what is compared took turns in the same run.

mod client;
mod figures;
mod models;
mod parts;
mod peer;
mod proxy;
mod python;
mod servers;
mod turns;

use std::error::Error;

type Outcome<T = ()> = Result<T, Box<dyn Error + Send + Sync>>;

#[tokio::main]
async fn main() -> Outcome {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        // What measures memory starts itself again.
        ["child", what, url] => parts::memory::child(what, url).await,
        words => parts::run(words).await,
    }
}
