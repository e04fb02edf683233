//! Schemas as they are built at run time, without the checks of `schema![..]`.

/// The schema of these structs and of whatever they refer to.
#[allow(unused_macros)]
macro_rules! with_parents {
    ($($model:ty),* $(,)?) => {
        safe_schema::Schema::new(vec![$(safe_schema::Model::of::<$model>()),*])
    };
}
pub(crate) use with_parents;
