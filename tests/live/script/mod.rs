//! Plans as scripts, run by the stock client of the server.

mod client;
mod cuts;
mod hostile;
mod stops;
mod structs;
