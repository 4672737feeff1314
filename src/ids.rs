//! Typed positions of things in a [`crate::domain::Scenario`]; a need can never be used where a source is meant.
//! They hold no data and mean nothing outside the scenario that gave them.

macro_rules! index_type {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u32);

        impl $name {
            /// The thing at `position` of its list (scenarios hold fewer than 2³² of anything).
            pub fn new(position: usize) -> Self {
                Self(u32::try_from(position).expect("a list of a scenario has fewer than 2^32 rows"))
            }

            /// Its position in its list.
            pub const fn get(self) -> usize {
                self.0 as usize
            }
        }
    };
}

index_type!(
    /// Position in `Scenario::areas`.
    AreaIndex
);
index_type!(
    /// Position in `Scenario::households`.
    HouseholdIndex
);
index_type!(
    /// Position in `Scenario::packages`.
    PackageIndex
);
index_type!(
    /// Position in `Scenario::needs`.
    NeedIndex
);
index_type!(
    /// Position in `Scenario::sources`.
    SourceIndex
);
