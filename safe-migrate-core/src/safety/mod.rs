//! Plan -> verdict: the policy, the SQL of the questions to the data, and what their answers
//! forbid. Pure; who asks is the room that has a connection.

mod in_the_way;
mod judge;
mod policy;
mod question;
mod unfit;
mod uses;

pub use policy::Policy;

pub(crate) use in_the_way::{InTheWay, in_the_way};
pub(crate) use judge::{Answer, Finding, judge};
pub(crate) use question::{
    EXAMPLES, answers_with_keys, any_row_sql, count_sql, finding_sql, may_stay_open, reads_rows,
    within,
};
